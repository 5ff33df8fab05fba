"""What a run adds up of each result: rows, sums, cases, and what is unknown."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from amparo.rules.bounds import FACT, HISTORY, LAW
from amparo.rules.nodes import LinkNode, Rule

if TYPE_CHECKING:
    from amparo.engine.blocks import Sums
    from amparo.engine.result import Result
    from amparo.rules.book import LawBook


@dataclass
class Total:
    """A node over all rows: how many, the sum of values (bounds), how many unknown and why, each case's count."""

    rows: int = 0
    low: int = 0
    high: int = 0
    unknown: int = 0
    fact: int = 0
    law: int = 0
    history: int = 0
    cases: dict[str, int] = field(default_factory=dict)

    def add(self, other: Total) -> None:
        """Take over another part's total."""
        for name in ("rows", "low", "high", "unknown", "fact", "law", "history"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        for case, count in other.cases.items():
            self.cases[case] = self.cases.get(case, 0) + count

    def to_json(self) -> dict[str, Any]:
        return dict(sorted(self.__dict__.items()))


def total_of(book: LawBook, name: str, result: Result) -> Total:
    """The total of a node over the rows of a batch."""
    node = book.nodes[name]
    assert isinstance(node, Rule | LinkNode)
    low = int(result.low.sum())
    total = Total(rows=len(result.low), low=low, high=low)
    if result.high is not None and result.why is not None:
        total.high = int(result.high.sum())
        total.unknown = int(np.count_nonzero(result.why))
        total.fact = int(np.count_nonzero(result.why & FACT))
        total.law = int(np.count_nonzero(result.why & LAW))
        total.history = int(np.count_nonzero(result.why & HISTORY))
    if node.kind.category is not None:
        known = result.low if result.why is None else result.low[result.why == 0]
        counts = np.bincount(known.astype(np.int64), minlength=node.kind.high + 1)
        total.cases = {member.name.lower(): int(counts[member.value]) for member in node.kind.category}
        total.low = total.high = 0
    return total


def added_up(book: LawBook, outputs: tuple[str, ...], rows: list[int], sums: Sums) -> dict[str, Total]:
    """The totals that the kernels added up themselves, of workers of whom all is known."""
    found: dict[str, Total] = {}
    for n, key in enumerate(outputs):
        category, held = book.nodes[key].kind.category, sums.of_output(n)
        if category is None:
            found[key] = Total(rows=rows[n], low=held[0], high=held[0])
        else:
            found[key] = Total(rows=rows[n], cases={member.name.lower(): held[member.value] for member in category})
    return found
