"""Occupational-injury protection in new forms of employment (职业伤害保障): paid by the platform, order by order."""

from amparo.law.china.instruments import (
    WIIR,
    Opinions2021_56,
    Pilot2021_110,
    Pilot2025_24,
    PilotBeijing,
    PilotChongqing,
    PilotHandling2025_79,
    PilotShanxi,
)
from amparo.rules import (
    CONTRACT,
    MONTH,
    NO,
    NOTHING,
    TIE_MONTH,
    WHOLE,
    Activity,
    Branch,
    Category,
    Count,
    Date,
    Form,
    Money,
    Month,
    PayerKind,
    Rate,
    Table,
    Truth,
    add_months,
    any_of,
    first_day,
    lookup,
    month_worked,
    percent_of,
    posting,
    rule,
)


class Platform(Category):
    """The platforms that the pilot names, by the round in which each came in."""

    CAOCAO = 1
    MEITUAN = 2
    ELEME = 3
    DADA = 4
    FLASHEX = 5
    HUOLALA = 6
    KUAIGOU = 7
    DIDI = 8
    SF_INTRACITY = 9
    DIDI_FREIGHT = 10
    MANBANG_SHENGSHENG = 11
    T3 = 12
    HUAXIAOZHU = 13
    SUNSHINE = 14
    RUQI = 15
    XIANGDAO = 16
    JISHI = 17
    FENGYUN = 18
    SHOUQI = 19
    MEITUAN_DACHE = 20
    XIAOXIANG = 21
    HEMA = 22
    DINGDONG = 23
    PUPU = 24
    UU_PAOTUI = 25
    OTHER = 26


class PilotService(Category):
    """The service for which a platform is in the pilot, and the service that an activity is."""

    RIDE_HAILING = 1
    DELIVERY = 2
    FREIGHT = 3
    NOT_ADMITTED = 4
    OUTSIDE = 5


injury_protection_in_month = any_of("injury_protection_applies", at=MONTH)


# --- through which payers ------------------------------------------------------------------------------------------


@rule(
    level=TIE_MONTH,
    law_at=month_worked,
    cites=(Opinions2021_56("I"), Pilot2021_110("4")),
    evidence="S:A18,D4",
    since="2018-01-01",
)
def work_comes_through_platform(payer_kind: PayerKind) -> Truth:
    """The work comes from a platform, or from an enterprise that organises it for one."""
    return payer_kind == PayerKind.PLATFORM or payer_kind == PayerKind.INTERMEDIARY


# --- where, for whom, for what -------------------------------------------------------------------------------------


@rule(
    level=CONTRACT,
    law_at=month_worked,
    cites=(Pilot2021_110("4"), Pilot2025_24("1")),
    evidence="S:D1",
    since="2022-07-01",
    before=NO,
)
def platform_admitted(
    work_comes_through_platform: Truth,
    platform: Platform,
    activity: Activity,
    service_of_platform: Table,
    service_of_activity: Table,
) -> Truth:
    """The platform is in the pilot for the service that the work is."""
    in_pilot_for_it = lookup(service_of_platform, platform) == lookup(service_of_activity, activity)
    return work_comes_through_platform and in_pilot_for_it


@rule(
    level=CONTRACT,
    law_at=month_worked,
    cites=PilotBeijing("platforms"),
    evidence="S:D13",
    since="2025-07-01",
    before=NO,
    place="work_place",
)
def licensed_ride_hailing_admitted(
    activity: Activity, licensed_ride_hailing_in_pilot: Truth, local_ride_hailing_licence: Truth
) -> Truth:
    """Beijing also takes in other ride-hailing platforms that hold its licence."""
    return activity == Activity.RIDE_HAILING and licensed_ride_hailing_in_pilot and local_ride_hailing_licence


@rule(
    level=CONTRACT,
    law_at=month_worked,
    cites=(Pilot2025_24("Measures 2(2)"), WIIR("2")),
    evidence="I:D23,ll779325",
    since="2022-07-01",
    before=NO,
)
def under_work_injury_regulations(
    form: Form,
    registered_for_work_injury: Truth,
    unregistered_employees_left_out: Truth,
    insured_against_work_injury: Truth,
) -> Truth:
    """Work under the Regulations is outside: by contract of employment or, as read here, once it is registered."""
    unregistered = unregistered_employees_left_out and insured_against_work_injury
    return form == Form.EMPLOYMENT or registered_for_work_injury or unregistered


@rule(
    level=CONTRACT,
    law_at=month_worked,
    cites=(Pilot2021_110("4"), Pilot2025_24("Measures 2(1)")),
    evidence="S:D4",
    since="2022-07-01",
    before=NO,
    place="work_place",
)
def injury_protection_applies(
    work_comes_through_platform: Truth,
    injury_pilot_territory: Truth,
    platform_admitted: Truth,
    licensed_ride_hailing_admitted: Truth,
    under_work_injury_regulations: Truth,
) -> Truth:
    """Every order taken in the territory through an admitted platform is insured, without a labour relationship."""
    admitted = platform_admitted or licensed_ride_hailing_admitted
    in_pilot = work_comes_through_platform and injury_pilot_territory and admitted
    return in_pilot and not under_work_injury_regulations


# --- contribution -------------------------------------------------------------------------------------------------


@rule(
    level=CONTRACT,
    law_at=month_worked,
    cites=Pilot2021_110("Measures"),
    evidence="K ?",
    since="2022-07-01",
    until="2025-07-01",
    before=0,
    name="order_contribution_benchmark",
)
def order_contribution_of_four_industries(
    activity: Activity,
    ride_hailing_order_contribution: Money,
    food_delivery_order_contribution: Money,
    instant_delivery_order_contribution: Money,
    freight_order_contribution: Money,
) -> Money:
    """Until June 2025 each of four industries has its contribution per order."""
    if activity == Activity.RIDE_HAILING:
        return ride_hailing_order_contribution
    if activity == Activity.FOOD_DELIVERY:
        return food_delivery_order_contribution
    if activity == Activity.INSTANT_DELIVERY:
        return instant_delivery_order_contribution
    return freight_order_contribution


@rule(
    level=CONTRACT,
    law_at=month_worked,
    cites=(Pilot2025_24("Measures 9"), PilotChongqing("")),
    evidence="S:D8",
    since="2025-07-01",
    name="order_contribution_benchmark",
    place="work_place",
)
def order_contribution_of_three_industries(
    activity: Activity,
    ride_hailing_order_contribution: Money,
    delivery_order_contribution: Money,
    freight_order_contribution: Money,
) -> Money:
    """From July 2025 food delivery is part of instant delivery: three industries have their contribution."""
    if activity == Activity.RIDE_HAILING:
        return ride_hailing_order_contribution
    if activity == Activity.FREIGHT:
        return freight_order_contribution
    return delivery_order_contribution


@rule(
    level=CONTRACT,
    law_at=month_worked,
    cites=(Pilot2025_24("Measures 9"), PilotChongqing("")),
    evidence="S:D8",
    since="2025-07-01",
    before=0,
    place="work_place",
)
def delivery_order_contribution(
    platform: Platform,
    platform_of_first_round: Table,
    early_pilot_province: Truth,
    high_claims_ratio: Truth,
    instant_delivery_order_contribution: Money,
    instant_delivery_order_contribution_high: Money,
) -> Money:
    """In the early provinces first-round platforms pay by their claims ratio there; all others the low amount."""
    if early_pilot_province and lookup(platform_of_first_round, platform) and high_claims_ratio:
        return instant_delivery_order_contribution_high
    return instant_delivery_order_contribution


@rule(
    level=CONTRACT,
    law_at=month_worked,
    cites=(Pilot2025_24("Measures 9"), PilotShanxi("")),
    evidence="S:D14 ?",
    since="2025-07-01",
    before=WHOLE,
)
def order_contribution_factor(
    floating_of_order_contribution: Rate, floating_lowest: Rate, floating_highest: Rate
) -> Rate:
    """A province may float a platform's contribution each year by steps of 10 %, half up or half down at most."""
    return min(max(floating_of_order_contribution, floating_lowest), floating_highest)


@rule(
    level=CONTRACT,
    law_at=month_worked,
    cites=(Pilot2025_24("Measures 9"), PilotHandling2025_79("3")),
    evidence="S:D14",
    since="2022-07-01",
    before=0,
)
def occupational_injury_contribution(
    injury_protection_applies: Truth,
    orders: Count,
    order_contribution_benchmark: Money,
    order_contribution_factor: Rate,
) -> Money:
    """The platform pays the month's orders times the contribution per order; the worker pays nothing."""
    if injury_protection_applies:
        return percent_of(order_contribution_benchmark * orders, order_contribution_factor)
    return NOTHING


@rule(level=CONTRACT, law_at=month_worked, cites=PilotHandling2025_79("3"), evidence="S:D13", since="2018-01-01")
def occupational_injury_declared_on(month: Month) -> Date:
    """The platform declares the orders of a month in the month after; the day within it is not held here."""
    return first_day(add_months(month, 1))


RESULTS = (
    posting(
        "occupational_injury_contribution",
        branch=Branch.EMPLOYMENT_INJURY,
        scheme="occupational_injury",
        payer="payer",
        posted_on="occupational_injury_declared_on",
        cause="occupational-injury contribution per order",
    ),
)
