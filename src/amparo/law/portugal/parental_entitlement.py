"""Who qualifies for the benefits in parenthood, who is entitled and what is paid: one text for each scheme of Portugal.

Three kinds of leave in three schemes: which stands for which is said in `parental_entitlement.yaml`.
"""

from __future__ import annotations

from amparo.law.portugal.instruments import CRC, DL91_2009
from amparo.rules import (
    MONTH,
    NOTHING,
    SPELL,
    Branch,
    Contingency,
    Money,
    Truth,
    benefit,
    month_worked,
    posting,
    rule,
    spell_start,
)


@rule(level=MONTH, law_at=month_worked, cites=DL91_2009("25(1)"), evidence="L:dl91", since="2018-01-01")
def qualified(protected: Truth, registered_long_enough: Truth) -> Truth:
    """{period} registered: {who}, {leave}."""
    return protected and registered_long_enough


@rule(
    level=MONTH, law_at=month_worked, cites=(DL91_2009("25(1)"), CRC("217(1)")), evidence="L:dl91", since="2018-01-01"
)
def qualified_with_contributions(
    protected: Truth, registered_long_enough: Truth, contributions_in_order: Truth
) -> Truth:
    """{period} registered, and contributions in order: {who}, {leave}."""
    return protected and registered_long_enough and contributions_in_order


@rule(
    level=SPELL,
    law_at=spell_start,
    cites=(DL91_2009("23(1)"), DL91_2009("24(1)")),
    evidence="L:dl91",
    since="2018-01-01",
)
def entitled(spell_of_leave: Truth, leave_taken: Truth, qualified: Truth) -> Truth:
    """The leave was taken without pay by {who} who qualifies."""
    return spell_of_leave and leave_taken and qualified


@rule(level=SPELL, law_at=spell_start, cites=DL91_2009("27"), evidence="L:dl91", since="2018-01-01")
def paid(entitled: Truth, parental_benefit_of_spell: Money) -> Money:
    """Paid to {who} for the whole spell."""
    return parental_benefit_of_spell if entitled else NOTHING


RESULTS = (
    benefit(
        "parental_{benefit}_{scheme}",
        branch=Branch.MATERNITY_PARENTAL,
        scheme="{scheme}",
        contingency=Contingency.BIRTH,
        qualified="qualified",
        conditions=("{conditions}",),
        amount="daily_amount",
        per="day",
        reference="daily_reference",
        duration="days_of_leave",
        entitled="entitled",
        paid="paid",
        assumed={"leave_taken": "yes", "parental_variant": "{variant}"},
        c102="VIII",
        missoc="IV",
        esspros="family",
    ),
    benefit(
        "care_of_child_{scheme}",
        branch=Branch.MATERNITY_PARENTAL,
        scheme="{scheme}",
        contingency=Contingency.CARE,
        qualified="qualified",
        conditions=("{conditions}",),
        amount="daily_amount",
        per="day",
        reference="daily_reference",
        duration="days_of_leave",
        entitled="entitled",
        paid="paid",
        assumed={"leave_taken": "yes", "parental_variant": "child_care", "child_under_12_or_disabled": "yes"},
        missoc="IV",
        esspros="family",
    ),
    posting(
        "paid",
        branch=Branch.MATERNITY_PARENTAL,
        scheme="{scheme}",
        payer="state",
        posted_on="parental_posted_on",
        cause="{cause}",
    ),
)
