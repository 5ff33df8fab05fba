"""How work goes on from month to month: with pauses, swings and memory."""

from __future__ import annotations

import numpy as np


def active_months(rng: np.random.Generator, share: np.ndarray, months: int, memory: float) -> np.ndarray:
    """Which persons work in which months (persons x months): a two-state chain with each person's share of months.

    memory: 0 for months that know nothing of one another, towards 1 for months that repeat the one before.
    """
    found = np.empty((len(share), months), bool)
    now = rng.random(len(share)) < share
    for month in range(months):
        found[:, month] = now
        stays = share + memory * (1 - share)
        begins = share * (1 - memory)
        now = rng.random(len(share)) < np.where(now, stays, begins)
    return found


def swings(rng: np.random.Generator, persons: int, months: int, spread: float, memory: float) -> np.ndarray:
    """Factors of mean 1 by which pay swings (persons x months): log-normal, each month remembering the one before."""
    sigma = float(np.sqrt(np.log1p(spread**2)))
    found = np.empty((persons, months))
    state = rng.standard_normal(persons)
    for month in range(months):
        found[:, month] = state
        state = memory * state + np.sqrt(1 - memory**2) * rng.standard_normal(persons)
    return np.asarray(np.exp(sigma * found - sigma**2 / 2))


def levels(rng: np.random.Generator, persons: int, mean: float, spread: float) -> np.ndarray:
    """Each person's own level of pay: log-normal with the mean and spread (standard deviation over mean)."""
    sigma = float(np.sqrt(np.log1p(spread**2)))
    return np.asarray(mean * np.exp(sigma * rng.standard_normal(persons) - sigma**2 / 2))


def chosen(rng: np.random.Generator, cells: dict[str, float], n: int) -> np.ndarray:
    """n categories drawn by their shares, as text."""
    names = np.array(list(cells))
    ends = np.cumsum(list(cells.values()))
    return names[np.minimum(np.searchsorted(ends, rng.random(n) * ends[-1], side="right"), len(names) - 1)]


__all__ = ["active_months", "chosen", "levels", "swings"]
