"""The People's Republic of China: status, contributions and coverage in law, 2018 to 2026."""

from amparo.rules import Country

COUNTRY = Country(
    code="CN",
    name={"en": "China", "pt": "China", "zh": "中国"},
    currency="CNY",
    law_since="2018-01-01",
    package=__name__,
    topics=(
        "status",
        "bases",
        "base_bounds",
        "employees",
        "flexible",
        "flexible_by_option",
        "flexible_admission",
        "insurance_record",
        "insurance_months",
        "pension_account",
        "old_age",
        "death_and_disability",
        "residents",
        "occupational_injury",
        "platform_schemes",
        "coverage",
        "work_injury_benefit",
        "occupational_injury_benefit",
        "injury_items",
        "unemployment_benefit",
        "maternity_benefit",
        "medical_benefit",
        "participation",
        "inspection",
    ),
)
