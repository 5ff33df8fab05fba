"""A worker in the browser: facts stay out of addresses and logs; answers go where the case file wants them."""

from __future__ import annotations

import logging
from typing import Any

import pytest
import yaml

from amparo.demo import demo_cases
from amparo.web import cases
from web.reading import Page, hidden_fields

FORM = {
    "country": "PT",
    "name": "Ana",
    "from": "2025-01",
    "to": "2025-12",
    "birth_date": "1990-05-02",
    "sex": "female",
    "payer1": "App",
    "payer_kind1": "platform",
    "activity1": "food_delivery",
    "form1": "services",
    "gross_pay1": "900",
    "payer2": "Café",
    "payer_kind2": "employer",
    "form2": "employment",
    "gross_pay2": "870.50",
    "since2": "2025-10",
}
TEXT = """
country: PT
from: 2025-01
to: 2025-03
payers:
  blue:
    payer_kind: platform
    group: colours
    engagements:
      - {activity: food_delivery, form: services, gross_pay: 900}
      - {activity: ride_hailing, form: services, gross_pay: 100, orders: 7}
    ties:
      platform_sets_pay: {2025-01: yes, 2025-02..2025-03: unknown}
  green:
    payer_kind: platform
    group: colours
    engagements:
      - {activity: food_delivery, form: services, gross_pay: 300}
"""


def case_in(text: str) -> dict[str, Any]:
    """The case that a page would send again."""
    loaded = yaml.safe_load(hidden_fields(text, "case-form")["case"])
    assert isinstance(loaded, dict)
    return loaded


def test_the_short_form_makes_a_case_file(client: Any) -> None:
    answer = client.post("/pt/worker/new", data=FORM)
    assert answer.status_code == 200
    case = case_in(answer.text)
    assert case["country"] == "PT" and case["class"] == "hypothetical" and case["worker"]["sex"] == "female"
    assert case["payers"]["App"]["engagements"] == [{"activity": "food_delivery", "form": "services", "gross_pay": 900}]
    assert case["payers"]["Café"]["engagements"] == [{"form": "employment", "from": "2025-10", "gross_pay": 870.5}]


def test_what_is_asked_can_be_answered_and_is_not_asked_again(client: Any) -> None:
    page = client.post("/pt/worker/new", data=FORM).text
    asked = {field.get("name") for field in Page(page).all("input") if str(field.get("name")).startswith("answer|")}
    answers = {
        "answer|self_employed_scope.activity_start|": "2020-01-01",
        "answer|status.works_personally|App": "yes",
        "answer|status.fixed_regular_pay|App": "",
    }
    assert set(answers) <= asked
    answered = client.post("/pt/worker/answer", data={**hidden_fields(page, "case-form"), **answers})
    assert answered.status_code == 200
    case = case_in(answered.text)
    assert case["worker"]["activity_start"].isoformat() == "2020-01-01"
    assert case["payers"]["App"]["ties"] == {"works_personally": True}
    left = {field.get("name") for field in Page(answered.text).all("input")}
    assert not {"answer|self_employed_scope.activity_start|", "answer|status.works_personally|App"} & left


@pytest.mark.parametrize(
    ("answers", "path", "expected"),
    [
        ({("status.platform_sets_pay", "blue"): "no"}, "payers blue ties platform_sets_pay 2025-01", True),
        ({("status.platform_sets_pay", "blue"): "no"}, "payers blue ties platform_sets_pay 2025-02..2025-03", False),
        ({("status.platform_sets_pay", "green"): "yes"}, "payers green ties platform_sets_pay", True),
        ({("status.works_personally", "colours"): "yes"}, "payers blue ties works_personally", True),
        ({("common.orders", "blue"): "12"}, "payers blue engagements 0 orders", 12),
        ({("common.orders", "blue"): "12"}, "payers blue engagements 1 orders", 7),
        ({("common.birth_date", ""): "1990-05-02"}, "worker birth_date", "1990-05-02"),
    ],
    ids=["told stays", "unknown months", "new tie", "group once", "unknown count", "told count", "worker"],
)
def test_an_answer_stands_where_it_was_unknown(answers: Any, path: str, expected: Any) -> None:
    text = cases.with_answers(cases.sent(TEXT, "en"), answers, "en")
    place: Any = yaml.safe_load(text)
    for step in path.split():
        place = place[int(step)] if isinstance(place, list) else place.get(step)
    assert (place.isoformat() if hasattr(place, "isoformat") else place) == expected
    cases.sent(text, "en")  # it can be opened again


def test_a_group_is_told_of_one_payer_only() -> None:
    text = cases.with_answers(cases.sent(TEXT, "en"), {("status.works_personally", "colours"): "yes"}, "en")
    assert "ties" not in yaml.safe_load(text)["payers"]["green"]


def test_an_answer_without_a_place_is_refused(client: Any) -> None:
    answer = client.post("/zh/worker/answer", data={"case": TEXT, "answer|status.platform_sets_pay|nobody": "yes"})
    assert answer.status_code == 422
    assert "请直接修改文件" in answer.text


def test_facts_stand_in_no_address(client: Any) -> None:
    for url, data in (("/en/worker/new", FORM), ("/en/worker/result", {"persona": "PT-01"})):
        text = client.post(url, data=data).text
        page = Page(text)
        assert {form.get("method") for form in page.all("form")} == {"post"}
        links = [str(link.get("href")) for link in page.all("a")]
        assert [link for link in links if "?" in link or "1990" in link or "Ana" in link] == []
        asked = client.get(url)
        assert asked.url.path == "/en/worker"


def test_the_language_changes_and_the_case_stays(client: Any) -> None:
    page = client.post("/en/worker/new", data=FORM).text
    (button,) = [b for b in Page(page).all("button") if b.get("formaction") == "/zh/worker/result"]
    assert button["form"] == "case-form"
    other = client.post("/zh/worker/result", data=hidden_fields(page, "case-form"))
    assert other.status_code == 200 and 'lang="zh-CN"' in other.text
    assert case_in(other.text) == case_in(page)


def test_a_saved_case_opens_again_as_the_same_case(client: Any) -> None:
    text = demo_cases()[0].file.read_text(encoding="utf-8")
    saved = client.post("/pt/worker/save", data={"case": text.replace("\n", "\r\n")})
    assert "attachment" in saved.headers["content-disposition"] and saved.headers["cache-control"] == "no-store"
    assert saved.text == text
    opened = client.post("/pt/worker/result", files={"file": ("case.yaml", saved.content)})
    assert opened.status_code == 200 and case_in(opened.text) == yaml.safe_load(text)


def test_a_day_looks_at_its_month_and_a_known_day_at_the_law_of_then(client: Any) -> None:
    text = demo_cases()[0].file.read_text(encoding="utf-8")
    asked = {"case": text, "on": "2025-03-10", "known_on": "2025-01-01"}
    page = Page(client.post("/en/worker/result", data=asked).text)
    assert "Shown for 2025-03" in page.seen or "2025-03" in page.seen
    assert "Law as known on 2025-01-01" in page.seen


def test_the_result_as_data_is_that_of_the_command_line(client: Any) -> None:
    from amparo import api

    text = demo_cases()[3].file.read_text(encoding="utf-8")
    answer = client.post("/pt/worker/data", data={"case": text})
    assert answer.json() == api.worker(demo_cases()[3].file, lang="pt").to_json()


def test_why_says_the_smallest_change(client: Any) -> None:
    """The designer's client pays 6/7 of the services: more than 80 %, so 10 % is owed (CRC 168(7))."""
    case = next(case for case in demo_cases() if case.id == "PT-04")
    node = "contracting_entity.contracting_entity_rate[3]"  # the studio in 2024
    asked = {"case": case.file.read_text(encoding="utf-8"), "node": node}
    page = Page(client.post("/en/worker/why", data=asked).text)
    assert "CRC 168(7)" in page.seen and "10%" in page.seen
    assert any("→" in text for _, text in page.words)


def test_a_claim_says_what_is_paid_and_why(client: Any) -> None:
    """PT-01 falls sick for 30 days on 10 October 2025: after ten days of waiting 20 days at 55 % of the reference pay
    (DL 28/2004, arts. 16, 21 and 23): the page shows the same payment as the claim, with its reasons below."""
    from amparo import claiming

    text = demo_cases()[0].file.read_text(encoding="utf-8")
    asked = {"case": text, "contingency": "sickness", "claim_on": "2025-10-10", "days": "30"}
    page = Page(client.post("/pt/worker/claim", data=asked).text)
    found = claiming.claim(demo_cases()[0].file, "sickness", "2025-10-10", 30, lang="pt")
    paid = [row["paid"]["value"] for row in found.to_json()["benefits"] if row["paid"] and row["state"] == "yes"]
    assert len(paid) == 1 and paid[0].replace(".", ",") + " €" in page.seen.replace("\u00a0", " ")
    assert "10 dias" in page.seen and "55" in page.seen and "DL 28/2004" in page.seen
    assert len([node for node in page.all("ul") if node.get("class") == "tree"]) == len(found.claim.benefits)


def test_no_log_says_what_was_posted(client: Any, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    client.post("/en/worker/new", data={**FORM, "name": "Secretname"})
    client.post("/en/worker/result", data={"case": "country: PT\nname: Secretname\nfrom: x"})
    assert "Secretname" not in "\n".join(record.getMessage() for record in caplog.records)


def test_a_mistake_of_amparo_says_nothing_of_the_worker(
    client: Any, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise RuntimeError("Secretname")

    monkeypatch.setattr("amparo.web.worker.ready", fail)
    answer = client.post("/pt/worker/new", data=FORM)
    assert answer.status_code == 500
    assert "É uma falha do Amparo" in answer.text and "Secretname" not in answer.text
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert "RuntimeError" in caplog.text and "Secretname" not in caplog.text


def test_only_unchanged_examples_are_kept(client: Any) -> None:
    from amparo.web import worker

    worker._EXAMPLES.clear()
    text = demo_cases()[0].file.read_text(encoding="utf-8")
    client.post("/pt/worker/result", data={"persona": "PT-01", "case": text + "\n# mine"})
    client.post("/pt/worker/result", data={"case": text})
    client.post("/pt/worker/new", data={**FORM, "persona": "PT-01"})
    assert worker._EXAMPLES == {}
    first = client.post("/pt/worker/result", data={"persona": "PT-01"})
    again = client.post("/pt/worker/result", data={"persona": "PT-01"})
    assert list(worker._EXAMPLES) == [("PT-01", "pt", "", "", (), "")] and first.text == again.text
    assert again.headers["content-language"] == "pt-PT" and again.headers["cache-control"] == "no-store"


BY_SCRIPT = {"hx-request": "true"}


@pytest.mark.parametrize("lang", ["en", "pt", "zh"])
@pytest.mark.parametrize("part", ["benefits", "doubts"])
def test_a_part_is_the_same_by_script_and_by_button(client: Any, lang: str, part: str) -> None:
    text = demo_cases()[0].file.read_text(encoding="utf-8")
    url = f"/{lang}/worker/result"
    first = client.post(url, data={"case": text}).text
    fragment = client.post(url, data={"case": text, "part": part}, headers=BY_SCRIPT).text
    whole = client.post(url, data={"case": text, f"open_{part}": "1"}).text
    told = [line for line in Page(fragment).seen.splitlines() if len(line) > 3]
    assert len(told) > 4 and "<html" not in fragment and Page(fragment).unbalanced == []
    assert fragment.strip() in whole and told[-1] not in Page(first).seen
    assert Page(whole).unbalanced == [] and hidden_fields(whole, "case-form")[f"open_{part}"] == "1"
    assert client.post(url, data={"case": text, "part": part}).text.startswith("<!doctype html>")
    assert "<!doctype" in client.post(url, data={"case": text, "part": "x"}, headers=BY_SCRIPT).text


def test_every_result_leads_to_its_reasons_by_script_and_by_button(client: Any) -> None:
    text = demo_cases()[0].file.read_text(encoding="utf-8")
    page = Page(client.post("/en/worker/result", data={"case": text}).text)
    nodes = [str(button["value"]) for button in page.all("button") if button.get("name") == "node"]
    assert len(nodes) == len(set(nodes)) > 20
    for node in nodes[:12]:
        asked = {"case": text, "node": node}
        fragment = Page(client.post("/en/worker/why", data=asked, headers=BY_SCRIPT).text)
        whole = client.post("/en/worker/why", data=asked).text
        assert "<html" not in fragment.seen and fragment.unbalanced == []
        assert all(line in Page(whole).seen for line in fragment.seen.splitlines()[:-1])


def test_a_refusal_by_script_is_no_page(client: Any) -> None:
    answer = client.post("/pt/worker/why", data={"case": "country: PT", "node": "x"}, headers=BY_SCRIPT)
    assert answer.status_code == 422 and "<html" not in answer.text and Page(answer.text).unbalanced == []
