"""The contributory career in Portugal: from the record, from the run, and by year."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amparo.engine import evaluate_rule
from amparo.law import book

from .careers import months, recorded
from .conftest import Told, every_month

Value = Callable[..., str]
Worker = Callable[..., Told]
WITH_LAW_OF_WORK = {
    "payer_kind": "client",
    "works_personally": "yes",
    "beneficiary_sets_workplace": "no",
    "tools_of_beneficiary": "no",
    "tools_leased_by_beneficiary": "no",
    "beneficiary_sets_hours": "no",
    "fixed_regular_pay": "no",
    "leading_functions": "no",
}


def test_the_record_goes_before_the_run(value: Value) -> None:
    told = {"recorded_employee_pay": "900", "employee_base_of_all_employers": "700"}
    told |= {"domestic_base_of_all_households": "50"}
    assert value("registered_employee_pay", "2025-01-01", month_on_record="yes", **told) == "900.00"
    assert value("registered_employee_pay", "2025-01-01", month_on_record="no", **told) == "750.00"


@pytest.mark.parametrize(
    ("employee", "own", "equivalence", "registered"),
    [(30, 0, 0, 30), (30, 30, 0, 30), (10, 0, 15, 25), (10, 30, 0, 30), (0, 0, 31, 30), (0, 0, 0, 0), (11, 0, 19, 30)],
)
def test_days_of_a_month_count_once(value: Value, employee: int, own: int, equivalence: int, registered: int) -> None:
    given_days = {"employee_days": str(employee), "self_employed_days": str(own), "equivalence_days": str(equivalence)}
    assert value("registered_days", "2025-01-01", **given_days) == str(registered)


@given(st.integers(0, 31), st.integers(0, 30), st.integers(0, 30))
def test_registered_days_stay_within_the_month(employee: int, own: int, equivalence: int) -> None:
    days = {"employee_days": str(employee), "self_employed_days": str(own), "equivalence_days": str(equivalence)}
    found = evaluate_rule(book("PT"), "registered_days", days, on="2025-01-01").value
    assert max(min(employee, 30), own, equivalence) <= found <= 30


def test_a_month_as_self_employed_counts_thirty_days() -> None:
    told = recorded("2025-01", "2025-03", self_employed={"2025-02": "93.46"})
    assert list(told["self_employed_days"].values()) == ["0", "30", "0"]
    assert list(told["registered_month"].values()) == ["no", "yes", "no"]


def test_employee_days_matter_only_with_pay() -> None:
    told = recorded("2025-01", "2025-02", employee={"2025-02": "400"}, days="11")
    assert list(told["employee_days"].values()) == ["0", "11"]


@pytest.mark.parametrize(("days_of_march", "counts"), [("29", "no"), ("30", "yes")])
def test_a_year_counts_from_120_days(days_of_march: str, counts: str) -> None:
    """DL 187/2007 art. 29(3): 3 x 30 + 30 = 120."""
    days = {"2023-01": "30", "2023-02": "30", "2023-03": days_of_march, "2023-04": "30"}
    told = recorded("2023-01", "2023-12", employee=months("2023-01", "2023-04", "800"), days=days)
    assert told["contributory_year"]["2023"] == counts


def test_forty_years_on_record_need_no_law_of_their_day() -> None:
    told = recorded("1986-01", "2025-12", employee=months("1986-01", "2025-12", "1000"))
    assert set(told["registered_pay"].values()) == {"1000.00"}
    assert set(told["registered_days"].values()) == {"30"}
    assert told["registered_pay_of_year"]["1986"] == "12000.00"
    assert list(told["contributory_year"].values()) == ["yes"] * 40


def test_domestic_service_on_conventional_pay_has_no_unemployment_cover() -> None:
    told = recorded(
        "2025-01",
        "2025-02",
        employee=months("2025-01", "2025-02", "522.50"),
        recorded_pay_without_unemployment_cover={"2025-01": "522.50", "2025-02": "0"},
    )
    assert list(told["unemployment_insured_days"].values()) == ["0", "30"]
    assert list(told["unemployment_insured_pay"].values()) == ["0.00", "522.50"]


def test_own_account_work_in_dependence_and_as_business_owner() -> None:
    told = recorded(
        "2025-01",
        "2025-03",
        self_employed=months("2025-01", "2025-03", "700"),
        recorded_dependent_self_employed={"2025-01": "yes", "2025-02": "no", "2025-03": "yes"},
        recorded_business_owner={"2025-01": "no", "2025-02": "no", "2025-03": "yes"},
    )
    assert list(told["dependent_self_employed_days"].values()) == ["30", "0", "0"]
    assert list(told["business_owner_days"].values()) == ["0", "0", "30"]


def test_months_of_the_run_are_worked_out_from_the_engagements(worker: Worker) -> None:
    """An employee on 1,000 and, from an own-account activity of 2015, services of 3,000 a quarter: base 700."""
    work = every_month("2024-10", "2025-06", "a", "employment", "1000.00")
    told = worker("2024-10", "2025-06", work, **WITH_LAW_OF_WORK)
    assert told["registered_employee_pay"]["2025-01"] == "1000.00"
    assert told["employee_days"]["2025-01"] == "30"
    work = every_month("2024-10", "2025-06", "b", "services", "1000.00")
    told = worker("2024-10", "2025-06", work, activity_start="2015-01-01", **WITH_LAW_OF_WORK)
    assert told["registered_self_employed_base"]["2025-01"] == "700.00"
    assert told["self_employed_days"]["2025-01"] == "30"
    assert told["registered_pay"]["2025-01"] == "700.00"


def test_part_of_a_month_as_self_employed(value: Value) -> None:
    """Art. 156: base 900, 21 days owed: 900 x 21 / 30 = 630."""
    own = {"recorded_self_employed_base": "0", "contribution_base": "900", "days_owed": "21", "month_on_record": "no"}
    assert value("registered_self_employed_base", "2025-01-01", **own) == "630.00"
    assert value("self_employed_days", "2025-01-01", **own) == "21"


def test_the_excess_beside_employment_counts_in_pensions_only(value: Value) -> None:
    base = {"month_on_record": "no", "registered_self_employed_base": "500"}
    assert value("self_employed_base_beyond_pensions", "2025-01-01", counts_for_pensions_only="yes", **base) == "0.00"
    assert value("self_employed_base_beyond_pensions", "2025-01-01", counts_for_pensions_only="no", **base) == "500.00"


def test_days_not_told_stay_unknown() -> None:
    told = recorded("2025-01", "2025-01", employee={"2025-01": "900"}, days={})
    assert told["employee_days"]["2025-01"] == "?"
    assert told["registered_month"]["2025-01"] == "yes"
