"""What became of a requirement, and how verdicts are joined."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from amparo.rules.bounds import high, low
from amparo.rules.declarations import Branch

if TYPE_CHECKING:
    from collections.abc import Mapping

    from amparo.law.standards.requirements import Ratification, Requirement
    from amparo.rules.book import LawBook
    from amparo.rules.bounds import Value
    from amparo.rules.evidence import Citation, Evidence, Label

# Words with their values, for report/ to say.
Remarks = tuple[tuple[str, tuple[tuple[str, Any], ...]], ...]
PASS, FAIL, UNDETERMINED, NOT_APPLICABLE, MEASURED = "pass", "fail", "undetermined", "not_applicable", "measured"
STATES: Final = (PASS, FAIL, UNDETERMINED, NOT_APPLICABLE, MEASURED)
WHOLE: Final = 1_000_000

BRANCH_OF: Final[Mapping[str, Branch]] = {
    "MEDICAL_CARE": Branch.MEDICAL_CARE,
    "SICKNESS": Branch.SICKNESS,
    "UNEMPLOYMENT": Branch.UNEMPLOYMENT,
    "OLD_AGE": Branch.OLD_AGE,
    "EMPLOYMENT_INJURY": Branch.EMPLOYMENT_INJURY,
    "EMPLOYMENT_INJURY_SURVIVORS": Branch.EMPLOYMENT_INJURY,
    "FAMILY": Branch.FAMILY,
    "MATERNITY": Branch.MATERNITY_PARENTAL,
    "INVALIDITY": Branch.INVALIDITY,
    "SURVIVORS": Branch.SURVIVORS,
}


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number as it stands: kind (rate, days, months, money, count, coverage), and its bounds."""

    kind: str
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one requirement, for one benefit, person or the whole country.

    found and asked are the two numbers compared, relation how ('at_least', 'at_most'). missing: facts, provisions or
    statistics not known (name, label; a name of report/words has no label). remarks: words with their values.
    """

    requirement: Requirement
    state: str
    scheme: str = ""
    benefit: str = ""
    group: str = ""
    found: Quantity | None = None
    asked: Quantity | None = None
    relation: str = ""
    missing: tuple[tuple[str, Label | None], ...] = ()
    cites: tuple[Citation, ...] = ()
    doubts: tuple[tuple[str, Evidence], ...] = ()
    remarks: Remarks = ()


@dataclass(frozen=True, slots=True)
class PartVerdict:
    """A Part as a whole, and how it stands for platform workers: inside, voluntary, outside or undecided.

    carried_by: the schemes of employees whose benefits meet every number; broken_by: those that fail one.
    """

    standard: str
    part: str
    number: str
    state: str
    platform: str
    carried_by: tuple[str, ...] = ()
    broken_by: tuple[str, ...] = ()


@dataclass(frozen=True)
class Conformity:
    """All verdicts for a country on a day."""

    book: LawBook = field(repr=False)
    country: str
    on: int
    place: str
    verdicts: tuple[Verdict, ...]
    parts: tuple[PartVerdict, ...]
    ratified: tuple[Ratification, ...]
    class_: str = ""
    source: str = ""
    assumed: tuple[tuple[str, str], ...] = ()

    def of(self, requirement: str) -> tuple[Verdict, ...]:
        """The verdicts on one requirement, by its id."""
        return tuple(verdict for verdict in self.verdicts if verdict.requirement.id == requirement)


def all_of(states: list[str]) -> str:
    """A conjunction of verdicts."""
    if FAIL in states:
        return FAIL
    return UNDETERMINED if UNDETERMINED in states or not states else PASS


def any_of(states: list[str]) -> str:
    """A disjunction of verdicts."""
    if PASS in states:
        return PASS
    return UNDETERMINED if UNDETERMINED in states or not states else FAIL


def quantity(kind: str, value: Value) -> Quantity:
    return Quantity(kind, low(value), high(value))


__all__ = [
    "BRANCH_OF",
    "FAIL",
    "MEASURED",
    "NOT_APPLICABLE",
    "PASS",
    "STATES",
    "UNDETERMINED",
    "WHOLE",
    "Conformity",
    "PartVerdict",
    "Quantity",
    "Remarks",
    "Verdict",
    "all_of",
    "any_of",
    "quantity",
]
