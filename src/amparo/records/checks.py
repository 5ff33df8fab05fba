"""Rows held against each other, on arrays: copies, contradictions, periods outside the worker's months, too many.

Everything here works on whole workers at a time, sorted by worker; each function returns what is kept and what is set
aside, with its reason.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

Array = np.ndarray
NONE: Final = np.iinfo(np.int64).min
# told, as unknown (amparo.records.cells.SAID_UNKNOWN): more than nothing, less than any value
UNKNOWN: Final = NONE + 1
MOST_ROWS_OF_A_WORKER: Final = 1_000_000
_BATCH: Final = 1 << 18


@dataclass
class SetAside:
    """References of rows set aside, each with its problem number."""

    refs: list[Array] = field(default_factory=list)
    problems: list[Array] = field(default_factory=list)
    rows: int = 0

    def add(self, refs: Array, problems: Array | int) -> None:
        if len(refs):
            self.refs.append(np.asarray(refs, dtype=np.int64))
            self.problems.append(np.broadcast_to(np.asarray(problems, dtype=np.int32), (len(refs),)))
            self.rows += len(refs)

    def all(self) -> tuple[Array, Array]:
        """References in order, each once, with the first problem noted."""
        if not self.refs:
            return np.empty(0, np.int64), np.empty(0, np.int32)
        refs, problems = np.concatenate(self.refs), np.concatenate(self.problems)
        _, first = np.unique(refs, return_index=True)
        return refs[first], problems[first]


def integers(column: pa.ChunkedArray, missing: int = NONE) -> Array:
    """A column of integers (or days, or hashes of text) as int64, with nothing as `missing`."""
    if pa.types.is_string(column.type) or pa.types.is_large_string(column.type):
        column = column.combine_chunks().dictionary_encode() if column.num_chunks != 1 else column.chunk(0)
        encoded = column if pa.types.is_dictionary(column.type) else column.dictionary_encode()
        if isinstance(encoded, pa.ChunkedArray):
            encoded = encoded.combine_chunks()
        return pc.fill_null(encoded.indices.cast(pa.int64()), missing).to_numpy(zero_copy_only=False)
    if pa.types.is_uint64(column.type):
        return pc.fill_null(column, 0).to_numpy().view(np.int64)
    return pc.fill_null(column.cast(pa.int64()), missing).to_numpy()


def same_as_before(columns: Sequence[Array]) -> Array:
    """For each row but the first: whether all columns are as in the row before."""
    same = np.ones(max(len(columns[0]) - 1, 0), dtype=bool)
    for column in columns:
        same &= column[1:] == column[:-1]
    return same


def starts(columns: Sequence[Array]) -> Array:
    """Where groups of equal rows begin."""
    size = len(columns[0])
    if not size:
        return np.empty(0, np.int64)
    return np.concatenate([[0], np.flatnonzero(~same_as_before(columns)) + 1])


def group_numbers(begins: Array, size: int) -> Array:
    """The number of the group each row is in."""
    numbers = np.zeros(size, dtype=np.int64)
    numbers[begins[1:]] = 1
    return np.cumsum(numbers)


def batches(path: Path, size: int = _BATCH) -> Iterator[pa.Table]:
    """A Parquet file piece by piece; the next piece is read while this one is worked on."""
    with pq.ParquetFile(path) as file, ThreadPoolExecutor(1) as ahead:
        pieces = file.iter_batches(batch_size=size)
        following = ahead.submit(next, pieces, None)
        while (piece := following.result()) is not None:
            following = ahead.submit(next, pieces, None)
            yield pa.Table.from_batches([piece])


@dataclass(frozen=True, slots=True)
class Chunk:
    """Sorted rows: of whole workers (whole), of no known worker (lost), or of one who has far too many (flood)."""

    table: pa.Table
    what: str


def whole_workers(path: Path, key: str = "worker") -> Iterator[Chunk]:
    """A sorted file in chunks that hold whole workers."""
    carry: pa.Table | None = None
    flooded = -1
    for table in batches(path):
        lost = table[key].null_count
        if lost:
            yield Chunk(table.slice(0, lost), "lost")
            table = table.slice(lost)
        if flooded >= 0 and table.num_rows:
            same = int(np.searchsorted(table[key].to_numpy(), flooded, side="right"))
            if same:
                yield Chunk(table.slice(0, same), "flood")
            table = table.slice(same)
        if carry is not None:
            table = pa.concat_tables([carry, table]).combine_chunks()
            carry = None
        if not table.num_rows:
            continue
        keys = table[key].to_numpy()
        cut = int(np.searchsorted(keys, keys[-1], side="left"))
        if cut:
            yield Chunk(table.slice(0, cut), "whole")
        carry = table.slice(cut)
        if carry.num_rows > MOST_ROWS_OF_A_WORKER:
            flooded = int(keys[-1])
            yield Chunk(carry, "flood")
            carry = None
    if carry is not None and carry.num_rows:
        yield Chunk(carry, "whole")


def order_within(keys: Sequence[Array], content: Sequence[Array]) -> Array | None:
    """How to order rows sorted by keys by content as well; None where no two rows have the same keys."""
    if len(keys[0]) < 2:
        return None
    tied = same_as_before(keys)
    if not tied.any():
        return None
    inside = np.zeros(len(keys[0]), dtype=bool)
    inside[1:] |= tied
    inside[:-1] |= tied
    rows = np.flatnonzero(inside)
    groups = group_numbers(starts(keys), len(keys[0]))[rows]
    ordered = np.lexsort([column[rows] for column in reversed(content)] + [groups])
    order = np.arange(len(keys[0]))
    order[rows] = rows[ordered]
    return order


@dataclass(frozen=True, slots=True)
class Merged:
    """Rows of the same key made one: where each begins, the values, and which values contradict each other."""

    begins: Array
    groups: Array
    values: list[Array]
    clashes: list[Array]


def merge(keys: Sequence[Array], facts: Sequence[Array]) -> Merged:
    """One row per key: of each fact the value told; a clash where two are."""
    begins = starts(keys)
    groups = group_numbers(begins, len(keys[0]))
    values, clashes = [], []
    for fact in facts:
        told = fact > UNKNOWN
        high = np.maximum.reduceat(fact, begins) if len(begins) else fact
        low = np.minimum.reduceat(np.where(told, fact, np.iinfo(np.int64).max), begins) if len(begins) else fact
        values.append(high)
        clashes.append((high > UNKNOWN) & (low != high))
    return Merged(begins, groups, values, clashes)


def nullable(values: Array) -> pa.Array:
    """An array of stored integers as a column, null where nothing was told."""
    return pa.array(values, type=pa.int64(), mask=values == NONE)
