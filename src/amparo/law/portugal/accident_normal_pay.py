"""The normal monthly pay of a work accident in Portugal (Law 98/2009 art. 71): one text for the two sides that pay."""

from __future__ import annotations

from amparo.law.portugal.instruments import L98_2009
from amparo.rules import MONTH, Count, Money, Truth, month_worked, mul_div, rule, window


@rule(level=MONTH, law_at=month_worked, cites=L98_2009("71(4)"), evidence="L:l98", since="2018-01-01")
def month_with_pay(pay_of_month: Money) -> Truth:
    """The month has pay from {whom}."""
    return pay_of_month > 0


pay_of_last_year = window("pay_of_month", at=MONTH, back=12, until=1)
months_of_last_year = window("month_with_pay", at=MONTH, back=12, until=1, how="count")


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=(L98_2009("71(4)"), L98_2009("71(8)")),
    evidence="L:l98",
    since="2018-01-01",
)
def normal_pay(
    pay_of_month: Money, accident_pay_irregular: Truth, pay_of_last_year: Money, months_of_last_year: Count
) -> Money:
    """The month's pay; where work is irregular, the mean of the months with pay in the year before."""
    if accident_pay_irregular and months_of_last_year > 0:
        return mul_div(pay_of_last_year, 1, months_of_last_year)
    return pay_of_month
