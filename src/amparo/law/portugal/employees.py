"""Contributions and coverage of employees in Portugal (Contributions Code, general regime of employees).

Each employer's pay of the month is charged in full: there is no ceiling, and several employments stand side by side.
"""

from __future__ import annotations

from amparo.law.portugal.instruments import CRC, CT, DL127_2025, L7_2009, L13_2023, L70_2013, L98_2009
from amparo.law.portugal.status import AccidentInsurer
from amparo.rules import (
    CONTRACT,
    MONTH,
    NO,
    NOTHING,
    TIE_MONTH,
    TIE_YEAR,
    Branch,
    Category,
    Count,
    Coverage,
    Date,
    Days,
    Money,
    Month,
    Rate,
    Table,
    Truth,
    add_days,
    add_months,
    any_of,
    at_day,
    coverage,
    first_day,
    identity,
    lookup,
    month_number,
    month_worked,
    mul_div,
    percent_of,
    posting,
    rule,
    total,
    year_end,
)


class EmployeeCategory(Category):
    """Categories of employees with their own rates, bases or protection."""

    GENERAL = 1
    BOARD_MEMBER = 2
    MANAGING_BOARD_MEMBER = 3
    HOME_WORKER = 4
    VERY_SHORT_CONTRACT = 5
    STUDENT_IN_HOLIDAYS = 6
    AGRICULTURE = 7
    PROFESSIONAL_SPORT = 8
    FISHING = 9
    DISABLED = 10
    NON_PROFIT_EMPLOYER = 11
    OLD_AGE_PENSIONER = 12
    INVALIDITY_PENSIONER = 13
    PRE_RETIREMENT_WITHOUT_WORK = 14
    LONG_CAREER_STAYING_ON = 15
    PUBLIC_OLD_AGE_PENSIONER = 16
    PUBLIC_INVALIDITY_PENSIONER = 17


class InsuredContingency(Category):
    """Contingencies (eventualidades) that the general regime may protect."""

    SICKNESS = 1
    PARENTHOOD = 2
    UNEMPLOYMENT = 3
    OCCUPATIONAL_DISEASE = 4
    INVALIDITY = 5
    OLD_AGE = 6
    DEATH = 7


# --- Base -------------------------------------------------------------------------------------------------------------


@rule(level=CONTRACT, law_at=month_worked, cites=(CRC("44(1)"), CRC("130")), evidence="L:crc", since="2018-01-01")
def pay_insured_as_employee(gross_pay: Money, insured_as_employee: Truth) -> Money:
    """Gross pay due for the work, and in full the fees for own-account work for the same employer or its group."""
    return gross_pay if insured_as_employee else NOTHING


employee_pay = total("pay_insured_as_employee", at=TIE_MONTH)
employee_pay_of_all_employers = total("pay_insured_as_employee", at=MONTH)
employee_of_payer = any_of("insured_as_employee", at=TIE_MONTH)
employee_of_anyone = any_of("insured_as_employee", at=MONTH)
hours_for_payer = total("hours_worked", at=TIE_MONTH)


@rule(level=MONTH, law_at=month_worked, cites=CRC("45(2)"), evidence="L:crc", since="2018-01-01")
def conventional_base_day(month: Month, conventional_base_month: Count) -> Date:
    """Conventional bases follow a new support index only from the month after its publication."""
    if month_number(month) < conventional_base_month:
        return first_day(add_months(month, -month_number(month)))
    return first_day(month)


@rule(
    level=MONTH,
    law_at=at_day("conventional_base_day"),
    cites=(CRC("82(2)"), CRC("83-C(2)"), CRC("119(2)")),
    evidence="L:crc",
    since="2011-01-01",
)
def conventional_hourly_pay(ias: Money) -> Money:
    """Conventional hour: support index x 12 / (52 x 40), to the cent."""
    return mul_div(ias, 12, 52 * 40)


@rule(level=TIE_MONTH, law_at=month_worked, cites=(CRC("66(1)"), CRC("66(2)")), evidence="L:crc", since="2018-01-01")
def board_member_base(
    employee_pay: Money, employee_pay_of_all_employers: Money, other_insurance_or_pension_of_one_ias: Truth, ias: Money
) -> Money:
    """Pay, at least one support index, unless other insured work or a pension already counts for one support index."""
    if employee_pay_of_all_employers - employee_pay >= ias or other_insurance_or_pension_of_one_ias:
        return employee_pay
    return max(employee_pay, ias)


@rule(level=TIE_MONTH, law_at=month_worked, cites=(CRC("77"), CRC("78")), evidence="L:crc", since="2018-01-01")
def professional_sport_base(
    employee_pay: Money, sport_base_share: Rate, sport_full_pay_agreed: Truth, ias: Money
) -> Money:
    """One fifth of pay, at least one support index; the whole pay if so agreed and above it."""
    if sport_full_pay_agreed and employee_pay > ias:
        return employee_pay
    return max(percent_of(employee_pay, sport_base_share), ias)


@rule(
    level=TIE_MONTH,
    law_at=month_worked,
    cites=(CRC("44"), CRC("66"), CRC("77"), CRC("82"), CRC("83-C")),
    evidence="L:crc",
    since="2018-01-01",
)
def employee_contribution_base(
    employee_category: EmployeeCategory,
    employee_of_payer: Truth,
    employee_pay: Money,
    board_member_base: Money,
    professional_sport_base: Money,
    conventional_hourly_pay: Money,
    hours_for_payer: Count,
) -> Money:
    """Gross pay without ceiling; conventional or with a minimum where the category says so."""
    if not employee_of_payer:
        return NOTHING
    if (
        employee_category == EmployeeCategory.VERY_SHORT_CONTRACT
        or employee_category == EmployeeCategory.STUDENT_IN_HOLIDAYS
    ):
        return conventional_hourly_pay * hours_for_payer
    if (
        employee_category == EmployeeCategory.BOARD_MEMBER
        or employee_category == EmployeeCategory.MANAGING_BOARD_MEMBER
    ):
        return board_member_base
    if employee_category == EmployeeCategory.PROFESSIONAL_SPORT:
        return professional_sport_base
    return employee_pay


# --- Contributions ----------------------------------------------------------------------------------------------------


@rule(
    level=TIE_MONTH, law_at=month_worked, cites=(CRC("53"), CRC("54"), CRC("131")), evidence="L:crc", since="2018-01-01"
)
def employer_contribution(
    employee_contribution_base: Money, employee_category: EmployeeCategory, employer_rates: Table
) -> Money:
    """The employer's part of the global rate of the category."""
    return percent_of(employee_contribution_base, lookup(employer_rates, employee_category))


@rule(
    level=TIE_MONTH, law_at=month_worked, cites=(CRC("53"), CRC("54"), CRC("131")), evidence="L:crc", since="2018-01-01"
)
def employee_contribution(
    employee_contribution_base: Money, employee_category: EmployeeCategory, employee_rates: Table
) -> Money:
    """The worker's part of the global rate of the category, withheld by the employer."""
    return percent_of(employee_contribution_base, lookup(employee_rates, employee_category))


@rule(level=TIE_MONTH, law_at=month_worked, cites=(CRC("49"), CRC("53")), evidence="L:crc", since="2018-01-01")
def employment_contribution(
    employee_contribution_base: Money, employee_category: EmployeeCategory, employment_rates: Table
) -> Money:
    """Employer and worker together: the global rate of the category."""
    return percent_of(employee_contribution_base, lookup(employment_rates, employee_category))


@rule(level=TIE_MONTH, law_at=month_worked, cites=CRC("53"), evidence="D", since="2018-01-01")
def employment_rounding_residual(
    employment_contribution: Money, employer_contribution: Money, employee_contribution: Money
) -> Money:
    """Each part and the whole are rounded on their own; the cent between them is shown apart."""
    return employment_contribution - employer_contribution - employee_contribution


@rule(level=TIE_MONTH, law_at=month_worked, cites=CRC("42(1)"), evidence="L:crc", since="2018-01-01")
def pay_and_employer_contribution(employee_pay: Money, employer_contribution: Money) -> Money:
    """What the employment costs the employer in pay and contributions, other charges left out."""
    return employee_pay + employer_contribution


@rule(level=TIE_MONTH, law_at=month_worked, cites=CRC("42(2)"), evidence="L:crc", since="2018-01-01")
def pay_after_contribution(employee_pay: Money, employee_contribution: Money) -> Money:
    """What is left of the pay once the employer has withheld the worker's part, before income tax."""
    return employee_pay - employee_contribution


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=(CRC("42(2)"), CRC("43"), DL127_2025("2")),
    evidence="L:crc",
    since="2018-01-01",
)
def employer_payment_day(month: Month, employer_payment_day_of_month: Days) -> Date:
    """The employer pays both parts by the 20th of the next month, by the 25th for months worked since January 2026."""
    return add_days(first_day(add_months(month, 1)), employer_payment_day_of_month - 1)


# --- What each contingency costs within the general rate (art. 51) ----------------------------------------------------


@rule(level=TIE_MONTH, law_at=month_worked, cites=CRC("51"), evidence="L:crc", since="2018-01-01")
def base_at_general_rate(employee_category: EmployeeCategory, employee_contribution_base: Money) -> Money:
    """The split of art. 51 is that of the global rate for all contingencies."""
    general = (
        employee_category == EmployeeCategory.GENERAL or employee_category == EmployeeCategory.MANAGING_BOARD_MEMBER
    )
    return employee_contribution_base if general else NOTHING


@rule(level=TIE_MONTH, law_at=month_worked, cites=(CRC("51"), CRC("53")), evidence="L:crc", since="2018-01-01")
def contribution_at_general_rate(base_at_general_rate: Money, employment_rates: Table) -> Money:
    """The contribution to be split."""
    return percent_of(base_at_general_rate, lookup(employment_rates, EmployeeCategory.GENERAL))


@rule(level=TIE_MONTH, law_at=month_worked, cites=CRC("51"), evidence="D ?", since="2018-01-01")
def contingency_rounding_residual(
    contribution_at_general_rate: Money,
    sickness_part: Money,
    parenthood_part: Money,
    unemployment_part: Money,
    occupational_disease_part: Money,
    invalidity_part: Money,
    old_age_part: Money,
    death_part: Money,
) -> Money:
    """Each part is rounded on its own; the cents between them and the whole are shown apart."""
    earnings_replacement = sickness_part + parenthood_part + unemployment_part + occupational_disease_part
    return contribution_at_general_rate - earnings_replacement - invalidity_part - old_age_part - death_part


# --- Other charges on employers ---------------------------------------------------------------------------------------


@rule(
    level=TIE_YEAR,
    law_at=year_end,
    cites=(CRC("55-A(4)"), CRC("55-A(5)"), CRC("55-A(6)")),
    evidence="L:crc",
    since="2020-01-01",
    before=NOTHING,
)
def excessive_turnover_contribution(
    fixed_term_base_pay: Money, turnover_rate_notified: Rate, excessive_turnover_ceiling: Rate
) -> Money:
    """Firms above their sector's share of fixed-term contracts owe, once notified, up to 2 % of that base pay."""
    rate = turnover_rate_notified if turnover_rate_notified < excessive_turnover_ceiling else excessive_turnover_ceiling
    return percent_of(fixed_term_base_pay, rate)


base_pay_from_payer = total("base_pay", at=TIE_MONTH, where="insured_as_employee")


@rule(
    level=TIE_MONTH,
    law_at=at_day("employer_payment_day"),
    cites=(L70_2013("12"), L13_2023("32(4)")),
    evidence="L:l13",
    since="2018-01-01",
    until="2023-05-01",
    after=NO,
)
def compensation_funds_apply(
    employee_of_payer: Truth, relation_start_date: Date, compensation_funds_start: Date
) -> Truth:
    """Employers paid in for contracts begun since October 2013, until payment was suspended on 1 May 2023."""
    return employee_of_payer and relation_start_date >= compensation_funds_start


@rule(
    level=TIE_MONTH,
    law_at=at_day("employer_payment_day"),
    cites=(L70_2013("12"), L13_2023("32(4)")),
    evidence="L:l13",
    since="2018-01-01",
    until="2023-05-01",
    after=NOTHING,
)
def compensation_fund_payment(
    compensation_funds_apply: Truth, base_pay_from_payer: Money, compensation_fund_rate: Rate
) -> Money:
    """Payment to the employment compensation fund (FCT) on base pay and seniority increments."""
    return percent_of(base_pay_from_payer, compensation_fund_rate) if compensation_funds_apply else NOTHING


@rule(
    level=TIE_MONTH,
    law_at=at_day("employer_payment_day"),
    cites=(L70_2013("12"), L13_2023("32(5)")),
    evidence="L:l13",
    since="2018-01-01",
    until="2023-05-01",
    after=NOTHING,
)
def compensation_guarantee_payment(
    compensation_funds_apply: Truth, base_pay_from_payer: Money, compensation_guarantee_rate: Rate
) -> Money:
    """Payment to the compensation guarantee fund (FGCT) on base pay and seniority increments."""
    return percent_of(base_pay_from_payer, compensation_guarantee_rate) if compensation_funds_apply else NOTHING


# --- Coverage ---------------------------------------------------------------------------------------------------------


@rule(level=TIE_MONTH, law_at=month_worked, cites=(CT("12-A(9)"), CT("283(5)")), evidence="L:ct", since="2018-01-01")
def employer_insures_accidents(
    accident_insurer: AccidentInsurer, employee_of_payer: Truth, domestic_work_for_household: Truth
) -> Truth:
    """The payer must insure as employer, a presumed one too; domestic service has its own statement."""
    return accident_insurer == AccidentInsurer.EMPLOYER and (employee_of_payer or not domestic_work_for_household)


employer_insures_accidents_in_month = any_of("employer_insures_accidents", at=MONTH)


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=(CT("283(5)"), L7_2009("4(1)(b)"), L98_2009("79")),
    evidence="S:pcc",
    since="2018-01-01",
)
def employee_injury_coverage(employer_insures_accidents_in_month: Truth) -> Coverage:
    """Every employer must insure its employees against work accidents with a private insurer."""
    return Coverage.MANDATORY if employer_insures_accidents_in_month else Coverage.NONE


RESULTS = (
    posting(
        "employer_contribution",
        scheme="employees",
        payer="payer",
        posted_on="employer_payment_day",
        cause="employer contribution",
    ),
    posting(
        "employee_contribution",
        scheme="employees",
        payer="worker",
        posted_on="employer_payment_day",
        cause="employee contribution",
    ),
    posting(
        "compensation_fund_payment",
        scheme="compensation_funds",
        payer="payer",
        posted_on="employer_payment_day",
        cause="compensation fund",
    ),
    posting(
        "compensation_guarantee_payment",
        scheme="compensation_funds",
        payer="payer",
        posted_on="employer_payment_day",
        cause="compensation guarantee fund",
    ),
    identity(
        total="employment_contribution",
        parts=("employer_contribution", "employee_contribution"),
        residual="employment_rounding_residual",
    ),
    identity(
        total="contribution_at_general_rate",
        parts=(
            "sickness_part",
            "parenthood_part",
            "unemployment_part",
            "occupational_disease_part",
            "invalidity_part",
            "old_age_part",
            "death_part",
        ),
        residual="contingency_rounding_residual",
    ),
    coverage(Branch.SICKNESS, scheme="employees", by="employee_sickness_coverage"),
    coverage(Branch.MATERNITY_PARENTAL, scheme="employees", by="employee_parenthood_coverage"),
    coverage(Branch.UNEMPLOYMENT, scheme="employees", by="employee_unemployment_coverage"),
    coverage(Branch.OCCUPATIONAL_DISEASE, scheme="employees", by="employee_occupational_disease_coverage"),
    coverage(Branch.INVALIDITY, scheme="employees", by="employee_invalidity_coverage"),
    coverage(Branch.OLD_AGE, scheme="employees", by="employee_old_age_coverage"),
    coverage(Branch.SURVIVORS, scheme="employees", by="employee_death_coverage"),
    coverage(Branch.EMPLOYMENT_INJURY, scheme="employees", by="employee_injury_coverage"),
)
