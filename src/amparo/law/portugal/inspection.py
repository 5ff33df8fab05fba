"""What the labour inspectorate and social security would look at in Portugal: warnings from records, never verdicts."""

from amparo.law.portugal.instruments import CRC, CT, L107_2009
from amparo.law.portugal.status import Rebuttal
from amparo.rules import (
    MONTH,
    NOTHING,
    TIE_MONTH,
    TIE_YEAR,
    Count,
    Minutes,
    Money,
    Rate,
    Truth,
    month_worked,
    percent_of,
    previous,
    rule,
    signal,
    total,
    year_end,
)

# --- Work in apparent autonomy ----------------------------------------------------------------------------------------

pay_from_payer = total("gross_pay", at=TIE_MONTH)
minutes_for_payer = total("minutes_engaged", at=TIE_MONTH)
pay_of_month_before = previous("pay_from_payer", n=1, initial=0)
pay_two_months_before = previous("pay_from_payer", n=2, initial=0)
minutes_of_month_before = previous("minutes_for_payer", n=1, initial=0)
minutes_two_months_before = previous("minutes_for_payer", n=2, initial=0)


@rule(
    level=TIE_MONTH,
    law_at=month_worked,
    cites=(CT("12(1)"), CT("12-A(1)"), L107_2009("15-A(1)")),
    evidence="L:ct",
    since="2018-01-01",
)
def presumed_employee_without_contract(
    employment_presumed: Truth, employment_declared_with_payer: Truth, presumption_rebutted: Rebuttal
) -> Truth:
    """Employment is presumed and not rebutted, but no contract of employment is declared."""
    open_presumption = employment_presumed and presumption_rebutted != Rebuttal.REBUTTED
    return open_presumption and not employment_declared_with_payer


@rule(level=TIE_MONTH, law_at=month_worked, cites=(CT("12(1)"), CT("12-A(1)")), evidence="L:ct", since="2018-01-01")
def features_of_employment(indices_of_employment: Count, indices_of_platform_employment: Count) -> Count:
    """How many features hold, of the presumption of which more hold."""
    return max(indices_of_employment, indices_of_platform_employment)


@rule(level=TIE_MONTH, law_at=month_worked, cites=(CRC("46"), CRC("53")), evidence="L:crc", since="2018-01-01")
def charge_if_employed(pay_from_payer: Money, general_rate_if_employed: Rate) -> Money:
    """What employer and worker would owe on the month's pay under the general rate of employees."""
    return percent_of(pay_from_payer, general_rate_if_employed)


@rule(level=TIE_MONTH, law_at=month_worked, cites=CT("12(1)(d)"), evidence="I:ct", since="2018-01-01")
def steady_pay_without_contract(
    pay_from_payer: Money,
    pay_of_month_before: Money,
    pay_two_months_before: Money,
    employment_declared_with_payer: Truth,
    dependent_on_payer: Truth,
) -> Truth:
    """The same amount three months running from the payer of most of the year's activity, without a contract."""
    steady = pay_from_payer > 0 and pay_from_payer == pay_of_month_before and pay_from_payer == pay_two_months_before
    return steady and dependent_on_payer and not employment_declared_with_payer


@rule(level=TIE_MONTH, law_at=month_worked, cites=CT("12(1)(c)"), evidence="I:ct", since="2018-01-01")
def spread_of_minutes(
    minutes_for_payer: Minutes, minutes_of_month_before: Minutes, minutes_two_months_before: Minutes
) -> Minutes:
    """The difference between the longest and the shortest of three months' work for the payer."""
    longest = max(minutes_for_payer, minutes_of_month_before, minutes_two_months_before)
    return longest - min(minutes_for_payer, minutes_of_month_before, minutes_two_months_before)


@rule(level=TIE_MONTH, law_at=month_worked, cites=CT("12(1)(c)"), evidence="I:ct", since="2018-01-01")
def steady_hours_without_contract(
    minutes_for_payer: Minutes,
    spread_of_minutes: Minutes,
    employment_declared_with_payer: Truth,
    dependent_on_payer: Truth,
    steady_hours_percent: Count,
    least_steady_minutes: Minutes,
) -> Truth:
    """Nearly the same hours three months running for the payer of most of the year's activity, without a contract."""
    even = spread_of_minutes * 100 <= minutes_for_payer * steady_hours_percent
    steady = minutes_for_payer >= least_steady_minutes and even
    return steady and dependent_on_payer and not employment_declared_with_payer


# --- Contracting entities ---------------------------------------------------------------------------------------------


@rule(level=TIE_YEAR, law_at=year_end, cites=(CRC("140"), CRC("155(3)")), evidence="L:crc", since="2018-01-01")
def entity_charge_missing(contracting_entity_contribution: Money, recorded_entity_charge: Money) -> Money:
    """What the payer owes as a contracting entity beyond the charges on record."""
    return max(contracting_entity_contribution - recorded_entity_charge, NOTHING)


@rule(level=TIE_YEAR, law_at=year_end, cites=(CRC("140"), CRC("150(5)")), evidence="L:crc", since="2018-01-01")
def undeclared_contracting_entity(is_contracting_entity: Truth, entity_charge_missing: Money) -> Truth:
    """By the declared services the payer is a contracting entity, and the charge on record falls short."""
    return is_contracting_entity and entity_charge_missing > 0


# --- Contributions against declared income ----------------------------------------------------------------------------


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=(CRC("155(2)"), CRC("162"), CRC("168")),
    evidence="L:crc",
    since="2018-01-01",
)
def self_employed_payment_missing(self_employed_contribution: Money, recorded_self_employed_payment: Money) -> Money:
    """What the worker owes on the declared income beyond the payment on record."""
    return max(self_employed_contribution - recorded_self_employed_payment, NOTHING)


@rule(level=MONTH, law_at=month_worked, cites=(CRC("155(2)"), CRC("168")), evidence="L:crc", since="2018-01-01")
def self_employed_underpaid(self_employed_contribution: Money, self_employed_payment_missing: Money) -> Truth:
    """A contribution is owed on the declared income and the payment on record falls short."""
    return self_employed_contribution > 0 and self_employed_payment_missing > 0


@rule(level=TIE_MONTH, law_at=month_worked, cites=(CRC("42"), CRC("43")), evidence="L:crc", since="2018-01-01")
def employment_payment_missing(employment_contribution: Money, recorded_employment_payment: Money) -> Money:
    """What the employer has to pay over, for both, beyond the payment on record."""
    return max(employment_contribution - recorded_employment_payment, NOTHING)


@rule(level=TIE_MONTH, law_at=month_worked, cites=(CRC("42"), CRC("43")), evidence="L:crc", since="2018-01-01")
def employment_underpaid(employment_contribution: Money, employment_payment_missing: Money) -> Truth:
    """Contributions are owed on the pay of the employment and the payment on record falls short."""
    return employment_contribution > 0 and employment_payment_missing > 0


RESULTS = (
    signal(
        "presumed_employee_without_contract",
        node="presumed_employee_without_contract",
        shown=("indices_of_employment", "indices_of_platform_employment", "signs_of_autonomy", "pay_from_payer"),
        strength="features_of_employment",
        at_stake="charge_if_employed",
        refuted_by=(
            "presumption_rebutted",
            "effective_autonomy",
            "subject_to_control",
            "subject_to_direction",
            "subject_to_discipline",
        ),
    ),
    signal(
        "steady_pay_without_contract",
        node="steady_pay_without_contract",
        shown=("pay_from_payer", "pay_of_month_before", "pay_two_months_before"),
        at_stake="charge_if_employed",
        refuted_by=("form", "fixed_regular_pay", "presumption_rebutted"),
    ),
    signal(
        "steady_hours_without_contract",
        node="steady_hours_without_contract",
        shown=("minutes_for_payer", "spread_of_minutes"),
        at_stake="charge_if_employed",
        refuted_by=("form", "beneficiary_sets_hours", "presumption_rebutted"),
    ),
    signal(
        "undeclared_contracting_entity",
        node="undeclared_contracting_entity",
        shown=("share_of_activity", "income_from_payer", "contracting_entity_contribution"),
        at_stake="entity_charge_missing",
        refuted_by=("recorded_entity_charge", "paid_by_private_person", "subject_to_contribute"),
    ),
    signal(
        "self_employed_underpaid",
        node="self_employed_underpaid",
        shown=("contribution_base", "self_employed_contribution"),
        at_stake="self_employed_payment_missing",
        refuted_by=("recorded_self_employed_payment", "exempt_from_contributing", "activity_suspended"),
    ),
    signal(
        "employment_underpaid",
        node="employment_underpaid",
        shown=("employee_contribution_base", "employment_contribution"),
        at_stake="employment_payment_missing",
        refuted_by=("recorded_employment_payment", "employee_category"),
    ),
)
