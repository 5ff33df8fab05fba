"""Who takes part: registered in a scheme and contributing to it, branch by branch and month by month.

A month on record is taken as the record tells it. In any other month the contributions that the law charges are taken
as paid; where an employer did not pay, the record of the month says so. Who takes part in old age, invalidity and
survivors stands with those pensions.
"""

from amparo.law.china.instruments import SIL, Order56, Pilot2021_110
from amparo.rules import (
    MONTH,
    NO,
    Branch,
    Coverage,
    Money,
    Truth,
    month_worked,
    participation,
    rule,
)

# --- employees ----------------------------------------------------------------------------------------------------


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=(SIL("23(1)"), Order56("17")),
    evidence="I:L1",
    since="1986-10-01",
    before=NO,
)
def employees_medical_registered(
    month_on_record: Truth,
    recorded_medical_base: Money,
    joins_flexible_medical: Truth,
    medical_insured_at_employers: Truth,
    draws_unemployment_benefit: Truth,
) -> Truth:
    """In medical insurance through an employer, or through the unemployment fund while benefit is drawn."""
    if month_on_record:
        return (recorded_medical_base > 0 and not joins_flexible_medical) or draws_unemployment_benefit
    return medical_insured_at_employers or draws_unemployment_benefit


@rule(level=MONTH, law_at=month_worked, cites=(SIL("23(1)"), SIL("48")), evidence="S:L1", since="1986-10-01", before=NO)
def employees_medical_contributing(
    employees_medical_registered: Truth,
    month_on_record: Truth,
    medical_base_at_employers: Money,
    draws_unemployment_benefit: Truth,
) -> Truth:
    """A base is paid on, or the unemployment fund pays."""
    paid = month_on_record or medical_base_at_employers > 0 or draws_unemployment_benefit
    return employees_medical_registered and paid


@rule(level=MONTH, law_at=month_worked, cites=SIL("53"), evidence="I:L1", since="1986-10-01", before=NO)
def employees_maternity_registered(
    month_on_record: Truth,
    recorded_maternity_base: Money,
    joins_flexible_medical: Truth,
    full_time_at_employers: Truth,
) -> Truth:
    """In maternity insurance through an employer."""
    if month_on_record:
        return recorded_maternity_base > 0 and not joins_flexible_medical
    return full_time_at_employers


@rule(level=MONTH, law_at=month_worked, cites=SIL("53"), evidence="S:L1", since="1986-10-01", before=NO)
def employees_maternity_contributing(
    employees_maternity_registered: Truth, month_on_record: Truth, medical_base_at_employers: Money
) -> Truth:
    """A base is paid on through an employer."""
    return employees_maternity_registered and (month_on_record or medical_base_at_employers > 0)


@rule(level=MONTH, law_at=month_worked, cites=SIL("44"), evidence="I:L1", since="1986-10-01", before=NO)
def employees_unemployment_registered(
    month_on_record: Truth,
    recorded_unemployment_base: Money,
    joins_flexible_unemployment: Truth,
    full_time_at_employers: Truth,
) -> Truth:
    """In unemployment insurance through an employer."""
    if month_on_record:
        return recorded_unemployment_base > 0 and not joins_flexible_unemployment
    return full_time_at_employers


@rule(level=MONTH, law_at=month_worked, cites=SIL("44"), evidence="S:L1", since="1986-10-01", before=NO)
def employees_unemployment_contributing(
    employees_unemployment_registered: Truth, month_on_record: Truth, unemployment_base_at_employers: Money
) -> Truth:
    """A base is paid on through an employer."""
    return employees_unemployment_registered and (month_on_record or unemployment_base_at_employers > 0)


@rule(
    level=MONTH, law_at=month_worked, cites=(SIL("33"), Order56("15")), evidence="S:L1", since="2011-01-01", before=NO
)
def employees_injury_registered(
    month_on_record: Truth, work_injury_month_insured: Truth, employees_work_injury_coverage: Coverage
) -> Truth:
    """Insured against work injury and occupational disease by an employer: by the record, else by law."""
    return work_injury_month_insured if month_on_record else employees_work_injury_coverage == Coverage.MANDATORY


@rule(level=MONTH, law_at=month_worked, cites=SIL("2"), evidence="S:L1", since="1986-10-01")
def scheme_without_this_branch() -> Truth:
    """The scheme does not hold this branch: nobody takes part."""
    return NO


# --- flexible workers, retirees, residents ------------------------------------------------------------------------


@rule(level=MONTH, law_at=month_worked, cites=SIL("44"), evidence="I:B7", since="1986-10-01", before=NO)
def flexible_unemployment_contributing(joins_flexible_unemployment: Truth, unemployment_base_of_month: Money) -> Truth:
    """A flexible worker who has joined unemployment insurance and pays on a base."""
    return joins_flexible_unemployment and unemployment_base_of_month > 0


@rule(level=MONTH, law_at=month_worked, cites=Pilot2021_110("4"), evidence="S:D4", since="2022-07-01", before=NO)
def orders_insured_in_month(injury_protection_in_month: Truth) -> Truth:
    """Orders of the month are insured through the platform, real names and day by day."""
    return injury_protection_in_month


RESULTS = (
    participation(
        Branch.MEDICAL_CARE,
        scheme="employees",
        registered="employees_medical_registered",
        contributing="employees_medical_contributing",
    ),
    participation(
        Branch.MATERNITY_PARENTAL,
        scheme="employees",
        registered="employees_maternity_registered",
        contributing="employees_maternity_contributing",
    ),
    participation(
        Branch.UNEMPLOYMENT,
        scheme="employees",
        registered="employees_unemployment_registered",
        contributing="employees_unemployment_contributing",
    ),
    participation(
        Branch.EMPLOYMENT_INJURY,
        scheme="employees",
        registered="employees_injury_registered",
        contributing="work_injury_month_insured",
    ),
    participation(
        Branch.OCCUPATIONAL_DISEASE,
        scheme="employees",
        registered="employees_injury_registered",
        contributing="work_injury_month_insured",
    ),
    participation(
        Branch.SICKNESS,
        scheme="employees",
        registered="scheme_without_this_branch",
        contributing="scheme_without_this_branch",
    ),
    participation(
        Branch.FAMILY,
        scheme="employees",
        registered="scheme_without_this_branch",
        contributing="scheme_without_this_branch",
    ),
    participation(
        Branch.MEDICAL_CARE,
        scheme="flexible",
        registered="joins_flexible_medical",
        contributing="joins_flexible_medical",
    ),
    participation(
        Branch.MATERNITY_PARENTAL,
        scheme="flexible",
        registered="flexible_maternity_joined",
        contributing="flexible_maternity_joined",
    ),
    participation(
        Branch.UNEMPLOYMENT,
        scheme="flexible",
        registered="joins_flexible_unemployment",
        contributing="flexible_unemployment_contributing",
    ),
    participation(
        Branch.EMPLOYMENT_INJURY,
        scheme="flexible",
        registered="scheme_without_this_branch",
        contributing="scheme_without_this_branch",
    ),
    participation(
        Branch.OCCUPATIONAL_DISEASE,
        scheme="flexible",
        registered="scheme_without_this_branch",
        contributing="scheme_without_this_branch",
    ),
    participation(
        Branch.SICKNESS,
        scheme="flexible",
        registered="scheme_without_this_branch",
        contributing="scheme_without_this_branch",
    ),
    participation(
        Branch.FAMILY,
        scheme="flexible",
        registered="scheme_without_this_branch",
        contributing="scheme_without_this_branch",
    ),
    participation(
        Branch.MEDICAL_CARE,
        scheme="retirees",
        registered="has_retiree_medical_cover",
        contributing="has_retiree_medical_cover",
    ),
    participation(
        Branch.MEDICAL_CARE,
        scheme="residents",
        registered="medical_insured_as_resident",
        contributing="medical_insured_as_resident",
    ),
    participation(
        Branch.MATERNITY_PARENTAL,
        scheme="residents",
        registered="medical_insured_as_resident",
        contributing="medical_insured_as_resident",
    ),
    participation(
        Branch.SICKNESS,
        scheme="residents",
        registered="scheme_without_this_branch",
        contributing="scheme_without_this_branch",
    ),
    participation(
        Branch.UNEMPLOYMENT,
        scheme="residents",
        registered="scheme_without_this_branch",
        contributing="scheme_without_this_branch",
    ),
    participation(
        Branch.INVALIDITY,
        scheme="residents",
        registered="scheme_without_this_branch",
        contributing="scheme_without_this_branch",
    ),
    participation(
        Branch.SURVIVORS,
        scheme="residents",
        registered="scheme_without_this_branch",
        contributing="scheme_without_this_branch",
    ),
    participation(
        Branch.EMPLOYMENT_INJURY,
        scheme="residents",
        registered="scheme_without_this_branch",
        contributing="scheme_without_this_branch",
    ),
    participation(
        Branch.OCCUPATIONAL_DISEASE,
        scheme="residents",
        registered="scheme_without_this_branch",
        contributing="scheme_without_this_branch",
    ),
    participation(
        Branch.FAMILY,
        scheme="residents",
        registered="scheme_without_this_branch",
        contributing="scheme_without_this_branch",
    ),
    participation(
        Branch.EMPLOYMENT_INJURY,
        scheme="occupational_injury",
        registered="orders_insured_in_month",
        contributing="orders_insured_in_month",
    ),
)
