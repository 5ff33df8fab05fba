"""The plain run: blocks of workers with the same months go through all segments, one block after another.

What a block needs at once stays in the cache. One call of machine code runs all blocks of a batch: for each block and
segment it works out where the columns lie and calls the segment's kernel. Facts that are not told row for row are laid
out as the kernels read them; results are added up, or laid out by worker, before the block is left.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from amparo.engine.batch import NEVER, OFFSETS, PER_ROW, PER_WORKER, Batch, Pool
from amparo.engine.codegen_columns import BLOCK, PERIODS, STEM
from amparo.engine.machine import Entry, Machine, address, compiled, entry
from amparo.rules.levels import MONTH, PAYER, QUARTER, WORKER, YEAR, Level

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from amparo.engine.batch import Column
    from amparo.engine.codegen import Needs
    from amparo.rules.book import LawBook

BLOCK_BYTES: Final = 400_000
LEAST_BLOCK: Final = 64
MOST_BLOCK: Final = 1_024

_FIXED, _BLOCKS, _WINDOWS = "fixed", "blocks", "windows"
_CUTS: Final = (_FIXED, _BLOCKS, _WINDOWS, *(level.name for level in (WORKER, *OFFSETS)))
_LAID_BY: Final[dict[str, Level]] = {
    "m": MONTH,
    "y": YEAR,
    **{stem: level for level, stem in STEM.items()},
}

_DRIVE: Final = """
def drive(N):
    for b in range(0, N):
        for s in range(0, STEPS[0]):
            for i in range(PART[s], PART[s + 1]):
                ADDRESS[i] = BASE[i] + CUT[CUT_OF[i] + b] * WIDTH[i]
            call_address(CODE[s], WORKERS[b], TABLE[s], NUMBERS[s])
            if err[0] != 0 and err[1] == 0:
                err[1] = s + 1
                err[2] = err[0]
"""


# --- what is done around the law's segments: facts laid out, results added up or laid out by worker ----------------

_KINDS: Final = ("int8", "int16", "int32", "int64")
_AROUND: Final = {
    # a fact told by period, laid out by period
    "bring_periods": """
    for p in range(0, K[AT[0]]):
        for w in lanes(0, B):
            TO[p * B + w] = OF[w * K[AT[0]] + p]
""",
    # a fact told of the worker, given to each of his rows
    "bring_rows": """
    for z in lanes(0, K[AT[0]]):
        TO[z] = OF[ROWS[z]]
""",
    # a result by period, laid out by worker
    "lay": """
    for w in range(0, B):
        for p in range(0, K[AT[0]]):
            TO[w * K[AT[0]] + p] = OF[p * B + w]
""",
    "add_periods": """
    s = 0
    if SOME[0] == 0:
        for z in lanes(0, K[AT[0]] * B):
            s = s + OF[z]
    else:
        for p in range(0, K[AT[0]]):
            for w in lanes(0, B):
                s = s + (OF[p * B + w] if bad[w] == 0 else 0)
    SUM[0] = SUM[0] + s
""",
    "add_rows": """
    s = 0
    if SOME[0] == 0:
        for z in lanes(0, K[AT[0]]):
            s = s + OF[z]
    else:
        for z in range(0, K[AT[0]]):
            if bad[ROWS[z] - K[6]] == 0:
                s = s + OF[z]
    SUM[0] = SUM[0] + s
""",
    "count_periods": """
    for p in range(0, K[AT[0]]):
        for w in range(0, B):
            if bad[w] == 0:
                SUM[OF[p * B + w]] = SUM[OF[p * B + w]] + 1
""",
    "count_rows": """
    for z in range(0, K[AT[0]]):
        if bad[ROWS[z] - K[6]] == 0:
            SUM[OF[z]] = SUM[OF[z]] + 1
""",
}
_NOTE: Final = """
def note(N):
    for w in range(0, N):
        MARKED[w] = bad[w]
        bad[w] = TOLD[w]
"""
_SOME: Final = """
def some(N):
    s = 0
    for w in range(0, N):
        s = s | bad[w]
    SOME[0] = s
"""


@cache
def _around() -> Machine:
    """The small functions above, for columns of each type."""
    sources = {"some": _SOME, "note": _NOTE}
    for name, body in _AROUND.items():
        for kind in _KINDS:
            text = body.replace("OF[", f"OF_{kind}[").replace("TO[", f"TO_{kind}[")
            sources[f"{name}_{kind}"] = f"def {name}_{kind}(N):\n    B = K[0]{text}"

    def kind_of(symbol: str) -> str:
        owner, _, kind = symbol.partition("_")
        return (
            kind
            if owner in ("OF", "TO")
            else {"bad": "uint8", "MARKED": "uint8", "TOLD": "uint8", "ROWS": "int32"}.get(symbol, "int64")
        )

    return compiled("around", sources, kind_of)


def kind_of_value(book: LawBook, key: str) -> np.dtype[Any]:
    """The array type in which a computed value is kept."""
    kind = book.nodes[key].kind
    for found in (np.int8, np.int32):
        if np.iinfo(found).min <= kind.low and kind.high <= np.iinfo(found).max:
            return np.dtype(found)
    return np.dtype(np.int64)


# --- blocks ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Cut:
    """A batch cut into blocks of workers with the same months."""

    workers: np.ndarray
    told: np.ndarray
    cuts: np.ndarray
    years: np.ndarray
    quarters: np.ndarray
    most: Mapping[Level, int]


def windows(batch: Batch) -> int:
    """How many times the months of one worker differ from those of the one before, and one."""
    return int(np.count_nonzero(_changes(batch))) + 1


def _changes(batch: Batch) -> np.ndarray:
    return (batch.first[1:] != batch.first[:-1]) | (batch.last[1:] != batch.last[:-1])  # type: ignore[no-any-return]


def cut(batch: Batch, bytes_of: Mapping[Level, int]) -> Cut:
    """Blocks as large as fits the cache; bytes_of: what a row of each level takes."""
    count = len(batch)
    used = sum(batch.rows(level) * size for level, size in bytes_of.items()) // max(count, 1)
    size = min(max(BLOCK_BYTES // max(used, 1), LEAST_BLOCK), MOST_BLOCK)
    size -= size % 64
    runs = np.concatenate(([0], np.nonzero(_changes(batch))[0] + 1, [count]))
    at = np.concatenate([np.arange(begin, end, size) for begin, end in pairwise(runs)])
    ends = np.append(at[1:], count)
    first, last = batch.first[at].astype(np.int64), batch.last[at].astype(np.int64)
    rows = {level: getattr(batch.layout, name).astype(np.int64) for level, name in OFFSETS.items()}
    begins = {level: offsets[at] for level, offsets in rows.items()}
    counts = {level: offsets[ends] - offsets[at] for level, offsets in rows.items()}
    months, quarters, years = last - first + 1, last // 3 - first // 3 + 1, last // 12 - first // 12 + 1
    columns = [ends - at, months, quarters, years, first, last, at, begins[MONTH], begins[QUARTER], begins[YEAR]]
    columns += [begins[level] for level in STEM] + [counts[level] for level in STEM] + [np.ones(len(at), np.int64)]
    told = np.ascontiguousarray(np.stack(columns, axis=1).astype(np.int64))
    held, place = np.unique(np.stack([first, last], axis=1), axis=0, return_inverse=True)
    starts = np.concatenate(([0], np.cumsum(held[:, 1] - held[:, 0] + 1)))
    every = [np.arange(begin, end + 1) for begin, end in held.tolist()]
    by_quarter, by_year = (
        np.concatenate([of // length - of[0] // length for of in every]).astype(np.int64) for length in (3, 12)
    )
    cuts = {_FIXED: np.zeros(len(at)), _BLOCKS: np.arange(len(at)), _WINDOWS: starts[place.ravel()], WORKER.name: at}
    cuts |= {level.name: begins[level] for level in OFFSETS}
    matrix = np.stack([cuts[name] for name in _CUTS]).astype(np.int64)
    most = {level: int(counts[level].max()) for level in OFFSETS} | {WORKER: int((ends - at).max())}
    return Cut((ends - at).astype(np.int64), told, matrix, by_year, by_quarter, most)


# --- running --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Part:
    """A segment's kernel: what it needs, and what of its tables is always the same."""

    needs: Needs
    found: Entry
    fixed: Mapping[str, int]
    numbers: np.ndarray
    items: int


Place = tuple[int, str, int]
"""Where an array begins, which cut of the batch shifts it from block to block, and by how many bytes a row."""


@dataclass(frozen=True)
class Step:
    """A function that each block goes through, with its tables."""

    code: int
    places: list[Place]
    numbers: int


@dataclass(frozen=True)
class Slot:
    """Where a column is kept for the time of a block."""

    name: str
    level: Level
    kind: np.dtype[Any]


def slots(parts: Sequence[Needs], outputs: Sequence[str], book: LawBook) -> dict[str, Slot]:
    """A place for each column, which serves again after the last segment that reads it; results stay."""
    last = {key: n for n, needs in enumerate(parts) for key in needs.values}
    free: dict[tuple[Level, np.dtype[Any]], list[str]] = {}
    found: dict[str, Slot] = {}
    count = 0
    for n, needs in enumerate(parts):
        for key in needs.values:
            if key in found:
                continue
            sort = book.nodes[key].level, kind_of_value(book, key)  # type: ignore[union-attr]
            places = free.setdefault(sort, [])
            if not places or key in outputs:
                places.append(f"column {count}")
                count += 1
            found[key] = Slot(places.pop(), *sort)
        for key in needs.values:
            if last[key] == n and key not in outputs:
                free[found[key].level, found[key].kind].append(found[key].name)
    return found


class Blocks:
    """The plain kernels of some segments, ready to run on batches."""

    def __init__(self, book: LawBook, parts: Sequence[Part], outputs: Sequence[str]) -> None:
        self.book, self.parts, self.outputs = book, tuple(parts), tuple(outputs)
        self.slots = slots([part.needs for part in parts], outputs, book)
        taken = {slot.name: slot for slot in self.slots.values()}
        self.bytes_of: dict[Level, int] = {}
        for slot in taken.values():
            self.bytes_of[slot.level] = self.bytes_of.get(slot.level, 0) + slot.kind.itemsize
        self.around = {name: entry(_around(), name) for name in _around().functions}
        self.driver = compiled("drive", {"drive": _DRIVE}, lambda name: "int64")

    def run(
        self,
        batch: Batch,
        columns: Mapping[str, Column],
        bad: np.ndarray,
        out: Mapping[str, np.ndarray] | None,
        held: Pool,
        marked: np.ndarray | None = None,
    ) -> Sums:
        """Run all blocks of a batch; marks workers in bad. out: arrays for the results (else they are added up).

        marked: by segment, its item and worker whether something was found to be missing; bad then stays as it was.
        """
        made = cut(batch, self.bytes_of)
        sums = Sums.of(self.book, self.outputs)
        _Run(self, batch, columns, bad, out, held, made, sums).go(marked)
        return sums


@dataclass(frozen=True)
class Sums:
    """Sums, or counts of cases, of the results over workers of whom all is known; and what went wrong, if anything.

    wrong: whether, in which segment (from 1), and the kernel's word on it.
    """

    begins: np.ndarray
    held: np.ndarray
    wrong: np.ndarray

    @staticmethod
    def of(book: LawBook, outputs: Sequence[str]) -> Sums:
        kinds = [book.nodes[key].kind for key in outputs]
        sizes = [1 if kind.category is None else kind.high + 1 for kind in kinds]
        begins = np.concatenate(([0], np.cumsum(sizes))).astype(np.int64)
        return Sums(begins, np.zeros(int(begins[-1]), np.int64), np.zeros(3, np.int64))

    def of_output(self, n: int) -> list[int]:
        """The sum of an output, or for a category how often each case occurs."""
        found: list[int] = self.held[self.begins[n] : self.begins[n + 1]].tolist()
        return found


class _Run:
    """One batch on its way through the kernels."""

    def __init__(
        self,
        blocks: Blocks,
        batch: Batch,
        columns: Mapping[str, Column],
        bad: np.ndarray,
        out: Mapping[str, np.ndarray] | None,
        held: Pool,
        made: Cut,
        sums: Sums,
    ) -> None:
        self.blocks, self.columns, self.out, self.held, self.made = blocks, columns, out, held, made
        self.sums = sums
        self.levels = {key: blocks.book.nodes[key].level for key in (*columns, *blocks.outputs)}  # type: ignore[union-attr]
        self.kept: list[np.ndarray] = []
        self.found: dict[str, Place] = {}
        self.told = bad.copy()
        self.places: dict[str, Place] = {
            "bad": (address(bad), WORKER.name, 1),
            "K": (address(made.told), _BLOCKS, made.told.itemsize * made.told.shape[1]),
            "YI": (address(made.years), _WINDOWS, 8),
            "QI": (address(made.quarters), _WINDOWS, 8),
            "err": (address(sums.wrong), _FIXED, 0),
            "buf": (address(held.take("buf", 800, np.int64)), _FIXED, 0),
            "ONLY": (self.keep(np.array([0, 1_000_000], np.int64)), _FIXED, 0),
            "SOME": (self.keep(np.zeros(1, np.int64)), _FIXED, 0),
        }
        for name in batch.layout._fields:
            if not name.startswith("most_"):
                values = getattr(batch.layout, name)
                level = _LAID_BY.get(name.partition("_")[0], WORKER)
                self.places[f"L.{name}"] = (address(values), level.name, values.itemsize)

    def keep(self, values: np.ndarray) -> int:
        """Where an array lies that must live as long as the run."""
        self.kept.append(values)
        return address(values)

    def scratch(self, name: str, level: Level, kind: Any) -> Place:
        """A column that serves every block anew."""
        most = max(self.made.most[level], 1)
        return address(self.held.take(name, most, kind)), _FIXED, 0

    # where things lie
    def value(self, key: str) -> Place:
        """A computed column."""
        slot = self.blocks.slots[key]
        if self.out is not None and key in self.out and slot.level not in PERIODS:
            return address(self.out[key]), slot.level.name, self.out[key].itemsize
        return self.scratch(slot.name, slot.level, slot.kind)

    def is_laid_anew(self, key: str) -> bool:
        """Whether a fact has to be laid out for each block."""
        mode, level = self.columns[key].mode, self.levels[key]
        return (mode == PER_ROW and level in PERIODS) or (mode == PER_WORKER and level in STEM)

    def fact(self, key: str) -> Place:
        """A fact as the kernels read it."""
        column, level = self.columns[key], self.levels[key]
        values = column.values
        if level == PAYER:
            return address(values), _FIXED, 0
        row = level if level in STEM else WORKER
        if column.mode == NEVER:
            same = self.held.take(f"same {key}", max(self.made.most[row], 1), values.dtype)
            same.fill(values[0])
            return address(same), _FIXED, 0
        if self.is_laid_anew(key):
            return self.scratch(f"laid {key}", level, values.dtype)
        return address(values), row.name, values.itemsize

    def place(self, part: Part, symbol: str) -> Place:
        """An array that a segment's kernel asks for."""
        if symbol in part.fixed:
            return part.fixed[symbol], _FIXED, 0
        if symbol in self.places:
            return self.places[symbol]
        needs = part.needs
        if symbol == "FR":
            masks = [-(self.columns[key].mode == PER_ROW) for key in needs.facts]
            return self.keep(np.array([*masks, 0], np.int64)), _FIXED, 0
        owner, _, rest = symbol.partition("[")
        key = (needs.values if owner == "V" else needs.facts)[int(rest[:-1])]
        if key in self.found:
            return self.found[key]
        if owner == "V":
            found = self.found[key] = self.value(key)
            return found
        if self.columns[key].values.dtype != part.found.arrays[symbol]:
            raise TypeError(f"{key} is kept as {self.columns[key].values.dtype}, not {part.found.arrays[symbol]}")
        found = self.found[key] = self.fact(key)
        return found

    # what is done
    def steps(self, marked: np.ndarray | None = None) -> list[Step]:
        found = [self.brought(key) for key in self.columns if self.is_laid_anew(key)]
        self.before = len(found)
        for number, part in enumerate(self.blocks.parts):
            places = {symbol: self.place(part, symbol) for symbol in part.found.arrays}
            if marked is None:
                found.append(Step(part.found.at, list(places.values()), address(part.numbers)))
                continue
            for item in range(part.items):
                only = self.keep(np.array([item, item + 1], np.int64)), _FIXED, 0
                places["ONLY"] = only
                found.append(Step(part.found.at, list(places.values()), address(part.numbers)))
                found.append(self.noted(marked[number, item]))
        if self.out is not None:
            return [*found, *(self.laid(key) for key in self.blocks.outputs if self.levels[key] in PERIODS)]
        return [
            *found,
            self.around("some", WORKER, np.dtype(np.uint8), {}),
            *map(self.added, range(len(self.blocks.outputs))),
        ]

    def around(self, name: str, level: Level, kind: np.dtype[Any], more: Mapping[str, Place]) -> Step:
        """One of the small functions on a column of a level."""
        function = self.blocks.around[name if name == "some" else f"{name}_{kind.name}"]
        rows = f"n_{STEM[level]}" if level in STEM else PERIODS.get(level, "one")
        held = {**self.places, **more, "AT": (self.keep(np.array([BLOCK.index(rows)], np.int64)), _FIXED, 0)}
        if level in STEM:
            held.setdefault("ROWS", self.places[f"L.{STEM[level]}_w"])
        return Step(function.at, [held[symbol.partition("_")[0]] for symbol in function.arrays], 0)

    def noted(self, marked: np.ndarray) -> Step:
        """After an item of a segment: what it marked is written down and forgotten."""
        function, told = self.blocks.around["note"], self.told
        more = {name: (address(values), WORKER.name, 1) for name, values in (("MARKED", marked), ("TOLD", told))}
        held = {**self.places, **more}
        return Step(function.at, [held[symbol] for symbol in function.arrays], 0)

    def brought(self, key: str) -> Step:
        column, level = self.columns[key], self.levels[key]
        values = column.values
        if level in PERIODS:
            of = address(values), level.name, values.itemsize
            return self.around("bring_periods", level, values.dtype, {"OF": of, "TO": self.fact(key)})
        of = address(values), _FIXED, 0
        return self.around("bring_rows", level, values.dtype, {"OF": of, "TO": self.fact(key)})

    def laid(self, key: str) -> Step:
        assert self.out is not None
        values, level = self.out[key], self.levels[key]
        to = address(values), level.name, values.itemsize
        return self.around("lay", level, values.dtype, {"OF": self.value(key), "TO": to})

    def added(self, n: int) -> Step:
        key = self.blocks.outputs[n]
        name = "add" if self.blocks.book.nodes[key].kind.category is None else "count"
        shape = "rows" if self.levels[key] in STEM else "periods"
        into = address(self.sums.held) + int(self.sums.begins[n]) * 8, _FIXED, 0
        kind = self.blocks.slots[key].kind
        return self.around(f"{name}_{shape}", self.levels[key], kind, {"OF": self.value(key), "SUM": into})

    def go(self, marked: np.ndarray | None = None) -> None:
        """All blocks through all steps."""
        made, stride, steps = self.made, self.made.cuts.shape[1], self.steps(marked)
        position = {name: n * stride for n, name in enumerate(_CUTS)}
        found = [place for step in steps for place in step.places]
        begins = np.concatenate(([0], np.cumsum([len(step.places) for step in steps]))).astype(np.int64)
        addresses = np.zeros(len(found) + 1, np.int64)
        tables = {
            "STEPS": np.array([len(steps)], np.int64),
            "PART": begins,
            "ADDRESS": addresses,
            "BASE": np.array([base for base, _, _ in found], np.int64),
            "CUT": made.cuts,
            "CUT_OF": np.array([position[name] for _, name, _ in found], np.int64),
            "WIDTH": np.array([width for _, _, width in found], np.int64),
            "CODE": np.array([step.code for step in steps], np.int64),
            "WORKERS": made.workers,
            "TABLE": address(addresses) + begins[:-1] * 8,
            "NUMBERS": np.array([step.numbers for step in steps], np.int64),
            "err": self.sums.wrong,
        }
        function, arrays, _ = self.blocks.driver.functions["drive"]
        where = np.array([address(tables[name]) for name in arrays], np.int64)
        function(len(made.workers), address(where), 0)
        self.sums.wrong[1] -= self.before


__all__ = ["Blocks", "Part", "Sums", "kind_of_value", "windows"]
