"""Unemployment benefit (失业保险金): a year of contributions, months by the years paid, amounts set by the province."""

from amparo.law.china.instruments import (
    GDUIR,
    SIL,
    UIR,
    BeijingUnemployment,
    RetirementAge2024,
    ShanghaiUnemployment,
    SILRules,
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
    Date,
    Money,
    Month,
    Months,
    Place,
    Rate,
    Steps,
    Truth,
    add_months,
    benefit,
    bracket,
    month_of,
    month_worked,
    months_between,
    mul_div,
    percent_of,
    posting,
    previous,
    rule,
    spell_start,
    window,
)


class UnemploymentAmountForm(Category):
    """How a place sets the monthly benefit."""

    SHARE_OF_MINIMUM_WAGE = 1
    BY_MONTHS_PAID = 2


unemployment_months_unused_before = previous("unemployment_months_unused", n=1, initial=0)
benefit_drawn_before = previous("benefit_drawn_so_far", n=1, initial=0)
unemployment_paid_last_month = previous("unemployment_month_paid", n=1, initial=0)
unemployment_place_last_month = previous("unemployment_place_of_payment", n=1)
flexible_unemployment_last_month = previous("paid_unemployment_as_flexible", n=1, initial=0)
unemployment_bases_of_12 = window("unemployment_base_of_month", at=MONTH, back=12, until=1)
unemployment_paid_of_12 = window("unemployment_month_paid", at=MONTH, back=12, until=1, how="count")


# --- Contributions that count -------------------------------------------------------------------------------------


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=(SIL("46"), UIR("17"), SILRules("14")),
    evidence="S:L1,L3,flk",
    since="1986-10-01",
    before=0,
    range=(0, 1200),
)
def unemployment_months_unused(
    unemployment_months_unused_before: Months, unemployment_month_paid: Truth, draws_unemployment_benefit: Truth
) -> Months:
    """Months paid among those told, counted anew from the month in which benefit was drawn."""
    if draws_unemployment_benefit:
        return 0
    if unemployment_month_paid:
        return min(unemployment_months_unused_before + 1, 1200)
    return unemployment_months_unused_before


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=SIL("46"),
    evidence="S:L1",
    since="1986-10-01",
    before=NO,
    range=(0, 1),
)
def benefit_drawn_so_far(benefit_drawn_before: Truth, draws_unemployment_benefit: Truth) -> Truth:
    """Benefit was drawn in this month or in an earlier one of those told."""
    return benefit_drawn_before or draws_unemployment_benefit


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=(SIL("46"), SILRules("14")),
    evidence="S:L1,flk",
    since="1986-10-01",
    before=0,
)
def unemployment_months_that_count(
    unemployment_months_unused: Months, benefit_drawn_so_far: Truth, unemployment_months_before_records: Months
) -> Months:
    """Months paid since benefit was last drawn; months for which none was drawn are kept and added up."""
    if benefit_drawn_so_far:
        return unemployment_months_unused
    return unemployment_months_unused + unemployment_months_before_records


# --- Where and through whom ---------------------------------------------------------------------------------------


@rule(level=MONTH, law_at=month_worked, cites=SIL("44"), evidence="I:L1,B7", since="1986-10-01", before=NO)
def paid_unemployment_as_flexible(
    joins_flexible_unemployment: Truth, month_on_record: Truth, unemployment_base_at_employers: Money
) -> Truth:
    """The contribution of the month is a flexible worker's own, no employer paying one."""
    return joins_flexible_unemployment and (month_on_record or unemployment_base_at_employers == 0)


@rule(level=MONTH, law_at=month_worked, cites=(SIL("52"), GDUIR("25")), evidence="I:L1", since="1986-10-01")
def unemployment_place_of_payment(
    month_on_record: Truth,
    recorded_pension_place: Place,
    paid_unemployment_as_flexible: Truth,
    participation_place: Place,
    insured_place_at_employers: Place,
) -> Place:
    """Where the unemployment contribution of the month is paid."""
    if month_on_record:
        return recorded_pension_place
    return participation_place if paid_unemployment_as_flexible else insured_place_at_employers


@rule(level=MONTH, law_at=month_worked, cites=(SIL("52"), GDUIR("25")), evidence="I:L1,flk", since="1986-10-01")
def unemployment_place(
    unemployment_month_paid: Truth,
    unemployment_place_of_payment: Place,
    unemployment_paid_last_month: Truth,
    unemployment_place_last_month: Place,
    residence_place: Place,
) -> Place:
    """The place of the last contribution, this month's or last month's; failing both, that of residence."""
    if unemployment_month_paid:
        return unemployment_place_of_payment
    return unemployment_place_last_month if unemployment_paid_last_month else residence_place


# --- If the loss of work happened in this month -------------------------------------------------------------------


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=(SIL("45(1)"), UIR("14"), GDUIR("15(1)")),
    evidence="S:L1,L3,flk",
    since="2011-07-01",
    place="unemployment_place",
)
def unemployment_year_paid(
    unemployment_months_that_count: Months,
    least_unemployment_months: Months,
    unused_benefit_months: Months,
    unused_months_suffice: Truth,
) -> Truth:
    """A year of contributions; in some places months left over from an earlier entitlement are enough."""
    left_over = unused_months_suffice and unused_benefit_months > 0
    return unemployment_months_that_count >= least_unemployment_months or left_over


@rule(level=MONTH, law_at=month_worked, cites=SIL("51"), evidence="S:L1", since="2011-07-01")
def not_of_pension_age(above_statutory_retirement_age: Truth, draws_old_age_pension: Truth) -> Truth:
    """Whoever has reached the retirement age or draws a pension has no unemployment benefit."""
    return not above_statutory_retirement_age and not draws_old_age_pension


@rule(level=MONTH, law_at=month_worked, cites=SIL("44"), evidence="I:L1", since="2011-07-01")
def unemployment_insured_as_flexible(
    paid_unemployment_as_flexible: Truth, flexible_unemployment_last_month: Truth, unemployment_base_at_employers: Money
) -> Truth:
    """The last contribution, of this month or the one before, was a flexible worker's own."""
    lately = flexible_unemployment_last_month and unemployment_base_at_employers == 0
    return paid_unemployment_as_flexible or lately


@rule(level=MONTH, law_at=month_worked, cites=SIL("44"), evidence="I:L1", since="2011-07-01")
def unemployment_insured_through_employer(unemployment_insured_as_flexible: Truth) -> Truth:
    """Insured through an employer, not as a flexible worker."""
    return not unemployment_insured_as_flexible


@rule(level=MONTH, law_at=month_worked, cites=(SIL("45"), SIL("51")), evidence="S:L1", since="2011-07-01")
def unemployment_qualified(
    unemployment_insured_through_employer: Truth, unemployment_year_paid: Truth, not_of_pension_age: Truth
) -> Truth:
    """An employee who could draw benefit after an involuntary loss of work."""
    return unemployment_insured_through_employer and unemployment_year_paid and not_of_pension_age


@rule(level=MONTH, law_at=month_worked, cites=(SIL("45"), SIL("51")), evidence="I:B7", since="2011-07-01")
def flexible_unemployment_qualified(
    unemployment_insured_as_flexible: Truth, unemployment_year_paid: Truth, not_of_pension_age: Truth
) -> Truth:
    """A flexible worker who could draw benefit after an involuntary loss of work, where the place insures them."""
    return unemployment_insured_as_flexible and unemployment_year_paid and not_of_pension_age


@rule(level=MONTH, law_at=month_worked, cites=(SIL("46"), UIR("17")), evidence="S:L1,L3", since="2011-07-01")
def longest_benefit_nationally(
    unemployment_months_that_count: Months, least_unemployment_months: Months, national_longest_months: Steps
) -> Months:
    """The longest that national law lets a province pay: 12, 18 or 24 months by the years paid."""
    if unemployment_months_that_count < least_unemployment_months:
        return 0
    return bracket(national_longest_months, unemployment_months_that_count)


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=(SIL("46"), UIR("17"), GDUIR("17")),
    evidence="S:L1,L3,flk",
    since="2011-07-01",
    place="unemployment_place",
)
def unemployment_months_earned(
    unemployment_months_that_count: Months, least_unemployment_months: Months, benefit_months_by_months_paid: Steps
) -> Months:
    """Months of benefit that the place gives for the months paid."""
    if unemployment_months_that_count < least_unemployment_months:
        return 0
    return bracket(benefit_months_by_months_paid, unemployment_months_that_count)


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=(SIL("46"), UIR("17"), GDUIR("18")),
    evidence="S:L1,L3,flk",
    since="2011-07-01",
)
def unemployment_duration(
    unemployment_months_earned: Months, unused_benefit_months: Months, longest_benefit_months: Months
) -> Months:
    """Months earned anew and months left over from the entitlement before, together at most 24."""
    return min(unemployment_months_earned + unused_benefit_months, longest_benefit_months)


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=(SIL("47"), UIR("18"), GDUIR("19"), BeijingUnemployment("19")),
    evidence="S:L1,L3,flk",
    since="2011-07-01",
    place="unemployment_place",
)
def unemployment_amount(
    unemployment_amount_form: UnemploymentAmountForm,
    monthly_minimum_wage: Money,
    benefit_share_of_minimum_wage: Rate,
    benefit_by_months_paid: Steps,
    unemployment_months_that_count: Months,
) -> Money:
    """The monthly benefit of the first twelve months: a share of the minimum wage, or an amount by the years paid."""
    if unemployment_amount_form == UnemploymentAmountForm.SHARE_OF_MINIMUM_WAGE:
        return percent_of(monthly_minimum_wage, benefit_share_of_minimum_wage)
    return bracket(benefit_by_months_paid, unemployment_months_that_count)


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=(SIL("47"), BeijingUnemployment("amounts"), ShanghaiUnemployment("amounts")),
    evidence="S:U3,U4,U6-U8",
    since="2011-07-01",
    place="unemployment_place",
)
def unemployment_amount_from_month_13(
    unemployment_amount_form: UnemploymentAmountForm, unemployment_amount: Money, benefit_from_month_13: Money
) -> Money:
    """From the thirteenth month the places with amounts by years pay a second amount; a share stays what it was."""
    if unemployment_amount_form == UnemploymentAmountForm.SHARE_OF_MINIMUM_WAGE:
        return unemployment_amount
    return benefit_from_month_13


@rule(level=MONTH, law_at=month_worked, cites=SIL("47"), evidence="I:L1", since="2011-07-01")
def unemployment_reference(
    unemployment_bases_of_12: Money, unemployment_paid_of_12: Count, unemployment_base_of_month: Money
) -> Money:
    """The average contribution base of the months paid in the last twelve, which the benefit is held against."""
    if unemployment_paid_of_12 == 0:
        return unemployment_base_of_month
    return mul_div(unemployment_bases_of_12, 1, max(unemployment_paid_of_12, 1))


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=GDUIR("20 (2022)"),
    evidence="S:L4",
    since="2011-07-01",
    place="unemployment_place",
)
def job_search_open(job_search_allowance_exists: Truth) -> Truth:
    """The place pays a job-search allowance beside the benefit: Guangdong did so until January 2025."""
    return job_search_allowance_exists


@rule(level=MONTH, law_at=month_worked, cites=GDUIR("20 (2022)"), evidence="S:L4", since="2011-07-01")
def job_search_qualified(job_search_open: Truth, unemployment_qualified: Truth) -> Truth:
    """Whoever could draw the benefit could draw the allowance too."""
    return job_search_open and unemployment_qualified


@rule(level=MONTH, law_at=month_worked, cites=GDUIR("20 (2022)"), evidence="S:L4", since="2011-07-01")
def job_search_allowance(job_search_open: Truth, unemployment_reference: Money, job_search_rate: Rate) -> Money:
    """15 % of the average base of the last twelve months, each month."""
    return percent_of(unemployment_reference, job_search_rate) if job_search_open else NOTHING


@rule(level=MONTH, law_at=month_worked, cites=GDUIR("20 (2022)"), evidence="S:L4", since="2011-07-01")
def job_search_months(job_search_longest_months: Months) -> Months:
    """The job-search allowance is paid for at most six months."""
    return job_search_longest_months


# --- A loss of work that happened ---------------------------------------------------------------------------------


@rule(
    level=SPELL,
    law_at=spell_start,
    cites=(SIL("45"), UIR("14"), SILRules("13")),
    evidence="S:L1,L3,flk",
    since="2011-07-01",
)
def unemployment_claim_stands(
    contingency: Contingency,
    unemployment_year_paid: Truth,
    not_of_pension_age: Truth,
    involuntary_loss: Truth,
    registered_as_job_seeker: Truth,
) -> Truth:
    """Work lost against the worker's will, registered as unemployed and seeking work, with a year of contributions."""
    claimed = contingency == Contingency.UNEMPLOYMENT and involuntary_loss and registered_as_job_seeker
    return claimed and unemployment_year_paid and not_of_pension_age


@rule(
    level=SPELL,
    law_at=spell_start,
    cites=(UIR("16"), BeijingUnemployment("15 (2024)")),
    evidence="I:L3,flk",
    since="2011-07-01",
)
def months_unemployed(spell_first_day: Date, spell_last_day: Date) -> Months:
    """Calendar months from the registration to the end of the spell, each one begun counting."""
    return min(max(months_between(month_of(spell_first_day), month_of(spell_last_day)) + 1, 0), 1200)


@rule(
    level=SPELL,
    law_at=spell_start,
    cites=(GDUIR("23 (2022)"), BeijingUnemployment("20")),
    evidence="S:L4,flk",
    since="2011-07-01",
    place="unemployment_place",
)
def whole_benefit_at_once(started_own_business: Truth, whole_benefit_for_own_business: Truth) -> Truth:
    """Whoever starts an own business while drawing gets the rest at once, where the place says so."""
    return started_own_business and whole_benefit_for_own_business


@rule(level=SPELL, law_at=spell_start, cites=(SIL("46"), SIL("51")), evidence="S:L1", since="2011-07-01")
def months_of_benefit(
    unemployment_claim_stands: Truth,
    unemployment_duration: Months,
    months_unemployed: Months,
    whole_benefit_at_once: Truth,
) -> Months:
    """Months paid: those of the spell, within the duration; all of it for an own business."""
    if not unemployment_claim_stands:
        return 0
    return unemployment_duration if whole_benefit_at_once else min(months_unemployed, unemployment_duration)


@rule(level=SPELL, law_at=spell_start, cites=SIL("47"), evidence="S:U3,U6", since="2011-07-01")
def months_at_first_amount(months_of_benefit: Months, months_of_first_amount: Months) -> Months:
    """The first twelve months are paid at the first amount."""
    return min(months_of_benefit, months_of_first_amount)


@rule(
    level=SPELL,
    law_at=spell_start,
    cites=(RetirementAge2024("7"), BeijingUnemployment("13 (2024)")),
    evidence="S:flk",
    since="2025-01-01",
    before=0,
)
def months_until_retirement(
    unemployment_claim_stands: Truth,
    spell_first_day: Date,
    unemployment_duration: Months,
    statutory_retirement_month: Month,
    extended_within_months: Months,
) -> Months:
    """Whoever is less than a year from the retirement age when the benefit ends may draw it until then."""
    ends = add_months(month_of(spell_first_day), unemployment_duration)
    left = months_between(ends, statutory_retirement_month)
    return left if unemployment_claim_stands and left > 0 and left < extended_within_months else 0


@rule(
    level=SPELL,
    law_at=spell_start,
    cites=(RetirementAge2024("7"), BeijingUnemployment("13 (2024)")),
    evidence="S:flk",
    since="2025-01-01",
    before=0,
)
def months_extended(
    months_until_retirement: Months, months_unemployed: Months, unemployment_duration: Months
) -> Months:
    """Months beyond the duration that are paid for nearness to retirement."""
    return min(months_until_retirement, max(months_unemployed - unemployment_duration, 0))


@rule(
    level=SPELL,
    law_at=spell_start,
    cites=(RetirementAge2024("7"), ShanghaiUnemployment("amounts")),
    evidence="S:U6-U8",
    since="2025-01-01",
    before=NOTHING,
    place="unemployment_place",
)
def extended_benefit(months_extended: Months, benefit_when_extended: Money) -> Money:
    """The benefit until retirement, at the amount that the place sets for it."""
    return benefit_when_extended * months_extended if months_extended > 0 else NOTHING


@rule(level=SPELL, law_at=spell_start, cites=(SIL("46"), SIL("47")), evidence="S:L1", since="2011-07-01")
def unemployment_paid(
    months_of_benefit: Months,
    months_at_first_amount: Months,
    months_of_first_amount: Months,
    unemployment_amount: Money,
    unemployment_amount_from_month_13: Money,
    extended_benefit: Money,
) -> Money:
    """The benefit of the spell at the amounts of its first month: later changes of the amounts are not followed."""
    if months_of_benefit <= 0:
        return NOTHING
    later = max(months_of_benefit - months_of_first_amount, 0)
    second = unemployment_amount_from_month_13 * later if later > 0 else NOTHING
    return unemployment_amount * months_at_first_amount + second + extended_benefit


@rule(level=SPELL, law_at=spell_start, cites=SIL("45"), evidence="S:L1", since="2011-07-01")
def unemployment_entitled(unemployment_claim_stands: Truth, unemployment_insured_through_employer: Truth) -> Truth:
    """An employee's claim that stands."""
    return unemployment_claim_stands and unemployment_insured_through_employer


@rule(level=SPELL, law_at=spell_start, cites=SIL("45"), evidence="I:B7", since="2011-07-01")
def flexible_unemployment_entitled(unemployment_claim_stands: Truth, unemployment_insured_as_flexible: Truth) -> Truth:
    """A flexible worker's claim that stands."""
    return unemployment_claim_stands and unemployment_insured_as_flexible


@rule(level=SPELL, law_at=spell_start, cites=SIL("46"), evidence="S:L1", since="2011-07-01")
def unemployment_paid_to_employee(unemployment_entitled: Truth, unemployment_paid: Money) -> Money:
    """What an employee is paid."""
    return unemployment_paid if unemployment_entitled else NOTHING


@rule(level=SPELL, law_at=spell_start, cites=SIL("46"), evidence="I:B7", since="2011-07-01")
def unemployment_paid_to_flexible(flexible_unemployment_entitled: Truth, unemployment_paid: Money) -> Money:
    """What a flexible worker is paid."""
    return unemployment_paid if flexible_unemployment_entitled else NOTHING


@rule(level=SPELL, law_at=spell_start, cites=SIL("48"), evidence="S:L1", since="2011-07-01")
def medical_months_from_unemployment_fund(months_of_benefit: Months, months_extended: Months) -> Months:
    """While benefit is drawn the fund pays the medical contributions, the worker none."""
    return months_of_benefit + months_extended


@rule(level=SPELL, law_at=spell_start, cites=GDUIR("20 (2022)"), evidence="S:L4", since="2011-07-01")
def job_search_paid(
    job_search_entitled: Truth,
    months_of_benefit: Months,
    months_unemployed: Months,
    job_search_allowance: Money,
    job_search_months: Months,
) -> Money:
    """The job-search allowance of the months for which benefit is drawn, at most six."""
    if not job_search_entitled or months_of_benefit <= 0:
        return NOTHING
    return job_search_allowance * min(months_of_benefit, months_unemployed, job_search_months)


@rule(level=SPELL, law_at=spell_start, cites=GDUIR("20 (2022)"), evidence="S:L4", since="2011-07-01")
def job_search_entitled(unemployment_entitled: Truth, job_search_open: Truth) -> Truth:
    """Entitled to the job-search allowance together with the benefit."""
    return unemployment_entitled and job_search_open


RESULTS = (
    posting(
        "unemployment_paid_to_employee",
        branch=Branch.UNEMPLOYMENT,
        scheme="employees",
        payer="state",
        posted_on=spell_start,
        cause="unemployment benefit",
    ),
    posting(
        "unemployment_paid_to_flexible",
        branch=Branch.UNEMPLOYMENT,
        scheme="flexible",
        payer="state",
        posted_on=spell_start,
        cause="unemployment benefit",
    ),
    posting(
        "job_search_paid",
        branch=Branch.UNEMPLOYMENT,
        scheme="employees",
        payer="state",
        posted_on=spell_start,
        cause="job-search allowance",
    ),
    benefit(
        "unemployment_benefit",
        branch=Branch.UNEMPLOYMENT,
        scheme="employees",
        contingency=Contingency.UNEMPLOYMENT,
        qualified="unemployment_qualified",
        conditions=("unemployment_insured_through_employer", "unemployment_year_paid", "not_of_pension_age"),
        amount="unemployment_amount",
        per="month",
        reference="unemployment_reference",
        duration="unemployment_duration",
        entitled="unemployment_entitled",
        paid="unemployment_paid_to_employee",
        assumed={"involuntary_loss": "yes", "registered_as_job_seeker": "yes"},
        c102="IV",
        missoc="X",
        esspros="unemployment",
    ),
    benefit(
        "unemployment_benefit_flexible",
        branch=Branch.UNEMPLOYMENT,
        scheme="flexible",
        contingency=Contingency.UNEMPLOYMENT,
        qualified="flexible_unemployment_qualified",
        conditions=("unemployment_insured_as_flexible", "unemployment_year_paid", "not_of_pension_age"),
        amount="unemployment_amount",
        per="month",
        reference="unemployment_reference",
        duration="unemployment_duration",
        entitled="flexible_unemployment_entitled",
        paid="unemployment_paid_to_flexible",
        assumed={"involuntary_loss": "yes", "registered_as_job_seeker": "yes"},
        c102="IV",
        missoc="X",
        esspros="unemployment",
    ),
    benefit(
        "job_search_allowance",
        branch=Branch.UNEMPLOYMENT,
        scheme="employees",
        contingency=Contingency.UNEMPLOYMENT,
        qualified="job_search_qualified",
        conditions=(
            "job_search_open",
            "unemployment_insured_through_employer",
            "unemployment_year_paid",
            "not_of_pension_age",
        ),
        amount="job_search_allowance",
        per="month",
        reference="unemployment_reference",
        duration="job_search_months",
        entitled="job_search_entitled",
        paid="job_search_paid",
        assumed={"involuntary_loss": "yes", "registered_as_job_seeker": "yes"},
        missoc="X",
        esspros="unemployment",
    ),
)
