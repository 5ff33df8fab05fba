"""The career that a pension in Portugal is worked out from: years that count, and pay brought to the year of start.

Every month is looked at as if the pension began in it: what counts is what was registered before that month.

How pay is brought to the year in which the pension starts (art. 27). The yearly order multiplies the coefficients of
all earlier years by one and the same increase, and gives the year before the start the coefficient one. So the
coefficient of a year of pay is a quotient of one index: its value for the year of start by that for the year after the
pay. Each year's pay is first divided by the index of the following year; the best years are chosen among these; their
sum is multiplied by the index of the year of start. The choice is the same as with the coefficients of the order. The
sum differs from theirs only by their rounding to four decimals, at most half a ten-thousandth of each year's pay. Where
the coefficients of an order are told, they are used as they are, and each year's revalued pay is rounded to the cent.
"""

from __future__ import annotations

from amparo.law.portugal.instruments import DL187_2007
from amparo.rules import (
    MONTH,
    NO,
    NOTHING,
    WHOLE,
    YEAR,
    YES,
    Count,
    Date,
    Days,
    Money,
    Month,
    Months,
    Rate,
    Truth,
    any_of,
    best,
    in_force,
    month_number,
    month_of,
    month_worked,
    months_between,
    mul_div,
    next_year_start,
    percent_of,
    previous,
    rule,
    year_end,
)

# --- Years that count, at the end of each year ------------------------------------------------------------------------

short_days_before = previous("short_days_carried", n=1, initial=0)
relevant_years_before = previous("relevant_years", n=1, initial=0)
early_years_before = previous("relevant_years_by_2001", n=1, initial=0)
years_with_pay_before = previous("years_with_pay", n=1, initial=0)


@rule(
    level=YEAR,
    law_at=year_end,
    cites=(DL187_2007("29(3)"), DL187_2007("96(2)"), DL187_2007("98")),
    evidence="L:dl187",
    since="1960-01-01",
)
def year_counts_alone(
    year: Count, contributory_year: Truth, registered_days_of_year: Days, first_year_of_density: Count
) -> Truth:
    """A year of 120 days counts by itself; before 1994 any year with registered pay does."""
    return contributory_year or (year < first_year_of_density and registered_days_of_year > 0)


@rule(
    level=YEAR,
    law_at=year_end,
    cites=(DL187_2007("12(2)"), DL187_2007("29(4)")),
    evidence="L:dl187",
    since="1960-01-01",
)
def short_days_of_year(year_counts_alone: Truth, registered_days_of_year: Days) -> Days:
    """Days of a year that does not count by itself."""
    return 0 if year_counts_alone else min(registered_days_of_year, 360)


@rule(
    level=YEAR,
    law_at=year_end,
    cites=(DL187_2007("12(2)"), DL187_2007("12(4)")),
    evidence="L:dl187",
    since="1960-01-01",
)
def short_years_complete_one(
    short_days_of_year: Days, short_days_before: Days, least_days_of_contributory_year: Days
) -> Truth:
    """The days of short years, taken in their order, reach 120: one year more is completed."""
    return short_days_of_year > 0 and short_days_before + short_days_of_year >= least_days_of_contributory_year


@rule(
    level=YEAR,
    law_at=year_end,
    cites=(DL187_2007("12(3)"), DL187_2007("12(4)")),
    evidence="L:dl187",
    since="1960-01-01",
    range=(0, 366),
)
def short_days_carried(short_years_complete_one: Truth, short_days_before: Days, short_days_of_year: Days) -> Days:
    """Days carried to the next short year; what exceeds 120 is lost."""
    return 0 if short_years_complete_one else min(short_days_before + short_days_of_year, 366)


@rule(level=YEAR, law_at=year_end, cites=DL187_2007("29"), evidence="L:dl187", since="1960-01-01", range=(0, 100))
def relevant_years(relevant_years_before: Count, year_counts_alone: Truth, short_years_complete_one: Truth) -> Count:
    """Years relevant for the rate of the pension, up to this one."""
    return (
        min(relevant_years_before + 1, 100) if year_counts_alone or short_years_complete_one else relevant_years_before
    )


@rule(
    level=YEAR,
    law_at=year_end,
    cites=DL187_2007("33(3)"),
    evidence="L:dl187",
    since="1960-01-01",
    range=(0, 100),
)
def relevant_years_by_2001(
    year: Count, relevant_years: Count, early_years_before: Count, last_year_of_old_formula: Count
) -> Count:
    """Relevant years completed by 31 December 2001."""
    return relevant_years if year <= last_year_of_old_formula else early_years_before


@rule(level=YEAR, law_at=year_end, cites=DL187_2007("28(1)"), evidence="L:dl187", since="1960-01-01")
def year_has_pay(registered_pay_of_year: Money) -> Truth:
    """A calendar year with registered pay."""
    return registered_pay_of_year > 0


@rule(
    level=YEAR,
    law_at=year_end,
    cites=DL187_2007("28(1)"),
    evidence="L:dl187",
    since="1960-01-01",
    range=(0, 100),
)
def years_with_pay(years_with_pay_before: Count, year_has_pay: Truth) -> Count:
    """Calendar years with registered pay, up to this one."""
    return min(years_with_pay_before + 1, 100) if year_has_pay else years_with_pay_before


# --- The year of start, until the month before ------------------------------------------------------------------------

pay_so_far_before = previous("pay_of_year_so_far", n=1, initial=NOTHING)
pay_last_month = previous("registered_pay", n=1, initial=NOTHING)
days_so_far_before = previous("days_of_year_so_far", n=1, initial=0)
days_last_month = previous("registered_days", n=1, initial=0)
relevant_years_last_year = in_force("relevant_years", at=MONTH, lag=1, initial=0)
relevant_years_by_2001_last_year = in_force("relevant_years_by_2001", at=MONTH, lag=1, initial=0)
years_with_pay_last_year = in_force("years_with_pay", at=MONTH, lag=1, initial=0)
short_days_last_year = in_force("short_days_carried", at=MONTH, lag=1, initial=0)


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=(DL187_2007("28(1)"), DL187_2007("28(3)")),
    evidence="I:dl187",
    since="1960-01-01",
    range=(0, 1000000000),
)
def pay_of_year_so_far(
    month: Month, pay_so_far_before: Money, pay_last_month: Money, largest_yearly_pay: Money
) -> Money:
    """Pay registered since January, until the month before."""
    return NOTHING if month_number(month) == 1 else min(pay_so_far_before + pay_last_month, largest_yearly_pay)


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=(DL187_2007("12(1)"), DL187_2007("29(3)")),
    evidence="I:dl187",
    since="1960-01-01",
    range=(0, 360),
)
def days_of_year_so_far(month: Month, days_so_far_before: Days, days_last_month: Days) -> Days:
    """Days registered since January, until the month before."""
    return 0 if month_number(month) == 1 else min(days_so_far_before + days_last_month, 360)


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=(DL187_2007("12"), DL187_2007("29(3)"), DL187_2007("98")),
    evidence="L:dl187",
    since="1960-01-01",
)
def year_of_start_counts(
    year: Count,
    days_of_year_so_far: Days,
    short_days_last_year: Days,
    least_days_of_contributory_year: Days,
    first_year_of_density: Count,
) -> Truth:
    """The year of start counts already: by 120 days of its own, or with the days carried from short years."""
    if days_of_year_so_far <= 0:
        return NO
    if year < first_year_of_density:
        return YES
    return short_days_last_year + days_of_year_so_far >= least_days_of_contributory_year


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=(DL187_2007("29"), DL187_2007("33(4)")),
    evidence="L:dl187",
    since="1960-01-01",
)
def career_years(relevant_years_last_year: Count, year_of_start_counts: Truth) -> Count:
    """Relevant years of the whole career, those above forty included (C)."""
    return relevant_years_last_year + 1 if year_of_start_counts else relevant_years_last_year


@rule(level=MONTH, law_at=month_worked, cites=DL187_2007("33(3)"), evidence="L:dl187", since="1960-01-01")
def career_years_by_2001(
    year: Count, career_years: Count, relevant_years_by_2001_last_year: Count, last_year_of_old_formula: Count
) -> Count:
    """Relevant years completed by 31 December 2001 (C3)."""
    if year <= last_year_of_old_formula:
        return career_years
    return min(relevant_years_by_2001_last_year, career_years)


@rule(level=MONTH, law_at=month_worked, cites=DL187_2007("33(3)"), evidence="L:dl187", since="1960-01-01")
def career_years_since_2002(career_years: Count, career_years_by_2001: Count) -> Count:
    """Relevant years completed from 1 January 2002 on (C4)."""
    return max(career_years - career_years_by_2001, 0)


@rule(level=MONTH, law_at=month_worked, cites=DL187_2007("28(1)"), evidence="L:dl187", since="1960-01-01")
def career_years_with_pay(years_with_pay_last_year: Count, pay_of_year_so_far: Money) -> Count:
    """Calendar years with registered pay (n, before its limit of forty)."""
    return years_with_pay_last_year + 1 if pay_of_year_so_far > 0 else years_with_pay_last_year


# --- Revaluation of each year's pay -----------------------------------------------------------------------------------


@rule(
    level=YEAR,
    law_at=next_year_start,
    cites=(DL187_2007("27(2)"), DL187_2007("27(3)"), DL187_2007("27(5)")),
    evidence="L:dl187",
    since="1960-01-01",
)
def revalued_pay_by_orders(registered_pay_of_year: Money, revaluation_index: Rate, largest_yearly_pay: Money) -> Money:
    """Pay of the year in the money of the base year, by the index of prices and earnings."""
    if revaluation_index <= 0:
        return NOTHING
    return mul_div(min(registered_pay_of_year, largest_yearly_pay), WHOLE, revaluation_index)


@rule(
    level=YEAR,
    law_at=next_year_start,
    cites=(DL187_2007("27(1)"), DL187_2007("27(5)")),
    evidence="L:dl187",
    since="1960-01-01",
)
def price_revalued_pay_by_orders(
    registered_pay_of_year: Money, price_revaluation_index: Rate, largest_yearly_pay: Money
) -> Money:
    """Pay of the year in the money of the base year, by the index of prices alone."""
    if price_revaluation_index <= 0:
        return NOTHING
    return mul_div(min(registered_pay_of_year, largest_yearly_pay), WHOLE, price_revaluation_index)


@rule(level=YEAR, law_at=year_end, cites=DL187_2007("27(2)"), evidence="L:dl187", since="1960-01-01")
def revalued_pay(
    registered_pay_of_year: Money,
    coefficients_told: Truth,
    told_coefficient: Rate,
    revalued_pay_by_orders: Money,
    largest_yearly_pay: Money,
) -> Money:
    """Pay of the year, revalued for the formula of the whole career."""
    if registered_pay_of_year <= 0:
        return NOTHING
    if coefficients_told:
        pay = min(registered_pay_of_year, largest_yearly_pay)
        return min(percent_of(pay, told_coefficient), largest_yearly_pay)
    return min(revalued_pay_by_orders, largest_yearly_pay)


@rule(level=YEAR, law_at=year_end, cites=DL187_2007("27(1)"), evidence="L:dl187", since="1960-01-01")
def price_revalued_pay(
    registered_pay_of_year: Money,
    coefficients_told: Truth,
    told_price_coefficient: Rate,
    price_revalued_pay_by_orders: Money,
    largest_yearly_pay: Money,
) -> Money:
    """Pay of the year, revalued by prices for the formula of the best ten years."""
    if registered_pay_of_year <= 0:
        return NOTHING
    if coefficients_told:
        pay = min(registered_pay_of_year, largest_yearly_pay)
        return min(percent_of(pay, told_price_coefficient), largest_yearly_pay)
    return min(price_revalued_pay_by_orders, largest_yearly_pay)


best_forty = best("revalued_pay", at=YEAR, n=40, of_last=60)
best_thirty_nine = best("revalued_pay", at=YEAR, n=39, of_last=60)
best_ten_of_fifteen = best("price_revalued_pay", at=YEAR, n=10, of_last=15, where="year_has_pay")
best_ten_of_fourteen = best("price_revalued_pay", at=YEAR, n=10, of_last=14, where="year_has_pay")
best_nine_of_fourteen = best("price_revalued_pay", at=YEAR, n=9, of_last=14, where="year_has_pay")


@rule(level=YEAR, law_at=year_end, cites=DL187_2007("28(2)"), evidence="L:dl187", since="1960-01-01")
def fortieth_pay(best_forty: Money, best_thirty_nine: Money) -> Money:
    """The fortieth of the best years: what the year of start must beat to take its place."""
    return max(best_forty - best_thirty_nine, NOTHING)


@rule(level=YEAR, law_at=year_end, cites=DL187_2007("28(3)"), evidence="L:dl187", since="1960-01-01")
def tenth_pay(best_ten_of_fourteen: Money, best_nine_of_fourteen: Money) -> Money:
    """The tenth of the best of fourteen years: what the year of start must beat to take its place."""
    return max(best_ten_of_fourteen - best_nine_of_fourteen, NOTHING)


best_forty_last_year = in_force("best_forty", at=MONTH, lag=1, initial=NOTHING)
fortieth_pay_last_year = in_force("fortieth_pay", at=MONTH, lag=1, initial=NOTHING)
best_ten_of_fifteen_last_year = in_force("best_ten_of_fifteen", at=MONTH, lag=1, initial=NOTHING)
best_ten_of_fourteen_last_year = in_force("best_ten_of_fourteen", at=MONTH, lag=1, initial=NOTHING)
tenth_pay_last_year = in_force("tenth_pay", at=MONTH, lag=1, initial=NOTHING)


# --- Reference earnings -----------------------------------------------------------------------------------------------


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=(DL187_2007("27(2)"), DL187_2007("27(5)")),
    evidence="L:dl187",
    since="1960-01-01",
)
def index_of_start(coefficients_told: Truth, revaluation_index: Rate) -> Rate:
    """Index of prices and earnings of the year of start; one where the coefficients themselves are told."""
    return WHOLE if coefficients_told else revaluation_index


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=(DL187_2007("27(1)"), DL187_2007("27(5)")),
    evidence="L:dl187",
    since="1960-01-01",
)
def price_index_of_start(coefficients_told: Truth, price_revaluation_index: Rate) -> Rate:
    """Index of prices of the year of start; one where the coefficients themselves are told."""
    return WHOLE if coefficients_told else price_revaluation_index


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=(DL187_2007("28(1)"), DL187_2007("28(2)")),
    evidence="L:dl187",
    since="1960-01-01",
)
def career_revalued_pay(
    best_forty_last_year: Money, fortieth_pay_last_year: Money, pay_of_year_so_far: Money, index_of_start: Rate
) -> Money:
    """Revalued pay of the whole career, or of the forty best years (TR); pay of the year of start as it is."""
    earlier = percent_of(best_forty_last_year, index_of_start)
    displaced = percent_of(fortieth_pay_last_year, index_of_start)
    return earlier + max(pay_of_year_so_far - displaced, NOTHING)


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=(DL187_2007("28(1)"), DL187_2007("28(2)")),
    evidence="L:dl187",
    since="1960-01-01",
)
def career_reference_pay(career_revalued_pay: Money, career_years_with_pay: Count) -> Money:
    """Reference earnings of the whole career: TR / (n x 14), to the cent (the law names no rounding)."""
    if career_years_with_pay <= 0:
        return NOTHING
    return mul_div(career_revalued_pay, 1, max(min(career_years_with_pay, 40), 1) * 14)


@rule(level=MONTH, law_at=month_worked, cites=DL187_2007("28(3)"), evidence="L:dl187", since="1960-01-01")
def best_ten_revalued_pay(
    best_ten_of_fifteen_last_year: Money,
    best_ten_of_fourteen_last_year: Money,
    tenth_pay_last_year: Money,
    pay_of_year_so_far: Money,
    price_index_of_start: Rate,
) -> Money:
    """Revalued pay of the ten best of the last fifteen years with pay, the year of start among them (R)."""
    if pay_of_year_so_far <= 0:
        return percent_of(best_ten_of_fifteen_last_year, price_index_of_start)
    displaced = percent_of(tenth_pay_last_year, price_index_of_start)
    return percent_of(best_ten_of_fourteen_last_year, price_index_of_start) + max(
        pay_of_year_so_far - displaced, NOTHING
    )


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=(DL187_2007("28(3)"), DL187_2007("28(4)")),
    evidence="L:dl187",
    since="1960-01-01",
)
def best_ten_reference_pay(best_ten_revalued_pay: Money, career_years_with_pay: Count) -> Money:
    """Reference earnings of the ten best years: R / 140, with fewer years R / (14 x years), to the cent."""
    if career_years_with_pay <= 0:
        return NOTHING
    return mul_div(best_ten_revalued_pay, 1, max(min(career_years_with_pay, 10), 1) * 14)


# --- Age --------------------------------------------------------------------------------------------------------------


@rule(level=MONTH, law_at=month_worked, cites=DL187_2007("20"), evidence="I:dl187", since="1960-01-01")
def age_in_months(month: Month, birth_date: Date) -> Months:
    """Months of age completed on some day of the month."""
    return max(months_between(month_of(birth_date), month), 0)


registered_young_before = previous("registered_before_young_age", n=1, initial=0)
registered_young_in_year = any_of("registered_at_young_age", at=YEAR)
registered_young_last_year = in_force("registered_before_young_age", at=MONTH, lag=1, initial=0)


@rule(level=MONTH, law_at=month_worked, cites=DL187_2007("21-A(1)(b)"), evidence="L:dl187", since="1960-01-01")
def registered_at_young_age(registered_month: Truth, age_in_months: Months, young_age: Months) -> Truth:
    """Pay was registered in this month before the age that opens the shorter very long career."""
    return registered_month and age_in_months < young_age


@rule(
    level=YEAR,
    law_at=year_end,
    cites=DL187_2007("21-A(1)(b)"),
    evidence="L:dl187",
    since="1960-01-01",
    range=(0, 1),
)
def registered_before_young_age(registered_young_before: Truth, registered_young_in_year: Truth) -> Truth:
    """The career began before that age."""
    return registered_young_before or registered_young_in_year


RESULTS = ()
