"""The levels at which the law speaks, which contains which, and the day whose law holds."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Final


class Level(IntEnum):
    """One row per: worker; worker and year; ... ; CONTRACT is worker x payer x activity x place x form x month.

    TIE is worker x payer; a TIE_YEAR and a GROUP_MONTH count the payers of one business group as one.
    """

    WORKER = 0
    YEAR = 1
    QUARTER = 2
    MONTH = 3
    TIE_YEAR = 4
    TIE_MONTH = 5
    CONTRACT = 6
    SPELL = 7
    PAYER = 8
    GROUP_MONTH = 9


WORKER: Final = Level.WORKER
YEAR: Final = Level.YEAR
QUARTER: Final = Level.QUARTER
MONTH: Final = Level.MONTH
TIE_YEAR: Final = Level.TIE_YEAR
TIE_MONTH: Final = Level.TIE_MONTH
CONTRACT: Final = Level.CONTRACT
SPELL: Final = Level.SPELL
PAYER: Final = Level.PAYER
GROUP_MONTH: Final = Level.GROUP_MONTH

# a row of the level lies in exactly one row of each of these
CONTAINERS: Final[dict[Level, tuple[Level, ...]]] = {
    WORKER: (),
    YEAR: (WORKER,),
    QUARTER: (WORKER, YEAR),
    MONTH: (WORKER, YEAR, QUARTER),
    TIE_YEAR: (WORKER, YEAR),
    GROUP_MONTH: (WORKER, YEAR, QUARTER, MONTH, TIE_YEAR),
    TIE_MONTH: (WORKER, YEAR, QUARTER, MONTH, TIE_YEAR, GROUP_MONTH, PAYER),
    CONTRACT: (WORKER, YEAR, QUARTER, MONTH, TIE_YEAR, GROUP_MONTH, TIE_MONTH, PAYER),
    SPELL: (WORKER, YEAR, QUARTER, MONTH),
    PAYER: (),
}
TIMED: Final = (YEAR, QUARTER, MONTH)
MONTHLY: Final = (MONTH, GROUP_MONTH, TIE_MONTH, CONTRACT)


def contains(outer: Level, inner: Level) -> bool:
    """Whether each row of inner lies in exactly one row of outer (or is it)."""
    return outer == inner or outer in CONTAINERS[inner]


@dataclass(frozen=True, slots=True)
class Anchor:
    """The day whose law a rule takes: an end of the row's own period, a named date, or each day of the month."""

    name: str
    levels: tuple[Level, ...]
    node: str = ""


month_worked: Final = Anchor("month_worked", MONTHLY)
month_end: Final = Anchor("month_end", MONTHLY)
quarter_start: Final = Anchor("quarter_start", (QUARTER,))
quarter_end: Final = Anchor("quarter_end", (QUARTER,))
year_start: Final = Anchor("year_start", (YEAR, TIE_YEAR))
year_end: Final = Anchor("year_end", (YEAR, TIE_YEAR))
next_year_start: Final = Anchor("next_year_start", (YEAR, TIE_YEAR))
spell_start: Final = Anchor("spell_start", (SPELL,))
today: Final = Anchor("today", (WORKER,))
each_day: Final = Anchor("each_day", MONTHLY)


def at_day(node: str) -> Anchor:
    """The law of the day that a Date node gives."""
    return Anchor("at_day", tuple(Level), node)
