"""What is still asked of a worker: facts that decide, the answers there are, what each would do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from amparo.engine.explain import label_of
from amparo.report.values import span_text, value_text
from amparo.report.words import word
from amparo.rules.kinds import show_value

if TYPE_CHECKING:
    from amparo import api
    from amparo.api import Open


def questions(close: api.WorkerResult, lang: str) -> list[dict[str, Any]]:
    """The facts not told that still decide, each asked once for each payer; those that decide alone come first."""
    found = []
    for item in close.unknowns:
        if item.label is None or item.kind is None:
            continue
        for payer in dict.fromkeys(row.payer or row.group for row in item.rows):
            found.append(
                {
                    "name": f"answer|{item.node}|{payer}",
                    "node": item.node,
                    "label": item.label.text(lang),
                    "payer": payer,
                    "decides": bool(item.effects),
                    "kind": item.kind.name,
                    "choices": _choices(close, item, lang),
                    "effects": _effects(close, item, lang),
                }
            )
    return found


def _choices(close: api.WorkerResult, item: Open, lang: str) -> list[tuple[str, str]]:
    """What may be answered, for a closed list; nothing where a day, an amount or a number is asked for."""
    kind, law = item.kind, close.book
    assert kind is not None
    if kind.name == "truth":
        return [("yes", word("value.yes", lang)), ("no", word("value.no", lang))]
    if kind.name == "place":
        return [(name, label.text(lang)) for name, label in zip(law.places.names, law.places.labels, strict=True)]
    if kind.category is not None:
        return [(show_value(kind, m.value), value_text(law, kind, m.value, lang)) for m in list(kind.category)]
    return []


def _effects(close: api.WorkerResult, item: Open, lang: str) -> list[tuple[str, list[str]]]:
    """What the first answers would make of the results."""
    by: dict[str, dict[str, None]] = {}
    assert item.kind is not None
    for effect in item.effects:
        said = value_text(close.book, item.kind, effect.answer, lang)
        name = label_of(close.book.nodes[effect.at[0]]).text(lang)
        outcome = span_text(close.book, effect.kind, effect.low, effect.high, lang)
        by.setdefault(said, {})[word("law.line", lang, name=name, text=outcome)] = None
    return [(said, list(lines)) for said, lines in list(by.items())[:4]]


__all__ = ["questions"]
