"""Contribution bases: how the notices of each place derive floor and cap from the average wage.

What is published holds: contributions read the published floor and cap of the place. The rules below are the method,
for a place or a year whose notice gives the average alone, and for reforms of the average.
"""

from amparo.law.china.instruments import ChongqingRules, ShanghaiRules
from amparo.rules import (
    DOWN,
    HALF_UP,
    MONTH,
    UP,
    WHOLE,
    Category,
    Money,
    Rate,
    month_worked,
    percents_of,
    round_to,
    rule,
)


class BoundRounding(Category):
    HALF_UP_TO_YUAN = 1
    UP_TO_YUAN = 2
    EXACT = 3


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=ChongqingRules("monthly average"),
    evidence="S:E3",
    since="2018-01-01",
    place="residence_place",
)
def monthly_average_from_annual(annual_average_wage: Money, average_rounding: BoundRounding) -> Money:
    """The monthly average is a twelfth of the annual one; Chongqing carries it up to the yuan."""
    if average_rounding == BoundRounding.UP_TO_YUAN:
        return round_to(percents_of(annual_average_wage, WHOLE, over=12, round=UP), unit=100, round=UP)
    if average_rounding == BoundRounding.HALF_UP_TO_YUAN:
        return round_to(percents_of(annual_average_wage, WHOLE, over=12, round=DOWN), unit=100, round=HALF_UP)
    return percents_of(annual_average_wage, WHOLE, over=12, round=HALF_UP)


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=ShanghaiRules("2022"),
    evidence="S:B12",
    since="2021-07-01",
    until="2023-07-01",
    before=0,
    after=0,
    place="residence_place",
)
def floor_from_two_averages(average_wage: Money, average_wage_of_year_before: Money, floor_share: Rate) -> Money:
    """In 2021 and 2022 Shanghai took 60 % of the mean of the averages of two years, to the yuan."""
    mean_share = percents_of(average_wage, floor_share, average_wage_of_year_before, floor_share, over=2, round=DOWN)
    return round_to(mean_share, unit=100, round=HALF_UP)
