"""`amparo worker`: data on stdout, words on stderr, three languages, schema, exit codes."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from amparo.report.result_schema import BRANCHES, result_schema
from amparo.report.words import word


@pytest.mark.parametrize("lang", ["en", "pt", "zh"])
@pytest.mark.parametrize("country", ["portugal", "china"])
def test_text_has_every_section_in_the_language(amparo: Any, case: Any, country: str, lang: str) -> None:
    ran = amparo("worker", case(country), "--lang", lang)
    assert ran.code == 0 and ran.err == ""
    for key in ("status", "coverage", "postings", "totals", "identities", "unknowns", "doubts"):
        assert word(f"worker.{key}", lang) in ran.out
    for branch in BRANCHES:
        assert word(f"branch.{branch}", lang) in ran.out


@pytest.mark.parametrize("lang", ["en", "pt", "zh"])
@pytest.mark.parametrize("country", ["portugal", "china"])
def test_json_fits_its_schema(amparo: Any, case: Any, country: str, lang: str) -> None:
    data = amparo("worker", case(country), "--format", "json", "--lang", lang).data
    jsonschema.Draft202012Validator.check_schema(result_schema())
    jsonschema.validate(data, result_schema())
    assert data["language"] == lang
    assert {item["branch"] for item in data["branches"]} == set(BRANCHES)


def test_stable_ids_do_not_depend_on_the_language(amparo: Any, case: Any) -> None:
    ids = []
    for lang in ("en", "zh"):
        data = amparo("worker", case("portugal"), "--format", "json", "--lang", lang).data
        ids.append([(item["id"], item["row"], item["value"]) for item in data["postings"]])
    assert ids[0] == ids[1] and ids[0]


def test_the_printed_schema_is_the_one_results_fit(amparo: Any, case: Any) -> None:
    schema = amparo("schema", "result").data
    data = amparo("worker", case("china"), "--format", "json").data
    jsonschema.validate(data, schema)


def test_labour_and_social_security_status_are_two_results(amparo: Any, case: Any) -> None:
    data = amparo("worker", case("portugal"), "--format", "json", "--on", "2025-03-10").data
    found = {
        (item["id"], item["row"]["payer"]): item["value"]["value"]
        for item in data["statuses"]
        if "payer" in item["row"]
    }
    assert found["status.labour_status", "app_a"] == "presumed_employee"
    assert found["status.social_security_status", "app_a"] == "self_employed"
    assert found["status.labour_status", "client_b"] == "self_employed"


def test_voluntary_cover_is_never_merged_with_mandatory(amparo: Any, case: Any) -> None:
    data = amparo("worker", case("china"), "--format", "json").data
    for item in data["branches"]:
        mandatory, voluntary = item["schemes"]["mandatory"], item["schemes"]["voluntary"]
        assert item["state"] != "mandatory" or mandatory
        assert not mandatory or item["state"] == "mandatory"
        assert item["state"] != "voluntary" or (voluntary and not mandatory)


def test_totals_are_the_sums_of_the_postings_by_payer(amparo: Any, case: Any) -> None:
    data = amparo("worker", case("portugal"), "--format", "json").data
    sums: dict[str, int] = {}
    for posting in data["postings"]:
        assert posting["value"]["known"]
        cents = int(posting["value"]["value"].replace(".", ""))
        sums[posting["payer"]["id"]] = sums.get(posting["payer"]["id"], 0) + cents
    assert {t["payer"]["id"]: int(t["low"].replace(".", "")) for t in data["totals"]} == sums
    assert sums["worker"] == 181266 and sums["app_a"] == 75600


def test_on_shows_one_month_only(amparo: Any, case: Any) -> None:
    data = amparo("worker", case("portugal"), "--format", "json", "--on", "2025-03-10").data
    assert {item["month"] for item in data["coverage"]} == {"2025-03"}
    assert data["on"] == "2025-03-10"


def test_the_law_as_known_on_a_day(amparo: Any, case: Any) -> None:
    now = amparo("worker", case("portugal"), "--format", "json").data
    then = amparo("worker", case("portugal"), "--format", "json", "--known-on", "2024-06-30").data
    assert then["law"]["known_on"] == "2024-06-30"
    assert then["law"]["hash"] != now["law"]["hash"]
    words = ("worker", case("portugal"), "--why", "maximum_base", "--on", "2025-03-10", "--format", "json")
    held = [amparo(*words).data, amparo(*words, "--known-on", "2024-06-30").data]
    values = [data["why"]["reasons"][data["why"]["root"]]["value"]["value"] for data in held]
    assert values == ["6270.00", "6111.12"], "twelve times the support index of 2025, and of 2024"


def test_unknown_facts_that_would_decide_are_listed_with_what_each_answer_changes(
    amparo: Any, case: Any, tmp_path: Path
) -> None:
    text = Path(case("portugal")).read_text().replace("platform_controls_work: yes", "platform_controls_work: unknown")
    file = tmp_path / "case.yaml"
    file.write_text(text)
    data = amparo("worker", str(file), "--format", "json", "--on", "2025-03-10").data
    labour = next(s for s in data["statuses"] if s["id"] == "status.labour_status" and s["row"]["payer"] == "app_a")
    assert not labour["value"]["known"]
    missing = next(item for item in data["unknowns"] if item["fact"] == "status.platform_controls_work")
    given = {
        effect["answer"]: effect["value"]["value"]
        for effect in missing["effects"]
        if effect["result"] == "status.labour_status"
    }
    assert given == {"yes": "presumed_employee", "no": "self_employed"}


def test_why_shows_articles_conditions_and_the_smallest_change(amparo: Any, case: Any) -> None:
    ran = amparo("worker", case("portugal"), "--why", "labour_status", "--on", "2025-03-10")
    assert ran.code == 0
    for wanted in ("CT 12-A(1)", "law of 2025-03-01", "≥", "(2)", "[I:trl-20241205]", "→"):
        assert wanted in ran.out
    data = amparo("worker", case("portugal"), "--why", "labour_status[4]", "--format", "json").data
    assert data["node"] == "status.labour_status" and data["row"] == 4
    assert data["why"]["root"] in data["why"]["reasons"]
    named = {source["id"] for reason in data["why"]["reasons"].values() for source in reason["inputs"]}
    assert named <= set(data["why"]["reasons"])
    assert data["smallest_changes"]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["worker"], 2),
        (["worker", "CASE", "--lang", "fr"], 2),
        (["worker", "CASE", "--why", "no_such_node"], 2),
        (["worker", "CASE", "--why", "labour_status[999]"], 3),
        (["worker", "CASE", "--on", "2031-01-01"], 3),
        (["worker", "CASE", "--on", "soon"], 3),
        (["worker", "nowhere.yaml"], 3),
        (["nonsense"], 2),
    ],
)
def test_refusals_are_one_message_and_a_code(amparo: Any, case: Any, words: list[str], code: int) -> None:
    ran = amparo(*[case("portugal") if part == "CASE" else part for part in words])
    assert ran.code == code
    assert ran.out == "" and ran.err.strip()


def test_a_wrong_case_names_every_fault(amparo: Any, tmp_path: Path) -> None:
    file = tmp_path / "case.yaml"
    file.write_text(
        "country: PT\nmonth: 2025-03\npayers:\n  a:\n    payer_kind: plattform\n    engagements: [{gross_pay: -5}]\n"
    )
    ran = amparo("worker", str(file))
    assert ran.code == 3
    assert "payer_kind" in ran.err and "gross_pay" in ran.err and "Cure" in ran.err


def test_words_of_messages_follow_the_environment(amparo: Any) -> None:
    assert amparo("worker", "nowhere.yaml", AMPARO_LANG="zh").err.startswith("错误：")
    assert amparo("worker", "nowhere.yaml", AMPARO_LANG="pt").err.startswith("Erro:")
    assert amparo("worker", "nowhere.yaml", "--lang", "zh").err.startswith("错误：没有文件")


def test_output_to_a_file_carries_no_colour(amparo: Any, case: Any) -> None:
    assert not re.search(r"\x1b\[", amparo("worker", case("portugal")).out)


@pytest.mark.parametrize("words", [[], ["--format", "json"], ["--why", "labour_status"]])
def test_nothing_made_from_restricted_data_leaves(amparo: Any, case: Any, tmp_path: Path, words: list[str]) -> None:
    file = tmp_path / "case.yaml"
    file.write_text(Path(case("portugal")).read_text() + "class: restricted\n")
    ran = amparo("worker", str(file), *words)
    assert ran.code == 5 and ran.out == "" and "restricted" in ran.err
