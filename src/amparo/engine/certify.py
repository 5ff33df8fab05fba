"""The certificate: both ways of running agree, on random dossiers placed at the law's own thresholds."""

from __future__ import annotations

import os
import random
import time
from collections.abc import Callable, Collection, Hashable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from multiprocessing import get_context
from typing import TYPE_CHECKING, Any, Final

from amparo.engine.batch import batch_of, payers_of, row_ids
from amparo.engine.dossier import Dossier
from amparo.engine.kernel import Kernel
from amparo.engine.reference import Reference
from amparo.rules.book import Amendment, set_value
from amparo.rules.bounds import Unknown, high, interpret, low
from amparo.rules.errors import AmendmentError, LawError
from amparo.rules.helpers import Steps, Table, first_day, last_day
from amparo.rules.kinds import Month
from amparo.rules.levels import (
    PAYER,
    WORKER,
    Level,
)
from amparo.rules.nodes import Fact, LinkNode, Rule
from amparo.rules.parameters import Parameter

if TYPE_CHECKING:
    from amparo.rules.book import LawBook
    from amparo.rules.bounds import Value

Leaf = tuple[str, int, int]
_FIRST_YEAR: Final = 2018
_LAST_YEAR: Final = 2026


@dataclass
class Certificate:
    """What was compared, what was reached, and every difference (the first few in words)."""

    country: str
    book: str
    worker_months: int = 0
    dossiers: int = 0
    values: int = 0
    unknown: int = 0
    plain: int = 0
    differences: int = 0
    examples: list[str] = field(default_factory=list)
    nodes: set[str] = field(default_factory=set)
    reached: set[Leaf] = field(default_factory=set)
    leaves: int = 0
    seconds: float = 0.0

    @property
    def share_reached(self) -> float:
        return len(self.reached) / self.leaves if self.leaves else 1.0

    def add(self, other: Certificate) -> None:
        """Take over what another part of the run found."""
        self.worker_months += other.worker_months
        self.dossiers += other.dossiers
        self.values += other.values
        self.unknown += other.unknown
        self.plain += other.plain
        self.differences += other.differences
        self.examples = (self.examples + other.examples)[:20]
        self.nodes |= other.nodes
        self.reached |= other.reached


class Observed(Reference):
    """A reference run that reads every body on bounds too, compares, and notes the ends reached."""

    def __init__(self, book: LawBook, dossier: Dossier, reached: set[Leaf], seen: set[Hashable]) -> None:
        super().__init__(book, dossier)
        self.computers = self.plan.watched
        self.reached = reached
        self.seen = seen

    def apply(self, rule: Rule, number: int, inputs: dict[str, Any]) -> Value:
        value = super().apply(rule, number, inputs)
        met = (rule.full_name, number, *(v if isinstance(v, int | Unknown) else id(v) for v in inputs.values()))
        if met not in self.seen:
            self.seen.add(met)
            bounds, run = interpret(rule.versions[number].source.body, inputs)
            if bounds != (low(value), high(value)):
                raise LawError(f"{rule.full_name}: its function gives {value}, its body read on bounds {bounds}.")
            self.reached.update((rule.full_name, number, leaf) for leaf in run.leaves)
        return value


# --- random dossiers ---------------------------------------------------------------------------------------------


class Dice:
    """Random dossiers for a country, half of the values at thresholds and one unit beside."""

    def __init__(self, book: LawBook, seed: int) -> None:
        self.book = book
        self.random = random.Random(seed)
        self.marks = _marks(book)
        self.facts = book.of_type(Fact)
        self.window = (0, 0)

    def dossiers(self, months: int) -> Iterator[Dossier]:
        """Dossiers until they hold this many worker-months."""
        made = 0
        while made < months:
            dossier = self.dossier(f"w{made}")
            made += dossier.last - dossier.first + 1
            yield dossier

    def dossier(self, name: str) -> Dossier:
        r = self.random
        first = r.randrange(_FIRST_YEAR * 12 - 6, _LAST_YEAR * 12 + 12)
        last = first + r.choice((0, 1, 2, 3, 5, 11, 12, 14, 23, 35))
        if r.random() < 0.3:
            first, last = first - first % 12, first - first % 12 + 23
        if self.window[0] and r.random() < 0.5:  # workers with the same months are computed together
            first, last = self.window
        self.window = first, last
        ties = [f"{name}p{n}" for n in range(r.choice((0, 1, 1, 2, 2, 3, 5)))]
        contracts: list[tuple[str, int]] = []
        for payer in ties:
            begin = r.randint(first, last)
            begin, end = (first, last) if r.random() < 0.6 else (begin, r.randint(begin, last))
            for month in range(begin, end + 1):
                contracts += [(payer, month)] * (2 if r.random() < 0.1 else 1)
        groups = {payer: f"{name}g{r.randrange(2)}" for payer in ties if r.random() < 0.4}
        spells = tuple(sorted(self.spell(first, last) for _ in range(r.choice((0, 0, 1, 2, 3)))))
        bare = Dossier(name, first, last, tuple(contracts), groups, spells, {}, r.random() < 0.7, r.random() < 0.6)
        doubt = r.choice((0.0, 0.0, 0.0, 0.03, 0.15))
        facts = {fact.full_name: self.told(fact, bare, doubt) for fact in self.facts if r.random() >= doubt * 0.3}
        return Dossier(
            name, first, last, tuple(contracts), groups, spells, facts, bare.nothing_before, bare.nothing_after
        )

    def spell(self, first: int, last: int) -> tuple[int, int]:
        r = self.random
        if r.random() < 0.15:  # some begin before the months told, or after them
            first, last = r.choice(((first - 14, first - 1), (last + 1, last + 2)))
        begin = r.randint(int(first_day(Month(first))), int(last_day(Month(last))))
        return begin, begin + r.choice((0, 1, 2, 3, 9, 10, 11, 29, 30, 31, 100))

    def told(self, fact: Fact, dossier: Dossier, doubt: float) -> Value | Mapping[Hashable, Value]:
        """One value for all rows, one that changes now and then, or one per row."""
        r = self.random
        names = dossier.layout.ids[fact.level]
        style = r.random()
        if fact.level == WORKER or style < 0.35:
            value = self.value(fact, doubt)
            return value if fact.level != WORKER else {(): value}
        found: dict[Hashable, Value] = {}
        value = self.value(fact, doubt)
        for name in names:
            if style > 0.75 or r.random() < 0.15:
                value = self.value(fact, doubt)
            found[name] = value
        return found

    def value(self, fact: Fact, doubt: float) -> Value:
        r = self.random
        if r.random() < doubt:
            if r.random() < 0.3 and fact.kind.name in ("money", "count", "days"):
                a = self.point(fact)
                b = self.point(fact)
                return (
                    Unknown(min(a, b), max(a, b) + 1, 1) if max(a, b) < fact.high else Unknown(fact.low, fact.high, 1)
                )
            return Unknown(fact.low, fact.high, 1)
        return self.point(fact)

    def point(self, fact: Fact) -> int:
        r = self.random
        marks = [*fact.typical, *fact.typical, *self.marks.get(fact.kind.name, ())]
        if marks and r.random() < 0.5:
            return min(max(r.choice(marks) + r.choice((0, 0, -1, 1)), fact.low), fact.high)
        if fact.kind.name == "date":
            near = (
                int(first_day(Month(r.randrange(1950 * 12, 2027 * 12))))
                if "birth" in fact.name
                else int(first_day(Month(r.randrange(2016 * 12, 2027 * 12))))
            )
            return min(max(near + r.randrange(31), fact.low), fact.high)
        if fact.kind.name == "month":
            return min(max(r.randrange(2016 * 12, 2027 * 12), fact.low), fact.high)
        if fact.kind.name == "place":
            return r.randrange(max(len(self.book.places.names), 1))
        if fact.high - fact.low < 200:
            return r.randint(fact.low, fact.high)
        size = 10 ** r.uniform(0, {"money": 6.2, "rate": 6.2, "minutes": 4.2}.get(fact.kind.name, 2.2))
        return min(max(fact.low + int(size), fact.low), fact.high)


_MULTIPLES: Final = (1, 1, 2, 3, 4, 6, 12)


def _marks(book: LawBook) -> dict[str, tuple[int, ...]]:
    """Values at which the law turns, by kind."""
    found: dict[str, set[int]] = {"place": set(), "truth": {0, 1}}
    for parameter in book.of_type(Parameter):
        values: list[int] = []
        for entries in parameter.series.values():
            for entry in entries:
                match entry.value:
                    case int() as value:
                        values.append(value)
                    case Steps(thresholds=thresholds):
                        found.setdefault(parameter.keys[0].name if parameter.keys else "count", set()).update(
                            thresholds
                        )
                    case Table(cells=cells):
                        values += [v for v in list(cells.values())[:4] if v is not None]
        kind = parameter.content.name
        if kind == "money":
            values = [v * m for v in values for m in _MULTIPLES if 0 < v * m < 10**8]
        found.setdefault(kind, set()).update(values)
    found.pop("place", None)
    found.pop("truth", None)
    return {kind: tuple(sorted(values)) for kind, values in found.items()}


# --- comparing ---------------------------------------------------------------------------------------------------


def compare(
    book: LawBook,
    kernel: Kernel,
    dossiers: list[Dossier],
    observe: Callable[[int], bool],
    choose: Callable[[], Collection[str]] | None = None,
) -> Certificate:
    """Both ways on the same dossiers, every row of every node (or of those chosen for each dossier in turn)."""
    found = Certificate(book.country.code, book.hash)
    batch = batch_of(book, dossiers)
    results = kernel.run(batch)
    payers = payers_of(dossiers)
    columns = {key: _Column(results[key]) for key in kernel.outputs}
    values, counts = kernel.plain(batch)
    plain = {key: _Plain(values[key].tolist(), counts[key].tolist()) for key in kernel.outputs}
    seen: set[Hashable] = set()
    for number, dossier in enumerate(dossiers):
        run = Observed(book, dossier, found.reached, seen) if observe(number) else Reference(book, dossier)
        found.dossiers += 1
        found.worker_months += dossier.last - dossier.first + 1
        rows: dict[Level, list[Any]] = {}
        for level in Level:
            if level != PAYER:
                rows[level] = row_ids(level, dossier, number, batch, payers)
        order = {level: [run.layout.row_of[level][name] for name in names] for level, names in rows.items()}
        for key in columns if choose is None else choose():
            column = columns[key]
            found.nodes.add(key)
            level = book.nodes[key].level  # type: ignore[union-attr]
            start = number if level == WORKER else int(batch.offsets(level)[number])
            _compare_rows(found, run, key, rows[level], order[level], column, start)
            if plain[key].counts[number]:
                found.plain += len(order[level])
                _compare_rows(found, run, key, rows[level], order[level], plain[key], start)
    return found


class _Column:
    """A column that the kernel gave, as plain integers."""

    def __init__(self, result: Any) -> None:
        self.low: list[int] = result.low.tolist()
        self.high: list[int] = self.low if result.high is None else result.high.tolist()
        self.why: list[int] | None = None if result.why is None else result.why.tolist()

    def at(self, row: int) -> Value:
        """The value as the reference run would write it."""
        if self.why is None or (not self.why[row] and self.low[row] == self.high[row]):
            return self.low[row]
        return Unknown(self.low[row], self.high[row], self.why[row])


@dataclass(frozen=True)
class _Plain:
    """What the plain kernel alone gave, and the workers of whom it counts."""

    values: list[int]
    counts: list[bool]

    def at(self, row: int) -> Value:
        return self.values[row]


def _compare_rows(
    found: Certificate,
    run: Reference,
    key: str,
    names: list[Any],
    order: list[int],
    column: _Column | _Plain,
    start: int,
) -> None:
    """One node on the rows of one dossier."""
    found.values += len(order)
    for position, row in enumerate(order):
        expected = run.value(key, row)
        if expected.__class__ is Unknown:
            found.unknown += 1
        given = column.at(start + position)
        if expected != given or (expected.__class__ is Unknown) != (given.__class__ is Unknown):
            found.differences += 1
            if len(found.examples) < 20:
                at = names[position]
                found.examples.append(f"{key} at {at} of {run.dossier.worker}: reference {expected}, kernel {given}")


def outputs_of(book: LawBook) -> list[str]:
    """Every rule and link of a book."""
    return [node.full_name for node in book.nodes.values() if isinstance(node, Rule | LinkNode)]


PART: Final = 1_500
# up to so many worker-months every node of every dossier is compared; beyond, each dossier has its topics
WHOLE: Final = 20_000
NODES_AT_ONCE: Final = 150


def _themes(book: LawBook, rest: random.Random) -> Callable[[], list[str]]:
    """Topics drawn for each dossier until so many nodes are together: all topics in turn before any comes again."""
    topics: dict[str, list[str]] = {}
    for key in outputs_of(book):
        topics.setdefault(key.partition(".")[0], []).append(key)
    waiting: list[str] = []

    def choose() -> list[str]:
        found: dict[str, None] = {}
        while len(found) < min(NODES_AT_ONCE, sum(map(len, topics.values()))):
            if not waiting:
                waiting.extend(rest.sample(sorted(topics), len(topics)))
            found |= dict.fromkeys(topics[waiting.pop()])
        return list(found)

    return choose


def _share(country: str, months: int, seed: int, load: Callable[[str], LawBook], whole: bool) -> Certificate:
    """One process's part: dossiers under the law as it is and, in turn, with one interpretive switch turned."""
    base = load(country)
    dice = Dice(base, seed)
    choose = None if whole else _themes(base, random.Random(seed))
    total = Certificate(country, base.hash)
    turned = dice.random.sample(found := _switches(base), len(found))
    part = 0
    while total.worker_months < months:
        book = base if part % 2 == 0 or not turned else _turn(base, *turned[(part // 2) % len(turned)])
        kernel = Kernel(book, outputs_of(book)).ready(1)
        dossiers = list(dice.dossiers(min(PART, months - total.worker_months)))
        total.add(compare(book, kernel, dossiers, lambda n: n % 5 == 0, choose))
        part += 1
    return total


def _switches(book: LawBook) -> list[tuple[str, str]]:
    """Each other reading of each interpretive switch: parameter and value."""
    found = []
    for parameter in book.of_type(Parameter):
        if parameter.kind.name == "truth":
            found += [(parameter.full_name, value) for value in ("yes", "no")]
        elif parameter.kind.category is not None:
            found += [(parameter.full_name, member.name.lower()) for member in parameter.kind.category]
    return found


def _turn(book: LawBook, parameter: str, value: str) -> LawBook:
    try:
        return book.amend(Amendment(f"{parameter} read as {value}", (set_value(parameter, value, since="1900-01-01"),)))
    except AmendmentError:
        return book


def certify(
    country: str,
    load: Callable[[str], LawBook],
    *,
    worker_months: int = 200_000,
    seed: int = 1,
    jobs: int | None = None,
) -> Certificate:
    """Compare both ways of running on this many random worker-months, in parallel processes.

    Up to 20,000 worker-months every node of every dossier is compared; beyond, each dossier has some topics of the law,
    which its computation reaches through to all that they rest on, and all topics come in turn.
    """
    begin = time.perf_counter()
    book = load(country)
    Kernel(book, outputs_of(book)).ready(jobs)
    total = Certificate(country, book.hash)
    total.leaves = sum(version.source.leaves for rule in book.of_type(Rule) for version in rule.versions)
    count = min(jobs or os.cpu_count() or 1, max(worker_months // 500, 1))
    whole = worker_months <= WHOLE
    shares = [(country, worker_months // count, seed * 1000 + n, load, whole) for n in range(count)]
    if count == 1:
        total.add(_share(*shares[0]))
    else:
        with ProcessPoolExecutor(count, mp_context=get_context("spawn")) as pool:
            for part in pool.map(_share_of, shares):
                total.add(part)
    total.seconds = time.perf_counter() - begin
    return total


def _share_of(arguments: tuple[str, int, int, Callable[[str], LawBook], bool]) -> Certificate:
    return _share(*arguments)


def unreached(book: LawBook, certificate: Certificate) -> list[Leaf]:
    """The ends of rules that no dossier came to."""
    every = {
        (rule.full_name, number, leaf)
        for rule in book.of_type(Rule)
        for number, version in enumerate(rule.versions)
        for leaf in range(version.source.leaves)
    }
    return sorted(every - certificate.reached)


__all__ = ["Certificate", "Dice", "certify", "compare", "outputs_of", "unreached"]
