"""Long work over HTTP: asked for by POST, looked at by GET, ended by DELETE. The same request is the same job."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal

from fastapi import APIRouter, Path, Query
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import JSONResponse, Response

from amparo.report.words import word
from amparo.web import jobs
from amparo.web.http_problems import REFUSALS, Lang, Problem
from amparo.web.problems import NoPage, problem

if TYPE_CHECKING:
    from amparo.web.jobs import Job, Kind

AGAIN_SECONDS: Final = 2  # until a job is worth another look
Identity = Annotated[str, Path(pattern=r"^[0-9a-f]{20}$", description="As the answer to the request says.")]


class Standing(BaseModel):
    """Where a job stands. `share` goes from 0 to 1; `before`: how many wait in front of it; `errors`: why it failed."""

    model_config = ConfigDict(extra="forbid")

    format: Literal["amparo-job/1"] = "amparo-job/1"
    id: str
    kind: str
    request: dict[str, Any] = Field(description="What was asked, in full.")
    state: jobs.State
    step: str
    share: float = Field(ge=0, le=1)
    before: int = Field(ge=0)
    errors: list[str]
    result: str | None = Field(description="Where the result is, once there is one.")


_LOOK: Final = {"Retry-After": {"description": "Seconds until it is worth a look.", "schema": {"type": "integer"}}}
_PLACE: Final = {"Location": {"description": "Where the job is.", "schema": {"type": "string"}}}
_JOB: Final[dict[int | str, dict[str, Any]]] = {404: REFUSALS[404], 422: REFUSALS[422]}
router = APIRouter(prefix="/api/jobs", tags=["jobs"])


def _asks(name: str, kind: Kind) -> Callable[..., Response]:
    """The address at which a kind of job is asked for."""

    def ask(body: Any, lang: Lang = "en") -> Response:
        return _told(jobs.submit(name, body), lang)

    ask.__annotations__["body"] = kind.asks
    ask.__doc__ = f"{(kind.asks.__doc__ or '').strip()} Asked again, it is the job that is there already."
    return ask


for _name, _kind in jobs.KINDS.items():
    router.add_api_route(
        f"/{_name}",
        _asks(_name, _kind),
        methods=["POST"],
        summary=f"Ask for a job: {_name}",
        operation_id=f"ask_{_name}",
        status_code=202,
        response_model=Standing,
        responses={
            202: {"description": "It waits or runs.", "headers": {**_PLACE, **_LOOK}},
            200: {"model": Standing, "description": "It has ended already.", "headers": _PLACE},
            **{code: REFUSALS[code] for code in (400, 404, 408, 413, 422)},
            429: {"model": Problem, "description": "As many jobs wait as may.", "headers": _LOOK},
        },
    )


@router.get("/{identity}", summary="Where a job stands", response_model=Standing, responses=_JOB)
def look(identity: Identity, lang: Lang = "en") -> Response:
    """Waiting, running with how far it is, done, failed with the reason, or cancelled."""
    return _told(_job(identity), lang, 200)


@router.delete("/{identity}", summary="End a job", response_model=Standing, responses=_JOB)
def cancel(identity: Identity, lang: Lang = "en") -> Response:
    """Ends its processes; a running job is gone a moment later. What has ended already stays as it is."""
    _job(identity)
    job = jobs.cancel(identity)
    return _told(_job(identity) if job is None else job, lang, 200)


@router.get(
    "/{identity}/result",
    summary="What a job gave",
    responses={**_JOB, 409: {"model": Problem, "description": "It is not done, or has failed."}},
    response_model=dict[str, Any],
)
def result(
    identity: Identity,
    lang: Lang = "en",
    views: Annotated[bool, Query(description="With the tables and charts of the pages, in three languages.")] = False,
) -> Response:
    """The data of the result; `/api/jobs/{identity}` says what was asked."""
    job = _job(identity)
    if job.state is not jobs.State.DONE:
        return JSONResponse(problem(409, [word("web.job.not_done", lang)]), 409)
    found = jobs.result(job)
    return JSONResponse(found if views else {key: held for key, held in found.items() if key != "views"})


def _job(identity: str) -> Job:
    """A job that is there. Raises NoPage."""
    job = jobs.find(identity)
    if job is None:
        raise NoPage
    return job


def _told(job: Job, lang: str, status: int = 0) -> Response:
    """Where a job stands, with the headers of an answer that something will still come of."""
    place = f"/api/jobs/{job.id}"
    told = Standing(
        id=job.id,
        kind=job.kind,
        request=dict(job.request),
        state=job.state,
        step=job.step,
        share=job.share,
        before=job.before,
        errors=[text] if (text := jobs.reason_text(job, lang)) else [],
        result=f"{place}/result" if job.state is jobs.State.DONE else None,
    )
    headers = {"Location": place} | ({} if job.state.ended else {"Retry-After": str(AGAIN_SECONDS)})
    return JSONResponse(told.model_dump(mode="json"), status or (200 if job.state.ended else 202), headers)


__all__ = ["router"]
