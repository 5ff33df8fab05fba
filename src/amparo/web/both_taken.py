"""The same worker under both laws, to take away: each country's tables one after another in every kind of file."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Form
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from amparo import api
from amparo.report.results import country_name, sections, worker_facts
from amparo.report.words import LANGUAGES, word
from amparo.web import cases
from amparo.web.both import fields_of
from amparo.web.languages import Spoken
from amparo.web.shell import SHOWN_COUNTRIES
from amparo.web.taken import Sheet, Taken, take
from amparo.web.worker import Fields, told

if TYPE_CHECKING:
    from collections.abc import Sequence

    from amparo.api import WorkerResult

router = APIRouter()


@router.post("/both/take")
async def files(lang: Spoken, ending: Annotated[str, Form()], form: Fields) -> Response:
    """Both results as one file of that ending."""
    said = told(form)

    def made() -> Response:
        texts = [cases.from_form(fields_of(code, said), lang) for code in SHOWN_COUNTRIES]
        found = [api.worker(cases.sent(text, lang).case, lang=lang) for text in texts]
        sheets = {one: _sheet([replace(each, lang=one) for each in found], one) for one in LANGUAGES}
        command = "\n".join(f"amparo worker amparo-case-{code}.yaml" for code in SHOWN_COUNTRIES)
        return take(Taken("amparo-both", sheets, found[0].class_, SHOWN_COUNTRIES, command), ending, lang)

    return await run_in_threadpool(made)


def _sheet(found: Sequence[WorkerResult], lang: str) -> Sheet:
    """The tables of each country, with its name before their titles."""
    colon = "：" if lang == "zh" else ": "
    tables = [
        replace(one, id=f"{each.country.lower()}_{one.id}", title=country_name(each.country, lang) + colon + one.title)
        for each in found
        for one in sections(each)
    ]
    lines = [line for each in found for line in worker_facts(each)]
    return Sheet(word("web.both.title", lang), tuple(dict.fromkeys(lines)), tuple(tables))


__all__ = ["router"]
