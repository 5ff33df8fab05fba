"""A policy brief as PDF: tagged, with language, title and outline, set by Typst in fonts that come with Amparo."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from amparo.report.brief import Document

FONTS: Final = Path(__file__).with_name("fonts")
_TEMPLATE: Final = Path(__file__).with_name("templates") / "brief.typ"
_STANDARD: Final = "ua-1"
"""Universal accessibility, ISO 14289-1: Typst refuses to write what does not hold it."""


def brief_pdf(document: Document) -> bytes:
    """The brief on A4 pages, by PDF/UA-1. No font of the machine is read: the same everywhere."""
    import typst

    made: bytes = typst.compile(
        str(_TEMPLATE),
        format="pdf",
        font_paths=[str(FONTS)],
        ignore_system_fonts=True,
        sys_inputs={"brief": json.dumps(asdict(document), ensure_ascii=False)},
        pdf_standards=_STANDARD,
    )
    return made
