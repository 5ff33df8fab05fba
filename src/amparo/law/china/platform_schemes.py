"""Schemes that platforms fund of their own accord, bound by no law: rider subsidies and full insurance."""

from amparo.law.china.instruments import JDScheme, MeituanScheme, TaobaoScheme
from amparo.law.china.occupational_injury import Platform
from amparo.rules import (
    CONTRACT,
    MONTH,
    NO,
    NO_RATE,
    NOTHING,
    TIE_MONTH,
    Branch,
    Category,
    Count,
    Date,
    Money,
    Month,
    Rate,
    Table,
    Truth,
    add_months,
    any_of,
    count_true,
    first_day,
    identity,
    largest,
    lookup,
    month_end,
    percent_of,
    posting,
    previous,
    rule,
    total,
)


class SubsidyBase(Category):
    """Whose floor the Meituan subsidy is reckoned on."""

    PARTICIPATION_PLACE = 1
    WORK_PLACE = 2


class InsuranceItem(Category):
    """The items of JD's full insurance."""

    PENSION = 1
    MEDICAL_AND_MATERNITY = 2
    UNEMPLOYMENT = 3
    WORK_INJURY = 4
    HOUSING_FUND = 5


# --- Meituan: pension subsidy --------------------------------------------------------------------------------------

income_from_platform = total("gross_pay", at=TIE_MONTH)


@rule(
    level=CONTRACT,
    law_at=month_end,
    cites=MeituanScheme("income condition"),
    evidence="S:G2",
    since="2018-01-01",
    place="work_place",
)
def income_reaches_floor_of_work_place(income_from_platform: Money, base_floor: Money) -> Truth:
    """The month's income from the platform reaches the lowest contribution base of the place of work."""
    return income_from_platform >= base_floor


@rule(
    level=CONTRACT,
    law_at=month_end,
    cites=MeituanScheme("places"),
    evidence="S:G2",
    since="2025-04-03",
    before=NO,
    place="work_place",
)
def meituan_subsidy_open_at_work_place(meituan_subsidy_open: Truth) -> Truth:
    """The subsidy has reached the place of work."""
    return meituan_subsidy_open


@rule(
    level=CONTRACT,
    law_at=month_end,
    cites=MeituanScheme("base"),
    evidence="S-:T5 ?",
    since="2018-01-01",
    place="work_place",
)
def floor_of_work_place(base_floor: Money) -> Money:
    """The lowest contribution base of the place of work."""
    return base_floor


@rule(
    level=MONTH,
    law_at=month_end,
    cites=MeituanScheme("base"),
    evidence="S-:T5 ?",
    since="2018-01-01",
    place="participation_place",
)
def floor_of_participation_place(base_floor: Money) -> Money:
    """The lowest contribution base of the place where the rider pays the pension."""
    return base_floor


income_reaches_floor = any_of("income_reaches_floor_of_work_place", at=TIE_MONTH)
income_reached_floor_1_month_ago = previous("income_reaches_floor", n=1, initial=0)
income_reached_floor_2_months_ago = previous("income_reaches_floor", n=2, initial=0)
income_reached_floor_3_months_ago = previous("income_reaches_floor", n=3, initial=0)
income_reached_floor_4_months_ago = previous("income_reaches_floor", n=4, initial=0)
income_reached_floor_5_months_ago = previous("income_reaches_floor", n=5, initial=0)
meituan_subsidy_open_where_working = any_of("meituan_subsidy_open_at_work_place", at=TIE_MONTH)
floor_where_working = largest("floor_of_work_place", at=TIE_MONTH)


@rule(level=TIE_MONTH, law_at=month_end, cites=MeituanScheme("income condition"), evidence="I:G2", since="2018-01-01")
def months_at_floor_of_last_six(
    income_reaches_floor: Truth,
    income_reached_floor_1_month_ago: Truth,
    income_reached_floor_2_months_ago: Truth,
    income_reached_floor_3_months_ago: Truth,
    income_reached_floor_4_months_ago: Truth,
    income_reached_floor_5_months_ago: Truth,
) -> Count:
    """The months among the last six, this one included, in which the income reached the floor."""
    return count_true(
        income_reaches_floor,
        income_reached_floor_1_month_ago,
        income_reached_floor_2_months_ago,
        income_reached_floor_3_months_ago,
        income_reached_floor_4_months_ago,
        income_reached_floor_5_months_ago,
    )


@rule(
    level=TIE_MONTH, law_at=month_end, cites=MeituanScheme("conditions"), evidence="S:G2", since="2025-04-03", before=NO
)
def entitled_to_meituan_subsidy(
    work_comes_through_platform: Truth,
    platform: Platform,
    meituan_subsidy_open_where_working: Truth,
    income_reaches_floor: Truth,
    months_at_floor_of_last_six: Count,
    meituan_months_needed: Count,
    joins_flexible_pension: Truth,
) -> Truth:
    """Any Meituan rider who pays the flexible pension, with income at the floor now and in three of six months."""
    rider = work_comes_through_platform and platform == Platform.MEITUAN and meituan_subsidy_open_where_working
    earns_enough = income_reaches_floor and months_at_floor_of_last_six >= meituan_months_needed
    return rider and joins_flexible_pension and earns_enough


@rule(level=TIE_MONTH, law_at=month_end, cites=MeituanScheme("base"), evidence="S-:T5 ?", since="2025-04-03", before=0)
def meituan_subsidy_base(
    meituan_subsidy_base_rule: SubsidyBase, floor_of_participation_place: Money, floor_where_working: Money
) -> Money:
    """The lowest contribution base that the subsidy is reckoned on."""
    if meituan_subsidy_base_rule == SubsidyBase.WORK_PLACE:
        return floor_where_working
    return floor_of_participation_place


@rule(level=TIE_MONTH, law_at=month_end, cites=MeituanScheme("amount"), evidence="S:G2", since="2025-04-03", before=0)
def meituan_pension_subsidy(
    entitled_to_meituan_subsidy: Truth,
    meituan_subsidy_base: Money,
    meituan_reference_rate: Rate,
    meituan_subsidy_share: Rate,
) -> Money:
    """Half of the flexible pension contribution on the floor: 50 % of 20 %."""
    if entitled_to_meituan_subsidy:
        return percent_of(percent_of(meituan_subsidy_base, meituan_reference_rate), meituan_subsidy_share)
    return NOTHING


@rule(level=TIE_MONTH, law_at=month_end, cites=MeituanScheme("payment"), evidence="S:mt163", since="2018-01-01")
def platform_subsidy_paid_on(month: Month) -> Date:
    """The subsidy for a contribution is paid in the month after; the day within it is not held here."""
    return first_day(add_months(month, 1))


# --- Taobao Shangou (Ele.me): pension and medical subsidy ----------------------------------------------------------


@rule(
    level=CONTRACT,
    law_at=month_end,
    cites=TaobaoScheme("places"),
    evidence="S:G7",
    since="2025-11-01",
    before=NO,
    place="work_place",
)
def eleme_subsidy_open_at_work_place(eleme_subsidy_open: Truth) -> Truth:
    """The subsidy has reached the place of work."""
    return eleme_subsidy_open


eleme_subsidy_open_where_working = any_of("eleme_subsidy_open_at_work_place", at=TIE_MONTH)


@rule(level=TIE_MONTH, law_at=month_end, cites=TaobaoScheme("amount"), evidence="S:G7", since="2025-11-01", before=0)
def eleme_subsidy_rate(
    work_comes_through_platform: Truth,
    platform: Platform,
    eleme_subsidy_open_where_working: Truth,
    team_leader_or_honoured_rider: Truth,
    eleme_subsidy_share: Rate,
    eleme_subsidy_share_honoured: Rate,
) -> Rate:
    """At least half of what the rider paid; all of it for team leaders and honoured riders."""
    if work_comes_through_platform and platform == Platform.ELEME and eleme_subsidy_open_where_working:
        return eleme_subsidy_share_honoured if team_leader_or_honoured_rider else eleme_subsidy_share
    return NO_RATE


@rule(level=TIE_MONTH, law_at=month_end, cites=TaobaoScheme("amount"), evidence="S:G7", since="2025-11-01", before=0)
def eleme_pension_subsidy(flexible_pension_contribution: Money, eleme_subsidy_rate: Rate) -> Money:
    """The platform gives back a share of the rider's flexible pension contribution."""
    return percent_of(flexible_pension_contribution, eleme_subsidy_rate)


@rule(level=TIE_MONTH, law_at=month_end, cites=TaobaoScheme("amount"), evidence="S:G7", since="2025-11-01", before=0)
def eleme_medical_subsidy(flexible_medical_contribution: Money, eleme_subsidy_rate: Rate) -> Money:
    """The platform gives back a share of the rider's flexible medical contribution."""
    return percent_of(flexible_medical_contribution, eleme_subsidy_rate)


# --- JD: full insurance of full-time riders ------------------------------------------------------------------------


@rule(level=TIE_MONTH, law_at=month_end, cites=JDScheme("worker's part"), evidence="S:G4", since="2025-03-01", before=0)
def jd_worker_part_taken_over(
    work_comes_through_platform: Truth,
    platform: Platform,
    full_time_with_employer: Truth,
    contributions_of_worker: Money,
) -> Money:
    """JD pays the worker's part too for its full-time riders with a labour contract."""
    if work_comes_through_platform and platform == Platform.DADA and full_time_with_employer:
        return contributions_of_worker
    return NOTHING


@rule(level=TIE_MONTH, law_at=month_end, cites=JDScheme("rates"), evidence="S:G5", since="2025-03-01", before=0)
def jd_employer_part_as_quoted(jd_insurance_base: Money, jd_quoted_employer_rate: Table) -> Money:
    """The employer's part at the rates JD is reported to pay, each item to the fen."""
    pension = percent_of(jd_insurance_base, lookup(jd_quoted_employer_rate, InsuranceItem.PENSION))
    medical = percent_of(jd_insurance_base, lookup(jd_quoted_employer_rate, InsuranceItem.MEDICAL_AND_MATERNITY))
    unemployment = percent_of(jd_insurance_base, lookup(jd_quoted_employer_rate, InsuranceItem.UNEMPLOYMENT))
    injury = percent_of(jd_insurance_base, lookup(jd_quoted_employer_rate, InsuranceItem.WORK_INJURY))
    housing = percent_of(jd_insurance_base, lookup(jd_quoted_employer_rate, InsuranceItem.HOUSING_FUND))
    return pension + medical + unemployment + injury + housing


@rule(level=TIE_MONTH, law_at=month_end, cites=JDScheme("rates"), evidence="S:G5", since="2025-03-01", before=0)
def jd_worker_part_as_quoted(jd_insurance_base: Money, jd_quoted_worker_rate: Table) -> Money:
    """The worker's part at the rates JD is reported to take over, each item to the fen."""
    pension = percent_of(jd_insurance_base, lookup(jd_quoted_worker_rate, InsuranceItem.PENSION))
    medical = percent_of(jd_insurance_base, lookup(jd_quoted_worker_rate, InsuranceItem.MEDICAL_AND_MATERNITY))
    unemployment = percent_of(jd_insurance_base, lookup(jd_quoted_worker_rate, InsuranceItem.UNEMPLOYMENT))
    injury = percent_of(jd_insurance_base, lookup(jd_quoted_worker_rate, InsuranceItem.WORK_INJURY))
    housing = percent_of(jd_insurance_base, lookup(jd_quoted_worker_rate, InsuranceItem.HOUSING_FUND))
    return pension + medical + unemployment + injury + housing


@rule(level=TIE_MONTH, law_at=month_end, cites=JDScheme("cost"), evidence="S:G4", since="2025-03-01", before=0)
def jd_insurance_cost_as_quoted(jd_employer_part_as_quoted: Money, jd_worker_part_as_quoted: Money) -> Money:
    """What the five insurances and the housing fund of one full-time rider cost JD at the quoted rates."""
    return jd_employer_part_as_quoted + jd_worker_part_as_quoted


RESULTS = (
    posting(
        "meituan_pension_subsidy",
        branch=Branch.OLD_AGE,
        scheme="platform_subsidy",
        payer="payer",
        posted_on="platform_subsidy_paid_on",
        cause="Meituan pension subsidy to the rider",
    ),
    posting(
        "eleme_pension_subsidy",
        branch=Branch.OLD_AGE,
        scheme="platform_subsidy",
        payer="payer",
        posted_on="platform_subsidy_paid_on",
        cause="Taobao Shangou pension subsidy to the rider",
    ),
    posting(
        "eleme_medical_subsidy",
        branch=Branch.MEDICAL_CARE,
        scheme="platform_subsidy",
        payer="payer",
        posted_on="platform_subsidy_paid_on",
        cause="Taobao Shangou medical subsidy to the rider",
    ),
    posting(
        "jd_worker_part_taken_over",
        scheme="platform_subsidy",
        payer="payer",
        posted_on=month_end,
        cause="JD takes over the worker's part",
    ),
    identity(total="jd_insurance_cost_as_quoted", parts=("jd_employer_part_as_quoted", "jd_worker_part_as_quoted")),
)
