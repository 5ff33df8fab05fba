"""Residents' schemes (城乡居民基本养老保险、基本医疗保险): voluntary, subsidised, the fallback of all others."""

from amparo.law.china.instruments import SIL, Decision2014_8, ResidentsLocal, ResidentsMedical, SchemeLinking2014_17
from amparo.rules import (
    DOWN,
    MONTH,
    NOTHING,
    SPELL,
    YEAR,
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
    full_years_between,
    identity,
    last_day,
    month_worked,
    mul_div,
    participation,
    posting,
    rule,
    spell_start,
    year_end,
)

# --- pension ------------------------------------------------------------------------------------------------------


@rule(level=YEAR, law_at=year_end, cites=(SIL("20(2)"), Decision2014_8("4(1)")), evidence="S:cps", since="2014-02-21")
def residents_pension_contribution(chosen_residents_rung: Money) -> Money:
    """A resident who joins chooses a rung and pays it once a year."""
    return chosen_residents_rung


@rule(level=YEAR, law_at=year_end, cites=Decision2014_8("4(3)"), evidence="S:cps", since="2014-02-21")
def residents_pension_subsidy_minimum(chosen_residents_rung: Money, residents_minimum_subsidy: Steps) -> Money:
    """Whoever pays gets a subsidy into the account: at least 30 yuan a year, at least 60 from the rung of 500 on."""
    if chosen_residents_rung == 0:
        return NOTHING
    return bracket(residents_minimum_subsidy, chosen_residents_rung)


@rule(
    level=YEAR,
    law_at=year_end,
    cites=(Decision2014_8("4(3)"), ResidentsLocal("subsidies")),
    evidence="S-:T7",
    since="2014-02-21",
    place="residents_place",
)
def residents_pension_subsidy(
    chosen_residents_rung: Money, residents_local_subsidy: Steps, residents_pension_subsidy_minimum: Money
) -> Money:
    """The place sets the subsidy of each rung, never below the national minimum."""
    if chosen_residents_rung == 0:
        return NOTHING
    return max(bracket(residents_local_subsidy, chosen_residents_rung), residents_pension_subsidy_minimum)


@rule(level=YEAR, law_at=year_end, cites=Decision2014_8("5"), evidence="S:cps", since="2014-02-21")
def residents_pension_account_credit(residents_pension_contribution: Money, residents_pension_subsidy: Money) -> Money:
    """Contribution and subsidy together are credited to the individual account."""
    return residents_pension_contribution + residents_pension_subsidy


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=(Decision2014_8("6(1)"), ResidentsLocal("basic part")),
    evidence="S-:T7",
    since="2014-07-01",
    place="residents_place",
)
def residents_basic_part(residents_local_basic_part: Money, residents_basic_part_minimum: Money) -> Money:
    """The basic part is that of the place, never below the national minimum."""
    return max(residents_local_basic_part, residents_basic_part_minimum)


@rule(level=MONTH, law_at=month_worked, cites=Decision2014_8("6(2)"), evidence="S:C6", since="2014-02-21")
def residents_account_part(residents_account_balance: Money, residents_account_divisor: Count) -> Money:
    """The account pays one 139th of its balance a month."""
    return mul_div(residents_account_balance, 1, residents_account_divisor)


@rule(level=MONTH, law_at=month_worked, cites=Decision2014_8("7"), evidence="K", since="2014-02-21")
def residents_age_reached(birth_date: Date, month: Month, residents_pension_age: Count) -> Truth:
    """The age of the residents' pension is reached, for men and women alike."""
    return full_years_between(birth_date, last_day(month)) >= residents_pension_age


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=(Decision2014_8("7"), SchemeLinking2014_17("6")),
    evidence="K",
    since="2014-02-21",
)
def residents_years_with_conversion(
    residents_years_paid: Count, employees_account_moved_to_residents: Truth, pension_months: Months
) -> Count:
    """Years paid, and after moving the employees' account the full years of the employees' contributions."""
    if employees_account_moved_to_residents:
        return residents_years_paid + mul_div(1, pension_months, 12, round=DOWN)
    return residents_years_paid


@rule(level=MONTH, law_at=month_worked, cites=Decision2014_8("7"), evidence="K", since="2014-02-21")
def residents_years_enough(residents_years_with_conversion: Count, residents_years_needed: Count) -> Truth:
    """Fifteen years of payment; whoever was older at the start of the scheme needs fewer, which is not held."""
    return residents_years_with_conversion >= residents_years_needed


@rule(level=MONTH, law_at=month_worked, cites=Decision2014_8("7"), evidence="K", since="2014-02-21")
def draws_no_employees_pension(draws_old_age_pension: Truth) -> Truth:
    """Whoever draws the employees' pension draws no residents' pension beside it."""
    return not draws_old_age_pension


@rule(level=MONTH, law_at=month_worked, cites=Decision2014_8("7"), evidence="K", since="2014-02-21")
def entitled_to_residents_pension(
    residents_age_reached: Truth, residents_years_enough: Truth, draws_no_employees_pension: Truth
) -> Truth:
    """At sixty, after fifteen years of payment, whoever draws no employees' pension is entitled."""
    return residents_age_reached and residents_years_enough and draws_no_employees_pension


@rule(level=MONTH, law_at=month_worked, cites=Decision2014_8("6"), evidence="S:C6", since="2014-07-01")
def residents_pension_if_claimed(residents_basic_part: Money, residents_account_part: Money) -> Money:
    """The residents' pension is the basic part and the account part."""
    return residents_basic_part + residents_account_part


@rule(level=MONTH, law_at=month_worked, cites=Decision2014_8("6"), evidence="S:C6", since="2014-07-01")
def residents_pension(entitled_to_residents_pension: Truth, residents_pension_if_claimed: Money) -> Money:
    """The residents' pension of the month of whoever is entitled."""
    return residents_pension_if_claimed if entitled_to_residents_pension else NOTHING


@rule(level=MONTH, law_at=month_worked, cites=(SIL("20"), SIL("22")), evidence="S:L1", since="2014-02-21")
def in_residents_pension(chosen_residents_rung: Money) -> Truth:
    """In the residents' pension in the months of a year for which a rung is paid."""
    return chosen_residents_rung > 0


# --- between the schemes --------------------------------------------------------------------------------------------


@rule(level=MONTH, law_at=month_worked, cites=SchemeLinking2014_17("3"), evidence="K", since="2018-01-01")
def may_move_to_employees_scheme(
    statutory_age_reached: Truth, enough_contribution_months: Truth, residents_account_balance: Money
) -> Truth:
    """At the statutory age, with the employees' minimum years, the residents' account may be moved to that scheme."""
    return statutory_age_reached and enough_contribution_months and residents_account_balance > 0


@rule(level=MONTH, law_at=month_worked, cites=SchemeLinking2014_17("3"), evidence="K", since="2018-01-01")
def may_move_to_residents_scheme(statutory_age_reached: Truth, too_few_contribution_months: Truth) -> Truth:
    """At the statutory age, short of the employees' minimum years, that account may be moved to the residents'."""
    return statutory_age_reached and too_few_contribution_months


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=(SchemeLinking2014_17("6"), Decision2014_8("6(2)")),
    evidence="K",
    since="2018-01-01",
)
def residents_account_part_after_move(
    residents_account_balance: Money, account_balance: Money, residents_account_divisor: Count
) -> Money:
    """Account part of the residents' pension once both accounts are one."""
    return mul_div(residents_account_balance + account_balance, 1, residents_account_divisor)


# --- claims that were made ------------------------------------------------------------------------------------------


@rule(level=SPELL, law_at=spell_start, cites=Decision2014_8("7"), evidence="K", since="2018-01-01")
def residents_pension_entitled(contingency: Contingency, entitled_to_residents_pension: Truth) -> Truth:
    """Entitled: old age began in a month in which the conditions were met."""
    return contingency == Contingency.OLD_AGE and entitled_to_residents_pension


@rule(level=SPELL, law_at=spell_start, cites=Decision2014_8("7"), evidence="K", since="2018-01-01")
def residents_pension_paid(
    residents_pension_entitled: Truth, residents_pension_if_claimed: Money, pension_months_due: Months
) -> Money:
    """The pension of the first month for every month after it to the end of the spell."""
    return residents_pension_if_claimed * pension_months_due if residents_pension_entitled else NOTHING


# --- medical ------------------------------------------------------------------------------------------------------


@rule(
    level=YEAR,
    law_at=year_end,
    cites=(SIL("25"), ResidentsMedical("individual contribution")),
    evidence="S:C10",
    since="2017-01-01",
)
def residents_medical_contribution(joins_residents_medical: Truth, residents_medical_individual: Money) -> Money:
    """A resident who joins pays the individual contribution of the standard year, for cover in the year after."""
    if joins_residents_medical:
        return residents_medical_individual
    return NOTHING


@rule(level=YEAR, law_at=year_end, cites=(SIL("25"), ResidentsMedical("subsidy")), evidence="S:C10", since="2017-01-01")
def residents_medical_subsidy(joins_residents_medical: Truth, residents_medical_subsidy_minimum: Money) -> Money:
    """Government pays at least the national subsidy of the standard year for each resident who joins."""
    if joins_residents_medical:
        return residents_medical_subsidy_minimum
    return NOTHING


@rule(level=YEAR, law_at=year_end, cites=ResidentsMedical("financing"), evidence="S:C10", since="2017-01-01")
def residents_medical_financing(residents_medical_contribution: Money, residents_medical_subsidy: Money) -> Money:
    """The financing of a person-year is the individual contribution and the subsidy."""
    return residents_medical_contribution + residents_medical_subsidy


@rule(level=YEAR, law_at=year_end, cites=ResidentsMedical("financing"), evidence="S:C10", since="2017-01-01")
def residents_medical_standard(residents_medical_individual: Money, residents_medical_subsidy_minimum: Money) -> Money:
    """The national standard of financing per person-year, whoever joins."""
    return residents_medical_individual + residents_medical_subsidy_minimum


RESULTS = (
    participation(
        Branch.OLD_AGE, scheme="residents", registered="in_residents_pension", contributing="in_residents_pension"
    ),
    benefit(
        "residents_pension",
        branch=Branch.OLD_AGE,
        scheme="residents",
        contingency=Contingency.OLD_AGE,
        qualified="entitled_to_residents_pension",
        conditions=("residents_age_reached", "residents_years_enough", "draws_no_employees_pension"),
        amount="residents_pension_if_claimed",
        per="month",
        entitled="residents_pension_entitled",
        paid="residents_pension_paid",
        c102="V",
        missoc="VI",
        esspros="old_age",
    ),
    posting(
        "residents_pension_paid",
        branch=Branch.OLD_AGE,
        scheme="residents",
        payer="state",
        posted_on=spell_start,
        cause="residents' pension",
    ),
    posting(
        "residents_pension_contribution",
        branch=Branch.OLD_AGE,
        scheme="residents",
        payer="worker",
        posted_on=year_end,
        cause="residents' pension rung",
    ),
    posting(
        "residents_pension_subsidy",
        branch=Branch.OLD_AGE,
        scheme="residents",
        payer="state",
        posted_on=year_end,
        cause="residents' pension subsidy",
    ),
    posting(
        "residents_medical_contribution",
        branch=Branch.MEDICAL_CARE,
        scheme="residents",
        payer="worker",
        posted_on=year_end,
        cause="residents' medical contribution",
    ),
    posting(
        "residents_medical_subsidy",
        branch=Branch.MEDICAL_CARE,
        scheme="residents",
        payer="state",
        posted_on=year_end,
        cause="residents' medical subsidy",
    ),
    identity(
        total="residents_pension_account_credit", parts=("residents_pension_contribution", "residents_pension_subsidy")
    ),
    identity(
        total="residents_medical_financing", parts=("residents_medical_contribution", "residents_medical_subsidy")
    ),
)
