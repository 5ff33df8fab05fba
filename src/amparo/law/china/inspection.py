"""What the labour security inspectorate (劳动保障监察) would look at in China: warnings from records, no verdicts."""

from amparo.law.china.instruments import LCL, SIL, Guides2023_50, Notice2005_12, Opinions2021_56, Pilot2025_24
from amparo.rules import CONTRACT, NOTHING, TIE_MONTH, Form, Money, Truth, month_worked, rule, signal

# --- Labour relationship without a contract ---------------------------------------------------------------------------


@rule(level=CONTRACT, law_at=month_worked, cites=(LCL("10"), Notice2005_12("1")), evidence="S:L7", since="2018-01-01")
def labour_relationship_without_contract(
    in_labour_relationship: Truth, form: Form, written_labour_contract: Truth
) -> Truth:
    """A labour relationship exists by its facts, but neither the form given to it nor a document says so."""
    return in_labour_relationship and form != Form.EMPLOYMENT and not written_labour_contract


# --- Contributions against what is on record --------------------------------------------------------------------------


@rule(level=TIE_MONTH, law_at=month_worked, cites=(SIL("60(1)"), SIL("63")), evidence="S:L1", since="2018-01-01")
def employees_payment_missing(contributions_of_both: Money, recorded_employees_payment: Money) -> Money:
    """What is to be collected from the employer, the worker's part included, beyond the payment on record."""
    return max(contributions_of_both - recorded_employees_payment, NOTHING)


@rule(level=TIE_MONTH, law_at=month_worked, cites=(SIL("60(1)"), SIL("63")), evidence="S:L1", since="2018-01-01")
def employees_insurance_underpaid(contributions_of_both: Money, employees_payment_missing: Money) -> Truth:
    """Contributions are owed for the worker and the payment on record falls short."""
    return contributions_of_both > 0 and employees_payment_missing > 0


@rule(level=CONTRACT, law_at=month_worked, cites=Pilot2025_24("Measures 9"), evidence="S:D14", since="2018-01-01")
def order_payment_missing(occupational_injury_contribution: Money, recorded_order_payment: Money) -> Money:
    """What the platform owes for the orders of the month beyond the payment on record."""
    return max(occupational_injury_contribution - recorded_order_payment, NOTHING)


@rule(level=CONTRACT, law_at=month_worked, cites=Pilot2025_24("Measures 9"), evidence="S:D14", since="2018-01-01")
def orders_underinsured(occupational_injury_contribution: Money, order_payment_missing: Money) -> Truth:
    """Orders are to be insured one by one and the payment on record falls short."""
    return occupational_injury_contribution > 0 and order_payment_missing > 0


# --- Pay --------------------------------------------------------------------------------------------------------------


@rule(
    level=TIE_MONTH,
    law_at=month_worked,
    cites=(LCL("72"), LCL("74"), Opinions2021_56("II"), Guides2023_50("rest and pay")),
    evidence="I:A18,A19",
    since="2018-01-01",
)
def pay_below_minimum(shortfall_to_minimum_pay: Money) -> Truth:
    """The pay of the month lies below the minimum that the law guarantees for this work."""
    return shortfall_to_minimum_pay > 0


RESULTS = (
    signal(
        "labour_relationship_without_contract",
        node="labour_relationship_without_contract",
        shown=("labour_status", "factors_of_dominance"),
        strength="factors_of_dominance",
        refuted_by=("written_labour_contract", "court_found_labour_relationship", "worker_chooses_time_and_workload"),
    ),
    signal(
        "employees_insurance_underpaid",
        node="employees_insurance_underpaid",
        shown=("contributions_of_employer", "contributions_of_worker"),
        at_stake="employees_payment_missing",
        refuted_by=("recorded_employees_payment", "in_labour_relationship", "agreed_part_time"),
    ),
    signal(
        "orders_underinsured",
        node="orders_underinsured",
        shown=("occupational_injury_contribution",),
        at_stake="order_payment_missing",
        refuted_by=("recorded_order_payment", "registered_for_work_injury"),
    ),
    signal(
        "pay_below_minimum",
        node="pay_below_minimum",
        shown=("guaranteed_pay_from_payer",),
        at_stake="shortfall_to_minimum_pay",
        refuted_by=("minutes_engaged", "labour_status"),
    ),
)
