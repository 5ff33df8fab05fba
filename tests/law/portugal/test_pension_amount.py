"""The statutory pension of Portugal: slices, weighting, limit, guarantee, minimum; payments of a pension in course."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from amparo.engine import evaluate_rule
from amparo.law import book

from .pensions import art_32, art_33, cents_of, flat
from .spells import happened

Value = Callable[..., str]
IAS_2025 = "522.50"


def euros(cents: int) -> str:
    return f"{cents // 100}.{cents % 100:02d}"


def stored(rule: str, on: str, **told: str) -> int:
    """A known value as the law book stores it."""
    found = evaluate_rule(book("PT"), rule, told, on=on).value
    assert isinstance(found, int)
    return found


def share(millionths: int) -> str:
    """A stored rate as a person writes it."""
    return str(millionths / 1e6)


def p2(reference: int, years: int, on: str = "2025-06-01") -> int:
    """The pension of the whole career, through all of its rules."""
    pay = {"career_reference_pay": euros(reference)}
    rate = share(stored("rate_of_last_slice", on, **pay))
    gain = share(stored("yearly_gain_of_lower_slices", on, rate_of_last_slice=rate))
    formed = {"years_of_formation": str(stored("years_of_formation", on, career_years=str(years)))}
    slices = {"rate_of_last_slice": rate, "yearly_gain_of_lower_slices": gain}
    long = euros(stored("long_career_pension", on, **pay, **formed, **slices))
    short = share(stored("short_career_rate", on, **formed))
    return stored("whole_career_pension", on, short_career_rate=short, long_career_pension=long, **pay, **formed)


# --- art. 32 ----------------------------------------------------------------------------------------------------------


def test_slices_by_hand() -> None:
    """RR 1,500, 30 years, IAS 522.50 (2025).

    574.75 x 2.3 % x 30 = 396.5775; 470.25 x 2.25 % x 30 = 317.41875; 455.00 x 2.2 % x 30 = 300.30; sum 1,014.29625.
    """
    assert p2(150000, 30) == 101430


def test_top_slice_by_hand() -> None:
    """RR 5,000, 40 years, IAS 522.50.

    574.75 x 92 % = 528.77; 470.25 x 90 % = 423.225; 1,045 x 88 % = 919.60; 2,090 x 84 % = 1,755.60; 820 x 80 % = 656:
    4,283.195, half a cent up.
    """
    assert p2(500000, 40) == 428320
    assert p2(500000, 47) == 428320


@pytest.mark.parametrize(
    ("years", "expected"),
    [(1, 30000), (14, 30000), (15, 30000), (16, 32000), (20, 40000)],
)
def test_twenty_years_or_fewer(years: int, expected: int) -> None:
    """RR 1,000: 2 % a year, at least 30 % (art. 30(2))."""
    assert p2(100000, years) == expected


def test_with_21_years_the_slices_begin() -> None:
    """RR 574.75 = 1.1 IAS: x 2.3 % x 21 = 277.60; with 20 years 2 % x 20 = 229.90."""
    assert p2(57475, 21) == 27760
    assert p2(57475, 20) == 22990


@settings(max_examples=120, deadline=None)
@given(st.integers(0, 1_500_000), st.integers(0, 50))
@example(57475, 40)
@example(57476, 40)
@example(104500, 40)
@example(104501, 40)
@example(209000, 40)
@example(209001, 40)
@example(418000, 40)
@example(418001, 40)
@example(100000, 20)
@example(100000, 21)
def test_slices_as_the_article_writes_them(reference: int, years: int) -> None:
    assert p2(reference, years) == art_32(reference, years, cents_of(IAS_2025))


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 1_000_000), st.integers(21, 45))
def test_in_2024_the_bound_of_the_first_slice_is_no_whole_cent(reference: int, years: int) -> None:
    """1.1 x 509.26 = 560.186: the bound itself is not rounded."""
    assert p2(reference, years, "2024-06-01") == art_32(reference, years, cents_of("509.26"))


# --- arts. 33, 34 and 101 ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("years", "rate"), [("10", "30%"), ("15", "30%"), ("16", "32%"), ("40", "80%"), ("45", "80%")])
def test_rate_of_the_best_ten_years(value: Value, years: str, rate: str) -> None:
    assert value("best_ten_rate", "2025-01-01", career_years=years) == rate


def test_weighting_by_hand(value: Value) -> None:
    """P1 900 with 17 years to 2001, P2 800 with 23 since: (15,300 + 18,400) / 40 = 842.50."""
    told = {"limited_best_ten_pension": "900.00", "whole_career_pension": "800.00", "career_years": "40"}
    told |= {"career_years_by_2001": "17", "career_years_since_2002": "23"}
    assert value("weighted_pension", "2025-01-01", **told) == "842.50"


def test_years_above_forty_weigh_too(value: Value) -> None:
    """Art. 33(4): 20 of 45 years to 2001: (900 x 20 + 800 x 25) / 45 = 844.44."""
    told = {"limited_best_ten_pension": "900.00", "whole_career_pension": "800.00", "career_years": "45"}
    told |= {"career_years_by_2001": "20", "career_years_since_2002": "25"}
    assert value("weighted_pension", "2025-01-01", **told) == "844.44"


@pytest.mark.parametrize(
    ("p1", "p2", "limited"),
    [
        ("6270.00", "5000.00", "6270.00"),  # 12 x 522.50
        ("6270.01", "5000.00", "6270.00"),
        ("7000.00", "7000.01", "7000.00"),  # art. 101(2): P2 the higher, no limit
        ("7000.00", "6999.99", "6270.00"),
    ],
)
def test_limit_of_twelve_ias(value: Value, p1: str, p2: str, limited: str) -> None:
    told = {"best_ten_pension": p1, "whole_career_pension": p2, "upper_limit_of_pension": "6270.00"}
    assert value("limited_best_ten_pension", "2025-01-01", **told) == limited


@pytest.mark.parametrize(
    ("p1", "p2", "years_by_2001", "alone"),
    [
        ("7000.00", "6300.00", "10", "yes"),  # art. 101(3)
        ("7000.00", "6270.00", "10", "no"),  # P2 does not exceed twelve IAS
        ("6300.00", "6300.00", "10", "no"),  # P1 is not the higher
        ("500.00", "600.00", "0", "yes"),  # insured since 2002
    ],
)
def test_when_article_32_stands_alone(value: Value, p1: str, p2: str, years_by_2001: str, alone: str) -> None:
    told = {"best_ten_pension": p1, "whole_career_pension": p2, "upper_limit_of_pension": "6270.00"}
    found = value("whole_career_formula_alone", "2025-01-01", career_years_by_2001=years_by_2001, **told)
    assert found == alone


@pytest.mark.parametrize(
    ("whole", "weighted", "minimum", "pension"),
    [
        ("800.00", "700.00", "480.08", "800.00"),
        ("700.00", "800.00", "480.08", "800.00"),
        ("480.08", "400.00", "480.08", "400.00"),  # better, but not above the minimum: no guarantee (art. 33(5))
        ("480.09", "400.00", "480.08", "480.09"),
    ],
)
def test_guarantee_of_the_whole_career(value: Value, whole: str, weighted: str, minimum: str, pension: str) -> None:
    told = {"whole_career_formula_alone": "no", "whole_career_pension": whole, "weighted_pension": weighted}
    assert value("statutory_pension", "2025-01-01", minimum_pension_of_career=minimum, **told) == pension


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 900_000), st.integers(0, 900_000), st.integers(1, 50), st.integers(0, 50))
@example(700_000, 650_000, 40, 20)
@example(700_000, 627_000, 40, 20)
def test_weighting_as_the_articles_write_it(p1: int, p2: int, years: int, early: int) -> None:
    law, on, early = book("PT"), "2025-06-01", min(early, years)
    told = {"best_ten_pension": euros(p1), "whole_career_pension": euros(p2), "upper_limit_of_pension": "6270.00"}
    told |= {"career_years": str(years), "career_years_by_2001": str(early)}

    def found(rule: str, **more: str) -> int:
        wanted = {key.split(".")[1] for key in law.inputs[law.find(rule)][0].values()}
        return stored(rule, on, **{k: v for k, v in (told | more).items() if k in wanted})

    alone = found("whole_career_formula_alone")
    limited = found("limited_best_ten_pension")
    since = str(years - early)
    weighted = found("weighted_pension", limited_best_ten_pension=euros(limited), career_years_since_2002=since)
    minimum = found("minimum_pension_of_career")
    more = {"whole_career_formula_alone": "yes" if alone else "no", "weighted_pension": euros(weighted)}
    statutory = found("statutory_pension", minimum_pension_of_career=euros(minimum), **more)
    assert statutory == art_33(p1, p2, years, early, cents_of(IAS_2025), minimum)


# --- minimum pensions, as published -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("on", "published"),
    [
        ("2018-06-01", ("269.08", "282.26", "311.47", "389.34")),  # aciab.pt
        ("2022-06-01", ("278.05", "291.68", "321.86", "402.32")),  # deco.proteste.pt 2021-12-20
        ("2023-06-30", ("291.48", "305.77", "337.41", "421.75")),  # deco.proteste.pt 2023-02-27
        ("2024-06-01", ("319.49", "335.15", "369.83", "462.28")),  # apcmc.pt
        ("2026-06-01", ("341.08", "357.80", "394.82", "493.52")),  # economiafinancas.com
    ],
)
def test_minimum_pensions_as_published(value: Value, on: str, published: tuple[str, ...]) -> None:
    for bounds, amount in zip((("0", "14"), ("15", "20"), ("21", "30"), ("31", "48")), published, strict=True):
        assert {value("minimum_pension_of_career", on, career_years=years) for years in bounds} == {amount}


@pytest.mark.parametrize(
    ("on", "before", "increase"),
    [
        ("2019-06-01", "2018-06-01", "1.0160"),  # sicnoticias.sapo.pt 2019-01-17
        ("2020-06-01", "2019-06-01", "1.0070"),  # e-konomista.pt 2020-02-10
        ("2022-06-01", "2021-06-01", "1.0100"),  # cmjornal.pt, December 2021
        ("2024-06-01", "2023-07-01", "1.0600"),  # apcmc.pt
        ("2026-06-01", "2025-06-01", "1.0280"),  # eco.sapo.pt 2025-12-30
    ],
)
def test_minimum_pensions_moved_by_the_published_increase(value: Value, on: str, before: str, increase: str) -> None:
    for years in ("0", "15", "21", "31"):
        earlier = cents_of(value("minimum_pension_of_career", before, career_years=years))
        later = cents_of(value("minimum_pension_of_career", on, career_years=years))
        assert abs(earlier * float(increase) - later) <= 0.51


def test_minimum_pensions_of_2027_are_not_known(value: Value) -> None:
    assert value("minimum_pension_of_career", "2027-01-01", career_years="20") == "?"


# --- payments ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "last", "days", "months", "extra"),
    [
        ("2025-01-01", "2025-12-31", "30", "11", "2"),  # a whole year: fourteen payments
        ("2025-01-31", "2025-06-30", "0", "5", "0"),
        ("2025-01-30", "2025-06-30", "1", "5", "0"),
        ("2025-07-16", "2025-07-31", "15", "0", "1"),
        ("2025-08-01", "2025-11-30", "30", "3", "0"),
        ("2024-12-01", "2026-07-31", "30", "19", "4"),  # Dec 2024, Jul and Dec 2025, Jul 2026
        ("2024-02-29", "2024-02-29", "2", "0", "0"),
    ],
)
def test_payments_of_a_pension(first: str, last: str, days: str, months: str, extra: str) -> None:
    spell = happened(first, last, {"contingency": "old_age"})
    found = [spell[name] for name in ("days_of_first_pension_month", "full_pension_months", "extra_pension_payments")]
    assert found == [days, months, extra]


# --- a whole career by hand -------------------------------------------------------------------------------------------


def test_a_career_on_both_sides_of_2001() -> None:
    """1985 to 2024, 1,000 a month in the money of 2025: RR = RR10 = 12,000 x 40 / 560 = 857.14.

    P1 = 80 % = 685.71. P2: 574.75 x 92 % = 528.77; 282.39 x 90 % = 254.151: 782.92. C3 = 17, C4 = 23:
    (685.71 x 17 + 782.92 x 23) / 40 = 741.61. P2 is better and above the minimum: 782.92.
    """
    told = flat(1985, 2024, "1000", last=(2025, 1)).told()
    found = {name: told[name]["2025-01"] for name in ("best_ten_pension", "whole_career_pension", "weighted_pension")}
    assert found == {"best_ten_pension": "685.71", "whole_career_pension": "782.92", "weighted_pension": "741.61"}
    assert told["statutory_pension"]["2025-01"] == "782.92"
