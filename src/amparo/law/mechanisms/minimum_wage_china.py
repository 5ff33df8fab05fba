"""China's minimum wage where the work is done: kept by place, so that a mechanism asks for it by work place."""

from amparo.law.mechanisms.instruments import Terms
from amparo.rules import CONTRACT, TIE_MONTH, Money, largest, month_worked, rule


@rule(level=CONTRACT, law_at=month_worked, cites=Terms("3"), evidence="I", since="2000-01-01", place="work_place")
def minimum_wage_at_work_place(monthly_minimum_wage: Money) -> Money:
    """The monthly minimum wage of the place of work."""
    return monthly_minimum_wage


minimum_wage_where_working = largest("minimum_wage_at_work_place", at=TIE_MONTH)
