"""Contributions and coverage in domestic service in Portugal (Contributions Code arts. 116 to 121).

The household is the employer. Conventional pay for hours, days and months; real pay by written agreement.
"""

from __future__ import annotations

from amparo.law.portugal.instruments import CRC, L98_2009
from amparo.rules import (
    CONTRACT,
    MONTH,
    NOTHING,
    TIE_MONTH,
    Branch,
    Category,
    Count,
    Coverage,
    Days,
    Money,
    Table,
    Truth,
    any_of,
    at_day,
    coverage,
    identity,
    lookup,
    month_worked,
    mul_div,
    percent_of,
    posting,
    rule,
    total,
)


class DomesticArrangement(Category):
    """How the domestic work is contracted."""

    HOURLY = 1
    DAILY = 2
    MONTHLY_FULL_TIME = 3


class DomesticProtection(Category):
    """Range of protection in domestic service."""

    WITHOUT_UNEMPLOYMENT = 1
    WITH_UNEMPLOYMENT = 2


# --- Who --------------------------------------------------------------------------------------------------------------


domestic_work_for_household = any_of("insured_as_domestic_worker", at=TIE_MONTH)


@rule(level=TIE_MONTH, law_at=month_worked, cites=(CRC("116"), CRC("117")), evidence="L:crc", since="2018-01-01")
def insured_in_domestic_service(domestic_work_for_household: Truth, close_relative_of_household: Truth) -> Truth:
    """Domestic workers of a household, save its employer's spouse or partner, close relatives and in-laws."""
    return domestic_work_for_household and not close_relative_of_household


@rule(level=TIE_MONTH, law_at=month_worked, cites=(CRC("118(2)"), CRC("121(2)")), evidence="L:crc", since="2018-01-01")
def domestic_protection(domestic_arrangement: DomesticArrangement, real_pay_agreed: Truth) -> DomesticProtection:
    """Unemployment is covered only on real pay under a monthly full-time contract."""
    if domestic_arrangement == DomesticArrangement.MONTHLY_FULL_TIME and real_pay_agreed:
        return DomesticProtection.WITH_UNEMPLOYMENT
    return DomesticProtection.WITHOUT_UNEMPLOYMENT


# --- Base -------------------------------------------------------------------------------------------------------------


@rule(level=CONTRACT, law_at=month_worked, cites=CRC("120(2)"), evidence="L:crc", since="2018-01-01")
def pay_insured_in_domestic_service(gross_pay: Money, insured_as_domestic_worker: Truth) -> Money:
    """Pay actually earned in domestic service."""
    return gross_pay if insured_as_domestic_worker else NOTHING


domestic_pay = total("pay_insured_in_domestic_service", at=TIE_MONTH)
domestic_days = total("days_worked", at=TIE_MONTH, where="insured_as_domestic_worker")


@rule(level=MONTH, law_at=at_day("conventional_base_day"), cites=CRC("119(2)"), evidence="L:crc", since="2011-01-01")
def conventional_daily_pay(ias: Money) -> Money:
    """Conventional day: support index / 30, to the cent."""
    return mul_div(ias, 1, 30)


@rule(level=MONTH, law_at=at_day("conventional_base_day"), cites=CRC("120(1)"), evidence="L:crc", since="2011-01-01")
def conventional_monthly_pay(ias: Money) -> Money:
    """Conventional month: one support index."""
    return ias


@rule(level=TIE_MONTH, law_at=month_worked, cites=CRC("119(5)"), evidence="L:crc", since="2018-01-01")
def hours_to_declare(hours_for_payer: Count, least_hours_to_declare: Count) -> Count:
    """At least 30 hours a month are declared for each worker and employer."""
    return max(hours_for_payer, least_hours_to_declare)


@rule(level=TIE_MONTH, law_at=month_worked, cites=CRC("119(1)"), evidence="L:crc", since="2018-01-01")
def hourly_work_base(hours_to_declare: Count, conventional_hourly_pay: Money) -> Money:
    """Hours to declare at the conventional hour."""
    return conventional_hourly_pay * hours_to_declare


@rule(
    level=TIE_MONTH, law_at=month_worked, cites=(CRC("119(1)"), CRC("119(5)")), evidence="I:crc ?", since="2018-01-01"
)
def daily_work_base(
    domestic_days: Days, conventional_daily_pay: Money, conventional_hourly_pay: Money, least_hours_to_declare: Count
) -> Money:
    """Days at the conventional day, not below the pay of the least hours that must be declared."""
    return max(conventional_daily_pay * domestic_days, conventional_hourly_pay * least_hours_to_declare)


@rule(
    level=TIE_MONTH,
    law_at=month_worked,
    cites=(CRC("120(1)"), CRC("120(2)"), CRC("120(3)"), CRC("120(4)")),
    evidence="L:crc",
    since="2018-01-01",
)
def monthly_work_base(
    real_pay_agreed: Truth,
    domestic_pay: Money,
    part_of_month_only: Truth,
    domestic_days: Days,
    conventional_daily_pay: Money,
    conventional_monthly_pay: Money,
) -> Money:
    """Real pay if so agreed in writing; else one support index, or the conventional day for each day worked."""
    if real_pay_agreed:
        return domestic_pay
    return conventional_daily_pay * domestic_days if part_of_month_only else conventional_monthly_pay


@rule(level=TIE_MONTH, law_at=month_worked, cites=(CRC("119"), CRC("120")), evidence="L:crc", since="2018-01-01")
def domestic_contribution_base(
    insured_in_domestic_service: Truth,
    domestic_arrangement: DomesticArrangement,
    hourly_work_base: Money,
    daily_work_base: Money,
    monthly_work_base: Money,
) -> Money:
    """By the hour, by the day, or by the month full-time."""
    if not insured_in_domestic_service:
        return NOTHING
    if domestic_arrangement == DomesticArrangement.HOURLY:
        return hourly_work_base
    return daily_work_base if domestic_arrangement == DomesticArrangement.DAILY else monthly_work_base


# --- Contributions ----------------------------------------------------------------------------------------------------


@rule(level=TIE_MONTH, law_at=month_worked, cites=CRC("121"), evidence="L:crc", since="2018-01-01")
def domestic_employer_contribution(
    domestic_contribution_base: Money, domestic_protection: DomesticProtection, domestic_employer_rates: Table
) -> Money:
    """The household's part."""
    return percent_of(domestic_contribution_base, lookup(domestic_employer_rates, domestic_protection))


@rule(level=TIE_MONTH, law_at=month_worked, cites=CRC("121"), evidence="L:crc", since="2018-01-01")
def domestic_worker_contribution(
    domestic_contribution_base: Money, domestic_protection: DomesticProtection, domestic_worker_rates: Table
) -> Money:
    """The worker's part, withheld by the household."""
    return percent_of(domestic_contribution_base, lookup(domestic_worker_rates, domestic_protection))


@rule(level=TIE_MONTH, law_at=month_worked, cites=CRC("121"), evidence="L:crc", since="2018-01-01")
def domestic_contribution(
    domestic_contribution_base: Money, domestic_protection: DomesticProtection, domestic_rates: Table
) -> Money:
    """Household and worker together."""
    return percent_of(domestic_contribution_base, lookup(domestic_rates, domestic_protection))


@rule(level=TIE_MONTH, law_at=month_worked, cites=CRC("121"), evidence="S:aciab-dom", since="2018-01-01")
def domestic_rounding_residual(
    domestic_contribution: Money, domestic_employer_contribution: Money, domestic_worker_contribution: Money
) -> Money:
    """Each figure is rounded on its own, as published; the cent between the parts and the whole is shown apart."""
    return domestic_contribution - domestic_employer_contribution - domestic_worker_contribution


# --- Coverage ---------------------------------------------------------------------------------------------------------


@rule(level=TIE_MONTH, law_at=month_worked, cites=CRC("118(2)"), evidence="L:crc", since="2018-01-01")
def protected_in_domestic_unemployment(
    insured_in_domestic_service: Truth, domestic_protection: DomesticProtection
) -> Truth:
    """This household's contract covers unemployment."""
    return insured_in_domestic_service and domestic_protection == DomesticProtection.WITH_UNEMPLOYMENT


domestic_worker_of_anyone = any_of("insured_in_domestic_service", at=MONTH)
protected_in_domestic_unemployment_by_anyone = any_of("protected_in_domestic_unemployment", at=MONTH)


@rule(level=MONTH, law_at=month_worked, cites=CRC("118(1)"), evidence="L:crc", since="2018-01-01")
def domestic_coverage(domestic_worker_of_anyone: Truth) -> Coverage:
    """Sickness, parenthood, occupational disease, invalidity, old age and death are always covered."""
    return Coverage.MANDATORY if domestic_worker_of_anyone else Coverage.NONE


@rule(level=MONTH, law_at=month_worked, cites=CRC("118(2)"), evidence="L:crc", since="2018-01-01")
def domestic_unemployment_coverage(protected_in_domestic_unemployment_by_anyone: Truth) -> Coverage:
    """Unemployment is covered through a monthly full-time contract on real pay."""
    return Coverage.MANDATORY if protected_in_domestic_unemployment_by_anyone else Coverage.NONE


@rule(level=MONTH, law_at=month_worked, cites=L98_2009("79"), evidence="S:pcc", since="2018-01-01")
def domestic_injury_coverage(domestic_work_for_anyone: Truth) -> Coverage:
    """The household must insure the worker against work accidents with a private insurer."""
    return Coverage.MANDATORY if domestic_work_for_anyone else Coverage.NONE


domestic_work_for_anyone = any_of("insured_as_domestic_worker", at=MONTH)


RESULTS = (
    posting(
        "domestic_employer_contribution",
        scheme="domestic_service",
        payer="payer",
        posted_on="employer_payment_day",
        cause="employer contribution",
    ),
    posting(
        "domestic_worker_contribution",
        scheme="domestic_service",
        payer="worker",
        posted_on="employer_payment_day",
        cause="employee contribution",
    ),
    identity(
        total="domestic_contribution",
        parts=("domestic_employer_contribution", "domestic_worker_contribution"),
        residual="domestic_rounding_residual",
    ),
    coverage(Branch.SICKNESS, scheme="domestic_service", by="domestic_coverage"),
    coverage(Branch.MATERNITY_PARENTAL, scheme="domestic_service", by="domestic_coverage"),
    coverage(Branch.UNEMPLOYMENT, scheme="domestic_service", by="domestic_unemployment_coverage"),
    coverage(Branch.OCCUPATIONAL_DISEASE, scheme="domestic_service", by="domestic_coverage"),
    coverage(Branch.INVALIDITY, scheme="domestic_service", by="domestic_coverage"),
    coverage(Branch.OLD_AGE, scheme="domestic_service", by="domestic_coverage"),
    coverage(Branch.SURVIVORS, scheme="domestic_service", by="domestic_coverage"),
    coverage(Branch.EMPLOYMENT_INJURY, scheme="domestic_service", by="domestic_injury_coverage"),
)
