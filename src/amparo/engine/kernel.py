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
import threading
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from copy import copy
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from amparo.engine import blocks
from amparo.engine.batch import (
    NEVER,
    OFFSETS,
    PER_ROW,
    PER_WORKER,
    Batch,
    Column,
    Pool,
    kind_of_value,
    rows_of,
    stored_type,
)
from amparo.engine.blocks import Blocks, Sums
from amparo.engine.codegen import (
    CALENDAR_FIRST,
    CALENDAR_LAST,
    Needs,
    calendar_nodes,
    exported,
    items_of,
    print_segment,
)
from amparo.engine.lawdata import Epochs, law_data
from amparo.engine.machine import Entry, Machine, address, build, cache_folder, compiled, digest, entry
from amparo.engine.primitives import NA
from amparo.engine.schedule import needed, segments
from amparo.engine.totals import Total, added_up, total_of
from amparo.rules.errors import LawError
from amparo.rules.levels import MONTH, PAYER, QUARTER, WORKER, YEAR, Level
from amparo.rules.messages import Message
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
    kinds: Mapping[str, str]
    items: tuple[tuple[str, ...], ...]


BLOCK_BYTES: Final = 600_000
_STEMS: Final = {WORKER: "", **{level: name.removeprefix("off_") for level, name in OFFSETS.items()}}


class Kernel:
    """The kernels for some outputs of a book."""

    def __init__(self, book: LawBook, outputs: Sequence[str], *, by_calendar: bool = True) -> None:
        self.book = book
        self.outputs = tuple(dict.fromkeys(book.find(name) for name in outputs))
        for key in self.outputs:
            if not isinstance(book.nodes[key], Rule | LinkNode):
                raise LawError(
                    Message("law.not_computed", "'{key}' is not computed: only rules and links are results.", key=key)
                )
        same = calendar_nodes(book, needed(book, self.outputs)) if by_calendar else frozenset()
        self.calendar = Kernel(book, sorted(same), by_calendar=False) if same else None
        self.parts = _print(book, self.outputs, same)
        self.levels: dict[str, Level] = {
            n.full_name: n.level for n in book.nodes.values() if isinstance(n, Rule | LinkNode | Fact)
        }
        self.facts = tuple(dict.fromkeys(key for part in self.parts for key in part.needs.facts))
        epochs = Epochs(book)
        self.days = epochs.days
        self.data = [law_data(book, part.needs, epochs) for part in self.parts]
        self.machines: list[Machine] = []
        self.plans: list[_Plan] = []
        self.kept = _places(self.parts, self.outputs, self.levels, book)
        self.own = threading.local()

    def ready(self, jobs: int | None = None) -> Kernel:
        """Compile what is not yet in the cache, several segments at once, and load everything."""
        if not self.machines:
            home = cache_folder()
            every = [*self.parts, *(self.calendar.parts if self.calendar is not None else ())]
            missing = [part for part in every if not (home / f"{_name(part)}.json").exists()]
            _build(missing, jobs or os.cpu_count() or 1)
            self.by_month = by_month_of(self.calendar)
            machines = [
                compiled("law", part.sources, _kind_of(part.kinds), " ".join(_kinds(part))) for part in self.parts
            ]
            self._join(machines)
        return self

    def _join(self, machines: list[Machine]) -> None:
        """Bring the code and the arrays of the law together."""
        triples = list(zip(self.parts, self.data, machines, strict=True))
        self.plans = [_plan(part, data, self.by_month, entry(machine, "bounds")) for part, data, machine in triples]
        plain = [_plain_part(part, data, self.by_month, entry(machine, "plain")) for part, data, machine in triples]
        self.blocks = Blocks(self.book, plain, self.outputs)
        self.machines = machines

    def with_law(self, book: LawBook, epochs: Epochs | None = None) -> Kernel:
        """The same code, loaded, with the values of another book.

        That book has the same rules and links, and its parameters' values lie within the ranges of this kernel's book.
        epochs: days among which are all on which its law changes (default: its own).
        """
        self.ready()
        days = epochs or Epochs(book)
        alike = np.array_equal(days.days, self.days)
        data = [
            data if alike and self._says_the_same(part, book) else law_data(book, part.needs, days)
            for part, data in zip(self.parts, self.data, strict=True)
        ]
        calendar = self.calendar
        if calendar is not None and not all(self._says_the_same(part, book) for part in calendar.parts):
            calendar = calendar.with_law(book, days)
        return self.with_data(book, data, calendar)

    def with_data(
        self, book: LawBook, data: list[Any], calendar: Kernel | None, by_month: dict[str, np.ndarray] | None = None
    ) -> Kernel:
        """The same code with other arrays of the law, and with other values of what is the same for everyone.

        by_month: those values, where they are known already.
        """
        found = copy(self)
        found.book, found.data, found.calendar = book, data, calendar
        if data:
            found.days = data[0].DAYS
        if by_month is not None:
            found.by_month = by_month
        elif calendar is not self.calendar:
            found.by_month = by_month_of(calendar)
        found._join(self.machines)
        return found

    def _says_the_same(self, part: _Part, book: LawBook) -> bool:
        """Whether all that a segment reads of the law is, in the other book, the very same."""
        needs = part.needs
        read = (needs.rules, needs.scalars, needs.placed, needs.tables, needs.steps, needs.tariffs)
        return all(book.nodes[key] is self.book.nodes[key] for names in read for key in names)

    def run(self, batch: Batch) -> Mapping[str, Result]:
        """The outputs on every row of the batch."""
        self.ready()
        batch = batch.laid_out()
        self._check_months(batch)
        who = self.with_rows(batch)
        if 2 * len(who) < len(batch):
            return self.run(batch.take(who, self.levels)) if len(who) else self.nothing()
        order = _by_window(batch)
        if order is not None:
            return self._restored(self.run(batch.take(order, self.levels)), batch, order)
        bad = self._not_plain(batch)
        if bad.all():
            return self._bounds(batch)
        plain = {key: np.empty(batch.rows(self.levels[key]), kind_of_value(self.book, key)) for key in self.outputs}
        self._plain(batch, bad, plain)
        again = np.nonzero(bad)[0]
        if not len(again):
            return {key: Result(plain[key]) for key in self.outputs}
        found = self._bounds(batch.take(again, self.levels))
        return {key: self._merge(key, plain[key], batch, again, value) for key, value in found.items()}

    def with_rows(self, batch: Batch) -> np.ndarray:
        """Workers who have a row of some output: of benefits only those with a claim."""
        levels = {self.levels[key] for key in self.outputs}
        if levels & {WORKER, MONTH, QUARTER, YEAR}:
            return np.arange(len(batch))
        return np.nonzero(np.sum([np.diff(batch.offsets(level)) for level in levels], axis=0))[0]

    def nothing(self) -> dict[str, Result]:
        """The outputs where there are no rows."""
        return {key: Result(np.empty(0, kind_of_value(self.book, key))) for key in self.outputs}

    def prepared(self, batch: Batch) -> Prepared:
        """A batch laid ready, to be run whenever values are written into this kernel's arrays of the law."""
        self.ready()
        batch = batch.laid_out()
        self._check_months(batch)
        who = self.with_rows(batch)
        return Prepared(self, batch if len(who) == len(batch) else batch.take(who, self.levels))

    def totals(self, batch: Batch) -> dict[str, Total]:
        """The outputs added up over the batch, without their columns."""
        self.ready()
        batch = batch.laid_out()
        self._check_months(batch)
        order = _by_window(batch)
        if order is not None:
            batch = batch.take(order, self.levels)
        bad = self._not_plain(batch)
        rows = [batch.rows(self.levels[key]) for key in self.outputs]
        if bad.all():
            return {key: total_of(self.book, key, result) for key, result in self._bounds(batch).items()}
        sums = self._plain(batch, bad, None)
        again = np.nonzero(bad)[0]
        if not len(again):
            return added_up(self.book, self.outputs, rows, sums)
        part = batch.take(again, self.levels)
        rows = [all_ - part.rows(self.levels[key]) for key, all_ in zip(self.outputs, rows, strict=True)]
        found = added_up(self.book, self.outputs, rows, sums)
        for key, result in self._bounds(part).items():
            found[key].add(total_of(self.book, key, result))
        return found

    def plain(self, batch: Batch) -> tuple[dict[str, np.ndarray], dict[str, np.ndarray]]:
        """What the plain kernels themselves give, and for each output the workers of whom it counts.

        A worker's values of a node count where nothing is found to be missing, neither there nor in what it reads.
        """
        self.ready()
        batch = batch.laid_out()
        order = _by_window(batch)
        if order is not None:
            back = np.argsort(order)
            values, valid = self.plain(batch.take(order, self.levels))
            restored = self._restored({key: Result(column) for key, column in values.items()}, batch, order)
            return {key: result.low for key, result in restored.items()}, {key: c[back] for key, c in valid.items()}
        bad = self._not_plain(batch)
        marked = np.zeros((len(self.parts), max(len(part.items) for part in self.parts), len(batch)), np.uint8)
        out = {key: np.empty(batch.rows(self.levels[key]), kind_of_value(self.book, key)) for key in self.outputs}
        self._plain(batch, bad, out, marked)
        counts: dict[str, np.ndarray] = {}
        for n, part in enumerate(self.parts):
            for m, item in enumerate(part.items):
                read = {source for key in item for source in self.book.dependencies(key) if source in counts}
                every = [bad == 0, marked[n, m] == 0, *(counts[source] for source in sorted(read))]
                held = np.all(every, axis=0)
                for key in item:
                    counts[key] = held
        return out, {key: counts[key] for key in self.outputs}

    def _restored(self, found: Mapping[str, Result], batch: Batch, order: np.ndarray) -> dict[str, Result]:
        """Results of workers in another order, in the batch's own."""
        rows = {level: rows_of(batch.offsets(level), order) for level in OFFSETS} | {WORKER: order}

        def back(key: str, values: np.ndarray | None) -> np.ndarray | None:
            if values is None:
                return None
            restored = np.empty_like(values)
            restored[rows[self.levels[key]]] = values
            return restored

        return {
            key: Result(*(back(key, values) for values in (r.low, r.high, r.why)))  # type: ignore[arg-type]
            for key, r in found.items()
        }

    def _check_months(self, batch: Batch) -> None:
        if len(batch) and (batch.first.min() < CALENDAR_FIRST or batch.last.max() > CALENDAR_LAST):
            raise LawError(
                Message(
                    "records.calendar", "records before 1900 or after 2099. Cure: correct the months of the records."
                )
            )

    def _merge(self, key: str, plain: np.ndarray, batch: Batch, workers: np.ndarray, value: Result) -> Result:
        level = self.levels[key]
        rows = workers if level == WORKER else rows_of(batch.offsets(level), workers)
        plain[rows] = value.low
        high, why = plain.copy(), np.zeros(len(plain), np.int8)
        assert value.high is not None and value.why is not None
        high[rows], why[rows] = value.high, value.why
        return Result(plain, high, why)

    def _column(self, key: str, batch: Batch) -> Column:
        return batch.facts.get(key) or untold(self.book.nodes[key])  # type: ignore[arg-type]

    def _not_plain(self, batch: Batch) -> np.ndarray:
        """Workers of whom some fact that is needed is not told, or of whom a spell begins outside the months told."""
        bad = np.zeros(len(batch), np.uint8)
        if len(batch.s_first):
            worker = np.repeat(np.arange(len(batch)), np.diff(batch.off_s))
            begun = batch.s_first.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64) + 1970 * 12
            bad[worker[(begun < batch.first[worker]) | (begun > batch.last[worker])]] = 1
        for key in self.facts:
            column = self._column(key, batch)
            if column.null is None:
                continue
            if column.mode == NEVER:
                bad[:] = column.null[0]
            elif column.mode == PER_WORKER:
                bad |= column.null
            else:
                _mark(bad, np.nonzero(column.null)[0], self.levels[key], batch)
        return bad

    def _plain(
        self,
        batch: Batch,
        bad: np.ndarray,
        out: Mapping[str, np.ndarray] | None,
        marked: np.ndarray | None = None,
    ) -> Sums:
        """Workers who are not bad, and bad for those of whom the law's facts stop; sums where out is None."""
        columns = {key: self._column(key, batch) for key in self.facts}
        sums = self.blocks.run(batch, columns, bad, out, self._own().pool, marked)
        if (
            sums.wrong[0] and marked is None
        ):  # marks forgotten, what a marked worker's rows hold goes on meaning nothing
            self._complain(self.parts[int(sums.wrong[1]) - 1], int(sums.wrong[2]))
        return sums

    def bounds(self, batch: Batch) -> dict[str, Result]:
        """The outputs on every row as bounds, whatever is known of the workers."""
        self.ready()
        return self._bounds(batch.laid_out())

    def _bounds(self, batch: Batch) -> dict[str, Result]:
        held = self._ends_of(batch)
        self._run(batch, held)
        return {key: Result(*(held[f"V:{key}{end}"] for end in "lhw")) for key in self.outputs}

    def _ends_of(self, batch: Batch) -> dict[str, np.ndarray]:
        """What is told of the batch as bounds, and room for the results."""
        held: dict[str, np.ndarray] = {}
        for key in self.facts:
            held[f"F:{key}l"], held[f"F:{key}h"] = _ends(self._column(key, batch), self.book.nodes[key])  # type: ignore[arg-type]
        for key in self.outputs:
            for end in "lhw":
                kind = np.int8 if end == "w" else kind_of_value(self.book, key)
                held[f"V:{key}{end}"] = np.empty(batch.rows(self.levels[key]), kind)
        return held

    def _run(self, batch: Batch, held: dict[str, np.ndarray]) -> None:
        """All segments on one block of workers after another, so that what passes between them stays in the cache."""
        self._called(self._laid_for_bounds(batch, held, self._own().pool))

    def _called(self, laid: _Laid) -> None:
        """Run the kernels on bounds over a batch that is laid ready for them."""
        laid.err[0] = 0
        for block in range(len(laid.cuts) - 1):
            for number, (function, addresses, numbers) in enumerate(laid.calls):
                function(int(laid.cuts[block + 1]), addresses[block], numbers[block])
                if laid.err[0]:
                    self._complain(self.parts[number], int(laid.err[0]))

    def _laid_for_bounds(self, batch: Batch, held: dict[str, np.ndarray], pool: Pool) -> _Laid:
        """The tables of addresses with which each block of a batch goes through the segments."""
        own = self._own()
        layout = batch.layout
        err = np.zeros(1, np.int64)
        held |= {f"L.{field}": getattr(layout, field) for field in _ARRAYS}
        held |= {"err": err, "buf": own.buf, "buf2": own.buf2}
        for number, part in enumerate(self.parts):
            held[f"FR {number}"], held[f"FW {number}"] = self._masks(part, batch)
        at = {symbol: address(values) for symbol, values in held.items()}
        ends = ("l", "h", "w")
        count = len(batch)
        size = self._block(batch, len(ends))
        cuts = np.append(np.arange(0, max(count, 1), size), count)
        offsets = {level: cuts if not stem else getattr(layout, f"off_{stem}")[cuts] for level, stem in _STEMS.items()}
        most = {level: max(int(np.max(np.diff(values))), 1) for level, values in offsets.items()}
        shifts: dict[str, np.ndarray] = {}
        for key, (slot, level, kind) in self.kept.items():
            for end in ends:
                width = 1 if end == "w" else kind.itemsize
                values = pool.take(f"{slot}{end}", most[level], np.int8 if end == "w" else kind)
                shifts[f"V:{key}{end}"] = address(values) - offsets[level].astype(np.int64) * width
        calls = [self._calls(number, plan, at, shifts, layout, pool, cuts) for number, plan in enumerate(self.plans)]
        return _Laid(calls, cuts, err, (held, pool))

    def _calls(
        self,
        number: int,
        plan: _Plan,
        at: Mapping[str, int],
        shifts: Mapping[str, np.ndarray],
        layout: Any,
        scratch: Pool,
        cuts: np.ndarray,
    ) -> tuple[Any, list[int], list[int]]:
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

    def pool(self) -> Pool:
        """This thread's arrays for batches and results that are done with before the next batch."""
        own = self._own()
        assert isinstance(own.results, Pool)
        return own.results

    def _own(self) -> Any:
        """What this thread uses again and again."""
        if not hasattr(self.own, "pool"):
            self.own.pool, self.own.results = Pool(), Pool()
            self.own.buf, self.own.buf2 = np.zeros(800, np.int64), np.zeros(800, np.int64)
            self.own.masks = {}
        return self.own

    def _masks(self, part: _Part, batch: Batch) -> tuple[np.ndarray, np.ndarray]:
        """For each fact the part of a row number, and of a worker's, that counts: all of it (-1) or nothing (0)."""
        modes = tuple(self._column(key, batch).mode for key in part.needs.facts)
        levels = [self.levels[key] for key in part.needs.facts]
        own = self._own().masks
        key = (id(part), modes)
        if key not in own:
            row = [-(mode == PER_ROW and level != WORKER) for mode, level in zip(modes, levels, strict=True)]
            worker = [
                -(mode == PER_WORKER or (mode != NEVER and level == WORKER))
                for mode, level in zip(modes, levels, strict=True)
            ]
            own[key] = np.array([*row, 0], np.int64), np.array([*worker, 0], np.int64)
        return own[key]  # type: ignore[no-any-return]

    def _block(self, batch: Batch, ends: int) -> int:
        """How many workers make a block whose columns stay in the cache."""
        slots = {slot: (level, kind) for slot, level, kind in self.kept.values()}
        size = sum(batch.rows(level) * kind.itemsize for level, kind in slots.values()) * min(ends, 2)
        return max(min(len(batch), BLOCK_BYTES * len(batch) // max(size, 1)), min(len(batch), 128), 1)

    def _complain(self, part: _Part, problem: int) -> None:
        if problem > 0:
            raise LawError(
                f"rule {part.needs.rules[problem - 1]} divides by zero. Cure: guard the divisor in the rule."
            )
        rule = part.needs.rules[-problem - 1]
        raise LawError(
            Message(
                "range.rule",
                "{rule}: a value leaves its range. Cure: check the facts, or declare range= in the rule.",
                rule=rule,
            )
        )


class Prepared:
    """A batch laid ready for a kernel. It belongs to one thread; a run's results last until the next run."""

    def __init__(self, kernel: Kernel, batch: Batch) -> None:
        self.kernel, self.batch = kernel, batch
        self.untold = kernel._not_plain(batch)
        self.bad = self.untold.copy()
        again = np.nonzero(self.bad)[0]
        self.plain: blocks.Laid | None = None
        self.out: dict[str, np.ndarray] = {} if len(batch) else {k: one.low for k, one in kernel.nothing().items()}
        if not self.bad.all():
            kinds = {key: kind_of_value(kernel.book, key) for key in kernel.outputs}
            self.out = {key: np.empty(batch.rows(kernel.levels[key]), kind) for key, kind in kinds.items()}
            columns = {key: kernel._column(key, batch) for key in kernel.facts}
            self.plain = kernel.blocks.laid(batch, columns, self.bad, self.out, Pool())
        self.laid: _Laid | None = None
        self.open: dict[str, Result] = {}
        self.rows: dict[str, np.ndarray] = {}
        if len(again):
            part = batch if self.plain is None else batch.take(again, kernel.levels)
            held = kernel._ends_of(part)
            self.open = {key: Result(*(held[f"V:{key}{end}"] for end in "lhw")) for key in kernel.outputs}
            self.laid = kernel._laid_for_bounds(part, held, Pool())
            levels = {key: kernel.levels[key] for key in kernel.outputs}
            self.rows = {
                key: again if level == WORKER else rows_of(batch.offsets(level), again) for key, level in levels.items()
            }

    def run(self) -> Mapping[str, Result]:
        """The outputs on every row of the batch under the law that the arrays now hold."""
        if self.plain is not None:
            sums = self.plain.go()
            if not np.array_equal(self.bad, self.untold):  # the law stops for somebody of whom all is told
                return self.kernel.run(self.batch)
            if sums.wrong[0]:
                self.kernel._complain(self.kernel.parts[int(sums.wrong[1]) - 1], int(sums.wrong[2]))
        if self.laid is not None:
            self.kernel._called(self.laid)
        if self.laid is None:
            return {key: Result(values) for key, values in self.out.items()}
        return self.open if self.plain is None else {key: self._merged(key) for key in self.open}

    def _merged(self, key: str) -> Result:
        low, own, rows = self.out[key], self.open[key], self.rows[key]
        assert own.high is not None and own.why is not None
        low[rows] = own.low
        high, why = low.copy(), np.zeros(len(low), np.int8)
        high[rows], why[rows] = own.high, own.why
        return Result(low, high, why)


_ARRAYS: Final = (
    *("first", "last", "flags", "group", "off_y", "off_q", "off_m", "off_ty", "off_g", "off_t", "off_c", "off_s"),
    *("m_coff", "m_toff", "m_goff", "m_soff", "y_tyoff", "t_coff", "ty_y", "ty_group", "g_m", "g_group", "g_ty"),
    *("t_m", "t_payer", "t_g", "t_ty", "c_m", "c_t", "c_g", "c_ty", "c_payer", "s_first", "s_last", "s_m"),
)


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
class _Laid:
    """A batch laid ready for the kernels on bounds; kept: the arrays that the tables of addresses point into."""

    calls: list[tuple[Any, list[int], list[int]]]
    cuts: np.ndarray
    err: np.ndarray
    kept: Any


def by_month_of(kernel: Kernel | None) -> dict[str, np.ndarray]:
    """What is the same for everyone, by period: low, high and why, and its plain value where it is known."""
    if kernel is None:
        return {}
    years = np.arange(CALENDAR_FIRST, CALENDAR_LAST + 1, 12, dtype=np.int32)
    none, zero = np.zeros(0, np.int32), np.zeros(len(years) + 1, np.int32)
    nobody = Batch(years, years + 11, np.full(len(years), 3), zero, none, none, np.zeros(1, np.int32), zero, none, none)
    found: dict[str, np.ndarray] = {}
    for key, result in kernel.ready()._bounds(nobody.laid_out()).items():
        assert result.high is not None and result.why is not None
        low, high, why = (column.astype(np.int64) for column in (result.low, result.high, result.why))
        found |= {f"{key}l": low, f"{key}h": high, f"{key}w": why, key: np.where(low == high, low, int(NA))}
    return found


def _fixed(
    part: _Part, data: Any, by_month: Mapping[str, np.ndarray], found: Entry
) -> tuple[dict[str, int], dict[int, int]]:
    """Where the arrays of the law lie that a function asks for, and its numbers by position."""
    arrays: dict[str, int] = {}
    for symbol, kind in found.arrays.items():
        if symbol.startswith("D."):
            values = getattr(data, symbol[2:])
            if values.dtype != kind or not values.flags.c_contiguous:
                raise TypeError(f"{symbol} is {values.dtype.name}, not contiguous {kind.name}")
            arrays[symbol] = address(values)
        elif symbol.startswith("C") and "[" in symbol:
            owner, _, rest = symbol.partition("[")
            arrays[symbol] = address(by_month[part.needs.calendar[int(rest[:-1])] + owner[1:]])
    numbers: dict[int, int] = {}
    for position, symbol in enumerate(found.numbers):
        owner, _, dimension = symbol.partition("/")
        if symbol.startswith("D."):
            value = getattr(data, owner[2:])
            numbers[position] = value.shape[int(dimension)] if dimension else value
    return arrays, numbers


def _plain_part(part: _Part, data: Any, by_month: Mapping[str, np.ndarray], found: Entry) -> blocks.Part:
    fixed, numbers = _fixed(part, data, by_month, found)
    return blocks.Part(
        part.needs, found, fixed, np.array([*(numbers[n] for n in range(len(numbers))), 0], np.int64), len(part.items)
    )


def _plan(part: _Part, data: Any, by_month: Mapping[str, np.ndarray], found: Entry) -> _Plan:
    fixed, by_position = _fixed(part, data, by_month, found)
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


def _places(
    parts: list[_Part], outputs: tuple[str, ...], levels: Mapping[str, Level], book: LawBook
) -> dict[str, tuple[str, Level, np.dtype[Any]]]:
    """For each column that passes between segments its place, which serves again after the last reader."""
    last = {key: n for n, part in enumerate(parts) for key in (*part.needs.writes, *part.needs.reads)}
    free: dict[tuple[Level, np.dtype[Any]], list[str]] = {}
    found: dict[str, tuple[str, Level, np.dtype[Any]]] = {}
    count = 0
    for n, part in enumerate(parts):
        for key in part.needs.writes:
            if key not in outputs:
                sort = levels[key], kind_of_value(book, key)
                places = free.setdefault(sort, [])
                if not places:
                    places.append(f"place {count} ")
                    count += 1
                found[key] = (places.pop(), *sort)
        for key in found:
            if last[key] == n:
                free[found[key][1:]].append(found[key][0])
    return found


def _by_window(batch: Batch) -> np.ndarray | None:
    """An order of the workers that brings those with the same months together, where they are scattered."""
    runs = blocks.windows(batch)
    if runs == 1 or runs * blocks.LEAST_BLOCK < len(batch):
        return None
    order = np.lexsort((batch.last, batch.first))
    first, last = batch.first[order], batch.last[order]
    held = 1 + int(np.count_nonzero((first[1:] != first[:-1]) | (last[1:] != last[:-1])))
    return order if held < runs else None


def untold(fact: Fact) -> Column:
    """The column of a fact of which the records say nothing: what absence says, or unknown."""
    if fact.absent is not None:
        return Column(np.array([fact.absent], stored_type(fact)), None, NEVER)
    return Column(np.array([fact.low], stored_type(fact)), np.ones(1, bool), NEVER)


def _ends(column: Column, fact: Fact) -> tuple[np.ndarray, np.ndarray]:
    """Low and high of a column."""
    kind = stored_type(fact)
    if column.low is not None and column.high is not None:
        return column.low.astype(kind, copy=False), column.high.astype(kind, copy=False)
    if column.null is None:
        return column.values, column.values
    return tuple(np.where(column.null, end, column.values).astype(kind) for end in (fact.low, fact.high))  # type: ignore[return-value]


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


def _print(book: LawBook, outputs: tuple[str, ...], calendar: frozenset[str]) -> list[_Part]:
    work = segments(book, outputs, calendar)
    leaving = exported(book, work, frozenset(outputs))
    found = []
    for segment in work:
        printed = print_segment(book, segment, leaving[segment.number], calendar)
        kinds = _array_kinds(book, printed.needs)
        sources = {"plain": printed.plain, "bounds": printed.bounds}
        found.append(_Part(sources, printed.needs, printed.scratch, kinds, tuple(items_of(segment))))
    return found


def _array_kinds(book: LawBook, needs: Needs) -> dict[str, str]:
    """The element types of a segment's facts and columns, where they are not 64-bit integers."""
    found = {"bad": "uint8", "D.MONTH_OF": "int32", "D.FIRST_DAY": "int32"}
    found |= dict.fromkeys(("D.V", "D.VB", "D.PW", "D.PPW"), "int8")
    for n, key in enumerate(needs.facts):
        found |= dict.fromkeys((f"F[{n}]", f"FL[{n}]", f"FH[{n}]"), np.dtype(stored_type(book.nodes[key])).name)  # type: ignore[arg-type]
    found |= {f"V[{n}]": kind_of_value(book, key).name for n, key in enumerate(needs.values)}
    for letter, names in (("X", needs.reads), ("O", needs.writes)):
        for n, key in enumerate(names):
            kind = kind_of_value(book, key).name
            found |= {
                f"{letter}l[{n}]": kind,
                f"{letter}h[{n}]": kind,
                f"{letter}w[{n}]": "int8",
            }
    return found


def _kind_of(kinds: Mapping[str, str]) -> Callable[[str], str]:
    """The element type of each array a kernel may ask for."""
    return lambda symbol: kinds.get(symbol) or ("int32" if symbol.startswith("L.") else "int64")


def _kinds(part: _Part) -> tuple[str, ...]:
    """What the code depends on beside its text."""
    return "layout:int32", *(f"{symbol}:{kind}" for symbol, kind in part.kinds.items())


def _name(part: _Part) -> str:
    return f"law-{digest(part.sources, ' '.join(_kinds(part)))}"


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
    build(cache_folder(), _name(part), part.sources, _kind_of(part.kinds))


__all__ = ["Kernel", "Prepared", "Result", "Total", "by_month_of", "untold"]

if __name__ == "__main__":
    from amparo.engine import kernel

    for wanted in pickle.loads(sys.stdin.buffer.read()):
        kernel._build_one(wanted)
