"""Stored values, rows and provisions as a person reads them in one of the three languages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from amparo.law.translations import translated
from amparo.report.citations import citation_text
from amparo.report.words import has_word, word
from amparo.rules.errors import LawError
from amparo.rules.evidence import read_evidence
from amparo.rules.kinds import KINDS, MINOR_UNITS, date_of, month_text, read_value, show_value
from amparo.rules.levels import Level

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from amparo.engine.explain import Provision, Row
    from amparo.rules.book import LawBook
    from amparo.rules.evidence import Citation, Evidence, Label
    from amparo.rules.kinds import Kind
    from amparo.rules.parameters import Parameter

_CURRENCIES: Final = {
    ("EUR", "en"): "€{}",
    ("EUR", "pt"): "{} €",
    ("EUR", "zh"): "{}欧元",
    ("CNY", "en"): "CN¥{}",
    ("CNY", "pt"): "{} CNY",
    ("CNY", "zh"): "{}元",
}
MOST_POSSIBLE: Final = 6
NEVER: Final = KINDS["date"].high - 1
BOUNDLESS: Final = 10**9


def member_labels(book: LawBook, category: str) -> Mapping[str, Label]:
    """The labels of a category's members, from the topic that declares them."""
    for topic in book.topics.values():
        if category in topic.categories:
            return topic.categories[category]
    return {}


def number_text(text: str, lang: str) -> str:
    """A plain decimal number grouped and pointed as the language does."""
    sign, digits = ("−", text[1:]) if text.startswith("-") else ("", text)
    whole, point, rest = digits.partition(".")
    grouped = f"{int(whole):,}"
    if lang == "pt":
        grouped, point = grouped.replace(",", "\u00a0"), "," if point else ""
    return f"{sign}{grouped}{point}{rest}"


def percent_text(text: str, lang: str) -> str:
    """A percentage whose number is written already: Chinese sets the sign close to it."""
    return f"{text}%" if lang == "zh" else f"{text} %"


def count_text(number: float, lang: str) -> str:
    """A number of persons or months, to the nearest whole."""
    return number_text(f"{round(number)}", lang)


def standing_for(workers: int, weight: float, lang: str) -> str:
    """How many workers there are, and how many each stands for."""
    return word("reform.workers", lang, workers=count_text(workers, lang), weight=number_text(f"{weight:.2f}", lang))


def signed_text(text: str, lang: str) -> str:
    """A plain decimal number with its sign said, a plus too."""
    return number_text(text, lang) if text.startswith("-") else f"+{number_text(text, lang)}"


def money_text(amount: int, currency: str, lang: str, *, minor: bool = True) -> str:
    """An amount with its currency, its sign before both; without the hundredths where minor is false.

    Chinese counts large round sums in 万 and 亿.
    """
    units = abs(amount)
    number = number_text(f"{units // MINOR_UNITS}" + f".{units % MINOR_UNITS:02d}" * minor, lang)
    if lang == "zh":
        number = _large_round(units) or number
    return "−" * (amount < 0) + _CURRENCIES.get((currency, lang), "{} " + currency).format(number)


def _large_round(units: int) -> str:
    """An amount without loss in 亿 (from one on, at most two decimals) or whole 万 (from a hundred on), or nothing."""
    whole, cents = divmod(units, MINOR_UNITS)
    if not cents and whole >= 10**8 and whole % 10**6 == 0:
        return number_text(f"{whole // 10**8}.{whole // 10**6 % 100:02d}".rstrip("0").rstrip("."), "zh") + "亿"
    if not cents and 10**6 <= whole < 10**8 and whole % 10**4 == 0:
        return number_text(f"{whole // 10**4}", "zh") + "万"
    return ""


def value_text(book: LawBook, kind: Kind, value: int, lang: str) -> str:
    """A known value."""
    if kind.category is not None:
        if value not in kind.category._value2member_map_:
            return str(value)
        name = kind.category(value).name
        label = member_labels(book, kind.name).get(name)
        return (label.text(lang) if label else "") or name.lower().replace("_", " ")
    match kind.name:
        case "money":
            return money_text(value, book.currency, lang)
        case "truth":
            return word("value.yes" if value else "value.no", lang)
        case "rate":
            text = show_value(kind, value)[:-1]
            return number_text(text, lang) + ("\u00a0%" if lang == "pt" else "%")
        case "place":
            return place_text(book, value, lang)
        case "date" if value >= NEVER:
            return word("value.never", lang)
        case "month" | "date":
            return show_value(kind, value)
    return str(value)


def written_value(book: LawBook, parameter: Parameter, text: str, lang: str) -> str:
    """A value of a parameter, as files write it, in the language; tables and lists as they are."""
    try:
        return value_text(book, parameter.content, read_value(parameter.content, text, book.places), lang)
    except (ValueError, LawError):
        return text


def place_text(book: LawBook, position: int, lang: str) -> str:
    """A place's name."""
    if not 0 <= position < len(book.places.names):
        return str(position)
    return book.places.labels[position].text(lang) or book.places.names[position]


def possible(kind: Kind, low: int, high: int) -> list[int]:
    """The values a closed list may still take; empty where there are too many to name."""
    if kind.category is not None:
        return [member.value for member in kind.category if low <= member.value <= high]
    return [0, 1] if kind.name == "truth" else []


def span_text(book: LawBook, kind: Kind, low: int, high: int, lang: str) -> str:
    """A value where both bounds meet, else what it may be."""
    if low == high:
        return value_text(book, kind, low, lang)
    values = possible(kind, low, high)
    if kind.name == "truth":
        return word("value.yes_or_no", lang)
    if 0 < len(values) <= MOST_POSSIBLE:
        named = word("value.or_each", lang).join(value_text(book, kind, value, lang) for value in values)
        return word("value.one_of", lang, values=named)
    if (
        kind.category is not None
        or kind.name in ("place", "table", "steps", "tariff")
        or (low, high)
        == (
            kind.low,
            kind.high,
        )
    ):
        return word("value.unknown", lang)
    if kind.name == "money" and high >= BOUNDLESS:
        least = word("value.at_least", lang, low=value_text(book, kind, low, lang))
        return least if low > 0 else word("value.unknown", lang)
    ends = {name: value_text(book, kind, end, lang) for name, end in (("low", low), ("high", high))}
    return word("value.between", lang, **ends)


def reasons_text(reasons: Iterable[str], lang: str) -> str:
    """Why a value is not known."""
    return word("mark.semicolon", lang).join(word(f"reason.{reason}", lang) for reason in reasons)


def in_brackets(text: str, lang: str) -> str:
    """The text in the brackets of the language."""
    return word("mark.brackets", lang, text=text)


def day_text(day: int | None) -> str:
    """A stored day as 2025-03-10; nothing for none."""
    return "" if day is None else date_of(day).isoformat()


def months_text(first: int, last: int) -> str:
    """One month, or the first and last of several."""
    return month_text(first) if first == last else f"{month_text(first)} – {month_text(last)}"


def period_text(row: Row, lang: str) -> str:
    """The time of a row."""
    match row.level:
        case Level.YEAR | Level.TIE_YEAR:
            return str(row.first_month // 12)
        case Level.QUARTER:
            return word("row.quarter", lang, month=month_text(row.first_month))
        case Level.SPELL:
            return word("row.spell", lang, first=day_text(row.first_day), last=day_text(row.last_day))
    return months_text(row.first_month, row.last_month)


def row_text(row: Row, lang: str) -> str:
    """What a row is about: payer and time."""
    who = row.payer or row.group
    when = period_text(row, lang)
    if row.level == Level.PAYER:
        return who
    return word("row.tie", lang, payer=who, period=when) if who else when


def cites_text(cites: Iterable[Citation], lang: str = "en") -> str:
    """Citations, shortly."""
    return word("mark.semicolon", lang).join(citation_text(cite, lang) for cite in cites)


def evidence_text(evidence: Evidence | None, lang: str) -> str:
    """How well a provision is known, with its mark."""
    if evidence is None:
        return word("evidence.none", lang)
    text = word(f"evidence.{evidence.kind}", lang) if has_word(f"evidence.{evidence.kind}") else evidence.kind
    doubt = word("mark.comma", lang) + word("evidence.doubtful", lang) if evidence.doubtful else ""
    return f"{text} [{evidence.mark}]{doubt}"


def marks_text(marks: str, lang: str) -> str:
    """Several marks of evidence, as files write them ('S:abc; K ?'), in words."""
    parts = [part.strip() for part in marks.split(";") if part.strip()]
    return word("mark.semicolon", lang).join(evidence_text(read_evidence(part, part), lang) for part in parts)


def provision_text(provision: Provision | None, lang: str = "en") -> str:
    """The articles of a provision; its name where it cites none."""
    if provision is None:
        return ""
    return cites_text(provision.cites, lang) or provision.node


# --- plain data ----------------------------------------------------------------------------------------------------


def value_json(book: LawBook, kind: Kind, low: int, high: int, reasons: Iterable[str]) -> dict[str, Any]:
    """A value for programs: as text written the way a case file writes it, with its bounds when it is not known."""
    if low == high:
        return {"known": True, "value": show_value(kind, low, book.places), "kind": kind.name}
    found: dict[str, Any] = {
        "known": False,
        "value": None,
        "kind": kind.name,
        "low": _end(book, kind, low),
        "high": _end(book, kind, high),
        "reasons": list(reasons),
    }
    values = possible(kind, low, high)
    if values:
        found["possible"] = [show_value(kind, value, book.places) for value in values]
    return found


def _end(book: LawBook, kind: Kind, value: int) -> str:
    if kind.name == "place" and not 0 <= value < len(book.places.names):
        return str(value)
    return show_value(kind, value, book.places)


def row_json(row: Row) -> dict[str, Any]:
    """A row by its level, months and payer."""
    found: dict[str, Any] = {
        "level": row.level.name.lower(),
        "number": row.number,
        "from": month_text(row.first_month),
        "to": month_text(row.last_month),
    }
    if row.payer:
        found["payer"] = row.payer
    if row.group:
        found["group"] = row.group
    if row.engagement >= 0:
        found["engagement"] = row.engagement
    if row.first_day is not None:
        found["first_day"], found["last_day"] = day_text(row.first_day), day_text(row.last_day)
    return found


def provision_json(provision: Provision | None, lang: str) -> dict[str, Any] | None:
    """A provision with its citations and evidence."""
    if provision is None:
        return None
    evidence = provision.evidence
    return {
        "node": provision.node,
        "since": day_text(provision.since),
        "until": day_text(provision.until) or None,
        "cites": [
            {
                "instrument": cite.instrument.key,
                "short": cite.instrument.short,
                "article": cite.article,
                "title": cite.instrument.title.text(lang),
                "url": cite.instrument.url,
            }
            for cite in provision.cites
        ],
        "evidence": None
        if evidence is None
        else {"kind": evidence.kind, "mark": evidence.mark, "doubtful": evidence.doubtful},
        "summary": translated(provision.summary, lang).text,
        "note": translated(provision.note, lang).text,
    }


__all__ = [
    "cites_text",
    "day_text",
    "evidence_text",
    "in_brackets",
    "marks_text",
    "member_labels",
    "money_text",
    "months_text",
    "number_text",
    "percent_text",
    "period_text",
    "place_text",
    "possible",
    "provision_json",
    "provision_text",
    "reasons_text",
    "row_json",
    "row_text",
    "span_text",
    "value_json",
    "value_text",
    "written_value",
]
