"""The parts of worker and State in the contribution on wages: one text for both."""

from __future__ import annotations

from amparo.law.fictional.instruments import CODE
from amparo.rules import DOWN, MONTH, Money, Rate, month_worked, percent_of, rule


@rule(level=MONTH, law_at=month_worked, cites=CODE("21(2)"), evidence="L:code", since="2018-01-01")
def contribution(insured_wages: Money, own_rate: Rate) -> Money:
    """The {whose} part, fractions of a cent left out."""
    return percent_of(insured_wages, own_rate, round=DOWN)
