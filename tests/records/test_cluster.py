"""A run by Spark, in a real local session: the totals and counts of a run on one machine, from rows in any order."""

from __future__ import annotations

import os
import random
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from records_folder import write

from amparo.law import book
from amparo.population.building import build
from amparo.records.cluster import ClusterError, Task, run_on_spark, run_part, spark_is_here
from amparo.records.run import Run, run_records

HERE = spark_is_here()
with_spark = pytest.mark.skipif(bool(HERE), reason=HERE or "Spark is here")


@pytest.fixture(scope="module")
def session() -> Iterator[Any]:
    """One session for all tests of this file."""
    os.environ["PYSPARK_PYTHON"] = sys.executable
    from pyspark.sql import SparkSession

    settings = {
        **{"spark.ui.enabled": "false", "spark.driver.bindAddress": "127.0.0.1", "spark.driver.host": "127.0.0.1"},
        **{"spark.sql.shuffle.partitions": "4", "spark.driver.memory": "1g"},
    }
    builder = SparkSession.builder.master("local[2]").appName("amparo test")
    for name, value in settings.items():
        builder = builder.config(name, value)
    spark = builder.getOrCreate()
    yield spark
    spark.stop()


def same(one: Run, other: Run) -> None:
    """All that a run says of its workers and of its rows is the same in both."""
    for part in ("workers", "totals", "records", "law", "class", "doubtful_provisions"):
        assert one.document[part] == other.document[part], part
    assert {name: total.to_json() for name, total in one.result.totals.items()} == {
        name: total.to_json() for name, total in other.result.totals.items()
    }


def shuffled(folder: Path, seed: int) -> None:
    """Every table of a population as one file, its rows in no order."""
    for home in [path for path in folder.iterdir() if path.is_dir()]:
        table = pa.concat_tables([pq.read_table(file) for file in sorted(home.glob("*.parquet"))])
        order = list(range(table.num_rows))
        random.Random(seed).shuffle(order)
        for file in home.glob("*.parquet"):
            file.unlink()
        pq.write_table(table.take(order), home / "rows.parquet")


@with_spark
def test_a_population_in_any_order_gives_the_same_to_the_cent(tmp_path: Path, session: Any) -> None:
    law, source = book("PT"), tmp_path / "in"
    build("PT", source, n=240, seed=3, first=2023 * 12, last=2023 * 12 + 11, jobs=1)
    local = run_records(law, tmp_path / "local", records=source, data_class="synthetic", threads=1)
    shuffled(source, 5)
    more = {"records": source, "data_class": "synthetic", "parts": 3}
    first = run_on_spark(law, tmp_path / "cluster", **more)
    same(local, first)
    assert first.document["cluster"] == {"engine": "spark", "parts": 3}
    assert local.result.totals["self_employed_contribution.self_employed_contribution"].low > 0
    parts = [len(pq.read_table(f"{tmp_path}/cluster/parted/{n:06d}/workers")) for n in range(3)]
    assert sum(parts) == 240 and min(parts) > 40
    again = run_on_spark(law, tmp_path / "cluster", **more)
    same(local, again)
    assert again.result.resumed == again.result.units == first.result.units


@with_spark
def test_wrong_rows_of_text_tables_are_set_aside_as_on_one_machine(tmp_path: Path, session: Any) -> None:
    """A worker told twice, work for nobody known, a month that is none, work of two parts' workers for one payer."""
    months = {"first_month": "2024-01", "last_month": "2024-12"}
    work = {"activity": "ride_hailing", "form": "services"}
    told = [("a", "p", "2024-03", "10.50"), ("b", "p", "2024-03", "11.00"), ("c", "q", "2024-04", "12.00")]
    wrong = [("nobody", "p", "2024-03", "1.00"), ("d", "p", "2024-15", "1.00"), ("e", "x", "2024-03", "1.00")]
    source = write(
        tmp_path / "in",
        workers=[{"worker": w, **months} for w in ("e", "d", "a", "b", "c", "f")] + [{"worker": "f", **months}],
        payers=[{"payer": "p"}, {"payer": "q"}],
        engagements=[
            {"worker": w, "payer": p, "month": m, "gross_pay": pay, **work} for w, p, m, pay in (*wrong, *told)
        ],
    )
    law = book("FICTIONAL")
    local = run_records(law, tmp_path / "local", records=source, data_class="synthetic", threads=1)
    cluster = run_on_spark(law, tmp_path / "cluster", records=source, data_class="synthetic", parts=9)
    same(local, cluster)
    assert cluster.document["records"]["quarantined"] >= 4
    assert cluster.document["records"]["tables"]["payers"]["rows_in"] == 2


def test_without_spark_it_says_what_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("amparo.records.cluster.find_spec", lambda name: None)
    with pytest.raises(ClusterError, match="PySpark is not installed"):
        run_on_spark(book("FICTIONAL"), tmp_path / "out", records=tmp_path, data_class="synthetic")
    monkeypatch.setattr("amparo.records.cluster.find_spec", lambda name: object())
    monkeypatch.setattr("amparo.records.cluster.shutil.which", lambda name: None)
    monkeypatch.delenv("JAVA_HOME", raising=False)
    assert "Java is not on this machine" in spark_is_here()


def test_a_machine_with_another_law_refuses(tmp_path: Path) -> None:
    task = Task(0, str(tmp_path), str(tmp_path / "out"), "FICTIONAL", None, "another law", {})
    with pytest.raises(ClusterError, match="same version of amparo"):
        run_part(task)
