"""Contracting entities in Portugal: what those owe on whom a self-employed worker depends.

Contributions Code arts. 140, 140-A, 167 and 168(7).

Dependence is measured over the calendar year, companies of a group counting as one; the charge falls in the year after.
"""

from amparo.law.portugal.instruments import CRC
from amparo.rules import (
    CONTRACT,
    DOWN,
    NO_RATE,
    NOTHING,
    TIE_YEAR,
    YEAR,
    Branch,
    Date,
    Days,
    Money,
    Rate,
    Truth,
    add_days,
    add_months,
    any_of,
    exceeds,
    first_day,
    identity,
    month_of,
    month_worked,
    next_year_start,
    percent_of,
    posting,
    reaches,
    rule,
    share_of,
    total,
    year_end,
)

# --- Activity of the year ---------------------------------------------------------------------------------------------


@rule(level=CONTRACT, law_at=month_worked, cites=(CRC("140(1)"), CRC("167")), evidence="L:crc", since="2018-01-01")
def services_provided(services_income: Money, hospitality_income: Money) -> Money:
    """Value of the services provided to the payer."""
    return services_income + hospitality_income


@rule(
    level=CONTRACT, law_at=month_worked, cites=(CRC("140(1)"), CRC("152(1)(b)")), evidence="L:crc", since="2018-01-01"
)
def services_to_business(services_provided: Money, paid_by_private_person: Truth) -> Money:
    """Companies and persons in business count, whatever their nature; private persons are no contracting entities."""
    return NOTHING if paid_by_private_person else services_provided


@rule(level=CONTRACT, law_at=month_worked, cites=CRC("140(1)"), evidence="L:crc", since="2018-01-01")
def activity_value(services_provided: Money, goods_income: Money) -> Money:
    """Value of the activity: services provided and goods sold."""
    return services_provided + goods_income


income_from_payer = total("services_to_business", at=TIE_YEAR)
income_from_all = total("activity_value", at=YEAR)
services_of_year = total("services_provided", at=YEAR)


@rule(level=TIE_YEAR, law_at=year_end, cites=CRC("140(1)"), evidence="L:crc", since="2013-01-01")
def share_of_activity(income_from_payer: Money, income_from_all: Money) -> Rate:
    """Share of the year's activity provided to the payer group, to read; the thresholds are tested without rounding."""
    return share_of(income_from_payer, of=income_from_all, round=DOWN) if income_from_all > 0 else NO_RATE


# --- Dependence and status --------------------------------------------------------------------------------------------


@rule(
    level=TIE_YEAR,
    law_at=year_end,
    cites=CRC("140 as worded until 2017"),
    evidence="S:dar-2011",
    since="2013-01-01",
    until="2018-01-01",
    name="dependent_on_payer",
)
def dependent_on_payer_until_2017(
    income_from_payer: Money, income_from_all: Money, old_dependence_threshold: Rate
) -> Truth:
    """Until 2017 at least 80 % of the value of the year's activity was provided to the payer group."""
    return income_from_payer > 0 and reaches(income_from_payer, of=income_from_all, share=old_dependence_threshold)


@rule(level=TIE_YEAR, law_at=year_end, cites=(CRC("140(1)"), CRC("140(3)")), evidence="L:crc", since="2018-01-01")
def dependent_on_payer(income_from_payer: Money, income_from_all: Money, low_threshold: Rate) -> Truth:
    """More than half of the value of the year's activity is provided to the payer group."""
    return exceeds(income_from_payer, of=income_from_all, share=low_threshold)


@rule(level=YEAR, law_at=year_end, cites=CRC("140(2)"), evidence="L:crc", since="2018-01-01")
def services_reach_six_ias(services_of_year: Money, ias: Money, least_services_multiple: Rate) -> Truth:
    """All services of the year, whoever paid for them, come to six times the support index."""
    return services_of_year >= percent_of(ias, least_services_multiple)


@rule(
    level=TIE_YEAR,
    law_at=year_end,
    cites=CRC("140 as worded until 2017"),
    evidence="S:wimara ?",
    since="2013-01-01",
    until="2018-01-01",
    name="is_contracting_entity",
)
def is_contracting_entity_until_2017(dependent_on_payer: Truth) -> Truth:
    """Until 2017 dependence decided; conditions on the worker, if there were any, are not known."""
    return dependent_on_payer


@rule(
    level=TIE_YEAR,
    law_at=year_end,
    cites=(CRC("140(1)"), CRC("140(2)")),
    evidence="L:crc",
    since="2018-01-01",
    until="2023-05-01",
    name="is_contracting_entity",
)
def is_contracting_entity_until_2022(
    dependent_on_payer: Truth, contributed_in_year: Truth, services_reach_six_ias: Truth, business_owner: Truth
) -> Truth:
    """The payer of a dependent worker who is subject to contribute and has services of six support indices."""
    return dependent_on_payer and contributed_in_year and services_reach_six_ias and not business_owner


@rule(
    level=TIE_YEAR,
    law_at=year_end,
    cites=(CRC("140(1)"), CRC("140(2)"), CRC("140-A(1)")),
    evidence="C ?",
    since="2023-05-01",
)
def is_contracting_entity(
    dependent_on_payer: Truth, contributed_in_year: Truth, services_reach_six_ias: Truth
) -> Truth:
    """From the income of 2023 the payers of dependent business owners count as well; the first year is doubtful."""
    return dependent_on_payer and contributed_in_year and services_reach_six_ias


economically_dependent_on_one = any_of("is_contracting_entity", at=YEAR)

# --- Charge -----------------------------------------------------------------------------------------------------------


@rule(
    level=TIE_YEAR,
    law_at=year_end,
    cites=CRC("168 as worded until 2017"),
    evidence="S:dre-168",
    since="2013-01-01",
    until="2018-01-01",
    name="contracting_entity_rate",
)
def contracting_entity_rate_until_2017(
    income_from_payer: Money, income_from_all: Money, old_dependence_threshold: Rate, single_rate: Rate
) -> Rate:
    """Until 2017 one rate, from 80 % of the year's activity on."""
    dependent = income_from_payer > 0 and reaches(income_from_payer, of=income_from_all, share=old_dependence_threshold)
    return single_rate if dependent else NO_RATE


@rule(level=TIE_YEAR, law_at=year_end, cites=CRC("168(7)"), evidence="L:crc", since="2018-01-01")
def contracting_entity_rate(
    income_from_payer: Money,
    income_from_all: Money,
    high_threshold: Rate,
    low_threshold: Rate,
    high_rate: Rate,
    low_rate: Rate,
) -> Rate:
    """Rate owed by the payer group: high above the high threshold of dependence, low above the low one."""
    if exceeds(income_from_payer, of=income_from_all, share=high_threshold):
        return high_rate
    if exceeds(income_from_payer, of=income_from_all, share=low_threshold):
        return low_rate
    return NO_RATE


@rule(level=TIE_YEAR, law_at=year_end, cites=CRC("167"), evidence="L:crc", since="2013-01-01")
def contracting_entity_base(income_from_payer: Money, is_contracting_entity: Truth, charged_share: Rate) -> Money:
    """The whole value of the services provided to the group in the year, not 70 % of it."""
    return percent_of(income_from_payer, charged_share) if is_contracting_entity else NOTHING


@rule(level=TIE_YEAR, law_at=year_end, cites=(CRC("154(2)"), CRC("168(7)")), evidence="L:crc", since="2013-01-01")
def contracting_entity_contribution(contracting_entity_base: Money, contracting_entity_rate: Rate) -> Money:
    """Owed by the payer group for the year."""
    return percent_of(contracting_entity_base, contracting_entity_rate)


@rule(level=TIE_YEAR, law_at=year_end, cites=CRC("140-A(2)"), evidence="L:crc", since="2023-05-01", before=NOTHING)
def contribution_for_business_owner(contracting_entity_contribution: Money, business_owner: Truth) -> Money:
    """For business owners the contribution is earmarked for unemployment protection."""
    return contracting_entity_contribution if business_owner else NOTHING


@rule(level=TIE_YEAR, law_at=year_end, cites=(CRC("168(7)"), CRC("283(1)")), evidence="L:crc", since="2013-01-01")
def contribution_for_service_provider(
    contracting_entity_contribution: Money, contribution_for_business_owner: Money
) -> Money:
    """For all other self-employed workers."""
    return contracting_entity_contribution - contribution_for_business_owner


@rule(level=TIE_YEAR, law_at=year_end, cites=CRC("150(5)"), evidence="L:crc", since="2018-01-01")
def inspection_notified(is_contracting_entity: Truth) -> Truth:
    """The labour inspectorate or the inspectors of social security are told, to check that the work is lawful."""
    return is_contracting_entity


@rule(level=TIE_YEAR, law_at=year_end, cites=CRC("155(3)"), evidence="L:crc", since="2018-01-01")
def charge_due_on(charge_issued_on: Date, last_charge_day: Days) -> Date:
    """Payment is due by the 20th of the month after the bill was issued."""
    return add_days(first_day(add_months(month_of(charge_issued_on), 1)), last_charge_day - 1)


RESULTS = (
    posting(
        "contribution_for_service_provider",
        scheme="self_employed",
        payer="payer",
        posted_on=next_year_start,
        cause="contracting entity",
    ),
    posting(
        "contribution_for_business_owner",
        branch=Branch.UNEMPLOYMENT,
        scheme="self_employed",
        payer="payer",
        posted_on=next_year_start,
        cause="contracting entity of a business owner",
    ),
    identity(
        total="contracting_entity_contribution",
        parts=("contribution_for_service_provider", "contribution_for_business_owner"),
    ),
)
