"""Whatever is sent, the answer is a clear refusal in the reader's language: never a failure, never a traceback."""

from __future__ import annotations

import gc
import json
import time
import weakref
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from amparo import api
from amparo.demo import demo_cases
from amparo.report.words import word
from amparo.web.safety import LARGEST_BODY
from web.reading import Page

TEXT = demo_cases()[0].file.read_text(encoding="utf-8")
BAD_CASES = {
    "empty": "",
    "blank": "  \n ",
    "not yaml": "country: [PT",
    "a list": "- a\n- b",
    "a word": "PT",
    "no country": "from: 2025-01\nto: 2025-02",
    "another country": "country: XX",
    "a date that is none": "country: PT\nfrom: 2025-13\nto: 2025-02",
    "an amount that is none": "country: PT\nmonth: 2025-01\npayers: {a: {engagements: [{gross_pay: much}]}}",
    "an amount beyond all": "country: PT\nmonth: 2025-01\npayers: {a: {engagements: [{gross_pay: " + "9" * 400 + "}]}}",
    "a key twice": "country: PT\ncountry: CN",
    "references": "a: &a [x]\nb: [*a, *a]",
    "a tag": "!!python/object/apply:os.system ['true']",
    "deep": "[" * 3000,
    "deep json": '{"country": ' + "[" * 3000,
    "too many months": "country: PT\nfrom: 1900-01\nto: 1960-12",
    "too many engagements": "country: PT\nfrom: 2001-01\nto: 2025-12\npayers:\n"
    + "".join(f"  p{n}: {{engagements: [{{activity: other, form: services, gross_pay: 1}}]}}\n" for n in range(3)),
    # Each of these once brought the process down, or held it for minutes: libyaml builds any depth.
    "dashes": "- " * 250_000,
    "mappings within mappings": "country: PT\nx: " + "{a: " * 100_000,
    "lists within lists": "country: PT\nx: " + "[" * 400_000,
    "questions": "? " * 200_000,
    "a billion laughs": "country: PT\n"
    + "".join(f"a{n}: &a{n} [{'*a' + str(n - 1) + ',' if n else 'x'}]\n" for n in range(40)),
    "merged keys": "country: PT\n<<: {from: 2025-01}",
    "an entity": '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>',
    "half a character": 'country: PT\nmonth: 2025-01\nname: "\\ud800"',
    "a year too far": "country: PT\nfrom: 9999-01\nto: 9999-12",
    "the year nought": "country: PT\nfrom: 0000-01\nto: 0000-12",
    "a number beyond Python": "country: PT\nmonth: 2025-01\nworker: {birth_date: " + "9" * 9000 + "}",
    "zero bytes": "country: PT\x00",
    "not a number of the calendar": "country: PT\nmonth: 2025-01\nworker: {birth_date: 2025-02-30}",
    "markup": "country: <script>alert(1)</script>",
}


@pytest.mark.parametrize("lang", ["en", "pt", "zh"])
@pytest.mark.parametrize("what", BAD_CASES)
def test_a_case_that_cannot_be_read_is_refused_with_a_cure(client: Any, what: str, lang: str) -> None:
    for step in ("result", "save", "data", "answer"):
        began = time.process_time()
        answer = client.post(f"/{lang}/worker/{step}", files={"case": (None, BAD_CASES[what])})
        assert answer.status_code == 422, (step, answer.text[-800:])
        assert time.process_time() - began < 5
        assert "default-src 'none'" in answer.headers["content-security-policy"]
        page = Page(answer.text)
        assert page.unbalanced == [] and page.strange_scripts() == [] and "Traceback" not in answer.text
        assert len(page.all("li")) > 9, "the menu, and at least one line that says what is wrong"


@pytest.mark.parametrize(
    ("url", "fields"),
    [
        ("/en/worker/result", {"persona": "../../etc/passwd"}),
        ("/en/worker/result", {"case": TEXT, "on": "yesterday"}),
        ("/en/worker/result", {"case": TEXT, "on": "1999-01-01"}),
        ("/en/worker/result", {"case": TEXT, "known_on": "0000-00-00"}),
        ("/en/worker/why", {"case": TEXT}),
        ("/en/worker/why", {"case": TEXT, "node": "labour_status[99999999]"}),
        ("/en/worker/claim", {"case": TEXT, "contingency": "boredom", "claim_on": "2025-10-01"}),
        ("/en/worker/claim", {"case": TEXT, "contingency": "sickness", "claim_on": "1000-10-01"}),
        ("/en/worker/claim", {"case": TEXT, "contingency": "sickness", "claim_on": "2025-10-01", "days": "-3"}),
        ("/en/worker/claim", {"case": TEXT, "contingency": "sickness", "claim_on": "2025-10-01", "days": "٣"}),
        ("/en/worker/claim", {"case": TEXT, "contingency": "sickness", "claim_on": "2025-10-01", "days": "0"}),
        ("/en/worker/new", {"country": "XX"}),
        ("/en/worker/new", {"country": "PT", "from": "2025-01", "to": "2025-02"}),
        ("/en/worker/new", {"country": "PT", "payer1": "a"}),
    ],
)
def test_a_field_that_makes_no_sense_is_refused(client: Any, url: str, fields: dict[str, str]) -> None:
    answer = client.post(url, data=fields)
    assert answer.status_code == 422, answer.text[-600:]


def test_a_name_that_the_law_does_not_have_is_not_found(client: Any) -> None:
    for node in ("no_such_thing", "labour_status[-1]", "labour_status[x]", "a" * 4000, "../x"):
        assert client.post("/en/worker/why", data={"case": TEXT, "node": node}).status_code == 404
    for path in (
        "/en/law/PT/nothing",
        "/en/law/XX/a",
        "/en/law/FICTIONAL/a",
        "/en/register?country=XX",
        "/en/reforms/x",
    ):
        assert client.get(path).status_code == 404
    for path in (
        "/xx/",
        "/xx/law",
        "/en/nothing",
        "/en/law/PT/..%2f..%2fetc",
        "/static/../app.py",
        "/static/%2e%2e/app.py",
    ):
        assert client.get(path).status_code == 404, path


def test_a_body_beyond_the_limit_is_refused_before_it_is_read(client: Any) -> None:
    large = "x" * (LARGEST_BODY + 1)
    for lang, said in (("en", "At most 512 KB"), ("pt", "no máximo 512 KB"), ("zh", "最多可提交512 KB")):
        answer = client.post(f"/{lang}/worker/result", data={"case": large})
        assert answer.status_code == 413 and said in answer.text
        assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert client.post("/api/worker", content=large).json()["status"] == 413

    def parts() -> Any:  # without a length in the head: counted as it arrives
        yield from (b"x" * 65536 for _ in range(20))

    assert client.post("/api/worker", content=parts()).status_code == 413


def test_a_file_that_is_no_text_is_refused(client: Any) -> None:
    for content in (b"\xff\xfe\x00\x01" * 50, b"PK\x03\x04" + bytes(range(256))):
        answer = client.post("/pt/worker/result", files={"file": ("case.yaml", content)})
        assert answer.status_code == 422
    assert client.post("/pt/worker/result", files={"file": ("case.yaml", b"")}).status_code == 422


def test_too_many_fields_and_a_broken_form_are_refused(client: Any) -> None:
    many = client.post("/pt/worker/answer", data={"case": TEXT, **{f"answer|x.y{n}|": "1" for n in range(900)}})
    assert many.status_code in (400, 422)
    broken = client.post(
        "/pt/worker/result", content=b"--x\r\nnothing", headers={"content-type": "multipart/form-data; boundary=x"}
    )
    assert broken.status_code in (400, 422)
    nothing = client.post("/pt/worker/result", content=b"{}", headers={"content-type": "application/json"})
    assert nothing.status_code == 422


def test_restricted_data_are_not_shown(client: Any) -> None:
    text = TEXT.replace("class: synthetic", "class: restricted")
    for step in ("result", "data", "save"):
        assert client.post(f"/en/worker/{step}", data={"case": text}).status_code == 403
    assert client.post("/api/worker", json={"case": text}).status_code == 403


def test_markup_in_a_case_is_shown_as_text(client: Any) -> None:
    bad = "<script>alert(1)</script>"
    text = TEXT.replace("name: PT-01", f'name: "{bad}"').replace("platform_blue", "'<b onclick=x>'")
    answer = client.post("/en/worker/result", data={"case": text})
    assert answer.status_code == 200
    page = Page(answer.text)
    assert page.strange_scripts() == [] and "<b onclick" not in answer.text and bad in page.seen


def test_words_of_a_query_are_shown_as_text(client: Any) -> None:
    answer = client.get("/en/law", params={"q": '"><script>alert(1)</script>'})
    assert answer.status_code == 200 and Page(answer.text).strange_scripts() == []
    assert client.get("/en/law", params={"q": "a" * 5000, "n": "-5"}).status_code == 200
    assert client.get("/en/law", params={"n": "x"}).status_code == 422


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=200), day=st.text(max_size=12))
def test_no_text_makes_it_fail(client: Any, text: str, day: str) -> None:
    for data in ({"case": text}, {"case": TEXT, "on": day}, {"case": "country: PT\nmonth: 2025-01\nname: " + text}):
        assert client.post("/zh/worker/save", data=data).status_code < 500
    assert client.get("/pt/law", params={"q": text, "topic": day}).status_code < 500
    assert client.get("/pt/compare", params={"on": day or "x", "branch": text or "x"}).status_code < 500


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=JSON, key=st.sampled_from(["case", "on", "node", "given", "facts", "worker", "payers", "from"]))
def test_no_json_makes_the_api_fail(client: Any, body: Any, key: str) -> None:
    bodies = [body, {key: body}, {"case": {"country": "PT", "month": "2025-01", key: body}, "on": "2025-01-05"}]
    for url in ("/api/worker", "/api/worker/why", "/api/claim", "/api/rules/PT/contracting_entity_rate"):
        for sent in bodies:
            for more in ({}, {"node": "labour_status", "contingency": "sickness"}):
                whole = {**sent, **more} if isinstance(sent, dict) else sent
                text = json.dumps(whole).encode()
                answer = client.post(url, content=text, headers={"content-type": "application/json"})
                assert answer.status_code in (200, 400, 403, 404, 413, 422), (url, whole, answer.text)


def test_asking_for_many_days_does_not_fill_the_memory(client: Any) -> None:
    """Each day as known on is a law book of its own, about 7 MB with its plan: only a few stay."""
    case = "country: PT\nmonth: 2024-03\npayers: {app: {engagements: [{form: services, gross_pay: 900}]}}"
    asked = {"case": case, "known_on": "2024-01-01"}
    assert client.post("/pt/worker/data", data=asked).status_code == 200
    first = weakref.ref(api.law("PT", "2024-01-01"))
    for day in range(1, 20):
        assert client.post("/pt/worker/data", data={**asked, "known_on": f"2024-02-{day:02d}"}).status_code == 200
    gc.collect()
    assert first() is None


BAD_JSON = {
    "deep lists": b'{"case": ' + b"[" * 250_000,
    "deep objects": b'{"case": ' + b'{"a":' * 90_000,
    "a number beyond Python": b'{"case": {"country": "PT"}, "on": ' + b"9" * 9000 + b"}",
    "no UTF-8": b'{"case": "\xff\xfe"}',
    "half a character": b'{"case": {"country": "PT", "month": "2025-01", "name": "\\ud800"}}',
    "no number": b'{"case": {"country": "PT", "month": "2025-01", "gross_pay": NaN}}',
    "infinite": b'{"case": {"country": "PT", "month": "2025-01", "gross_pay": 1e999}}',
    "no JSON": b"<a/>",
    "nothing": b"",
    "a list": b"[]",
    "a word": b'"PT"',
}


@pytest.mark.parametrize("lang", ["en", "pt", "zh"])
@pytest.mark.parametrize("what", BAD_JSON)
def test_bad_json_is_refused_in_the_language_asked(client: Any, what: str, lang: str) -> None:
    for url in ("/api/worker", "/api/worker/batch", "/api/claim", "/api/jobs/population"):
        answer = client.post(f"{url}?lang={lang}", content=BAD_JSON[what], headers={"content-type": "application/json"})
        told = answer.json()
        assert answer.status_code == told["status"] and answer.status_code in (400, 422) and told["errors"]
        if answer.status_code == 400:
            assert told["errors"] == [word("web.error.400", lang)]


def test_a_wrong_type_of_content_is_refused(client: Any) -> None:
    body = b'{"case": {"country": "PT", "month": "2025-01"}}'
    for kind in ("text/plain", "application/xml", "multipart/form-data", "application/json; charset=utf-16", "x"):
        for url in ("/api/worker?lang=pt", "/pt/worker/result"):
            answer = client.post(url, content=body, headers={"content-type": kind})
            assert answer.status_code in (200, 400, 422), (kind, url)
            assert "There was an error" not in answer.text and "Traceback" not in answer.text
    strange = client.post(
        "/api/worker", content=body, headers={"content-type": "application/json", "content-encoding": "gzip"}
    )
    assert strange.status_code in (200, 400, 415, 422)


@pytest.mark.parametrize(
    "path", ["%00", "..%5c..%5c", "%c0%ae%c0%ae", "a%0d%0aset-cookie:x", "%e2%80%ae", "x" * 3000, ";/../"]
)
def test_no_path_makes_it_fail(client: Any, path: str) -> None:
    for below in ("", "pt/", "pt/law/PT/", "api/law/PT/", "api/jobs/", "static/", "pt/worker/"):
        for answer in (client.get(f"/{below}{path}"), client.post(f"/{below}{path}")):
            assert 200 <= answer.status_code < 500 and "set-cookie" not in answer.headers


def test_methods_that_are_not_there_are_refused_in_words(client: Any) -> None:
    for method in ("PUT", "PATCH", "DELETE", "TRACE"):
        page, data = client.request(method, "/zh/worker"), client.request(method, "/api/worker?lang=zh")
        assert page.status_code == data.status_code == 405
        assert word("web.error.405", "zh") in page.text and data.json()["errors"] == [word("web.error.405", "zh")]


def test_nothing_that_is_refused_comes_into_a_log(client: Any, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    secret = "Secretname 1995-03-12"
    for text in (f"country: PT\nname: {secret}", f"{{{secret}", f"country: PT\nmonth: {secret}"):
        client.post("/pt/worker/result", data={"case": text})
        client.post("/pt/worker/why", data={"case": text, "node": secret})
        client.post("/api/worker", json={"case": text, "on": secret})
        client.post("/api/jobs/population", json={"country": secret})
    own = [record for record in caplog.records if not record.name.startswith(("httpx", "asyncio"))]
    assert not any("Secretname" in record.getMessage() for record in own)
