"""What the self-employed in Portugal owe each month, and by when (Contributions Code arts. 155, 156, 168)."""

from amparo.law.portugal.instruments import CRC
from amparo.rules import (
    CONTRACT,
    MONTH,
    WORKER,
    YEAR,
    Category,
    Date,
    Days,
    Form,
    Money,
    Month,
    Rate,
    Table,
    Truth,
    add_days,
    add_months,
    any_of,
    days_between,
    first_day,
    last_day,
    lookup,
    month_worked,
    mul_div,
    percent_of,
    posting,
    rule,
    year_end,
    year_start,
)


class SelfEmployedClass(Category):
    """Classes of self-employed with rates of their own."""

    GENERAL = 1
    BUSINESS_OWNER = 2
    FARMER = 3


# --- Rate -------------------------------------------------------------------------------------------------------------


@rule(level=CONTRACT, law_at=month_worked, cites=CRC("134(1)(b)"), evidence="L:crc", since="2018-01-01")
def sole_trader_work(form: Form, insured_as_self_employed: Truth) -> Truth:
    """Own-account work in the form of a sole trader with commercial or industrial income."""
    return insured_as_self_employed and form == Form.SOLE_TRADER


shown_as_sole_trader = any_of("sole_trader_work", at=WORKER, told=True)


@rule(level=YEAR, law_at=year_start, cites=(CRC("134"), CRC("168")), evidence="L:crc", since="2013-01-01")
def self_employed_class(registered_class: SelfEmployedClass, shown_as_sole_trader: Truth) -> SelfEmployedClass:
    """By tax registration: sole traders with commercial or industrial income and EIRL holders, farmers, all others."""
    return SelfEmployedClass.BUSINESS_OWNER if shown_as_sole_trader else registered_class


@rule(level=YEAR, law_at=year_start, cites=CRC("134(1)(b)"), evidence="L:crc", since="2013-01-01")
def business_owner(self_employed_class: SelfEmployedClass) -> Truth:
    """Sole trader with commercial or industrial income, holder of an EIRL, or spouse of one."""
    return self_employed_class == SelfEmployedClass.BUSINESS_OWNER


@rule(level=YEAR, law_at=year_end, cites=(CRC("168(1)"), CRC("168(4)")), evidence="L:crc", since="2013-01-01")
def rate_of_class(self_employed_class: SelfEmployedClass, self_employed_rates: Table) -> Rate:
    """The rate of the class of self-employed at the end of the year."""
    return lookup(self_employed_rates, self_employed_class)


@rule(level=MONTH, law_at=month_worked, cites=(CRC("168(1)"), CRC("168(4)")), evidence="L:crc", since="2013-01-01")
def contribution_rate(self_employed_class: SelfEmployedClass, self_employed_rates: Table) -> Rate:
    """The rate of the class of self-employed."""
    return lookup(self_employed_rates, self_employed_class)


# --- Amount -----------------------------------------------------------------------------------------------------------


@rule(level=MONTH, law_at=month_worked, cites=CRC("168"), evidence="L:crc", since="2013-01-01")
def full_month_contribution(contribution_base: Money, contribution_rate: Rate) -> Money:
    """Base times rate."""
    return percent_of(contribution_base, contribution_rate)


@rule(level=MONTH, law_at=month_worked, cites=(CRC("156(1)"), CRC("159")), evidence="L:crc", since="2013-01-01")
def days_owed(month: Month, days_without_obligation: Days) -> Days:
    """Thirty days, or the days of the month left beside those without obligation."""
    if days_without_obligation == 0:
        return 30
    days_of_month = days_between(first_day(month), last_day(month)) + 1
    return max(min(days_of_month - days_without_obligation, 30), 0)


@rule(level=MONTH, law_at=month_worked, cites=(CRC("154(1)"), CRC("156(2)")), evidence="L:crc", since="2013-01-01")
def self_employed_contribution(full_month_contribution: Money, days_owed: Days) -> Money:
    """Owed by the worker for the month; in part months a thirtieth for each day."""
    return mul_div(full_month_contribution, days_owed, 30)


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=CRC("168 as worded until 2018"),
    evidence="S:dre-168",
    since="2013-01-01",
    until="2019-01-01",
    name="contribution_by_income",
)
def contribution_by_income_until_2018(step_base: Money, contribution_rate: Rate) -> Money:
    """What the step makes due for a full month from whoever has to contribute."""
    return percent_of(step_base, contribution_rate)


@rule(level=MONTH, law_at=month_worked, cites=(CRC("163(1)"), CRC("168")), evidence="L:crc", since="2019-01-01")
def contribution_by_income(base_by_declaration: Money, contribution_rate: Rate) -> Money:
    """What the declared quarter makes due for a full month from whoever has to contribute on it."""
    return percent_of(base_by_declaration, contribution_rate)


# --- Payment ----------------------------------------------------------------------------------------------------------


@rule(level=MONTH, law_at=month_worked, cites=CRC("155(2)"), evidence="L:crc", since="2013-01-01")
def payment_opens_on(month: Month, first_payment_day: Days) -> Date:
    """Payment opens on the 10th of the next month."""
    return add_days(first_day(add_months(month, 1)), first_payment_day - 1)


@rule(level=MONTH, law_at=month_worked, cites=CRC("155(2)"), evidence="L:crc", since="2013-01-01")
def payment_due_on(month: Month, last_payment_day: Days) -> Date:
    """Payment is due by the 20th of the next month."""
    return add_days(first_day(add_months(month, 1)), last_payment_day - 1)


RESULTS = (
    posting(
        "self_employed_contribution",
        scheme="self_employed",
        payer="worker",
        posted_on="payment_due_on",
        cause="monthly contribution",
    ),
)
