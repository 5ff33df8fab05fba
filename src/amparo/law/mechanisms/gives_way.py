"""Which work, and which months, of an existing scheme give way to a mechanism that takes its place.

Read for one truth of the mechanism, the port `caught`: what it catches. A month gives way when all own-account work in
it does; where other own-account work stays, the scheme stays for that work.
"""

from amparo.law.mechanisms.instruments import Terms
from amparo.rules import CONTRACT, MONTH, NOTHING, YEAR, Money, Truth, any_of, month_worked, rule, total


@rule(level=CONTRACT, law_at=month_worked, cites=Terms("7"), evidence="I", since="2000-01-01")
def work_gives_way(independent_work: Truth, caught: Truth) -> Truth:
    """Own-account work that the mechanism catches leaves the existing scheme."""
    return independent_work and caught


@rule(level=CONTRACT, law_at=month_worked, cites=Terms("7"), evidence="I", since="2000-01-01")
def work_stays(independent_work: Truth, work_gives_way: Truth) -> Truth:
    """Own-account work that the mechanism does not catch stays in the existing scheme."""
    return independent_work and not work_gives_way


work_gives_way_in_month = any_of("work_gives_way", at=MONTH)
work_stays_in_month = any_of("work_stays", at=MONTH)


@rule(level=MONTH, law_at=month_worked, cites=Terms("7"), evidence="I", since="2000-01-01")
def month_gives_way(work_gives_way_in_month: Truth, work_stays_in_month: Truth) -> Truth:
    """The worker is out of the existing scheme in a month whose own-account work is all caught."""
    return work_gives_way_in_month and not work_stays_in_month


@rule(level=CONTRACT, law_at=month_worked, cites=Terms("7"), evidence="I", since="2000-01-01")
def pay_that_stays(independent_pay: Money, work_gives_way: Truth) -> Money:
    """Pay of own-account work that stays in the existing scheme."""
    return NOTHING if work_gives_way else independent_pay


pay_that_stays_of_year = total("pay_that_stays", at=YEAR)
independent_pay_of_year = total("independent_pay", at=YEAR)
