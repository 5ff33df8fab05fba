"""Contributions in Verania: on wages, under one ceiling; of the self-employed, by quarter; of their payers, by year."""

from __future__ import annotations

from amparo.law.fictional.instruments import CODE, GUIDE, PWA
from amparo.rules import (
    DOWN,
    HALF_UP,
    MONTH,
    NO,
    NO_RATE,
    NOTHING,
    QUARTER,
    TIE_MONTH,
    TIE_YEAR,
    UP,
    YEAR,
    Branch,
    Category,
    Count,
    Coverage,
    Date,
    Days,
    Money,
    Month,
    Months,
    Rate,
    Table,
    Truth,
    add_days,
    add_months,
    at_day,
    coverage,
    days_between,
    each_day,
    exceeds,
    first_day,
    identity,
    in_force,
    last_day,
    lookup,
    month_end,
    month_worked,
    months_between,
    mul_div,
    next_year_start,
    percent_of,
    percents_of,
    posting,
    quarter_end,
    quarter_start,
    reaches,
    round_to,
    rule,
    total,
    year_end,
)


class BaseChange(Category):
    """The change of base the self-employed person chose in the declaration."""

    NONE = 1
    LOWER = 2
    HIGHER = 3


wages = total("wage", at=MONTH)
wage_of_payer = total("wage", at=TIE_MONTH)
payers_together = total("contribution_of_payer", at=MONTH)
services_of_month = total("services_income", at=MONTH)
income_of_last_quarter = total("services_income", at=QUARTER, lag=1)
base_of_last_quarter = in_force("quarterly_base", at=MONTH, lag=1, initial=NOTHING)
income_from_group = total("services_income", at=TIE_YEAR)
income_of_year = total("services_income", at=YEAR)
base_of_year = total("base_in_force", at=YEAR)


# --- Wages: one ceiling over all payers, split back to each -------------------------------------------------------


@rule(level=MONTH, law_at=month_worked, cites=CODE("20(1)"), evidence="L:code", since="2018-01-01")
def insured_wages(wages: Money, social_index: Money, wage_ceiling: Rate) -> Money:
    """The wages of all payers together, up to the ceiling."""
    return min(wages, percent_of(social_index, wage_ceiling))


@rule(level=MONTH, law_at=month_worked, cites=CODE("21(1)"), evidence="L:code", since="2018-01-01")
def wage_contribution(insured_wages: Money, worker_rate: Rate, payer_rate: Rate, state_rate: Rate) -> Money:
    """The whole contribution on insured wages."""
    return percent_of(insured_wages, worker_rate + payer_rate + state_rate)


@rule(level=TIE_MONTH, law_at=month_worked, cites=(CODE("20(2)"), CODE("21(3)")), evidence="L:code", since="2018-01-01")
def contribution_of_payer(insured_wages: Money, wages: Money, wage_of_payer: Money, payer_rate: Rate) -> Money:
    """Each payer bears the payers' part in the proportion of the wages it paid, fractions of a cent left out."""
    if wages == 0:
        return NOTHING
    payers_part = percent_of(insured_wages, payer_rate, round=DOWN)
    return min(mul_div(payers_part, wage_of_payer, wages, round=DOWN), payers_part)


@rule(level=MONTH, law_at=month_worked, cites=CODE("21(5)"), evidence="L:code", since="2018-01-01")
def rounding_residual(
    wage_contribution: Money, contribution_of_worker: Money, payers_together: Money, contribution_of_state: Money
) -> Money:
    """What the roundings leave over is borne by the fund."""
    return wage_contribution - contribution_of_worker - payers_together - contribution_of_state


# --- The self-employed: a base declared each quarter on the income of the quarter before --------------------------


@rule(level=QUARTER, law_at=quarter_start, cites=CODE("30(1)"), evidence="L:code", since="2018-01-01")
def relevant_income(income_of_last_quarter: Money, relevant_share: Rate) -> Money:
    """The part of last quarter's income that counts."""
    return percent_of(income_of_last_quarter, relevant_share, round=HALF_UP)


@rule(level=QUARTER, law_at=quarter_start, cites=(CODE("30(2)"), CODE("31")), evidence="L:code", since="2018-01-01")
def quarterly_base(
    relevant_income: Money,
    change_chosen: BaseChange,
    change_factors: Table,
    social_index: Money,
    floor_multiple: Rate,
    ceiling_multiple: Rate,
) -> Money:
    """A third of the relevant income, as changed by choice, between floor and ceiling."""
    factor = lookup(change_factors, change_chosen)
    chosen = percents_of(min(relevant_income, social_index * 100), factor, over=3)
    floor = percent_of(social_index, floor_multiple, round=UP)
    ceiling = percent_of(social_index, ceiling_multiple)
    return max(floor, min(chosen, ceiling))


@rule(level=QUARTER, law_at=quarter_start, cites=CODE("32(1)"), evidence="L:code", since="2018-01-01")
def declaration_day(quarter_month: Month, declaration_days: Days) -> Date:
    """The last day of the declaration period, counted from the first day of the quarter."""
    return add_days(first_day(quarter_month), declaration_days - 1)


@rule(level=QUARTER, law_at=quarter_end, cites=CODE("32(2)"), evidence="L:code", since="2018-01-01")
def declared_late(declared_on: Date, declaration_day: Date) -> Truth:
    """The declaration came after the last day of its period."""
    return declared_on > declaration_day


@rule(level=MONTH, law_at=month_worked, cites=CODE("33"), evidence="L:code", since="2018-01-01")
def exempt_at_start(month: Month, activity_start: Month, exempt_months: Months) -> Truth:
    """The first months of activity are exempt."""
    return 0 <= months_between(activity_start, month) < exempt_months


@rule(level=MONTH, law_at=month_worked, cites=CODE("34"), evidence="L:code", since="2018-01-01")
def base_in_force(
    exempt_at_start: Truth, any_services: Truth, quarterly_base: Money, base_of_last_quarter: Money, protection: Rate
) -> Money:
    """The base of the quarter, which may not fall under a share of the base of the quarter before."""
    if exempt_at_start or not any_services:
        return NOTHING
    return max(quarterly_base, percent_of(base_of_last_quarter, protection))


@rule(level=MONTH, law_at=month_end, cites=CODE("35(1)"), evidence="L:code", since="2018-01-01")
def self_employed_contribution(base_in_force: Money, self_employed_rate: Rate) -> Money:
    """The monthly contribution of the self-employed, rounded up to ten cents."""
    return round_to(percent_of(base_in_force, self_employed_rate), unit=10, round=UP)


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=CODE("35(2)"),
    evidence="L:code",
    since="2018-01-01",
    until="2021-01-01",
    after=NOTHING,
)
def solidarity_surcharge(base_in_force: Money, social_index: Money, surcharge_rate: Rate) -> Money:
    """A surcharge on the part of the base above twice the index; repealed from 2021."""
    return percent_of(max(base_in_force - social_index * 2, NOTHING), surcharge_rate)


@rule(
    level=MONTH,
    law_at=each_day,
    cites=PWA("9"),
    evidence="L:pwa",
    since="2020-03-16",
    before=NOTHING,
)
def care_contribution(month: Month, days_of_law: Days, insured_pay: Money, care_rate: Rate) -> Money:
    """The care contribution, in force since 16 March 2020: each day bears the rate of that day."""
    days_of_month = days_between(first_day(month), last_day(month)) + 1
    return mul_div(percent_of(insured_pay, care_rate), days_of_law, days_of_month)


@rule(level=MONTH, law_at=month_worked, cites=CODE("36"), evidence="L:code", since="2018-01-01")
def insured_pay(insured_wages: Money, base_in_force: Money) -> Money:
    """What the month is insured for: insured wages and base together."""
    return insured_wages + base_in_force


@rule(level=MONTH, law_at=month_worked, cites=CODE("37"), evidence="L:code", since="2018-01-01")
def payment_due_day(month: Month) -> Date:
    """Contributions are due on the twentieth day of the month that follows."""
    return add_days(first_day(add_months(month, 1)), 19)


# --- The yearly charge on payers, on last calendar year's income, a group counted as one --------------------------


@rule(level=TIE_YEAR, law_at=year_end, cites=CODE("40(1)"), evidence="L:code", since="2018-01-01")
def dependence_rate(
    income_from_group: Money,
    income_of_year: Money,
    minimum_income: Money,
    high_dependence: Rate,
    low_dependence: Rate,
    high_charge: Rate,
    low_charge: Rate,
) -> Rate:
    """The rate of the charge: high above the high share of dependence, low from the low share on."""
    if not income_of_year >= minimum_income:
        return NO_RATE
    if exceeds(income_from_group, of=income_of_year, share=high_dependence):
        return high_charge
    if reaches(income_from_group, of=income_of_year, share=low_dependence):
        return low_charge
    return NO_RATE


@rule(level=TIE_YEAR, law_at=next_year_start, cites=CODE("40(2)"), evidence="L:code", since="2018-01-01")
def dependence_charge(income_from_group: Money, dependence_rate: Rate, charge_ceiling: Money) -> Money:
    """The charge on the income of the year that ended, by the ceiling of the year in which it is made."""
    return min(percent_of(income_from_group, dependence_rate), charge_ceiling)


# --- The review, made years later ---------------------------------------------------------------------------------


@rule(level=MONTH, law_at=month_worked, cites=CODE("45(1)"), evidence="I:guide", since="2018-01-01")
def review_day(month: Month, review_months: Months) -> Date:
    """The day of the review: the last day of the month that lies so many months after the month concerned."""
    return last_day(add_months(month, review_months))


@rule(
    level=MONTH, law_at=at_day("review_day"), cites=(CODE("45(2)"), GUIDE("12")), evidence="I:guide", since="2018-01-01"
)
def review_difference(
    base_in_force: Money, base_of_year: Money, assessed_income: Money, relevant_share: Rate, self_employed_rate: Rate
) -> Money:
    """The review adds or gives back, month by month, the contribution on the income that was assessed later."""
    if base_of_year == 0:
        return NOTHING
    relevant = percent_of(assessed_income, relevant_share)
    rightful = min(mul_div(relevant, base_in_force, base_of_year), relevant)
    return percent_of(rightful - base_in_force, self_employed_rate)


# --- Coverage -----------------------------------------------------------------------------------------------------


@rule(level=MONTH, law_at=month_worked, cites=CODE("50"), evidence="L:code", since="2018-01-01")
def old_age_coverage(
    any_wage_work: Truth, base_in_force: Money, exempt_at_start: Truth, voluntary_insured: Truth
) -> Coverage:
    """Employed work and contributing self-employed work are insured for old age; others may join."""
    if any_wage_work or (base_in_force > 0 and not exempt_at_start):
        return Coverage.MANDATORY
    return Coverage.VOLUNTARY if voluntary_insured else Coverage.NONE


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=PWA("10"),
    evidence="L:pwa",
    since="2021-06-01",
    before=Coverage.NONE,
)
def family_coverage(any_services: Truth, number_of_children: Count) -> Coverage:
    """The self-employed with children are covered for family benefits since June 2021."""
    return Coverage.MANDATORY if any_services and number_of_children > 0 else Coverage.NONE


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=CODE("51"),
    evidence="L:code",
    since="2018-01-01",
)
def arrears_possible(declared_late: Truth, exempt_at_start: Truth) -> Truth:
    """Arrears arise when the declaration was late and the month is not exempt."""
    return NO if exempt_at_start else declared_late


RESULTS = (
    coverage(Branch.OLD_AGE, scheme="insurance", by="old_age_coverage"),
    coverage(Branch.FAMILY, scheme="insurance", by="family_coverage"),
    posting(
        "contribution_of_worker",
        scheme="insurance",
        payer="worker",
        posted_on="payment_due_day",
        cause="wage contribution",
    ),
    posting(
        "contribution_of_payer",
        scheme="insurance",
        payer="payer",
        posted_on="payment_due_day",
        cause="wage contribution",
    ),
    posting(
        "contribution_of_state",
        scheme="insurance",
        payer="state",
        posted_on="payment_due_day",
        cause="wage contribution",
    ),
    posting(
        "rounding_residual", scheme="insurance", payer="state", posted_on="payment_due_day", cause="rounding residual"
    ),
    posting(
        "self_employed_contribution",
        branch=Branch.OLD_AGE,
        scheme="self_employed",
        payer="worker",
        posted_on="payment_due_day",
        cause="quarterly base",
    ),
    posting(
        "solidarity_surcharge",
        scheme="self_employed",
        payer="worker",
        posted_on=month_end,
        cause="solidarity surcharge",
    ),
    posting(
        "care_contribution",
        branch=Branch.MEDICAL_CARE,
        scheme="care",
        payer="worker",
        posted_on=month_end,
        cause="care",
    ),
    posting(
        "dependence_charge",
        branch=Branch.OLD_AGE,
        scheme="self_employed",
        payer="payer",
        posted_on=next_year_start,
        cause="yearly charge",
    ),
    posting(
        "review_difference",
        branch=Branch.OLD_AGE,
        scheme="self_employed",
        payer="worker",
        posted_on="review_day",
        cause="review",
    ),
    identity(
        total="wage_contribution",
        parts=("contribution_of_worker", "payers_together", "contribution_of_state"),
        residual="rounding_residual",
    ),
)
