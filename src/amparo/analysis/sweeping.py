"""The law and its variants on one batch after another: what a sweep adds up.

What the varied values cannot reach is worked out once for a batch (engine/cut.py); whom they cannot reach is worked out
once as well, under the law as it stands (engine/variants.py). All variants then run on the rest.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import sqrt
from typing import TYPE_CHECKING, Final

import numpy as np

from amparo.analysis.adequacy import Standard, standard_of
from amparo.analysis.chains import STEPS, Chain, Truths, Values, chains_of, stand
from amparo.analysis.effects import BENEFIT, GAIN, LOSS, OPEN, SAME, _amounts, _cover, _inside, _paid
from amparo.analysis.grids import IN_EFFECT, Grid, Variant, base_of, checked, law_of
from amparo.analysis.portions import MONTHS_AT_ONCE
from amparo.analysis.rows import Rows
from amparo.analysis.terms import computed
from amparo.analysis.weighting import EVERYBODY_ALIKE, Weighting, counted, total
from amparo.engine.batch import PER_ROW, PER_WORKER, Column, joined
from amparo.engine.cut import cut, part_of, reached_by, with_given
from amparo.engine.kernel import Kernel
from amparo.engine.lawdata import Epochs
from amparo.engine.outcome import default_outputs, months_of, workers_of
from amparo.engine.result import Result
from amparo.engine.variants import Choice, Varied, widened
from amparo.rules.declarations import Branch, Coverage
from amparo.rules.errors import AmparoError
from amparo.rules.kinds import read_date
from amparo.rules.levels import MONTH, TIE_YEAR, WORKER, YEAR, Level
from amparo.rules.messages import Message
from amparo.rules.nodes import Fact, LinkNode, Rule
from amparo.rules.parameters import Parameter

if TYPE_CHECKING:
    from amparo.engine.batch import Batch
    from amparo.rules.book import LawBook

ALL: Final = "all"
SIDES: Final = (GAIN, LOSS, SAME, OPEN)
MANDATORY, ANY = "mandatory", "any"
IN_STEPS: Final = STEPS[1:]
STANDARD, STANDARD_DAY = "C102", "2025-01-01"
_STATES: Final = 1 + max(state.value for state in Coverage)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a law comes to over the months asked for, amounts in the smallest unit, with two ends.

    costs: by who pays ('all': everybody's contributions; 'benefit': paid to workers). cover: worker-months by branch,
    by least and most state of cover. steps: by branch, for each step of the cascade, worker-months that stand there for
    sure and that may, of all worker-months. people: workers by side, and what they gain or lose together. error:
    standard error of the change of each cost by the drawing of workers.
    """

    costs: Mapping[str, tuple[int, int]]
    cover: Mapping[str, np.ndarray]
    people: Mapping[str, tuple[int, int]]
    error: Mapping[str, float]
    steps: Mapping[str, np.ndarray] = field(default_factory=dict)
    months: int = 0

    def share(self, branch: str, counted: str = MANDATORY) -> tuple[float, float]:
        """Share of worker-months that are covered for sure, and that may be.

        counted: mandatory cover in law, any cover in law, or a later step of the cascade.
        """
        if counted in IN_STEPS:
            return self.stood(branch, counted)
        least = Coverage.MANDATORY.value if counted == MANDATORY else Coverage.VOLUNTARY.value
        held = self.cover[branch]
        whole = max(int(held.sum()), 1)
        return int(held[least:, :].sum()) / whole, int(held[:, least:].sum()) / whole

    def stood(self, branch: str, step: str) -> tuple[float, float]:
        """Share of worker-months that stand at a step of the cascade for sure, and that may.

        Raises AmparoError where the sweep has cover in law only.
        """
        if branch not in self.steps:
            raise AmparoError(
                Message(
                    "sweep.law_only",
                    "The sweep has cover in law only of '{branch}'. Cure: cover: effect in the grid.",
                    branch=branch,
                )
            )
        sure, perhaps = self.steps[branch][STEPS.index(step)].tolist()
        return sure / max(self.months, 1), perhaps / max(self.months, 1)


# --- the variants as laws ---------------------------------------------------------------------------------------------


def alternatives(
    part: LawBook, grid: Grid, variants: Sequence[Variant], changes: Sequence[Sequence[bool]]
) -> tuple[dict[str, tuple[Parameter, ...]], tuple[tuple[int, ...], ...]]:
    """For each varied parameter what it may be, first as the law stands; and which of them each variant takes.

    Axes of one parameter (as over several stretches of time) are taken together. Raises AmendmentError for a clash.
    """
    found: dict[str, tuple[Parameter, ...]] = {}
    choices: list[list[int]] = [[] for _ in variants]
    for target in dict.fromkeys(axis.target for axis in grid.axes):
        own = [n for n, axis in enumerate(grid.axes) if axis.target == target]
        places: dict[tuple[int, ...], int] = {}
        nodes = [_parameter(part, target)]
        for variant, choice in zip(variants, choices, strict=True):
            at = tuple(place if n in own else -1 for n, place in enumerate(variant.at))
            if at not in places:
                node = _parameter(law_of(part, grid, Variant(at), changes), target)
                places[at] = 0 if node is nodes[0] else len(nodes)
                nodes += [] if node is nodes[0] else [node]
            choice.append(places[at])
        found[target] = tuple(nodes)
    return found, tuple(map(tuple, choices))


def _parameter(book: LawBook, key: str) -> Parameter:
    node = book.nodes[key]
    assert isinstance(node, Parameter)
    return node


# --- the law and its variants on one batch ----------------------------------------------------------------------------


class Plan:
    """The kernels of a sweep: one for what all variants share, some for the variants' own part."""

    def __init__(
        self,
        book: LawBook,
        grid: Grid,
        first: int | None,
        last: int | None,
        weighting: Weighting = EVERYBODY_ALIKE,
    ) -> None:
        self.grid, self.first, self.last, self.weighting = grid, first, last, weighting
        self.base = base_of(book, grid)
        changes = checked(self.base, grid)
        self.variants = grid.variants()
        targets = list(dict.fromkeys(axis.target for axis in grid.axes))
        reached = reached_by(self.base, targets)
        every = dict.fromkeys([*default_outputs(self.base), *_paid(self.base)])
        self.amounts = [one for one in _amounts(self.base) if one.node in reached]
        stated = _cover(self.base)
        self.chains = self._chains(reached)
        moved = [b for b, keys in stated.items() if b in self.chains or any(k in every and k in reached for k in keys)]
        self.cover = {branch: stated[branch] for branch in moved if self._asked(branch)}
        self.standard: Standard | None = standard_of(STANDARD, read_date(STANDARD_DAY)) if self.chains else None
        read = dict.fromkeys(key for chains in self.chains.values() for chain in chains for key in chain.nodes)
        covers = [key for keys in self.cover.values() for key in keys]
        keys = dict.fromkeys([*(one.node for one in self.amounts), *covers, *computed(self.base, read)])
        anew = [key for key in keys if key in reached]
        if not anew:
            raise AmparoError(
                Message(
                    "sweep.nothing",
                    "No amount and no cover rests on what the grid varies. Cure: look at its parameters.",
                )
            )
        self.made = cut(self.base, targets, anew)
        self.still = [k for k in keys if k not in reached and isinstance(self.base.nodes[k], Rule | LinkNode)]
        self.whole = len(self.made.anew) + len(self.made.given)
        once = [*self.made.given, *self.still]
        self.shared = Kernel(self.base, once).ready() if once else None
        part = part_of(self.base, self.made)
        nodes, choices = alternatives(part, grid, self.variants, changes)
        self.choices: tuple[Choice, ...] = ((0,) * len(nodes), *choices)
        wide = widened(part, nodes)
        epochs = Epochs(wide)
        # the code of each group holds for every variant, whose values are data
        self.groups = [Varied(Kernel(wide, names).ready(), part, nodes, epochs) for names in self._groups(anew)]
        own = [key for group in self.groups for key in group.base.facts]
        self.told = [key for key in read if isinstance(self.base.nodes[key], Fact)]
        asked = [*(self.shared.facts if self.shared is not None else ()), *own, *self.told]
        self.facts = tuple(key for key in dict.fromkeys(asked) if key not in self.made.facts)
        self.in_kernels = frozenset(own)
        self.levels: dict[str, Level] = {
            key: node.level for key, node in self.base.nodes.items() if isinstance(node, Rule | LinkNode | Fact)
        }
        self.roles = tuple(dict.fromkeys(one.payer_role for one in self.amounts))

    def _asked(self, branch: Branch) -> bool:
        return self.grid.branches is None or branch in self.grid.branches

    def _chains(self, reached: set[str]) -> dict[Branch, tuple[Chain, ...]]:
        """The schemes of the branches whose cascade the variants can move, where cover in effect is asked for."""
        if self.grid.cover != IN_EFFECT:
            return {}
        every = {branch: chains for branch, chains in chains_of(self.base).items() if self._asked(branch)}
        return {b: chains for b, chains in every.items() if any(set(chain.nodes) & reached for chain in chains)}

    def _groups(self, anew: Sequence[str]) -> list[list[str]]:
        """Contributions, benefits, cover and cascade apart: what is unknown of one does not put others on bounds."""
        benefits = {one.node for one in self.amounts if one.payer_role == BENEFIT}
        owed = {one.node for one in self.amounts} - benefits
        covers = {key for keys in self.cover.values() for key in keys} - owed - benefits
        sorts = (owed, benefits, covers, set(anew) - owed - benefits - covers)
        return [found for sort in sorts if (found := [key for key in anew if key in sort])]

    @property
    def branches(self) -> tuple[Branch, ...]:
        return tuple(dict.fromkeys([*self.cover, *self.chains]))

    @property
    def _places(self) -> tuple[int, int, int, int]:
        """Where in a line cover, steps and people begin, and how long it is."""
        cover = 2 * len(self.amounts)
        steps = cover + len(self.cover) * _STATES**2
        people = steps + len(self.chains) * 2 * len(STEPS) + 1
        return cover, steps, people, people + 2 * len(SIDES)

    def empty(self) -> tuple[np.ndarray, np.ndarray]:
        """Sums by law (the law as it stands first); by who pays, squares of each worker's change.

        Where the records hold what other samples weigh: by who pays, how far each of those is from the sample itself.
        """
        laws, design = len(self.choices), self.weighting.design
        others = () if design is None or design.replicates is None else (len(design.coefficients),)
        return np.zeros((laws, self._places[-1]), np.int64), np.zeros((laws, len(self.roles) + 1, *others))

    def add(self, sums: np.ndarray, squares: np.ndarray, batches: Iterable[Batch]) -> int:
        """Add up batches of one unit under every law; how many workers some variant could reach."""
        whole = np.zeros(self._places[-1], np.int64)
        waiting: list[Batch] = []
        months = touched = 0
        for batch in batches:
            told = self._told(batch)
            bare = self._for_kernels(told)
            before = {key: one for group in self.groups for key, one in group.base.run(bare).items()}
            self._add_up(whole, np.zeros_like(squares[0]), before, before, _Seen(self, told))
            who = self._reached(bare)
            if not who.any():
                continue
            waiting.append(told if who.all() else told.take(np.nonzero(who)[0], self.levels))
            touched += int(who.sum())
            months += waiting[-1].rows(MONTH)
            if months >= MONTHS_AT_ONCE:
                self._variants(sums, squares, waiting)
                waiting, months = [], 0
        if waiting:
            self._variants(sums, squares, waiting)
        sums += whole
        return touched

    def _variants(self, sums: np.ndarray, squares: np.ndarray, waiting: Sequence[Batch]) -> None:
        """What each variant changes for these workers."""
        batch = _by_months(joined(waiting, self.levels), self.levels)
        seen, bare = _Seen(self, batch), self._for_kernels(batch)
        slates = [group.slate(bare) for group in self.groups]
        before: dict[str, Result] = {}
        start = np.zeros(0, np.int64)
        for number, choice in enumerate(self.choices):
            found = {key: one for slate in slates for key, one in slate.run(choice).items()}
            if not number:
                before = {key: _kept(one) for key, one in found.items()}
            line = np.zeros(sums.shape[1], np.int64)
            self._add_up(line, squares[number], before, found, seen)
            if not number:
                start = line
            sums[number] += line - start

    def _told(self, batch: Batch) -> Batch:
        """The batch with what no variant reaches told like facts, and nothing that is not read."""
        shared = {} if self.shared is None else self.shared.run(batch)
        told = with_given(batch, self.made, shared)
        wanted = self.in_kernels | set(self.told)
        facts = {key: column for key, column in told.facts.items() if key in wanted}
        return replace(told, facts=facts | {key: _told_like(shared[key], self.levels[key]) for key in self.still})

    def _for_kernels(self, batch: Batch) -> Batch:
        """The batch with what the kernels of the variants read."""
        return replace(batch, facts={key: column for key, column in batch.facts.items() if key in self.in_kernels})

    def _reached(self, batch: Batch) -> np.ndarray:
        """Workers whom some variant could reach."""
        found = np.zeros(len(batch), bool)
        for group in self.groups:
            if not found.all():
                found |= group.reached(batch)
        return found

    # adding up
    def _add_up(
        self,
        line: np.ndarray,
        squares: np.ndarray,
        before: Mapping[str, Result],
        found: Mapping[str, Result],
        seen: _Seen,
    ) -> None:
        self._add_amounts(line, squares, before, found, seen)
        self._add_cover(line, found, seen)
        self._add_steps(line, found, seen)

    def _add_amounts(
        self,
        line: np.ndarray,
        squares: np.ndarray,
        before: Mapping[str, Result],
        after: Mapping[str, Result],
        seen: _Seen,
    ) -> None:
        workers = len(seen.batch)
        low, high = np.zeros(workers, np.int64), np.zeros(workers, np.int64)
        moved = np.zeros((len(self.roles) + 1, workers), np.int64)
        for n, amount in enumerate(self.amounts):
            level = self.levels[amount.node]
            old, new = before[amount.node], after[amount.node]
            line[2 * n] += seen.sum(level, new.low)
            line[2 * n + 1] += seen.sum(level, new.low if new.high is None else new.high)
            if new is old:
                continue
            change = seen.by_worker(level, new.low.astype(np.int64) - old.low)
            moved[self.roles.index(amount.payer_role)] += change
            if amount.payer_role != BENEFIT:
                moved[-1] += change
            if amount.sign:
                least, most = (change, change) if old.why is new.why is None else _ends_of_change(old, new, level, seen)
                low += least if amount.sign > 0 else -most
                high += most if amount.sign > 0 else -least
        squares += self._spread(moved, seen)
        known = low == high
        sides = (low > 0, high < 0, known & (low == 0), ~known & (low <= 0) & (high >= 0))
        at = self._places[2]
        for n, who in enumerate(sides):
            line[at + 2 * n] += round(counted(who, seen.weights))
            each = None if seen.weights is None else seen.weights[who]
            line[at + 2 * n + 1] += 0 if SIDES[n] == OPEN else total(low[who], each)

    def _spread(self, moved: np.ndarray, seen: _Seen) -> np.ndarray:
        """What a batch adds to the error of each payer's change."""
        design = self.weighting.design
        if design is None or design.replicates is None:
            each = moved if seen.weights is None else moved * seen.weights
            return np.asarray(np.einsum("ij,ij->i", each, each, dtype=np.float64))
        at = seen.batch.numbers
        return np.asarray(moved @ (design.replicates[at] - design.weights[at][:, None]))

    def _add_cover(self, line: np.ndarray, found: Mapping[str, Result], seen: _Seen) -> None:
        at = self._places[0]
        for branch, keys in self.cover.items():
            every = (_strongest([found[key] for key in keys if key in found]), seen.still(branch))
            ends = [end for end in every if end is not None]
            low, high = (np.maximum.reduce([end[n] for end in ends]) for n in (0, 1))
            mask = seen.mask(self.levels[keys[0]])
            cells = low.astype(np.uint8) * np.uint8(_STATES) + high.astype(np.uint8)
            cells = cells if mask is None else cells[mask]
            counts = np.bincount(cells, weights=seen.each(self.levels[keys[0]]), minlength=_STATES**2)
            line[at : at + _STATES**2] += np.rint(counts).astype(np.int64)
            at += _STATES**2

    def _add_steps(self, line: np.ndarray, found: Mapping[str, Result], seen: _Seen) -> None:
        """Worker-months that stand at each step of the cascade, for sure and perhaps; and all worker-months."""
        at = self._places[1]
        mask = seen.mask(MONTH)
        count = seen.batch.rows(MONTH)
        each = seen.each(MONTH)
        line[self._places[2] - 1] += round(counted(np.ones(count, bool) if mask is None else mask[mask], each))
        if not self.chains:
            return
        read = seen.reader(found)
        for branch, chains in self.chains.items():
            assert self.standard is not None
            rate = self.standard.rates.get(branch)
            stood = [stand(chain, read, count, rate).steps for chain in chains]
            for step in range(len(STEPS)):
                truth: Truths = stood[0][step]
                for other in stood[1:]:
                    truth = truth | other[step]
                for end in (truth.low, truth.high):
                    line[at] += total(end if mask is None else end[mask], each)
                    at += 1

    def outcome(self, line: np.ndarray, squares: np.ndarray) -> Outcome:
        """The sums of one law as what they mean."""
        costs = {ALL: [0, 0]} | {role: [0, 0] for role in self.roles}
        for n, amount in enumerate(self.amounts):
            for role in {amount.payer_role, *([ALL] if amount.payer_role != BENEFIT else [])}:
                costs[role][0] += int(line[2 * n])
                costs[role][1] += int(line[2 * n + 1])
        cover_at, steps_at, people_at, _ = self._places
        size, wide = _STATES**2, 2 * len(STEPS)
        cover = {
            branch.name.lower(): line[cover_at + n * size :][:size].reshape(_STATES, _STATES).copy()
            for n, branch in enumerate(self.cover)
        }
        steps = {
            branch.name.lower(): line[steps_at + n * wide :][:wide].reshape(len(STEPS), 2).copy()
            for n, branch in enumerate(self.chains)
        }
        told = line[people_at:].reshape(len(SIDES), 2).tolist()
        people = {side: (workers, amount) for side, (workers, amount) in zip(SIDES, told, strict=True)}
        error = {role: self._error(squares[n]) for n, role in enumerate((*self.roles, ALL))}
        both = {role: (low, high) for role, (low, high) in costs.items()}
        return Outcome(both, cover, people, error, steps, int(line[people_at - 1]))

    def _error(self, spread: np.ndarray) -> float:
        design = self.weighting.design
        if design is None or design.replicates is None:
            return sqrt(float(spread))
        return sqrt(float(np.sum(design.coefficients * spread**2)))


class _Seen:
    """A batch as it is added up: which rows count, whose they are, and what no variant reaches."""

    def __init__(self, plan: Plan, batch: Batch) -> None:
        self.plan, self.batch = plan, batch
        self.masks: dict[Level, np.ndarray | None] = {}
        self.rest: dict[Branch, tuple[np.ndarray, np.ndarray] | None] = {}
        self.results: dict[str, Result] = {}
        self.rows = Rows(plan.base, batch, self.results)
        self.values: dict[str, Values] = {}
        self.weights = plan.weighting.of_batch(batch)
        self.of_rows: dict[Level, np.ndarray] = {}

    def each(self, level: Level) -> np.ndarray | None:
        """The weights of the rows that count; None where all workers count the same."""
        if self.weights is None:
            return None
        if level not in self.of_rows:
            held, mask = self.weights[workers_of(level, self.batch)], self.mask(level)
            self.of_rows[level] = held if mask is None else held[mask]
        return self.of_rows[level]

    def mask(self, level: Level) -> np.ndarray | None:
        """The rows of the months asked for; None for all."""
        if level not in self.masks:
            first, last = self.plan.first, self.plan.last
            held = _inside(months_of(level, self.batch), first, last, level in (YEAR, TIE_YEAR))
            self.masks[level] = None if held.all() else held
        return self.masks[level]

    def sum(self, level: Level, values: np.ndarray) -> int:
        mask = self.mask(level)
        return total(values if mask is None else values[mask], self.each(level))

    def by_worker(self, level: Level, values: np.ndarray) -> np.ndarray:
        """Each worker's sum of the rows that count."""
        mask = self.mask(level)
        held = values if mask is None else np.where(mask, values, 0)
        if level == WORKER:
            return held
        ends = np.concatenate(([0], np.cumsum(held, dtype=np.int64)))[self.batch.offsets(level)]
        return np.diff(ends)

    def still(self, branch: Branch) -> tuple[np.ndarray, np.ndarray] | None:
        """The strongest cover over the schemes that no variant reaches, at least and at most."""
        if branch not in self.rest:
            keys = [key for key in self.plan.cover[branch] if key in self.plan.still]
            self.rest[branch] = _strongest([_result_of(self.batch.facts[key]) for key in keys])
        return self.rest[branch]

    def reader(self, found: Mapping[str, Result]) -> Callable[[str], Values]:
        """What each month sees of a node under a variant."""
        if not self.values:
            self.results.update({key: _result_of(self.batch.facts[key]) for key in self.plan.still})
        self.results.update(found)
        own: dict[str, Values] = {}

        def read(key: str) -> Values:
            held = own if key in found else self.values
            if key not in held:
                held[key] = self.rows.read(key)
            return held[key]

        return read


def _by_months(batch: Batch, levels: Mapping[str, Level]) -> Batch:
    """The workers in the order of their months, which is the order in which kernels are fastest."""
    order = np.lexsort((batch.last, batch.first))
    return batch if np.array_equal(order, np.arange(len(order))) else batch.take(order, dict(levels))


def _kept(result: Result) -> Result:
    """A result that outlives the next run."""
    return Result(*(None if a is None else a.copy() for a in (result.low, result.high, result.why)))  # type: ignore[arg-type]


def _told_like(result: Result, level: Level) -> Column:
    """A result as a column that goes with its workers."""
    mode = PER_WORKER if level == WORKER else PER_ROW
    if result.high is None:
        return Column(result.low, None, mode)
    return Column(result.low, None, mode, result.low, result.high)


def _result_of(column: Column) -> Result:
    return Result(column.values, column.high)


def _ends_of_change(old: Result, new: Result, level: Level, seen: _Seen) -> tuple[np.ndarray, np.ndarray]:
    """By worker the least and the most change; what is unknown in the same way before and after does not change."""
    (a, b), (c, d) = _ends(old), _ends(new)
    same = (a == c) & (b == d)
    sure = (a == b) & (c == d)
    least, most = np.where(sure, c - a, c - b), np.where(sure, c - a, d - a)
    return tuple(seen.by_worker(level, np.where(same, 0, end)) for end in (least, most))  # type: ignore[return-value]


def _ends(result: Result) -> tuple[np.ndarray, np.ndarray]:
    low = result.low.astype(np.int64)
    return low, low if result.high is None else result.high.astype(np.int64)


def _strongest(results: Sequence[Result]) -> tuple[np.ndarray, np.ndarray] | None:
    if not results:
        return None
    lows = [result.low for result in results]
    highs = [result.low if result.high is None else result.high for result in results]
    return np.maximum.reduce(lows), np.maximum.reduce(highs)


__all__ = [
    "ALL",
    "ANY",
    "IN_STEPS",
    "MANDATORY",
    "OPEN",
    "Outcome",
    "Plan",
    "alternatives",
]
