"""Comparative tables: every cell comes from the provisions in force, says where from, and follows an amendment."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from html.parser import HTMLParser
from typing import Any

import pytest

from amparo.analysis.comparison import Comparison, Line, compare
from amparo.analysis.provisions import LEAST, MAIN, MOST, TEST, behind, law_alone, uses_in
from amparo.law import book
from amparo.law.standards.missoc import missoc_tables
from amparo.report.comparison import (
    comparison_html,
    comparison_json,
    comparison_text,
    comparison_xlsx,
    line_text,
)
from amparo.rules import Amendment, LawBook, set_value
from amparo.rules.errors import NameNotFound
from amparo.rules.evidence import Instrument, Label
from amparo.rules.kinds import read_date

VERANIA = book("fictional")
DAY = read_date("2023-06-15")
LANGUAGES = ("en", "pt", "zh")


def table(branch: str, law: LawBook = VERANIA, on: int = DAY) -> Comparison:
    return compare([law], branch, on)


def words(found: Comparison, row: str, group: str, lang: str = "en") -> list[str]:
    number = next(n for n, column in enumerate(found.columns) if column.group == group)
    return [line_text(line, found.columns[number], lang) for line in found.cell(row, number)]


# --- what cells say ---------------------------------------------------------------------------------------------------


def test_waiting_days_stand_with_their_article() -> None:
    """Code 71(2): ten days since September 2021."""
    said = words(table("sickness"), "waiting", "employees")
    assert said[0] == "Applies here: 10 days"
    assert "Waiting days: 10 days [Code 71(2)]" in said


def test_amending_one_parameter_changes_its_cell_and_no_other() -> None:
    reform = Amendment("four days", (set_value("sickness.waiting_days", 4, since="2023-01-01"),))
    before, after = table("sickness"), table("sickness", VERANIA.amend(reform))
    assert "Waiting days: 4 days" in " ".join(words(after, "waiting", "employees"))
    changed = {row for (row, number), lines in before.cells.items() if lines != after.cells[(row, number)]}
    assert changed == {"waiting"}


def test_the_day_decides_which_value_stands() -> None:
    earlier = table("sickness", on=read_date("2021-06-15"))
    assert words(earlier, "waiting", "employees")[0] == "Applies here: 3 days"


def test_rates_minimum_and_maximum_are_told_apart() -> None:
    found = table("sickness")
    rates = " ".join(words(found, "rates", "employees"))
    assert "≥1: 55%" in rates and "≥366: 75%" in rates and "daily reference pay" in rates
    assert words(found, "minimum", "employees") == ["Least daily allowance: 4.10 FIC per day [Code 73(3)]"]
    assert words(found, "maximum", "employees") == ["No maximum."]


def test_conditions_and_qualifying_period() -> None:
    found = table("sickness")
    assert any("Code 70(2)" in line for line in words(found, "conditions", "employees"))
    qualifying = words(found, "qualifying", "employees")
    assert qualifying[0] == "Shortest unbroken record before the month asked about that qualifies here: 6 months"
    assert any(line.startswith("Insured months needed: 6") for line in qualifying)
    assert words(table("employment_injury", on=read_date("2022-06-15")), "qualifying", "employees") == [
        "No qualifying period."
    ]


def test_a_way_of_working_that_the_law_leaves_out_is_told_so_with_the_article() -> None:
    """PWA 11: only the self-employed are covered against the loss of the activity."""
    found = table("unemployment")
    assert words(found, "rates", "employees") == ["Not covered by law. [Platform Work Act 11]"]
    assert words(found, "rates", "self_employed") == [
        "Rate of the cessation allowance: 46% of average base of six months [Platform Work Act 13]"
    ]


def test_a_doubtful_provision_is_marked() -> None:
    """PWA 12(2) rests on memory."""
    said = words(table("unemployment"), "conditions", "self_employed")
    assert [line.endswith("§?") for line in said] == [False, True]


def test_a_value_that_the_law_held_does_not_give_is_told_so() -> None:
    """The rate of the injury benefit is not known from 2023 on."""
    assert words(table("employment_injury"), "rates", "employees") == ["Rate of the injury benefit: law not known"]


def test_standard_phrases_stand_for_what_is_not_there() -> None:
    found = table("sickness")
    assert words(found, "family", "employees") == ["No family supplements."]
    assert words(found, "taxation", "employees") == ["Not held in the law book."]
    assert words(table("unemployment"), "waiting", "self_employed") == ["No waiting period."]
    assert words(table("family"), "reference", "employees") == ["Not applicable. Benefits not based on earnings."]


def test_contributions_by_payer() -> None:
    found = table("financing")
    own = " ".join(words(found, "insured", "employees"))
    assert "Worker's rate: 8.75% of insured wages [Code 21(2)]" in own
    payers = " ".join(words(found, "payers", "employees"))
    assert "Payers' rate: 15.35% of insured wages [Code 21(3)]" in payers


def test_principles_stand_once_for_each_scheme() -> None:
    """Chinese flexible workers pay 20 % of a base they choose: their scheme is voluntary, with contributions."""
    found = compare([book("CN")], "old_age", read_date("2025-06-15"))
    said = words(found, "principles", "dependent")
    assert [line.split(" [")[0] for line in said] == ["Flexible employment: voluntary, with contributions."]


def test_a_tariff_is_a_share_of_its_base_or_not_open() -> None:
    found = compare([book("CN")], "financing", read_date("2025-06-15"))
    own = " ".join(words(found, "insured", "dependent"))
    assert "20% of " in own and "per month" not in own.split("20% of ")[1].split("[")[0]


def test_what_a_standard_person_would_get_is_computed() -> None:
    """At 948.00: six months of 948.00 over 180 is 31.60 a day, and 55 % of it 17.38."""
    assert words(table("sickness"), "computed", "employees") == [
        "At 948.00 FIC a month after 3 years of work: 17.38 FIC per day; qualified: yes. [Code 73(2)]"
    ]


@pytest.mark.parametrize("number", list(missoc_tables()))
@pytest.mark.parametrize("country", ["FICTIONAL", "PT", "CN"])
def test_no_cell_is_ever_empty_in_any_language(country: str, number: str) -> None:
    found = compare([book(country)], number, read_date("2025-06-15"))
    assert len(found.cells) == len(found.table.rows) * len(found.columns)
    for (_, place), lines in found.cells.items():
        assert lines
        for lang in LANGUAGES:
            assert all(line_text(line, found.columns[place], lang).strip() for line in lines)


@pytest.mark.parametrize("country", ["PT", "CN"])
def test_every_value_carries_its_article_and_how_it_is_known(country: str) -> None:
    lines: list[Line] = []
    for branch in ("sickness", "unemployment", "old_age", "employment_injury"):
        found = compare([book(country)], branch, read_date("2025-06-15"))
        lines += [line for cell in found.cells.values() for line in cell]
    stated = [line.stated for line in lines if line.stated is not None]
    values = [one for one in stated if one.role == "parameter" and one.content is not None]
    assert len(values) > 20
    assert [one.key for one in values if not one.cites or one.evidence is None] == []


def test_portugal_three_days_for_employees_and_ten_for_the_self_employed() -> None:
    """DL 28/2004 art. 21 and DL 53/2018."""
    found = compare([book("PT")], "sickness", read_date("2025-06-15"))
    assert words(found, "waiting", "employees")[0] == "Applies here: 3 days"
    assert words(found, "waiting", "platform")[0] == "Applies here: 10 days"


def test_the_qualifying_period_of_a_pension_is_measured() -> None:
    """15 calendar years of 120 days (DL 187/2007 arts 19, 29(3)), asked in June 2025: 165 months (see conformity)."""
    found = compare([book("PT")], "old_age", read_date("2025-06-15"))
    assert words(found, "qualifying", "employees")[0].endswith("that qualifies here: 165 months")


def test_every_cell_of_a_table_is_shown() -> None:
    """Family allowance of 2026 (Portaria 60/2026/1): 190.98 in the first bracket, 44.77 in the fourth."""
    found = compare([book("PT")], "family", read_date("2026-06-15"))
    amounts = " ".join(words(found, "amounts", "employees"))
    assert all(amount in amounts for amount in ("€190.98", "€161.65", "€132.07", "€88.43", "€44.77"))


def test_portugal_unemployment_shows_the_cap_of_two_and_a_half_indices() -> None:
    """DL 220/2006 art. 29(1): 2.5 IAS; and the self-employed in general are not covered."""
    found = compare([book("PT"), book("CN")], "unemployment", read_date("2025-06-15"))
    cap = " ".join(words(found, "maximum", "employees"))
    assert "2.5 × support index" in cap and "€522.50 per month" in cap
    assert words(found, "rates", "self_employed")[0].startswith("Not covered by law.")


def test_a_table_that_is_not_one_names_the_nearest() -> None:
    with pytest.raises(NameNotFound, match="sickness"):
        table("sicknes")


# --- how amounts are read ---------------------------------------------------------------------------------------------


def test_a_bound_is_what_depends_on_the_law_alone() -> None:
    uses = uses_in(VERANIA, "benefits.sickness_daily_amount", DAY)
    assert uses["sickness.least_daily"] == {LEAST}
    assert uses["sickness.rate_steps"] == {MAIN}
    wages = uses_in(VERANIA, "contributions.insured_wages", DAY)
    assert wages["contributions.wage_ceiling"] == {MOST}
    base = uses_in(VERANIA, "contributions.quarterly_base", DAY)
    assert base["contributions.floor_multiple"] == {LEAST} and base["contributions.ceiling_multiple"] == {MOST}
    rate = uses_in(VERANIA, "contributions.dependence_rate", DAY)
    assert rate["contributions.high_dependence"] == {TEST} and rate["contributions.high_charge"] == {MAIN}


def test_what_depends_on_the_law_alone() -> None:
    assert law_alone(VERANIA, "sickness.least_daily", DAY)
    assert law_alone(VERANIA, "benefits.sickness_waiting_days", DAY)
    assert not law_alone(VERANIA, "benefits.sickness_daily_reference", DAY)


def test_rules_of_other_topics_are_named_and_not_opened() -> None:
    found = {one.key: one for one in behind(VERANIA, "benefits.sickness_daily_reference", DAY)}
    assert "contributions.insured_pay" in found
    assert "contributions.insured_wages" not in found


# --- faces ------------------------------------------------------------------------------------------------------------


class Page(HTMLParser):
    """Counts tags, and gathers addresses that a page would fetch."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: dict[str, int] = {}
        self.fetched: list[str] = []
        self.language = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] = self.tags.get(tag, 0) + 1
        held = dict(attrs)
        if tag == "html":
            self.language = held.get("lang") or ""
        if tag in ("script", "img", "link", "iframe") or "src" in held:
            self.fetched.append(tag)


@pytest.mark.parametrize(("lang", "html"), [("en", "en"), ("pt", "pt-PT"), ("zh", "zh-CN")])
def test_the_page_stands_alone_in_each_language(lang: str, html: str) -> None:
    found = table("unemployment")
    page = Page()
    page.feed(comparison_html(found, lang))
    assert page.language == html and page.fetched == []
    rows, columns = len(found.table.rows), len(found.columns)
    assert page.tags["td"] >= rows * columns


def test_flipping_puts_countries_in_rows() -> None:
    found = compare([VERANIA, book("PT")], "unemployment", DAY)

    def heads(flip: bool) -> int:
        text = comparison_html(found, "en", flip=flip)
        return text.split("</thead>")[0].count('scope="col"')

    assert heads(False) == 1 + len(found.columns)
    assert heads(True) == 1 + len(found.table.rows)
    assert comparison_text(found, "en", flip=True) != comparison_text(found, "en")


def test_a_name_that_looks_like_a_tag_stays_text() -> None:
    found = table("sickness")
    hostile = Instrument("X", "<script>alert(1)</script>", Label("<b>", "<b>", "<b>"), "javascript:alert(1)", "en")
    cells = {**found.cells, ("basis", 0): (Line("instrument", instrument=hostile, cites=(hostile("1"),)),)}
    html = comparison_html(replace(found, cells=cells), "en")
    assert "<script" not in html and 'javascript:alert(1)"' not in html and "&lt;script&gt;" in html


@pytest.mark.parametrize("flip", [False, True])
def test_the_workbook_holds_every_cell_as_text(flip: bool) -> None:
    found = table("unemployment")
    with zipfile.ZipFile(io.BytesIO(comparison_xlsx(found, "zh", flip=flip))) as held:
        names = held.namelist()
        strings = held.read("xl/sharedStrings.xml").decode()
        sheet = held.read("xl/worksheets/sheet1.xml").decode()
    assert "xl/workbook.xml" in names
    assert sheet.count("<row ") == (1 + len(found.columns) if flip else 1 + len(found.table.rows))
    assert "终止从业津贴比例" in strings and "<f>" not in sheet


def test_plain_data_names_provision_article_and_evidence() -> None:
    data: Any = comparison_json(table("sickness"), "pt")
    assert (data["format"], data["table"], data["on"]) == ("amparo-comparison/1", "III", "2023-06-15")
    row = next(row for row in data["rows"] if row["id"] == "minimum")
    line = row["cells"][0][0]
    assert line["provision"] == "sickness.least_daily"
    assert line["cites"] == [{"instrument": "CODE", "article": "73(3)"}]
    assert (line["evidence"], line["doubtful"]) == ("L:code", False)


def test_columns_that_say_the_same_stand_together() -> None:
    text = comparison_text(table("unemployment"), "en")
    assert "Verania (fictional) · Self-employed, Platform workers" in text
