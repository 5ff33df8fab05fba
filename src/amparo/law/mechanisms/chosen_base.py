"""Voluntary participation in the pension on a base that the worker chooses (China, flexible employment), elsewhere.

Rate, part of the individual account, floor and cap are China's own values, floor and cap those of one place.
"""

from amparo.law.china.instruments import SIL, Decision2005_38
from amparo.rules import (
    MONTH,
    NOTHING,
    Branch,
    Coverage,
    Money,
    Rate,
    Tariff,
    Truth,
    coverage,
    identity,
    month_end,
    month_worked,
    percent_of,
    posting,
    rule,
    tariff_amount,
)


@rule(level=MONTH, law_at=month_worked, cites=SIL("10(2)"), evidence="S:L1", since="2018-01-01")
def may_choose_base(
    independent_work_in_month: Truth, employees_old_age_coverage: Coverage, own_account_old_age_coverage: Coverage
) -> Truth:
    """Whoever works on own account and is not insured for old age by duty may join."""
    insured = employees_old_age_coverage == Coverage.MANDATORY or own_account_old_age_coverage == Coverage.MANDATORY
    return independent_work_in_month and not insured


@rule(level=MONTH, law_at=month_worked, cites=SIL("10(2)"), evidence="S:L1", since="2018-01-01")
def chosen_base_cover(may_choose_base: Truth) -> Coverage:
    """Joining is a choice."""
    return Coverage.VOLUNTARY if may_choose_base else Coverage.NONE


@rule(level=MONTH, law_at=month_worked, cites=Decision2005_38("2"), evidence="S:E3", since="2018-01-01")
def base_within_bounds(
    joins_chosen_base: Truth, may_choose_base: Truth, chosen_monthly_base: Money, base_floor: Money, base_cap: Money
) -> Money:
    """The base is chosen between floor and cap."""
    if joins_chosen_base and may_choose_base:
        return min(max(chosen_monthly_base, base_floor), base_cap)
    return NOTHING


@rule(level=MONTH, law_at=month_worked, cites=Decision2005_38("2"), evidence="S:E3", since="2018-01-01")
def chosen_base_contribution(base_within_bounds: Money, flexible_pension_tariff: Tariff) -> Money:
    """The worker pays it all."""
    return tariff_amount(flexible_pension_tariff, base_within_bounds) if base_within_bounds > 0 else NOTHING


@rule(level=MONTH, law_at=month_worked, cites=Decision2005_38("2"), evidence="S:E4", since="2018-01-01")
def account_part_of_contribution(base_within_bounds: Money, pension_account_rate: Rate) -> Money:
    """A part goes to the individual account."""
    return percent_of(base_within_bounds, pension_account_rate)


@rule(level=MONTH, law_at=month_worked, cites=Decision2005_38("2"), evidence="S:E3,E4", since="2018-01-01")
def pooled_part_of_contribution(chosen_base_contribution: Money, account_part_of_contribution: Money) -> Money:
    """The rest goes to the pooled fund."""
    return chosen_base_contribution - account_part_of_contribution


RESULTS = (
    coverage(Branch.OLD_AGE, scheme="chosen_base", by="chosen_base_cover"),
    posting(
        "chosen_base_contribution",
        branch=Branch.OLD_AGE,
        scheme="chosen_base",
        payer="worker",
        posted_on=month_end,
        cause="voluntary contribution on a chosen base",
    ),
    identity(total="chosen_base_contribution", parts=("account_part_of_contribution", "pooled_part_of_contribution")),
)
