"""The single social benefit of Portugal (PSU), DL 166/2026, with the support index of 2026 (537.13)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from amparo.engine import evaluate_rule
from amparo.law import book

from .spells import happened

Value = Callable[..., str]

ALONE = {
    "other_adults_in_household": "0",
    "minors_in_household": "0",
    "household_labour_income": "0",
    "household_other_income": "0",
    "household_movable_assets": "0",
    "household_registered_movables": "0",
    "employment_days_of_12_months": "0",
}
DAY = "2026-12-31"


@pytest.mark.parametrize(
    ("adults", "minors", "amount"),
    [
        ("0", "0", "268.57"),  # half of 537.13 is 268.565
        ("1", "0", "456.57"),  # 1.7 x 268.57 = 456.569
        ("1", "1", "590.85"),  # 2.2 x 268.57 = 590.854
        ("0", "2", "537.14"),
        ("9", "10", "3222.78"),  # 12.3 x 268.57 = 3,303.41, cut to six indices
    ],
)
def test_amount_by_household(value: Value, adults: str, minors: str, amount: str) -> None:
    told = ALONE | {"other_adults_in_household": adults, "minors_in_household": minors}
    assert value("single_social_benefit", DAY, **told) == amount


@pytest.mark.parametrize(
    ("labour", "disregarded", "amount"),
    [
        ("107.43", "107.43", "268.57"),  # 20 % of the index
        ("107.45", "107.44", "268.56"),  # half of two cents more
        ("500.00", "303.72", "72.29"),  # 107.43 + half of 392.57; 268.57 - 196.28
    ],
)
def test_incentive_to_work(value: Value, labour: str, disregarded: str, amount: str) -> None:
    told = ALONE | {"household_labour_income": labour}
    assert value("labour_income_disregarded", DAY, **told) == disregarded
    assert value("single_social_benefit", DAY, **told) == amount


@pytest.mark.parametrize(("income", "amount", "qualified"), [("258.57", "10.00", "yes"), ("258.58", "0.00", "no")])
def test_nothing_under_ten_euros(value: Value, income: str, amount: str, qualified: str) -> None:
    told = ALONE | {"household_other_income": income}
    assert value("single_social_benefit", DAY, **told) == amount
    assert value("single_social_benefit_qualified", DAY, **told) == qualified


@pytest.mark.parametrize("fact", ["household_movable_assets", "household_registered_movables"])
@pytest.mark.parametrize(("held", "qualified"), [("32227.80", "yes"), ("32227.81", "no")])
def test_two_separate_limits_of_sixty_indices(value: Value, fact: str, held: str, qualified: str) -> None:
    assert value("single_social_benefit_qualified", DAY, **ALONE | {fact: held}) == qualified
    both = ALONE | {"household_movable_assets": "32227.80", "household_registered_movables": "32227.80"}
    assert value("single_social_benefit_qualified", DAY, **both) == "yes"


def test_other_support_leaves_less_room(value: Value) -> None:
    assert value("single_social_benefit", DAY, **ALONE, other_non_contributory_support="3200.00") == "22.78"
    assert value("single_social_benefit", DAY, **ALONE, other_non_contributory_support="4000.00") == "0.00"


@pytest.mark.parametrize(
    ("who", "supplement"),
    [("nobody", "0.00"), ("claimant", "161.13"), ("adult", "241.70"), ("minor", "295.41")],  # 429.70 less 1, 0.7, 0.5
)
def test_supplement_for_parenthood(value: Value, who: str, supplement: str) -> None:
    assert value("parenthood_supplement", DAY, **ALONE, parent_without_benefit=who) == supplement


@pytest.mark.parametrize(
    ("days", "exhausted", "months", "supplement"),
    [
        ("119", "no", "0", "0.00"),
        ("120", "no", "0", "161.13"),  # 429.70 - 268.57
        ("0", "yes", "0", "161.13"),
        ("120", "no", "5", "161.13"),
        ("120", "no", "6", "0.00"),
    ],
)
def test_supplement_in_unemployment(value: Value, days: str, exhausted: str, months: str, supplement: str) -> None:
    told = ALONE | {"unemployed_without_benefit": "yes", "earlier_benefit_exhausted": exhausted}
    told |= {"months_on_social_benefit": months, "employment_days_of_12_months": days}
    assert value("unemployment_supplement", DAY, **told) == supplement
    large = told | {"other_adults_in_household": "1"}
    assert value("unemployment_supplement", DAY, **large) == "0.00"  # 456.57 is above 429.70 already


@pytest.mark.parametrize(
    ("on", "amount", "qualified"),
    [("2026-11-30", "0.00", "no"), ("2026-12-01", "268.57", "yes"), ("2027-01-01", "?", "?")],
)
def test_from_december_2026_and_unknown_from_2027(value: Value, on: str, amount: str, qualified: str) -> None:
    assert value("single_social_benefit", on, **ALONE) == amount
    assert value("single_social_benefit_qualified", on, **ALONE) == qualified


def by_need(labour: int) -> int:
    told = ALONE | {"household_labour_income": f"{labour / 100:.2f}"}
    value = evaluate_rule(book("PT"), "social_benefit_by_need", told, on=DAY).value
    assert isinstance(value, int)
    return value


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 100_000), st.integers(0, 20_000))
def test_work_always_pays(labour: int, more: int) -> None:
    """More labour income never raises the benefit, and never lowers both together."""
    before, after = by_need(labour), by_need(labour + more)
    assert after <= before
    assert labour + more + after >= labour + before


def test_a_need_that_arose() -> None:
    need = ALONE | {"contingency": "need"}
    assert happened("2026-12-31", "2026-12-31", need)["single_social_benefit_paid"] == "268.57"
    assert happened("2026-12-31", "2027-02-01", need)["single_social_benefit_paid"] == "805.71"
    assert happened("2026-12-30", "2026-12-31", need)["single_social_benefit_paid"] == "0.00"
    assert (
        happened("2026-12-31", "2026-12-31", need | {"contingency": "sickness"})["single_social_benefit_paid"] == "0.00"
    )
