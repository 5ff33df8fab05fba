"""The benefits and the participation that a country declares, with every name found in its book."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from amparo.rules.book import result_key
from amparo.rules.declarations import Benefit, Branch, Contingency, CoverageStatement, Participation
from amparo.rules.kinds import read_value
from amparo.rules.nodes import Fact, LinkNode, Rule

if TYPE_CHECKING:
    from collections.abc import Iterable

    from amparo.rules.book import LawBook


@dataclass(frozen=True, slots=True)
class Terms:
    """A benefit whose nodes are named in full ('' where it has none); assumed: facts of the spell, as stored."""

    id: str
    branch: Branch
    scheme: str
    contingency: Contingency
    qualified: str
    conditions: tuple[str, ...]
    amount: str
    per: str
    reference: str
    waiting: str
    duration: str
    entitled: str
    paid: str
    assumed: tuple[tuple[str, int], ...]
    c102: str
    missoc: str
    esspros: str

    @property
    def monthly(self) -> tuple[str, ...]:
        """The nodes that say what would be if the contingency began in a month."""
        every = (self.qualified, *self.conditions, self.amount, self.reference, self.waiting, self.duration)
        return tuple(key for key in every if key)


@dataclass(frozen=True, slots=True)
class Membership:
    """Who is registered in a scheme for a branch, and who contributes, by nodes named in full."""

    branch: Branch
    scheme: str
    registered: str
    contributing: str


@dataclass(frozen=True, slots=True)
class CoverageBy:
    """How a scheme covers a branch in law, by a node named in full."""

    branch: Branch
    scheme: str
    node: str


def terms_of(book: LawBook) -> tuple[Terms, ...]:
    """Every benefit of a book, in the order of the branches."""
    found = [_terms(book, topic, benefit) for topic, benefit in book.results(Benefit)]
    return tuple(sorted(found, key=lambda terms: int(terms.branch)))


def memberships_of(book: LawBook) -> tuple[Membership, ...]:
    """Every statement of participation of a book."""
    return tuple(
        Membership(
            said.branch, said.scheme, *(result_key(book, topic, n) for n in (said.registered, said.contributing))
        )
        for topic, said in book.results(Participation)
    )


def coverages_of(book: LawBook) -> tuple[CoverageBy, ...]:
    """Every statement of coverage in law of a book."""
    return tuple(
        CoverageBy(said.branch, said.scheme, result_key(book, topic, said.node))
        for topic, said in book.results(CoverageStatement)
    )


def _terms(book: LawBook, topic: str, benefit: Benefit) -> Terms:
    def key(name: str) -> str:
        return result_key(book, topic, name) if name else ""

    assumed = tuple((key(name), _stored(book, key(name), said)) for name, said in benefit.assumed)
    return Terms(
        id=benefit.id,
        branch=benefit.branch,
        scheme=benefit.scheme,
        contingency=benefit.contingency,
        qualified=key(benefit.qualified),
        conditions=tuple(key(name) for name in benefit.conditions),
        amount=key(benefit.amount),
        per=benefit.per,
        reference=key(benefit.reference),
        waiting=key(benefit.waiting),
        duration=key(benefit.duration),
        entitled=key(benefit.entitled),
        paid=key(benefit.paid),
        assumed=assumed,
        c102=benefit.c102,
        missoc=benefit.missoc,
        esspros=benefit.esspros,
    )


def _stored(book: LawBook, key: str, said: str) -> int:
    fact = book.nodes[key]
    assert isinstance(fact, Fact)
    return read_value(fact.kind, said, book.places)


def computed(book: LawBook, keys: Iterable[str]) -> list[str]:
    """Those of the nodes that are worked out: what is told needs no run."""
    return [key for key in dict.fromkeys(keys) if isinstance(book.nodes[key], Rule | LinkNode)]


def benefit_outputs(book: LawBook) -> list[str]:
    """Every node that a table of benefits shows month by month."""
    return computed(book, [key for terms in terms_of(book) for key in terms.monthly])


CONTINGENCIES: Final = tuple(member.name.lower() for member in Contingency)

__all__ = [
    "CONTINGENCIES",
    "CoverageBy",
    "Membership",
    "Terms",
    "benefit_outputs",
    "computed",
    "coverages_of",
    "memberships_of",
    "terms_of",
]
