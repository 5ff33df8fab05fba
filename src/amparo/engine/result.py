"""What a kernel gives: a node's values on all rows of its level."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Result:
    """A node's values on all rows of its level; high and why only where something is unknown."""

    low: np.ndarray
    high: np.ndarray | None = None
    why: np.ndarray | None = None

    @property
    def unknown(self) -> int:
        return 0 if self.why is None else int(np.count_nonzero(self.why))


def merged(low: np.ndarray, rows: np.ndarray, own: Result) -> Result:
    """Known values, of which some rows hold what their own bounds say; `low` is written into."""
    assert own.high is not None and own.why is not None
    low[rows] = own.low
    high, why = low.copy(), np.zeros(len(low), np.int8)
    high[rows], why[rows] = own.high, own.why
    return Result(low, high, why)


__all__ = ["Result", "merged"]
