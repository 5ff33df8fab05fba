"""Files that cannot be read, on purpose or by accident: a clear refusal, nothing written, nothing lost."""

from __future__ import annotations

import gzip
import random
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from records_folder import PAYERS, WORK, WORKERS, prepared, quarantined, run, table, verania, write

from amparo.records.errors import FilesRefused, RecordsError
from amparo.records.quarantine import FILE_REASONS
from amparo.records.tables import prepare

NOISE = random.Random(1).randbytes(50_000)
HEAD = b"worker,payer,month\n"
MANY = b",".join(b"c%d" % n for n in range(1_000_000))


def packed(content: bytes, cut: int | None = None) -> bytes:
    return gzip.compress(content, mtime=0)[:cut]


BAD_FILES: list[tuple[str, str, bytes]] = [
    ("no_header", "engagements.csv", b""),
    ("no_header", "engagements.csv", b"\n\n"),
    ("no_header", "engagements.csv", b",,,\n"),
    ("unreadable_file", "engagements.csv", NOISE),
    ("unreadable_file", "engagements.csv", HEAD + b"w1,p1\0,2024-01\n"),
    ("unreadable_file", "engagements.csv", packed(HEAD)),
    ("unreadable_file", "engagements.csv", b"x" * 2_000_000),
    ("unreadable_file", "engagements.csv", HEAD + b'"w1,p1,2024-01\n' + b"w1,p1,2024-02\n" * 1_500_000),
    ("unreadable_file", "engagements.csv", HEAD + b'"w1,p1,2024-01\n' + b"w1,p1,2024-02\n" * 500),
    ("unreadable_file", "engagements.csv", HEAD + b'"w1,p1,2024-01\n' + b"w1,p1,2024-02\n" * 4_000_000),
    ("unreadable_file", "engagements.csv.gz", HEAD),
    ("unreadable_file", "engagements.csv.gz", packed(HEAD * 9999, 60)),
    ("unreadable_file", "engagements.csv.gz", packed(HEAD * 9999)[:-9] + b"123456789"),
    ("unreadable_file", "engagements.parquet", b""),
    ("unreadable_file", "engagements.parquet", NOISE),
    ("unreadable_file", "engagements.parquet", b"PAR1" + NOISE + b"\xff\xff\xff\x7fPAR1"),
    ("unreadable_file", "engagements.parquet", b"PAR1" + NOISE + b"\x10\x00\x00\x00PAR1"),
    ("wrong_encoding", "engagements.csv", "worker,payer,month\nJoão,p1,2024-01\n".encode("latin-1")),
    ("wrong_encoding", "engagements.csv", "worker,payer,month\n劳动者,p1,2024-01\n".encode("gb18030")),
    ("wrong_encoding", "engagements.csv", "worker,payer,month\n".encode("utf-16")),
    ("too_many_columns", "engagements.csv", MANY),
    ("too_many_columns", "engagements.csv", MANY + b"\n1,2\n"),
    ("too_many_columns", "engagements.csv", b",".join(b"c%d" % n for n in range(3000)) + b"\n"),
    ("missing_column", "engagements.csv", b"worker,month\nw1,2024-01\n"),
    ("duplicate_column", "engagements.csv", b"worker,payer,month,Month\n"),
]


@pytest.mark.parametrize(("reason", "name", "content"), BAD_FILES, ids=[str(n) for n in range(len(BAD_FILES))])
def test_a_file_that_cannot_be_read_is_refused_and_nothing_is_written(
    reason: str, name: str, content: bytes, tmp_path: Path
) -> None:
    folder = write(tmp_path / "records", workers=WORKERS, payers=PAYERS)
    (folder / name).write_bytes(content)
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    with pytest.raises(FilesRefused) as refused:
        prepare(folder, verania(), tmp_path / "out", class_="synthetic")
    (problem,) = refused.value.problems
    assert (problem.reason, problem.file) == (reason, name)
    assert problem.sentence.endswith(".") and problem.cure.endswith((".", ")"))
    assert len(str(problem)) < 500
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
    assert [path.name for path in tmp_path.iterdir()] == ["records"]


def write_parquet(folder: Path, columns: dict[str, object], name: str = "engagements") -> None:
    (folder / f"{name}.csv").unlink(missing_ok=True)
    pq.write_table(pa.table(columns), folder / f"{name}.parquet")


KEYS = {"worker": ["w1"], "payer": ["p1"], "month": ["2024-03"]}


@pytest.mark.parametrize(
    ("reason", "columns"),
    [
        ("wrong_type", {**KEYS, "month": [202403]}),
        ("wrong_type", {**KEYS, "gross_pay": [[1, 2]]}),
        ("wrong_type", {**KEYS, "activity": [1]}),
        ("wrong_type", {**KEYS, "gross_pay": [True]}),
        ("wrong_type", {**KEYS, "worker": [b"w1"]}),
        ("reserved_column", {**KEYS, "file_row_number": [1]}),
        ("too_many_columns", {**KEYS, **{f"c{n}": [1] for n in range(2500)}}),
    ],
)
def test_a_parquet_file_of_another_shape_is_refused(reason: str, columns: dict[str, object], tmp_path: Path) -> None:
    folder = write(tmp_path / "records", workers=WORKERS, payers=PAYERS)
    write_parquet(folder, columns)
    with pytest.raises(FilesRefused) as refused:
        prepared(folder)
    assert [problem.reason for problem in refused.value.problems] == [reason]


def test_a_parquet_file_damaged_in_the_middle_is_named(tmp_path: Path) -> None:
    folder = write(tmp_path / "records", workers=WORKERS, payers=PAYERS)
    rows = 20_000
    pay = [str(n) for n in range(rows)]
    write_parquet(folder, {**{key: value * rows for key, value in KEYS.items()}, "gross_pay": pay, "engagement": pay})
    path = folder / "engagements.parquet"
    content = bytearray(path.read_bytes())
    content[3000:6000] = NOISE[:3000]
    path.write_bytes(content)
    with pytest.raises(RecordsError) as refused:
        prepare(folder, verania(), tmp_path / "out", class_="synthetic")
    assert "engagements.parquet" in str(refused.value)
    assert not (tmp_path / "out").exists()


def test_text_in_parquet_that_is_not_text_is_refused(tmp_path: Path) -> None:
    folder = write(tmp_path / "records", workers=WORKERS, payers=PAYERS)
    text = pa.Array.from_buffers(pa.string(), 1, pa.array([b"w\xff"]).buffers())
    write_parquet(folder, {**KEYS, "worker": text})
    with pytest.raises(RecordsError):
        prepared(folder)


def test_all_bad_files_are_named_at_once(tmp_path: Path) -> None:
    folder = write(tmp_path / "records", workers=b"", payers=NOISE, engagements=b"worker\n", spells=b"\xff\xfe")
    with pytest.raises(FilesRefused) as refused:
        prepared(folder)
    assert [(p.file, p.reason) for p in refused.value.problems] == [
        ("workers.csv", "no_header"),
        ("payers.csv", "unreadable_file"),
        ("engagements.csv", "missing_column"),
        ("spells.csv", "wrong_encoding"),
    ]


def test_no_folder_no_workers_a_table_in_two_forms_no_months(tmp_path: Path) -> None:
    def reason(act: Callable[[], object]) -> str:
        with pytest.raises(FilesRefused) as refused:
            act()
        return refused.value.problems[0].reason

    assert reason(lambda: prepared(tmp_path / "nowhere")) == "no_such_folder"
    assert reason(lambda: prepared(write(tmp_path / "a", payers=PAYERS))) == "no_table"
    folder = write(tmp_path / "b", workers=WORKERS)
    write_parquet(folder, {"worker": ["w1"]}, "workers")
    (folder / "workers.csv").write_bytes(b"worker\nw1\n")
    assert reason(lambda: prepared(folder)) == "table_twice"
    assert reason(lambda: prepared(write(tmp_path / "c", workers=[{"worker": "w1"}]))) == "no_months"
    (tmp_path / "d" / "engagements").mkdir(parents=True)
    assert reason(lambda: prepared(write(tmp_path / "d", workers=WORKERS))) == "no_columns"


def test_every_reason_to_refuse_a_file_is_tested_here_or_with_the_canonical_form() -> None:
    here = {reason for reason, _, _ in BAD_FILES} | {"wrong_type", "reserved_column", "no_such_folder", "no_table"}
    assert here | {"table_twice", "no_months", "no_columns", "other_law", "damaged_canonical"} == set(FILE_REASONS)


def test_an_earlier_folder_of_somebody_else_is_not_replaced(tmp_path: Path) -> None:
    folder = write(tmp_path / "records", workers=WORKERS)
    out = tmp_path / "out"
    out.mkdir()
    (out / "thesis.txt").write_text("years of work")
    with pytest.raises(RecordsError, match="no canonical form"):
        prepare(folder, verania(), out, class_="synthetic")
    assert (out / "thesis.txt").read_text() == "years of work"


# --- files that are unusual and right ----------------------------------------------------------------------------


def test_marks_delimiters_line_ends_and_quotes(tmp_path: Path) -> None:
    text = '\ufeffWorker;Payer ;MONTH;Gross_Pay\r\n"w1";p1;2024-03;10.50\r\n\r\nw1;p2;2024-04;"1"\r\n'
    found = run(tmp_path, engagements=text)
    assert [row["common.gross_pay"] for row in table(found, "engagements")] == [1050, 100]
    tabs = "worker\tpayer\tmonth\nw1\tp1\t2024-03"
    assert run(tmp_path / "t", engagements=tabs).counts.quarantined == 0


def test_a_cell_may_hold_a_line_break_and_a_comma(tmp_path: Path) -> None:
    text = 'worker,payer,note,month\nw1,p1,"a,\nb",2024-03\nw1,p2,c,2024-03\n'
    found = run(tmp_path, engagements=text)
    assert found.counts.accepted == 5
    assert "engagements.csv: 4 lines make 2 rows and a header: cells hold line breaks." in found.warnings


def test_columns_that_are_not_known_are_counted_and_not_read(tmp_path: Path) -> None:
    found = run(tmp_path, engagements=[{**WORK, "hat": "x", "": "y"}])
    assert found.counts.tables["engagements"].unknown_columns == ("hat", "")
    assert "engagements.csv: the column 'hat' is not known and was not read." in found.warnings


def test_a_header_alone_is_a_table_without_rows(tmp_path: Path) -> None:
    found = run(tmp_path, engagements="worker,payer,month\n")
    assert (found.counts.tables["engagements"].rows_in, found.counts.quarantined) == (0, 0)


def test_nobody_at_all(tmp_path: Path) -> None:
    found = run(tmp_path, workers="worker,first_month,last_month\n", engagements=None)
    assert (found.counts.rows_in, table(found, "workers")) == (2, [])


def test_packed_parts_in_a_folder_and_parquet_beside(tmp_path: Path) -> None:
    folder = write(tmp_path / "records", workers=WORKERS, payers=PAYERS)
    parts = folder / "engagements"
    parts.mkdir()
    (parts / "_SUCCESS").write_bytes(b"")
    (parts / "part-1.csv.gz").write_bytes(gzip.compress(HEAD + b"w1,p1,2024-01\nw1,p9,2024-02\n"))
    pq.write_table(pa.table({**KEYS, "gross_pay": [12.34]}), parts / "part-2.parquet")
    found = prepared(folder, incomplete="keep")
    assert [row["common.gross_pay"] for row in table(found, "engagements")] == [None, 1234]
    (row,) = quarantined(found)
    assert (row["file"], row["row"]) == ("engagements/part-1.csv.gz", 2)


def test_everything_is_bad(tmp_path: Path) -> None:
    text = "worker,payer,month,gross_pay\n" + "=cmd|' /C calc'!A1,,NaN,1e999\n" * 5000 + "x\n" * 5000
    found = run(tmp_path, engagements=text)
    assert found.counts.tables["engagements"].reasons == {"malformed_row": 5000, "missing_value": 5000}
    assert len(quarantined(found)) == 10_000


def test_formulas_are_disarmed_where_a_spreadsheet_may_open_them(tmp_path: Path) -> None:
    folder = write(tmp_path / "records", workers=[*WORKERS, {"worker": "=1+1", "first_month": "2024"}])
    found = prepared(folder, quarantine_format="csv", first=24288, last=24299)
    assert found.quarantine is not None
    assert '"\'=1+1"' in found.quarantine.read_text(encoding="utf-8")


def test_rows_keep_their_numbers_in_a_file_that_is_read_in_parts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("amparo.records.sources._BLOCK", 256)
    monkeypatch.setattr("amparo.records.sources._BATCHES_OF_A_PART", 1)
    lines = ["worker,payer,month,gross_pay"]
    bad = {17: "w1,p1", 18: "w1,p1,2024-01,1,2", 40: "w1,p1,2024-01,x", 99: "w1,p1", 100: "w1,p1,2024-01,-1"}
    lines += [
        bad.get(number, f"w1,p{number % 2 + 1},2024-{number % 12 + 1:02d},{number}.00") for number in range(1, 101)
    ]
    folder = write(tmp_path / "records", workers=WORKERS, payers=PAYERS, engagements="\n".join(lines) + "\n")
    found = prepared(folder, incomplete="keep", repeated="keep")
    assert sorted(row["row"] for row in quarantined(found)) == sorted(bad)
    assert len(table(found, "engagements")) == 95
