"""Whatever comes in: rows in = accepted + quarantined, and the order of rows leaves no trace."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from records_folder import content, prepared, quarantined, verania, write

from amparo.records.canonical import open_canonical

few = settings(
    max_examples=12,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)

ids = st.sampled_from(["1", "2", "3", "007", "w 9", "", "unknown"])
payers = st.sampled_from(["p1", "p2", "p3", "", "nobody"])
months = st.sampled_from(["2024-01", "2024-02", "2024-06", "2024-13", "", "2030-01", "1999-12"])
amounts = st.one_of(
    st.sampled_from(
        ["", "unknown", "0", "12.34", "12.345", "-3", "1e3", "1e99", "NaN", "x", "=A1", "10000000.01", "٣"]
    ),
    st.decimals(0, 20_000, places=2).map(str),
)
activities = st.sampled_from(["ride_hailing", "Food-Delivery", "flying", "", "unknown"])
engagement = st.fixed_dictionaries(
    {"worker": ids, "payer": payers, "month": months, "activity": activities, "gross_pay": amounts, "orders": amounts}
)
month = st.fixed_dictionaries({"worker": ids, "month": months, "number_of_children": amounts})
dates = st.sampled_from(["2024-02", "2024-02-15", "2024-05-31", "", "never", "2023-02-29"])
values = st.sampled_from(["northland", "southland", "atlantis", "", "3", "yes"])
facts = st.sampled_from(["residence_place", "number_of_children", "voluntary_insured", "change_chosen", "hat", ""])
choice = st.fixed_dictionaries({"worker": ids, "fact": facts, "from": dates, "until": dates, "value": values})
worker = st.fixed_dictionaries(
    {
        "worker": ids,
        "first_month": st.sampled_from(["2024-01", "2024-02", "", "2025-01"]),
        "last_month": st.sampled_from(["2024-12", "2024-06", ""]),
        "residence_place": st.sampled_from(["", "northland", "unknown"]),
    }
)
tie = st.fixed_dictionaries(
    {
        "worker": ids,
        "payer": payers,
        "month": st.sampled_from(["", "2024-02"]),
        "from": st.sampled_from(["", "2024-01"]),
        "until": st.sampled_from(["", "2024-03"]),
        "work_directed": st.sampled_from(["yes", "no", ""]),
    }
)
spell = st.fixed_dictionaries(
    {"worker": ids, "spell": st.sampled_from(["a", "b", ""]), "first_day": dates, "last_day": dates}
)
folders = st.fixed_dictionaries(
    {
        "workers": st.lists(worker, max_size=6),
        "engagements": st.lists(engagement, max_size=12),
        "months": st.lists(month, max_size=6),
        "choices": st.lists(choice, max_size=6),
        "ties": st.lists(tie, max_size=6),
        "spells": st.lists(spell, max_size=5),
    }
)
PAYERS = [{"payer": "p1", "group": "g"}, {"payer": "p2", "group": "g"}, {"payer": "p3"}]
HEADER = {
    "workers": "worker,first_month,last_month,residence_place\n",
    "engagements": "worker,payer,month,activity,gross_pay,orders\n",
    "months": "worker,month,number_of_children\n",
    "choices": "worker,fact,from,until,value\n",
    "ties": "worker,payer,month,from,until,work_directed\n",
    "spells": "worker,spell,first_day,last_day\n",
}


def folder_of(tables: dict[str, Any]) -> Path:
    held = {name: rows or HEADER[name] for name, rows in tables.items()}
    return write(Path(tempfile.mkdtemp()) / "records", payers=PAYERS, **held)


RUN: dict[str, Any] = {"first": 24288, "last": 24299}


@few
@given(folders, st.sampled_from(["quarantine", "keep"]), st.sampled_from(["quarantine", "keep"]))
def test_rows_in_are_accepted_or_quarantined(tables: dict[str, Any], incomplete: str, repeated: str) -> None:
    found = prepared(folder_of(tables), incomplete=incomplete, repeated=repeated, **RUN)
    rows = quarantined(found)
    for name, table in tables.items():
        counted = found.counts.tables[name]
        set_aside = [row for row in rows if row["table"] == name]
        assert counted.rows_in == len(table) == counted.accepted + counted.quarantined
        assert counted.quarantined == len(set_aside) == len({row["row"] for row in set_aside})
    # what was written can be opened and read worker by worker
    assert len(list(open_canonical(found.folder, verania()).dossiers())) == found.counts.tables["workers"].accepted


@few
@given(folders, st.data())
def test_the_order_of_rows_leaves_no_trace(tables: dict[str, Any], data: st.DataObject) -> None:
    shuffled = {name: data.draw(st.permutations(rows)) for name, rows in tables.items()}
    first, second = (prepared(folder_of(each), **RUN) for each in (tables, shuffled))
    assert content(first.folder) == content(second.folder)
    assert first.counts.as_dict() == second.counts.as_dict()
    assert (first.folder / "meta.json").read_bytes() == (second.folder / "meta.json").read_bytes()


@few
@given(folders)
def test_text_and_parquet_and_packed_text_give_the_same(tables: dict[str, Any]) -> None:
    folder = folder_of(tables)
    other = Path(tempfile.mkdtemp()) / "records"
    other.mkdir()
    for name, rows in {**tables, "payers": PAYERS}.items():
        columns = HEADER[name].strip().split(",") if name in HEADER else ["payer", "group"]
        held = {column: pa.array([row.get(column) or None for row in rows], pa.string()) for column in columns}
        pq.write_table(pa.table(held), other / f"{name}.parquet")
    assert content(prepared(folder, **RUN).folder) == content(prepared(other, **RUN).folder)


@few
@given(folders)
def test_new_names_change_nothing_but_the_names(tables: dict[str, Any]) -> None:
    """Workers renamed in an order-keeping way: every other column stays."""
    named = {
        name: [{**row, "worker": "x" + row["worker"] if row["worker"] not in ("", "unknown") else ""} for row in rows]
        for name, rows in tables.items()
    }
    first, second = (prepared(folder_of(each), **RUN) for each in (tables, named))
    assert first.counts.reasons == second.counts.reasons
    mine, yours = (list(open_canonical(each.folder, verania()).dossiers()) for each in (first, second))
    assert sorted("x" + d.worker for d in mine) == sorted(d.worker for d in yours)
    by_name = {d.worker: d for d in yours}
    for dossier in mine:
        assert {**dossier.__dict__, "worker": ""} == {**by_name["x" + dossier.worker].__dict__, "worker": ""}
