"""What is worked out once per law book and serves every dossier."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from amparo.engine.cycles import components
from amparo.engine.passages import passages
from amparo.engine.ranges import Ranges
from amparo.rules.nodes import Rule
from amparo.rules.parameters import Parameter

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from amparo.engine.computers import Computer
    from amparo.rules.book import LawBook


class Plan:
    """A book's ranges, readers and ready-made computers; filled as they are asked for."""

    def __init__(self, book: LawBook) -> None:
        self.book = book
        self.ranges = Ranges(book)
        self.parameters: dict[tuple[str, int, int], Any] = {}
        self.recurrent = _recurrent(book)
        self._downstream: dict[frozenset[str], frozenset[str]] = {}
        self._passages: dict[frozenset[str], Mapping[str, str]] = {}
        self.computers: dict[str, Computer] = {}
        self.watched: dict[str, Computer] = {}
        self.changes = {
            rule.full_name: _change_days(book, rule) for rule in book.of_type(Rule) if rule.law_at.name == "each_day"
        }

    def parameter(self, key: str, day: int, place: int) -> Any:
        """A parameter's value on a day, by place where it is kept by place (place -1: nowhere in particular)."""
        found = self.parameters.get((key, day, place))
        if found is None:
            parameter = self.book.nodes[key]
            assert isinstance(parameter, Parameter)
            chain = self.book.places_of[place] if place >= 0 else ("",)
            found = self.parameters[key, day, place] = parameter.at(day, chain)
        return found

    @cached_property
    def readers(self) -> Mapping[str, tuple[str, ...]]:
        """Who reads a node directly."""
        found: dict[str, list[str]] = {}
        for key in self.book.inputs:
            for source in self.book.dependencies(key):
                found.setdefault(source, []).append(key)
        return {source: tuple(keys) for source, keys in found.items()}

    def downstream(self, keys: Iterable[str]) -> frozenset[str]:
        """These nodes and all that depends on them."""
        wanted = frozenset(keys)
        held = self._downstream.get(wanted)
        if held is None:
            found: set[str] = set()
            stack = list(wanted)
            while stack:
                key = stack.pop()
                if key not in found:
                    found.add(key)
                    stack += self.readers.get(key, ())
            held = self._downstream[wanted] = frozenset(found)
        return held

    def passages(self, ends: frozenset[str]) -> Mapping[str, str]:
        """For each node, the last one that all it does to the ends passes through (engine/passages.py)."""
        held = self._passages.get(ends)
        if held is None:
            held = self._passages[ends] = passages(self.book, self.readers, ends)
        return held


def _change_days(book: LawBook, rule: Rule) -> tuple[int, ...]:
    days = {day for version in rule.versions for day in (version.since, version.until)}
    for names in book.inputs[rule.full_name]:
        for key in names.values():
            node = book.nodes[key]
            if isinstance(node, Parameter):
                days |= {entry.start for entries in node.series.values() for entry in entries}
    return tuple(sorted(days))


def _recurrent(book: LawBook) -> frozenset[str]:
    """Rules and links that depend on themselves through time."""
    edges = {key: sorted(d for d in book.dependencies(key) if d in book.inputs) for key in book.inputs}
    groups = components(edges)
    return frozenset(key for group in groups for key in group if len(group) > 1 or key in edges[key])


def plan_of(book: LawBook) -> Plan:
    """The plan of a book, made once and kept with it."""
    held: Plan | None = book.__dict__.get("_plan")
    if held is None:
        held = book.__dict__["_plan"] = Plan(book)
    return held


__all__ = ["Plan", "plan_of"]
