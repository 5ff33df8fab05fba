"""Work injury: own wage within its bounds, recovery day by day, grades, grants of the provinces, death, who pays."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.law.china.claims import MAN, Claim, claimed, employed, months_of

from amparo.engine import evaluate_rule
from amparo.law import book
from amparo.rules.bounds import Unknown

Value = Callable[..., Any]


def injured(
    first: str = "2025-03-10",
    last: str = "2025-06-30",
    place: str = "beijing",
    pay: str = "10000",
    begin: str = "2024-01",
    **facts: Any,
) -> Claim:
    """An accident of an ordinary employee who worked until the month of the accident."""
    told = employed(place, pay) | MAN | {"contingency": "employment_injury", "injury_recognised": "yes"} | facts
    return claimed((begin, last[:7]), [(first, last)], work={"e": (begin, first[:7])}, **told)


# --- own wage (Work Injury Insurance Regulations art. 64) ---------------------------------------------------------


@pytest.mark.parametrize(
    ("average", "counts"),
    [
        ("7056.59", "7056.60"),  # 60 % of 11761, the average of Beijing's bases from July 2024
        ("7056.60", "7056.60"),
        ("7056.61", "7056.61"),
        ("35282.99", "35282.99"),
        ("35283.00", "35283.00"),  # 300 %
        ("35283.01", "35283.00"),
    ],
)
def test_own_wage_lies_between_60_and_300_percent_of_the_local_average(average: str, counts: str) -> None:
    found = evaluate_rule(
        book("CN"),
        "injury_own_wage",
        {"average_contribution_wage": average, "work_injury_place": "beijing"},
        on="2025-03-01",
    )
    assert found.value == round(float(counts) * 100)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 5_000_000))
def test_own_wage_is_the_average_wage_cut_at_both_bounds(fen: int) -> None:
    local = 1_176_100
    found = evaluate_rule(
        book("CN"),
        "injury_own_wage",
        {"average_contribution_wage": f"{fen / 100:.2f}", "work_injury_place": "beijing"},
        on="2025-03-01",
    ).value
    assert found == min(max(fen, local * 6 // 10), local * 3)


def test_average_goes_over_the_months_insured_only() -> None:
    """Five months at 12000 and the other seven not insured: 60000 / 5."""
    told = employed("beijing", "12000") | MAN | {"contingency": "employment_injury", "injury_recognised": "yes"}
    claim = claimed(("2024-01", "2025-06"), [("2025-06-10", "2025-06-20")], work={"e": ("2025-01", "2025-06")}, **told)
    assert claim.at("injury_months_of_12", "2025-06") == "5"
    assert claim.at("average_contribution_wage", "2025-06") == "12000.00"


def test_in_a_first_month_its_own_base_counts() -> None:
    claim = injured("2025-03-10", "2025-03-20", begin="2025-03", pay="9000")
    assert claim.at("injury_own_wage", "2025-03") == "9000.00"


def test_a_month_on_record_counts_with_its_base() -> None:
    """Twelve months on record at 8000 before a first month of work at 20000."""
    told = employed("beijing", "20000") | MAN | {"contingency": "employment_injury", "injury_recognised": "yes"}
    told |= {
        "month_on_record": months_of("2024-03", "2025-02", "yes") | {"2025-03": "no"},
        "recorded_work_injury_base": months_of("2024-03", "2025-02", "8000"),
        "recorded_pension_place": "beijing",
    }
    claim = claimed(("2024-03", "2025-03"), [("2025-03-10", "2025-03-20")], work={"e": ("2025-03", "2025-03")}, **told)
    assert claim.at("average_contribution_wage", "2025-03") == "8000.00"


def test_guangzhou_takes_its_own_average_which_is_not_held() -> None:
    """Guangdong Regulations art. 64(2): where the city's average is above the province's, the city's counts."""
    assert injured(place="guangzhou").at("injury_own_wage", "2025-03") == "?"
    assert injured(place="foshan").at("injury_own_wage", "2025-03") == "10000.00"


# --- recovery (art. 33) -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("last", "days", "pay"),
    [
        ("2025-03-10", "1", "328.77"),  # 120000 / 365
        ("2025-03-31", "22", "7232.88"),  # 120000 x 22 / 365
        ("2026-03-08", "364", "119671.23"),
        ("2026-03-09", "365", "120000.00"),
        ("2026-03-10", "365", "120000.00"),  # twelve months end on 9 March
        ("2026-12-31", "365", "120000.00"),
    ],
)
def test_recovery_day_by_day_up_to_twelve_months(last: str, days: str, pay: str) -> None:
    claim = injured(last=last)
    assert (claim["recovery_days"], claim["recovery_pay"]) == (days, pay)


def test_extension_gives_twelve_months_more_and_no_day_beyond() -> None:
    claim = injured(last="2027-06-30", recovery_extension_confirmed="yes")
    assert claim["recovery_days"] == "730"  # 10 March 2025 to 9 March 2027
    assert claim["recovery_pay"] == "240000.00"


def test_recovery_across_29_february_is_not_paid_above_twelve_months() -> None:
    claim = injured("2023-06-01", "2024-12-31", begin="2022-06")
    assert claim["recovery_days"] == "366"
    assert claim["recovery_pay"] == "120000.00"


def test_the_grading_ends_recovery() -> None:
    claim = injured(last="2025-12-31", disability_grade="10", disability_graded_on="2025-05-10")
    assert claim["recovery_days"] == "61"  # 10 March to 9 May
    assert claim["disability_lump_sum"] == "70000.00"


def test_recovery_pays_the_wage_even_below_the_lowest_base() -> None:
    """An employee at 3000 gets 3000 a month in recovery; lump sums count on 60 % of the average, 7056.60."""
    claim = injured(last="2025-03-31", pay="3000")
    assert claim.at("original_wage", "2025-03") == "3000.00"
    assert claim.at("injury_own_wage", "2025-03") == "7056.60"


# --- grades (arts. 34-37) -----------------------------------------------------------------------------------------

MONTHS = (27, 25, 23, 21, 18, 16, 13, 11, 9, 7)


@pytest.mark.parametrize("grade", range(1, 11))
def test_lump_sum_of_each_grade(value: Value, grade: int) -> None:
    given_values = {"disability_graded": "yes", "disability_grade": str(grade), "injury_own_wage": "8000"}
    assert value("disability_lump_sum", "2025-03-01", **given_values) == 800_000 * MONTHS[grade - 1]


def test_no_grade_no_lump_sum(value: Value) -> None:
    assert value("disability_lump_sum", "2025-03-01", disability_graded="no", disability_grade="0") == 0


@pytest.mark.parametrize(
    ("grade", "arranged", "rate"),
    [
        (1, "no", 90),
        (2, "no", 85),
        (3, "no", 80),
        (4, "no", 75),
        (5, "no", 0),
        (5, "yes", 70),
        (6, "yes", 60),
        (7, "yes", 0),
    ],
)
def test_allowance_of_each_grade(grade: int, arranged: str, rate: int) -> None:
    claim = injured(
        last="2026-03-31",
        disability_grade=str(grade),
        disability_graded_on="2025-09-15",
        suitable_work_not_arranged=arranged,
    )
    assert claim["disability_allowance_of_month"] == f"{100 * rate}.00"
    assert claim["disability_allowance"] == f"{600 * rate}.00"  # October to March
    lump_sum = 10000 * MONTHS[grade - 1]
    of_fund = rate if grade <= 4 else 0
    assert float(claim["work_injury_from_fund"]) == lump_sum + 600 * of_fund
    of_employer = float(claim["recovery_pay"]) + 600 * (rate - of_fund)
    assert float(claim["work_injury_from_employer"]) == pytest.approx(of_employer)


def test_allowance_does_not_fall_below_the_minimum_wage(value: Value) -> None:
    """Beijing 2540 from September 2025: 60 % of 4000 is 2400."""
    told = {"allowance_due": "yes", "disability_grade": "6", "injury_own_wage": "4000", "work_injury_place": "beijing"}
    assert value("disability_allowance_of_month", "2025-09-01", "beijing", **told) == 254_000
    assert (
        value("disability_allowance_of_month", "2025-09-01", "beijing", **told | {"injury_own_wage": "5000"}) == 300_000
    )


def test_allowance_stops_at_retirement_but_not_in_guangdong() -> None:
    """A man born in March 1966 retires at 60 and 4 months, in July 2026: ten months after a grading in September."""
    told = {"birth_date": "1966-03-15", "disability_grade": "4", "disability_graded_on": "2025-09-15"}
    assert injured(last="2027-12-31", **told)["allowance_months"] == "10"
    assert injured(last="2027-12-31", place="foshan", **told)["allowance_months"] == "27"


@pytest.mark.parametrize(
    ("place", "need", "month"),
    [
        ("beijing", "fully", "5880.50"),  # 50 % of 11761
        ("beijing", "mostly", "4704.40"),
        ("beijing", "partly", "3528.30"),
        ("foshan", "fully", "5500.20"),  # Guangdong: 60 % of 9167
        ("foshan", "slight", "2750.10"),
        ("beijing", "none", "0.00"),
    ],
)
def test_nursing(place: str, need: str, month: str) -> None:
    told = {"disability_grade": "1", "disability_graded_on": "2025-09-15", "nursing_need": need}
    claim = injured(place=place, last="2025-12-31", **told)
    assert claim["nursing_allowance_of_month"] == month
    assert claim["nursing_allowance"] == f"{3 * float(month):.2f}"


@pytest.mark.parametrize(("place", "grade", "due"), [("foshan", 4, "yes"), ("foshan", 5, "no"), ("beijing", 5, "yes")])
def test_guangdong_gives_nursing_to_grades_1_to_4_alone(place: str, grade: int, due: str) -> None:
    told = {"disability_grade": str(grade), "disability_graded_on": "2025-05-15", "nursing_need": "partly"}
    assert injured(place=place, **told)["nursing_due"] == due


def test_national_law_has_no_fourth_level_of_nursing() -> None:
    told = {"disability_grade": "1", "disability_graded_on": "2025-05-15", "nursing_need": "slight"}
    assert injured(**told)["nursing_allowance_of_month"] == "?"


# --- the end of employment (art. 37; Guangdong 31-33, Henan 27) ---------------------------------------------------


@pytest.mark.parametrize(
    ("grade", "medical", "employment"),
    [(5, 10, 50), (6, 8, 40), (7, 6, 25), (8, 4, 15), (9, 2, 8), (10, 1, 4)],
)
def test_grants_of_guangdong_on_the_own_wage(grade: int, medical: int, employment: int) -> None:
    told = {"disability_grade": str(grade), "disability_graded_on": "2025-05-15", "work_relation_ended": "yes"}
    claim = injured(place="foshan", **told)
    assert claim["medical_grant"] == f"{10000 * medical}.00"
    assert claim["employment_grant"] == f"{10000 * employment}.00"


def test_grants_of_sichuan_are_known_for_grades_7_to_10_on_the_local_average() -> None:
    """A notice of Dazhou (china.md 7.4): 4 and 6 months in grade 10, of the average of 7646 of the bases of 2025."""
    told = {"disability_graded_on": "2025-05-15", "work_relation_ended": "yes"}
    claim = injured(place="chengdu", disability_grade="10", **told)
    assert claim["medical_grant"] == "30584.00"
    assert claim["employment_grant"] == "45876.00"
    assert injured(place="chengdu", disability_grade="6", **told)["medical_grant"] == "?"


@pytest.mark.parametrize(("grade", "months"), [(5, 30), (6, 25), (7, 10), (8, 7), (9, 4), (10, 2)])
def test_both_grants_of_zhejiang_are_alike(value: Value, grade: int, months: int) -> None:
    """Zhejiang Regulations art. 27, on the average of the province, here taken as 8000."""
    told = {"end_grants_due": "yes", "disability_grade": str(grade), "end_grant_wage": "8000"}
    told |= {"work_injury_place": "zhejiang"}
    assert value("medical_grant", "2025-03-01", **told) == value("employment_grant", "2025-03-01", **told)
    assert value("medical_grant", "2025-03-01", **told) == 800_000 * months


def test_grants_of_beijing_are_not_held() -> None:
    told = {"disability_grade": "10", "disability_graded_on": "2025-05-15", "work_relation_ended": "yes"}
    assert injured(**told)["medical_grant"] == "?"


def test_no_grant_without_the_end_of_employment_nor_in_grades_1_to_4() -> None:
    told = {"disability_graded_on": "2025-05-15"}
    assert injured(disability_grade="10", **told)["medical_grant"] == "0.00"
    assert injured(disability_grade="4", work_relation_ended="yes", **told)["employment_grant"] == "0.00"


# --- death (art. 39) ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("year", "grant"),
    [(2021, 876680), (2022, 948240), (2023, 985660), (2024, 1036420), (2025, 1083760), (2026, 1130040)],
)
def test_published_death_grants(value: Value, year: int, grant: int) -> None:
    """The amounts of 2021 to 2025 as published (china.md 7.4, J1-J5; worked example WD-04 for 2024)."""
    for day in (f"{year}-01-01", f"{year}-12-31"):
        assert value("work_death_grant", day) == grant * 100


def test_death_of_a_worker_with_wife_two_children_and_a_lone_mother() -> None:
    """40 + 3 x 30 + 10 = 140 %, capped at the own wage; funeral 6 x 11761; from the month after the death."""
    claim = injured(
        last="2025-08-31", died_of_injury="yes", dependent_spouse="yes", other_dependants="3", lone_dependants="1"
    )
    assert claim["death_grant_paid"] == "1083760.00"
    assert claim["funeral_grant_paid"] == "70566.00"
    assert claim["dependants_allowance_of_month"] == "10000.00"
    assert claim["dependants_allowance"] == "50000.00"
    assert claim["recovery_pay"] == "0.00"
    assert claim["fund_pays_for_accident"] == "1204326.00"


@pytest.mark.parametrize(
    ("spouse", "others", "lone", "share"),
    [("yes", 0, 0, 40), ("no", 1, 0, 30), ("no", 1, 1, 40), ("yes", 1, 0, 70), ("yes", 0, 1, 50), ("no", 0, 0, 0)],
)
def test_shares_of_dependants(spouse: str, others: int, lone: int, share: int) -> None:
    claim = injured(
        last="2025-04-30",
        died_of_injury="yes",
        dependent_spouse=spouse,
        other_dependants=str(others),
        lone_dependants=str(lone),
    )
    assert claim["dependants_allowance_of_month"] == f"{100 * share}.00"


def test_a_gravely_disabled_worker_who_dies_later_leaves_no_death_grant() -> None:
    claim = injured(died_of_injury="yes", died_after_recovery="yes")
    assert (claim["death_grant_paid"], claim["funeral_grant_paid"]) == ("0.00", "70566.00")


# --- who pays, and who has no claim -------------------------------------------------------------------------------


def test_the_employer_that_had_not_insured_pays_everything() -> None:
    """Art. 62(2): the sum is the same, the payer another."""
    told = {"disability_grade": "10", "disability_graded_on": "2025-05-10"}
    insured, not_insured = injured(**told), injured(**told, employer_had_not_insured="yes")
    assert insured["work_injury_from_fund"] == "70000.00"
    assert not_insured["work_injury_from_fund"] == "0.00"
    assert (
        insured["work_injury_in_all"] == not_insured["work_injury_in_all"] == not_insured["work_injury_from_employer"]
    )


@settings(max_examples=25, deadline=None)
@given(grade=st.integers(0, 10), uninsured=st.sampled_from(["yes", "no"]), ended=st.sampled_from(["yes", "no"]))
def test_fund_and_employer_together_pay_all_items(grade: int, uninsured: str, ended: str) -> None:
    claim = injured(
        place="chengdu" if grade >= 7 else "beijing",
        disability_grade=str(grade),
        disability_graded_on="2025-05-10",
        employer_had_not_insured=uninsured,
        work_relation_ended=ended if grade >= 7 else "no",
        suitable_work_not_arranged="yes",
    )
    items = ("recovery_pay", "disability_lump_sum", "disability_allowance", "medical_grant", "employment_grant")
    assert float(claim["work_injury_in_all"]) == pytest.approx(sum(float(claim[item]) for item in items))


def test_recognition_decides_and_stays_unknown_where_not_told() -> None:
    assert injured(injury_recognised="no")["work_injury_in_all"] == "0.00"
    told = employed("beijing", "10000") | MAN | {"contingency": "employment_injury"}
    claim = claimed(("2024-01", "2025-03"), [("2025-03-10", "2025-03-31")], work={"e": ("2024-01", "2025-03")}, **told)
    assert claim["work_injury_recognised"] == claim["recovery_pay"] == "?"


@pytest.mark.parametrize("contingency", ["sickness", "birth", "unemployment", "old_age", "death"])
def test_other_contingencies_bring_nothing(contingency: str) -> None:
    claim = injured(contingency=contingency, disability_grade="1", disability_graded_on="2025-04-01")
    assert claim["work_injury_in_all"] == "0.00"


def test_an_occupational_disease_is_paid_under_its_own_branch() -> None:
    claim = injured(contingency="occupational_disease", disability_grade="10", disability_graded_on="2025-05-10")
    assert (claim["fund_pays_for_accident"], claim["fund_pays_for_disease"]) == ("0.00", "70000.00")


def test_a_rider_without_an_employer_has_no_work_injury_claim() -> None:
    claim = injured(
        form="services",
        payer_kind="platform",
        activity="food_delivery",
        worker_chooses_time_and_workload="yes",
        payer_controls_work_process="no",
        worker_bound_by_rules_and_algorithms="no",
        work_is_continuous="no",
        worker_sets_price="yes",
        work_is_part_of_business="no",
        worker_decides_tasks="yes",
        pay_is_main_income="no",
    )
    assert claim["work_injury_recognised"] == "no"


def test_a_part_of_the_history_not_told_leaves_the_wage_open() -> None:
    told = employed("beijing", "10000") | MAN | {"contingency": "employment_injury", "injury_recognised": "yes"}
    claim = claimed(
        ("2025-01", "2025-03"),
        [("2025-03-10", "2025-03-31")],
        work={"e": ("2025-01", "2025-03")},
        nothing_before=False,
        **told,
    )
    assert claim.at("average_contribution_wage", "2025-03") == "?"


def test_law_not_known_without_a_published_average(value: Value) -> None:
    found = value("own_wage_floor", "2025-03-01", "henan", work_injury_place="henan")
    assert isinstance(found, Unknown)
