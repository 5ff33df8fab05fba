"""Rows of a history: the one posted last stands, and a day knows only what was posted by then."""

from __future__ import annotations

from typing import Any

import pytest

from amparo.records.case import case_from
from amparo.records.errors import CaseError
from amparo.rules.kinds import read_date

NAME = "contributions.number_of_children"


def case(*rows: dict[str, Any], **more: Any) -> Any:
    return case_from({"country": "FICTIONAL", "from": "2024-01", "to": "2024-04", "history": list(rows), **more})


def told(case: Any) -> dict[str, int]:
    held = case.dossier.facts.get(NAME, {})
    return {f"2024-{month % 12 + 1:02d}": value for month, value in sorted(held.items())}


FIRST = {"months": "2024-01..2024-03", "posted_on": "2024-05-10", "number_of_children": 1}
LATER = {"month": "2024-02", "posted_on": "2025-01-20", "number_of_children": 2}


@pytest.mark.parametrize("rows", [(FIRST, LATER), (LATER, FIRST)])
def test_the_row_posted_last_stands_in_whatever_order_they_are_written(rows: Any) -> None:
    assert told(case(*rows)) == {"2024-01": 1, "2024-02": 2, "2024-03": 1}


def test_a_day_knows_what_was_posted_by_then() -> None:
    whole = case(FIRST, LATER)
    for day, children, later in (("2025-01-19", 1, 1), ("2025-01-20", 2, 0)):
        known, left_out = whole.as_known_on(read_date(day))
        assert (told(known)["2024-02"], left_out) == (children, later)


def test_before_the_first_posting_nothing_of_it_is_known() -> None:
    """Three months of the first row and one of the second were posted later."""
    known, left_out = case(FIRST, LATER).as_known_on(read_date("2024-05-09"))
    assert told(known) == {}
    assert left_out == 4


def test_a_row_without_a_day_was_always_known_and_gives_way_to_one_that_has_it() -> None:
    undated = {"month": "2024-02", "number_of_children": 3}
    whole = case(LATER, undated)
    assert told(whole) == {"2024-02": 2}
    assert told(whole.as_known_on(read_date("2020-01-01"))[0]) == {"2024-02": 3}


@pytest.mark.parametrize(
    ("rows", "where"),
    [
        ([{"number_of_children": 1}], "history[0]"),
        ([{"month": "2024-05", "number_of_children": 1}], "history[0].month"),
        ([{"month": "2024-02", "posted_on": "soon", "number_of_children": 1}], "history[0].posted_on"),
        ([LATER, {**LATER, "number_of_children": 4}], "history[1].number_of_children"),
        ([{"month": "2024-02", "no_such_fact": 1}], "history[0].no_such_fact"),
    ],
)
def test_what_is_wrong_in_a_row_is_said_where_it_stands(rows: Any, where: str) -> None:
    with pytest.raises(CaseError) as caught:
        case(*rows)
    assert [finding.path for finding in caught.value.findings] == [where]


def test_a_month_told_twice_in_two_places_is_an_error() -> None:
    with pytest.raises(CaseError, match="already told"):
        case(LATER, worker={"number_of_children": {"2024-02": 5}})
