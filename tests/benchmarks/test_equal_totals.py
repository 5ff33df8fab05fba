"""Amparo and openfisca-core, on the same synthetic workers by the same law, give the same totals to the cent."""

import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
WORKERS = 2_000


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    sys.path.insert(0, str(ROOT))
    from benchmarks.population import population

    return population(WORKERS, tmp_path_factory.mktemp("bench")).folder


@pytest.fixture(scope="module")
def ours(folder: Path) -> dict[str, object]:
    from benchmarks import totals

    from amparo.engine.stream import run_canonical
    from amparo.law import book

    found = run_canonical(folder, book("PT"), outputs=list(totals.ALL)).totals
    return {key.rpartition(".")[2]: total for key, total in found.items()}


def test_everything_is_known(ours: dict[str, object]) -> None:
    assert [name for name, total in ours.items() if total.unknown or total.low != total.high] == []


def test_every_total_is_moved_by_some_worker(ours: dict[str, object]) -> None:
    assert [name for name, total in ours.items() if total.low == 0] == []


def test_openfisca_gives_the_same_totals(folder: Path, ours: dict[str, object]) -> None:
    pytest.importorskip("openfisca_core", reason="openfisca-core is not installed; `make bench` installs it")
    from benchmarks.openfisca_pt import PortugueseSystem, run

    system = PortugueseSystem()
    theirs = run.sums(run.simulation(system, run.read(folder, system)))
    assert {name: total.low for name, total in ours.items()} == theirs


def test_openfisca_in_slices_gives_the_same_totals(folder: Path) -> None:
    pytest.importorskip("openfisca_core", reason="openfisca-core is not installed; `make bench` installs it")
    from benchmarks.openfisca_pt import PortugueseSystem, run

    system = PortugueseSystem()
    whole = run.sums(run.simulation(system, run.read(folder, system)))
    parts = [run.sums(run.simulation(system, run.read(folder, system, n, n + 700))) for n in range(0, WORKERS, 700)]
    assert {name: sum(part[name] for part in parts) for name in whole} == whole


def test_a_smaller_population_is_the_beginning_of_a_larger_one(tmp_path: Path, folder: Path) -> None:
    import pyarrow.parquet as pq
    from benchmarks.population import population

    small = population(500, tmp_path).folder
    for name in ("workers", "engagements", "ties"):
        begin = pq.read_table(small / f"{name}.parquet")
        assert pq.read_table(folder / f"{name}.parquet").slice(0, begin.num_rows).equals(begin), name
