"""Residents' schemes (城乡居民基本养老保险、基本医疗保险): voluntary, subsidised, the fallback of all others."""

from amparo.law.china.instruments import SIL, Decision2014_8, ResidentsLocal, ResidentsMedical
from amparo.rules import (
    MONTH,
    NOTHING,
    YEAR,
    Branch,
    Count,
    Date,
    Money,
    Month,
    Steps,
    Truth,
    bracket,
    full_years_between,
    identity,
    last_day,
    month_worked,
    mul_div,
    posting,
    rule,
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
def entitled_to_residents_pension(
    birth_date: Date,
    month: Month,
    residents_pension_age: Count,
    residents_years_paid: Count,
    residents_years_needed: Count,
    draws_old_age_pension: Truth,
) -> Truth:
    """At sixty, after fifteen years of payment, whoever draws no employees' pension is entitled."""
    old_enough = full_years_between(birth_date, last_day(month)) >= residents_pension_age
    return old_enough and residents_years_paid >= residents_years_needed and not draws_old_age_pension


@rule(level=MONTH, law_at=month_worked, cites=Decision2014_8("6"), evidence="S:C6", since="2014-07-01")
def residents_pension(
    entitled_to_residents_pension: Truth, residents_basic_part: Money, residents_account_part: Money
) -> Money:
    """The residents' pension is the basic part and the account part."""
    if entitled_to_residents_pension:
        return residents_basic_part + residents_account_part
    return NOTHING


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
