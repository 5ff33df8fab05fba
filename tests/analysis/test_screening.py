"""What an inspectorate is pointed at: counted by hand on a few workers, and silent where nothing speaks."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from records_folder import write

from amparo.analysis.screening import Screening, screen
from amparo.law import book
from amparo.records.errors import ExportRefused
from amparo.rules.errors import AmparoError

MONTHS = [f"2024-{month:02d}" for month in range(1, 13)]
PAYERS = [{"payer": "app", "payer_kind": "platform"}, {"payer": "studio", "payer_kind": "client"}]
NO_INDICES = {
    name: "no"
    for name in (
        *("platform_sets_pay", "platform_directs_work", "platform_controls_work", "platform_restricts_autonomy"),
        *("platform_exercises_employer_powers", "tools_of_platform", "beneficiary_sets_workplace"),
        *("tools_of_beneficiary", "beneficiary_sets_hours", "fixed_regular_pay", "leading_functions"),
        *("tools_leased_by_beneficiary",),
    )
}


def _worker(name: str) -> dict[str, Any]:
    dates = {"first_month": "2024-01", "last_month": "2024-12", "nothing_before": "yes", "birth_date": "1990-01-01"}
    return {"worker": name, **dates, "own_account_activity": "yes", "activity_start": "2020-01-01"}


def _work(worker: str, payer: str, pay: list[str], minutes: int = 0) -> list[dict[str, Any]]:
    common = {"worker": worker, "payer": payer, "activity": "food_delivery", "form": "services"}
    months = zip(MONTHS, pay, strict=True)
    return [{**common, "month": m, "gross_pay": p, "services_income": p, "minutes_engaged": minutes} for m, p in months]


def _tie(worker: str, payer: str, **facts: str) -> dict[str, Any]:
    return {"worker": worker, "payer": payer, "from": "2024-01-01", **NO_INDICES, **facts}


def _screened(folder: Path, **tables: Any) -> Screening:
    write(folder / "in", payers=PAYERS, **tables)
    return screen(book("PT"), folder / "out", records=folder / "in", data_class="synthetic", threads=1)


def _of(found: Screening, signal: str) -> list[dict[str, Any]]:
    return [row for row in found.findings.to_pylist() if row["signal"] == signal]


def test_two_features_of_platform_work_make_a_presumed_employee(tmp_path: Path) -> None:
    """Art. 12-A: two features speak for employment; one does not. 12 x 1000 x 34.75 % = 4170."""
    ties = [
        _tie("two", "app", platform_sets_pay="yes", platform_controls_work="yes"),
        _tie("one", "app", platform_sets_pay="yes"),
        _tie("open", "app", platform_sets_pay="yes", platform_controls_work="unknown"),
        _tie("free", "app", platform_sets_pay="yes", platform_controls_work="yes", presumption_rebutted="rebutted"),
    ]
    names = [tie["worker"] for tie in ties]
    work = [row for name in names for row in _work(name, "app", ["1000.00"] * 12)]
    found = _screened(tmp_path, workers=[_worker(name) for name in names], engagements=work, ties=ties)
    rows = {row["worker"]: row for row in _of(found, "presumed_employee_without_contract")}
    assert set(rows) == {"two", "open"}
    assert (rows["two"]["state"], rows["two"]["strength"], rows["two"]["periods"]) == ("yes", 2, 12)
    assert (str(rows["two"]["at_stake_low"]), str(rows["two"]["at_stake_high"])) == ("4170.00", "4170.00")
    assert (rows["open"]["state"], str(rows["open"]["at_stake_low"])) == ("undecided", "0.00")
    assert rows["two"]["rank"] < rows["open"]["rank"]
    assert "12-A(1)" in rows["two"]["articles"]
    assert json.loads(rows["two"]["evidence"])["status.indices_of_platform_employment"] == "2"


def test_steady_pay_begins_with_the_third_month_and_breaks_where_a_cent_changes(tmp_path: Path) -> None:
    pay = ["900.00"] * 5 + ["900.01"] + ["900.00"] * 6
    found = _screened(
        tmp_path, workers=[_worker("w")], engagements=_work("w", "studio", pay), ties=[_tie("w", "studio")]
    )
    spans = [(row["first"], row["last"], row["periods"]) for row in _of(found, "steady_pay_without_contract")]
    assert sorted(spans) == [("2024-03", "2024-05", 3), ("2024-09", "2024-12", 4)]


@pytest.mark.parametrize(("recorded", "missing"), [("839.99", "0.01"), ("840.00", None)])
def test_a_contracting_entity_is_held_against_its_recorded_charge(
    tmp_path: Path, recorded: str, missing: str | None
) -> None:
    """One payer of all services, 12 x 700 = 8400 EUR: 10 % is 840 EUR (art. 168(7))."""
    found = _screened(
        tmp_path,
        workers=[_worker("w")],
        engagements=_work("w", "studio", ["700.00"] * 12),
        ties=[_tie("w", "studio")],
        tie_years=[{"worker": "w", "payer": "studio", "year": 2024, "recorded_entity_charge": recorded}],
    )
    rows = _of(found, "undeclared_contracting_entity")
    assert [str(row["at_stake_low"]) for row in rows] == ([missing] if missing else [])


def test_payments_not_told_are_counted_open_and_accuse_nobody(tmp_path: Path) -> None:
    months = [{"worker": "paid", "month": month, "recorded_self_employed_payment": "5000.00"} for month in MONTHS]
    work = [row for name in ("paid", "silent") for row in _work(name, "studio", ["1500.00"] * 12)]
    ties = [_tie(name, "studio") for name in ("paid", "silent")]
    workers = [_worker("paid"), _worker("silent")]
    found = _screened(tmp_path, workers=workers, engagements=work, ties=ties, months=months)
    signal = next(one for one in found.signals if one.id == "self_employed_underpaid")
    assert (signal.findings, signal.workers) == (0, 0)
    # the quarters from April on rest on income of 2024: nine months in which something is owed
    assert signal.open_rows >= 9


def test_names_stand_in_the_tables_only(tmp_path: Path) -> None:
    work = _work("secretname", "app", ["1000.00"] * 12)
    ties = [_tie("secretname", "app", platform_sets_pay="yes", platform_controls_work="yes")]
    found = _screened(tmp_path, workers=[_worker("secretname")], engagements=work, ties=ties)
    assert "secretname" in str(found.findings["worker"].to_pylist())
    assert "secretname" not in json.dumps(found.document)
    assert "secretname" not in (found.folder / "screen.json").read_text(encoding="utf-8")


def test_restricted_records_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ExportRefused):
        screen(book("PT"), tmp_path / "out", records=tmp_path, data_class="restricted")


def test_a_law_without_signals_says_so(tmp_path: Path) -> None:
    with pytest.raises(AmparoError, match="states no signals"):
        screen(book("FICTIONAL"), tmp_path / "out", records=tmp_path, data_class="synthetic")


def test_orders_without_their_contribution_in_china(tmp_path: Path) -> None:
    """Freight in Beijing, 100 orders in August 2025 at 0.18 yuan: 18 yuan, of which 10 are on record."""
    work = {"worker": "w", "payer": "p", "activity": "freight", "form": "services", "work_place": "beijing"}
    facts = {"gross_pay": "4000.00", "orders": 100, "recorded_order_payment": "10.00"}
    write(
        tmp_path / "in",
        workers=[{"worker": "w", "first_month": "2025-08", "last_month": "2025-08", "nothing_before": "yes"}],
        payers=[{"payer": "p", "payer_kind": "platform", "platform": "huolala"}],
        engagements=[{**work, **facts, "month": "2025-08", "floating_of_order_contribution": "1"}],
    )
    found = screen(book("CN"), tmp_path / "out", records=tmp_path / "in", data_class="synthetic", threads=1)
    rows = _of(found, "orders_underinsured")
    assert [(str(row["at_stake_low"]), row["payer"]) for row in rows] == [("8.00", "p")]
