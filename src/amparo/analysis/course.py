"""One worker's months, read from either way of running: the reference run on demand, or a kernel all at once."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, Protocol

from amparo.analysis.terms import benefit_outputs
from amparo.engine.dossier import MAX_MONTHS, quarter_start_month
from amparo.engine.reference import Reference
from amparo.rules.bounds import Unknown, between
from amparo.rules.levels import CONTRACT, GROUP_MONTH, MONTH, QUARTER, SPELL, TIE_MONTH, TIE_YEAR, WORKER, YEAR, Level
from amparo.rules.nodes import Fact

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

    from amparo.engine.dossier import Dossier
    from amparo.engine.kernel import Kernel
    from amparo.rules.book import LawBook
    from amparo.rules.bounds import Value

MOST_MONTHS_AHEAD: Final = 480


class Course(Protocol):
    """The values that the rows of MONTH see, month by month."""

    @property
    def dossier(self) -> Dossier: ...

    def value(self, key: str, month: int) -> Value:
        """What a month sees of a node: its own value, or that of the quarter, year or worker it lies in."""


@dataclass(frozen=True)
class ByReference:
    """Values worked out on demand by the reference run."""

    run: Reference

    @property
    def dossier(self) -> Dossier:
        return self.run.dossier

    def value(self, key: str, month: int) -> Value:
        return self.run.read(key, MONTH, month - self.run.dossier.first)


@dataclass(frozen=True)
class ByKernel:
    """Values of all months at once, from the compiled law."""

    dossier: Dossier
    book: LawBook
    columns: Mapping[str, Any]

    def value(self, key: str, month: int) -> Value:
        node = self.book.nodes[key]
        if isinstance(node, Fact):
            return self.told.read(key, MONTH, month - self.dossier.first)
        result = self.columns[key]
        row = _row(node.level, month, self.dossier.first)  # type: ignore[union-attr]
        lowest = int(result.low[row])
        highest = lowest if result.high is None else int(result.high[row])
        return lowest if lowest == highest else between(lowest, highest, int(result.why[row]))

    @cached_property
    def told(self) -> Reference:
        """Facts are read as they are told."""
        return Reference(self.book, self.dossier)


def _row(level: Level, month: int, first: int) -> int:
    match level:
        case Level.MONTH:
            return month - first
        case Level.QUARTER:
            return (quarter_start_month(month) - quarter_start_month(first)) // 3
        case Level.YEAR:
            return month // 12 - first // 12
    return 0


_KERNELS: dict[int, tuple[LawBook, Kernel]] = {}


def kernel_of(book: LawBook) -> Kernel:
    """The kernel of all benefits of a book, compiled (or read from the cache) once for a process."""
    from amparo.engine.kernel import Kernel

    held = _KERNELS.get(id(book))
    if held is None or held[0] is not book:
        held = _KERNELS[id(book)] = (book, Kernel(book, benefit_outputs(book)).ready())
    return held[1]


def is_ready(book: LawBook) -> bool:
    """Whether the kernel of this book's benefits is held by this process already."""
    held = _KERNELS.get(id(book))
    return held is not None and held[0] is book


def by_kernel(book: LawBook, dossier: Dossier) -> ByKernel:
    """All months of a dossier, computed by the compiled law."""
    from amparo.engine.batch import batch_of

    kernel = kernel_of(book)
    return ByKernel(dossier, book, kernel.run(batch_of(book, [dossier], kernel.facts)))


def course_of(book: LawBook, dossier: Dossier) -> Course:
    """The way that costs least: the compiled law where this process holds it, else the reference run."""
    return by_kernel(book, dossier) if is_ready(book) else ByReference(Reference(book, dossier))


# --- if the last month repeats ------------------------------------------------------------------------------------


def repeated(book: LawBook, dossier: Dossier, months: int) -> Dossier:
    """The dossier with its last month's engagements and facts told again for so many months more.

    Facts of quarters and years repeat those of the last quarter and year told. Spells do not repeat.
    """
    if months <= 0:
        return dossier
    last, end = dossier.last, min(dossier.last + months, dossier.first + MAX_MONTHS - 1)
    ahead = range(last + 1, end + 1)
    again = [number for number, (_, month) in enumerate(dossier.contracts) if month == last]
    contracts = (*dossier.contracts, *((dossier.contracts[n][0], month) for month in ahead for n in again))
    copies = [again[k % len(again)] for k in range(len(ahead) * len(again))] if again else []
    facts = dict(dossier.facts)
    for fact in book.of_type(Fact):
        told = facts.get(fact.full_name)
        if isinstance(told, int | Unknown) or told is None:
            continue
        facts[fact.full_name] = {**told, **_again(fact.level, told, last, ahead, copies, len(dossier.contracts))}
    return replace(dossier, last=end, contracts=contracts, facts=facts)


def _again(
    level: Level, told: Mapping[Hashable, Value], last: int, ahead: range, copies: list[int], held: int
) -> dict[Hashable, Value]:
    """The values of a fact on the rows that the repetition adds."""
    if level in (WORKER, SPELL, Level.PAYER):
        return {}
    if level == CONTRACT:
        return {held + k: told[n] for k, n in enumerate(copies) if n in told}
    unit = {MONTH: 1, TIE_MONTH: 1, GROUP_MONTH: 1, QUARTER: 3}.get(level, 12)
    periods = sorted({month // unit for month in ahead} - {last // unit})
    # the name of a period: month, first month of the quarter, or calendar year
    scale = {1: 1, 3: 3, 12: 1}[unit]
    final = last // unit * scale
    if level in (MONTH, QUARTER, YEAR):
        return {} if final not in told else {period * scale: told[final] for period in periods}
    assert level in (TIE_MONTH, GROUP_MONTH, TIE_YEAR)
    names = [name for name in told if isinstance(name, tuple) and name[1] == final]
    return {(name[0], period): told[name] for name in names for period in periods}


def months_ahead(dossier: Dossier) -> int:
    """How many months more can be told: forty years at most."""
    return min(MOST_MONTHS_AHEAD, MAX_MONTHS - (dossier.last - dossier.first + 1))


__all__ = [
    "ByKernel",
    "ByReference",
    "Course",
    "by_kernel",
    "course_of",
    "is_ready",
    "kernel_of",
    "months_ahead",
    "repeated",
]
