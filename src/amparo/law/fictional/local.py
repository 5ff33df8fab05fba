"""The local accident funds of Verania: what each place charges, grants and has not opened."""

from __future__ import annotations

from amparo.law.fictional.instruments import CODE, LOCAL
from amparo.rules import (
    CONTRACT,
    GROUP_MONTH,
    MONTH,
    NO,
    NO_RATE,
    NOTHING,
    TIE_MONTH,
    UP,
    YES,
    Activity,
    Branch,
    Count,
    Coverage,
    Days,
    Form,
    Minutes,
    Money,
    Place,
    Rate,
    Steps,
    Table,
    Tariff,
    Truth,
    any_of,
    bracket,
    count,
    coverage,
    each_day,
    exceeds,
    largest,
    lookup,
    month_worked,
    mul_div,
    percent_of,
    posting,
    rule,
    share_of,
    tariff_amount,
    tariff_open,
    threshold,
    times,
    total,
)

insured_somewhere = any_of("accident_insured", at=MONTH)
fees_of_group = total("accident_fee", at=GROUP_MONTH)
risky_orders = total("orders", at=TIE_MONTH, where="is_risky")
places_of_risk = count("is_risky", at=MONTH, where="accident_insured")
largest_pay = largest("gross_pay", at=GROUP_MONTH)


@rule(level=CONTRACT, law_at=month_worked, cites=LOCAL("1"), evidence="L:local", since="2018-01-01", place="work_place")
def accident_insured(accident_tariff: Tariff, is_wage_work: Truth, activity: Activity) -> Truth:
    """Employed work and work on the road are insured where the place has opened its fund."""
    if not tariff_open(accident_tariff):
        return NO
    return is_wage_work or activity == Activity.RIDE_HAILING or activity == Activity.FOOD_DELIVERY


@rule(level=CONTRACT, law_at=month_worked, cites=LOCAL("1"), evidence="L:local", since="2018-01-01", place="work_place")
def accident_fee(accident_insured: Truth, accident_tariff: Tariff, gross_pay: Money) -> Money:
    """What the payer owes the local accident fund."""
    return tariff_amount(accident_tariff, gross_pay) if accident_insured else NOTHING


@rule(level=CONTRACT, law_at=month_worked, cites=LOCAL("2"), evidence="L:local", since="2018-01-01", place="work_place")
def order_fee(order_fees: Table, activity: Activity, orders: Count, accident_insured: Truth) -> Money:
    """A fee for each order, by activity."""
    if not accident_insured or orders == 0:
        return NOTHING
    return lookup(order_fees, activity) * orders


@rule(level=CONTRACT, law_at=month_worked, cites=CODE("60(1)"), evidence="L:code", since="2018-01-01")
def risk_weight(risk_weights: Table, activity: Activity, form: Form, hazard_factor: Rate) -> Rate:
    """The weight of the risk by activity and form, times the factor of the year."""
    return times(lookup(risk_weights, activity, form), hazard_factor)


@rule(level=CONTRACT, law_at=month_worked, cites=CODE("60(2)"), evidence="L:code", since="2018-01-01")
def is_risky(risk_weight: Rate, risk_threshold: Rate) -> Truth:
    """The weight of the risk lies above the threshold."""
    return risk_weight > risk_threshold


@rule(level=CONTRACT, law_at=month_worked, cites=CODE("61"), evidence="L:code", since="2018-01-01")
def idle_minutes(days_worked: Days, hours_of_day: Minutes, minutes_engaged: Minutes) -> Minutes:
    """Minutes of the days worked without an order."""
    return max(days_worked * hours_of_day - minutes_engaged, 0)


@rule(level=TIE_MONTH, law_at=month_worked, cites=CODE("62"), evidence="S-:T1", since="2018-01-01")
def wage_share_of_payer(wage_of_payer: Money, wages: Money) -> Rate:
    """The payer's share of the wages of the month, for the notice sent to it."""
    return share_of(wage_of_payer, of=wages, round=UP) if wages > 0 else NO_RATE


@rule(level=GROUP_MONTH, law_at=month_worked, cites=LOCAL("5"), evidence="D", since="2018-01-01")
def group_fee(fees_of_group: Money, largest_pay: Money, group_cap: Rate) -> Money:
    """The fees of the payers of one group together, up to a share of the highest pay among them."""
    cap = percent_of(largest_pay, group_cap)
    return cap if exceeds(fees_of_group, of=largest_pay, share=group_cap) else fees_of_group


@rule(level=MONTH, law_at=month_worked, cites=CODE("64"), evidence="L:code", since="2018-01-01")
def place_of_insurance(residence_place: Place, works_abroad: Truth, seat_of_fund: Place) -> Place:
    """The place of residence; for those who work abroad, the seat of the national fund."""
    return seat_of_fund if works_abroad else residence_place


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=LOCAL("3"),
    evidence="L:local",
    since="2018-01-01",
    place="place_of_insurance",
)
def leave_days(leave_steps: Steps, months_credited: Count, yearly_step: Count) -> Days:
    """Days of paid leave that the place grants, by completed years of insurance."""
    return bracket(leave_steps, mul_div(months_credited, yearly_step, 12))


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=LOCAL("3"),
    evidence="L:local",
    since="2018-01-01",
    place="place_of_insurance",
)
def leave_step(leave_steps: Steps, months_credited: Count, yearly_step: Count) -> Count:
    """The years of insurance from which the present days of leave are granted."""
    return threshold(leave_steps, mul_div(months_credited, yearly_step, 12))


@rule(
    level=MONTH, law_at=each_day, cites=LOCAL("4"), evidence="L:local", since="2018-01-01", place="place_of_insurance"
)
def minimum_by_day(benefit_minimum: Money, days_of_law: Days) -> Money:
    """A thirtieth of the local minimum for each day of the month."""
    return mul_div(benefit_minimum, days_of_law, 30)


@rule(level=MONTH, law_at=month_worked, cites=CODE("65"), evidence="L:code", since="2018-01-01")
def child_supplement(child_supplements: Table, number_of_children: Count) -> Money:
    """The supplement by number of children."""
    if number_of_children == 0:
        return NOTHING
    return lookup(child_supplements, min(number_of_children, 4))


@rule(level=MONTH, law_at=month_worked, cites=LOCAL("6"), evidence="L:local", since="2018-01-01")
def injury_coverage(insured_somewhere: Truth, fund_is_voluntary: Truth) -> Coverage:
    """Covered against employment injury where some engagement is insured."""
    covered = YES if insured_somewhere else NO
    if covered == NO:
        return Coverage.NONE
    return Coverage.VOLUNTARY if fund_is_voluntary else Coverage.MANDATORY


RESULTS = (
    coverage(Branch.EMPLOYMENT_INJURY, scheme="local_fund", by="injury_coverage"),
    posting(
        "accident_fee",
        branch=Branch.EMPLOYMENT_INJURY,
        scheme="local_fund",
        payer="payer",
        posted_on="payment_due_day",
        cause="accident fee",
    ),
    posting(
        "order_fee",
        branch=Branch.EMPLOYMENT_INJURY,
        scheme="local_fund",
        payer="payer",
        posted_on="payment_due_day",
        cause="order fee",
    ),
)
