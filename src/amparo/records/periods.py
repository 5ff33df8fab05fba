"""Facts by period: months, quarters, years and ties, told in rows of their own or by dated choices; one row per period.

A choice, or a tie from one day to another, holds for the periods on whose first day it is in force.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from amparo.records.canonical import PERIOD
from amparo.records.cells import name, text
from amparo.records.checks import NONE, UNKNOWN, Array, batches, integers, merge, nullable, same_as_before
from amparo.records.job import Job
from amparo.records.quarantine import NUMBER
from amparo.records.relations import Source, typed
from amparo.records.schemas import fact_column
from amparo.rules.levels import GROUP_MONTH, MONTH, QUARTER, TIE_MONTH, TIE_YEAR, YEAR, Level
from amparo.rules.nodes import Fact

NO_PERIOD: Final = -1
MONTHS_IN: Final[dict[str, int]] = {"quarters": 3, "years": 12, "tie_years": 12}
_OF_GROUPS: Final = (GROUP_MONTH, TIE_YEAR)
_EPOCH: Final = "DATE '1970-01-01'"


def read_periods(job: Job) -> None:
    """Months, quarters and years, with the choices that belong to them; ties and years of ties."""
    choices = _choices(job)
    for table, level in (("months", MONTH), ("quarters", QUARTER), ("years", YEAR)):
        chosen = [(fact, part) for fact, part in choices if fact.level == level]
        parts = [_direct(job, table, PERIOD[table], job.facts(table))] if table in job.sources else []
        facts = job.in_order([*job.facts(table), *(fact for fact, _ in chosen)])
        parts += [part for _, part in chosen]
        once = [fact for fact in facts if fact in job.facts("workers") or fact.full_name in job.assumed]
        if once:
            parts.append(_once(job, table, once))
            job.moved.update(once)
        _merge(job, _Telling(table, tuple(facts), tuple(parts)))
    _read_ties(job)


@dataclass(frozen=True, slots=True)
class _Telling:
    """What tells of a table's periods: facts, and queries that give rows for them."""

    table: str
    facts: tuple[Fact, ...]
    parts: tuple[str, ...]
    assumed: tuple[Fact, ...] = ()

    @property
    def with_payer(self) -> bool:
        return self.table in ("ties", "tie_years")


# --- rows --------------------------------------------------------------------------------------------------------


def _listed(job: Job, facts: Sequence[Fact]) -> str:
    return "".join(f", {name(job.index.short_name(fact))}" for fact in facts)


def _direct(job: Job, table: str, period: str, facts: Sequence[Fact], rows: str = "") -> str:
    """Rows that name their own period."""
    with_payer = table in ("ties", "tie_years")
    numbered = job.numbered(rows or typed(job.sources[table], job.reader), table, with_payer=with_payer)
    payer = ", payer" if with_payer else ""
    return (
        f"SELECT worker{payer}, CAST({period} AS BIGINT) AS period, true AS lead, true AS direct, ref, "
        f"problem{_listed(job, facts)} FROM ({numbered})"
    )


def _once(job: Job, table: str, facts: Sequence[Fact]) -> str:
    """What workers tell once for all periods, period by period: it holds where the period is not told otherwise."""
    unit = MONTHS_IN.get(table, 1)
    scale = 3 if unit == 3 else 1
    held = set(job.facts("workers"))
    values = []
    for fact in facts:
        column = name(job.index.short_name(fact))
        told = column if fact in held else "NULL"
        values.append(f"coalesce({told}, {job.assumed.get(fact.full_name, 'NULL')}) AS {column}")
    listed = f"range(CAST(v.first // {unit} AS BIGINT), CAST(v.last // {unit} AS BIGINT) + 1)"
    return (
        f"SELECT worker, unnest({listed}) * {scale} AS period, true AS lead, false AS direct, "
        f"CAST(-1 AS BIGINT) AS ref, CAST(NULL AS INTEGER) AS problem, {', '.join(values)} "
        f"FROM read_parquet({text(str(job.workers_file))}) AS w "
        f"JOIN read_parquet({text(str(_window_file(job)))}) AS v USING (worker)"
    )


def _choices(job: Job) -> list[tuple[Fact, str]]:
    """For each fact chosen by date: rows by period. Rows that name no such fact are set aside."""
    source = job.sources.get("choices")
    if source is None:
        return []
    names = job.index.names((MONTH, QUARTER, YEAR))
    stems = [column for column in source.columns if column.name != "value"]
    query = f"SELECT DISTINCT fact FROM ({typed(source, job.reader, stems)}) WHERE fact IS NOT NULL"
    occurring = {str(row[0]) for row in job.database.rows(query)}
    known: dict[Fact, list[str]] = {}
    for written in sorted(occurring & set(names)):
        known.setdefault(names[written], []).append(written)
    _unknown_facts(job, typed(source, job.reader, stems), [each for written in known.values() for each in written])
    found = []
    for fact, ways in known.items():
        column = replace(fact_column(job.index, fact), name="value")
        told = any(each.name == "value" for each in source.columns)
        rows = typed(source, job.reader, [*stems, column] if told else stems)
        value = "" if told else f", CAST(NULL AS {job.reader.type_of(column)}) AS value"
        rows = f"SELECT *{value} FROM ({rows}) WHERE fact IN ({', '.join(map(text, ways))})"
        values = f", value AS {name(job.index.short_name(fact))}"
        found.append((fact, _spread(job, rows, "choices", fact.level, values, with_payer=False)))
    return found


def _unknown_facts(job: Job, rows: str, known: Sequence[str]) -> None:
    wrong = job.problem("unknown_fact", "choices", "fact")
    listed = ", ".join(map(text, known)) or "''"
    query = (
        f"SELECT w.worker AS worker, e.ref AS ref, coalesce(e.problem, {wrong}) AS problem FROM ({rows}) AS e "
        f"LEFT JOIN read_parquet({text(str(job.workers_file))}) AS w ON w.id = e.worker "
        f"WHERE e.fact IS NULL OR e.fact NOT IN ({listed}) ORDER BY e.ref"
    )
    for table in batches(job.database.write(query, job.work / "choices.rest.parquet")):
        job.saw("choices", table.num_rows)
        job.drop("choices", integers(table["worker"], -1), integers(table["ref"]), integers(table["problem"]))


def _spread(job: Job, rows: str, table: str, level: Level, values: str, *, with_payer: bool) -> str:
    """Rows from day to day, as one row per period on whose first day they hold, within the worker's months.

    A row that holds for no period is there once, with no period: it is counted like the others.
    """
    told = {column.name for column in job.sources[table].columns}
    begin, end = (name(each) if each in told else "CAST(NULL AS INTEGER)" for each in ("from", "until"))
    wrong = f"CASE WHEN {end} < {begin} THEN {job.problem('ends_before_it_begins', table, 'until')} END"
    rows = f"SELECT * REPLACE (coalesce(problem, {wrong}) AS problem) FROM ({rows})"
    unit = {QUARTER: 3, YEAR: 12}.get(level, 1)
    first = f"({_month(begin)} + CASE WHEN day({_EPOCH} + CAST({begin} AS INTEGER)) = 1 THEN 0 ELSE 1 END)"
    low = f"greatest(CAST(ceil({first} / {unit}.0) AS BIGINT), v.first // {unit})"
    high = f"least(coalesce({_month(end)}, v.last) // {unit}, v.last // {unit})"
    wanted = f"CASE WHEN problem IS NULL THEN range({low}, {high} + 1) ELSE [] END"
    nothing = "CASE WHEN len(wanted) = 0 THEN [CAST(NULL AS BIGINT)] ELSE wanted END"
    numbered = job.numbered(rows, table, with_payer=with_payer)
    windows = f"read_parquet({text(str(_window_file(job)))})"
    listed = f"SELECT n.*, {wanted} AS wanted FROM ({numbered}) AS n LEFT JOIN {windows} AS v USING (worker)"
    padded = f"SELECT * REPLACE ({nothing} AS wanted) FROM ({listed})"
    pieces = f"SELECT *, unnest(wanted) AS piece, generate_subscripts(wanted, 1) = 1 AS lead FROM ({padded})"
    period = f"coalesce(piece * {3 if unit == 3 else 1}, {NO_PERIOD})"
    payer = ", payer" if with_payer else ""
    return f"SELECT worker{payer}, {period} AS period, lead, false AS direct, ref, problem{values} FROM ({pieces})"


def _month(day: str) -> str:
    date = f"({_EPOCH} + CAST({day} AS INTEGER))"
    return f"CAST(year({date}) * 12 + month({date}) - 1 AS BIGINT)"


def _window_file(job: Job) -> Path:
    """The workers' months, for the database."""
    path = job.work / "windows.parquet"
    if not path.exists():
        numbers = pa.array(np.arange(job.workers.count), pa.int64())
        columns = {"worker": numbers, "first": pa.array(job.workers.first), "last": pa.array(job.workers.last)}
        pq.write_table(pa.table(columns), path, compression="lz4")
    return path


# --- ties --------------------------------------------------------------------------------------------------------


def _read_ties(job: Job) -> None:
    by_month = [fact for fact in job.facts("ties") if fact.level in (TIE_MONTH, GROUP_MONTH)]
    by_year = [fact for fact in job.facts("ties") if fact.level == TIE_YEAR]
    months: list[str] = []
    years: list[str] = []
    if "ties" in job.sources:
        months, years = _tie_parts(job, job.sources["ties"], by_month, by_year)
    if "tie_years" in job.sources:
        years.append(_direct(job, "tie_years", "year", job.facts("tie_years")))
        by_year = job.in_order([*by_year, *job.facts("tie_years")])
    for table, facts, parts, levels in (
        ("ties", by_month, months, (TIE_MONTH, GROUP_MONTH)),
        ("tie_years", by_year, years, (TIE_YEAR,)),
    ):
        assumed = tuple(fact for fact in job.index.at(levels) if fact.full_name in job.assumed)
        if assumed:
            parts.append(_every_tie(job, MONTHS_IN.get(table, 1)))
        _merge(job, _Telling(table, tuple(facts), tuple(parts), assumed))


def _tie_parts(
    job: Job, source: Source, by_month: Sequence[Fact], by_year: Sequence[Fact]
) -> tuple[list[str], list[str]]:
    """Rows of ties for a month, from day to day, and for a year."""
    told = {column.name for column in source.columns}
    missing = [each for each in ("month", "from", "until", "year") if each not in told]
    extras = "".join(f", CAST(NULL AS INTEGER) AS {name(each)}" for each in missing)
    said = " + ".join(f"CAST({each} IS NOT NULL AS INTEGER)" for each in ("month", '"from"', "year"))
    wrong = (
        f'CASE WHEN {said} <> 1 OR ("until" IS NOT NULL AND "from" IS NULL) '
        f"THEN {job.problem('period_said_twice', 'ties')} "
        f"WHEN (year IS NULL AND ({_any_told(job, by_year)})) OR (year IS NOT NULL AND ({_any_told(job, by_month)})) "
        f"THEN {job.problem('fact_of_another_period', 'ties', 'year')} END"
    )
    rows = f"SELECT *{extras} FROM ({typed(source, job.reader)})"
    rows = f"SELECT * REPLACE (coalesce(problem, {wrong}) AS problem) FROM ({rows})"
    spread = 'problem IS NULL AND "from" IS NOT NULL'
    named = f"SELECT * FROM ({rows}) WHERE year IS NULL AND NOT ({spread})"
    months = [_direct(job, "ties", f"coalesce(month, {NO_PERIOD})", by_month, named)]
    if "from" in told:
        chosen = f"SELECT * FROM ({rows}) WHERE {spread}"
        months.append(_spread(job, chosen, "ties", TIE_MONTH, _listed(job, by_month), with_payer=True))
    years = []
    if "year" in told:
        years.append(_direct(job, "ties", "year", by_year, f"SELECT * FROM ({rows}) WHERE year IS NOT NULL"))
    return months, years


def _any_told(job: Job, facts: Sequence[Fact]) -> str:
    """Whether a row tells any of the facts."""
    tests = []
    for fact in facts:
        column = name(job.index.short_name(fact))
        tests.append(f"coalesce({column} > {UNKNOWN}, false)")
    return " OR ".join(tests) or "false"


def _every_tie(job: Job, unit: int) -> str:
    """A row for each worker, payer and month (or year) with an engagement, telling nothing: for assumptions to fill."""
    numbers = np.flatnonzero(~job.payers.dead)
    back = job.work / "payers.standing.parquet"
    columns = {"standing": pa.array(np.arange(len(numbers)), pa.int32()), "payer": pa.array(numbers, pa.int32())}
    pq.write_table(pa.table(columns), back)
    kept = next(kept for kept in job.kept if kept.table == "engagements")
    return (
        f"SELECT DISTINCT e.worker AS worker, p.payer AS payer, CAST(e.month // {unit} AS BIGINT) AS period, "
        f"true AS lead, false AS direct, CAST(-1 AS BIGINT) AS ref, CAST(NULL AS INTEGER) AS problem "
        f"FROM read_parquet({text(str(kept.path))}) AS e "
        f"JOIN read_parquet({text(str(back))}) AS p ON p.standing = e.payer"
    )


# --- one row per period ------------------------------------------------------------------------------------------


def _merge(job: Job, telling: _Telling) -> None:
    """Write one row per worker, period (and payer) from all that tell of it."""
    if not telling.parts:
        return
    table, facts = telling.table, telling.facts
    payer = ", payer" if telling.with_payer else ""
    union = " UNION ALL BY NAME ".join(telling.parts)
    query = (
        f"SELECT worker, period{payer}, lead, direct, ref, problem{_listed(job, facts)} FROM ({union}) "
        f"ORDER BY worker NULLS FIRST, period{payer}, ref"
    )
    path = job.database.write(query, job.work / f"{table}.sorted.parquet")
    told = job.in_order([*facts, *telling.assumed])
    kept, writer = job.output(table, told)
    for chunk in job.chunks(table, path):
        merged = _Chunk(job, telling, chunk).merged()
        if merged is not None:
            writer.write(job.columns(merged, told, kept.schema))
    writer.close()
    path.unlink()
    if writer.rows:
        job.kept.append(kept)


class _Chunk:
    """The rows of whole workers that tell of one table's periods."""

    def __init__(self, job: Job, telling: _Telling, chunk: pa.Table) -> None:
        self.job, self.telling, self.table = job, telling, telling.table
        self.workers, self.refs, self.periods, self.problems = (
            integers(chunk[key]) for key in ("worker", "ref", "period", "problem")
        )
        self.lead, self.direct = (integers(chunk[key]) == 1 for key in ("lead", "direct"))
        self.payers = integers(chunk["payer"]) if telling.with_payer else np.zeros(len(self.refs), np.int64)
        self.values = [integers(chunk[job.index.short_name(fact)]) for fact in telling.facts]
        self.came_in = self.refs >= 0
        grouped = telling.with_payer and len(job.payers.group)
        self.group = job.payers.group[np.maximum(self.payers, 0)] if grouped else self.payers

    def merged(self) -> pa.Table | None:
        """One row per period of what stands; what contradicts is set aside."""
        for owner, rows in self.job.by_owner(self.refs[self.lead & self.came_in]):
            self.job.saw(owner, int(rows.sum()))
        standing = self._standing()
        first = standing & self.lead & self.came_in
        workers, refs = self.workers[first], self.refs[first]
        for owner, rows in self.job.by_owner(refs):
            self.job.log(owner).add(workers[rows], refs[rows])
        useful = standing & (self.periods != NO_PERIOD)
        return self._one_per_period(useful) if useful.any() else None

    def _standing(self) -> Array:
        wrong = self.problems != NONE
        self._drop(wrong, self.problems)
        dead = ~wrong & self.job.payers.is_dead(self.payers) & self.telling.with_payer
        self._drop_for("payer_set_aside", "payer", dead)
        outside = self._outside(~wrong & ~dead)
        standing = ~(wrong | dead | outside)
        standing &= ~self._rest_of(~standing)
        copies = self._copies(standing & self.direct)
        self._drop_for("duplicate_row", "", copies)
        return self._without_clashes(standing & ~copies)

    def _outside(self, among: Array) -> Array:
        """Rows that name their period, among those given, whose period is not one of the worker's."""
        length = MONTHS_IN.get(self.table, 1)
        begin = self.periods * 12 if length == 12 else self.periods
        asked = np.where(self.direct & among, NONE, 0)
        found = self.job.outside(self.workers, begin, begin + length - 1, asked, self.table, "")
        for reason in ("outside_window", "outside_run"):
            self._drop_for(reason, PERIOD[self.table], found == NUMBER[reason])
        return (found != NONE) & (found != 0)

    def _rest_of(self, rows: Array) -> Array:
        """The other pieces of rows of which one piece does not stand."""
        return np.isin(self.refs, self.refs[rows & self.came_in]) & self.came_in

    def _drop(self, rows: Array, problems: Array) -> None:
        """Set rows aside in the table they came in with."""
        rows = rows & self.came_in
        workers, refs, problems = self.workers[rows], self.refs[rows], problems[rows]
        for owner, mine in self.job.by_owner(refs):
            self.job.drop(owner, workers[mine], refs[mine], problems[mine])

    def _drop_for(self, reason: str, column: str, rows: Array) -> None:
        """Set rows aside for a reason at a column; a choice tells its fact in the column `value`."""
        rows = rows & self.came_in
        workers, refs = self.workers[rows], self.refs[rows]
        for owner, mine in self.job.by_owner(refs):
            at = "value" if owner == "choices" and column else column
            self.job.drop(owner, workers[mine], refs[mine], self.job.problem(reason, owner, at))

    def _copies(self, among: Array) -> Array:
        """Rows among those given that say the same of the same period as an earlier one."""
        copies = np.zeros(len(among), bool)
        rows = np.flatnonzero(among)
        keys = [self.workers, self.periods, self.payers]
        if len(rows) > 1 and same_as_before([key[rows] for key in keys]).any():
            order = np.lexsort([column[rows] for column in reversed([*keys, *self.values])])
            ordered = rows[order]
            copies[ordered[1:][same_as_before([column[ordered] for column in (*keys, *self.values)])]] = True
        return copies

    def _without_clashes(self, standing: Array) -> Array:
        """Set aside all rows that tell one fact of one period in two ways, until none do."""
        while True:
            rows = np.flatnonzero(standing & self.came_in & (self.periods != NO_PERIOD))
            clashing = np.zeros(len(standing), bool)
            for fact, value in zip(self.telling.facts, self.values, strict=True):
                of_fact = np.zeros(len(standing), bool)
                of_fact[rows[self._clashes(fact, value, rows)]] = True
                self._drop_for("conflicting_values", self.job.index.short_name(fact), of_fact)
                clashing |= of_fact
            if not clashing.any():
                return standing
            standing = standing & ~self._rest_of(clashing)

    def _clashes(self, fact: Fact, value: Array, rows: Array) -> Array:
        """Which of the rows tell a fact otherwise than another row of the same period (and payer, or group)."""
        found = np.zeros(len(rows), bool)
        if len(rows):
            unit = self.group if fact.level in _OF_GROUPS else self.payers
            order = np.lexsort((unit[rows], self.periods[rows], self.workers[rows]))
            ordered = rows[order]
            merged = merge([self.workers[ordered], self.periods[ordered], unit[ordered]], [value[ordered]])
            found[order] = merged.clashes[0][merged.groups] & (value[ordered] > UNKNOWN)
        return found

    def _one_per_period(self, useful: Array) -> pa.Table:
        keys = [self.workers[useful], self.periods[useful], self.payers[useful]]
        came_in = self.came_in[useful]
        told = merge(keys, [np.where(came_in, value[useful], NONE) for value in self.values])
        once = merge(keys, [np.where(came_in, NONE, value[useful]) for value in self.values])
        begins = told.begins
        columns = {"worker": pa.array(keys[0][begins]), PERIOD[self.table]: pa.array(keys[1][begins], pa.int32())}
        if self.telling.with_payer:
            columns["payer"] = pa.array(self.job.payers.number[keys[2][begins]], pa.int32())
        group = self.group[useful][begins]
        for fact, own, general in zip(self.telling.facts, told.values, once.values, strict=True):
            value = np.where(own > UNKNOWN, own, np.maximum(own, general))
            if fact.level in _OF_GROUPS:
                value = _of_group(value, [keys[0][begins], keys[1][begins], group])
            columns[self.job.index.short_name(fact)] = nullable(value)
        return pa.table(columns)


def _of_group(value: Array, keys: Sequence[Array]) -> Array:
    """What one row of a group tells of the group, in each row of it."""
    order = np.lexsort(keys[::-1])
    merged = merge([key[order] for key in keys], [value[order]])
    found = np.empty_like(value)
    found[order] = merged.values[0][merged.groups]
    return found
