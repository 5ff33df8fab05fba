"""Maternity: leave days and the allowance of employees, its openings to flexible workers (生育保险待遇)."""

from amparo.law.china.instruments import (
    SIL,
    BeijingMaternity,
    FemaleWorkers2012,
    JiangsuMaternity,
    Notice2024_48,
    PopulationRegulations,
)
from amparo.rules import (
    MONTH,
    NO,
    NOTHING,
    SPELL,
    Branch,
    Category,
    Contingency,
    Count,
    Days,
    Money,
    Place,
    Rate,
    Sex,
    Truth,
    any_of,
    benefit,
    largest,
    month_worked,
    mul_div,
    percent_of,
    posting,
    rule,
    smallest,
    spell_start,
    total,
    window,
)


class BirthOutcome(Category):
    """How a pregnancy ended."""

    BIRTH = 1
    MISCARRIAGE_BEFORE_4_MONTHS = 2
    MISCARRIAGE_FROM_4_MONTHS = 3
    ADOPTION = 4


class LocalLeavePay(Category):
    """How the leave that a place adds for a birth is paid, as far as it is held."""

    NOT_HELD = 1
    AS_MATERNITY_LEAVE = 2


employer_average_of_month = largest("employer_average_contribution_wage", at=MONTH)
maternity_place_at_employers = smallest("insured_place", at=MONTH, where="full_time_with_employer")
wages_full_time = total("gross_pay", at=MONTH, where="full_time_employee")
maternity_wages_of_12 = window("maternity_wage_of_month", at=MONTH, back=12, until=1)
maternity_wage_months_of_12 = window("earned_maternity_wage", at=MONTH, back=12, until=1, how="count")
maternity_bases_of_12 = window("maternity_base_of_month", at=MONTH, back=12, until=1)
maternity_months_of_12 = window("maternity_month_paid", at=MONTH, back=12, until=1, how="count")
maternity_months_of_9 = window("maternity_month_paid", at=MONTH, back=9, until=1, how="count")
employee_in_month = any_of("full_time_employee", at=MONTH)


# --- Who is insured, and where ------------------------------------------------------------------------------------


@rule(level=MONTH, law_at=month_worked, cites=FemaleWorkers2012("7"), evidence="S:L11", since="2011-07-01")
def is_woman(sex: Sex) -> Truth:
    """Maternity leave and its allowance are a woman's."""
    return sex == Sex.FEMALE


@rule(
    level=MONTH, law_at=month_worked, cites=(SIL("53"), FemaleWorkers2012("2")), evidence="S:L1,L11", since="2011-07-01"
)
def maternity_protected_as_employee(
    employee_in_month: Truth, month_on_record: Truth, maternity_month_paid: Truth, joins_flexible_medical: Truth
) -> Truth:
    """A woman employee has leave and allowance, from the fund if insured, from her employer if not."""
    on_record = month_on_record and maternity_month_paid and not joins_flexible_medical
    return employee_in_month or on_record


@rule(level=MONTH, law_at=month_worked, cites=SIL("53"), evidence="I:L1", since="2011-07-01")
def maternity_place(
    employee_in_month: Truth,
    month_on_record: Truth,
    maternity_place_at_employers: Place,
    recorded_pension_place: Place,
    joins_flexible_medical: Truth,
    participation_place: Place,
    residence_place: Place,
) -> Place:
    """The place of insurance: of the employer, of the record, of the flexible worker, else of residence."""
    if employee_in_month:
        return maternity_place_at_employers
    if month_on_record:
        return recorded_pension_place
    return participation_place if joins_flexible_medical else residence_place


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=(SIL("54"), BeijingMaternity("4-5")),
    evidence="S:L1,flk",
    since="2011-07-01",
    place="maternity_place",
)
def maternity_months_enough(maternity_months_of_9: Count, maternity_months_in_row_needed: Count) -> Truth:
    """National law asks for no qualifying period; Beijing for nine months in a row before the birth."""
    return maternity_months_of_9 >= maternity_months_in_row_needed


@rule(level=MONTH, law_at=month_worked, cites=SIL("54"), evidence="S:L1", since="2011-07-01")
def maternity_fund_pays(maternity_month_paid: Truth, maternity_months_enough: Truth) -> Truth:
    """The fund pays for whom contributions are paid, after the qualifying period if there is one."""
    return maternity_month_paid and maternity_months_enough


@rule(level=MONTH, law_at=month_worked, cites=(SIL("54"), SIL("56")), evidence="S:L1,L11", since="2011-07-01")
def maternity_qualified(is_woman: Truth, maternity_protected_as_employee: Truth, maternity_fund_pays: Truth) -> Truth:
    """Qualified for the allowance of the fund as an employee."""
    return is_woman and maternity_protected_as_employee and maternity_fund_pays


# --- Wages and the allowance --------------------------------------------------------------------------------------


@rule(level=MONTH, law_at=month_worked, cites=FemaleWorkers2012("8(1)"), evidence="I:L11", since="2011-07-01")
def maternity_wage_of_month(month_on_record: Truth, recorded_maternity_base: Money, wages_full_time: Money) -> Money:
    """The wage of the month as a full-time employee; of a month on record only the base is known."""
    return recorded_maternity_base if month_on_record else wages_full_time


@rule(level=MONTH, law_at=month_worked, cites=FemaleWorkers2012("8(1)"), evidence="I:L11", since="2011-07-01")
def earned_maternity_wage(maternity_wage_of_month: Money) -> Truth:
    """A month with wages of full-time employment."""
    return maternity_wage_of_month > 0


@rule(level=MONTH, law_at=month_worked, cites=FemaleWorkers2012("8(1)"), evidence="I:L11", since="2011-07-01")
def own_wage_before_leave(
    maternity_wages_of_12: Money, maternity_wage_months_of_12: Count, maternity_wage_of_month: Money
) -> Money:
    """Her wage before the leave: the average of the months worked in the twelve before."""
    if maternity_wage_months_of_12 == 0:
        return maternity_wage_of_month
    return mul_div(maternity_wages_of_12, 1, max(maternity_wage_months_of_12, 1))


@rule(level=MONTH, law_at=month_worked, cites=SIL("56"), evidence="I:L1", since="2011-07-01")
def own_average_maternity_base(
    maternity_bases_of_12: Money, maternity_months_of_12: Count, maternity_base_of_month: Money
) -> Money:
    """Her own average contribution base of the months insured in the twelve before."""
    if maternity_months_of_12 == 0:
        return maternity_base_of_month
    return mul_div(maternity_bases_of_12, 1, max(maternity_months_of_12, 1))


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=(SIL("56"), FemaleWorkers2012("8(1)"), BeijingMaternity("3")),
    evidence="I:L1,L11,flk",
    since="2011-07-01",
)
def maternity_monthly_basis(employer_average_of_month: Money, own_average_maternity_base: Money) -> Money:
    """The employer's average monthly wage of the year before; where it is not told her own base stands for it."""
    return employer_average_of_month if employer_average_of_month > 0 else own_average_maternity_base


@rule(level=MONTH, law_at=month_worked, cites=(SIL("56"), BeijingMaternity("3")), evidence="S:flk", since="2011-07-01")
def maternity_allowance_of_day(maternity_monthly_basis: Money, days_in_a_maternity_month: Count) -> Money:
    """The allowance of a day (生育津贴): the monthly basis over thirty days."""
    return mul_div(maternity_monthly_basis, 1, days_in_a_maternity_month)


@rule(level=MONTH, law_at=month_worked, cites=FemaleWorkers2012("8(1)"), evidence="I:L11", since="2011-07-01")
def own_wage_of_day_before_leave(own_wage_before_leave: Money, days_in_a_maternity_month: Count) -> Money:
    """Her own wage of a day before the leave, the month taken as thirty days too."""
    return mul_div(own_wage_before_leave, 1, days_in_a_maternity_month)


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=(FemaleWorkers2012("7(1)"), PopulationRegulations("Shanghai 31")),
    evidence="S:L11,lrb",
    since="2012-04-28",
    place="maternity_place",
)
def days_of_a_birth(maternity_leave_birth: Days, local_leave_pay: LocalLeavePay, local_birth_leave_days: Days) -> Days:
    """98 days for a birth of one child without difficulty, and the days of the place that are paid alike."""
    if local_leave_pay == LocalLeavePay.AS_MATERNITY_LEAVE:
        return maternity_leave_birth + local_birth_leave_days
    return maternity_leave_birth


# --- Flexible workers ---------------------------------------------------------------------------------------------


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=(Notice2024_48(""), JiangsuMaternity("")),
    evidence="S:E1,E2",
    since="2018-01-01",
    place="maternity_place",
)
def flexible_allowance_open(flexible_maternity_joined: Truth, flexible_maternity_pays_allowance: Truth) -> Truth:
    """A flexible worker in maternity insurance has the allowance too where the place says so."""
    return flexible_maternity_joined and flexible_maternity_pays_allowance


@rule(level=MONTH, law_at=month_worked, cites=JiangsuMaternity(""), evidence="S:E1", since="2018-01-01")
def flexible_maternity_qualified(is_woman: Truth, flexible_allowance_open: Truth) -> Truth:
    """A woman who is in maternity insurance as a flexible worker, where it pays an allowance."""
    return is_woman and flexible_allowance_open


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=JiangsuMaternity(""),
    evidence="I:E1",
    since="2018-01-01",
    place="maternity_place",
)
def flexible_allowance_of_day(
    own_average_maternity_base: Money, flexible_allowance_share: Rate, days_in_a_maternity_month: Count
) -> Money:
    """A share of her base over thirty days; the share is not known in any place."""
    return mul_div(percent_of(own_average_maternity_base, flexible_allowance_share), 1, days_in_a_maternity_month)


# --- A birth that happened ----------------------------------------------------------------------------------------


@rule(level=SPELL, law_at=spell_start, cites=FemaleWorkers2012("7"), evidence="S:L11", since="2012-04-28")
def maternity_leave_days(
    birth_outcome: BirthOutcome,
    difficult_birth: Truth,
    children_born: Count,
    maternity_leave_birth: Days,
    maternity_leave_difficult: Days,
    maternity_leave_each_further_child: Days,
    maternity_leave_early_miscarriage: Days,
    maternity_leave_late_miscarriage: Days,
) -> Days:
    """98 days, 15 more for a difficult birth and for each further child; 15 or 42 days after a miscarriage."""
    if birth_outcome == BirthOutcome.BIRTH:
        difficulty = maternity_leave_difficult if difficult_birth else 0
        return maternity_leave_birth + difficulty + maternity_leave_each_further_child * max(children_born - 1, 0)
    if birth_outcome == BirthOutcome.MISCARRIAGE_BEFORE_4_MONTHS:
        return maternity_leave_early_miscarriage
    return maternity_leave_late_miscarriage if birth_outcome == BirthOutcome.MISCARRIAGE_FROM_4_MONTHS else 0


@rule(
    level=SPELL,
    law_at=spell_start,
    cites=PopulationRegulations("local leave"),
    evidence="S:lrb",
    since="2012-04-28",
    place="maternity_place",
)
def leave_days_with_those_of_the_place(
    birth_outcome: BirthOutcome, maternity_leave_days: Days, local_birth_leave_days: Days
) -> Days:
    """Maternity leave and, for a birth, the leave that the place adds (生育假, 奖励假)."""
    if birth_outcome == BirthOutcome.BIRTH:
        return maternity_leave_days + local_birth_leave_days
    return maternity_leave_days


@rule(
    level=SPELL,
    law_at=spell_start,
    cites=(FemaleWorkers2012("7"), PopulationRegulations("Shanghai 31")),
    evidence="S:L11,lrb",
    since="2012-04-28",
    place="maternity_place",
)
def maternity_days_paid(
    maternity_leave_days: Days,
    birth_outcome: BirthOutcome,
    local_leave_pay: LocalLeavePay,
    local_birth_leave_days: Days,
) -> Days:
    """The days of national law, and those of the place where it says that they are paid like them (Shanghai)."""
    if birth_outcome == BirthOutcome.BIRTH and local_leave_pay == LocalLeavePay.AS_MATERNITY_LEAVE:
        return maternity_leave_days + local_birth_leave_days
    return maternity_leave_days


@rule(level=SPELL, law_at=spell_start, cites=FemaleWorkers2012("8"), evidence="S:L11", since="2012-04-28")
def employee_gave_birth(contingency: Contingency, is_woman: Truth, maternity_protected_as_employee: Truth) -> Truth:
    """A birth or miscarriage of a woman employee, insured or not."""
    return contingency == Contingency.BIRTH and is_woman and maternity_protected_as_employee


@rule(level=SPELL, law_at=spell_start, cites=(SIL("54"), SIL("56")), evidence="S:L1", since="2012-04-28")
def maternity_entitled(employee_gave_birth: Truth, maternity_fund_pays: Truth) -> Truth:
    """Entitled to the allowance of the fund as an employee."""
    return employee_gave_birth and maternity_fund_pays


@rule(
    level=SPELL,
    law_at=spell_start,
    cites=(SIL("56"), FemaleWorkers2012("8(1)"), BeijingMaternity("3")),
    evidence="I:L1,L11,flk",
    since="2012-04-28",
)
def maternity_allowance(
    maternity_entitled: Truth,
    maternity_monthly_basis: Money,
    maternity_days_paid: Days,
    days_in_a_maternity_month: Count,
) -> Money:
    """The allowance of the leave: the monthly basis over thirty days, for each day of leave, rounded once."""
    if not maternity_entitled:
        return NOTHING
    return mul_div(maternity_monthly_basis, maternity_days_paid, days_in_a_maternity_month)


@rule(level=SPELL, law_at=spell_start, cites=FemaleWorkers2012("8(1)"), evidence="S:L11", since="2012-04-28")
def maternity_pay_of_employer(
    employee_gave_birth: Truth,
    maternity_fund_pays: Truth,
    own_wage_before_leave: Money,
    maternity_days_paid: Days,
    days_in_a_maternity_month: Count,
) -> Money:
    """The employer of a woman for whom the fund does not pay goes on paying her wage."""
    if not employee_gave_birth or maternity_fund_pays:
        return NOTHING
    return mul_div(own_wage_before_leave, maternity_days_paid, days_in_a_maternity_month)


@rule(
    level=SPELL,
    law_at=spell_start,
    cites=BeijingMaternity("3"),
    evidence="S:flk",
    since="2012-04-28",
    place="maternity_place",
)
def maternity_top_up(
    maternity_entitled: Truth,
    maternity_allowance: Money,
    own_wage_before_leave: Money,
    maternity_days_paid: Days,
    days_in_a_maternity_month: Count,
    employer_tops_up_maternity: Truth,
) -> Money:
    """Where the allowance is below her own wage the employer pays the difference, as Beijing says."""
    if not maternity_entitled or not employer_tops_up_maternity:
        return NOTHING
    own = mul_div(own_wage_before_leave, maternity_days_paid, days_in_a_maternity_month)
    return max(own - maternity_allowance, NOTHING)


@rule(level=SPELL, law_at=spell_start, cites=JiangsuMaternity(""), evidence="S:E1", since="2018-01-01", before=NO)
def flexible_maternity_entitled(contingency: Contingency, flexible_maternity_qualified: Truth) -> Truth:
    """A birth of a flexible worker whose maternity insurance pays an allowance."""
    return contingency == Contingency.BIRTH and flexible_maternity_qualified


@rule(
    level=SPELL,
    law_at=spell_start,
    cites=JiangsuMaternity(""),
    evidence="I:E1",
    since="2018-01-01",
    before=NOTHING,
)
def flexible_maternity_allowance(
    flexible_maternity_entitled: Truth, flexible_allowance_of_day: Money, maternity_days_paid: Days
) -> Money:
    """The allowance of a flexible worker for the days of leave."""
    return flexible_allowance_of_day * maternity_days_paid if flexible_maternity_entitled else NOTHING


RESULTS = (
    posting(
        "maternity_allowance",
        branch=Branch.MATERNITY_PARENTAL,
        scheme="employees",
        payer="state",
        posted_on=spell_start,
        cause="maternity allowance",
    ),
    posting(
        "flexible_maternity_allowance",
        branch=Branch.MATERNITY_PARENTAL,
        scheme="flexible",
        payer="state",
        posted_on=spell_start,
        cause="maternity allowance",
    ),
    benefit(
        "maternity_allowance",
        branch=Branch.MATERNITY_PARENTAL,
        scheme="employees",
        contingency=Contingency.BIRTH,
        qualified="maternity_qualified",
        conditions=("is_woman", "maternity_protected_as_employee", "maternity_fund_pays"),
        amount="maternity_allowance_of_day",
        per="day",
        reference="own_wage_of_day_before_leave",
        duration="days_of_a_birth",
        entitled="maternity_entitled",
        paid="maternity_allowance",
        c102="VIII",
        missoc="IV",
        esspros="family",
    ),
    benefit(
        "maternity_allowance_flexible",
        branch=Branch.MATERNITY_PARENTAL,
        scheme="flexible",
        contingency=Contingency.BIRTH,
        qualified="flexible_maternity_qualified",
        conditions=("is_woman", "flexible_allowance_open"),
        amount="flexible_allowance_of_day",
        per="day",
        duration="days_of_a_birth",
        entitled="flexible_maternity_entitled",
        paid="flexible_maternity_allowance",
        c102="VIII",
        missoc="IV",
        esspros="family",
    ),
)
