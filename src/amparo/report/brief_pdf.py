"""A policy brief as PDF: tagged, with language, title and outline, set by Typst in fonts that come with Amparo."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Final

from amparo.rules.errors import AmparoError

if TYPE_CHECKING:
    from amparo.report.brief import Document

FONTS: Final = Path(__file__).with_name("fonts")
_TEMPLATE: Final = Path(__file__).with_name("templates") / "brief.typ"
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
            sys_inputs={"brief": json.dumps(asdict(document), ensure_ascii=False)},
            pdf_standards=_STANDARD,
        )
    except typst.TypstError as error:
        raise NotOnPaper(
            f"The PDF of “{document.title}” cannot be set: {str(error).rstrip('.')}. Cure: other characters in the "
            "names of the reform or the population. The page, the document to edit and the workbook are written."
        ) from error
    return made
