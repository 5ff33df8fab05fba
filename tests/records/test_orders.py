"""Order logs: what becomes an engagement, what is set aside, and that no cent is lost on the way."""

from __future__ import annotations

import gzip
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from records_folder import as_csv, verania

from amparo.law import book
from amparo.records.errors import FilesRefused, MapError, RecordsError
from amparo.records.ordermap import OrderMap, map_from
from amparo.records.orders import OrderLog, read_orders
from amparo.records.tables import prepare

ROOT = Path(__file__).parents[2]
CHICAGO = ROOT.parent / "shared" / "data" / "uber_driver_chicago" / "trips.csv.gz"
MAP: dict[str, Any] = {
    "country": "FICTIONAL",
    "time_zone": "Europe/Lisbon",
    "currency": "FIC",
    "columns": {"order": "id", "start": "began", "end": "ended", "pay": "pay", "status": "status", "activity": "kind"},
    "statuses": {"done": "order", "cancelled": "paid_only", "lost": "left_out"},
    "activities": {"ride": "ride_hailing", "meal": "food_delivery"},
    "constants": {"worker": "w", "payer": "p", "payer_kind": "platform"},
}
ORDER = {
    "id": "1",
    "began": "2024-03-31 23:50:00",
    "ended": "2024-04-01 00:20:00",
    "pay": "10.50",
    "status": "done",
    "kind": "ride",
}


def orders(*changes: dict[str, str]) -> list[dict[str, str]]:
    return [{**ORDER, "id": str(number), **change} for number, change in enumerate(changes)]


def read(tmp: Path, rows: list[dict[str, Any]] | str, **more: Any) -> OrderLog:
    tmp.mkdir(parents=True, exist_ok=True)
    path = tmp / "log.csv"
    path.write_text(rows if isinstance(rows, str) else as_csv(rows), encoding="utf-8")
    data = {**MAP, **more, "columns": {**MAP["columns"], **more.get("columns", {})}}
    return read_orders(path, map_from(data, verania()), verania(), tmp / "tables", threads=2)


def engagements(log: OrderLog) -> list[dict[str, Any]]:
    return pq.read_table(log.folder / "engagements.parquet").to_pylist()


def reasons(log: OrderLog) -> list[tuple[int, str, str, str | None]]:
    return [
        (row["row"], row["reason"], row["field"], row["value"]) for row in pq.read_table(log.quarantine).to_pylist()
    ]


def test_words_without_a_list_are_those_of_the_law(tmp_path: Path) -> None:
    """A mapping may leave the list out where the log writes the law's own words; another word is set aside."""
    log = read(
        tmp_path, orders({"kind": "Ride_Hailing"}, {"kind": "food_delivery"}, {"kind": "balloon"}), activities={}
    )
    assert sorted(row["activity"].lower() for row in engagements(log)) == ["food_delivery", "ride_hailing"]
    assert [(field, value) for _, _, field, value in reasons(log)] == [("kind", "balloon")]


def test_orders_become_engagements(tmp_path: Path) -> None:
    rows = orders(
        {}, {"began": "2024-03-05 10:00:00", "ended": "2024-03-05 10:30:00", "pay": "1.005"}, {"kind": "meal"}
    )
    rows += orders(*[{"id": "9", "status": "cancelled", "pay": "2"}, {"id": "10", "status": "lost", "pay": "50"}])
    log = read(tmp_path, rows)
    assert log.treatments == {"order": 3, "paid_only": 1, "left_out": 1}
    ride = {"worker": "w", "payer": "p", "month": "2024-03", "activity": "ride_hailing", "orders": 2, "days_worked": 2}
    meal = {**ride, "activity": "food_delivery", "orders": 1, "days_worked": 1}
    assert engagements(log) == [
        {**meal, "minutes_engaged": 0, "gross_pay": Decimal("10.50")},
        {**ride, "minutes_engaged": 60, "gross_pay": Decimal("13.51")},
    ]  # fmt: skip
    found = prepare(log.folder, verania(), tmp_path / "out", class_="synthetic")
    assert found.counts.quarantined == 0
    assert found.meta["declared"]["orders"]["rows_in"] == 5


def test_the_month_may_be_that_of_the_end(tmp_path: Path) -> None:
    assert [row["month"] for row in engagements(read(tmp_path, orders({}), month_of="end"))] == ["2024-04"]


def test_time_of_overlapping_orders_counts_once(tmp_path: Path) -> None:
    def at(begin: str, end: str) -> dict[str, str]:
        return {"began": f"2024-03-05 {begin}", "ended": f"2024-03-05 {end}"}

    rows = orders(at("10:00", "11:00"), at("10:30", "11:30"), at("10:40", "10:50"), at("12:00", "12:10"))
    assert engagements(read(tmp_path, rows))[0]["minutes_engaged"] == 100
    other = [{**row, "kind": "meal"} if number == 1 else row for number, row in enumerate(rows)]
    assert [row["minutes_engaged"] for row in engagements(read(tmp_path / "o", other))] == [30, 70]


def test_clocks_that_go_back_lose_no_order(tmp_path: Path) -> None:
    night = {"began": "2024-10-27 01:50:00", "ended": "2024-10-27 01:10:00"}  # Lisbon: 01:10 comes twice
    log = read(tmp_path, orders(night))
    assert engagements(log)[0]["minutes_engaged"] == 20
    spring = {"began": "2024-03-31 00:50:00", "ended": "2024-03-31 02:10:00"}
    assert engagements(read(tmp_path / "s", orders(spring)))[0]["minutes_engaged"] == 20


def test_times_with_an_offset_and_of_another_form(tmp_path: Path) -> None:
    rows = orders({"began": "2024-01-01T00:30:00+02:00", "ended": "2024-01-01T00:45:00+02:00"})
    assert engagements(read(tmp_path, rows))[0]["month"] == "2023-12"
    rows = orders({"began": "05/03/2024 10h00", "ended": "05/03/2024 10h07"})
    assert engagements(read(tmp_path / "f", rows, time_format="%d/%m/%Y %Hh%M"))[0]["minutes_engaged"] == 7


def test_a_duration_instead_of_an_end(tmp_path: Path) -> None:
    rows = [{**ORDER, "long": "90"}, {**ORDER, "id": "2", "long": "-1"}, {**ORDER, "id": "3", "long": "x"}]
    log = read(tmp_path, rows, columns={"end": None, "duration": "long"}, duration_unit="minutes")
    assert engagements(log)[0]["minutes_engaged"] == 90
    assert [reason for _, reason, _, _ in reasons(log)] == ["negative_amount", "not_a_number"]


BAD: list[tuple[str, str, dict[str, str]]] = [
    ("unknown_status", "status", {"status": "vanished"}),
    ("unmapped_value", "kind", {"kind": "balloon"}),
    ("impossible_date", "began", {"began": "2024-02-30 10:00"}),
    ("impossible_date", "began", {"began": "yesterday"}),
    ("missing_value", "began", {"began": ""}),
    ("ends_before_it_begins", "ended", {"ended": "2024-03-31 23:00:00"}),
    ("negative_amount", "pay", {"pay": "-0.01"}),
    ("not_a_number", "pay", {"pay": "NaN"}),
    ("missing_value", "pay", {"pay": ""}),
    ("out_of_range", "pay", {"pay": "1e9"}),
]


@pytest.mark.parametrize(("reason", "field", "change"), BAD)
def test_a_bad_order_is_set_aside(reason: str, field: str, change: dict[str, str], tmp_path: Path) -> None:
    log = read(tmp_path, orders({}, change))
    assert reasons(log) == [(2, reason, field, change[field] or None)]
    assert (log.counts.rows_in, log.counts.accepted, log.counts.quarantined) == (2, 1, 1)
    assert engagements(log)[0]["orders"] == 1


def test_an_order_that_stands_there_already(tmp_path: Path) -> None:
    log = read(tmp_path, [ORDER, ORDER, {**ORDER, "id": "2"}, {**ORDER, "id": "2", "pay": "11"}])
    assert [(row, reason) for row, reason, _, _ in reasons(log)] == [
        (2, "duplicate_order"),
        (3, "conflicting_order"),
        (4, "conflicting_order"),
    ]
    unnumbered = read(tmp_path / "u", [ORDER, ORDER, {**ORDER, "pay": "11"}], columns={"order": None})
    assert [reason for _, reason, _, _ in reasons(unnumbered)] == ["duplicate_order"]


def test_rows_with_too_few_cells_and_currencies(tmp_path: Path) -> None:
    rows = "id,began,ended,pay,status,kind,cur\n1,2024-03-05 10:00,2024-03-05 10:10,5,done,ride,FIC\n2,x\n"
    rows += "3,2024-03-05 11:00,2024-03-05 11:10,5,done,ride,USD\n4,2024-03-05 12:00,2024-03-05 12:10,5,done,ride,Q\n"
    log = read(tmp_path, rows, columns={"currency": "cur"})
    assert dict(log.counts.reasons) == {"malformed_row": 1, "other_currency": 1, "unknown_currency": 1}
    assert sorted(row for row, *_ in reasons(log)) == [2, 3, 4]


def test_tips_count_as_the_mapping_says(tmp_path: Path) -> None:
    rows = [{**ORDER, "tip": "2.00"}, {**ORDER, "id": "2", "tip": ""}]
    for number, (in_pay, counted, income) in enumerate(
        [("yes", "yes", "21.00"), ("yes", "no", "19.00"), ("no", "yes", "23.00"), ("no", "no", "21.00")]
    ):
        tips = {"in_pay": in_pay, "counted": counted}
        log = read(tmp_path / str(number), rows, columns={"tip": "tip"}, tips=tips, empty_is_zero="tip")
        assert (engagements(log)[0]["gross_pay"], engagements(log)[0]["tips"]) == (Decimal(income), Decimal("2.00"))
    strict = read(tmp_path / "strict", rows, columns={"tip": "tip"}, tips={"in_pay": "no", "counted": "no"})
    assert [reason for _, reason, _, _ in reasons(strict)] == ["missing_value"]


def test_a_conversion_is_declared_exact_and_stamped(tmp_path: Path) -> None:
    conversion = {"rate": "0.9137", "source": "assumed for the test", "date": "2024-03-31", "round": "down"}
    log = read(tmp_path, orders({"pay": "0.01"}, {"pay": "1234567.89"}), currency="USD", conversion=conversion)
    exact = (Decimal("1234567.90") * Decimal("0.9137")).quantize(Decimal("0.01"), rounding="ROUND_DOWN")
    assert engagements(log)[0]["gross_pay"] == exact
    assert log.conversion == {"from": "USD", "to": "FIC", **conversion}
    found = prepare(log.folder, verania(), tmp_path / "out", class_="public-use")
    assert json.loads((found.folder / "meta.json").read_text())["declared"]["conversion"]["rate"] == "0.9137"


@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pays=st.lists(st.decimals(0, 9_999, places=6), min_size=1, max_size=30))
def test_sums_are_exact(pays: list[Decimal], tmp_path_factory: pytest.TempPathFactory) -> None:
    rows = orders(*({"pay": str(pay)} for pay in pays))
    log = read(tmp_path_factory.mktemp("log"), rows)
    assert engagements(log)[0]["gross_pay"] == sum(pays).quantize(Decimal("0.01"), rounding="ROUND_HALF_UP")


def test_facts_of_every_level_may_be_told_for_all(tmp_path: Path) -> None:
    facts = {"residence_place": "northland", "work_directed": "yes", "declared_on": "2024-04-15", "form": "services"}
    log = read(tmp_path, orders({}), facts=facts, nothing_before="yes")
    found = prepare(log.folder, verania(), tmp_path / "out", class_="synthetic")
    assert found.counts.quarantined == 0
    assert set(found.meta["rows"]) >= {"workers", "payers", "engagements", "ties"}


WRONG_MAPS: list[tuple[str, dict[str, Any]]] = [
    ("country", {"country": "PT"}),
    ("time_zone", {"time_zone": "Europe/Lisboa"}),
    ("currency", {"currency": "ZZZ", "conversion": {"rate": 1, "source": "none given", "date": "2024-01-01"}}),
    ("conversion", {"currency": "USD"}),
    ("conversion", {"conversion": {"rate": 1, "source": "none given", "date": "2024-01-01"}}),
    ("conversion.date", {"currency": "USD", "conversion": {"rate": 1, "source": "none given", "date": "soon"}}),
    ("conversion.rate", {"currency": "USD", "conversion": {"rate": 0, "source": "none given", "date": "2024-01-01"}}),
    ("statuses", {"statuses": {}}),
    ("statuses.done", {"statuses": {"done": "yes"}}),
    ("tips", {"columns": {**MAP["columns"], "tip": "tip"}}),
    ("columns.worker", {"constants": {"payer": "p"}}),
    ("columns.strt", {"columns": {**MAP["columns"], "strt": "x"}}),
    ("columns.start", {"columns": {"pay": "pay"}}),
    ("activity: ride", {"activities": {"ride": "riding"}}),
    ("constants.hat", {"constants": {**MAP["constants"], "hat": "x"}}),
    ("income", {"income": "orders"}),
    ("facts.hat", {"facts": {"hat": "x"}}),
    ("facts.sex", {"facts": {"sex": "x"}}),
]


@pytest.mark.parametrize(("path", "change"), WRONG_MAPS)
def test_a_mapping_that_cannot_be_is_refused_with_its_cure(path: str, change: dict[str, Any]) -> None:
    with pytest.raises(MapError) as refused:
        map_from({**MAP, **change}, verania())
    assert path in [finding.path for finding in refused.value.findings]
    assert all(finding.cure for finding in refused.value.findings)


def test_a_log_that_cannot_be_read_and_a_folder_of_somebody_else(tmp_path: Path) -> None:
    mapping = map_from(MAP, verania())
    (tmp_path / "log.csv").write_text("id,began\n")
    with pytest.raises(FilesRefused, match="missing_column"):
        read_orders(tmp_path / "log.csv", mapping, verania(), tmp_path / "out")
    (tmp_path / "log.xlsx").write_bytes(b"PK")
    with pytest.raises(FilesRefused, match="unreadable_file"):
        read_orders(tmp_path / "log.xlsx", mapping, verania(), tmp_path / "out")
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "thesis.txt").write_text("x")
    with pytest.raises(RecordsError, match="no order tables"):
        read_orders(tmp_path / "log.csv", mapping, verania(), tmp_path / "out")


def test_a_folder_of_parts_in_two_forms_and_what_an_earlier_start_finished(tmp_path: Path) -> None:
    parts = tmp_path / "log"
    parts.mkdir()
    rows = orders({}, {"began": "2024-05-01 10:00:00", "ended": "2024-05-01 10:00:30"})
    (parts / "a.csv.gz").write_bytes(gzip.compress(as_csv(rows[:1]).encode()))
    pq.write_table(pa.Table.from_pylist(rows[1:]), parts / "b.parquet")
    mapping: OrderMap = map_from(MAP, verania())
    log = read_orders(parts, mapping, verania(), tmp_path / "tables")
    assert [row["month"] for row in engagements(log)] == ["2024-03", "2024-05"]
    (parts / "a.csv.gz").unlink()
    again = read_orders(parts, mapping, verania(), tmp_path / "tables", resume=True)
    assert (again.counts, again.treatments, again.declared) == (log.counts, log.treatments, log.declared)


@pytest.mark.skipif(not CHICAGO.exists(), reason="the order log of Chicago is not beside the project (shared/data)")
@pytest.mark.parametrize(("country", "example"), [("PT", "chicago-portugal"), ("CN", "chicago-china")])
def test_a_real_log_under_both_laws(country: str, example: str, tmp_path: Path) -> None:
    law = book(country)
    log = read_orders(CHICAGO, ROOT / "examples" / "orders" / f"{example}.yaml", law, tmp_path / "tables")
    assert (log.counts.rows_in, log.counts.accepted) == (4594, 4594)
    assert log.treatments == {"order": 4290, "paid_only": 301, "left_out": 3}
    assert sum(row["orders"] for row in engagements(log)) == 4290
    found = prepare(log.folder, law, tmp_path / "out", class_="public-use")
    assert (found.counts.quarantined, found.meta["rows"]["workers"]) == (0, 1)
    assert found.meta["declared"]["conversion"]["to"] == law.currency


@pytest.mark.parametrize(("country", "example"), [("PT", "chicago-portugal"), ("CN", "chicago-china")])
def test_the_examples_fit_the_law(country: str, example: str, tmp_path: Path) -> None:
    """The same columns, three orders, without the log itself."""
    text = "ride_type,ride_category,status,tip,surge,duration,distance,earnings,base_pay,ride_start,ride_end\n"
    text += "UberX,TRIP,COMPLETED,1.0,0.0,956,3.9,10.72,9.72,2023-01-15 14:05:57,2023-01-15 14:21:53\n"
    text += "Delivery,CT,COMPLETED,0.0,0.0,835,2.4,4.1300000000000001,4.13,2023-01-15 13:45:31,2023-01-15 13:59:26\n"
    text += "UberX,TRIP,CANCELED,0.0,0.0,0,0.0,3.78,3.78,2023-02-10 19:40:06,2023-02-10 19:40:06\n"
    (tmp_path / "trips.csv").write_text(text)
    law = book(country)
    log = read_orders(
        tmp_path / "trips.csv", ROOT / "examples" / "orders" / f"{example}.yaml", law, tmp_path / "tables"
    )
    assert log.treatments == {"order": 2, "paid_only": 1, "left_out": 0}
    assert prepare(log.folder, law, tmp_path / "out", class_="synthetic").counts.quarantined == 0
