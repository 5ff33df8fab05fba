"""The insurance record (缴费记录): months and bases that count for benefits, as recorded or as this law charges them.

A month the agency's statement tells (`month_on_record`) is taken as told, whatever its date; any other month counts
with the bases that employers and the flexible worker owe in it. What lies before the first month is told in sums.
"""

from amparo.law.china.instruments import SIL, UIR, WIIR, Decision2005_38
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

pension_months_recorded_before = previous("pension_months_recorded", n=1, initial=0)
unemployment_months_recorded_before = previous("unemployment_months_recorded", n=1, initial=0)
medical_months_recorded_before = previous("medical_months_recorded", n=1, initial=0)
index_sum_recorded_before = previous("index_sum_recorded", n=1, initial=0)


# --- the bases of the month ---------------------------------------------------------------------------------------


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=(SIL("12"), SIL("58"), SIL("74")),
    evidence="I:L1",
    since="1986-10-01",
    before=NOTHING,
)
def pension_base_of_month(
    month_on_record: Truth,
    recorded_pension_base: Money,
    pension_base_at_employers: Money,
    flexible_pension_base: Money,
) -> Money:
    """The pension base of the record, else the one charged; a month counts once, with the highest base paid in it."""
    if month_on_record:
        return recorded_pension_base
    return max(pension_base_at_employers, flexible_pension_base)


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=(SIL("44"), SIL("74"), UIR("6")),
    evidence="I:L1,L3",
    since="1986-10-01",
    before=NOTHING,
)
def unemployment_base_of_month(
    month_on_record: Truth,
    recorded_unemployment_base: Money,
    unemployment_base_at_employers: Money,
    flexible_unemployment_base: Money,
) -> Money:
    """The unemployment base of the record, else the one charged; a month counts once, with the highest base."""
    if month_on_record:
        return recorded_unemployment_base
    return max(unemployment_base_at_employers, flexible_unemployment_base)


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


@rule(level=MONTH, law_at=month_worked, cites=SIL("16"), evidence="S:L1", since="1986-10-01", before=False)
def pension_month_paid(
    month_on_record: Truth,
    recorded_pension_base: Money,
    pension_insured_at_employers: Truth,
    joins_flexible_pension: Truth,
) -> Truth:
    """A month with a base on record, or one in which an employer must insure or a flexible worker pays, whatever on."""
    if month_on_record:
        return recorded_pension_base > 0
    return pension_insured_at_employers or joins_flexible_pension


@rule(level=MONTH, law_at=month_worked, cites=SIL("46"), evidence="S:L1", since="1986-10-01", before=False)
def unemployment_month_paid(
    month_on_record: Truth,
    recorded_unemployment_base: Money,
    full_time_at_employers: Truth,
    joins_flexible_unemployment: Truth,
) -> Truth:
    """A month with a base on record, or one in which an employer must insure or a flexible worker pays, whatever on."""
    if month_on_record:
        return recorded_unemployment_base > 0
    return full_time_at_employers or joins_flexible_unemployment


@rule(level=MONTH, law_at=month_worked, cites=SIL("27"), evidence="S:L1", since="1986-10-01", before=False)
def medical_month_paid(
    month_on_record: Truth,
    recorded_medical_base: Money,
    medical_insured_at_employers: Truth,
    joins_flexible_medical: Truth,
) -> Truth:
    """A month with a base on record, or one in which an employer must insure or a flexible worker pays, whatever on."""
    if month_on_record:
        return recorded_medical_base > 0
    return medical_insured_at_employers or joins_flexible_medical


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


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=SIL("16"),
    evidence="S:L1",
    since="1986-10-01",
    before=0,
    range=(0, 1200),
)
def pension_months_recorded(pension_months_recorded_before: Months, pension_month_paid: Truth) -> Months:
    """Months of pension contributions from the first month told to this one."""
    return min(pension_months_recorded_before + 1, 1200) if pension_month_paid else pension_months_recorded_before


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=SIL("46"),
    evidence="S:L1",
    since="1986-10-01",
    before=0,
    range=(0, 1200),
)
def unemployment_months_recorded(unemployment_months_recorded_before: Months, unemployment_month_paid: Truth) -> Months:
    """Months of unemployment contributions from the first month told to this one."""
    if unemployment_month_paid:
        return min(unemployment_months_recorded_before + 1, 1200)
    return unemployment_months_recorded_before


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=SIL("27"),
    evidence="S:L1",
    since="1986-10-01",
    before=0,
    range=(0, 1200),
)
def medical_months_recorded(medical_months_recorded_before: Months, medical_month_paid: Truth) -> Months:
    """Months of medical contributions from the first month told to this one."""
    return min(medical_months_recorded_before + 1, 1200) if medical_month_paid else medical_months_recorded_before


@rule(level=MONTH, law_at=month_worked, cites=(SIL("16"), SIL("19")), evidence="S:L1", since="1986-10-01", before=0)
def pension_months(pension_months_recorded: Months, pension_months_before_records: Months) -> Months:
    """Months of pension contributions paid so far, in all places; months deemed paid are not among them."""
    return pension_months_recorded + pension_months_before_records


@rule(level=MONTH, law_at=month_worked, cites=(SIL("46"), SIL("52")), evidence="S:L1", since="1986-10-01", before=0)
def unemployment_months(unemployment_months_recorded: Months, unemployment_months_before_records: Months) -> Months:
    """Months of unemployment contributions paid so far, in all places."""
    return unemployment_months_recorded + unemployment_months_before_records


@rule(level=MONTH, law_at=month_worked, cites=(SIL("27"), SIL("32")), evidence="S:L1", since="1986-10-01", before=0)
def medical_months(medical_months_recorded: Months, medical_months_before_records: Months) -> Months:
    """Months of employees' medical contributions paid so far, in all places."""
    return medical_months_recorded + medical_months_before_records


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
