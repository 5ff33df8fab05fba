"""Coverage in law beside the employees' scheme: what a worker may join and what the platform must pay."""

from amparo.law.china.instruments import SIL, Decision2014_8, Notice2024_48, Pilot2021_110, Pilot2025_24
from amparo.rules import (
    MONTH,
    Branch,
    Count,
    Coverage,
    Date,
    Month,
    Truth,
    coverage,
    full_years_between,
    last_day,
    month_worked,
    rule,
)

# --- flexible workers in the employees' insurance ------------------------------------------------------------------


@rule(level=MONTH, law_at=month_worked, cites=SIL("10(2)"), evidence="S:L1", since="2011-07-01")
def flexible_pension_coverage(
    employees_pension_coverage: Coverage,
    draws_old_age_pension: Truth,
    joins_flexible_pension: Truth,
    flexible_pension_admitted: Truth,
) -> Coverage:
    """Whoever is not insured through an employer and draws no pension may join as a flexible worker, where admitted."""
    if employees_pension_coverage == Coverage.MANDATORY or draws_old_age_pension:
        return Coverage.NONE
    return Coverage.VOLUNTARY if joins_flexible_pension or flexible_pension_admitted else Coverage.NONE


@rule(level=MONTH, law_at=month_worked, cites=SIL("17"), evidence="S:L1", since="2011-07-01")
def flexible_invalidity_and_survivors_coverage(flexible_pension_coverage: Coverage) -> Coverage:
    """The pension fund pays survivors and those disabled by illness for everyone who has joined it."""
    return flexible_pension_coverage


@rule(level=MONTH, law_at=month_worked, cites=SIL("23(2)"), evidence="S:L1", since="2011-07-01")
def flexible_medical_coverage(
    employees_medical_coverage: Coverage,
    has_retiree_medical_cover: Truth,
    joins_flexible_medical: Truth,
    flexible_medical_admitted: Truth,
) -> Coverage:
    """Whoever is not insured through an employer may join the medical scheme as a flexible worker, where admitted."""
    if employees_medical_coverage == Coverage.MANDATORY or has_retiree_medical_cover:
        return Coverage.NONE
    return Coverage.VOLUNTARY if joins_flexible_medical or flexible_medical_admitted else Coverage.NONE


@rule(level=MONTH, law_at=month_worked, cites=(SIL("53"), Notice2024_48("")), evidence="S:E2", since="2011-07-01")
def flexible_maternity_coverage(
    flexible_medical_coverage: Coverage, flexible_maternity_joined: Truth, flexible_maternity_admitted: Truth
) -> Coverage:
    """Maternity insurance follows the medical scheme where the place has opened it to flexible workers."""
    if flexible_medical_coverage == Coverage.VOLUNTARY and (flexible_maternity_joined or flexible_maternity_admitted):
        return Coverage.VOLUNTARY
    return Coverage.NONE


@rule(level=MONTH, law_at=month_worked, cites=SIL("44"), evidence="S:L1", since="2011-07-01")
def flexible_unemployment_coverage(
    flexible_pension_coverage: Coverage, joins_flexible_unemployment: Truth, flexible_unemployment_admitted: Truth
) -> Coverage:
    """Unemployment insurance is open to flexible workers only where the place says so."""
    admitted = joins_flexible_unemployment or flexible_unemployment_admitted
    if flexible_pension_coverage == Coverage.VOLUNTARY and admitted:
        return Coverage.VOLUNTARY
    return Coverage.NONE


@rule(level=MONTH, law_at=month_worked, cites=(SIL("33"), SIL("2")), evidence="S:L1", since="2011-07-01")
def branches_closed_to_flexible_workers() -> Coverage:
    """Work injury and occupational disease are for employees; the Law has no cash sickness or family benefit."""
    return Coverage.NONE


# --- retirees -------------------------------------------------------------------------------------------------------


@rule(level=MONTH, law_at=month_worked, cites=(SIL("16"), SIL("17")), evidence="S:L1", since="2011-07-01")
def pension_in_payment_coverage(draws_old_age_pension: Truth) -> Coverage:
    """Whoever draws the pension is covered in old age, and the survivors with it, without paying on."""
    return Coverage.MANDATORY if draws_old_age_pension else Coverage.NONE


@rule(level=MONTH, law_at=month_worked, cites=SIL("27"), evidence="S:L1", since="2011-07-01")
def retiree_medical_coverage(has_retiree_medical_cover: Truth) -> Coverage:
    """Whoever has the required years keeps the employees' medical care in retirement without paying on."""
    return Coverage.MANDATORY if has_retiree_medical_cover else Coverage.NONE


# --- residents' schemes -------------------------------------------------------------------------------------------


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=(SIL("20"), SIL("22"), Decision2014_8("3")),
    evidence="K",
    since="2014-02-21",
)
def residents_pension_coverage(
    birth_date: Date,
    month: Month,
    residents_youngest_age: Count,
    employees_pension_coverage: Coverage,
    joins_flexible_pension: Truth,
    draws_old_age_pension: Truth,
) -> Coverage:
    """From sixteen on, whoever is not in the employees' pension may join the residents' one."""
    in_employees_pension = (
        employees_pension_coverage == Coverage.MANDATORY or joins_flexible_pension or draws_old_age_pension
    )
    if in_employees_pension or full_years_between(birth_date, last_day(month)) < residents_youngest_age:
        return Coverage.NONE
    return Coverage.VOLUNTARY


@rule(level=MONTH, law_at=month_worked, cites=SIL("25"), evidence="S:L1", since="2011-07-01")
def residents_medical_coverage(
    employees_medical_coverage: Coverage, joins_flexible_medical: Truth, has_retiree_medical_cover: Truth
) -> Coverage:
    """Whoever is not in the employees' medical scheme may join the residents' one."""
    if employees_medical_coverage == Coverage.MANDATORY or joins_flexible_medical or has_retiree_medical_cover:
        return Coverage.NONE
    return Coverage.VOLUNTARY


@rule(level=MONTH, law_at=month_worked, cites=SIL("25"), evidence="K", since="2011-07-01")
def residents_maternity_coverage(residents_medical_coverage: Coverage) -> Coverage:
    """The residents' medical scheme pays the medical costs of childbirth; it pays no maternity allowance."""
    return residents_medical_coverage


@rule(level=MONTH, law_at=month_worked, cites=SIL("2"), evidence="S:L1", since="2011-07-01")
def branches_outside_residents_schemes() -> Coverage:
    """The residents' schemes hold a pension and medical care only."""
    return Coverage.NONE


# --- occupational-injury protection --------------------------------------------------------------------------------


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=(Pilot2021_110("4"), Pilot2025_24("Measures 2")),
    evidence="S:D4",
    since="2022-07-01",
    before=Coverage.NONE,
)
def occupational_injury_coverage(injury_protection_in_month: Truth) -> Coverage:
    """The platform must insure every order taken in the territory of the pilot; the worker need do nothing."""
    return Coverage.MANDATORY if injury_protection_in_month else Coverage.NONE


RESULTS = (
    coverage(Branch.OLD_AGE, scheme="flexible", by="flexible_pension_coverage"),
    coverage(Branch.INVALIDITY, scheme="flexible", by="flexible_invalidity_and_survivors_coverage"),
    coverage(Branch.SURVIVORS, scheme="flexible", by="flexible_invalidity_and_survivors_coverage"),
    coverage(Branch.MEDICAL_CARE, scheme="flexible", by="flexible_medical_coverage"),
    coverage(Branch.MATERNITY_PARENTAL, scheme="flexible", by="flexible_maternity_coverage"),
    coverage(Branch.UNEMPLOYMENT, scheme="flexible", by="flexible_unemployment_coverage"),
    coverage(Branch.EMPLOYMENT_INJURY, scheme="flexible", by="branches_closed_to_flexible_workers"),
    coverage(Branch.OCCUPATIONAL_DISEASE, scheme="flexible", by="branches_closed_to_flexible_workers"),
    coverage(Branch.SICKNESS, scheme="flexible", by="branches_closed_to_flexible_workers"),
    coverage(Branch.FAMILY, scheme="flexible", by="branches_closed_to_flexible_workers"),
    coverage(Branch.OLD_AGE, scheme="retirees", by="pension_in_payment_coverage"),
    coverage(Branch.SURVIVORS, scheme="retirees", by="pension_in_payment_coverage"),
    coverage(Branch.MEDICAL_CARE, scheme="retirees", by="retiree_medical_coverage"),
    coverage(Branch.OLD_AGE, scheme="residents", by="residents_pension_coverage"),
    coverage(Branch.MEDICAL_CARE, scheme="residents", by="residents_medical_coverage"),
    coverage(Branch.MATERNITY_PARENTAL, scheme="residents", by="residents_maternity_coverage"),
    coverage(Branch.SICKNESS, scheme="residents", by="branches_outside_residents_schemes"),
    coverage(Branch.UNEMPLOYMENT, scheme="residents", by="branches_outside_residents_schemes"),
    coverage(Branch.INVALIDITY, scheme="residents", by="branches_outside_residents_schemes"),
    coverage(Branch.SURVIVORS, scheme="residents", by="branches_outside_residents_schemes"),
    coverage(Branch.EMPLOYMENT_INJURY, scheme="residents", by="branches_outside_residents_schemes"),
    coverage(Branch.OCCUPATIONAL_DISEASE, scheme="residents", by="branches_outside_residents_schemes"),
    coverage(Branch.FAMILY, scheme="residents", by="branches_outside_residents_schemes"),
    coverage(Branch.EMPLOYMENT_INJURY, scheme="occupational_injury", by="occupational_injury_coverage"),
)
