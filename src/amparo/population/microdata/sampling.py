"""What other samples would have weighed each person: replicate weights given, or drawn by strata and clusters.

Given weights are taken as they are, with the coefficient of their method. Otherwise clusters are drawn anew within
their strata (the rescaling bootstrap of Rao and Wu: one cluster fewer than there are, with replacement), for all rows
of the file, whether they are read or left out: who is left out still was in the sample.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from amparo.population.microdata.mapping import Replicates


def coefficients(told: Replicates, number: int) -> np.ndarray:
    """By replicate, what its squared distance from the estimate adds to the variance."""
    if told.factor is not None:
        return np.full(number, float(told.factor))
    match told.method:
        case "brr" | "bootstrap":
            return np.full(number, 1 / number)
        case "fay":
            assert told.fay is not None
            return np.full(number, float(1 / (number * (1 - told.fay) ** 2)))
        case "jk1":
            return np.full(number, (number - 1) / number)
        case "jkn":
            held = [float(each) for each in told.coefficients]
            return np.array(held if len(held) == number else held * number)
        case "sdr":
            return np.full(number, 4 / number)


def numbered(columns: Sequence[Sequence[Any]], rows: int) -> np.ndarray:
    """A number for each combination of values; all the same where there are no columns."""
    if not columns:
        return np.zeros(rows, np.int64)
    seen: dict[tuple[Any, ...], int] = {}
    return np.array([seen.setdefault(key, len(seen)) for key in zip(*columns, strict=True)], np.int64)


def strata_of_clusters(strata: np.ndarray, clusters: np.ndarray, lone: str) -> tuple[np.ndarray, int]:
    """The stratum of each cluster (numbered by stratum and cluster), and how many strata held one cluster only.

    lone: 'joined' puts such strata together (one that is left alone joins the next); 'certain' leaves them: they are
    taken to be in every sample, and add nothing to the variance.
    """
    number = int(clusters.max(initial=-1)) + 1
    found = np.zeros(number, np.int64)
    found[clusters] = strata
    sizes = np.bincount(found)
    alone = np.flatnonzero(sizes == 1)
    if lone == "joined" and len(alone):
        found[np.isin(found, alone)] = alone[0]
        others = np.flatnonzero(sizes > 1)
        if len(alone) == 1 and len(others):
            after = others[others > alone[0]]
            found[found == alone[0]] = after[0] if len(after) else others[-1]
    return found, len(alone)


def rescaled(strata: np.ndarray, draws: int, seed: int) -> np.ndarray:
    """Factors of each cluster (rows) in each draw (columns): n / (n - 1) times how often it is drawn in n - 1 draws."""
    rng = np.random.default_rng([seed, len(strata)])
    found = np.ones((len(strata), draws), np.float32)
    for stratum in np.unique(strata):
        inside = np.flatnonzero(strata == stratum)
        size = len(inside)
        if size < 2:
            continue
        drawn = rng.integers(0, size, (draws, size - 1)) + size * np.arange(draws)[:, None]
        times = np.bincount(drawn.ravel(), minlength=size * draws).reshape(draws, size)
        found[inside] = (times.T * (size / (size - 1))).astype(np.float32)
    return found


__all__ = ["coefficients", "numbered", "rescaled", "strata_of_clusters"]
