"""Employees' insurance in China: published contributions, bounds, several employers, coverage, arrears."""

from typing import Any

import pytest

from amparo.engine import Dossier, evaluate_rule, run_dossier
from amparo.law import book
from amparo.law.china.employees import FloatAllowed
from amparo.rules import Activity, Amendment, Coverage, Form, PayerKind, set_value
from amparo.rules.bounds import Unknown
from amparo.rules.kinds import read_date
from amparo.rules.nodes import Rule

EMPLOYEE = {"form": "employment", "payer_kind": "employer", "birth_date": "1990-01-01", "sex": "male"}


def value(rule: str, on: str, place: str, **given: str) -> Any:
    return evaluate_rule(book("CN"), rule, given, on=on, place=place).value


# digipub.cc KH55E96A0545S1RV: Shenzhen, December 2025, floor bases
SHENZHEN = [
    ("pension_employer", {"pension_base": "4775"}, 811_75),  # 17 % with local hukou
    ("pension_employer", {"pension_base": "4775", "hukou_place": "guangzhou"}, 764_00),  # 16 %
    ("pension_worker", {"pension_base": "4775"}, 382_00),
    ("medical_employer", {"medical_base": "6733"}, 336_65),
    ("medical_worker", {"medical_base": "6733"}, 134_66),
    ("medical_employer", {"medical_base": "6733", "medical_tier": "second"}, 101_00),  # 100.995
    ("medical_worker", {"medical_base": "6733", "medical_tier": "second"}, 33_67),  # 33.665
    ("maternity_employer", {"medical_base": "6733", "full_time_with_employer": "yes"}, 33_67),
    ("unemployment_employer", {"unemployment_base": "2520"}, 20_16),
    ("unemployment_worker", {"unemployment_base": "2520"}, 5_04),
    ("work_injury_employer", {"work_injury_base": "2520", "assigned_industry_class": "2"}, 10_08),
]


@pytest.mark.parametrize(("rule", "given", "expected"), SHENZHEN)
def test_shenzhen(rule: str, given: dict[str, str], expected: int) -> None:
    assert value(rule, "2025-12-01", "shenzhen", **given) == expected


def test_shenzhen_grand_total_end_to_end() -> None:
    given = EMPLOYEE | {"gross_pay": "2520", "assigned_industry_class": "2"}
    assert value("contributions_of_both", "2025-12-01", "shenzhen", **given) == 1734_01
    assert value("contributions_of_worker", "2025-12-01", "shenzhen", **given) == 521_70


# bxshww.cn 1237222: Shanghai, July 2021 to June 2022
@pytest.mark.parametrize(
    ("rule", "given", "expected"),
    [
        ("pension_employer", {"pension_base": "31014"}, 4962_24),
        ("pension_employer", {"pension_base": "5975"}, 956_00),
        ("medical_employer", {"medical_base": "5975"}, 627_38),  # 627.375
        ("medical_worker", {"medical_base": "5975"}, 119_50),
        ("unemployment_worker", {"unemployment_base": "5975"}, 29_88),  # 29.875
        ("work_injury_employer", {"work_injury_base": "5975", "work_injury_rate": "0.26%"}, 15_54),  # 15.535
        ("maternity_employer", {"medical_base": "5975", "full_time_with_employer": "yes"}, 0),
    ],
)
def test_shanghai_2021(rule: str, given: dict[str, str], expected: int) -> None:
    assert value(rule, "2021-07-01", "shanghai", **given) == expected


# forvismazars.com, August 2024: rates and bounds of Beijing and Shanghai from July 2024
@pytest.mark.parametrize(
    ("place", "wage", "employer", "worker"),
    [
        ("beijing", "10000", 1600_00 + 980_00 + 50_00, 800_00 + 203_00 + 50_00),
        ("beijing", "6820.99", 1091_36 + 668_46 + 34_11, 545_68 + 139_42 + 34_11),  # on the floor, 6821
        ("beijing", "6821", 1091_36 + 668_46 + 34_11, 545_68 + 139_42 + 34_11),
        ("beijing", "6821.10", 1091_38 + 668_47 + 34_11, 545_69 + 139_42 + 34_11),
        ("beijing", "35283", 5645_28 + 3457_73 + 176_42, 2822_64 + 708_66 + 176_42),
        ("beijing", "35283.01", 5645_28 + 3457_73 + 176_42, 2822_64 + 708_66 + 176_42),  # on the cap
        ("beijing", "0", 1091_36 + 668_46 + 34_11, 545_68 + 139_42 + 34_11),
        ("shanghai", "10000", 1600_00 + 900_00 + 50_00, 800_00 + 200_00 + 50_00),
        ("shanghai", "99999", 5907_36 + 3322_89 + 184_61, 2953_68 + 738_42 + 184_61),
    ],
)
def test_bounds_and_shares_2024(place: str, wage: str, employer: int, worker: int) -> None:
    given = EMPLOYEE | {"gross_pay": wage, "work_injury_employer": "0"}
    assert value("contributions_of_employer", "2024-07-01", place, **given) == employer
    assert value("contributions_of_worker", "2024-07-01", place, **given) == worker
    assert value("contributions_of_both", "2024-07-01", place, **given) == employer + worker


@pytest.mark.parametrize(
    ("on", "place", "expected"),
    [
        ("2019-04-01", "shanghai", 20_0000),
        ("2019-05-01", "shanghai", 16_0000),
        ("2023-12-01", "guangzhou", 14_0000),
        ("2024-01-01", "guangzhou", 15_0000),
        ("2025-01-01", "guangzhou", 16_0000),
        ("2019-05-01", "chengdu", 16_0000),
        ("2025-12-01", "shenzhen", 17_0000),
    ],
)
def test_employer_pension_rate(on: str, place: str, expected: int) -> None:
    assert value("pension_employer_rate", on, place) == expected


# Shenzhen city order 358 art. 8, 深府办规〔2023〕5号 item 8 and the notice of 29 December 2025
@pytest.mark.parametrize(
    ("on", "tier", "expected"),
    [
        ("2023-10-01", "first", 600_00),
        ("2023-12-31", "first", 600_00),
        ("2024-01-01", "first", 500_00),
        ("2025-12-31", "first", 500_00),
        ("2026-01-01", "first", 600_00),
        ("2026-01-01", "second", 150_00),
    ],
)
def test_shenzhen_medical_employer(on: str, tier: str, expected: int) -> None:
    assert value("medical_employer", on, "shenzhen", medical_base="10000", medical_tier=tier) == expected


@pytest.mark.parametrize(("wage", "expected"), [("6726.99", 6727_00), ("6727.01", 6727_01), ("33633.01", 33633_00)])
def test_shenzhen_medical_bounds_2026(wage: str, expected: int) -> None:
    assert value("medical_base", "2026-01-01", "shenzhen", **EMPLOYEE, gross_pay=wage) == expected


def test_without_known_hukou_the_supplement_is_open() -> None:
    """In Shenzhen the hukou decides between 16 % and 17 %; elsewhere it does not matter."""
    given = EMPLOYEE | {"work_place": "shenzhen", "pension_base": "4775"}
    found = evaluate_rule(book("CN"), "pension_employer", given, on="2025-12-01").value
    assert isinstance(found, Unknown)
    assert (found.low, found.high) == (764_00, 811_75)
    given = EMPLOYEE | {"work_place": "beijing", "pension_base": "7162"}
    assert evaluate_rule(book("CN"), "pension_employer", given, on="2025-12-01").value == 1145_92


# benchmark rates: national (class 1 to 8), Hainan before and from 2023, Shanghai
@pytest.mark.parametrize(
    ("on", "place", "industry", "step", "expected"),
    [
        ("2018-01-01", "beijing", "1", "benchmark", 2000),
        ("2018-01-01", "beijing", "8", "benchmark", 19000),
        ("2018-01-01", "beijing", "1", "half", 2000),  # class 1 does not go below its benchmark
        ("2018-01-01", "beijing", "1", "four_fifths", 2000),
        ("2018-01-01", "beijing", "1", "six_fifths", 2400),
        ("2018-01-01", "beijing", "2", "half", 2000),
        ("2018-01-01", "beijing", "3", "four_fifths", 5600),
        ("2018-01-01", "beijing", "7", "three_halves", 24000),
        ("2022-12-01", "haikou", "2", "benchmark", 4000),
        ("2023-01-01", "haikou", "2", "benchmark", 3000),
        ("2023-01-01", "haikou", "1", "three_halves", 2250),
        ("2024-07-01", "shanghai", "8", "benchmark", 15200),
    ],
)
def test_work_injury_rate(on: str, place: str, industry: str, step: str, expected: int) -> None:
    given = {"assigned_industry_class": industry, "floating_step": step}
    assert value("work_injury_rate", on, place, **given) == expected


def test_the_activity_decides_the_class_where_none_is_assigned() -> None:
    given = EMPLOYEE | {"activity": "food_delivery", "assigned_industry_class": "0"}
    assert value("industry_class", "2024-07-01", "beijing", **given) == 2
    assert value("industry_class", "2024-07-01", "beijing", **given | {"assigned_industry_class": "4"}) == 4
    assert isinstance(value("industry_class", "2024-07-01", "beijing", **given | {"activity": "freight"}), Unknown)


@pytest.mark.parametrize(
    ("ratio", "expected"),
    [
        ("49.9999%", FloatAllowed.DOWN_UP_TO_TWO_STEPS),
        ("50%", FloatAllowed.UNCHANGED),
        ("100%", FloatAllowed.UNCHANGED),
        ("100.0001%", FloatAllowed.UP),
    ],
)
def test_float_in_putian(ratio: str, expected: FloatAllowed) -> None:
    assert value("float_allowed", "2025-01-01", "putian", support_ratio=ratio) == expected
    assert isinstance(value("float_allowed", "2025-01-01", "beijing", support_ratio=ratio), Unknown)


def test_guangdong_unemployment_base_starts_at_the_minimum_wage() -> None:
    given = EMPLOYEE | {"gross_pay": "2520"}
    assert value("unemployment_base", "2025-12-01", "shenzhen", **given) == 2520_00
    assert isinstance(value("unemployment_base", "2025-12-01", "shenzhen", **given | {"gross_pay": "2520.01"}), Unknown)
    assert value("unemployment_base", "2025-12-01", "beijing", **given) == 7162_00


def test_the_city_average_caps_the_unemployment_base_of_guangdong() -> None:
    cap = Amendment("cap", (set_value("employees.unemployment_cap", "30000", since="2025-01-01", place="shenzhen"),))
    for wage, expected in (("29999.99", 29999_99), ("30000.01", 30000_00)):
        given = EMPLOYEE | {"gross_pay": wage}
        found = evaluate_rule(book("CN").amend(cap), "unemployment_base", given, on="2025-12-01", place="shenzhen")
        assert found.value == expected


@pytest.mark.parametrize(
    ("place", "wage", "expected"),
    [
        ("wuhan", "1000.00", 1000_00),  # total wages
        ("wuhan", "99999.00", 99999_00),
        ("shenzhen", "2519.99", 2520_00),  # not below the minimum wage
        ("shenzhen", "99999.00", 99999_00),
        ("beijing", "1000.00", 7162_00),
        ("chengdu", "1000.00", 4588_00),
        ("chongqing", "99999.00", 22017_00),
    ],
)
def test_work_injury_base(place: str, wage: str, expected: int) -> None:
    assert value("work_injury_base", "2025-12-01", place, **EMPLOYEE, gross_pay=wage) == expected


def test_contributions_take_the_law_of_the_first_day_of_the_month() -> None:
    reform = Amendment("9 %", (set_value("employees.pension_rate_worker", "9%", since="2025-12-15", place="beijing"),))
    law = book("CN").amend(reform)
    for on, expected in (("2025-12-31", 800_00), ("2026-01-01", 900_00)):
        found = evaluate_rule(law, "pension_worker", {"pension_base": "10000"}, on=on, place="beijing")
        assert found.value == expected
    topics = ("status", "bases", "employees")
    anchors = {rule.law_at.name for rule in law.of_type(Rule) if rule.topic in topics}
    assert anchors == {"month_worked", "today"}


def test_law_is_not_known_where_the_facts_stop() -> None:
    given = EMPLOYEE | {"gross_pay": "10000"}
    assert isinstance(value("medical_employer", "2025-12-01", "chengdu", **given), Unknown)
    assert isinstance(value("pension_employer", "2026-07-01", "guangzhou", **given), Unknown)
    assert isinstance(value("pension_employer", "2019-04-01", "beijing", **given), Unknown)


# --- several employers, split engagements, part-time and over-age work ---------------------------------------------


def dossier(contracts: list[dict[str, Any]], month: str = "2024-08", **facts: Any) -> Dossier:
    year, number = (int(part) for part in month.split("-"))
    stored = year * 12 + number - 1
    law = book("CN")
    columns: dict[str, dict[Any, Any]] = {}
    for position, contract in enumerate(contracts):
        for name, told in contract.items():
            if name != "payer":
                columns.setdefault(law.find(name), {})[position] = told
    kinds = {contract["payer"]: int(PayerKind.EMPLOYER) for contract in contracts}
    told = {law.find(name): value for name, value in facts.items()}
    return Dossier(
        "w",
        stored,
        stored,
        contracts=tuple((contract["payer"], stored) for contract in contracts),
        facts={
            **columns,
            "common.payer_kind": kinds,
            "common.birth_date": read_date("1990-01-01"),
            "common.sex": 1,
            "employees.assigned_industry_class": 2,
            **told,
        },
        nothing_before=True,
        nothing_after=True,
    )


def job(payer: str, pay: int, place: str = "beijing", **more: Any) -> dict[str, Any]:
    law = book("CN")
    return {
        "payer": payer,
        "form": int(Form.EMPLOYMENT),
        "gross_pay": pay,
        "work_place": law.places.index(place),
        "activity": int(Activity.ONLINE),
        **more,
    }


def test_each_employer_pays_on_its_own_wage() -> None:
    """No rule joins the ceilings of several employers: floor and cap apply to each."""
    run = run_dossier(book("CN"), dossier([job("a", 40000_00), job("b", 3000_00, "shanghai")]))
    assert run.column("pension_base") == [35283_00, 7384_00]


def test_an_engagement_split_in_two_changes_nothing() -> None:
    names = ["pension_base", "contributions_of_employer", "contributions_of_worker", "share_rounding_residual"]
    whole = run_dossier(book("CN"), dossier([job("a", 5000_00)]))
    split = run_dossier(book("CN"), dossier([job("a", 2000_01), job("a", 2999_99)]))
    assert [whole.column(name) for name in names] == [split.column(name) for name in names]


def test_one_employer_in_two_places_insures_where_it_is_registered() -> None:
    contracts = [job("a", 2000_00, "beijing"), job("a", 3000_00, "shanghai")]
    open_place = run_dossier(book("CN"), dossier(contracts))
    assert isinstance(open_place.column("pension_base")[0], Unknown)
    shanghai = book("CN").places.index("shanghai")
    told = run_dossier(book("CN"), dossier(contracts, employer_registration_place=shanghai))
    assert told.column("pension_base") == [7384_00]


def test_lines_and_residual_make_the_total() -> None:
    for pay in range(7000_00, 7001_00, 7):
        run = run_dossier(book("CN"), dossier([job("a", pay)]))
        lines = sum(
            run.column(name)[0]
            for name in (
                "pension_employer",
                "pension_worker",
                "medical_employer",
                "medical_worker",
                "maternity_employer",
                "unemployment_employer",
                "unemployment_worker",
                "work_injury_employer",
            )
        )
        assert run.column("contributions_of_both") == [lines]
        residual = run.column("share_rounding_residual")[0]
        assert run.column("contributions_at_one_rate") == [lines + residual]
        assert abs(residual) <= 3


def test_the_identity_holds_where_maternity_is_a_line_of_its_own() -> None:
    shenzhen = book("CN").places.index("shenzhen")
    run = run_dossier(book("CN"), dossier([job("a", 2520_00, "shenzhen")], "2025-12", hukou_place=shenzhen))
    assert run.column("contributions_of_both") == [1734_01]
    # 25 % of 4775, 7 % of 6733 and 1 % of 2520; maternity and work injury have one payer
    assert run.column("contributions_at_one_rate") == [1193_75 + 471_31 + 25_20 + 33_67 + 10_08]


def test_the_residual_is_not_always_nothing() -> None:
    run = run_dossier(book("CN"), dossier([job("a", 6821_05)]))
    assert run.column("pension_employer") == [1091_37]
    assert run.column("pension_worker") == [545_68]
    assert run.column("share_rounding_residual") != [0]


def coverages(run: Any) -> dict[str, int]:
    branches = ("pension", "medical", "unemployment", "maternity", "work_injury", "sickness_and_family")
    return {branch: run.column(f"employees_{branch}_coverage")[0] for branch in branches}


def test_coverage_of_full_time_part_time_and_over_age_workers() -> None:
    full = coverages(run_dossier(book("CN"), dossier([job("a", 8000_00)])))
    assert set(full.values()) == {Coverage.MANDATORY, Coverage.NONE}
    assert [branch for branch, found in full.items() if found == Coverage.NONE] == ["sickness_and_family"]
    part = job("a", 2000_00, agreed_part_time=1, minutes_engaged=2400, days_worked=10)
    found = coverages(run_dossier(book("CN"), dossier([part])))
    assert [branch for branch, kind in found.items() if kind == Coverage.MANDATORY] == ["work_injury"]
    old = dossier([job("a", 8000_00)], "2026-07", birth_date=read_date("1960-01-01"))
    found = coverages(run_dossier(book("CN"), old))
    assert found["work_injury"] == Coverage.MANDATORY
    assert found["pension"] == found["medical"] == Coverage.VOLUNTARY
    assert found["unemployment"] == found["maternity"] == Coverage.NONE
    pensioner = dossier([job("a", 8000_00)], "2026-08", draws_old_age_pension=1)
    assert coverages(run_dossier(book("CN"), pensioner))["pension"] == Coverage.NONE


def test_part_time_work_pays_work_injury_alone() -> None:
    part = job("a", 2000_00, agreed_part_time=1, minutes_engaged=2400, days_worked=10)
    run = run_dossier(book("CN"), dossier([part]))
    assert run.column("contributions_of_worker") == [0]
    assert run.column("contributions_of_employer") == run.column("work_injury_employer")
    assert run.column("work_injury_employer") == [27_28]  # 0.4 % of the floor, 6821


def test_over_age_worker_pays_nothing_for_work_injury_and_pension_by_agreement() -> None:
    old = dossier([job("a", 8000_00)], "2026-08", birth_date=read_date("1960-01-01"))
    run = run_dossier(book("CN"), old)
    assert run.column("contributions_of_worker") == [0]
    assert run.column("work_injury_employer") == [32_00]
    agreed = dossier(
        [job("a", 8000_00)], "2026-08", birth_date=read_date("1960-01-01"), agreed_pension_through_employer=1
    )
    run = run_dossier(book("CN"), agreed)
    assert run.column("pension_worker") == [640_00]
    assert run.column("unemployment_worker") == [0]


# --- failure to declare or pay --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "given", "expected"),
    [
        ("late_payment_surcharge", {"contributions_overdue": "10000", "days_overdue": "1"}, 5_00),
        ("late_payment_surcharge", {"contributions_overdue": "1734.01", "days_overdue": "30"}, 26_01),
        ("late_payment_surcharge", {}, 0),
        ("lowest_fine", {"contributions_overdue": "1734.01", "ignored_order_to_pay": "yes"}, 1734_01),
        ("highest_fine", {"contributions_overdue": "1734.01", "ignored_order_to_pay": "yes"}, 5202_03),
        ("highest_fine", {"contributions_overdue": "1734.01"}, 0),
        (
            "amount_set_when_undeclared",
            {"contributions_of_month_before": "1734.01", "employer_did_not_declare": "yes"},
            1907_41,
        ),
        ("amount_set_when_undeclared", {"contributions_of_month_before": "1734.01"}, 0),
        ("registration_deadline", {"first_day_of_work": "2025-01-01"}, read_date("2025-01-31")),
    ],
)
def test_arrears(rule: str, given: dict[str, str], expected: int) -> None:
    assert value(rule, "2025-12-01", "shenzhen", **given) == expected
