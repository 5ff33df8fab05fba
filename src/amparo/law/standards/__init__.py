"""International standards: what the ILO and the European Union ask, as law of the same language as a country's.

The requirements stand in requirements.yaml, with the rule of this book that decides each; `requirements()` reads them.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from amparo.rules import Country
from amparo.rules.book import load

if TYPE_CHECKING:
    from amparo.rules.book import LawBook

STANDARDS: Final = Country(
    code="STANDARDS",
    name={"en": "International standards", "pt": "Normas internacionais", "zh": "国际标准"},
    currency="",
    law_since="2018-01-01",
    package=__name__,
    topics=("conventions", "guarantees"),
)


@cache
def standards_book() -> LawBook:
    """The standards as a law book; amounts are in the currency of the country measured."""
    return load(STANDARDS, Path(__file__).parents[1] / "common.yaml")
