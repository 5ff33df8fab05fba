"""What goes out, and what may not."""

from __future__ import annotations

import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from records_folder import run, verania, write

from amparo.records.errors import ExportRefused, RecordsError
from amparo.records.outputs import describe_files, may_export, write_run, write_table
from amparo.records.tables import prepare

TABLE = pa.table({"worker": ["=1+1", "w2"], "amount": pa.array([1050, -3], pa.int64())})


@pytest.mark.parametrize("class_", ["hypothetical", "synthetic", "public-use"])
def test_results_of_open_data_may_leave(class_: str) -> None:
    assert may_export(class_)


def test_restricted_records_are_computed_on_and_nothing_of_them_leaves(tmp_path: Path) -> None:
    source = run(tmp_path)
    folder = write(tmp_path / "records")
    found = prepare(folder, verania(), tmp_path / "restricted", class_="restricted")
    assert found.meta["class"] == "restricted"
    assert found.counts == source.counts
    with pytest.raises(ExportRefused, match="disclosure"):
        may_export("restricted")
    with pytest.raises(ExportRefused):
        write_table(tmp_path / "x.csv", TABLE, class_="restricted")
    assert not (tmp_path / "x.csv").exists()
    with pytest.raises(RecordsError, match="no class"):
        may_export("secret")


def test_columns_keep_their_order_and_parquet_says_what_it_is_made_of(tmp_path: Path) -> None:
    schema = pa.schema([("amount", pa.int64()), ("worker", pa.string())])
    path = tmp_path / "t.parquet"
    assert write_table(path, iter(TABLE.to_batches()), class_="synthetic", schema=schema, stamps={"law": "abc"}) == 2
    held = pq.read_schema(path)
    assert held.names == ["amount", "worker"]
    assert (held.metadata[b"amparo.class"], held.metadata[b"law"]) == (b"synthetic", b"abc")


def test_formulas_are_disarmed_in_csv_and_kept_in_parquet(tmp_path: Path) -> None:
    write_table(tmp_path / "t.csv", TABLE, class_="synthetic")
    assert (tmp_path / "t.csv").read_text() == '"worker","amount"\n"\'=1+1",1050\n"w2",-3\n'
    write_table(tmp_path / "t.parquet", TABLE, class_="synthetic")
    assert pq.read_table(tmp_path / "t.parquet")["worker"].to_pylist() == ["=1+1", "w2"]
    with pytest.raises(RecordsError, match="ending"):
        write_table(tmp_path / "t.xlsx", TABLE, class_="synthetic")


def test_run_json_and_the_files_it_names(tmp_path: Path) -> None:
    path = write_run(tmp_path, {"b": 1, "a": {"z": "ção"}})
    assert json.loads(path.read_text(encoding="utf-8")) == {"a": {"z": "ção"}, "b": 1}
    (described,) = describe_files([path])
    assert (described["name"], described["bytes"], len(described["sha256"])) == ("run.json", path.stat().st_size, 64)
