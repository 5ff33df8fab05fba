"""The tables of a records folder, from the jobs of the persons read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from amparo.population.microdata.work import YEAR
from amparo.population.tables import Column, money, month_days, of_names, write_part
from amparo.rules.levels import CONTRACT, PAYER, TIE_MONTH, TIE_YEAR, Level

if TYPE_CHECKING:
    from pathlib import Path

    from amparo.population.microdata.columns import Cells
    from amparo.population.microdata.mapping import Mapping
    from amparo.population.microdata.work import Work
    from amparo.records.facts import FactIndex

_HOUR: Final = 60


@dataclass(frozen=True)
class Jobs:
    """By job: the work, the facts by full name, and the payer of each row (None: each person's own)."""

    work: dict[str, Work]
    facts: dict[str, dict[str, Cells]]
    payers: dict[str, Cells | None]


@dataclass(frozen=True)
class _Rows:
    """Engagement rows of one job: position of the person kept, month of the year, month told, row of the file."""

    job: str
    person: np.ndarray
    source: np.ndarray
    month: np.ndarray
    row: np.ndarray
    payer: np.ndarray


def write_tables(
    home: Path,
    found: Mapping,
    index: FactIndex,
    ids: list[str],
    kept: np.ndarray,
    window: np.ndarray,
    facts: dict[str, Cells],
    jobs: Jobs,
) -> tuple[dict[str, int], tuple[int, int]]:
    """Write workers, payers, engagements, ties where facts of them are told; rows by table, first and last month."""
    january = found.year.read_as * YEAR
    first = january + window[kept].argmax(axis=1) - found.lead
    last = january + YEAR - 1 - window[kept][:, ::-1].argmax(axis=1)
    names = pa.array(ids)
    parts = [_rows(found, job, ids, kept, window, jobs) for job in found.jobs]
    tables: dict[str, dict[str, Column]] = {
        "workers": {
            "worker": names,
            "first_month": month_days(first),
            "last_month": month_days(last),
            **{name: _words([cells[row] for row in kept.tolist()]) for name, cells in facts.items()},
        },
        "payers": _payers(parts, index, jobs),
        "engagements": _engagements(found, parts, index, jobs, names),
        "ties": _ties(parts, index, jobs, names, TIE_MONTH),
        "tie_years": _ties(parts, index, jobs, names, TIE_YEAR),
    }
    rows = {table: write_part(home, table, 0, columns) for table, columns in tables.items() if columns}
    return rows, (int(first.min()), int(last.max()))


def _rows(found: Mapping, job: str, ids: list[str], kept: np.ndarray, window: np.ndarray, jobs: Jobs) -> _Rows:
    """Months worked; the months before are told like the first ones of the period, over and over."""
    worked = jobs.work[job].worked[kept]
    begins = window[kept].argmax(axis=1)
    length = window[kept].sum(axis=1)
    person, source = np.nonzero(worked)
    month = source.copy()
    for step in range(1, found.lead + 1):
        like = begins + (found.lead - step) % length
        also = np.flatnonzero(worked[np.arange(len(kept)), like])
        person, source = np.concatenate([person, also]), np.concatenate([source, like[also]])
        month = np.concatenate([month, begins[also] - step])
    told = jobs.payers[job]
    row = kept[person]
    own = np.array([f"{job}-{name}" for name in ids] if told is None else [str(told[each]) for each in kept.tolist()])
    return _Rows(job, person, source, month + found.year.read_as * YEAR, row, own[person])


def _words(cells: list[str | None]) -> pa.Array:
    return pa.array(cells, pa.string()).dictionary_encode()


def _joined(parts: list[np.ndarray]) -> np.ndarray:
    return np.concatenate(parts)


def _told(parts: list[_Rows], jobs: Jobs, index: FactIndex, level: Level) -> dict[str, Column]:
    """Facts of a level over all jobs' rows, by column; not told of a job that does not map them."""
    facts = [fact for fact in index.at((level,)) if any(fact.full_name in jobs.facts[part.job] for part in parts)]
    found = {}
    for fact in facts:
        cells: list[str | None] = []
        for part in parts:
            held = jobs.facts[part.job].get(fact.full_name)
            cells += [None] * len(part.row) if held is None else [held[row] for row in part.row.tolist()]
        found[index.short_name(fact)] = _words(cells)
    return found


def _engagements(
    found: Mapping, parts: list[_Rows], index: FactIndex, jobs: Jobs, names: pa.Array
) -> dict[str, Column]:
    filled = [_filled(found, part, index, jobs) for part in parts]
    types = {name: column.type for columns in filled for name, column in columns.items()}
    sums = {
        name: pa.concat_arrays(
            [columns.get(name, pa.nulls(len(part.row), kind)) for part, columns in zip(parts, filled, strict=True)]
        )
        for name, kind in types.items()
    }
    return {
        "worker": of_names(names, _joined([part.person for part in parts])),
        "payer": _words(_joined([part.payer for part in parts]).tolist()),
        "month": month_days(_joined([part.month for part in parts])),
        **_told(parts, jobs, index, CONTRACT),
        **sums,
    }


def _filled(found: Mapping, part: _Rows, index: FactIndex, jobs: Jobs) -> dict[str, pa.Array]:
    """Pay and hours of a job's rows by column."""
    job, work = found.jobs[part.job], jobs.work[part.job]
    amounts = money(work.cents[part.row, part.source])
    unknown = ~work.told[part.row]
    if unknown.any():
        amounts = pc.if_else(pa.array(unknown), pa.scalar(None, amounts.type), amounts)
    filled = {index.short_name(index.find(name, (CONTRACT,))): amounts for name in job.pay.fills}
    if job.hours is not None and work.minutes is not None:
        minutes = work.minutes[part.row]
        for name in job.hours.fills:
            fact = index.find(name, (CONTRACT,))
            whole = minutes if fact.kind.name == "minutes" else (minutes + _HOUR // 2) // _HOUR
            filled[index.short_name(fact)] = pa.array(whole, mask=minutes < 0)
    return filled


def _payers(parts: list[_Rows], index: FactIndex, jobs: Jobs) -> dict[str, Column]:
    """Each payer once."""
    names, at = np.unique(_joined([part.payer for part in parts]), return_index=True)
    told = _told(parts, jobs, index, PAYER)
    return {"payer": pa.array(names.tolist()), **{name: column.take(pa.array(at)) for name, column in told.items()}}


def _ties(parts: list[_Rows], index: FactIndex, jobs: Jobs, names: pa.Array, level: Level) -> dict[str, Column]:
    """A row for each person, payer and month (or year) of engagements, where facts of them are told."""
    told = _told(parts, jobs, index, level)
    if not told:
        return {}
    person, payer, month = (_joined([getattr(part, key) for part in parts]) for key in ("person", "payer", "month"))
    period = month if level == TIE_MONTH else month // YEAR
    keys = list(zip(person.tolist(), payer.tolist(), period.tolist(), strict=True))
    at = np.array(sorted({key: place for place, key in reversed(list(enumerate(keys)))}.values()))
    dated: Column = month_days(period[at]) if level == TIE_MONTH else period[at].astype(np.int32)
    return {
        "worker": of_names(names, person[at]),
        "payer": _words(payer[at].tolist()),
        "month" if level == TIE_MONTH else "year": dated,
        **{name: column.take(pa.array(at)) for name, column in told.items()},
    }


__all__ = ["Jobs", "write_tables"]
