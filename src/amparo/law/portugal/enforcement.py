"""What follows from disguised or undeclared employment in Portugal: offence, fine, inspection, action in court."""

from __future__ import annotations

from amparo.law.portugal.instruments import CT, L13_2023, L107_2009, RCP, RGIT
from amparo.rules import (
    NO,
    TIE_MONTH,
    Category,
    Count,
    Date,
    Days,
    Money,
    Month,
    Months,
    Table,
    Truth,
    add_days,
    lookup,
    month_of,
    month_worked,
    months_between,
    mul_div,
    rule,
)


class Fault(Category):
    """Degree of fault of the offender."""

    NEGLIGENCE = 1
    INTENT = 2


class TurnoverClass(Category):
    """Class of the offender for the fine: by turnover, or without workers."""

    NO_WORKERS = 1
    BELOW_500_THOUSAND = 2
    BELOW_2_5_MILLION = 3
    BELOW_5_MILLION = 4
    BELOW_10_MILLION = 5
    FROM_10_MILLION = 6


# --- Offence ----------------------------------------------------------------------------------------------------------


@rule(
    level=TIE_MONTH,
    law_at=month_worked,
    cites=(CT("12(2)"), CT("12-A(10)"), L107_2009("15-A(2)")),
    evidence="L:ct",
    since="2018-01-01",
)
def disguised_employment_offence(
    employment_declared_with_payer: Truth, employee_or_presumed_employee: Truth, may_harm_worker_or_state: Truth
) -> Truth:
    """Very serious offence: employment in apparent autonomy that may harm worker or State, regularised or not."""
    return employee_or_presumed_employee and not employment_declared_with_payer and may_harm_worker_or_state


@rule(
    level=TIE_MONTH,
    law_at=month_worked,
    cites=(CT("12(3)(a)"), CT("12-A(11)(a)")),
    evidence="L:ct",
    since="2018-01-01",
)
def public_support_may_be_lost(disguised_employment_offence: Truth, repeat_offence: Truth) -> Truth:
    """On repeat the employer may lose public support, subsidies and benefits for up to two years."""
    return disguised_employment_offence and repeat_offence


@rule(
    level=TIE_MONTH,
    law_at=month_worked,
    cites=(CT("12(3)(b)"), CT("12-A(11)(b)")),
    evidence="L:ct",
    since="2023-05-01",
    before=NO,
)
def public_tenders_may_be_barred(disguised_employment_offence: Truth, repeat_offence: Truth) -> Truth:
    """On repeat the employer may also be excluded from public tenders for up to two years."""
    return disguised_employment_offence and repeat_offence


@rule(
    level=TIE_MONTH,
    law_at=month_worked,
    cites=(RGIT("106-A"), L13_2023("")),
    evidence="L:l13",
    since="2023-05-01",
    before=NO,
)
def undeclared_work_offence(
    employee_in_labour_law: Truth,
    admission_reported: Truth,
    relation_start_date: Date,
    month: Month,
    undeclared_work_months: Months,
) -> Truth:
    """An employee's admission not reported within six months of the deadline is punished as a tax crime."""
    late = months_between(month_of(relation_start_date), month) > undeclared_work_months
    return employee_in_labour_law and not admission_reported and late


# --- Fine -------------------------------------------------------------------------------------------------------------


@rule(level=TIE_MONTH, law_at=month_worked, cites=(CT("554(4)"), CT("555")), evidence="L:ct", since="2018-01-01")
def turnover_class(
    has_workers: Truth,
    first_year_of_activity: Truth,
    turnover_declared: Truth,
    turnover_of_previous_year: Money,
    turnover_limits: Table,
) -> TurnoverClass:
    """By last year's turnover; lowest in the first year, highest if not declared; apart for those without workers."""
    if not has_workers:
        return TurnoverClass.NO_WORKERS
    if first_year_of_activity:
        return TurnoverClass.BELOW_500_THOUSAND
    if not turnover_declared or turnover_of_previous_year >= lookup(turnover_limits, TurnoverClass.BELOW_10_MILLION):
        return TurnoverClass.FROM_10_MILLION
    if turnover_of_previous_year >= lookup(turnover_limits, TurnoverClass.BELOW_5_MILLION):
        return TurnoverClass.BELOW_10_MILLION
    if turnover_of_previous_year >= lookup(turnover_limits, TurnoverClass.BELOW_2_5_MILLION):
        return TurnoverClass.BELOW_5_MILLION
    if turnover_of_previous_year >= lookup(turnover_limits, TurnoverClass.BELOW_500_THOUSAND):
        return TurnoverClass.BELOW_2_5_MILLION
    return TurnoverClass.BELOW_500_THOUSAND


@rule(
    level=TIE_MONTH,
    law_at=month_worked,
    cites=(CT("554(4)"), CT("555"), CT("561"), RCP("5")),
    evidence="L:ct",
    since="2018-01-01",
)
def least_fine(
    turnover_class: TurnoverClass,
    offence_fault: Fault,
    repeat_offence: Truth,
    least_fine_units: Table,
    unit_of_account: Money,
) -> Money:
    """Lower limit of the fine for a very serious offence, one third higher on repeat."""
    limit = unit_of_account * lookup(least_fine_units, turnover_class, offence_fault)
    return limit + mul_div(limit, 1, 3) if repeat_offence else limit


@rule(
    level=TIE_MONTH,
    law_at=month_worked,
    cites=(CT("554(4)"), CT("555"), CT("561"), RCP("5")),
    evidence="L:ct",
    since="2018-01-01",
)
def greatest_fine(
    turnover_class: TurnoverClass,
    offence_fault: Fault,
    repeat_offence: Truth,
    greatest_fine_units: Table,
    unit_of_account: Money,
) -> Money:
    """Upper limit of the fine for a very serious offence, one third higher on repeat."""
    limit = unit_of_account * lookup(greatest_fine_units, turnover_class, offence_fault)
    return limit + mul_div(limit, 1, 3) if repeat_offence else limit


@rule(level=TIE_MONTH, law_at=month_worked, cites=CT("558"), evidence="L:ct", since="2018-01-01")
def greatest_single_fine(greatest_fine: Money, workers_affected: Count, several_workers_multiple: Count) -> Money:
    """Several workers affected: one offence each, one single fine of at most twice the upper limit."""
    return greatest_fine * several_workers_multiple if workers_affected > 1 else greatest_fine


# --- Inspection and action for recognition ----------------------------------------------------------------------------


@rule(level=TIE_MONTH, law_at=month_worked, cites=L107_2009("15-A(1)"), evidence="L:l107", since="2018-01-01")
def last_day_to_regularise(inspection_notice_date: Date, regularisation_days: Days) -> Date:
    """The employer notified by the inspector has ten days to regularise the contract or to reply."""
    return add_days(inspection_notice_date, regularisation_days)


@rule(level=TIE_MONTH, law_at=month_worked, cites=L107_2009("15-A(3)"), evidence="L:l107", since="2018-01-01")
def last_day_to_report_to_prosecutor(last_day_to_regularise: Date, report_to_prosecutor_days: Days) -> Date:
    """Without proof of regularisation the labour inspectorate reports to the Public Prosecutor within five days."""
    return add_days(last_day_to_regularise, report_to_prosecutor_days)


@rule(level=TIE_MONTH, law_at=month_worked, cites=L107_2009("15-A(3)"), evidence="K", since="2018-01-01")
def last_day_to_bring_action(last_day_to_report_to_prosecutor: Date, action_filing_days: Days) -> Date:
    """The Public Prosecutor then has twenty days to bring the action for recognition of the employment contract."""
    return add_days(last_day_to_report_to_prosecutor, action_filing_days)
