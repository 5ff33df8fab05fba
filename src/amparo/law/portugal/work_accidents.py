"""Work accidents in Portugal: who answers, and what is due for incapacity and death (Law 98/2009 arts. 3 to 82).

Four sides may answer: the employer, the household, the beneficiary of an economically dependent worker's activity, and
the policy of a self-employed worker. Employers and beneficiaries answer insured or not; without a policy nobody answers
to a worker who had to insure. Insurers are private: what they pay is no charge on the State and is not posted as one.
The pay and the amounts of each side stand in `accident_normal_pay` and `accident_in_schemes`, one text for all.
"""

from __future__ import annotations

from amparo.law.portugal.instruments import CT, DL159_99, L7_2009, L98_2009, TRG_2019
from amparo.law.portugal.status import AccidentInsurer
from amparo.rules import (
    CONTRACT,
    MONTH,
    NO_RATE,
    NOTHING,
    SPELL,
    WHOLE,
    Category,
    Contingency,
    Count,
    Coverage,
    Date,
    Days,
    Money,
    Months,
    Rate,
    Steps,
    Truth,
    add_months,
    bracket,
    days_between,
    first_day,
    month_of,
    month_worked,
    mul_div,
    percent_of,
    rule,
    spell_start,
    times,
    total,
)


class AccidentSide(Category):
    """In whose service the accident happened."""

    NOT_ESTABLISHED = 1
    EMPLOYER = 2
    HOUSEHOLD = 3
    BENEFICIARY = 4
    OWN_ACCOUNT = 5


class PermanentIncapacity(Category):
    """Kinds of permanent incapacity for work."""

    NONE = 1
    PARTIAL = 2
    USUAL_WORK = 3
    ANY_WORK = 4


# --- Pay (art. 71) ----------------------------------------------------------------------------------------------------


@rule(
    level=CONTRACT, law_at=month_worked, cites=(L98_2009("71(2)"), CT("283(5)")), evidence="L:l98", since="2018-01-01"
)
def pay_insured_by_employer(
    gross_pay: Money, accident_insurer: AccidentInsurer, insured_as_domestic_worker: Truth
) -> Money:
    """What the work for an employer, a presumed one too, earns in the month."""
    by_employer = accident_insurer == AccidentInsurer.EMPLOYER and not insured_as_domestic_worker
    return gross_pay if by_employer else NOTHING


@rule(level=CONTRACT, law_at=month_worked, cites=L98_2009("71(2)"), evidence="L:l98", since="2018-01-01")
def pay_insured_by_household(gross_pay: Money, insured_as_domestic_worker: Truth) -> Money:
    """What domestic work earns in the month."""
    return gross_pay if insured_as_domestic_worker else NOTHING


@rule(
    level=CONTRACT,
    law_at=month_worked,
    cites=(L98_2009("3(2)"), L98_2009("71(2)"), L7_2009("4(1)(c)")),
    evidence="L:l98 ?",
    since="2018-01-01",
)
def pay_insured_by_beneficiary(gross_pay: Money, accident_insurer: AccidentInsurer) -> Money:
    """What work in economic dependence earns in the month from the beneficiary."""
    return gross_pay if accident_insurer == AccidentInsurer.BENEFICIARY else NOTHING


pay_from_employers = total("pay_insured_by_employer", at=MONTH)
pay_from_households = total("pay_insured_by_household", at=MONTH)
pay_from_beneficiaries = total("pay_insured_by_beneficiary", at=MONTH)


@rule(level=MONTH, law_at=month_worked, cites=L98_2009("71(11)"), evidence="L:l98", since="2018-01-01")
def least_monthly_pay(minimum_wage: Money) -> Money:
    """In no case less than the law guarantees: the minimum wage, for part-time work too (art. 71(9))."""
    return minimum_wage


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=DL159_99(""),
    evidence="S:livro-159",
    since="2018-01-01",
)
def least_insured_accident_pay(minimum_wage: Money) -> Money:
    """A policy of one's own insures at least fourteen minimum wages a year."""
    return minimum_wage * 14


@rule(level=MONTH, law_at=month_worked, cites=DL159_99(""), evidence="S:livro-159", since="2018-01-01")
def own_policy_yearly_pay(own_policy_insured_pay: Money, least_insured_accident_pay: Money) -> Money:
    """The yearly pay chosen in the policy, not below the least."""
    return max(own_policy_insured_pay, least_insured_accident_pay)


# --- Rates of pensions (arts. 48, 59 to 64) ---------------------------------------------------------------------------


@rule(level=MONTH, law_at=month_worked, cites=L98_2009("48(3)(a)"), evidence="L:l98", since="2018-01-01")
def any_work_rate(accident_dependants: Count, any_work_base_rate: Rate, rate_per_dependant: Rate) -> Rate:
    """80 % of pay and 10 % for each dependant, up to the whole pay."""
    return min(any_work_base_rate + rate_per_dependant * accident_dependants, WHOLE)


@rule(level=MONTH, law_at=month_worked, cites=L98_2009("59(1)"), evidence="L:l98", since="2018-01-01")
def accident_partner_rate(
    accident_partner: Truth,
    accident_partner_aged_or_disabled: Truth,
    accident_partner_base_rate: Rate,
    accident_partner_higher_rate: Rate,
) -> Rate:
    """30 % of pay to the spouse or partner; 40 % from pension age, or with disability or chronic illness."""
    if not accident_partner:
        return NO_RATE
    return accident_partner_higher_rate if accident_partner_aged_or_disabled else accident_partner_base_rate


@rule(level=MONTH, law_at=month_worked, cites=L98_2009("60(2)"), evidence="L:l98", since="2018-01-01")
def accident_children_rate(
    accident_children: Count,
    accident_full_orphans: Truth,
    accident_children_rates: Steps,
    accident_survivors_most: Rate,
) -> Rate:
    """20, 40 or 50 % of pay for one, two, or three and more children; twice that, up to 80 %, for full orphans."""
    rate = bracket(accident_children_rates, accident_children)
    return min(rate * 2, accident_survivors_most) if accident_full_orphans else rate


@rule(
    level=MONTH, law_at=month_worked, cites=(L98_2009("61(1)"), L98_2009("61(2)")), evidence="L:l98", since="2018-01-01"
)
def accident_relatives_rate(
    accident_relatives: Count,
    accident_relatives_aged_or_disabled: Truth,
    accident_partner: Truth,
    accident_children: Count,
    relative_rate: Rate,
    relatives_most: Rate,
    relative_alone_rate: Rate,
    relative_alone_higher_rate: Rate,
    accident_survivors_most: Rate,
) -> Rate:
    """10 % each beside partner or children, together up to 30 %; alone 15 or 20 % each, together up to 80 %."""
    if accident_partner or accident_children > 0:
        return min(relative_rate * accident_relatives, relatives_most)
    each = relative_alone_higher_rate if accident_relatives_aged_or_disabled else relative_alone_rate
    return min(each * accident_relatives, accident_survivors_most)


@rule(level=MONTH, law_at=month_worked, cites=L98_2009("64(1)"), evidence="L:l98", since="2018-01-01")
def accident_survivors_rate(
    accident_partner_rate: Rate,
    accident_children_rate: Rate,
    accident_relatives_rate: Rate,
    accident_survivors_most: Rate,
) -> Rate:
    """All pensions together, up to 80 % of pay."""
    return min(accident_partner_rate + accident_children_rate + accident_relatives_rate, accident_survivors_most)


# --- Grants (arts. 65 to 67) ------------------------------------------------------------------------------------------


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=(L98_2009("65(2)"), L98_2009("67(2)")),
    evidence="L:l98",
    since="2018-01-01",
)
def full_accident_grant(ias: Money, grant_multiple: Rate) -> Money:
    """Twelve times 1.1 support indices, as at the accident or the death."""
    return percent_of(ias, grant_multiple) * 12


@rule(level=MONTH, law_at=month_worked, cites=L98_2009("65(2)"), evidence="L:l98", since="2018-01-01")
def accident_death_grant_due(full_accident_grant: Money, accident_partner: Truth, accident_children: Count) -> Money:
    """Paid to the partner and the children with a right to a pension; without them not due (art. 65(4))."""
    return full_accident_grant if accident_partner or accident_children > 0 else NOTHING


@rule(level=MONTH, law_at=month_worked, cites=L98_2009("66(2)"), evidence="L:l98", since="2018-01-01")
def most_for_funeral(ias: Money, grant_multiple: Rate, funeral_multiple: Count) -> Money:
    """Funeral expenses are paid up to four times 1.1 support indices."""
    return percent_of(ias, grant_multiple) * funeral_multiple


# --- Who answers ------------------------------------------------------------------------------------------------------


@rule(level=MONTH, law_at=month_worked, cites=(L98_2009("7"), L98_2009("79(1)")), evidence="L:l98", since="2018-01-01")
def employer_answers(employee_injury_coverage: Coverage) -> Truth:
    """An employer answers, through its insurer or itself."""
    return employee_injury_coverage == Coverage.MANDATORY


@rule(level=MONTH, law_at=month_worked, cites=(L98_2009("7"), L98_2009("79(1)")), evidence="L:l98", since="2018-01-01")
def household_answers(domestic_injury_coverage: Coverage) -> Truth:
    """A household answers for its domestic worker."""
    return domestic_injury_coverage == Coverage.MANDATORY


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=(L7_2009("4(1)(c)"), L98_2009("3(2)")),
    evidence="L:ct ?",
    since="2018-01-01",
)
def beneficiary_answers(beneficiary_accident_coverage: Coverage) -> Truth:
    """The beneficiary of the activity answers for the economically dependent worker."""
    return beneficiary_accident_coverage == Coverage.MANDATORY


@rule(level=MONTH, law_at=month_worked, cites=L7_2009("4(2)"), evidence="L:ct", since="2018-01-01")
def must_insure_own_accidents(own_accident_coverage: Coverage) -> Truth:
    """The worker has to take out a policy for own-account work."""
    return own_accident_coverage == Coverage.MANDATORY


@rule(level=MONTH, law_at=month_worked, cites=(L7_2009("4(2)"), DL159_99("")), evidence="L:ct", since="2018-01-01")
def own_policy_answers(must_insure_own_accidents: Truth, own_accident_policy_in_force: Truth) -> Truth:
    """For other own-account work only the worker's own policy answers."""
    return must_insure_own_accidents and own_accident_policy_in_force


@rule(level=MONTH, law_at=month_worked, cites=L7_2009("4(2)"), evidence="L:ct", since="2018-01-01")
def without_the_policy_due(must_insure_own_accidents: Truth, own_accident_policy_in_force: Truth) -> Truth:
    """A policy is due and there is none: an accident at own-account work leaves the worker without any benefit."""
    return must_insure_own_accidents and not own_accident_policy_in_force


@rule(
    level=MONTH, law_at=month_worked, cites=(L7_2009("4(2)"), DL159_99("")), evidence="S:livro-159", since="2018-01-01"
)
def daily_compensation_forgone(
    without_the_policy_due: Truth,
    least_insured_accident_pay: Money,
    temporary_rate_first_year: Rate,
    days_of_a_year: Count,
) -> Money:
    """What a day of incapacity would bring with the least policy, to the worker who has none."""
    if not without_the_policy_due:
        return NOTHING
    return mul_div(percent_of(least_insured_accident_pay, temporary_rate_first_year), 1, days_of_a_year)


@rule(
    level=MONTH, law_at=month_worked, cites=(L7_2009("4(2)"), DL159_99("")), evidence="S:livro-159", since="2018-01-01"
)
def incapacity_pension_forgone(
    without_the_policy_due: Truth, least_insured_accident_pay: Money, any_work_rate: Rate
) -> Money:
    """The yearly pension for full incapacity that the least policy would bring, to the worker who has none."""
    return percent_of(least_insured_accident_pay, any_work_rate) if without_the_policy_due else NOTHING


@rule(
    level=MONTH, law_at=month_worked, cites=(L98_2009("22(1)"), L98_2009("22(2)")), evidence="L:l98", since="2018-01-01"
)
def longest_temporary_incapacity(months_until_permanent: Months) -> Months:
    """After eighteen months temporary incapacity turns into permanent."""
    return months_until_permanent


# --- An accident that happened ----------------------------------------------------------------------------------------


@rule(level=SPELL, law_at=spell_start, cites=L98_2009("8"), evidence="L:l98", since="2018-01-01")
def is_work_accident(contingency: Contingency) -> Truth:
    """The spell is the incapacity after a work accident, its first day the day of the accident."""
    return contingency == Contingency.EMPLOYMENT_INJURY


@rule(level=SPELL, law_at=spell_start, cites=L98_2009("8"), evidence="L:l98", since="2018-01-01")
def is_death_by_accident(contingency: Contingency, death_by_work_accident: Truth) -> Truth:
    """A death that a work accident caused."""
    return contingency == Contingency.DEATH and death_by_work_accident


@rule(level=SPELL, law_at=spell_start, cites=DL159_99(""), evidence="S:livro-159", since="2018-01-01")
def accident_side(
    accident_in_service_of: AccidentSide,
    employer_answers: Truth,
    household_answers: Truth,
    beneficiary_answers: Truth,
) -> AccidentSide:
    """As established; else in the service of the employer, until proof, before the worker's own account."""
    if accident_in_service_of != AccidentSide.NOT_ESTABLISHED:
        return accident_in_service_of
    if employer_answers:
        return AccidentSide.EMPLOYER
    if household_answers:
        return AccidentSide.HOUSEHOLD
    return AccidentSide.BENEFICIARY if beneficiary_answers else AccidentSide.OWN_ACCOUNT


@rule(
    level=SPELL,
    law_at=spell_start,
    cites=(L98_2009("7"), L98_2009("14"), L98_2009("15"), L98_2009("16")),
    evidence="L:l98",
    since="2018-01-01",
)
def accident_compensated(
    is_work_accident: Truth,
    is_death_by_accident: Truth,
    accident_excluded: Truth,
    accident_side: AccidentSide,
    employer_answers: Truth,
    household_answers: Truth,
    beneficiary_answers: Truth,
    own_policy_answers: Truth,
) -> Truth:
    """Somebody answers for the side on which the accident happened, and no exclusion was proved."""
    happened = (is_work_accident or is_death_by_accident) and not accident_excluded
    if accident_side == AccidentSide.EMPLOYER:
        return happened and employer_answers
    if accident_side == AccidentSide.HOUSEHOLD:
        return happened and household_answers
    if accident_side == AccidentSide.BENEFICIARY:
        return happened and beneficiary_answers
    return happened and own_policy_answers


@rule(level=SPELL, law_at=spell_start, cites=L98_2009("71(3)"), evidence="L:l98", since="2018-01-01")
def accident_yearly_pay(
    accident_side: AccidentSide,
    employee_accident_yearly_pay: Money,
    domestic_accident_yearly_pay: Money,
    dependent_accident_pay_of_twelve_months: Money,
    own_policy_yearly_pay: Money,
) -> Money:
    """Yearly pay on the side on which the accident happened, bonuses included."""
    if accident_side == AccidentSide.EMPLOYER:
        return employee_accident_yearly_pay
    if accident_side == AccidentSide.HOUSEHOLD:
        return domestic_accident_yearly_pay
    return (
        dependent_accident_pay_of_twelve_months if accident_side == AccidentSide.BENEFICIARY else own_policy_yearly_pay
    )


@rule(level=SPELL, law_at=spell_start, cites=L98_2009("50(1)"), evidence="L:l98", since="2018-01-01")
def days_of_incapacity(is_work_accident: Truth, spell_first_day: Date, spell_last_day: Date) -> Days:
    """Every day from the one after the accident; the day of the accident is paid by the employer (art. 71(6))."""
    return max(days_between(spell_first_day, spell_last_day), 0) if is_work_accident else 0


@rule(
    level=SPELL, law_at=spell_start, cites=(L98_2009("22(1)"), L98_2009("22(2)")), evidence="L:l98", since="2018-01-01"
)
def days_until_permanent(
    spell_first_day: Date,
    temporary_incapacity_extended: Truth,
    months_until_permanent: Months,
    months_until_permanent_extended: Months,
) -> Days:
    """Eighteen months, or thirty where the court extended them."""
    months = months_until_permanent_extended if temporary_incapacity_extended else months_until_permanent
    return days_between(first_day(month_of(spell_first_day)), first_day(add_months(month_of(spell_first_day), months)))


@rule(level=SPELL, law_at=spell_start, cites=L98_2009("48(4)"), evidence="L:l98", since="2018-01-01")
def days_compensated(accident_compensated: Truth, days_of_incapacity: Days, days_until_permanent: Days) -> Days:
    """Days of temporary incapacity until recovery or until it counts as permanent."""
    return min(days_of_incapacity, days_until_permanent) if accident_compensated else 0


@rule(level=SPELL, law_at=spell_start, cites=L98_2009("48(3)(d)"), evidence="L:l98", since="2018-01-01")
def days_of_first_year(days_compensated: Days, spell_first_day: Date) -> Days:
    """Of these, the days in the first twelve months."""
    start = month_of(spell_first_day)
    return min(days_compensated, days_between(first_day(start), first_day(add_months(start, 12))))


@rule(
    level=SPELL,
    law_at=spell_start,
    cites=(L98_2009("50(3)"), L98_2009("71(1)"), TRG_2019("")),
    evidence="I:trg-20191024",
    since="2018-01-01",
)
def pay_for_temporary_incapacity(
    accident_side: AccidentSide,
    days_of_incapacity: Days,
    longest_without_bonuses: Days,
    accident_yearly_pay: Money,
    employee_accident_pay_for_days: Money,
    domestic_accident_pay_for_days: Money,
) -> Money:
    """Yearly pay by which days are compensated; beyond 30 days in any reading with the bonuses."""
    if days_of_incapacity > longest_without_bonuses:
        return accident_yearly_pay
    if accident_side == AccidentSide.EMPLOYER:
        return employee_accident_pay_for_days
    return domestic_accident_pay_for_days if accident_side == AccidentSide.HOUSEHOLD else accident_yearly_pay


@rule(level=SPELL, law_at=spell_start, cites=L98_2009("48(3)(d)"), evidence="L:l98", since="2018-01-01")
def daily_compensation_first_year(
    pay_for_temporary_incapacity: Money, temporary_rate_first_year: Rate, days_of_a_year: Count
) -> Money:
    """A day of absolute incapacity in the first twelve months: 70 % of pay."""
    return mul_div(percent_of(pay_for_temporary_incapacity, temporary_rate_first_year), 1, days_of_a_year)


@rule(level=SPELL, law_at=spell_start, cites=L98_2009("48(3)(d)"), evidence="L:l98", since="2018-01-01")
def daily_compensation_later(
    pay_for_temporary_incapacity: Money, temporary_rate_later: Rate, days_of_a_year: Count
) -> Money:
    """A day of absolute incapacity after that: 75 % of pay."""
    return mul_div(percent_of(pay_for_temporary_incapacity, temporary_rate_later), 1, days_of_a_year)


@rule(
    level=SPELL,
    law_at=spell_start,
    cites=(L98_2009("48(3)(d)"), L98_2009("48(3)(e)")),
    evidence="L:l98",
    since="2018-01-01",
)
def temporary_incapacity_compensation(
    temporary_incapacity_degree: Rate,
    daily_compensation_first_year: Money,
    daily_compensation_later: Money,
    days_compensated: Days,
    days_of_first_year: Days,
) -> Money:
    """Absolute: by the days at each rate; partial: 70 % of the loss of earning capacity throughout."""
    if temporary_incapacity_degree < WHOLE:
        return percent_of(daily_compensation_first_year, temporary_incapacity_degree) * days_compensated
    later = max(days_compensated - days_of_first_year, 0)
    return daily_compensation_first_year * days_of_first_year + daily_compensation_later * later


@rule(level=SPELL, law_at=spell_start, cites=L98_2009("48(3)"), evidence="L:l98", since="2018-01-01")
def permanent_incapacity_rate(
    permanent_incapacity: PermanentIncapacity,
    any_work_rate: Rate,
    usual_work_pension_rate: Rate,
    permanent_incapacity_degree: Rate,
    partial_rate: Rate,
) -> Rate:
    """80 % and more for any work, between 50 and 70 % for the usual work, 70 % of the loss when partial."""
    if permanent_incapacity == PermanentIncapacity.ANY_WORK:
        return any_work_rate
    if permanent_incapacity == PermanentIncapacity.USUAL_WORK:
        return usual_work_pension_rate
    partial = permanent_incapacity == PermanentIncapacity.PARTIAL
    return times(permanent_incapacity_degree, partial_rate) if partial else NO_RATE


@rule(level=SPELL, law_at=spell_start, cites=L98_2009("48(3)"), evidence="L:l98", since="2018-01-01")
def permanent_incapacity_pension(
    accident_compensated: Truth, is_work_accident: Truth, accident_yearly_pay: Money, permanent_incapacity_rate: Rate
) -> Money:
    """Yearly pension from the day after discharge, paid in fourteen parts."""
    if not (accident_compensated and is_work_accident):
        return NOTHING
    return percent_of(accident_yearly_pay, permanent_incapacity_rate)


@rule(level=SPELL, law_at=spell_start, cites=L98_2009("75(1)"), evidence="L:l98", since="2018-01-01")
def pension_turned_into_capital(
    permanent_incapacity: PermanentIncapacity,
    permanent_incapacity_degree: Rate,
    permanent_incapacity_pension: Money,
    least_degree_for_pension: Rate,
    minimum_wage: Money,
    commuted_wages: Count,
) -> Truth:
    """Partial incapacity under 30 % with a yearly pension of up to six minimum wages is paid as a capital sum."""
    small = permanent_incapacity_degree < least_degree_for_pension
    low = permanent_incapacity_pension <= minimum_wage * commuted_wages
    return permanent_incapacity == PermanentIncapacity.PARTIAL and small and low


@rule(level=SPELL, law_at=spell_start, cites=L98_2009("67"), evidence="L:l98", since="2018-01-01")
def high_incapacity_rate(
    permanent_incapacity: PermanentIncapacity,
    usual_work_grant_rate: Rate,
    permanent_incapacity_degree: Rate,
    high_degree: Rate,
) -> Rate:
    """The whole grant for any work, 70 to 100 % for the usual work, the degree itself from 70 % partial incapacity."""
    if permanent_incapacity == PermanentIncapacity.ANY_WORK:
        return WHOLE
    if permanent_incapacity == PermanentIncapacity.USUAL_WORK:
        return usual_work_grant_rate
    partial = permanent_incapacity == PermanentIncapacity.PARTIAL and permanent_incapacity_degree >= high_degree
    return permanent_incapacity_degree if partial else NO_RATE


@rule(level=SPELL, law_at=spell_start, cites=L98_2009("67"), evidence="L:l98", since="2018-01-01")
def high_incapacity_grant(
    accident_compensated: Truth, is_work_accident: Truth, full_accident_grant: Money, high_incapacity_rate: Rate
) -> Money:
    """Grant for high permanent incapacity, by the support index of the day of the accident."""
    if not (accident_compensated and is_work_accident):
        return NOTHING
    return percent_of(full_accident_grant, high_incapacity_rate)


@rule(level=SPELL, law_at=spell_start, cites=L98_2009("64"), evidence="L:l98", since="2018-01-01")
def accident_survivors_pension(
    accident_compensated: Truth, is_death_by_accident: Truth, accident_yearly_pay: Money, accident_survivors_rate: Rate
) -> Money:
    """Yearly pensions of all survivors of the worker whom an accident killed."""
    if not (accident_compensated and is_death_by_accident):
        return NOTHING
    return percent_of(accident_yearly_pay, accident_survivors_rate)


@rule(level=SPELL, law_at=spell_start, cites=L98_2009("65"), evidence="L:l98", since="2018-01-01")
def accident_death_grant(
    accident_compensated: Truth, is_death_by_accident: Truth, accident_death_grant_due: Money
) -> Money:
    """Grant to the partner and the children, half to each side."""
    return accident_death_grant_due if accident_compensated and is_death_by_accident else NOTHING


@rule(level=SPELL, law_at=spell_start, cites=L98_2009("66(2)"), evidence="L:l98", since="2018-01-01")
def accident_funeral_grant(
    accident_compensated: Truth,
    is_death_by_accident: Truth,
    funeral_expenses: Money,
    funeral_with_transfer: Truth,
    most_for_funeral: Money,
) -> Money:
    """Funeral expenses up to the limit, which is doubled when the body is taken elsewhere."""
    if not (accident_compensated and is_death_by_accident):
        return NOTHING
    return min(funeral_expenses, most_for_funeral * 2 if funeral_with_transfer else most_for_funeral)
