"""Weights and errors of sampling held against formulas worked out by hand and persons written out one by one."""

from __future__ import annotations

from math import sqrt
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from microdata_files import PEOPLE, WHY, files, mapping

from amparo.analysis.adequacy import standard_of
from amparo.analysis.cascade import cascade
from amparo.analysis.effects import effect
from amparo.analysis.grids import checked, law_of, read_grid
from amparo.analysis.indicators import Indicators, indicators
from amparo.analysis.reforms import read_reform, reformed
from amparo.analysis.sweeps import sweep
from amparo.analysis.weighting import Weighting
from amparo.law import book
from amparo.population.microdata.mapping import Replicates
from amparo.population.microdata.reading import read_microdata
from amparo.population.microdata.sampling import coefficients, rescaled, strata_of_clusters
from amparo.records.design import Design, read_design
from amparo.records.run import checked_records
from amparo.rules.kinds import read_date

WAGES = np.array([float(person["wage"]) for person in PEOPLE])
MEAN = "gross_per_month_worked"


def found_of(folder: Path, people: list[dict[str, Any]], **parts: Any) -> tuple[Indicators, Path]:
    law = book("PT")
    map_file, data = files(folder, mapping(**parts), people)
    made = read_microdata(map_file, data, law, folder / "population")
    checked = checked_records(law, folder / "out", records=made.folder, data_class="synthetic")
    weight = made.document["weight"]
    return indicators(checked.folder, law, 2024, by=("sex",), weight=weight, threads=1), checked.folder


def line(found: Indicators, id_: str = MEAN, group: str = "all") -> Any:
    return next(one for one in found.lines if (one.id, one.group) == (id_, group) and one.by != "decile")


# --- methods, by hand -------------------------------------------------------------------------------------------------


def with_replicates(columns: np.ndarray) -> list[dict[str, Any]]:
    """The four persons with replicate weights, one column each."""
    return [
        {**person, **{f"r{n + 1}": repr(float(value)) for n, value in enumerate(row)}}
        for person, row in zip(PEOPLE, columns, strict=True)
    ]


def test_jackknife_of_a_mean_is_its_textbook_error(tmp_path: Path) -> None:
    """Leaving out one of n persons: the standard error is s / sqrt(n), exactly, for a mean."""
    columns = (1 - np.eye(4)) * 4 / 3
    design = {"columns": "r1..r4", "method": "jk1"}
    found, _ = found_of(tmp_path, with_replicates(columns), design__replicates=design)
    assert line(found).value == pytest.approx(100 * WAGES.mean() / 12)
    assert line(found).error == pytest.approx(100 * WAGES.std(ddof=1) / sqrt(4) / 12, rel=1e-5)


BY_PAIRS = 100 / 12 * sqrt((WAGES[0] - WAGES[1]) ** 2 + (WAGES[2] - WAGES[3]) ** 2) / 4


def paired(share: float) -> np.ndarray:
    """Weights 2 - share and share within each pair, by the signs of a balanced set."""
    signs = np.array([[1, 1, -1, -1], [1, -1, 1, -1]])
    rows = [signs[0], -signs[0], signs[1], -signs[1]]
    return np.array([1 + (1 - share) * row for row in rows])


@pytest.mark.parametrize(("method", "share"), [({"method": "brr"}, 0.0), ({"method": "fay", "fay": "0.5"}, 0.5)])
def test_balanced_halves_give_the_error_of_paired_strata(tmp_path: Path, method: dict[str, str], share: float) -> None:
    """Two persons a stratum, mean of four: the variance is the sum of squared differences of pairs over sixteen."""
    people = with_replicates(paired(share))
    found, _ = found_of(tmp_path, people, design__replicates={"columns": "r1..r4", **method})
    assert line(found).error == pytest.approx(BY_PAIRS, rel=1e-5)


def test_a_stratified_jackknife_takes_the_coefficients_given(tmp_path: Path) -> None:
    """One person of each pair left out in turn, the other doubled; the coefficient is (2 - 1) / 2."""
    columns = np.array([[0, 2, 1, 1], [2, 0, 1, 1], [1, 1, 0, 2], [1, 1, 2, 0]]).T
    told = {"columns": "r1..r4", "method": "jkn", "coefficients": ["0.5"]}
    found, _ = found_of(tmp_path, with_replicates(columns), design__replicates=told)
    assert line(found).error == pytest.approx(BY_PAIRS, rel=1e-5)


@pytest.mark.parametrize(
    ("told", "number", "expected"),
    [
        ({"method": "brr"}, 80, 1 / 80),
        ({"method": "fay", "fay": "0.3"}, 80, 1 / (80 * 0.49)),
        ({"method": "jk1"}, 80, 79 / 80),
        ({"method": "bootstrap"}, 500, 1 / 500),
        ({"method": "sdr"}, 160, 4 / 160),
        ({"method": "sdr", "factor": "0.05"}, 160, 0.05),
        ({"method": "jkn", "coefficients": ["0.75"]}, 3, 0.75),
    ],
)
def test_each_method_has_its_factor(told: dict[str, Any], number: int, expected: float) -> None:
    found = coefficients(Replicates(columns=("a", "b"), **told), number)
    assert found.shape == (number,)
    assert found == pytest.approx(expected)


def test_replicates_that_lack_a_group_leave_their_share_to_the_others() -> None:
    design = Design(np.ones(2), np.ones((2, 4), np.float32), np.full(4, 0.25), {})
    weighting = Weighting(design, 0)
    assert weighting.error(10.0, np.array([9.0, 11.0, np.nan, np.nan])) == pytest.approx(1.0)
    assert np.isnan(weighting.error(10.0, np.array([9.0, np.nan, np.nan, np.nan])))


# --- drawn by strata and clusters -------------------------------------------------------------------------------------


def drawn_error(values: np.ndarray, strata: np.ndarray, draws: int = 6000) -> float:
    """The error of a total of one value per cluster."""
    totals = values @ rescaled(strata, draws, 1)
    return float(np.sqrt(np.mean((totals - values.sum()) ** 2)))


def textbook(values: np.ndarray, strata: np.ndarray) -> float:
    """The square root of the sum over strata of n / (n - 1) times squared distances from the stratum's mean."""
    found = 0.0
    for stratum in np.unique(strata):
        inside = values[strata == stratum]
        if len(inside) > 1:
            found += len(inside) / (len(inside) - 1) * float(((inside - inside.mean()) ** 2).sum())
    return sqrt(found)


@pytest.mark.parametrize("sizes", [(2, 2, 2), (3, 7, 20), (40,)])
def test_rescaled_draws_give_the_textbook_error_of_a_stratified_total(sizes: tuple[int, ...]) -> None:
    strata = np.repeat(np.arange(len(sizes)), sizes)
    values = np.random.default_rng(3).lognormal(2, 0.5, len(strata)) + 10 * strata
    assert drawn_error(values, strata) == pytest.approx(textbook(values, strata), rel=0.05)


def test_every_draw_weighs_as_many_clusters_as_there_are_and_the_seed_decides() -> None:
    strata = np.repeat([0, 1, 2], [5, 2, 1])
    factors = rescaled(strata, 50, 7)
    for stratum, size in enumerate((5, 2, 1)):
        assert factors[strata == stratum].sum(axis=0) == pytest.approx(size)
    assert (rescaled(strata, 50, 7) == factors).all()
    assert (rescaled(strata, 50, 8) != factors).any()


def test_strata_that_differ_lower_the_error_and_clusters_that_agree_raise_it() -> None:
    rng = np.random.default_rng(5)
    values = np.concatenate([rng.normal(100, 5, 30), rng.normal(200, 5, 30)])
    alone, strata = np.zeros(60, np.int64), np.repeat([0, 1], 30)
    assert drawn_error(values, strata) < drawn_error(values, alone) / 5
    pairs = np.repeat(rng.normal(100, 30, 30), 2)
    by_pairs = pairs.reshape(30, 2).sum(axis=1)
    assert drawn_error(by_pairs, np.zeros(30, np.int64)) > 1.3 * drawn_error(pairs, np.zeros(60, np.int64))


def test_strata_with_one_cluster_are_joined_or_taken_as_certain() -> None:
    strata, clusters = np.array([0, 0, 1, 2, 3, 3]), np.array([0, 1, 2, 3, 4, 5])
    joined, alone = strata_of_clusters(strata, clusters, "joined")
    assert (joined.tolist(), alone) == ([0, 0, 1, 1, 3, 3], 2)
    certain, _ = strata_of_clusters(strata, clusters, "certain")
    assert (rescaled(certain, 30, 1)[2:4] == 1).all()
    one, alone = strata_of_clusters(np.array([0, 0, 1, 2, 2]), np.arange(5), "joined")
    assert (one.tolist(), alone) == ([0, 0, 2, 2, 2], 1)


def test_who_is_left_out_still_was_in_the_sample(tmp_path: Path) -> None:
    """A group's error counts draws in which others take its place: the number of women is not known without error."""
    people = [{**p, "h": str(n)} for n, p in enumerate(PEOPLE)]
    rows = [{"column": "sex", "values": {"1": "left_out", "2": "read"}}]
    found, folder = found_of(tmp_path, people, rows=rows, design={"weight": "weight", "clusters": "h", "draws": 400})
    assert line(found, "persons").value == 2
    expected = sqrt(4 / 3 * 4 * 0.25)  # of a total of four values 0, 1, 0, 1
    assert line(found, "persons").error == pytest.approx(expected, rel=0.15)
    design = read_design(folder)
    assert design is not None
    assert (design.told["clusters"], design.told["rows"]) == (4, 4)


# --- weights ----------------------------------------------------------------------------------------------------------


def test_a_person_of_weight_three_is_three_persons_in_every_analysis(tmp_path: Path) -> None:
    """Cascade, indicators and a reform give the same of weighted persons as of persons written out."""
    weights = {"a": 3, "b": 1, "c": 2, "d": 2}
    heavy = [{**person, "weight": str(weights[person["id"]])} for person in PEOPLE]
    written = [{**person, "id": f"{person['id']}{n}"} for person in PEOPLE for n in range(weights[person["id"]])]
    law, standard = book("PT"), standard_of("C102", read_date("2025-01-01"))
    after = reformed(law, [read_reform("pt-law-of-2018")])
    one, one_folder = found_of(tmp_path / "heavy", heavy)
    other, other_folder = found_of(tmp_path / "written", written)
    mean = 2.0
    for mine in one.lines:
        same = next(o for o in other.lines if (o.id, o.by, o.group) == (mine.id, mine.by, mine.group))
        if mine.by != "decile":  # tenths of four persons are not tenths of eight
            assert mine.value == pytest.approx(same.value, nan_ok=True), mine
    weighted, plain = (cascade(folder, law, standard, by=("sex",)) for folder in (one_folder, other_folder))
    for mine_step, same_step in zip(weighted.steps, plain.steps, strict=True):
        assert (mine_step.branch, mine_step.month, mine_step.group) == (
            same_step.branch,
            same_step.month,
            same_step.group,
        )
        for state in ("yes", "mandatory", "no", "undecided", "law_not_known", "no_measure"):
            assert abs(getattr(mine_step, state) * mean - getattr(same_step, state)) <= mean / 2
    assert weighted.worker_months * mean == plain.worker_months
    effects = [effect(folder, law, after, threads=1) for folder in (one_folder, other_folder)]
    assert [line.before_low * mean for line in effects[0].amounts] == pytest.approx(
        [line.before_low for line in effects[1].amounts], abs=4
    )
    assert [row.workers * mean for row in effects[0].people] == [row.workers for row in effects[1].people]
    assert [row.after * mean for row in effects[0].cover] == [row.after for row in effects[1].cover]


GRID = """
country: PT
name: {en: Trial, pt: Ensaio, zh: 试验}
source: a test
vary:
  - {set: employees.compensation_fund_rate, from: 2022-01-01, values: [2%, 3%]}
"""


def test_a_sweep_weighs_persons_and_takes_their_replicates(tmp_path: Path) -> None:
    """A sweep's changes are those of persons written out; with replicates its error is that of a reform."""
    weights = {"a": 3, "b": 1, "c": 2, "d": 2}
    heavy = [{**person, "weight": str(weights[person["id"]])} for person in PEOPLE]
    written = [{**person, "id": f"{person['id']}{n}"} for person in PEOPLE for n in range(weights[person["id"]])]
    law = book("PT")
    (tmp_path / "grid.yaml").write_text(GRID, encoding="utf-8")
    grid = read_grid(tmp_path / "grid.yaml", law)
    told = {
        "year": {"data": 2022, "read_as": 2022},
        "jobs__employee__facts__relation_start_date": {"constant": "2020-01-01", "because": WHY},
    }
    _, one = found_of(tmp_path / "heavy", heavy, design={"weight": "weight", "clusters": "id", "draws": 50}, **told)
    _, other = found_of(tmp_path / "written", written, **told)
    weighted, plain = sweep(one, law, grid, threads=1), sweep(other, law, grid, threads=1)
    for mine, same in zip((weighted.base, *weighted.outcomes), (plain.base, *plain.outcomes), strict=True):
        for payer, (low, _) in mine.costs.items():
            assert low * 2 == pytest.approx(same.costs[payer][0], abs=4)
        for side, (count, _) in mine.people.items():
            assert count * 2 == pytest.approx(same.people[side][0], abs=1)
    after = law_of(law, grid, grid.variants()[0], checked(law, grid))
    (own,) = [each for each in effect(one, law, after, threads=1).payers if each.payer_role == "payer"]
    assert own.error > 0
    assert weighted.outcomes[0].error["payer"] == pytest.approx(own.error, rel=1e-3)


def test_a_design_is_laid_on_workers_however_their_rows_came(tmp_path: Path) -> None:
    people = [{**p, "weight": str(n + 1)} for n, p in enumerate(PEOPLE)]
    _, folder = found_of(tmp_path, list(reversed(people)), design={"weight": "weight", "clusters": "id", "draws": 20})
    design = read_design(folder)
    assert design is not None
    assert design.weights.tolist() == pytest.approx([0.4, 0.8, 1.2, 1.6])
    assert design.replicates is not None
    assert design.replicates.shape == (4, 20)
    zero = (design.replicates == 0).sum()
    assert zero > 0
    ratio = design.replicates / design.weights[:, None]
    assert ratio.sum(axis=0) == pytest.approx(4.0, rel=1e-5)
