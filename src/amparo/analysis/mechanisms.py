"""Mechanisms as typed objects: what each needs, who pays, who collects, what right it buys.

A mechanism is a small topic in the language of law (`law/mechanisms/`), together with the provisions that it takes over
as they stand from its own country's topics. Its ports are the names that it reads and the receiving law has to give.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from amparo.law import COUNTRIES, book
from amparo.law.mechanisms import FOLDER
from amparo.rules.declarations import Link
from amparo.rules.errors import LawError, NameNotFound, nearest
from amparo.rules.evidence import Label, read_label
from amparo.rules.kinds import Category, date_of, read_date
from amparo.rules.levels import Level
from amparo.rules.messages import Message
from amparo.rules.nodes import Fact, LinkNode, Rule
from amparo.rules.parameters import Parameter, check_keys
from amparo.rules.topics import COMMON_CATEGORIES, NO_PLACES, Topic, instruments, read_topic, read_yaml

if TYPE_CHECKING:
    from collections.abc import Iterable

    from amparo.rules.book import LawBook
    from amparo.rules.evidence import Instrument

_WORDS: Final = ("name", "payer", "collector", "right")
_KEYS: Final = {
    *_WORDS,
    *("origin", "currency", "as_on", "kinds", "topic", "shared", "takes", "at_place", "ports", "own_ports", "adapters"),
    *("on_the_sum", "institutions", "adapted", "cannot_move", "displaces"),
}


class MechanismError(LawError):
    """A mechanism that is not there, or does not fit the law it is put into."""


@dataclass(frozen=True, slots=True)
class Port:
    """A name that a mechanism reads and the receiving law gives: by country, the provision that gives it there."""

    name: str
    topic: str
    level: Level
    kind: str
    label: Label
    hosts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Taken:
    """A provision of the origin's own law, taken over as it stands: where it is from, and what it is."""

    source: str
    node: Fact | Parameter | Rule | LinkNode


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a scheme of a country that can give way, and the provisions in which it meets work and months.

    of_years: sums told for a year, which give way in proportion to the pay of the year.
    """

    id: str
    scheme: str
    branches: frozenset[str]
    of_work: tuple[str, ...]
    of_months: tuple[str, ...]
    of_years: tuple[str, ...]
    as_they_stand: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Displaced:
    """A part of a scheme that gives way: for the work that a truth of the mechanism catches, or for the months."""

    part: Part
    caught: str
    month: str


@dataclass(frozen=True)
class Mechanism:
    """A set of provisions that can be moved, with what it needs of the law that receives it."""

    id: str
    origin: str
    currency: str
    as_on: int
    kinds: tuple[str, ...]
    name: Label
    payer: Label
    collector: Label
    right: Label
    institutions: tuple[Label, ...]
    adapted: tuple[Label, ...]
    cannot_move: tuple[Label, ...]
    topic: str
    ports: tuple[Port, ...]
    own_ports: Mapping[str, str]
    on_the_sum: frozenset[str]
    displaces: Mapping[str, tuple[Displaced, ...]]
    apart: Mapping[str, tuple[str, ...]]
    adapters: Mapping[str, tuple[Topic, ...]]
    topics: tuple[Topic, ...]
    taken: tuple[Taken, ...]

    @property
    def facts(self) -> tuple[Fact, ...]:
        """The facts of its own that records would have to tell."""
        return tuple(fact for topic in self.topics for fact in topic.facts.values())

    @property
    def parameters(self) -> tuple[Parameter, ...]:
        """Its legal values, taken over or its own."""
        return tuple(parameter for topic in self.topics for parameter in topic.parameters.values())

    @property
    def missing(self) -> tuple[Label, ...]:
        """What is not known of it."""
        return tuple(item for topic in self.topics for item in topic.missing)

    def goes_onto(self, country: str) -> bool:
        """Whether the country's law gives every port."""
        return country != self.origin and all(country in port.hosts for port in self.ports)


@cache
def mechanisms() -> Mapping[str, Mechanism]:
    """All mechanisms, by id."""
    data = read_yaml(FOLDER / "catalogue.yaml")
    parts = {host: {key: _part(key, one) for key, one in held.items()} for host, held in data.pop("_gives_way").items()}
    shared = {name: _port(name, entry, "catalogue.yaml, _shared") for name, entry in data.pop("_shared").items()}
    apart = {host: tuple(schemes) for host, schemes in data.pop("_apart").items()}
    return {name: _mechanism(name, entry, shared, apart, parts) for name, entry in data.items()}


def find_mechanism(name: str) -> Mechanism:
    """A mechanism by id; raises MechanismError with the nearest ids."""
    found = mechanisms().get(name)
    if found is None:
        raise MechanismError(
            Message(
                "graft.unknown",
                "'{name}' is not a mechanism.{hint} Cure: amparo mechanism list shows all.",
                name=name,
                hint=nearest(name, mechanisms()),
            )
        )
    return found


# --- reading ----------------------------------------------------------------------------------------------------------


def _mechanism(
    name: str,
    data: Mapping[str, Any],
    shared: Mapping[str, Port],
    apart: Mapping[str, tuple[str, ...]],
    parts: Mapping[str, Mapping[str, Part]],
) -> Mechanism:
    where = f"catalogue.yaml, {name}"
    check_keys(data, _KEYS, where)
    own = str(data["topic"])
    origin = str(data["origin"])
    taken = tuple(_taken(origin, data.get("takes") or {}, data.get("at_place") or {}, where))
    topics = tuple(_topics((*(data.get("shared") or ()), own), origin, taken, where))
    ports = [port for port in shared.values() if port.topic in {topic.name for topic in topics}]
    ports += [_port(key, {"topic": own, **entry}, where) for key, entry in (data.get("ports") or {}).items()]
    return Mechanism(
        id=name,
        origin=origin,
        currency=str(data["currency"]),
        as_on=read_date(data["as_on"]),
        kinds=tuple(data.get("kinds") or ()),
        **{key: read_label(data.get(key), f"{where}, {key}") for key in _WORDS},
        institutions=_labels(data.get("institutions"), where),
        adapted=_labels(data.get("adapted"), where),
        cannot_move=(*_labels(data.get("cannot_move"), where), *_by_place(taken, data.get("at_place") or {})),
        topic=own,
        ports=tuple(ports),
        own_ports=dict(data.get("own_ports") or {}),
        on_the_sum=frozenset(data.get("on_the_sum") or ()),
        displaces={
            str(host): tuple(
                _displaced(key, said, parts.get(host, {}), f"{where}, displaces {host}") for key, said in one.items()
            )
            for host, one in (data.get("displaces") or {}).items()
        },
        apart=apart,
        adapters={
            str(host): tuple(_topics(names, str(host), (), where))
            for host, names in (data.get("adapters") or {}).items()
        },
        topics=topics,
        taken=taken,
    )


def _part(name: str, data: Mapping[str, Any]) -> Part:
    where = f"catalogue.yaml, _gives_way {name}"
    check_keys(data, {"scheme", "branches", "of_work", "of_months", "of_years", "as_they_stand"}, where)
    work, months, years = (tuple(data.get(key) or ()) for key in ("of_work", "of_months", "of_years"))
    stand = {key: tuple(readers) for key, readers in (data.get("as_they_stand") or {}).items()}
    unknown = set(stand) - {*work, *months}
    if unknown:
        raise MechanismError(f"{where}: {', '.join(sorted(unknown))} stands as it is, but does not give way.")
    return Part(name, str(data["scheme"]), frozenset(data["branches"]), work, months, years, stand)


def _displaced(name: str, said: Any, parts: Mapping[str, Part], where: str) -> Displaced:
    """A truth of the mechanism (of an engagement or a payer's month), or {month: a truth of the month}."""
    if name not in parts:
        raise NameNotFound(f"{where}: '{name}' is not a part that can give way.{nearest(name, parts)}")
    if isinstance(said, dict):
        check_keys(said, {"month"}, where)
        if parts[name].of_work:
            raise MechanismError(f"{where}: '{name}' gives way by engagement. Cure: name a truth of the engagement.")
        return Displaced(parts[name], "", str(said["month"]))
    return Displaced(parts[name], str(said), "")


def _labels(data: Any, where: str) -> tuple[Label, ...]:
    return tuple(read_label(item, where) for item in data or ())


def _port(name: str, data: Mapping[str, Any], where: str) -> Port:
    check_keys(data, {"topic", "level", "kind", "label", "hosts"}, f"{where}, port {name}")
    label = read_label(data.get("label"), f"{where}, port {name}")
    level = Level[str(data["level"]).upper()]
    return Port(name, str(data["topic"]), level, str(data["kind"]), label, dict(data["hosts"]))


def _by_place(taken: Iterable[Taken], at_place: Mapping[str, str]) -> list[Label]:
    """Values kept by place do not move: only what holds for the whole country does, or one place that is named."""
    found = []
    for one in taken:
        if isinstance(one.node, Parameter) and one.node.by_place and one.node.name not in at_place:
            found.append(
                Label(
                    f"Local values of: {one.node.label.en}",
                    f"Valores locais de: {one.node.label.pt}",
                    f"地方标准：{one.node.label.zh}",
                )
            )
    return found


def _taken(origin: str, takes: Mapping[str, list[str]], at_place: Mapping[str, str], where: str) -> Iterable[Taken]:
    law: LawBook | None = book(origin) if takes else None
    for topic, names in takes.items():
        for name in names:
            assert law is not None
            key = f"{topic}.{name}"
            node = law.nodes.get(key)
            if not isinstance(node, Fact | Parameter | Rule | LinkNode):
                raise NameNotFound(f"{where}: {origin} has no '{key}'.{nearest(key, law.nodes)}")
            if isinstance(node, Parameter) and name in at_place:
                place = at_place[name]
                if place not in node.series:
                    raise MechanismError(f"{where}: {key} has no values of '{place}'.")
                node = replace(node, series={"": node.series[place]})
            yield Taken(key, node)


def _topics(names: Iterable[str], origin: str, taken: tuple[Taken, ...], where: str) -> Iterable[Topic]:
    known: dict[str, type[Category]] = dict(COMMON_CATEGORIES)
    cited = dict(_instruments(origin))
    names = tuple(names)
    for name in names:
        module = import_module(f"amparo.law.mechanisms.{name}")
        topic = read_topic(name, module, FOLDER / f"{name}.yaml", cited, NO_PLACES, known)
        if topic.elsewhere or topic.name != name:
            raise MechanismError(f"{where}: {name} says topic:, but a mechanism has one topic. Cure: leave it out.")
        known |= topic.category_types
        yield _joined(topic, origin, taken, where) if name == names[-1] else topic


def _instruments(origin: str) -> Mapping[str, Instrument]:
    own = dict(instruments(str(FOLDER / "instruments.py")))
    if origin not in COUNTRIES:
        return own
    return {**instruments(str(COUNTRIES[origin].folder() / "instruments.py")), **own}


def _joined(topic: Topic, origin: str, taken: tuple[Taken, ...], where: str) -> Topic:
    """The mechanism's topic with the provisions taken over, under its own name; places stay behind."""
    if not taken:
        return topic
    law = book(origin)
    facts, parameters, rules, links = dict(topic.facts), dict(topic.parameters), dict(topic.rules), dict(topic.links)
    labels, categories, types = dict(topic.labels), dict(topic.categories), dict(topic.category_types)
    for one in taken:
        node = one.node
        if node.name in {*facts, *parameters, *rules, *links}:
            raise MechanismError(f"{where}: '{node.name}' is taken over from {one.source} and written anew. Cure: one.")
        labels.setdefault(node.name, node.label)
        for kind in _kinds(node):
            source = law.topics[one.source.partition(".")[0]]
            if kind.__name__ not in COMMON_CATEGORIES:
                types[kind.__name__] = kind
                held = next((t.categories for t in law.topics.values() if kind.__name__ in t.categories), {})
                categories[kind.__name__] = {**source.categories, **held}[kind.__name__]
        match node:
            case Fact():
                facts[node.name] = replace(node, topic=topic.name)
            case Parameter():
                national = {"": node.series[""]} if "" in node.series else {}
                parameters[node.name] = replace(node, topic=topic.name, by_place=False, series=national)
            case Rule():
                versions = tuple(replace(version, place="") for version in node.versions)
                rules[node.name] = replace(node, topic=topic.name, versions=versions)
            case LinkNode():
                links[node.name] = node.link
    return replace(
        topic,
        facts=facts,
        parameters=parameters,
        rules=rules,
        links=links,
        labels=labels,
        categories=categories,
        category_types=types,
    )


def _kinds(node: Fact | Parameter | Rule | LinkNode) -> list[type[Category]]:
    kinds = [node.kind, *((node.content, *node.keys) if isinstance(node, Parameter) else ())]
    return [kind.category for kind in kinds if kind.category is not None]


@cache
def shared_topic(name: str) -> Topic:
    """A topic of the mechanisms that belongs to none of them."""
    (topic,) = _topics((name,), "", (), "catalogue.yaml")
    return topic


# --- as on a day ------------------------------------------------------------------------------------------------------

ALWAYS: Final = read_date("1990-01-01")


def topics_on(mechanism: Mechanism, day: int) -> tuple[Topic, ...]:
    """The mechanism's topics as they stood on a day, in force at all times: origin's dates are not the host's.

    Raises MechanismError where a rule was not in force on that day.
    """
    return tuple(_topic_on(topic, mechanism, day) for topic in mechanism.topics)


def _topic_on(topic: Topic, mechanism: Mechanism, day: int) -> Topic:
    return replace(
        topic,
        rules={name: _rule_on(rule, mechanism, day) for name, rule in topic.rules.items()},
        parameters={name: _parameter_on(parameter, day) for name, parameter in topic.parameters.items()},
    )


def _rule_on(rule: Rule, mechanism: Mechanism, day: int) -> Rule:
    number = rule.active(day)
    if number < 0:
        raise MechanismError(
            Message(
                "graft.not_in_force",
                "{id}: {rule} was not in force in {origin} on {day}. Cure: --as-on {as_on}, the day it is held for.",
                id=mechanism.id,
                rule=rule.full_name,
                origin=mechanism.origin,
                day=date_of(day).isoformat(),
                as_on=date_of(mechanism.as_on).isoformat(),
            )
        )
    version = replace(rule.versions[number], since=ALWAYS, until=2**31 - 1)
    return replace(rule, versions=(version,), before=None, after=None)


def _parameter_on(parameter: Parameter, day: int) -> Parameter:
    entry = parameter.dated_at(day)
    if entry is None:
        return replace(parameter, series={})
    return replace(parameter, series={"": (replace(entry, start=ALWAYS, known=ALWAYS, frozen=False),)})


__all__ = [
    "ALWAYS",
    "Displaced",
    "Link",
    "Mechanism",
    "MechanismError",
    "Part",
    "Port",
    "Taken",
    "find_mechanism",
    "mechanisms",
    "shared_topic",
    "topics_on",
]
