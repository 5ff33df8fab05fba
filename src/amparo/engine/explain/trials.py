"""The same run with some facts told otherwise: what is worth trying, and what it can reach."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from amparo.engine.reference import Reference
from amparo.rules.bounds import high, low
from amparo.rules.errors import OutOfRange
from amparo.rules.nodes import Fact

if TYPE_CHECKING:
    from collections.abc import Mapping

    from amparo.rules.bounds import Value
    from amparo.rules.nodes import LinkNode, Rule


def varied(run: Reference, changes: Mapping[str, Mapping[int, Value]]) -> Reference:
    """The same run with facts told otherwise on some rows; what does not depend on them is not worked out again."""
    touched = run.plan.downstream(changes)
    other = Reference(run.book, run.dossier).sharing(run, touched)
    for key, rows in changes.items():
        slots = other.memo[key]
        slots[:] = run.column(key)
        for row, value in rows.items():
            slots[row] = value
    return other


def may_reach(run: Reference, other: Reference, key: str, ends: frozenset[str]) -> bool:
    """Whether moving a node could have changed any of the ends: not where what all of it passes through stayed."""
    passage = run.plan.passages(ends).get(key)
    if passage is None:
        return True
    try:
        return any(
            (low(before), high(before)) != (low(after := other.value(passage, row)), high(after))
            for row, before in enumerate(run.memo.get(passage, ()))
            if before is not None
        )
    except OutOfRange:
        return True


MOST_ANSWERS: Final = 40


def answers_of(run: Reference, fact: Fact | LinkNode | Rule) -> tuple[int, ...]:
    """Answers worth trying: every one of a closed list, else the ends and the values typical of the fact."""
    lowest, highest = run.plan.ranges.of(fact.full_name)
    if fact.kind.category is not None:
        return tuple(member.value for member in fact.kind.category if lowest <= member.value <= highest)
    if highest - lowest < MOST_ANSWERS:
        return tuple(range(lowest, highest + 1))
    typical = fact.typical if isinstance(fact, Fact) else ()
    return tuple(sorted({lowest, *typical, highest}))
