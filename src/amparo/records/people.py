"""Workers and payers: sorted by id, numbered, copies and contradictions found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from amparo.records.canonical import NOTHING_AFTER, NOTHING_BEFORE, AlignedWriter, table_schema
from amparo.records.cells import name
from amparo.records.checks import NONE, Array, batches, integers, nullable, same_as_before
from amparo.records.job import NO_EARLIER, NO_LATER, Job, Payers
from amparo.records.relations import typed
from amparo.rules.levels import PAYER
from amparo.rules.messages import Message

MOST_MONTHS: Final = 1200
_OPTIONAL: Final = {
    "first_month": "INTEGER",
    "last_month": "INTEGER",
    "nothing_before": "TINYINT",
    "nothing_after": "TINYINT",
}


def integer_workers(job: Job) -> bool:
    """Whether every worker's id is a whole number, written plainly."""
    source = job.sources["workers"]
    if source.forms("worker") <= {"int"}:
        return True
    ids = typed(source, job.reader, [column for column in source.columns if column.name == "worker"])
    plain = "regexp_full_match(worker, '0|-?[1-9][0-9]{0,17}')"
    ((found,),) = job.database.rows(f"SELECT coalesce(bool_and({plain}), false) FROM ({ids})")
    return bool(found)


# --- workers -----------------------------------------------------------------------------------------------------


def read_workers(job: Job) -> None:
    """Sort workers by id, number them, and note months, flags, copies and contradictions."""
    source = job.sources["workers"]
    told = {column.name for column in source.columns}
    extras = "".join(f", CAST(NULL AS {kind}) AS {column}" for column, kind in _OPTIONAL.items() if column not in told)
    facts = [column.name for column in source.columns if column.fact is not None]
    names = "".join(f", {name(fact)}" for fact in facts)
    wrong = (
        f"CASE WHEN first_month > last_month THEN {job.problem('ends_before_it_begins', 'workers', 'last_month')} "
        f"WHEN last_month - first_month >= {MOST_MONTHS} THEN {job.problem('window_too_long', 'workers')} END"
    )
    query = (
        f"SELECT worker AS id, ref, coalesce(problem, {wrong}) AS problem, {', '.join(_OPTIONAL)}{names} "
        f"FROM (SELECT *{extras} FROM ({typed(source, job.reader)})) ORDER BY id NULLS FIRST, ref"
    )
    path = job.database.write(query, job.work / "workers.sorted.parquet")
    _note(job, _number(job, path, [*_OPTIONAL, *facts, "problem"]))
    path.unlink()


@dataclass
class _Numbering:
    """What is gathered while sorted rows of workers go by."""

    count: int = 0
    clashes: list[Array] = field(default_factory=list)
    copies: list[tuple[Array, Array, Array]] = field(default_factory=list)
    parts: list[dict[str, Array]] = field(default_factory=list)
    before: Mapping[str, Any] | None = None


def _number(job: Job, path: Path, content: Sequence[str]) -> _Numbering:
    """Write one row per id with its number; further rows of an id are copies or contradictions."""
    found = _Numbering()
    schema = pq.read_schema(path).append(pa.field("worker", pa.int64()))
    with pq.ParquetWriter(job.workers_file, schema, compression="lz4") as writer:
        for table in batches(path):
            job.saw("workers", table.num_rows)
            lost = table["id"].null_count
            job.set_aside("workers").add(integers(table["ref"])[:lost], integers(table["problem"])[:lost])
            table = table.slice(lost)
            if table.num_rows:
                writer.write_table(_number_batch(job, table, content, found).cast(schema))
    return found


def _number_batch(job: Job, table: pa.Table, content: Sequence[str], found: _Numbering) -> pa.Table:
    ids = table["id"].combine_chunks()
    new, same = np.ones(table.num_rows, dtype=bool), np.zeros(table.num_rows, dtype=bool)
    new[1:] = pc.not_equal(ids[1:], ids[:-1]).to_numpy(zero_copy_only=False)
    columns = {column: integers(table[column]) for column in content}
    same[1:] = same_as_before(list(columns.values()))
    first, last = (table.slice(at, 1).to_pylist()[0] for at in (0, table.num_rows - 1))
    if found.before is not None and found.before["id"] == first["id"]:
        new[0] = False
        same[0] = all(first[column] == found.before[column] for column in content)
    found.before = last
    numbers = found.count + np.cumsum(new) - 1
    found.count += int(new.sum())
    refs, problems = integers(table["ref"]), columns["problem"]
    again = ~new
    found.copies.append((numbers[again], refs[again], problems[again]))
    found.clashes.append(numbers[again & ~same])
    found.parts.append({column: columns[column][new] for column in (*_OPTIONAL, "problem")})
    return table.filter(pa.array(new)).append_column("worker", pa.array(numbers[new], pa.int64()))


def _note(job: Job, found: _Numbering) -> None:
    """Keep of each worker what later steps ask for, in arrays."""

    def column(key: str) -> Array:
        return np.concatenate([part[key] for part in found.parts]) if found.parts else np.empty(0, np.int64)

    workers = job.workers
    workers.count = found.count
    first, last = column("first_month"), column("last_month")
    workers.own_first, workers.own_last = first != NONE, last != NONE
    workers.first = np.where(workers.own_first, first, 0).astype(np.int32)
    workers.last = np.where(workers.own_last, last, 0).astype(np.int32)
    workers.flags = np.zeros(found.count, np.int8)
    for flag, bit, assumed in (
        ("nothing_before", NOTHING_BEFORE, NO_EARLIER in job.assumed),
        ("nothing_after", NOTHING_AFTER, NO_LATER in job.assumed),
    ):
        told = column(flag)
        workers.flags[(told == 1) | (assumed & (told == NONE))] |= bit
    workers.dead = column("problem") != NONE
    workers.clash, workers.late, workers.hurt = (np.zeros(found.count, bool) for _ in range(3))
    for clash in found.clashes:
        workers.clash[clash] = True
    for numbers, refs, problems in found.copies:
        job.set_aside("workers").add(refs, _why_again(job, "worker", workers.clash[numbers], problems))


def _why_again(job: Job, key: str, clash: Array, problems: Array) -> Array:
    """Why further rows of an id do not stand: what is wrong in them; or they contradict; or they are copies."""
    table = f"{key}s"
    other, copy = job.problem(f"duplicate_{key}", table, key), job.problem("duplicate_row", table)
    return np.where(problems != NONE, problems, np.where(clash, other, copy))


# --- payers ------------------------------------------------------------------------------------------------------


def read_payers(job: Job) -> None:
    """Number payers in the order of their names, and their groups; take them from the engagements if not told."""
    source = job.sources.get("payers")
    facts = job.facts("payers")
    names = "".join(", " + name(job.index.short_name(fact)) for fact in facts)
    told = {column.name for column in source.columns} if source else set()
    group = "" if "group" in told else ', CAST(NULL AS VARCHAR) AS "group"'
    rows = typed(source, job.reader) if source else _payers_of_engagements(job)
    grouped = f"SELECT *{group} FROM ({rows})"
    query = f'SELECT payer AS id, ref, problem, "group"{names} FROM ({grouped}) ORDER BY id NULLS FIRST, ref'
    path = job.database.write(query, job.work / "payers.sorted.parquet")
    table = pq.read_table(path)
    if source is not None:
        job.saw("payers", table.num_rows)
    lost = table["id"].null_count
    job.set_aside("payers").add(integers(table["ref"])[:lost], integers(table["problem"])[:lost])
    _number_payers(job, table.slice(lost).combine_chunks(), source is not None)


def _payers_of_engagements(job: Job) -> str:
    untold = "CAST(-1 AS BIGINT) AS ref, CAST(NULL AS INTEGER) AS problem"
    engaged = job.sources.get("engagements")
    if engaged is None:
        return f"SELECT CAST(NULL AS VARCHAR) AS payer, {untold} WHERE false"
    job.warnings.append(
        Message(
            "records.no_payers",
            "There is no table payers: payers are those of the engagements, and nothing is told of them.",
        )
    )
    columns = [column for column in engaged.columns if column.name == "payer"]
    return f"SELECT DISTINCT payer, {untold} FROM ({typed(engaged, job.reader, columns)}) WHERE payer IS NOT NULL"


def _number_payers(job: Job, table: pa.Table, told: bool) -> None:
    facts = job.facts("payers")
    values = {fact: integers(table[job.index.short_name(fact)]) for fact in facts}
    refs, problems = integers(table["ref"]), integers(table["problem"])
    ids, groups = table["id"], pc.coalesce(table["group"], table["id"])
    new = np.ones(table.num_rows, dtype=bool)
    if table.num_rows > 1:
        new[1:] = pc.not_equal(ids.combine_chunks()[1:], ids.combine_chunks()[:-1]).to_numpy(zero_copy_only=False)
    same = np.zeros(table.num_rows, dtype=bool)
    same[1:] = same_as_before([integers(groups), problems, *values.values()])
    numbers = np.cumsum(new) - 1
    clashing = np.zeros(int(new.sum()), bool)
    clashing[numbers[~new & ~same]] = True
    dead = (problems[new] != NONE) | clashing
    aside = job.set_aside("payers")
    aside.add(refs[new][dead], _why_again(job, "payer", clashing[dead], problems[new][dead]))
    aside.add(refs[~new], _why_again(job, "payer", clashing[numbers[~new]], problems[~new]))
    first = table.filter(pa.array(new))
    job.payers = _write_payers(job, first, groups.filter(pa.array(new)), {f: v[new] for f, v in values.items()}, ~dead)
    job.payers.accepted = int((~dead).sum()) if told else 0
    listing = {"payer_id": first["id"].cast(pa.string()), "payer_number": pa.array(np.arange(len(dead)), pa.int32())}
    pq.write_table(pa.table(listing), job.payers_file)


def _write_payers(
    job: Job, table: pa.Table, groups: pa.ChunkedArray, values: Mapping[Any, Array], alive: Array
) -> Payers:
    """payers.parquet of the canonical form: nobody's number depends on a worker, so it is final at once."""
    names = groups.to_pylist()
    standing = {group: 0 for group in sorted({each for each, lives in zip(names, alive, strict=True) if lives})}
    position = {group: number for number, group in enumerate(standing)}
    group = np.array([position.get(each, -1) for each in names], dtype=np.int64)
    numbers = np.where(alive, np.cumsum(alive) - 1, -1)
    told = job.with_assumed(list(values), (PAYER,))
    schema = table_schema("payers", told)
    columns = {
        "payer": pa.array(numbers[alive], pa.int32()),
        "id": table["id"].filter(pa.array(alive)),
        "group": pa.array(group[alive], pa.int32()),
        "group_id": groups.filter(pa.array(alive)),
        **{job.index.short_name(fact): nullable(held[alive]) for fact, held in values.items()},
    }
    writer = AlignedWriter(job.canonical / "payers.parquet", schema, key="payer")
    writer.write(job.columns(pa.table(columns), told, schema))
    writer.close()
    return Payers(group, ~alive, numbers)
