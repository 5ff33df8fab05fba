"""Indicators of a population: what is earned, owed and kept, at what rate, how unequally, with standard errors.

First each worker and year is added up from the law's own results, whole workers streaming through; then the indicators
are estimated by group, and again on bootstrap replicates of the workers. A worker with an amount that is not known to
the cent (a fact not told, a law not known) is counted and left out of every figure on amounts: nothing is guessed.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from amparo.analysis.groups import Grouping, groupings
from amparo.analysis.rows import Rows
from amparo.analysis.terms import terms_of
from amparo.analysis.weighting import Weighting, weighting_of
from amparo.engine.kernel import Kernel
from amparo.engine.outcome import months_of, workers_of
from amparo.engine.result import Result
from amparo.engine.tables import Records, meta_of
from amparo.rules.book import result_key
from amparo.rules.declarations import Posting
from amparo.rules.nodes import LinkNode, Rule

if TYPE_CHECKING:
    from amparo.engine.batch import Batch
    from amparo.rules.book import LawBook

WORKERS_AT_ONCE: Final = 4_096
REPLICATES: Final = 100
ALL: Final = "all"
_PAY, _ORDERS, _MINUTES = "common.gross_pay", "common.orders", "common.minutes_engaged"
_SUMS: Final = ("gross", "worker", "payer", "orders", "minutes", "months", "paid_months", "open")


@dataclass(frozen=True, slots=True)
class Indicator:
    """One figure of one group: its value and the standard error of sampling workers (nan where nobody is in it).

    workers: how many are in the group, whatever they weigh.

    unit: persons, money (smallest unit of the currency, a month or as the id says), share, or ratio.
    """

    id: str
    by: str
    group: str
    value: float
    error: float
    unit: str
    workers: int


@dataclass(frozen=True)
class Indicators:
    """All figures of one year, by group, with the class of the data and how many persons a worker stands for."""

    year: int
    class_: str
    workers: int
    weight: float
    undecided_workers: int
    lines: tuple[Indicator, ...]


@dataclass
class WorkerYear:
    """One year of each worker who worked in it: sums by name (smallest unit), groups, the worker's number."""

    sums: dict[str, np.ndarray]
    groups: list[np.ndarray]
    numbers: np.ndarray

    def __len__(self) -> int:
        return len(self.sums["gross"])


def indicators(
    folder: Path | str,
    book: LawBook,
    year: int,
    *,
    by: Sequence[str] = (),
    weight: float = 1.0,
    replicates: int = REPLICATES,
    seed: int = 1,
    threads: int | None = None,
    progress: Callable[[float], None] | None = None,
) -> Indicators:
    """The indicators of a calendar year on checked records.

    Raises AmparoError for records of another country, NoSuchGroup for an unknown grouping.
    """
    folder = Path(folder)
    meta = meta_of(folder, book.country.code)
    adding = _Adding(book, year, tuple(by))
    records = Records(folder, book, adding.facts, ids=False)
    units = records.units()

    def unit(number: int) -> list[WorkerYear]:
        return [adding.of(batch) for _, batch in records.chunk(*units[number]).batches(WORKERS_AT_ONCE)]

    parts: list[WorkerYear] = []
    with ThreadPoolExecutor(threads or os.cpu_count() or 1) as pool:
        for number, found in enumerate(pool.map(unit, range(len(units)))):
            parts += found
            if progress is not None:
                progress((number + 1) / len(units))
    whole = _joined(parts, len(adding.groupings))
    weighting = weighting_of(folder, replicates)
    lines = tuple(_lines(whole, adding.groupings, weight, weighting, seed))
    undecided = int((whole.sums["open"] > 0).sum())
    return Indicators(year, meta.data_class, len(whole), weight, undecided, lines)


# --- one year of each worker ------------------------------------------------------------------------------------------


class _Adding:
    """What is worked out once: the postings of the law by who bears them, the kernel, the groupings."""

    def __init__(self, book: LawBook, year: int, by: tuple[str, ...]) -> None:
        self.book, self.year = book, year
        self.groupings: tuple[Grouping, ...] = groupings(book, by)
        benefits = {terms.paid for terms in terms_of(book) if terms.paid}
        self.roles: dict[str, str] = {}
        for topic, posting in book.results(Posting):
            key = result_key(book, topic, posting.node)
            if posting.payer in ("worker", "payer") and key not in benefits:
                self.roles.setdefault(key, posting.payer)
        computed = [key for key in self.roles if isinstance(book.nodes[key], Rule | LinkNode)]
        nodes = [*computed, *(key for grouping in self.groupings for key in grouping.nodes)]
        self.kernel = Kernel(book, list(dict.fromkeys(nodes))).ready()
        told = [key for grouping in self.groupings for key in grouping.facts]
        self.facts = tuple(dict.fromkeys([*self.kernel.facts, *told, _PAY, _ORDERS, _MINUTES]))

    def of(self, batch: Batch) -> WorkerYear:
        batch = batch.laid_out()
        results = self.kernel.run(batch)
        rows = Rows(self.book, batch, results)
        size = len(batch)
        sums = {name: np.zeros(size) for name in _SUMS}
        worked = self._work(rows, sums)
        paid = np.zeros(rows.count)
        for key, role in self.roles.items():
            self._owed(key, role, batch, rows, results[key], sums, paid)
        here = rows.month // 12 == self.year
        sums["paid_months"] += np.bincount(rows.worker[here & (paid > 0)], minlength=size)
        last = self._last_month(rows, here)
        groups = [grouping.number(rows)[last][worked] for grouping in self.groupings]
        return WorkerYear({name: values[worked] for name, values in sums.items()}, groups, batch.numbers[worked])

    def _work(self, rows: Rows, sums: dict[str, np.ndarray]) -> np.ndarray:
        """Add up pay, orders, minutes and months; who worked in the year at all, pay told or not."""
        at = rows.layout.c_m
        inside = rows.month[at] // 12 == self.year
        worker = rows.worker[at]
        size = len(rows.batch)
        for name, key in (("gross", _PAY), ("orders", _ORDERS), ("minutes", _MINUTES)):
            values, untold = rows.told(key)
            use = inside & ~untold
            sums[name] += np.bincount(worker[use], weights=values[use], minlength=size)
            if name == "gross":
                sums["open"] += np.bincount(worker[inside & untold], minlength=size)
                months = np.unique(at[use & (values > 0)])
                sums["months"] += np.bincount(rows.worker[months], minlength=size)
        pay, untold = rows.told(_PAY)
        return np.bincount(worker[inside & (untold | (pay > 0))], minlength=size) > 0

    def _owed(
        self,
        key: str,
        role: str,
        batch: Batch,
        rows: Rows,
        result: Result,
        sums: dict[str, np.ndarray],
        paid: np.ndarray,
    ) -> None:
        level = self.book.nodes[key].level  # type: ignore[union-attr]
        worker, months = workers_of(level, batch), months_of(level, batch)
        inside = months // 12 == self.year
        high = result.low if result.high is None else result.high
        size = len(batch)
        sums[role] += np.bincount(worker[inside], weights=result.low[inside], minlength=size)
        sums["open"] += np.bincount(worker[inside & (result.low != high)], minlength=size)
        owing = inside & (result.low > 0)
        if len(months) == rows.count:
            paid += owing
            return
        row = rows.layout.off_m[:-1][worker] + months - batch.first[worker]
        np.add.at(paid, row[owing & (row >= 0) & (row < rows.count)], 1)

    def _last_month(self, rows: Rows, here: np.ndarray) -> np.ndarray:
        """The row of the last month of the year with work, or of the year's last month told."""
        values, untold = rows.told(_PAY)
        works = np.zeros(rows.count, bool)
        works[rows.layout.c_m[~untold & (values > 0)]] = True
        found = np.maximum(rows.layout.off_m[1:] - 1, 0)
        for wanted in (here, here & works):
            at = np.nonzero(wanted)[0]
            found[rows.worker[at]] = at  # ascending: the last one stays
        return np.asarray(found)


def _joined(parts: list[WorkerYear], groupings_: int) -> WorkerYear:
    sums = {name: np.concatenate([part.sums[name] for part in parts] or [np.zeros(0)]) for name in _SUMS}
    groups = [
        np.concatenate([part.groups[number] for part in parts] or [np.zeros(0, np.int64)])
        for number in range(groupings_)
    ]
    return WorkerYear(sums, groups, np.concatenate([part.numbers for part in parts] or [np.zeros(0, np.int64)]))


# --- estimates --------------------------------------------------------------------------------------------------------

Estimate = tuple[str, str, Callable[["_Group"], np.ndarray]]
Error = Callable[[np.ndarray], float]


@dataclass(frozen=True)
class _Group:
    """The workers of a group with their weights: row 0 the sample itself, the others what other samples weigh."""

    year: WorkerYear
    weights: np.ndarray

    def ratio(self, above: Sequence[str], below: str) -> np.ndarray:
        """Sums of those who have any of what stands below: pay without orders is no cost of an order."""
        have = self.year.sums[below] > 0
        weights = self.weights[:, have]
        under = weights @ self.year.sums[below][have]
        over = weights @ np.sum([self.year.sums[name][have] for name in above], axis=0)
        return np.divide(over, under, out=np.full(len(under), np.nan), where=under > 0)


def _gini(values: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """The Gini coefficient under each row of weights."""
    order = np.argsort(values, kind="stable")
    held, sorted_weights = values[order], weights[:, order]
    below = np.cumsum(sorted_weights, axis=1)
    persons = below[:, -1]
    total = sorted_weights @ held
    ranked = np.sum(sorted_weights * held[None, :] * (2 * below - sorted_weights), axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(ranked / (persons * total) - 1)


def _take_home(year: WorkerYear) -> np.ndarray:
    return np.asarray(year.sums["gross"] - year.sums["worker"])


ESTIMATES: Final[tuple[Estimate, ...]] = (
    ("gross_per_month_worked", "money", lambda g: g.ratio(("gross",), "months")),
    ("take_home_per_month_worked", "money", lambda g: g.ratio(("gross",), "months") - g.ratio(("worker",), "months")),
    ("worker_rate_on_gross", "share", lambda g: g.ratio(("worker",), "gross")),
    ("payer_rate_on_gross", "share", lambda g: g.ratio(("payer",), "gross")),
    ("whole_rate_on_gross", "share", lambda g: g.ratio(("worker", "payer"), "gross")),
    ("labour_cost_per_order", "money", lambda g: g.ratio(("gross", "payer"), "orders")),
    ("labour_cost_per_hour", "money", lambda g: 60 * g.ratio(("gross", "payer"), "minutes")),
    ("contributing_over_worked_months", "ratio", lambda g: g.ratio(("paid_months",), "months")),
    ("gini_of_gross", "ratio", lambda g: _gini(g.year.sums["gross"], g.weights)),
    ("gini_of_take_home", "ratio", lambda g: _gini(_take_home(g.year), g.weights)),
)
DECILES: Final = 10


def _lines(
    year: WorkerYear, groupings_: Sequence[Grouping], weight: float, weighting: Weighting, seed: int
) -> Iterator[Indicator]:
    n = len(year)
    known = year.sums["open"] == 0
    own = weighting.of(year.numbers)
    others = weighting.samples(year.numbers, np.random.default_rng([seed, n]))
    weights = np.concatenate([np.ones((1, n)) if own is None else own[None, :], others]).astype(np.float32)
    error = _error_by(weighting)
    yield from _of_group(year, weights, ALL, ALL, np.ones(n, bool), known, weight, error)
    for grouping, number in zip(groupings_, year.groups, strict=True):
        for place, name in enumerate(grouping.names):
            inside = number == place
            if inside.any():
                yield from _of_group(year, weights, grouping.id, name, inside, known, weight, error)
    yield from _by_decile(_chosen(year, known), weights[:, known], error)


def _of_group(
    year: WorkerYear,
    weights: np.ndarray,
    by: str,
    name: str,
    inside: np.ndarray,
    known: np.ndarray,
    weight: float,
    error: Error,
) -> Iterator[Indicator]:
    persons = weights[:, inside].sum(axis=1, dtype=np.float64) * weight
    yield Indicator("persons", by, name, float(persons[0]), error(persons), "persons", int(inside.sum()))
    inside = inside & known
    group, count = _Group(_chosen(year, inside), weights[:, inside]), int(inside.sum())
    if not count:
        return
    for id_, unit, estimate in ESTIMATES:
        found = estimate(group)
        yield Indicator(id_, by, name, float(found[0]), error(found), unit, count)


def _chosen(year: WorkerYear, inside: np.ndarray) -> WorkerYear:
    return WorkerYear({key: values[inside] for key, values in year.sums.items()}, [], year.numbers[inside])


def _by_decile(year: WorkerYear, weights: np.ndarray, error: Error) -> Iterator[Indicator]:
    """The worker's rate by tenths of persons by monthly gross pay: floors make the lowest tenths pay more."""
    if not len(year):
        return
    monthly = year.sums["gross"] / np.maximum(year.sums["months"], 1)
    order = np.argsort(monthly, kind="stable")
    persons = weights[0, order].astype(np.float64)
    below = np.cumsum(persons) - persons
    decile = np.empty(len(year), np.int64)
    decile[order] = np.minimum(below * DECILES // persons.sum(), DECILES - 1)
    for number in range(DECILES):
        inside = decile == number
        if inside.any():
            found = _Group(_chosen(year, inside), weights[:, inside]).ratio(("worker",), "gross")
            yield Indicator(
                "worker_rate_on_gross",
                "decile",
                str(number + 1),
                float(found[0]),
                error(found),
                "share",
                int(inside.sum()),
            )


def _error_by(weighting: Weighting) -> Error:
    """The standard error of an estimate (first) by those of other samples (rest)."""
    return lambda values: weighting.error(float(values[0]), values[1:])


def supported(value: float, error: float) -> float:
    """A value rounded to the digit that its error supports: to a tenth of the standard error's leading digit."""
    if not np.isfinite(error) or error <= 0:
        return value
    digits = -int(np.floor(np.log10(error))) + 1
    return round(value, digits)


def supported_amount(amount: float, error: float) -> int:
    """An amount of the smallest unit rounded as its standard error supports; whole where there is no error."""
    return round(supported(float(amount), error))


__all__ = ["ALL", "ESTIMATES", "Indicator", "Indicators", "indicators", "supported", "supported_amount"]
