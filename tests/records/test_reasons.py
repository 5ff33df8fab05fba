"""Every reason to set a row aside, with a real bad row: code, place, value; and rows in = accepted + quarantined."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from records_folder import PAYERS, WORK, WORKERS, prepared, quarantined, run, table, verania, write

from amparo.records.quarantine import REASONS

SECOND = {"worker": "w2", "first_month": "2024-01", "last_month": "2024-12"}
TIE = {"worker": "w1", "payer": "p1"}
SPELL = {"worker": "w1", "first_day": "2024-03-01", "last_day": "2024-03-10"}
ORDERS_ONLY = {"unknown_status", "unmapped_value", "duplicate_order", "conflicting_order"}

# (reason, table, field, value, tables)
CASES: list[tuple[str, str, str, str | None, dict[str, Any]]] = [
    ("missing_value", "engagements", "month", "", {"engagements": [{**WORK, "month": ""}]}),
    ("missing_value", "engagements", "payer", "unknown", {"engagements": [{**WORK, "payer": "unknown"}]}),
    ("bad_text", "workers", "worker", "x" * 200, {"workers": [*WORKERS, {"worker": "x" * 201}]}),
    ("bad_text", "workers", "worker", "a\tb", {"workers": [*WORKERS, {"worker": "a\tb"}]}),
    ("not_a_number", "engagements", "gross_pay", "ten", {"engagements": [{**WORK, "gross_pay": "ten"}]}),
    ("not_a_number", "engagements", "gross_pay", "NaN", {"engagements": [{**WORK, "gross_pay": "NaN"}]}),
    ("not_a_number", "engagements", "gross_pay", "inf", {"engagements": [{**WORK, "gross_pay": "inf"}]}),
    ("not_a_number", "engagements", "gross_pay", "12,50", {"engagements": [{**WORK, "gross_pay": "12,50"}]}),
    ("not_a_number", "engagements", "gross_pay", "=1+1", {"engagements": [{**WORK, "gross_pay": "=1+1"}]}),
    ("not_a_number", "engagements", "gross_pay", "9" * 60, {"engagements": [{**WORK, "gross_pay": "9" * 60}]}),
    ("finer_than_stored", "engagements", "gross_pay", "1.005", {"engagements": [{**WORK, "gross_pay": "1.005"}]}),
    ("finer_than_stored", "engagements", "orders", "1.5", {"engagements": [{**WORK, "orders": "1.5"}]}),
    ("negative_amount", "engagements", "gross_pay", "-0.01", {"engagements": [{**WORK, "gross_pay": "-0.01"}]}),
    ("out_of_range", "engagements", "tips", "10000000.01", {"engagements": [{**WORK, "tips": "10000000.01"}]}),
    ("out_of_range", "engagements", "gross_pay", "1e17", {"engagements": [{**WORK, "gross_pay": "1e17"}]}),
    ("out_of_range", "engagements", "days_worked", "32", {"engagements": [{**WORK, "days_worked": "32"}]}),
    ("not_yes_or_no", "workers", "nothing_before", "maybe", {"workers": [{**WORKERS[0], "nothing_before": "maybe"}]}),
    ("unknown_category", "engagements", "activity", "flying", {"engagements": [{**WORK, "activity": "flying"}]}),
    ("unknown_place", "engagements", "work_place", "atlantis", {"engagements": [{**WORK, "work_place": "atlantis"}]}),
    ("impossible_month", "engagements", "month", "2024-13", {"engagements": [{**WORK, "month": "2024-13"}]}),
    ("impossible_month", "engagements", "month", "202403", {"engagements": [{**WORK, "month": "202403"}]}),
    ("impossible_month", "engagements", "month", "0024-03", {"engagements": [{**WORK, "month": "0024-03"}]}),
    ("impossible_date", "spells", "first_day", "2023-02-29", {"spells": [{**SPELL, "first_day": "2023-02-29"}]}),
    ("impossible_date", "workers", "birth_date", "epoch", {"workers": [{**WORKERS[0], "birth_date": "epoch"}]}),
    ("impossible_year", "years", "year", "24", {"years": [{"worker": "w1", "year": "24", "assessed_income": "5"}]}),
    ("not_a_quarter", "quarters", "quarter", "2024-02", {"quarters": [{"worker": "w1", "quarter": "2024-02"}]}),
    ("unknown_currency", "engagements", "currency", "ZZZ", {"engagements": [{**WORK, "currency": "ZZZ"}]}),
    ("other_currency", "engagements", "currency", "USD", {"engagements": [{**WORK, "currency": "USD"}]}),
    (
        "unknown_fact",
        "choices",
        "fact",
        "hat",
        {"choices": [{"worker": "w1", "fact": "hat", "from": "2024-01", "value": "1"}]},
    ),
    (
        "unknown_place",
        "choices",
        "value",
        "atlantis",
        {"choices": [{"worker": "w1", "fact": "residence_place", "from": "2024-01", "value": "atlantis"}]},
    ),
    (
        "period_said_twice",
        "ties",
        "",
        None,
        {"ties": [{**TIE, "month": "2024-03", "year": "2024", "work_directed": "yes"}]},
    ),
    ("period_said_twice", "ties", "", None, {"ties": [{**TIE, "month": "", "work_directed": "yes"}]}),
    ("fact_of_another_period", "ties", "year", "2024", {"ties": [{**TIE, "year": "2024", "work_directed": "yes"}]}),
    (
        "ends_before_it_begins",
        "spells",
        "last_day",
        "2024-02-28",
        {"spells": [{**SPELL, "last_day": "2024-02-28"}]},
    ),
    (
        "ends_before_it_begins",
        "workers",
        "last_month",
        "2023-12",
        {"workers": [*WORKERS, {**SECOND, "last_month": "2023-12"}]},
    ),
    (
        "ends_before_it_begins",
        "choices",
        "until",
        "2024-02",
        {"choices": [{"worker": "w1", "fact": "residence_place", "from": "2024-03", "until": "2024-02", "value": ""}]},
    ),
    (
        "window_too_long",
        "workers",
        "",
        None,
        {"workers": [*WORKERS, {**SECOND, "first_month": "1900-01", "last_month": "2024-12"}]},
    ),
    ("duplicate_row", "engagements", "", None, {"engagements": [WORK, WORK]}),
    ("duplicate_row", "workers", "", None, {"workers": [*WORKERS, *WORKERS]}),
    ("duplicate_row", "payers", "", None, {"payers": [*PAYERS, PAYERS[0]]}),
    ("duplicate_row", "spells", "", None, {"spells": [SPELL, SPELL]}),
    (
        "duplicate_row",
        "months",
        "",
        None,
        {"months": [{"worker": "w1", "month": "2024-03", "number_of_children": "2"}] * 2},
    ),
    ("unknown_worker", "engagements", "worker", "w9", {"engagements": [WORK, {**WORK, "worker": "w9"}]}),
    ("unknown_worker", "spells", "worker", "w9", {"spells": [{**SPELL, "worker": "w9"}]}),
    ("unknown_payer", "engagements", "payer", "p9", {"engagements": [{**WORK, "payer": "p9"}]}),
    ("unknown_payer", "ties", "payer", "p9", {"ties": [{**TIE, "payer": "p9", "month": "2024-03"}]}),
    ("outside_window", "engagements", "month", "2025-01", {"engagements": [{**WORK, "month": "2025-01"}]}),
    ("outside_window", "months", "month", "2025-01", {"months": [{"worker": "w1", "month": "2025-01"}]}),
]  # fmt: skip


@pytest.mark.parametrize(("reason", "name", "field", "value", "tables"), CASES)
def test_a_bad_row_is_set_aside_with_its_reason(
    reason: str, name: str, field: str, value: str | None, tables: dict[str, Any], tmp_path: Path
) -> None:
    found = run(tmp_path, **tables)
    (row,) = [row for row in quarantined(found) if row["reason"] == reason]
    assert (row["table"], row["field"], row["value"]) == (name, field, value)
    assert row["file"] == f"{name}.csv"
    assert row["row"] == len(tables[name])
    assert row["sentence"] and row["cure"]
    assert found.counts.tables[name].reasons[reason] == 1
    assert found.counts.rows_in == found.counts.accepted + found.counts.quarantined == sum(map(len, _all(tables)))


def _all(tables: dict[str, Any]) -> list[Any]:
    held = {"workers": WORKERS, "payers": PAYERS, "engagements": [WORK], **tables}
    return list(held.values())


TWO_ROWS: list[tuple[str, str, dict[str, Any]]] = [
    ("duplicate_worker", "workers", {"workers": [*WORKERS, {**WORKERS[0], "last_month": "2024-11"}]}),
    ("duplicate_payer", "payers", {"payers": [*PAYERS, {"payer": "p1", "group": "g"}]}),
    ("duplicate_engagement", "engagements", {"engagements": [WORK, {**WORK, "gross_pay": "11"}]}),
    (
        "conflicting_values",
        "months",
        {"months": [{"worker": "w1", "month": "2024-03", "number_of_children": n} for n in "12"]},
    ),
    (
        "conflicting_values",
        "choices",
        {
            "choices": [
                {
                    "worker": "w1",
                    "fact": "residence_place",
                    "from": "2024-01",
                    "until": "2024-06",
                    "value": "northland",
                },
                {"worker": "w1", "fact": "residence_place", "from": "2024-06", "until": "", "value": "southland"},
            ]
        },
    ),
    (
        "conflicting_values",
        "spells",
        {"spells": [{**SPELL, "spell": "s"}, {**SPELL, "spell": "s", "last_day": "2024-05-01"}]},
    ),
]


@pytest.mark.parametrize(("reason", "name", "tables"), TWO_ROWS)
def test_rows_that_contradict_each_other_are_both_set_aside(
    reason: str, name: str, tables: dict[str, Any], tmp_path: Path
) -> None:
    found = run(tmp_path, **tables)
    assert [row["table"] for row in quarantined(found) if row["reason"] == reason] == [name, name]


def test_a_choice_and_a_row_that_contradict_each_other_are_set_aside_where_they_stand(tmp_path: Path) -> None:
    found = run(
        tmp_path,
        months=[{"worker": "w1", "month": "2024-03", "number_of_children": "1"}],
        choices=[{"worker": "w1", "fact": "number_of_children", "from": "2024-01", "value": "2"}],
    )
    clashes = [row for row in quarantined(found) if row["reason"] == "conflicting_values"]
    assert {(row["table"], row["field"], row["value"]) for row in clashes} == {
        ("months", "number_of_children", "1"),
        ("choices", "value", "2"),
    }


def test_more_than_a_hundred_engagements_in_a_month(tmp_path: Path) -> None:
    many = [{**WORK, "engagement": str(n)} for n in range(101)]
    found = run(tmp_path, engagements=[*many, {**WORK, "month": "2024-04"}])
    assert found.counts.reasons == {"too_many_engagements": 101, "worker_incomplete": 2}
    assert run(tmp_path / "more", engagements=many[:100]).counts.quarantined == 0


def test_a_worker_with_more_rows_than_any_life_has(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("amparo.records.checks.MOST_ROWS_OF_A_WORKER", 50)
    spells = [{**SPELL, "spell": str(n)} for n in range(60)]
    work = [{**WORK, "engagement": str(n)} for n in range(60)]
    months = [{"worker": "w1", "fact": "residence_place", "from": "2024-01", "value": "northland"}] * 60
    found = run(tmp_path, spells=spells, engagements=work, choices=months)
    assert found.counts.tables["spells"].reasons == {"too_many_rows": 60}
    assert found.counts.tables["engagements"].reasons == {"too_many_engagements": 60}
    assert found.counts.tables["choices"].quarantined == 60


def test_a_row_outside_the_run_is_left_out_and_the_worker_is_computed(tmp_path: Path) -> None:
    workers = [{"worker": "w1", "nothing_before": "yes", "nothing_after": "yes"}]
    folder = write(tmp_path / "r", workers=workers, payers=PAYERS, engagements=[WORK, {**WORK, "month": "2023-12"}])
    found = prepared(folder, first=2024 * 12, last=2024 * 12 + 11)
    assert found.counts.reasons == {"outside_run": 1}
    (worker,) = table(found, "workers")
    assert (worker["first"], worker["last"], worker["flags"]) == (24288, 24299, 2)  # what came before is not nothing


def test_an_order_reason_has_its_test_elsewhere_and_every_other_one_here() -> None:
    tested = {case[0] for case in CASES} | {case[0] for case in TWO_ROWS} | ORDERS_ONLY
    tested |= {"too_many_engagements", "too_many_rows", "outside_run", "worker_incomplete"}
    tested |= {"malformed_row", "worker_set_aside", "payer_set_aside"}
    tested |= {"pay_without_months"}  # of persons: tests/population/test_microdata.py
    assert tested == set(REASONS)


# --- workers who lost a row --------------------------------------------------------------------------------------


def test_a_worker_who_lost_a_row_is_taken_out_whole_and_counted_apart(tmp_path: Path) -> None:
    workers = [*WORKERS, SECOND]
    rows = [
        WORK,
        {**WORK, "month": "2024-04"},
        {**WORK, "month": "2024-05", "gross_pay": "-1"},
        {**WORK, "worker": "w2"},
    ]
    found = run(tmp_path, workers=workers, engagements=rows, spells=[SPELL])
    assert found.counts.reasons == {"negative_amount": 1, "worker_incomplete": 4}
    assert [row["id"] for row in table(found, "workers")] == ["w2"]
    assert [row["worker"] for row in table(found, "engagements")] == [0]
    assert table(found, "spells") == []
    assert found.meta["incomplete_workers"] == {"option": "quarantine", "workers": 1, "taken_out": 1}


def test_a_worker_who_lost_a_row_can_be_kept_on_request(tmp_path: Path) -> None:
    folder = write(
        tmp_path / "r", workers=WORKERS, payers=PAYERS, engagements=[WORK, {**WORK, "month": "2024-05", "orders": "x"}]
    )
    found = prepared(folder, incomplete="keep")
    assert found.counts.reasons == {"not_a_number": 1}
    assert len(table(found, "engagements")) == 1
    assert found.meta["incomplete_workers"] == {"option": "keep", "workers": 1, "taken_out": 0}


def test_a_worker_whose_own_row_is_wrong_is_never_kept(tmp_path: Path) -> None:
    workers = [{**WORKERS[0], "birth_date": "1990-02-30"}, SECOND]
    folder = write(tmp_path / "r", workers=workers, payers=PAYERS, engagements=[WORK], spells=[SPELL])
    found = prepared(folder, incomplete="keep")
    assert found.counts.reasons == {"impossible_date": 1, "worker_set_aside": 2}
    assert [row["id"] for row in table(found, "workers")] == ["w2"]


def test_a_payer_whose_row_is_wrong_takes_the_engagements_along(tmp_path: Path) -> None:
    payers = [{"payer": "p1", "payer_kind": "circus"}, {"payer": "p2", "payer_kind": "client"}]
    rows = [WORK, {**WORK, "payer": "p2"}]
    ties = [{"worker": "w1", "payer": "p1", "month": "2024-03", "work_directed": "yes"}]
    found = run(tmp_path, payers=payers, engagements=rows, ties=ties)
    assert found.counts.reasons == {"payer_set_aside": 2, "unknown_category": 1, "worker_incomplete": 2}
    assert [row["id"] for row in table(found, "payers")] == ["p2"]


def test_a_row_with_too_few_cells_counts_against_its_worker(tmp_path: Path) -> None:
    text = "worker,payer,month,gross_pay\nw2,p1,2024-03,5\nw1,p1,2024-03\nw2,p1,2024-04,6,7,8\nw2,p1,2024-05,5\n"
    found = run(tmp_path, workers=[*WORKERS, SECOND, {**SECOND, "worker": "w3"}], engagements=text)
    assert found.counts.reasons == {"malformed_row": 2, "worker_incomplete": 4}
    broken = [row for row in quarantined(found) if row["reason"] == "malformed_row"]
    assert [(row["row"], row["worker"], row["value"]) for row in broken] == [
        (2, "w1", "w1,p1,2024-03"),
        (3, "w2", "w2,p1,2024-04,6,7,8"),
    ]
    # the rows after the broken ones keep their own numbers
    assert {row["row"] for row in quarantined(found) if row["table"] == "engagements"} == {1, 2, 3, 4}


def test_all_that_is_wrong_with_a_row_is_told_at_once(tmp_path: Path) -> None:
    found = run(tmp_path, engagements=[{**WORK, "activity": "flying", "gross_pay": "-1", "orders": "x"}])
    (row,) = [row for row in quarantined(found) if row["table"] == "engagements"]
    assert row["reason"] == "unknown_category"
    assert row["also"] == "gross_pay: negative_amount; orders: not_a_number"


# --- the same engagement twice -----------------------------------------------------------------------------------


def test_rows_of_one_month_and_payer_stand_side_by_side_if_activity_place_or_form_differ(tmp_path: Path) -> None:
    rows = [WORK, {**WORK, "activity": "freight"}, {**WORK, "form": "employment"}, {**WORK, "work_place": "farisle"}]
    assert run(tmp_path, engagements=rows).counts.quarantined == 0


def test_an_engagement_split_in_two_stands_if_numbered_or_if_asked_for(tmp_path: Path) -> None:
    halves = [{**WORK, "gross_pay": "5.25"}] * 2
    numbered = [{**row, "engagement": str(n)} for n, row in enumerate(halves)]
    found = run(tmp_path, engagements=numbered)
    assert [row["common.gross_pay"] for row in table(found, "engagements")] == [525, 525]
    folder = write(tmp_path / "r", workers=WORKERS, payers=PAYERS, engagements=halves)
    assert len(table(prepared(folder, repeated="keep"), "engagements")) == 2
    assert prepared(folder).counts.reasons == {"duplicate_row": 1}


def test_the_law_of_the_test_has_what_the_cases_need() -> None:
    assert {"northland", "southland", "farisle"} <= set(verania().places.names)
