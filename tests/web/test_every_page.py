"""Every page in every language, opened in a real browser: whole, in its own words, usable by everybody, light.

What is found is written to build/accessibility/, from which `make accessibility` makes the accessibility statement.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from web import audit
from web.chromium import Visitor
from web.site import LANGUAGES, POSTED, TAGS, Place, addresses, places, routes_of, routes_of_pages

ROOT = Path(__file__).parents[2]
RESULTS = ROOT / "build" / "accessibility"


def test_every_route_has_an_example(app: Any) -> None:
    routes = set(routes_of_pages())
    assert routes == routes_of(app), "web/app.py mounts pages that are not in PAGES"
    without = [path for method, path in routes if not (POSTED.get(path) if method == "POST" else addresses(path))]
    assert without == [], "add an example of each to tests/web/site.py"


def test_what_is_taken_away_is_a_file(client: Any, kind_of: Callable[[Place, str], str]) -> None:
    files = [place for place in places() if kind_of(place, "pt") == "file" and ".chart.json" not in place.at]
    assert files
    for place in files:
        sent = {"data": dict(place.fields)} if place.fields is not None else {}
        answer = client.request("POST" if sent else "GET", f"/pt{place.route if sent else place.at}", **sent)
        assert answer.status_code == 200 and answer.content, place
        assert answer.headers["content-disposition"].startswith("attachment; filename="), place


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("place", places(), ids=lambda place: place.at)
def test_a_page_holds(
    visit: Callable[..., Visitor], kind_of: Callable[[Place, str], str], lang: str, place: Place
) -> None:
    if (kind := kind_of(place, lang)) != "page":
        assert kind in ("file", "elsewhere")
        _write(place, lang, kind)
        return
    visitor = visit()
    place.visit(visitor, lang)
    visitor.settle()
    page = visitor.page
    faults: dict[str, Any] = {"weight": audit.weight(page), "words": audit.words(page, lang)}
    faults["languages"] = audit.ask(page, "tongues")
    audit.ask(page, "unfold", audit.UNFOLDED)
    found = audit.axe(page)
    faults["axe"] = found["violations"]
    faults["room"] = audit.room(page)
    faults["paper"] = audit.paper(page)
    faults["movement"] = audit.calm(page)
    faults["own colours"] = audit.own_colours(page)
    faults["browser"] = list(visitor.complaints)
    faults = {what: wrong for what, wrong in faults.items() if wrong}
    rules = sorted({*found["passes"], *found["violations"], *found["incomplete"]})
    engines = {"axe": found["engine"], "browser": visitor.context.browser.version}
    _write(place, lang, kind, faults=faults, incomplete=found["incomplete"], rules=rules, **engines)
    assert page.locator("html").get_attribute("lang") == TAGS[lang]
    assert page.locator("h1").count() == 1 and page.title().endswith("Amparo")
    visitor.complaints.clear()
    assert faults == {}, json.dumps(faults, ensure_ascii=False, indent=1)


def _write(place: Place, lang: str, kind: str, **found: Any) -> None:
    """What was found at an address, for the accessibility statement."""
    RESULTS.mkdir(parents=True, exist_ok=True)
    name = re.sub(r"[^A-Za-z0-9]+", "-", f"{place.at}-{lang}").strip("-")[-200:]
    result = {"route": place.route, "at": place.at, "language": lang, "kind": kind, **found}
    (RESULTS / f"{name}.json").write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
