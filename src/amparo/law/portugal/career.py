"""The contributory career of a person in Portugal: what stands registered for each month, and for how many days.

A month comes either from the administrative record (registo de remunerações) or, where none was supplied, from what the
contribution rules of the run give. Rules of counting hold for every month of a career, however old.
"""

from __future__ import annotations

from amparo.law.portugal.instruments import CRC, DL187_2007
from amparo.rules import (
    MONTH,
    NOTHING,
    TIE_MONTH,
    YEAR,
    Days,
    Money,
    Truth,
    month_worked,
    mul_div,
    rule,
    total,
    window,
    year_end,
)

# --- From the engagements of the run ----------------------------------------------------------------------------------


@rule(level=TIE_MONTH, law_at=month_worked, cites=(CRC("40"), CRC("119")), evidence="I:crc", since="2018-01-01")
def days_insured_with_payer(
    employee_contribution_base: Money, domestic_contribution_base: Money, days_declared_by_employer: Days
) -> Days:
    """The days that the employer or household declares for the month with the pay."""
    return days_declared_by_employer if employee_contribution_base + domestic_contribution_base > 0 else 0


@rule(level=TIE_MONTH, law_at=month_worked, cites=(CRC("28"), CRC("118(2)")), evidence="L:crc", since="2018-01-01")
def unemployment_insured_pay_with_payer(
    employee_contribution_base: Money,
    domestic_contribution_base: Money,
    protected_in_unemployment: Truth,
    protected_in_domestic_unemployment: Truth,
) -> Money:
    """Pay on which unemployment is insured: neither conventional pay in domestic service nor excluded categories."""
    as_employee = employee_contribution_base if protected_in_unemployment else NOTHING
    return as_employee + (domestic_contribution_base if protected_in_domestic_unemployment else NOTHING)


@rule(level=TIE_MONTH, law_at=month_worked, cites=(CRC("28"), CRC("118(2)")), evidence="I:crc", since="2018-01-01")
def unemployment_insured_days_with_payer(
    unemployment_insured_pay_with_payer: Money, days_insured_with_payer: Days
) -> Days:
    """Days declared with pay on which unemployment is insured."""
    return days_insured_with_payer if unemployment_insured_pay_with_payer > 0 else 0


@rule(level=TIE_MONTH, law_at=month_worked, cites=(CRC("28"), CRC("118(1)")), evidence="L:crc", since="2018-01-01")
def sickness_insured_pay_with_payer(
    employee_contribution_base: Money, domestic_contribution_base: Money, protected_in_sickness: Truth
) -> Money:
    """Pay on which sickness is insured: domestic service always, employees by their category."""
    return domestic_contribution_base + (employee_contribution_base if protected_in_sickness else NOTHING)


@rule(level=TIE_MONTH, law_at=month_worked, cites=(CRC("28"), CRC("118(1)")), evidence="L:crc", since="2018-01-01")
def parenthood_insured_pay_with_payer(
    employee_contribution_base: Money, domestic_contribution_base: Money, protected_in_parenthood: Truth
) -> Money:
    """Pay on which parenthood is insured: domestic service always, employees by their category."""
    return domestic_contribution_base + (employee_contribution_base if protected_in_parenthood else NOTHING)


days_insured_with_all_payers = total("days_insured_with_payer", at=MONTH)
unemployment_insured_pay_of_ties = total("unemployment_insured_pay_with_payer", at=MONTH)
unemployment_insured_days_of_ties = total("unemployment_insured_days_with_payer", at=MONTH)
sickness_insured_pay_of_ties = total("sickness_insured_pay_with_payer", at=MONTH)
parenthood_insured_pay_of_ties = total("parenthood_insured_pay_with_payer", at=MONTH)


# --- Registered pay ---------------------------------------------------------------------------------------------------


@rule(level=MONTH, law_at=month_worked, cites=(CRC("40"), CRC("44")), evidence="L:crc", since="1960-01-01")
def registered_employee_pay(
    month_on_record: Truth,
    recorded_employee_pay: Money,
    employee_base_of_all_employers: Money,
    domestic_base_of_all_households: Money,
) -> Money:
    """Pay registered as employee and in domestic service, bonuses included."""
    return (
        recorded_employee_pay if month_on_record else employee_base_of_all_employers + domestic_base_of_all_households
    )


@rule(
    level=MONTH, law_at=month_worked, cites=(CRC("155"), CRC("156"), CRC("163")), evidence="L:crc", since="1960-01-01"
)
def registered_self_employed_base(
    month_on_record: Truth, recorded_self_employed_base: Money, contribution_base: Money, days_owed: Days
) -> Money:
    """Base registered as self-employed; in part months a thirtieth for each day owed."""
    return recorded_self_employed_base if month_on_record else mul_div(contribution_base, days_owed, 30)


@rule(level=MONTH, law_at=month_worked, cites=DL187_2007("11"), evidence="K", since="1960-01-01")
def registered_equivalence_pay(recorded_equivalence_pay: Money) -> Money:
    """Pay registered without work, as equivalent to contributions: benefits in sickness, parenthood, unemployment."""
    return recorded_equivalence_pay


@rule(level=MONTH, law_at=month_worked, cites=CRC("40"), evidence="L:crc", since="1960-01-01")
def registered_pay(
    registered_employee_pay: Money,
    registered_self_employed_base: Money,
    registered_equivalence_pay: Money,
    recorded_voluntary_base: Money,
) -> Money:
    """All pay registered for the month, the base of voluntary insurance included."""
    for_work = registered_employee_pay + registered_self_employed_base
    return for_work + registered_equivalence_pay + recorded_voluntary_base


@rule(level=MONTH, law_at=month_worked, cites=CRC("40"), evidence="L:crc", since="1960-01-01")
def registered_month(registered_pay: Money, equivalence_days: Days) -> Truth:
    """A month with pay registered, for work or by equivalence."""
    return registered_pay > 0 or equivalence_days > 0


@rule(level=MONTH, law_at=month_worked, cites=(CRC("28"), CRC("118(2)")), evidence="L:crc", since="1960-01-01")
def unemployment_insured_pay(
    month_on_record: Truth,
    recorded_employee_pay: Money,
    recorded_pay_without_unemployment_cover: Money,
    unemployment_insured_pay_of_ties: Money,
) -> Money:
    """Pay registered as employee on which unemployment is insured."""
    on_record = max(recorded_employee_pay - recorded_pay_without_unemployment_cover, NOTHING)
    return on_record if month_on_record else unemployment_insured_pay_of_ties


# --- Pay that counts in short-term benefits ---------------------------------------------------------------------------


@rule(level=MONTH, law_at=month_worked, cites=(CRC("163(4)"), CRC("283-A")), evidence="L:crc", since="1960-01-01")
def self_employed_base_beyond_pensions(
    month_on_record: Truth, registered_self_employed_base: Money, counts_for_pensions_only: Truth
) -> Money:
    """The base as self-employed, save the excess beside employment, which counts in pensions only."""
    if month_on_record:
        return registered_self_employed_base
    return NOTHING if counts_for_pensions_only else registered_self_employed_base


@rule(level=MONTH, law_at=month_worked, cites=(CRC("28"), CRC("283-A")), evidence="L:crc", since="1960-01-01")
def pay_insured_in_sickness(
    month_on_record: Truth,
    registered_employee_pay: Money,
    sickness_insured_pay_of_ties: Money,
    self_employed_base_beyond_pensions: Money,
    recorded_pay_for_pensions_only: Money,
) -> Money:
    """Pay registered for work, as employee and self-employed, on which sickness is insured."""
    as_employee = registered_employee_pay if month_on_record else sickness_insured_pay_of_ties
    return max(as_employee + self_employed_base_beyond_pensions - recorded_pay_for_pensions_only, NOTHING)


@rule(level=MONTH, law_at=month_worked, cites=(CRC("28"), CRC("283-A")), evidence="L:crc", since="1960-01-01")
def pay_insured_in_parenthood(
    month_on_record: Truth,
    registered_employee_pay: Money,
    parenthood_insured_pay_of_ties: Money,
    self_employed_base_beyond_pensions: Money,
    recorded_pay_for_pensions_only: Money,
) -> Money:
    """Pay registered for work, as employee and self-employed, on which parenthood is insured."""
    as_employee = registered_employee_pay if month_on_record else parenthood_insured_pay_of_ties
    return max(as_employee + self_employed_base_beyond_pensions - recorded_pay_for_pensions_only, NOTHING)


# --- Registered days --------------------------------------------------------------------------------------------------


@rule(level=MONTH, law_at=month_worked, cites=CRC("40"), evidence="I:crc", since="1960-01-01")
def employee_days(
    month_on_record: Truth,
    recorded_employee_pay: Money,
    recorded_employee_days: Days,
    days_insured_with_all_payers: Days,
) -> Days:
    """Days registered as employee: at most thirty in the month, several employments together."""
    if not month_on_record:
        return min(days_insured_with_all_payers, 30)
    return min(recorded_employee_days, 30) if recorded_employee_pay > 0 else 0


@rule(level=MONTH, law_at=month_worked, cites=(CRC("28"), CRC("118(2)")), evidence="I:crc", since="1960-01-01")
def unemployment_insured_days(
    month_on_record: Truth,
    unemployment_insured_pay: Money,
    employee_days: Days,
    unemployment_insured_days_of_ties: Days,
) -> Days:
    """Days registered as employee on which unemployment is insured."""
    if not month_on_record:
        return min(unemployment_insured_days_of_ties, 30)
    return employee_days if unemployment_insured_pay > 0 else 0


@rule(level=MONTH, law_at=month_worked, cites=(CRC("156(1)"), CRC("163")), evidence="L:crc", since="1960-01-01")
def self_employed_days(
    month_on_record: Truth, recorded_self_employed_base: Money, contribution_base: Money, days_owed: Days
) -> Days:
    """A month counts thirty days, less the days on which nothing was owed."""
    if month_on_record:
        return 30 if recorded_self_employed_base > 0 else 0
    return days_owed if contribution_base > 0 else 0


@rule(level=MONTH, law_at=month_worked, cites=(CRC("134(1)(b)"), CRC("141(3)")), evidence="L:crc", since="1960-01-01")
def business_owner_days(
    month_on_record: Truth, recorded_business_owner: Truth, business_owner: Truth, self_employed_days: Days
) -> Days:
    """Days registered as sole trader with commercial or industrial income, EIRL holder or spouse."""
    owner = recorded_business_owner if month_on_record else business_owner
    return self_employed_days if owner else 0


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=(CRC("140"), CRC("141(2)"), CRC("283-A")),
    evidence="L:crc",
    since="1960-01-01",
)
def dependent_self_employed_days(
    month_on_record: Truth,
    recorded_dependent_self_employed: Truth,
    economically_dependent_on_one: Truth,
    self_employed_base_beyond_pensions: Money,
    business_owner_days: Days,
    self_employed_days: Days,
) -> Days:
    """Days as self-employed, no business owner, in a year of dependence on an entity that must contribute."""
    dependent = recorded_dependent_self_employed if month_on_record else economically_dependent_on_one
    counts = self_employed_base_beyond_pensions > 0 and business_owner_days == 0
    return self_employed_days if dependent and counts else 0


@rule(level=MONTH, law_at=month_worked, cites=DL187_2007("11"), evidence="K", since="1960-01-01")
def equivalence_days(recorded_equivalence_days: Days) -> Days:
    """Days registered without work, as equivalent to contributions."""
    return min(recorded_equivalence_days, 30)


@rule(level=MONTH, law_at=month_worked, cites=DL187_2007("11"), evidence="K", since="1960-01-01")
def credited_month(equivalence_days: Days) -> Truth:
    """A month with days registered by equivalence."""
    return equivalence_days > 0


credited_lately = window("credited_month", at=MONTH, back=6, until=1, how="any")


@rule(level=MONTH, law_at=month_worked, cites=CRC("180"), evidence="I:crc", since="1960-01-01")
def voluntary_days(recorded_voluntary_base: Money) -> Days:
    """A month of voluntary insurance counts thirty days."""
    return 30 if recorded_voluntary_base > 0 else 0


@rule(level=MONTH, law_at=month_worked, cites=CRC("40"), evidence="I:crc", since="1960-01-01")
def registered_days(
    employee_days: Days, self_employed_days: Days, equivalence_days: Days, voluntary_days: Days
) -> Days:
    """Days of the month with pay registered; thirty at most, days that overlap counting once."""
    return min(employee_days + self_employed_days + equivalence_days + voluntary_days, 30)


# --- By year ----------------------------------------------------------------------------------------------------------

registered_pay_of_year = total("registered_pay", at=YEAR)
registered_days_of_year = total("registered_days", at=YEAR)


@rule(level=YEAR, law_at=year_end, cites=DL187_2007("29(3)"), evidence="L:dl187", since="1960-01-01")
def contributory_year(registered_days_of_year: Days, least_days_of_contributory_year: Days) -> Truth:
    """A calendar year counts with at least 120 days of registered pay."""
    return registered_days_of_year >= least_days_of_contributory_year


RESULTS = ()
