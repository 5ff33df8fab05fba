"""A population held against published figures that were not used to build it, good or bad."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from amparo.law import book
from amparo.population.building import FILE
from amparo.population.countries import margins_of, validation_of
from amparo.population.margins import MarginsError
from amparo.records.run import run_records
from amparo.rules.messages import Message

if TYPE_CHECKING:
    from collections.abc import Callable

    from amparo.population.margins import Quantity


@dataclass(frozen=True, slots=True)
class Held:
    """One published figure beside what the population gives; found is None where its months do not reach."""

    figure: Quantity
    found: float | None

    @property
    def ratio(self) -> float | None:
        return None if self.found is None else self.found / self.figure.value

    def to_json(self) -> dict[str, Any]:
        return {
            "id": self.figure.id,
            "role": self.figure.role,
            "published": self.figure.value,
            "found": self.found,
            "ratio": self.ratio,
            "unit": self.figure.unit,
            "date": self.figure.source.date,
            "source": self.figure.source.text,
            "evidence": self.figure.source.evidence.mark,
            "why": None if self.figure.why is None else self.figure.why.text("en"),
        }


def validate(folder: Path | str, *, progress: Callable[[str, float], None] | None = None) -> tuple[Held, ...]:
    """Run the law on a built population and hold it against the published figures of its margins.

    Leaves the run beneath `validation/` and validation.json in the population's folder; nothing where no figure is
    held. Raises MarginsError when the folder holds no population.
    """
    home = Path(folder)
    if not (home / FILE).exists():
        raise MarginsError(
            Message(
                "population.none",
                "{name} holds no population. Cure: build one with `amparo population build`.",
                name=home.name,
            )
        )
    document = json.loads((home / FILE).read_text(encoding="utf-8"))
    country, weight = document["country"], float(document["weight"])
    known = margins_of(country).validate
    if not known:
        return ()
    how, run = validation_of(country), home.with_name(f"{home.name}.validation")
    run_records(
        book(country),
        run,
        records=home,
        data_class="synthetic",
        outputs=how.OUTPUTS,
        progress=progress,
    )
    measured = how.measured(run / "results", home, weight)
    found = tuple(Held(figure, measured.get(name)) for name, figure in known.items())
    content = {"country": country, "class": "synthetic", "figures": [held.to_json() for held in found]}
    (home / "validation.json").write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    return found


__all__ = ["Held", "validate"]
