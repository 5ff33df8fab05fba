"""The old-age pension of Portugal: who may claim it in a month, by which way, with which factor, and its amount.

The month is the month of start. Ages are counted in whole months: an age counts as reached in the month in which it is
completed; a claim on a given day is held against the exact day.
"""

from __future__ import annotations

from amparo.law.portugal.instruments import DL119_2018, DL187_2007, DL220_2006
from amparo.rules import (
    HALF_UP,
    MONTH,
    NO,
    NO_RATE,
    NOTHING,
    SPELL,
    WHOLE,
    YEAR,
    Branch,
    Category,
    Contingency,
    Count,
    Date,
    Days,
    Money,
    Months,
    Rate,
    Steps,
    Truth,
    benefit,
    bracket,
    days_between,
    first_day,
    month_of,
    month_worked,
    months_between,
    mul_div,
    percent_of,
    percents_of,
    posting,
    previous,
    rule,
    spell_start,
    times,
    total,
    year_end,
)


class PensionAccess(Category):
    """The way by which an old-age pension may start in a month."""

    NONE = 1
    AGE = 2
    VERY_LONG_CAREER = 3
    FLEXIBLE = 4
    LONG_TERM_UNEMPLOYMENT = 5


# --- Qualifying period and age ----------------------------------------------------------------------------------------


@rule(level=MONTH, law_at=month_worked, cites=DL187_2007("19"), evidence="L:dl187", since="2007-06-01")
def old_age_qualifying_period(career_years: Count, years_for_old_age: Count) -> Truth:
    """Fifteen calendar years with registered pay."""
    return career_years >= years_for_old_age


@rule(level=MONTH, law_at=month_worked, cites=DL187_2007("20(1)"), evidence="L:dl187", since="2007-06-01")
def normal_age(normal_pension_age: Months) -> Months:
    """The normal pension age of the year of start."""
    return normal_pension_age


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=(DL187_2007("20(8)"), DL119_2018("8")),
    evidence="L:dl187",
    since="2019-01-01",
)
def personal_age(
    normal_age: Months,
    career_years: Count,
    years_of_full_career: Count,
    months_off_per_year: Count,
    least_pension_age: Months,
) -> Months:
    """Four months less than the normal age for each year of career above forty, not before sixty."""
    months_off = max(career_years - years_of_full_career, 0) * months_off_per_year
    return max(normal_age - months_off, least_pension_age)


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=DL187_2007("20(1)"),
    evidence="K ?",
    since="2007-06-01",
    until="2019-01-01",
    name="personal_age",
)
def no_personal_age(normal_age: Months) -> Months:
    """Before 2019 no personal age stood beside the normal one."""
    return normal_age


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=(DL187_2007("20(1)"), DL187_2007("20(8)")),
    evidence="L:dl187",
    since="2007-06-01",
    before=NO,
)
def full_age_reached(age_in_months: Months, personal_age: Months) -> Truth:
    """The normal or the personal age is reached."""
    return age_in_months >= personal_age


# --- Ways of claiming earlier -----------------------------------------------------------------------------------------


@rule(level=MONTH, law_at=month_worked, cites=DL187_2007("21-A(1)"), evidence="L:dl187", since="2018-01-01")
def very_long_career(
    age_in_months: Months,
    least_pension_age: Months,
    career_years: Count,
    years_of_very_long_career: Count,
    years_of_very_long_career_begun_young: Count,
    registered_young_last_year: Truth,
) -> Truth:
    """Sixty years of age and 48 years of career, or 46 begun before the age of 17."""
    if age_in_months < least_pension_age:
        return NO
    begun_young = career_years >= years_of_very_long_career_begun_young and registered_young_last_year
    return career_years >= years_of_very_long_career or begun_young


forty_years_at_sixty_before = previous("forty_years_at_sixty", n=1, initial=0)


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=DL187_2007("21(2)"),
    evidence="L:dl187",
    since="2007-06-01",
    before=NO,
    range=(0, 1),
)
def forty_years_at_sixty(
    forty_years_at_sixty_before: Truth,
    age_in_months: Months,
    career_years: Count,
    least_pension_age: Months,
    years_of_full_career: Count,
) -> Truth:
    """Forty years of registered pay were completed while aged sixty."""
    is_sixty = least_pension_age <= age_in_months and age_in_months < least_pension_age + 12
    return forty_years_at_sixty_before or (is_sixty and career_years >= years_of_full_career)


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=(DL187_2007("21(2)"), DL119_2018("8")),
    evidence="L:dl187",
    since="2018-01-01",
)
def flexible_age_admitted(
    age_in_months: Months, least_pension_age: Months, forty_years_at_sixty: Truth, flexible_age: Months
) -> Truth:
    """Flexible age: forty years of career at sixty; in 2019 the new terms began with those aged 63 or more."""
    if age_in_months < least_pension_age or not forty_years_at_sixty:
        return NO
    return age_in_months >= flexible_age


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=(DL187_2007("36(4)"), DL187_2007("21(1)")),
    evidence="S:guardiao-2024 press ?",
    since="2018-01-01",
)
def months_of_anticipation(
    age_in_months: Months, normal_age: Months, personal_age: Months, anticipation_from_personal_age: Truth
) -> Months:
    """Months from the start of the pension to the personal age (as practised; art. 36(4) says the normal age)."""
    reference_age = personal_age if anticipation_from_personal_age else normal_age
    return max(reference_age - age_in_months, 0)


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=(DL187_2007("36(1)"), DL187_2007("36(2)"), DL187_2007("36(3)")),
    evidence="L:dl187",
    since="2018-01-01",
)
def flexible_age_factor(
    flexible_age_admitted: Truth, months_of_anticipation: Months, monthly_reduction_rate: Rate
) -> Rate:
    """One less half a per cent for each month of anticipation; no sustainability factor (art. 35(5)(d))."""
    if not flexible_age_admitted:
        return NO_RATE
    return max(WHOLE - monthly_reduction_rate * months_of_anticipation, NO_RATE)


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=(DL187_2007("24"), DL220_2006("57(2)")),
    evidence="L:dl220",
    since="2018-01-01",
)
def unemployed_from_57(
    long_term_unemployed: Truth,
    age_when_unemployed: Count,
    age_of_later_unemployment: Count,
    age_in_months: Months,
    later_age_of_unemployed: Months,
) -> Truth:
    """Unemployed at 57 or later, benefits exhausted: from 62."""
    if not long_term_unemployed or age_in_months < later_age_of_unemployed:
        return NO
    return age_when_unemployed >= age_of_later_unemployment


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=(DL187_2007("24"), DL220_2006("57(3)")),
    evidence="L:dl220",
    since="2018-01-01",
)
def unemployed_from_52(
    long_term_unemployed: Truth,
    age_when_unemployed: Count,
    age_of_earlier_unemployment: Count,
    career_years_when_unemployed: Count,
    age_in_months: Months,
    earlier_age_of_unemployed: Months,
    years_for_earlier_age_of_unemployed: Count,
) -> Truth:
    """Unemployed at 52 or later with 22 years of registered pay, benefits exhausted: from 57."""
    if not long_term_unemployed or age_in_months < earlier_age_of_unemployed:
        return NO
    old_enough = age_when_unemployed >= age_of_earlier_unemployment
    return old_enough and career_years_when_unemployed >= years_for_earlier_age_of_unemployed


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=(DL187_2007("35(1)"), DL220_2006("58")),
    evidence="L:dl220 ?",
    since="2018-01-01",
)
def unemployment_factor(
    unemployed_from_57: Truth,
    unemployed_from_52: Truth,
    age_in_months: Months,
    later_age_of_unemployed: Months,
    monthly_reduction_rate: Rate,
    sustainability_factor: Rate,
) -> Rate:
    """The sustainability factor; before 62 also half a per cent less for each month short of that age."""
    if unemployed_from_57:
        return sustainability_factor
    if not unemployed_from_52:
        return NO_RATE
    months_short = max(later_age_of_unemployed - age_in_months, 0)
    return times(max(WHOLE - monthly_reduction_rate * months_short, NO_RATE), sustainability_factor)


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=(DL187_2007("20(1)"), DL187_2007("21"), DL187_2007("21-A"), DL187_2007("24")),
    evidence="I:dl187",
    since="2018-01-01",
)
def pension_access(
    full_age_reached: Truth, very_long_career: Truth, flexible_age_factor: Rate, unemployment_factor: Rate
) -> PensionAccess:
    """At the normal or personal age; else by a very long career; else by the way that reduces the pension least."""
    if full_age_reached:
        return PensionAccess.AGE
    if very_long_career:
        return PensionAccess.VERY_LONG_CAREER
    if flexible_age_factor <= 0 and unemployment_factor <= 0:
        return PensionAccess.NONE
    better_flexible = flexible_age_factor >= unemployment_factor
    return PensionAccess.FLEXIBLE if better_flexible else PensionAccess.LONG_TERM_UNEMPLOYMENT


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=(DL187_2007("35(5)"), DL187_2007("36")),
    evidence="L:dl187",
    since="2018-01-01",
)
def early_pension_factor(pension_access: PensionAccess, flexible_age_factor: Rate, unemployment_factor: Rate) -> Rate:
    """Factor of an early pension; one at the full age and after a very long career."""
    if pension_access == PensionAccess.FLEXIBLE:
        return flexible_age_factor
    if pension_access == PensionAccess.LONG_TERM_UNEMPLOYMENT:
        return unemployment_factor
    return WHOLE


# --- Working on after the full age (art. 37) --------------------------------------------------------------------------

bonus_months_before = previous("bonus_months_worked", n=1, initial=0)


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=(DL187_2007("37(3)"), DL187_2007("37(5)")),
    evidence="I:dl187",
    since="2007-06-01",
    before=NO,
)
def month_gives_bonus(
    full_age_reached: Truth,
    age_in_months: Months,
    last_age_of_bonus: Months,
    employee_days: Days,
    self_employed_days: Days,
    old_age_or_invalidity_pensioner: Truth,
) -> Truth:
    """Pay for work done in the month, from the month in which the full age is reached until seventy."""
    works_on = full_age_reached and not old_age_or_invalidity_pensioner
    return works_on and age_in_months < last_age_of_bonus and employee_days + self_employed_days > 0


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=(DL187_2007("37(3)"), DL187_2007("37(5)")),
    evidence="I:dl187",
    since="2007-06-01",
    before=0,
    range=(0, 120),
)
def bonus_months_worked(bonus_months_before: Months, month_gives_bonus: Truth) -> Months:
    """Months that give a bonus, this one included."""
    return min(bonus_months_before + 1, 120) if month_gives_bonus else bonus_months_before


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=(DL187_2007("37(1)"), DL187_2007("37(4)")),
    evidence="S:cgd-sp press",
    since="2007-06-01",
)
def monthly_bonus_rate(career_years: Count, monthly_bonus_rates: Steps) -> Rate:
    """Monthly rate of the bonus, by the years of the career."""
    return bracket(monthly_bonus_rates, career_years)


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=(DL187_2007("37(2)"), DL187_2007("37(3)")),
    evidence="L:dl187",
    since="2018-01-01",
)
def bonus_rate(
    pension_access: PensionAccess,
    bonus_months_before: Months,
    monthly_bonus_rate: Rate,
    old_age_qualifying_period: Truth,
) -> Rate:
    """The bonus of those who start after the full age: monthly rate times months."""
    starts_late = pension_access == PensionAccess.AGE and old_age_qualifying_period
    return monthly_bonus_rate * bonus_months_before if starts_late else NO_RATE


@rule(level=MONTH, law_at=month_worked, cites=DL187_2007("37(6)"), evidence="L:dl187", since="2018-01-01")
def ceiling_of_bonified_pension(best_reference_pay: Money, ceiling_rate_of_bonified_pension: Rate) -> Money:
    """92 % of the better reference earnings."""
    return percent_of(best_reference_pay, ceiling_rate_of_bonified_pension)


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=(DL187_2007("37(2)"), DL187_2007("37(6)")),
    evidence="L:dl187",
    since="2018-01-01",
)
def bonified_pension(statutory_pension: Money, bonus_rate: Rate, ceiling_of_bonified_pension: Money) -> Money:
    """The statutory pension with its bonus; the ceiling cuts the bonus alone."""
    if bonus_rate <= 0:
        return statutory_pension
    bonified = statutory_pension + percent_of(statutory_pension, bonus_rate)
    return max(min(bonified, ceiling_of_bonified_pension), statutory_pension)


# --- The pension ------------------------------------------------------------------------------------------------------


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=(DL187_2007("26(2)"), DL187_2007("36(1)"), DL187_2007("37(1)")),
    evidence="L:dl187",
    since="2018-01-01",
)
def contributory_old_age_pension(bonified_pension: Money, early_pension_factor: Rate) -> Money:
    """The statutory pension with its bonus or its reduction."""
    return percent_of(bonified_pension, early_pension_factor)


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=(DL187_2007("44(3)"), DL187_2007("46")),
    evidence="L:dl187",
    since="2018-01-01",
)
def old_age_social_complement(
    contributory_old_age_pension: Money,
    pension_access: PensionAccess,
    minimum_pension_of_career: Money,
    career_years: Count,
) -> Money:
    """Tops the pension up to the minimum; not in the flexible and the very-long-career way."""
    excluded = pension_access == PensionAccess.FLEXIBLE or pension_access == PensionAccess.VERY_LONG_CAREER
    if excluded or career_years <= 0:
        return NOTHING
    return max(minimum_pension_of_career - contributory_old_age_pension, NOTHING)


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=(DL187_2007("40"), DL187_2007("46")),
    evidence="L:dl187",
    since="2018-01-01",
)
def old_age_pension(contributory_old_age_pension: Money, old_age_social_complement: Money) -> Money:
    """Monthly pension, paid fourteen times a year: the pension and its social complement."""
    return contributory_old_age_pension + old_age_social_complement


@rule(level=MONTH, law_at=month_worked, cites=DL187_2007("20"), evidence="L:dl187", since="2018-01-01")
def old_age_age_condition(pension_access: PensionAccess) -> Truth:
    """An age of access is reached: normal, personal or early."""
    return pension_access != PensionAccess.NONE


@rule(level=MONTH, law_at=month_worked, cites=DL187_2007("10(3)"), evidence="I:dl187", since="2018-01-01")
def not_yet_pensioner(old_age_or_invalidity_pensioner: Truth) -> Truth:
    """No pension of old age or invalidity is drawn already."""
    return not old_age_or_invalidity_pensioner


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=(DL187_2007("10(1)"), DL187_2007("19"), DL187_2007("20")),
    evidence="L:dl187",
    since="2018-01-01",
)
def old_age_qualified(
    old_age_qualifying_period: Truth, old_age_age_condition: Truth, not_yet_pensioner: Truth
) -> Truth:
    """All conditions hold for a pension that starts in the month."""
    return old_age_qualifying_period and old_age_age_condition and not_yet_pensioner


# --- A pension that was claimed ---------------------------------------------------------------------------------------


@rule(level=SPELL, law_at=spell_start, cites=DL187_2007("20"), evidence="I:dl187", since="2018-01-01")
def age_in_months_on_first_day(birth_date: Date, spell_first_day: Date) -> Months:
    """Months of age completed on the day from which the pension is claimed."""
    born = month_of(birth_date)
    claimed = month_of(spell_first_day)
    day_of_birth = days_between(first_day(born), birth_date)
    day_of_claim = days_between(first_day(claimed), spell_first_day)
    return max(months_between(born, claimed) - (1 if day_of_claim < day_of_birth else 0), 0)


@rule(
    level=SPELL,
    law_at=spell_start,
    cites=(DL187_2007("10(1)"), DL187_2007("51")),
    evidence="I:dl187",
    since="2018-01-01",
)
def old_age_entitled(
    contingency: Contingency,
    old_age_qualified: Truth,
    pension_access: PensionAccess,
    age_in_months_on_first_day: Months,
    personal_age: Months,
    least_pension_age: Months,
) -> Truth:
    """Claimed from a day on which the age is complete, all conditions holding in the month."""
    if contingency != Contingency.OLD_AGE:
        return NO
    too_young_for_full = pension_access == PensionAccess.AGE and age_in_months_on_first_day < personal_age
    early = pension_access == PensionAccess.FLEXIBLE or pension_access == PensionAccess.VERY_LONG_CAREER
    too_young_for_early = early and age_in_months_on_first_day < least_pension_age
    return old_age_qualified and not too_young_for_full and not too_young_for_early


@rule(
    level=SPELL,
    law_at=spell_start,
    cites=(DL187_2007("41"), DL187_2007("51"), DL187_2007("53(1)")),
    evidence="I:dl187",
    since="2018-01-01",
)
def old_age_paid(
    old_age_entitled: Truth,
    old_age_pension: Money,
    days_of_first_pension_month: Days,
    full_pension_months: Count,
    extra_pension_payments: Count,
) -> Money:
    """The pension from the first day to the last month told: months, part month, July and December payments."""
    if not old_age_entitled:
        return NOTHING
    part = mul_div(old_age_pension, days_of_first_pension_month, 30, round=HALF_UP)
    return part + old_age_pension * (full_pension_months + extra_pension_payments)


# --- Working while drawing the pension (art. 43) ----------------------------------------------------------------------


@rule(level=MONTH, law_at=month_worked, cites=DL187_2007("43(1)"), evidence="L:dl187", since="2018-01-01")
def pay_beside_pension(old_age_or_invalidity_pensioner: Truth, registered_pay: Money) -> Money:
    """Pay registered in a month in which a pension is drawn."""
    return registered_pay if old_age_or_invalidity_pensioner else NOTHING


pay_beside_pension_of_year = total("pay_beside_pension", at=YEAR)


@rule(
    level=YEAR,
    law_at=year_end,
    cites=(DL187_2007("43(1)"), DL187_2007("43(2)")),
    evidence="L:dl187",
    since="2018-01-01",
    before=NOTHING,
)
def pension_increase_next_january(
    pay_beside_pension_of_year: Money, largest_yearly_pay: Money, increase_rate_of_pay_beside_pension: Rate
) -> Money:
    """A fourteenth of two per cent of the pay of the year, added to the monthly pension from 1 January."""
    pay = min(pay_beside_pension_of_year, largest_yearly_pay)
    return percents_of(pay, increase_rate_of_pay_beside_pension, over=14)


RESULTS = (
    benefit(
        "old_age_pension",
        branch=Branch.OLD_AGE,
        scheme="general",
        contingency=Contingency.OLD_AGE,
        qualified="old_age_qualified",
        conditions=("old_age_qualifying_period", "old_age_age_condition", "not_yet_pensioner"),
        amount="old_age_pension",
        per="month",
        reference="career_reference_pay",
        entitled="old_age_entitled",
        paid="old_age_paid",
        c102="V",
        missoc="VI",
        esspros="old_age",
    ),
    posting(
        "old_age_paid",
        branch=Branch.OLD_AGE,
        scheme="general",
        payer="state",
        posted_on=spell_start,
        cause="old-age pension",
    ),
)
