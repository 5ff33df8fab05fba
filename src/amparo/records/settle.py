"""The end of preparing: incomplete workers taken out, tables numbered anew, rows counted, the quarantine written."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from amparo.records.canonical import FORMAT, AlignedWriter, table_schema
from amparo.records.cells import text
from amparo.records.checks import NONE, Array, batches, integers
from amparo.records.errors import CountError
from amparo.records.facts import ONCE
from amparo.records.job import Job
from amparo.records.quarantine import CODE, FIELD, Counts, TableCount
from amparo.records.report import write_quarantine
from amparo.rules.messages import Message

SOURCE_NOTE: Final = "source.json"
# tables of which each row is a row of the canonical form
ROW_BY_ROW: Final = ("workers", "engagements", "spells", "dependants", "history")


def settle(job: Job) -> None:
    """Take incomplete workers out, number the others anew, and write every table under its own name."""
    _malformed(job)
    gone = job.workers.set_aside
    if job.options.incomplete == "quarantine":
        gone = gone | job.workers.hurt
    job.gone = gone
    shift = np.cumsum(gone)
    for kept in job.kept:
        final = job.canonical / f"{kept.table}.parquet"
        if not gone.any():
            os.replace(kept.path, final)
            continue
        writer = AlignedWriter(final, kept.schema)
        for table in batches(kept.path):
            numbers = table["worker"].to_numpy()
            stay = ~gone[numbers]
            if not stay.all():
                table, numbers = table.filter(pa.array(stay)), numbers[stay]
            writer.write(table.set_column(0, "worker", pa.array(numbers - shift[numbers], pa.int64())))
        writer.close()
        kept.path.unlink()
        if not writer.rows and kept.table != "engagements":
            final.unlink()
    _write_workers(job)
    _cascade(job)


def _malformed(job: Job) -> None:
    """Rows with the wrong number of cells: the worker, where the cell can be made out, is incomplete."""
    workers = f"read_parquet({text(str(job.workers_file))})"
    for table, source in job.sources.items():
        for _, file in source.files:
            if file.malformed is not None and table not in ("workers", "payers"):
                rows = f"read_parquet({text(str(file.malformed))})"
                join = "CAST(w.id AS VARCHAR) = m.worker"
                query = f"SELECT DISTINCT w.worker FROM {rows} AS m JOIN {workers} AS w ON {join}"
                hurt = [int(str(row[0])) for row in job.database.rows(query)]
                job.workers.hurt[hurt] = True


def _write_workers(job: Job) -> None:
    workers = job.workers
    facts = [fact for fact in job.with_assumed(job.facts("workers"), ONCE) if fact not in job.moved]
    ids = pq.read_schema(job.workers_file).field("id").type
    schema = table_schema("workers", facts, ids)
    writer = AlignedWriter(job.canonical / "workers.parquet", schema)
    aside, begin = job.set_aside("workers"), 0
    reasons = (
        ("duplicate_worker", "worker", workers.clash),
        ("ends_before_it_begins", "last_month", workers.late),
        ("worker_incomplete", "", job.gone),
    )
    for table in batches(job.workers_file):
        numbers, refs, problems = table["worker"].to_numpy(), integers(table["ref"]), integers(table["problem"])
        for reason, column, which in reasons:
            problems = np.where((problems == NONE) & which[numbers], job.problem(reason, "workers", column), problems)
        wrong = problems != NONE
        aside.add(refs[wrong], problems[wrong])
        table, numbers = table.filter(pa.array(~wrong)), numbers[~wrong]
        columns = {
            "worker": pa.array(np.arange(begin, begin + len(numbers)), pa.int64()),
            "first": pa.array(workers.first[numbers]),
            "last": pa.array(workers.last[numbers]),
            "flags": pa.array(workers.flags[numbers]),
        }
        begin += len(numbers)
        table = table.drop_columns(["worker", "ref", "problem"])
        for key, column in columns.items():
            table = table.append_column(key, column)
        if table.num_rows:
            writer.write(job.columns(table, facts, schema))
    writer.close()


def _cascade(job: Job) -> None:
    """Rows that were right themselves, of workers taken out."""
    if not job.gone.any():
        return
    set_aside = job.workers.set_aside
    for table, log in job.logs.items():
        away = job.set_aside(table)
        own, other = job.problem("worker_set_aside", table, "worker"), job.problem("worker_incomplete", table)
        for workers, refs in log.read():
            out = job.gone[workers]
            away.add(refs[out], np.where(set_aside[workers[out]], own, other))


# --- counting ----------------------------------------------------------------------------------------------------


def count(job: Job) -> tuple[Counts, str]:
    """Count every row, write the quarantine, and hold the two against each other. Raises CountError."""
    refs = {table: job.set_aside(table).all() for table in job.sources}
    tables = {table: _count_table(job, table, *refs[table]) for table in job.sources}
    counts = Counts(tables)
    counts.check()
    file = f"quarantine.{job.options.quarantine_format}"
    written = write_quarantine(job.canonical / file, job.database, job.reader, job.sources, refs, job.work)
    if written != counts.quarantined:
        raise CountError(
            Message(
                "records.quarantined",
                "{quarantined} rows were set aside and {written} are in {file}: a mistake in Amparo.",
                quarantined=counts.quarantined,
                written=written,
                file=file,
            )
        )
    return counts, file


def _count_table(job: Job, table: str, refs: Array, problems: Array) -> TableCount:
    source = job.sources[table]
    if job.seen.get(table, 0) != source.rows:
        raise CountError(
            Message(
                "records.looked_at",
                "{table}: {rows} rows came in and {seen} were looked at. This is a mistake in Amparo: please report "
                "it. Nothing was written.",
                table=table,
                rows=source.rows,
                seen=job.seen.get(table, 0),
            )
        )
    numbers, times = np.unique(problems % FIELD, return_counts=True)
    reasons = {CODE[int(number)]: int(each) for number, each in zip(numbers, times, strict=True)}
    malformed = sum(file.malformed_rows for _, file in source.files)
    if malformed:
        reasons["malformed_row"] = malformed
    unknown = tuple(dict.fromkeys(column for _, file in source.files for column in file.unknown))
    return TableCount(source.rows_in, _accepted(job, table), len(refs) + malformed, reasons, unknown)


def _accepted(job: Job, table: str) -> int:
    """Rows accepted, by what was written; of rows that tell of many periods, by the log of what stands."""
    if table == "payers":
        return job.payers.accepted
    if table in ROW_BY_ROW:
        path = job.canonical / f"{table}.parquet"
        return int(pq.read_metadata(path).num_rows) if path.exists() else 0
    log = job.logs.get(table)
    return 0 if log is None else sum(int((~job.gone[workers]).sum()) for workers, _ in log.read())


def meta_of(job: Job, counts: Counts) -> dict[str, Any]:
    """What meta.json says of the folder."""
    files = sorted(path for path in job.canonical.glob("*.parquet") if path.stem != "quarantine")
    alive = ~job.gone
    first, last = job.options.first or 0, job.options.last or 0
    if alive.any():
        first, last = int(job.workers.first[alive].min()), int(job.workers.last[alive].max())
    note = job.folder / SOURCE_NOTE
    return {
        "format": FORMAT,
        "country": job.book.country.code,
        "book": job.book.hash,
        "class": job.options.class_,
        "first_month": first,
        "last_month": last,
        "places": list(job.book.places.names),
        "currency": job.book.currency,
        "facts": job.index.fingerprint,
        "rows": {path.stem: pq.read_metadata(path).num_rows for path in files},
        "counts": counts.as_dict(),
        "assumptions": {key: _shown(job, key, value) for key, value in sorted(job.assumed.items())},
        "incomplete_workers": {
            "option": job.options.incomplete,
            "workers": int((job.workers.hurt & ~job.workers.set_aside).sum()),
            "taken_out": int(job.gone.sum()),
        },
        "repeated_engagements": job.options.repeated,
        "declared": json.loads(note.read_text(encoding="utf-8")) if note.is_file() else {},
    }


def _shown(job: Job, key: str, value: int) -> str:
    fact = next((fact for fact in job.index.all if fact.full_name == key), None)
    return "yes" if fact is None else job.index.show(fact, value)


def write_meta(job: Job, meta: Mapping[str, Any]) -> None:
    words = json.dumps(meta, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    (job.canonical / "meta.json").write_text(words, encoding="utf-8")
