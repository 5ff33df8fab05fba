"""Invalidity in Portugal: qualifying periods, minimum, and the claim that was certified."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from .pensions import flat
from .spells import happened

Value = Callable[..., str]


@pytest.mark.parametrize(
    ("rule", "years", "qualifies"),
    [
        ("relative_invalidity_qualifying_period", "4", "no"),
        ("relative_invalidity_qualifying_period", "5", "yes"),
        ("absolute_invalidity_qualifying_period", "2", "no"),
        ("absolute_invalidity_qualifying_period", "3", "yes"),
    ],
)
def test_qualifying_periods(value: Value, rule: str, years: str, qualifies: str) -> None:
    assert value(rule, "2025-01-01", career_years=years, sickness_registration_exhausted="no") == qualifies
    assert value(rule, "2025-01-01", career_years=years, sickness_registration_exhausted="yes") == "yes"


def test_not_once_the_old_age_pension_is_due(value: Value) -> None:
    on = "2025-01-01"
    assert value("no_old_age_pension_due", on, full_age_reached="yes", old_age_qualifying_period="yes") == "no"
    assert value("no_old_age_pension_due", on, full_age_reached="yes", old_age_qualifying_period="no") == "yes"
    assert value("no_old_age_pension_due", on, full_age_reached="no", old_age_qualifying_period="yes") == "yes"


def test_both_pensions_of_a_short_career_by_hand() -> None:
    """2015 to 2024, 900 a month in the money of 2025: RR 771.43, ten years: 30 % = 231.43.

    Relative: minimum under 15 years 331.79. Absolute: minimum of forty years 480.08. No sustainability factor.
    """
    told = flat(2015, 2024, "900", birth="1985-03-03", last=(2025, 1)).told()
    at = "2025-01"
    assert told["career_reference_pay"][at] == "771.43"
    assert told["statutory_pension"][at] == "231.43"
    assert told["relative_invalidity_pension"][at] == "331.79"
    assert told["absolute_invalidity_pension"][at] == "480.08"
    assert told["relative_invalidity_qualified"][at] == "yes"


def test_above_the_minimum_the_statutory_pension_stands() -> None:
    """Same career with 3,000: RR 2,571.43, 30 % = 771.43."""
    told = flat(2015, 2024, "3000", birth="1985-03-03", last=(2025, 1)).told()
    assert told["relative_invalidity_pension"]["2025-01"] == "771.43"
    assert told["absolute_invalidity_pension"]["2025-01"] == "771.43"


@pytest.mark.parametrize(
    ("contingency", "certified", "kind", "relative", "absolute"),
    [
        ("invalidity", "yes", "relative", "yes", "no"),
        ("invalidity", "yes", "absolute", "no", "yes"),
        ("invalidity", "no", "relative", "no", "no"),
        ("sickness", "yes", "relative", "no", "no"),
        ("old_age", "yes", "absolute", "no", "no"),
    ],
)
def test_what_the_commission_certified_decides(
    contingency: str, certified: str, kind: str, relative: str, absolute: str
) -> None:
    told = {"contingency": contingency, "invalidity_certified": certified, "invalidity_kind": kind}
    told |= {"relative_invalidity_qualified": "yes", "absolute_invalidity_qualified": "yes"}
    spell = happened("2025-03-10", "2025-03-31", told)
    assert (spell["relative_invalidity_entitled"], spell["absolute_invalidity_entitled"]) == (relative, absolute)


def test_certification_not_told_is_not_decided() -> None:
    told = {"contingency": "invalidity", "relative_invalidity_qualified": "yes", "invalidity_kind": "relative"}
    assert happened("2025-03-10", "2025-03-31", told)["relative_invalidity_entitled"] == "?"


def test_what_is_paid() -> None:
    """480.08 from 1 July to 31 December 2025: six months and two further payments: 8 x 480.08 = 3,840.64."""
    told = {"absolute_invalidity_entitled": "yes", "absolute_invalidity_pension": "480.08"}
    told |= {"relative_invalidity_entitled": "no", "relative_invalidity_pension": "480.08"}
    spell = happened("2025-07-01", "2025-12-31", told)
    assert (spell["absolute_invalidity_paid"], spell["relative_invalidity_paid"]) == ("3840.64", "0.00")
