"""Reforms tried on a population: the difference first, by payer, by person and by cover; behaviour as assumed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from amparo.analysis.behaviour import Response, behaviour_of
from amparo.analysis.effects import Effect
from amparo.analysis.grafts import NO_MONEY
from amparo.analysis.mechanisms import find_mechanism
from amparo.analysis.reforms import Reform, read_reform
from amparo.analysis.stacks import Stack, effect_of, rules_for, stacks
from amparo.law import book as book_of
from amparo.records.run import checked_records
from amparo.report.charts.costs import Series, cost_by_payer, winners_losers
from amparo.report.covered import change_section
from amparo.report.payers import findings, payers_section
from amparo.report.reformed import (
    behaviour_sections,
    behaviour_text,
    effect_sections,
    provisions_section,
    reform_head,
)
from amparo.report.scenario_tables import effect_tables
from amparo.report.words import LANGUAGES, word
from amparo.rules.kinds import month_text
from amparo.scenarios.compared import numbers_of
from amparo.scenarios.course import course
from amparo.scenarios.drafts import faults, read_draft, reform_of
from amparo.scenarios.heads import head_lines
from amparo.scenarios.populations import cascade_of
from amparo.scenarios.samples import Held, Sample, Tell, checked, held
from amparo.scenarios.stored import table_json
from amparo.scenarios.views import Chapter, Figure, View, chapter, charted, view_json, with_note

if TYPE_CHECKING:
    from amparo.analysis.cascade import Cascade
    from amparo.report.datatables import DataTable
    from amparo.rules.book import LawBook


CHAPTERS: Final = {
    "difference": ("payers", "difference"),
    "persons": ("people",),
    "cover": ("cover_change", "cover"),
    "behaviour": ("behaviour.amounts", "behaviour.people", "behaviour.vanish"),
}


@dataclass(frozen=True)
class Asked:
    """A stack of reforms on a population. reforms: ids of ready-made ones; drafts: texts of others.

    mechanisms are put into the law before the reforms, once by each equivalence (conversions; the possible ones where
    none is named). behaviour: shares by assumption; joins: the facts that say who has joined, for take-up.
    """

    sample: Sample
    reforms: tuple[str, ...] = ()
    drafts: tuple[str, ...] = ()
    mechanisms: tuple[str, ...] = ()
    conversions: tuple[str, ...] = ()
    behaviour: Mapping[str, str] | None = None
    joins: tuple[str, ...] = ()


@dataclass(frozen=True)
class Tried:
    """One law tried: by which equivalence its mechanisms came, what it changes."""

    conversion: str
    after: LawBook
    effect: Effect
    seen: Response
    cascades: tuple[Cascade, Cascade]


def stack_of(asked: Asked) -> tuple[Reform, ...]:
    """The reforms in the order asked for. Raises AmendmentError, NoDraft and LawError for what cannot be read."""
    return (*(read_reform(name) for name in asked.reforms), *(reform_of(read_draft(text)) for text in asked.drafts))


def stacks_of(asked: Asked) -> tuple[Stack, ...]:
    """The law with mechanisms, then reforms, in it, by each equivalence. Raises AmendmentError, MechanismError."""
    added = [find_mechanism(name) for name in asked.mechanisms]
    chosen = tuple(name for name in rules_for(added, asked.sample.country) if name in asked.conversions)
    return stacks(book_of(asked.sample.country), added, stack_of(asked), chosen if len(chosen) > 1 else ())


def run(asked: Asked, folder: Path, home: Path, tell: Tell) -> Mapping[str, Any]:
    """The stack on its population, in three languages. folder: for records checked against a law with mechanisms."""
    book, sample = book_of(asked.sample.country), asked.sample
    _refuse_faults(asked, book)
    laws = {one.conversion: one for one in stacks_of(asked)}
    tell = course(("population", "records", "cascade", *("law", "cascade") * len(laws)), tell)
    found = held(sample, home, tell)
    records = _records(asked, found, book, next(iter(laws.values())).after, folder, tell)
    before = cascade_of(sample, records, book, (), tell)
    tried = tuple(_tried(asked, records, one, before, tell) for one in laws.values())
    return {
        "kind": "reform",
        "class": "synthetic",
        "laws": {sample.country: book.hash},
        "drafts": {read_draft(text).id: text for text in asked.drafts},
        "tables": [table_json(table) for table in _tables(tried, found.weight)],
        "numbers": [numbers_of(one.conversion, one.effect, one.cascades, found.weight) for one in tried],
        "views": {lang: view_json(_view(asked, found, book, tried, lang)) for lang in LANGUAGES},
    }


def _refuse_faults(asked: Asked, book: LawBook) -> None:
    for text in asked.drafts:
        for fault in faults(read_draft(text), book):
            raise ValueError(fault.detail or word(fault.key, "en"))


def _records(asked: Asked, found: Held, book: LawBook, after: LawBook, folder: Path, tell: Tell) -> Path:
    """The records, checked against the law that asks the most facts of them."""
    if not asked.mechanisms:
        return checked(asked.sample, found, book, tell)
    made = checked_records(
        after,
        folder / "records",
        records=found.folder,
        data_class="synthetic",
        progress=lambda step, share: tell("records", share),
    )
    return made.folder


def _tried(asked: Asked, records: Path, stack: Stack, before: Cascade, tell: Tell) -> Tried:
    sample, after = asked.sample, stack.after
    tell("law", 0.0)
    seen = Response(behaviour_of((asked.behaviour or {}).items(), after, asked.joins))
    moved = effect_of(
        records,
        stack,
        first=sample.begins,
        last=sample.last,
        watch=seen,
        progress=lambda share: tell("law", share),
    )
    return Tried(stack.conversion, after, moved, seen, (before, cascade_of(sample, records, after, (), tell)))


def _tables(tried: Sequence[Tried], weight: float) -> Iterator[DataTable]:
    for one in tried:
        suffix = "" if one.conversion == NO_MONEY else f"_{one.conversion.replace('-', '_')}"
        yield from effect_tables(one.effect, one.cascades, one.after, weight, suffix)


# --- in words ---------------------------------------------------------------------------------------------------------


def _view(asked: Asked, found: Held, book: LawBook, tried: Sequence[Tried], lang: str) -> View:
    from amparo.report.grafted import conversion_name

    stack = stack_of(asked)
    names = [one.name.text(lang) for one in stack] + [find_mechanism(one).name.text(lang) for one in asked.mechanisms]
    lines = [*head_lines(asked.sample, found, book, lang), *(reform_head(stack, lang)[1:] if stack else [])]
    for name in asked.mechanisms:
        lines.append(word("scenario.added", lang, name=find_mechanism(name).name.text(lang)))
    lines.append(_assumed(tried[0].seen, lang))
    chapters: list[Chapter] = []
    for one in tried:
        said = "" if one.conversion == NO_MONEY else conversion_name(one.conversion, lang)
        chapters += _chapters(one, book, found.weight, said, lang)
    if stack:
        chapters.append(_provisions(tried[0], lang))
    first = tried[0]
    summary = findings(first.effect, first.cascades, first.after, found.weight, lang)
    title = word("scenario.reform", lang, name=" + ".join(names))
    return View(title, tuple(lines), summary, tuple(chapters), _commands(asked, lang))


def _assumed(seen: Response, lang: str) -> str:
    return word("reform.no_behaviour", lang) if seen.behaviour.none else behaviour_text(seen.behaviour, lang)


def _chapters(one: Tried, book: LawBook, weight: float, said: str, lang: str) -> list[Chapter]:
    """Payers, persons, cover, behaviour. said: the equivalence, where the law was tried by several."""
    figures = _figures(one, book, weight, said, lang)
    found = []
    for key, ids in CHAPTERS.items():
        title = word(f"scenario.chapter.{key}", lang)
        held = [figures[identity] for identity in ids if identity in figures]
        if not said:
            found.append(chapter(key, title, held))
            continue
        title = word("scenario.by_rule", lang, title=title, rule=said)
        found.append(chapter(f"{key}.{one.conversion}", title, [_named(figure, one.conversion) for figure in held]))
    return found


def _named(figure: Figure, conversion: str) -> Figure:
    """The figure with an id of its own beside those of other equivalences."""
    return replace(figure, section=replace(figure.section, id=f"{figure.section.id}.{conversion}"))


def _figures(one: Tried, book: LawBook, weight: float, said: str, lang: str) -> dict[str, Figure]:
    """Every figure by the id of its table; each says what is assumed of behaviour, or that nothing is."""
    none, seen = one.seen.behaviour.none, one.seen
    law = {each.id: each for each in effect_sections(one.effect, one.after, weight, lang, None if none else seen)}
    behaved = {each.id: each for each in behaviour_sections(one.effect, seen, one.after, weight, lang)}
    own = {
        "payers": payers_section(one.effect, one.after, weight, lang),
        "cover_change": change_section(*one.cascades, weight, lang),
    }
    sections = {**law, **own, **({"behaviour.vanish": behaved["behaviour.vanish"]} if none else behaved)}
    series, made = (Series(said, one.effect),), "synthetic"
    payers = cost_by_payer(series, weight, book.currency, lang, class_=made, title=own["payers"].title)
    people = winners_losers(series, weight, lang, class_=made, title=law["people"].title)
    found = {identity: Figure(section) for identity, section in sections.items()}
    found |= {"payers": charted(own["payers"], payers), "people": charted(law["people"], people)}
    told = word("reform.no_behaviour", lang) if none else word("behaviour.law_alone", lang)
    untold = set(law) | set(own) if none else set(own)
    return {key: with_note(figure, told) if key in untold else figure for key, figure in found.items()}


def _provisions(one: Tried, lang: str) -> Chapter:
    return chapter(
        "provisions",
        word("scenario.chapter.provisions", lang),
        [Figure(provisions_section(one.after, one.effect.provisions, lang))],
    )


def _commands(asked: Asked, lang: str) -> tuple[str, ...]:
    """The commands that make it again."""
    sample = asked.sample
    months = f"--from {month_text(sample.begins)} --to {month_text(sample.last)}"
    names = [*asked.reforms, *(f"{read_draft(text).id}.yaml" for text in asked.drafts)]
    chosen = asked.conversions if len(asked.conversions) > 1 and asked.mechanisms else ()
    options = [
        *(f"--graft {name}" for name in asked.mechanisms),
        *(f"--convert {name}" for name in chosen),
        f"--population population --out reform {months}",
        *(f"--behaviour {name.replace('_', '-')}={share}" for name, share in (asked.behaviour or {}).items()),
        *(f"--join {fact}" for fact in asked.joins),
    ]
    onto = [] if names else [f"--onto {sample.country}"]
    found = (sample.command(), " ".join(["amparo reform", *names, *onto, *options, f"--lang {lang}"]))
    if asked.mechanisms:
        return found
    return (
        *found,
        f"amparo cascade --country {sample.country} --records population --class synthetic --out out {months}",
    )


__all__ = ["Asked", "Tried", "run", "stack_of", "stacks_of"]
