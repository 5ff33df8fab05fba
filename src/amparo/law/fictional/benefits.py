"""What insurance buys in Verania: each benefit month by month, as if its contingency began then, and for spells."""

from __future__ import annotations

from amparo.law.fictional.instruments import CODE, LOCAL, PWA
from amparo.rules import (
    MONTH,
    NO,
    NOTHING,
    SPELL,
    Branch,
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
    Steps,
    Truth,
    benefit,
    bracket,
    coverage,
    days_between,
    first_day,
    full_years_between,
    in_force,
    month_worked,
    months_between,
    mul_div,
    participation,
    percent_of,
    posting,
    rule,
    spell_start,
    window,
)

insured_months_of_year = window("month_insured", at=MONTH, back=12, until=1, how="count")
insured_last_two_months = window("month_insured", at=MONTH, back=2, until=1, how="all")
reference_pay_of_months = window("insured_pay", at=MONTH, back=8, until=3)
contributing_months_of_two_years = window("pays_on_base", at=MONTH, back=24, until=1, how="count")
bases_of_half_year = window("base_in_force", at=MONTH, back=6, until=1)
pension_of_last_year = in_force("yearly_pension", at=MONTH, lag=1, initial=NOTHING)
reference_of_last_year = in_force("reference_earnings", at=MONTH, lag=1, initial=NOTHING)


# --- Who takes part -----------------------------------------------------------------------------------------------


@rule(level=MONTH, law_at=month_worked, cites=CODE("9(1)"), evidence="L:code", since="2018-01-01")
def pays_on_wages(insured_wages: Money) -> Truth:
    """Whoever has insured wages is registered by the payers, and contributes."""
    return insured_wages > 0


@rule(level=MONTH, law_at=month_worked, cites=CODE("9(2)"), evidence="L:code", since="2018-01-01")
def pays_on_base(base_in_force: Money) -> Truth:
    """The self-employed contribute in the months that have a base."""
    return base_in_force > 0


@rule(level=MONTH, law_at=month_worked, cites=CODE("9(3)"), evidence="L:code", since="2018-01-01")
def on_the_register(month: Month, activity_start: Month, any_services: Truth) -> Truth:
    """The self-employed are registered from the month in which they declared their activity."""
    return any_services and months_between(activity_start, month) >= 0


@rule(level=MONTH, law_at=month_worked, cites=CODE("9(4)"), evidence="L:code", since="2018-01-01", place="lives_in")
def lives_where_minimum_holds(lives_in: Place, seat_of_fund: Place, benefit_minimum: Money) -> Truth:
    """Residents of a place with a local minimum, the seat of the fund among them, are in its register."""
    return lives_in == seat_of_fund or benefit_minimum > 0


@rule(level=MONTH, law_at=month_worked, cites=CODE("9(4)"), evidence="L:code", since="2018-01-01")
def lives_in(residence_place: Place) -> Place:
    """The place whose register counts is that of residence."""
    return residence_place


# --- Sickness -----------------------------------------------------------------------------------------------------


@rule(level=MONTH, law_at=month_worked, cites=CODE("70(2)"), evidence="L:code", since="2018-01-01")
def enough_insured_months(insured_months_of_year: Count, months_needed: Count) -> Truth:
    """Enough insured months in the twelve before."""
    return insured_months_of_year >= months_needed


@rule(level=MONTH, law_at=month_worked, cites=CODE("70(2)"), evidence="L:code", since="2018-01-01")
def still_insured(insured_last_two_months: Truth) -> Truth:
    """Insured in both months before."""
    return insured_last_two_months


@rule(level=MONTH, law_at=month_worked, cites=CODE("70"), evidence="L:code", since="2018-01-01")
def sickness_qualified(enough_insured_months: Truth, still_insured: Truth) -> Truth:
    """Qualified for the sickness allowance."""
    return enough_insured_months and still_insured


@rule(level=MONTH, law_at=month_worked, cites=CODE("73(1)"), evidence="L:code", since="2018-01-01")
def sickness_daily_reference(reference_pay_of_months: Money) -> Money:
    """A hundred and eightieth of the pay of the first six of the last eight months."""
    return mul_div(reference_pay_of_months, 1, 180)


@rule(level=MONTH, law_at=month_worked, cites=CODE("73(2)"), evidence="L:code", since="2018-01-01")
def sickness_daily_amount(
    sickness_daily_reference: Money, rate_steps: Steps, first_days: Days, least_daily: Money
) -> Money:
    """The rate of a short spell, not under the least allowance."""
    return max(percent_of(sickness_daily_reference, bracket(rate_steps, first_days)), least_daily)


@rule(level=MONTH, law_at=month_worked, cites=CODE("71(2)"), evidence="L:code", since="2018-01-01")
def sickness_waiting_days(waiting_days: Days) -> Days:
    """The waiting days of law."""
    return waiting_days


@rule(level=MONTH, law_at=month_worked, cites=CODE("72"), evidence="L:code", since="2018-01-01")
def sickness_longest(most_days: Days) -> Days:
    """The most days of law."""
    return most_days


@rule(level=SPELL, law_at=spell_start, cites=CODE("70"), evidence="L:code", since="2018-01-01")
def sickness_entitled(is_sickness: Truth, qualifies: Truth, incapacity_certified: Truth) -> Truth:
    """A certified sickness of somebody who qualifies."""
    return is_sickness and qualifies and incapacity_certified


@rule(level=SPELL, law_at=spell_start, cites=CODE("73(3)"), evidence="L:code", since="2018-01-01")
def sickness_paid(sickness_entitled: Truth, allowance: Money) -> Money:
    """The allowance of a certified sickness."""
    return allowance if sickness_entitled else NOTHING


# --- Employment injury --------------------------------------------------------------------------------------------


@rule(level=MONTH, law_at=month_worked, cites=LOCAL("7"), evidence="L:local", since="2018-01-01")
def injury_qualified(insured_somewhere: Truth) -> Truth:
    """Insured with a local fund on the day of the accident: there is no qualifying period."""
    return insured_somewhere


@rule(level=MONTH, law_at=month_worked, cites=LOCAL("7"), evidence="L:local", since="2018-01-01")
def injury_monthly_amount(insured_pay: Money, injury_rate: Rate) -> Money:
    """A share of the insured pay of the month."""
    return percent_of(insured_pay, injury_rate)


# --- Loss of the activity, for the self-employed ------------------------------------------------------------------


@rule(level=MONTH, law_at=month_worked, cites=PWA("12(1)"), evidence="L:pwa", since="2021-06-01", before=NO)
def enough_contributions(contributing_months_of_two_years: Count, cessation_months_needed: Count) -> Truth:
    """Contributions in enough of the twenty-four months before."""
    return contributing_months_of_two_years >= cessation_months_needed


@rule(level=MONTH, law_at=month_worked, cites=PWA("12(2)"), evidence="K ?", since="2021-06-01", before=NO)
def under_pension_age(pension_age_reached: Truth) -> Truth:
    """Nobody of pension age loses an activity in the sense of the Act."""
    return not pension_age_reached


@rule(level=MONTH, law_at=month_worked, cites=PWA("12"), evidence="L:pwa", since="2021-06-01", before=NO)
def cessation_qualified(enough_contributions: Truth, under_pension_age: Truth) -> Truth:
    """Qualified for the cessation allowance."""
    return enough_contributions and under_pension_age


@rule(level=MONTH, law_at=month_worked, cites=PWA("13"), evidence="L:pwa", since="2021-06-01", before=NOTHING)
def cessation_reference(bases_of_half_year: Money) -> Money:
    """The average base of the six months before."""
    return mul_div(bases_of_half_year, 1, 6)


@rule(level=MONTH, law_at=month_worked, cites=PWA("13"), evidence="L:pwa", since="2021-06-01", before=NOTHING)
def cessation_amount(cessation_reference: Money, cessation_rate: Rate) -> Money:
    """A share of the average base, each month."""
    return percent_of(cessation_reference, cessation_rate)


@rule(level=MONTH, law_at=month_worked, cites=PWA("14"), evidence="L:pwa", since="2021-06-01", before=0)
def cessation_duration(contributing_months_of_two_years: Count, cessation_steps: Steps) -> Months:
    """Months of allowance by months of contribution."""
    return bracket(cessation_steps, contributing_months_of_two_years)


@rule(level=SPELL, law_at=spell_start, cites=PWA("12(3)"), evidence="L:pwa", since="2021-06-01", before=NO)
def cessation_entitled(contingency: Contingency, cessation_qualified: Truth, seeks_work: Truth) -> Truth:
    """A loss of the activity of somebody who qualifies and seeks work."""
    return contingency == Contingency.UNEMPLOYMENT and cessation_qualified and seeks_work


@rule(level=SPELL, law_at=spell_start, cites=PWA("14"), evidence="L:pwa", since="2021-06-01", before=NOTHING)
def cessation_paid(
    cessation_entitled: Truth,
    cessation_amount: Money,
    cessation_duration: Months,
    spell_first_day: Date,
    spell_last_day: Date,
) -> Money:
    """A thirtieth of the allowance for each day, within the months of law at thirty days."""
    if not cessation_entitled:
        return NOTHING
    days = min(days_between(spell_first_day, spell_last_day) + 1, 3660)
    return mul_div(cessation_amount, min(days, cessation_duration * 30), 30)


# --- Old age, children, birth, winter -----------------------------------------------------------------------------


@rule(level=MONTH, law_at=month_worked, cites=CODE("85(1)"), evidence="L:code", since="2018-01-01")
def enough_credits(months_credited: Months, least_credits: Count) -> Truth:
    """Enough credited months."""
    return months_credited >= least_credits


@rule(level=MONTH, law_at=month_worked, cites=CODE("85(1)"), evidence="L:code", since="2018-01-01")
def pension_qualified(pension_age_reached: Truth, enough_credits: Truth) -> Truth:
    """The age and the credits of the old-age pension."""
    return pension_age_reached and enough_credits


@rule(level=MONTH, law_at=month_worked, cites=CODE("65"), evidence="L:code", since="2018-01-01")
def has_children(number_of_children: Count) -> Truth:
    """The supplement is for children."""
    return number_of_children > 0


@rule(level=MONTH, law_at=month_worked, cites=CODE("67"), evidence="L:code", since="2018-01-01")
def birth_grant_amount(child_supplement: Money, grant_months: Count) -> Money:
    """So many months of the child supplement, once."""
    return child_supplement * grant_months


@rule(level=SPELL, law_at=spell_start, cites=CODE("67"), evidence="L:code", since="2018-01-01")
def birth_entitled(contingency: Contingency, has_children: Truth) -> Truth:
    """A birth in the household of a resident."""
    return contingency == Contingency.BIRTH and has_children


@rule(level=SPELL, law_at=spell_start, cites=CODE("67"), evidence="L:code", since="2018-01-01")
def birth_paid(birth_entitled: Truth, birth_grant_amount: Money) -> Money:
    """The grant is paid once, however long the spell."""
    return birth_grant_amount if birth_entitled else NOTHING


@rule(level=MONTH, law_at=month_worked, cites=CODE("68"), evidence="L:code", since="2018-01-01")
def old_enough_for_winter(birth_date: Date, month: Month, winter_age: Count) -> Truth:
    """The age of the winter allowance on the first day of the month."""
    return full_years_between(birth_date, first_day(month)) >= winter_age


@rule(level=MONTH, law_at=month_worked, cites=CODE("68"), evidence="L:code", since="2018-01-01", place="lives_in")
def winter_allowance(benefit_minimum: Money) -> Money:
    """One local minimum a year."""
    return benefit_minimum


# --- Coverage -----------------------------------------------------------------------------------------------------


@rule(level=MONTH, law_at=month_worked, cites=PWA("11"), evidence="L:pwa", since="2021-06-01", before=Coverage.NONE)
def cessation_coverage(any_services: Truth) -> Coverage:
    """The self-employed are covered against the loss of the activity since June 2021."""
    return Coverage.MANDATORY if any_services else Coverage.NONE


@rule(level=MONTH, law_at=month_worked, cites=CODE("64"), evidence="L:code", since="2018-01-01")
def residents_coverage(lives_where_minimum_holds: Truth) -> Coverage:
    """Residents are covered for the benefits of the places."""
    return Coverage.MANDATORY if lives_where_minimum_holds else Coverage.NONE


RESULTS = (
    coverage(Branch.UNEMPLOYMENT, scheme="self_employed", by="cessation_coverage"),
    coverage(Branch.FAMILY, scheme="residents", by="residents_coverage"),
    participation(Branch.SICKNESS, scheme="insurance", registered="pays_on_wages", contributing="month_insured"),
    participation(Branch.OLD_AGE, scheme="insurance", registered="pays_on_wages", contributing="pays_on_wages"),
    participation(
        Branch.EMPLOYMENT_INJURY,
        scheme="local_fund",
        registered="insured_somewhere",
        contributing="insured_somewhere",
    ),
    participation(
        Branch.UNEMPLOYMENT, scheme="self_employed", registered="on_the_register", contributing="pays_on_base"
    ),
    participation(
        Branch.FAMILY,
        scheme="residents",
        registered="lives_where_minimum_holds",
        contributing="lives_where_minimum_holds",
    ),
    posting(
        "cessation_paid",
        branch=Branch.UNEMPLOYMENT,
        scheme="self_employed",
        payer="state",
        posted_on=spell_start,
        cause="allowance",
    ),
    posting(
        "birth_paid",
        branch=Branch.FAMILY,
        scheme="residents",
        payer="state",
        posted_on=spell_start,
        cause="birth grant",
    ),
    benefit(
        "sickness_allowance",
        branch=Branch.SICKNESS,
        scheme="insurance",
        contingency=Contingency.SICKNESS,
        qualified="sickness_qualified",
        conditions=("enough_insured_months", "still_insured"),
        amount="sickness_daily_amount",
        per="day",
        reference="sickness_daily_reference",
        waiting="sickness_waiting_days",
        duration="sickness_longest",
        entitled="sickness_entitled",
        paid="sickness_paid",
        assumed={"incapacity_certified": "yes", "hospital_from_first_day": "no"},
        c102="III",
        missoc="III",
        esspros="sickness",
    ),
    benefit(
        "injury_benefit",
        branch=Branch.EMPLOYMENT_INJURY,
        scheme="local_fund",
        contingency=Contingency.EMPLOYMENT_INJURY,
        qualified="injury_qualified",
        conditions=("insured_somewhere",),
        amount="injury_monthly_amount",
        per="month",
        reference="insured_pay",
        c102="VI",
        missoc="VIII",
        esspros="sickness",
    ),
    benefit(
        "cessation_allowance",
        branch=Branch.UNEMPLOYMENT,
        scheme="self_employed",
        contingency=Contingency.UNEMPLOYMENT,
        qualified="cessation_qualified",
        conditions=("enough_contributions", "under_pension_age"),
        amount="cessation_amount",
        per="month",
        reference="cessation_reference",
        duration="cessation_duration",
        entitled="cessation_entitled",
        paid="cessation_paid",
        assumed={"seeks_work": "yes"},
        c102="IV",
        missoc="X",
        esspros="unemployment",
    ),
    benefit(
        "old_age_pension",
        branch=Branch.OLD_AGE,
        scheme="insurance",
        contingency=Contingency.OLD_AGE,
        qualified="pension_qualified",
        conditions=("pension_age_reached", "enough_credits"),
        amount="pension_of_last_year",
        per="month",
        reference="reference_of_last_year",
        c102="V",
        missoc="VI",
        esspros="old_age",
    ),
    benefit(
        "birth_grant",
        branch=Branch.FAMILY,
        scheme="residents",
        contingency=Contingency.BIRTH,
        qualified="has_children",
        conditions=("has_children",),
        amount="birth_grant_amount",
        per="once",
        entitled="birth_entitled",
        paid="birth_paid",
        c102="VII",
        missoc="IX",
        esspros="family",
    ),
    benefit(
        "winter_allowance",
        branch=Branch.FAMILY,
        scheme="residents",
        contingency=Contingency.NEED,
        qualified="old_enough_for_winter",
        conditions=("old_enough_for_winter",),
        amount="winter_allowance",
        per="year",
        missoc="XI",
        esspros="exclusion",
    ),
)
