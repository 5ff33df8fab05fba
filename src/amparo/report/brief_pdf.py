"""A policy brief as PDF: tagged, with language, title and outline, set by Typst in fonts that come with Amparo."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from amparo.report.charts.drawing import FONTS, svg
from amparo.report.documents import Foreign
from amparo.rules.errors import AmparoError
from amparo.rules.messages import Message

if TYPE_CHECKING:
    from amparo.report.documents import Chapter, Document, Picture
    from amparo.report.results import Section

_TEMPLATE: Final = Path(__file__).with_name("templates") / "brief.typ"
_WIDTH: Final = re.compile(r'<svg[^>]* width="([0-9.]+)"')
_STANDARD: Final = "ua-1"
"""Universal accessibility, ISO 14289-1: Typst refuses to write what does not hold it."""


class NotOnPaper(AmparoError):
    """A brief says something that its fonts or PDF/UA-1 do not allow on paper."""


def brief_pdf(document: Document) -> bytes:
    """The brief on A4 pages, by PDF/UA-1. No font of the machine is read: the same everywhere.

    Raises NotOnPaper where a name has a character that the fonts do not hold.
    """
    import typst

    try:
        made: bytes = typst.compile(
            str(_TEMPLATE),
            format="pdf",
            font_paths=[str(FONTS)],
            ignore_system_fonts=True,
            sys_inputs={"brief": json.dumps(_plain(document), ensure_ascii=False)},
            pdf_standards=_STANDARD,
        )
    except typst.TypstError as error:
        raise NotOnPaper(
            Message(
                "brief.not_on_paper",
                "The PDF of “{title}” cannot be set: {what}. Cure: other characters in the names of the reform or the "
                "population. The page, the document to edit and the workbook are written.",
                title=document.title,
                what=typesetter_says(error),
            )
        ) from error
    return made


def typesetter_says(error: Exception) -> str:
    """What the typesetter says: its own words in English, in other languages that it refuses a text."""
    return Message("brief.typesetter", str(error).rstrip(".").replace("{", "{{").replace("}", "}}"))


def _plain(document: Document) -> dict[str, Any]:
    """The document as the template reads it: charts drawn, texts in another language marked."""
    return {
        "language": document.language,
        "title": document.title,
        "class_line": document.class_line,
        "synthetic": document.synthetic,
        "summary_title": document.summary_title,
        "summary": document.summary,
        "chapters": [_chapter(chapter, document.lang) for chapter in document.chapters],
        "method_title": document.method_title,
        "method": document.method,
        "command": document.command,
    }


def _chapter(chapter: Chapter, lang: str) -> dict[str, Any]:
    return {
        "title": chapter.title,
        "lines": chapter.lines,
        "pictures": [_picture(picture, lang) for picture in chapter.pictures],
        "sections": [_section(section) for section in chapter.sections],
    }


def _picture(picture: Picture, lang: str) -> dict[str, Any]:
    drawn = svg(picture.spec, lang)
    width = _WIDTH.search(drawn)
    table = None if picture.table is None else _section(picture.table)
    points = float(width[1]) if width else 0.0
    return {"svg": drawn, "width": points, "alt": picture.alt, "note": picture.note, "table": table}


def _section(section: Section) -> dict[str, Any]:
    return {
        "title": section.title,
        "heads": section.heads,
        "rows": [[_cell(cell) for cell in row] for row in section.rows],
        "note": section.note,
    }


def _cell(cell: str) -> Any:
    return {"text": str(cell), "lang": cell.lang} if isinstance(cell, Foreign) else cell


__all__ = ["FONTS", "NotOnPaper", "brief_pdf"]
