"""A case file: what it may say, and what it is told when it says something else."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from records_folder import verania

from amparo.law import book
from amparo.records.case import case_from, case_from_text, read_case
from amparo.records.errors import CaseError
from amparo.records.schemas import case_json_schema, records_json_schema
from amparo.rules.bounds import FACT, Unknown

BARE: dict[str, Any] = {"country": "fictional", "from": "2024-01", "to": "2024-12"}
JANUARY = 24288


def read(**more: Any) -> Any:
    return case_from({**BARE, **more}, verania()).dossier


def findings(**more: Any) -> dict[str, str]:
    with pytest.raises(CaseError) as refused:
        case_from({**BARE, **more}, verania())
    assert all(each.sentence.endswith((".", "?")) and each.cure for each in refused.value.findings)
    return {each.path: f"{each.sentence} {each.cure}" for each in refused.value.findings}


def payers(**engagement: Any) -> dict[str, Any]:
    return {"p": {"engagements": [engagement]}}


def test_the_months_told_are_said_in_one_of_three_ways() -> None:
    for said in (
        {"month": "2024-03"},
        {"months": "2024-03"},
        {"from": "2024-03", "to": "2024-03"},
        {"months": ["2024-03"]},
    ):
        dossier = case_from({"country": "fictional", **said}, verania()).dossier
        assert (dossier.first, dossier.last) == (JANUARY + 2, JANUARY + 2)
    assert case_from({"country": "fictional", "months": "2023..2024"}, verania()).dossier.first == JANUARY - 12


@pytest.mark.parametrize(
    ("said", "path"),
    [
        ({}, ""),
        ({"from": "2024-01"}, "to"),
        ({"month": "2024-01", "from": "2024-01", "to": "2024-02"}, "month / from and to"),
        ({"from": "2024-03", "to": "2024-02"}, "to"),
        ({"from": "1900-01", "to": "2024-02"}, "to"),
        ({"month": "2024-13"}, "month"),
        ({"months": ["2024-01", "2024-03"]}, "months"),
    ],
)
def test_months_that_cannot_be(said: dict[str, Any], path: str) -> None:
    with pytest.raises(CaseError) as refused:
        case_from({"country": "fictional", **said}, verania())
    assert [each.path for each in refused.value.findings] == [path]


def test_amounts_hold_for_every_month_or_are_given_by_month() -> None:
    flat = read(payers=payers(gross_pay="12.50", **{"from": "2024-03", "until": "2024-04"}))
    assert flat.contracts == (("p", JANUARY + 2), ("p", JANUARY + 3))
    assert flat.facts["common.gross_pay"] == {0: 1250, 1: 1250}
    by_month = read(payers=payers(gross_pay={"2024-03": "1", "2024-05..2024-06": "2"}, orders="4"))
    assert [month - JANUARY for _, month in by_month.contracts] == [2, 4, 5]
    assert by_month.facts["common.gross_pay"] == {0: 100, 1: 200, 2: 200}
    assert by_month.facts["common.orders"] == {0: 4, 1: 4, 2: 4}


def test_a_month_of_an_engagement_that_an_amount_does_not_tell_is_unknown() -> None:
    dossier = read(payers=payers(gross_pay={"2024-03": "1"}, **{"from": "2024-03", "until": "2024-04"}))
    assert dossier.facts["common.gross_pay"] == {0: 100, 1: Unknown(0, 10**9, FACT)}


def test_unknown_may_stand_anywhere() -> None:
    dossier = read(
        worker={"sex": "unknown", "residence_place": {"2024-02": "unknown"}, "number_of_children": None},
        payers={"p": {"kind": "unknown", "engagements": {"activity": "unknown", "month": "2024-01"}}},
        nothing_before="unknown",
    )
    assert isinstance(dossier.facts["common.sex"], Unknown)
    assert isinstance(dossier.facts["common.payer_kind"]["p"], Unknown)
    assert isinstance(dossier.facts["contributions.number_of_children"], Unknown)
    assert dossier.nothing_before is False


def test_ties_choices_spells_and_groups() -> None:
    dossier = read(
        payers={
            "a": {"group": "g", "engagements": {"month": "2024-03"}, "ties": {"work_directed": {"2024-03": "yes"}}},
            "b": {"group": "g", "engagements": {"month": "2024-03"}},
        },
        choices=[{"fact": "change_chosen", "from": "2024-04", "until": "2024-06", "value": "lower"}],
        spells=[{"first_day": "2024-03-01", "last_day": "2024-03-09"}],
    )
    assert dossier.groups == {"a": "g", "b": "g"}
    assert dossier.facts["status.work_directed"] == {("a", JANUARY + 2): 1}
    assert dossier.facts["contributions.change_chosen"] == {JANUARY + 3: 2}
    assert dossier.spells == ((19783, 19791),)


def test_amounts_never_pass_through_a_float() -> None:
    text = "country: fictional\nmonth: 2024-03\npayers: {p: {engagements: {gross_pay: 1234567.89, orders: 1_000}}}"
    dossier = case_from_text(text, verania()).dossier
    assert dossier.facts["common.gross_pay"] == {0: 123456789}
    assert case_from_text(json.dumps(yaml.safe_load(text)), verania()).dossier.facts["common.gross_pay"] == {
        0: 123456789
    }
    with pytest.raises(CaseError, match="finer"):
        case_from_text(text.replace("1234567.89", "0.1234"), verania())


@pytest.mark.parametrize(
    ("more", "path", "words"),
    [
        ({"wrker": {}}, "wrker", "worker"),
        ({"worker": {"sexx": "male"}}, "worker.sexx", "sex"),
        ({"worker": {"sex": "femal"}}, "worker.sex", "female"),
        ({"worker": {"sex": {"2024-01": "male"}}}, "worker.sex", "one value"),
        ({"worker": {"residence_place": {"2025-01": "northland"}}}, "worker.residence_place.2025-01", "outside"),
        ({"worker": {"assessed_income": {"2024-01": "5"}}}, "worker.assessed_income.2024-01", "calendar year"),
        ({"worker": {"change_chosen": {"2024-02": "lower"}}}, "worker.change_chosen.2024-02", "first month"),
        ({"worker": {"gross_pay": "5"}}, "worker.gross_pay", "not a key"),
        ({"payers": ["p"]}, "payers", "by name"),
        ({"payers": payers(gros_pay="5")}, "payers.p.engagements[0].gros_pay", "gross_pay"),
        ({"payers": payers(gross_pay="-5")}, "payers.p.engagements[0].gross_pay", "between"),
        ({"payers": payers(gross_pay="5", month="2025-01")}, "payers.p.engagements[0]", "outside"),
        ({"payers": payers(month="2024-01", months="2024-02")}, "payers.p.engagements[0]", "twice"),
        ({"payers": payers(tips={"2024-02": "5"}, month="2024-01")}, "payers.p.engagements[0].tips", "not a month"),
        ({"payers": payers(**{"from": "2024-05", "until": "2024-04"})}, "payers.p.engagements[0].until", "exchange"),
        ({"payers": {"p": {"engagements": [{"month": "2024-01"}] * 101}}}, "payers", "100"),
        ({"choices": [{"fact": "hat", "from": "2024-01", "value": "1"}]}, "choices[0].fact", "no fact"),
        ({"choices": [{"fact": "sex", "from": "2024-01", "value": "male"}]}, "choices[0].fact", "level worker"),
        ({"choices": {"fact": "x"}}, "choices", "list"),
        ({"spells": [{"first_day": "2024-03-01"}]}, "spells[0].last_day", "missing"),
        ({"spells": [{"first_day": "2024-03-01", "last_day": "2024-02-01"}]}, "spells[0].last_day", "before it begins"),
        ({"spells": [{"first_day": "2023-02-29", "last_day": "2024-02-01"}]}, "spells[0].first_day", "calendar"),
        ({"nothing_before": "perhaps"}, "nothing_before", "yes nor no"),
        ({"class": "secret"}, "class", "restricted"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_with_its_path_and_cure(more: dict[str, Any], path: str, words: str) -> None:
    found = findings(**more)
    assert words in found[path]


def test_everything_that_is_wrong_is_told_at_once() -> None:
    found = findings(
        worker={"sex": "x"}, payers=payers(orders="1.5"), spells=[{"first_day": "x", "last_day": "y"}], hat=1
    )
    assert list(found) == ["hat", "worker.sex", "payers.p.engagements[0].orders", "spells[0].first_day"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "- a\n- b",
        "just words",
        "country: [",
        "country: fictional\ncountry: PT\nmonth: 2024-01",
        "a: &a [1]\nb: *a",
        "{" * 3000,
        "? [a, b]\n: c",
        "\x00",
        "country: nowhere\nmonth: 2024-01",
        "month: 2024-01\nname: x",
        "!!python/object/apply:os.system ['true']",
    ],
)
def test_a_text_that_is_no_case_is_refused(text: str) -> None:
    with pytest.raises(CaseError) as refused:
        case_from_text(text)
    assert len(str(refused.value)) < 2000


def test_a_file_that_is_not_there_or_not_text(tmp_path: Path) -> None:
    with pytest.raises(CaseError, match="cannot be read"):
        read_case(tmp_path / "none.yaml")
    (tmp_path / "case.yaml").write_bytes("country: São".encode("latin-1"))
    with pytest.raises(CaseError, match="UTF-8"):
        read_case(tmp_path / "case.yaml")


def test_the_law_given_must_be_the_country_s() -> None:
    with pytest.raises(CaseError, match="FICTIONAL"):
        case_from({**BARE, "country": "PT"}, verania())


# --- schemas -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("country", ["FICTIONAL", "PT", "CN"])
def test_json_schemas_are_schemas_with_stable_names(country: str) -> None:
    law = book(country)
    for schema, kind in ((case_json_schema(law), "case"), (records_json_schema(law), "records")):
        jsonschema.Draft202012Validator.check_schema(schema)
        assert schema["$id"] == f"urn:amparo:schema:{kind}:1:{country}"
        json.dumps(schema)


def test_every_column_has_a_label_in_three_languages_and_every_fact_is_in_a_table() -> None:
    law = book("FICTIONAL")
    tables = records_json_schema(law)["$defs"]
    told = {column.get("x-fact") for table in tables.values() for column in table["properties"].values()}
    assert {fact.full_name for fact in law.of_type(type(law.nodes["common.sex"]))} <= told
    for table in tables.values():
        for name, column in table["properties"].items():
            assert all(column["x-label"].values()), name
            assert all(all(label.values()) for label in column.get("x-members", {}).values() if any(label.values())), (
                name
            )


def test_a_case_that_is_read_fits_its_schema() -> None:
    case = {
        **BARE,
        "country": "FICTIONAL",
        "worker": {"sex": "male", "residence_place": {"2024-01..2024-03": "northland"}},
        "payers": {"p": {"kind": "platform", "engagements": [{"gross_pay": {"2024-01": 12.5}, "activity": "unknown"}]}},
        "spells": [{"first_day": "2024-03-01", "last_day": "2024-03-09"}],
    }
    jsonschema.validate(case, case_json_schema(verania()))
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**case, "worker": {"sex": "femal"}}, case_json_schema(verania()))
