"""Cessation of activity of the self-employed in Portugal: the counterpart of the unemployment benefit.

Economically dependent workers whose contract with the contracting entity ends (DL 65/2012, amended by DL 53/2018);
business owners and managers who close their business (DL 12/2013). All other self-employed have no such cover.
"""

from __future__ import annotations

from amparo.law.portugal.employees import EmployeeCategory
from amparo.law.portugal.instruments import CRC, DL12_2013, DL53_2018, DL65_2012, DL119_2021, DL220_2006
from amparo.law.portugal.unemployment import WorkThatEnded
from amparo.rules import (
    MONTH,
    NO_RATE,
    NOTHING,
    SPELL,
    TIE_MONTH,
    TIE_YEAR,
    WHOLE,
    YEAR,
    Branch,
    Contingency,
    Days,
    Money,
    Rate,
    Truth,
    benefit,
    in_force,
    largest,
    month_worked,
    mul_div,
    percent_of,
    percents_of,
    posting,
    previous,
    rule,
    spell_start,
    times,
    total,
    window,
    year_end,
)

# --- Managers (members of governing bodies with management functions) -------------------------------------------------


@rule(level=TIE_MONTH, law_at=month_worked, cites=(CRC("65(2)"), DL12_2013("3")), evidence="S:aecm", since="2018-01-01")
def manager_pay_with_payer(unemployment_insured_pay_with_payer: Money, employee_category: EmployeeCategory) -> Money:
    """Pay as manager or director, protected on closing the business and not as an employee."""
    manages = employee_category == EmployeeCategory.MANAGING_BOARD_MEMBER
    return unemployment_insured_pay_with_payer if manages else NOTHING


@rule(level=TIE_MONTH, law_at=month_worked, cites=(CRC("65(2)"), DL12_2013("3")), evidence="S:aecm", since="2018-01-01")
def manager_days_with_payer(manager_pay_with_payer: Money, days_insured_with_payer: Days) -> Days:
    """Days declared with pay as manager or director."""
    return days_insured_with_payer if manager_pay_with_payer > 0 else 0


manager_pay_of_ties = total("manager_pay_with_payer", at=MONTH)
manager_days_of_ties = total("manager_days_with_payer", at=MONTH)


@rule(level=MONTH, law_at=month_worked, cites=DL12_2013("3"), evidence="S:aecm", since="1960-01-01")
def manager_pay(
    month_on_record: Truth, recorded_as_manager: Truth, unemployment_insured_pay: Money, manager_pay_of_ties: Money
) -> Money:
    """Registered pay as manager or director."""
    if month_on_record:
        return unemployment_insured_pay if recorded_as_manager else NOTHING
    return manager_pay_of_ties


@rule(level=MONTH, law_at=month_worked, cites=DL12_2013("3"), evidence="S:aecm", since="1960-01-01")
def manager_days(
    month_on_record: Truth, recorded_as_manager: Truth, unemployment_insured_days: Days, manager_days_of_ties: Days
) -> Days:
    """Registered days as manager or director."""
    if month_on_record:
        return unemployment_insured_days if recorded_as_manager else 0
    return min(manager_days_of_ties, 30)


# --- Economic dependence ----------------------------------------------------------------------------------------------


@rule(level=TIE_YEAR, law_at=year_end, cites=(CRC("140"), DL65_2012("")), evidence="S:aenf18", since="2013-01-01")
def share_with_contracting_entity(is_contracting_entity: Truth, share_of_activity: Rate) -> Rate:
    """Share of the year's activity provided to the contracting entity."""
    return share_of_activity if is_contracting_entity else NO_RATE


share_of_year = largest("share_with_contracting_entity", at=YEAR)
share_of_last_year = in_force("share_of_year", at=MONTH, lag=1, initial=NOTHING)
dependent_days_of_year = total("dependent_self_employed_days", at=YEAR)
dependent_days_of_last_year = in_force("dependent_days_of_year", at=MONTH, lag=1, initial=NOTHING)
dependent_days_two_years_ago = in_force("dependent_days_of_year", at=MONTH, lag=2, initial=NOTHING)
dependent_days_of_48_months = window("dependent_self_employed_days", at=MONTH, back=48, until=1)
own_account_lately = window("own_account_in_month", at=MONTH, back=1, until=0, how="any")


@rule(level=MONTH, law_at=month_worked, cites=CRC("132"), evidence="L:crc", since="1960-01-01")
def own_account_in_month(self_employed_days: Days) -> Truth:
    """The month has days as self-employed."""
    return self_employed_days > 0


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=DL65_2012("6 as worded until June 2018"),
    evidence="S:econ-cess",
    since="2013-01-01",
    until="2018-07-01",
    name="dependent_long_enough",
)
def dependent_long_enough_until_2018(
    own_account_lately: Truth, dependent_days_of_last_year: Days, dependent_days_two_years_ago: Days
) -> Truth:
    """Until June 2018 self-employed until the end, and economically dependent in both calendar years before."""
    return own_account_lately and dependent_days_of_last_year > 0 and dependent_days_two_years_ago > 0


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=(DL65_2012("6"), DL53_2018("")),
    evidence="S:je-18",
    since="2018-07-01",
)
def dependent_long_enough(own_account_lately: Truth, dependent_days_of_last_year: Days) -> Truth:
    """Self-employed until the end, and economically dependent in the calendar year before."""
    return own_account_lately and dependent_days_of_last_year > 0


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=DL65_2012("6 as worded until June 2018"),
    evidence="S:econ-cess",
    since="2013-01-01",
    until="2018-07-01",
    name="enough_days_as_dependent",
)
def enough_days_as_dependent_until_2018(dependent_days_of_48_months: Days, old_dependent_days_needed: Days) -> Truth:
    """Until June 2018: 720 days of dependence in the 48 months before."""
    return dependent_days_of_48_months >= old_dependent_days_needed


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=(DL65_2012("6"), DL53_2018("")),
    evidence="S:aenf18",
    since="2018-07-01",
)
def enough_days_as_dependent(qualifying_days: Days, dependent_days_needed: Days) -> Truth:
    """360 days in the 24 months before; employment and other own-account work complete them."""
    return qualifying_days >= dependent_days_needed


@rule(level=MONTH, law_at=month_worked, cites=DL65_2012("6"), evidence="S:cgd-ti", since="2013-01-01")
def own_contributions_in_order(contributions_in_debt: Truth) -> Truth:
    """The worker's contributions are paid."""
    return not contributions_in_debt


@rule(level=MONTH, law_at=month_worked, cites=DL65_2012("6"), evidence="S:je-18", since="2013-01-01")
def cessation_qualified(
    dependent_long_enough: Truth, enough_days_as_dependent: Truth, own_contributions_in_order: Truth
) -> Truth:
    """Dependent then and in the year before, with the days, contributions in order."""
    return dependent_long_enough and enough_days_as_dependent and own_contributions_in_order


# --- Amount for dependent workers -------------------------------------------------------------------------------------


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=(DL65_2012(""), DL53_2018("")),
    evidence="S:aenf18",
    since="1960-01-01",
    range=(0, 100_000_000_000),
)
def pay_for_cessation(self_employed_base_beyond_pensions: Money, registered_equivalence_pay: Money) -> Money:
    """Bases registered as self-employed, and pay by equivalence."""
    return self_employed_base_beyond_pensions + registered_equivalence_pay


cessation_reference_total = window("pay_for_cessation", at=MONTH, back=14, until=3)
base_of_last_month = previous("registered_self_employed_base", n=1, initial=0)


@rule(level=MONTH, law_at=month_worked, cites=DL65_2012(""), evidence="S:aenf18", since="2013-01-01")
def dependence_share(
    share_of_last_year: Rate,
    dependent_days_of_last_year: Days,
    recorded_dependence_share: Rate,
    dependence_share_counts: Truth,
) -> Rate:
    """Share of last year's activity with the contracting entity, by which the benefit is multiplied."""
    if not dependence_share_counts:
        return WHOLE
    if share_of_last_year > 0:
        return min(share_of_last_year, WHOLE)
    return recorded_dependence_share if dependent_days_of_last_year > 0 else NO_RATE


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=DL65_2012("as worded until June 2018"),
    evidence="S:editvalue",
    since="2013-01-01",
    until="2018-07-01",
    name="cessation_reference_pay",
)
def cessation_reference_pay_until_2018(base_of_last_month: Money) -> Money:
    """Until June 2018 the conventional pay of the contribution step at the end."""
    return base_of_last_month


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=(DL65_2012(""), DL53_2018("")),
    evidence="S:aenf18",
    since="2018-07-01",
)
def cessation_reference_pay(cessation_reference_total: Money) -> Money:
    """Thirty times R/360: bases of the first twelve months before the second month before the end."""
    return mul_div(cessation_reference_total, 1, 12)


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=DL65_2012("as worded until June 2018"),
    evidence="K",
    since="2013-01-01",
    until="2018-07-01",
    name="cessation_benefit_before_limits",
)
def cessation_benefit_before_limits_until_2018(
    cessation_reference_pay: Money, unemployment_rate: Rate, dependence_share: Rate
) -> Money:
    """Until June 2018: step, times 65 %, times the share of dependence."""
    return percent_of(cessation_reference_pay, times(unemployment_rate, dependence_share))


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=(DL65_2012(""), DL53_2018("")),
    evidence="S:aenf18 ?",
    since="2018-07-01",
)
def cessation_benefit_before_limits(
    cessation_reference_total: Money, unemployment_rate: Rate, dependence_share: Rate
) -> Money:
    """65 % of reference pay, times the share of dependence, thirty days to the month."""
    return percents_of(cessation_reference_total, times(unemployment_rate, dependence_share), over=12)


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=(DL119_2021("4"), DL220_2006("28-A")),
    evidence="S:td",
    since="2022-01-01",
    before=NOTHING,
)
def cessation_family_increase(
    cessation_benefit_before_limits: Money, family_increase_granted: Truth, family_increase_rate: Rate
) -> Money:
    """10 % more where both spouses, or a lone parent, are unemployed with children; before the limits."""
    return percent_of(cessation_benefit_before_limits, family_increase_rate) if family_increase_granted else NOTHING


@rule(level=MONTH, law_at=month_worked, cites=DL65_2012(""), evidence="S:datalabor", since="2013-01-01")
def lowest_cessation_benefit(
    ias: Money, cessation_reference_pay: Money, contribution_rate: Rate, income_tax_rate_on_reference_pay: Rate
) -> Money:
    """One support index, or net reference pay if lower."""
    tax = percent_of(cessation_reference_pay, income_tax_rate_on_reference_pay)
    net = cessation_reference_pay - percent_of(cessation_reference_pay, contribution_rate) - tax
    return min(ias, max(net, NOTHING))


@rule(level=MONTH, law_at=month_worked, cites=DL65_2012(""), evidence="S:datalabor", since="2013-01-01")
def cessation_benefit(
    cessation_benefit_before_limits: Money,
    cessation_family_increase: Money,
    lowest_cessation_benefit: Money,
    highest_unemployment_benefit: Money,
) -> Money:
    """Not below the lower limit, not above two and a half support indices."""
    increased = cessation_benefit_before_limits + cessation_family_increase
    return max(min(increased, highest_unemployment_benefit), lowest_cessation_benefit)


# --- Business owners and managers (DL 12/2013) ------------------------------------------------------------------------


@rule(level=MONTH, law_at=month_worked, cites=DL12_2013("9"), evidence="S:aecm", since="1960-01-01")
def business_days(business_owner_days: Days, manager_days: Days) -> Days:
    """Days as business owner, EIRL holder, their spouse, manager or director."""
    return min(business_owner_days + manager_days, 30)


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=DL12_2013("13"),
    evidence="I:aiccopn",
    since="1960-01-01",
    range=(0, 100_000_000_000),
)
def pay_for_closing(business_owner_days: Days, self_employed_base_beyond_pensions: Money, manager_pay: Money) -> Money:
    """Bases and pay registered from the business, as owner or manager."""
    return manager_pay + (self_employed_base_beyond_pensions if business_owner_days > 0 else NOTHING)


@rule(level=MONTH, law_at=month_worked, cites=DL12_2013("3"), evidence="S:aecm", since="1960-01-01")
def in_business(business_days: Days) -> Truth:
    """The month has days in business."""
    return business_days > 0


business_days_of_48_months = window("business_days", at=MONTH, back=48, until=1)
closing_reference_total = window("pay_for_closing", at=MONTH, back=14, until=3)
in_business_lately = window("in_business", at=MONTH, back=1, until=0, how="any")


@rule(level=MONTH, law_at=month_worked, cites=DL12_2013("9"), evidence="S:aiccopn", since="2013-02-01")
def enough_days_in_business(business_days_of_48_months: Days, business_days_needed: Days) -> Truth:
    """720 days in business in the 48 months before."""
    return business_days_of_48_months >= business_days_needed


@rule(level=MONTH, law_at=month_worked, cites=DL12_2013("7"), evidence="S:lexology", since="2013-02-01")
def closing_qualified(
    in_business_lately: Truth, enough_days_in_business: Truth, own_contributions_in_order: Truth
) -> Truth:
    """In business until then, with the days, contributions in order."""
    return in_business_lately and enough_days_in_business and own_contributions_in_order


@rule(level=MONTH, law_at=month_worked, cites=DL12_2013(""), evidence="I:aiccopn", since="2013-02-01")
def closing_reference_pay(closing_reference_total: Money) -> Money:
    """A month's reference pay, over the same twelve months as for employees."""
    return mul_div(closing_reference_total, 1, 12)


@rule(level=MONTH, law_at=month_worked, cites=DL12_2013(""), evidence="S:aiccopn", since="2013-02-01")
def closing_benefit_before_limits(closing_reference_total: Money, unemployment_rate: Rate) -> Money:
    """65 % of reference pay, thirty days to the month."""
    return percents_of(closing_reference_total, unemployment_rate, over=12)


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=(DL119_2021("5"), DL220_2006("28-A")),
    evidence="S:td",
    since="2022-01-01",
    before=NOTHING,
)
def closing_family_increase(
    closing_benefit_before_limits: Money, family_increase_granted: Truth, family_increase_rate: Rate
) -> Money:
    """10 % more where both spouses, or a lone parent, are unemployed with children; before the limits."""
    return percent_of(closing_benefit_before_limits, family_increase_rate) if family_increase_granted else NOTHING


@rule(level=MONTH, law_at=month_worked, cites=DL12_2013(""), evidence="S:pmeportugal", since="2013-02-01")
def closing_benefit(
    closing_benefit_before_limits: Money,
    closing_family_increase: Money,
    closing_reference_pay: Money,
    highest_unemployment_benefit: Money,
    ias: Money,
) -> Money:
    """Between one support index (or reference pay if lower) and two and a half."""
    increased = closing_benefit_before_limits + closing_family_increase
    return max(min(increased, highest_unemployment_benefit), min(ias, closing_reference_pay))


# --- A cessation that happened ----------------------------------------------------------------------------------------


@rule(level=SPELL, law_at=spell_start, cites=(DL65_2012("6"), DL220_2006("20")), evidence="S:je-18", since="1960-01-01")
def cessation_claimed(
    contingency: Contingency,
    work_that_ended: WorkThatEnded,
    involuntary_unemployment: Truth,
    registered_at_job_centre: Truth,
    contracting_entity_paid: Truth,
    dependent_at_the_end: Truth,
) -> Truth:
    """The contract with a contracting entity that paid its contribution ended against the worker's will."""
    ended = contingency == Contingency.UNEMPLOYMENT and work_that_ended == WorkThatEnded.SERVICES_CONTRACT
    dependent = contracting_entity_paid and dependent_at_the_end
    return ended and involuntary_unemployment and registered_at_job_centre and dependent


@rule(level=SPELL, law_at=spell_start, cites=DL65_2012("6"), evidence="S:je-18", since="2013-01-01")
def cessation_entitled(cessation_claimed: Truth, cessation_qualified: Truth) -> Truth:
    """Claimed, and qualified in the month of the end."""
    return cessation_claimed and cessation_qualified


@rule(
    level=SPELL, law_at=spell_start, cites=(DL12_2013("6"), DL12_2013("7")), evidence="S:lexology", since="1960-01-01"
)
def closing_claimed(
    contingency: Contingency,
    work_that_ended: WorkThatEnded,
    involuntary_unemployment: Truth,
    registered_at_job_centre: Truth,
) -> Truth:
    """The business closed for a reason that the law accepts, and the worker is registered at the job centre."""
    ended = contingency == Contingency.UNEMPLOYMENT and work_that_ended == WorkThatEnded.BUSINESS
    return ended and involuntary_unemployment and registered_at_job_centre


@rule(level=SPELL, law_at=spell_start, cites=DL12_2013("7"), evidence="S:lexology", since="2013-02-01")
def closing_entitled(closing_claimed: Truth, closing_qualified: Truth) -> Truth:
    """Claimed, and qualified in the month of the closing."""
    return closing_claimed and closing_qualified


@rule(level=SPELL, law_at=spell_start, cites=(DL65_2012(""), DL53_2018("")), evidence="S:je-18", since="2013-01-01")
def cessation_days_paid(
    cessation_entitled: Truth,
    closing_entitled: Truth,
    days_since_claim: Days,
    duration_on_the_day: Days,
    duration_lost_by_late_claim: Days,
) -> Days:
    """From the claim on, for as long as an employee of that age and record would be paid."""
    longest = max(duration_on_the_day - duration_lost_by_late_claim, 0)
    return min(days_since_claim, longest) if cessation_entitled or closing_entitled else 0


@rule(
    level=SPELL, law_at=spell_start, cites=(DL65_2012(""), DL53_2018("")), evidence="S:eurofound-pw", since="2013-01-01"
)
def partial_cessation_benefit(cessation_benefit: Money, other_activity_pay: Money, partial_increase: Rate) -> Money:
    """Beside another activity that pays less than the benefit: benefit and 35 % of it, less that pay."""
    return max(cessation_benefit + percent_of(cessation_benefit, partial_increase) - other_activity_pay, NOTHING)


@rule(level=SPELL, law_at=spell_start, cites=(DL65_2012(""), DL53_2018("")), evidence="S:cgi18", since="2013-01-01")
def monthly_cessation_benefit(
    cessation_benefit: Money, other_activity_pay: Money, partial_cessation_benefit: Money
) -> Money:
    """The benefit, the partial one beside a lesser activity, nothing beside one that pays as much."""
    if other_activity_pay == 0:
        return cessation_benefit
    return partial_cessation_benefit if other_activity_pay < cessation_benefit else NOTHING


@rule(level=SPELL, law_at=spell_start, cites=DL65_2012(""), evidence="S:aenf18", since="2013-01-01")
def cessation_paid(monthly_cessation_benefit: Money, cessation_entitled: Truth, cessation_days_paid: Days) -> Money:
    """A thirtieth of the monthly benefit for each day."""
    return mul_div(monthly_cessation_benefit, cessation_days_paid, 30) if cessation_entitled else NOTHING


@rule(level=SPELL, law_at=spell_start, cites=DL12_2013(""), evidence="S:datalabor", since="2013-02-01")
def partial_closing_benefit(closing_benefit: Money, other_activity_pay: Money, partial_increase: Rate) -> Money:
    """Beside part-time or own-account work for less than the benefit: benefit and 35 % of it, less that income."""
    return max(closing_benefit + percent_of(closing_benefit, partial_increase) - other_activity_pay, NOTHING)


@rule(level=SPELL, law_at=spell_start, cites=DL12_2013(""), evidence="S:datalabor", since="2013-02-01")
def monthly_closing_benefit(closing_benefit: Money, other_activity_pay: Money, partial_closing_benefit: Money) -> Money:
    """The benefit, the partial one beside a lesser activity, nothing beside one that pays as much."""
    if other_activity_pay == 0:
        return closing_benefit
    return partial_closing_benefit if other_activity_pay < closing_benefit else NOTHING


@rule(level=SPELL, law_at=spell_start, cites=DL12_2013(""), evidence="S:aiccopn", since="2013-02-01")
def closing_paid(monthly_closing_benefit: Money, closing_entitled: Truth, cessation_days_paid: Days) -> Money:
    """A thirtieth of the monthly benefit for each day."""
    return mul_div(monthly_closing_benefit, cessation_days_paid, 30) if closing_entitled else NOTHING


RESULTS = (
    benefit(
        "cessation_benefit",
        branch=Branch.UNEMPLOYMENT,
        scheme="self_employed",
        contingency=Contingency.UNEMPLOYMENT,
        qualified="cessation_qualified",
        conditions=("dependent_long_enough", "enough_days_as_dependent", "own_contributions_in_order"),
        amount="cessation_benefit",
        per="month",
        reference="cessation_reference_pay",
        duration="unemployment_duration",
        entitled="cessation_entitled",
        paid="cessation_paid",
        assumed={
            "work_that_ended": "services_contract",
            "involuntary_unemployment": "yes",
            "registered_at_job_centre": "yes",
            "contracting_entity_paid": "yes",
            "dependent_at_the_end": "yes",
            "days_until_claim": "0",
        },
        c102="IV",
        missoc="X",
        esspros="unemployment",
    ),
    benefit(
        "closing_benefit",
        branch=Branch.UNEMPLOYMENT,
        scheme="self_employed",
        contingency=Contingency.UNEMPLOYMENT,
        qualified="closing_qualified",
        conditions=("in_business_lately", "enough_days_in_business", "own_contributions_in_order"),
        amount="closing_benefit",
        per="month",
        reference="closing_reference_pay",
        duration="unemployment_duration",
        entitled="closing_entitled",
        paid="closing_paid",
        assumed={
            "work_that_ended": "business",
            "involuntary_unemployment": "yes",
            "registered_at_job_centre": "yes",
            "days_until_claim": "0",
        },
        c102="IV",
        missoc="X",
        esspros="unemployment",
    ),
    posting(
        "cessation_paid",
        branch=Branch.UNEMPLOYMENT,
        scheme="self_employed",
        payer="state",
        posted_on="unemployment_posted_on",
        cause="cessation benefit",
    ),
    posting(
        "closing_paid",
        branch=Branch.UNEMPLOYMENT,
        scheme="self_employed",
        payer="state",
        posted_on="unemployment_posted_on",
        cause="closing benefit",
    ),
)
