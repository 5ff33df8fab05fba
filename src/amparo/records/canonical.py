"""The canonical form: the folder of Parquet that the engine reads. Written here, checked here, read back here.

meta.json            format, country, book, class, first_month, last_month, places, and what else is known of the making
workers.parquet      worker 0..N-1, id, first, last, flags (1 nothing before, 2 nothing after), facts by full name
payers.parquet       payer 0..P-1, id, group (number), group_id, facts
engagements.parquet  worker, payer, month, facts; by worker, month, payer
ties, months, quarters, years, tie_years, spells (.parquet): worker, (payer,) period, facts; by worker, period, payer
dependants, history (.parquet): kept, not read by any rule yet

A fact column holds the stored integer (amparo.rules.kinds), null where it is unknown. Row groups are cut at the same
workers in every table, so that a run decodes no row twice. The same content gives the same bytes.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from amparo.engine.dossier import Dossier
from amparo.records.errors import FileProblem, FilesRefused
from amparo.records.facts import TABLE_OF, FactIndex, storage_bits
from amparo.rules.bounds import FACT, Unknown
from amparo.rules.levels import GROUP_MONTH, TIE_MONTH, TIE_YEAR, Level
from amparo.rules.messages import Message, what_of
from amparo.rules.nodes import Fact

if TYPE_CHECKING:
    from collections.abc import Hashable

    from amparo.rules.book import LawBook
    from amparo.rules.bounds import Value

FORMAT: Final = "amparo-canonical/1"
# A row group ends before a multiple of this number, once it holds as many rows.
SPAN: Final = 1 << 14
NOTHING_BEFORE: Final = 1
NOTHING_AFTER: Final = 2
# tables that name a worker, with what comes between the worker and the facts
KEYS: Final[dict[str, tuple[tuple[str, pa.DataType], ...]]] = {
    "engagements": (("payer", pa.int32()), ("month", pa.int32())),
    "ties": (("payer", pa.int32()), ("month", pa.int32())),
    "tie_years": (("payer", pa.int32()), ("year", pa.int32())),
    "months": (("month", pa.int32()),),
    "quarters": (("quarter", pa.int32()),),
    "years": (("year", pa.int32()),),
    "spells": (("spell", pa.string()), ("first_day", pa.int32()), ("last_day", pa.int32())),
    "dependants": (
        ("dependant", pa.string()),
        ("relation", pa.string()),
        ("birth_date", pa.int32()),
        ("first_month", pa.int32()),
        ("last_month", pa.int32()),
    ),
    "history": (
        ("month", pa.int32()),
        ("scheme", pa.string()),
        ("branch", pa.int8()),
        ("base", pa.int64()),
        ("amount", pa.int64()),
    ),
}
PERIOD: Final[dict[str, str]] = {
    "engagements": "month",
    "ties": "month",
    "tie_years": "year",
    "months": "month",
    "quarters": "quarter",
    "years": "year",
}
_INTEGERS: Final = {8: pa.int8(), 16: pa.int16(), 32: pa.int32(), 64: pa.int64()}


def arrow_type(fact: Fact) -> pa.DataType:
    """The type of a fact's column."""
    return _INTEGERS[storage_bits(fact.kind)]


def table_schema(table: str, facts: Sequence[Fact], ids: pa.DataType | None = None, kind: bool = False) -> pa.Schema:
    """The columns of a table of the canonical form. kind: spells have a kind that is no fact."""
    told = [(fact.full_name, arrow_type(fact)) for fact in facts]
    match table:
        case "workers":
            months = [("first", pa.int32()), ("last", pa.int32())]
            return pa.schema([("worker", pa.int64()), ("id", ids), *months, ("flags", pa.int8()), *told])
        case "payers":
            head = [("payer", pa.int32()), ("id", pa.string()), ("group", pa.int32()), ("group_id", pa.string())]
            return pa.schema([*head, *told])
    extra = [("kind", pa.string())] if kind else []
    return pa.schema([("worker", pa.int64()), *KEYS[table], *extra, *told])


class AlignedWriter:
    """Writes rows sorted by worker in row groups that hold whole workers; how rows arrive leaves no trace."""

    def __init__(self, path: Path, schema: pa.Schema, key: str = "worker") -> None:
        self.rows = 0
        self.schema = schema
        self._key = key
        self._held: list[pa.Table] = []
        self._count = 0
        wide = [column.name for column in schema if column.type == pa.int64()]
        self._writer = pq.ParquetWriter(
            path,
            schema,
            compression="lz4",
            write_statistics=True,
            use_dictionary=[column.name for column in schema if column.name not in wide],
            column_encoding={column: "DELTA_BINARY_PACKED" for column in wide},
        )
        self._behind = ThreadPoolExecutor(1)
        self._writing: Future[None] | None = None

    def write(self, table: pa.Table) -> None:
        """Rows of whole workers, after those written before."""
        if table.num_rows:
            self._held.append(table.select(self.schema.names).cast(self.schema))
            self._count += table.num_rows
            if self._count >= 2 * SPAN:
                self._flush(final=False)

    def _flush(self, final: bool) -> None:
        held = pa.concat_tables(self._held) if self._held else self.schema.empty_table()
        begin = 0
        for end in _ends(held[self._key].to_numpy()):
            if end - begin >= SPAN:
                self._write(held.slice(begin, end - begin))
                begin = end
        rest = held.slice(begin)
        if final and rest.num_rows:
            self._write(rest)
            rest = held.slice(held.num_rows)
        self._held, self._count = [rest], rest.num_rows

    def _write(self, table: pa.Table) -> None:
        # one row group is written while the next is made
        if self._writing is not None:
            self._writing.result()
        whole = table.combine_chunks()
        self._writing = self._behind.submit(self._writer.write_table, whole, row_group_size=max(whole.num_rows, 1))
        self.rows += table.num_rows

    def close(self) -> None:
        self._flush(final=True)
        if self._writing is not None:
            self._writing.result()
        self._behind.shutdown()
        self._writer.close()


def _ends(keys: np.ndarray) -> list[int]:
    """Where one span of keys ends and another begins."""
    span = keys // SPAN
    return (np.flatnonzero(span[1:] != span[:-1]) + 1).tolist()


# --- reading -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Canonical:
    """A folder in canonical form, and the law whose facts it holds."""

    folder: Path
    book: LawBook
    meta: Mapping[str, Any] = field(default_factory=dict)

    @cached_property
    def facts(self) -> Mapping[str, Fact]:
        return {fact.full_name: fact for fact in FactIndex(self.book).all}

    @cached_property
    def workers(self) -> int:
        return int(pq.read_metadata(self.folder / "workers.parquet").num_rows)

    @cached_property
    def payers(self) -> pa.Table:
        return pq.read_table(self.folder / "payers.parquet")

    def file(self, table: str) -> Path | None:
        path = self.folder / f"{table}.parquet"
        return path if path.exists() else None

    def number_of(self, worker: str | int) -> int:
        """The number of a worker given by the original id. Raises KeyError."""
        path = self.folder / "workers.parquet"
        kind = pq.read_schema(path).field("id").type
        sought = int(worker) if pa.types.is_integer(kind) else str(worker)
        found = pq.read_table(path, columns=["worker"], filters=[("id", "=", sought)])["worker"]
        if not len(found):
            raise KeyError(worker)
        return int(found[0].as_py())

    def dossier(self, worker: str | int) -> Dossier:
        """One worker's dossier, by the original id."""
        number = self.number_of(worker)
        return next(self.dossiers(number, number + 1))

    def dossiers(self, first: int = 0, end: int | None = None, step: int = 4096) -> Iterator[Dossier]:
        """The dossiers of the workers numbered first to end - 1, in order."""
        end = self.workers if end is None else min(end, self.workers)
        payers = _Payers(self.payers, self.facts)
        for begin in range(first, end, step):
            yield from self._some(begin, min(begin + step, end), payers)

    def _some(self, begin: int, end: int, payers: _Payers) -> Iterator[Dossier]:
        tables = {}
        for table in ("workers", *(name for name in KEYS if name not in ("dependants", "history"))):
            path = self.file(table)
            if path is not None:
                tables[table] = pq.read_table(path, filters=[("worker", ">=", begin), ("worker", "<", end)])
        workers = tables.pop("workers").to_pylist()
        rows: dict[str, dict[int, list[dict[str, Any]]]] = {}
        for name, table in tables.items():
            by_worker: dict[int, list[dict[str, Any]]] = {}
            for row in table.to_pylist():
                by_worker.setdefault(row["worker"], []).append(row)
            rows[name] = by_worker
        for worker in workers:
            told = {name: found.get(worker["worker"], []) for name, found in rows.items()}
            yield build_dossier(worker, told, payers.id, payers.group, payers.facts, self.facts)


class _Payers:
    """Payers by number: id, group and facts."""

    def __init__(self, table: pa.Table, facts: Mapping[str, Fact]) -> None:
        self.id: list[str] = table["id"].to_pylist()
        self.group: list[str] = table["group_id"].to_pylist()
        columns = [name for name in table.column_names if name in facts]
        self.facts = [
            {name: _value(facts[name], value) for name, value in row.items()}
            for row in table.select(columns).to_pylist()
        ] or [{} for _ in self.id]


def _value(fact: Fact, stored: int | None) -> Value | None:
    """A stored cell: null says unknown even where the absence of a record would be information."""
    if stored is None:
        return Unknown(fact.low, fact.high, FACT) if fact.absent is not None else None
    return stored


def build_dossier(
    worker: Mapping[str, Any],
    rows: Mapping[str, Sequence[Mapping[str, Any]]],
    payer_ids: Sequence[str],
    groups: Sequence[str],
    payer_facts: Sequence[Mapping[str, Value | None]],
    facts: Mapping[str, Fact],
) -> Dossier:
    """A dossier from the canonical rows of one worker."""
    told: dict[str, Value | dict[Hashable, Value]] = {}
    for name, stored in worker.items():
        if name in facts and (value := _value(facts[name], stored)) is not None:
            told[name] = value
    contracts = [(payer_ids[row["payer"]], row["month"]) for row in rows.get("engagements", ())]
    spells = [(row["first_day"], row["last_day"]) for row in rows.get("spells", ())]
    used = sorted({row["payer"] for table in ("engagements", "ties", "tie_years") for row in rows.get(table, ())})
    for table, found in rows.items():
        for place, row in enumerate(found):
            for name, stored in row.items():
                fact = facts.get(name)
                if fact is None:
                    continue
                value = _value(fact, stored)
                if value is not None:
                    by_row = told.setdefault(name, {})
                    assert isinstance(by_row, dict)
                    by_row[_row_of(fact, table, place, row, payer_ids, groups)] = value
    for payer in used:
        for name, value in payer_facts[payer].items():
            if value is not None:
                by_payer = told.setdefault(name, {})
                assert isinstance(by_payer, dict)
                by_payer[payer_ids[payer]] = value
    return Dossier(
        worker=str(worker["id"]),
        first=worker["first"],
        last=worker["last"],
        contracts=tuple(contracts),
        groups={payer_ids[payer]: groups[payer] for payer in used if groups[payer] != payer_ids[payer]},
        spells=tuple(spells),
        facts=told,
        nothing_before=bool(worker["flags"] & NOTHING_BEFORE),
        nothing_after=bool(worker["flags"] & NOTHING_AFTER),
    )


def _row_of(
    fact: Fact, table: str, place: int, row: Mapping[str, Any], payer_ids: Sequence[str], groups: Sequence[str]
) -> Hashable:
    match fact.level:
        case Level.CONTRACT | Level.SPELL:
            return place
        case Level.TIE_MONTH:
            return payer_ids[row["payer"]], row["month"]
        case Level.GROUP_MONTH:
            return groups[row["payer"]], row["month"]
        case Level.TIE_YEAR:
            return groups[row["payer"]], row["year"]
    return int(row[PERIOD[table]])


# --- checking ----------------------------------------------------------------------------------------------------


def read_meta(folder: Path) -> dict[str, Any] | None:
    """meta.json of a folder in canonical form; None of any other folder."""
    path = folder / "meta.json"
    if not path.is_file():
        return None
    try:
        meta = json.loads(path.read_text(encoding="utf-8"))
    except (ValueError, OSError):
        return None
    return meta if isinstance(meta, dict) and meta.get("format") == FORMAT else None


def open_canonical(folder: Path, book: LawBook) -> Canonical:
    """A folder in canonical form, checked by its Parquet statistics. Raises FilesRefused."""
    meta = read_meta(folder)
    if meta is None:
        sentence = Message("file.not_canonical", "the folder is not in canonical form.")
        raise FilesRefused(
            [
                FileProblem(
                    "damaged_canonical", folder.name, sentence, Message("file.prepare", "prepare it from the records.")
                )
            ]
        )
    problems = list(_check_law(meta, book))
    if not problems:
        problems = list(_check_files(folder, book, meta))
    if problems:
        raise FilesRefused(problems)
    return Canonical(folder, book, meta)


def _check_law(meta: Mapping[str, Any], book: LawBook) -> Iterable[FileProblem]:
    """The facts must be those of the book: the same hash, or other rules over the same facts."""
    if meta.get("book") != book.hash and meta.get("facts") != FactIndex(book).fingerprint:
        sentence = Message(
            "file.other_law",
            "it was made for the facts of another law ({country}, book {book}).",
            country=meta.get("country"),
            book=str(meta.get("book"))[:12],
        )
        yield FileProblem(
            "other_law", "meta.json", sentence, Message("file.prepare_again", "prepare it again from the records.")
        )


def _check_files(folder: Path, book: LawBook, meta: Mapping[str, Any]) -> Iterable[FileProblem]:
    index = FactIndex(book)
    rows = meta.get("rows", {})
    for table in ("workers", "payers", *KEYS):
        path = folder / f"{table}.parquet"
        if not path.exists():
            if table in ("workers", "payers", "engagements") or rows.get(table):
                yield FileProblem(
                    "damaged_canonical",
                    path.name,
                    Message("file.missing", "it is missing."),
                    Message("file.again", "prepare it again."),
                )
            continue
        try:
            yield from _check_file(path, table, index, rows, int(meta["first_month"]), int(meta["last_month"]))
        except (pa.ArrowException, OSError, KeyError, TypeError, ValueError) as error:
            yield FileProblem(
                "damaged_canonical",
                path.name,
                Message("file.unread", "it cannot be read ({what}).", what=what_of(error)),
                Message("file.again", "prepare it again."),
            )


def _check_file(
    path: Path, table: str, index: FactIndex, rows: Mapping[str, int], first: int, last: int
) -> Iterable[FileProblem]:
    def damaged(sentence: str) -> FileProblem:
        return FileProblem(
            "damaged_canonical",
            path.name,
            sentence,
            Message("file.prepare_again", "prepare it again from the records."),
        )

    facts = {fact.full_name: fact for fact in index.all if table in _tables_of(fact)}
    with pq.ParquetFile(path) as file:
        metadata, schema = file.metadata, file.schema_arrow
    if table in rows and metadata.num_rows != rows[table]:
        yield damaged(
            Message("file.rows", "it has {num_rows} rows, not {rows}.", num_rows=metadata.num_rows, rows=rows[table])
        )
    told = [facts[name] for name in schema.names if name in facts]
    ids = schema.field("id").type if table == "workers" else None
    wanted = table_schema(table, told, ids, kind="kind" in schema.names)
    if not schema.equals(wanted):
        yield damaged(Message("file.not_its_columns", "its columns are not those of the canonical form."))
        return
    key = "payer" if table == "payers" else "worker"
    ranges = {key: (0, 2**62), **{name: (facts[name].low, facts[name].high) for name in schema.names if name in facts}}
    if table in ("engagements", "ties", "months"):
        ranges["month"] = (first, last)
    before = -1
    for group in range(metadata.num_row_groups):
        for position, name in enumerate(schema.names):
            column = metadata.row_group(group).column(position)
            if name in ranges and column.statistics is not None and column.statistics.has_min_max:
                low, high = column.statistics.min, column.statistics.max
                if low < ranges[name][0] or high > ranges[name][1]:
                    yield damaged(
                        Message(
                            "file.beyond",
                            "'{name}' goes from {low} to {high}, beyond {ranges} to {ranges2}.",
                            name=name,
                            low=low,
                            high=high,
                            ranges=ranges[name][0],
                            ranges2=ranges[name][1],
                        )
                    )
                if name == key:
                    if low <= before:
                        yield damaged(
                            Message(
                                "file.order",
                                "row group {group} begins with {key} {low}, after {before}.",
                                group=group,
                                key=key,
                                low=low,
                                before=before,
                            )
                        )
                    before = high
            elif name == key:
                yield damaged(Message("file.no_statistics", "'{name}' has no statistics.", name=name))


def _tables_of(fact: Fact) -> set[str]:
    """The tables that may hold a fact's column."""
    own = TABLE_OF[fact.level]
    if fact.level in (Level.MONTH, Level.QUARTER, Level.YEAR):
        return {own, "workers"}
    return {own}


def fill_null(column: pa.ChunkedArray, value: int) -> pa.ChunkedArray:
    """A column with its unknown cells filled."""
    return pc.fill_null(column, pa.scalar(value, column.type))


__all__ = [
    "FORMAT",
    "GROUP_MONTH",
    "KEYS",
    "PERIOD",
    "SPAN",
    "TIE_MONTH",
    "TIE_YEAR",
    "AlignedWriter",
    "Canonical",
    "arrow_type",
    "build_dossier",
    "open_canonical",
    "read_meta",
    "table_schema",
]
