"""Values of the law that the population of Portugal takes: whoever amends the law amends them there."""

from __future__ import annotations

from functools import cache
from typing import Any, Final, NamedTuple

from amparo.law import book
from amparo.population.margins import MarginsError
from amparo.rules.helpers import first_day
from amparo.rules.kinds import Month
from amparo.rules.parameters import Parameter

_SCALE: Final = 1_000_000  # of shares and rates
_GENERAL_RATE: Final = (1,)  # of those without employees


class Bases(NamedTuple):
    """Bases of the contribution, in euros a month: the least and the highest; and relevant income of 1 euro."""

    least: float
    highest: float
    relevant_share: float


@cache
def bases(year: int) -> Bases:
    """What bounds the base at the beginning of a year (CRC 162, 163, 168)."""
    month = 12 * year
    rate = _value("self_employed_contribution.self_employed_rates", month).cells[_GENERAL_RATE] / _SCALE
    multiple = _value("self_employed_base.maximum_base_multiple", month) / _SCALE
    return Bases(
        _value("self_employed_base.least_contribution", month) / 100 / rate,
        multiple * (_value("reference_amounts.ias", month) / 100),
        _value("self_employed_income.services_share", month) / _SCALE,
    )


@cache
def minimum_wage(month: int) -> int:
    """Cents a month."""
    return int(_value("reference_amounts.minimum_wage", month))


def _value(name: str, month: int) -> Any:
    """A value as held on the first day of a month. Raises MarginsError where the law has none."""
    parameter = book("PT").nodes[name]
    assert isinstance(parameter, Parameter)
    dated = parameter.dated_at(int(first_day(Month(month))))
    if dated is None or dated.value is None:
        raise MarginsError(f"{name}: no value is held for {month // 12}. Cure: months for which the law is held.")
    return dated.value


__all__ = ["Bases", "bases", "minimum_wage"]
