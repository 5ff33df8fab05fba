"""Benefits in parenthood in Portugal: rates by leave and day of law, floors, limits, qualifying periods, schemes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from amparo.engine import evaluate_rule
from amparo.law import book

from .careers import Spell, months, recorded
from .conftest import Told

Value = Callable[..., str]


def leave(variant: str, first: str, days: int, contingency: str = "birth", **facts: str) -> Spell:
    last = date.fromisoformat(first) + timedelta(days=days - 1)
    told = {"contingency": contingency, "parental_variant": variant, "leave_taken": "yes"}
    return first, last.isoformat(), told | facts


def care(variant: str, first: str, days: int, **facts: str) -> Spell:
    return leave(variant, first, days, "care", **facts)


def employee(*spells: Spell, pay: str = "900", first: str = "2017-01", last: str = "2026-12", **facts: str) -> Told:
    """An employee with 900 in every month: 5,400 / 180 = 30.00 a day."""
    return recorded(first, last, employee=months(first, last, pay), spells=spells, **facts)


def self_employed(*spells: Spell, first: str = "2017-01", last: str = "2026-12", **facts: str) -> Told:
    return recorded(first, last, self_employed=months(first, last, "900"), spells=spells, **facts)


# --- Rates ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("variant", "first", "daily"),
    [
        ("initial_120", "2024-03-01", "30.00"),  # 100 %
        ("initial_150", "2024-03-01", "24.00"),  # 80 %
        ("initial_150_shared", "2024-03-01", "30.00"),
        ("initial_180_shared", "2024-03-01", "24.90"),  # 83 %
        ("initial_180_father_60", "2023-04-30", "24.90"),  # 83 % before DL 53/2023
        ("initial_180_father_60", "2023-05-01", "27.00"),  # 90 %
        ("father_exclusive", "2024-03-01", "30.00"),
        ("extended", "2023-04-30", "7.50"),  # 25 %
        ("extended", "2023-05-01", "9.00"),  # 30 %
        ("extended_both", "2023-05-01", "12.00"),  # 40 %
        ("pregnancy_risk", "2019-03-01", "30.00"),
        ("specific_risk", "2020-03-31", "19.50"),  # 65 % until March 2020
        ("specific_risk", "2020-04-01", "30.00"),  # 100 %
    ],
)
def test_rate_of_each_leave(variant: str, first: str, daily: str) -> None:
    """DL 91/2009 arts. 29 to 35, in the wordings of 2019 and 2023, on 30.00 a day."""
    assert employee(leave(variant, first, 1))["parental_daily"]["0"] == daily


@pytest.mark.parametrize(
    ("variant", "first", "daily"),
    [
        ("child_care", "2020-03-31", "19.50"),
        ("child_care", "2020-04-01", "30.00"),
        ("disabled_child_care", "2025-12-31", "19.50"),  # 65 %
        ("disabled_child_care", "2026-01-01", "24.00"),  # 80 %
        ("child_with_cancer_care", "2026-01-01", "30.00"),
        ("grandchild_birth", "2024-03-01", "30.00"),
        ("grandchild_care", "2024-03-01", "19.50"),
    ],
)
def test_rate_of_each_care(variant: str, first: str, daily: str) -> None:
    told = employee(care(variant, first, 1, child_under_12_or_disabled="yes"))
    assert told["parental_daily"]["0"] == daily


@pytest.mark.parametrize(
    ("first", "daily"),
    [
        ("2025-12-31", "34.83"),  # 2 x 522.50 / 30 = 34.8333
        ("2026-01-01", "53.71"),  # 3 x 537.13 / 30 = 53.713
    ],
)
def test_monthly_limit_of_care(first: str, daily: str) -> None:
    """3,000 a month, 100.00 a day: 65 or 80 % lies above two or three support indices (art. 36)."""
    told = employee(care("disabled_child_care", first, 1), pay="3000")
    assert told["parental_daily"]["0"] == daily


# --- Floors -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("variant", "first", "facts", "daily"),
    [
        ("initial_120", "2021-03-01", {}, "11.70"),  # 80 % of 438.81 / 30 = 11.7016 (montepio.org)
        ("initial_120", "2023-03-01", {}, "12.81"),  # 80 % of 480.43 / 30 = 12.811 (montepio.org)
        ("extended", "2023-06-01", {}, "6.41"),  # 40 % of 480.43 / 30 = 6.4057
        ("initial_150", "2023-06-01", {"leave_with_part_time_work": "yes"}, "6.41"),  # half of 12.81 = 6.405
    ],
)
def test_published_floors(variant: str, first: str, facts: dict[str, str], daily: str) -> None:
    assert employee(leave(variant, first, 1, **facts), pay="100")["parental_daily"]["0"] == daily


@pytest.mark.parametrize(("first", "daily"), [("2023-04-30", "24.00"), ("2023-05-01", "12.00")])
def test_half_beside_part_time_work_since_may_2023(first: str, daily: str) -> None:
    assert employee(leave("initial_150", first, 1, leave_with_part_time_work="yes"))["parental_daily"]["0"] == daily


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 1_000_000), st.sampled_from(["initial_120", "initial_150", "child_care", "grandchild_care"]))
def test_never_below_the_floor_and_rising_with_pay(reference: int, variant: str) -> None:
    def daily(cents: int) -> int:
        amount = f"{cents // 100}.{cents % 100:02d}"
        told = {"parental_reference_of_spell": amount, "parental_variant": variant, "leave_with_part_time_work": "no"}
        return int(evaluate_rule(book("PT"), "parental_daily", told, on="2024-03-01").value)

    floor = 1358  # 80 % of 509.26 / 30 = 13.5803
    assert daily(reference) >= floor
    assert daily(reference + 1) >= daily(reference)


# --- Days -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("variant", "days", "facts", "paid"),
    [
        ("initial_120", 120, {}, 120),
        ("initial_120", 121, {}, 120),
        ("initial_120", 60, {"days_of_variant_used": "90"}, 30),
        ("initial_180_shared", 200, {}, 180),
        ("initial_extra", 40, {"children_beyond_first_at_birth": "1"}, 30),
        ("initial_extra", 40, {"hospital_days_of_child": "31"}, 30),
        ("initial_extra", 90, {"hospital_days_of_child": "31", "born_by_week_33": "yes"}, 61),
        ("father_exclusive", 28, {}, 28),
        ("father_exclusive", 31, {"children_beyond_first_at_birth": "1"}, 30),
        ("father_optional", 8, {}, 7),
        ("mother_exclusive", 43, {}, 42),
        ("extended", 100, {}, 92),  # 1 March to 31 May
        ("pregnancy_risk", 250, {}, 250),
        ("pregnancy_interruption", 31, {}, 30),
    ],
)
def test_longest_leave(variant: str, days: int, facts: dict[str, str], paid: int) -> None:
    told = employee(leave(variant, "2024-03-01", days, **facts))
    assert told["parental_days_paid"]["0"] == str(paid)


@pytest.mark.parametrize(
    ("first", "most"), [("2020-03-31", "15"), ("2020-04-01", "20"), ("2023-04-30", "20"), ("2023-05-01", "28")]
)
def test_the_father_s_days_by_law(first: str, most: str) -> None:
    """15 and 20 working days, then 28 days in all."""
    told = employee(leave("father_exclusive", first, 40, working_days_taken="31"))
    assert told["parental_days_paid"]["0"] == most


@pytest.mark.parametrize(
    ("facts", "paid"),
    [
        ({"child_under_12_or_disabled": "yes"}, "30"),
        ({"child_under_12_or_disabled": "no"}, "15"),
        ({"child_under_12_or_disabled": "no", "other_children": "2"}, "17"),
        ({"child_under_12_or_disabled": "yes", "care_days_used_in_year": "29"}, "1"),
        ({"child_under_12_or_disabled": "yes", "care_days_used_in_year": "31"}, "0"),
        ({"child_under_12_or_disabled": "yes", "child_in_hospital": "yes"}, "50"),
        ({"child_under_12_or_disabled": "no", "child_in_hospital": "yes"}, "15"),
    ],
)
def test_days_of_care_in_a_year(facts: dict[str, str], paid: str) -> None:
    assert employee(care("child_care", "2024-03-01", 50, **facts))["parental_days_paid"]["0"] == paid


# --- Reference pay and qualifying periods -----------------------------------------------------------------------------


def test_reference_pay_of_few_months_is_still_divided_by_180() -> None:
    """Registered from March; born in September: four months in the window, 3,600 / 180 (art. 28(1))."""
    pay = months("2024-03", "2024-09", "900")
    told = recorded("2024-01", "2024-09", employee=pay)
    assert told["parental_daily_reference"]["2024-09"] == "20.00"
    told = recorded("2024-01", "2024-09", employee=pay, periods_totalised="yes")
    assert told["parental_daily_reference"]["2024-09"] == "30.00"  # 5,400 / (30 x 6), art. 28(2)


@pytest.mark.parametrize(("first", "met"), [("2024-05", "no"), ("2024-04", "yes")])
def test_six_months_with_the_month_of_the_birth(first: str, met: str) -> None:
    told = recorded("2023-01", "2024-09", employee=months(first, "2024-09", "900"))
    assert told["parental_qualifying_period_met"]["2024-09"] == met


@pytest.mark.parametrize(("again", "met"), [("2024-06", "yes"), ("2024-07", "no")])
def test_six_months_without_pay_start_the_count_anew(again: str, met: str) -> None:
    """Registered through 2023 (art. 25(4)): a gap of five months keeps the count, one of six does not."""
    pay = months("2023-01", "2023-12", "900") | months(again, "2024-09", "900")
    told = recorded("2023-01", "2024-09", employee=pay)
    assert told["parental_qualifying_period_met"]["2024-09"] == met


@pytest.mark.parametrize(
    ("month", "registered", "met"),
    [
        ("2020-03", "2020-02", "no"),  # six months were asked for until March 2020
        ("2020-04", "2020-03", "yes"),
        ("2024-09", "2024-03", "yes"),
        ("2024-09", "2024-02", "no"),  # the seventh month before
        ("2024-09", "2024-09", "yes"),  # the month of the event itself
    ],
)
def test_one_month_is_enough_for_the_exclusive_periods(month: str, registered: str, met: str) -> None:
    told = recorded("2019-01", "2024-12", employee={registered: "900"})
    assert told["exclusive_period_qualifying_met"][month] == met
    assert told["parental_qualifying_period_met"][month] == "no"


def test_exclusive_period_on_one_month_of_pay() -> None:
    """Paid only in July and August 2024, born in September: nothing in January to June, so 1,800 / 60 = 30."""
    told = recorded(
        "2024-01",
        "2024-12",
        employee={"2024-07": "900", "2024-08": "900"},
        spells=(leave("father_exclusive", "2024-09-10", 28), leave("initial_120", "2024-09-10", 120)),
    )
    assert told["exclusive_period_paid_as_employee"] == {"0": "840.00", "1": "0.00"}
    assert told["leave_entitled_as_employee"] == {"0": "no", "1": "no"}


# --- Schemes ----------------------------------------------------------------------------------------------------------


def test_employee_and_self_employed_are_paid_alike() -> None:
    spell = leave("initial_120", "2024-03-01", 120)
    assert employee(spell)["leave_paid_as_employee"]["0"] == "3600.00"
    told = self_employed(spell)
    assert told["leave_paid_as_self_employed"]["0"] == "3600.00"
    assert told["leave_paid_as_employee"]["0"] == "0.00"


def test_parenthood_is_protected_through_a_year_of_unemployment_benefit() -> None:
    """DL 91/2009 art. 8(1): registered until 2023, then only by equivalence, 20.00 a day."""
    told = recorded(
        "2022-01",
        "2024-12",
        employee=months("2022-01", "2023-12", "900"),
        recorded_equivalence_pay=months("2024-01", "2024-12", "600"),
        recorded_equivalence_days=months("2024-01", "2024-12", "30"),
        spells=(leave("initial_120", "2024-12-01", 10),),
    )
    assert told["leave_paid_as_employee"]["0"] == "200.00"


def test_the_self_employed_need_contributions_in_order() -> None:
    """CRC art. 217(1): in order until the end of the third month before."""
    debts = months("2017-01", "2026-12", "no") | {"2023-12": "yes"}
    spells = (leave("initial_120", "2024-03-01", 10), leave("initial_120", "2024-04-01", 10))
    told = recorded(
        "2017-01",
        "2026-12",
        self_employed=months("2017-01", "2026-12", "900"),
        spells=spells,
        contributions_in_debt=debts,
    )
    assert told["leave_entitled_as_self_employed"] == {"0": "no", "1": "yes"}


@pytest.mark.parametrize(("first", "entitled"), [("2018-06-30", "no"), ("2018-07-01", "yes")])
def test_care_covers_the_self_employed_since_july_2018(first: str, entitled: str) -> None:
    told = self_employed(care("child_care", first, 5, child_under_12_or_disabled="yes"))
    assert told["care_entitled_as_self_employed"]["0"] == entitled


# --- Social benefit ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("variant", "daily"),
    [
        ("initial_120", "13.93"),
        ("initial_150", "11.15"),
        ("initial_150_shared", "13.93"),
        ("initial_180_shared", "11.50"),
    ],
)
def test_social_benefit(variant: str, daily: str) -> None:
    """80, 64, 80 and 66 % of 522.50 / 30: 418.00, 334.40, 418.00 and 344.85 a month (art. 57)."""
    told = recorded(
        "2024-01",
        "2025-12",
        spells=(leave(variant, "2025-03-01", 10),),
        household_income_per_weighted_person="418.00",
        household_movable_assets="125400.00",
    )
    assert told["social_parental_entitled"]["0"] == "yes"
    assert float(told["social_parental_paid"]["0"]) == pytest.approx(10 * float(daily))


@pytest.mark.parametrize(
    ("income", "assets", "qualified"),
    [("418.00", "125400.00", "yes"), ("418.01", "125400.00", "no"), ("418.00", "125400.01", "no")],
)
def test_means_of_the_social_benefit(income: str, assets: str, qualified: str) -> None:
    """2025: 80 % of 522.50 = 418.00; 240 x 522.50 = 125,400.00."""
    told = recorded("2025-01", "2025-12", household_income_per_weighted_person=income, household_movable_assets=assets)
    assert told["social_parental_qualified"]["2025-06"] == qualified


def test_no_social_benefit_beside_the_contributory_one() -> None:
    told = employee(household_income_per_weighted_person="0", household_movable_assets="0", last="2025-12")
    assert told["social_parental_qualified"]["2025-06"] == "no"


# --- What is not parenthood, and what is not known --------------------------------------------------------------------


@pytest.mark.parametrize("other", ["sickness", "unemployment", "employment_injury"])
def test_other_contingencies_give_nothing(other: str) -> None:
    told = employee(leave("initial_120", "2024-03-01", 120, other))
    assert told["leave_paid_as_employee"]["0"] == "0.00"
    assert told["care_paid_as_employee"]["0"] == "0.00"
    assert told["exclusive_period_paid_as_employee"]["0"] == "0.00"
    assert told["parental_days_paid"]["0"] == "0"


def test_a_leave_without_its_kind_is_open() -> None:
    spell = ("2024-03-01", "2024-06-28", {"contingency": "birth", "leave_taken": "yes"})
    assert employee(spell)["leave_paid_as_employee"]["0"] == "?"


def test_part_time_extended_leave_is_not_known_before_2023(value: Value) -> None:
    assert value("parental_rate", "2023-04-30", parental_variant="extended_part_time") == "?"
    assert value("parental_rate", "2023-05-01", parental_variant="extended_part_time") == "20%"
