"""Whether both ways of running the law agree on a set of cases: rule by rule, and compiled."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from amparo.engine.certify import compare
from amparo.engine.dossier import Layout
from amparo.engine.kernel import Kernel
from amparo.engine.outcome import default_outputs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from amparo.engine.dossier import Dossier
    from amparo.rules.book import LawBook


@dataclass(frozen=True)
class Agreement:
    """What was compared for one country, and how often the two ways differed."""

    country: str
    worker_months: int
    values: int
    differences: int
    examples: tuple[str, ...]


def agreement(book: LawBook, dossiers: Sequence[Dossier], jobs: int | None = None) -> Agreement:
    """Run the dossiers both ways and compare every result that the law declares.

    Results of levels of which no dossier has a row (payments to spells, where none happened) are not compiled.
    """
    held = {level for dossier in dossiers for level, ids in Layout(dossier).ids.items() if ids}
    asked = [key for key in default_outputs(book) if book.nodes[key].level in held]  # type: ignore[union-attr]
    kernel = Kernel(book, asked).ready(jobs)
    found = compare(book, kernel, list(dossiers), lambda number: False)
    return Agreement(book.country.code, found.worker_months, found.values, found.differences, tuple(found.examples))


__all__ = ["Agreement", "agreement"]
