"""Populations: the same seed the same bytes, margins met, sources named, and records that the law accepts whole."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from amparo.analysis.indicators import indicators
from amparo.law import book
from amparo.population.building import build
from amparo.population.countries import margins_of, populated
from amparo.population.course import active_months, levels, swings
from amparo.population.margins import MarginsError, read_margins
from amparo.population.raking import counted, drawn, raked, target_shares
from amparo.population.validation import validate
from amparo.records.tables import prepare

WINDOW = {"PT": (2022 * 12, 2023 * 12 + 11), "CN": (2024 * 12, 2025 * 12 + 11)}


def _built(folder: Path, country: str, n: int = 2000, **more: Any) -> Any:
    first, last = WINDOW[country]
    return build(country, folder, n=n, seed=more.pop("seed", 7), first=first, last=last, **more)


def _bytes(folder: Path) -> dict[str, str]:
    files = sorted(file for file in folder.rglob("*") if file.is_file())
    return {str(file.relative_to(folder)): hashlib.sha256(file.read_bytes()).hexdigest() for file in files}


@pytest.mark.parametrize("country", populated())
def test_the_same_seed_gives_the_same_bytes_on_any_number_of_cores(
    country: str, tmp_path: Path, monkeypatch: Any
) -> None:
    monkeypatch.setattr("amparo.population.building.PART", 700)
    one = _built(tmp_path / "one", country, jobs=1)
    two = _built(tmp_path / "two", country, jobs=2)
    other = _built(tmp_path / "other", country, jobs=1, seed=8)
    assert _bytes(one.folder) == _bytes(two.folder)
    assert _bytes(one.folder) != _bytes(other.folder)


@pytest.mark.parametrize("country", populated())
def test_several_rounds_are_one_population(country: str, tmp_path: Path, monkeypatch: Any) -> None:
    """A large population is drawn round by round: nobody twice, margins met, as on any number of cores."""
    monkeypatch.setattr("amparo.population.building.PART", 300)
    monkeypatch.setattr("amparo.population.building.ROUND", 900)
    one = _built(tmp_path / "one", country, jobs=1)
    two = _built(tmp_path / "two", country, jobs=2)
    assert _bytes(one.folder) == _bytes(two.folder)
    workers = f"read_parquet('{one.folder}/workers/*.parquet')"
    assert duckdb.sql(f"SELECT count(*), count(DISTINCT worker) FROM {workers}").fetchall() == [(2000, 2000)]
    assert len(list((one.folder / "workers").iterdir())) == 7
    assert max(abs(line.error) for line in one.fit if line.margin == "group") < 0.002
    drawn_at_once = _built(tmp_path / "whole", country, n=900, jobs=1)
    assert _bytes(drawn_at_once.folder / "workers").items() <= _bytes(one.folder / "workers").items()


@pytest.mark.parametrize("country", populated())
def test_every_margin_is_met(country: str, tmp_path: Path) -> None:
    """The main work to a person or two, for which draws are ordered; the rest within three standard errors."""
    found = _built(tmp_path / "p", country, jobs=1)
    assert max(abs(line.error) for line in found.fit if line.margin == "group") < 0.001
    assert all(abs(line.error) < 3 * (line.target * (1 - line.target) / 2000) ** 0.5 + 0.001 for line in found.fit)
    assert {line.margin for line in found.fit} == {margin.id for margin in margins_of(country).margins}
    assert found.document["counted"]["persons"] == margins_of(country).total.value
    assert found.weight * found.persons == pytest.approx(found.document["stands_for"])
    assert found.document["stands_for"] > found.document["counted"]["persons"]


@pytest.mark.parametrize("country", populated())
def test_no_row_of_a_population_is_set_aside(country: str, tmp_path: Path) -> None:
    built = _built(tmp_path / "p", country, n=500, jobs=1)
    found = prepare(built.folder, book(country), tmp_path / "checked", class_="synthetic")
    assert found.counts.quarantined == 0
    assert found.counts.accepted == sum(built.document["rows"].values())


@pytest.mark.parametrize("country", populated())
@pytest.mark.parametrize("seed", range(3))
def test_one_person_is_a_population_too(country: str, seed: int, tmp_path: Path) -> None:
    """A past fault: nobody with a job beside, or nobody with work, broke the tables."""
    built = _built(tmp_path / "p", country, n=1, seed=seed, jobs=1)
    found = prepare(built.folder, book(country), tmp_path / "checked", class_="synthetic")
    assert found.counts.quarantined == 0


def test_work_comes_and_goes_and_is_divided_among_platforms(tmp_path: Path) -> None:
    """Fewer persons work in a month than in the year; some months hold several payers; pay swings."""
    built = _built(tmp_path / "p", "CN", jobs=1)
    work = f"read_parquet('{built.folder}/engagements/*.parquet')"
    month, year, several = duckdb.sql(
        f"SELECT (SELECT count(DISTINCT worker) FROM {work} WHERE month = DATE '2025-03-01'),"
        f" (SELECT count(DISTINCT worker) FROM {work} WHERE year(month) = 2025),"
        f" (SELECT count(*) FROM (SELECT 1 FROM {work} GROUP BY worker, month HAVING count(*) > 1))"
    ).fetchall()[0]
    assert 0.4 * year < month < 0.9 * year
    assert several > 1000


def test_validation_shows_published_and_found_with_their_ratio(tmp_path: Path) -> None:
    built = _built(tmp_path / "p", "PT", jobs=1)
    found = {held.figure.id: held for held in validate(built.folder)}
    assert set(found) == set(margins_of("PT").validate)
    mean = found["mean_contribution"]
    assert mean.found is not None and 80 < mean.found < 160
    assert mean.ratio == pytest.approx(mean.found / 117.05)
    stored = json.loads((built.folder / "validation.json").read_text(encoding="utf-8"))
    assert stored["class"] == "synthetic"


def test_what_the_law_asks_of_employees_is_told(tmp_path: Path) -> None:
    """A past fault: without the day on which a job beside began, a quarter of all had an amount not known in 2023."""
    built = _built(tmp_path / "p", "PT", jobs=1)
    records = prepare(built.folder, book("PT"), tmp_path / "checked", class_="synthetic")
    assert records.counts.quarantined == 0
    found = indicators(tmp_path / "checked", book("PT"), 2023)
    assert found.workers > 1000 and found.undecided_workers == 0


def test_contributors_are_as_many_in_every_month_of_the_year(tmp_path: Path) -> None:
    """A past fault: exempt in the first year were those of whose year before nothing was told."""
    built = _built(tmp_path / "p", "PT", jobs=1)
    validate(built.folder)
    owed = '"self_employed_contribution.self_employed_contribution" > 0'
    months = duckdb.sql(
        f"SELECT count(*) FROM read_parquet('{tmp_path}/p.validation/results/month/*.parquet')"
        f" WHERE month BETWEEN '2022-01' AND '2023-12' AND {owed} GROUP BY month"
    ).fetchall()
    counts = [count for (count,) in months]
    assert len(counts) == 24
    assert max(counts) < 1.08 * min(counts)


def test_validation_needs_a_population(tmp_path: Path) -> None:
    with pytest.raises(MarginsError, match="holds no population"):
        validate(tmp_path)


@pytest.mark.parametrize("country", populated())
def test_every_number_has_a_source_a_date_and_three_labels(country: str) -> None:
    margins = margins_of(country)
    every = [*margins.margins, *margins.quantities.values(), *margins.validate.values(), margins.total]
    assert [one.id for one in every if one.label.faults()] == []
    assert all(one.source.text and one.source.date and one.source.evidence.mark for one in every)
    unpublished = [one for one in margins.margins if "no " in one.source.text and "seen" in one.source.text]
    assert all(one.role == "assumption" and one.source.evidence.doubtful for one in unpublished)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"cells": {"a": 0.5, "b": 0.4}}, "add to 0.9"),
        ({"cells": {"a": 1.5, "b": -0.5}}, "negative"),
        ({"source": ""}, "no source"),
        ({"role": "guess"}, "role 'guess'"),
        ({"within": {"x": "a"}}, "'within' without 'of'"),
    ],
)
def test_a_bad_margin_is_refused_by_name(tmp_path: Path, change: dict[str, Any], says: str) -> None:
    entry = {"role": "fit", "cells": {"a": 0.5, "b": 0.5}, "date": 2024, "source": "S", "evidence": "K ?", **change}
    label = {"en": "a", "pt": "b", "zh": "丙"}
    total = {"value": 10, "date": 2024, "source": "S", "evidence": "K"}
    file = tmp_path / "margins.yaml"
    years = {"first": 2023, "last": 2025, "usual": 2024}
    held = {"country": "XX", "label": label, "years": years, "total": total, "margins": {"m": entry}}
    file.write_text(yaml.safe_dump(held))
    with pytest.raises(MarginsError, match=says):
        read_margins(file)


@pytest.mark.parametrize("years", [None, {"first": 2023, "last": 2025}, {"first": 2023, "last": 2025, "usual": 2026}])
def test_margins_say_for_which_years_a_population_can_be_built(tmp_path: Path, years: Any) -> None:
    label = {"en": "a", "pt": "b", "zh": "丙"}
    file = tmp_path / "margins.yaml"
    total = {"value": 10, "date": 2024, "source": "S", "evidence": "K"}
    held = {"country": "XX", "label": label, "years": years, "total": total, "margins": {}}
    file.write_text(yaml.safe_dump(held))
    with pytest.raises(MarginsError, match="no years"):
        read_margins(file)


def test_raking_needs_somebody_in_every_cell() -> None:
    margins = margins_of("PT")
    persons = {margin.of: np.full(10, next(iter(margin.cells))) for margin in margins.margins}
    with pytest.raises(MarginsError, match="nobody is"):
        raked(persons, margins)


@settings(max_examples=25, deadline=None)
@given(st.integers(1, 400), st.integers(0, 10**6))
def test_draws_follow_the_weights_to_less_than_one_person(n: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    weights = rng.random(50) + 0.01
    chosen = drawn({"a": np.arange(50).astype(str)}, weights, n, rng)
    counts = np.bincount(chosen, minlength=50)
    assert len(chosen) == n
    assert (np.abs(counts - n * weights / weights.sum()) < 1).all()


@settings(max_examples=20, deadline=None)
@given(st.floats(0.05, 0.95), st.floats(0.0, 0.9))
def test_months_worked_keep_their_share(share: float, memory: float) -> None:
    rng = np.random.default_rng(5)
    found = active_months(rng, np.full(20000, share), 24, memory)
    assert found.mean() == pytest.approx(share, abs=0.02)


def test_pay_keeps_its_mean_and_its_spread() -> None:
    rng = np.random.default_rng(5)
    level = levels(rng, 200000, 773.0, 0.8)
    assert level.mean() == pytest.approx(773, rel=0.02)
    assert level.std() / level.mean() == pytest.approx(0.8, rel=0.05)
    factor = swings(rng, 50000, 12, 0.28, 0.74)
    assert factor.mean() == pytest.approx(1, rel=0.01)
    logs = np.log(factor)
    assert np.corrcoef(logs[:, 4], logs[:, 5])[0, 1] == pytest.approx(0.74, abs=0.02)


def test_targets_within_a_group_are_shares_of_all() -> None:
    margins = margins_of("PT")
    drivers = next(margin for margin in margins.margins if margin.id == "drivers_sex")
    shares = target_shares(margins, drivers)
    assert shares["male"] == pytest.approx(0.0318 * 0.901)
    assert sum(shares.values()) == pytest.approx(1)
    persons = {"group": np.array(["ride_hailing", "clients"]), "sex": np.array(["male", "male"])}
    assert counted(persons, drivers) == {"male": 1, "female": 0, "elsewhere": 1}
