"""The exchange on pages: what is opened comes back unharmed, what is added is in the file, nothing stays here."""

from __future__ import annotations

import base64
import io
import json
import re
import zlib
from typing import Any

import docx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from amparo.exchange.exchange import merged
from amparo.exchange.files import LARGEST, read, written
from amparo.exchange.reading import said
from amparo.web.exchange_copy import packed, unpacked
from amparo.web.exchange_forms import persons_offered
from amparo.web.jobs.asking import WrongLimit
from amparo.web.safety import LARGEST_EXCHANGE
from web.exchange_site import EXAMPLE, ONE, OTHER
from web.reading import Page, hidden_fields

LANGUAGES = ("en", "pt", "zh")
CARRIED = {"exchange": packed(EXAMPLE), "side": "PT"}
FORM = "case-form"


def saved(client: Any, fields: dict[str, str], step: str = "save") -> Any:
    answer = client.post(f"/pt/exchange/{step}", data=fields)
    assert answer.status_code == 200 and answer.headers["cache-control"] == "no-store"
    return read(answer.content)


def put(client: Any, lang: str = "pt", **fields: str) -> Any:
    return client.post(f"/{lang}/exchange/add", data={**CARRIED, **fields})


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_file_that_is_opened_and_saved_is_the_same_file(client: Any, lang: str) -> None:
    sent = {"file": ("a.exchange.json", written(EXAMPLE), "application/json")}
    answer = client.post(f"/{lang}/exchange/page", files=sent)
    assert answer.status_code == 200 and Page(answer.text).unbalanced == []
    assert client.post(f"/{lang}/exchange/save", data=hidden_fields(answer.text, FORM)).content == written(EXAMPLE)


def test_the_page_in_another_language_is_of_the_same_copy_and_adds_nothing_twice(client: Any) -> None:
    first = put(client, kind="comment", language="pt", text_pt="De acordo.")
    assert first.status_code == 200 and "De acordo." in first.text
    fields = hidden_fields(first.text, FORM)
    again = client.post("/zh/exchange/add", data=fields)
    assert again.status_code == 200
    assert hidden_fields(again.text, FORM)["exchange"] == fields["exchange"]


def test_what_is_added_is_in_the_saved_file_with_its_translation(client: Any) -> None:
    comment = EXAMPLE.of("comment")[0]
    answer = put(
        client,
        kind="comment",
        of=comment.object,
        language="pt",
        text_pt="Por mês.",
        text_zh="按月。",
        how="machine",
        capacity="assessoria",
    )
    held = saved(client, hidden_fields(answer.text, FORM))
    (new,) = [one for one in held.of("comment") if one.object not in EXAMPLE.standing]
    assert new.head.body.on.object == comment.object and new.head.writer.capacity.text == "assessoria"
    assert said(held, new.head, "zh").status == "machine" and said(held, new.head, "pt").status == "original"
    assert set(EXAMPLE.entries) < set(held.entries)


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": "agenda", "order": "9", "minutes": "15", "language": "pt", "text_pt": "Ponto novo"},
        {
            "kind": "outcome",
            "state": "follow_up",
            "owner": "CN",
            "due": "2027-01-31",
            "language": "zh",
            "text_zh": "提供资料",
        },
        {"kind": "provision", "country": "PT", "provision": "reference_amounts.ias", "day": "2026-01-01"},
        {"kind": "case", "persona": "CN-05", "neutral": "yes", "language": "pt", "text_pt": "Estafeta"},
        {"kind": "graft", "mechanism": "contracting-entity", "onto": "CN", "language": "pt", "text_pt": "Transposição"},
        {"kind": "scenario", "reforms": "pt-law-of-2018", "persons": "0", "language": "pt", "text_pt": "Lei de 2018"},
        {"kind": "translation", "of": "COMMENT", "text_en": "How is it settled?", "how": "reviewed"},
        {"kind": "withdrawn", "of": "COMMENT", "language": "pt", "text_pt": "Repetido"},
    ],
    ids=lambda fields: fields["kind"],
)
def test_every_kind_can_be_added_by_its_form(client: Any, fields: dict[str, str]) -> None:
    if fields.get("of"):
        fields = {**fields, "of": EXAMPLE.of("comment")[0].object}
    do = {"translation": "translate", "withdrawn": "withdraw"}.get(fields["kind"], fields["kind"])
    form = client.post("/pt/exchange/entry", data={**CARRIED, "do": f"{do} {fields.get('of', '')}".strip()})
    assert form.status_code == 200
    names = set(re.findall(r'name="([a-z_]+)"', form.text))
    assert set(fields) <= names, "the form has every field that is sent"
    answer = put(client, **fields)
    assert answer.status_code == 200, Page(answer.text).seen
    held = saved(client, hidden_fields(answer.text, FORM))
    new = [entry for entry in held.ordered if entry.version not in EXAMPLE.entries]
    assert fields["kind"] in {entry.body.kind for entry in new}
    assert {entry.writer.delegation for entry in new} == {"PT"}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_is_wrong_is_said_above_the_form_and_what_was_written_stays(client: Any, lang: str) -> None:
    wrong = "Fale com ana@exemplo.pt <b>já</b>"
    answer = put(client, lang, kind="comment", language="pt", text_pt=wrong)
    assert answer.status_code == 422
    page = Page(answer.text)
    assert {"en": "identifier", "pt": "identificador", "zh": "个人标识"}[lang] in page.seen
    assert "&lt;b&gt;já&lt;/b&gt;" in answer.text and page.all("b") == []
    assert hidden_fields(answer.text, FORM)["exchange"] == CARRIED["exchange"]


def test_the_file_to_hand_over_holds_nothing_private_and_the_page_says_what_is(client: Any) -> None:
    shown = client.post("/pt/exchange/page", data={"exchange": packed(ONE)})
    assert "Nota da delegação." in shown.text and "não a transmita" in shown.text
    fields = hidden_fields(shown.text, FORM)
    assert saved(client, fields) == ONE
    assert saved(client, fields, "hand-over") == ONE.to_hand_over
    assert b"Nota da" not in client.post("/pt/exchange/hand-over", data=fields).content
    assert "Nota da" not in client.post("/pt/exchange/record", data=fields).text


@pytest.mark.parametrize("lang", LANGUAGES)
def test_two_copies_are_compared_joined_and_the_conflict_is_settled(client: Any, lang: str) -> None:
    files = {
        "file": ("a.json", written(ONE), "application/json"),
        "other_file": ("b.json", written(OTHER), "application/json"),
    }
    answer = client.post(f"/{lang}/exchange/compare", files=files)
    assert answer.status_code == 200
    assert "Registado por ambas as partes." in answer.text and "双方记录在案。" in answer.text
    joined = re.findall(r'name="exchange" value="([^"]+)"', answer.text)[-1]
    held = read(unpacked(joined))
    assert held == merged(ONE, OTHER)
    (conflict,) = held.conflicts
    form = client.post(f"/{lang}/exchange/entry", data={"exchange": joined, "do": f"change {conflict.object}"})
    assert form.status_code == 200
    told = {"kind": "outcome", "state": "noted", "replaces": conflict.object, "language": "pt", "text_pt": "Registado."}
    settled = client.post(f"/{lang}/exchange/add", data={"exchange": joined, "side": "PT", **told})
    done = saved(client, hidden_fields(settled.text, FORM))
    assert done.conflicts == [] and set(held.entries) < set(done.entries)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_record_can_be_taken_away_and_noted_in_the_file(client: Any, lang: str) -> None:
    shown = client.post(f"/{lang}/exchange/record", data=CARRIED)
    digest = re.findall(r"<code>([0-9a-f]{64})</code></p>", shown.text)[-1]
    files = {
        kind: client.post("/en/exchange/record-file", data={**CARRIED, "record_file": f"{lang}.{kind}"})
        for kind in ("html", "pdf", "docx")
    }
    assert all(answer.status_code == 200 for answer in files.values())
    assert digest in files["html"].text and files["pdf"].content.startswith(b"%PDF")
    assert digest in "".join(p.text for p in docx.Document(io.BytesIO(files["docx"].content)).paragraphs)
    closed = client.post(f"/{lang}/exchange/close", data={**CARRIED, "close": "1"})
    held = saved(client, hidden_fields(closed.text, FORM))
    assert dict(held.of("closing")[0].head.body.documents)[lang] == digest


def test_a_provision_is_pinned_from_its_own_page(client: Any) -> None:
    page = Page(client.get("/pt/law/PT/reference_amounts.ias").text)
    (link,) = [str(a["href"]) for a in page.all("a") if "/exchange?pin=" in str(a.get("href"))]
    start = client.get(link)
    assert start.status_code == 200 and 'name="pin" value="PT:reference_amounts.ias"' in start.text
    form = client.post("/pt/exchange/page", data={**CARRIED, "pin": "PT:reference_amounts.ias"})
    assert 'value="reference_amounts.ias"' in form.text and '<option value="PT" selected' in form.text


# --- what should not be sent -----------------------------------------------------------------------------------------

BOMB = base64.urlsafe_b64encode(zlib.compress(b"[" * 60_000_000, 9)).decode()
TEXT = written(EXAMPLE).decode()
HOSTILE = {
    "nothing": {},
    "no base64": {"exchange": "{}"},
    "not packed": {"exchange": "bm90aGluZw=="},
    "a bomb": {"exchange": BOMB},
    "half of it": {"exchange": packed(EXAMPLE)[:400]},
    "an edited text": {"exchange": base64.urlsafe_b64encode(zlib.compress(TEXT.replace("40", "41").encode())).decode()},
    "a later format": {
        "exchange": base64.urlsafe_b64encode(zlib.compress(TEXT.replace("exchange/1", "exchange/7").encode())).decode()
    },
    "a pin of nothing": {"exchange": packed(EXAMPLE), "pin": "<script>:../../x"},
}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("what", HOSTILE)
def test_a_copy_made_to_harm_is_refused_in_words(client: Any, what: str, lang: str) -> None:
    for step in ("page", "save", "hand-over", "entry", "add", "compare", "record", "record-file", "close"):
        fields = {"do": "comment", "kind": "comment", "record_file": "pt.pdf", **HOSTILE[what]}
        answer = client.post(f"/{lang}/exchange/{step}", data=fields)
        if what == "a pin of nothing":
            assert answer.status_code < 500 and "<script>:" not in answer.text
            continue
        assert answer.status_code == 422, (step, answer.status_code)
        assert len(answer.text) < 20_000 and "Traceback" not in answer.text


def test_a_file_beyond_the_limit_is_refused_and_one_below_it_is_read(client: Any) -> None:
    large = {"file": ("a.json", b" " * (LARGEST + 1), "application/json")}
    answer = client.post("/pt/exchange/page", files=large)
    assert answer.status_code == 422 and "2000000" in answer.text
    body = b"x" * (LARGEST_EXCHANGE + 1)
    refused = client.post("/zh/exchange/page", content=body)
    assert refused.status_code == 413 and "最多可提交6144 KB" in refused.text
    assert client.post("/zh/worker/result", content=b"x" * 600_000).status_code == 413


def test_restricted_data_and_persons_do_not_come_in(client: Any) -> None:
    case = "country: PT\nclass: restricted\nmonth: 2025-01"
    answer = put(client, kind="case", case=case, language="pt", text_pt="Caso")
    assert answer.status_code == 403 and "restrita" in answer.text
    named = "country: PT\nname: Ana Silva\nmonth: 2025-01"
    refused = put(client, kind="case", case=named, language="pt", text_pt="Caso")
    assert refused.status_code == 422 and "reconhecida" in refused.text
    taken = put(client, kind="case", case=named, neutral="yes", language="pt", text_pt="Caso")
    assert taken.status_code == 200 and "Ana Silva" not in taken.text


def test_code_and_files_cannot_be_named_from_a_page(client: Any) -> None:
    for reforms in ("../../../etc/passwd", "cn-no-hukou-condition.py", ""):
        answer = put(client, kind="scenario", reforms=reforms, language="pt", text_pt="Cenário")
        assert answer.status_code == 422 and "root:" not in answer.text


@pytest.mark.parametrize("fields", [{"kind": "vote"}, {"kind": "closing"}, {"kind": "exchange"}])
def test_what_has_no_form_is_not_found(client: Any, fields: dict[str, str]) -> None:
    assert put(client, **fields).status_code == 404
    for do in ("vote", "change case-0000000000000000", f"change {EXAMPLE.of('case')[0].object}", ""):
        assert client.post("/pt/exchange/entry", data={**CARRIED, "do": do}).status_code == 404
    assert client.post("/pt/exchange/record-file", data={**CARRIED, "record_file": "pt.exe"}).status_code == 404


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=80), name=st.sampled_from(["side", "text_pt", "of", "order", "due", "state", "replaces"]))
def test_no_field_makes_it_fail(client: Any, text: str, name: str) -> None:
    fields = {"kind": "outcome", "state": "noted", "language": "pt", "text_pt": "Nota", name: text}
    assert put(client, **fields).status_code in (200, 404, 422)
    assert client.post("/pt/exchange/page", data={"exchange": text}).status_code == 422


def test_a_new_exchange_begins_with_its_delegations(client: Any) -> None:
    told = {"title": "平台劳动", "code1": "cn", "name1": "中方", "code2": "PT", "name2": "葡方", "first": "2026-12-01"}
    answer = client.post("/zh/exchange/new", data=told)
    assert answer.status_code == 200
    held = saved(client, hidden_fields(answer.text, FORM))
    assert [one.code for one in held.meeting.delegations] == ["CN", "PT"] and held.meeting.title.language == "zh"
    assert client.post("/zh/exchange/new", data={**told, "code1": "x"}).status_code == 422
    assert json.loads(written(held))["format"] == "amparo-exchange/1"


@pytest.mark.parametrize(
    ("told", "sizes"),
    [("", ["0", "500", "1000", "5000"]), ("20000", ["0", "500", "1000", "5000", "20000"]), ("0", ["0"])],
)
def test_how_many_persons_a_scenario_may_have_is_a_setting(
    client: Any, monkeypatch: pytest.MonkeyPatch, told: str, sizes: list[str]
) -> None:
    monkeypatch.setenv("AMPARO_EXCHANGE_PERSONS", told)
    form = client.post("/zh/exchange/entry", data={**CARRIED, "do": "scenario"}).text
    (listed,) = re.findall(r'<select id="persons".*?</select>', form, re.DOTALL)
    assert re.findall(r'value="(\d+)"', listed) == sizes


def test_a_setting_that_is_no_number_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AMPARO_EXCHANGE_PERSONS", "many")
    with pytest.raises(WrongLimit, match="AMPARO_EXCHANGE_PERSONS"):
        persons_offered()


def test_a_scenario_on_the_most_persons_offered_is_run_and_kept_with_its_hash(client: Any) -> None:
    answer = put(
        client,
        kind="scenario",
        reforms="pt-trabalho-xxi",
        persons=persons_offered()[-1],
        year="2024",
        language="pt",
        text_pt="5000",
    )
    assert answer.status_code == 200
    held = saved(client, hidden_fields(answer.text, FORM))
    (new,) = [one.head.body for one in held.of("scenario") if one.head.version not in EXAMPLE.entries]
    assert new.population.persons == 5000 and new.result.workers == 5000 and len(new.result.digest) == 64


@pytest.mark.parametrize(("field", "value"), [("persons", "777"), ("year", "1999")])
def test_a_population_that_is_not_offered_is_refused_not_left_out(client: Any, field: str, value: str) -> None:
    """A past fault: the scenario was kept without a population, and nobody was told."""
    fields = {"kind": "scenario", "reforms": "pt-trabalho-xxi", "persons": "500", "year": "2024", "language": "pt"}
    answer = put(client, **{**fields, "text_pt": "x", field: value})
    assert answer.status_code == 422 and f"{field}: " in answer.text.replace("&#34;", "") and value in answer.text
