"""The coverage cascade of a population: who is covered, registered, contributing, qualified and adequately protected.

Branch by branch and month by month, over all schemes; by groups of workers; with the provision at which workers are
lost between one step and the next. Whole workers stream through the compiled law; memory is bounded by the batch.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from amparo.analysis.chains import (
    NO,
    NO_MEASURE,
    STATES,
    STEPS,
    UNDECIDED,
    YES,
    Chain,
    Read,
    Stood,
    Truths,
    Values,
    chains_of,
    not_held,
    not_stated,
    stand,
)
from amparo.analysis.drawn import Cell, Drawn, Persons, Sums, drawn_of, weights_of
from amparo.analysis.groups import Grouping, groupings
from amparo.analysis.rows import Rows
from amparo.analysis.terms import computed
from amparo.analysis.weighting import EVERYBODY_ALIKE, Weighting, counted, weighting_of
from amparo.engine.kernel import Kernel
from amparo.engine.tables import Records, meta_of
from amparo.rules.declarations import Branch
from amparo.rules.nodes import Fact

if TYPE_CHECKING:
    from amparo.analysis.adequacy import Standard
    from amparo.engine.batch import Batch
    from amparo.rules.book import LawBook

VALUES_AT_ONCE: Final = 1_500_000
"""Values that a batch holds for each month of its workers: what bounds the memory, whatever law it is."""
MOST_WORKERS_AT_ONCE: Final = 16_384
WINDOW: Final = 24
ALL: Final = "all"
PATTERN: Final = (len(STATES),) * (len(STEPS) + 1)
PATTERNS: Final = len(STATES) ** (len(STEPS) + 1)


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a branch in a month for a group: how many worker-months stand there in each state.

    mandatory: those of `yes` whom some scheme covers by law without choice; the others of `yes` are covered by choice.
    """

    branch: Branch
    month: int
    by: str
    group: str
    step: str
    yes: int
    mandatory: int
    no: int
    undecided: int
    law_not_known: int
    no_measure: int

    @property
    def voluntary(self) -> int:
        return self.yes - self.mandatory

    @property
    def rows(self) -> int:
        return self.yes + self.no + self.undecided + self.law_not_known + self.no_measure


@dataclass(frozen=True, slots=True)
class Loss:
    """Worker-months lost at a step of a branch, and the provision at which they are lost.

    scheme: the scheme whose chain reached furthest (the first declared of several; '' where no scheme covers at all);
    node: the condition or rule that fails first ('' where the standard's rate is not reached, or none can be named).
    """

    branch: Branch
    step: str
    scheme: str
    node: str
    count: int


@dataclass(frozen=True, slots=True)
class Uncovered:
    """Workers by how many of their last months told (at most 24) a branch surely leaves uncovered, or leaves open."""

    branch: Branch
    months: int
    workers: int
    open: int


@dataclass(frozen=True)
class Cascade:
    """The cascade of a population, its class, and what it was measured against.

    not_stated: by branch and scheme the steps that no provision held here states; there the law is not known. drawn: by
    branch, grouping and group how far shares may be off by who was drawn. weighted: whether worker-months are weighed.
    """

    country: str
    law: str
    class_: str
    standard: Standard
    by: tuple[str, ...]
    workers: int
    worker_months: int
    steps: tuple[Step, ...]
    losses: tuple[Loss, ...]
    uncovered: tuple[Uncovered, ...]
    not_stated: tuple[tuple[Branch, str, tuple[str, ...]], ...] = ()
    drawn: Mapping[tuple[Branch, str, str], Drawn] = field(default_factory=dict)
    weighted: bool = False

    def total(self, branch: Branch, step: str, by: str = ALL, group: str = ALL) -> Step:
        """A step of a branch over all months."""
        found = [s for s in self.steps if (s.branch, s.step, s.by, s.group) == (branch, step, by, group)]
        counts = {name: sum(getattr(s, name) for s in found) for name in (*STATES, "mandatory")}
        return Step(branch, 0, by, group, step, **counts)


@dataclass
class _Counts:
    """What a batch adds: patterns by branch, grouping, group and month; losses; uncovered months.

    Whole numbers, or sums of weights where workers are weighed.
    """

    patterns: Counter[tuple[int, int, int, int, int]] = field(default_factory=Counter)
    losses: Counter[tuple[int, int, int, str]] = field(default_factory=Counter)
    uncovered: Counter[tuple[int, int, int]] = field(default_factory=Counter)
    drawn: dict[Cell, Sums] = field(default_factory=dict)
    workers: int = 0
    months: float = 0

    def of(self, branch: Branch) -> _Counts:
        """The same counts of another branch, that the law held here is as silent on."""
        return _Counts(
            Counter({(int(branch), *key[1:]): count for key, count in self.patterns.items()}),
            Counter({(int(branch), *key[1:]): count for key, count in self.losses.items()}),
            Counter({(int(branch), *key[1:]): count for key, count in self.uncovered.items()}),
            {(int(branch), *key[1:]): sums for key, sums in self.drawn.items()},
        )

    def add(self, other: _Counts) -> None:
        self.patterns.update(other.patterns)
        self.losses.update(other.losses)
        self.uncovered.update(other.uncovered)
        for cell, sums in other.drawn.items():
            self.drawn[cell] = self.drawn[cell] + sums if cell in self.drawn else sums
        self.workers += other.workers
        self.months += other.months


class Counting:
    """What is worked out once for a cascade: the kernel, the chains, the groupings."""

    def __init__(
        self,
        book: LawBook,
        standard: Standard,
        by: Sequence[str] = (),
        branches: Sequence[Branch] = (),
        first: int | None = None,
        last: int | None = None,
        weighting: Weighting = EVERYBODY_ALIKE,
    ) -> None:
        self.book, self.standard, self.weighting = book, standard, weighting
        self.groupings: tuple[Grouping, ...] = groupings(book, tuple(by))
        wanted = set(branches or Branch)
        self.chains = {branch: chains for branch, chains in chains_of(book).items() if branch in wanted}
        self.first, self.last = first, last
        read = [key for chains in self.chains.values() for chain in chains for key in chain.nodes]
        nodes = computed(book, [*read, *(key for grouping in self.groupings for key in grouping.nodes)])
        self.kernel = Kernel(book, nodes).ready() if nodes else None
        own = [key for key in read if isinstance(book.nodes[key], Fact)]
        told = [key for grouping in self.groupings for key in grouping.facts]
        kernel_facts = self.kernel.facts if self.kernel is not None else ()
        self.facts = tuple(dict.fromkeys([*kernel_facts, *own, *told]))
        values = len(self.facts) + len(nodes)
        self.workers_at_once = min(MOST_WORKERS_AT_ONCE, VALUES_AT_ONCE // max(values, 1))

    def count(self, batch: Batch) -> _Counts:
        """The cascade of one batch."""
        batch = batch.laid_out()
        results = self.kernel.run(batch) if self.kernel is not None else {}
        rows = Rows(self.book, batch, results)
        held: dict[str, Values] = {}

        def read(key: str) -> Values:
            if key not in held:
                held[key] = rows.read(key)
            return held[key]

        wanted = self._wanted(rows)
        own = self.weighting.of_batch(batch)
        weights = None if own is None else own[rows.worker]
        found = _Counts(workers=len(batch), months=counted(wanted, weights))
        numbers = [(0, np.zeros(rows.count, np.int64))]
        numbers += [(n + 1, grouping.number(rows)) for n, grouping in enumerate(self.groupings)]
        sampled = weights_of(self.weighting, batch.numbers)
        persons = {by: Persons(rows.worker, number, wanted, sampled) for by, number in numbers}
        month = np.where(wanted, rows.month, 0)
        base, span = (int(month[wanted].min()), int(np.ptp(month[wanted])) + 1) if wanted.any() else (0, 1)
        silent: _Counts | None = None
        for branch, chains in self.chains.items():
            if not chains and silent is not None:
                found.add(silent.of(branch))
                continue
            its = _Counts()
            rate = self.standard.rates.get(branch)
            stood = [stand(chain, read, rows.count, rate) for chain in chains]
            states, mandatory = _branch(stood, rows.count)
            self._patterns(its, branch, states, mandatory, numbers, month - base, base, span, wanted, weights)
            self._losses(its, branch, stood, states, wanted, read, weights)
            _uncovered(its, branch, states[0], rows, wanted, own)
            _drawn(its, branch, states, persons)
            found.add(its)
            silent = silent if chains else its
        return found

    def _wanted(self, rows: Rows) -> np.ndarray:
        found = np.ones(rows.count, bool)
        if self.first is not None:
            found &= rows.month >= self.first
        if self.last is not None:
            found &= rows.month <= self.last
        return found

    def _patterns(
        self,
        found: _Counts,
        branch: Branch,
        states: list[np.ndarray],
        mandatory: np.ndarray,
        numbers: list[tuple[int, np.ndarray]],
        months: np.ndarray,
        base: int,
        span: int,
        wanted: np.ndarray,
        weights: np.ndarray | None,
    ) -> None:
        """Counts of each pattern of states, which few rows differ in: seen ones are numbered densely first."""
        code = mandatory.astype(np.int16)
        for column in states:
            code *= len(STATES)
            code += column
        everyone = bool(wanted.all())
        each = weights if weights is None or everyone else weights[wanted]
        seen = np.nonzero(np.bincount(code if everyone else code[wanted], minlength=PATTERNS))[0]
        dense = np.zeros(PATTERNS, np.int64)
        dense[seen] = np.arange(len(seen)) * span
        pattern = dense[code]
        pattern += months
        for by, number in numbers:
            size = int(number.max(initial=0)) + 1
            cell = pattern * size + number if by else pattern
            cells = np.bincount(cell if everyone else cell[wanted], weights=each, minlength=len(seen) * span * size)
            for place in np.nonzero(cells)[0]:
                rest, group = divmod(int(place), size)
                which, month = divmod(rest, span)
                found.patterns[int(branch), by, group, month + base, int(seen[which])] += cells[place].item()

    def _losses(
        self,
        found: _Counts,
        branch: Branch,
        stood: list[Stood],
        states: list[np.ndarray],
        wanted: np.ndarray,
        read: Read,
        weights: np.ndarray | None,
    ) -> None:
        """At which provision of which scheme rows are lost between two steps."""
        lost = wanted & (states[0] == NO)
        if lost.any():
            found.losses[int(branch), 0, -1, ""] += counted(lost, weights)  # type: ignore[assignment]
        for step in range(1, len(STEPS)):
            rest = wanted & (states[step - 1] == YES) & (states[step] == NO)
            for place, own in enumerate(stood):
                if not rest.any():
                    break
                mine = rest & (own.steps[step - 1].low == 1)
                rest = rest & ~mine
                for node, count in _failing(own.chain, step, mine, read, weights):
                    found.losses[int(branch), step, place, node] += count  # type: ignore[assignment]


def _failing(
    chain: Chain, step: int, lost: np.ndarray, read: Read, weights: np.ndarray | None
) -> list[tuple[str, float]]:
    """The node at which rows of a scheme are lost: the first condition of the first benefit that surely fails."""
    if not lost.any():
        return []
    count = counted(lost, weights)
    match STEPS[step]:
        case "registered":
            return [(next(iter(chain.registered), ""), count)]
        case "contributing":
            return [(next(iter(chain.contributing), ""), count)]
        case "adequate":
            return [("", count)]
    found = []
    for key in chain.benefits[0].conditions if chain.benefits else ():
        fails = lost & (read(key).high == 0)
        if fails.any():
            found.append((key, counted(fails, weights)))
            lost = lost & ~fails
    if lost.any():
        found.append(("", counted(lost, weights)))
    return found


def _branch(stood: list[Stood], rows: int) -> tuple[list[np.ndarray], np.ndarray]:
    """The states of a branch at each step over all its schemes, and whether cover is mandatory."""
    if not stood:
        return [not_held(rows).states()] * len(STEPS), not_held(rows).states()
    steps: list[Truths] = list(stood[0].steps)
    mandatory, measured = stood[0].mandatory, stood[0].measured
    for own in stood[1:]:
        steps = [one | other for one, other in zip(steps, own.steps, strict=True)]
        mandatory, measured = mandatory | own.mandatory, measured | own.measured
    states = [truths.states() for truths in steps]
    states[-1] = np.where((states[-1] == NO) & (states[-2] != NO) & ~measured, NO_MEASURE, states[-1])
    return states, mandatory.states()


def _uncovered(
    found: _Counts, branch: Branch, covered: np.ndarray, rows: Rows, wanted: np.ndarray, weights: np.ndarray | None
) -> None:
    """Per worker, how many of the last months told are surely uncovered, and how many are open."""
    late = (rows.ahead < WINDOW) & wanted
    starts = rows.layout.off_m[:-1]
    # at most WINDOW of each worker: they fit in eight bits
    without = np.add.reduceat((late & (covered == NO)).view(np.int8), starts, dtype=np.int8)
    open_ = np.add.reduceat((late & (covered >= UNDECIDED)).view(np.int8), starts, dtype=np.int8)
    cells = np.bincount(without.astype(np.int64) * (WINDOW + 1) + open_, weights=weights, minlength=(WINDOW + 1) ** 2)
    for place in np.nonzero(cells)[0]:
        months, undecided = divmod(int(place), WINDOW + 1)
        found.uncovered[int(branch), months, undecided] += cells[place].item()


def _drawn(found: _Counts, branch: Branch, states: list[np.ndarray], persons: Mapping[int, Persons]) -> None:
    """What the persons of each group add up to at each step: who surely stands at one stands at all before it."""
    depth = np.zeros(len(states[0]), np.int8)
    for state in states:
        depth += state == YES
    for by, own in persons.items():
        for group, sums in own.sums(depth):
            found.drawn[int(branch), by, group] = sums


# --- a population -----------------------------------------------------------------------------------------------------


def cascade(
    folder: Path | str,
    book: LawBook,
    standard: Standard,
    *,
    by: Sequence[str] = (),
    branches: Sequence[Branch] = (),
    first: int | None = None,
    last: int | None = None,
    threads: int | None = None,
    progress: Callable[[float], None] | None = None,
) -> Cascade:
    """The cascade of checked records in canonical form. Raises AmparoError for records of another country."""
    folder = Path(folder)
    meta = meta_of(folder, book.country.code)
    counting = Counting(book, standard, by, branches, first, last, weighting_of(folder, 0))
    records = Records(folder, book, counting.facts, ids=False)
    units = records.units()

    def unit(number: int) -> _Counts:
        found = _Counts()
        chunk = records.chunk(*units[number])
        for _, batch in chunk.batches(counting.workers_at_once):
            found.add(counting.count(batch))
        return found

    whole = _Counts()
    with ThreadPoolExecutor(threads or os.cpu_count() or 1) as pool:
        for number, found in enumerate(pool.map(unit, range(len(units)))):
            whole.add(found)
            if progress is not None:
                progress((number + 1) / len(units))
    return gathered(counting, whole, meta.data_class)


def gathered(counting: Counting, whole: _Counts, class_: str) -> Cascade:
    """The counts as records, in order."""
    chains = counting.chains
    losses = tuple(
        Loss(Branch(branch), STEPS[step], "" if place < 0 else chains[Branch(branch)][place].scheme, node, round(count))
        for (branch, step, place, node), count in sorted(whole.losses.items())
    )
    uncovered: dict[tuple[int, int], list[float]] = {}
    for (branch, months, open_), workers in sorted(whole.uncovered.items()):
        held = uncovered.setdefault((branch, months), [0, 0])
        held[0] += workers
        held[1] += workers if open_ else 0
    return Cascade(
        country=counting.book.country.code,
        law=counting.book.hash,
        class_=class_,
        standard=counting.standard,
        by=tuple(grouping.id for grouping in counting.groupings),
        workers=whole.workers,
        worker_months=round(whole.months),
        steps=tuple(_steps(counting, whole)),
        losses=losses,
        uncovered=tuple(
            Uncovered(Branch(b), months, *(round(count) for count in counts))
            for (b, months), counts in uncovered.items()
        ),
        not_stated=tuple(
            (branch, chain.scheme, missing)
            for branch, own in chains.items()
            for chain in own
            if (missing := not_stated(chain))
        ),
        drawn={
            (Branch(branch), *_group(counting, by, group)): drawn
            for (branch, by, group), drawn in sorted(drawn_of(whole.drawn, counting.weighting).items())
        },
        weighted=counting.weighting.design is not None,
    )


def _group(counting: Counting, by: int, group: int) -> tuple[str, str]:
    """A grouping and a group by their names."""
    if by == 0:
        return ALL, ALL
    grouping = counting.groupings[by - 1]
    return grouping.id, grouping.names[group]


def _steps(counting: Counting, whole: _Counts) -> list[Step]:
    cells: dict[tuple[int, int, int, int, int], list[float]] = {}
    for (branch, by, group, month, pattern), count in whole.patterns.items():
        mandatory, *states = (int(part) for part in np.unravel_index(pattern, PATTERN))
        for step, state in enumerate(states):
            held = cells.setdefault((branch, month, by, group, step), [0] * (len(STATES) + 1))
            held[state] += count
            held[-1] += count if state == YES and mandatory == YES else 0
    found = []
    for (branch, month, by, group, step), held in sorted(cells.items()):
        counts = {state: round(count) for state, count in zip(STATES, held, strict=False)}
        name, own = _group(counting, by, group)
        found.append(Step(Branch(branch), month, name, own, STEPS[step], mandatory=round(held[-1]), **counts))
    return found


__all__ = ["ALL", "WINDOW", "Cascade", "Counting", "Loss", "Step", "Uncovered", "cascade", "gathered"]
