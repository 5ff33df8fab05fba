"""Writing a reform on a page: every value of the chosen topics with a field for the new one, and what is wrong."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlencode

from fastapi import APIRouter
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from amparo.analysis.mechanisms import mechanisms
from amparo.analysis.reforms import changed_provisions, reformed
from amparo.law import book
from amparo.report.amendable import amendable, topics_of
from amparo.report.reformed import provisions_section
from amparo.report.refusals import in_language
from amparo.report.words import word
from amparo.rules.evidence import LANGUAGES, Label
from amparo.rules.nodes import Rule
from amparo.rules.parameters import Parameter
from amparo.scenarios.drafts import KEEP, SET, Draft, Fault, Line, NoDraft, draft_of, faults, read_draft, reform_of
from amparo.web.draft_address import draft_from, query_of, survives
from amparo.web.languages import Spoken
from amparo.web.problems import NoPage
from amparo.web.results import text_file
from amparo.web.running import text_of, texts_of
from amparo.web.shell import SHOWN_COUNTRIES, page

if TYPE_CHECKING:
    from starlette.datastructures import FormData

    from amparo.report.results import Section

router = APIRouter()
MOST_TOPICS: Final = 6
_FIELDS: Final = ("value", "from", "until", "place", "as_on", "lift", "kind", "target")
_NUMBER: Final = re.compile(r"^-?\d[\d\u00a0\u202f ]*(?:[.,]\d+)?\s*%?$")
FORMS: Final = {
    "table": "{key: value, ...}",
    "steps": "[[0, 10%], [5, 20%]]",
    "tariff": "{form: percent, rate: 20%}",
}
_NUMERIC: Final = ("money", "rate", "count", "days", "months", "minutes")


@dataclass(frozen=True)
class Written:
    """What is on the page: a draft, the topics shown, the mechanisms to be added."""

    draft: Draft
    topics: tuple[str, ...]
    mechanisms: tuple[str, ...]

    def query(self) -> str:
        """The address of the page."""
        pairs = [*(("topic", one) for one in self.topics), *(("mechanism", one) for one in self.mechanisms)]
        return "&".join(part for part in (query_of(self.draft), urlencode(pairs)) if part)

    @property
    def run_query(self) -> str:
        """The address on which it is tried."""
        pairs = [("country", self.draft.country), ("draft", query_of(self.draft))]
        return urlencode([*pairs, *(("mechanism", one) for one in self.mechanisms)])


@router.get("/reforms/build")
def build(request: Request, lang: Spoken) -> Response:
    """The page, with the reform that the address holds."""
    said = request.query_params
    pairs = [*said.multi_items()]
    if "country" not in said:
        pairs = [("country", SHOWN_COUNTRIES[0]), ("topic", _first_topic(SHOWN_COUNTRIES[0])), *pairs]
    try:
        draft = draft_from(pairs)
    except NoDraft as error:
        return _refused(request, lang, error)
    topics = [text for name, text in pairs if name == "topic"] or [_first_topic(draft.country)]
    written = _written(draft, topics, [text for name, text in pairs if name == "mechanism"])
    return _page(request, lang, written, _told(draft))


def _first_topic(country: str) -> str:
    """The topic to begin with: as the country says, else the first whose values can be changed."""
    law = book(country)
    return law.country.first_topic or next(iter(topics_of(law)), "")


def _told(draft: Draft) -> tuple[Fault, ...]:
    """What is wrong with a draft that somebody has begun; nothing of one that is still empty."""
    begun = draft.lines or any(draft.name.text(lang) for lang in LANGUAGES)
    return faults(draft, book(draft.country)) if begun else ()


def _written(draft: Draft, topics: list[str], added: list[str]) -> Written:
    offered = topics_of(book(draft.country))
    known = [one for one in mechanisms() if mechanisms()[one].goes_onto(draft.country)]
    shown = tuple(one for one in offered if one in topics)[:MOST_TOPICS]
    return Written(draft, shown, tuple(one for one in known if one in added))


@router.post("/reforms/build")
async def change(request: Request, lang: Spoken) -> Response:
    """What was written: shown with what is wrong, or at the address that holds it."""
    form = await request.form()
    try:
        draft = _draft(form, lang)
    except NoDraft as error:
        return _refused(request, lang, error)
    written = _written(draft, list(texts_of(form, "topic", 60)), list(texts_of(form, "mechanism")))
    action = text_of(form, "action")
    asked = action in ("check", "run") or not survives(draft)
    wrong = faults(draft, book(draft.country)) if asked else ()
    if wrong:
        return _page(request, lang, written, wrong, 422)
    if action == "run":
        return RedirectResponse(f"/{lang}/reforms/run?{written.run_query}", 303)
    return RedirectResponse(f"/{lang}/reforms/build?{written.query()}", 303)


def _page(request: Request, lang: str, written: Written, wrong: tuple[Fault, ...], code: int = 200) -> Response:
    draft, law = written.draft, book(written.draft.country)
    return page(
        request,
        lang,
        "build.html.j2",
        code,
        here="reforms",
        written=written,
        draft=draft,
        query=written.query(),
        posted=False,
        others={each: f"/{each}/reforms/build?{written.query()}" for each in LANGUAGES},
        forms=FORMS,
        name=draft.name.words(lang),
        why=draft.why.words(lang),
        lines=[_shown(number, line, draft.country, lang) for number, line in enumerate(draft.lines)],
        wrong=_by_line(wrong, lang),
        count=len(wrong),
        offered=topics_of(law),
        shown=[amendable(law, topic, lang) for topic in written.topics],
        places=[(name, _place(draft.country, position, lang)) for position, name in enumerate(law.places.names)],
        kit=[one for one in mechanisms().values() if one.goes_onto(draft.country)],
        section=None if wrong or not draft.lines or _told(draft) else _changes(draft, lang),
    )


def _place(country: str, position: int, lang: str) -> str:
    from amparo.report.values import place_text

    return place_text(book(country), position, lang)


def _shown(number: int, line: Line, country: str, lang: str) -> dict[str, Any]:
    node = book(country).nodes.get(line.target)
    label = node.label.words(lang) if isinstance(node, Parameter | Rule) else line.target
    by_place = isinstance(node, Parameter) and node.by_place
    return {"number": number, "line": line, "label": label, "by_place": by_place, "known": node is not None}


def _by_line(wrong: tuple[Fault, ...], lang: str) -> dict[tuple[int, str], list[tuple[str, str]]]:
    """What is wrong by line and field: what to say, and the message of the law book."""
    found: dict[tuple[int, str], list[tuple[str, str]]] = {}
    for fault in wrong:
        names = word("mark.comma", lang).join(name for name in fault.names if name)
        said = word(fault.key, lang, names=names) if fault.names else word(fault.key, lang)
        found.setdefault((fault.line, fault.field), []).append((said, in_language(fault.detail, lang)))
    return found


def _changes(draft: Draft, lang: str) -> Section:
    """What the reform changes, before anything is run."""
    before = book(draft.country)
    return provisions_section(before, changed_provisions(before, reformed(before, [reform_of(draft)])), lang)


# --- what was written -------------------------------------------------------------------------------------------------


def _draft(form: FormData, lang: str) -> Draft:
    """The draft of the fields sent. Raises NoDraft."""
    country = text_of(form, "country")
    taken_out = set(texts_of(form, "remove", 100))
    rows: dict[str, dict[str, str]] = {}
    for key, held in form.multi_items():
        row, _, field = key.rpartition("|")
        if row and field in _FIELDS and isinstance(held, str):
            rows.setdefault(row, {})[field] = held.strip()
    lines = [line for row, told in rows.items() if row not in taken_out and (line := _line(row, told, country))]
    return draft_of(country, _label(form, "name", lang), _label(form, "why", lang), text_of(form, "source", 400), lines)


def _line(row: str, told: Mapping[str, str], country: str) -> Line | None:
    """A row as a change: 'line|3' of those written before, 'new|topic.name' of those below; None for one left empty."""
    target = told.get("target") or row.removeprefix("new|")
    if told.get("kind") == KEEP:
        if not told.get("as_on"):
            return None
        return Line(KEEP, target, told.get("from", ""), told.get("until", ""), as_on=told["as_on"])
    value = told.get("value", "")
    if not value:
        return None
    node = book(country).nodes.get(target) if country in SHOWN_COUNTRIES else None
    kind = node.kind.name if isinstance(node, Parameter) else ""
    plain = _plain(value) if kind in _NUMERIC else value
    start, until, place = (told.get(name, "") for name in ("from", "until", "place"))
    return Line(SET, target, start, until, plain, place, lifts_freeze=told.get("lift") == "yes")


def _plain(text: str) -> str:
    """A number written as any of the three languages does, with a point and without spaces."""
    if not _NUMBER.match(text):
        return text
    return re.sub(r"[\s\u00a0\u202f]", "", text).replace(",", ".")


def _label(form: FormData, name: str, lang: str) -> Label:
    """A text in the language of the page; other languages keep theirs where the address had several."""
    said = text_of(form, name, 2000)
    others = {each: text_of(form, f"{name}_{each}", 2000) for each in LANGUAGES}
    return Label(*(said if each == lang else others[each] or said for each in LANGUAGES))


# --- files ------------------------------------------------------------------------------------------------------------


@router.get("/reforms/build.yaml")
def save(request: Request, lang: Spoken) -> Response:
    """The reform of the address as a file for `amparo reform`."""
    try:
        draft = draft_from(request.query_params.multi_items())
    except NoDraft:
        raise NoPage from None
    return text_file(draft.text(), f"{draft.id}.yaml")


@router.post("/reforms/open")
async def open_file(request: Request, lang: Spoken) -> Response:
    """A reform file, opened on the page."""
    form = await request.form()
    sent = form.get("file")
    raw = await sent.read() if isinstance(sent, UploadFile) and sent.filename else b""
    text = raw.decode("utf-8", "replace") if raw else text_of(form, "text", 200_000)
    try:
        draft = read_draft(text)
    except NoDraft as error:
        return _refused(request, lang, error)
    targets = {line.target.partition(".")[0] for line in draft.lines}
    written = _written(draft, sorted(targets), [])
    return RedirectResponse(f"/{lang}/reforms/build?{written.query()}", 303)


def _refused(request: Request, lang: str, error: NoDraft) -> Response:
    told = {"title": word("web.error.422", lang), "status": 422, "english": False, "posted": False}
    return page(request, lang, "error.html.j2", 422, lines=[word(error.key, lang, **error.values)], **told)
