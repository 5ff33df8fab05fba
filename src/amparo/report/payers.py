"""Who pays more and who pays less under a reform, each payer's amounts together; the findings in a sentence each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from amparo.analysis.effects import BENEFIT
from amparo.report.covered import most_changed, percent_text
from amparo.report.results import Section
from amparo.report.rounded import margin_text, rounded_span, spread_together
from amparo.report.values import count_text
from amparo.report.words import has_word, word

if TYPE_CHECKING:
    from collections.abc import Sequence

    from amparo.analysis.cascade import Cascade
    from amparo.analysis.effects import AmountLine, Effect, PayerLine
    from amparo.rules.book import LawBook


def payer_name(role: str, lang: str) -> str:
    """What a payer is called."""
    return word(f"payer.{role}", lang) if has_word(f"payer.{role}") else role


def payers_section(found: Effect, book: LawBook, weight: float, lang: str) -> Section:
    """Before, after and difference of each payer over all months looked at, all rounded as the difference is."""
    rows = []
    for line in found.payers:
        spread = line.error * weight if known(line) else 0.0
        margin = margin_text(spread, book.currency, lang) if known(line) else ""
        rows.append((payer_name(line.payer_role, lang), *sums_of(line, book, weight, spread, lang), margin))
    heads = tuple(word("payers.heads", lang).split("|"))
    note = word("payers.note" if rows else "payers.none", lang)
    return Section("payers", word("payers.title", lang), heads, tuple(rows), note)


def sums_of(
    line: PayerLine | AmountLine, book: LawBook, weight: float, spread: float, lang: str
) -> tuple[str, str, str]:
    """Before, after and difference, all three rounded as the difference's standard error supports."""
    before, after, change = (
        rounded_span(low * weight, high * weight, spread, book.currency, lang)
        for low, high in (
            (line.before_low, line.before_high),
            (line.after_low, line.after_high),
            (line.change_low, line.change_high),
        )
    )
    return before, after, change


def known(line: PayerLine | AmountLine) -> bool:
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
    low, high = (sum(getattr(line, end) for line in lines) * weight for end in ("change_low", "change_high"))
    amount = rounded_span(low, high, spread_together(lines) * weight, book.currency, lang)
    return word("scenario.summary.contributions", lang, amount=amount)


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


__all__ = ["findings", "known", "payer_name", "payers_section", "sums_of"]
