"""A document in one language, before it is a page, a PDF, a document to edit or a workbook: all say the same.

Document -> brief_html, brief_pdf, brief_docx, brief_xlsx
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from amparo.report.charts.figures import Figure
    from amparo.report.results import Section


@dataclass(frozen=True)
class Picture:
    """A chart in a document: its specification, which holds title and words for those who do not see it, and a note.

    table: its figures, where no table of the chapter says them.
    """

    spec: Mapping[str, Any]
    note: str = ""
    table: Section | None = None

    @property
    def alt(self) -> str:
        """What the chart shows, in words."""
        return str(self.spec["description"])


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter: its title, the lines above, tables, and charts (which stand before the tables)."""

    title: str
    lines: tuple[str, ...]
    sections: tuple[Section, ...]
    pictures: tuple[Picture, ...] = ()


@dataclass(frozen=True)
class Document:
    """All that is said in one language, in order, whatever file it is written to.

    language is an IETF tag; synthetic is empty where the data are not.
    """

    language: str
    title: str
    class_line: str
    synthetic: str
    summary_title: str
    summary: tuple[str, ...]
    chapters: tuple[Chapter, ...]
    method_title: str
    method: tuple[str, ...]
    command: str

    @property
    def lang(self) -> str:
        """The language as words are held: en, pt or zh."""
        return self.language.partition("-")[0]


class Foreign(str):
    """A text of a table in another language than the table's: what the law holds in English alone."""

    __slots__ = ("lang",)
    lang: str

    def __new__(cls, text: str, lang: str) -> Foreign:
        made = super().__new__(cls, text)
        made.lang = lang
        return made


def picture(figure: Figure, *, with_table: bool = False) -> Picture:
    """A chart as it stands in a document."""
    return Picture(figure.spec, figure.note, figure.table if with_table else None)


__all__ = ["Chapter", "Document", "Foreign", "Picture", "picture"]
