"""Occupational disease in Portugal: pay by days registered, rates, schemes (Law 98/2009 arts. 93 to 131)."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from .spells import happened

Value = Callable[..., str]

# 12,000 in twelve months of thirty days: 33.33 a day; 70 % is 23.33, 75 % is 25.00
DISEASE = {
    "contingency": "occupational_disease",
    "occupational_disease_certified": "yes",
    "temporary_incapacity_degree": "100%",
    "employee_disease_cover": "yes",
    "domestic_disease_cover": "no",
    "self_employed_disease_cover": "no",
    "disease_pay_of_twelve_months": "12000.00",
    "disease_days_of_twelve_months": "360",
    "accident_dependants": "0",
    "birth_date": "1976-03-31",
    "permanent_incapacity_degree": "0%",
}


@pytest.mark.parametrize(
    ("pay", "days", "daily", "yearly"),
    [
        ("12000.00", "360", "33.33", "12000.00"),
        ("6000.00", "180", "33.33", "12000.00"),  # the mean of the days, for a year of 360
        ("6000.00", "90", "66.67", "24000.00"),
        ("0", "0", "0.00", "0.00"),
    ],
)
def test_reference_pay(value: Value, pay: str, days: str, daily: str, yearly: str) -> None:
    told = {"disease_pay_of_twelve_months": pay, "disease_days_of_twelve_months": days}
    assert value("disease_daily_pay", "2026-03-01", **told) == daily
    assert value("disease_yearly_pay", "2026-03-01", **told) == yearly


@pytest.mark.parametrize(
    ("last", "days", "paid"),
    [
        ("2026-03-01", "1", "23.33"),  # from the first day: no waiting period
        ("2026-03-31", "31", "723.23"),
    ],
)
def test_from_the_first_day(last: str, days: str, paid: str) -> None:
    found = happened("2026-03-01", last, DISEASE)
    assert found["disease_days_compensated"] == days
    assert found["employee_disease_paid"] == paid


def test_three_quarters_after_twelve_months() -> None:
    found = happened("2025-01-10", "2026-01-12", DISEASE)
    assert found["disease_compensation"] == "8590.45"  # 365 x 23.33 = 8,515.45, and 3 x 25.00
    partial = happened("2025-01-10", "2026-01-12", DISEASE | {"temporary_incapacity_degree": "50%"})
    assert partial["disease_compensation"] == "4294.56"  # half of 23.33 is 11.67 a day, 368 days


@pytest.mark.parametrize(
    ("employee", "domestic", "own", "paid_to"),
    [
        ("yes", "yes", "yes", "employee"),
        ("no", "yes", "yes", "domestic"),
        ("no", "no", "yes", "self_employed"),
        ("no", "no", "no", None),
    ],
)
def test_one_scheme_pays(employee: str, domestic: str, own: str, paid_to: str | None) -> None:
    cover = {"employee_disease_cover": employee, "domestic_disease_cover": domestic, "self_employed_disease_cover": own}
    found = happened("2026-03-01", "2026-03-10", DISEASE | cover)
    for side in ("employee", "domestic", "self_employed"):
        assert found[f"{side}_disease_paid"] == ("233.30" if side == paid_to else "0.00")


@pytest.mark.parametrize("changed", [{"contingency": "sickness"}, {"occupational_disease_certified": "no"}])
def test_other_spells(changed: dict[str, str]) -> None:
    found = happened("2026-03-01", "2026-03-10", DISEASE | {"permanent_incapacity": "any_work"} | changed)
    assert found["employee_disease_paid"] == "0.00"
    assert found["disease_pension"] == "0.00"
    assert found["disease_incapacity_grant"] == "0.00"


@pytest.mark.parametrize(
    ("kind", "degree", "ceased", "last", "pension"),
    [
        ("any_work", "100%", "no", "2026-03-30", "9600.00"),  # 80 % of 12,000
        ("any_work", "100%", "yes", "2026-03-30", "11520.00"),  # 20 % more
        ("partial", "79%", "yes", "2026-03-30", "6636.00"),  # 70 % of 79 %; not yet 50 years old
        ("partial", "79%", "yes", "2026-03-31", "7963.20"),  # 50 on that day
        ("partial", "69%", "yes", "2026-03-31", "5796.00"),
        ("partial", "80%", "yes", "2026-03-30", "8064.00"),  # from 80 % at any age
        ("none", "100%", "yes", "2026-03-31", "0.00"),
    ],
)
def test_pension_and_its_increase(kind: str, degree: str, ceased: str, last: str, pension: str) -> None:
    told = DISEASE | {"permanent_incapacity": kind, "permanent_incapacity_degree": degree}
    found = happened("2026-03-01", last, told | {"ceased_work_with_disease": ceased})
    assert found["disease_pension"] == pension


def test_increase_stops_at_the_reference_pay() -> None:
    told = DISEASE | {"permanent_incapacity": "any_work", "permanent_incapacity_degree": "100%"}
    found = happened("2026-03-01", "2026-03-31", told | {"accident_dependants": "1", "ceased_work_with_disease": "yes"})
    assert found["disease_pension"] == "12000.00"  # 90 % with 20 % more would be 108 %


def test_death_by_occupational_disease() -> None:
    family = {"accident_partner": "yes", "accident_partner_aged_or_disabled": "no", "accident_children": "2"}
    told = DISEASE | family | {"contingency": "death", "death_by_occupational_disease": "yes"}
    found = happened("2026-03-01", "2026-03-01", told)
    assert found["disease_survivors_pension_due"] == "8400.00"  # 30 + 40 % of 12,000
    assert found["disease_death_grant"] == "7090.08"  # 12 x 1.1 x 537.13 (590.84)
    assert found["employee_disease_paid"] == "0.00"
    other = happened("2026-03-01", "2026-03-01", told | {"death_by_occupational_disease": "no"})
    assert (other["disease_survivors_pension_due"], other["disease_death_grant"]) == ("0.00", "0.00")


def test_no_qualifying_period(value: Value) -> None:
    for cover, by in (
        ("employee_disease_cover", "employee_occupational_disease_coverage"),
        ("domestic_disease_cover", "domestic_coverage"),
        ("self_employed_disease_cover", "self_employed_disease_coverage"),
    ):
        assert value(cover, "2026-03-01", **{by: "mandatory"}) == "yes"
        assert value(cover, "2026-03-01", **{by: "none"}) == "no"
