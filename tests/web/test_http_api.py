"""The law as data: what it answers is what its document says, and what the command line says."""

from __future__ import annotations

from typing import Any

import jsonschema
import pytest

from amparo import api
from amparo.demo import demo_cases

TEXT = demo_cases()[0].file.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def document(client: Any) -> dict[str, Any]:
    held = client.get("/api/openapi.json").json()
    assert isinstance(held, dict)
    return held


def test_the_document_names_every_answer(document: dict[str, Any]) -> None:
    assert document["openapi"].startswith("3.")
    for path, methods in document["paths"].items():
        assert path.startswith("/api/")
        for method in methods.values():
            assert {"200", "404", "422"} <= set(method["responses"]), path
            assert method["summary"] and method["description"]


def test_refusals_have_the_form_of_the_document(client: Any, document: dict[str, Any]) -> None:
    form = document["components"]["schemas"]["Problem"]
    answers = [
        client.get("/api/law/PT/nothing"),
        client.get("/api/law/XX/nothing"),
        client.get("/api/compare?branch=nowhere"),
        client.post("/api/worker", json={"case": "country: ["}),
        client.post("/api/worker", json={"case": TEXT, "surprise": 1}),
        client.post("/api/claim", json={"case": TEXT, "on": "2025-10-05", "contingency": "boredom"}),
        client.get("/api/worker"),
    ]
    assert [answer.status_code for answer in answers] == [404, 422, 404, 422, 422, 422, 404]
    for answer in answers:
        jsonschema.validate(answer.json(), form)
        assert answer.json()["errors"] and answer.json()["status"] == answer.status_code


@pytest.mark.parametrize(
    ("paid", "rate"),
    # CRC 168(7): 10 % above 80 % of the activity, 7 % above 50 %; exactly 80 % is still 7 %, exactly 50 % nothing
    [("800.01", "10%"), ("800.00", "7%"), ("500.01", "7%"), ("500.00", "0%")],
)
def test_one_rule_at_its_thresholds_and_a_cent_beside(client: Any, paid: str, rate: str) -> None:
    given = {"income_from_payer": paid, "income_from_all": 1000}
    answer = client.post("/api/rules/PT/contracting_entity_rate", json={"given": given, "on": "2025-12-31"})
    assert answer.status_code == 200
    assert answer.json()["value"]["value"] == rate


def test_a_worker_as_text_and_as_object_is_the_same_as_on_the_command_line(client: Any) -> None:
    import yaml

    expected = api.worker(demo_cases()[0].file, on="2025-10-01", lang="zh").to_json()
    text = client.post("/api/worker?lang=zh", json={"case": TEXT, "on": "2025-10-01"})
    assert text.json() == expected
    loaded = yaml.load(TEXT, Loader=yaml.BaseLoader)
    assert client.post("/api/worker?lang=zh", json={"case": loaded, "on": "2025-10-01"}).json() == expected


def test_a_batch_keeps_its_order_and_says_what_is_wrong_with_each(client: Any) -> None:
    bodies = [{"case": TEXT, "on": "2025-10-01"}, {"case": "country: PT"}, {"case": TEXT, "on": "1999-01-01"}]
    results = client.post("/api/worker/batch", json=bodies).json()["results"]
    assert [result["result"] is None for result in results] == [False, True, True]
    assert [bool(result["errors"]) for result in results] == [False, True, True]


def test_a_claim_carries_its_reasons_only_when_asked(client: Any) -> None:
    body = {"case": TEXT, "on": "2025-10-06", "contingency": "sickness", "days": 20}
    short = client.post("/api/claim", json=body).json()
    assert short["format"] == "amparo-claim/1" and short["benefits"]
    assert all("why" not in benefit for benefit in short["benefits"])


def test_the_list_of_the_law_can_be_narrowed(client: Any) -> None:
    everything = client.get("/api/law?country=CN").json()
    parameters = client.get("/api/law?country=CN&kind=parameter&limit=3").json()
    assert 3 == len(parameters["entries"]) < parameters["count"] < everything["count"]
    assert {entry["kind"] for entry in parameters["entries"]} == {"parameter"}
    entry = parameters["entries"][0]
    assert client.get(f"/api/law/CN/{entry['id']}").json()["label"] == entry["label"]


def test_a_comparison_is_that_of_the_report(client: Any) -> None:
    from amparo import comparing
    from amparo.report.comparison import comparison_json

    found = comparing.compare(["PT"], "family", "2026-01-01", lang="pt")
    answer = client.get("/api/compare?branch=family&countries=PT&on=2026-01-01&lang=pt")
    assert answer.json() == comparison_json(found, "pt")
