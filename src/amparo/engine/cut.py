"""The part of a law book that a change can reach, cut out so that everything else is worked out once.

Rules and links that the change does not reach, but that its results read, become facts of the part: a kernel of the
whole book gives their values once for a batch, with bounds where something is unknown, and every variant of the law
runs on its part only. Values of the law are data, so that all variants share one compiled code.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from amparo.engine.batch import PER_ROW, PER_WORKER, Batch, Column, stored_type
from amparo.engine.codegen import calendar_nodes
from amparo.engine.ranges import Ranges
from amparo.engine.schedule import needed
from amparo.rules.errors import LawError
from amparo.rules.evidence import Label
from amparo.rules.levels import WORKER
from amparo.rules.nodes import Fact, LinkNode, Node, Rule

if TYPE_CHECKING:
    from collections.abc import Mapping

    from amparo.engine.result import Result
    from amparo.rules.book import LawBook


@dataclass(frozen=True)
class Cut:
    """What a change of some provisions can reach of some outputs: what is worked out anew, and what it is given."""

    anew: frozenset[str]
    given: tuple[str, ...]
    nodes: frozenset[str]
    facts: Mapping[str, Fact]


def cut(book: LawBook, changed: Iterable[str], outputs: Iterable[str]) -> Cut:
    """The part of the book that `outputs` need anew when the provisions `changed` have other values.

    Raises LawError where a given value does not fit the array of a fact.
    """
    names = list(outputs)
    reached = reached_by(book, changed)
    wanted = needed(book, names)
    anew = wanted & reached
    read = {source for key in anew for source in book.dependencies(key)}
    same = calendar_nodes(book, wanted)
    computed = {key for key in read - anew if isinstance(book.nodes[key], Rule | LinkNode)}
    given = tuple(sorted(computed - same))
    kept = anew | needed(book, computed & same)
    nodes = kept | {source for key in kept for source in book.dependencies(key)} | set(given)
    ranges = Ranges(book)
    return Cut(frozenset(anew), given, frozenset(nodes), {key: _fact(book.nodes[key], ranges) for key in given})


def reached_by(book: LawBook, changed: Iterable[str]) -> set[str]:
    """The changed provisions and everything that rests on them, directly or through others."""
    readers: dict[str, list[str]] = {}
    for key in book.inputs:
        for source in book.dependencies(key):
            readers.setdefault(source, []).append(key)
    found: set[str] = set()
    waiting = list(changed)
    while waiting:
        key = waiting.pop()
        if key not in found:
            found.add(key)
            waiting += readers.get(key, ())
    return found


def part_of(book: LawBook, made: Cut) -> LawBook:
    """The part of a variant of the book: its own provisions, and facts in place of what is given."""
    nodes: dict[str, Node] = {key: made.facts.get(key, book.nodes[key]) for key in book.nodes if key in made.nodes}
    inputs = {key: book.inputs[key] for key in book.inputs if key in nodes and key not in made.facts}
    return replace(book, nodes=nodes, inputs=inputs)


def with_given(batch: Batch, made: Cut, results: Mapping[str, Result]) -> Batch:
    """The batch with the given values told like facts, unknown ones with their bounds."""
    told = {key: _column(made.facts[key], results[key]) for key in made.given}
    return replace(batch, facts={**batch.facts, **told})


def _fact(node: Any, ranges: Ranges) -> Fact:
    low, high = ranges.of(node.full_name)
    fact = Fact(node.name, node.topic, node.level, node.kind, low, high, node.label, None, Label("", "", ""), ())
    held = np.iinfo(stored_type(fact))
    if low < held.min or high > held.max:
        raise LawError(f"{node.full_name}: {low}..{high} does not fit {held.dtype}. Cure: declare range= in the rule.")
    return fact


def _column(fact: Fact, result: Result) -> Column:
    kind = stored_type(fact)
    mode = PER_WORKER if fact.level == WORKER else PER_ROW
    low = result.low.astype(kind, copy=False)
    if result.high is None or result.why is None or not result.why.any():
        return Column(low, None, mode)
    return Column(low, result.why != 0, mode, low, result.high.astype(kind, copy=False))


__all__ = ["Cut", "cut", "part_of", "reached_by", "with_given"]
