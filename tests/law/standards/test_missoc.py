"""The tables of MISSOC: twelve, each with the common head, every heading in three languages."""

from __future__ import annotations

import pytest

from amparo.law.standards.missoc import SHOWS, group_labels, missoc_tables, table_of
from amparo.rules.errors import NameNotFound


def test_there_are_twelve_tables_in_order() -> None:
    assert list(missoc_tables()) == ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"]


@pytest.mark.parametrize("number", list(missoc_tables()))
def test_headings_stand_in_three_languages_and_rows_once(number: str) -> None:
    table = missoc_tables()[number]
    assert table.label.faults() == []
    assert [row.label.faults() for row in table.rows if row.label.faults()] == []
    ids = [row.id for row in table.rows]
    assert len(ids) == len(set(ids)) and ids[:4] == ["basis", "principles", "beneficiaries", "voluntary"]
    assert all(row.shows in SHOWS for row in table.rows)


def test_columns_are_the_four_ways_of_working() -> None:
    assert list(group_labels()) == ["employees", "self_employed", "dependent", "platform"]
    assert [label.faults() for label in group_labels().values()] == [[], [], [], []]


def test_a_table_is_found_by_branch_or_number_and_a_slip_names_the_nearest() -> None:
    assert table_of("unemployment") is table_of("X") is table_of("x")
    assert table_of("occupational_disease").number == "VIII"
    with pytest.raises(NameNotFound, match="unemployment"):
        table_of("unemploymnt")
