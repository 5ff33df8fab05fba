"""Domestic service: the household is the employer; conventional pay, or real pay by agreement."""

import numpy as np
from benchmarks.openfisca_pt.arithmetic import any_of_ties, half_up, total_of_ties
from benchmarks.openfisca_pt.categories import DomesticArrangement
from benchmarks.openfisca_pt.core import DateUnit, Variable
from benchmarks.openfisca_pt.entities import TieMonth, Worker

MONTH, YEAR = DateUnit.MONTH, DateUnit.YEAR


class insured_in_domestic_service(Variable):
    value_type = bool
    entity = TieMonth
    definition_period = YEAR
    label = "Domestic workers of a household, save close relatives"

    def formula(tie_month, period):
        domestic = tie_month.any(tie_month.members("insured_as_domestic_worker", period))
        return domestic & ~tie_month("close_relative_of_household", period)


class domestic_pay(Variable):
    value_type = int
    entity = TieMonth
    definition_period = YEAR
    label = "Pay in domestic service"

    def formula(tie_month, period):
        domestic = tie_month.members("insured_as_domestic_worker", period)
        return tie_month.sum(np.where(domestic, tie_month.members("gross_pay", period), 0))


class domestic_days(Variable):
    value_type = int
    entity = TieMonth
    definition_period = YEAR
    label = "Days in domestic service"

    def formula(tie_month, period):
        domestic = tie_month.members("insured_as_domestic_worker", period)
        return tie_month.sum(np.where(domestic, tie_month.members("days_worked", period), 0))


class conventional_daily_pay(Variable):
    value_type = int
    entity = TieMonth
    definition_period = YEAR
    label = "Conventional day: support index / 30"

    def formula(tie_month, period):
        return half_up(tie_month("conventional_ias", period).astype(np.int64), 30)


class hourly_work_base(Variable):
    value_type = int
    entity = TieMonth
    definition_period = YEAR
    label = "Hours to declare, at least 30, at the conventional hour"

    def formula(tie_month, period, parameters):
        least = parameters(period).domestic_service.least_hours_to_declare
        hours = np.maximum(tie_month("hours_for_payer", period), least)
        return hours * tie_month("conventional_hourly_pay", period)


class daily_work_base(Variable):
    value_type = int
    entity = TieMonth
    definition_period = YEAR
    label = "Days at the conventional day, not below the least hours"

    def formula(tie_month, period, parameters):
        least = parameters(period).domestic_service.least_hours_to_declare
        by_day = tie_month("conventional_daily_pay", period) * tie_month("domestic_days", period)
        return np.maximum(by_day, least * tie_month("conventional_hourly_pay", period))


class monthly_work_base(Variable):
    value_type = int
    entity = TieMonth
    definition_period = YEAR
    label = "Real pay if agreed; else one support index, or the conventional day for each day"

    def formula(tie_month, period):
        by_day = tie_month("conventional_daily_pay", period) * tie_month("domestic_days", period)
        return np.select(
            [tie_month("real_pay_agreed", period), tie_month("part_of_month_only", period)],
            [tie_month("domestic_pay", period), by_day],
            tie_month("conventional_ias", period),
        )


class domestic_contribution_base(Variable):
    value_type = int
    entity = TieMonth
    definition_period = YEAR
    label = "By the hour, by the day, or by the month full-time"

    def formula(tie_month, period):
        arrangement = tie_month("domestic_arrangement", period)
        return np.select(
            [
                ~tie_month("insured_in_domestic_service", period),
                arrangement == DomesticArrangement.HOURLY,
                arrangement == DomesticArrangement.DAILY,
            ],
            [0, tie_month("hourly_work_base", period), tie_month("daily_work_base", period)],
            tie_month("monthly_work_base", period),
        )


class domestic_worker_of_anyone(Variable):
    value_type = bool
    entity = Worker
    definition_period = MONTH
    label = "In domestic service for some household"

    def formula(worker, period):
        return any_of_ties(worker, "insured_in_domestic_service", period)


class domestic_base_of_all_households(Variable):
    value_type = int
    entity = Worker
    definition_period = MONTH
    label = "Bases of the month in domestic service"

    def formula(worker, period):
        return total_of_ties(worker, "domestic_contribution_base", period)
