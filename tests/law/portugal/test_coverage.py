"""Coverage in law of the self-employed and of residents in Portugal, month by month."""

from collections.abc import Callable

import pytest

from .conftest import Told, every_month

Worker = Callable[..., Told]
NO_FEATURES = {
    "payer_kind": "client",
    "works_personally": "yes",
    "beneficiary_sets_workplace": "no",
    "tools_of_beneficiary": "no",
    "tools_leased_by_beneficiary": "no",
    "beneficiary_sets_hours": "no",
    "fixed_regular_pay": "no",
    "leading_functions": "no",
}
PRESUMED = NO_FEATURES | {
    "payer_kind": "platform",
    "platform_sets_pay": "yes",
    "platform_directs_work": "yes",
    "platform_controls_work": "no",
    "platform_restricts_autonomy": "no",
    "platform_exercises_employer_powers": "no",
    "tools_of_platform": "no",
}
ACCIDENT_SIDES = {
    "employer": "employee_injury_coverage",
    "beneficiary": "beneficiary_accident_coverage",
    "worker": "own_accident_coverage",
}


def accident_sides(told: Told, month: str) -> set[str]:
    """Who must insure against work accidents in the month; everything must be decided."""
    found = {side: told[rule][month] for side, rule in ACCIDENT_SIDES.items()}
    assert "?" not in found.values()
    return {side for side, value in found.items() if value == "mandatory"}


def branches(told: Told, month: str) -> dict[str, str]:
    names = {
        "sickness, parenthood": "self_employed_immediate_coverage",
        "unemployment": "self_employed_unemployment_coverage",
        "pensions": "self_employed_pension_coverage",
        "disease": "self_employed_disease_coverage",
        "own accident policy": "own_accident_coverage",
        "beneficiary's accident policy": "beneficiary_accident_coverage",
        "health": "national_health_coverage",
        "family": "family_allowance_coverage",
    }
    return {word: told[name][month] for word, name in names.items()}


def test_general_self_employed(worker: Worker) -> None:
    work = every_month("2024-10", "2025-12", "a", "services", "500.00")
    work += every_month("2024-10", "2025-12", "b", "services", "500.00")
    told = worker("2024-10", "2025-12", work, activity_start="2015-01-01", **NO_FEATURES)
    assert branches(told, "2025-06") == {
        "sickness, parenthood": "mandatory",
        "unemployment": "none",
        "pensions": "mandatory",
        "disease": "mandatory",
        "own accident policy": "mandatory",
        "beneficiary's accident policy": "none",
        "health": "mandatory",
        "family": "mandatory",
    }


def test_economically_dependent(worker: Worker) -> None:
    work = every_month("2024-10", "2025-12", "a", "services", "1000.00")
    told = worker("2024-10", "2025-12", work, activity_start="2015-01-01", **NO_FEATURES)
    found = branches(told, "2025-06")
    assert found["unemployment"] == "mandatory"
    assert found["own accident policy"] == "none"
    assert found["beneficiary's accident policy"] == "mandatory"


def test_business_owner(worker: Worker) -> None:
    work = every_month("2024-10", "2025-12", "a", "sole_trader", "500.00")
    work += every_month("2024-10", "2025-12", "b", "sole_trader", "500.00")
    told = worker("2024-10", "2025-12", work, activity_start="2015-01-01")
    assert branches(told, "2025-06")["unemployment"] == "mandatory"


def test_first_twelve_months(worker: Worker) -> None:
    work = every_month("2025-01", "2025-12", "a", "services", "1000.00")
    told = worker("2025-01", "2025-12", work, activity_start="2025-01-01", nothing_before=True, **NO_FEATURES)
    found = branches(told, "2025-06")
    assert found["sickness, parenthood"] == "voluntary"
    assert found["pensions"] == "voluntary"
    assert found["unemployment"] == "none"
    assert found["own accident policy"] == "none"
    assert found["beneficiary's accident policy"] == "mandatory"  # dependence needs no obligation to contribute


def test_exempt_beside_employment(worker: Worker) -> None:
    work = every_month("2024-01", "2025-12", "employer", "employment", "1500.00")
    work += every_month("2024-01", "2025-12", "a", "services", "500.00")
    told = worker("2024-01", "2025-12", work, activity_start="2015-01-01", nothing_before=True)
    found = branches(told, "2025-06")
    assert found["sickness, parenthood"] == found["pensions"] == found["disease"] == "none"
    assert told["employee_sickness_coverage"]["2025-06"] == "mandatory"


@pytest.mark.parametrize(
    ("change", "side"),
    [
        ({}, "employer"),  # the presumption stands until it is rebutted
        ({"presumption_rebutted": "not_rebutted"}, "employer"),
        ({"presumption_rebutted": "rebutted"}, "beneficiary"),
        ({"presumption_rebutted": "rebutted", "works_personally": "no"}, "worker"),
        ({"platform_directs_work": "no"}, "beneficiary"),
        ({"employment_established": "yes"}, "employer"),
    ],
)
def test_one_answer_on_who_insures_against_accidents(worker: Worker, change: dict[str, str], side: str) -> None:
    work = every_month("2024-10", "2025-12", "platform", "services", "1000.00")
    told = worker("2024-10", "2025-12", work, activity_start="2015-01-01", **(PRESUMED | change))
    assert accident_sides(told, "2025-06") == {told["accident_insurer"]["platform 2025-06"]} == {side}


def test_exempt_pensioner_is_insured_by_the_beneficiary_too(worker: Worker) -> None:
    work = every_month("2024-10", "2025-12", "a", "services", "1000.00")
    told = worker(
        "2024-10",
        "2025-12",
        work,
        activity_start="2015-01-01",
        old_age_or_invalidity_pensioner="yes",
        work_compatible_with_pension="yes",
        **NO_FEATURES,
    )
    assert told["is_contracting_entity"]["a 2025"] == "no"
    assert accident_sides(told, "2025-06") == {"beneficiary"}


def test_each_payer_may_have_another_insurer(worker: Worker) -> None:
    work = every_month("2025-01", "2025-12", "employer", "employment", "1000.00")
    work += every_month("2025-01", "2025-12", "household", "domestic", "300.00")
    work += every_month("2025-01", "2025-12", "client", "services", "300.00")
    work += every_month("2025-01", "2025-12", "other client", "services", "300.00")
    told = worker("2025-01", "2025-12", work, activity_start="2015-01-01", nothing_before=True, **NO_FEATURES)
    assert accident_sides(told, "2025-06") == {"employer", "worker"}
    assert told["domestic_injury_coverage"]["2025-06"] == "mandatory"


def test_domestic_service_is_not_insured_twice(worker: Worker) -> None:
    told = worker("2025-01", "2025-01", every_month("2025-01", "2025-01", "household", "domestic", "300.00"))
    assert told["domestic_injury_coverage"]["2025-01"] == "mandatory"
    assert accident_sides(told, "2025-01") == set()


def test_a_month_without_work_keeps_the_side_of_the_year(worker: Worker) -> None:
    work = every_month("2025-01", "2025-05", "a", "services", "1000.00")
    told = worker("2025-01", "2025-12", work, activity_start="2015-01-01", nothing_before=True, **NO_FEATURES)
    assert accident_sides(told, "2025-08") == {"beneficiary"}
    alone = worker("2025-01", "2025-12", work, activity_start="2015-01-01", **NO_FEATURES | {"works_personally": "no"})
    assert accident_sides(alone, "2025-08") == {"worker"}


def test_suspension_keeps_sickness_and_parenthood(worker: Worker) -> None:
    work = every_month("2024-10", "2025-03", "a", "services", "1000.00")
    told = worker(
        "2024-10",
        "2025-09",
        work,
        activity_start="2015-01-01",
        suspension_requested={"2025-05": "yes"},
        others_carry_on="no",
    )
    assert told["self_employed_contribution"]["2025-05"] == "0.00"
    found = branches(told, "2025-05")
    assert found["sickness, parenthood"] == "mandatory"
    assert found["pensions"] == "none"


def test_voluntary_insurance_only_outside_compulsory_schemes(worker: Worker) -> None:
    facts = {"birth_date": "2000-06-15", "citizen_or_resident_for_a_year": "yes"}
    idle = worker("2025-01", "2025-01", **facts)
    assert idle["voluntary_insurance_coverage"]["2025-01"] == "voluntary"
    work = every_month("2025-01", "2025-01", "employer", "employment", "1000.00")
    assert worker("2025-01", "2025-01", work, **facts)["voluntary_insurance_coverage"]["2025-01"] == "none"
    minor = worker("2018-06", "2018-07", birth_date="2000-06-15", citizen_or_resident_for_a_year="yes")
    assert minor["voluntary_insurance_coverage"] == {"2018-06": "none", "2018-07": "voluntary"}
    pensioner = worker("2025-01", "2025-01", **facts, old_age_or_invalidity_pensioner="yes")
    assert pensioner["voluntary_insurance_coverage"]["2025-01"] == "none"


def test_residents(worker: Worker) -> None:
    told = worker("2025-01", "2025-01", resident="no")
    assert told["national_health_coverage"]["2025-01"] == "none"
    assert told["family_allowance_coverage"]["2025-01"] == "none"
