"""What the self-employed owe each month."""

import calendar

import numpy as np
from benchmarks.openfisca_pt.arithmetic import half_up, percent_of
from benchmarks.openfisca_pt.categories import Form, SelfEmployedClass
from benchmarks.openfisca_pt.core import DateUnit, Enum, Variable
from benchmarks.openfisca_pt.entities import Engagement, Worker

MONTH, YEAR = DateUnit.MONTH, DateUnit.YEAR


class sole_trader_work(Variable):
    value_type = bool
    entity = Engagement
    definition_period = YEAR
    label = "Own-account work in the form of a sole trader"

    def formula(engagement, period):
        return engagement("insured_as_self_employed", period) & (engagement("form", period) == Form.SOLE_TRADER)


class self_employed_class(Variable):
    value_type = Enum
    possible_values = SelfEmployedClass
    default_value = SelfEmployedClass.GENERAL
    entity = Worker
    definition_period = YEAR
    label = "Sole traders, farmers, all others"

    def formula(worker, period):
        sole_trader = worker.any(worker.members("sole_trader_work", "2024"))
        return np.where(sole_trader, SelfEmployedClass.BUSINESS_OWNER.index, worker("registered_class", period))


class business_owner(Variable):
    value_type = bool
    entity = Worker
    definition_period = YEAR
    label = "Sole trader with commercial or industrial income"

    def formula(worker, period):
        return worker("self_employed_class", period) == SelfEmployedClass.BUSINESS_OWNER


class contribution_rate(Variable):
    value_type = int
    entity = Worker
    definition_period = MONTH
    label = "The rate of the class of self-employed"

    def formula(worker, period, parameters):
        rates = parameters(period).contribution.rates
        by_class = np.array([rates.general, rates.business_owner, rates.farmer], np.int32)
        return by_class[np.asarray(worker("self_employed_class", period.this_year))]


class full_month_contribution(Variable):
    value_type = int
    entity = Worker
    definition_period = MONTH
    label = "Base times rate"

    def formula(worker, period):
        return percent_of(worker("contribution_base", period), worker("contribution_rate", period))


class days_owed(Variable):
    value_type = int
    entity = Worker
    definition_period = MONTH
    label = "Thirty days, or the days of the month left beside those without obligation"

    def formula(worker, period):
        without = worker("days_without_obligation", period)
        days = calendar.monthrange(period.start.year, period.start.month)[1]
        return np.where(without == 0, 30, np.clip(days - without, 0, 30))


class self_employed_contribution(Variable):
    value_type = int
    entity = Worker
    definition_period = MONTH
    label = "Owed by the worker for the month"

    def formula(worker, period):
        full = worker("full_month_contribution", period).astype(np.int64)
        return half_up(full * worker("days_owed", period), 30)
