"""Maternity: leave days, the allowance over thirty days, who pays it, and where flexible workers have one."""

from collections.abc import Callable
from typing import Any

import pytest
from tests.law.china.claims import WOMAN, Claim, claimed, employed, lives_in, months_of

Value = Callable[..., Any]


def birth(place: str = "beijing", begin: str = "2024-09", pay: str = "10000", **facts: Any) -> Claim:
    """A birth on 10 June 2025 of a woman employed since `begin`."""
    told = employed(place, pay) | WOMAN | {"contingency": "birth"} | facts
    return claimed((begin, "2025-09"), [("2025-06-10", "2025-09-15")], work={"e": (begin, "2025-06")}, **told)


@pytest.mark.parametrize(
    ("told", "days"),
    [
        ({}, "98"),
        ({"difficult_birth": "yes"}, "113"),
        ({"children_born": "2"}, "113"),
        ({"children_born": "3", "difficult_birth": "yes"}, "143"),
        ({"birth_outcome": "miscarriage_before_4_months"}, "15"),
        ({"birth_outcome": "miscarriage_from_4_months"}, "42"),
        ({"birth_outcome": "adoption"}, "0"),
    ],
)
def test_days_of_leave(told: dict[str, str], days: str) -> None:
    """Special Provisions of 2012, art. 7."""
    assert birth(**told)["maternity_leave_days"] == days


@pytest.mark.parametrize(
    ("place", "paid", "leave"),
    [("beijing", "98", "158"), ("shanghai", "158", "158"), ("shenzhen", "98", "178"), ("nanjing", "98", "?")],
)
def test_leave_that_the_place_adds(place: str, paid: str, leave: str) -> None:
    """Shanghai Regulations art. 31: sixty days, treated like maternity leave; elsewhere who pays is not held."""
    claim = birth(place=place)
    assert claim["maternity_days_paid"] == paid
    assert claim["leave_days_with_those_of_the_place"] == leave
    assert claim.at("days_of_a_birth", "2025-06") == paid


def test_allowance_of_shanghai_for_158_days() -> None:
    """12000 / 30 x 158; a miscarriage has no added leave."""
    assert birth(place="shanghai", employer_average_contribution_wage="12000")["maternity_allowance"] == "63200.00"
    early = birth(place="shanghai", birth_outcome="miscarriage_before_4_months")
    assert early["maternity_days_paid"] == early["leave_days_with_those_of_the_place"] == "15"


def test_allowance_on_the_employers_average() -> None:
    """12000 / 30 x 98."""
    claim = birth(employer_average_contribution_wage="12000")
    assert claim["maternity_allowance"] == "39200.00"
    assert claim.at("maternity_allowance_of_day", "2025-06") == "400.00"
    assert claim["maternity_top_up"] == "0.00"


def test_allowance_below_the_own_wage_is_topped_up_in_beijing() -> None:
    """8000 / 30 x 98 = 26133.33 against her own 10000 / 30 x 98 = 32666.67."""
    claim = birth(employer_average_contribution_wage="8000")
    assert claim["maternity_allowance"] == "26133.33"
    assert claim["maternity_top_up"] == "6533.34"
    assert birth(place="nanjing", employer_average_contribution_wage="8000")["maternity_top_up"] == "?"


def test_without_the_employers_average_her_own_base_stands_for_it() -> None:
    assert birth()["maternity_allowance"] == "32666.67"


@pytest.mark.parametrize(("begin", "fund"), [("2024-09", "yes"), ("2024-10", "no")])
def test_nine_months_in_a_row_in_beijing(begin: str, fund: str) -> None:
    """Notice of 2011, art. 4: with fewer than nine months before the birth the employer pays."""
    claim = birth(begin=begin)
    assert claim["maternity_entitled"] == fund
    if fund == "no":
        assert claim["maternity_allowance"] == "0.00"
        assert claim["maternity_pay_of_employer"] == "32666.67"


def test_no_qualifying_period_in_national_law() -> None:
    assert birth(place="nanjing", begin="2025-06")["maternity_entitled"] == "yes"


def test_a_gap_within_the_nine_months() -> None:
    told = employed("beijing", "10000") | WOMAN | {"contingency": "birth"}
    claim = claimed(
        ("2024-01", "2025-09"),
        [("2025-06-10", "2025-09-15")],
        work={"a": ("2024-01", "2024-11"), "b": ("2025-01", "2025-06")},
        **told,
    )
    assert claim.at("maternity_months_of_9", "2025-06") == "8"
    assert claim["maternity_entitled"] == "no"


@pytest.mark.parametrize("contingency", ["sickness", "care", "unemployment", "employment_injury"])
def test_other_contingencies(contingency: str) -> None:
    claim = birth(contingency=contingency)
    assert (claim["maternity_allowance"], claim["maternity_pay_of_employer"]) == ("0.00", "0.00")


def test_a_man_has_no_maternity_allowance() -> None:
    assert birth(sex="male")["maternity_allowance"] == "0.00"


def flexible(place: str, last: str = "2026-06") -> Claim:
    told = lives_in(place) | WOMAN | {"contingency": "birth", "joins_flexible_medical": "yes"}
    told |= {"joins_flexible_pension": "yes", "chosen_pension_base": "5000"}
    return claimed(("2025-06", last), [(f"{last}-10", f"{last}-20")], **told)


def test_flexible_workers_have_an_allowance_where_the_place_says_so() -> None:
    """Jiangsu since early 2026, of an amount that is not known; elsewhere it is not known whether there is one."""
    jiangsu = flexible("nanjing")
    assert jiangsu["flexible_maternity_entitled"] == "yes"
    assert jiangsu["flexible_maternity_allowance"] == "?"
    assert flexible("nanjing", "2026-01")["flexible_maternity_entitled"] != "yes"
    assert flexible("shanghai")["flexible_maternity_entitled"] == "?"


def test_no_flexible_allowance_for_whoever_did_not_join() -> None:
    told = lives_in("nanjing") | WOMAN | {"contingency": "birth"}
    claim = claimed(("2025-06", "2026-06"), [("2026-06-10", "2026-06-20")], **told)
    assert claim["flexible_maternity_allowance"] == "0.00"


def test_a_record_of_insurance_is_enough() -> None:
    told = lives_in("beijing") | WOMAN | {"contingency": "birth", "recorded_pension_place": "beijing"}
    told |= {
        "month_on_record": months_of("2024-07", "2025-06", "yes"),
        "recorded_maternity_base": months_of("2024-07", "2025-06", "9000"),
    }
    claim = claimed(("2024-07", "2025-06"), [("2025-06-10", "2025-06-30")], **told)
    assert claim["maternity_allowance"] == "29400.00"  # 9000 / 30 x 98
