"""Who is insured as self-employed in Portugal, and from which month (Contributions Code arts. 132 to 148)."""

from amparo.law.portugal.instruments import CRC
from amparo.rules import (
    CONTRACT,
    MONTH,
    WORKER,
    YEAR,
    Category,
    Date,
    Money,
    Month,
    Months,
    Rate,
    Truth,
    add_months,
    any_of,
    month_number,
    month_of,
    month_worked,
    months_between,
    percent_of,
    rule,
    year_start,
)


class ExcludedActivity(Category):
    """Activities that the scheme of the self-employed leaves out."""

    NOT_EXCLUDED = 1
    LAWYER_OR_SOLICITOR = 2
    FARM_FOR_OWN_USE = 3
    INSURED_ABROAD = 4
    BOAT_OWNER_IN_CREW = 5
    SHELLFISH_OR_SHORE_FISHER = 6
    OWN_POWER_PRODUCTION_ONLY = 7
    LETTING_ONLY = 8
    SMALL_FARM_SUBSIDY_ONLY = 9


# --- Own-account activity ---------------------------------------------------------------------------------------------

shown_as_self_employed = any_of("insured_as_self_employed", at=WORKER, told=True)


@rule(
    level=MONTH, law_at=month_worked, cites=(CRC("132"), CRC("143"), CRC("147")), evidence="L:crc", since="2018-01-01"
)
def activity_open(
    month: Month,
    own_account_activity: Truth,
    shown_as_self_employed: Truth,
    activity_start: Date,
    activity_end: Date,
    activity_restart: Date,
) -> Truth:
    """Own-account activity runs from its start to its end, and again from its restart."""
    started = month >= month_of(activity_start)
    ended = month > month_of(activity_end)
    restarted = activity_restart > activity_end and month >= month_of(activity_restart)
    return (own_account_activity or shown_as_self_employed) and started and (not ended or restarted)


@rule(level=YEAR, law_at=year_start, cites=CRC("139(1)"), evidence="L:crc", since="2018-01-01")
def excluded_from_scheme(
    excluded_activity: ExcludedActivity,
    farm_income_of_year: Money,
    farm_subsidies_of_year: Money,
    ias: Money,
    small_farm_multiple: Rate,
) -> Truth:
    """Some activities are left out; small farms only up to (subsidies: below) four times the support index a year."""
    if excluded_activity == ExcludedActivity.FARM_FOR_OWN_USE:
        return farm_income_of_year <= percent_of(ias, small_farm_multiple)
    if excluded_activity == ExcludedActivity.SMALL_FARM_SUBSIDY_ONLY:
        return farm_subsidies_of_year < percent_of(ias, small_farm_multiple)
    return excluded_activity != ExcludedActivity.NOT_EXCLUDED


# --- Work that is insured as employment -------------------------------------------------------------------------------


@rule(level=CONTRACT, law_at=month_worked, cites=(CRC("129"), CRC("132")), evidence="L:crc", since="2018-01-01")
def own_account_work(declared_employment_contract: Truth, employment_found: Truth) -> Truth:
    """Work under no contract of employment, declared or found, whichever scheme its fees fall under."""
    return not declared_employment_contract and not employment_found


own_account_work_in_month = any_of("own_account_work", at=MONTH)
self_employed_work_in_month = any_of("insured_as_self_employed", at=MONTH)


@rule(
    level=MONTH, law_at=month_worked, cites=(CRC("129"), CRC("131"), CRC("132")), evidence="L:crc", since="2018-01-01"
)
def covered_for_it_as_employee(own_account_work_in_month: Truth, self_employed_work_in_month: Truth) -> Truth:
    """All own-account work of the month is for the worker's employer or its group, so insured with the employment."""
    return own_account_work_in_month and not self_employed_work_in_month


# --- First twelve months ----------------------------------------------------------------------------------------------


@rule(level=MONTH, law_at=month_worked, cites=CRC("145(4)"), evidence="L:crc", since="2018-01-01")
def closed_in_first_year(activity_start: Date, activity_end: Date, first_year_months: Months) -> Truth:
    """The activity ended in the course of its first twelve months."""
    return months_between(month_of(activity_start), month_of(activity_end)) < first_year_months


@rule(level=MONTH, law_at=month_worked, cites=CRC("145(4)"), evidence="L:crc", since="2018-01-01")
def reopened_in_time(activity_end: Date, activity_restart: Date, first_year_months: Months) -> Truth:
    """The activity was taken up again within the twelve months after its end."""
    gap = months_between(month_of(activity_end), month_of(activity_restart))
    return activity_restart > activity_end and gap <= first_year_months


@rule(level=MONTH, law_at=month_worked, cites=CRC("145(4)"), evidence="L:crc", since="2018-01-01")
def first_year_pause(
    closed_in_first_year: Truth, reopened_in_time: Truth, activity_end: Date, activity_restart: Date
) -> Months:
    """The count of twelve months stands still between the end and a timely restart."""
    if closed_in_first_year and reopened_in_time:
        return max(months_between(month_of(activity_end), month_of(activity_restart)) - 1, 0)
    return 0


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=CRC("145(2) as worded until 2018"),
    evidence="S:dre-145",
    since="2018-01-01",
    until="2019-01-01",
    name="compulsory_cover_month",
)
def compulsory_cover_month_until_2018(
    activity_start: Date, first_year_months: Months, first_year_pause: Months
) -> Month:
    """Until 2018: the 12th month after a start from October on, else November of the year after the start."""
    start = month_of(activity_start)
    to_november = 23 - month_number(start)
    return add_months(start, first_year_pause + (first_year_months if month_number(start) > 9 else to_november))


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=(CRC("145(1)"), CRC("145(3)"), CRC("145(4)")),
    evidence="L:crc",
    since="2019-01-01",
)
def compulsory_cover_month(
    activity_start: Date,
    activity_end: Date,
    activity_restart: Date,
    first_year_months: Months,
    first_year_pause: Months,
    closed_in_first_year: Truth,
    reopened_in_time: Truth,
) -> Month:
    """The first day of the 12th month after the start; after a late restart, the month of the restart."""
    if closed_in_first_year and activity_restart > activity_end and not reopened_in_time:
        return month_of(activity_restart)
    return add_months(month_of(activity_start), first_year_months + first_year_pause)


@rule(level=MONTH, law_at=month_worked, cites=CRC("146"), evidence="L:crc", since="2018-01-01")
def cover_on_request(month: Month, early_cover_request: Date) -> Truth:
    """Earlier cover takes effect the month after the request."""
    return month > month_of(early_cover_request)


# --- Cover ------------------------------------------------------------------------------------------------------------


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=(CRC("145(1) as worded until 2018"), CRC("146")),
    evidence="S:dre-145",
    since="2018-01-01",
    until="2019-01-01",
    name="insured_on_own_account",
)
def insured_on_own_account_until_2018(
    month: Month,
    activity_open: Truth,
    excluded_from_scheme: Truth,
    covered_for_it_as_employee: Truth,
    compulsory_cover_month: Month,
    cover_on_request: Truth,
    insured_before_2018: Truth,
    annual_relevant_income: Money,
    ias: Money,
    first_cover_multiple: Rate,
) -> Truth:
    """Until 2018 the first cover also needed a yearly relevant income above six times the support index."""
    enough_income = annual_relevant_income > percent_of(ias, first_cover_multiple)
    compulsory = month >= compulsory_cover_month and (enough_income or insured_before_2018)
    in_scope = activity_open and not excluded_from_scheme and not covered_for_it_as_employee
    return in_scope and (compulsory or cover_on_request)


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=(CRC("132"), CRC("139"), CRC("145"), CRC("146"), CRC("148")),
    evidence="L:crc",
    since="2019-01-01",
)
def insured_on_own_account(
    month: Month,
    activity_open: Truth,
    excluded_from_scheme: Truth,
    covered_for_it_as_employee: Truth,
    compulsory_cover_month: Month,
    cover_on_request: Truth,
) -> Truth:
    """Insured while the activity is open, from the end of the first twelve months or earlier on request."""
    in_scope = activity_open and not excluded_from_scheme and not covered_for_it_as_employee
    return in_scope and (month >= compulsory_cover_month or cover_on_request)


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=(CRC("133(1)(c)"), CRC("133(2)"), CRC("145(6)"), CRC("145(7)")),
    evidence="L:crc",
    since="2018-01-01",
)
def insured_as_spouse(
    month: Month, spouse_cover_request: Date, partner_insured: Truth, insured_on_own_account: Truth
) -> Truth:
    """A spouse or partner working along: from the month after the request, once the other's cover has effect."""
    return month > month_of(spouse_cover_request) and partner_insured and not insured_on_own_account


@rule(level=MONTH, law_at=month_worked, cites=(CRC("132"), CRC("133")), evidence="L:crc", since="2018-01-01")
def insured_in_scheme(insured_on_own_account: Truth, insured_as_spouse: Truth) -> Truth:
    """Insured as self-employed, on own account or as the spouse of one who is."""
    return insured_on_own_account or insured_as_spouse


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=(CRC("145(1)"), CRC("146")),
    evidence="L:crc",
    since="2018-01-01",
)
def may_ask_for_early_cover(
    activity_open: Truth, excluded_from_scheme: Truth, covered_for_it_as_employee: Truth, insured_on_own_account: Truth
) -> Truth:
    """While the cover has no effect yet, the worker may ask for it."""
    in_scope = activity_open and not excluded_from_scheme and not covered_for_it_as_employee
    return in_scope and not insured_on_own_account
