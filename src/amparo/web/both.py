"""The same worker under the law of each country, side by side. Posted, as everything that is told of a worker."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from fastapi import APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from amparo.demo import demonstrations
from amparo.law import book
from amparo.report.claims import benefits_section
from amparo.report.results import country_name
from amparo.report.words import LANGUAGES, word
from amparo.web import cases
from amparo.web.languages import Spoken
from amparo.web.seen import Seen, ready
from amparo.web.shell import SHOWN_COUNTRIES, page
from amparo.web.worker import Fields, members, told

if TYPE_CHECKING:
    from collections.abc import Mapping

router = APIRouter()
_COURIER: Final = {
    "birth_date": "1995-03-12",
    "sex": "male",
    "from": "2025-01",
    "to": "2025-12",
    "payer_kind1": "platform",
    "activity1": "food_delivery",
    "form1": "services",
    "orders1": "300",
}


@router.get("/both")
def start(request: Request, lang: Spoken) -> Response:
    """The form, filled with an example."""
    return page(request, lang, "both.html.j2", here="both", sides=(), posted_fields={}, **_form(beginning(lang), lang))


def beginning(lang: str) -> dict[str, str]:
    """What the form begins with, so that a first look needs no typing: a courier on one app, paid as in each."""
    parts = [(code, demonstrations()[code]) for code in SHOWN_COUNTRIES if code in demonstrations()]
    pay = {f"pay_{code}1": part.pay for code, part in parts}
    places = {f"place_{code}": part.place for code, part in parts if part.place}
    return {**_COURIER, **pay, **places, "payer1": word("web.both.example_payer", lang)}


def _form(given: Mapping[str, str], lang: str) -> dict[str, Any]:
    """What the form needs: the lists, and what was said."""
    return {
        "given": given,
        "rows": range(1, cases.ROWS_OF_FORM + 1),
        "lists": {name: members(name, lang) for name in ("payer_kind", "activity", "form", "sex")},
        "places": cases.places_held(lang),
        "currencies": {code: book(code).currency for code in SHOWN_COUNTRIES},
    }


@router.get("/both/result")
def again(lang: Spoken) -> Response:
    """A result has no address. Back to the form."""
    return RedirectResponse(f"/{lang}/both", 303)


@router.post("/both/result")
async def result(request: Request, lang: Spoken, form: Fields) -> Response:
    """Status, coverage, what is owed, benefits and what is open, in a column for each country."""
    said = told(form)

    def answered() -> Response:
        sides = [_side(code, said, lang) for code in SHOWN_COUNTRIES]
        rows = list(zip(*[side["coverage"] for side in sides], strict=True))
        return page(
            request,
            lang,
            "both.html.j2",
            here="both",
            others={each: f"/{each}/both/result" for each in LANGUAGES},
            posted_fields=said,
            sides=sides,
            coverage=rows,
            **_form(said, lang),
        )

    return await run_in_threadpool(answered)


def _side(code: str, said: Mapping[str, str], lang: str) -> dict[str, Any]:
    """One country's answer."""
    text = cases.from_form(fields_of(code, said), lang)
    held = cases.sent(text, lang)
    shown = ready(held, None, "", "", lang).shown
    view = Seen(shown, lang)
    close = shown.close
    benefits = benefits_section(close.book, close.benefits, lang)
    rows = zip(benefits.rows, close.benefits.rows(), strict=True)
    return {
        "code": code,
        "name": country_name(code, lang),
        "text": text,
        "month": view.month,
        "window": view.window,
        "statuses": view.statuses(),
        "coverage": view.coverage(),
        "charges": view.charges(),
        "sums": view.sums(),
        "benefits": [(row[0], row[1], row[5]) for row, (found, _) in rows if found.state == "yes"],
        "asked": [item.label.text(lang) for item in close.unknowns if item.label is not None and item.effects],
        "gaps": view.law_gaps(),
        "doubts": len(view.doubts()),
    }


def fields_of(code: str, said: Mapping[str, str]) -> dict[str, str]:
    """The fields of the short form for one country: its own pay, and its own place."""
    rows = range(1, cases.ROWS_OF_FORM + 1)
    fields = {key: value for key, value in said.items() if not key.startswith(("pay_", "place_"))}
    fields |= {f"gross_pay{row}": said.get(f"pay_{code}{row}", "") for row in rows}
    place = said.get(f"place_{code}", "")
    fields |= {"country": code, "residence_place": place}
    return fields | {f"work_place{row}": place for row in rows if said.get(f"payer{row}", "").strip()}


__all__ = ["fields_of", "router"]
