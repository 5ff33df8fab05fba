"""The National Health Service of Portugal in outline (Law 95/2019): residence, care in kind, user charges."""

from __future__ import annotations

from amparo.law.portugal.instruments import L95_2019
from amparo.rules import (
    MONTH,
    NOTHING,
    SPELL,
    Branch,
    Contingency,
    Coverage,
    Money,
    Truth,
    benefit,
    month_worked,
    rule,
    spell_start,
)


@rule(level=MONTH, law_at=month_worked, cites=L95_2019(""), evidence="K", since="2018-01-01")
def national_health_user(national_health_coverage: Coverage) -> Truth:
    """Residents are users of the National Health Service, whatever their work and contributions."""
    return national_health_coverage == Coverage.MANDATORY


@rule(level=MONTH, law_at=month_worked, cites=L95_2019(""), evidence="K", since="2018-01-01")
def money_for_health_care() -> Money:
    """Care is given in kind, from taxes: no money is paid."""
    return NOTHING


@rule(
    level=SPELL,
    law_at=spell_start,
    cites=L95_2019(""),
    evidence="K",
    since="2018-01-01",
    until="2022-06-01",
    name="user_charge_may_be_due",
)
def user_charge_may_be_due_until_2022(contingency: Contingency, exempt_from_user_charges: Truth) -> Truth:
    """Until May 2022 user charges were due for many acts, save from those exempt."""
    return contingency == Contingency.SICKNESS and not exempt_from_user_charges


@rule(level=SPELL, law_at=spell_start, cites=L95_2019(""), evidence="K ?", since="2022-06-01")
def user_charge_may_be_due(
    contingency: Contingency, exempt_from_user_charges: Truth, emergency_without_referral: Truth
) -> Truth:
    """Since June 2022 only for emergency care without referral and without admission, save from those exempt."""
    charged = emergency_without_referral and not exempt_from_user_charges
    return contingency == Contingency.SICKNESS and charged


@rule(level=SPELL, law_at=spell_start, cites=L95_2019(""), evidence="K", since="2018-01-01")
def health_care_open(contingency: Contingency, national_health_user: Truth) -> Truth:
    """Care in sickness and at birth is open to every user from the first day."""
    ill_or_giving_birth = contingency == Contingency.SICKNESS or contingency == Contingency.BIRTH
    return ill_or_giving_birth and national_health_user


RESULTS = (
    benefit(
        "national_health_care",
        branch=Branch.MEDICAL_CARE,
        scheme="residents",
        contingency=Contingency.SICKNESS,
        qualified="national_health_user",
        conditions=("national_health_user",),
        amount="money_for_health_care",
        per="month",
        c102="II",
        missoc="II",
        esspros="sickness",
    ),
)
