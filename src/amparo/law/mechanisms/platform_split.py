"""Health and pension shared sixty to forty with the platform on a share of platform income (Colombia, Law 2466)."""

from amparo.law.mechanisms.instruments import COLaw100, COLaw2466
from amparo.rules import (
    CONTRACT,
    MONTH,
    NOTHING,
    Activity,
    Branch,
    Coverage,
    Money,
    Rate,
    Truth,
    any_of,
    coverage,
    identity,
    month_end,
    month_worked,
    percent_of,
    posting,
    rule,
)


@rule(
    level=CONTRACT,
    law_at=month_worked,
    cites=COLaw2466("24"),
    evidence="S:tropicanafm,valenciagrajales",
    since="2025-06-25",
)
def platform_delivery(independent_platform_work: Truth, activity: Activity) -> Truth:
    """The articles are for autonomous delivery workers of platforms."""
    delivery = activity == Activity.FOOD_DELIVERY or activity == Activity.INSTANT_DELIVERY
    return independent_platform_work and delivery


@rule(
    level=CONTRACT,
    law_at=month_worked,
    cites=COLaw2466("base"),
    evidence="S:tropicanafm,valenciagrajales",
    since="2025-06-25",
)
def split_base(platform_delivery: Truth, independent_platform_pay: Money, split_base_share: Rate) -> Money:
    """The base is a share of all income received through the platform."""
    return percent_of(independent_platform_pay, split_base_share) if platform_delivery else NOTHING


@rule(
    level=CONTRACT,
    law_at=month_worked,
    cites=(COLaw2466("health"), COLaw100("health")),
    evidence="K",
    since="2025-06-25",
)
def split_health(split_base: Money, split_health_rate: Rate) -> Money:
    """The whole health contribution."""
    return percent_of(split_base, split_health_rate)


@rule(level=CONTRACT, law_at=month_worked, cites=COLaw2466("health"), evidence="S:tropicanafm", since="2025-06-25")
def split_health_platform(split_health: Money, platform_split_share: Rate) -> Money:
    """The platform's share of the health contribution."""
    return percent_of(split_health, platform_split_share)


@rule(level=CONTRACT, law_at=month_worked, cites=COLaw2466("health"), evidence="S:tropicanafm", since="2025-06-25")
def split_health_worker(split_health: Money, split_health_platform: Money) -> Money:
    """The worker pays the rest."""
    return split_health - split_health_platform


@rule(
    level=CONTRACT,
    law_at=month_worked,
    cites=(COLaw2466("pension"), COLaw100("pension")),
    evidence="K",
    since="2025-06-25",
)
def split_pension(split_base: Money, split_pension_rate: Rate) -> Money:
    """The whole pension contribution."""
    return percent_of(split_base, split_pension_rate)


@rule(level=CONTRACT, law_at=month_worked, cites=COLaw2466("pension"), evidence="S:tropicanafm", since="2025-06-25")
def split_pension_platform(split_pension: Money, platform_split_share: Rate) -> Money:
    """The platform's share of the pension contribution."""
    return percent_of(split_pension, platform_split_share)


@rule(level=CONTRACT, law_at=month_worked, cites=COLaw2466("pension"), evidence="S:tropicanafm", since="2025-06-25")
def split_pension_worker(split_pension: Money, split_pension_platform: Money) -> Money:
    """The worker pays the rest."""
    return split_pension - split_pension_platform


@rule(level=CONTRACT, law_at=month_worked, cites=COLaw2466("work risk"), evidence="S:tropicanafm", since="2025-06-25")
def work_risk_contribution(split_base: Money, work_risk_rate: Rate) -> Money:
    """Work risk is the platform's alone."""
    return percent_of(split_base, work_risk_rate)


platform_delivery_in_month = any_of("platform_delivery", at=MONTH)


@rule(level=MONTH, law_at=month_worked, cites=COLaw2466("24-30"), evidence="S:tropicanafm", since="2025-06-25")
def split_cover(platform_delivery_in_month: Truth) -> Coverage:
    """Compulsory while orders are delivered; parts of a month are allowed."""
    return Coverage.MANDATORY if platform_delivery_in_month else Coverage.NONE


RESULTS = (
    coverage(Branch.MEDICAL_CARE, scheme="platform_split", by="split_cover"),
    coverage(Branch.OLD_AGE, scheme="platform_split", by="split_cover"),
    coverage(Branch.EMPLOYMENT_INJURY, scheme="platform_split", by="split_cover"),
    posting(
        "split_health_platform",
        branch=Branch.MEDICAL_CARE,
        scheme="platform_split",
        payer="payer",
        posted_on=month_end,
        cause="health, platform",
    ),
    posting(
        "split_health_worker",
        branch=Branch.MEDICAL_CARE,
        scheme="platform_split",
        payer="worker",
        posted_on=month_end,
        cause="health, worker",
    ),
    posting(
        "split_pension_platform",
        branch=Branch.OLD_AGE,
        scheme="platform_split",
        payer="payer",
        posted_on=month_end,
        cause="pension, platform",
    ),
    posting(
        "split_pension_worker",
        branch=Branch.OLD_AGE,
        scheme="platform_split",
        payer="worker",
        posted_on=month_end,
        cause="pension, worker",
    ),
    posting(
        "work_risk_contribution",
        branch=Branch.EMPLOYMENT_INJURY,
        scheme="platform_split",
        payer="payer",
        posted_on=month_end,
        cause="work risk",
    ),
    identity(total="split_health", parts=("split_health_platform", "split_health_worker")),
    identity(total="split_pension", parts=("split_pension_platform", "split_pension_worker")),
)
