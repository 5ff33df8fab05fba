"""A platform gives back half of a pension contribution on the floor to riders who earn the floor (China, Meituan 2025).

A scheme that a platform funds of its own accord; its condition and amount are taken over, the floor is that of one
place of China, in the receiving country's money.
"""

from amparo.law.china.instruments import MeituanScheme
from amparo.rules import (
    NOTHING,
    TIE_MONTH,
    Branch,
    Count,
    Money,
    Rate,
    Truth,
    month_end,
    percent_of,
    posting,
    previous,
    rule,
)


@rule(level=TIE_MONTH, law_at=month_end, cites=MeituanScheme("income condition"), evidence="S:G2", since="2025-04-03")
def income_reaches_floor(platform_pay_of_tie: Money, base_floor: Money) -> Truth:
    """The month's pay through the platform reaches the lowest contribution base."""
    return platform_pay_of_tie >= base_floor


income_reached_floor_1_month_ago = previous("income_reaches_floor", n=1, initial=0)
income_reached_floor_2_months_ago = previous("income_reaches_floor", n=2, initial=0)
income_reached_floor_3_months_ago = previous("income_reaches_floor", n=3, initial=0)
income_reached_floor_4_months_ago = previous("income_reaches_floor", n=4, initial=0)
income_reached_floor_5_months_ago = previous("income_reaches_floor", n=5, initial=0)


@rule(level=TIE_MONTH, law_at=month_end, cites=MeituanScheme("conditions"), evidence="S:G2", since="2025-04-03")
def entitled_to_platform_subsidy(
    income_reaches_floor: Truth,
    months_at_floor_of_last_six: Count,
    meituan_months_needed: Count,
    pays_own_pension: Truth,
) -> Truth:
    """Riders who pay their own pension and reach the floor this month and in enough of the last six."""
    enough = months_at_floor_of_last_six >= meituan_months_needed
    return pays_own_pension and income_reaches_floor and enough


@rule(level=TIE_MONTH, law_at=month_end, cites=MeituanScheme("amount"), evidence="S:G1,G2", since="2025-04-03")
def full_contribution_on_floor(base_floor: Money, meituan_reference_rate: Rate) -> Money:
    """The pension contribution on the lowest base."""
    return percent_of(base_floor, meituan_reference_rate)


@rule(level=TIE_MONTH, law_at=month_end, cites=MeituanScheme("amount"), evidence="S:G2", since="2025-04-03")
def platform_pension_subsidy(
    entitled_to_platform_subsidy: Truth, full_contribution_on_floor: Money, meituan_subsidy_share: Rate
) -> Money:
    """The platform gives a share of it back to the rider."""
    return percent_of(full_contribution_on_floor, meituan_subsidy_share) if entitled_to_platform_subsidy else NOTHING


RESULTS = (
    posting(
        "platform_pension_subsidy",
        branch=Branch.OLD_AGE,
        scheme="pension_subsidy",
        payer="payer",
        posted_on=month_end,
        cause="platform's subsidy of the pension",
    ),
)
