"""The quarantine file: every row set aside, with what it says and why it does not stand."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv
import pyarrow.parquet as pq

from amparo.records.cells import CellReader, name, text
from amparo.records.quarantine import CODE, FIELD, REASONS
from amparo.records.relations import LARGEST_ROW, ROW_BITS, Database, Source, typed
from amparo.records.schemas import Column
from amparo.records.sources import SourceFile, row_numbers
from amparo.rules.kinds import show_value
from amparo.rules.messages import Listed, Message

SCHEMA: Final = pa.schema(
    [
        ("table", pa.string()),
        ("file", pa.string()),
        ("row", pa.int64()),
        ("worker", pa.string()),
        ("field", pa.string()),
        ("value", pa.string()),
        ("reason", pa.string()),
        ("sentence", pa.string()),
        ("cure", pa.string()),
        ("also", pa.string()),
    ]
)
_LONGEST: Final = 200


class QuarantineWriter:
    """Quarantine as Parquet or CSV; text that a spreadsheet would run is disarmed in CSV."""

    def __init__(self, path: Path) -> None:
        self.rows = 0
        self._csv = path.suffix == ".csv"
        self._writer = (
            pacsv.CSVWriter(path, SCHEMA) if self._csv else pq.ParquetWriter(path, SCHEMA, compression="zstd")
        )

    def write(self, table: pa.Table) -> None:
        table = table.select(SCHEMA.names).cast(SCHEMA)
        self.rows += table.num_rows
        if self._csv:
            for column in ("worker", "value", "file"):
                table = table.set_column(SCHEMA.get_field_index(column), column, disarmed(table[column]))
        self._writer.write_table(table)

    def write_malformed(self, table: str, file: SourceFile) -> None:
        """Rows of a file that have another number of cells than its header."""
        if file.malformed is None:
            return
        reason = REASONS["malformed_row"]
        sentence, cure = reason.written()
        with pq.ParquetFile(file.malformed) as rows:
            for batch in rows.iter_batches(batch_size=1 << 16):
                found = pa.Table.from_batches([batch])
                words = {
                    "table": table,
                    "file": file.shown,
                    "field": "",
                    "reason": reason.code,
                    "sentence": sentence,
                    "cure": cure,
                    "also": "",
                }
                columns = {key: pa.array([word] * found.num_rows, pa.string()) for key, word in words.items()}
                row = pc.add(found["row"], 1)
                self.write(pa.table({"row": row, "worker": found["worker"], "value": found["value"], **columns}))

    def close(self) -> None:
        self._writer.close()


def disarmed(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Text with an apostrophe before what a spreadsheet would take for a formula."""
    return pc.replace_substring_regex(column, r"^([=+\-@\t\r])", r"'\1")


def write_quarantine(
    path: Path,
    database: Database,
    reader: CellReader,
    sources: Mapping[str, Source],
    refs: Mapping[str, tuple[np.ndarray, np.ndarray]],
    work: Path,
) -> int:
    """Write all rows set aside, by table, file and row; how many there are."""
    writer = QuarantineWriter(path)
    for table, source in sources.items():
        bad, problems = refs[table]
        if len(bad):
            listing = work / f"{table}.bad.parquet"
            pq.write_table(pa.table({"ref": bad, "why": problems}), listing, compression="lz4")
            _write_table(writer, database, reader, source, listing, work / f"{table}.shown.parquet")
        for _, file in source.files:
            writer.write_malformed(table, file)
    writer.close()
    return writer.rows


def _write_table(
    writer: QuarantineWriter, database: Database, reader: CellReader, source: Source, listing: Path, shown: Path
) -> None:
    columns = source.columns
    values = " ".join(f"WHEN {source.number(column.name)} THEN {name('raw ' + column.name)}" for column in columns)
    worker = name("raw worker") if any(column.name == "worker" for column in columns) else "NULL"
    query = (
        f"SELECT b.ref AS ref, b.why AS why, left({worker}, {_LONGEST}) AS worker, "
        f"left(CASE b.why // {FIELD} {values} END, {_LONGEST}) AS value, "
        f"list_filter(t.problems, lambda x: x IS NOT NULL AND x <> b.why) AS problems "
        f"FROM read_parquet({text(str(listing))}) AS b JOIN ({typed(source, reader, raw=True)}) AS t ON t.ref = b.ref "
        f"ORDER BY b.ref"
    )
    database.write(query, shown)
    files = dict(source.files)
    words = _Words(source, reader)
    with pq.ParquetFile(shown) as rows:
        for batch in rows.iter_batches(batch_size=1 << 16):
            table = pa.Table.from_batches([batch])
            writer.write(_described(table, source, files, words))


class _Words:
    """Field, reason, sentence and cure of each problem of a table."""

    def __init__(self, source: Source, reader: CellReader) -> None:
        self.source, self.reader = source, reader
        self.known: dict[int, tuple[str, str, str, str]] = {}

    def of(self, problem: int) -> tuple[str, str, str, str]:
        if problem not in self.known:
            number = problem // FIELD
            column = self.source.table.columns[number - 1] if number else None
            reason = REASONS[CODE[problem % FIELD]]
            field = column.name if column is not None else ""
            bounds = bounds_of(column, self.reader) if column is not None else ""
            sentence, cure = reason.written(field, bounds)
            self.known[problem] = (field, reason.code, sentence, cure)
        return self.known[problem]


def bounds_of(column: Column, reader: CellReader) -> str:
    """What a column may hold, in words."""
    if column.kind == "currency":
        return reader.book.currency
    if column.members:
        return Message("bounds.one_of", "one of {names}", names=Listed(member for member, _ in column.members))
    if column.fact is not None and column.low is not None and column.high is not None:
        kind = column.fact.kind
        low, high = (show_value(kind, end, reader.book.places) for end in (column.low, column.high))
        return Message("bounds.value_between", "a value between {low} and {high}", low=low, high=high)
    return Message("bounds.possible", "a possible value")


def _described(table: pa.Table, source: Source, files: Mapping[int, SourceFile], words: _Words) -> pa.Table:
    refs, why = table["ref"].to_numpy(), table["why"].to_numpy()
    numbers, positions = refs >> ROW_BITS, refs & LARGEST_ROW
    rows = np.zeros(len(refs), np.int64)
    shown = np.empty(len(refs), dtype=object)
    for number in np.unique(numbers):
        mine = numbers == number
        rows[mine] = row_numbers(files[int(number)], positions[mine])
        shown[mine] = files[int(number)].shown
    kinds, places = np.unique(why, return_inverse=True)
    described = [words.of(int(kind)) for kind in kinds]
    columns = {
        part: pa.DictionaryArray.from_arrays(pa.array(places), pa.array([each[at] for each in described])).cast(
            pa.string()
        )
        for at, part in enumerate(("field", "reason", "sentence", "cure"))
    }
    also = [
        "; ".join(f"{words.of(other)[0]}: {words.of(other)[1]}" for other in others or ())
        for others in table["problems"].to_pylist()
    ]
    return pa.table(
        {
            "table": pa.array([source.table.name] * len(refs)),
            "file": pa.array(shown.tolist(), pa.string()),
            "row": pa.array(rows),
            "worker": table["worker"].cast(pa.string()),
            "value": table["value"].cast(pa.string()),
            "also": pa.array(also, pa.string()),
            **columns,
        }
    )
