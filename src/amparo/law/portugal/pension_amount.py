"""The statutory pension of Portugal (pensão estatutária): rates of formation, the two formulas and their weighting.

The same amount underlies the pensions of old age, invalidity and survivors. Every amount that the law names (P1, P2, P)
is rounded to the cent, half a cent up: the law names no rounding.
"""

from __future__ import annotations

from amparo.law.portugal.instruments import DL187_2007
from amparo.rules import (
    MONTH,
    NO_RATE,
    NOTHING,
    SPELL,
    Count,
    Date,
    Days,
    Money,
    Rate,
    Steps,
    Truth,
    add_months,
    bracket,
    days_between,
    exceeds,
    first_day,
    month_of,
    month_worked,
    months_between,
    mul_div,
    percent_of,
    percents_of,
    rule,
    spell_start,
    times,
    year_of,
)

# --- Formula of the whole career (art. 32) ----------------------------------------------------------------------------


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=(DL187_2007("29(2)"), DL187_2007("32(3)")),
    evidence="L:dl187",
    since="2007-06-01",
)
def years_of_formation(career_years: Count, most_years_of_formation: Count) -> Count:
    """Relevant years that form the pension, at most forty (N)."""
    return min(career_years, most_years_of_formation)


@rule(level=MONTH, law_at=month_worked, cites=DL187_2007("30(2)"), evidence="L:dl187", since="2007-06-01")
def short_career_rate(years_of_formation: Count, yearly_rate_of_short_career: Rate, least_formation_rate: Rate) -> Rate:
    """Global rate with twenty years or fewer: 2 % a year, at least 30 %."""
    return max(yearly_rate_of_short_career * years_of_formation, least_formation_rate)


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=(DL187_2007("31"), DL187_2007("32(2)")),
    evidence="L:dl187",
    since="2007-06-01",
)
def rate_of_last_slice(
    career_reference_pay: Money,
    ias: Money,
    end_of_first_slice: Rate,
    end_of_second_slice: Rate,
    end_of_third_slice: Rate,
    end_of_fourth_slice: Rate,
    first_slice_rate: Rate,
    second_slice_rate: Rate,
    third_slice_rate: Rate,
    fourth_slice_rate: Rate,
    fifth_slice_rate: Rate,
) -> Rate:
    """Yearly rate of the slice in which the reference earnings end."""
    if exceeds(career_reference_pay, of=ias, share=end_of_fourth_slice):
        return fifth_slice_rate
    if exceeds(career_reference_pay, of=ias, share=end_of_third_slice):
        return fourth_slice_rate
    if exceeds(career_reference_pay, of=ias, share=end_of_second_slice):
        return third_slice_rate
    return second_slice_rate if exceeds(career_reference_pay, of=ias, share=end_of_first_slice) else first_slice_rate


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=(DL187_2007("31"), DL187_2007("32(2)")),
    evidence="L:dl187",
    since="2007-06-01",
)
def yearly_gain_of_lower_slices(
    rate_of_last_slice: Rate,
    end_of_first_slice: Rate,
    end_of_second_slice: Rate,
    end_of_third_slice: Rate,
    end_of_fourth_slice: Rate,
    first_slice_rate: Rate,
    second_slice_rate: Rate,
    third_slice_rate: Rate,
    fourth_slice_rate: Rate,
) -> Rate:
    """What the higher rates of the slices below add each year to the rate of the last slice, as a share of the IAS."""
    first = times(end_of_first_slice, first_slice_rate - min(rate_of_last_slice, first_slice_rate))
    second = times(end_of_second_slice - end_of_first_slice, max(second_slice_rate - rate_of_last_slice, NO_RATE))
    third = times(end_of_third_slice - end_of_second_slice, max(third_slice_rate - rate_of_last_slice, NO_RATE))
    fourth = times(end_of_fourth_slice - end_of_third_slice, max(fourth_slice_rate - rate_of_last_slice, NO_RATE))
    return first + second + third + fourth


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=(DL187_2007("31(2)"), DL187_2007("32(2)")),
    evidence="L:dl187",
    since="2007-06-01",
)
def long_career_pension(
    career_reference_pay: Money,
    ias: Money,
    years_of_formation: Count,
    rate_of_last_slice: Rate,
    yearly_gain_of_lower_slices: Rate,
) -> Money:
    """With 21 years or more: each slice at its own rate for each year; the sum of the slices is rounded once."""
    rate = rate_of_last_slice * years_of_formation
    return percents_of(career_reference_pay, rate, ias, yearly_gain_of_lower_slices * years_of_formation)


@rule(level=MONTH, law_at=month_worked, cites=DL187_2007("32"), evidence="L:dl187", since="2007-06-01")
def whole_career_pension(
    years_of_formation: Count,
    most_years_of_short_career: Count,
    career_reference_pay: Money,
    short_career_rate: Rate,
    long_career_pension: Money,
) -> Money:
    """The pension of the whole career (P2; for those insured from 2002 on the pension itself)."""
    if years_of_formation <= most_years_of_short_career:
        return percent_of(career_reference_pay, short_career_rate)
    return long_career_pension


# --- Formula of the best ten years (art. 34), its limit (art. 101) and the weighting (art. 33) ------------------------


@rule(level=MONTH, law_at=month_worked, cites=DL187_2007("34(3)"), evidence="L:dl187", since="2007-06-01")
def best_ten_rate(
    career_years: Count, yearly_rate_of_best_ten: Rate, least_formation_rate: Rate, most_rate_of_best_ten: Rate
) -> Rate:
    """Global rate of the best ten years: 2 % a year, at least 30 % and at most 80 %."""
    return min(max(yearly_rate_of_best_ten * career_years, least_formation_rate), most_rate_of_best_ten)


@rule(level=MONTH, law_at=month_worked, cites=DL187_2007("34(1)"), evidence="L:dl187", since="2007-06-01")
def best_ten_pension(best_ten_reference_pay: Money, best_ten_rate: Rate) -> Money:
    """The pension of the best ten years, before its limit (P1)."""
    return percent_of(best_ten_reference_pay, best_ten_rate)


@rule(level=MONTH, law_at=month_worked, cites=DL187_2007("101"), evidence="L:dl187", since="2007-06-01")
def upper_limit_of_pension(ias: Money, limit_in_ias: Count) -> Money:
    """Twelve times the IAS."""
    return ias * limit_in_ias


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=(DL187_2007("101(1)"), DL187_2007("101(2)")),
    evidence="L:dl187",
    since="2007-06-01",
)
def limited_best_ten_pension(
    best_ten_pension: Money, whole_career_pension: Money, upper_limit_of_pension: Money
) -> Money:
    """P1 is limited to twelve IAS, save when P2 is the higher."""
    if whole_career_pension > best_ten_pension:
        return best_ten_pension
    return min(best_ten_pension, upper_limit_of_pension)


@rule(level=MONTH, law_at=month_worked, cites=DL187_2007("101(3)"), evidence="L:dl187", since="2007-06-01")
def whole_career_formula_alone(
    best_ten_pension: Money, whole_career_pension: Money, upper_limit_of_pension: Money, career_years_by_2001: Count
) -> Truth:
    """No year before 2002; or P1 and P2 both exceed twelve IAS and P1 is the higher: art. 32 alone."""
    both_exceed = whole_career_pension > upper_limit_of_pension and best_ten_pension > whole_career_pension
    return career_years_by_2001 <= 0 or both_exceed


@rule(level=MONTH, law_at=month_worked, cites=DL187_2007("33(2)"), evidence="L:dl187", since="2017-01-01")
def weighted_pension(
    limited_best_ten_pension: Money,
    whole_career_pension: Money,
    career_years: Count,
    career_years_by_2001: Count,
    career_years_since_2002: Count,
) -> Money:
    """P1 weighted by the years to 2001 and P2 by the years since: (P1 x C3 + P2 x C4) / C."""
    if career_years <= 0:
        return NOTHING
    parts = limited_best_ten_pension * career_years_by_2001 + whole_career_pension * career_years_since_2002
    return min(mul_div(parts, 1, career_years), max(limited_best_ten_pension, whole_career_pension))


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=(DL187_2007("44(1)"), DL187_2007("45(1)")),
    evidence="L:dl187",
    since="2018-01-01",
)
def minimum_pension_of_career(career_years: Count, minimum_pensions: Steps) -> Money:
    """The minimum pension for the years of the career."""
    return bracket(minimum_pensions, career_years)


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=(DL187_2007("32"), DL187_2007("33(2)"), DL187_2007("33(5)"), DL187_2007("101(3)")),
    evidence="L:dl187",
    since="2018-01-01",
)
def statutory_pension(
    whole_career_formula_alone: Truth,
    whole_career_pension: Money,
    weighted_pension: Money,
    minimum_pension_of_career: Money,
) -> Money:
    """The weighted pension, or that of the whole career alone when better and above the minimum pension."""
    if whole_career_formula_alone:
        return whole_career_pension
    if whole_career_pension <= weighted_pension:
        return weighted_pension
    return whole_career_pension if whole_career_pension > minimum_pension_of_career else weighted_pension


@rule(level=MONTH, law_at=month_worked, cites=DL187_2007("37(6)"), evidence="L:dl187", since="2007-06-01")
def best_reference_pay(
    career_reference_pay: Money, best_ten_reference_pay: Money, career_years_by_2001: Count
) -> Money:
    """The better of the reference earnings that served the calculation."""
    return max(career_reference_pay, best_ten_reference_pay) if career_years_by_2001 > 0 else career_reference_pay


# --- Payments of a pension in course ----------------------------------------------------------------------------------


@rule(level=SPELL, law_at=spell_start, cites=DL187_2007("51"), evidence="I:dl187", since="2007-06-01")
def days_of_first_pension_month(spell_first_day: Date) -> Days:
    """Days of the month in which the pension begins, the month counting thirty."""
    return max(30 - days_between(first_day(month_of(spell_first_day)), spell_first_day), 0)


@rule(level=SPELL, law_at=spell_start, cites=DL187_2007("53(1)"), evidence="L:dl187", since="2007-06-01")
def full_pension_months(spell_first_day: Date, spell_last_day: Date) -> Count:
    """Months after that of the beginning; the month of the end is paid in full."""
    return max(months_between(month_of(spell_first_day), month_of(spell_last_day)), 0)


@rule(level=SPELL, law_at=spell_start, cites=DL187_2007("41"), evidence="L:dl187", since="2007-06-01")
def extra_pension_payments(spell_first_day: Date, spell_last_day: Date) -> Count:
    """A further payment in each July and each December: fourteen a year."""
    first = month_of(spell_first_day)
    last = month_of(spell_last_day)
    decembers = year_of(add_months(last, 1)) - year_of(first)
    return decembers + year_of(add_months(last, 6)) - year_of(add_months(first, 5))


RESULTS = ()
