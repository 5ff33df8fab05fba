"""A researcher writes a reform of her own, tries it, stacks a second, adds a mechanism, and takes the result away.

Strategy office, research institute, a ministry preparing a pilot: in three languages, in a real browser, and every
number of the page is one of the files, rounded.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from amparo.analysis.equivalences import equivalences
from amparo.analysis.mechanisms import find_mechanism
from amparo.analysis.reforms import read_reform, ready_made
from amparo.law import book
from amparo.report.grafted import conversion_name
from amparo.report.payers import payer_name
from amparo.report.rounded import rounded_span
from amparo.report.words import word
from web.chromium import Visitor
from web.site import LANGUAGES
from web.walking import (
    begin,
    cells_of_page,
    cells_of_paper,
    follow,
    numbers_of_workbook,
    press,
    rows_of_csv,
    rows_of_json,
    rows_of_parquet,
    taken_as,
)

if TYPE_CHECKING:
    from playwright.sync_api import Page

Visit = Callable[..., Visitor]
NAME = "Taxa 12"
SECOND = "pt-trabalho-xxi"
MECHANISM = "per-order-injury"
CONVERSIONS = ("average-wage", "ppp")
ENDS = ("before_low", "before_high", "after_low", "after_high", "change_low", "change_high")


def write_a_reform(page: Page, lang: str) -> None:
    """From the list of reforms to the page of old and new values, filled, checked and found right."""
    follow(page, "web.reforms.build", lang)
    page.wait_for_url(f"**/{lang}/reforms/build")
    page.get_by_label(word("web.build.name", lang), exact=True).fill(NAME)
    page.get_by_label(re.compile(rf"^{word('web.build.source', lang)}")).fill("um teste")
    label = book("PT").nodes["contracting_entity.high_rate"].label.words(lang)
    row = page.get_by_role("group", name=label, exact=True)
    assert re.search(r"10\W?%", row.inner_text()), "what is in force stands beside the field"
    row.get_by_label(re.compile(rf"^{re.escape(word('web.build.new', lang))}")).fill("12 %")
    row.get_by_label(word("web.build.from", lang), exact=True).fill("2023-01-01")
    press(page, "web.build.check", lang)
    page.wait_for_url(f"**/{lang}/reforms/build?**set=contracting_entity.high_rate@2023-01-01=12%25**")
    assert page.get_by_text(word("web.build.right", lang)).is_visible()
    told = " ".join(" ".join(row) for row in cells_of_page(page, word("reform.provisions", lang)))
    assert re.search(r"10\W?%", told) and re.search(r"12\W?%", told), "old and new, before anything is run"


def run(page: Page, lang: str, stack: tuple[str, ...]) -> None:
    """Works the stack out; it is told while it runs, and the result comes into the same page."""
    press(page, "web.try.run", lang)
    page.wait_for_url(f"**/{lang}/reforms/run?**")
    page.locator("#run").get_by_text(word("web.run.title", lang)).or_(page.locator("#files")).first.wait_for()
    page.locator("#files").wait_for(timeout=240_000)
    title = page.get_by_role("heading", level=1).inner_text()
    assert [name for name in stack if name not in title] == [], "the title comes with the result"


def first_of_result(page: Page) -> str:
    """The id of the first chapter of a result."""
    return str(page.locator("#run h2").first.get_attribute("id"))


def shown(rows: list[Mapping[str, Any]], lang: str) -> list[list[str]]:
    """The rows of payers as the page writes them: payer, before, after, difference, rounded as the error supports."""
    found = []
    for row in rows:
        known = row["change_low"] == row["change_high"]
        error = 100 * float(row["standard_error"]) if known else 0.0
        cents = [100 * float(row[end]) for end in ENDS]
        pairs = [rounded_span(*cents[at : at + 2], error, "EUR", lang) for at in (0, 2, 4)]
        found.append([payer_name(str(row["payer"]), lang), *pairs])
    return found


def check_files(page: Page, lang: str, table: str) -> None:
    """Every file that is offered holds the numbers of the page's first table."""
    cells = [row[:4] for row in cells_of_page(page, word("payers.title", lang))]
    data = rows_of_json(taken_as(page, "json"), table)
    assert shown(data, lang) == cells, "the page's numbers are the file's, rounded"
    wanted = [{name: Decimal(str(row[name])) for name in ENDS} for row in data]
    for rows in (rows_of_csv(taken_as(page, "csv"), table), rows_of_parquet(taken_as(page, "parquet"), table)):
        assert [{name: Decimal(str(row[name])) for name in ENDS} for row in rows] == wanted
    numbers = {number for row in wanted for number in row.values()}
    assert numbers <= numbers_of_workbook(taken_as(page, "xlsx"))
    assert {cell for row in cells for cell in row} <= cells_of_paper(taken_as(page, "docx"))
    assert taken_as(page, "pdf").read_bytes().startswith(b"%PDF-"), "made of the same document as the DOCX"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_researcher_writes_tries_stacks_and_takes_away(visit: Visit, worked_out: None, lang: str) -> None:
    page = begin(visit(), lang, "reforms")
    write_a_reform(page, lang)
    press(page, "web.build.run", lang)
    page.wait_for_url(f"**/{lang}/reforms/run?**draft=**")
    page.get_by_label(word("web.run.size", lang), exact=True).select_option("1000")
    run(page, lang, (NAME,))
    assert first_of_result(page) == "difference", "the difference comes first"
    check_files(page, lang, "payers")
    alone = cells_of_page(page, word("payers.title", lang))

    second = read_reform(ready_made()[SECOND]).name.words(lang)
    page.get_by_label(second, exact=True).check()
    run(page, lang, (NAME, second))
    assert cells_of_page(page, word("payers.title", lang)) != alone, "the second reform changes what is paid"
    check_files(page, lang, "payers")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_ministry_grafts_a_mechanism_with_its_conversions(visit: Visit, worked_out: None, lang: str) -> None:
    """Onto the law with the reform of one's own; and alone, on the mechanism's page."""
    page = begin(visit(), lang, "reforms")
    write_a_reform(page, lang)
    press(page, "web.build.run", lang)
    page.wait_for_url(f"**/{lang}/reforms/run?**draft=**")
    page.get_by_label(word("web.run.size", lang), exact=True).select_option("1000")
    name = find_mechanism(MECHANISM).name.text(lang)
    page.get_by_text(word("web.build.mechanisms", lang), exact=True).click()
    page.get_by_label(f"{name}{word('mark.brackets', lang, text='CN')}", exact=True).check()
    for conversion in CONVERSIONS:
        page.get_by_label(equivalences()[conversion].name.text(lang), exact=True).check()
    run(page, lang, (NAME, name))
    assert first_of_result(page) == f"difference.{CONVERSIONS[0]}"
    for conversion in CONVERSIONS:
        title = page.locator(f"[id='difference.{conversion}']").inner_text()
        assert conversion_name(conversion, lang) in title, "the result stands once for each equivalence"
    check_files(page, lang, f"payers_{CONVERSIONS[0].replace('-', '_')}")
