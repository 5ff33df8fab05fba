"""Users from the first page to what they take away, in three languages; one of them without JavaScript, too.

Everything is found by its words and its role, as a person or a screen reader finds it. The researcher and the ministry
that prepares a pilot have a file of their own: test_journey_of_reforms.py.
"""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from amparo.demo import demo_cases
from amparo.law import book
from amparo.report.citations import citation_writer
from amparo.report.words import word
from web.chromium import Visitor
from web.site import LANGUAGES
from web.walking import begin, cells_of_page, cells_of_paper, press, taken, taken_as, unfold

EXAMPLES = {case.id: case for case in demo_cases()}
Visit = Callable[..., Visitor]


def cited(instrument: str, article: str, lang: str) -> str:
    """An article of Portuguese law as a language cites it."""
    return citation_writer(book("PT"), lang)(f"{instrument} {article}")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_officer_sees_what_is_owed_and_what_it_buys(visit: Visit, lang: str) -> None:
    """Social-security directorate: contributions by payer with articles, a claim, the result as data."""
    page = begin(visit(), lang, "worker")
    page.get_by_role("button", name=EXAMPLES["PT-01"].title.text(lang), exact=True).click()
    charges = page.get_by_role("table", name=word("demo.charges_caption", lang))
    assert cited("CRC", "168(7)", lang) in charges.inner_text() and "236" in charges.inner_text()
    assert page.locator(".matrix .mark").count() == 10
    data = json.loads(taken(page, lambda: press(page, "web.worker.as_json", lang)).read_text(encoding="utf-8"))
    assert data["postings"] and data["branches"]
    statuses = {row[0] for row in cells_of_page(page, word("demo.status_caption", lang))}
    missing = statuses - cells_of_paper(taken_as(page, "docx"))
    assert len(statuses) > 3 and len(missing) <= 1, "what the page says, on paper, but for what an example adds"
    assert zipfile.is_zipfile(taken_as(page, "csv")) and zipfile.is_zipfile(taken_as(page, "xlsx"))
    press(page, "web.worker.claim_run", lang)
    page.wait_for_url(f"**/{lang}/worker/claim")
    assert page.locator("#claimed-title").is_visible() and page.locator("#conditions-title").is_visible()
    press(page, "web.worker.back", lang)
    page.wait_for_url(f"**/{lang}/worker/result")
    assert page.get_by_role("heading", level=1).inner_text() == EXAMPLES["PT-01"].title.text(lang)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_inspector_follows_a_status_to_the_article(visit: Visit, lang: str) -> None:
    """Labour relations, inspectorate: status with reasons, what would alter it, the provision, its official source."""
    page = begin(visit(), lang, "worker")
    text = EXAMPLES["PT-02"].file.read_text(encoding="utf-8")
    page.get_by_label(word("web.worker.or_text", lang), exact=True).fill(text)
    page.locator("form:has(#text) button").click()
    page.wait_for_url(f"**/{lang}/worker/result")
    paper = cells_of_paper(taken_as(page, "docx"))
    assert [cell for cell in paper if cited("CT", "12", lang) in cell], "the status with its article is what is filed"
    assert taken_as(page, "pdf").read_bytes().startswith(b"%PDF-")
    unfold(page)
    page.locator('button[name="node"]').first.click()
    page.wait_for_url(f"**/{lang}/worker/why")
    assert page.get_by_role("heading", level=1).inner_text().startswith(word("worker.why", lang))
    assert page.get_by_role("heading", name=word("why.smallest", lang)).is_visible()
    tree = page.locator("main .tree").first
    assert cited("CT", "12", lang) in tree.inner_text()
    tree.get_by_role("link").first.click()
    page.wait_for_url(f"**/{lang}/law/PT/**")
    assert page.get_by_role("heading", name=word("web.law.sources", lang)).is_visible()
    outside = page.locator('a[rel~="external"]').first
    assert str(outside.get_attribute("href")).startswith("https://")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_negotiator_compares_costs_and_takes_a_workbook(visit: Visit, lang: str) -> None:
    """Employers, unions: what each payer owes under both laws, then a table of both countries as a workbook."""
    visitor = visit()
    page = begin(visitor, lang, "both")
    press(page, "web.worker.run", lang)
    page.wait_for_url(f"**/{lang}/both/result")
    owed = page.locator('section[aria-labelledby~="both-owed"]')
    assert owed.count() == 2
    for side in owed.all():
        assert re.search(r"\d", side.locator("table").first.inner_text())
    amounts = {text for text in owed.locator("li b").all_inner_texts() if re.search(r"\d", text)}
    assert amounts and amounts <= cells_of_paper(taken_as(page, "docx")), "what each pays, on paper"
    for ending, mark in (("json", b"{"), ("csv", b"PK"), ("xlsx", b"PK"), ("parquet", b"PK"), ("pdf", b"%PDF-")):
        assert taken_as(page, ending).read_bytes().startswith(mark)
    page = begin(visitor, lang, "compare")
    page.get_by_label(word("web.compare.table", lang), exact=True).select_option("family")
    press(page, "web.show", lang)
    page.wait_for_url("**branch=family**")
    assert page.locator(".grid tbody tr").count() > 5
    name = word("web.compare.workbook", lang)
    book = taken(page, lambda: page.get_by_role("link", name=name, exact=True).click())
    assert "xl/workbook.xml" in zipfile.ZipFile(book).namelist()
    other = LANGUAGES[(LANGUAGES.index(lang) + 1) % 3]
    page.locator(f'.tongues a[href^="/{other}/"]').click()
    page.wait_for_url(f"**/{other}/compare?**branch=family**")


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no-script"])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_adviser_describes_answers_saves_and_opens_again(
    visit: Visit, lang: str, javascript: bool, tmp_path: Path
) -> None:
    """A worker or adviser: am I covered, what would change it; the case is kept by them alone."""
    page = begin(visit(java_script_enabled=javascript), lang, "worker")
    page.locator("#name").fill("Ana")
    for field, value in (("birth_date", "1990-05-02"), ("from", "2025-01"), ("to", "2025-06"), ("payer1", "Blue")):
        page.locator(f"#{field}").fill(value)
    for field, value in (("payer_kind1", "platform"), ("activity1", "food_delivery"), ("form1", "services")):
        page.locator(f"#{field}").select_option(value)
    page.locator("#gross_pay1").fill("900")
    page.locator('form[action$="/worker/new"] button[type="submit"]').click()
    page.wait_for_url(f"**/{lang}/worker/new")
    assert "Ana" in page.get_by_role("heading", level=1).inner_text()
    before = page.locator(".matrix").inner_text()
    asked = page.locator("fieldset.choice").count()
    for yes in page.locator('form[action$="/worker/answer"] > fieldset input[value="yes"]').all():
        yes.check()
    press(page, "web.worker.answer", lang)
    page.wait_for_url(f"**/{lang}/worker/answer")
    after = page.locator(".matrix").inner_text()
    assert page.locator("fieldset.choice").count() < asked or after != before, "an answer decides something"
    saved = tmp_path / "case.yaml"
    saved.write_bytes(taken(page, lambda: press(page, "web.worker.save", lang)).read_bytes())
    assert yaml.safe_load(saved.read_text(encoding="utf-8"))["country"] == "PT"
    assert taken_as(page, "pdf").read_bytes().startswith(b"%PDF-"), "an answer to show to somebody"
    page.get_by_role("link", name=word("web.worker.another", lang)).click()
    page.locator("#file").set_input_files(saved)
    page.locator("form:has(#file) button").click()
    page.wait_for_url(f"**/{lang}/worker/result")
    assert page.locator(".matrix").inner_text() == after
