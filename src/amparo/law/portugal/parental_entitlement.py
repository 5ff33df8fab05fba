"""Who qualifies for the benefits in parenthood, who is entitled and what is paid, in each scheme of Portugal."""

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
def leave_qualified_as_employee(parent_as_employee: Truth, parental_qualifying_period_met: Truth) -> Truth:
    """Six months registered: an employee, leave."""
    return parent_as_employee and parental_qualifying_period_met


@rule(
    level=SPELL,
    law_at=spell_start,
    cites=(DL91_2009("23(1)"), DL91_2009("24(1)")),
    evidence="L:dl91",
    since="2018-01-01",
)
def leave_entitled_as_employee(leave_spell: Truth, leave_taken: Truth, leave_qualified_as_employee: Truth) -> Truth:
    """The leave was taken without pay by an employee who qualifies."""
    return leave_spell and leave_taken and leave_qualified_as_employee


@rule(level=SPELL, law_at=spell_start, cites=DL91_2009("27"), evidence="L:dl91", since="2018-01-01")
def leave_paid_as_employee(leave_entitled_as_employee: Truth, parental_benefit_of_spell: Money) -> Money:
    """Paid to an employee for the whole spell."""
    return parental_benefit_of_spell if leave_entitled_as_employee else NOTHING


@rule(level=MONTH, law_at=month_worked, cites=DL91_2009("25(1)"), evidence="L:dl91", since="2018-01-01")
def leave_qualified_in_domestic_service(
    parent_in_domestic_service: Truth, parental_qualifying_period_met: Truth
) -> Truth:
    """Six months registered: a domestic worker, leave."""
    return parent_in_domestic_service and parental_qualifying_period_met


@rule(
    level=SPELL,
    law_at=spell_start,
    cites=(DL91_2009("23(1)"), DL91_2009("24(1)")),
    evidence="L:dl91",
    since="2018-01-01",
)
def leave_entitled_in_domestic_service(
    leave_spell: Truth, leave_taken: Truth, leave_qualified_in_domestic_service: Truth
) -> Truth:
    """The leave was taken without pay by a domestic worker who qualifies."""
    return leave_spell and leave_taken and leave_qualified_in_domestic_service


@rule(level=SPELL, law_at=spell_start, cites=DL91_2009("27"), evidence="L:dl91", since="2018-01-01")
def leave_paid_in_domestic_service(
    leave_entitled_in_domestic_service: Truth, parental_benefit_of_spell: Money
) -> Money:
    """Paid to a domestic worker for the whole spell."""
    return parental_benefit_of_spell if leave_entitled_in_domestic_service else NOTHING


@rule(
    level=MONTH, law_at=month_worked, cites=(DL91_2009("25(1)"), CRC("217(1)")), evidence="L:dl91", since="2018-01-01"
)
def leave_qualified_as_self_employed(
    parent_as_self_employed: Truth, parental_qualifying_period_met: Truth, contributions_in_order: Truth
) -> Truth:
    """Six months registered, and contributions in order: a self-employed worker, leave."""
    return parent_as_self_employed and parental_qualifying_period_met and contributions_in_order


@rule(
    level=SPELL,
    law_at=spell_start,
    cites=(DL91_2009("23(1)"), DL91_2009("24(1)")),
    evidence="L:dl91",
    since="2018-01-01",
)
def leave_entitled_as_self_employed(
    leave_spell: Truth, leave_taken: Truth, leave_qualified_as_self_employed: Truth
) -> Truth:
    """The leave was taken without pay by a self-employed worker who qualifies."""
    return leave_spell and leave_taken and leave_qualified_as_self_employed


@rule(level=SPELL, law_at=spell_start, cites=DL91_2009("27"), evidence="L:dl91", since="2018-01-01")
def leave_paid_as_self_employed(leave_entitled_as_self_employed: Truth, parental_benefit_of_spell: Money) -> Money:
    """Paid to a self-employed worker for the whole spell."""
    return parental_benefit_of_spell if leave_entitled_as_self_employed else NOTHING


@rule(level=MONTH, law_at=month_worked, cites=DL91_2009("25(2)"), evidence="L:dl91", since="2018-01-01")
def exclusive_period_qualified_as_employee(parent_as_employee: Truth, exclusive_period_qualifying_met: Truth) -> Truth:
    """One month registered: an employee, the exclusive period."""
    return parent_as_employee and exclusive_period_qualifying_met


@rule(
    level=SPELL,
    law_at=spell_start,
    cites=(DL91_2009("23(1)"), DL91_2009("24(1)")),
    evidence="L:dl91",
    since="2018-01-01",
)
def exclusive_period_entitled_as_employee(
    exclusive_period_spell: Truth, leave_taken: Truth, exclusive_period_qualified_as_employee: Truth
) -> Truth:
    """The leave was taken without pay by an employee who qualifies."""
    return exclusive_period_spell and leave_taken and exclusive_period_qualified_as_employee


@rule(level=SPELL, law_at=spell_start, cites=DL91_2009("27"), evidence="L:dl91", since="2018-01-01")
def exclusive_period_paid_as_employee(
    exclusive_period_entitled_as_employee: Truth, parental_benefit_of_spell: Money
) -> Money:
    """Paid to an employee for the whole spell."""
    return parental_benefit_of_spell if exclusive_period_entitled_as_employee else NOTHING


@rule(level=MONTH, law_at=month_worked, cites=DL91_2009("25(2)"), evidence="L:dl91", since="2018-01-01")
def exclusive_period_qualified_in_domestic_service(
    parent_in_domestic_service: Truth, exclusive_period_qualifying_met: Truth
) -> Truth:
    """One month registered: a domestic worker, the exclusive period."""
    return parent_in_domestic_service and exclusive_period_qualifying_met


@rule(
    level=SPELL,
    law_at=spell_start,
    cites=(DL91_2009("23(1)"), DL91_2009("24(1)")),
    evidence="L:dl91",
    since="2018-01-01",
)
def exclusive_period_entitled_in_domestic_service(
    exclusive_period_spell: Truth, leave_taken: Truth, exclusive_period_qualified_in_domestic_service: Truth
) -> Truth:
    """The leave was taken without pay by a domestic worker who qualifies."""
    return exclusive_period_spell and leave_taken and exclusive_period_qualified_in_domestic_service


@rule(level=SPELL, law_at=spell_start, cites=DL91_2009("27"), evidence="L:dl91", since="2018-01-01")
def exclusive_period_paid_in_domestic_service(
    exclusive_period_entitled_in_domestic_service: Truth, parental_benefit_of_spell: Money
) -> Money:
    """Paid to a domestic worker for the whole spell."""
    return parental_benefit_of_spell if exclusive_period_entitled_in_domestic_service else NOTHING


@rule(
    level=MONTH, law_at=month_worked, cites=(DL91_2009("25(2)"), CRC("217(1)")), evidence="L:dl91", since="2018-01-01"
)
def exclusive_period_qualified_as_self_employed(
    parent_as_self_employed: Truth, exclusive_period_qualifying_met: Truth, contributions_in_order: Truth
) -> Truth:
    """One month registered, and contributions in order: a self-employed worker, the exclusive period."""
    return parent_as_self_employed and exclusive_period_qualifying_met and contributions_in_order


@rule(
    level=SPELL,
    law_at=spell_start,
    cites=(DL91_2009("23(1)"), DL91_2009("24(1)")),
    evidence="L:dl91",
    since="2018-01-01",
)
def exclusive_period_entitled_as_self_employed(
    exclusive_period_spell: Truth, leave_taken: Truth, exclusive_period_qualified_as_self_employed: Truth
) -> Truth:
    """The leave was taken without pay by a self-employed worker who qualifies."""
    return exclusive_period_spell and leave_taken and exclusive_period_qualified_as_self_employed


@rule(level=SPELL, law_at=spell_start, cites=DL91_2009("27"), evidence="L:dl91", since="2018-01-01")
def exclusive_period_paid_as_self_employed(
    exclusive_period_entitled_as_self_employed: Truth, parental_benefit_of_spell: Money
) -> Money:
    """Paid to a self-employed worker for the whole spell."""
    return parental_benefit_of_spell if exclusive_period_entitled_as_self_employed else NOTHING


@rule(level=MONTH, law_at=month_worked, cites=DL91_2009("25(1)"), evidence="L:dl91", since="2018-01-01")
def care_qualified_as_employee(parent_as_employee: Truth, parental_qualifying_period_met: Truth) -> Truth:
    """Six months registered: an employee, care of a child or grandchild."""
    return parent_as_employee and parental_qualifying_period_met


@rule(
    level=SPELL,
    law_at=spell_start,
    cites=(DL91_2009("23(1)"), DL91_2009("24(1)")),
    evidence="L:dl91",
    since="2018-01-01",
)
def care_entitled_as_employee(care_spell: Truth, leave_taken: Truth, care_qualified_as_employee: Truth) -> Truth:
    """The leave was taken without pay by an employee who qualifies."""
    return care_spell and leave_taken and care_qualified_as_employee


@rule(level=SPELL, law_at=spell_start, cites=DL91_2009("27"), evidence="L:dl91", since="2018-01-01")
def care_paid_as_employee(care_entitled_as_employee: Truth, parental_benefit_of_spell: Money) -> Money:
    """Paid to an employee for the whole spell."""
    return parental_benefit_of_spell if care_entitled_as_employee else NOTHING


@rule(level=MONTH, law_at=month_worked, cites=DL91_2009("25(1)"), evidence="L:dl91", since="2018-01-01")
def care_qualified_in_domestic_service(
    parent_in_domestic_service: Truth, parental_qualifying_period_met: Truth
) -> Truth:
    """Six months registered: a domestic worker, care of a child or grandchild."""
    return parent_in_domestic_service and parental_qualifying_period_met


@rule(
    level=SPELL,
    law_at=spell_start,
    cites=(DL91_2009("23(1)"), DL91_2009("24(1)")),
    evidence="L:dl91",
    since="2018-01-01",
)
def care_entitled_in_domestic_service(
    care_spell: Truth, leave_taken: Truth, care_qualified_in_domestic_service: Truth
) -> Truth:
    """The leave was taken without pay by a domestic worker who qualifies."""
    return care_spell and leave_taken and care_qualified_in_domestic_service


@rule(level=SPELL, law_at=spell_start, cites=DL91_2009("27"), evidence="L:dl91", since="2018-01-01")
def care_paid_in_domestic_service(care_entitled_in_domestic_service: Truth, parental_benefit_of_spell: Money) -> Money:
    """Paid to a domestic worker for the whole spell."""
    return parental_benefit_of_spell if care_entitled_in_domestic_service else NOTHING


@rule(
    level=MONTH, law_at=month_worked, cites=(DL91_2009("25(1)"), CRC("217(1)")), evidence="L:dl91", since="2018-01-01"
)
def care_qualified_as_self_employed(
    care_covers_self_employed: Truth, parental_qualifying_period_met: Truth, contributions_in_order: Truth
) -> Truth:
    """Six months registered, and contributions in order: a self-employed worker, care of a child or grandchild."""
    return care_covers_self_employed and parental_qualifying_period_met and contributions_in_order


@rule(
    level=SPELL,
    law_at=spell_start,
    cites=(DL91_2009("23(1)"), DL91_2009("24(1)")),
    evidence="L:dl91",
    since="2018-01-01",
)
def care_entitled_as_self_employed(
    care_spell: Truth, leave_taken: Truth, care_qualified_as_self_employed: Truth
) -> Truth:
    """The leave was taken without pay by a self-employed worker who qualifies."""
    return care_spell and leave_taken and care_qualified_as_self_employed


@rule(level=SPELL, law_at=spell_start, cites=DL91_2009("27"), evidence="L:dl91", since="2018-01-01")
def care_paid_as_self_employed(care_entitled_as_self_employed: Truth, parental_benefit_of_spell: Money) -> Money:
    """Paid to a self-employed worker for the whole spell."""
    return parental_benefit_of_spell if care_entitled_as_self_employed else NOTHING


ASSUMED_LEAVE = {"leave_taken": "yes", "parental_variant": "initial_120"}
ASSUMED_EXCLUSIVE = {"leave_taken": "yes", "parental_variant": "father_exclusive"}
ASSUMED_CARE = {"leave_taken": "yes", "parental_variant": "child_care", "child_under_12_or_disabled": "yes"}

RESULTS = (
    benefit(
        "parental_leave_employees",
        branch=Branch.MATERNITY_PARENTAL,
        scheme="employees",
        contingency=Contingency.BIRTH,
        qualified="leave_qualified_as_employee",
        conditions=("parent_as_employee", "parental_qualifying_period_met"),
        amount="initial_parental_daily",
        per="day",
        reference="parental_daily_reference",
        duration="initial_parental_days",
        entitled="leave_entitled_as_employee",
        paid="leave_paid_as_employee",
        assumed=ASSUMED_LEAVE,
        c102="VIII",
        missoc="IV",
        esspros="family",
    ),
    posting(
        "leave_paid_as_employee",
        branch=Branch.MATERNITY_PARENTAL,
        scheme="employees",
        payer="state",
        posted_on="parental_posted_on",
        cause="parental leave",
    ),
    benefit(
        "parental_leave_domestic_service",
        branch=Branch.MATERNITY_PARENTAL,
        scheme="domestic_service",
        contingency=Contingency.BIRTH,
        qualified="leave_qualified_in_domestic_service",
        conditions=("parent_in_domestic_service", "parental_qualifying_period_met"),
        amount="initial_parental_daily",
        per="day",
        reference="parental_daily_reference",
        duration="initial_parental_days",
        entitled="leave_entitled_in_domestic_service",
        paid="leave_paid_in_domestic_service",
        assumed=ASSUMED_LEAVE,
        c102="VIII",
        missoc="IV",
        esspros="family",
    ),
    posting(
        "leave_paid_in_domestic_service",
        branch=Branch.MATERNITY_PARENTAL,
        scheme="domestic_service",
        payer="state",
        posted_on="parental_posted_on",
        cause="parental leave",
    ),
    benefit(
        "parental_leave_self_employed",
        branch=Branch.MATERNITY_PARENTAL,
        scheme="self_employed",
        contingency=Contingency.BIRTH,
        qualified="leave_qualified_as_self_employed",
        conditions=("parent_as_self_employed", "parental_qualifying_period_met", "contributions_in_order"),
        amount="initial_parental_daily",
        per="day",
        reference="parental_daily_reference",
        duration="initial_parental_days",
        entitled="leave_entitled_as_self_employed",
        paid="leave_paid_as_self_employed",
        assumed=ASSUMED_LEAVE,
        c102="VIII",
        missoc="IV",
        esspros="family",
    ),
    posting(
        "leave_paid_as_self_employed",
        branch=Branch.MATERNITY_PARENTAL,
        scheme="self_employed",
        payer="state",
        posted_on="parental_posted_on",
        cause="parental leave",
    ),
    benefit(
        "parental_exclusive_period_employees",
        branch=Branch.MATERNITY_PARENTAL,
        scheme="employees",
        contingency=Contingency.BIRTH,
        qualified="exclusive_period_qualified_as_employee",
        conditions=("parent_as_employee", "exclusive_period_qualifying_met"),
        amount="exclusive_period_daily",
        per="day",
        reference="exclusive_period_daily_reference",
        duration="exclusive_period_days",
        entitled="exclusive_period_entitled_as_employee",
        paid="exclusive_period_paid_as_employee",
        assumed=ASSUMED_EXCLUSIVE,
        c102="VIII",
        missoc="IV",
        esspros="family",
    ),
    posting(
        "exclusive_period_paid_as_employee",
        branch=Branch.MATERNITY_PARENTAL,
        scheme="employees",
        payer="state",
        posted_on="parental_posted_on",
        cause="parental exclusive period",
    ),
    benefit(
        "parental_exclusive_period_domestic_service",
        branch=Branch.MATERNITY_PARENTAL,
        scheme="domestic_service",
        contingency=Contingency.BIRTH,
        qualified="exclusive_period_qualified_in_domestic_service",
        conditions=("parent_in_domestic_service", "exclusive_period_qualifying_met"),
        amount="exclusive_period_daily",
        per="day",
        reference="exclusive_period_daily_reference",
        duration="exclusive_period_days",
        entitled="exclusive_period_entitled_in_domestic_service",
        paid="exclusive_period_paid_in_domestic_service",
        assumed=ASSUMED_EXCLUSIVE,
        c102="VIII",
        missoc="IV",
        esspros="family",
    ),
    posting(
        "exclusive_period_paid_in_domestic_service",
        branch=Branch.MATERNITY_PARENTAL,
        scheme="domestic_service",
        payer="state",
        posted_on="parental_posted_on",
        cause="parental exclusive period",
    ),
    benefit(
        "parental_exclusive_period_self_employed",
        branch=Branch.MATERNITY_PARENTAL,
        scheme="self_employed",
        contingency=Contingency.BIRTH,
        qualified="exclusive_period_qualified_as_self_employed",
        conditions=("parent_as_self_employed", "exclusive_period_qualifying_met", "contributions_in_order"),
        amount="exclusive_period_daily",
        per="day",
        reference="exclusive_period_daily_reference",
        duration="exclusive_period_days",
        entitled="exclusive_period_entitled_as_self_employed",
        paid="exclusive_period_paid_as_self_employed",
        assumed=ASSUMED_EXCLUSIVE,
        c102="VIII",
        missoc="IV",
        esspros="family",
    ),
    posting(
        "exclusive_period_paid_as_self_employed",
        branch=Branch.MATERNITY_PARENTAL,
        scheme="self_employed",
        payer="state",
        posted_on="parental_posted_on",
        cause="parental exclusive period",
    ),
    benefit(
        "care_of_child_employees",
        branch=Branch.MATERNITY_PARENTAL,
        scheme="employees",
        contingency=Contingency.CARE,
        qualified="care_qualified_as_employee",
        conditions=("parent_as_employee", "parental_qualifying_period_met"),
        amount="child_care_daily",
        per="day",
        reference="parental_daily_reference",
        duration="child_care_days",
        entitled="care_entitled_as_employee",
        paid="care_paid_as_employee",
        assumed=ASSUMED_CARE,
        c102="",
        missoc="IV",
        esspros="family",
    ),
    posting(
        "care_paid_as_employee",
        branch=Branch.MATERNITY_PARENTAL,
        scheme="employees",
        payer="state",
        posted_on="parental_posted_on",
        cause="care of child",
    ),
    benefit(
        "care_of_child_domestic_service",
        branch=Branch.MATERNITY_PARENTAL,
        scheme="domestic_service",
        contingency=Contingency.CARE,
        qualified="care_qualified_in_domestic_service",
        conditions=("parent_in_domestic_service", "parental_qualifying_period_met"),
        amount="child_care_daily",
        per="day",
        reference="parental_daily_reference",
        duration="child_care_days",
        entitled="care_entitled_in_domestic_service",
        paid="care_paid_in_domestic_service",
        assumed=ASSUMED_CARE,
        c102="",
        missoc="IV",
        esspros="family",
    ),
    posting(
        "care_paid_in_domestic_service",
        branch=Branch.MATERNITY_PARENTAL,
        scheme="domestic_service",
        payer="state",
        posted_on="parental_posted_on",
        cause="care of child",
    ),
    benefit(
        "care_of_child_self_employed",
        branch=Branch.MATERNITY_PARENTAL,
        scheme="self_employed",
        contingency=Contingency.CARE,
        qualified="care_qualified_as_self_employed",
        conditions=("care_covers_self_employed", "parental_qualifying_period_met", "contributions_in_order"),
        amount="child_care_daily",
        per="day",
        reference="parental_daily_reference",
        duration="child_care_days",
        entitled="care_entitled_as_self_employed",
        paid="care_paid_as_self_employed",
        assumed=ASSUMED_CARE,
        c102="",
        missoc="IV",
        esspros="family",
    ),
    posting(
        "care_paid_as_self_employed",
        branch=Branch.MATERNITY_PARENTAL,
        scheme="self_employed",
        payer="state",
        posted_on="parental_posted_on",
        cause="care of child",
    ),
)
