"""The support index and the minimum wage, day by day, and when each value became known."""

import pytest

from amparo.law import book
from amparo.rules.bounds import Unknown
from amparo.rules.kinds import read_date
from amparo.rules.parameters import Parameter


def parameter(name: str, known_on: str | None = None) -> Parameter:
    law = book("PT") if known_on is None else book("PT").as_known_on(read_date(known_on))
    node = law.node(name)
    assert isinstance(node, Parameter)
    return node


@pytest.mark.parametrize(
    ("day", "index"),
    [
        ("2009-01-01", 419_22),
        ("2016-12-31", 419_22),
        ("2017-01-01", 421_32),
        ("2018-01-01", 428_90),
        ("2019-01-01", 435_76),
        ("2020-01-01", 438_81),
        ("2021-12-31", 438_81),
        ("2022-01-01", 443_20),
        ("2023-01-01", 480_43),
        ("2024-01-01", 509_26),
        ("2025-01-01", 522_50),
        ("2026-12-31", 537_13),
    ],
)
def test_support_index(day: str, index: int) -> None:
    assert parameter("ias").at(read_date(day)) == index


def test_index_of_2027_is_not_known() -> None:
    assert isinstance(parameter("ias").at(read_date("2027-01-01")), Unknown)
    assert isinstance(parameter("ias").at(read_date("2008-12-31")), Unknown)


def test_index_of_2025_was_published_in_january() -> None:
    assert parameter("ias", known_on="2025-01-05").at(read_date("2025-01-01")) == 509_26
    assert parameter("ias", known_on="2025-01-06").at(read_date("2025-01-01")) == 522_50


@pytest.mark.parametrize(
    ("year", "wage"),
    [
        (2016, 530),
        (2018, 580),
        (2019, 600),
        (2020, 635),
        (2021, 665),
        (2022, 705),
        (2023, 760),
        (2024, 820),
        (2025, 870),
        (2026, 920),
    ],
)
def test_minimum_wage(year: int, wage: int) -> None:
    assert parameter("minimum_wage").at(read_date(f"{year}-06-01")) == wage * 100


def test_regional_minimum_wages() -> None:
    assert parameter("minimum_wage_azores").at(read_date("2026-06-01")) == 966_00
    assert parameter("minimum_wage_madeira").at(read_date("2026-06-01")) == 980_00
    assert isinstance(parameter("minimum_wage_azores").at(read_date("2025-06-01")), Unknown)
