"""Values in words: amounts with their currency, rates, months, days, places and cases, as each language writes them."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

from amparo.report.words import word
from amparo.rules.kinds import MINOR_UNITS, RATE_SCALE, date_of, month_text

if TYPE_CHECKING:
    from amparo.rules.book import LawBook
    from amparo.rules.kinds import Kind

CURRENCY_NAMES: Final = {"EUR": "欧元", "CNY": "元"}
# A bound this large is the range of the law's own language, and no figure of a case.
UNBOUNDED: Final = 1_000_000 * MINOR_UNITS
_NARROW_SPACE: Final = "\u202f"
_NO_BREAK: Final = "\u00a0"


def number_text(value: Decimal, lang: str, decimals: int | None = None) -> str:
    """A number with the language's marks: 1,234.50 in English and Chinese, 1 234,50 in Portuguese."""
    text = f"{value:,f}" if decimals is None else f"{value:,.{decimals}f}"
    if decimals is None and "." in text:
        text = text.rstrip("0").rstrip(".")
    if lang == "pt":
        return text.replace(",", _NARROW_SPACE).replace(".", ",")
    return text


def money_text(amount: int, currency: str, lang: str) -> str:
    """An amount of the smallest unit with its currency."""
    number = number_text(Decimal(amount) / MINOR_UNITS, lang, 2)
    if lang == "pt":
        return f"{number}{_NO_BREAK}{'€' if currency == 'EUR' else currency}"
    if lang == "zh":
        return f"{number}{CURRENCY_NAMES.get(currency, currency)}"
    return f"{currency}{_NO_BREAK}{number}"


def rate_text(rate: int, lang: str) -> str:
    """A rate in percent."""
    number = number_text(Decimal(rate) * 100 / RATE_SCALE, lang)
    return f"{number}{_NO_BREAK}%" if lang == "pt" else f"{number}%"


def day_text(day: int, lang: str) -> str:
    """A day as written in running text."""
    date = date_of(day)
    if lang == "zh":
        return f"{date.year}年{date.month}月{date.day}日"
    month = word(f"month.{date.month}", lang)
    return f"{date.day} de {month} de {date.year}" if lang == "pt" else f"{date.day} {month} {date.year}"


def period_text(first: int, last: int, lang: str) -> str:
    """The months from first to last, short: 2025-03, or 2025-03 to 2025-06."""
    if first == last:
        return month_text(first)
    if first % 12 == 0 and last % 12 == 11:
        years = str(first // 12) if first // 12 == last // 12 else f"{first // 12}–{last // 12}"
        return f"{years}年" if lang == "zh" else years
    return f"{month_text(first)} – {month_text(last)}"


def category_label(book: LawBook, kind: Kind, member: int, lang: str) -> str:
    """A case of a closed list in words."""
    category = kind.category
    assert category is not None
    name = category(member).name
    for topic in book.topics.values():
        labels = topic.categories.get(category.__name__)
        if labels and name in labels and topic.category_types.get(category.__name__, category) is category:
            return labels[name].text(lang)
    return name.lower().replace("_", " ")


def known_text(book: LawBook, kind: Kind, value: int, lang: str) -> str:
    """One known value in words, with its unit."""
    if kind.category is not None:
        return category_label(book, kind, value, lang)
    match kind.name:
        case "money":
            return money_text(value, book.country.currency, lang)
        case "rate":
            return rate_text(value, lang)
        case "truth":
            return word("value.yes" if value else "value.no", lang)
        case "month":
            return month_text(value)
        case "date":
            return day_text(value, lang)
        case "place":
            return book.places.labels[value].text(lang) if 0 <= value < len(book.places.labels) else str(value)
        case "days" | "months" | "minutes":
            return word(f"unit.{kind.name}", lang, number=number_text(Decimal(value), lang))
    return number_text(Decimal(value), lang)


def value_text(book: LawBook, kind: Kind, low: int, high: int, lang: str) -> str:
    """A value in words, an unknown one by its bounds; a bound far beyond any case is not shown as a figure."""
    if low == high:
        return known_text(book, kind, low, lang)
    if kind.category is not None:
        members = [member for member in kind.category if low <= member.value <= high]
        joined = word("value.or", lang).join(category_label(book, kind, member, lang) for member in members)
        return word("value.one_of", lang, values=joined)
    if kind.name == "truth":
        return word("value.yes_or_no", lang)
    if kind.name == "money" and high >= UNBOUNDED:
        if low <= 0:
            return word("value.unknown", lang)
        return word("value.at_least", lang, low=known_text(book, kind, low, lang))
    if kind.name in ("date", "month", "place"):
        return word("value.unknown", lang)
    return word("value.between", lang, low=known_text(book, kind, low, lang), high=known_text(book, kind, high, lang))


__all__ = [
    "category_label",
    "day_text",
    "known_text",
    "money_text",
    "number_text",
    "period_text",
    "rate_text",
    "value_text",
]
