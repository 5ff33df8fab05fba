"""Sickness benefit in Portugal (Decree-Law 28/2004; Ministerial order 337/2004): employees, self-employed, voluntary.

Monthly values say what a sickness that began in the month would be paid. A spell takes them from the month of its first
day and counts its own days: waiting days, days of each rate, the limit in time. Economically dependent workers and
business owners follow the rules of the self-employed. Who is entitled and paid stands in `sickness_in_schemes`.
"""

from __future__ import annotations

from amparo.law.portugal.employees import EmployeeCategory
from amparo.law.portugal.instruments import (
    CRC,
    DL28_2004,
    DL53_2018,
    DL53_2023,
    DL91_2009,
    DL146_2005,
    PORTARIA_337_2004,
)
from amparo.rules import (
    MONTH,
    NO,
    NO_RATE,
    NOTHING,
    SPELL,
    Category,
    Contingency,
    Count,
    Date,
    Days,
    Money,
    Months,
    Rate,
    Table,
    Truth,
    days_between,
    lookup,
    month_worked,
    mul_div,
    percent_of,
    previous,
    rule,
    spell_start,
    window,
)


class SicknessScheme(Category):
    """The scheme by whose rules a sickness is paid."""

    NONE = 1
    EMPLOYEES = 2
    DOMESTIC_SERVICE = 3
    SELF_EMPLOYED = 4
    VOLUNTARY = 5


# --- Insured months ---------------------------------------------------------------------------------------------------


@rule(level=MONTH, law_at=month_worked, cites=CRC("170"), evidence="S:guia-5001", since="1960-01-01")
def voluntary_base_in_sickness(recorded_voluntary_base: Money, voluntary_insurance_covers_sickness: Truth) -> Money:
    """Voluntary insurance covers sickness for special groups only."""
    return recorded_voluntary_base if voluntary_insurance_covers_sickness else NOTHING


@rule(level=MONTH, law_at=month_worked, cites=DL28_2004("18"), evidence="S:nm-doe", since="1960-01-01")
def pay_counted_in_sickness(
    pay_insured_in_sickness: Money,
    voluntary_base_in_sickness: Money,
    registered_equivalence_pay: Money,
    recorded_bonuses: Money,
) -> Money:
    """Registered pay with sickness cover, for work or by equivalence, without holiday and Christmas bonuses."""
    registered = pay_insured_in_sickness + voluntary_base_in_sickness + registered_equivalence_pay
    return max(registered - recorded_bonuses, NOTHING)


@rule(level=MONTH, law_at=month_worked, cites=DL28_2004("9"), evidence="S:td", since="1960-01-01")
def month_counted_in_sickness(pay_counted_in_sickness: Money, equivalence_days: Days) -> Truth:
    """A calendar month with pay registered under sickness cover."""
    return pay_counted_in_sickness > 0 or equivalence_days > 0


gap_before_month = previous("gap_in_sickness_record", initial=0)
months_towards_sickness_before = previous("months_towards_sickness", initial=0)


@rule(level=MONTH, law_at=month_worked, cites=DL28_2004("10"), evidence="S:guia-5001", since="1960-01-01", range=(0, 6))
def gap_in_sickness_record(month_counted_in_sickness: Truth, gap_before_month: Months) -> Months:
    """Consecutive months without registered pay, counted to six."""
    return 0 if month_counted_in_sickness else min(gap_before_month + 1, 6)


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=(DL28_2004("9"), DL28_2004("10")),
    evidence="S:guia-5001",
    since="1960-01-01",
    range=(0, 6),
)
def months_towards_sickness(
    month_counted_in_sickness: Truth, gap_in_sickness_record: Months, months_towards_sickness_before: Months
) -> Months:
    """Registered months, counted to six; after six consecutive months without pay the count begins anew."""
    if gap_in_sickness_record >= 6:
        return 0
    return min(months_towards_sickness_before + 1, 6) if month_counted_in_sickness else months_towards_sickness_before


# --- Scheme -----------------------------------------------------------------------------------------------------------


@rule(level=MONTH, law_at=month_worked, cites=CRC("28"), evidence="L:crc", since="1960-01-01")
def employee_pay_in_sickness(
    month_on_record: Truth, registered_employee_pay: Money, sickness_insured_pay_of_ties: Money
) -> Money:
    """Pay of the month as employee or in domestic service with sickness cover."""
    return registered_employee_pay if month_on_record else sickness_insured_pay_of_ties


@rule(level=MONTH, law_at=month_worked, cites=CRC("28"), evidence="L:crc", since="1960-01-01")
def employee_month_in_sickness(employee_pay_in_sickness: Money) -> Truth:
    """Month with pay as employee or in domestic service under sickness cover."""
    return employee_pay_in_sickness > 0


@rule(level=MONTH, law_at=month_worked, cites=CRC("141(1)"), evidence="L:crc", since="1960-01-01")
def self_employed_month_protected(self_employed_base_beyond_pensions: Money) -> Truth:
    """Month with a base as self-employed that counts in sickness and parenthood."""
    return self_employed_base_beyond_pensions > 0


employee_lately = window("employee_month_in_sickness", at=MONTH, back=6, until=1, how="any")
self_employed_lately = window("self_employed_month_protected", at=MONTH, back=6, until=1, how="any")


@rule(level=MONTH, law_at=month_worked, cites=CRC("118(1)"), evidence="L:crc", since="1960-01-01")
def only_domestic_pay_in_sickness(
    month_on_record: Truth, employee_pay_in_sickness: Money, domestic_base_of_all_households: Money
) -> Truth:
    """All pay of the month as employee comes from domestic service; a record of pay does not tell the two apart."""
    domestic_only = employee_pay_in_sickness == domestic_base_of_all_households and domestic_base_of_all_households > 0
    return domestic_only and not month_on_record


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=(DL28_2004("4"), CRC("141(1)"), CRC("142")),
    evidence="I",
    since="1960-01-01",
)
def sickness_scheme(
    employee_month_in_sickness: Truth,
    only_domestic_pay_in_sickness: Truth,
    self_employed_month_protected: Truth,
    voluntary_base_in_sickness: Money,
    employee_lately: Truth,
    self_employed_lately: Truth,
    credited_month: Truth,
    credited_lately: Truth,
) -> SicknessScheme:
    """Employment, then own-account work, in the month or else in the six months before; then months on benefit."""
    if employee_month_in_sickness:
        return SicknessScheme.DOMESTIC_SERVICE if only_domestic_pay_in_sickness else SicknessScheme.EMPLOYEES
    if self_employed_month_protected:
        return SicknessScheme.SELF_EMPLOYED
    if voluntary_base_in_sickness > 0:
        return SicknessScheme.VOLUNTARY
    if self_employed_lately and not employee_lately:
        return SicknessScheme.SELF_EMPLOYED
    return SicknessScheme.EMPLOYEES if employee_lately or credited_month or credited_lately else SicknessScheme.NONE


@rule(level=MONTH, law_at=month_worked, cites=DL28_2004("4"), evidence="I", since="1960-01-01")
def sick_as_employee(sickness_scheme: SicknessScheme) -> Truth:
    """Protected in sickness as employee."""
    return sickness_scheme == SicknessScheme.EMPLOYEES


@rule(level=MONTH, law_at=month_worked, cites=(DL28_2004("4"), CRC("118(1)")), evidence="I", since="1960-01-01")
def sick_in_domestic_service(sickness_scheme: SicknessScheme) -> Truth:
    """Protected in sickness in domestic service, by the rules of employees."""
    return sickness_scheme == SicknessScheme.DOMESTIC_SERVICE


@rule(level=MONTH, law_at=month_worked, cites=(CRC("141(1)"), CRC("142")), evidence="I", since="1960-01-01")
def sick_as_self_employed(sickness_scheme: SicknessScheme) -> Truth:
    """Protected in sickness as self-employed, economically dependent workers and business owners included."""
    return sickness_scheme == SicknessScheme.SELF_EMPLOYED


@rule(level=MONTH, law_at=month_worked, cites=CRC("170"), evidence="I", since="1960-01-01")
def sick_under_voluntary_insurance(sickness_scheme: SicknessScheme) -> Truth:
    """Protected in sickness by voluntary insurance that covers it."""
    return sickness_scheme == SicknessScheme.VOLUNTARY


# --- Conditions -------------------------------------------------------------------------------------------------------

effective_days_of_four_months = window("registered_days", at=MONTH, back=5, until=2)
in_debt_three_months_before = previous("contributions_in_debt", n=3, initial=NO)


@rule(level=MONTH, law_at=month_worked, cites=DL28_2004("9"), evidence="S:td", since="2018-01-01")
def sickness_qualifying_period_met(
    months_towards_sickness_before: Months, month_counted_in_sickness: Truth, qualifying_months_in_sickness: Months
) -> Truth:
    """Six calendar months with registered pay, consecutive or not, the month of the sickness included if it has pay."""
    this_month = 1 if month_counted_in_sickness else 0
    return months_towards_sickness_before + this_month >= qualifying_months_in_sickness


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=(DL28_2004("12(1)"), DL146_2005("1"), DL91_2009("22(1)")),
    evidence="S:datalabor",
    since="2018-01-01",
)
def professionality_index_met(effective_days_of_four_months: Days, professionality_days: Days) -> Truth:
    """Twelve days with pay, for work or by equivalence, in the four months before the month before the sickness."""
    return effective_days_of_four_months >= professionality_days


@rule(level=MONTH, law_at=month_worked, cites=(CRC("208(1)"), CRC("217(1)")), evidence="L:crc", since="2018-01-01")
def contributions_in_order(in_debt_three_months_before: Truth) -> Truth:
    """Contributions of the self-employed are in order up to the end of the third month before."""
    return not in_debt_three_months_before


@rule(level=MONTH, law_at=month_worked, cites=(DL28_2004("9"), DL28_2004("12(1)")), evidence="S:td", since="2018-01-01")
def sickness_qualified_as_employee(
    sick_as_employee: Truth, sickness_qualifying_period_met: Truth, professionality_index_met: Truth
) -> Truth:
    """Employees: six months registered and the professionality index."""
    return sick_as_employee and sickness_qualifying_period_met and professionality_index_met


@rule(level=MONTH, law_at=month_worked, cites=(DL28_2004("9"), DL28_2004("12(1)")), evidence="S:td", since="2018-01-01")
def sickness_qualified_in_domestic_service(
    sick_in_domestic_service: Truth, sickness_qualifying_period_met: Truth, professionality_index_met: Truth
) -> Truth:
    """Domestic service: as employees."""
    return sick_in_domestic_service and sickness_qualifying_period_met and professionality_index_met


@rule(level=MONTH, law_at=month_worked, cites=(DL28_2004("9"), DL28_2004("12(2)")), evidence="S:td", since="2018-01-01")
def sickness_qualified_as_self_employed(
    sick_as_self_employed: Truth, sickness_qualifying_period_met: Truth, contributions_in_order: Truth
) -> Truth:
    """Self-employed: six months registered and contributions in order; no professionality index."""
    return sick_as_self_employed and sickness_qualifying_period_met and contributions_in_order


@rule(level=MONTH, law_at=month_worked, cites=(DL28_2004("9"), DL28_2004("12(2)")), evidence="S:td", since="2018-01-01")
def sickness_qualified_under_voluntary_insurance(
    sick_under_voluntary_insurance: Truth,
    sickness_qualifying_period_met: Truth,
    professionality_index_met: Truth,
    contributions_in_order: Truth,
) -> Truth:
    """Voluntary insurance: six months registered, the index, and contributions in order."""
    insured = sick_under_voluntary_insurance and sickness_qualifying_period_met
    return insured and professionality_index_met and contributions_in_order


# --- Reference pay ----------------------------------------------------------------------------------------------------

pay_of_reference_period = window("pay_counted_in_sickness", at=MONTH, back=8, until=3)
months_of_reference_period = window("month_counted_in_sickness", at=MONTH, back=8, until=3, how="count")
pay_until_month_before = window("pay_counted_in_sickness", at=MONTH, back=8, until=1)
months_until_month_before = window("month_counted_in_sickness", at=MONTH, back=8, until=1, how="count")


@rule(level=MONTH, law_at=month_worked, cites=DL28_2004("18"), evidence="S:tof ?", since="2018-01-01")
def sickness_daily_reference(
    pay_of_reference_period: Money,
    months_of_reference_period: Count,
    pay_until_month_before: Money,
    months_until_month_before: Count,
) -> Money:
    """R/180 of the first six of the last eight months; if pay was registered in fewer of them, R/(30 n) since then."""
    if months_of_reference_period >= 6:
        return mul_div(pay_of_reference_period, 1, 180)
    if months_until_month_before >= 1:
        return mul_div(pay_until_month_before, 1, months_until_month_before * 30)
    return NOTHING


# --- Amount of a day --------------------------------------------------------------------------------------------------


@rule(level=MONTH, law_at=month_worked, cites=DL28_2004("18"), evidence="S:tof ?", since="2018-01-01")
def sickness_monthly_reference(
    pay_of_reference_period: Money,
    months_of_reference_period: Count,
    pay_until_month_before: Money,
    months_until_month_before: Count,
) -> Money:
    """The same reference pay for a month, not rounded by the day."""
    if months_of_reference_period >= 6:
        return mul_div(pay_of_reference_period, 1, 6)
    if months_until_month_before >= 1:
        return mul_div(pay_until_month_before, 1, months_until_month_before)
    return NOTHING


@rule(level=MONTH, law_at=month_worked, cites=PORTARIA_337_2004("5"), evidence="S:td", since="2018-01-01")
def sickness_supplement_due(
    sickness_monthly_reference: Money,
    supplement_pay_limit: Money,
    descendants_counted_in_sickness: Count,
    descendants_for_supplement: Count,
    descendant_with_disability_supplement: Truth,
) -> Truth:
    """Monthly reference pay of at most 500 euros, three or more descendants, or one with a disability supplement."""
    low_pay = sickness_monthly_reference <= supplement_pay_limit
    many_children = descendants_counted_in_sickness >= descendants_for_supplement
    return low_pay or many_children or descendant_with_disability_supplement


@rule(level=MONTH, law_at=month_worked, cites=PORTARIA_337_2004("5"), evidence="S:td", since="2018-01-01")
def sickness_supplement(sickness_supplement_due: Truth, sickness_supplement_points: Rate) -> Rate:
    """Five points more on the rates of the first ninety days."""
    return sickness_supplement_points if sickness_supplement_due else NO_RATE


@rule(level=MONTH, law_at=month_worked, cites=DL28_2004("17"), evidence="S:td", since="2018-01-01")
def sickness_daily_floor(sickness_daily_reference: Money, minimum_wage: Money, sickness_floor_share: Rate) -> Money:
    """30 % of a thirtieth of the minimum wage, or the reference pay if lower."""
    return min(mul_div(percent_of(minimum_wage, sickness_floor_share), 1, 30), sickness_daily_reference)


@rule(level=MONTH, law_at=month_worked, cites=(CRC("53"), CRC("168(1)")), evidence="I:td", since="2018-01-01")
def social_rate_on_reference(sickness_scheme: SicknessScheme, employee_rates: Table, contribution_rate: Rate) -> Rate:
    """What social security takes from the reference pay: the worker's general rate, or that of the self-employed."""
    if sickness_scheme == SicknessScheme.SELF_EMPLOYED:
        return contribution_rate
    if sickness_scheme == SicknessScheme.VOLUNTARY:
        return NO_RATE
    return lookup(employee_rates, EmployeeCategory.GENERAL)


@rule(level=MONTH, law_at=month_worked, cites=DL28_2004("17"), evidence="S:td", since="2018-01-01")
def net_daily_reference(
    sickness_daily_reference: Money, social_rate_on_reference: Rate, income_tax_rate_on_reference_pay: Rate
) -> Money:
    """Reference pay of a day less contributions and the income tax withheld: no benefit goes beyond it."""
    contributions = percent_of(sickness_daily_reference, social_rate_on_reference)
    return max(
        sickness_daily_reference
        - contributions
        - percent_of(sickness_daily_reference, income_tax_rate_on_reference_pay),
        NOTHING,
    )


@rule(level=MONTH, law_at=month_worked, cites=(DL28_2004("16"), DL28_2004("17")), evidence="S:td", since="2018-01-01")
def sickness_daily_first_band(
    sickness_daily_reference: Money,
    rate_of_first_band: Rate,
    sickness_supplement: Rate,
    sickness_daily_floor: Money,
    net_daily_reference: Money,
) -> Money:
    """A day up to the 30th: 55 %, not below the floor, not above net reference pay."""
    by_rate = percent_of(sickness_daily_reference, rate_of_first_band + sickness_supplement)
    return min(max(by_rate, sickness_daily_floor), net_daily_reference)


@rule(level=MONTH, law_at=month_worked, cites=(DL28_2004("16"), DL28_2004("17")), evidence="S:td", since="2018-01-01")
def sickness_daily_second_band(
    sickness_daily_reference: Money,
    rate_of_second_band: Rate,
    sickness_supplement: Rate,
    sickness_daily_floor: Money,
    net_daily_reference: Money,
) -> Money:
    """A day from the 31st to the 90th: 60 %, within the same limits."""
    by_rate = percent_of(sickness_daily_reference, rate_of_second_band + sickness_supplement)
    return min(max(by_rate, sickness_daily_floor), net_daily_reference)


@rule(level=MONTH, law_at=month_worked, cites=(DL28_2004("16"), DL28_2004("17")), evidence="S:td", since="2018-01-01")
def sickness_daily_third_band(
    sickness_daily_reference: Money, rate_of_third_band: Rate, sickness_daily_floor: Money, net_daily_reference: Money
) -> Money:
    """A day from the 91st to the 365th: 70 %, within the same limits."""
    by_rate = percent_of(sickness_daily_reference, rate_of_third_band)
    return min(max(by_rate, sickness_daily_floor), net_daily_reference)


@rule(level=MONTH, law_at=month_worked, cites=(DL28_2004("16"), DL28_2004("17")), evidence="S:td", since="2018-01-01")
def sickness_daily_fourth_band(
    sickness_daily_reference: Money, rate_of_fourth_band: Rate, sickness_daily_floor: Money, net_daily_reference: Money
) -> Money:
    """A day from the 366th on: 75 %, within the same limits."""
    by_rate = percent_of(sickness_daily_reference, rate_of_fourth_band)
    return min(max(by_rate, sickness_daily_floor), net_daily_reference)


# --- Waiting and duration ---------------------------------------------------------------------------------------------


@rule(level=MONTH, law_at=month_worked, cites=DL28_2004("21"), evidence="S:td", since="2018-01-01")
def waiting_as_employee(waiting_days_of_employees: Days) -> Days:
    """Three days for employees, domestic workers included."""
    return waiting_days_of_employees


@rule(level=MONTH, law_at=month_worked, cites=(DL28_2004("21"), DL53_2018("")), evidence="S:td", since="2018-01-01")
def waiting_as_self_employed(sickness_waiting_days: Days) -> Days:
    """Ten days for the self-employed, thirty until June 2018."""
    return sickness_waiting_days


@rule(level=MONTH, law_at=month_worked, cites=DL28_2004("21"), evidence="S:td", since="2018-01-01")
def waiting_under_voluntary_insurance(waiting_days_of_voluntary_insurance: Days) -> Days:
    """Thirty days under voluntary insurance."""
    return waiting_days_of_voluntary_insurance


@rule(level=MONTH, law_at=month_worked, cites=DL28_2004("21"), evidence="S:td", since="2018-01-01")
def waiting_days_in_sickness(
    sickness_scheme: SicknessScheme,
    waiting_as_employee: Days,
    waiting_as_self_employed: Days,
    waiting_under_voluntary_insurance: Days,
) -> Days:
    """The waiting days of the scheme by which the worker is protected."""
    if sickness_scheme == SicknessScheme.SELF_EMPLOYED:
        return waiting_as_self_employed
    return waiting_under_voluntary_insurance if sickness_scheme == SicknessScheme.VOLUNTARY else waiting_as_employee


@rule(level=MONTH, law_at=month_worked, cites=DL28_2004("23"), evidence="S:td", since="2018-01-01")
def longest_as_employee(longest_sickness_of_employees: Days) -> Days:
    """1,095 days for employees, domestic workers included."""
    return longest_sickness_of_employees


@rule(level=MONTH, law_at=month_worked, cites=DL28_2004("23"), evidence="S:td", since="2018-01-01")
def longest_as_self_employed(longest_sickness_of_others: Days) -> Days:
    """365 days for the self-employed and under voluntary insurance."""
    return longest_sickness_of_others


@rule(level=MONTH, law_at=month_worked, cites=DL28_2004("23"), evidence="S:td", since="2018-01-01")
def longest_sickness(
    sickness_scheme: SicknessScheme, longest_as_employee: Days, longest_as_self_employed: Days
) -> Days:
    """The longest duration of the scheme by which the worker is protected."""
    own = sickness_scheme == SicknessScheme.SELF_EMPLOYED or sickness_scheme == SicknessScheme.VOLUNTARY
    return longest_as_self_employed if own else longest_as_employee


# --- A sickness that happened -----------------------------------------------------------------------------------------


@rule(level=SPELL, law_at=spell_start, cites=DL28_2004("2"), evidence="S:datalabor", since="2018-01-01")
def sickness_spell(contingency: Contingency) -> Truth:
    """Incapacity for work by a sickness that is neither of the work nor of another's liability."""
    return contingency == Contingency.SICKNESS


@rule(level=SPELL, law_at=spell_start, cites=DL28_2004("16"), evidence="S:td", since="2018-01-01")
def days_of_sickness(sickness_spell: Truth, spell_first_day: Date, spell_last_day: Date) -> Days:
    """Days of incapacity, the first and the last included."""
    return days_between(spell_first_day, spell_last_day) + 1 if sickness_spell else 0


@rule(level=SPELL, law_at=spell_start, cites=DL53_2023("4"), evidence="S:deloitte-23", since="2023-05-01", before=0)
def self_declared_days_deducted(
    sick_as_employee: Truth, sick_in_domestic_service: Truth, self_declared_days: Days
) -> Days:
    """Days of sickness declared by the employee before the certificate count as waiting days served."""
    return self_declared_days if sick_as_employee or sick_in_domestic_service else 0


@rule(level=SPELL, law_at=spell_start, cites=(DL28_2004("21"), DL53_2023("4")), evidence="S:belt", since="2018-01-01")
def waiting_days_left(
    sickness_without_waiting: Truth,
    tuberculosis: Truth,
    waiting_days_in_sickness: Days,
    self_declared_days_deducted: Days,
    earlier_days_of_same_incapacity: Days,
) -> Days:
    """None in hospital, day surgery, tuberculosis or out of parental benefit; else what has not been served yet."""
    if sickness_without_waiting or tuberculosis:
        return 0
    return max(waiting_days_in_sickness - self_declared_days_deducted - earlier_days_of_same_incapacity, 0)


@rule(level=SPELL, law_at=spell_start, cites=(DL28_2004("21"), DL28_2004("23")), evidence="I:td", since="2018-01-01")
def day_before_payment(earlier_days_of_same_incapacity: Days, waiting_days_left: Days, days_of_sickness: Days) -> Days:
    """The number, in the whole incapacity, of its last day that is not paid in this spell."""
    return earlier_days_of_same_incapacity + min(waiting_days_left, days_of_sickness)


@rule(level=SPELL, law_at=spell_start, cites=DL28_2004("23"), evidence="I:td", since="2018-01-01")
def last_day_paid(
    earlier_days_of_same_incapacity: Days,
    days_of_sickness: Days,
    day_before_payment: Days,
    longest_sickness: Days,
    earlier_days_paid: Days,
    tuberculosis: Truth,
) -> Days:
    """The number of the last day paid: to the end, or until the longest duration is paid; no limit in tuberculosis."""
    end = earlier_days_of_same_incapacity + days_of_sickness
    if tuberculosis:
        return end
    return min(end, day_before_payment + max(longest_sickness - earlier_days_paid, 0))


@rule(level=SPELL, law_at=spell_start, cites=DL28_2004("16"), evidence="K ?", since="2018-01-01")
def days_in_first_band(day_before_payment: Days, last_day_paid: Days, end_of_first_band: Days) -> Days:
    """Paid days up to the 30th day of incapacity."""
    return min(last_day_paid, end_of_first_band) - min(day_before_payment, end_of_first_band)


@rule(level=SPELL, law_at=spell_start, cites=DL28_2004("16"), evidence="K ?", since="2018-01-01")
def days_in_second_band(
    day_before_payment: Days, last_day_paid: Days, end_of_first_band: Days, end_of_second_band: Days
) -> Days:
    """Paid days from the 31st to the 90th."""
    first = max(day_before_payment, end_of_first_band)
    return max(min(last_day_paid, end_of_second_band) - first, 0)


@rule(level=SPELL, law_at=spell_start, cites=DL28_2004("16"), evidence="K ?", since="2018-01-01")
def days_in_third_band(
    day_before_payment: Days, last_day_paid: Days, end_of_second_band: Days, end_of_third_band: Days
) -> Days:
    """Paid days from the 91st to the 365th."""
    first = max(day_before_payment, end_of_second_band)
    return max(min(last_day_paid, end_of_third_band) - first, 0)


@rule(level=SPELL, law_at=spell_start, cites=DL28_2004("16"), evidence="K ?", since="2018-01-01")
def days_in_fourth_band(day_before_payment: Days, last_day_paid: Days, end_of_third_band: Days) -> Days:
    """Paid days from the 366th on."""
    return max(last_day_paid - max(day_before_payment, end_of_third_band), 0)


@rule(level=SPELL, law_at=spell_start, cites=DL28_2004("16(3)"), evidence="S:td", since="2018-01-01")
def tuberculosis_rate(
    dependants_in_tuberculosis: Count,
    most_dependants_at_lower_rate: Count,
    lower_tuberculosis_rate: Rate,
    higher_tuberculosis_rate: Rate,
) -> Rate:
    """80 % with up to two dependants, 100 % with more."""
    few = dependants_in_tuberculosis <= most_dependants_at_lower_rate
    return lower_tuberculosis_rate if few else higher_tuberculosis_rate


@rule(level=SPELL, law_at=spell_start, cites=(DL28_2004("16(3)"), DL28_2004("17")), evidence="S:td", since="2018-01-01")
def tuberculosis_daily(
    sickness_daily_reference: Money, tuberculosis_rate: Rate, sickness_daily_floor: Money, net_daily_reference: Money
) -> Money:
    """A day of tuberculosis, within the same limits."""
    by_rate = percent_of(sickness_daily_reference, tuberculosis_rate)
    return min(max(by_rate, sickness_daily_floor), net_daily_reference)


@rule(level=SPELL, law_at=spell_start, cites=(DL28_2004("16"), DL28_2004("17")), evidence="K ?", since="2018-01-01")
def sickness_benefit_by_bands(
    days_in_first_band: Days,
    sickness_daily_first_band: Money,
    days_in_second_band: Days,
    sickness_daily_second_band: Money,
    days_in_third_band: Days,
    sickness_daily_third_band: Money,
    days_in_fourth_band: Days,
    sickness_daily_fourth_band: Money,
) -> Money:
    """Each paid day at the rate of its own band of the incapacity."""
    ninety_days = sickness_daily_first_band * days_in_first_band + sickness_daily_second_band * days_in_second_band
    return (
        ninety_days + sickness_daily_third_band * days_in_third_band + sickness_daily_fourth_band * days_in_fourth_band
    )


@rule(level=SPELL, law_at=spell_start, cites=DL28_2004("16"), evidence="K ?", since="2018-01-01")
def sickness_benefit_of_spell(
    tuberculosis: Truth,
    tuberculosis_daily: Money,
    last_day_paid: Days,
    day_before_payment: Days,
    sickness_benefit_by_bands: Money,
) -> Money:
    """What the spell would be paid, whoever is entitled."""
    return (
        tuberculosis_daily * max(last_day_paid - day_before_payment, 0) if tuberculosis else sickness_benefit_by_bands
    )


@rule(level=SPELL, law_at=spell_start, cites=DL28_2004("8"), evidence="S:datalabor", since="2018-01-01")
def certified_sickness(sickness_spell: Truth, incapacity_certified: Truth) -> Truth:
    """A sickness with a certificate of temporary incapacity (CIT)."""
    return sickness_spell and incapacity_certified


@rule(level=SPELL, law_at=spell_start, cites=DL28_2004("16"), evidence="D", since="2018-01-01")
def sickness_posted_on(spell_last_day: Date) -> Date:
    """Posted on the last day of the spell; the days of payment in between are not followed."""
    return spell_last_day
