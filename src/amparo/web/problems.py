"""Refusals: which status, and what a person or a program is told. Never a traceback, never what was sent."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any, Final

from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from amparo.api import OutsideRecords
from amparo.records.errors import CaseError, ExportRefused, FilesRefused, MapError
from amparo.report.refusals import finding_text, in_language, lines_of
from amparo.report.words import LANGUAGES, has_word, word
from amparo.rules.errors import AmparoError, NameNotFound
from amparo.rules.messages import Message, what_of
from amparo.web.jobs import QueueFull
from amparo.web.safety import most_sent
from amparo.web.shell import for_script, language_asked, page

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from fastapi import FastAPI
    from starlette.types import Receive, Scope, Send

AGAIN_SECONDS: Final = 30  # after which a full queue is worth another try
_LOG: Final = logging.getLogger("amparo.web")


class NoPage(AmparoError):
    """There is nothing at this address."""


def status_of(error: Exception) -> int:
    """The status of a refusal; 500 where the mistake is Amparo's own."""
    match error:
        case HTTPException():
            return error.status_code
        case NoPage() | NameNotFound():
            return 404
        case ExportRefused():
            return 403
        case QueueFull():
            return 429
        case RequestValidationError() | AmparoError() | ValueError():
            return 422
    return 500


def told(error: Exception, lang: str) -> list[str]:
    """What is wrong, one line each."""
    match error:
        case NoPage():
            return [word("web.error.no_page", lang)]
        case CaseError():
            return [finding_text(finding, lang) for finding in error.findings]
        case QueueFull():
            return [word("web.job.full", lang, most=error.most)]
        case RequestValidationError():
            return wrong_fields([(item["loc"][1:], item) for item in error.errors()], lang)
        case ValidationError():
            return wrong_fields([(item["loc"], dict(item)) for item in error.errors()], lang)
        case HTTPException():
            return [word("web.error.no_page", lang)] if error.status_code == 404 else []
        case AmparoError() | ValueError():
            return lines_of(error, lang)
    return [word("web.error.unexpected", lang)]


def wrong_fields(found: Sequence[tuple[Sequence[str | int], Mapping[str, Any]]], lang: str) -> list[str]:
    """A line for each field that is wrong, by where it stands; what a check of our own says of it stands beside it."""
    lines = []
    for place, item in found:
        field = "" if item["type"] == "json_invalid" else ".".join(str(part) for part in place)
        own = item.get("ctx", {}).get("error")
        named = field or "body"
        said = word("web.error.field", lang, field=named if lang == "en" else f'"{named}"')
        lines.append(f"{said} {in_language(what_of(own), lang)}" if isinstance(own, ValueError) and str(own) else said)
    return list(dict.fromkeys(lines))


def in_english(error: Exception) -> bool:
    """Whether what is wrong is said in English alone: by the law as its authors write it, or by a library."""
    match error:
        case NoPage() | OutsideRecords() | ExportRefused() | QueueFull() | CaseError() | FilesRefused() | MapError():
            return False
        case RequestValidationError() | ValidationError() | HTTPException():
            return False
    return isinstance(error, AmparoError | ValueError) and not isinstance(what_of(error), Message)


def language_of(request: Request) -> str:
    """The language of a request: its path, or what the browser prefers."""
    return language_asked(request.url.path, request.headers.get("accept-language", ""))


def refusal(request: Request, error: Exception) -> Response:
    """A refusal as a page, or as data below /api/."""
    status, lang = status_of(error), language_of(request)
    if request.url.path.startswith("/api/"):
        asked = request.query_params.get("lang", "en")
        asked = asked if asked in LANGUAGES else "en"
        lines = told(error, asked) or [_title(status, asked)]
        held = {"Retry-After": str(AGAIN_SECONDS)} if isinstance(error, QueueFull) else None
        return JSONResponse(problem(status, lines), status, held)
    return _page(request, lang, status, told(error, lang), in_english(error))


def problem(status: int, lines: list[str]) -> dict[str, Any]:
    """What a program is told of a refusal."""
    return {"status": status, "errors": lines}


def _title(status: int, lang: str) -> str:
    """A refusal in a few words."""
    key = f"web.error.{status}"
    return word(key if has_word(key) else "web.error.title", lang)


def _page(request: Request, lang: str, status: int, lines: list[str], english: bool = False) -> Response:
    shown = {
        "title": _title(status, lang),
        "lines": lines,
        "status": status,
        "english": english and lang != "en",
        "posted": False,
    }
    template = "error_part.html.j2" if for_script(request) else "error.html.j2"
    return page(request, lang, template, status, **shown)


async def not_taken(scope: Scope, receive: Receive, send: Send, status: int) -> None:
    """Refuses a body beyond the limit (413), or one that does not come (408)."""
    request = Request(scope, receive)
    lang = language_of(request)
    key = "web.error.too_large" if status == 413 else "web.error.too_slow"
    said = [word(key, lang, most=most_sent(request.url.path) // 1024)]
    below_api = request.url.path.startswith("/api/")
    answer = JSONResponse(problem(status, said), status) if below_api else _page(request, lang, status, said)
    answer.headers["connection"] = "close"  # the rest of the body may still be on its way
    await answer(scope, receive, send)


async def failed(scope: Scope, receive: Receive, send: Send, error: Exception) -> None:
    """Answers a mistake of Amparo's own; the log says its type alone, as a message could hold what somebody told."""
    _LOG.error("unexpected %s at %s", type(error).__name__, scope["path"])
    await refusal(Request(scope, receive), error)(scope, receive, send)


def add_refusals(app: FastAPI) -> None:
    """Every refusal of the floors below, as a page or as data."""

    def refused(request: Request, error: Exception) -> Response:
        return refusal(request, error)

    for kind in (AmparoError, ValueError, RequestValidationError, HTTPException):
        app.add_exception_handler(kind, refused)


__all__ = ["NoPage", "add_refusals", "failed", "in_english", "not_taken", "problem", "refusal", "status_of", "told"]
