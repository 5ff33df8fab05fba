"""The law of Portugal: who is insured how, and who owes what."""

from amparo.rules import Country

COUNTRY = Country(
    code="PT",
    name={"en": "Portugal", "pt": "Portugal", "zh": "葡萄牙"},
    currency="EUR",
    law_since="2018-01-01",
    package=__name__,
    topics=(
        "reference_amounts",
        "status",
        "employees",
        "domestic_service",
        "enforcement",
        "passenger_transport",
        "self_employed_scope",
        "self_employed_income",
        "self_employed_exemption",
        "self_employed_base",
        "self_employed_contribution",
        "self_employed_before_2019",
        "annual_review",
        "contracting_entity",
        "coverage",
        "inspection",
        "career",
        "pension_career",
        "pension_amount",
        "old_age",
        "invalidity",
        "survivors",
        "sickness",
        "work_accidents",
    ),
)
