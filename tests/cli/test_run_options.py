"""`amparo run`: what becomes of workers who lost a row, and of the same engagement told twice."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from records_folder import PAYERS, WORK, WORKERS, write


def _run(amparo: Any, folder: Path, out: Path, *words: str) -> Any:
    ran = amparo(
        *("run", "--country", "fictional", "--records", str(folder), "--out", str(out)),
        *("--class", "synthetic", "--only", "contributions.services_of_month", "--format", "json", *words),
    )
    assert ran.code == 0, ran.err
    return ran.data


def test_a_worker_who_lost_a_row_is_computed_on_the_rest_when_asked(amparo: Any, tmp_path: Path) -> None:
    wrong = {**WORK, "month": "2024-04", "gross_pay": "-1.00"}
    folder = write(tmp_path / "in", workers=WORKERS, payers=PAYERS, engagements=[WORK, wrong])
    whole = _run(amparo, folder, tmp_path / "whole")["records"]["tables"]["engagements"]
    kept = _run(amparo, folder, tmp_path / "kept", "--incomplete", "keep")["records"]["tables"]["engagements"]
    assert (whole["rows_in"], whole["accepted"], whole["quarantined"]) == (2, 0, 2)
    assert (kept["rows_in"], kept["accepted"], kept["quarantined"]) == (2, 1, 1)


def test_the_same_engagement_twice_counts_twice_when_asked(amparo: Any, tmp_path: Path) -> None:
    folder = write(tmp_path / "in", workers=WORKERS, payers=PAYERS, engagements=[WORK, {**WORK, "gross_pay": "11.00"}])
    once = _run(amparo, folder, tmp_path / "out")["records"]["tables"]["engagements"]
    assert once["quarantined"] == 2
    # the same folder again under another option is another run, not the rest of the first
    twice = _run(amparo, folder, tmp_path / "out", "--repeated", "keep")["records"]["tables"]["engagements"]
    assert (twice["accepted"], twice["quarantined"]) == (2, 0)
