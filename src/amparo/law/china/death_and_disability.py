"""Death and disability in the employees' pension: funeral grant, survivors' lump sum, the inherited account, and the
sickness-disability allowance (病残津贴) of those who can no longer work, from 2025 on."""

from amparo.law.china.instruments import SIL, DisabilityAllowance2024_72, SurvivorsBenefits2021_18
from amparo.rules import (
    HALF_UP,
    MONTH,
    NOTHING,
    SPELL,
    UP,
    Branch,
    Contingency,
    Count,
    Date,
    Money,
    Month,
    Months,
    Steps,
    Truth,
    benefit,
    bracket,
    month_of,
    month_worked,
    months_between,
    mul_div,
    participation,
    posting,
    round_to,
    rule,
    spell_start,
)

# --- death ----------------------------------------------------------------------------------------------------------


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=(SIL("17"), SurvivorsBenefits2021_18("2")),
    evidence="S:cqyc",
    since="2018-01-01",
)
def covered_on_death(in_employees_pension: Truth) -> Truth:
    """Whoever has paid into the pension, or draws it, leaves the survivors a funeral grant and a lump sum."""
    return in_employees_pension


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=SurvivorsBenefits2021_18("4-5"),
    evidence="S:cqyc",
    since="2018-01-01",
    place="pension_claim_place",
)
def monthly_urban_income(urban_income_of_year_before: Money) -> Money:
    """A twelfth of the province's urban disposable income per head of the year before, to the yuan."""
    return round_to(mul_div(urban_income_of_year_before, 1, 12), unit=100, round=HALF_UP)


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=SurvivorsBenefits2021_18("4"),
    evidence="S:cqyc",
    since="2018-01-01",
)
def funeral_grant(monthly_urban_income: Money, funeral_months: Count) -> Money:
    """Funeral grant (丧葬补助金): two months of urban disposable income."""
    return monthly_urban_income * funeral_months


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=SurvivorsBenefits2021_18("5(1)"),
    evidence="S:cqyc",
    since="2018-01-01",
)
def survivors_twelfths_by_years(
    contribution_months: Months,
    survivors_months_to_fifteen_years: Steps,
    survivors_months_most: Months,
) -> Count:
    """In twelfths: three months below five years, six, then nine to fifteen, one a year beyond by month, 24 at most."""
    first = bracket(survivors_months_to_fifteen_years, contribution_months) * 12
    return min(first + max(contribution_months - 180, 0), survivors_months_most * 12)


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=SurvivorsBenefits2021_18("5(2)"),
    evidence="K",
    since="2018-01-01",
)
def survivors_twelfths(
    draws_old_age_pension: Truth,
    years_of_pension_drawn: Count,
    survivors_twelfths_by_years: Count,
    survivors_months_of_pensioner_least: Months,
) -> Count:
    """A pensioner's months fall by one for each year of pension drawn, to no fewer than nine."""
    if not draws_old_age_pension:
        return survivors_twelfths_by_years
    return max(survivors_twelfths_by_years - years_of_pension_drawn * 12, survivors_months_of_pensioner_least * 12)


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=SurvivorsBenefits2021_18("5"),
    evidence="S:cqyc",
    since="2018-01-01",
)
def survivors_lump_sum(monthly_urban_income: Money, survivors_twelfths: Count) -> Money:
    """Survivors' lump sum (抚恤金): so many months of urban disposable income."""
    return mul_div(monthly_urban_income, survivors_twelfths, 12)


@rule(level=MONTH, law_at=month_worked, cites=SIL("14"), evidence="S:L1", since="2018-01-01")
def leaves_an_account(in_employees_pension: Truth, account_to_inherit: Money) -> Truth:
    """There is a balance on the individual account."""
    return in_employees_pension and account_to_inherit > 0


@rule(level=MONTH, law_at=month_worked, cites=SIL("14"), evidence="S:L1", since="2018-01-01")
def account_to_inherit(draws_old_age_pension: Truth, account_left_of_pensioner: Money, account_balance: Money) -> Money:
    """The balance of the individual account, or what is left of it in retirement, goes to the heirs."""
    return account_left_of_pensioner if draws_old_age_pension else account_balance


@rule(level=SPELL, law_at=spell_start, cites=SIL("17"), evidence="S:L1", since="2018-01-01")
def died_of_illness_or_off_work(contingency: Contingency, death_from_work: Truth) -> Truth:
    """Death by illness or otherwise than from work; death from work is paid by the work-injury fund."""
    return contingency == Contingency.DEATH and not death_from_work


@rule(
    level=SPELL,
    law_at=spell_start,
    cites=(SIL("17"), SurvivorsBenefits2021_18("2")),
    evidence="S:cqyc",
    since="2018-01-01",
)
def survivors_entitled(died_of_illness_or_off_work: Truth, covered_on_death: Truth) -> Truth:
    """The survivors of an insured person or pensioner are entitled."""
    return died_of_illness_or_off_work and covered_on_death


@rule(level=SPELL, law_at=spell_start, cites=SurvivorsBenefits2021_18("4"), evidence="S:cqyc", since="2018-01-01")
def pension_funeral_grant_paid(survivors_entitled: Truth, funeral_grant: Money) -> Money:
    """The funeral grant, once."""
    return funeral_grant if survivors_entitled else NOTHING


@rule(level=SPELL, law_at=spell_start, cites=SurvivorsBenefits2021_18("5"), evidence="S:cqyc", since="2018-01-01")
def survivors_lump_sum_paid(survivors_entitled: Truth, survivors_lump_sum: Money) -> Money:
    """The survivors' lump sum, once."""
    return survivors_lump_sum if survivors_entitled else NOTHING


@rule(level=SPELL, law_at=spell_start, cites=SIL("14"), evidence="S:L1", since="2018-01-01")
def account_inherited(contingency: Contingency, leaves_an_account: Truth) -> Truth:
    """On death, from whatever cause, the heirs are paid the balance of the account."""
    return contingency == Contingency.DEATH and leaves_an_account


@rule(level=SPELL, law_at=spell_start, cites=SIL("14"), evidence="S:L1", since="2018-01-01")
def account_inherited_paid(account_inherited: Truth, account_to_inherit: Money) -> Money:
    """The balance of the account, once."""
    return account_to_inherit if account_inherited else NOTHING


# --- disability -----------------------------------------------------------------------------------------------------


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=(SIL("17"), DisabilityAllowance2024_72("2")),
    evidence="S:ushui",
    since="2018-01-01",
)
def before_statutory_age(month: Month, statutory_retirement_month: Month) -> Truth:
    """The allowance is for those who have not reached the statutory retirement age."""
    return month < statutory_retirement_month


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=DisabilityAllowance2024_72("2"),
    evidence="S:ushui",
    since="2018-01-01",
)
def disability_allowance_qualified(
    national_allowance_in_force: Truth, in_employees_pension: Truth, before_statutory_age: Truth, no_pension_yet: Truth
) -> Truth:
    """Insured, below the statutory age, without a pension; the loss of working ability is certified at the claim."""
    return national_allowance_in_force and in_employees_pension and before_statutory_age and no_pension_yet


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=DisabilityAllowance2024_72("3"),
    evidence="S:ushui",
    since="2018-01-01",
)
def months_to_statutory_age(month: Month, statutory_retirement_month: Month) -> Months:
    """Months that are left to the statutory retirement age."""
    return max(months_between(month, statutory_retirement_month), 0)


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=DisabilityAllowance2024_72("3"),
    evidence="S:ushui",
    since="2018-01-01",
)
def allowance_equals_pension(
    enough_contribution_months: Truth, months_to_statutory_age: Months, months_near_statutory_age: Months
) -> Truth:
    """With the minimum years, at most five years from the statutory age, the whole pension is paid."""
    return enough_contribution_months and months_to_statutory_age <= months_near_statutory_age


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=DisabilityAllowance2024_72("3-5"),
    evidence="S:ushui",
    since="2018-01-01",
)
def sickness_disability_allowance(allowance_equals_pension: Truth, old_age_pension: Money, basic_part: Money) -> Money:
    """Sickness-disability allowance (病残津贴): the whole pension close to the age, else its basic part."""
    return old_age_pension if allowance_equals_pension else basic_part


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=DisabilityAllowance2024_72("5"),
    evidence="K",
    since="2018-01-01",
)
def disability_allowance_months(
    enough_contribution_months: Truth,
    months_to_statutory_age: Months,
    contribution_months: Months,
    allowance_months_at_first: Months,
    years_without_more_months: Count,
    allowance_months_for_each_year: Months,
) -> Months:
    """To the statutory age with the minimum years; else twelve months, and three for each year begun beyond five."""
    if enough_contribution_months:
        return months_to_statutory_age
    years_begun = mul_div(1, max(contribution_months - years_without_more_months * 12, 0), 12, round=UP)
    return min(allowance_months_at_first + years_begun * allowance_months_for_each_year, months_to_statutory_age)


@rule(level=SPELL, law_at=spell_start, cites=DisabilityAllowance2024_72("2"), evidence="S:ushui", since="2018-01-01")
def disability_allowance_entitled(
    contingency: Contingency, working_ability_lost_entirely: Truth, disability_allowance_qualified: Truth
) -> Truth:
    """Entitled: certified as wholly unable to work through illness or an accident outside work."""
    return contingency == Contingency.INVALIDITY and working_ability_lost_entirely and disability_allowance_qualified


@rule(level=SPELL, law_at=spell_start, cites=DisabilityAllowance2024_72("3-5"), evidence="K", since="2018-01-01")
def disability_months_due(spell_first_day: Date, spell_last_day: Date, disability_allowance_months: Months) -> Months:
    """Paid from the month after the claim, within the months of law."""
    months_of_spell = max(months_between(month_of(spell_first_day), month_of(spell_last_day)), 0)
    return min(months_of_spell, disability_allowance_months)


@rule(level=SPELL, law_at=spell_start, cites=DisabilityAllowance2024_72("3-5"), evidence="S:ushui", since="2018-01-01")
def disability_allowance_paid(
    disability_allowance_entitled: Truth, sickness_disability_allowance: Money, disability_months_due: Months
) -> Money:
    """The allowance of the first month for every month due."""
    return sickness_disability_allowance * disability_months_due if disability_allowance_entitled else NOTHING


RESULTS = (
    participation(
        Branch.SURVIVORS,
        scheme="employees",
        registered="registered_by_employer",
        contributing="contributes_through_employer",
    ),
    participation(
        Branch.SURVIVORS,
        scheme="flexible",
        registered="joins_flexible_pension",
        contributing="contributes_as_flexible_worker",
    ),
    participation(
        Branch.SURVIVORS, scheme="retirees", registered="draws_old_age_pension", contributing="draws_old_age_pension"
    ),
    participation(
        Branch.INVALIDITY,
        scheme="employees",
        registered="registered_by_employer",
        contributing="contributes_through_employer",
    ),
    participation(
        Branch.INVALIDITY,
        scheme="flexible",
        registered="joins_flexible_pension",
        contributing="contributes_as_flexible_worker",
    ),
    benefit(
        "funeral_grant",
        branch=Branch.SURVIVORS,
        scheme="employees",
        contingency=Contingency.DEATH,
        qualified="covered_on_death",
        conditions=("covered_on_death",),
        amount="funeral_grant",
        per="once",
        entitled="survivors_entitled",
        paid="pension_funeral_grant_paid",
        assumed={"death_from_work": "no"},
        missoc="VII",
        esspros="survivors",
    ),
    benefit(
        "survivors_lump_sum",
        branch=Branch.SURVIVORS,
        scheme="employees",
        contingency=Contingency.DEATH,
        qualified="covered_on_death",
        conditions=("covered_on_death",),
        amount="survivors_lump_sum",
        per="once",
        entitled="survivors_entitled",
        paid="survivors_lump_sum_paid",
        assumed={"death_from_work": "no"},
        c102="X",
        missoc="VII",
        esspros="survivors",
    ),
    benefit(
        "account_inherited",
        branch=Branch.SURVIVORS,
        scheme="employees",
        contingency=Contingency.DEATH,
        qualified="leaves_an_account",
        conditions=("leaves_an_account",),
        amount="account_to_inherit",
        per="once",
        entitled="account_inherited",
        paid="account_inherited_paid",
        missoc="VII",
        esspros="survivors",
    ),
    benefit(
        "survivors_lump_sum_flexible",
        branch=Branch.SURVIVORS,
        scheme="flexible",
        contingency=Contingency.DEATH,
        qualified="covered_on_death",
        conditions=("covered_on_death",),
        amount="survivors_lump_sum",
        per="once",
        c102="X",
        missoc="VII",
        esspros="survivors",
    ),
    benefit(
        "sickness_disability_allowance",
        branch=Branch.INVALIDITY,
        scheme="employees",
        contingency=Contingency.INVALIDITY,
        qualified="disability_allowance_qualified",
        conditions=("in_employees_pension", "before_statutory_age", "no_pension_yet"),
        amount="sickness_disability_allowance",
        per="month",
        reference="indexed_average_wage",
        duration="disability_allowance_months",
        entitled="disability_allowance_entitled",
        paid="disability_allowance_paid",
        assumed={"working_ability_lost_entirely": "yes"},
        c102="IX",
        missoc="V",
        esspros="disability",
    ),
    benefit(
        "disability_allowance_flexible",
        branch=Branch.INVALIDITY,
        scheme="flexible",
        contingency=Contingency.INVALIDITY,
        qualified="disability_allowance_qualified",
        conditions=("in_employees_pension", "before_statutory_age", "no_pension_yet"),
        amount="sickness_disability_allowance",
        per="month",
        reference="indexed_average_wage",
        duration="disability_allowance_months",
        c102="IX",
        missoc="V",
        esspros="disability",
    ),
    posting(
        "pension_funeral_grant_paid",
        branch=Branch.SURVIVORS,
        scheme="employees",
        payer="state",
        posted_on=spell_start,
        cause="funeral grant",
    ),
    posting(
        "survivors_lump_sum_paid",
        branch=Branch.SURVIVORS,
        scheme="employees",
        payer="state",
        posted_on=spell_start,
        cause="survivors' lump sum",
    ),
    posting(
        "account_inherited_paid",
        branch=Branch.SURVIVORS,
        scheme="employees",
        payer="state",
        posted_on=spell_start,
        cause="individual account inherited",
    ),
    posting(
        "disability_allowance_paid",
        branch=Branch.INVALIDITY,
        scheme="employees",
        payer="state",
        posted_on=spell_start,
        cause="sickness-disability allowance",
    ),
)
