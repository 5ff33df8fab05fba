"""Mechanisms on a page: what each needs, pays and buys; one put onto another law and tried on its workers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlencode

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from amparo.analysis.displacement import DISPLACE, KEEP, displaced_by
from amparo.analysis.equivalences import equivalences, has_money
from amparo.analysis.grafts import possible
from amparo.analysis.mechanisms import Mechanism, mechanisms
from amparo.report.mechanisms import mechanism_head, mechanism_sections
from amparo.report.refusals import refusal_text
from amparo.report.words import word
from amparo.rules.errors import AmparoError
from amparo.web import jobs
from amparo.web.languages import Spoken
from amparo.web.problems import NoPage
from amparo.web.results import chart_spec, download
from amparo.web.running import SampleForm, Standing, sample_form, standing, text_of, texts_of
from amparo.web.scenario_kinds import GraftAsked
from amparo.web.shell import SHOWN_COUNTRIES, page

if TYPE_CHECKING:
    from starlette.datastructures import FormData, QueryParams

router = APIRouter()
KIND: Final = "graft"


@dataclass(frozen=True)
class Asked:
    """What the address asks for: a mechanism, the population of the law that receives it, how."""

    mechanism: Mechanism
    form: SampleForm
    conversions: tuple[str, ...]
    existing: str
    begun: bool

    @property
    def hosts(self) -> tuple[str, ...]:
        return hosts_of(self.mechanism)

    @property
    def offered(self) -> tuple[str, ...]:
        """The equivalences that can be chosen."""
        return possible(self.mechanism, self.form.country) if has_money(self.mechanism) else ()

    def query(self) -> str:
        """The address again, in full."""
        more = [("existing", self.existing)] if self.existing else []
        return urlencode([*self.form.query(), *(("convert", one) for one in self.conversions), *more])

    def request(self) -> dict[str, Any]:
        """What the job is asked."""
        told = {"mechanism": self.mechanism.id, "conversions": self.conversions, "existing": self.existing}
        return {**self.form.asked(), **told}


def hosts_of(mechanism: Mechanism) -> tuple[str, ...]:
    """The laws that give what the mechanism needs."""
    return tuple(code for code in SHOWN_COUNTRIES if mechanism.goes_onto(code))


def _known(identity: str) -> Mechanism:
    found = mechanisms().get(identity)
    if found is None:
        raise NoPage
    return found


def _asked(identity: str, said: QueryParams | FormData, lang: str) -> Asked:
    mechanism = _known(identity)
    hosts = hosts_of(mechanism)
    if not hosts:
        raise NoPage
    host = text_of(said, "country").upper()
    form = sample_form(said, lang, host if host in hosts else hosts[0])
    offered = possible(mechanism, form.country) if has_money(mechanism) else ()
    chosen = tuple(one for one in offered if one in texts_of(said, "convert"))
    existing = text_of(said, "existing")
    return Asked(mechanism, form, chosen, existing if existing in (KEEP, DISPLACE) else "", "n" in said)


def wrong_of(asked: Asked, lang: str) -> tuple[str, str]:
    """What stops the graft, and the law book's own words; two empty texts where nothing does."""
    if len(asked.conversions) == 1:
        return word("web.graft.two", lang), ""
    from amparo.scenarios.grafts import grafted

    try:
        grafted(GraftAsked.model_validate(asked.request()).asked)
    except AmparoError as error:
        return word("web.graft.refused", lang), refusal_text(error, lang)
    return "", ""


@router.get("/grafts")
def every(request: Request, lang: Spoken) -> Response:
    """The mechanisms, by country of origin."""
    listed: dict[str, list[dict[str, Any]]] = {}
    for one in mechanisms().values():
        listed.setdefault(one.origin, []).append({"one": one, "hosts": hosts_of(one)})
    order = sorted(listed, key=lambda code: (code not in SHOWN_COUNTRIES, code))
    return page(request, lang, "grafts.html.j2", here="grafts", listed=[(code, listed[code]) for code in order])


@router.get("/grafts/{identity}")
def one(request: Request, lang: Spoken, identity: str) -> Response:
    """One mechanism, the form to put it onto a law, and the result where it has been worked out here."""
    mechanism = _known(identity)
    if not hosts_of(mechanism):
        return _page(request, lang, mechanism, None, ("", ""))
    asked = _asked(identity, request.query_params, lang)
    return _page(request, lang, mechanism, asked, wrong_of(asked, lang) if asked.begun else ("", ""))


@router.post("/grafts/{identity}")
async def start(request: Request, lang: Spoken, identity: str) -> Response:
    """Starts the work, and goes to the address that shows it."""
    asked = _asked(identity, await request.form(), lang)
    if not asked.form.wrong and not any(wrong_of(asked, lang)):
        jobs.submit(KIND, asked.request())
    return RedirectResponse(f"/{lang}/grafts/{identity}?{asked.query()}", 303)


def _page(request: Request, lang: str, mechanism: Mechanism, asked: Asked | None, wrong: tuple[str, str]) -> Response:
    found = Standing(None, None, lang)
    if asked is not None and asked.begun and not any(wrong) and not asked.form.wrong:
        found = standing(KIND, asked.request(), lang)
    head = mechanism_head(mechanism, lang)
    return page(
        request,
        lang,
        "graft.html.j2",
        422 if any(wrong) or (asked is not None and asked.form.wrong) else 200,
        here="grafts",
        mechanism=mechanism,
        lead=head[1:],
        sections=[section for section in mechanism_sections(mechanism, lang) if section.rows],
        asked=asked,
        wrong=wrong,
        rules=[equivalences()[name] for name in asked.offered] if asked is not None else [],
        gives_way=bool(asked is not None and displaced_by(mechanism, asked.form.country)),
        ways=("", KEEP, DISPLACE),
        found=found,
        view=found.view,
        query="" if asked is None else asked.query(),
        path=f"/{lang}/grafts/{mechanism.id}",
    )


@router.get("/grafts/{identity}/result.chart.json")
def chart(request: Request, lang: Spoken, identity: str, figure: str = "") -> Response:
    """The specification of one chart."""
    return chart_spec(_ready(request, identity, lang), figure)


@router.get("/grafts/{identity}/result.{ending}")
def files(request: Request, lang: Spoken, identity: str, ending: str) -> Response:
    """The result as a file."""
    return download(_ready(request, identity, lang), ending, f"amparo-graft-{_known(identity).id}")


def _ready(request: Request, identity: str, lang: str) -> Standing:
    asked = _asked(identity, request.query_params, lang)
    return Standing(None, None, lang) if asked.form.wrong else standing(KIND, asked.request(), lang)
