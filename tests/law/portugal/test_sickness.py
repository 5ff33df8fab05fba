"""Sickness benefit in Portugal: qualifying, reference pay, days of each rate, limits, by scheme."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from amparo.engine import Dossier, evaluate_rule, run_dossier
from amparo.law import book
from amparo.rules.bounds import Unknown
from amparo.rules.kinds import read_value

from . import careers
from .careers import Spell, months
from .conftest import Told

Value = Callable[..., str]
SICK = {"contingency": "sickness", "incapacity_certified": "yes", "sickness_without_waiting": "no"}


def sick(first: str, days: int, **facts: str) -> Spell:
    last = date.fromisoformat(first) + timedelta(days=days - 1)
    return first, last.isoformat(), SICK | facts


def recorded(first: str, last: str, **told: Any) -> Told:
    """A person on record, no income tax withheld unless it is told."""
    return careers.recorded(first, last, **{"income_tax_rate_on_reference_pay": "0%"} | told)


def employee(*spells: Spell, pay: str = "900", first: str = "2024-01", **facts: str) -> Told:
    """An employee with the same pay in every month from 2024 to 2025: 900 gives 5,400 / 180 = 30.00 a day."""
    return recorded(first, "2025-12", employee=months(first, "2025-12", pay), spells=spells, **facts)


def self_employed(*spells: Spell, first: str = "2024-01", last: str = "2025-12", **facts: str) -> Told:
    """Self-employed with a base of 900 in every month: 30.00 a day."""
    return recorded(first, last, self_employed=months(first, last, "900"), spells=spells, **facts)


# --- Reference pay ----------------------------------------------------------------------------------------------------


def test_sick_in_september_looks_at_january_to_june() -> None:
    """Example S1 (deco.proteste.pt, noticiasaominuto.com): January to June, divided by 180."""
    pay = {"2024-01": "1000", "2024-02": "1100", "2024-03": "1200", "2024-04": "1300", "2024-05": "1400"}
    pay |= {"2024-06": "1500", "2024-07": "9000", "2024-08": "9000", "2024-09": "9000"}
    told = recorded("2023-01", "2024-09", employee=months("2023-01", "2023-12", "5000") | pay)
    assert told["sickness_daily_reference"]["2024-09"] == "41.67"  # 7,500 / 180 = 41.666...
    assert told["sickness_monthly_reference"]["2024-09"] == "1250.00"


def test_bonuses_are_left_out() -> None:
    pay = months("2024-01", "2024-09", "900") | {"2024-06": "1800"}
    told = recorded("2024-01", "2024-09", employee=pay, recorded_bonuses={"2024-06": "900"})
    assert told["sickness_daily_reference"]["2024-09"] == "30.00"


def test_fewer_than_six_months_in_the_window() -> None:
    """Registered from March: in September the window has four months; R/(30 n) = 6 x 900 / (30 x 6) = 30."""
    told = recorded("2024-01", "2024-09", employee=months("2024-03", "2024-09", "900"))
    assert told["sickness_daily_reference"]["2024-09"] == "30.00"


# --- Days and rates ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("days", "paid"),
    [
        (3, "0.00"),
        (4, "16.50"),  # 30 x 55 %
        (30, "445.50"),  # 27 x 16.50
        (31, "463.50"),  # + 30 x 60 %
        (90, "1525.50"),  # 445.50 + 60 x 18
        (91, "1546.50"),  # + 30 x 70 %
        (365, "7300.50"),  # 1,525.50 + 275 x 21
        (366, "7323.00"),  # + 30 x 75 %
        (1098, "23793.00"),  # 7,300.50 + 733 x 22.50: 1,095 days paid
        (1099, "23793.00"),  # the longest duration is over
    ],
)
def test_employee_by_days(days: int, paid: str) -> None:
    """Rates of the official guide (55, 60, 70, 75 %) on the days of each band; three waiting days; 1,095 days paid."""
    spells = (sick("2022-10-01", days),)
    told = recorded("2021-01", "2025-12", employee=months("2021-01", "2025-12", "900"), spells=spells)
    assert told["sickness_paid_as_employee"]["0"] == paid


@pytest.mark.parametrize(("days", "paid"), [(10, "0.00"), (11, "16.50"), (375, "7410.00"), (376, "7410.00")])
def test_self_employed_by_days(days: int, paid: str) -> None:
    """Ten waiting days, 365 days paid: 20 x 16.50 + 60 x 18 + 275 x 21 + 10 x 22.50 = 7,410."""
    told = self_employed(sick("2024-10-01", days))
    assert told["sickness_paid_as_self_employed"]["0"] == paid
    assert told["sickness_paid_as_employee"]["0"] == "0.00"


@pytest.mark.parametrize(
    ("first", "waiting"),
    [("2018-06-30", "30"), ("2018-07-01", "10")],
)
def test_waiting_days_of_the_self_employed_fell_in_july_2018(first: str, waiting: str) -> None:
    told = self_employed(sick(first, 31), first="2017-01", last="2018-12")
    assert told["waiting_days_left"]["0"] == waiting


def test_thirty_waiting_days_end_in_the_second_band() -> None:
    """Sick on 1 June 2018 for 31 days: only the 31st is paid, at 60 %."""
    told = self_employed(sick("2018-06-01", 31), first="2017-01", last="2018-12")
    assert told["sickness_paid_as_self_employed"]["0"] == "18.00"


def test_hospital_has_no_waiting_days() -> None:
    told = employee(sick("2025-03-10", 30, sickness_without_waiting="yes"))
    assert told["sickness_paid_as_employee"]["0"] == "495.00"  # 30 x 16.50


@pytest.mark.parametrize(("first", "left"), [("2023-04-30", "3"), ("2023-05-01", "1")])
def test_self_declared_days_count_since_may_2023(first: str, left: str) -> None:
    told = employee(sick(first, 10, self_declared_days="2"), first="2022-01")
    assert told["waiting_days_left"]["0"] == left


def test_self_declared_days_do_not_help_the_self_employed() -> None:
    assert self_employed(sick("2025-03-10", 30, self_declared_days="3"))["waiting_days_left"]["0"] == "10"


def test_prolongation_goes_on_where_the_incapacity_stood() -> None:
    """Twenty days before; ten more at 55 %, one at 60 %: 165 + 18; no new waiting days."""
    told = employee(sick("2025-03-10", 11, earlier_days_of_same_incapacity="20", earlier_days_paid="17"))
    assert told["sickness_paid_as_employee"]["0"] == "183.00"


def test_the_longest_duration_counts_days_paid_before() -> None:
    told = employee(sick("2025-03-10", 30, earlier_days_of_same_incapacity="1097", earlier_days_paid="1094"))
    assert told["sickness_paid_as_employee"]["0"] == "22.50"


@pytest.mark.parametrize(("dependants", "paid"), [("2", "240.00"), ("3", "267.00")])
def test_tuberculosis(dependants: str, paid: str) -> None:
    """80 % = 24.00; 100 % = 30.00, but never above net pay: 30 - 11 % = 26.70. No waiting days. Ten days."""
    told = employee(sick("2025-03-10", 10, tuberculosis="yes", dependants_in_tuberculosis=dependants))
    assert told["sickness_paid_as_employee"]["0"] == paid


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 1200), st.integers(0, 1200), st.integers(0, 60))
def test_the_bands_share_out_the_paid_days(before: int, length: int, waiting: int) -> None:
    start = before + min(waiting, length)
    given_days = {"day_before_payment": str(start), "last_day_paid": str(before + length)}
    names = ("days_in_first_band", "days_in_second_band", "days_in_third_band", "days_in_fourth_band")
    days = [evaluate_rule(book("PT"), name, given_days, on="2025-01-01").value for name in names]
    assert min(days) >= 0
    assert sum(days) == before + length - start
    assert days[0] <= 30
    assert days[1] <= 60
    assert days[2] <= 275


# --- Supplement, floor, net pay ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(("pay", "daily"), [("500.00", "10.00"), ("500.01", "9.17")])
def test_five_points_more_up_to_500_euros(pay: str, daily: str) -> None:
    """500 x 6 / 180 = 16.67: 60 % is 10.00, 55 % is 9.17 (floor of 2025: 870 x 30 % / 30 = 8.70)."""
    assert employee(pay=pay)["sickness_daily_first_band"]["2025-06"] == daily


@pytest.mark.parametrize(("children", "daily"), [("2", "16.50"), ("3", "18.00")])
def test_five_points_more_with_three_descendants(children: str, daily: str) -> None:
    told = employee(descendants_counted_in_sickness=children)
    assert told["sickness_daily_first_band"]["2025-06"] == daily
    assert told["sickness_daily_third_band"]["2025-06"] == "21.00"  # the later rates are not raised


@pytest.mark.parametrize(
    ("month", "pay", "daily"),
    [
        ("2026-03", "450.00", "9.20"),  # 15.00 x 60 % = 9.00; floor of 2026: 920 x 30 % / 30 = 9.20 (official guide)
        ("2026-03", "300.00", "8.90"),  # 10.00 x 60 % = 6.00, raised to 9.20, but net pay is 10 - 1.10 = 8.90
        ("2026-03", "240.00", "7.12"),  # the reference pay 8.00 is below the floor: net 8 - 0.88
    ],
)
def test_floor_and_net_pay(month: str, pay: str, daily: str) -> None:
    told = recorded("2025-01", "2026-06", employee=months("2025-01", "2026-06", pay))
    assert told["sickness_daily_first_band"][month] == daily


def test_income_tax_lowers_the_limit_of_net_pay() -> None:
    """30.00 - 11 % - 20 % = 20.70, below 70 % (21.00)."""
    assert employee(income_tax_rate_on_reference_pay="20%")["sickness_daily_third_band"]["2025-06"] == "20.70"


def test_unknown_tax_leaves_the_limit_between_bounds() -> None:
    """70 % of 30.00 is 21.00; at the highest rate the fact allows, 60 %, net pay is 30.00 - 3.30 - 18.00 = 8.70."""
    told = careers.recorded("2024-01", "2025-06", employee=months("2024-01", "2025-06", "900"))
    june = told.run.column("sickness_daily_third_band")[-1]
    assert isinstance(june, Unknown)
    assert (june.low, june.high) == (8_70, 21_00)


# --- Conditions -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("first", "met"), [("2025-02", "no"), ("2025-01", "yes")])
def test_six_months_with_the_month_of_the_sickness(first: str, met: str) -> None:
    told = recorded("2024-06", "2025-06", employee=months(first, "2025-06", "900"))
    assert told["sickness_qualifying_period_met"]["2025-06"] == met


@pytest.mark.parametrize(("again", "met"), [("2025-06", "yes"), ("2025-07", "no")])
def test_six_months_without_pay_start_the_count_anew(again: str, met: str) -> None:
    """Registered until December 2024: five months without pay keep the count, six do not (official guide of 2019)."""
    pay = months("2024-01", "2024-12", "900") | months(again, "2025-08", "900")
    told = recorded("2024-01", "2025-08", employee=pay)
    assert told["sickness_qualifying_period_met"]["2025-08"] == met


@pytest.mark.parametrize(("days", "met"), [("11", "no"), ("12", "yes")])
def test_twelve_days_in_the_four_months_before_the_last(days: str, met: str) -> None:
    """Sick in September: the four months are April to July (DL 146/2005 art. 1)."""
    told = recorded(
        "2024-01",
        "2024-09",
        employee=months("2024-01", "2024-03", "900") | {"2024-05": "300", "2024-08": "900", "2024-09": "900"},
        days=months("2024-01", "2024-09", "30") | {"2024-05": days},
    )
    assert told["professionality_index_met"]["2024-09"] == met
    assert told["sickness_qualified_as_employee"]["2024-09"] == met


def test_the_self_employed_need_no_index_but_order() -> None:
    debts = months("2024-01", "2025-12", "no") | {"2025-03": "yes"}
    told = recorded(
        "2024-01", "2025-12", self_employed=months("2024-01", "2025-12", "900"), contributions_in_debt=debts
    )
    found = told["sickness_qualified_as_self_employed"]
    assert [found[m] for m in ("2025-05", "2025-06", "2025-07")] == ["yes", "no", "yes"]


def test_both_activities_are_one_benefit_by_the_rules_of_employment() -> None:
    told = recorded(
        "2024-01",
        "2025-12",
        employee=months("2024-01", "2025-12", "600"),
        self_employed=months("2024-01", "2025-12", "300"),
        spells=(sick("2025-03-10", 4),),
    )
    assert told["sickness_scheme"]["2025-03"] == "employees"
    assert told["sickness_paid_as_employee"]["0"] == "16.50"
    assert told["sickness_paid_as_self_employed"]["0"] == "0.00"


def test_voluntary_insurance_waits_thirty_days() -> None:
    base = months("2024-01", "2025-12", "900")
    spells = (sick("2025-03-01", 31),)
    cover = {"voluntary_insurance_covers_sickness": "yes", "recorded_voluntary_base": base}
    told = recorded("2024-01", "2025-12", spells=spells, **cover)
    assert told["sickness_paid_under_voluntary_insurance"]["0"] == "18.00"


def test_the_excess_beside_employment_buys_no_sickness_benefit() -> None:
    told = recorded(
        "2024-01",
        "2025-06",
        self_employed=months("2024-01", "2025-06", "900"),
        recorded_pay_for_pensions_only=months("2024-01", "2025-06", "900"),
    )
    assert told["month_counted_in_sickness"]["2025-06"] == "no"
    assert told["sickness_qualified_as_self_employed"]["2025-06"] == "no"


# --- From engagements, not from a record ------------------------------------------------------------------------------


def by_work(form: str, pay: str, spell: Spell, **facts: str) -> Told:
    """The same engagement with one payer in each month from 2024 to June 2025, and a sickness."""
    law, first, last = book("PT"), 2024 * 12, 2025 * 12 + 5
    told = {"form": form, "gross_pay": pay, "works_personally": "yes", "platform_sets_pay": "no", **OPEN_WORK, **facts}
    told |= spell[2]
    read = {law.find(name): read_value(law.nodes[law.find(name)].kind, text) for name, text in told.items()}
    contracts = tuple(("a", month) for month in range(first, last + 1))
    days = tuple(date.fromisoformat(text).toordinal() - date(1970, 1, 1).toordinal() for text in spell[:2])
    dossier = Dossier(
        "w",
        first,
        last,
        contracts,
        spells=((days[0], days[1]),),
        facts=read,
        nothing_before=True,
        nothing_after=True,
    )
    return Told(run_dossier(law, dossier))


OPEN_WORK = {
    "payer_kind": "client",
    "beneficiary_sets_workplace": "no",
    "tools_of_beneficiary": "no",
    "tools_leased_by_beneficiary": "no",
    "beneficiary_sets_hours": "no",
    "fixed_regular_pay": "no",
    "leading_functions": "no",
    "income_tax_rate_on_reference_pay": "0%",
}


def test_a_courier_on_own_account() -> None:
    """Services of 1,000 a month: base 700; 4,200 / 180 = 23.33; 55 % is 12.83; ten of twenty days are paid."""
    told = by_work("services", "1000.00", sick("2025-03-10", 20), activity_start="2015-01-01")
    assert told["sickness_paid_as_self_employed"]["0"] == "128.30"


def test_an_employee_by_the_contract() -> None:
    """1,200 x 6 / 180 = 40.00; 55 % is 22.00; seventeen of twenty days are paid."""
    told = by_work("employment", "1200.00", sick("2025-03-10", 20))
    assert told["sickness_paid_as_employee"]["0"] == "374.00"


def test_domestic_service_by_the_hour() -> None:
    """40 hours a month; the reference months are July to December 2024, with the hour of 2024.

    509.26 x 12 / 2080 = 2.94; 40 hours are 117.60; 705.60 / 180 = 3.92; 60 % is 2.35, raised to the floor, here the
    reference pay of 3.92 itself; but net pay is 3.92 - 0.43 = 3.49. One of four days is paid.
    """
    facts = {"domestic_arrangement": "hourly", "hours_worked": "40", "days_worked": "10"}
    told = by_work("domestic", "300.00", sick("2025-03-10", 4), **facts)
    assert told["sickness_scheme"]["2025-03"] == "domestic_service"
    assert told["sickness_paid_in_domestic_service"]["0"] == "3.49"
    assert told["sickness_paid_as_employee"]["0"] == "0.00"


# --- What is not sickness, and what is not known ----------------------------------------------------------------------


@pytest.mark.parametrize("other", ["unemployment", "birth", "employment_injury", "care"])
def test_other_contingencies_give_nothing(other: str) -> None:
    told = employee(("2025-03-10", "2025-04-08", SICK | {"contingency": other}))
    assert told["sickness_entitled_as_employee"]["0"] == "no"
    assert told["sickness_paid_as_employee"]["0"] == "0.00"
    assert told["days_of_sickness"]["0"] == "0"


def test_without_certificate_there_is_nothing() -> None:
    assert employee(sick("2025-03-10", 30, incapacity_certified="no"))["sickness_paid_as_employee"]["0"] == "0.00"


def test_an_unknown_hospital_stay_leaves_the_amount_open() -> None:
    spell = ("2025-03-10", "2025-04-08", {"contingency": "sickness", "incapacity_certified": "yes"})
    told = employee(spell)
    assert told["sickness_entitled_as_employee"]["0"] == "yes"
    assert told["sickness_paid_as_employee"]["0"] == "?"


def test_a_record_that_may_have_begun_earlier_leaves_the_qualifying_period_open() -> None:
    told = recorded("2025-01", "2025-06", employee=months("2025-01", "2025-06", "900"), nothing_before=False)
    assert told["sickness_qualifying_period_met"]["2025-05"] == "?"
    assert told["sickness_qualifying_period_met"]["2025-06"] == "yes"
