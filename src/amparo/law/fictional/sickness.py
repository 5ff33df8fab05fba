"""Sickness, accident and birth allowances of Verania. What the topic needs of a country is `earnings_base` alone."""

from __future__ import annotations

from amparo.law.fictional.instruments import CODE, GUIDE
from amparo.rules import (
    HALF_UP,
    MONTH,
    NO,
    NOTHING,
    SPELL,
    Branch,
    Contingency,
    Count,
    Coverage,
    Date,
    Days,
    Money,
    Month,
    Rate,
    Steps,
    Truth,
    add_days,
    at_day,
    bracket,
    coverage,
    days_between,
    days_in,
    month_of,
    month_worked,
    months_between,
    mul_div,
    percent_of,
    posting,
    rule,
    spell_start,
    window,
)

pay_first_6_of_8 = window("earnings_base", at=SPELL, back=8, until=3)
months_insured_of_12 = window("month_insured", at=SPELL, back=12, until=1, how="count")
insured_until_last_month = window("month_insured", at=SPELL, back=2, until=1, how="all")
insured_lately = window("month_insured", at=MONTH, back=3, until=1, how="any")
waiting_days_before = days_in(before="spell_first_day", months=6, at=SPELL, where="waits")
benefit_days_before = days_in(before="spell_first_day", months=24, at=SPELL, where="is_sickness")


@rule(level=MONTH, law_at=month_worked, cites=CODE("70(1)"), evidence="L:code", since="2018-01-01")
def month_insured(earnings_base: Money, least_insured_pay: Money) -> Truth:
    """A month with enough insured pay counts as insured."""
    return earnings_base > 0 and earnings_base >= least_insured_pay


@rule(level=SPELL, law_at=spell_start, cites=CODE("70(2)"), evidence="L:code", since="2018-01-01")
def qualifies(
    months_insured_of_12: Count, months_needed: Count, insured_until_last_month: Truth, contingency: Contingency
) -> Truth:
    """Enough insured months in the last twelve and both last months; none of this after an accident."""
    if contingency == Contingency.EMPLOYMENT_INJURY:
        return not NO
    return months_insured_of_12 >= months_needed and insured_until_last_month


@rule(level=SPELL, law_at=spell_start, cites=CODE("71(1)"), evidence="L:code", since="2018-01-01")
def is_sickness(contingency: Contingency) -> Truth:
    """The spell is a sickness."""
    return contingency == Contingency.SICKNESS


@rule(level=SPELL, law_at=spell_start, cites=CODE("71(2)"), evidence="L:code", since="2018-01-01")
def waits(is_sickness: Truth, hospital_from_first_day: Truth) -> Truth:
    """Waiting days are served in a sickness without a hospital stay from its first day."""
    return is_sickness and not hospital_from_first_day


@rule(level=SPELL, law_at=spell_start, cites=CODE("71(2)"), evidence="L:code", since="2018-01-01")
def spell_days(spell_first_day: Date, spell_last_day: Date) -> Days:
    """The days of the spell, first and last included."""
    return days_between(spell_first_day, spell_last_day) + 1


@rule(level=SPELL, law_at=spell_start, cites=(CODE("71(3)"), GUIDE("20")), evidence="I:guide", since="2018-01-01")
def waiting_days_left(waits: Truth, waiting_days: Days, waiting_days_before: Days) -> Days:
    """Waiting days, less those already served in sicknesses of the last six months."""
    return max(waiting_days - min(waiting_days_before, waiting_days), 0) if waits else 0


@rule(level=SPELL, law_at=spell_start, cites=CODE("72"), evidence="L:code", since="2018-01-01")
def days_paid(
    qualifies: Truth, spell_days: Days, waiting_days_left: Days, most_days: Days, benefit_days_before: Days
) -> Days:
    """Days paid: after the waiting days, within what is left of the days of the last two years."""
    if not qualifies:
        return 0
    return max(0, min(spell_days - waiting_days_left, most_days - benefit_days_before))


@rule(level=SPELL, law_at=spell_start, cites=CODE("73(1)"), evidence="L:code", since="2018-01-01")
def daily_reference_pay(pay_first_6_of_8: Money) -> Money:
    """A hundred and eightieth of the pay of the first six of the last eight months."""
    return mul_div(pay_first_6_of_8, 1, 180, round=HALF_UP)


@rule(level=SPELL, law_at=spell_start, cites=CODE("73(2)"), evidence="L:code", since="2018-01-01")
def allowance_rate(rate_steps: Steps, spell_days: Days) -> Rate:
    """The rate rises with the length of the spell."""
    return bracket(rate_steps, spell_days)


@rule(level=SPELL, law_at=spell_start, cites=CODE("73(3)"), evidence="L:code", since="2018-01-01")
def allowance(daily_reference_pay: Money, allowance_rate: Rate, days_paid: Days, least_daily: Money) -> Money:
    """The daily allowance, not under the least, for the days paid."""
    daily = max(percent_of(daily_reference_pay, allowance_rate), least_daily)
    return daily * days_paid


@rule(level=SPELL, law_at=spell_start, cites=CODE("74(1)"), evidence="L:code", since="2018-01-01")
def payment_day(claim_day: Date, spell_last_day: Date, days_to_pay: Days) -> Date:
    """Paid some days after the claim or the end of the spell, whichever is later."""
    return add_days(max(claim_day, spell_last_day), days_to_pay)


@rule(level=SPELL, law_at=at_day("claim_day"), cites=CODE("74(2)"), evidence="L:code", since="2019-01-01", before=NO)
def claimed_late(claim_day: Date, spell_first_day: Date, months_to_claim: Count) -> Truth:
    """Claimed more than so many months after the month in which the spell began, by the law of the day of claim."""
    return months_between(month_of(spell_first_day), month_of(claim_day)) > months_to_claim


@rule(
    level=SPELL,
    law_at=at_day("claim_day"),
    cites=CODE("74(3)"),
    evidence="L:code",
    since="2019-01-01",
    before=NOTHING,
)
def late_claim_reduction(claimed_late: Truth, allowance: Money, reduction_rate: Rate) -> Money:
    """A late claim takes a part of the allowance away."""
    return -percent_of(allowance, reduction_rate) if claimed_late else NOTHING


@rule(level=MONTH, law_at=month_worked, cites=CODE("75"), evidence="L:code", since="2018-01-01")
def sickness_coverage(insured_lately: Truth, month: Month, first_month_of_scheme: Month) -> Coverage:
    """Covered against sickness once insured in one of the last three months."""
    if month < first_month_of_scheme:
        return Coverage.NONE
    return Coverage.MANDATORY if insured_lately else Coverage.NONE


RESULTS = (
    coverage(Branch.SICKNESS, scheme="insurance", by="sickness_coverage"),
    posting(
        "allowance",
        branch=Branch.SICKNESS,
        scheme="insurance",
        payer="state",
        posted_on="payment_day",
        cause="allowance",
    ),
    posting(
        "late_claim_reduction",
        branch=Branch.SICKNESS,
        scheme="insurance",
        payer="state",
        posted_on="payment_day",
        cause="late claim",
    ),
)
