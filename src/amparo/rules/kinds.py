"""Kinds of values: how each is stored as an exact integer, read from text and shown.

Every value of the law is an integer: money in the smallest unit of its currency, rates in millionths,
days since 1970-01-01, months as year * 12 + month - 1, truth as 0 or 1, categories by their number.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import IntEnum
from typing import TYPE_CHECKING, Any, Final

from amparo.rules.errors import LawError, nearest
from amparo.rules.messages import Listed, Message

RATE_SCALE: Final = 1_000_000
MINOR_UNITS: Final = 100
INT64_MAX: Final = 2**63 - 1
_EPOCH: Final = dt.date(1970, 1, 1)


class Category(IntEnum):
    """A closed list of cases; members are numbered from 1 and a number is never reused."""


class Money(int):
    """An amount in the smallest unit of the country's currency."""

    if TYPE_CHECKING:

        def __add__(self, other: Money) -> Money: ...  # type: ignore[override]
        def __sub__(self, other: Money) -> Money: ...  # type: ignore[override]
        def __mul__(self, other: int) -> Money: ...
        def __rmul__(self, other: int) -> Money: ...
        def __neg__(self) -> Money: ...


class Rate(int):
    """A fraction, index or multiple in millionths."""

    if TYPE_CHECKING:

        def __add__(self, other: Rate) -> Rate: ...  # type: ignore[override]
        def __sub__(self, other: Rate) -> Rate: ...  # type: ignore[override]
        def __mul__(self, other: int) -> Rate: ...
        def __rmul__(self, other: int) -> Rate: ...


if TYPE_CHECKING:
    # Counted things mix freely, with each other and with whole numbers, in the language as here.
    Count = int
    Days = int
    Months = int
    Minutes = int
else:

    class Count(int):
        """A whole number of things."""

    class Days(Count):
        """A number of days."""

    class Months(Count):
        """A number of months."""

    class Minutes(Count):
        """A number of minutes."""


class Month(int):
    """A calendar month: year * 12 + month - 1."""


class Date(int):
    """A calendar day: days since 1970-01-01."""


class Place(int):
    """A place of the country's list."""


Truth = bool

NOTHING: Final = Money(0)
NO_RATE: Final = Rate(0)
WHOLE: Final = Rate(RATE_SCALE)
NO: Final = False
YES: Final = True


@dataclass(frozen=True, slots=True)
class Kind:
    """What a value is: its name, the whole range a value of it may take, and its category if it is one."""

    name: str
    low: int
    high: int
    category: type[Category] | None = None

    @property
    def whole_number(self) -> bool:
        return self.name in {"count", "days", "months", "minutes"}


MONEY_LIMIT: Final = 10**12
KINDS: Final[dict[str, Kind]] = {
    kind.name: kind
    for kind in (
        Kind("money", -MONEY_LIMIT, MONEY_LIMIT),
        Kind("rate", 0, 1_000 * RATE_SCALE),
        Kind("truth", 0, 1),
        Kind("count", 0, 100_000_000),
        Kind("days", 0, 40_000),
        Kind("months", 0, 1_500),
        Kind("minutes", 0, 10_000_000),
        Kind("month", 1850 * 12, 2150 * 12),
        Kind("date", -43_829, 65_744),
        Kind("place", 0, 5_000),
        Kind("table", 0, 0),
        Kind("steps", 0, 0),
        Kind("tariff", 0, 0),
    )
}
PARAMETER_RANGES: Final[dict[str, tuple[int, int]]] = {
    "money": (0, 10**9),
    "rate": (0, RATE_SCALE),
    "count": (0, 10_000),
    "days": (0, 4_000),
    "months": (0, 1_500),
    "minutes": (0, 1_000_000),
}
_BY_ANNOTATION: Final[dict[type, str]] = {
    Money: "money",
    Rate: "rate",
    bool: "truth",
    Count: "count",
    Days: "days",
    Months: "months",
    Minutes: "minutes",
    Month: "month",
    Date: "date",
    Place: "place",
}


def category_kind(category: type[Category]) -> Kind:
    """The kind of a closed list."""
    numbers = [member.value for member in category]
    return Kind(category.__name__, min(numbers), max(numbers), category)


def kind_of_annotation(annotation: Any) -> Kind | None:
    """The kind a rule's annotation stands for, or None."""
    if isinstance(annotation, type):
        if issubclass(annotation, Category):
            return category_kind(annotation)
        name = _BY_ANNOTATION.get(annotation)
        if name is None:
            name = {"Table": "table", "Steps": "steps", "Tariff": "tariff"}.get(annotation.__name__)
        return KINDS[name] if name else None
    return None


def date_of(day: int) -> dt.date:
    """The calendar date of a stored day."""
    return _EPOCH + dt.timedelta(days=day)


def day_of(date: dt.date) -> int:
    """The stored day of a calendar date."""
    return (date - _EPOCH).days


def month_text(month: int) -> str:
    """'2025-03' of a stored month."""
    return f"{month // 12:04d}-{month % 12 + 1:02d}"


_MONTH: Final = re.compile(r"([0-9]{4})-([0-9]{1,2})\Z")
_DATE: Final = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})\Z")


def _decimal(text: str, what: str) -> Decimal:
    try:
        number = Decimal(text.replace("_", "").strip())
    except InvalidOperation:
        raise ValueError(Message("value.not_of_kind", "{text!r} is not {what}", text=text, what=what)) from None
    if not number.is_finite():
        raise ValueError(Message("value.not_of_kind", "{text!r} is not {what}", text=text, what=what))
    return number


def _scaled(number: Decimal, scale: int, text: str, what: str) -> int:
    scaled = number * scale
    if scaled != scaled.to_integral_value():
        raise ValueError(Message("value.too_fine", "{text!r} is finer than {what} can hold", text=text, what=what))
    return int(scaled)


_RATE: Final = Message("kind.rate", "a rate")
_AMOUNT: Final = Message("kind.money", "an amount of money")
_WHOLE: Final = Message("kind.whole", "a whole number")
_TWO_DECIMALS: Final = Message("kind.money_fine", "money (two decimals)")


def _read_rate(text: str) -> int:
    if text.endswith("%"):
        return _scaled(
            _decimal(text[:-1], _RATE), RATE_SCALE // 100, text, Message("kind.rate_percent", "a rate (0.0001 %)")
        )
    return _scaled(_decimal(text, _RATE), RATE_SCALE, text, Message("kind.rate_fine", "a rate (six decimals)"))


def _read_month(value: Any) -> int:
    if isinstance(value, dt.date):
        return value.year * 12 + value.month - 1
    found = _MONTH.match(str(value).strip())
    if not found or not 1 <= int(found[2]) <= 12:
        raise ValueError(Message("value.month", "{value!r} is not a month; write it as 2025-03", value=value))
    return int(found[1]) * 12 + int(found[2]) - 1


def read_date(value: Any) -> int:
    """The stored day of a date or of text like '2025-03-10'."""
    if isinstance(value, dt.datetime):
        value = value.date()
    if isinstance(value, dt.date):
        return day_of(value)
    found = _DATE.match(str(value).strip())
    try:
        if found:
            return day_of(dt.date(int(found[1]), int(found[2]), int(found[3])))
    except ValueError:
        pass
    raise ValueError(Message("value.date", "{value!r} is not a date; write it as 2025-03-10", value=value))


def _read_truth(value: Any) -> int:
    if isinstance(value, bool):
        return int(value)
    word = str(value).strip().lower()
    if word in {"yes", "true", "1"}:
        return 1
    if word in {"no", "false", "0"}:
        return 0
    raise ValueError(Message("value.truth", "{value!r} is not yes or no", value=value))


def _read_category(kind: Kind, value: Any) -> int:
    category = kind.category
    assert category is not None
    if isinstance(value, category):
        return value.value
    word = str(value).strip().upper().replace("-", "_").replace(" ", "_")
    if word in category.__members__:
        return category[word].value
    known = [name.lower() for name in category.__members__]
    raise ValueError(
        Message(
            "value.category",
            "{value!r} is not a {kind}: one of {known}.{hint}",
            value=value,
            kind=kind.name,
            known=Listed(known),
            hint=nearest(word.lower(), known),
        )
    )


def _whole_numbers(kind: Kind) -> str:
    return Message("kind.whole_fine", "{kind} (whole numbers)", kind=Message(f"kind_of.{kind.name}", kind.name))


def read_value(kind: Kind, value: Any, places: Any = None) -> int:
    """The stored integer of a value written by a person (YAML, case file, command line).

    Raises ValueError naming the value and the form expected; never rounds.
    """
    if kind.category is not None:
        return _read_category(kind, value)
    match kind.name:
        case "money":
            if isinstance(value, float):
                value = repr(value)
            return _scaled(_decimal(str(value), _AMOUNT), MINOR_UNITS, str(value), _TWO_DECIMALS)
        case "rate":
            return _read_rate(repr(value) if isinstance(value, float) else str(value).strip())
        case "truth":
            return _read_truth(value)
        case "month":
            return _read_month(value)
        case "date":
            return read_date(value)
        case "place":
            if places is None:
                raise ValueError(Message("value.no_places", "this country has no list of places"))
            return int(places.index(str(value).strip().lower()))
        case "count" | "days" | "months" | "minutes":
            if isinstance(value, bool):
                raise ValueError(Message("value.whole", "{value!r} is not a whole number", value=value))
            return _scaled(_decimal(str(value), _WHOLE), 1, str(value), _whole_numbers(kind))
    raise LawError(f"a {kind.name} is not a single value")


def show_value(kind: Kind, value: int, places: Any = None) -> str:
    """A stored value as a person writes it (money with two decimals, rates in percent)."""
    if kind.category is not None:
        return kind.category(value).name.lower() if value in kind.category._value2member_map_ else str(value)
    match kind.name:
        case "money":
            sign, units = ("-", -value) if value < 0 else ("", value)
            return f"{sign}{units // MINOR_UNITS}.{units % MINOR_UNITS:02d}"
        case "rate":
            text = f"{Decimal(value) * 100 / RATE_SCALE:f}"
            return (text.rstrip("0").rstrip(".") if "." in text else text) + "%"
        case "truth":
            return "yes" if value else "no"
        case "month":
            return month_text(value)
        case "date":
            return date_of(value).isoformat()
        case "place":
            return str(places.name(value)) if places is not None else str(value)
    return str(value)
