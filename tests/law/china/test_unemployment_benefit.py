"""Unemployment benefit: months at each threshold, durations and amounts of the places, new entitlements, retirement."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.law.china.claims import MAN, Claim, claimed, employed, lives_in, months_of

from amparo.engine import evaluate_rule
from amparo.law import book
from amparo.rules.bounds import Unknown

Value = Callable[..., Any]
SEEKING = {"contingency": "unemployment", "involuntary_loss": "yes", "registered_as_job_seeker": "yes"}


def earned(place: str, months: int, on: str = "2025-10-01") -> Any:
    given_values = {"unemployment_months_that_count": str(months), "unemployment_place": place}
    return evaluate_rule(book("CN"), "unemployment_months_earned", given_values, on=on).value


def amount(place: str, months: int, on: str, rule: str = "unemployment_amount") -> Any:
    given_values = {"unemployment_months_that_count": str(months), "unemployment_place": place}
    return evaluate_rule(book("CN"), rule, given_values, on=on).value


def lost_work(
    first: str = "2025-10-01",
    last: str = "2026-03-31",
    place: str = "beijing",
    pay: str = "10000",
    begin: str = "2024-10",
    ends: str = "2025-09",
    **facts: Any,
) -> Claim:
    """An employee of one employer from `begin` to `ends`, unemployed and registered from `first` to `last`."""
    told = employed(place, pay) | MAN | SEEKING | facts
    return claimed((begin, last[:7]), [(first, last)], work={"e": (begin, ends)}, **told)


# --- durations ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("months", "longest"),
    [(0, 0), (11, 0), (12, 12), (59, 12), (60, 18), (119, 18), (120, 24), (480, 24)],
)
def test_the_national_limits(value: Value, months: int, longest: int) -> None:
    """Social Insurance Law art. 46."""
    assert value("longest_benefit_nationally", "2025-10-01", unemployment_months_that_count=str(months)) == longest


@pytest.mark.parametrize(("years", "months"), [(2, 2), (5, 6), (10, 16), (13, 22)])
def test_published_durations_of_guangdong(years: int, months: int) -> None:
    """Worked examples GDU-02, -05, -10 and -13 (Foshan)."""
    assert earned("foshan", 12 * years) == months


@settings(max_examples=80, deadline=None)
@given(st.integers(0, 400))
def test_guangdong_by_its_own_words(paid: int) -> None:
    """Art. 17: a month for each full year up to four; beyond, a month for each full half-year; at most 24."""
    words = paid // 12 if paid < 48 else min(4 + (paid - 48) // 6, 24)
    assert earned("shenzhen", paid) == words


@pytest.mark.parametrize(
    ("paid", "months"),
    [
        *((11, 0), (12, 3), (23, 3), (24, 6), (36, 9), (47, 9), (48, 12), (59, 12)),
        *((60, 15), (83, 15), (84, 16), (95, 16), (96, 17), (179, 23), (180, 24), (400, 24)),
    ],
)
def test_chongqing(paid: int, months: int) -> None:
    """Chongqing Regulations art. 24: 15 from five years, 16 from seven, then a month a year up to 24."""
    assert earned("chongqing", paid) == months


@pytest.mark.parametrize(
    ("paid", "months"),
    [(11, 0), (12, 3), (24, 6), (35, 6), (36, 12), (59, 12), (60, 15), (95, 15), (96, 18), (119, 18), (120, 24)],
)
def test_sichuan(paid: int, months: int) -> None:
    """Sichuan Regulations art. 21."""
    assert earned("chengdu", paid) == months


@pytest.mark.parametrize(
    ("paid", "months"), [(11, 0), (12, 2), (23, 2), (24, 4), (60, 10), (143, 22), (144, 24), (300, 24)]
)
def test_shanghai(paid: int, months: int) -> None:
    """Two months for each paid year, at most 24 (U8)."""
    assert earned("shanghai", paid) == months


@pytest.mark.parametrize(
    ("paid", "months"), [(11, 0), (12, 3), (24, 6), (36, 9), (48, 12), (59, 12), (60, 13), (72, 14), (192, 24)]
)
def test_beijing(paid: int, months: int) -> None:
    """Beijing Provisions art. 17: 3, 6, 9, 12, and from five years a month more for each full year."""
    assert earned("beijing", paid) == months


@pytest.mark.parametrize("place", ["henan", "haikou"])
@pytest.mark.parametrize(("paid", "months"), [(11, 0), (12, 12), (59, 12), (60, 18), (120, 24)])
def test_henan_and_hainan_have_the_national_durations(place: str, paid: int, months: int) -> None:
    assert earned(place, paid) == months


@pytest.mark.parametrize(
    ("paid", "months"),
    [
        *((11, 0), (12, 2), (14, 2), (15, 3), (18, 3), (20, 3), (21, 4), (56, 9), (57, 10), (59, 10)),
        *((60, 10), (63, 10), (64, 11), (71, 11), (72, 12), (167, 23), (168, 24), (400, 24)),
    ],
)
def test_zhejiang_counts_rests_of_half_and_more(paid: int, months: int) -> None:
    """Zhejiang Regulations art. 23: six months give one, a rest of three counts; beyond five years eight and four."""
    assert earned("zhejiang", paid) == months


@pytest.mark.parametrize(
    ("place", "paid", "months"),
    [
        *(("fuzhou", 11, 0), ("fuzhou", 12, 2), ("fuzhou", 143, 22), ("fuzhou", 144, 24)),  # art. 19
        *(("liaoning", 12, 3), ("liaoning", 59, 12), ("liaoning", 60, 13), ("liaoning", 120, 24)),  # art. 17
        *(("tianjin", 12, 6), ("tianjin", 35, 6), ("tianjin", 36, 12), ("tianjin", 60, 18), ("tianjin", 120, 24)),
    ],
)
def test_fujian_liaoning_and_tianjin(place: str, paid: int, months: int) -> None:
    assert earned(place, paid) == months


def test_law_not_known_elsewhere() -> None:
    assert isinstance(earned("wuhan", 60), Unknown)
    assert isinstance(amount("wuhan", 60, "2025-10-01"), Unknown)


# --- amounts ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("paid", "yuan"),
    [(12, 2129), (59, 2129), (60, 2156), (119, 2156), (120, 2188), (180, 2215), (239, 2215), (240, 2286)],
)
def test_amounts_of_beijing(paid: int, yuan: int) -> None:
    """京人社发〔2025〕9号, from September 2025; the year before 2124, and the first amount from month 13 on."""
    assert amount("beijing", paid, "2025-09-01") == yuan * 100
    assert amount("beijing", paid, "2025-09-01", "unemployment_amount_from_month_13") == 212_900
    assert amount("beijing", 12, "2025-08-01") == 212_400
    assert isinstance(amount("beijing", 12, "2026-09-01"), Unknown)


@pytest.mark.parametrize(
    ("on", "first", "second"),
    [("2022-07-01", 2055, 1644), ("2023-06-01", 2055, 1644), ("2023-07-01", 2175, 1740), ("2025-06-01", 2255, 1804)],
)
def test_amounts_of_shanghai(on: str, first: int, second: int) -> None:
    """U6 to U8; the second stage is 80 % of the first."""
    assert amount("shanghai", 60, on) == first * 100
    assert amount("shanghai", 60, on, "unemployment_amount_from_month_13") == second * 100
    assert second == first * 0.8


def test_guangdong_pays_90_percent_of_the_minimum_wage_of_the_city() -> None:
    """Shenzhen 2520 from March 2025, Guangzhou 2500."""
    assert amount("shenzhen", 60, "2025-10-01") == 226_800
    assert amount("guangzhou", 60, "2025-10-01") == 225_000
    assert amount("shenzhen", 60, "2025-10-01", "unemployment_amount_from_month_13") == 226_800


# --- claims -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("begin", "entitled"), [("2024-10", "yes"), ("2024-11", "no")])
def test_twelve_months_and_eleven(begin: str, entitled: str) -> None:
    claim = lost_work(begin=begin)
    assert claim["unemployment_entitled"] == entitled
    assert claim["unemployment_paid_to_employee"] == ("6387.00" if entitled == "yes" else "0.00")  # 3 x 2129


@pytest.mark.parametrize(
    ("last", "months", "paid"),
    [
        ("2025-10-01", 1, "2129.00"),
        ("2025-10-31", 1, "2129.00"),
        ("2025-11-01", 2, "4258.00"),
        ("2026-03-31", 3, "6387.00"),
    ],
)
def test_months_begun_count_up_to_the_duration(last: str, months: int, paid: str) -> None:
    claim = lost_work(last=last)
    assert (claim["months_of_benefit"], claim["unemployment_paid"]) == (str(months), paid)


def test_months_before_the_records_count() -> None:
    """Twelve months told and 108 before: ten years, in Beijing 18 months at 2188 and from month 13 at 2129."""
    claim = lost_work(last="2027-12-31", unemployment_months_before_records="108")
    assert claim.at("unemployment_months_that_count", "2025-10") == "120"
    assert claim.at("unemployment_duration", "2025-10") == "18"
    assert claim["unemployment_paid"] == "39030.00"  # 12 x 2188 + 6 x 2129


def test_months_on_record_count() -> None:
    told = lives_in("beijing") | MAN | SEEKING
    told |= {
        "month_on_record": months_of("2020-10", "2025-09", "yes"),
        "recorded_unemployment_base": months_of("2020-10", "2025-09", "8000"),
        "recorded_pension_place": "beijing",
    }
    claim = claimed(("2020-10", "2025-12"), [("2025-10-15", "2025-12-31")], **told)
    assert claim.at("unemployment_months_that_count", "2025-10") == "60"
    assert claim.at("unemployment_reference", "2025-10") == "8000.00"
    assert claim["unemployment_paid"] == "6468.00"  # 3 x 2156


def test_counting_starts_anew_after_benefit_was_drawn() -> None:
    """Two years of work, benefit in March to May 2024, then sixteen months: only those count."""
    told = employed("beijing", "10000") | MAN | SEEKING
    claim = claimed(
        ("2022-03", "2025-12"),
        [("2025-10-01", "2025-12-31")],
        work={"a": ("2022-03", "2024-02"), "b": ("2024-06", "2025-09")},
        draws_unemployment_benefit=months_of("2022-03", "2024-02", "no")
        | months_of("2024-03", "2024-05", "yes")
        | months_of("2024-06", "2025-12", "no"),
        unemployment_months_before_records="60",
        **told,
    )
    assert claim.at("unemployment_months_that_count", "2024-02") == "84"
    assert claim.at("unemployment_months_that_count", "2024-05") == "0"
    assert claim.at("unemployment_months_that_count", "2025-09") == "16"
    assert claim["months_of_benefit"] == "3"


@pytest.mark.parametrize(("left", "months"), [(0, 6), (3, 9), (18, 24), (20, 24)])
def test_months_left_over_are_added_up_to_24(value: Value, left: int, months: int) -> None:
    given_values = {"unemployment_months_earned": "6", "unused_benefit_months": str(left)}
    assert value("unemployment_duration", "2025-10-01", **given_values) == months


@pytest.mark.parametrize(
    ("place", "on", "enough"),
    [
        ("foshan", "2024-06-01", 1),
        ("beijing", "2024-12-01", 0),
        ("beijing", "2025-01-01", 1),
        ("shanghai", "2025-01-01", 0),
    ],
)
def test_left_over_months_alone_are_enough_in_some_places(place: str, on: str, enough: int) -> None:
    """Guangdong art. 15(1); Beijing's measures of 2025, art. 12(3)."""
    told = {"unemployment_months_that_count": "11", "unused_benefit_months": "4", "unemployment_place": place}
    assert evaluate_rule(book("CN"), "unemployment_year_paid", told, on=on).value == enough


@pytest.mark.parametrize(
    ("told", "entitled"),
    [
        ({"involuntary_loss": "no"}, "no"),
        ({"registered_as_job_seeker": "no"}, "no"),
        ({"draws_old_age_pension": "yes"}, "no"),
        ({"birth_date": "1962-01-01"}, "no"),
        ({"contingency": "sickness"}, "no"),
        ({"contingency": "employment_injury"}, "no"),
    ],
)
def test_who_has_no_claim(told: dict[str, str], entitled: str) -> None:
    claim = lost_work(**told)
    assert claim["unemployment_entitled"] == entitled
    assert claim["unemployment_paid"] == "0.00"


def test_a_reason_not_told_stays_open() -> None:
    told = employed("beijing", "10000") | MAN | {"contingency": "unemployment", "registered_as_job_seeker": "yes"}
    claim = claimed(("2024-10", "2025-12"), [("2025-10-01", "2025-12-31")], work={"e": ("2024-10", "2025-09")}, **told)
    assert claim["unemployment_entitled"] == "?"


def test_whole_benefit_at_once_for_an_own_business() -> None:
    """Beijing Provisions art. 20: three months at once after one month of unemployment."""
    assert lost_work(last="2025-10-31", started_own_business="yes")["unemployment_paid"] == "6387.00"
    shenzhen = lost_work(last="2025-10-31", place="shenzhen", started_own_business="yes")
    assert shenzhen["months_of_benefit"] == "1"  # not since the amendment of January 2025


@pytest.mark.parametrize(
    ("born", "extended"),
    [("1965-08-15", "0"), ("1966-05-15", "9"), ("1966-08-15", "0")],
)
def test_near_retirement_the_benefit_goes_on(born: str, extended: str) -> None:
    """Twelve months paid: three of benefit, to December 2025. Born August 1965, retirement at 60 and 2 months.

    That is October 2025, before the end of the benefit. A man of May 1966 retires in October 2026 (60 and 5 months):
    from January 2026, the month after the benefit, nine months are left, and the spell lasts longer.
    """
    claim = lost_work(last="2026-12-31", birth_date=born)
    assert claim["months_extended"] == extended
    if extended != "0":
        assert claim["months_until_retirement"] == extended
        assert claim["extended_benefit"] == "?"  # Beijing's amount for it is not held


def test_extended_benefit_of_shanghai() -> None:
    """Amount 1595 until June 2025. Paid from January 2024, benefit of February and March 2025 (2 months).

    Born 15 December 1965, retirement at 60 and 3 months, in March 2026: from April 2025 eleven months are left.
    """
    claim = lost_work(
        "2025-02-01", "2025-06-30", place="shanghai", begin="2024-01", ends="2025-01", birth_date="1965-12-15"
    )
    assert claim["months_of_benefit"] == "2"
    assert claim["months_until_retirement"] == "11"
    assert claim["months_extended"] == "3"
    assert claim["unemployment_paid"] == "9295.00"  # 2 x 2255 + 3 x 1595


def test_flexible_workers_draw_it_where_they_pay() -> None:
    """Beijing lets flexible workers pay 1 % of the base for unemployment insurance (B7)."""
    told = lives_in("beijing") | MAN | SEEKING
    told |= {
        "joins_flexible_pension": months_of("2025-07", "2026-06", "yes") | months_of("2026-07", "2026-08", "no"),
        "joins_flexible_unemployment": months_of("2025-07", "2026-06", "yes") | months_of("2026-07", "2026-08", "no"),
        "chosen_pension_base": "7162",
    }
    claim = claimed(("2025-07", "2026-08"), [("2026-07-01", "2026-08-31")], **told)
    assert claim.at("flexible_unemployment_qualified", "2026-07") == "yes"
    assert claim["unemployment_paid_to_flexible"] == "4258.00"  # 2 x 2129
    assert claim["unemployment_paid_to_employee"] == "0.00"


@pytest.mark.parametrize(
    ("ends", "first", "last", "paid"),
    [
        ("2024-06", "2024-07-01", "2025-06-30", "9000.00"),
        ("2024-06", "2024-07-01", "2024-09-30", "4500.00"),
        ("2025-01", "2025-02-01", "2025-06-30", "0.00"),
    ],
)
def test_job_search_allowance_of_guangdong_until_january_2025(ends: str, first: str, last: str, paid: str) -> None:
    """15 % of the average base of 10000, for at most six months (art. 20 of the text of 2022); eight are earned."""
    told = lives_in("shenzhen") | MAN | SEEKING | {"recorded_pension_place": "shenzhen"}
    told |= {
        "month_on_record": months_of("2018-07", ends, "yes"),
        "recorded_unemployment_base": months_of("2018-07", ends, "10000"),
    }
    claim = claimed(("2018-07", last[:7]), [(first, last)], **told)
    assert claim.at("unemployment_duration", first[:7]) == ("8" if ends == "2024-06" else "9")
    assert claim["job_search_paid"] == paid


def test_medical_contributions_are_paid_while_benefit_is_drawn() -> None:
    assert lost_work()["medical_months_from_unemployment_fund"] == "3"
