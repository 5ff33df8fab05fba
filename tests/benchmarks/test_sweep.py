"""The benchmark of sweeps and reforms: Amparo and both peers give the same contributions to the cent."""

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


@pytest.mark.parametrize("name", ["openfisca_core", "policyengine_core"])
def test_the_peers_give_the_same(folder: str, name: str) -> None:
    pytest.importorskip(name, reason=f"{name} is not installed; `make bench` installs it")
    from benchmarks.sweep import equal, measured, reform_amparo, swept

    theirs = measured("peer", Path(folder), VARIANTS, SAMPLE, name)
    equal([swept(folder, VARIANTS, SAMPLE), theirs])
    reformed = [measured("reform_peer", Path(folder), 1, 1, name), reform_amparo(folder, 1, 1)]
    equal(reformed)
    assert reformed[1]["sums"]["before"] != reformed[1]["sums"]["after"]


def test_contributions_that_differ_are_told() -> None:
    sys.path.insert(0, str(ROOT))
    from benchmarks.sweep import equal

    with pytest.raises(RuntimeError, match="differ"):
        equal([{"sums": {"1": 2}}, {"sums": {"1": 3}}])
