"""What somebody asks for by name, found or refused: a law, a day, a case, a rule."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache, reduce
from pathlib import Path
from typing import TYPE_CHECKING, Any

from amparo.law import COUNTRIES
from amparo.law import book as book_of
from amparo.records.case import Case, case_from, read_case
from amparo.report.words import word
from amparo.rules.errors import AmparoError, NameNotFound
from amparo.rules.kinds import read_date
from amparo.rules.messages import Message, what_of

if TYPE_CHECKING:
    from amparo.rules.book import LawBook


class OutsideRecords(AmparoError):
    """A file that is not there, or a day, row or result that the case does not have."""


@lru_cache(maxsize=16)
def law(country: str, known_on: str | None = None) -> LawBook:
    """The law book of a country, as known today or on a day; a few are kept, as each day asked for makes another."""
    book = book_of(country)
    return book if known_on is None else book.as_known_on(read_date(known_on))


def day_told(text: str, lang: str) -> int:
    """A day as written. Raises OutsideRecords where it is none."""
    try:
        return read_date(text)
    except ValueError:
        raise OutsideRecords(word("error.no_date", lang, text=text)) from None


def case_of(case: str | Path | Mapping[str, Any] | Case, lang: str = "en") -> Case:
    """A case file, a mapping of the same shape or a case already read, as a case. Raises CaseError, OutsideRecords."""
    if isinstance(case, str | Path) and not Path(case).is_file():
        raise OutsideRecords(word("error.no_file", lang, path=case))
    if isinstance(case, Case):
        return case
    return case_from(case) if isinstance(case, Mapping) else read_case(case)


def _both(one: str, other: str) -> str:
    return Message("law.both", "{one} {other}", one=one, other=other)


def find_rule(rule: str, country: str | None = None) -> tuple[str, str]:
    """(country, full name) of 'PT:topic.name', 'topic.name' or a name that stands in one place only.

    Raises NameNotFound naming the places where an ambiguous name stands, or the nearest names.
    """
    code, _, name = rule.rpartition(":")
    codes = [c.upper() for c in (code, country) if c]
    searched = codes[:1] if codes else list(COUNTRIES)
    found: list[tuple[str, str]] = []
    errors: list[str] = []
    for each in searched:
        book = book_of(each)
        if name in book.nodes:
            found.append((each, name))
            continue
        keys = [key for key in book.short_names.get(name, ()) if "@" not in key]
        found += [(each, key) for key in keys]
        if not keys:
            try:
                book.find(name)
            except NameNotFound as error:
                errors.append(what_of(error))
    real = [item for item in found if not COUNTRIES[item[0]].fictional] or found
    if len(real) == 1:
        return real[0]
    if real:
        places = ", ".join(f"{each}:{key}" for each, key in real)
        raise NameNotFound(
            Message(
                "law.several_places",
                "'{name}' stands in several places: {places}. Cure: write one of them.",
                name=name,
                places=places,
            )
        )
    raise NameNotFound(reduce(_both, errors))
