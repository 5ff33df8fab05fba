"""One worker's dossier, and the rows of each level it spans."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from amparo.rules.errors import AmparoError
from amparo.rules.helpers import month_of
from amparo.rules.kinds import Date, month_text
from amparo.rules.levels import (
    CONTRACT,
    GROUP_MONTH,
    MONTH,
    PAYER,
    QUARTER,
    SPELL,
    TIE_MONTH,
    TIE_YEAR,
    WORKER,
    YEAR,
    Level,
)
from amparo.rules.messages import Message

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping

    from amparo.rules.bounds import Value

# what the proof that no product wraps (ranges.py) rests on
MAX_CONTRACTS_A_MONTH: Final = 100
MAX_MONTHS: Final = 720
MAX_SPELLS: Final = 400


@dataclass(frozen=True)
class Dossier:
    """All that is told of one worker from month `first` to month `last`.

    contracts: (payer, month) of each engagement-month, in any order. groups: payer -> business group (a payer
    without a group is its own). spells: (first day, last day). facts: by full name, either one value that holds for
    every row of the fact's level, or values by row: month; quarter's first month; calendar year; (payer, month);
    (group, month); (group, year); payer; position in contracts; position in spells. What is not there is unknown.
    nothing_before / nothing_after: whether the worker had no work, contributions or spells outside these months.
    """

    worker: str
    first: int
    last: int
    contracts: tuple[tuple[str, int], ...] = ()
    groups: Mapping[str, str] = field(default_factory=dict)
    spells: tuple[tuple[int, int], ...] = ()
    facts: Mapping[str, Value | Mapping[Hashable, Value]] = field(default_factory=dict)
    nothing_before: bool = False
    nothing_after: bool = False

    def __post_init__(self) -> None:
        if self.last < self.first or self.last - self.first >= MAX_MONTHS:
            raise AmparoError(
                Message(
                    "dossier.months",
                    "worker {worker}: a dossier holds 1 to {max_months} months, in order.",
                    worker=self.worker,
                    max_months=MAX_MONTHS,
                )
            )
        busiest = Counter(month for _, month in self.contracts).most_common(1)
        if busiest and busiest[0][1] > MAX_CONTRACTS_A_MONTH:
            month, count = busiest[0]
            raise AmparoError(
                Message(
                    "dossier.engagements",
                    "worker {worker}: {count} engagements in {month}, more than {max_contracts_a_month}.",
                    worker=self.worker,
                    count=count,
                    month=month_text(month),
                    max_contracts_a_month=MAX_CONTRACTS_A_MONTH,
                )
            )
        if len(self.spells) > MAX_SPELLS:
            raise AmparoError(
                Message(
                    "dossier.spells",
                    "worker {worker}: {number} spells, more than {max_spells}.",
                    worker=self.worker,
                    number=len(self.spells),
                    max_spells=MAX_SPELLS,
                )
            )

    def group(self, payer: str) -> str:
        return self.groups.get(payer, payer)

    @cached_property
    def layout(self) -> Layout:
        return Layout(self)


def month_holding(day: int) -> int:
    """The month that a day lies in."""
    return int(month_of(Date(day)))


def quarter_start_month(month: int) -> int:
    """The first month of the month's quarter."""
    return month - month % 3


class Layout:
    """The rows of each level in canonical order, what each lies in, and the months each spans."""

    ids: dict[Level, list[Any]]

    def __init__(self, dossier: Dossier) -> None:
        months = list(range(dossier.first, dossier.last + 1))
        years = list(range(dossier.first // 12, dossier.last // 12 + 1))
        quarters = list(range(quarter_start_month(dossier.first), dossier.last + 1, 3))
        order = sorted(
            range(len(dossier.contracts)), key=lambda i: (dossier.contracts[i][1], dossier.contracts[i][0], i)
        )
        ties = sorted({(month, payer) for payer, month in dossier.contracts})
        group_months = sorted({(month, dossier.group(payer)) for payer, month in dossier.contracts})
        tie_years = sorted({(month // 12, dossier.group(payer)) for payer, month in dossier.contracts})
        payers = sorted({payer for payer, _ in dossier.contracts})
        spells = sorted(range(len(dossier.spells)), key=lambda i: (dossier.spells[i], i))
        self.ids = {
            WORKER: [()],
            YEAR: list(years),
            QUARTER: list(quarters),
            MONTH: list(months),
            TIE_YEAR: [(group, year) for year, group in tie_years],
            GROUP_MONTH: [(group, month) for month, group in group_months],
            TIE_MONTH: [(payer, month) for month, payer in ties],
            CONTRACT: list(order),
            SPELL: list(spells),
            PAYER: list(payers),
        }
        self.spell_days = [dossier.spells[i] for i in spells]
        self.row_of: dict[Level, dict[Hashable, int]] = {
            level: {name: row for row, name in enumerate(ids)} for level, ids in self.ids.items()
        }
        self.months: dict[Level, list[tuple[int, int]]] = {
            WORKER: [(dossier.first, dossier.last)],
            YEAR: [(year * 12, year * 12 + 11) for year in years],
            QUARTER: [(quarter, quarter + 2) for quarter in quarters],
            MONTH: [(month, month) for month in months],
            TIE_YEAR: [(year * 12, year * 12 + 11) for year, _ in tie_years],
            GROUP_MONTH: [(month, month) for month, _ in group_months],
            TIE_MONTH: [(month, month) for month, _ in ties],
            CONTRACT: [(dossier.contracts[i][1],) * 2 for i in order],
            SPELL: [(month_holding(dossier.spells[i][0]),) * 2 for i in spells],
            PAYER: [(dossier.first, dossier.last)] * len(payers),
        }
        self.within: dict[tuple[Level, Level], list[int]] = {}
        for level in Level:
            self._containers(dossier, level, order)
        self.inner: dict[tuple[Level, Level], list[list[int]]] = {}

    def _containers(self, dossier: Dossier, level: Level, order: list[int]) -> None:
        rows = range(len(self.ids[level]))
        self.within[level, level] = list(rows)
        self.within[level, WORKER] = [0 for _ in rows]
        if level in (WORKER, PAYER):
            return
        months = [first for first, _ in self.months[level]]
        self.within[level, YEAR] = [self.row_of[YEAR].get(month // 12, -1) for month in months]
        self.within[level, QUARTER] = [self.row_of[QUARTER].get(quarter_start_month(month), -1) for month in months]
        self.within[level, MONTH] = [self.row_of[MONTH].get(month, -1) for month in months]
        if level in (TIE_MONTH, CONTRACT):
            payers = (
                [dossier.contracts[i][0] for i in order]
                if level == CONTRACT
                else [name[0] for name in self.ids[TIE_MONTH]]
            )
            pairs = list(zip(payers, months, strict=True))
            self.within[level, PAYER] = [self.row_of[PAYER][payer] for payer in payers]
            self.within[level, TIE_MONTH] = [self.row_of[TIE_MONTH][pair] for pair in pairs]
            self.within[level, GROUP_MONTH] = [self.row_of[GROUP_MONTH][dossier.group(p), m] for p, m in pairs]
            self.within[level, TIE_YEAR] = [self.row_of[TIE_YEAR][dossier.group(p), m // 12] for p, m in pairs]
        elif level == GROUP_MONTH:
            self.within[level, TIE_YEAR] = [self.row_of[TIE_YEAR][name[0], name[1] // 12] for name in self.ids[level]]

    def rows_in(self, inner: Level, outer: Level) -> list[list[int]]:
        """For each row of outer, the rows of inner that lie in it."""
        found = self.inner.get((inner, outer))
        if found is None:
            found = [[] for _ in self.ids[outer]]
            for row, container in enumerate(self.within[inner, outer]):
                if container >= 0:
                    found[container].append(row)
            self.inner[inner, outer] = found
        return found
