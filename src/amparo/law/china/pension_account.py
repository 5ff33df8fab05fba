"""The individual account of the employees' pension (个人账户): credits, yearly interest, and the balance at a claim.

The balance an agency states is taken as stated: at the end of a year (told in the year after), or at the claim.
"""

from amparo.law.china.instruments import SIL, AccountInterest, AccountRules1997_116, Decision2005_38
from amparo.rules import (
    MONTH,
    NOTHING,
    YEAR,
    Count,
    Money,
    Month,
    Months,
    Rate,
    month_number,
    month_worked,
    percent_of,
    percents_of,
    previous,
    rule,
    total,
    year_end,
)

account_at_last_year_end = previous("account_at_year_end", n=1, initial=0)
credits_of_year = total("account_credit", at=YEAR)
weighted_credits_of_year = total("account_credit_times_months", at=YEAR)
years_of_account_before = previous("years_of_account", n=1, initial=0)
credits_until_last_month = previous("credits_so_far", n=1, initial=0)
weighted_credits_until_last_month = previous("weighted_credits_so_far", n=1, initial=0)


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=(SIL("12(2)"), SIL("12(3)"), Decision2005_38("2")),
    evidence="S:E4,L1",
    since="1998-01-01",
    before=NOTHING,
)
def account_credit(pension_base_of_month: Money, account_share_of_base: Rate) -> Money:
    """What the month puts into the account: eight per cent of the base, of employees and flexible workers alike."""
    if pension_base_of_month == 0:
        return NOTHING
    return percent_of(pension_base_of_month, account_share_of_base)


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=AccountRules1997_116("interest"),
    evidence="K",
    since="1998-01-01",
    before=NOTHING,
)
def account_credit_times_months(account_credit: Money, month: Month) -> Money:
    """A credit earns interest from its month to the end of the year, both counted (月积数)."""
    return account_credit * (13 - month_number(month))


@rule(
    level=YEAR,
    law_at=year_end,
    cites=AccountRules1997_116("interest"),
    evidence="K",
    since="1998-01-01",
    before=0,
    range=(0, 200),
)
def years_of_account(years_of_account_before: Count) -> Count:
    """The years told so far, this one counted."""
    return min(years_of_account_before + 1, 200)


@rule(
    level=YEAR,
    law_at=year_end,
    cites=AccountRules1997_116("interest"),
    evidence="S:T1",
    since="1998-01-01",
    before=NOTHING,
    range=(0, 2000000000),
)
def account_opening(
    account_balance_stated: Money,
    pension_months_before_records: Months,
    years_of_account_before: Count,
    account_balance_before_records: Money,
    account_at_last_year_end: Money,
) -> Money:
    """The balance at the end of last year: as the agency states it, as told before the first year, else as computed."""
    if account_balance_stated > 0:
        return account_balance_stated
    if pension_months_before_records > 0 and years_of_account_before == 0:
        return account_balance_before_records
    return account_at_last_year_end


@rule(
    level=YEAR,
    law_at=year_end,
    cites=(SIL("14"), AccountInterest("yearly")),
    evidence="S:T1",
    since="1998-01-01",
    before=NOTHING,
)
def account_interest_of_year(
    account_opening: Money, weighted_credits_of_year: Money, account_interest_rate: Rate
) -> Money:
    """Interest of the year: on the opening balance for the year, on each credit for its months."""
    if account_opening == 0 and weighted_credits_of_year == 0:
        return NOTHING
    return percent_of(account_opening, account_interest_rate) + percents_of(
        weighted_credits_of_year, account_interest_rate, over=12
    )


@rule(
    level=YEAR,
    law_at=year_end,
    cites=AccountRules1997_116("interest"),
    evidence="K",
    since="1998-01-01",
    before=NOTHING,
    range=(0, 2000000000),
)
def account_at_year_end(account_opening: Money, credits_of_year: Money, account_interest_of_year: Money) -> Money:
    """The balance at the end of the year: opening balance, credits and interest."""
    return account_opening + credits_of_year + account_interest_of_year


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=AccountRules1997_116("interest"),
    evidence="K",
    since="1998-01-01",
    before=NOTHING,
    range=(0, 100000000),
)
def credits_so_far(credits_until_last_month: Money, account_credit: Money, month: Month) -> Money:
    """The credits of the calendar year up to this month."""
    if month_number(month) == 1:
        return account_credit
    return credits_until_last_month + account_credit


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=AccountRules1997_116("interest"),
    evidence="K",
    since="1998-01-01",
    before=NOTHING,
    range=(0, 1200000000),
)
def weighted_credits_so_far(weighted_credits_until_last_month: Money, credits_so_far: Money, month: Month) -> Money:
    """The credits of the calendar year, each times the months from its own to this one (月积数)."""
    if month_number(month) == 1:
        return credits_so_far
    return weighted_credits_until_last_month + credits_so_far


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=(SIL("14"), AccountInterest("year of the claim")),
    evidence="K ?",
    since="1998-01-01",
    before=NOTHING,
)
def account_interest_so_far(
    account_opening: Money, weighted_credits_so_far: Money, account_interest_rate: Rate, month: Month
) -> Money:
    """Interest from January to this month, at the rate of the year: on last year's balance and on each credit."""
    if account_opening == 0 and weighted_credits_so_far == 0:
        return NOTHING
    on_balance = percents_of(account_opening * month_number(month), account_interest_rate, over=12)
    return on_balance + percents_of(weighted_credits_so_far, account_interest_rate, over=12)


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=(SIL("14"), AccountRules1997_116("balance at the claim")),
    evidence="K",
    since="1998-01-01",
    before=NOTHING,
)
def account_balance(
    account_balance_at_claim: Money,
    account_opening: Money,
    credits_so_far: Money,
    account_interest_so_far: Money,
) -> Money:
    """The balance if claimed in this month: as the agency determined it, else principal and interest to this month."""
    if account_balance_at_claim > 0:
        return account_balance_at_claim
    return account_opening + credits_so_far + account_interest_so_far


RESULTS = ()
