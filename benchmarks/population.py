"""Synthetic workers for the benchmark, written as canonical records: fast, the same every time, in bounded memory.

Nothing in it is measured from anyone: it is a workload of the right shape. Each block of workers is drawn from its own
seed, so that a smaller population is the beginning of a larger one. Many amounts stand at a
threshold of the law or a cent beside; every fact that the rules need is told.

    python -m benchmarks.population 100000 FOLDER
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from amparo.law import book
from amparo.records.canonical import AlignedWriter, table_schema

VERSION: Final = 5
SEED: Final = 20_241_001
BLOCK: Final = 131_072
OCTOBER: Final = 2024 * 12 + 9
MARCH: Final = OCTOBER + 5
NO_DATE: Final = 65_743
PAYERS: Final = 30_000
PLATFORMS: Final = 24
INTERMEDIARIES: Final = 600
HOUSEHOLDS: Final = 25_000
EMPLOYMENT, SERVICES, SOLE_TRADER, DOMESTIC = 1, 2, 3, 4

Draw = np.random.Generator
Columns = dict[str, np.ndarray]


@dataclass(frozen=True)
class Population:
    """A folder of canonical records, and how many workers and contract-months it holds."""

    folder: Path
    workers: int
    contract_months: int


def population(workers: int, home: Path) -> Population:
    """The records of this many workers under home, made now unless they are there."""
    folder = home / f"workers-{workers}-v{VERSION}"
    done = folder / "meta.json"
    if not done.exists() or json.loads(done.read_text())["book"] != book("PT").hash:
        write(workers, folder)
    return Population(folder, workers, pq.read_metadata(folder / "engagements.parquet").num_rows)


def write(workers: int, folder: Path) -> None:
    """Write the tables, one block of workers after another; meta.json comes last."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "meta.json").unlink(missing_ok=True)
    group, payers = _payers(np.random.default_rng([SEED]))
    _write_payers(folder / "payers.parquet", payers)
    writers: dict[str, AlignedWriter] = {}
    for begin in range(0, workers, BLOCK):
        for name, columns in _block(begin, min(begin + BLOCK, workers), group).items():
            if name not in writers:
                writers[name] = AlignedWriter(folder / f"{name}.parquet", _schema(name, columns))
            writers[name].write(pa.table(columns))
    for writer in writers.values():
        writer.close()
    meta = {
        "format": "amparo-canonical/1",
        "country": "PT",
        "book": book("PT").hash,
        "class": "synthetic",
        "first_month": OCTOBER,
        "last_month": MARCH,
        "places": list(book("PT").places.names),
    }
    temporary = folder / "meta.json.part"
    temporary.write_text(json.dumps(meta))
    os.replace(temporary, folder / "meta.json")


def _schema(table: str, columns: Mapping[str, np.ndarray]) -> pa.Schema:
    nodes = book("PT").nodes
    return table_schema(table, [nodes[name] for name in columns if "." in name], ids=pa.int64())  # type: ignore[misc]


def _write_payers(file: Path, columns: Mapping[str, np.ndarray]) -> None:
    names = pa.array(columns["payer"]).cast(pa.string())
    owners = pa.array(columns["group"]).cast(pa.string())
    writer = AlignedWriter(file, _schema("payers", columns), key="payer")
    writer.write(pa.table({**columns, "id": names, "group_id": owners}))
    writer.close()


def _block(begin: int, end: int, group: np.ndarray) -> dict[str, Columns]:
    """All tables of the workers from begin to end."""
    draw = np.random.default_rng([SEED, begin // BLOCK])
    lot = _draw_engagements(draw, BLOCK, group)
    kept = lot["worker"] < end - begin
    engagements = {name: values[kept] for name, values in lot.items()}
    workers = {name: values[: end - begin] for name, values in _workers(draw, BLOCK).items()}
    ties = {name: values[kept] for name, values in _tie_facts(draw, lot["common.form"]).items()}
    first = _first_of_tie(engagements)
    keys = {
        "worker": engagements["worker"] + begin,
        "payer": engagements["payer"].astype(np.int32),
        "month": engagements["month"].astype(np.int32),
    }
    facts = {name: engagements[name] for name in engagements if "." in name}
    index = np.arange(begin, end, dtype=np.int64)
    window = {
        "first": np.full(end - begin, OCTOBER, np.int32),
        "last": np.full(end - begin, MARCH, np.int32),
        "flags": np.full(end - begin, 3, np.int8),
    }
    return {
        "workers": {"worker": index, "id": index, **window, **workers},
        "engagements": {**keys, **facts},
        "ties": {name: values[first] for name, values in {**keys, **ties}.items()},
    }


def _first_of_tie(engagements: Columns) -> np.ndarray:
    """Whether a row is the first of its worker, month and payer."""
    same = np.ones(len(engagements["worker"]), bool)
    same[1:] = False
    names = ("worker", "month", "payer")
    if len(same) > 1:
        same[1:] = np.logical_or.reduce([engagements[n][1:] != engagements[n][:-1] for n in names])
    return same


# --- Payers -----------------------------------------------------------------------------------------------------------


def _payers(draw: Draw) -> tuple[np.ndarray, Columns]:
    """Platforms, intermediaries, clients, employers, households; a third of the firms stand in groups of three."""
    number = np.arange(PAYERS)
    bounds = [number < PLATFORMS, number < INTERMEDIARIES, number >= HOUSEHOLDS, number % 3 == 0]
    kind = np.select(bounds, [1, 2, 5, 4], 3).astype(np.int8)
    grouped = (number >= INTERMEDIARIES) & (number < HOUSEHOLDS) & (number // 3 % 3 == 0)
    owner = np.where(grouped, number - number % 3, number)
    group = np.unique(owner, return_inverse=True)[1].astype(np.int32)
    facts: Columns = {
        "common.payer_kind": kind,
        "status.platform_definition_contested": _yes(draw, 0.2, PAYERS),
        "status.platform_is_legal_person": _yes(draw, 0.95, PAYERS),
        "status.services_at_distance_by_electronic_means": _yes(draw, 0.95, PAYERS),
        "status.services_at_request_of_users": _yes(draw, 0.95, PAYERS),
        "status.organises_paid_work_of_individuals": _yes(draw, 0.95, PAYERS),
        "status.own_business_model_and_brand": _yes(draw, 0.95, PAYERS),
    }
    return group, {"payer": number.astype(np.int32), "group": group, **facts}


# --- Engagements ------------------------------------------------------------------------------------------------------


def _draw_engagements(draw: Draw, workers: int, group: np.ndarray) -> Columns:
    """Contract-months: 2.5 for each worker, one in seventeen of whom is employed from October to March as well."""
    employed = draw.random(workers) < 0.058
    own = np.where(employed, 1 + (draw.random(workers) < 0.5), _own_account_rows(draw, workers))
    rows = own + 6 * employed
    worker = np.repeat(np.arange(workers), rows)
    place = np.arange(len(worker)) - np.repeat(np.cumsum(rows) - rows, rows)
    in_job = place >= own[worker]

    employer = INTERMEDIARIES + 3 * draw.integers(0, (HOUSEHOLDS - INTERMEDIARIES) // 3 - 1, workers)
    main = _some_payer(draw, workers)
    payer = np.where(draw.random(len(worker)) < 0.65, main[worker], _some_payer(draw, len(worker)))
    for_employer_too = employed[worker] & (draw.random(len(worker)) < 0.06)
    payer = np.where(for_employer_too, employer[worker] + draw.integers(0, 3, len(worker)), payer)
    payer = np.where(in_job, employer[worker], payer)
    domestic = ~in_job & (draw.random(len(worker)) < 0.03)
    payer = np.where(domestic, draw.integers(HOUSEHOLDS, PAYERS, len(worker)), payer)
    month = OCTOBER + np.where(in_job, place - own[worker], draw.integers(0, 3, len(worker)))

    sole_trader = draw.random(workers) < 0.05
    activity = (draw.integers(0, 5, workers)[worker] + place) % 5 + 1
    pay = np.where(in_job, _salary(draw, workers)[worker], _fee(draw, workers, worker))
    kind = np.select([draw.random(len(worker)) < 0.86, draw.random(len(worker)) < 0.7], [1, 2], 3)
    own_form = np.where(sole_trader[worker], SOLE_TRADER, SERVICES)
    lot: Columns = {
        "worker": worker,
        "payer": payer,
        "month": month,
        "common.activity": np.select([in_job, domestic], [7, 6], activity).astype(np.int8),
        "common.form": np.select([in_job, domestic], [EMPLOYMENT, DOMESTIC], own_form).astype(np.int8),
        "common.gross_pay": pay.astype(np.int64),
        "common.days_worked": np.where(in_job, 22, draw.integers(1, 27, len(worker))).astype(np.int32),
        "employees.hours_worked": np.where(in_job, 168, draw.integers(1, 190, len(worker))).astype(np.int32),
        "self_employed_income.income_kind": np.where(in_job | domestic, 1, kind).astype(np.int8),
    }
    order = np.lexsort((payer, month, worker))
    return {name: values[order] for name, values in lot.items()}


def _own_account_rows(draw: Draw, workers: int) -> np.ndarray:
    return 1 + np.searchsorted([0.35, 0.65, 0.85, 0.96], draw.random(workers), side="right")


def _some_payer(draw: Draw, count: int) -> np.ndarray:
    """Three in five work for a platform, the others for anyone."""
    platform = draw.integers(0, PLATFORMS, count)
    return np.where(draw.random(count) < 0.6, platform, draw.integers(PLATFORMS, HOUSEHOLDS, count))


def _salary(draw: Draw, workers: int) -> np.ndarray:
    near_index = draw.integers(50_900, 52_300, workers)
    return np.where(draw.random(workers) < 0.1, near_index, draw.integers(20_000, 320_000, workers))


def _fee(draw: Draw, workers: int, worker: np.ndarray) -> np.ndarray:
    """Most fees are of a few hundred euros; some near nothing, some beyond the highest base."""
    scale = np.select([draw.random(workers) < 0.06, draw.random(workers) < 0.04], [1_500.0, 1_600_000.0], 55_000.0)
    fee = scale[worker] * draw.standard_exponential(len(worker))
    fee[draw.random(len(worker)) < 0.01] = 0
    return np.minimum(fee, 90_000_000).astype(np.int64)


# --- Facts ------------------------------------------------------------------------------------------------------------


def _yes(draw: Draw, share: float, count: int) -> np.ndarray:
    return (draw.random(count) < share).astype(np.int8)


def _tie_facts(draw: Draw, form: np.ndarray) -> Columns:
    """What is told of worker and payer in a month: the features of employment, and what became of a presumption."""
    count = len(form)
    shares = {
        "beneficiary_sets_workplace": 0.1,
        "tools_of_beneficiary": 0.1,
        "tools_leased_by_beneficiary": 0.1,
        "beneficiary_sets_hours": 0.1,
        "fixed_regular_pay": 0.15,
        "leading_functions": 0.02,
        "platform_sets_pay": 0.8,
        "platform_directs_work": 0.5,
        "platform_controls_work": 0.6,
        "platform_restricts_autonomy": 0.4,
        "platform_exercises_employer_powers": 0.3,
        "tools_of_platform": 0.2,
        "employment_established": 0.005,
    }
    facts = {f"status.{name}": _yes(draw, share, count) for name, share in shares.items()}
    found = draw.random(count)
    facts["status.presumption_rebutted"] = np.select([found < 0.92, found < 0.96], [1, 2], 3).astype(np.int8)
    facts["status.relation_start_date"] = draw.integers(17_000, 20_000, count).astype(np.int32)
    return facts | _employment_facts(draw, form)


def _employment_facts(draw: Draw, form: np.ndarray) -> Columns:
    """What is told of jobs, one in seven of a special category, and of domestic service."""
    count = len(form)
    job, domestic = form == EMPLOYMENT, form == DOMESTIC
    special = job & (draw.random(count) < 0.15)
    return {
        "employees.employee_category": np.where(special, draw.integers(1, 18, count), 1).astype(np.int8),
        "employees.other_insurance_or_pension_of_one_ias": job & _yes(draw, 0.2, count),
        "employees.sport_full_pay_agreed": job & _yes(draw, 0.3, count),
        "domestic_service.domestic_arrangement": np.where(domestic, draw.integers(1, 4, count), 1).astype(np.int8),
        "domestic_service.real_pay_agreed": domestic & _yes(draw, 0.3, count),
        "domestic_service.part_of_month_only": domestic & _yes(draw, 0.4, count),
        "domestic_service.close_relative_of_household": domestic & _yes(draw, 0.05, count),
    }


def _workers(draw: Draw, count: int) -> Columns:
    """What is told of each worker, for all months of the records."""

    def some(share: float, values: Callable[[], np.ndarray], otherwise: int = 0) -> np.ndarray:
        return np.where(draw.random(count) < share, values(), otherwise)

    def days(first: int, last: int) -> Callable[[], np.ndarray]:
        return lambda: draw.integers(first, last, count)

    def pick(*values: int) -> Callable[[], np.ndarray]:
        return lambda: np.array(values)[draw.integers(0, len(values), count)]

    started = np.where(draw.random(count) < 0.2, days(19_600, 20_090)(), days(15_000, 19_600)())
    end = some(0.04, days(19_800, 20_120), NO_DATE)
    restart = np.where((end < NO_DATE) & (draw.random(count) < 0.4), end + days(1, 500)(), NO_DATE)
    organised = _yes(draw, 0.06, count)
    money: Columns = {
        "self_employed_scope.farm_income_of_year": some(0.02, pick(0, 203_703, 203_704, 203_705, 900_000)),
        "self_employed_scope.farm_subsidies_of_year": some(0.02, pick(0, 203_703, 203_704, 203_705)),
        "self_employed_base.taxable_profit": np.where(organised == 1, days(0, 6_000_000)(), 0),
        "self_employed_base.partner_relevant_income": some(0.03, days(0, 900_000)),
        "self_employed_base.spouse_income_requested": some(0.01, days(0, 900_000)),
        "self_employed_exemption.pay_in_other_full_scheme": some(0.03, pick(30_000, 50_925, 50_926, 52_250, 180_000)),
        "self_employed_exemption.average_pay_stated": some(0.01, pick(50_925, 50_926, 52_249, 52_250)),
        "self_employed_before_2019.services_of_tax_year": np.zeros(count),
        "self_employed_before_2019.goods_of_tax_year": np.zeros(count),
        "self_employed_before_2019.taxable_profit_of_tax_year": np.zeros(count),
    }
    rates: Columns = {
        "self_employed_base.income_raised_by": some(0.08, pick(50_000, 100_000, 120_000, 250_000)),
        "self_employed_base.income_lowered_by": some(0.12, pick(50_000, 130_000, 200_000, 250_000)),
        "self_employed_exemption.occupational_incapacity": some(0.02, pick(300_000, 699_999, 700_000, 1_000_000)),
    }
    dates: Columns = {
        "self_employed_scope.activity_start": started,
        "self_employed_scope.activity_end": end,
        "self_employed_scope.activity_restart": restart,
        "self_employed_scope.early_cover_request": some(0.03, days(19_700, 20_110), NO_DATE),
        "self_employed_scope.spouse_cover_request": some(0.04, days(19_700, 20_110), NO_DATE),
        "self_employed_contribution.days_without_obligation": some(0.02, days(0, 32)),
    }
    small: Columns = {
        "self_employed_contribution.registered_class": some(0.06, pick(2, 3), 1),
        "self_employed_scope.excluded_activity": some(0.02, pick(2, 3, 9), 1),
        "self_employed_scope.own_account_activity": _yes(draw, 0.2, count),
        "self_employed_scope.insured_before_2018": _yes(draw, 0.3, count),
        "self_employed_scope.partner_insured": _yes(draw, 0.5, count),
        "self_employed_income.organised_accounting": organised,
        "self_employed_income.quarterly_assessment_requested": organised & _yes(draw, 0.2, count),
        "self_employed_exemption.old_age_or_invalidity_pensioner": _yes(draw, 0.05, count),
        "self_employed_exemption.work_compatible_with_pension": _yes(draw, 0.8, count),
        "self_employed_exemption.suspension_requested": _yes(draw, 0.02, count),
        "self_employed_exemption.others_carry_on": _yes(draw, 0.3, count),
    }
    return (
        {name: values.astype(np.int64) for name, values in (money | rates).items()}
        | {name: values.astype(np.int32) for name, values in dates.items()}
        | {name: values.astype(np.int8) for name, values in small.items()}
    )


if __name__ == "__main__":
    write(int(sys.argv[1]), Path(sys.argv[2]))
