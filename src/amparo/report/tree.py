"""Why-trees cut to what a reader can follow: equal parts once, a rule opened once, nothing that settled nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from amparo.engine.explain import At, Explainer, Reason

MOST_PARTS: Final = 12


@dataclass(frozen=True)
class Branchlet:
    """One reason with what it rests on; times: how many equal ones it stands for; opened: whether its parts follow."""

    reason: Reason
    times: int
    parts: tuple[Branchlet, ...]
    again: bool
    left_out: int = 0


class Trees:
    """The trees of one worker: what one tree has opened, the next only names."""

    def __init__(self, explainer: Explainer) -> None:
        self.explainer = explainer
        self.opened: set[tuple[str, str]] = set()

    def tree(self, at: At) -> Branchlet:
        """The tree of a value."""
        why = self.explainer.why(*at)
        return self._open(why.reasons[why.root], 1)

    def _open(self, reason: Reason, times: int) -> Branchlet:
        if reason.role not in ("rule", "link"):
            return Branchlet(reason, times, (), False)
        mark = (reason.node, _whose(reason))
        if mark in self.opened:
            return Branchlet(reason, times, (), True)
        self.opened.add(mark)
        groups: dict[tuple[object, ...], list[Reason]] = {}
        for source in reason.sources():
            part = self.explainer.held[source.id]
            groups.setdefault(_alike(part), []).append(part)
        kept = list(groups.values())[:MOST_PARTS]
        parts = tuple(self._open(group[-1], len(group)) for group in kept)
        return Branchlet(reason, times, parts, False, sum(len(group) for group in groups.values()) - _count(kept))


def _whose(reason: Reason) -> str:
    return "" if reason.row is None else reason.row.payer or reason.row.group


def _alike(reason: Reason) -> tuple[object, ...]:
    if reason.role == "parameter":
        return (reason.id,)
    return reason.node, _whose(reason), reason.low, reason.high, reason.told


def _count(groups: list[list[Reason]]) -> int:
    return sum(len(group) for group in groups)


def provisions_in(branchlet: Branchlet) -> list[Reason]:
    """Every reason of a tree, top down."""
    return [branchlet.reason, *(reason for part in branchlet.parts for reason in provisions_in(part))]


__all__ = ["Branchlet", "Trees", "provisions_in"]
