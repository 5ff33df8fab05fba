"""How work goes on: who comes and goes, months with work and without, swings and memory of pay."""

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


def busiest_months(rng: np.random.Generator, number: np.ndarray, memory: float) -> np.ndarray:
    """Which of twelve months each person works in a year (persons x years x 12), exactly as many as `number` says.

    number: months of work (persons x years). Months near one another go together, the more so the higher the memory.
    """
    persons, years = number.shape
    path = _remembering(rng, persons, 12 * years, memory).reshape(persons, years, 12)
    ranks = np.argsort(np.argsort(-path, axis=2, kind="stable"), axis=2, kind="stable")
    return np.asarray(ranks < number[:, :, None])


def years_at_work(rng: np.random.Generator, new: np.ndarray, years: int) -> np.ndarray:
    """In which years each person works at all (persons x years), each for a run of years.

    new: of those who work in a year, the share that did not work the year before. As many come as go, so that every
    year has the same number; persons are to be 1 + new x (years - 1) times those of one year.
    """
    place = rng.random(len(new)) * (1 + new * (years - 1))
    first = np.where(place < 1, 0, 1 + np.floor((place - 1) / np.maximum(new, 1e-9))).astype(np.int64)
    found = np.zeros((len(new), years), bool)
    going = np.zeros(len(new), bool)
    for year in range(years):
        stays = going & (rng.random(len(new)) >= new)
        going = stays | (first == year)
        found[:, year] = going
    return found


def ends(rng: np.random.Generator, age: np.ndarray, first_year_survival: float, left_a_year: np.ndarray) -> np.ndarray:
    """After how many whole months each activity ends, from now.

    age: months since it began. first_year_survival: share that outlives the first twelve months. left_a_year: share of
    the older ones that end within a year.
    """
    young, old = -np.log(first_year_survival) / 12, -np.log1p(-left_a_year) / 12
    months_young = np.maximum(12 - age, 0)
    spent = -np.log1p(-rng.random(len(age)))
    late = months_young + (spent - young * months_young) / old
    return np.floor(np.where(spent <= young * months_young, spent / young, late)).astype(np.int64)


def swings(rng: np.random.Generator, persons: int, months: int, spread: float, memory: float) -> np.ndarray:
    """Factors of mean 1 by which pay swings (persons x months): log-normal, each month remembering the one before."""
    sigma = float(np.sqrt(np.log1p(spread**2)))
    return np.asarray(np.exp(sigma * _remembering(rng, persons, months, memory) - sigma**2 / 2))


def _remembering(rng: np.random.Generator, persons: int, months: int, memory: float) -> np.ndarray:
    """Standard normal values (persons x months), each correlated with the one before by `memory`."""
    found = np.empty((persons, months))
    state = rng.standard_normal(persons)
    for month in range(months):
        found[:, month] = state
        state = memory * state + np.sqrt(1 - memory**2) * rng.standard_normal(persons)
    return found


def levels(rng: np.random.Generator, persons: int, mean: float, spread: float | np.ndarray) -> np.ndarray:
    """Each person's own level of pay: log-normal with the mean and spread (standard deviation over mean).

    spread: one for all, or one of each person's kind.
    """
    sigma = np.sqrt(np.log1p(np.square(spread)))
    return np.asarray(mean * np.exp(sigma * rng.standard_normal(persons) - sigma**2 / 2))


def chosen(rng: np.random.Generator, cells: dict[str, float], n: int) -> np.ndarray:
    """n categories drawn by their shares, as text."""
    names = np.array(list(cells))
    bounds = np.cumsum(list(cells.values()))
    return names[np.minimum(np.searchsorted(bounds, rng.random(n) * bounds[-1], side="right"), len(names) - 1)]


__all__ = ["active_months", "busiest_months", "chosen", "ends", "levels", "swings", "years_at_work"]
