"""The accessibility statement says what the tests found of the pages that there are, and is shipped with them."""

from __future__ import annotations

import json
from typing import Any

import pytest

import amparo
from amparo.web.accessibility import RESULTS, undecided
from web.reading import Page
from web.site import LANGUAGES, places
from web.statement import statement

SHIPPED = json.loads(RESULTS.read_text(encoding="utf-8"))


def written(**faults: list[str]) -> list[dict[str, Any]]:
    """What a whole run writes: every page in every language, with faults on the first alone."""
    found = [
        {
            "route": place.route,
            "at": place.at,
            "language": lang,
            "kind": "page",
            "faults": {},
            "incomplete": {"color-contrast": 2},
            "rules": ["label"],
            "axe": "4",
            "browser": "1",
        }
        for place in places()
        for lang in LANGUAGES
    ]
    found[0]["faults"] = faults
    return found


def test_the_statement_is_of_the_pages_that_there_are() -> None:
    assert sorted({place.at for place in places()}) == SHIPPED["opened"], "pages have changed: make accessibility"
    assert SHIPPED["version"] == amparo.__version__, "make accessibility"
    assert SHIPPED["languages"] == list(LANGUAGES)


def test_faults_and_what_is_undecided_are_counted() -> None:
    made = statement(written(axe=["one", "another"], paper=["cut"]), "2026-11-23")
    assert made["pages"][0]["faults"] == {"axe": 2, "paper": 1}
    assert sum(page["incomplete"]["color-contrast"] for page in made["pages"]) == 2 * 3 * len(places())
    assert made["date"] == "2026-11-23" and made["rules"] == ["label"]


def test_a_page_that_was_not_opened_in_every_language_is_named() -> None:
    with pytest.raises(ValueError, match="/glossary"):
        statement([one for one in written() if (one["at"], one["language"]) != ("/glossary", "zh")], "2026-11-23")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_says_what_was_found(client: Any, lang: str) -> None:
    seen = Page(client.get(f"/{lang}/accessibility").text).seen
    for said in (SHIPPED["date"], SHIPPED["axe"], SHIPPED["browser"], *(rule for rule, _ in undecided())):
        assert said in seen
    assert client.get(f"/{lang}/accessibility.json").json() == SHIPPED


def test_the_contact_is_that_of_the_institution(client: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "AMPARO_CONTACT" in Page(client.get("/pt/accessibility").text).seen
    monkeypatch.setenv("AMPARO_CONTACT", "acesso@exemplo.pt <b>")
    seen = Page(client.get("/pt/accessibility").text).seen
    assert "acesso@exemplo.pt <b>" in seen and "AMPARO_CONTACT" not in seen
