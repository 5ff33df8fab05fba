"""A grid of legal values on a page: up to four values, how they are put together, and what the best of them is."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlencode

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from amparo.analysis.grids import CROSSED, ONE_AT_A_TIME, SAMPLED, SIDE_BY_SIDE
from amparo.analysis.reforms import ready_made
from amparo.law import book
from amparo.report.refusals import in_language
from amparo.report.words import word
from amparo.rules.declarations import Branch
from amparo.rules.parameters import Parameter
from amparo.scenarios.drafts import Fault
from amparo.scenarios.sweeps import COUNTED, DRAWS, MOST_AXES, PAYERS, AxisLine, faults, grid_text
from amparo.web import jobs
from amparo.web.languages import Spoken
from amparo.web.reforms import held
from amparo.web.results import chart_spec, download, text_file
from amparo.web.running import SampleForm, Standing, sample_form, standing, text_of, texts_of
from amparo.web.scenario_kinds import SweepAsked
from amparo.web.shell import page, topic_name

if TYPE_CHECKING:
    from starlette.datastructures import FormData, QueryParams

router = APIRouter()
KIND: Final = "sweep"
HOW: Final = (CROSSED, ONE_AT_A_TIME, SIDE_BY_SIDE, SAMPLED)
_FIELDS: Final = ("target", "start", "values", "until", "place")
_WHOLE: Final = ("money", "rate", "count", "days", "months", "minutes", "truth")


@dataclass(frozen=True)
class Asked:
    """What the address asks for."""

    form: SampleForm
    axes: tuple[AxisLine, ...]
    name: str
    how: str
    draws: int
    reforms: tuple[str, ...]
    branches: tuple[str, ...]
    payer: str
    counted: str
    reach: Mapping[str, str]

    def query(self) -> str:
        """The address again, in full."""
        pairs = [*self.form.query(), ("name", self.name), ("how", self.how)]
        pairs += [("draws", str(self.draws))] if self.how == SAMPLED else []
        for number, axis in enumerate(self.axes, 1):
            pairs += [(f"{field}{number}", text) for field in _FIELDS if (text := getattr(axis, field))]
        pairs += [("reform", one) for one in self.reforms] + [("branch", one) for one in self.branches]
        pairs += [("payer", self.payer), ("counted", self.counted)]
        for branch, share in self.reach.items():
            pairs += [("reach_branch", branch), ("reach_share", share)]
        return urlencode([(name, text) for name, text in pairs if text])

    def request(self) -> dict[str, Any]:
        """What the job is asked."""
        axes = [{field: getattr(axis, field) for field in _FIELDS} for axis in self.axes]
        told = {
            name: getattr(self, name) for name in ("name", "how", "draws", "reforms", "branches", "payer", "counted")
        }
        return {**self.form.asked(), **told, "axes": axes, "reach": dict(self.reach)}


def _asked(said: QueryParams | FormData, lang: str) -> Asked:
    form = sample_form(said, lang)
    lines = [
        AxisLine(**{field: text_of(said, f"{field}{number}", 2_000) for field in _FIELDS})
        for number in range(1, MOST_AXES + 1)
    ]
    known = {branch.name.lower() for branch in Branch}
    own = {name for name in ready_made() if held(name)[0].country == form.country}
    branch, share = text_of(said, "reach_branch"), text_of(said, "reach_share", 20)
    branches = tuple(one for one in texts_of(said, "branch") if one in known)
    return Asked(
        form,
        tuple(line for line in lines if line.target or line.values),
        text_of(said, "name", 120),
        how := _one_of(text_of(said, "how"), HOW),
        int(_one_of(text_of(said, "draws"), tuple(map(str, DRAWS)))) if how == SAMPLED else DRAWS[1],
        tuple(one for one in texts_of(said, "reform") if one in own),
        branches or (branch if branch in known else "unemployment",),
        _one_of(text_of(said, "payer"), PAYERS),
        _one_of(text_of(said, "counted"), COUNTED),
        {branch: share} if share and branch in known else {},
    )


def _one_of(told: str, offered: tuple[str, ...]) -> str:
    return told if told in offered else offered[0]


def _wrong(asked: Asked, lang: str) -> dict[tuple[int, str], list[tuple[str, str]]]:
    """What is wrong by axis and field, with the law book's own words."""
    found: dict[tuple[int, str], list[tuple[str, str]]] = {}
    for share in asked.reach.values():
        if not _is_share(share):
            found[-1, "reach"] = [(word("web.sweep.no_share", lang, text=share), "")]
    for fault in () if asked.form.wrong else _faults(asked):
        names = word("mark.comma", lang).join(name for name in fault.names if name)
        said = word(fault.key, lang, names=names) if fault.names else word(fault.key, lang)
        found.setdefault((fault.line, fault.field), []).append((said, in_language(fault.detail, lang)))
    return found


def _faults(asked: Asked) -> tuple[Fault, ...]:
    if not asked.axes:
        return (Fault(-1, "", "web.sweep.no_axes"),)
    with tempfile.TemporaryDirectory() as folder:
        return faults(SweepAsked.model_validate(asked.request()).asked, Path(folder))


def _is_share(text: str) -> bool:
    number = text.removesuffix("%").strip()
    plain = number.replace(".", "", 1)
    return text.endswith("%") and plain.isascii() and plain.isdigit() and 0 < float(number) <= 100


@router.get("/sweeps")
def show(request: Request, lang: Spoken) -> Response:
    """The form; and the result where it has been worked out here."""
    asked = _asked(request.query_params, lang)
    wrong = _wrong(asked, lang) if asked.axes else {}
    ready = bool(asked.axes) and not wrong and not asked.form.wrong
    found = standing(KIND, asked.request(), lang) if ready else Standing(None, None, lang)
    return _page(request, lang, asked, wrong, found)


@router.post("/sweeps")
async def start(request: Request, lang: Spoken) -> Response:
    """Starts the work, and goes to the address that shows it."""
    asked = _asked(await request.form(), lang)
    wrong = _wrong(asked, lang)
    if not asked.axes:
        return _page(request, lang, asked, wrong, Standing(None, None, lang))
    if not wrong and not asked.form.wrong:
        jobs.submit(KIND, asked.request())
    return RedirectResponse(f"/{lang}/sweeps?{asked.query()}", 303)


def _page(
    request: Request,
    lang: str,
    asked: Asked,
    wrong: dict[tuple[int, str], list[tuple[str, str]]],
    found: Standing,
) -> Response:
    empty = AxisLine("", "", "")
    law = book(asked.form.country)
    return page(
        request,
        lang,
        "sweeps.html.j2",
        422 if wrong or asked.form.wrong else 200,
        here="sweeps",
        asked=asked,
        form=asked.form,
        wrong=wrong,
        axes=[*asked.axes, *[empty] * (MOST_AXES - len(asked.axes))],
        offered=_offered(asked.form.country, lang),
        by_place=bool(law.places.names),
        branches=[branch.name.lower() for branch in Branch],
        hows=HOW,
        draws=DRAWS,
        payers=PAYERS,
        counts=COUNTED,
        ready=[one for name in ready_made() for one in [held(name)[0]] if one.country == asked.form.country],
        found=found,
        view=found.view,
        query=asked.query(),
        path=f"/{lang}/sweeps",
        posted=False,
    )


@cache
def _offered(country: str, lang: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """The values that can be varied, by topic: (name, label)."""
    found: dict[str, list[tuple[str, str]]] = {}
    for node in book(country).nodes.values():
        if isinstance(node, Parameter) and node.kind.name in _WHOLE:
            found.setdefault(node.topic, []).append((node.full_name, node.label.words(lang)))
    return [(topic_name(topic, lang), values) for topic, values in found.items()]


@router.get("/sweeps.chart.json")
def chart(request: Request, lang: Spoken, figure: str = "") -> Response:
    """The specification of one chart."""
    return chart_spec(_ready(request, lang), figure)


@router.get("/sweeps.yaml")
def save(request: Request, lang: Spoken) -> Response:
    """The grid as a file for `amparo sweep`."""
    asked = _asked(request.query_params, lang)
    return text_file(grid_text(SweepAsked.model_validate(asked.request()).asked), "grid.yaml")


@router.get("/sweeps.{ending}")
def files(request: Request, lang: Spoken, ending: str) -> Response:
    """The result as a file."""
    return download(_ready(request, lang), ending, "amparo-sweep")


def _ready(request: Request, lang: str) -> Standing:
    asked = _asked(request.query_params, lang)
    ready = asked.axes and not asked.form.wrong
    return standing(KIND, asked.request(), lang) if ready else Standing(None, None, lang)
