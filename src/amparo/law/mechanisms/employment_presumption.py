"""Presumption of employment in platform work (Portugal, Labour Code art. 12-A), elsewhere.

Definition, six features, number of features and presumption are Portugal's own provisions, taken over as they stand.
They say who would be presumed an employee; what the receiving law makes of it is left to that law. How the features
are told is the receiving law's (ports).
"""

from amparo.law.portugal.instruments import CT
from amparo.rules import MONTH, Truth, any_of, month_worked, rule, signal

presumed_with_a_platform = any_of("platform_presumption", at=MONTH)


@rule(level=MONTH, law_at=month_worked, cites=CT("12-A(1)"), evidence="L:ct", since="2023-05-01")
def presumed_employee_in_month(presumed_with_a_platform: Truth) -> Truth:
    """Presumed an employee of at least one platform in the month."""
    return presumed_with_a_platform


RESULTS = (
    signal(
        "presumed_employee",
        node="platform_presumption",
        shown=("indices_of_platform_employment",),
        strength="indices_of_platform_employment",
        refuted_by=("platform_exercises_employer_powers", "tools_of_platform", "platform_definition_contested"),
    ),
)
