"""What the records tell."""

from datetime import date

from benchmarks.openfisca_pt.categories import (
    DomesticArrangement,
    EmployeeCategory,
    ExcludedActivity,
    Form,
    IncomeKind,
    PayerKind,
    Rebuttal,
    SelfEmployedClass,
)
from benchmarks.openfisca_pt.core import DateUnit, Enum, Variable
from benchmarks.openfisca_pt.entities import Engagement, Payer, TieMonth, Worker


def fact(name, owner, kind):
    """An input without a period: what it says holds for the row, or for all months of the records."""
    attributes = {"entity": owner, "definition_period": DateUnit.ETERNITY, "label": name.replace("_", " ")}
    if isinstance(kind, Enum):
        attributes |= {"value_type": Enum, "possible_values": type(kind), "default_value": kind}
    else:
        attributes["value_type"] = kind
    return type(name, (Variable,), attributes)


FACTS = (
    fact("month", Engagement, int),
    fact("gross_pay", Engagement, int),
    fact("form", Engagement, Form.SERVICES),
    fact("income_kind", Engagement, IncomeKind.SERVICES),
    fact("ride_hailing", Engagement, bool),
    fact("days_worked", Engagement, int),
    fact("hours_worked", Engagement, int),
    fact("payer_kind", Payer, PayerKind.CLIENT),
    fact("platform_definition_contested", Payer, bool),
    fact("platform_is_legal_person", Payer, bool),
    fact("services_at_distance_by_electronic_means", Payer, bool),
    fact("services_at_request_of_users", Payer, bool),
    fact("organises_paid_work_of_individuals", Payer, bool),
    fact("own_business_model_and_brand", Payer, bool),
    fact("beneficiary_sets_workplace", TieMonth, bool),
    fact("tools_of_beneficiary", TieMonth, bool),
    fact("tools_leased_by_beneficiary", TieMonth, bool),
    fact("beneficiary_sets_hours", TieMonth, bool),
    fact("fixed_regular_pay", TieMonth, bool),
    fact("leading_functions", TieMonth, bool),
    fact("platform_sets_pay", TieMonth, bool),
    fact("platform_directs_work", TieMonth, bool),
    fact("platform_controls_work", TieMonth, bool),
    fact("platform_restricts_autonomy", TieMonth, bool),
    fact("platform_exercises_employer_powers", TieMonth, bool),
    fact("tools_of_platform", TieMonth, bool),
    fact("employment_established", TieMonth, bool),
    fact("presumption_rebutted", TieMonth, Rebuttal.UNDECIDED),
    fact("relation_start_date", TieMonth, date),
    fact("month_of_tie", TieMonth, int),
    fact("employee_category", TieMonth, EmployeeCategory.GENERAL),
    fact("other_insurance_or_pension_of_one_ias", TieMonth, bool),
    fact("sport_full_pay_agreed", TieMonth, bool),
    fact("domestic_arrangement", TieMonth, DomesticArrangement.HOURLY),
    fact("real_pay_agreed", TieMonth, bool),
    fact("part_of_month_only", TieMonth, bool),
    fact("close_relative_of_household", TieMonth, bool),
    fact("registered_class", Worker, SelfEmployedClass.GENERAL),
    fact("own_account_activity", Worker, bool),
    fact("activity_start", Worker, date),
    fact("activity_end", Worker, date),
    fact("activity_restart", Worker, date),
    fact("early_cover_request", Worker, date),
    fact("spouse_cover_request", Worker, date),
    fact("excluded_activity", Worker, ExcludedActivity.NOT_EXCLUDED),
    fact("farm_income_of_year", Worker, int),
    fact("farm_subsidies_of_year", Worker, int),
    fact("organised_accounting", Worker, bool),
    fact("quarterly_assessment_requested", Worker, bool),
    fact("taxable_profit", Worker, int),
    fact("income_raised_by", Worker, int),
    fact("income_lowered_by", Worker, int),
    fact("partner_relevant_income", Worker, int),
    fact("spouse_income_requested", Worker, int),
    fact("partner_insured", Worker, bool),
    fact("pay_in_other_full_scheme", Worker, int),
    fact("average_pay_stated", Worker, int),
    fact("old_age_or_invalidity_pensioner", Worker, bool),
    fact("work_compatible_with_pension", Worker, bool),
    fact("occupational_incapacity", Worker, int),
    fact("suspension_requested", Worker, bool),
    fact("others_carry_on", Worker, bool),
    fact("days_without_obligation", Worker, int),
)
