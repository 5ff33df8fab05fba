"""Months paid in a branch of the employees' insurance (缴费月数): one text for pension, unemployment, medical care."""

from amparo.law.china.instruments import SIL
from amparo.rules import MONTH, NOTHING, Money, Months, Truth, month_worked, previous, rule

months_recorded_before = previous("months_recorded", n=1, initial=0)


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=(SIL("12"), SIL("58"), SIL("74")),
    evidence="I:L1",
    since="1986-10-01",
    before=NOTHING,
)
def base_of_month(
    month_on_record: Truth, recorded_base: Money, base_at_employers: Money, flexible_base: Money
) -> Money:
    """The {branch} base of the record, else the one charged; a month counts once, with the highest base{in_it}."""
    if month_on_record:
        return recorded_base
    return max(base_at_employers, flexible_base)


@rule(level=MONTH, law_at=month_worked, cites=SIL("16"), evidence="S:L1", since="1986-10-01", before=False)
def month_paid(
    month_on_record: Truth, recorded_base: Money, insured_at_employers: Truth, joins_flexible: Truth
) -> Truth:
    """A month with a base on record, or one in which an employer must insure or a flexible worker pays, whatever on."""
    if month_on_record:
        return recorded_base > 0
    return insured_at_employers or joins_flexible


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=SIL("16"),
    evidence="S:L1",
    since="1986-10-01",
    before=0,
    range=(0, 1200),
)
def months_recorded(months_recorded_before: Months, month_paid: Truth) -> Months:
    """Months of {branch} contributions from the first month told to this one."""
    return min(months_recorded_before + 1, 1200) if month_paid else months_recorded_before


@rule(level=MONTH, law_at=month_worked, cites=(SIL("16"), SIL("19")), evidence="S:L1", since="1986-10-01", before=0)
def months(months_recorded: Months, months_before_records: Months) -> Months:
    """Months of {of_branch} contributions paid so far, in all places{but}."""
    return months_recorded + months_before_records
