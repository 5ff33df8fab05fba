"""What the family of an insured person who dies receives in Portugal: survivors' pension and death grant.

The pension is a share of the pension that the deceased drew, or would have drawn at death. Looked at month by month it
is that of a surviving spouse or partner alone; for a death that happened, that of the family told.
"""

from __future__ import annotations

from amparo.law.portugal.instruments import DL187_2007, DL322_1990
from amparo.rules import (
    MONTH,
    NO,
    NO_RATE,
    NOTHING,
    SPELL,
    Branch,
    Contingency,
    Count,
    Days,
    Money,
    Rate,
    Steps,
    Truth,
    benefit,
    bracket,
    month_worked,
    mul_div,
    percent_of,
    posting,
    previous,
    rule,
    spell_start,
)

# --- If the death occurred in the month -------------------------------------------------------------------------------

months_registered_before = previous("months_registered", n=1, initial=0)


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=DL322_1990("16"),
    evidence="S:segsocial-sob",
    since="1960-01-01",
    range=(0, 1200),
)
def months_registered(months_registered_before: Count, registered_month: Truth) -> Count:
    """Months with registered pay, this one included."""
    return min(months_registered_before + 1, 1200) if registered_month else months_registered_before


@rule(level=MONTH, law_at=month_worked, cites=DL322_1990("16"), evidence="S:segsocial-sob", since="2018-01-01")
def survivors_qualifying_period(
    months_registered_before: Count, months_for_survivors: Count, old_age_or_invalidity_pensioner: Truth
) -> Truth:
    """Thirty-six months with registered pay before the month of death; pensioners have met the period."""
    return old_age_or_invalidity_pensioner or months_registered_before >= months_for_survivors


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=(DL322_1990("24"), DL187_2007("37(7)")),
    evidence="S:segsocial-sob",
    since="2018-01-01",
)
def pension_of_the_deceased(
    old_age_or_invalidity_pensioner: Truth, pension_in_payment: Money, bonified_pension: Money
) -> Money:
    """The pension drawn, or the one that would have been due at death, with the bonus of those who worked on."""
    return pension_in_payment if old_age_or_invalidity_pensioner else bonified_pension


@rule(level=MONTH, law_at=month_worked, cites=DL322_1990("25"), evidence="S:eures", since="2018-01-01")
def pension_of_sole_partner(pension_of_the_deceased: Money, partner_rates: Steps) -> Money:
    """The share of one surviving spouse, former spouse or partner."""
    return percent_of(pension_of_the_deceased, bracket(partner_rates, 1))


@rule(level=MONTH, law_at=month_worked, cites=DL322_1990("32"), evidence="S:atlas", since="2018-01-01")
def death_grant(ias: Money, death_grant_in_ias: Count) -> Money:
    """Three times the IAS, once."""
    return ias * death_grant_in_ias


@rule(level=MONTH, law_at=month_worked, cites=DL322_1990("32"), evidence="K", since="2018-01-01")
def death_grant_qualified(months_registered_before: Count, old_age_or_invalidity_pensioner: Truth) -> Truth:
    """Insured, without qualifying period: registered pay of some earlier month, or a pension."""
    return old_age_or_invalidity_pensioner or months_registered_before > 0


# --- A death that happened --------------------------------------------------------------------------------------------


@rule(level=SPELL, law_at=spell_start, cites=DL322_1990("25"), evidence="S:eures", since="2018-01-01")
def partners_rate(surviving_partners: Count, partner_rates: Steps) -> Rate:
    """60 % for one surviving spouse, former spouse or partner, 70 % for more together."""
    return bracket(partner_rates, surviving_partners)


@rule(level=SPELL, law_at=spell_start, cites=DL322_1990("25"), evidence="S:eures", since="2018-01-01")
def children_rate(surviving_children: Count, surviving_partners: Count, child_rates: Steps) -> Rate:
    """20, 30 or 40 % for one, two or more children; double where no spouse or partner has a right."""
    rate = bracket(child_rates, surviving_children)
    return rate if surviving_partners > 0 else rate * 2


@rule(level=SPELL, law_at=spell_start, cites=DL322_1990("25"), evidence="S:segsocial-sob", since="2018-01-01")
def ascendants_rate(
    surviving_ascendants: Count, surviving_partners: Count, surviving_children: Count, ascendant_rates: Steps
) -> Rate:
    """30, 50 or 80 % for one, two or more ascendants, only without spouse, partner and children."""
    if surviving_partners + surviving_children > 0:
        return NO_RATE
    return bracket(ascendant_rates, surviving_ascendants)


@rule(level=SPELL, law_at=spell_start, cites=DL322_1990("25"), evidence="S:eures", since="2018-01-01")
def partners_pension(pension_of_the_deceased: Money, partners_rate: Rate) -> Money:
    """Monthly pension of the spouses and partners together; divided equally among them."""
    return percent_of(pension_of_the_deceased, partners_rate)


@rule(level=SPELL, law_at=spell_start, cites=DL322_1990("25"), evidence="S:eures", since="2018-01-01")
def children_pension(pension_of_the_deceased: Money, children_rate: Rate) -> Money:
    """Monthly pension of the children together; divided equally among them."""
    return percent_of(pension_of_the_deceased, children_rate)


@rule(level=SPELL, law_at=spell_start, cites=DL322_1990("25"), evidence="S:segsocial-sob", since="2018-01-01")
def ascendants_pension(pension_of_the_deceased: Money, ascendants_rate: Rate) -> Money:
    """Monthly pension of the ascendants together; divided equally among them."""
    return percent_of(pension_of_the_deceased, ascendants_rate)


@rule(level=SPELL, law_at=spell_start, cites=DL322_1990("25"), evidence="S:eures", since="2018-01-01")
def survivors_pension(partners_pension: Money, children_pension: Money, ascendants_pension: Money) -> Money:
    """Monthly pension of the whole family."""
    return partners_pension + children_pension + ascendants_pension


@rule(level=SPELL, law_at=spell_start, cites=DL322_1990("25"), evidence="S:segsocial-sob", since="2018-01-01")
def survivors_entitled(
    contingency: Contingency,
    survivors_qualifying_period: Truth,
    surviving_partners: Count,
    surviving_children: Count,
    surviving_ascendants: Count,
) -> Truth:
    """A death, the qualifying period met and someone with a right to the pension."""
    if contingency != Contingency.DEATH:
        return NO
    return survivors_qualifying_period and surviving_partners + surviving_children + surviving_ascendants > 0


@rule(
    level=SPELL, law_at=spell_start, cites=(DL322_1990("25"), DL187_2007("41")), evidence="S:eures", since="2018-01-01"
)
def survivors_paid(
    survivors_entitled: Truth,
    survivors_pension: Money,
    days_of_first_pension_month: Days,
    full_pension_months: Count,
    extra_pension_payments: Count,
) -> Money:
    """The family's pension over the time told, July and December payments included."""
    if not survivors_entitled:
        return NOTHING
    part = mul_div(survivors_pension, days_of_first_pension_month, 30)
    return part + survivors_pension * (full_pension_months + extra_pension_payments)


@rule(level=SPELL, law_at=spell_start, cites=DL322_1990("32"), evidence="K", since="2018-01-01")
def death_grant_entitled(
    contingency: Contingency,
    death_grant_qualified: Truth,
    surviving_partners: Count,
    surviving_children: Count,
    surviving_ascendants: Count,
) -> Truth:
    """A death of an insured person who leaves family."""
    if contingency != Contingency.DEATH:
        return NO
    return death_grant_qualified and surviving_partners + surviving_children + surviving_ascendants > 0


@rule(level=SPELL, law_at=spell_start, cites=DL322_1990("32"), evidence="S:atlas", since="2018-01-01")
def death_grant_paid(death_grant_entitled: Truth, death_grant: Money) -> Money:
    """The grant, once for the whole family."""
    return death_grant if death_grant_entitled else NOTHING


_FAMILY = {"surviving_partners": "1", "surviving_children": "0", "surviving_ascendants": "0"}

RESULTS = (
    benefit(
        "survivors_pension",
        branch=Branch.SURVIVORS,
        scheme="general",
        contingency=Contingency.DEATH,
        qualified="survivors_qualifying_period",
        conditions=("survivors_qualifying_period",),
        amount="pension_of_sole_partner",
        per="month",
        reference="career_reference_pay",
        entitled="survivors_entitled",
        paid="survivors_paid",
        assumed=_FAMILY,
        c102="X",
        missoc="VII",
        esspros="survivors",
    ),
    benefit(
        "death_grant",
        branch=Branch.SURVIVORS,
        scheme="general",
        contingency=Contingency.DEATH,
        qualified="death_grant_qualified",
        conditions=("death_grant_qualified",),
        amount="death_grant",
        per="once",
        entitled="death_grant_entitled",
        paid="death_grant_paid",
        assumed=_FAMILY,
        missoc="VII",
        esspros="survivors",
    ),
    posting(
        "survivors_paid",
        branch=Branch.SURVIVORS,
        scheme="general",
        payer="state",
        posted_on=spell_start,
        cause="survivors' pension",
    ),
    posting(
        "death_grant_paid",
        branch=Branch.SURVIVORS,
        scheme="general",
        payer="state",
        posted_on=spell_start,
        cause="death grant",
    ),
)
