"""The sampling of records: each worker's weight, and what other samples would have weighed it.

`design.parquet` beside the tables of a records folder has a row per worker: `worker`, `weight` and, where there are
any, `replicates` (a list as long for all). Weights are relative: over the workers written their mean is one, and the
file says how many persons that one stands for. Checked records carry it along, row by row as workers are numbered.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from amparo.records.errors import RecordsError
from amparo.rules.messages import Message

FILE: Final = "design.parquet"
POPULATION: Final = "population.json"
_TOLD: Final = b"amparo.design"


@dataclass(frozen=True)
class Design:
    """Relative weights of workers, the replicate weights beside them, and how their spread makes a variance.

    The variance of an estimate is the sum over replicates of coefficient times squared distance from the estimate.
    told: method, draws, strata and clusters, as data. replicates is None where only the weights are known.
    """

    weights: np.ndarray
    replicates: np.ndarray | None
    coefficients: np.ndarray
    told: Mapping[str, Any]


def write_design(file: Path, workers: pa.Array, design: Design) -> None:
    """Write the design of workers named or numbered in a column."""
    columns: dict[str, Any] = {"worker": workers, "weight": pa.array(design.weights, pa.float64())}
    if design.replicates is not None:
        flat = pa.array(np.ascontiguousarray(design.replicates, np.float32).ravel())
        columns["replicates"] = pa.FixedSizeListArray.from_arrays(flat, design.replicates.shape[1])
    said = json.dumps({**design.told, "coefficients": design.coefficients.tolist()}, ensure_ascii=False, sort_keys=True)
    table = pa.table(columns).replace_schema_metadata({_TOLD: said.encode()})
    pq.write_table(table, file, compression="zstd")


def read_design(folder: Path) -> Design | None:
    """The design in a folder; None where there is none."""
    file = folder / FILE
    return _of(pq.read_table(file)) if file.exists() else None


def _of(table: pa.Table) -> Design:
    told = json.loads((table.schema.metadata or {})[_TOLD])
    coefficients = np.array(told.pop("coefficients"), np.float64)
    weights = table["weight"].to_numpy()
    if "replicates" not in table.column_names:
        return Design(weights, None, coefficients, told)
    flat = table["replicates"].combine_chunks().flatten().to_numpy()
    return Design(weights, flat.reshape(len(weights), len(coefficients)), coefficients, told)


def carry_design(source: Path, canonical: Path) -> None:
    """Lay the design of a records folder on its checked workers. Raises RecordsError where one has no weight."""
    if not (source / FILE).exists():
        return
    table = pq.read_table(source / FILE)
    ids = pq.read_table(canonical / "workers.parquet", columns=["id"])["id"].cast(pa.string())
    at = pc.index_in(ids, value_set=table["worker"].cast(pa.string()).combine_chunks())
    if at.null_count:
        first = ids.filter(pc.is_null(at))[0].as_py()
        raise RecordsError(
            Message(
                "records.no_weight",
                "{file} tells no weight of worker {first}. Cure: read the population again from its data.",
                file=FILE,
                first=first,
            )
        )
    design = _of(table.take(at.combine_chunks() if isinstance(at, pa.ChunkedArray) else at))
    write_design(canonical / FILE, pa.array(np.arange(len(design.weights))), design)
    if (source / POPULATION).exists():
        shutil.copyfile(source / POPULATION, canonical / POPULATION)


def class_held(folder: Path) -> str | None:
    """The class that a population says of itself; None of any other folder."""
    file = folder / POPULATION
    if not file.is_file():
        return None
    return str(json.loads(file.read_text(encoding="utf-8")).get("class", "")) or None


__all__ = ["FILE", "POPULATION", "Design", "carry_design", "class_held", "read_design", "write_design"]
