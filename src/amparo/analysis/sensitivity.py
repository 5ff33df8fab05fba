"""How much of an outcome's spread over a grid each parameter makes: one at a time (tornado), or all at once (Sobol).

Sobol indices and the sample that they need (Saltelli's, over a Sobol sequence) are SALib's. Drawn values are rounded to
the parameter's unit, so that every law of the sample is one that could be enacted.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from amparo.rules.errors import AmparoError
from amparo.rules.messages import Message

if TYPE_CHECKING:
    from amparo.analysis.sweeping import Outcome
    from amparo.analysis.sweeps import Sweep


@dataclass(frozen=True, slots=True)
class Swing:
    """One axis moved over its declared range, all others as in force: what an outcome is at each end."""

    axis: int
    low: float
    high: float
    at_low: str
    at_high: str

    @property
    def width(self) -> float:
        return abs(self.high - self.low)


def tornado(found: Sweep, measure: Callable[[Outcome], float]) -> tuple[Swing, ...]:
    """The axes by how far they swing an outcome, widest first; one at a time, over the values the grid declares.

    Interactions between axes are not seen this way. Raises AmparoError for a grid that is not one-at-a-time.
    """
    if found.grid.how != "one-at-a-time":
        raise AmparoError(
            Message("sweep.tornado", "A tornado moves one parameter at a time. Cure: how: one-at-a-time in the grid.")
        )
    swings = []
    for number, axis in enumerate(found.grid.axes):
        values = [
            (measure(outcome), str(axis.values[variant.at[number]]))
            for variant, outcome in zip(found.variants, found.outcomes, strict=True)
            if variant.at[number] >= 0
        ]
        (low, at_low), (high, at_high) = min(values, key=lambda v: v[0]), max(values, key=lambda v: v[0])
        swings.append(Swing(number, low, high, at_low, at_high))
    return tuple(sorted(swings, key=lambda swing: -swing.width))


@dataclass(frozen=True, slots=True)
class Index:
    """What share of an outcome's variance an axis makes by itself (first), and with all others (total).

    first_error, total_error: half the 95 % interval, by SALib's bootstrap over the sample.
    """

    axis: int
    first: float
    first_error: float
    total: float
    total_error: float


def drawn(ranges: Sequence[tuple[int, int]], size: int, seed: int) -> list[tuple[int, ...]]:
    """Saltelli's sample of stored values between both ends of each range: size x (axes + 2) lines, in SALib's order."""
    from SALib.sample import sobol

    lines = sobol.sample(_problem(ranges), size, calc_second_order=False, seed=seed)
    return [tuple(round(value) for value in line) for line in lines.tolist()]


def indices(found: Sweep, measure: Callable[[Outcome], float]) -> tuple[Index, ...]:
    """First-order and total-order Sobol indices of an outcome, the strongest axis first; none where it never moves.

    Raises AmparoError for a grid that is not sampled.
    """
    from SALib.analyze import sobol

    sample = found.grid.sample
    if sample is None:
        raise AmparoError(
            Message("sweep.sampled", "Sensitivity to all at once needs a drawn grid. Cure: how: sampled in the grid.")
        )
    import numpy as np

    by_place = {variant.at: measure(outcome) for variant, outcome in zip(found.variants, found.outcomes, strict=True)}
    values = np.array([by_place[at] for at in sample.lines])
    if np.ptp(values) == 0:
        return ()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # SALib warns of bootstrap samples without variance; their intervals are nan
        held: dict[str, Any] = sobol.analyze(
            _problem([(0, 1)] * len(found.grid.axes)), values, calc_second_order=False, seed=sample.seed
        )
    every = zip(held["S1"], held["S1_conf"], held["ST"], held["ST_conf"], strict=True)
    found_ = [Index(axis, *(float(value) for value in line)) for axis, line in enumerate(every)]
    return tuple(sorted(found_, key=lambda index: -index.total))


def _problem(ranges: Sequence[tuple[int, int]]) -> dict[str, Any]:
    """SALib's way of naming the axes and their ranges."""
    return {
        "num_vars": len(ranges),
        "names": [f"x{n}" for n in range(len(ranges))],
        "bounds": [list(r) for r in ranges],
    }


__all__ = ["Index", "Swing", "drawn", "indices", "tornado"]
