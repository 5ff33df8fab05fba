"""Coverage in law beside the employees' scheme: voluntary, mandatory for the platform, none, or not known."""

from collections.abc import Callable
from typing import Any

import pytest

from amparo.law import book
from amparo.rules import Branch, Coverage
from amparo.rules.bounds import LAW, Unknown
from amparo.rules.declarations import CoverageStatement

Value = Callable[..., Any]
FREELANCER = {
    "employees_pension_coverage": "none",
    "employees_medical_coverage": "none",
    "has_retiree_medical_cover": "no",
}


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"hukou_place": "shenzhen"}, Coverage.VOLUNTARY),
        ({"hukou_place": "henan", "residence_registered": "yes"}, Coverage.VOLUNTARY),
        ({"hukou_place": "henan", "residence_registered": "no"}, Coverage.NONE),
        ({"hukou_place": "henan", "residence_registered": "no", "joins_flexible_pension": "yes"}, Coverage.VOLUNTARY),
        ({"hukou_place": "shenzhen", "employees_pension_coverage": "mandatory"}, Coverage.NONE),
        ({"hukou_place": "shenzhen", "draws_old_age_pension": "yes"}, Coverage.NONE),
    ],
)
def test_flexible_pension_is_never_more_than_voluntary(value: Value, change: dict[str, str], expected: int) -> None:
    given = FREELANCER | {"residence_place": "shenzhen"} | change
    assert value("flexible_pension_coverage", "2025-07-01", **given) == expected
    assert value("flexible_invalidity_and_survivors_coverage", "2025-07-01", **given) == expected


@pytest.mark.parametrize("place", ["beijing", "shanghai"])
def test_hukou_opening_not_known_leaves_coverage_not_known(value: Value, place: str) -> None:
    given = FREELANCER | {"residence_place": place, "hukou_place": "henan", "admitted_without_hukou": "no"}
    found = value("flexible_pension_coverage", "2026-01-01", **given)
    assert isinstance(found, Unknown)
    assert (found.low, found.high) == (Coverage.NONE, Coverage.VOLUNTARY) and found.why & LAW


@pytest.mark.parametrize(
    ("place", "on", "expected"),
    [
        ("shanghai", "2025-02-01", Coverage.NONE),
        ("shanghai", "2025-03-01", Coverage.VOLUNTARY),
        ("chengdu", "2021-06-01", Coverage.NONE),
        ("chengdu", "2024-07-01", Coverage.VOLUNTARY),
        ("nanjing", "2026-03-01", Coverage.VOLUNTARY),
        ("nanjing", "2025-12-01", None),
        ("beijing", "2025-07-01", None),
    ],
)
def test_maternity_opens_place_by_place(value: Value, place: str, on: str, expected: int | None) -> None:
    found = value("flexible_maternity_coverage", on, place, **FREELANCER)
    assert found == expected if expected is not None else isinstance(found, Unknown)


@pytest.mark.parametrize(
    ("place", "on", "expected"),
    [
        ("beijing", "2025-07-01", Coverage.VOLUNTARY),
        ("shenzhen", "2022-07-01", Coverage.VOLUNTARY),
        ("shanghai", "2025-07-01", Coverage.NONE),
        ("guangzhou", "2025-07-01", None),
    ],
)
def test_unemployment_is_open_in_beijing_and_shenzhen(value: Value, place: str, on: str, expected: int | None) -> None:
    found = value("flexible_unemployment_coverage", on, place, **FREELANCER)
    assert found == expected if expected is not None else isinstance(found, Unknown)


@pytest.mark.parametrize(
    ("change", "pension", "medical"),
    [
        ({}, Coverage.VOLUNTARY, Coverage.VOLUNTARY),
        ({"joins_flexible_pension": "yes"}, Coverage.NONE, Coverage.VOLUNTARY),
        ({"joins_flexible_medical": "yes"}, Coverage.VOLUNTARY, Coverage.NONE),
        ({"employees_pension_coverage": "mandatory"}, Coverage.NONE, Coverage.VOLUNTARY),
        ({"birth_date": "2009-07-31"}, Coverage.VOLUNTARY, Coverage.VOLUNTARY),
        ({"birth_date": "2009-08-01"}, Coverage.NONE, Coverage.VOLUNTARY),
    ],
)
def test_residents_schemes_are_the_fallback(value: Value, change: dict[str, str], pension: int, medical: int) -> None:
    given = FREELANCER | {"birth_date": "1995-01-01"} | change
    assert value("residents_pension_coverage", "2025-07-01", **given) == pension
    assert value("residents_medical_coverage", "2025-07-01", **given) == medical
    assert value("residents_maternity_coverage", "2025-07-01", **given) == medical


@pytest.mark.parametrize(("on", "expected"), [("2022-06-01", Coverage.NONE), ("2022-07-01", Coverage.MANDATORY)])
def test_the_platform_must_insure_orders(worker: Callable[..., Any], on: str, expected: int) -> None:
    run = worker(
        on[:7],
        on[:7],
        payer_kind="platform",
        platform="meituan",
        activity="food_delivery",
        form="services",
        work_place="beijing",
    )
    assert run.column("occupational_injury_coverage") == [expected]


def test_every_branch_is_stated_for_every_scheme() -> None:
    stated = {(statement.scheme, statement.branch) for _, statement in book("CN").results(CoverageStatement)}
    for scheme in ("employees", "flexible", "residents"):
        assert {branch for named, branch in stated if named == scheme} == set(Branch)
    assert ("occupational_injury", Branch.EMPLOYMENT_INJURY) in stated


def test_retirees_are_covered_without_paying(worker: Callable[..., Any]) -> None:
    told = {"payer_kind": "employer", "form": "employment", "gross_pay": "5000", "work_place": "shanghai"}
    run = worker("2025-09", "2025-09", draws_old_age_pension="yes", has_retiree_medical_cover="yes", **told)
    for name in ("pension_in_payment_coverage", "retiree_medical_coverage"):
        assert run.column(name) == [Coverage.MANDATORY], name
    for name in ("employees_pension_coverage", "flexible_pension_coverage", "residents_medical_coverage"):
        assert run.column(name) == [Coverage.NONE], name
    active = worker("2025-09", "2025-09", **told)
    assert active.column("pension_in_payment_coverage") == active.column("retiree_medical_coverage") == [Coverage.NONE]
