"""Work-injury insurance benefits (工伤保险待遇): wage in recovery, disability, nursing, the end of employment, death.

Month by month the topic says what a standard case would bring if the accident happened in that month: recovery, a
disability of grade 10 or 4, full need of nursing, death. For an accident that happened the grade and the facts decide.
"""

from amparo.law.china.instruments import GDWIR, SIL, WIIR, Order56, ProvincialInjuryRules, SILRules
from amparo.rules import (
    MONTH,
    NOTHING,
    SPELL,
    Branch,
    Category,
    Contingency,
    Count,
    Coverage,
    Date,
    Days,
    Money,
    Month,
    Months,
    Place,
    Rate,
    Table,
    Truth,
    add_days,
    add_months,
    benefit,
    days_between,
    first_day,
    identity,
    lookup,
    month_of,
    month_worked,
    months_between,
    mul_div,
    percent_of,
    posting,
    rule,
    smallest,
    spell_start,
    total,
    window,
)


class NursingNeed(Category):
    """How far a person cannot look after themselves, as the labour-capacity committee finds it."""

    NONE = 1
    SLIGHT = 2
    PARTLY = 3
    MOSTLY = 4
    FULLY = 5


class EndGrantBase(Category):
    """On what the province counts the grants at the end of employment."""

    OWN_WAGE = 1
    LOCAL_AVERAGE = 2


injury_insured_place_at_employers = smallest("insured_place", at=MONTH, where="injury_insured_with_employer")
wages_insured_against_injury = total("gross_pay", at=MONTH, where="insured_against_work_injury")
injury_bases_of_12 = window("work_injury_base_of_month", at=MONTH, back=12, until=1)
injury_months_of_12 = window("work_injury_month_insured", at=MONTH, back=12, until=1, how="count")
injury_wages_of_12 = window("injury_wage_of_month", at=MONTH, back=12, until=1)


# --- Who is protected, and where ----------------------------------------------------------------------------------


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=(SIL("33"), SIL("41"), WIIR("2"), SILRules("9"), Order56("15")),
    evidence="S:L1,L2,L13",
    since="2011-01-01",
)
def work_injury_protected(employees_work_injury_coverage: Coverage, work_injury_month_insured: Truth) -> Truth:
    """Whoever must be insured is protected from the first day, insured or not: there is no qualifying period."""
    return employees_work_injury_coverage == Coverage.MANDATORY or work_injury_month_insured


@rule(level=MONTH, law_at=month_worked, cites=(WIIR("11"), SIL("64")), evidence="I:L2", since="2011-01-01")
def work_injury_place(
    month_on_record: Truth,
    recorded_pension_place: Place,
    employees_work_injury_coverage: Coverage,
    injury_insured_place_at_employers: Place,
    residence_place: Place,
) -> Place:
    """The pooling area: that of the record, else of the employer, else where the worker lives."""
    if month_on_record:
        return recorded_pension_place
    if employees_work_injury_coverage == Coverage.MANDATORY:
        return injury_insured_place_at_employers
    return residence_place


# --- The wage on which benefits are counted -----------------------------------------------------------------------


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=(WIIR("64(2)"), GDWIR("64(2)")),
    evidence="I:L2",
    since="2011-01-01",
    place="work_injury_place",
)
def injury_local_average_wage(average_wage: Money, city_average_counts: Truth, city_average_wage: Money) -> Money:
    """The average wage of the pooling area; in Guangdong that of the city where it lies above the province's."""
    return city_average_wage if city_average_counts else average_wage


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=(WIIR("64(2)"), GDWIR("64(1)(1)"), ProvincialInjuryRules("Sichuan 48")),
    evidence="S:L2,flk",
    since="2011-01-01",
)
def average_contribution_wage(
    injury_bases_of_12: Money, injury_months_of_12: Count, work_injury_base_of_month: Money
) -> Money:
    """The contribution wage of the twelve months before, by the months insured; in a first month that month's."""
    if injury_months_of_12 == 0:
        return work_injury_base_of_month
    return mul_div(injury_bases_of_12, 1, max(injury_months_of_12, 1))


@rule(level=MONTH, law_at=month_worked, cites=WIIR("64(2)"), evidence="S:L2", since="2011-01-01")
def own_wage_floor(injury_local_average_wage: Money, own_wage_lowest_share: Rate) -> Money:
    """The own wage counts with at least 60 % of the local average."""
    return percent_of(injury_local_average_wage, own_wage_lowest_share)


@rule(level=MONTH, law_at=month_worked, cites=WIIR("64(2)"), evidence="S:L2", since="2011-01-01")
def own_wage_cap(injury_local_average_wage: Money, own_wage_highest_share: Rate) -> Money:
    """The own wage counts with at most 300 % of the local average."""
    return percent_of(injury_local_average_wage, own_wage_highest_share)


@rule(level=MONTH, law_at=month_worked, cites=WIIR("64(2)"), evidence="S:L2", since="2011-01-01")
def injury_own_wage(average_contribution_wage: Money, own_wage_floor: Money, own_wage_cap: Money) -> Money:
    """The own wage (本人工资): the average contribution wage within its two bounds."""
    return min(max(average_contribution_wage, own_wage_floor), own_wage_cap)


@rule(level=MONTH, law_at=month_worked, cites=WIIR("33(1)"), evidence="I:L2", since="2011-01-01")
def injury_wage_of_month(
    month_on_record: Truth, recorded_work_injury_base: Money, wages_insured_against_injury: Money
) -> Money:
    """The wage of the month from all employers; of a month on record only the base is known."""
    return recorded_work_injury_base if month_on_record else wages_insured_against_injury


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=(WIIR("33(1)"), GDWIR("64(1)(2)")),
    evidence="I:L2,flk",
    since="2011-01-01",
)
def original_wage(injury_wages_of_12: Money, injury_months_of_12: Count, injury_wage_of_month: Money) -> Money:
    """The original wage (原工资福利待遇): the average of the twelve months before, by the months worked."""
    if injury_months_of_12 == 0:
        return injury_wage_of_month
    return mul_div(injury_wages_of_12, 1, max(injury_months_of_12, 1))


# --- If the accident happened in this month: standard cases -------------------------------------------------------


@rule(level=MONTH, law_at=month_worked, cites=WIIR("33(2)"), evidence="S:L2", since="2011-01-01")
def recovery_usual_months(recovery_longest_months: Months) -> Months:
    """The recovery period (停工留薪期) is as a rule not above twelve months."""
    return recovery_longest_months


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=WIIR("35(1)(2)"),
    evidence="S:L2",
    since="2011-01-01",
    place="work_injury_place",
)
def allowance_if_grade_4(
    injury_own_wage: Money, disability_allowance_rates: Table, monthly_minimum_wage: Money
) -> Money:
    """The monthly disability allowance of a case of grade 4, raised to the minimum wage where it lies under it."""
    return max(percent_of(injury_own_wage, lookup(disability_allowance_rates, 4)), monthly_minimum_wage)


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=(WIIR("37(2)"), GDWIR("32(1)"), ProvincialInjuryRules("Henan 27")),
    evidence="S:L2,flk",
    since="2011-01-01",
    place="work_injury_place",
)
def end_grant_wage(end_grant_base: EndGrantBase, injury_own_wage: Money, injury_local_average_wage: Money) -> Money:
    """What the province counts the grants at the end of employment on."""
    return injury_own_wage if end_grant_base == EndGrantBase.OWN_WAGE else injury_local_average_wage


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=(WIIR("37(2)"), GDWIR("32(1)")),
    evidence="S:L2,flk",
    since="2011-01-01",
    place="work_injury_place",
)
def medical_grant_if_grade_10(end_grant_wage: Money, medical_grant_months: Table) -> Money:
    """The medical grant of the fund when employment ends after a disability of grade 10."""
    return end_grant_wage * lookup(medical_grant_months, 10)


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=(WIIR("37(2)"), GDWIR("32(2)")),
    evidence="S:L2,flk",
    since="2011-01-01",
    place="work_injury_place",
)
def employment_grant_if_grade_10(end_grant_wage: Money, employment_grant_months: Table) -> Money:
    """The employment grant of the employer when employment ends after a disability of grade 10."""
    return end_grant_wage * lookup(employment_grant_months, 10)


@rule(level=MONTH, law_at=month_worked, cites=WIIR("39(1)(1)"), evidence="S:L2", since="2011-01-01")
def work_funeral_grant(injury_local_average_wage: Money, funeral_grant_months: Count) -> Money:
    """Six months of the average wage of the pooling area."""
    return injury_local_average_wage * funeral_grant_months


@rule(level=MONTH, law_at=month_worked, cites=WIIR("39(1)(2)"), evidence="S:L2", since="2011-01-01")
def pension_of_widow_with_two_children(
    injury_own_wage: Money, spouse_share: Rate, other_dependant_share: Rate
) -> Money:
    """The monthly allowance of a dependent spouse and two children, together not above the own wage."""
    shares = percent_of(injury_own_wage, spouse_share) + percent_of(injury_own_wage, other_dependant_share) * 2
    return min(shares, injury_own_wage)


# --- An accident that happened ------------------------------------------------------------------------------------


@rule(
    level=SPELL,
    law_at=spell_start,
    cites=(WIIR("14"), WIIR("15"), WIIR("17")),
    evidence="S:L2",
    since="2011-01-01",
)
def work_injury_recognised(contingency: Contingency, injury_recognised: Truth, work_injury_protected: Truth) -> Truth:
    """An accident or an occupational disease of a protected worker, recognised as work injury (工伤认定)."""
    is_injury = contingency == Contingency.EMPLOYMENT_INJURY or contingency == Contingency.OCCUPATIONAL_DISEASE
    return is_injury and injury_recognised and work_injury_protected


@rule(level=SPELL, law_at=spell_start, cites=WIIR("33"), evidence="S:L2", since="2011-01-01")
def survives_injury(work_injury_recognised: Truth, died_of_injury: Truth) -> Truth:
    """A recognised injury that the worker survives."""
    return work_injury_recognised and not died_of_injury


@rule(level=SPELL, law_at=spell_start, cites=WIIR("39"), evidence="S:L2", since="2011-01-01")
def work_death_recognised(work_injury_recognised: Truth, died_of_injury: Truth) -> Truth:
    """A death recognised as caused by work."""
    return work_injury_recognised and died_of_injury


@rule(level=SPELL, law_at=spell_start, cites=(WIIR("33(2)"), GDWIR("25")), evidence="S:L2,flk", since="2011-01-01")
def recovery_limit_months(
    recovery_extension_confirmed: Truth, recovery_longest_months: Months, recovery_extension_months: Months
) -> Months:
    """Twelve months; up to twelve more where the committee confirms it."""
    if recovery_extension_confirmed:
        return recovery_longest_months + recovery_extension_months
    return recovery_longest_months


@rule(level=SPELL, law_at=spell_start, cites=WIIR("33(2)"), evidence="S:L2", since="2011-01-01")
def recovery_last_day(spell_first_day: Date, recovery_limit_months: Months) -> Date:
    """The last day that the recovery period may reach."""
    months_later = first_day(add_months(month_of(spell_first_day), recovery_limit_months))
    return add_days(months_later, days_between(first_day(month_of(spell_first_day)), spell_first_day) - 1)


@rule(level=SPELL, law_at=spell_start, cites=WIIR("33(2)"), evidence="S:L2", since="2011-01-01")
def recovery_ends(
    spell_last_day: Date, recovery_last_day: Date, disability_grade: Count, disability_graded_on: Date
) -> Date:
    """Recovery ends with the spell, at the limit, or when a grade of disability is fixed, whichever comes first."""
    if disability_grade == 0:
        return min(spell_last_day, recovery_last_day)
    return min(spell_last_day, recovery_last_day, add_days(disability_graded_on, -1))


@rule(level=SPELL, law_at=spell_start, cites=WIIR("33(1)"), evidence="S:L2", since="2011-01-01")
def recovery_days(survives_injury: Truth, spell_first_day: Date, recovery_ends: Date) -> Days:
    """The days of the recovery period, first and last included."""
    return max(days_between(spell_first_day, recovery_ends) + 1, 0) if survives_injury else 0


@rule(level=SPELL, law_at=spell_start, cites=WIIR("33(1)"), evidence="I:L2", since="2011-01-01")
def recovery_pay(original_wage: Money, recovery_days: Days, recovery_limit_months: Months) -> Money:
    """The employer goes on paying the original wage; a part of a month is counted by the day of a year of 365."""
    return min(mul_div(original_wage * 12, recovery_days, 365), original_wage * recovery_limit_months)


@rule(level=SPELL, law_at=spell_start, cites=WIIR("35-37"), evidence="S:L2", since="2011-01-01")
def disability_graded(survives_injury: Truth, disability_grade: Count) -> Truth:
    """A disability with one of the ten grades."""
    return survives_injury and disability_grade > 0


@rule(level=SPELL, law_at=spell_start, cites=(WIIR("35"), WIIR("36")), evidence="S:L2", since="2011-01-01")
def allowance_due(disability_graded: Truth, disability_grade: Count, suitable_work_not_arranged: Truth) -> Truth:
    """An allowance is due in grades 1 to 4, and in grades 5 and 6 if the employer cannot arrange suitable work."""
    lighter = (disability_grade == 5 or disability_grade == 6) and suitable_work_not_arranged
    return disability_graded and ((disability_grade >= 1 and disability_grade <= 4) or lighter)


@rule(
    level=SPELL,
    law_at=spell_start,
    cites=(WIIR("35(1)(2)"), WIIR("36(1)(2)")),
    evidence="S:L2",
    since="2011-01-01",
    place="work_injury_place",
)
def disability_allowance_of_month(
    allowance_due: Truth,
    disability_grade: Count,
    injury_own_wage: Money,
    disability_allowance_rates: Table,
    monthly_minimum_wage: Money,
) -> Money:
    """90 to 60 % of the own wage by the grade, raised to the minimum wage where it lies under it."""
    if not allowance_due or disability_grade < 1 or disability_grade > 6:
        return NOTHING
    return max(percent_of(injury_own_wage, lookup(disability_allowance_rates, disability_grade)), monthly_minimum_wage)


@rule(
    level=SPELL,
    law_at=spell_start,
    cites=(WIIR("35(1)(3)"), GDWIR("28(2)"), ProvincialInjuryRules("Henan 30")),
    evidence="S:L2,flk",
    since="2011-01-01",
    place="work_injury_place",
)
def allowance_months(
    disability_graded_on: Date, spell_last_day: Date, statutory_retirement_month: Month, allowance_until_death: Truth
) -> Months:
    """From the month after the grading to the end of the spell, and not beyond retirement save in Guangdong."""
    last = month_of(spell_last_day)
    until = last if allowance_until_death else min(last, statutory_retirement_month)
    return min(max(months_between(month_of(disability_graded_on), until), 0), 1200)


@rule(
    level=SPELL,
    law_at=spell_start,
    cites=(WIIR("34"), GDWIR("26")),
    evidence="S:L2,flk",
    since="2011-01-01",
    place="work_injury_place",
)
def nursing_due(
    disability_graded: Truth, nursing_need: NursingNeed, disability_grade: Count, nursing_lightest_grade: Count
) -> Truth:
    """A graded worker who needs nursing, as the committee confirms; in Guangdong in grades 1 to 4 alone."""
    return disability_graded and nursing_need != NursingNeed.NONE and disability_grade <= nursing_lightest_grade


@rule(level=SPELL, law_at=spell_start, cites=(WIIR("36(2)"), WIIR("37(2)")), evidence="S:L2", since="2011-01-01")
def end_grants_due(disability_graded: Truth, disability_grade: Count, work_relation_ended: Truth) -> Truth:
    """In grades 5 to 10 two grants are due when the employment ends."""
    return disability_graded and disability_grade >= 5 and work_relation_ended


@rule(
    level=SPELL,
    law_at=spell_start,
    cites=(WIIR("36(2)"), WIIR("37(2)"), GDWIR("31-33")),
    evidence="S:L2,flk",
    since="2011-01-01",
    place="work_injury_place",
)
def medical_grant(
    end_grants_due: Truth, disability_grade: Count, end_grant_wage: Money, medical_grant_months: Table
) -> Money:
    """The medical grant of the fund (一次性工伤医疗补助金), as the province sets it."""
    if not end_grants_due or disability_grade < 5:
        return NOTHING
    return end_grant_wage * lookup(medical_grant_months, disability_grade)


@rule(
    level=SPELL,
    law_at=spell_start,
    cites=(WIIR("36(2)"), WIIR("37(2)"), GDWIR("31-33")),
    evidence="S:L2,flk",
    since="2011-01-01",
    place="work_injury_place",
)
def employment_grant(
    end_grants_due: Truth, disability_grade: Count, end_grant_wage: Money, employment_grant_months: Table
) -> Money:
    """The employment grant of the employer (一次性伤残就业补助金), as the province sets it."""
    if not end_grants_due or disability_grade < 5:
        return NOTHING
    return end_grant_wage * lookup(employment_grant_months, disability_grade)


@rule(level=SPELL, law_at=spell_start, cites=(WIIR("39(1)(3)"), WIIR("39(3)")), evidence="S:L2", since="2011-01-01")
def death_grant_paid(work_death_recognised: Truth, died_after_recovery: Truth, work_death_grant: Money) -> Money:
    """The death grant (一次性工亡补助金); none for a worker of grades 1 to 4 who dies after the recovery period."""
    return work_death_grant if work_death_recognised and not died_after_recovery else NOTHING


# --- Who pays -----------------------------------------------------------------------------------------------------


@rule(level=SPELL, law_at=spell_start, cites=SIL("38"), evidence="S:L1", since="2011-07-01")
def items_of_the_fund(
    disability_lump_sum: Money,
    disability_grade: Count,
    disability_allowance: Money,
    nursing_allowance: Money,
    medical_grant: Money,
    death_grant_paid: Money,
    funeral_grant_paid: Money,
    dependants_allowance: Money,
) -> Money:
    """What the work-injury fund pays by law: all but the wage in recovery, grades 5 and 6, the employment grant."""
    allowance = disability_allowance if disability_grade <= 4 else NOTHING
    death = death_grant_paid + funeral_grant_paid + dependants_allowance
    return disability_lump_sum + allowance + nursing_allowance + medical_grant + death


@rule(level=SPELL, law_at=spell_start, cites=SIL("39"), evidence="S:L1", since="2011-07-01")
def items_of_the_employer(
    recovery_pay: Money, disability_grade: Count, disability_allowance: Money, employment_grant: Money
) -> Money:
    """What the employer pays by law: the wage in recovery, the allowance of grades 5 and 6, the employment grant."""
    allowance = disability_allowance if disability_grade > 4 else NOTHING
    return recovery_pay + allowance + employment_grant


@rule(level=SPELL, law_at=spell_start, cites=(SIL("41"), WIIR("62(2)")), evidence="S:L1,L2", since="2011-07-01")
def work_injury_from_fund(employer_had_not_insured: Truth, items_of_the_fund: Money) -> Money:
    """The fund pays its items unless the employer had not insured the worker."""
    return NOTHING if employer_had_not_insured else items_of_the_fund


@rule(level=SPELL, law_at=spell_start, cites=(SIL("41"), WIIR("62(2)")), evidence="S:L1,L2", since="2011-07-01")
def work_injury_from_employer(
    employer_had_not_insured: Truth, items_of_the_fund: Money, items_of_the_employer: Money
) -> Money:
    """An employer that had not insured the worker pays all items; the fund may advance its own and recover them."""
    return items_of_the_employer + items_of_the_fund if employer_had_not_insured else items_of_the_employer


@rule(level=SPELL, law_at=spell_start, cites=(SIL("38"), SIL("39")), evidence="S:L1", since="2011-07-01")
def work_injury_in_all(work_injury_from_fund: Money, work_injury_from_employer: Money) -> Money:
    """All that the injury brings in money, whoever pays."""
    return work_injury_from_fund + work_injury_from_employer


@rule(level=SPELL, law_at=spell_start, cites=SIL("38"), evidence="S:L1", since="2011-07-01")
def fund_pays_for_accident(contingency: Contingency, work_injury_from_fund: Money) -> Money:
    """What the fund pays for an accident at work."""
    return work_injury_from_fund if contingency == Contingency.EMPLOYMENT_INJURY else NOTHING


@rule(level=SPELL, law_at=spell_start, cites=SIL("38"), evidence="S:L1", since="2011-07-01")
def fund_pays_for_disease(contingency: Contingency, work_injury_from_fund: Money) -> Money:
    """What the fund pays for an occupational disease."""
    return work_injury_from_fund if contingency == Contingency.OCCUPATIONAL_DISEASE else NOTHING


RESULTS = (
    posting(
        "fund_pays_for_accident",
        branch=Branch.EMPLOYMENT_INJURY,
        scheme="employees",
        payer="state",
        posted_on=spell_start,
        cause="work-injury benefit",
    ),
    posting(
        "fund_pays_for_disease",
        branch=Branch.OCCUPATIONAL_DISEASE,
        scheme="employees",
        payer="state",
        posted_on=spell_start,
        cause="work-injury benefit",
    ),
    identity(total="work_injury_in_all", parts=("work_injury_from_fund", "work_injury_from_employer")),
    benefit(
        "work_injury_recovery_pay",
        branch=Branch.EMPLOYMENT_INJURY,
        scheme="employees",
        contingency=Contingency.EMPLOYMENT_INJURY,
        qualified="work_injury_protected",
        conditions=("work_injury_protected",),
        amount="original_wage",
        per="month",
        reference="original_wage",
        duration="recovery_usual_months",
        entitled="survives_injury",
        paid="recovery_pay",
        assumed={"injury_recognised": "yes"},
        c102="VI",
        missoc="VIII",
        esspros="sickness",
    ),
    benefit(
        "work_injury_lump_sum_grade_10",
        branch=Branch.EMPLOYMENT_INJURY,
        scheme="employees",
        contingency=Contingency.EMPLOYMENT_INJURY,
        qualified="work_injury_protected",
        conditions=("work_injury_protected",),
        amount="lump_sum_if_grade_10",
        per="once",
        entitled="disability_graded",
        paid="disability_lump_sum",
        assumed={"injury_recognised": "yes", "disability_grade": "10"},
        c102="VI",
        missoc="VIII",
        esspros="disability",
    ),
    benefit(
        "work_injury_allowance_grade_4",
        branch=Branch.EMPLOYMENT_INJURY,
        scheme="employees",
        contingency=Contingency.EMPLOYMENT_INJURY,
        qualified="work_injury_protected",
        conditions=("work_injury_protected",),
        amount="allowance_if_grade_4",
        per="month",
        reference="original_wage",
        entitled="allowance_due",
        paid="disability_allowance",
        assumed={"injury_recognised": "yes", "disability_grade": "4"},
        c102="VI",
        missoc="VIII",
        esspros="disability",
    ),
    benefit(
        "work_injury_nursing_fully_dependent",
        branch=Branch.EMPLOYMENT_INJURY,
        scheme="employees",
        contingency=Contingency.EMPLOYMENT_INJURY,
        qualified="work_injury_protected",
        conditions=("work_injury_protected",),
        amount="nursing_if_fully_dependent",
        per="month",
        entitled="nursing_due",
        paid="nursing_allowance",
        assumed={"injury_recognised": "yes", "disability_grade": "1", "nursing_need": "fully"},
        missoc="VIII",
        esspros="disability",
    ),
    benefit(
        "work_injury_medical_grant_grade_10",
        branch=Branch.EMPLOYMENT_INJURY,
        scheme="employees",
        contingency=Contingency.EMPLOYMENT_INJURY,
        qualified="work_injury_protected",
        conditions=("work_injury_protected",),
        amount="medical_grant_if_grade_10",
        per="once",
        entitled="end_grants_due",
        paid="medical_grant",
        assumed={"injury_recognised": "yes", "disability_grade": "10", "work_relation_ended": "yes"},
        missoc="VIII",
        esspros="disability",
    ),
    benefit(
        "work_injury_employment_grant_grade_10",
        branch=Branch.EMPLOYMENT_INJURY,
        scheme="employees",
        contingency=Contingency.EMPLOYMENT_INJURY,
        qualified="work_injury_protected",
        conditions=("work_injury_protected",),
        amount="employment_grant_if_grade_10",
        per="once",
        entitled="end_grants_due",
        paid="employment_grant",
        assumed={"injury_recognised": "yes", "disability_grade": "10", "work_relation_ended": "yes"},
        missoc="VIII",
        esspros="disability",
    ),
    benefit(
        "work_injury_death_grant",
        branch=Branch.EMPLOYMENT_INJURY,
        scheme="employees",
        contingency=Contingency.EMPLOYMENT_INJURY,
        qualified="work_injury_protected",
        conditions=("work_injury_protected",),
        amount="work_death_grant",
        per="once",
        entitled="work_death_recognised",
        paid="death_grant_paid",
        assumed={"injury_recognised": "yes", "died_of_injury": "yes"},
        c102="VI",
        missoc="VIII",
        esspros="survivors",
    ),
    benefit(
        "work_injury_funeral_grant",
        branch=Branch.EMPLOYMENT_INJURY,
        scheme="employees",
        contingency=Contingency.EMPLOYMENT_INJURY,
        qualified="work_injury_protected",
        conditions=("work_injury_protected",),
        amount="work_funeral_grant",
        per="once",
        entitled="work_death_recognised",
        paid="funeral_grant_paid",
        assumed={"injury_recognised": "yes", "died_of_injury": "yes"},
        missoc="VIII",
        esspros="survivors",
    ),
    benefit(
        "work_injury_dependants_allowance",
        branch=Branch.EMPLOYMENT_INJURY,
        scheme="employees",
        contingency=Contingency.EMPLOYMENT_INJURY,
        qualified="work_injury_protected",
        conditions=("work_injury_protected",),
        amount="pension_of_widow_with_two_children",
        per="month",
        reference="original_wage",
        entitled="work_death_recognised",
        paid="dependants_allowance",
        assumed={
            "injury_recognised": "yes",
            "died_of_injury": "yes",
            "dependent_spouse": "yes",
            "other_dependants": "2",
        },
        c102="VI",
        missoc="VIII",
        esspros="survivors",
    ),
    benefit(
        "occupational_disease_recovery_pay",
        branch=Branch.OCCUPATIONAL_DISEASE,
        scheme="employees",
        contingency=Contingency.OCCUPATIONAL_DISEASE,
        qualified="work_injury_protected",
        conditions=("work_injury_protected",),
        amount="original_wage",
        per="month",
        reference="original_wage",
        duration="recovery_usual_months",
        entitled="survives_injury",
        paid="recovery_pay",
        assumed={"injury_recognised": "yes"},
        c102="VI",
        missoc="VIII",
        esspros="sickness",
    ),
    benefit(
        "occupational_disease_lump_sum_grade_10",
        branch=Branch.OCCUPATIONAL_DISEASE,
        scheme="employees",
        contingency=Contingency.OCCUPATIONAL_DISEASE,
        qualified="work_injury_protected",
        conditions=("work_injury_protected",),
        amount="lump_sum_if_grade_10",
        per="once",
        entitled="disability_graded",
        paid="disability_lump_sum",
        assumed={"injury_recognised": "yes", "disability_grade": "10"},
        c102="VI",
        missoc="VIII",
        esspros="disability",
    ),
    benefit(
        "occupational_disease_allowance_grade_4",
        branch=Branch.OCCUPATIONAL_DISEASE,
        scheme="employees",
        contingency=Contingency.OCCUPATIONAL_DISEASE,
        qualified="work_injury_protected",
        conditions=("work_injury_protected",),
        amount="allowance_if_grade_4",
        per="month",
        reference="original_wage",
        entitled="allowance_due",
        paid="disability_allowance",
        assumed={"injury_recognised": "yes", "disability_grade": "4"},
        c102="VI",
        missoc="VIII",
        esspros="disability",
    ),
    benefit(
        "occupational_disease_death_grant",
        branch=Branch.OCCUPATIONAL_DISEASE,
        scheme="employees",
        contingency=Contingency.OCCUPATIONAL_DISEASE,
        qualified="work_injury_protected",
        conditions=("work_injury_protected",),
        amount="work_death_grant",
        per="once",
        entitled="work_death_recognised",
        paid="death_grant_paid",
        assumed={"injury_recognised": "yes", "died_of_injury": "yes"},
        c102="VI",
        missoc="VIII",
        esspros="survivors",
    ),
)
