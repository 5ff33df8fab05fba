"""What each country's population package holds: margins, a generator, and how published figures are measured on it.

The package of a country is the folder of the same name as that of its law: population/<home>/ with margins.yaml,
generator.py and, where its margins name figures to be held against, validation.py.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol, cast

from amparo.law import COUNTRIES
from amparo.population.margins import Margins, MarginsError, read_margins
from amparo.rules.messages import Listed, Message

if TYPE_CHECKING:
    import numpy as np

    from amparo.population.raking import Persons

FOLDER: Final = Path(__file__).parent
MARGINS: Final = "margins.yaml"


class Generator(Protocol):
    """A country's generator.py."""

    def candidates(self, rng: np.random.Generator, n: int, margins: Margins) -> Persons:
        """So many persons by the margins, each variable for itself, before raking."""

    def turnover(self, persons: Persons, margins: Margins, first: int, last: int) -> np.ndarray:
        """How many persons like each there are in all the months for one of those that the margins count."""

    def write(
        self,
        rng: np.random.Generator,
        persons: Persons,
        start: int,
        margins: Margins,
        first: int,
        last: int,
        home: Path,
        part: int,
    ) -> dict[str, int]:
        """One part of the records, months first to last; rows by table. start: the number of the first person."""


class Validation(Protocol):
    """A country's validation.py."""

    OUTPUTS: tuple[str, ...]
    """The provisions whose values the figures are measured on."""

    def measured(self, results: Path, home: Path, weight: float) -> dict[str, float | None]:
        """Each figure by its id in the margins, from a run's results and the population's records."""


@cache
def populated() -> tuple[str, ...]:
    """The countries that have a population, in the order of lists."""
    return tuple(code for code, country in COUNTRIES.items() if (FOLDER / country.home / MARGINS).is_file())


def margins_of(country: str) -> Margins:
    """The margins of a country's population. Raises MarginsError for a country that has none."""
    code = country.upper()
    if code not in populated():
        raise MarginsError(
            Message(
                "population.country",
                "There is no population of '{country}': one of {countries}.",
                country=country,
                countries=Listed(populated()),
            )
        )
    return _read(code)


@cache
def _read(code: str) -> Margins:
    home = COUNTRIES[code].home
    margins = read_margins(FOLDER / home / MARGINS)
    if margins.country != code:
        raise MarginsError(f"{home}/{MARGINS}: country {margins.country}. Cure: country: {code}, as its law says.")
    return margins


def generator_of(country: str) -> Generator:
    """What draws a country's persons and writes their records."""
    return cast("Generator", import_module(f"amparo.population.{COUNTRIES[country].home}.generator"))


def validation_of(country: str) -> Validation:
    """How the published figures of a country are measured."""
    return cast("Validation", import_module(f"amparo.population.{COUNTRIES[country].home}.validation"))


__all__ = ["Generator", "Validation", "generator_of", "margins_of", "populated", "validation_of"]
