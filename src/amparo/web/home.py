"""The first page."""

from __future__ import annotations

from functools import cache
from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from amparo.law import book
from amparo.report.values import number_text
from amparo.rules import lint
from amparo.web.languages import Spoken
from amparo.web.shell import SHOWN_COUNTRIES, page

router = APIRouter()


@cache
def held() -> list[dict[str, Any]]:
    """Of each country: how much law is held, and how well known."""
    found = []
    for code in SHOWN_COUNTRIES:
        law = book(code)
        register = lint.register(law)
        found.append(
            {
                "code": code,
                "provisions": register.provisions,
                "values": register.values,
                "doubtful": register.doubtful_values,
                "since": register.law_since,
                "places": len(law.places.names),
                "hash": law.hash[:12],
            }
        )
    return found


@router.get("/")
def home(request: Request, lang: Spoken) -> Response:
    """What the workbench holds, and where to go."""
    count = number_text(str(sum(country["provisions"] for country in held())), lang)
    return page(request, lang, "home.html.j2", here="home", held=held(), count=count)
