"""Countries held against international standards and against each other, from Python.

`amparo.conform("PT", on="2025-01-01")` · `amparo.compare(["PT", "CN"], "unemployment", on="2025-01-01")`
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from amparo.analysis import comparison, conformity
from amparo.analysis.aggregates import AggregatesError, read_aggregates
from amparo.analysis.series import labour_shares, sdg_values
from amparo.api import OutsideRecords, day_told, law
from amparo.engine.dossier import month_holding
from amparo.report.words import word
from amparo.rules.kinds import KINDS, date_of, day_of, read_value

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from amparo.analysis.comparison import Comparison
    from amparo.analysis.conformity import Conformity
    from amparo.rules.book import LawBook


def conform(
    country: str,
    on: str | None = None,
    *,
    standard: str | None = None,
    place: str = "",
    population: str | Path | None = None,
    labour: str | Path | None = None,
    sdg: str | Path | None = None,
    skilled_wage: str | None = None,
    labourer_wage: str | None = None,
    assumed: Mapping[str, str] | None = None,
    known_on: str | None = None,
    lang: str = "en",
) -> Conformity:
    """A country's law on a day (default today) held against the standards, or against one of them.

    population: a file or folder of aggregates (docs/standards.md); labour, sdg: CSV files of published series. Wages
    are a month's, written as amounts; assumed: facts of the standard persons, recorded with the result.
    Raises NameNotFound, AggregatesError, SeriesError, OutsideRecords.
    """
    day = day_of(dt.date.today()) if on is None else day_told(on, lang)
    book = law(country.upper(), known_on)
    if place:
        _check_place(place, book, lang)
    aggregates = None if population is None else read_aggregates(population, month_holding(day))
    if aggregates is not None and aggregates.country != book.country.code:
        said = word("error.other_country", lang, file=population, told=aggregates.country, asked=book.country.code)
        raise AggregatesError(said)
    return conformity.conform(
        book,
        day,
        only=standard.upper() if standard is not None else None,
        place=place,
        aggregates=aggregates,
        labour=None if labour is None else labour_shares(labour, book.country.code, date_of(day).year),
        sdg=() if sdg is None else sdg_values(sdg, book.country.code),
        skilled_wage=_amount(skilled_wage, lang),
        labourer_wage=_amount(labourer_wage, lang),
        assumed=assumed,
    )


def compare(
    countries: Sequence[str],
    branch: str,
    on: str | None = None,
    *,
    places: Mapping[str, str] | None = None,
    known_on: str | None = None,
    lang: str = "en",
) -> Comparison:
    """The table of a branch for countries on a day (default today); places: by country, where its persons live.

    Raises NameNotFound for a country or table that is not there, OutsideRecords for a day or place.
    """
    day = day_of(dt.date.today()) if on is None else day_told(on, lang)
    books = [law(country.upper(), known_on) for country in dict.fromkeys(countries)]
    held = {book.country.code: book for book in books}
    for country, place in (places or {}).items():
        if country not in held:
            raise OutsideRecords(word("error.place_of_country", lang, text=f"{country}={place}"))
        _check_place(place, held[country], lang)
    return comparison.compare(books, branch, day, places=places)


def _amount(text: str | None, lang: str) -> int | None:
    if text is None:
        return None
    try:
        return read_value(KINDS["money"], text)
    except ValueError:
        raise OutsideRecords(word("error.no_amount", lang, text=text)) from None


def _check_place(place: str, book: LawBook, lang: str) -> None:
    names = book.places.names
    if place not in names:
        known = word("mark.comma", lang).join(names) or "–"
        raise OutsideRecords(word("error.no_place", lang, place=place, known=known))


__all__ = ["compare", "conform"]
