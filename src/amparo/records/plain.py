"""Spells, dependants and earlier history: each row stands by itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import pyarrow as pa

from amparo.records.canonical import KEYS, table_schema
from amparo.records.cells import name
from amparo.records.checks import NONE, integers, same_as_before
from amparo.records.job import Job
from amparo.records.relations import typed
from amparo.rules.levels import SPELL

# what numbers a worker's rows, and between which columns a row lies
OWN_ID: Final = {"spells": "spell", "dependants": "dependant"}
ENDS: Final = {"spells": ("first_day", "last_day"), "dependants": ("first_month", "last_month")}


def read_plain(job: Job, table: str) -> None:
    """Write the accepted rows of a table with preliminary numbers of workers."""
    source = job.sources.get(table)
    if source is None:
        return
    facts = job.with_assumed(job.facts(table), (SPELL,) if table == "spells" else ())
    told = {column.name for column in source.columns}
    kind = table == "spells" and "kind" in told and not any(job.index.short_name(fact) == "kind" for fact in facts)
    kept, writer = job.output(table, facts, kind=kind)
    columns = [key for key, _ in KEYS[table]] + (["kind"] if kind else [])
    if table == "spells":
        columns = ["first_day", "last_day", "spell", *columns[3:]]
    content = [*columns, *(short for fact in facts if (short := job.index.short_name(fact)) in told)]
    path = job.database.write(_sorted(job, table, columns, content), job.work / f"{table}.sorted.parquet")
    for chunk in job.chunks(table, path):
        job.saw(table, chunk.num_rows)
        standing = _check(job, table, chunk, content)
        if standing.num_rows:
            writer.write(job.columns(standing, facts, kept.schema))
    writer.close()
    path.unlink()
    if writer.rows:
        job.kept.append(kept)


def _sorted(job: Job, table: str, columns: Sequence[str], content: Sequence[str]) -> str:
    source = job.sources[table]
    told = {column.name for column in source.columns}
    schema = table_schema(table, (), kind=True) if table == "spells" else table_schema(table, ())
    types = {field.name: "VARCHAR" if pa.types.is_string(field.type) else "BIGINT" for field in schema}
    extras = "".join(f", CAST(NULL AS {types[key]}) AS {name(key)}" for key in columns if key not in told)
    rows = f"SELECT *{extras} FROM ({typed(source, job.reader)})"
    if table in ENDS:
        begin, end = ENDS[table]
        wrong = f"CASE WHEN {end} < {begin} THEN {job.problem('ends_before_it_begins', table, end)} END"
        rows = f"SELECT * REPLACE (coalesce(problem, {wrong}) AS problem) FROM ({rows})"
    listed = ", ".join(name(key) for key in content)
    numbered = job.numbered(rows, table, with_payer=False)
    return f"SELECT worker, {listed}, problem, ref FROM ({numbered}) ORDER BY worker NULLS FIRST, {listed}, ref"


def _check(job: Job, table: str, chunk: pa.Table, content: Sequence[str]) -> pa.Table:
    workers, refs, problems = (integers(chunk[key]) for key in ("worker", "ref", "problem"))
    columns = [workers, *(integers(chunk[key]) for key in content)]
    copies = np.zeros(len(refs), bool)
    copies[1:] = same_as_before([*columns, problems])
    problems = np.where(copies & (problems == NONE), job.problem("duplicate_row", table), problems)
    if table in OWN_ID:
        ids = integers(chunk[OWN_ID[table]])
        rows = np.flatnonzero((problems == NONE) & (ids != NONE))
        order = rows[np.lexsort((ids[rows], workers[rows]))]
        same = same_as_before([workers[order], ids[order]])
        clash = np.zeros(len(order), bool)
        clash[1:] |= same
        clash[:-1] |= same
        problems[order[clash]] = job.problem("conflicting_values", table, OWN_ID[table])
    wrong = problems != NONE
    job.drop(table, workers[wrong], refs[wrong], problems[wrong])
    job.log(table).add(workers[~wrong], refs[~wrong])
    return chunk.filter(pa.array(~wrong))
