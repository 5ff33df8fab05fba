"""How much each worker counts, and how estimates would have fallen out had others been sampled.

Records with a design (records/design.py) weigh each worker and hold what other samples would have weighed it. Without
one every worker counts once, and other samples are drawn as if each worker had come in by itself (Poisson bootstrap).
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from amparo.records.design import Design, read_design

if TYPE_CHECKING:
    from amparo.engine.batch import Batch


@dataclass(frozen=True)
class Weighting:
    """The weights of all workers of some records, by their numbers; replicates: how many samples to draw if need be."""

    design: Design | None
    replicates: int

    @property
    def drawn_here(self) -> bool:
        """Whether other samples are drawn, the records holding none."""
        return self.design is None or self.design.replicates is None

    def of(self, workers: np.ndarray) -> np.ndarray | None:
        """The relative weights of workers by their numbers; None where all count the same."""
        return None if self.design is None else self.design.weights[workers]

    def of_batch(self, batch: Batch) -> np.ndarray | None:
        return self.of(batch.numbers)

    def samples(self, workers: np.ndarray, rng: np.random.Generator) -> np.ndarray:
        """What other samples would have weighed the workers (samples x workers); rng draws them if need be."""
        if self.design is not None and self.design.replicates is not None:
            return np.asarray(self.design.replicates[workers].T)
        drawn = rng.poisson(1.0, (self.replicates, len(workers)))
        return drawn if self.design is None else drawn * self.design.weights[workers]

    def samples_of(self, batch: Batch, rng: np.random.Generator) -> np.ndarray:
        return self.samples(batch.numbers, rng)

    def error(self, estimate: float, others: np.ndarray) -> float:
        """The standard error: by the records' own method, around the estimate; else the spread of what was drawn."""
        finite = np.isfinite(others)
        held = others[finite]
        if len(held) < 2:
            return float("nan")
        if self.drawn_here:
            return float(np.std(held, ddof=1))
        assert self.design is not None
        # samples in which an estimate has no value (nobody of a group) leave their share to the others
        coefficients = self.design.coefficients * (len(others) / len(held))
        return float(np.sqrt(np.sum(coefficients[finite] * (held - estimate) ** 2)))


EVERYBODY_ALIKE: Final = Weighting(None, 100)


def weighting_of(folder: Path, replicates: int) -> Weighting:
    """The weighting of checked records."""
    return Weighting(read_design(folder), replicates)


def total(values: np.ndarray, weights: np.ndarray | None) -> int:
    """A sum in whole units: exact where nobody is weighed, the nearest whole where they are."""
    if weights is None:
        return int(values.sum(dtype=np.int64))
    return int(np.rint(np.dot(values.astype(np.float64), weights)))


def counted(mask: np.ndarray, weights: np.ndarray | None) -> float:
    """How many rows, or how much they weigh together."""
    return int(np.count_nonzero(mask)) if weights is None else float(weights[mask].sum())


__all__ = ["EVERYBODY_ALIKE", "Weighting", "counted", "total", "weighting_of"]
