"""The compiled run: the segments of a book's law as kernels, cached by content, run on batches.

A kernel's file is named by the hash of everything in it, so that it can never be stale; several are compiled at once in
processes of their own. Known workers take the plain kernels; the others, and those for whom the law's facts stop, take
the kernels on bounds.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from amparo.engine.batch import NEVER, PER_WORKER, Batch, Column, rows_of, stored_type
from amparo.engine.codegen import Needs, exported, print_segment
from amparo.engine.lawdata import Epochs, law_data
from amparo.engine.machine import Machine, build, cache_folder, compiled, digest
from amparo.engine.schedule import segments
from amparo.rules.errors import LawError
from amparo.rules.levels import PAYER, WORKER, Level
from amparo.rules.nodes import Fact, LinkNode, Rule

if TYPE_CHECKING:
    from amparo.rules.book import LawBook


@dataclass(frozen=True)
class Result:
    """A node's values on all rows of its level; high and why only where something is unknown."""

    low: np.ndarray
    high: np.ndarray | None = None
    why: np.ndarray | None = None

    @property
    def unknown(self) -> int:
        return 0 if self.why is None else int(np.count_nonzero(self.why))


@dataclass(frozen=True)
class _Part:
    sources: Mapping[str, str]
    needs: Needs
    scratch: Mapping[str, tuple[int, str]]
    facts: tuple[str, ...]


class Kernel:
    """The kernels for some outputs of a book."""

    def __init__(self, book: LawBook, outputs: Sequence[str]) -> None:
        self.book = book
        self.outputs = tuple(dict.fromkeys(book.find(name) for name in outputs))
        for key in self.outputs:
            if not isinstance(book.nodes[key], Rule | LinkNode):
                raise LawError(f"'{key}' is not computed: only rules and links are results.")
        self.parts = _print(book, self.outputs)
        self.levels: dict[str, Level] = {
            n.full_name: n.level for n in book.nodes.values() if isinstance(n, Rule | LinkNode | Fact)
        }
        self.facts = tuple(dict.fromkeys(key for part in self.parts for key in part.needs.facts))
        epochs = Epochs(book)
        self.data = [law_data(book, part.needs, epochs) for part in self.parts]
        self.machines: list[Machine] = []
        self.last_use = _last_use(self.parts, self.outputs)

    def ready(self, jobs: int | None = None) -> Kernel:
        """Compile what is not yet in the cache, several segments at once, and load everything."""
        if not self.machines:
            home = cache_folder()
            missing = [part for part in self.parts if not (home / f"{_name(part)}.json").exists()]
            _build(missing, jobs or os.cpu_count() or 1)
            self.machines = [compiled("law", part.sources, _kind_of(part.facts), _kinds(part)) for part in self.parts]
        return self

    def run(self, batch: Batch) -> Mapping[str, Result]:
        """The outputs on every row of the batch."""
        self.ready()
        batch = batch.laid_out()
        bad = self._not_plain(batch)
        if bad.all() and len(batch):
            return self._bounds(batch)
        plain = self._plain(batch, bad)
        again = np.nonzero(bad)[0]
        if not len(again):
            return {key: Result(plain[key]) for key in self.outputs}
        part = batch.take(again, self.levels)
        return {key: self._merge(key, plain[key], batch, again, value) for key, value in self._bounds(part).items()}

    def _merge(self, key: str, plain: np.ndarray, batch: Batch, workers: np.ndarray, value: Result) -> Result:
        level = self.levels[key]
        rows = workers if level == WORKER else rows_of(batch.offsets(level), workers)
        plain[rows] = value.low
        high, why = plain.copy(), np.zeros(len(plain), np.int64)
        assert value.high is not None and value.why is not None
        high[rows], why[rows] = value.high, value.why
        return Result(plain, high, why)

    def _columns(self, needs: Needs, batch: Batch) -> list[Column]:
        return [batch.facts.get(key) or untold(self.book.nodes[key]) for key in needs.facts]  # type: ignore[arg-type]

    def _not_plain(self, batch: Batch) -> np.ndarray:
        """Workers of whom some fact that is needed is not told."""
        bad = np.zeros(len(batch), np.uint8)
        for key in self.facts:
            column = batch.facts.get(key) or untold(self.book.nodes[key])  # type: ignore[arg-type]
            if column.null is None:
                continue
            if column.mode == NEVER:
                bad[:] = column.null[0]
            elif column.mode == PER_WORKER:
                bad |= column.null
            else:
                _mark(bad, np.nonzero(column.null)[0], self.levels[key], batch)
        return bad

    def _plain(self, batch: Batch, bad: np.ndarray) -> dict[str, np.ndarray]:
        made: dict[str, np.ndarray] = {}
        for number, (part, data, machine) in enumerate(zip(self.parts, self.data, self.machines, strict=True)):
            columns = self._columns(part.needs, batch)
            writes = {key: np.empty(batch.rows(self.levels[key]), np.int64) for key in part.needs.writes}
            arrays: dict[str, np.ndarray] = {"bad": bad, "FM": _modes(columns)}
            arrays |= {f"F[{n}]": column.values for n, column in enumerate(columns)}
            arrays |= {f"X[{n}]": made[key] for n, key in enumerate(part.needs.reads)}
            arrays |= {f"O[{n}]": writes[key] for n, key in enumerate(part.needs.writes)}
            self._call(machine, "plain", part, data, batch, arrays)
            made |= writes
            _forget(made, self.last_use[number])
        return made

    def _bounds(self, batch: Batch) -> dict[str, Result]:
        made: dict[str, tuple[np.ndarray, ...]] = {}
        for number, (part, data, machine) in enumerate(zip(self.parts, self.data, self.machines, strict=True)):
            columns = self._columns(part.needs, batch)
            writes = {
                key: tuple(np.empty(batch.rows(self.levels[key]), np.int64) for _ in "lhw") for key in part.needs.writes
            }
            arrays: dict[str, np.ndarray] = {"FM": _modes(columns)}
            for n, (key, column) in enumerate(zip(part.needs.facts, columns, strict=True)):
                arrays[f"FL[{n}]"], arrays[f"FH[{n}]"] = _ends(column, self.book.nodes[key])  # type: ignore[arg-type]
            for position, letter in enumerate("lhw"):
                arrays |= {f"X{letter}[{n}]": made[key][position] for n, key in enumerate(part.needs.reads)}
                arrays |= {f"O{letter}[{n}]": writes[key][position] for n, key in enumerate(part.needs.writes)}
            self._call(machine, "bounds", part, data, batch, arrays)
            made |= writes
            _forget(made, self.last_use[number])
        return {key: Result(*made[key]) for key in self.outputs}

    def _call(
        self, machine: Machine, name: str, part: _Part, data: Any, batch: Batch, arrays: dict[str, np.ndarray]
    ) -> None:
        """Hand over what the segment asks for by name, and read its complaint."""
        layout = batch.layout
        err = np.zeros(1, np.int64)
        arrays |= {"err": err, "buf": np.zeros(800, np.int64), "buf2": np.zeros(800, np.int64)}
        for scratch, (rows, stem) in part.scratch.items():
            arrays[scratch] = np.empty((rows, getattr(layout, f"most_{stem}") if stem else 1), np.int64)

        def array(symbol: str) -> np.ndarray:
            if symbol not in arrays:
                owner, _, field = symbol.partition(".")
                arrays[symbol] = getattr(layout if owner == "L" else data, field)
            return arrays[symbol]

        def number(symbol: str) -> int:
            owner, _, dimension = symbol.partition("/")
            if dimension:
                return int(array(owner).shape[int(dimension)])
            return int(getattr(layout if owner.startswith("L.") else data, owner[2:]))

        machine.call(name, len(batch), array, number)
        if err[0] > 0:
            raise LawError(
                f"rule {part.needs.rules[int(err[0]) - 1]} divides by zero. Cure: guard the divisor in the rule."
            )
        if err[0] < 0:
            rule = part.needs.rules[-int(err[0]) - 1]
            raise LawError(f"{rule}: a value leaves its range. Cure: check the facts, or declare range= in the rule.")


def _last_use(parts: list[_Part], outputs: tuple[str, ...]) -> list[tuple[str, ...]]:
    """After each segment, the columns that nobody reads any more."""
    last = {key: n for n, part in enumerate(parts) for key in (*part.needs.writes, *part.needs.reads)}
    return [tuple(key for key, at in last.items() if at == n and key not in outputs) for n in range(len(parts))]


def _forget(made: dict[str, Any], keys: tuple[str, ...]) -> None:
    for key in keys:
        made.pop(key, None)


def _modes(columns: list[Column]) -> np.ndarray:
    return np.array([column.mode for column in columns], np.int8)


def untold(fact: Fact) -> Column:
    """The column of a fact of which the records say nothing: what absence says, or unknown."""
    if fact.absent is not None:
        return Column(np.array([fact.absent], stored_type(fact)), None, NEVER)
    return Column(np.array([fact.low], stored_type(fact)), np.ones(1, bool), NEVER)


def _ends(column: Column, fact: Fact) -> tuple[np.ndarray, np.ndarray]:
    """Low and high of a column, as 64-bit integers."""
    if column.low is not None and column.high is not None:
        return column.low.astype(np.int64, copy=False), column.high.astype(np.int64, copy=False)
    values = column.values.astype(np.int64, copy=False)
    if column.null is None:
        return values, values
    return np.where(column.null, fact.low, values), np.where(column.null, fact.high, values)


def _mark(bad: np.ndarray, rows: np.ndarray, level: Level, batch: Batch) -> None:
    if level == PAYER:
        hit = np.zeros(len(batch.group), bool)
        hit[rows] = True
        rows = np.nonzero(hit[batch.c_payer])[0]
        offsets = batch.off_c
    elif level == WORKER:
        bad[rows] = 1
        return
    else:
        offsets = batch.offsets(level)
    bad[np.searchsorted(offsets, rows, side="right") - 1] = 1


# --- printing and compiling --------------------------------------------------------------------------------------


def _print(book: LawBook, outputs: tuple[str, ...]) -> list[_Part]:
    work = segments(book, outputs)
    leaving = exported(book, work, frozenset(outputs))
    found = []
    for segment in work:
        printed = print_segment(book, segment, leaving[segment.number])
        facts = tuple(np.dtype(stored_type(book.nodes[key])).name for key in printed.needs.facts)  # type: ignore[arg-type]
        found.append(_Part({"plain": printed.plain, "bounds": printed.bounds}, printed.needs, printed.scratch, facts))
    return found


def _kind_of(facts: tuple[str, ...]) -> Callable[[str], str]:
    """The element type of each array a kernel may ask for."""
    narrow = {f"F[{n}]": name for n, name in enumerate(facts)} | {
        "bad": "uint8",
        "FM": "int8",
        "D.V": "int8",
        "D.VB": "int8",
    }
    return lambda symbol: narrow.get(symbol) or ("int32" if symbol.startswith("L.") else "int64")


def _kinds(part: _Part) -> str:
    """What the code depends on beside its text."""
    return " ".join(("layout:int32", *part.facts))


def _name(part: _Part) -> str:
    return f"law-{digest(part.sources, _kinds(part))}"


def _build(parts: list[_Part], jobs: int) -> None:
    """Compile segments, in processes of their own where there are several (never by importing the caller's script)."""
    if len(parts) < 2 or jobs < 2:
        for part in parts:
            _build_one(part)
        return
    ordered = sorted(parts, key=lambda part: -len(part.sources["bounds"]))
    shares = [ordered[n::jobs] for n in range(min(jobs, len(ordered)))]
    with ThreadPoolExecutor(len(shares)) as pool:
        list(pool.map(_build_elsewhere, shares))


def _build_elsewhere(parts: list[_Part]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "amparo.engine.kernel"], input=pickle.dumps(parts), capture_output=True, check=False
    )
    if done.returncode:
        raise LawError(f"a kernel could not be compiled: {done.stderr.decode(errors='replace')[-1000:]}")


def _build_one(part: _Part) -> None:
    build(cache_folder(), _name(part), part.sources, _kind_of(part.facts))


__all__ = ["Kernel", "Result", "untold"]

if __name__ == "__main__":
    from amparo.engine import kernel

    for wanted in pickle.loads(sys.stdin.buffer.read()):
        kernel._build_one(wanted)
