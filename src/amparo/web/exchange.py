"""The exchange between delegations: a file opened, added to, compared, joined, recorded, saved; nothing stays here."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Annotated, Any, Final

import anyio
from fastapi import APIRouter, Depends
from pydantic import ValidationError
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from amparo.api import OutsideRecords
from amparo.demo import demo_cases, example_exchange
from amparo.exchange.adding import added, new_exchange
from amparo.exchange.entries import Desk, Writer
from amparo.exchange.errors import ExchangeError, Fields, Named
from amparo.exchange.exchange import difference
from amparo.exchange.files import ENDING, LARGEST, read, written
from amparo.exchange.objects import text_of
from amparo.exchange.reading import every
from amparo.exchange.record import record
from amparo.exchange.record_files import closed, record_body, record_docx, record_html, record_pdf
from amparo.exchange.texts import LANGUAGES, Text
from amparo.population.countries import margins_of, populated
from amparo.records.errors import ExportRefused
from amparo.report.refusals import refusal_text
from amparo.report.results import country_name
from amparo.report.words import word
from amparo.rules.errors import AmparoError
from amparo.web import exchange_forms as forms
from amparo.web.exchange_copy import copy_of, form_of, packed, refused_in
from amparo.web.exchange_view import View
from amparo.web.languages import Spoken
from amparo.web.problems import NoPage, in_english
from amparo.web.shell import SHOWN_COUNTRIES, page

if TYPE_CHECKING:
    from collections.abc import Mapping

    from amparo.exchange.exchange import Exchange

router = APIRouter()
Form = Annotated[FormData, Depends(form_of)]
KINDS_OF_RECORD: Final = {
    "html": "text/html; charset=utf-8",
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
SIDES: Final = (1, 2)
# One scenario is run at a time: whoever comes second waits.
_RUNNING: Final = anyio.CapacityLimiter(1)


@router.get("/exchange")
def start(request: Request, lang: Spoken, pin: str = "") -> Response:
    """Open a file, compare two, or begin. pin: a provision that is pinned next, as PT:topic.name."""
    return page(
        request,
        lang,
        "exchange_start.html.j2",
        here="exchange",
        pin=pin[:200],
        numbers=SIDES,
        megabytes=LARGEST // 1_000_000,
    )


@router.get("/exchange/{step}")
def again(lang: Spoken, step: str) -> Response:
    """A copy has no address: it was posted. Back to the beginning."""
    return RedirectResponse(f"/{lang}/exchange", 303)


# --- a copy ----------------------------------------------------------------------------------------------------------


@router.post("/exchange/page")
async def opened(request: Request, lang: Spoken, form: Form) -> Response:
    """A copy as a page: a file, the example, or what the page before carried. With `pin`, the form for that first."""
    if form.get("example"):
        with refused_in(lang):
            held = read(example_exchange().read_bytes())
    else:
        held = await copy_of(form, lang)
    pin = str(form.get("pin") or "")
    if pin:
        country, _, provision = pin.partition(":")
        given = {**forms.present_values(None, lang), "country": country, "provision": provision, "day": _today()}
        return await _entry(request, lang, held, form, "provision", given=given)
    return await anyio.to_thread.run_sync(lambda: _shown(request, lang, held, form))


@router.post("/exchange/new")
async def new(request: Request, lang: Spoken, form: Form) -> Response:
    """A new exchange from its title and delegations."""
    said = {key: value.strip() for key, value in form.items() if isinstance(value, str)}
    if "title" not in said:  # the page again, in another language
        return await opened(request, lang, form)
    sides = {
        said[f"code{n}"].upper(): {lang: said.get(f"name{n}", "") or said[f"code{n}"]}
        for n in SIDES
        if said.get(f"code{n}")
    }
    told = {"title": {lang: said["title"]}, "delegations": sides, "first": said.get("first"), "last": said.get("last")}
    with refused_in(lang):
        held = new_exchange(told, Desk(_writer(form, lang, side=next(iter(sides), ""))))
    return _shown(request, lang, held, form, side=next(iter(sides), ""), new="begun")


@router.post("/exchange/save")
async def save(lang: Spoken, form: Form) -> Response:
    """The file, with everything that is in the copy."""
    held = await copy_of(form, lang)
    return _file(written(held), f"exchange-{held.id[-6:]}{ENDING}", "application/json")


@router.post("/exchange/hand-over")
async def hand_over(lang: Spoken, form: Form) -> Response:
    """The file for the other side: without private entries."""
    held = (await copy_of(form, lang)).to_hand_over
    return _file(written(held), f"exchange-{held.id[-6:]}-shared{ENDING}", "application/json")


def _shown(request: Request, lang: str, held: Exchange, form: FormData, side: str = "", new: str = "") -> Response:
    view = View(held, lang)
    return page(
        request,
        lang,
        "exchange.html.j2",
        here="exchange",
        view=view,
        held=held,
        carried=_carried(held, form, side),
        new=new,
        addable=forms.ADDABLE,
    )


def _carried(held: Exchange, form: FormData, side: str = "") -> dict[str, str]:
    """What every form of the page sends again: the copy, and for whom the visitor writes."""
    codes = [one.code for one in held.meeting.delegations]
    own = side or str(form.get("side") or "")
    return {
        "exchange": packed(held),
        "side": own if own in codes else "",
        "capacity": str(form.get("capacity") or "")[:200],
    }


def _writer(form: FormData, lang: str, side: str = "") -> Writer:
    """For whom the visitor writes. Raises ExchangeError."""
    capacity = str(form.get("capacity") or "").strip()
    try:
        said = Text(language=lang, text=capacity) if capacity else None  # type: ignore[arg-type]
        return Writer(delegation=side or str(form.get("side") or ""), capacity=said)
    except ValidationError as error:
        raise ExchangeError("told", kind=Named("one", "writer"), what=Fields(error)) from None


def _file(content: bytes, name: str, kind: str) -> Response:
    return Response(content, media_type=kind, headers={"content-disposition": f'attachment; filename="{name}"'})


def _today() -> str:
    return dt.date.today().isoformat()


# --- adding ----------------------------------------------------------------------------------------------------------


@router.post("/exchange/entry")
async def entry(request: Request, lang: Spoken, form: Form) -> Response:
    """The form for one entry: `do` says what, and of which object ("translate comment-…", "outcome")."""
    held = await copy_of(form, lang)
    verb, _, object_ = str(form.get("do") or "").partition(" ")
    standing = held.standing.get(object_)
    if object_ and standing is None:
        raise NoPage
    kind = {"translate": "translation", "withdraw": "withdrawn", "change": standing.kind if standing else ""}.get(
        verb, verb
    )
    if kind not in (*forms.ADDABLE, "translation", "withdrawn") or (verb == "change" and kind not in forms.CHANGEABLE):
        raise NoPage
    given = forms.present_values(standing if verb == "change" else None, lang)
    if verb == "change":
        given["replaces"] = object_
    elif object_:
        given["of"] = object_
    if kind == "provision" and verb != "change":
        given["day"] = _today()
    return await _entry(request, lang, held, form, kind, given=given)


@router.post("/exchange/add")
async def add(request: Request, lang: Spoken, form: Form) -> Response:
    """The copy with what a form says added; where that cannot be, the form again with what is wrong."""
    held = await copy_of(form, lang)
    kind = str(form.get("kind") or "")
    if not kind:  # the page again, in another language
        return _shown(request, lang, held, form)
    if kind not in (*forms.ADDABLE, "translation", "withdrawn"):
        raise NoPage
    try:
        told = _told(kind, form, lang)
        writer = _writer(form, lang)
        found, _ = await anyio.to_thread.run_sync(lambda: added(held, told, writer), limiter=_RUNNING)
        return await anyio.to_thread.run_sync(lambda: _shown(request, lang, found, form, new="added"))
    except ExportRefused as error:
        raise ExportRefused(
            error.text(lang) if isinstance(error, ExchangeError) else refusal_text(error, lang)
        ) from None
    except AmparoError as error:
        wrong = error.text(lang) if isinstance(error, ExchangeError) else refusal_text(error, lang)
        given = _given(form, lang)
        return await _entry(request, lang, held, form, kind, given=given, wrong=wrong, english=in_english(error))


def _told(kind: str, form: FormData, lang: str) -> dict[str, Any]:
    country_of = {identity: country for identity, country, _ in forms.reform_choices(lang)}
    told = forms.described(kind, form, country_of)
    persona = str(form.get("persona") or "")
    if kind == "case" and persona and not told.get("case"):
        case = next((case for case in demo_cases() if case.id == persona), None)
        if case is None:
            raise OutsideRecords(word("web.worker.no_example", lang, name=persona[:40]))
        told["case"] = case.file.read_text(encoding="utf-8")
    return told


def _given(form: FormData, lang: str) -> dict[str, Any]:
    """What was filled in, to be filled in again."""
    said: dict[str, Any] = {key: value for key, value in form.items() if isinstance(value, str) and key != "exchange"}
    texts = {each: said[f"text_{each}"] for each in LANGUAGES if said.get(f"text_{each}")}
    listed = {name: tuple(str(value) for value in form.getlist(name)) for name in ("about", "reforms")}
    return {"language": lang, **said, "texts": texts, **listed}


async def _entry(
    request: Request,
    lang: str,
    held: Exchange,
    form: FormData,
    kind: str,
    *,
    given: Mapping[str, Any],
    wrong: str = "",
    english: bool = False,
) -> Response:
    """The form of a kind. wrong: what was wrong with it when it was sent."""
    object_ = str(given.get("replaces") or given.get("of") or "")
    standing = held.standing.get(object_)
    view = View(held, lang)
    original = text_of(standing.head.body) if standing and kind == "translation" else None
    do = {"translation": f"translate {object_}", "withdrawn": f"withdraw {object_}"}.get(kind, kind)
    do = f"change {object_}" if given.get("replaces") else f"{kind} {object_}" if kind == "comment" and object_ else do
    return page(
        request,
        lang,
        "exchange_entry.html.j2",
        422 if wrong else 200,
        here="exchange",
        view=view,
        held=held,
        carried={**_carried(held, form), "do": do},
        kind=kind,
        given=given,
        wrong=wrong,
        english=english and lang != "en",
        standing=standing,
        original=original,
        wordings=[view.words_of(said) for said in every(held, standing.head)] if standing else [],
        languages_left=[each for each in LANGUAGES if original is None or each != original.language],
        about=_abouts(held, lang) if kind in ("agenda", "outcome") else [],
        reforms=forms.reform_choices(lang) if kind == "scenario" else [],
        mechanisms=forms.mechanism_choices(lang) if kind == "graft" else [],
        personas=[(case.id, case.country, case.title.words(lang)) for case in demo_cases()] if kind == "case" else [],
        countries_named=[(code, country_name(code, lang)) for code in SHOWN_COUNTRIES],
        outcome_states=[(each, word(f"exchange.outcome.{each}", lang)) for each in ("agreed", "noted", "follow_up")],
        hows=[(each, word(f"web.exchange.how.{each}", lang)) for each in ("human", "machine", "reviewed")],
        persons=forms.persons_offered(),
        years=forms.years_offered(),
        usual_year=str(margins_of(populated()[0]).usual_year),
    )


def _abouts(held: Exchange, lang: str) -> list[tuple[str, Any]]:
    """What an agenda item or an outcome may be about."""
    return forms.named(held, ("agenda", "provision", "scenario", "graft", "case"), lang)


# --- two copies ------------------------------------------------------------------------------------------------------


@router.post("/exchange/compare")
async def compare(request: Request, lang: Spoken, form: Form) -> Response:
    """What each of two copies holds alone, what both changed, and both as one."""
    one = await copy_of(form, lang)
    other = await copy_of(form, lang, file="other_file", field="other")
    with refused_in(lang):
        found = difference(one, other)
        view = View(found.joined, lang)
    return page(
        request,
        lang,
        "exchange_compare.html.j2",
        here="exchange",
        view=view,
        held=found.joined,
        apart=view.apart(found),
        both=found.both,
        carried={**_carried(one, form), "other": packed(other)},
        joined={**_carried(found.joined, form)},
    )


# --- the record ------------------------------------------------------------------------------------------------------


@router.post("/exchange/record")
async def recorded(request: Request, lang: Spoken, form: Form) -> Response:
    """The closing record as a page, with its files."""
    held = await copy_of(form, lang)
    made = await anyio.to_thread.run_sync(lambda: record(held, lang))
    return page(
        request,
        lang,
        "exchange_record.html.j2",
        here="exchange",
        record=made,
        body=record_body(made),
        carried=_carried(held, form),
        kinds=tuple(KINDS_OF_RECORD),
    )


@router.post("/exchange/record-file")
async def record_file(lang: Spoken, form: Form) -> Response:
    """The record as a file; `record_file` says the language and the kind, as pt.pdf."""
    chosen, _, kind = str(form.get("record_file") or "").partition(".")
    if chosen not in LANGUAGES or kind not in KINDS_OF_RECORD:
        raise NoPage
    held = await copy_of(form, lang)
    write = {"html": lambda made: record_html(made).encode(), "pdf": record_pdf, "docx": record_docx}[kind]
    with refused_in(lang):
        content = await anyio.to_thread.run_sync(lambda: write(record(held, chosen)))
    return _file(content, f"record-{held.id[-6:]}.{chosen}.{kind}", KINDS_OF_RECORD[kind])


@router.post("/exchange/close")
async def close(request: Request, lang: Spoken, form: Form) -> Response:
    """The copy with an entry that says which record was made of it."""
    held = await copy_of(form, lang)
    if not form.get("close"):  # the page again, in another language
        return _shown(request, lang, held, form)
    with refused_in(lang):
        writer = _writer(form, lang)
        found, _ = await anyio.to_thread.run_sync(lambda: closed(held, writer))
    return await anyio.to_thread.run_sync(lambda: _shown(request, lang, found, form, new="closed"))


__all__ = ["router"]
