"""Residents' pension and medical insurance: rungs, subsidies, the national minimum by day, and the yearly standards."""

from collections.abc import Callable
from typing import Any

import pytest
from tests.law.china.claims import claimed

from amparo.law import book
from amparo.rules.bounds import LAW, Unknown
from amparo.rules.kinds import read_date
from amparo.rules.parameters import Parameter

Value = Callable[..., Any]


@pytest.mark.parametrize(
    ("rung", "minimum"), [("0", 0), ("100", 3000), ("499.99", 3000), ("500", 6000), ("2000", 6000)]
)
def test_national_minimum_subsidy(value: Value, rung: str, minimum: int) -> None:
    assert value("residents_pension_subsidy_minimum", "2025-12-31", chosen_residents_rung=rung) == minimum


@pytest.mark.parametrize(
    ("place", "rung", "subsidy"),
    [
        ("beijing", "0", 0),
        ("beijing", "1000", 6000),
        ("beijing", "1999.99", 6000),
        ("beijing", "2000", 9000),
        ("beijing", "4000", 12000),
        ("beijing", "9000", 15000),
        ("shanghai", "800", 27000),
        ("shanghai", "3300", 57500),
        ("shanghai", "7300", 73000),
    ],
)
def test_subsidy_of_the_place_in_2025(value: Value, place: str, rung: str, subsidy: int) -> None:
    assert value("residents_pension_subsidy", "2025-12-31", place, chosen_residents_rung=rung) == subsidy


def test_subsidy_elsewhere_is_at_least_the_minimum(value: Value) -> None:
    found = value("residents_pension_subsidy", "2025-12-31", "nanjing", chosen_residents_rung="500")
    assert isinstance(found, Unknown) and found.low == 6000 and found.why == LAW


@pytest.mark.parametrize(
    ("on", "minimum"),
    [
        ("2017-12-31", 7000),
        ("2018-01-01", 8800),
        ("2020-06-30", 8800),
        ("2020-07-01", 9300),
        ("2022-06-30", 9300),
        ("2022-07-01", 9800),
        ("2023-12-31", 10300),
        ("2024-12-31", 12300),
        ("2025-12-31", 14300),
        ("2026-12-31", 16300),
    ],
)
def test_national_minimum_of_the_basic_part(on: str, minimum: int) -> None:
    parameter = book("CN").node("residents_basic_part_minimum")
    assert isinstance(parameter, Parameter)
    assert parameter.at(read_date(on)) == minimum


def test_pension_is_basic_part_and_a_139th(value: Value) -> None:
    given = {"residents_account_balance": "20000", "residents_years_paid": "15", "birth_date": "1965-06-30"}
    assert value("residents_account_part", "2025-06-01", **given) == 14388
    assert value("residents_basic_part", "2025-06-01", "beijing") == 99800
    assert value("residents_pension", "2025-06-01", "beijing", **given) == 99800 + 14388
    assert value("residents_pension", "2025-05-01", "beijing", **given) == 0
    assert value("residents_pension", "2025-06-01", "beijing", **(given | {"residents_years_paid": "14"})) == 0


# chinanews 2024-08-26 and the notices of each year: subsidy and individual contribution of the standard year
@pytest.mark.parametrize(
    ("year", "individual", "subsidy"),
    [
        (2017, 180, 450),
        (2018, 220, 490),
        (2019, 250, 520),
        (2020, 280, 550),
        (2021, 320, 580),
        (2022, 350, 610),
        (2023, 380, 640),
        (2024, 400, 670),
        (2025, 400, 700),
    ],
)
def test_medical_standard_year(value: Value, year: int, individual: int, subsidy: int) -> None:
    on = f"{year}-10-01"
    joins = {"joins_residents_medical": "yes"}
    assert value("residents_medical_contribution", on, **joins) == individual * 100
    assert value("residents_medical_subsidy", on, **joins) == subsidy * 100
    assert value("residents_medical_financing", on, **joins) == (individual + subsidy) * 100
    assert value("residents_medical_financing", on) == 0


def test_individual_contribution_of_2026_is_not_known(value: Value) -> None:
    found = value("residents_medical_contribution", "2026-10-01", joins_residents_medical="yes")
    assert isinstance(found, Unknown) and found.why == LAW
    assert value("residents_medical_subsidy", "2026-10-01", joins_residents_medical="yes") == 72400
    assert isinstance(value("residents_medical_subsidy", "2027-10-01", joins_residents_medical="yes"), Unknown)


@pytest.mark.parametrize(("on", "standard"), [("2024-12-31", 107000), ("2023-12-31", 102000), ("2018-12-31", 71000)])
def test_standard_of_financing_per_person(value: Value, on: str, standard: int) -> None:
    assert value("residents_medical_standard", on) == standard
    assert value("residents_medical_financing", on) == 0
    assert value("residents_medical_financing", on, joins_residents_medical="yes") == standard


# --- the pension as a benefit ---------------------------------------------------------------------------------------

# 13900 over 139 is 100; Beijing's basic part of 2025 is 998 (law notes, section 5)
RESIDENT: dict[str, Any] = {
    "birth_date": "1965-03-31",
    "residents_place": "beijing",
    "residents_account_balance": "13900",
    "residents_years_paid": "15",
}


@pytest.mark.parametrize(
    ("when", "years", "drawn", "entitled"),
    [
        ("2025-02", "15", "no", "no"),
        ("2025-03", "15", "no", "yes"),  # sixty on the last day of the month
        ("2025-03", "14", "no", "no"),
        ("2025-03", "15", "yes", "no"),
    ],
)
def test_conditions_of_the_residents_pension(when: str, years: str, drawn: str, entitled: str) -> None:
    told = RESIDENT | {"residents_years_paid": years, "draws_old_age_pension": drawn}
    found = claimed((when, when), **told)
    assert found.at("entitled_to_residents_pension", when) == entitled
    assert found.at("residents_pension_if_claimed", when) == "1098.00"  # whether entitled or not
    assert found.at("residents_pension", when) == ("1098.00" if entitled == "yes" else "0.00")


def test_a_claim_of_the_residents_pension_is_paid_from_the_month_after() -> None:
    spell = [("2025-03-31", "2025-06-30")]
    found = claimed(("2025-03", "2025-06"), spell, contingency="old_age", **RESIDENT)
    assert found["residents_pension_paid"] == "3294.00"  # April, May, June
    for other in ("sickness", "death", "need"):
        assert claimed(("2025-03", "2025-06"), spell, contingency=other, **RESIDENT)["residents_pension_paid"] == "0.00"


def test_moving_the_employees_account_brings_its_years() -> None:
    """Ten years of the residents' scheme, five full years of the employees' (人社部发〔2014〕17号 art. 6)."""
    told = RESIDENT | {"residents_years_paid": "10", "sex": "male", "account_balance_at_claim": "27800"}
    for months, moved, entitled in (("60", "yes", "yes"), ("59", "yes", "no"), ("71", "no", "no")):
        found = claimed(
            ("2025-05", "2025-05"),
            pension_months_before_records=months,
            employees_account_moved_to_residents=moved,
            **told,
        )
        assert found.at("entitled_to_residents_pension", "2025-05") == entitled
        assert found.at("may_move_to_residents_scheme", "2025-05") == "yes"
        assert found.at("may_move_to_employees_scheme", "2025-05") == "no"
        assert found.at("residents_account_part_after_move", "2025-05") == "300.00"  # 41700 / 139


def test_with_fifteen_years_the_residents_account_may_move_to_the_employees_scheme() -> None:
    told = RESIDENT | {"sex": "male", "pension_months_before_records": "180"}
    before, after = (claimed((m, m), **told) for m in ("2025-03", "2025-04"))
    assert before.at("may_move_to_employees_scheme", "2025-03") == "no"  # the statutory age is sixty and one month
    assert after.at("may_move_to_employees_scheme", "2025-04") == "yes"
    assert after.at("may_move_to_residents_scheme", "2025-04") == "no"
