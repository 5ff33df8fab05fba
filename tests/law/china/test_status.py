"""Labour status in China: the test of 2005, the categories of 2021, over-age and part-time work, minimum pay."""

from typing import Any

import pytest

from amparo.engine import evaluate_rule
from amparo.law import book
from amparo.law.china.status import (
    ContestReason,
    EmployerAmongLinked,
    LabourStatus,
    RequiredDocument,
    Responsibility,
    SocialSecurityStatus,
)
from amparo.rules.bounds import Unknown
from amparo.rules.kinds import month_text

CROWD_RIDER = {
    "form": "services",
    "payer_kind": "platform",
    "worker_chooses_time_and_workload": "yes",
    "payer_controls_work_process": "no",
    "worker_bound_by_rules_and_algorithms": "yes",
    "work_is_continuous": "no",
    "worker_sets_price": "no",
    "worker_decides_tasks": "yes",
    "pay_is_main_income": "no",
    "work_is_part_of_business": "yes",
}
DEDICATED_RIDER = CROWD_RIDER | {
    "worker_chooses_time_and_workload": "no",
    "payer_controls_work_process": "yes",
    "work_is_continuous": "yes",
    "worker_decides_tasks": "no",
    "pay_is_main_income": "yes",
}
OWN_BUSINESS = CROWD_RIDER | {"worker_bound_by_rules_and_algorithms": "no", "worker_sets_price": "yes"}


def value(rule: str, on: str, given: dict[str, str], **more: str) -> Any:
    return evaluate_rule(book("CN"), rule, {**given, **more}, on=on).value


def status_of(on: str, given: dict[str, str], **more: str) -> LabourStatus:
    return LabourStatus(value("labour_status", on, {"birth_date": "1990-01-01", "sex": "male", **given}, **more))


# the crowd-sourced rider of the typical cases of 2023 and the chauffeur of guiding case 240: no labour relationship
@pytest.mark.parametrize(
    ("on", "expected"),
    [
        ("2018-01-01", LabourStatus.CIVIL),
        ("2021-07-31", LabourStatus.CIVIL),
        ("2021-08-01", LabourStatus.NOT_FULLY_MEETING),
        ("2024-12-20", LabourStatus.NOT_FULLY_MEETING),
        ("2025-05-01", LabourStatus.NOT_FULLY_MEETING),
        ("2026-11-01", LabourStatus.NOT_FULLY_MEETING),
    ],
)
def test_crowd_rider_is_managed_but_not_dominated(on: str, expected: LabourStatus) -> None:
    assert status_of(on, CROWD_RIDER) == expected


# guiding case 237: dominant labour management makes a labour relationship
@pytest.mark.parametrize("on", ["2018-01-01", "2021-08-01", "2025-01-01", "2025-05-01", "2026-11-01"])
@pytest.mark.parametrize("form", ["services", "sole_trader"])
def test_dedicated_rider_is_an_employee_whatever_the_name(on: str, form: str) -> None:
    """Guiding case 238: registration as a sole trader decides nothing."""
    assert status_of(on, DEDICATED_RIDER, form=form) == LabourStatus.LABOUR_RELATIONSHIP


def test_own_business_is_civil() -> None:
    assert status_of("2025-01-01", OWN_BUSINESS) == LabourStatus.CIVIL


def test_household_is_no_employing_unit() -> None:
    assert status_of("2025-01-01", DEDICATED_RIDER, payer_kind="household") == LabourStatus.CIVIL
    assert status_of("2025-01-01", {"form": "employment", "payer_kind": "household"}) == LabourStatus.CIVIL


@pytest.mark.parametrize(
    ("on", "more", "expected"),
    [
        ("2024-11-01", {"payer_controls_work_process": "yes"}, LabourStatus.CONTESTED),  # 3 of 5
        (
            "2024-11-01",
            {"payer_controls_work_process": "yes", "work_is_continuous": "yes"},
            LabourStatus.LABOUR_RELATIONSHIP,
        ),
        ("2025-01-01", {"payer_controls_work_process": "yes"}, LabourStatus.CONTESTED),  # 3 of 5
        ("2025-04-30", {"payer_controls_work_process": "yes"}, LabourStatus.CONTESTED),  # the law of 1 April
        (
            "2025-01-01",
            {"payer_controls_work_process": "yes", "work_is_continuous": "yes"},
            LabourStatus.LABOUR_RELATIONSHIP,
        ),
        ("2025-05-01", {"payer_controls_work_process": "yes"}, LabourStatus.NOT_FULLY_MEETING),  # 3 of 7
        (
            "2025-05-01",
            {"payer_controls_work_process": "yes", "pay_is_main_income": "yes"},
            LabourStatus.CONTESTED,
        ),  # 4 of 7
        (
            "2025-05-01",
            {"payer_controls_work_process": "yes", "pay_is_main_income": "yes", "worker_decides_tasks": "no"},
            LabourStatus.LABOUR_RELATIONSHIP,
        ),  # 5 of 7
        (
            "2025-05-01",
            {"payer_controls_work_process": "yes", "work_is_continuous": "yes"},
            LabourStatus.LABOUR_RELATIONSHIP,
        ),  # 4 of 5 is clear
        (
            "2025-05-01",
            {"pay_is_main_income": "yes", "worker_decides_tasks": "no"},
            LabourStatus.NOT_FULLY_MEETING,
        ),  # 2 of 5 is clear
    ],
)
def test_thresholds_of_dominance(on: str, more: dict[str, str], expected: LabourStatus) -> None:
    assert status_of(on, CROWD_RIDER, **more) == expected


def test_balanced_factors_are_contested_and_say_so() -> None:
    given = CROWD_RIDER | {"payer_controls_work_process": "yes"}
    assert value("contest_reason", "2025-01-01", given) == ContestReason.FACTORS_BALANCED
    assert isinstance(value("social_security_status", "2025-01-01", given), Unknown)
    found = {"court_found_labour_relationship": "yes"}
    assert value("social_security_status", "2025-01-01", given, **found) == SocialSecurityStatus.EMPLOYEE
    found = {"court_found_labour_relationship": "no"}
    assert value("social_security_status", "2025-01-01", given, **found) == SocialSecurityStatus.FLEXIBLE_WORKER


def test_work_outside_the_business() -> None:
    """The third limb of 2005 excludes a labour relationship; since guiding case 237 the result is contested."""
    given = DEDICATED_RIDER | {"work_is_part_of_business": "no"}
    assert status_of("2024-12-01", given) == LabourStatus.NOT_FULLY_MEETING
    assert status_of("2025-01-01", given) == LabourStatus.CONTESTED
    assert value("contest_reason", "2025-01-01", given) == ContestReason.WORK_OUTSIDE_BUSINESS
    four_of_five = given | {"work_is_continuous": "no"}
    assert value("contest_reason", "2025-01-01", four_of_five) == ContestReason.WORK_OUTSIDE_BUSINESS


def test_an_open_status_has_no_pensioners_reason_without_a_pension() -> None:
    given = DEDICATED_RIDER | {"work_is_continuous": "unknown", "worker_sets_price": "unknown"}
    found = value("contest_reason", "2025-01-01", given)
    assert (found.low, found.high) == (ContestReason.NOT_CONTESTED, ContestReason.FACTORS_BALANCED)


def test_factors_not_told_leave_a_clear_case_clear() -> None:
    """Four of five factors are enough before and after the typical cases of 2025, whatever else is not told."""
    given = DEDICATED_RIDER | dict.fromkeys(
        ("work_is_continuous", "worker_decides_tasks", "pay_is_main_income"), "unknown"
    )
    for on in ("2025-01-01", "2025-05-01"):
        assert status_of(on, given) == LabourStatus.LABOUR_RELATIONSHIP


def test_unknown_facts_leave_open_only_what_they_decide() -> None:
    four_of_five = DEDICATED_RIDER | {"work_is_continuous": "unknown"}
    assert status_of("2025-01-01", four_of_five) == LabourStatus.LABOUR_RELATIONSHIP
    three_of_five = four_of_five | {"worker_sets_price": "unknown"}
    assert isinstance(value("labour_status", "2025-01-01", three_of_five), Unknown)


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        ("2018-01-01", LabourStatus.CIVIL),  # Interpretation III art. 7
        ("2020-12-31", LabourStatus.CIVIL),
        ("2021-01-01", LabourStatus.CIVIL),  # Interpretation I art. 32(1)
        ("2025-08-31", LabourStatus.CIVIL),
        ("2025-09-01", LabourStatus.CONTESTED),  # repealed by Interpretation II art. 21
        ("2026-06-30", LabourStatus.CONTESTED),
        ("2026-07-01", LabourStatus.OVER_AGE),  # Order 56
    ],
)
def test_pensioner_at_work(on: str, expected: LabourStatus) -> None:
    pensioner = {"form": "employment", "payer_kind": "employer", "draws_old_age_pension": "yes"}
    assert status_of(on, pensioner) == expected
    reason = value("contest_reason", on, pensioner | {"birth_date": "1960-01-01", "sex": "male"})
    contested = expected == LabourStatus.CONTESTED
    assert reason == (ContestReason.PENSION_RECIPIENT if contested else ContestReason.NOT_CONTESTED)


@pytest.mark.parametrize(
    ("birth", "on", "more", "expected"),
    [
        ("1966-02-10", "2026-07-01", {}, LabourStatus.OVER_AGE),  # statutory age reached in 2026-06
        ("1966-03-10", "2026-07-01", {}, LabourStatus.LABOUR_RELATIONSHIP),  # reached in 2026-07
        ("1966-03-10", "2026-08-01", {}, LabourStatus.OVER_AGE),
        ("1960-01-01", "2026-06-01", {}, LabourStatus.LABOUR_RELATIONSHIP),
        ("1960-01-01", "2026-07-01", {"defers_retirement_flexibly": "yes"}, LabourStatus.LABOUR_RELATIONSHIP),
        ("1960-01-01", "2026-07-01", {"payer_kind": "household"}, LabourStatus.CIVIL),
    ],
)
def test_over_age_worker(birth: str, on: str, more: dict[str, str], expected: LabourStatus) -> None:
    given = {"form": "employment", "payer_kind": "employer", "birth_date": birth, "sex": "male"}
    assert status_of(on, given, **more) == expected


# State Council Measures art. 1: published retirement tables (worked examples RA-03 to RA-11)
@pytest.mark.parametrize(
    ("birth", "sex", "track", "month", "age", "delay"),
    [
        ("1995-12-15", "male", "no", "2058-12", 63 * 12, 36),
        ("2000-12-15", "male", "no", "2063-12", 63 * 12, 36),
        ("1965-12-31", "male", "no", "2026-03", 60 * 12 + 3, 3),
        ("1963-04-01", "female", "yes", "2018-04", 55 * 12, 0),
        ("1964-02-29", "male", "no", "2024-02", 60 * 12, 0),
        ("1964-12-31", "male", "no", "2024-12", 60 * 12, 0),
        ("1965-01-01", "male", "no", "2025-02", 60 * 12 + 1, 1),
        ("1976-08-31", "male", "no", "2039-07", 62 * 12 + 11, 35),
        ("1976-09-01", "male", "no", "2039-09", 63 * 12, 36),
        ("1981-08-31", "female", "yes", "2039-07", 57 * 12 + 11, 35),
        ("1981-09-01", "female", "yes", "2039-09", 58 * 12, 36),
        ("1984-10-31", "female", "no", "2039-09", 54 * 12 + 11, 59),
        ("1984-11-01", "female", "no", "2039-11", 55 * 12, 60),
        ("1974-12-31", "female", "no", "2024-12", 50 * 12, 0),
    ],
)
def test_statutory_retirement(birth: str, sex: str, track: str, month: str, age: int, delay: int) -> None:
    given = {"birth_date": birth, "sex": sex, "woman_on_55_track": track}
    assert month_text(value("statutory_retirement_month", "2025-01-01", given)) == month
    assert value("statutory_retirement_age", "2025-01-01", given) == age
    assert value("retirement_delay", "2025-01-01", given) == delay


@pytest.mark.parametrize(
    ("days", "minutes", "expected"),
    [
        ("20", "4800", True),  # four hours a day exactly
        ("20", "4801", False),
        ("30", "6171", True),  # twenty-four hours a week in a month of thirty days
        ("30", "6172", False),
    ],
)
def test_part_time_ceiling(days: str, minutes: str, expected: bool) -> None:
    given = {"days_worked": days, "minutes_engaged": minutes}
    assert value("within_part_time_ceiling", "2025-06-01", given) == expected
    agreed = given | {"agreed_part_time": "yes", "form": "employment", "payer_kind": "employer"}
    wanted = SocialSecurityStatus.PART_TIME_EMPLOYEE if expected else SocialSecurityStatus.EMPLOYEE
    assert value("social_security_status", "2025-06-01", agreed) == wanted


def test_weekly_ceiling_is_reached_and_not_passed() -> None:
    """Twenty-four hours a week in the four weeks of February 2025 are 5760 minutes."""
    assert value("within_part_time_ceiling", "2025-02-01", {"days_worked": "28", "minutes_engaged": "5760"}) == 1
    assert value("within_part_time_ceiling", "2025-02-01", {"days_worked": "28", "minutes_engaged": "5761"}) == 0


def test_full_time_needs_no_hours() -> None:
    given = {"form": "employment", "payer_kind": "employer"}
    assert value("social_security_status", "2025-06-01", given) == SocialSecurityStatus.EMPLOYEE


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (DEDICATED_RIDER, RequiredDocument.LABOUR_CONTRACT),
        (CROWD_RIDER, RequiredDocument.WRITTEN_AGREEMENT),
        (OWN_BUSINESS, RequiredDocument.NONE_REQUIRED),
    ],
)
def test_document_to_be_concluded(given: dict[str, str], expected: RequiredDocument) -> None:
    assert value("document_to_be_concluded", "2025-06-01", given) == expected


def test_who_answers() -> None:
    plain = {"payer_lacks_business_licence": "no", "platform_outsources_work": "no"}
    assert value("responsible_enterprise", "2025-10-01", DEDICATED_RIDER | plain) == Responsibility.EMPLOYER
    assert value("responsible_enterprise", "2025-10-01", CROWD_RIDER | plain) == Responsibility.CORRESPONDING
    assert (
        value("responsible_enterprise", "2025-10-01", OWN_BUSINESS | plain) == Responsibility.NO_LABOUR_RESPONSIBILITY
    )
    unharmed = plain | {"platform_outsources_work": "yes"}
    assert value("responsible_enterprise", "2025-10-01", CROWD_RIDER | unharmed) == Responsibility.CORRESPONDING
    outsourced = unharmed | {"worker_rights_harmed": "yes"}
    assert value("responsible_enterprise", "2025-10-01", CROWD_RIDER | outsourced) == Responsibility.PLATFORM_BY_LAW
    unlicensed = {"payer_lacks_business_licence": "yes", "payer_works_under_licensed_enterprise": "yes"}
    assert value("responsible_enterprise", "2025-09-01", DEDICATED_RIDER | unlicensed) == Responsibility.HOST_ENTERPRISE
    assert value("responsible_enterprise", "2025-08-01", DEDICATED_RIDER | unlicensed) == Responsibility.EMPLOYER


def test_employer_among_linked_enterprises() -> None:
    """Interpretation II art. 3."""
    contract = {"written_labour_contract": "yes"}
    party, manager = EmployerAmongLinked.PARTY_TO_THE_CONTRACT, EmployerAmongLinked.THE_ONE_THAT_MANAGES
    assert value("employer_among_linked_enterprises", "2025-09-01", contract) == party
    assert value("employer_among_linked_enterprises", "2025-08-01", contract) == manager
    assert value("employer_among_linked_enterprises", "2025-09-01", {"written_labour_contract": "no"}) == manager


def test_waiver_of_insurance() -> None:
    """Interpretation II art. 19, from 2025-09-01, in labour relationships only."""
    waiver = DEDICATED_RIDER | {"agreed_not_to_insure": "yes", "employer_failed_to_insure": "yes"}
    assert value("waiver_of_insurance_is_void", "2025-09-01", waiver) == 1
    assert value("waiver_of_insurance_is_void", "2025-08-31", waiver) == 0
    assert value("waiver_of_insurance_is_void", "2025-09-01", CROWD_RIDER | {"agreed_not_to_insure": "yes"}) == 0
    assert value("may_resign_with_compensation", "2025-09-01", waiver) == 1
    assert value("may_resign_with_compensation", "2025-09-01", waiver | {"employer_failed_to_insure": "no"}) == 0
    uninsured = {"employer_failed_to_insure": "yes"}
    assert value("may_resign_with_compensation", "2025-09-01", CROWD_RIDER | uninsured) == 0
    paid = waiver | {"employer_paid_arrears": "yes", "insurance_compensation_paid": "1234.56"}
    assert value("insurance_compensation_to_return", "2025-09-01", paid) == 1_234_56
    assert value("insurance_compensation_to_return", "2025-09-01", paid, employer_paid_arrears="no") == 0


# hourly minimum of the place of work: Beijing 26.40 until August 2025, 27.70 from September
@pytest.mark.parametrize(
    ("on", "minutes", "pay", "expected"),
    [
        ("2025-08-01", "600", "263.99", 1),
        ("2025-08-01", "600", "264.00", 0),
        ("2025-09-01", "600", "264.00", 13_00),
        ("2025-09-01", "601", "264.00", 13_46),  # 27.70 x 601 / 60 = 277.4617
    ],
)
def test_shortfall_to_hourly_minimum(on: str, minutes: str, pay: str, expected: int) -> None:
    given = CROWD_RIDER | {
        "work_place": "beijing",
        "minutes_engaged": minutes,
        "gross_pay": pay,
        "birth_date": "1990-01-01",
    }
    assert value("shortfall_to_minimum_pay", on, given) == expected


def test_working_time_counts_the_allowance_from_the_guide_of_2023() -> None:
    given = {"minutes_engaged": "600", "agreed_allowance_minutes": "60", "required_presence_minutes": "30"}
    assert value("working_minutes", "2023-11-01", given) == 600
    assert value("working_minutes", "2023-12-01", given) == 690


def test_monthly_minimum_of_employees() -> None:
    given = {"form": "employment", "payer_kind": "employer", "work_place": "shanghai", "gross_pay": "2700.00"}
    assert value("shortfall_to_minimum_pay", "2025-06-01", given) == 0
    assert value("shortfall_to_minimum_pay", "2025-07-01", given) == 40_00
    assert isinstance(value("shortfall_to_minimum_pay", "2020-01-01", given), Unknown)


@pytest.mark.parametrize(
    ("on", "given", "expected"),
    [
        ("2020-01-01", {"social_security_status": "part_time_employee"}, 1),
        ("2020-01-01", {"social_security_status": "employee"}, 0),
        ("2021-07-31", CROWD_RIDER, 0),
        ("2021-08-01", CROWD_RIDER, 1),
        ("2025-06-01", {"social_security_status": "part_time_employee"}, 1),
        ("2025-06-01", DEDICATED_RIDER, 0),
        ("2025-06-01", OWN_BUSINESS, 0),
    ],
)
def test_who_has_the_hourly_minimum(on: str, given: dict[str, str], expected: int) -> None:
    assert value("hourly_minimum_applies", on, given | {"agreed_part_time": "no"}) == expected


@pytest.mark.parametrize(
    ("birth", "sex", "track_55", "earliest", "statutory", "latest"),
    [
        ("1965-01-15", "male", "no", "2025-01", "2025-02", "2028-02"),  # not before the old age of 60
        ("1980-01-15", "male", "no", "2040-01", "2043-01", "2046-01"),
        ("1975-01-15", "female", "no", "2025-01", "2025-02", "2028-02"),
        ("1990-06-15", "female", "no", "2042-06", "2045-06", "2048-06"),
    ],
)
def test_flexible_retirement_three_years_either_way(
    birth: str, sex: str, track_55: str, earliest: str, statutory: str, latest: str
) -> None:
    given = {"birth_date": birth, "sex": sex, "woman_on_55_track": track_55}
    rules = ("earliest_retirement_month", "statutory_retirement_month", "latest_retirement_month")
    assert [month_text(value(rule, "2025-01-01", given)) for rule in rules] == [earliest, statutory, latest]


@pytest.mark.parametrize(
    ("statutory", "early", "months"),
    [
        ("2029-12", None, 180),
        ("2030-01", None, 186),
        ("2031-06", None, 192),  # Chengdu human-resources bureau: 16 years, whenever the deferral ends
        ("2034-06", None, 210),
        ("2038-12", None, 234),
        ("2039-01", None, 240),
        ("2060-01", None, 240),
        ("2018-01", None, 180),
        ("2032-03", "2029-12", 180),  # early retirement: its own year
    ],
)
def test_minimum_contribution_months(statutory: str, early: str | None, months: int) -> None:
    given = {"statutory_retirement_month": statutory} | ({"early_retirement_month": early} if early else {})
    assert value("minimum_contribution_months", "2025-01-01", given) == months
