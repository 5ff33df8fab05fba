"""The worker-months of a batch as arrays: what each month sees of a node or a fact, and who and when it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from amparo.analysis.chains import Values
from amparo.engine.batch import NEVER, PER_WORKER
from amparo.engine.result import Result
from amparo.engine.told import untold
from amparo.rules.bounds import FACT
from amparo.rules.levels import CONTRACT, MONTH, PAYER, QUARTER, WORKER, YEAR
from amparo.rules.nodes import Fact

if TYPE_CHECKING:
    from amparo.engine.batch import Batch, Column
    from amparo.rules.book import LawBook
    from amparo.rules.levels import Level


@dataclass(frozen=True)
class Rows:
    """A batch with the results of its kernel, seen from its months."""

    book: LawBook
    batch: Batch
    results: Mapping[str, Result]

    @cached_property
    def layout(self) -> Any:
        return self.batch.laid_out().layout

    @cached_property
    def count(self) -> int:
        return self.batch.rows(MONTH)

    @cached_property
    def worker(self) -> np.ndarray:
        """The worker of each month."""
        return np.repeat(np.arange(len(self.batch)), np.diff(self.layout.off_m))

    @cached_property
    def month(self) -> np.ndarray:
        """The calendar month of each row."""
        return np.arange(self.count) + (self.batch.first - self.layout.off_m[:-1])[self.worker]

    @cached_property
    def ahead(self) -> np.ndarray:
        """How many months of its worker come after each."""
        return self.layout.off_m[1:][self.worker] - 1 - np.arange(self.count)

    def level(self, key: str) -> Level:
        return self.book.nodes[key].level  # type: ignore[union-attr]

    def read(self, key: str) -> Values:
        """What each month sees of a node: its own value, or that of the quarter, year or worker it lies in."""
        node = self.book.nodes[key]
        own = self._fact(node) if isinstance(node, Fact) else self.computed(key)
        at = self._at(self.level(key))
        if at is None:
            return own
        low = own.low[at]
        return Values(low, low if own.high is own.low else own.high[at], own.why[at])

    def computed(self, key: str) -> Values:
        """A computed node on the rows of its own level."""
        found = self.results[key]
        high = found.low if found.high is None else found.high
        why = np.zeros(len(found.low), np.int8) if found.why is None else found.why
        return Values(found.low, high, why)

    def _at(self, level: Level) -> np.ndarray | None:
        if level is MONTH:
            return None
        if level is WORKER:
            return self.worker
        first = self.batch.first[self.worker]
        match level:
            case _ if level is QUARTER:
                return self.layout.off_q[:-1][self.worker] + self.month // 3 - first // 3
            case _ if level is YEAR:
                return self.layout.off_y[:-1][self.worker] + self.month // 12 - first // 12
        raise AssertionError(level)

    def _fact(self, fact: Fact) -> Values:
        values, null = self._column(fact.full_name)
        if not null.any():
            return Values(values, values, np.zeros(len(values), np.int8))
        low, high = np.where(null, fact.low, values), np.where(null, fact.high, values)
        return Values(low, high, np.where(null, FACT, 0).astype(np.int8))

    def told(self, key: str) -> tuple[np.ndarray, np.ndarray]:
        """A fact of engagements: values, and where it is not told."""
        return self._column(key)

    def of_workers(self, key: str) -> tuple[np.ndarray, np.ndarray]:
        """A fact of workers."""
        return self._column(key)

    def of_payers(self, key: str) -> tuple[np.ndarray, np.ndarray]:
        """A fact of payers."""
        return self._column(key)

    def _column(self, key: str) -> tuple[np.ndarray, np.ndarray]:
        """A fact on every row of its level."""
        fact = self.book.nodes[key]
        assert isinstance(fact, Fact)
        column: Column = self.batch.facts.get(key) or untold(fact)
        null = np.zeros(len(column.values), bool) if column.null is None else column.null
        rows = self._rows(fact.level)
        if column.mode == NEVER:
            return np.repeat(column.values[:1], rows), np.repeat(null[:1], rows)
        if column.mode == PER_WORKER and fact.level is not WORKER:
            at = self._workers_of(fact.level)
            return column.values[at], null[at]
        return column.values, null

    def _rows(self, level: Level) -> int:
        return len(self.batch.group) if level is PAYER else self.batch.rows(level)

    def _workers_of(self, level: Level) -> np.ndarray:
        offsets = self.batch.off_c if level is CONTRACT else self.batch.offsets(level)
        return np.repeat(np.arange(len(self.batch)), np.diff(offsets))


__all__ = ["Rows"]
