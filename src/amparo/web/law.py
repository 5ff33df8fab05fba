"""Law pages: search, one provision, the register, the glossary."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from amparo.engine.explain import label_of
from amparo.engine.ranges import prove
from amparo.law import book
from amparo.law.translations import MISSING
from amparo.report import lawbook
from amparo.report.citations import article_text, instrument_text
from amparo.report.values import in_brackets, place_text
from amparo.report.words import LANGUAGES, has_word, word, words
from amparo.rules import lint
from amparo.rules.declarations import Branch
from amparo.rules.evidence import read_label
from amparo.rules.nodes import Builtin, Rule
from amparo.rules.parameters import Parameter
from amparo.rules.topics import read_yaml
from amparo.web import search
from amparo.web.languages import Spoken
from amparo.web.problems import NoPage
from amparo.web.shell import SHOWN_COUNTRIES, page

if TYPE_CHECKING:
    from amparo.report.results import Section
    from amparo.rules.book import LawBook
    from amparo.rules.evidence import Citation

router = APIRouter()
A_PAGE: Final = 50
KINDS: Final = ("rule", "parameter", "fact", "link")
LONGEST_QUERY: Final = 200


@router.get("/law")
def find(
    request: Request, lang: Spoken, q: str = "", country: str = "", kind: str = "", topic: str = "", n: int = 1
) -> Response:
    """Search; without words or filters, the topics."""
    country = country if country in SHOWN_COUNTRIES else ""
    kind = kind if kind in KINDS else ""
    asked = bool(q.strip() or country or kind or topic)
    found = search.search(q[:LONGEST_QUERY], country, kind, topic) if asked else []
    pages = max(1, -(-len(found) // A_PAGE))
    number = min(max(n, 1), pages)
    return page(
        request,
        lang,
        "law.html.j2",
        here="law",
        q=q[:LONGEST_QUERY],
        country=country,
        kind=kind,
        topic=topic,
        kinds=KINDS,
        asked=asked,
        count=len(found),
        found=found[(number - 1) * A_PAGE : number * A_PAGE],
        number=number,
        pages=pages,
        topics=_topics(),
    )


@cache
def _topics() -> dict[str, list[tuple[str, int]]]:
    """By country, its topics with the number of provisions in each."""
    counted: dict[str, dict[str, int]] = {code: {} for code in SHOWN_COUNTRIES}
    for entry in search.entries():
        held = counted[entry.country]
        held[entry.topic] = held.get(entry.topic, 0) + 1
    return {code: list(topics.items()) for code, topics in counted.items()}


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
    )


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
    return item["text"] + (in_brackets(word("why.frozen", lang), lang) if item.get("frozen") else "")


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


def cites_of_node(node: Any) -> list[Citation]:
    """Every article that a provision rests on, in any of its wordings or values."""
    if isinstance(node, Rule):
        return list(dict.fromkeys(cite for version in node.versions for cite in version.cites))
    if isinstance(node, Parameter):
        dated = (one for series in node.series.values() for one in series)
        return list(dict.fromkeys(one.cite for one in dated if one.cite is not None))
    return []


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
        row["articles"].append(article_text(cite.article, lang))
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


# --- the register ---------------------------------------------------------------------------------------------------


@router.get("/register")
def register(request: Request, lang: Spoken, country: str = SHOWN_COUNTRIES[0]) -> Response:
    """What is held, since when, on which evidence, and what is missing."""
    if country not in SHOWN_COUNTRIES:
        raise NoPage
    sections = _register(country, lang)
    missing = {topic.name: [label.words(lang) for label in topic.missing] for topic in _held(country).topics}
    return page(
        request,
        lang,
        "register.html.j2",
        here="register",
        country=country,
        findings=sections[0],
        topics=sections[1:-1],
        evidence=sections[-1],
        missing=missing,
    )


@cache
def _held(country: str) -> lint.Register:
    return lint.register(book(country))


@cache
def _register(country: str, lang: str) -> list[Section]:
    held = book(country)
    return lawbook.register_sections(_held(country), lint.check_law(held), prove(held), lang)


# --- the glossary ---------------------------------------------------------------------------------------------------


@router.get("/glossary")
def glossary(request: Request, lang: Spoken) -> Response:
    """The terms, and every closed list of the interface, in three languages."""
    return page(request, lang, "glossary.html.j2", here="glossary", terms=terms(), lists=_lists())


@cache
def terms() -> list[dict[str, Any]]:
    """The terms with their meaning, from glossary.yaml."""
    data = read_yaml(Path(__file__).with_name("glossary.yaml"))
    return [
        {"id": key, "term": read_label(said["term"], key), "meaning": read_label(said["meaning"], key)}
        for key, said in data.items()
    ]


@cache
def _lists() -> list[tuple[str, list[dict[str, str]]]]:
    """(title, rows of one word in each language)."""
    branches = [f"branch.{branch.name.lower()}" for branch in Branch]

    def beginning(prefix: str) -> list[str]:
        return [key for key in words() if key.startswith(prefix)]

    lists = {
        "branches": branches,
        "schemes": beginning("scheme."),
        "coverage": beginning("coverage."),
        "evidence": beginning("evidence."),
        "states": beginning("state."),
        "topics": beginning("topic."),
    }
    return [(title, [{lang: word(key, lang) for lang in LANGUAGES} for key in keys]) for title, keys in lists.items()]
