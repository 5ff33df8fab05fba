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

from amparo.analysis.paired import Paired
from amparo.analysis.portions import pieces
from amparo.analysis.reforms import Changed, affected, changed_nodes, changed_provisions
from amparo.analysis.weighting import EVERYBODY_ALIKE, Weighting, counted, total, weighting_of
from amparo.engine.outcome import default_outputs, months_of, workers_of
from amparo.engine.result import Result
from amparo.engine.tables import Records, meta_of
from amparo.rules.book import result_key
from amparo.rules.declarations import Benefit, Branch, Coverage, CoverageStatement, Posting
from amparo.rules.errors import AmparoError
from amparo.rules.levels import TIE_YEAR, WORKER, YEAR, Level
from amparo.rules.messages import Message
from amparo.rules.nodes import LinkNode, Rule

if TYPE_CHECKING:
    from amparo.engine.batch import Batch
    from amparo.rules.book import LawBook

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
    meta = meta_of(folder, before.country.code)
    pair = Pair(before, after, first, last, seed, watch, weighting_of(folder, replicates))
    records = Records(folder, after, pair.facts, ids=False)
    units = pieces(records)

    def unit(number: int) -> _Sums:
        found = _Sums.empty()
        begin, end = units[number]
        pair.add(found, records.chunk(begin, end).batch(0, end - begin), (number, 0))
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
        groups = self._groups()
        names = list(dict.fromkeys(key for group in groups for key in group))
        if not names:
            raise AmparoError(
                Message(
                    "reform.moves_nothing",
                    "No amount and no cover rests on what the reform changes. Cure: look at its provisions.",
                )
            )
        beside = [] if watch is None else [key for key in watch.wanted(after, self.outputs) if key not in names]
        self.added = [k for k in (*names, *beside) if k not in before.nodes]  # by a mechanism that the law did not have
        self.paired = Paired(before, after, [*groups, beside])
        self.facts = self.paired.facts

    def _groups(self) -> list[list[str]]:
        """Contributions, benefits and cover apart: what is unknown of one does not put the others on bounds."""
        owed = [one.node for one in self.amounts if one.payer_role != BENEFIT]
        paid = [one.node for one in self.amounts if one.payer_role == BENEFIT]
        posted = {*owed, *paid}
        keys = dict.fromkeys(k for cover in (self.cover, self.cover_before) for keys in cover.values() for k in keys)
        return [owed, paid, [key for key in keys if key not in posted]]

    def add(self, found: _Sums, batch: Batch, place: tuple[int, int]) -> None:
        batch = batch.laid_out()
        old, new = self.paired.run(batch)
        old |= {name: _nothing_yet(self.after, name, new[name]) for name in self.added}
        workers, own = len(batch), self.weighting.of_batch(batch)
        seen = _Seen(self, batch, own)
        purse_low, purse_high = np.zeros(workers, np.int64), np.zeros(workers, np.int64)
        changes: dict[tuple[int, int], np.ndarray] = {}
        for number, amount in enumerate(self.amounts):
            low, high = self._amount(found, changes, number, old[amount.node], new[amount.node], seen)
            purse_low += low
            purse_high += high
        self._spread(found, changes, batch, place)
        _purses(found, purse_low, purse_high, own)
        self._covered(found, seen, old, new)
        found.workers += workers
        if self.watch is not None:
            self.watch.see(self, batch, old, new)

    def _amount(
        self,
        found: _Sums,
        changes: dict[tuple[int, int], np.ndarray],
        number: int,
        old: Result,
        new: Result,
        seen: _Seen,
    ) -> tuple[np.ndarray, np.ndarray]:
        """Add one posting by year; what the worker's purse gains by it, at least and at most."""
        amount = self.amounts[number]
        at = seen.at(self.after.nodes[amount.node].level)  # type: ignore[union-attr]
        (a, b), (c, d) = _ends(old), _ends(new)
        nobody = np.zeros(len(seen.batch), np.int64)
        low = high = nobody
        moved: tuple[np.ndarray, np.ndarray] | None = None
        if new is not old:
            moved = _change(a, b, c, d)
            low, high = (at.by_worker(np.where(at.inside, end, 0)) for end in moved)
        for year, rows in at.years.items():
            each = None if seen.own is None else seen.own[at.worker[rows]]
            before = [total(a[rows], each)] * 2 if b is a else [total(end[rows], each) for end in (a, b)]
            after = before if new is old else [total(end[rows], each) for end in (c, d)]
            key = (number, year)
            _add_to(found.amounts, key, np.array([*before, *after], np.int64))
            told = [0, 0] if moved is None else [total(side[rows], each) for side in moved]
            _add_to(found.changes, key, np.array(told, np.int64))
            changes[key] = nobody if new is old else at.by_worker(np.where(rows, c - a, 0))
        if amount.sign < 0:
            return -high, -low
        return (low, high) if amount.sign > 0 else (nobody, nobody)

    def _spread(
        self, found: _Sums, changes: Mapping[tuple[int, int], np.ndarray], batch: Batch, place: tuple[int, int]
    ) -> None:
        """What each change would have come to in other samples; only workers for whom something changes matter."""
        some = np.zeros(len(batch), bool)
        for change in changes.values():
            some |= change != 0
        who = np.nonzero(some)[0]
        rng = np.random.default_rng([self.seed, *place])
        numbers = batch.numbers[who] if len(batch.numbers) else who
        weights = self.weighting.samples(numbers, rng).astype(np.float64)
        for key, change in changes.items():
            _add_to(found.spread, key, weights @ change[who].astype(np.float64))

    def _covered(self, found: _Sums, seen: _Seen, old: Mapping[str, Result], new: Mapping[str, Result]) -> None:
        for branch, keys in self.cover.items():
            at = seen.at(self.after.nodes[keys[0]].level)  # type: ignore[union-attr]
            each = None if seen.own is None else seen.own[at.worker]
            sides = [[old[key] for key in self.cover_before.get(branch, keys)], [new[key] for key in keys]]
            alike = len(sides[0]) == len(sides[1]) and all(a is b for a, b in zip(*sides, strict=True))
            counts = [_states(sides[0], at.inside, each)]
            counts.append(counts[0] if alike else _states(sides[1], at.inside, each))
            for side, states in enumerate(counts):
                for state, count in states:
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


@dataclass(frozen=True)
class _At:
    """The rows of one level of a batch: whose they are, which count, and which lie in which year."""

    level: Level
    batch: Batch
    worker: np.ndarray
    inside: np.ndarray
    years: Mapping[int, np.ndarray]

    def by_worker(self, values: np.ndarray) -> np.ndarray:
        """Each worker's sum."""
        if self.level == WORKER:
            return values
        return np.diff(np.concatenate(([0], np.cumsum(values, dtype=np.int64)))[self.batch.offsets(self.level)])


class _Seen:
    """A batch as it is added up; what all results of a level share is worked out once."""

    def __init__(self, pair: Pair, batch: Batch, own: np.ndarray | None) -> None:
        self.pair, self.batch, self.own = pair, batch, own
        self.held: dict[Level, _At] = {}

    def at(self, level: Level) -> _At:
        if level not in self.held:
            months = months_of(level, self.batch)
            inside = _inside(months, self.pair.first, self.pair.last, level in (YEAR, TIE_YEAR))
            year = months // 12
            years = {this: inside & (year == this) for this in np.unique(year[inside]).tolist()}
            self.held[level] = _At(level, self.batch, workers_of(level, self.batch), inside, years)
        return self.held[level]


def _change(a: np.ndarray, b: np.ndarray, c: np.ndarray, d: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The least and the most change of each row; what is unknown in the same way under both laws does not change."""
    if b is a and d is c:
        return c - a, c - a
    sure = (a == b) & (c == d)
    same = (a == c) & (b == d)
    least, most = np.where(sure, c - a, c - b), np.where(sure, c - a, d - a)
    return np.where(same, 0, least), np.where(same, 0, most)


def _add_to(held: dict[tuple[int, int], np.ndarray], key: tuple[int, int], values: np.ndarray) -> None:
    held[key] = held[key] + values if key in held else values


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
    low = np.maximum.reduce([one.low for one in results])
    high = np.maximum.reduce([one.low if one.high is None else one.high for one in results])
    size = 1 + max(state.value for state in Coverage)
    cells = (low.astype(np.uint8) * np.uint8(size) + high.astype(np.uint8))[inside]
    each = None if weights is None else weights[inside]
    counts = np.bincount(cells, weights=each, minlength=size**2).reshape(size, size)
    found = [(state.name.lower(), counts[state.value, state.value].item()) for state in Coverage]
    return [*found, (OPEN, (counts.sum() - counts.trace()).item())]


__all__ = ["BENEFIT", "Amount", "AmountLine", "CoverLine", "Effect", "Pair", "PeopleLine", "Watch", "effect"]
