"""Cessation of activity of economically dependent self-employed, business owners and managers in Portugal."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from amparo.engine import evaluate_rule
from amparo.law import book
from amparo.rules.book import Amendment, set_value

from .conftest import Told, every_month
from .spells import Happened, happened

Value = Callable[..., str]
Worker = Callable[..., Told]

CLAIM = {
    "contingency": "unemployment",
    "work_that_ended": "services_contract",
    "involuntary_unemployment": "yes",
    "registered_at_job_centre": "yes",
    "contracting_entity_paid": "yes",
    "dependent_at_the_end": "yes",
    "days_until_claim": "0",
    "birth_date": "1990-06-15",
    "income_tax_rate_on_reference_pay": "0%",
    "employment_days_for_unemployment": "0",
    "manager_days": "0",
    "manager_pay": "0",
    "business_owner_days": "0",
    "registered_employee_pay": "0",
    "registered_equivalence_pay": "0",
    "equivalence_days": "0",
    "contribution_rate": "21.4%",
    "contributions_in_debt": "no",
    "share_of_last_year": "80%",
}


def span(first: str, count: int, text: str) -> dict[str, str]:
    start = int(first[:4]) * 12 + int(first[5:7]) - 1
    return {f"{m // 12}-{m % 12 + 1:02}": text for m in range(start, start + count)}


def ceased(first: str, last: str, dependent: dict[str, str], base: str = "1000.00", **changed: object) -> Happened:
    """The contract with the contracting entity ended; dependent: {month: days} with the base each month."""
    facts: dict[str, object] = {
        "dependent_self_employed_days": dependent | {"else": "0"},
        "self_employed_days": dependent | {"else": "0"},
        "registered_self_employed_base": dict.fromkeys(dependent, base) | {"else": "0"},
        "self_employed_base_beyond_pensions": dict.fromkeys(dependent, base) | {"else": "0"},
    }
    return happened(first, last, CLAIM | facts | changed, months_before=50)


@pytest.mark.parametrize(
    ("total", "share", "benefit"),
    [
        # sum 12,000 / 360 x 0.65 x share x 30 (official summary of DL 53/2018: aenfermagemeasleis.pt 2018/07/02)
        ("12000.00", "100%", "650.00"),
        ("12000.00", "90%", "585.00"),
        ("12000.00", "60%", "522.50"),  # 390.00 is below one index
        ("60000.00", "100%", "1306.25"),  # 3,250.00 is above 2.5 indices
        ("4800.00", "100%", "314.40"),  # 400 a month: net of 21.4 % it is below the index
    ],
)
def test_amount(value: Value, total: str, share: str, benefit: str) -> None:
    told = {"cessation_reference_total": total, "share_of_last_year": share, "contribution_rate": "21.4%"}
    told |= {"income_tax_rate_on_reference_pay": "0%", "family_increase_granted": "no"}
    assert value("cessation_benefit", "2025-06-01", **told) == benefit


def test_amount_until_june_2018(value: Value) -> None:
    """E x 0.65 x P: the step of the contribution, not the pay of twelve months (editvalue.blogspot.com 2012/04)."""
    told = {"base_of_last_month": "1072.25", "cessation_reference_total": "60000.00", "share_of_last_year": "80%"}
    assert value("cessation_benefit_before_limits", "2018-06-01", **told) == "557.57"  # 1,072.25 x 0.52
    assert value("cessation_benefit_before_limits", "2018-07-01", **told) == "2600.00"  # 60,000 / 12 x 0.52


@pytest.mark.parametrize(
    ("worked_out", "days", "on_record", "share"),
    [
        ("80%", "360", "unknown", "80%"),
        ("0%", "360", "75%", "75%"),  # last year stands on record only
        ("0%", "360", "unknown", "?"),
        ("0%", "0", "unknown", "0%"),  # not dependent
    ],
)
def test_share_of_dependence(value: Value, worked_out: str, days: str, on_record: str, share: str) -> None:
    told = {"share_of_last_year": worked_out, "dependent_days_of_last_year": days}
    assert value("dependence_share", "2025-06-01", **told, recorded_dependence_share=on_record) == share


def test_without_the_share_the_benefit_is_that_of_employees(value: Value) -> None:
    without = set_value("cessation_of_activity.dependence_share_counts", "no", since="2018-01-01")
    law = book("PT").amend(Amendment("without the share", (without,)))
    told = {"share_of_last_year": "60%", "cessation_reference_total": "12000.00"}
    assert evaluate_rule(law, "cessation_benefit_before_limits", told, on="2025-06-01").value == 650_00
    assert value("cessation_benefit_before_limits", "2025-06-01", **told) == "390.00"


def test_increase_since_2022_stays_under_the_cap(value: Value) -> None:
    told = {"cessation_reference_total": "12000.00", "share_of_last_year": "100%", "contribution_rate": "21.4%"}
    told |= {"income_tax_rate_on_reference_pay": "0%", "family_increase_granted": "yes"}
    assert value("cessation_benefit", "2025-06-01", **told) == "715.00"
    assert value("cessation_benefit", "2021-06-01", **told) == "650.00"
    assert value("cessation_benefit", "2025-06-01", **told | {"cessation_reference_total": "24000.00"}) == "1306.25"


@pytest.mark.parametrize(
    ("first", "count", "enough"),
    [("2024-01", 12, "yes"), ("2024-02", 11, "no")],
)
def test_360_days(first: str, count: int, enough: str) -> None:
    found = ceased("2025-01-01", "2025-03-31", span(first, count, "30"))
    assert found["enough_days_as_dependent"] == enough
    assert found["cessation_entitled"] == enough
    # 12,000 less the last two months: 10,000 / 12 x 0.52 = 433.33, raised to one index of 522.50; ninety days
    assert found["cessation_paid"] == ("1567.50" if enough == "yes" else "0.00")


def test_employment_completes_the_days() -> None:
    job = span("2023-06", 7, "30") | {"else": "0"}
    found = ceased("2025-01-01", "2025-03-31", span("2024-08", 5, "30"), employment_days_for_unemployment=job)
    assert found["qualifying_days"] == "360"
    assert found["cessation_entitled"] == "yes"


@pytest.mark.parametrize(
    ("changed", "entitled"),
    [
        ({}, "yes"),
        ({"contributions_in_debt": "yes"}, "no"),
        ({"contracting_entity_paid": "no"}, "no"),
        ({"dependent_at_the_end": "no"}, "no"),
        ({"involuntary_unemployment": "no"}, "no"),
        ({"registered_at_job_centre": "no"}, "no"),
        ({"work_that_ended": "employment"}, "no"),
        ({"contingency": "sickness"}, "no"),
        ({"contracting_entity_paid": "yes", "work_that_ended": "business"}, "no"),
    ],
)
def test_conditions(changed: dict[str, str], entitled: str) -> None:
    found = ceased("2025-01-01", "2025-03-31", span("2023-06", 19, "30"), **changed)
    assert found["cessation_entitled"] == entitled
    assert (found["cessation_paid"] == "0.00") == (entitled == "no")
    assert found["unemployment_entitled"] == "no"
    assert found["unemployment_paid"] == "0.00"


def test_dependence_in_the_calendar_year_before() -> None:
    found = ceased("2025-12-01", "2025-12-31", span("2025-01", 11, "30"), self_employed_days="30")
    assert found["enough_days_as_dependent"] == "yes"
    assert (found["dependent_long_enough"], found["cessation_entitled"]) == ("no", "no")
    own = span("2024-01", 12, "30") | {"else": "0"}
    assert ceased("2025-01-01", "2025-01-31", span("2024-01", 12, "30"))["dependent_long_enough"] == "yes"
    lapsed = ceased("2025-02-01", "2025-02-28", span("2024-01", 12, "30"), self_employed_days=own)
    assert lapsed["dependent_long_enough"] == "no"  # not self-employed since December


@pytest.mark.parametrize(("count", "entitled"), [(24, "yes"), (23, "no")])
def test_until_june_2018_720_days_in_48_months_and_two_years(count: int, entitled: str) -> None:
    first = "2016-06" if count == 24 else "2016-07"
    found = ceased("2018-06-01", "2018-06-30", span(first, count, "30"))
    assert found["cessation_entitled"] == entitled
    july = ceased("2018-07-01", "2018-07-31", span("2017-07", 12, "30"))
    assert july["cessation_entitled"] == "yes"


@pytest.mark.parametrize(
    ("other", "monthly"),
    [("0", "650.00"), ("649.99", "227.51"), ("650.00", "0.00"), ("300.00", "577.50")],  # 650 x 1.35 = 877.50 less it
)
def test_beside_another_activity(other: str, monthly: str) -> None:
    dependent = span("2023-06", 19, "30")
    found = ceased("2025-01-01", "2025-03-31", dependent, share_of_last_year="100%", other_activity_pay=other)
    assert found["monthly_cessation_benefit"] == monthly


OWNER = CLAIM | {"work_that_ended": "business", "dependent_self_employed_days": "0"}


def closed(count: int, **changed: object) -> Happened:
    owner = span("2025-01", 0, "") | {m: "30" for m in span_back(count)} | {"else": "0"}
    base = {m: "1000.00" for m in span_back(count)} | {"else": "0"}
    facts: dict[str, object] = {
        "business_owner_days": owner,
        "self_employed_days": owner,
        "registered_self_employed_base": base,
        "self_employed_base_beyond_pensions": base,
    }
    return happened("2025-01-01", "2025-01-30", OWNER | facts | changed, months_before=50)


def span_back(count: int) -> list[str]:
    """The months before January 2025."""
    end = 2025 * 12
    return [f"{m // 12}-{m % 12 + 1:02}" for m in range(end - count, end)]


@pytest.mark.parametrize(("count", "entitled", "paid"), [(24, "yes", "650.00"), (23, "no", "0.00")])
def test_closing_a_business_needs_720_days_in_48_months(count: int, entitled: str, paid: str) -> None:
    """720 days in 48 months, 65 % of reference pay (aiccopn.pt on DL 12/2013)."""
    found = closed(count)
    assert found["closing_entitled"] == entitled
    assert found["closing_paid"] == paid
    assert found["cessation_paid"] == "0.00"


@pytest.mark.parametrize(("other", "paid"), [("300.00", "577.50"), ("650.00", "0.00")])  # 650 x 1.35 less the income
def test_closing_beside_a_lesser_activity(other: str, paid: str) -> None:
    assert closed(24, other_activity_pay=other)["closing_paid"] == paid


def test_days_older_than_48_months_do_not_count() -> None:
    found = closed(0, business_owner_days={"2020-12": "30", "2021-01": "30", "else": "0"})
    assert found["business_days_of_48_months"] == "30"


def test_closing_needs_contributions_in_order() -> None:
    assert closed(24, contributions_in_debt="yes")["closing_entitled"] == "no"


def test_a_manager_is_protected_on_closing_and_not_as_employee(value: Value) -> None:
    told = {"month_on_record": "yes", "recorded_as_manager": "yes", "unemployment_insured_days": "30"}
    told |= {"unemployment_insured_pay": "2000.00", "equivalence_days": "0", "registered_equivalence_pay": "0"}
    assert value("manager_days", "2025-01-01", **told) == "30"
    assert value("employment_days_for_unemployment", "2025-01-01", **told) == "0"
    assert value("pay_for_unemployment", "2025-01-01", **told) == "0.00"
    assert value("business_days", "2025-01-01", **told, business_owner_days="0") == "30"


def test_a_courier_with_one_platform(worker: Worker) -> None:
    """2,000 a month from one entity, 500 from another, for two years: share 80 %, base 1,750, benefit before limits."""
    work = every_month("2023-01", "2025-03", "platform", "services", "2000.00")
    work += every_month("2023-01", "2025-03", "client", "services", "500.00")
    facts = {
        "payer_kind": "client",
        "works_personally": "yes",
        "beneficiary_sets_workplace": "no",
        "tools_of_beneficiary": "no",
        "tools_leased_by_beneficiary": "no",
        "beneficiary_sets_hours": "no",
        "fixed_regular_pay": "no",
        "leading_functions": "no",
        "activity_start": "2015-01-01",
        "birth_date": "1990-06-15",
        "income_tax_rate_on_reference_pay": "0%",
        "contributions_in_debt": "no",
    }
    told = worker("2023-01", "2025-03", work, nothing_before=True, **facts)
    assert told["share_of_last_year"]["2025-03"] == "80%"
    # a quarter brings 7,500 x 70 % = 5,250: base 1,750; 1,750 x 0.65 x 0.8 = 910.00
    assert told["cessation_reference_pay"]["2025-03"] == "1750.00"
    assert told["cessation_benefit"]["2025-03"] == "910.00"
    assert told["cessation_qualified"]["2025-03"] == "yes"
    assert told["unemployment_qualified"]["2025-03"] == "no"
