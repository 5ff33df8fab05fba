"""A country: what its package declares of itself, so that nothing else needs to know which countries there are."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from amparo.rules.errors import LawError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


@dataclass(frozen=True)
class Country:
    """A country's package: which topics, in reading order, since when its law is held, and how it is listed.

    iso3, m49: what the series of the ILO (three letters) and of the United Nations (three digits) call it; fictional:
    made up for tests, and listed on no page; listed: where it stands among countries, equal ones by code; first_topic:
    what writing a reform begins with. Of these only code, currency and law_since are part of the law's fingerprint.
    """

    code: str
    name: Mapping[str, str]
    currency: str
    law_since: str
    package: str
    topics: tuple[str, ...]
    bindings: Mapping[str, str] | None = None
    iso3: str = ""
    m49: str = ""
    fictional: bool = False
    listed: int = 100
    first_topic: str = ""

    @property
    def home(self) -> str:
        """The name of its folder, here and on the floors above: law/<home>, population/<home>, demo/<home>."""
        return self.package.rpartition(".")[2]

    def folder(self) -> Path:
        """Where its law stands."""
        file = import_module(self.package).__file__
        assert file is not None
        return Path(file).parent


def by_code(countries: Iterable[Country]) -> Mapping[str, Country]:
    """Countries by their code, in the order of lists, made-up ones last. Raises LawError where two have one code."""
    found: dict[str, Country] = {}
    for country in countries:
        if (other := found.setdefault(country.code, country)) is not country:
            raise LawError(f"{other.package} and {country.package} both are {country.code}. Cure: a code of its own.")
    return MappingProxyType(dict(sorted(found.items(), key=lambda item: (item[1].fictional, item[1].listed, item[0]))))


__all__ = ["Country", "by_code"]
