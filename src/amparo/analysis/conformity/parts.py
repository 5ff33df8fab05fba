"""A Part as a whole, from the verdicts on its requirements."""

from __future__ import annotations

from typing import TYPE_CHECKING

from amparo.analysis.conformity.benefits import OF_BENEFIT
from amparo.analysis.conformity.verdicts import (
    BRANCH_OF,
    FAIL,
    NOT_APPLICABLE,
    PASS,
    PartVerdict,
    Verdict,
    all_of,
    any_of,
)
from amparo.law.standards.conventions import Standard
from amparo.rules.bounds import low
from amparo.rules.declarations import Branch, Coverage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from amparo.analysis.conformity.assessed import Assessed


def part_verdicts(country: Assessed, verdicts: tuple[Verdict, ...]) -> Iterator[PartVerdict]:
    parts = dict.fromkeys((v.requirement.standard, v.requirement.part, v.requirement.number) for v in verdicts)
    for standard, part, number in parts:
        if standard in Standard.__members__ and part and part != "EMPLOYMENT_INJURY_SURVIVORS":
            yield _part(country, standard, part, number, verdicts)


def _part(country: Assessed, standard: str, part: str, number: str, verdicts: tuple[Verdict, ...]) -> PartVerdict:
    both = (part, "EMPLOYMENT_INJURY_SURVIVORS") if part == "EMPLOYMENT_INJURY" else (part,)
    own = [v for v in verdicts if v.requirement.standard == standard and v.requirement.part in both]
    general = [v for v in verdicts if v.requirement.standard == standard and not v.requirement.part]
    persons = [v.state for v in own if v.requirement.aspect == "persons"]
    employees = country.by_group.get("employees")
    branch = BRANCH_OF[part]
    of_employees = employees.schemes(branch) if employees is not None else ()
    states = by_scheme(own, every=part == "EMPLOYMENT_INJURY")
    best = any_of([states[s] for s in of_employees if s in states])
    without = [v.state for v in own if v.requirement.aspect in OF_BENEFIT and not v.benefit and v.requirement.rule]
    cost = [
        v.state for v in general if v.requirement.aspect == "financing" and part not in ("EMPLOYMENT_INJURY", "FAMILY")
    ]
    # What needs statistics, or a text that has not been verified, keeps a Part undetermined.
    open_ = [v.state for v in own if not v.requirement.rule and not v.requirement.left_to_judgement]
    needs = [*persons, *([best] if states else []), *without, *cost, *open_]
    return PartVerdict(
        standard,
        part,
        number,
        all_of(needs),
        _platform(country, branch),
        tuple(s for s in of_employees if states.get(s) == PASS),
        tuple(s for s, state in states.items() if state == FAIL),
    )


def _platform(country: Assessed, branch: Branch) -> str:
    held = country.by_group.get("platform")
    strongest = held.strongest(branch) if held is not None else None
    if strongest is None:
        return "not_known"
    if not strongest.known:
        return "undecided"
    return {Coverage.NONE: "outside", Coverage.VOLUNTARY: "voluntary"}.get(Coverage(low(strongest.value)), "inside")


def by_scheme(verdicts: list[Verdict], *, every: bool) -> dict[str, str]:
    """How each scheme stands: whether one of its benefits meets every number; every: whether all of them do.

    Part VI asks for each of its benefits (incapacity, loss, death); elsewhere one benefit that conforms is enough. What
    is paid once only is no periodical payment and does not count.
    """
    by: dict[str, dict[str, list[str]]] = {}
    once = {(v.scheme, v.benefit) for v in verdicts if v.state == NOT_APPLICABLE and v.requirement.aspect == "rate"}
    for verdict in verdicts:
        if verdict.benefit and verdict.requirement.rule and (verdict.scheme, verdict.benefit) not in once:
            by.setdefault(verdict.scheme, {}).setdefault(verdict.benefit, []).append(verdict.state)
    joined = all_of if every else any_of
    return {scheme: joined([all_of(held) for held in benefits.values()]) for scheme, benefits in by.items()}


__all__ = ["by_scheme", "part_verdicts"]
