"""Mechanisms in words: who pays, what right it buys, what it needs of the law that receives it, what stays behind."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from amparo.law import REAL
from amparo.report.results import Section
from amparo.report.values import cites_text, evidence_text, in_brackets, number_text
from amparo.report.words import word
from amparo.rules.helpers import Steps, Table, Tariff
from amparo.rules.kinds import KINDS, date_of, show_value
from amparo.rules.parameters import Parameter

if TYPE_CHECKING:
    from amparo.analysis.mechanisms import Mechanism
    from amparo.rules.evidence import Label
    from amparo.rules.kinds import Kind

_MONEY = KINDS["money"]


def mechanism_lines(every: Iterable[Mechanism], lang: str) -> list[str]:
    """One line each: id, origin, name, and onto which laws it goes."""
    return [
        "\t".join((one.id, one.origin, one.name.text(lang), " ".join(filter(one.goes_onto, REAL)))) for one in every
    ]


def mechanism_head(one: Mechanism, lang: str) -> list[str]:
    """Name, origin, who pays, who collects, what right it buys."""
    return [
        one.name.text(lang),
        word("mechanism.origin", lang, origin=one.origin, kinds=_kinds(one, lang), day=day_text(one.as_on)),
        word("mechanism.payer", lang, who=one.payer.text(lang)),
        word("mechanism.collector", lang, who=one.collector.text(lang)),
        word("mechanism.right", lang, right=one.right.text(lang)),
    ]


def _kinds(one: Mechanism, lang: str) -> str:
    """The atomic mechanisms that it is made of, in words."""
    return word("mark.semicolon", lang).join(
        word(f"mechanism.kind.{kind}", lang) + in_brackets(kind, lang) for kind in one.kinds
    )


def mechanism_sections(one: Mechanism, lang: str) -> list[Section]:
    """Ports, institutions, facts, values, provisions taken over, what was adapted, what stays behind."""
    ports = tuple(
        (port.name, port.label.text(lang), "; ".join(f"{host}: {key}" for host, key in port.hosts.items()))
        for port in one.ports
    )
    facts = tuple((fact.name, fact.label.text(lang)) for fact in one.facts)
    taken = tuple((item.source, item.node.label.text(lang)) for item in one.taken)
    return [
        section("ports", "mechanism.ports", ports, lang),
        items_section("institutions", "mechanism.institutions", one.institutions, lang),
        section("facts", "mechanism.facts", facts, lang),
        section("values", "mechanism.values", tuple(_value_rows(one, lang)), lang),
        section("taken", "mechanism.taken", taken, lang),
        items_section("adapted", "mechanism.adapted", one.adapted, lang),
        items_section("not_moved", "mechanism.not_moved", (*one.cannot_move, *one.missing), lang),
    ]


def mechanism_json(one: Mechanism) -> dict[str, Any]:
    """A mechanism as data."""
    return {
        "id": one.id,
        "origin": one.origin,
        "currency": one.currency,
        "as_on": day_text(one.as_on),
        "kinds": list(one.kinds),
        **{key: label_json(getattr(one, key)) for key in ("name", "payer", "collector", "right")},
        "institutions": [label_json(item) for item in one.institutions],
        "ports": [
            {"name": p.name, "level": p.level.name.lower(), "kind": p.kind, "hosts": dict(p.hosts)} for p in one.ports
        ],
        "facts": [fact.name for fact in one.facts],
        "values": [
            {"name": row[0], "value": row[2], "citation": row[3], "evidence": row[4]} for row in _value_rows(one, "en")
        ],
        "taken": [item.source for item in one.taken],
        "adapted": [label_json(item) for item in one.adapted],
        "cannot_move": [label_json(item) for item in one.cannot_move],
        "missing": [label_json(item) for item in one.missing],
    }


def _value_rows(one: Mechanism, lang: str) -> Iterable[tuple[str, ...]]:
    for parameter in one.parameters:
        entry = parameter.dated_at(one.as_on)
        if entry is None or entry.value is None:
            yield parameter.name, parameter.label.text(lang), _not_known(parameter, lang), "", ""
            continue
        cite = cites_text((entry.cite,), lang) if entry.cite else ""
        shown = _shown(parameter, entry.value, one.currency, lang)
        yield parameter.name, parameter.label.text(lang), shown, cite, evidence_text(entry.evidence, lang)


def _not_known(parameter: Parameter, lang: str) -> str:
    """That a value is not known, and for a rate between which ends it is taken to lie."""
    if parameter.kind.name != "rate":
        return word("mechanism.not_known", lang)
    low, high = (written(parameter.kind, end, lang) for end in (parameter.low, parameter.high))
    return word("mechanism.not_known_between", lang, low=low, high=high)


def written(kind: Kind, value: int, lang: str) -> str:
    """A value of a mechanism; an amount or a rate in the form of the language."""
    text = show_value(kind, value)
    if kind.name == "money":
        return pointed(text, lang)
    return f"{pointed(text.removesuffix('%'), lang)}\u00a0%" if kind.name == "rate" and lang == "pt" else text


def pointed(text: str, lang: str) -> str:
    """A plain decimal number; Portuguese has its own grouping and decimal comma."""
    return number_text(text, lang) if lang == "pt" else text


def _shown(parameter: Parameter, value: Any, currency: str, lang: str) -> str:
    def one(kind: Any, number: int | None) -> str:
        if number is None:
            return "?"
        text = written(kind, number, lang)
        return f"{text} {currency}" if kind.name == "money" else text

    match value:
        case Steps(thresholds=thresholds, values=values):
            over, content = parameter.keys[0], parameter.content
            return "; ".join(f"{one(over, t)}: {one(content, v)}" for t, v in zip(thresholds, values, strict=True))
        case Table(cells=cells):
            kinds = parameter.keys
            return "; ".join(
                f"{'/'.join(one(kind, part) for kind, part in zip(kinds, key, strict=True))}: "
                f"{one(parameter.content, cell)}"
                for key, cell in cells.items()
            )
        case Tariff(rate=rate, amount=amount):
            return f"{one(KINDS['rate'], rate)} + {one(_MONEY, amount)}" if amount else one(KINDS["rate"], rate)
        case int():
            return one(parameter.kind, value)
    return str(value)


# --- small ------------------------------------------------------------------------------------------------------------


def section(id: str, key: str, rows: tuple[tuple[str, ...], ...], lang: str, empty: str = "") -> Section:
    """A table under a title, with one line where it is empty."""
    heads = tuple(word(f"{key}.heads", lang).split("|"))
    return Section(id, word(key, lang), heads, rows, word(empty, lang) if empty and not rows else "")


def items_section(id: str, key: str, items: Iterable[Label], lang: str) -> Section:
    """A table of one column."""
    return Section(
        id, word(key, lang), (word("mechanism.item", lang),), tuple((item.text(lang),) for item in items), ""
    )


def label_json(label: Label) -> dict[str, str]:
    """A label in three languages, as data."""
    return {"en": label.en, "pt": label.pt, "zh": label.zh}


def day_text(day: int) -> str:
    """A day as its date."""
    return date_of(day).isoformat()


__all__ = [
    "day_text",
    "items_section",
    "label_json",
    "mechanism_head",
    "mechanism_json",
    "mechanism_lines",
    "mechanism_sections",
    "pointed",
    "section",
    "written",
]
