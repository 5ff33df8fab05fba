"""What those owe on whom a self-employed worker depends over the calendar year."""

import numpy as np
from benchmarks.openfisca_pt.arithmetic import months_of_records, of, percent_of, share_exceeds
from benchmarks.openfisca_pt.core import DateUnit, Variable
from benchmarks.openfisca_pt.entities import Engagement, Tie, Worker

YEAR = DateUnit.YEAR


class services_provided(Variable):
    value_type = int
    entity = Engagement
    definition_period = YEAR
    label = "Value of the services provided to the payer"

    def formula(engagement, period):
        return engagement("services_income", period) + engagement("hospitality_income", period)


class activity_value(Variable):
    value_type = int
    entity = Engagement
    definition_period = YEAR
    label = "Services provided and goods sold"

    def formula(engagement, period):
        return engagement("services_provided", period) + engagement("goods_income", period)


class in_year(Variable):
    value_type = bool
    entity = Engagement
    definition_period = YEAR
    label = "The engagement's month lies in the year"

    def formula(engagement, period):
        return engagement("month", period) // 12 == period.start.year


class income_from_payer(Variable):
    value_type = int
    entity = Tie
    definition_period = YEAR
    label = "Services provided to the payer group in the year"

    def formula(tie, period):
        return tie.sum(np.where(tie.members("in_year", period), tie.members("services_provided", period), 0))


class income_from_all(Variable):
    value_type = int
    entity = Worker
    definition_period = YEAR
    label = "Value of the year's activity"

    def formula(worker, period):
        return worker.sum(np.where(worker.members("in_year", period), worker.members("activity_value", period), 0))


class services_of_year(Variable):
    value_type = int
    entity = Worker
    definition_period = YEAR
    label = "All services of the year"

    def formula(worker, period):
        return worker.sum(np.where(worker.members("in_year", period), worker.members("services_provided", period), 0))


class dependent_on_payer(Variable):
    value_type = bool
    entity = Tie
    definition_period = YEAR
    label = "More than half of the year's activity is provided to the payer group"

    def formula(tie, period, parameters):
        threshold = parameters(period).contracting_entity.low_threshold
        return share_exceeds(tie("income_from_payer", period), of(tie, "worker", "income_from_all", period), threshold)


class services_reach_six_ias(Variable):
    value_type = bool
    entity = Worker
    definition_period = YEAR
    label = "All services of the year come to six times the support index"

    def formula(worker, period, parameters):
        law = parameters(period)
        least = percent_of(law.ias, law.contracting_entity.least_services_multiple)
        return worker("services_of_year", period) >= least


class contributed_in_year(Variable):
    value_type = bool
    entity = Worker
    definition_period = YEAR
    label = "Subject to contribute in some month of the year"

    def formula(worker, period):
        january = period.start.year * 12
        months = months_of_records(january, january + 11)
        return np.logical_or.reduce([worker("subject_to_contribute", month) for month in months])


class is_contracting_entity(Variable):
    value_type = bool
    entity = Tie
    definition_period = YEAR
    label = "The payer of a dependent worker who contributes and has services of six support indices"

    def formula(tie, period):
        contributed = of(tie, "worker", "contributed_in_year", period)
        enough = of(tie, "worker", "services_reach_six_ias", period)
        return tie("dependent_on_payer", period) & contributed & enough


class economically_dependent_on_one(Variable):
    value_type = bool
    entity = Worker
    definition_period = YEAR
    label = "Some payer group is a contracting entity"

    def formula(worker, period):
        return worker.any(worker.members.tie("is_contracting_entity", period))


class contracting_entity_rate(Variable):
    value_type = int
    entity = Tie
    definition_period = YEAR
    label = "High above the high threshold of dependence, low above the low one"

    def formula(tie, period, parameters):
        law = parameters(period).contracting_entity
        part, whole = tie("income_from_payer", period), of(tie, "worker", "income_from_all", period)
        return np.select(
            [share_exceeds(part, whole, law.high_threshold), share_exceeds(part, whole, law.low_threshold)],
            [law.high_rate, law.low_rate],
            0,
        )


class contracting_entity_base(Variable):
    value_type = int
    entity = Tie
    definition_period = YEAR
    label = "The whole value of the services provided to the group"

    def formula(tie, period, parameters):
        base = percent_of(tie("income_from_payer", period), parameters(period).contracting_entity.charged_share)
        return np.where(tie("is_contracting_entity", period), base, 0)


class contracting_entity_contribution(Variable):
    value_type = int
    entity = Tie
    definition_period = YEAR
    label = "Owed by the payer group for the year"

    def formula(tie, period):
        return percent_of(tie("contracting_entity_base", period), tie("contracting_entity_rate", period))


class contribution_for_business_owner(Variable):
    value_type = int
    entity = Tie
    definition_period = YEAR
    label = "The part earmarked for unemployment protection of business owners"

    def formula(tie, period):
        owner = of(tie, "worker", "business_owner", period)
        return np.where(owner, tie("contracting_entity_contribution", period), 0)


class contribution_for_service_provider(Variable):
    value_type = int
    entity = Tie
    definition_period = YEAR
    label = "The part for all other self-employed workers"

    def formula(tie, period):
        return tie("contracting_entity_contribution", period) - tie("contribution_for_business_owner", period)
