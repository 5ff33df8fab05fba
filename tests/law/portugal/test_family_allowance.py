"""Family allowance and national health in Portugal: brackets, amounts, single parents, childhood guarantee."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from .spells import happened

Value = Callable[..., str]

ONE_INFANT = {
    "children_up_to_36_months": "1",
    "children_37_to_72_months": "0",
    "children_over_72_months": "0",
    "household_movable_assets": "0",
}


@pytest.mark.parametrize(
    ("years", "limits"),
    [
        # official practice guide 4001 v4.80 of 30 June 2026: claims of 2026 on the income of 2025, 2024 and 2026;
        # 1.7 x 14 x 509.26 is 12,120.388, for which the guide prints 12,120.36
        ("1", ("3657.50", "7315.00", "12435.50", "18287.50")),
        ("2", ("3564.82", "7129.64", "12120.38", "17824.10")),
        ("0", ("3759.91", "7519.82", "12783.69", "18799.55")),
    ],
)
def test_published_brackets_of_2026(value: Value, years: str, limits: tuple[str, ...]) -> None:
    for number, limit in enumerate(limits, 1):
        euros, cents = limit.split(".")
        above = f"{(int(euros) * 100 + int(cents) + 1) / 100:.2f}"
        for income, bracket in ((limit, number), (above, number + 1)):
            told = {"family_reference_income": income, "years_since_income": years}
            assert value("family_bracket", "2026-06-01", **told) == str(bracket)


def test_reference_income_is_divided_by_the_children_and_one(value: Value) -> None:
    told = {"children_up_to_36_months": "1", "children_37_to_72_months": "1", "children_over_72_months": "1"}
    assert value("family_reference_income", "2026-06-01", household_yearly_income="20000.00", **told) == "5000.00"


@pytest.mark.parametrize(
    ("on", "bracket", "infant", "small", "older"),
    [
        ("2026-06-01", "1", "190.98", "75.13", "75.13"),  # Portaria 60/2026/1
        ("2026-06-01", "2", "161.65", "75.13", "75.13"),
        ("2026-06-01", "3", "132.07", "59.33", "54.35"),
        ("2026-06-01", "4", "88.43", "44.77", "0.00"),
        ("2026-06-01", "5", "0.00", "0.00", "0.00"),
        ("2025-06-01", "3", "129.23", "58.05", "53.18"),
        ("2023-01-01", "4", "62.75", "20.91", "0.00"),
        ("2019-07-01", "2", "123.69", "41.23", "?"),  # e-konomista.pt, 28 August 2019
        ("2024-06-01", "1", "183.03", "72.00", "72.00"),  # iol.pt, 3 January 2024
        ("2024-06-01", "3", "126.57", "56.86", "52.09"),
        ("2023-12-01", "1", "161.03", "50.00", "50.00"),  # feedempregos.pt: amounts of the year 2023
        ("2022-12-01", "1", "?", "?", "?"),
        ("2022-12-01", "5", "0.00", "0.00", "0.00"),
        ("2027-01-01", "1", "?", "?", "?"),
    ],
)
def test_published_amounts(value: Value, on: str, bracket: str, infant: str, small: str, older: str) -> None:
    told = {"family_bracket": bracket}
    assert value("allowance_of_infants", on, **told, children_up_to_36_months="1") == infant
    assert value("allowance_of_small_children", on, **told, children_37_to_72_months="1") == small
    assert value("allowance_of_older_children", on, **told, children_over_72_months="1") == older


@pytest.mark.parametrize(
    ("on", "bracket", "supplement"),
    [
        ("2026-06-01", "1", "95.49"),  # a half
        ("2026-06-01", "3", "95.49"),
        ("2024-06-01", "1", "?"),
        ("2023-06-01", "1", "95.49"),  # jornaldenegocios.pt, January 2023: 50 % and 42.5 %
        ("2023-06-01", "2", "81.17"),
        ("2018-06-01", "1", "66.84"),  # 35 %
        ("2024-06-01", "5", "0.00"),
    ],
)
def test_single_parents(value: Value, on: str, bracket: str, supplement: str) -> None:
    told = {"family_allowance_before_supplements": "190.98", "family_bracket": bracket}
    assert value("single_parent_supplement", on, **told, single_parent_household="yes") == supplement
    assert value("single_parent_supplement", on, **told, single_parent_household="no") == "0.00"


@pytest.mark.parametrize(
    ("years", "income", "older"),
    [
        ("1", "2560.24", "52.20"),  # 127.33 - 75.13 under 0.35 x 14 x 522.50 = 2,560.25
        ("1", "2560.25", "0.00"),
        ("2", "2495.37", "52.20"),  # 0.35 x 14 x 509.26 = 2,495.374: the guide prints 2,495.37
        ("2", "2495.38", "0.00"),
    ],
)
def test_childhood_guarantee(value: Value, years: str, income: str, older: str) -> None:
    told = {"family_reference_income": income, "years_since_income": years, "children_up_to_36_months": "1"}
    told |= {"children_37_to_72_months": "0", "children_over_72_months": "1"}
    assert value("childhood_guarantee", "2026-06-01", **told) == older  # the infant has 190.98 already


@pytest.mark.parametrize(("income", "older"), [("2354.10", "51.09"), ("2354.11", "0.00")])
def test_published_childhood_guarantee_of_2025(value: Value, income: str, older: str) -> None:
    """Over 72 months: 73.51 + 51.09 (noticiasaominuto.com 2767344), under 0.35 x 480.43 x 14 = 2,354.11 (postal.pt)."""
    told = {"family_reference_income": income, "years_since_income": "2", "children_up_to_36_months": "0"}
    told |= {"children_37_to_72_months": "0", "children_over_72_months": "1"}
    assert value("childhood_guarantee", "2025-06-01", **told) == older


@pytest.mark.parametrize(
    ("changed", "qualified"),
    [
        ({"family_bracket": "3"}, "yes"),
        ({"family_bracket": "4"}, "yes"),
        ({"family_bracket": "5"}, "no"),
        ({"family_bracket": "4", "children_up_to_36_months": "0", "children_over_72_months": "1"}, "no"),
        ({"family_bracket": "3", "children_up_to_36_months": "0", "children_over_72_months": "1"}, "yes"),
        ({"family_bracket": "1", "children_up_to_36_months": "0"}, "no"),
        ({"family_bracket": "1", "resident": "no"}, "no"),
        ({"family_bracket": "1", "household_movable_assets": "128911.20"}, "yes"),  # 240 x 537.13
        ({"family_bracket": "1", "household_movable_assets": "128911.21"}, "no"),
    ],
)
def test_conditions(value: Value, changed: dict[str, str], qualified: str) -> None:
    assert value("family_allowance_qualified", "2026-06-01", **ONE_INFANT | changed) == qualified


def test_months_of_a_need() -> None:
    told = ONE_INFANT | {"contingency": "need", "household_yearly_income": "10000.00"}
    found = happened("2026-03-15", "2026-05-02", told)
    # 10,000 / 2 = 5,000: second bracket, 161.65 a month
    assert found["family_allowance_paid"] == "484.95"
    assert happened("2026-03-15", "2026-05-02", told | {"contingency": "birth"})["family_allowance_paid"] == "0.00"


def test_health_by_residence(value: Value) -> None:
    assert value("national_health_user", "2026-06-01", resident="yes") == "yes"
    assert value("national_health_user", "2026-06-01", resident="no") == "no"


@pytest.mark.parametrize(
    ("on", "exempt", "emergency", "charge"),
    [
        ("2022-05-31", "no", "no", "yes"),
        ("2022-05-31", "yes", "no", "no"),
        ("2022-06-01", "no", "no", "no"),
        ("2022-06-01", "no", "yes", "yes"),
        ("2022-06-01", "yes", "yes", "no"),
    ],
)
def test_user_charges(value: Value, on: str, exempt: str, emergency: str, charge: str) -> None:
    told = {"contingency": "sickness", "exempt_from_user_charges": exempt, "emergency_without_referral": emergency}
    assert value("user_charge_may_be_due", on, **told) == charge
    assert value("user_charge_may_be_due", on, **told | {"contingency": "unemployment"}) == "no"
    assert value("health_care_open", on, **told, resident="yes") == "yes"
