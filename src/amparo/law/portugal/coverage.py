"""Which branches cover the self-employed and all residents of Portugal, by law, month by month.

The cover of employees and of domestic service stands in their own topics.
"""

from amparo.law.portugal.instruments import CRC, CT, DL12_2013, DL65_2012, DL176_2003, L7_2009, L95_2019
from amparo.law.portugal.status import AccidentInsurer
from amparo.rules import (
    MONTH,
    TIE_MONTH,
    YEAR,
    Branch,
    Count,
    Coverage,
    Date,
    Month,
    Truth,
    any_of,
    coverage,
    first_day,
    full_years_between,
    month_worked,
    rule,
)

# --- Scheme of the self-employed --------------------------------------------------------------------------------------


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=(CRC("141(1)"), CRC("142"), CRC("146"), CRC("283-A")),
    evidence="L:crc",
    since="2018-01-01",
)
def self_employed_immediate_coverage(
    subject_to_contribute: Truth,
    counts_for_pensions_only: Truth,
    insured_in_scheme: Truth,
    activity_suspended: Truth,
    exempt_from_contributing: Truth,
    may_ask_for_early_cover: Truth,
) -> Coverage:
    """Sickness and parenthood: whoever contributes, save on the excess beside employment; kept in suspension."""
    suspended = insured_in_scheme and activity_suspended and not exempt_from_contributing
    if suspended or (subject_to_contribute and not counts_for_pensions_only):
        return Coverage.MANDATORY
    return Coverage.VOLUNTARY if may_ask_for_early_cover else Coverage.NONE


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=(CRC("141(1)"), CRC("146"), CRC("283-A")),
    evidence="L:crc",
    since="2018-01-01",
)
def self_employed_disease_coverage(
    subject_to_contribute: Truth, counts_for_pensions_only: Truth, may_ask_for_early_cover: Truth
) -> Coverage:
    """Occupational disease: whoever contributes, save on the excess beside employment."""
    if subject_to_contribute and not counts_for_pensions_only:
        return Coverage.MANDATORY
    return Coverage.VOLUNTARY if may_ask_for_early_cover else Coverage.NONE


@rule(level=MONTH, law_at=month_worked, cites=(CRC("141(1)"), CRC("146")), evidence="L:crc", since="2018-01-01")
def self_employed_pension_coverage(subject_to_contribute: Truth, may_ask_for_early_cover: Truth) -> Coverage:
    """Invalidity, old age and death: whoever contributes."""
    if subject_to_contribute:
        return Coverage.MANDATORY
    return Coverage.VOLUNTARY if may_ask_for_early_cover else Coverage.NONE


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=(CRC("141(2)"), CRC("141(3)"), DL65_2012(""), DL12_2013("")),
    evidence="L:crc",
    since="2018-01-01",
)
def self_employed_unemployment_coverage(
    subject_to_contribute: Truth,
    counts_for_pensions_only: Truth,
    economically_dependent_on_one: Truth,
    business_owner: Truth,
) -> Coverage:
    """Unemployment: only those dependent on one contracting entity, and business owners with their spouses."""
    protected = economically_dependent_on_one or business_owner
    contributes = subject_to_contribute and not counts_for_pensions_only
    return Coverage.MANDATORY if contributes and protected else Coverage.NONE


# --- Accident insurance -----------------------------------------------------------------------------------------------


@rule(level=TIE_MONTH, law_at=month_worked, cites=L7_2009("4(1)(c)"), evidence="L:ct", since="2018-01-01")
def beneficiary_insures_accidents(accident_insurer: AccidentInsurer) -> Truth:
    """The beneficiary of the work of an economically dependent worker must insure it."""
    return accident_insurer == AccidentInsurer.BENEFICIARY


@rule(level=TIE_MONTH, law_at=month_worked, cites=L7_2009("4(2)"), evidence="L:ct", since="2018-01-01")
def worker_insures_accidents(accident_insurer: AccidentInsurer) -> Truth:
    """The worker must insure the work done for this payer."""
    return accident_insurer == AccidentInsurer.WORKER


beneficiary_insures_accidents_in_month = any_of("beneficiary_insures_accidents", at=MONTH)
worker_insures_accidents_in_month = any_of("worker_insures_accidents", at=MONTH)
economically_dependent_in_year = any_of("economically_dependent", at=YEAR)


@rule(level=MONTH, law_at=month_worked, cites=L7_2009("4(2)"), evidence="L:ct", since="2018-01-01")
def activity_without_work(activity_open: Truth, own_account_work_in_month: Truth) -> Truth:
    """Own-account activity is open in the month though no work of it is recorded."""
    return activity_open and not own_account_work_in_month


@rule(level=MONTH, law_at=month_worked, cites=(L7_2009("4(1)(c)"), CT("10")), evidence="L:ct ?", since="2018-01-01")
def beneficiary_accident_coverage(
    beneficiary_insures_accidents_in_month: Truth, activity_without_work: Truth, economically_dependent_in_year: Truth
) -> Coverage:
    """The accident regime of employees extends to economically dependent workers; in practice they self-insure."""
    idle = activity_without_work and economically_dependent_in_year
    return Coverage.MANDATORY if beneficiary_insures_accidents_in_month or idle else Coverage.NONE


@rule(level=MONTH, law_at=month_worked, cites=L7_2009("4(2)"), evidence="L:ct", since="2018-01-01")
def own_accident_coverage(
    worker_insures_accidents_in_month: Truth, activity_without_work: Truth, economically_dependent_in_year: Truth
) -> Coverage:
    """All other own-account workers must insure themselves, exempt from contributions or not."""
    idle = activity_without_work and not economically_dependent_in_year
    return Coverage.MANDATORY if worker_insures_accidents_in_month or idle else Coverage.NONE


# --- Voluntary social insurance ---------------------------------------------------------------------------------------


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=(CRC("169(1)"), CRC("169(3)"), CRC("171"), CRC("172(1)")),
    evidence="L:crc",
    since="2018-01-01",
)
def voluntary_insurance_coverage(
    month: Month,
    birth_date: Date,
    age_of_majority: Count,
    citizen_or_resident_for_a_year: Truth,
    subject_to_contribute: Truth,
    employee_of_anyone: Truth,
    domestic_worker_of_anyone: Truth,
    old_age_or_invalidity_pensioner: Truth,
) -> Coverage:
    """Invalidity, old age and death, for adults whom no compulsory scheme covers, save pensioners."""
    compulsory = subject_to_contribute or employee_of_anyone or domestic_worker_of_anyone
    adult = full_years_between(birth_date, first_day(month)) >= age_of_majority
    admitted = adult and citizen_or_resident_for_a_year and not old_age_or_invalidity_pensioner
    return Coverage.VOLUNTARY if admitted and not compulsory else Coverage.NONE


# --- Residents --------------------------------------------------------------------------------------------------------


@rule(level=MONTH, law_at=month_worked, cites=L95_2019(""), evidence="K", since="2018-01-01")
def national_health_coverage(resident: Truth) -> Coverage:
    """The National Health Service covers all residents, from taxes."""
    return Coverage.MANDATORY if resident else Coverage.NONE


@rule(level=MONTH, law_at=month_worked, cites=DL176_2003(""), evidence="K", since="2018-01-01")
def family_allowance_coverage(resident: Truth) -> Coverage:
    """The family allowance is open to all residents, whatever their work, according to means."""
    return Coverage.MANDATORY if resident else Coverage.NONE


RESULTS = (
    coverage(Branch.SICKNESS, scheme="self_employed", by="self_employed_immediate_coverage"),
    coverage(Branch.MATERNITY_PARENTAL, scheme="self_employed", by="self_employed_immediate_coverage"),
    coverage(Branch.UNEMPLOYMENT, scheme="self_employed", by="self_employed_unemployment_coverage"),
    coverage(Branch.OLD_AGE, scheme="self_employed", by="self_employed_pension_coverage"),
    coverage(Branch.INVALIDITY, scheme="self_employed", by="self_employed_pension_coverage"),
    coverage(Branch.SURVIVORS, scheme="self_employed", by="self_employed_pension_coverage"),
    coverage(Branch.OCCUPATIONAL_DISEASE, scheme="self_employed", by="self_employed_disease_coverage"),
    coverage(Branch.EMPLOYMENT_INJURY, scheme="beneficiary_insurance", by="beneficiary_accident_coverage"),
    coverage(Branch.EMPLOYMENT_INJURY, scheme="own_insurance", by="own_accident_coverage"),
    coverage(Branch.OLD_AGE, scheme="voluntary_insurance", by="voluntary_insurance_coverage"),
    coverage(Branch.INVALIDITY, scheme="voluntary_insurance", by="voluntary_insurance_coverage"),
    coverage(Branch.SURVIVORS, scheme="voluntary_insurance", by="voluntary_insurance_coverage"),
    coverage(Branch.MEDICAL_CARE, scheme="residents", by="national_health_coverage"),
    coverage(Branch.FAMILY, scheme="residents", by="family_allowance_coverage"),
)
