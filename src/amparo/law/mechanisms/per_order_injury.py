"""Occupational-injury protection paid by the platform, order by order (China's 职业伤害保障), for another country.

The contribution per order, its floating and the month's amount are China's own provisions, taken over as they stand
and in yuan. They are turned into the money of the receiving country once, on the month's sum: order by order, a fen is
too coarse.
"""

from amparo.law.china.instruments import Pilot2021_110, Pilot2025_24
from amparo.law.mechanisms.instruments import Terms
from amparo.rules import (
    CONTRACT,
    MONTH,
    Activity,
    Branch,
    Coverage,
    Money,
    Truth,
    any_of,
    coverage,
    month_worked,
    mul_div,
    posting,
    rule,
)


@rule(
    level=CONTRACT,
    law_at=month_worked,
    cites=(Pilot2021_110("4"), Pilot2025_24("Measures 2(1)")),
    evidence="I:D4",
    since="2022-07-01",
)
def injury_protection_applies(independent_platform_work: Truth, activity: Activity) -> Truth:
    """Every order of the four services taken through a platform is insured, without a labour relationship."""
    delivery = activity == Activity.FOOD_DELIVERY or activity == Activity.INSTANT_DELIVERY
    service = delivery or activity == Activity.RIDE_HAILING or activity == Activity.FREIGHT
    return independent_platform_work and service


@rule(level=CONTRACT, law_at=month_worked, cites=Terms("4"), evidence="I", since="2022-07-01")
def order_contribution_here(
    occupational_injury_contribution: Money, reference_amount_here: Money, reference_amount_there: Money
) -> Money:
    """The month's contribution of all orders in the receiving country's money, rounded once, half up to the cent."""
    return mul_div(occupational_injury_contribution, reference_amount_here, reference_amount_there)


order_protection_in_month = any_of("injury_protection_applies", at=MONTH)


@rule(level=MONTH, law_at=month_worked, cites=Pilot2025_24("Measures 2(1)"), evidence="S:D4", since="2022-07-01")
def order_protection_coverage(order_protection_in_month: Truth) -> Coverage:
    """Cover is compulsory while orders are taken."""
    return Coverage.MANDATORY if order_protection_in_month else Coverage.NONE


RESULTS = (
    coverage(Branch.EMPLOYMENT_INJURY, scheme="per_order_injury", by="order_protection_coverage"),
    posting(
        "order_contribution_here",
        branch=Branch.EMPLOYMENT_INJURY,
        scheme="per_order_injury",
        payer="payer",
        posted_on="occupational_injury_declared_on",
        cause="contribution per order",
    ),
)
