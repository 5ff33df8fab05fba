"""What the steps of preparing a folder share: the files, the law, who lost a row, and where every row went."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from amparo.records.canonical import NOTHING_AFTER, NOTHING_BEFORE, AlignedWriter, fill_null, table_schema
from amparo.records.cells import CellReader, text
from amparo.records.checks import NONE, UNKNOWN, Array, SetAside, integers, whole_workers
from amparo.records.facts import FactIndex
from amparo.records.quarantine import FIELD, HARMLESS, NUMBER, problem
from amparo.records.relations import ROW_BITS, Database, Source

if TYPE_CHECKING:
    from amparo.rules.book import LawBook
    from amparo.rules.levels import Level
    from amparo.rules.nodes import Fact

NO_EARLIER: Final = "no-earlier-history"
NO_LATER: Final = "no-later-history"
_HARMLESS: Final = np.array([NUMBER[code] for code in HARMLESS])


@dataclass(frozen=True)
class Options:
    """How a folder is prepared."""

    class_: str
    first: int | None = None
    last: int | None = None
    assumptions: Mapping[str, Any] = field(default_factory=dict)
    incomplete: Literal["quarantine", "keep"] = "quarantine"
    repeated: Literal["quarantine", "keep"] = "quarantine"
    memory: str = "1200MB"
    threads: int = 0
    quarantine_format: Literal["parquet", "csv"] = "parquet"
    progress: Callable[[str, float], None] | None = None


@dataclass
class Workers:
    """By number of a worker, in the order of ids: months, flags, and whether the worker can still be computed.

    own_first, own_last: told by the worker, not by the run. dead: the worker's own row is wrong. clash: told twice in
    two ways. late: the months of worker and run together end before they begin. hurt: another of the rows is wrong.
    """

    count: int = 0
    first: Array = field(default_factory=lambda: np.empty(0, np.int32))
    last: Array = field(default_factory=lambda: np.empty(0, np.int32))
    flags: Array = field(default_factory=lambda: np.empty(0, np.int8))
    own_first: Array = field(default_factory=lambda: np.empty(0, bool))
    own_last: Array = field(default_factory=lambda: np.empty(0, bool))
    dead: Array = field(default_factory=lambda: np.empty(0, bool))
    clash: Array = field(default_factory=lambda: np.empty(0, bool))
    late: Array = field(default_factory=lambda: np.empty(0, bool))
    hurt: Array = field(default_factory=lambda: np.empty(0, bool))

    @property
    def set_aside(self) -> Array:
        """Workers whose own row does not stand."""
        return self.dead | self.clash | self.late


@dataclass
class Payers:
    """By number of a payer, in the order of names: group, whether set aside, and the number among those that stand."""

    group: Array = field(default_factory=lambda: np.empty(0, np.int64))
    dead: Array = field(default_factory=lambda: np.empty(0, bool))
    number: Array = field(default_factory=lambda: np.empty(0, np.int64))
    accepted: int = 0

    def is_dead(self, payers: Array) -> Array:
        if not len(self.dead):
            return np.zeros(len(payers), bool)
        return (payers >= 0) & self.dead[np.maximum(payers, 0)]


class AcceptedLog:
    """References of accepted rows and their workers, on disk: looked at again only if workers are taken out."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.rows = 0
        self._stream = path.open("wb")

    def add(self, workers: Array, refs: Array) -> None:
        pairs = np.empty((len(refs), 2), dtype=np.int64)
        pairs[:, 0], pairs[:, 1] = workers, refs
        self._stream.write(pairs.tobytes())
        self.rows += len(refs)

    def close(self) -> None:
        self._stream.close()

    def read(self, step: int = 1 << 20) -> Iterator[tuple[Array, Array]]:
        self._stream.flush()
        if self.rows:
            pairs = np.memmap(self.path, dtype=np.int64, mode="r", shape=(self.rows, 2))
            for begin in range(0, self.rows, step):
                part = np.array(pairs[begin : begin + step])
                yield part[:, 0], part[:, 1]


@dataclass(frozen=True, slots=True)
class Kept:
    """A table written with preliminary numbers of workers."""

    table: str
    path: Path
    schema: pa.Schema


@dataclass
class Job:
    """A folder on its way to the canonical form."""

    folder: Path
    book: LawBook
    options: Options
    work: Path
    sources: Mapping[str, Source]
    database: Database
    reader: CellReader
    assumed: Mapping[str, int]
    index: FactIndex
    warnings: list[str]
    workers: Workers = field(default_factory=Workers)
    payers: Payers = field(default_factory=Payers)
    aside: dict[str, SetAside] = field(default_factory=dict)
    logs: dict[str, AcceptedLog] = field(default_factory=dict)
    seen: dict[str, int] = field(default_factory=dict)
    kept: list[Kept] = field(default_factory=list)
    moved: set[Fact] = field(default_factory=set)
    gone: Array = field(default_factory=lambda: np.empty(0, bool))

    @property
    def canonical(self) -> Path:
        return self.work / "canonical"

    @property
    def workers_file(self) -> Path:
        return self.work / "workers.numbered.parquet"

    @property
    def payers_file(self) -> Path:
        return self.work / "payers.numbered.parquet"

    def step(self, name: str, share: float) -> None:
        if self.options.progress is not None:
            self.options.progress(name, share)

    def close(self) -> None:
        self.database.close()
        for log in self.logs.values():
            log.close()

    # --- facts

    def facts(self, table: str) -> list[Fact]:
        """The facts a table tells, in the book's order."""
        source = self.sources.get(table)
        return [column.fact for column in source.columns if column.fact is not None] if source else []

    def in_order(self, facts: Sequence[Fact]) -> list[Fact]:
        told = set(facts)
        return [fact for fact in self.index.all if fact in told]

    def with_assumed(self, facts: Sequence[Fact], levels: Sequence[Level]) -> list[Fact]:
        """The facts told, and those assumed at these levels, in the book's order."""
        told = set(facts)
        return [f for f in self.index.all if f in told or (f.level in levels and f.full_name in self.assumed)]

    def columns(self, kept: pa.Table, told: Sequence[Fact], schema: pa.Schema) -> pa.Table:
        """The canonical columns of accepted rows: absence says what the law says it does; assumptions fill the rest."""
        facts = {fact.full_name: fact for fact in told}
        columns = {}
        for wanted in schema:
            fact = facts.get(wanted.name)
            if fact is None:
                columns[wanted.name] = kept[wanted.name].cast(wanted.type)
                continue
            short = self.index.short_name(fact)
            known = short in kept.column_names
            column = kept[short] if known else pa.nulls(kept.num_rows, wanted.type)
            if fact.absent is not None and known:
                column = said_by_absence(column, fact.absent)
            column = column.cast(wanted.type)
            if fact.full_name in self.assumed:
                column = fill_null(column, self.assumed[fact.full_name])
            columns[wanted.name] = column
        return pa.table(columns, schema=schema)

    # --- where rows go

    def problem(self, reason: str, table: str, column: str = "") -> int:
        """A reason, at a column of the table as it came in."""
        return problem(reason, self.sources[table].number(column) if column and table in self.sources else 0)

    def set_aside(self, table: str) -> SetAside:
        return self.aside.setdefault(table, SetAside())

    def log(self, table: str) -> AcceptedLog:
        if table not in self.logs:
            self.logs[table] = AcceptedLog(self.work / f"{table}.accepted")
        return self.logs[table]

    def saw(self, table: str, rows: int) -> None:
        self.seen[table] = self.seen.get(table, 0) + rows

    def drop(self, table: str, workers: Array, refs: Array, problems: Array | int) -> None:
        """Set rows aside; their workers are incomplete unless the reason is harmless."""
        numbers = np.broadcast_to(np.asarray(problems), (len(refs),))
        self.set_aside(table).add(refs, numbers)
        hurting = (workers >= 0) & ~np.isin(numbers % FIELD, _HARMLESS)
        self.workers.hurt[workers[hurting]] = True

    @cached_property
    def _owners(self) -> Array:
        found = {number: place for place, source in enumerate(self.sources.values()) for number, _ in source.files}
        return np.array([found[number] for number in sorted(found)], dtype=np.int64)

    def by_owner(self, refs: Array) -> Iterator[tuple[str, Array]]:
        """The tables rows came in with, and which rows those are: a choice of a month came in with `choices`."""
        if len(refs):
            owners = self._owners[refs >> ROW_BITS]
            names = list(self.sources)
            for place in np.unique(owners):
                yield names[place], owners == place

    # --- rows by worker

    def numbered(self, rows: str, table: str, *, with_payer: bool) -> str:
        """Rows joined to the numbers of workers and payers; a row that names none that is known is wrong."""
        lost = f"WHEN w.worker IS NULL THEN {self.problem('unknown_worker', table, 'worker')}"
        join = payer = away = ""
        if with_payer:
            join = f"LEFT JOIN read_parquet({text(str(self.payers_file))}) AS y ON y.payer_id = e.payer"
            payer, away = ", y.payer_number AS payer", ", payer"
            lost += f" WHEN y.payer_number IS NULL THEN {self.problem('unknown_payer', table, 'payer')}"
        return (
            f"SELECT e.* EXCLUDE (worker{away}, problem), w.worker AS worker{payer}, "
            f"coalesce(e.problem, CASE {lost} END) AS problem FROM ({rows}) AS e "
            f"LEFT JOIN read_parquet({text(str(self.workers_file))}) AS w ON w.id = e.worker {join}"
        )

    def chunks(self, table: str, path: Path) -> Iterator[pa.Table]:
        """Whole workers' rows; rows of no known worker, or of one who has far too many, are set aside on the way."""
        for chunk in whole_workers(path):
            if chunk.what == "whole":
                yield chunk.table
                continue
            refs, problems = integers(chunk.table["ref"]), integers(chunk.table["problem"])
            flood = chunk.what == "flood"
            reason = "too_many_engagements" if table == "engagements" else "too_many_rows"
            workers = integers(chunk.table["worker"], -1)
            if "lead" not in chunk.table.column_names:
                self.saw(table, len(refs))
                problems = np.where(flood & (problems == NONE), self.problem(reason, table), problems)
                self.drop(table, workers, refs, problems)
                continue
            lead = integers(chunk.table["lead"]) == 1
            for owner, rows in self.by_owner(refs):
                self.saw(owner, int((rows & lead).sum()))
                numbers = np.where(flood & (problems[rows] == NONE), self.problem(reason, owner), problems[rows])
                self.drop(owner, workers[rows], refs[rows], numbers)

    def outside(self, workers: Array, begins: Array, ends: Array, problems: Array, table: str, column: str) -> Array:
        """Periods outside the worker's months: wrong where the worker told them, left out where the run did."""
        held = self.workers
        if not held.count:
            return problems
        at = np.maximum(workers, 0)
        standing = ~(held.dead[at] | held.clash[at] | held.late[at])
        early, late = (ends < held.first[at]) & standing, (begins > held.last[at]) & standing
        own = (early & held.own_first[at]) | (late & held.own_last[at])
        good = problems == NONE
        cut = good & (early | late) & ~own
        if cut.any():
            held.flags[at[cut & early]] &= ~NOTHING_BEFORE
            held.flags[at[cut & late]] &= ~NOTHING_AFTER
            problems = np.where(cut, self.problem("outside_run", table, column), problems)
        return np.where(good & own, self.problem("outside_window", table, column), problems)

    def output(self, table: str, facts: Sequence[Fact], *, kind: bool = False) -> tuple[Kept, AlignedWriter]:
        """Where a table's accepted rows go until all rows are known."""
        schema = table_schema(table, facts, kind=kind)
        kept = Kept(table, self.work / f"{table}.kept.parquet", schema)
        return kept, AlignedWriter(kept.path, schema)


def said_by_absence(column: pa.ChunkedArray, absent: int) -> pa.ChunkedArray:
    """Nothing recorded is what its absence says; what is said to be unknown stays unknown."""
    wide = column.cast(pa.int64())
    unknown = pc.fill_null(pc.equal(wide, pa.scalar(UNKNOWN, pa.int64())), False)
    return pc.if_else(unknown, pa.scalar(None, pa.int64()), pc.fill_null(wide, absent))
