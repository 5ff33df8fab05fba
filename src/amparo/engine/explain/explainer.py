"""The why-tree: each value with the provisions it rests on, and what it was read from, noted after the run."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from amparo.engine.explain.bodies import ReadBody
from amparo.engine.explain.naming import label_of, row_of
from amparo.engine.explain.reasons import (
    Dating,
    Reading,
    Reason,
    Source,
    Why,
    dated_provision,
    reason_id,
    reason_ids,
    version_provision,
)
from amparo.rules.bounds import LAW, Unknown, high, low, why
from amparo.rules.evidence import NO_WORDS
from amparo.rules.helpers import Steps, Table, Tariff, last_day
from amparo.rules.kinds import Month
from amparo.rules.nodes import Builtin, Fact, LinkNode, Rule
from amparo.rules.parameters import REPEALED, Parameter

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from amparo.engine.explain.reasons import At
    from amparo.engine.reference import Reference
    from amparo.rules.bounds import Value
    from amparo.rules.evidence import Label
    from amparo.rules.nodes import Node
    from amparo.rules.parameters import Dated


class Explainer:
    """Explains values of one run; what was explained is kept, so that many questions cost little more than one."""

    def __init__(self, run: Reference) -> None:
        self.run = run
        self.book = run.book
        self.held: dict[str, Reason] = {}
        self.bodies: dict[tuple[Any, ...], ReadBody] = {}

    def why(self, name: str, row: int = 0) -> Why:
        """The why-tree of a node on a row."""
        at = self.book.find(name), row
        self.reach([at])
        found: dict[str, Reason] = {}
        stack = [reason_id(*at)]
        while stack:
            key = stack.pop()
            if key not in found:
                found[key] = self.held[key]
                stack += [source.id for source in reversed(self.held[key].sources())]
        return Why(reason_id(*at), found)

    def reason(self, key: str, row: int) -> Reason:
        """One node on one row, without what it rests on; a parameter (row -1) was noted when it was read."""
        if row < 0:
            return self.held[key]
        found = self.held.get(reason_id(key, row))
        if found is None:
            found = self.held[reason_id(key, row)] = self._reason(key, row)
        return found

    def reason_named(self, identity: str) -> Reason:
        """The reason of an id that another reason named."""
        held = self.held.get(identity)
        return self.reason(*self._place(identity)) if held is None else held

    def reach(self, wanted: Iterable[At]) -> None:
        """Explain these and everything they rest on."""
        for _ in self.upstream(wanted):
            pass

    def upstream(self, wanted: Iterable[At], passing: Callable[[Reason], bool] = lambda _: True) -> Iterator[Reason]:
        """The reasons of these and of all they rest on, each once; what does not pass is not followed."""
        stack = [reason_id(*at) for at in wanted]
        seen: set[str] = set()
        while stack:
            identity = stack.pop()
            if identity not in seen:
                seen.add(identity)
                reason = self.reason_named(identity)
                if passing(reason):
                    yield reason
                    stack += [source.id for source in reason.sources()]

    def _place(self, identity: str) -> At:
        reason = self.held.get(identity)
        if reason is not None and reason.role == "parameter":
            return identity, -1
        key, _, row = identity.rpartition("[")
        return key, int(row[:-1])

    def _reason(self, key: str, row: int) -> Reason:
        node = self.book.nodes[key]
        assert not isinstance(node, Parameter)
        value = self.run.value(key, row)
        where = row_of(self.run, node.level, row)
        told, because = self._told(node, row)
        reason = Reason(
            reason_id(key, row),
            key,
            _role(node),
            where,
            node.kind,
            low(value),
            high(value),
            reason_ids(why(value)),
            label_of(node),
            told=told,
            because=because,
        )
        if told:
            return reason
        match node:
            case Rule():
                return self._rule(reason, node, row)
            case LinkNode():
                return self._link(reason, node, row)
        return reason

    def _told(self, node: Node, row: int) -> tuple[str, Label]:
        assert not isinstance(node, Parameter)
        if (node.full_name, row) in self.run.given:
            return ("not_told" if isinstance(self.run.given[node.full_name, row], Unknown) else "given"), NO_WORDS
        if not isinstance(node, Fact):
            return "", NO_WORDS
        told = self.run.dossier.facts.get(node.full_name)
        if told is not None and not isinstance(told, int | Unknown):
            told = told.get(self.run.layout.ids[node.level][row])
        if told is None:
            return ("not_told", NO_WORDS) if node.absent is None else ("absent", node.because)
        return ("told" if isinstance(told, int) else "not_told"), NO_WORDS

    def _rule(self, reason: Reason, rule: Rule, row: int) -> Reason:
        day = self.run.law_day(rule, row)
        inputs = tuple(self._inputs(rule, row, ("law_at=",), 0, 0))
        if isinstance(day, Unknown):
            return replace(reason, anchor=rule.law_at.name, inputs=inputs)
        if rule.law_at.name == "each_day":
            end = self.run.layout.months[rule.level][row]
            stretches = self.run.stretches(rule, row, day, int(last_day(Month(end[0]))))
            readings = [self._reading(rule, row, begin, until) for begin, until in stretches]
        else:
            readings = [self._reading(rule, row, day, None)]
        kept = tuple(reading for reading in readings if reading is not None)
        return replace(reason, anchor=rule.law_at.name, readings=kept, inputs=inputs)

    def _reading(self, rule: Rule, row: int, day: int, until: int | None) -> Reading | None:
        number = rule.active(day)
        if number < 0:
            return None
        names = self.book.inputs[rule.full_name][number]
        length = None if until is None else until - day + 1
        values = self.run.inputs(rule, number, row, day, length)
        body = self._body(rule, number, values)
        wanted = [*body.used]
        if any(self._by_place(names[name]) for name in wanted):
            wanted.append("place=")
        return Reading(
            day,
            until,
            version_provision(rule, number),
            tuple(body.conditions),
            tuple(body.ends),
            tuple(self._inputs(rule, row, wanted, day, number)),
        )

    def _body(self, rule: Rule, number: int, values: Mapping[str, Any]) -> ReadBody:
        """The body read on these values; months in which all values are the same are read once."""
        alike = (rule.full_name, number, *(v if isinstance(v, int | Unknown) else id(v) for v in values.values()))
        body = self.bodies.get(alike)
        if body is None:
            version = rule.versions[number]
            kinds = {name: kind.name for name, kind in version.source.inputs}
            body = ReadBody(values, kinds, self.book.inputs[rule.full_name][number], rule.kind.name == "truth")
            body.read(version.source.body, {})
            self.bodies[alike] = body
        return body

    def _by_place(self, key: str) -> bool:
        node = self.book.nodes[key]
        return isinstance(node, Parameter) and node.by_place

    def _inputs(self, rule: Rule, row: int, wanted: Iterable[str], day: int, number: int) -> Iterator[Source]:
        """Where the wanted inputs stand; parameters are noted with their day and place."""
        names = self.book.inputs[rule.full_name][number]
        for name in wanted:
            if name not in names:
                continue
            node = self.book.nodes[names[name]]
            if isinstance(node, Parameter):
                yield Source(name, self._parameter(node, day, self._where(node, names, rule, row)))
            elif isinstance(node, Builtin) and node.name == "days_of_law":
                continue
            else:
                container = row if node.level == rule.level else self.run.layout.within[rule.level, node.level][row]
                if container >= 0:
                    yield Source(name, reason_id(names[name], container))

    def _where(self, node: Parameter, names: Mapping[str, str], rule: Rule, row: int) -> Value:
        if not node.by_place or "place=" not in names:
            return -1
        return self.run.read(names["place="], rule.level, row)

    def _parameter(self, node: Parameter, day: int, place: Value) -> str:
        known = place if isinstance(place, int) else -1
        chain = self.book.places_of[known] if known >= 0 else ("",)
        dated = None if isinstance(place, Unknown) else node.dated_at(day, chain)
        start = dated.start if dated is not None else day
        at = f"@{self.book.places.names[known]}" if known >= 0 else ""
        identity = f"{node.full_name}{at}[{'unknown' if dated is None else start}]"
        if identity not in self.held:
            self.held[identity] = self._dated(node, identity, dated, at[1:], place)
        return identity

    def _dated(self, node: Parameter, identity: str, dated: Dated | None, place: str, where: Value) -> Reason:
        value = None if dated is None or dated.value is REPEALED else dated.value
        reasons = why(where) if isinstance(where, Unknown) else LAW if value is None else 0
        ends = (value, value) if isinstance(value, int) else (node.low, node.high) if value is None else (0, 0)
        content = value if isinstance(value, Table | Steps | Tariff) else None
        dating = Dating(
            None if dated is None else dated_provision(node, dated),
            node.base,
            node.per,
            place,
            dated is not None and dated.frozen,
            dated.known if dated is not None and dated.known_stated else None,
            "" if dated is None else dated.state,
            dated is not None and dated.value is REPEALED,
            content,
        )
        label = label_of(node)
        return Reason(
            identity, node.full_name, "parameter", None, node.kind, *ends, reason_ids(reasons), label, dating=dating
        )

    def _link(self, reason: Reason, node: LinkNode, row: int) -> Reason:
        link = node.link
        numbers = {"lag": link.lag, "n": link.n, "back": link.back, "until": link.until, "months": link.months}
        inputs = tuple(
            Source(name, reason_id(*at))
            for name, at in _that_matter(link.fold, reason, self.run.reads(node.full_name, row), self)
        )
        fold = link.fold if link.how in ("up", "window") else ""
        kept = tuple((name, number) for name, number in numbers.items() if number)
        return replace(reason, anchor=link.how, fold=fold, numbers=kept, inputs=inputs)


def _role(node: Node) -> str:
    return {Rule: "rule", LinkNode: "link", Fact: "fact", Builtin: "calendar", Parameter: "parameter"}[type(node)]


def _that_matter(fold: str, reason: Reason, reads: Iterable[At], explainer: Explainer) -> Iterator[tuple[str, At]]:
    """Of all rows a link read, those that made its value."""
    for key, row in dict.fromkeys(reads):
        value = explainer.run.value(key, row)
        match fold:
            case "any":
                wanted = low(value) == 1 if reason.low == 1 else low(value) != high(value) if reason.high == 1 else True
            case "all":
                wanted = (
                    high(value) == 0 if reason.high == 0 else low(value) != high(value) if reason.low == 0 else True
                )
            case "total" | "count" | "largest":
                wanted = (low(value), high(value)) != (0, 0)
            case _:
                wanted = True
        if wanted:
            yield key.rpartition(".")[2], (key, row)
