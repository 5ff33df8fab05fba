"""The career behind a pension in Portugal: years that count, revaluation, reference earnings."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from amparo.engine import run_dossier
from amparo.engine.certify import compare, outputs_of
from amparo.engine.kernel import Kernel
from amparo.law import book
from amparo.rules.bounds import FACT, Unknown
from amparo.rules.levels import Level

from .careers import months, recorded
from .conftest import Told
from .pensions import Career, cents_of, flat, half_up, work_out

Value = Callable[..., str]


# --- years that count -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("days", "counts"), [("119", "no"), ("120", "yes"), ("360", "yes"), ("0", "no")])
def test_a_year_counts_with_120_days(value: Value, days: str, counts: str) -> None:
    told = {"registered_days_of_year": days, "contributory_year": "yes" if int(days) >= 120 else "no"}
    assert value("year_counts_alone", "2010-12-31", **told) == counts


@pytest.mark.parametrize(("year", "days", "counts"), [("1993", "1", "yes"), ("1994", "1", "no"), ("1993", "0", "no")])
def test_before_1994_any_registered_day_makes_a_year(value: Value, year: str, days: str, counts: str) -> None:
    told = {"registered_days_of_year": days, "contributory_year": "no"}
    assert value("year_counts_alone", f"{year}-12-31", **told) == counts


def test_short_years_together_complete_years_and_the_excess_is_lost() -> None:
    """96 days a year (8 a month): 96, 192 -> one year, 72 lost; 96, 192 -> another (art. 12(2) to (4))."""
    years = range(2010, 2016)
    career = Career({y: 100000 for y in years}, {y: 8 for y in years}, {y: 10**6 for y in years}, last=(2016, 3))
    told = career.told()
    assert [told["relevant_years"][str(y)] for y in years] == ["0", "1", "1", "2", "2", "3"]
    assert [told["short_days_carried"][str(y)] for y in years] == ["96", "0", "96", "0", "96", "0"]
    assert told["career_years"]["2016-01"] == "3"


def test_a_full_year_between_short_years_changes_nothing_for_them() -> None:
    """96 days, a full year, 24 days: 96 + 24 = 120 completes a year (art. 12(4)); with 23 it does not."""
    for last_days, expected in ((2, "2"), (1, "1")):
        days = {2010: 8, 2011: 30, 2012: last_days}
        career = Career({y: 100000 for y in days}, days, {y: 10**6 for y in days}, last=(2013, 1))
        assert career.told()["career_years"]["2013-01"] == expected


def test_the_year_of_start_counts_once_it_has_120_days() -> None:
    """Four months of thirty days before May."""
    told = flat(2010, 2020, "1000", last=(2020, 12)).told()
    assert told["career_years"]["2020-04"] == "10"
    assert told["career_years"]["2020-05"] == "11"
    assert told["pay_of_year_so_far"]["2020-05"] == "4000.00"
    assert told["days_of_year_so_far"]["2020-05"] == "120"


def test_years_to_2001_and_since() -> None:
    told = flat(1998, 2019, "1000", last=(2020, 1)).told()
    assert told["career_years_by_2001"]["2020-01"] == "4"
    assert told["career_years_since_2002"]["2020-01"] == "18"


# --- reference earnings -----------------------------------------------------------------------------------------------


def test_reference_earnings_are_fourteen_payments_a_year() -> None:
    """30 years of 1,000 x 14 (1,166.67 a month over 12 is 14,000.04 a year): 14,000.04 x 30 / (30 x 14) = 1,000.00."""
    told = flat(1990, 2019, "1166.67", last=(2020, 1)).told()
    assert told["career_reference_pay"]["2020-01"] == "1000.00"
    assert told["best_ten_reference_pay"]["2020-01"] == "1000.00"


def test_only_the_forty_best_years_enter_and_the_year_of_start_may_displace_the_fortieth() -> None:
    """43 years of 1,000 a month, three of them 500; then 11 months of 3,000 in the year of start.

    January: 40 x 12,000 / 560 = 857.14. December: 33,000 takes the place of 12,000: 501,000 / 560 = 894.64.
    """
    pay = {y: 100000 for y in range(1977, 2020)} | {1980: 50000, 1990: 50000, 2000: 50000} | {2020: 300000}
    told = Career(pay, coefficients={y: 10**6 for y in pay}, last=(2020, 12)).told()
    assert told["career_years_with_pay"]["2020-01"] == "43"
    assert told["career_reference_pay"]["2020-01"] == "857.14"
    assert told["career_reference_pay"]["2020-12"] == "894.64"


def test_best_ten_of_the_last_fifteen_years() -> None:
    """2005-2019: five years of 2,000 and ten of 1,000; before, 5,000, too long ago.

    R = 5 x 24,000 + 5 x 12,000 = 180,000; / 140 = 1,285.71.
    """
    pay = {y: 500000 for y in range(1990, 2005)}
    pay |= {y: 200000 if y % 3 == 0 else 100000 for y in range(2005, 2020)}
    told = Career(pay, coefficients={y: 10**6 for y in pay}, last=(2020, 1)).told()
    assert told["best_ten_reference_pay"]["2020-01"] == "1285.71"


def test_fewer_than_ten_years_divide_by_their_number() -> None:
    """Art. 28(4): 6 years of 12,000: 72,000 / (14 x 6) = 857.14."""
    told = flat(2014, 2019, "1000", last=(2020, 1)).told()
    assert told["best_ten_reference_pay"]["2020-01"] == "857.14"


def test_coefficients_told_are_used_as_they_are() -> None:
    """12,000 x 1.2345 = 14,814.00; 12,000 x 1 = 12,000: 26,814 / 28 = 957.64; prices alone 1.1: 25,200 / 28 = 900."""
    career = Career(
        {2018: 100000, 2019: 100000},
        coefficients={2018: 1_234_500, 2019: 1_000_000},
        price_coefficients={2018: 1_100_000, 2019: 1_000_000},
        last=(2020, 1),
    )
    told = career.told()
    assert told["revalued_pay"]["2018"] == "14814.00"
    assert told["career_reference_pay"]["2020-01"] == "957.64"
    assert told["best_ten_reference_pay"]["2020-01"] == "900.00"


# Increases of the yearly orders as the press printed them: year of start -> (prices and earnings, prices), per cent.
ORDERS = {
    2020: ("0.72", "0.22"),
    2021: ("0.38", "0"),
    2022: ("1.74", "1.24"),
    2023: ("8.05", "8.05"),
    2024: ("4.80", "4.30"),
    2025: ("2.73", "2.23"),
}


@pytest.mark.parametrize("which", [0, 1])
def test_the_index_is_the_product_of_the_published_increases(value: Value, which: int) -> None:
    rule = ("index_of_start", "price_index_of_start")[which]
    index = Fraction(1)
    assert Fraction(value(rule, "2019-06-01", coefficients_told="no").rstrip("%")) == 100
    for year, increases in ORDERS.items():
        index *= 1 + Fraction(increases[which]) / 100
        found = Fraction(value(rule, f"{year}-06-01", coefficients_told="no").rstrip("%")) / 100
        assert abs(found - index) <= Fraction(1, 10**6)


def test_pay_since_2018_is_revalued_by_the_orders() -> None:
    """Start in January 2025, pay of 1,000 in 2022, 2023, 2024.

    2024: 12,000. 2023: x 1.0273 = 12,327.60. 2022: x 1.048 x 1.0273 = 12,919.32. Together 37,246.92 / 42 = 886.83.
    """
    told = Career({y: 100000 for y in (2022, 2023, 2024)}, last=(2025, 1)).told()
    assert Fraction(told["career_revalued_pay"]["2025-01"]) == pytest.approx(Fraction("37246.92"), abs=0.03)
    assert told["career_reference_pay"]["2025-01"] == "886.83"


def test_of_years_before_the_orders_held_nothing_is_claimed() -> None:
    told = Career({y: 100000 for y in range(2015, 2025)}, last=(2026, 1)).told()
    assert told["career_reference_pay"]["2025-01"] == "?"
    assert told["career_years"]["2025-01"] == "10"
    assert Career({2024: 100000}, last=(2026, 1)).told()["career_reference_pay"]["2026-01"] == "?"


def test_before_the_records_nothing_is_claimed_unless_it_is_said() -> None:
    dossier = flat(2015, 2019, "1000", last=(2020, 1)).dossier()
    told = Told(run_dossier(book("PT"), replace(dossier, nothing_before=False)))
    assert told["career_years"]["2020-01"] == "?"


def test_self_employed_months_at_the_minimum_build_a_career_of_small_pay() -> None:
    """A contribution of EUR 20 registers 93.46: 36 months, 3,364.56 / (3 x 14) = 80.11; each year counts in full."""
    own = months("2020-01", "2022-12", "93.46")
    told = recorded(
        "2020-01",
        "2023-01",
        self_employed=own,
        birth_date="1990-01-01",
        coefficients_told="yes",
        told_coefficient="1",
        told_price_coefficient="1",
    )
    assert told["career_years"]["2023-01"] == "3"
    assert told["career_reference_pay"]["2023-01"] == "80.11"
    assert told["absolute_invalidity_qualified"]["2023-01"] == "yes"
    assert told["relative_invalidity_qualified"]["2023-01"] == "no"


def test_one_month_of_unknown_pay_leaves_the_years_known() -> None:
    """The other eleven months have 330 days; the reference lies between 11 and 11 months plus the most of one."""
    dossier = flat(2010, 2019, "1000", last=(2020, 1)).dossier()
    law = book("PT")
    key = law.find("recorded_employee_pay")
    pay = dict(dossier.facts[key]) | {2015 * 12 + 2: Unknown(0, 200_000, FACT)}  # type: ignore[arg-type]
    told = Told(run_dossier(law, replace(dossier, facts={**dossier.facts, key: pay})))
    assert told["career_years"]["2020-01"] == "10"
    assert told["career_reference_pay"]["2020-01"] == "?"
    found = told.run.value(law.find("career_reference_pay"), told.run.layout.row_of[Level.MONTH][2020 * 12])
    assert isinstance(found, Unknown)
    # 119 months x 1,000 and 119 x 1,000 + 2,000, over 10 x 14
    assert (found.low, found.high) == (85_000, 86_429)


# --- against the second calculation, and both ways of running ---------------------------------------------------------


@st.composite
def careers(draw: st.DrawFn) -> Career:
    """Thirty to fifty years with gaps, short years, low and high pay, coefficients of their own."""
    first = draw(st.integers(1972, 2005))
    years = [y for y in range(first, 2025) if draw(st.integers(0, 9)) > 0] or [first]
    pay = {y: draw(st.sampled_from([1, 9346, 52250, 57475, 87000, 104500, 209001, 418000, 1250000])) for y in years}
    days = {y: draw(st.sampled_from([30, 30, 30, 30, 9, 10, 1])) for y in years}
    coefficients = {y: draw(st.integers(900_000, 40_000_000)) for y in years}
    prices = {y: draw(st.integers(900_000, 40_000_000)) for y in years}
    return Career(pay, days, coefficients, prices, last=(2025, 12))


@settings(max_examples=25, deadline=None)
@given(careers(), st.integers(1, 12))
def test_reference_earnings_and_years_as_worked_out_by_hand(career: Career, number: int) -> None:
    start = (2025, number)
    told = career.told()
    found = work_out(career, start, cents_of("522.50"), cents_of("331.79"))
    at = f"2025-{number:02d}"
    assert told["career_years"][at] == str(found.years)
    assert told["career_years_by_2001"][at] == str(found.years_by_2001)
    assert cents_of(told["career_reference_pay"][at]) == found.reference
    assert cents_of(told["best_ten_reference_pay"][at]) == found.best_ten_reference
    assert cents_of(told["best_ten_pension"][at]) == found.best_ten
    assert cents_of(told["whole_career_pension"][at]) == found.whole_career


def test_the_kernel_agrees_on_long_careers() -> None:
    """Forty years and more, every rule of the pensions, with orders held and with coefficients told."""
    told = flat(1976, 2026, "1450.55", birth="1958-11-30")
    high = flat(1980, 2026, "9000", birth="1956-02-29")
    short = Career({y: 88000 for y in range(1999, 2027, 2)}, {y: 8 for y in range(1999, 2027, 4)}, birth="1959-07-31")
    recent = Career({y: 100000 + y for y in range(2018, 2025)}, birth="1990-01-01", last=(2025, 12))
    partly = Career({y: 100000 for y in range(1985, 2026)}, coefficients={y: 10**6 for y in range(1985, 2026, 2)})
    law = book("PT")
    mine = {"pension_career", "pension_amount", "old_age", "invalidity", "survivors"}
    kernel = Kernel(law, [key for key in outputs_of(law) if key.split(".")[0] in mine])
    dossiers = [career.dossier(f"w{n}") for n, career in enumerate((told, high, short, recent, partly))]
    dossiers.append(replace(told.dossier("w9"), nothing_before=False))
    found = compare(law, kernel, dossiers, lambda _: False)
    assert (found.differences, found.examples) == (0, [])
    assert found.values > 100_000


def test_half_up_is_half_up() -> None:
    assert [half_up(Fraction(n, 2)) for n in (1, 2, 3)] == [1, 1, 2]
