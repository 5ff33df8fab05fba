"""Who is an employee and who is self-employed in Verania, and what counts as wages and as income from services."""

from __future__ import annotations

from amparo.law.fictional.instruments import CODE, GUIDE, PWA
from amparo.rules import (
    CONTRACT,
    MONTH,
    NO,
    NOTHING,
    TIE_MONTH,
    YES,
    Category,
    Count,
    Form,
    Money,
    PayerKind,
    Truth,
    any_of,
    count_true,
    month_worked,
    rule,
    status,
)


class LabourStatus(Category):
    """What the work is in labour law."""

    EMPLOYEE = 1
    PRESUMED_EMPLOYEE = 2
    SELF_EMPLOYED = 3


class InsuranceStatus(Category):
    """In which regime the month is insured."""

    NOT_WORKING = 1
    EMPLOYED = 2
    SELF_EMPLOYED = 3
    BOTH = 4


employment_declared = any_of("employment_contract", at=TIE_MONTH)
any_wage_work = any_of("is_wage_work", at=MONTH)
any_services = any_of("is_services", at=MONTH)


@rule(level=CONTRACT, law_at=month_worked, cites=CODE("2(1)"), evidence="L:code", since="2018-01-01")
def employment_contract(form: Form) -> Truth:
    """An ordinary or a domestic contract of employment was declared."""
    return form == Form.EMPLOYMENT or form == Form.DOMESTIC


@rule(level=TIE_MONTH, law_at=month_worked, cites=CODE("3(1)"), evidence="L:code", since="2018-01-01")
def indices_met(
    pay_set_by_payer: Truth, work_directed: Truth, work_controlled: Truth, hours_fixed: Truth, tools_of_payer: Truth
) -> Count:
    """How many of the five indices of employment are met."""
    return count_true(pay_set_by_payer, work_directed, work_controlled, hours_fixed, tools_of_payer)


@rule(
    level=TIE_MONTH,
    law_at=month_worked,
    cites=CODE("3(2)"),
    evidence="L:code",
    since="2018-01-01",
    until="2021-06-01",
    name="presumed_employee",
)
def presumption_of_the_code(
    indices_met: Count, indices_needed: Count, payer_kind: PayerKind, presumption_rebutted: Truth
) -> Truth:
    """Employment is presumed when enough indices are met, but not towards a platform."""
    return indices_met >= indices_needed and payer_kind != PayerKind.PLATFORM and not presumption_rebutted


@rule(
    level=TIE_MONTH,
    law_at=month_worked,
    cites=(CODE("3(2)"), PWA("4")),
    evidence="I:guide",
    since="2021-06-01",
    name="presumed_employee",
)
def presumption_of_the_platform_act(indices_met: Count, indices_needed: Count, presumption_rebutted: Truth) -> Truth:
    """Employment is presumed towards every payer, platforms included, when enough indices are met."""
    if presumption_rebutted:
        return NO
    elif indices_met >= indices_needed:
        return YES
    else:
        return NO


@rule(level=TIE_MONTH, law_at=month_worked, cites=(CODE("2"), CODE("3")), evidence="L:code", since="2018-01-01")
def labour_status(employment_declared: Truth, presumed_employee: Truth) -> LabourStatus:
    """An employee by contract or by presumption, else self-employed."""
    if employment_declared:
        return LabourStatus.EMPLOYEE
    return LabourStatus.PRESUMED_EMPLOYEE if presumed_employee else LabourStatus.SELF_EMPLOYED


@rule(level=CONTRACT, law_at=month_worked, cites=CODE("5(1)"), evidence="L:code", since="2018-01-01")
def is_wage_work(labour_status: LabourStatus) -> Truth:
    """Work for a payer who is, or is presumed to be, the employer."""
    return labour_status != LabourStatus.SELF_EMPLOYED


@rule(level=CONTRACT, law_at=month_worked, cites=CODE("5(2)"), evidence="L:code", since="2018-01-01")
def is_services(labour_status: LabourStatus) -> Truth:
    """Work for a payer who is a client."""
    return labour_status == LabourStatus.SELF_EMPLOYED


@rule(level=CONTRACT, law_at=month_worked, cites=CODE("6(1)"), evidence="L:code", since="2018-01-01")
def wage(is_wage_work: Truth, gross_pay: Money, tips: Money) -> Money:
    """Wages are the pay of employed work, tips included."""
    return gross_pay + tips if is_wage_work else NOTHING


@rule(level=CONTRACT, law_at=month_worked, cites=(CODE("6(2)"), GUIDE("7")), evidence="K ?", since="2018-01-01")
def services_income(is_services: Truth, gross_pay: Money, platform_fee: Money) -> Money:
    """Income from services is the pay less the platform's fee, never less than nothing."""
    if not is_services:
        return NOTHING
    return max(gross_pay - platform_fee, NOTHING)


@rule(level=MONTH, law_at=month_worked, cites=CODE("8"), evidence="L:code", since="2018-01-01")
def insurance_status(any_wage_work: Truth, any_services: Truth) -> InsuranceStatus:
    """The regime or regimes of the month, told apart from labour status."""
    if any_wage_work and any_services:
        return InsuranceStatus.BOTH
    if any_wage_work:
        return InsuranceStatus.EMPLOYED
    return InsuranceStatus.SELF_EMPLOYED if any_services else InsuranceStatus.NOT_WORKING


RESULTS = (
    status("labour_status"),
    status("insurance_status"),
)
