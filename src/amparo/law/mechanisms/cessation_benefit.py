"""Benefit on losing the one client on whom a self-employed worker depends (Portugal, DL 65/2012), elsewhere.

Dependence is Portugal's own (contracting entity), days, rate and share of services are its own values, taken over as
they stand. The record of days and bases is written leaner: own-account months and pay as the records tell them.
"""

from amparo.law.mechanisms.instruments import Terms
from amparo.law.portugal.instruments import CRC, DL53_2018, DL65_2012
from amparo.rules import (
    CONTRACT,
    MONTH,
    YEAR,
    Branch,
    Contingency,
    Count,
    Coverage,
    Days,
    Money,
    Rate,
    Truth,
    any_of,
    benefit,
    coverage,
    in_force,
    month_worked,
    mul_div,
    percent_of,
    rule,
    window,
    year_end,
)


@rule(level=CONTRACT, law_at=month_worked, cites=(CRC("140(1)"), CRC("167")), evidence="I:crc", since="2018-01-01")
def services_provided(independent_pay: Money) -> Money:
    """Value of the services provided to the payer: all own-account pay."""
    return independent_pay


@rule(level=CONTRACT, law_at=month_worked, cites=CRC("140(1)"), evidence="I:crc", since="2018-01-01")
def activity_value(independent_pay: Money) -> Money:
    """Value of the activity."""
    return independent_pay


@rule(level=YEAR, law_at=year_end, cites=(CRC("140(2)"), Terms("5")), evidence="I", since="2018-01-01")
def contributed_in_year(independent_work_in_year: Truth) -> Truth:
    """Whoever works on own account in the year counts as subject to contribute."""
    return independent_work_in_year


dependent_in_year = any_of("is_contracting_entity", at=YEAR)
dependent_last_year = in_force("dependent_in_year", at=MONTH, lag=1, initial=0)
own_account_months_of_24 = window("independent_work_in_month", at=MONTH, back=24, until=1, how="count")
own_account_until_now = window("independent_work_in_month", at=MONTH, back=1, until=0, how="any")
pay_of_reference_year = window("independent_pay_of_month", at=MONTH, back=14, until=3)


@rule(level=MONTH, law_at=month_worked, cites=DL65_2012("6"), evidence="S:je-18", since="2018-07-01")
def dependent_until_now(own_account_until_now: Truth, dependent_last_year: Truth) -> Truth:
    """Self-employed until the end, and dependent on one payer in the calendar year before."""
    return own_account_until_now and dependent_last_year


@rule(level=MONTH, law_at=month_worked, cites=(DL65_2012("6"), DL53_2018("")), evidence="S:aenf18", since="2018-07-01")
def cessation_days_reached(own_account_months_of_24: Count, dependent_days_needed: Days) -> Truth:
    """360 days in the 24 months before, counted by whole months of thirty days."""
    return own_account_months_of_24 * 30 >= dependent_days_needed


@rule(level=MONTH, law_at=month_worked, cites=DL65_2012("6"), evidence="S:je-18", since="2018-07-01")
def qualified_on_losing_client(dependent_until_now: Truth, cessation_days_reached: Truth) -> Truth:
    """Dependent, and with the days."""
    return dependent_until_now and cessation_days_reached


@rule(level=MONTH, law_at=month_worked, cites=(DL65_2012(""), CRC("162")), evidence="I:aenf18", since="2018-07-01")
def reference_on_losing_client(pay_of_reference_year: Money, services_share: Rate) -> Money:
    """A month of the bases of the first twelve of the last fourteen months: the share of services that counts."""
    return mul_div(percent_of(pay_of_reference_year, services_share), 1, 12)


@rule(level=MONTH, law_at=month_worked, cites=(DL65_2012(""), DL53_2018("")), evidence="S:aenf18 ?", since="2018-07-01")
def benefit_on_losing_client(reference_on_losing_client: Money, unemployment_rate: Rate) -> Money:
    """The rate of the unemployment benefit on the reference, before limits and the share of dependence."""
    return percent_of(reference_on_losing_client, unemployment_rate)


@rule(level=MONTH, law_at=month_worked, cites=DL65_2012("6"), evidence="S:je-18", since="2018-07-01")
def cover_on_losing_client(dependent_until_now: Truth) -> Coverage:
    """Compulsory cover of those who depend on one payer."""
    return Coverage.MANDATORY if dependent_until_now else Coverage.NONE


RESULTS = (
    coverage(Branch.UNEMPLOYMENT, scheme="cessation_benefit", by="cover_on_losing_client"),
    benefit(
        "benefit_on_losing_client",
        branch=Branch.UNEMPLOYMENT,
        scheme="cessation_benefit",
        contingency=Contingency.UNEMPLOYMENT,
        qualified="qualified_on_losing_client",
        conditions=("dependent_until_now", "cessation_days_reached"),
        amount="benefit_on_losing_client",
        per="month",
        reference="reference_on_losing_client",
        c102="IV",
        missoc="X",
        esspros="unemployment",
    ),
)
