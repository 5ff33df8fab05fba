"""What only Chinese writes in its own way: articles, large round sums, percentages."""

from __future__ import annotations

import pytest

from amparo.report.citations import citation_text
from amparo.report.values import money_text, percent_text
from amparo.rules.evidence import Citation, Instrument, Label


def _law(short: str, language: str) -> Instrument:
    return Instrument(key=short, short=short, title=Label(short, short, short), url="", language=language)


@pytest.mark.parametrize(
    ("article", "written"),
    [
        ("9", "社会保险法第九条"),
        ("10(2)", "社会保险法第十条第二款"),
        ("20", "社会保险法第二十条"),
        ("45-48", "社会保险法第四十五条至第四十八条"),
        ("35(1)(3)", "社会保险法第三十五条第一款第三项"),
        ("102", "社会保险法第一百零二条"),
        ("110", "社会保险法第一百一十条"),
        ("20 (2022)", "社会保险法第二十条（2022年文本）"),
        ("2018", "社会保险法 2018"),
        ("", "社会保险法"),
    ],
)
def test_chinese_law_is_cited_in_its_own_numerals(article: str, written: str) -> None:
    assert citation_text(Citation(_law("社会保险法", "zh"), article), "zh") == written
    assert citation_text(Citation(_law("社会保险法", "zh"), article), "en") == f"社会保险法 {article}".strip()


def test_notices_have_no_articles_and_foreign_law_keeps_its_numerals() -> None:
    assert citation_text(Citation(_law("国发〔2014〕8号", "zh"), "4(1)"), "zh") == "国发〔2014〕8号 4(1)"
    assert citation_text(Citation(_law("CRC", "pt"), "168(7)(a)"), "zh") == "CRC 第168条第7款a项"
    assert citation_text(Citation(_law("CT", "pt"), "12-A(4)"), "zh") == "CT 第12-A条第4款"


@pytest.mark.parametrize(
    ("units", "written"),
    [
        (222_000_000_000_00, "2,220亿元"),
        (125_000_000_00, "1.25亿元"),
        (100_000_000_00, "1亿元"),
        (99_990_000_00, "9,999万元"),
        (1_000_000_00, "100万元"),
        (-27_000_000_000_00, "−270亿元"),
        (990_000_00, "990,000.00元"),
        (1_000_000_01, "1,000,000.01元"),
        (125_500_000_00, "125,500,000.00元"),
    ],
)
def test_only_round_sums_are_counted_in_wan_and_yi(units: int, written: str) -> None:
    assert money_text(units, "CNY", "zh") == written
    assert "亿" not in money_text(units, "CNY", "pt")


def test_the_sign_of_a_percentage_stands_close_in_chinese() -> None:
    assert (percent_text("2.5", "zh"), percent_text("2.5", "en")) == ("2.5%", "2.5 %")
