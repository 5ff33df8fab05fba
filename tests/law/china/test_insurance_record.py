"""The insurance record: what counts of a month, and over which wage its index is set."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.law.china.claims import MAN, claimed, employed, lives_in, months_of

from amparo.rules.bounds import Unknown

Value = Callable[..., Any]


def recorded(place: str, month: str, base: str, **more: Any) -> Any:
    told: dict[str, Any] = {
        "month_on_record": "yes",
        "recorded_pension_base": base,
        "recorded_pension_place": place,
    }
    return claimed((month, month), **told | more).at("pension_index_of_month", month)


@pytest.mark.parametrize(
    ("place", "month", "base", "index"),
    [
        ("jiangsu", "2022-06", "7490", "100%"),  # 89880 / 12 (苏人社函〔2022〕334号), not the provisional 7274
        ("jiangsu", "2023-01", "7839.17", "100%"),  # 94070 / 12
        ("jiangsu", "2009-12", "2638.92", "100%"),
        ("nanjing", "2009-12", "5277.84", "200%"),  # the province's series
        ("jiangsu", "1996-01", "495.25", "100%"),
        ("beijing", "2015-07", "19389", "300%"),  # the cap
        ("beijing", "2019-06", "25401", "300%"),
        ("beijing", "2019-07", "23565", "300%"),
        ("beijing", "2025-07", "7162.20", "60%"),
        ("sichuan", "2025-01", "4587.60", "60%"),  # 0.6 x 7646
    ],
)
def test_index_over_the_wage_of_the_place(place: str, month: str, base: str, index: str) -> None:
    assert recorded(place, month, base) == index


@pytest.mark.parametrize(("place", "month"), [("jiangsu", "1995-12"), ("beijing", "2015-06"), ("guizhou", "2024-01")])
def test_a_wage_that_is_not_held_leaves_the_index_open(place: str, month: str) -> None:
    assert recorded(place, month, "5000") == "?"
    assert recorded(place, month, "5000", recorded_pension_index="0.65") == "65%"


def test_a_month_on_record_without_payment_counts_nothing() -> None:
    told: dict[str, Any] = employed("beijing", "8000") | MAN | {"month_on_record": {"2025-02": "yes"}}
    found = claimed(("2025-01", "2025-03"), work={"shop": ("2025-01", "2025-03")}, **told)
    assert [found.at("pension_month_paid", m) for m in ("2025-01", "2025-02", "2025-03")] == ["yes", "no", "yes"]
    assert [found.at("medical_month_paid", m) for m in ("2025-01", "2025-02", "2025-03")] == ["yes", "no", "yes"]
    assert found.at("pension_months", "2025-03") == "2"
    assert found.at("unemployment_months", "2025-03") == "2"


def test_two_employers_make_one_month_with_the_higher_base() -> None:
    told: dict[str, Any] = employed("beijing", "8000") | MAN
    told |= {"gross_pay": {("shop", "2025-01"): "8000", ("café", "2025-01"): "9000.50"}}
    found = claimed(
        ("2025-01", "2025-01"), work={"shop": ("2025-01", "2025-01"), "café": ("2025-01", "2025-01")}, **told
    )
    assert found.at("pension_base_of_month", "2025-01") == "9000.50"
    assert found.at("pension_months", "2025-01") == "1"
    assert found.at("work_injury_base_of_month", "2025-01") == "17000.50"  # against injury each employer insures


def test_a_flexible_worker_with_a_flat_medical_contribution_has_a_month_without_a_base() -> None:
    told: dict[str, Any] = lives_in("beijing") | MAN | {"joins_flexible_medical": "yes"}
    found = claimed(("2025-09", "2025-10"), **told)
    assert found.at("medical_base_of_month", "2025-09") == "0.00"
    assert found.at("medical_months", "2025-10") == "2"


def test_months_before_the_records_are_added() -> None:
    found = claimed(
        ("2025-01", "2025-02"),
        month_on_record="yes",
        recorded_pension_base="8000",
        recorded_unemployment_base={"2025-01": "8000"},
        pension_months_before_records="100",
        unemployment_months_before_records="30",
        medical_months_before_records="7",
        deemed_months="12",
    )
    told = {n: found.at(n, "2025-02") for n in ("pension_months", "unemployment_months", "medical_months")}
    assert told == {"pension_months": "102", "unemployment_months": "31", "medical_months": "7"}
    assert found.at("contribution_months", "2025-02") == "114"


def test_an_unknown_past_is_unknown_and_not_nothing() -> None:
    found = claimed(("2025-01", "2025-02"), month_on_record="yes", recorded_medical_base="8000", nothing_before=False)
    months = found.run.column("insurance_record.medical_months")[-1]
    assert isinstance(months, Unknown)
    assert months.low == 2


@settings(max_examples=30, deadline=None)
@given(paid=st.lists(st.booleans(), min_size=12, max_size=36), before=st.integers(0, 300))
def test_months_paid_are_counted_one_by_one(paid: list[bool], before: int) -> None:
    last = f"{2020 + (len(paid) - 1) // 12}-{(len(paid) - 1) % 12 + 1:02d}"
    every = list(months_of("2020-01", last, ""))
    bases = {m: "6000" for m, here in zip(every, paid, strict=True) if here}
    found = claimed(
        ("2020-01", last),
        month_on_record="yes",
        recorded_pension_base=bases,
        recorded_pension_index="0.8",
        pension_months_before_records=str(before),
        average_index_before_records="0.5",
    )
    assert found.at("pension_months", last) == str(sum(paid) + before)
    assert found.at("index_sum", last) == str(sum(paid) * 80000 + before * 50000)
