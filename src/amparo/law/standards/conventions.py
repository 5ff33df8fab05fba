"""What the ILO's social-security Conventions ask in numbers: persons, rate, qualifying period, duration, waiting.

One rule for each question; what a Convention asks in which Part stands in the tables of conventions.yaml. The facts are
measurements of a country's law or of its population. What is not measured is unknown, and so is then the answer.
"""

from __future__ import annotations

from amparo.law.standards.instruments import C102, C121, C128, C130, C168, C183
from amparo.rules import (
    WORKER,
    Category,
    Count,
    Days,
    Money,
    Months,
    Rate,
    Table,
    Truth,
    exceeds,
    lookup,
    reaches,
    rule,
    today,
)


class Standard(Category):
    """A Convention."""

    C102 = 1
    C121 = 2
    C128 = 3
    C130 = 4
    C168 = 5
    C183 = 6


class Part(Category):
    """A Part of Convention No. 102 (by its number), by which the later Conventions are ordered too."""

    MEDICAL_CARE = 2
    SICKNESS = 3
    UNEMPLOYMENT = 4
    OLD_AGE = 5
    EMPLOYMENT_INJURY = 6
    FAMILY = 7
    MATERNITY = 8
    INVALIDITY = 9
    SURVIVORS = 10
    EMPLOYMENT_INJURY_SURVIVORS = 61


# --- persons protected ---------------------------------------------------------------------------------------------


@rule(
    level=WORKER,
    law_at=today,
    cites=(C102("9, 15, 21, 27, 33, 41, 48, 55, 61"), C121("4"), C128("9, 16, 22"), C130("10, 19"), C168("11")),
    evidence="S:NL-102",
    since="2018-01-01",
)
def enough_employees_protected(
    standard: Standard, part: Part, employees_share: Rate, least_employees_share: Table
) -> Truth:
    """The employees protected are a large enough share of all employees."""
    return employees_share >= lookup(least_employees_share, standard, part)


@rule(
    level=WORKER,
    law_at=today,
    cites=(C102("9(b), 15(b), 27(b), 41(b), 48(b), 55(b), 61(b)"), C128("9(1)(b)"), C130("10(b), 19(b)")),
    evidence="S:NL-102",
    since="2018-01-01",
)
def enough_active_protected(
    standard: Standard,
    part: Part,
    active_alternative: Table,
    active_counted_in_residents: Table,
    active_share_of_residents: Rate,
    active_share_of_active: Rate,
    least_active_share: Table,
) -> Truth:
    """Where the Part knows this alternative: the economically active persons protected are a large enough share."""
    if not lookup(active_alternative, standard, part):
        return False
    of_residents = lookup(active_counted_in_residents, standard, part)
    share = active_share_of_residents if of_residents else active_share_of_active
    return share >= lookup(least_active_share, standard, part)


@rule(
    level=WORKER,
    law_at=today,
    cites=(C102("9(c), 15(c), 21(b), 27(c), 41(c), 55(c), 61(c)"), C128("9(1)(c)"), C130("10(c), 19(c)")),
    evidence="S:NL-102",
    since="2018-01-01",
)
def enough_residents_protected(
    standard: Standard,
    part: Part,
    residents_alternative: Table,
    least_residents_share: Table,
    residents_share: Rate,
    means_limit_alternative: Table,
    all_under_means_limit: Truth,
) -> Truth:
    """Where the Part knows them: a share of all residents without a means test, or all residents under a limit."""
    by_share = lookup(residents_alternative, standard, part) and residents_share >= lookup(
        least_residents_share, standard, part
    )
    return by_share or (lookup(means_limit_alternative, standard, part) and all_under_means_limit)


@rule(
    level=WORKER,
    law_at=today,
    cites=(C102("9, 15, 21, 27, 33, 41, 48, 55, 61"), C128("9, 16, 22"), C130("10, 19"), C168("11")),
    evidence="S:NL-102",
    since="2018-01-01",
)
def enough_persons_protected(
    enough_employees_protected: Truth, enough_active_protected: Truth, enough_residents_protected: Truth
) -> Truth:
    """One alternative fulfilled is enough."""
    return enough_employees_protected or enough_active_protected or enough_residents_protected


# --- rate ----------------------------------------------------------------------------------------------------------


@rule(
    level=WORKER,
    law_at=today,
    cites=(C102("65"), C121("19"), C128("26"), C130("22"), C168("15(1)(a)"), C183("6(3)")),
    evidence="S:NL-102",
    since="2018-01-01",
)
def earnings_rate_reached(
    standard: Standard,
    part: Part,
    benefit_paid: Money,
    family_allowance_during: Money,
    previous_earnings: Money,
    family_allowance_before: Money,
    least_rate: Table,
) -> Truth:
    """Benefit and family allowances reach the share of the earnings before and the family allowances before."""
    return reaches(
        benefit_paid + family_allowance_during,
        of=previous_earnings + family_allowance_before,
        share=lookup(least_rate, standard, part),
    )


@rule(
    level=WORKER,
    law_at=today,
    cites=(C102("29(3), 57(3), 63(3)"), C128("11(3), 18(3), 24(3)")),
    evidence="S:NL-102",
    since="2018-01-01",
)
def reduced_rate_reached(
    standard: Standard,
    part: Part,
    benefit_paid: Money,
    family_allowance_during: Money,
    previous_earnings: Money,
    family_allowance_before: Money,
    least_rate: Table,
    points_less: Rate,
) -> Truth:
    """In its place, a rate ten points lower is enough if a short record already gives it."""
    return reaches(
        benefit_paid + family_allowance_during,
        of=previous_earnings + family_allowance_before,
        share=lookup(least_rate, standard, part) - points_less,
    )


@rule(
    level=WORKER,
    law_at=today,
    cites=(C102("66"), C121("20"), C128("27"), C130("23"), C168("15(1)(b)")),
    evidence="S:NL-102",
    since="2018-01-01",
)
def flat_rate_reached(
    standard: Standard,
    part: Part,
    benefit_paid: Money,
    family_allowance_during: Money,
    labourer_wage: Money,
    family_allowance_before: Money,
    least_rate: Table,
) -> Truth:
    """A flat benefit is measured in the same way by the wage of an ordinary adult male labourer."""
    return reaches(
        benefit_paid + family_allowance_during,
        of=labourer_wage + family_allowance_before,
        share=lookup(least_rate, standard, part),
    )


# --- time ----------------------------------------------------------------------------------------------------------


@rule(
    level=WORKER,
    law_at=today,
    cites=(C102("18, 24, 38"), C121("9(3)"), C130("26(3)"), C168("18")),
    evidence="S:NL-102",
    since="2018-01-01",
)
def waiting_short_enough(
    standard: Standard,
    part: Part,
    waiting_days: Days,
    most_waiting_days: Table,
    only_older_waiting: Table,
    waiting_is_older: Truth,
) -> Truth:
    """The waiting days are within the limit; where the Convention only tolerates an older rule, it must be older."""
    if waiting_days <= 0:
        return True
    within = waiting_days <= lookup(most_waiting_days, standard, part)
    return within and (waiting_is_older or not lookup(only_older_waiting, standard, part))


@rule(
    level=WORKER,
    law_at=today,
    cites=(C102("12, 18, 24, 30, 38, 45, 52, 58, 64"), C130("26(1)"), C168("19"), C183("4(1)")),
    evidence="S:NL-102",
    since="2018-01-01",
)
def paid_long_enough(
    standard: Standard,
    part: Part,
    paid_throughout: Truth,
    benefit_days: Days,
    throughout_needed: Table,
    least_benefit_days: Table,
) -> Truth:
    """Paid as long as the contingency lasts; or, where the Part allows a limit, at least that long."""
    if paid_throughout:
        return True
    return not lookup(throughout_needed, standard, part) and benefit_days >= lookup(least_benefit_days, standard, part)


@rule(
    level=WORKER,
    law_at=today,
    cites=(C102("17, 23, 29, 37, 43, 51, 57, 63"), C121("9(2)"), C128("11, 18, 24")),
    evidence="S:NL-102",
    since="2018-01-01",
)
def qualifying_short_enough(
    standard: Standard, part: Part, qualifying_months: Months, most_qualifying_months: Table
) -> Truth:
    """The shortest record of contributions that gives a benefit is not longer than the Part allows."""
    return qualifying_months <= lookup(most_qualifying_months, standard, part)


@rule(level=WORKER, law_at=today, cites=(C102("26(2)"), C128("15(2)")), evidence="S:NL-102", since="2018-01-01")
def pension_age_low_enough(
    pension_age_months: Months, most_pension_age_months: Months, higher_age_justified: Truth
) -> Truth:
    """The age is not above sixty-five, or a higher one is justified (by the working ability of elderly persons)."""
    return pension_age_months <= most_pension_age_months or higher_age_justified


# --- financing -----------------------------------------------------------------------------------------------------


@rule(level=WORKER, law_at=today, cites=C102("71(2)"), evidence="S:NL-102", since="2018-01-01")
def employees_bear_at_most_half(
    contributions_of_employees: Money, contributions_of_all: Money, most_employees_part: Rate
) -> Truth:
    """The contributions of the employees protected are at most half of the resources allotted to their protection."""
    return not exceeds(contributions_of_employees, of=contributions_of_all, share=most_employees_part)


# --- groups without a record of contributions -----------------------------------------------------------------------


@rule(level=WORKER, law_at=today, cites=C168("26(1)"), evidence="S:CH-168", since="2018-01-01")
def enough_new_seekers_protected(groups_of_seekers: Count, least_groups_of_seekers: Count) -> Truth:
    """Social benefits for at least three of the ten groups of persons who seek work without having been insured."""
    return groups_of_seekers >= least_groups_of_seekers


RESULTS = ()
