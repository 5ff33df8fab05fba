"""Unemployment of employees in Portugal: unemployment benefit, partial benefit and social benefit (DL 220/2006).

The date of unemployment is the day after the contract ended (art. 21). Calendar months count for the reference pay; the
qualifying days of the month of unemployment and of the month two years before are counted by the day (a reading).
"""

from __future__ import annotations

from amparo.law.portugal.employees import EmployeeCategory
from amparo.law.portugal.instruments import CRC, DL53_2018, DL53A_2017, DL64_2012, DL70_2010, DL119_2021, DL220_2006
from amparo.rules import (
    DOWN,
    MONTH,
    NO,
    NOTHING,
    SPELL,
    Branch,
    Category,
    Contingency,
    Count,
    Date,
    Days,
    Money,
    Month,
    Months,
    Rate,
    Steps,
    Table,
    Truth,
    add_days,
    any_of,
    benefit,
    bracket,
    days_between,
    exceeds,
    first_day,
    full_years_between,
    lookup,
    month_of,
    month_worked,
    mul_div,
    percent_of,
    percents_of,
    posting,
    previous,
    rule,
    spell_start,
    window,
)


class WorkThatEnded(Category):
    """The work whose end is the unemployment."""

    EMPLOYMENT = 1
    SERVICES_CONTRACT = 2
    BUSINESS = 3


# --- Days and months that count (arts. 22, 23, 37) --------------------------------------------------------------------


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=(DL220_2006("22(1)"), DL220_2006("23(1)")),
    evidence="L:dl220",
    since="1960-01-01",
)
def employment_days_for_unemployment(
    unemployment_insured_days: Days, manager_days: Days, equivalence_days: Days, unemployment_equivalence_days: Days
) -> Days:
    """Days as employee with registered pay, and by equivalence, save while unemployment benefits were paid."""
    by_equivalence = max(equivalence_days - unemployment_equivalence_days, 0)
    return min(max(unemployment_insured_days - manager_days, 0) + by_equivalence, 30)


@rule(level=MONTH, law_at=month_worked, cites=DL53_2018(""), evidence="S:garrigues", since="1960-01-01")
def work_days_for_unemployment(employment_days_for_unemployment: Days, self_employed_days: Days) -> Days:
    """Days as employee and as self-employed together; days that overlap count once."""
    return min(employment_days_for_unemployment + self_employed_days, 30)


@rule(level=MONTH, law_at=month_worked, cites=DL220_2006("37(1)"), evidence="L:dl220", since="1960-01-01")
def month_counts_for_duration(
    registered_employee_pay: Money,
    registered_self_employed_base: Money,
    equivalence_days: Days,
    unemployment_equivalence_days: Days,
) -> Truth:
    """A month with registered pay, save months in which unemployment benefits alone were registered."""
    worked = registered_employee_pay + registered_self_employed_base > 0
    return worked or equivalence_days > unemployment_equivalence_days


employment_days_of_24_months = window("employment_days_for_unemployment", at=MONTH, back=24, until=1)
work_days_of_24_months = window("work_days_for_unemployment", at=MONTH, back=24, until=1)
employment_days_of_12_months = window("employment_days_for_unemployment", at=MONTH, back=12, until=1)
months_of_last_20_years = window("month_counts_for_duration", at=MONTH, back=240, until=1, how="count")
unused_days_before = previous("unused_days", n=1, initial=0)
unused_months_before = previous("unused_months", n=1, initial=0)
unemployment_claimed_in_month = any_of("unemployment_claimed", at=MONTH)
unemployment_insured_lately = window("unemployment_insured_in_month", at=MONTH, back=1, until=0, how="any")


@rule(level=MONTH, law_at=month_worked, cites=DL220_2006("19"), evidence="L:dl220", since="1960-01-01")
def unemployment_insured_in_month(unemployment_insured_days: Days, manager_days: Days) -> Truth:
    """The month has days as employee with unemployment cover."""
    return unemployment_insured_days > manager_days


@rule(level=MONTH, law_at=month_worked, cites=DL220_2006("23(2)"), evidence="L:dl220", since="1960-01-01")
def unemployment_benefit_began(unemployment_claimed_in_month: Truth, enough_days_for_unemployment: Truth) -> Truth:
    """An unemployment that began in the month brought the benefit."""
    return unemployment_claimed_in_month and enough_days_for_unemployment


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=DL220_2006("23(2)"),
    evidence="L:dl220",
    since="1960-01-01",
    range=(0, 25_000),
)
def unused_days(unused_days_before: Days, unemployment_benefit_began: Truth, work_days_for_unemployment: Days) -> Days:
    """Days not yet used for an earlier benefit, until the end of the month."""
    kept = 0 if unemployment_benefit_began else unused_days_before
    return min(kept + work_days_for_unemployment, 25_000)


@rule(
    level=MONTH, law_at=month_worked, cites=DL220_2006("37(2)"), evidence="L:dl220", since="1960-01-01", range=(0, 800)
)
def unused_months(
    unused_months_before: Months, unemployment_benefit_began: Truth, month_counts_for_duration: Truth
) -> Months:
    """Months with registered pay since the last unemployment, until the end of the month."""
    kept = 0 if unemployment_benefit_began else unused_months_before
    return min(kept + 1, 800) if month_counts_for_duration else kept


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=(DL220_2006("22(1)"), DL220_2006("23(2)")),
    evidence="L:dl220",
    since="2012-04-01",
    until="2018-07-01",
    name="qualifying_days",
)
def qualifying_days_until_2018(employment_days_of_24_months: Days, unused_days_before: Days) -> Days:
    """Days as employee in the 24 months before, save those used for an earlier benefit."""
    return min(employment_days_of_24_months, unused_days_before)


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=(DL220_2006("22(1)"), DL220_2006("23(2)"), DL53_2018("")),
    evidence="S:garrigues",
    since="2018-07-01",
)
def qualifying_days(work_days_of_24_months: Days, unused_days_before: Days) -> Days:
    """Days as employee and, since July 2018, as self-employed in the 24 months before, save those used already."""
    return min(work_days_of_24_months, unused_days_before)


@rule(level=MONTH, law_at=month_worked, cites=DL220_2006("22(1)"), evidence="S:meusal", since="2012-04-01")
def enough_days_for_unemployment(qualifying_days: Days, qualifying_days_needed: Days) -> Truth:
    """360 days in the 24 months before."""
    return qualifying_days >= qualifying_days_needed


@rule(level=MONTH, law_at=month_worked, cites=DL220_2006("18(3)"), evidence="L:dl220", since="2012-04-01")
def without_right_to_old_age_pension(
    age_in_months: Months, normal_age: Months, old_age_qualifying_period: Truth
) -> Truth:
    """Not yet of the legal pension age with its qualifying period fulfilled."""
    return not (age_in_months >= normal_age and old_age_qualifying_period)


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=(DL220_2006("18(3)"), DL220_2006("22(1)")),
    evidence="S:meusal",
    since="2012-04-01",
)
def unemployment_qualified(
    unemployment_insured_lately: Truth, enough_days_for_unemployment: Truth, without_right_to_old_age_pension: Truth
) -> Truth:
    """Insured as employee, this month or last, with the qualifying days, before the pension age."""
    return unemployment_insured_lately and enough_days_for_unemployment and without_right_to_old_age_pension


@rule(level=MONTH, law_at=month_worked, cites=DL220_2006("19(2)"), evidence="L:dl220", since="2018-01-01")
def insured_in_domestic_service_on_real_pay(protected_in_domestic_unemployment_by_anyone: Truth) -> Truth:
    """A contract of domestic service on real pay in the month."""
    return protected_in_domestic_unemployment_by_anyone


domestic_unemployment_insured_lately = window(
    "insured_in_domestic_service_on_real_pay", at=MONTH, back=1, until=0, how="any"
)


@rule(level=MONTH, law_at=month_worked, cites=DL220_2006("19(2)"), evidence="L:dl220", since="2018-01-01")
def domestic_unemployment_qualified(
    domestic_unemployment_insured_lately: Truth,
    enough_days_for_unemployment: Truth,
    without_right_to_old_age_pension: Truth,
) -> Truth:
    """Insured in domestic service on real pay, now or last month, with the days, before the pension age."""
    insured = domestic_unemployment_insured_lately and enough_days_for_unemployment
    return insured and without_right_to_old_age_pension


# --- Reference pay (art. 28) ------------------------------------------------------------------------------------------


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=(DL220_2006("28(2)"), DL220_2006("28(3)")),
    evidence="L:dl220",
    since="1960-01-01",
    range=(0, 100_000_000_000),
)
def pay_for_unemployment(
    unemployment_insured_pay: Money, manager_pay: Money, registered_equivalence_pay: Money
) -> Money:
    """Registered pay with unemployment cover, bonuses due in the month included."""
    return max(unemployment_insured_pay - manager_pay, NOTHING) + registered_equivalence_pay


unemployment_reference_total = window("pay_for_unemployment", at=MONTH, back=14, until=3)
social_benefit_reference_total = window("pay_for_unemployment", at=MONTH, back=8, until=3)


@rule(level=MONTH, law_at=month_worked, cites=DL220_2006("28(2)"), evidence="L:dl220", since="2012-04-01")
def unemployment_reference_pay(unemployment_reference_total: Money) -> Money:
    """Thirty times R/360: pay of the first twelve months before the second month before the unemployment."""
    return mul_div(unemployment_reference_total, 1, 12)


@rule(level=MONTH, law_at=month_worked, cites=(DL220_2006("29(4)"), CRC("53")), evidence="L:dl220", since="2012-04-01")
def net_reference_pay(
    unemployment_reference_pay: Money, employee_rates: Table, income_tax_rate_on_reference_pay: Rate
) -> Money:
    """Reference pay less the worker's contribution and the income tax that would be withheld."""
    contribution = percent_of(unemployment_reference_pay, lookup(employee_rates, EmployeeCategory.GENERAL))
    tax = percent_of(unemployment_reference_pay, income_tax_rate_on_reference_pay)
    return max(unemployment_reference_pay - contribution - tax, NOTHING)


# --- Amount (arts. 28 to 29) ------------------------------------------------------------------------------------------


@rule(level=MONTH, law_at=month_worked, cites=DL220_2006("28(1)"), evidence="L:dl220", since="2012-04-01")
def unemployment_benefit_before_limits(unemployment_reference_total: Money, unemployment_rate: Rate) -> Money:
    """65 % of reference pay, thirty days to the month, rounded once."""
    return percents_of(unemployment_reference_total, unemployment_rate, over=12)


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=(DL220_2006("28-A"), DL119_2021("3")),
    evidence="S:td",
    since="2022-01-01",
    before=NOTHING,
)
def unemployment_family_increase(
    unemployment_benefit_before_limits: Money, family_increase_granted: Truth, family_increase_rate: Rate
) -> Money:
    """10 % more where both spouses, or a lone parent, are unemployed with children; before the limits."""
    return percent_of(unemployment_benefit_before_limits, family_increase_rate) if family_increase_granted else NOTHING


@rule(level=MONTH, law_at=month_worked, cites=DL220_2006("29"), evidence="S:montepio", since="2012-04-01")
def most_by_net_pay(net_reference_pay: Money, most_of_net_pay: Rate) -> Money:
    """Three quarters of net reference pay."""
    return percent_of(net_reference_pay, most_of_net_pay)


@rule(level=MONTH, law_at=month_worked, cites=(DL220_2006("29"), DL64_2012("")), evidence="S:td", since="2012-04-01")
def highest_unemployment_benefit(ias: Money, most_indices: Rate) -> Money:
    """Two and a half support indices."""
    return percent_of(ias, most_indices)


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=DL220_2006("29"),
    evidence="S:montepio",
    since="2012-04-01",
    until="2022-01-01",
    name="lowest_unemployment_benefit",
)
def lowest_unemployment_benefit_until_2021(ias: Money, net_reference_pay: Money) -> Money:
    """One support index, or net reference pay if lower."""
    return min(ias, net_reference_pay)


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=(DL220_2006("29(5)"), DL119_2021("2")),
    evidence="S:mont-22",
    since="2022-01-01",
)
def lowest_unemployment_benefit(
    ias: Money, net_reference_pay: Money, paid_at_minimum_wage: Truth, raised_minimum_indices: Rate
) -> Money:
    """1.15 support indices for pay of at least the minimum wage; else one index, or net reference pay if lower."""
    return percent_of(ias, raised_minimum_indices) if paid_at_minimum_wage else min(ias, net_reference_pay)


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=(DL220_2006("29(5)"), DL119_2021("2")),
    evidence="I:mont-22",
    since="2012-04-01",
)
def paid_at_minimum_wage(unemployment_reference_pay: Money, minimum_wage: Money) -> Truth:
    """The pay that served for the calculation reached the minimum wage, as a monthly mean."""
    return unemployment_reference_pay >= minimum_wage


@rule(level=MONTH, law_at=month_worked, cites=DL220_2006("29"), evidence="S:montepio", since="2012-04-01")
def unemployment_benefit(
    unemployment_benefit_before_limits: Money,
    unemployment_family_increase: Money,
    most_by_net_pay: Money,
    highest_unemployment_benefit: Money,
    lowest_unemployment_benefit: Money,
) -> Money:
    """Within both upper limits, but not below the lower one."""
    increased = unemployment_benefit_before_limits + unemployment_family_increase
    return max(min(increased, most_by_net_pay, highest_unemployment_benefit), lowest_unemployment_benefit)


# --- Duration (art. 37) -----------------------------------------------------------------------------------------------


@rule(level=MONTH, law_at=month_worked, cites=DL220_2006("37(1)"), evidence="S:td", since="2012-04-01")
def age_band(birth_date: Date, month: Month, age_bands: Steps) -> Count:
    """Under 30, from 30, from 40, from 50 years, on the first day of the month."""
    return bracket(age_bands, full_years_between(birth_date, first_day(month)))


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=(DL220_2006("37(1)"), DL220_2006("37(2)")),
    evidence="S:td ?",
    since="2012-04-01",
)
def record_band(unused_months_before: Months, record_bands: Steps, full_months_reach_next_band: Truth) -> Count:
    """Under 15, from 15, from 24 months of registered pay; whether the full 15 and 24 are above differs by source."""
    months = unused_months_before if full_months_reach_next_band else max(unused_months_before - 1, 0)
    return bracket(record_bands, months)


@rule(level=MONTH, law_at=month_worked, cites=DL220_2006("37(1)"), evidence="S:td", since="2012-04-01")
def five_year_groups(months_of_last_20_years: Months, unused_months_before: Months) -> Count:
    """Complete groups of five years with registered pay in the last twenty, since the last unemployment."""
    return mul_div(min(months_of_last_20_years, unused_months_before), 1, 60, round=DOWN)


@rule(level=MONTH, law_at=month_worked, cites=(DL220_2006("37(1)"), DL64_2012("")), evidence="S:td", since="2012-04-01")
def unemployment_duration(
    age_band: Count,
    record_band: Count,
    five_year_groups: Count,
    unemployment_durations: Table,
    duration_increases: Table,
) -> Days:
    """Days by age and months of registered pay, and more for each group of five years."""
    longer = lookup(duration_increases, age_band) * five_year_groups
    return lookup(unemployment_durations, age_band, record_band) + longer


# --- Social benefit (arts. 24, 30) ------------------------------------------------------------------------------------


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=DL220_2006("22(2)"),
    evidence="L:dl220",
    since="2012-04-01",
    until="2026-12-31",
    after=NO,
)
def enough_days_for_social_benefit(
    employment_days_of_12_months: Days, unused_days_before: Days, social_days_needed: Days
) -> Truth:
    """180 days as employee in the 12 months before."""
    return min(employment_days_of_12_months, unused_days_before) >= social_days_needed


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=(DL220_2006("24(2)"), DL70_2010("")),
    evidence="K",
    since="2012-04-01",
    until="2026-12-31",
    after=NO,
)
def social_benefit_means_test(
    household_income_per_weighted_person: Money,
    household_movable_assets: Money,
    ias: Money,
    means_share: Rate,
    assets_indices: Rate,
) -> Truth:
    """Household income per head up to 80 % of the support index, and movable assets up to 240 indices."""
    poor = not exceeds(household_income_per_weighted_person, of=ias, share=means_share)
    return poor and household_movable_assets <= percent_of(ias, assets_indices)


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=(DL220_2006("22(2)"), DL220_2006("24")),
    evidence="L:dl220 ?",
    since="2012-04-01",
    until="2026-12-31",
    after=NO,
)
def social_benefit_qualified(
    unemployment_insured_lately: Truth,
    without_days_for_unemployment: Truth,
    enough_days_for_social_benefit: Truth,
    social_benefit_means_test: Truth,
    without_right_to_old_age_pension: Truth,
) -> Truth:
    """Initial social benefit: 180 days, not enough for the benefit itself, lack of means, before the pension age."""
    enough = without_days_for_unemployment and enough_days_for_social_benefit
    return unemployment_insured_lately and enough and social_benefit_means_test and without_right_to_old_age_pension


@rule(level=MONTH, law_at=month_worked, cites=DL220_2006("22(2)"), evidence="L:dl220", since="2012-04-01")
def without_days_for_unemployment(enough_days_for_unemployment: Truth) -> Truth:
    """The qualifying days of the unemployment benefit are not reached."""
    return not enough_days_for_unemployment


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=(DL220_2006("30(2)"), DL220_2006("30(3)"), CRC("53")),
    evidence="L:dl220",
    since="2012-04-01",
)
def net_six_month_pay(
    social_benefit_reference_total: Money, employee_rates: Table, income_tax_rate_on_reference_pay: Rate
) -> Money:
    """Net of a month's mean pay over six months (thirty times R/180)."""
    pay = mul_div(social_benefit_reference_total, 1, 6)
    contribution = percent_of(pay, lookup(employee_rates, EmployeeCategory.GENERAL))
    tax = percent_of(pay, income_tax_rate_on_reference_pay)
    return max(pay - contribution - tax, NOTHING)


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=(DL220_2006("30(1)"), DL220_2006("30(2)")),
    evidence="S:expressoemprego press",
    since="2012-04-01",
    until="2026-12-31",
    after=NOTHING,
)
def social_unemployment_benefit(
    ias: Money,
    other_adults_in_household: Count,
    minors_in_household: Count,
    share_with_household: Rate,
    share_alone: Rate,
    net_six_month_pay: Money,
) -> Money:
    """The support index with a household, 80 % of it alone; net reference pay if lower."""
    alone = other_adults_in_household + minors_in_household == 0
    return min(percent_of(ias, share_alone if alone else share_with_household), net_six_month_pay)


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=(DL220_2006("18(2)"), DL220_2006("24(1)")),
    evidence="L:dl220",
    since="2012-04-01",
    until="2026-12-31",
    after=NO,
)
def following_social_benefit_qualified(unemployment_qualified: Truth, social_benefit_means_test: Truth) -> Truth:
    """Social benefit that follows an exhausted unemployment benefit: the same conditions, and lack of means."""
    return unemployment_qualified and social_benefit_means_test


@rule(level=MONTH, law_at=month_worked, cites=DL220_2006("30(4)"), evidence="L:dl220", since="2012-04-01")
def following_social_benefit(social_unemployment_benefit: Money, unemployment_benefit: Money) -> Money:
    """Not above the unemployment benefit before it."""
    return min(social_unemployment_benefit, unemployment_benefit)


@rule(level=MONTH, law_at=month_worked, cites=DL220_2006("38"), evidence="L:dl220", since="2012-04-01")
def following_social_duration(age_band: Count, record_band: Count, unemployment_durations: Table) -> Days:
    """Half of the duration by age and months of registered pay, without increases."""
    return mul_div(lookup(unemployment_durations, age_band, record_band), 1, 2, round=DOWN)


# --- An unemployment that happened ------------------------------------------------------------------------------------


@rule(
    level=SPELL,
    law_at=spell_start,
    cites=(DL220_2006("20"), DL220_2006("21(1)")),
    evidence="L:dl220",
    since="1960-01-01",
)
def unemployment_claimed(
    contingency: Contingency,
    work_that_ended: WorkThatEnded,
    involuntary_unemployment: Truth,
    registered_at_job_centre: Truth,
) -> Truth:
    """Involuntary unemployment after employment, registered at the job centre."""
    after_employment = contingency == Contingency.UNEMPLOYMENT and work_that_ended == WorkThatEnded.EMPLOYMENT
    return after_employment and involuntary_unemployment and registered_at_job_centre


employment_days_of_23_months = window("employment_days_for_unemployment", at=SPELL, back=23, until=1)
employment_days_two_years_before = window("employment_days_for_unemployment", at=SPELL, back=24, until=24)
work_days_of_23_months = window("work_days_for_unemployment", at=SPELL, back=23, until=1)
work_days_two_years_before = window("work_days_for_unemployment", at=SPELL, back=24, until=24)


@rule(level=SPELL, law_at=spell_start, cites=DL220_2006("22(1)"), evidence="I:dl220", since="1960-01-01")
def days_before_in_month(spell_first_day: Date) -> Days:
    """Days of the month of unemployment that lie before it."""
    return days_between(first_day(month_of(spell_first_day)), spell_first_day)


@rule(
    level=SPELL,
    law_at=spell_start,
    cites=(DL220_2006("22(1)"), DL220_2006("23(2)")),
    evidence="I:dl220",
    since="2012-04-01",
    until="2018-07-01",
    name="qualifying_days_to_the_day",
)
def qualifying_days_to_the_day_until_2018(
    employment_days_of_23_months: Days,
    employment_days_two_years_before: Days,
    employment_days_for_unemployment: Days,
    days_before_in_month: Days,
    unused_days_before: Days,
) -> Days:
    """Days as employee in the 24 months before the very day, save those used for an earlier benefit."""
    own = min(employment_days_for_unemployment, days_before_in_month)
    oldest = min(employment_days_two_years_before, max(30 - days_before_in_month, 0))
    return min(employment_days_of_23_months + own + oldest, unused_days_before + own)


@rule(
    level=SPELL,
    law_at=spell_start,
    cites=(DL220_2006("22(1)"), DL220_2006("23(2)"), DL53_2018("")),
    evidence="I:dl220",
    since="2018-07-01",
)
def qualifying_days_to_the_day(
    work_days_of_23_months: Days,
    work_days_two_years_before: Days,
    work_days_for_unemployment: Days,
    days_before_in_month: Days,
    unused_days_before: Days,
) -> Days:
    """Days of work in the 24 months before the very day, save those used for an earlier benefit."""
    own = min(work_days_for_unemployment, days_before_in_month)
    oldest = min(work_days_two_years_before, max(30 - days_before_in_month, 0))
    return min(work_days_of_23_months + own + oldest, unused_days_before + own)


@rule(
    level=SPELL,
    law_at=spell_start,
    cites=(DL220_2006("18"), DL220_2006("22(1)")),
    evidence="S:meusal",
    since="2012-04-01",
)
def unemployment_entitled(
    unemployment_claimed: Truth,
    unemployment_insured_lately: Truth,
    without_right_to_old_age_pension: Truth,
    qualifying_days_to_the_day: Days,
    qualifying_days_needed: Days,
) -> Truth:
    """Involuntarily unemployed from insured work, registered, with the qualifying days, before the pension age."""
    after_insured_work = unemployment_claimed and unemployment_insured_lately and without_right_to_old_age_pension
    return after_insured_work and qualifying_days_to_the_day >= qualifying_days_needed


@rule(level=SPELL, law_at=spell_start, cites=DL220_2006("37(1)"), evidence="S:td", since="2012-04-01")
def age_band_on_the_day(birth_date: Date, spell_first_day: Date, age_bands: Steps) -> Count:
    """The age band on the day of unemployment."""
    return bracket(age_bands, full_years_between(birth_date, spell_first_day))


@rule(level=SPELL, law_at=spell_start, cites=DL220_2006("37(1)"), evidence="S:td", since="2012-04-01")
def duration_on_the_day(
    age_band_on_the_day: Count,
    record_band: Count,
    five_year_groups: Count,
    unemployment_durations: Table,
    duration_increases: Table,
) -> Days:
    """Longest duration by the age on the day of unemployment."""
    longer = lookup(duration_increases, age_band_on_the_day) * five_year_groups
    return lookup(unemployment_durations, age_band_on_the_day, record_band) + longer


@rule(level=SPELL, law_at=spell_start, cites=DL220_2006("72"), evidence="S:td", since="2012-04-01")
def duration_lost_by_late_claim(days_until_claim: Days, days_to_claim: Days) -> Days:
    """A claim after the ninety days shortens the duration by the delay."""
    return max(days_until_claim - days_to_claim, 0)


@rule(level=SPELL, law_at=spell_start, cites=DL220_2006("36(1)"), evidence="L:dl220", since="2012-04-01")
def days_since_claim(
    contingency: Contingency, spell_first_day: Date, spell_last_day: Date, days_until_claim: Days
) -> Days:
    """Days of unemployment from the claim on."""
    if contingency != Contingency.UNEMPLOYMENT:
        return 0
    return max(days_between(spell_first_day, spell_last_day) + 1 - days_until_claim, 0)


@rule(
    level=SPELL,
    law_at=spell_start,
    cites=(DL220_2006("36(1)"), DL220_2006("37")),
    evidence="L:dl220",
    since="2012-04-01",
)
def unemployment_days_paid(
    unemployment_entitled: Truth,
    days_since_claim: Days,
    duration_on_the_day: Days,
    duration_lost_by_late_claim: Days,
) -> Days:
    """From the claim on, for the longest duration at most."""
    longest = max(duration_on_the_day - duration_lost_by_late_claim, 0)
    return min(days_since_claim, longest) if unemployment_entitled else 0


@rule(level=SPELL, law_at=spell_start, cites=DL220_2006("27"), evidence="L:dl220", since="2012-04-01")
def partial_benefit_due(
    part_time_pay: Money,
    part_time_hours_share: Rate,
    least_part_time_share: Rate,
    most_part_time_share: Rate,
    unemployment_benefit: Money,
) -> Truth:
    """Part-time work of 20 to 75 % of full hours for less than the benefit leaves a partial benefit."""
    part_time = part_time_pay > 0 and least_part_time_share <= part_time_hours_share <= most_part_time_share
    return part_time and part_time_pay < unemployment_benefit


@rule(level=SPELL, law_at=spell_start, cites=DL220_2006("33"), evidence="L:dl220", since="2012-04-01")
def partial_unemployment_benefit(unemployment_benefit: Money, part_time_pay: Money, partial_increase: Rate) -> Money:
    """The benefit and 35 % of it, less the pay of the part-time work."""
    return max(unemployment_benefit + percent_of(unemployment_benefit, partial_increase) - part_time_pay, NOTHING)


@rule(
    level=SPELL,
    law_at=spell_start,
    cites=(DL220_2006("27"), DL220_2006("52(1)(a)")),
    evidence="L:dl220",
    since="2012-04-01",
)
def monthly_benefit_in_spell(
    part_time_pay: Money, partial_benefit_due: Truth, partial_unemployment_benefit: Money, unemployment_benefit: Money
) -> Money:
    """The benefit; the partial one beside part-time work; nothing beside other work."""
    if partial_benefit_due:
        return partial_unemployment_benefit
    return NOTHING if part_time_pay > 0 else unemployment_benefit


@rule(
    level=SPELL,
    law_at=spell_start,
    cites=(DL220_2006("28"), DL64_2012(""), DL53A_2017("")),
    evidence="S:dl53a",
    since="2012-04-01",
    until="2017-06-01",
    name="cut_after_180_days",
)
def cut_after_180_days_until_2017(monthly_benefit_in_spell: Money, cut_rate: Rate) -> Money:
    """From 2012 the benefit fell by 10 % after 180 days."""
    return percent_of(monthly_benefit_in_spell, cut_rate)


@rule(
    level=SPELL,
    law_at=spell_start,
    cites=DL53A_2017(""),
    evidence="S:dl53a",
    since="2017-06-01",
    until="2018-01-01",
    after=NOTHING,
)
def cut_after_180_days(monthly_benefit_in_spell: Money, cut_rate: Rate, ias: Money) -> Money:
    """From June 2017 not below one support index; gone with the budget for 2018."""
    return min(percent_of(monthly_benefit_in_spell, cut_rate), max(monthly_benefit_in_spell - ias, NOTHING))


@rule(level=SPELL, law_at=spell_start, cites=DL220_2006("28(1)"), evidence="L:dl220", since="2012-04-01")
def unemployment_paid(
    monthly_benefit_in_spell: Money, cut_after_180_days: Money, unemployment_days_paid: Days, days_before_cut: Days
) -> Money:
    """A thirtieth of the monthly benefit for each day, less the cut of earlier law after 180 days."""
    cut_days = max(unemployment_days_paid - days_before_cut, 0)
    return mul_div(monthly_benefit_in_spell, unemployment_days_paid, 30) - mul_div(cut_after_180_days, cut_days, 30)


@rule(
    level=SPELL,
    law_at=spell_start,
    cites=(DL220_2006("22(2)"), DL220_2006("24")),
    evidence="L:dl220 ?",
    since="2012-04-01",
    until="2026-12-31",
    after=NO,
)
def social_benefit_entitled(
    unemployment_claimed: Truth,
    unemployment_insured_lately: Truth,
    without_right_to_old_age_pension: Truth,
    unemployment_entitled: Truth,
    enough_days_for_social_benefit: Truth,
    social_benefit_means_test: Truth,
) -> Truth:
    """Initial social benefit: unemployed without the days for the benefit itself, with 180 days and lack of means."""
    unemployed = unemployment_claimed and unemployment_insured_lately and without_right_to_old_age_pension
    instead = unemployed and not unemployment_entitled
    return instead and enough_days_for_social_benefit and social_benefit_means_test


@rule(
    level=SPELL,
    law_at=spell_start,
    cites=(DL220_2006("36(1)"), DL220_2006("37")),
    evidence="L:dl220",
    since="2012-04-01",
)
def social_benefit_paid(
    social_benefit_entitled: Truth,
    social_unemployment_benefit: Money,
    days_since_claim: Days,
    duration_on_the_day: Days,
    duration_lost_by_late_claim: Days,
) -> Money:
    """From the claim on, for as long as the unemployment benefit would be paid."""
    longest = max(duration_on_the_day - duration_lost_by_late_claim, 0)
    days = min(days_since_claim, longest) if social_benefit_entitled else 0
    return mul_div(social_unemployment_benefit, days, 30)


@rule(
    level=SPELL,
    law_at=spell_start,
    cites=(DL220_2006("18(2)"), DL220_2006("24(1)")),
    evidence="L:dl220",
    since="2012-04-01",
    until="2026-12-31",
    after=NO,
)
def following_social_benefit_entitled(unemployment_entitled: Truth, means_test_met_at_the_end: Truth) -> Truth:
    """The unemployment benefit is exhausted, and the means test is met when it ends."""
    return unemployment_entitled and means_test_met_at_the_end


@rule(
    level=SPELL,
    law_at=spell_start,
    cites=(DL220_2006("36(3)"), DL220_2006("38")),
    evidence="L:dl220",
    since="2012-04-01",
)
def following_social_days(
    following_social_benefit_entitled: Truth,
    days_since_claim: Days,
    unemployment_days_paid: Days,
    age_band_on_the_day: Count,
    record_band: Count,
    unemployment_durations: Table,
) -> Days:
    """Days beyond those of the benefit, for half of its duration without increases (age: as when it began)."""
    half = mul_div(lookup(unemployment_durations, age_band_on_the_day, record_band), 1, 2, round=DOWN)
    return min(max(days_since_claim - unemployment_days_paid, 0), half) if following_social_benefit_entitled else 0


@rule(level=SPELL, law_at=spell_start, cites=DL220_2006("30"), evidence="L:dl220", since="2012-04-01")
def following_social_benefit_paid(following_social_benefit: Money, following_social_days: Days) -> Money:
    """A thirtieth of the monthly benefit for each day."""
    return mul_div(following_social_benefit, following_social_days, 30)


@rule(level=SPELL, law_at=spell_start, cites=DL220_2006("36(1)"), evidence="L:dl220", since="2012-04-01")
def unemployment_posted_on(spell_last_day: Date) -> Date:
    """What a spell is paid is posted together, on its last day."""
    return add_days(spell_last_day, 0)


ASSUMED = {
    "work_that_ended": "employment",
    "involuntary_unemployment": "yes",
    "registered_at_job_centre": "yes",
    "days_until_claim": "0",
}

RESULTS = (
    benefit(
        "unemployment_benefit",
        branch=Branch.UNEMPLOYMENT,
        scheme="employees",
        contingency=Contingency.UNEMPLOYMENT,
        qualified="unemployment_qualified",
        conditions=("unemployment_insured_lately", "enough_days_for_unemployment", "without_right_to_old_age_pension"),
        amount="unemployment_benefit",
        per="month",
        reference="unemployment_reference_pay",
        duration="unemployment_duration",
        entitled="unemployment_entitled",
        paid="unemployment_paid",
        assumed=ASSUMED,
        c102="IV",
        missoc="X",
        esspros="unemployment",
    ),
    benefit(
        "unemployment_benefit_domestic",
        branch=Branch.UNEMPLOYMENT,
        scheme="domestic_service",
        contingency=Contingency.UNEMPLOYMENT,
        qualified="domestic_unemployment_qualified",
        conditions=(
            "domestic_unemployment_insured_lately",
            "enough_days_for_unemployment",
            "without_right_to_old_age_pension",
        ),
        amount="unemployment_benefit",
        per="month",
        reference="unemployment_reference_pay",
        duration="unemployment_duration",
        c102="IV",
        missoc="X",
        esspros="unemployment",
    ),
    benefit(
        "social_unemployment_benefit",
        branch=Branch.UNEMPLOYMENT,
        scheme="employees",
        contingency=Contingency.UNEMPLOYMENT,
        qualified="social_benefit_qualified",
        conditions=(
            "unemployment_insured_lately",
            "without_days_for_unemployment",
            "enough_days_for_social_benefit",
            "social_benefit_means_test",
            "without_right_to_old_age_pension",
        ),
        amount="social_unemployment_benefit",
        per="month",
        duration="unemployment_duration",
        entitled="social_benefit_entitled",
        paid="social_benefit_paid",
        assumed=ASSUMED,
        c102="IV",
        missoc="X",
        esspros="unemployment",
    ),
    benefit(
        "following_social_unemployment_benefit",
        branch=Branch.UNEMPLOYMENT,
        scheme="employees",
        contingency=Contingency.UNEMPLOYMENT,
        qualified="following_social_benefit_qualified",
        conditions=(
            "unemployment_insured_lately",
            "enough_days_for_unemployment",
            "without_right_to_old_age_pension",
            "social_benefit_means_test",
        ),
        amount="following_social_benefit",
        per="month",
        duration="following_social_duration",
        entitled="following_social_benefit_entitled",
        paid="following_social_benefit_paid",
        assumed=ASSUMED,
        c102="IV",
        missoc="X",
        esspros="unemployment",
    ),
    posting(
        "following_social_benefit_paid",
        branch=Branch.UNEMPLOYMENT,
        scheme="employees",
        payer="state",
        posted_on="unemployment_posted_on",
        cause="social unemployment benefit",
    ),
    posting(
        "unemployment_paid",
        branch=Branch.UNEMPLOYMENT,
        scheme="employees",
        payer="state",
        posted_on="unemployment_posted_on",
        cause="unemployment benefit",
    ),
    posting(
        "social_benefit_paid",
        branch=Branch.UNEMPLOYMENT,
        scheme="employees",
        payer="state",
        posted_on="unemployment_posted_on",
        cause="social unemployment benefit",
    ),
)
