"""`amparo conform` and `amparo compare` as a person runs them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

AGGREGATES = """
format: amparo-aggregates/1
country: FICTIONAL
month: 2022-06
class: {class_}
source: made up
persons: {{employees: 1000, active: 1200, residents: 4000}}
average_earnings: 2000.00
branches:
  sickness: {{employees: 600, active: 700}}
"""


def test_conform_says_both_numbers_and_the_article(amparo: Any) -> None:
    ran = amparo("conform", "--country", "fictional", "--on", "2022-06-15", "--standard", "C102", "--format", "json")
    assert ran.code == 0
    waiting = next(each for each in ran.data["requirements"] if each["id"] == "C102.III.waiting")
    assert waiting["verdict"] == "fail"
    assert (waiting["found"], waiting["asked"]) == ({"kind": "days", "value": "10"}, {"kind": "days", "value": "3"})
    assert waiting["cites"] == [{"instrument": "CODE", "article": "71(2)"}]
    assert {each["verdict"] for each in ran.data["requirements"]} <= {"pass", "fail", "undetermined", "not_applicable"}


@pytest.mark.parametrize(("lang", "word"), [("en", "undetermined"), ("pt", "indeterminado"), ("zh", "无法判定")])
def test_conform_in_three_languages(amparo: Any, lang: str, word: str) -> None:
    ran = amparo("conform", "--country", "fictional", "--on", "2022-06-15", "--standard", "C168", "--lang", lang)
    assert ran.code == 0 and word in ran.out


def test_conform_takes_a_population(amparo: Any, tmp_path: Path) -> None:
    (tmp_path / "aggregates.yaml").write_text(AGGREGATES.format(class_="synthetic"), encoding="utf-8")
    words = ("conform", "--country", "fictional", "--on", "2022-06-15", "--standard", "C102", "--format", "json")
    ran = amparo(*words, "--population", str(tmp_path))
    persons = next(each for each in ran.data["requirements"] if each["id"] == "C102.III.persons")
    assert (persons["verdict"], persons["found"]["value"]) == ("pass", "60%")
    assert (ran.data["class"], ran.data["source"]) == ("synthetic", "made up")


def test_figures_of_restricted_data_do_not_leave(amparo: Any, tmp_path: Path) -> None:
    (tmp_path / "aggregates.yaml").write_text(AGGREGATES.format(class_="restricted"), encoding="utf-8")
    words = ("conform", "--country", "fictional", "--on", "2022-06-15", "--standard", "C102")
    ran = amparo(*words, "--population", str(tmp_path))
    assert ran.code == 5 and ran.out == ""


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("conform", "--country", "fictional", "--standard", "C999"), "C999"),
        (("conform", "--country", "fictional", "--on", "2022-13-01"), "2022-13-01"),
        (("conform", "--country", "fictional", "--place", "atlantis"), "atlantis"),
        (("conform", "--country", "fictional", "--skilled-wage", "much"), "much"),
        (("conform", "--country", "fictional", "--population", "/nowhere"), "aggregates.yaml"),
        (("compare", "fictional", "--branch", "sicknes"), "sickness"),
        (("compare", "fictional", "--branch", "sickness", "--place", "CN"), "CN=shanghai"),
    ],
)
def test_a_slip_is_told_in_one_line_and_cured(amparo: Any, words: tuple[str, ...], said: str) -> None:
    ran = amparo(*words)
    assert ran.code in (2, 3) and said in ran.err and ran.out == ""


def test_compare_prints_the_table_with_articles(amparo: Any) -> None:
    ran = amparo("compare", "fictional", "--branch", "unemployment", "--on", "2023-06-15", "--lang", "zh")
    assert ran.code == 0
    assert "六个月平均基数的46%" in ran.out and "[Platform Work Act 第13条]" in ran.out and "法律未覆盖。" in ran.out


@pytest.mark.parametrize(("format", "start"), [("html", b"<!doctype html>"), ("xlsx", b"PK"), ("json", b"{")])
def test_compare_writes_a_file(amparo: Any, tmp_path: Path, format: str, start: bytes) -> None:
    file = tmp_path / f"table.{format}"
    words = ("compare", "fictional", "--branch", "X", "--on", "2023-06-15", "--format", format, "--out", str(file))
    ran = amparo(*words)
    assert ran.code == 0 and ran.out == ""
    assert file.read_bytes().startswith(start)
