"""From canonical records, or arrays of them, to OpenFisca's columns and their totals."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.compute as pc
import pyarrow.parquet as pq

from benchmarks import totals
from benchmarks.openfisca_pt.arithmetic import RECORDS_BEGIN, RECORDS_END, months_of_records
from benchmarks.openfisca_pt.core import Enum, Simulation, TaxBenefitSystem

Arrays = Mapping[str, np.ndarray]
DATES = {
    "activity_start",
    "activity_end",
    "activity_restart",
    "early_cover_request",
    "spouse_cover_request",
    "relation_start_date",
}
PERIODS = {
    **dict.fromkeys(totals.CONTRACT, ("2024",)),
    **dict.fromkeys(totals.TIE_MONTH, ("2024",)),
    **dict.fromkeys(totals.MONTH, tuple(months_of_records(RECORDS_BEGIN, RECORDS_END))),
    **dict.fromkeys(totals.QUARTER, ("2024-10", "2025-01")),
    **dict.fromkeys(totals.YEAR, ("2024",)),
    **dict.fromkeys(totals.TIE_YEAR, ("2024",)),
}


@dataclass(frozen=True)
class Records:
    """The columns that the variables read, by short name; workers are numbered from 0."""

    workers: Arrays
    payers: Arrays
    engagements: Arrays
    ties: Arrays


def facts_of(system: TaxBenefitSystem, entity: str) -> list[str]:
    """The inputs of an entity."""
    return [name for name, v in system.variables.items() if v.entity.key == entity and v.is_input_variable()]


def read(folder: Path, system: TaxBenefitSystem, begin: int = 0, end: int | None = None) -> Records:
    """The columns needed of all workers, or of those from begin to end; pyarrow decodes on all cores."""
    keys = ["worker", "payer", "month"]
    return Records(
        workers=_columns(folder / "workers.parquet", ["worker"], facts_of(system, "worker"), begin, end),
        payers=_columns(folder / "payers.parquet", ["group"], facts_of(system, "payer"), 0, None),
        engagements=_columns(folder / "engagements.parquet", keys, facts_of(system, "engagement"), begin, end),
        ties=_columns(folder / "ties.parquet", keys, facts_of(system, "tie_month"), begin, end),
    )


def _columns(file: Path, keys: list[str], facts: list[str], begin: int, end: int | None) -> dict[str, np.ndarray]:
    full = {name.rpartition(".")[2]: name for name in pq.read_schema(file).names}
    full |= {"ride_hailing": full.get("activity", ""), "month_of_tie": full.get("month", "")}
    wanted = [name for name in (*keys, *facts) if full.get(name)]
    filters = None if end is None else (pc.field("worker") >= begin) & (pc.field("worker") < end)
    names = list(dict.fromkeys(full[name] for name in wanted))
    table = pq.read_table(file, columns=names, filters=filters, memory_map=True)
    found = {}
    for name in wanted:
        values = table.column(full[name]).to_numpy()
        found[name] = values == 1 if name == "ride_hailing" else values
    if "worker" in found and end is not None:
        found["worker"] = found["worker"] - begin
    return found


def simulation(system: TaxBenefitSystem, records: Records) -> Simulation:
    """A simulation with the rows of all entities and every input set."""
    populations = system.instantiate_entities()
    built = Simulation(system, populations)
    rows, group = records.engagements, records.payers["group"]
    worker, payer, month = rows["worker"], rows["payer"], rows["month"]
    tie_of = np.cumsum(_changes(worker, month, payer)) - 1
    owner = group[payer]
    span = int(group.max()) + 1
    populations["engagement"].count = len(worker)
    _members(populations["worker"], worker, len(records.workers["worker"]))
    _members(populations["payer"], payer, len(group))
    _members(populations["tie_month"], tie_of, len(records.ties["worker"]))
    populations["tie_month"].rows = {"payer": records.ties["payer"], "worker": records.ties["worker"]}
    months = RECORDS_END - RECORDS_BEGIN + 1
    of_month, _ = _numbered((worker * months + (month - RECORDS_BEGIN)) * span + owner)
    _members(populations["group_month"], of_month, int(of_month.max(initial=-1)) + 1)
    of_year, keys = _numbered((worker * 2 + (month // 12 - RECORDS_BEGIN // 12)) * span + owner)
    _members(populations["tie"], of_year, len(keys))
    populations["tie"].rows = {"worker": keys // (2 * span)}
    for entity, columns in {
        "worker": records.workers,
        "payer": records.payers,
        "engagement": records.engagements,
        "tie_month": records.ties,
    }.items():
        for name in facts_of(system, entity):
            built.set_input(name, "eternity", _input(system, name, columns[name]))
    return built


def _changes(*columns: np.ndarray) -> np.ndarray:
    """Where a sorted row differs from the one before."""
    change = np.ones(len(columns[0]), bool)
    change[1:] = np.logical_or.reduce([column[1:] != column[:-1] for column in columns])
    return change


def _numbered(keys: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Dense numbers for keys, and the key of each number."""
    distinct, number = np.unique(keys, return_inverse=True)
    return number, distinct


def _members(population: Any, entity_of: np.ndarray, count: int) -> None:
    population.members_entity_id = entity_of
    population.count = count


def _input(system: TaxBenefitSystem, name: str, values: np.ndarray) -> np.ndarray:
    variable = system.variables[name]
    if variable.value_type is Enum:
        return values - 1
    return values.astype("datetime64[D]") if name in DATES else values


def columns(built: Simulation) -> Iterator[tuple[str, np.ndarray]]:
    """Every output, one period after another."""
    for name, periods in PERIODS.items():
        for period in periods:
            yield name, built.calculate(name, period)


def sums(built: Simulation) -> dict[str, int]:
    """Totals of all outputs over all their rows."""
    found = dict.fromkeys(PERIODS, 0)
    for name, values in columns(built):
        found[name] += int(values.sum(dtype=np.int64))
    return found
