"""The contribution base of the self-employed in Portugal from 2019 (Contributions Code arts. 163 to 166).

The base declared in the first month of a quarter holds for its three months. Limits follow the support index of the
day whose law holds: the declaration month, or the October in which a base on taxable profit was fixed.
"""

from amparo.law.portugal.instruments import CRC
from amparo.rules import (
    MONTH,
    NO,
    NOTHING,
    QUARTER,
    WHOLE,
    Category,
    Date,
    Money,
    Month,
    Rate,
    Steps,
    Truth,
    add_months,
    any_of,
    at_day,
    bracket,
    first_day,
    month_number,
    month_worked,
    mul_div,
    percent_of,
    percents_of,
    quarter_start,
    rule,
    times,
)


class BaseKind(Category):
    """How the base of a month is found."""

    DECLARED = 1
    STARTING = 2
    TAXABLE_PROFIT = 3
    EXCESS = 4
    SPOUSE = 5


# --- Declared base ----------------------------------------------------------------------------------------------------


@rule(
    level=QUARTER,
    law_at=quarter_start,
    cites=(CRC("164(1)"), CRC("164(2)")),
    evidence="L:crc",
    since="2019-01-01",
    before=WHOLE,
)
def chosen_income_level(income_raised_by: Rate, income_lowered_by: Rate, income_option_steps: Steps) -> Rate:
    """With the declaration the income may be set up to 25 % higher or lower, in steps of 5 %."""
    return WHOLE + bracket(income_option_steps, income_raised_by) - bracket(income_option_steps, income_lowered_by)


@rule(
    level=QUARTER,
    law_at=quarter_start,
    cites=(CRC("163(1)"), CRC("164(1)")),
    evidence="L:crc",
    since="2019-01-01",
    before=NOTHING,
)
def declared_base(
    services_last_quarter: Money,
    goods_last_quarter: Money,
    hospitality_last_quarter: Money,
    other_income_counted: Money,
    services_share: Rate,
    goods_share: Rate,
    hospitality_share: Rate,
    other_income_share: Rate,
    chosen_income_level: Rate,
) -> Money:
    """A third of the quarter's relevant income, at the level chosen, rounded once."""
    return percents_of(
        services_last_quarter,
        times(services_share, chosen_income_level),
        goods_last_quarter,
        times(goods_share, chosen_income_level),
        hospitality_last_quarter,
        times(hospitality_share, chosen_income_level),
        other_income_counted,
        times(other_income_share, chosen_income_level),
        over=3,
    )


@rule(level=QUARTER, law_at=quarter_start, cites=CRC("163(4)"), evidence="L:crc", since="2019-01-01", before=NOTHING)
def quarter_excess_base(monthly_relevant_income: Money, accumulation_limit: Money) -> Money:
    """Beside employment only what goes beyond four times the support index is the base; there is no option."""
    return max(monthly_relevant_income - accumulation_limit, NOTHING)


# --- Base on taxable profit -------------------------------------------------------------------------------------------


@rule(level=MONTH, law_at=month_worked, cites=CRC("163(3)"), evidence="L:crc", since="2013-01-01")
def october_before(month: Month) -> Date:
    """The first of October of the year before, when yearly bases are fixed."""
    return first_day(add_months(month, -month_number(month) - 2))


@rule(level=MONTH, law_at=month_worked, cites=CRC("163(3)"), evidence="L:crc", since="2018-01-01")
def profit_law_day(month: Month, october_before: Date, profit_limits_of_charge_year: Truth) -> Date:
    """The base is fixed in October, so by the support index of that day."""
    return first_day(add_months(month, 1 - month_number(month))) if profit_limits_of_charge_year else october_before


@rule(
    level=MONTH,
    law_at=at_day("profit_law_day"),
    cites=CRC("163(3)"),
    evidence="L:crc",
    since="2018-10-01",
    before=NOTHING,
)
def profit_base(taxable_profit: Money, ias: Money, least_profit_multiple: Rate) -> Money:
    """A twelfth of taxable profit, at least 1.5 times the support index, fixed in October for the next year."""
    return max(mul_div(taxable_profit, 1, 12), percent_of(ias, least_profit_multiple))


@rule(
    level=MONTH,
    law_at=at_day("profit_law_day"),
    cites=(CRC("157(1)(a)"), CRC("163(4)")),
    evidence="L:crc",
    since="2018-10-01",
    before=NO,
)
def profit_reaches_accumulation_limit(taxable_profit: Money, ias: Money, accumulation_multiple: Rate) -> Truth:
    """A twelfth of taxable profit reaches four times the support index."""
    return taxable_profit >= percent_of(ias, accumulation_multiple) * 12


@rule(
    level=MONTH,
    law_at=at_day("profit_law_day"),
    cites=CRC("163(4)"),
    evidence="L:crc",
    since="2018-10-01",
    before=NOTHING,
)
def profit_excess_base(taxable_profit: Money, ias: Money, accumulation_multiple: Rate) -> Money:
    """Beside employment only what a twelfth of profit has beyond four times the support index is the base."""
    return max(mul_div(taxable_profit, 1, 12) - percent_of(ias, accumulation_multiple), NOTHING)


# --- Base of the spouse -----------------------------------------------------------------------------------------------


@rule(
    level=QUARTER,
    law_at=quarter_start,
    cites=(CRC("166(1)"), CRC("166(2)")),
    evidence="L:crc",
    since="2019-01-01",
    before=NOTHING,
)
def spouse_relevant_income(
    partner_relevant_income: Money, spouse_income_requested: Money, spouse_share: Rate, spouse_reduction: Rate
) -> Money:
    """70 % of the self-employed partner's; on request up to 20 % less, or more up to the partner's."""
    own = percent_of(partner_relevant_income, spouse_share)
    if spouse_income_requested == 0:
        return own
    return min(max(spouse_income_requested, percent_of(own, WHOLE - spouse_reduction)), partner_relevant_income)


@rule(level=QUARTER, law_at=quarter_start, cites=CRC("166(1)"), evidence="L:crc", since="2019-01-01", before=NOTHING)
def spouse_base(spouse_relevant_income: Money) -> Money:
    """A third of the spouse's relevant income of the quarter."""
    return mul_div(spouse_relevant_income, 1, 3)


# --- Which base holds in the month ------------------------------------------------------------------------------------


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=(CRC("151-A(3)"), CRC("165(1)")),
    evidence="L:crc",
    since="2019-01-01",
    before=NO,
)
def insured_in_declaration_month(declaration_month: Truth, insured_in_scheme: Truth) -> Truth:
    """The cover has effect in the month of the declaration."""
    return declaration_month and insured_in_scheme


base_set_by_declaration = any_of("insured_in_declaration_month", at=QUARTER)


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=(CRC("163"), CRC("165"), CRC("166")),
    evidence="L:crc",
    since="2019-01-01",
    before=BaseKind.DECLARED,
)
def base_kind(
    insured_as_spouse: Truth,
    accumulates_with_employment: Truth,
    assessed_on_profit: Truth,
    base_set_by_declaration: Truth,
) -> BaseKind:
    """Spouse, excess beside employment, taxable profit, start until the first declaration, or the declaration."""
    if insured_as_spouse:
        return BaseKind.SPOUSE
    if accumulates_with_employment:
        return BaseKind.EXCESS
    if assessed_on_profit:
        return BaseKind.TAXABLE_PROFIT
    return BaseKind.DECLARED if base_set_by_declaration else BaseKind.STARTING


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=(CRC("163(2)"), CRC("163(8)")),
    evidence="L:crc ?",
    since="2019-01-01",
    before=NOTHING,
)
def minimum_contribution(
    least_contribution: Money, least_contribution_indexed: Truth, ias: Money, least_contribution_index: Money
) -> Money:
    """EUR 20; the Code says it follows the support index, practice has kept it."""
    return (
        mul_div(least_contribution, ias, least_contribution_index) if least_contribution_indexed else least_contribution
    )


@rule(level=MONTH, law_at=month_worked, cites=CRC("163(2)"), evidence="L:crc", since="2019-01-01", before=NOTHING)
def minimum_base(minimum_contribution: Money, contribution_rate: Rate) -> Money:
    """The base that corresponds to the minimum contribution."""
    return mul_div(minimum_contribution, WHOLE, contribution_rate)


@rule(level=MONTH, law_at=month_worked, cites=CRC("163(5)"), evidence="L:crc", since="2019-01-01", before=NOTHING)
def maximum_base(ias: Money, maximum_base_multiple: Rate) -> Money:
    """The base of a month is at most twelve times the support index."""
    return percent_of(ias, maximum_base_multiple)


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=(CRC("163(2)"), CRC("165(1)")),
    evidence="L:crc",
    since="2019-01-01",
    before=NO,
)
def only_minimum_base(base_kind: BaseKind, declared_base: Money, minimum_base: Money) -> Truth:
    """No income, or so little that its contribution would be below the minimum; so also at the start."""
    return base_kind == BaseKind.STARTING or (base_kind == BaseKind.DECLARED and declared_base < minimum_base)


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=(CRC("163(1)"), CRC("163(2)"), CRC("163(5)")),
    evidence="L:crc",
    since="2019-01-01",
    before=NOTHING,
)
def base_by_declaration(declared_base: Money, minimum_base: Money, maximum_base: Money) -> Money:
    """What the declaration alone makes the base of each month: not below the minimum, not above the maximum."""
    return min(max(declared_base, minimum_base), maximum_base)


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=(CRC("163(3)"), CRC("163(4)"), CRC("166(1)")),
    evidence="L:crc",
    since="2019-01-01",
    before=NOTHING,
)
def base_before_maximum(
    base_kind: BaseKind,
    base_by_declaration: Money,
    minimum_base: Money,
    profit_base: Money,
    assessed_on_profit: Truth,
    profit_excess_base: Money,
    quarter_excess_base: Money,
    spouse_base: Money,
) -> Money:
    """The base by its kind; the minimum holds for the declared base, the start and the spouse."""
    if base_kind == BaseKind.EXCESS:
        return profit_excess_base if assessed_on_profit else quarter_excess_base
    if base_kind == BaseKind.TAXABLE_PROFIT:
        return profit_base
    if base_kind == BaseKind.SPOUSE:
        return max(spouse_base, minimum_base)
    return base_by_declaration if base_kind == BaseKind.DECLARED else minimum_base


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=CRC("163 as worded until 2018"),
    evidence="S:df-esc",
    since="2013-01-01",
    until="2019-01-01",
    name="contribution_base",
)
def contribution_base_until_2018(subject_to_contribute: Truth, step_base: Money) -> Money:
    """Until 2018 the base was the conventional pay of the step."""
    return step_base if subject_to_contribute else NOTHING


@rule(level=MONTH, law_at=month_worked, cites=(CRC("155(1)"), CRC("163(5)")), evidence="L:crc", since="2019-01-01")
def contribution_base(subject_to_contribute: Truth, base_before_maximum: Money, maximum_base: Money) -> Money:
    """The base of a month in which contributions are owed, at most twelve times the support index."""
    return min(base_before_maximum, maximum_base) if subject_to_contribute else NOTHING


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=(CRC("163(4)"), CRC("283-A")),
    evidence="L:crc",
    since="2019-01-01",
    before=NO,
)
def counts_for_pensions_only(subject_to_contribute: Truth, base_kind: BaseKind) -> Truth:
    """Pay registered on the excess beside employment counts only in invalidity, old age and death."""
    return subject_to_contribute and base_kind == BaseKind.EXCESS
