"""The law of each country, as readable, cited, dated code."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Final

from amparo.rules.book import LawBook, load
from amparo.rules.errors import NameNotFound

COUNTRIES: Final = {"PT": "portugal", "CN": "china", "FICTIONAL": "fictional"}


@cache
def book(country: str) -> LawBook:
    """The law book of a country by its code: PT, CN, or fictional (a country made up to test the engine)."""
    package = COUNTRIES.get(country.upper())
    if package is None:
        raise NameNotFound(f"No law is held for '{country}'. Countries: {', '.join(COUNTRIES)}.")
    return load(import_module(f"amparo.law.{package}").COUNTRY, Path(__file__).with_name("common.yaml"))
