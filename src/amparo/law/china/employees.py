"""Employees' insurance: five branches, employer's and worker's shares, per employer and month.

Each employer pays on its own wage: floor and cap apply per employer, and no ceiling joins several employers.
"""

from amparo.law.china.instruments import (
    GDUIR,
    SIL,
    UIR,
    WIIR,
    Notice2015_71,
    Order56,
    PutianInjuryRates,
    ShenzhenMedical,
    ShenzhenRules,
    SILRules,
    StateCouncil1998_44,
    StateCouncil2005_38,
    StateCouncil2019_10,
    StateCouncil2019_13,
    UnemploymentRateCuts,
)
from amparo.law.china.status import SocialSecurityStatus
from amparo.rules import (
    CONTRACT,
    MONTH,
    NO,
    NOTHING,
    TIE_MONTH,
    WHOLE,
    Activity,
    Branch,
    Category,
    Count,
    Coverage,
    Date,
    Days,
    Money,
    Place,
    Rate,
    Table,
    Truth,
    add_days,
    any_of,
    coverage,
    identity,
    largest,
    lookup,
    month_end,
    month_worked,
    percent_of,
    posting,
    previous,
    rule,
    smallest,
    times,
    total,
)


class InjuryBase(Category):
    CONTRIBUTION_BOUNDS = 1
    MINIMUM_WAGE_FLOOR = 2
    TOTAL_WAGES = 3


class UnemploymentBounds(Category):
    CONTRIBUTION_BOUNDS = 1
    MINIMUM_WAGE_AND_CITY_AVERAGE = 2


class MedicalTier(Category):
    FIRST = 1
    SECOND = 2


class FloatingStep(Category):
    HALF = 1
    FOUR_FIFTHS = 2
    BENCHMARK = 3
    SIX_FIFTHS = 4
    THREE_HALVES = 5


class FloatAllowed(Category):
    DOWN_UP_TO_TWO_STEPS = 1
    UNCHANGED = 2
    UP = 3


# --- Who is insured by the employer -------------------------------------------------------------------------------


@rule(level=CONTRACT, law_at=month_worked, cites=(SIL("10(1)"), SIL("23(1)")), evidence="S:L1", since="2018-01-01")
def full_time_employee(social_security_status: SocialSecurityStatus) -> Truth:
    """A full-time employee is insured by the employer in all branches."""
    return social_security_status == SocialSecurityStatus.EMPLOYEE


@rule(level=CONTRACT, law_at=month_worked, cites=Order56("15-17"), evidence="S:L13", since="2026-07-01", before=NO)
def over_age_employee(social_security_status: SocialSecurityStatus) -> Truth:
    """A worker above the retirement age is insured against work injury, in other branches by agreement."""
    return social_security_status == SocialSecurityStatus.OVER_AGE_WORKER


@rule(
    level=CONTRACT,
    law_at=month_worked,
    cites=(SIL("33"), SILRules("9"), Order56("15")),
    evidence="S:L1",
    since="2018-01-01",
)
def insured_against_work_injury(social_security_status: SocialSecurityStatus) -> Truth:
    """Full-time, part-time and over-age workers are insured against work injury by each employer."""
    return social_security_status != SocialSecurityStatus.FLEXIBLE_WORKER


first_work_place = smallest("work_place", at=TIE_MONTH)
last_work_place = largest("work_place", at=TIE_MONTH)
wage_from_employer = total("gross_pay", at=TIE_MONTH, where="insured_against_work_injury")
full_time_with_employer = any_of("full_time_employee", at=TIE_MONTH)
over_age_with_employer = any_of("over_age_employee", at=TIE_MONTH)
injury_insured_with_employer = any_of("insured_against_work_injury", at=TIE_MONTH)


@rule(level=TIE_MONTH, law_at=month_worked, cites=(SIL("57"), SIL("58(1)")), evidence="I:L1", since="2018-01-01")
def insured_place(first_work_place: Place, last_work_place: Place, employer_registration_place: Place) -> Place:
    """Insured where the work is done; if that is in several places, where the employer is registered."""
    if first_work_place == last_work_place:
        return first_work_place
    return employer_registration_place


@rule(
    level=TIE_MONTH, law_at=month_worked, cites=(SIL("10(1)"), Order56("16")), evidence="S:L1,L13", since="2018-01-01"
)
def pension_insured_by_employer(
    full_time_with_employer: Truth,
    over_age_with_employer: Truth,
    agreed_pension_through_employer: Truth,
    draws_old_age_pension: Truth,
) -> Truth:
    """Full-time employees must be insured, over-age workers may be by agreement; whoever draws a pension is not."""
    insured = full_time_with_employer or (over_age_with_employer and agreed_pension_through_employer)
    return insured and not draws_old_age_pension


@rule(
    level=TIE_MONTH, law_at=month_worked, cites=(SIL("23(1)"), Order56("17")), evidence="S:L1,L13", since="2018-01-01"
)
def medical_insured_by_employer(
    full_time_with_employer: Truth,
    over_age_with_employer: Truth,
    agreed_medical_through_employer: Truth,
    has_retiree_medical_cover: Truth,
) -> Truth:
    """Full-time employees must be insured, over-age workers may be by agreement; whoever has retiree's cover is not."""
    insured = full_time_with_employer or (over_age_with_employer and agreed_medical_through_employer)
    return insured and not has_retiree_medical_cover


@rule(level=TIE_MONTH, law_at=month_worked, cites=SIL("10(1)"), evidence="S:B4", since="2018-01-01")
def has_local_hukou(hukou_place: Place, insured_place: Place) -> Truth:
    """The household registration is at the place of insurance."""
    return hukou_place == insured_place


# --- Bases --------------------------------------------------------------------------------------------------------


@rule(
    level=TIE_MONTH,
    law_at=month_worked,
    cites=(SIL("12"), StateCouncil2019_13("2")),
    evidence="S:L1",
    since="2018-01-01",
    place="insured_place",
)
def wage_within_bounds(wage_from_employer: Money, base_floor: Money, base_cap: Money) -> Money:
    """The wage from this employer, not below the floor of the place and not above its cap."""
    if wage_from_employer <= base_floor:
        return base_floor
    return min(wage_from_employer, base_cap)


@rule(level=TIE_MONTH, law_at=month_worked, cites=SIL("12"), evidence="S:L1", since="2018-01-01")
def pension_base(pension_insured_by_employer: Truth, wage_within_bounds: Money) -> Money:
    """The pension is charged on the wage within the bounds."""
    return wage_within_bounds if pension_insured_by_employer else NOTHING


@rule(
    level=TIE_MONTH,
    law_at=month_worked,
    cites=ShenzhenMedical("9"),
    evidence="S:B4",
    since="2018-01-01",
    place="insured_place",
)
def medical_wage_within_bounds(
    wage_from_employer: Money,
    wage_within_bounds: Money,
    medical_has_own_bounds: Truth,
    medical_floor: Money,
    medical_cap: Money,
) -> Money:
    """The wage within the bounds; Shenzhen takes bounds of its own city average for medical insurance."""
    if not medical_has_own_bounds:
        return wage_within_bounds
    if wage_from_employer <= medical_floor:
        return medical_floor
    return min(wage_from_employer, medical_cap)


@rule(level=TIE_MONTH, law_at=month_worked, cites=SIL("23(1)"), evidence="S:L1", since="2018-01-01")
def medical_base(medical_insured_by_employer: Truth, medical_wage_within_bounds: Money) -> Money:
    """Medical and maternity insurance are charged on the medical base."""
    return medical_wage_within_bounds if medical_insured_by_employer else NOTHING


@rule(
    level=TIE_MONTH,
    law_at=month_worked,
    cites=(UIR("6"), GDUIR("8")),
    evidence="S:L3,L4",
    since="2018-01-01",
    place="insured_place",
)
def unemployment_base(
    full_time_with_employer: Truth,
    unemployment_bounds: UnemploymentBounds,
    wage_from_employer: Money,
    wage_within_bounds: Money,
    monthly_minimum_wage: Money,
    unemployment_cap: Money,
) -> Money:
    """The wage within the bounds; in Guangdong between the local minimum wage and three times the city's average."""
    if not full_time_with_employer:
        return NOTHING
    if unemployment_bounds == UnemploymentBounds.CONTRIBUTION_BOUNDS:
        return wage_within_bounds
    if wage_from_employer <= monthly_minimum_wage:
        return monthly_minimum_wage
    return min(wage_from_employer, unemployment_cap)


@rule(
    level=TIE_MONTH,
    law_at=month_worked,
    cites=(WIIR("10"), SILRules("9")),
    evidence="S:L2,B2",
    since="2018-01-01",
    place="insured_place",
)
def work_injury_base(
    injury_insured_with_employer: Truth,
    work_injury_base_rule: InjuryBase,
    wage_from_employer: Money,
    wage_within_bounds: Money,
    monthly_minimum_wage: Money,
) -> Money:
    """Total wages of each employer; some places apply the contribution bounds or the minimum wage as a floor."""
    if not injury_insured_with_employer:
        return NOTHING
    if work_injury_base_rule == InjuryBase.CONTRIBUTION_BOUNDS:
        return wage_within_bounds
    if work_injury_base_rule == InjuryBase.MINIMUM_WAGE_FLOOR:
        return max(wage_from_employer, monthly_minimum_wage)
    return wage_from_employer


# --- Pension ------------------------------------------------------------------------------------------------------


@rule(
    level=TIE_MONTH,
    law_at=month_worked,
    cites=(StateCouncil2019_13("1"), ShenzhenRules("local supplementary pension")),
    evidence="K",
    since="2018-01-01",
    place="insured_place",
)
def pension_employer_rate(pension_rate_employer: Rate, pension_supplement_rate: Rate, has_local_hukou: Truth) -> Rate:
    """The employer's pension rate, and for local hukou the local supplement where there is one (Shenzhen)."""
    if has_local_hukou:
        return pension_rate_employer + pension_supplement_rate
    return pension_rate_employer


@rule(level=TIE_MONTH, law_at=month_worked, cites=SIL("12(1)"), evidence="S:L1", since="2018-01-01")
def pension_employer(pension_base: Money, pension_employer_rate: Rate) -> Money:
    """Employer's pension contribution, to the fen."""
    return percent_of(pension_base, pension_employer_rate)


@rule(
    level=TIE_MONTH,
    law_at=month_worked,
    cites=(SIL("12(2)"), StateCouncil2005_38("2")),
    evidence="S:L1",
    since="2018-01-01",
    place="insured_place",
)
def pension_worker(pension_base: Money, pension_rate_worker: Rate) -> Money:
    """Worker's pension contribution, to the individual account."""
    return percent_of(pension_base, pension_rate_worker)


# --- Medical and maternity ----------------------------------------------------------------------------------------


@rule(
    level=TIE_MONTH,
    law_at=month_worked,
    cites=(SIL("23(1)"), StateCouncil1998_44("2")),
    evidence="S:L1,B2,B4",
    since="2018-01-01",
    place="insured_place",
)
def medical_employer(medical_base: Money, medical_rate_employer: Table, medical_tier: MedicalTier) -> Money:
    """Employer's medical contribution, with maternity where the place collects both in one rate."""
    if medical_base == 0:
        return NOTHING
    return percent_of(medical_base, lookup(medical_rate_employer, medical_tier))


@rule(
    level=TIE_MONTH,
    law_at=month_worked,
    cites=(SIL("23(1)"), StateCouncil1998_44("2")),
    evidence="S:L1,B2,B4",
    since="2018-01-01",
    place="insured_place",
)
def medical_worker(
    medical_base: Money, medical_rate_worker: Table, medical_tier: MedicalTier, medical_fixed_amount_worker: Money
) -> Money:
    """Worker's medical contribution; Beijing adds three yuan."""
    if medical_base == 0:
        return NOTHING
    return percent_of(medical_base, lookup(medical_rate_worker, medical_tier)) + medical_fixed_amount_worker


@rule(
    level=TIE_MONTH,
    law_at=month_worked,
    cites=(SIL("53"), StateCouncil2019_10("2")),
    evidence="S:L1,B4",
    since="2018-01-01",
    place="insured_place",
)
def maternity_employer(full_time_with_employer: Truth, medical_base: Money, maternity_rate_employer: Rate) -> Money:
    """Employer's maternity contribution, where it is a rate of its own; the worker pays nothing."""
    if not full_time_with_employer:
        return NOTHING
    return percent_of(medical_base, maternity_rate_employer)


# --- Unemployment -------------------------------------------------------------------------------------------------


@rule(
    level=TIE_MONTH,
    law_at=month_worked,
    cites=(SIL("44"), UnemploymentRateCuts("yearly notices")),
    evidence="S:B2,B4,L3,L4",
    since="2018-01-01",
    place="insured_place",
)
def unemployment_employer(unemployment_base: Money, unemployment_rate_employer: Rate) -> Money:
    """Employer's unemployment contribution."""
    return percent_of(unemployment_base, unemployment_rate_employer)


@rule(
    level=TIE_MONTH,
    law_at=month_worked,
    cites=(SIL("44"), UnemploymentRateCuts("yearly notices")),
    evidence="S:B2,B4,L3,L4",
    since="2018-01-01",
    place="insured_place",
)
def unemployment_worker(unemployment_base: Money, unemployment_rate_worker: Rate) -> Money:
    """Worker's unemployment contribution."""
    return percent_of(unemployment_base, unemployment_rate_worker)


# --- Work injury --------------------------------------------------------------------------------------------------


@rule(level=CONTRACT, law_at=month_worked, cites=Notice2015_71("annex"), evidence="I:B6", since="2018-01-01")
def industry_class_of_work(activity: Activity, industry_class_of_activity: Table) -> Count:
    """The industry class of the activity, where the employer's own class is not told."""
    return lookup(industry_class_of_activity, activity)


industry_class_of_work_for_employer = largest(
    "industry_class_of_work", at=TIE_MONTH, where="insured_against_work_injury"
)


@rule(
    level=TIE_MONTH,
    law_at=month_worked,
    cites=(WIIR("8-9"), Notice2015_71("1")),
    evidence="S:B1,B6",
    since="2018-01-01",
)
def industry_class(assigned_industry_class: Count, industry_class_of_work_for_employer: Count) -> Count:
    """The class assigned to the employer, else the class of the activity."""
    if assigned_industry_class > 0:
        return assigned_industry_class
    return industry_class_of_work_for_employer


@rule(
    level=TIE_MONTH,
    law_at=month_worked,
    cites=Notice2015_71("2"),
    evidence="S:B1",
    since="2018-01-01",
    place="insured_place",
)
def work_injury_rate(
    industry_class: Count, work_injury_benchmark_rate: Table, floating_step: FloatingStep, floating_multiple: Table
) -> Rate:
    """The benchmark of the class, floated for the employer; class 1 does not go below its benchmark."""
    benchmark = lookup(work_injury_benchmark_rate, industry_class)
    multiple = lookup(floating_multiple, floating_step)
    if industry_class == 1 and multiple < WHOLE:
        return benchmark
    return times(benchmark, multiple)


@rule(
    level=TIE_MONTH,
    law_at=month_worked,
    cites=(SIL("35"), WIIR("10"), Order56("15")),
    evidence="S:L1,L2",
    since="2018-01-01",
)
def work_injury_employer(work_injury_base: Money, work_injury_rate: Rate) -> Money:
    """Employer's work injury contribution; the worker pays nothing."""
    if work_injury_base == 0:
        return NOTHING
    return percent_of(work_injury_base, work_injury_rate)


@rule(
    level=TIE_MONTH,
    law_at=month_worked,
    cites=PutianInjuryRates("floating rates"),
    evidence="S:B5",
    since="2018-01-01",
    place="insured_place",
)
def float_allowed(
    support_ratio: Rate, support_ratio_for_reduction: Rate, support_ratio_for_increase: Rate
) -> FloatAllowed:
    """By the ratio of fund payments to contributions the rate may go down by up to two steps, or goes up (Putian)."""
    if support_ratio < support_ratio_for_reduction:
        return FloatAllowed.DOWN_UP_TO_TWO_STEPS
    if support_ratio > support_ratio_for_increase:
        return FloatAllowed.UP
    return FloatAllowed.UNCHANGED


# --- Totals -------------------------------------------------------------------------------------------------------


@rule(level=TIE_MONTH, law_at=month_worked, cites=SIL("60(1)"), evidence="S:L1", since="2018-01-01")
def contributions_of_employer(
    pension_employer: Money,
    medical_employer: Money,
    maternity_employer: Money,
    unemployment_employer: Money,
    work_injury_employer: Money,
) -> Money:
    """What the employer owes for this worker and month, branch by branch to the fen."""
    return pension_employer + medical_employer + maternity_employer + unemployment_employer + work_injury_employer


@rule(level=TIE_MONTH, law_at=month_worked, cites=SIL("60(1)"), evidence="S:L1", since="2018-01-01")
def contributions_of_worker(pension_worker: Money, medical_worker: Money, unemployment_worker: Money) -> Money:
    """What the worker owes through this employer, which withholds it."""
    return pension_worker + medical_worker + unemployment_worker


@rule(level=TIE_MONTH, law_at=month_worked, cites=SIL("60(1)"), evidence="S:L1", since="2018-01-01")
def contributions_of_both(contributions_of_employer: Money, contributions_of_worker: Money) -> Money:
    """What is collected for this worker from this employer: the branch lines together."""
    return contributions_of_employer + contributions_of_worker


@rule(level=TIE_MONTH, law_at=month_worked, cites=SIL("12"), evidence="D", since="2018-01-01", place="insured_place")
def pension_at_one_rate(pension_base: Money, pension_employer_rate: Rate, pension_rate_worker: Rate) -> Money:
    """The pension contribution had both shares been one rate."""
    return percent_of(pension_base, pension_employer_rate + pension_rate_worker)


@rule(level=TIE_MONTH, law_at=month_worked, cites=SIL("23(1)"), evidence="D", since="2018-01-01", place="insured_place")
def medical_at_one_rate(
    medical_base: Money,
    medical_rate_employer: Table,
    medical_rate_worker: Table,
    medical_tier: MedicalTier,
    medical_fixed_amount_worker: Money,
) -> Money:
    """The medical contribution had both shares been one rate."""
    if medical_base == 0:
        return NOTHING
    both = lookup(medical_rate_employer, medical_tier) + lookup(medical_rate_worker, medical_tier)
    return percent_of(medical_base, both) + medical_fixed_amount_worker


@rule(level=TIE_MONTH, law_at=month_worked, cites=SIL("44"), evidence="D", since="2018-01-01", place="insured_place")
def unemployment_at_one_rate(
    unemployment_base: Money, unemployment_rate_employer: Rate, unemployment_rate_worker: Rate
) -> Money:
    """The unemployment contribution had both shares been one rate."""
    return percent_of(unemployment_base, unemployment_rate_employer + unemployment_rate_worker)


@rule(level=TIE_MONTH, law_at=month_worked, cites=SIL("60(1)"), evidence="D", since="2018-01-01")
def contributions_at_one_rate(
    pension_at_one_rate: Money,
    medical_at_one_rate: Money,
    unemployment_at_one_rate: Money,
    maternity_employer: Money,
    work_injury_employer: Money,
) -> Money:
    """What the published total rates of the branches would give."""
    return (
        pension_at_one_rate + medical_at_one_rate + unemployment_at_one_rate + maternity_employer + work_injury_employer
    )


@rule(level=TIE_MONTH, law_at=month_worked, cites=SIL("60(1)"), evidence="D", since="2018-01-01")
def share_rounding_residual(contributions_at_one_rate: Money, contributions_of_both: Money) -> Money:
    """What rounding each share by itself leaves between the lines and the total rates."""
    return contributions_at_one_rate - contributions_of_both


# --- Failure to register, declare or pay --------------------------------------------------------------------------


@rule(level=CONTRACT, law_at=month_worked, cites=SIL("58(1)"), evidence="S:L1", since="2018-01-01")
def registration_deadline(first_day_of_work: Date, days_to_register: Days) -> Date:
    """The employer registers the employee within thirty days of the first day of work."""
    return add_days(first_day_of_work, days_to_register)


contributions_of_month_before = previous("contributions_of_both", n=1, initial=0)


@rule(level=TIE_MONTH, law_at=month_worked, cites=SIL("62"), evidence="S:L1", since="2018-01-01")
def amount_set_when_undeclared(
    employer_did_not_declare: Truth, contributions_of_month_before: Money, undeclared_share: Rate
) -> Money:
    """An employer that does not declare is charged 110 % of the month before, until it declares and settles."""
    if employer_did_not_declare:
        return percent_of(contributions_of_month_before, undeclared_share)
    return NOTHING


@rule(level=TIE_MONTH, law_at=month_worked, cites=(SIL("86"), SILRules("20")), evidence="S:L1", since="2018-01-01")
def late_payment_surcharge(contributions_overdue: Money, days_overdue: Days, surcharge_rate_per_day: Rate) -> Money:
    """The employer alone owes 0.05 % of the overdue amount for each day."""
    return percent_of(contributions_overdue * days_overdue, surcharge_rate_per_day)


@rule(level=TIE_MONTH, law_at=month_worked, cites=SIL("86"), evidence="S:L1", since="2018-01-01")
def lowest_fine(contributions_overdue: Money, ignored_order_to_pay: Truth, fine_lowest_multiple: Count) -> Money:
    """An employer that ignores the order to pay is fined at least once the overdue amount."""
    return contributions_overdue * fine_lowest_multiple if ignored_order_to_pay else NOTHING


@rule(level=TIE_MONTH, law_at=month_worked, cites=SIL("86"), evidence="S:L1", since="2018-01-01")
def highest_fine(contributions_overdue: Money, ignored_order_to_pay: Truth, fine_highest_multiple: Count) -> Money:
    """An employer that ignores the order to pay is fined at most three times the overdue amount."""
    return contributions_overdue * fine_highest_multiple if ignored_order_to_pay else NOTHING


# --- Coverage in law ----------------------------------------------------------------------------------------------

full_time_in_month = any_of("full_time_employee", at=MONTH)
over_age_in_month = any_of("over_age_employee", at=MONTH)
injury_insured_in_month = any_of("insured_against_work_injury", at=MONTH)


@rule(level=MONTH, law_at=month_worked, cites=(SIL("10(1)"), Order56("16")), evidence="S:L1,L13", since="2018-01-01")
def employees_pension_coverage(
    full_time_in_month: Truth, over_age_in_month: Truth, draws_old_age_pension: Truth
) -> Coverage:
    """Full-time employees must be in the pension; over-age workers without one may stay in it."""
    if draws_old_age_pension:
        return Coverage.NONE
    if full_time_in_month:
        return Coverage.MANDATORY
    return Coverage.VOLUNTARY if over_age_in_month else Coverage.NONE


@rule(level=MONTH, law_at=month_worked, cites=(SIL("23(1)"), Order56("17")), evidence="S:L1,L13", since="2018-01-01")
def employees_medical_coverage(
    full_time_in_month: Truth, over_age_in_month: Truth, has_retiree_medical_cover: Truth
) -> Coverage:
    """Full-time employees must be in medical insurance; over-age workers without retiree's cover may stay in it."""
    if has_retiree_medical_cover:
        return Coverage.NONE
    if full_time_in_month:
        return Coverage.MANDATORY
    return Coverage.VOLUNTARY if over_age_in_month else Coverage.NONE


@rule(level=MONTH, law_at=month_worked, cites=SIL("44"), evidence="S:L1", since="2018-01-01")
def employees_unemployment_coverage(full_time_in_month: Truth) -> Coverage:
    """Full-time employees must be in unemployment insurance."""
    return Coverage.MANDATORY if full_time_in_month else Coverage.NONE


@rule(level=MONTH, law_at=month_worked, cites=SIL("53"), evidence="S:L1", since="2018-01-01")
def employees_maternity_coverage(full_time_in_month: Truth) -> Coverage:
    """Full-time employees must be in maternity insurance."""
    return Coverage.MANDATORY if full_time_in_month else Coverage.NONE


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=(SIL("33"), SILRules("9"), Order56("15")),
    evidence="S:L1,L13",
    since="2018-01-01",
)
def employees_work_injury_coverage(injury_insured_in_month: Truth) -> Coverage:
    """Full-time, part-time and over-age workers must be insured against work injury and occupational disease."""
    return Coverage.MANDATORY if injury_insured_in_month else Coverage.NONE


@rule(level=MONTH, law_at=month_worked, cites=SIL("17"), evidence="S:L1", since="2018-01-01")
def employees_survivors_and_invalidity_coverage(employees_pension_coverage: Coverage) -> Coverage:
    """The pension fund pays the survivors of an insured person and the one who loses the ability to work."""
    return employees_pension_coverage


@rule(level=MONTH, law_at=month_worked, cites=SIL("2"), evidence="S:L1", since="2018-01-01")
def employees_sickness_and_family_coverage() -> Coverage:
    """The five insurances pay no cash sickness and no family benefit; pay during illness is the employer's."""
    return Coverage.NONE


RESULTS = (
    coverage(Branch.OLD_AGE, scheme="employees", by="employees_pension_coverage"),
    coverage(Branch.INVALIDITY, scheme="employees", by="employees_survivors_and_invalidity_coverage"),
    coverage(Branch.SURVIVORS, scheme="employees", by="employees_survivors_and_invalidity_coverage"),
    coverage(Branch.MEDICAL_CARE, scheme="employees", by="employees_medical_coverage"),
    coverage(Branch.MATERNITY_PARENTAL, scheme="employees", by="employees_maternity_coverage"),
    coverage(Branch.UNEMPLOYMENT, scheme="employees", by="employees_unemployment_coverage"),
    coverage(Branch.EMPLOYMENT_INJURY, scheme="employees", by="employees_work_injury_coverage"),
    coverage(Branch.OCCUPATIONAL_DISEASE, scheme="employees", by="employees_work_injury_coverage"),
    coverage(Branch.SICKNESS, scheme="employees", by="employees_sickness_and_family_coverage"),
    coverage(Branch.FAMILY, scheme="employees", by="employees_sickness_and_family_coverage"),
    posting(
        "pension_employer",
        branch=Branch.OLD_AGE,
        scheme="employees",
        payer="payer",
        posted_on=month_end,
        cause="monthly contribution",
    ),
    posting(
        "pension_worker",
        branch=Branch.OLD_AGE,
        scheme="employees",
        payer="worker",
        posted_on=month_end,
        cause="monthly contribution",
    ),
    posting(
        "medical_employer",
        branch=Branch.MEDICAL_CARE,
        scheme="employees",
        payer="payer",
        posted_on=month_end,
        cause="monthly contribution",
    ),
    posting(
        "medical_worker",
        branch=Branch.MEDICAL_CARE,
        scheme="employees",
        payer="worker",
        posted_on=month_end,
        cause="monthly contribution",
    ),
    posting(
        "maternity_employer",
        branch=Branch.MATERNITY_PARENTAL,
        scheme="employees",
        payer="payer",
        posted_on=month_end,
        cause="monthly contribution",
    ),
    posting(
        "unemployment_employer",
        branch=Branch.UNEMPLOYMENT,
        scheme="employees",
        payer="payer",
        posted_on=month_end,
        cause="monthly contribution",
    ),
    posting(
        "unemployment_worker",
        branch=Branch.UNEMPLOYMENT,
        scheme="employees",
        payer="worker",
        posted_on=month_end,
        cause="monthly contribution",
    ),
    posting(
        "work_injury_employer",
        branch=Branch.EMPLOYMENT_INJURY,
        scheme="employees",
        payer="payer",
        posted_on=month_end,
        cause="monthly contribution",
    ),
    posting(
        "late_payment_surcharge",
        branch=None,
        scheme="employees",
        payer="payer",
        posted_on=month_end,
        cause="late-payment surcharge",
    ),
    identity(total="contributions_of_both", parts=("contributions_of_employer", "contributions_of_worker")),
    identity(
        total="contributions_at_one_rate",
        parts=("contributions_of_employer", "contributions_of_worker"),
        residual="share_rounding_residual",
    ),
)
