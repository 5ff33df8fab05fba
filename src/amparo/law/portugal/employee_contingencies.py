"""What each contingency of employees in Portugal costs, and whom it covers: one text for the seven contingencies."""

from __future__ import annotations

from amparo.law.portugal.employees import EmployeeCategory, InsuredContingency
from amparo.law.portugal.instruments import CRC
from amparo.rules import (
    MONTH,
    TIE_MONTH,
    Coverage,
    Money,
    Table,
    Truth,
    any_of,
    lookup,
    month_worked,
    percent_of,
    rule,
)

CONTINGENCY = InsuredContingency.SICKNESS  # each instance says its own


@rule(level=TIE_MONTH, law_at=month_worked, cites=CRC("51"), evidence="S:inf-51 ?", since="2018-01-01")
def part(base_at_general_rate: Money, contingency_rates: Table) -> Money:
    """Part of the general contribution that stands for {stands_for}."""
    return percent_of(base_at_general_rate, lookup(contingency_rates, CONTINGENCY))


@rule(level=TIE_MONTH, law_at=month_worked, cites=CRC("28"), evidence="L:crc", since="2018-01-01")
def protected(employee_of_payer: Truth, employee_category: EmployeeCategory, protected_contingencies: Table) -> Truth:
    """The category of the employment is protected in {contingency}."""
    return employee_of_payer and lookup(protected_contingencies, employee_category, CONTINGENCY)


protected_by_anyone = any_of("protected", at=MONTH)


@rule(level=MONTH, law_at=month_worked, cites=(CRC("24(1)"), CRC("28")), evidence="L:crc", since="2018-01-01")
def cover(protected_by_anyone: Truth) -> Coverage:
    """Compulsory cover in {contingency} through at least one employment."""
    return Coverage.MANDATORY if protected_by_anyone else Coverage.NONE
