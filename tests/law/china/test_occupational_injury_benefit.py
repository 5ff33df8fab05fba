"""Occupational-injury benefits: both readings of the wage, covered accidents, and what the protection lacks."""

import pytest
from tests.law.china.claims import MAN, Claim, claimed, lives_in

from amparo.engine import evaluate_rule
from amparo.law import book
from amparo.rules import Amendment, set_value
from amparo.rules.bounds import LAW, Unknown
from amparo.rules.parameters import Parameter

CONFIRMED = {
    "contingency": "employment_injury",
    "injured_on_an_order": "yes",
    "occupational_injury_confirmed": "yes",
}


def rider(
    first: str = "2025-08-10",
    last: str = "2026-01-31",
    place: str = "beijing",
    pay: str = "8000",
    begin: str = "2024-08",
    **facts: str,
) -> Claim:
    """A Meituan rider by service contract, working until the month of the accident."""
    told = lives_in(place) | MAN | {"platform": "meituan", "payer_kind": "platform", "form": "services"}
    told |= {"activity": "food_delivery", "work_place": place, "gross_pay": pay, "orders": "900"}
    told |= {"local_ride_hailing_licence": "no"} | CONFIRMED | facts
    return claimed((begin, last[:7]), [(first, last)], work={"meituan": (begin, first[:7])}, **told)


def test_lump_sum_by_both_readings_of_the_wage() -> None:
    """Beijing from July 2025: average 11937; grade 10 is 7 months of it, or of 60 % of it."""
    claim = rider(disability_grade="10", disability_graded_on="2025-11-10")
    assert claim.at("coip_reference_wage", "2025-08") == "11937.00"
    assert claim["coip_lump_sum"] == "83559.00"
    assert claim.at("coip_lump_sum_if_grade_10_other_reading", "2025-08") == "50135.40"
    assert claim["coip_in_all"] == "83559.00"


def test_the_other_reading_is_one_parameter_away() -> None:
    ratio = "occupational_injury_benefit.coip_reference_wage_ratio"
    law = book("CN").amend(Amendment("lower reading", (set_value(ratio, "60%", since="2022-07-01"),)))
    given = {"injury_protection_in_month": "yes", "protected_work_place": "beijing"}
    assert evaluate_rule(law, "coip_lump_sum_if_grade_10", given, on="2025-08-01").value == 5_013_540


def test_the_doubt_is_shown() -> None:
    """Both readings are marked as interpretive and doubtful in the law book, and so in every result on them."""
    for name in ("coip_reference_wage_ratio", "coip_reference_wage_ratio_other"):
        parameter = book("CN").node(name)
        assert isinstance(parameter, Parameter)
        (value,) = parameter.series[""]
        assert (value.evidence.kind, value.evidence.doubtful) == ("interpretive", True)


@pytest.mark.parametrize(
    ("grade", "months", "rate"),
    [(1, 27, 90), (2, 25, 85), (3, 23, 80), (4, 21, 75), (5, 18, 0), (6, 16, 0), (7, 13, 0), (10, 7, 0)],
)
def test_grades(grade: int, months: int, rate: int) -> None:
    """Nobody pays an allowance in grades 5 and 6: there is no employer."""
    claim = rider(disability_grade=str(grade), disability_graded_on="2025-11-10", suitable_work_not_arranged="yes")
    assert float(claim["coip_lump_sum"]) == 11937 * months
    assert float(claim["coip_allowance_of_month"]) == pytest.approx(119.37 * rate)
    assert float(claim["coip_allowance"]) == pytest.approx(2 * 119.37 * rate)  # December and January


def test_death() -> None:
    """Death grant 20 x 54188, funeral 6 x 11937, widow and two children together the whole reference wage."""
    claim = rider(died_of_injury="yes", dependent_spouse="yes", other_dependants="2", last="2025-10-31")
    assert claim["coip_death_grant_paid"] == "1083760.00"
    assert claim["coip_funeral_grant_paid"] == "71622.00"
    assert claim["coip_dependants"] == "23874.00"
    assert claim["coip_in_all"] == "1179256.00"


def test_living_security_is_law_not_known() -> None:
    found = evaluate_rule(
        book("CN"),
        "coip_living_security",
        {"injury_protection_in_month": "yes", "protected_work_place": "beijing"},
        on="2025-08-01",
    )
    assert isinstance(found.value, Unknown)
    assert found.value.why & LAW


def test_what_the_protection_lacks_against_work_injury_insurance() -> None:
    """The pay of 8000 that nobody continues; as an employee 8000 is the own wage: 56000 against 83559."""
    claim = rider(place="chengdu")
    assert claim.at("recovery_pay_that_is_lacking", "2025-08") == "8000.00"
    assert claim.at("own_wage_as_an_employee", "2025-08") == "8000.00"
    assert claim.at("lump_sum_an_employee_would_get_more", "2025-08") == "2478.00"  # 7 x (8000 - 7646)
    assert claim.at("employment_grant_that_is_lacking", "2025-08") == "45876.00"  # 6 x 7646, Sichuan
    beijing = rider()
    assert beijing.at("lump_sum_an_employee_would_get_more", "2025-08") == "-27559.00"  # 7 x (8000 - 11937)


@pytest.mark.parametrize(
    "told",
    [
        {"injured_on_an_order": "no"},
        {"occupational_injury_confirmed": "no"},
        {"contingency": "sickness"},
        {"platform": "other"},
        {"form": "employment"},  # work-injury insurance instead
    ],
)
def test_what_is_not_covered(told: dict[str, str]) -> None:
    claim = rider(disability_grade="10", disability_graded_on="2025-11-10", **told)
    assert claim["coip_in_all"] == "0.00"


@pytest.mark.parametrize(
    ("first", "place", "covered"),
    [
        ("2022-06-30", "beijing", "no"),
        ("2022-07-01", "beijing", "yes"),
        ("2025-06-30", "wuhan", "no"),
        ("2025-07-01", "wuhan", "yes"),
        ("2026-06-30", "jilin", "no"),
        ("2026-07-01", "jilin", "yes"),
    ],
)
def test_territory_on_the_day_of_the_accident(first: str, place: str, covered: str) -> None:
    begin = f"{int(first[:4]) - 1}{first[4:7]}"
    claim = rider(first, first, place=place, begin=begin)
    assert claim["occupational_injury_covered"] == covered
    if first < "2022-07":
        assert claim["coip_in_all"] == "0.00"


def test_an_accident_not_told_to_be_on_an_order_is_not_one() -> None:
    told = lives_in("beijing") | MAN | {"platform": "meituan", "payer_kind": "platform", "form": "services"}
    told |= {
        "activity": "food_delivery",
        "work_place": "beijing",
        "gross_pay": "8000",
        "contingency": "employment_injury",
    }
    claim = claimed(
        ("2025-08", "2025-08"), [("2025-08-10", "2025-08-20")], work={"meituan": ("2025-08", "2025-08")}, **told
    )
    assert claim["occupational_injury_covered"] == "no"
    assert claim["coip_in_all"] == "0.00"
