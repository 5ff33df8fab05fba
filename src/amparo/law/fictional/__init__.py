"""Verania, a country made up to test the engine: it uses everything the law of a real country needs."""

from amparo.rules import Country

COUNTRY = Country(
    code="FICTIONAL",
    name={"en": "Verania (fictional)", "pt": "Verânia (fictícia)", "zh": "维拉尼亚（虚构国家）"},
    currency="FIC",
    law_since="2018-01-01",
    fictional=True,
    package=__name__,
    topics=("status", "contributions", "contribution_parts", "local", "sickness", "old_age", "statement", "benefits"),
    # What sickness and old_age need under names of their own: both could be lifted onto another country.
    bindings={
        "sickness.earnings_base": "contributions.insured_pay",
        "old_age.earnings_base": "contributions.insured_pay",
        "old_age.monthly_index": "contributions.social_index",
    },
)
