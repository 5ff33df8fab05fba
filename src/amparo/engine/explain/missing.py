"""What is not told and an unknown outcome waits for, and what each answer would make of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from amparo.engine.explain.naming import label_of, row_of
from amparo.engine.explain.reasons import reason_ids
from amparo.engine.explain.trials import answers_of, varied
from amparo.rules.bounds import Unknown, high, low, why
from amparo.rules.errors import OutOfRange
from amparo.rules.nodes import Fact, LinkNode, Rule

if TYPE_CHECKING:
    from collections.abc import Iterable

    from amparo.engine.explain.explainer import Explainer
    from amparo.engine.explain.reasons import At, Reason, Row
    from amparo.engine.reference import Reference
    from amparo.rules.evidence import Label
    from amparo.rules.kinds import Kind


@dataclass(frozen=True, slots=True)
class Answer:
    """What an outcome would be if a fact that is not told were told so."""

    value: int
    low: int
    high: int
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Missing:
    """A fact not told on some rows, that an outcome waits for, and what each answer would make of the outcome.

    alone: whether one answer by itself narrows the outcome. node '' asks whether anything came before (or after).
    """

    node: str
    rows: tuple[Row, ...]
    label: Label
    kind: Kind | None
    answers: tuple[Answer, ...]
    alone: bool


def missing_facts(explainer: Explainer, outcomes: Iterable[At]) -> dict[str, tuple[int, ...]]:
    """The facts not told that unknown outcomes wait for: fact -> rows. Only what bears on the outcomes is followed."""
    found: dict[str, set[int]] = {}
    for reason in explainer.upstream(outcomes, _open):
        if (reason.role == "fact" or reason.told) and reason.row is not None:
            found.setdefault(reason.node, set()).add(reason.row.number)
    return {key: tuple(sorted(rows)) for key, rows in found.items()}


def _open(reason: Reason) -> bool:
    """Whether a value is not known, or a parameter has no content."""
    content_open = reason.role == "parameter" and reason.dating is not None and reason.dating.content is None
    return not reason.known or content_open


def unknowns(explainer: Explainer, outcome: At) -> tuple[Missing, ...]:
    """What is not told and would decide an unknown outcome, with what each answer would make of it."""
    run = explainer.run
    value = run.value(*outcome)
    if not isinstance(value, Unknown):
        return ()
    found = []
    for key, rows in missing_facts(explainer, [outcome]).items():
        fact = run.book.nodes[key]
        assert isinstance(fact, Fact | LinkNode | Rule)
        tried = (
            _answer(varied(run, {key: dict.fromkeys(rows, answer)}), outcome, answer)
            for answer in answers_of(run, fact)
        )
        answers = tuple(answer for answer in tried if answer is not None)
        alone = any((answer.low, answer.high) != (value.low, value.high) for answer in answers)
        places = tuple(row_of(run, fact.level, row) for row in rows)
        found.append(Missing(key, places, label_of(fact), fact.kind, answers, alone))
    return tuple(sorted(found, key=lambda item: (not item.alone, item.node)))


def _answer(run: Reference, outcome: At, answer: int) -> Answer | None:
    """What an answer makes of the outcome; None where the law knows no such case."""
    try:
        value = run.value(*outcome)
    except OutOfRange:
        return None
    return Answer(answer, low(value), high(value), reason_ids(why(value)))
