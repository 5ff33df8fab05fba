"""The rows of a dossier: which there are, in which order, and what each lies in."""

from __future__ import annotations

from amparo.engine import Dossier
from amparo.rules.helpers import first_day
from amparo.rules.kinds import Date, Month
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
)

NOV = 2019 * 12 + 10


def day(month: int, number: int) -> int:
    return int(Date(first_day(Month(month)))) + number - 1


DOSSIER = Dossier(
    "w",
    NOV,
    NOV + 3,
    contracts=(("b", NOV + 2), ("a", NOV), ("b", NOV), ("a", NOV + 2), ("a", NOV + 2)),
    groups={"a": "g", "b": "g"},
    spells=((day(NOV + 1, 20), day(NOV + 2, 3)), (day(NOV - 1, 5), day(NOV, 5))),
)
LAYOUT = DOSSIER.layout


def test_rows_are_by_time_and_then_by_name() -> None:
    assert LAYOUT.ids[WORKER] == [()]
    assert LAYOUT.ids[YEAR] == [2019, 2020]
    assert LAYOUT.ids[QUARTER] == [NOV - 1, NOV + 2]
    assert LAYOUT.ids[MONTH] == [NOV, NOV + 1, NOV + 2, NOV + 3]
    assert LAYOUT.ids[CONTRACT] == [1, 2, 3, 4, 0]
    assert LAYOUT.ids[TIE_MONTH] == [("a", NOV), ("b", NOV), ("a", NOV + 2), ("b", NOV + 2)]
    assert LAYOUT.ids[TIE_YEAR] == [("g", 2019), ("g", 2020)]
    assert LAYOUT.ids[GROUP_MONTH] == [("g", NOV), ("g", NOV + 2)]
    assert LAYOUT.ids[PAYER] == ["a", "b"]
    assert LAYOUT.ids[SPELL] == [1, 0]


def test_each_row_lies_in_one_row_of_what_contains_it() -> None:
    assert LAYOUT.within[CONTRACT, TIE_MONTH] == [0, 1, 2, 2, 3]
    assert LAYOUT.within[CONTRACT, MONTH] == [0, 0, 2, 2, 2]
    assert LAYOUT.within[CONTRACT, PAYER] == [0, 1, 0, 0, 1]
    assert LAYOUT.within[CONTRACT, TIE_YEAR] == [0, 0, 1, 1, 1]
    assert LAYOUT.within[GROUP_MONTH, TIE_YEAR] == [0, 1]
    assert LAYOUT.within[MONTH, QUARTER] == [0, 0, 1, 1]
    assert LAYOUT.within[MONTH, YEAR] == [0, 0, 1, 1]
    assert LAYOUT.within[SPELL, MONTH] == [-1, 1]
    assert LAYOUT.within[SPELL, QUARTER] == [0, 0]
    assert LAYOUT.within[QUARTER, WORKER] == [0, 0]


def test_and_holds_the_rows_that_lie_in_it() -> None:
    assert LAYOUT.rows_in(CONTRACT, MONTH) == [[0, 1], [], [2, 3, 4], []]
    assert LAYOUT.rows_in(TIE_MONTH, GROUP_MONTH) == [[0, 1], [2, 3]]
    assert LAYOUT.rows_in(SPELL, MONTH) == [[], [1], [], []]


def test_periods() -> None:
    assert LAYOUT.months[YEAR] == [(2019 * 12, 2019 * 12 + 11), (2020 * 12, 2020 * 12 + 11)]
    assert LAYOUT.months[QUARTER] == [(NOV - 1, NOV + 1), (NOV + 2, NOV + 4)]
    assert LAYOUT.spell_days[0] == (day(NOV - 1, 5), day(NOV, 5))


def test_a_payer_without_a_group_is_its_own() -> None:
    assert DOSSIER.group("a") == "g"
    assert DOSSIER.group("z") == "z"


def test_a_worker_without_work_has_months_and_no_ties() -> None:
    layout = Dossier("w", NOV, NOV).layout
    assert (layout.ids[MONTH], layout.ids[TIE_MONTH], layout.ids[CONTRACT], layout.ids[PAYER]) == ([NOV], [], [], [])
