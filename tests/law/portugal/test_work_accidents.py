"""Work accidents in Portugal: Law 98/2009 arts. 22, 48 to 75, worked out by hand beside each case."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from amparo.engine import evaluate_rule
from amparo.law import book
from amparo.rules.book import Amendment, set_value

from .conftest import Told, every_month
from .spells import happened

Value = Callable[..., str]
Worker = Callable[..., Told]

# 1,000 a month in 2026 (minimum wage 920): twelve months 12,000, with the two bonuses 14,000
EMPLOYEE = {
    "contingency": "employment_injury",
    "employer_answers": "yes",
    "household_answers": "no",
    "beneficiary_answers": "no",
    "own_policy_answers": "no",
    "pay_from_employers": "1000.00",
    "temporary_incapacity_degree": "100%",
}


@pytest.mark.parametrize(
    ("pay", "daily", "compensation", "pension"),
    [
        ("1000.00", "38.36", "26.85", "11200.00"),  # 14,000/365 = 38.356; 9,800/365 = 26.849; 80 % of 14,000
        ("500.00", "35.29", "24.70", "10304.00"),  # minimum wage 920: 12,880/365 = 35.288; 9,016/365; 80 % of 12,880
    ],
)
def test_if_the_accident_happened_in_this_month(
    value: Value, pay: str, daily: str, compensation: str, pension: str
) -> None:
    told = {"pay_from_employers": pay, "accident_pay_irregular": "no"}
    assert value("employee_accident_daily_pay", "2026-03-01", **told) == daily
    assert value("employee_accident_daily_compensation", "2026-03-01", **told) == compensation
    assert value("employee_accident_incapacity_pension", "2026-03-01", **told, accident_dependants="0") == pension


def test_irregular_pay_is_the_mean_of_the_months_with_pay_of_the_year_before(value: Value) -> None:
    told = {"pay_from_employers": "100.00", "employers_pay_of_last_year": "9000.00"}
    told |= {"employers_months_of_last_year": "6"}
    assert value("normal_pay_as_employee", "2026-03-01", **told, accident_pay_irregular="yes") == "1500.00"
    assert value("normal_pay_as_employee", "2026-03-01", **told, accident_pay_irregular="no") == "100.00"
    none = told | {"employers_pay_of_last_year": "0", "employers_months_of_last_year": "0"}
    assert value("normal_pay_as_employee", "2026-03-01", **none, accident_pay_irregular="yes") == "100.00"


@pytest.mark.parametrize(
    ("last", "days", "paid", "by_the_letter"),
    [
        ("2026-03-01", "0", "0.00", "0.00"),  # the day of the accident is the employer's
        ("2026-03-31", "30", "805.50", "690.30"),  # 30 x 26.85; without bonuses 8,400/365 = 23.01
        ("2026-04-01", "31", "832.35", "832.35"),  # 31 x 26.85 in both readings
    ],
)
def test_bonuses_count_from_the_first_day(last: str, days: str, paid: str, by_the_letter: str) -> None:
    """As the courts of appeal decided (Porto, 11 September 2017; Guimarães, 24 October 2019); the letter differs."""
    found = happened("2026-03-01", last, EMPLOYEE)
    assert found["days_compensated"] == days
    assert found["employee_accident_paid"] == paid
    assert found["own_accident_paid"] == "0.00"
    letter = set_value("work_accidents.bonuses_count_from_first_day", "no", since="2018-01-01")
    literal = happened("2026-03-01", last, EMPLOYEE, law=book("PT").amend(Amendment("by the letter", (letter,))))
    assert literal["employee_accident_paid"] == by_the_letter


@pytest.mark.parametrize(
    ("first", "last", "first_year", "all_days"),
    [
        ("2025-01-10", "2026-01-10", "365", "365"),
        ("2025-01-10", "2026-01-11", "365", "366"),
        ("2024-02-10", "2025-02-10", "366", "366"),  # the twelve months hold 29 February
        ("2024-02-10", "2025-02-11", "366", "367"),
        ("2024-03-10", "2025-03-11", "365", "366"),
        ("2024-01-15", "2026-03-01", "366", "547"),  # eighteen months: to 15 July 2025, 366 + 181 days
    ],
)
def test_twelve_and_eighteen_months(first: str, last: str, first_year: str, all_days: str) -> None:
    found = happened(first, last, EMPLOYEE)
    assert found["days_of_first_year"] == first_year
    assert found["days_compensated"] == all_days


def test_after_twelve_months_three_quarters() -> None:
    found = happened("2025-01-10", "2026-01-13", EMPLOYEE)
    # 14,000: 70 % is 26.85 a day for 365 days, 75 % is 10,500/365 = 28.77 a day for the 3 days after
    assert found["employee_accident_paid"] == "9886.56"  # 9,800.25 + 86.31
    extended = happened("2024-01-15", "2026-03-01", EMPLOYEE | {"temporary_incapacity_extended": "yes"})
    assert extended["days_compensated"] == "776"  # all days: 366 + 365 + 45


def test_partial_incapacity_pays_seventy_per_cent_of_the_loss() -> None:
    found = happened("2026-03-01", "2026-03-11", EMPLOYEE | {"temporary_incapacity_degree": "40%"})
    assert found["employee_accident_paid"] == "107.40"  # 40 % of 26.85 is 10.74 a day, ten days


def test_in_doubt_in_the_service_of_the_employer() -> None:
    both = EMPLOYEE | {"own_policy_answers": "yes", "own_policy_insured_pay": "20000.00"}
    found = happened("2026-03-01", "2026-03-11", both)
    assert found["accident_side"] == "employer"
    own = happened("2026-03-01", "2026-03-11", both | {"accident_in_service_of": "own_account"})
    assert own["employee_accident_paid"] == "0.00"
    assert own["own_accident_paid"] == "383.60"  # 14,000 of 20,000 / 365 = 38.36 x 10


def test_other_spells_and_exclusions_give_nothing() -> None:
    for changed in ({"contingency": "sickness"}, {"accident_excluded": "yes"}, {"employer_answers": "no"}):
        found = happened("2026-03-01", "2026-03-11", EMPLOYEE | changed)
        assert found["employee_accident_compensated"] == "no"
        assert found["employee_accident_paid"] == "0.00"
        assert found["permanent_incapacity_pension"] == "0.00"
        assert found["accident_death_grant"] == "0.00"


NOBODY = {"employer_answers": "no", "household_answers": "no", "beneficiary_answers": "no"}


@pytest.mark.parametrize(
    ("policy", "answers", "lost", "pension"),
    [("yes", "yes", "0.00", "0.00"), ("no", "no", "24.70", "10304.00"), ("unknown", "?", "?", "?")],
)
def test_what_the_uninsured_lose(value: Value, policy: str, answers: str, lost: str, pension: str) -> None:
    told = {"must_insure_own_accidents": "yes", "own_accident_policy_in_force": policy}
    assert value("own_policy_answers", "2026-03-01", **told) == answers
    # the least policy: 14 x 920 = 12,880 a year; 70 % / 365 = 24.70; 80 % = 10,304
    assert value("daily_compensation_forgone", "2026-03-01", **told) == lost
    assert value("incapacity_pension_forgone", "2026-03-01", **told, accident_dependants="0") == pension


def test_an_uninsured_self_employed_gets_nothing() -> None:
    own = EMPLOYEE | NOBODY | {"own_policy_answers": "no"}
    found = happened("2026-03-01", "2026-06-30", own)
    assert found["accident_side"] == "own_account"
    assert found["own_accident_paid"] == "0.00"


@pytest.mark.parametrize(("dependants", "rate"), [("0", "80%"), ("1", "90%"), ("2", "100%"), ("3", "100%")])
def test_rate_for_any_work(value: Value, dependants: str, rate: str) -> None:
    assert value("any_work_rate", "2026-03-01", accident_dependants=dependants) == rate


@pytest.mark.parametrize(
    ("kind", "degree", "pension", "grant"),
    [
        ("any_work", "100%", "11200.00", "7090.08"),  # 12 x 1.1 x 537.13 (590.84 rounded) = 7,090.08
        ("partial", "70%", "6860.00", "4963.06"),  # 14,000 x 70 % x 70 %; 7,090.08 x 70 %
        ("partial", "69%", "6762.00", "0.00"),  # 14,000 x 69 % x 70 %
        ("none", "0%", "0.00", "0.00"),
    ],
)
def test_permanent_incapacity(kind: str, degree: str, pension: str, grant: str) -> None:
    told = EMPLOYEE | {"permanent_incapacity": kind, "permanent_incapacity_degree": degree}
    found = happened("2026-03-01", "2026-03-11", told)
    assert found["permanent_incapacity_pension"] == pension
    assert found["high_incapacity_grant"] == grant


@pytest.mark.parametrize(("degree", "capital"), [("29%", "yes"), ("30%", "no")])
def test_small_pensions_become_capital(degree: str, capital: str) -> None:
    told = EMPLOYEE | {"permanent_incapacity": "partial", "permanent_incapacity_degree": degree}
    assert happened("2026-03-01", "2026-03-11", told)["pension_turned_into_capital"] == capital


@pytest.mark.parametrize(
    ("partner", "older", "children", "orphans", "relatives", "rate"),
    [
        ("yes", "no", "0", "no", "0", "30%"),
        ("yes", "yes", "0", "no", "0", "40%"),
        ("yes", "no", "2", "no", "0", "70%"),
        ("yes", "yes", "3", "no", "0", "80%"),  # 40 + 50, cut to 80
        ("no", "no", "1", "yes", "0", "40%"),
        ("no", "no", "2", "yes", "0", "80%"),
        ("no", "no", "3", "yes", "0", "80%"),
        ("yes", "no", "0", "no", "4", "60%"),  # relatives together at most 30
        ("no", "no", "0", "no", "5", "75%"),  # alone 15 each
        ("no", "no", "0", "no", "6", "80%"),
        ("no", "no", "0", "no", "0", "0%"),
    ],
)
def test_survivors(
    value: Value, partner: str, older: str, children: str, orphans: str, relatives: str, rate: str
) -> None:
    told = {"accident_partner": partner, "accident_partner_aged_or_disabled": older, "accident_children": children}
    told |= {"accident_full_orphans": orphans, "accident_relatives": relatives}
    assert value("accident_survivors_rate", "2026-03-01", **told) == rate


@settings(max_examples=60, deadline=None)
@given(st.booleans(), st.booleans(), st.integers(0, 6), st.booleans(), st.integers(0, 8))
def test_survivors_never_get_more_than_four_fifths(
    partner: bool, older: bool, children: int, orphans: bool, relatives: int
) -> None:
    told: dict[str, str | int] = {"accident_partner": "yes" if partner else "no", "accident_children": children}
    told |= {"accident_partner_aged_or_disabled": "yes" if older else "no", "accident_relatives": relatives}
    told |= {"accident_full_orphans": "yes" if orphans else "no"}
    rate = evaluate_rule(book("PT"), "accident_survivors_rate", told, on="2026-03-01").value
    assert isinstance(rate, int)
    assert 0 <= rate <= 800_000
    assert (rate > 0) == (partner or children > 0 or relatives > 0)


@pytest.mark.parametrize(
    ("expenses", "moved", "paid"),
    [("2363.36", "no", "2363.36"), ("2363.37", "no", "2363.36"), ("9000.00", "yes", "4726.72")],
)
def test_death(expenses: str, moved: str, paid: str) -> None:
    told = EMPLOYEE | {"contingency": "death", "death_by_work_accident": "yes", "accident_partner": "yes"}
    told |= {"accident_children": "1", "accident_partner_aged_or_disabled": "no"}
    found = happened("2026-03-01", "2026-03-01", told | {"funeral_expenses": expenses, "funeral_with_transfer": moved})
    assert found["accident_survivors_pension"] == "7000.00"  # 30 + 20 % of 14,000
    assert found["accident_death_grant"] == "7090.08"
    assert found["accident_funeral_grant"] == paid  # 4 x 590.84
    assert found["employee_accident_paid"] == "0.00"
    other = happened("2026-03-01", "2026-03-01", told | {"death_by_work_accident": "no"})
    assert other["accident_survivors_pension"] == "0.00"


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


def test_beside_employment_the_other_work_has_its_own_side(worker: Worker) -> None:
    work = every_month("2026-01", "2026-12", "employer", "employment", "1500.00")
    work += every_month("2026-01", "2026-12", "client", "services", "400.00")
    work += every_month("2026-01", "2026-12", "other", "services", "400.00")
    facts = NO_FEATURES | {"activity_start": "2015-01-01", "own_accident_policy_in_force": "no"}
    told = worker("2026-01", "2026-12", work, **facts)
    assert told["pay_from_employers"]["2026-02"] == "1500.00"
    assert told["pay_from_beneficiaries"]["2026-02"] == "0.00"
    assert told["employer_answers"]["2026-02"] == "yes"
    assert told["without_the_policy_due"]["2026-02"] == "yes"
    assert told["daily_compensation_forgone"]["2026-02"] == "24.70"


def test_the_beneficiary_answers_for_the_dependent_worker(worker: Worker) -> None:
    work = every_month("2026-01", "2026-12", "client", "services", "1400.00")
    facts = NO_FEATURES | {"activity_start": "2015-01-01", "own_accident_policy_in_force": "no"}
    told = worker("2026-01", "2026-12", work, **facts)
    assert told["beneficiary_answers"]["2026-02"] == "yes"
    assert told["without_the_policy_due"]["2026-02"] == "no"
    # 1,400 x 12 = 16,800; 70 % / 365 = 32.219
    assert told["dependent_accident_daily_compensation"]["2026-02"] == "32.22"
