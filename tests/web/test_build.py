"""Writing a reform on a page: what is in force beside the field, what is wrong at it, the whole in the address."""

from __future__ import annotations

import re
from typing import Any

import pytest
import yaml

from amparo.analysis.reforms import ready_made
from amparo.law import book
from amparo.report.amendable import amendable, topics_of
from amparo.rules.parameters import Parameter
from amparo.web.shell import SHOWN_COUNTRIES
from web.reading import Page
from web.test_pages import LANGUAGES, check

ROW = "new|contracting_entity.low_threshold"
GOOD = {
    "country": "PT",
    "name": "Limiar mais baixo",
    "source": "nota",
    "topic": "contracting_entity",
    f"{ROW}|value": "40 %",
    f"{ROW}|from": "2024-01-01",
    "action": "check",
}


def sent(client: Any, fields: dict[str, Any], lang: str = "pt") -> Any:
    return client.post(f"/{lang}/reforms/build", data=fields, follow_redirects=False)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("country", SHOWN_COUNTRIES)
def test_every_topic_shows_every_value_with_a_field(client: Any, country: str, lang: str) -> None:
    law = book(country)
    topics = topics_of(law)
    for start in range(0, len(topics), 6):
        some = topics[start : start + 6]
        query = "&".join(f"topic={topic}" for topic in some)
        answer = client.get(f"/{lang}/reforms/build?country={country}&{query}")
        assert answer.status_code == 200
        page = check(answer.text, lang)
        fields = {str(held.get("name")) for name in ("input", "select") for held in page.all(name)}
        wanted = [n.full_name for n in law.nodes.values() if isinstance(n, Parameter) and n.topic in some]
        assert [key for key in wanted if f"new|{key}|value" not in fields or f"new|{key}|from" not in fields] == []


def test_present_values_stand_beside_the_field(client: Any) -> None:
    """CRC 140(1): 50 % since 2018; the values of IAS as published."""
    page = Page(client.get("/pt/reforms/build?country=PT&topic=contracting_entity&topic=reference_amounts").text)
    for said in ("2018-01-01", "50 %", "522,50 €", "537,13 €"):
        assert said in page.seen
    held = amendable(book("PT"), "reference_amounts", "pt")
    ias = next(one for one in held.values if one.node == "reference_amounts.ias")
    days = [period.start for period in ias.periods]
    assert days == sorted(days) and [p.until for p in ias.periods[:-1]] == days[1:] and ias.periods[-1].until == ""


def test_a_reform_that_holds_is_kept_in_its_address(client: Any) -> None:
    answer = sent(client, GOOD)
    assert answer.status_code == 303
    address = answer.headers["location"]
    assert "set=contracting_entity.low_threshold@2024-01-01=40%25" in address
    for lang in LANGUAGES:
        page = check(client.get(address.replace("/pt/", f"/{lang}/", 1)).text, lang)
        for share in ("50", "40"):  # old and new, before anything is run
            assert re.search(rf"^{share} ?%$", page.seen, re.MULTILINE)
        assert [held.get("value") for held in page.all("input") if held.get("name") == "name"] == ["Limiar mais baixo"]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({f"{ROW}|value": "50%"}, "line0-value"),
        ({f"{ROW}|value": "muito"}, "line0-value"),
        ({f"{ROW}|from": "2024"}, "line0-from"),
        ({f"{ROW}|from": ""}, "line0-from"),
        ({f"{ROW}|until": "2023-01-01"}, "line0-until"),
        ({"name": ""}, "name"),
        ({"source": ""}, "source"),
    ],
)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_is_wrong_is_shown_at_its_field(client: Any, lang: str, change: dict[str, str], field: str) -> None:
    answer = sent(client, {**GOOD, **change}, lang)
    assert answer.status_code == 422
    page = check(answer.text, lang)
    marked = [held for _, held in page.tags if held.get("aria-invalid")]
    assert [held["id"] for held in marked] == [field]
    assert marked[0]["aria-describedby"] == f"{field}-wrong" and f"{field}-wrong" in page.ids()
    # nothing that was written is lost
    for name, text in change.items():
        part = name.rpartition("|")[2]
        assert any(held.get("value") == text for held in page.all("input") if str(held.get("name")).endswith(part))


def test_numbers_are_read_as_the_language_writes_them(client: Any) -> None:
    for text, plain in (("40 %", "40%25"), ("7,5 %", "7.5%25"), ("7.5%", "7.5%25")):
        answer = sent(client, {**GOOD, f"{ROW}|value": text})
        assert answer.headers["location"].count(f"={plain}&") == 1, text
    row = "new|reference_amounts.ias"
    answer = sent(
        client, {**GOOD, "topic": "reference_amounts", f"{row}|value": "1 234,50", f"{row}|from": "2026-07-01"}
    )
    assert "reference_amounts.ias@2026-07-01=1234.50" in answer.headers["location"]


def test_lines_are_changed_and_taken_out(client: Any) -> None:
    line = {
        "line0|target": "contracting_entity.low_threshold",
        "line0|kind": "set",
        "line0|value": "45%",
        "line0|from": "2024-01-01",
    }
    head = {key: GOOD[key] for key in ("country", "name", "source")}
    changed = sent(client, {**head, **line, "action": "check"})
    assert "@2024-01-01=45%25" in changed.headers["location"]
    assert "set=" not in sent(client, {**head, **line, "remove": "line0"}).headers["location"]
    assert "set=" not in sent(client, {**head, **{**line, "line0|value": ""}, "action": "show"}).headers["location"]


def test_a_rule_is_kept_as_it_was(client: Any) -> None:
    row = "new|status.platform_presumption"
    fields = {**GOOD, f"{row}|kind": "keep", f"{row}|as_on": "2023-04-30", f"{row}|from": "2023-05-01"}
    answer = sent(client, fields)
    assert "keep=status.platform_presumption@2023-05-01~2023-04-30" in answer.headers["location"]
    assert client.get(answer.headers["location"]).status_code == 200


def test_it_goes_on_to_a_run_with_the_mechanisms_chosen(client: Any) -> None:
    answer = sent(client, {**GOOD, "mechanism": "per-order-injury", "action": "run"})
    assert answer.headers["location"].startswith("/pt/reforms/run?country=PT&draft=")
    assert "mechanism=per-order-injury" in answer.headers["location"]
    assert client.get(answer.headers["location"]).status_code == 200


def test_a_file_saved_is_the_reform_opened(client: Any) -> None:
    address = sent(client, GOOD).headers["location"]
    saved = client.get(address.replace("/reforms/build?", "/reforms/build.yaml?"))
    assert saved.headers["content-disposition"].endswith('.yaml"')
    data = yaml.safe_load(saved.text)
    assert data["changes"] == [{"set": "contracting_entity.low_threshold", "from": "2024-01-01", "value": "40%"}]
    for how in ({"files": {"file": ("reform.yaml", saved.content)}}, {"data": {"text": saved.text}}):
        opened = client.post("/pt/reforms/open", follow_redirects=False, **how)
        assert opened.status_code == 303
        again = client.get(opened.headers["location"].replace("/reforms/build?", "/reforms/build.yaml?"))
        assert again.text == saved.text


@pytest.mark.parametrize("name", sorted(ready_made()))
def test_a_ready_made_reform_is_where_one_can_begin(client: Any, name: str) -> None:
    page = Page(client.get(f"/pt/reforms/{name}").text)
    begun = [str(link["href"]) for link in page.all("a") if "/reforms/build?" in str(link.get("href"))]
    if "reword" in ready_made()[name].read_text(encoding="utf-8"):
        assert begun == []
    else:
        assert check(client.get(begun[0]).text, "pt").all("fieldset")


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    "query",
    [
        "country=XX",
        "country=PT&set=nonsense",
        "country=PT&set=a.b@2024-01-01~x",
        "country=PT&keep=a.b@2024-01-01=1",
        "country=PT&" + "&".join(["set=a.b@2024-01-01=1"] * 61),
    ],
)
def test_an_address_that_holds_no_reform_is_refused_in_words(client: Any, lang: str, query: str) -> None:
    answer = client.get(f"/{lang}/reforms/build?{query}")
    assert answer.status_code == 422
    check(answer.text, lang)


@pytest.mark.parametrize(
    "text", ["", "a: [", "changes: [{reword: x, by: 'words.py:f'}]\ncountry: PT", "\x00\x01", "&a [*a]"]
)
def test_a_file_that_holds_no_reform_is_refused(client: Any, text: str) -> None:
    answer = client.post("/zh/reforms/open", data={"text": text})
    assert answer.status_code == 422
    check(answer.text, "zh")


def test_markup_in_a_name_stays_text(client: Any) -> None:
    bad = "<script>alert(1)</script>"
    address = sent(client, {**GOOD, "name": bad, "source": bad}).headers["location"]
    page = check(client.get(address).text, "pt")
    assert page.strange_scripts() == []
