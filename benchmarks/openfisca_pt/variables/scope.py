"""Who is insured as self-employed, and from which month."""

import numpy as np
from benchmarks.openfisca_pt.arithmetic import month_number, month_of, percent_of
from benchmarks.openfisca_pt.categories import ExcludedActivity
from benchmarks.openfisca_pt.core import DateUnit, Variable
from benchmarks.openfisca_pt.entities import Worker

MONTH, YEAR, ETERNITY = DateUnit.MONTH, DateUnit.YEAR, DateUnit.ETERNITY


class start_month(Variable):
    value_type = int
    entity = Worker
    definition_period = ETERNITY
    label = "Month in which the activity starts"

    def formula(worker, period):
        return month_of(worker("activity_start", period))


class end_month(Variable):
    value_type = int
    entity = Worker
    definition_period = ETERNITY
    label = "Month in which the activity ends"

    def formula(worker, period):
        return month_of(worker("activity_end", period))


class restart_month(Variable):
    value_type = int
    entity = Worker
    definition_period = ETERNITY
    label = "Month in which the activity is taken up again"

    def formula(worker, period):
        return month_of(worker("activity_restart", period))


class early_cover_month(Variable):
    value_type = int
    entity = Worker
    definition_period = ETERNITY
    label = "Month in which earlier cover was asked for"

    def formula(worker, period):
        return month_of(worker("early_cover_request", period))


class spouse_cover_month(Variable):
    value_type = int
    entity = Worker
    definition_period = ETERNITY
    label = "Month in which cover as a spouse was asked for"

    def formula(worker, period):
        return month_of(worker("spouse_cover_request", period))


class restarts(Variable):
    value_type = bool
    entity = Worker
    definition_period = ETERNITY
    label = "The activity is taken up again after its end"

    def formula(worker, period):
        return worker("activity_restart", period) > worker("activity_end", period)


class shown_as_self_employed(Variable):
    value_type = bool
    entity = Worker
    definition_period = YEAR
    label = "Some engagement of the records is insured as self-employed"

    def formula(worker, period):
        return worker.any(worker.members("insured_as_self_employed", period))


class activity_open(Variable):
    value_type = bool
    entity = Worker
    definition_period = MONTH
    label = "Own-account activity runs from its start to its end, and again from its restart"

    def formula(worker, period):
        month = month_number(period)
        active = worker("own_account_activity", period) | worker("shown_as_self_employed", "2024")
        started = worker("start_month", period) <= month
        ended = worker("end_month", period) < month
        restarted = worker("restarts", period) & (worker("restart_month", period) <= month)
        return active & started & (~ended | restarted)


class excluded_from_scheme(Variable):
    value_type = bool
    entity = Worker
    definition_period = YEAR
    label = "Activities that are left out; small farms only up to four times the support index a year"

    def formula(worker, period, parameters):
        law = parameters(period)
        limit = percent_of(law.ias, law.scope.small_farm_multiple)
        activity = worker("excluded_activity", period)
        return np.select(
            [activity == ExcludedActivity.FARM_FOR_OWN_USE, activity == ExcludedActivity.SMALL_FARM_SUBSIDY_ONLY],
            [worker("farm_income_of_year", period) <= limit, worker("farm_subsidies_of_year", period) < limit],
            activity != ExcludedActivity.NOT_EXCLUDED,
        )


class covered_for_it_as_employee(Variable):
    value_type = bool
    entity = Worker
    definition_period = MONTH
    label = "All own-account work of the month is insured with the employment"

    def formula(worker, period):
        this_month = worker.members("month", period) == month_number(period)
        own_account = worker.any(this_month & worker.members("own_account_work", "2024"))
        return own_account & ~worker.any(this_month & worker.members("insured_as_self_employed", "2024"))


class closed_in_first_year(Variable):
    value_type = bool
    entity = Worker
    definition_period = YEAR
    label = "The activity ended in the course of its first twelve months"

    def formula(worker, period, parameters):
        lasted = worker("end_month", period) - worker("start_month", period)
        return lasted < parameters(period).scope.first_year_months


class reopened_in_time(Variable):
    value_type = bool
    entity = Worker
    definition_period = YEAR
    label = "The activity was taken up again within twelve months after its end"

    def formula(worker, period, parameters):
        gap = worker("restart_month", period) - worker("end_month", period)
        return worker("restarts", period) & (gap <= parameters(period).scope.first_year_months)


class first_year_pause(Variable):
    value_type = int
    entity = Worker
    definition_period = YEAR
    label = "Months between the end and a timely restart, which do not count"

    def formula(worker, period):
        gap = worker("restart_month", period) - worker("end_month", period) - 1
        stands_still = worker("closed_in_first_year", period) & worker("reopened_in_time", period)
        return np.where(stands_still, np.maximum(gap, 0), 0)


class compulsory_cover_month(Variable):
    value_type = int
    entity = Worker
    definition_period = YEAR
    label = "The 12th month after the start; after a late restart, the month of the restart"

    def formula(worker, period, parameters):
        late = worker("closed_in_first_year", period) & worker("restarts", period) & ~worker("reopened_in_time", period)
        months = parameters(period).scope.first_year_months + worker("first_year_pause", period)
        return np.where(late, worker("restart_month", period), worker("start_month", period) + months)


class cover_on_request(Variable):
    value_type = bool
    entity = Worker
    definition_period = MONTH
    label = "Earlier cover takes effect the month after the request"

    def formula(worker, period):
        return worker("early_cover_month", period) < month_number(period)


class insured_on_own_account(Variable):
    value_type = bool
    entity = Worker
    definition_period = MONTH
    label = "Insured while the activity is open, after the first twelve months or on request"

    def formula(worker, period):
        compulsory = worker("compulsory_cover_month", period.this_year) <= month_number(period)
        outside = worker("excluded_from_scheme", period.this_year) | worker("covered_for_it_as_employee", period)
        covered = compulsory | worker("cover_on_request", period)
        return worker("activity_open", period) & ~outside & covered


class insured_as_spouse(Variable):
    value_type = bool
    entity = Worker
    definition_period = MONTH
    label = "A spouse working along, from the month after the request"

    def formula(worker, period):
        asked = worker("spouse_cover_month", period) < month_number(period)
        return asked & worker("partner_insured", period) & ~worker("insured_on_own_account", period)


class insured_in_scheme(Variable):
    value_type = bool
    entity = Worker
    definition_period = MONTH
    label = "Insured as self-employed, on own account or as a spouse"

    def formula(worker, period):
        return worker("insured_on_own_account", period) | worker("insured_as_spouse", period)
