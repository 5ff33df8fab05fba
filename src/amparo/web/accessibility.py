"""The accessibility statement, from what the tests in a browser found (accessibility.json; `make accessibility`)."""

from __future__ import annotations

import json
import os
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from amparo.web.languages import Spoken
from amparo.web.shell import page

if TYPE_CHECKING:
    from collections.abc import Mapping

router = APIRouter()
RESULTS: Final = Path(__file__).with_name("accessibility.json")
LIMITS: Final = ("english", "terms", "charts", "files", "sources")
UNTESTED: Final = ("people", "readers", "browsers", "standards")
CHECKS: Final = ("width", "keyboard", "words", "wishes")


@cache
def tested() -> Mapping[str, Any]:
    """What the last run found: date, version, browser, rules, and of every page its faults and what is undecided."""
    found: Mapping[str, Any] = json.loads(RESULTS.read_text(encoding="utf-8"))
    return found


def undecided() -> list[tuple[str, int]]:
    """The rules that a person must still look at, with the number of elements, most first."""
    counted: dict[str, int] = {}
    for held in tested()["pages"]:
        for rule, elements in held["incomplete"].items():
            counted[rule] = counted.get(rule, 0) + elements
    return sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))


@router.get("/accessibility")
def statement(request: Request, lang: Spoken) -> Response:
    """The statement, in the order of the model in Decision (EU) 2018/1523."""
    found = tested()
    return page(
        request,
        lang,
        "accessibility.html.j2",
        here="accessibility",
        found=found,
        examples=sum(held["examples"] for held in found["pages"]),
        faulty=[held for held in found["pages"] if held["faults"]],
        faults=sum(sum(held["faults"].values()) for held in found["pages"]),
        undecided=undecided(),
        limits=LIMITS,
        untested=UNTESTED,
        checks=CHECKS,
        contact=os.environ.get("AMPARO_CONTACT", "").strip(),
    )


@router.get("/accessibility.json")
def as_json(lang: Spoken) -> Response:
    """What the tests found, as data."""
    name = 'attachment; filename="amparo-accessibility.json"'
    return Response(RESULTS.read_bytes(), media_type="application/json", headers={"content-disposition": name})


__all__ = ["router"]
