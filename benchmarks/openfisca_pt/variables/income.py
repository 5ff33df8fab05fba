"""Income by kind, and the relevant income of the quarter before the declaration."""

import numpy as np
from benchmarks.openfisca_pt.arithmetic import RATE_SCALE, half_up, month_number, percent_of
from benchmarks.openfisca_pt.categories import IncomeKind
from benchmarks.openfisca_pt.core import DateUnit, Variable
from benchmarks.openfisca_pt.entities import Engagement, Worker

MONTH, YEAR = DateUnit.MONTH, DateUnit.YEAR


def income_of_kind(engagement, period, kind):
    """Pay of those engagements that are insured as self-employed and of this kind."""
    counts = engagement("insured_as_self_employed", period) & (engagement("income_kind", period) == kind)
    return np.where(counts, engagement("gross_pay", period), 0)


def of_quarter_before(worker, period, variable):
    """The worker's total over the three months before the declaration month."""
    month = worker.members("month", period)
    declared = (month < month_number(period)) & (month >= month_number(period) - 3)
    return worker.sum(np.where(declared, worker.members(variable, "2024"), 0))


def weighted_income(worker, period, parameters):
    """Relevant income of the quarter, in millionths of a cent: nothing is rounded yet."""
    shares = parameters(period).income
    return (
        worker("services_last_quarter", period) * np.int64(shares.services_share)
        + worker("goods_last_quarter", period) * np.int64(shares.goods_share)
        + worker("hospitality_last_quarter", period) * np.int64(shares.hospitality_share)
    )


class services_income(Variable):
    value_type = int
    entity = Engagement
    definition_period = YEAR
    label = "Value of services provided"

    def formula(engagement, period):
        return income_of_kind(engagement, period, IncomeKind.SERVICES)


class goods_income(Variable):
    value_type = int
    entity = Engagement
    definition_period = YEAR
    label = "Income from making and selling goods"

    def formula(engagement, period):
        return income_of_kind(engagement, period, IncomeKind.GOODS)


class hospitality_income(Variable):
    value_type = int
    entity = Engagement
    definition_period = YEAR
    label = "Services of hotels, restaurants and the like"

    def formula(engagement, period):
        return income_of_kind(engagement, period, IncomeKind.HOSPITALITY)


class services_last_quarter(Variable):
    value_type = int
    entity = Worker
    definition_period = MONTH
    label = "Services of the quarter before the declaration"

    def formula(worker, period):
        return of_quarter_before(worker, period, "services_income")


class goods_last_quarter(Variable):
    value_type = int
    entity = Worker
    definition_period = MONTH
    label = "Goods of the quarter before the declaration"

    def formula(worker, period):
        return of_quarter_before(worker, period, "goods_income")


class hospitality_last_quarter(Variable):
    value_type = int
    entity = Worker
    definition_period = MONTH
    label = "Hospitality of the quarter before the declaration"

    def formula(worker, period):
        return of_quarter_before(worker, period, "hospitality_income")


class relevant_income(Variable):
    value_type = int
    entity = Worker
    definition_period = MONTH
    label = "70 % of services, 20 % of goods and of hospitality"

    def formula(worker, period, parameters):
        return half_up(weighted_income(worker, period, parameters), RATE_SCALE)


class monthly_relevant_income(Variable):
    value_type = int
    entity = Worker
    definition_period = MONTH
    label = "Monthly average of the quarter's relevant income"

    def formula(worker, period, parameters):
        return half_up(weighted_income(worker, period, parameters), 3 * RATE_SCALE)


class quarter_reaches_accumulation_limit(Variable):
    value_type = bool
    entity = Worker
    definition_period = MONTH
    label = "The exact monthly average reaches four times the support index"

    def formula(worker, period, parameters):
        law = parameters(period)
        limit = percent_of(law.ias, law.exemption.accumulation_multiple)
        return weighted_income(worker, period, parameters) // RATE_SCALE >= 3 * limit


class assessed_on_profit(Variable):
    value_type = bool
    entity = Worker
    definition_period = YEAR
    label = "Organised accounting is assessed on taxable profit, unless the worker asks otherwise"

    def formula(worker, period):
        return worker("organised_accounting", period) & ~worker("quarterly_assessment_requested", period)
