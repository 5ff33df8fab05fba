"""Contributions on turnover withheld at source by the platform (France: pilot 2026, all platforms from 2027)."""

from amparo.law.mechanisms.instruments import FRDecree2025, FRLfss2024
from amparo.rules import (
    CONTRACT,
    MONTH,
    Branch,
    Coverage,
    Money,
    Rate,
    Truth,
    coverage,
    month_end,
    month_worked,
    percent_of,
    posting,
    rule,
)


@rule(
    level=CONTRACT,
    law_at=month_worked,
    cites=(FRLfss2024("platforms"), FRDecree2025("D. 613-4")),
    evidence="S:adie,arapl",
    since="2026-01-01",
)
def withheld_at_source(independent_platform_pay: Money, services_turnover_rate: Rate) -> Money:
    """The platform takes the contribution from the turnover that it pays out, at the rate of services."""
    return percent_of(independent_platform_pay, services_turnover_rate)


@rule(level=MONTH, law_at=month_worked, cites=FRDecree2025("D. 613-4"), evidence="K", since="2026-01-01")
def turnover_cover(platform_work_in_month: Truth) -> Coverage:
    """Contributions on turnover carry sickness, maternity, invalidity, death and old age."""
    return Coverage.MANDATORY if platform_work_in_month else Coverage.NONE


RESULTS = (
    coverage(Branch.SICKNESS, scheme="source_withholding", by="turnover_cover"),
    coverage(Branch.MEDICAL_CARE, scheme="source_withholding", by="turnover_cover"),
    coverage(Branch.MATERNITY_PARENTAL, scheme="source_withholding", by="turnover_cover"),
    coverage(Branch.OLD_AGE, scheme="source_withholding", by="turnover_cover"),
    coverage(Branch.INVALIDITY, scheme="source_withholding", by="turnover_cover"),
    coverage(Branch.SURVIVORS, scheme="source_withholding", by="turnover_cover"),
    posting(
        "withheld_at_source",
        scheme="source_withholding",
        payer="worker",
        posted_on=month_end,
        cause="withheld by the platform",
    ),
)
