"""Standard persons: the standard beneficiary of the Conventions, and one person for each way of working.

A person is a case file with blanks (persons/<country>.yaml): wage, age, place and length of the record are filled in.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from amparo.law import COUNTRIES
from amparo.records.case import case_from
from amparo.rules.errors import NameNotFound, nearest
from amparo.rules.evidence import read_label
from amparo.rules.helpers import first_day
from amparo.rules.kinds import KINDS, Month, date_of, month_text, read_value, show_value
from amparo.rules.messages import Message
from amparo.rules.topics import read_yaml

if TYPE_CHECKING:
    from collections.abc import Mapping

    from amparo.engine.dossier import Dossier
    from amparo.rules.book import LawBook
    from amparo.rules.evidence import Label

# Ways of working, in the order in which they are shown.
GROUPS: Final = ("employees", "self_employed", "dependent", "platform")
RESIDENTS: Final = "residents"
# Months of work told as engagements; what lies before them is told as a record of contributions, where the law has one.
MOST_MONTHS_OF_WORK: Final = 15
USUAL_AGE: Final = 40 * 12
_FOLDER: Final = Path(__file__).with_name("persons")


@dataclass(frozen=True)
class Person:
    """A case with blanks; group: the way of working it stands for."""

    id: str
    group: str
    label: Label
    worker: Mapping[str, Any]
    payers: Mapping[str, Any]


@dataclass(frozen=True)
class Persons:
    """The standard persons of a country, the wages to try, and the place where they live if no other is asked for.

    average_earnings: of all employees protected, with its source; family: facts of the family of the standard
    beneficiary (a spouse and two children), as far as the country's law asks for them.
    """

    country: str
    least_wage: int
    most_wage: int
    place: str
    by_id: Mapping[str, Person]
    average_earnings: Mapping[str, Any] = field(default_factory=dict)
    family: Mapping[str, Any] = field(default_factory=dict)

    def of_group(self, group: str) -> Person | None:
        """The person that stands for a way of working; None where the country has none."""
        return next((person for person in self.by_id.values() if person.group == group), None)


@dataclass(frozen=True, slots=True)
class Told:
    """What is filled in: the month asked about, monthly wage in smallest units, months on record before it, age."""

    month: int
    wage: int
    career: int = 36
    age_months: int = USUAL_AGE
    place: str = ""
    worker: tuple[tuple[str, Any], ...] = ()


@cache
def comparable() -> tuple[str, ...]:
    """The countries whose standard persons are written, in the order of lists: those that can be measured by them."""
    return tuple(code for code in COUNTRIES if (_FOLDER / f"{code}.yaml").is_file())


@cache
def persons_of(country: str) -> Persons:
    """The standard persons of a country. Raises NameNotFound where none are written."""
    file = _FOLDER / f"{country.upper()}.yaml"
    if country.upper() not in comparable():
        raise NameNotFound(
            Message(
                "standard.no_persons",
                "No standard persons are written for '{country}'.{hint}",
                country=country,
                hint=nearest(country.upper(), comparable()),
            )
        )
    data = read_yaml(file)
    money = KINDS["money"]
    return Persons(
        country=country.upper(),
        least_wage=read_value(money, data["wage"]["least"]),
        most_wage=read_value(money, data["wage"]["most"]),
        place=str(data.get("place", "")),
        by_id={
            name: Person(
                name,
                said["group"],
                read_label(said["label"], f"{file.name}, {name}"),
                said.get("worker", {}),
                said.get("payers", {}),
            )
            for name, said in data["persons"].items()
        },
        average_earnings=data.get("average_earnings", {}),
        family=data.get("family", {}),
    )


def dossier_of(book: LawBook, person: Person, told: Told) -> Dossier:
    """The person as a dossier of `career` months before the month asked about; nothing came before.

    The work goes on until the end of the calendar year: some rules measure a whole year.
    """
    first, last = told.month - told.career, told.month // 12 * 12 + 11
    work = max(first, told.month - MOST_MONTHS_OF_WORK + 1) if _has_record(person) else first
    month = KINDS["month"]
    money = KINDS["money"]
    born = first_day(Month(told.month - told.age_months))
    blanks: dict[str, Any] = {
        "$wage": show_value(money, told.wage),
        "$fourteen_wages": show_value(money, told.wage * 14),
        "$seventy_percent": show_value(money, told.wage * 7 // 10),
        "$half": show_value(money, told.wage // 2),
        "$birth": date_of(born).isoformat(),
        "$work": show_value(month, work),
        "$start": show_value(month, first),
        "$started": date_of(first_day(Month(first))).isoformat(),
        "$place": told.place,
        "$record": f"{month_text(first)}..{month_text(work - 1)}" if work > first else None,
    }
    held = [(name, value) for name, value in told.worker if name in book.nodes or name in book.short_names]
    worker = {book.find(name): value for name, value in (*person.worker.items(), *held)}  # what is said later counts
    case = {
        "country": book.country.code,
        "name": person.id,
        "from": show_value(month, first),
        "to": show_value(month, last),
        "nothing_before": True,
        "nothing_after": True,
        "worker": _filled(worker, blanks),
        "payers": _filled(person.payers, blanks),
    }
    return case_from(case, book, f"persons/{book.country.code}.yaml").dossier


def _has_record(person: Person) -> bool:
    return any(isinstance(value, dict) and "$record" in value for value in person.worker.values())


def _filled(data: Any, blanks: Mapping[str, Any]) -> Any:
    """The data with its blanks filled; what is told of an empty stretch is left out."""
    match data:
        case dict():
            pairs = {_filled(key, blanks): _filled(value, blanks) for key, value in data.items()}
            return {key: value for key, value in pairs.items() if key is not None and value != {}}
        case list():
            return [_filled(item, blanks) for item in data]
        case str() if data in blanks:
            return blanks[data]
    return data


__all__ = [
    "GROUPS",
    "MOST_MONTHS_OF_WORK",
    "RESIDENTS",
    "USUAL_AGE",
    "Person",
    "Persons",
    "Told",
    "dossier_of",
    "persons_of",
]
