"""Whether a country's law meets international standards: pass, fail or undetermined, requirement by requirement.

What the text of the law decides (rates, waiting, duration, qualifying periods, who bears the cost, who is covered) is
measured by running the law on a standard person; the standard's own rule then compares. How many persons are protected
needs a population or labour statistics. What is missing is named, and nothing is guessed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from amparo.analysis.conformity.assessed import Assessed
from amparo.analysis.conformity.benefits import OF_BENEFIT, benefits
from amparo.analysis.conformity.cover import basic_income, formal_coverage, health_care, seekers_of_work
from amparo.analysis.conformity.indicators import financing, legal_coverage, published_series, share_of_active
from amparo.analysis.conformity.parts import part_verdicts
from amparo.analysis.conformity.protected import persons_protected
from amparo.analysis.conformity.verdicts import (
    BRANCH_OF,
    FAIL,
    MEASURED,
    NOT_APPLICABLE,
    PASS,
    STATES,
    UNDETERMINED,
    Conformity,
    PartVerdict,
    Quantity,
    Verdict,
)
from amparo.law.standards.requirements import ratifications, requirements, standards
from amparo.rules.errors import NameNotFound, nearest
from amparo.rules.messages import Listed, Message

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from amparo.analysis.aggregates import Aggregates
    from amparo.analysis.series import LabourShares, SdgValue
    from amparo.law.standards.requirements import Requirement
    from amparo.rules.book import LawBook


def conform(
    book: LawBook,
    on: int,
    *,
    only: str | None = None,
    place: str = "",
    aggregates: Aggregates | None = None,
    labour: LabourShares | None = None,
    sdg: Iterable[SdgValue] = (),
    skilled_wage: int | None = None,
    labourer_wage: int | None = None,
    assumed: Mapping[str, str] | None = None,
) -> Conformity:
    """Hold a country's law on a day against the standards (all, or the one named).

    Wages are a month's, in smallest units: of a skilled manual male employee (art. 65(6)) and of an ordinary adult
    male labourer (art. 66(4)). assumed: facts of the standard persons that the law asks for and nobody tells, by name;
    they are recorded. Raises NameNotFound for a standard or a fact that is not held.
    """
    if only is not None and only not in standards():
        raise NameNotFound(
            Message(
                "standard.unknown",
                "'{only}' is not a standard held.{hint} Held: {known}.",
                only=only,
                hint=nearest(only, standards()),
                known=Listed(standards()),
            )
        )
    told = tuple((book.find(name), value) for name, value in (assumed or {}).items())
    country = Assessed(book, on, place, aggregates, labour, tuple(sdg), skilled_wage, labourer_wage, told)
    asked = [each for each in requirements() if only in (None, each.standard)]
    verdicts = tuple(verdict for requirement in asked for verdict in _verdicts(country, requirement))
    code = book.country.code
    return Conformity(
        book=book,
        country=code,
        on=on,
        place=country.place,
        verdicts=verdicts,
        parts=tuple(part_verdicts(country, verdicts)),
        ratified=tuple(r for r in ratifications() if r.country == code and only in (None, r.standard)),
        class_="" if aggregates is None else aggregates.class_,
        source="" if aggregates is None else aggregates.source,
        assumed=told,
    )


def _verdicts(country: Assessed, requirement: Requirement) -> Iterator[Verdict]:
    match requirement.aspect:
        case "effective_coverage":
            yield published_series(country, requirement)
        case "legal_coverage":
            yield legal_coverage(country, requirement)
        case "contributing":
            yield share_of_active(country, requirement, "active")
        case "effective":
            yield share_of_active(country, requirement, "qualified")
        case "adequacy":
            yield share_of_active(country, requirement, "adequate")
        case "persons":
            yield persons_protected(country, requirement)
        case "financing":
            yield financing(country, requirement)
        case "seekers":
            yield seekers_of_work(country, requirement)
        case "formal_employees" | "formal_self_employed":
            yield from formal_coverage(country, requirement)
        case "guarantee_health":
            yield health_care(country, requirement)
        case "guarantee_children" | "guarantee_active_age" | "guarantee_older":
            yield basic_income(country, requirement)
        case aspect if aspect in OF_BENEFIT:
            yield from benefits(country, requirement)
        case _:
            yield Verdict(requirement, UNDETERMINED)


__all__ = [
    "BRANCH_OF",
    "FAIL",
    "MEASURED",
    "NOT_APPLICABLE",
    "PASS",
    "STATES",
    "UNDETERMINED",
    "Conformity",
    "PartVerdict",
    "Quantity",
    "Verdict",
    "conform",
]
