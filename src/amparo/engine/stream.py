"""The law on a nation's records: whole workers stream through the kernels, on all cores, in bounded memory.

A unit is one row group of workers. Each finished unit leaves its tables and a small record of its totals, so that an
interrupted run goes on where it stopped and ends with the same bytes.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Final

from amparo.engine.kernel import Kernel
from amparo.engine.outcome import UnitWriter, default_outputs, unit_tables
from amparo.engine.tables import Records, meta_of
from amparo.engine.totals import Total, total_of

if TYPE_CHECKING:
    from amparo.engine.batch import Batch
    from amparo.rules.book import LawBook

WORKERS_AT_ONCE: Final = 8_192
WORKERS_ADDED_UP: Final = 32_768


@dataclass(frozen=True)
class RunResult:
    """What a run gives: totals by node, workers counted, units run now and taken over from an earlier start."""

    totals: dict[str, Total]
    workers: int
    units: int
    resumed: int
    outputs: tuple[str, ...]


def run_canonical(
    folder: Path | str,
    book: LawBook,
    *,
    outputs: Sequence[str] | None = None,
    out: Path | str | None = None,
    threads: int | None = None,
    progress: Callable[[int, int], None] | None = None,
    workers_at_once: int = WORKERS_AT_ONCE,
) -> RunResult:
    """Run the law on a canonical folder.

    outputs: rules or links by name (default: every result the law declares). out: where to write tables by level and
    postings (default: totals only). progress is called with workers done and workers in all. Raises AmparoError when
    the folder was prepared for another law.
    """
    folder = Path(folder)
    meta_of(folder, book.country.code)
    names = list(outputs) if outputs is not None else default_outputs(book)
    kernel = _kernel(book, tuple(names))
    records = Records(folder, book, kernel.facts, ids=out is not None)
    units = records.units() if out is not None else records.units(WORKERS_ADDED_UP)
    key = _key(book, kernel, folder, workers_at_once)
    home = Path(out) if out is not None else None
    if home is not None:
        (home / "units").mkdir(parents=True, exist_ok=True)
    totals = {name: Total() for name in kernel.outputs}
    state = {"workers": 0, "resumed": 0}
    everyone = sum(end - begin for begin, end in units)

    def unit(number: int) -> tuple[dict[str, Total], bool]:
        held = _held(home, number, key)
        if held is not None:
            return held, True
        begin, end = units[number]
        found = _run_unit(records, kernel, begin, end, number, home, workers_at_once)
        if home is not None:
            _keep(home, number, key, found)
        return found, False

    with ThreadPoolExecutor(threads or os.cpu_count() or 1) as pool:
        for number, (found, resumed) in enumerate(pool.map(unit, range(len(units)))):
            for name, total in found.items():
                totals[name].add(total)
            state["workers"] += units[number][1] - units[number][0]
            state["resumed"] += resumed
            if progress is not None:
                progress(state["workers"], everyone)
    return RunResult(totals, state["workers"], len(units), state["resumed"], kernel.outputs)


_KERNELS: Final[dict[tuple[str, tuple[str, ...]], Kernel]] = {}
_KERNELS_HELD: Final = 4


def _kernel(book: LawBook, names: tuple[str, ...]) -> Kernel:
    """The kernel of some outputs; the last few are held for the next run of the same law."""
    key = book.hash, names
    kernel = _KERNELS.pop(key, None) or Kernel(book, names).ready()
    _KERNELS[key] = kernel
    while len(_KERNELS) > _KERNELS_HELD:
        del _KERNELS[next(iter(_KERNELS))]
    return kernel


def _run_unit(
    records: Records, kernel: Kernel, begin: int, end: int, number: int, home: Path | None, size: int
) -> dict[str, Total]:
    chunk = records.chunk(begin, end)
    totals = {name: Total() for name in kernel.outputs}
    writer = UnitWriter(home, number) if home is not None else None
    if writer is None:
        pool = kernel.pool()
        for _, batch in chunk.batches(WORKERS_ADDED_UP, pool):
            for name, total in kernel.totals(batch).items():
                totals[name].add(total)
        return totals
    for start, batch in chunk.batches(size):
        results = kernel.run(batch)
        for name, result in results.items():
            totals[name].add(total_of(kernel.book, name, result))
        writer.write(unit_tables(kernel.book, records, chunk, start, batch, results))
    writer.finish()
    return totals


def _key(book: LawBook, kernel: Kernel, folder: Path, size: int) -> str:
    """What a unit's result depends on."""
    files = [(file.name, file.stat().st_size) for file in sorted(folder.glob("*.parquet"))]
    return sha256(repr((book.hash, kernel.outputs, files, size)).encode()).hexdigest()


def _held(home: Path | None, number: int, key: str) -> dict[str, Total] | None:
    """The totals of a unit finished by an earlier start of the same run."""
    file = home / "units" / f"{number:06d}.json" if home is not None else None
    if file is None or not file.exists():
        return None
    data = json.loads(file.read_text(encoding="utf-8"))
    if data.get("key") != key:
        return None
    return {name: Total(**total) for name, total in data["totals"].items()}


def _keep(home: Path, number: int, key: str, totals: dict[str, Total]) -> None:
    file = home / "units" / f"{number:06d}.json"
    temporary = file.with_suffix(".part")
    content = {"key": key, "totals": {name: total.to_json() for name, total in totals.items()}}
    temporary.write_text(json.dumps(content, sort_keys=True), encoding="utf-8")
    os.replace(temporary, file)


__all__ = ["Batch", "RunResult", "Total", "run_canonical", "total_of"]
