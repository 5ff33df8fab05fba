"""What an occupational disease is compensated by in Portugal (Law 98/2009): one text for each scheme."""

from __future__ import annotations

from amparo.law.portugal.instruments import L98_2009
from amparo.rules import NOTHING, SPELL, Branch, Contingency, Money, Truth, benefit, posting, rule, spell_start


@rule(level=SPELL, law_at=spell_start, cites=L98_2009("96"), evidence="L:l98", since="2018-01-01")
def disease_paid(disease_compensated_here: Truth, disease_compensation: Money) -> Money:
    """Compensation of temporary incapacity, to {whom}."""
    return disease_compensation if disease_compensated_here else NOTHING


RESULTS = (
    benefit(
        "disease_temporary_incapacity_{who}",
        branch=Branch.OCCUPATIONAL_DISEASE,
        scheme="{scheme}",
        contingency=Contingency.OCCUPATIONAL_DISEASE,
        qualified="insured",
        conditions=("insured",),
        amount="disease_daily_compensation",
        per="day",
        reference="disease_daily_pay",
        duration="longest_temporary_incapacity",
        entitled="disease_compensated_here",
        paid="disease_paid",
        assumed={"occupational_disease_certified": "yes", "temporary_incapacity_degree": "100%"},
        c102="VI",
        missoc="VIII",
        esspros="sickness",
    ),
    benefit(
        "disease_permanent_incapacity_{who}",
        branch=Branch.OCCUPATIONAL_DISEASE,
        scheme="{scheme}",
        contingency=Contingency.OCCUPATIONAL_DISEASE,
        qualified="insured",
        conditions=("insured",),
        amount="disease_pension_for_any_work",
        per="year",
        reference="disease_yearly_pay",
        c102="VI",
        missoc="VIII",
        esspros="disability",
    ),
    benefit(
        "disease_survivors_{who}",
        branch=Branch.OCCUPATIONAL_DISEASE,
        scheme="{scheme}",
        contingency=Contingency.DEATH,
        qualified="insured",
        conditions=("insured",),
        amount="disease_survivors_pension",
        per="year",
        reference="disease_yearly_pay",
        c102="VI",
        missoc="VIII",
        esspros="survivors",
    ),
    posting(
        "disease_paid",
        branch=Branch.OCCUPATIONAL_DISEASE,
        scheme="{scheme}",
        payer="state",
        posted_on="disease_posted_on",
        cause="occupational disease",
    ),
)
