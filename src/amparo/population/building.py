"""Building a population: candidates, raking, persons, and their records in parts, on all cores, round by round.

The same country, number, seed and months give the same bytes, whatever the number of processes.
"""

from __future__ import annotations

import json
import os
import shutil
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from contextlib import nullcontext
from dataclasses import dataclass
from functools import reduce
from operator import add
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from amparo.population.countries import generator_of, margins_of
from amparo.population.fit import FitLine, Reached, fit_lines
from amparo.population.margins import MarginsError
from amparo.population.raking import Persons, drawn, raked
from amparo.rules.kinds import month_text
from amparo.rules.messages import Message

if TYPE_CHECKING:
    from collections.abc import Callable

VERSION: Final = 3
PART: Final = 50_000
ROUND: Final = 20 * PART
"""So many persons are drawn at a time, and meet the margins by themselves: memory does not grow with the nation."""
LEAST_CANDIDATES: Final = 50_000
MOST_PERSONS: Final = 100_000_000
FILE: Final = "population.json"


@dataclass(frozen=True)
class Order:
    """What is to be built: how many persons, the seed, the first and the last month, the folder."""

    country: str
    n: int
    seed: int
    first: int
    last: int
    home: Path


@dataclass(frozen=True)
class Population:
    """A built population: its records folder, how many persons each row stands for, and how well it fits."""

    folder: Path
    persons: int
    weight: float
    fit: tuple[FitLine, ...]
    document: dict[str, Any]


def build(
    country: str,
    out: Path | str,
    *,
    n: int,
    seed: int,
    first: int,
    last: int,
    jobs: int | None = None,
    progress: Callable[[str, float], None] | None = None,
) -> Population:
    """Write a synthetic population of n persons as a records folder, months first to last.

    Leaves workers, payers, engagements, ties and months in parts, and population.json (class synthetic, seed, margins
    with sources, fit). Raises MarginsError.
    """
    if not 1 <= n <= MOST_PERSONS:
        raise MarginsError(
            Message(
                "population.persons",
                "{n} persons: from 1 to {most_persons} can be built.",
                n=n,
                most_persons=MOST_PERSONS,
            )
        )
    if last - first < 11:
        raise MarginsError(
            Message("population.months", "A population spans at least twelve months. Cure: a later last month.")
        )
    home = Path(out)
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir(parents=True)
    order = Order(country.upper(), n, seed, first, last, home)
    rows, reached, there = _written(order, jobs, progress or (lambda step, share: None))
    margins = margins_of(country)
    lines = fit_lines(reached, margins)
    document = _document(order, rows, lines, margins.total.value / there)
    (home / FILE).write_text(json.dumps(document, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    return Population(home, n, document["weight"], lines, document)


def _written(
    order: Order, jobs: int | None, tell: Callable[[str, float], None]
) -> tuple[dict[str, int], Reached, float]:
    """Rows by table, persons by cell, and how many of the persons there are at a time: all rounds written."""
    rows: Counter[str] = Counter()
    found: list[Reached] = []
    there = 0.0
    processes = min(jobs or os.cpu_count() or 1, -(-order.n // PART))
    with ProcessPoolExecutor(processes) if processes > 1 else nullcontext() as pool:
        for start in range(0, order.n, ROUND):
            tell("persons", start / order.n)
            persons, each = _persons(order, start)
            tell("persons", min(start + ROUND, order.n) / order.n)
            found.append(Reached.of(persons, margins_of(order.country), each))
            there += float(each.sum())
            tasks = [
                (order, {name: values[at : at + PART] for name, values in persons.items()}, start + at)
                for at in range(0, len(each), PART)
            ]
            for number, written in enumerate(pool.map(_write_part, tasks) if pool else map(_write_part, tasks), 1):
                rows.update(written)
                tell("records", min(start + number * PART, order.n) / order.n)
    return dict(rows), reduce(add, found), there


def _persons(order: Order, start: int) -> tuple[Persons, np.ndarray]:
    """One round's persons of all the months, and how much of one each is of those whom the margins count at a time."""
    n = min(ROUND, order.n - start)
    rng = np.random.default_rng([order.seed, 0, start // ROUND] if start else [order.seed, 0])
    generator, margins = generator_of(order.country), margins_of(order.country)
    pool = generator.candidates(rng, max(n, LEAST_CANDIDATES), margins)
    turnover = generator.turnover(pool, margins, order.first, order.last)
    chosen = drawn(pool, raked(pool, margins) * turnover, n, rng)
    chosen = chosen[rng.permutation(n)]  # systematic draws leave like beside like
    return {name: values[chosen] for name, values in pool.items()}, 1 / turnover[chosen]


def _write_part(task: tuple[Order, Persons, int]) -> dict[str, int]:
    order, persons, start = task
    part = start // PART
    rng = np.random.default_rng([order.seed, 1, part])
    margins, generator = margins_of(order.country), generator_of(order.country)
    return generator.write(rng, persons, start, margins, order.first, order.last, order.home, part)


def _document(order: Order, rows: dict[str, int], lines: tuple[FitLine, ...], weight: float) -> dict[str, Any]:
    margins = margins_of(order.country)
    label = margins.label
    return {
        "format": VERSION,
        "class": "synthetic",
        "country": order.country,
        "label": {"en": label.en, "pt": label.pt, "zh": label.zh},
        "persons": order.n,
        "stands_for": weight * order.n,
        "counted": {"persons": margins.total.value, "unit": margins.total.unit},
        "weight": weight,
        "seed": order.seed,
        "months": [month_text(order.first), month_text(order.last)],
        "rows": rows,
        "fit": [line.to_json() for line in lines],
        "sources": [_source_json(margin.id, margin.role, margin.source) for margin in margins.margins]
        + [_source_json(q.id, q.role, q.source) for q in (margins.total, *margins.quantities.values())],
    }


def _source_json(name: str, role: str, source: Any) -> dict[str, str]:
    return {"id": name, "role": role, "source": source.text, "date": source.date, "evidence": source.evidence.mark}


__all__ = ["Population", "build"]
