"""The employees' basic pension (职工基本养老金) of employees and flexible workers alike, if claimed in a month.

Basic part, account part, transitional part and what the place adds; the same rules serve a claim that was made.
"""

from amparo.law.china.instruments import (
    SIL,
    ChongqingPension,
    Decision2005_38,
    FlexibleRetirement2024_94,
    GuangdongPension,
    JiangsuPension,
    PensionTransfer2009_66,
    ProvincialPension,
    RetirementAge2024,
    ShanghaiPension,
    ShenzhenPension,
    SichuanPension,
    SILRules,
)
from amparo.rules import (
    DOWN,
    MONTH,
    NO_RATE,
    NOTHING,
    SPELL,
    UP,
    WHOLE,
    Branch,
    Category,
    Contingency,
    Count,
    Date,
    Money,
    Month,
    Months,
    Place,
    Rate,
    Steps,
    Table,
    Truth,
    any_of,
    benefit,
    bracket,
    lookup,
    month_of,
    month_worked,
    months_between,
    mul_div,
    participation,
    percent_of,
    posting,
    previous,
    round_to,
    rule,
    spell_start,
    year_of,
)


class YearsOfService(Category):
    """How a place turns months of contributions into years."""

    EXACT_MONTHS = 1
    TWO_DECIMALS = 2
    FOUR_DECIMALS = 3
    MONTHS_AT_083 = 4
    ONE_DECIMAL = 5
    TWO_DECIMALS_UP = 6


class PensionRounding(Category):
    """How a place rounds each part of the pension."""

    HALF_UP_TO_FEN = 1
    CUT_TO_FEN_THEN_UP_TO_JIAO = 2


class TransitionalFormula(Category):
    """How a place pays for the years before the individual accounts."""

    DEEMED_AT_ONE_PAID_AT_INDEX = 1
    INDEXED_WAGE = 2
    MEAN_OF_BASE_AND_INDEXED_WAGE = 3
    DEEMED_AND_NOTIONAL_ACCOUNT = 4
    INDEXED_WAGE_ABOVE_OLD_METHOD = 5


months_at_place_before = previous("pension_months_at_place", n=1, initial=0)
pension_place_before = previous("pension_place_of_month", n=1)
months_since_first_before = previous("months_since_first_contribution", n=1, initial=0)
employer_insures_pension = any_of("pension_insured_by_employer", at=MONTH)


# --- where ----------------------------------------------------------------------------------------------------------


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=PensionTransfer2009_66("6"),
    evidence="K",
    since="2010-01-01",
    before=0,
    range=(0, 1200),
)
def pension_months_at_place(
    months_at_place_before: Months,
    pension_month_paid: Truth,
    pension_place_of_month: Place,
    pension_place_before: Place,
) -> Months:
    """Months paid in a row of places that are one and the same; a month paid elsewhere begins anew."""
    if not pension_month_paid:
        return months_at_place_before
    if pension_place_of_month == pension_place_before:
        return min(months_at_place_before + 1, 1200)
    return 1


@rule(
    level=MONTH, law_at=month_worked, cites=(SIL("19"), PensionTransfer2009_66("6")), evidence="K", since="2010-01-01"
)
def pension_claim_place(
    claim_place_decided: Truth,
    decided_claim_place: Place,
    pension_month_paid: Truth,
    pension_months_at_place: Months,
    months_for_claim_place: Months,
    pension_place_of_month: Place,
    hukou_place: Place,
) -> Place:
    """Claimed where the agencies decided, else where ten years were paid last, else at the household registration."""
    if claim_place_decided:
        return decided_claim_place
    if pension_month_paid and pension_months_at_place >= months_for_claim_place:
        return pension_place_of_month
    return hukou_place


# --- conditions -----------------------------------------------------------------------------------------------------


@rule(level=MONTH, law_at=month_worked, cites=SIL("10"), evidence="S:L1", since="1998-01-01")
def in_employees_pension(contribution_months: Months) -> Truth:
    """Whoever has paid, or has years deemed paid, is in the employees' pension."""
    return contribution_months > 0


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=(RetirementAge2024("1"), RetirementAge2024("flexible retirement"), FlexibleRetirement2024_94("2")),
    evidence="S:F1-F4",
    since="1998-01-01",
)
def pension_age_reached(month: Month, earliest_retirement_month: Month) -> Truth:
    """The statutory age is reached, or the age from which the worker may retire by choice."""
    return month >= earliest_retirement_month


@rule(level=MONTH, law_at=month_worked, cites=RetirementAge2024("1"), evidence="S:F1-F4", since="1998-01-01")
def statutory_age_reached(month: Month, statutory_retirement_month: Month) -> Truth:
    """The statutory retirement age is reached in this month or was before."""
    return month >= statutory_retirement_month


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=(SIL("16"), RetirementAge2024("2")),
    evidence="S:F1,F2,F5",
    since="2018-01-01",
)
def months_needed_if_claimed(month: Month, statutory_retirement_month: Month, minimum_months_by_year: Steps) -> Months:
    """Months needed: by the year of the statutory age, or of an earlier retirement by choice; later ones keep it."""
    return bracket(minimum_months_by_year, year_of(min(month, statutory_retirement_month)))


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=(SIL("16"), RetirementAge2024("2")),
    evidence="S:F1,F2,L1",
    since="2018-01-01",
)
def enough_contribution_months(contribution_months: Months, months_needed_if_claimed: Months) -> Truth:
    """Contributions paid and deemed paid reach the minimum years."""
    return contribution_months >= months_needed_if_claimed


@rule(level=MONTH, law_at=month_worked, cites=SIL("16"), evidence="S:L1", since="1998-01-01")
def no_pension_yet(draws_old_age_pension: Truth) -> Truth:
    """A pension is granted once."""
    return not draws_old_age_pension


@rule(
    level=MONTH, law_at=month_worked, cites=(SIL("16"), RetirementAge2024("1-2")), evidence="S:L1", since="2018-01-01"
)
def old_age_qualified(
    in_employees_pension: Truth,
    pension_age_reached: Truth,
    enough_contribution_months: Truth,
    no_pension_yet: Truth,
) -> Truth:
    """Insured, of age, with the minimum years, and not yet a pensioner."""
    return in_employees_pension and pension_age_reached and enough_contribution_months and no_pension_yet


# --- benefit base, index and years ----------------------------------------------------------------------------------


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=Decision2005_38("6"),
    evidence="S:T1",
    since="2018-01-01",
    place="pension_claim_place",
)
def pension_is_provisional(benefit_base_published: Truth, decided_before_publication: Truth) -> Truth:
    """Until the base of the year is published the pension is paid on last year's and recalculated afterwards."""
    return decided_before_publication or not benefit_base_published


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=Decision2005_38("6"),
    evidence="S:T1,T6",
    since="2018-01-01",
    place="pension_claim_place",
    range=(0, 3000000),
)
def benefit_base_that_applies(
    pension_is_provisional: Truth, benefit_base: Money, benefit_base_of_year_before: Money
) -> Money:
    """The benefit base (计发基数) of the year and place; provisionally that of the year before."""
    return benefit_base_of_year_before if pension_is_provisional else benefit_base


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=Decision2005_38("6"),
    evidence="S-:T1",
    since="1998-01-01",
    before=0,
    range=(0, 1200),
)
def months_since_first_contribution(months_since_first_before: Months, pension_month_paid: Truth) -> Months:
    """Months from the first contribution told to this month, with or without payment."""
    if months_since_first_before > 0 or pension_month_paid:
        return min(months_since_first_before + 1, 1200)
    return 0


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=Decision2005_38("6"),
    evidence="S:T1",
    since="2006-01-01",
    place="pension_claim_place",
)
def months_of_the_average(
    gaps_lower_the_average: Truth,
    months_since_first_contribution: Months,
    pension_months_before_records: Months,
    pension_months: Months,
    deemed_months_in_average: Truth,
    deemed_months: Months,
) -> Months:
    """Months over which the index is averaged: those paid, in places those deemed paid or missed as well."""
    paid_or_missed = months_since_first_contribution + pension_months_before_records
    counted = paid_or_missed if gaps_lower_the_average else pension_months
    return counted + deemed_months if deemed_months_in_average else counted


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=Decision2005_38("6"),
    evidence="S:K1-K4,T1",
    since="2006-01-01",
    place="pension_claim_place",
)
def average_index_computed(
    index_sum: Count,
    months_of_the_average: Months,
    deemed_months_in_average: Truth,
    deemed_months: Months,
    index_of_deemed_months: Rate,
) -> Rate:
    """The mean of the monthly indices over the whole working life."""
    if months_of_the_average <= 0:
        return NO_RATE
    deemed = mul_div(100000, index_of_deemed_months, WHOLE) * deemed_months if deemed_months_in_average else 0
    return min(mul_div(WHOLE, index_sum + deemed, months_of_the_average * 100000), WHOLE * 4)


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=Decision2005_38("6"),
    evidence="S:K1-K4,T1",
    since="2006-01-01",
    place="pension_claim_place",
    range=(0, 4000000),
)
def average_index(average_index_determined: Rate, average_index_computed: Rate, index_digits: Count) -> Rate:
    """The lifetime average index (本人平均缴费工资指数), as determined or as computed, to the digits of the place."""
    index = average_index_determined if average_index_determined > 0 else average_index_computed
    if index_digits <= 0:
        return index
    return mul_div(WHOLE, mul_div(index_digits, index, WHOLE), index_digits)


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=Decision2005_38("6"),
    evidence="S:K1-K4",
    since="2006-01-01",
    range=(0, 12000000),
)
def indexed_average_wage(benefit_base_that_applies: Money, average_index: Rate) -> Money:
    """The worker's indexed average wage (指数化月平均缴费工资): the benefit base times the average index."""
    return percent_of(benefit_base_that_applies, average_index)


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=(Decision2005_38("6"), ShanghaiPension("3")),
    evidence="D",
    since="2006-01-01",
    place="pension_claim_place",
    range=(0, 1800000),
)
def parts_of_service(contribution_months: Months, years_of_service_rule: YearsOfService) -> Count:
    """Years of contributions in thirty-thousandths: exact months, or rounded as the place does."""
    months = min(contribution_months, 720)
    if years_of_service_rule == YearsOfService.ONE_DECIMAL:
        return mul_div(10, months, 12) * 3000
    if years_of_service_rule == YearsOfService.TWO_DECIMALS:
        return mul_div(100, months, 12) * 300
    if years_of_service_rule == YearsOfService.TWO_DECIMALS_UP:
        return mul_div(100, months, 12, round=UP) * 300
    if years_of_service_rule == YearsOfService.FOUR_DECIMALS:
        return mul_div(10000, months, 12) * 3
    if years_of_service_rule == YearsOfService.MONTHS_AT_083:
        years = mul_div(1, months, 12, round=DOWN)
        return years * 30000 + (months - years * 12) * 2490
    return mul_div(2500, months, 1)


# --- basic part -----------------------------------------------------------------------------------------------------


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=GuangdongPension("粤府〔2006〕96号"),
    evidence="S:T1",
    since="2006-01-01",
    place="pension_claim_place",
    range=(0, 10000),
)
def weight_of_benefit_base(low_index_cut: Truth, average_index: Rate, index_without_cut: Rate) -> Count:
    """In ten-thousandths: the base counts in full; in Guangdong by index over 0.6 where the index is lower."""
    if index_without_cut <= 0 or not low_index_cut:
        return 10000
    return min(mul_div(10000, average_index, index_without_cut), 10000)


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=Decision2005_38("6"),
    evidence="S:K1-K4",
    since="2006-01-01",
    range=(0, 40000),
)
def index_in_ten_thousandths(average_index: Rate) -> Count:
    """The average index with four digits."""
    return mul_div(10000, average_index, WHOLE)


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=Decision2005_38("6"),
    evidence="S:K1-K4,T1,T6",
    since="2006-01-01",
    place="pension_claim_place",
)
def basic_part(
    benefit_base_that_applies: Money,
    weight_of_benefit_base: Count,
    index_in_ten_thousandths: Count,
    parts_of_service: Count,
    pension_rounding: PensionRounding,
) -> Money:
    """Basic pension (基础养老金): the mean of benefit base and indexed wage, one per cent for each year."""
    base_and_years = benefit_base_that_applies * parts_of_service
    weights = weight_of_benefit_base + index_in_ten_thousandths
    if pension_rounding == PensionRounding.CUT_TO_FEN_THEN_UP_TO_JIAO:
        return round_to(mul_div(base_and_years, weights, 60000000000, round=DOWN), unit=10, round=UP)
    return mul_div(base_and_years, weights, 60000000000)


# --- account part ---------------------------------------------------------------------------------------------------


@rule(level=MONTH, law_at=month_worked, cites=Decision2005_38("6"), evidence="S:T1,T6", since="2006-01-01")
def age_at_claim(birth_date: Date, month: Month) -> Months:
    """Age in completed months; below forty and above seventy the ends of the table hold."""
    return max(480, min(months_between(month_of(birth_date), month), 840))


@rule(level=MONTH, law_at=month_worked, cites=Decision2005_38("annex"), evidence="S:T1,T6", since="2006-01-01")
def divisor_in_tenths(age_at_claim: Months, account_divisors: Table) -> Count:
    """Months of the account (计发月数) in tenths; between whole years by the month, half up to a tenth."""
    years = mul_div(1, age_at_claim, 12, round=DOWN)
    younger = lookup(account_divisors, years)
    older = lookup(account_divisors, min(years + 1, 70))
    return mul_div(younger * 12 - (younger - older) * (age_at_claim - years * 12), 10, 12)


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=Decision2005_38("6"),
    evidence="S:K1-K4,T1,T6",
    since="2006-01-01",
    place="pension_claim_place",
)
def account_part(account_balance: Money, divisor_in_tenths: Count, pension_rounding: PensionRounding) -> Money:
    """Account pension (个人账户养老金): the balance over the months of the account."""
    if divisor_in_tenths <= 0:
        return NOTHING
    if pension_rounding == PensionRounding.CUT_TO_FEN_THEN_UP_TO_JIAO:
        return round_to(mul_div(account_balance, 10, divisor_in_tenths, round=DOWN), unit=10, round=UP)
    return mul_div(account_balance, 10, divisor_in_tenths)


# --- transitional part ----------------------------------------------------------------------------------------------


@rule(level=MONTH, law_at=month_worked, cites=Decision2005_38("6"), evidence="K", since="2006-01-01")
def months_before_accounts(deemed_months: Months, paid_months_before_accounts: Months) -> Months:
    """Months of service before the place began individual accounts: deemed paid, and paid."""
    return min(deemed_months + paid_months_before_accounts, 300)


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=Decision2005_38("6"),
    evidence="S:T1",
    since="2006-01-01",
    place="pension_claim_place",
    range=(0, 40000),
)
def transitional_index_in_ten_thousandths(
    transitional_index: Rate, average_index: Rate, least_transitional_index: Rate
) -> Count:
    """The index of the years before the accounts where one was determined, else the average; one at least in places."""
    index = transitional_index if transitional_index > 0 else average_index
    return mul_div(10000, max(index, least_transitional_index), WHOLE)


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=Decision2005_38("6"),
    evidence="D",
    since="2006-01-01",
    place="pension_claim_place",
    range=(0, 750000),
)
def parts_before_accounts(months_before_accounts: Months, years_of_service_rule: YearsOfService) -> Count:
    """Years before the accounts in thirty-thousandths, rounded as the place rounds years."""
    if years_of_service_rule == YearsOfService.ONE_DECIMAL:
        return mul_div(10, months_before_accounts, 12) * 3000
    if years_of_service_rule == YearsOfService.TWO_DECIMALS:
        return mul_div(100, months_before_accounts, 12) * 300
    if years_of_service_rule == YearsOfService.TWO_DECIMALS_UP:
        return mul_div(100, months_before_accounts, 12, round=UP) * 300
    if years_of_service_rule == YearsOfService.FOUR_DECIMALS:
        return mul_div(10000, months_before_accounts, 12) * 3
    return mul_div(2500, months_before_accounts, 1)


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=Decision2005_38("6"),
    evidence="D",
    since="2006-01-01",
    place="pension_claim_place",
    range=(0, 750000),
)
def parts_deemed(deemed_months: Months, years_of_service_rule: YearsOfService) -> Count:
    """Years deemed paid in thirty-thousandths, rounded as the place rounds years."""
    months = min(deemed_months, 300)
    return mul_div(100, months, 12) * 300 if years_of_service_rule == YearsOfService.TWO_DECIMALS else months * 2500


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=Decision2005_38("6"),
    evidence="S:T1",
    since="2006-01-01",
    place="pension_claim_place",
)
def transitional_by_formula(
    months_before_accounts: Months,
    transitional_formula: TransitionalFormula,
    benefit_base_that_applies: Money,
    transitional_thousandths: Count,
    parts_before_accounts: Count,
    parts_deemed: Count,
    transitional_index_in_ten_thousandths: Count,
    weight_of_benefit_base: Count,
    index_in_ten_thousandths: Count,
) -> Money:
    """For each year before the accounts a share of the base, weighted by one, by an index, or by the mean of both."""
    if months_before_accounts == 0:
        return NOTHING
    share = benefit_base_that_applies * transitional_thousandths
    if transitional_formula == TransitionalFormula.DEEMED_AND_NOTIONAL_ACCOUNT:
        return mul_div(share, parts_deemed, 30000000)
    if transitional_formula == TransitionalFormula.DEEMED_AT_ONE_PAID_AT_INDEX:
        paid = max(parts_before_accounts - parts_deemed, 0) * transitional_index_in_ten_thousandths
        return mul_div(share, parts_deemed * 10000 + paid, 300000000000)
    if transitional_formula == TransitionalFormula.MEAN_OF_BASE_AND_INDEXED_WAGE:
        weights = weight_of_benefit_base + index_in_ten_thousandths
        return mul_div(share, parts_before_accounts * weights, 600000000000)
    return mul_div(share, parts_before_accounts * transitional_index_in_ten_thousandths, 300000000000)


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=(JiangsuPension("transitional pension"), GuangdongPension("粤府函〔2021〕294号")),
    evidence="S:T1",
    since="2006-01-01",
    place="pension_claim_place",
)
def transitional_above_old_method(
    transitional_by_formula: Money,
    transitional_by_old_method: Money,
    allowance_for_full_years: Money,
    old_method_includes_allowance: Truth,
    share_of_new_method: Rate,
) -> Money:
    """What the new method gives above the old one is phased in by the year of retirement."""
    allowance = allowance_for_full_years if old_method_includes_allowance else NOTHING
    more = max(NOTHING, transitional_by_formula - transitional_by_old_method - allowance)
    return transitional_by_old_method + percent_of(more, share_of_new_method)


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=(Decision2005_38("6"), ShanghaiPension("沪人社规〔2021〕32号")),
    evidence="S:T1",
    since="2006-01-01",
    place="pension_claim_place",
)
def transitional_part(
    months_before_accounts: Months,
    notional_account_total: Money,
    transitional_by_old_method: Money,
    transitional_formula: TransitionalFormula,
    transitional_by_formula: Money,
    transitional_above_old_method: Money,
    pension_rounding: PensionRounding,
) -> Money:
    """Transitional pension (过渡性养老金) for service before the individual accounts; without any there is none."""
    if months_before_accounts == 0 and notional_account_total == 0 and transitional_by_old_method == 0:
        return NOTHING
    if transitional_formula == TransitionalFormula.INDEXED_WAGE_ABOVE_OLD_METHOD:
        return transitional_above_old_method
    notional = mul_div(notional_account_total, 1, 120, round=DOWN)
    if pension_rounding == PensionRounding.CUT_TO_FEN_THEN_UP_TO_JIAO:
        return round_to(transitional_by_formula + notional, unit=10, round=UP)
    return transitional_by_formula + notional


# --- what places add ------------------------------------------------------------------------------------------------


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=GuangdongPension("粤人社〔2014〕8号"),
    evidence="S:T1",
    since="2006-01-01",
    place="pension_claim_place",
)
def allowance_for_full_years(contribution_months: Months, allowance_per_full_year: Money) -> Money:
    """An amount for each full year of contributions (Guangdong: four yuan)."""
    return allowance_per_full_year * mul_div(1, min(contribution_months, 720), 12, round=DOWN)


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=ProvincialPension("zhejiang"),
    evidence="S:T1",
    since="2006-01-01",
    place="pension_claim_place",
)
def allowance_for_indexed_years(
    parts_of_service: Count, index_in_ten_thousandths: Count, allowance_per_indexed_year: Money
) -> Money:
    """An amount for each year of contributions times the index (Zhejiang: three yuan)."""
    return mul_div(allowance_per_indexed_year * parts_of_service, index_in_ten_thousandths, 300000000)


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=(
        GuangdongPension("粤劳电〔2009〕32号"),
        GuangdongPension("粤人社〔2014〕8号"),
        ProvincialPension("zhejiang"),
    ),
    evidence="S:T1",
    since="2006-01-01",
    place="pension_claim_place",
)
def place_allowance(
    allowance_for_full_years: Money, allowance_for_indexed_years: Money, allowance_per_pension: Money
) -> Money:
    """What the place adds to every pension: amounts for years, plain or times the index, and a fixed amount."""
    return allowance_for_full_years + allowance_for_indexed_years + allowance_per_pension


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=ShenzhenPension("local supplementary pension"),
    evidence="S:T1",
    since="2006-01-01",
    place="pension_claim_place",
)
def local_supplementary_pension(
    local_supplement_months: Months,
    local_supplement_months_before_1992: Months,
    index_in_ten_thousandths: Count,
    local_pension_per_indexed_year: Money,
    local_pension_fixed: Money,
    early_local_pension_per_indexed_year: Money,
    early_local_pension_fixed: Money,
) -> Money:
    """Where a local supplementary pension was paid for: an amount for each year times the index, and a fixed one."""
    if local_supplement_months == 0:
        return NOTHING
    by_years = mul_div(local_pension_per_indexed_year * local_supplement_months, index_in_ten_thousandths, 120000)
    if local_supplement_months_before_1992 == 0:
        return by_years + local_pension_fixed
    early = early_local_pension_per_indexed_year * local_supplement_months_before_1992
    return by_years + local_pension_fixed + mul_div(early, index_in_ten_thousandths, 120000) + early_local_pension_fixed


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=(SichuanPension("monthly addition"), ChongqingPension("one child")),
    evidence="S:T1",
    since="2006-01-01",
    place="pension_claim_place",
)
def one_child_addition(
    holds_one_child_certificate: Truth,
    indexed_average_wage: Money,
    parts_of_service: Count,
    basic_part: Money,
    account_part: Money,
    transitional_part: Money,
    one_child_share_of_indexed_wage: Rate,
    one_child_share_of_pension: Rate,
) -> Money:
    """For parents of one child: a share of the indexed wage for each year (Sichuan) or of the pension (Chongqing)."""
    if not holds_one_child_certificate:
        return NOTHING
    by_years = mul_div(indexed_average_wage * parts_of_service, one_child_share_of_indexed_wage, WHOLE * 30000)
    return by_years + percent_of(basic_part + account_part + transitional_part, one_child_share_of_pension)


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=(SIL("15"), Decision2005_38("6")),
    evidence="S:K1-K4,T1,T6",
    since="2006-01-01",
    place="pension_claim_place",
)
def old_age_pension(
    basic_part: Money,
    account_part: Money,
    transitional_part: Money,
    place_allowance: Money,
    local_supplementary_pension: Money,
    one_child_addition: Money,
    total_up_to_jiao: Truth,
) -> Money:
    """The monthly pension if claimed in this month: its parts, each rounded by itself; in Zhejiang up to 0.1 yuan."""
    of_the_place = place_allowance + local_supplementary_pension + one_child_addition
    pension = basic_part + account_part + transitional_part + of_the_place
    return round_to(pension, unit=10, round=UP) if total_up_to_jiao else pension


# --- too few years --------------------------------------------------------------------------------------------------


@rule(level=MONTH, law_at=month_worked, cites=(SIL("16(2)"), SILRules("2")), evidence="S:L1", since="2018-01-01")
def months_still_to_pay(contribution_months: Months, months_needed_if_claimed: Months) -> Months:
    """Whoever falls short at the statutory age may go on paying for these months."""
    return max(months_needed_if_claimed - contribution_months, 0)


@rule(level=MONTH, law_at=month_worked, cites=(SIL("16(2)"), SILRules("3")), evidence="S:L1", since="2018-01-01")
def too_few_contribution_months(in_employees_pension: Truth, months_still_to_pay: Months) -> Truth:
    """Contributions fall short of the minimum years."""
    return in_employees_pension and months_still_to_pay > 0


@rule(level=MONTH, law_at=month_worked, cites=SILRules("3"), evidence="K", since="2018-01-01")
def account_refund_qualified(
    statutory_age_reached: Truth, too_few_contribution_months: Truth, no_pension_yet: Truth
) -> Truth:
    """At the statutory age, short of the years, the worker may end the insurance and be paid the account."""
    return statutory_age_reached and too_few_contribution_months and no_pension_yet


# --- participation --------------------------------------------------------------------------------------------------


@rule(level=MONTH, law_at=month_worked, cites=(SIL("10(1)"), SIL("58")), evidence="S:L1", since="2018-01-01")
def registered_by_employer(
    employer_insures_pension: Truth, month_on_record: Truth, pension_month_paid: Truth, joins_flexible_pension: Truth
) -> Truth:
    """Registered by an employer, or on the record as paying otherwise than as a flexible worker."""
    if month_on_record:
        return pension_month_paid and not joins_flexible_pension
    return employer_insures_pension


@rule(level=MONTH, law_at=month_worked, cites=SIL("12"), evidence="S:L1", since="2018-01-01")
def contributes_through_employer(registered_by_employer: Truth, pension_month_paid: Truth) -> Truth:
    """Pension contributions are paid for the month through an employer."""
    return registered_by_employer and pension_month_paid


@rule(level=MONTH, law_at=month_worked, cites=SIL("12(3)"), evidence="S:L1", since="2018-01-01")
def contributes_as_flexible_worker(joins_flexible_pension: Truth, pension_month_paid: Truth) -> Truth:
    """Pension contributions are paid for the month by a flexible worker."""
    return joins_flexible_pension and pension_month_paid


# --- claims that were made ------------------------------------------------------------------------------------------


@rule(level=SPELL, law_at=spell_start, cites=SIL("16"), evidence="S:L1", since="2018-01-01")
def is_old_age(contingency: Contingency) -> Truth:
    """The spell is a retirement."""
    return contingency == Contingency.OLD_AGE


@rule(level=SPELL, law_at=spell_start, cites=SIL("16"), evidence="S:L1", since="2018-01-01")
def old_age_entitled(is_old_age: Truth, old_age_qualified: Truth, account_refund_chosen: Truth) -> Truth:
    """Entitled to the pension: retired in a month in which the conditions were met."""
    return is_old_age and old_age_qualified and not account_refund_chosen


@rule(
    level=SPELL,
    law_at=spell_start,
    cites=(SIL("16"), RetirementAge2024("1")),
    evidence="S:T1",
    since="2018-01-01",
)
def pension_months_due(spell_first_day: Date, spell_last_day: Date) -> Months:
    """The pension runs from the month after the one of retirement to the last month of the spell."""
    return max(months_between(month_of(spell_first_day), month_of(spell_last_day)), 0)


@rule(level=SPELL, law_at=spell_start, cites=SIL("16"), evidence="S:L1", since="2018-01-01")
def old_age_paid(old_age_entitled: Truth, old_age_pension: Money, pension_months_due: Months) -> Money:
    """The pension of the first month for every month due; yearly increases are not held."""
    return old_age_pension * pension_months_due if old_age_entitled else NOTHING


@rule(level=SPELL, law_at=spell_start, cites=SILRules("3"), evidence="K", since="2018-01-01")
def account_refund_entitled(is_old_age: Truth, account_refund_qualified: Truth, account_refund_chosen: Truth) -> Truth:
    """Entitled to the account in one sum: short of the years, and the end of the insurance asked for in writing."""
    return is_old_age and account_refund_qualified and account_refund_chosen


@rule(level=SPELL, law_at=spell_start, cites=SILRules("3"), evidence="K", since="2018-01-01")
def account_refund_paid(account_refund_entitled: Truth, account_balance: Money) -> Money:
    """The balance of the account, once."""
    return account_balance if account_refund_entitled else NOTHING


RESULTS = (
    participation(
        Branch.OLD_AGE,
        scheme="employees",
        registered="registered_by_employer",
        contributing="contributes_through_employer",
    ),
    participation(
        Branch.OLD_AGE,
        scheme="flexible",
        registered="joins_flexible_pension",
        contributing="contributes_as_flexible_worker",
    ),
    participation(
        Branch.OLD_AGE, scheme="retirees", registered="draws_old_age_pension", contributing="draws_old_age_pension"
    ),
    benefit(
        "old_age_pension",
        branch=Branch.OLD_AGE,
        scheme="employees",
        contingency=Contingency.OLD_AGE,
        qualified="old_age_qualified",
        conditions=("in_employees_pension", "pension_age_reached", "enough_contribution_months", "no_pension_yet"),
        amount="old_age_pension",
        per="month",
        reference="indexed_average_wage",
        entitled="old_age_entitled",
        paid="old_age_paid",
        assumed={"account_refund_chosen": "no"},
        c102="V",
        missoc="VI",
        esspros="old_age",
    ),
    benefit(
        "old_age_pension_flexible",
        branch=Branch.OLD_AGE,
        scheme="flexible",
        contingency=Contingency.OLD_AGE,
        qualified="old_age_qualified",
        conditions=("in_employees_pension", "pension_age_reached", "enough_contribution_months", "no_pension_yet"),
        amount="old_age_pension",
        per="month",
        reference="indexed_average_wage",
        c102="V",
        missoc="VI",
        esspros="old_age",
    ),
    benefit(
        "account_refund",
        branch=Branch.OLD_AGE,
        scheme="employees",
        contingency=Contingency.OLD_AGE,
        qualified="account_refund_qualified",
        conditions=("statutory_age_reached", "too_few_contribution_months", "no_pension_yet"),
        amount="account_balance",
        per="once",
        entitled="account_refund_entitled",
        paid="account_refund_paid",
        c102="V",
        missoc="VI",
        esspros="old_age",
    ),
    posting(
        "old_age_paid",
        branch=Branch.OLD_AGE,
        scheme="employees",
        payer="state",
        posted_on=spell_start,
        cause="old-age pension",
    ),
    posting(
        "account_refund_paid",
        branch=Branch.OLD_AGE,
        scheme="employees",
        payer="state",
        posted_on=spell_start,
        cause="individual account paid out",
    ),
)
