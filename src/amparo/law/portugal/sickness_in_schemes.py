"""Who is entitled to sickness benefit in Portugal and what is paid: one text for each scheme (Decree-Law 28/2004)."""

from __future__ import annotations

from amparo.law.portugal.instruments import DL28_2004
from amparo.rules import (
    NOTHING,
    SPELL,
    Branch,
    Contingency,
    Money,
    Truth,
    benefit,
    posting,
    rule,
    spell_start,
)


@rule(level=SPELL, law_at=spell_start, cites=DL28_2004("8"), evidence="S:td", since="2018-01-01")
def sickness_entitled(certified_sickness: Truth, qualified: Truth) -> Truth:
    """A certified sickness {of_whom}."""
    return certified_sickness and qualified


@rule(level=SPELL, law_at=spell_start, cites=DL28_2004("16"), evidence="S:td", since="2018-01-01")
def sickness_paid(sickness_entitled: Truth, sickness_benefit_of_spell: Money) -> Money:
    """Sickness benefit {whose} for the whole spell."""
    return sickness_benefit_of_spell if sickness_entitled else NOTHING


RESULTS = (
    benefit(
        "sickness_benefit_{scheme}",
        branch=Branch.SICKNESS,
        scheme="{scheme}",
        contingency=Contingency.SICKNESS,
        qualified="qualified",
        conditions=("{conditions}",),
        amount="sickness_daily_first_band",
        per="day",
        reference="sickness_daily_reference",
        waiting="waiting_days",
        duration="longest_duration",
        entitled="sickness_entitled",
        paid="sickness_paid",
        assumed={"incapacity_certified": "yes", "sickness_without_waiting": "no"},
        c102="III",
        missoc="III",
        esspros="sickness",
    ),
    posting(
        "sickness_paid",
        branch=Branch.SICKNESS,
        scheme="{scheme}",
        payer="state",
        posted_on="sickness_posted_on",
        cause="sickness benefit",
    ),
)
