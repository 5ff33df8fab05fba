"""Features of platform employment as Chinese records tell them: guiding case 237's factors read as Portugal's features.

Chinese records speak of each engagement, Portugal's features of the relation with the platform: a feature holds in the
month when it holds in one engagement with the payer.
"""

from amparo.law.mechanisms.instruments import Terms
from amparo.rules import CONTRACT, TIE_MONTH, Truth, any_of, month_worked, rule


@rule(level=CONTRACT, law_at=month_worked, cites=Terms("3"), evidence="I", since="2000-01-01")
def price_not_the_workers(worker_sets_price: Truth) -> Truth:
    """The worker does not set the price: read as the platform fixing the pay (a)."""
    return not worker_sets_price


@rule(level=CONTRACT, law_at=month_worked, cites=Terms("3"), evidence="I", since="2000-01-01")
def bound_by_platform_rules(worker_bound_by_rules_and_algorithms: Truth) -> Truth:
    """The worker is bound by rules and algorithms: read as direction by specific rules (b)."""
    return worker_bound_by_rules_and_algorithms


@rule(level=CONTRACT, law_at=month_worked, cites=Terms("3"), evidence="I", since="2000-01-01")
def work_process_controlled(payer_controls_work_process: Truth) -> Truth:
    """The payer controls the work process: read as control and supervision (c)."""
    return payer_controls_work_process


@rule(level=CONTRACT, law_at=month_worked, cites=Terms("3"), evidence="I", since="2000-01-01")
def time_not_the_workers(worker_chooses_time_and_workload: Truth) -> Truth:
    """The worker does not choose time and workload: read as restricted autonomy (d)."""
    return not worker_chooses_time_and_workload


pay_fixed_for_worker = any_of("price_not_the_workers", at=TIE_MONTH)
directed_by_rules = any_of("bound_by_platform_rules", at=TIE_MONTH)
controlled_in_work = any_of("work_process_controlled", at=TIE_MONTH)
autonomy_restricted = any_of("time_not_the_workers", at=TIE_MONTH)
