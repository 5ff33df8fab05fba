"""Existing schemes that give way to a mechanism, switched off for the work and the months that it catches, only there.

Nothing of the receiving country's files changes: beside each provision named in the catalogue stands another that says
nothing where the mechanism catches, and whoever read the first reads the second, save those who are to read on.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from amparo.analysis.mechanisms import Displaced, Mechanism, MechanismError, shared_topic
from amparo.law.mechanisms import FOLDER
from amparo.rules.book import result_key
from amparo.rules.errors import NameNotFound, nearest
from amparo.rules.evidence import Label, read_evidence
from amparo.rules.messages import Message
from amparo.rules.nodes import Builtin, Fact, LinkNode, Rule
from amparo.rules.switches import redirected, switched
from amparo.rules.topics import Topic, instance, instruments

if TYPE_CHECKING:
    from amparo.rules.book import LawBook

KEEP, DISPLACE = "keep", "displace"
_CONDITION: Final = "gives_way"


@dataclass(frozen=True)
class GivingWay:
    """The receiving law's topics with the switches in them, the topics that say where, and how names are bound."""

    topics: Mapping[str, Topic]
    bindings: Mapping[str, str]


def displaced_by(mechanism: Mechanism, host: str) -> tuple[Displaced, ...]:
    """The parts of the country's schemes that the catalogue says give way to the mechanism."""
    return mechanism.displaces.get(host, ())


def existing_schemes(mechanism: Mechanism, host: str, said: str | None) -> str:
    """Whether existing schemes are kept or displaced: as said, else as the catalogue declares.

    Raises MechanismError for another word, and for displace where the catalogue names nothing that could give way.
    """
    declared = displaced_by(mechanism, host)
    if said is None:
        return DISPLACE if declared else KEEP
    if said not in (KEEP, DISPLACE):
        raise MechanismError(
            Message(
                "graft.existing",
                "'{said}' is neither {keep} nor {displace}. Cure: --existing {keep} or {displace}.",
                said=said,
                keep=KEEP,
                displace=DISPLACE,
            )
        )
    if said == DISPLACE and not declared:
        raise MechanismError(
            Message(
                "graft.displaces_none",
                "{id} takes the place of no scheme of {host}. Cure: --existing {keep}, or name schemes under "
                "displaces in law/mechanisms/catalogue.yaml.",
                id=mechanism.id,
                host=host,
                keep=KEEP,
            )
        )
    return said


def giving_way(mechanism: Mechanism, host: LawBook) -> GivingWay:
    """What the catalogue declares for this mechanism and country, as topics and bindings to be put together."""
    found = GivingWay(dict(host.topics), {})
    for displaced in displaced_by(mechanism, host.country.code):
        found, work, month = _conditions(found, mechanism, displaced)
        for key in displaced.part.of_work:
            found = _switched_off(found, host, mechanism, displaced, key, work)
        for key in displaced.part.of_months:
            found = _switched_off(found, host, mechanism, displaced, key, month)
        for key in displaced.part.of_years:
            found = _in_proportion(found, host, displaced, key)
    return found


def _in_proportion(found: GivingWay, host: LawBook, displaced: Displaced, key: str) -> GivingWay:
    """A sum told for a year, read as what of it stays by the pay that does: a topic of its own beside it."""
    node = _node(host, key)
    work = _topic_of(displaced)
    name = f"{work}_for_{node.name}"
    ports = {"told": key, **{of: f"{work}.{of}" for of in ("pay_that_stays_of_year", "independent_pay_of_year")}}
    topics = {**found.topics, name: instance(shared_topic("gives_way_of_year"), name)}
    bound = {f"{name}.{port}": source for port, source in ports.items()}
    stay = displaced.part.as_they_stand.get(key, ())
    return GivingWay(topics, {**found.bindings, **_read_by(host, key, f"{name}.sum_that_stays", stay), **bound})


def _topic_of(displaced: Displaced) -> str:
    """The topic that says which work, and which months, give way."""
    return f"gives_way_of_{displaced.caught}"


def _node(host: LawBook, key: str) -> Rule | Fact:
    node = host.nodes.get(key)
    if not isinstance(node, Rule | Fact):
        raise NameNotFound(f"catalogue.yaml, _gives_way: {host.country.code} has no '{key}'.{nearest(key, host.nodes)}")
    return node


def _conditions(found: GivingWay, mechanism: Mechanism, displaced: Displaced) -> tuple[GivingWay, str, str]:
    """The truths of work and of the month that say where it gives way, and the topic that holds them."""
    if displaced.month:
        return found, "", _own(mechanism, displaced.month)
    name = _topic_of(displaced)
    topics = {**found.topics, name: instance(shared_topic("gives_way"), name)}
    bindings = {**found.bindings, f"{name}.caught": _own(mechanism, displaced.caught)}
    return GivingWay(topics, bindings), f"{name}.work_gives_way", f"{name}.month_gives_way"


def _own(mechanism: Mechanism, name: str) -> str:
    keys = [f"{topic.name}.{name}" for topic in mechanism.topics if name in {*topic.rules, *topic.links, *topic.facts}]
    if not keys:
        known = [name for topic in mechanism.topics for name in (*topic.rules, *topic.links)]
        raise NameNotFound(f"{mechanism.id}, displaces: nothing of it is called '{name}'.{nearest(name, known)}")
    return keys[0]


def _switched_off(
    found: GivingWay, host: LawBook, mechanism: Mechanism, displaced: Displaced, key: str, condition: str
) -> GivingWay:
    node = _node(host, key)
    name = f"{node.name}_beside_{mechanism.topic}"
    new = f"{node.topic}.{name}"
    stay = displaced.part.as_they_stand.get(key, ())
    bindings = {**found.bindings, **_read_by(host, key, new, stay), f"{node.topic}.{name}.{_CONDITION}": condition}
    topic = found.topics[node.topic]
    label = _beside(node.label)
    terms = instruments(str(FOLDER / "instruments.py"))["Terms"]("7")
    rule = switched(node, name, _CONDITION, terms, read_evidence("I", "catalogue.yaml"), label)
    topics = {
        **found.topics,
        node.topic: replace(topic, rules={**topic.rules, name: rule}, labels={**topic.labels, name: label}),
    }
    return GivingWay({at: _results(one, host, node, new) for at, one in topics.items()}, bindings)


def _beside(label: Label) -> Label:
    return Label(
        f"{label.en}, where the existing scheme stays",
        f"{label.pt}, onde o regime existente se mantém",
        f"{label.zh}（现有制度仍适用部分）",
    )


def _read_by(host: LawBook, key: str, new: str, stay: tuple[str, ...]) -> dict[str, str]:
    """Every reader of the provision bound to the new one, save those who read on as it stands."""
    found, readers = {}, set()
    for at, versions in host.inputs.items():
        reader = host.nodes[at]
        assert not isinstance(reader, Builtin)
        for number, names in enumerate(versions):
            for name, source in names.items():
                if source == key:
                    readers.add(at)
                    if at not in stay:
                        found[f"{reader.topic}.{reader.name}.{said(reader, number, name)}"] = new  # type: ignore[arg-type]
    slips = sorted(set(stay) - readers)
    if slips:
        raise MechanismError(f"catalogue.yaml, _gives_way: {', '.join(slips)} does not read {key}. Cure: take it out.")
    return found


def said(node: Rule | LinkNode, number: int, name: str) -> str:
    """The name as written: of an argument, a place, a day, or what a link reads."""
    if isinstance(node, LinkNode):
        return {"source": node.link.source, "where": node.link.where, "before": node.link.before}[name]
    return {"place=": node.versions[number].place, "law_at=": node.law_at.node}.get(name, name)


def _results(topic: Topic, host: LawBook, node: Rule | Fact, new: str) -> Topic:
    if topic.name not in host.topics or not topic.results:
        return topic
    if node.name not in host.short_names or result_key(host, topic.name, node.name) != node.full_name:
        return topic
    return replace(topic, results=tuple(redirected(one, node.name, new) for one in topic.results))


__all__ = ["DISPLACE", "KEEP", "GivingWay", "displaced_by", "existing_schemes", "giving_way", "said"]
