"""Requirements that measure and do not judge: published series, coverage in law and in effect; who bears the cost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from amparo.analysis.conformity.assessed import USUAL_CAREER
from amparo.analysis.conformity.cover import cites_of_coverage
from amparo.analysis.conformity.verdicts import MEASURED, UNDETERMINED, WHOLE, Quantity, Verdict
from amparo.analysis.measures import contributions
from amparo.rules.bounds import low
from amparo.rules.declarations import Branch, Coverage

if TYPE_CHECKING:
    from amparo.analysis.conformity.assessed import Assessed
    from amparo.law.standards.requirements import Requirement


def financing(country: Assessed, requirement: Requirement) -> Verdict:
    person = country.persons.of_group("employees")
    if person is None:
        return Verdict(requirement, UNDETERMINED, missing=(("missing.standard_person", None),))
    own, every = contributions(country.book, person, country.told(USUAL_CAREER))
    if not every.known or every.value == 0:
        missing = every.missing or (("missing.contributions", None),)
        return Verdict(requirement, UNDETERMINED, missing=missing, relation="at_most")
    given = {"contributions_of_employees": own.value, "contributions_of_all": every.value}
    share = low(own.value) * WHOLE // low(every.value)
    limit = country.parameter("most_employees_part")
    return Verdict(
        requirement,
        country.decide(requirement, requirement.rule, given),
        group="employees",
        found=Quantity("rate", share, share),
        asked=Quantity("rate", limit, limit),
        relation="at_most",
        remarks=(("contributions_at_wage", (("own", own.value), ("all", every.value), ("wage", country.usual_wage))),),
    )


def published_series(country: Assessed, requirement: Requirement) -> Verdict:
    held = [
        value
        for value in country.sdg
        if value.series == requirement.series
        and value.country == country.book.country.code
        and value.year <= country.month // 12
    ]
    if not held:
        return Verdict(requirement, UNDETERMINED, missing=(("missing.series", None),))
    last = max(held, key=lambda value: value.year)
    return Verdict(
        requirement,
        MEASURED,
        found=Quantity("rate", last.share, last.share),
        remarks=(("series_of_year", (("year", last.year), ("release", last.release))),),
    )


def legal_coverage(country: Assessed, requirement: Requirement) -> Verdict:
    """Legal coverage by the ILO's method: what the law gives each status, weighed by persons in work.

    Mandatory coverage is the figure; voluntary coverage stands beside it and is never added.
    """
    branch = Branch[requirement.branch.upper()]
    if country.labour is None:
        return Verdict(requirement, UNDETERMINED, missing=(("missing.labour", None),))
    weights = {"employees": country.labour.employees, "self_employed": country.labour.self_employed}
    held = {group: country.by_group[group].strongest(branch) for group in weights if group in country.by_group}
    open_ = [m for m in held.values() if m is None or not m.known]
    if len(held) < len(weights) or open_:
        return Verdict(requirement, UNDETERMINED, missing=(("missing.coverage", None),))
    shares = {
        cover: sum(weights[group] for group, m in held.items() if m is not None and m.value == cover)
        for cover in (Coverage.MANDATORY, Coverage.VOLUNTARY)
    }
    mandatory, voluntary = shares[Coverage.MANDATORY], shares[Coverage.VOLUNTARY]
    return Verdict(
        requirement,
        MEASURED,
        found=Quantity("rate", mandatory, mandatory),
        cites=cites_of_coverage(country, branch),
        remarks=(("legal_coverage", (("share", voluntary), ("year", country.labour.year))),),
    )


def share_of_active(country: Assessed, requirement: Requirement, counted: str) -> Verdict:
    """A share of the active population: contributors, those who qualify, or those whose benefit is adequate."""
    branch = Branch[requirement.branch.upper()]
    share = None if country.aggregates is None else country.aggregates.share(branch, counted, "active")
    if share is None:
        return Verdict(requirement, UNDETERMINED, missing=((f"missing.{counted}_protected", None),))
    found = Quantity("rate", share, share)
    return Verdict(requirement, MEASURED, found=found, remarks=(("by_population", ()),))


__all__ = ["financing", "legal_coverage", "published_series", "share_of_active"]
