"""The arithmetic of the law: every rounding, at half a cent and one unit beside, of either sign; and the calendar."""

from __future__ import annotations

import datetime as dt
from decimal import ROUND_DOWN, ROUND_HALF_UP, ROUND_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from amparo.rules import (
    DOWN,
    HALF_UP,
    UP,
    Date,
    Money,
    Month,
    Rate,
    Steps,
    Table,
    Tariff,
    add_days,
    add_months,
    bracket,
    count_true,
    days_between,
    exceeds,
    first_day,
    full_years_between,
    last_day,
    lookup,
    month_number,
    month_of,
    months_between,
    mul_div,
    percent_of,
    percents_of,
    reaches,
    round_to,
    share_of,
    tariff_amount,
    tariff_open,
    threshold,
    times,
    year_of,
)
from amparo.rules.errors import LawNotKnown
from amparo.rules.helpers import FLAT, NOT_OPEN, PERCENT, PERCENT_PLUS_FLAT, divide, months_earlier
from amparo.rules.kinds import date_of, day_of

ROUNDINGS = [(HALF_UP, ROUND_HALF_UP), (UP, ROUND_UP), (DOWN, ROUND_DOWN)]
amounts = st.integers(-(10**11), 10**11)
rates = st.integers(0, 3 * 10**6)


def exactly(value: Fraction, mode: str) -> int:
    """The fraction rounded by the decimal module, as an independent witness."""
    whole, rest = divmod(abs(value.numerator), value.denominator)
    tail = Decimal(rest) / Decimal(value.denominator) if rest * 2 != value.denominator else Decimal("0.5")
    size = whole + int(tail.quantize(Decimal(1), mode))
    return -size if value < 0 else size


@pytest.mark.parametrize(
    ("numerator", "half_up", "up", "down"),
    [(0, 0, 0, 0), (1, 1, 1, 0), (-1, -1, -1, 0), (3, 2, 2, 1), (-3, -2, -2, -1), (4, 2, 2, 2), (-4, -2, -2, -2)],
)
def test_halves_of_either_sign(numerator: int, half_up: int, up: int, down: int) -> None:
    assert [divide(numerator, 2, mode) for mode in (HALF_UP, UP, DOWN)] == [half_up, up, down]


@pytest.mark.parametrize(("rounding", "mode"), ROUNDINGS)
@given(numerator=st.integers(-(10**18), 10**18), divisor=st.integers(1, 10**9))
@example(numerator=-5, divisor=10)
@example(numerator=4999999, divisor=10**7)
def test_division_agrees_with_the_decimal_module(rounding: int, mode: str, numerator: int, divisor: int) -> None:
    assert divide(numerator, divisor, rounding) == exactly(Fraction(numerator, divisor), mode)


@pytest.mark.parametrize("divisor", [0, -1])
def test_a_divisor_that_is_not_positive_is_an_error_of_the_rule(divisor: int) -> None:
    with pytest.raises(ZeroDivisionError, match="the rule must guard"):
        divide(1, divisor, HALF_UP)


@pytest.mark.parametrize(("rounding", "mode"), ROUNDINGS)
@given(amount=amounts, rate=rates)
@example(amount=50, rate=10000)  # half a cent
@example(amount=-50, rate=10000)
@example(amount=49, rate=10000)
@example(amount=51, rate=10000)
def test_percent_of(rounding: int, mode: str, amount: int, rate: int) -> None:
    expected = exactly(Fraction(amount * rate, 10**6), mode)
    assert percent_of(Money(amount), Rate(rate), round=rounding) == expected


def test_percents_are_added_before_they_are_rounded() -> None:
    assert percent_of(Money(30), Rate(15000)) + percent_of(Money(30), Rate(15000)) == 0
    assert percents_of(Money(30), Rate(15000), Money(30), Rate(15000)) == 1
    assert percents_of(Money(100), Rate(10**6), over=3) == 33
    assert percents_of(Money(100), Rate(10**6), over=3, round=UP) == 34


@given(a=amounts, b=st.integers(-(10**6), 10**6), c=st.integers(1, 10**6))
def test_mul_div_multiplies_before_it_divides(a: int, b: int, c: int) -> None:
    assert mul_div(a, b, c) == exactly(Fraction(a * b, c), ROUND_HALF_UP)
    assert mul_div(a, b, c, round=DOWN) == exactly(Fraction(a * b, c), ROUND_DOWN)


@pytest.mark.parametrize(
    ("amount", "half_up", "up", "down"),
    [(1249, 1200, 1300, 1200), (1250, 1300, 1300, 1200), (1200, 1200, 1200, 1200), (-1250, -1300, -1300, -1200)],
)
def test_round_to(amount: int, half_up: int, up: int, down: int) -> None:
    assert [round_to(Money(amount), unit=100, round=mode) for mode in (HALF_UP, UP, DOWN)] == [half_up, up, down]


def test_shares_are_compared_without_rounding() -> None:
    assert exceeds(80003, of=100000, share=Rate(800000))
    assert not exceeds(80000, of=100000, share=Rate(800000))
    assert reaches(80000, of=100000, share=Rate(800000))
    assert not reaches(79999, of=100000, share=Rate(800000))
    assert exceeds(1, of=0, share=Rate(800000))
    assert reaches(0, of=0, share=Rate(800000))


@given(part=amounts, whole=amounts, share=rates)
def test_exceeds_is_the_exact_comparison(part: int, whole: int, share: int) -> None:
    exact = Fraction(whole * share, 10**6)
    assert exceeds(part, of=whole, share=Rate(share)) == (part > exact)
    assert reaches(part, of=whole, share=Rate(share)) == (part >= exact)


def test_rates() -> None:
    assert times(Rate(1032500), Rate(1010000)) == 1042825
    assert times(Rate(1), Rate(500000)) == 1
    assert times(Rate(1), Rate(499999)) == 0
    assert share_of(1, of=3) == 333333
    assert share_of(2, of=3) == 666667
    assert share_of(2, of=3, round=DOWN) == 666666
    assert count_true(True, False, True) == 2


def test_a_table_without_a_cell_is_law_not_known() -> None:
    table = Table({(1,): 5, (2,): None}, 0, 10)
    assert lookup(table, 1) == 5
    for key in (2, 3):
        with pytest.raises(LawNotKnown):
            lookup(table, key)
    assert lookup(Table({(1, 2): 7}, 0, 10), 1, 2) == 7


@pytest.mark.parametrize(
    ("value", "days", "step"), [(-1, 150, 0), (0, 150, 0), (14, 150, 0), (15, 210, 15), (23, 210, 15), (99, 330, 24)]
)
def test_steps_hold_from_their_threshold_on(value: int, days: int, step: int) -> None:
    steps = Steps((0, 15, 24), (150, 210, 330))
    assert bracket(steps, value) == days
    assert threshold(steps, value) == step


@pytest.mark.parametrize(
    ("tariff", "amount"),
    [
        (Tariff(PERCENT, 12500, 0, HALF_UP, 1), 13),
        (Tariff(PERCENT, 12500, 0, DOWN, 1), 12),
        (Tariff(PERCENT, 12500, 0, UP, 10), 20),
        (Tariff(FLAT, 0, 584, HALF_UP, 1), 584),
        (Tariff(PERCENT_PLUS_FLAT, 8000, 400, DOWN, 1), 408),
        (Tariff(NOT_OPEN, 0, 0, HALF_UP, 1), 0),
    ],
)
def test_each_form_of_tariff(tariff: Tariff, amount: int) -> None:
    assert tariff_amount(tariff, Money(1020)) == amount
    assert tariff_open(tariff) == (tariff.form != NOT_OPEN)


@given(st.dates(dt.date(1600, 1, 1), dt.date(2400, 12, 31)))
@example(dt.date(2000, 2, 29))
@example(dt.date(1900, 2, 28))
@example(dt.date(1900, 3, 1))
def test_the_calendar_agrees_with_the_datetime_module(date: dt.date) -> None:
    day, month = Date(day_of(date)), Month(date.year * 12 + date.month - 1)
    assert month_of(day) == month
    assert year_of(month) == date.year
    assert month_number(month) == date.month
    assert date_of(int(first_day(month))) == date.replace(day=1)
    assert date_of(int(last_day(month))) == (date.replace(day=28) + dt.timedelta(4)).replace(day=1) - dt.timedelta(1)


@given(st.integers(-(10**7), 10**7))
def test_no_month_is_beyond_the_calendar(month: int) -> None:
    start = first_day(Month(month))
    assert month_of(start) == month
    assert month_of(Date(int(start) - 1)) == month - 1
    assert 28 <= int(last_day(Month(month))) - int(start) + 1 <= 31


def test_differences_and_steps_of_time() -> None:
    march, may = Month(2024 * 12 + 2), Month(2024 * 12 + 4)
    assert months_between(march, may) == 2
    assert months_between(may, march) == -2
    assert add_months(march, -3) == 2023 * 12 + 11
    assert days_between(first_day(march), first_day(may)) == 61
    assert add_days(last_day(Month(2024 * 12 + 1)), 1) == first_day(march)


def day(text: str) -> Date:
    return Date(day_of(dt.date.fromisoformat(text)))


@pytest.mark.parametrize(
    ("earlier", "later", "years"),
    [
        ("2000-06-15", "2020-06-14", 19),
        ("2000-06-15", "2020-06-15", 20),
        ("2000-02-29", "2023-02-28", 22),
        ("2000-02-29", "2023-03-01", 23),
        ("2000-02-29", "2024-02-29", 24),
        ("2020-01-01", "2019-01-01", 0),
    ],
)
def test_completed_years(earlier: str, later: str, years: int) -> None:
    assert full_years_between(day(earlier), day(later)) == years


@pytest.mark.parametrize(
    ("date", "months", "earlier"),
    [
        ("2024-03-31", 1, "2024-02-29"),
        ("2023-03-31", 1, "2023-02-28"),
        ("2024-03-15", 24, "2022-03-15"),
        ("2024-02-29", 12, "2023-02-28"),
        ("2024-01-31", 0, "2024-01-31"),
    ],
)
def test_the_same_day_some_months_earlier(date: str, months: int, earlier: str) -> None:
    assert months_earlier(int(day(date)), months) == day(earlier)
