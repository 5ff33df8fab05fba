"""Whom the text of the law covers, by status: formal coverage, health care, basic income, seekers of work."""

from __future__ import annotations

from typing import TYPE_CHECKING

from amparo.analysis.conformity.verdicts import UNDETERMINED, Quantity, Verdict, quantity
from amparo.analysis.provisions import behind, cites_of
from amparo.analysis.standard_persons import RESIDENTS
from amparo.analysis.terms import coverages_of
from amparo.engine.explain import label_of
from amparo.rules.bounds import LAW, Unknown, high, low
from amparo.rules.declarations import Branch, Contingency, Coverage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from amparo.analysis.conformity.assessed import Assessed
    from amparo.analysis.measures import Covered
    from amparo.law.standards.requirements import Requirement
    from amparo.rules.bounds import Value
    from amparo.rules.evidence import Citation


def surely_outside(country: Assessed, each: Covered, branch: Branch) -> bool:
    strongest = each.strongest(branch)
    return strongest is not None and strongest.value == Coverage.NONE


def mandatory(country: Assessed, group: str, branch: Branch) -> bool | None:
    """Whether the law covers the group's standard person by force of law; None where it is not known."""
    held = country.by_group.get(group)
    strongest = held.strongest(branch) if held is not None else None
    if strongest is None or (not strongest.known and high(strongest.value) == Coverage.MANDATORY):
        return None
    return low(strongest.value) == Coverage.MANDATORY


def cites_of_coverage(country: Assessed, branch: Branch, group: str = "employees") -> tuple[Citation, ...]:
    held = country.by_group.get(group)
    if held is None:
        return ()
    strongest = held.strongest(branch)
    if strongest is None:
        return ()
    nodes = [
        by.node
        for by in coverages_of(country.book)
        if by.branch == branch and high(held.scheme(branch, by.scheme)) == high(strongest.value)
    ]
    return cites_of(one for node in nodes for one in behind(country.book, node, country.on)[:1])


def _decide_coverage(country: Assessed, requirement: Requirement, fact: str, value: Value) -> str:
    ends = {
        country.decide(requirement, requirement.rule, {fact: member.value})
        for member in Coverage
        if low(value) <= member.value <= high(value)
    }
    return ends.pop() if len(ends) == 1 else UNDETERMINED


def formal_coverage(country: Assessed, requirement: Requirement) -> Iterator[Verdict]:
    branch = Branch[requirement.branch.upper()]
    employees = requirement.aspect == "formal_employees"
    groups = ("employees",) if employees else ("self_employed", "dependent", "platform")
    fact = "employees_coverage" if employees else "self_employed_coverage"
    for group in groups:
        held = country.by_group.get(group)
        if held is None:
            continue
        strongest = held.strongest(branch)
        if strongest is None:
            yield Verdict(requirement, UNDETERMINED, group=group, missing=(("missing.coverage", None),))
            continue
        state = _decide_coverage(country, requirement, fact, strongest.value)
        yield Verdict(
            requirement,
            state,
            group=group,
            scheme="、".join(held.schemes(branch)) if len(held.schemes(branch)) == 1 else "",
            found=quantity("coverage", strongest.value),
            missing=country.missing(strongest, state),
            cites=cites_of_coverage(country, branch, group),
        )


def health_care(country: Assessed, requirement: Requirement) -> Verdict:
    resident = country.by_group.get(RESIDENTS)
    strongest = resident.strongest(Branch.MEDICAL_CARE) if resident is not None else None
    if strongest is None:
        return Verdict(requirement, UNDETERMINED, missing=(("missing.coverage", None),))
    state = _decide_coverage(country, requirement, "residents_health_coverage", strongest.value)
    fact = "health_open_without_hardship" if strongest.value == Coverage.VOLUNTARY else ""
    return Verdict(
        requirement,
        state,
        group=RESIDENTS,
        found=quantity("coverage", strongest.value),
        missing=country.missing(strongest, state, fact),
        cites=cites_of_coverage(country, Branch.MEDICAL_CARE, RESIDENTS),
    )


def basic_income(country: Assessed, requirement: Requirement) -> Verdict:
    """A basic income in law, for a resident without work; its adequacy needs the country's own minimum."""
    wanted = {
        "guarantee_children": lambda terms: terms.branch == Branch.FAMILY,
        "guarantee_active_age": lambda terms: terms.contingency == Contingency.NEED or terms.missoc == "XI",
        "guarantee_older": lambda terms: terms.branch == Branch.OLD_AGE,
    }[requirement.aspect]
    resident = country.by_group.get(RESIDENTS)
    held = [
        terms
        for terms in country.terms
        if wanted(terms)
        and resident is not None
        and (high(resident.scheme(terms.branch, terms.scheme)) > Coverage.NONE or terms.contingency == Contingency.NEED)
    ]
    # The benefit of the branch itself first, then those not tied to earnings, then the residents' own scheme.
    held.sort(key=lambda terms: (terms.c102 not in ("V", "VII"), bool(terms.reference), terms.scheme != RESIDENTS))
    branch = {"guarantee_children": Branch.FAMILY, "guarantee_older": Branch.OLD_AGE}.get(requirement.aspect)
    if not held:
        nobody = branch is not None and resident is not None and surely_outside(country, resident, branch)
        remarks = (("no_cover_of_branch", (("branch", branch),)),) if nobody else ()
        if nobody:
            state = country.decide(requirement, requirement.rule, {"income_security_in_law": 0})
            return Verdict(requirement, state, group=RESIDENTS, remarks=remarks)
        return Verdict(requirement, UNDETERMINED, group=RESIDENTS, missing=(("missing.benefit", None),))
    state = country.decide(requirement, requirement.rule, {"income_security_in_law": 1})
    return Verdict(
        requirement,
        state,
        scheme=held[0].scheme,
        benefit=held[0].id,
        group=RESIDENTS,
        missing=(("national_minimum", label_of(country.standards.node("national_minimum"))),),
        cites=cites_of(one for terms in held for one in behind(country.book, terms.amount, country.on)[:1]),
        remarks=(("given_by_law", ()),),
    )


def seekers_of_work(country: Assessed, requirement: Requirement) -> Verdict:
    """Of the ten groups, the law held tells one: those who worked on their own account (j)."""
    own_account = [
        mandatory(country, group, Branch.UNEMPLOYMENT) for group in ("self_employed", "dependent", "platform")
    ]
    least = 1 if own_account and own_account[0] else 0
    groups = Unknown(least, 10, LAW)
    state = country.decide(requirement, requirement.rule, {"groups_of_seekers": groups})
    asked = country.parameter("least_groups_of_seekers")
    return Verdict(
        requirement,
        state,
        found=quantity("count", groups),
        asked=Quantity("count", asked, asked),
        relation="at_least",
        missing=(("missing.groups_of_seekers", None),) if state == UNDETERMINED else (),
    )


__all__ = [
    "basic_income",
    "cites_of_coverage",
    "formal_coverage",
    "health_care",
    "mandatory",
    "seekers_of_work",
    "surely_outside",
]
