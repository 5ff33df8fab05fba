"""Engagements: sorted by worker, month and payer; copies, contradictions, crowds and months nobody told set aside."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np
import pyarrow as pa

from amparo.records.cells import name, text
from amparo.records.checks import NONE, Array, integers, order_within, same_as_before, starts
from amparo.records.errors import FileProblem, FilesRefused
from amparo.records.job import Job
from amparo.records.relations import typed
from amparo.rules.kinds import KINDS
from amparo.rules.levels import CONTRACT
from amparo.rules.messages import Message
from amparo.rules.nodes import Fact

MOST_IN_A_MONTH: Final = 100


def read_engagements(job: Job) -> None:
    """Write the accepted engagements with preliminary numbers of workers."""
    source = job.sources.get("engagements")
    facts = job.facts("engagements")
    told = job.with_assumed(facts, (CONTRACT,))
    kept, writer = job.output("engagements", told)
    job.kept.append(kept)
    if source is None:
        job.warnings.append(Message("records.no_engagements", "There is no table engagements: nobody works."))
        complete_windows(job, None)
        writer.close()
        return
    path = job.database.write(_sorted(job, facts), job.work / "engagements.sorted.parquet")
    complete_windows(job, path)
    for table in job.chunks("engagements", path):
        job.saw("engagements", table.num_rows)
        standing = _check(job, table, facts)
        if standing.num_rows:
            writer.write(job.columns(standing, told, kept.schema))
    writer.close()
    path.unlink()


def _sorted(job: Job, facts: Sequence[Fact]) -> str:
    source = job.sources["engagements"]
    names = "".join(f", {name(job.index.short_name(fact))}" for fact in facts)
    numbered = any(column.name == "engagement" for column in source.columns)
    own = "hash(engagement)" if numbered else "CAST(0 AS UBIGINT)"
    rows = f"SELECT ref, worker, payer, month, problem, {own} AS engagement{names} FROM ({typed(source, job.reader)})"
    return (
        f"SELECT worker, payer, month, engagement{names}, problem, ref "
        f"FROM ({job.numbered(rows, 'engagements', with_payer=True)}) "
        f"ORDER BY worker NULLS FIRST, month, payer, ref"
    )


def complete_windows(job: Job, engagements: Path | None) -> None:
    """Months of workers who do not tell their own: the run's, else the span of the engagements."""
    workers, first, last = job.workers, job.options.first, job.options.last
    if (first is None or last is None) and not (workers.own_first.all() and workers.own_last.all()):
        low = high = None
        if engagements is not None:
            months = f"read_parquet({text(str(engagements))}) WHERE problem IS NULL"
            ((low, high),) = job.database.rows(f"SELECT min(month), max(month) FROM {months}")
        first, last = (first if first is not None else low), (last if last is not None else high)  # type: ignore[assignment]
        if first is None or last is None:
            sentence = Message(
                "file.no_months", "nothing says which months are told: no first_month and last_month, no engagements."
            )
            cure = Message(
                "file.no_months_cure", "say from which month to which the run goes, or add the columns to workers."
            )
            raise FilesRefused([FileProblem("no_months", job.folder.name, sentence, cure)])
    if first is not None:
        workers.first[~workers.own_first] = first
    if last is not None:
        workers.last[~workers.own_last] = last
    # one end told by the worker, the other by the run
    workers.late = (workers.last < workers.first) & ~workers.dead
    # which row of a worker told twice came first must not show in what becomes of the worker's other rows
    workers.first[workers.set_aside] = workers.last[workers.set_aside] = KINDS["month"].low


def _check(job: Job, table: pa.Table, facts: Sequence[Fact]) -> pa.Table:
    """The rows of whole workers that stand, in order; the others are set aside."""
    workers, refs, problems = (integers(table[key]) for key in ("worker", "ref", "problem"))
    months, payers = integers(table["month"]), integers(table["payer"])
    dead = (problems == NONE) & job.payers.is_dead(payers)
    problems = np.where(dead, job.problem("payer_set_aside", "engagements", "payer"), problems)
    problems = job.outside(workers, months, months, problems, "engagements", "month")
    wrong = problems != NONE
    if wrong.any():
        job.drop("engagements", workers[wrong], refs[wrong], problems[wrong])
        table = table.filter(pa.array(~wrong))
        workers, refs, months, payers = (each[~wrong] for each in (workers, refs, months, payers))
    table, keys, refs, problems = _hold_together(job, table, facts, [workers, months, payers], refs)
    wrong = problems != 0
    if wrong.any():
        job.drop("engagements", keys[0][wrong], refs[wrong], problems[wrong])
        table = table.filter(pa.array(~wrong))
        keys, refs = [key[~wrong] for key in keys], refs[~wrong]
    job.log("engagements").add(keys[0], refs)
    payer = pa.array(job.payers.number[keys[2]], pa.int32())
    return table.set_column(table.column_names.index("payer"), "payer", payer)


def _hold_together(
    job: Job, table: pa.Table, facts: Sequence[Fact], keys: list[Array], refs: Array
) -> tuple[pa.Table, list[Array], Array, Array]:
    """Rows of the same worker, month and payer ordered by content and held against each other."""
    kinds = [fact for fact in facts if _tells_apart(fact)]
    amounts = [fact for fact in facts if not _tells_apart(fact)]
    held = [integers(table["engagement"])]
    held += [integers(table[job.index.short_name(fact)]) for fact in (*kinds, *amounts)]
    order = order_within(keys, [*held, refs])
    if order is not None:
        table, refs = table.take(pa.array(order)), refs[order]
        keys, held = [key[order] for key in keys], [column[order] for column in held]
    wrong = np.zeros(len(refs), dtype=np.int64)
    if job.options.repeated == "quarantine":
        copies, clashes = repeated([*keys, *held[: 1 + len(kinds)]], held[1 + len(kinds) :])
        wrong[copies] = job.problem("duplicate_row", "engagements")
        wrong[clashes] = job.problem("duplicate_engagement", "engagements")
    wrong[(wrong == 0) & crowded(keys, wrong == 0)] = job.problem("too_many_engagements", "engagements")
    return table, keys, refs, wrong


def _tells_apart(fact: Fact) -> bool:
    """Whether a fact says which engagement a row is of (activity, place, form), and not how much there was of it."""
    return fact.kind.category is not None or fact.kind.name in ("place", "truth")


def repeated(keys: Sequence[Array], amounts: Sequence[Array]) -> tuple[Array, Array]:
    """Of rows ordered by keys and amounts: copies of a row before, and rows of keys told with different amounts."""
    copies, clashes = (np.zeros(len(keys[0]), bool) for _ in range(2))
    same = same_as_before(keys)
    if same.any():
        copies[1:] = same & same_as_before([keys[0], *amounts])
        begins = starts(keys)
        different = np.add.reduceat(~copies, begins) > 1
        clashes = np.repeat(different, np.diff(np.append(begins, len(copies))))
        copies &= ~clashes
    return copies, clashes


def crowded(keys: Sequence[Array], standing: Array) -> Array:
    """Rows of months in which a worker has more engagements than anybody can have."""
    begins = starts(keys[:2])
    if not len(begins):
        return np.zeros(0, bool)
    many = np.add.reduceat(standing, begins) > MOST_IN_A_MONTH
    return np.repeat(many, np.diff(np.append(begins, len(standing))))
