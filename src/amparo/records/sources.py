"""The files of a records folder: which there are, whether they can be read at all, and text tables laid out as Parquet.

A file that cannot be read is refused whole, with all other such files, before anything is written. A row with the wrong
number of cells is set aside and keeps its number.
"""

from __future__ import annotations

import codecs
import csv
import gzip
import io
import struct
import zlib
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.csv as pacsv
import pyarrow.parquet as pq

from amparo.records import file_refusals as wrong
from amparo.records.errors import FileProblem, FilesRefused, shown, why_of
from amparo.records.quarantine import FILE_REASONS
from amparo.rules.errors import nearest
from amparo.rules.messages import Message

ENDINGS: Final = (".csv", ".csv.gz", ".parquet")
MOST_COLUMNS: Final = 2_000
# a broken row of more lines than this began with a quotation mark that nobody closed
MOST_LINES: Final = 100
_LONGEST_HEADER: Final = 1_000_000
_LARGEST_FOOTER: Final = 64_000_000
_BLOCK: Final = 1 << 24
_BATCHES_OF_A_PART: Final = 4
_WRITERS: Final = 2
_MALFORMED: Final = pa.schema([("row", pa.int64()), ("value", pa.string()), ("worker", pa.string())])
MARKS: Final = ((b"\xff\xfe", "UTF-16"), (b"\xfe\xff", "UTF-16"))


class Refused(Exception):
    """One file cannot be read."""

    def __init__(self, reason: str, sentence: str, cure: str) -> None:
        assert reason in FILE_REASONS, reason
        super().__init__(sentence)
        self.reason, self.sentence, self.cure = reason, sentence, cure

    def at(self, file: str) -> FileProblem:
        return FileProblem(self.reason, file, self.sentence, self.cure)


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file as it can be scanned: Parquet (in parts, each with its first row), with the form of each known column."""

    shown: str
    parts: tuple[tuple[Path, int], ...]
    rows: int
    columns: Mapping[str, tuple[str, str]]
    unknown: tuple[str, ...] = ()
    malformed: Path | None = None
    malformed_rows: int = 0
    note: str = ""

    @property
    def rows_in(self) -> int:
        return self.rows + self.malformed_rows


def find_tables(folder: Path, tables: Sequence[str]) -> tuple[dict[str, list[Path]], list[str]]:
    """The files of each table (a .csv, .csv.gz or .parquet of its name, or a folder of such), and what is not read."""
    if not folder.is_dir():
        sentence = Message("file.no_folder", "there is no such folder.")
        raise FilesRefused(
            [FileProblem("no_such_folder", folder.name, sentence, Message("file.name_cure", "check the name."))]
        )
    found: dict[str, list[Path]] = {}
    rest: list[str] = []
    problems: list[FileProblem] = []
    for path in sorted(folder.iterdir()):
        if path.name.startswith((".", "_")):
            continue
        table = path.name if path.is_dir() else table_of(path.name)
        if table not in tables:
            rest.append(path.name)
            continue
        parts = [path] if path.is_file() else sorted(p for p in path.rglob("*") if p.is_file() and _is_part(p))
        if table in found:
            sentence = Message(
                "file.table_twice",
                "the table {table} is there twice, as {name} and {file}.",
                table=table,
                name=found[table][0].name,
                file=path.name,
            )
            problems.append(
                FileProblem("table_twice", path.name, sentence, Message("cure.keep_one", "keep one of them."))
            )
        found[table] = parts
    if problems:
        raise FilesRefused(problems)
    return found, rest


def table_of(file: str) -> str:
    """The table a file name stands for ('' if it has none of the known endings)."""
    for ending in sorted(ENDINGS, key=len, reverse=True):
        if file.lower().endswith(ending):
            return file[: -len(ending)].lower()
    return ""


def _is_part(path: Path) -> bool:
    return not path.name.startswith((".", "_")) and path.name.lower().endswith(ENDINGS)


def open_file(path: Path, shown_as: str, known: Mapping[str, str], required: Sequence[str], work: Path) -> SourceFile:
    """The file, ready to be scanned. Raises Refused."""
    try:
        if path.name.lower().endswith(".parquet"):
            return _parquet(path, shown_as, known, required)
        return _text(path, shown_as, known, required, work)
    except OSError as error:
        raise Refused(
            "unreadable_file",
            Message("document.unread", "it cannot be read: {why}.", why=why_of(error)),
            Message("file.check_cure", "check it."),
        ) from None


# --- columns -----------------------------------------------------------------------------------------------------


def match_columns(
    header: Sequence[str], known: Mapping[str, str], required: Sequence[str]
) -> tuple[dict[str, int], tuple[str, ...]]:
    """Position of each known column of the header (known: by each name it may have), and columns not known."""
    if not header:
        raise Refused("no_columns", *wrong.NO_COLUMNS)
    if len(header) > MOST_COLUMNS:
        cure = Message(
            "file.columns_cure",
            "{most_columns} are the most; leave out columns that are not read.",
            most_columns=MOST_COLUMNS,
        )
        raise Refused(
            "too_many_columns", Message("file.columns", "it has {number:,} columns.", number=len(header)), cure
        )
    plain = {written.lower(): column for written, column in known.items()}
    found: dict[str, int] = {}
    unknown: list[str] = []
    for position, written in enumerate(header):
        column = plain.get(written.strip().lower())
        if column is None:
            unknown.append(written.strip()[:80])
        elif column in found:
            raise Refused(
                "duplicate_column",
                Message("file.column_twice", "the column '{column}' stands there twice.", column=column),
                Message("cure.keep_one", "keep one of them."),
            )
        else:
            found[column] = position
    missing = [column for column in required if column not in found]
    if missing:
        others = [name.lower() for name in unknown]
        near = next((hint for column in missing if (hint := nearest(column, others))), "")
        columns = ", ".join(f"'{column}'" for column in missing)
        cure = Message("file.add_column", "add it.{near} The columns of each table: docs/records.md.", near=near)
        raise Refused(
            "missing_column",
            Message("file.missing_column", "the required column {columns} is missing.", columns=columns),
            cure,
        )
    return found, tuple(unknown)


# --- Parquet -----------------------------------------------------------------------------------------------------


def _parquet(path: Path, shown_as: str, known: Mapping[str, str], required: Sequence[str]) -> SourceFile:
    _check_footer(path)
    try:
        with pq.ParquetFile(path) as file:
            rows, schema = file.metadata.num_rows, file.schema_arrow
    except (pa.ArrowException, OSError, ValueError) as error:
        cure = Message("file.write_again", "write the file again.")
        raise Refused(
            "unreadable_file",
            Message("file.not_parquet_whole", "it is not a whole Parquet file: {what}.", what=shown(str(error))),
            cure,
        ) from None
    found, unknown = match_columns(schema.names, known, required)
    for column in unknown:
        if column.lower() in ("file_row_number", "amparo_file"):
            raise Refused(
                "reserved_column",
                Message("file.reserved_column", "a column may not be called '{column}'.", column=column),
                Message("cure.other_name", "give it another name."),
            )
    columns = {column: (schema.names[at], form_of(schema.types[at])) for column, at in found.items()}
    return SourceFile(shown_as, ((path, 0),), rows, columns, unknown)


def _check_footer(path: Path) -> None:
    """Look at the file's end before its description is read: that may be made huge on purpose."""
    size = path.stat().st_size
    with path.open("rb") as stream:
        head = stream.read(4)
        stream.seek(max(0, size - 8))
        tail = stream.read(8)
    if size < 12 or head != b"PAR1" or tail[4:] != b"PAR1":
        sentence = (
            Message("file.empty", "it is empty.")
            if size == 0
            else Message("file.not_parquet", "it is not a Parquet file, or it was cut off.")
        )
        raise Refused("unreadable_file", sentence, Message("file.write_again", "write the file again."))
    (length,) = struct.unpack("<I", tail[:4])
    if length > size - 12:
        raise Refused("unreadable_file", *wrong.NOT_PARQUET)
    if length > _LARGEST_FOOTER:
        sentence = Message(
            "file.description",
            "its description alone has {length:,} bytes: too many columns, or pieces too small.",
            length=length,
        )
        raise Refused(
            "too_many_columns",
            sentence,
            Message("file.description_cure", "leave out columns that are not read; write larger row groups."),
        )


def form_of(kind: pa.DataType) -> str:
    """In which form a column holds its values."""
    types = pa.types
    if types.is_dictionary(kind):
        return form_of(kind.value_type)
    tests = (
        ("null", types.is_null),
        ("text", lambda t: types.is_string(t) or types.is_large_string(t) or _is_view(t)),
        ("bool", types.is_boolean),
        ("int", types.is_integer),
        ("float32", types.is_float32),
        ("float", types.is_float64),
        ("decimal", lambda t: types.is_decimal(t) and t.bit_width <= 128),
        ("date", types.is_date),
        ("timestamp", lambda t: types.is_timestamp(t) and t.tz is None),
    )
    return next((form for form, test in tests if test(kind)), "other")


def _is_view(kind: pa.DataType) -> bool:
    return hasattr(pa.types, "is_string_view") and pa.types.is_string_view(kind)


# --- text --------------------------------------------------------------------------------------------------------


def check_text(path: Path, work: Path) -> tuple[Path, int]:
    """The file as plain UTF-8 text (itself, or unpacked into the work folder), and its lines that are not empty.

    Raises Refused where it is not text throughout.
    """
    with path.open("rb") as stream:
        head = stream.read(4)
    packed = path.name.lower().endswith(".gz")
    if not head:
        raise Refused("no_header", *wrong.EMPTY)
    if packed and head[:2] != b"\x1f\x8b":
        raise Refused("unreadable_file", *wrong.NOT_GZIP)
    for mark, encoding in MARKS:
        if head.startswith(mark):
            raise Refused(
                "wrong_encoding",
                Message("file.encoding", "it is {encoding}.", encoding=encoding),
                Message("document.utf8_cure", "save it as UTF-8."),
            )
    if not packed:
        with path.open("rb") as plain:
            return path, _check_bytes(plain, None)
    unpacked = work / (path.name + ".unpacked")
    with gzip.open(path, "rb") as stream, unpacked.open("wb") as copy:
        return unpacked, _check_bytes(stream, copy)  # type: ignore[arg-type]


def _check_bytes(stream: IO[bytes], copy: IO[bytes] | None) -> int:
    decoder = codecs.getincrementaldecoder("utf-8")()
    lines, empty, last = 1, 0, b"\n"
    while True:
        try:
            chunk = stream.read(1 << 20)
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            sentence = Message(
                "file.unpack", "it cannot be unpacked after line {lines}: {what}.", lines=lines, what=shown(str(error))
            )
            raise Refused(
                "unreadable_file",
                sentence,
                Message("file.damaged_cure", "the file is damaged or was cut off: fetch it again."),
            ) from None
        if b"\0" in chunk:
            sentence = Message(
                "file.zero_bytes", "it holds zero bytes after line {lines}: it is not text.", lines=lines
            )
            raise Refused(
                "unreadable_file",
                sentence,
                Message("file.csv_cure", "write CSV in UTF-8, or Parquet with the ending .parquet."),
            )
        try:
            decoder.decode(chunk, final=not chunk)
        except UnicodeDecodeError as error:
            line = lines + chunk.count(b"\n", 0, error.start)
            sentence = Message("file.line_not_utf8", "line {line} is not UTF-8.", line=line)
            raise Refused(
                "wrong_encoding",
                sentence,
                Message("file.utf8_cure", "save the file as UTF-8 (in a spreadsheet: CSV UTF-8)."),
            ) from None
        if not chunk:
            return lines - empty - (last == b"\n")
        if copy is not None:
            copy.write(chunk)
        lines += chunk.count(b"\n")
        empty += chunk.count(b"\n\n") + chunk.count(b"\n\r\n") + (last == b"\n" and chunk[:1] in b"\r\n")
        last = chunk[-1:]


def read_header(path: Path) -> tuple[list[str], str]:
    """The names of the columns of a text table, and the delimiter."""
    with path.open("rb") as stream:
        head = stream.read(_LONGEST_HEADER).removeprefix(codecs.BOM_UTF8)
    text = head.decode("utf-8", errors="ignore")
    line = text.split("\n", 1)[0].strip("\r")
    if len(line) >= _LONGEST_HEADER // 4 and "\n" not in text:
        many = max(line.count(mark) for mark in ",;\t")
        if many > MOST_COLUMNS:
            raise Refused(
                "too_many_columns",
                Message("file.header_columns", "its first line has more than {many:,} columns.", many=many),
                Message("file.leave_columns", "leave out columns."),
            )
        raise Refused("unreadable_file", *wrong.HEADER_ENDLESS)
    if not line.strip(" \t,;"):
        raise Refused("no_header", *wrong.HEADER_EMPTY)
    delimiter = max(",;\t", key=lambda mark: (line.count(mark), mark == ","))
    try:
        names = next(csv.reader(io.StringIO(text), delimiter=delimiter))
    except (csv.Error, StopIteration):
        raise Refused("no_header", *wrong.HEADER_UNREAD) from None
    return names, delimiter


class _MalformedRows:
    """Rows with the wrong number of cells, written away as they come."""

    def __init__(self, path: Path, delimiter: str, worker: int | None) -> None:
        self.path = path
        self.rows = 0
        self.open_quote = 0
        self._delimiter, self._worker = delimiter, worker
        self._buffer: list[tuple[int, str, str | None]] = []
        self._writer: pq.ParquetWriter | None = None

    def __call__(self, row: Any) -> str:
        # the header is row 1
        words = str(row.text)
        if words.count("\n", 0, 1_000_000) > MOST_LINES:
            self.open_quote = self.open_quote or row.number
        cells = words[:10_000].split(self._delimiter)
        at = self._worker
        worker = cells[at].strip(' \t"')[:200] if at is not None and at < len(cells) else None
        self._buffer.append((row.number - 2, words[:200], worker))
        self.rows += 1
        if len(self._buffer) >= 100_000:
            self._flush()
        return "skip"

    def _flush(self) -> None:
        if self._writer is None:
            self._writer = pq.ParquetWriter(self.path, _MALFORMED)
        columns = zip(*self._buffer, strict=True)
        arrays = [pa.array(column, kind.type) for column, kind in zip(columns, _MALFORMED, strict=True)]
        self._writer.write_table(pa.table(arrays, schema=_MALFORMED))
        self._buffer.clear()

    def close(self) -> Path | None:
        if self._buffer:
            self._flush()
        if self._writer is None:
            return None
        self._writer.close()
        return self.path


def _text(path: Path, shown_as: str, known: Mapping[str, str], required: Sequence[str], work: Path) -> SourceFile:
    stem = shown_as.replace("/", "~")
    (work / stem).mkdir()
    plain, lines = check_text(path, work / stem)
    header, delimiter = read_header(plain)
    found, unknown = match_columns(header, known, required)
    malformed = _MalformedRows(work / stem / "malformed.parquet", delimiter, found.get("worker"))
    batches = _batches(plain, len(header), list(found.values()), delimiter, malformed)
    parts, rows = _lay_out(batches, pa.schema([(column, pa.string()) for column in found]), work / stem)
    if plain != path:
        plain.unlink()
    away = malformed.close()
    if malformed.open_quote:
        sentence = Message(
            "file.quote",
            "row {open_quote} takes in more than {most_lines} lines.",
            open_quote=malformed.open_quote - 1,
            most_lines=MOST_LINES,
        )
        raise Refused(
            "unreadable_file", sentence, Message("file.quote_cure", "close the quotation mark that is opened there.")
        )
    columns = {column: (column, "text") for column in found}
    note = ""
    if lines > rows + malformed.rows + 1:
        note = Message(
            "file.note",
            "{lines} lines make {rows} rows and a header: cells hold line breaks.",
            lines=lines,
            rows=rows + malformed.rows,
        )
    return SourceFile(shown_as, parts, rows, columns, unknown, away, malformed.rows, note)


def _lay_out(
    batches: Iterator[pa.RecordBatch], schema: pa.Schema, folder: Path
) -> tuple[tuple[tuple[Path, int], ...], int]:
    """Text as Parquet, in parts with their first rows: parts are written while the text is read further."""

    def write(table: pa.Table, path: Path) -> None:
        pq.write_table(table, path, compression="lz4")

    parts: list[tuple[Path, int]] = []
    writing: deque[Future[None]] = deque()
    held: list[pa.RecordBatch] = []
    rows = 0

    def flush(pool: ThreadPoolExecutor) -> None:
        table = pa.Table.from_batches([pa.record_batch(batch.columns, schema=schema) for batch in held], schema)
        held.clear()
        path = folder / f"rows-{len(parts)}.parquet"
        parts.append((path, rows - table.num_rows))
        writing.append(pool.submit(write, table, path))
        if len(writing) > _WRITERS:
            writing.popleft().result()

    with ThreadPoolExecutor(_WRITERS) as pool:
        for batch in batches:
            held.append(batch)
            rows += batch.num_rows
            if len(held) >= _BATCHES_OF_A_PART:
                flush(pool)
        if held or not parts:
            flush(pool)
        for one in writing:
            one.result()
    return tuple(parts), rows


def _batches(
    path: Path, width: int, wanted: Sequence[int], delimiter: str, malformed: _MalformedRows
) -> Iterator[pa.RecordBatch]:
    names = [f"c{position}" for position in range(width)]
    include = [f"c{position}" for position in wanted]
    try:
        with pacsv.open_csv(
            path,
            read_options=pacsv.ReadOptions(
                block_size=_BLOCK, use_threads=False, column_names=names, skip_rows_after_names=1
            ),
            parse_options=pacsv.ParseOptions(
                delimiter=delimiter, newlines_in_values=True, invalid_row_handler=malformed
            ),
            convert_options=pacsv.ConvertOptions(
                column_types={column: pa.string() for column in include},
                include_columns=include,
                strings_can_be_null=False,
                check_utf8=False,
            ),
        ) as reader:
            yield from reader
    except pa.ArrowInvalid as error:
        sentence = Message("file.no_table", "it cannot be read as a table: {what}.", what=shown(str(error)))
        cure = Message(
            "file.no_table_cure",
            "look for a quotation mark that is opened and not closed, or a line longer than 16 million characters.",
        )
        raise Refused("unreadable_file", sentence, cure) from None


# --- numbers of rows ---------------------------------------------------------------------------------------------


def row_numbers(file: SourceFile, scanned: np.ndarray) -> np.ndarray:
    """The number in the file (first row below the header: 1) of rows by their position in the scanned form."""
    if file.malformed is None:
        return scanned + 1
    away = np.sort(pq.read_table(file.malformed, columns=["row"])["row"].to_numpy())
    return scanned + np.searchsorted(away - np.arange(len(away)), scanned, side="right") + 1
