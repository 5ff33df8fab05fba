"""The coverage cascade of Verania: Amparo beside the same rules written by hand in numpy, with equal counts.

Workers of 24 months (January 2021 to December 2022), each with a job, services, both or neither. The hand-written
program knows the shape of these records and of this law, and nothing else: one job and one client at most, all facts
told, two years. It is the least that any program of these rules must do.

    python -m benchmarks.cascade WORKERS FOLDER
"""

from __future__ import annotations

import json
import os
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

VERSION: Final = 1
SEED: Final = 20_210_101
BLOCK: Final = 65_536
FIRST: Final = 2021 * 12
MONTHS: Final = 24
JOB, SERVICES = 1, 2
EMPLOYERS: Final = 100
NORTHLAND, FARISLE = 0, 4
RIDE_HAILING, FOOD_DELIVERY, OTHER = 1, 2, 7
INDICES: Final = ("pay_set_by_payer", "work_directed", "work_controlled", "hours_fixed", "tools_of_payer")
BRANCHES: Final = ("sickness", "unemployment", "old_age", "employment_injury", "family")
STEPS: Final = ("covered", "registered", "contributing", "qualified", "adequate")


# --- records ----------------------------------------------------------------------------------------------------------


def population(workers: int, home: Path) -> Path:
    """The records of this many workers under home, made now unless they are there."""
    from amparo.law import book

    folder = home / f"verania-{workers}-v{VERSION}"
    done = folder / "meta.json"
    if not done.exists() or json.loads(done.read_text())["book"] != book("FICTIONAL").hash:
        write(workers, folder)
    return folder


def write(workers: int, folder: Path) -> None:
    """The canonical tables, block by block; meta.json comes last."""
    from amparo.law import book
    from amparo.records.canonical import AlignedWriter, table_schema

    law = book("FICTIONAL")
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "meta.json").unlink(missing_ok=True)

    def schema(table: str, columns: dict[str, np.ndarray]) -> pa.Schema:
        facts = [law.nodes[name] for name in columns if "." in name]
        return table_schema(table, facts, ids=pa.int64())  # type: ignore[arg-type]

    number = np.arange(2 * EMPLOYERS, dtype=np.int32)
    kind = np.where(number < EMPLOYERS, 4, np.where(number % 2 == 0, 1, 3)).astype(np.int8)
    payers = {"payer": number, "group": number, "common.payer_kind": kind}
    names = pa.array(number).cast(pa.string())
    writer = AlignedWriter(folder / "payers.parquet", schema("payers", payers), key="payer")
    writer.write(pa.table({**payers, "id": names, "group_id": names}))
    writer.close()
    writers: dict[str, AlignedWriter] = {}
    for begin in range(0, workers, BLOCK):
        for name, columns in _block(begin, min(begin + BLOCK, workers)).items():
            if name not in writers:
                writers[name] = AlignedWriter(folder / f"{name}.parquet", schema(name, columns))
            writers[name].write(pa.table(columns))
    for each in writers.values():
        each.close()
    meta = {
        "format": "amparo-canonical/1",
        "country": "FICTIONAL",
        "book": law.hash,
        "class": "synthetic",
        "first_month": FIRST,
        "last_month": FIRST + MONTHS - 1,
        "places": list(law.places.names),
    }
    temporary = folder / "meta.json.part"
    temporary.write_text(json.dumps(meta))
    os.replace(temporary, folder / "meta.json")


def _block(begin: int, end: int) -> dict[str, dict[str, np.ndarray]]:
    """All tables of the workers from begin to end; a smaller population is the beginning of a larger one."""
    draw, count = np.random.default_rng([SEED, begin // BLOCK]), BLOCK
    born = np.array(draw.integers(1950, 2001, count) - 1970, "datetime64[Y]").astype("datetime64[M]")
    birth = (born + draw.integers(0, 12, count)).astype("datetime64[D]").astype(np.int64) + draw.integers(0, 28, count)
    workers = {
        "common.birth_date": birth.astype(np.int32),
        "common.sex": draw.integers(1, 3, count).astype(np.int8),
        "contributions.activity_start": (FIRST + draw.integers(-60, 12, count)).astype(np.int32),
        "contributions.number_of_children": draw.integers(0, 4, count).astype(np.int32),
        "common.residence_place": np.full(count, NORTHLAND, np.int16),
    }
    parts = [_engagements(draw, count, JOB), _engagements(draw, count, SERVICES)]
    lot = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    order = np.lexsort((lot["payer"], lot["month"], lot["worker"]))
    order = order[lot["worker"][order] < end - begin]
    lot = {name: values[order] for name, values in lot.items()}
    keys = {
        "worker": lot["worker"] + begin,
        "payer": lot["payer"].astype(np.int32),
        "month": lot["month"].astype(np.int32),
    }
    contracts = {name: values for name, values in lot.items() if name.startswith(("common.", "contributions."))}
    ties = {name: values for name, values in lot.items() if name.startswith("status.")}
    index = np.arange(begin, end, dtype=np.int64)
    window = {"first": FIRST, "last": FIRST + MONTHS - 1}
    ends = {name: np.full(end - begin, month, np.int32) for name, month in window.items()}
    told = {name: values[: end - begin] for name, values in workers.items()}
    return {
        "workers": {"worker": index, "id": index, **ends, "flags": np.full(end - begin, 3, np.int8), **told},
        "engagements": {**keys, **contracts},
        "ties": {**keys, **ties},
    }


def _engagements(draw: np.random.Generator, count: int, form: int) -> dict[str, np.ndarray]:
    """One engagement for some of the workers, from some month to some other."""
    has = draw.random(count) < (0.5 if form == JOB else 0.6)
    start = draw.integers(0, 16, count)
    stop = np.minimum(start + draw.integers(1, 30, count), MONTHS)
    rows = np.where(has, stop - start, 0)
    worker = np.repeat(np.arange(count), rows)
    month = np.arange(len(worker)) - np.repeat(np.cumsum(rows) - rows, rows) + start[worker]
    level = draw.integers(5_000, 350_000 if form == JOB else 180_000, count)
    pay = level[worker] + draw.integers(0, 5_000, len(worker))
    own = draw.integers(0, EMPLOYERS, count) + (0 if form == JOB else EMPLOYERS)
    busy = draw.integers(0, 4, count)
    activity = np.choose(busy, [OTHER, OTHER, FOOD_DELIVERY, RIDE_HAILING])
    place = np.where(draw.random(count) < 0.8, NORTHLAND, FARISLE)
    met = draw.integers(0, 4, count) if form == SERVICES else np.zeros(count, np.int64)
    found = {
        "worker": worker,
        "payer": own[worker],
        "month": FIRST + month,
        "common.form": np.full(len(worker), form, np.int8),
        "common.gross_pay": pay.astype(np.int64),
        "common.tips": (draw.integers(0, 2, len(worker)) * 2_000).astype(np.int64),
        "common.platform_fee": (pay // 10 if form == SERVICES else pay * 0).astype(np.int64),
        "common.activity": activity[worker].astype(np.int8),
        "common.work_place": place[worker].astype(np.int16),
    }
    for number, name in enumerate(INDICES):
        found[f"status.{name}"] = (met[worker] > number).astype(np.int8)
    return found


# --- Amparo -----------------------------------------------------------------------------------------------------------


def amparo(folder: Path, threads: int) -> dict[str, int]:
    """Parquet to the cascade of all branches along the path of `amparo cascade`."""
    from amparo.analysis.adequacy import standard_of
    from amparo.analysis.cascade import cascade
    from amparo.law import book
    from amparo.rules.kinds import read_date

    found = cascade(folder, book("FICTIONAL"), standard_of("C102", read_date("2022-01-01")), threads=threads)
    return {
        f"{step.branch.name.lower()} {step.month - FIRST} {step.step} {state}": getattr(step, state)
        for step in found.steps
        if step.branch.name.lower() in BRANCHES
        for state in ("yes", "no", "no_measure")
        if getattr(step, state)
    }


# --- by hand ----------------------------------------------------------------------------------------------------------


def by_hand(folder: Path, threads: int) -> dict[str, int]:
    """Parquet to the same counts, row group by row group, every rule a few lines of numpy over workers x months."""
    files = {
        name: pq.ParquetFile(folder / f"{name}.parquet", memory_map=True) for name in ("workers", "engagements", "ties")
    }
    kind = pq.read_table(folder / "payers.parquet").column("common.payer_kind").to_numpy()
    groups = range(files["workers"].num_row_groups)
    metadata = {name: file.metadata for name, file in files.items()}

    def part(number: int) -> np.ndarray:
        tables = {}
        for name in files:
            file = pq.ParquetFile(folder / f"{name}.parquet", memory_map=True, metadata=metadata[name])
            tables[name] = file.read_row_group(number, use_threads=False)
        return _counts(tables, kind)

    total = np.zeros((len(BRANCHES), len(STEPS), 3, MONTHS), np.int64)
    with ThreadPoolExecutor(threads) as pool:
        for counts in pool.map(part, groups):
            total += counts
    return {
        f"{branch} {month} {step} {state}": int(total[b, s, n, month])
        for b, branch in enumerate(BRANCHES)
        for s, step in enumerate(STEPS)
        for n, state in enumerate(("yes", "no", "no_measure"))
        for month in range(MONTHS)
        if total[b, s, n, month]
    }


def _counts(tables: dict[str, pa.Table], kind: np.ndarray) -> np.ndarray:
    workers = {name: tables["workers"].column(name).to_numpy() for name in tables["workers"].column_names}
    base, size = int(workers["worker"][0]), len(workers["worker"])
    work = {name: tables["engagements"].column(name).to_numpy() for name in tables["engagements"].column_names}
    ties = {name: tables["ties"].column(name).to_numpy() for name in tables["ties"].column_names}
    # one engagement for each tie, in the same order
    met = np.sum([ties[f"status.{name}"] for name in INDICES], axis=0)
    month, row = work["month"] - FIRST, work["worker"] - base
    presumed = np.where(month < 5, (met >= 3) & (kind[work["payer"]] != 1), met >= 2)
    wage_work = (work["common.form"] == JOB) | presumed
    pay = work["common.gross_pay"]

    def laid(values: np.ndarray) -> np.ndarray:
        """Sums over the engagements of each worker and month."""
        return (
            np.bincount(row * MONTHS + month, weights=values, minlength=size * MONTHS)
            .astype(np.int64)
            .reshape(size, MONTHS)
        )

    wages = laid(np.where(wage_work, pay + work["common.tips"], 0))
    services = laid(np.where(wage_work, 0, np.maximum(pay - work["common.platform_fee"], 0)))
    any_wage_work, any_services = laid(wage_work) > 0, laid(~wage_work) > 0
    on_the_road = np.isin(work["common.activity"], (RIDE_HAILING, FOOD_DELIVERY))
    insured_at_work = laid((work["common.work_place"] == NORTHLAND) & (wage_work | on_the_road)) > 0

    months = np.arange(MONTHS)
    index = np.where(months < 12, 42_050, 43_100)
    insured_wages = np.minimum(wages, _share(index, np.where(months < 12, 5_000_000, 5_500_000)))
    quarters = services.reshape(size, 8, 3).sum(axis=2)
    relevant = _share(np.pad(quarters[:, :-1], ((0, 0), (1, 0))), 700_000)
    of_quarter = index[::3]
    chosen = (2 * np.minimum(relevant, of_quarter * 100) * 1_000_000 + 3_000_000) // 6_000_000
    floor = -(-of_quarter * 333_333 // 1_000_000)
    quarterly = np.maximum(floor, np.minimum(chosen, of_quarter * 6))
    before = np.pad(quarterly[:, :-1], ((0, 0), (1, 0)))
    since = FIRST + months - workers["contributions.activity_start"][:, None]
    exempt = (since >= 0) & (since < 12)
    protected = np.maximum(quarterly, _share(before, 500_000))
    own_base = np.where(exempt | ~any_services, 0, np.repeat(protected, 3, axis=1))
    insured = insured_wages + own_base
    month_insured = (insured > 0) & (insured >= np.where(months < 12, 12_000, 13_200))

    date = workers["common.birth_date"].astype("datetime64[D]")
    born = date.astype("datetime64[M]").astype(np.int64) + 1970 * 12
    day = (date - date.astype("datetime64[M]").astype("datetime64[D]")).astype(np.int64)
    age_at_end = (FIRST + months - born[:, None]) // 12
    age_at_start = (FIRST + months - (born + (day > 0))[:, None]) // 12
    pension_age = age_at_end >= np.where(workers["common.sex"] == 1, 65, 60)[:, None]

    everybody, nobody = np.ones((size, MONTHS), bool), np.zeros((size, MONTHS), bool)
    wages_paid = insured_wages > 0

    reference = (2 * _window(insured, 8, 3) + 180) // 360
    allowance = np.maximum(_share(reference, 550_000), 410)
    last_two = _window(month_insured, 2, 1) == 2
    sickness = (
        _window(month_insured, 3, 1) > 0,
        wages_paid,
        month_insured,
        (_window(month_insured, 12, 1) >= 6) & last_two,
        allowance * 1_000_000 >= reference * 450_000,
        reference > 0,
    )
    average = (2 * _window(own_base, 6, 1) + 6) // 12
    cessation = _share(average, np.where(months < 17, 440_000, 460_000))
    act = months >= 5
    unemployment = (
        any_services & act,
        any_services & (since >= 0),
        own_base > 0,
        act & (_window(own_base > 0, 24, 1) >= 12) & ~pension_age,
        cessation * 1_000_000 >= average * 450_000,
        average > 0,
    )
    # fifteen years of credits do not fit in two
    old_age = (any_wage_work | (own_base > 0), wages_paid, wages_paid, nobody, nobody, nobody)
    compensation = _share(insured, 600_000)
    injury = (
        insured_at_work,
        insured_at_work,
        insured_at_work,
        insured_at_work,
        compensation * 1_000_000 >= insured * 500_000,
        insured > 0,
    )
    children = (workers["contributions.number_of_children"] > 0)[:, None]
    family = (everybody, everybody, everybody, children | (age_at_start >= 70), nobody, nobody)
    return np.stack([_steps(branch) for branch in (sickness, unemployment, old_age, injury, family)])


def _share(amount: np.ndarray, rate: Any) -> np.ndarray:
    """Rounded half up."""
    return (2 * amount * rate + 1_000_000) // 2_000_000  # type: ignore[no-any-return]


def _window(values: np.ndarray, back: int, until: int) -> np.ndarray:
    """Sums over months m - back .. m - until, nothing before the first."""
    running = np.pad(np.cumsum(values, axis=1), ((0, 0), (1, 0)))
    months = np.arange(MONTHS)
    return running[:, np.maximum(months - until + 1, 0)] - running[:, np.maximum(months - back, 0)]  # type: ignore[no-any-return]


def _steps(branch: tuple[np.ndarray, ...]) -> np.ndarray:
    """Worker-months by step, state and month; the last part says where there is anything to replace."""
    *steps, something = branch
    held = np.ones((1, MONTHS), bool)
    found = np.zeros((len(STEPS), 3, MONTHS), np.int64)
    before = held
    for number, step in enumerate(steps):
        before, held = held, held & step
        if number == len(STEPS) - 1:
            held = held & something
        yes, everyone = held.sum(axis=0), len(steps[0])
        without = (before & ~something).sum(axis=0) if number == len(STEPS) - 1 else 0
        found[number] = np.stack([yes, everyone - yes - without, np.zeros(MONTHS, np.int64) + without])
    return found


def compare(folder: Path, warm: Path, threads: int = 4) -> dict[str, Any]:
    """Both, timed after a run on a few workers; raises where a count differs."""
    found: dict[str, Any] = {}
    counts = {}
    for name, run in (("amparo", amparo), ("by_hand", by_hand)):
        run(warm, threads)
        start, cpu = time.perf_counter(), time.process_time()
        counts[name] = run(folder, threads)
        found[name] = {
            "seconds": round(time.perf_counter() - start, 3),
            "cpu_seconds": round(time.process_time() - cpu, 3),
        }
    if counts["amparo"] != counts["by_hand"]:
        keys = sorted(set(counts["amparo"]) | set(counts["by_hand"]))
        differ = [key for key in keys if counts["amparo"].get(key) != counts["by_hand"].get(key)]
        shown = {key: (counts["amparo"].get(key, 0), counts["by_hand"].get(key, 0)) for key in differ[:12]}
        raise AssertionError(f"{len(differ)} counts differ, as {shown}")
    return {**found, "counts": len(counts["amparo"]), "equal": True}


if __name__ == "__main__":
    home = Path(sys.argv[2])
    print(json.dumps(compare(population(int(sys.argv[1]), home), population(2_000, home))))
