"""Who, though insured as self-employed, owes nothing."""

import numpy as np
from benchmarks.openfisca_pt.arithmetic import (
    RECORDS_BEGIN,
    any_of_ties,
    declaration_month,
    month_number,
    months_of_records,
)
from benchmarks.openfisca_pt.core import DateUnit, Variable
from benchmarks.openfisca_pt.entities import GroupMonth, Worker

MONTH, YEAR = DateUnit.MONTH, DateUnit.YEAR
CONTINGENCIES = ("sickness", "parenthood", "occupational_disease", "invalidity", "old_age", "death")


class employer_is_also_client(Variable):
    value_type = bool
    entity = GroupMonth
    definition_period = YEAR
    label = "Own-account work is done for the employer or a company of its group"

    def formula(group_month, period):
        own_account = group_month.any(group_month.members("own_account_work", period))
        return group_month("employed_in_group", period) & own_account


class works_on_own_account_for_employer(Variable):
    value_type = bool
    entity = Worker
    definition_period = MONTH
    label = "Some employer of the month is also a client"

    def formula(worker, period):
        this_month = worker.members("month", period) == month_number(period)
        return worker.any(this_month & worker.members.group_month("employer_is_also_client", "2024"))


class insured_elsewhere_for_all_branches(Variable):
    value_type = bool
    entity = Worker
    definition_period = MONTH
    label = "Employment insured for all branches: as employee, in domestic service, or elsewhere"

    def formula(worker, period):
        as_employee = np.logical_and.reduce(
            [any_of_ties(worker, f"protected_in_{contingency}", period) for contingency in CONTINGENCIES]
        )
        domestic = worker("domestic_worker_of_anyone", period)
        return as_employee | domestic | (worker("pay_in_other_full_scheme", period) > 0)


class pay_considered_elsewhere(Variable):
    value_type = int
    entity = Worker
    definition_period = MONTH
    label = "Pay of the month on which contributions are due in other schemes"

    def formula(worker, period):
        return (
            worker("employee_base_of_all_employers", period)
            + worker("domestic_base_of_all_households", period)
            + worker("pay_in_other_full_scheme", period)
        )


class pay_of_twelve_months(Variable):
    value_type = int
    entity = Worker
    definition_period = MONTH
    label = "Pay considered elsewhere in the twelve months before"

    def formula(worker, period):
        month = month_number(period)
        return sum(
            (worker("pay_considered_elsewhere", m) for m in months_of_records(month - 12, month - 1)),
            np.zeros(worker.count, np.int64),
        )


class months_paid_of_twelve(Variable):
    value_type = int
    entity = Worker
    definition_period = MONTH
    label = "Months with pay elsewhere among the twelve before"

    def formula(worker, period):
        month = month_number(period)
        return sum(
            (worker("pay_considered_elsewhere", m) > 0 for m in months_of_records(month - 12, month - 1)),
            np.zeros(worker.count, np.int32),
        )


class average_pay_suffices(Variable):
    value_type = bool
    entity = Worker
    definition_period = MONTH
    label = "Monthly pay averaged over the paid months is at least the support index"

    def formula(worker, period, parameters):
        ias = parameters(period).ias
        stated = worker("average_pay_stated", period)
        months = worker("months_paid_of_twelve", period)
        return np.select(
            [stated > 0, months == 0],
            [stated >= ias, worker("pay_considered_elsewhere", period) >= ias],
            worker("pay_of_twelve_months", period) >= ias * months,
        )


class accumulates_with_employment(Variable):
    value_type = bool
    entity = Worker
    definition_period = MONTH
    label = "Own-account work stands beside employment under the conditions of the exemption"

    def formula(worker, period):
        beside = worker("insured_on_own_account", period) & worker("insured_elsewhere_for_all_branches", period)
        apart = ~worker("works_on_own_account_for_employer", period)
        return beside & apart & worker("average_pay_suffices", period)


class exempt_by_accumulation(Variable):
    value_type = bool
    entity = Worker
    definition_period = MONTH
    label = "Also employed, and below four times the support index"

    def formula(worker, period):
        reached = np.where(
            worker("assessed_on_profit", period.this_year),
            worker("profit_reaches_accumulation_limit", period),
            worker("quarter_reaches_accumulation_limit", declaration_month(period)),
        )
        return worker("accumulates_with_employment", period) & ~reached


class exempt_as_pensioner(Variable):
    value_type = bool
    entity = Worker
    definition_period = MONTH
    label = "Pensioner whose work is compatible with the pension"

    def formula(worker, period):
        return worker("old_age_or_invalidity_pensioner", period) & worker("work_compatible_with_pension", period)


class exempt_by_incapacity(Variable):
    value_type = bool
    entity = Worker
    definition_period = MONTH
    label = "Incapacity of 70 % or more for occupational risk"

    def formula(worker, period, parameters):
        return worker("occupational_incapacity", period) >= parameters(period).exemption.exempting_incapacity


class activity_suspended(Variable):
    value_type = bool
    entity = Worker
    definition_period = MONTH
    label = "Suspended, unless others carry the activity on"

    def formula(worker, period):
        return worker("suspension_requested", period) & ~worker("others_carry_on", period)


class minimum_contribution_level(Variable):
    value_type = bool
    entity = Worker
    definition_period = MONTH
    label = "Nothing but the minimum contribution would be due"

    def formula(worker, period):
        otherwise_exempt = (
            worker("exempt_by_accumulation", period)
            | worker("exempt_as_pensioner", period)
            | worker("exempt_by_incapacity", period)
        )
        due = worker("insured_in_scheme", period) & ~otherwise_exempt & ~worker("activity_suspended", period)
        return due & worker("only_minimum_base", period)


class minimum_months_last_year(Variable):
    value_type = int
    entity = Worker
    definition_period = YEAR
    label = "Months of the year before at the minimum contribution"

    def formula(worker, period):
        january = (period.start.year - 1) * 12
        return sum(
            (worker("minimum_contribution_level", m) for m in months_of_records(january, january + 11)),
            np.zeros(worker.count, np.int32),
        )


class minimum_since_january(Variable):
    value_type = bool
    entity = Worker
    definition_period = MONTH
    label = "Nothing but the minimum since January"

    def formula(worker, period):
        level = worker("minimum_contribution_level", period)
        if period.start.month == 1:
            return level
        if month_number(period) == RECORDS_BEGIN:
            return np.zeros(worker.count, bool)
        return level & worker("minimum_since_january", period.last_month)


class exempt_after_minimum_year(Variable):
    value_type = bool
    entity = Worker
    definition_period = MONTH
    label = "From January after a whole year of minimum contributions"

    def formula(worker, period):
        whole_year = worker("minimum_months_last_year", period.this_year) == 12
        return whole_year & worker("minimum_since_january", period)


class exempt_from_contributing(Variable):
    value_type = bool
    entity = Worker
    definition_period = MONTH
    label = "Any one of the exemptions"

    def formula(worker, period):
        return (
            worker("exempt_by_accumulation", period)
            | worker("exempt_as_pensioner", period)
            | worker("exempt_by_incapacity", period)
            | worker("exempt_after_minimum_year", period)
        )


class subject_to_contribute(Variable):
    value_type = bool
    entity = Worker
    definition_period = MONTH
    label = "Insured, not exempt, not suspended"

    def formula(worker, period):
        held = worker("exempt_from_contributing", period) | worker("activity_suspended", period)
        return worker("insured_in_scheme", period) & ~held
