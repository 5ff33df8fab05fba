"""Long work on a page: where it stands, its result in a language, and the forms that start and end it."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Annotated, Any, Final

from fastapi import APIRouter, Form
from starlette.responses import RedirectResponse, Response

from amparo.population.countries import margins_of
from amparo.report.words import has_word, word
from amparo.rules.errors import AmparoError
from amparo.scenarios.samples import MOST_SEED, SIZES, NoSuchSample, Sample, sample_of
from amparo.scenarios.views import View, view_of
from amparo.web import jobs
from amparo.web.jobs.asking import identity_of
from amparo.web.languages import Spoken
from amparo.web.problems import NoPage
from amparo.web.shell import SHOWN_COUNTRIES, SHOWN_POPULATIONS

if TYPE_CHECKING:
    from starlette.datastructures import FormData, QueryParams

router = APIRouter()
TO_END: Final = 1.5  # seconds that whoever cancels waits for the end at most
LOOK: Final = 0.05  # seconds between two looks


@dataclass(frozen=True)
class Standing:
    """What has come of a request: no job yet, one that waits or runs, or its result."""

    job: jobs.Job | None
    result: Mapping[str, Any] | None
    lang: str

    @property
    def view(self) -> View | None:
        """The result in the language of the page."""
        return None if self.result is None else view_of(self.result["views"][self.lang])

    @property
    def waits(self) -> bool:
        """Whether something will still come of it."""
        return self.job is not None and not self.job.state.ended

    @property
    def minutes(self) -> int:
        """After how many minutes a job is ended here."""
        return round(jobs.desk().limits.seconds / 60)

    @property
    def failed(self) -> bool:
        return self.job is not None and self.job.state in (jobs.State.FAILED, jobs.State.CANCELLED)

    @property
    def said(self) -> str:
        """Where the job stands, or why it failed."""
        if self.job is None:
            return ""
        if self.job.state is jobs.State.WAITING:
            key = "web.run.waiting" if self.job.before else "web.run.next"
            return word(key, self.lang, before=self.job.before)
        if self.job.state is jobs.State.RUNNING:
            key = f"web.run.step.{self.job.step or 'starts'}"
            step = word(key if has_word(key) else "web.run.step.law", self.lang)
            return word("web.run.running", self.lang, step=step, percent=round(100 * self.job.share))
        if self.job.state is jobs.State.CANCELLED:
            return word("web.run.cancelled", self.lang)
        return jobs.reason_text(self.job, self.lang) or word(f"web.job.state.{self.job.state}", self.lang)


def standing(kind: str, request: Mapping[str, Any], lang: str) -> Standing:
    """What has come of a request on this instance."""
    desk = jobs.desk()
    asked = desk.asked(kind, request).model_dump(mode="json")
    return standing_of(identity_of(kind, asked), lang)


def standing_of(identity: str, lang: str) -> Standing:
    """What has come of a job."""
    job = jobs.find(identity)
    if job is None or job.state is not jobs.State.DONE:
        return Standing(job, None, lang)
    return Standing(job, _result(identity, job.ended or 0.0), lang)


@lru_cache(maxsize=24)
def _result(identity: str, ended: float) -> Mapping[str, Any]:
    """A result, read once; `ended` tells two runs of one job apart."""
    job = jobs.find(identity)
    assert job is not None
    found: Mapping[str, Any] = jobs.result(job)
    return found


@router.post("/runs/{identity}/cancel")
def cancel(lang: Spoken, identity: str, back: Annotated[str, Form()] = "") -> Response:
    """Ends a run, waits a moment until its processes are gone, and goes back to the page that showed it."""
    job = jobs.cancel(identity)
    if job is None:
        raise NoPage
    end = time.monotonic() + TO_END
    while job is not None and not job.state.ended and time.monotonic() < end:
        time.sleep(LOOK)
        job = jobs.find(identity)
    return RedirectResponse(back if back.startswith(f"/{lang}/") else f"/{lang}/", 303)


# --- the population that every form asks for --------------------------------------------------------------------------


@dataclass(frozen=True)
class SampleForm:
    """The fields of a population as somebody filled them, and what is wrong with them."""

    country: str
    n: str
    seed: str
    year: str
    sample: Sample | None
    wrong: Mapping[str, str]

    @property
    def sizes(self) -> tuple[int, ...]:
        return SIZES

    @property
    def years(self) -> tuple[int, ...]:
        return margins_of(self.country).years

    @property
    def most_seed(self) -> int:
        return MOST_SEED

    def query(self) -> list[tuple[str, str]]:
        """The fields of the address."""
        return [("country", self.country), ("n", self.n), ("seed", self.seed), ("year", self.year)]

    def asked(self) -> dict[str, Any]:
        """The population as a job is asked for it. Raises NoSuchSample where none is offered."""
        one = sample_of(self.country, self.n, self.seed, self.year)
        return {"country": one.country, "n": one.n, "seed": one.seed, "year": one.year}


def sample_form(said: QueryParams | FormData, lang: str, country: str = "") -> SampleForm:
    """The population asked for by an address or a form. country: where the rest of the page settles it.

    Raises NoPage for what is no country shown, MarginsError for one that has no population.
    """
    code = country or text_of(said, "country").upper() or SHOWN_POPULATIONS[0]
    if code not in SHOWN_COUNTRIES:
        raise NoPage
    margins = margins_of(code)
    n, seed = text_of(said, "n") or str(SIZES[1]), text_of(said, "seed") or "1"
    year = text_of(said, "year") or str(margins.usual_year)
    try:
        return SampleForm(code, n, seed, year, sample_of(code, n, seed, year), {})
    except NoSuchSample as error:
        wrong = {error.field: word("web.run.not_offered", lang, told=str(error.told)[:40], offered=error.offered)}
        return SampleForm(code, n, seed, year, None, wrong)


def text_of(said: QueryParams | FormData, name: str, most: int = 200) -> str:
    """A field as text, without the spaces around it; an uploaded file is none."""
    held = said.get(name, "")
    return held.strip()[:most] if isinstance(held, str) else ""


def texts_of(said: QueryParams | FormData, name: str, most: int = 20) -> tuple[str, ...]:
    """A field told several times, each once, without what is empty."""
    found = [held.strip()[:200] for held in said.getlist(name)[:most] if isinstance(held, str)]
    return tuple(dict.fromkeys(text for text in found if text))


__all__ = [
    "AmparoError",
    "SampleForm",
    "Standing",
    "sample_form",
    "standing",
    "standing_of",
    "text_of",
    "texts_of",
]
