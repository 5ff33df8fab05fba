"""What is told of a batch's workers: the columns of facts, and of whom some fact is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from amparo.engine.batch import NEVER, PER_WORKER, Batch, Column, stored_type
from amparo.rules.levels import PAYER, WORKER, Level
from amparo.rules.nodes import Fact

if TYPE_CHECKING:
    from collections.abc import Sequence

    from amparo.rules.book import LawBook


class Told:
    """The facts that a kernel reads, as batches tell them."""

    def __init__(self, book: LawBook, keys: Sequence[str]) -> None:
        self.facts: dict[str, Fact] = {}
        for key in keys:
            fact = book.nodes[key]
            assert isinstance(fact, Fact)
            self.facts[key] = fact

    def column(self, key: str, batch: Batch) -> Column:
        """A fact's column; where the batch has none, what its absence says."""
        return batch.facts.get(key) or untold(self.facts[key])

    def columns(self, batch: Batch) -> dict[str, Column]:
        """The columns of all facts."""
        return {key: self.column(key, batch) for key in self.facts}

    def ends(self, key: str, batch: Batch) -> tuple[np.ndarray, np.ndarray]:
        """Low and high of a fact."""
        column, fact = self.column(key, batch), self.facts[key]
        kind = stored_type(fact)
        if column.low is not None and column.high is not None:
            return column.low.astype(kind, copy=False), column.high.astype(kind, copy=False)
        if column.null is None:
            return column.values, column.values
        return tuple(np.where(column.null, end, column.values).astype(kind) for end in (fact.low, fact.high))  # type: ignore[return-value]

    def not_plain(self, batch: Batch) -> np.ndarray:
        """Workers of whom some fact that is needed is not told, or of whom a spell begins outside the months told."""
        bad = np.zeros(len(batch), np.uint8)
        if len(batch.s_first):
            worker = np.repeat(np.arange(len(batch)), np.diff(batch.off_s))
            begun = batch.s_first.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64) + 1970 * 12
            bad[worker[(begun < batch.first[worker]) | (begun > batch.last[worker])]] = 1
        for key, fact in self.facts.items():
            column = self.column(key, batch)
            if column.null is None:
                continue
            if column.mode == NEVER:
                bad[:] = column.null[0]
            elif column.mode == PER_WORKER:
                bad |= column.null
            else:
                _mark(bad, np.nonzero(column.null)[0], fact.level, batch)
        return bad


def untold(fact: Fact) -> Column:
    """The column of a fact of which the records say nothing: what absence says, or unknown."""
    if fact.absent is not None:
        return Column(np.array([fact.absent], stored_type(fact)), None, NEVER)
    return Column(np.array([fact.low], stored_type(fact)), np.ones(1, bool), NEVER)


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


__all__ = ["Told", "untold"]
