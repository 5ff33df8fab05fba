"""Courses of work: persons that can exist, who come and go as published, months and payers as the margins say."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from amparo.population.building import build
from amparo.population.countries import margins_of, populated
from amparo.population.course import busiest_months, ends, years_at_work
from amparo.population.portugal.work import level_of, payer_shares

WINDOW = {"PT": (2022 * 12, 2023 * 12 + 11), "CN": (2022 * 12 + 6, 2025 * 12 + 11)}


@pytest.fixture(scope="module", params=populated())
def built(request: Any, tmp_path_factory: Any) -> tuple[str, Path]:
    first, last = WINDOW[request.param]
    folder = tmp_path_factory.mktemp("population") / request.param
    build(request.param, folder, n=6000, seed=11, first=first, last=last, jobs=1)
    return request.param, folder


def _one(folder: Path, query: str) -> Any:
    base = duckdb.connect()
    for table in (path.name for path in folder.iterdir() if path.is_dir()):
        base.execute(f"CREATE VIEW {table} AS SELECT * FROM read_parquet('{folder}/{table}/*.parquet')")
    found = base.execute(query).fetchone()
    assert found is not None
    return found[0] if len(found) == 1 else found


def test_nobody_works_before_the_age_of_eighteen_or_is_older_than_a_worker_can_be(built: tuple[str, Path]) -> None:
    ages = "SELECT form, date_diff('year', birth_date, month) AS age FROM engagements JOIN workers USING (worker)"
    low, high = _one(built[1], f"SELECT min(age), max(age) FROM ({ages}) WHERE form <> 'employment'")
    assert low >= 18
    assert high <= 80
    assert _one(built[1], f"SELECT min(age) FROM ({ages}) WHERE form = 'employment'") >= 18


def test_some_have_a_job_beside_and_only_there_employers_pay(built: tuple[str, Path]) -> None:
    """The share is the published one of riders in China, of the self-employed in Portugal."""
    kinds = "SELECT form = 'employment', payer_kind = 'employer' FROM engagements JOIN payers USING (payer)"
    assert _one(built[1], f"SELECT count(*) FILTER (a <> b) FROM ({kinds}) AS t(a, b)") == 0
    rides = "activity LIKE '%delivery'" if built[0] == "CN" else "form <> 'employment'"
    some = f"SELECT worker, bool_or({rides}) AS works, bool_or(form = 'employment') AS job FROM engagements GROUP BY 1"
    share = _one(built[1], f"SELECT avg(job::int) FROM ({some}) WHERE works")
    assert share == pytest.approx({"PT": 0.244, "CN": 0.168}[built[0]], abs=0.03)


def test_pay_orders_and_time_are_those_of_a_month(built: tuple[str, Path]) -> None:
    low, orders, least, most = _one(
        built[1], "SELECT min(gross_pay), min(orders), min(days_worked), max(days_worked) FROM engagements"
    )
    assert low >= 0
    assert orders >= 0
    assert (least, most) >= (1, 1)
    assert most <= 31
    assert _one(built[1], "SELECT count(*) - count(DISTINCT (worker, payer, month, form)) FROM engagements") == 0


def test_work_in_portugal_lies_between_the_opening_and_the_closing_of_the_activity(built: tuple[str, Path]) -> None:
    if built[0] != "PT":
        pytest.skip("only Portugal tells of openings and closings")
    outside = "month < activity_start OR month > activity_end OR activity_end < activity_start"
    work = "engagements JOIN workers USING (worker) WHERE form <> 'employment'"
    assert _one(built[1], f"SELECT count(*) FILTER ({outside}) FROM {work}") == 0
    opened = "SELECT min(datediff('year', birth_date, activity_start)) FROM workers"
    assert _one(built[1], opened) >= 17  # in the year of the eighteenth birthday
    closed = _one(built[1], "SELECT count(activity_end) / count(*) FROM workers")
    assert 0.15 < closed < 0.35


def test_those_with_a_pension_or_a_job_have_no_registered_base_before(built: tuple[str, Path]) -> None:
    """A past fault: the record told of contributions by persons whom the law exempts."""
    if built[0] != "PT":
        pytest.skip("only Portugal tells of registered pay before")
    exempt = "old_age_or_invalidity_pensioner = 'yes' OR recorded_employee_pay > 0"
    assert _one(built[1], f"SELECT max(recorded_self_employed_base) FROM months WHERE {exempt}") == 0
    assert _one(built[1], "SELECT max(recorded_self_employed_base) FROM months") > 0


def test_riders_of_a_calendar_year_have_the_published_days(built: tuple[str, Path]) -> None:
    """The bands hold in the records of every whole year, counting the days of the platform worked on most."""
    if built[0] != "CN":
        pytest.skip("days are published of China")
    rides = "activity IN ('food_delivery', 'instant_delivery')"
    month = f"SELECT worker, month, max(days_worked) AS days FROM engagements WHERE {rides} GROUP BY 1, 2"
    for year in (2023, 2024, 2025):
        of_year = f"SELECT worker, sum(days) AS days FROM ({month}) WHERE year(month) = {year} GROUP BY 1"
        few, many = _one(built[1], f"SELECT avg((days < 30)::int), avg((days >= 260)::int) FROM ({of_year})")
        assert few == pytest.approx(0.48, abs=0.06)
        assert many == pytest.approx(0.11, abs=0.04)


def test_a_quarter_of_the_riders_of_a_year_ride_in_the_next_one_and_all_years_have_as_many(
    built: tuple[str, Path],
) -> None:
    if built[0] != "CN":
        pytest.skip("retention was seen of China")
    rides = "SELECT DISTINCT worker, year(month) AS year FROM engagements WHERE activity LIKE '%delivery'"
    stay, riders = _one(
        built[1],
        f"SELECT count(b.worker), count(*) FROM ({rides}) a LEFT JOIN ({rides}) b"
        " ON a.worker = b.worker AND b.year = a.year + 1 WHERE a.year IN (2023, 2024)",
    )
    assert stay / riders == pytest.approx(0.25, abs=0.08)
    by_year = f"SELECT count(*) AS riders FROM ({rides}) WHERE year > 2022 GROUP BY year"
    low, high = _one(built[1], f"SELECT min(riders), max(riders) FROM ({by_year})")
    assert low > 0.8 * high


@pytest.mark.parametrize("new", [0.0, 0.33, 0.75])
def test_as_many_come_as_go(new: float) -> None:
    found = years_at_work(np.random.default_rng(3), np.full(100_000, new), 4)
    assert found.any(axis=1).all()
    shares = found.mean(axis=0)
    assert shares == pytest.approx(np.full(4, 1 / (1 + 3 * new)), abs=0.01)
    stays = (found[:, 1:] & found[:, :-1]).sum() / found[:, :-1].sum()
    assert stays == pytest.approx(1 - new, abs=0.01)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(0, 12), min_size=1, max_size=6), st.floats(0, 0.95))
def test_a_year_has_exactly_the_months_asked_for(numbers: list[int], memory: float) -> None:
    asked = np.array(numbers)[:, None]
    assert (busiest_months(np.random.default_rng(1), asked, memory).sum(axis=2) == asked).all()


def test_memory_brings_the_months_of_a_year_together() -> None:
    asked = np.full((4000, 1), 5)
    runs = [
        (np.diff(busiest_months(np.random.default_rng(1), asked, memory)[:, 0].astype(int), axis=1) == 1).sum()
        for memory in (0.0, 0.9)
    ]
    assert runs[1] < 0.7 * runs[0]


def test_activities_end_at_the_rates_of_the_first_and_of_later_years() -> None:
    rng = np.random.default_rng(2)
    young = ends(rng, np.zeros(200_000, np.int64), 0.73, np.full(200_000, 0.1))
    assert (young >= 12).mean() == pytest.approx(0.73, abs=0.005)
    assert ((young >= 24).sum() / (young >= 12).sum()) == pytest.approx(0.9, abs=0.005)
    old = ends(rng, np.full(200_000, 40), 0.73, np.full(200_000, 0.1))
    assert (old >= 12).mean() == pytest.approx(0.9, abs=0.005)


def test_a_dominant_client_is_one_by_the_measure_of_the_survey() -> None:
    """A past fault: who worked on one platform alone was counted among those whom no client dominates."""
    rng = np.random.default_rng(4)
    kinds = np.repeat(["one", "few_main", "many_main", "few", "many"], 2000)
    on_platforms = np.tile(["clients", "other_platform"], 5000)
    persons = {"group": on_platforms, "clients": kinds, "platforms": np.full(10_000, "2")}
    largest = payer_shares(rng, persons).max(axis=1)
    assert (largest[kinds == "one"] == 1).all()
    assert (largest[np.isin(kinds, ("few_main", "many_main"))] >= 0.75).all()
    assert (largest[np.isin(kinds, ("few", "many"))] < 0.76).all()


def test_the_level_of_pay_is_set_so_that_bases_have_the_published_mean() -> None:
    """Least and highest bases bend the mean, so that the level is not the base over the relevant share."""
    level = level_of(margins_of("PT"))
    assert level == level_of(margins_of("PT"))
    assert 0.8 * 541.46 / 0.7 < level < 541.46 / 0.7 * 1.05
