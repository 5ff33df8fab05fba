"""Who contributes to a contingency as employee in Portugal: one text for those in which credited months count."""

from __future__ import annotations

from amparo.law.portugal.instruments import CRC
from amparo.rules import MONTH, Truth, month_worked, rule


@rule(level=MONTH, law_at=month_worked, cites=(CRC("28"), CRC("53")), evidence="I:crc", since="1960-01-01")
def contributes(
    contributes_as_employee: Truth, month_on_record: Truth, protected_by_anyone: Truth, credited_as_employee: Truth
) -> Truth:
    """Contributes in a category protected in {contingency}."""
    protected = month_on_record or protected_by_anyone
    return credited_as_employee or (contributes_as_employee and protected)
