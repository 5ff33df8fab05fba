"""One provision in full: what it says over time, its articles, what it uses, what uses it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from amparo.engine.explain import label_of
from amparo.law import book
from amparo.law.translations import MISSING
from amparo.report import lawbook
from amparo.report.charts.dated import parameter_over_time
from amparo.report.charts.drawing import svg_of_page
from amparo.report.citations import cited_article, cites_of_node, instrument_text
from amparo.report.documents import picture
from amparo.report.results import Section
from amparo.report.values import place_text
from amparo.report.words import LANGUAGES, has_word, word
from amparo.rules.nodes import Builtin
from amparo.rules.parameters import Parameter
from amparo.web.languages import Spoken
from amparo.web.problems import NoPage
from amparo.web.shell import SHOWN_COUNTRIES, page
from amparo.web.taken import Sheet, Taken, take

if TYPE_CHECKING:
    from amparo.report.charts.figures import Figure
    from amparo.rules.book import LawBook
    from amparo.rules.evidence import Citation

router = APIRouter()
# A chart of more places than this says less than the table beside it.
_MOST_PLACES: Final = 6


@router.get("/law/{country}/{name}")
def provision(request: Request, lang: Spoken, country: str, name: str) -> Response:
    """One provision in full."""
    if country not in SHOWN_COUNTRIES:
        raise NoPage
    held = book(country)
    entry = lawbook.entry(name, country, lang)
    node = held.nodes[entry["id"]]
    history = _history(held, entry, lang) if entry["history"] else None
    return page(
        request,
        lang,
        "provision.html.j2",
        here="law",
        entry=entry,
        country=country,
        facts=_facts(entry, lang),
        history=history,
        english=_english_columns(entry, history, lang),
        translations=_translations(entry),
        doubtful=any(_doubtful(item) for item in entry["history"]),
        sources=_sources(cites_of_node(node), lang),
        uses=_named(held, entry["reads"], lang),
        used_by=_named(held, entry["read_by"], lang),
        wordings=[item for item in entry["history"] if item.get("wording")],
        chart=svg_of_page(drawn.spec, lang) if (drawn := over_time(held, node, lang)) else "",
    )


@router.get("/law/{country}/{name}/history.{ending}")
def history_file(lang: Spoken, country: str, name: str, ending: str) -> Response:
    """The provision over time, as a file."""
    if country not in SHOWN_COUNTRIES:
        raise NoPage
    held = book(country)
    return take(_taken(held, country, lawbook.entry(name, country, lang)["id"]), ending, lang)


def _taken(held: LawBook, country: str, name: str) -> Taken:
    sheets = {lang: _sheet(held, country, name, lang) for lang in LANGUAGES}
    if not any(section.rows for section in sheets["en"].sections):
        raise NoPage
    command = f"amparo law history {country}:{name}"
    return Taken(f"amparo-{country}-{name}", sheets, "public-use", (country,), command)


def _sheet(held: LawBook, country: str, name: str, lang: str) -> Sheet:
    entry = lawbook.entry(name, country, lang)
    drawn = over_time(held, held.nodes[name], lang)
    colon = word("mark.colon", lang)
    return Sheet(
        title=entry["label"] or name,
        lines=tuple(f"{head}{colon}{text}" for head, text in _facts(entry, lang)),
        sections=(_history(held, entry, lang), _sources_section(held.nodes[name], lang)),
        pictures=(picture(drawn),) if drawn else (),
    )


def _sources_section(node: Any, lang: str) -> Section:
    heads = tuple(word(key, lang) for key in ("demo.short", "web.law.article", "head.title", "web.law.original"))
    joined = word("mark.semicolon", lang)
    rows = tuple(
        (one["short"], joined.join(filter(None, one["articles"])), one["title"], one["original"])
        for one in _sources(cites_of_node(node), lang)
    )
    return Section("sources", word("web.law.sources", lang), heads, rows)


def over_time(held: LawBook, node: Any, lang: str) -> Figure | None:
    """The values of a parameter as a chart; None for anything else, and for more places than one can tell apart."""
    if not isinstance(node, Parameter) or not 0 < len(node.series) <= _MOST_PLACES:
        return None
    return parameter_over_time(held, node, lang, places=tuple(node.series))


def _facts(entry: dict[str, Any], lang: str) -> list[tuple[str, str]]:
    """The lines under the title of a provision."""
    unit = f"web.kind.{entry['value_kind']}"
    found = [
        (word("head.kind", lang), word(f"node.{entry['kind']}", lang)),
        (word("web.law.unit", lang), word(unit if has_word(unit) else "web.kind.choice", lang)),
    ]
    if entry["level"]:
        found.append((word("law.level", lang), word(f"level.{entry['level']}", lang)))
    if entry.get("law_of"):
        found.append((word("law.anchor", lang), word(f"anchor.{entry['law_of']}", lang)))
    found += [(word(f"law.{key}", lang), entry[key]) for key in ("before", "after", "range") if entry.get(key)]
    if entry.get("base"):
        found.append((word("law.base", lang), entry["base"]))
    if entry.get("per") and has_word(f"per.{entry['per']}"):
        found.append((word("law.per", lang), word(f"per.{entry['per']}", lang)))
    if entry.get("absent"):
        found.append((word("law.absent", lang), word("law.line", lang, name=entry["absent"], text=entry["because"])))
    return found


def _history(held: LawBook, entry: dict[str, Any], lang: str) -> Section:
    """Values or wordings over time; a rule has a summary where a parameter has a value.

    Places by their names. That a value is frozen stands beside it, so that the column of notes is in one language.
    """
    told = [
        {**item, "place": _place(held, item.get("place", ""), lang), "text": _text(item, lang), "frozen": False}
        for item in entry["history"]
    ]
    section = lawbook.history_section({**entry, "history": told}, lang)
    if entry["kind"] == "rule":
        said = {word("head.value", lang): "web.law.summary", word("head.until", lang): "web.law.until_before"}
        heads = tuple(word(said[head], lang) if head in said else head for head in section.heads)
        section = replace(section, heads=heads)
    return _without_empty_columns(section)


def _place(held: LawBook, name: str, lang: str) -> str:
    return place_text(held, held.places.names.index(name), lang) if name in held.places.names else name


def _text(item: dict[str, Any], lang: str) -> str:
    frozen = [word("why.frozen", lang)] if item.get("frozen") else []
    return word("mark.semicolon", lang).join([item["text"], *frozen])


def _without_empty_columns(section: Section) -> Section:
    kept = [n for n in range(len(section.heads)) if any(row[n] for row in section.rows)]
    rows = tuple(tuple(row[n] for n in kept) for row in section.rows)
    return replace(section, heads=tuple(section.heads[n] for n in kept), rows=rows)


def _english_columns(entry: dict[str, Any], history: Section | None, lang: str) -> tuple[int, ...]:
    """The columns of notes and summaries, where one of them is held in English only."""
    if MISSING not in _translations(entry):
        return ()
    english = {word("head.note", lang)} | ({word("web.law.summary", lang)} if entry["kind"] == "rule" else set())
    return () if history is None else tuple(n for n, head in enumerate(history.heads) if head in english)


def _translations(entry: dict[str, Any]) -> set[str]:
    """How the sentences of a provision stand: as written, translated and reviewed, not reviewed, not translated."""
    return {item["translation"] for item in entry["history"]}


def _doubtful(item: dict[str, Any]) -> bool:
    evidence = (item["provision"] or {}).get("evidence")
    return bool(evidence and evidence["doubtful"])


def _sources(cites: list[Citation], lang: str) -> list[dict[str, Any]]:
    """Each instrument with the articles cited, its titles, and its official address."""
    found: dict[str, dict[str, Any]] = {}
    for cite in cites:
        held = cite.instrument
        safe = held.url if held.url.startswith(("https://", "http://")) else ""
        row = found.setdefault(
            held.key,
            {
                "short": instrument_text(held, lang),
                "title": held.title.words(lang),
                "original": held.title.words(held.language) if held.language in LANGUAGES else "",
                "language": held.language,
                "url": safe,
                "articles": [],
            },
        )
        row["articles"].append(cited_article(cite, lang))
    return list(found.values())


def _named(held: LawBook, keys: list[str], lang: str) -> list[tuple[str, str]]:
    """(id, label) of provisions; the calendar has no page of its own."""
    found = []
    for key in keys:
        node = held.nodes[key]
        found.append(("", word("web.law.calendar", lang)) if isinstance(node, Builtin) else (key, _label(node, lang)))
    return list(dict.fromkeys(found))


def _label(node: Any, lang: str) -> str:
    return label_of(node).words(lang)


__all__ = ["over_time", "router"]
