"""A reform in words: the difference first, then who gains and loses, cover, and every changed provision."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from amparo.analysis.behaviour import NAMES, adjusted, break_even, response_json
from amparo.law.translations import translated
from amparo.report.citations import citation_writer
from amparo.report.documents import Foreign
from amparo.report.payers import known, payer_name, sums_of
from amparo.report.results import Section
from amparo.report.rounded import margin_text, rounded_money, spread_together
from amparo.report.values import (
    count_text,
    number_text,
    percent_text,
    signed_text,
    span_text,
    standing_for,
    written_value,
)
from amparo.report.words import has_word, word
from amparo.rules.kinds import KINDS, date_of
from amparo.rules.parameters import Parameter

if TYPE_CHECKING:
    from pathlib import Path

    from amparo.analysis.behaviour import Behaviour, Response
    from amparo.analysis.effects import AmountLine, Effect
    from amparo.analysis.reforms import Changed
    from amparo.analysis.stacks import Part
    from amparo.rules.book import LawBook

_MONEY = KINDS["money"]


def population_of(records: Path) -> tuple[float, str]:
    """How many persons each worker stands for, and the class, where the folder is a built population (else 1, '')."""
    file = records / "population.json"
    if not file.exists():
        return 1.0, ""
    document = json.loads(file.read_text(encoding="utf-8"))
    return float(document["weight"]), str(document["class"])


def reform_head(reforms: Sequence[Part], lang: str) -> list[str]:
    """Names, reasons and sources of the reforms."""
    lines = [" + ".join(reform.name.text(lang) for reform in reforms)]
    lines += [reform.why.text(lang) for reform in reforms if reform.why.text(lang)]
    return [*lines, *(word("reform.source", lang, source=reform.source) for reform in reforms)]


def effect_head(
    found: Effect, reforms: Sequence[Part], weight: float, lang: str, behaviour: Behaviour | None = None
) -> list[str]:
    """What was changed, on whom it was tried, and what is not in the figures."""
    return [
        *reform_head(reforms, lang),
        word("run.class", lang, data=word(f"class.{found.class_}", lang)),
        standing_for(found.workers, weight, lang),
        word("reform.no_behaviour", lang) if behaviour is None or behaviour.none else behaviour_text(behaviour, lang),
    ]


def behaviour_text(behaviour: Behaviour, lang: str) -> str:
    """Every assumption by name, with its share or 'none'."""
    told = []
    for name in NAMES:
        share = getattr(behaviour, name)
        said = word("behaviour.none", lang) if share is None else _percent(float(share), lang)
        told.append(word("behaviour.one", lang, name=word(f"behaviour.{name}", lang), share=said))
    return word("behaviour.assumed", lang, all=word("behaviour.between", lang).join(told))


def _percent(share: float, lang: str) -> str:
    return percent_text(f"{100 * share:.2f}".rstrip("0").rstrip("."), lang)


def behaviour_sections(effect: Effect, seen: Response, book: LawBook, weight: float, lang: str) -> list[Section]:
    """The sums under the assumptions beside those of the law alone, and where the difference would vanish."""
    spread = spread_together(effect.payers) * weight

    def sums(amount: int) -> str:
        return span_text(book, _MONEY, round(amount * weight), round(amount * weight), lang)

    found, note = adjusted(seen), behaviour_text(seen.behaviour, lang)
    rows = [
        (
            word(f"payer.{line.payer_role}", lang) if has_word(f"payer.{line.payer_role}") else line.payer_role,
            book.nodes[line.node].label.text(lang),  # type: ignore[union-attr]
            sums(line.after - line.before),
            sums(line.assumed_before),
            sums(line.assumed_after),
            sums(line.assumed_after - line.assumed_before),
        )
        for line in found.lines
        if len({line.before, line.after, line.assumed_before, line.assumed_after}) > 1
    ]
    if found.pay:
        rows.append((word("payer.worker", lang), word("behaviour.pay", lang), "", "", "", sums(found.pay)))
    if found.prices:
        rows.append((word("payer.clients", lang), word("behaviour.prices", lang), "", "", "", sums(found.prices)))
    counts = word(
        "behaviour.counts",
        lang,
        status=count_text(found.status_changed * weight, lang),
        more=count_text(found.costing_more * weight, lang),
    )
    people = tuple(
        (word(f"reform.side.{side}", lang), count_text(count * weight, lang)) for side, count in found.people.items()
    )
    vanish = tuple(
        (
            word(f"behaviour.outcome.{one.outcome}", lang),
            rounded_money(one.at_none * weight, spread, book.currency, lang),
            word(f"behaviour.{one.assumption}", lang),
            word("behaviour.never", lang) if one.at is None else _percent(float(one.at), lang),
        )
        for one in break_even(seen)
    )

    def section(name: str, held: tuple[tuple[str, ...], ...], more: str) -> Section:
        heads = tuple(word(f"behaviour.heads.{name}", lang).split("|"))
        return Section(
            f"behaviour.{name}", word(f"behaviour.title.{name}", lang), heads, held, f"{note} {more}".strip()
        )

    return [
        section("amounts", tuple(rows), f"{word('behaviour.note', lang)} {counts}"),
        section("people", people, word("behaviour.people_note", lang)),
        section("vanish", vanish, word("behaviour.vanish_note", lang)),
    ]


def effect_sections(
    found: Effect, book: LawBook, weight: float, lang: str, seen: Response | None = None
) -> list[Section]:
    """Difference, people, cover, provisions; with assumptions of behaviour these first, and named on every table."""
    law = _law_sections(found, book, weight, lang)
    if seen is None:
        return law
    note = word("behaviour.law_alone", lang)
    return [
        *behaviour_sections(found, seen, book, weight, lang),
        *(replace(section, note=f"{note} {section.note}".strip()) for section in law),
    ]


def _law_sections(found: Effect, book: LawBook, weight: float, lang: str) -> list[Section]:
    return [
        _difference(found, book, weight, lang),
        _people(found, book, weight, lang),
        _cover(found, weight, lang),
        provisions_section(book, found.provisions, lang),
    ]


def _changed(line: AmountLine) -> bool:
    return (line.before_low, line.before_high) != (line.after_low, line.after_high) or line.error > 0


def _difference(found: Effect, book: LawBook, weight: float, lang: str) -> Section:
    rows = []
    for line in filter(_changed, found.amounts):
        spread = line.error * weight if known(line) else 0.0
        error = margin_text(spread, book.currency, lang) if known(line) else ""
        label = book.nodes[line.node].label.text(lang)  # type: ignore[union-attr]
        sums = sums_of(line, book, weight, spread, lang)
        rows.append((str(line.year), payer_name(line.payer_role, lang), label, *sums, error))
    heads = tuple(word("reform.heads.difference", lang).split("|"))
    return Section("difference", word("reform.difference", lang), heads, tuple(rows), word("reform.error_note", lang))


def _people(found: Effect, book: LawBook, weight: float, lang: str) -> Section:
    def together(amount: int) -> str:
        whole = round(amount * weight)
        return span_text(book, _MONEY, whole, whole, lang) if amount else ""

    rows = tuple(
        (
            word(f"reform.side.{line.side}", lang),
            count_text(line.workers * weight, lang),
            percent_text(number_text(f"{100 * line.workers / max(found.workers, 1):.1f}", lang), lang),
            together(line.amount),
        )
        for line in found.people
    )
    return Section("people", word("reform.people", lang), tuple(word("reform.heads.people", lang).split("|")), rows, "")


def _cover(found: Effect, weight: float, lang: str) -> Section:
    rows = tuple(
        (
            word(f"branch.{line.branch}", lang),
            word(f"coverage.{line.state}", lang),
            count_text(line.before * weight, lang),
            count_text(line.after * weight, lang),
            signed_text(f"{round((line.after - line.before) * weight)}", lang),
        )
        for line in found.cover
        if line.before != line.after
    )
    note = "" if rows else word("reform.same_cover", lang)
    return Section("cover", word("reform.cover", lang), tuple(word("reform.heads.cover", lang).split("|")), rows, note)


def provisions_section(book: LawBook, changed: Iterable[Changed], lang: str) -> Section:
    """Every changed provision with old and new, per period."""
    cited = citation_writer(book, lang)
    rows = tuple(
        (
            book.nodes[one.node].label.text(lang),  # type: ignore[union-attr]
            one.place,
            _day(one.first),
            "" if one.last is None else _day(one.last),
            _wording(book, one.node, one.old, lang),
            _wording(book, one.node, one.new, lang),
            word("mark.semicolon", lang).join(cited(cite) for cite in one.citations),
        )
        for one in changed
    )
    heads = tuple(word("reform.heads.provisions", lang).split("|"))
    return Section("provisions", word("reform.provisions", lang), heads, rows, "")


def _wording(book: LawBook, key: str, said: str, lang: str) -> str:
    """A value as the language writes it; a rule's sentence in the language, or in English and marked so."""
    if not said:
        return word("reform.not_in_force", lang)
    node = book.nodes[key]
    if isinstance(node, Parameter):
        return written_value(book, node, said, lang)
    held = translated(said, lang)
    return held.text if held.lang == lang else Foreign(word("reform.in_english", lang, text=held.text), held.lang)


def provisions_json(changed: Iterable[Changed]) -> list[dict[str, Any]]:
    """The table of changed provisions as data."""
    return [
        {
            "provision": one.node,
            "place": one.place,
            "from": _day(one.first),
            "to": None if one.last is None else _day(one.last),
            "old": one.old,
            "new": one.new,
            "citations": list(one.citations),
        }
        for one in changed
    ]


def effect_json(found: Effect, reforms: Sequence[Part], weight: float, seen: Response | None = None) -> dict[str, Any]:
    """The effect as data: sums in the smallest unit of the currency and unweighted, with the weight beside them."""
    return {
        "format": 1,
        "class": found.class_,
        "reforms": [reform.id for reform in reforms],
        "sources": [reform.source for reform in reforms],
        "behaviour": "none" if seen is None else response_json(seen),
        "workers": found.workers,
        "weight": weight,
        "amounts": [
            {
                "node": line.node,
                "payer": line.payer_role,
                "scheme": line.scheme,
                "branch": line.branch,
                "year": line.year,
                "before": [line.before_low, line.before_high],
                "after": [line.after_low, line.after_high],
                "change": [line.change_low, line.change_high],
                "standard_error_of_change": line.error,
            }
            for line in found.amounts
            if _changed(line)
        ],
        **sides_json(found),
        "provisions": provisions_json(found.provisions),
    }


def sides_json(effect: Effect) -> dict[str, Any]:
    """Who gains and who loses, and cover before and after, as plain data; workers and worker-months unweighted."""
    return {
        "people": {line.side: {"workers": line.workers, "amount": line.amount} for line in effect.people},
        "cover": [
            {"branch": line.branch, "state": line.state, "before": line.before, "after": line.after}
            for line in effect.cover
        ],
    }


def _day(day: int) -> str:
    return date_of(day).isoformat()
