"""The reforms that come with Amparo: what each changes, provision by provision and period by period."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from amparo.analysis.reforms import changed_provisions, read_reform, ready_made, reformed
from amparo.law import book
from amparo.law.translations import MISSING, translated
from amparo.report.reformed import provisions_json, provisions_section
from amparo.report.values import place_text, value_text
from amparo.rules.kinds import read_value
from amparo.rules.parameters import Parameter
from amparo.scenarios.drafts import NoDraft, read_draft
from amparo.web.draft_address import query_of
from amparo.web.languages import Spoken
from amparo.web.problems import NoPage
from amparo.web.shell import SHOWN_COUNTRIES, page

if TYPE_CHECKING:
    from amparo.analysis.reforms import Changed, Reform
    from amparo.report.results import Section
    from amparo.rules.book import LawBook

router = APIRouter()


@cache
def held(identity: str) -> tuple[Reform, tuple[Changed, ...]]:
    """A ready-made reform with what it changes; only ids of the list come here, never a path."""
    reform = read_reform(ready_made()[identity])
    before = book(reform.country)
    return reform, changed_provisions(before, reformed(before, [reform]))


@router.get("/reforms")
def every(request: Request, lang: Spoken) -> Response:
    """The list by country."""
    listed: dict[str, list[dict[str, Any]]] = {code: [] for code in SHOWN_COUNTRIES}
    for identity in ready_made():
        reform, changed = held(identity)
        if reform.country in listed:
            listed[reform.country].append({"reform": reform, "changes": len(changed)})
    return page(request, lang, "reforms.html.j2", here="reforms", listed=listed)


@router.get("/reforms/{identity}")
def one(request: Request, lang: Spoken, identity: str) -> Response:
    """One reform: every changed provision, old and new, per period."""
    reform, changed = _known(identity)
    section = _in_words(reform.country, changed, provisions_section(book(reform.country), changed, lang), lang)
    nodes = [change.node for change in changed]
    return page(
        request,
        lang,
        "reform.html.j2",
        here="reforms",
        reform=reform,
        section=section,
        english=_untranslated(reform.country, changed, lang),
        nodes=nodes,
        country=reform.country,
        draft=_as_draft(identity),
    )


def _as_draft(identity: str) -> str:
    """The reform as the address of the page on which it can be changed; nothing where it words a rule anew."""
    try:
        draft = read_draft(ready_made()[identity].read_text(encoding="utf-8"))
    except NoDraft:
        return ""
    topics = dict.fromkeys(line.target.partition(".")[0] for line in draft.lines)
    return "&".join([query_of(draft), *(f"topic={topic}" for topic in topics)])


def _in_words(country: str, changed: tuple[Changed, ...], section: Section, lang: str) -> Section:
    """Places and values as the language writes them."""
    held = book(country)
    rows = []
    for change, row in zip(changed, section.rows, strict=True):
        cells = list(row)
        if change.place in held.places.names:
            cells[1] = place_text(held, held.places.names.index(change.place), lang)
        node = held.nodes[change.node]
        if isinstance(node, Parameter):
            cells[4] = _value(held, node, change.old, lang) or cells[4]
            cells[5] = _value(held, node, change.new, lang) or cells[5]
        rows.append(tuple(cells))
    return replace(section, rows=tuple(rows))


def _untranslated(country: str, changed: tuple[Changed, ...], lang: str) -> list[set[int]]:
    """Of each change, which cells are held in English only."""
    rules = [not isinstance(book(country).nodes[change.node], Parameter) for change in changed]
    return [
        {n for n, text in ((4, change.old), (5, change.new)) if rule and translated(text, lang).state == MISSING}
        for change, rule in zip(changed, rules, strict=True)
    ]


def _value(held: LawBook, node: Parameter, text: str, lang: str) -> str:
    """A single value in words; nothing for a table, or for none."""
    try:
        return value_text(held, node.content, read_value(node.content, text), lang) if text else ""
    except (ValueError, KeyError):
        return ""


@router.get("/reforms/{identity}/changes.json")
def as_json(lang: Spoken, identity: str) -> Response:
    """What it changes, as data."""
    reform, changed = _known(identity)
    data = {
        "format": "amparo-reform-changes/1",
        "reform": reform.id,
        "country": reform.country,
        "name": reform.name.words(lang),
        "source": reform.source,
        "law": book(reform.country).hash,
        "provisions": provisions_json(changed),
    }
    text = json.dumps(data, ensure_ascii=False, indent=2)
    name = f'attachment; filename="{reform.id}.json"'
    return Response(text.encode(), media_type="application/json", headers={"content-disposition": name})


def _known(identity: str) -> tuple[Reform, tuple[Changed, ...]]:
    if identity not in ready_made():
        raise NoPage
    return held(identity)
