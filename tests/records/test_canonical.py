"""The canonical form: its columns, its row groups, handing it on unchanged, and reading workers back from it."""

from __future__ import annotations

import json
import random
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from dossiers import some_dossier
from records_folder import PAYERS, WORK, WORKERS, prepared, run, table, verania, write

from amparo.engine import Dossier, run_dossier
from amparo.law import book
from amparo.records import canonical
from amparo.records.canonical import open_canonical
from amparo.records.errors import FilesRefused, RecordsError
from amparo.records.facts import FactIndex
from amparo.records.tables import prepare
from amparo.rules import Amendment, set_value
from amparo.rules.kinds import KINDS, show_value
from amparo.rules.levels import CONTRACT, GROUP_MONTH, MONTH, PAYER, QUARTER, SPELL, TIE_MONTH, TIE_YEAR, WORKER, YEAR

CHOICE = {"worker": "w1", "fact": "residence_place", "from": "2024-03-02", "until": "2024-05", "value": "southland"}
GROUPED = [{"payer": "p1", "group": "g"}, {"payer": "p2", "group": "g"}, {"payer": "p3"}]


def test_what_the_folder_says_of_itself(tmp_path: Path) -> None:
    meta = json.loads((run(tmp_path).folder / "meta.json").read_text())
    law = verania()
    assert meta["format"] == "amparo-canonical/1"
    assert (meta["country"], meta["book"], meta["class"]) == (law.country.code, law.hash, "synthetic")
    assert (meta["first_month"], meta["last_month"]) == (24288, 24299)
    assert meta["places"] == list(law.places.names)
    assert meta["rows"] == {"engagements": 1, "payers": 2, "workers": 1}


def test_row_groups_hold_whole_workers_however_the_rows_come(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(canonical, "SPAN", 8)
    workers = [{**WORKERS[0], "worker": str(n)} for n in range(100)]
    work = [{**WORK, "worker": str(n), "engagement": str(k)} for n in range(100) for k in range(n % 7)]
    path = run(tmp_path, workers=workers, engagements=work).folder / "engagements.parquet"
    with pq.ParquetFile(path) as file:
        bounds = [file.metadata.row_group(n).column(0).statistics for n in range(file.num_row_groups)]
    assert len(bounds) > 5
    assert all(one.max < two.min for one, two in pairwise(bounds))


def test_choices_hold_for_the_periods_on_whose_first_day_they_are_in_force(tmp_path: Path) -> None:
    found = run(tmp_path, choices=[CHOICE, {**CHOICE, "fact": "change_chosen", "value": "lower"}])
    assert [(row["month"] - 24288, row["common.residence_place"]) for row in table(found, "months")] == [
        (3, verania().places.index("southland")),
        (4, verania().places.index("southland")),
    ]
    assert [row["quarter"] - 24288 for row in table(found, "quarters")] == [3]
    nothing = run(tmp_path / "n", choices=[{**CHOICE, "until": "2024-03-20"}])
    assert (nothing.counts.tables["choices"].accepted, table(nothing, "months")) == (1, [])


def test_what_is_told_once_holds_where_a_period_is_not_told_otherwise(tmp_path: Path) -> None:
    found = run(tmp_path, workers=[{**WORKERS[0], "residence_place": "northland"}], choices=[CHOICE])
    places = [verania().places.name(row["common.residence_place"]) for row in table(found, "months")]
    assert places == ["northland"] * 3 + ["southland"] * 2 + ["northland"] * 7
    assert "common.residence_place" not in table(found, "workers")[0]


def test_a_fact_of_a_group_stands_in_every_row_of_the_group(tmp_path: Path) -> None:
    law = verania()
    index = FactIndex(law)
    (fact, *_) = index.at((TIE_YEAR,))
    value = show_value(fact.kind, fact.low, law.places)
    years = [
        {"worker": "w1", "payer": payer, "year": "2024", fact.name: told} for payer, told in (("p1", value), ("p2", ""))
    ]
    found = run(tmp_path, payers=GROUPED, tie_years=years)
    assert [row[fact.full_name] for row in table(found, "tie_years")] == [fact.low, fact.low]
    other = show_value(fact.kind, fact.high, law.places)
    found = run(tmp_path / "o", payers=GROUPED, tie_years=[years[0], {**years[1], fact.name: other}])
    assert found.counts.reasons["conflicting_values"] == 2


def test_ties_from_day_to_day_by_month_and_by_year_in_one_table(tmp_path: Path) -> None:
    index = FactIndex(verania())
    by_year = index.at((TIE_YEAR,))[0]
    ties = [
        {"worker": "w1", "payer": "p1", "month": "2024-01", "work_directed": "yes"},
        {"worker": "w1", "payer": "p1", "from": "2024-02", "until": "2024-03", "work_directed": "no"},
        {"worker": "w1", "payer": "p1", "year": "2024", by_year.name: show_value(by_year.kind, by_year.low)},
    ]
    found = run(tmp_path, ties=ties)
    assert found.counts.quarantined == 0
    assert [row["status.work_directed"] for row in table(found, "ties")] == [1, 0, 0]
    assert [row["year"] for row in table(found, "tie_years")] == [2024]


def test_tables_that_no_rule_reads_yet_are_checked_and_kept(tmp_path: Path) -> None:
    dependants = [{"worker": "w1", "dependant": "d", "relation": "child", "birth_date": "2020-02-29"}]
    history = [{"worker": "w1", "month": "2010-05", "scheme": "employees", "branch": "old_age", "base": "500.00"}]
    found = run(tmp_path, dependants=dependants, history=history)
    assert table(found, "dependants")[0]["relation"] == "child"
    assert (table(found, "history")[0]["branch"], table(found, "history")[0]["base"]) == (5, 50000)


# --- assumptions -------------------------------------------------------------------------------------------------


def test_assumptions_fill_what_is_unknown_and_are_written_down(tmp_path: Path) -> None:
    workers = [{**WORKERS[0], "sex": ""}, {**WORKERS[0], "worker": "w2", "sex": "male", "nothing_before": "no"}]
    work = [{**WORK, "tips": ""}, {**WORK, "month": "2024-04", "tips": "3"}, {**WORK, "worker": "w2"}]
    folder = write(tmp_path / "r", workers=workers, payers=PAYERS, engagements=work)
    told = {
        "sex": "female",
        "tips": "1.00",
        "orders": 7,
        "residence_place": "farisle",
        "payer_kind": "client",
        "work_directed": "no",
        "no-earlier-history": "yes",
    }
    found = prepared(folder, assumptions=told)
    assert [row["common.sex"] for row in table(found, "workers")] == [2, 1]
    assert [row["flags"] for row in table(found, "workers")] == [1, 0]  # w2 says that something came before
    assert [row["common.tips"] for row in table(found, "engagements")] == [100, 300, 100]
    assert {row["common.orders"] for row in table(found, "engagements")} == {7}
    assert {row["common.payer_kind"] for row in table(found, "payers")} == {3}
    assert [(row["worker"], row["month"] - 24288, row["status.work_directed"]) for row in table(found, "ties")] == [
        (0, 2, 0),
        (0, 3, 0),
        (1, 2, 0),
    ]
    assert found.meta["assumptions"]["common.tips"] == "1.00"
    assert found.meta["assumptions"]["no-earlier-history"] == "yes"


@pytest.mark.parametrize(("fact", "value"), [("hat", "1"), ("sex", "other"), ("gross_pay", "-1"), ("tips", "1.005")])
def test_an_assumption_that_cannot_be_made(fact: str, value: str, tmp_path: Path) -> None:
    with pytest.raises(RecordsError, match="cannot be made"):
        prepared(write(tmp_path / "r", workers=WORKERS), assumptions={fact: value})


# --- handing on --------------------------------------------------------------------------------------------------


def test_a_canonical_folder_is_handed_on_as_it_is(tmp_path: Path) -> None:
    found = run(tmp_path)
    before = {path.name: path.stat().st_mtime_ns for path in found.folder.iterdir()}
    again = prepare(found.folder, verania(), tmp_path / "elsewhere", class_="synthetic")
    assert again.folder == found.folder
    assert again.counts.accepted == 4
    assert {path.name: path.stat().st_mtime_ns for path in found.folder.iterdir()} == before
    with pytest.raises(RecordsError, match="class"):
        prepare(found.folder, verania(), tmp_path / "elsewhere", class_="restricted")


def test_a_reform_of_other_law_over_the_same_facts_reads_the_same_records(tmp_path: Path) -> None:
    found = run(tmp_path)
    reform = Amendment("lower", (set_value("contributions.self_employed_rate", "20%", since="2024-01-01"),))
    law = verania().amend(reform)
    assert law.hash != verania().hash
    assert prepare(found.folder, law, tmp_path / "x", class_="synthetic").folder == found.folder


def test_records_of_another_law_are_refused(tmp_path: Path) -> None:
    with pytest.raises(FilesRefused) as refused:
        prepare(run(tmp_path).folder, book("PT"), tmp_path / "x", class_="synthetic")
    assert refused.value.problems[0].reason == "other_law"


def rewrite(path: Path, **columns: Any) -> None:
    held = pq.read_table(path)
    for name, values in columns.items():
        position = held.column_names.index(name)
        held = held.set_column(position, name, pa.array(values, held.schema.field(name).type))
    pq.write_table(held, path)


@pytest.mark.parametrize(
    "damage",
    [
        lambda folder: rewrite(folder / "engagements.parquet", **{"common.gross_pay": [-1]}),
        lambda folder: rewrite(folder / "engagements.parquet", **{"common.activity": [99]}),
        lambda folder: rewrite(folder / "engagements.parquet", month=[24300]),
        lambda folder: (folder / "payers.parquet").unlink(),
        lambda folder: (folder / "workers.parquet").write_bytes(b"junk"),
        lambda folder: pq.write_table(pa.table({"worker": [0]}), folder / "engagements.parquet"),
        lambda folder: pq.write_table(pq.read_table(folder / "payers.parquet").slice(1), folder / "payers.parquet"),
    ],
)
def test_a_canonical_folder_that_was_changed_is_refused(damage: Any, tmp_path: Path) -> None:
    folder = run(tmp_path).folder
    damage(folder)
    with pytest.raises(FilesRefused) as refused:
        prepare(folder, verania(), tmp_path / "x", class_="synthetic")
    assert {problem.reason for problem in refused.value.problems} == {"damaged_canonical"}


# --- both ways ---------------------------------------------------------------------------------------------------


def tables_of(dossiers: list[Dossier]) -> dict[str, list[dict[str, Any]]]:
    """Dossiers as a person would write them into tables."""
    law = verania()
    index = FactIndex(law)
    found: dict[str, list[dict[str, Any]]] = {
        name: [] for name in ("workers", "payers", "engagements", "spells", "months")
    }
    found |= {name: [] for name in ("quarters", "years", "ties", "tie_years")}

    def told(dossier: Dossier, levels: tuple[Any, ...], row: Any) -> dict[str, str]:
        cells = {}
        for fact in index.at(levels):
            values = dossier.facts.get(fact.full_name)
            value = values.get(row) if isinstance(values, Mapping) else values
            cells[index.short_name(fact)] = "" if value is None else show_value(fact.kind, value, law.places)
        return cells

    def month(stored: int) -> str:
        return show_value(KINDS["month"], stored)

    for d in dossiers:
        window = {"first_month": month(d.first), "last_month": month(d.last)}
        flags = {
            "nothing_before": "yes" if d.nothing_before else "no",
            "nothing_after": "yes" if d.nothing_after else "",
        }
        found["workers"].append({"worker": d.worker, **window, **flags, **told(d, (WORKER,), ())})
        for payer in sorted({payer for payer, _ in d.contracts}):
            found["payers"].append({"payer": payer, "group": d.groups.get(payer, ""), **told(d, (PAYER,), payer)})
        for number, (payer, at) in enumerate(d.contracts):
            keys = {"worker": d.worker, "payer": payer, "month": month(at), "engagement": str(number)}
            found["engagements"].append({**keys, **told(d, (CONTRACT,), number)})
        for number, (first, last) in enumerate(d.spells):
            days = {"first_day": show_value(KINDS["date"], first), "last_day": show_value(KINDS["date"], last)}
            found["spells"].append({"worker": d.worker, "spell": str(number), **days, **told(d, (SPELL,), number)})
        for name, level in (("months", MONTH), ("quarters", QUARTER)):
            for at in d.layout.ids[level]:
                found[name].append({"worker": d.worker, name[:-1]: month(at), **told(d, (level,), at)})  # type: ignore[arg-type]
        for at in d.layout.ids[YEAR]:
            found["years"].append({"worker": d.worker, "year": str(at), **told(d, (YEAR,), at)})
        for payer, at in d.layout.ids[TIE_MONTH]:  # type: ignore[misc]
            cells = told(d, (TIE_MONTH,), (payer, at)) | told(d, (GROUP_MONTH,), (d.group(payer), at))
            found["ties"].append({"worker": d.worker, "payer": payer, "month": month(at), **cells})
        for payer, year in sorted({(payer, at // 12) for payer, at in d.contracts}):
            cells = told(d, (TIE_YEAR,), (d.group(payer), year))
            found["tie_years"].append({"worker": d.worker, "payer": payer, "year": str(year), **cells})
    return {name: rows for name, rows in found.items() if rows}


def named(dossier: Dossier, name: str) -> Dossier:
    """The dossier with payers and groups of its own, so that several stand in one folder."""
    new = {payer: f"{name}{payer}" for payer, _ in dossier.contracts}
    groups = {new[p]: f"{name}{g}" for p, g in dossier.groups.items() if p in new}
    of_group = {dossier.group(p): groups.get(new[p], new[p]) for p in new}
    levels = {fact.full_name: fact.level for fact in FactIndex(verania()).all}

    def row(level: Any, key: Any) -> Any:
        if level == PAYER:
            return new[key]
        if level == TIE_MONTH:
            return (new[key[0]], key[1])
        return (of_group[key[0]], key[1]) if level in (GROUP_MONTH, TIE_YEAR) else key

    facts = {key: {row(levels[key], name_): v for name_, v in values.items()} for key, values in dossier.facts.items()}  # type: ignore[union-attr]
    contracts = tuple((new[payer], month) for payer, month in dossier.contracts)
    return replace(dossier, worker=name, contracts=contracts, groups=groups, facts=facts)


def test_dossiers_come_back_from_tables_with_the_same_law_on_them() -> None:
    dice = random.Random(4)
    dossiers = [named(some_dossier(verania(), dice, months=14), f"w{n}") for n in range(8)]
    folder = write(Path(tempfile.mkdtemp()) / "records", **tables_of(dossiers))
    found = prepared(folder)
    assert found.counts.quarantined == 0, found.counts.reasons
    held = open_canonical(found.folder, verania())
    rules = ("status.labour_status", "contributions.contribution_of_worker", "contributions.dependence_charge")
    for dossier in dossiers:
        back = held.dossier(dossier.worker)
        assert (back.first, back.last, back.nothing_before, back.nothing_after) == (
            dossier.first,
            dossier.last,
            True,
            True,
        )
        assert sorted(back.contracts) == sorted(dossier.contracts)
        assert sorted(back.spells) == sorted(dossier.spells)
        for name in rules:
            mine, yours = run_dossier(verania(), dossier), run_dossier(verania(), back)
            assert sorted(map(str, mine.column(name))) == sorted(map(str, yours.column(name))), name
    shutil.rmtree(folder)


def test_an_engagement_split_in_two_gives_the_same_totals(tmp_path: Path) -> None:
    whole = {**WORK, "gross_pay": "1000.01", "orders": "11", "form": "employment"}
    halves = [
        {**whole, "gross_pay": "400.00", "orders": "4", "engagement": "1"},
        {**whole, "gross_pay": "600.01", "orders": "7", "engagement": "2"},
    ]
    one, two = run(tmp_path / "one", engagements=[whole]), run(tmp_path / "two", engagements=halves)
    columns = []
    for found in (one, two):
        (dossier,) = open_canonical(found.folder, verania()).dossiers()
        columns.append([str(v) for v in run_dossier(verania(), dossier).column("contributions.insured_pay")])
    assert columns[0] == columns[1]
