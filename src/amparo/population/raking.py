"""From candidates to a population: weights raked to the margins, and persons drawn by them.

Raking itself is weightipy's (iterative proportional fitting, RIM). A margin within a group becomes one variable: the
categories within it, and everybody else together.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from amparo.population.margins import Margin, Margins, MarginsError

ELSEWHERE: Final = "elsewhere"
Persons = dict[str, np.ndarray]


def raked(persons: Persons, margins: Margins) -> np.ndarray:
    """Weights (mean 1) under which the candidates have every margin's shares.

    persons: text columns of equal length, one per variable. Raises MarginsError where a cell has a share but nobody.
    """
    import pandas as pd
    import weightipy

    columns: dict[str, np.ndarray] = {}
    targets: dict[str, dict[int, float]] = {}
    for margin in margins.margins:
        names, codes = _coded(persons, margin)
        shares = target_shares(margins, margin)
        counts = np.bincount(codes, minlength=len(names))
        empty = [name for name, count in zip(names, counts, strict=True) if not count and shares[name] > 0]
        if empty:
            raise MarginsError(f"margin {margin.id}: nobody is {', '.join(empty)}. Cure: more candidates.")
        columns[margin.id] = codes
        targets[margin.id] = {code: 100 * shares[name] for code, name in enumerate(names) if counts[code]}
    frame = pd.DataFrame(columns)
    weighted = weightipy.weight_dataframe(frame, weightipy.scheme_from_dict(targets), "weight")
    weights = weighted["weight"].to_numpy(dtype=np.float64)
    return np.asarray(weights / weights.mean())


def target_shares(margins: Margins, margin: Margin) -> dict[str, float]:
    """The shares of all persons that a margin asks for, with 'elsewhere' where it speaks of a group only."""
    if margin.within is None:
        return dict(margin.cells)
    group = _group_share(margins, *margin.within)
    return {**{cell: share * group for cell, share in margin.cells.items()}, ELSEWHERE: 1 - group}


def counted(persons: Persons, margin: Margin, weights: np.ndarray | None = None) -> dict[str, float]:
    """How many persons stand in each cell of a margin, by their weights."""
    names, codes = _coded(persons, margin)
    sums = np.bincount(codes, weights=weights, minlength=len(names))
    return {name: float(value) for name, value in zip(names, sums, strict=True)}


def drawn(persons: Persons, weights: np.ndarray, n: int, rng: np.random.Generator) -> np.ndarray:
    """The positions of n persons drawn systematically by their weights (with repeats).

    Like stands beside like when they are drawn, so that every category of the first variables comes out at its weight
    but for a person or two.
    """
    order = np.lexsort([np.unique(values, return_inverse=True)[1] for values in reversed(list(persons.values()))])
    ends = np.cumsum(weights[order])
    points = (np.arange(n) + rng.random()) * (ends[-1] / n)
    return np.asarray(order[np.minimum(np.searchsorted(ends, points, side="right"), len(weights) - 1)])


def _coded(persons: Persons, margin: Margin) -> tuple[list[str], np.ndarray]:
    names = [*margin.cells, *([ELSEWHERE] if margin.within is not None else [])]
    values = persons[margin.of]
    inside = np.ones(len(values), bool) if margin.within is None else persons[margin.within[0]] == margin.within[1]
    codes = np.full(len(values), -1, np.int64)
    for code, name in enumerate(margin.cells):
        codes[inside & (values == name)] = code
    if "other" in margin.cells:  # the rest of the categories, where a source names some only
        codes[inside & (codes < 0)] = list(margin.cells).index("other")
    if margin.within is not None:
        codes[~inside] = len(names) - 1
    if (codes < 0).any():
        unknown = sorted(set(values[codes < 0].tolist()))
        raise MarginsError(f"margin {margin.id}: {', '.join(map(str, unknown))} stand in no cell.")
    return names, codes


def _group_share(margins: Margins, variable: str, cell: str) -> float:
    for margin in margins.margins:
        if margin.within is None and margin.of == variable:
            return margin.cells[cell]
    raise MarginsError(f"no margin gives the share of {variable} = {cell}, within which another one speaks.")


__all__ = ["ELSEWHERE", "Persons", "counted", "drawn", "raked", "target_shares"]
