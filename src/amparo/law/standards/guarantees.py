"""What the floors (R202) and the European Union's Recommendation of 2019 ask: who is in, and for how much at least."""

from __future__ import annotations

from amparo.law.standards.instruments import EU2019, R202
from amparo.rules import WORKER, Coverage, Money, Truth, rule, today


@rule(level=WORKER, law_at=today, cites=EU2019(""), evidence="S:eurogip K ?", since="2018-01-01")
def formal_for_employees(employees_coverage: Coverage) -> Truth:
    """Every worker is covered by law, whatever the form of the employment relationship."""
    return employees_coverage == Coverage.MANDATORY


@rule(level=WORKER, law_at=today, cites=EU2019(""), evidence="S:eurogip K ?", since="2018-01-01")
def formal_for_self_employed(self_employed_coverage: Coverage) -> Truth:
    """The self-employed can at least join of their own will."""
    return self_employed_coverage == Coverage.MANDATORY or self_employed_coverage == Coverage.VOLUNTARY


@rule(level=WORKER, law_at=today, cites=R202("5(a)"), evidence="S:123dok", since="2018-01-01")
def health_guaranteed(residents_health_coverage: Coverage, health_open_without_hardship: Truth) -> Truth:
    """Essential health care is there for every resident; where one has to join, joining is open without hardship."""
    if residents_health_coverage == Coverage.VOLUNTARY:
        return health_open_without_hardship
    return residents_health_coverage == Coverage.MANDATORY


@rule(level=WORKER, law_at=today, cites=R202("5(b)-(d)"), evidence="S:123dok", since="2018-01-01")
def income_guaranteed(income_security_in_law: Truth, least_income_paid: Money, national_minimum: Money) -> Truth:
    """The law gives a basic income, and it reaches the minimum that the country itself defines."""
    return income_security_in_law and least_income_paid >= national_minimum


RESULTS = ()
