"""Unemployment of employees in Portugal: days, reference pay, limits, duration, partial and social benefit."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from amparo.engine import evaluate_rule
from amparo.law import book
from amparo.rules.book import Amendment, set_value
from amparo.rules.bounds import Unknown, low

from .conftest import Told, every_month
from .spells import Happened, happened

Value = Callable[..., str]
Worker = Callable[..., Told]

NO_FEATURES = {
    "payer_kind": "employer",
    "beneficiary_sets_workplace": "yes",
    "tools_of_beneficiary": "yes",
    "tools_leased_by_beneficiary": "no",
    "beneficiary_sets_hours": "yes",
    "fixed_regular_pay": "yes",
    "leading_functions": "no",
    "income_tax_rate_on_reference_pay": "0%",
}


CLAIM = {
    "contingency": "unemployment",
    "work_that_ended": "employment",
    "involuntary_unemployment": "yes",
    "registered_at_job_centre": "yes",
    "days_until_claim": "0",
    "birth_date": "1990-06-15",
    "income_tax_rate_on_reference_pay": "0%",
    "manager_days": "0",
    "manager_pay": "0",
    "self_employed_days": "0",
    "equivalence_days": "0",
    "registered_equivalence_pay": "0",
    "contribution_base": "0",
}


def unemployed(first: str, last: str, employed: dict[str, tuple[str, str]], **changed: object) -> Happened:
    """Unemployment from first to last day; employed: {month: (pay, days)} with unemployment cover, all else without."""
    days = {month: found[1] for month, found in employed.items()} | {"else": "0"}
    pay = {month: found[0] for month, found in employed.items()} | {"else": "0"}
    facts: dict[str, object] = {
        "unemployment_insured_days": days,
        "unemployment_insured_pay": pay,
        "registered_employee_pay": pay,
        "registered_self_employed_base": "0",
    }
    return happened(first, last, CLAIM | facts | changed, months_before=25)


def months(first: str, count: int, pay: str = "1000.00", days: str = "30") -> dict[str, tuple[str, str]]:
    start = int(first[:4]) * 12 + int(first[5:7]) - 1
    return {f"{m // 12}-{m % 12 + 1:02}": (pay, days) for m in range(start, start + count)}


# --- published --------------------------------------------------------------------------------------------------------


def test_published_reference_months() -> None:
    """Unemployed on 7 January 2023: 1 November 2021 to 31 October 2022 (U6: noticiasaominuto.com 2517322)."""
    inside = {"2021-11": "1.00", "2022-10": "10.00", "2021-10": "100.00", "2022-11": "1000.00", "else": "0"}
    found = unemployed("2023-01-07", "2023-01-31", {}, unemployment_insured_pay=inside)
    assert found["unemployment_reference_total"] == "11.00"


@pytest.mark.parametrize(
    ("total", "before"),
    [
        ("35000.00", "1895.83"),  # U3: base pay 2,500 x 14 (expressoemprego.pt 5178)
        ("14000.00", "758.33"),  # the same page, base pay 1,000: it rounds the day to 25.29 and prints 758.70
    ],
)
def test_published_benefit_before_limits(value: Value, total: str, before: str) -> None:
    assert value("unemployment_benefit_before_limits", "2025-06-01", unemployment_reference_total=total) == before


@pytest.mark.parametrize(
    ("on", "highest", "raised"),
    [
        ("2020-06-01", "1097.03", None),  # noticiasaominuto 1464834: 1,097.03 in 2020
        ("2022-06-01", "1108.00", "509.68"),  # montepio.org 2022
        ("2023-06-01", "1201.08", None),  # economias.pt, montepio.org 2023
        ("2024-06-01", "1273.15", None),  # e-konomista.pt 2024
        ("2026-06-01", "1342.83", "617.70"),
    ],
)
def test_published_limits(value: Value, on: str, highest: str, raised: str | None) -> None:
    assert value("highest_unemployment_benefit", on) == highest
    if raised is not None:
        assert value("lowest_unemployment_benefit", on, paid_at_minimum_wage="yes") == raised


# --- amount -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("on", "total", "tax", "benefit"),
    [
        # 14,000/12 = 1,166.67; net of 11 %: 1,038.34; 75 %: 778.76; 65 %: 758.33
        ("2025-06-01", "14000.00", "0%", "758.33"),
        # tax 10 %: 116.67; net 921.67, 75 %: 691.25
        ("2025-06-01", "14000.00", "10%", "691.25"),
        # 35,000/12 = 2,916.67: 65 % 1,895.83; net 2,595.84; capped at 2.5 x 522.50
        ("2025-06-01", "35000.00", "0%", "1306.25"),
        # 6,000/12 = 500: 65 % 325; net 445, 75 % 333.75; under the minimum wage: 1 IAS 522.50, or net 445 if lower
        ("2025-06-01", "6000.00", "0%", "445.00"),
        # minimum wage 870 x 12: 870.00; 65 % 565.50; 75 % of 774.30 is 580.73; floor 1.15 x 522.50 = 600.88
        ("2025-06-01", "10440.00", "0%", "600.88"),
        ("2025-06-01", "10439.88", "0%", "565.49"),  # 869.99: below the minimum wage, one IAS is 522.50
        ("2021-06-01", "7980.00", "0%", "438.81"),  # 665 a month: 65 % 432.25; before 2022 one IAS is the floor
        ("2025-06-01", "0", "0%", "0.00"),
    ],
)
def test_limits(value: Value, on: str, total: str, tax: str, benefit: str) -> None:
    told = {"unemployment_reference_total": total, "income_tax_rate_on_reference_pay": tax}
    assert value("unemployment_benefit", on, **told, family_increase_granted="no") == benefit


@pytest.mark.parametrize(
    ("on", "total", "benefit"),
    [
        ("2022-06-01", "14000.00", "778.76"),  # 758.33 + 75.83 = 834.16, above three quarters of net pay
        ("2022-06-01", "30000.00", "1108.00"),  # the increase does not raise the cap
        ("2021-12-01", "14000.00", "758.33"),  # from 1 January 2022 only
        ("2022-06-01", "12000.00", "667.50"),  # 1,000: 650 + 65 = 715; three quarters of 890 is 667.50
    ],
)
def test_family_increase_comes_before_the_limits(value: Value, on: str, total: str, benefit: str) -> None:
    told = {"unemployment_reference_total": total, "income_tax_rate_on_reference_pay": "0%"}
    assert value("unemployment_benefit", on, **told, family_increase_granted="yes") == benefit


def test_unknown_tax_leaves_bounds() -> None:
    told = {"unemployment_reference_total": "35000.00", "family_increase_granted": "no"}
    found = evaluate_rule(book("PT"), "unemployment_benefit", told, on="2025-06-01").value
    # without tax the cap of 1,306.25; at the highest rate told (60 %) three quarters of 2,916.67 - 320.83 - 1,750.00
    assert isinstance(found, Unknown)
    assert (found.low, found.high) == (63438, 130625)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 12_000_000), st.integers(0, 600))
def test_between_the_limits(total: int, tax: int) -> None:
    told = {
        "unemployment_reference_total": f"{total / 100:.2f}",
        "income_tax_rate_on_reference_pay": f"{tax / 10:.1f}%",
    }
    names = ("unemployment_benefit", "net_reference_pay", "highest_unemployment_benefit", "paid_at_minimum_wage")
    told |= {"family_increase_granted": "yes"}
    benefit, net, highest, paid_enough = (low(evaluate_rule(book("PT"), n, told, on="2026-03-01").value) for n in names)
    assert benefit <= highest == 1342_83
    assert benefit >= (617_70 if paid_enough else min(537_13, net))


# --- days -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("count", "days", "entitled"), [(12, "30", "yes"), (12, "29", "no"), (11, "30", "no")])
def test_360_days(count: int, days: str, entitled: str) -> None:
    first = "2024-01" if count == 12 else "2024-02"
    found = unemployed("2025-01-01", "2025-03-31", months(first, count, days=days))
    assert found["qualifying_days_to_the_day"] == str(count * int(days))
    assert found["unemployment_entitled"] == entitled
    assert found["enough_days_for_unemployment"] == entitled


def test_359_days_do_not_do() -> None:
    employed = months("2024-01", 11) | {"2024-12": ("1000.00", "29")}
    found = unemployed("2025-01-01", "2025-03-31", employed)
    assert (found["qualifying_days_to_the_day"], found["unemployment_entitled"]) == ("359", "no")


@pytest.mark.parametrize(
    ("first", "expected"),
    [
        ("2025-01-01", "30"),  # the window is January 2023 to December 2024
        ("2025-01-11", "20"),  # from 11 January 2023: twenty of thirty days
        ("2025-01-31", "0"),
        ("2025-02-01", "0"),  # the window begins in February 2023
    ],
)
def test_days_of_the_oldest_month(first: str, expected: str) -> None:
    found = unemployed(first, "2025-12-31", {"2023-01": ("1000.00", "30")})
    assert found["qualifying_days_to_the_day"] == expected


@pytest.mark.parametrize(("first", "expected"), [("2025-03-01", "0"), ("2025-03-11", "10"), ("2025-03-31", "25")])
def test_days_of_the_month_of_unemployment(first: str, expected: str) -> None:
    found = unemployed(first, "2025-12-31", {"2025-03": ("1000.00", "25")})
    assert found["qualifying_days_to_the_day"] == expected


def test_self_employed_days_count_since_july_2018() -> None:
    half = months("2017-06", 6) | {"2018-05": ("1000.00", "30")}
    own = {f"2017-{m:02}": "30" for m in range(6, 13)} | {f"2018-{m:02}": "30" for m in range(1, 8)} | {"else": "0"}
    before = unemployed("2018-06-01", "2018-12-31", half, self_employed_days=own)
    assert before["qualifying_days_to_the_day"] == "210"  # seven months of employment
    half |= {"2018-06": ("1000.00", "30")}
    after = unemployed("2018-07-01", "2018-12-31", half, self_employed_days=own)
    assert after["qualifying_days_to_the_day"] == "390"  # thirteen months, overlapping days once
    assert after["unemployment_entitled"] == "yes"


def test_days_used_for_an_earlier_benefit_do_not_count_again() -> None:
    employed = months("2023-01", 12) | months("2024-04", 9)
    told = {
        **CLAIM,
        "unemployment_insured_days": {m: "30" for m in employed} | {"else": "0"},
        "unemployment_insured_pay": {m: "1000.00" for m in employed} | {"else": "0"},
        "registered_employee_pay": {m: "1000.00" for m in employed} | {"else": "0"},
        "registered_self_employed_base": "0",
    }
    again = happened("2025-01-01", "2025-06-30", told, months_before=25, earlier=[("2024-01-01", "2024-03-31")])
    assert again.run.value(again.run.book.find("unemployment_entitled"), 0) == 1
    assert again["qualifying_days_to_the_day"] == "270"  # nine months since, of 630 days in the window
    assert again["unemployment_entitled"] == "no"
    assert again["unused_months_before"] == "9"
    refused = told | {"involuntary_unemployment": {0: "no", 1: "yes"}}
    kept = happened("2025-01-01", "2025-06-30", refused, months_before=25, earlier=[("2024-01-01", "2024-03-31")])
    assert kept["qualifying_days_to_the_day"] == "630"  # nothing was granted, nothing is used up


@pytest.mark.parametrize(("of_unemployment", "expected"), [("0", "30"), ("30", "0"), ("10", "20")])
def test_equivalence_counts_unless_it_is_of_unemployment(value: Value, of_unemployment: str, expected: str) -> None:
    told = {"unemployment_insured_days": "0", "manager_days": "0", "equivalence_days": "30"}
    found = value(
        "employment_days_for_unemployment", "2025-03-01", **told, unemployment_equivalence_days=of_unemployment
    )
    assert found == expected


@pytest.mark.parametrize(
    ("changed", "entitled"),
    [
        ({}, "yes"),
        ({"involuntary_unemployment": "no"}, "no"),
        ({"registered_at_job_centre": "no"}, "no"),
        ({"contingency": "sickness"}, "no"),
        ({"work_that_ended": "services_contract"}, "no"),
    ],
)
def test_who_is_entitled(changed: dict[str, str], entitled: str) -> None:
    found = unemployed("2025-01-01", "2025-03-31", months("2023-06", 19), **changed)
    assert found["unemployment_entitled"] == entitled
    # 1,000 a month: 65 % is 650, floor 1.15 x 522.50 = 600.88, 75 % of 890 = 667.50; ninety days
    assert found["unemployment_paid"] == ("1950.00" if entitled == "yes" else "0.00")


@pytest.mark.parametrize(
    ("age", "period", "bar"),
    [("798", "yes", "yes"), ("799", "yes", "no"), ("799", "no", "yes")],  # 66 years and 7 months in 2025
)
def test_no_benefit_for_those_with_a_right_to_a_pension(value: Value, age: str, period: str, bar: str) -> None:
    told = {"age_in_months": age, "old_age_qualifying_period": period}
    assert value("without_right_to_old_age_pension", "2025-06-01", **told) == bar


def test_without_insured_work_until_then_self_employed_days_alone_do_not_do() -> None:
    own = {f"2024-{m:02}": "30" for m in range(1, 13)} | {"else": "0"}
    found = unemployed("2025-01-01", "2025-03-31", {}, self_employed_days=own)
    assert (found["qualifying_days_to_the_day"], found["unemployment_entitled"]) == ("360", "no")


# --- duration ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("age", "record", "groups", "duration"),
    [
        ("29", "14", "0", "150"),
        ("29", "15", "0", "210"),
        ("29", "23", "0", "210"),
        ("29", "24", "0", "330"),
        ("30", "14", "0", "180"),
        ("39", "24", "0", "420"),
        ("40", "23", "0", "360"),
        ("49", "60", "1", "585"),  # 540 + 45
        ("50", "14", "0", "270"),
        ("50", "240", "4", "780"),  # 540 + 4 x 60
        ("35", "119", "1", "450"),
        ("35", "120", "2", "480"),
    ],
)
def test_duration(value: Value, age: str, record: str, groups: str, duration: str) -> None:
    told = {"unused_months_before": record, "months_of_last_20_years": record}
    born = f"{2025 - int(age)}-03-01"
    assert value("five_year_groups", "2025-03-01", **told) == groups
    assert value("unemployment_duration", "2025-03-01", birth_date=born, **told) == duration


@pytest.mark.parametrize(
    ("record", "upper", "lower"), [("15", "2", "1"), ("16", "2", "2"), ("24", "3", "2"), ("25", "3", "3")]
)
def test_the_edge_of_the_bands_is_a_switch(value: Value, record: str, upper: str, lower: str) -> None:
    told = {"unused_months_before": record}
    assert value("record_band", "2025-06-01", **told) == upper
    change = set_value("unemployment.full_months_reach_next_band", "no", since="2018-01-01")
    law = book("PT").amend(Amendment("full months stay below", (change,)))
    assert str(evaluate_rule(law, "record_band", told, on="2025-06-01").value) == lower


@pytest.mark.parametrize(("born", "band"), [("1995-01-10", "2"), ("1995-01-11", "1")])
def test_age_on_the_day_of_unemployment(born: str, band: str) -> None:
    found = unemployed("2025-01-10", "2025-03-31", months("2023-06", 19), birth_date=born)
    assert found["age_band_on_the_day"] == band
    assert found["age_band"] == "1"  # on the first of the month


def test_no_more_than_the_duration() -> None:
    found = unemployed("2025-01-01", "2026-12-31", months("2023-12", 13), birth_date="2000-01-01")
    assert found["duration_on_the_day"] == "150"
    assert found["unemployment_days_paid"] == "150"


@pytest.mark.parametrize(("delay", "days"), [("0", "150"), ("90", "150"), ("91", "149"), ("300", "0")])
def test_late_claim(delay: str, days: str) -> None:
    employed = months("2023-12", 13)
    found = unemployed("2025-01-01", "2026-12-31", employed, birth_date="2000-01-01", days_until_claim=delay)
    assert found["unemployment_days_paid"] == days


# --- partial, cut, social ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pay", "share", "monthly"),
    [
        ("0", "0%", "650.00"),
        ("400.00", "50%", "477.50"),  # 650 x 1.35 - 400
        ("400.00", "20%", "477.50"),
        ("400.00", "75%", "477.50"),
        ("400.00", "19.9%", "0.00"),
        ("400.00", "75.1%", "0.00"),
        ("649.99", "50%", "227.51"),
        ("650.00", "50%", "0.00"),
    ],
)
def test_partial_benefit(pay: str, share: str, monthly: str) -> None:
    employed = months("2023-06", 19)
    found = unemployed("2025-01-01", "2025-03-31", employed, part_time_pay=pay, part_time_hours_share=share)
    assert found["monthly_benefit_in_spell"] == monthly


@pytest.mark.parametrize(
    ("monthly", "on", "cut"),
    [
        ("650.00", "2017-05-31", "65.00"),
        ("650.00", "2017-06-01", "65.00"),
        ("440.00", "2017-06-01", "18.68"),  # not below one index of 421.32
        ("421.32", "2017-06-01", "0.00"),
        ("650.00", "2018-01-01", "0.00"),
    ],
)
def test_cut_after_180_days_until_2017(value: Value, monthly: str, on: str, cut: str) -> None:
    assert value("cut_after_180_days", on, monthly_benefit_in_spell=monthly) == cut


@pytest.mark.parametrize(
    ("adults", "minors", "net", "benefit"),
    [
        ("0", "0", "900.00", "418.00"),  # 80 % of 522.50
        ("1", "0", "900.00", "522.50"),
        ("0", "1", "900.00", "522.50"),
        ("1", "0", "500.00", "500.00"),  # net reference pay if lower
    ],
)
def test_social_benefit(value: Value, adults: str, minors: str, net: str, benefit: str) -> None:
    told = {"other_adults_in_household": adults, "minors_in_household": minors, "net_six_month_pay": net}
    assert value("social_unemployment_benefit", "2025-06-01", **told) == benefit


@pytest.mark.parametrize(("income", "met"), [("418.00", "yes"), ("418.01", "no")])
def test_social_benefit_means_test(value: Value, income: str, met: str) -> None:
    told = {"household_income_per_weighted_person": income, "household_movable_assets": "0"}
    assert value("social_benefit_means_test", "2025-06-01", **told) == met


def test_social_benefit_with_180_days() -> None:
    house = {"other_adults_in_household": "0", "minors_in_household": "0"}
    house |= {"household_income_per_weighted_person": "0", "household_movable_assets": "0"}
    found = unemployed("2025-01-01", "2025-03-31", months("2024-07", 6), **house)
    assert found["unemployment_entitled"] == "no"
    assert found["social_benefit_entitled"] == "yes"
    assert found["social_benefit_paid"] == "1254.00"  # three months of 418
    short = unemployed("2025-01-01", "2025-03-31", months("2024-08", 5), **house)
    assert short["social_benefit_paid"] == "0.00"


@pytest.mark.parametrize(
    ("last", "changed", "days", "paid"),
    [
        ("2025-05-30", {}, "0", "0.00"),  # day 150, the last of the benefit
        ("2025-05-31", {}, "1", "13.93"),  # 418.00 / 30
        ("2026-12-31", {}, "75", "1045.00"),  # half of 150 days
        ("2026-12-31", {"means_test_met_at_the_end": "no"}, "0", "0.00"),
        ("2026-12-31", {"involuntary_unemployment": "no"}, "0", "0.00"),
    ],
)
def test_social_benefit_after_the_benefit(last: str, changed: dict[str, str], days: str, paid: str) -> None:
    house = {"other_adults_in_household": "0", "minors_in_household": "0", "means_test_met_at_the_end": "yes"}
    found = unemployed("2025-01-01", last, months("2023-12", 13), **{"birth_date": "2000-01-01"} | house | changed)
    assert found["following_social_days"] == days
    assert found["following_social_benefit_paid"] == paid


@pytest.mark.parametrize(("benefit", "following"), [("600.00", "418.00"), ("400.00", "400.00")])
def test_social_benefit_after_is_not_above_the_benefit(value: Value, benefit: str, following: str) -> None:
    told = {"social_unemployment_benefit": "418.00", "unemployment_benefit": benefit}
    assert value("following_social_benefit", "2025-06-01", **told) == following


# --- a whole run ------------------------------------------------------------------------------------------------------


def test_an_employee_of_two_years(worker: Worker) -> None:
    work = every_month("2023-01", "2025-03", "company", "employment", "1500.00")
    told = worker("2023-01", "2025-03", work, nothing_before=True, birth_date="1990-06-15", **NO_FEATURES)
    assert told["qualifying_days"]["2025-03"] == "720"
    assert told["unemployment_reference_pay"]["2025-03"] == "1500.00"
    # 65 % of 1,500 = 975; three quarters of 1,335 = 1,001.25
    assert told["unemployment_benefit"]["2025-03"] == "975.00"
    assert told["unemployment_qualified"]["2025-03"] == "yes"
    assert told["unemployment_duration"]["2025-03"] == "420"
    assert told["unemployment_qualified"]["2023-12"] == "no"  # eleven months
    assert told["unemployment_qualified"]["2024-01"] == "yes"  # twelve
