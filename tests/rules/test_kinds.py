"""How values are read from text and shown, exactly."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from amparo.law import book
from amparo.rules import Coverage
from amparo.rules.kinds import KINDS, category_kind, date_of, month_text, read_value, show_value

COVERAGE = category_kind(Coverage)


@pytest.mark.parametrize(
    ("kind", "text", "stored"),
    [
        ("money", "480.43", 48043),
        ("money", 480.43, 48043),
        ("money", "480", 48000),
        ("money", "-0.01", -1),
        ("money", " 1_000.50 ", 100050),
        ("money", 0.1, 10),
        ("money", 1.1e3, 110000),
        ("rate", "21.4%", 214000),
        ("rate", "0.6", 600000),
        ("rate", 2.5, 2500000),
        ("rate", "8.75 %", 87500),
        ("rate", "0.0001%", 1),
        ("rate", 1e-06, 1),
        ("truth", "yes", 1),
        ("truth", "No", 0),
        ("truth", True, 1),
        ("count", "12", 12),
        ("days", 0, 0),
        ("month", "2025-03", 2025 * 12 + 2),
        ("month", "2025-3", 2025 * 12 + 2),
        ("month", dt.date(2025, 3, 10), 2025 * 12 + 2),
        ("date", "1970-01-02", 1),
        ("date", dt.date(1969, 12, 31), -1),
        ("date", dt.datetime(1970, 1, 1, 23, 59), 0),
    ],
)
def test_values_are_read_exactly(kind: str, text: Any, stored: int) -> None:
    assert read_value(KINDS[kind], text) == stored


@pytest.mark.parametrize(
    ("kind", "text", "says"),
    [
        ("money", "1.005", "finer than money"),
        ("money", 0.001, "finer than money"),
        ("money", "1,000.00", "not an amount of money"),
        ("money", "12 euro", "not an amount of money"),
        ("money", "nan", "not an amount of money"),
        ("money", "Infinity", "not an amount of money"),
        ("money", "", "not an amount of money"),
        ("money", True, "not an amount of money"),
        ("money", None, "not an amount of money"),
        ("rate", "0.0000001", "finer than a rate"),
        ("rate", "0.00001%", "finer than a rate"),
        ("rate", "%", "not a rate"),
        ("rate", "10%%", "not a rate"),
        ("truth", "maybe", "not yes or no"),
        ("truth", 2, "not yes or no"),
        ("count", "1.5", "finer than count"),
        ("count", True, "not a whole number"),
        ("count", "many", "not a whole number"),
        ("month", "2025-13", "not a month"),
        ("month", "2025-00", "not a month"),
        ("month", "03/2025", "not a month"),
        ("date", "2025-02-29", "not a date"),
        ("date", "10.3.2025", "not a date"),
        ("date", 20250310.5, "not a date"),
        ("place", "beijing", "no list of places"),
    ],
)
def test_what_does_not_fit_is_refused_in_words(kind: str, text: Any, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        read_value(KINDS[kind], text)


def test_categories_are_read_by_name_and_the_nearest_is_offered() -> None:
    assert read_value(COVERAGE, "mandatory") == 3
    assert read_value(COVERAGE, Coverage.NONE) == 1
    with pytest.raises(ValueError, match=r"one of none, voluntary, mandatory\. Did you mean mandatory"):
        read_value(COVERAGE, "mandatry")


def test_places_are_read_by_name_and_the_nearest_is_offered() -> None:
    places = book("fictional").places
    stored = read_value(KINDS["place"], "Harbourton", places)
    assert show_value(KINDS["place"], stored, places) == "harbourton"
    with pytest.raises(ValueError, match="Did you mean harbourton"):
        read_value(KINDS["place"], "harborton", places)


@pytest.mark.parametrize(
    ("kind", "stored", "shown"),
    [
        ("money", 0, "0.00"),
        ("money", -5, "-0.05"),
        ("money", -12345, "-123.45"),
        ("rate", 214000, "21.4%"),
        ("rate", 1, "0.0001%"),
        ("rate", 1000000, "100%"),
        ("rate", 0, "0%"),
        ("truth", 1, "yes"),
        ("truth", 0, "no"),
        ("month", 2025 * 12, "2025-01"),
        ("date", 0, "1970-01-01"),
        ("count", 7, "7"),
    ],
)
def test_values_are_shown_as_people_write_them(kind: str, stored: int, shown: str) -> None:
    assert show_value(KINDS[kind], stored) == shown


def test_a_number_that_is_no_member_is_shown_as_a_number() -> None:
    assert show_value(COVERAGE, 2) == "voluntary"
    assert show_value(COVERAGE, 99) == "99"


@given(st.sampled_from(["money", "rate", "truth", "count", "days", "month", "date"]), st.data())
def test_what_is_shown_is_read_back(name: str, data: st.DataObject) -> None:
    kind = KINDS[name]
    low = 0 if name == "month" else kind.low
    stored = data.draw(st.integers(max(low, -(10**15)), kind.high))
    if name == "month":
        stored = max(stored, 12 * 1850)
    assert read_value(kind, show_value(kind, stored)) == stored


@given(st.dates(dt.date(1850, 1, 1), dt.date(2149, 12, 31)))
def test_dates_survive_storage(date: dt.date) -> None:
    stored = read_value(KINDS["date"], date.isoformat())
    assert date_of(stored) == date
    assert month_text(read_value(KINDS["month"], date)) == f"{date:%Y-%m}"


@given(st.decimals(-(10**9), 10**9, places=2, allow_nan=False, allow_infinity=False))
def test_money_never_passes_through_binary_fractions(amount: Any) -> None:
    assert read_value(KINDS["money"], str(amount)) == int(amount.scaleb(2))
