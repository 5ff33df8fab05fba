"""Labour status and social-security status of each engagement: kept apart, and decided on the facts."""

from amparo.law.china.instruments import (
    LCL,
    SPC2022_36,
    SPC2024_298,
    Guides2023_50,
    InterpretationI,
    InterpretationII,
    InterpretationIII,
    Notice2005_12,
    Opinions2021_56,
    Order56,
    RetirementAge2024,
    TypicalCases2025,
)
from amparo.rules import (
    CONTRACT,
    HALF_UP,
    MONTH,
    NO,
    NOTHING,
    TIE_MONTH,
    UP,
    WORKER,
    YES,
    Category,
    Count,
    Days,
    Form,
    Minutes,
    Money,
    Month,
    Months,
    PayerKind,
    Sex,
    Steps,
    Table,
    Truth,
    add_months,
    any_of,
    bracket,
    count_true,
    days_between,
    first_day,
    largest,
    lookup,
    month_of,
    month_worked,
    months_between,
    mul_div,
    rule,
    status,
    today,
    total,
    year_of,
)
from amparo.rules import Date as Day


class LabourStatus(Category):
    OVER_AGE = 1
    LABOUR_RELATIONSHIP = 2
    CONTESTED = 3
    NOT_FULLY_MEETING = 4
    CIVIL = 5


class Conditions(Category):
    MET = 1
    CONTESTED = 2
    NOT_MET = 3


class ContestReason(Category):
    NOT_CONTESTED = 1
    FACTORS_BALANCED = 2
    WORK_OUTSIDE_BUSINESS = 3
    PENSION_RECIPIENT = 4


class SocialSecurityStatus(Category):
    EMPLOYEE = 1
    PART_TIME_EMPLOYEE = 2
    OVER_AGE_WORKER = 3
    FLEXIBLE_WORKER = 4


class RequiredDocument(Category):
    LABOUR_CONTRACT = 1
    WORK_AGREEMENT = 2
    WRITTEN_AGREEMENT = 3
    NONE_REQUIRED = 4


class Responsibility(Category):
    EMPLOYER = 1
    HOST_ENTERPRISE = 2
    CORRESPONDING = 3
    PLATFORM_BY_LAW = 4
    NO_LABOUR_RESPONSIBILITY = 5


class EmployerAmongLinked(Category):
    PARTY_TO_THE_CONTRACT = 1
    THE_ONE_THAT_MANAGES = 2


class RetirementTrack(Category):
    MAN_60 = 1
    WOMAN_55 = 2
    WOMAN_50 = 3


# --- The test of 2005 and dominant labour management --------------------------------------------------------------


@rule(level=CONTRACT, law_at=month_worked, cites=Notice2005_12("1(1)"), evidence="K", since="2018-01-01")
def payer_can_be_employer(payer_kind: PayerKind) -> Truth:
    """First limb of the test: the payer must be an employing unit; a household is not one."""
    return payer_kind != PayerKind.HOUSEHOLD


@rule(
    level=CONTRACT,
    law_at=month_worked,
    cites=(Notice2005_12("1(2)"), Opinions2021_56("I.2")),
    evidence="I:A1",
    since="2018-01-01",
)
def labour_management_exercised(
    form: Form, payer_controls_work_process: Truth, worker_bound_by_rules_and_algorithms: Truth
) -> Truth:
    """The payer exercises labour management where it controls how the work is done or binds the worker by its rules."""
    return form == Form.EMPLOYMENT or payer_controls_work_process or worker_bound_by_rules_and_algorithms


@rule(
    level=CONTRACT,
    law_at=month_worked,
    cites=(Notice2005_12("1(2)"), SPC2022_36("7"), SPC2024_298("237")),
    evidence="I:A4",
    since="2018-01-01",
)
def factors_of_dominance(
    worker_chooses_time_and_workload: Truth,
    payer_controls_work_process: Truth,
    worker_bound_by_rules_and_algorithms: Truth,
    work_is_continuous: Truth,
    worker_sets_price: Truth,
) -> Count:
    """How many of the five factors of guiding case 237 point to dominant labour management."""
    return count_true(
        not worker_chooses_time_and_workload,
        payer_controls_work_process,
        worker_bound_by_rules_and_algorithms,
        work_is_continuous,
        not worker_sets_price,
    )


@rule(
    level=CONTRACT,
    law_at=month_worked,
    cites=TypicalCases2025("freight driver"),
    evidence="I:A3",
    since="2025-04-30",
    before=0,
)
def further_factors_of_dominance(worker_decides_tasks: Truth, pay_is_main_income: Truth) -> Count:
    """How many of the two factors that the typical cases of 2025 add point to dominant labour management."""
    return count_true(not worker_decides_tasks, pay_is_main_income)


@rule(
    level=CONTRACT,
    law_at=month_worked,
    cites=SPC2024_298("237"),
    evidence="I:A3,A4",
    since="2018-01-01",
    until="2025-04-30",
    name="dominant_labour_management",
)
def dominant_labour_management_by_five_factors(
    factors_of_dominance: Count, factors_showing_dominance: Count, factors_excluding_dominance: Count
) -> Conditions:
    """Most of the five factors show dominant management, few of them exclude it; between the two it is contested."""
    if factors_of_dominance >= factors_showing_dominance:
        return Conditions.MET
    return Conditions.NOT_MET if factors_of_dominance <= factors_excluding_dominance else Conditions.CONTESTED


@rule(
    level=CONTRACT,
    law_at=month_worked,
    cites=(SPC2024_298("237"), TypicalCases2025("freight driver")),
    evidence="I:A3,A4",
    since="2025-04-30",
)
def dominant_labour_management(
    factors_of_dominance: Count,
    factors_showing_dominance: Count,
    factors_excluding_dominance: Count,
    further_factors_of_dominance: Count,
    all_factors_showing_dominance: Count,
    all_factors_excluding_dominance: Count,
) -> Conditions:
    """Where the five factors leave it open, the two of the typical cases are weighed with them."""
    if factors_of_dominance >= factors_showing_dominance:
        return Conditions.MET
    if factors_of_dominance <= factors_excluding_dominance:
        return Conditions.NOT_MET
    all_factors = factors_of_dominance + further_factors_of_dominance
    if all_factors >= all_factors_showing_dominance:
        return Conditions.MET
    return Conditions.NOT_MET if all_factors <= all_factors_excluding_dominance else Conditions.CONTESTED


@rule(
    level=CONTRACT,
    law_at=month_worked,
    cites=Notice2005_12("1"),
    evidence="I:A3",
    since="2018-01-01",
    until="2024-12-20",
    name="conditions_of_labour_relationship",
)
def conditions_under_the_test_of_2005(
    payer_can_be_employer: Truth, work_is_part_of_business: Truth, dominant_labour_management: Conditions
) -> Conditions:
    """All three limbs must be met: qualified parties, labour management, work that is part of the business."""
    if payer_can_be_employer and work_is_part_of_business:
        return dominant_labour_management
    return Conditions.NOT_MET


@rule(
    level=CONTRACT,
    law_at=month_worked,
    cites=(Notice2005_12("1"), SPC2024_298("237")),
    evidence="I:A3,A4",
    since="2024-12-20",
    name="conditions_of_labour_relationship",
)
def conditions_under_guiding_case_237(
    payer_can_be_employer: Truth, work_is_part_of_business: Truth, dominant_labour_management: Conditions
) -> Conditions:
    """Dominant management makes a labour relationship; without the third limb of 2005 the result is contested."""
    if not payer_can_be_employer or dominant_labour_management == Conditions.NOT_MET:
        return Conditions.NOT_MET
    return dominant_labour_management if work_is_part_of_business else Conditions.CONTESTED


@rule(level=CONTRACT, law_at=month_worked, cites=Notice2005_12("2"), evidence="K", since="2018-01-01")
def items_of_evidence(
    pay_or_insurance_records_exist: Truth,
    work_badge_exists: Truth,
    application_forms_exist: Truth,
    attendance_records_exist: Truth,
    coworker_testimony_exists: Truth,
) -> Count:
    """How many of the kinds of evidence that the notice of 2005 lists are at hand."""
    return count_true(
        pay_or_insurance_records_exist,
        work_badge_exists,
        application_forms_exist,
        attendance_records_exist,
        coworker_testimony_exists,
    )


# --- The three categories -----------------------------------------------------------------------------------------


@rule(
    level=CONTRACT,
    law_at=month_worked,
    cites=(LCL("7"), Notice2005_12("1")),
    evidence="I:A3",
    since="2018-01-01",
    until="2021-07-16",
    name="category_of_work",
)
def category_of_work_before_2021(
    form: Form, payer_can_be_employer: Truth, conditions_of_labour_relationship: Conditions
) -> LabourStatus:
    """Before the Opinions of 2021 the law knows the labour relationship and the civil contract only."""
    if form == Form.EMPLOYMENT and payer_can_be_employer:
        return LabourStatus.LABOUR_RELATIONSHIP
    if conditions_of_labour_relationship == Conditions.MET:
        return LabourStatus.LABOUR_RELATIONSHIP
    if conditions_of_labour_relationship == Conditions.CONTESTED:
        return LabourStatus.CONTESTED
    return LabourStatus.CIVIL


@rule(
    level=CONTRACT,
    law_at=month_worked,
    cites=(LCL("7"), Opinions2021_56("I.1-3"), SPC2024_298("237-238")),
    evidence="I:A1,A9",
    since="2021-07-16",
    name="category_of_work",
)
def category_of_work_from_2021(
    form: Form,
    payer_can_be_employer: Truth,
    conditions_of_labour_relationship: Conditions,
    labour_management_exercised: Truth,
) -> LabourStatus:
    """Labour relationship, not fully meeting its conditions, or civil; registration as sole trader decides nothing."""
    if form == Form.EMPLOYMENT and payer_can_be_employer:
        return LabourStatus.LABOUR_RELATIONSHIP
    if conditions_of_labour_relationship == Conditions.MET:
        return LabourStatus.LABOUR_RELATIONSHIP
    if conditions_of_labour_relationship == Conditions.CONTESTED:
        return LabourStatus.CONTESTED
    if labour_management_exercised and payer_can_be_employer:
        return LabourStatus.NOT_FULLY_MEETING
    return LabourStatus.CIVIL


# --- Retirement age and pension -----------------------------------------------------------------------------------


@rule(level=WORKER, law_at=today, cites=RetirementAge2024("1"), evidence="S:F1-F4", since="2018-01-01")
def retirement_track(sex: Sex, woman_on_55_track: Truth) -> RetirementTrack:
    """Men retired at 60, women at 55 or at 50, before the gradual raising of the age."""
    if sex == Sex.MALE:
        return RetirementTrack.MAN_60
    if woman_on_55_track:
        return RetirementTrack.WOMAN_55
    return RetirementTrack.WOMAN_50


@rule(level=WORKER, law_at=today, cites=RetirementAge2024("1"), evidence="D", since="2018-01-01")
def retirement_delay(
    birth_date: Day,
    retirement_track: RetirementTrack,
    first_birth_month_delayed: Table,
    birth_months_per_month_of_delay: Table,
    longest_retirement_delay: Table,
) -> Months:
    """One month later for every four birth months (two on the 50-year track), up to the longest delay."""
    months_affected = months_between(lookup(first_birth_month_delayed, retirement_track), month_of(birth_date)) + 1
    step = lookup(birth_months_per_month_of_delay, retirement_track)
    delay = mul_div(max(months_affected, 0), 1, step, round=UP)
    return min(lookup(longest_retirement_delay, retirement_track), delay)


@rule(level=WORKER, law_at=today, cites=RetirementAge2024("1"), evidence="S:F1-F4", since="2018-01-01")
def statutory_retirement_age(
    retirement_track: RetirementTrack, retirement_age_before_2025: Table, retirement_delay: Months
) -> Months:
    """The statutory retirement age in months: the old age and the delay."""
    return lookup(retirement_age_before_2025, retirement_track) + retirement_delay


@rule(level=WORKER, law_at=today, cites=RetirementAge2024("1"), evidence="S:F1-F4", since="2018-01-01")
def statutory_retirement_month(birth_date: Day, statutory_retirement_age: Months) -> Month:
    """The month in which the statutory retirement age is reached."""
    return add_months(month_of(birth_date), statutory_retirement_age)


@rule(
    level=WORKER, law_at=today, cites=RetirementAge2024("flexible retirement"), evidence="S:F1-F4", since="2018-01-01"
)
def earliest_retirement_month(
    birth_date: Day,
    retirement_track: RetirementTrack,
    retirement_age_before_2025: Table,
    statutory_retirement_month: Month,
    flexible_retirement_months: Months,
) -> Month:
    """By choice up to three years before the statutory age, but not before the old age."""
    old_age_reached = add_months(month_of(birth_date), lookup(retirement_age_before_2025, retirement_track))
    return max(add_months(statutory_retirement_month, -flexible_retirement_months), old_age_reached)


@rule(
    level=WORKER, law_at=today, cites=RetirementAge2024("flexible retirement"), evidence="S:F1-F4", since="2018-01-01"
)
def latest_retirement_month(statutory_retirement_month: Month, flexible_retirement_months: Months) -> Month:
    """By agreement up to three years after the statutory age."""
    return add_months(statutory_retirement_month, flexible_retirement_months)


@rule(level=WORKER, law_at=today, cites=RetirementAge2024("2"), evidence="S:F1,F2,F5", since="2018-01-01")
def minimum_contribution_months(
    statutory_retirement_month: Month, early_retirement_month: Month, minimum_months_by_year: Steps
) -> Months:
    """Contributions needed for a pension, by the year of the statutory age, or of an earlier retirement by choice."""
    return bracket(minimum_months_by_year, year_of(min(statutory_retirement_month, early_retirement_month)))


@rule(level=MONTH, law_at=month_worked, cites=RetirementAge2024("1"), evidence="I", since="2018-01-01")
def above_statutory_retirement_age(month: Month, statutory_retirement_month: Month) -> Truth:
    """A worker is above the statutory age in the months after the one in which it is reached."""
    return month > statutory_retirement_month


@rule(
    level=CONTRACT,
    law_at=month_worked,
    cites=(Order56("2"), Order56("23")),
    evidence="S:L13",
    since="2026-07-01",
    before=NO,
)
def over_age_worker(
    above_statutory_retirement_age: Truth,
    draws_old_age_pension: Truth,
    defers_retirement_flexibly: Truth,
    payer_can_be_employer: Truth,
    labour_management_exercised: Truth,
) -> Truth:
    """A person above the statutory age, or retired early, who works under an employer's labour management."""
    if defers_retirement_flexibly:
        return NO
    retired = above_statutory_retirement_age or draws_old_age_pension
    return retired and payer_can_be_employer and labour_management_exercised


# --- Labour status ------------------------------------------------------------------------------------------------


@rule(
    level=CONTRACT,
    law_at=month_worked,
    cites=InterpretationIII("7"),
    evidence="K",
    since="2018-01-01",
    until="2021-01-01",
    name="labour_status",
)
def labour_status_under_interpretation_iii(
    draws_old_age_pension: Truth, category_of_work: LabourStatus
) -> LabourStatus:
    """A person who already draws an old-age pension works under a civil contract for services."""
    if draws_old_age_pension:
        return LabourStatus.CIVIL
    return category_of_work


@rule(
    level=CONTRACT,
    law_at=month_worked,
    cites=InterpretationI("32(1)"),
    evidence="S:L8",
    since="2021-01-01",
    until="2025-09-01",
    name="labour_status",
)
def labour_status_under_interpretation_i(draws_old_age_pension: Truth, category_of_work: LabourStatus) -> LabourStatus:
    """A person who already draws an old-age pension works under a civil contract for services."""
    if draws_old_age_pension:
        return LabourStatus.CIVIL
    return category_of_work


@rule(
    level=CONTRACT,
    law_at=month_worked,
    cites=InterpretationII("21"),
    evidence="I:L12",
    since="2025-09-01",
    until="2026-07-01",
    name="labour_status",
)
def labour_status_after_the_repeal(draws_old_age_pension: Truth, category_of_work: LabourStatus) -> LabourStatus:
    """With the rule for pensioners repealed, nothing says what a managed pensioner is: contested."""
    if draws_old_age_pension and category_of_work == LabourStatus.LABOUR_RELATIONSHIP:
        return LabourStatus.CONTESTED
    return category_of_work


@rule(
    level=CONTRACT,
    law_at=month_worked,
    cites=Order56("2"),
    evidence="S:L13",
    since="2026-07-01",
    name="labour_status",
)
def labour_status_with_over_age_workers(over_age_worker: Truth, category_of_work: LabourStatus) -> LabourStatus:
    """Workers above the retirement age have a status of their own, whatever the category of their work."""
    if over_age_worker:
        return LabourStatus.OVER_AGE
    return category_of_work


@rule(
    level=CONTRACT,
    law_at=month_worked,
    cites=(SPC2024_298("237"), InterpretationII("21")),
    evidence="I:A4",
    since="2018-01-01",
)
def contest_reason(
    labour_status: LabourStatus,
    category_of_work: LabourStatus,
    draws_old_age_pension: Truth,
    work_is_part_of_business: Truth,
    dominant_labour_management: Conditions,
) -> ContestReason:
    """Why the status is contested: a pensioner after the repeal, balanced factors, or work outside the business."""
    if labour_status != LabourStatus.CONTESTED:
        return ContestReason.NOT_CONTESTED
    if draws_old_age_pension and category_of_work != LabourStatus.CONTESTED:
        return ContestReason.PENSION_RECIPIENT
    if work_is_part_of_business or dominant_labour_management == Conditions.CONTESTED:
        return ContestReason.FACTORS_BALANCED
    return ContestReason.WORK_OUTSIDE_BUSINESS


@rule(level=CONTRACT, law_at=month_worked, cites=(LCL("7"), SPC2024_298("237")), evidence="I:A4", since="2018-01-01")
def in_labour_relationship(labour_status: LabourStatus, court_found_labour_relationship: Truth) -> Truth:
    """A labour relationship exists by law, or, where contested, if the court or tribunal finds it."""
    if labour_status == LabourStatus.CONTESTED:
        return court_found_labour_relationship
    return labour_status == LabourStatus.LABOUR_RELATIONSHIP


# --- Part-time work -----------------------------------------------------------------------------------------------

minutes_with_payer = total("minutes_engaged", at=TIE_MONTH)
days_with_payer = total("days_worked", at=TIE_MONTH)
agreed_part_time_with_payer = any_of("agreed_part_time", at=TIE_MONTH)


@rule(level=TIE_MONTH, law_at=month_worked, cites=LCL("68"), evidence="S:L7", since="2018-01-01")
def within_part_time_ceiling(
    minutes_with_payer: Minutes,
    days_with_payer: Days,
    month: Month,
    part_time_minutes_per_day: Minutes,
    part_time_minutes_per_week: Minutes,
) -> Truth:
    """On average at most four hours a day and twenty-four hours a week with the same employer."""
    days_in_month = days_between(first_day(month), first_day(add_months(month, 1)))
    within_day = minutes_with_payer <= part_time_minutes_per_day * days_with_payer
    return within_day and minutes_with_payer * 7 <= part_time_minutes_per_week * days_in_month


@rule(level=TIE_MONTH, law_at=month_worked, cites=(LCL("68"), LCL("69")), evidence="S:L7", since="2018-01-01")
def part_time_with_payer(agreed_part_time_with_payer: Truth, within_part_time_ceiling: Truth) -> Truth:
    """Part-time work needs the agreement of the parties and hours within the ceiling."""
    return agreed_part_time_with_payer and within_part_time_ceiling


# --- Social-security status ---------------------------------------------------------------------------------------


@rule(
    level=CONTRACT,
    law_at=month_worked,
    cites=(LCL("7"), Order56("15-17"), Opinions2021_56("I.2")),
    evidence="I:A10,L13",
    since="2018-01-01",
)
def social_security_status(
    labour_status: LabourStatus, in_labour_relationship: Truth, part_time_with_payer: Truth
) -> SocialSecurityStatus:
    """Employees are insured by their employer; whoever is in no labour relationship counts as a flexible worker."""
    if labour_status == LabourStatus.OVER_AGE:
        return SocialSecurityStatus.OVER_AGE_WORKER
    if not in_labour_relationship:
        return SocialSecurityStatus.FLEXIBLE_WORKER
    if part_time_with_payer:
        return SocialSecurityStatus.PART_TIME_EMPLOYEE
    return SocialSecurityStatus.EMPLOYEE


@rule(
    level=CONTRACT,
    law_at=month_worked,
    cites=(LCL("10"), LCL("69"), Opinions2021_56("I.2"), Order56("6")),
    evidence="S:A1,L7,L13",
    since="2018-01-01",
)
def document_to_be_concluded(
    labour_status: LabourStatus, in_labour_relationship: Truth, part_time_with_payer: Truth
) -> RequiredDocument:
    """Labour contract, work agreement with an over-age worker, or written agreement with the second category."""
    if labour_status == LabourStatus.OVER_AGE:
        return RequiredDocument.WORK_AGREEMENT
    if in_labour_relationship:
        return RequiredDocument.NONE_REQUIRED if part_time_with_payer else RequiredDocument.LABOUR_CONTRACT
    if labour_status == LabourStatus.NOT_FULLY_MEETING or labour_status == LabourStatus.CONTESTED:
        return RequiredDocument.WRITTEN_AGREEMENT
    return RequiredDocument.NONE_REQUIRED


# --- Who answers --------------------------------------------------------------------------------------------------


@rule(
    level=CONTRACT, law_at=month_worked, cites=InterpretationII("1-2"), evidence="S:L12", since="2025-09-01", before=NO
)
def host_enterprise_answers(payer_lacks_business_licence: Truth, payer_works_under_licensed_enterprise: Truth) -> Truth:
    """The contractor or host enterprise answers for workers of an unlicensed sub-contractor or affiliate."""
    return payer_lacks_business_licence and payer_works_under_licensed_enterprise


@rule(
    level=CONTRACT,
    law_at=month_worked,
    cites=(Opinions2021_56("I"), InterpretationII("1-2")),
    evidence="S:A18,L12",
    since="2018-01-01",
)
def responsible_enterprise(
    host_enterprise_answers: Truth,
    in_labour_relationship: Truth,
    labour_status: LabourStatus,
    platform_outsources_work: Truth,
    worker_rights_harmed: Truth,
) -> Responsibility:
    """Who answers: the employer, the host, the enterprise correspondingly, or the platform that outsources."""
    if host_enterprise_answers:
        return Responsibility.HOST_ENTERPRISE
    if in_labour_relationship or labour_status == LabourStatus.OVER_AGE:
        return Responsibility.EMPLOYER
    if labour_status == LabourStatus.CIVIL:
        return Responsibility.NO_LABOUR_RESPONSIBILITY
    if platform_outsources_work and worker_rights_harmed:
        return Responsibility.PLATFORM_BY_LAW
    return Responsibility.CORRESPONDING


@rule(
    level=CONTRACT,
    law_at=month_worked,
    cites=InterpretationII("3"),
    evidence="S:L12",
    since="2025-09-01",
    before=EmployerAmongLinked.THE_ONE_THAT_MANAGES,
)
def employer_among_linked_enterprises(written_labour_contract: Truth) -> EmployerAmongLinked:
    """Of linked enterprises the party to the written contract is the employer; without one, management decides."""
    if written_labour_contract:
        return EmployerAmongLinked.PARTY_TO_THE_CONTRACT
    return EmployerAmongLinked.THE_ONE_THAT_MANAGES


@rule(
    level=CONTRACT,
    law_at=month_worked,
    cites=InterpretationII("19(1)"),
    evidence="S:L12",
    since="2025-09-01",
    before=NO,
)
def waiver_of_insurance_is_void(agreed_not_to_insure: Truth, in_labour_relationship: Truth) -> Truth:
    """An agreement or promise not to pay social insurance is void in a labour relationship."""
    return agreed_not_to_insure and in_labour_relationship


@rule(
    level=CONTRACT,
    law_at=month_worked,
    cites=(InterpretationII("19(1)"), LCL("38(1)(3)")),
    evidence="S:L12",
    since="2025-09-01",
    before=NO,
)
def may_resign_with_compensation(employer_failed_to_insure: Truth, in_labour_relationship: Truth) -> Truth:
    """A worker whose employer did not pay social insurance may resign and claim economic compensation."""
    return employer_failed_to_insure and in_labour_relationship


@rule(
    level=CONTRACT,
    law_at=month_worked,
    cites=InterpretationII("19(2)"),
    evidence="S:L12",
    since="2025-09-01",
    before=NOTHING,
)
def insurance_compensation_to_return(
    waiver_of_insurance_is_void: Truth, employer_paid_arrears: Truth, insurance_compensation_paid: Money
) -> Money:
    """An employer that pays the arrears may claim back what it had paid the worker in place of insurance."""
    if waiver_of_insurance_is_void and employer_paid_arrears:
        return insurance_compensation_paid
    return NOTHING


# --- Minimum pay --------------------------------------------------------------------------------------------------


@rule(
    level=CONTRACT,
    law_at=month_worked,
    cites=LCL("72"),
    evidence="S:L7",
    since="2018-01-01",
    until="2023-11-08",
    name="working_minutes",
)
def minutes_worked(minutes_engaged: Minutes) -> Minutes:
    """Working time is the time engaged."""
    return minutes_engaged


@rule(
    level=CONTRACT,
    law_at=month_worked,
    cites=Guides2023_50("rest and pay, 4"),
    evidence="S:A13,A14",
    since="2023-11-08",
    name="working_minutes",
)
def order_time_and_allowance(
    minutes_engaged: Minutes, agreed_allowance_minutes: Minutes, required_presence_minutes: Minutes
) -> Minutes:
    """Working time is order time, the agreed allowance (waiting, rest) and the presence the enterprise requires."""
    return minutes_engaged + agreed_allowance_minutes + required_presence_minutes


@rule(
    level=CONTRACT,
    law_at=month_worked,
    cites=LCL("72"),
    evidence="S:L7",
    since="2018-01-01",
    until="2021-07-16",
    name="hourly_minimum_applies",
)
def hourly_minimum_of_part_time(social_security_status: SocialSecurityStatus) -> Truth:
    """Part-time pay is not below the local hourly minimum wage."""
    return social_security_status == SocialSecurityStatus.PART_TIME_EMPLOYEE


@rule(
    level=CONTRACT,
    law_at=month_worked,
    cites=(LCL("72"), Opinions2021_56("II"), Guides2023_50("rest and pay")),
    evidence="S:A18,A19",
    since="2021-07-16",
    name="hourly_minimum_applies",
)
def hourly_minimum_of_second_category(
    social_security_status: SocialSecurityStatus, labour_status: LabourStatus, in_labour_relationship: Truth
) -> Truth:
    """Workers who do not fully meet the conditions have the hourly minimum wage of the place where they work."""
    if social_security_status == SocialSecurityStatus.PART_TIME_EMPLOYEE:
        return YES
    managed = labour_status == LabourStatus.NOT_FULLY_MEETING or labour_status == LabourStatus.CONTESTED
    return managed and not in_labour_relationship


@rule(
    level=CONTRACT,
    law_at=month_worked,
    cites=(LCL("72"), Guides2023_50("rest and pay")),
    evidence="S:L7,A19",
    since="2018-01-01",
    place="work_place",
)
def hourly_minimum_pay(hourly_minimum_applies: Truth, hourly_minimum_wage: Money, working_minutes: Minutes) -> Money:
    """The hourly minimum wage for the working time of the month."""
    if not hourly_minimum_applies:
        return NOTHING
    return mul_div(hourly_minimum_wage, working_minutes, 60, round=HALF_UP)


@rule(level=CONTRACT, law_at=month_worked, cites=(LCL("72"), Order56("11")), evidence="S:L7,L13", since="2018-01-01")
def monthly_minimum_applies(social_security_status: SocialSecurityStatus) -> Truth:
    """Full-time employees and over-age workers have the monthly minimum wage for normal labour."""
    if social_security_status == SocialSecurityStatus.EMPLOYEE:
        return YES
    return social_security_status == SocialSecurityStatus.OVER_AGE_WORKER


@rule(
    level=CONTRACT,
    law_at=month_worked,
    cites=(LCL("72"), Order56("11")),
    evidence="S:L7,L13",
    since="2018-01-01",
    place="work_place",
)
def monthly_minimum_pay(monthly_minimum_applies: Truth, monthly_minimum_wage: Money) -> Money:
    """The monthly minimum wage of the place of work, for normal labour in the whole month."""
    return monthly_minimum_wage if monthly_minimum_applies else NOTHING


@rule(level=CONTRACT, law_at=month_worked, cites=Opinions2021_56("II"), evidence="I:A18", since="2018-01-01")
def minimum_pay_guaranteed(hourly_minimum_applies: Truth, monthly_minimum_applies: Truth) -> Truth:
    """Whether the law guarantees a minimum pay for this work."""
    return hourly_minimum_applies or monthly_minimum_applies


hourly_minimum_from_payer = total("hourly_minimum_pay", at=TIE_MONTH)
monthly_minimum_from_payer = largest("monthly_minimum_pay", at=TIE_MONTH)
guaranteed_pay_from_payer = total("gross_pay", at=TIE_MONTH, where="minimum_pay_guaranteed")


@rule(
    level=TIE_MONTH,
    law_at=month_worked,
    cites=(LCL("72"), Opinions2021_56("II"), Guides2023_50("rest and pay")),
    evidence="I:A18,A19",
    since="2018-01-01",
)
def shortfall_to_minimum_pay(
    hourly_minimum_from_payer: Money, monthly_minimum_from_payer: Money, guaranteed_pay_from_payer: Money
) -> Money:
    """What the payer's pay of the month lacks to the minimum the law guarantees, for normal labour."""
    return max(NOTHING, hourly_minimum_from_payer + monthly_minimum_from_payer - guaranteed_pay_from_payer)


RESULTS = (
    status("labour_status"),
    status("contest_reason"),
    status("social_security_status"),
    status("responsible_enterprise"),
    status("document_to_be_concluded"),
)
