"""From canonical Parquet to batches: only the columns a kernel needs, whole workers, no copying where none is needed."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from amparo.engine.batch import NEVER, PER_ROW, PER_WORKER, Batch, Column, stored_type
from amparo.rules.errors import AmparoError
from amparo.rules.levels import (
    CONTRACT,
    GROUP_MONTH,
    MONTH,
    PAYER,
    QUARTER,
    SPELL,
    TIE_MONTH,
    TIE_YEAR,
    WORKER,
    YEAR,
    Level,
)
from amparo.rules.nodes import Fact

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from amparo.rules.book import LawBook

FORMAT: Final = "amparo-canonical/1"
_TABLES: Final[dict[Level, str]] = {
    CONTRACT: "engagements",
    TIE_MONTH: "ties",
    GROUP_MONTH: "ties",
    TIE_YEAR: "tie_years",
    MONTH: "months",
    QUARTER: "quarters",
    YEAR: "years",
    SPELL: "spells",
}
_KEYS: Final[dict[str, tuple[str, ...]]] = {
    "engagements": ("worker", "payer", "month"),
    "ties": ("worker", "payer", "month"),
    "tie_years": ("worker", "payer", "year"),
    "months": ("worker", "month"),
    "quarters": ("worker", "quarter"),
    "years": ("worker", "year"),
    "spells": ("worker", "first_day", "last_day"),
}


_ROW_FOR_ROW: Final = frozenset({"workers", "engagements", "spells"})  # tables that speak of every row of their level


@dataclass(frozen=True)
class Meta:
    """What a canonical folder says of itself."""

    country: str
    book: str
    data_class: str
    raw: Mapping[str, Any]


def read_meta(folder: Path) -> Meta:
    """The folder's meta.json; raises AmparoError when it is no canonical folder."""
    file = folder / "meta.json"
    if not file.exists():
        raise AmparoError(
            f"{folder.name}: no meta.json, so these are not checked records. Cure: let `amparo run --records` check them."
        )
    raw = json.loads(file.read_text(encoding="utf-8"))
    if raw.get("format") != FORMAT:
        raise AmparoError(f"{folder.name}: format {raw.get('format')!r}, expected {FORMAT!r}.")
    return Meta(str(raw["country"]), str(raw["book"]), str(raw["class"]), raw)


class Source:
    """One table of the folder: its file, and the workers each of its row groups holds."""

    def __init__(self, file: Path, wanted: Iterable[str]) -> None:
        self.file = file
        self.parquet = pq.ParquetFile(file, memory_map=True)
        present = set(self.parquet.schema_arrow.names)
        self.columns = [name for name in dict.fromkeys(wanted) if name in present]
        self.positions = {name: n for n, name in enumerate(self.parquet.schema_arrow.names)}
        self.bounds = _worker_bounds(self.parquet)

    def read(self, begin: int, end: int) -> tuple[pa.Table, dict[str, Any]]:
        """The rows of workers begin <= worker < end, and the columns that hold one and the same value there, undecoded."""
        groups = [n for n, (low, high) in enumerate(self.bounds) if low < end and high >= begin]
        constants = {name: value for name in self.columns if (value := self._constant(name, groups)) is not None}
        parquet = pq.ParquetFile(self.file, memory_map=True, metadata=self.parquet.metadata)
        wanted = [name for name in self.columns if name not in constants]
        table = parquet.read_row_groups(groups, columns=wanted, use_threads=False)
        worker = to_numpy(table.column("worker"), np.int64)[0]
        low, high = np.searchsorted(worker, [begin, end])
        return table.slice(int(low), int(high - low)), constants

    def _constant(self, name: str, groups: list[int]) -> Any:
        """The one value that a fact's column has in these row groups, as their statistics tell; None where it varies."""
        if "." not in name or not groups or self.file.stem not in _ROW_FOR_ROW:
            return None
        at = self.positions[name]
        found = set()
        for n in groups:
            statistics = self.parquet.metadata.row_group(n).column(at).statistics
            if (
                statistics is None
                or not statistics.has_min_max
                or statistics.null_count
                or statistics.min != statistics.max
            ):
                return None
            found.add(statistics.min)
        return found.pop() if len(found) == 1 else None


def _worker_bounds(parquet: pq.ParquetFile) -> list[tuple[int, int]]:
    at = parquet.schema_arrow.names.index("worker")
    found = []
    for n in range(parquet.metadata.num_row_groups):
        statistics = parquet.metadata.row_group(n).column(at).statistics
        if statistics is None or not statistics.has_min_max:
            raise AmparoError("a canonical table without statistics on 'worker'. Cure: prepare the records again.")
        found.append((int(statistics.min), int(statistics.max)))
    return found


def to_numpy(column: pa.ChunkedArray, kind: Any) -> tuple[np.ndarray, np.ndarray | None]:
    """Values (0 where null) and the null mask, without copying where there is one chunk without nulls."""
    array = column.chunk(0) if column.num_chunks == 1 else column.combine_chunks()
    if isinstance(array, pa.ChunkedArray):
        array = array.chunk(0) if array.num_chunks else pa.array([], column.type)
    null = None
    if array.null_count:
        null = pc.is_null(array).to_numpy(zero_copy_only=False)
        array = array.fill_null(0)
    values = array.to_numpy(zero_copy_only=False)
    return np.ascontiguousarray(values, dtype=kind), null


class Records:
    """A canonical folder, opened for the facts some kernels need."""

    def __init__(self, folder: Path, book: LawBook, facts: Iterable[str]) -> None:
        self.folder, self.book = folder, book
        self.facts: list[Fact] = [book.nodes[key] for key in facts]  # type: ignore[misc]
        names = [fact.full_name for fact in self.facts]
        self.workers = Source(folder / "workers.parquet", ["worker", "id", "first", "last", "flags", *names])
        self.sources = {
            table: Source(folder / f"{table}.parquet", [*_KEYS[table], *names])
            for table in dict.fromkeys(_TABLES.values())
            if (folder / f"{table}.parquet").exists()
        }
        payers = pq.read_table(folder / "payers.parquet")
        self.group = to_numpy(payers.column("group"), np.int64)[0] if payers.num_rows else np.zeros(1, np.int64)
        self.payer_ids = payers.column("id")
        self.payer_facts = {
            f.full_name: _column(payers, f, PER_ROW)
            for f in self.facts
            if f.level == PAYER and f.full_name in payers.column_names
        }

    def units(self) -> list[tuple[int, int]]:
        """The workers of each row group: begin and end."""
        return [(low, high + 1) for low, high in self.workers.bounds]

    def chunk(self, begin: int, end: int) -> Chunk:
        """Everything told of these workers."""
        return Chunk(self, begin, end)


def _column(table: pa.Table, fact: Fact, mode: int) -> Column:
    values, null = to_numpy(table.column(fact.full_name), stored_type(fact))
    if null is not None and fact.absent is not None:
        values = np.where(null, fact.absent, values).astype(values.dtype)
        null = None
    return Column(values, null, mode)


class Chunk:
    """The tables of some workers, cut into batches."""

    def __init__(self, records: Records, begin: int, end: int) -> None:
        self.records, self.begin = records, begin
        self.workers, constants = records.workers.read(begin, end)
        self.count = self.workers.num_rows
        self.tables = {}
        for name, source in records.sources.items():
            self.tables[name], more = source.read(begin, end)
            constants |= more
        self.constants = constants
        self.rows = {name: self._offsets(table) for name, table in self.tables.items()}

    def _offsets(self, table: pa.Table) -> np.ndarray:
        worker = to_numpy(table.column("worker"), np.int64)[0] - self.begin
        found = np.zeros(self.count + 1, np.int64)
        np.cumsum(np.bincount(worker, minlength=self.count), out=found[1:])
        return found

    def batches(self, size: int) -> Iterable[tuple[int, Batch]]:
        """Batches of at most this many workers, with the position of the first."""
        for start in range(0, self.count, size):
            yield start, self.batch(start, min(start + size, self.count))

    def batch(self, start: int, stop: int) -> Batch:
        workers = self.workers.slice(start, stop - start)
        contracts, off_c = self._part("engagements", start, stop)
        spells, off_s = self._part("spells", start, stop)
        bare = Batch(
            first=to_numpy(workers.column("first"), np.int64)[0],
            last=to_numpy(workers.column("last"), np.int64)[0],
            flags=to_numpy(workers.column("flags"), np.int64)[0],
            off_c=off_c,
            c_month=_key(contracts, "month"),
            c_payer=_key(contracts, "payer"),
            group=self.records.group,
            off_s=off_s,
            s_first=_key(spells, "first_day"),
            s_last=_key(spells, "last_day"),
        ).laid_out()
        facts: dict[str, Column] = dict(self.records.payer_facts)
        for fact in self.records.facts:
            column = self._fact(fact, bare, workers, contracts, spells, start, stop)
            if column is not None:
                facts[fact.full_name] = column
        return Batch(**{**bare.__dict__, "facts": facts})

    def _part(self, name: str, start: int, stop: int) -> tuple[pa.Table | None, np.ndarray]:
        if name not in self.tables:
            return None, np.zeros(stop - start + 1, np.int64)
        offsets = self.rows[name]
        low, high = int(offsets[start]), int(offsets[stop])
        return self.tables[name].slice(low, high - low), offsets[start : stop + 1] - low

    def _fact(
        self,
        fact: Fact,
        batch: Batch,
        workers: pa.Table,
        contracts: pa.Table | None,
        spells: pa.Table | None,
        start: int,
        stop: int,
    ) -> Column | None:
        name = fact.full_name
        if name in self.constants:
            return Column(np.array([self.constants[name]], stored_type(fact)), None, NEVER)
        if fact.level == PAYER:
            return None
        if name in workers.column_names:
            return _column(workers, fact, PER_WORKER)
        if fact.level == WORKER:
            return None
        if fact.level in (CONTRACT, SPELL):
            table = contracts if fact.level == CONTRACT else spells
            return _column(table, fact, PER_ROW) if table is not None and name in table.column_names else None
        part, offsets = self._part(_TABLES[fact.level], start, stop)
        if part is None or name not in part.column_names:
            return None
        return _scattered(
            fact, _column(part, fact, PER_ROW), _rows_at(fact.level, part, offsets, batch), batch.rows(fact.level)
        )


def _key(table: pa.Table | None, name: str) -> np.ndarray:
    return np.zeros(0, np.int64) if table is None else to_numpy(table.column(name), np.int64)[0]


def _rows_at(level: Level, table: pa.Table, offsets: np.ndarray, batch: Batch) -> np.ndarray:
    """For each row of a dated table, the row of the level it speaks of (-1: none)."""
    worker = np.repeat(np.arange(len(batch)), np.diff(offsets))
    layout = batch.layout
    if level in (MONTH, QUARTER, YEAR):
        stem, unit = {MONTH: ("m", 1), QUARTER: ("q", 3), YEAR: ("y", 12)}[level]
        period = _key(table, {MONTH: "month", QUARTER: "quarter", YEAR: "year"}[level])
        period = period if level == YEAR else period // unit
        begin = getattr(layout, f"off_{stem}")
        row = begin[worker] + period - batch.first[worker] // unit
        inside = (period >= batch.first[worker] // unit) & (row < begin[worker + 1])
        return np.where(inside, row, -1)
    payer = _key(table, "payer")
    if level == TIE_YEAR:
        own = _compound(np.repeat(np.arange(len(batch)), np.diff(layout.off_ty)), layout.ty_y, layout.ty_group)
        year_row = layout.off_y[worker] + _key(table, "year") - batch.first[worker] // 12
        return _find(own, _compound(worker, year_row, batch.group[payer]))
    month_row = layout.off_m[worker] + _key(table, "month") - batch.first[worker]
    own = _compound(np.repeat(np.arange(len(batch)), np.diff(layout.off_t)), layout.t_m, layout.t_payer)
    tie = _find(own, _compound(worker, month_row, payer))
    if level == TIE_MONTH:
        return tie
    return np.where(tie >= 0, layout.t_g[tie], -1)


def _compound(worker: np.ndarray, period: np.ndarray, other: np.ndarray) -> np.ndarray:
    """One number that orders by period row (which tells the worker) and payer or group."""
    return period * (2**31) + other + 0 * worker  # type: ignore[no-any-return]


def _find(own: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    order = np.argsort(own, kind="stable")
    at = np.searchsorted(own, wanted, sorter=order)
    at = np.minimum(at, max(len(own) - 1, 0))
    if not len(own):
        return np.full(len(wanted), -1)
    found = order[at]
    return np.where(own[found] == wanted, found, -1)


def _scattered(fact: Fact, column: Column, rows: np.ndarray, size: int) -> Column:
    """A dated table's column laid on the rows of its level; rows it does not speak of are as absence says."""
    start = fact.absent if fact.absent is not None else 0
    values = np.full(size, start, dtype=column.values.dtype)
    null = np.full(size, fact.absent is None)
    here = rows >= 0
    values[rows[here]] = column.values[here]
    null[rows[here]] = False if column.null is None else column.null[here]
    return Column(values, null if null.any() else None, PER_ROW)
