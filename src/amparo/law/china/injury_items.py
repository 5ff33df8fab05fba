"""Items of an injury (工伤待遇项目) that work-injury insurance and occupational-injury protection count alike.

The protection follows the month multiples and shares of the Regulations; the wage on which they are counted is its own.
"""

from amparo.law.china.instruments import GDWIR, WIIR, ProvincialInjuryRules, SILRules
from amparo.law.china.work_injury_benefit import NursingNeed
from amparo.rules import (
    MONTH,
    NOTHING,
    SPELL,
    Count,
    Date,
    Money,
    Months,
    Rate,
    Table,
    Truth,
    lookup,
    month_of,
    month_worked,
    months_between,
    percent_of,
    rule,
    spell_start,
)

# --- If the accident happened in this month: standard cases -------------------------------------------------------


@rule(level=MONTH, law_at=month_worked, cites=WIIR("37(1)"), evidence="S:L2", since="2011-01-01")
def lump_sum_if_grade_10(wage: Money, lump_sum_months: Table) -> Money:
    """The disability lump sum of a case of grade 10, the lightest."""
    return wage * lookup(lump_sum_months, 10)


@rule(level=MONTH, law_at=month_worked, cites=WIIR("35(1)(2)"), evidence="S:L2", since="2011-01-01")
def allowance_if_grade_4(wage: Money, disability_allowance_rates: Table) -> Money:
    """The monthly disability allowance of a case of grade 4."""
    return percent_of(wage, lookup(disability_allowance_rates, 4))


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=(WIIR("34"), GDWIR("26")),
    evidence="S:L2,flk",
    since="2011-01-01",
    place="place_of_items",
)
def nursing_if_fully_dependent(local_average_wage: Money, nursing_rates: Table) -> Money:
    """The monthly nursing allowance of a case that cannot look after itself at all."""
    return percent_of(local_average_wage, lookup(nursing_rates, NursingNeed.FULLY))


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=(WIIR("39(1)(3)"), SILRules("11")),
    evidence="S:L2,flk",
    since="2011-01-01",
)
def death_grant(national_urban_income: Money, death_grant_multiple: Count) -> Money:
    """Twenty times the national urban disposable income per head of the year before the accident."""
    return national_urban_income * death_grant_multiple


# --- An accident that happened ------------------------------------------------------------------------------------


@rule(level=SPELL, law_at=spell_start, cites=WIIR("35-37"), evidence="S:L2", since="2011-01-01")
def lump_sum(graded: Truth, disability_grade: Count, wage: Money, lump_sum_months: Table) -> Money:
    """The disability lump sum (一次性伤残补助金): 27 to 7 months of the own wage by the grade."""
    if not graded or disability_grade == 0:
        return NOTHING
    return wage * lookup(lump_sum_months, disability_grade)


@rule(level=SPELL, law_at=spell_start, cites=(WIIR("35"), WIIR("36")), evidence="I:L2", since="2011-01-01")
def allowance(allowance_due: Truth, allowance_of_month: Money, allowance_months: Months) -> Money:
    """The allowance for all its months, at the amount of the start: later adjustments of the place are not held."""
    return allowance_of_month * allowance_months if allowance_due else NOTHING


@rule(
    level=SPELL,
    law_at=spell_start,
    cites=(WIIR("34"), GDWIR("26")),
    evidence="S:L2,flk",
    since="2011-01-01",
    place="place_of_items",
)
def nursing_of_month(
    nursing_due: Truth, nursing_need: NursingNeed, local_average_wage: Money, nursing_rates: Table
) -> Money:
    """The nursing allowance (生活护理费): a share of the local average wage by the need."""
    if not nursing_due or nursing_need == NursingNeed.NONE:
        return NOTHING
    return percent_of(local_average_wage, lookup(nursing_rates, nursing_need))


@rule(level=SPELL, law_at=spell_start, cites=WIIR("34"), evidence="I:L2", since="2011-01-01")
def nursing(nursing_due: Truth, nursing_of_month: Money, disability_graded_on: Date, spell_last_day: Date) -> Money:
    """The nursing allowance from the month after the grading to the end of the spell."""
    if not nursing_due:
        return NOTHING
    months = months_between(month_of(disability_graded_on), month_of(spell_last_day))
    return nursing_of_month * min(max(months, 0), 1200)


@rule(level=SPELL, law_at=spell_start, cites=WIIR("39(1)(1)"), evidence="S:L2", since="2011-01-01")
def funeral_grant_paid(death_covered: Truth, funeral_grant: Money) -> Money:
    """The funeral grant (丧葬补助金)."""
    return funeral_grant if death_covered else NOTHING


@rule(level=SPELL, law_at=spell_start, cites=WIIR("39(1)(2)"), evidence="S:L2", since="2011-01-01")
def dependants_of_month(
    dependent_spouse: Truth,
    other_dependants: Count,
    lone_dependants: Count,
    wage: Money,
    spouse_share: Rate,
    other_dependant_share: Rate,
    lone_dependant_supplement: Rate,
) -> Money:
    """40 % for the spouse, 30 % for each other dependant, 10 % more for a lone one, together up to the own wage."""
    spouse = percent_of(wage, spouse_share) if dependent_spouse else NOTHING
    others = percent_of(wage, other_dependant_share) * other_dependants
    lone = percent_of(wage, lone_dependant_supplement) * lone_dependants
    return min(spouse + others + lone, wage)


@rule(
    level=SPELL,
    law_at=spell_start,
    cites=(WIIR("39(1)(2)"), ProvincialInjuryRules("Henan 30")),
    evidence="I:L2,flk",
    since="2011-01-01",
)
def dependants(death_covered: Truth, dependants_of_month: Money, spell_first_day: Date, spell_last_day: Date) -> Money:
    """The dependants' allowance (供养亲属抚恤金) from the month after the death to the end of the spell."""
    if not death_covered:
        return NOTHING
    months = months_between(month_of(spell_first_day), month_of(spell_last_day))
    return dependants_of_month * min(max(months, 0), 1200)
