"""Populations in words: what one stands for, its fit to every margin, and how it meets other figures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from amparo.law import book as book_of
from amparo.population.countries import margins_of
from amparo.report.results import Section
from amparo.report.values import count_text, marks_text, number_text, percent_text, place_text, signed_text
from amparo.report.words import has_word, word

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from amparo.population.margins import Quantity
    from amparo.population.validation import Held


def population_head(document: Mapping[str, Any], lang: str) -> list[str]:
    """What the population is: synthetic, of which country, how many persons standing for how many, from which seed."""
    label = document["label"][lang]
    return [
        word("population.title", lang, label=label),
        word("run.class", lang, data=word("class.synthetic", lang)),
        word(
            "population.stands",
            lang,
            persons=count_text(document["persons"], lang),
            total=number_text(f"{document['stands_for']:.0f}", lang),
            counted=_counted(document, lang),
            first=document["months"][0],
            last=document["months"][1],
            seed=document["seed"],
        ),
    ]


def _counted(document: Mapping[str, Any], lang: str) -> str:
    """How many of them the published count has, and whether at a time or in a year.

    Populations built before this was told are of persons who stay for all the months.
    """
    counted = document.get("counted") or {"persons": document["stands_for"], "unit": "persons at a time"}
    key = f"population.{str(counted['unit']).replace(' ', '_')}"
    return word(key, lang, persons=number_text(f"{counted['persons']:.0f}", lang))


def fit_section(document: Mapping[str, Any], lang: str) -> Section:
    """Every cell of every margin: target, reached, error in points, role, evidence."""
    labels = {margin.id: margin.label.text(lang) for margin in margins_of(str(document["country"])).margins}
    rows = tuple(
        (
            labels[line["margin"]],
            cell_text(str(document["country"]), line["cell"], lang),
            percent_text(number_text(f"{100 * line['target']:.2f}", lang), lang),
            percent_text(number_text(f"{100 * line['reached']:.2f}", lang), lang),
            signed_text(f"{100 * line['error']:.2f}", lang),
            word(f"population.role.{line['role']}", lang),
            marks_text(line["evidence"], lang),
        )
        for line in document["fit"]
    )
    heads = tuple(word("population.heads.fit", lang).split("|"))
    return Section("fit", word("population.fit", lang), heads, rows, word("population.fit_note", lang))


def cell_text(country: str, cell: str, lang: str) -> str:
    """What a cell of a margin is called: a word, a place, or a band as it is."""
    key = f"population.cell.{cell.replace(' ', '_')}"
    if has_word(key):
        return word(key, lang)
    book = book_of(country)
    return place_text(book, book.places.names.index(cell), lang) if cell in book.places.names else cell


def validation_section(found: Iterable[Held], lang: str) -> Section:
    """Published figures beside those of the population, with the ratio."""
    rows = tuple(
        (
            held.figure.label.text(lang),
            _amount(held.figure, held.figure.value, lang),
            word("population.no_months", lang) if held.found is None else _amount(held.figure, held.found, lang),
            _ratio(held, lang),
            word(f"population.role.{held.figure.role}", lang),
            held.figure.source.date,
            held.figure.source.evidence.mark,
        )
        for held in found
    )
    heads = tuple(word("population.heads.validation", lang).split("|"))
    note = word("population.validation_note", lang)
    return Section("validation", word("population.validation", lang), heads, rows, note)


def reasons_section(found: Iterable[Held], lang: str) -> Section:
    """For what reasons a population may not meet a figure, or why meeting it says little."""
    rows = tuple(
        (held.figure.label.text(lang), _ratio(held, lang), held.figure.why.text(lang))
        for held in found
        if held.figure.why is not None
    )
    heads = tuple(word("population.heads.reasons", lang).split("|"))
    return Section("reasons", word("population.reasons", lang), heads, rows)


def _amount(figure: Quantity, value: float, lang: str) -> str:
    """Shares and money with two decimals, whatever is counted and millions of money without."""
    counted = figure.unit in ("persons", "orders") or figure.value >= 1_000_000
    return number_text(f"{value:.{0 if counted else 2}f}", lang)


def _ratio(held: Held, lang: str) -> str:
    return "" if held.ratio is None else number_text(f"{held.ratio:.2f}", lang)
