"""Residents' pension and medical insurance: rungs, subsidies, the national minimum by day, and the yearly standards."""

from collections.abc import Callable
from typing import Any

import pytest

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


@pytest.mark.parametrize(("on", "standard"), [("2024-12-31", 107000), ("2023-12-31", 102000), ("2018-12-31", 71000)])
def test_standard_of_financing_per_person(value: Value, on: str, standard: int) -> None:
    assert value("residents_medical_standard", on) == standard
    assert value("residents_medical_financing", on) == 0
    assert value("residents_medical_financing", on, joins_residents_medical="yes") == standard
