"""Pages of the law to take away: their tables as files for programs, the page as a paper."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from amparo.law import book
from amparo.report.brief_docx import brief_docx
from amparo.report.brief_pdf import brief_pdf
from amparo.report.datatables import Metadata, in_each, of_sections
from amparo.report.documents import Chapter, Document, Picture
from amparo.report.downloads import FORMATS, media_of, tables_to
from amparo.report.words import word
from amparo.web.problems import NoPage
from amparo.web.results import DOCUMENTS, attachment
from amparo.web.shell import TAGS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.responses import Response

    from amparo.report.results import Section


@dataclass(frozen=True)
class Sheet:
    """A page in one language: its title, lines and tables; no table of a page may be lacking in another language."""

    title: str
    lines: tuple[str, ...]
    sections: tuple[Section, ...]
    pictures: tuple[Picture, ...] = ()


@dataclass(frozen=True)
class Taken:
    """A page in every language, the class of its data, the countries whose law it holds, and the command for it."""

    name: str
    sheets: Mapping[str, Sheet]
    class_: str
    countries: tuple[str, ...]
    command: str

    @property
    def laws(self) -> dict[str, str]:
        """The hash of each country's law book."""
        return {code: book(code).hash for code in self.countries}


def take(page: Taken, ending: str, lang: str) -> Response:
    """The page as a file of that ending. Raises NoPage for an ending that is none of them."""
    if ending in DOCUMENTS:
        made = _document(page, lang)
        content = brief_pdf(made) if ending == "pdf" else brief_docx(made)
        return attachment(content, DOCUMENTS[ending], f"{page.name}.{lang}.{ending}")
    if ending not in FORMATS:
        raise NoPage
    filled = [number for number, section in enumerate(page.sheets[lang].sections) if section.rows]
    tables = [of_sections({one: sheet.sections[n] for one, sheet in page.sheets.items()}, lang) for n in filled]
    media = media_of(ending, tables)
    content = tables_to(ending, tables, _metadata(page), lang)
    return attachment(content, media.type, f"{page.name}.{lang}.{media.ending}")


def _metadata(page: Taken) -> Metadata:
    title = in_each(lambda lang: page.sheets[lang].title)
    lines = in_each(lambda lang: word("mark.semicolon", lang).join(page.sheets[lang].lines))
    return Metadata(page.name, title, lines, page.class_, page.laws, page.command)


def _document(page: Taken, lang: str) -> Document:
    sheet = page.sheets[lang]
    laws = "; ".join(f"{code} {law[:12]}" for code, law in page.laws.items())
    first, *others = (section for section in sheet.sections if section.rows)
    chapters = [Chapter(first.title, (), (first,), sheet.pictures), *(Chapter(s.title, (), (s,)) for s in others)]
    return Document(
        language=TAGS[lang],
        title=sheet.title,
        class_line=word("run.class", lang, data=word(f"class.{page.class_}", lang)),
        synthetic="",
        summary_title=word("brief.summary", lang),
        summary=sheet.lines,
        chapters=tuple(chapters),
        method_title=word("brief.method", lang),
        method=(word("brief.method_law", lang, hash=laws),),
        command=page.command,
    )


__all__ = ["Sheet", "Taken", "take"]
