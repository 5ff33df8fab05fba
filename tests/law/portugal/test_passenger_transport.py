"""Portugal: the laws on passenger transport from electronic platforms of 2018 and of September 2026."""

from __future__ import annotations

from typing import Any

import pytest

from amparo.engine import evaluate_rule
from amparo.law import book

RIDE = {"activity": "ride_hailing"}


def value(rule: str, on: str, **given: str) -> Any:
    return evaluate_rule(book("PT"), rule, given, on=on).value


@pytest.mark.parametrize(
    ("minutes", "on", "exceeded"),
    [
        ("600", "2018-11-01", 0),
        ("601", "2018-11-01", 1),
        ("601", "2018-10-31", 0),
        ("601", "2026-09-01", 1),
    ],
)
def test_ten_hours_in_twenty_four(minutes: str, on: str, exceeded: int) -> None:
    assert value("driving_limit_exceeded", on, most_minutes_driven_in_24_hours=minutes) == exceeded


@pytest.mark.parametrize(
    ("fee", "on", "above"),
    [
        ("265.00", "2026-08-31", 0),
        ("265.01", "2026-08-31", 1),
        ("250.00", "2026-09-01", 0),
        ("250.01", "2026-09-01", 1),
    ],
)
def test_fee_cap_is_taken_without_vat_since_september_2026(fee: str, on: str, above: int) -> None:
    told = RIDE | {"platform_fee": fee, "fares_paid": "1060.00", "fares_without_vat": "1000.00"}
    assert value("platform_fee_above_cap", on, **told) == above


def test_regulation_levy() -> None:
    assert value("regulation_levy_on_platform", "2024-06-15", **RIDE, platform_fee="250.10") == 1251
    assert value("regulation_levy_on_platform", "2024-06-15", activity="food_delivery", platform_fee="250.10") == 0


@pytest.mark.parametrize(
    ("age", "electric", "on", "too_old"),
    [
        ("6", "no", "2026-08-31", 0),
        ("7", "no", "2026-08-31", 1),
        ("9", "no", "2026-09-01", 0),
        ("10", "no", "2026-09-01", 1),
        ("11", "yes", "2026-09-01", 0),
        ("12", "yes", "2026-09-01", 1),
    ],
)
def test_age_of_cars(age: str, electric: str, on: str, too_old: int) -> None:
    assert value("car_too_old", on, **RIDE, car_age_years=age, car_is_electric=electric) == too_old


@pytest.mark.parametrize(
    ("issued", "on", "expired"),
    [
        ("2018-12-01", "2026-08-31", 0),
        ("2020-10-01", "2026-09-01", 0),  # granted for ten years under the law of 2018
        ("2018-11-02", "2028-11-01", 0),
        ("2018-11-01", "2028-11-01", 1),
        ("2026-08-31", "2031-09-01", 0),
        ("2026-09-02", "2031-09-01", 0),
        ("2026-09-01", "2031-09-01", 1),
    ],
)
def test_operator_licence(issued: str, on: str, expired: int) -> None:
    told = RIDE | {"payer_kind": "intermediary", "operator_licence_date": issued}
    assert value("operator_licence_expired", on, **told) == expired


def test_written_contract_with_the_operator() -> None:
    assert (
        value("written_contract_lacking", "2024-06-15", **RIDE, payer_kind="intermediary", written_contract="no") == 1
    )
    assert value("written_contract_lacking", "2024-06-15", **RIDE, payer_kind="platform", written_contract="no") == 0


@pytest.mark.parametrize(("on", "holds"), [("2018-10-31", 0), ("2018-11-01", 1), ("2018-11-30", 1)])
def test_the_law_is_in_force_since_november_2018(on: str, holds: int) -> None:
    operator = RIDE | {"payer_kind": "intermediary"}
    assert value("payer_is_operator", on, **operator) == holds
    assert value("written_contract_lacking", on, **operator, written_contract="no") == holds
    assert value("platform_fee_above_cap", on, **RIDE, platform_fee="26", fares_paid="100") == holds
    assert value("car_too_old", on, **RIDE, car_age_years="7") == holds
    assert value("regulation_levy_on_platform", on, **RIDE, platform_fee="100") == 500 * holds


def test_the_length_of_a_licence_is_doubtful_for_older_ones() -> None:
    assert book("PT").rule("operator_licence_expired").versions[0].evidence.doubtful
