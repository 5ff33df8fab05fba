"""Law pages: search, the register, the glossary."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from amparo.engine.ranges import prove
from amparo.law import book
from amparo.report import lawbook
from amparo.report.words import LANGUAGES, word, words
from amparo.rules import lint
from amparo.rules.declarations import Branch
from amparo.rules.evidence import read_label
from amparo.rules.topics import read_yaml
from amparo.web import search
from amparo.web.languages import Spoken
from amparo.web.problems import NoPage
from amparo.web.shell import SHOWN_COUNTRIES, page

if TYPE_CHECKING:
    from amparo.report.results import Section

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
