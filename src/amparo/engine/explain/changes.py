"""The smallest change: one declared fact moved just far enough that an outcome turns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from amparo.engine.explain.naming import label_of, row_of
from amparo.engine.explain.trials import answers_of, varied
from amparo.rules.bounds import FACT, Unknown, high, low
from amparo.rules.errors import OutOfRange
from amparo.rules.nodes import Fact

if TYPE_CHECKING:
    from collections.abc import Iterable

    from amparo.engine.explain.explainer import Explainer
    from amparo.engine.explain.reasons import At, Row
    from amparo.engine.reference import Reference
    from amparo.rules.bounds import Value
    from amparo.rules.evidence import Label
    from amparo.rules.kinds import Kind


@dataclass(frozen=True, slots=True)
class Move:
    """One declared fact moved from `before` to `after` gives another outcome; one step less does not."""

    node: str
    row: Row | None
    label: Label
    kind: Kind
    before: int
    after: int
    outcome_low: int
    outcome_high: int


def outcome_of(kind: Kind, value: Value) -> tuple[int, int]:
    """What counts as the same outcome: the value itself of truths and closed lists, owed or not of amounts."""
    if kind.category is not None or kind.name in ("truth", "place"):
        return low(value), high(value)
    return int(low(value) > 0), int(high(value) > 0)


def smallest_changes(explainer: Explainer, outcome: At) -> tuple[Move, ...]:
    """For each declared fact that bears on an outcome, the smallest move of it alone that alters the outcome.

    The smallest of all stands first: amounts by how much of themselves they move, answers and dates after them.
    """
    watched = _Watched(explainer.run, outcome)
    nearest = (_MovedFact(watched, key, row).nearest() for key, row in _declared(explainer, outcome))
    return tuple(sorted((move for move in nearest if move is not None), key=_size))


_MOST_ROWS: Final = 6
_BY_SHARE: Final = frozenset({"money", "rate", "count", "days", "months", "minutes"})


def smallest_cure(explainer: Explainer, outcome: At) -> Move | None:
    """The smallest move of one declared fact after which a truth that fails holds; None where no single move does.

    Rows of a fact are ruled out many at a time; of those that could do, the latest few are tried. Where the outcome
    would rest on what is not known, the move is no cure.
    """
    run = explainer.run
    watched = _Watched(run, outcome)
    rows: dict[str, list[int | None]] = {}
    for key, row in _declared(explainer, outcome):
        rows.setdefault(key, []).append(row)
    best: Move | None = None
    # amounts count as smaller moves than answers, and an answer cannot move by less than one step: what can no longer
    # be the smallest is not tried
    for key in sorted(rows, key=lambda key: run.book.nodes[key].kind.name not in _BY_SHARE):
        least = (0, 0.0) if run.book.nodes[key].kind.name in _BY_SHARE else (1, 1.0)
        if best is not None and _size(best) <= least:
            continue
        for row in _that_may_turn(watched, key, rows[key]):
            move = _MovedFact(watched, key, row).nearest()
            if move is None or move.outcome_low != 1:
                continue
            best = move if best is None or _size(move) < _size(best) else best
    return best


def _size(move: Move) -> tuple[int, float]:
    step = abs(move.after - move.before)
    if move.kind.name in _BY_SHARE:
        return 0, step / max(abs(move.before), 1)
    return 1, float(step)


def _declared(explainer: Explainer, outcome: At) -> list[tuple[str, int | None]]:
    """The declarations upstream: (fact, row), or (fact, None) where one value was told for all rows."""
    found: dict[tuple[str, int | None], None] = {}
    for reason in explainer.upstream([outcome]):
        if reason.role == "fact" and reason.row is not None and reason.told in ("told", "absent"):
            single = isinstance(explainer.run.dossier.facts.get(reason.node), int)
            found[reason.node, None if single else reason.row.number] = None
    return list(found)


class _Watched:
    """An outcome of a run, as it stands and as it would be."""

    def __init__(self, run: Reference, at: At) -> None:
        self.run, self.at = run, at
        self.kind = run.book.nodes[at[0]].kind
        self.held = outcome_of(self.kind, run.value(*at))

    def if_told(self, key: str, rows: Iterable[int], value: Value) -> Value:
        """The outcome's value if a fact were told so on these rows."""
        return varied(self.run, {key: dict.fromkeys(rows, value)}).value(*self.at)

    def turned(self, value: Value) -> bool:
        """Whether a value is another outcome."""
        return outcome_of(self.kind, value) != self.held


def _that_may_turn(watched: _Watched, key: str, places: list[int | None]) -> list[int | None]:
    """The latest few rows whose value could turn the outcome: halves of rows that cannot are passed over together."""
    if None in places:
        return [None]
    fact = watched.run.book.nodes[key]
    assert isinstance(fact, Fact)
    anything = Unknown(fact.low, fact.high, FACT)
    found: list[int | None] = []
    stack = [sorted(row for row in places if row is not None)]
    while stack and len(found) < _MOST_ROWS:
        part = stack.pop()
        if not watched.turned(watched.if_told(key, part, anything)):
            continue
        if len(part) == 1:
            found.append(part[0])
        else:
            stack += [part[: len(part) // 2], part[len(part) // 2 :]]
    return found


class _MovedFact:
    """One declared fact, moved about while everything else stays; row None: told for all rows at once."""

    def __init__(self, watched: _Watched, key: str, row: int | None) -> None:
        fact = watched.run.book.nodes[key]
        assert isinstance(fact, Fact)
        self.watched, self.key, self.fact, self.row = watched, key, fact, row
        column = watched.run.column(key)
        self.rows = tuple(range(len(column))) if row is None else (row,)
        told = column[self.rows[0]]
        assert isinstance(told, int)
        self.told = told
        self.tried: dict[int, Value | None] = {}

    def nearest(self) -> Move | None:
        """The smallest move that turns the outcome: one step less does not turn it."""
        after = self._nearest_turn()
        if after is None:
            return None
        value = self._at(after)
        assert value is not None
        where = None if self.row is None else row_of(self.watched.run, self.fact.level, self.row)
        kind = self.fact.kind
        return Move(self.key, where, label_of(self.fact), kind, self.told, after, low(value), high(value))

    def _at(self, value: int) -> Value | None:
        """The outcome's value with the fact at this value; None where the law knows no such case."""
        if value not in self.tried:
            try:
                self.tried[value] = self.watched.if_told(self.key, self.rows, value)
            except OutOfRange:
                self.tried[value] = None
        return self.tried[value]

    def _turns(self, value: int) -> bool:
        """Whether the outcome turns; False where the law knows no such case."""
        found = self._at(value)
        return found is not None and self.watched.turned(found)

    def _ends_here(self, value: int) -> bool:
        """Whether the outcome turns at the value, or the law knows no such case."""
        found = self._at(value)
        return found is None or self.watched.turned(found)

    def _may_turn(self, lowest: int, highest: int) -> bool:
        """Whether any value of a stretch could turn the outcome: one run on bounds rules most facts out."""
        return self.watched.turned(self.watched.if_told(self.key, self.rows, Unknown(lowest, highest, FACT)))

    def _nearest_turn(self) -> int | None:
        """The nearest value at which the outcome turns: the neighbour towards the told value does not turn it."""
        if self.fact.kind.category is not None or self.fact.kind.name in ("truth", "place"):
            if not self._may_turn(self.fact.low, self.fact.high):
                return None
            others = [v for v in answers_of(self.watched.run, self.fact) if v != self.told]
            return next((v for v in sorted(others, key=lambda v: abs(v - self.told)) if self._turns(v)), None)
        found = [end for end in (self._towards(self.fact.low), self._towards(self.fact.high)) if end is not None]
        return min(found, key=lambda value: abs(value - self.told), default=None)

    def _towards(self, end: int) -> int | None:
        """Gallop towards an end of the range until the outcome turns, then halve the stretch."""
        if end == self.told or not self._may_turn(min(end, self.told), max(end, self.told)):
            return None
        sign = 1 if end > self.told else -1
        step, still = 1, self.told
        while still != end:
            reached = self.told + sign * step
            if (end - reached) * sign <= 0:
                reached = end
            if self._ends_here(reached):
                turned = self._between(still, reached)
                return turned if self._turns(turned) else None
            still, step = reached, step * 4
        return None

    def _between(self, still: int, turned: int) -> int:
        """The value nearest to `still` at which the outcome ends."""
        while abs(turned - still) > 1:
            middle = (still + turned) // 2
            if self._ends_here(middle):
                turned = middle
            else:
                still = middle
        return turned
