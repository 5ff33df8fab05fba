"""The rate of a benefit over the earnings before, at several wages, and of a flat benefit by the labourer's wage."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from amparo.analysis.conformity.beneficiary import standard_beneficiary, verdict_on
from amparo.analysis.conformity.verdicts import (
    FAIL,
    NOT_APPLICABLE,
    PASS,
    UNDETERMINED,
    WHOLE,
    Quantity,
    Remarks,
    Verdict,
    all_of,
    any_of,
    quantity,
)
from amparo.analysis.measures import RateAt, missing_at, rate_at
from amparo.analysis.provisions import facts_behind
from amparo.law.standards.requirements import FLAT_RATE_RULE, REDUCED_RATE_RULE
from amparo.rules.bounds import Unknown, high, low

if TYPE_CHECKING:
    from amparo.analysis.conformity.assessed import Assessed
    from amparo.analysis.standard_persons import Person, Told
    from amparo.analysis.terms import Terms
    from amparo.law.standards.requirements import Requirement
    from amparo.rules.evidence import Label

_SHORT_RECORD: Final = 60
_RATE_POINTS: Final = 5


def rate(country: Assessed, requirement: Requirement, terms: Terms, person: Person) -> Verdict:
    if terms.per == "once":
        return verdict_on(country, requirement, terms, NOT_APPLICABLE, terms.amount)
    asked = country.asked(requirement, "least_rate", "rate")
    told = standard_beneficiary(country, terms, person)
    if not terms.reference:
        return _flat_rate(country, requirement, terms, person, told, asked)
    points = _points(country, terms, person, told)
    if _is_flat(country, points):
        return _flat_rate(country, requirement, terms, person, told, asked)
    if all(high(point.earnings) <= 0 for point in points):
        missing_person = (("missing.standard_person", None),)
        return verdict_on(country, requirement, terms, UNDETERMINED, terms.amount, asked=asked, missing=missing_person)
    states = [decide_rate(country, requirement, point) for point in points]
    open_ = next((p.wage for p, state in zip(points, states, strict=True) if state == UNDETERMINED), None)
    missing: tuple[tuple[str, Label | None], ...] = ()
    if open_ is not None:
        missing = missing_at(country.book, terms, person, replace(told, wage=open_))
    state = FAIL if FAIL in states else UNDETERMINED if UNDETERMINED in states else PASS
    worst = min(points, key=_rate_low)
    remarks = country.remark_on_wage
    if country.skilled_wage is None:
        state, more = _without_wage(country, requirement, terms, person, told, points, states)
        remarks = (*remarks, *more)
        if state == UNDETERMINED and not missing:
            missing = (("missing.skilled_wage", None),)
    if state != PASS:
        alternative = _reduced(country, requirement, terms, person, told)
        if alternative == PASS:
            remarks = (*remarks, ("reduced_rate", ()))
        elif state == FAIL:
            remarks = (*remarks, *_allowance_needed(country, asked, worst))
            if alternative == UNDETERMINED:
                short = replace(told, career=_SHORT_RECORD)
                missing = missing_at(country.book, terms, person, short) or (("missing.reduced_rate", None),)
        state = any_of([state, alternative])
    if state == FAIL and not _of_whole_family(country, requirement, terms):
        state, missing = UNDETERMINED, (("missing.family_of_survivors", None),)
    return verdict_on(
        country,
        requirement,
        terms,
        state,
        terms.amount,
        found=_lowest_to_highest(worst),
        asked=asked,
        relation="at_least",
        missing=missing if state == UNDETERMINED else (),
        remarks=(("rate_at_wage", (("wage", worst.wage),)), *remarks),
    )


def _is_flat(country: Assessed, points: list[RateAt]) -> bool:
    """Whether the benefit is the same at all wages: then art. 66 measures it, whatever the law calls its base."""
    return (
        len(points) > 1
        and len({(low(p.benefit), high(p.benefit)) for p in points}) == 1
        and all(not isinstance(p.benefit, Unknown) and p.benefit for p in points)
    )


def _points(country: Assessed, terms: Terms, person: Person, told: Told) -> list[RateAt]:
    """Rates at wages from the least to that of the skilled employee; to the most where his is not known."""

    def make() -> list[RateAt]:
        least, most = country.persons.least_wage, country.skilled_wage or country.persons.most_wage
        steps = _RATE_POINTS - 1
        wages = sorted({least + (most - least) * step // steps for step in range(_RATE_POINTS)})
        return [rate_at(country.book, terms, person, replace(told, wage=wage)) for wage in wages]

    found: list[RateAt] = country.cached(f"rates at {told.career}", terms, person, make)
    return found


def decide_rate(country: Assessed, requirement: Requirement, point: RateAt, rule: str = "") -> str:
    """By bounds: surely reached at the least benefit over the most earnings, surely missed the other way round.

    Family allowances stand on both sides and raise a rate below one: at least those known, at most those possible.
    """
    rule = rule or requirement.rule
    sure = _earnings_rate(country, requirement, rule, low(point.benefit), high(point.earnings), low(point.allowance))
    if sure == PASS:
        return PASS
    best = _earnings_rate(country, requirement, rule, high(point.benefit), low(point.earnings), high(point.allowance))
    return FAIL if best == FAIL else UNDETERMINED


def _earnings_rate(
    country: Assessed, requirement: Requirement, rule: str, benefit: int, earnings: int, allowance: int
) -> str:
    given = {"benefit_paid": benefit, "previous_earnings": earnings}
    same = {"family_allowance_during": allowance, "family_allowance_before": allowance}
    return country.decide(requirement, rule, given | same)


def _allowance_needed(country: Assessed, asked: Quantity | None, point: RateAt) -> Remarks:
    """With which family allowances the rate would be reached: (p x earnings - benefit) / (1 - p)."""
    if asked is None or not low(point.earnings):
        return ()
    gap = asked.low * high(point.earnings) - WHOLE * low(point.benefit)
    return (("allowance_needed", (("wage", -(-gap // (WHOLE - asked.low))),)),) if gap > 0 else ()


def _of_whole_family(country: Assessed, requirement: Requirement, terms: Terms) -> bool:
    """Whether the amount measured is that of a widow with two children, and not of one survivor alone.

    It is where the amount asks for the survivors, and the standard persons tell of them.
    """
    if requirement.part not in ("SURVIVORS", "EMPLOYMENT_INJURY_SURVIVORS"):
        return True
    read = facts_behind(country.book, terms.amount, country.on)
    return any(name.rpartition(".")[2] in country.persons.family for name in read)


def _reduced(country: Assessed, requirement: Requirement, terms: Terms, person: Person, told: Told) -> str:
    """The alternative: ten points less from a short record (arts. 29(3), 57(3), 63(3) of C102); none elsewhere."""
    short = country.asked(requirement, "short_record_months", "months")
    if short is None:
        return FAIL
    if country.skilled_wage is None:
        return UNDETERMINED
    points = _points(country, terms, person, replace(told, career=short.low))
    return all_of([decide_rate(country, requirement, point, REDUCED_RATE_RULE) for point in points])


def _without_wage(
    country: Assessed,
    requirement: Requirement,
    terms: Terms,
    person: Person,
    told: Told,
    points: list[RateAt],
    states: list[str],
) -> tuple[str, Remarks]:
    """Without the skilled wage: decided where all wages tried agree; else up to which wage the rate is reached."""
    if set(states) == {PASS} or set(states) == {FAIL}:
        ends = (("least", points[0].wage), ("most", points[-1].wage))
        return states[0], (("at_all_wages_tried", ends),)
    if states[0] != PASS:
        return UNDETERMINED, ()
    below = next(n for n, state in enumerate(states) if state != PASS)
    reached, above = points[below - 1].wage, points[below].wage
    while above - reached > 100:
        middle = (reached + above) // 2
        point = rate_at(country.book, terms, person, replace(told, wage=middle))
        reached, above = (middle, above) if decide_rate(country, requirement, point) == PASS else (reached, middle)
    return UNDETERMINED, (("reached_up_to", (("wage", reached),)),)


def _flat_rate(
    country: Assessed, requirement: Requirement, terms: Terms, person: Person, told: Told, asked: Quantity | None
) -> Verdict:
    """A flat benefit is measured by the labourer's wage."""
    point = rate_at(country.book, terms, person, told)
    if country.labourer_wage is None:
        found = quantity("money", point.benefit)
        missing = (*missing_at(country.book, terms, person, told), ("missing.labourer_wage", None))
        return verdict_on(
            country,
            requirement,
            terms,
            UNDETERMINED,
            terms.amount,
            found=found,
            asked=asked,
            relation="at_least",
            missing=missing,
        )
    basis = {"day": 30, "year": 1}.get(terms.per, 1)
    wage = country.labourer_wage * (12 if terms.per == "year" else 1) // basis
    given = {"labourer_wage": wage, "family_allowance_during": 0, "family_allowance_before": 0}
    ends = [
        country.decide(requirement, FLAT_RATE_RULE, {**given, "benefit_paid": end})
        for end in (low(point.benefit), high(point.benefit))
    ]
    state = ends[0] if ends[0] == ends[1] else UNDETERMINED
    rate = replace(point, earnings=wage)
    return verdict_on(
        country,
        requirement,
        terms,
        state,
        terms.amount,
        found=_lowest_to_highest(rate),
        asked=asked,
        relation="at_least",
        missing=missing_at(country.book, terms, person, told) if state == UNDETERMINED else (),
        remarks=(("by_labourer_wage", (("wage", country.labourer_wage),)),),
    )


def _rate_low(point: RateAt) -> int:
    return (low(point.benefit) + low(point.allowance)) * WHOLE // max(high(point.earnings) + low(point.allowance), 1)


def _lowest_to_highest(point: RateAt) -> Quantity | None:
    """Benefit over earnings, family allowances on both sides, in millionths: claims no more than is known."""
    if high(point.earnings) <= 0 or low(point.earnings) <= 0:
        return None
    lowest, more = _rate_low(point), high(point.allowance)
    highest = (high(point.benefit) + more) * WHOLE // (low(point.earnings) + more)
    return Quantity("rate", lowest, max(lowest, highest))


__all__ = ["decide_rate", "rate"]
