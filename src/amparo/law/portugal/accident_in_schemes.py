"""What a work accident is compensated by in Portugal (Law 98/2009): one text, whoever answers for it."""

from __future__ import annotations

from amparo.law.portugal.instruments import CT, L98_2009, TRG_2019, TRP_2017
from amparo.law.portugal.work_accidents import AccidentSide
from amparo.rules import (
    MONTH,
    NOTHING,
    SPELL,
    Branch,
    Contingency,
    Count,
    Money,
    Rate,
    Truth,
    benefit,
    month_worked,
    mul_div,
    percent_of,
    rule,
    spell_start,
)

SIDE = AccidentSide.NOT_ESTABLISHED  # each instance says its own

# --- Yearly pay -------------------------------------------------------------------------------------------------------


@rule(level=MONTH, law_at=month_worked, cites=L98_2009("71(3)"), evidence="L:l98", since="2018-01-01")
def pay_of_twelve_months(normal_pay: Money, least_monthly_pay: Money) -> Money:
    """Twelve times the monthly pay of the {who}."""
    return max(normal_pay, least_monthly_pay) * 12


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=(L98_2009("71(3)"), CT("263"), CT("264")),
    evidence="I:l98",
    since="2018-01-01",
)
def yearly_pay(pay_of_twelve_months: Money, bonuses_in_monthly_pay: Truth, other_yearly_payments: Money) -> Money:
    """Twelve months, the holiday and Christmas bonuses (a month's pay each), and other regular yearly payments."""
    bonuses = NOTHING if bonuses_in_monthly_pay else mul_div(pay_of_twelve_months, 2, 12)
    return pay_of_twelve_months + bonuses + other_yearly_payments


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=(L98_2009("50(3)"), L98_2009("71(1)"), TRG_2019(""), TRP_2017("")),
    evidence="I:trg-20191024",
    since="2018-01-01",
)
def pay_for_days(yearly_pay: Money, pay_of_twelve_months: Money, bonuses_count_from_first_day: Truth) -> Money:
    """The courts take yearly pay with bonuses from the first day; the letter of art. 50(3) only beyond 30 days."""
    return yearly_pay if bonuses_count_from_first_day else pay_of_twelve_months


# --- Amounts if the accident happened in this month ------------------------------------------------------------------


@rule(level=MONTH, law_at=month_worked, cites=L98_2009("71(1)"), evidence="I:l98", since="2018-01-01")
def daily_pay(pay_for_days: Money, days_of_a_year: Count) -> Money:
    """A day's part of the yearly pay."""
    return mul_div(pay_for_days, 1, days_of_a_year)


@rule(level=MONTH, law_at=month_worked, cites=L98_2009("48(3)(d)"), evidence="L:l98", since="2018-01-01")
def daily_compensation(pay_for_days: Money, temporary_rate_first_year: Rate, days_of_a_year: Count) -> Money:
    """Compensation of a day of absolute temporary incapacity in the first twelve months."""
    return mul_div(percent_of(pay_for_days, temporary_rate_first_year), 1, days_of_a_year)


@rule(level=MONTH, law_at=month_worked, cites=L98_2009("48(3)(a)"), evidence="L:l98", since="2018-01-01")
def incapacity_pension(yearly_pay: Money, any_work_rate: Rate) -> Money:
    """Yearly pension for permanent incapacity for any work."""
    return percent_of(yearly_pay, any_work_rate)


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=(L98_2009("59"), L98_2009("60"), L98_2009("61"), L98_2009("64(1)")),
    evidence="L:l98",
    since="2018-01-01",
)
def survivors_pension(yearly_pay: Money, accident_survivors_rate: Rate) -> Money:
    """Yearly pensions of all survivors together."""
    return percent_of(yearly_pay, accident_survivors_rate)


# --- At whose charge --------------------------------------------------------------------------------------------------


@rule(level=SPELL, law_at=spell_start, cites=L98_2009("7"), evidence="L:l98", since="2018-01-01")
def compensated(accident_compensated: Truth, accident_side: AccidentSide) -> Truth:
    """The {whose} insurer answers for the accident."""
    return accident_compensated and accident_side == SIDE


@rule(level=SPELL, law_at=spell_start, cites=L98_2009("48(3)(d)"), evidence="L:l98", since="2018-01-01")
def paid(compensated: Truth, temporary_incapacity_compensation: Money) -> Money:
    """Compensation of temporary incapacity at the charge of the {whose} insurer."""
    return temporary_incapacity_compensation if compensated else NOTHING


RESULTS = (
    benefit(
        "accident_temporary_incapacity_{side}",
        branch=Branch.EMPLOYMENT_INJURY,
        scheme="{scheme}",
        contingency=Contingency.EMPLOYMENT_INJURY,
        qualified="somebody_answers",
        conditions=("{conditions}",),
        amount="daily_compensation",
        per="day",
        reference="daily_pay",
        duration="longest_temporary_incapacity",
        entitled="compensated",
        paid="paid",
        assumed={"temporary_incapacity_degree": "100%", "accident_in_service_of": "{in_service_of}"},
        c102="VI",
        missoc="VIII",
        esspros="sickness",
    ),
    benefit(
        "accident_permanent_incapacity_{side}",
        branch=Branch.EMPLOYMENT_INJURY,
        scheme="{scheme}",
        contingency=Contingency.EMPLOYMENT_INJURY,
        qualified="somebody_answers",
        conditions=("{conditions}",),
        amount="incapacity_pension",
        per="year",
        reference="yearly_pay",
        c102="VI",
        missoc="VIII",
        esspros="disability",
    ),
    benefit(
        "accident_survivors_{side}",
        branch=Branch.EMPLOYMENT_INJURY,
        scheme="{scheme}",
        contingency=Contingency.DEATH,
        qualified="somebody_answers",
        conditions=("{conditions}",),
        amount="survivors_pension",
        per="year",
        reference="yearly_pay",
        c102="VI",
        missoc="VIII",
        esspros="survivors",
    ),
)
