"""Flexible workers in the employees' insurance (灵活就业人员参保): who may join where, and what they pay."""

from amparo.law.china.instruments import (
    SIL,
    ChengduFlexible,
    Decision2005_38,
    EmploymentSubsidy,
    Notice2019_13,
    Notice2024_48,
    ShenzhenFlexible,
)
from amparo.rules import (
    DOWN,
    HALF_UP,
    MONTH,
    NO,
    NOTHING,
    Branch,
    Category,
    Count,
    Money,
    Months,
    Place,
    Rate,
    Tariff,
    Truth,
    identity,
    month_end,
    month_worked,
    mul_div,
    percent_of,
    percents_of,
    posting,
    round_to,
    rule,
    tariff_amount,
    tariff_open,
)


class HukouCondition(Category):
    """What a place asks of a flexible worker whose household registration is elsewhere."""

    OPEN = 1
    RESIDENCE_REGISTRATION = 2
    LOCAL_HUKOU = 3


class BaseChoice(Category):
    """How the pension base of a flexible worker is found."""

    AVERAGE_WAGE = 1
    FREE = 2
    RUNGS = 3


class MedicalOption(Category):
    """The two options that some places offer in the employees' medical scheme."""

    FULL = 1
    BASIC = 2


class MedicalBase(Category):
    """What the medical contribution is charged on."""

    FLAT = 1
    PENSION_BASE = 2
    DECLARED = 3
    FIXED = 4


class MaternityOpening(Category):
    """How a place lets flexible workers of the employees' medical scheme into maternity insurance."""

    NOT_OPEN = 1
    INCLUDED = 2
    ADDED_FOR_LOCAL_HUKOU = 3
    OPTIONAL = 4


class UnemploymentBase(Category):
    """What the unemployment contribution is charged on."""

    PENSION_BASE = 1
    DECLARED = 2


# --- who may join, at the place of residence -----------------------------------------------------------------------


@rule(level=MONTH, law_at=month_worked, cites=SIL("10(2)"), evidence="S:L1", since="2011-07-01")
def hukou_at_residence(hukou_place: Place, residence_place: Place) -> Truth:
    """The worker lives where the household registration is."""
    return hukou_place == residence_place


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=(SIL("53"), Notice2024_48("")),
    evidence="S:E2",
    since="2011-07-01",
    place="residence_place",
)
def flexible_maternity_admitted(
    flexible_medical_admitted: Truth, hukou_at_residence: Truth, maternity_opening: MaternityOpening
) -> Truth:
    """Maternity insurance is for employees; a place may open it to flexible workers of the medical scheme."""
    if maternity_opening == MaternityOpening.NOT_OPEN:
        return NO
    if maternity_opening == MaternityOpening.ADDED_FOR_LOCAL_HUKOU:
        return flexible_medical_admitted and hukou_at_residence
    return flexible_medical_admitted


@rule(level=MONTH, law_at=month_worked, cites=SIL("44"), evidence="S:L1", since="2011-07-01", place="residence_place")
def flexible_unemployment_admitted(flexible_pension_admitted: Truth, flexible_unemployment_tariff: Tariff) -> Truth:
    """Unemployment insurance is for employees; a place may open it to its flexible workers."""
    return flexible_pension_admitted and tariff_open(flexible_unemployment_tariff)


# --- pension ------------------------------------------------------------------------------------------------------


@rule(level=MONTH, law_at=month_worked, cites=SIL("10(2)"), evidence="S:L1", since="2011-07-01")
def hukou_at_participation(hukou_place: Place, participation_place: Place) -> Truth:
    """The worker pays where the household registration is."""
    return hukou_place == participation_place


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=ChengduFlexible("2021"),
    evidence="D",
    since="2011-07-01",
    place="participation_place",
)
def pension_rung_base(annual_average_wage: Money, chosen_pension_rung: Rate) -> Money:
    """A rung of the yearly average wage over twelve months, to the yuan; the monthly average is not rounded before."""
    return round_to(percents_of(annual_average_wage, chosen_pension_rung, over=12, round=DOWN), unit=100, round=HALF_UP)


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=(Decision2005_38("2"), Notice2019_13("3")),
    evidence="S:cps",
    since="2011-07-01",
    place="participation_place",
)
def pension_base_on_joining(
    pension_base_choice: BaseChoice,
    chosen_pension_base: Money,
    pension_rung_base: Money,
    average_wage: Money,
    base_floor: Money,
    base_cap: Money,
) -> Money:
    """Who joins chooses a base between floor and cap, or a rung; until 2019 the base was the average wage."""
    if pension_base_choice == BaseChoice.RUNGS:
        return pension_rung_base
    if pension_base_choice == BaseChoice.AVERAGE_WAGE:
        return average_wage
    return base_floor if chosen_pension_base <= base_floor else min(chosen_pension_base, base_cap)


@rule(level=MONTH, law_at=month_worked, cites=SIL("10(2)"), evidence="S:L1", since="2011-07-01")
def flexible_pension_base(joins_flexible_pension: Truth, pension_base_on_joining: Money) -> Money:
    """The base of a flexible worker who has joined; joining is voluntary."""
    return pension_base_on_joining if joins_flexible_pension else NOTHING


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=(SIL("10(2)"), Decision2005_38("2")),
    evidence="S:E3",
    since="2011-07-01",
    place="participation_place",
)
def pension_contribution_on_joining(pension_base_on_joining: Money, flexible_pension_tariff: Tariff) -> Money:
    """What a flexible worker who joins pays on the base chosen, local supplement left out."""
    return tariff_amount(flexible_pension_tariff, pension_base_on_joining)


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=(SIL("10(2)"), Decision2005_38("2")),
    evidence="S:E3",
    since="2011-07-01",
    place="participation_place",
)
def flexible_pension_contribution(flexible_pension_base: Money, flexible_pension_tariff: Tariff) -> Money:
    """The flexible worker pays the whole pension contribution: 20 % of the base unless the place has another rate."""
    if flexible_pension_base == 0:
        return NOTHING
    return tariff_amount(flexible_pension_tariff, flexible_pension_base)


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=ShenzhenFlexible("local supplementary pension"),
    evidence="S:B16",
    since="2011-07-01",
    place="participation_place",
)
def flexible_pension_supplement(
    flexible_pension_base: Money, hukou_at_participation: Truth, flexible_pension_supplement_rate: Rate
) -> Money:
    """Holders of the local hukou also pay the local supplementary pension, where there is one (Shenzhen: 1 %)."""
    if flexible_pension_base > 0 and hukou_at_participation:
        return percent_of(flexible_pension_base, flexible_pension_supplement_rate)
    return NOTHING


@rule(level=MONTH, law_at=month_worked, cites=(SIL("12(3)"), Decision2005_38("2")), evidence="S:E4", since="2011-07-01")
def flexible_pension_account_part(flexible_pension_base: Money, pension_account_rate: Rate) -> Money:
    """Eight points of the base go to the individual account."""
    return percent_of(flexible_pension_base, pension_account_rate)


@rule(level=MONTH, law_at=month_worked, cites=SIL("12(3)"), evidence="S:L1", since="2011-07-01")
def flexible_pension_pooled_part(flexible_pension_contribution: Money, flexible_pension_account_part: Money) -> Money:
    """The rest of the contribution goes to the pooled fund."""
    return flexible_pension_contribution - flexible_pension_account_part


# --- medical ------------------------------------------------------------------------------------------------------


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=SIL("23(2)"),
    evidence="S:B16",
    since="2011-07-01",
    place="participation_place",
)
def flexible_medical_base(
    medical_base_choice: MedicalBase,
    flexible_pension_base: Money,
    declared_medical_base: Money,
    medical_fixed_base: Money,
    hukou_at_participation: Truth,
    flexible_medical_floor_local_hukou: Money,
    flexible_medical_floor_other_hukou: Money,
    flexible_medical_cap: Money,
) -> Money:
    """The medical contribution is charged on the pension base, a base of its own, or one fixed for all."""
    if medical_base_choice == MedicalBase.FIXED:
        return medical_fixed_base
    if medical_base_choice == MedicalBase.PENSION_BASE:
        return flexible_pension_base
    if medical_base_choice == MedicalBase.DECLARED:
        floor = flexible_medical_floor_local_hukou if hukou_at_participation else flexible_medical_floor_other_hukou
        return floor if declared_medical_base <= floor else min(declared_medical_base, flexible_medical_cap)
    return NOTHING


# --- maternity and unemployment -----------------------------------------------------------------------------------


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=(SIL("53"), Notice2024_48("")),
    evidence="S:E10",
    since="2011-07-01",
    place="participation_place",
)
def flexible_maternity_joined(
    joins_flexible_medical: Truth,
    maternity_opening: MaternityOpening,
    hukou_at_participation: Truth,
    adds_maternity: Truth,
) -> Truth:
    """Maternity insurance comes with the medical scheme, with the local hukou, or by choice, as the place has it."""
    if maternity_opening == MaternityOpening.OPTIONAL:
        return joins_flexible_medical and adds_maternity
    if maternity_opening == MaternityOpening.ADDED_FOR_LOCAL_HUKOU:
        return joins_flexible_medical and hukou_at_participation
    return joins_flexible_medical and maternity_opening == MaternityOpening.INCLUDED


@rule(
    level=MONTH, law_at=month_worked, cites=SIL("44"), evidence="S:E6", since="2011-07-01", place="participation_place"
)
def flexible_unemployment_base(
    joins_flexible_unemployment: Truth,
    unemployment_base_choice: UnemploymentBase,
    flexible_pension_base: Money,
    declared_unemployment_base: Money,
    flexible_unemployment_floor: Money,
) -> Money:
    """Who joins is charged on the chosen pension base, or on a base of its own not below the floor of the place."""
    if not joins_flexible_unemployment:
        return NOTHING
    if unemployment_base_choice == UnemploymentBase.PENSION_BASE:
        return flexible_pension_base
    return max(declared_unemployment_base, flexible_unemployment_floor)


@rule(
    level=MONTH, law_at=month_worked, cites=SIL("44"), evidence="S:B7", since="2011-07-01", place="participation_place"
)
def flexible_unemployment_contribution(
    flexible_unemployment_base: Money, flexible_unemployment_tariff: Tariff
) -> Money:
    """Where unemployment insurance is open to flexible workers, the worker pays the whole contribution."""
    if flexible_unemployment_base == 0:
        return NOTHING
    return tariff_amount(flexible_unemployment_tariff, flexible_unemployment_base)


@rule(level=MONTH, law_at=month_worked, cites=SIL("60(2)"), evidence="S:L1", since="2011-07-01")
def flexible_contribution_total(
    flexible_pension_contribution: Money,
    flexible_pension_supplement: Money,
    flexible_medical_contribution: Money,
    flexible_medical_supplement: Money,
    flexible_maternity_contribution: Money,
    flexible_unemployment_contribution: Money,
) -> Money:
    """Flexible workers pay their contributions straight to the collector; each branch is rounded by itself."""
    pension = flexible_pension_contribution + flexible_pension_supplement
    medical = flexible_medical_contribution + flexible_medical_supplement
    return pension + medical + flexible_maternity_contribution + flexible_unemployment_contribution


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=EmploymentSubsidy("flexible employment"),
    evidence="S:E10",
    since="2011-07-01",
)
def flexible_insurance_subsidy_ceiling(
    flexible_contribution_total: Money,
    entitled_to_insurance_subsidy: Truth,
    subsidised_months_before: Months,
    subsidy_longest: Months,
    subsidy_parts: Count,
    subsidy_parts_of: Count,
) -> Money:
    """People hard to employ and recent graduates get back at most two thirds of what they paid, for three years."""
    if entitled_to_insurance_subsidy and subsidised_months_before < subsidy_longest:
        return mul_div(flexible_contribution_total, subsidy_parts, subsidy_parts_of)
    return NOTHING


RESULTS = (
    posting(
        "flexible_pension_contribution",
        branch=Branch.OLD_AGE,
        scheme="flexible",
        payer="worker",
        posted_on=month_end,
        cause="flexible pension contribution",
    ),
    posting(
        "flexible_pension_supplement",
        branch=Branch.OLD_AGE,
        scheme="flexible",
        payer="worker",
        posted_on=month_end,
        cause="local supplementary pension contribution",
    ),
    posting(
        "flexible_medical_contribution",
        branch=Branch.MEDICAL_CARE,
        scheme="flexible",
        payer="worker",
        posted_on=month_end,
        cause="flexible medical contribution",
    ),
    posting(
        "flexible_medical_supplement",
        branch=Branch.MEDICAL_CARE,
        scheme="flexible",
        payer="worker",
        posted_on=month_end,
        cause="supplementary medical contribution",
    ),
    posting(
        "flexible_maternity_contribution",
        branch=Branch.MATERNITY_PARENTAL,
        scheme="flexible",
        payer="worker",
        posted_on=month_end,
        cause="flexible maternity contribution",
    ),
    posting(
        "flexible_unemployment_contribution",
        branch=Branch.UNEMPLOYMENT,
        scheme="flexible",
        payer="worker",
        posted_on=month_end,
        cause="flexible unemployment contribution",
    ),
    identity(
        total="flexible_contribution_total",
        parts=(
            "flexible_pension_contribution",
            "flexible_pension_supplement",
            "flexible_medical_contribution",
            "flexible_medical_supplement",
            "flexible_maternity_contribution",
            "flexible_unemployment_contribution",
        ),
    ),
    identity(
        total="flexible_pension_contribution", parts=("flexible_pension_account_part", "flexible_pension_pooled_part")
    ),
)
