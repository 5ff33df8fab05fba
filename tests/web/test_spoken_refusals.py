"""What a page refuses, it says in the language of the page: broken files and hostile fields, in pt and zh."""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import urlencode

import broken
import pytest

from amparo.exchange.files import written
from web.exchange_site import EXAMPLE
from web.reading import Page
from web.test_hostile import BAD_CASES, TEXT
from web.vocabulary import strange

OTHERS = ("pt", "zh")
MENU = ("English", "Português", "中文")
# what was written by whoever is told: between quotation marks, or an identifier
_WRITTEN = re.compile(r"'(?:[^'\\]|\\.)*'|\"[^\"\n]*\"|[\w.]*_[\w.]*")


def refused(answer: Any, status: int = 422) -> Page:
    """The page of a refusal."""
    assert answer.status_code == status, answer.text[-800:]
    return Page(answer.text)


def foreign(page: Page, lang: str, *typed: str) -> list[str]:
    """The words of another language on a page, and texts that it marks as English; the menu of languages is none."""
    told = [(tongue, text) for tongue, text in page.words if text not in MENU and tongue not in ("code", "textarea")]
    words = strange(_WRITTEN.sub(" ", "\n".join(text for _, text in told)), lang, marked=False)
    return [word for word in words if word not in typed] + [text for tongue, text in told if tongue == "en"]


@pytest.mark.parametrize("lang", OTHERS)
@pytest.mark.parametrize("what", [*broken.CASES, *(f"hostile: {name}" for name in BAD_CASES)])
def test_a_broken_case(client: Any, what: str, lang: str) -> None:
    text = BAD_CASES[what.removeprefix("hostile: ")] if what.startswith("hostile: ") else broken.CASES[what]
    page = refused(client.post(f"/{lang}/worker/result", files={"case": (None, text)}))
    assert foreign(page, lang) == []


@pytest.mark.parametrize("lang", OTHERS)
@pytest.mark.parametrize("content", [b"\xff\xfe\x00\x01" * 50, b"PK\x03\x04" + bytes(range(256)), b""])
def test_a_file_that_is_no_text(client: Any, content: bytes, lang: str) -> None:
    page = refused(client.post(f"/{lang}/worker/result", files={"file": ("case.yaml", content)}))
    assert foreign(page, lang) == []


@pytest.mark.parametrize("lang", OTHERS)
@pytest.mark.parametrize(
    ("step", "fields"),
    [
        ("worker/result", {"persona": "../../etc/passwd"}),
        ("worker/result", {"case": TEXT, "on": "yesterday"}),
        ("worker/result", {"case": TEXT, "on": "1999-01-01"}),
        ("worker/result", {"case": TEXT, "known_on": "0000-00-00"}),
        ("worker/why", {"case": TEXT}),
        ("worker/why", {"case": TEXT, "node": "labour_status[99999999]"}),
        ("worker/why", {"case": TEXT, "node": "labour_statu"}),
        ("worker/claim", {"case": TEXT, "contingency": "boredom", "claim_on": "2025-10-01"}),
        ("worker/claim", {"case": TEXT, "contingency": "sickness", "claim_on": "1000-10-01"}),
        ("worker/claim", {"case": TEXT, "contingency": "sickness", "claim_on": "2025-10-01", "days": "-3"}),
        ("worker/new", {"country": "XX"}),
        ("worker/new", {"country": "PT", "payer1": "a"}),
    ],
)
def test_a_hostile_field(client: Any, step: str, fields: dict[str, str], lang: str) -> None:
    answer = client.post(f"/{lang}/{step}", data=fields)
    assert answer.status_code in (404, 422)
    typed = [part for value in fields.values() if len(value) < 99 for part in re.findall(r"[a-z]+", value)]
    assert foreign(Page(answer.text), lang, *typed) == []


@pytest.mark.parametrize("lang", OTHERS)
@pytest.mark.parametrize("what", broken.REFORMS)
def test_a_broken_reform(client: Any, what: str, lang: str) -> None:
    """It is refused at once, or opened with what is wrong beside the field."""
    answer = client.post(f"/{lang}/reforms/open", data={"text": broken.REFORMS[what]})
    page = Page(answer.text)
    assert answer.status_code in (200, 422)
    typed = ["social", "index", "base", "much", "high", "rate", "local"]
    assert foreign(page, lang, *typed) == []


@pytest.mark.parametrize("lang", OTHERS)
@pytest.mark.parametrize(
    "values", ["much", "1%, much", "2% .. 1% / 3", "much .. 5% / 3", "0.12345678", "1% .. 2% / 1", "{a: b}", "[1, [2]]"]
)
def test_a_broken_grid(client: Any, values: str, lang: str) -> None:
    axis = {"country": "PT", "n": "1000", "seed": "1", "year": "2023"}
    told = {"target1": "contracting_entity.high_rate", "start1": "2026-01-01", "values1": values}
    answer = client.get(f"/{lang}/sweeps?{urlencode({**axis, **told})}")
    assert 'class="wrong"' in answer.text
    assert foreign(Page(answer.text), lang, "much") == []


EXCHANGES = {
    "empty": b"",
    "no JSON": b"{",
    "a list": b"[]",
    "another thing": b"{}",
    "another form": json.dumps({"format": "amparo-exchange/7", "entries": []}).encode(),
    "no text": b"\xff\xfe",
    "cut": written(EXAMPLE)[:400],
    "deep": b"[" * 5000,
    "a fraction": b'{"a": 1.5}',
}


@pytest.mark.parametrize("lang", OTHERS)
@pytest.mark.parametrize("what", EXCHANGES)
def test_a_broken_exchange(client: Any, what: str, lang: str) -> None:
    answer = client.post(f"/{lang}/exchange/page", files={"file": ("x.exchange.json", EXCHANGES[what])})
    assert answer.status_code == 422
    assert foreign(Page(answer.text), lang) == []


@pytest.mark.parametrize("lang", OTHERS)
@pytest.mark.parametrize("what", broken.CASES)
def test_the_interface_for_programs(client: Any, what: str, lang: str) -> None:
    answer = client.post(f"/api/worker?{urlencode({'lang': lang})}", json={"case": broken.CASES[what]})
    assert answer.status_code == 422
    told = "\n".join(answer.json()["errors"])
    assert told and strange(_WRITTEN.sub(" ", told), lang, marked=False) == [], told
    several = client.post(f"/api/worker/batch?lang={lang}", json=[{"case": broken.CASES[what]}]).json()
    assert several["results"][0]["errors"] == answer.json()["errors"]
