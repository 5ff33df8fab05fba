"""A run past one machine: Spark brings whole workers together, then the same run goes over each part of them.

First, every table, its rows in any order, is cut by worker into parts (a shuffle by Spark's own engine, Parquet in and
out); payers go into every part. Then each part is an ordinary records folder, checked and run as on one machine, by one
Spark task. Sums are added up in whole cents, so that the totals are those of a run on one machine. The folders are
seen by all machines.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pyarrow.parquet as pq

from amparo.engine.stream import RunResult
from amparo.engine.totals import Total
from amparo.records.errors import RecordsError
from amparo.records.outputs import may_export, write_run
from amparo.records.quarantine import Counts, TableCount
from amparo.records.run import Run, _counts_json, _fingerprint, _total, run_records, weighted_json
from amparo.records.schemas import records_schema
from amparo.records.sources import find_tables
from amparo.records.weighed import weights_of
from amparo.rules.messages import Message

if TYPE_CHECKING:
    from amparo.rules.book import LawBook

WORKERS_OF_A_PART: Final = 50_000
_MARK: Final = "amparo_part"
_MEMORY: Final = "600MB"


class ClusterError(RecordsError):
    """Spark cannot be used here, or a machine of the cluster holds another law."""


@dataclass(frozen=True)
class Task:
    """What one machine needs to know to run one part: plain values only, so that it travels."""

    part: int
    records: str
    out: str
    country: str
    known_on: int | None
    law: str
    options: Mapping[str, Any]


def spark_is_here() -> str:
    """'' where Spark can be started; otherwise what is missing, in words."""
    if find_spec("pyspark") is None:
        return "PySpark is not installed. Cure: make spark, or pip install -r requirements-spark.lock."
    if shutil.which("java") is None and not os.environ.get("JAVA_HOME"):
        return "Java is not on this machine. Cure: install Java 17 or later, or set JAVA_HOME."
    return ""


def run_on_spark(
    book: LawBook,
    out: Path | str,
    *,
    records: Path | str,
    parts: int | None = None,
    master: str | None = None,
    data_class: str = "restricted",
    first: int | None = None,
    last: int | None = None,
    assumptions: Mapping[str, Any] | None = None,
    outputs: Sequence[str] | None = None,
    progress: Callable[[str, float], None] | None = None,
    command: Sequence[str] = (),
    **more: Any,
) -> Run:
    """Run the law on a records folder by Spark: the totals, counts and run.json of `run_records`.

    master: the cluster (default: as spark-submit or Spark's own settings say, else all cores of this machine).
    parts: how many (default by the number of workers). The folders `records` and `out` are seen by all machines under
    the same name. Leaves in `out`: parts/NNNNNN/ (each an ordinary run: results, quarantine), run.json.
    Raises RecordsError.
    """
    missing = spark_is_here()
    if missing:
        raise ClusterError(missing)
    if book.amendments:
        raise ClusterError(
            Message("cluster.reformed", "A reformed law does not travel to a cluster yet. Cure: run it on one machine.")
        )
    if parts is not None and parts < 1:
        raise ClusterError(Message("cluster.parts", "{parts} parts: at least one is needed.", parts=parts))
    may_export(data_class)
    home, source = Path(out).absolute(), Path(records).absolute()
    home.mkdir(parents=True, exist_ok=True)
    tell = progress or (lambda step, share: None)
    options = {
        **{"data_class": data_class, "first": first, "last": last, "assumptions": dict(assumptions or {})},
        **{"outputs": None if outputs is None else list(outputs), "threads": 1, "memory": _MEMORY, **more},
    }
    with _session(master) as spark:
        tell("parts", 0.0)
        number = _partitioned(spark, source, home, book, parts)
        tell("parts", 1.0)
        tasks = [
            Task(
                part,
                str(home / "parted" / f"{part:06d}"),
                str(home / "parts" / f"{part:06d}"),
                book.country.code,
                book.known_on,
                book.hash,
                options,
            )
            for part in range(number)
        ]
        tell("law", 0.0)
        done = spark.sparkContext.parallelize(tasks, number).map(run_part).collect()
        tell("law", 1.0)
    return _together(book, home, source, options, done, command)


@contextmanager
def _session(master: str | None) -> Iterator[Any]:
    """A Spark session, closed again unless somebody else had opened it."""
    from pyspark.sql import SparkSession

    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    held = SparkSession.getActiveSession()
    builder = SparkSession.builder.appName("amparo")
    if master is not None:
        builder = builder.master(master)
    if held is None:
        builder = builder.config("spark.ui.enabled", "false").config("spark.sql.ansi.enabled", "true")
        if (master or "").startswith("local"):
            builder = builder.config("spark.driver.bindAddress", "127.0.0.1").config("spark.driver.host", "127.0.0.1")
    spark = builder.getOrCreate()
    spark.sparkContext.setLogLevel("ERROR")
    try:
        yield spark
    finally:
        if held is None:
            spark.stop()


# --- parts that hold whole workers ------------------------------------------------------------------------------------


def _partitioned(spark: Any, source: Path, home: Path, book: LawBook, parts: int | None) -> int:
    """Cut the tables into parts; those of an earlier start from the same files are taken over. How many there are."""
    target = home / "parted"
    tables, _ = find_tables(source, [table.name for table in records_schema(book).tables])
    if "workers" not in tables:
        raise RecordsError(
            Message(
                "cluster.no_workers",
                "{name}: there is no table workers. Cure: add workers.csv or workers.parquet.",
                name=source.name,
            )
        )
    key = _fingerprint(book, [source], {"parts": parts})
    mark = target / "done.json"
    if mark.exists():
        held = json.loads(mark.read_text(encoding="utf-8"))
        if held["key"] == key:
            return int(held["parts"])
    shutil.rmtree(target, ignore_errors=True)
    frames = {name: _read(spark, name, files) for name, files in tables.items()}
    number = parts or max(1, -(-frames["workers"].count() // WORKERS_OF_A_PART))
    for name, frame in frames.items():
        _write(frame, name, number, target)
    mark.write_text(json.dumps({"key": key, "parts": number}), encoding="utf-8")
    return number


def _read(spark: Any, name: str, files: Sequence[Path]) -> Any:
    """A table as Spark sees it; text stays text, to be read by the checks of each part."""
    paths = [str(file) for file in files]
    endings = {"parquet" if file.name.lower().endswith(".parquet") else "csv" for file in files}
    if len(endings) != 1:
        raise ClusterError(
            Message("cluster.both_forms", "{name}: Parquet and text together. Cure: keep one of them.", name=name)
        )
    if endings == {"parquet"}:
        return spark.read.option("mergeSchema", "true").parquet(*paths)
    # a row with too many or too few cells stops the run: on one machine it is set aside with its number
    reader = spark.read.option("header", "true").option("mode", "FAILFAST").option("multiLine", "true")
    return reader.option("escape", '"').csv(paths)


def _write(frame: Any, name: str, number: int, target: Path) -> None:
    """One file of the table for each part that has rows of it, and an empty one for the others."""
    from pyspark.sql import functions as f

    staging = target / f".{name}"
    owner = next((column for column in frame.columns if column.strip().lower() == "worker"), None)
    if owner is None:
        frame.coalesce(1).write.mode("overwrite").parquet(str(staging / "all"))
    else:
        id_ = f.trim(f.col(f"`{owner}`").cast("string"))
        part = f.pmod(f.xxhash64(f.coalesce(id_, f.lit(""))), f.lit(number)).cast("int")
        # one task for each part writes one file, whatever the order in which the rows came
        marked = frame.withColumn(_MARK, part).repartition(number, f.col(_MARK))
        marked.write.mode("overwrite").partitionBy(_MARK).parquet(str(staging))
    files = sorted(staging.rglob("*.parquet"))
    if not files:
        raise ClusterError(
            Message(
                "cluster.nothing",
                "{name}: nothing could be read from it. Cure: check the files of the table.",
                name=name,
            )
        )
    empty = pq.read_schema(files[0]).empty_table()
    for number_of_part in range(number):
        folder = target / f"{number_of_part:06d}" / name
        folder.mkdir(parents=True, exist_ok=True)
        own = files if owner is None else sorted((staging / f"{_MARK}={number_of_part}").glob("*.parquet"))
        for file in own:
            if owner is None:
                shutil.copyfile(file, folder / file.name)
            else:
                os.replace(file, folder / file.name)
        if not own:
            pq.write_table(empty, folder / "part-empty.parquet")
    shutil.rmtree(staging)


# --- one part, on one machine -----------------------------------------------------------------------------------------


def run_part(task: Task) -> dict[str, Any]:
    """Check and run one part, and tell what became of it; this is what Spark maps over the parts.

    Raises ClusterError where this machine holds another law than the one that asked.
    """
    from amparo.law import book as book_of

    book = book_of(task.country)
    if task.known_on is not None:
        book = book.as_known_on(task.known_on)
    if book.hash != task.law:
        raise ClusterError(
            Message(
                "cluster.other_law",
                "This machine holds another law. Cure: install the same version of amparo on all machines.",
            )
        )
    found = run_records(book, task.out, records=task.records, **task.options)
    return {
        "workers": found.result.workers,
        "units": found.result.units,
        "resumed": found.result.resumed,
        "outputs": list(found.result.outputs),
        "totals": {name: total.to_json() for name, total in found.result.totals.items()},
        "counts": _counts_json(found.prepared.counts)["tables"],
        "warnings": list(found.document["warnings"]),
        "document": dict(found.document),
        "prepared": replace(found.prepared, meta=dict(found.prepared.meta)),
    }


# --- all parts together -----------------------------------------------------------------------------------------------


def _together(
    book: LawBook,
    home: Path,
    source: Path,
    options: Mapping[str, Any],
    done: Sequence[Mapping[str, Any]],
    command: Sequence[str],
) -> Run:
    outputs = tuple(done[0]["outputs"])
    totals = {name: Total() for name in outputs}
    for part in done:
        for name, total in part["totals"].items():
            totals[name].add(Total(**total))
    workers, units, resumed = (sum(int(part[what]) for part in done) for what in ("workers", "units", "resumed"))
    result = RunResult(totals, workers, units, resumed, outputs)
    counts = _counts_together([part["counts"] for part in done])
    warnings = list(dict.fromkeys(warning for part in done for warning in part["warnings"]))
    document = {
        **done[0]["document"],
        "input": {"name": source.name, "key": _fingerprint(book, [source], options)},
        "command": list(command),
        "cluster": {"engine": "spark", "parts": len(done)},
        "records": _counts_json(counts),
        "warnings": warnings,
        "workers": result.workers,
        "totals": {name: _total(book, name, result) for name in outputs},
        "weighted": weighted_json(
            book, weights_of(source), outputs, [home / "parts" / f"{part:06d}" / "results" for part in range(len(done))]
        ),
    }
    write_run(home, document)
    prepared = replace(done[0]["prepared"], folder=home / "parts", counts=counts, warnings=tuple(warnings))
    return Run(home, prepared, result, document)


def _counts_together(parts: Sequence[Mapping[str, Mapping[str, Any]]]) -> Counts:
    """Rows of all parts; payers stand in every part and count once."""
    found: dict[str, TableCount] = {}
    for number, tables in enumerate(parts):
        for name, told in tables.items():
            if number and name == "payers":
                continue
            held = found.get(name, TableCount(0, 0, 0))
            reasons = dict(held.reasons)
            for reason, count in told["reasons"].items():
                reasons[reason] = reasons.get(reason, 0) + count
            unknown = tuple(dict.fromkeys([*held.unknown_columns, *told["unknown_columns"]]))
            found[name] = TableCount(
                held.rows_in + told["rows_in"],
                held.accepted + told["accepted"],
                held.quarantined + told["quarantined"],
                reasons,
                unknown,
            )
    return Counts(found)


__all__ = ["ClusterError", "Task", "run_on_spark", "run_part", "spark_is_here"]
