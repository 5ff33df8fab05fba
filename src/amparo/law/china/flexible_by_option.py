"""What a flexible worker of the employees' medical scheme pays by the option chosen: one text for its contributions."""

from amparo.law.china.flexible import MedicalOption
from amparo.law.china.instruments import SIL
from amparo.rules import MONTH, NOTHING, Money, Tariff, Truth, month_worked, rule, tariff_amount


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=SIL("23(2)"),
    evidence="S:E10",
    since="2011-07-01",
    place="participation_place",
)
def on_joining(
    medical_option: MedicalOption,
    tariff: Tariff,
    flexible_medical_base: Money,
    tariff_basic: Tariff,
    medical_fixed_base_basic: Money,
) -> Money:
    """A contribution by the tariff of the place, for the option chosen."""
    if medical_option == MedicalOption.BASIC:
        return tariff_amount(tariff_basic, medical_fixed_base_basic)
    return tariff_amount(tariff, flexible_medical_base)


@rule(level=MONTH, law_at=month_worked, cites=SIL("23(2)"), evidence="S:E10", since="2011-07-01")
def contribution(joined: Truth, on_joining: Money) -> Money:
    """The contribution of a flexible worker who has joined."""
    return on_joining if joined else NOTHING
