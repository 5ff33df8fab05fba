"""Rules that admit flexible workers where they live, whatever their household registration."""

from amparo.law.china.instruments import SIL
from amparo.rules import MONTH, YES, Truth, month_worked, rule


@rule(level=MONTH, law_at=month_worked, cites=SIL("10(2)"), evidence="I:reform", since="2024-01-01")
def pension_open_to_all() -> Truth:
    """Every flexible worker may join the pension at the place of residence."""
    return YES


@rule(level=MONTH, law_at=month_worked, cites=SIL("23(2)"), evidence="I:reform", since="2024-01-01")
def medical_open_to_all() -> Truth:
    """Every flexible worker may join the medical scheme at the place of residence."""
    return YES
