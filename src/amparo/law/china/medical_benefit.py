"""Medical insurance in outline (基本医疗保险待遇): what part of in-patient cost in the catalogue the fund pays.

The parts are the outcome of a year in the national bulletin and, in Hainan, the least that its regulations allow.
Deductibles, ceilings, hospital levels and out-patient care are not held.
"""

from amparo.law.china.instruments import SIL, HainanMedical, MedicalBulletin, ShanghaiMedical
from amparo.rules import (
    MONTH,
    NOTHING,
    SPELL,
    UP,
    WHOLE,
    Branch,
    Contingency,
    Money,
    Months,
    Place,
    Rate,
    Sex,
    Table,
    Truth,
    benefit,
    in_force,
    lookup,
    month_worked,
    mul_div,
    percent_of,
    posting,
    previous,
    rule,
    smallest,
    spell_start,
)

flexible_medical_months_before = previous("flexible_medical_months_in_row", n=1, initial=0)
paid_residents_medical_last_year = in_force("joins_residents_medical", at=MONTH, lag=1, initial=0)
medical_place_at_employers = smallest("insured_place", at=MONTH, where="medical_insured_by_employer")


# --- Who is insured -----------------------------------------------------------------------------------------------


@rule(level=MONTH, law_at=month_worked, cites=SIL("23(1)"), evidence="I:L1", since="2011-07-01")
def medical_insured_as_employee(
    month_on_record: Truth,
    recorded_medical_base: Money,
    joins_flexible_medical: Truth,
    medical_base_at_employers: Money,
    draws_unemployment_benefit: Truth,
) -> Truth:
    """Contributions of an employer, on record or charged, or of the unemployment fund while benefit is drawn."""
    if month_on_record:
        return (recorded_medical_base > 0 and not joins_flexible_medical) or draws_unemployment_benefit
    return medical_base_at_employers > 0 or draws_unemployment_benefit


@rule(level=MONTH, law_at=month_worked, cites=SIL("23(2)"), evidence="S:L1", since="2011-07-01")
def medical_insured_as_flexible(joins_flexible_medical: Truth, medical_insured_as_employee: Truth) -> Truth:
    """Contributions of the flexible worker's own, where no employer pays."""
    return joins_flexible_medical and not medical_insured_as_employee


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=SIL("23(2)"),
    evidence="I:L1",
    since="1998-12-14",
    before=0,
    range=(0, 1200),
)
def flexible_medical_months_in_row(flexible_medical_months_before: Months, joins_flexible_medical: Truth) -> Months:
    """Months in a row of payments as a flexible worker, this one included."""
    return min(flexible_medical_months_before + 1, 1200) if joins_flexible_medical else 0


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=(ShanghaiMedical("15"), HainanMedical("24(4)")),
    evidence="S:L10,flk",
    since="2011-07-01",
    place="participation_place",
)
def flexible_medical_waiting_over(
    flexible_medical_months_in_row: Months, flexible_medical_waiting_months: Months
) -> Truth:
    """Flexible entrants wait some months where the place says so."""
    return flexible_medical_months_in_row > flexible_medical_waiting_months


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=(SIL("23(2)"), ShanghaiMedical("15")),
    evidence="S:L1,L10",
    since="2011-07-01",
)
def medical_qualified_as_flexible(medical_insured_as_flexible: Truth, flexible_medical_waiting_over: Truth) -> Truth:
    """A flexible worker who has paid and waited."""
    return medical_insured_as_flexible and flexible_medical_waiting_over


@rule(level=MONTH, law_at=month_worked, cites=SIL("25"), evidence="S:L1", since="2011-07-01")
def medical_insured_as_resident(
    paid_residents_medical_last_year: Truth, medical_insured_as_employee: Truth, medical_insured_as_flexible: Truth
) -> Truth:
    """Whoever paid in the collection period of last year is covered this year, unless in the employees' scheme."""
    return paid_residents_medical_last_year and not medical_insured_as_employee and not medical_insured_as_flexible


# --- Years needed for cover in retirement -------------------------------------------------------------------------


@rule(level=MONTH, law_at=month_worked, cites=SIL("27"), evidence="I:L1", since="2011-07-01")
def medical_place(
    medical_base_at_employers: Money,
    medical_place_at_employers: Place,
    joins_flexible_medical: Truth,
    participation_place: Place,
    residence_place: Place,
) -> Place:
    """The place of the employees' medical scheme: of the employer, of the flexible worker, else of residence."""
    if medical_base_at_employers > 0:
        return medical_place_at_employers
    return participation_place if joins_flexible_medical else residence_place


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=(SIL("27"), HainanMedical("27")),
    evidence="S:L1,flk",
    since="2011-07-01",
    place="medical_place",
)
def months_lacking_for_retiree_medical(medical_months: Months, sex: Sex, retiree_medical_months: Table) -> Months:
    """Months of medical contributions still lacking for cover in retirement without paying on."""
    return max(lookup(retiree_medical_months, sex) - medical_months, 0)


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=HainanMedical("27"),
    evidence="I:flk",
    since="2011-07-01",
    place="medical_place",
)
def retiree_medical_standard(months_lacking_for_retiree_medical: Months, retiree_cut_per_missing_year: Rate) -> Rate:
    """In Hainan a retiree has 3 % less of the standard for each year lacking; a year begun counts whole."""
    years = mul_div(months_lacking_for_retiree_medical, 1, 12, round=UP)
    return max(WHOLE - retiree_cut_per_missing_year * years, WHOLE * 0)


# --- What is paid of each hundred yuan ----------------------------------------------------------------------------


@rule(level=MONTH, law_at=month_worked, cites=MedicalBulletin("inpatient care"), evidence="S:T2", since="2011-07-01")
def employees_part_of_hundred(hundred_yuan_of_cost: Money, inpatient_share_employees: Rate) -> Money:
    """What the employees' scheme paid on average of each hundred yuan of in-patient cost in the catalogue."""
    return percent_of(hundred_yuan_of_cost, inpatient_share_employees)


@rule(level=MONTH, law_at=month_worked, cites=MedicalBulletin("inpatient care"), evidence="S:T2", since="2011-07-01")
def residents_part_of_hundred(hundred_yuan_of_cost: Money, inpatient_share_residents: Rate) -> Money:
    """What the residents' scheme paid on average of each hundred yuan of in-patient cost in the catalogue."""
    return percent_of(hundred_yuan_of_cost, inpatient_share_residents)


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=HainanMedical("26"),
    evidence="S:flk",
    since="2011-07-01",
    place="medical_place",
)
def least_part_of_hundred(hundred_yuan_of_cost: Money, inpatient_share_at_least: Rate) -> Money:
    """The least that the rules of the place let the fund pay of each hundred yuan above the deductible."""
    return percent_of(hundred_yuan_of_cost, inpatient_share_at_least)


# --- A sickness that happened -------------------------------------------------------------------------------------


@rule(level=SPELL, law_at=spell_start, cites=(SIL("28"), SIL("30")), evidence="S:L1", since="2011-07-01")
def in_hospital_for_sickness(contingency: Contingency, inpatient_cost_in_catalogue: Money) -> Truth:
    """A sickness with in-patient cost in the catalogue; work injuries are for another fund."""
    return contingency == Contingency.SICKNESS and inpatient_cost_in_catalogue > 0


@rule(level=SPELL, law_at=spell_start, cites=SIL("28"), evidence="S:L1", since="2011-07-01")
def employees_medical_entitled(in_hospital_for_sickness: Truth, medical_insured_as_employee: Truth) -> Truth:
    """In hospital and insured as an employee."""
    return in_hospital_for_sickness and medical_insured_as_employee


@rule(level=SPELL, law_at=spell_start, cites=MedicalBulletin("inpatient care"), evidence="S:T2", since="2011-07-01")
def employees_medical_paid(
    employees_medical_entitled: Truth, inpatient_cost_in_catalogue: Money, inpatient_share_employees: Rate
) -> Money:
    """The average part of the employees' scheme."""
    return percent_of(inpatient_cost_in_catalogue, inpatient_share_employees) if employees_medical_entitled else NOTHING


@rule(level=SPELL, law_at=spell_start, cites=SIL("28"), evidence="S:L1", since="2011-07-01")
def flexible_medical_entitled(in_hospital_for_sickness: Truth, medical_qualified_as_flexible: Truth) -> Truth:
    """In hospital and insured as a flexible worker, the waiting period over."""
    return in_hospital_for_sickness and medical_qualified_as_flexible


@rule(level=SPELL, law_at=spell_start, cites=MedicalBulletin("inpatient care"), evidence="S:T2", since="2011-07-01")
def flexible_medical_paid(
    flexible_medical_entitled: Truth, inpatient_cost_in_catalogue: Money, inpatient_share_employees: Rate
) -> Money:
    """The average part of the employees' scheme, to which the flexible worker belongs."""
    return percent_of(inpatient_cost_in_catalogue, inpatient_share_employees) if flexible_medical_entitled else NOTHING


@rule(level=SPELL, law_at=spell_start, cites=(SIL("27"), SIL("28")), evidence="S:L1", since="2011-07-01")
def retirees_medical_entitled(
    in_hospital_for_sickness: Truth,
    has_retiree_medical_cover: Truth,
    medical_insured_as_employee: Truth,
    medical_insured_as_flexible: Truth,
) -> Truth:
    """In hospital with retiree's cover of the employees' scheme."""
    paying = medical_insured_as_employee or medical_insured_as_flexible
    return in_hospital_for_sickness and has_retiree_medical_cover and not paying


@rule(level=SPELL, law_at=spell_start, cites=MedicalBulletin("inpatient care"), evidence="S:T2", since="2011-07-01")
def retirees_medical_paid(
    retirees_medical_entitled: Truth, inpatient_cost_in_catalogue: Money, inpatient_share_employees: Rate
) -> Money:
    """The average part of the employees' scheme, retirees among them."""
    return percent_of(inpatient_cost_in_catalogue, inpatient_share_employees) if retirees_medical_entitled else NOTHING


@rule(level=SPELL, law_at=spell_start, cites=(SIL("25"), SIL("28")), evidence="S:L1", since="2011-07-01")
def residents_medical_entitled(
    in_hospital_for_sickness: Truth, medical_insured_as_resident: Truth, has_retiree_medical_cover: Truth
) -> Truth:
    """In hospital and insured as a resident."""
    return in_hospital_for_sickness and medical_insured_as_resident and not has_retiree_medical_cover


@rule(level=SPELL, law_at=spell_start, cites=MedicalBulletin("inpatient care"), evidence="S:T2", since="2011-07-01")
def residents_medical_paid(
    residents_medical_entitled: Truth, inpatient_cost_in_catalogue: Money, inpatient_share_residents: Rate
) -> Money:
    """The average part of the residents' scheme."""
    return percent_of(inpatient_cost_in_catalogue, inpatient_share_residents) if residents_medical_entitled else NOTHING


RESULTS = (
    posting(
        "employees_medical_paid",
        branch=Branch.MEDICAL_CARE,
        scheme="employees",
        payer="state",
        posted_on=spell_start,
        cause="in-patient care",
    ),
    posting(
        "flexible_medical_paid",
        branch=Branch.MEDICAL_CARE,
        scheme="flexible",
        payer="state",
        posted_on=spell_start,
        cause="in-patient care",
    ),
    posting(
        "retirees_medical_paid",
        branch=Branch.MEDICAL_CARE,
        scheme="retirees",
        payer="state",
        posted_on=spell_start,
        cause="in-patient care",
    ),
    posting(
        "residents_medical_paid",
        branch=Branch.MEDICAL_CARE,
        scheme="residents",
        payer="state",
        posted_on=spell_start,
        cause="in-patient care",
    ),
    benefit(
        "inpatient_care_employees",
        branch=Branch.MEDICAL_CARE,
        scheme="employees",
        contingency=Contingency.SICKNESS,
        qualified="medical_insured_as_employee",
        conditions=("medical_insured_as_employee",),
        amount="employees_part_of_hundred",
        per="once",
        entitled="employees_medical_entitled",
        paid="employees_medical_paid",
        assumed={"inpatient_cost_in_catalogue": "100"},
        c102="II",
        missoc="II",
        esspros="sickness",
    ),
    benefit(
        "inpatient_care_flexible",
        branch=Branch.MEDICAL_CARE,
        scheme="flexible",
        contingency=Contingency.SICKNESS,
        qualified="medical_qualified_as_flexible",
        conditions=("medical_insured_as_flexible", "flexible_medical_waiting_over"),
        amount="employees_part_of_hundred",
        per="once",
        entitled="flexible_medical_entitled",
        paid="flexible_medical_paid",
        assumed={"inpatient_cost_in_catalogue": "100"},
        c102="II",
        missoc="II",
        esspros="sickness",
    ),
    benefit(
        "inpatient_care_retirees",
        branch=Branch.MEDICAL_CARE,
        scheme="retirees",
        contingency=Contingency.SICKNESS,
        qualified="has_retiree_medical_cover",
        conditions=("has_retiree_medical_cover",),
        amount="employees_part_of_hundred",
        per="once",
        entitled="retirees_medical_entitled",
        paid="retirees_medical_paid",
        assumed={"inpatient_cost_in_catalogue": "100"},
        c102="II",
        missoc="II",
        esspros="sickness",
    ),
    benefit(
        "inpatient_care_residents",
        branch=Branch.MEDICAL_CARE,
        scheme="residents",
        contingency=Contingency.SICKNESS,
        qualified="medical_insured_as_resident",
        conditions=("medical_insured_as_resident",),
        amount="residents_part_of_hundred",
        per="once",
        entitled="residents_medical_entitled",
        paid="residents_medical_paid",
        assumed={"inpatient_cost_in_catalogue": "100"},
        c102="II",
        missoc="II",
        esspros="sickness",
    ),
)
