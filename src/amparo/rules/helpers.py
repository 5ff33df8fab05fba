"""The named helpers a rule may call, on exact integers.

Division happens only here, and every rounding is named: HALF_UP (away from zero at one half), UP (to the next unit
away from zero) or DOWN (towards zero). A divisor must be greater than zero: the rule guards it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeVar

from amparo.rules.errors import LawNotKnown
from amparo.rules.kinds import RATE_SCALE, Count, Date, Days, Money, Month, Months, Rate
from amparo.rules.messages import Message

if TYPE_CHECKING:
    from collections.abc import Mapping


class Rounding(int):
    """How a division is rounded to the unit."""


HALF_UP: Final = Rounding(1)
UP: Final = Rounding(2)
DOWN: Final = Rounding(3)

Q = TypeVar("Q", bound=int)


def divide(numerator: int, divisor: int, round: int) -> int:
    """numerator / divisor, rounded; symmetric around zero."""
    if divisor <= 0:
        raise ZeroDivisionError(f"divisor {divisor}: the rule must guard against it")
    size = abs(numerator)
    if round == HALF_UP:
        result = (2 * size + divisor) // (2 * divisor)
    elif round == UP:
        result = -(-size // divisor)
    else:
        result = size // divisor
    return -result if numerator < 0 else result


@dataclass(frozen=True, slots=True)
class Table:
    """Cells by one or two keys. A cell that is None, or missing, is not known; why says for which reason (law)."""

    cells: Mapping[tuple[int, ...], int | None]
    low: int
    high: int
    why: int = 2


@dataclass(frozen=True, slots=True)
class Steps:
    """Values from ascending thresholds on."""

    thresholds: tuple[int, ...]
    values: tuple[int, ...]

    def position(self, value: int) -> int:
        """The last step whose threshold is not above value; the first step below all."""
        place = 0
        for index, threshold in enumerate(self.thresholds):
            if threshold <= value:
                place = index
        return place


@dataclass(frozen=True, slots=True)
class Tariff:
    """What a place charges: PERCENT of the base, FLAT, PERCENT_PLUS_FLAT, or NOT_OPEN."""

    form: int
    rate: int
    amount: int
    rounding: int
    unit: int


PERCENT: Final = 1
FLAT: Final = 2
PERCENT_PLUS_FLAT: Final = 3
NOT_OPEN: Final = 4
TARIFF_FORMS: Final = {"percent": PERCENT, "flat": FLAT, "percent_plus_flat": PERCENT_PLUS_FLAT, "not_open": NOT_OPEN}


def percent_of(amount: Money, rate: Rate, *, round: int = HALF_UP) -> Money:
    """amount x rate, rounded to the smallest unit."""
    return Money(divide(amount * rate, RATE_SCALE, round))


def percents_of(*pairs: int, over: int = 1, round: int = HALF_UP) -> Money:
    """(amount x rate + amount x rate + ...) / over, rounded once; pairs are amount, rate, amount, rate, ..."""
    products = sum(int(amount) * int(rate) for amount, rate in zip(pairs[::2], pairs[1::2], strict=True))
    return Money(divide(products, RATE_SCALE * over, round))


def mul_div(a: Q, b: int, c: int, *, round: int = HALF_UP) -> Q:
    """a x b / c, rounded; the kind of a."""
    return divide(int(a) * int(b), int(c), round)  # type: ignore[return-value]


def round_to(amount: Money, *, unit: int, round: int) -> Money:
    """amount rounded to a multiple of unit smallest units."""
    return Money(divide(amount, unit, round) * unit)


def exceeds(part: int, *, of: int, share: Rate) -> bool:
    """part > share of `of`, cross-multiplied: nothing is rounded."""
    return int(part) * RATE_SCALE > int(of) * int(share)


def reaches(part: int, *, of: int, share: Rate) -> bool:
    """part >= share of `of`, cross-multiplied: nothing is rounded."""
    return int(part) * RATE_SCALE >= int(of) * int(share)


def times(rate: Rate, other: Rate, *, round: int = HALF_UP) -> Rate:
    """The product of two rates, to the millionth."""
    return Rate(divide(int(rate) * int(other), RATE_SCALE, round))


def share_of(part: int, *, of: int, round: int = HALF_UP) -> Rate:
    """part / of as a rate, to the millionth; `of` must be greater than zero."""
    return Rate(divide(int(part) * RATE_SCALE, int(of), round))


def count_true(*truths: bool) -> Count:
    """How many hold."""
    return Count(sum(1 for truth in truths if truth))


def lookup(table: Table, *keys: int) -> Any:
    """The cell of a table. Raises LawNotKnown where there is none."""
    value = table.cells.get(tuple(int(key) for key in keys))
    if value is None:
        raise LawNotKnown(Message("law.no_cell", "the table has no cell for {keys}", keys=keys))
    return value


def bracket(steps: Steps, value: int) -> Any:
    """The value of the last step whose threshold is not above value."""
    return steps.values[steps.position(int(value))]


def threshold(steps: Steps, value: int) -> Any:
    """The threshold of the step that bracket would take."""
    return steps.thresholds[steps.position(int(value))]


def tariff_amount(tariff: Tariff, base: Money) -> Money:
    """What the tariff charges on the base; nothing where it is not open."""
    if tariff.form == FLAT:
        return Money(tariff.amount)
    if tariff.form == NOT_OPEN:
        return Money(0)
    amount = divide(int(base) * tariff.rate, RATE_SCALE * tariff.unit, tariff.rounding) * tariff.unit
    return Money(amount + tariff.amount if tariff.form == PERCENT_PLUS_FLAT else amount)


def tariff_open(tariff: Tariff) -> bool:
    """Whether the place has opened this branch at all."""
    return tariff.form != NOT_OPEN


# The calendar is worked out on plain integers (eras of 400 years, years that begin in March), so that no day or month
# is beyond it: bounds may lie outside any real calendar.
_ERA_DAYS: Final = 146_097
_MARCH_1970: Final = 719_468


def month_of(date: Date) -> Month:
    """The calendar month of a day."""
    era, day = divmod(int(date) + _MARCH_1970, _ERA_DAYS)
    year = (day - day // 1460 + day // 36524 - day // 146096) // 365
    march_month = (5 * (day - (365 * year + year // 4 - year // 100)) + 2) // 153
    return Month((era * 400 + year) * 12 + march_month + 2)


def first_day(month: Month) -> Date:
    """The first day of a month."""
    years, march_month = divmod(int(month) - 2, 12)
    era, year = divmod(years, 400)
    day = year * 365 + year // 4 - year // 100 + (153 * march_month + 2) // 5
    return Date(era * _ERA_DAYS + day - _MARCH_1970)


def last_day(month: Month) -> Date:
    """The last day of a month."""
    return Date(int(first_day(Month(int(month) + 1))) - 1)


def year_of(month: Month) -> Count:
    """The calendar year of a month."""
    return Count(int(month) // 12)


def month_number(month: Month) -> Count:
    """1 for January to 12 for December."""
    return Count(int(month) % 12 + 1)


def add_months(month: Month, number: int) -> Month:
    """The month `number` months later."""
    return Month(int(month) + int(number))


def add_days(date: Date, number: int) -> Date:
    """The day `number` days later."""
    return Date(int(date) + int(number))


def months_between(earlier: Month, later: Month) -> Months:
    """Months from earlier to later; negative when they stand the other way."""
    return Months(int(later) - int(earlier))


def days_between(earlier: Date, later: Date) -> Days:
    """Days from earlier to later; negative when they stand the other way."""
    return Days(int(later) - int(earlier))


def full_years_between(earlier: Date, later: Date) -> Count:
    """Completed years from earlier to later, as an age is counted; zero when they stand the other way."""
    start, end = month_of(earlier), month_of(later)
    years = int(end) // 12 - int(start) // 12
    before = (int(start) % 12, int(earlier) - int(first_day(start)))
    after = (int(end) % 12, int(later) - int(first_day(end)))
    return Count(max(years - (after < before), 0))


def months_earlier(date: int, months: int) -> int:
    """The same day of the month `months` months earlier (that month's last day where it is shorter)."""
    month = month_of(Date(date))
    start = Month(int(month) - months)
    return min(int(first_day(start)) + date - int(first_day(month)), int(last_day(start)))
