"""The streaming run over Parquet: the same answers as the reference, in any interruption."""

from __future__ import annotations

from pathlib import Path

import pyarrow.parquet as pq
import pytest
from tests.engine.canonical_folder import without_partial_knowledge, write_canonical

from amparo.engine.certify import Dice
from amparo.engine.dossier import Dossier
from amparo.engine.reference import Reference
from amparo.engine.stream import run_canonical
from amparo.law import book
from amparo.rules.bounds import Unknown, high, low
from amparo.rules.declarations import Posting
from amparo.rules.errors import AmparoError
from amparo.rules.kinds import month_text, show_value
from amparo.rules.levels import MONTH
from amparo.rules.nodes import Rule

COUNTRIES = ("FICTIONAL", "PT", "CN")


def some_dossiers(country: str, count: int = 40, seed: int = 5) -> list[Dossier]:
    law = book(country)
    dice = Dice(law, seed)
    return [without_partial_knowledge(dice.dossier(f"w{n:03d}"), law) for n in range(count)]


@pytest.mark.parametrize("country", COUNTRIES)
def test_totals_and_month_tables_equal_the_reference(country: str, tmp_path: Path) -> None:
    law = book(country)
    dossiers = some_dossiers(country)
    write_canonical(tmp_path / "in", law, dossiers)
    result = run_canonical(tmp_path / "in", law, out=tmp_path / "out", threads=3, workers_at_once=4)
    assert result.workers == len(dossiers)
    runs = [Reference(law, d) for d in dossiers]
    for name, total in result.totals.items():
        values = [v for run in runs for v in run.column(name)]
        assert total.rows == len(values)
        assert total.unknown == sum(isinstance(v, Unknown) for v in values), name
        if law.nodes[name].kind.category is None:
            assert (total.low, total.high) == (sum(map(low, values)), sum(map(high, values))), name
    table = pq.read_table(tmp_path / "out" / "month").to_pylist()
    told = {(row["worker"], row["month"]): row for row in table}
    for run in runs[:10]:
        for key in result.outputs:
            node = law.nodes[key]
            if isinstance(node, Rule) and node.level == MONTH and node.kind.name == "money":
                for month, value in zip(run.layout.ids[MONTH], run.column(key), strict=True):
                    row = told[run.dossier.worker, month_text(month)]
                    assert str(row[f"{key}:low"]) == show_value(node.kind, low(value))
                    assert (row[key] is None) == isinstance(value, Unknown)


@pytest.mark.parametrize("country", COUNTRIES)
def test_postings_hold_every_amount_that_may_be_owed(country: str, tmp_path: Path) -> None:
    law = book(country)
    dossiers = some_dossiers(country, seed=9)
    write_canonical(tmp_path / "in", law, dossiers)
    run_canonical(tmp_path / "in", law, out=tmp_path / "out")
    rows = pq.read_table(tmp_path / "out" / "postings").to_pylist()
    runs = [Reference(law, d) for d in dossiers]
    for topic, posting in law.results(Posting):
        key = f"{topic}.{posting.node}" if f"{topic}.{posting.node}" in law.nodes else law.find(posting.node)
        owed = [v for run in runs for v in run.column(key) if low(v) or high(v)]
        mine = [
            r for r in rows if r["node"] == key and r["cause"] == posting.cause and r["payer_role"] == posting.payer
        ]
        branch = "all" if posting.branch is None else posting.branch.name.lower()
        mine = [r for r in mine if r["branch"] == branch]
        assert len(mine) == len(owed)
        assert sum(int(r["amount:low"] * 100) for r in mine) == sum(map(low, owed))


def files_of(folder: Path) -> dict[str, bytes]:
    return {str(f.relative_to(folder)): f.read_bytes() for f in sorted(folder.rglob("*")) if f.is_file()}


def test_an_interrupted_run_goes_on_to_identical_output(tmp_path: Path) -> None:
    law = book("FICTIONAL")
    write_canonical(tmp_path / "in", law, some_dossiers("FICTIONAL"))
    whole = run_canonical(tmp_path / "in", law, out=tmp_path / "whole", threads=1)

    class Stop(Exception):
        pass

    def stop(done: int, everyone: int) -> None:
        if done >= everyone // 3:
            raise Stop

    with pytest.raises(Stop):
        run_canonical(tmp_path / "in", law, out=tmp_path / "cut", threads=1, progress=stop)
    resumed = run_canonical(tmp_path / "in", law, out=tmp_path / "cut", threads=2)
    assert 0 < resumed.resumed < whole.units or resumed.resumed == whole.units
    assert resumed.totals == whole.totals
    assert files_of(tmp_path / "cut") == files_of(tmp_path / "whole")


def test_a_unit_of_another_law_is_not_taken_over(tmp_path: Path) -> None:
    law = book("FICTIONAL")
    write_canonical(tmp_path / "in", law, some_dossiers("FICTIONAL"))
    run_canonical(tmp_path / "in", law, out=tmp_path / "out")
    again = run_canonical(tmp_path / "in", law, out=tmp_path / "out", workers_at_once=3)
    assert again.resumed == 0


def test_records_of_another_country_are_refused(tmp_path: Path) -> None:
    write_canonical(tmp_path / "in", book("FICTIONAL"), some_dossiers("FICTIONAL", 3))
    with pytest.raises(AmparoError, match="prepared for FICTIONAL, not PT"):
        run_canonical(tmp_path / "in", book("PT"))
