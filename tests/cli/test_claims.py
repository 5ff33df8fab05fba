"""`amparo worker --benefits` and `--claim`: words in three languages, data that fit their schemas, refusals."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from amparo.law import book
from amparo.report.result_schema import benefits_schema, claim_schema, result_schema
from amparo.report.words import word

VERA = Path(__file__).parent / "cases" / "verania.yaml"


@pytest.mark.parametrize("lang", ["en", "pt", "zh"])
def test_the_table_in_three_languages(amparo: Any, lang: str) -> None:
    ran = amparo("worker", str(VERA), "--benefits", "--lang", lang)
    assert ran.code == 0 and ran.err == ""
    for key in ("benefit.sickness_allowance", "head.replacement", "benefits.lacking", "head.cure_fact"):
        assert word(key, lang) in ran.out
    assert word("benefits.later", lang, month="2051-05") in ran.out
    assert "{" not in ran.out


@pytest.mark.parametrize("lang", ["en", "pt", "zh"])
def test_a_claim_in_three_languages(amparo: Any, lang: str) -> None:
    ran = amparo("worker", str(VERA), "--claim", "sickness", "--on", "2022-12-05", "--days", "20", "--lang", lang)
    assert ran.code == 0 and ran.err == ""
    for key in ("claim.benefits", "claim.conditions", "claim.assumptions", "worker.why"):
        assert word(key, lang) in ran.out
    # ten of the twenty days are waiting days: 10 x 16.13
    assert ("161,30" if lang == "pt" else "161.30") in ran.out


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_data_fit_their_schemas(amparo: Any, lang: str) -> None:
    wanted = {"benefits": benefits_schema(), "claim": claim_schema(), "result": result_schema()}
    words = {"benefits": ["--benefits"], "claim": ["--claim", "sickness", "--on", "2022-12-05"], "result": []}
    for name, schema in wanted.items():
        jsonschema.Draft202012Validator.check_schema(schema)
        data = amparo("worker", str(VERA), *words[name], "--format", "json", "--lang", lang).data
        jsonschema.validate(data, schema)
        assert data["benefits"] and data["language"] == lang
        assert amparo("schema", name).data == schema


def test_the_claim_as_data(amparo: Any) -> None:
    data = amparo(
        "worker", str(VERA), "--claim", "sickness", "--on", "2022-12-05", "--days", "20", "--format", "json",
        "--set", "hospital_from_first_day=yes",
    ).data  # fmt: skip
    (benefit,) = data["benefits"]
    assert (benefit["paid"]["value"], benefit["entitled"]["value"]) == ("322.60", "yes")
    assert [item["fact"] for item in benefit["assumptions"]] == ["benefits.incapacity_certified"]
    assert benefit["why"]["root"] in benefit["why"]["reasons"]
    assert benefit["reasons_of_conditions"][0]["provisions"][0]["cites"][0]["article"] == "70(2)"


@pytest.mark.parametrize("words", [["--benefits"], ["--claim", "sickness", "--on", "2022-12-05"], []])
def test_a_page_of_its_own(amparo: Any, words: list[str]) -> None:
    ran = amparo("worker", str(VERA), *words, "--format", "html", "--lang", "zh")
    assert ran.code == 0
    assert ran.out.startswith("<!doctype html>") and 'lang="zh-CN"' in ran.out
    assert not re.search(r"<script|https?://(?!www\.w3\.org)|src=", ran.out.split("<body>")[0])


def test_why_of_a_node_as_the_claim_sees_it(amparo: Any) -> None:
    ran = amparo("worker", str(VERA), "--claim", "sickness", "--on", "2022-12-05", "--why", "waiting_days_left")
    assert ran.code == 0 and ran.out.startswith("Waiting days left") and "Code 71(3)" in ran.out


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["--claim", "sickness"], 2, "--on"),
        (["--days", "3"], 2, "--claim"),
        (["--claim", "sickness", "--on", "2022-12-05", "--days", "0"], 3, "one day"),
        (["--claim", "sicknes", "--on", "2022-12-05"], 3, "sickness"),
        (["--claim", "sickness", "--on", "2022-12-05", "--set", "foo=1"], 3, "foo"),
        (["--claim", "sickness", "--on", "2022-12-05", "--set", "foo"], 2, "foo"),
        (["--claim", "sickness", "--on", "2020-12-05"], 3, "2021-01"),
        (["--benefits", "--on", "2020-12-05"], 3, "2021-01"),
    ],
)
def test_refusals_are_messages(amparo: Any, words: list[str], code: int, said: str) -> None:
    ran = amparo("worker", str(VERA), *words)
    assert (ran.code, ran.out) == (code, "") and said in ran.err


def test_restricted_data_do_not_leave(amparo: Any, tmp_path: Path) -> None:
    file = tmp_path / "case.yaml"
    file.write_text(VERA.read_text(encoding="utf-8") + "class: restricted\n", encoding="utf-8")
    for words in (["--benefits"], ["--claim", "sickness", "--on", "2022-12-05", "--format", "html"]):
        ran = amparo("worker", str(file), *words)
        assert (ran.code, ran.out) == (5, "")


def test_the_made_up_country_names_its_benefits() -> None:
    from amparo.report.words import has_word
    from amparo.rules.declarations import Benefit

    assert all(has_word(f"benefit.{found.id}") for _, found in book("fictional").results(Benefit))


def test_rows_posted_later_are_counted(amparo: Any, tmp_path: Path) -> None:
    """Two months told by a row of December, one of them put right in March: a claim of January leaves one row out."""
    rows = [
        {"months": "2022-11..2022-12", "posted_on": "2022-12-20", "works_abroad": "no"},
        {"month": "2022-12", "posted_on": "2023-03-01", "works_abroad": "yes"},
    ]
    file = tmp_path / "case.yaml"
    file.write_text(VERA.read_text(encoding="utf-8") + f"history: {json.dumps(rows)}\n", encoding="utf-8")
    for day, left_out in (("2023-01-10", 1), ("2023-03-01", 0)):
        command = ["worker", str(file), "--claim", "sickness", "--on", day, "--days", "5"]
        data = amparo(*command, "--format", "json").data
        assert (data["history_rows"], data["history_left_out"]) == (3, left_out)
        assert word("claim.left_out", "zh", count=left_out) in amparo(*command, "--lang", "zh").out
