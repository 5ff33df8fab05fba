"""Occupational-injury protection benefits (职业伤害保障待遇) of platform workers, and what they lack.

The month multiples follow the Work Injury Insurance Regulations. The wage on which they are counted is published in
no source known here: one reading is applied, the other is shown beside it.
"""

from amparo.law.china.instruments import WIIR, Pilot2021_110, Pilot2025_24
from amparo.law.china.work_injury_benefit import EndGrantBase, NursingNeed
from amparo.rules import (
    MONTH,
    NO,
    NOTHING,
    SPELL,
    Branch,
    Contingency,
    Count,
    Date,
    Money,
    Month,
    Months,
    Place,
    Rate,
    Table,
    Truth,
    benefit,
    lookup,
    month_of,
    month_worked,
    months_between,
    mul_div,
    percent_of,
    posting,
    rule,
    smallest,
    spell_start,
    total,
    window,
)

protected_work_place = smallest("work_place", at=MONTH, where="injury_protection_applies")
pay_under_protection = total("gross_pay", at=MONTH, where="injury_protection_applies")
pay_under_protection_of_12 = window("pay_under_protection", at=MONTH, back=12, until=1)
months_under_protection_of_12 = window("injury_protection_in_month", at=MONTH, back=12, until=1, how="count")


# --- The wage on which benefits are counted -----------------------------------------------------------------------


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=(Pilot2021_110("4"), Pilot2025_24("Measures")),
    evidence="I:D23",
    since="2018-01-01",
)
def coip_place(injury_protection_in_month: Truth, protected_work_place: Place, residence_place: Place) -> Place:
    """The place where orders are taken; without protected orders that of residence."""
    return protected_work_place if injury_protection_in_month else residence_place


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=Pilot2025_24("Measures"),
    evidence="I ?",
    since="2022-07-01",
    before=NOTHING,
    place="coip_place",
)
def coip_reference_wage(average_wage: Money, coip_reference_wage_ratio: Rate) -> Money:
    """The wage on which disability and dependants' items are counted, as read here."""
    return percent_of(average_wage, coip_reference_wage_ratio)


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=Pilot2025_24("Measures"),
    evidence="I ?",
    since="2022-07-01",
    before=NOTHING,
    place="coip_place",
)
def coip_reference_wage_other_reading(average_wage: Money, coip_reference_wage_ratio_other: Rate) -> Money:
    """The same wage by the other reading."""
    return percent_of(average_wage, coip_reference_wage_ratio_other)


# --- If the accident happened in this month: standard cases -------------------------------------------------------


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=(Pilot2025_24("Measures"), WIIR("39(1)(1)")),
    evidence="I:D10,D27",
    since="2022-07-01",
    before=NOTHING,
    place="coip_place",
)
def coip_funeral_grant(average_wage: Money, funeral_grant_months: Count) -> Money:
    """Six months of the average wage of the province."""
    return average_wage * funeral_grant_months


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=(Pilot2025_24("Measures"), WIIR("39(1)(2)")),
    evidence="I:D10,D27",
    since="2022-07-01",
    before=NOTHING,
)
def coip_pension_of_widow_with_two_children(
    coip_reference_wage: Money, spouse_share: Rate, other_dependant_share: Rate
) -> Money:
    """The monthly allowance of a dependent spouse and two children, together not above the reference wage."""
    children = percent_of(coip_reference_wage, other_dependant_share) * 2
    return min(percent_of(coip_reference_wage, spouse_share) + children, coip_reference_wage)


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=Pilot2025_24("Measures, living security"),
    evidence="S:D12,D28",
    since="2025-07-01",
    before=NOTHING,
    place="coip_place",
)
def coip_living_security(living_security_of_day: Money) -> Money:
    """Living security (生活保障) for time lost: paid in practice; its amount is not known."""
    return living_security_of_day


# --- What the protection lacks against work-injury insurance ------------------------------------------------------


@rule(level=MONTH, law_at=month_worked, cites=WIIR("33(1)"), evidence="K", since="2022-07-01", before=NOTHING)
def recovery_pay_that_is_lacking(
    pay_under_protection_of_12: Money, months_under_protection_of_12: Count, pay_under_protection: Money
) -> Money:
    """The monthly pay that an employer would go on paying in recovery; the protection has no such wage."""
    if months_under_protection_of_12 == 0:
        return pay_under_protection
    return mul_div(pay_under_protection_of_12, 1, max(months_under_protection_of_12, 1))


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=WIIR("64(2)"),
    evidence="I:L2,K",
    since="2022-07-01",
    before=NOTHING,
    place="coip_place",
)
def own_wage_as_an_employee(
    recovery_pay_that_is_lacking: Money,
    average_wage: Money,
    own_wage_lowest_share: Rate,
    own_wage_highest_share: Rate,
) -> Money:
    """The own wage that the Regulations would count, had the same pay been an employee's wage."""
    floor = percent_of(average_wage, own_wage_lowest_share)
    return min(max(recovery_pay_that_is_lacking, floor), percent_of(average_wage, own_wage_highest_share))


@rule(level=MONTH, law_at=month_worked, cites=WIIR("37(1)"), evidence="I:L2,D27", since="2022-07-01", before=NOTHING)
def lump_sum_an_employee_would_get_more(
    own_wage_as_an_employee: Money, lump_sum_months: Table, coip_lump_sum_if_grade_10: Money
) -> Money:
    """Lump sum of grade 10 under the Regulations less that under the protection; below nothing, it has more."""
    return own_wage_as_an_employee * lookup(lump_sum_months, 10) - coip_lump_sum_if_grade_10


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=WIIR("37(2)"),
    evidence="K",
    since="2022-07-01",
    before=NOTHING,
    place="coip_place",
)
def employment_grant_that_is_lacking(
    own_wage_as_an_employee: Money, average_wage: Money, end_grant_base: EndGrantBase, employment_grant_months: Table
) -> Money:
    """The employment grant of grade 10 that an employer would pay when employment ends; the protection has none."""
    wage = own_wage_as_an_employee if end_grant_base == EndGrantBase.OWN_WAGE else average_wage
    return wage * lookup(employment_grant_months, 10)


# --- An accident that happened ------------------------------------------------------------------------------------


@rule(
    level=SPELL,
    law_at=spell_start,
    cites=(Pilot2021_110("Measures"), Pilot2025_24("Measures")),
    evidence="S:D10,D14,D23",
    since="2022-07-01",
    before=NO,
)
def occupational_injury_covered(
    contingency: Contingency,
    injury_protection_in_month: Truth,
    injured_on_an_order: Truth,
    occupational_injury_confirmed: Truth,
) -> Truth:
    """An accident while carrying out an order under the protection, confirmed by the agency."""
    confirmed = injured_on_an_order and occupational_injury_confirmed
    return contingency == Contingency.EMPLOYMENT_INJURY and injury_protection_in_month and confirmed


@rule(
    level=SPELL,
    law_at=spell_start,
    cites=Pilot2025_24("Measures"),
    evidence="S:D10",
    since="2022-07-01",
    before=NO,
)
def coip_death_covered(occupational_injury_covered: Truth, died_of_injury: Truth) -> Truth:
    """A covered accident of which the worker died."""
    return occupational_injury_covered and died_of_injury


@rule(
    level=SPELL,
    law_at=spell_start,
    cites=(Pilot2025_24("Measures"), WIIR("35-37")),
    evidence="I:D10,D27",
    since="2022-07-01",
    before=NO,
)
def coip_disability_graded(occupational_injury_covered: Truth, died_of_injury: Truth, disability_grade: Count) -> Truth:
    """A covered accident that leaves a disability with one of the ten grades."""
    return occupational_injury_covered and not died_of_injury and disability_grade > 0


@rule(
    level=SPELL,
    law_at=spell_start,
    cites=(Pilot2025_24("Measures"), WIIR("35")),
    evidence="K",
    since="2022-07-01",
    before=NO,
)
def coip_allowance_due(coip_disability_graded: Truth, disability_grade: Count) -> Truth:
    """A monthly allowance is due in grades 1 to 4 alone: nobody pays one in grades 5 and 6."""
    return coip_disability_graded and disability_grade >= 1 and disability_grade <= 4


@rule(
    level=SPELL,
    law_at=spell_start,
    cites=(Pilot2025_24("Measures"), WIIR("35(1)(2)")),
    evidence="I:D10,D27",
    since="2022-07-01",
    before=NOTHING,
)
def coip_allowance_of_month(
    coip_allowance_due: Truth,
    disability_grade: Count,
    coip_reference_wage: Money,
    disability_allowance_rates: Table,
) -> Money:
    """90 to 75 % of the reference wage by the grade."""
    if not coip_allowance_due or disability_grade < 1 or disability_grade > 4:
        return NOTHING
    return percent_of(coip_reference_wage, lookup(disability_allowance_rates, disability_grade))


@rule(
    level=SPELL,
    law_at=spell_start,
    cites=(Pilot2025_24("Measures"), WIIR("35(1)(3)")),
    evidence="I:D27",
    since="2022-07-01",
    before=0,
)
def coip_allowance_months(
    disability_graded_on: Date, spell_last_day: Date, statutory_retirement_month: Month
) -> Months:
    """From the month after the grading to the end of the spell, and not beyond the retirement age."""
    until = min(month_of(spell_last_day), statutory_retirement_month)
    return min(max(months_between(month_of(disability_graded_on), until), 0), 1200)


@rule(
    level=SPELL,
    law_at=spell_start,
    cites=(Pilot2025_24("Measures"), WIIR("34")),
    evidence="I:D10,D27",
    since="2022-07-01",
    before=NO,
)
def coip_nursing_due(coip_disability_graded: Truth, nursing_need: NursingNeed) -> Truth:
    """A graded worker who needs nursing, as the committee confirms."""
    return coip_disability_graded and nursing_need != NursingNeed.NONE


@rule(
    level=SPELL,
    law_at=spell_start,
    cites=(Pilot2025_24("Measures"), WIIR("39(1)(3)")),
    evidence="I:D10,D27",
    since="2022-07-01",
    before=NOTHING,
)
def coip_death_grant_paid(coip_death_covered: Truth, coip_death_grant: Money) -> Money:
    """The death grant."""
    return coip_death_grant if coip_death_covered else NOTHING


@rule(
    level=SPELL,
    law_at=spell_start,
    cites=(Pilot2021_110("Measures"), Pilot2025_24("Measures")),
    evidence="S:D10,D23",
    since="2022-07-01",
    before=NOTHING,
)
def coip_in_all(
    coip_lump_sum: Money,
    coip_allowance: Money,
    coip_nursing: Money,
    coip_death_grant_paid: Money,
    coip_funeral_grant_paid: Money,
    coip_dependants: Money,
) -> Money:
    """All that the fund pays in money for the accident, save living security, whose amount is not known."""
    death = coip_death_grant_paid + coip_funeral_grant_paid + coip_dependants
    return coip_lump_sum + coip_allowance + coip_nursing + death


RESULTS = (
    posting(
        "coip_in_all",
        branch=Branch.EMPLOYMENT_INJURY,
        scheme="occupational_injury",
        payer="state",
        posted_on=spell_start,
        cause="occupational-injury benefit",
    ),
    benefit(
        "occupational_injury_lump_sum_grade_10",
        branch=Branch.EMPLOYMENT_INJURY,
        scheme="occupational_injury",
        contingency=Contingency.EMPLOYMENT_INJURY,
        qualified="injury_protection_in_month",
        conditions=("injury_protection_in_month",),
        amount="coip_lump_sum_if_grade_10",
        per="once",
        entitled="coip_disability_graded",
        paid="coip_lump_sum",
        assumed={"injured_on_an_order": "yes", "occupational_injury_confirmed": "yes", "disability_grade": "10"},
        c102="VI",
        missoc="VIII",
        esspros="disability",
    ),
    benefit(
        "occupational_injury_allowance_grade_4",
        branch=Branch.EMPLOYMENT_INJURY,
        scheme="occupational_injury",
        contingency=Contingency.EMPLOYMENT_INJURY,
        qualified="injury_protection_in_month",
        conditions=("injury_protection_in_month",),
        amount="coip_allowance_if_grade_4",
        per="month",
        reference="recovery_pay_that_is_lacking",
        entitled="coip_allowance_due",
        paid="coip_allowance",
        assumed={"injured_on_an_order": "yes", "occupational_injury_confirmed": "yes", "disability_grade": "4"},
        c102="VI",
        missoc="VIII",
        esspros="disability",
    ),
    benefit(
        "occupational_injury_nursing_fully_dependent",
        branch=Branch.EMPLOYMENT_INJURY,
        scheme="occupational_injury",
        contingency=Contingency.EMPLOYMENT_INJURY,
        qualified="injury_protection_in_month",
        conditions=("injury_protection_in_month",),
        amount="coip_nursing_if_fully_dependent",
        per="month",
        entitled="coip_nursing_due",
        paid="coip_nursing",
        assumed={
            "injured_on_an_order": "yes",
            "occupational_injury_confirmed": "yes",
            "disability_grade": "1",
            "nursing_need": "fully",
        },
        missoc="VIII",
        esspros="disability",
    ),
    benefit(
        "occupational_injury_living_security",
        branch=Branch.EMPLOYMENT_INJURY,
        scheme="occupational_injury",
        contingency=Contingency.EMPLOYMENT_INJURY,
        qualified="injury_protection_in_month",
        conditions=("injury_protection_in_month",),
        amount="coip_living_security",
        per="day",
        c102="VI",
        missoc="VIII",
        esspros="sickness",
    ),
    benefit(
        "occupational_injury_death_grant",
        branch=Branch.EMPLOYMENT_INJURY,
        scheme="occupational_injury",
        contingency=Contingency.EMPLOYMENT_INJURY,
        qualified="injury_protection_in_month",
        conditions=("injury_protection_in_month",),
        amount="coip_death_grant",
        per="once",
        entitled="coip_death_covered",
        paid="coip_death_grant_paid",
        assumed={"injured_on_an_order": "yes", "occupational_injury_confirmed": "yes", "died_of_injury": "yes"},
        c102="VI",
        missoc="VIII",
        esspros="survivors",
    ),
    benefit(
        "occupational_injury_funeral_grant",
        branch=Branch.EMPLOYMENT_INJURY,
        scheme="occupational_injury",
        contingency=Contingency.EMPLOYMENT_INJURY,
        qualified="injury_protection_in_month",
        conditions=("injury_protection_in_month",),
        amount="coip_funeral_grant",
        per="once",
        entitled="coip_death_covered",
        paid="coip_funeral_grant_paid",
        assumed={"injured_on_an_order": "yes", "occupational_injury_confirmed": "yes", "died_of_injury": "yes"},
        missoc="VIII",
        esspros="survivors",
    ),
    benefit(
        "occupational_injury_dependants_allowance",
        branch=Branch.EMPLOYMENT_INJURY,
        scheme="occupational_injury",
        contingency=Contingency.EMPLOYMENT_INJURY,
        qualified="injury_protection_in_month",
        conditions=("injury_protection_in_month",),
        amount="coip_pension_of_widow_with_two_children",
        per="month",
        reference="recovery_pay_that_is_lacking",
        entitled="coip_death_covered",
        paid="coip_dependants",
        assumed={
            "injured_on_an_order": "yes",
            "occupational_injury_confirmed": "yes",
            "died_of_injury": "yes",
            "dependent_spouse": "yes",
            "other_dependants": "2",
        },
        c102="VI",
        missoc="VIII",
        esspros="survivors",
    ),
)
