"""Every page of the workbench: found from the application's own routes, with an address for each that needs one.

A new page without parameters is found by itself. For any other, add a line to EXAMPLES (an address below the language)
or to POSTED (what a form sends); `test_every_route_has_an_example` fails until it is there.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import parse_qsl

from amparo.demo import demo_cases
from amparo.web.app import PAGES
from amparo.web.both import beginning
from web.exchange_site import EXCHANGE_POSTED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from web.chromium import Visitor

LANGUAGES: Final = ("en", "pt", "zh")
TAGS: Final = {"en": "en", "pt": "pt-PT", "zh": "zh-CN"}
_CASE: Final = demo_cases()[0].file.read_text(encoding="utf-8")
_CLAIM: Final = {"case": _CASE, "contingency": "sickness", "claim_on": "2025-10-06", "days": "20"}
_SHORT: Final = {"country": "PT", "name": "Ana", "from": "2025-01", "to": "2025-03", "payer1": "B2"}

# Work that takes its time: the address at which each is shown, and what the form sends to begin it.
_PEOPLE: Final = "country=PT&n=1000&seed=1&year=2025"
_REFORM: Final = f"{_PEOPLE}&reform=pt-trabalho-xxi"
_GRAFT: Final = f"{_PEOPLE}&existing=keep"
_SWEEP: Final = (
    f"{_PEOPLE}&name=S1&how=crossed&target1=contracting_entity.high_rate&start1=2025-01-01&values1=8+%25%2C+12+%25"
    "&branch=unemployment&payer=all&counted=mandatory"
)
RUNS: Final = {
    "/population": _PEOPLE,
    "/reforms/run": _REFORM,
    "/grafts/per-order-injury": _GRAFT,
    "/sweeps": _SWEEP,
}
# Addresses below the language, by route. A route without parameters stands here only to be seen in more states.
EXAMPLES: Final[dict[str, tuple[str, ...]]] = {
    "/law": ("/law", "/law?q=sickness", "/law?country=CN&kind=parameter&n=2", "/law?q=nothing-is-called-like-this"),
    "/law/{country}/{name}": (
        "/law/PT/reference_amounts.ias",
        "/law/PT/contracting_entity.contracting_entity_rate",
        "/law/CN/employees.unemployment_bounds",
        "/law/CN/flexible.hukou_place",
    ),
    "/register": ("/register", "/register?country=CN"),
    "/compare": (
        "/compare?branch=family&on=2026-01-01",
        "/compare?branch=unemployment&on=2026-01-01&countries=CN&place_CN=shanghai&flip=true",
    ),
    "/law/{country}/{name}/history.{ending}": ("/law/PT/reference_amounts.ias/history.csv",),
    "/compare.{ending}": ("/compare.docx?branch=family&on=2026-01-01",),
    "/compare.json": ("/compare.json?branch=family&on=2026-01-01",),
    "/compare.xlsx": ("/compare.xlsx?branch=family&on=2026-01-01",),
    "/reforms/{identity}": ("/reforms/cn-pilot-of-seven-provinces", "/reforms/pt-law-of-2018"),
    "/reforms/{identity}/changes.json": ("/reforms/pt-law-of-2018/changes.json",),
    "/worker/{step}": ("/worker/result",),
    "/population": ("/population", f"/population?{_PEOPLE}"),
    "/population/fit": (f"/population/fit?{_PEOPLE}",),
    "/population.chart.json": (f"/population.chart.json?{_PEOPLE}&figure=cascade",),
    "/population.{ending}": (f"/population.csv?{_PEOPLE}",),
    "/reforms/build": ("/reforms/build", "/reforms/build?country=CN"),
    "/reforms/build.yaml": ("/reforms/build.yaml?country=PT",),
    "/reforms/run": ("/reforms/run", f"/reforms/run?{_REFORM}"),
    "/reforms/run.chart.json": (f"/reforms/run.chart.json?{_REFORM}&figure=people",),
    "/reforms/run.{ending}": (f"/reforms/run.docx?{_REFORM}",),
    "/grafts/{identity}": ("/grafts/contracting-entity", f"/grafts/per-order-injury?{_GRAFT}"),
    "/grafts/{identity}/result.chart.json": (f"/grafts/per-order-injury/result.chart.json?{_GRAFT}&figure=none",),
    "/grafts/{identity}/result.{ending}": (f"/grafts/per-order-injury/result.pdf?{_GRAFT}",),
    "/sweeps": ("/sweeps", f"/sweeps?{_SWEEP}"),
    "/sweeps.chart.json": (f"/sweeps.chart.json?{_SWEEP}&figure=none",),
    "/sweeps.yaml": (f"/sweeps.yaml?{_SWEEP}",),
    "/sweeps.{ending}": (f"/sweeps.xlsx?{_SWEEP}",),
    "/exchange": ("/exchange", "/exchange?pin=PT:reference_amounts.ias"),
    "/exchange/{step}": ("/exchange/page",),
}
# What forms send, by route: (name of the example, fields). "file": taken away; "refused": a refusal;
# "elsewhere": the answer is an address that stands in EXAMPLES.
POSTED: Final[dict[str, tuple[tuple[str, dict[str, str]], ...]]] = {
    "/worker/result": (
        ("PT", {"persona": "PT-01"}),
        ("CN", {"persona": "CN-01"}),
        ("refused", {"case": "country: PT\nfrom: 2025-13"}),
    ),
    "/worker/new": (("form", _SHORT),),
    "/worker/answer": (("nothing answered", {"case": _CASE}),),
    "/worker/why": (("status", {"case": _CASE, "node": "status.labour_status[63]"}),),
    "/worker/claim": (("sickness", _CLAIM),),
    "/worker/save": (("file", {"case": _CASE}),),
    "/worker/data": (("file", {"case": _CASE}),),
    "/worker/take": (("file", {"case": _CASE, "ending": "csv"}),),
    "/both/result": (("courier", {**beginning("en"), "payer1": "B2"}),),
    "/both/take": (("file", {**beginning("en"), "payer1": "B2", "ending": "csv"}),),
    "/population": (("elsewhere", dict(parse_qsl(_PEOPLE))),),
    "/reforms/build": (("elsewhere", {"country": "PT"}),),
    "/reforms/open": (("refused", {"text": "country: XX"}),),
    "/reforms/run": (("elsewhere", dict(parse_qsl(_REFORM))),),
    "/grafts/{identity}": (("elsewhere", dict(parse_qsl(_GRAFT))),),
    "/sweeps": (("elsewhere", dict(parse_qsl(_SWEEP))),),
    "/runs/{identity}/cancel": (("elsewhere", {}),),
    **EXCHANGE_POSTED,
}
NOWHERE: Final = "/nothing-here"


@dataclass(frozen=True)
class Place:
    """A page and how a visitor comes to it: by its address, or by sending a form to it.

    `at`: the address below the language; of what is posted, the route and which example.
    """

    route: str
    at: str
    fields: tuple[tuple[str, str], ...] | None = None

    @property
    def works(self) -> bool:
        """Whether something must have been worked out before there is anything to see."""
        return any(query in self.at for query in RUNS.values())

    @property
    def refused(self) -> bool:
        """Whether the answer is a refusal, as it should be."""
        return self.at == NOWHERE or self.at.endswith(("(refused)", "figure=none"))

    def visit(self, visitor: Visitor, lang: str) -> None:
        """Opens it in a language."""
        if self.fields is None:
            visitor.go(f"/{lang}{self.at}")
        else:
            visitor.post(f"/{lang}{self.route}", dict(self.fields))
        if self.refused:
            visitor.complaints.clear()  # the browser says that the page itself was answered with 404 or 422


def routes_of_pages() -> Iterator[tuple[str, str]]:
    """(method, path below the language) of every route of the modules that hold pages."""
    for module in PAGES:
        for route in module.router.routes:
            for method in sorted(route.methods - {"HEAD"}):
                yield method, route.path


def routes_of(app: Any) -> set[tuple[str, str]]:
    """The same of the running application, the data below /api/ and the two ways in left out."""
    found = {
        (method, context.path)
        for held in app.routes
        if hasattr(held, "effective_route_contexts")
        for context in held.effective_route_contexts()
        for method in context.methods - {"HEAD"}
    }
    return {(method, path.removeprefix("/{lang}")) for method, path in found if path.startswith("/{lang}/")}


def addresses(path: str) -> tuple[str, ...]:
    """Where a route can be seen; nothing where it needs an example that is not written yet."""
    return EXAMPLES.get(path, () if "{" in path else (path,))


def places() -> list[Place]:
    """Every page once for each example, and a page that is not there."""
    found = [Place("/{nothing}", NOWHERE)]
    for method, path in routes_of_pages():
        if method == "GET":
            found += [Place(path, at) for at in addresses(path)]
        else:
            found += [Place(path, f"{path} ({name})", tuple(sent.items())) for name, sent in POSTED.get(path, ())]
    return found


def kind(client: Any, place: Place, lang: str) -> str:
    """What stands there: a page, a file to take away, or the way to somewhere else (of the test client, no browser)."""
    if place.fields is not None:
        said = place.at.rpartition("(")[2].rstrip(")")
        return said if said in ("file", "elsewhere") else "page"
    answer = client.get(f"/{lang}{place.at}", follow_redirects=False)
    if answer.is_redirect:
        return "elsewhere"
    return "page" if "text/html" in answer.headers["content-type"] else "file"


def work_out(client: Any, patience: float = 240) -> None:
    """Begins all work of RUNS and waits until it is done; who finds it done waits for nothing."""
    for path, query in RUNS.items():
        assert client.post(f"/en{path}", data=dict(parse_qsl(query)), follow_redirects=False).status_code == 303
    end = time.monotonic() + patience
    for path, query in RUNS.items():
        while 'id="files"' not in client.get(f"/en{path}?{query}").text:
            assert time.monotonic() < end, f"{path} is not done in {patience} s"
            time.sleep(0.2)
