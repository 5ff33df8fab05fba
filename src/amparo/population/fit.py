"""How well a population meets what it was made from: every target, the value reached, the error."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from amparo.population.raking import ELSEWHERE, counted, target_shares

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np

    from amparo.population.margins import Margins
    from amparo.population.raking import Persons


@dataclass(frozen=True, slots=True)
class FitLine:
    """One cell of one margin: its target share, the share reached, and how the target is known."""

    margin: str
    cell: str
    role: str
    evidence: str
    target: float
    reached: float

    @property
    def error(self) -> float:
        return self.reached - self.target

    def to_json(self) -> dict[str, Any]:
        return {
            "margin": self.margin,
            "cell": self.cell,
            "role": self.role,
            "evidence": self.evidence,
            "target": round(self.target, 6),
            "reached": round(self.reached, 6),
            "error": round(self.error, 6),
        }


@dataclass(frozen=True, slots=True)
class Reached:
    """How many persons stand in each cell of each margin, counted as the margins count: those of one time."""

    cells: Mapping[str, Mapping[str, float]]

    @classmethod
    def of(cls, persons: Persons, margins: Margins, there: np.ndarray) -> Reached:
        """there: how much each person counts among those of one time, to whom the margins speak."""
        return cls({margin.id: counted(persons, margin, there) for margin in margins.margins})

    def __add__(self, other: Reached) -> Reached:
        """Those of both."""
        return Reached(
            {
                margin: {cell: count + other.cells[margin][cell] for cell, count in cells.items()}
                for margin, cells in self.cells.items()
            }
        )


def fit_lines(reached: Reached, margins: Margins) -> tuple[FitLine, ...]:
    """Every cell of every margin, with the share reached by the persons drawn."""
    found = []
    for margin in margins.margins:
        targets, counts = target_shares(margins, margin), reached.cells[margin.id]
        everybody = sum(counts.values())
        found += [
            FitLine(margin.id, cell, margin.role, margin.source.evidence.mark, targets[cell], counts[cell] / everybody)
            for cell in targets
            if cell != ELSEWHERE
        ]
    return tuple(found)


__all__ = ["FitLine", "Reached", "fit_lines"]
