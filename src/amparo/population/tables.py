"""The tables of a records folder, written part by part from plain arrays; and numbers asked of tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeAlias

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from amparo.engine.outcome import as_arrow
from amparo.rules.helpers import first_day
from amparo.rules.kinds import KINDS, Month

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

Column: TypeAlias = np.ndarray | pa.Array
_MONEY: Final = KINDS["money"]


def money(cents: np.ndarray) -> pa.Array:
    """Whole cents as amounts."""
    return as_arrow(_MONEY, cents.astype(np.int64), None)


def month_days(months: np.ndarray) -> pa.Array:
    """Months as the date of their first day."""
    low, high = (int(months.min()), int(months.max())) if len(months) else (0, 0)
    days = np.array([int(first_day(Month(month))) for month in range(low, high + 1)], np.int32)
    return pa.array(days[months - low]).cast(pa.date32())


def dates(days: np.ndarray) -> pa.Array:
    """Days since 1970 as dates."""
    return pa.array(days.astype(np.int32)).cast(pa.date32())


def named(prefix: str, numbers: np.ndarray) -> pa.Array:
    """Ids such as w0000017, made from numbers."""
    if not len(numbers):
        return pa.array([], pa.string())
    return pa.array(np.char.add(prefix, np.char.zfill(numbers.astype(np.str_), 9)))


def of_names(names: pa.Array, index: np.ndarray) -> pa.Array:
    """Names repeated by position, each stored once."""
    return pa.DictionaryArray.from_arrays(pa.array(index.astype(np.int32)), names)


def words(values: np.ndarray) -> pa.Array:
    """Text that repeats, each word stored once."""
    return pa.array(values).dictionary_encode()


def same(word: str, n: int) -> pa.Array:
    """One word n times."""
    return of_names(pa.array([word]), np.zeros(n, np.int32))


def write_part(home: Path, table: str, number: int, columns: Mapping[str, Column]) -> int:
    """One part of a table; how many rows it has. The same columns give the same bytes."""
    folder = home / table
    folder.mkdir(parents=True, exist_ok=True)
    content = pa.table(dict(columns))
    pq.write_table(content, folder / f"part-{number:05d}.parquet", compression="zstd")
    return content.num_rows


def numbers(query: str) -> tuple[Any, ...]:
    """The one row of numbers that a query of tables gives; None for what it has none of."""
    base = duckdb.connect()
    try:
        found = base.execute(query).fetchone()
        assert found is not None
        return tuple(float(value) if value is not None else None for value in found)
    finally:
        base.close()


__all__ = ["dates", "money", "month_days", "named", "numbers", "of_names", "same", "words", "write_part"]
