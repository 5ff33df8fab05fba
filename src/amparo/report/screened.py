"""A screening in words: counts by signal. Names of workers and payers stay in the tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from amparo.law import book
from amparo.report.microdata import weighed_lines
from amparo.report.results import Section, country_name
from amparo.report.values import span_text
from amparo.report.words import word
from amparo.rules.kinds import KINDS

if TYPE_CHECKING:
    from amparo.analysis.screening import Screening, SignalFound
    from amparo.rules.book import LawBook


def screened_head(found: Screening, lang: str) -> list[str]:
    """The lines above the table: country, workers, class of the data, and that nothing here is a verdict."""
    document = found.document
    country = country_name(document["country"], lang)
    return [
        word("screen.title", lang, country=country, workers=document["workers"]),
        word("run.class", lang, data=word(f"class.{document['class']}", lang)),
        word("screen.warns", lang),
        *weighed_lines(document["one_stands_for"], lang),
    ]


def screened_section(found: Screening, lang: str) -> Section:
    """One row per signal: findings, of which undecided, workers, what is at stake, what stays open, articles."""
    law = book(str(found.document["country"]))
    articles = {signal["id"]: signal["articles"] for signal in found.document["signals"]}
    rows = tuple(_row(law, signal, articles[signal.id], lang) for signal in found.signals)
    heads = "screen.heads" if found.document["one_stands_for"] is None else "screen.heads.weighed"
    return Section("signals", word("screen.signals", lang), tuple(word(heads, lang).split("|")), rows, "")


def _row(law: LawBook, signal: SignalFound, articles: str, lang: str) -> tuple[str, ...]:
    stake = span_text(law, KINDS["money"], signal.at_stake_low, signal.at_stake_high, lang)
    counts = (signal.findings, signal.undecided, signal.workers)
    weighed: tuple[str, ...] = ()
    if (own := signal.weighted) is not None:
        weighed = (str(own.workers), span_text(law, KINDS["money"], own.at_stake_low, own.at_stake_high, lang))
    label = law.rule(signal.node).label.text(lang)
    return (label, *map(str, counts), stake, *weighed, str(signal.open_rows), articles)
