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

from amparo.engine.batch import NEVER, OFFSETS, PER_ROW, PER_WORKER, Batch, Pool, kind_of_value, stored_type
from amparo.engine.codegen_columns import BLOCK, PERIODS, STEM
from amparo.engine.machine import Entry, Machine, address, compiled, entry
from amparo.rules.levels import MONTH, PAYER, QUARTER, WORKER, YEAR, Level

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from amparo.engine.batch import Column
    from amparo.engine.codegen import Needs
    from amparo.rules.book import LawBook

BLOCK_BYTES: Final = 600_000
LEAST_BLOCK: Final = 16
MOST_BLOCK: Final = 1_024

_FIXED, _BLOCKS, _WINDOWS = 0, 1, 2
_CUT: Final[dict[Level, int]] = {level: n + 3 for n, level in enumerate((WORKER, *OFFSETS))}
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
    size -= size % LEAST_BLOCK
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
    cuts = [np.zeros(len(at)), np.arange(len(at)), starts[place.ravel()], at, *(begins[level] for level in OFFSETS)]
    matrix = np.stack(cuts).astype(np.int64)
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


Place = tuple[int, int, int]
"""Where an array begins, which row of the batch's cuts shifts it from block to block, and by how many bytes a row."""


@dataclass(frozen=True)
class Step:
    """A function that each block goes through: what it asks for, by name or (what is always the same) by address."""

    code: int
    names: Sequence[str | int]
    numbers: int = 0


@dataclass(frozen=True)
class Plan:
    """The steps of a run, and each thing that they ask for once."""

    steps: tuple[Step, ...]
    names: tuple[str | int, ...]
    of_name: np.ndarray
    begins: np.ndarray
    codes: np.ndarray
    numbers: np.ndarray
    before: int

    @staticmethod
    def of(steps: Sequence[Step], before: int) -> Plan:
        """before: how many steps come before the first segment."""
        asked = [name for step in steps for name in step.names]
        names = tuple(dict.fromkeys(asked))
        position = {name: n for n, name in enumerate(names)}
        return Plan(
            tuple(steps),
            names,
            np.array([position[name] for name in asked], np.int64),
            np.concatenate(([0], np.cumsum([len(step.names) for step in steps]))).astype(np.int64),
            np.array([step.code for step in steps], np.int64),
            np.array([step.numbers for step in steps], np.int64),
            before,
        )


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
        self.facts = tuple(dict.fromkeys(key for part in parts for key in part.needs.facts))
        self.levels: dict[str, Level] = {key: book.nodes[key].level for key in (*self.facts, *outputs)}  # type: ignore[union-attr]
        self.slots = slots([part.needs for part in parts], outputs, book)
        taken = {slot.name: slot for slot in self.slots.values()}
        self.bytes_of: dict[Level, int] = {}
        for slot in taken.values():
            self.bytes_of[slot.level] = self.bytes_of.get(slot.level, 0) + slot.kind.itemsize
        self.around = {name: entry(_around(), name) for name in _around().functions}
        self.driver = compiled("drive", {"drive": _DRIVE}, lambda name: "int64")
        self.kept: list[np.ndarray] = []
        self.plans: dict[tuple[Any, ...], Plan] = {}

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
        return self.laid(batch, columns, bad, out, held, marked).go()

    def laid(
        self,
        batch: Batch,
        columns: Mapping[str, Column],
        bad: np.ndarray,
        out: Mapping[str, np.ndarray] | None,
        held: Pool,
        marked: np.ndarray | None = None,
    ) -> Laid:
        """A batch laid ready, to be run again whenever the arrays of the law change; held serves nothing else."""
        made = cut(batch, self.bytes_of)
        sums = Sums.of(self.book, self.outputs)
        modes = tuple(columns[key].mode for key in self.facts)
        kind = modes, out is None, marked is None
        plan = self.plans.get(kind)
        if plan is None:
            plan = self.plans[kind] = _Planner(self, dict(zip(self.facts, modes, strict=True)), *kind[1:]).plan()
        return Laid(self, batch, columns, bad, out, held, made, sums, marked, plan)

    def keep(self, values: np.ndarray) -> int:
        """Where an array lies that must live as long as the kernels."""
        self.kept.append(values)
        return address(values)


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


def is_laid_anew(mode: int, level: Level) -> bool:
    """Whether a fact has to be laid out for each block."""
    return (mode == PER_ROW and level in PERIODS) or (mode == PER_WORKER and level in STEM)


class _Planner:
    """The steps of a run, for facts told in one way (once, per worker, per row)."""

    def __init__(self, blocks: Blocks, modes: Mapping[str, int], adds_up: bool, unmarked: bool) -> None:
        self.blocks, self.modes, self.adds_up, self.unmarked = blocks, modes, adds_up, unmarked
        self.levels = blocks.levels

    def plan(self) -> Plan:
        found = [self.brought(key) for key in self.blocks.facts if is_laid_anew(self.modes[key], self.levels[key])]
        before = len(found)
        for number, part in enumerate(self.blocks.parts):
            found += self.segment(number, part)
        if self.adds_up:
            found.append(self.around("some", WORKER, None, {}))
            found += [self.added(n) for n in range(len(self.blocks.outputs))]
        else:
            found += [self.laid(key) for key in self.blocks.outputs if self.levels[key] in PERIODS]
        return Plan.of(found, before)

    def segment(self, number: int, part: Part) -> list[Step]:
        names = {symbol: self.name(part, symbol) for symbol in part.found.arrays}
        numbers = address(part.numbers)
        if self.unmarked:
            return [Step(part.found.at, list(names.values()), numbers)]
        found = []
        note = self.blocks.around["note"]
        for item in range(part.items):
            names["ONLY"] = self.blocks.keep(np.array([item, item + 1], np.int64))
            found.append(Step(part.found.at, list(names.values()), numbers))
            own: dict[str, str] = {"MARKED": f"marked {number} {item}"}
            found.append(Step(note.at, [own.get(symbol, symbol) for symbol in note.arrays]))
        return found

    def name(self, part: Part, symbol: str) -> str | int:
        """What an array that a segment's kernel asks for is."""
        if symbol in part.fixed:
            return part.fixed[symbol]
        if symbol == "FR":
            masks = [-(self.modes[key] == PER_ROW) for key in part.needs.facts]
            return self.blocks.keep(np.array([*masks, 0], np.int64))
        owner, bracket, rest = symbol.partition("[")
        if not bracket:
            return symbol
        return f"{owner} {(part.needs.values if owner == 'V' else part.needs.facts)[int(rest[:-1])]}"

    def around(self, name: str, level: Level, kind: np.dtype[Any] | None, more: Mapping[str, str]) -> Step:
        """One of the small functions on a column of a level."""
        function = self.blocks.around[name if kind is None else f"{name}_{kind.name}"]
        rows = f"n_{STEM[level]}" if level in STEM else PERIODS.get(level, "one")
        held: dict[str, str | int] = {"AT": self.blocks.keep(np.array([BLOCK.index(rows)], np.int64)), **more}
        if level in STEM:
            held["ROWS"] = f"L.{STEM[level]}_w"
        names = [symbol.partition("_")[0] for symbol in function.arrays]
        return Step(function.at, [held.get(name, name) for name in names])

    def brought(self, key: str) -> Step:
        level = self.levels[key]
        kind = np.dtype(stored_type(self.blocks.book.nodes[key]))  # type: ignore[arg-type]
        name = "bring_periods" if level in PERIODS else "bring_rows"
        return self.around(name, level, kind, {"OF": f"R {key}", "TO": f"F {key}"})

    def laid(self, key: str) -> Step:
        return self.around("lay", self.levels[key], self.blocks.slots[key].kind, {"OF": f"V {key}", "TO": f"O {key}"})

    def added(self, n: int) -> Step:
        key = self.blocks.outputs[n]
        name = "add" if self.blocks.book.nodes[key].kind.category is None else "count"
        shape = "rows" if self.levels[key] in STEM else "periods"
        kind = self.blocks.slots[key].kind
        return self.around(f"{name}_{shape}", self.levels[key], kind, {"OF": f"V {key}", "SUM": f"sum {n}"})


class Laid:
    """One batch, laid ready for its way through the kernels."""

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
        marked: np.ndarray | None,
        plan: Plan,
    ) -> None:
        self.blocks, self.columns, self.out, self.held, self.made = blocks, columns, out, held, made
        self.sums, self.marked, self.layout = sums, marked, batch.layout
        self.bad, self.plan = bad, plan
        self.some, self.only, self.told = np.zeros(1, np.int64), np.array([0, 1_000_000], np.int64), bad.copy()
        self.own: dict[str, Place] = {
            "bad": (address(bad), _CUT[WORKER], 1),
            "TOLD": (address(self.told), _CUT[WORKER], 1),
            "K": (address(made.told), _BLOCKS, made.told.itemsize * made.told.shape[1]),
            "YI": (address(made.years), _WINDOWS, 8),
            "QI": (address(made.quarters), _WINDOWS, 8),
            "err": (address(sums.wrong), _FIXED, 0),
            "SOME": (address(self.some), _FIXED, 0),
            "ONLY": (address(self.only), _FIXED, 0),
            "buf": (held.address("buf", 6_400), _FIXED, 0),
        }
        self.tables = self.laid_tables()
        function, arrays, _ = blocks.driver.functions["drive"]
        self.function, self.where = function, np.array([address(self.tables[name]) for name in arrays], np.int64)

    def place(self, name: str | int) -> Place:
        """Where something lies that a step asks for."""
        if isinstance(name, int):
            return name, _FIXED, 0
        if name in self.own:
            return self.own[name]
        if name.startswith("L."):
            values = getattr(self.layout, name[2:])
            return address(values), _CUT[_LAID_BY.get(name[2:].partition("_")[0], WORKER)], values.itemsize
        what, _, key = name.partition(" ")
        match what:
            case "F":
                return self.fact(key)
            case "R":
                column = self.columns[key]
                by_row = column.mode == PER_ROW
                cut_of = _CUT[self.blocks.levels[key]] if by_row else _FIXED
                return address(column.values), cut_of, column.values.itemsize
            case "V":
                return self.value(key)
            case "O":
                assert self.out is not None
                return address(self.out[key]), _CUT[self.blocks.levels[key]], self.out[key].itemsize
            case "sum":
                return address(self.sums.held) + int(self.sums.begins[int(key)]) * 8, _FIXED, 0
        assert what == "marked" and self.marked is not None, name
        segment, _, item = key.partition(" ")
        return address(self.marked[int(segment), int(item)]), _CUT[WORKER], 1

    def scratch(self, name: str, level: Level, width: int) -> Place:
        """A column that serves every block anew."""
        return self.held.address(name, max(self.made.most[level], 1) * width), _FIXED, 0

    def value(self, key: str) -> Place:
        """A computed column."""
        slot = self.blocks.slots[key]
        if self.out is not None and key in self.out and slot.level not in PERIODS:
            return address(self.out[key]), _CUT[slot.level], self.out[key].itemsize
        return self.scratch(slot.name, slot.level, slot.kind.itemsize)

    def fact(self, key: str) -> Place:
        """A fact as the kernels read it."""
        column, level, values = self.columns[key], self.blocks.levels[key], self.columns[key].values
        if values.dtype != stored_type(self.blocks.book.nodes[key]) or not values.flags.c_contiguous:  # type: ignore[arg-type]
            raise TypeError(f"{key} is told as {values.dtype}, or not in one piece")
        if level == PAYER:
            return address(values), _FIXED, 0
        row = level if level in STEM else WORKER
        if column.mode == NEVER:
            name, size = f"same {key}", max(self.made.most[row], 1)
            self.held.take(name, size, values.dtype).fill(values[0])
            return self.held.address(name, size * values.itemsize), _FIXED, 0
        if is_laid_anew(column.mode, level):
            return self.scratch(f"laid {key}", level, values.itemsize)
        return address(values), _CUT[row], values.itemsize

    def laid_tables(self) -> dict[str, np.ndarray]:
        """Where everything lies that the steps ask for."""
        made, plan, stride = self.made, self.plan, self.made.cuts.shape[1]
        places = np.array([self.place(name) for name in plan.names], np.int64).reshape(-1, 3)[plan.of_name]
        addresses = np.zeros(len(places) + 1, np.int64)
        return {
            "STEPS": np.array([len(plan.steps)], np.int64),
            "PART": plan.begins,
            "ADDRESS": addresses,
            "BASE": np.ascontiguousarray(places[:, 0]),
            "CUT": made.cuts,
            "CUT_OF": places[:, 1] * stride,
            "WIDTH": np.ascontiguousarray(places[:, 2]),
            "CODE": plan.codes,
            "WORKERS": made.workers,
            "TABLE": address(addresses) + plan.begins[:-1] * 8,
            "NUMBERS": plan.numbers,
            "err": self.sums.wrong,
        }

    def go(self) -> Sums:
        """All blocks through all steps; what an earlier go left is forgotten."""
        self.bad[:] = self.told
        self.sums.held[:] = 0
        self.sums.wrong[:] = 0
        self.function(len(self.made.workers), address(self.where), 0)
        self.sums.wrong[1] -= self.plan.before
        return self.sums


__all__ = ["Blocks", "Laid", "Part", "Sums", "windows"]
