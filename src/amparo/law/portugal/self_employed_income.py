"""Income of the self-employed in Portugal, its yearly and quarterly assessment (Contributions Code arts. 151-A, 162).

The quarter of a row is the one in whose first month the declaration is made; the income declared is that of the
quarter before. The law is that of the declaration month.
"""

from amparo.law.portugal.instruments import CRC
from amparo.rules import (
    CONTRACT,
    DOWN,
    MONTH,
    NO,
    NOTHING,
    QUARTER,
    YEAR,
    Category,
    Date,
    Days,
    Money,
    Month,
    Rate,
    Truth,
    add_days,
    any_of,
    last_day,
    month_number,
    month_worked,
    percent_of,
    percents_of,
    quarter_start,
    rule,
    total,
    year_end,
)


class IncomeKind(Category):
    """Kinds of own-account income that the scheme weighs differently."""

    SERVICES = 1
    GOODS = 2
    HOSPITALITY = 3
    OTHER = 4


# --- Income of each engagement ----------------------------------------------------------------------------------------


@rule(level=CONTRACT, law_at=month_worked, cites=CRC("162(1)(a)"), evidence="L:crc", since="2018-01-01")
def services_income(insured_as_self_employed: Truth, income_kind: IncomeKind, gross_pay: Money) -> Money:
    """Value of services provided; rides and deliveries are services."""
    return gross_pay if insured_as_self_employed and income_kind == IncomeKind.SERVICES else NOTHING


@rule(level=CONTRACT, law_at=month_worked, cites=CRC("162(1)(b)"), evidence="L:crc", since="2018-01-01")
def goods_income(insured_as_self_employed: Truth, income_kind: IncomeKind, gross_pay: Money) -> Money:
    """Income from making and selling goods."""
    return gross_pay if insured_as_self_employed and income_kind == IncomeKind.GOODS else NOTHING


@rule(level=CONTRACT, law_at=month_worked, cites=CRC("162(2)"), evidence="L:crc", since="2018-01-01")
def hospitality_income(insured_as_self_employed: Truth, income_kind: IncomeKind, gross_pay: Money) -> Money:
    """Services of hotels, restaurants, bars and the like, declared as such for tax."""
    return gross_pay if insured_as_self_employed and income_kind == IncomeKind.HOSPITALITY else NOTHING


@rule(level=CONTRACT, law_at=month_worked, cites=CRC("162(4)"), evidence="L:crc", since="2018-01-01")
def other_income(insured_as_self_employed: Truth, income_kind: IncomeKind, gross_pay: Money) -> Money:
    """Income left out by regulation, such as investment subsidies and capital gains."""
    return gross_pay if insured_as_self_employed and income_kind == IncomeKind.OTHER else NOTHING


services_last_quarter = total("services_income", at=QUARTER, lag=1)
goods_last_quarter = total("goods_income", at=QUARTER, lag=1)
hospitality_last_quarter = total("hospitality_income", at=QUARTER, lag=1)
other_income_last_quarter = total("other_income", at=QUARTER, lag=1)

# --- Relevant income of the quarter -----------------------------------------------------------------------------------


@rule(level=QUARTER, law_at=quarter_start, cites=CRC("162(4)"), evidence="L:crc", since="2019-01-01", before=NOTHING)
def other_income_counted(other_income_included: Truth, other_income_last_quarter: Money) -> Money:
    """Income left out by regulation counts only if the worker opts to include it."""
    return other_income_last_quarter if other_income_included else NOTHING


@rule(
    level=QUARTER,
    law_at=quarter_start,
    cites=(CRC("162(1)"), CRC("162(2)"), CRC("162(4)")),
    evidence="L:crc",
    since="2019-01-01",
    before=NOTHING,
)
def relevant_income(
    services_last_quarter: Money,
    goods_last_quarter: Money,
    hospitality_last_quarter: Money,
    other_income_counted: Money,
    services_share: Rate,
    goods_share: Rate,
    hospitality_share: Rate,
    other_income_share: Rate,
) -> Money:
    """Relevant income of the quarter: 70 % of services, 20 % of goods and of hospitality services."""
    return percents_of(
        services_last_quarter,
        services_share,
        goods_last_quarter,
        goods_share,
        hospitality_last_quarter,
        hospitality_share,
        other_income_counted,
        other_income_share,
    )


@rule(
    level=QUARTER,
    law_at=quarter_start,
    cites=(CRC("157(1)(a)"), CRC("162")),
    evidence="L:crc",
    since="2019-01-01",
    before=NOTHING,
)
def monthly_relevant_income(
    services_last_quarter: Money,
    goods_last_quarter: Money,
    hospitality_last_quarter: Money,
    other_income_counted: Money,
    services_share: Rate,
    goods_share: Rate,
    hospitality_share: Rate,
    other_income_share: Rate,
) -> Money:
    """Monthly average of the quarter's relevant income."""
    return percents_of(
        services_last_quarter,
        services_share,
        goods_last_quarter,
        goods_share,
        hospitality_last_quarter,
        hospitality_share,
        other_income_counted,
        other_income_share,
        over=3,
    )


@rule(
    level=QUARTER,
    law_at=quarter_start,
    cites=(CRC("157(1)(a)"), CRC("163(4)")),
    evidence="L:crc",
    since="2019-01-01",
    before=NOTHING,
)
def accumulation_limit(ias: Money, accumulation_multiple: Rate) -> Money:
    """Four times the support index of the declaration month."""
    return percent_of(ias, accumulation_multiple)


@rule(
    level=QUARTER,
    law_at=quarter_start,
    cites=(CRC("157(1)(a)"), CRC("163(4)")),
    evidence="L:crc",
    since="2019-01-01",
    before=NO,
)
def quarter_reaches_accumulation_limit(
    services_last_quarter: Money,
    goods_last_quarter: Money,
    hospitality_last_quarter: Money,
    other_income_counted: Money,
    services_share: Rate,
    goods_share: Rate,
    hospitality_share: Rate,
    other_income_share: Rate,
    accumulation_limit: Money,
) -> Truth:
    """The exact monthly average reaches four times the support index; nothing is rounded up to it."""
    whole_cents = percents_of(
        services_last_quarter,
        services_share,
        goods_last_quarter,
        goods_share,
        hospitality_last_quarter,
        hospitality_share,
        other_income_counted,
        other_income_share,
        round=DOWN,
    )
    return whole_cents >= accumulation_limit * 3


# --- Assessment on taxable profit -------------------------------------------------------------------------------------


@rule(
    level=YEAR,
    law_at=year_end,
    cites=(CRC("162(3)"), CRC("164(3)")),
    evidence="L:crc",
    since="2019-01-01",
    before=NO,
)
def assessed_on_profit(organised_accounting: Truth, quarterly_assessment_requested: Truth) -> Truth:
    """Organised accounting is assessed on taxable profit, unless the worker asks for quarterly assessment in time."""
    return organised_accounting and not quarterly_assessment_requested


# --- Duty to declare --------------------------------------------------------------------------------------------------

owed_last_quarter = any_of("subject_to_contribute", at=QUARTER, lag=1)


@rule(level=MONTH, law_at=month_worked, cites=CRC("151-A(3)"), evidence="L:crc", since="2019-01-01", before=NO)
def declaration_month(month: Month) -> Truth:
    """Income is declared in January, April, July and October."""
    quarter_position = month_number(month)
    return quarter_position == 1 or quarter_position == 4 or quarter_position == 7 or quarter_position == 10


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=(CRC("151-A(1)"), CRC("151-A(4)"), CRC("151-A(7)")),
    evidence="L:crc",
    since="2019-01-01",
    before=NO,
)
def quarterly_declaration_due(
    declaration_month: Truth,
    subject_to_contribute: Truth,
    owed_last_quarter: Truth,
    activity_open: Truth,
    activity_suspended: Truth,
    assessed_on_profit: Truth,
) -> Truth:
    """Who must contribute declares every quarter, once more after an end or suspension; not on taxable profit."""
    last_time = owed_last_quarter and (activity_suspended or not activity_open)
    return declaration_month and (subject_to_contribute or last_time) and not assessed_on_profit


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=(CRC("151-A(5)"), CRC("151-A(6)"), CRC("151-A(7)")),
    evidence="L:crc",
    since="2019-01-01",
    before=NO,
)
def january_confirmation_due(
    month: Month,
    activity_open: Truth,
    exempt_as_pensioner: Truth,
    exempt_by_incapacity: Truth,
    assessed_on_profit: Truth,
) -> Truth:
    """In January all confirm the year before, exempt or not; save pensioners, the incapacitated and taxable profit."""
    excused = exempt_as_pensioner or exempt_by_incapacity or assessed_on_profit
    return month_number(month) == 1 and activity_open and not excused


@rule(level=MONTH, law_at=month_worked, cites=CRC("151-A(3)"), evidence="L:crc", since="2018-01-01")
def declaration_deadline(month: Month) -> Date:
    """The declaration is made by the last day of the month."""
    return last_day(month)


@rule(level=MONTH, law_at=month_worked, cites=CRC("151-A(3)"), evidence="S:neg-19 press", since="2018-01-01")
def correction_deadline(declaration_deadline: Date, correction_days: Days) -> Date:
    """A declaration may be corrected within fifteen days after the last day for making it."""
    return add_days(declaration_deadline, correction_days)
