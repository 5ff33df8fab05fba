"""The law book: a country's law as one immutable value, with every name resolved and every reach checked."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from amparo.rules.amend import (
    Amendment,
    Change,
    check_clashes,
    keep_as,
    keep_parameter,
    keep_rule,
    new_wording,
    reword,
    set_parameter,
    set_value,
)
from amparo.rules.checks import check_link, check_reach, check_results, level_of
from amparo.rules.country import Country
from amparo.rules.declarations import Link, RuleVersion
from amparo.rules.errors import AmendmentError, LawError, NameNotFound, nearest
from amparo.rules.evidence import Instrument, Label, read_evidence, read_label
from amparo.rules.kinds import KINDS, read_date
from amparo.rules.levels import WORKER, Anchor, Level
from amparo.rules.messages import Listed, Message
from amparo.rules.nodes import BUILTIN_NAMES, BUILTINS, Builtin, Fact, LinkNode, Node, Rule
from amparo.rules.parameters import Parameter, Reading, with_entries
from amparo.rules.topics import COMMON_CATEGORIES, Places, Topic, instruments, joined, read_topic, read_yaml

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from amparo.rules.kinds import Category, Kind


@dataclass(frozen=True)
class LawBook:
    """A country's law. Nodes by full name (topic.name), and for each what its inputs are.

    Compare books by `hash`: it covers every rule's wording, every value, link, result and binding.
    """

    country: Country
    topics: Mapping[str, Topic]
    places: Places
    nodes: Mapping[str, Node]
    inputs: Mapping[str, tuple[Mapping[str, str], ...]]
    amendments: tuple[str, ...] = ()
    known_on: int | None = None

    @property
    def currency(self) -> str:
        return self.country.currency

    @cached_property
    def law_since(self) -> int:
        return read_date(self.country.law_since)

    @cached_property
    def short_names(self) -> Mapping[str, tuple[str, ...]]:
        found: dict[str, list[str]] = {}
        for key, node in self.nodes.items():
            found.setdefault(node.name, []).append(key)
        return {name: tuple(keys) for name, keys in found.items()}

    def find(self, name: str) -> str:
        """The full name of a node given by full or short name; raises NameNotFound with the nearest names."""
        if name in self.nodes:
            return name
        keys = [key for key in self.short_names.get(name, ()) if "@" not in key]
        if len(keys) == 1:
            return keys[0]
        if keys:
            raise NameNotFound(
                Message(
                    "law.several_topics",
                    "'{name}' stands in several topics: {keys}. Cure: write topic.name.",
                    name=name,
                    keys=Listed(keys),
                )
            )
        known = [*self.short_names, *self.nodes]
        raise NameNotFound(
            Message(
                "law.no_name",
                "The law of {country} has no '{name}'.{hint}",
                country=self.country.code,
                name=name,
                hint=nearest(name, known),
            )
        )

    def node(self, name: str) -> Node:
        return self.nodes[self.find(name)]

    def rule(self, name: str) -> Rule:
        node = self.node(name)
        if not isinstance(node, Rule):
            raise NameNotFound(
                Message("law.no_rule", "'{name}' is not a rule of {country}.", name=name, country=self.country.code)
            )
        return node

    def of_type(self, kind: type[Any]) -> list[Any]:
        return [node for node in self.nodes.values() if isinstance(node, kind)]

    def results(self, kind: type[Any]) -> list[tuple[str, Any]]:
        """(topic, result) for every declared result of a type."""
        return [
            (topic.name, result)
            for topic in self.topics.values()
            for result in topic.results
            if isinstance(result, kind)
        ]

    def dependencies(self, key: str) -> set[str]:
        """The full names a node reads directly, in any of its versions."""
        return {source for version in self.inputs.get(key, ()) for source in version.values()}

    @cached_property
    def hash(self) -> str:
        """A fingerprint of the whole content."""
        digest = hashlib.sha256()
        for line in sorted(_fingerprint(self)):
            digest.update(line.encode())
            digest.update(b"\n")
        return digest.hexdigest()

    def fingerprint_of(self, key: str) -> str:
        """A fingerprint of one node alone, by full name: its wording or values, and the names that it reads."""
        lines = "\n".join(sorted(_node_lines(self, key, self.nodes[key])))
        return hashlib.sha256(lines.encode()).hexdigest()

    @cached_property
    def places_of(self) -> tuple[tuple[str, ...], ...]:
        return tuple(self.places.chain(position) for position in range(len(self.places.names)))

    def as_known_on(self, day: int) -> LawBook:
        """The book as somebody on that day could know it."""
        nodes = {
            key: node.only_known_on(day) if isinstance(node, Parameter) else node for key, node in self.nodes.items()
        }
        return replace(self, nodes=nodes, known_on=day)

    def amend(self, amendment: Amendment) -> LawBook:
        """Another book, with the amendment in it; AmendmentError when a change fits nothing or changes nothing."""
        check_clashes(amendment)
        book = self
        for change in amendment.changes:
            book = _changed(book, change, amendment.name)
        amended = replace(book, amendments=(*self.amendments, amendment.name))
        check_reach(amended)
        return amended


def _changed(book: LawBook, change: Change, name: str) -> LawBook:
    key = book.find(change.target)
    node = book.nodes[key]
    if change.as_on is not None and isinstance(node, Rule | Parameter):
        return _kept(book, key, node, change, name)
    if isinstance(node, Parameter):
        reading = Reading(node.topic, name, {}, _categories(book.topics.values()), book.places)
        return replace(book, nodes={**book.nodes, key: set_parameter(node, change, reading, name)})
    if isinstance(node, Rule) and isinstance(change.wording, RuleVersion):
        rule = reword(node, change.wording, name)
        return replace(book, nodes={**book.nodes, key: rule}, inputs={**book.inputs, key: _rule_inputs(rule, book)})
    raise AmendmentError(
        Message(
            "reform.neither",
            "{where}: '{node}' is neither a parameter nor a rule given new wording.",
            where=name,
            node=change.target,
        )
    )


def _kept(book: LawBook, key: str, node: Rule | Parameter, change: Change, name: str) -> LawBook:
    if isinstance(node, Parameter):
        return replace(book, nodes={**book.nodes, key: keep_parameter(node, change, name)})
    rule = keep_rule(node, change, name)
    return replace(book, nodes={**book.nodes, key: rule}, inputs={**book.inputs, key: _rule_inputs(rule, book)})


# --- loading -----------------------------------------------------------------------------------------------------


def load(country: Country, common: Path) -> LawBook:
    """Read a country's package and resolve it."""
    if country.first_topic and country.first_topic not in country.topics:
        raise LawError(f"{country.code}: first_topic '{country.first_topic}' is none of its topics.")
    folder = country.folder()
    cited: Mapping[str, Instrument] = (
        instruments(str(folder / "instruments.py")) if (folder / "instruments.yaml").exists() else {}
    )
    places, place_data = _read_places(folder / "places")
    topics = {"common": read_topic("common", None, common, cited, places, COMMON_CATEGORIES)}
    known: dict[str, type[Category]] = dict(COMMON_CATEGORIES)
    for name in country.topics:
        module = import_module(f"{country.package}.{name}")
        topic = read_topic(name, module, folder / f"{name}.yaml", cited, places, known)
        known |= topic.category_types
        for part in (topic, *topic.elsewhere):
            if part.name not in {name, *topics}:
                raise LawError(f"{country.code}: {name} belongs to '{part.name}', which is not listed before it.")
            alone = replace(part, elsewhere=())
            topics[part.name] = joined(topics[part.name], alone) if part.name in topics else alone
    topics = _with_places(topics, place_data, cited, known, places)
    return assemble(country, topics, places)


def assemble(country: Country, topics: Mapping[str, Topic], places: Places) -> LawBook:
    """Resolve every name of the topics into a book."""
    nodes: dict[str, Node] = {}
    for topic in topics.values():
        for part in (topic.facts, topic.parameters, topic.rules):
            for name, node in part.items():
                if f"{topic.name}.{name}" in nodes or name in BUILTIN_NAMES:
                    raise LawError(f"topic {topic.name}: '{name}' is declared twice or is a word of the calendar.")
                nodes[f"{topic.name}.{name}"] = node
    for builtin in BUILTINS.values():
        nodes[builtin.full_name] = builtin
    index = _Index(country, nodes, {(topic.name, name) for topic in topics.values() for name in topic.links})
    for topic in topics.values():
        for name, link in topic.links.items():
            index.pending[f"{topic.name}.{name}"] = (topic, name, link)
    for key in list(index.pending):
        index.link(key)
    book = LawBook(country, topics, places, index.nodes, {})
    inputs = {
        key: _node_inputs(node, book, index) for key, node in index.nodes.items() if isinstance(node, Rule | LinkNode)
    }
    book = replace(book, nodes=dict(index.nodes), inputs=inputs)
    index.check_bindings()
    check_reach(book)
    check_results(book)
    return book


class Reader(NamedTuple):
    """The provision that reads a name: its topic and its own name."""

    topic: str
    name: str


class _Index:
    """Looks names up while links, which may read other links, are still being resolved."""

    def __init__(self, country: Country, nodes: dict[str, Node], links: set[tuple[str, str]]) -> None:
        self.country = country
        self.nodes = nodes
        self.pending: dict[str, tuple[Topic, str, Link]] = {}
        self.by_name: dict[str, list[str]] = {}
        self.bindings = dict(country.bindings or {})
        self.used: set[str] = set()
        for key, node in nodes.items():
            if not isinstance(node, Builtin):
                self.by_name.setdefault(node.name, []).append(key)
        for topic, name in links:
            if f"{topic}.{name}" in nodes:
                raise LawError(f"topic {topic}: '{name}' is declared twice.")
            self.by_name.setdefault(name, []).append(f"{topic}.{name}")

    def resolve(self, name: str, reader: Reader, level: Level, where: str) -> str:
        """The full name: bound for the reader or its topic, own topic's, or the one in the country."""
        topic = reader.topic
        said = next((key for key in (f"{topic}.{reader.name}.{name}", f"{topic}.{name}") if key in self.bindings), "")
        if said:
            bound = self.bindings[said]
            self.used.add(said)
            if bound not in self.nodes and bound not in self.pending:
                known = [*self.nodes, *self.pending]
                raise NameNotFound(
                    f"{where}: '{name}' is bound to '{bound}', which is not there.{nearest(bound, known)}"
                )
            return bound
        if (name, level) in BUILTINS:
            return BUILTINS[name, level].full_name
        keys = self.by_name.get(name, [])
        own = f"{topic}.{name}"
        if own in keys:
            return own
        if len(keys) == 1:
            return keys[0]
        if keys:
            raise NameNotFound(
                f"{where}: '{name}' stands in several topics ({', '.join(sorted(keys))}). "
                f"Cure: bind '{topic}.{name}' in the country."
            )
        raise NameNotFound(f"{where}: nothing is called '{name}' in {self.country.code}.{nearest(name, self.by_name)}")

    def check_bindings(self) -> None:
        """A binding that nothing asks for is a slip of the pen."""
        for name in self.bindings:
            if name not in self.used:
                raise LawError(f"{self.country.code}: '{name}' is bound, but nothing of that topic reads it.")

    def link(self, key: str) -> Node:
        """Resolve a link and, before it, the link it reads."""
        if key in self.nodes:
            return self.nodes[key]
        topic, name, link = self.pending[key]
        label = topic.labels.get(name, Label("", "", ""))
        where = f"{topic.name}.{name}"
        if link.how == "days_in":
            assert link.at is not None
            self.nodes[key] = LinkNode(name, topic.name, link.at, KINDS["days"], link, label)
            return self.nodes[key]
        source_key = self.resolve(link.source, Reader(topic.name, name), link.at or WORKER, where)
        if source_key == key:
            raise LawError(f"{where}: a link cannot read itself.")
        self.nodes[key] = _Placeholder(key)  # type: ignore[assignment]
        source = self.link(source_key)
        if isinstance(source, _Placeholder):
            raise LawError(f"{where}: links read each other in a circle.")
        level = link.at if link.at is not None else level_of(source, where)
        kind = KINDS["count"] if link.fold == "count" else source.kind
        node = LinkNode(name, topic.name, level, kind, link, label)
        check_link(node, source, where)
        self.nodes[key] = node
        return node


class _Placeholder:
    def __init__(self, key: str) -> None:
        self.key = key


def _node_inputs(node: Rule | LinkNode, book: LawBook, index: _Index) -> tuple[Mapping[str, str], ...]:
    reader = Reader(node.topic, node.name)
    if isinstance(node, Rule):
        found = []
        for version in node.versions:
            where = f"rule {node.full_name}"
            names = {name: index.resolve(name, reader, node.level, where) for name, _ in version.source.inputs}
            if version.place:
                names["place="] = index.resolve(version.place, reader, node.level, where)
            if node.law_at.node:
                names["law_at="] = index.resolve(node.law_at.node, reader, node.level, where)
            found.append(names)
        return tuple(found)
    link, where = node.link, f"link {node.full_name}"
    names = {}
    if link.source:
        names["source"] = index.resolve(link.source, reader, link.at or node.level, where)
    if link.where:
        names["where"] = index.resolve(link.where, reader, node.level, where)
    if link.before:
        names["before"] = index.resolve(link.before, reader, node.level, where)
    return (names,)


def _rule_inputs(rule: Rule, book: LawBook) -> tuple[Mapping[str, str], ...]:
    nodes: dict[str, Node] = {key: node for key, node in book.nodes.items() if not isinstance(node, LinkNode)}
    links = {(node.topic, node.name) for node in book.nodes.values() if isinstance(node, LinkNode)}
    index = _Index(book.country, nodes, links)
    index.nodes = dict(book.nodes)
    return _node_inputs(rule, book, index)


def result_key(book: LawBook, topic: str, name: str) -> str:
    """The full name of a node named in a topic's RESULTS."""
    own = f"{topic}.{name}"
    return own if own in book.nodes else book.find(name)


def _categories(topics: Iterable[Topic]) -> dict[str, type[Category]]:
    found = dict(COMMON_CATEGORIES)
    for topic in topics:
        found |= topic.category_types
    return found


# --- places ------------------------------------------------------------------------------------------------------


def _read_places(folder: Path) -> tuple[Places, list[tuple[str, str, dict[str, Any]]]]:
    """All YAML files of the folder; several files may add to one place."""
    heads: dict[str, dict[str, Any]] = {}
    values: list[tuple[str, str, dict[str, Any]]] = []
    for file in sorted(folder.glob("*.yaml")) if folder.exists() else []:
        data = read_yaml(file)
        for item in data.get("places") or [data]:
            name = str(item.get("place") or "")
            if not name:
                raise LawError(f"{file.name}: no 'place'.")
            unknown = set(item) - {"place", "code", "label", "parent", "parameters", "note", "places"}
            if unknown:
                raise LawError(f"{file.name}: '{sorted(unknown)[0]}' is not a key of a place.")
            head = heads.setdefault(name, {})
            for key in ("code", "label", "parent"):
                if key in item:
                    if key in head and head[key] != item[key]:
                        raise LawError(f"{file.name}: place {name} has two different {key}s.")
                    head[key] = item[key]
            values.append((name, file.name, item.get("parameters") or {}))
    ordered = sorted(heads, key=lambda name: (int(heads[name].get("code", 0)), name))
    places = Places(
        tuple(ordered),
        tuple(int(heads[name].get("code", 0)) for name in ordered),
        tuple(read_label(heads[name].get("label"), f"place {name}") for name in ordered),
        tuple(str(heads[name].get("parent") or "") for name in ordered),
    )
    for name, parent in zip(places.names, places.parents, strict=True):
        if parent and parent not in places.names:
            raise LawError(f"place {name}: its parent '{parent}' is not a place.{nearest(parent, places.names)}")
    return places, values


def _with_places(
    topics: Mapping[str, Topic],
    values: list[tuple[str, str, dict[str, Any]]],
    cited: Mapping[str, Instrument],
    known: Mapping[str, type[Category]],
    places: Places,
) -> dict[str, Topic]:
    found = dict(topics)
    for place, file, parameters in values:
        for name, data in parameters.items():
            topic_name, _, parameter_name = str(name).partition(".")
            topic = found.get(topic_name)
            if topic is None or parameter_name not in topic.parameters:
                options = [f"{t.name}.{p}" for t in found.values() for p in t.parameters]
                raise LawError(f"{file}, place {place}: no parameter '{name}'.{nearest(str(name), options)}")
            parameter = topic.parameters[parameter_name]
            if not parameter.by_place:
                raise LawError(f"{file}, place {place}: '{name}' is not kept by place (by: place).")
            entries = data.get("values") if isinstance(data, dict) else data
            fresh = with_entries(parameter, place, entries or [], Reading(topic_name, file, cited, known, places))
            found[topic_name] = replace(topic, parameters={**topic.parameters, parameter_name: fresh})
    return found


# --- fingerprint -------------------------------------------------------------------------------------------------


def _fingerprint(book: LawBook) -> Iterable[str]:
    country, places = book.country, book.places
    yield repr(("country", country.code, country.currency, country.law_since, book.known_on))
    yield repr(("places", places.names, places.codes, places.parents))
    for key, node in book.nodes.items():
        yield from _node_lines(book, key, node)
    for topic, result in book.results(object):
        yield repr(("result", topic, result))


def _node_lines(book: LawBook, key: str, node: Node) -> Iterable[str]:
    match node:
        case Fact():
            yield repr(("fact", key, node.level, _kind(node.kind), node.low, node.high, node.absent))
        case Parameter():
            yield from _parameter_lines(key, node)
        case Rule():
            yield from _rule_lines(key, node, book.inputs[key])
        case LinkNode():
            yield repr(("link", key, node.level, _kind(node.kind), node.link, dict(book.inputs[key][0])))


def _kind(kind: Kind) -> tuple[Any, ...]:
    members = [] if kind.category is None else [(member.name, member.value) for member in kind.category]
    return kind.name, kind.low, kind.high, members


def _parameter_lines(key: str, node: Parameter) -> Iterable[str]:
    kinds = (_kind(node.kind), _kind(node.content), [_kind(kind) for kind in node.keys])
    yield repr(("parameter", key, kinds, node.base, node.per, node.by_place, node.low, node.high))
    for place, entries in node.series.items():
        for e in entries:
            yield repr(("value", key, place, e.start, e.value, e.known, e.state, str(e.cite), e.evidence))


def _rule_lines(key: str, node: Rule, inputs: Iterable[Mapping[str, str]]) -> Iterable[str]:
    yield repr(("rule", key, node.level, node.law_at, _kind(node.kind), node.before, node.after, node.declared_range))
    for version, names in zip(node.versions, inputs, strict=True):
        cites = [str(cite) for cite in version.cites]
        kinds = [(name, _kind(kind)) for name, kind in version.source.inputs]
        dates = (version.since, version.until)
        yield repr(("version", key, dates, version.source.text, dict(names), kinds, cites, version.evidence))


__all__ = [
    "Amendment",
    "Anchor",
    "Change",
    "Country",
    "LawBook",
    "assemble",
    "keep_as",
    "load",
    "new_wording",
    "read_evidence",
    "result_key",
    "set_value",
]
