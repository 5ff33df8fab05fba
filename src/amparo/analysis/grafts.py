"""Grafts: a mechanism of one country put into another country's law, through ports; neither law's files change.

What cannot be moved is listed. What the receiving law already has in the same branches is kept, or gives way for whom
the mechanism catches.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from amparo.analysis.displacement import DISPLACE, GivingWay, displaced_by, existing_schemes, giving_way, said
from amparo.analysis.equivalences import Converted, equivalences, find_equivalence, has_money, in_money_here
from amparo.analysis.mechanisms import Mechanism, MechanismError, topics_on
from amparo.rules.book import assemble, result_key
from amparo.rules.declarations import CoverageStatement, Posting
from amparo.rules.levels import SPELL
from amparo.rules.messages import Either, Listed, Message
from amparo.rules.nodes import Builtin, LinkNode, Rule

if TYPE_CHECKING:
    from amparo.rules.book import LawBook
    from amparo.rules.declarations import Branch
    from amparo.rules.evidence import Label
    from amparo.rules.topics import Topic

NO_MONEY: Final = "no money"
DISPLACED, KEPT, DOUBLED, BESIDE, APART = "displaced", "kept", "doubled", "beside", "apart"


# --- the graft --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Overlap:
    """A scheme of the receiving law in the same branch.

    kind: displaced (the mechanism takes its place), kept (it could, but is kept), doubled (the same payer pays
    already), beside (another pays), apart (for engagements that the mechanism leaves out, such as employment).
    """

    kind: str
    branch: str
    scheme: str
    payer_role: str
    node: str


@dataclass(frozen=True)
class Graft:
    """A mechanism put into a country's law by one equivalence rule, existing schemes kept or displaced."""

    mechanism: Mechanism
    host: str
    conversion: str
    existing: str
    as_on: int
    before: LawBook
    after: LawBook
    converted: tuple[Converted, ...]
    overlaps: tuple[Overlap, ...]
    not_moved: tuple[Label, ...]

    @property
    def added(self) -> tuple[str, ...]:
        """The provisions that the law did not have before."""
        return tuple(key for key in self.after.nodes if key not in self.before.nodes)

    def coverage(self) -> dict[Branch, list[str]]:
        """The mechanism's own rules of cover, by branch."""
        found: dict[Branch, list[str]] = {}
        for topic, one in self.after.results(CoverageStatement):
            if topic in self.own_topics:
                found.setdefault(one.branch, []).append(result_key(self.after, topic, one.node))
        return found

    @property
    def own_topics(self) -> frozenset[str]:
        """The names of the mechanism's own topics."""
        return frozenset(topic.name for topic in self.mechanism.topics)


def graft(
    mechanism: Mechanism, host: LawBook, conversion: str, *, as_on: int | None = None, existing: str | None = None
) -> Graft:
    """The receiving law with the mechanism in it, as the mechanism stood on a day, at all times of the records.

    existing: keep or displace the schemes whose place it can take (None: as the catalogue declares).
    Raises MechanismError for a mechanism of the same country, a law that does not give its ports, an equivalence
    without a reference amount of either country, a law already amended, or schemes that do not give way to it.
    """
    code = host.country.code
    _check(mechanism, host)
    way = existing_schemes(mechanism, code, existing)
    day = mechanism.as_on if as_on is None else as_on
    topics = topics_on(mechanism, day)
    converted: list[Converted] = []
    if conversion != NO_MONEY:
        equivalence = find_equivalence(conversion)
        factor = equivalence.factor(mechanism.origin, code)
        topics = tuple(in_money_here(topic, mechanism, equivalence, code, factor, converted) for topic in topics)
    elif has_money(mechanism):
        raise MechanismError(
            Message(
                "graft.needs_conversion",
                "{id} holds amounts of money. Cure: --convert {names}.",
                id=mechanism.id,
                names=Either(equivalences()),
            )
        )
    giving = giving_way(mechanism, host) if way == DISPLACE else GivingWay(host.topics, {})
    after = _joined(host, (*topics, *mechanism.adapters.get(code, ())), mechanism, giving)
    return Graft(
        mechanism,
        code,
        conversion,
        way,
        day,
        host,
        after,
        tuple(converted),
        tuple(_overlaps(mechanism, host, after, way)),
        _not_moved(mechanism),
    )


def grafts(
    mechanism: Mechanism,
    host: LawBook,
    conversions: Sequence[str] = (),
    *,
    as_on: int | None = None,
    existing: str | None = None,
) -> tuple[Graft, ...]:
    """The same mechanism by each equivalence, side by side: at least two where money is turned."""
    if not has_money(mechanism):
        return (graft(mechanism, host, NO_MONEY, as_on=as_on, existing=existing),)
    _check(mechanism, host)
    chosen = tuple(dict.fromkeys(conversions)) or possible(mechanism, host.country.code)
    if len(chosen) < 2:
        rest = [name for name in possible(mechanism, host.country.code) if name not in chosen]
        raise two_needed(mechanism.id, rest)
    return tuple(graft(mechanism, host, name, as_on=as_on, existing=existing) for name in chosen)


def two_needed(named: str, rest: Sequence[str]) -> MechanismError:
    """The refusal of one equivalence alone; rest: those that could stand beside it."""
    return MechanismError(
        Message(
            "graft.two_conversions",
            "{id}: amounts of money are shown by at least two equivalences side by side. Cure: add --convert {names}.",
            id=named,
            names=Either(rest) or Message("graft.one_more", "one more"),
        )
    )


def possible(mechanism: Mechanism, host: str) -> tuple[str, ...]:
    """The equivalences for which both countries' reference amounts are held."""
    both = {mechanism.origin, host}
    return tuple(name for name, one in equivalences().items() if both <= set(one.values))


def _check(mechanism: Mechanism, host: LawBook) -> None:
    code = host.country.code
    if mechanism.origin == code:
        raise MechanismError(
            Message(
                "graft.own",
                "{id} is a mechanism of {code} itself. Cure: change its own law with amparo reform.",
                id=mechanism.id,
                code=code,
            )
        )
    lacking = [port for port in mechanism.ports if code not in port.hosts]
    if lacking:
        names = Listed(port.name for port in lacking)
        raise MechanismError(
            Message(
                "graft.no_host",
                "{id} cannot be put onto {code}: its law gives nothing for {names}. Cure: name the provision "
                "that gives it in law/mechanisms/catalogue.yaml, hosts.",
                id=mechanism.id,
                code=code,
                names=names,
            )
        )
    if host.amendments or host.known_on is not None:
        raise MechanismError(
            Message("graft.first", "{id}: graft first, reform after. Cure: give the law as it stands.", id=mechanism.id)
        )
    if mechanism.topic in host.topics:
        raise MechanismError(Message("graft.already", "{id} is already in this law.", id=mechanism.id))


def _joined(host: LawBook, topics: Iterable[Topic], mechanism: Mechanism, giving: GivingWay) -> LawBook:
    """A law with the topics added, their ports bound, and everything the host reads bound to what it read before."""
    added = {topic.name: topic for topic in topics if topic.name not in host.topics}
    names = {
        name
        for topic in added.values()
        for part in (topic.facts, topic.parameters, topic.rules, topic.links)
        for name in part
    }
    bindings = dict(host.country.bindings or {}) | _kept_bindings(host, names)
    bindings |= {
        f"{port.topic}.{port.name}": port.hosts[host.country.code] for port in mechanism.ports if port.topic in added
    }
    bindings |= {f"{mechanism.topic}.{name}": f"{mechanism.topic}.{own}" for name, own in mechanism.own_ports.items()}
    bindings |= giving.bindings
    country = replace(host.country, bindings=bindings)
    book = assemble(country, {**giving.topics, **added}, host.places)
    same = {key: host.nodes[key] for key, node in book.nodes.items() if host.nodes.get(key) == node}
    return replace(book, nodes={key: same.get(key, node) for key, node in book.nodes.items()})


def _kept_bindings(host: LawBook, names: set[str]) -> dict[str, str]:
    """A name that the mechanism brings must not make a name of the host ambiguous."""
    found = {}
    for key, versions in host.inputs.items():
        node = host.nodes[key]
        if not isinstance(node, Rule | LinkNode):
            continue
        for number, inputs in enumerate(versions):
            for name, source in inputs.items():
                written = said(node, number, name)
                own = source == f"{node.topic}.{written}"
                if written in names and not own and not isinstance(host.nodes[source], Builtin):
                    found[f"{node.topic}.{written}"] = source
    return found


# --- what is covered already, and what stays behind ------------------------------------------------------------------


def _overlaps(mechanism: Mechanism, host: LawBook, after: LawBook, existing: str) -> Iterable[Overlap]:
    """Schemes of the receiving law in the branches of the mechanism, by who pays; and those that give way to it."""
    topics = {topic.name for topic in mechanism.topics}
    cover = [one for topic, one in after.results(CoverageStatement) if topic in topics]
    postings = [one for topic, one in after.results(Posting) if topic in topics]
    if not cover and not postings:
        return []
    branches = {one.branch for one in cover} | {one.branch for one in postings if one.branch is not None}
    roles = {one.payer for one in postings}
    gone = {(d.part.scheme, name) for d in displaced_by(mechanism, host.country.code) for name in d.part.branches}
    way = DISPLACED if existing == DISPLACE else KEPT
    apart = mechanism.apart.get(host.country.code, ())

    def kind(scheme: str, branch: str, role: str) -> str:
        if scheme in apart:
            return APART
        return way if (scheme, branch) in gone else DOUBLED if role in roles else BESIDE

    found: dict[tuple[str, str, str], Overlap] = {}
    for scheme, role, branch, node in (*_charges(host), *_covers(host)):
        name = branch.name.lower()
        covered_only = not role and any((scheme, name) == (one.scheme, one.branch) for one in found.values())
        beside = (branch in branches or not branches or (scheme, name) in gone) and not covered_only
        if beside:
            found.setdefault((scheme, role, name), Overlap(kind(scheme, name, role), name, scheme, role, node))
    order = (DISPLACED, KEPT, DOUBLED, BESIDE, APART)
    return sorted(found.values(), key=lambda one: (order.index(one.kind), one.scheme, one.branch))


def _charges(host: LawBook) -> Iterable[tuple[str, str, Branch, str]]:
    """Scheme, payer, branch and provision of everything that is charged; what a claim is paid is no charge."""
    of_scheme: dict[str, set[Branch]] = {}
    for _, one in host.results(CoverageStatement):
        of_scheme.setdefault(one.scheme, set()).add(one.branch)
    for topic, posting in host.results(Posting):
        node = result_key(host, topic, posting.node)
        if host.nodes[node].level != SPELL:  # type: ignore[union-attr]
            own = {posting.branch} if posting.branch is not None else of_scheme.get(posting.scheme, set())
            for branch in sorted(own):
                yield posting.scheme, posting.payer, branch, node


def _covers(host: LawBook) -> Iterable[tuple[str, str, Branch, str]]:
    """Scheme, no payer, branch and provision of every statement of cover."""
    for topic, one in host.results(CoverageStatement):
        yield one.scheme, "", one.branch, result_key(host, topic, one.node)


def _not_moved(mechanism: Mechanism) -> tuple[Label, ...]:
    return (*mechanism.cannot_move, *mechanism.missing)


__all__ = [
    "APART",
    "BESIDE",
    "DISPLACED",
    "DOUBLED",
    "KEPT",
    "NO_MONEY",
    "Graft",
    "Overlap",
    "graft",
    "grafts",
    "possible",
    "two_needed",
]
