"""The self-employed in Portugal: published examples, thresholds one cent beside, and dossiers of several months."""

from collections.abc import Callable
from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from amparo.engine import evaluate_rule
from amparo.law import book
from amparo.rules import Amendment, set_value

from .conftest import Told, every_month

Value = Callable[..., str]
Worker = Callable[..., Told]


def quarter(services: str, goods: str = "0", hospitality: str = "0") -> dict[str, str]:
    return {
        "services_last_quarter": services,
        "goods_last_quarter": goods,
        "hospitality_last_quarter": hospitality,
        "other_income_last_quarter": "0",
    }


def contributing(rate_class: str = "general") -> dict[str, str]:
    return {
        "subject_to_contribute": "yes",
        "base_kind": "declared",
        "self_employed_class": rate_class,
    }


# --- income and base --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("on", "services", "goods", "relevant", "base", "contribution"),
    [
        ("2023-04-01", "6000", "0", "4200.00", "1400.00", "299.60"),  # generalitranquilidade.pt (A1)
        ("2023-01-01", "3000", "0", "2100.00", "700.00", "149.80"),  # economias.pt (A2)
        ("2025-01-01", "30000", "0", "21000.00", "6270.00", "1341.78"),  # OpenAccountants (A11)
        ("2025-01-01", "6000", "15000", "7200.00", "2400.00", "513.60"),  # OpenAccountants (A15)
    ],
)
def test_published_quarters(
    value: Value, on: str, services: str, goods: str, relevant: str, base: str, contribution: str
) -> None:
    told = quarter(services, goods)
    assert value("relevant_income", on, **told) == relevant
    assert value("contribution_base", on, **told, **contributing()) == base
    assert value("self_employed_contribution", on, **told, **contributing()) == contribution


def test_hospitality_counts_as_goods_only_where_declared(value: Value) -> None:
    assert value("relevant_income", "2025-01-01", **quarter("0", "0", "1000")) == "200.00"
    assert value("relevant_income", "2025-01-01", **quarter("1000")) == "700.00"


def test_relevant_income_is_rounded_once(value: Value) -> None:
    # 0.7 x 0.01 + 0.2 x 0.04 = 0.015: parts rounded one by one would give 0.02 only by luck, here 0.01 + 0.01
    assert value("relevant_income", "2025-01-01", **quarter("0.01", "0.04")) == "0.02"
    assert value("relevant_income", "2025-01-01", **quarter("0.01", "0.02")) == "0.01"  # 0.011, not 0.01 + 0.00


def test_other_income_has_no_known_share(value: Value) -> None:
    told = {**quarter("1000"), "other_income_last_quarter": "500"}
    assert value("relevant_income", "2025-01-01", **told) == "700.00"
    assert value("relevant_income", "2025-01-01", **told, other_income_included="yes") == "?"


@pytest.mark.parametrize(
    ("raised", "lowered", "base"),
    [
        ("0%", "0%", "1400.00"),
        ("25%", "0%", "1750.00"),
        ("0%", "25%", "1050.00"),
        ("5%", "0%", "1470.00"),
        ("0%", "15%", "1190.00"),
        ("7%", "0%", "1470.00"),  # between two steps the step below
    ],
)
def test_option_by_steps(value: Value, raised: str, lowered: str, base: str) -> None:
    told = {**quarter("6000"), "income_raised_by": raised, "income_lowered_by": lowered}
    assert value("declared_base", "2025-04-01", **told) == base


def test_option_is_rounded_once(value: Value) -> None:
    # 0.7 x 1000.03 x 1.05 / 3 = 245.00735; by way of a rounded relevant income (700.02) it would be 245.007
    assert value("declared_base", "2025-04-01", **quarter("1000.03"), income_raised_by="5%") == "245.01"


cents = st.one_of(st.integers(0, 20_00), st.integers(0, 50_000_00))


def half_up(exact: Fraction) -> int:
    return int(exact + Fraction(1, 2))


@given(services=cents, goods=cents, hospitality=cents, step=st.integers(-5, 5))
@example(services=7470_17, goods=0, hospitality=0, step=0)
@example(services=7470_18, goods=0, hospitality=0, step=0)
@example(services=400_54, goods=0, hospitality=0, step=0)
def test_the_quarter_against_exact_fractions(services: int, goods: int, hospitality: int, step: int) -> None:
    """The same law worked out once more with fractions, for the first quarter of 2019."""
    relevant = Fraction(70 * services + 20 * (goods + hospitality), 100)
    base = half_up(relevant * (100 + 5 * step) / 100 / 3)
    owed = half_up(Fraction(min(max(base, 93_46), 12 * 435_76) * 214, 1000))
    told = quarter(*(f"{amount // 100}.{amount % 100:02d}" for amount in (services, goods, hospitality)))
    told |= {"income_raised_by" if step > 0 else "income_lowered_by": f"{5 * abs(step)}%"}

    def found(rule: str, **more: str) -> object:
        return evaluate_rule(book("PT"), rule, {**told, **more}, on="2019-01-01").value

    assert found("relevant_income") == half_up(relevant)
    assert found("quarter_reaches_accumulation_limit") == (relevant >= 12 * 435_76)
    assert found("quarter_excess_base") == max(half_up(relevant / 3) - 4 * 435_76, 0)
    assert found("self_employed_contribution", **contributing()) == owed


@pytest.mark.parametrize(
    ("services", "rate_class", "base", "contribution"),
    [
        ("0", "general", "93.46", "20.00"),
        ("400.51", "general", "93.46", "20.00"),  # 93.452...: one cent below the minimum base
        ("400.54", "general", "93.46", "20.00"),
        ("400.57", "general", "93.47", "20.00"),
        ("0", "business_owner", "79.37", "20.00"),
        ("341", "business_owner", "79.57", "20.05"),
    ],
)
def test_minimum_contribution(value: Value, services: str, rate_class: str, base: str, contribution: str) -> None:
    told = {**quarter(services), **contributing(rate_class)}
    assert value("contribution_base", "2025-01-01", **told) == base
    assert value("self_employed_contribution", "2025-01-01", **told) == contribution


def test_minimum_follows_the_index_by_switch() -> None:
    law = book("PT").amend(Amendment("indexed", (set_value("least_contribution_indexed", True, since="2019-01-01"),)))
    assert evaluate_rule(law, "minimum_contribution", {}, on="2019-06-01").value == 20_00
    assert evaluate_rule(law, "minimum_contribution", {}, on="2026-06-01").value == 24_65  # 20 x 537.13 / 435.76
    assert evaluate_rule(book("PT"), "minimum_contribution", {}, on="2026-06-01").value == 20_00


@pytest.mark.parametrize(("base", "capped"), [("6270.00", "6270.00"), ("6270.01", "6270.00"), ("6269.99", "6269.99")])
def test_maximum_base(value: Value, base: str, capped: str) -> None:
    told = {"base_before_maximum": base, "subject_to_contribute": "yes"}
    assert value("contribution_base", "2025-01-01", **told) == capped


def test_without_a_tax_registration_as_business_owner_the_general_rate_holds(value: Value) -> None:
    assert value("self_employed_contribution", "2023-04-01", contribution_base="1400.00") == "299.60"
    assert value("self_employed_contribution", "2018-12-01", contribution_base="1400.00") == "414.40"


def test_business_owner_rate(value: Value) -> None:
    base = {"contribution_base": "1400.00"}
    assert value("full_month_contribution", "2023-01-01", **base, self_employed_class="business_owner") == "352.80"
    assert value("full_month_contribution", "2018-12-01", **base, self_employed_class="business_owner") == "486.50"
    assert value("full_month_contribution", "2018-12-01", **base, self_employed_class="farmer") == "396.20"
    assert value("full_month_contribution", "2019-01-01", **base, self_employed_class="farmer") == "299.60"


# --- accumulation with employment -------------------------------------------------------------------------------------


def beside_employment() -> dict[str, str]:
    return {"insured_on_own_account": "yes", "accumulates_with_employment": "yes", "insured_as_spouse": "no"}


@pytest.mark.parametrize(
    ("on", "services", "exempt"),
    [
        ("2019-01-01", "7000", "yes"),  # expresso.pt 2019-01-30 (B1): 1,633.33 below 1,743.04
        ("2025-01-01", "2000", "yes"),  # OpenAccountants (B4): 466.67 below four support indices
        ("2019-01-01", "7470.17", "yes"),  # 5,229.119 in the quarter, limit 5,229.12
        ("2019-01-01", "7470.18", "no"),  # 5,229.126
        ("2018-10-01", "100000", "yes"),  # until 2018 whatever the amount
    ],
)
def test_exempt_beside_employment(value: Value, on: str, services: str, exempt: str) -> None:
    assert value("exempt_by_accumulation", on, **quarter(services), **beside_employment()) == exempt


def test_only_the_excess_is_charged(value: Value) -> None:
    told = {**quarter("30000"), **beside_employment(), "exempt_from_contributing": "no"}
    told |= {"income_raised_by": "25%", "self_employed_class": "general"}
    assert value("contribution_base", "2025-01-01", **told) == "4910.00"  # 7,000 - 2,090; no option
    assert value("self_employed_contribution", "2025-01-01", **told) == "1050.74"


def test_a_small_excess_has_no_minimum(value: Value) -> None:
    told = {**quarter("8957.19"), **beside_employment(), "exempt_from_contributing": "no"}
    assert value("contribution_base", "2025-01-01", **told) == "0.01"


@pytest.mark.parametrize(("pay", "enough"), [("522.50", "yes"), ("522.49", "no")])
def test_average_pay_of_one_support_index(value: Value, pay: str, enough: str) -> None:
    assert value("average_pay_suffices", "2025-06-01", average_pay_stated=pay) == enough


def test_employee_with_services_below_the_limit_owes_nothing(worker: Worker) -> None:
    """Example B1 from the records: pay of 2018, services of the last quarter of 2018, declared in January 2019."""
    work = every_month("2018-01", "2019-03", "employer", "employment", "1500.00")
    work += [("client", "2018-10", "services", "3000.00"), ("client", "2018-12", "services", "4000.00")]
    told = worker("2018-01", "2019-03", work, activity_start="2015-03-01")
    assert told["monthly_relevant_income"]["2019-01"] == "1633.33"
    assert told["accumulation_limit"]["2019-01"] == "1743.04"
    assert {told["self_employed_contribution"][m] for m in ("2019-01", "2019-02", "2019-03")} == {"0.00"}
    assert told["quarterly_declaration_due"]["2019-01"] == "no"
    assert told["january_confirmation_due"]["2019-01"] == "yes"
    assert told["self_employed_standing"]["2019-01"] == "exempt"


def test_employee_above_the_limit_owes_on_the_excess(worker: Worker) -> None:
    work = every_month("2018-01", "2019-03", "employer", "employment", "1500.00")
    work += [("client", "2018-11", "services", "9000.00")]
    told = worker("2018-01", "2019-03", work, activity_start="2015-03-01")
    assert told["contribution_base"]["2019-02"] == "356.96"  # 2,100 - 1,743.04
    assert told["self_employed_contribution"]["2019-02"] == "76.39"
    assert told["counts_for_pensions_only"]["2019-02"] == "yes"
    assert told["self_employed_immediate_coverage"]["2019-02"] == "none"
    assert told["self_employed_pension_coverage"]["2019-02"] == "mandatory"


def test_low_pay_or_no_longer_employed_is_not_exempt(worker: Worker) -> None:
    work = every_month("2023-01", "2024-04", "employer", "employment", "500.00")  # below the index of 2024 (509.26)
    work += every_month("2023-01", "2024-06", "client", "services", "1000.00")
    told = worker("2023-01", "2024-06", work, activity_start="2015-03-01", nothing_before=True)
    assert told["self_employed_contribution"]["2023-06"] == "0.00"  # 500 is above the index of 2023
    assert told["self_employed_contribution"]["2024-02"] == "149.80"  # 700 x 21.4 %
    rich = [("employer", m, "employment", "1500.00") if p == "employer" else (p, m, f, v) for p, m, f, v in work]
    told = worker("2023-01", "2024-06", rich, activity_start="2015-03-01", nothing_before=True)
    assert told["self_employed_contribution"]["2024-04"] == "0.00"
    assert told["self_employed_contribution"]["2024-05"] == "149.80"  # from the month after the employment ended


def test_fees_from_a_company_of_the_employers_group(worker: Worker) -> None:
    work = every_month("2023-01", "2023-09", "employer", "employment", "1500.00")
    work += every_month("2023-01", "2023-09", "sister", "services", "1000.00")
    work += every_month("2023-01", "2023-09", "client", "services", "1000.00")
    told = worker(
        "2023-01",
        "2023-09",
        work,
        groups={"employer": "g", "sister": "g"},
        activity_start="2015-03-01",
        nothing_before=True,
    )
    assert told["works_on_own_account_for_employer"]["2023-05"] == "yes"
    assert told["exempt_by_accumulation"]["2023-05"] == "no"
    assert told["services_last_quarter"]["2023-04"] == "3000.00"  # the sister's fees are insured as pay


def test_fees_from_the_employers_group_alone_are_no_self_employed_insurance(worker: Worker) -> None:
    work = every_month("2024-01", "2025-12", "employer", "employment", "1300.00")
    work += every_month("2024-01", "2025-12", "sister", "services", "400.00")
    told = worker(
        "2024-01",
        "2025-12",
        work,
        groups={"employer": "press", "sister": "press"},
        own_account_activity="yes",
        activity_start="2021-01-01",
        nothing_before=True,
    )
    assert set(told["self_employed_standing"].values()) == {"covered_as_employee"}
    assert set(told["self_employed_contribution"].values()) == {"0.00"}
    assert told["employee_contribution_base"]["sister 2024-05"] == "400.00"


def test_one_client_outside_the_group_brings_the_scheme_back(worker: Worker) -> None:
    work = every_month("2024-01", "2025-12", "employer", "employment", "1300.00")
    work += every_month("2024-01", "2025-12", "sister", "services", "400.00")
    work += every_month("2024-07", "2025-12", "client", "services", "1000.00")
    told = worker(
        "2024-01",
        "2025-12",
        work,
        groups={"employer": "press", "sister": "press"},
        activity_start="2021-01-01",
        nothing_before=True,
    )
    assert told["self_employed_standing"]["2024-06"] == "covered_as_employee"
    assert told["self_employed_standing"]["2024-07"] == "contributing"
    assert told["self_employed_contribution"]["2024-10"] == "149.80"  # a third of 70 % of 3000.00, 21.4 %


def test_employment_found_by_a_court_makes_its_group_the_employers(worker: Worker) -> None:
    work = every_month("2024-01", "2024-12", "platform", "services", "1000.00")
    work += every_month("2024-01", "2024-12", "sister", "services", "400.00")
    told = worker(
        "2024-01",
        "2024-12",
        work,
        groups={"platform": "g", "sister": "g"},
        activity_start="2015-01-01",
        employment_established={("platform", 2024 * 12 + month): "yes" for month in range(12)},
        nothing_before=True,
    )
    assert list(told["own_account_work"].values()) == ["no", "yes"] * 12
    assert told["works_on_own_account_for_employer"]["2024-05"] == "yes"
    assert told["employee_contribution_base"]["sister 2024-05"] == "400.00"


# --- start, end and restart -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "first_covered"),
    [("2024-01-15", "2025-01"), ("2024-03-31", "2025-03"), ("2024-12-01", "2025-12")],
)
def test_cover_begins_in_the_twelfth_month_after_the_start(value: Value, start: str, first_covered: str) -> None:
    assert value("compulsory_cover_month", "2024-06-01", activity_start=start) == first_covered


@pytest.mark.parametrize(
    ("start", "first_covered"),
    [("2017-09-30", "2018-11"), ("2017-10-01", "2018-10"), ("2017-01-05", "2018-11"), ("2017-12-31", "2018-12")],
)
def test_cover_until_2018(value: Value, start: str, first_covered: str) -> None:
    assert value("compulsory_cover_month", "2018-12-01", activity_start=start) == first_covered


@pytest.mark.parametrize(
    ("end", "restart", "first_covered"),
    [
        ("2024-04-10", "2024-09-01", "2025-05"),  # May to August stand still
        ("2024-04-10", "2025-04-30", "2025-12"),  # within twelve months: eleven months stand still
        ("2024-04-10", "2025-05-01", "2025-05"),  # later: the month of the restart
        ("2024-04-10", "2024-05-02", "2025-01"),
        ("2024-12-31", "2025-03-01", "2025-03"),  # ended in the twelfth month: two months stand still
        ("2025-01-01", "2025-03-01", "2025-01"),  # ended after the first twelve months
    ],
)
def test_first_year_stands_still(value: Value, end: str, restart: str, first_covered: str) -> None:
    told = {"activity_start": "2024-01-02", "activity_end": end, "activity_restart": restart}
    assert value("compulsory_cover_month", "2025-06-01", **told) == first_covered


def test_first_year_then_minimum_until_the_first_declaration(worker: Worker) -> None:
    work = every_month("2024-02", "2025-06", "client", "services", "2000.00")
    told = worker("2024-02", "2025-06", work, activity_start="2024-02-10", nothing_before=True)
    assert told["self_employed_standing"]["2025-01"] == "first_twelve_months"
    assert told["self_employed_contribution"]["2025-01"] == "0.00"
    assert told["base_kind"]["2025-02"] == "starting"
    assert told["self_employed_contribution"]["2025-02"] == "20.00"
    assert told["self_employed_contribution"]["2025-03"] == "20.00"
    assert told["self_employed_contribution"]["2025-04"] == "299.60"
    assert told["self_employed_immediate_coverage"]["2025-01"] == "voluntary"
    assert told["quarterly_declaration_due"]["2025-04"] == "yes"


def test_started_four_months_ago_owes_nothing(worker: Worker) -> None:
    """OpenAccountants, test 4 (A12)."""
    work = every_month("2025-01", "2025-05", "client", "services", "4000.00")
    told = worker("2025-01", "2025-05", work, activity_start="2025-01-01", nothing_before=True)
    assert set(told["self_employed_contribution"].values()) == {"0.00"}


def test_earlier_cover_on_request(worker: Worker) -> None:
    work = every_month("2025-01", "2025-06", "client", "services", "2000.00")
    told = worker(
        "2025-01", "2025-06", work, activity_start="2025-01-01", early_cover_request="2025-02-28", nothing_before=True
    )
    assert told["self_employed_contribution"]["2025-02"] == "0.00"
    assert told["self_employed_contribution"]["2025-03"] == "20.00"
    assert told["self_employed_contribution"]["2025-04"] == "299.60"


def test_end_takes_effect_the_month_after(worker: Worker) -> None:
    work = every_month("2024-10", "2025-02", "client", "services", "2000.00")
    told = worker("2024-10", "2025-06", work, activity_start="2015-01-01", activity_end="2025-02-03")
    assert told["self_employed_contribution"]["2025-02"] == "299.60"
    assert told["self_employed_contribution"]["2025-03"] == "0.00"
    assert told["quarterly_declaration_due"]["2025-04"] == "yes"  # once more, at the next moment


# --- quarter by quarter -----------------------------------------------------------------------------------------------


def test_the_quarter_sets_the_base_of_the_next_three_months(worker: Worker) -> None:
    """Example A1 from the records: 2,500 + 1,500 + 2,000 from January to March."""
    pay = {"2023-01": "2500.00", "2023-02": "1500.00", "2023-03": "2000.00"}
    work = [("client", month, "services", amount) for month, amount in pay.items()]
    told = worker("2023-01", "2023-09", work, activity_start="2015-01-01")
    due = told["self_employed_contribution"]
    assert [due[f"2023-0{m}"] for m in (4, 5, 6)] == ["299.60"] * 3
    assert [due[f"2023-0{m}"] for m in (7, 8, 9)] == ["20.00"] * 3
    assert due["2023-01"] == "?"  # the last quarter of 2022 is not told
    assert told["payment_due_on"]["2023-06"] == "2023-07-20"
    assert told["payment_opens_on"]["2023-06"] == "2023-07-10"
    assert told["declaration_deadline"]["2023-04"] == "2023-04-30"
    assert told["correction_deadline"]["2023-04"] == "2023-05-15"


def test_three_platforms_and_kinds_of_income_in_one_month(worker: Worker) -> None:
    work = [
        ("rides", "2024-10", "services", "1000.00"),
        ("meals", "2024-10", "services", "500.00"),
        ("parcels", "2024-11", "services", "500.00"),
        ("market", "2024-12", "services", "3000.00"),
        ("rides", "2024-12", "services", "0.00"),
    ]
    told = worker("2024-10", "2025-03", work, activity_start="2015-01-01", income_kind={3: "goods"})
    assert told["services_last_quarter"]["2025-01"] == "2000.00"
    assert told["goods_last_quarter"]["2025-01"] == "3000.00"
    assert told["contribution_base"]["2025-02"] == "666.67"  # (1,400 + 600) / 3
    assert told["self_employed_contribution"]["2025-02"] == "142.67"


def test_exempt_after_a_whole_year_of_minimum_contributions(worker: Worker) -> None:
    work = [("client", "2023-08", "services", "3000.00"), ("client", "2025-05", "services", "3000.00")]
    told = worker("2023-07", "2025-12", work, activity_start="2015-01-01")
    due = told["self_employed_contribution"]
    assert due["2024-12"] == "20.00"
    assert due["2025-01"] == "0.00" and due["2025-06"] == "0.00"  # nothing more would be due
    assert due["2025-07"] == "149.80"  # the quarter with income
    assert due["2025-10"] == "20.00"  # the exemption does not come back before January
    assert told["self_employed_standing"]["2025-03"] == "exempt"


def test_no_exemption_after_part_of_a_year(worker: Worker) -> None:
    told = worker(
        "2023-06", "2025-03", (), activity_start="2023-06-10", own_account_activity="yes", nothing_before=True
    )
    assert told["self_employed_contribution"]["2024-12"] == "20.00"
    assert told["self_employed_contribution"]["2025-01"] == "20.00"  # covered only since June 2024


# --- pensioners, incapacity, suspension, part months ------------------------------------------------------------------


def test_pensioner_and_incapacity(value: Value) -> None:
    pensioner = {"old_age_or_invalidity_pensioner": "yes"}
    assert value("exempt_as_pensioner", "2025-01-01", **pensioner, work_compatible_with_pension="yes") == "yes"
    assert value("exempt_as_pensioner", "2025-01-01", **pensioner, work_compatible_with_pension="no") == "no"
    assert value("exempt_as_pensioner", "2025-01-01", **pensioner) == "?"
    assert value("exempt_by_incapacity", "2025-01-01", occupational_incapacity="70%") == "yes"
    assert value("exempt_by_incapacity", "2025-01-01", occupational_incapacity="69.99%") == "no"


@pytest.mark.parametrize(
    ("month", "days", "owed", "contribution"),
    [
        ("2025-04-01", "0", "30", "299.60"),
        ("2025-02-01", "0", "30", "299.60"),
        ("2025-04-01", "10", "20", "199.73"),
        ("2025-03-01", "1", "30", "299.60"),  # 30 days remain of 31
        ("2025-02-01", "8", "20", "199.73"),
        ("2025-02-01", "28", "0", "0.00"),
        ("2025-03-01", "31", "0", "0.00"),
    ],
)
def test_part_months(value: Value, month: str, days: str, owed: str, contribution: str) -> None:
    told = {"days_without_obligation": days, "full_month_contribution": "299.60"}
    assert value("days_owed", month, **told) == owed
    assert value("self_employed_contribution", month, **told) == contribution


def test_sickness_ends_the_obligation_after_waiting(value: Value) -> None:
    assert value("no_obligation_from", "2025-03-10", sickness_without_waiting="no") == "2025-03-20"
    assert value("no_obligation_from", "2025-03-10", sickness_without_waiting="yes") == "2025-03-10"
    assert value("no_obligation_from", "2018-03-10", sickness_without_waiting="no") == "2018-04-09"


def test_suspension(value: Value) -> None:
    assert value("activity_suspended", "2025-01-01", suspension_requested="yes", others_carry_on="no") == "yes"
    assert value("activity_suspended", "2025-01-01", suspension_requested="yes", others_carry_on="yes") == "no"
    assert value("activity_suspended", "2025-01-01") == "no"


# --- organised accounting, spouses, exclusions ------------------------------------------------------------------------


def on_profit(profit: str) -> dict[str, str]:
    return {"taxable_profit": profit}


@pytest.mark.parametrize(
    ("on", "profit", "base"),
    [
        ("2025-06-01", "24000", "2000.00"),
        ("2025-06-01", "9166.68", "763.89"),  # exactly one and a half times the index of October 2024
        ("2025-06-01", "9166.67", "763.89"),
        ("2025-06-01", "0", "763.89"),
        ("2019-06-01", "0", "643.35"),  # fixed in October 2018
    ],
)
def test_base_on_profit(value: Value, on: str, profit: str, base: str) -> None:
    assert value("profit_base", on, **on_profit(profit)) == base


def test_profit_beside_employment(value: Value) -> None:
    limit = "24444.48"  # 12 x 4 x 509.26, the index of October 2024
    assert value("profit_reaches_accumulation_limit", "2025-06-01", **on_profit(limit)) == "yes"
    assert value("profit_reaches_accumulation_limit", "2025-06-01", **on_profit("24444.47")) == "no"
    assert value("profit_excess_base", "2025-06-01", **on_profit("30000")) == "462.96"


def test_quarterly_assessment_on_request(value: Value) -> None:
    assert value("assessed_on_profit", "2025-06-01", organised_accounting="yes") == "yes"
    told = {"organised_accounting": "yes", "quarterly_assessment_requested": "yes"}
    assert value("assessed_on_profit", "2025-06-01", **told) == "no"


@pytest.mark.parametrize(
    ("asked", "income"), [("0", "2940.00"), ("1000", "2352.00"), ("3500", "3500.00"), ("9000", "4200.00")]
)
def test_spouse(value: Value, asked: str, income: str) -> None:
    told = {"partner_relevant_income": "4200.00", "spouse_income_requested": asked}
    assert value("spouse_relevant_income", "2025-04-01", **told) == income


def test_spouse_from_the_month_after_the_request(worker: Worker) -> None:
    told = worker(
        "2025-01",
        "2025-06",
        (),
        spouse_cover_request="2025-03-31",
        partner_insured="yes",
        partner_relevant_income="4200.00",
    )
    assert told["self_employed_contribution"]["2025-03"] == "0.00"
    assert told["self_employed_contribution"]["2025-04"] == "209.72"  # 980 x 21.4 %


@pytest.mark.parametrize(
    ("activity", "fact", "amount", "excluded"),
    [
        ("farm_for_own_use", "farm_income_of_year", "2090.00", "yes"),
        ("farm_for_own_use", "farm_income_of_year", "2090.01", "no"),
        ("small_farm_subsidy_only", "farm_subsidies_of_year", "2089.99", "yes"),
        ("small_farm_subsidy_only", "farm_subsidies_of_year", "2090.00", "no"),
        ("lawyer_or_solicitor", "farm_income_of_year", "0", "yes"),
        ("not_excluded", "farm_income_of_year", "0", "no"),
    ],
)
def test_exclusions(value: Value, activity: str, fact: str, amount: str, excluded: str) -> None:
    assert value("excluded_from_scheme", "2025-01-01", excluded_activity=activity, **{fact: amount}) == excluded


# --- who is not self-employed, and what is not told -------------------------------------------------------------------


def test_an_employee_without_own_account_work_owes_nothing(worker: Worker) -> None:
    told = worker("2025-01", "2025-03", every_month("2025-01", "2025-03", "employer", "employment", "1500.00"))
    assert set(told["self_employed_contribution"].values()) == {"0.00"}
    assert set(told["self_employed_standing"].values()) == {"no_activity"}


def test_without_the_start_of_activity_nothing_is_certain(worker: Worker) -> None:
    told = worker("2025-01", "2025-06", every_month("2025-01", "2025-06", "client", "services", "2000.00"))
    assert told["self_employed_contribution"]["2025-04"] == "?"


# --- until 2018 -------------------------------------------------------------------------------------------------------

STEPS = [
    ("419.22", "124.09"),
    ("628.83", "186.13"),
    ("838.44", "248.18"),
    ("1048.05", "310.22"),
    ("1257.66", "372.27"),
    ("1676.88", "496.36"),
    ("2096.10", "620.45"),
    ("2515.32", "744.53"),
    ("3353.76", "992.71"),
    ("4192.20", "1240.89"),
    ("5030.64", "1489.07"),
]


@pytest.mark.parametrize(("step", "base", "contribution"), [(i + 1, *pair) for i, pair in enumerate(STEPS)])
def test_the_eleven_steps(value: Value, step: int, base: str, contribution: str) -> None:
    """doutorfinancas.pt, economias.pt (D3 to D13), at the index of 2016."""
    assert value("step_base", "2016-11-01", chosen_step=str(step)) == base
    told = {"contribution_base": base, "self_employed_class": "general"}
    assert value("full_month_contribution", "2016-11-01", **told) == contribution


@pytest.mark.parametrize(
    ("income", "step"),
    [
        ("5055.83", "1"),
        ("7583.75", "1"),
        ("7583.76", "2"),  # 12 x 1.5 x 421.32, the index of October 2017
        ("60670.07", "10"),
        ("60670.08", "11"),
        ("900000", "11"),
    ],
)
def test_step_by_income(value: Value, income: str, step: str) -> None:
    assert value("step_by_income", "2018-05-01", annual_relevant_income=income) == step


@pytest.mark.parametrize(
    ("by_income", "up", "down", "organised", "chosen"),
    [
        ("5", "0", "2", "no", "3"),
        ("5", "2", "0", "no", "7"),
        ("1", "0", "2", "no", "1"),
        ("11", "2", "0", "no", "11"),
        ("1", "0", "0", "yes", "2"),
    ],
)
def test_choice_of_step(value: Value, by_income: str, up: str, down: str, organised: str, chosen: str) -> None:
    told = {"step_by_income": by_income, "steps_chosen_up": up, "steps_chosen_down": down}
    assert value("chosen_step", "2018-05-01", **told, organised_accounting=organised) == chosen


def test_2018_from_the_tax_year_2016(worker: Worker) -> None:
    told = worker(
        "2018-01",
        "2019-03",
        every_month("2018-01", "2019-03", "client", "services", "1000.00"),
        activity_start="2010-01-01",
        services_of_tax_year="15000",
        goods_of_tax_year="0",
    )
    # 10,500 / 12 = 875 is 2.07 times the index of October 2017: third step, 2 x 428.90
    assert told["contribution_base"]["2018-12"] == "857.80"
    assert told["self_employed_contribution"]["2018-12"] == "253.91"
    assert told["self_employed_contribution"]["2019-01"] == "149.80"  # the last quarter of 2018, declared in January


@pytest.mark.parametrize(
    ("income", "before", "insured"),
    [("2573.41", "no", "yes"), ("2573.40", "no", "no"), ("2573.40", "yes", "yes"), ("0", "unknown", "?")],
)
def test_first_cover_until_2018_needed_six_support_indices(
    value: Value, income: str, before: str, insured: str
) -> None:
    told = {"activity_open": "yes", "activity_start": "2016-01-01", "excluded_activity": "not_excluded"}
    told |= {"annual_relevant_income": income, "insured_before_2018": before, "self_employed_work_in_month": "yes"}
    assert value("insured_on_own_account", "2018-06-01", **told) == insured


def test_organised_accounting_until_2018(value: Value) -> None:
    told = {"services_of_tax_year": "20000", "goods_of_tax_year": "5000", "taxable_profit_of_tax_year": "9000"}
    assert value("annual_relevant_income", "2018-01-01", **told, organised_accounting="no") == "15000.00"
    assert value("annual_relevant_income", "2018-01-01", **told, organised_accounting="yes") == "9000.00"


# --- annual review ----------------------------------------------------------------------------------------------------


def test_review_is_charged_later(value: Value) -> None:
    told = {"services_found": "1000", "contributed_in_year": "yes", "self_employed_class": "general"}
    assert value("review_contribution", "2020-12-31", **told) == "149.80"
    assert value("review_contribution", "2020-12-31", **told | {"contributed_in_year": "no"}) == "0.00"
    assert value("review_posted_on", "2020-12-31") == "2022-01-01"
    assert value("review_posted_on", "2024-12-31") == "2025-01-01"


# --- what the income alone makes due ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("on", "services", "base", "contribution"),
    [
        ("2025-04-01", "6000", "1400.00", "299.60"),  # tranquilidade.pt (A1)
        ("2023-01-01", "3000", "700.00", "149.80"),  # economias.pt (A2)
        ("2025-04-01", "30000", "6270.00", "1341.78"),  # OpenAccountants: 12 support indices
        ("2025-04-01", "26871.43", "6270.00", "1341.78"),
        ("2025-04-01", "26871.38", "6269.99", "1341.78"),
        ("2025-04-01", "0", "93.46", "20.00"),
        ("2025-04-01", "400.55", "93.46", "20.00"),
        ("2025-04-01", "400.60", "93.47", "20.00"),
    ],
)
def test_what_the_declared_quarter_makes_due(
    value: Value, on: str, services: str, base: str, contribution: str
) -> None:
    told = {"services_last_quarter": services, "goods_last_quarter": "0", "hospitality_last_quarter": "0"}
    assert value("base_by_declaration", on, **told) == base
    assert value("contribution_by_income", on, **told) == contribution


@pytest.mark.parametrize(("step", "due"), [("1", "124.09"), ("6", "496.36"), ("11", "1489.07")])
def test_what_the_step_made_due(value: Value, step: str, due: str) -> None:
    assert value("contribution_by_income", "2016-06-01", step_by_income=step) == due
    assert value("contribution_by_income", "2018-12-31", step_base="1000") == "296.00"
