"""The law book: a country's law as one immutable value, with every name resolved and every reach checked."""

from __future__ import annotations

import ast
import hashlib
import inspect
import textwrap
from dataclasses import dataclass, replace
from functools import cached_property
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from amparo.rules.declarations import (
    OPEN_END,
    CoverageStatement,
    Identity,
    Link,
    Posting,
    RuleVersion,
    Status,
)
from amparo.rules.errors import AmendmentError, LawError, NameNotFound, nearest
from amparo.rules.evidence import Instrument, Label, read_citation, read_evidence, read_label
from amparo.rules.kinds import KINDS, read_date
from amparo.rules.levels import (
    GROUP_MONTH,
    MONTH,
    QUARTER,
    SPELL,
    TIE_MONTH,
    TIE_YEAR,
    WORKER,
    YEAR,
    Anchor,
    Level,
    contains,
)
from amparo.rules.nodes import BUILTIN_NAMES, BUILTINS, Builtin, Fact, LinkNode, Node, Rule
from amparo.rules.parameters import Dated, Parameter, Reading, with_entries
from amparo.rules.topics import COMMON_CATEGORIES, Places, Topic, instruments, read_topic, read_version, read_yaml

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from amparo.rules.kinds import Category

_LINK_LEVELS: Final[dict[str, tuple[Level, ...]]] = {
    "in_force": (MONTH, QUARTER),
    "previous": (MONTH, QUARTER, YEAR, TIE_MONTH, GROUP_MONTH, TIE_YEAR),
    "window": (MONTH, SPELL),
    "best": (YEAR,),
    "days_in": (MONTH, YEAR, WORKER, SPELL),
}


@dataclass(frozen=True)
class Country:
    """A country's package: which topics, in reading order, and since when its law is held."""

    code: str
    name: Mapping[str, str]
    currency: str
    law_since: str
    package: str
    topics: tuple[str, ...]
    bindings: Mapping[str, str] | None = None

    def folder(self) -> Path:
        file = import_module(self.package).__file__
        assert file is not None
        return Path(file).parent


@dataclass(frozen=True, slots=True)
class Change:
    """One line of an amendment: a parameter's value from a day (until a day) or a rule's new wording."""

    target: str
    start: int
    until: int | None = None
    value: Any = None
    place: str = ""
    wording: Callable[..., Any] | RuleVersion | None = None


@dataclass(frozen=True)
class Amendment:
    """A named reform of a law book."""

    name: str
    changes: tuple[Change, ...]
    source: str = ""


def set_value(target: str, value: Any, *, since: str, until: str | None = None, place: str = "") -> Change:
    """From a day on (until another) the parameter has this value."""
    return Change(target, read_date(since), read_date(until) if until else None, value, place)


def new_wording(target: str, wording: RuleVersion) -> Change:
    """From the wording's own first day on, the rule reads as this one."""
    return Change(target, wording.since, None, wording=wording)


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
            raise NameNotFound(f"'{name}' stands in several topics: {', '.join(keys)}. Cure: write topic.name.")
        known = [*self.short_names, *self.nodes]
        raise NameNotFound(f"The law of {self.country.code} has no '{name}'.{nearest(name, known)}")

    def node(self, name: str) -> Node:
        return self.nodes[self.find(name)]

    def rule(self, name: str) -> Rule:
        node = self.node(name)
        if not isinstance(node, Rule):
            raise NameNotFound(f"'{name}' is not a rule of {self.country.code}.")
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
        nodes = dict(self.nodes)
        inputs = dict(self.inputs)
        for change in amendment.changes:
            key = self.find(change.target)
            node = nodes[key]
            if isinstance(node, Parameter):
                nodes[key] = _set_parameter(self, node, change, amendment.name)
            elif isinstance(node, Rule) and isinstance(change.wording, RuleVersion):
                nodes[key] = _reword(node, change.wording)
                inputs[key] = _rule_inputs(nodes[key], self)
            else:
                raise AmendmentError(
                    f"{amendment.name}: '{change.target}' is neither a parameter nor a rule given new wording."
                )
        amended = replace(self, nodes=nodes, inputs=inputs, amendments=(*self.amendments, amendment.name))
        _check_reach(amended)
        return amended


def _set_parameter(book: LawBook, parameter: Parameter, change: Change, name: str) -> Parameter:
    reading = Reading(parameter.topic, name, {}, _categories(book.topics.values()), book.places)
    words: dict[str, Any] = {"from": _iso(change.start), "value": change.value, "state": "in force"}
    fresh = with_entries(replace(parameter, series={}), change.place, [words], reading).series[change.place][0]
    fresh = replace(fresh, note=f"amended by {name}")
    held = parameter.series.get(change.place, ())
    end = OPEN_END if change.until is None else change.until
    after = parameter.dated_at(end, (change.place,)) if change.until is not None else None
    kept: list[Dated] = [entry for entry in held if entry.start < change.start or entry.start >= end]
    added = [fresh]
    if after is not None and all(entry.start != end for entry in kept):
        added.append(replace(after, start=end))
    before = parameter.dated_at(change.start, (change.place,))
    removed = [entry for entry in held if change.start <= entry.start < end]
    if before is not None and before.value == fresh.value and all(entry.value == fresh.value for entry in removed):
        raise AmendmentError(
            f"{name}: '{change.target}' already has this value from {_iso(change.start)}: the reform changes nothing."
        )
    entries = tuple(sorted([*kept, *added], key=lambda entry: entry.start))
    return replace(parameter, series={**parameter.series, change.place: entries})


def _reword(rule: Rule, declared: RuleVersion) -> Rule:
    source = textwrap.dedent(inspect.getsource(declared.function))
    definition = next(node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.FunctionDef))
    version = read_version(declared, definition, "amendment", source)
    if (declared.level, version.source.result) != (rule.level, rule.kind):
        raise AmendmentError(f"{rule.full_name}: the new wording is at another level or of another kind.")
    earlier = [replace(v, until=min(v.until, version.since)) for v in rule.versions if v.since < version.since]
    later = [v for v in rule.versions if v.since >= version.until]
    return replace(rule, versions=(*earlier, version, *later))


def _iso(day: int) -> str:
    from amparo.rules.kinds import date_of

    return date_of(day).isoformat()


# --- loading -----------------------------------------------------------------------------------------------------


def load(country: Country, common: Path) -> LawBook:
    """Read a country's package and resolve it."""
    folder = country.folder()
    cited: Mapping[str, Instrument] = (
        instruments(str(folder / "instruments.py")) if (folder / "instruments.yaml").exists() else {}
    )
    places, place_data = _read_places(folder / "places")
    topics = {"common": read_topic("common", None, common, cited, places, COMMON_CATEGORIES)}
    known: dict[str, type[Category]] = dict(COMMON_CATEGORIES)
    for name in country.topics:
        module = import_module(f"{country.package}.{name}")
        topics[name] = read_topic(name, module, folder / f"{name}.yaml", cited, places, known)
        known |= topics[name].category_types
    topics = _with_places(topics, place_data, cited, known, places)
    return assemble(country, topics, places)


def assemble(country: Country, topics: Mapping[str, Topic], places: Places) -> LawBook:
    """Resolve every name of the topics into a book."""
    nodes: dict[str, Node] = {}
    for topic in topics.values():
        for part in (topic.facts, topic.parameters, topic.rules):
            for name, node in part.items():  # type: ignore[attr-defined]
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
    _check_reach(book)
    _check_results(book)
    return book


class _Index:
    """Looks names up while links, which may read other links, are still being resolved."""

    def __init__(self, country: Country, nodes: dict[str, Node], links: set[tuple[str, str]]) -> None:
        self.country = country
        self.nodes = nodes
        self.pending: dict[str, tuple[Topic, str, Link]] = {}
        self.by_name: dict[str, list[str]] = {}
        self.bindings = dict(country.bindings or {})
        for key, node in nodes.items():
            if not isinstance(node, Builtin):
                self.by_name.setdefault(node.name, []).append(key)
        for topic, name in links:
            if f"{topic}.{name}" in nodes:
                raise LawError(f"topic {topic}: '{name}' is declared twice.")
            self.by_name.setdefault(name, []).append(f"{topic}.{name}")

    def resolve(self, name: str, topic: str, level: Level, where: str) -> str:
        """The full name: bound, own topic's, or the one in the country."""
        bound = self.bindings.get(f"{topic}.{name}")
        if bound is not None:
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
        source_key = self.resolve(link.source, topic.name, link.at or WORKER, where)
        if source_key == key:
            raise LawError(f"{where}: a link cannot read itself.")
        self.nodes[key] = _Placeholder(key)  # type: ignore[assignment]
        source = self.link(source_key)
        if isinstance(source, _Placeholder):
            raise LawError(f"{where}: links read each other in a circle.")
        level = link.at if link.at is not None else _level(source, where)
        kind = KINDS["count"] if link.fold == "count" else source.kind
        node = LinkNode(name, topic.name, level, kind, link, label)
        _check_link(node, source, where)
        self.nodes[key] = node
        return node


class _Placeholder:
    def __init__(self, key: str) -> None:
        self.key = key


def _level(node: Node, where: str) -> Level:
    if isinstance(node, Parameter):
        raise LawError(f"{where}: a link reads facts and rules, not the parameter '{node.name}'.")
    return node.level


def _check_link(node: LinkNode, source: Node, where: str) -> None:
    link, level = node.link, _level(source, where)
    if link.how in _LINK_LEVELS and node.level not in _LINK_LEVELS[link.how]:
        raise LawError(f"{where}: {link.how} has no meaning at level {node.level.name.lower()}.")
    match link.how:
        case "up":
            if level == node.level or not contains(node.level, level):
                raise LawError(
                    f"{where}: {level.name.lower()} rows do not lie in {node.level.name.lower()} rows. "
                    "Cure: choose a containing level."
                )
            if link.lag and node.level not in (MONTH, QUARTER, YEAR, TIE_YEAR):
                raise LawError(f"{where}: lag needs a level with periods (month, quarter, year, tie_year).")
        case "in_force":
            if level not in (QUARTER, YEAR) or not contains(level, node.level):
                raise LawError(f"{where}: in_force reads a quarter's or a year's value, not a {level.name.lower()}'s.")
        case "window":
            if level != MONTH:
                raise LawError(f"{where}: window reads MONTH values, '{link.source}' is at {level.name.lower()}.")
            if not 0 <= link.until <= link.back:
                raise LawError(f"{where}: a window goes from back= to until=, with back >= until >= 0.")
        case "best":
            if level != YEAR:
                raise LawError(f"{where}: best reads YEAR values.")
    if link.fold in ("count", "any", "all") and source.kind.name != "truth":
        raise LawError(f"{where}: {link.fold} reads a truth, '{link.source}' is a {source.kind.name}.")


def _node_inputs(node: Rule | LinkNode, book: LawBook, index: _Index) -> tuple[Mapping[str, str], ...]:
    if isinstance(node, Rule):
        found = []
        for version in node.versions:
            where = f"rule {node.full_name}"
            names = {name: index.resolve(name, node.topic, node.level, where) for name, _ in version.source.inputs}
            if version.place:
                names["place="] = index.resolve(version.place, node.topic, node.level, where)
            if node.law_at.node:
                names["law_at="] = index.resolve(node.law_at.node, node.topic, node.level, where)
            found.append(names)
        return tuple(found)
    link, where = node.link, f"link {node.full_name}"
    names = {}
    if link.source:
        names["source"] = index.resolve(link.source, node.topic, link.at or node.level, where)
    if link.where:
        names["where"] = index.resolve(link.where, node.topic, node.level, where)
    if link.before:
        names["before"] = index.resolve(link.before, node.topic, node.level, where)
    return (names,)


def _rule_inputs(rule: Rule, book: LawBook) -> tuple[Mapping[str, str], ...]:
    nodes = {key: node for key, node in book.nodes.items() if not isinstance(node, LinkNode)}
    links = {(node.topic, node.name) for node in book.nodes.values() if isinstance(node, LinkNode)}
    index = _Index(book.country, nodes, links)
    index.nodes = dict(book.nodes)
    return _node_inputs(rule, book, index)


def _check_reach(book: LawBook) -> None:
    """Every input is of the promised kind and readable from the rule's level; place-keyed parameters have a place."""
    for key, versions in book.inputs.items():
        node = book.nodes[key]
        if not isinstance(node, Rule):
            continue
        for version, names in zip(node.versions, versions, strict=True):
            where = f"rule {key} (line {version.line})"
            for name, kind in version.source.inputs:
                source = book.nodes[names[name]]
                if isinstance(source, Parameter):
                    if source.by_place and not version.place:
                        raise LawError(f"{where}: '{name}' is kept by place. Cure: say place=\"...\" in the rule.")
                elif not contains(source.level, node.level):
                    raise LawError(
                        f"{where}: '{name}' is a {source.level.name.lower()} value; "
                        f"a {node.level.name.lower()} rule cannot read it without a link."
                    )
                _check_kind(where, name, kind.name, source)
            place = book.nodes[names["place="]] if "place=" in names else None
            if place is not None and (
                place.kind.name != "place" or isinstance(place, Parameter) or not contains(place.level, node.level)
            ):
                raise LawError(f'{where}: place="{version.place}" is not a place this level can read.')
            if "days_of_law" in names and node.law_at.name != "each_day":
                raise LawError(f"{where}: days_of_law belongs to law_at=each_day.")
            if node.law_at.name == "each_day" and "days_of_law" not in names:
                raise LawError(f"{where}: law_at=each_day needs the argument days_of_law: Days.")


_ANY_WHOLE: Final = {"count", "days", "months", "minutes"}


def _check_kind(where: str, name: str, wanted: str, source: Node) -> None:
    given = source.kind.name
    if wanted == given or {wanted, given} <= _ANY_WHOLE:
        return
    raise LawError(f"{where}: '{name}' is asked for as a {wanted}, but {source.full_name} is a {given}.")


def _check_results(book: LawBook) -> None:
    for topic, result in book.results(object):
        names: list[str]
        match result:
            case Identity():
                names = [result.total, *result.parts, *([result.residual] if result.residual else [])]
            case Posting():
                names = [result.node, *([result.posted_on] if isinstance(result.posted_on, str) else [])]
            case Status() | CoverageStatement():
                names = [result.node]
            case _:
                raise LawError(f"topic {topic}: RESULTS holds {result!r}, which is no result.")
        for name in names:
            if f"{topic}.{name}" not in book.nodes:
                book.find(name)


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
    yield f"country {book.country.code} {book.country.currency} {book.country.law_since} {book.known_on} {book.places.names} {book.places.parents}"
    for key, node in book.nodes.items():
        match node:
            case Fact():
                yield f"fact {key} {node.level} {node.kind.name} {node.low} {node.high} {node.absent}"
            case Parameter():
                for place, entries in sorted(node.series.items()):
                    for e in entries:
                        yield f"parameter {key} {place} {e.start} {e.value!r} {e.known} {e.state} {e.cite} {e.evidence}"
                yield f"parameter {key} {node.kind.name} {node.low} {node.high} {node.by_place}"
            case Rule():
                for version, names in zip(node.versions, book.inputs[key], strict=True):
                    yield f"rule {key} {node.level} {node.law_at} {version.since} {version.until} {version.source.text} {dict(names)} {version.evidence}"
                yield f"rule {key} {node.before} {node.after} {node.declared_range}"
            case LinkNode():
                yield f"link {key} {node.level} {node.link} {dict(book.inputs[key][0])}"
    for topic, result in book.results(object):
        yield f"result {topic} {result}"


def cite(book: LawBook, text: str) -> str:
    """A citation of the book's country, in words."""
    return str(read_citation(text, instruments(str(book.country.folder() / "instruments.py")), "citation"))


__all__ = [
    "Amendment",
    "Anchor",
    "Change",
    "Country",
    "LawBook",
    "assemble",
    "load",
    "new_wording",
    "read_evidence",
    "result_key",
    "set_value",
]
