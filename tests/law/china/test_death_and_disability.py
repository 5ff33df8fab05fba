"""Funeral grant, survivors' lump sum, inherited account, sickness-disability allowance: months of law and claims."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.law.china.claims import claimed

Value = Callable[..., Any]

INSURED: dict[str, Any] = {
    "birth_date": "1980-06-10",
    "sex": "male",
    "claim_place_decided": "yes",
    "decided_claim_place": "jiangsu",
    "average_index_determined": "1",
    "account_balance_at_claim": "23300",
}
DIED = [("2023-08-08", "2023-08-08")]


@pytest.mark.parametrize(
    ("months", "twelfths"),
    [
        *[(0, 36), (1, 36), (59, 36), (60, 72), (119, 72), (120, 108), (180, 108)],
        # beyond fifteen years one month a year, "计算到月" (Chongqing, cqyc.gov.cn 2022-09-14)
        *[(181, 109), (192, 120), (240, 168), (359, 287), (360, 288), (361, 288), (480, 288)],
    ],
)
def test_months_by_years_of_contributions(value: Value, months: int, twelfths: int) -> None:
    assert value("survivors_twelfths_by_years", "2023-01-01", contribution_months=str(months)) == twelfths


@pytest.mark.parametrize(("drawn", "twelfths"), [(0, 288), (1, 276), (14, 120), (15, 108), (16, 108), (40, 108)])
def test_a_pensioner_loses_a_month_a_year_down_to_nine(value: Value, drawn: int, twelfths: int) -> None:
    told = {"draws_old_age_pension": "yes", "years_of_pension_drawn": str(drawn), "contribution_months": "400"}
    assert value("survivors_twelfths", "2023-01-01", **told) == twelfths


def test_published_least_amount_after_a_pensioner() -> None:
    """A bureau's answer of 8 August 2023: 5015 a month in 2022, at least 55165 = 5015 x 2 + 5015 x 9."""
    told = INSURED | {
        "draws_old_age_pension": "yes",
        "years_of_pension_drawn": "30",
        "pension_months_before_records": "400",
        "account_left_of_pensioner": "0",
    }
    found = claimed(("2023-08", "2023-08"), DIED, contingency="death", death_from_work="no", **told)
    assert found.at("monthly_urban_income", "2023-08") == "5015.00"
    assert found["pension_funeral_grant_paid"] == "10030.00"
    assert found["survivors_lump_sum_paid"] == "45135.00"
    assert 10030 + 45135 == 55165


def test_death_of_an_insured_worker() -> None:
    """Twenty years in Jiangsu: 14 months of 5015 are 70210; the account of 23300 is inherited beside it."""
    told = INSURED | {"pension_months_before_records": "240"}
    found = claimed(("2023-08", "2023-08"), DIED, contingency="death", death_from_work="no", **told)
    assert found["survivors_lump_sum_paid"] == "70210.00"
    assert found["account_inherited_paid"] == "23300.00"


def test_death_from_work_is_paid_elsewhere_but_the_account_is_inherited() -> None:
    told = INSURED | {"pension_months_before_records": "240"}
    found = claimed(("2023-08", "2023-08"), DIED, contingency="death", death_from_work="yes", **told)
    assert (found["pension_funeral_grant_paid"], found["survivors_lump_sum_paid"]) == ("0.00", "0.00")
    assert found["account_inherited_paid"] == "23300.00"


def test_nobody_insured_nothing_due_and_untold_cause_leaves_it_open() -> None:
    found = claimed(("2023-08", "2023-08"), DIED, contingency="death", death_from_work="no", **INSURED)
    assert (found["survivors_entitled"], found["account_inherited"]) == ("no", "no")
    open_cause = INSURED | {"pension_months_before_records": "240"}
    assert claimed(("2023-08", "2023-08"), DIED, contingency="death", **open_cause)["survivors_entitled"] == "?"


def test_law_before_september_2021_is_not_known(value: Value) -> None:
    told = {"monthly_urban_income": "5000"}
    assert value("funeral_grant", "2021-09-01", **told) == 1000000
    assert not isinstance(value("funeral_grant", "2021-08-01", **told), int)


# --- sickness-disability allowance ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("months", "duration"),
    [("1", "12"), ("59", "12"), ("60", "12"), ("61", "15"), ("72", "15"), ("73", "18"), ("179", "42"), ("180", "164")],
)
def test_months_of_the_allowance(months: str, duration: str) -> None:
    """Twelve months, three a year begun beyond five (人社部发〔2024〕72号 art. 5); with fifteen years, to the age.

    A man of January 1976 (132 months after January 1965) reaches it at sixty and 34 months: November 2038, 164 on.
    """
    told = INSURED | {"birth_date": "1976-01-10", "pension_months_before_records": months}
    found = claimed(("2025-03", "2025-03"), **told)
    assert found.at("disability_allowance_months", "2025-03") == duration


def test_basic_part_or_the_whole_pension() -> None:
    """Five years before the age the whole pension, one month earlier its basic part only.

    A man of December 1970 reaches the age at 60 years 18 months, June 2032 (72 birth months at four a month).
    """
    told = INSURED | {"birth_date": "1970-12-10", "pension_months_before_records": "240"}
    found = claimed(("2027-05", "2027-06"), decided_before_publication="no", **told)
    assert found.at("months_to_statutory_age", "2027-05") == "61"
    assert found.at("allowance_equals_pension", "2027-05") == "no"
    assert found.at("allowance_equals_pension", "2027-06") == "yes"


def test_amounts_of_the_allowance_and_a_claim() -> None:
    """2025 in Jiangsu, index 1, ten years: 8917 x 10 % = 891.70 a month; 12 + 3 x 5 = 27 months; claim of eleven."""
    told = INSURED | {"pension_months_before_records": "120"}
    spell = [("2025-01-15", "2025-12-20")]
    found = claimed(
        ("2025-01", "2025-12"), spell, contingency="invalidity", working_ability_lost_entirely="yes", **told
    )
    assert found.at("sickness_disability_allowance", "2025-01") == "891.70"
    assert found.at("disability_allowance_months", "2025-01") == "27"
    assert found["disability_allowance_entitled"] == "yes"
    assert found["disability_allowance_paid"] == "9808.70"  # 11 x 891.70


def test_no_allowance_without_certificate_for_others_or_before_2025() -> None:
    told = INSURED | {"pension_months_before_records": "120"}
    spell = [("2025-01-15", "2025-12-20")]
    able = claimed(("2025-01", "2025-12"), spell, contingency="invalidity", working_ability_lost_entirely="no", **told)
    assert able["disability_allowance_paid"] == "0.00"
    for other in ("sickness", "old_age", "death", "employment_injury"):
        found = claimed(("2025-01", "2025-12"), spell, contingency=other, working_ability_lost_entirely="yes", **told)
        assert found["disability_allowance_entitled"] == "no"
    earlier = claimed(
        ("2024-12", "2024-12"),
        [("2024-12-15", "2024-12-31")],
        contingency="invalidity",
        working_ability_lost_entirely="yes",
        **told,
    )
    assert earlier["disability_allowance_entitled"] == "?"  # older rules are not held


def test_from_the_statutory_age_there_is_no_allowance() -> None:
    told = INSURED | {"birth_date": "1965-12-10", "pension_months_before_records": "240"}
    found = claimed(("2026-02", "2026-03"), **told)
    assert found.at("disability_allowance_qualified", "2026-02") == "yes"
    assert found.at("disability_allowance_qualified", "2026-03") == "no"
