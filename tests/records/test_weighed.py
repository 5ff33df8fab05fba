"""Totals of a run and signals of a screening where records weigh persons: as of persons written out, and told apart."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from analysis.test_screening import PAYERS, _tie, _work, _worker
from microdata_files import PEOPLE, files, mapping
from records_folder import write

from amparo.analysis.screening import Screening, screen
from amparo.law import book
from amparo.population.microdata.reading import read_microdata
from amparo.records.design import FILE, POPULATION, Design, write_design
from amparo.records.run import Run, run_records
from amparo.report.screened import screened_section

LAW = book("PT")
TIMES = {"a": 3, "b": 1, "c": 2, "d": 2}


def ran(folder: Path, people: list[dict[str, Any]]) -> Run:
    map_file, data = files(folder, mapping(), people)
    made = read_microdata(map_file, data, LAW, folder / "population")
    return run_records(LAW, folder / "out", records=made.folder, data_class="synthetic", threads=1)


def test_weighted_totals_are_those_of_persons_written_out(tmp_path: Path) -> None:
    heavy = [{**person, "weight": str(TIMES[person["id"]])} for person in PEOPLE]
    written = [{**person, "id": f"{person['id']}{n}"} for person in PEOPLE for n in range(TIMES[person["id"]])]
    one, other = ran(tmp_path / "heavy", heavy), ran(tmp_path / "written", written)
    weighted = one.document["weighted"]
    assert weighted["one_stands_for"] == 2.0
    moneyed = 0
    for name, total in other.document["totals"].items():
        mine = weighted["totals"][name]
        assert (mine["rows"], mine["unknown"]) == (total["rows"], total["unknown"]), name
        assert mine.get("cases") == total.get("cases"), name
        assert (mine.get("low"), mine.get("high")) == (total.get("low"), total.get("high")), name
        moneyed += total.get("low") not in (None, 0, "0.00")
    assert moneyed > 3
    # beside them the rows of the data count once each
    health = [run.document["totals"]["coverage.national_health_coverage"]["rows"] for run in (one, other)]
    assert health == [48, 96]


def test_a_run_of_records_that_weigh_nobody_says_so(tmp_path: Path) -> None:
    write(tmp_path / "in", payers=PAYERS, workers=[_worker("w")], engagements=_work("w", "app", ["1000"] * 12))
    found = run_records(LAW, tmp_path / "out", records=tmp_path / "in", data_class="synthetic", threads=1)
    assert found.document["weighted"] is None


def screened(folder: Path, weights: dict[str, float] | None) -> Screening:
    """Two workers whose ties speak for employment with one payer; the weights relative, one standing for ten."""
    features = {"platform_sets_pay": "yes", "platform_controls_work": "yes"}
    write(
        folder / "in",
        payers=PAYERS,
        workers=[_worker("one"), _worker("two")],
        engagements=[row for name in ("one", "two") for row in _work(name, "app", ["1000"] * 12)],
        ties=[_tie(name, "app", **features) for name in ("one", "two")],
    )
    if weights is not None:
        held = Design(np.array(list(weights.values())), None, np.zeros(0), {"method": "poisson"})
        write_design(folder / "in" / FILE, pa.array(list(weights)), held)
        (folder / "in" / POPULATION).write_text(json.dumps({"class": "synthetic", "weight": 10.0}), encoding="utf-8")
    return screen(LAW, folder / "out", records=folder / "in", data_class="synthetic", threads=1)


def test_signals_are_weighed_beside_their_counts(tmp_path: Path) -> None:
    """12 x 1000 x 34.75 % = 4170 at stake for each; workers stand for 5 and 15 persons."""
    plain = screened(tmp_path / "plain", None)
    found = screened(tmp_path / "weighed", {"one": 0.5, "two": 1.5})
    before, after = (next(s for s in each.signals if s.workers == 2 and s.at_stake_low) for each in (plain, found))
    assert (before.workers, before.at_stake_low, before.weighted) == (2, 2 * 417_000, None)
    assert (after.workers, after.at_stake_low) == (2, 2 * 417_000)
    assert after.weighted is not None
    assert (after.weighted.workers, after.weighted.at_stake_low) == (20, 20 * 417_000)
    rows = [row for row in found.findings.to_pylist() if row["signal"] == after.id]
    assert {row["worker"]: row["worker_stands_for"] for row in rows} == {"one": 5.0, "two": 15.0}
    (payer,) = [row for row in found.payers.to_pylist() if row["signal"] == after.id]
    assert (payer["workers"], payer["workers_stand_for"]) == (2, pytest.approx(20.0))
    assert "worker_stands_for" not in plain.findings.column_names
    heads = screened_section(found, "en").heads
    assert "workers in the data" in heads and "workers, weighted" in heads
    assert "workers, weighted" not in screened_section(plain, "en").heads


def test_a_worker_with_two_runs_of_months_counts_once_for_a_payer(tmp_path: Path) -> None:
    """A gap in the work makes two findings of one worker; the worker stands for ten persons, not twenty."""
    pay = ["1000"] * 4 + ["0"] * 4 + ["1000"] * 4
    work = [row for row in _work("one", "app", pay) if row["gross_pay"] != "0"]
    features = {"platform_sets_pay": "yes", "platform_controls_work": "yes"}
    write(
        tmp_path / "in",
        payers=PAYERS,
        workers=[_worker("one")],
        engagements=work,
        ties=[_tie("one", "app", **features)],
    )
    held = Design(np.array([1.0]), None, np.zeros(0), {"method": "poisson"})
    write_design(tmp_path / "in" / FILE, pa.array(["one"]), held)
    (tmp_path / "in" / POPULATION).write_text(json.dumps({"class": "synthetic", "weight": 10.0}), encoding="utf-8")
    found = screen(LAW, tmp_path / "out", records=tmp_path / "in", data_class="synthetic", threads=1)
    twice = [row for row in found.payers.to_pylist() if row["findings"] == 2]
    assert twice and all(row["workers_stand_for"] == pytest.approx(10.0) for row in twice)
