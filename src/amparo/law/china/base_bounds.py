"""Floor and cap of the contribution base (缴费基数上下限) as shares of the average wage: one text for both."""

from amparo.law.china.bases import BoundRounding
from amparo.law.china.instruments import ChongqingRules, SichuanRules, StateCouncil2019_13
from amparo.rules import DOWN, HALF_UP, MONTH, UP, Money, Rate, month_worked, percents_of, round_to, rule


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=StateCouncil2019_13("2"),
    evidence="D",
    since="2018-01-01",
    place="residence_place",
)
def from_average(average_wage: Money, bound_share: Rate, bound_rounding: BoundRounding) -> Money:
    """The {bound} is {share} the average wage, rounded as the place rounds."""
    if bound_rounding == BoundRounding.UP_TO_YUAN:
        return round_to(percents_of(average_wage, bound_share, round=UP), unit=100, round=UP)
    if bound_rounding == BoundRounding.HALF_UP_TO_YUAN:
        return round_to(percents_of(average_wage, bound_share, round=DOWN), unit=100, round=HALF_UP)
    return percents_of(average_wage, bound_share, round=HALF_UP)


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=(SichuanRules("川人社办发〔2024〕48号"), ChongqingRules("渝人社规〔2026〕18号")),
    evidence="D",
    since="2018-01-01",
    place="residence_place",
)
def from_annual_average(annual_average_wage: Money, bound_share: Rate, bound_rounding: BoundRounding) -> Money:
    """The {bound} is {share} the unrounded twelfth of the annual average, rounded once."""
    if bound_rounding == BoundRounding.UP_TO_YUAN:
        return round_to(percents_of(annual_average_wage, bound_share, over=12, round=UP), unit=100, round=UP)
    if bound_rounding == BoundRounding.HALF_UP_TO_YUAN:
        return round_to(percents_of(annual_average_wage, bound_share, over=12, round=DOWN), unit=100, round=HALF_UP)
    return percents_of(annual_average_wage, bound_share, over=12, round=HALF_UP)
