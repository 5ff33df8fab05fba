"""Estimated amounts as a reader may rely on them: rounded to what their standard error supports."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from amparo.analysis.indicators import supported_amount
from amparo.analysis.intervals import NORMAL_95
from amparo.report.values import money_text
from amparo.report.words import word
from amparo.rules.kinds import MINOR_UNITS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from amparo.analysis.effects import PayerLine

# From this error on, what `supported_amount` leaves is in whole units of the currency.
_WHOLE_UNITS: Final = 10 * MINOR_UNITS


def rounded_money(amount: float, spread: float, currency: str, lang: str) -> str:
    """An amount as its standard error supports, without hundredths where that leaves none; exact where it is 0."""
    return money_text(supported_amount(amount, spread), currency, lang, minor=spread < _WHOLE_UNITS)


def rounded_span(low: float, high: float, spread: float, currency: str, lang: str) -> str:
    """One amount, or the two ends it may lie between, rounded alike."""
    ends = [rounded_money(end, spread, currency, lang) for end in (low, high)]
    return ends[0] if low == high else word("value.between", lang, low=ends[0], high=ends[1])


def margin_text(spread: float, currency: str, lang: str) -> str:
    """Half the 95 % interval of an amount with this standard error."""
    return word("reform.plus_minus", lang, error=rounded_money(NORMAL_95 * spread, spread, currency, lang))


def spread_together(lines: Sequence[PayerLine]) -> float:
    """The standard error that the sum of several payers' changes has at most: the errors of all, added.

    0 where a change has two ends, for then it is these that say what is not known.
    """
    if any(line.change_low != line.change_high for line in lines):
        return 0.0
    return sum(line.error for line in lines if line.error == line.error)


__all__ = ["margin_text", "rounded_money", "rounded_span", "spread_together"]
