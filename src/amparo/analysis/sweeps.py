"""Many variants of a law on one population: cost by payer, cover by branch, who gains and who loses.

What the varied values cannot reach is worked out once for a batch; each variant then runs on its part of the law only
(engine/cut.py). Batches are read once and all variants run on each. Every finished unit of workers leaves its sums, so
that an interrupted sweep goes on where it stopped. Behaviour is not modelled.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from amparo.analysis.chains import STEPS
from amparo.analysis.grids import Grid, Variant
from amparo.analysis.portions import workers_at_once
from amparo.analysis.sensitivity import Swing, indices, tornado
from amparo.analysis.sweeping import (
    ALL,
    ANY,
    IN_STEPS,
    MANDATORY,
    OPEN,
    Outcome,
    Plan,
)
from amparo.analysis.weighting import weighting_of
from amparo.engine.tables import Records, meta_of
from amparo.rules.declarations import Coverage
from amparo.rules.errors import AmparoError
from amparo.rules.messages import Listed, Message

if TYPE_CHECKING:
    from amparo.rules.book import LawBook

UNIT: Final = 32_768


@dataclass(frozen=True)
class Sweep:
    """A sweep's result: the law as it stands (base) and every variant; touched: workers whom some variant can reach."""

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
    touched: int

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
    meta = meta_of(folder, grid.country)
    plan = Plan(book, grid, first, last, weighting_of(folder, 0))
    records = Records(folder, plan.base, plan.facts, ids=False)
    units, size = records.units(UNIT), workers_at_once(records)
    home = None if out is None else Path(out) / "units"
    if home is not None:
        home.mkdir(parents=True, exist_ok=True)
    key = _key(plan, folder, first, last, units)

    def unit(number: int) -> tuple[_Unit, bool]:
        held = _held(home, number, key)
        if held is not None:
            return held, True
        sums, squares = plan.empty()
        batches = (batch.laid_out() for _, batch in records.chunk(*units[number]).batches(size))
        found = _Unit(sums, squares, plan.add(sums, squares, batches))
        _keep(home, number, key, found)
        return found, False

    sums, squares = plan.empty()
    resumed = touched = 0
    with ThreadPoolExecutor(threads or os.cpu_count() or 1) as pool:
        for number, (more, earlier) in enumerate(pool.map(unit, range(len(units)))):
            sums += more.sums
            squares += more.squares
            touched += more.touched
            resumed += earlier
            if progress is not None:
                progress((number + 1) / len(units))
    base, *outcomes = (plan.outcome(line, square) for line, square in zip(sums, squares, strict=True))
    workers = sum(end - begin for begin, end in units)
    sizes = (len(plan.made.anew), len(plan.made.given), plan.whole, touched)
    return Sweep(grid, workers, meta.data_class, plan.variants, base, tuple(outcomes), resumed, *sizes)


# --- units, kept and taken over ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Unit:
    """The sums of a part of the workers, and how many of them some variant could reach."""

    sums: np.ndarray
    squares: np.ndarray
    touched: int


def _key(plan: Plan, folder: Path, first: int | None, last: int | None, units: Sequence[tuple[int, int]]) -> str:
    files = [(file.name, file.stat().st_size, file.stat().st_mtime_ns) for file in sorted(folder.glob("*.parquet"))]
    axes = [(axis.target, axis.start, axis.until, axis.place, str(axis.values)) for axis in plan.grid.axes]
    variants = [variant.at for variant in plan.variants]
    branches = [int(branch) for branch in plan.cover], [int(branch) for branch in plan.chains]
    content = (plan.base.hash, axes, variants, branches, first, last, files, units)
    return sha256(repr(content).encode()).hexdigest()


def _held(home: Path | None, number: int, key: str) -> _Unit | None:
    file = None if home is None else home / f"{number:06d}.npz"
    if file is None or not file.exists():
        return None
    with np.load(file) as data:
        return _Unit(data["sums"], data["squares"], int(data["touched"])) if str(data["key"]) == key else None


def _keep(home: Path | None, number: int, key: str, found: _Unit) -> None:
    if home is None:
        return
    temporary = home / f"{number:06d}.part"
    with temporary.open("wb") as stream:
        np.savez(stream, key=np.array(key), sums=found.sums, squares=found.squares, touched=found.touched)
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
            told = Listed(known) or Message("sweep.none", "none")
            raise AmparoError(
                Message(
                    "sweep.moves_none",
                    "The sweep moves no {what} '{name}'. It moves: {told}.",
                    what=what,
                    name=name,
                    told=told,
                )
            )
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
        "workers_reached": found.touched,
        "axes": [
            {"parameter": axis.target, "place": axis.place, "values": [str(value) for value in axis.values]}
            for axis in found.grid.axes
        ],
        **_drawn_json(found),
        "base": _outcome_json(found.base),
        "variants": [
            {"variant": number, "values": values_of(found.grid, variant), **_outcome_json(outcome)}
            for number, (variant, outcome) in enumerate(zip(found.variants, found.outcomes, strict=True), 1)
        ],
    }


def _drawn_json(found: Sweep) -> dict[str, Any]:
    """The sample of a drawn grid, each line as the number of its variant, and the Sobol indices of costs and cover."""
    sample = found.grid.sample
    if sample is None:
        return {}
    numbers = {variant.at: number for number, variant in enumerate(found.variants, 1)}
    measures: dict[str, Callable[[Outcome], float]] = {
        **{f"cost.{payer}": lambda one, p=payer: one.costs[p][0] for payer in found.payers},  # type: ignore[misc]
        **{f"cover.{branch}": lambda one, b=branch: one.share(b)[0] for branch in found.branches},  # type: ignore[misc]
    }
    for branch in found.base.steps:
        for step in IN_STEPS:
            measures[f"{step}.{branch}"] = lambda one, b=branch, s=step: one.stood(b, s)[0]  # type: ignore[misc]
    held = {name: indices(found, measure) for name, measure in measures.items()}
    return {
        "sample": {"size": sample.size, "seed": sample.seed, "lines": [numbers[at] for at in sample.lines]},
        "indices": {
            name: [{**asdict(index), "parameter": found.grid.axes[index.axis].target} for index in every]
            for name, every in held.items()
        },
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
        "worker_months": outcome.months,
        "steps": {
            branch: {step: counts.tolist() for step, counts in zip(STEPS, held, strict=True)}
            for branch, held in outcome.steps.items()
        },
        "people": {side: {"workers": count, "amount": amount} for side, (count, amount) in outcome.people.items()},
    }


def write_sweep(home: Path, found: Sweep, weight: float, told: Mapping[str, Any] | None = None) -> Path:
    """sweep.json, whole or not at all. told: what is to stand in it beside, as of the population."""
    target = home / "sweep.json"
    temporary = home / ".sweep.json.part"
    words = json.dumps({**sweep_json(found, weight), **(told or {})}, ensure_ascii=False, indent=1)
    temporary.write_text(words + "\n", encoding="utf-8")
    os.replace(temporary, target)
    return target


__all__ = [
    "ALL",
    "ANY",
    "IN_STEPS",
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
