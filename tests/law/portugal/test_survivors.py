"""Survivors in Portugal: 36 months, shares of the family, death grant as published."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from .pensions import flat
from .spells import happened

Value = Callable[..., str]


@pytest.mark.parametrize(("months", "qualifies"), [("35", "no"), ("36", "yes"), ("0", "no")])
def test_thirty_six_months(value: Value, months: str, qualifies: str) -> None:
    told = {"months_registered_before": months, "old_age_or_invalidity_pensioner": "no"}
    assert value("survivors_qualifying_period", "2025-01-01", **told) == qualifies


def test_the_month_of_death_itself_does_not_count() -> None:
    told = flat(2022, 2024, "1000", birth="1985-03-03", last=(2025, 2)).told()
    assert told["survivors_qualifying_period"]["2024-12"] == "no"
    assert told["survivors_qualifying_period"]["2025-01"] == "yes"
    assert told["death_grant_qualified"]["2022-01"] == "no"
    assert told["death_grant_qualified"]["2022-02"] == "yes"


def test_pensioners_qualify_and_their_pension_is_the_base(value: Value) -> None:
    told = {"months_registered_before": "0", "old_age_or_invalidity_pensioner": "yes"}
    assert value("survivors_qualifying_period", "2025-01-01", **told) == "yes"
    drawn = {"old_age_or_invalidity_pensioner": "yes", "pension_in_payment": "900.00", "bonified_pension": "500.00"}
    assert value("pension_of_the_deceased", "2025-01-01", **drawn) == "900.00"
    drawn["old_age_or_invalidity_pensioner"] = "no"
    assert value("pension_of_the_deceased", "2025-01-01", **drawn) == "500.00"


@pytest.mark.parametrize(
    ("partners", "children", "ascendants", "partner_part", "child_part", "ascendant_part"),
    [
        ("1", "0", "0", "600.00", "0.00", "0.00"),
        ("2", "0", "0", "700.00", "0.00", "0.00"),
        ("1", "1", "0", "600.00", "200.00", "0.00"),
        ("1", "2", "1", "600.00", "300.00", "0.00"),
        ("1", "5", "0", "600.00", "400.00", "0.00"),
        ("0", "1", "0", "0.00", "400.00", "0.00"),  # double without spouse
        ("0", "2", "0", "0.00", "600.00", "0.00"),
        ("0", "3", "2", "0.00", "800.00", "0.00"),
        ("0", "0", "1", "0.00", "0.00", "300.00"),
        ("0", "0", "2", "0.00", "0.00", "500.00"),
        ("0", "0", "4", "0.00", "0.00", "800.00"),
    ],
)
def test_shares_of_the_family(
    partners: str, children: str, ascendants: str, partner_part: str, child_part: str, ascendant_part: str
) -> None:
    """Rates as published by EURES and seg-social.pt, of a pension of 1,000."""
    told = {"surviving_partners": partners, "surviving_children": children, "surviving_ascendants": ascendants}
    spell = happened("2025-03-10", "2025-03-31", told | {"contingency": "death", "pension_of_the_deceased": "1000.00"})
    parts = [spell[name] for name in ("partners_pension", "children_pension", "ascendants_pension")]
    assert parts == [partner_part, child_part, ascendant_part]


def test_death_grant_as_published(value: Value) -> None:
    """2024: 3 x 509.26 = 1,527.78 (atlashxm.com)."""
    assert value("death_grant", "2024-05-01") == "1527.78"
    assert value("death_grant", "2026-05-01") == "1611.39"


@pytest.mark.parametrize(
    ("contingency", "partners", "entitled"), [("death", "1", "yes"), ("death", "0", "no"), ("old_age", "1", "no")]
)
def test_someone_must_survive(contingency: str, partners: str, entitled: str) -> None:
    told = {"surviving_partners": partners, "surviving_children": "0", "surviving_ascendants": "0"}
    told |= {"survivors_qualifying_period": "yes", "death_grant_qualified": "yes", "contingency": contingency}
    spell = happened("2025-03-10", "2025-03-31", told)
    assert spell["survivors_entitled"] == spell["death_grant_entitled"] == entitled


def test_family_not_told_is_not_decided() -> None:
    told = {"contingency": "death", "survivors_qualifying_period": "yes"}
    assert happened("2025-03-10", "2025-03-31", told)["survivors_entitled"] == "?"


def test_what_is_paid() -> None:
    """600.00 from 21 November to 31 December: ten days 200.00, December twice 1,200.00; the grant once."""
    told = {"survivors_entitled": "yes", "survivors_pension": "600.00"}
    told |= {"death_grant_entitled": "yes", "death_grant": "1567.50"}
    spell = happened("2025-11-21", "2025-12-31", told)
    assert (spell["survivors_paid"], spell["death_grant_paid"]) == ("1400.00", "1567.50")


def test_a_widow_of_an_insured_worker_by_hand() -> None:
    """2015 to 2024, 3,000 a month: pension 771.43 (30 % of 2,571.43); 60 % of it 462.86."""
    told = flat(2015, 2024, "3000", birth="1985-03-03", last=(2025, 1)).told()
    assert told["pension_of_sole_partner"]["2025-01"] == "462.86"
