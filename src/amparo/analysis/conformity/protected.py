"""Whether enough persons are protected in a Part: by a population, labour statistics, or the text alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from amparo.analysis.conformity.cover import cites_of_coverage, mandatory, surely_outside
from amparo.analysis.conformity.verdicts import BRANCH_OF, UNDETERMINED, WHOLE, Quantity, Verdict
from amparo.rules.declarations import Branch

if TYPE_CHECKING:
    from collections.abc import Iterator

    from amparo.analysis.conformity.assessed import Assessed
    from amparo.analysis.series import LabourShares
    from amparo.law.standards.requirements import Requirement


def persons_protected(country: Assessed, requirement: Requirement) -> Verdict:
    branch = BRANCH_OF[requirement.part]
    asked = country.asked(requirement, "least_employees_share", "rate")
    shares = _shares(country, branch, asked is not None and asked.low <= WHOLE // 2)
    state = country.decide(requirement, requirement.rule, {name: value for name, (value, _) in shares.items()})
    employees = shares.get("employees_share")
    missing = [word for name, word in _statistics(country, requirement) if name not in shares]
    return Verdict(
        requirement,
        state,
        found=None if employees is None else Quantity("rate", employees[0], employees[0]),
        asked=asked,
        relation="at_least",
        missing=tuple((word, None) for word in dict.fromkeys(missing)) if state == UNDETERMINED else (),
        cites=cites_of_coverage(country, branch),
        remarks=tuple(dict.fromkeys((basis, ()) for _, basis in shares.values())),
    )


def _statistics(country: Assessed, requirement: Requirement) -> Iterator[tuple[str, str]]:
    """The shares that the alternatives of this Part compare, with the words for what is missing without them."""
    yield "employees_share", "missing.employees_protected"
    if _open(country, requirement, "active_alternative"):
        of_residents = _open(country, requirement, "active_counted_in_residents")
        yield "active_share_of_residents" if of_residents else "active_share_of_active", "missing.active_protected"
    if _open(country, requirement, "residents_alternative"):
        yield "residents_share", "missing.residents_protected"
    if _open(country, requirement, "means_limit_alternative"):
        yield "all_under_means_limit", "missing.means_limit"


def _open(country: Assessed, requirement: Requirement, table: str) -> bool:
    asked = country.asked(requirement, table, "truth")
    return asked is not None and asked.low == 1


def _shares(country: Assessed, branch: Branch, half_is_enough: bool) -> dict[str, tuple[int, str]]:
    """Shares protected, with what they rest on: a population, labour statistics, or the text that covers nobody.

    Labour statistics by status stand for the common case of each status and leave exceptions out of account:
    they are taken only where half of the employees is enough.
    """
    found: dict[str, tuple[int, str]] = {}
    if country.aggregates is not None:
        for name, counted, whole in (
            ("employees_share", "employees", "employees"),
            ("active_share_of_residents", "active", "residents"),
            ("active_share_of_active", "active", "active"),
            ("residents_share", "residents", "residents"),
        ):
            share = country.aggregates.share(branch, counted, whole)
            if share is not None:
                found[name] = (min(share, WHOLE), "by_population")
    outside = {group: surely_outside(country, each, branch) for group, each in country.by_group.items()}
    if outside.get("employees"):
        found.setdefault("employees_share", (0, "by_text"))
    if outside and all(outside.values()):
        for name in ("active_share_of_residents", "active_share_of_active", "residents_share"):
            found.setdefault(name, (0, "by_text"))
        found["all_under_means_limit"] = (0, "by_text")
    if country.labour is not None and half_is_enough:
        for name, share in _legal_shares(country, branch, country.labour).items():
            found.setdefault(name, (share, "by_labour_series"))
    return found


def _legal_shares(country: Assessed, branch: Branch, labour: LabourShares) -> dict[str, int]:
    """Coverage in law by status, weighed by labour statistics: shares of persons in work, not of contributors."""
    found: dict[str, int] = {}
    employees = mandatory(country, "employees", branch)
    own_account = mandatory(country, "self_employed", branch)
    if employees is not None:
        found["employees_share"] = WHOLE if employees else 0
    if employees is not None and own_account is not None:
        found["active_share_of_active"] = (labour.employees if employees else 0) + (
            labour.self_employed if own_account else 0
        )
    return found


__all__ = ["persons_protected"]
