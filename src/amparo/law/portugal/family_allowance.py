"""Family allowance of Portugal (abono de família), by age of the children and reference income (DL 176/2003).

Open to residents whatever their work. The brackets take the support index of the year to which the income refers.
"""

from __future__ import annotations

from amparo.law.portugal.instruments import DL56_2022, DL70_2010, DL176_2003, PORTARIA_223_2022, PORTARIA_ABONO
from amparo.rules import (
    MONTH,
    NOTHING,
    SPELL,
    Branch,
    Category,
    Contingency,
    Count,
    Date,
    Money,
    Month,
    Rate,
    Table,
    Truth,
    add_months,
    at_day,
    benefit,
    exceeds,
    first_day,
    lookup,
    month_number,
    month_of,
    month_worked,
    months_between,
    mul_div,
    percent_of,
    posting,
    reaches,
    rule,
    spell_start,
)


class ChildAge(Category):
    """Age bands of the amounts."""

    UP_TO_36_MONTHS = 1
    FROM_37_TO_72_MONTHS = 2
    OVER_72_MONTHS = 3


# --- Reference income and bracket (arts. 9 and 14) --------------------------------------------------------------------


@rule(level=MONTH, law_at=month_worked, cites=DL176_2003("11(2)"), evidence="S:td", since="2018-01-01")
def children_with_allowance(
    children_up_to_36_months: Count, children_37_to_72_months: Count, children_over_72_months: Count
) -> Count:
    """Children and young people with a right by age and schooling."""
    return children_up_to_36_months + children_37_to_72_months + children_over_72_months


@rule(level=MONTH, law_at=month_worked, cites=DL176_2003("9"), evidence="K", since="2018-01-01")
def family_reference_income(household_yearly_income: Money, children_with_allowance: Count) -> Money:
    """Yearly income of the household by the number of its children with a right, and one more."""
    return mul_div(household_yearly_income, 1, children_with_allowance + 1)


@rule(level=MONTH, law_at=month_worked, cites=DL176_2003("14(2)"), evidence="S:td", since="2018-01-01")
def family_income_day(month: Month, years_since_income: Count) -> Date:
    """The first day of the year to which the income refers."""
    return first_day(add_months(month, 1 - month_number(month) - 12 * years_since_income))


@rule(level=MONTH, law_at=at_day("family_income_day"), cites=DL176_2003("14(2)"), evidence="S:maxf", since="2009-01-01")
def yearly_support_index(ias: Money) -> Money:
    """Fourteen support indices of the year to which the income refers."""
    return ias * 14


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=(DL176_2003("14"), DL56_2022("")),
    evidence="S:td",
    since="2018-01-01",
)
def family_bracket(
    family_reference_income: Money,
    yearly_support_index: Money,
    first_bracket: Rate,
    second_bracket: Rate,
    third_bracket: Rate,
    fourth_bracket: Rate,
) -> Count:
    """First to fourth bracket by multiples of the yearly index, each up to its limit; the fifth has no allowance."""
    if not exceeds(family_reference_income, of=yearly_support_index, share=first_bracket):
        return 1
    if not exceeds(family_reference_income, of=yearly_support_index, share=second_bracket):
        return 2
    if not exceeds(family_reference_income, of=yearly_support_index, share=third_bracket):
        return 3
    return 5 if exceeds(family_reference_income, of=yearly_support_index, share=fourth_bracket) else 4


# --- Amount -----------------------------------------------------------------------------------------------------------


@rule(level=MONTH, law_at=month_worked, cites=PORTARIA_ABONO(""), evidence="S:td", since="2018-01-01")
def allowance_of_infants(
    children_up_to_36_months: Count, family_bracket: Count, family_allowance_amounts: Table
) -> Money:
    """For children of up to 36 months."""
    if children_up_to_36_months == 0 or family_bracket == 5:
        return NOTHING
    return lookup(family_allowance_amounts, family_bracket, ChildAge.UP_TO_36_MONTHS) * children_up_to_36_months


@rule(level=MONTH, law_at=month_worked, cites=PORTARIA_ABONO(""), evidence="S:td", since="2018-01-01")
def allowance_of_small_children(
    children_37_to_72_months: Count, family_bracket: Count, family_allowance_amounts: Table
) -> Money:
    """For children of 37 to 72 months."""
    if children_37_to_72_months == 0 or family_bracket == 5:
        return NOTHING
    return lookup(family_allowance_amounts, family_bracket, ChildAge.FROM_37_TO_72_MONTHS) * children_37_to_72_months


@rule(level=MONTH, law_at=month_worked, cites=PORTARIA_ABONO(""), evidence="S:td", since="2018-01-01")
def allowance_of_older_children(
    children_over_72_months: Count, family_bracket: Count, family_allowance_amounts: Table
) -> Money:
    """For children and young people of more than 72 months."""
    if children_over_72_months == 0 or family_bracket == 5:
        return NOTHING
    return lookup(family_allowance_amounts, family_bracket, ChildAge.OVER_72_MONTHS) * children_over_72_months


@rule(level=MONTH, law_at=month_worked, cites=DL176_2003("14"), evidence="S:td", since="2018-01-01")
def family_allowance_before_supplements(
    allowance_of_infants: Money, allowance_of_small_children: Money, allowance_of_older_children: Money
) -> Money:
    """The allowance of all children."""
    return allowance_of_infants + allowance_of_small_children + allowance_of_older_children


@rule(level=MONTH, law_at=month_worked, cites=(DL176_2003(""), DL56_2022("")), evidence="S:maxf", since="2018-01-01")
def single_parent_supplement(
    family_allowance_before_supplements: Money,
    single_parent_household: Truth,
    family_bracket: Count,
    single_parent_rates: Table,
) -> Money:
    """A share more in households with one adult, by bracket."""
    if not single_parent_household or family_bracket == 5:
        return NOTHING
    return percent_of(family_allowance_before_supplements, lookup(single_parent_rates, family_bracket))


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=(DL56_2022(""), PORTARIA_223_2022("2")),
    evidence="S:td ?",
    since="2022-10-01",
    before=NOTHING,
)
def childhood_guarantee(
    family_reference_income: Money,
    yearly_support_index: Money,
    guarantee_bracket: Rate,
    guaranteed_per_child: Money,
    family_allowance_amounts: Table,
    children_up_to_36_months: Count,
    children_37_to_72_months: Count,
    children_over_72_months: Count,
) -> Money:
    """In extreme poverty the allowance of each child is raised to the guaranteed amount."""
    if reaches(family_reference_income, of=yearly_support_index, share=guarantee_bracket):
        return NOTHING
    infants = max(guaranteed_per_child - lookup(family_allowance_amounts, 1, ChildAge.UP_TO_36_MONTHS), NOTHING)
    small = max(guaranteed_per_child - lookup(family_allowance_amounts, 1, ChildAge.FROM_37_TO_72_MONTHS), NOTHING)
    older = max(guaranteed_per_child - lookup(family_allowance_amounts, 1, ChildAge.OVER_72_MONTHS), NOTHING)
    return infants * children_up_to_36_months + small * children_37_to_72_months + older * children_over_72_months


@rule(level=MONTH, law_at=month_worked, cites=DL176_2003(""), evidence="S:td", since="2018-01-01")
def family_allowance(
    family_allowance_before_supplements: Money, single_parent_supplement: Money, childhood_guarantee: Money
) -> Money:
    """Monthly allowance of all children with the supplements."""
    return family_allowance_before_supplements + single_parent_supplement + childhood_guarantee


# --- Conditions -------------------------------------------------------------------------------------------------------


@rule(level=MONTH, law_at=month_worked, cites=DL176_2003("11(2)"), evidence="S:td", since="2018-01-01")
def has_children_with_allowance(children_with_allowance: Count) -> Truth:
    """At least one child with a right by age and schooling."""
    return children_with_allowance > 0


@rule(level=MONTH, law_at=month_worked, cites=DL176_2003("14"), evidence="S:td", since="2018-01-01")
def family_income_within_brackets(
    family_bracket: Count, children_over_72_months: Count, children_with_allowance: Count
) -> Truth:
    """The first four brackets; in the fourth only for children of up to 72 months."""
    return family_bracket < 4 or (family_bracket == 4 and children_with_allowance > children_over_72_months)


@rule(level=MONTH, law_at=month_worked, cites=DL70_2010("14(1)"), evidence="S:td", since="2018-01-01")
def family_assets_within_limit(household_movable_assets: Money, ias: Money, family_assets_indices: Rate) -> Truth:
    """Movable assets of the household up to 240 support indices."""
    return household_movable_assets <= percent_of(ias, family_assets_indices)


@rule(level=MONTH, law_at=month_worked, cites=DL176_2003(""), evidence="S:td", since="2018-01-01")
def family_allowance_qualified(
    resident: Truth,
    has_children_with_allowance: Truth,
    family_income_within_brackets: Truth,
    family_assets_within_limit: Truth,
) -> Truth:
    """Resident, with children, within the brackets and the limit of assets."""
    within = family_income_within_brackets and family_assets_within_limit
    return resident and has_children_with_allowance and within


# --- A need that arose ------------------------------------------------------------------------------------------------


@rule(level=SPELL, law_at=spell_start, cites=DL176_2003(""), evidence="S:td", since="2018-01-01")
def family_allowance_entitled(contingency: Contingency, family_allowance_qualified: Truth) -> Truth:
    """A need that began in a month in which the conditions are met."""
    return contingency == Contingency.NEED and family_allowance_qualified


@rule(level=SPELL, law_at=spell_start, cites=DL176_2003(""), evidence="I:td", since="2018-01-01")
def family_allowance_paid(
    family_allowance_entitled: Truth, family_allowance: Money, spell_first_day: Date, spell_last_day: Date
) -> Money:
    """The allowance of the first month, for each month of the need."""
    months = months_between(month_of(spell_first_day), month_of(spell_last_day)) + 1
    return family_allowance * max(months, 0) if family_allowance_entitled else NOTHING


RESULTS = (
    benefit(
        "family_allowance",
        branch=Branch.FAMILY,
        scheme="residents",
        contingency=Contingency.NEED,
        qualified="family_allowance_qualified",
        conditions=(
            "resident",
            "has_children_with_allowance",
            "family_income_within_brackets",
            "family_assets_within_limit",
        ),
        amount="family_allowance",
        per="month",
        entitled="family_allowance_entitled",
        paid="family_allowance_paid",
        c102="VII",
        missoc="IX",
        esspros="family",
    ),
    posting(
        "family_allowance_paid",
        branch=Branch.FAMILY,
        scheme="residents",
        payer="state",
        posted_on="need_posted_on",
        cause="family allowance",
    ),
)
