"""Who takes part in the schemes of Portugal: registered, and contributing or credited, branch by branch and by month.

A month on record is taken as the record tells it. In any other month employment counts as registered once a contract is
declared, and what the law charges on it is taken as paid. Employment that a court found first is not registered until
the record says so.
"""

from __future__ import annotations

from amparo.law.portugal.instruments import CRC, CT, L7_2009, L98_2009
from amparo.rules import (
    MONTH,
    TIE_MONTH,
    Branch,
    Coverage,
    Days,
    Money,
    Truth,
    any_of,
    month_worked,
    participation,
    rule,
)

# --- Employees --------------------------------------------------------------------------------------------------------


@rule(level=TIE_MONTH, law_at=month_worked, cites=(CRC("29"), CT("11")), evidence="I:crc", since="2018-01-01")
def employment_registered_with_payer(employee_of_payer: Truth, employment_declared_with_payer: Truth) -> Truth:
    """Insured as employee under a contract of employment that the parties declared."""
    return employee_of_payer and employment_declared_with_payer


employment_registered_with_anyone = any_of("employment_registered_with_payer", at=MONTH)


@rule(level=MONTH, law_at=month_worked, cites=CRC("40"), evidence="I:crc", since="1960-01-01")
def credited_as_employee(equivalence_days: Days, sick_as_self_employed: Truth) -> Truth:
    """Pay is registered by equivalence for someone who was not last self-employed."""
    return equivalence_days > 0 and not sick_as_self_employed


@rule(level=MONTH, law_at=month_worked, cites=(CRC("29"), CRC("40")), evidence="I:crc", since="1960-01-01")
def registered_as_employee(
    month_on_record: Truth,
    recorded_employee_pay: Money,
    employment_registered_with_anyone: Truth,
    credited_as_employee: Truth,
) -> Truth:
    """Registered in the general regime: pay on record, a declared contract, or pay by equivalence."""
    return credited_as_employee or (recorded_employee_pay > 0 if month_on_record else employment_registered_with_anyone)


@rule(level=MONTH, law_at=month_worked, cites=(CRC("40"), CRC("42")), evidence="I:crc", since="1960-01-01")
def contributes_as_employee(
    registered_as_employee: Truth, month_on_record: Truth, employee_base_of_all_employers: Money
) -> Truth:
    """Registered, with pay on which contributions are due."""
    return registered_as_employee and (month_on_record or employee_base_of_all_employers > 0)


@rule(level=MONTH, law_at=month_worked, cites=(CRC("28"), CRC("53")), evidence="I:crc", since="1960-01-01")
def contributes_to_unemployment_as_employee(
    contributes_as_employee: Truth,
    month_on_record: Truth,
    unemployment_insured_pay: Money,
    protected_in_unemployment_by_anyone: Truth,
) -> Truth:
    """Contributes on pay with unemployment cover; days by equivalence do not."""
    protected = unemployment_insured_pay > 0 if month_on_record else protected_in_unemployment_by_anyone
    return contributes_as_employee and protected


@rule(level=MONTH, law_at=month_worked, cites=(CRC("28"), CRC("53")), evidence="I:crc", since="1960-01-01")
def contributes_to_occupational_disease_as_employee(
    contributes_as_employee: Truth, month_on_record: Truth, protected_in_occupational_disease_by_anyone: Truth
) -> Truth:
    """Contributes in a category protected in occupational disease."""
    return contributes_as_employee and (month_on_record or protected_in_occupational_disease_by_anyone)


@rule(level=MONTH, law_at=month_worked, cites=(CT("283(5)"), L98_2009("79")), evidence="I:ct", since="2018-01-01")
def accidents_insured_by_employer(
    employer_insures_accidents_in_month: Truth, employment_registered_with_anyone: Truth
) -> Truth:
    """The employer must hold a policy, and declares the employment to which it belongs."""
    return employer_insures_accidents_in_month and employment_registered_with_anyone


# --- Domestic service -------------------------------------------------------------------------------------------------


@rule(level=MONTH, law_at=month_worked, cites=(CRC("116"), CRC("29")), evidence="I:crc", since="2018-01-01")
def registered_in_domestic_service(domestic_worker_of_anyone: Truth, month_on_record: Truth) -> Truth:
    """A declared contract of domestic service; on record it stands with the pay as employee."""
    return domestic_worker_of_anyone and not month_on_record


@rule(level=MONTH, law_at=month_worked, cites=(CRC("119"), CRC("121")), evidence="I:crc", since="2018-01-01")
def contributes_in_domestic_service(
    registered_in_domestic_service: Truth, domestic_base_of_all_households: Money
) -> Truth:
    """Registered, with a base in the month."""
    return registered_in_domestic_service and domestic_base_of_all_households > 0


@rule(level=MONTH, law_at=month_worked, cites=(CRC("118(2)"), CRC("121(2)")), evidence="L:crc", since="2018-01-01")
def registered_for_unemployment_in_domestic_service(
    registered_in_domestic_service: Truth, protected_in_domestic_unemployment_by_anyone: Truth
) -> Truth:
    """A monthly full-time contract on real pay."""
    return registered_in_domestic_service and protected_in_domestic_unemployment_by_anyone


@rule(level=MONTH, law_at=month_worked, cites=(CRC("118(2)"), CRC("121(2)")), evidence="L:crc", since="2018-01-01")
def contributes_to_unemployment_in_domestic_service(
    contributes_in_domestic_service: Truth, registered_for_unemployment_in_domestic_service: Truth
) -> Truth:
    """Contributes at the rate that covers unemployment."""
    return contributes_in_domestic_service and registered_for_unemployment_in_domestic_service


@rule(level=MONTH, law_at=month_worked, cites=L98_2009("79"), evidence="I:pcc", since="2018-01-01")
def accidents_insured_by_household(domestic_work_for_anyone: Truth) -> Truth:
    """The household that declares domestic service must hold a policy."""
    return domestic_work_for_anyone


# --- Self-employed ----------------------------------------------------------------------------------------------------


@rule(level=MONTH, law_at=month_worked, cites=CRC("40"), evidence="I:crc", since="1960-01-01")
def credited_as_self_employed(equivalence_days: Days, sick_as_self_employed: Truth) -> Truth:
    """Pay is registered by equivalence for someone who was last self-employed."""
    return equivalence_days > 0 and sick_as_self_employed


@rule(level=MONTH, law_at=month_worked, cites=(CRC("143"), CRC("144")), evidence="L:crc", since="1960-01-01")
def registered_as_self_employed(
    month_on_record: Truth,
    recorded_self_employed_base: Money,
    insured_in_scheme: Truth,
    credited_as_self_employed: Truth,
) -> Truth:
    """Registered with effect in the scheme, exempt from contributions or not."""
    return credited_as_self_employed or (recorded_self_employed_base > 0 if month_on_record else insured_in_scheme)


@rule(level=MONTH, law_at=month_worked, cites=(CRC("155"), CRC("163")), evidence="L:crc", since="1960-01-01")
def contributes_as_self_employed(registered_self_employed_base: Money, credited_as_self_employed: Truth) -> Truth:
    """A base is registered for the month, for work or by equivalence."""
    return registered_self_employed_base > 0 or credited_as_self_employed


@rule(level=MONTH, law_at=month_worked, cites=(CRC("141(1)"), CRC("283-A")), evidence="L:crc", since="1960-01-01")
def contributes_beyond_pensions_as_self_employed(
    self_employed_month_protected: Truth, credited_as_self_employed: Truth
) -> Truth:
    """The base is not only the excess beside employment, which counts in pensions alone."""
    return self_employed_month_protected or credited_as_self_employed


@rule(level=MONTH, law_at=month_worked, cites=(CRC("141(2)"), CRC("141(3)")), evidence="L:crc", since="1960-01-01")
def registered_for_unemployment_as_self_employed(
    month_on_record: Truth,
    recorded_dependent_self_employed: Truth,
    recorded_business_owner: Truth,
    registered_as_self_employed: Truth,
    economically_dependent_on_one: Truth,
    business_owner: Truth,
) -> Truth:
    """Registered and, in the year, dependent on one contracting entity, or a business owner."""
    by_law = economically_dependent_on_one or business_owner
    protected = recorded_dependent_self_employed or recorded_business_owner if month_on_record else by_law
    return registered_as_self_employed and protected


@rule(level=MONTH, law_at=month_worked, cites=(CRC("141(2)"), CRC("141(3)")), evidence="L:crc", since="1960-01-01")
def contributes_to_unemployment_as_self_employed(
    dependent_self_employed_days: Days, business_owner_days: Days
) -> Truth:
    """Days registered in economic dependence or as a business owner."""
    return dependent_self_employed_days > 0 or business_owner_days > 0


# --- Accident insurance, voluntary insurance --------------------------------------------------------------------------


@rule(level=MONTH, law_at=month_worked, cites=L7_2009("4(2)"), evidence="L:ct", since="2018-01-01")
def insured_by_own_policy(own_accident_coverage: Coverage, own_accident_policy_in_force: Truth) -> Truth:
    """Own-account work that the worker must insure, with a policy in force."""
    return own_accident_coverage == Coverage.MANDATORY and own_accident_policy_in_force


@rule(level=MONTH, law_at=month_worked, cites=L7_2009("4(1)(c)"), evidence="L:ct ?", since="2018-01-01")
def insured_by_beneficiary_policy(
    beneficiary_accident_coverage: Coverage, beneficiary_accident_policy_in_force: Truth
) -> Truth:
    """Work in economic dependence, with a policy of the beneficiary in force."""
    return beneficiary_accident_coverage == Coverage.MANDATORY and beneficiary_accident_policy_in_force


@rule(level=MONTH, law_at=month_worked, cites=(CRC("169"), CRC("180")), evidence="L:crc", since="1960-01-01")
def in_voluntary_insurance(recorded_voluntary_base: Money) -> Truth:
    """A base of voluntary insurance was paid for the month."""
    return recorded_voluntary_base > 0


@rule(level=MONTH, law_at=month_worked, cites=CRC("170"), evidence="S:guia-5001", since="1960-01-01")
def in_voluntary_insurance_with_sickness(voluntary_base_in_sickness: Money) -> Truth:
    """A base of voluntary insurance that covers sickness was paid for the month."""
    return voluntary_base_in_sickness > 0


RESULTS = (
    participation(
        Branch.SICKNESS,
        scheme="employees",
        registered="registered_as_employee",
        contributing="contributes_to_sickness_as_employee",
    ),
    participation(
        Branch.MATERNITY_PARENTAL,
        scheme="employees",
        registered="registered_as_employee",
        contributing="contributes_to_parenthood_as_employee",
    ),
    participation(
        Branch.UNEMPLOYMENT,
        scheme="employees",
        registered="registered_as_employee",
        contributing="contributes_to_unemployment_as_employee",
    ),
    participation(
        Branch.OCCUPATIONAL_DISEASE,
        scheme="employees",
        registered="registered_as_employee",
        contributing="contributes_to_occupational_disease_as_employee",
    ),
    participation(
        Branch.INVALIDITY,
        scheme="employees",
        registered="registered_as_employee",
        contributing="contributes_to_invalidity_as_employee",
    ),
    participation(
        Branch.OLD_AGE,
        scheme="employees",
        registered="registered_as_employee",
        contributing="contributes_to_old_age_as_employee",
    ),
    participation(
        Branch.SURVIVORS,
        scheme="employees",
        registered="registered_as_employee",
        contributing="contributes_to_survivors_as_employee",
    ),
    participation(
        Branch.EMPLOYMENT_INJURY,
        scheme="employees",
        registered="accidents_insured_by_employer",
        contributing="accidents_insured_by_employer",
    ),
    participation(
        Branch.SICKNESS,
        scheme="domestic_service",
        registered="registered_in_domestic_service",
        contributing="contributes_in_domestic_service",
    ),
    participation(
        Branch.MATERNITY_PARENTAL,
        scheme="domestic_service",
        registered="registered_in_domestic_service",
        contributing="contributes_in_domestic_service",
    ),
    participation(
        Branch.UNEMPLOYMENT,
        scheme="domestic_service",
        registered="registered_for_unemployment_in_domestic_service",
        contributing="contributes_to_unemployment_in_domestic_service",
    ),
    participation(
        Branch.OCCUPATIONAL_DISEASE,
        scheme="domestic_service",
        registered="registered_in_domestic_service",
        contributing="contributes_in_domestic_service",
    ),
    participation(
        Branch.INVALIDITY,
        scheme="domestic_service",
        registered="registered_in_domestic_service",
        contributing="contributes_in_domestic_service",
    ),
    participation(
        Branch.OLD_AGE,
        scheme="domestic_service",
        registered="registered_in_domestic_service",
        contributing="contributes_in_domestic_service",
    ),
    participation(
        Branch.SURVIVORS,
        scheme="domestic_service",
        registered="registered_in_domestic_service",
        contributing="contributes_in_domestic_service",
    ),
    participation(
        Branch.EMPLOYMENT_INJURY,
        scheme="domestic_service",
        registered="accidents_insured_by_household",
        contributing="accidents_insured_by_household",
    ),
    participation(
        Branch.SICKNESS,
        scheme="self_employed",
        registered="registered_as_self_employed",
        contributing="contributes_beyond_pensions_as_self_employed",
    ),
    participation(
        Branch.MATERNITY_PARENTAL,
        scheme="self_employed",
        registered="registered_as_self_employed",
        contributing="contributes_beyond_pensions_as_self_employed",
    ),
    participation(
        Branch.UNEMPLOYMENT,
        scheme="self_employed",
        registered="registered_for_unemployment_as_self_employed",
        contributing="contributes_to_unemployment_as_self_employed",
    ),
    participation(
        Branch.OCCUPATIONAL_DISEASE,
        scheme="self_employed",
        registered="registered_as_self_employed",
        contributing="contributes_beyond_pensions_as_self_employed",
    ),
    participation(
        Branch.INVALIDITY,
        scheme="self_employed",
        registered="registered_as_self_employed",
        contributing="contributes_as_self_employed",
    ),
    participation(
        Branch.OLD_AGE,
        scheme="self_employed",
        registered="registered_as_self_employed",
        contributing="contributes_as_self_employed",
    ),
    participation(
        Branch.SURVIVORS,
        scheme="self_employed",
        registered="registered_as_self_employed",
        contributing="contributes_as_self_employed",
    ),
    participation(
        Branch.EMPLOYMENT_INJURY,
        scheme="own_insurance",
        registered="insured_by_own_policy",
        contributing="insured_by_own_policy",
    ),
    participation(
        Branch.EMPLOYMENT_INJURY,
        scheme="beneficiary_insurance",
        registered="insured_by_beneficiary_policy",
        contributing="insured_by_beneficiary_policy",
    ),
    participation(
        Branch.SICKNESS,
        scheme="voluntary_insurance",
        registered="in_voluntary_insurance_with_sickness",
        contributing="in_voluntary_insurance_with_sickness",
    ),
    participation(
        Branch.INVALIDITY,
        scheme="voluntary_insurance",
        registered="in_voluntary_insurance",
        contributing="in_voluntary_insurance",
    ),
    participation(
        Branch.OLD_AGE,
        scheme="voluntary_insurance",
        registered="in_voluntary_insurance",
        contributing="in_voluntary_insurance",
    ),
    participation(
        Branch.SURVIVORS,
        scheme="voluntary_insurance",
        registered="in_voluntary_insurance",
        contributing="in_voluntary_insurance",
    ),
    participation(Branch.MEDICAL_CARE, scheme="residents", registered="resident", contributing="resident"),
    participation(Branch.FAMILY, scheme="residents", registered="resident", contributing="resident"),
    participation(Branch.MATERNITY_PARENTAL, scheme="residents", registered="resident", contributing="resident"),
)
