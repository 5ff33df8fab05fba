"""Old age in Portugal: ages and factors as published, early and late pensions, the claim on a day."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

import pytest

from amparo.engine import evaluate_rule, run_dossier
from amparo.law import book
from amparo.rules import Amendment, set_value

from .conftest import Told
from .pensions import Career, flat
from .spells import happened

Value = Callable[..., str]

# Life expectancy at 65, provisional figures of INE (Portugal's law notes, 1.3); 2000: 16.63.
LIFE_EXPECTANCY = {
    2014: "19.12",
    2015: "19.19",
    2016: "19.31",
    2017: "19.45",
    2018: "19.49",
    2019: "19.61",
    2020: "19.69",
    2021: "19.35",
    2022: "19.30",
    2023: "19.75",
    2024: "20.02",
    2025: "20.19",
}


@pytest.mark.parametrize("year", range(2016, 2028))
def test_normal_age_by_the_formula_of_article_20(value: Value, year: int) -> None:
    """66 years and two thirds of what life expectancy gained since 2012 (18.84), in whole months."""
    gained = (Fraction(LIFE_EXPECTANCY[year - 2]) - Fraction("18.84")) * 12 * 2 / 3
    months = 66 * 12 + int(gained + Fraction(1, 2))
    assert value("normal_age", f"{year}-03-01") == str(months)


@pytest.mark.parametrize("year", range(2018, 2027))
def test_sustainability_factor_by_the_formula_of_article_35(value: Value, year: int) -> None:
    """16.63 by the life expectancy of the year before, to four decimals: 2025 0.8307 (lexpoint.pt)."""
    factor = Fraction("16.63") / Fraction(LIFE_EXPECTANCY[year - 1])
    told = {"unemployed_from_57": "yes", "unemployed_from_52": "no", "age_in_months": "750"}
    found = Fraction(value("unemployment_factor", f"{year}-03-01", **told).rstrip("%")) / 100
    assert found == Fraction(int(factor * 10000 + Fraction(1, 2)), 10000)


@pytest.mark.parametrize(
    ("years", "age"),
    [("40", 66 * 12 + 7), ("41", 66 * 12 + 3), ("44", 65 * 12 + 3), ("60", 60 * 12), ("59", 60 * 12 + 3)],
)
def test_personal_age_of_2025(value: Value, years: str, age: int) -> None:
    """cgd.pt, table of 2025: up to 40 years 66y7m, 41 years 66y3m; never before 60."""
    assert value("personal_age", "2025-06-01", normal_age=str(66 * 12 + 7), career_years=years) == str(age)


# Three examples of the social security guide for 2024, as quoted by diarioguardiao.pt.
@pytest.mark.parametrize(
    ("age", "years", "personal", "months", "factor"),
    [
        (63 * 12, "44", 65 * 12, 24, "88%"),
        (64 * 12, "45", 64 * 12 + 8, 8, "96%"),
        (64 * 12 + 11, "45", 64 * 12 + 8, 0, "100%"),
    ],
)
def test_published_examples_of_anticipation(
    value: Value, age: int, years: str, personal: int, months: int, factor: str
) -> None:
    on, normal = "2024-01-01", str(66 * 12 + 4)
    assert value("personal_age", on, normal_age=normal, career_years=years) == str(personal)
    told = {"age_in_months": str(age), "normal_age": normal, "personal_age": str(personal)}
    assert value("months_of_anticipation", on, **told) == str(months)
    found = value("flexible_age_factor", on, flexible_age_admitted="yes", months_of_anticipation=str(months))
    assert found == factor


def test_the_text_counts_to_the_normal_age() -> None:
    """With the switch turned, art. 36(4) as written: 63 years with 44 of career: 40 months to 66y4m."""
    reform = Amendment("text", (set_value("old_age.anticipation_from_personal_age", False, since="2018-01-01"),))
    law = book("PT").amend(reform)
    told = {"age_in_months": "756", "normal_age": "796", "personal_age": "780"}
    assert evaluate_rule(law, "months_of_anticipation", told, on="2024-01-01").value == 40


# --- ways of access ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("age", "years", "young", "admitted"),
    [
        (719, "48", "no", "no"),
        (720, "48", "no", "yes"),
        (720, "47", "no", "no"),
        (720, "46", "yes", "yes"),
        (720, "46", "no", "no"),
        (720, "45", "yes", "no"),
    ],
)
def test_very_long_careers(value: Value, age: int, years: str, young: str, admitted: str) -> None:
    told = {"age_in_months": str(age), "career_years": years, "registered_young_last_year": young}
    assert value("very_long_career", "2025-06-01", **told) == admitted


@pytest.mark.parametrize(
    ("on", "age", "admitted"),
    [
        ("2019-01-01", 63 * 12, "yes"),
        ("2019-01-01", 63 * 12 - 1, "no"),
        ("2019-09-01", 62 * 12, "no"),
        ("2019-10-01", 60 * 12, "yes"),
        ("2019-10-01", 60 * 12 - 1, "no"),
        ("2018-06-01", 62 * 12, "?"),  # terms of 2018: law not known
        ("2018-06-01", 59 * 12, "no"),
    ],
)
def test_flexible_age_came_in_two_steps(value: Value, on: str, age: int, admitted: str) -> None:
    told = {"age_in_months": str(age), "forty_years_at_sixty": "yes"}
    assert value("flexible_age_admitted", on, **told) == admitted


def test_forty_years_must_be_completed_at_sixty() -> None:
    """Born in January 1963, sixty from January 2023 to December 2023.

    From 1984 the fortieth year is 2023: completed with the April of it. From 1985 it is 2024: too late.
    """
    for first, access in ((1984, "flexible"), (1985, "none")):
        told = flat(first, 2025, "1000", birth="1963-01-15", last=(2026, 1)).told()
        assert told["pension_access"]["2025-06"] == access
        assert told["forty_years_at_sixty"]["2023-04"] == "no"
        assert told["forty_years_at_sixty"]["2023-05"] == ("yes" if access == "flexible" else "no")


@pytest.mark.parametrize(
    ("age", "when_unemployed", "years", "factor"),
    [
        (62 * 12, "57", "15", "83.07%"),  # sustainability factor alone
        (62 * 12 - 1, "57", "15", "0%"),
        (62 * 12, "56", "21", "0%"),
        (57 * 12, "52", "22", "58.149%"),  # 60 months short: 70 % x 0.8307
        (57 * 12 - 1, "52", "22", "0%"),
        (57 * 12, "51", "22", "0%"),
        (57 * 12, "52", "21", "0%"),
        (61 * 12, "57", "22", "78.0858%"),  # art. 57(4): the option, 12 months short: 94 % x 0.8307
    ],
)
def test_after_long_term_unemployment(value: Value, age: int, when_unemployed: str, years: str, factor: str) -> None:
    on = "2025-06-01"
    told = {"long_term_unemployed": "yes", "age_when_unemployed": when_unemployed, "age_in_months": str(age)}
    later = value("unemployed_from_57", on, **told)
    earlier = value("unemployed_from_52", on, career_years_when_unemployed=years, **told)
    found = value(
        "unemployment_factor", on, unemployed_from_57=later, unemployed_from_52=earlier, age_in_months=str(age)
    )
    assert found == factor


# --- working on -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("years", "rate"),
    [("14", "0%"), ("15", "0.33%"), ("24", "0.33%"), ("25", "0.5%"), ("34", "0.5%"), ("35", "0.65%"), ("39", "0.65%")],
)
def test_monthly_bonus_as_published(value: Value, years: str, rate: str) -> None:
    """Table of annex II as printed by economiafinancas.com (2010) and saldopositivo.cgd.pt (2017)."""
    assert value("monthly_bonus_rate", "2025-01-01", career_years=years) == rate
    assert value("monthly_bonus_rate", "2025-01-01", career_years="41") == "1%"


def test_months_worked_after_the_normal_age_give_a_bonus_until_the_ceiling() -> None:
    """Born 15 June 1955; 66y5m from November 2021 (law of 2021: 66y6m from December 2021). Career of 30 years.

    December 2021 to May 2022 worked: six months x 0.5 % = 3 % for a start in June 2022.
    """
    told = flat(1993, 2022, "2000", birth="1955-06-15", last=(2022, 6)).told()
    assert told["full_age_reached"]["2021-11"] == "no"
    assert told["full_age_reached"]["2021-12"] == "yes"
    assert told["bonus_months_before"]["2022-06"] == "6"
    assert told["career_years"]["2022-06"] == "30"
    assert told["bonus_rate"]["2022-06"] == "3%"


def test_the_ceiling_cuts_the_bonus_alone(value: Value) -> None:
    told = {"statutory_pension": "800.00", "bonus_rate": "10%"}
    assert value("bonified_pension", "2025-01-01", ceiling_of_bonified_pension="920.00", **told) == "880.00"
    assert value("bonified_pension", "2025-01-01", ceiling_of_bonified_pension="850.00", **told) == "850.00"
    assert value("bonified_pension", "2025-01-01", ceiling_of_bonified_pension="790.00", **told) == "800.00"


def test_no_bonus_beside_a_pension_or_after_seventy(value: Value) -> None:
    told = {"full_age_reached": "yes", "employee_days": "30", "self_employed_days": "0"}
    drawing = {"old_age_or_invalidity_pensioner": "no"}
    assert value("month_gives_bonus", "2025-01-01", age_in_months="839", **told, **drawing) == "yes"
    assert value("month_gives_bonus", "2025-01-01", age_in_months="840", **told, **drawing) == "no"
    drawing = {"old_age_or_invalidity_pensioner": "yes"}
    assert value("month_gives_bonus", "2025-01-01", age_in_months="820", **told, **drawing) == "no"


# --- the pension ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("access", "complement"),
    [("age", "148.05"), ("long_term_unemployment", "148.05"), ("flexible", "0.00"), ("very_long_career", "0.00")],
)
def test_no_minimum_in_flexible_and_very_long_careers(value: Value, access: str, complement: str) -> None:
    """Art. 44(3); minimum of 2025 with 15 years 348.05, pension 200."""
    told = {"contributory_old_age_pension": "200.00", "minimum_pension_of_career": "348.05", "career_years": "15"}
    assert value("old_age_social_complement", "2025-01-01", pension_access=access, **told) == complement


def test_an_early_pension_by_hand() -> None:
    """Born 10 January 1963, 1981 to 2024 on record (44 years), start in January 2025 at 62 years.

    Personal age 66y7m - 16 months = 65y3m: 39 months early, 19.5 % less. Pay of 1,000: RR 857.14, P2 782.92.
    P1 685.71, C3 21, C4 23: (685.71 x 21 + 782.92 x 23) / 44 = 736.52: P2 stands. 782.92 x 0.805 = 630.25.
    """
    told = flat(1981, 2024, "1000", birth="1963-01-10", last=(2025, 1)).told()
    at = "2025-01"
    assert told["pension_access"][at] == "flexible"
    assert told["months_of_anticipation"][at] == "39"
    assert told["statutory_pension"][at] == "782.92"
    assert told["old_age_pension"][at] == "630.25"
    assert told["old_age_qualified"][at] == "yes"


def test_fifteen_years_at_the_normal_age() -> None:
    """2010 to 2024, 400 a month: RR 342.86, 30 % = 102.86, topped up to 348.05 (2025, 15 years).

    Born in September 1958: 66y3m at the end of 2024 (normal age 66y4m), 66y7m in April 2025.
    """
    told = flat(2010, 2024, "400", birth="1958-09-20", last=(2025, 4)).told()
    at = "2025-04"
    assert told["old_age_qualified"]["2025-03"] == "no"
    assert told["contributory_old_age_pension"][at] == "102.86"
    assert told["old_age_social_complement"][at] == "245.19"
    assert told["old_age_pension"][at] == "348.05"
    assert told["old_age_qualified"][at] == "yes"


def test_fourteen_years_do_not_qualify() -> None:
    told = flat(2011, 2024, "400", birth="1958-05-20", last=(2025, 1)).told()
    assert told["old_age_qualifying_period"]["2025-01"] == "no"
    assert told["old_age_qualified"]["2025-01"] == "no"


def test_a_pensioner_does_not_qualify_again() -> None:
    career = flat(1985, 2024, "1000", birth="1957-05-20", last=(2025, 1))
    drawing = Career(
        career.pay,
        coefficients=career.coefficients,
        birth=career.birth,
        last=career.last,
        facts={"old_age_or_invalidity_pensioner": "yes"},
    )
    assert career.told()["old_age_qualified"]["2025-01"] == "yes"
    assert drawing.told()["old_age_qualified"]["2025-01"] == "no"


def test_without_a_date_of_birth_the_age_is_not_decided() -> None:
    career = flat(1985, 2024, "1000", last=(2025, 1)).dossier()
    facts = {key: value for key, value in career.facts.items() if not key.endswith("birth_date")}
    told = Told(run_dossier(book("PT"), replace(career, facts=facts)))
    assert told["old_age_age_condition"]["2025-01"] == "?"
    assert told["statutory_pension"]["2025-01"] == "782.92"


# --- the claim on a day -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("birth", "day", "months"),
    [
        ("1958-06-15", "2025-01-15", "799"),
        ("1958-06-15", "2025-01-14", "798"),
        ("1960-02-29", "2025-02-28", "779"),
        ("1960-02-29", "2025-03-01", "780"),
    ],
)
def test_age_on_the_first_day(birth: str, day: str, months: str) -> None:
    assert happened(day, day, {"birth_date": birth})["age_in_months_on_first_day"] == months


@pytest.mark.parametrize(
    ("day", "contingency", "access", "entitled"),
    [
        ("2025-01-15", "old_age", "age", "yes"),
        ("2025-01-14", "old_age", "age", "no"),
        ("2025-01-15", "sickness", "age", "no"),
        ("2025-01-14", "old_age", "flexible", "yes"),
    ],
)
def test_a_claim_needs_the_exact_age(day: str, contingency: str, access: str, entitled: str) -> None:
    given = {"birth_date": "1958-06-15", "contingency": contingency, "old_age_qualified": "yes"}
    spell = happened(day, day, given | {"pension_access": access, "personal_age": "799"})
    assert spell["old_age_entitled"] == entitled


def test_what_a_claim_is_paid() -> None:
    """900.00 from 16 March to 31 December 2025: 15 days of March 450.00, nine months and two more payments 9,900.00."""
    given = {"old_age_entitled": "yes", "old_age_pension": "900.00", "contingency": "old_age"}
    assert happened("2025-03-16", "2025-12-31", given)["old_age_paid"] == "10350.00"
    assert happened("2025-03-16", "2025-12-31", given | {"old_age_entitled": "no"})["old_age_paid"] == "0.00"


# --- working beside the pension ---------------------------------------------------------------------------------------


def test_work_beside_a_pension_adds_a_fourteenth_of_two_per_cent(value: Value) -> None:
    """Art. 43(1): 10,000 x 2 % / 14 = 14.29."""
    assert value("pension_increase_next_january", "2025-12-31", pay_beside_pension_of_year="10000.00") == "14.29"
    assert value("pay_beside_pension", "2025-06-01", old_age_or_invalidity_pensioner="no", registered_pay="9") == "0.00"
