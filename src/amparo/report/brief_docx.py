"""A policy brief as a document to edit: headings, lists and tables of the word processor, no drawn text."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any, Final

from amparo.report.documents import Foreign

if TYPE_CHECKING:
    from collections.abc import Sequence

    from amparo.report.documents import Document, Picture

_FONT: Final = {"zh-CN": "Microsoft YaHei"}
_LATIN: Final = "Arial"
_TABLE_POINTS: Final = 8
_PAGE_WIDE, _PAGE_HIGH = 725.0, 400.0
"""Points that a chart may take on the page."""
_WIDE: Final = 7
"""From this number of columns on, a table is set smaller."""


def brief_docx(document: Document) -> bytes:
    """The brief as DOCX: A4 across, so that tables with many columns can be read."""
    import docx
    from docx.enum.section import WD_ORIENT
    from docx.shared import Cm

    made = docx.Document()
    page = made.sections[0]
    page.orientation, page.page_width, page.page_height = WD_ORIENT.LANDSCAPE, Cm(29.7), Cm(21)
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Cm(2)
    page.footer.paragraphs[0].text = document.class_line
    made.core_properties.title, made.core_properties.language = document.title, document.language
    made.core_properties.author = "Amparo"
    for style in ("Normal", "Title", "Heading 1", "Heading 2", "List Bullet", "Caption"):
        _letters(made.styles[style], document.language)
    _write(made, document)
    held = io.BytesIO()
    made.save(held)
    return held.getvalue()


def _write(made: Any, document: Document) -> None:
    made.add_paragraph(document.title, style="Title")
    made.add_paragraph(document.class_line)
    if document.synthetic:
        made.add_paragraph().add_run(document.synthetic).bold = True
    made.add_heading(document.summary_title, 1)
    for line in document.summary:
        made.add_paragraph(line, style="List Bullet")
    for chapter in document.chapters:
        made.add_heading(chapter.title, 1)
        for line in chapter.lines:
            made.add_paragraph(line)
        for picture in chapter.pictures:
            _picture(made, picture)
        for section in chapter.sections:
            made.add_heading(section.title, 2)
            if section.rows:
                _table(made, section.heads, section.rows)
            if section.note:
                made.add_paragraph(section.note)
    made.add_heading(document.method_title, 1)
    for line in (*document.method, document.command):
        made.add_paragraph(line)


def _picture(made: Any, picture: Picture) -> None:
    """A chart as an image with its words for those who do not see it, its note below, its table where it has one."""
    from docx.shared import Pt

    from amparo.report.charts.drawing import png

    drawn = png(picture.spec)
    wide, high = (int.from_bytes(drawn[at : at + 4], "big") / 2 for at in (16, 20))
    scale = min(1.0, _PAGE_WIDE / wide, _PAGE_HIGH / high)
    shown = made.add_picture(io.BytesIO(drawn), width=Pt(wide * scale))
    shown._inline.docPr.set("descr", picture.alt)
    shown._inline.docPr.set("title", " ".join(picture.spec["title"]["text"]))
    made.paragraphs[-1].paragraph_format.keep_with_next = bool(picture.note)
    if picture.note:
        made.add_paragraph(picture.note, style="Caption")
    if picture.table is not None:
        _table(made, picture.table.heads, picture.table.rows)


def _table(made: Any, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """A table whose head is repeated on each page and whose rows stay whole."""
    from docx.shared import Pt

    table = made.add_table(rows=len(rows) + 1, cols=len(heads), style="Light Grid Accent 1")
    size = Pt(_TABLE_POINTS if len(heads) < _WIDE else _TABLE_POINTS - 1)
    for row, texts in zip(table.rows, (heads, *rows), strict=True):
        _mark(row, "w:cantSplit")
        for cell, text in zip(row.cells, texts, strict=True):
            run = cell.paragraphs[0].add_run(text)
            run.font.size = size
            if isinstance(text, Foreign):
                _tongue(run, text.lang)
    _mark(table.rows[0], "w:tblHeader")


def _tongue(run: Any, lang: str) -> None:
    """The language of a text that is in another one than the document."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    tongue = OxmlElement("w:lang")
    tongue.set(qn("w:val"), lang)
    run._r.get_or_add_rPr().append(tongue)


def _mark(row: Any, name: str) -> None:
    from docx.oxml import OxmlElement

    row._tr.get_or_add_trPr().append(OxmlElement(name))


def _letters(style: Any, language: str) -> None:
    """Fonts and language of a style, the East Asian ones too: a word processor takes them apart."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    style.font.name = _LATIN
    properties = style.element.get_or_add_rPr()
    fonts = properties.get_or_add_rFonts()
    for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
        fonts.attrib.pop(qn(theme), None)
    fonts.set(qn("w:eastAsia"), _FONT.get(language, _LATIN))
    tongue = OxmlElement("w:lang")
    tongue.set(qn("w:val"), language)
    tongue.set(qn("w:eastAsia"), language if language in _FONT else "zh-CN")
    properties.append(tongue)
