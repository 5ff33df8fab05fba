"""The law as data over HTTP, for R, Python and spreadsheets. Described at /api/openapi.json.

A worker's facts are posted and answered; nothing of them is kept. Results are those of the command line's JSON.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from inspect import Parameter, Signature
from typing import Annotated, Any, Final, Literal

from fastapi import APIRouter, Body, Depends, Path, Query
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, WithJsonSchema

from amparo import api, claiming
from amparo.api import OutsideRecords
from amparo.law import book, not_held
from amparo.report import comparison as comparison_words
from amparo.report import lawbook
from amparo.report.results import country_name
from amparo.report.words import word
from amparo.web import cases, compare, search
from amparo.web.http_problems import REFUSALS, Lang
from amparo.web.problems import told
from amparo.web.shell import SHOWN_COUNTRIES


def _shown(code: str) -> str:
    """A code as it came, where it is that of a country shown. Raises ValueError, which is answered with 422."""
    if code not in SHOWN_COUNTRIES:
        raise ValueError(not_held(code, SHOWN_COUNTRIES))
    return code


# Which countries there are is known once the law is read, so that no type can list them; the document does.
Country = Annotated[str, AfterValidator(_shown), WithJsonSchema({"type": "string", "enum": list(SHOWN_COUNTRIES)})]
MOST_ENTRIES: Final = 5000


class CaseBody(BaseModel):
    """A case as in a case file (docs/case-file.md): as an object, or as the text of the file in YAML or JSON."""

    model_config = ConfigDict(extra="forbid")

    case: dict[str, Any] | str = Field(description="A case file as an object, or its text.")
    on: str | None = Field(None, max_length=20, description="Only the month of this day, as 2025-03-10.")
    known_on: str | None = Field(None, max_length=20, description="The law as known on this day.")


class ClaimBody(CaseBody):
    """A case and what happens on a day."""

    on: str = Field(max_length=20, description="The day on which the contingency begins, as 2025-03-10.")
    contingency: Literal[
        "sickness",
        "employment_injury",
        "birth",
        "unemployment",
        "occupational_disease",
        "invalidity",
        "old_age",
        "death",
        "care",
        "need",
    ]
    days: int | None = Field(None, ge=1, le=36_600, description="How many days it lasts.")
    facts: dict[str, str | int | float | bool] = Field(default_factory=dict, description="Facts of the spell.")


class WhyBody(CaseBody):
    """A case and the result (or any node of the law) to explain."""

    node: str = Field(
        pattern=r"^[A-Za-z_][A-Za-z0-9_.]{0,150}(\[[0-9]{1,9}\])?$",
        description="As labour_status, or topic.name[3] for its fourth row.",
    )
    row: int | None = Field(None, ge=0, le=100_000)


class RuleBody(BaseModel):
    """Inputs of one rule; what is not given is unknown."""

    model_config = ConfigDict(extra="forbid")

    given: dict[str, str | int | float | bool] = Field(default_factory=dict, max_length=200)
    on: str | None = Field(None, max_length=20, description="The day whose law is taken.")
    place: str | None = Field(None, max_length=60)


router = APIRouter(prefix="/api", responses=REFUSALS)


@router.get("/countries", summary="The countries held", tags=["law"])
def countries(lang: Lang = "en") -> dict[str, Any]:
    """Each country with the hash of its law book, its places and its topics."""
    found = []
    for code in SHOWN_COUNTRIES:
        held = book(code)
        listed = zip(held.places.names, held.places.labels, strict=True)
        places = [{"id": name, "label": label.text(lang)} for name, label in listed]
        named = country_name(code, lang)
        found.append({"id": code, "name": named, "law": held.hash, "places": places, "topics": list(held.topics)})
    return {"format": "amparo-countries/1", "language": lang, "countries": found}


@router.get("/law", summary="Search or list the provisions", tags=["law"])
def law_list(
    q: Annotated[str, Query(max_length=200, description="Words in any of the three languages, without accents.")] = "",
    country: Annotated[Country | None, Query()] = None,
    kind: Annotated[Literal["rule", "parameter", "fact", "link"] | None, Query()] = None,
    topic: Annotated[str, Query(max_length=60)] = "",
    limit: Annotated[int, Query(ge=1, le=MOST_ENTRIES)] = MOST_ENTRIES,
    lang: Lang = "en",
) -> dict[str, Any]:
    """Rules, parameters, facts and links, best matches first."""
    found = search.search(q, country or "", kind or "", topic)
    rows = [
        {"id": e.id, "country": e.country, "kind": e.kind, "topic": e.topic, "label": e.label.words(lang)}
        for e in found[:limit]
    ]
    return {"format": "amparo-law-search/1", "language": lang, "count": len(found), "entries": rows}


@router.get("/law/{country}/{name}", summary="One provision in full", tags=["law"])
def law_entry(country: Country, name: Annotated[str, Path(max_length=200)], lang: Lang = "en") -> dict[str, Any]:
    """Values or wordings over time with citation, evidence and legal state; what it reads and what reads it."""
    return {"format": "amparo-law-entry/1", "language": lang, **lawbook.entry(name, country, lang)}


@router.post("/rules/{country}/{name}", summary="Evaluate one rule", tags=["law"])
def rule(
    country: Country, name: Annotated[str, Path(max_length=200)], body: RuleBody, lang: Lang = "en"
) -> dict[str, Any]:
    """One rule for given inputs on a day's law, with its trace."""
    given = {key: _written(value) for key, value in body.given.items()}
    _checked_day(body.on, lang)
    return api.evaluate(name, given, country=country, on=body.on, place=body.place, lang=lang).to_json()


@router.post("/worker", summary="The law on one worker", tags=["worker"])
def worker(body: CaseBody, lang: Lang = "en") -> dict[str, Any]:
    """Status, coverage, contributions, benefits, unknown facts that would decide, doubts (amparo-result/1)."""
    held = _sent(body, lang)
    return api.worker(held.case, on=body.on, known_on=body.known_on, lang=lang).to_json()


@router.post("/worker/batch", summary="Several workers at once", tags=["worker"])
def batch(bodies: Annotated[list[CaseBody], Body(min_length=1, max_length=20)], lang: Lang = "en") -> dict[str, Any]:
    """One result for each case in its order; a case that is refused has its errors instead."""
    found: list[dict[str, Any]] = []
    for body in bodies:
        try:
            found.append({"result": worker(body, lang), "errors": []})
        except (api.AmparoError, ValueError) as error:
            found.append({"result": None, "errors": told(error, lang)})
    return {"format": "amparo-batch/1", "language": lang, "results": found}


@router.post("/worker/why", summary="Why a result is what it is", tags=["worker"])
def why(body: WhyBody, lang: Lang = "en") -> dict[str, Any]:
    """The reasons, what would decide it, and the smallest changes that would alter it (amparo-why/1)."""
    from amparo.report.results import why_of

    held = _sent(body, lang)
    return why_of(api.worker(held.case, on=body.on, known_on=body.known_on, lang=lang), body.node, body.row)


@router.post("/claim", summary="What a contingency would be given", tags=["worker"])
def claim(
    body: ClaimBody,
    reasons: Annotated[bool, Query(description="With the whole why-tree of each benefit (megabytes).")] = False,
    lang: Lang = "en",
) -> dict[str, Any]:
    """Every benefit for a contingency that begins on a day, with conditions and assumptions (amparo-claim/1)."""
    held = _sent(body, lang)
    told = {key: _written(value) for key, value in body.facts.items()}
    found = claiming.claim(held.case, body.contingency, body.on, body.days, told, body.known_on, lang)
    data = found.to_json()
    if not reasons:
        data["benefits"] = [{key: held for key, held in one.items() if key != "why"} for one in data["benefits"]]
    return data


def _asking_places() -> Callable[..., tuple[tuple[str, str], ...]]:
    """What reads a parameter place_xx for each country whose law has places; its signature tells FastAPI which."""
    codes = {f"place_{code.lower()}": code for code in SHOWN_COUNTRIES if book(code).places.names}

    def places(**told: str) -> tuple[tuple[str, str], ...]:
        return tuple((codes[name], place) for name, place in told.items() if place)

    def parameter(name: str) -> Parameter:
        said = Query(max_length=60, description=f"Where {country_name(codes[name], 'en')}'s persons live.")
        return Parameter(name, Parameter.KEYWORD_ONLY, default="", annotation=Annotated[str, said])

    places.__signature__ = Signature([parameter(name) for name in codes])  # type: ignore[attr-defined]
    return places


Places = Annotated[tuple[tuple[str, str], ...], Depends(_asking_places())]


@router.get("/compare", summary="Countries side by side", tags=["comparison"])
def comparison(
    branch: Annotated[str, Query(max_length=60, description="A branch, or the number of a MISSOC table, I to XII.")],
    countries: Annotated[list[Country] | None, Query()] = None,
    on: Annotated[str | None, Query(max_length=20)] = None,
    known_on: Annotated[str, Query(max_length=20)] = "",
    places: Places = (),
    lang: Lang = "en",
) -> dict[str, Any]:
    """A table for countries on a day, each cell with provision, value, citations and evidence."""
    told = tuple(dict.fromkeys(countries or compare.COMPARED))
    held = tuple((code, place) for code, place in places if code in told)
    asked = compare.Asked(lang, told, branch, on or dt.date.today().isoformat(), known_on, held, False)
    return comparison_words.comparison_json(asked.found(), lang)


def _sent(body: CaseBody, lang: str) -> cases.Sent:
    """The case of a body, within the limits of a page. Raises CaseError, OutsideRecords, ExportRefused."""
    _checked_day(body.on, lang)
    text = body.case if isinstance(body.case, str) else cases.written(cases.copied(body.case))
    return cases.sent(text, lang)


def _checked_day(day: str | None, lang: str) -> None:
    if day is not None:
        api.day_told(day, lang)


def _written(value: str | int | float | bool) -> str:
    """A value as a case file writes it. Raises OutsideRecords for a number that is none."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    text = str(value)
    if text in ("nan", "inf", "-inf"):
        raise OutsideRecords(word("error.no_amount", "en", text=text))
    return text
