"""The facts not told that results wait for, and what each answer would make of them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from amparo.engine.explain import answers_of, label_of, may_reach, missing_facts, reason_ids, row_of, varied
from amparo.engine.reference import Reference
from amparo.rules.book import result_key
from amparo.rules.bounds import HISTORY, high, low, why
from amparo.rules.declarations import CoverageStatement, Posting, Status
from amparo.rules.errors import OutOfRange
from amparo.rules.nodes import Fact

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from amparo.engine.explain import At, Explainer, Row
    from amparo.rules.book import LawBook
    from amparo.rules.evidence import Label
    from amparo.rules.kinds import Kind


@dataclass(frozen=True, slots=True)
class Effect:
    """What one answer makes of one result on one row."""

    answer: int
    result: str
    at: At
    kind: Kind
    low: int
    high: int
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Open:
    """A fact not told, and what each answer changes among the results; node '' is 'nothing before / after'."""

    node: str
    label: Label | None
    kind: Kind | None
    rows: tuple[Row, ...]
    results: tuple[str, ...]
    effects: tuple[Effect, ...]


def open_facts(explainer: Explainer, waiting: Mapping[str, At]) -> tuple[Open, ...]:
    """What the unknown results wait for: first whether anything came before or after, then facts by their effects."""
    if not waiting:
        return ()
    run = explainer.run
    found = [_open(run, key, rows, waiting) for key, rows in missing_facts(explainer, waiting.values()).items()]
    history = [] if run.dossier.nothing_before and run.dossier.nothing_after else _history(run, waiting)
    ordered = sorted(found, key=lambda item: (not item.effects, -len(item.effects), item.node))
    return (*history, *ordered)


def _open(run: Reference, key: str, rows: tuple[int, ...], waiting: Mapping[str, At]) -> Open:
    fact = run.book.nodes[key]
    assert isinstance(fact, Fact)
    ends = _ends(run.book)
    effects = [
        effect
        for answer in answers_of(run, fact)
        for other in [varied(run, {key: dict.fromkeys(rows, answer)})]
        if may_reach(run, other, key, ends)
        for effect in _effects(run, other, answer, waiting)
    ]
    results = tuple(dict.fromkeys(effect.result for effect in effects))
    places = tuple(row_of(run, fact.level, row) for row in rows)
    return Open(key, label_of(fact), fact.kind, places, results, tuple(effects))


def _ends(book: LawBook) -> frozenset[str]:
    """The nodes of all results, in whatever months."""
    every = (*book.results(Status), *book.results(CoverageStatement), *book.results(Posting))
    return frozenset(result_key(book, topic, result.node) for topic, result in every)


def _history(run: Reference, waiting: Mapping[str, At]) -> list[Open]:
    """What would change if the case said that nothing came before and after."""
    on_history = {name: at for name, at in waiting.items() if why(run.value(*at)) & HISTORY}
    if not on_history:
        return []
    closed = replace(run.dossier, nothing_before=True, nothing_after=True)
    effects = tuple(_effects(run, Reference(run.book, closed), 1, on_history))
    results = tuple(dict.fromkeys(effect.result for effect in effects))
    return [Open("", None, None, (), results, effects)] if effects else []


def _effects(run: Reference, other: Reference, answer: int, waiting: Mapping[str, At]) -> Iterator[Effect]:
    for name, at in waiting.items():
        try:
            before, after = run.value(*at), other.value(*at)
        except OutOfRange:  # the law knows no such case
            continue
        if (low(before), high(before)) != (low(after), high(after)):
            result, kind = name.partition("[")[0], run.book.nodes[at[0]].kind
            yield Effect(answer, result, at, kind, low(after), high(after), reason_ids(why(after)))
