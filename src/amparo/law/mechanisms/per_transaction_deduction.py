"""Deduction per transaction for employment-injury cover (Malaysia, Gig Workers Act 2025, s. 83)."""

from amparo.law.mechanisms.instruments import MYAct872
from amparo.rules import (
    CONTRACT,
    MONTH,
    NOTHING,
    Branch,
    Coverage,
    Money,
    Rate,
    Truth,
    coverage,
    month_end,
    month_worked,
    percent_of,
    posting,
    rule,
)


@rule(level=CONTRACT, law_at=month_worked, cites=MYAct872("83"), evidence="S:thesun", since="2025-12-31")
def income_after_commission(independent_platform_pay: Money, platform_fee: Money) -> Money:
    """Income of the platform's transactions after its commission; tips are left out."""
    return max(independent_platform_pay - platform_fee, NOTHING)


@rule(level=CONTRACT, law_at=month_worked, cites=MYAct872("83"), evidence="S:thesun", since="2025-12-31")
def transaction_deduction(income_after_commission: Money, transaction_rate: Rate) -> Money:
    """The platform deducts a share of every transaction from the worker's income."""
    return percent_of(income_after_commission, transaction_rate)


@rule(level=MONTH, law_at=month_worked, cites=MYAct872("83"), evidence="S:micsea", since="2025-12-31")
def transaction_cover(platform_work_in_month: Truth) -> Coverage:
    """Cover is compulsory and begins with the first transaction, before any payment."""
    return Coverage.MANDATORY if platform_work_in_month else Coverage.NONE


RESULTS = (
    coverage(Branch.EMPLOYMENT_INJURY, scheme="per_transaction_deduction", by="transaction_cover"),
    posting(
        "transaction_deduction",
        branch=Branch.EMPLOYMENT_INJURY,
        scheme="per_transaction_deduction",
        payer="worker",
        posted_on=month_end,
        cause="deduction per transaction",
    ),
)
