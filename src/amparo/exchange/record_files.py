"""The closing record as files: a page that stands alone, a tagged PDF, a document to edit."""

from __future__ import annotations

import io
import json
import re
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from amparo.exchange.blocks import Grid
from amparo.exchange.entries import Desk
from amparo.exchange.errors import ExchangeError
from amparo.exchange.objects import Closing
from amparo.exchange.record import Record, record
from amparo.law import REAL, book
from amparo.report.brief_pdf import FONTS, typesetter_says

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from amparo.exchange.blocks import Paragraph, Run
    from amparo.exchange.entries import Entry, Writer
    from amparo.exchange.exchange import Exchange

TEMPLATES: Final = Path(__file__).with_name("templates")
_STANDARD: Final = "ua-1"
_HASH: Final = re.compile(r"(?<![0-9A-Za-z])(?=[a-f]*\d)[0-9a-f]{8,64}(?![0-9A-Za-z])")
_EAST: Final = "Microsoft YaHei"
_LATIN: Final = "Arial"
_POINTS: Final = 9
_STEP: Final = 0.6
"""Centimetres that a reply is moved in."""


def coded(text: str) -> Markup:
    """A text with its hashes marked as code: they are words of no language."""
    return Markup(_HASH.sub(r"<code>\g<0></code>", str(escape(text))))


@cache
def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["coded"] = coded
    return made


def record_html(made: Record) -> str:
    """The record as one page that needs nothing else."""
    return _environment().get_template("record.html.j2").render(record=made).lstrip()


def _macros() -> Any:
    return _environment().get_template("record.html.j2").module


def record_body(made: Record) -> Markup:
    """The record as a part of a page: everything below its title."""
    return Markup(_macros().body(made))


def runs_html(runs: Sequence[Run]) -> Markup:
    """Words as part of a page, each in its language."""
    return Markup(_macros().runs(runs))


def blocks_html(blocks: Sequence[Paragraph | Grid]) -> Markup:
    """Paragraphs and tables as part of a page."""
    return Markup("").join(_macros().block(block) for block in blocks)


def record_pdf(made: Record) -> bytes:
    """The record on A4 pages, by PDF/UA-1, in fonts that come with Amparo.

    Raises ExchangeError where a text has a sign that they do not hold.
    """
    import typst

    try:
        pdf: bytes = typst.compile(
            str(TEMPLATES / "record.typ"),
            format="pdf",
            font_paths=[str(FONTS)],
            ignore_system_fonts=True,
            sys_inputs={"record": json.dumps({**asdict(made), "last_line": made.last_line}, ensure_ascii=False)},
            pdf_standards=_STANDARD,
        )
    except typst.TypstError as error:
        raise ExchangeError("not_on_paper", what=typesetter_says(error)) from error
    return pdf


def record_docx(made: Record) -> bytes:
    """The record as a document to edit; every run carries its language, so that spelling is checked in it."""
    import docx
    from docx.shared import Cm

    document = docx.Document()
    page = document.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Cm(2)
    properties = document.core_properties
    properties.title, properties.language, properties.author = made.title, made.language, "Amparo"
    for style in ("Normal", "Title", "Heading 1", "Heading 2", "Quote"):
        _letters(document.styles[style].element.get_or_add_rPr(), made.language)
        document.styles[style].font.name = _LATIN
    _write(document, made)
    held = io.BytesIO()
    document.save(held)
    return held.getvalue()


def _write(document: Any, made: Record) -> None:
    title = document.add_paragraph(style="Title").add_run(made.title)
    if made.title_language:
        _letters(title._r.get_or_add_rPr(), made.title_language)
    for paragraph in made.lead:
        _paragraph(document, paragraph)
    for part in made.parts:
        _runs(document.add_heading(level=part.level), part.title)
        for block in part.blocks:
            if isinstance(block, Grid):
                _grid(document, block)
            else:
                _paragraph(document, block)
    document.add_paragraph(made.last_line)


def _paragraph(document: Any, told: Paragraph) -> None:
    from docx.shared import Cm, Pt

    for line in _lines(told):
        paragraph = document.add_paragraph(style="Quote" if told.style == "quote" else None)
        paragraph.paragraph_format.left_indent = Cm(_STEP * told.depth)
        _runs(paragraph, line, strong=told.style == "warning")
        for run in paragraph.runs if told.style in ("code", "note") else ():
            run.font.size = Pt(_POINTS)


def _lines(told: Paragraph) -> Iterable[tuple[Run, ...]]:
    """Code line by line; all else as one paragraph."""
    if told.style != "code":
        return [told.runs]
    (one,) = told.runs
    return [(type(one)(line, one.language),) for line in one.text.split("\n")]


def _runs(paragraph: Any, runs: Sequence[Run], strong: bool = False) -> None:
    for one in runs:
        run = paragraph.add_run(one.text)
        run.bold = one.strong or strong or None
        if one.language:
            _letters(run._r.get_or_add_rPr(), one.language)


def _grid(document: Any, grid: Grid) -> None:
    """A table whose head is repeated on each page and whose rows stay whole."""
    from docx.oxml import OxmlElement
    from docx.shared import Pt

    document.add_paragraph().add_run(grid.title).bold = True
    table = document.add_table(rows=len(grid.rows) + 1, cols=len(grid.heads), style="Light Grid Accent 1")
    for cell, head in zip(table.rows[0].cells, grid.heads, strict=True):
        cell.paragraphs[0].add_run(head).font.size = Pt(_POINTS)
    for row, told in zip(table.rows[1:], grid.rows, strict=True):
        for cell, runs in zip(row.cells, told, strict=True):
            _runs(cell.paragraphs[0], runs)
            for run in cell.paragraphs[0].runs:
                run.font.size = Pt(_POINTS)
    for row in table.rows:
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    if grid.note:
        document.add_paragraph().add_run(grid.note).font.size = Pt(_POINTS)


def _letters(properties: Any, language: str) -> None:
    """Fonts and language of a style or a run, the East Asian ones too: a word processor takes them apart."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    fonts = properties.get_or_add_rFonts()
    for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
        fonts.attrib.pop(qn(theme), None)
    fonts.set(qn("w:eastAsia"), _EAST)
    tongue = OxmlElement("w:lang")
    tongue.set(qn("w:val"), language)
    tongue.set(qn("w:eastAsia"), "zh-CN")
    properties.append(tongue)


# --- written and closed ----------------------------------------------------------------------------------------------


def write_record(held: Exchange, folder: Path, languages: Sequence[str]) -> dict[str, Record]:
    """The record in each language as record.LANG.html, .pdf and .docx, and record.json with what each hash is of."""
    folder.mkdir(parents=True, exist_ok=True)
    made = {lang: record(held, lang) for lang in languages}
    for lang, one in made.items():
        (folder / f"record.{lang}.html").write_text(record_html(one), encoding="utf-8")
        (folder / f"record.{lang}.docx").write_bytes(record_docx(one))
        (folder / f"record.{lang}.pdf").write_bytes(record_pdf(one))
    hashes = {
        "format": "amparo-exchange-record/1",
        "exchange": held.id,
        "state": held.state,
        "law": law_books(),
        "records": {lang: one.digest for lang, one in made.items()},
    }
    (folder / "record.json").write_text(json.dumps(hashes, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return made


def law_books() -> dict[str, str]:
    """The hashes of the law at hand, by country."""
    return {code: book(code).hash for code in REAL}


def closed(held: Exchange, writer: Writer) -> tuple[Exchange, Entry]:
    """A copy with an entry that says which record was made of what: whoever opens it sees what came later."""
    codes = [one.code for one in held.meeting.delegations]
    if writer.delegation not in codes:
        raise ExchangeError("no_delegation", said=writer.delegation, known=", ".join(codes))
    desk = Desk(writer)
    hashes: Any = {lang: record(held, lang).digest for lang in ("en", "pt", "zh")}
    body = Closing(kind="closing", state=held.state, books=law_books(), documents=hashes)
    entry = desk.entry(held.id, desk.identity("closing"), body)
    return held.with_entries([entry]), entry


__all__ = [
    "blocks_html",
    "closed",
    "record_body",
    "record_docx",
    "record_html",
    "record_pdf",
    "runs_html",
    "write_record",
]
