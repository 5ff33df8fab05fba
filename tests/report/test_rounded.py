"""Estimated amounts are shown as their error supports; columns that say nothing are not shown."""

from __future__ import annotations

import pytest

from amparo.analysis.effects import PayerLine
from amparo.report.results import Section, without_empty_columns
from amparo.report.rounded import margin_text, rounded_money, rounded_span, spread_together
from amparo.report.values import money_text


@pytest.mark.parametrize(
    ("currency", "lang", "text"),
    [
        ("EUR", "en", "−€25,220,157.66"),
        ("EUR", "pt", "−25\u00a0220\u00a0157,66 €"),
        ("EUR", "zh", "−25,220,157.66欧元"),
        ("CNY", "en", "−CN¥25,220,157.66"),
    ],
)
def test_the_sign_stands_before_the_currency(currency: str, lang: str, text: str) -> None:
    assert money_text(-2_522_015_766, currency, lang) == text


@pytest.mark.parametrize(
    ("spread", "text"),
    [(0.0, "−€25,220,157.66"), (999.0, "−€25,220,157.70"), (1000.0, "−€25,220,158"), (352_000_000.0, "−€25,200,000")],
)
def test_an_amount_shows_what_its_error_supports(spread: float, text: str) -> None:
    assert rounded_money(-2_522_015_766, spread, "EUR", "en") == text


def test_an_interval_is_rounded_as_its_amount() -> None:
    assert margin_text(352_000_000.0, "EUR", "en") == "± €6,900,000"
    assert rounded_span(100, 200, 0.0, "EUR", "en") == "between €1.00 and €2.00"


def test_errors_of_payers_add_up_at_most_and_two_ends_have_none() -> None:
    known = PayerLine("payer", 0, 0, 5, 5, 5, 5, 2.0)
    other = PayerLine("worker", 0, 0, 7, 7, 7, 7, 3.0)
    open_ = PayerLine("worker", 0, 0, 7, 9, 7, 9, 3.0)
    assert spread_together([known, other]) == 5.0
    assert spread_together([known, open_]) == 0.0


def test_columns_after_the_first_in_which_no_row_says_anything_go() -> None:
    table = Section("t", "T", ("", "place", "to", "new"), (("", "", "", "1"), ("", "", "x", "")))
    held = without_empty_columns(table)
    assert held.heads == ("", "to", "new")
    assert held.rows == (("", "", "1"), ("", "x", ""))
    assert without_empty_columns(Section("t", "T", ("a", "b"), ())).heads == ("a", "b")
