"""Medical insurance in outline: parts paid in 2025, waiting, years for retirement, one scheme at a time."""

from collections.abc import Callable
from typing import Any

import pytest
from tests.law.china.claims import MAN, Claim, claimed, employed, lives_in, months_of

from amparo.rules.bounds import Unknown

Value = Callable[..., Any]


def hospital(begin: str = "2024-12", day: str = "2025-06-10", work: bool = False, **facts: Any) -> Claim:
    told = {"contingency": "sickness", "inpatient_cost_in_catalogue": "10000"} | MAN | facts
    contracts = {"e": (begin, day[:7])} if work else None
    return claimed((begin, day[:7]), [(day, day)], work=contracts, **told)


def test_parts_of_2025_and_no_other_year(value: Value) -> None:
    """84.1 and 66.0 % (2025 bulletin, T2)."""
    assert value("employees_part_of_hundred", "2025-06-01") == 8410
    assert value("residents_part_of_hundred", "2025-12-01") == 6600
    assert isinstance(value("employees_part_of_hundred", "2024-12-01"), Unknown)
    assert isinstance(value("residents_part_of_hundred", "2026-01-01"), Unknown)


def test_the_least_part_is_what_the_rules_of_the_place_say(value: Value) -> None:
    """80 % in Hainan from its rules on (art. 26); where no rule is held it is not known."""
    assert value("least_part_of_hundred", "2022-04-01", "haikou") == 80_00
    assert isinstance(value("least_part_of_hundred", "2022-03-01", "haikou"), Unknown)
    assert isinstance(value("least_part_of_hundred", "2025-06-01", "beijing"), Unknown)


def test_an_employee_in_hospital() -> None:
    claim = hospital(work=True, **employed("beijing", "10000"))
    assert claim["employees_medical_paid"] == "8410.00"
    assert claim["residents_medical_paid"] == claim["flexible_medical_paid"] == "0.00"


def test_a_resident_pays_the_year_before() -> None:
    told = lives_in("henan")
    paid = hospital(joins_residents_medical={2024: "yes", 2025: "no"}, **told)
    assert paid["residents_medical_paid"] == "6600.00"
    late = hospital(joins_residents_medical={2024: "no", 2025: "yes"}, **told)
    assert late["residents_medical_paid"] == "0.00"


def test_nobody_is_paid_twice() -> None:
    told = employed("beijing", "10000") | {"joins_residents_medical": {2024: "yes", 2025: "yes"}}
    claim = hospital(work=True, **told)
    assert (claim["employees_medical_paid"], claim["residents_medical_paid"]) == ("8410.00", "0.00")


def test_waiting_of_flexible_entrants() -> None:
    """None in Hainan (art. 24(4)); in Shanghai one of a length that is not known."""
    told = {"joins_flexible_medical": months_of("2024-12", "2025-05", "no") | {"2025-06": "yes"}}
    told |= {"joins_flexible_pension": "no", "chosen_pension_base": "5000"}
    assert hospital(**lives_in("haikou"), **told)["flexible_medical_paid"] == "8410.00"
    assert hospital(**lives_in("shanghai"), **told)["flexible_medical_entitled"] == "?"


@pytest.mark.parametrize(("begin", "entitled"), [("2025-05", "?"), ("2023-05", "yes")])
def test_a_place_without_a_known_waiting_period_is_law_not_known(begin: str, entitled: str) -> None:
    """National law leaves the waiting to the places: none is invented, and two years of payments outlast any held."""
    told = {"joins_flexible_medical": months_of(begin, "2025-06", "yes"), **lives_in("chengdu")}
    assert hospital(begin=begin, **told)["flexible_medical_entitled"] == entitled


@pytest.mark.parametrize(("begin", "over"), [("2024-12", "yes"), ("2025-01", "no")])
def test_six_months_of_waiting_in_tianjin(begin: str, over: str) -> None:
    """Tianjin Regulations art. 16(1): benefits once six months in a row are paid; June is the seventh or sixth."""
    told = {"joins_flexible_medical": months_of(begin, "2025-06", "yes"), **lives_in("tianjin")}
    assert hospital(begin=begin, **told)["flexible_medical_entitled"] == over


def test_months_in_a_row_start_anew_after_a_gap() -> None:
    joined = months_of("2024-12", "2025-02", "yes") | {"2025-03": "no"} | months_of("2025-04", "2025-06", "yes")
    claim = hospital(joins_flexible_medical=joined, **lives_in("haikou"))
    assert claim.at("flexible_medical_months_in_row", "2025-02") == "3"
    assert claim.at("flexible_medical_months_in_row", "2025-03") == "0"
    assert claim.at("flexible_medical_months_in_row", "2025-06") == "3"


@pytest.mark.parametrize(
    ("sex", "paid", "lacking", "standard"),
    [
        ("male", 360, 0, 100),
        ("male", 359, 1, 97),
        ("male", 348, 12, 97),
        ("male", 347, 13, 94),
        ("female", 300, 0, 100),
    ],
)
def test_years_for_retirement_in_hainan(value: Value, sex: str, paid: int, lacking: int, standard: int) -> None:
    """Hainan Regulations art. 27: 30 years for men, 25 for women, 3 % less for each year lacking."""
    told = {"sex": sex, "medical_months": str(paid), "medical_place": "hainan"}
    assert value("months_lacking_for_retiree_medical", "2025-06-01", **told) == lacking
    assert value("retiree_medical_standard", "2025-06-01", **told) == standard * 10_000


def test_years_for_retirement_in_tianjin(value: Value) -> None:
    """Art. 16(2): 25 years for men, 20 for women."""
    for sex, months in (("male", 300), ("female", 240)):
        told = {"sex": sex, "medical_months": str(months - 1), "medical_place": "tianjin"}
        assert value("months_lacking_for_retiree_medical", "2025-06-01", **told) == 1


def test_years_for_retirement_elsewhere_are_not_known(value: Value) -> None:
    told = {"sex": "male", "medical_months": "360", "medical_place": "beijing"}
    assert isinstance(value("months_lacking_for_retiree_medical", "2025-06-01", **told), Unknown)


def test_a_retiree_with_cover() -> None:
    claim = hospital(has_retiree_medical_cover="yes", draws_old_age_pension="yes", **lives_in("beijing"))
    assert (claim["retirees_medical_paid"], claim["residents_medical_paid"]) == ("8410.00", "0.00")


@pytest.mark.parametrize("contingency", ["employment_injury", "birth", "unemployment"])
def test_other_contingencies(contingency: str) -> None:
    assert (
        hospital(work=True, **employed("beijing", "10000") | {"contingency": contingency})["employees_medical_paid"]
        == "0.00"
    )
