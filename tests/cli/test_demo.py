"""`amparo demo`: the summary names every worker, the page is written, and both ways of running agree."""

from __future__ import annotations

from pathlib import Path

import pytest

from amparo import demo as bundled
from amparo.analysis.mechanisms import find_mechanism
from amparo.cli import demo as verb
from amparo.law import book
from amparo.report.agreement import Agreement, agreement
from amparo.report.words import words
from amparo.rules.kinds import month_text

FEW = tuple(case for case in bundled.demo_cases() if case.id in ("PT-06", "PT-10", "CN-02", "CN-06"))


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bundled, "demo_cases", lambda: FEW)
    monkeypatch.setattr(verb, "_agreements", lambda: [Agreement("PT", 1, 2, 0, ()), Agreement("CN", 1, 2, 0, ())])


@pytest.mark.parametrize("lang", ["en", "pt", "zh"])
@pytest.mark.usefixtures("few")
def test_summary_and_page(lang: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = tmp_path / "deeper" / "page.html"
    assert verb.run_demo(lang, page)
    said = capsys.readouterr().out
    for case in FEW:
        assert said.count(case.id) >= 2
        assert case.title.text(lang).split("，")[0][:12] in said
        month = month_text(case.focus)
        assert words()["benefits.title"][lang].format(month=month) in said
    assert words()["demo.not_qualified"][lang] in said
    assert words()["demo.agreement"][lang] in said
    assert f'<html lang="{lang}' in page.read_text(encoding="utf-8")


@pytest.mark.usefixtures("few")
def test_a_difference_is_said_and_counts(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(verb, "_agreements", lambda: [Agreement("PT", 1, 2, 1, ("status.labour_status at ...",))])
    assert not verb.run_demo("en", tmp_path / "page.html")
    said = capsys.readouterr()
    assert words()["demo.agreement_not"]["en"] in said.out
    assert "status.labour_status" in said.err


def test_the_brief_of_each_country_is_written_in_three_languages(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(verb, "PERSONS", 300)
    verb.run_briefs("pt", tmp_path)
    parts = bundled.demonstrations().values()
    assert [part.country for part in parts] == ["PT", "CN"]
    for part in parts:
        country, mechanism = part.country, part.graft
        written = {file.name for file in (tmp_path / f"demo-{country}").glob("brief.*")}
        assert written == {
            f"brief.{lang}.{kind}" for lang in ("en", "pt", "zh") for kind in ("html", "pdf", "docx", "xlsx")
        }
        page = (tmp_path / f"demo-{country}" / "brief.zh.html").read_text(encoding="utf-8")
        assert find_mechanism(mechanism).name.text("zh") in page
        assert "合成" in page
    assert "demo-CN" in capsys.readouterr().err


@pytest.mark.parametrize("country", ["PT", "CN"])
def test_both_ways_of_running_agree_on_every_case(country: str) -> None:
    dossiers = [case.read().dossier for case in bundled.demo_cases() if case.country == country]
    found = agreement(book(country), dossiers, 1)
    assert found.worker_months > 100
    assert found.values > 5000
    assert not found.differences, found.examples
