"""A levy on the aggregator's turnover, capped by what it pays out to workers (India, Code on Social Security 2020)."""

from amparo.law.mechanisms.instruments import INCode2020, INRules2026
from amparo.rules import (
    CONTRACT,
    NOTHING,
    TIE_YEAR,
    YEAR,
    Days,
    Money,
    Rate,
    Truth,
    identity,
    largest,
    month_worked,
    next_year_start,
    percent_of,
    posting,
    rule,
    total,
    year_end,
)


@rule(level=CONTRACT, law_at=month_worked, cites=INCode2020("114(4)"), evidence="S:medianama", since="2025-11-21")
def paid_out_to_worker(independent_platform_pay: Money, platform_fee: Money) -> Money:
    """What the aggregator pays out to the worker: the orders' price less its own fee."""
    return max(independent_platform_pay - platform_fee, NOTHING)


@rule(
    level=CONTRACT, law_at=month_worked, cites=INRules2026("eligibility"), evidence="S:newsdrum ?", since="2025-11-21"
)
def platform_days(independent_platform_work: Truth, days_worked: Days) -> Days:
    """A calendar day with any income counts for each aggregator: three apps in a day are three days."""
    return days_worked if independent_platform_work else 0


turnover_with_worker = total("independent_platform_pay", at=TIE_YEAR)
paid_out_in_year = total("paid_out_to_worker", at=TIE_YEAR)
days_with_aggregator = total("platform_days", at=TIE_YEAR)
days_with_all_aggregators = total("platform_days", at=YEAR)
most_days_with_one_aggregator = largest("days_with_aggregator", at=YEAR)


@rule(level=TIE_YEAR, law_at=year_end, cites=INCode2020("114(4)"), evidence="S:medianama", since="2025-11-21")
def levy_before_cap(turnover_with_worker: Money, turnover_rate: Rate) -> Money:
    """A share of the turnover made with the worker."""
    return percent_of(turnover_with_worker, turnover_rate)


@rule(level=TIE_YEAR, law_at=year_end, cites=INCode2020("114(4)"), evidence="S:medianama", since="2025-11-21")
def turnover_levy(levy_before_cap: Money, paid_out_in_year: Money, payout_cap: Rate) -> Money:
    """Never more than a share of the amounts paid or payable to workers."""
    return min(levy_before_cap, percent_of(paid_out_in_year, payout_cap))


@rule(level=YEAR, law_at=year_end, cites=INRules2026("eligibility"), evidence="S:newsdrum ?", since="2025-11-21")
def fund_days_reached(
    most_days_with_one_aggregator: Days,
    days_with_all_aggregators: Days,
    days_needed_with_one: Days,
    days_needed_with_several: Days,
) -> Truth:
    """Enough days with one aggregator, or more of them with several together."""
    with_one = most_days_with_one_aggregator >= days_needed_with_one
    return with_one or days_with_all_aggregators >= days_needed_with_several


@rule(level=TIE_YEAR, law_at=year_end, cites=INRules2026("eligibility"), evidence="I", since="2025-11-21")
def levy_of_entitled(turnover_levy: Money, fund_days_reached: Truth) -> Money:
    """The part of the levy raised on workers who reach the days."""
    return turnover_levy if fund_days_reached else NOTHING


@rule(level=TIE_YEAR, law_at=year_end, cites=INRules2026("eligibility"), evidence="I", since="2025-11-21")
def levy_of_others(turnover_levy: Money, levy_of_entitled: Money) -> Money:
    """The part raised on workers who do not: it buys them nothing."""
    return turnover_levy - levy_of_entitled


RESULTS = (
    posting(
        "levy_of_entitled",
        scheme="turnover_levy",
        payer="payer",
        posted_on=next_year_start,
        cause="levy on workers with enough days",
    ),
    posting(
        "levy_of_others",
        scheme="turnover_levy",
        payer="payer",
        posted_on=next_year_start,
        cause="levy on workers without enough days",
    ),
    identity(total="turnover_levy", parts=("levy_of_entitled", "levy_of_others")),
)
