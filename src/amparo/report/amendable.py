"""What a reform can change, topic by topic: values with every period, rules that can be kept as they were."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from amparo.law.translations import translated
from amparo.report.explained import content_text
from amparo.report.values import cites_text, day_text, member_labels, place_text, value_text
from amparo.report.words import has_word, word
from amparo.rules.declarations import OPEN_END
from amparo.rules.nodes import Rule
from amparo.rules.parameters import REPEALED, Parameter

if TYPE_CHECKING:
    from amparo.rules.book import LawBook
    from amparo.rules.parameters import Dated

STRUCTURED = ("table", "steps", "tariff")
MOST_PLACES = 6


@dataclass(frozen=True, slots=True)
class Period:
    """What holds from a day on, by which article; frozen: the law has said that it stays. lang: of the text."""

    start: str
    until: str
    text: str
    cites: str
    frozen: bool
    lang: str


@dataclass(frozen=True, slots=True)
class Value:
    """A value of the law that can be set. choices: what may be written where it is one of a list (value, words)."""

    node: str
    label: str
    kind: str
    unit: str
    base: str
    by_place: bool
    periods: tuple[Period, ...]
    places: tuple[tuple[str, tuple[Period, ...]], ...]
    more_places: int
    choices: tuple[tuple[str, str], ...]
    switch: bool

    @property
    def structured(self) -> bool:
        """A table, steps or a tariff: written as in the files of the law."""
        return self.kind in STRUCTURED


@dataclass(frozen=True, slots=True)
class Wording:
    """A rule that began or changed on some day, and so can be kept as it was before."""

    node: str
    label: str
    periods: tuple[Period, ...]


@dataclass(frozen=True, slots=True)
class Amendable:
    """What can be changed in one topic."""

    topic: str
    values: tuple[Value, ...]
    wordings: tuple[Wording, ...]


def amendable(book: LawBook, topic: str, lang: str) -> Amendable:
    """The values and rules of a topic that a reform can change."""
    held = [node for node in book.nodes.values() if getattr(node, "topic", "") == topic]
    return Amendable(
        topic,
        tuple(_value(book, node, lang) for node in held if isinstance(node, Parameter)),
        tuple(_wording(node, lang) for node in held if isinstance(node, Rule) and can_be_kept(node)),
    )


def can_be_kept(rule: Rule) -> bool:
    """Whether the rule was otherwise on some day: another wording, or it says what held before its first."""
    return len(rule.versions) > 1 or rule.before is not None


def topics_of(book: LawBook) -> tuple[str, ...]:
    """The topics in which something can be changed, in the order of the law."""
    found = dict.fromkeys(
        node.topic
        for node in book.nodes.values()
        if isinstance(node, Parameter) or (isinstance(node, Rule) and can_be_kept(node))
    )
    return tuple(found)


def _value(book: LawBook, node: Parameter, lang: str) -> Value:
    local = [(place, series) for place, series in node.series.items() if place]
    shown = tuple(
        (place_text(book, book.places.names.index(place), lang), _periods(book, node, series, lang))
        for place, series in local[:MOST_PLACES]
    )
    unit = f"web.kind.{node.kind.name}"
    unit_text = word(unit if has_word(unit) else "web.kind.choice", lang)
    per = f"per.{node.per}"
    if node.per and has_word(per):
        unit_text = word("web.build.per", lang, unit=unit_text, per=word(per, lang))
    return Value(
        node.full_name,
        node.label.words(lang),
        node.kind.name,
        unit_text,
        node.base.words(lang),
        node.by_place,
        _periods(book, node, node.series.get("", ()), lang),
        shown,
        len(local) - len(shown),
        _choices(book, node, lang),
        node.switch,
    )


def _choices(book: LawBook, node: Parameter, lang: str) -> tuple[tuple[str, str], ...]:
    if node.kind.name == "truth":
        return (("yes", word("value.yes", lang)), ("no", word("value.no", lang)))
    if node.kind.category is None:
        return ()
    labels = member_labels(book, node.kind.name)
    return tuple(
        (member.name.lower(), labels[member.name].text(lang) if member.name in labels else member.name.lower())
        for member in node.kind.category
    )


def _periods(book: LawBook, node: Parameter, series: tuple[Dated, ...], lang: str) -> tuple[Period, ...]:
    ends = [*(entry.start for entry in series[1:]), None]
    return tuple(
        Period(
            day_text(entry.start),
            "" if end is None else day_text(end),
            _text(book, node, entry, lang),
            "" if entry.cite is None else cites_text((entry.cite,), lang),
            entry.frozen,
            lang,
        )
        for entry, end in zip(series, ends[: len(series)], strict=True)
    )


def _text(book: LawBook, node: Parameter, entry: Dated, lang: str) -> str:
    match entry.value:
        case None:
            return word("value.unknown", lang)
        case held if held is REPEALED:
            return word("reform.not_in_force", lang)
        case int(held):
            return value_text(book, node.kind, held, lang)
        case held:
            return content_text(node, held, book, lang)


def _wording(rule: Rule, lang: str) -> Wording:
    said = [translated(version.summary, lang) for version in rule.versions]
    periods = tuple(
        Period(
            day_text(version.since),
            "" if version.until == OPEN_END else day_text(version.until),
            summary.text,
            cites_text(version.cites, lang),
            False,
            summary.lang,
        )
        for version, summary in zip(rule.versions, said, strict=True)
    )
    return Wording(rule.full_name, rule.label.words(lang), periods)


__all__ = ["Amendable", "Period", "Value", "Wording", "amendable", "can_be_kept", "topics_of"]
