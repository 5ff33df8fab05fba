"""The compiled run: the segments of a book's law as kernels, run on batches.

Known workers take the plain kernels; the others, and those for whom the law's facts stop, take the kernels on bounds.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from copy import copy
from typing import TYPE_CHECKING, Any

import numpy as np

from amparo.engine import blocks
from amparo.engine.batch import OFFSETS, Batch, Pool, kind_of_value, rows_of
from amparo.engine.blocks import Blocks, Sums
from amparo.engine.codegen import CALENDAR_FIRST, CALENDAR_LAST, calendar_nodes
from amparo.engine.lawdata import Epochs, law_data
from amparo.engine.machine import Entry, Machine, address, entry
from amparo.engine.on_bounds import OnBounds, Scratch
from amparo.engine.primitives import NA
from amparo.engine.result import Result, merged
from amparo.engine.schedule import needed
from amparo.engine.segment_code import SegmentCode, build_missing, machine_of, print_segments, refuse
from amparo.engine.told import Told
from amparo.engine.totals import Total, added_up, total_of
from amparo.rules.errors import LawError
from amparo.rules.levels import MONTH, QUARTER, WORKER, YEAR, Level
from amparo.rules.messages import Message
from amparo.rules.nodes import Fact, LinkNode, Rule

if TYPE_CHECKING:
    from amparo.engine.blocks import Laid as LaidPlain
    from amparo.engine.codegen import Needs
    from amparo.engine.on_bounds import LaidOnBounds
    from amparo.rules.book import LawBook


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
        self.parts = print_segments(book, self.outputs, same)
        self.levels: dict[str, Level] = {
            n.full_name: n.level for n in book.nodes.values() if isinstance(n, Rule | LinkNode | Fact)
        }
        self.facts = tuple(dict.fromkeys(key for part in self.parts for key in part.needs.facts))
        epochs = Epochs(book)
        self.days = epochs.days
        self.data = [law_data(book, part.needs, epochs) for part in self.parts]
        self.machines: list[Machine] = []
        self.told = Told(book, self.facts)
        self.scratch = Scratch()
        self.on_bounds = OnBounds(book, self.parts, self.outputs, self.told, self.scratch)

    def ready(self, jobs: int | None = None) -> Kernel:
        """Compile what is not yet in the cache, several segments at once, and load everything."""
        if not self.machines:
            every = [*self.parts, *(self.calendar.parts if self.calendar is not None else ())]
            build_missing(every, jobs or os.cpu_count() or 1)
            self.by_month = by_month_of(self.calendar)
            self._join([machine_of(part) for part in self.parts])
        return self

    def _join(self, machines: list[Machine]) -> None:
        """Bring the code and the arrays of the law together."""
        plain: list[blocks.Part] = []
        bounds: list[tuple[Entry, Mapping[str, int], Mapping[int, int]]] = []
        for part, data, machine in zip(self.parts, self.data, machines, strict=True):
            plain.append(_plain_part(part, data, self.by_month, entry(machine, "plain")))
            found = entry(machine, "bounds")
            bounds.append((found, *_fixed(part.needs, data, self.by_month, found)))
        self.on_bounds = self.on_bounds.bound(bounds)
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

    def _says_the_same(self, part: SegmentCode, book: LawBook) -> bool:
        """Whether all that a segment reads of the law is, in the other book, the very same."""
        needs = part.needs
        read = (needs.rules, needs.scalars, needs.placed, needs.tables, needs.steps, needs.tariffs)
        return all(book.nodes[key] is self.book.nodes[key] for names in read for key in names)

    def run(self, batch: Batch) -> Mapping[str, Result]:
        """The outputs on every row of the batch."""
        batch = self._readied(batch)
        who = self.with_rows(batch)
        if 2 * len(who) < len(batch):
            return self.run(batch.take(who, self.levels)) if len(who) else self.nothing()
        order = _by_window(batch)
        if order is not None:
            return self._restored(self.run(batch.take(order, self.levels)), batch, order)
        bad = self.told.not_plain(batch)
        if bad.all():
            return self.on_bounds.run(batch)
        plain = self.room(batch)
        self._plain(batch, bad, plain)
        again = np.nonzero(bad)[0]
        if not len(again):
            return {key: Result(plain[key]) for key in self.outputs}
        found = self.on_bounds.run(batch.take(again, self.levels))
        return {key: merged(plain[key], self.rows_of(key, batch, again), own) for key, own in found.items()}

    def rows_of(self, key: str, batch: Batch, workers: np.ndarray) -> np.ndarray:
        """The rows of some workers at a node's level."""
        level = self.levels[key]
        return workers if level == WORKER else rows_of(batch.offsets(level), workers)

    def with_rows(self, batch: Batch) -> np.ndarray:
        """Workers who have a row of some output: of benefits only those with a claim."""
        levels = {self.levels[key] for key in self.outputs}
        if levels & {WORKER, MONTH, QUARTER, YEAR}:
            return np.arange(len(batch))
        return np.nonzero(np.sum([np.diff(batch.offsets(level)) for level in levels], axis=0))[0]

    def room(self, batch: Batch) -> dict[str, np.ndarray]:
        """Empty arrays for the known values of the outputs."""
        return {key: np.empty(batch.rows(self.levels[key]), kind_of_value(self.book, key)) for key in self.outputs}

    def nothing(self) -> dict[str, Result]:
        """The outputs where there are no rows."""
        return {key: Result(np.empty(0, kind_of_value(self.book, key))) for key in self.outputs}

    def prepared(self, batch: Batch) -> Prepared:
        """A batch laid ready, to be run whenever values are written into this kernel's arrays of the law."""
        batch = self._readied(batch)
        who = self.with_rows(batch)
        return Prepared(self, batch if len(who) == len(batch) else batch.take(who, self.levels))

    def totals(self, batch: Batch) -> dict[str, Total]:
        """The outputs added up over the batch, without their columns."""
        batch = self._readied(batch)
        order = _by_window(batch)
        if order is not None:
            batch = batch.take(order, self.levels)
        bad = self.told.not_plain(batch)
        rows = [batch.rows(self.levels[key]) for key in self.outputs]
        if bad.all():
            return {key: total_of(self.book, key, result) for key, result in self.on_bounds.run(batch).items()}
        sums = self._plain(batch, bad, None)
        again = np.nonzero(bad)[0]
        if not len(again):
            return added_up(self.book, self.outputs, rows, sums)
        part = batch.take(again, self.levels)
        rows = [all_ - part.rows(self.levels[key]) for key, all_ in zip(self.outputs, rows, strict=True)]
        found = added_up(self.book, self.outputs, rows, sums)
        for key, result in self.on_bounds.run(part).items():
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
        bad = self.told.not_plain(batch)
        marked = np.zeros((len(self.parts), max(len(part.items) for part in self.parts), len(batch)), np.uint8)
        out = self.room(batch)
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

    def _readied(self, batch: Batch) -> Batch:
        """The batch laid out for this kernel, compiled. Raises LawError where its months are beyond the calendar."""
        self.ready()
        batch = batch.laid_out()
        if len(batch) and (batch.first.min() < CALENDAR_FIRST or batch.last.max() > CALENDAR_LAST):
            raise LawError(
                Message(
                    "records.calendar", "records before 1900 or after 2099. Cure: correct the months of the records."
                )
            )
        return batch

    def _plain(
        self,
        batch: Batch,
        bad: np.ndarray,
        out: Mapping[str, np.ndarray] | None,
        marked: np.ndarray | None = None,
    ) -> Sums:
        """Workers who are not bad, and bad for those of whom the law's facts stop; sums where out is None."""
        sums = self.blocks.run(batch, self.told.columns(batch), bad, out, self.scratch.pool, marked)
        # where marks are forgotten, what a marked worker's rows hold goes on meaning nothing
        if sums.wrong[0] and marked is None:
            refuse(self.parts[int(sums.wrong[1]) - 1].needs, int(sums.wrong[2]))
        return sums

    def bounds(self, batch: Batch) -> dict[str, Result]:
        """The outputs on every row as bounds, whatever is known of the workers."""
        self.ready()
        return self.on_bounds.run(batch.laid_out())

    def pool(self) -> Pool:
        """This thread's arrays for batches and results that are done with before the next batch."""
        return self.scratch.results


class Prepared:
    """A batch laid ready for a kernel. It belongs to one thread; a run's results last until the next run."""

    def __init__(self, kernel: Kernel, batch: Batch) -> None:
        self.kernel, self.batch = kernel, batch
        self.untold = kernel.told.not_plain(batch)
        self.bad = self.untold.copy()
        again = np.nonzero(self.bad)[0]
        self.plain: LaidPlain | None = None
        self.out: dict[str, np.ndarray] = {} if len(batch) else {k: one.low for k, one in kernel.nothing().items()}
        if not self.bad.all():
            self.out = kernel.room(batch)
            self.plain = kernel.blocks.laid(batch, kernel.told.columns(batch), self.bad, self.out, Pool())
        self.open: LaidOnBounds | None = None
        self.rows: dict[str, np.ndarray] = {}
        if len(again):
            part = batch if self.plain is None else batch.take(again, kernel.levels)
            self.open = kernel.on_bounds.laid(part, Pool())
            self.rows = {key: kernel.rows_of(key, batch, again) for key in kernel.outputs}

    def run(self) -> Mapping[str, Result]:
        """The outputs on every row of the batch under the law that the arrays now hold."""
        if self.plain is not None:
            sums = self.plain.go()
            if not np.array_equal(self.bad, self.untold):  # the law stops for somebody of whom all is told
                return self.kernel.run(self.batch)
            if sums.wrong[0]:
                refuse(self.kernel.parts[int(sums.wrong[1]) - 1].needs, int(sums.wrong[2]))
        if self.open is None:
            return {key: Result(values) for key, values in self.out.items()}
        self.open.go()
        if self.plain is None:
            return self.open.results
        return {key: merged(self.out[key], self.rows[key], own) for key, own in self.open.results.items()}


def by_month_of(kernel: Kernel | None) -> dict[str, np.ndarray]:
    """What is the same for everyone, by period: low, high and why, and its plain value where it is known."""
    if kernel is None:
        return {}
    years = np.arange(CALENDAR_FIRST, CALENDAR_LAST + 1, 12, dtype=np.int32)
    none, zero = np.zeros(0, np.int32), np.zeros(len(years) + 1, np.int32)
    nobody = Batch(years, years + 11, np.full(len(years), 3), zero, none, none, np.zeros(1, np.int32), zero, none, none)
    found: dict[str, np.ndarray] = {}
    for key, result in kernel.bounds(nobody).items():
        assert result.high is not None and result.why is not None
        low, high, why = (column.astype(np.int64) for column in (result.low, result.high, result.why))
        found |= {f"{key}l": low, f"{key}h": high, f"{key}w": why, key: np.where(low == high, low, int(NA))}
    return found


def _fixed(
    needs: Needs, data: Any, by_month: Mapping[str, np.ndarray], found: Entry
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
            arrays[symbol] = address(by_month[needs.calendar[int(rest[:-1])] + owner[1:]])
    numbers: dict[int, int] = {}
    for position, symbol in enumerate(found.numbers):
        owner, _, dimension = symbol.partition("/")
        if symbol.startswith("D."):
            value = getattr(data, owner[2:])
            numbers[position] = value.shape[int(dimension)] if dimension else value
    return arrays, numbers


def _plain_part(part: SegmentCode, data: Any, by_month: Mapping[str, np.ndarray], found: Entry) -> blocks.Part:
    fixed, numbers = _fixed(part.needs, data, by_month, found)
    values = np.array([*(numbers[n] for n in range(len(numbers))), 0], np.int64)
    return blocks.Part(part.needs, found, fixed, values, len(part.items))


def _by_window(batch: Batch) -> np.ndarray | None:
    """An order of the workers that brings those with the same months together, where they are scattered."""
    runs = blocks.windows(batch)
    if runs == 1 or runs * blocks.LEAST_BLOCK < len(batch):
        return None
    order = np.lexsort((batch.last, batch.first))
    first, last = batch.first[order], batch.last[order]
    held = 1 + int(np.count_nonzero((first[1:] != first[:-1]) | (last[1:] != last[:-1])))
    return order if held < runs else None


__all__ = ["Kernel", "Prepared", "by_month_of"]
