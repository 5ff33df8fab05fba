"""Occupational disease in Portugal: compensation by social security, for employees and self-employed alike.

Law 98/2009 arts. 93 to 131: the rates are those of work accidents, the pay is the registered pay of the twelve months
before, and no qualifying period is asked for.
"""

from __future__ import annotations

from amparo.law.portugal.instruments import CRC, L98_2009
from amparo.law.portugal.work_accidents import PermanentIncapacity
from amparo.rules import (
    MONTH,
    NO_RATE,
    NOTHING,
    SPELL,
    WHOLE,
    Contingency,
    Count,
    Coverage,
    Date,
    Days,
    Money,
    Rate,
    Truth,
    add_days,
    add_months,
    days_between,
    first_day,
    full_years_between,
    month_of,
    month_worked,
    mul_div,
    percent_of,
    rule,
    spell_start,
    window,
)

# --- Pay (arts. 111 and 112) ------------------------------------------------------------------------------------------


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=(L98_2009("111(4)(a)"), L98_2009("112")),
    evidence="L:l98",
    since="1960-01-01",
    range=(0, 100_000_000_000),
)
def pay_for_occupational_disease(registered_employee_pay: Money, self_employed_base_beyond_pensions: Money) -> Money:
    """Registered pay for work, bonuses included; conventional bases as they are."""
    return registered_employee_pay + self_employed_base_beyond_pensions


@rule(level=MONTH, law_at=month_worked, cites=L98_2009("111(4)(b)"), evidence="L:l98", since="1960-01-01")
def days_for_occupational_disease(employee_days: Days, self_employed_days: Days) -> Days:
    """Days with registered pay for work."""
    return min(employee_days + self_employed_days, 30)


disease_pay_of_twelve_months = window("pay_for_occupational_disease", at=MONTH, back=12, until=1)
disease_days_of_twelve_months = window("days_for_occupational_disease", at=MONTH, back=12, until=1)


@rule(level=MONTH, law_at=month_worked, cites=L98_2009("111(4)(b)"), evidence="L:l98", since="2018-01-01")
def disease_daily_pay(disease_pay_of_twelve_months: Money, disease_days_of_twelve_months: Days) -> Money:
    """Pay of the twelve months before, by the days with registered pay."""
    if disease_days_of_twelve_months == 0:
        return NOTHING
    return mul_div(disease_pay_of_twelve_months, 1, disease_days_of_twelve_months)


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=(L98_2009("111(1)"), L98_2009("111(2)")),
    evidence="I:l98",
    since="2018-01-01",
)
def disease_yearly_pay(disease_pay_of_twelve_months: Money, disease_days_of_twelve_months: Days) -> Money:
    """Pay of the twelve months before; where fewer days are registered, the mean of the days for a year of 360."""
    if disease_days_of_twelve_months == 0:
        return NOTHING
    return mul_div(disease_pay_of_twelve_months, 360, disease_days_of_twelve_months)


# --- Cover: no qualifying period (art. 106) ---------------------------------------------------------------------------


@rule(
    level=MONTH, law_at=month_worked, cites=(L98_2009("93(1)"), L98_2009("106")), evidence="L:l98", since="2018-01-01"
)
def employee_disease_cover(employee_occupational_disease_coverage: Coverage) -> Truth:
    """Insured as employee against occupational diseases."""
    return employee_occupational_disease_coverage == Coverage.MANDATORY


@rule(level=MONTH, law_at=month_worked, cites=(L98_2009("93(1)"), CRC("118(1)")), evidence="L:crc", since="2018-01-01")
def domestic_disease_cover(domestic_coverage: Coverage) -> Truth:
    """Insured in domestic service against occupational diseases."""
    return domestic_coverage == Coverage.MANDATORY


@rule(level=MONTH, law_at=month_worked, cites=(L98_2009("93(1)"), CRC("141(1)")), evidence="L:l98", since="2018-01-01")
def self_employed_disease_cover(self_employed_disease_coverage: Coverage) -> Truth:
    """Insured as self-employed against occupational diseases."""
    return self_employed_disease_coverage == Coverage.MANDATORY


# --- Amounts if the disease were certified in this month --------------------------------------------------------------


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=(L98_2009("48(3)(d)"), L98_2009("98(3)"), L98_2009("110(1)")),
    evidence="L:l98",
    since="2018-01-01",
)
def disease_daily_compensation(disease_daily_pay: Money, temporary_rate_first_year: Rate) -> Money:
    """A day of absolute temporary incapacity in the first twelve months."""
    return percent_of(disease_daily_pay, temporary_rate_first_year)


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=(L98_2009("48(3)(a)"), L98_2009("110(1)")),
    evidence="L:l98",
    since="2018-01-01",
)
def disease_pension_for_any_work(disease_yearly_pay: Money, any_work_rate: Rate) -> Money:
    """Yearly pension for permanent incapacity for any work."""
    return percent_of(disease_yearly_pay, any_work_rate)


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=(L98_2009("59"), L98_2009("60"), L98_2009("61"), L98_2009("100(2)")),
    evidence="L:l98",
    since="2018-01-01",
)
def disease_survivors_pension(disease_yearly_pay: Money, accident_survivors_rate: Rate) -> Money:
    """Yearly pensions of all survivors together."""
    return percent_of(disease_yearly_pay, accident_survivors_rate)


# --- A disease that was certified -------------------------------------------------------------------------------------


@rule(level=SPELL, law_at=spell_start, cites=(L98_2009("95"), L98_2009("106")), evidence="L:l98", since="2018-01-01")
def disease_compensated(
    contingency: Contingency,
    occupational_disease_certified: Truth,
    employee_disease_cover: Truth,
    domestic_disease_cover: Truth,
    self_employed_disease_cover: Truth,
) -> Truth:
    """A certified occupational disease of somebody insured."""
    insured = employee_disease_cover or domestic_disease_cover or self_employed_disease_cover
    return contingency == Contingency.OCCUPATIONAL_DISEASE and occupational_disease_certified and insured


@rule(
    level=SPELL,
    law_at=spell_start,
    cites=(L98_2009("97(2)"), L98_2009("126(1)")),
    evidence="L:l98",
    since="2018-01-01",
)
def disease_days_compensated(
    disease_compensated: Truth, spell_first_day: Date, spell_last_day: Date, days_until_permanent: Days
) -> Days:
    """From the first day of incapacity, until it counts as permanent."""
    days = days_between(spell_first_day, spell_last_day) + 1
    return max(min(days, days_until_permanent), 0) if disease_compensated else 0


@rule(level=SPELL, law_at=spell_start, cites=L98_2009("48(3)(d)"), evidence="L:l98", since="2018-01-01")
def disease_days_of_first_year(disease_days_compensated: Days, spell_first_day: Date) -> Days:
    """Of these, the days in the first twelve months."""
    start = month_of(spell_first_day)
    return min(disease_days_compensated, days_between(first_day(start), first_day(add_months(start, 12))))


@rule(
    level=SPELL,
    law_at=spell_start,
    cites=(L98_2009("48(3)(d)"), L98_2009("48(3)(e)"), L98_2009("110(1)")),
    evidence="L:l98",
    since="2018-01-01",
)
def disease_compensation(
    temporary_incapacity_degree: Rate,
    disease_daily_pay: Money,
    temporary_rate_first_year: Rate,
    temporary_rate_later: Rate,
    disease_days_compensated: Days,
    disease_days_of_first_year: Days,
) -> Money:
    """Absolute: 70 % of daily pay for twelve months, then 75 %; partial: 70 % of the loss of earning capacity."""
    daily = percent_of(disease_daily_pay, temporary_rate_first_year)
    if temporary_incapacity_degree < WHOLE:
        return percent_of(daily, temporary_incapacity_degree) * disease_days_compensated
    later = percent_of(disease_daily_pay, temporary_rate_later)
    return daily * disease_days_of_first_year + later * (disease_days_compensated - disease_days_of_first_year)


@rule(level=SPELL, law_at=spell_start, cites=L98_2009("116(1)"), evidence="L:l98", since="2018-01-01")
def disease_pension_increase_rate(
    ceased_work_with_disease: Truth,
    permanent_incapacity_degree: Rate,
    birth_date: Date,
    spell_last_day: Date,
    increase_degree: Rate,
    increase_degree_from_age: Rate,
    increase_age: Count,
    pension_increase: Rate,
) -> Rate:
    """20 % more for those who gave up work with 80 % incapacity, or with 70 % from 50 years of age."""
    older = full_years_between(birth_date, spell_last_day) >= increase_age
    grave = permanent_incapacity_degree >= increase_degree
    from_age = older and permanent_incapacity_degree >= increase_degree_from_age
    return pension_increase if ceased_work_with_disease and (grave or from_age) else NO_RATE


@rule(
    level=SPELL,
    law_at=spell_start,
    cites=(L98_2009("48(3)"), L98_2009("110(1)"), L98_2009("116(2)")),
    evidence="L:l98",
    since="2018-01-01",
)
def disease_pension(
    disease_compensated: Truth,
    permanent_incapacity: PermanentIncapacity,
    disease_yearly_pay: Money,
    permanent_incapacity_rate: Rate,
    disease_pension_increase_rate: Rate,
) -> Money:
    """Yearly pension for permanent incapacity with its increase, up to the reference pay."""
    if not disease_compensated or permanent_incapacity == PermanentIncapacity.NONE:
        return NOTHING
    pension = percent_of(disease_yearly_pay, permanent_incapacity_rate)
    return min(pension + percent_of(pension, disease_pension_increase_rate), disease_yearly_pay)


@rule(level=SPELL, law_at=spell_start, cites=(L98_2009("67"), L98_2009("117")), evidence="L:l98", since="2018-01-01")
def disease_incapacity_grant(
    disease_compensated: Truth, full_accident_grant: Money, high_incapacity_rate: Rate
) -> Money:
    """Grant for high permanent incapacity, by the support index when it is certified."""
    return percent_of(full_accident_grant, high_incapacity_rate) if disease_compensated else NOTHING


@rule(level=SPELL, law_at=spell_start, cites=L98_2009("102(1)"), evidence="L:l98", since="2018-01-01")
def is_death_by_disease(contingency: Contingency, death_by_occupational_disease: Truth) -> Truth:
    """A death that an occupational disease caused."""
    return contingency == Contingency.DEATH and death_by_occupational_disease


@rule(level=SPELL, law_at=spell_start, cites=L98_2009("102(1)"), evidence="L:l98", since="2018-01-01")
def disease_survivors_pension_due(is_death_by_disease: Truth, disease_survivors_pension: Money) -> Money:
    """Yearly pensions of all survivors of the worker whom the disease killed."""
    return disease_survivors_pension if is_death_by_disease else NOTHING


@rule(level=SPELL, law_at=spell_start, cites=(L98_2009("65"), L98_2009("119(1)")), evidence="L:l98", since="2018-01-01")
def disease_death_grant(is_death_by_disease: Truth, accident_death_grant_due: Money) -> Money:
    """Grant to the partner and the children."""
    return accident_death_grant_due if is_death_by_disease else NOTHING


@rule(level=SPELL, law_at=spell_start, cites=L98_2009("93(1)"), evidence="I:l98", since="2018-01-01")
def employee_disease_compensated(disease_compensated: Truth, employee_disease_cover: Truth) -> Truth:
    """Compensated through insurance as employee, which goes before."""
    return disease_compensated and employee_disease_cover


@rule(level=SPELL, law_at=spell_start, cites=L98_2009("93(1)"), evidence="I:l98", since="2018-01-01")
def domestic_disease_compensated(
    disease_compensated: Truth, employee_disease_cover: Truth, domestic_disease_cover: Truth
) -> Truth:
    """Compensated through insurance in domestic service."""
    return disease_compensated and domestic_disease_cover and not employee_disease_cover


@rule(level=SPELL, law_at=spell_start, cites=L98_2009("93(1)"), evidence="I:l98", since="2018-01-01")
def self_employed_disease_compensated(
    disease_compensated: Truth, employee_disease_cover: Truth, domestic_disease_cover: Truth
) -> Truth:
    """Compensated through insurance as self-employed alone."""
    return disease_compensated and not employee_disease_cover and not domestic_disease_cover


@rule(level=SPELL, law_at=spell_start, cites=L98_2009("126(1)"), evidence="I:l98", since="2018-01-01")
def disease_posted_on(spell_last_day: Date) -> Date:
    """What a spell is paid is posted together, on its last day."""
    return add_days(spell_last_day, 0)
