"""Contributions of the self-employed in Portugal by steps, until 2018 (Contributions Code art. 163 as worded then).

The step was fixed each October on the tax return of the year before. The base fixed in October 2017 stood through 2018.
"""

from amparo.law.portugal.instruments import CRC
from amparo.rules import (
    DOWN,
    MONTH,
    NOTHING,
    YEAR,
    Count,
    Money,
    Rate,
    Steps,
    Table,
    Truth,
    at_day,
    bracket,
    lookup,
    month_worked,
    percent_of,
    percents_of,
    rule,
    share_of,
    year_start,
)


@rule(
    level=YEAR,
    law_at=year_start,
    cites=CRC("162 as worded until 2018"),
    evidence="S:df-esc",
    since="2013-01-01",
    until="2019-01-01",
    after=NOTHING,
)
def annual_relevant_income(
    services_of_tax_year: Money,
    goods_of_tax_year: Money,
    hospitality_of_tax_year: Money,
    services_share: Rate,
    goods_share: Rate,
    hospitality_share: Rate,
    taxable_profit_of_tax_year: Money,
    organised_accounting: Truth,
) -> Money:
    """70 % of services and 20 % of goods of the tax year; with organised accounting the taxable profit if lower."""
    by_share = percents_of(
        services_of_tax_year,
        services_share,
        goods_of_tax_year,
        goods_share,
        hospitality_of_tax_year,
        hospitality_share,
    )
    return min(by_share, taxable_profit_of_tax_year) if organised_accounting else by_share


@rule(
    level=MONTH,
    law_at=at_day("october_before"),
    cites=CRC("163 as worded until 2018"),
    evidence="S:df-esc",
    since="2012-10-01",
    until="2018-10-01",
    after=0,
)
def step_by_income(annual_relevant_income: Money, ias: Money, steps_of_income: Steps) -> Count:
    """The step immediately below a twelfth of relevant income, in multiples of the support index of that October."""
    return bracket(steps_of_income, share_of(annual_relevant_income, of=ias * 12, round=DOWN))


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=CRC("164 as worded until 2018"),
    evidence="S:sol-17",
    since="2013-01-01",
    until="2019-01-01",
    after=0,
)
def chosen_step(
    step_by_income: Count,
    steps_chosen_up: Count,
    steps_chosen_down: Count,
    highest_step: Count,
    lowest_step: Count,
    lowest_step_on_profit: Count,
    organised_accounting: Truth,
) -> Count:
    """The worker may choose up to two steps higher or lower; organised accounting never less than the second step."""
    lowest = lowest_step_on_profit if organised_accounting else lowest_step
    return min(max(step_by_income + steps_chosen_up - steps_chosen_down, lowest), highest_step)


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=CRC("163(3) as worded until 2018"),
    evidence="S:df-esc",
    since="2013-01-01",
    until="2019-01-01",
    after=NOTHING,
)
def step_base(chosen_step: Count, ias: Money, step_multiples: Table) -> Money:
    """Conventional pay of the step: its multiple of the support index."""
    return percent_of(ias, lookup(step_multiples, chosen_step))
