"""How well a population meets what it was made from: every target, the value reached, the error."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from amparo.population.raking import ELSEWHERE, Persons, reached, target_shares

if TYPE_CHECKING:
    import numpy as np

    from amparo.population.margins import Margins


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


def fit_lines(persons: Persons, margins: Margins, there: np.ndarray) -> tuple[FitLine, ...]:
    """Every cell of every margin, with the share reached by the persons drawn.

    there: how much each person counts among those of one time, to whom the margins speak.
    """
    found = []
    for margin in margins.margins:
        targets, shares = target_shares(margins, margin), reached(persons, margin, there)
        found += [
            FitLine(margin.id, cell, margin.role, margin.source.evidence.mark, targets[cell], shares[cell])
            for cell in targets
            if cell != ELSEWHERE
        ]
    return tuple(found)


__all__ = ["FitLine", "fit_lines"]
