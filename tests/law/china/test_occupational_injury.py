"""Occupational-injury protection: territory, platform, industry and day; contribution per order; what is not known."""

from collections.abc import Callable
from typing import Any

import pytest

from amparo.engine import evaluate_rule
from amparo.law import book
from amparo.rules import Amendment, set_value
from amparo.rules.book import LawBook
from amparo.rules.bounds import FACT, Unknown

Value = Callable[..., Any]
RIDER = {"payer_kind": "platform", "form": "services", "local_ride_hailing_licence": "no"}


@pytest.mark.parametrize(
    ("on", "place", "platform", "activity", "expected"),
    [
        ("2022-06-01", "beijing", "meituan", "food_delivery", 0),
        ("2022-07-01", "beijing", "meituan", "food_delivery", 1),
        ("2022-07-01", "nanjing", "meituan", "instant_delivery", 1),
        ("2022-07-01", "shenzhen", "huolala", "freight", 1),
        ("2022-07-01", "wuhan", "meituan", "food_delivery", 0),
        ("2025-06-01", "wuhan", "meituan", "food_delivery", 0),
        ("2025-07-01", "wuhan", "meituan", "food_delivery", 1),
        ("2025-07-01", "quanzhou", "didi", "ride_hailing", 1),
        ("2025-06-01", "chengdu", "didi", "ride_hailing", 0),
        ("2025-07-01", "chengdu", "didi", "ride_hailing", 1),
        ("2025-07-01", "chengdu", "didi", "freight", 0),
        ("2026-06-01", "jilin", "meituan", "food_delivery", 0),
        ("2026-07-01", "jilin", "meituan", "food_delivery", 1),
        ("2026-07-01", "xpcc", "didi", "ride_hailing", 1),
        ("2026-06-01", "shanghai", "hema", "instant_delivery", 0),
        ("2026-07-01", "shanghai", "hema", "instant_delivery", 1),
        ("2026-06-01", "beijing", "meituan", "ride_hailing", 0),
        ("2026-07-01", "beijing", "meituan_dache", "ride_hailing", 1),
        ("2026-07-01", "beijing", "other", "food_delivery", 0),
        ("2026-07-01", "beijing", "meituan", "domestic", 0),
        ("2026-07-01", "beijing", "other", "online", 0),
    ],
)
def test_territory_platform_industry_and_day(
    value: Value, on: str, place: str, platform: str, activity: str, expected: int
) -> None:
    given = RIDER | {"platform": platform, "activity": activity}
    assert value("injury_protection_applies", on, place, **given) == expected


@pytest.mark.parametrize(
    ("on", "place", "licence", "expected"),
    [
        ("2025-06-01", "beijing", "yes", 0),
        ("2025-07-01", "beijing", "yes", 1),
        ("2025-07-01", "beijing", "no", 0),
        ("2025-07-01", "shanghai", "yes", 0),
    ],
)
def test_beijing_takes_in_other_licensed_ride_hailing(
    value: Value, on: str, place: str, licence: str, expected: int
) -> None:
    given = RIDER | {"platform": "other", "activity": "ride_hailing", "local_ride_hailing_licence": licence}
    assert value("injury_protection_applies", on, place, **given) == expected


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, 1),
        ({"payer_kind": "intermediary"}, 1),
        ({"payer_kind": "client"}, 0),
        ({"form": "employment"}, 0),
        ({"registered_for_work_injury": "yes"}, 0),
    ],
)
def test_who_stands_outside(value: Value, change: dict[str, str], expected: int) -> None:
    given = RIDER | {"platform": "meituan", "activity": "food_delivery"} | change
    assert value("injury_protection_applies", "2025-07-01", "beijing", **given) == expected


@pytest.mark.parametrize(
    ("on", "activity", "expected"),
    [
        ("2022-07-01", "ride_hailing", 4),
        ("2022-07-01", "food_delivery", 6),
        ("2022-07-01", "instant_delivery", 25),
        ("2022-07-01", "freight", 20),
        ("2025-06-30", "food_delivery", 6),
        ("2025-07-01", "ride_hailing", 1),
        ("2025-07-01", "food_delivery", 7),
        ("2025-07-01", "instant_delivery", 7),
        ("2025-07-01", "freight", 18),
    ],
)
def test_contribution_per_order(value: Value, on: str, activity: str, expected: int) -> None:
    given = {"platform": "meituan", "activity": activity, "high_claims_ratio": "no"}
    assert value("order_contribution_benchmark", on, "chongqing", **given) == expected


# rlsbj.cq.gov.cn, 2025-07-15: 0.07 or 0.25 for platforms of the first pilot, 0.07 for newly joining ones
@pytest.mark.parametrize(
    ("place", "platform", "claims", "expected"),
    [
        ("chongqing", "meituan", "yes", 25),
        ("chongqing", "meituan", "no", 7),
        ("chongqing", "sf_intracity", "yes", 7),
        ("chengdu", "flashex", "yes", 25),
        ("wuhan", "meituan", "yes", 7),
        ("chongqing", "uu_paotui", "yes", 7),
    ],
)
def test_who_pays_the_high_contribution(value: Value, place: str, platform: str, claims: str, expected: int) -> None:
    given = {"platform": platform, "activity": "instant_delivery", "high_claims_ratio": claims}
    assert value("order_contribution_benchmark", "2026-07-01", place, **given) == expected


def test_claims_ratio_not_told_gives_both_amounts(value: Value) -> None:
    given = {"platform": "meituan", "activity": "food_delivery"}
    assert value("order_contribution_benchmark", "2025-07-01", "chongqing", **given) == Unknown(7, 25, FACT)
    assert value("order_contribution_benchmark", "2025-07-01", "wuhan", **given) == 7


@pytest.mark.parametrize(
    ("floating", "orders", "expected"),
    [
        ("100%", "1000", 7000),
        ("110%", "1", 8),  # 7.7 fen
        ("110%", "1001", 7708),  # 7707.7: multiplied first, rounded once
        ("50%", "1001", 3504),  # 3503.5
        ("40%", "1000", 3500),
        ("150%", "1000", 10500),
        ("160%", "1000", 10500),
        ("100%", "0", 0),
    ],
)
def test_floating_within_half_and_one_rounding(value: Value, floating: str, orders: str, expected: int) -> None:
    given = RIDER | {"platform": "sf_intracity", "activity": "instant_delivery", "orders": orders}
    found = value(
        "occupational_injury_contribution", "2025-07-01", "wuhan", floating_of_order_contribution=floating, **given
    )
    assert found == expected


def test_no_floating_before_july_2025(value: Value) -> None:
    given = RIDER | {"platform": "meituan", "activity": "food_delivery", "orders": "1000"}
    given |= {"floating_of_order_contribution": "150%"}
    assert value("occupational_injury_contribution", "2025-06-01", "beijing", **given) == 6000


def test_several_engagements_pay_each_their_own(worker: Callable[..., Any]) -> None:
    run = worker(
        "2025-08",
        "2025-08",
        payers=("meituan", "didi", "client"),
        payer_kind={"meituan": "platform", "didi": "platform", "client": "client"},
        platform={"meituan": "meituan", "didi": "didi"},
        activity={
            ("meituan", "2025-08"): "food_delivery",
            ("didi", "2025-08"): "ride_hailing",
            ("client", "2025-08"): "online",
        },
        form="services",
        work_place="wuhan",
        orders={("meituan", "2025-08"): "500", ("didi", "2025-08"): "300", ("client", "2025-08"): "2"},
    )
    owed = {row: amount for row, amount in enumerate(run.column("occupational_injury_contribution"))}
    assert sorted(owed.values()) == [0, 300, 3500]
    assert run.column("occupational_injury_coverage") == [3]
    # posted in the month after: 2025-09-01
    assert set(run.column("occupational_injury_declared_on")) == {20332}


SOLE_TRADER_ON_PAPER = RIDER | {"form": "sole_trader", "platform": "meituan", "activity": "food_delivery"}


def test_both_readings_of_who_is_under_the_regulations() -> None:
    """A labour relationship by the facts, not registered: protected order by order, unless the switch is turned."""
    turned = set_value("unregistered_employees_left_out", "yes", since="2022-07-01")
    left_out = book("CN").amend(Amendment("left out", (turned,)))

    def protected(law: LawBook, **more: str) -> Any:
        told = SOLE_TRADER_ON_PAPER | {"insured_against_work_injury": "yes"} | more
        return evaluate_rule(law, "injury_protection_applies", told, on="2025-08-01", place="beijing").value

    assert protected(book("CN")) == 1
    assert protected(left_out) == 0
    assert protected(book("CN"), registered_for_work_injury="yes") == 0
    assert book("CN").rule("under_work_injury_regulations").versions[0].evidence.kind == "interpretive"


@pytest.mark.parametrize("kind", ["employer", "client", "household"])
def test_no_other_payer_is_a_platform(value: Value, kind: str) -> None:
    """Nobody need tell which platform an ordinary employer is not."""
    told = {"payer_kind": kind}
    assert value("platform_admitted", "2025-08-01", "beijing", activity="food_delivery", **told) == 0
    assert value("meituan_pension_subsidy", "2025-12-31", "beijing", **told) == 0
    assert value("eleme_pension_subsidy", "2025-12-31", "wuhan", flexible_pension_contribution="900", **told) == 0
    given = told | {"full_time_with_employer": "yes", "contributions_of_worker": "752.02"}
    assert value("jd_worker_part_taken_over", "2025-12-31", **given) == 0
