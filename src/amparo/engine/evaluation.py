"""One rule by itself, for inputs that somebody gives, on a day's law."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from amparo.engine.dossier import Dossier, month_holding
from amparo.engine.plan import plan_of
from amparo.engine.reference import Reference
from amparo.rules.bounds import FACT, Unknown, between
from amparo.rules.errors import AmparoError
from amparo.rules.kinds import KINDS, day_of, read_date, read_value, show_value
from amparo.rules.levels import CONTRACT, GROUP_MONTH, PAYER, SPELL, TIE_MONTH, TIE_YEAR
from amparo.rules.messages import Message, what_of
from amparo.rules.nodes import Fact, LinkNode, Rule
from amparo.rules.parameters import Parameter

if TYPE_CHECKING:
    from collections.abc import Mapping

    from amparo.rules.book import LawBook
    from amparo.rules.bounds import Value

_OF_PAYERS: Final = (CONTRACT, GROUP_MONTH, TIE_MONTH, TIE_YEAR, PAYER)


def _bare_dossier(book: LawBook, keys: list[str], month: int, day: int) -> Dossier:
    """A dossier of one month, with an engagement and a spell only where something is asked or told of one."""
    levels = {node.level for node in (book.nodes[key] for key in keys) if not isinstance(node, Parameter)}
    contracts = (("payer", month),) if levels & set(_OF_PAYERS) else ()
    return Dossier("eval", month, month, contracts, spells=((day, day),) if SPELL in levels else ())


def _of_untold_rows(book: LawBook, dossier: Dossier) -> dict[tuple[str, int], Value]:
    """Links over engagements or spells of which nothing is told: unknown, where an empty table would say none."""
    untold: dict[tuple[str, int], Value] = {}
    for node in book.of_type(LinkNode):
        source = book.nodes[book.inputs[node.full_name][0].get("source", node.full_name)]
        assert not isinstance(source, Parameter)
        levels = _OF_PAYERS if not dossier.contracts else ()
        spells = node.link.how == "days_in" or source.level == SPELL
        rows = node.link.how == "up" and source.level in levels and not node.link.told
        if rows or (spells and not dossier.spells):
            bounds = plan_of(book).ranges.of(node.full_name)
            untold |= {
                (node.full_name, row): between(*bounds, FACT) for row in range(len(dossier.layout.ids[node.level]))
            }
    return untold


@dataclass(frozen=True)
class Evaluation:
    """The value of one rule for given inputs, and the run it can be explained from."""

    key: str
    value: Value
    run: Reference
    row: int


def evaluate_rule(
    book: LawBook, name: str, given: Mapping[str, Any], *, on: str | None = None, place: str | None = None
) -> Evaluation:
    """Evaluate one rule or link for one row, on a day, with some inputs (facts, rules, links) given as a person writes.

    Inputs not given are worked out from what they need in turn, and are unknown where nothing is given. `place` is told
    for every place that is not given, and holds for those that rules work out where they stay open.
    Raises NameNotFound for a name the country does not have and ValueError for a value that does not fit its kind.
    """
    key = book.find(name)
    node = book.nodes[key]
    if isinstance(node, Parameter):
        raise AmparoError(
            Message("law.parameter_show", "'{key}' is a parameter: use `amparo law show {key}`.", key=key)
        )
    day = read_date(on) if on is not None else day_of(dt.date.today())
    month = month_holding(day)
    stored = {book.find(word): value for word, value in given.items()}
    dossier = _bare_dossier(book, [key, *stored], month, day)
    if place is not None:
        for place_key in [k for k, n in book.nodes.items() if isinstance(n, Fact) and n.kind.name == "place"]:
            stored.setdefault(place_key, place)
    values: dict[tuple[str, int], Value] = {}
    for word, value in stored.items():
        told = _told(book, word, value)
        level = book.nodes[word].level  # type: ignore[union-attr]
        values |= {(word, row): told for row in range(len(dossier.layout.ids[level]))}
    run = Reference(book, dossier, {**_of_untold_rows(book, dossier), **values})
    if place is not None:
        asked = read_value(KINDS["place"], place, book.places)
        run = Reference(book, dossier, {**run.given, **_open_places(run, key, asked)})
    return Evaluation(key, run.value(key, 0), run, 0)


def _told(book: LawBook, word: str, value: Any) -> Value:
    """A value as somebody writes it for a node. Raises ValueError where it does not fit."""
    target = book.nodes[word]
    if isinstance(target, Parameter):
        raise AmparoError(
            Message("law.parameter_amend", "'{word}' is a parameter: amend the law to change it.", word=word)
        )
    if target.kind.name in ("table", "steps", "tariff"):
        raise AmparoError(Message("law.not_given", "'{word}' cannot be given.", word=word))
    if value == "unknown":
        return Unknown(*plan_of(book).ranges.of(word), FACT)
    try:
        told = read_value(target.kind, value, book.places)
    except ValueError as error:
        raise ValueError(Message("law.given_as", "{word}: {what}", word=word, what=what_of(error))) from None
    lowest, highest = (target.low, target.high) if isinstance(target, Fact) else (target.kind.low, target.kind.high)
    if not lowest <= told <= highest:
        low, high = (show_value(target.kind, end, book.places) for end in (lowest, highest))
        ends = Message("bounds.from_to", "{low} to {high}", low=low, high=high)
        raise ValueError(
            Message(
                "law.outside_range", "{word}: {value} is outside its range, {ends}", word=word, value=value, ends=ends
            )
        )
    return told


def _open_places(run: Reference, key: str, place: Value) -> dict[tuple[str, int], Value]:
    """The places that rules work out and that stay open: the one the caller asks about."""
    rules = [k for k, n in run.book.nodes.items() if isinstance(n, Rule) and n.kind.name == "place" and k != key]
    rows = [(k, row) for k in rules for row in range(len(run.memo[k]))]
    return {at: place for at in rows if isinstance(run.value(*at), Unknown)}


__all__ = ["Evaluation", "evaluate_rule"]
