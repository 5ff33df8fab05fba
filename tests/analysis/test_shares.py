"""Shares of a cascade: the interval by hand, and the same counts as the cascade's own."""

from __future__ import annotations

import pytest
from analysis.test_cascade import counted, some
from hypothesis import given
from hypothesis import strategies as st

from amparo.analysis.chains import STEPS
from amparo.analysis.intervals import share_interval
from amparo.analysis.shares import groups_of, shares
from amparo.rules.declarations import Branch


def test_the_interval_of_half_of_a_hundred() -> None:
    """Wilson, z = 1.96: (0.5 + 3.8416/200 -+ 1.96 sqrt(0.0025 + 3.8416/40000)) / 1.038416."""
    low, high = share_interval(600, 1200, 100)
    assert low == pytest.approx(0.40383, abs=1e-5) and high == pytest.approx(0.59617, abs=1e-5)


def test_nobody_says_nothing() -> None:
    assert share_interval(0, 0, 0) == (0.0, 1.0)


@given(st.integers(1, 10_000), st.floats(0, 1))
def test_the_interval_holds_its_share_and_shrinks_with_more_workers(workers: int, share: float) -> None:
    low, high = share_interval(share, 1, workers)
    assert 0 <= low <= share + 1e-9 and share - 1e-9 <= high <= 1
    fewer = share_interval(share, 1, workers / 2)
    assert fewer[1] - fewer[0] >= high - low - 1e-12


@pytest.mark.parametrize("seed", range(3))
def test_shares_are_those_of_the_counts(seed: int) -> None:
    found = counted(some(seed, share=0.1), ("sex", "status"))
    held = shares(found)
    for branch in Branch:
        for by in ("all", "sex", "status"):
            for group in groups_of(found, by):
                for step in STEPS:
                    total, one = found.total(branch, step, by, group), held[branch, step, by, group]
                    assert one.months == total.rows
                    assert one.certain == pytest.approx(total.yes / max(total.rows, 1))
                    assert one.possible == pytest.approx(
                        (total.yes + total.undecided + total.law_not_known) / max(total.rows, 1)
                    )
                    assert one.mandatory <= one.certain <= one.possible
                    assert one.low <= one.certain <= one.high or total.rows == 0
