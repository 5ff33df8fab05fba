"""Who, though insured as self-employed in Portugal, owes nothing (Contributions Code arts. 157 to 161).

Conditions are read month by month: what ends in the course of a month makes contributions due from the next.
"""

from amparo.law.portugal.instruments import CRC
from amparo.rules import (
    GROUP_MONTH,
    MONTH,
    NO,
    SPELL,
    YEAR,
    Category,
    Count,
    Date,
    Days,
    Money,
    Month,
    Months,
    Rate,
    Truth,
    add_days,
    all_of,
    any_of,
    count,
    month_number,
    month_worked,
    previous,
    rule,
    spell_start,
    status,
    total,
    window,
)


class SelfEmployedStanding(Category):
    """Where a person stands in the scheme of the self-employed."""

    NO_ACTIVITY = 1
    EXCLUDED = 2
    FIRST_TWELVE_MONTHS = 3
    EXEMPT = 4
    SUSPENDED = 5
    CONTRIBUTING = 6
    COVERED_AS_EMPLOYEE = 7


# --- Accumulation with employment: the three conditions ---------------------------------------------------------------


own_account_work_for_group = any_of("own_account_work", at=GROUP_MONTH)
employee_base_of_all_employers = total("employee_contribution_base", at=MONTH)
domestic_base_of_all_households = total("domestic_contribution_base", at=MONTH)


@rule(level=GROUP_MONTH, law_at=month_worked, cites=CRC("157(1)(a)(i)"), evidence="L:crc", since="2018-01-01")
def employer_is_also_client(employed_by_payer_or_its_group: Truth, own_account_work_for_group: Truth) -> Truth:
    """Own-account work is done for the employer, or for a company that controls it or stands in its group."""
    return employed_by_payer_or_its_group and own_account_work_for_group


works_on_own_account_for_employer = any_of("employer_is_also_client", at=MONTH)


@rule(level=MONTH, law_at=month_worked, cites=(CRC("137"), CRC("157(1)(a)(ii)")), evidence="L:crc", since="2018-01-01")
def insured_elsewhere_for_all_branches(
    protected_in_sickness_by_anyone: Truth,
    protected_in_parenthood_by_anyone: Truth,
    protected_in_occupational_disease_by_anyone: Truth,
    protected_in_invalidity_by_anyone: Truth,
    protected_in_old_age_by_anyone: Truth,
    protected_in_death_by_anyone: Truth,
    domestic_worker_of_anyone: Truth,
    pay_in_other_full_scheme: Money,
) -> Truth:
    """Employment insured for all branches of this scheme: as employee, in domestic service, or elsewhere."""
    short_term = protected_in_sickness_by_anyone and protected_in_parenthood_by_anyone
    pensions = protected_in_invalidity_by_anyone and protected_in_old_age_by_anyone and protected_in_death_by_anyone
    as_employee = short_term and pensions and protected_in_occupational_disease_by_anyone
    return as_employee or domestic_worker_of_anyone or pay_in_other_full_scheme > 0


@rule(level=MONTH, law_at=month_worked, cites=CRC("157(1)(a)(iii)"), evidence="L:crc", since="2018-01-01")
def pay_considered_elsewhere(
    employee_base_of_all_employers: Money, domestic_base_of_all_households: Money, pay_in_other_full_scheme: Money
) -> Money:
    """Pay of the month on which contributions are due in other schemes."""
    return employee_base_of_all_employers + domestic_base_of_all_households + pay_in_other_full_scheme


@rule(level=MONTH, law_at=month_worked, cites=CRC("157(1)(a)(iii)"), evidence="L:crc", since="2018-01-01")
def paid_elsewhere(pay_considered_elsewhere: Money) -> Truth:
    """Some pay was considered in another scheme in the month."""
    return pay_considered_elsewhere > 0


pay_of_twelve_months = window("pay_considered_elsewhere", at=MONTH, back=12, until=1)
months_paid_of_twelve = window("paid_elsewhere", at=MONTH, back=12, until=1, how="count")


@rule(level=MONTH, law_at=month_worked, cites=CRC("157(1)(a)(iii)"), evidence="S:cgd-ac ?", since="2018-01-01")
def average_pay_suffices(
    pay_of_twelve_months: Money,
    months_paid_of_twelve: Months,
    pay_considered_elsewhere: Money,
    average_pay_stated: Money,
    ias: Money,
) -> Truth:
    """Monthly pay, averaged over the paid months of the twelve before, is at least the support index."""
    if average_pay_stated > 0:
        return average_pay_stated >= ias
    if months_paid_of_twelve == 0:
        return pay_considered_elsewhere >= ias
    return pay_of_twelve_months >= ias * months_paid_of_twelve


@rule(level=MONTH, law_at=month_worked, cites=CRC("157(1)(a)"), evidence="L:crc", since="2018-01-01")
def accumulates_with_employment(
    insured_on_own_account: Truth,
    insured_elsewhere_for_all_branches: Truth,
    works_on_own_account_for_employer: Truth,
    average_pay_suffices: Truth,
) -> Truth:
    """Own-account work stands beside employment under the three conditions of the exemption."""
    beside_employment = insured_on_own_account and insured_elsewhere_for_all_branches
    return beside_employment and not works_on_own_account_for_employer and average_pay_suffices


# --- The exemptions ---------------------------------------------------------------------------------------------------


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=CRC("157(1)(a) as worded until 2018"),
    evidence="S:montepio-ac",
    since="2018-01-01",
    until="2019-01-01",
    name="exempt_by_accumulation",
)
def exempt_by_accumulation_until_2018(accumulates_with_employment: Truth) -> Truth:
    """Until 2018 those who were also employed were exempt whatever they earned on own account."""
    return accumulates_with_employment


@rule(level=MONTH, law_at=month_worked, cites=CRC("157(1)(a)"), evidence="L:crc", since="2019-01-01")
def exempt_by_accumulation(
    accumulates_with_employment: Truth,
    assessed_on_profit: Truth,
    profit_reaches_accumulation_limit: Truth,
    quarter_reaches_accumulation_limit: Truth,
) -> Truth:
    """Those who are also employed are exempt while monthly relevant income stays below four times the support index."""
    reached = profit_reaches_accumulation_limit if assessed_on_profit else quarter_reaches_accumulation_limit
    return accumulates_with_employment and not reached


@rule(level=MONTH, law_at=month_worked, cites=CRC("157(1)(b)"), evidence="L:crc", since="2018-01-01")
def exempt_as_pensioner(old_age_or_invalidity_pensioner: Truth, work_compatible_with_pension: Truth) -> Truth:
    """Invalidity and old-age pensioners are exempt when the work may lawfully be added to the pension."""
    return old_age_or_invalidity_pensioner and work_compatible_with_pension


@rule(level=MONTH, law_at=month_worked, cites=CRC("157(1)(c)"), evidence="L:crc", since="2018-01-01")
def exempt_by_incapacity(occupational_incapacity: Rate, exempting_incapacity: Rate) -> Truth:
    """Holders of a pension for occupational risk with incapacity of 70 % or more are exempt."""
    return occupational_incapacity >= exempting_incapacity


@rule(level=MONTH, law_at=month_worked, cites=CRC("157(1)(d)"), evidence="L:crc", since="2019-01-01", before=NO)
def minimum_contribution_level(
    insured_in_scheme: Truth,
    exempt_by_accumulation: Truth,
    exempt_as_pensioner: Truth,
    exempt_by_incapacity: Truth,
    activity_suspended: Truth,
    only_minimum_base: Truth,
) -> Truth:
    """A month in which nothing but the minimum contribution would be due."""
    otherwise_exempt = exempt_by_accumulation or exempt_as_pensioner or exempt_by_incapacity
    return insured_in_scheme and not otherwise_exempt and not activity_suspended and only_minimum_base


minimum_months_last_year = count("minimum_contribution_level", at=YEAR, lag=1, initial=0)
only_minimum_last_year = all_of("minimum_contribution_level", at=YEAR, lag=1, initial=NO)


minimum_until_last_month = previous("minimum_since_january", initial=NO)


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=CRC("157(1)(d)"),
    evidence="L:crc",
    since="2019-01-01",
    before=NO,
    range=(0, 1),
)
def minimum_since_january(month: Month, minimum_contribution_level: Truth, minimum_until_last_month: Truth) -> Truth:
    """Nothing but the minimum contribution would have been due since January."""
    return minimum_contribution_level and (month_number(month) == 1 or minimum_until_last_month)


@rule(level=MONTH, law_at=month_worked, cites=CRC("157(1)(d)"), evidence="L:crc", since="2019-01-01", before=NO)
def exempt_after_minimum_year(
    only_minimum_last_year: Truth, minimum_months_last_year: Count, minimum_since_january: Truth
) -> Truth:
    """From January after a whole year of minimum contributions, and while that lasts."""
    return only_minimum_last_year and minimum_months_last_year == 12 and minimum_since_january


@rule(level=MONTH, law_at=month_worked, cites=(CRC("157"), CRC("159(1)(a)")), evidence="L:crc", since="2018-01-01")
def exempt_from_contributing(
    exempt_by_accumulation: Truth,
    exempt_as_pensioner: Truth,
    exempt_by_incapacity: Truth,
    exempt_after_minimum_year: Truth,
) -> Truth:
    """Any one of the exemptions suffices."""
    personal = exempt_as_pensioner or exempt_by_incapacity
    return exempt_by_accumulation or personal or exempt_after_minimum_year


# --- No obligation ----------------------------------------------------------------------------------------------------


@rule(level=MONTH, law_at=month_worked, cites=(CRC("159(1)(b)"), CRC("160")), evidence="L:crc", since="2018-01-01")
def activity_suspended(suspension_requested: Truth, others_carry_on: Truth) -> Truth:
    """A justified suspension counts unless staff or the insured spouse can carry the activity on."""
    return suspension_requested and not others_carry_on


@rule(level=SPELL, law_at=spell_start, cites=(CRC("159(1)(d)"), CRC("159(2)")), evidence="L:crc", since="2018-01-01")
def no_obligation_from(spell_first_day: Date, sickness_without_waiting: Truth, sickness_waiting_days: Days) -> Date:
    """In sickness nothing is owed from the first day if no waiting period applies, else after it."""
    return spell_first_day if sickness_without_waiting else add_days(spell_first_day, sickness_waiting_days)


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=(CRC("155(1)"), CRC("158(2)"), CRC("159"), CRC("161")),
    evidence="L:crc",
    since="2018-01-01",
)
def subject_to_contribute(
    insured_in_scheme: Truth, exempt_from_contributing: Truth, activity_suspended: Truth
) -> Truth:
    """Insured, not exempt, and not in suspension."""
    return insured_in_scheme and not exempt_from_contributing and not activity_suspended


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=(CRC("132"), CRC("144(2)"), CRC("145"), CRC("157"), CRC("159")),
    evidence="L:crc",
    since="2018-01-01",
)
def self_employed_standing(
    activity_open: Truth,
    excluded_from_scheme: Truth,
    covered_for_it_as_employee: Truth,
    insured_in_scheme: Truth,
    activity_suspended: Truth,
    exempt_from_contributing: Truth,
) -> SelfEmployedStanding:
    """No activity, excluded, covered for it as employee, first twelve months, suspended, exempt, contributing."""
    if not insured_in_scheme:
        if not activity_open:
            return SelfEmployedStanding.NO_ACTIVITY
        if excluded_from_scheme:
            return SelfEmployedStanding.EXCLUDED
        as_employee = covered_for_it_as_employee
        return SelfEmployedStanding.COVERED_AS_EMPLOYEE if as_employee else SelfEmployedStanding.FIRST_TWELVE_MONTHS
    if activity_suspended:
        return SelfEmployedStanding.SUSPENDED
    return SelfEmployedStanding.EXEMPT if exempt_from_contributing else SelfEmployedStanding.CONTRIBUTING


RESULTS = (status("self_employed_standing"),)
