"""Two laws on the same workers: what they share is worked out once, and only what differs under each.

Where the laws differ in values alone, the second runs only on workers whom the difference can reach; the others have
under it what they have under the first, to the cent.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from amparo.analysis.reforms import changed_nodes
from amparo.engine.batch import rows_of
from amparo.engine.cut import Cut, cut, part_of, reached_by, with_given
from amparo.engine.kernel import Kernel
from amparo.engine.lawdata import Epochs
from amparo.engine.result import Result
from amparo.engine.variants import Varied, widened
from amparo.rules.levels import WORKER, Level
from amparo.rules.nodes import Fact, LinkNode, Rule
from amparo.rules.parameters import Parameter

if TYPE_CHECKING:
    from amparo.engine.batch import Batch
    from amparo.rules.book import LawBook

Results = Mapping[str, Result]


class Paired:
    """Some results under two laws.

    groups: names of results, those that stand or fall by other facts apart, so that what is unknown of one does not put
    the others on bounds. A result that one of the laws does not have is given under the other alone.
    """

    def __init__(self, before: LawBook, after: LawBook, groups: Sequence[Sequence[str]]) -> None:
        self.before = before
        changed = _changed(before, after)
        names = list(dict.fromkeys(key for group in groups for key in group))
        by_law = [(book, reached_by(book, changed)) for book in (before, after)]
        self.sides = [_Side(book, changed, reached, groups) for book, reached in by_law]
        self.still = [key for key in names if key in before.nodes and any(key in side.still for side in self.sides)]
        once = dict.fromkeys([*(key for side in self.sides for key in side.given), *self.still])
        self.shared = Kernel(before, list(once)).ready() if once else None
        self.levels: dict[str, Level] = {
            key: node.level for key, node in before.nodes.items() if isinstance(node, Rule | LinkNode | Fact)
        }
        values = all(isinstance(book.nodes.get(key), Parameter) for book in (before, after) for key in changed)
        self.varied = self._varied(after, changed) if values else None
        if self.varied is None:
            for side in self.sides:
                side.ready()
        kernels = [k for side in self.sides for k in side.kernels] if self.varied is None else _bases(self.varied)
        own = [key for kernel in kernels for key in kernel.facts]
        read = [*(self.shared.facts if self.shared is not None else ()), *own]
        made = {key for side in self.sides for key in side.given}
        self.facts = tuple(key for key in dict.fromkeys(read) if key not in made)

    def _varied(self, after: LawBook, changed: Sequence[str]) -> list[Varied] | None:
        """The groups of results with the two values that each changed parameter has."""
        side = self.sides[0]
        if side.made is None:
            return None
        part = part_of(self.before, side.made)
        every = {key: (self.before.nodes[key], after.nodes[key]) for key in changed if key in part.nodes}
        nodes = {key: pair for key, pair in every.items() if all(isinstance(node, Parameter) for node in pair)}
        wide = widened(part, nodes)  # type: ignore[arg-type]
        epochs = Epochs(wide)
        return [Varied(Kernel(wide, names).ready(), part, nodes, epochs) for names in side.groups]  # type: ignore[arg-type]

    def run(self, batch: Batch) -> tuple[dict[str, Result], dict[str, Result]]:
        """The results under both laws, on every row of the batch."""
        batch = batch.laid_out()
        shared: Results = {} if self.shared is None else self.shared.run(batch)
        old, new = ({key: shared[key] for key in self.still if key in side.still} for side in self.sides)
        if self.varied is None:
            for side, found in zip(self.sides, (old, new), strict=True):
                found |= side.run(batch, shared)
            return old, new
        made = self.sides[0].made
        assert made is not None
        told = with_given(batch, made, shared)
        for group in self.varied:
            bare = replace(told, facts={key: told.facts[key] for key in group.base.facts if key in told.facts})
            first, second = self._both(group, bare)
            old |= first
            new |= second
        return old, new

    def _both(self, group: Varied, batch: Batch) -> tuple[Results, Results]:
        """Both laws, the second only for those whom it can change anything for."""
        first = group.base.run(batch)
        who = np.nonzero(group.reached(batch))[0]
        if not len(who):
            return first, first
        other = group.kernel_of((1,) * len(group.alternatives))
        if len(who) == len(batch):
            return first, other.run(batch)
        found = other.run(batch.take(who, group.base.levels))
        rows = {level: who if level == WORKER else rows_of(batch.offsets(level), who) for level in self._levels(found)}
        return first, {key: _laid_over(first[key], one, rows[self.levels[key]]) for key, one in found.items()}

    def _levels(self, found: Results) -> set[Level]:
        return {self.levels[key] for key in found}


class _Side:
    """One of the two laws: what of it is worked out by itself, and what it is given."""

    def __init__(
        self, book: LawBook, changed: Sequence[str], reached: set[str], groups: Sequence[Sequence[str]]
    ) -> None:
        self.book = book
        own = [[key for key in group if key in book.nodes] for group in groups]
        self.groups = [anew for group in own if (anew := [key for key in group if key in reached])]
        self.still = frozenset(key for group in own for key in group if key not in reached)
        every = [key for group in self.groups for key in group]
        self.made: Cut | None = cut(book, changed, every) if every else None
        self.kernels: list[Kernel] = []

    @property
    def given(self) -> tuple[str, ...]:
        return () if self.made is None else self.made.given

    def ready(self) -> None:
        """Make the kernels of this law's own part."""
        if self.made is not None:
            part = part_of(self.book, self.made)
            self.kernels = [Kernel(part, names).ready() for names in self.groups]

    def run(self, batch: Batch, shared: Results) -> dict[str, Result]:
        """The results of this law's own part."""
        if self.made is None:
            return {}
        told = with_given(batch, self.made, shared)
        found: dict[str, Result] = {}
        for kernel in self.kernels:
            bare = replace(told, facts={key: told.facts[key] for key in kernel.facts if key in told.facts})
            found |= kernel.run(bare)
        return found


def _changed(before: LawBook, after: LawBook) -> tuple[str, ...]:
    """The provisions that differ, or that read something else."""
    rebound = [key for key, names in after.inputs.items() if before.inputs.get(key) != names]
    return tuple(dict.fromkeys([*changed_nodes(before, after), *rebound]))


def _bases(groups: Sequence[Varied]) -> list[Kernel]:
    return [group.base for group in groups]


def _laid_over(first: Result, found: Result, rows: np.ndarray) -> Result:
    """The first law's values with those of the second on some rows."""
    low = first.low.copy()
    low[rows] = found.low
    if first.why is None and found.why is None:
        return Result(low)
    high = (first.low if first.high is None else first.high).copy()
    why = np.zeros(len(low), np.int8) if first.why is None else first.why.copy()
    high[rows] = found.low if found.high is None else found.high
    why[rows] = 0 if found.why is None else found.why
    return Result(low, high, why)


__all__ = ["Paired"]
