"""How far the shares of a cascade may be off by who was drawn, by the design of the records.

All months of a person are drawn together: what counts is the person's months at a step beside the person's months in
all. With replicate weights a share is worked out once for each of them. Without, persons have come in one by one, and
the variance of their Poisson draws is the sum of squared weighted residuals: no draw is needed to know it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from amparo.analysis.chains import STEPS

if TYPE_CHECKING:
    from amparo.analysis.weighting import Weighting

_STEPS: Final = len(STEPS)
Cell = tuple[int, int, int]
"""A branch, a grouping and a group, by their numbers."""


@dataclass(frozen=True)
class Drawn:
    """A branch in a group: persons in the data, and by step the standard error of the share that surely stands there.

    sizes: how many persons, drawn one by one with equal weights, would leave as wide an interval.
    """

    persons: int
    errors: tuple[float, ...]
    sizes: tuple[float, ...]


@dataclass(frozen=True)
class Sums:
    """What the persons of a group add up to.

    firsts: weighted months at each step, and all; squares: weight squared times the months of each step squared, times
    all months, and all months squared; months: all months with the weight squared; others: the firsts (rows) under each
    replicate weight (columns).
    """

    persons: int
    firsts: np.ndarray
    squares: np.ndarray
    months: float
    others: np.ndarray | None

    def __add__(self, more: Sums) -> Sums:
        others = None if self.others is None or more.others is None else self.others + more.others
        return Sums(
            self.persons + more.persons,
            self.firsts + more.firsts,
            self.squares + more.squares,
            self.months + more.months,
            others,
        )

    def drawn(self, weighting: Weighting) -> Drawn:
        """The errors of the shares at all steps."""
        whole = float(self.firsts[_STEPS])
        if whole <= 0:
            return Drawn(self.persons, (0.0,) * _STEPS, (0.0,) * _STEPS)
        shares = self.firsts[:_STEPS] / whole
        errors = [self._error(step, float(share), weighting) for step, share in enumerate(shares)]
        sizes = [self._size(float(share), error, weighting) for share, error in zip(shares, errors, strict=True)]
        return Drawn(self.persons, tuple(errors), tuple(sizes))

    def _error(self, step: int, share: float, weighting: Weighting) -> float:
        whole = float(self.firsts[_STEPS])
        if self.others is None:
            own, across, all_ = self.squares[step], self.squares[_STEPS + step], self.squares[2 * _STEPS]
            return float(np.sqrt(max(own - 2 * share * across + share * share * all_, 0.0))) / whole
        with np.errstate(invalid="ignore", divide="ignore"):
            return weighting.error(share, self.others[step] / self.others[_STEPS])

    def _size(self, share: float, error: float, weighting: Weighting) -> float:
        """At most as if every month had been drawn by itself; where nobody or everybody stands, the persons."""
        whole = float(self.firsts[_STEPS])
        variance = error * error
        if variance > 0:
            return min(share * (1 - share) / variance, whole * whole / self.months)
        alike = whole * whole / float(self.squares[2 * _STEPS])
        clusters = None if weighting.design is None else weighting.design.told.get("clusters")
        return alike if clusters is None else min(alike, float(clusters))


class Persons:
    """The persons of a batch in the groups of one grouping: a person whose group changes is in several."""

    def __init__(self, worker: np.ndarray, group: np.ndarray, wanted: np.ndarray, weighting: _Weights) -> None:
        self.wanted, self.weighting = None if wanted.all() else wanted, weighting
        size = int(group.max(initial=-1)) + 1
        key = (worker * size + group)[wanted]
        number = np.zeros(int(key.max(initial=-1)) + 1, np.int64)
        number[key] = 1
        seen = np.flatnonzero(number)
        number[seen] = np.arange(len(seen))
        of_row = number[key]
        # groups one after the other, so that each is a slice
        order = np.argsort(seen % size, kind="stable") if size else seen
        place = np.empty(len(seen), np.int64)
        place[order] = np.arange(len(seen))
        self.cell_of_row = place[of_row] * (_STEPS + 1)
        self.worker, self.group = seen[order] // max(size, 1), seen[order] % max(size, 1)

    def sums(self, depth: np.ndarray) -> Iterator[tuple[int, Sums]]:
        """By group, what its persons add up to; depth: how many steps of a branch each month surely stands at."""
        if not len(self.worker):
            return
        cells = self.cell_of_row + (depth if self.wanted is None else depth[self.wanted])
        held = np.bincount(cells, minlength=len(self.worker) * (_STEPS + 1)).reshape(-1, _STEPS + 1)
        whole = held.sum(axis=1)
        months = np.column_stack([whole[:, None] - held.cumsum(axis=1)[:, :_STEPS], whole]).astype(np.float64)
        own = self.weighting.own
        weights = np.ones(len(self.worker)) if own is None else own[self.worker]
        for group in np.unique(self.group):
            begin, end = np.searchsorted(self.group, (group, group + 1))
            yield int(group), self._of(months[begin:end], weights[begin:end], self.worker[begin:end])

    def _of(self, months: np.ndarray, weights: np.ndarray, worker: np.ndarray) -> Sums:
        squared = weights * weights
        steps, whole = months[:, :_STEPS], months[:, _STEPS]
        # einsum, as a product of matrices would begin threads of its own beside those of the run
        firsts = np.einsum("p,ps->s", weights, months)
        squares = np.concatenate(
            [
                np.einsum("p,ps,ps->s", squared, steps, steps),
                np.einsum("p,p,ps->s", squared, whole, steps),
                [np.einsum("p,p,p->", squared, whole, whole)],
            ]
        )
        others = None if self.weighting.others is None else months.T @ self.weighting.others[worker]
        return Sums(len(months), firsts, squares, float(np.einsum("p,p->", squared, whole)), others)


@dataclass(frozen=True)
class _Weights:
    """The weights of a batch's persons, and their replicate weights where the records hold any."""

    own: np.ndarray | None
    others: np.ndarray | None


def weights_of(weighting: Weighting, numbers: np.ndarray) -> _Weights:
    """What the records say of the sampling of a batch's persons."""
    design = weighting.design
    held = None if design is None or design.replicates is None else design.replicates[numbers].astype(np.float64)
    return _Weights(weighting.of(numbers), held)


def drawn_of(sums: Mapping[Cell, Sums], weighting: Weighting) -> dict[Cell, Drawn]:
    """The errors of every branch in every group."""
    return {cell: one.drawn(weighting) for cell, one in sums.items()}


__all__ = ["Cell", "Drawn", "Persons", "Sums", "drawn_of", "weights_of"]
