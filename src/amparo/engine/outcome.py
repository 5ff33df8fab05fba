"""Results as tables: one per level, and the postings; values as people read them, unknown ones with their bounds."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from amparo.rules.book import result_key
from amparo.rules.declarations import CoverageStatement, Identity, Posting, Status
from amparo.rules.helpers import first_day, last_day
from amparo.rules.kinds import Kind, Month, month_text
from amparo.rules.levels import (
    CONTRACT,
    GROUP_MONTH,
    MONTH,
    QUARTER,
    SPELL,
    TIE_MONTH,
    TIE_YEAR,
    WORKER,
    YEAR,
    Anchor,
    Level,
)
from amparo.rules.nodes import LinkNode, Rule

if TYPE_CHECKING:
    from collections.abc import Mapping

    from amparo.engine.batch import Batch
    from amparo.engine.result import Result
    from amparo.engine.tables import Chunk, Records
    from amparo.rules.book import LawBook


def default_outputs(book: LawBook) -> list[str]:
    """Every node that the law declares a result, and the days on which postings are made."""
    found: list[str] = []
    for topic, result in book.results(object):
        names: list[str]
        match result:
            case Status() | CoverageStatement():
                names = [result.node]
            case Posting():
                names = [result.node, *([result.posted_on] if isinstance(result.posted_on, str) else [])]
            case Identity():
                names = [result.total, *result.parts, *([result.residual] if result.residual else [])]
            case _:  # benefits are asked for apart: they are another question than what is owed
                names = []
        found += [result_key(book, topic, name) for name in names]
    return [key for key in dict.fromkeys(found) if isinstance(book.nodes[key], Rule | LinkNode)]


def unit_tables(
    book: LawBook, records: Records, chunk: Chunk, start: int, batch: Batch, results: Mapping[str, Result]
) -> dict[str, pa.Table]:
    """The tables of one batch: by level, and postings."""
    ids = chunk.workers.column("id").combine_chunks().slice(start, len(batch))
    by_level: dict[Level, list[str]] = {}
    for key in results:
        by_level.setdefault(_level(book, key), []).append(key)
    tables = {}
    for level, keys in sorted(by_level.items()):
        columns = dict(_row_names(level, batch, ids, records))
        for key in sorted(keys):
            columns |= _value_columns(book, key, results[key])
        tables[level.name.lower()] = pa.table(columns)
    postings = _postings(book, batch, ids, records, results)
    if postings is not None:
        tables["postings"] = postings
    return tables


class UnitWriter:
    """The files of one unit, one per table; they appear under their names only when all are whole."""

    def __init__(self, home: Path, number: int) -> None:
        self.home, self.number = home, number
        self.writers: dict[str, pq.ParquetWriter] = {}

    def write(self, tables: Mapping[str, pa.Table]) -> None:
        """Add the tables of one batch."""
        for name, table in tables.items():
            if name not in self.writers:
                (self.home / name).mkdir(parents=True, exist_ok=True)
                self.writers[name] = pq.ParquetWriter(self._file(name, "tmp"), table.schema, compression="zstd")
            self.writers[name].write_table(table)

    def finish(self) -> None:
        """Close and name the files."""
        for name, writer in self.writers.items():
            writer.close()
            os.replace(self._file(name, "tmp"), self._file(name, "parquet"))

    def _file(self, name: str, suffix: str) -> Path:
        return self.home / name / f"part-{self.number:06d}.{suffix}"


def _level(book: LawBook, key: str) -> Level:
    node = book.nodes[key]
    assert isinstance(node, Rule | LinkNode)
    return node.level


def workers_of(level: Level, batch: Batch) -> np.ndarray:
    """The worker of each row."""
    if level == WORKER:
        return np.arange(len(batch))
    return np.repeat(np.arange(len(batch)), np.diff(batch.offsets(level)))


def months_of(level: Level, batch: Batch) -> Any:
    """The first month of each row's period (for a WORKER row the window's last)."""
    layout, worker = batch.layout, workers_of(level, batch)
    if level == WORKER:
        return batch.last
    month_rows = {MONTH: None, GROUP_MONTH: "g_m", TIE_MONTH: "t_m", CONTRACT: "c_m", SPELL: "s_m"}
    if level == MONTH:
        return batch.first[worker] + np.arange(len(worker)) - layout.off_m[worker]
    if level in month_rows:
        row = getattr(layout, str(month_rows[level]))
        return batch.first[worker] + row - layout.off_m[worker]
    if level == QUARTER:
        return (batch.first[worker] // 3 + np.arange(len(worker)) - layout.off_q[worker]) * 3
    row = np.arange(len(worker)) if level == YEAR else layout.ty_y
    return (batch.first[worker] // 12 + row - layout.off_y[worker]) * 12


def _row_names(level: Level, batch: Batch, ids: pa.Array, records: Records) -> dict[str, pa.Array]:
    worker, months = workers_of(level, batch), months_of(level, batch)
    found = {"worker": ids.take(pa.array(worker))}
    if level in (YEAR, TIE_YEAR):
        found["year"] = pa.array((months // 12).astype(np.int32))
    elif level != WORKER:
        found["quarter" if level == QUARTER else "month"] = months_array(months)
    layout = batch.layout
    payers = records.payer_ids.combine_chunks()
    if level in (TIE_MONTH, CONTRACT):
        found["payer"] = payers.take(pa.array(layout.t_payer if level == TIE_MONTH else layout.c_payer))
    if level in (GROUP_MONTH, TIE_YEAR):
        found["payer_group"] = payers.take(
            pa.array(_first_of_group(batch)[layout.g_group if level == GROUP_MONTH else layout.ty_group])
        )
    if level == SPELL:
        found["first_day"] = pa.array(batch.s_first.astype(np.int32)).cast(pa.date32())
    return found


def _first_of_group(batch: Batch) -> np.ndarray:
    """For each group, the first payer in it: a name that does not depend on numbering."""
    found = np.zeros(int(batch.group.max(initial=0)) + 1, np.int64)
    found[batch.group[::-1]] = np.arange(len(batch.group))[::-1]
    return found


def months_array(months: np.ndarray) -> pa.Array:
    """Months as text, each written once."""
    values, index = np.unique(months, return_inverse=True)
    return pa.DictionaryArray.from_arrays(
        pa.array(index.astype(np.int32)), pa.array([month_text(int(m)) for m in values], pa.string())
    ).cast(pa.string())


def _value_columns(book: LawBook, key: str, result: Result) -> dict[str, pa.Array]:
    """The value (null where unknown), and low, high and why."""
    node = book.nodes[key]
    unknown = result.why != 0 if result.why is not None else None
    high = result.low if result.high is None else result.high
    reasons = np.zeros(len(result.low), np.int8) if result.why is None else result.why.astype(np.int8)
    return {
        key: as_arrow(node.kind, result.low, unknown),
        f"{key}:low": as_arrow(node.kind, result.low, None),
        f"{key}:high": as_arrow(node.kind, high, None),
        f"{key}:why": pa.array(reasons),
    }


def as_arrow(kind: Kind, values: np.ndarray, null: np.ndarray | None) -> pa.Array:
    """Stored integers as the type a reader expects: decimals for money and rates, dates, names of cases."""
    if kind.category is not None:
        names = [""] * (kind.high + 1)
        for member in kind.category:
            names[member.value] = member.name.lower()
        index = pa.array(np.clip(values, 0, kind.high).astype(np.int8), mask=null)
        return pa.DictionaryArray.from_arrays(index, pa.array(names)).cast(pa.string())
    match kind.name:
        case "money":
            return _decimal(values, 2, null)
        case "rate":
            return _decimal(values, 6, null)
        case "truth":
            return pa.array(values != 0, mask=null)
        case "date":
            return pa.array(values.astype(np.int32), mask=null).cast(pa.date32())
        case "month":
            return pa.array(
                [None if null is not None and null[n] else month_text(int(v)) for n, v in enumerate(values)],
                pa.string(),
            )
    return pa.array(values, mask=null)


def _decimal(values: np.ndarray, scale: int, null: np.ndarray | None) -> pa.Array:
    words = np.empty((len(values), 2), np.int64)
    words[:, 0] = values
    words[:, 1] = values >> 63
    valid = None if null is None else pa.array(~null).buffers()[1]
    return pa.Array.from_buffers(pa.decimal128(18, scale), len(values), [valid, pa.py_buffer(words)])


def _postings(
    book: LawBook, batch: Batch, ids: pa.Array, records: Records, results: Mapping[str, Result]
) -> pa.Table | None:
    """One row per amount that is not surely nothing."""
    parts = []
    for topic, posting in book.results(Posting):
        key = result_key(book, topic, posting.node)
        if key in results:
            parts.append(_posting(book, topic, posting, key, batch, ids, records, results))
    return pa.concat_tables(parts) if parts else None


def _posting(
    book: LawBook,
    topic: str,
    posting: Posting,
    key: str,
    batch: Batch,
    ids: pa.Array,
    records: Records,
    results: Mapping[str, Result],
) -> pa.Table:
    level, result = _level(book, key), results[key]
    high = result.low if result.high is None else result.high
    why = np.zeros(len(high), np.int64) if result.why is None else result.why
    rows = np.nonzero((result.low != 0) | (high != 0))[0]
    worker = workers_of(level, batch)[rows]
    months = months_of(level, batch)[rows]
    concerned = months + (11 if level in (YEAR, TIE_YEAR) else 2 if level == QUARTER else 0)
    day, day_null = _posted_on(book, topic, posting, level, batch, rows, months, results)
    n = len(rows)
    payer = pa.nulls(n, pa.string())
    if posting.payer == "payer" and level in (TIE_MONTH, CONTRACT, GROUP_MONTH, TIE_YEAR):
        payer = (
            _row_names(level, batch, ids, records)["payer" if level in (TIE_MONTH, CONTRACT) else "payer_group"]
            .take(pa.array(rows))
            .cast(pa.string())
        )
    unknown = why[rows] != 0
    money = book.nodes[key].kind
    constant = {
        "branch": "all" if posting.branch is None else posting.branch.name.lower(),
        "scheme": posting.scheme,
        "payer_role": posting.payer,
        "cause": posting.cause,
        "node": key,
    }
    return pa.table(
        {
            "worker": ids.take(pa.array(worker)),
            "month": months_array(concerned) if n else pa.array([], pa.string()),
            "posted_on": pa.array(day.astype(np.int32), mask=day_null).cast(pa.date32()),
            **{name: pa.array([text] * n, pa.string()) for name, text in constant.items()},
            "payer": payer,
            "amount": as_arrow(money, result.low[rows], unknown),
            "amount:low": as_arrow(money, result.low[rows], None),
            "amount:high": as_arrow(money, high[rows], None),
            "amount:why": pa.array(why[rows].astype(np.int8)),
        }
    )


def _posted_on(
    book: LawBook,
    topic: str,
    posting: Posting,
    level: Level,
    batch: Batch,
    rows: np.ndarray,
    months: np.ndarray,
    results: Mapping[str, Result],
) -> tuple[np.ndarray, np.ndarray]:
    if isinstance(posting.posted_on, Anchor):
        return _anchor_days(posting.posted_on, level, months), np.zeros(len(rows), bool)
    key = result_key(book, topic, posting.posted_on)
    if key not in results:
        return np.zeros(len(rows), np.int64), np.ones(len(rows), bool)
    days, at = results[key], _level(book, key)
    container = rows if at == level else _container(level, at, batch)[rows]
    unknown = np.zeros(len(rows), bool) if days.why is None else days.why[container] != 0
    return days.low[container], unknown


def _anchor_days(anchor: Anchor, level: Level, months: np.ndarray) -> np.ndarray:
    length = 12 if level in (YEAR, TIE_YEAR) else 3 if level == QUARTER else 1
    months = months - months % 12 + 12 if anchor.name == "next_year_start" else months
    at_end = anchor.name.endswith("_end")
    values, index = np.unique(months + (length - 1 if at_end else 0), return_inverse=True)
    days = [int(last_day(Month(int(m))) if at_end else first_day(Month(int(m)))) for m in values]
    return np.array(days, np.int64)[index]


def _container(inner: Level, outer: Level, batch: Batch) -> np.ndarray:
    """For each row of inner, the row of outer that it lies in."""
    worker, months, layout = workers_of(inner, batch), months_of(inner, batch), batch.layout
    match outer:
        case Level.WORKER:
            return worker
        case Level.YEAR:
            return layout.off_y[worker] + months // 12 - batch.first[worker] // 12  # type: ignore[no-any-return]
        case Level.QUARTER:
            return layout.off_q[worker] + months // 3 - batch.first[worker] // 3  # type: ignore[no-any-return]
        case Level.MONTH:
            return layout.off_m[worker] + months - batch.first[worker]  # type: ignore[no-any-return]
    names = {
        (CONTRACT, TIE_MONTH): "c_t",
        (CONTRACT, GROUP_MONTH): "c_g",
        (CONTRACT, TIE_YEAR): "c_ty",
        (TIE_MONTH, GROUP_MONTH): "t_g",
        (TIE_MONTH, TIE_YEAR): "t_ty",
        (GROUP_MONTH, TIE_YEAR): "g_ty",
    }
    return getattr(layout, names[inner, outer])  # type: ignore[no-any-return]


__all__ = ["UnitWriter", "as_arrow", "default_outputs", "months_of", "unit_tables", "workers_of"]
