"""The language of a page, from its address."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends

from amparo.report.words import LANGUAGES
from amparo.web.problems import NoPage


def spoken(lang: str) -> str:
    """The language in the path. Raises NoPage for any other."""
    if lang not in LANGUAGES:
        raise NoPage
    return lang


Spoken = Annotated[str, Depends(spoken)]

__all__ = ["Spoken", "spoken"]
