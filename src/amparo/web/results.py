"""A result to take away: tables as files, the page as a document, the specification of a chart."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from starlette.responses import JSONResponse, Response

from amparo.report.datatables import Metadata
from amparo.report.documents import Chapter, Document, Picture
from amparo.report.downloads import FORMATS, media_of, tables_to
from amparo.report.words import word
from amparo.rules.evidence import LANGUAGES, Label
from amparo.scenarios.stored import table_of
from amparo.scenarios.views import view_of
from amparo.web.problems import NoPage
from amparo.web.shell import TAGS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from amparo.scenarios.views import View
    from amparo.web.running import Standing

DOCUMENTS: Final = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
ENDINGS: Final = (*FORMATS, *DOCUMENTS)


def download(found: Standing, ending: str, name: str) -> Response:
    """The result as a file of that ending. Raises NoPage where there is no result, or no such file."""
    if found.result is None or ending not in ENDINGS:
        raise NoPage
    if ending in DOCUMENTS:
        return attachment(_paper(found, ending), DOCUMENTS[ending], f"{name}.{found.lang}.{ending}")
    tables = [table_of(one) for one in found.result["tables"]]
    media = media_of(ending, tables)
    content = tables_to(ending, tables, _metadata(found.result, name), found.lang)
    return attachment(content, media.type, f"{name}.{found.lang}.{media.ending}")


def chart_spec(found: Standing, figure: str) -> Response:
    """The specification of one chart of a result. Raises NoPage where there is none."""
    view = found.view
    held = None if view is None else view.figure(figure)
    if held is None or held.chart is None:
        raise NoPage
    return JSONResponse(held.chart)


def text_file(text: str, name: str, kind: str = "application/yaml") -> Response:
    """A text to take away."""
    return attachment(text.encode(), f"{kind}; charset=utf-8", name)


def _metadata(result: Mapping[str, Any], name: str) -> Metadata:
    views: dict[str, View] = {lang: view_of(result["views"][lang]) for lang in LANGUAGES}
    lines = zip(*(views[lang].lines for lang in LANGUAGES), strict=True)
    return Metadata(
        name=name,
        title=Label(*(views[lang].title for lang in LANGUAGES)),
        description=Label(*(views[lang].lines[0] for lang in LANGUAGES)),
        class_=result["class"],
        laws=result["laws"],
        command="\n".join(views["en"].commands),
        notes=tuple(Label(*said) for said in lines),
    )


def _paper(found: Standing, ending: str) -> bytes:
    from amparo.report.brief_docx import brief_docx
    from amparo.report.brief_pdf import brief_pdf

    made = document_of(found)
    return brief_pdf(made) if ending == "pdf" else brief_docx(made)


def document_of(found: Standing) -> Document:
    """The result as a document: findings, tables by chapter, method, commands. Raises NoPage where there is none."""
    view, lang = found.view, found.lang
    if view is None or found.result is None:
        raise NoPage
    laws = "; ".join(f"{code} {law[:12]}" for code, law in found.result["laws"].items())
    return Document(
        language=TAGS[lang],
        title=view.title,
        class_line=word("run.class", lang, data=word(f"class.{found.result['class']}", lang)),
        synthetic=view.lines[0],
        summary_title=word("brief.summary", lang),
        summary=(*view.summary, *view.lines[1:]),
        chapters=tuple(
            Chapter(
                one.title,
                (one.lead,) if one.lead else (),
                tuple(figure.section for figure in one.figures),
                tuple(Picture(figure.chart) for figure in one.figures if figure.chart is not None),
            )
            for one in view.chapters
        ),
        method_title=word("brief.method", lang),
        method=(word("brief.method_law", lang, hash=laws), word("web.run.method", lang)),
        command="\n".join(view.commands),
    )


def attachment(content: bytes, kind: str, name: str) -> Response:
    """A file to take away, under a plain name."""
    safe = "".join(sign if sign.isascii() and (sign.isalnum() or sign in "-_.") else "_" for sign in name)
    return Response(content, media_type=kind, headers={"content-disposition": f'attachment; filename="{safe}"'})


__all__ = ["ENDINGS", "attachment", "chart_spec", "document_of", "download", "text_file"]
