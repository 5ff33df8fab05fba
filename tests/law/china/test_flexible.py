"""Flexible workers of China: published contributions, rates by place and day, rounding, what is not known."""

from collections.abc import Callable
from typing import Any

import pytest

from amparo.law import book
from amparo.rules.bounds import LAW, Unknown
from amparo.rules.parameters import Parameter

Value = Callable[..., Any]


# etnet.com.hk ETN350918758: Beijing, 2025-07 to 2026-06
@pytest.mark.parametrize(("base", "pension", "unemployment"), [("7162", 143240, 7162), ("35811", 716220, 35811)])
def test_beijing_publishes_its_contributions(value: Value, base: str, pension: int, unemployment: int) -> None:
    on = "2025-07-01"
    assert value("flexible_pension_contribution", on, "beijing", flexible_pension_base=base) == pension
    assert value("flexible_unemployment_contribution", on, "beijing", flexible_unemployment_base=base) == unemployment
    assert value("flexible_medical_contribution", on, "beijing", joins_flexible_medical="yes") == 58492


# yaepu.cn 817143774, yahuihk.cn 2749312-1: Shanghai 2020-07, floor and cap; 1724.45 is collected as 1724.5
@pytest.mark.parametrize(("base", "pension", "medical"), [("4927", 118250, 54200), ("28017", 672410, 308190)])
def test_shanghai_carries_the_fen_up_to_the_jiao(value: Value, base: str, pension: int, medical: int) -> None:
    on = "2020-07-01"
    paid = {"joins_flexible_pension": "yes", "joins_flexible_medical": "yes", "flexible_pension_base": base}
    assert value("flexible_pension_contribution", on, "shanghai", **paid) == pension
    assert value("flexible_medical_contribution", on, "shanghai", **paid) == medical
    assert value("flexible_contribution_total", on, "shanghai", **paid) == pension + medical


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        ("2020-06-30", None),
        ("2020-07-01", 24000),
        ("2022-06-30", 24000),
        ("2024-02-29", 24000),
        ("2024-03-01", 20000),
        ("2026-06-30", 20000),
    ],
)
def test_shanghai_cut_its_rate_in_march_2024(value: Value, on: str, expected: int | None) -> None:
    found = value("flexible_pension_contribution", on, "shanghai", flexible_pension_base="1000")
    if expected is None:
        assert isinstance(found, Unknown) and found.why == LAW
    else:
        assert found == expected


# cd.banzhengshi.com/yb/3845 (2021), baoxiank.com 82755 and rrb365.com 20250506132124 (2024): rungs of Chengdu
@pytest.mark.parametrize(
    ("on", "rung", "base", "contribution"),
    [
        ("2021-06-01", "0.55", 317500, 63500),
        ("2021-06-01", "0.6", 346300, 69260),
        ("2021-06-01", "1", 577200, 115440),
        ("2021-06-01", "1.5", 865800, 173160),
        ("2024-07-01", "0.6", 451100, 90220),
        ("2024-07-01", "1", 751800, 150360),
        ("2024-07-01", "1.5", 1127800, 225560),
        ("2024-07-01", "3", 2255500, 451100),
    ],
)
def test_chengdu_rungs_come_from_the_unrounded_average(
    value: Value, on: str, rung: str, base: int, contribution: int
) -> None:
    given = {"joins_flexible_pension": "yes", "chosen_pension_rung": rung}
    assert value("flexible_pension_base", on, "chengdu", **given) == base
    assert value("flexible_pension_contribution", on, "chengdu", **given) == contribution


# the same pages: 571.42, not 9.5 % of 6015 = 571.43; without account 4 % of the average
def test_chengdu_rounds_each_medical_part(value: Value) -> None:
    joins = {"joins_flexible_medical": "yes", "adds_maternity": "yes"}
    assert value("flexible_medical_contribution", "2024-07-01", "chengdu", **joins) == 52631
    assert value("flexible_medical_supplement", "2024-07-01", "chengdu", **joins) == 4511
    assert value("flexible_maternity_contribution", "2024-07-01", "chengdu", **joins) == 4812
    assert value("flexible_medical_contribution", "2021-06-01", "chengdu", **joins) == 41100
    assert value("flexible_medical_supplement", "2021-06-01", "chengdu", **joins) == 2771
    assert value("flexible_maternity_contribution", "2021-06-01", "chengdu", **joins) == 0
    basic = joins | {"medical_option": "basic"}
    assert value("flexible_medical_contribution", "2021-06-01", "chengdu", **basic) == 23088
    assert value("flexible_medical_supplement", "2021-06-01", "chengdu", **basic) == 0


# xiyinlitea.cn 213869 and ruoyo.com 54127: Shenzhen 2022-07 to 2023-06
def test_shenzhen_hukou_tiers_and_supplement(value: Value) -> None:
    on = "2022-07-01"
    given = {"joins_flexible_medical": "yes", "flexible_medical_base": "10000", "flexible_pension_base": "10000"}
    local = given | {"hukou_place": "shenzhen", "participation_place": "shenzhen"}
    other = given | {"hukou_place": "hunan", "participation_place": "shenzhen"}
    for hukou, supplement, maternity in ((local, 10000, 5000), (other, 0, 0)):
        assert value("flexible_pension_contribution", on, **hukou) == 200000
        assert value("flexible_pension_supplement", on, **hukou) == supplement
        assert value("flexible_medical_contribution", on, **hukou) == 80000
        assert value("flexible_medical_supplement", on, **hukou) == 2000
        assert value("flexible_maternity_contribution", on, **hukou) == maternity
    second = local | {"medical_option": "basic"}
    assert value("flexible_medical_contribution", on, **second) == 9075
    assert value("flexible_medical_supplement", on, **second) == 1296
    assert value("flexible_maternity_contribution", on, **second) == 2593


@pytest.mark.parametrize(
    ("hukou", "declared", "base"),
    [
        ("shenzhen", "5185.59", 518560),
        ("shenzhen", "5185.61", 518561),
        ("hunan", "7778.39", 777840),
        ("hunan", "7778.41", 777841),
        ("hunan", "38892.00", 3889200),
        ("hunan", "38892.01", 3889200),
    ],
)
def test_shenzhen_medical_base_has_its_own_bounds(value: Value, hukou: str, declared: str, base: int) -> None:
    given = {"hukou_place": hukou, "participation_place": "shenzhen", "declared_medical_base": declared}
    assert value("flexible_medical_base", "2022-07-01", **given) == base


# banshi.shenchuang.com/1690295: 8 % of the floor 6727, 1 % of the minimum wage 2520
def test_shenzhen_floor_contributions(value: Value) -> None:
    on = "2026-01-01"
    joins = {"joins_flexible_medical": "yes", "joins_flexible_unemployment": "yes", "declared_medical_base": "0"}
    other = joins | {"hukou_place": "hunan", "participation_place": "shenzhen", "declared_unemployment_base": "0"}
    assert value("flexible_medical_contribution", on, **other) == 53816
    assert value("flexible_unemployment_contribution", on, **other) == 2520


# city texts of 2023 to 2025: Shenzhen 8, 7, 8 %; Guangzhou 8, 6.5, 8 %; Nanjing 8 %
@pytest.mark.parametrize(
    ("place", "on", "expected"),
    [
        ("shenzhen", "2023-09-30", None),
        ("shenzhen", "2023-10-01", 80000),
        ("shenzhen", "2023-12-31", 80000),
        ("shenzhen", "2024-01-01", 70000),
        ("shenzhen", "2025-12-31", 70000),
        ("shenzhen", "2026-01-01", 80000),
        ("guangzhou", "2022-11-30", None),
        ("guangzhou", "2022-12-01", 80000),
        ("guangzhou", "2024-02-29", 80000),
        ("guangzhou", "2024-03-01", 65000),
        ("guangzhou", "2025-12-31", 65000),
        ("guangzhou", "2026-01-01", 80000),
        ("guangzhou", "2027-01-01", None),
        ("nanjing", "2023-03-31", None),
        ("nanjing", "2023-04-01", 80000),
        ("shanghai", "2023-11-30", None),
        ("shanghai", "2023-12-01", 110000),
        ("shanghai", "2025-02-28", 110000),
        ("shanghai", "2025-03-01", 100000),
    ],
)
def test_medical_rate_by_place_and_day(value: Value, place: str, on: str, expected: int | None) -> None:
    given = {"joins_flexible_medical": "yes", "flexible_medical_base": "10000"}
    found = value("flexible_medical_contribution", on, place, **given)
    assert found == expected if expected is not None else isinstance(found, Unknown)


# 渝医保发〔2024〕47号: 6765 or 3075 a year
def test_chongqing_has_two_yearly_amounts(value: Value) -> None:
    for option, yearly in (("full", 676500), ("basic", 307500)):
        joins = {"joins_flexible_medical": "yes", "medical_option": option}
        assert value("flexible_medical_contribution", "2025-07-01", "chongqing", **joins) * 12 == yearly
        assert value("flexible_medical_supplement", "2025-07-01", "chongqing", **joins) == 0
        assert isinstance(value("flexible_medical_contribution", "2026-01-01", "chongqing", **joins), Unknown)


def test_hainan_and_the_end_of_what_is_known(value: Value) -> None:
    joins = {"joins_flexible_medical": "yes"}
    assert value("flexible_medical_contribution", "2025-06-01", "haikou", **joins) == 40655
    assert isinstance(value("flexible_medical_contribution", "2026-01-01", "haikou", **joins), Unknown)
    assert isinstance(value("flexible_medical_contribution", "2025-06-01", "beijing", **joins), Unknown)
    assert isinstance(value("flexible_medical_contribution", "2026-07-01", "beijing", **joins), Unknown)
    for place in ("guangzhou", "nanjing"):
        assert isinstance(value("flexible_medical_contribution", "2025-07-01", place, **joins), Unknown)


# Beijing 2025-07: floor 7162, cap 35811
@pytest.mark.parametrize(
    ("chosen", "base"),
    [("0", 716200), ("7161.99", 716200), ("7162.01", 716201), ("35811", 3581100), ("35811.01", 3581100)],
)
def test_base_is_chosen_between_floor_and_cap(value: Value, chosen: str, base: int) -> None:
    given = {"joins_flexible_pension": "yes", "chosen_pension_base": chosen}
    assert value("flexible_pension_base", "2025-07-01", "beijing", **given) == base


def test_until_april_2019_the_base_was_the_average_wage(value: Value) -> None:
    given = {"joins_flexible_pension": "yes", "chosen_pension_base": "5000"}
    assert value("flexible_pension_base", "2019-04-01", "shanghai", **given) == 783200
    assert value("flexible_pension_base", "2019-05-01", "shanghai", **given) == 500000


def test_eight_points_go_to_the_account_and_the_rest_is_pooled(value: Value) -> None:
    given = {"flexible_pension_base": "7162"}
    assert value("flexible_pension_account_part", "2025-07-01", "beijing", **given) == 57296
    assert value("flexible_pension_pooled_part", "2025-07-01", "beijing", **given) == 85944


def test_nothing_is_owed_by_whoever_does_not_join(value: Value) -> None:
    for place in ("beijing", "shanghai", "guangzhou"):
        assert value("flexible_contribution_total", "2025-07-01", place) == 0


@pytest.mark.parametrize(
    ("months", "expected"),
    [("0", 95493), ("35", 95493), ("36", 0)],
)
def test_subsidy_gives_back_two_thirds_at_most_for_three_years(value: Value, months: str, expected: int) -> None:
    given = {"flexible_contribution_total": "1432.40", "entitled_to_insurance_subsidy": "yes"}
    found = value("flexible_insurance_subsidy_ceiling", "2025-07-01", subsidised_months_before=months, **given)
    assert found == expected


@pytest.mark.parametrize(
    ("place", "on", "expected"),
    [
        ("chongqing", "2023-02-01", None),
        ("chongqing", "2023-03-01", True),
        ("shanghai", "2022-06-01", False),
        ("shanghai", "2025-06-01", None),
        ("beijing", "2025-02-01", False),
        ("beijing", "2025-12-01", None),
        ("guangzhou", "2025-12-01", None),
    ],
)
def test_hukou_condition_by_place_and_day(value: Value, place: str, on: str, expected: bool | None) -> None:
    given = {"hukou_place": "henan", "residence_place": place, "admitted_without_hukou": "no"}
    found = value("flexible_pension_admitted", on, **given)
    if expected is None:
        assert isinstance(found, Unknown) and found.why & LAW
    else:
        assert found == expected
    assert value("flexible_pension_admitted", on, hukou_place=place, residence_place=place) == 1


def test_shenzhen_asks_for_a_residence_registration(value: Value) -> None:
    given = {"hukou_place": "henan", "residence_place": "shenzhen"}
    for registered, expected in (("yes", 1), ("no", 0)):
        assert value("flexible_pension_admitted", "2025-07-01", residence_registered=registered, **given) == expected
    closed = {"admitted_without_hukou": "no", **given}
    assert value("flexible_medical_admitted", "2022-05-01", **closed) == 0
    assert value("flexible_medical_admitted", "2022-06-01", **given) == 1


def test_doubt_is_kept(value: Value) -> None:
    tariff = book("CN").node("flexible_pension_tariff")
    assert isinstance(tariff, Parameter)
    marks = {entry.start: entry.evidence.mark for entry in tariff.series["shanghai"] if entry.evidence}
    assert list(marks.values()) == ["S:E8", "D", "S:cps"]


def test_what_joining_costs_is_told_without_joining(value: Value) -> None:
    """The price of joining in Beijing, Chengdu and Shenzhen; nothing is owed by whoever does not join."""
    assert value("pension_contribution_on_joining", "2025-07-01", "beijing", chosen_pension_base="35811") == 716220
    assert value("pension_contribution_on_joining", "2025-07-01", "beijing", chosen_pension_base="7161") == 143240
    assert value("pension_contribution_on_joining", "2021-06-01", "chengdu", chosen_pension_rung="1.5") == 173160
    assert value("medical_contribution_on_joining", "2024-07-01", "chengdu") == 52631
    assert value("medical_supplement_on_joining", "2021-06-01", "chengdu") == 2771
    assert value("maternity_contribution_on_joining", "2024-07-01", "chengdu") == 4812
    floor = {"declared_medical_base": "0", "hukou_place": "hunan"}
    assert value("medical_contribution_on_joining", "2026-01-01", "shenzhen", **floor) == 53816
    for name in ("flexible_pension_contribution", "flexible_medical_contribution", "flexible_maternity_contribution"):
        assert value(name, "2024-07-01", "chengdu", chosen_pension_rung="1") == 0
