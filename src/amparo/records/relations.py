"""Tables as SQL: each file's columns converted cell by cell, rows numbered, what is wrong with each row said once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import duckdb

from amparo.records.cells import FORMS, CellReader, accepted, listed_kind, name, text
from amparo.records.errors import FileProblem, FilesRefused
from amparo.records.schemas import Column, Table
from amparo.records.sources import SourceFile
from amparo.rules.messages import Message

# a row's reference: the number of its file, then its position in it
ROW_BITS: Final = 40
LARGEST_ROW: Final = (1 << ROW_BITS) - 1


@dataclass(frozen=True, slots=True)
class Source:
    """A table that came in: its files, numbered within the whole folder."""

    table: Table
    files: tuple[tuple[int, SourceFile], ...]

    @property
    def columns(self) -> list[Column]:
        """The columns told in at least one file, in the table's order."""
        present = {column for _, file in self.files for column in file.columns}
        return [column for column in self.table.columns if column.name in present]

    @property
    def rows_in(self) -> int:
        return sum(file.rows_in for _, file in self.files)

    @property
    def rows(self) -> int:
        return sum(file.rows for _, file in self.files)

    def number(self, column: str) -> int:
        """The number by which a problem names a column of this table (0: the whole row)."""
        names = [known.name for known in self.table.columns]
        return names.index(column) + 1 if column in names else 0

    def forms(self, column: str) -> set[str]:
        return {file.columns[column][1] for _, file in self.files if column in file.columns}


@dataclass(frozen=True)
class Database:
    """DuckDB over the files, within bounded memory, without network and without leaving anything behind."""

    work: Path
    memory: str
    threads: int
    connection: duckdb.DuckDBPyConnection = field(init=False)

    def __post_init__(self) -> None:
        (self.work / "spill").mkdir(parents=True, exist_ok=True)
        config: dict[str, Any] = {
            "memory_limit": self.memory,
            "threads": str(self.threads),
            "temp_directory": str(self.work / "spill"),
            "preserve_insertion_order": "false",
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
        }
        object.__setattr__(self, "connection", duckdb.connect(":memory:", config=config))
        self.run("SET enable_progress_bar = false")

    def run(self, statement: str) -> None:
        self.connection.execute(statement)

    def rows(self, query: str) -> list[tuple[object, ...]]:
        return self.connection.execute(query).fetchall()

    def write(self, query: str, path: Path) -> Path:
        """The rows of a query in a Parquet file, in the order the query gives."""
        self.run(f"COPY ({query}) TO {text(str(path))} (FORMAT parquet, COMPRESSION lz4)")
        return path

    def close(self) -> None:
        self.connection.close()


def make_lists(database: Database, reader: CellReader, tables: Iterable[Table]) -> None:
    """Make the closed lists of all columns known to the database."""
    kinds = [column.kind for table in tables for column in table.columns if listed_kind(column)]
    for statement in reader.enums(kinds):
        database.run(statement)


def typed(source: Source, reader: CellReader, columns: Sequence[Column] | None = None, *, raw: bool = False) -> str:
    """A query: ref, each column under its own name with its stored value, and problem (the first thing wrong, or NULL).

    columns: other columns than the table's (a choice's value read as the fact it tells). raw: also each column as it
    stands ("raw name") and all that is wrong, in words.
    """
    wanted = list(source.columns if columns is None else columns)
    groups: dict[tuple[tuple[str, str, str], ...], list[tuple[int, SourceFile]]] = {}
    for number, file in source.files:
        key = tuple((column, *form) for column, form in sorted(file.columns.items()))
        groups.setdefault(key, []).append((number, file))
    return " UNION ALL ".join(_group(source, files, wanted, reader, raw) for files in groups.values())


def _group(
    source: Source, files: Sequence[tuple[int, SourceFile]], columns: Sequence[Column], reader: CellReader, raw: bool
) -> str:
    """The query over files that have the same columns in the same forms."""
    file = files[0][1]
    found, ref = scan_of(files)
    stages: list[list[str]] = [[], [], [], [], []]
    problems, values, raws, words = [], [], [], []
    for column in columns:
        number = source.number(column.name)
        form = file.columns[column.name][1] if column.name in file.columns else "null"
        written = name(file.columns[column.name][0]) if column.name in file.columns else "NULL"
        cell = reader.cell(column, number, form)
        for stage, (letter, sql) in enumerate(
            (("x", written), ("r", cell.cleaned), ("d", cell.number), ("v", cell.value), ("p", cell.wrong))
        ):
            stages[stage].append(f"{sql} AS {letter}_{number}")
        problems.append(f"p_{number}")
        kept = f"CASE WHEN p_{number} IS NULL THEN {cell.final} END"
        values.append(f"try_cast({kept} AS {reader.type_of(column)}) AS {name(column.name)}")
        if raw:
            raws.append(f"CAST(x_{number} AS VARCHAR) AS {name('raw ' + column.name)}")
            words.append(f"p_{number}")
    query = f"SELECT {ref} AS ref, {', '.join(stages[0])} FROM {found}"
    for expressions in stages[1:]:
        query = f"SELECT *, {', '.join(expressions)} FROM ({query})"
    first = f"coalesce({', '.join(problems)})" if len(problems) > 1 else problems[0]
    listed_problems = [f"[{', '.join(words)}] AS problems"] if raw else []
    outputs = ["ref", *values, *raws, *listed_problems, f"CAST({first} AS INTEGER) AS problem"]
    return f"SELECT {', '.join(outputs)} FROM ({query})"


def scan_of(files: Sequence[tuple[int, SourceFile]]) -> tuple[str, str]:
    """The rows of numbered files that have the same columns, and the reference of each row."""
    parts = [(path, (number << ROW_BITS) + first) for number, file in files for path, first in file.parts]
    paths = ", ".join(text(str(path)) for path, _ in parts)
    found = f"read_parquet([{paths}], file_row_number = true, filename = 'amparo_file')"
    if len(parts) == 1:
        return found, f"CAST({parts[0][1]} AS BIGINT) + file_row_number"
    bases = ", ".join(f"CAST({base} AS BIGINT)" for _, base in parts)
    return found, f"list_extract([{bases}], list_position([{paths}], amparo_file)) + file_row_number"


_OTHER: Final = Message("form.other", "of a type that tables do not have")


def refuse_types(sources: Iterable[Source]) -> None:
    """Refuse columns of a type that cannot hold what they should. Raises FilesRefused."""
    problems = []
    for source in sources:
        for _, file in source.files:
            for column, (_, form) in file.columns.items():
                known = source.table.column(column)
                if known is not None and not accepted(known, form):
                    held = _OTHER if form == "other" else Message("form.held", "held as {form}", form=form)
                    needed = FORMS.get(known.kind, FORMS["text"] if known.members else FORMS["id_number"])
                    sentence = Message("file.column_is", "the column '{column}' is {held}.", column=column, held=held)
                    problems.append(
                        FileProblem(
                            "wrong_type",
                            file.shown,
                            sentence,
                            Message("file.write_as", "write it as {needed}.", needed=needed),
                        )
                    )
    if problems:
        raise FilesRefused(problems)
