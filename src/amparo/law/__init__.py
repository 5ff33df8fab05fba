"""The law of each country, as readable, cited, dated code. A country is a package of this folder that has a COUNTRY."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from amparo.rules.book import LawBook, load
from amparo.rules.country import Country
from amparo.rules.errors import LawError, NameNotFound
from amparo.rules.messages import Listed, Message

if TYPE_CHECKING:
    from collections.abc import Mapping


def _held() -> Mapping[str, Country]:
    """Every country by its code, in the order of lists, made-up ones last. Raises LawError where two have one code."""
    found: dict[str, Country] = {}
    for package in (each.name for each in iter_modules(__path__) if each.ispkg):
        country = getattr(import_module(f"{__name__}.{package}"), "COUNTRY", None)
        if not isinstance(country, Country):
            continue
        if (other := found.setdefault(country.code, country)) is not country:
            raise LawError(f"{other.package} and {country.package} both are {country.code}. Cure: a code of its own.")
    return MappingProxyType(dict(sorted(found.items(), key=lambda item: (item[1].fictional, item[1].listed, item[0]))))


COUNTRIES: Final = _held()
REAL: Final = tuple(code for code, country in COUNTRIES.items() if not country.fictional)
"""The countries that are shown; the others are made up to test the engine."""


@cache
def book(country: str) -> LawBook:
    """The law book of a country by its code, in capitals or not."""
    held = COUNTRIES.get(country.upper())
    if held is None:
        raise NameNotFound(
            Message(
                "law.no_country",
                "No law is held for '{country}'. Countries: {countries}.",
                country=country,
                countries=Listed(COUNTRIES),
            )
        )
    return load(held, Path(__file__).with_name("common.yaml"))
