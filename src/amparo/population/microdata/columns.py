"""The columns of a file of persons as text, exactly as written; and text as exact numbers."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from amparo.records.errors import FileProblem, FilesRefused
from amparo.records.sources import Refused, check_text, open_file, read_header, row_numbers
from amparo.rules.messages import Message

Cells = list[str | None]


@dataclass(frozen=True)
class Persons:
    """The columns that a mapping names, row by row as text (None where empty), and each row's number in the file.

    malformed: how many rows have another number of cells than the header; those are not in the columns.
    """

    file: str
    columns: Mapping[str, Cells]
    rows: np.ndarray
    malformed: tuple[tuple[int, str], ...]

    def __len__(self) -> int:
        return len(self.rows)

    def __getitem__(self, column: str) -> Cells:
        return self.columns[column.lower()]


def header_of(file: Path) -> list[str]:
    """The names of the file's columns. Raises FilesRefused."""
    try:
        if file.name.lower().endswith(".parquet"):
            return list(pq.read_schema(file).names)
        with tempfile.TemporaryDirectory() as work:
            return read_header(check_text(file, Path(work))[0])[0]
    except (Refused, OSError, pa.ArrowException) as error:
        refused = (
            error
            if isinstance(error, Refused)
            else Refused(
                "unreadable_file",
                Message("file.cannot_be_read", "it cannot be read."),
                Message("file.check_cure", "check it."),
            )
        )
        raise FilesRefused([refused.at(file.name)]) from None


def read_persons(file: Path, wanted: Sequence[str], unknown: Mapping[str, Sequence[str]]) -> Persons:
    """The columns wanted of a Parquet or CSV file. unknown: by column, codes that say unknown. Raises FilesRefused."""
    silent = {column.lower(): set(codes) for column, codes in unknown.items()}
    with tempfile.TemporaryDirectory() as work:
        source = _open(file, {column: column for column in wanted}, Path(work))
        held: dict[str, Cells] = {column.lower(): [] for column in source.columns}
        for part, _ in source.parts:
            table = pq.read_table(part, columns=[written for written, _ in source.columns.values()])
            for column, (written, _) in source.columns.items():
                codes = silent.get(column.lower(), set())
                held[column.lower()] += [None if cell in codes else cell for cell in _cells(table.column(written))]
        rows = row_numbers(source, np.arange(source.rows))
        away: tuple[tuple[int, str], ...] = ()
        if source.malformed is not None:
            table = pq.read_table(source.malformed)
            away = tuple(zip(table["row"].to_pylist(), table["value"].to_pylist(), strict=True))
        return Persons(file.name, held, rows, away)


def _open(file: Path, known: Mapping[str, str], work: Path) -> Any:
    try:
        if not file.name.lower().endswith((".parquet", ".csv", ".csv.gz")):
            cure = Message("file.data_ending_cure", "name it .parquet, .csv or .csv.gz.")
            raise Refused("unreadable_file", Message("file.no_ending", "its name does not say what it is."), cure)
        return open_file(file, file.name, known, (), work)
    except Refused as refused:
        raise FilesRefused([refused.at(file.name)]) from None


def _cells(column: pa.ChunkedArray) -> Cells:
    """A column as text: whole numbers without a point, others with the digits that say exactly which they are."""
    kind = column.type
    if pa.types.is_floating(kind):
        return [None if value is None or value != value else _number(value) for value in column.to_pylist()]
    if pa.types.is_boolean(kind):
        return [None if value is None else "yes" if value else "no" for value in column.to_pylist()]
    if pa.types.is_nested(kind) or pa.types.is_binary(kind):
        raise FilesRefused(
            [
                FileProblem(
                    "wrong_type",
                    "data",
                    Message("file.column_type", "a column is of type {kind}.", kind=kind),
                    Message("file.plain_columns_cure", "write plain columns."),
                )
            ]
        )
    texts = pc.utf8_trim_whitespace(column.cast(pa.string())).to_pylist()
    return [text if text else None for text in texts]


def _number(value: float) -> str:
    return str(int(value)) if value == int(value) and abs(value) < 1e15 else repr(value)


def decimal_of(text: str) -> Decimal | None:
    """The number that a text says exactly; None where it is none."""
    try:
        found = Decimal(text)
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


__all__ = ["Cells", "Persons", "decimal_of", "header_of", "read_persons"]
