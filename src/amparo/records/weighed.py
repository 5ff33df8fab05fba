"""Totals of a run where the records weigh persons: beside those of the records as they stand, never in their place."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from amparo.records.design import FILE, POPULATION
from amparo.rules.kinds import KINDS, show_value
from amparo.rules.nodes import LinkNode, Rule

if TYPE_CHECKING:
    from amparo.rules.book import LawBook
    from amparo.rules.kinds import Kind

_NO_SUM: Final = ("date", "month", "place")


@dataclass(frozen=True)
class Weights:
    """How many persons each worker of some records stands for, by id; each: one of average weight."""

    persons: pa.Table
    each: float


def weights_of(folder: Path) -> Weights | None:
    """The weights of a records folder or of checked records; None where nobody is weighed."""
    file = folder / FILE
    if not file.exists():
        return None
    held = pq.read_table(file, columns=["worker", "weight"])
    checked = (folder / "workers.parquet").exists() and (folder / "meta.json").exists()
    ids = pq.read_table(folder / "workers.parquet", columns=["id"])["id"] if checked else held["worker"]
    told = folder / POPULATION
    each = float(json.loads(told.read_text(encoding="utf-8"))["weight"]) if told.is_file() else 1.0
    weights = pa.chunked_array([held["weight"].to_numpy() * each])
    return Weights(pa.table({"worker": ids.cast(pa.string()), "weight": weights}), each)


def weighed_totals(book: LawBook, weights: Weights, outputs: Iterable[str], homes: Sequence[Path]) -> dict[str, Any]:
    """By output the rows, sums, cases and unknown rows of written results (folders by level), each row weighed.

    Rows and cases are whole persons' rows, amounts the nearest cent.
    """
    by_level: dict[str, list[str]] = {}
    for key in outputs:
        node = book.nodes[key]
        assert isinstance(node, Rule | LinkNode)
        by_level.setdefault(node.level.name.lower(), []).append(key)
    found: dict[str, Any] = {}
    with duckdb.connect() as base:
        base.register("weights", weights.persons)
        for level, keys in by_level.items():
            files = [str(file) for home in homes for file in sorted((home / level).glob("*.parquet"))]
            if files:
                base.read_parquet(files).create_view("results", replace=True)
                found |= {key: _total(base, key, book.nodes[key].kind) for key in keys}
    return {key: found[key] for key in outputs if key in found}


def _total(base: duckdb.DuckDBPyConnection, key: str, kind: Kind) -> Mapping[str, Any]:
    joined = "FROM results JOIN weights ON CAST(results.worker AS VARCHAR) = weights.worker"
    counted = f'SELECT sum(weight), coalesce(sum(weight) FILTER ("{key}:why" <> 0), 0)'
    rows, unknown, *ends = _row(base, f"{counted}{_sums(key, kind)} {joined}")
    found: dict[str, Any] = {"rows": round(rows or 0), "unknown": round(unknown)}
    if kind.category is not None:
        cases = base.execute(f'SELECT "{key}", sum(weight) {joined} WHERE "{key}" IS NOT NULL GROUP BY 1').fetchall()
        told = dict(cases)
        return {**found, "cases": {m.name.lower(): round(told.get(m.name.lower(), 0)) for m in kind.category}}
    return {**found, **{name: _shown(kind, end or 0) for name, end in zip(("low", "high"), ends, strict=False)}}


def _sums(key: str, kind: Kind) -> str:
    if kind.category is not None or kind.name in _NO_SUM:
        return ""
    return "".join(f', sum(weight * CAST("{key}:{end}" AS DOUBLE))' for end in ("low", "high"))


def _shown(kind: Kind, value: float) -> str | int:
    match kind.name:
        case "money":
            return show_value(KINDS["money"], round(value * 100))
        case "rate":
            return round(value * 1_000_000)
    return round(value)


def _row(base: duckdb.DuckDBPyConnection, query: str) -> tuple[Any, ...]:
    (row,) = base.execute(query).fetchall()
    return tuple(row)


__all__ = ["Weights", "weighed_totals", "weights_of"]
