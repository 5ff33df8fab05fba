"""The contribution base of a month."""

import numpy as np
from benchmarks.openfisca_pt.arithmetic import RATE_SCALE, declaration_month, half_up, percent_of
from benchmarks.openfisca_pt.categories import BaseKind
from benchmarks.openfisca_pt.core import DateUnit, Enum, Variable
from benchmarks.openfisca_pt.entities import Worker

MONTH = DateUnit.MONTH


def ias_of_october_before(period, parameters):
    """Bases on profit are fixed in October for the next year."""
    return parameters(f"{period.start.year - 1}-10-01").ias


class chosen_income_level(Variable):
    value_type = int
    entity = Worker
    definition_period = MONTH
    label = "Income may be set up to 25 % higher or lower, in steps of 5 %"

    def formula(worker, period, parameters):
        step = parameters(period).base.income_option_step
        raised = worker("income_raised_by", period) // step
        lowered = worker("income_lowered_by", period) // step
        return RATE_SCALE + (raised - lowered) * step


class declared_base(Variable):
    value_type = int
    entity = Worker
    definition_period = MONTH
    label = "A third of the quarter's relevant income at the level chosen, rounded once"

    def formula(worker, period, parameters):
        shares = parameters(period).income
        level = worker("chosen_income_level", period).astype(np.int64)
        weighted = (
            worker("services_last_quarter", period) * half_up(shares.services_share * level, RATE_SCALE)
            + worker("goods_last_quarter", period) * half_up(shares.goods_share * level, RATE_SCALE)
            + worker("hospitality_last_quarter", period) * half_up(shares.hospitality_share * level, RATE_SCALE)
        )
        return half_up(weighted, 3 * RATE_SCALE)


class quarter_excess_base(Variable):
    value_type = int
    entity = Worker
    definition_period = MONTH
    label = "What goes beyond four times the support index"

    def formula(worker, period, parameters):
        law = parameters(period)
        limit = percent_of(law.ias, law.exemption.accumulation_multiple)
        return np.maximum(worker("monthly_relevant_income", period) - limit, 0)


class profit_base(Variable):
    value_type = int
    entity = Worker
    definition_period = MONTH
    label = "A twelfth of taxable profit, at least 1.5 times the support index"

    def formula(worker, period, parameters):
        least = percent_of(ias_of_october_before(period, parameters), parameters(period).base.least_profit_multiple)
        return np.maximum(half_up(worker("taxable_profit", period).astype(np.int64), 12), least)


class profit_reaches_accumulation_limit(Variable):
    value_type = bool
    entity = Worker
    definition_period = MONTH
    label = "A twelfth of taxable profit reaches four times the support index"

    def formula(worker, period, parameters):
        multiple = parameters(period).exemption.accumulation_multiple
        return worker("taxable_profit", period) >= percent_of(ias_of_october_before(period, parameters), multiple) * 12


class profit_excess_base(Variable):
    value_type = int
    entity = Worker
    definition_period = MONTH
    label = "What a twelfth of profit has beyond four times the support index"

    def formula(worker, period, parameters):
        multiple = parameters(period).exemption.accumulation_multiple
        limit = percent_of(ias_of_october_before(period, parameters), multiple)
        return np.maximum(half_up(worker("taxable_profit", period).astype(np.int64), 12) - limit, 0)


class spouse_relevant_income(Variable):
    value_type = int
    entity = Worker
    definition_period = MONTH
    label = "70 % of the partner's; on request up to 20 % less or up to the partner's"

    def formula(worker, period, parameters):
        base = parameters(period).base
        partner = worker("partner_relevant_income", period)
        requested = worker("spouse_income_requested", period)
        own = percent_of(partner, base.spouse_share)
        least = percent_of(own, RATE_SCALE - base.spouse_reduction)
        return np.where(requested == 0, own, np.minimum(np.maximum(requested, least), partner))


class spouse_base(Variable):
    value_type = int
    entity = Worker
    definition_period = MONTH
    label = "A third of the spouse's relevant income"

    def formula(worker, period):
        return half_up(worker("spouse_relevant_income", period).astype(np.int64), 3)


class base_kind(Variable):
    value_type = Enum
    possible_values = BaseKind
    default_value = BaseKind.DECLARED
    entity = Worker
    definition_period = MONTH
    label = "Spouse, excess, taxable profit, start, or declaration"

    def formula(worker, period):
        return np.select(
            [
                worker("insured_as_spouse", period),
                worker("accumulates_with_employment", period),
                worker("assessed_on_profit", period.this_year),
                worker("insured_in_scheme", declaration_month(period)),
            ],
            [BaseKind.SPOUSE.index, BaseKind.EXCESS.index, BaseKind.TAXABLE_PROFIT.index, BaseKind.DECLARED.index],
            BaseKind.STARTING.index,
        )


class minimum_base(Variable):
    value_type = int
    entity = Worker
    definition_period = MONTH
    label = "The base that corresponds to the minimum contribution"

    def formula(worker, period, parameters):
        least = parameters(period).base.least_contribution
        return half_up(np.int64(least * RATE_SCALE), worker("contribution_rate", period).astype(np.int64))


class only_minimum_base(Variable):
    value_type = bool
    entity = Worker
    definition_period = MONTH
    label = "No income, or so little that its contribution would be below the minimum; so also at the start"

    def formula(worker, period):
        kind = worker("base_kind", period)
        low = worker("declared_base", declaration_month(period)) < worker("minimum_base", period)
        return (kind == BaseKind.STARTING) | ((kind == BaseKind.DECLARED) & low)


class base_before_maximum(Variable):
    value_type = int
    entity = Worker
    definition_period = MONTH
    label = "The base by its kind"

    def formula(worker, period):
        kind, quarter = worker("base_kind", period), declaration_month(period)
        minimum = worker("minimum_base", period)
        excess = np.where(
            worker("assessed_on_profit", period.this_year),
            worker("profit_excess_base", period),
            worker("quarter_excess_base", quarter),
        )
        return np.select(
            [
                kind == BaseKind.EXCESS,
                kind == BaseKind.TAXABLE_PROFIT,
                kind == BaseKind.SPOUSE,
                kind == BaseKind.DECLARED,
            ],
            [
                excess,
                worker("profit_base", period),
                np.maximum(worker("spouse_base", quarter), minimum),
                np.maximum(worker("declared_base", quarter), minimum),
            ],
            minimum,
        )


class contribution_base(Variable):
    value_type = int
    entity = Worker
    definition_period = MONTH
    label = "The base of a month in which contributions are owed, at most twelve times the support index"

    def formula(worker, period, parameters):
        law = parameters(period)
        maximum = percent_of(law.ias, law.base.maximum_base_multiple)
        base = np.minimum(worker("base_before_maximum", period), maximum)
        return np.where(worker("subject_to_contribute", period), base, 0)
