"""Base by quarterly declaration and a least contribution (Portugal, Contributions Code arts. 162, 163, 168), elsewhere.

Shares, rate, least contribution and last day are Portugal's own values, taken over as they stand. The rules are written
leaner than Portugal's: no exemption beside employment, no twelve months without contribution, no organised accounting.
"""

from amparo.law.portugal.instruments import CRC
from amparo.law.portugal.self_employed_contribution import SelfEmployedClass
from amparo.rules import (
    MONTH,
    NOTHING,
    QUARTER,
    Branch,
    Coverage,
    Money,
    Rate,
    Table,
    Truth,
    any_of,
    coverage,
    lookup,
    month_worked,
    percent_of,
    percents_of,
    posting,
    quarter_start,
    rule,
)

own_account_last_quarter = any_of("independent_work", at=QUARTER, lag=1)


@rule(
    level=QUARTER, law_at=quarter_start, cites=(CRC("162(1)(a)"), CRC("163(1)")), evidence="L:crc", since="2019-01-01"
)
def quarter_base(independent_pay_last_quarter: Money, services_share: Rate) -> Money:
    """A third of the relevant income of the quarter before: the share of services that counts."""
    return percents_of(independent_pay_last_quarter, services_share, over=3)


@rule(level=MONTH, law_at=month_worked, cites=CRC("163(5)"), evidence="L:crc", since="2019-01-01")
def greatest_quarter_base(ias: Money, maximum_base_multiple: Rate) -> Money:
    """The base of a month is never above twelve support indices."""
    return percent_of(ias, maximum_base_multiple)


@rule(level=MONTH, law_at=month_worked, cites=CRC("168(1)"), evidence="L:crc", since="2019-01-01")
def rate_of_services(self_employed_rates: Table) -> Rate:
    """The rate of the self-employed in general."""
    return lookup(self_employed_rates, SelfEmployedClass.GENERAL)


@rule(level=MONTH, law_at=month_worked, cites=CRC("141"), evidence="I:crc", since="2019-01-01")
def in_quarterly_scheme(own_account_last_quarter: Truth, independent_work_in_month: Truth) -> Truth:
    """Whoever works on own account, or did in the quarter before."""
    return own_account_last_quarter or independent_work_in_month


@rule(level=MONTH, law_at=month_worked, cites=(CRC("163(2)"), CRC("155(1)")), evidence="I:crc", since="2019-01-01")
def quarterly_contribution(
    in_quarterly_scheme: Truth,
    quarter_base: Money,
    greatest_quarter_base: Money,
    rate_of_services: Rate,
    least_contribution: Money,
) -> Money:
    """Base times rate, at least the least contribution, from whoever worked on own account last quarter or now."""
    if in_quarterly_scheme:
        return max(percent_of(min(quarter_base, greatest_quarter_base), rate_of_services), least_contribution)
    return NOTHING


@rule(level=MONTH, law_at=month_worked, cites=CRC("141"), evidence="I:crc", since="2019-01-01")
def quarterly_cover(in_quarterly_scheme: Truth) -> Coverage:
    """Compulsory for whoever works on own account."""
    return Coverage.MANDATORY if in_quarterly_scheme else Coverage.NONE


RESULTS = (
    coverage(Branch.SICKNESS, scheme="quarterly_minimum", by="quarterly_cover"),
    coverage(Branch.MATERNITY_PARENTAL, scheme="quarterly_minimum", by="quarterly_cover"),
    coverage(Branch.OLD_AGE, scheme="quarterly_minimum", by="quarterly_cover"),
    coverage(Branch.INVALIDITY, scheme="quarterly_minimum", by="quarterly_cover"),
    coverage(Branch.SURVIVORS, scheme="quarterly_minimum", by="quarterly_cover"),
    posting(
        "quarterly_contribution",
        scheme="quarterly_minimum",
        payer="worker",
        posted_on="payment_due_on",
        cause="monthly contribution on the declared quarter",
    ),
)
