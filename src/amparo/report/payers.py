"""Who pays more and who pays less under a reform, each payer's amounts together; the findings in a sentence each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from amparo.analysis.effects import BENEFIT
from amparo.analysis.indicators import supported_amount
from amparo.analysis.intervals import NORMAL_95
from amparo.report.covered import most_changed, percent_text
from amparo.report.results import Section
from amparo.report.values import count_text, money_text, span_text
from amparo.report.words import has_word, word
from amparo.rules.kinds import KINDS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from amparo.analysis.cascade import Cascade
    from amparo.analysis.effects import Effect, PayerLine
    from amparo.rules.book import LawBook

_MONEY: Final = KINDS["money"]


def payer_name(role: str, lang: str) -> str:
    """What a payer is called."""
    return word(f"payer.{role}", lang) if has_word(f"payer.{role}") else role


def payers_section(found: Effect, book: LawBook, weight: float, lang: str) -> Section:
    """Before, after and difference of each payer over all months looked at."""

    def sums(low: int, high: int) -> str:
        return span_text(book, _MONEY, round(low * weight), round(high * weight), lang)

    rows = []
    for line in found.payers:
        spread = line.error * weight if known(line) else 0.0
        margin = supported_amount(NORMAL_95 * spread, spread)
        told = word("reform.plus_minus", lang, error=money_text(margin, book.currency, lang)) if known(line) else ""
        least, most = (supported_amount(end * weight, spread) for end in (line.change_low, line.change_high))
        before, after = sums(line.before_low, line.before_high), sums(line.after_low, line.after_high)
        change = span_text(book, _MONEY, least, most, lang)
        rows.append((payer_name(line.payer_role, lang), before, after, change, told))
    heads = tuple(word("payers.heads", lang).split("|"))
    note = word("payers.note" if rows else "payers.none", lang)
    return Section("payers", word("payers.title", lang), heads, tuple(rows), note)


def known(line: PayerLine) -> bool:
    """Whether the change is known to the cent."""
    return line.change_low == line.change_high


def findings(
    found: Effect, cascades: tuple[Cascade, Cascade], book: LawBook, weight: float, lang: str
) -> tuple[str, ...]:
    """What the reform changes: contributions together, persons by side, the cover that changes most."""
    lines = [line for line in found.payers if line.payer_role != BENEFIT]
    sides = {line.side: count_text(line.workers * weight, lang) for line in found.people}
    return (
        *([_together(lines, book, weight, lang)] if lines else []),
        word("scenario.summary.people", lang, **sides),
        _most(cascades, lang),
    )


def _together(lines: Sequence[PayerLine], book: LawBook, weight: float, lang: str) -> str:
    low, high = (round(sum(getattr(line, end) for line in lines) * weight) for end in ("change_low", "change_high"))
    return word("scenario.summary.contributions", lang, amount=span_text(book, _MONEY, low, high, lang))


def _most(cascades: tuple[Cascade, Cascade], lang: str) -> str:
    pair = most_changed(*cascades)
    if pair is None:
        return word("scenario.summary.no_cover", lang)
    old, new = pair
    return word(
        "scenario.summary.cover",
        lang,
        branch=word(f"branch.{old.branch.name.lower()}", lang),
        step=word(f"cascade.{old.step}", lang),
        before=percent_text(old.certain, lang),
        after=percent_text(new.certain, lang),
    )


__all__ = ["findings", "known", "payer_name", "payers_section"]
