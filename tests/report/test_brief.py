"""A policy brief: every word in its language, figures that agree with the results, a workbook that opens, no script."""

from __future__ import annotations

import re
import zipfile
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import docx
import pytest

from amparo.briefing import make_brief
from amparo.population.building import build
from amparo.records.errors import ExportRefused
from amparo.report.brief import _LANGUAGE, Brief, _sheet_name, brief_html, brief_xlsx, document, summary
from amparo.report.brief_docx import brief_docx
from amparo.report.brief_pdf import NotOnPaper, brief_pdf
from amparo.rules.declarations import Branch


@pytest.fixture(scope="module")
def brief(tmp_path_factory: pytest.TempPathFactory) -> Brief:
    home = tmp_path_factory.mktemp("brief")
    build("CN", home / "population", n=400, seed=3, first=2025 * 12, last=2025 * 12 + 11, jobs=1)
    return make_brief(
        "CN", home / "population", home / "out", year=2025, reforms=["cn-without-injury-pilot"], by=["sex"]
    )


@pytest.mark.parametrize(("lang", "attribute"), [("en", "en"), ("pt", "pt-PT"), ("zh", "zh-CN")])
def test_the_page_stands_alone_in_each_language(brief: Brief, lang: str, attribute: str) -> None:
    page = brief_html(document(brief, lang))
    assert f'<html lang="{attribute}">' in page
    assert "<script" not in page and "http://" not in page and "https://" not in page
    assert page.count("<h1>") == 1
    assert not re.search(r"\{[a-z_]+\}", re.sub(r"<style>.*?</style>", "", page, flags=re.S))


def test_a_synthetic_population_is_called_so_in_every_language(brief: Brief) -> None:
    assert brief.cascade.class_ == "synthetic"
    for lang, said in (("en", "Synthetic"), ("pt", "sintética"), ("zh", "合成")):
        assert said in brief_html(document(brief, lang))


def test_the_summary_says_what_the_cascade_holds(brief: Brief) -> None:
    total = brief.cascade.total(Branch.EMPLOYMENT_INJURY, "covered")
    share = f"{100 * total.mandatory / total.rows:.1f}"
    line = next(line for line in summary(brief, "en") if line.startswith("Employment injury"))
    assert f"in {share} % of worker-months the law covers without any choice" in line
    assert summary(brief, "en")[0] == "The figures stand for 84,000,000 workers."


def test_the_workbook_holds_every_table(brief: Brief) -> None:
    with zipfile.ZipFile(BytesIO(brief_xlsx(document(brief, "zh")))) as book:
        sheets = [name for name in book.namelist() if name.startswith("xl/worksheets/sheet")]
        strings = book.read("xl/sharedStrings.xml").decode()
    assert len(sheets) == 1 + sum(len(chapter.sections) for chapter in document(brief, "zh").chapters)
    assert "合成" in strings


@pytest.mark.parametrize("lang", ["en", "pt", "zh"])
def test_the_paper_is_tagged_and_holds_every_character(brief: Brief, lang: str) -> None:
    """PDF/UA-1 is refused by the typesetter where a character has no glyph or a heading is skipped."""
    made = brief_pdf(document(brief, lang))
    assert made.startswith(b"%PDF-") and b"/StructTreeRoot" in made
    assert f"/Lang({_LANGUAGE[lang]})".encode() in made


def test_a_character_without_a_glyph_is_named_and_never_left_blank(brief: Brief) -> None:
    said = replace(document(brief, "en"), summary=("Couriers \U0001f6b2",))
    with pytest.raises(NotOnPaper, match=r"\U0001f6b2.*Cure"):
        brief_pdf(said)


def test_the_document_to_edit_says_what_the_page_says(brief: Brief) -> None:
    said = document(brief, "zh")
    made = docx.Document(BytesIO(brief_docx(said)))
    texts = [paragraph.text for paragraph in made.paragraphs]
    assert texts[0] == said.title and said.synthetic in texts and set(said.summary) <= set(texts)
    filled = [section for chapter in said.chapters for section in chapter.sections if section.rows]
    assert len(made.tables) == 1 + len(filled)
    assert [cell.text for cell in made.tables[1].rows[1].cells] == list(filled[0].rows[0])


def test_figures_are_pointed_as_the_language_does(brief: Brief) -> None:
    fit = document(brief, "pt").chapters[-2].sections[0]
    assert all("," in row[2] and "." not in row[2] for row in fit.rows)


def test_sheet_names_are_what_a_workbook_takes() -> None:
    used: set[str] = set()
    names = [_sheet_name(text, used) for text in ("a/b:c*[d]", "A B C  D", "x" * 40, "x" * 40, "")]
    assert names == ["a b c  d", "A B C  D 2", "x" * 31, "x" * 29 + " 2", "-"]


def test_restricted_records_make_no_brief(tmp_path: Path) -> None:
    with pytest.raises(ExportRefused):
        make_brief("PT", tmp_path, tmp_path / "out", year=2024)
