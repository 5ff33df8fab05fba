"""The social parental benefit of Portugal: residents without a contributory benefit, according to means.

It ends on 31 December 2026, when the single social benefit takes effect.
"""

from __future__ import annotations

from amparo.law.portugal.instruments import DL70_2010, DL91_2009, DL166_2026
from amparo.law.portugal.parental import ParentalVariant
from amparo.rules import (
    MONTH,
    NO,
    NOTHING,
    SPELL,
    Branch,
    Contingency,
    Coverage,
    Days,
    Money,
    Rate,
    Table,
    Truth,
    benefit,
    coverage,
    lookup,
    month_worked,
    mul_div,
    percent_of,
    posting,
    rule,
    spell_start,
)


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=(DL91_2009("45"), DL91_2009("51(a)"), DL166_2026("57")),
    evidence="L:dl91",
    since="2018-01-01",
    until="2026-12-31",
    after=Coverage.NONE,
)
def social_parental_coverage(resident: Truth) -> Coverage:
    """Residents without a contributory benefit in parenthood, according to means, until the single social benefit."""
    return Coverage.MANDATORY if resident else Coverage.NONE


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=(DL91_2009("3(1)"), DL91_2009("45(2)")),
    evidence="L:dl91",
    since="2018-01-01",
)
def without_contributory_parental_benefit(
    leave_qualified_as_employee: Truth,
    leave_qualified_in_domestic_service: Truth,
    leave_qualified_as_self_employed: Truth,
) -> Truth:
    """No right to the contributory benefit."""
    employed = leave_qualified_as_employee or leave_qualified_in_domestic_service
    return not employed and not leave_qualified_as_self_employed


@rule(level=MONTH, law_at=month_worked, cites=DL91_2009("53(1)"), evidence="L:dl91", since="2018-01-01")
def parental_means_test_met(
    household_income_per_weighted_person: Money, ias: Money, parental_means_share: Rate
) -> Truth:
    """Monthly income of the household, for each weighted person, of at most 80 % of the support index."""
    return household_income_per_weighted_person <= percent_of(ias, parental_means_share)


@rule(level=MONTH, law_at=month_worked, cites=DL70_2010("2(4)"), evidence="S:as-tuas-ajudas press", since="2018-01-01")
def parental_assets_test_met(household_movable_assets: Money, ias: Money, parental_assets_multiple: Rate) -> Truth:
    """Movable assets of the household of at most 240 times the support index."""
    return household_movable_assets <= percent_of(ias, parental_assets_multiple)


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=(DL91_2009("51"), DL91_2009("53"), DL166_2026("57")),
    evidence="S:td ?",
    since="2018-01-01",
    until="2026-12-31",
    after=NO,
)
def social_parental_qualified(
    resident: Truth,
    without_contributory_parental_benefit: Truth,
    parental_means_test_met: Truth,
    parental_assets_test_met: Truth,
) -> Truth:
    """Resident, without the contributory benefit, within the limits of means."""
    outside = resident and without_contributory_parental_benefit
    return outside and parental_means_test_met and parental_assets_test_met


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=(DL91_2009("57(a)"), DL166_2026("57")),
    evidence="L:dl91",
    since="2018-01-01",
    until="2026-12-31",
    after=NOTHING,
)
def social_parental_daily(ias: Money, social_parental_rates: Table) -> Money:
    """A day of the social benefit for 120 days: 80 % of a thirtieth of the support index."""
    return mul_div(percent_of(ias, lookup(social_parental_rates, ParentalVariant.INITIAL_120)), 1, 30)


@rule(
    level=SPELL,
    law_at=spell_start,
    cites=(DL91_2009("50"), DL91_2009("51"), DL166_2026("57")),
    evidence="S:td ?",
    since="2018-01-01",
    until="2026-12-31",
    after=NO,
)
def social_parental_entitled(
    leave_spell: Truth,
    initial_leave: Truth,
    exclusive_period_spell: Truth,
    parental_variant: ParentalVariant,
    social_parental_qualified: Truth,
    exclusive_period_contributory: Truth,
) -> Truth:
    """Initial leave, with the periods of mother and father; the other social benefits ask for own insured work."""
    optional = parental_variant == ParentalVariant.FATHER_OPTIONAL
    leave = leave_spell and (initial_leave or optional or parental_variant == ParentalVariant.INITIAL_EXTRA)
    exclusive = exclusive_period_spell and not exclusive_period_contributory
    return (leave or exclusive) and social_parental_qualified


@rule(level=SPELL, law_at=spell_start, cites=DL91_2009("45(2)"), evidence="L:dl91", since="2018-01-01")
def exclusive_period_contributory(
    exclusive_period_entitled_as_employee: Truth,
    exclusive_period_entitled_in_domestic_service: Truth,
    exclusive_period_entitled_as_self_employed: Truth,
) -> Truth:
    """The exclusive period is paid by the contributory benefit."""
    employed = exclusive_period_entitled_as_employee or exclusive_period_entitled_in_domestic_service
    return employed or exclusive_period_entitled_as_self_employed


@rule(
    level=SPELL,
    law_at=spell_start,
    cites=(DL91_2009("57"), DL91_2009("58"), DL91_2009("59"), DL91_2009("61")),
    evidence="L:dl91",
    since="2018-01-01",
    until="2026-12-31",
    after=NOTHING,
)
def social_parental_paid(
    social_parental_entitled: Truth,
    parental_variant: ParentalVariant,
    ias: Money,
    social_parental_rates: Table,
    parental_days_paid: Days,
) -> Money:
    """The share of a thirtieth of the support index for the leave taken, each day of it."""
    if not social_parental_entitled:
        return NOTHING
    return mul_div(percent_of(ias, lookup(social_parental_rates, parental_variant)), 1, 30) * parental_days_paid


RESULTS = (
    coverage(Branch.MATERNITY_PARENTAL, scheme="residents", by="social_parental_coverage"),
    benefit(
        "social_parental",
        branch=Branch.MATERNITY_PARENTAL,
        scheme="residents",
        contingency=Contingency.BIRTH,
        qualified="social_parental_qualified",
        conditions=(
            "resident",
            "without_contributory_parental_benefit",
            "parental_means_test_met",
            "parental_assets_test_met",
        ),
        amount="social_parental_daily",
        per="day",
        duration="initial_parental_days",
        entitled="social_parental_entitled",
        paid="social_parental_paid",
        assumed={"parental_variant": "initial_120"},
        c102="VIII",
        missoc="IV",
        esspros="family",
    ),
    posting(
        "social_parental_paid",
        branch=Branch.MATERNITY_PARENTAL,
        scheme="residents",
        payer="state",
        posted_on="parental_posted_on",
        cause="social parental benefit",
    ),
)
