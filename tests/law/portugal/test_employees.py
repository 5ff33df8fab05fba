"""Portugal: employees' bases, rates, due days, compensation funds and cover."""

from __future__ import annotations

from typing import Any

import pytest

from amparo.engine import Dossier, evaluate_rule, run_dossier
from amparo.law import book
from amparo.rules import Amendment, Coverage, set_value
from amparo.rules.kinds import date_of, read_value

# employer, worker and global rate in tenths of a percent, and the contingencies left out (CRC, read in the code)
RATES = {
    "general": (237.5, 110, 347.5, ""),
    "board_member": (203, 93, 296, "unemployment"),
    "managing_board_member": (237.5, 110, 347.5, ""),
    "home_worker": (203, 93, 296, "unemployment"),
    "very_short_contract": (261, 0, 261, "sickness parenthood unemployment occupational_disease"),
    "student_in_holidays": (261, 0, 261, "sickness parenthood unemployment occupational_disease"),
    "agriculture": (223, 110, 333, ""),
    "professional_sport": (223, 110, 333, "sickness"),
    "fishing": (210, 80, 290, ""),
    "disabled": (119, 110, 229, ""),
    "non_profit_employer": (223, 110, 333, ""),
    "old_age_pensioner": (164, 75, 239, "sickness unemployment invalidity"),
    "invalidity_pensioner": (193, 89, 282, "sickness unemployment"),
    "pre_retirement_without_work": (183, 86, 269, "sickness parenthood unemployment occupational_disease"),
    "long_career_staying_on": (173, 80, 253, "unemployment invalidity"),
    "public_old_age_pensioner": (175, 78, 253, "unemployment invalidity"),
    "public_invalidity_pensioner": (204, 92, 296, "unemployment"),
}
CONTINGENCIES = ("sickness", "parenthood", "unemployment", "occupational_disease", "invalidity", "old_age", "death")
JOB = {"form": "employment", "payer_kind": "employer"}


def value(rule: str, on: str = "2024-06-15", **given: str) -> Any:
    return evaluate_rule(book("PT"), rule, given, on=on).value


def run(contracts: tuple[tuple[str, int], ...], first: int, last: int, **told: Any) -> Any:
    law = book("PT")
    found: dict[str, Any] = {}
    for name, text in told.items():
        key = law.find(name)
        kind = law.nodes[key].kind
        found[key] = (
            {row: read_value(kind, one) for row, one in text.items()}
            if isinstance(text, dict)
            else read_value(kind, text)
        )
    return run_dossier(law, Dossier("w", first, last, contracts, facts=found, nothing_before=True, nothing_after=True))


# --- Rates ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("category", RATES)
def test_rates_of_every_category(category: str) -> None:
    employer, worker, together, _ = RATES[category]
    told = {"employee_category": category, "employee_contribution_base": "1000.00"}
    assert value("employer_contribution", **told) == employer * 100
    assert value("employee_contribution", **told) == worker * 100
    assert value("employment_contribution", **told) == together * 100


def test_published_example_gross_1000() -> None:
    """bbs.pt: employer 237.50, cost 1,237.50; the worker keeps 890 before tax."""
    for on in ("2018-01-15", "2026-12-15"):
        assert value("employer_contribution", on, **JOB, gross_pay="1000") == 23750
        assert value("employee_contribution", on, **JOB, gross_pay="1000") == 11000


@pytest.mark.parametrize(
    ("pay", "employer", "worker", "together", "residual"),
    [
        ("0.02", 0, 0, 1, 1),
        ("1000.02", 23750, 11000, 34751, 1),
        ("1234.56", 29321, 13580, 42901, 0),
        ("1000.05", 23751, 11001, 34752, 0),
    ],
)
def test_each_figure_is_rounded_on_its_own(pay: str, employer: int, worker: int, together: int, residual: int) -> None:
    told = JOB | {"gross_pay": pay}
    assert value("employer_contribution", **told) == employer
    assert value("employee_contribution", **told) == worker
    assert value("employment_contribution", **told) == together
    assert value("employment_rounding_residual", **told) == residual


def test_there_is_no_ceiling() -> None:
    assert value("employee_contribution", **JOB, gross_pay="100000") == 1_100_000


def test_self_employed_work_is_not_charged_here() -> None:
    assert value("employment_contribution", form="services", gross_pay="1000") == 0


# --- Bases ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("pay", "base"), [("0", 52250), ("522.49", 52250), ("522.50", 52250), ("522.51", 52251)])
def test_board_members_have_a_minimum_base_of_one_ias(pay: str, base: int) -> None:
    told = JOB | {"employee_category": "board_member", "gross_pay": pay}
    assert value("employee_contribution_base", "2025-06-15", **told) == base


def test_minimum_base_is_lifted_by_other_insurance() -> None:
    told = JOB | {"employee_category": "managing_board_member", "gross_pay": "100"}
    told |= {"other_insurance_or_pension_of_one_ias": "yes"}
    assert value("employee_contribution_base", "2025-06-15", **told) == 10000


@pytest.mark.parametrize(("other_pay", "base"), [("522.49", 52250), ("522.50", 10000)])
def test_minimum_base_is_lifted_by_another_employment(other_pay: str, base: int) -> None:
    month = 2025 * 12 + 5
    result = run(
        (("board", month), ("job", month)),
        month,
        month,
        form="employment",
        gross_pay={0: "100.00", 1: other_pay},
        employee_category={("board", month): "board_member", ("job", month): "general"},
    )
    assert result.column("employee_contribution_base")[0] == base


@pytest.mark.parametrize(
    ("pay", "agreed", "base"),
    [
        ("5000", "no", 100000),
        ("2000", "no", 52250),
        ("5000", "yes", 500000),
        ("522.50", "yes", 52250),
        ("522.51", "yes", 52251),
    ],
)
def test_professional_sport(pay: str, agreed: str, base: int) -> None:
    told = JOB | {"employee_category": "professional_sport", "gross_pay": pay, "sport_full_pay_agreed": agreed}
    assert value("employee_contribution_base", "2025-06-15", **told) == base


@pytest.mark.parametrize("category", ["very_short_contract", "student_in_holidays"])
def test_conventional_pay_by_the_hour(category: str) -> None:
    told = JOB | {"employee_category": category, "gross_pay": "900", "hours_worked": "40"}
    assert value("employee_contribution_base", "2023-06-15", **told) == 40 * 277
    assert value("employer_contribution", "2023-06-15", **told) == 2892  # 110.80 x 26.1 % = 28.9188
    assert value("employee_contribution", "2023-06-15", **told) == 0


@pytest.mark.parametrize(
    ("on", "hour"),
    [
        ("2018-01-31", 243),
        ("2018-02-01", 247),
        ("2019-02-01", 251),
        ("2020-01-31", 251),
        ("2020-02-01", 253),
        ("2021-01-01", 253),
        ("2022-01-01", 256),
        ("2023-01-01", 277),
        ("2024-01-01", 294),
        ("2025-01-31", 294),
        ("2025-02-01", 301),
        ("2026-01-01", 310),
    ],
)
def test_conventional_hour_follows_the_publication_of_the_index(on: str, hour: int) -> None:
    assert value("conventional_hourly_pay", on) == hour


# --- Several employments, split engagements ---------------------------------------------------------------------------


def test_several_employers_are_charged_apart_and_a_split_engagement_as_one() -> None:
    month = 2024 * 12
    contracts = (("a", month), ("a", month), ("b", month))
    result = run(contracts, month, month, form="employment", gross_pay={0: "500.02", 1: "500.00", 2: "1000.02"})
    assert result.column("employment_contribution") == [34751, 34751]
    assert result.column("employer_contribution") == [23750, 23750]


def test_fees_from_the_employer_are_charged_at_the_rate_of_the_employment() -> None:
    month = 2024 * 12
    told: dict[str, Any] = {"form": {0: "employment", 1: "services"}, "gross_pay": {0: "1000", 1: "500"}}
    result = run((("a", month), ("a", month)), month, month, employee_category="non_profit_employer", **told)
    assert result.column("employment_contribution") == [49950]  # 1,500 x 33.3 %


# --- Due days ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("on", "due"),
    [
        ("2018-12-01", "2019-01-20"),
        ("2025-12-31", "2026-01-20"),
        ("2026-01-01", "2026-02-25"),
    ],
)
def test_due_day(on: str, due: str) -> None:
    assert date_of(value("employer_payment_day", on)).isoformat() == due


# --- Compensation funds -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("month", "start", "fund", "guarantee"),
    [
        ((2023, 3), "2013-10-01", 925, 75),
        ((2023, 3), "2013-09-30", 0, 0),
        ((2023, 4), "2013-10-01", 0, 0),  # due in May 2023, after the suspension
        ((2024, 1), "2013-10-01", 0, 0),
    ],
)
def test_compensation_funds(month: tuple[int, int], start: str, fund: int, guarantee: int) -> None:
    at = month[0] * 12 + month[1] - 1
    result = run((("a", at),), at, at, form="employment", gross_pay="1200", base_pay="1000", relation_start_date=start)
    assert result.column("compensation_fund_payment") == [fund]
    assert result.column("compensation_guarantee_payment") == [guarantee]


@pytest.mark.parametrize(("notified", "owed"), [("0%", 0), ("1.5%", 15000), ("2%", 20000), ("3%", 20000)])
def test_excessive_turnover_is_charged_when_notified(notified: str, owed: int) -> None:
    told = {"fixed_term_base_pay": "10000", "turnover_rate_notified": notified}
    assert value("excessive_turnover_contribution", "2024-12-31", **told) == owed
    assert value("excessive_turnover_contribution", "2019-12-31", **told) == 0


def test_no_notice_no_extra_charge() -> None:
    assert value("excessive_turnover_contribution", "2024-12-31") == 0


# --- Split by contingency ---------------------------------------------------------------------------------------------


def test_split_of_the_general_rate() -> None:
    parts = [value(f"{name}_part", **JOB, gross_pay="1000") for name in CONTINGENCIES]
    assert parts == [1410, 760, 5140, 500, 4290, 20210, 2440]
    assert sum(parts) == value("contribution_at_general_rate", **JOB, gross_pay="1000") == 34750
    odd = [value(f"{name}_part", **JOB, gross_pay="1234.56") for name in CONTINGENCIES]
    residual = value("contingency_rounding_residual", **JOB, gross_pay="1234.56")
    assert sum(odd) + residual == 42901


def test_split_is_only_of_the_full_rate_and_stays_doubtful() -> None:
    assert value("old_age_part", **JOB, gross_pay="1000", employee_category="agriculture") == 0
    assert book("PT").rule("old_age_part").versions[0].evidence.doubtful


# --- Cover ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("category", RATES)
def test_cover_of_every_category(category: str) -> None:
    left_out = RATES[category][3].split()
    for name in CONTINGENCIES:
        expected = Coverage.NONE if name in left_out else Coverage.MANDATORY
        assert value(f"employee_{name}_coverage", **JOB, employee_category=category) == expected, name
    assert value("employee_injury_coverage", **JOB, employee_category=category) == Coverage.MANDATORY


def test_one_full_employment_is_enough_for_cover() -> None:
    month = 2024 * 12
    categories = {("a", month): "very_short_contract", ("b", month): "general"}
    result = run(
        (("a", month), ("b", month)), month, month, form="employment", gross_pay="500", employee_category=categories
    )
    assert result.column("employee_sickness_coverage") == [Coverage.MANDATORY]


def test_no_cover_without_employment() -> None:
    assert value("employee_old_age_coverage", form="services") == Coverage.NONE
    no_employment = {"form": "services", "employee_or_presumed_employee": "no"}
    assert value("employee_injury_coverage", **no_employment) == Coverage.NONE


def test_no_contingency_is_covered_without_employment() -> None:
    for name in CONTINGENCIES:
        assert value(f"employee_{name}_coverage", form="services") == Coverage.NONE, name


def test_excessive_turnover_since_2020() -> None:
    told = {"fixed_term_base_pay": "10000", "turnover_rate_notified": "2%"}
    assert value("excessive_turnover_contribution", "2020-12-31", **told) == 20000


def test_a_late_update_leaves_last_years_index_until_the_month_after_publication() -> None:
    late = book("PT").amend(Amendment("late", (set_value("conventional_base_month", "4", since="2023-01-01"),)))
    found = [evaluate_rule(late, "conventional_hourly_pay", {}, on=on).value for on in ("2023-03-31", "2023-04-01")]
    assert found == [256, 277]


def test_cost_of_the_employer_and_pay_left() -> None:
    """bbs.pt: gross 1,000 costs 1,237.50 and leaves 890 before tax."""
    assert value("pay_and_employer_contribution", **JOB, gross_pay="1000") == 123750
    assert value("pay_after_contribution", **JOB, gross_pay="1000") == 89000
