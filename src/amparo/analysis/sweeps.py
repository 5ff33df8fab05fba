"""Many variants of a law on one population: cost by payer, cover by branch, who gains and who loses.

What the varied values cannot reach is worked out once for a batch; each variant then runs on its part of the law only
(engine/cut.py). Batches are read once and all variants run on each. Every finished unit of workers leaves its sums, so
that an interrupted sweep goes on where it stopped. Behaviour is not modelled.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from hashlib import sha256
from math import sqrt
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from amparo.analysis.effects import BENEFIT, GAIN, LOSS, OPEN, SAME, _amounts, _cover, _inside, _paid
from amparo.analysis.grids import Grid, Variant, base_of, checked, law_of
from amparo.engine.cut import cut, part_of, reached_by, with_given
from amparo.engine.kernel import Kernel, Result
from amparo.engine.lawdata import Epochs
from amparo.engine.outcome import default_outputs, months_of
from amparo.engine.tables import Records, read_meta
from amparo.rules.declarations import Branch, Coverage
from amparo.rules.errors import AmparoError
from amparo.rules.levels import TIE_YEAR, WORKER, YEAR, Level
from amparo.rules.nodes import LinkNode, Rule
from amparo.rules.parameters import Dated, Parameter

if TYPE_CHECKING:
    from amparo.engine.batch import Batch
    from amparo.rules.book import LawBook

MONTHS_AT_ONCE: Final = 200_000
LEAST_WORKERS, MOST_WORKERS = 1_024, 16_384
ALL: Final = "all"
SIDES: Final = (GAIN, LOSS, SAME, OPEN)
_STATES: Final = 1 + max(state.value for state in Coverage)
MANDATORY, ANY = "mandatory", "any"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a law comes to over the months asked for, amounts in the smallest unit, with two ends.

    costs: by who pays ('all': everybody's contributions; 'benefit': paid to workers). cover: worker-months by branch,
    by least and most state of cover. people: workers by side, and what they gain or lose together. error: standard
    error of the change of each cost by the drawing of workers.
    """

    costs: Mapping[str, tuple[int, int]]
    cover: Mapping[str, np.ndarray]
    people: Mapping[str, tuple[int, int]]
    error: Mapping[str, float]

    def share(self, branch: str, counted: str = MANDATORY) -> tuple[float, float]:
        """Share of worker-months that are covered for sure, and that may be; counted: mandatory, or any cover."""
        least = Coverage.MANDATORY.value if counted == MANDATORY else Coverage.VOLUNTARY.value
        held = self.cover[branch]
        whole = max(int(held.sum()), 1)
        return int(held[least:, :].sum()) / whole, int(held[:, least:].sum()) / whole


@dataclass(frozen=True)
class Sweep:
    """A sweep's result: the law as it stands (base) and every variant."""

    grid: Grid
    workers: int
    class_: str
    variants: tuple[Variant, ...]
    base: Outcome
    outcomes: tuple[Outcome, ...]
    resumed: int
    recomputed: int
    given: int
    rules: int

    @property
    def branches(self) -> tuple[str, ...]:
        return tuple(self.base.cover)

    @property
    def payers(self) -> tuple[str, ...]:
        return tuple(self.base.costs)


def sweep(
    folder: Path | str,
    book: LawBook,
    grid: Grid,
    *,
    out: Path | str | None = None,
    first: int | None = None,
    last: int | None = None,
    threads: int | None = None,
    progress: Callable[[float], None] | None = None,
) -> Sweep:
    """Run every variant of a grid on checked records.

    out: a folder where finished units are kept, to go on from. first, last: months (of whole years for yearly charges)
    that count. Raises AmparoError for records of another country, or when no result rests on what is varied.
    """
    folder = Path(folder)
    meta = read_meta(folder)
    if meta.country != grid.country:
        raise AmparoError(f"{folder.name}: the records were prepared for {meta.country}, not {grid.country}.")
    plan = _Plan(book, grid, first, last)
    records = Records(folder, plan.base, plan.facts, ids=False)
    units = _units(records)
    home = None if out is None else Path(out) / "units"
    if home is not None:
        home.mkdir(parents=True, exist_ok=True)
    key = _key(plan, folder, first, last, units)

    def unit(number: int) -> tuple[np.ndarray, np.ndarray, bool]:
        held = _held(home, number, key)
        if held is not None:
            return *held, True
        sums, squares = plan.empty()
        begin, end = units[number]
        plan.add(sums, squares, records.chunk(begin, end).batch(0, end - begin).laid_out())
        _keep(home, number, key, sums, squares)
        return sums, squares, False

    sums, squares = plan.empty()
    resumed = 0
    with ThreadPoolExecutor(threads or os.cpu_count() or 1) as pool:
        for number, (more, also, earlier) in enumerate(pool.map(unit, range(len(units)))):
            sums += more
            squares += also
            resumed += earlier
            if progress is not None:
                progress((number + 1) / len(units))
    base, *outcomes = (plan.outcome(line, square) for line, square in zip(sums, squares, strict=True))
    workers = sum(end - begin for begin, end in units)
    sizes = (len(plan.made.anew), len(plan.made.given), plan.whole)
    return Sweep(grid, workers, meta.data_class, plan.variants, base, tuple(outcomes), resumed, *sizes)


# --- the variants as laws ---------------------------------------------------------------------------------------------


def parts_of(
    part: LawBook, grid: Grid, variants: Sequence[Variant], changes: Sequence[Sequence[bool]]
) -> list[LawBook]:
    """The part of the law under every variant; where each axis has a parameter of its own, each value is set once."""
    targets = [axis.target for axis in grid.axes]
    if len(set(targets)) < len(targets):
        return [law_of(part, grid, variant, changes) for variant in variants]
    alone = [
        [
            law_of(part, grid, Variant(tuple(at if n == number else -1 for n in range(len(targets)))), changes)
            for at in range(len(axis.values))
        ]
        for number, axis in enumerate(grid.axes)
    ]
    found = []
    for variant in variants:
        own = {targets[n]: alone[n][at].nodes[targets[n]] for n, at in enumerate(variant.at) if at >= 0}
        found.append(replace(part, nodes={**part.nodes, **own}))
    return found


def widened(part: LawBook, parts: Sequence[LawBook], targets: Iterable[str]) -> LawBook:
    """The part with every value and every day of all variants in its parameters: for ranges and days, not to be run."""
    nodes = dict(part.nodes)
    for key in targets:
        held: dict[str, dict[tuple[int, str], Dated]] = {}
        for one in parts:
            node = one.nodes[key]
            assert isinstance(node, Parameter)
            for place, entries in node.series.items():
                held.setdefault(place, {}).update({(entry.start, repr(entry.value)): entry for entry in entries})
        first = nodes[key]
        assert isinstance(first, Parameter)
        series = {place: tuple(entries[at] for at in sorted(entries)) for place, entries in held.items()}
        nodes[key] = replace(first, series=series)
    return replace(part, nodes=nodes)


# --- the law and its variants on one batch ----------------------------------------------------------------------------


class _Plan:
    """The kernels of a sweep: one for what all variants share, one for each variant's own part."""

    def __init__(self, book: LawBook, grid: Grid, first: int | None, last: int | None) -> None:
        self.grid, self.first, self.last = grid, first, last
        self.base = base_of(book, grid)
        changes = checked(self.base, grid)
        self.variants = grid.variants()
        targets = {axis.target for axis in grid.axes}
        reached = reached_by(self.base, targets)
        every = dict.fromkeys([*default_outputs(self.base), *_paid(self.base)])
        outputs = [key for key in every if key in reached]
        self.amounts = [one for one in _amounts(self.base) if one.node in reached]
        cover = _cover(self.base, outputs)
        self.cover = {b: keys for b, keys in cover.items() if grid.branches is None or b in grid.branches}
        keys = dict.fromkeys([*(one.node for one in self.amounts), *(k for ks in self.cover.values() for k in ks)])
        anew = [key for key in keys if key in reached]
        if not anew:
            raise AmparoError("No amount and no cover rests on what the grid varies. Cure: look at its parameters.")
        self.made = cut(self.base, targets, anew)
        still = [k for k in keys if k not in reached and isinstance(self.base.nodes[k], Rule | LinkNode)]
        self.whole = len(self.made.anew) + len(self.made.given)
        self.shared = Kernel(self.base, [*self.made.given, *still]).ready() if self.made.given or still else None
        part = part_of(self.base, self.made)
        parts = [part, *parts_of(part, grid, self.variants, changes)]
        wide = widened(part, parts, targets)
        epochs = Epochs(wide)
        # the code of each group holds for every variant, whose values are data
        groups = [Kernel(wide, names).ready() for names in self._groups(anew)]
        self.kernels = [[_Law(group, one, epochs) for group in groups] for one in parts]
        own = [key for group in groups for key in group.facts]
        read = [*(self.shared.facts if self.shared is not None else ()), *own]
        self.facts = tuple(key for key in dict.fromkeys(read) if key not in self.made.facts)
        self.roles = tuple(dict.fromkeys(one.payer_role for one in self.amounts))

    def _groups(self, anew: Sequence[str]) -> list[list[str]]:
        """Contributions, benefits and cover apart: what is unknown of one does not put the others on bounds."""
        benefits = {one.node for one in self.amounts if one.payer_role == BENEFIT}
        owed = [one.node for one in self.amounts if one.node not in benefits]
        found = [[key for key in owed if key in anew], [key for key in anew if key in benefits]]
        return [group for group in (*found, [k for k in anew if k not in benefits and k not in owed]) if group]

    @property
    def width(self) -> int:
        return 2 * len(self.amounts) + len(self.cover) * _STATES**2 + 2 * len(SIDES)

    def empty(self) -> tuple[np.ndarray, np.ndarray]:
        """Sums by law, and squares of each worker's change by who pays."""
        laws = len(self.kernels)
        return np.zeros((laws, self.width), np.int64), np.zeros((laws, len(self.roles) + 1))

    def add(self, sums: np.ndarray, squares: np.ndarray, batch: Batch) -> None:
        """Add up one batch under every law."""
        shared = {} if self.shared is None else self.shared.run(batch)
        told = with_given(batch, self.made, shared)
        needed = {key for law in self.kernels[0] for key in law.group.facts}
        told = type(batch)(**{**told.__dict__, "facts": {k: c for k, c in told.facts.items() if k in needed}})
        rows = _Rows(self.base, batch, self.first, self.last)
        covers = {branch: self._still(keys, shared) for branch, keys in self.cover.items()}
        before: Mapping[str, Result] | None = None
        for number, kernels in enumerate(self.kernels):
            found: Mapping[str, Result] = {key: one for law in kernels for key, one in law.run(told).items()}
            before = before if before is not None else found
            line = sums[number]
            self._amounts(line, squares[number], before, found, rows, len(batch))
            self._cover(line, covers, found, rows)

    def _still(self, keys: Sequence[str], shared: Mapping[str, Result]) -> tuple[np.ndarray, np.ndarray] | None:
        """The strongest cover over the schemes that no variant reaches, at least and at most."""
        return _strongest([shared[key] for key in keys if key in shared])

    def _amounts(
        self,
        line: np.ndarray,
        squares: np.ndarray,
        before: Mapping[str, Result],
        after: Mapping[str, Result],
        rows: _Rows,
        workers: int,
    ) -> None:
        low, high = np.zeros(workers, np.int64), np.zeros(workers, np.int64)
        moved = np.zeros((len(self.roles) + 1, workers), np.int64)
        for n, amount in enumerate(self.amounts):
            level = self.base.nodes[amount.node].level  # type: ignore[union-attr]
            old, new = before[amount.node], after[amount.node]
            line[2 * n] += rows.sum(level, new.low)
            line[2 * n + 1] += rows.sum(level, new.low if new.high is None else new.high)
            change = rows.by_worker(level, new.low.astype(np.int64) - old.low)
            moved[self.roles.index(amount.payer_role)] += change
            if amount.payer_role != BENEFIT:
                moved[-1] += change
            least, most = (change, change) if old.why is new.why is None else _ends_of_change(old, new, level, rows)
            if amount.sign:
                low += least if amount.sign > 0 else -most
                high += most if amount.sign > 0 else -least
        squares += (moved.astype(np.float64) ** 2).sum(axis=1)
        known = low == high
        sides = (low > 0, high < 0, known & (low == 0), ~known & (low <= 0) & (high >= 0))
        at = self.width - 2 * len(SIDES)
        for n, who in enumerate(sides):
            line[at + 2 * n] += int(np.count_nonzero(who))
            line[at + 2 * n + 1] += 0 if SIDES[n] == OPEN else int(low[who].sum())

    def _cover(
        self,
        line: np.ndarray,
        still: Mapping[Branch, tuple[np.ndarray, np.ndarray] | None],
        found: Mapping[str, Result],
        rows: _Rows,
    ) -> None:
        at = 2 * len(self.amounts)
        for branch, keys in self.cover.items():
            ends = _strongest([found[key] for key in keys if key in found])
            rest = still[branch]
            assert ends is not None
            low, high = ends if rest is None else (np.maximum(ends[0], rest[0]), np.maximum(ends[1], rest[1]))
            mask = rows.mask(self.base.nodes[keys[0]].level)  # type: ignore[union-attr]
            cells = low.astype(np.uint8) * np.uint8(_STATES) + high.astype(np.uint8)
            line[at : at + _STATES**2] += np.bincount(cells if mask is None else cells[mask], minlength=_STATES**2)
            at += _STATES**2

    def outcome(self, line: np.ndarray, squares: np.ndarray) -> Outcome:
        """The sums of one law as what they mean."""
        costs = {ALL: [0, 0]} | {role: [0, 0] for role in self.roles}
        for n, amount in enumerate(self.amounts):
            for role in {amount.payer_role, *([ALL] if amount.payer_role != BENEFIT else [])}:
                costs[role][0] += int(line[2 * n])
                costs[role][1] += int(line[2 * n + 1])
        at = 2 * len(self.amounts)
        size = _STATES**2
        cover = {
            branch.name.lower(): line[at + n * size : at + (n + 1) * size].reshape(_STATES, _STATES).copy()
            for n, branch in enumerate(self.cover)
        }
        at += size * len(self.cover)
        people = {side: (int(line[at + 2 * n]), int(line[at + 2 * n + 1])) for n, side in enumerate(SIDES)}
        error = {role: sqrt(float(squares[n])) for n, role in enumerate((*self.roles, ALL))}
        return Outcome({role: (low, high) for role, (low, high) in costs.items()}, cover, people, error)


class _Law:
    """A group of results under one variant; its arrays are made when it is first run."""

    def __init__(self, group: Kernel, book: LawBook, epochs: Epochs) -> None:
        self.group, self.book, self.epochs = group, book, epochs
        self.made: Kernel | None = None

    @property
    def kernel(self) -> Kernel:
        """The kernel; where two threads make it at once, both make the same."""
        if self.made is None:
            self.made = self.group.with_law(self.book, self.epochs)
        return self.made

    def run(self, batch: Batch) -> Mapping[str, Result]:
        """The results; nothing is worked out where there are no rows, as of benefits without a claim."""
        if any(batch.rows(self.group.levels[key]) for key in self.group.outputs):
            return self.kernel.run(batch)
        return {key: Result(np.empty(0, np.int64)) for key in self.group.outputs}


class _Rows:
    """Which rows of a batch count, and whose they are, worked out once for all variants."""

    def __init__(self, book: LawBook, batch: Batch, first: int | None, last: int | None) -> None:
        self.batch, self.first, self.last = batch, first, last
        self.masks: dict[Level, np.ndarray | None] = {}

    def mask(self, level: Level) -> np.ndarray | None:
        """The rows of the months asked for; None for all."""
        if level not in self.masks:
            held = _inside(months_of(level, self.batch), self.first, self.last, level in (YEAR, TIE_YEAR))
            self.masks[level] = None if held.all() else held
        return self.masks[level]

    def counted(self, level: Level, values: np.ndarray) -> np.ndarray:
        mask = self.mask(level)
        return values if mask is None else np.where(mask, values, 0)

    def sum(self, level: Level, values: np.ndarray) -> int:
        mask = self.mask(level)
        return int((values if mask is None else values[mask]).sum(dtype=np.int64))

    def by_worker(self, level: Level, values: np.ndarray) -> np.ndarray:
        """Each worker's sum of the rows that count."""
        counted = self.counted(level, values)
        if level == WORKER:
            return counted
        ends = np.concatenate(([0], np.cumsum(counted, dtype=np.int64)))[self.batch.offsets(level)]
        return np.diff(ends)


def _ends_of_change(old: Result, new: Result, level: Level, rows: _Rows) -> tuple[np.ndarray, np.ndarray]:
    """By worker the least and the most change; what is unknown in the same way before and after does not change."""
    (a, b), (c, d) = _ends(old), _ends(new)
    same = (a == c) & (b == d)
    sure = (a == b) & (c == d)
    least, most = np.where(sure, c - a, c - b), np.where(sure, c - a, d - a)
    return tuple(rows.by_worker(level, np.where(same, 0, end)) for end in (least, most))  # type: ignore[return-value]


def _ends(result: Result) -> tuple[np.ndarray, np.ndarray]:
    low = result.low.astype(np.int64)
    return low, low if result.high is None else result.high.astype(np.int64)


def _strongest(results: Sequence[Result]) -> tuple[np.ndarray, np.ndarray] | None:
    if not results:
        return None
    lows = [result.low for result in results]
    highs = [result.low if result.high is None else result.high for result in results]
    return np.maximum.reduce(lows), np.maximum.reduce(highs)


# --- units, kept and taken over ---------------------------------------------------------------------------------------


def _units(records: Records) -> list[tuple[int, int]]:
    """Row groups cut into pieces of about as many worker-months as serve the cache and the threads."""
    size = min(max(MONTHS_AT_ONCE // _months(records), LEAST_WORKERS), MOST_WORKERS)
    return [(begin, min(begin + size, high)) for low, high in records.units() for begin in range(low, high, size)]


def _months(records: Records) -> int:
    """From the first month of anybody to the last, as the statistics of the file tell; many where they do not."""
    metadata, at = records.workers.parquet.metadata, records.workers.positions
    ends = []
    for group in range(metadata.num_row_groups):
        first, last = (metadata.row_group(group).column(at[name]).statistics for name in ("first", "last"))
        if first is None or last is None or not (first.has_min_max and last.has_min_max):
            return MONTHS_AT_ONCE
        ends.append((int(first.min), int(last.max)))
    return max(last for _, last in ends) - min(first for first, _ in ends) + 1 if ends else 1


def _key(plan: _Plan, folder: Path, first: int | None, last: int | None, units: Sequence[tuple[int, int]]) -> str:
    files = [(file.name, file.stat().st_size, file.stat().st_mtime_ns) for file in sorted(folder.glob("*.parquet"))]
    axes = [(axis.target, axis.start, axis.until, axis.place, str(axis.values)) for axis in plan.grid.axes]
    variants = [variant.at for variant in plan.variants]
    branches = [int(branch) for branch in plan.cover]
    content = (plan.base.hash, axes, variants, branches, first, last, files, units)
    return sha256(repr(content).encode()).hexdigest()


def _held(home: Path | None, number: int, key: str) -> tuple[np.ndarray, np.ndarray] | None:
    file = None if home is None else home / f"{number:06d}.npz"
    if file is None or not file.exists():
        return None
    with np.load(file) as data:
        return (data["sums"], data["squares"]) if str(data["key"]) == key else None


def _keep(home: Path | None, number: int, key: str, sums: np.ndarray, squares: np.ndarray) -> None:
    if home is None:
        return
    temporary = home / f"{number:06d}.part"
    with temporary.open("wb") as stream:
        np.savez(stream, key=np.array(key), sums=sums, squares=squares)
    os.replace(temporary, home / f"{number:06d}.npz")


# --- what a ministry asks of a sweep ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Point:
    """A variant by its number (from 1; 0 is the law as it stands), its extra cost and its cover."""

    variant: int
    cost: int
    share: float
    share_high: float


def points(found: Sweep, branch: str, payer: str = ALL, counted: str = MANDATORY) -> tuple[Point, ...]:
    """Every law with its extra cost for a payer (lower end) and the share of worker-months covered for sure.

    Raises AmparoError naming the branches or payers that the sweep moves.
    """
    for name, known, what in ((branch, found.branches, "branch"), (payer, found.payers, "payer")):
        if name not in known:
            told = ", ".join(known) or "none"
            raise AmparoError(f"The sweep moves no {what} '{name}'. It moves: {told}.")
    start = found.base.costs[payer][0]
    return tuple(
        Point(number, one.costs[payer][0] - start, *one.share(branch, counted))
        for number, one in enumerate((found.base, *found.outcomes))
    )


def frontier(every: Sequence[Point]) -> tuple[Point, ...]:
    """The laws that no other beats: more cover at no more cost, or less cost at no less cover; cheapest first."""
    best: list[Point] = []
    for point in sorted(every, key=lambda p: (p.cost, -p.share, p.variant)):
        if not best or point.share > best[-1].share:
            best.append(point)
    return tuple(best)


def cheapest(every: Sequence[Point], share: float) -> Point | None:
    """The cheapest law under which at least this share is covered for sure; None where no variant reaches it."""
    enough = [point for point in every if point.share >= share]
    return min(enough, key=lambda p: (p.cost, -p.share, p.variant)) if enough else None


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
        raise AmparoError("A tornado moves one parameter at a time. Cure: how: one-at-a-time in the grid.")
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


def sweep_json(found: Sweep, weight: float) -> dict[str, Any]:
    """The sweep as data: unweighted sums in the smallest unit, with the weight beside them."""
    return {
        "format": "amparo-sweep/1",
        "class": found.class_,
        "grid": found.grid.id,
        "source": found.grid.source,
        "behaviour": "none",
        "workers": found.workers,
        "weight": weight,
        "computed_again": found.recomputed,
        "computed_once": found.given,
        "axes": [
            {"parameter": axis.target, "place": axis.place, "values": [str(value) for value in axis.values]}
            for axis in found.grid.axes
        ],
        "base": _outcome_json(found.base),
        "variants": [
            {"variant": number, "values": values_of(found.grid, variant), **_outcome_json(outcome)}
            for number, (variant, outcome) in enumerate(zip(found.variants, found.outcomes, strict=True), 1)
        ],
    }


def values_of(grid: Grid, variant: Variant) -> list[str]:
    """The values of a variant as written; '' where an axis stays as in force."""
    return [str(axis.values[at]) if at >= 0 else "" for axis, at in zip(grid.axes, variant.at, strict=True)]


def _outcome_json(outcome: Outcome) -> dict[str, Any]:
    return {
        "costs": {role: list(ends) for role, ends in outcome.costs.items()},
        "standard_error_of_change": {role: round(error, 2) for role, error in outcome.error.items()},
        "cover": {
            branch: {
                **{s.name.lower(): int(cells[s.value, s.value]) for s in Coverage},
                OPEN: int(cells.sum() - sum(cells[s.value, s.value] for s in Coverage)),
            }
            for branch, cells in outcome.cover.items()
        },
        "people": {side: {"workers": count, "amount": amount} for side, (count, amount) in outcome.people.items()},
    }


def write_sweep(home: Path, found: Sweep, weight: float) -> Path:
    """sweep.json, whole or not at all."""
    target = home / "sweep.json"
    temporary = home / ".sweep.json.part"
    words = json.dumps(sweep_json(found, weight), ensure_ascii=False, indent=1)
    temporary.write_text(words + "\n", encoding="utf-8")
    os.replace(temporary, target)
    return target


__all__ = [
    "ALL",
    "ANY",
    "MANDATORY",
    "Outcome",
    "Point",
    "Sweep",
    "Swing",
    "cheapest",
    "frontier",
    "points",
    "sweep",
    "sweep_json",
    "tornado",
    "values_of",
    "write_sweep",
]
