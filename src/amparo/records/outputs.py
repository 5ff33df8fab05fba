"""What goes out: result tables as Parquet or CSV, run.json, and the question whether anything may go out at all."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, Literal

import pyarrow as pa
import pyarrow.csv as pacsv
import pyarrow.parquet as pq

from amparo.records.errors import ExportRefused, RecordsError
from amparo.records.report import disarmed
from amparo.records.schemas import CLASSES
from amparo.rules.messages import Listed, Message

RESTRICTED: Final = "restricted"
RUN_FILE: Final = "run.json"


def may_export(class_: str) -> Literal[True]:
    """True for data whose results may leave; raises ExportRefused for all other.

    Restricted records may be computed on; what is made from them stays until a disclosure control has passed it, and
    Amparo has none yet.
    """
    if class_ not in CLASSES:
        raise RecordsError(
            Message(
                "records.class",
                "'{class_}' is no class of data: one of {classes}.",
                class_=class_,
                classes=Listed(CLASSES),
            )
        )
    if class_ == RESTRICTED:
        raise ExportRefused(
            Message(
                "records.restricted",
                "These results are made from restricted records and may not leave: no disclosure control has "
                "passed them, and Amparo has none yet. Cure: run on a synthetic or public-use population to "
                "share results.",
            )
        )
    return True


def write_table(
    path: str | Path,
    rows: pa.Table | Iterable[pa.RecordBatch],
    *,
    class_: str,
    schema: pa.Schema | None = None,
    stamps: Mapping[str, str] | None = None,
) -> int:
    """Write a result table as Parquet or CSV by the ending of its name; how many rows it has.

    schema: the columns in their fixed order (needed where rows come piece by piece). stamps (country, law, conversion)
    and the class of data go into the Parquet file's own metadata. Raises ExportRefused for restricted data.
    """
    may_export(class_)
    target = Path(path)
    pieces = rows.to_batches() if isinstance(rows, pa.Table) else rows
    if schema is None:
        if not isinstance(rows, pa.Table):
            raise RecordsError("Rows that come piece by piece need their columns said beforehand.")
        schema = rows.schema
    temporary = target.with_name(f".{target.name}.part")
    count = 0
    with _writer(temporary, target.suffix, schema, {"amparo.class": class_, **(stamps or {})}) as writer:
        for piece in pieces:
            table = pa.Table.from_batches([piece]).select(schema.names).cast(schema)
            count += table.num_rows
            writer.write_table(_safe(table) if target.suffix == ".csv" else table)
    os.replace(temporary, target)
    return count


def _writer(path: Path, ending: str, schema: pa.Schema, stamps: Mapping[str, str]) -> Any:
    match ending:
        case ".csv":
            return pacsv.CSVWriter(path, schema)
        case ".parquet":
            return pq.ParquetWriter(
                path, schema.with_metadata({**(schema.metadata or {}), **stamps}), compression="zstd"
            )
    raise RecordsError(
        Message(
            "records.ending",
            "'{ending}' is no ending of a result table. Cure: name it .parquet or .csv.",
            ending=ending,
        )
    )


def _safe(table: pa.Table) -> pa.Table:
    """Text that a spreadsheet would run as a formula, disarmed."""
    for position, column in enumerate(table.schema):
        if pa.types.is_string(column.type) or pa.types.is_large_string(column.type):
            table = table.set_column(position, column.name, disarmed(table.column(position)))
    return table


def describe_files(paths: Sequence[str | Path]) -> list[dict[str, Any]]:
    """Name, size and SHA-256 of files, in the order of their names."""
    found = []
    for path in sorted(Path(each) for each in paths):
        digest = hashlib.sha256()
        with path.open("rb") as stream:
            while chunk := stream.read(1 << 20):
                digest.update(chunk)
        found.append({"name": path.name, "bytes": path.stat().st_size, "sha256": digest.hexdigest()})
    return found


def write_run(folder: str | Path, document: Mapping[str, Any]) -> Path:
    """run.json: keys in order, whole or not at all."""
    target = Path(folder) / RUN_FILE
    temporary = target.with_name(f".{RUN_FILE}.part")
    words = json.dumps(document, ensure_ascii=False, indent=2, sort_keys=True, default=str) + "\n"
    temporary.write_text(words, encoding="utf-8")
    os.replace(temporary, target)
    return target
