"""Passenger transport in cars booked through electronic platforms (TVDE): the laws of 2018 and of September 2026.

The driver works for an operator, a licensed company; what that means for the employer is said in the topic `status`.
"""

from __future__ import annotations

from amparo.law.portugal.instruments import L45_2018, L59_2026
from amparo.rules import (
    CONTRACT,
    MONTH,
    NO,
    NOTHING,
    TIE_MONTH,
    Activity,
    Count,
    Date,
    Minutes,
    Money,
    Month,
    PayerKind,
    Rate,
    Truth,
    any_of,
    at_day,
    exceeds,
    first_day,
    full_years_between,
    month_worked,
    percent_of,
    rule,
)


@rule(
    level=CONTRACT,
    law_at=month_worked,
    cites=(L45_2018("1"), L59_2026("2")),
    evidence="L:l45",
    since="2018-11-01",
    before=NO,
)
def passenger_platform_transport(activity: Activity) -> Truth:
    """Paid passenger transport in a car booked through an electronic platform is regulated since November 2018."""
    return activity == Activity.RIDE_HAILING


transports_passengers_for_payer = any_of("passenger_platform_transport", at=TIE_MONTH)


@rule(level=TIE_MONTH, law_at=month_worked, cites=L45_2018("2"), evidence="L:l45", since="2018-11-01", before=NO)
def payer_is_operator(transports_passengers_for_payer: Truth, payer_kind: PayerKind) -> Truth:
    """The operator stands between platform and driver."""
    return transports_passengers_for_payer and payer_kind == PayerKind.INTERMEDIARY


@rule(
    level=TIE_MONTH,
    law_at=month_worked,
    cites=(L45_2018("10(2)(e)"), L59_2026("10(2)(e)")),
    evidence="L:l45",
    since="2018-11-01",
    before=NO,
)
def written_contract_lacking(payer_is_operator: Truth, written_contract: Truth) -> Truth:
    """The driver works for the operator under a written contract."""
    return payer_is_operator and not written_contract


@rule(
    level=TIE_MONTH,
    law_at=at_day("operator_licence_date"),
    cites=(L45_2018("3(8)"), L59_2026("3")),
    evidence="I:l59 ?",
    since="2018-11-01",
    before=NO,
)
def operator_licence_expired(
    payer_is_operator: Truth, operator_licence_date: Date, month: Month, operator_licence_years: Count
) -> Truth:
    """A licence lasts as long as the law of its day allows: at most ten years, if issued since September 2026 five."""
    return payer_is_operator and full_years_between(operator_licence_date, first_day(month)) >= operator_licence_years


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=(L45_2018("13(1)"), L59_2026("13")),
    evidence="L:l45",
    since="2018-11-01",
    before=NO,
)
def driving_limit_exceeded(most_minutes_driven_in_24_hours: Minutes, driving_limit: Minutes) -> Truth:
    """Drivers may not drive more than ten hours in 24, over all platforms together."""
    return most_minutes_driven_in_24_hours > driving_limit


@rule(
    level=CONTRACT,
    law_at=month_worked,
    cites=L45_2018("15(3)"),
    evidence="L:l45",
    since="2018-11-01",
    until="2026-09-01",
    before=NO,
    name="platform_fee_above_cap",
)
def platform_fee_above_cap_of_2018(
    passenger_platform_transport: Truth, platform_fee: Money, fares_paid: Money, platform_fee_cap: Rate
) -> Truth:
    """The platform's fee may not be above 25 % of the fare."""
    return passenger_platform_transport and exceeds(platform_fee, of=fares_paid, share=platform_fee_cap)


@rule(level=CONTRACT, law_at=month_worked, cites=L59_2026("15(3)"), evidence="L:l59", since="2026-09-01")
def platform_fee_above_cap(
    passenger_platform_transport: Truth, platform_fee: Money, fares_without_vat: Money, platform_fee_cap: Rate
) -> Truth:
    """Since September 2026 the cap of 25 % is taken on the fare without value-added tax."""
    return passenger_platform_transport and exceeds(platform_fee, of=fares_without_vat, share=platform_fee_cap)


@rule(level=CONTRACT, law_at=month_worked, cites=L45_2018("30"), evidence="K", since="2018-11-01", before=NOTHING)
def regulation_levy_on_platform(
    passenger_platform_transport: Truth, platform_fee: Money, regulation_levy: Rate
) -> Money:
    """The platform pays a levy of 5 % of its fees for regulation and inspection."""
    return percent_of(platform_fee, regulation_levy) if passenger_platform_transport else NOTHING


@rule(
    level=TIE_MONTH,
    law_at=month_worked,
    cites=L45_2018("12(4)"),
    evidence="L:l45",
    since="2018-11-01",
    until="2026-09-01",
    before=NO,
    name="car_too_old",
)
def car_too_old_of_2018(transports_passengers_for_payer: Truth, car_age_years: Count, car_age_limit: Count) -> Truth:
    """Cars must be less than seven years old."""
    return transports_passengers_for_payer and car_age_years >= car_age_limit


@rule(level=TIE_MONTH, law_at=month_worked, cites=L59_2026("12(7)"), evidence="L:l59", since="2026-09-01")
def car_too_old(
    transports_passengers_for_payer: Truth,
    car_age_years: Count,
    car_is_electric: Truth,
    car_age_limit: Count,
    electric_car_age_limit: Count,
) -> Truth:
    """Since September 2026 cars may be used until ten years old, electric ones until twelve."""
    limit = electric_car_age_limit if car_is_electric else car_age_limit
    return transports_passengers_for_payer and car_age_years >= limit
