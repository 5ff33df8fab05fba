"""The provisions behind a result, read from the law itself on a day: no worker is needed.

What stands behind a node is walked within the node's own topic; rules and links of other topics are named and not
opened. In an amount, what depends on the law alone is a minimum where the largest is taken, and a maximum where the
smallest is.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from amparo.rules.language import If, Input, Let, Local, Operation, Return
from amparo.rules.nodes import Builtin, Fact, LinkNode, Rule
from amparo.rules.parameters import REPEALED, Parameter

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from amparo.rules.book import LawBook
    from amparo.rules.evidence import Citation, Evidence, Label
    from amparo.rules.language import Body, Expression
    from amparo.rules.nodes import Node, Version
    from amparo.rules.parameters import Dated

MAIN, LEAST, MOST, TEST = "main", "least", "most", "test"


@dataclass(frozen=True, slots=True)
class Stated:
    """One provision in force on a day.

    role: rule, parameter, link or fact; content: a parameter's value on the day (None: not known); use: what it is for
    behind the node asked about (see `uses_in`); depth: steps from the node asked about.
    """

    key: str
    node: Node = field(compare=False, repr=False)
    role: str
    label: Label
    cites: tuple[Citation, ...]
    evidence: Evidence | None
    summary: str = ""
    content: Any = field(default=None, hash=False)
    place: str = ""
    use: frozenset[str] = frozenset()
    depth: int = field(default=0, compare=False)

    @property
    def doubtful(self) -> bool:
        return self.evidence is not None and self.evidence.doubtful

    @property
    def known(self) -> bool:
        """Whether the law gives a value on the day; rules always do."""
        return self.role != "parameter" or self.content is not None


def behind(
    book: LawBook, key: str, day: int, place: str = "", *, leave_out: frozenset[str] = frozenset()
) -> tuple[Stated, ...]:
    """The node and what it reads, breadth first, each once; nodes left out are neither shown nor opened."""
    own = _own_topics(book, key, day)
    chain = _chain(book, place)
    uses = uses_in(book, key, day, leave_out)
    found: dict[str, Stated] = {}
    waiting = [(key, 0)]
    while waiting:
        name, depth = waiting.pop(0)
        node = book.nodes[name]
        if name in found or name in leave_out or isinstance(node, Builtin):
            continue
        stated = _stated(node, name, day, chain, uses.get(name, frozenset()), depth)
        if stated is None:
            continue
        found[name] = stated
        if node.topic in own or depth == 0:
            waiting += [(source, depth + 1) for source in sources(book, name, day)]
    return tuple(found.values())


def sources(book: LawBook, key: str, day: int) -> tuple[str, ...]:
    """What a node reads in the wording in force on a day, in the order of its arguments."""
    node = book.nodes[key]
    if isinstance(node, Rule):
        number = node.active(day)
        return tuple(dict.fromkeys(book.inputs[key][number].values())) if number >= 0 else ()
    return tuple(dict.fromkeys(book.inputs[key][0].values())) if isinstance(node, LinkNode) else ()


def _own_topics(book: LawBook, key: str, day: int) -> frozenset[str]:
    """The topics that are opened: the node's own; and, of a link, also that of what it carries."""
    node = book.nodes[key]
    carried = [book.nodes[source].topic for source in sources(book, key, day)] if isinstance(node, LinkNode) else []
    return frozenset([node.topic, *carried])


def law_alone(book: LawBook, key: str, day: int) -> bool:
    """Whether a node depends on the law and the calendar alone."""
    seen: set[str] = set()
    waiting = [key]
    while waiting:
        name = waiting.pop()
        node = book.nodes[name]
        if isinstance(node, Fact | LinkNode):
            return False
        if name not in seen and isinstance(node, Rule):
            waiting += sources(book, name, day)
        seen.add(name)
    return True


def facts_behind(book: LawBook, key: str, day: int) -> tuple[str, ...]:
    """Every fact that a node rests on, through all topics."""
    seen: dict[str, None] = {}
    waiting = [key]
    while waiting:
        name = waiting.pop(0)
        if name in seen:
            continue
        seen[name] = None
        waiting += sources(book, name, day)
    return tuple(name for name in seen if isinstance(book.nodes[name], Fact))


# --- what is a minimum, and what a maximum --------------------------------------------------------------------------


def uses_in(book: LawBook, key: str, day: int, leave_out: frozenset[str] = frozenset()) -> Mapping[str, frozenset[str]]:
    """What each node behind an amount is for: MAIN (worked out from it), LEAST or MOST (a bound), TEST (compared with).

    Of the operands of a largest or smallest, those that depend on the law alone are bounds; of the others the first is
    the amount that is bounded. What stands behind a bound is a bound too.
    """
    own = _own_topics(book, key, day)
    found: dict[str, set[str]] = {}
    waiting = [(key, MAIN)]
    while waiting:
        name, use = waiting.pop()
        node = book.nodes[name]
        if use in found.setdefault(name, set()) or name in leave_out:
            continue
        found[name].add(use)
        if not isinstance(node, Rule | LinkNode) or node.topic not in own:
            continue
        if isinstance(node, LinkNode) or (version := _version(node, day)) is None:
            waiting += [(source, use) for source in sources(book, name, day)]
            continue
        names = book.inputs[name][node.active(day)]
        law = frozenset(word for word, source in names.items() if law_alone(book, source, day))
        for word, role in _roles(version.source.body, {}, law):
            waiting.append((names[word], role if use == MAIN else use))
    return {name: frozenset(uses) for name, uses in found.items()}


def _roles(body: Body, lets: Mapping[str, Expression], law: frozenset[str]) -> Iterator[tuple[str, str]]:
    """Each input of a body with what it is for; locals replaced by what they stand for."""
    match body:
        case Let(name=name, value=value, body=rest):
            yield from _roles(rest, {**lets, name: _replaced(value, lets)}, law)
        case If(condition=condition, then=then, otherwise=otherwise):
            yield from ((word, TEST) for word in _inputs(_replaced(condition, lets)))
            yield from _roles(then, lets, law)
            yield from _roles(otherwise, lets, law)
        case Return(value=value):
            yield from _in_expression(_replaced(value, lets), MAIN, law)


def _in_expression(node: Expression, use: str, law: frozenset[str]) -> Iterator[tuple[str, str]]:
    match node:
        case Input(name=name):
            yield name, use
        case Operation(name="if", operands=(condition, *rest)):
            yield from ((word, TEST) for word in _inputs(condition))
            for part in rest:
                yield from _in_expression(part, use, law)
        case Operation(name=name, operands=operands) if name in _COMPARISONS:
            yield from ((word, TEST) for part in operands for word in _inputs(part))
        case Operation(name="max" | "min" as name, operands=operands):
            bounds = _bounds_among(operands, law)
            for number, part in enumerate(operands):
                bound = LEAST if name == "max" else MOST
                yield from _in_expression(part, bound if use == MAIN and number in bounds else use, law)
        case Operation(operands=operands):
            for part in operands:
                yield from _in_expression(part, use, law)


def _bounds_among(operands: Sequence[Expression], law: frozenset[str]) -> frozenset[int]:
    """Which operands of a largest or smallest are bounds."""
    told = [number for number, part in enumerate(operands) if list(_inputs(part))]
    bounds = {number for number in told if law.issuperset(_inputs(operands[number]))}
    others = [number for number in told if number not in bounds]
    return frozenset([*bounds, *others[1:]]) if others else frozenset()


_COMPARISONS: Final = frozenset({"lt", "le", "gt", "ge", "eq", "ne", "exceeds", "reaches", "and", "or", "not"})


def _replaced(node: Expression, lets: Mapping[str, Expression]) -> Expression:
    if isinstance(node, Local):
        return lets.get(node.name, node)
    if isinstance(node, Operation):
        return Operation(node.name, tuple(_replaced(part, lets) for part in node.operands), node.options)
    return node


def _inputs(node: Expression) -> Iterator[str]:
    if isinstance(node, Input):
        yield node.name
    elif isinstance(node, Operation):
        for part in node.operands:
            yield from _inputs(part)


# --- one provision --------------------------------------------------------------------------------------------------


def _stated(node: Node, key: str, day: int, chain: tuple[str, ...], use: frozenset[str], depth: int) -> Stated | None:
    match node:
        case Parameter():
            place, dated = _dated(node, day, chain)
            cites = () if dated is None or dated.cite is None else (dated.cite,)
            if dated is not None and dated.value is REPEALED:
                return None
            content, evidence = (None, None) if dated is None else (dated.value, dated.evidence)
            return Stated(key, node, "parameter", node.label, cites, evidence, "", content, place, use, depth)
        case Rule():
            version = _version(node, day)
            if version is None:
                return None
            return Stated(
                key, node, "rule", node.label, version.cites, version.evidence, version.summary, use=use, depth=depth
            )
        case LinkNode():
            return Stated(key, node, "link", node.label, (), None, depth=depth)
        case Fact():
            return Stated(key, node, "fact", node.label, (), None, depth=depth)
    return None


def _version(rule: Rule, day: int) -> Version | None:
    number = rule.active(day)
    return rule.versions[number] if number >= 0 else None


def _dated(node: Parameter, day: int, chain: tuple[str, ...]) -> tuple[str, Dated | None]:
    """The place whose value holds on the day, and the value."""
    if not node.by_place:
        return "", node.dated_at(day)
    for place in chain:
        dated = node.dated_at(day, (place,))
        if dated is not None:
            return place, dated
    return "", None


def _chain(book: LawBook, place: str) -> tuple[str, ...]:
    return book.places.chain(book.places.index(place)) if place else ("",)


def cites_of(stated: Iterable[Stated]) -> tuple[Citation, ...]:
    """All that is cited, each article once, in order."""
    return tuple(dict.fromkeys(cite for one in stated for cite in one.cites))


__all__ = [
    "LEAST",
    "MAIN",
    "MOST",
    "TEST",
    "Stated",
    "behind",
    "cites_of",
    "facts_behind",
    "law_alone",
    "sources",
    "uses_in",
]
