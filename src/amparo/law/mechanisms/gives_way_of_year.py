"""What is told of a year as one sum, where part of the year's work gives way to a mechanism.

The sum does not say which work it comes from. It is taken to come from all own-account work of the year alike, so that
it gives way in proportion to the pay. Read for one sum, the port `told`.
"""

from amparo.law.mechanisms.instruments import Terms
from amparo.rules import NOTHING, WHOLE, YEAR, Money, percent_of, rule, share_of, year_start


@rule(level=YEAR, law_at=year_start, cites=Terms("7"), evidence="I", since="2000-01-01")
def sum_that_stays(told: Money, pay_that_stays_of_year: Money, independent_pay_of_year: Money) -> Money:
    """Of the sum told, the share of the year's own-account pay that stays in the existing scheme, to the millionth."""
    if independent_pay_of_year <= NOTHING:
        return told
    return percent_of(told, min(share_of(pay_that_stays_of_year, of=independent_pay_of_year), WHOLE))
