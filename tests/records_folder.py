"""Records folders written in a test, and what became of them."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from amparo.law import book
from amparo.records.tables import Prepared, prepare
from amparo.rules import LawBook

WORKERS = [{"worker": "w1", "first_month": "2024-01", "last_month": "2024-12"}]
PAYERS = [{"payer": "p1"}, {"payer": "p2"}]
WORK = {"worker": "w1", "payer": "p1", "month": "2024-03", "activity": "ride_hailing", "gross_pay": "10.50"}


@cache
def verania() -> LawBook:
    return book("FICTIONAL")


def write(folder: Path, **tables: Sequence[Mapping[str, Any]] | str | bytes) -> Path:
    """A folder of CSV tables; a table is rows, text or bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in tables.items():
        content = rows if isinstance(rows, str | bytes) else as_csv(rows)
        data = content.encode() if isinstance(content, str) else content
        (folder / f"{name}.csv").write_bytes(data)
    return folder


def as_csv(rows: Sequence[Mapping[str, Any]]) -> str:
    columns = list(dict.fromkeys(key for row in rows for key in row))
    stream = io.StringIO()
    writer = csv.DictWriter(stream, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return stream.getvalue()


def prepared(folder: Path, class_: str = "synthetic", **options: Any) -> Prepared:
    out = Path(tempfile.mkdtemp(dir=folder.parent)) / "out"
    return prepare(folder, options.pop("law", verania()), out, class_=class_, threads=2, **options)


def run(tmp: Path, **tables: Any) -> Prepared:
    """One worker, two payers and the tables given, prepared."""
    held = {"workers": WORKERS, "payers": PAYERS, "engagements": [WORK], **tables}
    return prepared(write(tmp / "records", **{name: rows for name, rows in held.items() if rows is not None}))


def quarantined(found: Prepared) -> list[dict[str, Any]]:
    assert found.quarantine is not None
    return pq.read_table(found.quarantine).to_pylist()


def table(found: Prepared, name: str) -> list[dict[str, Any]]:
    path = found.folder / f"{name}.parquet"
    return pq.read_table(path).to_pylist() if path.exists() else []


def content(folder: Path) -> dict[str, bytes]:
    """The bytes of every table of a canonical folder (the quarantine names rows, so it is not compared)."""
    return {path.name: path.read_bytes() for path in folder.glob("*.parquet") if path.stem != "quarantine"}
