"""Labour status and social-security status in Portugal, and what follows from them.

Labour Code arts. 10 to 12-A, Law 7/2009 art. 4, and what the passenger platform laws of 2018 and 2026 add.
Whether a presumption was rebutted and who the employer is are findings of a court: told as facts, never computed.
"""

from __future__ import annotations

from amparo.law.portugal.instruments import (
    CRC,
    CT,
    L7_2009,
    L13_2023,
    L36_2023,
    L45_2018,
    L59_2026,
    L107_2009,
    STJ_2025,
    TRL_2024,
)
from amparo.rules import (
    CONTRACT,
    GROUP_MONTH,
    NO,
    NOTHING,
    TIE_MONTH,
    TIE_YEAR,
    YES,
    Category,
    Count,
    Date,
    Days,
    Form,
    Money,
    Month,
    Months,
    PayerKind,
    Truth,
    any_of,
    count_true,
    month_of,
    month_worked,
    months_between,
    rule,
    status,
    year_end,
)


class LabourStatus(Category):
    """What the work is in labour law, from the most to the least protected."""

    EMPLOYEE = 1
    PRESUMED_EMPLOYEE = 2
    ECONOMICALLY_DEPENDENT = 3
    SELF_EMPLOYED = 4


class SocialSecurityStatus(Category):
    """The social-security regime in which the work is insured."""

    EMPLOYEE = 1
    DOMESTIC_WORKER = 2
    SELF_EMPLOYED = 3


class Rebuttal(Category):
    """What became of the attempt to rebut the presumption."""

    UNDECIDED = 1
    REBUTTED = 2
    NOT_REBUTTED = 3


class EmployerFinding(Category):
    """Whom the court found to be the employer, where platform and intermediary both come into question."""

    UNDECIDED = 1
    PLATFORM = 2
    INTERMEDIARY = 3


class Employer(Category):
    """Who the employer is."""

    NONE = 1
    PAYER = 2
    PLATFORM = 3
    INTERMEDIARY = 4
    UNDECIDED_BY_COURT = 5


class TimeScope(Category):
    """The two lines of case law on relations that began before 1 May 2023."""

    RELATIONS_BEGUN_SINCE = 1
    FACTS_SINCE = 2


class AccidentInsurer(Category):
    """Who must insure the worker against work accidents."""

    EMPLOYER = 1
    BENEFICIARY = 2
    WORKER = 3


# --- What the parties declared ----------------------------------------------------------------------------------------


@rule(level=CONTRACT, law_at=month_worked, cites=CT("11"), evidence="L:ct", since="2018-01-01")
def declared_employment_contract(form: Form) -> Truth:
    """A contract of employment is declared: ordinary, or of domestic service."""
    return form == Form.EMPLOYMENT or form == Form.DOMESTIC


employment_declared_with_payer = any_of("declared_employment_contract", at=TIE_MONTH)
employed_by_payer_or_its_group = any_of("employee_in_labour_law", at=GROUP_MONTH)

# --- General presumption, art. 12 -------------------------------------------------------------------------------------


@rule(
    level=TIE_MONTH,
    law_at=month_worked,
    cites=(CT("12(1)(b)"), L45_2018("10(11)"), L59_2026("10(17)")),
    evidence="L:ct",
    since="2018-01-01",
)
def tools_count_as_beneficiary_s(
    tools_of_beneficiary: Truth, tools_leased_by_beneficiary: Truth, transports_passengers_for_payer: Truth
) -> Truth:
    """Tools belong to the beneficiary; in passenger platform transport also those it operates by rent or any lease."""
    return tools_of_beneficiary or (transports_passengers_for_payer and tools_leased_by_beneficiary)


@rule(level=TIE_MONTH, law_at=month_worked, cites=CT("12(1)"), evidence="L:ct", since="2018-01-01")
def indices_of_employment(
    beneficiary_sets_workplace: Truth,
    tools_count_as_beneficiary_s: Truth,
    beneficiary_sets_hours: Truth,
    fixed_regular_pay: Truth,
    leading_functions: Truth,
) -> Count:
    """How many of the five general features of employment hold between worker and beneficiary."""
    return count_true(
        beneficiary_sets_workplace,
        tools_count_as_beneficiary_s,
        beneficiary_sets_hours,
        fixed_regular_pay,
        leading_functions,
    )


@rule(
    level=TIE_MONTH,
    law_at=month_worked,
    cites=(CT("12(1)"), L45_2018("10(10)"), L59_2026("10(16)")),
    evidence="L:ct",
    since="2018-01-01",
)
def general_presumption(indices_of_employment: Count, general_indices_needed: Count) -> Truth:
    """Employment is presumed when some of the five features hold; the courts read "some" as two."""
    return indices_of_employment >= general_indices_needed


# --- Presumption in platform work, art. 12-A --------------------------------------------------------------------------


@rule(level=TIE_MONTH, law_at=month_worked, cites=CT("12-A(2)"), evidence="L:ct", since="2023-05-01", before=NO)
def meets_platform_definition(
    platform_is_legal_person: Truth,
    services_at_distance_by_electronic_means: Truth,
    services_at_request_of_users: Truth,
    organises_paid_work_of_individuals: Truth,
    own_business_model_and_brand: Truth,
) -> Truth:
    """A digital platform has all five elements of the definition."""
    return (
        platform_is_legal_person
        and services_at_distance_by_electronic_means
        and services_at_request_of_users
        and organises_paid_work_of_individuals
        and own_business_model_and_brand
    )


@rule(
    level=TIE_MONTH,
    law_at=month_worked,
    cites=CT("12-A(2), (5), (6), (12)"),
    evidence="L:ct",
    since="2023-05-01",
    before=NO,
)
def digital_platform_work(
    payer_kind: PayerKind, platform_definition_contested: Truth, meets_platform_definition: Truth
) -> Truth:
    """The work is done for a digital platform or for one acting as its intermediary."""
    if payer_kind != PayerKind.PLATFORM and payer_kind != PayerKind.INTERMEDIARY:
        return NO
    return meets_platform_definition if platform_definition_contested else YES


@rule(
    level=TIE_MONTH,
    law_at=month_worked,
    cites=(L13_2023("35(1)"), STJ_2025("")),
    evidence="I:jp-239395",
    since="2023-05-01",
    before=NO,
)
def platform_presumption_applies_in_time(
    time_scope_reading: TimeScope, relation_start_date: Date, platform_presumption_start: Date
) -> Truth:
    """It holds for facts since 1 May 2023 in older relations too; on the other reading for newer relations only."""
    if time_scope_reading == TimeScope.FACTS_SINCE:
        return YES
    return relation_start_date >= platform_presumption_start


@rule(level=TIE_MONTH, law_at=month_worked, cites=CT("12-A(1)"), evidence="L:ct", since="2023-05-01", before=0)
def indices_of_platform_employment(
    platform_sets_pay: Truth,
    platform_directs_work: Truth,
    platform_controls_work: Truth,
    platform_restricts_autonomy: Truth,
    platform_exercises_employer_powers: Truth,
    tools_of_platform: Truth,
) -> Count:
    """How many of the six features (a) to (f) of platform employment hold between worker and platform."""
    return count_true(
        platform_sets_pay,
        platform_directs_work,
        platform_controls_work,
        platform_restricts_autonomy,
        platform_exercises_employer_powers,
        tools_of_platform,
    )


@rule(
    level=TIE_MONTH,
    law_at=month_worked,
    cites=(CT("12-A(1)"), CT("12-A(3)"), TRL_2024("")),
    evidence="I:trl-20241205",
    since="2023-05-01",
    before=NO,
)
def platform_presumption(
    digital_platform_work: Truth,
    platform_presumption_applies_in_time: Truth,
    indices_of_platform_employment: Count,
    platform_indices_needed: Count,
) -> Truth:
    """Employment is presumed when some of the six features hold, whatever name the parties gave their link."""
    return (
        digital_platform_work
        and platform_presumption_applies_in_time
        and indices_of_platform_employment >= platform_indices_needed
    )


@rule(level=TIE_MONTH, law_at=month_worked, cites=(CT("12(1)"), CT("12-A(1)")), evidence="L:ct", since="2018-01-01")
def employment_presumed(general_presumption: Truth, platform_presumption: Truth) -> Truth:
    """The platform presumption stands beside the general one: either is enough."""
    return general_presumption or platform_presumption


# --- Rebuttal, art. 12-A(4): a finding, with the facts that could carry it --------------------------------------------


@rule(level=TIE_MONTH, law_at=month_worked, cites=CT("12-A(4)"), evidence="L:ct", since="2023-05-01", before=NO)
def rebuttal_facts_of_the_law(
    effective_autonomy: Truth, subject_to_control: Truth, subject_to_direction: Truth, subject_to_discipline: Truth
) -> Truth:
    """The facts by which a platform notably rebuts: effective autonomy, without control, direction or discipline."""
    return effective_autonomy and not (subject_to_control or subject_to_direction or subject_to_discipline)


@rule(level=TIE_MONTH, law_at=month_worked, cites=CT("12-A(4)"), evidence="I:trp-20251126", since="2018-01-01")
def signs_of_autonomy(
    sets_own_minimum_price: Truth,
    chooses_own_hours: Truth,
    refuses_tasks_freely: Truth,
    may_send_substitute: Truth,
    works_for_rivals: Truth,
    has_another_job: Truth,
) -> Count:
    """How many of the facts hold that courts have weighed for autonomy, with differing outcomes."""
    return count_true(
        sets_own_minimum_price,
        chooses_own_hours,
        refuses_tasks_freely,
        may_send_substitute,
        works_for_rivals,
        has_another_job,
    )


# --- Economic dependence, arts. 10, 10-A and 10-B ---------------------------------------------------------------------


@rule(
    level=TIE_YEAR,
    law_at=year_end,
    cites=CT("10"),
    evidence="K",
    since="2018-01-01",
    until="2023-05-01",
    name="economically_dependent",
)
def economically_dependent_before_2023(economic_dependence_recognised: Truth) -> Truth:
    """Until the law of 2023 dependence was an open notion, judged case by case."""
    return economic_dependence_recognised


@rule(
    level=TIE_YEAR,
    law_at=year_end,
    cites=(CT("10(2)"), CT("10(3)"), CT("10(4)"), CRC("140(1)")),
    evidence="L:ct",
    since="2023-05-01",
)
def economically_dependent(
    dependent_on_payer: Truth, works_personally: Truth, substituted_for_parenthood_only: Truth
) -> Truth:
    """More than half of the year's activity is done in person for one beneficiary, a group counting as one."""
    return dependent_on_payer and (works_personally or substituted_for_parenthood_only)


@rule(
    level=TIE_YEAR,
    law_at=year_end,
    cites=CT("10-B"),
    evidence="L:ct",
    since="2018-01-01",
    until="2023-05-01",
    name="dependent_worker_regime",
)
def dependent_worker_regime_before_2023(economically_dependent: Truth) -> Truth:
    """Until the law of 2023 the protection of dependent workers needed no declaration."""
    return economically_dependent


@rule(level=TIE_YEAR, law_at=year_end, cites=CT("10-B"), evidence="L:ct", since="2023-05-01")
def dependent_worker_regime(economically_dependent: Truth, dependence_declared_with_proof: Truth) -> Truth:
    """The regime applies only when the worker declares the dependence to the beneficiary, with proof."""
    return dependence_declared_with_proof and economically_dependent


@rule(level=TIE_YEAR, law_at=year_end, cites=CT("10-A(2)(c)"), evidence="L:ct", since="2023-05-01", before=NO)
def may_choose_collective_agreement(
    dependent_worker_regime: Truth, days_in_company_functions: Days, days_before_choice: Days
) -> Truth:
    """Dependent workers may choose an employees' collective agreement after 60 days in the company's functions."""
    return dependent_worker_regime and days_in_company_functions > days_before_choice


# --- The two statuses -------------------------------------------------------------------------------------------------


@rule(
    level=TIE_MONTH,
    law_at=month_worked,
    cites=(CT("12(1)"), CT("12-A(4)"), L107_2009("15-A(2)")),
    evidence="L:ct",
    since="2018-01-01",
)
def employment_found(
    employment_established: Truth, employment_presumed: Truth, presumption_rebutted: Rebuttal
) -> Truth:
    """Employment is established by judgment or after inspection, or presumed and found not to be rebutted."""
    return employment_established or (employment_presumed and presumption_rebutted == Rebuttal.NOT_REBUTTED)


@rule(level=TIE_MONTH, law_at=month_worked, cites=(CT("11"), CT("12"), CT("12-A")), evidence="L:ct", since="2018-01-01")
def employee_in_labour_law(employment_declared_with_payer: Truth, employment_found: Truth) -> Truth:
    """A contract of employment is declared, or found whatever the parties declared."""
    return employment_declared_with_payer or employment_found


@rule(level=TIE_MONTH, law_at=month_worked, cites=(CT("12(1)"), CT("12-A(1)")), evidence="L:ct", since="2018-01-01")
def employee_or_presumed_employee(
    employee_in_labour_law: Truth, employment_presumed: Truth, presumption_rebutted: Rebuttal
) -> Truth:
    """A presumption holds until it is rebutted."""
    return employee_in_labour_law or (employment_presumed and presumption_rebutted != Rebuttal.REBUTTED)


@rule(
    level=TIE_MONTH,
    law_at=month_worked,
    cites=(CT("10"), CT("11"), CT("12"), CT("12-A")),
    evidence="L:ct",
    since="2018-01-01",
)
def labour_status(
    employee_in_labour_law: Truth, employee_or_presumed_employee: Truth, dependent_worker_regime: Truth
) -> LabourStatus:
    """Employee; presumed employee until a court decides; else self-employed, in economic dependence or not."""
    if employee_in_labour_law:
        return LabourStatus.EMPLOYEE
    if employee_or_presumed_employee:
        return LabourStatus.PRESUMED_EMPLOYEE
    return LabourStatus.ECONOMICALLY_DEPENDENT if dependent_worker_regime else LabourStatus.SELF_EMPLOYED


@rule(level=TIE_MONTH, law_at=month_worked, cites=CT("12-A(4)"), evidence="I:trp-20251126", since="2018-01-01")
def rebuttal_open(labour_status: LabourStatus, rebuttal_facts_of_the_law: Truth, signs_of_autonomy: Count) -> Truth:
    """The presumption stands, no court has decided, and there are facts on which it could be rebutted."""
    presumed = labour_status == LabourStatus.PRESUMED_EMPLOYEE
    return presumed and (rebuttal_facts_of_the_law or signs_of_autonomy >= 1)


@rule(
    level=CONTRACT,
    law_at=month_worked,
    cites=(CRC("24(1)"), CRC("129"), CRC("132")),
    evidence="L:crc",
    since="2018-01-01",
)
def social_security_status(
    form: Form, employee_in_labour_law: Truth, employed_by_payer_or_its_group: Truth
) -> SocialSecurityStatus:
    """Employees' regime for employment contracts and for fees from one's own employer or its group."""
    if form == Form.DOMESTIC:
        return SocialSecurityStatus.DOMESTIC_WORKER
    if employee_in_labour_law or employed_by_payer_or_its_group:
        return SocialSecurityStatus.EMPLOYEE
    return SocialSecurityStatus.SELF_EMPLOYED


@rule(level=CONTRACT, law_at=month_worked, cites=CRC("24(1)"), evidence="L:crc", since="2018-01-01")
def insured_as_employee(social_security_status: SocialSecurityStatus) -> Truth:
    """The engagement is insured in the general regime of employees."""
    return social_security_status == SocialSecurityStatus.EMPLOYEE


@rule(level=CONTRACT, law_at=month_worked, cites=CRC("116"), evidence="L:crc", since="2018-01-01")
def insured_as_domestic_worker(social_security_status: SocialSecurityStatus) -> Truth:
    """The engagement is insured as domestic service."""
    return social_security_status == SocialSecurityStatus.DOMESTIC_WORKER


@rule(level=CONTRACT, law_at=month_worked, cites=CRC("132"), evidence="L:crc", since="2018-01-01")
def insured_as_self_employed(social_security_status: SocialSecurityStatus) -> Truth:
    """The engagement falls under the regime of the self-employed."""
    return social_security_status == SocialSecurityStatus.SELF_EMPLOYED


# --- Who the employer is, and who answers with it ---------------------------------------------------------------------


@rule(
    level=TIE_MONTH,
    law_at=month_worked,
    cites=(CT("12-A(5)"), CT("12-A(6)"), L45_2018("10(10)"), L59_2026("10(16)")),
    evidence="L:ct",
    since="2018-01-01",
)
def employer_in_platform_work(
    payer_kind: PayerKind,
    employer_found_by_court: EmployerFinding,
    employment_declared_with_payer: Truth,
    intermediary_invoked: Truth,
    general_presumption: Truth,
) -> Employer:
    """As the court found; else by contract; once the intermediary is invoked only the court decides."""
    if employer_found_by_court == EmployerFinding.PLATFORM:
        return Employer.PLATFORM
    if employer_found_by_court == EmployerFinding.INTERMEDIARY:
        return Employer.INTERMEDIARY
    if intermediary_invoked and not employment_declared_with_payer:
        return Employer.UNDECIDED_BY_COURT
    if payer_kind == PayerKind.PLATFORM:
        return Employer.PLATFORM
    if employment_declared_with_payer or general_presumption:
        return Employer.INTERMEDIARY
    return Employer.UNDECIDED_BY_COURT


@rule(level=TIE_MONTH, law_at=month_worked, cites=(CT("11"), CT("12-A(6)")), evidence="L:ct", since="2018-01-01")
def employer_of_worker(
    employee_or_presumed_employee: Truth, payer_kind: PayerKind, employer_in_platform_work: Employer
) -> Employer:
    """No employer without employment; the payer, save where platform and intermediary both come into question."""
    if not employee_or_presumed_employee:
        return Employer.NONE
    if payer_kind == PayerKind.PLATFORM or payer_kind == PayerKind.INTERMEDIARY:
        return employer_in_platform_work
    return Employer.PAYER


@rule(level=TIE_MONTH, law_at=month_worked, cites=CT("12-A(8)"), evidence="L:ct", since="2023-05-01", before=NO)
def platform_jointly_liable(
    employer_of_worker: Employer, month: Month, claim_date: Date, joint_liability_months: Months
) -> Truth:
    """Platform and intermediary, their managers and groups answer together for the three years before the claim."""
    age_of_claim = months_between(month, month_of(claim_date))
    return employer_of_worker == Employer.INTERMEDIARY and 0 <= age_of_claim <= joint_liability_months


@rule(level=TIE_MONTH, law_at=month_worked, cites=CT("12-A(8)"), evidence="L:ct", since="2023-05-01", before=NOTHING)
def social_charges_under_joint_liability(platform_jointly_liable: Truth, employment_contribution: Money) -> Money:
    """The joint liability covers the social charges on the worker's pay."""
    return employment_contribution if platform_jointly_liable else NOTHING


# --- Work accidents ---------------------------------------------------------------------------------------------------


@rule(
    level=TIE_MONTH,
    law_at=month_worked,
    cites=(CT("12-A(9)"), CT("283"), L7_2009("4(1)(c)"), L7_2009("4(2)")),
    evidence="L:ct ?",
    since="2018-01-01",
)
def accident_insurer(employee_or_presumed_employee: Truth, economically_dependent: Truth) -> AccidentInsurer:
    """The employer, presumed ones included; for the economically dependent the beneficiary; all others themselves."""
    if employee_or_presumed_employee:
        return AccidentInsurer.EMPLOYER
    return AccidentInsurer.BENEFICIARY if economically_dependent else AccidentInsurer.WORKER


# --- Reporting --------------------------------------------------------------------------------------------------------


@rule(level=TIE_MONTH, law_at=month_worked, cites=L36_2023(""), evidence="S:deloitte", since="2023-01-01", before=NO)
def income_reported_by_platform(payer_kind: PayerKind) -> Truth:
    """Platforms report each year's income from personal services to the tax authority by 31 January."""
    return payer_kind == PayerKind.PLATFORM


RESULTS = (
    status("labour_status"),
    status("social_security_status"),
    status("employer_of_worker"),
    status("rebuttal_open"),
    status("accident_insurer"),
)
