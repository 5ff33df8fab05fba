"""A policy brief as a document to edit: headings, lists and tables of the word processor, no drawn text."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any, Final

from amparo.report.charts.figures import room
from amparo.report.documents import Foreign

if TYPE_CHECKING:
    from collections.abc import Sequence

    from amparo.report.documents import Document, Picture

_FONT: Final = {"zh-CN": "Microsoft YaHei"}
_LATIN: Final = "Arial"
_CELLS: Final = (("Cell", 8), ("Narrow cell", 7))
"""Styles of cells with their points: of tables with few columns, and with many."""
_PAGE_WIDE, _PAGE_HIGH = 725.0, 400.0
"""Points that a chart may take on the page."""
_LEAST_LETTERS, _MOST_LETTERS = 10, 44
_HEAD: Final = "EDF1F4"
_WIDE: Final = 7
"""From this number of columns on, a table is set smaller."""


def brief_docx(document: Document) -> bytes:
    """The brief as DOCX: A4 across, so that tables with many columns can be read."""
    import docx
    from docx.enum.section import WD_ORIENT
    from docx.enum.style import WD_STYLE_TYPE
    from docx.shared import Cm, Pt

    made = docx.Document()
    page = made.sections[0]
    page.orientation, page.page_width, page.page_height = WD_ORIENT.LANDSCAPE, Cm(29.7), Cm(21)
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Cm(2)
    _footer(page.footer.paragraphs[0], document.class_line)
    made.core_properties.title, made.core_properties.language = document.title, document.language
    made.core_properties.author = "Amparo"
    for name, points in _CELLS:
        made.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH).font.size = Pt(points)
        made.styles[name].paragraph_format.space_after = Pt(0)
    for style in ("Normal", "Title", "Heading 1", "Heading 2", "List Bullet", "Caption", *(name for name, _ in _CELLS)):
        _letters(made.styles[style], document.language)
    _caption(made.styles["Caption"])
    _write(made, document)
    held = io.BytesIO()
    made.save(held)
    return held.getvalue()


def _footer(line: Any, text: str) -> None:
    """The class of the data and the number of the page."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    line.add_run(f"{text} · ")
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    line._p.append(field)


def _caption(style: Any) -> None:
    """A chart's note: as the text, smaller."""
    from docx.shared import Pt, RGBColor

    style.font.size, style.font.bold, style.font.color.rgb = Pt(8.5), False, RGBColor(0x4A, 0x56, 0x61)


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

    table = made.add_table(rows=len(rows) + 1, cols=len(heads), style="Table Grid")
    table.autofit = False
    # by its id: a style by name is looked up anew for every cell
    style = made.styles[_CELLS[len(heads) >= _WIDE][0]].style_id
    widths = [Pt(width) for width in _widths(heads, rows)]
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    for number, (row, texts) in enumerate(zip(table.rows, (heads, *rows), strict=True)):
        _mark(row, "w:cantSplit")
        for cell, text, width in zip(row.cells, texts, widths, strict=True):
            cell.width = width
            paragraph = cell.paragraphs[0]
            paragraph._p.style = style
            run = paragraph.add_run(text)
            if number == 0:
                run.bold = True
                _shade(cell)
            if isinstance(text, Foreign):
                _tongue(run, text.lang)
    _mark(table.rows[0], "w:tblHeader")


def _widths(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> list[float]:
    """Points for each column: by its longest text, within bounds, together the page."""
    longest = [max(room(text) for text in column) for column in zip(heads, *rows, strict=True)]
    wish = [min(max(length, _LEAST_LETTERS), _MOST_LETTERS) for length in longest]
    return [_PAGE_WIDE * letters / sum(wish) for letters in wish]


def _shade(cell: Any) -> None:
    """The ground of a head."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    shade = OxmlElement("w:shd")
    shade.set(qn("w:val"), "clear")
    shade.set(qn("w:fill"), _HEAD)
    cell._tc.get_or_add_tcPr().append(shade)


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
