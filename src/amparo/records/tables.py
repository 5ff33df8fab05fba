"""A records folder, checked row by row and written in canonical form.

Nothing is lost on the way: every row that came in is in the canonical form or in the quarantine with its reason, and
that is counted before anything is handed out. Files that cannot be read at all are refused before that, all at once.

The order of work: workers are sorted by id and numbered; payers likewise; every other table is converted, joined to
those numbers and sorted by the database, then read through whole worker by whole worker, where rows are held against
each other. Workers who lost a row are taken out at the end with all their rows (docs/decisions, incomplete workers).
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from amparo.records.canonical import open_canonical, read_meta
from amparo.records.cells import CellReader
from amparo.records.design import FILE, POPULATION, carry_design, class_held
from amparo.records.engagements import read_engagements
from amparo.records.errors import FileProblem, FilesRefused, RecordsError
from amparo.records.facts import FactIndex
from amparo.records.job import NO_EARLIER, NO_LATER, Job, Options
from amparo.records.people import integer_workers, read_payers, read_workers
from amparo.records.periods import read_periods
from amparo.records.plain import read_plain
from amparo.records.quarantine import Counts, TableCount
from amparo.records.relations import Database, Source, make_lists, refuse_types
from amparo.records.schemas import CLASSES, Table, records_schema
from amparo.records.settle import SOURCE_NOTE, count, meta_of, settle, write_meta
from amparo.records.sources import Refused, SourceFile, find_tables, open_file
from amparo.rules.kinds import KINDS, read_value
from amparo.rules.levels import PAYER, SPELL
from amparo.rules.messages import Listed, Message, what_of

if TYPE_CHECKING:
    from amparo.rules.book import LawBook

_NOT_TABLES: Final = ("meta.json", SOURCE_NOTE, "run.json", "quarantine.parquet", "quarantine.csv", FILE, POPULATION)


@dataclass(frozen=True)
class Prepared:
    """A folder in canonical form, what became of the rows that came in, and where those set aside are."""

    folder: Path
    counts: Counts
    quarantine: Path | None
    meta: Mapping[str, Any]
    warnings: tuple[str, ...] = ()


def prepare(
    folder: str | Path,
    book: LawBook,
    out: str | Path,
    *,
    class_: str,
    first: int | None = None,
    last: int | None = None,
    assumptions: Mapping[str, Any] | None = None,
    **more: Any,
) -> Prepared:
    """Check a records folder and write it in canonical form to `out`.

    first and last: stored months of the run, for workers who do not tell their own. assumptions: {fact: value} fills
    what is unknown of a fact; 'no-earlier-history' and 'no-later-history' (yes) say so of workers who do not. More
    options: incomplete="keep" computes workers who lost a row; repeated="keep" takes rows of the same engagement and
    month for engagements of their own; quarantine_format="csv"; memory, threads, progress(step, share).

    A folder in canonical form for the same facts is checked and handed on without copying. Raises RecordsError.
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
    options = Options(class_, first, last, dict(assumptions or {}), **more)
    source, target = Path(folder), Path(out)
    check_class(source, class_)
    if read_meta(source) is not None:
        return _hand_on(source, book, options)
    _check_out(target)
    warnings: list[str] = []
    found, rest = find_tables(source, [table.name for table in records_schema(book).tables])
    warnings += [
        Message("file.no_table_read", "{file} is not a table and was not read.", file=file)
        for file in rest
        if _unexpected(file)
    ]
    assumed = read_assumptions(options.assumptions, FactIndex(book))
    target.parent.mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    try:
        sources = _open_all(source, book, found, work, warnings)
        return _prepare(_job(source, book, options, work, sources, assumed, warnings), target)
    finally:
        shutil.rmtree(work, ignore_errors=True)


def check_class(folder: Path, class_: str) -> None:
    """A population brings its class: it may be called stricter, never looser. Raises RecordsError."""
    held = class_held(folder)
    if held in CLASSES and CLASSES.index(class_) < CLASSES.index(held):
        raise RecordsError(
            Message(
                "records.class_held",
                "{name} holds a population of class {held}, not {class_}. Cure: leave --class out, or name {held}.",
                name=folder.name,
                held=held,
                class_=class_,
            )
        )


def _hand_on(folder: Path, book: LawBook, options: Options) -> Prepared:
    """A folder that is canonical already."""
    canonical = open_canonical(folder, book)
    if options.assumptions:
        raise RecordsError(
            Message(
                "records.assumed", "Assumptions are made when records are prepared; this folder is prepared already."
            )
        )
    if canonical.meta["class"] != options.class_:
        raise RecordsError(
            Message(
                "records.class_other",
                "{name} holds data of class {held}, not {class_}. Cure: name its own class.",
                name=folder.name,
                held=canonical.meta["class"],
                class_=options.class_,
            )
        )
    rows = canonical.meta.get("rows", {})
    counts = Counts({table: TableCount(number, number, 0) for table, number in rows.items()})
    return Prepared(folder, counts, None, canonical.meta)


def _job(
    folder: Path,
    book: LawBook,
    options: Options,
    work: Path,
    sources: Mapping[str, Source],
    assumed: Mapping[str, int],
    warnings: list[str],
) -> Job:
    threads = options.threads or len(os.sched_getaffinity(0))
    database = Database(work, options.memory, threads)
    return Job(folder, book, options, work, sources, database, CellReader(book), assumed, FactIndex(book), warnings)


def _prepare(job: Job, out: Path) -> Prepared:
    try:
        job.canonical.mkdir()
        make_lists(job.database, job.reader, [source.table for source in job.sources.values()])
        job.reader = replace(job.reader, integer_workers=integer_workers(job))
        job.step("workers", 0.0)
        read_workers(job)
        job.step("payers", 0.1)
        read_payers(job)
        job.step("engagements", 0.15)
        read_engagements(job)
        job.step("other tables", 0.7)
        read_periods(job)
        for table in ("spells", "dependants", "history"):
            read_plain(job, table)
        job.step("writing", 0.85)
        settle(job)
        job.step("quarantine", 0.95)
        counts, quarantine = count(job)
        meta = meta_of(job, counts)
        write_meta(job, meta)
        carry_design(job.folder, job.canonical)
    except duckdb.Error as error:
        raise _unreadable(job, error) from None
    finally:
        job.close()
    if out.exists():
        shutil.rmtree(out)
    os.replace(job.canonical, out)
    job.step("done", 1.0)
    return Prepared(out, counts, out / quarantine, meta, tuple(job.warnings))


# --- what is asked for -------------------------------------------------------------------------------------------


def read_assumptions(assumptions: Mapping[str, Any], index: FactIndex) -> dict[str, int]:
    """Stored values of what is assumed, by full name of the fact. Raises RecordsError."""
    found: dict[str, int] = {}
    for key, value in assumptions.items():
        try:
            if key in (NO_EARLIER, NO_LATER):
                if read_value(KINDS["truth"], value):
                    found[key] = 1
                continue
            fact = index.find(key, tuple({fact.level for fact in index.all}))
            found[fact.full_name] = index.read(fact, value)
        except ValueError as error:
            raise RecordsError(
                Message(
                    "records.assumption",
                    "The assumption {key} = {value!r} cannot be made: {what}",
                    key=key,
                    value=value,
                    what=what_of(error),
                )
            ) from None
    return found


def _check_out(out: Path) -> None:
    """The place to write to: empty, or an earlier canonical form. Nothing else is ever replaced."""
    if out.exists() and not (out.is_dir() and (not any(out.iterdir()) or read_meta(out) is not None)):
        raise RecordsError(
            Message(
                "records.not_canonical_out",
                "{name} exists and is no canonical form of records. Cure: name another folder to write to.",
                name=out.name,
            )
        )


def _unexpected(file: str) -> bool:
    return file not in _NOT_TABLES and not file.lower().startswith("readme") and not file.lower().endswith(".md")


# --- files -------------------------------------------------------------------------------------------------------


def _open_all(
    folder: Path, book: LawBook, found: Mapping[str, Sequence[Path]], work: Path, warnings: list[str]
) -> dict[str, Source]:
    """All files of all tables, ready to be scanned. Raises FilesRefused with all that cannot be."""
    problems: list[FileProblem] = []
    sources: dict[str, Source] = {}
    number = 0
    for table in records_schema(book).tables:
        files: list[tuple[int, SourceFile]] = []
        for path in found.get(table.name, ()):
            shown = path.relative_to(folder).as_posix()
            try:
                file = _open(path, shown, table, FactIndex(book), work)
            except Refused as refused:
                problems.append(refused.at(shown))
                continue
            files.append((number, file))
            number += 1
            warnings += [Message("file.noted", "{file}: {note}", file=shown, note=file.note)] if file.note else []
            warnings += [
                Message(
                    "file.unknown_column",
                    "{file}: the column '{column}' is not known and was not read.",
                    file=shown,
                    column=column,
                )
                for column in file.unknown
            ]
        if table.name in found and not found[table.name]:
            problems.append(
                FileProblem(
                    "no_columns",
                    table.name,
                    Message("file.folder_empty", "the folder is empty."),
                    Message("file.folder_cure", "put files in it."),
                )
            )
        if files:
            sources[table.name] = Source(table, tuple(files))
    if "workers" not in found:
        sentence = Message("file.no_workers", "there is no table workers.")
        problems.append(
            FileProblem(
                "no_table", folder.name, sentence, Message("file.add_workers", "add workers.csv or workers.parquet.")
            )
        )
    if problems:
        raise FilesRefused(problems)
    refuse_types(sources.values())
    return sources


def _open(path: Path, shown: str, table: Table, index: FactIndex, work: Path) -> SourceFile:
    """A file; its columns may be called by short or full name, and `kind` where that is clear."""
    known = {column.name: column.name for column in table.columns}
    known |= {column.fact.full_name: column.name for column in table.columns if column.fact is not None}
    levels = {"payers": (PAYER,), "spells": (SPELL,)}.get(table.name, ())
    if levels and (alias := index.names(levels).get("kind")) is not None:
        known["kind"] = index.short_name(alias)
    return open_file(path, shown, known, [column.name for column in table.columns if column.required], work)


def _unreadable(job: Job, error: duckdb.Error) -> RecordsError:
    """The database could not read a file: find out which, and say so."""
    for source in job.sources.values():
        for _, file in source.files:
            try:
                for part, _ in file.parts:
                    with pq.ParquetFile(part) as parquet:
                        for batch in parquet.iter_batches(columns=[written for written, _ in file.columns.values()]):
                            batch.validate(full=True)
            except (pa.ArrowException, OSError, ValueError) as found:
                encoding = "utf8" in str(found).lower() or "utf-8" in str(found).lower()
                reason = "wrong_encoding" if encoding else "unreadable_file"
                sentence = (
                    Message("file.text_not_utf8", "its text is not UTF-8.")
                    if encoding
                    else Message("file.part_damaged", "a part of it is damaged.")
                )
                return FilesRefused(
                    [FileProblem(reason, file.shown, sentence, Message("file.write_again", "write the file again."))]
                )
    first = str(error).splitlines()[0][:300]
    return RecordsError(
        Message("records.unread", "The records could not be read: {first}. Nothing was written.", first=first)
    )


__all__ = ["NO_EARLIER", "NO_LATER", "Options", "Prepared", "check_class", "prepare", "read_assumptions"]
