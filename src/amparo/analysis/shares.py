"""The steps of a cascade as shares: what is certain, what is possible, and how far drawing workers may mislead."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from amparo.analysis.chains import STATES, STEPS
from amparo.analysis.intervals import share_interval

if TYPE_CHECKING:
    from collections.abc import Mapping

    from amparo.analysis.cascade import Cascade
    from amparo.analysis.drawn import Drawn
    from amparo.rules.declarations import Branch

_COUNTS: Final = (*STATES, "mandatory")


@dataclass(frozen=True, slots=True)
class Share:
    """One step of one branch in one group, over all months, as shares of its worker-months (0 to 1).

    certain: stands for sure (mandatory: without choice); possible: stands unless what is not told or not known says
    no; low, high: 95 % interval of the certain share by who was drawn, as the records were sampled, and its standard
    error; workers: the mean of the months; persons: in the data, not weighed.
    measured: False where the law or the standard says nothing by which anybody could stand there.
    """

    branch: Branch
    step: str
    by: str
    group: str
    months: int
    workers: float
    certain: float
    mandatory: float
    possible: float
    low: float
    high: float
    error: float
    persons: int
    measured: bool


Key = tuple["Branch", str, str, str]


def shares(found: Cascade) -> Mapping[Key, Share]:
    """Every step of every branch in every group that has anybody in it: by (branch, step, grouping, group)."""
    sums: dict[Key, list[int]] = {}
    for one in found.steps:
        counts = sums.setdefault((one.branch, one.step, one.by, one.group), [0] * len(_COUNTS))
        for place, name in enumerate(_COUNTS):
            counts[place] += getattr(one, name)
    months = len({one.month for one in found.steps}) or 1
    return {
        key: _share(key, dict(zip(_COUNTS, counts, strict=True)), months, found.drawn[key[0], key[2], key[3]])
        for key, counts in sums.items()
    }


def _share(key: Key, counts: Mapping[str, int], months: int, drawn: Drawn) -> Share:
    rows = sum(counts[state] for state in STATES)
    whole, workers = max(rows, 1), rows / months
    possible = counts["yes"] + counts["undecided"] + counts["law_not_known"]
    measured = 0 < rows != counts["no_measure"] and counts["law_not_known"] < rows
    step = STEPS.index(key[1])
    ends = share_interval(counts["yes"], rows, drawn.sizes[step])
    certain, mandatory = counts["yes"] / whole, counts["mandatory"] / whole
    error, persons = drawn.errors[step], drawn.persons
    return Share(*key, rows, workers, certain, mandatory, possible / whole, *ends, error, persons, measured)


def groups_of(found: Cascade, by: str) -> tuple[str, ...]:
    """The groups of a grouping that have anybody in them, in the order of the grouping."""
    return tuple(dict.fromkeys(step.group for step in found.steps if step.by == by))


__all__ = ["Key", "Share", "groups_of", "shares"]
