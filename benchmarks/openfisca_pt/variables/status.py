"""Labour status: two presumptions of employment, and the scheme in which each engagement is insured."""

import numpy as np
from benchmarks.openfisca_pt.arithmetic import of
from benchmarks.openfisca_pt.categories import Form, PayerKind, Rebuttal
from benchmarks.openfisca_pt.core import DateUnit, Variable
from benchmarks.openfisca_pt.entities import Engagement, GroupMonth, Payer, TieMonth

YEAR = DateUnit.YEAR


class declared_employment_contract(Variable):
    value_type = bool
    entity = Engagement
    definition_period = YEAR
    label = "A contract of employment is declared"

    def formula(engagement, period):
        form = engagement("form", period)
        return (form == Form.EMPLOYMENT) | (form == Form.DOMESTIC)


class employment_declared_with_payer(Variable):
    value_type = bool
    entity = TieMonth
    definition_period = YEAR
    label = "Some engagement with the payer in the month is declared employment"

    def formula(tie_month, period):
        return tie_month.any(tie_month.members("declared_employment_contract", period))


class tools_count_as_beneficiary_s(Variable):
    value_type = bool
    entity = TieMonth
    definition_period = YEAR
    label = "Tools belong to the beneficiary; in passenger transport also those it lets"

    def formula(tie_month, period):
        transports = tie_month.any(tie_month.members("ride_hailing", period))
        leased = tie_month("tools_leased_by_beneficiary", period)
        return tie_month("tools_of_beneficiary", period) | (transports & leased)


class indices_of_employment(Variable):
    value_type = int
    entity = TieMonth
    definition_period = YEAR
    label = "How many of the five general features hold"

    def formula(tie_month, period):
        return (
            tie_month("beneficiary_sets_workplace", period).astype(np.int8)
            + tie_month("tools_count_as_beneficiary_s", period)
            + tie_month("beneficiary_sets_hours", period)
            + tie_month("fixed_regular_pay", period)
            + tie_month("leading_functions", period)
        )


class general_presumption(Variable):
    value_type = bool
    entity = TieMonth
    definition_period = YEAR
    label = "Employment is presumed when some of the five features hold"

    def formula(tie_month, period, parameters):
        return tie_month("indices_of_employment", period) >= parameters(period).status.general_indices_needed


class meets_platform_definition(Variable):
    value_type = bool
    entity = Payer
    definition_period = YEAR
    label = "All five elements of a digital platform are there"

    def formula(payer, period):
        return (
            payer("platform_is_legal_person", period)
            & payer("services_at_distance_by_electronic_means", period)
            & payer("services_at_request_of_users", period)
            & payer("organises_paid_work_of_individuals", period)
            & payer("own_business_model_and_brand", period)
        )


class is_digital_platform(Variable):
    value_type = bool
    entity = Payer
    definition_period = YEAR
    label = "A digital platform or one acting as its intermediary"

    def formula(payer, period):
        kind = payer("payer_kind", period)
        named = (kind == PayerKind.PLATFORM) | (kind == PayerKind.INTERMEDIARY)
        contested = payer("platform_definition_contested", period)
        return named & (~contested | payer("meets_platform_definition", period))


class platform_presumption_applies_in_time(Variable):
    value_type = bool
    entity = TieMonth
    definition_period = YEAR
    label = "Facts since 1 May 2023 count in older relations too, on one of two readings"

    def formula(tie_month, period, parameters):
        status = parameters(period).status
        since = np.datetime64(int(status.platform_presumption_start), "D")
        return status.facts_since_suffice | (tie_month("relation_start_date", period) >= since)


class indices_of_platform_employment(Variable):
    value_type = int
    entity = TieMonth
    definition_period = YEAR
    label = "How many of the six features of platform employment hold"

    def formula(tie_month, period):
        return (
            tie_month("platform_sets_pay", period).astype(np.int8)
            + tie_month("platform_directs_work", period)
            + tie_month("platform_controls_work", period)
            + tie_month("platform_restricts_autonomy", period)
            + tie_month("platform_exercises_employer_powers", period)
            + tie_month("tools_of_platform", period)
        )


class platform_presumption(Variable):
    value_type = bool
    entity = TieMonth
    definition_period = YEAR
    label = "Employment is presumed when some of the six features hold"

    def formula(tie_month, period, parameters):
        enough = (
            tie_month("indices_of_platform_employment", period) >= parameters(period).status.platform_indices_needed
        )
        in_time = tie_month("platform_presumption_applies_in_time", period)
        return of(tie_month, "payer", "is_digital_platform", period) & in_time & enough


class employment_presumed(Variable):
    value_type = bool
    entity = TieMonth
    definition_period = YEAR
    label = "Either presumption is enough"

    def formula(tie_month, period):
        return tie_month("general_presumption", period) | tie_month("platform_presumption", period)


class employment_found(Variable):
    value_type = bool
    entity = TieMonth
    definition_period = YEAR
    label = "Employment is established, or presumed and found not to be rebutted"

    def formula(tie_month, period):
        not_rebutted = tie_month("presumption_rebutted", period) == Rebuttal.NOT_REBUTTED
        stands = tie_month("employment_presumed", period) & not_rebutted
        return tie_month("employment_established", period) | stands


class employee_in_labour_law(Variable):
    value_type = bool
    entity = TieMonth
    definition_period = YEAR
    label = "A contract of employment is declared, or found whatever the parties declared"

    def formula(tie_month, period):
        return tie_month("employment_declared_with_payer", period) | tie_month("employment_found", period)


class employed_in_group(Variable):
    value_type = bool
    entity = GroupMonth
    definition_period = YEAR
    label = "Employed that month by some company of the group"

    def formula(group_month, period):
        return group_month.any(group_month.members.tie_month("employee_in_labour_law", period))


class own_account_work(Variable):
    value_type = bool
    entity = Engagement
    definition_period = YEAR
    label = "Work under no contract of employment, declared or found"

    def formula(engagement, period):
        declared = engagement("declared_employment_contract", period)
        return ~declared & ~engagement.tie_month("employment_found", period)


class insured_as_employee(Variable):
    value_type = bool
    entity = Engagement
    definition_period = YEAR
    label = "Employees' scheme: employment, and fees from one's own employer or its group"

    def formula(engagement, period):
        in_labour_law = engagement.tie_month("employee_in_labour_law", period)
        in_group = engagement.group_month("employed_in_group", period)
        return (in_labour_law | in_group) & ~engagement("insured_as_domestic_worker", period)


class insured_as_domestic_worker(Variable):
    value_type = bool
    entity = Engagement
    definition_period = YEAR
    label = "Domestic service"

    def formula(engagement, period):
        return engagement("form", period) == Form.DOMESTIC


class insured_as_self_employed(Variable):
    value_type = bool
    entity = Engagement
    definition_period = YEAR
    label = "Scheme of the self-employed"

    def formula(engagement, period):
        return ~engagement("insured_as_employee", period) & ~engagement("insured_as_domestic_worker", period)
