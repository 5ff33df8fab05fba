"""The benefits of a Part, the standard person to whom the law may give one, and the verdict on it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from amparo.analysis.conformity.assessed import USUAL_CAREER
from amparo.analysis.conformity.verdicts import Verdict
from amparo.analysis.measures import Measure, pension_age
from amparo.analysis.provisions import behind, cites_of
from amparo.law.standards.conventions import Part
from amparo.rules.bounds import low
from amparo.rules.declarations import Contingency

if TYPE_CHECKING:
    from amparo.analysis.conformity.assessed import Assessed
    from amparo.analysis.standard_persons import Person, Told
    from amparo.analysis.terms import Terms
    from amparo.law.standards.requirements import Requirement

C102_NUMBER: Final = {
    part: number
    for part, number in zip(
        Part.__members__, ("II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "VI"), strict=True
    )
}
# The record of contributions that each Part gives its standard beneficiary (30 years, 15 years; else three years).
CAREERS: Final = {"OLD_AGE": 360, "INVALIDITY": 180, "SURVIVORS": 180}
_OLD_ENOUGH: Final = 68 * 12


def benefits_of(country: Assessed, requirement: Requirement) -> list[Terms]:
    number = C102_NUMBER[requirement.part]
    found = [terms for terms in country.terms if terms.c102 == number]
    if number == "VI":
        survivors = requirement.part == "EMPLOYMENT_INJURY_SURVIVORS"
        found = [terms for terms in found if _is_of_survivors(terms) == survivors]
    return found


def first_beneficiary(country: Assessed, terms: Terms) -> Person | None:
    """The first standard person to whom the law may give the benefit."""
    return next((held.person for held in country.covered if held.may_have(terms)), None)


def verdict_on(
    country: Assessed, requirement: Requirement, terms: Terms, state: str, node: str = "", **more: Any
) -> Verdict:
    stated = behind(country.book, node, country.on, country.place) if node else ()
    own = [each for each in stated if each.role in ("rule", "parameter")]
    doubts = tuple((each.key, each.evidence) for each in own if each.evidence is not None and each.evidence.doubtful)
    return Verdict(requirement, state, terms.scheme, terms.id, cites=cites_of(own), doubts=doubts, **more)


def standard_beneficiary(country: Assessed, terms: Terms, person: Person) -> Told:
    """The standard beneficiary of the benefit: the record of its Part, and for a pension the age that it asks."""
    part = next((p for p, number in C102_NUMBER.items() if number == terms.c102), "")
    told = country.told(CAREERS.get(part, USUAL_CAREER))
    if part == "MATERNITY":
        told = replace(told, worker=(*told.worker, ("sex", "female")), age_months=30 * 12)
    if part == "OLD_AGE":
        age: Measure = country.cached("age", terms, person, lambda: pension_age(country.book, terms, person, told))
        told = replace(told, age_months=low(age.value) if age.known else _OLD_ENOUGH)
    return told


def _is_of_survivors(terms: Terms) -> bool:
    """Whether a benefit of injury is paid for a death: by its contingency, or by name where that is the accident."""
    return terms.contingency == Contingency.DEATH or any(w in terms.id for w in ("death", "survivors", "dependants"))


__all__ = ["C102_NUMBER", "CAREERS", "benefits_of", "first_beneficiary", "standard_beneficiary", "verdict_on"]
