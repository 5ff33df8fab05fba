"""eval, law, schema, certify, check-law."""

from __future__ import annotations

from typing import Any

import jsonschema
import pytest

HIGH = ["--set", "income_from_payer=800.01", "--set", "income_from_all=1000.00", "--on", "2025-12-31"]


@pytest.mark.parametrize(("paid", "rate"), [("800.01", "10%"), ("800.00", "7%"), ("500.01", "7%"), ("500.00", "0%")])
def test_eval_gives_the_rate_with_its_trace(amparo: Any, paid: str, rate: str) -> None:
    words = ["--set", f"income_from_payer={paid}", "--set", "income_from_all=1000.00", "--on", "2025-12-31"]
    data = amparo("eval", "contracting_entity_rate", *words, "--format", "json").data
    assert data["rule"] == "contracting_entity.contracting_entity_rate"
    assert data["value"] == {"known": True, "value": rate, "kind": "rate"}
    root = data["why"]["reasons"][data["why"]["root"]]
    assert root["readings"][0]["provision"]["cites"][0]["article"] == "168(7)"
    assert root["readings"][0]["day"] == "2025-12-31"


@pytest.mark.parametrize("name", ["PT:contracting_entity.contracting_entity_rate", "contracting_entity_rate"])
@pytest.mark.parametrize("lang", ["en", "pt", "zh"])
def test_eval_takes_short_and_full_names_in_every_language(amparo: Any, name: str, lang: str) -> None:
    ran = amparo("eval", name, *HIGH, "--lang", lang)
    assert ran.code == 0 and ("第168条第7款" if lang == "zh" else "168(7)") in ran.out and "10" in ran.out


def test_eval_of_an_unknown_gives_bounds_and_says_what_is_needed(amparo: Any) -> None:
    ran = amparo(
        "eval", "contracting_entity_rate", "--on", "2025-12-31", "--set", "income_from_all=1000", "--format", "json"
    )
    assert ran.code == 6
    assert ran.data["value"]["low"] == "0%" and ran.data["value"]["high"] == "10%"
    assert ran.data["would_decide"] == [] or ran.err.strip()


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["eval", "no_such_rule"], 2),
        (["eval", "status.labour_status"], 2),
        (["eval", "contracting_entity_rate", "--set", "income_from_payer"], 2),
        (["eval", "contracting_entity_rate", "--set", "income_from_payer=much"], 3),
        (["eval", "contracting_entity_rate", "--on", "2025-13-01"], 3),
        (["eval", "contracting_entity_rate", "--country", "XX"], 2),
        (["law", "show", "no_such_rule"], 2),
        (["law", "list", "--topic", "nothing", "--country", "PT"], 2),
        (["schema", "nothing"], 2),
        (["certify"], 2),
    ],
)
def test_refusals(amparo: Any, words: list[str], code: int) -> None:
    ran = amparo(*words)
    assert ran.code == code and ran.out == "" and ran.err.strip()


@pytest.mark.parametrize("lang", ["en", "pt", "zh"])
def test_law_is_listed_shown_and_told_through_time(amparo: Any, lang: str) -> None:
    listed = amparo("law", "list", "--country", "PT", "--lang", lang, "--format", "json").data["entries"]
    assert {entry["kind"] for entry in listed} >= {"rule", "parameter", "fact", "link"}
    assert "contracting_entity.contracting_entity_rate" in amparo("law", "list", "--country", "PT", "--lang", lang).out
    cited = "第168条第7款" if lang == "zh" else "168(7)"
    assert cited in amparo("law", "show", "contracting_entity_rate", "--lang", lang).out
    shown = amparo("law", "history", "PT:reference_amounts.ias", "--lang", lang)
    assert "2025-01-01" in shown.out and "522" in shown.out


def test_history_as_data(amparo: Any) -> None:
    data = amparo("law", "history", "PT:reference_amounts.ias", "--format", "json").data
    values = {item["from"]: item["text"] for item in data["history"]}
    assert values["2025-01-01"] == "€522.50"
    assert all(item["provision"]["evidence"] for item in data["history"] if item["text"] != "unknown")


@pytest.mark.parametrize("what", ["case", "result", "records"])
@pytest.mark.parametrize("country", ["PT", "CN", "fictional"])
def test_schemas_are_json_schemas(amparo: Any, what: str, country: str) -> None:
    jsonschema.Draft202012Validator.check_schema(amparo("schema", what, "--country", country).data)


@pytest.mark.parametrize("country", ["PT", "CN", "fictional"])
def test_check_law_prints_the_register_and_its_code_says_whether_anything_was_found(amparo: Any, country: str) -> None:
    ran = amparo("check-law", "--country", country, "--format", "json")
    data = ran.data
    assert ran.code == (4 if data["findings"] or data["products_that_may_wrap"] else 0)
    assert data["products_that_may_wrap"] == []
    assert data["topics"] and data["evidence"] and data["values"] > 20


@pytest.mark.parametrize("lang", ["en", "pt", "zh"])
def test_check_law_as_text(amparo: Any, lang: str) -> None:
    ran = amparo("check-law", "--country", "fictional", "--lang", lang)
    assert ran.code in (0, 4) and len(ran.out.splitlines()) > 50


def test_a_small_certificate(amparo: Any) -> None:
    ran = amparo("certify", "--country", "fictional", "--worker-months", "300", "--jobs", "1", "--format", "json")
    data = ran.data
    assert data["differences"] == 0 and data["worker_months"] >= 300 and data["values"] > 10_000
    assert ran.code == (0 if data["share_reached"] >= 0.95 else 4)
    assert len(data["not_reached"]) == data["branches"] - data["branches_reached"]


@pytest.mark.parametrize(("lang", "wanted"), [("en", "Courier"), ("pt", "Estafeta"), ("zh", "骑手")])
def test_examples_are_listed_in_every_language(amparo: Any, lang: str, wanted: str) -> None:
    ran = amparo("example", "--lang", lang)
    assert ran.code == 0 and wanted in ran.out and "PT-01" in ran.out


def test_an_example_is_a_case_file_that_can_be_run(amparo: Any, tmp_path: Any) -> None:
    file = tmp_path / "case.yaml"
    file.write_text(amparo("example", "CN-01").out, encoding="utf-8")
    assert amparo("worker", str(file), "--format", "json").data["law"]["country"] == "CN"


def test_an_example_that_is_not_held_is_refused_with_those_that_are(amparo: Any) -> None:
    ran = amparo("example", "PT-99", "--lang", "pt")
    assert ran.code == 2 and "PT-99" in ran.err and "PT-01" in ran.err
