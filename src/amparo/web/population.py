"""A synthetic population on a page: cascade and matrix of cover, losses, indicators, and how it was made."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlencode

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from amparo.analysis.chains import STEPS
from amparo.analysis.groups import GROUPS
from amparo.law import book
from amparo.web import jobs
from amparo.web.languages import Spoken
from amparo.web.results import chart_spec, download
from amparo.web.running import SampleForm, Standing, sample_form, standing, text_of, texts_of
from amparo.web.shell import page

if TYPE_CHECKING:
    from starlette.datastructures import FormData, QueryParams

    from amparo.scenarios.views import Chapter, View

router = APIRouter()
KIND: Final = "population"
MOST_GROUPS: Final = 3
MADE: Final = "made"


@dataclass(frozen=True)
class Asked:
    """What the address asks for: a population, groupings, the step of the matrix, one branch or all."""

    form: SampleForm
    by: tuple[str, ...]
    step: str

    def query(self) -> str:
        """The address again, in full."""
        pairs = [*self.form.query(), *(("by", one) for one in self.by), ("step", self.step)]
        return urlencode(pairs)

    def request(self) -> dict[str, Any]:
        """What the job is asked."""
        return {**self.form.asked(), "by": self.by}


def _asked(said: QueryParams | FormData, lang: str) -> Asked:
    form = sample_form(said, lang)
    offered = _groups(form.country)
    wanted = texts_of(said, "by") if "by" in said or "n" in said else ("status", "sex")
    step = text_of(said, "step")
    return Asked(
        form, tuple(one for one in offered if one in wanted)[:MOST_GROUPS], step if step in STEPS else STEPS[0]
    )


def _groups(country: str) -> tuple[str, ...]:
    return tuple(one for one in GROUPS if one != "place" or book(country).places.names)


def _standing(asked: Asked, lang: str) -> Standing:
    return Standing(None, None, lang) if asked.form.wrong else standing(KIND, asked.request(), lang)


@router.get("/population")
def show(request: Request, lang: Spoken) -> Response:
    """The form; and the result where it has been worked out here."""
    asked = _asked(request.query_params, lang)
    found = _standing(asked, lang)
    view = found.view
    return page(
        request,
        lang,
        "population.html.j2",
        422 if asked.form.wrong else 200,
        here="population",
        asked=asked,
        form=asked.form,
        groups=_groups(asked.form.country),
        steps=STEPS,
        found=found,
        view=None if view is None else _shown(view, asked.step),
        query=asked.query(),
        path=f"/{lang}/population",
    )


@router.get("/population/fit")
def fit(request: Request, lang: Spoken) -> Response:
    """How the population was made, and how it meets figures that it was not made from."""
    asked = _asked(request.query_params, lang)
    view = _standing(asked, lang).view
    if view is None:
        return RedirectResponse(f"/{lang}/population?{asked.query()}", 303)
    made = next(one for one in view.chapters if one.id == MADE)
    return page(request, lang, "population_fit.html.j2", here="population", view=view, made=made, query=asked.query())


@router.post("/population")
async def start(request: Request, lang: Spoken) -> Response:
    """Starts the work, and goes to the address that shows it."""
    asked = _asked(await request.form(), lang)
    if not asked.form.wrong:
        jobs.submit(KIND, asked.request())
    return RedirectResponse(f"/{lang}/population?{asked.query()}", 303)


def _shown(view: View, step: str) -> View:
    """The view with the matrices of one step; how the population was made has a page of its own."""
    return replace(view, chapters=tuple(_of_step(one, step) for one in view.chapters if one.id != MADE))


def _of_step(one: Chapter, step: str) -> Chapter:
    kept = [f for f in one.figures if not f.section.id.startswith("matrix.") or f.section.id.endswith(f".{step}")]
    return replace(one, figures=tuple(kept))


@router.get("/population.chart.json")
def chart(request: Request, lang: Spoken, figure: str = "") -> Response:
    """The specification of one chart."""
    return chart_spec(_standing(_asked(request.query_params, lang), lang), figure)


@router.get("/population.{ending}")
def files(request: Request, lang: Spoken, ending: str) -> Response:
    """The result as a file."""
    return download(_standing(_asked(request.query_params, lang), lang), ending, "amparo-population")
