"""Who is registered and who contributes in Portugal, by scheme and branch."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from amparo.law import book
from amparo.rules.declarations import CoverageStatement, Participation

from .careers import months, recorded
from .conftest import Told, every_month

Value = Callable[..., str]
Worker = Callable[..., Told]
OF_THE_WORK = {
    "payer_kind": "client",
    "works_personally": "yes",
    "beneficiary_sets_workplace": "no",
    "tools_of_beneficiary": "no",
    "tools_leased_by_beneficiary": "no",
    "beneficiary_sets_hours": "no",
    "fixed_regular_pay": "no",
    "leading_functions": "no",
}
HOUSEHOLD = OF_THE_WORK | {"payer_kind": "household", "days_worked": "22", "hours_worked": "173"}


def test_every_branch_that_is_covered_says_who_takes_part() -> None:
    law = book("PT")
    covered = {(said.branch, said.scheme) for _, said in law.results(CoverageStatement)}
    told = {(said.branch, said.scheme) for _, said in law.results(Participation)}
    assert covered <= told


def test_an_employee_is_registered_and_contributes(worker: Worker) -> None:
    told = worker("2025-01", "2025-03", every_month("2025-02", "2025-03", "a", "employment", "1000.00"), **OF_THE_WORK)
    assert list(told["registered_as_employee"].values()) == ["no", "yes", "yes"]
    for branch in ("sickness", "parenthood", "unemployment", "occupational_disease", "invalidity", "old_age"):
        assert list(told[f"contributes_to_{branch}_as_employee"].values()) == ["no", "yes", "yes"]
    assert set(told["registered_as_self_employed"].values()) == {"no"}


@pytest.mark.parametrize(
    ("category", "sickness", "unemployment", "old_age"),
    [
        ("board_member", "yes", "no", "yes"),
        ("very_short_contract", "no", "no", "yes"),
        ("general", "yes", "yes", "yes"),
    ],
)
def test_categories_without_all_branches(
    worker: Worker, category: str, sickness: str, unemployment: str, old_age: str
) -> None:
    work = every_month("2025-02", "2025-02", "a", "employment", "1000.00")
    told = worker("2025-02", "2025-02", work, employee_category=category, hours_worked="100", **OF_THE_WORK)
    assert told["contributes_to_sickness_as_employee"]["2025-02"] == sickness
    assert told["contributes_to_unemployment_as_employee"]["2025-02"] == unemployment
    assert told["contributes_to_old_age_as_employee"]["2025-02"] == old_age


@pytest.mark.parametrize(("real_pay", "unemployment"), [("no", "no"), ("yes", "yes")])
def test_domestic_service(worker: Worker, real_pay: str, unemployment: str) -> None:
    work = every_month("2025-02", "2025-02", "a", "domestic", "900.00")
    told = worker(
        "2025-02", "2025-02", work, domestic_arrangement="monthly_full_time", real_pay_agreed=real_pay, **HOUSEHOLD
    )
    assert told["registered_in_domestic_service"]["2025-02"] == "yes"
    assert told["contributes_in_domestic_service"]["2025-02"] == "yes"
    assert told["contributes_to_unemployment_in_domestic_service"]["2025-02"] == unemployment
    assert told["registered_as_employee"]["2025-02"] == "no"


def test_the_first_year_of_own_account_work_is_not_registered_with_effect(worker: Worker) -> None:
    """Started in January 2024: the cover has effect from January 2025 (CRC art. 145(1))."""
    work = every_month("2024-01", "2025-12", "a", "services", "500.00")
    work += every_month("2024-01", "2025-12", "b", "services", "500.00")
    told = worker("2024-01", "2025-12", work, activity_start="2024-01-15", **OF_THE_WORK)
    found = told["registered_as_self_employed"]
    assert (found["2024-12"], found["2025-01"]) == ("no", "yes")
    assert told["contributes_to_unemployment_as_self_employed"]["2025-01"] == "no"


def test_exempt_beside_employment_is_registered_and_does_not_contribute(value: Value) -> None:
    told = {"month_on_record": "no", "insured_in_scheme": "yes", "credited_as_self_employed": "no"}
    assert value("registered_as_self_employed", "2025-01-01", recorded_self_employed_base="0", **told) == "yes"
    assert (
        value(
            "contributes_as_self_employed",
            "2025-01-01",
            registered_self_employed_base="0",
            credited_as_self_employed="no",
        )
        == "no"
    )


def test_the_record_of_a_dependent_worker() -> None:
    told = recorded(
        "2025-01",
        "2025-02",
        self_employed=months("2025-01", "2025-02", "700"),
        recorded_dependent_self_employed={"2025-01": "no", "2025-02": "yes"},
    )
    assert list(told["registered_for_unemployment_as_self_employed"].values()) == ["no", "yes"]
    assert list(told["contributes_to_unemployment_as_self_employed"].values()) == ["no", "yes"]
    assert list(told["contributes_beyond_pensions_as_self_employed"].values()) == ["yes", "yes"]


def test_months_on_benefit_are_credited_but_buy_no_unemployment_cover() -> None:
    told = recorded(
        "2025-01",
        "2025-02",
        employee={"2025-01": "900"},
        recorded_equivalence_pay={"2025-02": "500"},
        recorded_equivalence_days={"2025-02": "30"},
    )
    assert told["contributes_to_old_age_as_employee"]["2025-02"] == "yes"
    assert told["contributes_to_unemployment_as_employee"]["2025-02"] == "no"
    assert told["credited_as_self_employed"]["2025-02"] == "no"


def test_equivalence_of_the_self_employed_stays_with_them() -> None:
    told = recorded(
        "2025-01",
        "2025-02",
        self_employed={"2025-01": "900"},
        recorded_equivalence_pay={"2025-02": "500"},
        recorded_equivalence_days={"2025-02": "30"},
    )
    assert told["contributes_as_self_employed"]["2025-02"] == "yes"
    assert told["registered_as_employee"]["2025-02"] == "no"


def test_voluntary_insurance() -> None:
    told = recorded("2025-01", "2025-02", recorded_voluntary_base={"2025-02": "537.13"})
    assert list(told["in_voluntary_insurance"].values()) == ["no", "yes"]
    assert list(told["in_voluntary_insurance_with_sickness"].values()) == ["no", "no"]
    assert list(told["registered_days"].values()) == ["0", "30"]
    assert list(told["registered_pay"].values()) == ["0.00", "537.13"]


@pytest.mark.parametrize(("policy", "insured"), [("yes", "yes"), ("no", "no"), (None, "?")])
def test_own_accident_policy(value: Value, policy: str | None, insured: str) -> None:
    told = {"own_accident_coverage": "mandatory"} | ({"own_accident_policy_in_force": policy} if policy else {})
    assert value("insured_by_own_policy", "2025-01-01", **told) == insured
    assert value("insured_by_own_policy", "2025-01-01", **told | {"own_accident_coverage": "none"}) == "no"
