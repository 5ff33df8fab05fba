"""One worker: described, posted, answered, forgotten. Facts stand in the body of a request, never in its address."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

from fastapi import APIRouter, Depends, Form
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from amparo import api, claiming
from amparo.api import OutsideRecords
from amparo.demo import DemoCase, demo_cases
from amparo.engine.explain import label_of
from amparo.law import book
from amparo.report.claims import benefit_name, benefits_section, claim_head, claim_sections
from amparo.report.demonstration import Shown
from amparo.report.explained import missing_lines, move_text
from amparo.report.page import In
from amparo.report.results import worker_facts, worker_json, worker_title
from amparo.report.tree import Trees
from amparo.report.values import day_text, in_brackets, span_text, value_text
from amparo.report.words import LANGUAGES, scheme_name, word
from amparo.rules.declarations import Contingency
from amparo.rules.errors import NameNotFound
from amparo.rules.evidence import Label
from amparo.rules.kinds import category_kind, month_text, show_value
from amparo.web import cases
from amparo.web.languages import Spoken
from amparo.web.shell import SHOWN_COUNTRIES, TAGS, page

if TYPE_CHECKING:
    from collections.abc import Mapping

    from amparo.api import Open
    from amparo.claiming import ClaimResult
    from amparo.report.results import Section
    from amparo.report.tree import Branchlet

router = APIRouter()
MONTHS_SHOWN: Final = 12
MOST_KEPT: Final = 128
_EXAMPLES: dict[tuple[str, str, str, str], bytes] = {}
NODE: Final = re.compile(r"[A-Za-z_][\w.]{0,150}(\[\d{1,9}\])?", re.ASCII)
_UNKNOWN: Final = ("", "unknown")


# --- the first page -------------------------------------------------------------------------------------------------


@router.get("/worker")
def start(request: Request, lang: Spoken) -> Response:
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
        places=[(name, label.text(lang)) for name, label in cases.places_of_china()],
    )


def members(fact: str, lang: str) -> list[tuple[str, str]]:
    """(what a case file writes, label) of a closed list."""
    held = book(SHOWN_COUNTRIES[0])
    kind = held.nodes[f"common.{fact}"].kind
    return [(show_value(kind, member.value), value_text(held, kind, member.value, lang)) for member in _list(kind)]


def _list(kind: Any) -> list[Any]:
    return list(kind.category)


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
    """The page of a result. Only pages of unchanged examples are kept, and no page made from anything else ever is."""
    on, known_on = said.get("on", "").strip(), said.get("known_on", "").strip()
    persona = cases.example(said.get("persona", ""))
    if persona is None or text.replace("\r\n", "\n") != cases.text_of_example(persona.id, lang):
        return _worked_out(request, lang, text, said, on, known_on, persona, changed=True)
    key = (persona.id, lang, on, known_on)
    if key not in _EXAMPLES:
        made = _worked_out(request, lang, text, said, on, known_on, persona, changed=False)
        if len(_EXAMPLES) >= MOST_KEPT:
            _EXAMPLES.clear()
        _EXAMPLES[key] = bytes(made.body)
        return made
    return HTMLResponse(_EXAMPLES[key], headers={"content-language": TAGS[lang]})


def _worked_out(
    request: Request,
    lang: str,
    text: str,
    said: Mapping[str, str],
    on: str,
    known_on: str,
    persona: DemoCase | None,
    *,
    changed: bool,
) -> Response:
    """The page of a result; a changed example keeps the names of its payers and loses its story."""
    held = cases.sent(text, lang)
    shown = shown_in(held, persona, on, known_on, lang)
    view = Seen(shown, lang)
    close = shown.close
    benefits, not_qualified = _benefits(close, lang)
    return page(
        request,
        lang,
        "worker_result.html.j2",
        here="worker",
        others=_others("result"),
        country=held.case.country,
        posted_fields=_kept(held.text, said, on=on, known_on=known_on),
        text=held.text,
        on=on or f"{month_text(shown.case.focus)}-01",
        known_on=known_on,
        title=worker_title(shown.whole),
        lines=worker_facts(shown.whole),
        story=None if changed else persona,
        w=view,
        questions=_questions(close, lang),
        benefits=benefits,
        not_qualified=not_qualified,
        contingencies=_contingencies(lang),
        claim_day=on or f"{month_text(shown.case.focus)}-10",
    )


def _benefits(close: api.WorkerResult, lang: str) -> tuple[Section, Section]:
    """The benefits of the month: those whose conditions are met or open, and the others apart."""
    every = benefits_section(close.book, close.benefits, lang)
    pairs = list(zip(every.rows, close.benefits.rows(), strict=True))
    met = tuple(row for row, (found, _) in pairs if found.state != "no")
    others = tuple(row for row, (found, _) in pairs if found.state == "no")
    title = word("web.worker.not_qualified", lang, count=len(others))
    return replace(every, rows=met), replace(every, id="not_qualified", title=title, rows=others)


def _kept(text: str, said: Mapping[str, str], **more: str) -> dict[str, str]:
    """What the next request must send again."""
    return {"case": text, "persona": said.get("persona", ""), **more}


def _others(step: str) -> dict[str, str]:
    return {each: f"/{each}/worker/{step}" for each in LANGUAGES}


def shown_in(held: cases.Sent, persona: DemoCase | None, on: str, known_on: str, lang: str) -> Shown:
    """The results of a case: over a year, and closely in the month of a day (the last one told, where none is said)."""
    case = held.case
    whole = api.worker(case, known_on=known_on or None, lang=lang)
    close_day = on
    first, last = case.dossier.first, case.dossier.last
    if not on:
        focus = persona.focus if persona is not None and first <= persona.focus <= last else last
        close_day = f"{month_text(focus)}-01"
    close = api.worker(case, on=close_day, known_on=known_on or None, lang=lang)
    focus = close.months[0]
    began = max(first, focus - MONTHS_SHOWN + 1)
    name = Label(case.dossier.worker, case.dossier.worker, case.dossier.worker)
    view = DemoCase(
        id=case.dossier.worker,
        file=Path(),
        first=began,
        last=focus,
        focus=focus,
        title=name if persona is None else persona.title,
        story=Label("", "", "") if persona is None else persona.story,
        payers={} if persona is None else persona.payers,
        also=() if persona is None else persona.also,
    )
    return Shown(view, whole, close)


class Seen(In):
    """One worker in words, with the names of provisions, so that each reason leads to its page."""

    def branchlet(self, tree: Branchlet) -> dict[str, Any]:
        """One node of a tree in words, with the provision it stands for."""
        return {**super().branchlet(tree), "node": tree.reason.node}

    @property
    def results(self) -> list[tuple[str, str, str]]:
        """(id, label, whose) of every result that can be asked about: statuses, cover, amounts owed."""
        close = self.shown.close
        every = (*close.statuses, *self.shown.covering, *close.postings)
        found = {(f.node, f.row.number): (f.node, f.row.number, f) for f in every}
        return [(f"{node}[{row}]", f.label.text(self.lang), self.who(f.row)) for node, row, f in found.values()]


# --- what is asked --------------------------------------------------------------------------------------------------


def _questions(close: api.WorkerResult, lang: str) -> list[dict[str, Any]]:
    """The facts not told that still decide, each asked once for each payer; those that decide alone come first."""
    found = []
    for item in close.unknowns:
        if item.label is None or item.kind is None:
            continue
        for payer in dict.fromkeys(row.payer or row.group for row in item.rows):
            found.append(
                {
                    "name": f"answer|{item.node}|{payer}",
                    "node": item.node,
                    "label": item.label.text(lang),
                    "payer": payer,
                    "decides": bool(item.effects),
                    "kind": item.kind.name,
                    "choices": _choices(close, item, lang),
                    "effects": _effects(close, item, lang),
                }
            )
    return found


def _choices(close: api.WorkerResult, item: Open, lang: str) -> list[tuple[str, str]]:
    """What may be answered, for a closed list; nothing where a day, an amount or a number is asked for."""
    kind, law = item.kind, close.book
    assert kind is not None
    if kind.name == "truth":
        return [("yes", word("value.yes", lang)), ("no", word("value.no", lang))]
    if kind.name == "place":
        return [(name, label.text(lang)) for name, label in zip(law.places.names, law.places.labels, strict=True)]
    if kind.category is not None:
        return [(show_value(kind, m.value), value_text(law, kind, m.value, lang)) for m in _list(kind)]
    return []


def _effects(close: api.WorkerResult, item: Open, lang: str) -> list[tuple[str, list[str]]]:
    """What the first answers would make of the results."""
    by: dict[str, dict[str, None]] = {}
    assert item.kind is not None
    for effect in item.effects:
        said = value_text(close.book, item.kind, effect.answer, lang)
        name = label_of(close.book.nodes[effect.at[0]]).text(lang)
        outcome = span_text(close.book, effect.kind, effect.low, effect.high, lang)
        by.setdefault(said, {})[word("law.line", lang, name=name, text=outcome)] = None
    return [(said, list(lines)) for said, lines in list(by.items())[:4]]


# --- why, and what would change it ----------------------------------------------------------------------------------


@router.post("/worker/why")
def why(
    request: Request, lang: Spoken, case: Annotated[str, Form()], node: Annotated[str, Form()], form: Fields
) -> Response:
    """One result: its reasons in full, what would decide it, and the smallest changes that would alter it."""
    said = told(form)
    held = cases.sent(case, lang)
    known_on = said.get("known_on", "").strip()
    found = api.worker(held.case, known_on=known_on or None, lang=lang)
    if not NODE.fullmatch(node):
        raise NameNotFound(f"'{node[:80]}' is no name of the law. Cure: write topic.name, or topic.name[3] for a row.")
    key, row = found.place(node)
    kind, law = found.book.nodes[key].kind, found.book
    shown = shown_in(held, cases.example(said.get("persona", "")), "", known_on, lang)
    tree = Seen(shown, lang).branchlet(Trees(found.explainer).tree((key, row)))
    return page(
        request,
        lang,
        "worker_why.html.j2",
        here="worker",
        country=held.case.country,
        posted_fields=_kept(case, said, on=said.get("on", ""), known_on=known_on, node=node),
        title=tree["label"],
        subject=worker_title(found),
        tree=tree,
        missing=list(missing_lines(found.would_decide(key, row), kind, law, lang)),
        moves=[move_text(move, kind, law, lang) for move in found.smallest_changes(key, row)],
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
    return page(
        request,
        lang,
        "worker_claim.html.j2",
        here="worker",
        country=held.case.country,
        posted_fields=_kept(case, said, on=said.get("on", ""), known_on=known_on, **kept),
        title=head[0],
        lines=head[1:],
        sections=claim_sections(found),
        reasons=_reasons(found, held, cases.example(said.get("persona", "")), known_on, lang),
        contingencies=_contingencies(lang),
        contingency=contingency,
        claim_day=day_text(found.claim.day),
        days=days,
    )


def _reasons(
    found: ClaimResult, held: cases.Sent, persona: DemoCase | None, known_on: str, lang: str
) -> list[tuple[str, dict[str, Any]]]:
    """(benefit, tree) of each benefit: of what is paid where it is qualified for, else of the conditions."""
    words = Seen(shown_in(held, persona, "", known_on, lang), lang)
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


def _file(content: bytes, name: str, kind: str) -> Response:
    return Response(content, media_type=kind, headers={"content-disposition": f'attachment; filename="{name}"'})
