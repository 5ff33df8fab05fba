"""Contributions by tier of monthly earnings net of deemed costs by vehicle (Singapore, Platform Workers Act 2024)."""

from amparo.law.mechanisms.instruments import SGAct2024, SGCpf
from amparo.law.mechanisms.vehicles import Vehicle
from amparo.rules import (
    CONTRACT,
    MONTH,
    NO_RATE,
    NOTHING,
    TIE_MONTH,
    WHOLE,
    WORKER,
    Branch,
    Count,
    Coverage,
    Date,
    Money,
    Month,
    Rate,
    Table,
    Truth,
    any_of,
    coverage,
    full_years_between,
    last_day,
    lookup,
    month_end,
    month_worked,
    percent_of,
    posting,
    rule,
    times,
    today,
    total,
)


@rule(level=CONTRACT, law_at=month_worked, cites=SGCpf("net earnings"), evidence="S:askgov", since="2025-01-01")
def net_earnings_by_vehicle(
    independent_platform_pay: Money, vehicle: Vehicle, earnings_share_by_vehicle: Table
) -> Money:
    """Earnings of the jobs done with a vehicle, less the expenses deemed for it."""
    return percent_of(independent_platform_pay, lookup(earnings_share_by_vehicle, vehicle))


net_earnings_of_tie = total("net_earnings_by_vehicle", at=TIE_MONTH)


@rule(level=WORKER, law_at=today, cites=SGAct2024("cohort"), evidence="S:cpf,mom", since="2025-01-01")
def in_contributing_cohort(birth_date: Date, first_compulsory_birth: Date, opts_into_contributions: Truth) -> Truth:
    """Compulsory for those born from a day on; older workers may opt in."""
    return birth_date >= first_compulsory_birth or opts_into_contributions


@rule(level=TIE_MONTH, law_at=month_worked, cites=SGCpf("rates"), evidence="S:mavenside", since="2025-01-01")
def tier_operator_rate(
    month: Month, birth_date: Date, age_of_first_band: Count, operator_rate: Rate, operator_rate_above_band: Rate
) -> Rate:
    """The operator's rate; that of workers above the first age band is not held."""
    young = full_years_between(birth_date, last_day(month)) <= age_of_first_band
    return operator_rate if young else operator_rate_above_band


@rule(level=TIE_MONTH, law_at=month_worked, cites=SGCpf("rates"), evidence="S:cpf", since="2025-01-01")
def tier_worker_rate(
    month: Month, birth_date: Date, age_of_first_band: Count, worker_rate: Rate, worker_rate_above_band: Rate
) -> Rate:
    """The worker's rate; that of workers above the first age band is not held."""
    young = full_years_between(birth_date, last_day(month)) <= age_of_first_band
    return worker_rate if young else worker_rate_above_band


@rule(level=TIE_MONTH, law_at=month_worked, cites=SGCpf("tiers"), evidence="S:cpf", since="2025-01-01")
def tier_operator_part(
    net_earnings_of_tie: Money, in_contributing_cohort: Truth, operator_tier: Money, tier_operator_rate: Rate
) -> Money:
    """Above the first tier the operator contributes."""
    owes = in_contributing_cohort and net_earnings_of_tie > operator_tier
    return percent_of(net_earnings_of_tie, tier_operator_rate) if owes else NOTHING


@rule(level=TIE_MONTH, law_at=month_worked, cites=SGCpf("tiers"), evidence="S:cpf", since="2025-01-01")
def tier_phase(net_earnings_of_tie: Money, worker_tier: Money, full_tier: Money, phase_of_middle_tier: Rate) -> Rate:
    """The worker pays nothing up to the second tier, a growing part up to the third, and in full above it."""
    if net_earnings_of_tie > full_tier:
        return WHOLE
    return phase_of_middle_tier if net_earnings_of_tie > worker_tier else NO_RATE


@rule(level=TIE_MONTH, law_at=month_worked, cites=SGCpf("tiers"), evidence="S:cpf", since="2025-01-01")
def tier_worker_part(
    net_earnings_of_tie: Money, in_contributing_cohort: Truth, tier_phase: Rate, tier_worker_rate: Rate
) -> Money:
    """The worker's part by tier."""
    return percent_of(net_earnings_of_tie, times(tier_worker_rate, tier_phase)) if in_contributing_cohort else NOTHING


@rule(level=TIE_MONTH, law_at=month_worked, cites=SGCpf("tiers"), evidence="S:cpf", since="2025-01-01")
def tier_insured(net_earnings_of_tie: Money, in_contributing_cohort: Truth, operator_tier: Money) -> Truth:
    """Contributions are credited from the first tier on."""
    return in_contributing_cohort and net_earnings_of_tie > operator_tier


tier_insured_in_month = any_of("tier_insured", at=MONTH)


@rule(level=MONTH, law_at=month_worked, cites=SGAct2024("CPF"), evidence="S:cpf,mom", since="2025-01-01")
def tier_old_age_cover(tier_insured_in_month: Truth) -> Coverage:
    """Savings for old age are compulsory for the cohort above the first tier."""
    return Coverage.MANDATORY if tier_insured_in_month else Coverage.NONE


@rule(level=MONTH, law_at=month_worked, cites=SGAct2024("work injury"), evidence="S:mom", since="2025-01-01")
def tier_injury_cover(platform_work_in_month: Truth) -> Coverage:
    """Work-injury insurance by the operator is compulsory for everybody, at the level of employees."""
    return Coverage.MANDATORY if platform_work_in_month else Coverage.NONE


RESULTS = (
    coverage(Branch.OLD_AGE, scheme="tiered_earnings", by="tier_old_age_cover"),
    coverage(Branch.EMPLOYMENT_INJURY, scheme="tiered_earnings", by="tier_injury_cover"),
    posting(
        "tier_operator_part",
        branch=Branch.OLD_AGE,
        scheme="tiered_earnings",
        payer="payer",
        posted_on=month_end,
        cause="operator's part",
    ),
    posting(
        "tier_worker_part",
        branch=Branch.OLD_AGE,
        scheme="tiered_earnings",
        payer="worker",
        posted_on=month_end,
        cause="worker's part",
    ),
)
