"""Indicators in words: by group, each figure with its interval, rounded to what it supports."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from amparo.analysis.indicators import supported
from amparo.report.groups import group_name
from amparo.report.results import Section, country_name
from amparo.report.values import count_text, money_text, number_text, percent_text, standing_for
from amparo.report.words import has_word, word

if TYPE_CHECKING:
    from amparo.analysis.indicators import Indicator, Indicators
    from amparo.rules.book import LawBook


def indicators_head(found: Indicators, book: LawBook, lang: str) -> list[str]:
    """Country, year, class of the data, workers, and how many are left out of figures on amounts."""
    country = country_name(book.country.code, lang)
    left_out = left_out_text(found, lang)
    return [
        word("indicators.title", lang, country=country, year=found.year),
        word("run.class", lang, data=word(f"class.{found.class_}", lang)),
        standing_for(found.workers, found.weight, lang),
        *([left_out] if left_out else []),
    ]


def left_out_text(found: Indicators, lang: str) -> str:
    """How many workers have an amount that is not known; nothing where none has."""
    if not found.undecided_workers:
        return ""
    share = number_text(f"{100 * found.undecided_workers / max(found.workers, 1):.1f}", lang)
    return word("indicators.left_out", lang, workers=count_text(found.undecided_workers, lang), share=share)


def indicators_sections(found: Indicators, book: LawBook, lang: str) -> list[Section]:
    """One table per grouping."""
    heads = tuple(word("indicators.heads", lang).split("|"))
    return [
        Section(by, _grouping(by, lang), heads, tuple(_row(line, book, lang) for line in found.lines if line.by == by))
        for by in dict.fromkeys(line.by for line in found.lines)
    ]


def _grouping(by: str, lang: str) -> str:
    return word(f"indicators.by.{by}", lang)


def _row(line: Indicator, book: LawBook, lang: str) -> tuple[str, ...]:
    own = f"indicators.group.{line.group}"
    group = word(own, lang) if has_word(own) else group_name(book, line.by, line.group, lang)
    value = supported(line.value, line.error)
    interval = word("reform.plus_minus", lang, error=_shown(1.96 * line.error, line, book, lang))
    shown = (_shown(value, line, book, lang), interval if line.error == line.error else "")
    return (group, word(f"indicator.{line.id}", lang), *shown, count_text(line.workers, lang))


def _shown(value: float, line: Indicator, book: LawBook, lang: str) -> str:
    if value != value:
        return "–"
    match line.unit:
        case "money":
            return money_text(round(value), book.currency, lang)
        case "share":
            return percent_text(number_text(f"{100 * value:.2f}", lang), lang)
        case "persons":
            return number_text(f"{value:.0f}", lang)
    return number_text(f"{value:.3f}", lang)


def indicators_json(found: Indicators, book: LawBook) -> dict[str, Any]:
    """All figures as data; money in the smallest unit of the currency."""
    return {
        "format": 1,
        "country": book.country.code,
        "currency": book.currency,
        "law": book.hash,
        "class": found.class_,
        "year": found.year,
        "workers": found.workers,
        "weight": found.weight,
        "workers_with_an_amount_not_known": found.undecided_workers,
        "indicators": [
            {
                "id": line.id,
                "by": line.by,
                "group": line.group,
                "value": None if line.value != line.value else line.value,
                "standard_error": None if line.error != line.error else line.error,
                "unit": line.unit,
                "workers": line.workers,
            }
            for line in found.lines
        ],
    }
