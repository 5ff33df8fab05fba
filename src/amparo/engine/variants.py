"""One compiled law under many values of some of its parameters.

The code is the same for all of them; each value of a parameter is a column of the arrays of law, which is written in
place before a run. Whom no value within the range of all of them can reach is found by one run on bounds, in which the
varied parameters lie anywhere between their least and greatest value.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from amparo.engine.kernel import Kernel, Prepared, by_month_of
from amparo.engine.lawdata import VARIED, alike_in_all, between, chains_of, column_of, write_column
from amparo.engine.primitives import NA
from amparo.engine.result import Result
from amparo.rules.levels import WORKER

if TYPE_CHECKING:
    from amparo.engine.batch import Batch
    from amparo.engine.lawdata import Columns, Epochs
    from amparo.rules.book import LawBook
    from amparo.rules.parameters import Dated, Parameter

Choice = Sequence[int]
"""A variant: for each varied parameter, in order, which of its alternatives it takes (0: as the law stands)."""


class Varied:
    """A kernel whose law takes many values.

    alternatives: for each varied parameter what it may be, first as the law stands. book: the law with those first
    ones. Where values cannot be written in place (tables, or what is read day by day), each variant has arrays of its
    own, which is slower and the same.
    """

    def __init__(
        self, kernel: Kernel, book: LawBook, alternatives: Mapping[str, Sequence[Parameter]], epochs: Epochs
    ) -> None:
        self.book, self.alternatives, self.epochs = book, alternatives, epochs
        self.base = kernel.with_law(book, epochs)
        chains = chains_of(book)
        read = {key for one in _kernels(self.base) for part in one.parts for key in _parameters(part.needs)}
        own = [key for key in alternatives if key in read]
        self.in_place = all(self._fits(key) for key in own)
        self.columns: Columns = {}
        if self.in_place:
            self.columns = {key: [column_of(node, epochs, chains) for node in alternatives[key]] for key in own}
            self.in_place = all(_known_alike(every) for every in self.columns.values())
        if self.in_place:
            self.base = self._with_columns(self.base)
        calendar = self.base.calendar
        in_calendar = set() if calendar is None else {k for part in calendar.parts for k in _parameters(part.needs)}
        self.in_calendar = [n for n, key in enumerate(alternatives) if key in in_calendar]
        self.by_month: dict[tuple[int, ...], dict[str, np.ndarray]] = {}

    def _fits(self, key: str) -> bool:
        """Whether a parameter's values are numbers that no rule reads day by day."""
        for one in _kernels(self.base):
            for part in one.parts:
                by_day = {s for rule in part.needs.by_day for names in self.book.inputs[rule] for s in names.values()}
                if key in by_day or key in (*part.needs.tables, *part.needs.steps, *part.needs.tariffs):
                    return False
        return True

    def _with_columns(self, kernel: Kernel) -> Kernel:
        """The kernel with months taken as alike only where they are so under every variant."""
        calendar = None if kernel.calendar is None else self._with_columns(kernel.calendar)
        data = [
            alike_in_all(self.book, part.needs, self.epochs, data, self.columns)
            for part, data in zip(kernel.parts, kernel.data, strict=True)
        ]
        return kernel.with_data(self.book, data, calendar, getattr(kernel, "by_month", {}))

    def reached(self, batch: Batch) -> np.ndarray:
        """Workers of whom some result may differ between the variants; the others have the same ones under all."""
        if not self.in_place:
            return np.ones(len(batch), bool)
        found = np.zeros(len(batch), bool)
        batch = batch.laid_out()
        who = self.base.with_rows(batch)
        if not len(who):
            return found
        part = batch if len(who) == len(batch) else batch.take(who, self.base.levels)
        for key, result in self._between.bounds(part).items():
            assert result.why is not None
            rows = np.nonzero(result.why & VARIED)[0]
            level = self.base.levels[key]
            offsets = np.arange(len(part) + 1) if level == WORKER else part.offsets(level)
            found[who[np.searchsorted(offsets, rows, side="right") - 1]] = True
        return found

    @property
    def _between(self) -> Kernel:
        """The law whose varied parameters lie anywhere between their least and greatest value."""
        held = self.__dict__.get("between")
        if held is None:
            held = self.__dict__["between"] = self._spread(self.base)
        return held

    def _spread(self, kernel: Kernel) -> Kernel:
        calendar = None if kernel.calendar is None else self._spread(kernel.calendar)
        data = [between(d, part.needs, self.columns) for part, d in zip(kernel.parts, kernel.data, strict=True)]
        return kernel.with_data(self.book, data, calendar)

    def law_of(self, choice: Choice) -> LawBook:
        """The book of a variant."""
        own = {key: every[at] for (key, every), at in zip(self.alternatives.items(), choice, strict=True)}
        return replace(self.book, nodes={**self.book.nodes, **own})

    def kernel_of(self, choice: Choice) -> Kernel:
        """The kernel of a variant, with arrays of its own."""
        return self.base.with_law(self.law_of(choice), self.epochs)

    def same_for_all(self, choice: Choice) -> dict[str, np.ndarray]:
        """What is the same for everyone under a variant, by period."""
        key = tuple(choice[n] for n in self.in_calendar)
        held = self.by_month.get(key)
        if held is None:
            calendar = self.base.calendar
            assert calendar is not None
            held = self.by_month[key] = by_month_of(calendar.with_law(self.law_of(choice), self.epochs))
        return held

    def slate(self, batch: Batch) -> Slate:
        """The variants on one batch."""
        return Slate(self, batch)


class Slate:
    """A batch under one variant after another, by one thread; a run's results last until the next run."""

    def __init__(self, varied: Varied, batch: Batch) -> None:
        self.varied, self.batch = varied, batch
        self.held: list[int] = []
        self.prepared: Prepared | None = None
        if varied.in_place:
            base = varied.base
            data = [_own_columns(data) for data in base.data]
            by_month = {name: values.copy() for name, values in base.by_month.items()}
            self.kernel = base.with_data(base.book, data, base.calendar, by_month)
            self.prepared = self.kernel.prepared(batch)
            self.held = [0] * len(varied.alternatives)

    def run(self, choice: Choice) -> Mapping[str, Result]:
        """The results under a variant."""
        if self.prepared is None:
            return self.varied.kernel_of(choice).run(self.batch)
        self._write(choice)
        return self.prepared.run()

    def _write(self, choice: Choice) -> None:
        """Put the values that differ from those of the variant before into the arrays of the law."""
        varied = self.varied
        moved = [n for n, (was, now) in enumerate(zip(self.held, choice, strict=True)) if was != now]
        keys = list(varied.alternatives)
        for n in moved:
            if keys[n] in varied.columns:
                for part, data in zip(self.kernel.parts, self.kernel.data, strict=True):
                    write_column(data, part.needs, keys[n], varied.columns[keys[n]][choice[n]])
        if set(moved) & set(varied.in_calendar):
            for name, values in varied.same_for_all(choice).items():
                self.kernel.by_month[name][:] = values
        self.held = list(choice)


def widened(part: LawBook, every: Mapping[str, Sequence[Parameter]]) -> LawBook:
    """The part with every value and every day of all variants in its parameters: for ranges and days, not to be run."""
    nodes = dict(part.nodes)
    for key, held in every.items():
        entries: dict[str, dict[tuple[int, str], Dated]] = {}
        for node in held:
            for place, dated in node.series.items():
                entries.setdefault(place, {}).update({(entry.start, repr(entry.value)): entry for entry in dated})
        series = {place: tuple(own[at] for at in sorted(own)) for place, own in entries.items()}
        nodes[key] = replace(held[0], series=series)
    return replace(part, nodes=nodes)


def _own_columns(data: Any) -> Any:
    fields = ("P", "PL", "PH", "PP", "PPL", "PPH")
    return data._replace(**{field: getattr(data, field).copy() for field in fields})


def _kernels(kernel: Kernel) -> list[Kernel]:
    return [kernel, *([] if kernel.calendar is None else [kernel.calendar])]


def _parameters(needs: Any) -> tuple[str, ...]:
    return (*needs.scalars, *needs.placed, *needs.tables, *needs.steps, *needs.tariffs)


def _known_alike(every: Sequence[Any]) -> bool:
    """Whether all alternatives of a parameter are known in the same months and places."""
    missing = [column[0] == NA for column in every]
    return all(np.array_equal(missing[0], one) for one in missing)


__all__ = ["Choice", "Slate", "Varied", "widened"]
