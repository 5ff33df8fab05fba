"""The single social benefit of Portugal (Prestação Social Única, PSU), with effect from 31 December 2026 (DL 166/2026).

It takes the place of thirteen means-tested benefits. The law of the last day of the month decides, so that December
2026 is its first month. The support index of 2027 is not yet fixed: amounts of later months are law not known.
"""

from __future__ import annotations

from amparo.law.portugal.instruments import DL166_2026
from amparo.rules import (
    MONTH,
    NO,
    NO_RATE,
    NOTHING,
    SPELL,
    Branch,
    Category,
    Contingency,
    Count,
    Date,
    Days,
    Money,
    Months,
    Rate,
    Truth,
    add_days,
    benefit,
    month_end,
    month_of,
    months_between,
    percent_of,
    posting,
    rule,
    spell_start,
)


class HouseholdMember(Category):
    """Who in the household the supplement for parenthood is for."""

    NOBODY = 1
    CLAIMANT = 2
    ADULT = 3
    MINOR = 4


# --- Household --------------------------------------------------------------------------------------------------------


@rule(level=MONTH, law_at=month_end, cites=DL166_2026("24(2)"), evidence="S:td", since="2026-12-31", before=NO_RATE)
def adult_equivalents(
    other_adults_in_household: Count,
    minors_in_household: Count,
    weight_of_claimant: Rate,
    weight_of_adult: Rate,
    weight_of_minor: Rate,
) -> Rate:
    """One for the claimant, 0.7 for each other adult, 0.5 for each minor."""
    others = weight_of_adult * other_adults_in_household + weight_of_minor * minors_in_household
    return weight_of_claimant + others


# --- Conditions (art. 8) ----------------------------------------------------------------------------------------------


@rule(level=MONTH, law_at=month_end, cites=DL166_2026("8(1)(c)"), evidence="S:td", since="2026-12-31", before=NO)
def movable_assets_within_limit(household_movable_assets: Money, ias: Money, movable_assets_indices: Rate) -> Truth:
    """Movable assets of the household up to sixty support indices."""
    return household_movable_assets <= percent_of(ias, movable_assets_indices)


@rule(level=MONTH, law_at=month_end, cites=DL166_2026("8(1)(d)"), evidence="S:td", since="2026-12-31", before=NO)
def registered_movables_within_limit(
    household_registered_movables: Money, ias: Money, registered_movables_indices: Rate
) -> Truth:
    """Registered movables, such as cars, up to sixty support indices of their own."""
    return household_registered_movables <= percent_of(ias, registered_movables_indices)


# --- Amount (arts. 7, 24, 25, 28) -------------------------------------------------------------------------------------


@rule(level=MONTH, law_at=month_end, cites=DL166_2026("7"), evidence="S:td", since="2026-12-31", before=NOTHING)
def social_reference_value(ias: Money, reference_value_share: Rate) -> Money:
    """Half of the support index, to the cent (a reading: the decree does not say where it rounds)."""
    return percent_of(ias, reference_value_share)


@rule(level=MONTH, law_at=month_end, cites=DL166_2026("24(1)"), evidence="S:td", since="2026-12-31", before=NOTHING)
def social_benefit_base(social_reference_value: Money, adult_equivalents: Rate) -> Money:
    """Reference value times adult equivalents."""
    return percent_of(social_reference_value, adult_equivalents)


@rule(level=MONTH, law_at=month_end, cites=DL166_2026("28(2)"), evidence="S:td", since="2026-12-31", before=NOTHING)
def labour_income_disregarded(
    household_labour_income: Money, ias: Money, full_disregard_share: Rate, partial_disregard_share: Rate
) -> Money:
    """All labour income net of contributions up to 20 % of the support index, and half of the rest."""
    full = min(household_labour_income, percent_of(ias, full_disregard_share))
    return full + percent_of(household_labour_income - full, partial_disregard_share)


@rule(
    level=MONTH,
    law_at=month_end,
    cites=(DL166_2026("25"), DL166_2026("28")),
    evidence="S:td",
    since="2026-12-31",
    before=NOTHING,
)
def household_income_counted(
    household_labour_income: Money, household_other_income: Money, labour_income_disregarded: Money
) -> Money:
    """Household income less what is disregarded as an incentive to work."""
    return household_labour_income - labour_income_disregarded + household_other_income


@rule(level=MONTH, law_at=month_end, cites=DL166_2026("26"), evidence="S:td", since="2026-12-31", before=NO_RATE)
def weight_of_parent(
    parent_without_benefit: HouseholdMember, weight_of_claimant: Rate, weight_of_adult: Rate, weight_of_minor: Rate
) -> Rate:
    """The weight in the household of whoever the supplement for parenthood is for."""
    if parent_without_benefit == HouseholdMember.CLAIMANT:
        return weight_of_claimant
    if parent_without_benefit == HouseholdMember.ADULT:
        return weight_of_adult
    return weight_of_minor if parent_without_benefit == HouseholdMember.MINOR else NO_RATE


@rule(level=MONTH, law_at=month_end, cites=DL166_2026("26(2)"), evidence="S:td", since="2026-12-31", before=NOTHING)
def parenthood_supplement(
    parent_without_benefit: HouseholdMember,
    weight_of_parent: Rate,
    social_reference_value: Money,
    ias: Money,
    supplement_share: Rate,
) -> Money:
    """80 % of the support index less the parent's own weight in the base, for lack of the qualifying period."""
    if parent_without_benefit == HouseholdMember.NOBODY:
        return NOTHING
    return max(percent_of(ias, supplement_share) - percent_of(social_reference_value, weight_of_parent), NOTHING)


@rule(level=MONTH, law_at=month_end, cites=DL166_2026("25(1)"), evidence="S:td", since="2026-12-31", before=NOTHING)
def social_benefit_by_need(
    social_benefit_base: Money, parenthood_supplement: Money, household_income_counted: Money
) -> Money:
    """Base and supplement for parenthood, less the income counted."""
    return max(social_benefit_base + parenthood_supplement - household_income_counted, NOTHING)


@rule(level=MONTH, law_at=month_end, cites=DL166_2026("27"), evidence="S:td", since="2026-12-31", before=NO)
def unemployment_supplement_due(
    unemployed_without_benefit: Truth,
    earlier_benefit_exhausted: Truth,
    employment_days_of_12_months: Days,
    supplement_days_needed: Days,
    months_on_social_benefit: Months,
    supplement_months: Months,
    parent_without_benefit: HouseholdMember,
) -> Truth:
    """In the first six months; without an exhausted benefit only with 120 days as employee in the 12 months before."""
    worked = earlier_benefit_exhausted or employment_days_of_12_months >= supplement_days_needed
    alone = parent_without_benefit == HouseholdMember.NOBODY
    return unemployed_without_benefit and worked and alone and months_on_social_benefit < supplement_months


@rule(
    level=MONTH,
    law_at=month_end,
    cites=(DL166_2026("27(1)"), DL166_2026("27(2)")),
    evidence="S:td",
    since="2026-12-31",
    before=NOTHING,
)
def unemployment_supplement(
    unemployment_supplement_due: Truth, social_benefit_by_need: Money, ias: Money, supplement_share: Rate
) -> Money:
    """What the benefit lacks to 80 % of the support index, once for the household."""
    if not unemployment_supplement_due:
        return NOTHING
    return max(percent_of(ias, supplement_share) - social_benefit_by_need, NOTHING)


@rule(level=MONTH, law_at=month_end, cites=DL166_2026("25(3)"), evidence="S:td", since="2026-12-31", before=NOTHING)
def room_under_household_cap(ias: Money, household_cap_indices: Rate, other_non_contributory_support: Money) -> Money:
    """Six support indices less other non-contributory support, disability and dependency benefits apart."""
    return max(percent_of(ias, household_cap_indices) - other_non_contributory_support, NOTHING)


@rule(level=MONTH, law_at=month_end, cites=DL166_2026("25"), evidence="S:td", since="2026-12-31", before=NOTHING)
def social_benefit_within_cap(
    social_benefit_by_need: Money, unemployment_supplement: Money, room_under_household_cap: Money
) -> Money:
    """Benefit and supplements, within the cap."""
    return min(social_benefit_by_need + unemployment_supplement, room_under_household_cap)


@rule(level=MONTH, law_at=month_end, cites=DL166_2026("25(5)"), evidence="S:td", since="2026-12-31", before=NO)
def social_benefit_reaches_least(social_benefit_within_cap: Money, least_social_benefit: Money) -> Truth:
    """Nothing is granted below ten euros a month."""
    return social_benefit_within_cap >= least_social_benefit


@rule(level=MONTH, law_at=month_end, cites=DL166_2026("25(5)"), evidence="S:td", since="2026-12-31", before=NOTHING)
def single_social_benefit(social_benefit_within_cap: Money, social_benefit_reaches_least: Truth) -> Money:
    """Monthly single social benefit of the household."""
    return social_benefit_within_cap if social_benefit_reaches_least else NOTHING


@rule(level=MONTH, law_at=month_end, cites=DL166_2026("8(1)"), evidence="S:td", since="2026-12-31", before=NO)
def single_social_benefit_qualified(
    resident: Truth,
    movable_assets_within_limit: Truth,
    registered_movables_within_limit: Truth,
    social_benefit_reaches_least: Truth,
) -> Truth:
    """Resident, within both limits of assets, with an amount that is paid."""
    return (
        resident and movable_assets_within_limit and registered_movables_within_limit and social_benefit_reaches_least
    )


@rule(level=MONTH, law_at=month_end, cites=DL166_2026("30"), evidence="S:td", since="2026-12-31", before=0)
def single_social_benefit_term(social_benefit_term: Months) -> Months:
    """Twelve months, renewed by the office."""
    return social_benefit_term


# --- A need that arose ------------------------------------------------------------------------------------------------


@rule(level=SPELL, law_at=spell_start, cites=DL166_2026("8(1)"), evidence="S:td", since="2026-12-31", before=NO)
def single_social_benefit_entitled(contingency: Contingency, single_social_benefit_qualified: Truth) -> Truth:
    """A need that began in a month in which the conditions are met."""
    return contingency == Contingency.NEED and single_social_benefit_qualified


@rule(
    level=SPELL,
    law_at=spell_start,
    cites=(DL166_2026("25"), DL166_2026("30")),
    evidence="I:td",
    since="2026-12-31",
    before=NOTHING,
)
def single_social_benefit_paid(
    single_social_benefit_entitled: Truth,
    single_social_benefit: Money,
    spell_first_day: Date,
    spell_last_day: Date,
) -> Money:
    """The benefit of the first month, for each month of the need (renewed while nothing changes)."""
    months = months_between(month_of(spell_first_day), month_of(spell_last_day)) + 1
    return single_social_benefit * max(months, 0) if single_social_benefit_entitled else NOTHING


@rule(level=SPELL, law_at=spell_start, cites=DL166_2026("25"), evidence="I:td", since="2018-01-01")
def need_posted_on(spell_last_day: Date) -> Date:
    """What a need is paid is posted together, on its last day."""
    return add_days(spell_last_day, 0)


RESULTS = (
    benefit(
        "single_social_benefit",
        branch=Branch.FAMILY,
        scheme="residents",
        contingency=Contingency.NEED,
        qualified="single_social_benefit_qualified",
        conditions=(
            "resident",
            "movable_assets_within_limit",
            "registered_movables_within_limit",
            "social_benefit_reaches_least",
        ),
        amount="single_social_benefit",
        per="month",
        duration="single_social_benefit_term",
        entitled="single_social_benefit_entitled",
        paid="single_social_benefit_paid",
        missoc="XI",
        esspros="exclusion",
    ),
    posting(
        "single_social_benefit_paid",
        branch=Branch.FAMILY,
        scheme="residents",
        payer="state",
        posted_on="need_posted_on",
        cause="single social benefit",
    ),
)
