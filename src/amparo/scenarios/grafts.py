"""A mechanism of one country tried on another's workers, by two equivalences at least."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from amparo.analysis.grafted_population import GraftOnPopulation, on_population
from amparo.analysis.grafts import Graft
from amparo.analysis.grafts import grafts as grafts_of
from amparo.analysis.mechanisms import find_mechanism
from amparo.law import book as book_of
from amparo.records.run import checked_records
from amparo.report.charts.costs import Series, cost_by_payer, winners_losers
from amparo.report.graft_effect import effect_head, effect_sections
from amparo.report.graft_tables import graft_tables
from amparo.report.grafted import conversion_name, graft_head, graft_sections
from amparo.report.mechanisms import mechanism_head
from amparo.report.results import country_name
from amparo.report.words import LANGUAGES, word
from amparo.rules.kinds import month_text
from amparo.scenarios.course import course
from amparo.scenarios.heads import head_lines
from amparo.scenarios.samples import Held, Sample, Tell, held
from amparo.scenarios.stored import in_words, table_json
from amparo.scenarios.views import Figure, View, chapter, charted, view_json

if TYPE_CHECKING:
    from amparo.report.datatables import DataTable
    from amparo.report.results import Section
    from amparo.rules.book import LawBook


WORDS: Final = ("overlaps", "ports", "adapted", "not_moved")


@dataclass(frozen=True)
class Asked:
    """A mechanism on a population of another country. existing: keep or displace ('': as the catalogue declares)."""

    sample: Sample
    mechanism: str
    conversions: tuple[str, ...] = ()
    existing: str = ""


def grafted(asked: Asked) -> tuple[Graft, ...]:
    """The mechanism in the law, by each equivalence. Raises MechanismError."""
    book = book_of(asked.sample.country)
    return grafts_of(find_mechanism(asked.mechanism), book, asked.conversions, existing=asked.existing or None)


def run(asked: Asked, folder: Path, home: Path, tell: Tell) -> Mapping[str, Any]:
    """The graft on its population, in three languages. folder: for records checked against the grafted law."""
    book, sample = book_of(asked.sample.country), asked.sample
    found = grafted(asked)
    tell = course(("population", "records", *("law",) * len(found)), tell)
    made = held(sample, home, tell)
    records = checked_records(
        found[0].after,
        folder / "records",
        records=made.folder,
        data_class="synthetic",
        progress=lambda step, share: tell("records", share),
    )
    tell("law", 0.0)
    done = on_population(
        records.folder, found, first=sample.begins, last=sample.last, progress=lambda share: tell("law", share)
    )
    views = {lang: _view(asked, made, book, done, lang) for lang in LANGUAGES}
    return {
        "kind": "graft",
        "class": "synthetic",
        "laws": {sample.country: book.hash},
        "tables": [table_json(table) for table in (*graft_tables(done, made.weight), *_of_words(views))],
        "views": {lang: view_json(view) for lang, view in views.items()},
    }


def _of_words(views: Mapping[str, View]) -> Iterator[DataTable]:
    """The tables that hold words only: schemes met, ports, what was adapted, what was not moved."""
    return (table for table in in_words(views) if table.name in WORDS)


def _view(asked: Asked, made: Held, book: LawBook, done: GraftOnPopulation, lang: str) -> View:
    first = done.grafts[0]
    weight = made.weight
    host = country_name(first.host, lang)
    lines = (
        *head_lines(asked.sample, made, book, lang),
        *graft_head(done.grafts, lang)[1:],
        *effect_head("synthetic", done.effects, {}, weight, lang)[-1:],
    )
    effects = [_figure(section, done, book, weight, lang) for section in effect_sections(done, weight, lang)]
    chapters = (
        chapter("effect", word("scenario.chapter.effect", lang), effects),
        chapter(
            "graft",
            word("scenario.chapter.graft", lang),
            [Figure(section) for section in graft_sections(done.grafts, lang)],
        ),
    )
    title = word("scenario.graft", lang, mechanism=first.mechanism.name.text(lang), host=host)
    summary = tuple(mechanism_head(first.mechanism, lang)[2:])
    return View(title, lines, summary, tuple(one for one in chapters if one.figures), _commands(asked, lang))


def _figure(section: Section, done: GraftOnPopulation, book: LawBook, weight: float, lang: str) -> Figure:
    """The table, with what payers pay more and who gains and loses drawn, by each equivalence."""
    series = [
        Series(conversion_name(one.conversion, lang), moved)
        for one, moved in zip(done.grafts, done.effects, strict=False)
    ]
    made = {"class_": "synthetic", "title": section.title}
    match section.id:
        case "net" if series:
            return charted(section, cost_by_payer(series, weight, book.currency, lang, **made))
        case "people" if series:
            return charted(section, winners_losers(series, weight, lang, **made))
    return Figure(section)


def _commands(asked: Asked, lang: str) -> tuple[str, ...]:
    sample = asked.sample
    convert = "".join(f" --convert {name}" for name in asked.conversions)
    existing = f" --existing {asked.existing}" if asked.existing else ""
    months = f"--from {month_text(sample.begins)} --to {month_text(sample.last)}"
    return (
        sample.command(),
        f"amparo graft {asked.mechanism} --onto {sample.country}{convert}{existing} --population population"
        f" --out graft {months} --lang {lang}",
    )


__all__ = ["Asked", "grafted", "run"]
