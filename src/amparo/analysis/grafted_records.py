"""What a grafted law says of records: who is covered by the mechanism and a scheme as well, and what its truths say."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from amparo.analysis.weighting import counted, weighting_of
from amparo.engine.kernel import Kernel
from amparo.engine.outcome import months_of, workers_of
from amparo.engine.tables import Records
from amparo.rules.book import result_key
from amparo.rules.declarations import Benefit, Branch, Coverage, CoverageStatement, Posting, Signal
from amparo.rules.levels import MONTH, PAYER, Level

if TYPE_CHECKING:
    from amparo.analysis.grafts import Graft
    from amparo.engine.batch import Batch
    from amparo.engine.result import Result


@dataclass(frozen=True, slots=True)
class Doubled:
    """Worker-months that the mechanism covers in a branch, and of those how many a scheme that stays covers as well."""

    branch: str
    scheme: str
    covered: int
    also_covered: int
    undecided: int


def doubling(
    folder: Path | str, found: Graft, *, first: int | None = None, last: int | None = None
) -> tuple[Doubled, ...]:
    """Of the worker-months that the mechanism covers: how many a scheme of the receiving law covers as well."""
    mine = found.coverage()
    others: dict[tuple[Branch, str], list[str]] = {}
    for topic, one in found.after.results(CoverageStatement):
        if one.branch in mine and topic not in found.own_topics:
            others.setdefault((one.branch, one.scheme), []).append(result_key(found.after, topic, one.node))
    if not mine:
        return ()
    names = dict.fromkeys([*(k for keys in mine.values() for k in keys), *(k for ks in others.values() for k in ks)])
    counts: dict[tuple[Branch, str], np.ndarray] = {key: np.zeros(3) for key in others}

    def add(laid: Batch, results: dict[str, Result], weights: np.ndarray | None) -> None:
        each = None if weights is None else weights[workers_of(MONTH, laid)]
        inside = _inside(months_of(MONTH, laid), first, last)
        for (branch, scheme), keys in others.items():
            here, maybe_here = _covers([results[key] for key in mine[branch]])
            there, maybe_there = _covers([results[key] for key in keys])
            open_ = (maybe_here & maybe_there) & ~(here & there)
            counts[branch, scheme] += [counted(mask & inside, each) for mask in (here, here & there, open_)]

    _through(folder, found, names, add)
    return tuple(
        Doubled(branch.name.lower(), scheme, *(round(n) for n in cell)) for (branch, scheme), cell in counts.items()
    )


def _through(
    folder: Path | str,
    found: Graft,
    names: Iterable[str],
    add: Callable[[Batch, dict[str, Result], np.ndarray | None], None],
) -> None:
    """Run the grafted law on the records, batch by batch, with the weights of the workers (None: all alike)."""
    kernel = Kernel(found.after, list(names)).ready()
    records, weighting = Records(Path(folder), found.after, kernel.facts, ids=False), weighting_of(Path(folder), 0)
    for begin, end in records.units():
        for _, batch in records.chunk(begin, end).batches(4_096):
            laid = batch.laid_out()
            add(laid, dict(kernel.run(laid)), weighting.of_batch(laid))


def _inside(months: np.ndarray, first: int | None, last: int | None) -> np.ndarray:
    """Rows of the months asked for."""
    found = np.ones(len(months), bool)
    if first is not None:
        found &= months >= first
    if last is not None:
        found &= months <= last
    return found


def _covers(results: list[Any]) -> tuple[np.ndarray, np.ndarray]:
    """Surely covered by one of them, and possibly."""
    low = np.max([one.low for one in results], axis=0)
    high = np.max([one.low if one.high is None else one.high for one in results], axis=0)
    return low > Coverage.NONE, high > Coverage.NONE


@dataclass(frozen=True, slots=True)
class Told:
    """What a truth of the mechanism says of the records' rows."""

    node: str
    level: Level
    yes: int
    no: int
    undecided: int


def has_effect(found: Graft) -> bool:
    """Whether an amount or a cover rests on the mechanism."""
    results = (*found.after.results(Posting), *found.after.results(CoverageStatement))
    return any(topic in found.own_topics for topic, _ in results)


def told(folder: Path | str, found: Graft) -> tuple[Told, ...]:
    """The mechanism's truths on the records: its signals, and who would qualify for its benefits."""
    signals = [(topic, one.node) for topic, one in found.after.results(Signal) if topic in found.own_topics]
    benefits = [(topic, one.qualified) for topic, one in found.after.results(Benefit) if topic in found.own_topics]
    names = [result_key(found.after, topic, node) for topic, node in (*signals, *benefits)]
    if not names:
        return ()
    counts = {name: np.zeros(3) for name in names}

    def add(laid: Batch, results: dict[str, Result], weights: np.ndarray | None) -> None:
        for name, result in results.items():
            level = found.after.nodes[name].level  # type: ignore[union-attr]
            each = None if weights is None or level == PAYER else weights[workers_of(level, laid)]
            low, high = result.low, result.low if result.high is None else result.high
            counts[name] += [counted(mask, each) for mask in (low == 1, high == 0, low != high)]

    _through(folder, found, names, add)
    return tuple(
        Told(name, found.after.nodes[name].level, *(round(n) for n in cell))  # type: ignore[union-attr]
        for name, cell in counts.items()
    )


__all__ = ["Doubled", "Told", "doubling", "has_effect", "told"]
