"""Full insurance from a month's net income of one minimum wage on, net of deemed costs by vehicle (Mexico, 2025)."""

from amparo.law.mechanisms.instruments import MXReform2024, MXRules2025
from amparo.law.mechanisms.vehicles import Vehicle
from amparo.rules import (
    CONTRACT,
    MONTH,
    NOTHING,
    TIE_MONTH,
    Branch,
    Coverage,
    Money,
    Rate,
    Table,
    Truth,
    any_of,
    coverage,
    lookup,
    month_end,
    month_worked,
    percent_of,
    posting,
    rule,
    total,
)


@rule(
    level=CONTRACT, law_at=month_worked, cites=MXReform2024("net income"), evidence="S:eleconomista", since="2025-06-22"
)
def net_income_by_vehicle(independent_platform_pay: Money, vehicle: Vehicle, counted_share_by_vehicle: Table) -> Money:
    """Gross income less the costs that the law deems for the vehicle."""
    return percent_of(independent_platform_pay, lookup(counted_share_by_vehicle, vehicle))


net_income_of_tie = total("net_income_by_vehicle", at=TIE_MONTH)


@rule(
    level=TIE_MONTH,
    law_at=month_worked,
    cites=MXReform2024("threshold"),
    evidence="S:pulsoslp,kpmg ?",
    since="2025-06-22",
)
def reaches_minimum_wage(net_income_of_tie: Money, minimum_wage_here: Money) -> Truth:
    """The month's net income through the platform reaches one monthly minimum wage."""
    return net_income_of_tie > 0 and net_income_of_tie >= minimum_wage_here


@rule(level=TIE_MONTH, law_at=month_worked, cites=MXRules2025("base"), evidence="S:kpmg", since="2025-06-22")
def insured_net_income(net_income_of_tie: Money, reaches_minimum_wage: Truth) -> Money:
    """Whoever reaches the threshold is insured on the net income; below it nothing is insured."""
    return net_income_of_tie if reaches_minimum_wage else NOTHING


@rule(
    level=TIE_MONTH, law_at=month_worked, cites=MXRules2025("worker"), evidence="S:diarioimagen ?", since="2025-06-22"
)
def threshold_worker_part(insured_net_income: Money, threshold_worker_rate: Rate) -> Money:
    """The worker's part of all branches together."""
    return percent_of(insured_net_income, threshold_worker_rate)


@rule(level=TIE_MONTH, law_at=month_worked, cites=MXRules2025("platform"), evidence="S:ey", since="2025-06-22")
def threshold_platform_part(insured_net_income: Money, threshold_platform_rate: Rate) -> Money:
    """The platform's part of all branches together; its rate is not held."""
    return percent_of(insured_net_income, threshold_platform_rate)


over_threshold_in_month = any_of("reaches_minimum_wage", at=MONTH)


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=MXReform2024("full insurance"),
    evidence="S:pulsoslp,kpmg",
    since="2025-06-22",
)
def threshold_cover(over_threshold_in_month: Truth) -> Coverage:
    """Full insurance in the months in which a platform's pay reaches the threshold."""
    return Coverage.MANDATORY if over_threshold_in_month else Coverage.NONE


RESULTS = (
    coverage(Branch.SICKNESS, scheme="income_threshold", by="threshold_cover"),
    coverage(Branch.MEDICAL_CARE, scheme="income_threshold", by="threshold_cover"),
    coverage(Branch.MATERNITY_PARENTAL, scheme="income_threshold", by="threshold_cover"),
    coverage(Branch.OLD_AGE, scheme="income_threshold", by="threshold_cover"),
    coverage(Branch.INVALIDITY, scheme="income_threshold", by="threshold_cover"),
    coverage(Branch.SURVIVORS, scheme="income_threshold", by="threshold_cover"),
    coverage(Branch.EMPLOYMENT_INJURY, scheme="income_threshold", by="threshold_cover"),
    posting(
        "threshold_worker_part",
        scheme="income_threshold",
        payer="worker",
        posted_on=month_end,
        cause="worker's part above the threshold",
    ),
    posting(
        "threshold_platform_part",
        scheme="income_threshold",
        payer="payer",
        posted_on=month_end,
        cause="platform's part above the threshold",
    ),
)
