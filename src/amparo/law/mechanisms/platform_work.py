"""What every mechanism asks first: which work is done through a platform, or on own account, and what it paid.

Read on the shared facts of all countries and on one port, `treated_as_employee`: whom the receiving law has as
employee.
"""

from amparo.law.mechanisms.instruments import Terms
from amparo.rules import (
    CONTRACT,
    MONTH,
    NOTHING,
    QUARTER,
    TIE_MONTH,
    YEAR,
    Form,
    Money,
    PayerKind,
    Truth,
    any_of,
    month_worked,
    rule,
    total,
)


@rule(level=CONTRACT, law_at=month_worked, cites=Terms("2"), evidence="I", since="2000-01-01")
def independent_work(form: Form, treated_as_employee: Truth) -> Truth:
    """Work on own account: no contract of employment or domestic service, and no employee in the receiving law."""
    return form != Form.EMPLOYMENT and form != Form.DOMESTIC and not treated_as_employee


@rule(level=CONTRACT, law_at=month_worked, cites=Terms("2"), evidence="I", since="2000-01-01")
def independent_platform_work(independent_work: Truth, payer_kind: PayerKind) -> Truth:
    """Own-account work that comes from a platform or from a business that organises it for one."""
    through_platform = payer_kind == PayerKind.PLATFORM or payer_kind == PayerKind.INTERMEDIARY
    return through_platform and independent_work


@rule(level=CONTRACT, law_at=month_worked, cites=Terms("2"), evidence="I", since="2000-01-01")
def independent_pay(independent_work: Truth, gross_pay: Money) -> Money:
    """Pay of own-account work, before any deduction."""
    return gross_pay if independent_work else NOTHING


@rule(level=CONTRACT, law_at=month_worked, cites=Terms("2"), evidence="I", since="2000-01-01")
def independent_platform_pay(independent_platform_work: Truth, gross_pay: Money) -> Money:
    """Pay of own-account platform work, before any deduction."""
    return gross_pay if independent_platform_work else NOTHING


platform_pay_of_tie = total("independent_platform_pay", at=TIE_MONTH)
platform_work_in_month = any_of("independent_platform_work", at=MONTH)
independent_pay_of_month = total("independent_pay", at=MONTH)
independent_pay_last_quarter = total("independent_pay", at=QUARTER, lag=1)
independent_work_in_month = any_of("independent_work", at=MONTH)
independent_work_in_year = any_of("independent_work", at=YEAR)
