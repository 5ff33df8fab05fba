"""Benefits in parenthood in Portugal (Decree-Law 91/2009): leave after birth and adoption, risk, care; social benefit.

A spell says which leave was taken (its variant); its rate, floor, limit in time and qualifying period follow from that.
Monthly values state what a leave of 120 days that began in the month would be paid.
"""

from __future__ import annotations

from amparo.law.portugal.instruments import CRC, DL53_2018, DL91_2009
from amparo.rules import (
    MONTH,
    NO,
    NOTHING,
    SPELL,
    Category,
    Contingency,
    Count,
    Date,
    Days,
    Money,
    Months,
    Rate,
    Table,
    Truth,
    add_days,
    add_months,
    days_between,
    first_day,
    lookup,
    month_of,
    month_worked,
    mul_div,
    percent_of,
    previous,
    rule,
    spell_start,
    window,
)


class ParentalVariant(Category):
    """Which leave, risk or care a spell of parenthood is."""

    INITIAL_120 = 1
    INITIAL_150 = 2
    INITIAL_150_SHARED = 3
    INITIAL_180_SHARED = 4
    INITIAL_180_FATHER_60 = 5
    INITIAL_EXTRA = 6
    MOTHER_EXCLUSIVE = 7
    FATHER_EXCLUSIVE = 8
    FATHER_OPTIONAL = 9
    EXTENDED = 10
    EXTENDED_BOTH = 11
    EXTENDED_PART_TIME = 12
    PREGNANCY_RISK = 13
    HOSPITAL_TRAVEL = 14
    PREGNANCY_INTERRUPTION = 15
    SPECIFIC_RISK = 16
    CHILD_CARE = 17
    DISABLED_CHILD_CARE = 18
    CHILD_WITH_CANCER_CARE = 19
    GRANDCHILD_BIRTH = 20
    GRANDCHILD_CARE = 21


class ParentalScheme(Category):
    """The scheme by which a parent is protected."""

    NONE = 1
    EMPLOYEES = 2
    DOMESTIC_SERVICE = 3
    SELF_EMPLOYED = 4


# --- Insured months ---------------------------------------------------------------------------------------------------


@rule(level=MONTH, law_at=month_worked, cites=DL91_2009("28(4)"), evidence="L:dl91", since="1960-01-01")
def pay_counted_in_parenthood(
    pay_insured_in_parenthood: Money, registered_equivalence_pay: Money, recorded_bonuses: Money
) -> Money:
    """Registered pay with parental cover, for work or by equivalence, without holiday and Christmas bonuses."""
    return max(pay_insured_in_parenthood + registered_equivalence_pay - recorded_bonuses, NOTHING)


@rule(level=MONTH, law_at=month_worked, cites=DL91_2009("25(1)"), evidence="L:dl91", since="1960-01-01")
def month_counted_in_parenthood(pay_counted_in_parenthood: Money, equivalence_days: Days) -> Truth:
    """A calendar month with pay registered under parental cover."""
    return pay_counted_in_parenthood > 0 or equivalence_days > 0


parental_gap_before = previous("gap_in_parental_record", initial=0)
months_towards_parenthood_before = previous("months_towards_parenthood", initial=0)
month_counted_in_last_six = window("month_counted_in_parenthood", at=MONTH, back=6, until=1, how="any")


@rule(level=MONTH, law_at=month_worked, cites=DL91_2009("25(4)"), evidence="L:dl91", since="1960-01-01", range=(0, 6))
def gap_in_parental_record(month_counted_in_parenthood: Truth, parental_gap_before: Months) -> Months:
    """Consecutive months without registered pay, counted to six."""
    return 0 if month_counted_in_parenthood else min(parental_gap_before + 1, 6)


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=(DL91_2009("25(1)"), DL91_2009("25(4)"), DL91_2009("26")),
    evidence="L:dl91",
    since="1960-01-01",
    range=(0, 6),
)
def months_towards_parenthood(
    month_counted_in_parenthood: Truth, gap_in_parental_record: Months, months_towards_parenthood_before: Months
) -> Months:
    """Registered months, counted to six; after six consecutive months without pay the count begins anew."""
    if gap_in_parental_record >= 6:
        return 0
    if month_counted_in_parenthood:
        return min(months_towards_parenthood_before + 1, 6)
    return months_towards_parenthood_before


# --- Scheme -----------------------------------------------------------------------------------------------------------


@rule(level=MONTH, law_at=month_worked, cites=CRC("28"), evidence="L:crc", since="1960-01-01")
def employee_pay_in_parenthood(
    month_on_record: Truth, registered_employee_pay: Money, parenthood_insured_pay_of_ties: Money
) -> Money:
    """Pay of the month as employee or in domestic service with parental cover."""
    return registered_employee_pay if month_on_record else parenthood_insured_pay_of_ties


@rule(level=MONTH, law_at=month_worked, cites=CRC("28"), evidence="L:crc", since="1960-01-01")
def employee_month_in_parenthood(employee_pay_in_parenthood: Money) -> Truth:
    """Month with pay as employee or in domestic service under parental cover."""
    return employee_pay_in_parenthood > 0


employee_lately_in_parenthood = window("employee_month_in_parenthood", at=MONTH, back=6, until=1, how="any")


@rule(level=MONTH, law_at=month_worked, cites=CRC("118(1)"), evidence="L:crc", since="1960-01-01")
def only_domestic_pay_in_parenthood(
    month_on_record: Truth, employee_pay_in_parenthood: Money, domestic_base_of_all_households: Money
) -> Truth:
    """All pay of the month as employee comes from domestic service; a record of pay does not tell the two apart."""
    domestic_only = (
        employee_pay_in_parenthood == domestic_base_of_all_households and domestic_base_of_all_households > 0
    )
    return domestic_only and not month_on_record


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=(DL91_2009("4(1)"), DL91_2009("8(1)"), DL91_2009("23(3)"), CRC("142")),
    evidence="I:dl91",
    since="1960-01-01",
)
def parental_scheme(
    employee_month_in_parenthood: Truth,
    only_domestic_pay_in_parenthood: Truth,
    self_employed_month_protected: Truth,
    employee_lately_in_parenthood: Truth,
    self_employed_lately: Truth,
    credited_month: Truth,
    credited_lately: Truth,
) -> ParentalScheme:
    """Employment, then own-account work, in the month or else in the six months before; then months on benefit."""
    if employee_month_in_parenthood:
        return ParentalScheme.DOMESTIC_SERVICE if only_domestic_pay_in_parenthood else ParentalScheme.EMPLOYEES
    if self_employed_month_protected:
        return ParentalScheme.SELF_EMPLOYED
    if self_employed_lately and not employee_lately_in_parenthood:
        return ParentalScheme.SELF_EMPLOYED
    on_benefit = credited_month or credited_lately
    return ParentalScheme.EMPLOYEES if employee_lately_in_parenthood or on_benefit else ParentalScheme.NONE


@rule(level=MONTH, law_at=month_worked, cites=DL91_2009("4(1)"), evidence="L:dl91", since="1960-01-01")
def parent_as_employee(parental_scheme: ParentalScheme) -> Truth:
    """Protected in parenthood as employee."""
    return parental_scheme == ParentalScheme.EMPLOYEES


@rule(level=MONTH, law_at=month_worked, cites=(DL91_2009("4(1)"), CRC("118(1)")), evidence="L:dl91", since="1960-01-01")
def parent_in_domestic_service(parental_scheme: ParentalScheme) -> Truth:
    """Protected in parenthood in domestic service."""
    return parental_scheme == ParentalScheme.DOMESTIC_SERVICE


@rule(level=MONTH, law_at=month_worked, cites=(DL91_2009("4(1)"), CRC("141(1)")), evidence="L:dl91", since="1960-01-01")
def parent_as_self_employed(parental_scheme: ParentalScheme) -> Truth:
    """Protected in parenthood as self-employed."""
    return parental_scheme == ParentalScheme.SELF_EMPLOYED


# --- Qualifying periods -----------------------------------------------------------------------------------------------


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=(DL91_2009("25(1)"), DL91_2009("25(3)"), DL91_2009("25(4)")),
    evidence="L:dl91",
    since="2018-01-01",
)
def parental_qualifying_period_met(
    months_towards_parenthood_before: Months,
    month_counted_in_parenthood: Truth,
    qualifying_months_in_parenthood: Months,
) -> Truth:
    """Six calendar months with registered pay, consecutive or not, the month of the event included if it has pay."""
    this_month = 1 if month_counted_in_parenthood else 0
    return months_towards_parenthood_before + this_month >= qualifying_months_in_parenthood


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=DL91_2009("25(1) as worded until March 2020"),
    evidence="K ?",
    since="2018-01-01",
    until="2020-04-01",
    name="exclusive_period_qualifying_met",
)
def exclusive_period_qualifying_met_until_2020(parental_qualifying_period_met: Truth) -> Truth:
    """Until March 2020 the exclusive periods of mother and father asked for the six months as well."""
    return parental_qualifying_period_met


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=(DL91_2009("25(2)"), DL91_2009("25(3)")),
    evidence="L:dl91",
    since="2020-04-01",
)
def exclusive_period_qualifying_met(month_counted_in_last_six: Truth, month_counted_in_parenthood: Truth) -> Truth:
    """One registered month in the six before, or in the month of the event, for the periods of mother and father."""
    return month_counted_in_last_six or month_counted_in_parenthood


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=(DL53_2018(""), DL91_2009("4(1)"), DL91_2009("19")),
    evidence="S:aenf18 ?",
    since="2018-07-01",
    before=NO,
)
def care_covers_self_employed(parent_as_self_employed: Truth) -> Truth:
    """Care of a sick child and of a grandchild covers the self-employed since July 2018."""
    return parent_as_self_employed


# --- Reference pay and amounts of a day -------------------------------------------------------------------------------

parental_pay_of_period = window("pay_counted_in_parenthood", at=MONTH, back=8, until=3)
parental_months_of_period = window("month_counted_in_parenthood", at=MONTH, back=8, until=3, how="count")
parental_pay_until_month_before = window("pay_counted_in_parenthood", at=MONTH, back=8, until=1)
parental_months_until_month_before = window("month_counted_in_parenthood", at=MONTH, back=8, until=1, how="count")


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=(DL91_2009("28(2)"), DL91_2009("28(3)")),
    evidence="L:dl91",
    since="2018-01-01",
)
def reference_over_registered_months(
    parental_pay_until_month_before: Money, parental_months_until_month_before: Count
) -> Money:
    """R/(30 n): the pay since the start of the reference period over its n registered months."""
    if parental_months_until_month_before == 0:
        return NOTHING
    return mul_div(parental_pay_until_month_before, 1, parental_months_until_month_before * 30)


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=(DL91_2009("28(1)"), DL91_2009("28(2)")),
    evidence="L:dl91",
    since="2018-01-01",
)
def parental_daily_reference(
    parental_pay_of_period: Money,
    parental_months_of_period: Count,
    periods_totalised: Truth,
    reference_over_registered_months: Money,
) -> Money:
    """R/180 of the first six of the last eight months; R/(30 n) if periods were added and six are not registered."""
    if periods_totalised and parental_months_of_period < 6:
        return reference_over_registered_months
    return mul_div(parental_pay_of_period, 1, 180)


@rule(level=MONTH, law_at=month_worked, cites=DL91_2009("28(3)"), evidence="L:dl91", since="2018-01-01")
def exclusive_period_daily_reference(
    parental_daily_reference: Money, parental_months_of_period: Count, reference_over_registered_months: Money
) -> Money:
    """In the exclusive periods R/(30 n) also stands in when nothing was registered in the reference period."""
    return reference_over_registered_months if parental_months_of_period == 0 else parental_daily_reference


@rule(level=MONTH, law_at=month_worked, cites=DL91_2009("38(1)"), evidence="L:dl91", since="2018-01-01")
def parental_daily_floor(ias: Money, parental_floor_share: Rate) -> Money:
    """80 % of a thirtieth of the support index."""
    return mul_div(percent_of(ias, parental_floor_share), 1, 30)


@rule(level=MONTH, law_at=month_worked, cites=DL91_2009("38(2)"), evidence="L:dl91", since="2018-01-01")
def extended_daily_floor(ias: Money, extended_floor_share: Rate) -> Money:
    """40 % of a thirtieth of the support index in the extended leave."""
    return mul_div(percent_of(ias, extended_floor_share), 1, 30)


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=(DL91_2009("30(1)(a)"), DL91_2009("38(1)")),
    evidence="L:dl91",
    since="2018-01-01",
)
def initial_parental_daily(
    parental_daily_reference: Money, parental_rates: Table, parental_daily_floor: Money
) -> Money:
    """A day of the initial leave of 120 days, at least the floor."""
    by_rate = percent_of(parental_daily_reference, lookup(parental_rates, ParentalVariant.INITIAL_120))
    return max(by_rate, parental_daily_floor)


@rule(
    level=MONTH, law_at=month_worked, cites=(DL91_2009("31"), DL91_2009("38(1)")), evidence="L:dl91", since="2018-01-01"
)
def exclusive_period_daily(
    exclusive_period_daily_reference: Money, parental_rates: Table, parental_daily_floor: Money
) -> Money:
    """A day of the father's exclusive leave, at least the floor."""
    by_rate = percent_of(exclusive_period_daily_reference, lookup(parental_rates, ParentalVariant.FATHER_EXCLUSIVE))
    return max(by_rate, parental_daily_floor)


@rule(
    level=MONTH, law_at=month_worked, cites=(DL91_2009("35"), DL91_2009("38(1)")), evidence="L:dl91", since="2018-01-01"
)
def child_care_daily(parental_daily_reference: Money, parental_rates: Table, parental_daily_floor: Money) -> Money:
    """A day of care of a sick child, at least the floor."""
    by_rate = percent_of(parental_daily_reference, lookup(parental_rates, ParentalVariant.CHILD_CARE))
    return max(by_rate, parental_daily_floor)


@rule(level=MONTH, law_at=month_worked, cites=DL91_2009("12(1)"), evidence="L:dl91", since="2018-01-01")
def initial_parental_days(parental_days: Table) -> Days:
    """120 days, if no longer leave is chosen."""
    return lookup(parental_days, ParentalVariant.INITIAL_120)


@rule(level=MONTH, law_at=month_worked, cites=DL91_2009("15(1)(a)"), evidence="L:dl91", since="2018-01-01")
def exclusive_period_days(parental_days: Table) -> Days:
    """The father's compulsory days."""
    return lookup(parental_days, ParentalVariant.FATHER_EXCLUSIVE)


@rule(level=MONTH, law_at=month_worked, cites=DL91_2009("19(1)(a)"), evidence="L:dl91", since="2018-01-01")
def child_care_days(days_of_care_of_young_child: Days) -> Days:
    """Days of a calendar year for a sick child under twelve."""
    return days_of_care_of_young_child


# --- A spell of parenthood --------------------------------------------------------------------------------------------


@rule(level=SPELL, law_at=spell_start, cites=DL91_2009("2(2)"), evidence="L:dl91", since="2018-01-01")
def parenthood_spell(contingency: Contingency) -> Truth:
    """A spell of birth, adoption or risk in pregnancy, or of care of a child or grandchild."""
    return contingency == Contingency.BIRTH or contingency == Contingency.CARE


@rule(
    level=SPELL,
    law_at=spell_start,
    cites=(DL91_2009("13"), DL91_2009("15(1)(a)")),
    evidence="L:dl91",
    since="2018-01-01",
)
def exclusive_period_spell(contingency: Contingency, parental_variant: ParentalVariant) -> Truth:
    """The mother's 42 days after the birth, or the father's compulsory days."""
    mother = parental_variant == ParentalVariant.MOTHER_EXCLUSIVE
    return contingency == Contingency.BIRTH and (mother or parental_variant == ParentalVariant.FATHER_EXCLUSIVE)


@rule(
    level=SPELL,
    law_at=spell_start,
    cites=(DL91_2009("19"), DL91_2009("20"), DL91_2009("21")),
    evidence="L:dl91",
    since="2018-01-01",
)
def care_variant(parental_variant: ParentalVariant) -> Truth:
    """Care of a sick, disabled or chronically ill child, or of a grandchild."""
    child = parental_variant == ParentalVariant.CHILD_CARE or parental_variant == ParentalVariant.DISABLED_CHILD_CARE
    cancer = parental_variant == ParentalVariant.CHILD_WITH_CANCER_CARE
    birth = parental_variant == ParentalVariant.GRANDCHILD_BIRTH
    return child or cancer or birth or parental_variant == ParentalVariant.GRANDCHILD_CARE


@rule(level=SPELL, law_at=spell_start, cites=DL91_2009("2(2)"), evidence="L:dl91", since="2018-01-01")
def care_spell(contingency: Contingency, care_variant: Truth) -> Truth:
    """A spell of care."""
    return contingency == Contingency.CARE and care_variant


@rule(
    level=SPELL,
    law_at=spell_start,
    cites=(DL91_2009("9"), DL91_2009("11"), DL91_2009("16")),
    evidence="L:dl91",
    since="2018-01-01",
)
def leave_spell(contingency: Contingency, exclusive_period_spell: Truth, care_variant: Truth) -> Truth:
    """Every other leave or risk: initial leave, the father's optional days, extended leave, risk, interruption."""
    return contingency == Contingency.BIRTH and not exclusive_period_spell and not care_variant


@rule(level=SPELL, law_at=spell_start, cites=DL91_2009("12(1)"), evidence="L:dl91", since="2018-01-01")
def initial_leave(parental_variant: ParentalVariant) -> Truth:
    """The initial leave, in one of its five forms."""
    alone = parental_variant == ParentalVariant.INITIAL_120 or parental_variant == ParentalVariant.INITIAL_150
    shared = parental_variant == ParentalVariant.INITIAL_150_SHARED
    longest = parental_variant == ParentalVariant.INITIAL_180_SHARED
    return alone or shared or longest or parental_variant == ParentalVariant.INITIAL_180_FATHER_60


@rule(level=SPELL, law_at=spell_start, cites=DL91_2009("16"), evidence="L:dl91", since="2018-01-01")
def extended_leave(parental_variant: ParentalVariant) -> Truth:
    """Extended leave, in one of its three forms."""
    both = parental_variant == ParentalVariant.EXTENDED_BOTH
    return (
        parental_variant == ParentalVariant.EXTENDED or both or parental_variant == ParentalVariant.EXTENDED_PART_TIME
    )


@rule(level=SPELL, law_at=spell_start, cites=DL91_2009("36"), evidence="L:dl91", since="2018-01-01")
def capped_care(parental_variant: ParentalVariant) -> Truth:
    """Care of a child with a disability, chronic illness or cancer has a monthly limit."""
    cancer = parental_variant == ParentalVariant.CHILD_WITH_CANCER_CARE
    return cancer or parental_variant == ParentalVariant.DISABLED_CHILD_CARE


# --- Days paid --------------------------------------------------------------------------------------------------------


@rule(
    level=SPELL,
    law_at=spell_start,
    cites=DL91_2009("15(1) as worded until April 2023"),
    evidence="L:dl91",
    since="2018-01-01",
    until="2023-05-01",
    name="days_of_parental_spell",
)
def days_of_parental_spell_until_2023(
    parenthood_spell: Truth,
    parental_variant: ParentalVariant,
    spell_first_day: Date,
    spell_last_day: Date,
    working_days_taken: Days,
) -> Days:
    """Days of the spell; until April 2023 the father's days were working days."""
    if not parenthood_spell:
        return 0
    father = parental_variant == ParentalVariant.FATHER_EXCLUSIVE or parental_variant == ParentalVariant.FATHER_OPTIONAL
    return working_days_taken if father else days_between(spell_first_day, spell_last_day) + 1


@rule(level=SPELL, law_at=spell_start, cites=DL91_2009("40"), evidence="L:dl91", since="2023-05-01")
def days_of_parental_spell(parenthood_spell: Truth, spell_first_day: Date, spell_last_day: Date) -> Days:
    """Days of the spell, the first and the last included."""
    return days_between(spell_first_day, spell_last_day) + 1 if parenthood_spell else 0


@rule(
    level=SPELL,
    law_at=spell_start,
    cites=DL91_2009("12(3)"),
    evidence="L:dl91",
    since="2018-01-01",
    until="2020-04-01",
    name="extra_days_of_initial_leave",
)
def extra_days_of_initial_leave_until_2020(children_beyond_first_at_birth: Count, days_for_each_twin: Days) -> Days:
    """Thirty days for each twin beyond the first."""
    return days_for_each_twin * children_beyond_first_at_birth


@rule(
    level=SPELL,
    law_at=spell_start,
    cites=(DL91_2009("12(3)"), DL91_2009("12(5)"), DL91_2009("12(6)")),
    evidence="L:dl91",
    since="2020-04-01",
)
def extra_days_of_initial_leave(
    children_beyond_first_at_birth: Count,
    days_for_each_twin: Days,
    hospital_days_of_child: Days,
    born_by_week_33: Truth,
    most_hospital_days: Days,
) -> Days:
    """Thirty days for each twin; the child's hospital days, at most thirty; by week 33 all of them and thirty more."""
    twins = days_for_each_twin * children_beyond_first_at_birth
    if born_by_week_33:
        return twins + hospital_days_of_child + most_hospital_days
    return twins + min(hospital_days_of_child, most_hospital_days)


@rule(
    level=SPELL,
    law_at=spell_start,
    cites=(DL91_2009("19(1)"), DL91_2009("19(2)")),
    evidence="L:dl91",
    since="2018-01-01",
)
def days_of_child_care_left(
    child_under_12_or_disabled: Truth,
    child_in_hospital: Truth,
    other_children: Count,
    care_days_used_in_year: Days,
    days_of_care_of_young_child: Days,
    days_of_care_of_older_child: Days,
    days_of_parental_spell: Days,
) -> Days:
    """Thirty days a year for a child under twelve, fifteen for an older one, one more for each other child."""
    if child_in_hospital and child_under_12_or_disabled:
        return days_of_parental_spell
    of_child = days_of_care_of_young_child if child_under_12_or_disabled else days_of_care_of_older_child
    return max(of_child + other_children - care_days_used_in_year, 0)


@rule(level=SPELL, law_at=spell_start, cites=DL91_2009("16"), evidence="L:dl91", since="2018-01-01")
def longest_extended_leave(spell_first_day: Date, extended_leave_months: Months) -> Days:
    """Three months from the first day."""
    month = month_of(spell_first_day)
    day_of_month = days_between(first_day(month), spell_first_day)
    return days_between(spell_first_day, add_days(first_day(add_months(month, extended_leave_months)), day_of_month))


@rule(
    level=SPELL,
    law_at=spell_start,
    cites=(DL91_2009("12"), DL91_2009("15"), DL91_2009("16"), DL91_2009("19"), DL91_2009("40")),
    evidence="L:dl91",
    since="2018-01-01",
)
def most_days_of_variant(
    parental_variant: ParentalVariant,
    parental_days: Table,
    extra_days_of_initial_leave: Days,
    days_of_child_care_left: Days,
    extended_leave: Truth,
    longest_extended_leave: Days,
    days_of_parental_spell: Days,
    days_for_each_twin_of_father: Days,
    children_beyond_first_at_birth: Count,
) -> Days:
    """The longest that the leave may last; in risk and travel as long as it lasts."""
    if parental_variant == ParentalVariant.INITIAL_EXTRA:
        return extra_days_of_initial_leave
    if extended_leave:
        return longest_extended_leave
    if parental_variant == ParentalVariant.CHILD_CARE or parental_variant == ParentalVariant.GRANDCHILD_CARE:
        return days_of_child_care_left
    if parental_variant == ParentalVariant.FATHER_EXCLUSIVE:
        twins = days_for_each_twin_of_father * children_beyond_first_at_birth
        return lookup(parental_days, parental_variant) + twins
    if (
        parental_variant == ParentalVariant.PREGNANCY_RISK
        or parental_variant == ParentalVariant.SPECIFIC_RISK
        or parental_variant == ParentalVariant.HOSPITAL_TRAVEL
    ):
        return days_of_parental_spell
    return lookup(parental_days, parental_variant)


@rule(level=SPELL, law_at=spell_start, cites=(DL91_2009("39"), DL91_2009("40")), evidence="L:dl91", since="2018-01-01")
def parental_days_paid(
    parenthood_spell: Truth, days_of_parental_spell: Days, most_days_of_variant: Days, days_of_variant_used: Days
) -> Days:
    """From the first day, within what is left of the longest leave."""
    if not parenthood_spell:
        return 0
    return min(days_of_parental_spell, max(most_days_of_variant - days_of_variant_used, 0))


# --- Amount of the spell ----------------------------------------------------------------------------------------------


@rule(level=SPELL, law_at=spell_start, cites=DL91_2009("28"), evidence="L:dl91", since="2018-01-01")
def parental_reference_of_spell(
    exclusive_period_spell: Truth, exclusive_period_daily_reference: Money, parental_daily_reference: Money
) -> Money:
    """Daily reference pay of the kind of spell."""
    return exclusive_period_daily_reference if exclusive_period_spell else parental_daily_reference


@rule(
    level=SPELL,
    law_at=spell_start,
    cites=(DL91_2009("29"), DL91_2009("30"), DL91_2009("31"), DL91_2009("33"), DL91_2009("35"), DL91_2009("36")),
    evidence="L:dl91",
    since="2018-01-01",
)
def parental_rate(parental_variant: ParentalVariant, parental_rates: Table) -> Rate:
    """Rate of reference pay of the variant, by the law of the first day."""
    return lookup(parental_rates, parental_variant)


@rule(
    level=SPELL,
    law_at=spell_start,
    cites=(DL91_2009("30(2)"), DL91_2009("38(3)")),
    evidence="L:dl91",
    since="2023-05-01",
    before=NO,
)
def initial_leave_in_part_time(initial_leave: Truth, leave_with_part_time_work: Truth) -> Truth:
    """After 120 days the initial leave may be combined with part-time work: half the benefit of a day."""
    return initial_leave and leave_with_part_time_work


@rule(level=SPELL, law_at=spell_start, cites=DL91_2009("38"), evidence="L:dl91", since="2018-01-01")
def floor_of_spell(
    extended_leave: Truth,
    extended_daily_floor: Money,
    initial_leave_in_part_time: Truth,
    parental_daily_floor: Money,
    part_time_share: Rate,
) -> Money:
    """The floor of a day: half of it beside part-time work, a lower one in the extended leave."""
    if extended_leave:
        return extended_daily_floor
    return percent_of(parental_daily_floor, part_time_share) if initial_leave_in_part_time else parental_daily_floor


@rule(level=SPELL, law_at=spell_start, cites=DL91_2009("30"), evidence="L:dl91", since="2018-01-01")
def parental_daily_by_rate(
    parental_reference_of_spell: Money, parental_rate: Rate, initial_leave_in_part_time: Truth, part_time_share: Rate
) -> Money:
    """Reference pay at the rate of the variant, half of it beside part-time work."""
    whole = percent_of(parental_reference_of_spell, parental_rate)
    return percent_of(whole, part_time_share) if initial_leave_in_part_time else whole


@rule(level=SPELL, law_at=spell_start, cites=DL91_2009("36"), evidence="L:dl91", since="2018-01-01")
def capped_care_daily(ias: Money, capped_care_multiple: Rate) -> Money:
    """A thirtieth of the monthly limit of care of a child with a disability, chronic illness or cancer."""
    return mul_div(percent_of(ias, capped_care_multiple), 1, 30)


@rule(
    level=SPELL,
    law_at=spell_start,
    cites=(DL91_2009("27"), DL91_2009("36"), DL91_2009("38")),
    evidence="L:dl91",
    since="2018-01-01",
)
def parental_daily(
    parental_daily_by_rate: Money, capped_care: Truth, capped_care_daily: Money, floor_of_spell: Money
) -> Money:
    """A day of the spell: by the rate, within the monthly limit of such care, not below the floor."""
    within = min(parental_daily_by_rate, capped_care_daily) if capped_care else parental_daily_by_rate
    return max(within, floor_of_spell)


@rule(level=SPELL, law_at=spell_start, cites=DL91_2009("27"), evidence="L:dl91", since="2018-01-01")
def parental_benefit_of_spell(parental_daily: Money, parental_days_paid: Days) -> Money:
    """What the spell would be paid, whoever is entitled."""
    return parental_daily * parental_days_paid


@rule(level=SPELL, law_at=spell_start, cites=DL91_2009("39"), evidence="D", since="2018-01-01")
def parental_posted_on(spell_last_day: Date) -> Date:
    """Posted on the last day of the spell; the days of payment in between are not followed."""
    return spell_last_day


RESULTS = ()
