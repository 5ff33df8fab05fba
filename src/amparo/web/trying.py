"""Reforms tried on a population: the stack, the population, behaviour; the result; several results side by side."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlencode

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from amparo.analysis.behaviour import NAMES, BehaviourError, behaviour_of
from amparo.analysis.equivalences import equivalences
from amparo.analysis.mechanisms import mechanisms
from amparo.analysis.reforms import ReformsClash, ready_made
from amparo.law import book
from amparo.report.refusals import in_language, refusal_text
from amparo.report.words import word
from amparo.rules.errors import AmparoError
from amparo.rules.nodes import Fact
from amparo.scenarios.drafts import Draft, NoDraft, faults
from amparo.web import jobs
from amparo.web.draft_address import from_query
from amparo.web.languages import Spoken
from amparo.web.problems import NoPage
from amparo.web.reforms import held
from amparo.web.results import chart_spec, download
from amparo.web.running import SampleForm, Standing, sample_form, standing, standing_of, text_of, texts_of
from amparo.web.scenario_kinds import MOST_REFORMS, ReformAsked
from amparo.web.shell import page

if TYPE_CHECKING:
    from starlette.datastructures import FormData, QueryParams

router = APIRouter()
KIND: Final = "reform"
MOST_SIDES: Final = 6


@dataclass(frozen=True)
class Asked:
    """What the address asks for. drafts: reforms written on a page, as they stand in the address."""

    form: SampleForm
    reforms: tuple[str, ...]
    drafts: tuple[str, ...]
    mechanisms: tuple[str, ...]
    conversions: tuple[str, ...]
    behaviour: Mapping[str, str]
    joins: tuple[str, ...]

    @property
    def country(self) -> str:
        return self.form.country

    @property
    def empty(self) -> bool:
        return not (self.reforms or self.drafts or self.mechanisms)

    def read(self) -> tuple[Draft, ...]:
        """The drafts. Raises NoDraft."""
        return tuple(from_query(text) for text in self.drafts)

    def query(self) -> str:
        """The address again, in full."""
        pairs = [*self.form.query()]
        for name, told in (
            ("reform", self.reforms),
            ("draft", self.drafts),
            ("mechanism", self.mechanisms),
            ("convert", self.conversions),
        ):
            pairs += [(name, one) for one in told]
        pairs += [*self.behaviour.items(), *(("join", one) for one in self.joins)]
        return urlencode(pairs)

    def request(self) -> dict[str, Any]:
        """What the job is asked. Raises NoDraft, NoSuchSample."""
        return {
            **self.form.asked(),
            "reforms": self.reforms,
            "drafts": tuple(draft.text() for draft in self.read()),
            "mechanisms": self.mechanisms,
            "conversions": self.conversions,
            "behaviour": dict(self.behaviour),
            "joins": self.joins,
        }


def _asked(said: QueryParams | FormData, lang: str) -> Asked:
    form = sample_form(said, lang)
    known = [one for one, mechanism in mechanisms().items() if mechanism.goes_onto(form.country)]
    drafts = [held_text for held_text in said.getlist("draft")[:MOST_REFORMS] if isinstance(held_text, str)]
    return Asked(
        form,
        texts_of(said, "reform")[:MOST_REFORMS],
        tuple(dict.fromkeys(text[:16_000] for text in drafts if text)),
        tuple(one for one in known if one in texts_of(said, "mechanism"))[:3],
        tuple(one for one in equivalences() if one in texts_of(said, "convert")),
        {name: text for name in NAMES if (text := text_of(said, name, 20))},
        tuple(one for one in joining(form.country) if one in texts_of(said, "join")),
    )


@cache
def joining(country: str) -> tuple[str, ...]:
    """The facts that say who has joined a voluntary scheme on which a monthly contribution rests."""
    law, found = book(country), []
    for key, node in law.nodes.items():
        if isinstance(node, Fact) and node.kind.name == "truth" and node.name.startswith("joins_"):
            try:
                behaviour_of((("take_up", "1%"),), law, (key,))
            except BehaviourError:
                continue
            found.append(key)
    return tuple(found)


# --- what is wrong ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Wrong:
    """Something that stops a run: the field it is about, what to say, and the law book's own words."""

    field: str
    said: str
    detail: str = ""


def wrong_of(asked: Asked, lang: str) -> tuple[Wrong, ...]:
    """What has to be put right before the stack can be run."""
    if asked.empty:
        return (Wrong("stack", word("web.try.nothing", lang)),)
    found = [*_strangers(asked, lang), *_drafts(asked, lang), *_behaviour(asked, lang)]
    return tuple(found) or _stack(asked, lang)


def _strangers(asked: Asked, lang: str) -> list[Wrong]:
    known = ready_made()
    unknown = [
        Wrong("stack", word("web.try.unknown", lang, name=one[:60])) for one in asked.reforms if one not in known
    ]
    found = [held(one)[0] for one in asked.reforms if one in known]
    strange = [one for one in found if one.country != asked.country]
    return unknown + [Wrong("stack", word("web.try.other_country", lang, name=one.name.words(lang))) for one in strange]


def _drafts(asked: Asked, lang: str) -> list[Wrong]:
    found = []
    for text in asked.drafts:
        try:
            draft = from_query(text)
        except NoDraft as error:
            found.append(Wrong("stack", word(error.key, lang, **error.values)))
            continue
        if draft.country != asked.country:
            found.append(Wrong("stack", word("web.try.other_country", lang, name=draft.name.words(lang))))
            continue
        for fault in faults(draft, book(asked.country)):
            names = word("mark.comma", lang).join(fault.names)
            said = word(fault.key, lang, names=names) if fault.names else word(fault.key, lang)
            found.append(
                Wrong(
                    "stack",
                    f"{draft.name.words(lang)}{': ' if lang != 'zh' else '：'}{said}",
                    in_language(fault.detail, lang),
                )
            )
    return found


def _behaviour(asked: Asked, lang: str) -> list[Wrong]:
    found, law = [], book(asked.country)
    for name, text in asked.behaviour.items():
        try:
            behaviour_of(((name, text),), law, asked.joins if name == "take_up" else ())
        except BehaviourError:
            missing = name == "take_up" and not asked.joins
            key = "web.try.needs_join" if missing else "web.try.no_share"
            found.append(Wrong(name, word(key, lang) if missing else word(key, lang, text=text)))
    if asked.joins and "take_up" not in asked.behaviour:
        found.append(Wrong("take_up", word("web.try.needs_join", lang)))
    return found


def _stack(asked: Asked, lang: str) -> tuple[Wrong, ...]:
    """Whether the law takes the stack: two reforms that clash are named."""
    from amparo.scenarios.reforms import stack_of, stacks_of

    try:
        scenario = ReformAsked.model_validate(asked.request()).asked
        names = {one.id: one.name.words(lang) for one in stack_of(scenario)}
        stacks_of(scenario)
    except ReformsClash as error:
        one, other = (names[identity] for identity in error.reforms)
        node = book(asked.country).nodes[error.node].label.words(lang)  # type: ignore[union-attr]
        return (Wrong("stack", word("web.try.clash", lang, one=one, other=other, node=node)),)
    except AmparoError as error:
        return (Wrong("stack", word("web.try.refused", lang), refusal_text(error, lang)),)
    return ()


# --- pages ------------------------------------------------------------------------------------------------------------


@router.get("/reforms/run")
def show(request: Request, lang: Spoken) -> Response:
    """The form; and the result where it has been worked out here."""
    asked = _asked(request.query_params, lang)
    begun = not asked.empty
    return _page(request, lang, asked, wrong_of(asked, lang) if begun else ())


@router.post("/reforms/run")
async def start(request: Request, lang: Spoken) -> Response:
    """Starts the work, and goes to the address that shows it."""
    asked = _asked(await request.form(), lang)
    wrong = wrong_of(asked, lang)
    if not wrong and not asked.form.wrong:
        jobs.submit(KIND, asked.request())
    elif asked.empty:
        return _page(request, lang, asked, wrong)
    return RedirectResponse(f"/{lang}/reforms/run?{asked.query()}", 303)


def _standing(asked: Asked, lang: str) -> Standing:
    return Standing(None, None, lang) if asked.empty or asked.form.wrong else standing(KIND, asked.request(), lang)


def _page(request: Request, lang: str, asked: Asked, wrong: tuple[Wrong, ...]) -> Response:
    found = Standing(None, None, lang) if wrong else _standing(asked, lang)
    drafts = [(text, _draft(text)) for text in asked.drafts]
    return page(
        request,
        lang,
        "trying.html.j2",
        422 if wrong or asked.form.wrong else 200,
        here="reforms",
        asked=asked,
        form=asked.form,
        wrong={field: [one for one in wrong if one.field == field] for field in {one.field for one in wrong}},
        ready=[one for name in ready_made() for one in [held(name)[0]] if one.country == asked.country],
        drafts=[(text, draft) for text, draft in drafts if draft is not None],
        kit=[one for one in mechanisms().values() if one.goes_onto(asked.country)],
        rules=equivalences().values(),
        assumptions=NAMES,
        joins=[(key, book(asked.country).nodes[key]) for key in joining(asked.country)],
        found=found,
        view=found.view,
        query=asked.query(),
        path=f"/{lang}/reforms/run",
        posted=False,
    )


def _draft(text: str) -> Draft | None:
    try:
        return from_query(text)
    except NoDraft:
        return None


@router.get("/reforms/run.chart.json")
def chart(request: Request, lang: Spoken, figure: str = "") -> Response:
    """The specification of one chart."""
    return chart_spec(_ready(request, lang), figure)


@router.get("/reforms/run.{ending}")
def files(request: Request, lang: Spoken, ending: str) -> Response:
    """The result as a file."""
    return download(_ready(request, lang), ending, "amparo-reform")


def _ready(request: Request, lang: str) -> Standing:
    asked = _asked(request.query_params, lang)
    try:
        return _standing(asked, lang)
    except NoDraft:
        raise NoPage from None


# --- side by side -----------------------------------------------------------------------------------------------------


@router.get("/reforms/compare")
def side_by_side(request: Request, lang: Spoken) -> Response:
    """Results of several runs in columns, by their numbers in the address."""
    from amparo.scenarios.compared import compared_sections

    told = [one for text in request.query_params.getlist("run") for one in text.split()]
    ids = list(dict.fromkeys(told))[:MOST_SIDES]
    columns, gone = [], []
    for identity in ids:
        found = standing_of(identity, lang) if identity.isalnum() else None
        if found is None or found.result is None or found.view is None or "numbers" not in found.result:
            gone.append(word("web.sides.gone", lang, id=identity[:40]))
            continue
        country = next(iter(found.result["laws"]))
        for numbers in found.result["numbers"]:
            columns.append((_column(found, numbers, lang), country, numbers))
    return page(
        request,
        lang,
        "sides.html.j2",
        422 if gone else 200,
        here="reforms",
        ids=ids,
        gone=gone,
        columns=columns,
        sections=compared_sections(columns, lang) if columns else [],
    )


def _column(found: Standing, numbers: Mapping[str, Any], lang: str) -> str:
    """What a column is called: the scenario, on which population, by which equivalence."""
    from amparo.analysis.grafts import NO_MONEY
    from amparo.report.grafted import conversion_name

    assert found.view is not None and found.job is not None
    asked = found.job.request
    parts = [found.view.title, f"{asked['country']} {asked['year']}", f"n = {asked['n']}"]
    if numbers["conversion"] != NO_MONEY:
        parts.append(conversion_name(numbers["conversion"], lang))
    return word("mark.comma", lang).join(parts)
