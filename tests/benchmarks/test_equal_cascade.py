"""The cascade of Verania equals the same rules written by hand in numpy, count by count."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture
def cascade(monkeypatch: pytest.MonkeyPatch) -> object:
    monkeypatch.syspath_prepend(str(ROOT))
    from benchmarks import cascade

    return cascade


def test_every_count_is_the_same(cascade: object, tmp_path: Path) -> None:
    folder = cascade.population(3_000, tmp_path)  # type: ignore[attr-defined]
    ours, by_hand = cascade.amparo(folder, 1), cascade.by_hand(folder, 1)  # type: ignore[attr-defined]
    assert ours == by_hand
    # five branches, twenty-four months, five steps: something stands and something does not nearly everywhere
    assert len(ours) > 900
    assert sum(count for key, count in ours.items() if key.endswith(" adequate yes")) > 10_000
    assert "benchmarks.cascade" in sys.modules
