"""The values of which both systems must give the same totals, to the cent."""

from __future__ import annotations

from typing import Final

CONTRACT: Final = ("services_income", "goods_income", "hospitality_income", "pay_insured_as_employee")
TIE_MONTH: Final = (
    "general_presumption",
    "platform_presumption",
    "employment_presumed",
    "employee_in_labour_law",
    "employee_contribution_base",
    "domestic_contribution_base",
)
MONTH: Final = (
    "insured_in_scheme",
    "accumulates_with_employment",
    "exempt_by_accumulation",
    "exempt_as_pensioner",
    "exempt_by_incapacity",
    "activity_suspended",
    "minimum_contribution_level",
    "subject_to_contribute",
    "contribution_base",
    "self_employed_contribution",
)
QUARTER: Final = ("relevant_income", "monthly_relevant_income", "declared_base", "quarter_excess_base")
YEAR: Final = ("services_of_year", "income_from_all", "economically_dependent_on_one")
TIE_YEAR: Final = (
    "income_from_payer",
    "dependent_on_payer",
    "is_contracting_entity",
    "contracting_entity_base",
    "contracting_entity_contribution",
    "contribution_for_service_provider",
    "contribution_for_business_owner",
)
ALL: Final = (*CONTRACT, *TIE_MONTH, *MONTH, *QUARTER, *YEAR, *TIE_YEAR)
