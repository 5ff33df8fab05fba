"""The insurance statement of Verania: what insured persons and payers are told each month, quarter and year."""

from __future__ import annotations

from amparo.law.fictional.instruments import CODE, GUIDE, PWA
from amparo.rules import (
    CONTRACT,
    DOWN,
    GROUP_MONTH,
    MONTH,
    NOTHING,
    QUARTER,
    SPELL,
    TIE_MONTH,
    TIE_YEAR,
    WORKER,
    YEAR,
    Branch,
    Category,
    Count,
    Date,
    Days,
    Minutes,
    Money,
    Month,
    Months,
    PayerKind,
    Rate,
    Truth,
    add_days,
    add_months,
    all_of,
    any_of,
    at_day,
    count,
    days_between,
    days_in,
    each_day,
    first_day,
    in_force,
    largest,
    month_number,
    month_of,
    month_worked,
    months_between,
    mul_div,
    next_year_start,
    percent_of,
    percents_of,
    posting,
    previous,
    quarter_end,
    quarter_start,
    reaches,
    rule,
    smallest,
    spell_start,
    today,
    total,
    window,
    year_end,
    year_start,
)


class IncomeClass(Category):
    """The class of the year's insured pay."""

    LOW = 1
    MIDDLE = 2
    HIGH = 3


# of the month
active_engagements = count("active", at=MONTH)
active_with_payer = count("active", at=TIE_MONTH)
smallest_active_pay = smallest("gross_pay", at=MONTH, where="active")
largest_active_pay = largest("gross_pay", at=TIE_MONTH, where="active")
pay_of_last_month = total("gross_pay", at=MONTH, lag=1, initial=0)
all_active_last_month = all_of("active", at=MONTH, lag=1, initial=False)
all_presumed = all_of("presumed_employee", at=MONTH, where="declared_or_platform")
any_presumed_in_group = any_of("presumed_employee", at=GROUP_MONTH, where="declared_or_platform")
payers_of_group = count("payer_active", at=GROUP_MONTH)
groups_active = count("group_active", at=MONTH)
pay_of_group = total("gross_pay", at=GROUP_MONTH)
longest_spell_of_month = largest("spell_days", at=MONTH)
orders_of_group = total("orders", at=GROUP_MONTH)

# one month and the month before it
pay_of_group_before = previous("pay_of_group", n=1, initial=0)
wage_before = previous("wage_of_payer", n=2, initial=0)
tenure_before = previous("tenure", n=1, initial=0)
group_run_before = previous("group_run", n=1, initial=0)
late_before = previous("late_declarations", n=1, initial=0)
charged_before = previous("charged_years", n=1, initial=0)
pay_of_three_months = window("insured_pay", at=MONTH, back=2, until=0)
insured_of_year = window("month_insured", at=MONTH, back=11, until=0, how="count")
insured_throughout = window("month_insured", at=MONTH, back=5, until=0, how="all")
insured_before_spell = window("month_insured", at=SPELL, back=24, until=1, how="any")
sick_days_of_three_years = days_in(before="month_first_day", months=36, at=MONTH)
sick_days_until_due = days_in(before="last_due_day", months=12, at=YEAR, where="is_sickness")
sick_days_until_statement = days_in(before="statement_day", months=120, at=WORKER)

# of the quarter
sicknesses_of_quarter = count("is_sickness", at=QUARTER)
any_waiting = any_of("waits", at=QUARTER)
base_half_a_year_ago = previous("quarterly_base", n=2, initial=0)
class_of_last_year_for_quarter = in_force("income_class", at=QUARTER, lag=1, initial=IncomeClass.LOW)
largest_wage_of_quarter = largest("wages", at=QUARTER, lag=2, initial=0)
payers_ever_active = any_of("payer_active", at=QUARTER)

# of the year
class_of_last_year = in_force("income_class", at=MONTH, lag=1, initial=IncomeClass.LOW)
income_from_group_last_year = total("services_income", at=TIE_YEAR, lag=1)
rate_of_last_year = previous("dependence_rate", n=1, initial=0)
charge_months = count("group_active", at=TIE_YEAR)
insured_pay_of_year = total("insured_pay", at=YEAR)
insured_pay_of_last_year = total("insured_pay", at=YEAR, lag=1, initial=0)
smallest_base_of_year = smallest("quarterly_base", at=YEAR)
all_quarters_late = all_of("declared_late", at=YEAR)
any_charge = any_of("charge_due", at=YEAR)
sick_days_of_year = total("spell_days", at=YEAR, where="is_sickness")
last_due_day = largest("payment_due_day", at=YEAR)
pension_before = previous("yearly_pension", n=1, initial=0)

# of the whole record
longest_sickness = largest("spell_days", at=WORKER, where="is_sickness")
shortest_sickness = smallest("spell_days", at=WORKER, where="is_sickness", told=True)
years_in_high_class = count("high_class", at=WORKER)
all_years_high = all_of("high_class", at=WORKER, told=True)
charges_on_record = total("dependence_charge", at=WORKER)


# --- What is told of the month ------------------------------------------------------------------------------------


@rule(level=CONTRACT, law_at=month_worked, cites=CODE("90(1)"), evidence="L:code", since="2018-01-01")
def active(gross_pay: Money, orders: Count, minutes_engaged: Minutes) -> Truth:
    """An engagement with pay, an order or an hour of work in the month."""
    return gross_pay > 0 or orders > 0 or minutes_engaged >= 60


@rule(level=TIE_MONTH, law_at=month_worked, cites=CODE("90(1)"), evidence="L:code", since="2018-01-01")
def payer_active(active_with_payer: Count) -> Truth:
    """The payer gave work in the month."""
    return active_with_payer > 0


@rule(level=TIE_MONTH, law_at=month_worked, cites=(CODE("90(2)"), PWA("2")), evidence="L:pwa", since="2018-01-01")
def declared_or_platform(employment_declared: Truth, payer_kind: PayerKind) -> Truth:
    """A declared employer, a platform or its intermediary."""
    platform = payer_kind == PayerKind.PLATFORM or payer_kind == PayerKind.INTERMEDIARY
    return employment_declared or platform


@rule(
    level=TIE_MONTH,
    law_at=month_worked,
    cites=CODE("90(6)"),
    evidence="L:code",
    since="2018-01-01",
    range=(0, 1500),
)
def tenure(payer_active: Truth, tenure_before: Months) -> Months:
    """Months of work for the payer without a break, this one included."""
    return min(tenure_before + 1, 1500) if payer_active else 0


@rule(
    level=GROUP_MONTH,
    law_at=month_worked,
    cites=CODE("90(6)"),
    evidence="L:code",
    since="2018-01-01",
    range=(0, 36),
)
def group_run(group_active: Truth, group_run_before: Months) -> Months:
    """Months of work for the group without a break, up to thirty-six."""
    return min(group_run_before + 1, 36) if group_active else 0


@rule(level=GROUP_MONTH, law_at=month_worked, cites=CODE("90(3)"), evidence="L:code", since="2018-01-01")
def group_active(payers_of_group: Count, group_exempt: Truth) -> Truth:
    """Some payer of the group gave work, and the group is not exempt from the statement."""
    return payers_of_group >= 1 and not group_exempt


@rule(level=GROUP_MONTH, law_at=month_worked, cites=CODE("90(4)"), evidence="L:code", since="2018-01-01")
def pay_of_group_fell(pay_of_group: Money, pay_of_group_before: Money, month: Month, notice_share: Rate) -> Truth:
    """Outside January, the pay of the group fell under a share of that of the month before."""
    return month_number(month) != 1 and not reaches(pay_of_group, of=pay_of_group_before, share=notice_share)


@rule(level=TIE_MONTH, law_at=month_worked, cites=CODE("90(5)"), evidence="L:code", since="2018-01-01")
def wage_change(wage_of_payer: Money, wage_before: Money) -> Money:
    """The wage less the wage two months before."""
    return wage_of_payer - wage_before


@rule(
    level=TIE_MONTH,
    law_at=each_day,
    cites=PWA("12"),
    evidence="L:pwa",
    since="2019-10-10",
    until="2024-04-10",
    before=NOTHING,
    name="training_levy",
)
def training_levy_by_wage(wage_of_payer: Money, levy_rate: Rate, days_of_law: Days) -> Money:
    """A levy on wages for training, day by day."""
    return percents_of(wage_of_payer, levy_rate, over=30, round=DOWN) * days_of_law


@rule(
    level=TIE_MONTH,
    law_at=each_day,
    cites=PWA("12"),
    evidence="L:pwa",
    since="2024-04-10",
    name="training_levy",
)
def training_levy_by_day(active_with_payer: Count, levy_per_day: Money, days_of_law: Days) -> Money:
    """Since 10 April 2024: a fixed levy for each day and active engagement."""
    return levy_per_day * days_of_law * active_with_payer


@rule(level=CONTRACT, law_at=at_day("payment_due_day"), cites=CODE("91"), evidence="S:handbook", since="2018-01-01")
def statement_fee(gross_pay: Money, orders: Count, fee_rate: Rate, fee_per_order: Money, year: Count) -> Money:
    """The fee for the statement, by the law of the day on which contributions are due; none before 2019."""
    if year < 2019:
        return NOTHING
    return min(percents_of(gross_pay, fee_rate, fee_per_order * orders, fee_rate, over=2), fee_per_order * 50)


@rule(level=MONTH, law_at=month_worked, cites=CODE("92"), evidence="L:code", since="2018-01-01")
def month_first_day(month: Month) -> Date:
    """The first day of the month."""
    return first_day(month)


@rule(level=MONTH, law_at=month_worked, cites=CODE("92"), evidence="L:code", since="2018-01-01")
def score(
    active_engagements: Count,
    groups_active: Count,
    insured_of_year: Count,
    all_presumed: Truth,
    all_active_last_month: Truth,
    insured_throughout: Truth,
    class_of_last_year: IncomeClass,
) -> Count:
    """Points of continuity: engagements, groups and insured months, and one for each sign of regular work."""
    signs = (1 if all_presumed else 0) + (1 if all_active_last_month else 0) + (1 if insured_throughout else 0)
    high = 2 if class_of_last_year == IncomeClass.HIGH else 0
    return active_engagements + groups_active * 2 + insured_of_year + signs + high


@rule(level=MONTH, law_at=month_worked, cites=CODE("93"), evidence="L:code", since="2018-01-01")
def pay_gap(pay_of_three_months: Money, pay_of_last_month: Money, smallest_active_pay: Money) -> Money:
    """The mean insured pay of three months, less the lesser of last month's pay and the smallest pay."""
    mean = mul_div(pay_of_three_months, 1, 3)
    return mean - min(pay_of_last_month, smallest_active_pay, mean)


@rule(level=MONTH, law_at=month_worked, cites=CODE("94"), evidence="L:code", since="2018-01-01")
def long_term_sick(
    sick_days_of_three_years: Days, longest_spell_of_month: Days, disability: Rate, heavy_disability: Rate
) -> Truth:
    """More than a year of sickness in three years, a spell of ninety days, or heavy disability."""
    return sick_days_of_three_years > 365 or longest_spell_of_month >= 90 or disability >= heavy_disability


# --- What is told of the quarter ----------------------------------------------------------------------------------


@rule(
    level=QUARTER,
    law_at=quarter_end,
    cites=CODE("95"),
    evidence="L:code",
    since="2018-01-01",
    range=(0, 8),
)
def late_declarations(declared_late: Truth, late_before: Count) -> Count:
    """Late declarations in a row, up to eight; a timely one wipes them out."""
    return min(late_before + 1, 8) if declared_late else 0


@rule(level=QUARTER, law_at=quarter_end, cites=CODE("95"), evidence="L:code", since="2018-01-01")
def base_rose(quarterly_base: Money, base_half_a_year_ago: Money, largest_wage_of_quarter: Money) -> Truth:
    """The base lies above that of half a year before, and the largest wage of that quarter lay below it."""
    return base_half_a_year_ago < quarterly_base and largest_wage_of_quarter <= quarterly_base


@rule(level=QUARTER, law_at=quarter_start, cites=CODE("96"), evidence="L:code", since="2018-01-01")
def health_visit_month(
    quarter_month: Month, sicknesses_of_quarter: Count, any_waiting: Truth, class_of_last_year_for_quarter: IncomeClass
) -> Month:
    """The month of the health visit: sooner after sickness, later for the high class."""
    if sicknesses_of_quarter >= 2 or any_waiting:
        return quarter_month
    return add_months(quarter_month, 2 if class_of_last_year_for_quarter == IncomeClass.HIGH else 1)


@rule(level=QUARTER, law_at=quarter_end, cites=CODE("96"), evidence="L:code", since="2018-01-01")
def weeks_lost(any_waiting: Truth, year: Count, payers_ever_active: Truth) -> Days:
    """A week is taken off for waiting days until 2020; ten days for those without an active payer."""
    lost = 7 if any_waiting and year <= 2020 else 0
    return lost if payers_ever_active else lost + 10


# --- What is told of the year -------------------------------------------------------------------------------------


@rule(level=YEAR, law_at=year_end, cites=CODE("97(1)"), evidence="L:code", since="2018-01-01")
def income_class(
    insured_pay_of_year: Money, insured_pay_of_last_year: Money, low_class: Money, high_class_from: Money
) -> IncomeClass:
    """The class by the higher of this and the last year's insured pay."""
    pay = max(insured_pay_of_year, insured_pay_of_last_year)
    if pay < low_class:
        return IncomeClass.LOW
    elif pay < high_class_from:
        return IncomeClass.MIDDLE
    return IncomeClass.HIGH


@rule(level=YEAR, law_at=year_start, cites=CODE("97(2)"), evidence="L:code", since="2018-01-01")
def high_class(income_class: IncomeClass) -> Truth:
    """The year is of the high class."""
    return income_class == IncomeClass.HIGH


@rule(level=TIE_YEAR, law_at=year_start, cites=CODE("97(3)"), evidence="L:code", since="2018-01-01")
def charge_due(
    dependence_charge: Money, charge_months: Count, charge_waived: Truth, year: Count, first_year_of_charge: Count
) -> Truth:
    """A charge is due for more than two months of work, from the first year of the charge on, unless it is waived."""
    return dependence_charge > 0 and charge_months > 2 and year >= first_year_of_charge and not charge_waived


@rule(
    level=TIE_YEAR,
    law_at=year_end,
    cites=CODE("97(3)"),
    evidence="L:code",
    since="2018-01-01",
    range=(0, 60),
)
def charged_years(charge_due: Truth, charged_before: Count) -> Count:
    """Years for which the group was charged so far."""
    return min(charged_before + (1 if charge_due else 0), 60)


@rule(level=TIE_YEAR, law_at=next_year_start, cites=CODE("97(4)"), evidence="L:code", since="2018-01-01")
def dependence_persists(
    dependence_rate: Rate, rate_of_last_year: Rate, income_from_group: Money, income_from_group_last_year: Money
) -> Truth:
    """Charged in two years running on an income that did not fall."""
    both = dependence_rate > 0 and rate_of_last_year > 0
    return both and income_from_group >= income_from_group_last_year


@rule(
    level=YEAR,
    law_at=at_day("assessed_on"),
    cites=(CODE("97(5)"), GUIDE("30")),
    evidence="C",
    since="2019-01-01",
    before=NOTHING,
)
def refund(
    smallest_base_of_year: Money,
    any_charge: Truth,
    all_quarters_late: Truth,
    sick_days_of_year: Days,
    refund_rate: Rate,
) -> Money:
    """A refund on the smallest base, by the law of the day of assessment, unless charged, always late or long sick."""
    if any_charge or all_quarters_late or sick_days_of_year > 180:
        return NOTHING
    return percent_of(smallest_base_of_year, refund_rate)


@rule(level=YEAR, law_at=year_end, cites=CODE("97(6)"), evidence="L:code", since="2018-01-01")
def pension_growth(yearly_pension: Money, pension_before: Money, sick_days_until_due: Days) -> Money:
    """What the pension in sight grew by in the year; nothing after half a year of sickness."""
    return NOTHING if sick_days_until_due > 182 else yearly_pension - pension_before


# --- What is told of a spell and of the whole record --------------------------------------------------------------


@rule(level=SPELL, law_at=spell_start, cites=CODE("98"), evidence="L:code", since="2018-01-01")
def visit_day(spell_first_day: Date, spell_last_day: Date, insured_before_spell: Truth, days_to_pay: Days) -> Date:
    """The doctor's visit: in the middle of the spell of an insured person, else some days after it began."""
    half = mul_div(days_between(spell_first_day, spell_last_day), 1, 2, round=DOWN)
    return add_days(spell_first_day, half if insured_before_spell else days_to_pay)


@rule(level=WORKER, law_at=today, cites=CODE("99(1)"), evidence="L:code", since="2018-01-01")
def record_note(
    longest_sickness: Days,
    shortest_sickness: Days,
    years_in_high_class: Count,
    all_years_high: Truth,
    sick_days_until_statement: Days,
) -> Count:
    """The number of the note on the record."""
    if all_years_high:
        return 1
    spread = longest_sickness - shortest_sickness
    return 2 + years_in_high_class if spread < 30 and sick_days_until_statement <= 60 else 3 * (1 + years_in_high_class)


@rule(level=WORKER, law_at=at_day("statement_day"), cites=CODE("99(2)"), evidence="K ?", since="2018-01-01", before=0)
def months_to_statement(
    activity_start: Month, statement_day: Date, first_statements: Date, charges_on_record: Money, grace: Months
) -> Months:
    """Months from the start of activity to the statement, with grace for those on whose account payers were charged."""
    months = max(months_between(activity_start, month_of(max(statement_day, first_statements))), 0)
    return months + grace if charges_on_record > 0 else months


RESULTS = (
    posting(
        "training_levy",
        branch=Branch.UNEMPLOYMENT,
        scheme="training",
        payer="payer",
        posted_on="payment_due_day",
        cause="training levy",
    ),
    posting("statement_fee", scheme="statement", payer="worker", posted_on="month_first_day", cause="statement fee"),
    posting(
        "refund", branch=Branch.OLD_AGE, scheme="self_employed", payer="state", posted_on="last_due_day", cause="refund"
    ),
)
