"""Requirements on a benefit: qualifying period, waiting, duration, age; its rate is in rates."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from amparo.analysis.conformity.beneficiary import (
    CAREERS,
    benefits_of,
    first_beneficiary,
    standard_beneficiary,
    verdict_on,
)
from amparo.analysis.conformity.cover import surely_outside
from amparo.analysis.conformity.rates import rate
from amparo.analysis.conformity.verdicts import (
    BRANCH_OF,
    FAIL,
    NOT_APPLICABLE,
    UNDETERMINED,
    Verdict,
    quantity,
)
from amparo.analysis.measures import Measure, benefit_days, measured, pension_age, shortest_record, waiting_days
from amparo.rules.bounds import high

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from amparo.analysis.conformity.assessed import Assessed
    from amparo.analysis.standard_persons import Person
    from amparo.analysis.terms import Terms
    from amparo.law.standards.requirements import Requirement
    from amparo.rules.bounds import Value

# Months of record tried where the standard gives no number; twice its number where it gives one.
_LONGEST_RECORD_TRIED: Final = 60
_UNTIL_OLD_AGE: Final = 15 * 365
OF_BENEFIT: Final = ("rate", "duration", "waiting", "qualifying", "age")


def benefits(country: Assessed, requirement: Requirement) -> Iterator[Verdict]:
    benefits = benefits_of(country, requirement)
    if not benefits:
        yield _without_benefit(country, requirement)
    for terms in benefits:
        person = first_beneficiary(country, terms)
        if person is None:
            yield verdict_on(country, requirement, terms, UNDETERMINED, missing=(("missing.standard_person", None),))
            continue
        yield _benefit(country, requirement, terms, person)
    if benefits and requirement.aspect == "rate" and all(terms.per == "once" for terms in benefits):
        yield Verdict(requirement, UNDETERMINED, missing=(("missing.periodical", None),))


def _without_benefit(country: Assessed, requirement: Requirement) -> Verdict:
    """No benefit of the Part is held: the law gives none where it covers nobody, else it is not known."""
    branch = BRANCH_OF[requirement.part]
    nobody = bool(country.covered) and all(surely_outside(country, each, branch) for each in country.covered)
    if nobody:
        return Verdict(requirement, FAIL, remarks=(("no_cover_of_branch", (("branch", branch),)),))
    return Verdict(requirement, UNDETERMINED, missing=(("missing.benefit", None),))


def _benefit(country: Assessed, requirement: Requirement, terms: Terms, person: Person) -> Verdict:
    if terms.per == "once" and requirement.aspect in ("waiting", "duration"):
        return verdict_on(country, requirement, terms, NOT_APPLICABLE)
    match requirement.aspect:
        case "rate":
            return rate(country, requirement, terms, person)
        case "duration":
            return _duration(country, requirement, terms, person)
    return _within(_LIMITS[requirement.aspect], country, requirement, terms, person)


def _waiting(country: Assessed, _: Requirement, terms: Terms, person: Person) -> Measure:
    return waiting_days(measured(country.book, person, standard_beneficiary(country, terms, person)), terms)


def _qualifying(country: Assessed, requirement: Requirement, terms: Terms, person: Person) -> Measure:
    told = standard_beneficiary(country, terms, person)
    asked = country.asked(requirement, "most_qualifying_months", "months")
    most = max(_LONGEST_RECORD_TRIED, 2 * asked.low if asked is not None else 0)
    found: Measure = country.cached(
        f"qualifying within {most}", terms, person, lambda: shortest_record(country.book, terms, person, told, most)
    )
    return found


def _age(country: Assessed, _: Requirement, terms: Terms, person: Person) -> Measure:
    told = country.told(CAREERS["OLD_AGE"])
    found: Measure = country.cached("age", terms, person, lambda: pension_age(country.book, terms, person, told))
    return found


@dataclass(frozen=True)
class _Limit:
    """A number that a standard lets a benefit ask at most.

    measure: the country's number; fact: how the standard's rule calls it; most: the standard's number; behind: which of
    the benefit's terms gives the country's; excuse: what else of the standard could still allow more.
    """

    measure: Callable[[Assessed, Requirement, Terms, Person], Measure]
    fact: str
    unit: str
    most: str
    behind: str
    excuse: str = ""


_LIMITS: Final = {
    "waiting": _Limit(_waiting, "waiting_days", "days", "most_waiting_days", "waiting", "waiting_is_older"),
    "qualifying": _Limit(_qualifying, "qualifying_months", "months", "most_qualifying_months", "qualified"),
    "age": _Limit(_age, "pension_age_months", "age", "most_pension_age_months", "qualified", "higher_age_justified"),
}


def _within(limit: _Limit, country: Assessed, requirement: Requirement, terms: Terms, person: Person) -> Verdict:
    found = limit.measure(country, requirement, terms, person)
    node, shown = getattr(terms, limit.behind), quantity(limit.unit, found.value)
    if not requirement.rule:
        return verdict_on(country, requirement, terms, UNDETERMINED, node, found=shown, relation="no_number")
    state = country.decide(requirement, requirement.rule, {limit.fact: found.value})
    return verdict_on(
        country,
        requirement,
        terms,
        state,
        node,
        found=shown,
        asked=country.asked(requirement, limit.most, limit.unit),
        relation="at_most",
        missing=country.missing(found, state, limit.excuse if found.known else ""),
    )


def _duration(country: Assessed, requirement: Requirement, terms: Terms, person: Person) -> Verdict:
    course = measured(country.book, person, standard_beneficiary(country, terms, person))
    found: Measure | None = benefit_days(country.book, course, terms)
    asked = country.asked(requirement, "least_benefit_days", "days")
    if found is None:
        state = country.decide(requirement, requirement.rule, {"paid_throughout": 1})
        return verdict_on(
            country, requirement, terms, state, asked=asked, relation="at_least", remarks=(("no_limit_in_time", ()),)
        )
    follows = _followed(country, requirement, terms)
    # An invalidity benefit may end where the old-age benefit begins: decades cannot be told from that end.
    open_ = bool(follows) or (requirement.part == "INVALIDITY" and high(found.value) >= _UNTIL_OLD_AGE)
    given: dict[str, Value | None] = {"benefit_days": found.value, "paid_throughout": None if open_ else 0}
    state = country.decide(requirement, requirement.rule, given)
    missing = country.missing(found, state, "paid_throughout" if open_ else "")
    return verdict_on(
        country,
        requirement,
        terms,
        state,
        terms.duration,
        found=quantity("days", found.value),
        asked=asked,
        relation="at_least" if asked else "throughout",
        missing=missing,
        remarks=tuple(("may_be_followed_by", (("benefit", other.id),)) for other in follows),
    )


def _followed(country: Assessed, requirement: Requirement, terms: Terms) -> list[Terms]:
    """Benefits without limit of the same scheme and Part, which may follow one that ends."""
    return [
        other
        for other in benefits_of(country, requirement)
        if other.scheme == terms.scheme and not other.duration and other.per != "once" and other.id != terms.id
    ]


__all__ = ["OF_BENEFIT", "benefits"]
