"""A provision that gives way: nothing where a truth holds, the same elsewhere; what has no nothing is refused."""

from __future__ import annotations

from pathlib import Path

import pytest
import tiny

from amparo.rules import NOTHING, Branch, Coverage, coverage, month_end, participation, posting
from amparo.rules.bounds import interpret
from amparo.rules.errors import LawError
from amparo.rules.evidence import Label, read_evidence
from amparo.rules.nodes import Rule
from amparo.rules.switches import redirected, switched
from amparo.rules.topics import instruments

NAMES = Label("beside", "a par", "并行")
FACTS = f"""
facts:
  pay: {{level: month, kind: money, range: [0, 1000], label: {tiny.LABEL}}}
  cover: {{level: month, kind: Coverage, label: {tiny.LABEL}}}
  born: {{level: month, kind: date, label: {tiny.LABEL}}}
  yearly: {{level: year, kind: money, range: [0, 1000], label: {tiny.LABEL}}}
"""


def switch(folder: Path, name: str) -> Rule:
    law = tiny.topic(folder, "", FACTS)
    cite = instruments(str(law.country.folder() / "instruments.py"))["ACT"]("1")
    return switched(law.nodes[f"t.{name}"], "beside", "gone", cite, read_evidence("L:act", "test"), NAMES)  # type: ignore[arg-type]


@pytest.mark.parametrize(("name", "value", "nothing"), [("pay", 700, NOTHING), ("cover", 3, Coverage.NONE)])
def test_nothing_where_it_gives_way_and_the_value_elsewhere(
    tmp_path: Path, name: str, value: int, nothing: int
) -> None:
    rule = switch(tmp_path, name)
    (version,) = rule.versions
    for gone, expected in ((1, nothing), (0, value)):
        assert version.function(value, gone) == version.function(**{name: value, "gone": gone}) == expected
        low, high = interpret(version.source.body, {name: value, "gone": gone})[0]
        assert (low, high) == (expected, expected)


def test_what_has_no_nothing_or_is_of_no_month_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LawError, match=r"a date has no value that says nothing. Cure: switch off what reads it"):
        switch(tmp_path / "a", "born")
    with pytest.raises(LawError, match=r"not what is of a year"):
        switch(tmp_path / "b", "yearly")


def test_cover_and_participation_follow_and_a_posting_keeps_its_name() -> None:
    cover = coverage(Branch.SICKNESS, scheme="s", by="old")
    assert redirected(cover, "old", "t.new") == coverage(Branch.SICKNESS, scheme="s", by="t.new")
    part = participation(Branch.SICKNESS, scheme="s", registered="old", contributing="other")
    assert redirected(part, "old", "t.new") == participation(
        Branch.SICKNESS, scheme="s", registered="t.new", contributing="other"
    )
    due = posting("due", scheme="old", payer="worker", posted_on=month_end, cause="c")
    assert redirected(due, "old", "t.new") is due
    with pytest.raises(LawError, match=r"posting due: what is owed cannot be switched off itself. Cure: "):
        redirected(due, "due", "t.new")
