"""The run on bounds: the kernels for those of whom something is not known, block of workers after block."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from amparo.engine.batch import NEVER, OFFSETS, PER_ROW, PER_WORKER, Batch, Pool, kind_of_value
from amparo.engine.blocks import slots
from amparo.engine.machine import address
from amparo.engine.result import Result
from amparo.engine.segment_code import refuse
from amparo.rules.levels import WORKER, Level

if TYPE_CHECKING:
    from amparo.engine.codegen import Needs
    from amparo.engine.machine import Entry
    from amparo.engine.segment_code import SegmentCode
    from amparo.engine.told import Told
    from amparo.rules.book import LawBook

BLOCK_BYTES: Final = 600_000
_STEMS: Final = {WORKER: "", **{level: name.removeprefix("off_") for level, name in OFFSETS.items()}}
_ARRAYS: Final = (
    *("first", "last", "flags", "group", "off_y", "off_q", "off_m", "off_ty", "off_g", "off_t", "off_c", "off_s"),
    *("m_coff", "m_toff", "m_goff", "m_soff", "y_tyoff", "t_coff", "ty_y", "ty_group", "g_m", "g_group", "g_ty"),
    *("t_m", "t_payer", "t_g", "t_ty", "c_m", "c_t", "c_g", "c_ty", "c_payer", "s_first", "s_last", "s_m"),
)


class Scratch(threading.local):
    """What each thread uses again and again; results: for batches that are done with before the next one."""

    def __init__(self) -> None:
        self.pool, self.results = Pool(), Pool()
        self.buffers = np.zeros(800, np.int64), np.zeros(800, np.int64)
        self.masks: dict[tuple[Any, ...], tuple[np.ndarray, np.ndarray]] = {}


class OnBounds:
    """The kernels on bounds of some segments; bound to a law, they run on batches."""

    def __init__(
        self, book: LawBook, parts: Sequence[SegmentCode], outputs: Sequence[str], told: Told, scratch: Scratch
    ) -> None:
        self.parts, self.outputs, self.told, self.scratch = parts, outputs, told, scratch
        self.levels: dict[str, Level] = {key: book.nodes[key].level for key in outputs}  # type: ignore[union-attr]
        self.kinds = {key: kind_of_value(book, key) for key in outputs}
        placed = slots([part.needs for part in parts], outputs, book)
        self.kept = {key: slot for key, slot in placed.items() if key not in outputs}
        self.plans: list[_Plan] = []

    def bound(self, fixed: Sequence[tuple[Entry, Mapping[str, int], Mapping[int, int]]]) -> OnBounds:
        """The same kernels with a law: for each segment its function, and the arrays and numbers that are the same."""
        found = copy(self)
        found.plans = [_plan(part, *one) for part, one in zip(self.parts, fixed, strict=True)]
        return found

    def run(self, batch: Batch) -> dict[str, Result]:
        """The outputs on every row as bounds, whatever is known of the workers."""
        laid = self.laid(batch, self.scratch.pool)
        laid.go()
        return laid.results

    def laid(self, batch: Batch, pool: Pool) -> LaidOnBounds:
        """A batch laid ready, to be run again whenever the arrays of the law change; the pool serves nothing else."""
        held, results = self._told_as_bounds(batch), self._room(batch)
        for key, result in results.items():
            assert result.high is not None and result.why is not None
            held |= {f"V:{key}l": result.low, f"V:{key}h": result.high, f"V:{key}w": result.why}
        err = np.zeros(1, np.int64)
        buf, buf2 = self.scratch.buffers
        held |= {f"L.{field}": getattr(batch.layout, field) for field in _ARRAYS}
        held |= {"err": err, "buf": buf, "buf2": buf2}
        for number, part in enumerate(self.parts):
            held[f"FR {number}"], held[f"FW {number}"] = self._masks(part, batch)
        at = {symbol: address(values) for symbol, values in held.items()}
        cuts = np.append(np.arange(0, max(len(batch), 1), self._block_size(batch)), len(batch))
        shifts = self._shifts(batch, cuts, pool)
        plans = enumerate(self.plans)
        calls = [self._calls(number, plan, at, shifts, batch.layout, pool, cuts) for number, plan in plans]
        return LaidOnBounds([part.needs for part in self.parts], calls, cuts, err, results, (held, pool))

    def _told_as_bounds(self, batch: Batch) -> dict[str, np.ndarray]:
        held: dict[str, np.ndarray] = {}
        for key in self.told.facts:
            held[f"F:{key}l"], held[f"F:{key}h"] = self.told.ends(key, batch)
        return held

    def _room(self, batch: Batch) -> dict[str, Result]:
        """Empty arrays for the results."""
        rows = {key: batch.rows(self.levels[key]) for key in self.outputs}
        return {
            key: Result(*(np.empty(rows[key], kind) for kind in (self.kinds[key], self.kinds[key], np.int8)))
            for key in self.outputs
        }

    def _shifts(self, batch: Batch, cuts: np.ndarray, pool: Pool) -> dict[str, np.ndarray]:
        """For each column that passes between segments where it would begin if it held all rows: one block's serve."""
        layout = batch.layout
        offsets = {level: cuts if not stem else getattr(layout, f"off_{stem}")[cuts] for level, stem in _STEMS.items()}
        most = {level: max(int(np.max(np.diff(values))), 1) for level, values in offsets.items()}
        found: dict[str, np.ndarray] = {}
        for key, slot in self.kept.items():
            for end in "lhw":
                kind = np.dtype(np.int8) if end == "w" else slot.kind
                values = pool.take(f"{slot.name}{end}", most[slot.level], kind)
                found[f"V:{key}{end}"] = address(values) - offsets[slot.level].astype(np.int64) * kind.itemsize
        return found

    def _calls(
        self,
        number: int,
        plan: _Plan,
        at: Mapping[str, int],
        shifts: Mapping[str, np.ndarray],
        layout: Any,
        scratch: Pool,
        cuts: np.ndarray,
    ) -> tuple[_Held, list[int], list[int]]:
        """A segment's function, and for each block where its table of addresses and its table of numbers lie."""
        blocks = len(cuts) - 1
        addresses = np.empty((blocks, max(len(plan.addresses), 1)), np.int64)
        addresses[:, : len(plan.addresses)] = plan.addresses
        numbers = np.empty((blocks, max(len(plan.numbers), 1)), np.int64)
        numbers[:, : len(plan.numbers)] = plan.numbers
        for position, symbol in plan.open:
            if symbol in shifts:
                addresses[:, position] = shifts[symbol][:-1]
            elif symbol in plan.scratch:
                rows, stem = plan.scratch[symbol]
                width = getattr(layout, f"most_{stem}") if stem else 1
                addresses[:, position] = address(scratch.take(f"{symbol} {number}", rows * width, np.int64))
            else:
                addresses[:, position] = at[f"{symbol} {number}" if symbol in ("FR", "FW") else symbol]
        for position, symbol in plan.open_numbers:
            if symbol == "K.begin":
                numbers[:, position] = cuts[:-1]
            else:
                stem = plan.scratch[symbol.partition("/")[0]][1]
                numbers[:, position] = getattr(layout, f"most_{stem}") if stem else 1
        first, step = address(addresses), addresses.strides[0]
        second, stride = address(numbers), numbers.strides[0]
        held = _Held(plan.function, addresses, numbers)
        return held, [first + step * n for n in range(blocks)], [second + stride * n for n in range(blocks)]

    def _masks(self, part: SegmentCode, batch: Batch) -> tuple[np.ndarray, np.ndarray]:
        """For each fact the part of a row number, and of a worker's, that counts: all of it (-1) or nothing (0)."""
        modes = tuple(self.told.column(key, batch).mode for key in part.needs.facts)
        held = self.scratch.masks
        if (id(part), modes) not in held:
            of_worker = [self.told.facts[key].level == WORKER for key in part.needs.facts]
            row = [-(mode == PER_ROW and not own) for mode, own in zip(modes, of_worker, strict=True)]
            worker = [
                -(mode == PER_WORKER or (mode != NEVER and own)) for mode, own in zip(modes, of_worker, strict=True)
            ]
            held[id(part), modes] = np.array([*row, 0], np.int64), np.array([*worker, 0], np.int64)
        return held[id(part), modes]

    def _block_size(self, batch: Batch) -> int:
        """How many workers make a block whose columns stay in the cache, each with its low and its high."""
        held = {slot.name: slot for slot in self.kept.values()}
        size = sum(batch.rows(slot.level) * slot.kind.itemsize for slot in held.values()) * 2
        return max(min(len(batch), BLOCK_BYTES * len(batch) // max(size, 1)), min(len(batch), 128), 1)


@dataclass(frozen=True)
class _Plan:
    """A segment's function with its tables: what is always the same, and what is filled in for each run."""

    function: Any
    addresses: np.ndarray
    numbers: np.ndarray
    open: tuple[tuple[int, str], ...]
    open_numbers: tuple[tuple[int, str], ...]
    scratch: Mapping[str, tuple[int, str]]


@dataclass(frozen=True)
class _Held:
    """A function that keeps its tables alive."""

    function: Any
    addresses: np.ndarray
    numbers: np.ndarray

    def __call__(self, workers: int, addresses: int, numbers: int) -> None:
        self.function(workers, addresses, numbers)


@dataclass(frozen=True)
class LaidOnBounds:
    """A batch laid ready for the kernels on bounds; kept: the arrays that the tables of addresses point into."""

    needs: Sequence[Needs]
    calls: list[tuple[_Held, list[int], list[int]]]
    cuts: np.ndarray
    err: np.ndarray
    results: dict[str, Result]
    kept: Any

    def go(self) -> None:
        """Run all segments on one block of workers after another, so that what passes between them stays in the cache.

        Writes the results. Raises LawError where a rule divides by zero or leaves its range.
        """
        self.err[0] = 0
        for block in range(len(self.cuts) - 1):
            for number, (function, addresses, numbers) in enumerate(self.calls):
                function(int(self.cuts[block + 1]), addresses[block], numbers[block])
                if self.err[0]:
                    refuse(self.needs[number], int(self.err[0]))


def _plan(part: SegmentCode, found: Entry, fixed: Mapping[str, int], by_position: Mapping[int, int]) -> _Plan:
    symbols = list(found.arrays)
    addresses = np.array([fixed.get(symbol, 0) for symbol in symbols], np.int64)
    numbers = np.array([by_position.get(n, 0) for n in range(len(found.numbers))], np.int64)
    open_arrays = [(n, _meant(symbol, part.needs)) for n, symbol in enumerate(symbols) if symbol not in fixed]
    open_numbers = [(n, symbol) for n, symbol in enumerate(found.numbers) if n not in by_position]
    return _Plan(found.function, addresses, numbers, tuple(open_arrays), tuple(open_numbers), part.scratch)


def _meant(symbol: str, needs: Needs) -> str:
    """F[3], X[2] and O[1] of a segment by what they stand for in all: F:fact and V:value."""
    owner, bracket, rest = symbol.partition("[")
    if not bracket:
        return symbol
    number = int(rest[:-1])
    names = {"F": needs.facts, "X": needs.reads, "O": needs.writes}[owner[0]]
    return f"{'F' if owner[0] == 'F' else 'V'}:{names[number]}{owner[1:].lower()}"


__all__ = ["LaidOnBounds", "OnBounds", "Scratch"]
