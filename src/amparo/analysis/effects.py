"""What a reform changes: contributions and benefits by payer and year, who gains and who loses, who is covered.

Both laws run on the same workers in one pass, and only for results that rest on a changed provision. Behaviour is not
modelled: everybody is taken to work, earn and join as the records say.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol

import numpy as np

from amparo.analysis.reforms import Changed, affected, changed_nodes, changed_provisions
from amparo.analysis.weighting import EVERYBODY_ALIKE, Weighting, counted, total, weighting_of
from amparo.engine.kernel import Kernel, Result
from amparo.engine.outcome import default_outputs, months_of, workers_of
from amparo.engine.tables import Records, read_meta
from amparo.rules.book import result_key
from amparo.rules.declarations import Benefit, Branch, Coverage, CoverageStatement, Posting
from amparo.rules.errors import AmparoError
from amparo.rules.levels import TIE_YEAR, YEAR
from amparo.rules.nodes import LinkNode, Rule

if TYPE_CHECKING:
    from amparo.engine.batch import Batch
    from amparo.rules.book import LawBook

WORKERS_AT_ONCE: Final = 4_096
REPLICATES: Final = 60
GAIN, LOSS, SAME, OPEN = "gain", "loss", "same", "undecided"
BENEFIT: Final = "benefit"


@dataclass(frozen=True, slots=True)
class AmountLine:
    """One posting in one year: what it came to, what it comes to (smallest unit), standard error of the change.

    Amounts have two ends where facts are not told. change_low and change_high: what every row changes by, at least and
    at most, added up; a row that is unknown in the same way under both laws does not change. error is that of sampling
    workers (bootstrap), nothing more.
    """

    node: str
    payer_role: str
    scheme: str
    branch: str
    year: int
    before_low: int
    before_high: int
    after_low: int
    after_high: int
    change_low: int
    change_high: int
    error: float


@dataclass(frozen=True, slots=True)
class PayerLine:
    """All that one payer owes in the months that count (or workers receive), with the standard error of the change."""

    payer_role: str
    before_low: int
    before_high: int
    after_low: int
    after_high: int
    change_low: int
    change_high: int
    error: float


@dataclass(frozen=True, slots=True)
class CoverLine:
    """Worker-months of one branch by state of cover over all schemes, before and after."""

    branch: str
    state: str
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class PeopleLine:
    """Workers who gain, lose, stay the same or cannot be told, and by how much together (smallest unit)."""

    side: str
    workers: int
    amount: int


@dataclass(frozen=True)
class Effect:
    """A reform's first-round effect on a population: nobody is taken to change behaviour."""

    workers: int
    class_: str
    provisions: tuple[Changed, ...]
    amounts: tuple[AmountLine, ...]
    payers: tuple[PayerLine, ...]
    cover: tuple[CoverLine, ...]
    people: tuple[PeopleLine, ...]
    outputs: tuple[str, ...]


def effect(
    folder: Path | str,
    before: LawBook,
    after: LawBook,
    *,
    first: int | None = None,
    last: int | None = None,
    replicates: int = REPLICATES,
    seed: int = 1,
    threads: int | None = None,
    progress: Callable[[float], None] | None = None,
    watch: Watch | None = None,
) -> Effect:
    """Run both laws on checked records. first, last: months (of whole years for yearly charges) that count.

    watch: is shown every batch with the results of both laws, and names what it wants to see beside.
    Raises AmparoError for records of another country, or when no result rests on what was changed.
    """
    folder = Path(folder)
    meta = read_meta(folder)
    if meta.country != before.country.code:
        raise AmparoError(f"{folder.name}: the records were prepared for {meta.country}, not {before.country.code}.")
    pair = Pair(before, after, first, last, seed, watch, weighting_of(folder, replicates))
    records = Records(folder, after, pair.facts, ids=False)
    units = records.units()

    def unit(number: int) -> _Sums:
        found = _Sums.empty()
        for start, batch in records.chunk(*units[number]).batches(WORKERS_AT_ONCE):
            pair.add(found, batch, (number, start))
        return found

    whole = _Sums.empty()
    with ThreadPoolExecutor(threads or os.cpu_count() or 1) as pool:
        for number, found in enumerate(pool.map(unit, range(len(units)))):
            whole.add(found)
            if progress is not None:
                progress((number + 1) / len(units))
    return pair.effect(whole, meta.data_class)


class Watch(Protocol):
    """Somebody who looks on while both laws run, from several threads."""

    def wanted(self, book: LawBook, outputs: Sequence[str]) -> Sequence[str]:
        """Results to be computed beside amounts and cover, out of those that can differ."""

    def see(self, pair: Pair, batch: Batch, old: Mapping[str, Result], new: Mapping[str, Result]) -> None:
        """One batch of whole workers, laid out, and the results of both laws."""


# --- one batch under both laws ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Amount:
    """A posting by full name; sign: what it does to the worker's purse."""

    node: str
    payer_role: str
    scheme: str
    branch: str
    sign: int


@dataclass
class _Sums:
    """What is added up over batches: by (amount, year) four ends, two of the change, its replicates; cover; people."""

    amounts: dict[tuple[int, int], np.ndarray]
    changes: dict[tuple[int, int], np.ndarray]
    spread: dict[tuple[int, int], np.ndarray]
    cover: dict[tuple[int, str], np.ndarray]
    people: dict[str, list[float]]
    workers: int = 0

    @classmethod
    def empty(cls) -> _Sums:
        return cls({}, {}, {}, {}, {side: [0, 0] for side in (GAIN, LOSS, SAME, OPEN)})

    def add(self, other: _Sums) -> None:
        for mine, theirs in (
            (self.amounts, other.amounts),
            (self.changes, other.changes),
            (self.spread, other.spread),
        ):
            for key, values in theirs.items():
                mine[key] = mine[key] + values if key in mine else values
        for cell, counts in other.cover.items():
            self.cover[cell] = self.cover[cell] + counts if cell in self.cover else counts
        for side, (count, amount) in other.people.items():
            self.people[side][0] += count
            self.people[side][1] += amount
        self.workers += other.workers


class Pair:
    """The two laws with the results that can differ, and how a batch is added up."""

    def __init__(
        self,
        before: LawBook,
        after: LawBook,
        first: int | None,
        last: int | None,
        seed: int,
        watch: Watch | None = None,
        weighting: Weighting = EVERYBODY_ALIKE,
    ) -> None:
        self.watch, self.weighting = watch, weighting
        self.before, self.after = before, after
        self.first, self.last, self.seed = first, last, seed
        changed = changed_nodes(before, after)
        every = [*default_outputs(after), *_paid(after)]
        self.outputs = affected(after, changed, dict.fromkeys(every))
        self.amounts = [one for one in _amounts(after) if one.node in self.outputs]
        stated = _cover(after)
        self.cover = {branch: keys for branch, keys in stated.items() if set(keys) & set(self.outputs)}
        self.cover_before = {branch: keys for branch, keys in _cover(before).items() if branch in self.cover}
        names = list(
            dict.fromkeys([*(one.node for one in self.amounts), *(k for ks in self.cover.values() for k in ks)])
        )
        if not names:
            raise AmparoError("No amount and no cover rests on what the reform changes. Cure: look at its provisions.")
        names += [] if watch is None else [key for key in watch.wanted(after, self.outputs) if key not in names]
        held = [name for name in names if name in before.nodes]
        held += [key for keys in self.cover_before.values() for key in keys if key not in held]
        self.added = [name for name in names if name not in before.nodes]  # by a mechanism that the law did not have
        self.kernels = Kernel(before, held).ready(), Kernel(after, names).ready()
        self.facts = tuple(dict.fromkeys([*self.kernels[0].facts, *self.kernels[1].facts]))

    def add(self, found: _Sums, batch: Batch, place: tuple[int, int]) -> None:
        batch = batch.laid_out()
        old, new = (dict(kernel.run(batch)) for kernel in self.kernels)
        old |= {name: _nothing_yet(self.after, name, new[name]) for name in self.added}
        workers = len(batch)
        rng = np.random.default_rng([self.seed, *place])
        weights = self.weighting.samples_of(batch, rng).astype(np.float64)
        own = self.weighting.of_batch(batch)
        purse_low, purse_high = np.zeros(workers, np.int64), np.zeros(workers, np.int64)
        for number, amount in enumerate(self.amounts):
            low, high = self._amount(found, number, amount, batch, old[amount.node], new[amount.node], weights, own)
            purse_low += low
            purse_high += high
        _purses(found, purse_low, purse_high, own)
        self._covered(found, batch, old, new, own)
        found.workers += workers
        if self.watch is not None:
            self.watch.see(self, batch, old, new)

    def _amount(
        self,
        found: _Sums,
        number: int,
        amount: Amount,
        batch: Batch,
        old: Result,
        new: Result,
        weights: np.ndarray,
        own: np.ndarray | None,
    ) -> tuple[np.ndarray, np.ndarray]:
        """Add one posting by year; what the worker's purse gains by it, at least and at most."""
        level = self.after.nodes[amount.node].level  # type: ignore[union-attr]
        worker, months = workers_of(level, batch), months_of(level, batch)
        yearly = level in (YEAR, TIE_YEAR)
        inside = _inside(months, self.first, self.last, yearly)
        ends = [_ends(old), _ends(new)]
        year = months // 12
        size = len(batch)
        low, high = np.zeros(size, np.int64), np.zeros(size, np.int64)
        surely = inside & (ends[0][0] == ends[0][1]) & (ends[1][0] == ends[1][1])
        change_low = np.where(surely, ends[1][0] - ends[0][0], ends[1][0] - ends[0][1])
        change_high = np.where(surely, ends[1][0] - ends[0][0], ends[1][1] - ends[0][0])
        same = (ends[0][0] == ends[1][0]) & (ends[0][1] == ends[1][1])  # unknown in the same way: no change is seen
        change_low, change_high = np.where(same, 0, change_low), np.where(same, 0, change_high)
        for this in np.unique(year[inside]).tolist():
            rows = inside & (year == this)
            each = None if own is None else own[worker[rows]]
            sums = np.array([total(end[rows], each) for pair in ends for end in pair], np.int64)
            key = (number, int(this))
            found.amounts[key] = found.amounts[key] + sums if key in found.amounts else sums
            moved = np.array([total(side[rows], each) for side in (change_low, change_high)], np.int64)
            found.changes[key] = found.changes[key] + moved if key in found.changes else moved
            change = np.bincount(worker[rows], weights=(ends[1][0] - ends[0][0])[rows], minlength=size)
            spread = weights @ change
            found.spread[key] = found.spread[key] + spread if key in found.spread else spread
        np.add.at(low, worker[inside], change_low[inside])
        np.add.at(high, worker[inside], change_high[inside])
        if amount.sign < 0:
            return -high, -low
        return (low, high) if amount.sign > 0 else (np.zeros(size, np.int64), np.zeros(size, np.int64))

    def _covered(
        self,
        found: _Sums,
        batch: Batch,
        old: Mapping[str, Result],
        new: Mapping[str, Result],
        own: np.ndarray | None,
    ) -> None:
        for branch, keys in self.cover.items():
            level = self.after.nodes[keys[0]].level  # type: ignore[union-attr]
            inside = _inside(months_of(level, batch), self.first, self.last, yearly=False)
            each = None if own is None else own[workers_of(level, batch)]
            for side, (named, results) in enumerate(((self.cover_before.get(branch, keys), old), (keys, new))):
                for state, count in _states([results[key] for key in named], inside, each):
                    cell = found.cover.setdefault((int(branch), state), np.zeros(2))
                    cell[side] += count

    def effect(self, sums: _Sums, class_: str) -> Effect:
        lines = []
        for (number, year), ends in sorted(sums.amounts.items()):
            amount = self.amounts[number]
            before_low, before_high, after_low, after_high = (int(end) for end in ends)
            error = self.weighting.error(after_low - before_low, sums.spread[number, year])
            named = (amount.node, amount.payer_role, amount.scheme, amount.branch)
            low, high = (int(end) for end in sums.changes[number, year])
            lines.append(AmountLine(*named, year, before_low, before_high, after_low, after_high, low, high, error))
        cover = tuple(
            CoverLine(Branch(branch).name.lower(), state, round(cell[0]), round(cell[1]))
            for (branch, state), cell in sorted(sums.cover.items())
        )
        people = tuple(PeopleLine(side, round(count), round(amount)) for side, (count, amount) in sums.people.items())
        provisions = changed_provisions(self.before, self.after)
        return Effect(sums.workers, class_, provisions, tuple(lines), self._payers(sums), cover, people, self.outputs)

    def _payers(self, sums: _Sums) -> tuple[PayerLine, ...]:
        """The amounts of each payer taken together: their errors are not independent, so replicates are added up."""
        ends: dict[str, np.ndarray] = {}
        spread: dict[str, np.ndarray] = {}
        for key, values in sorted(sums.amounts.items()):
            role = self.amounts[key[0]].payer_role
            told, more = np.concatenate([values, sums.changes[key]]), sums.spread[key]
            ends[role] = ends[role] + told if role in ends else told
            spread[role] = spread[role] + more if role in spread else more
        errors = {role: self.weighting.error(int(held[2] - held[0]), spread[role]) for role, held in ends.items()}
        return tuple(PayerLine(role, *(*held.tolist(), errors[role])) for role, held in ends.items())


def _paid(book: LawBook) -> list[str]:
    keys = [result_key(book, topic, one.paid) for topic, one in book.results(Benefit) if one.paid]
    return [key for key in keys if isinstance(book.nodes[key], Rule | LinkNode)]


def _amounts(book: LawBook) -> list[Amount]:
    """Every posting once; what a worker owes is a loss of the purse, a benefit paid is a gain."""
    benefits = set(_paid(book))
    found: dict[str, Amount] = {}
    for topic, posting in book.results(Posting):
        key = result_key(book, topic, posting.node)
        role = BENEFIT if key in benefits else posting.payer
        sign = 1 if key in benefits else -1 if posting.payer == "worker" else 0
        branch = "all" if posting.branch is None else posting.branch.name.lower()
        found.setdefault(key, Amount(key, role, posting.scheme, branch, sign))
    return list(found.values())


def _cover(book: LawBook) -> dict[Branch, list[str]]:
    """All coverage rules by branch."""
    by: dict[Branch, list[str]] = {}
    for topic, one in book.results(CoverageStatement):
        by.setdefault(one.branch, []).append(result_key(book, topic, one.node))
    return {branch: list(dict.fromkeys(keys)) for branch, keys in by.items()}


def _nothing_yet(book: LawBook, key: str, result: Result) -> Result:
    """What a provision came to before it was there: no amount, no cover."""
    nothing = Coverage.NONE if book.nodes[key].kind.category is Coverage else 0
    return Result(np.full_like(result.low, nothing))


def _ends(result: Result) -> tuple[np.ndarray, np.ndarray]:
    low = result.low.astype(np.int64)
    return low, low if result.high is None else result.high.astype(np.int64)


def _inside(months: np.ndarray, first: int | None, last: int | None, yearly: bool) -> np.ndarray:
    """Rows of the months asked for; a yearly charge counts when its whole year is."""
    found = np.ones(len(months), bool)
    if first is not None:
        found &= months >= first
    if last is not None:
        found &= (months + 11 if yearly else months) <= last
    return found


def _purses(found: _Sums, low: np.ndarray, high: np.ndarray, weights: np.ndarray | None) -> None:
    known = low == high
    for side, who in (
        (GAIN, low > 0),
        (LOSS, high < 0),
        (SAME, known & (low == 0)),
        (OPEN, ~known & (low <= 0) & (high >= 0)),
    ):
        found.people[side][0] += counted(who, weights)
        found.people[side][1] += total(low[who], None if weights is None else weights[who]) if side != OPEN else 0


def _states(results: list[Result], inside: np.ndarray, weights: np.ndarray | None) -> list[tuple[str, float]]:
    """Worker-months by the strongest cover over the schemes; undecided where a stronger one is possible."""
    each = None if weights is None else weights[inside]
    low = np.max([_ends(one)[0] for one in results], axis=0)[inside]
    high = np.max([_ends(one)[1] for one in results], axis=0)[inside]
    found = [(state.name.lower(), counted((low == state) & (high == state), each)) for state in Coverage]
    return [*found, (OPEN, counted(low != high, each))]


__all__ = ["BENEFIT", "Amount", "AmountLine", "CoverLine", "Effect", "Pair", "PeopleLine", "Watch", "effect"]
