"""Building a population: candidates, raking, persons, and their records in parts, on all cores.

The same country, number, seed and months give the same bytes, whatever the number of processes.
"""

from __future__ import annotations

import json
import os
import shutil
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from amparo.population.countries import generator_of, margins_of
from amparo.population.fit import FitLine, fit_lines
from amparo.population.margins import Margins, MarginsError
from amparo.population.raking import Persons, drawn, raked
from amparo.rules.kinds import month_text
from amparo.rules.messages import Message

if TYPE_CHECKING:
    from collections.abc import Callable

    from amparo.population.countries import Generator

VERSION: Final = 2
PART: Final = 50_000
LEAST_CANDIDATES: Final = 50_000
MOST_PERSONS: Final = 100_000_000
FILE: Final = "population.json"


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
    margins, home = margins_of(country), Path(out)
    generator = generator_of(country.upper())
    tell = progress or (lambda step, share: None)
    tell("persons", 0.0)
    persons, there = _persons(generator, n, seed, margins, first, last)
    tell("persons", 1.0)
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir(parents=True)
    rows = _write_parts(country.upper(), persons, margins, seed, first, last, home, jobs, tell)
    lines = fit_lines(persons, margins, there)
    weight = margins.total.value / float(there.sum())
    document = _document(country.upper(), margins, n, seed, first, last, rows, lines, weight)
    (home / FILE).write_text(json.dumps(document, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    return Population(home, n, document["weight"], lines, document)


def _persons(
    generator: Generator, n: int, seed: int, margins: Margins, first: int, last: int
) -> tuple[Persons, np.ndarray]:
    """The persons of all the months, and how much of one each is of those whom the margins count at a time."""
    rng = np.random.default_rng([seed, 0])
    pool = generator.candidates(rng, max(n, LEAST_CANDIDATES), margins)
    turnover = generator.turnover(pool, margins, first, last)
    chosen = drawn(pool, raked(pool, margins) * turnover, n, rng)
    chosen = chosen[rng.permutation(n)]  # systematic draws leave like beside like
    return {name: values[chosen] for name, values in pool.items()}, 1 / turnover[chosen]


def _write_parts(
    country: str,
    persons: Persons,
    margins: Margins,
    seed: int,
    first: int,
    last: int,
    home: Path,
    jobs: int | None,
    tell: Callable[[str, float], None],
) -> dict[str, int]:
    n = len(persons["group"])
    starts = range(0, n, PART)
    tasks = [
        (country, {k: v[start : start + PART] for k, v in persons.items()}, start, seed, first, last, str(home), part)
        for part, start in enumerate(starts)
    ]
    rows: dict[str, int] = {}
    workers = min(jobs or os.cpu_count() or 1, len(tasks))
    if workers == 1:
        done = map(_write_part, tasks)
        return _added(done, len(tasks), rows, tell)
    with ProcessPoolExecutor(workers) as pool:
        return _added(pool.map(_write_part, tasks), len(tasks), rows, tell)


def _added(done: Any, parts: int, rows: dict[str, int], tell: Callable[[str, float], None]) -> dict[str, int]:
    for number, found in enumerate(done, 1):
        for table, count in found.items():
            rows[table] = rows.get(table, 0) + count
        tell("records", number / parts)
    return rows


def _write_part(task: tuple[str, Persons, int, int, int, int, str, int]) -> dict[str, int]:
    country, persons, start, seed, first, last, home, part = task
    rng = np.random.default_rng([seed, 1, part])
    margins = margins_of(country)
    return generator_of(country).write(rng, persons, start, margins, first, last, Path(home), part)


def _document(
    country: str,
    margins: Margins,
    n: int,
    seed: int,
    first: int,
    last: int,
    rows: dict[str, int],
    lines: tuple[FitLine, ...],
    weight: float,
) -> dict[str, Any]:
    label = margins.label
    return {
        "format": VERSION,
        "class": "synthetic",
        "country": country,
        "label": {"en": label.en, "pt": label.pt, "zh": label.zh},
        "persons": n,
        "stands_for": weight * n,
        "counted": {"persons": margins.total.value, "unit": margins.total.unit},
        "weight": weight,
        "seed": seed,
        "months": [month_text(first), month_text(last)],
        "rows": rows,
        "fit": [line.to_json() for line in lines],
        "sources": [_source_json(margin.id, margin.role, margin.source) for margin in margins.margins]
        + [_source_json(q.id, q.role, q.source) for q in (margins.total, *margins.quantities.values())],
    }


def _source_json(name: str, role: str, source: Any) -> dict[str, str]:
    return {"id": name, "role": role, "source": source.text, "date": source.date, "evidence": source.evidence.mark}


__all__ = ["Population", "build"]
