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
from amparo.records.errors import ExportRefused, RecordsError
from amparo.report.brief import _LANGUAGE, Brief, brief_html, document, summary, write_data
from amparo.report.brief_data import metadata, tables
from amparo.report.brief_docx import brief_docx
from amparo.report.brief_pdf import NotOnPaper, brief_pdf
from amparo.report.brief_xlsx import brief_xlsx
from amparo.report.documents import Chapter, Foreign
from amparo.report.downloads import sheet_name
from amparo.report.results import Section
from amparo.report.words import LANGUAGES, word
from amparo.rules.declarations import Branch


@pytest.fixture(scope="module")
def brief(tmp_path_factory: pytest.TempPathFactory) -> Brief:
    home = tmp_path_factory.mktemp("brief")
    build("CN", home / "population", n=400, seed=3, first=2025 * 12, last=2025 * 12 + 11, jobs=1)
    grid = home / "grid.yaml"
    grid.write_text(GRID, encoding="utf-8")
    return make_brief(
        "CN",
        home / "population",
        home / "out",
        year=2025,
        reforms=["cn-without-injury-pilot"],
        mechanisms=["contracting-entity"],
        grids=[grid],
        by=["sex"],
    )


def test_records_of_other_years_are_refused_with_the_cure(tmp_path: Path) -> None:
    """They once ended in an error of Python."""
    build("CN", tmp_path / "population", n=30, seed=3, first=2025 * 12, last=2025 * 12 + 11, jobs=1)
    with pytest.raises(RecordsError, match=r"no month of 2022.*--from 2022-01 --to 2022-12"):
        make_brief("CN", tmp_path / "population", tmp_path / "out", year=2022, first=2022 * 12, last=2022 * 12 + 11)


GRID = """country: CN
name: {en: Per order, pt: Por encomenda, zh: 每单标准}
source: a test
branches: [employment_injury]
vary:
  - {set: occupational_injury.freight_order_contribution, from: 2025-01-01, values: ["0.10", "0.36"]}
  - {set: occupational_injury.ride_hailing_order_contribution, from: 2025-01-01, values: ["0.02", "0.10"]}
"""


@pytest.mark.parametrize(("lang", "attribute"), [("en", "en"), ("pt", "pt-PT"), ("zh", "zh-CN")])
def test_the_page_stands_alone_in_each_language(brief: Brief, lang: str, attribute: str) -> None:
    page = brief_html(document(brief, lang))
    assert f'<html lang="{attribute}">' in page
    assert "<script" not in page and "<link" not in page and "@import" not in page
    assert not re.search(
        r"(src|href|action)=|url\((?!#)", page
    )  # addresses of sources are text, and nothing is fetched
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


CHAPTERS = (
    "matrix",
    "cascade",
    "indicators",
    "population",
    "assumptions",
    "doubts",
    "sources",
)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_nothing_that_a_ministry_asks_of_a_brief_is_missing(brief: Brief, lang: str) -> None:
    """Matrix, cascade, cost by payer, winners and losers, changed provisions, tornado, and what all of it rests on."""
    said = document(brief, lang)
    titles = [chapter.title for chapter in said.chapters]
    assert [word(f"brief.{name}", lang) for name in CHAPTERS if word(f"brief.{name}", lang) not in titles] == []
    drawn = [" ".join(picture.spec["title"]["text"]) for chapter in said.chapters for picture in chapter.pictures]
    wanted = ["payers", "people", "changed", "changed.graft"]
    assert [word(f"chart.{name}", lang) for name in wanted if word(f"chart.{name}", lang) not in drawn] == []
    payer = word("sweep.cost_of", lang, payer=word("sweep.all_payers", lang))
    assert word("sweep.tornado", lang, of=payer) in drawn
    assert said.summary and said.method and all(chapter.sections for chapter in said.chapters)


def test_every_chart_of_the_page_is_told_to_those_who_do_not_see_it(brief: Brief) -> None:
    said = document(brief, "pt")
    page = brief_html(said)
    pictures = [picture for chapter in said.chapters for picture in chapter.pictures]
    assert page.count('<svg role="img" lang="pt-PT"') == page.count("<desc ") == len(pictures) >= 8
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert "Dados sintéticos" in page


def test_the_workbook_holds_every_table_in_numbers(brief: Brief) -> None:
    made = brief_xlsx(document(brief, "zh"), brief.cascade, tables(brief), metadata(brief))
    with zipfile.ZipFile(BytesIO(made)) as book:
        sheets = [name for name in book.namelist() if name.startswith("xl/worksheets/sheet")]
        charts = [name for name in book.namelist() if name.startswith("xl/charts/chart")]
        strings = book.read("xl/sharedStrings.xml").decode()
        cover = book.read("xl/worksheets/sheet4.xml").decode()
    assert len(sheets) == 3 + len(tables(brief)) and len(charts) == 1
    assert "合成" in strings and "employment_injury" not in strings
    assert cover.count('<c r="F') > 10 and "<f>" not in cover


def test_the_data_leave_with_all_that_is_told_of_them(brief: Brief, tmp_path: Path) -> None:
    write_data(brief, tmp_path)
    with zipfile.ZipFile(tmp_path / "data.zip") as package:
        assert set(package.namelist()) == {file.name for file in (tmp_path / "data").iterdir()}
        readme = package.read("README.md").decode()
    names = [table.name for table in tables(brief)]
    assert len(names) == len(set(names))
    assert {"cover", "losses", "indicators", "variants", "fit", "doubts", "sources"} < set(names)
    assert "payers_cn_without_injury_pilot" in names and any(name.startswith("payers_contracting") for name in names)
    for said in ("synthetic", "sintético", "合成", brief.book.hash):
        assert said in readme


def test_what_the_law_says_in_english_alone_is_marked_so(brief: Brief) -> None:
    text = Foreign("A sentence.", "en")
    chapter = Chapter("Cap.", (), (Section("s", "S", ("a",), ((text,),)),))
    said = replace(document(brief, "pt"), chapters=(chapter,))
    assert '<td lang="en">A sentence.</td>' in brief_html(said)
    assert brief_pdf(said).startswith(b"%PDF-")
    cell = docx.Document(BytesIO(brief_docx(said))).tables[0].rows[1].cells[0]
    assert cell.text == "A sentence." and 'w:lang w:val="en"' in cell._tc.xml


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
    beside = [picture for chapter in said.chapters for picture in chapter.pictures]
    assert len(made.tables) == len(filled) + sum(picture.table is not None for picture in beside)
    assert len(made.inline_shapes) == len(beside)
    told = [shape._inline.docPr.get("descr") for shape in made.inline_shapes]
    assert told == [picture.alt for picture in beside]


def test_figures_are_pointed_as_the_language_does(brief: Brief) -> None:
    sections = [section for chapter in document(brief, "pt").chapters for section in chapter.sections]
    fit = next(section for section in sections if section.id == "fit")
    assert all("," in row[2] and "." not in row[2] for row in fit.rows)


def test_sheet_names_are_what_a_workbook_takes() -> None:
    used: set[str] = set()
    names = [sheet_name(text, used) for text in ("a/b:c*[d]", "A B C  D", "x" * 40, "x" * 40, "")]
    assert names == ["a b c  d", "A B C  D 2", "x" * 31, "x" * 29 + " 2", "-"]


def test_restricted_records_make_no_brief(tmp_path: Path) -> None:
    with pytest.raises(ExportRefused):
        make_brief("PT", tmp_path, tmp_path / "out", year=2024)
