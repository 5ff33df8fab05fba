"""Indicators worked out by hand on a few workers, and errors that behave as sampling errors do."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from records_folder import write

from amparo.analysis.groups import NoSuchGroup
from amparo.analysis.indicators import Indicators, _gini, indicators, supported
from amparo.law import book
from amparo.records.run import checked_records


def drivers(folder: Path) -> Path:
    """Freight in Beijing in 2025: a man with 100 orders for 2000 yuan, a woman with 300 for 6000, one pay not told."""
    work = {"payer": "p", "activity": "freight", "form": "services", "work_place": "beijing", "month": "2025-08"}
    rows = [("a", "2000.00", 100, 600), ("b", "6000.00", 300, 1200), ("c", "unknown", 10, 60)]
    sexes = {"a": "male", "b": "female", "c": "male"}
    return write(
        folder,
        workers=[
            {"worker": w, "first_month": "2025-08", "last_month": "2025-08", "nothing_before": "yes", "sex": sex}
            for w, sex in sexes.items()
        ],
        payers=[{"payer": "p", "payer_kind": "platform", "platform": "huolala"}],
        engagements=[
            {**work, "worker": w, "gross_pay": pay, "orders": orders, "minutes_engaged": minutes, **CIVIL}
            for w, pay, orders, minutes in rows
        ],
    )


# no labour relationship, so that the platform owes the contribution per order only
CIVIL = {
    "worker_chooses_time_and_workload": "yes",
    "payer_controls_work_process": "no",
    "worker_bound_by_rules_and_algorithms": "no",
    "work_is_continuous": "no",
    "worker_sets_price": "yes",
    "worker_decides_tasks": "yes",
    "work_is_part_of_business": "yes",
    "pay_is_main_income": "no",
    "floating_of_order_contribution": "1",
}


def found(folder: Path, **more: Any) -> Indicators:
    law = book("CN")
    checked = checked_records(law, folder / "out", records=drivers(folder / "in"), data_class="synthetic")
    return indicators(checked.folder, law, 2025, threads=1, replicates=more.pop("replicates", 20), **more)


def value(result: Indicators, id_: str, by: str = "all", group: str = "all") -> float:
    return next(line.value for line in result.lines if (line.id, line.by, line.group) == (id_, by, group))


def test_sums_rates_and_costs_by_hand(tmp_path: Path) -> None:
    """8000 yuan; 400 orders at 0.18 are 72.00 of the platform: 20.18 an order, 8072 / 30 h = 269.07 an hour."""
    result = found(tmp_path, by=("sex",))
    assert (result.workers, result.undecided_workers) == (3, 1)
    assert value(result, "persons") == 3
    assert value(result, "gross_per_month_worked") == 400000
    assert value(result, "payer_rate_on_gross") == pytest.approx(72 / 8000)
    assert value(result, "labour_cost_per_order") == pytest.approx(2018.0)
    assert value(result, "labour_cost_per_hour") == pytest.approx(807200 / 30)
    assert value(result, "gross_per_month_worked", "sex", "female") == 600000
    assert value(result, "gross_per_month_worked", "sex", "male") == 200000
    assert value(result, "persons", "sex", "male") == 2


def test_persons_stand_for_others_and_unknown_groups_are_refused(tmp_path: Path) -> None:
    assert value(found(tmp_path, weight=28.0), "persons") == 84
    with pytest.raises(NoSuchGroup, match="Did you mean sex"):
        found(tmp_path, by=("sexx",))


@pytest.mark.parametrize(
    ("values", "expected"), [([1, 1, 1, 1], 0), ([0, 0, 0, 1], 0.75), ([2, 6], 0.25), ([1, 2, 3], 2 / 9)]
)
def test_gini(values: list[float], expected: float) -> None:
    """Mean difference over twice the mean: (2, 6) gives 4 / (2 x 2 x 4) = 1/4."""
    assert _gini(np.array(values, float), np.ones((1, len(values))))[0] == pytest.approx(expected)


def test_a_weight_of_two_is_the_same_person_twice() -> None:
    twice = _gini(np.array([1.0, 2.0, 2.0, 5.0]), np.ones((1, 4)))
    weighted = _gini(np.array([1.0, 2.0, 5.0]), np.array([[1.0, 2.0, 1.0]]))
    # persons of one pay stand at the middle of their ranks, so that the two ways agree
    assert weighted[0] == pytest.approx(twice[0])


@pytest.mark.parametrize(
    ("number", "error", "expected"),
    [(1234.567, 21.0, 1235), (0.13181, 0.00058, 0.13181), (1234.567, float("nan"), 1234.567)],
)
def test_figures_are_rounded_to_what_they_support(number: float, error: float, expected: float) -> None:
    assert supported(number, error) == pytest.approx(expected)
