"""The tables of a brief as data: values, not texts, and where all of it is from."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from amparo.analysis.grafts import NO_MONEY
from amparo.analysis.grids import SAMPLED
from amparo.report.brief import title
from amparo.report.brief_chapters import citations_of
from amparo.report.citations import instrument_text
from amparo.report.datatables import DataTable, Metadata, Source, column, in_each, said
from amparo.report.microdata import notice
from amparo.report.scenario_tables import (
    cover_table,
    effect_tables,
    fit_table,
    indicators_table,
    indices_table,
    losses_table,
    variants_table,
)
from amparo.report.words import word

if TYPE_CHECKING:
    from amparo.report.brief import Brief


def tables(brief: Brief) -> tuple[DataTable, ...]:
    """Cover, losses, indicators; of each reform and graft its tables; variants; margins; doubts; sources."""
    book, weight = brief.book, brief.weight
    found = [cover_table(brief.cascade, book), losses_table(brief.cascade, book), indicators_table(brief.indicators)]
    for tried in brief.reforms:
        names = [part.id for part in tried.stack.parts]
        names += [] if tried.stack.conversion == NO_MONEY else [tried.stack.conversion]
        suffix = "_" + "_".join(name.replace("-", "_") for name in names)
        found += effect_tables(tried.effect, None, tried.stack.after, weight, suffix)
    for done in brief.grafts:
        for one, effect in zip(done.grafts, done.effects, strict=False):
            suffix = f"_{one.mechanism.id}_{one.conversion}".replace("-", "_")
            found += effect_tables(effect, None, one.after, weight, suffix)
    for number, swept in enumerate(brief.sweeps, 1):
        table = variants_table(swept.whole, book, weight, "mandatory")
        name = "variants" if number == 1 else f"variants_{number}"
        found.append(replace(table, name=name))
        if swept.whole.grid.how == SAMPLED:
            found.append(replace(indices_table(swept.whole, book, "mandatory"), name=f"{name}_indices"))
    if brief.population is not None and brief.population["fit"]:
        found.append(fit_table(brief.population))
    return (*found, _doubts(brief), _sources(brief))


def _doubts(brief: Brief) -> DataTable:
    labels = {one["provision"]: brief.book.nodes[one["provision"]].label for one in brief.doubtful}  # type: ignore[union-attr]
    fields = (column("provision", "string", codes=labels), column("evidence", "string"))
    rows = tuple((one["provision"], one["evidence"]) for one in brief.doubtful)
    return DataTable("doubts", said("brief.doubts_list"), said("brief.doubts_lead"), fields, rows)


def _sources(brief: Brief) -> DataTable:
    cited = Counter(cite.instrument for cite in citations_of(brief))
    codes = {one.key: in_each(lambda lang, one=one: instrument_text(one, lang)) for one in cited}  # type: ignore[misc]
    fields = (
        column("id", "string", codes=codes),
        column("title", "string"),
        column("url", "string"),
        column("cited", "integer"),
    )
    rows = tuple(
        (one.key, one.title.en, one.url, count)
        for one, count in sorted(cited.items(), key=lambda item: (-item[1], item[0].key))
    )
    return DataTable("sources", said("brief.sources.law"), said("brief.sources_lead"), fields, rows)


def metadata(brief: Brief) -> Metadata:
    """What stands beside the tables: class, law, command, sources of law and population, what a reader must know."""
    cited = Counter(cite.instrument for cite in citations_of(brief))
    sources = [Source(f"{one.short}: {one.title.en}", one.url) for one in sorted(cited, key=lambda one: one.key)]
    population = [] if brief.population is None else brief.population["sources"]
    sources += [Source(f"{one['source']} ({one['date']})", "", one["evidence"]) for one in population]
    notes = [in_each(lambda lang: notice(brief.population, brief.class_, lang))]
    notes = [note for note in notes if note.en]
    notes += [said("brief.method_run"), said("reform.no_behaviour"), said("data.readme.null")]
    country = brief.book.country.code
    return Metadata(
        name=f"amparo-brief-{country.lower()}-{brief.indicators.year}",
        title=in_each(lambda lang: title(brief, lang)),
        description=in_each(lambda lang: word("data.brief.about", lang)),
        class_=brief.class_,
        laws={country: brief.book.hash},
        command=brief.command,
        sources=tuple(sources),
        notes=tuple(notes),
    )


__all__ = ["metadata", "tables"]
