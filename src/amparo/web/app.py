"""The application: pages below /en/, /pt/ and /zh/, data below /api/, styles below /static/."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Final

from anyio.to_thread import current_default_thread_limiter
from fastapi import APIRouter, FastAPI
from fastapi.responses import RedirectResponse
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request

import amparo
from amparo.law import book
from amparo.report.words import LANGUAGES
from amparo.web import (
    accessibility,
    both,
    both_taken,
    build,
    compare,
    exchange,
    grafts,
    home,
    http_api,
    http_jobs,
    law,
    population,
    provision,
    reforms,
    running,
    sweeps,
    trying,
    worker,
)
from amparo.web.assets import assets
from amparo.web.problems import NoPage, add_refusals, failed, not_taken
from amparo.web.safety import Safety
from amparo.web.shell import SHOWN_COUNTRIES, language_asked

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from types import ModuleType

PAGES: tuple[ModuleType, ...] = (
    home,
    law,
    provision,
    worker,
    both,
    both_taken,
    compare,
    population,
    build,
    trying,
    reforms,
    grafts,
    sweeps,
    exchange,
    running,
    accessibility,
)


# Pages are worked out one after another: many at once would only make each wait for all the others.
AT_ONCE: Final = 4


@asynccontextmanager
async def answering(_: FastAPI) -> AsyncIterator[None]:
    """For as long as the application answers."""
    current_default_thread_limiter().total_tokens = AT_ONCE
    yield


def create_app() -> FastAPI:
    """The workbench as an ASGI application. The law is read here, so that the first visitor does not wait for it."""
    for code in SHOWN_COUNTRIES:
        book(code)
    app = FastAPI(
        title="Amparo",
        version=amparo.__version__,
        description="Social-security law of countries, run on one worker with its reasons.",
        openapi_url="/api/openapi.json",
        docs_url=None,  # its page would load scripts from another site
        redoc_url=None,
        lifespan=answering,
    )
    app.add_middleware(GZipMiddleware, minimum_size=4096, compresslevel=5)
    app.add_middleware(Safety, refuse=not_taken, fail=failed)
    add_refusals(app)
    app.mount("/static", assets(), name="static")
    app.include_router(http_jobs.router)
    app.include_router(http_api.router)
    pages = APIRouter(prefix="/{lang}", include_in_schema=False)
    for module in PAGES:
        pages.include_router(module.router)
    app.include_router(pages)
    app.add_api_route("/", start, include_in_schema=False)
    app.add_api_route("/{lang}", into_language, include_in_schema=False)
    return app


def start(request: Request) -> RedirectResponse:
    """To the language that the browser prefers."""
    return RedirectResponse(f"/{language_asked('', request.headers.get('accept-language', ''))}/", 307)


def into_language(lang: str) -> RedirectResponse:
    """/pt to /pt/. Raises NoPage."""
    if lang not in LANGUAGES:
        raise NoPage
    return RedirectResponse(f"/{lang}/", 307)


__all__ = ["create_app"]
