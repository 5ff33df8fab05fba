"""Old age in Verania: forty years of credits, the best ten of fifteen years.

What the topic needs of a country is `earnings_base` and `monthly_index`.
"""

from __future__ import annotations

from amparo.law.fictional.instruments import CODE
from amparo.rules import (
    DOWN,
    MONTH,
    NOTHING,
    UP,
    WHOLE,
    WORKER,
    YEAR,
    Count,
    Date,
    Money,
    Month,
    Months,
    Rate,
    Sex,
    Table,
    Truth,
    any_of,
    at_day,
    best,
    full_years_between,
    in_force,
    largest,
    last_day,
    lookup,
    month_end,
    month_number,
    month_of,
    month_worked,
    mul_div,
    percent_of,
    previous,
    rule,
    share_of,
    times,
    today,
    total,
    year_end,
    year_of,
    year_start,
)

credited_before = previous("months_credited", n=1, initial=0)
points_before = previous("points", n=1, initial=0)
base_a_year_ago = previous("earnings_base", n=12, initial=0)
account_last_year = in_force("account_at_year_end", at=MONTH, lag=1, initial=NOTHING)
additions_of_year = total("account_addition", at=YEAR)
account_before = previous("account_at_year_end", n=1, initial=0)
pay_of_year = total("pay_that_counts", at=YEAR)
best_ten = best("revalued_pay", at=YEAR, n=10, of_last=15)
credited_at_year_end = largest("months_credited", at=YEAR)
index_at_year_start = largest("index_of_month", at=YEAR)
pension_once_granted = any_of("pension_age_reached", at=WORKER)
highest_pension = largest("yearly_pension", at=WORKER)
credited_in_all = largest("months_credited", at=WORKER)


@rule(level=MONTH, law_at=month_worked, cites=CODE("80(1)"), evidence="L:code", since="2018-01-01")
def pay_that_counts(earnings_base: Money, pay_ceiling: Money) -> Money:
    """Pay counts up to the ceiling of the month."""
    return min(earnings_base, pay_ceiling)


@rule(level=MONTH, law_at=month_worked, cites=CODE("80(2)"), evidence="L:code", since="2018-01-01")
def index_of_month(monthly_index: Money) -> Money:
    """The index of the month."""
    return monthly_index


@rule(level=MONTH, law_at=month_worked, cites=CODE("81(1)"), evidence="L:code", since="2018-01-01", range=(0, 720))
def months_credited(credited_before: Months, pay_that_counts: Money, monthly_index: Money, least_share: Rate) -> Months:
    """Months credited so far: this one too, when its pay reaches a share of the index."""
    if pay_that_counts >= percent_of(monthly_index, least_share, round=UP):
        return min(credited_before + 1, 720)
    return credited_before


@rule(
    level=MONTH, law_at=month_worked, cites=CODE("81(2)"), evidence="L:code", since="2018-01-01", range=(0, 900000000)
)
def points(points_before: Rate, pay_that_counts: Money, monthly_index: Money, most_points: Rate) -> Rate:
    """Points gathered so far: each month adds its pay as a multiple of the index, up to the most."""
    if monthly_index <= 0:
        return points_before
    return min(points_before + share_of(pay_that_counts, of=monthly_index), most_points)


@rule(level=MONTH, law_at=month_worked, cites=CODE("81(3)"), evidence="L:code", since="2018-01-01")
def pay_rose(pay_that_counts: Money, base_a_year_ago: Money) -> Truth:
    """The pay that counts lies above the insured pay of twelve months before."""
    return pay_that_counts > base_a_year_ago


@rule(level=MONTH, law_at=month_worked, cites=CODE("81(4)"), evidence="L:code", since="2018-01-01")
def account_addition(
    pay_that_counts: Money, account_last_year: Money, full_account: Money, account_rate: Rate
) -> Money:
    """A part of the pay goes to the personal account, until the account of last year was full."""
    return NOTHING if account_last_year >= full_account else percent_of(pay_that_counts, account_rate)


@rule(
    level=YEAR,
    law_at=year_end,
    cites=CODE("81(5)"),
    evidence="L:code",
    since="2018-01-01",
    range=(0, 100000000),
)
def account_at_year_end(
    account_before: Money, additions_of_year: Money, account_interest: Rate, most_on_account: Money
) -> Money:
    """The account of last year with interest, and the additions of the year, up to the most."""
    return min(account_before + percent_of(account_before, account_interest) + additions_of_year, most_on_account)


@rule(level=YEAR, law_at=year_end, cites=CODE("82(1)"), evidence="L:code", since="2018-01-01")
def revalued_pay(pay_of_year: Money, revaluation: Rate, revaluation_of_low_pay: Rate, low_pay: Money) -> Money:
    """The pay of the year, revalued; low pay once more."""
    factor = times(revaluation, revaluation_of_low_pay) if pay_of_year < low_pay else revaluation
    return percent_of(pay_of_year, max(factor, WHOLE))


@rule(level=YEAR, law_at=year_end, cites=CODE("82(2)"), evidence="L:code", since="2018-01-01")
def reference_earnings(best_ten: Money) -> Money:
    """A hundred and fortieth of the best ten of the last fifteen years: ten years of fourteen payments."""
    return mul_div(best_ten, 1, 140)


@rule(level=MONTH, law_at=month_end, cites=CODE("83(1)"), evidence="L:code", since="2018-01-01")
def age_of_month(birth_date: Date, month: Month) -> Count:
    """Completed years of age on the last day of the month."""
    return full_years_between(birth_date, last_day(month))


@rule(level=MONTH, law_at=month_end, cites=CODE("83(2)"), evidence="L:code", since="2018-01-01")
def pension_age_reached(age_of_month: Count, sex: Sex, pension_ages: Table) -> Truth:
    """The pension age of men or of women is reached."""
    return age_of_month >= lookup(pension_ages, sex)


@rule(level=YEAR, law_at=year_start, cites=CODE("84(1)"), evidence="L:code", since="2018-01-01")
def accrual(credited_at_year_end: Count, yearly_accrual: Rate, most_accrual: Rate) -> Rate:
    """Each completed year of credits adds to the rate of the pension, up to the most."""
    years = mul_div(credited_at_year_end, 1, 12, round=DOWN)
    return min(yearly_accrual * years, most_accrual)


@rule(level=YEAR, law_at=year_end, cites=CODE("84(2)"), evidence="L:code", since="2018-01-01")
def yearly_pension(reference_earnings: Money, accrual: Rate, index_at_year_start: Money, least_pension: Rate) -> Money:
    """The monthly pension as the year would give it, not under a share of the index."""
    return max(percent_of(reference_earnings, accrual), percent_of(index_at_year_start, least_pension))


@rule(level=WORKER, law_at=today, cites=CODE("85(1)"), evidence="L:code", since="2018-01-01")
def pension_in_sight(
    pension_once_granted: Truth, highest_pension: Money, credited_in_all: Count, least_credits: Count
) -> Money:
    """The highest pension of the years on record, once the age is reached and the credits suffice."""
    if not pension_once_granted or credited_in_all < least_credits:
        return NOTHING
    return highest_pension


@rule(level=WORKER, law_at=at_day("birth_date"), cites=CODE("85(2)"), evidence="L:code", since="1900-01-01")
def birth_month(birth_date: Date) -> Month:
    """The month of birth."""
    return month_of(birth_date)


@rule(level=WORKER, law_at=today, cites=CODE("85(3)"), evidence="L:code", since="2018-01-01")
def born_in_first_half(birth_month: Month, first_cohort: Count) -> Truth:
    """Born in the first half of a year, from the first cohort of the reform on."""
    return month_number(birth_month) <= 6 and year_of(birth_month) >= first_cohort


RESULTS = ()
