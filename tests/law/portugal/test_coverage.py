"""Coverage in law of the self-employed and of residents in Portugal, month by month."""

from collections.abc import Callable

from .conftest import Told, every_month

Worker = Callable[..., Told]


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
    told = worker("2024-10", "2025-12", work, activity_start="2015-01-01")
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
    told = worker("2024-10", "2025-12", work, activity_start="2015-01-01")
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
    told = worker("2025-01", "2025-12", work, activity_start="2025-01-01", nothing_before=True)
    found = branches(told, "2025-06")
    assert found["sickness, parenthood"] == "voluntary"
    assert found["pensions"] == "voluntary"
    assert found["unemployment"] == "none"
    assert found["own accident policy"] == "mandatory"


def test_exempt_beside_employment(worker: Worker) -> None:
    work = every_month("2024-01", "2025-12", "employer", "employment", "1500.00")
    work += every_month("2024-01", "2025-12", "a", "services", "500.00")
    told = worker("2024-01", "2025-12", work, activity_start="2015-01-01", nothing_before=True)
    found = branches(told, "2025-06")
    assert found["sickness, parenthood"] == found["pensions"] == found["disease"] == "none"
    assert told["employee_sickness_coverage"]["2025-06"] == "mandatory"


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
