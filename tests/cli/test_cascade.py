"""`amparo cascade`: tables for people and programs, the class of the data on everything, refusals."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from amparo.report.words import word

INDICES = (
    "pay_set_by_payer",
    "work_directed",
    "work_controlled",
    "hours_fixed",
    "tools_of_payer",
    "presumption_rebutted",
)


def write(folder: Path, name: str, rows: list[dict[str, Any]]) -> None:
    with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


@pytest.fixture
def records(tmp_path: Path) -> Path:
    """Two years: Ana employed throughout at 1,200.00, Rui a courier whose sex nobody told, Eva without work."""
    folder = tmp_path / "records"
    folder.mkdir()
    people = {"birth_date": "1990-05-02", "activity_start": "2015-03", "number_of_children": 1}
    people["residence_place"] = "northland"
    write(
        folder,
        "workers",
        [{"worker": w, "sex": s, **people} for w, s in (("ana", "female"), ("rui", ""), ("eva", "female"))],
    )
    write(folder, "payers", [{"payer": "shop", "payer_kind": "employer"}, {"payer": "app", "payer_kind": "platform"}])
    months = [f"{2021 + n // 12}-{n % 12 + 1:02d}" for n in range(24)]
    work = {"tips": 0, "platform_fee": 0, "orders": 0, "work_place": "northland"}
    shop = {"worker": "ana", "payer": "shop", "activity": "other", "form": "employment", "gross_pay": 1200}
    app = {"worker": "rui", "payer": "app", "activity": "food_delivery", "form": "services", "gross_pay": 900}
    write(folder, "engagements", [{**who, **work, "month": month} for who in (shop, app) for month in months])
    none = dict.fromkeys(INDICES, "no")
    write(
        folder,
        "ties",
        [{"worker": w, "payer": p, "month": m, **none} for w, p in (("ana", "shop"), ("rui", "app")) for m in months],
    )
    return folder


def words(records: Path, out: Path, *more: str) -> list[str]:
    window = ["--from", "2021-01", "--to", "2022-12", "--assume", "no-earlier-history"]
    return ["cascade", "--country", "fictional", "--records", str(records), "--out", str(out), *window, *more]


def test_three_workers_by_hand(amparo: Any, records: Path, tmp_path: Path) -> None:
    """Of 72 worker-months Ana's 24 are insured on wages; sickness asks six insured months, so 18 of them qualify.

    The allowance of 55 % passes the 45 % of C102 wherever there is pay to replace.
    """
    out = tmp_path / "out"
    ran = amparo(*words(records, out, "--class", "synthetic", "--by", "sex,platforms", "--format", "json"))
    assert ran.code == 0
    data = ran.data
    assert (data["workers"], data["worker_months"], data["class"]) == (3, 72, "synthetic")
    whole = {
        step: sum(s["yes"] for s in data["steps"] if (s["branch"], s["by"], s["step"]) == ("sickness", "all", step))
        for step in ("registered", "contributing", "qualified", "adequate")
    }
    # covered once insured in one of the three months before: from the second month on
    assert whole == {"registered": 23, "contributing": 23, "qualified": 18, "adequate": 18}
    lost = {(item["step"], item["node"]): item for item in data["losses"] if item["branch"] == "sickness"}
    months = lost["qualified", "benefits.enough_insured_months"]
    assert months["count"] == 5
    assert [cite["article"] for p in months["provisions"] for cite in p["cites"]] == ["70(2)"]
    groups = {(s["by"], s["group"]) for s in data["steps"]}
    assert {("sex", "female"), ("sex", "not_told"), ("platforms", "0"), ("platforms", "1")} <= groups
    assert json.loads((out / "cascade.json").read_text(encoding="utf-8"))["class"] == "synthetic"
    for name in ("cascade", "losses", "uncovered"):
        table = pq.read_table(out / f"{name}.parquet")
        assert table.schema.metadata[b"amparo.class"] == b"synthetic"
        assert table.num_rows == sum(1 for _ in (out / f"{name}.csv").open(encoding="utf-8")) - 1


@pytest.mark.parametrize("lang", ["en", "pt", "zh"])
def test_the_table_in_three_languages(amparo: Any, records: Path, tmp_path: Path, lang: str) -> None:
    ran = amparo(*words(records, tmp_path / "out", "--class", "synthetic", "--by", "sex", "--lang", lang))
    assert ran.code == 0
    for key in ("cascade.steps", "cascade.losses", "cascade.qualified", "group.female", "class.synthetic"):
        assert word(key, lang) in ran.out


def test_another_rate_and_fewer_branches(amparo: Any, records: Path, tmp_path: Path) -> None:
    """55 % does not reach 60 %."""
    more = ("--class", "synthetic", "--branch", "sickness", "--rate", "sickness=60%", "--format", "json")
    data = amparo(*words(records, tmp_path / "out", *more)).data
    assert {s["branch"] for s in data["steps"]} == {"sickness"}
    assert sum(s["yes"] for s in data["steps"] if s["step"] == "adequate") == 0
    assert data["standard"]["rates"]["sickness"] == "60%"


@pytest.mark.parametrize(
    ("more", "code", "said"),
    [
        ((), 5, "restricted"),
        (("--class", "synthetic", "--by", "colour"), 3, "colour"),
        (("--class", "synthetic", "--branch", "sleep"), 3, "sleep"),
        (("--class", "synthetic", "--standard", "C999"), 3, "C102"),
        (("--class", "synthetic", "--rate", "sickness=much"), 3, "sickness"),
    ],
)
def test_refusals(amparo: Any, records: Path, tmp_path: Path, more: tuple[str, ...], code: int, said: str) -> None:
    ran = amparo(*words(records, tmp_path / "out", *more))
    assert (ran.code, ran.out) == (code, "") and said in ran.err


def test_a_run_with_benefits(amparo: Any, records: Path, tmp_path: Path) -> None:
    """Ana's allowance in December 2022: 1,200.00 x 6 / 180 = 40.00 a day, 55 % of it 22.00; eighteen months qualify."""
    out = tmp_path / "out"
    window = ["--from", "2021-01", "--to", "2022-12", "--assume", "no-earlier-history", "--class", "synthetic"]
    command = ["run", "--country", "fictional", "--records", str(records), "--out", str(out), "--benefits", *window]
    ran = amparo(*command, "--format", "json")
    assert ran.code == 0
    (sickness,) = [total for total in ran.data["benefits"] if total["id"] == "sickness_allowance"]
    rows = pq.read_table(out / "results" / "benefits").to_pylist()
    assert len(rows) == 72
    ana = {row["month"]: row for row in rows if row["worker"] == "ana"}
    name = "sickness_allowance.insurance"
    assert [ana[f"2021-{month:02d}"][name] for month in (6, 7)] == ["no", "yes"]
    assert ana["2021-06"][f"{name}:fails_first"] == "benefits.enough_insured_months"
    assert (str(ana["2022-12"][f"{name}:amount"]), str(ana["2022-12"][f"{name}:replacement"])) == ("22.00", "0.550000")
    assert ana["2022-12"][f"{name}:fails_first"] is None
    states = [row[name] for row in rows]
    assert {state: states.count(state) for state in ("yes", "no", "undecided")} == {
        state: sickness[state] for state in ("yes", "no", "undecided")
    }
    grant = [row["birth_grant.residents"] for row in rows]
    assert set(grant) == {"yes"}
    assert word("run.benefits", "pt") in amparo(*command, "--lang", "pt").out
