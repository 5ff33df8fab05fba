"""Contribution bases in China: published bounds by place and period, and the rules by which notices derive them."""

from typing import Any

import pytest

from amparo.engine import evaluate_rule
from amparo.law import book
from amparo.rules import Amendment, set_value
from amparo.rules.bounds import Unknown
from amparo.rules.kinds import read_date
from amparo.rules.parameters import Parameter


def derived(rule: str, on: str, place: str) -> Any:
    return evaluate_rule(book("CN"), rule, {}, on=on, place=place).value


def published(name: str, on: str, place: str, known_on: str | None = None) -> Any:
    law = book("CN") if known_on is None else book("CN").as_known_on(read_date(known_on))
    parameter = law.node(f"bases.{name}")
    assert isinstance(parameter, Parameter)
    return parameter.at(read_date(on), law.places.chain(law.places.index(place)))


# Worked examples SHB-03 to SHB-07 and others: 60 % of the average, half up to the yuan
@pytest.mark.parametrize(
    ("rule", "on", "place", "expected"),
    [
        ("floor_from_average", "2019-04-01", "shanghai", 4699_00),  # china-briefing.com: 60 % of 7832
        ("floor_from_average", "2023-07-01", "shanghai", 7310_00),  # yuanli5.com: 60 % of 12183
        ("floor_from_average", "2024-07-01", "shanghai", 7384_00),  # yuanli5.com: 60 % of 12307
        ("floor_from_average", "2025-07-01", "shanghai", 7460_00),
        ("floor_from_average", "2026-07-01", "beijing", 7270_00),
        ("cap_from_average", "2025-07-01", "beijing", 35811_00),
        ("floor_from_two_averages", "2021-07-01", "shanghai", 5975_00),
        ("floor_from_two_averages", "2022-07-01", "shanghai", 6520_00),  # dongshi.hunaudx.com, quoting the notice
        ("monthly_average_from_annual", "2022-01-01", "chongqing", 6595_00),  # m12333.cn: 79133 / 12 carried up
        ("floor_from_average", "2024-01-01", "chongqing", 4359_00),  # 4358.448 carried up
        ("cap_from_average", "2024-01-01", "chongqing", 21793_00),  # 21792.24 carried up
        ("floor_from_annual_average", "2026-01-01", "chongqing", 4553_00),  # 4552.95
        ("cap_from_annual_average", "2026-01-01", "chongqing", 22765_00),  # 22764.75
        ("floor_from_annual_average", "2024-07-01", "chengdu", 4511_00),
        ("cap_from_annual_average", "2024-07-01", "chengdu", 22555_00),  # baoxiank.com: from the unrounded average
        ("floor_from_annual_average", "2021-07-01", "chengdu", 3463_00),  # 3463.35
        ("cap_from_annual_average", "2021-07-01", "chengdu", 17317_00),  # 17316.75
        ("floor_from_annual_average", "2025-07-01", "chengdu", 4588_00),  # 4587.60
        ("floor_from_two_averages", "2021-06-01", "shanghai", 0),
        ("floor_from_two_averages", "2023-07-01", "shanghai", 0),
        ("floor_from_average", "2024-07-01", "haikou", 4878_60),  # Hainan does not round
        ("cap_from_average", "2024-07-01", "haikou", 24393_00),
    ],
)
def test_derived_bounds(rule: str, on: str, place: str, expected: int) -> None:
    assert derived(rule, on, place) == expected


# amounts beside the rounding step: what is rounded is the exact amount, once
@pytest.mark.parametrize(
    ("rule", "on", "place", "average", "expected"),
    [
        ("floor_from_annual_average", "2026-01-01", "chongqing", "91060.01", 4554_00),  # 4553.0005
        ("cap_from_annual_average", "2026-01-01", "chongqing", "91060.01", 22766_00),  # 22765.0025
        ("cap_from_annual_average", "2025-01-01", "sichuan", "91753.99", 22938_00),  # 22938.4975
        ("cap_from_annual_average", "2025-01-01", "sichuan", "91754.00", 22939_00),  # 22938.50
        ("floor_from_annual_average", "2025-01-01", "sichuan", "91769.99", 4588_00),  # 4588.4995
        ("floor_from_annual_average", "2025-01-01", "hainan", "97570.10", 4878_51),  # 4878.505
        ("cap_from_annual_average", "2025-01-01", "hainan", "97570.10", 24392_53),  # 24392.525
        ("floor_from_two_averages", "2022-07-01", "shanghai", "11396.99", 6520_00),  # 6520.497
        ("floor_from_two_averages", "2022-07-01", "shanghai", "11397.00", 6521_00),  # 6520.50
        ("floor_from_average", "2024-01-01", "chongqing", "7265.01", 4360_00),  # 4359.006
        ("cap_from_average", "2024-07-01", "hainan", "8131.01", 24393_03),
    ],
)
def test_rounding_of_bounds(rule: str, on: str, place: str, average: str, expected: int) -> None:
    parameter = "annual_average_wage" if "annual" in rule else "average_wage"
    reform = Amendment("another average", (set_value(f"bases.{parameter}", average, since=on, place=place),))
    assert evaluate_rule(book("CN").amend(reform), rule, {}, on=on, place=place).value == expected


# every period for which the rule of 60 % and 300 % gives the published (or computed) bound
@pytest.mark.parametrize(
    ("place", "days"),
    [
        ("beijing", ["2025-07-01", "2026-07-01"]),
        (
            "shanghai",
            ["2018-04-01", "2019-04-01", "2019-05-01", "2023-07-01", "2024-07-01", "2025-07-01", "2026-07-01"],
        ),
        ("jiangsu", ["2024-01-01", "2025-01-01"]),
        ("chongqing", [f"{year}-01-01" for year in range(2021, 2027)]),
        ("sichuan", [f"{year}-01-01" for year in range(2021, 2027)]),
        ("hainan", ["2023-07-01", "2024-07-01", "2025-07-01"]),
    ],
)
def test_bounds_follow_from_the_average(place: str, days: list[str]) -> None:
    for day in days:
        assert derived("floor_from_average", day, place) == published("base_floor", day, place), day
        assert derived("cap_from_average", day, place) == published("base_cap", day, place), day


@pytest.mark.parametrize("day", ["2019-07-01", "2020-07-01", "2021-07-01", "2022-07-01", "2023-07-01", "2024-07-01"])
def test_a_floor_phased_in_is_the_published_one(day: str) -> None:
    """Beijing came up to 60 % by steps: what is published holds, not what the rule gives."""
    assert published("base_floor", day, "beijing") < derived("floor_from_average", day, "beijing")


@pytest.mark.parametrize(
    ("name", "on", "place", "expected"),
    [
        ("base_floor", "2018-06-30", "beijing", 3082_00),
        ("base_floor", "2018-07-01", "beijing", 3387_00),
        ("base_cap", "2019-06-30", "beijing", 25401_00),
        ("base_cap", "2019-07-01", "beijing", 23565_00),
        ("base_floor", "2020-07-01", "beijing", 3613_00),  # frozen
        ("base_floor", "2027-06-30", "beijing", 7270_00),
        ("base_floor", "2020-07-01", "shanghai", 4927_00),  # frozen
        ("base_cap", "2020-07-01", "shanghai", 28017_00),
        ("base_floor", "2019-04-30", "shanghai", 4699_00),
        ("base_floor", "2019-05-01", "shanghai", 4927_00),
        (
            "base_cap",
            "2022-01-01",
            "nanjing",
            21821_00,
        ),  # published: 3 x 7274 is 21822
        ("base_floor", "2025-12-31", "nanjing", 4952_00),
        ("base_floor", "2021-07-01", "foshan", 3958_00),
        ("base_floor", "2025-07-01", "foshan", 4775_00),
        ("base_floor", "2024-07-01", "huizhou", 4492_00),
        ("base_floor", "2023-01-01", "shenzhen", 2360_00),
        ("base_floor", "2024-01-01", "shenzhen", 3523_00),
        ("base_floor", "2024-07-01", "shenzhen", 4492_00),
        ("base_cap", "2025-07-01", "shenzhen", 27549_00),  # the province's
        ("base_floor", "2021-07-01", "guangzhou", 4588_00),
        ("monthly_minimum_wage", "2025-08-31", "beijing", 2420_00),
        ("hourly_minimum_wage", "2025-09-01", "beijing", 27_70),
        ("monthly_minimum_wage", "2025-06-30", "shanghai", 2690_00),
        ("monthly_minimum_wage", "2025-07-01", "shanghai", 2740_00),
        ("monthly_minimum_wage", "2026-01-01", "nanjing", 2660_00),
    ],
)
def test_published_values(name: str, on: str, place: str, expected: int) -> None:
    assert published(name, on, place) == expected


@pytest.mark.parametrize(
    ("name", "on", "place"),
    [
        ("base_floor", "2018-03-31", "shanghai"),
        ("base_floor", "2027-07-01", "beijing"),
        ("base_floor", "2026-01-01", "nanjing"),
        ("base_cap", "2026-07-01", "guangzhou"),
        ("average_wage", "2027-01-01", "chengdu"),  # the notices of 2026 are for that year
        ("base_floor", "2027-01-01", "chengdu"),
        ("base_cap", "2027-01-01", "chongqing"),
        ("annual_average_wage", "2027-01-01", "chongqing"),
        ("base_floor", "2023-07-01", "shenzhen"),
        ("base_floor", "2022-07-01", "foshan"),
        ("base_floor", "2024-07-01", "foshan"),
        ("base_floor", "2026-07-01", "haikou"),
        ("base_floor", "2025-01-01", "wuhan"),
        ("hourly_minimum_wage", "2025-07-01", "shanghai"),
        ("monthly_minimum_wage", "2023-09-30", "beijing"),
    ],
)
def test_where_the_facts_stop_the_law_is_not_known(name: str, on: str, place: str) -> None:
    assert isinstance(published(name, on, place), Unknown)


def test_a_floor_published_late_was_not_known_before() -> None:
    """The notice of 2026 for Beijing is of 21 August, and holds from July."""
    assert published("base_floor", "2026-07-01", "beijing", known_on="2026-08-20") == 7162_00
    assert published("base_floor", "2026-07-01", "beijing", known_on="2026-08-21") == 7270_00
    assert published("base_floor", "2025-03-01", "nantong", known_on="2025-04-30") == 4879_00
