"""Reforms written on a page: to a file and to an address and back, and what is wrong said where it is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amparo.analysis.reforms import changed_provisions, read_reform, ready_made, reformed
from amparo.law import book
from amparo.rules.evidence import Label
from amparo.rules.kinds import date_of
from amparo.rules.parameters import Parameter
from amparo.scenarios.drafts import KEEP, SET, Draft, Line, NoDraft, draft_of, faults, read_draft, reform_of
from amparo.web.draft_address import from_query, query_of, survives

SOME = Label("Test", "Teste", "测试")
NONE = Label("", "", "")
THRESHOLD = "contracting_entity.low_threshold"


def draft(*lines: Line, country: str = "PT") -> Draft:
    return draft_of(country, SOME, NONE, "a note", lines)


def wrong(*lines: Line, country: str = "PT") -> list[tuple[int, str, str]]:
    return [(one.line, one.field, one.key) for one in faults(draft(*lines, country=country), book(country))]


texts = st.text(st.characters(exclude_categories=("C",)), max_size=30).map(str.strip)
days = st.dates().map(str)
sets = st.builds(
    Line,
    st.just(SET),
    st.sampled_from([THRESHOLD, "reference_amounts.ias"]),
    days,
    st.one_of(st.just(""), days),
    texts.filter(bool),
    st.sampled_from(["", "beijing"]),
    st.just(""),
    st.booleans(),
)
keeps = st.builds(Line, st.just(KEEP), st.just("status.platform_presumption"), days, st.just(""), as_on=days)


@given(st.lists(st.one_of(sets, keeps), max_size=5), texts, texts, texts)
def test_an_address_holds_the_whole_reform(lines: list[Line], en: str, pt: str, source: str) -> None:
    written = draft_of("PT", Label(en, pt, "名称"), NONE, source, lines)
    assert from_query(query_of(written)) == written and survives(written)


@pytest.mark.parametrize("name", sorted(ready_made()))
def test_ready_made_reforms_opened_on_the_page_change_the_same(name: str, tmp_path: Path) -> None:
    file = ready_made()[name]
    try:
        opened = read_draft(file.read_text(encoding="utf-8"))
    except NoDraft as error:
        assert error.key == "web.build.not_here" and "reword" in file.read_text(encoding="utf-8")
        return
    before, read = book(opened.country), read_reform(name)
    assert faults(opened, before) == ()
    wanted = changed_provisions(before, reformed(before, [read]))
    assert changed_provisions(before, reformed(before, [reform_of(opened)])) == wanted != ()
    saved = tmp_path / f"{opened.id}.yaml"
    saved.write_text(opened.text(), encoding="utf-8")
    assert changed_provisions(before, reformed(before, [read_reform(saved)])) == wanted
    assert from_query(query_of(opened)) == opened


def test_what_is_right_is_not_blamed() -> None:
    assert wrong(Line(SET, THRESHOLD, "2024-01-01", value="40%")) == []


@pytest.mark.parametrize(
    ("line", "field", "key"),
    [
        (Line(SET, "contracting_entity.lo_threshold", "2024-01-01", value="40%"), "target", "unknown"),
        (Line(SET, "status.platform_presumption", "2024-01-01", value="40%"), "target", "unknown"),
        (Line(SET, THRESHOLD, "2024", value="40%"), "start", "no_day"),
        (Line(SET, THRESHOLD, "", value="40%"), "start", "day_needed"),
        (Line(SET, THRESHOLD, "2024-02-30", value="40%"), "start", "no_day"),
        (Line(SET, THRESHOLD, "2024-01-02", "2024-01-02", "40%"), "until", "ends_before"),
        (Line(SET, THRESHOLD, "2024-01-01", value="forty"), "value", "no_value"),
        (Line(SET, THRESHOLD, "2024-01-01", value="40.00001%"), "value", "no_value"),
        (Line(SET, THRESHOLD, "2024-01-01", value="50%"), "value", "changes_nothing"),
        (Line(SET, THRESHOLD, "2024-01-01", value="40%", place="beijing"), "place", "not_by_place"),
        (Line(KEEP, "status.platform_presumption", "2023-05-01"), "as_on", "day_needed"),
        (Line(KEEP, "status.platform_presumption", "2023-05-01", as_on="2024-01-01"), "as_on", "cannot_keep"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(line: Line, field: str, key: str) -> None:
    assert wrong(line) == [(0, field, f"web.build.{key}")]


def test_a_day_more_is_long_enough() -> None:
    assert wrong(Line(SET, THRESHOLD, "2024-01-02", "2024-01-03", "40%")) == []


def test_a_place_that_the_law_does_not_know_is_named() -> None:
    node = next(n for n in book("CN").nodes.values() if isinstance(n, Parameter) and n.by_place)
    found = faults(
        draft(Line(SET, node.full_name, "2025-01-01", value="1", place="atlantis"), country="CN"), book("CN")
    )
    assert [(one.field, one.key, one.names) for one in found] == [("place", "web.build.no_place", ("atlantis",))]


def test_a_frozen_value_asks_for_a_tick() -> None:
    """Every frozen value of Portugal: refused on its day with the article, taken once the freeze is lifted."""
    frozen = [
        (node, entry)
        for node in book("PT").nodes.values()
        if isinstance(node, Parameter) and node.kind.name == "money"
        for entry in node.series.get("", ())
        if entry.frozen
    ]
    assert frozen
    for node, entry in frozen:
        day = date_of(entry.start).isoformat()
        line = Line(SET, node.full_name, day, value="123.45")
        (found,) = faults(draft(line), book("PT"))
        assert (found.field, found.key, found.names[0]) == ("lifts_freeze", "web.build.frozen", day)
        assert wrong(Line(SET, node.full_name, day, value="123.45", lifts_freeze=True)) == []


def test_two_changes_of_one_thing_may_follow_each_other_but_not_meet() -> None:
    first = Line(SET, THRESHOLD, "2024-01-01", "2025-01-01", "40%")
    assert wrong(first, Line(SET, THRESHOLD, "2025-01-01", value="45%")) == []
    assert wrong(first, Line(SET, THRESHOLD, "2024-12-31", value="45%")) == [(1, "start", "web.build.clash")]


def test_an_empty_reform_says_all_that_it_lacks() -> None:
    found = faults(draft_of("PT", NONE, NONE, "", ()), book("PT"))
    assert {one.key for one in found} == {"web.build.no_changes", "web.build.no_name", "web.build.no_source"}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[",
        "a: [b",
        "country: PT",
        "country: XX\nchanges: []",
        "country: PT\nchanges: [{reword: status.general_presumption, by: 'words.py:three_features'}]",
        "country: PT\nchanges: [{set: a, keep: b}]",
        "country: PT\nchanges: ['x']",
        f"country: PT\nchanges: [{', '.join(['{set: a, from: 2024-01-01, value: 1}'] * 61)}]",
    ],
)
def test_files_that_hold_no_reform_of_a_page_are_refused(text: str) -> None:
    """A reform that words a rule anew is a program: it never runs from a page."""
    with pytest.raises(NoDraft):
        read_draft(text)
