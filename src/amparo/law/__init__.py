"""The law of each country, as readable, cited, dated code. A country is a package of this folder that has a COUNTRY."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import TYPE_CHECKING, Final

from amparo.rules.book import LawBook, load
from amparo.rules.country import Country, by_code
from amparo.rules.errors import NameNotFound
from amparo.rules.messages import Listed, Message

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


def _declared() -> Iterator[Country]:
    """The COUNTRY of each package of this folder that has one."""
    for package in (each.name for each in iter_modules(__path__) if each.ispkg):
        country = getattr(import_module(f"{__name__}.{package}"), "COUNTRY", None)
        if isinstance(country, Country):
            yield country


COUNTRIES: Final = by_code(_declared())
REAL: Final = tuple(code for code, country in COUNTRIES.items() if not country.fictional)
"""The countries that are shown; the others are made up to test the engine."""


def not_held(country: str, held: Iterable[str]) -> Message:
    """That a country is none of those held."""
    return Message(
        "law.no_country",
        "No law is held for '{country}'. Countries: {countries}.",
        country=country,
        countries=Listed(held),
    )


@cache
def book(country: str) -> LawBook:
    """The law book of a country by its code, in capitals or not. Raises NameNotFound."""
    held = COUNTRIES.get(country.upper())
    if held is None:
        raise NameNotFound(not_held(country, COUNTRIES))
    return load(held, Path(__file__).with_name("common.yaml"))
