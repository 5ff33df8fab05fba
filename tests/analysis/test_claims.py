"""Claims in Verania by hand: waiting days, assumptions, what the day knew of the record."""

from __future__ import annotations

from typing import Any

import pytest

from amparo.analysis.claims import ClaimError
from amparo.api import OutsideRecords
from amparo.claiming import claim
from amparo.demo import demo_cases
from amparo.records.errors import CaseError
from amparo.rules.bounds import Unknown
from amparo.rules.kinds import read_date

NO_INDEX = dict.fromkeys(
    ("pay_set_by_payer", "work_directed", "work_controlled", "hours_fixed", "tools_of_payer", "presumption_rebutted"),
    "no",
)


def shop(**more: Any) -> dict[str, Any]:
    """A year in a shop at 1,200.00; nothing before or after."""
    job = {"activity": "other", "form": "employment", "gross_pay": 1200, "tips": 0, "platform_fee": 0, "orders": 0}
    return {
        "country": "FICTIONAL",
        "from": "2022-01",
        "to": "2022-12",
        "nothing_before": "yes",
        "nothing_after": "yes",
        "worker": {"activity_start": "2019-01", "number_of_children": 1, **more.pop("worker", {})},
        "payers": {"shop": {"kind": "employer", "ties": NO_INDEX, "engagements": [job]}},
        **more,
    }


def sickness(case: dict[str, Any], on: str = "2022-11-07", **more: Any) -> Any:
    return claim(case, "sickness", on, **more).claim


def test_a_sickness_of_twenty_days() -> None:
    """1,200.00 x 6 / 180 = 40.00; 55 % = 22.00; ten waiting days leave ten: 220.00."""
    (found,) = sickness(shop(), days=20).benefits
    assert (found.outlook.reference, found.outlook.amount, found.entitled, found.paid) == (4000, 2200, 1, 22000)
    assert {(a.fact.rpartition(".")[2], a.value, a.why) for a in found.assumptions} == {
        ("incapacity_certified", 1, "law"),
        ("hospital_from_first_day", 0, "law"),
    }


@pytest.mark.parametrize(("days", "paid"), [(10, 0), (11, 2200), (30, 44000), (31, 21 * 2400)])
def test_the_length_decides_the_days_and_the_rate(days: int, paid: int) -> None:
    """From 31 days on the rate is 60 %: 24.00 a day."""
    (found,) = sickness(shop(), days=days).benefits
    assert found.paid == paid


def test_what_is_told_of_the_spell_is_not_assumed() -> None:
    """In hospital from the first day there are no waiting days: 20 x 22.00."""
    (found,) = sickness(shop(), days=20, told={"hospital_from_first_day": "yes"}).benefits
    assert found.paid == 44000
    assert [a.fact.rpartition(".")[2] for a in found.assumptions] == ["incapacity_certified"]


def test_a_length_not_told_is_an_assumption_that_is_shown() -> None:
    found = sickness(shop())
    assert [(a.why, a.value) for a in found.assumptions] == [("length", 30)]
    assert found.last_day == read_date("2022-12-06")


def test_a_spell_of_the_case_is_the_one_claimed_for() -> None:
    told = {
        "first_day": "2022-11-07",
        "last_day": "2022-11-26",
        "contingency": "sickness",
        "incapacity_certified": "no",
    }
    found = sickness(shop(spells=[told]))
    assert found.told and found.assumptions == ()
    assert (found.benefits[0].entitled, found.benefits[0].paid) == (0, 0)


def test_a_spell_of_another_contingency_on_the_day_is_not() -> None:
    told = {"first_day": "2022-11-07", "last_day": "2022-11-26", "contingency": "birth"}
    found = sickness(shop(spells=[told]), days=20)
    assert not found.told
    assert found.benefits[0].paid == 22000


def test_waiting_days_served_in_an_earlier_spell_count() -> None:
    """Seven of the ten waiting days were served in October: 20 - 3 days are paid."""
    earlier = {
        "first_day": "2022-10-03",
        "last_day": "2022-10-09",
        "contingency": "sickness",
        "hospital_from_first_day": "no",
    }
    (found,) = sickness(shop(spells=[earlier]), days=20).benefits
    assert found.paid == 17 * 2200


def test_a_day_after_the_record_repeats_its_last_month_and_says_so() -> None:
    found = sickness(shop(), on="2023-03-01", days=20)
    assert [(a.why, a.value) for a in found.assumptions] == [("repeated", 3)]
    assert found.benefits[0].outlook.state == "yes"


def test_a_month_that_repeats_counts_like_the_last() -> None:
    """In January 2023 the eight months before are eleven months of one pay: the amount is that of the shop."""
    (found,) = sickness(shop(), on="2023-01-02", days=20).benefits
    assert found.paid == 22000


def test_the_claim_sees_what_was_posted_by_its_day() -> None:
    """One child was posted in May 2022; the second, posted on 8 November, is unknown to a claim of the seventh."""
    rows = [
        {"months": "2022-01..2022-12", "posted_on": "2022-05-10", "number_of_children": 1},
        {"months": "2022-11..2022-12", "posted_on": "2022-11-08", "number_of_children": 2},
    ]
    case = shop(history=rows)
    del case["worker"]["number_of_children"]
    grants = {}
    for day in ("2022-11-07", "2022-11-08"):
        found = claim(case, "birth", day).claim
        grants[day] = (found.benefits[0].paid, found.left_out)
    # six months of 12.50 for one child, of 25.00 for two
    assert grants == {"2022-11-07": (7500, 2), "2022-11-08": (15000, 0)}


def test_benefits_for_other_contingencies_are_left_out() -> None:
    assert [found.terms.id for found in sickness(shop()).benefits] == ["sickness_allowance"]


@pytest.mark.parametrize(
    ("words", "what"),
    [
        (("sickness", "2021-12-31"), ClaimError),
        (("care", "2022-11-07"), ClaimError),
        (("sicknes", "2022-11-07"), ClaimError),
        (("sickness", "soon"), OutsideRecords),
    ],
)
def test_claims_that_cannot_be_made(words: tuple[str, str], what: type[Exception]) -> None:
    with pytest.raises(what):
        claim(shop(), *words)


@pytest.mark.parametrize("told", [{"no_such_fact": 1}, {"hospital_from_first_day": "maybe"}, {"gross_pay": 5}])
def test_facts_that_are_none_of_the_spell(told: dict[str, Any]) -> None:
    with pytest.raises(OutsideRecords, match=next(iter(told))):
        sickness(shop(), told=told)


def test_no_days_are_no_claim() -> None:
    with pytest.raises(OutsideRecords):
        sickness(shop(), days=0)


def test_a_case_with_something_wrong_is_refused_whole() -> None:
    with pytest.raises(CaseError):
        sickness(shop(worker={"birth_date": "tomorrow"}))


@pytest.mark.parametrize(
    ("example", "contingency", "on"),
    [("CN-01", "unemployment", "2025-12-31"), ("PT-08", "employment_injury", "2026-09-10")],
)
def test_what_would_be_paid_is_never_below_nothing(example: str, contingency: str, on: str) -> None:
    """A past fault: days or months in the first year taken from all of them, each unknown, could come below zero."""
    (file,) = [case.file for case in demo_cases() if case.id == example]
    paid = [one.paid for one in claim(str(file), contingency, on, days=30).claim.benefits]
    unknown = [value for value in paid if isinstance(value, Unknown)]
    assert unknown and all(value.low >= 0 for value in unknown)
