"""Contracting entities in Portugal: dependence over the calendar year, rates, groups, and what is posted."""

from collections.abc import Callable

import pytest

from .conftest import Told, Work, every_month

Value = Callable[..., str]
Worker = Callable[..., Told]


@pytest.mark.parametrize(
    ("on", "from_payer", "from_all", "rate"),
    [
        ("2018-12-31", "5000", "8000", "7%"),  # ukubo.com (C2): 62.5 %
        ("2025-12-31", "800.00", "1000.00", "7%"),  # certform (C4): exactly 80 %
        ("2025-12-31", "800.03", "1000.00", "10%"),
        ("2025-12-31", "500.01", "1000.00", "7%"),
        ("2025-12-31", "500.00", "1000.00", "0%"),  # cmestre.com (C4): exactly half
        ("2025-12-31", "0", "0", "0%"),
        ("2017-12-31", "800.00", "1000.00", "5%"),  # until 2017: at least 80 %
        ("2017-12-31", "799.99", "1000.00", "0%"),
        ("2017-12-31", "0", "0", "0%"),
    ],
)
def test_rate_by_dependence(value: Value, on: str, from_payer: str, from_all: str, rate: str) -> None:
    assert value("contracting_entity_rate", on, income_from_payer=from_payer, income_from_all=from_all) == rate


def test_published_charge(value: Value) -> None:
    told = {"income_from_payer": "5000", "income_from_all": "8000", "is_contracting_entity": "yes"}
    assert value("contracting_entity_contribution", "2018-12-31", **told) == "350.00"
    assert value("contracting_entity_contribution", "2018-12-31", **told | {"is_contracting_entity": "no"}) == "0.00"


@pytest.mark.parametrize(("services", "enough"), [("3135.00", "yes"), ("3134.99", "no")])
def test_six_support_indices(value: Value, services: str, enough: str) -> None:
    assert value("services_reach_six_ias", "2025-06-01", services_of_year=services) == enough


@pytest.mark.parametrize(
    ("on", "owner", "expected"),
    [("2022-12-31", "yes", "no"), ("2023-12-31", "yes", "yes"), ("2022-12-31", "no", "yes")],
)
def test_business_owners_count_from_2023(value: Value, on: str, owner: str, expected: str) -> None:
    told = {"dependent_on_payer": "yes", "contributed_in_year": "yes", "services_reach_six_ias": "yes"}
    assert value("is_contracting_entity", on, **told, business_owner=owner) == expected


def courier(share: int) -> list[Work]:
    work = every_month("2024-10", "2025-12", "platform", "services", f"{share}.00")
    return work + every_month("2024-10", "2025-12", "client", "services", f"{1000 - share}.00")


@pytest.mark.parametrize(("share", "charge"), [(500, "0.00"), (600, "504.00"), (800, "672.00"), (810, "972.00")])
def test_charge_on_the_years_services(worker: Worker, share: int, charge: str) -> None:
    told = worker("2024-10", "2025-12", courier(share), activity_start="2015-01-01")
    assert told["contracting_entity_contribution"]["platform 2025"] == charge
    assert told["contribution_for_service_provider"]["platform 2025"] == charge
    assert told["contribution_for_business_owner"]["platform 2025"] == "0.00"
    assert told["contracting_entity_contribution"]["client 2025"] == ("0.00")


def test_a_group_counts_as_one(worker: Worker) -> None:
    work = every_month("2024-10", "2025-12", "app", "services", "300.00")
    work += every_month("2024-10", "2025-12", "app_logistics", "services", "300.00")
    work += every_month("2024-10", "2025-12", "client", "services", "400.00")
    alone = worker("2024-10", "2025-12", work, activity_start="2015-01-01")
    assert set(alone["contracting_entity_contribution"].values()) <= {"0.00", "?"}
    told = worker("2024-10", "2025-12", work, groups={"app": "g", "app_logistics": "g"}, activity_start="2015-01-01")
    assert told["contracting_entity_contribution"]["g 2025"] == "504.00"
    assert told["inspection_notified"]["g 2025"] == "yes"


def test_goods_count_in_the_activity_not_in_the_base(worker: Worker) -> None:
    work = every_month("2024-10", "2025-12", "platform", "services", "600.00")
    work += every_month("2024-10", "2025-12", "shop", "services", "400.00")
    goods = {position: "goods" for position in range(15, 30)}
    told = worker("2024-10", "2025-12", work, activity_start="2015-01-01", income_kind=goods)
    assert told["income_from_all"]["2025"] == "12000.00"
    assert told["services_of_year"]["2025"] == "7200.00"
    assert told["contracting_entity_contribution"]["platform 2025"] == "504.00"


def test_exempt_workers_make_no_contracting_entity(worker: Worker) -> None:
    work = courier(900) + every_month("2024-01", "2025-12", "employer", "employment", "1500.00")
    told = worker("2024-01", "2025-12", work, activity_start="2015-01-01", nothing_before=True)
    assert told["contributed_in_year"]["2025"] == "no"
    assert told["contracting_entity_contribution"]["platform 2025"] == "0.00"


def test_charge_for_a_business_owner_is_for_unemployment(worker: Worker) -> None:
    work = every_month("2024-10", "2025-12", "platform", "sole_trader", "1000.00")
    told = worker("2024-10", "2025-12", work, activity_start="2015-01-01")
    assert told["contribution_for_business_owner"]["platform 2025"] == "1200.00"
    assert told["contribution_for_service_provider"]["platform 2025"] == "0.00"
    assert told["self_employed_contribution"]["2025-06"] == "176.40"  # 700 x 25.2 %


def test_due_by_the_twentieth_of_the_month_after_the_bill(value: Value) -> None:
    assert value("charge_due_on", "2025-12-31", charge_issued_on="2026-10-31") == "2026-11-20"


def test_a_private_person_is_no_contracting_entity(worker: Worker) -> None:
    """Art. 140(1): companies and persons in business only; the person's pay still counts in the whole activity."""
    private = {"paid_by_private_person": {"client": "yes", "platform": "no"}}
    told = worker("2024-10", "2025-12", courier(400), activity_start="2015-01-01", **private)
    assert told["income_from_all"]["2025"] == "12000.00"
    assert told["is_contracting_entity"]["client 2025"] == told["is_contracting_entity"]["platform 2025"] == "no"
    business = worker("2024-10", "2025-12", courier(400), activity_start="2015-01-01")
    assert business["is_contracting_entity"]["client 2025"] == "yes"


def test_share_of_the_activity(value: Value) -> None:
    assert value("share_of_activity", "2018-12-31", income_from_payer="5000", income_from_all="8000") == "62.5%"
    assert value("share_of_activity", "2018-12-31", income_from_payer="0", income_from_all="0") == "0%"
