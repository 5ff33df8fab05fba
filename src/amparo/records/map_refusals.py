"""What can be wrong in the mapping of an order log: each with its cure."""

from __future__ import annotations

from typing import Final

from amparo.rules.messages import Message

CURRENCY: Final = (
    Message("mapping.currency", "this is no currency."),
    Message("mapping.currency_cure", "write three letters of ISO 4217."),
)
EMPTY_ZERO: Final = (
    Message("mapping.empty_zero", "only an empty tip or fee can stand for zero."),
    Message("cure.leave_out", "leave it out."),
)
MISSING: Final = (
    Message("document.missing", "this is missing."),
    Message("mapping.orders_docs", "see docs/order-logs.md."),
)
NOT_AMOUNT: Final = (
    Message("mapping.not_amount", "this fact is not an amount."),
    Message("mapping.amount_cure", "name a money fact of the engagement."),
)
NO_STATUS_COLUMN: Final = (
    Message("mapping.no_status_column", "statuses are mapped and no column holds them."),
    Message("mapping.column_cure", "name the column."),
)
OWN_CURRENCY: Final = (
    Message("mapping.own_currency", "the log is in the law's own currency."),
    Message("mapping.no_conversion_cure", "leave the conversion out."),
)
STATUSES: Final = (
    Message("mapping.statuses", "it is not said what the statuses count as."),
    Message("mapping.statuses_cure", "map each to order, paid_only or left_out."),
)
TIPS: Final = (
    Message("mapping.tips", "it is not said whether tips count."),
    Message("mapping.tips_cure", "write in_pay: and counted:, yes or no."),
)
