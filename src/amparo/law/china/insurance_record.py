"""The insurance record (缴费记录): months and bases that count for benefits, as recorded or as this law charges them.

A month the agency's statement tells (`month_on_record`) is taken as told, whatever its date; any other month counts
with the bases that employers and the flexible worker owe in it. What lies before the first month is told in sums.
"""

from amparo.law.china.instruments import SIL, WIIR, Decision2005_38
from amparo.rules import (
    MONTH,
    NO_RATE,
    NOTHING,
    WHOLE,
    Count,
    Money,
    Months,
    Place,
    Rate,
    Truth,
    any_of,
    largest,
    month_worked,
    mul_div,
    previous,
    rule,
    share_of,
    smallest,
    total,
)

pension_base_at_employers = largest("pension_base", at=MONTH)
unemployment_base_at_employers = largest("unemployment_base", at=MONTH)
medical_base_at_employers = largest("medical_base", at=MONTH)
work_injury_base_at_employers = total("work_injury_base", at=MONTH)
full_time_at_employers = any_of("full_time_with_employer", at=MONTH)
pension_insured_at_employers = any_of("pension_insured_by_employer", at=MONTH)
medical_insured_at_employers = any_of("medical_insured_by_employer", at=MONTH)
insured_place_at_employers = smallest("insured_place", at=MONTH, where="pension_insured_by_employer")

index_sum_recorded_before = previous("index_sum_recorded", n=1, initial=0)


# --- the bases of the month ---------------------------------------------------------------------------------------


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=(SIL("23"), SIL("74")),
    evidence="I:L1",
    since="1986-10-01",
    before=NOTHING,
)
def medical_base_of_month(
    month_on_record: Truth,
    recorded_medical_base: Money,
    joins_flexible_medical: Truth,
    medical_base_at_employers: Money,
    flexible_medical_base: Money,
) -> Money:
    """The medical base of the record, else the one charged; a flat contribution of a flexible worker has none."""
    if month_on_record:
        return recorded_medical_base
    if joins_flexible_medical:
        return max(medical_base_at_employers, flexible_medical_base)
    return medical_base_at_employers


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=(SIL("35"), SIL("74"), WIIR("10")),
    evidence="S:L1,L2",
    since="1986-10-01",
    before=NOTHING,
)
def work_injury_base_of_month(
    month_on_record: Truth, recorded_work_injury_base: Money, work_injury_base_at_employers: Money
) -> Money:
    """The work-injury base of the record, else the bases of all employers together."""
    if month_on_record:
        return recorded_work_injury_base
    return work_injury_base_at_employers


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=(SIL("53"), SIL("54"), SIL("74")),
    evidence="I:L1",
    since="1986-10-01",
    before=NOTHING,
)
def maternity_base_of_month(
    month_on_record: Truth,
    recorded_maternity_base: Money,
    full_time_at_employers: Truth,
    medical_base_at_employers: Money,
    flexible_maternity_joined: Truth,
    flexible_medical_base: Money,
) -> Money:
    """The maternity base of the record, else the medical base on which maternity insurance is charged with it."""
    if month_on_record:
        return recorded_maternity_base
    if full_time_at_employers:
        return medical_base_at_employers
    return flexible_medical_base if flexible_maternity_joined else NOTHING


# --- months paid --------------------------------------------------------------------------------------------------


@rule(level=MONTH, law_at=month_worked, cites=(SIL("33"), SIL("35")), evidence="S:L1", since="1986-10-01", before=False)
def work_injury_month_insured(work_injury_base_of_month: Money) -> Truth:
    """A month insured against work injury: one with a base."""
    return work_injury_base_of_month > 0


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=(SIL("53"), SIL("54")),
    evidence="S:L1",
    since="1986-10-01",
    before=False,
)
def maternity_month_paid(
    month_on_record: Truth,
    recorded_maternity_base: Money,
    full_time_at_employers: Truth,
    medical_insured_at_employers: Truth,
    flexible_maternity_joined: Truth,
) -> Truth:
    """A month in maternity insurance: one with a base, or with a flexible worker's membership through medical."""
    if month_on_record:
        return recorded_maternity_base > 0
    return (full_time_at_employers and medical_insured_at_employers) or flexible_maternity_joined


@rule(level=MONTH, law_at=month_worked, cites=Decision2005_38("6"), evidence="K", since="1986-10-01", before=0)
def contribution_months(pension_months: Months, deemed_months: Months) -> Months:
    """All months that count for the pension: paid, and deemed paid (视同缴费)."""
    return pension_months + deemed_months


# --- index --------------------------------------------------------------------------------------------------------


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=(SIL("57"), SIL("58")),
    evidence="I:L1",
    since="1986-10-01",
)
def pension_place_of_month(
    month_on_record: Truth,
    recorded_pension_place: Place,
    pension_base_at_employers: Money,
    flexible_pension_base: Money,
    insured_place_at_employers: Place,
    participation_place: Place,
) -> Place:
    """Where the pension contributions of the month are paid: as recorded, else with the employer, else as chosen."""
    if month_on_record:
        return recorded_pension_place
    if pension_base_at_employers > 0 and pension_base_at_employers >= flexible_pension_base:
        return insured_place_at_employers
    return participation_place


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=Decision2005_38("6"),
    evidence="S:K1-K4,T1",
    since="1986-10-01",
    place="pension_place_of_month",
)
def wage_behind_index(index_has_own_wage: Truth, index_wage: Money, average_wage: Money) -> Money:
    """The average wage of the year before over which the base is set: the place's own series for the index, if any."""
    return index_wage if index_has_own_wage else average_wage


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=Decision2005_38("6"),
    evidence="S:K1-K4",
    since="1986-10-01",
)
def pension_index_of_base(pension_base_of_month: Money, wage_behind_index: Money) -> Rate:
    """The base as a multiple of the average wage, not rounded before the average of all months is."""
    if wage_behind_index <= 0:
        return NO_RATE
    return min(share_of(pension_base_of_month, of=wage_behind_index), WHOLE * 4)


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=(Decision2005_38("6"), SIL("74")),
    evidence="S:K1-K4",
    since="1986-10-01",
    before=NO_RATE,
)
def pension_index_of_month(
    pension_month_paid: Truth, month_on_record: Truth, recorded_pension_index: Rate, pension_index_of_base: Rate
) -> Rate:
    """The contribution index of the month (缴费工资指数): as recorded, else the base over the average wage."""
    if not pension_month_paid:
        return NO_RATE
    if month_on_record and recorded_pension_index > 0:
        return recorded_pension_index
    return pension_index_of_base


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=Decision2005_38("6"),
    evidence="S:K1-K4",
    since="1986-10-01",
    before=0,
    range=(0, 250000000),
)
def index_sum_recorded(index_sum_recorded_before: Count, pension_index_of_month: Rate) -> Count:
    """The indices of the months from the first month told to this one, added up in hundred-thousandths."""
    return min(index_sum_recorded_before + mul_div(100000, pension_index_of_month, WHOLE), 250000000)


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=Decision2005_38("6"),
    evidence="S:K1-K4",
    since="1986-10-01",
    before=0,
    range=(0, 540000000),
)
def index_sum(
    index_sum_recorded: Count, average_index_before_records: Rate, pension_months_before_records: Months
) -> Count:
    """The indices of all months paid so far, added up in hundred-thousandths."""
    if pension_months_before_records == 0:
        return index_sum_recorded
    return index_sum_recorded + mul_div(100000, average_index_before_records, WHOLE) * pension_months_before_records


RESULTS = ()
