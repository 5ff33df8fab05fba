"""Platform-funded schemes: Meituan's conditions over six months, Taobao Shangou's shares, JD's full insurance."""

from collections.abc import Callable
from typing import Any

import pytest

from amparo.rules.bounds import Unknown

Value = Callable[..., Any]


# tuirs.com/5873 (Quanzhou); gdmsci.cn jalkOG4h3TYp (Shenzhen: 898.40 a month, 449.20 back)
@pytest.mark.parametrize(("base", "subsidy"), [("4433", 44330), ("4492", 44920), ("4879", 48790)])
def test_meituan_gives_back_half_of_the_contribution_on_the_floor(value: Value, base: str, subsidy: int) -> None:
    given = {"entitled_to_meituan_subsidy": "yes", "meituan_subsidy_base": base}
    assert value("meituan_pension_subsidy", "2025-07-01", **given) == subsidy
    assert value("meituan_pension_subsidy", "2025-07-01", **(given | {"entitled_to_meituan_subsidy": "no"})) == 0


@pytest.mark.parametrize(
    ("place", "on", "expected"),
    [
        ("quanzhou", "2025-03-31", 0),
        ("quanzhou", "2025-04-01", 1),  # the month in which it opens
        ("nantong", "2025-04-30", 1),
        ("shenzhen", "2025-06-30", 0),
        ("shenzhen", "2025-07-01", 1),
        ("wuhan", "2025-07-01", 1),
        ("beijing", "2025-10-31", 0),
        ("beijing", "2025-11-01", 1),
    ],
)
def test_meituan_opens_place_by_place(value: Value, place: str, on: str, expected: int) -> None:
    assert value("meituan_subsidy_open_at_work_place", on, place) == expected


# Shenzhen: the floor is 4492 until June 2025, 4775 from July
FLOOR = "4775.00"
BELOW = "4774.99"


@pytest.mark.parametrize(
    ("pay", "entitled"),
    [
        ((FLOOR, FLOOR, FLOOR), (0, 0, 1)),
        ((FLOOR, FLOOR, BELOW), (0, 0, 0)),
        ((FLOOR, BELOW, FLOOR, FLOOR), (0, 0, 0, 1)),
        ((FLOOR, BELOW, BELOW, BELOW, FLOOR, FLOOR), (0, 0, 0, 0, 0, 1)),
        ((FLOOR, BELOW, BELOW, BELOW, BELOW, FLOOR, FLOOR), (0,) * 7),
    ],
)
def test_meituan_counts_three_of_six_months(
    worker: Callable[..., Any], pay: tuple[str, ...], entitled: tuple[int, ...]
) -> None:
    months = [f"2025-{7 + n:02d}" if n < 6 else f"2026-{n - 5:02d}" for n in range(len(pay))]
    run = worker(
        months[0],
        months[-1],
        payer_kind="platform",
        platform="meituan",
        work_place="shenzhen",
        participation_place="shenzhen",
        joins_flexible_pension="yes",
        gross_pay={("platform", month): one for month, one in zip(months, pay, strict=True)},
    )
    assert tuple(run.column("entitled_to_meituan_subsidy")) == entitled
    assert tuple(run.column("meituan_pension_subsidy")) == tuple(47750 * yes for yes in entitled)


def test_income_of_two_platforms_is_not_added(worker: Callable[..., Any]) -> None:
    run = worker(
        "2025-07",
        "2025-12",
        payers=("meituan", "eleme"),
        payer_kind="platform",
        platform={"meituan": "meituan", "eleme": "eleme"},
        work_place="shenzhen",
        participation_place="shenzhen",
        joins_flexible_pension="yes",
        gross_pay="4000",
    )
    assert not any(run.column("entitled_to_meituan_subsidy"))


def test_subsidy_is_reckoned_where_the_rider_pays(worker: Callable[..., Any]) -> None:
    run = worker(
        "2025-07",
        "2025-09",
        payer_kind="platform",
        platform="meituan",
        work_place="shenzhen",
        participation_place="chongqing",
        joins_flexible_pension="yes",
        gross_pay="9000",
    )
    assert run.column("floor_where_working")[-1] == 477500
    assert run.column("meituan_subsidy_base")[-1] == run.column("floor_of_participation_place")[-1] != 477500


@pytest.mark.parametrize("nothing_before", [True, False])
def test_a_history_not_told_leaves_the_claim_open(worker: Callable[..., Any], nothing_before: bool) -> None:
    run = worker(
        "2025-07",
        "2025-07",
        nothing_before=nothing_before,
        payer_kind="platform",
        platform="meituan",
        work_place="shenzhen",
        participation_place="shenzhen",
        joins_flexible_pension="yes",
        gross_pay="9000",
    )
    assert isinstance(run.column("entitled_to_meituan_subsidy")[0], Unknown) is not nothing_before


@pytest.mark.parametrize(
    ("place", "on", "leader", "pension", "medical"),
    [
        ("shenzhen", "2025-10-31", "no", 0, 0),
        ("shenzhen", "2025-11-01", "no", 47750, 20000),
        ("jieyang", "2025-11-01", "no", 47750, 20000),
        ("wenzhou", "2025-11-01", "yes", 95500, 40000),
        ("beijing", "2025-11-01", "no", 0, 0),
    ],
)
def test_taobao_shangou_gives_back_half_or_all(
    value: Value, place: str, on: str, leader: str, pension: int, medical: int
) -> None:
    given = {"payer_kind": "platform", "platform": "eleme", "team_leader_or_honoured_rider": leader}
    given |= {"flexible_pension_contribution": "955.00", "flexible_medical_contribution": "400.00"}
    assert value("eleme_pension_subsidy", on, place, **given) == pension
    assert value("eleme_medical_subsidy", on, place, **given) == medical


def test_jd_takes_over_the_workers_part(value: Value) -> None:
    given = {"payer_kind": "platform", "platform": "dada", "full_time_with_employer": "yes"}
    given |= {"contributions_of_worker": "752.02"}
    assert value("jd_worker_part_taken_over", "2025-02-28", **given) == 0
    assert value("jd_worker_part_taken_over", "2025-03-01", **given) == 75202
    assert value("jd_worker_part_taken_over", "2025-03-01", **(given | {"platform": "meituan"})) == 0
    assert value("jd_worker_part_taken_over", "2025-03-01", **(given | {"full_time_with_employer": "no"})) == 0


def test_jd_cost_at_the_quoted_rates(value: Value) -> None:
    given = {"jd_insurance_base": "6821"}
    assert value("jd_employer_part_as_quoted", "2025-03-01", **given) == 102315 + 64800 + 3411 + 6002 + 34105
    assert value("jd_worker_part_as_quoted", "2025-03-01", **given) == 54568 + 13642 + 3411 + 34105
