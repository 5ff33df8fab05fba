"""A cell of a table is read as `read_value` reads it: text by text, and from typed columns."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from records_folder import PAYERS, prepared, table, verania, write

from amparo.records.facts import FactIndex, is_unknown
from amparo.rules.levels import CONTRACT, MONTH, WORKER

INDEX = FactIndex(verania())
few = settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
WINDOW = {"first_month": "2024-01", "last_month": "2024-12"}

texts = st.one_of(
    st.text(alphabet="0123456789.-+eE%_ x", max_size=14),
    st.decimals(allow_nan=True, allow_infinity=True).map(str),
    st.decimals(0, 10_000_000, places=2).map(str),
    st.integers(-(10**20), 10**20).map(str),
    st.floats().map(repr),
    st.sampled_from(["yes", "No", " TRUE", "0", "1", "2", "unknown", "UNKNOWN ", "", "northland", "Farisle", "male "]),
    st.dates().map(str),
    st.text(max_size=6),
)
FACTS = [("gross_pay", CONTRACT), ("orders", CONTRACT), ("activity", CONTRACT), ("work_place", CONTRACT)]
OF_WORKERS = [("birth_date", WORKER), ("sex", WORKER), ("activity_start", WORKER), ("residence_place", MONTH)]


def expected(name: str, level: Any, cell: str) -> int | None:
    """What read_value makes of a cell; None: unknown, or not accepted."""
    fact = INDEX.find(name, (level,))
    if is_unknown(cell):
        return None
    try:
        return INDEX.read(fact, cell.strip())
    except (ValueError, OverflowError):
        return None


@few
@given(st.lists(texts, min_size=1, max_size=20))
@example(["1e3", "1.10", "1.", "+5", "1_000", "0.1e1", "1e-2", "12.340", "4.4399999999999995", "0." + "0" * 25 + "1"])
def test_text_is_read_as_a_person_would_write_it(cells: list[str]) -> None:
    cells = [cell.replace("\x00", "") for cell in cells]
    rows = [
        {"worker": str(number), **WINDOW, **{name: cell for name, _ in OF_WORKERS}} for number, cell in enumerate(cells)
    ]
    work = [
        {"worker": str(number), "payer": "p1", "month": "2024-01", **{n: cell if n == told else "" for n, _ in FACTS}}
        for number, cell in enumerate(cells)
        for told, _ in FACTS
    ]  # fmt: skip
    for number, row in enumerate(work):
        row["engagement"] = str(number)
    _compare(rows, work, cells)


def _compare(rows: list[dict[str, str]], work: list[dict[str, str]], cells: list[str]) -> None:
    import tempfile

    folder = Path(tempfile.mkdtemp()) / "records"
    folder.mkdir()
    for name, told in (("workers", rows), ("engagements", work)):
        columns = {key: pa.array([row[key] for row in told], pa.string()) for key in told[0]}
        pq.write_table(pa.table(columns), folder / f"{name}.parquet")
    write(folder, payers=PAYERS)
    # a cell that does not stand takes its row along; rows of one fact each show which cells stand
    for name, level in OF_WORKERS:
        alone = [{key: row[key] for key in ("worker", "first_month", "last_month", name)} for row in rows]
        pq.write_table(
            pa.table({key: pa.array([row[key] for row in alone], pa.string()) for key in alone[0]}),
            folder / "workers.parquet",
        )
        found = prepared(folder, incomplete="keep")
        column = INDEX.find(name, (level,)).full_name
        read = {row["id"]: row[column] for row in table(found, "workers")}
        for number, cell in enumerate(cells):
            if is_unknown(cell) or expected(name, level, cell) is not None:
                assert read[number] == expected(name, level, cell), (name, cell)
            else:
                assert number not in read, (name, cell)
    plain = [{**WINDOW, "worker": row["worker"]} for row in rows]
    pq.write_table(pa.table({key: [row[key] for row in plain] for key in plain[0]}), folder / "workers.parquet")
    found = prepared(folder, incomplete="keep")
    for name, level in FACTS:
        column = INDEX.find(name, (level,)).full_name
        read_all = sorted(row[column] for row in table(found, "engagements") if row[column] is not None)
        assert read_all == sorted(v for cell in cells if (v := expected(name, level, cell)) is not None), name


def typed(tmp_path: Path, columns: dict[str, Any], **options: Any) -> list[dict[str, Any]]:
    size = len(next(iter(columns.values())))
    keys = {"worker": pa.array(["w"] * size), "payer": pa.array(["p1"] * size), "month": pa.array(["2024-01"] * size)}
    folder = write(tmp_path / "records", payers=PAYERS, workers=[{"worker": "w", **WINDOW}])
    numbers = pa.array([str(number) for number in range(size)])
    pq.write_table(pa.table({**keys, "engagement": numbers, **columns}), folder / "engagements.parquet")
    return table(prepared(folder, incomplete="keep", **options), "engagements")


@pytest.mark.parametrize(
    ("column", "stands"),
    [
        (pa.array([1, 2, None], pa.int8()), [100, 200]),
        (pa.array([10**7, 10**7 + 1, 2**64 - 1], pa.uint64()), [10**9]),
        (pa.array([0.1, 0.29, 1234567.89, 4.4399999999999995, -0.01]), [10, 29, 123456789]),
        (pa.array([float("nan"), float("inf"), 1e300, 5e-324, 7.0]), [700]),
        (pa.array([0.1, 12.34, 0.125], pa.float32()), [10, 1234]),
        (pa.array([Decimal("9.99"), Decimal("9.999")], pa.decimal128(4, 3)), [999]),
        (pa.array([Decimal("1.23"), Decimal("99999999999999999999999999999999999.99")], pa.decimal128(38, 2)), [123]),
        (pa.array(["1.50", "1.50"]).dictionary_encode(), [150, 150]),
        (pa.nulls(2), []),
    ],
)  # fmt: skip
def test_money_from_typed_columns(column: pa.Array, stands: list[int], tmp_path: Path) -> None:
    rows = typed(tmp_path, {"gross_pay": column})
    assert sorted(row["common.gross_pay"] for row in rows if row["common.gross_pay"] is not None) == stands


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cents=st.integers(0, 10**9))
def test_a_float_stands_for_the_nearest_cent(cents: int) -> None:
    value = cents / 100
    assert round(value * 100) / 100.0 == value  # what the reader asks of a float column
    assert round(np.float64(value) * 100) == cents


def test_days_months_truths_and_counts_from_typed_columns(tmp_path: Path) -> None:
    folder = write(tmp_path / "records", payers=PAYERS)
    workers = {
        "worker": pa.array([1.0, 2.0, 3.5]),
        "first_month": pa.array([dt.date(2024, 1, 31)] * 3),
        "last_month": pa.array([dt.datetime(2024, 12, 1)] * 3),
        "nothing_before": pa.array([True, False, None]),
        "nothing_after": pa.array([1, 0, 1], pa.int8()),
        "birth_date": pa.array([dt.datetime(1990, 5, 2), dt.datetime(1990, 5, 2, 13), None]),
    }
    pq.write_table(pa.table(workers), folder / "workers.parquet")
    found = prepared(folder)
    assert found.counts.reasons == {"bad_text": 1, "impossible_date": 1}
    (row,) = table(found, "workers")
    day = (dt.date(1990, 5, 2) - dt.date(1970, 1, 1)).days
    assert row == {"worker": 0, "id": 1, "first": 24288, "last": 24299, "flags": 3, "common.birth_date": day}


def test_ids_are_numbers_only_if_every_one_is_written_as_a_number(tmp_path: Path) -> None:
    numbers = [{"worker": text, **WINDOW} for text in ("10", "9", "-3")]
    found = prepared(write(tmp_path / "a", workers=numbers))
    assert [row["id"] for row in table(found, "workers")] == [-3, 9, 10]
    mixed = [*numbers, {"worker": "007", **WINDOW}]
    found = prepared(write(tmp_path / "b", workers=mixed))
    assert [row["id"] for row in table(found, "workers")] == ["-3", "007", "10", "9"]
    work = [{"worker": "009", "payer": "p1", "month": "2024-01"}, {"worker": "1e1", "payer": "p1", "month": "2024-01"}]
    found = prepared(write(tmp_path / "c", workers=numbers, payers=PAYERS, engagements=work))
    assert found.counts.reasons == {"unknown_worker": 2}


def test_nothing_recorded_is_not_the_same_as_unknown(tmp_path: Path) -> None:
    """voluntary_insured: absent: no, because joining is an act; 'unknown' says that nobody knows."""
    months = [
        {"worker": "w", "month": f"2024-0{n}", "voluntary_insured": said}
        for n, said in enumerate(["", "unknown", "yes"], 1)
    ]
    found = prepared(write(tmp_path / "r", workers=[{"worker": "w", **WINDOW}], months=months))
    assert [row["contributions.voluntary_insured"] for row in table(found, "months")] == [0, None, 1]
