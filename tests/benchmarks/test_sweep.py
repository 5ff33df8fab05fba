"""The benchmark of sweeps: a sweep, Amparo from scratch and openfisca-core give the same contributions to the cent."""

import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
WORKERS, VARIANTS, SAMPLE = 1_000, 80, 3


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> str:
    sys.path.insert(0, str(ROOT))
    from benchmarks.population import population

    return str(population(WORKERS, tmp_path_factory.mktemp("bench")).folder)


def test_the_grid_has_the_number_of_variants_asked_for(folder: str) -> None:
    from benchmarks.sweep import axes, sampled

    thresholds, rates = axes(1_000)
    assert (len(thresholds), len(rates)) == (25, 40)
    assert len({n for n, _, _ in sampled(1_000, 3)}) == 3


def test_swept_and_from_scratch_are_the_same(folder: str) -> None:
    from benchmarks.sweep import covered, scratch, swept

    sums = [task(folder, VARIANTS, SAMPLE)["sums"] for task in (swept, covered, scratch)]
    assert sums[0] == sums[1] == sums[2]
    assert len(set(sums[0].values())) == SAMPLE


def test_openfisca_gives_the_same(folder: str) -> None:
    pytest.importorskip("openfisca_core", reason="openfisca-core is not installed; `make bench` installs it")
    from benchmarks.sweep import peer, swept

    assert peer(folder, VARIANTS, SAMPLE)["sums"] == swept(folder, VARIANTS, SAMPLE)["sums"]
