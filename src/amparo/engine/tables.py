"""From canonical Parquet to batches: the columns a kernel needs, whole workers, no copying where none is needed."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from amparo.engine.batch import NEVER, PER_ROW, PER_WORKER, Batch, Column, NoPool, Pool, stored_type
from amparo.engine.layout import layout_functions
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
    YEAR,
    Level,
)
from amparo.rules.messages import Message
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
_WINDOW: Final = ("first", "last", "flags")


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
            Message(
                "records.no_meta",
                "{name}: no meta.json, so these are not checked records. Cure: let `amparo run --records` check them.",
                name=folder.name,
            )
        )
    raw = json.loads(file.read_text(encoding="utf-8"))
    if raw.get("format") != FORMAT:
        raise AmparoError(
            Message(
                "records.format",
                "{name}: format {raw!r}, expected {format!r}.",
                name=folder.name,
                raw=raw.get("format"),
                format=FORMAT,
            )
        )
    return Meta(str(raw["country"]), str(raw["book"]), str(raw["class"]), raw)


def meta_of(folder: Path, country: str) -> Meta:
    """The folder's meta.json; raises AmparoError when it is no canonical folder, or one of another country."""
    meta = read_meta(folder)
    if meta.country != country:
        raise AmparoError(
            Message(
                "records.other_country",
                "{name}: the records were prepared for {country}, not {law}.",
                name=folder.name,
                country=meta.country,
                law=country,
            )
        )
    return meta


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
        """The rows of workers begin <= worker < end, and undecoded the columns that hold one value there."""
        groups = [n for n, (low, high) in enumerate(self.bounds) if low < end and high >= begin]
        constants = {name: value for name in self.columns if (value := self._constant(name, groups)) is not None}
        parquet = pq.ParquetFile(self.file, memory_map=True, metadata=self.parquet.metadata)
        whole = all(begin <= self.bounds[n][0] and self.bounds[n][1] < end for n in groups)
        unread = {*constants, "worker"} if whole and self.file.stem == "workers" else set(constants)
        wanted = [name for name in self.columns if name not in unread] or ["worker"]
        table = parquet.read_row_groups(groups, columns=wanted, use_threads=False)
        if whole:
            return table, constants
        worker = to_numpy(table.column("worker"), np.int64)[0]
        low, high = np.searchsorted(worker, [begin, end])
        return table.slice(int(low), int(high - low)), constants

    def _constant(self, name: str, groups: list[int]) -> Any:
        """The one value that a column has in these row groups, as their statistics tell; None where it varies."""
        told = "." in name and self.file.stem in _ROW_FOR_ROW
        if not groups or not (told or (name in _WINDOW and self.file.stem == "workers")):
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
            raise AmparoError(
                Message(
                    "records.statistics",
                    "a canonical table without statistics on 'worker'. Cure: prepare the records again.",
                )
            )
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
    # to_numpy would bring in pandas, which takes as long as reading the law
    values = np.from_dlpack(array) if pa.types.is_integer(array.type) else array.to_numpy(zero_copy_only=False)
    return np.ascontiguousarray(values, dtype=kind), null


class Records:
    """A canonical folder, opened for the facts some kernels need."""

    def __init__(self, folder: Path, book: LawBook, facts: Iterable[str], *, ids: bool = True) -> None:
        self.folder, self.book = folder, book
        self.facts: list[Fact] = [book.nodes[key] for key in facts]  # type: ignore[misc]
        names = [fact.full_name for fact in self.facts]
        named = ["id"] if ids else []
        self.workers = Source(folder / "workers.parquet", ["worker", *named, *_WINDOW, *names])
        self.sources = {
            table: Source(folder / f"{table}.parquet", [*_KEYS[table], *names])
            for table in dict.fromkeys(_TABLES.values())
            if (folder / f"{table}.parquet").exists()
        }
        payers = pq.ParquetFile(folder / "payers.parquet").read()  # read_table would bring in pandas
        self.group = to_numpy(payers.column("group"), np.int32)[0] if payers.num_rows else np.zeros(1, np.int32)
        self.payer_ids = payers.column("id")
        self.payer_facts = {
            f.full_name: _column(payers, f, PER_ROW)
            for f in self.facts
            if f.level == PAYER and f.full_name in payers.column_names
        }

    def units(self, least: int = 1) -> list[tuple[int, int]]:
        """Workers from row group to row group, begin and end; row groups are taken together up to this many."""
        found: list[tuple[int, int]] = []
        for low, high in self.workers.bounds:
            if found and high + 1 - found[-1][0] <= least:
                found[-1] = (found[-1][0], high + 1)
            else:
                found.append((low, high + 1))
        return found

    def chunk(self, begin: int, end: int) -> Chunk:
        """Everything told of these workers."""
        return Chunk(self, begin, end)


def _column(table: pa.Table, fact: Fact, mode: int) -> Column:
    return Column(*to_numpy(table.column(fact.full_name), stored_type(fact)), mode)


@dataclass(frozen=True)
class _Told:
    """A table of some workers: where each worker's rows begin, its keys, and its facts."""

    offsets: np.ndarray
    keys: Mapping[str, np.ndarray]
    facts: Mapping[str, Column]

    def part(self, start: int, stop: int) -> tuple[slice, np.ndarray]:
        """The rows of some workers, and where each one's begin among them."""
        low, high = int(self.offsets[start]), int(self.offsets[stop])
        return slice(low, high), self.offsets[start : stop + 1] - low


class Chunk:
    """The tables of some workers, cut into batches."""

    def __init__(self, records: Records, begin: int, end: int) -> None:
        self.records, self.begin = records, begin
        self.workers, held = records.workers.read(begin, end)
        self.count = end - begin if self.workers.num_columns == 0 else self.workers.num_rows
        constants = dict(held)
        tables = {}
        for name, source in records.sources.items():
            tables[name], more = source.read(begin, end)
            constants |= more
        self.window = {
            name: np.full(self.count, held[name], np.int32)
            if name in held
            else to_numpy(self.workers.column(name), np.int32)[0]
            for name in _WINDOW
        }
        self.facts = dict(records.payer_facts) | {
            f.full_name: Column(np.array([constants[f.full_name]], stored_type(f)), None, NEVER)
            for f in records.facts
            if f.full_name in constants
        }
        self.of_worker = {
            f.full_name: _column(self.workers, f, PER_WORKER)
            for f in records.facts
            if f.full_name in self.workers.column_names and f.full_name not in self.facts and f.level != PAYER
        }
        self.told = {name: self._told(name, table) for name, table in tables.items()}

    def _told(self, name: str, table: pa.Table) -> _Told:
        worker = to_numpy(table.column("worker"), np.int64)[0]
        offsets = np.zeros(self.count + 1, np.int32)
        np.cumsum(np.bincount(worker - self.begin, minlength=self.count), out=offsets[1:])
        facts = {
            fact.full_name: _column(table, fact, PER_ROW)
            for fact in self.records.facts
            if _TABLES.get(fact.level) == name
            and fact.full_name in table.column_names
            and fact.full_name not in self.facts
            and fact.full_name not in self.of_worker
        }
        keys = {key: to_numpy(table.column(key), np.int32)[0] for key in _KEYS[name] if key != "worker"}
        return _Told(offsets, keys, facts)

    def batches(self, size: int, pool: Pool | None = None) -> Iterable[tuple[int, Batch]]:
        """Batches of at most this many workers, from the position of the first; with a pool, each ends the last."""
        for start in range(0, self.count, size):
            yield start, self.batch(start, min(start + size, self.count), pool)

    def batch(self, start: int, stop: int, pool: Pool | None = None) -> Batch:
        pool = pool or NoPool()
        contracts, off_c, contract_keys = self._rows("engagements", start, stop)
        spells, off_s, spell_keys = self._rows("spells", start, stop)
        first, last, flags = (self.window[name][start:stop] for name in _WINDOW)
        bare = Batch(
            first=first,
            last=last,
            flags=flags,
            off_c=off_c,
            c_month=contract_keys["month"],
            c_payer=contract_keys["payer"],
            group=self.records.group,
            off_s=off_s,
            s_first=spell_keys["first_day"],
            s_last=spell_keys["last_day"],
            numbers=np.arange(self.begin + start, self.begin + stop),
        ).laid_out(pool)
        facts = dict(self.facts)
        for key, column in self.of_worker.items():
            facts[key] = _slice(column, slice(start, stop))
        for name, rows in (("engagements", contracts), ("spells", spells)):
            if name in self.told:
                facts |= {key: _slice(column, rows) for key, column in self.told[name].facts.items()}
        for fact in self.records.facts:
            if fact.level in _DATED and fact.full_name in self.told.get(_TABLES[fact.level], _NOTHING).facts:
                facts[fact.full_name] = self._dated(fact, bare, start, stop, pool)
        return Batch(**{**bare.__dict__, "facts": facts})

    def _rows(self, name: str, start: int, stop: int) -> tuple[slice, np.ndarray, dict[str, np.ndarray]]:
        if name not in self.told:
            empty = {key: np.zeros(0, np.int32) for key in _KEYS[name]}
            return slice(0, 0), np.zeros(stop - start + 1, np.int32), empty
        told = self.told[name]
        rows, offsets = told.part(start, stop)
        return rows, offsets, {key: values[rows] for key, values in told.keys.items()}

    def _dated(self, fact: Fact, batch: Batch, start: int, stop: int, pool: Pool) -> Column:
        """A dated table's column laid on the rows of its level; rows it does not speak of are as absence says."""
        name = _TABLES[fact.level]
        rows, offsets, keys = self._rows(name, start, stop)
        aligned = batch.aligned.get(fact.level)
        if aligned is None:
            aligned = batch.aligned[fact.level] = _aligned(fact.level, keys, offsets, batch, pool)
        column = _slice(self.told[name].facts[fact.full_name], rows)
        return column if aligned.same else _scattered(fact, column, aligned)


_NOTHING: Final = _Told(np.zeros(1, np.int32), {}, {})
_DATED: Final = frozenset({MONTH, QUARTER, YEAR, TIE_MONTH, GROUP_MONTH, TIE_YEAR})


def _slice(column: Column, rows: slice) -> Column:
    return Column(column.values[rows], None if column.null is None else column.null[rows], column.mode)


@dataclass(frozen=True)
class _Aligned:
    """For each row of a level the row of a dated table that speaks of it (-1: none); same: one for one."""

    at: np.ndarray
    same: bool


def _aligned(level: Level, keys: Mapping[str, np.ndarray], told: np.ndarray, batch: Batch, pool: Pool) -> _Aligned:
    same = np.ones(1, np.int32)
    run, layout = layout_functions(), batch.layout
    if level == TIE_MONTH:
        run("ties_alike", len(batch), {**layout.arrays, **_keys_of_ties(keys), "told": told, "same": same})
        if same[0]:
            return _Aligned(np.zeros(0, np.int32), True)
        same[0] = 1
    at = pool.take(f"at_{level.name}", batch.rows(level), np.int32)
    at.fill(-1)
    if level not in (MONTH, QUARTER, YEAR):
        assert layout.m_toff is not None
    arrays: dict[str, Any] = {**layout.arrays, "told": told, "at": at, "same": same}
    if level in (MONTH, QUARTER, YEAR):
        key, stem, unit = {MONTH: ("month", "m", 1), QUARTER: ("quarter", "q", 3), YEAR: ("year", "y", 12)}[level]
        arrays |= {"off": arrays[f"off_{stem}"], "period": keys[key], "unit": np.full(1, unit, np.int32)}
        arrays["told_unit"] = np.full(1, 3 if level == QUARTER else 1, np.int32)
        function = "periods"
    else:
        arrays |= _keys_of_ties(keys)
        function = {TIE_MONTH: "ties", GROUP_MONTH: "tie_groups", TIE_YEAR: "tie_years"}[level]
        same[0] = level != GROUP_MONTH
    run(function, len(batch), arrays)
    return _Aligned(at, bool(same[0]) and len(at) == len(next(iter(keys.values()))))


def _keys_of_ties(keys: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Payer and period (a month, or for a table of years a year) of a dated table's rows."""
    return {"payer": keys["payer"], "period": keys["year"] if "year" in keys else keys["month"]}


def _scattered(fact: Fact, column: Column, aligned: _Aligned) -> Column:
    missing = aligned.at < 0
    if not len(column.values):
        values = np.zeros(len(aligned.at), column.values.dtype)
        null = None
    else:
        values = column.values[aligned.at]
        null = None if column.null is None else column.null[aligned.at]
    if missing.any():
        values[missing] = fact.absent if fact.absent is not None else 0
        null = np.zeros(len(missing), bool) if null is None else null
        null[missing] = fact.absent is None
    return Column(values, null if null is not None and null.any() else None, PER_ROW)
