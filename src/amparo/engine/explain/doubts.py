"""What is doubtful: the provisions known from memory or by one reading of several, and what rests on them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from amparo.engine.explain.naming import label_of
from amparo.engine.explain.reasons import provisions_of, reason_id

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from amparo.engine.explain.explainer import Explainer
    from amparo.engine.explain.reasons import At, Provision
    from amparo.rules.evidence import Label


@dataclass(frozen=True, slots=True)
class Doubt:
    """A doubtful provision, and which of the results asked about rest on it."""

    provision: Provision
    label: Label
    results: tuple[str, ...]


def doubts(explainer: Explainer, results: Mapping[str, At]) -> tuple[Doubt, ...]:
    """Every doubtful provision that the named results rest on, with the results that rest on it."""
    explainer.reach(results.values())
    readers: dict[str, list[str]] = {}
    stating: dict[tuple[str, int], tuple[Provision, list[str]]] = {}
    for identity, reason in explainer.held.items():
        for source in reason.sources():
            readers.setdefault(source.id, []).append(identity)
        for provision in provisions_of(reason):
            if provision.doubtful:
                stating.setdefault((provision.node, provision.since), (provision, []))[1].append(identity)
    ids: dict[str, list[str]] = {}
    for name, at in results.items():
        ids.setdefault(reason_id(*at), []).append(name)
    nodes = explainer.book.nodes
    found = []
    for provision, stated in stating.values():
        over = _over(stated, readers)
        resting = tuple(name for identity, names in ids.items() if identity in over for name in names)
        if resting:
            found.append(Doubt(provision, label_of(nodes[provision.node]), resting))
    return tuple(found)


def _over(stated: Iterable[str], readers: Mapping[str, list[str]]) -> set[str]:
    """All that rests on these."""
    over: set[str] = set()
    stack = list(stated)
    while stack:
        identity = stack.pop()
        if identity not in over:
            over.add(identity)
            stack += readers.get(identity, ())
    return over
