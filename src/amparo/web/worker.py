"""One worker: described, posted, answered, forgotten. Facts stand in the body of a request, never in its address."""

from __future__ import annotations

import datetime as dt
import json
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Annotated, Any, Final

from fastapi import APIRouter, Depends, Form
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from amparo import api, claiming
from amparo.api import OutsideRecords
from amparo.demo import demo_cases
from amparo.law import book
from amparo.report.claims import benefit_name, benefits_section, claim_head, claim_sections
from amparo.report.explained import missing_lines, move_text
from amparo.report.results import sections, worker_facts, worker_json, worker_title
from amparo.report.tree import Trees
from amparo.report.values import day_text, in_brackets, value_text
from amparo.report.words import LANGUAGES, scheme_name, word
from amparo.rules.declarations import Contingency
from amparo.rules.errors import NameNotFound
from amparo.rules.kinds import category_kind, month_text, show_value
from amparo.rules.messages import Message
from amparo.web import cases
from amparo.web.languages import Spoken
from amparo.web.questions import questions
from amparo.web.seen import Seen, ready
from amparo.web.shell import SHOWN_COUNTRIES, TAGS, for_script, page
from amparo.web.taken import Sheet, Taken, take

if TYPE_CHECKING:
    from collections.abc import Mapping

    from amparo.api import WorkerResult
    from amparo.claiming import ClaimResult
    from amparo.demo import DemoCase
    from amparo.report.demonstration import Shown
    from amparo.report.results import Section

router = APIRouter()
MOST_KEPT: Final = 128
_EXAMPLES: dict[tuple[object, ...], bytes] = {}
_FIRST: dict[str, tuple[dt.date, bytes]] = {}
# Worked out only when somebody looks: they cost more than all the rest together.
PARTS: Final = ("benefits", "doubts")
NODE: Final = re.compile(r"[A-Za-z_][\w.]{0,150}(\[\d{1,9}\])?", re.ASCII)
_UNKNOWN: Final = ("", "unknown")


@dataclass(frozen=True)
class Asked:
    """A result as asked for. `open`: parts shown at once; `part`: the one part that a script asks for."""

    lang: str
    text: str
    persona: DemoCase | None
    on: str
    known_on: str
    open: tuple[str, ...]
    part: str


# --- the first page -------------------------------------------------------------------------------------------------


@router.get("/worker")
async def start(request: Request, lang: Spoken) -> Response:
    """The first page, made once a day for each language: nothing in it is anybody's."""
    if request.url.query:
        return _first_page(request, lang)
    today = dt.date.today()
    if lang not in _FIRST or _FIRST[lang][0] != today:
        _FIRST[lang] = (today, bytes(_first_page(request, lang).body))
    return HTMLResponse(_FIRST[lang][1], headers={"content-language": TAGS[lang]})


def _first_page(request: Request, lang: str) -> Response:
    """Examples, the short form, and a place for a case file."""
    listed = {code: [case for case in demo_cases() if case.country == code] for code in SHOWN_COUNTRIES}
    return page(
        request,
        lang,
        "worker_start.html.j2",
        here="worker",
        listed=listed,
        rows=range(1, cases.ROWS_OF_FORM + 1),
        lists={name: members(name, lang) for name in ("payer_kind", "activity", "form", "sex")},
        places=cases.places_held(lang),
    )


def members(fact: str, lang: str) -> list[tuple[str, str]]:
    """(what a case file writes, label) of a closed list."""
    held = book(SHOWN_COUNTRIES[0])
    kind = held.nodes[f"common.{fact}"].kind
    listed: list[Any] = list(kind.category or ())
    return [(show_value(kind, member.value), value_text(held, kind, member.value, lang)) for member in listed]


@router.get("/worker/{step}")
def again(lang: Spoken, step: str) -> Response:
    """A result has no address: it was posted. Back to the beginning."""
    return RedirectResponse(f"/{lang}/worker", 303)


# --- what is posted -------------------------------------------------------------------------------------------------


async def fields(request: Request) -> FormData:
    """The fields of a form as they stand."""
    return await request.form(max_files=1, max_fields=400)


Fields = Annotated[FormData, Depends(fields)]


def told(form: FormData) -> dict[str, str]:
    """The text fields of a form."""
    return {key: value for key, value in form.items() if isinstance(value, str)}


@router.post("/worker/result")
async def result(request: Request, lang: Spoken, form: Fields) -> Response:
    """The result of a case: an example, a file, or a text."""
    said = told(form)
    text = said.get("case", "")
    file = form.get("file")
    if isinstance(file, UploadFile):
        text = (await file.read()).decode("utf-8-sig", "replace") or text
    if not text.strip() and said.get("persona"):
        text = cases.text_of_example(said["persona"], lang)
    return await run_in_threadpool(_answer, request, lang, text, said)


@router.post("/worker/new")
async def new(request: Request, lang: Spoken, form: Fields) -> Response:
    """The result of the short form."""
    said = told(form)
    text = cases.from_form(said, lang)
    return await run_in_threadpool(_answer, request, lang, text, {})


@router.post("/worker/answer")
async def answer(request: Request, lang: Spoken, form: Fields) -> Response:
    """The result with what was asked answered."""
    said = told(form)

    def answered() -> Response:
        held = cases.sent(said.get("case", ""), lang)
        answers = {
            (key.split("|")[1], key.split("|")[2]): value.strip()
            for key, value in said.items()
            if key.startswith("answer|") and key.count("|") == 2 and value.strip() not in _UNKNOWN
        }
        return _answer(request, lang, cases.with_answers(held, answers, lang), said)

    return await run_in_threadpool(answered)


def _answer(request: Request, lang: str, text: str, said: Mapping[str, str]) -> Response:
    """The page of a result, or the part of it that a script asks for.

    Only pages of unchanged examples are kept, and no page made from anything else ever is.
    """
    asked = Asked(
        lang=lang,
        text=text,
        persona=cases.example(said.get("persona", "")),
        on=said.get("on", "").strip(),
        known_on=said.get("known_on", "").strip(),
        open=tuple(part for part in PARTS if said.get(f"open_{part}")),
        part=said.get("part", "") if for_script(request) and said.get("part") in PARTS else "",
    )
    persona = asked.persona
    if persona is None or text.replace("\r\n", "\n") != cases.text_of_example(persona.id, lang):
        return _worked_out(request, asked, changed=True)
    key = (persona.id, lang, asked.on, asked.known_on, asked.open, asked.part)
    if key not in _EXAMPLES:
        made = _worked_out(request, asked, changed=False)
        if len(_EXAMPLES) >= MOST_KEPT:
            _EXAMPLES.clear()
        _EXAMPLES[key] = bytes(made.body)
        return made
    return HTMLResponse(_EXAMPLES[key], headers={"content-language": TAGS[lang]})


def _worked_out(request: Request, asked: Asked, *, changed: bool) -> Response:
    """The page of a result; a changed example keeps the names of its payers and loses its story."""
    lang = asked.lang
    held = cases.sent(asked.text, lang)
    seen = ready(held, asked.persona, asked.on, asked.known_on, lang)
    parts = {part: _part(part, seen.shown, lang) for part in ([asked.part] if asked.part else asked.open)}
    shared: dict[str, Any] = {"w": Seen(seen.shown, lang), "country": held.case.country, "open": parts}
    if asked.part:
        return page(request, lang, "worker_part.html.j2", part=asked.part, **shared)
    first_day = f"{month_text(seen.shown.case.focus)}-"
    opened = {f"open_{part}": "1" for part in asked.open}
    return page(
        request,
        lang,
        "worker_result.html.j2",
        here="worker",
        others=_others("result"),
        posted_fields=_kept(held.text, asked.persona, on=asked.on, known_on=asked.known_on, **opened),
        text=held.text,
        on=asked.on or f"{first_day}01",
        known_on=asked.known_on,
        title=worker_title(seen.result),
        lines=worker_facts(seen.result),
        story=None if changed else asked.persona,
        questions=questions(seen.shown.close, lang),
        contingencies=_contingencies(lang),
        claim_day=asked.on or f"{first_day}10",
        **shared,
    )


def warm() -> None:
    """Works out every example once, so that no visitor waits for what is made at first use."""
    scope = {"type": "http", "method": "POST", "path": "/", "query_string": b"", "headers": []}
    whole = {f"open_{part}": "1" for part in PARTS}
    for country in SHOWN_COUNTRIES:
        examples = [case.id for case in demo_cases() if case.country == country]
        for number, persona in enumerate(examples):
            lang, parts = LANGUAGES[number % len(LANGUAGES)], whole if number < len(LANGUAGES) else {}
            _answer(Request(scope), lang, cases.text_of_example(persona, lang), {"persona": persona, **parts})


def _part(part: str, shown: Shown, lang: str) -> dict[str, Any]:
    """What a part of the page needs that is worked out only when somebody asks for it."""
    if part == "benefits":
        met, others = _benefits(shown.close, lang)
        return {"met": met, "others": others}
    return {"found": Seen(shown, lang).doubts()}


def _benefits(close: api.WorkerResult, lang: str) -> tuple[Section, Section]:
    """The benefits of the month: those whose conditions are met or open, and the others apart."""
    every = benefits_section(close.book, close.benefits, lang)
    pairs = list(zip(every.rows, close.benefits.rows(), strict=True))
    met = tuple(row for row, (found, _) in pairs if found.state != "no")
    others = tuple(row for row, (found, _) in pairs if found.state == "no")
    title = word("web.worker.not_qualified", lang, count=len(others))
    return replace(every, rows=met), replace(every, id="not_qualified", title=title, rows=others)


def _kept(text: str, persona: DemoCase | None, **more: str) -> dict[str, str]:
    """What the next request must send again."""
    return {"case": text, "persona": "" if persona is None else persona.id, **more}


def _others(step: str) -> dict[str, str]:
    return {each: f"/{each}/worker/{step}" for each in LANGUAGES}


# --- why, and what would change it ----------------------------------------------------------------------------------


@router.post("/worker/why")
def why(
    request: Request, lang: Spoken, case: Annotated[str, Form()], node: Annotated[str, Form()], form: Fields
) -> Response:
    """One result: its reasons in full, what would decide it, and the smallest changes that would alter it.

    A script asks for the reasons alone.
    """
    said = told(form)
    if not NODE.fullmatch(node):
        raise NameNotFound(
            Message(
                "law.no_name_of",
                "'{node}' is no name of the law. Cure: write topic.name, or topic.name[3] for a row.",
                node=node[:80],
            )
        )
    held, persona = cases.sent(case, lang), cases.example(said.get("persona", ""))
    seen = ready(held, persona, "", said.get("known_on", "").strip(), lang)
    found = seen.result
    key, row = found.place(node)
    kind, law = found.book.nodes[key].kind, found.book
    tree = Seen(seen.shown, lang).branchlet(Trees(found.explainer).tree((key, row)))
    shared: dict[str, Any] = {"country": held.case.country, "tree": tree, "node": node}
    if for_script(request):
        return page(request, lang, "worker_tree.html.j2", **shared)
    return page(
        request,
        lang,
        "worker_why.html.j2",
        here="worker",
        posted_fields=_kept(case, persona, on=said.get("on", ""), known_on=said.get("known_on", ""), node=node),
        title=tree["label"],
        subject=worker_title(found),
        missing=list(missing_lines(found.would_decide(key, row), kind, law, lang)),
        moves=[move_text(move, kind, law, lang) for move in found.smallest_changes(key, row)],
        **shared,
    )


# --- a claim --------------------------------------------------------------------------------------------------------


def _contingencies(lang: str) -> list[tuple[str, str]]:
    held = book(SHOWN_COUNTRIES[0])
    kind = category_kind(Contingency)
    return [(member.name.lower(), value_text(held, kind, member.value, lang)) for member in Contingency]


@router.post("/worker/claim")
def claim(
    request: Request,
    lang: Spoken,
    case: Annotated[str, Form()],
    contingency: Annotated[str, Form()],
    claim_on: Annotated[str, Form()],
    form: Fields,
) -> Response:
    """What the worker would be given for something that happens on a day."""
    said = told(form)
    known = [name for name, _ in _contingencies(lang)]
    if contingency not in known:
        raise OutsideRecords(word("web.worker.no_contingency", lang, text=contingency[:40]))
    days = said.get("days", "").strip()
    if days and not (days.isascii() and days.isdigit() and len(days) <= 5):
        raise OutsideRecords(word("web.worker.not_days", lang, text=days[:40]))
    known_on = said.get("known_on", "").strip()
    held = cases.sent(case, lang)
    length = int(days) if days else None
    found = claiming.claim(held.case, contingency, claim_on, length, known_on=known_on or None, lang=lang)
    head = claim_head(found)
    kept = {"contingency": contingency, "claim_on": claim_on, "days": days}
    persona = cases.example(said.get("persona", ""))
    return page(
        request,
        lang,
        "worker_claim.html.j2",
        here="worker",
        country=held.case.country,
        posted_fields=_kept(case, persona, on=said.get("on", ""), known_on=known_on, **kept),
        title=head[0],
        lines=head[1:],
        sections=claim_sections(found),
        reasons=_reasons(found, held, persona, known_on, lang),
        contingencies=_contingencies(lang),
        contingency=contingency,
        claim_day=day_text(found.claim.day),
        days=days,
    )


def _reasons(
    found: ClaimResult, held: cases.Sent, persona: DemoCase | None, known_on: str, lang: str
) -> list[tuple[str, dict[str, Any]]]:
    """(benefit, tree) of each benefit: of what is paid where it is qualified for, else of the conditions."""
    words = Seen(ready(held, persona, "", known_on, lang).shown, lang)
    trees = []
    for number, claimed in enumerate(found.claim.benefits):
        terms = claimed.terms
        node = terms.qualified if claimed.outlook.state != "yes" else terms.paid or terms.amount
        reason = found.reason(number, node)
        row = reason.row.number if reason.row is not None else 0
        name = benefit_name(found.book, terms, lang) + in_brackets(scheme_name(terms.scheme, lang), lang)
        trees.append((name, words.branchlet(Trees(found.explainers[number]).tree((reason.node, row)))))
    return trees


# --- what may be kept -----------------------------------------------------------------------------------------------


@router.post("/worker/save")
def save(lang: Spoken, case: Annotated[str, Form()]) -> Response:
    """The case file, to be kept by whoever asked. It is read first: what is saved can be opened again."""
    held = cases.sent(case, lang)
    return _file(held.text.encode(), "amparo-case.yaml", "application/yaml")


@router.post("/worker/data")
def data(lang: Spoken, case: Annotated[str, Form()], form: Fields) -> Response:
    """The whole result as data."""
    said = told(form)
    held = cases.sent(case, lang)
    found = api.worker(held.case, known_on=said.get("known_on", "").strip() or None, lang=lang)
    text = json.dumps(worker_json(found), ensure_ascii=False, indent=2)
    return _file(text.encode(), "amparo-result.json", "application/json")


@router.post("/worker/take")
def files(lang: Spoken, case: Annotated[str, Form()], ending: Annotated[str, Form()], form: Fields) -> Response:
    """The whole result as tables for programs, on paper, or to edit."""
    known_on = told(form).get("known_on", "").strip() or None
    found = api.worker(cases.sent(case, lang).case, known_on=known_on, lang=lang)
    sheets = {one: _sheet(replace(found, lang=one)) for one in LANGUAGES}
    command = "amparo worker amparo-case.yaml" + (f" --known-on {known_on}" if known_on else "")
    return take(Taken("amparo-result", sheets, found.class_, (found.country,), command), ending, lang)


def _sheet(found: WorkerResult) -> Sheet:
    return Sheet(worker_title(found), tuple(worker_facts(found)), tuple(sections(found)))


def _file(content: bytes, name: str, kind: str) -> Response:
    return Response(content, media_type=kind, headers={"content-disposition": f'attachment; filename="{name}"'})
