"""The invalidity pensions of Portugal: relative (for the own occupation) and absolute (for any work).

The amount is the statutory pension of the career, without sustainability factor, raised to the minimum.
"""

from __future__ import annotations

from amparo.law.portugal.instruments import DL187_2007
from amparo.rules import (
    MONTH,
    NO,
    NOTHING,
    SPELL,
    Branch,
    Category,
    Contingency,
    Count,
    Days,
    Money,
    Steps,
    Truth,
    benefit,
    bracket,
    month_worked,
    mul_div,
    posting,
    rule,
    spell_start,
)


class InvalidityKind(Category):
    """What the commission certified."""

    RELATIVE = 1
    ABSOLUTE = 2


# --- If invalidity began in the month ---------------------------------------------------------------------------------


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=(DL187_2007("16(1)"), DL187_2007("16(3)")),
    evidence="L:dl187",
    since="2018-01-01",
)
def relative_invalidity_qualifying_period(
    career_years: Count, years_for_relative_invalidity: Count, sickness_registration_exhausted: Truth
) -> Truth:
    """Five calendar years with registered pay; none once the 1095 days of sickness are used up."""
    return sickness_registration_exhausted or career_years >= years_for_relative_invalidity


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=(DL187_2007("16(2)"), DL187_2007("16(3)")),
    evidence="L:dl187",
    since="2018-01-01",
)
def absolute_invalidity_qualifying_period(
    career_years: Count, years_for_absolute_invalidity: Count, sickness_registration_exhausted: Truth
) -> Truth:
    """Three calendar years with registered pay; none once the 1095 days of sickness are used up."""
    return sickness_registration_exhausted or career_years >= years_for_absolute_invalidity


@rule(level=MONTH, law_at=month_worked, cites=DL187_2007("10(3)"), evidence="I:dl187", since="2018-01-01")
def no_old_age_pension_due(full_age_reached: Truth, old_age_qualifying_period: Truth) -> Truth:
    """The conditions of the old-age pension are not met: read as those of the normal or personal age."""
    return not (full_age_reached and old_age_qualifying_period)


@rule(level=MONTH, law_at=month_worked, cites=DL187_2007("16(1)"), evidence="L:dl187", since="2018-01-01")
def relative_invalidity_qualified(
    relative_invalidity_qualifying_period: Truth, no_old_age_pension_due: Truth, not_yet_pensioner: Truth
) -> Truth:
    """All conditions hold for relative invalidity that begins in the month and is certified."""
    return relative_invalidity_qualifying_period and no_old_age_pension_due and not_yet_pensioner


@rule(level=MONTH, law_at=month_worked, cites=DL187_2007("16(2)"), evidence="L:dl187", since="2018-01-01")
def absolute_invalidity_qualified(
    absolute_invalidity_qualifying_period: Truth, no_old_age_pension_due: Truth, not_yet_pensioner: Truth
) -> Truth:
    """All conditions hold for absolute invalidity that begins in the month and is certified."""
    return absolute_invalidity_qualifying_period and no_old_age_pension_due and not_yet_pensioner


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=(DL187_2007("26(2)"), DL187_2007("35(5)(a)"), DL187_2007("44(1)"), DL187_2007("46")),
    evidence="L:dl187",
    since="2018-01-01",
)
def relative_invalidity_pension(
    statutory_pension: Money, minimum_pension_of_career: Money, career_years: Count
) -> Money:
    """The statutory pension, with the social complement up to the minimum for the career."""
    return max(statutory_pension, minimum_pension_of_career) if career_years > 0 else statutory_pension


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=(DL187_2007("45(1)"), DL187_2007("105(c)")),
    evidence="L:dl187",
    since="2018-01-01",
)
def minimum_pension_of_full_career(minimum_pensions: Steps, years_of_full_career: Count) -> Money:
    """The minimum pension of a career of forty years."""
    return bracket(minimum_pensions, years_of_full_career)


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=(DL187_2007("26(2)"), DL187_2007("35(5)(a)"), DL187_2007("45(1)"), DL187_2007("46")),
    evidence="L:dl187",
    since="2018-01-01",
)
def absolute_invalidity_pension(
    statutory_pension: Money, minimum_pension_of_full_career: Money, career_years: Count
) -> Money:
    """The statutory pension, with the social complement up to the minimum of a career of forty years."""
    return max(statutory_pension, minimum_pension_of_full_career) if career_years > 0 else statutory_pension


# --- An invalidity that was certified ---------------------------------------------------------------------------------


@rule(
    level=SPELL,
    law_at=spell_start,
    cites=(DL187_2007("16(1)"), DL187_2007("17"), DL187_2007("50")),
    evidence="L:dl187",
    since="2018-01-01",
)
def relative_invalidity_entitled(
    contingency: Contingency,
    invalidity_certified: Truth,
    invalidity_kind: InvalidityKind,
    relative_invalidity_qualified: Truth,
) -> Truth:
    """Relative invalidity certified, all conditions holding in the month."""
    if contingency != Contingency.INVALIDITY:
        return NO
    return invalidity_certified and invalidity_kind == InvalidityKind.RELATIVE and relative_invalidity_qualified


@rule(
    level=SPELL,
    law_at=spell_start,
    cites=(DL187_2007("16(2)"), DL187_2007("17"), DL187_2007("50")),
    evidence="L:dl187",
    since="2018-01-01",
)
def absolute_invalidity_entitled(
    contingency: Contingency,
    invalidity_certified: Truth,
    invalidity_kind: InvalidityKind,
    absolute_invalidity_qualified: Truth,
) -> Truth:
    """Absolute invalidity certified, all conditions holding in the month."""
    if contingency != Contingency.INVALIDITY:
        return NO
    return invalidity_certified and invalidity_kind == InvalidityKind.ABSOLUTE and absolute_invalidity_qualified


@rule(
    level=SPELL,
    law_at=spell_start,
    cites=(DL187_2007("41"), DL187_2007("50"), DL187_2007("53(1)")),
    evidence="I:dl187",
    since="2018-01-01",
)
def relative_invalidity_paid(
    relative_invalidity_entitled: Truth,
    relative_invalidity_pension: Money,
    days_of_first_pension_month: Days,
    full_pension_months: Count,
    extra_pension_payments: Count,
) -> Money:
    """The pension from the first day to the last month told, July and December payments included."""
    if not relative_invalidity_entitled:
        return NOTHING
    part = mul_div(relative_invalidity_pension, days_of_first_pension_month, 30)
    return part + relative_invalidity_pension * (full_pension_months + extra_pension_payments)


@rule(
    level=SPELL,
    law_at=spell_start,
    cites=(DL187_2007("41"), DL187_2007("50"), DL187_2007("53(1)")),
    evidence="I:dl187",
    since="2018-01-01",
)
def absolute_invalidity_paid(
    absolute_invalidity_entitled: Truth,
    absolute_invalidity_pension: Money,
    days_of_first_pension_month: Days,
    full_pension_months: Count,
    extra_pension_payments: Count,
) -> Money:
    """The pension from the first day to the last month told, July and December payments included."""
    if not absolute_invalidity_entitled:
        return NOTHING
    part = mul_div(absolute_invalidity_pension, days_of_first_pension_month, 30)
    return part + absolute_invalidity_pension * (full_pension_months + extra_pension_payments)


RESULTS = (
    benefit(
        "relative_invalidity_pension",
        branch=Branch.INVALIDITY,
        scheme="general",
        contingency=Contingency.INVALIDITY,
        qualified="relative_invalidity_qualified",
        conditions=("relative_invalidity_qualifying_period", "no_old_age_pension_due", "not_yet_pensioner"),
        amount="relative_invalidity_pension",
        per="month",
        reference="career_reference_pay",
        entitled="relative_invalidity_entitled",
        paid="relative_invalidity_paid",
        assumed={"invalidity_certified": "yes", "invalidity_kind": "relative"},
        c102="IX",
        missoc="V",
        esspros="disability",
    ),
    benefit(
        "absolute_invalidity_pension",
        branch=Branch.INVALIDITY,
        scheme="general",
        contingency=Contingency.INVALIDITY,
        qualified="absolute_invalidity_qualified",
        conditions=("absolute_invalidity_qualifying_period", "no_old_age_pension_due", "not_yet_pensioner"),
        amount="absolute_invalidity_pension",
        per="month",
        reference="career_reference_pay",
        entitled="absolute_invalidity_entitled",
        paid="absolute_invalidity_paid",
        assumed={"invalidity_certified": "yes", "invalidity_kind": "absolute"},
        c102="IX",
        missoc="V",
        esspros="disability",
    ),
    posting(
        "relative_invalidity_paid",
        branch=Branch.INVALIDITY,
        scheme="general",
        payer="state",
        posted_on=spell_start,
        cause="relative invalidity pension",
    ),
    posting(
        "absolute_invalidity_paid",
        branch=Branch.INVALIDITY,
        scheme="general",
        payer="state",
        posted_on=spell_start,
        cause="absolute invalidity pension",
    ),
)
