"""A population looked at: the cascade and its matrix, indicators, and how well the population was made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from amparo.analysis.adequacy import standard_of
from amparo.analysis.cascade import Cascade, cascade
from amparo.analysis.chains import STEPS
from amparo.analysis.indicators import Indicators, indicators
from amparo.law import book as book_of
from amparo.population.countries import margins_of
from amparo.report.cascade import cascade_head, cascade_sections
from amparo.report.charts.costs import rate_by_tenth
from amparo.report.charts.cover import coverage_cascade, coverage_matrix, matrix_of
from amparo.report.covered import cascade_section, matrix_section
from amparo.report.indicated import indicators_sections, left_out_text
from amparo.report.populations import fit_section, population_head, reasons_section, validation_section
from amparo.report.results import Section, country_name
from amparo.report.scenario_tables import cover_table, fit_table, indicators_table, losses_table
from amparo.report.words import LANGUAGES, word
from amparo.rules.kinds import month_text, read_date
from amparo.scenarios.course import course
from amparo.scenarios.heads import head_lines
from amparo.scenarios.samples import Held, Sample, Tell, checked, held, validated
from amparo.scenarios.stored import table_json
from amparo.scenarios.views import Chapter, Figure, View, chapter, charted, view_json

if TYPE_CHECKING:
    from amparo.rules.book import LawBook

STANDARD = "C102"


def run(sample: Sample, by: Sequence[str], home: Path, tell: Tell) -> Mapping[str, Any]:
    """The population in three languages, and its figures as data. `home`: where populations are kept."""
    book = book_of(sample.country)
    tell = course(("population", "validation", "records", "cascade", "indicators"), tell)
    found = held(sample, home, tell)
    compared = validated(sample, found, tell)
    records = checked(sample, found, book, tell)
    chain = cascade_of(sample, records, book, by, tell)
    tell("indicators", 0.0)
    figures = indicators(
        records,
        book,
        sample.year,
        by=by,
        weight=found.weight,
        progress=lambda share: tell("indicators", share),
    )

    def view(lang: str) -> View:
        title = word("scenario.population", lang, country=country_name(sample.country, lang), year=sample.year)
        chapters = (
            _cover(chain, book, by, found.weight, lang),
            _lost(chain, book, lang),
            _indicators(figures, book, lang),
            _made(found, compared, lang),
        )
        return View(title, head_lines(sample, found, book, lang), (), chapters, _commands(sample, by, lang))

    return {
        "kind": "population",
        "class": "synthetic",
        "laws": {sample.country: book.hash},
        "tables": [
            table_json(table)
            for table in (
                cover_table(chain, book),
                losses_table(chain, book),
                indicators_table(figures),
                fit_table(found.document),
            )
        ],
        "views": {lang: view_json(view(lang)) for lang in LANGUAGES},
    }


def cascade_of(sample: Sample, records: Path, book: LawBook, by: Sequence[str], tell: Tell) -> Cascade:
    """The cascade of the year looked at, adequate by the rates of Convention 102 on its first day."""
    tell("cascade", 0.0)
    measure = standard_of(STANDARD, read_date(f"{sample.year}-01-01"))
    return cascade(
        records,
        book,
        measure,
        by=by,
        first=sample.begins,
        last=sample.last,
        progress=lambda share: tell("cascade", share),
    )


def _cover(chain: Cascade, book: LawBook, by: Sequence[str], weight: float, lang: str) -> Chapter:
    figures = [charted(cascade_section(chain, weight, lang), coverage_cascade(chain, lang))]
    figures += [_matrix(chain, book, one, step, weight, lang) for one in by for step in STEPS]
    return chapter("cover", word("scenario.chapter.cascade", lang), figures, cascade_head(chain, lang)[-1])


def _matrix(chain: Cascade, book: LawBook, by: str, step: str, weight: float, lang: str) -> Figure:
    """The matrix of a step; cover in law is drawn too."""
    section = matrix_section(chain, book, by, step, weight, lang)
    if step != STEPS[0]:
        return Figure(section)
    cells = matrix_of(chain, by, book, lang)
    return charted(section, coverage_matrix(cells, lang, title=section.title, class_="synthetic"))


def _lost(chain: Cascade, book: LawBook, lang: str) -> Chapter:
    wanted = ("losses", "uncovered", "not_stated")
    sections = [one for one in cascade_sections(chain, book, lang) if one.id in wanted]
    return chapter("lost", word("scenario.chapter.lost", lang), [Figure(one) for one in sections])


def _indicators(found: Indicators, book: LawBook, lang: str) -> Chapter:
    figures = [
        charted(one, rate_by_tenth(found, lang)) if one.id == "decile" else Figure(one)
        for one in indicators_sections(found, book, lang)
    ]
    return chapter("indicators", word("field.indicators", lang), figures, left_out_text(found, lang))


def _made(found: Held, compared: Sequence[Any], lang: str) -> Chapter:
    compare = validation_section(compared, lang), reasons_section(compared, lang)
    sections = (*compare, fit_section(found.document, lang), _sources(found, lang))
    lead = f"{word('scenario.fit_lead', lang)} {population_head(found.document, lang)[-1]}"
    return chapter("made", word("scenario.chapter.made", lang), [Figure(one) for one in sections], lead)


def _sources(found: Held, lang: str) -> Section:
    """From which publications every margin and quantity is, and how well each is known."""
    margins = margins_of(found.document["country"])
    labels = {one.id: one.label.text(lang) for one in margins.margins}
    labels |= {one.id: one.label.text(lang) for one in (margins.total, *margins.quantities.values())}
    rows = tuple(
        (
            labels.get(one["id"], one["id"]),
            word(f"population.role.{one['role']}", lang),
            one["source"],
            one["date"],
            one["evidence"],
        )
        for one in found.document["sources"]
    )
    heads = tuple(word("scenario.sources.heads", lang).split("|"))
    return Section("sources", word("scenario.sources", lang), heads, rows)


def _commands(sample: Sample, by: Sequence[str], lang: str) -> tuple[str, ...]:
    groups = f" --by {','.join(by)}" if by else ""
    months = f"--from {month_text(sample.begins)} --to {month_text(sample.last)}"
    return (
        sample.command(),
        f"amparo cascade --country {sample.country} --records population --class synthetic --out cascade {months}"
        f"{groups} --lang {lang}",
        f"amparo indicators --country {sample.country} --population population --year {sample.year} --out indicators"
        f"{groups} --lang {lang}",
        f"amparo population validate population --lang {lang}",
    )


__all__ = ["cascade_of", "run"]
