"""`amparo reform --graft` as a person runs it, and the same in a brief."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from analysis.test_stacks import FRANCE, LOWER, reform_file, worker_of_two

from amparo.briefing import make_brief
from amparo.report.brief import document, summary
from amparo.report.brief_data import tables


def test_the_command_and_the_brief_put_both_in_one_law(amparo: Any, tmp_path: Path) -> None:
    file = reform_file(tmp_path, LOWER)
    records = worker_of_two(tmp_path / "in")
    out = tmp_path / "out"
    words = ["reform", str(file), "--graft", "source-withholding", "--population", str(records)]
    ran = amparo(*words, "--class", "hypothetical", "--out", str(out), "--format", "json")
    assert ran.code == 0, ran.err
    told = json.loads((out / "reform.json").read_text(encoding="utf-8"))
    (one,) = told["by_equivalence"]
    assert one["reforms"] == ["source-withholding", "trial"]
    nodes = {line["node"].partition(".")[0] for line in one["amounts"]}
    assert "source_withholding" in nodes
    assert told["grafts"][0]["overlaps"]
    assert one["behaviour"] == "none"
    kept = amparo(*words, "--class", "hypothetical", "--out", str(out), "--format", "json", "--existing", "keep")
    both = {line["node"].partition(".")[0] for line in kept.data["by_equivalence"][0]["amounts"]}
    assert {"source_withholding", "contracting_entity"} <= both
    made = make_brief(
        "PT",
        records,
        tmp_path / "brief",
        year=2024,
        reforms=[f"{file}+source-withholding"],
        data_class="hypothetical",
        first=2024 * 12,
        last=2024 * 12 + 11,
    )
    (tried,) = made.reforms
    held = {line["node"]: line["after"] for line in one["amounts"]}
    assert {line.node: [line.after_low, line.after_high] for line in tried.effect.amounts if line.node in held} == held
    for lang in ("en", "pt", "zh"):
        name = f"{FRANCE.name.text(lang)} + {tried.stack.reforms[0].name.text(lang)}"
        assert any(chapter.title == name for chapter in document(made, lang).chapters)
        assert any(name in line for line in summary(made, lang))
    assert "payers_source_withholding_trial" in {table.name for table in tables(made)}


@pytest.mark.parametrize("lang", ["en", "pt", "zh"])
def test_each_equivalence_has_its_tables_and_what_stays_behind_is_listed(
    amparo: Any, tmp_path: Path, lang: str
) -> None:
    file, out = reform_file(tmp_path, LOWER), tmp_path / "out"
    options = ["--class", "hypothetical", "--population", str(worker_of_two(tmp_path / "in")), "--out", str(out)]
    ran = amparo("reform", str(file), "--graft", "per-order-injury", *options, "--lang", lang)
    assert ran.code == 0, ran.err
    told = json.loads((out / "reform.json").read_text(encoding="utf-8"))
    assert [one["equivalence"] for one in told["by_equivalence"]] == ["average-wage", "minimum-wage", "ppp"]
    assert told["grafts"][0]["not_moved"] and len(told["grafts"][0]["conversions"]) == 3
    assert len({one["book"] for one in told["by_equivalence"]}) == 3


def test_a_mechanism_alone_needs_the_law_that_receives_it(amparo: Any) -> None:
    ran = amparo("reform", "--graft", "source-withholding")
    assert ran.code != 0 and "--onto" in ran.err
    ran = amparo("reform", "--graft", "source-withholding", "--onto", "PT", "--format", "json")
    assert ran.code == 0
    assert ran.data["grafts"][0]["mechanism"] == "source-withholding"


def test_the_cascade_is_told_branch_by_branch_where_it_is_asked_for(amparo: Any, tmp_path: Path) -> None:
    """Who depends on a business for 55 % is covered against unemployment; with a threshold of 90 % nobody here is."""
    file = reform_file(tmp_path, "{set: contracting_entity.low_threshold, from: 2024-01-01, value: 90%}")
    words = ["reform", str(file), "--population", str(worker_of_two(tmp_path / "in")), "--class", "hypothetical"]
    ran = amparo(*words, "--out", str(tmp_path / "out"), "--cascade", "--format", "json")
    assert ran.code == 0, ran.err
    steps = {(line["branch"], line["step"]): line for line in ran.data["cascade"]}
    covered = steps["unemployment", "covered"]
    assert (covered["certain_before"], covered["certain_after"]) == (1.0, 0.0)
    assert all(line["low_before"] <= line["certain_before"] <= line["high_before"] for line in ran.data["cascade"])
    without = amparo(*words, "--out", str(tmp_path / "out"), "--format", "json")
    assert "cascade" not in without.data
