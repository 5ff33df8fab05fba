"""The residents' pension as the fallback of all others: voluntary, by yearly rungs, subsidised by the state (China).

Subsidy by rung, age and the least basic part are China's own values, national ones only.
"""

from amparo.law.china.instruments import SIL, Decision2014_8
from amparo.rules import (
    MONTH,
    NOTHING,
    YEAR,
    Branch,
    Count,
    Coverage,
    Date,
    Money,
    Month,
    Steps,
    Truth,
    bracket,
    coverage,
    full_years_between,
    last_day,
    month_worked,
    posting,
    rule,
    year_end,
)


@rule(level=MONTH, law_at=month_worked, cites=(SIL("20"), Decision2014_8("3")), evidence="K", since="2018-01-01")
def may_fall_back(
    birth_date: Date,
    month: Month,
    residents_youngest_age: Count,
    employees_old_age_coverage: Coverage,
    own_account_old_age_coverage: Coverage,
) -> Truth:
    """From sixteen on, whoever is in no other old-age scheme may join."""
    insured = employees_old_age_coverage == Coverage.MANDATORY or own_account_old_age_coverage == Coverage.MANDATORY
    return full_years_between(birth_date, last_day(month)) >= residents_youngest_age and not insured


@rule(level=MONTH, law_at=month_worked, cites=Decision2014_8("3"), evidence="K", since="2018-01-01")
def fallback_cover(may_fall_back: Truth) -> Coverage:
    """Joining is a choice."""
    return Coverage.VOLUNTARY if may_fall_back else Coverage.NONE


@rule(level=YEAR, law_at=year_end, cites=Decision2014_8("4(1)"), evidence="S:cps", since="2018-01-01")
def fallback_contribution(chosen_yearly_rung: Money) -> Money:
    """The rung that the resident chose for the year."""
    return chosen_yearly_rung


@rule(level=YEAR, law_at=year_end, cites=Decision2014_8("4(3)"), evidence="S:cps", since="2018-01-01")
def fallback_subsidy(chosen_yearly_rung: Money, residents_minimum_subsidy: Steps) -> Money:
    """Whoever pays gets the subsidy of the rung into the account."""
    return bracket(residents_minimum_subsidy, chosen_yearly_rung) if chosen_yearly_rung > 0 else NOTHING


@rule(level=MONTH, law_at=month_worked, cites=Decision2014_8("6(1)"), evidence="S:C6", since="2018-01-01")
def fallback_basic_part(residents_basic_part_minimum: Money) -> Money:
    """The least basic part that the state pays each month at pension age."""
    return residents_basic_part_minimum


RESULTS = (
    coverage(Branch.OLD_AGE, scheme="residents_fallback", by="fallback_cover"),
    posting(
        "fallback_contribution",
        branch=Branch.OLD_AGE,
        scheme="residents_fallback",
        payer="worker",
        posted_on=year_end,
        cause="rung of the year",
    ),
    posting(
        "fallback_subsidy",
        branch=Branch.OLD_AGE,
        scheme="residents_fallback",
        payer="state",
        posted_on=year_end,
        cause="subsidy of the rung",
    ),
)
