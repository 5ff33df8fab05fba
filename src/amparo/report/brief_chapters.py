"""The chapters of a brief: cover and its losses, contributions, reforms, grafts, sweeps, what all of it rests on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from amparo.analysis.grids import SAMPLED
from amparo.analysis.sweeps import ALL
from amparo.report.cascade import cascade_sections
from amparo.report.charts.changed import provisions_map, touched_by, touched_by_graft
from amparo.report.charts.costs import Series, cost_by_payer, rate_by_tenth, winners_losers
from amparo.report.charts.cover import coverage_cascade, coverage_matrix, matrix_of
from amparo.report.charts.figures import Figure
from amparo.report.charts.sensitivity import indices_of_cost, indices_of_cover
from amparo.report.charts.variants import frontier_chart, tornado_of_cost, tornado_of_cover
from amparo.report.citations import instrument_text
from amparo.report.documents import Chapter, Foreign, picture
from amparo.report.graft_effect import effect_head as graft_effect_head
from amparo.report.graft_effect import effect_sections as graft_effect_sections
from amparo.report.grafted import conversion_name, graft_head, graft_sections
from amparo.report.indicated import indicators_head, indicators_sections
from amparo.report.microdata import is_microdata, microdata_head, microdata_sections
from amparo.report.payers import payers_section
from amparo.report.populations import fit_section
from amparo.report.reformed import effect_head, effect_sections
from amparo.report.results import Section, country_name, without_empty_columns
from amparo.report.stacked import cascade_sections as changed_cascade
from amparo.report.stacked import law_sections, tried_name
from amparo.report.swept import sweep_head, sweep_sections, without_bars
from amparo.report.values import cites_text, count_text, marks_text, standing_for
from amparo.report.words import word
from amparo.rules.nodes import Rule
from amparo.rules.parameters import Parameter

if TYPE_CHECKING:
    from amparo.analysis.grafted_population import GraftOnPopulation
    from amparo.report.brief import Brief, Swept
    from amparo.report.stacked import Tried
    from amparo.rules.evidence import Citation, Evidence, Instrument

STATUS: Final = "status"


def chapters(brief: Brief, lang: str) -> tuple[Chapter, ...]:
    """Every chapter in its order; those of which there is nothing to say are left out."""
    found = [*_cover(brief, lang), _contributions(brief, lang)]
    found += [_reform(brief, one, lang) for one in brief.reforms]
    found += [_graft(brief, done, lang) for done in brief.grafts]
    found += [_sweep(brief, swept, lang) for swept in brief.sweeps]
    if brief.population is not None:
        found.append(_population(brief, brief.population, lang))
    return (*found, _assumptions(brief, lang), _evidence(brief, lang), _sources(brief, lang))


def _population(brief: Brief, document: Mapping[str, Any], lang: str) -> Chapter:
    """Of a population read from data, whose they are and what is assumed; of one that was built, its fit."""
    if is_microdata(document):
        sections = microdata_sections(document, brief.book, lang)
        return Chapter(word("microdata.chapter", lang), tuple(microdata_head(document, lang)), tuple(sections))
    return Chapter(word("brief.population", lang), (), (fit_section(document, lang),))


# --- cover ------------------------------------------------------------------------------------------------------------


def _cover(brief: Brief, lang: str) -> Iterator[Chapter]:
    """The matrix by status where it was told apart, then the cascade with where workers are lost."""
    sections = cascade_sections(brief.cascade, brief.book, lang)
    if STATUS in brief.cascade.by:
        by = word(f"group.{STATUS}", lang)
        country = country_name(brief.book.country.code, lang)
        cells = matrix_of(brief.cascade, STATUS, brief.book, lang)
        figure = coverage_matrix(
            cells, lang, title=word("chart.matrix", lang, country=country, by=by), class_=brief.class_
        )
        own = tuple(section for section in sections if section.id == f"by_{STATUS}")
        yield Chapter(word("brief.matrix", lang), (), own, (picture(figure, with_table=True),))
        sections = [section for section in sections if section.id != f"by_{STATUS}"]
    figure = coverage_cascade(brief.cascade, lang)
    yield Chapter(word("brief.cascade", lang), (), tuple(sections), (picture(figure),))


def _contributions(brief: Brief, lang: str) -> Chapter:
    found = brief.indicators
    told = any(line.by == "decile" for line in found.lines)
    pictures = (picture(rate_by_tenth(found, lang)),) if told else ()
    lines = tuple(indicators_head(found, brief.book, lang))
    return Chapter(word("brief.indicators", lang), lines, tuple(indicators_sections(found, brief.book, lang)), pictures)


# --- what would change ------------------------------------------------------------------------------------------------


def _drawn(brief: Brief, series: Sequence[Series], lang: str) -> list[Figure]:
    """Who pays, and who gains and loses: of several laws that come to the same for everybody, one."""
    told = [one for one in series if one.effect.payers]
    found = []
    if told:
        found.append(cost_by_payer(told, brief.weight, brief.book.currency, lang, class_=brief.class_))
    same = len({tuple((line.side, line.workers) for line in one.effect.people) for one in series}) == 1
    found.append(winners_losers(series[:1] if same else series, brief.weight, lang, class_=brief.class_))
    return found


def _reform(brief: Brief, tried: Tried, lang: str) -> Chapter:
    book, effect = tried.stack.after, tried.effect
    name = tried_name(tried, lang)
    head = effect_head(effect, tried.stack.parts, brief.weight, lang)
    figures = _drawn(brief, [Series(name, effect)], lang)
    touched = (*touched_by(effect.provisions), *touched_by_graft(dict.fromkeys(_added(tried))))
    figures.append(provisions_map(touched, book, effect.outputs, lang))
    sections = (
        payers_section(effect, book, brief.weight, lang),
        *effect_sections(effect, book, brief.weight, lang),
        *changed_cascade(tried, brief.weight, lang),
        *(section for section in law_sections([tried.stack], lang) if section.id != "provisions"),
    )
    told = tuple(without_empty_columns(section) for section in sections)
    return Chapter(name, tuple(head[1:]), told, tuple(picture(figure) for figure in figures))


def _added(tried: Tried) -> list[str]:
    """The provisions that mechanisms bring."""
    return [key for one in tried.stack.grafts for key in one.added]


def _graft(brief: Brief, done: GraftOnPopulation, lang: str) -> Chapter:
    head = graft_head(done.grafts, lang)
    more = graft_effect_head(brief.class_, done.effects, {}, brief.weight, lang)
    sections = (*graft_effect_sections(done, brief.weight, lang), *graft_sections(done.grafts, lang))
    figures: list[Figure] = []
    if done.effects:
        first = done.grafts[0]
        pairs = zip(done.grafts, done.effects, strict=True)
        figures += _drawn(brief, [Series(conversion_name(one.conversion, lang), effect) for one, effect in pairs], lang)
        touched = touched_by_graft(first.added)
        title = word("chart.changed.graft", lang)
        figures.append(provisions_map(touched, first.after, done.effects[0].outputs, lang, title=title))
    return Chapter(
        head[0],
        (*head[1:], *more),
        tuple(section for section in sections if section.rows),
        tuple(picture(figure) for figure in figures),
    )


def _sweep(brief: Brief, swept: Swept, lang: str) -> Chapter:
    """The frontier of each branch that moves; the tornado of cost, and of the cover that moves."""
    whole, alone, book, currency = swept.whole, swept.alone, brief.book, brief.book.currency
    moved = [branch for branch in whole.branches if len({one.share(branch)[0] for one in whole.outcomes}) > 1]
    figures = [frontier_chart(whole, branch, brief.weight, currency, lang) for branch in moved]
    figures.append(tornado_of_cost(alone, book, brief.weight, currency, lang))
    figures += [tornado_of_cover(alone, book, branch, lang) for branch in moved]
    if whole.grid.how == SAMPLED:
        figures.append(indices_of_cost(whole, book, lang))
        figures += [indices_of_cover(whole, book, branch, lang) for branch in moved]
    told = sweep_sections(whole, book, brief.weight, lang, payer=ALL)
    if alone is not whole:
        extra = sweep_sections(alone, book, brief.weight, lang, payer=ALL)
        told += [section for section in extra if section.id.startswith("tornado.")]
    sections = [
        without_bars(section) if section.id.startswith(("tornado.", "indices.")) else section for section in told
    ]
    head = sweep_head(whole, brief.weight, lang)
    return Chapter(head[0], tuple(head[1:]), tuple(sections), tuple(picture(figure) for figure in figures))


# --- what it rests on -------------------------------------------------------------------------------------------------


def _assumptions(brief: Brief, lang: str) -> Chapter:
    """All that was taken so and not found: behaviour, standard, facts not told, and of a population its assumptions."""
    standard = brief.cascade.standard
    cite = "" if standard.cite is None else cites_text((standard.cite,), lang)
    lines = [
        word("reform.no_behaviour", lang),
        standing_for(brief.cascade.workers, brief.weight, lang),
        word("cascade.standard", lang, name=standard.name, cite=cite),
        word("brief.assumed.known", lang),
    ]
    for fact, value in brief.assumed:
        name = brief.book.nodes[brief.book.find(fact)].label.text(lang)  # type: ignore[union-attr]
        lines.append(word("brief.assumed.fact", lang, fact=name, value=value))
    built = brief.population is not None and not is_microdata(brief.population)
    sections = (_population_sources(brief, "assumption", lang),) if built else ()
    return Chapter(word("brief.assumptions", lang), tuple(lines), tuple(one for one in sections if one.rows))


def _population_sources(brief: Brief, role: str, lang: str) -> Section:
    """Where each margin of a population is from (the sources' own words are in English)."""
    from amparo.population.countries import margins_of

    document = brief.population or {}
    held = margins_of(str(document["country"]))
    labels = {one.id: one.label.text(lang) for one in held.margins}
    labels |= {one.id: one.label.text(lang) for one in held.quantities.values()}
    rows = tuple(
        (
            labels.get(one["id"], one["id"]),
            foreign(one["source"], lang),
            one["date"],
            marks_text(one["evidence"], lang),
        )
        for one in document["sources"]
        if (one["role"] == "assumption") == (role == "assumption")
    )
    heads = tuple(word("brief.heads.population", lang).split("|"))
    return Section(f"population.{role}", word(f"brief.population.{role}", lang), heads, rows)


def _evidence(brief: Brief, lang: str) -> Chapter:
    """How the provisions that were run are known, by kind of evidence; then each that is doubtful."""
    counts = Counter((one.kind, one.doubtful) for one in evidence_of(brief))
    rows = tuple(
        (word(f"evidence.{kind}", lang), word(f"value.{'yes' if doubtful else 'no'}", lang), count_text(count, lang))
        for (kind, doubtful), count in sorted(counts.items(), key=lambda item: (item[0][1], -item[1]))
    )
    heads = tuple(word("brief.heads.evidence", lang).split("|"))
    kinds = Section("evidence", word("brief.evidence", lang), heads, rows)
    return Chapter(word("brief.doubts", lang), (word("brief.doubts_lead", lang),), (kinds, _doubts(brief, lang)))


def evidence_of(brief: Brief) -> list[Evidence]:
    """The evidence of every wording and value of the law book."""
    found: list[Evidence] = []
    for node in brief.book.nodes.values():
        if isinstance(node, Rule):
            found += [version.evidence for version in node.versions]
        elif isinstance(node, Parameter):
            entries = (entry for series in node.series.values() for entry in series)
            found += [entry.evidence for entry in entries if entry.evidence is not None]
    return found


def _doubts(brief: Brief, lang: str) -> Section:
    rows = tuple(
        (
            brief.book.nodes[one["provision"]].label.text(lang),  # type: ignore[union-attr]
            one["provision"],
            marks_text(one["evidence"], lang),
        )
        for one in brief.doubtful
    )
    heads = tuple(word("brief.heads.doubts", lang).split("|"))
    return Section("doubts", word("brief.doubts_list", lang), heads, rows)


def foreign(text: str, lang: str) -> str:
    """A text that is held in English alone, marked so in other languages."""
    return text if lang == "en" else Foreign(word("reform.in_english", lang, text=text), "en")


def _sources(brief: Brief, lang: str) -> Chapter:
    """The instruments that the provisions cite, most cited first; the sources of a population."""
    cited = Counter(cite.instrument for cite in citations_of(brief))
    rows = tuple(
        (instrument_text(one, lang), _instrument_title(one, lang), count_text(count, lang), one.url)
        for one, count in sorted(cited.items(), key=lambda item: (-item[1], item[0].key))
    )
    heads = tuple(word("brief.heads.sources", lang).split("|"))
    sections = [Section("sources", word("brief.sources.law", lang), heads, rows)]
    if brief.population is not None and not is_microdata(brief.population):
        sections.append(_population_sources(brief, "source", lang))
    return Chapter(word("brief.sources", lang), (word("brief.sources_lead", lang),), tuple(sections))


def _instrument_title(one: Instrument, lang: str) -> str:
    return one.title.text(lang) or foreign(one.title.en, lang)


def citations_of(brief: Brief) -> list[Citation]:
    """Every article that the law book cites for a wording or a value."""
    found: list[Citation] = []
    for node in brief.book.nodes.values():
        if isinstance(node, Rule):
            found += [cite for version in node.versions for cite in version.cites]
        elif isinstance(node, Parameter):
            entries: Any = (entry for series in node.series.values() for entry in series)
            found += [entry.cite for entry in entries if entry.cite is not None]
    return found


__all__ = ["chapters", "citations_of", "evidence_of", "foreign"]
