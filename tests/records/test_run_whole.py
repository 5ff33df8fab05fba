"""A whole run from a folder of CSV tables, from Python: counts, totals, resumption, classes of data."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import amparo
from amparo.rules.errors import AmparoError

WORKERS = (
    "worker,birth_date,nothing_before,nothing_after,activity_start\nA,1990-01-01,yes,yes,2020-01-01\nC,19x,yes,yes,\n"
)
PAYERS = "payer,payer_kind,group\nglovo,platform,\nacme,client,\n"
ENGAGEMENTS = (
    "worker,payer,month,activity,form,gross_pay\n"
    "A,glovo,2024-10,food_delivery,services,1000.00\n"
    "A,glovo,2024-11,food_delivery,services,1000.00\n"
    "A,acme,2024-12,other,services,1000.00\n"
    "Z,acme,2025-01,other,services,2500\n"
)


def folder(tmp_path: Path) -> Path:
    made = tmp_path / "records"
    made.mkdir()
    for name, text in (("workers", WORKERS), ("payers", PAYERS), ("engagements", ENGAGEMENTS)):
        (made / f"{name}.csv").write_text(text, encoding="utf-8")
    return made


def run(tmp_path: Path, records: Path, **more: str) -> object:
    options = {"data_class": "synthetic", "first": "2024-10", "last": "2025-03", **more}
    return amparo.run("PT", tmp_path / "out", records=records, **options)


def test_a_run_counts_every_row_and_gives_the_law_s_amounts(tmp_path: Path) -> None:
    records = folder(tmp_path)
    found = run(tmp_path, records)
    document = json.loads((tmp_path / "out" / "run.json").read_text(encoding="utf-8"))
    assert document["records"]["rows_in"] == document["records"]["accepted"] + document["records"]["quarantined"] == 8
    assert document["records"]["tables"]["workers"]["reasons"] == {"impossible_date": 1}
    assert document["workers"] == 1
    total = document["totals"]["self_employed_contribution.self_employed_contribution"]
    # services of 3,000 in the quarter: relevant 2,100, base 700, 149.80 a month from January; 20.00 a month before
    assert (total["low"], total["high"]) == ("509.40", "509.40")
    assert document["class"] == "synthetic"
    assert found.document == document
    assert "synthetic" in found._repr_html_()


def test_the_same_run_again_ends_with_the_same_bytes(tmp_path: Path) -> None:
    records = folder(tmp_path)
    run(tmp_path, records)
    before = {f.name: f.read_bytes() for f in sorted((tmp_path / "out").rglob("*")) if f.is_file()}
    again = run(tmp_path, records)
    after = {f.name: f.read_bytes() for f in sorted((tmp_path / "out").rglob("*")) if f.is_file()}
    assert before == after
    assert again.result.resumed == again.result.units


def test_restricted_records_are_read_and_nothing_leaves(tmp_path: Path) -> None:
    with pytest.raises(AmparoError, match="may not leave"):
        run(tmp_path, folder(tmp_path), data_class="restricted")
    assert not (tmp_path / "out" / "results").exists()
    assert (tmp_path / "out" / "checked").exists()


def test_either_records_or_orders(tmp_path: Path) -> None:
    with pytest.raises(AmparoError, match="either"):
        amparo.run("PT", tmp_path / "out")
