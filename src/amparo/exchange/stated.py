"""What a law book says of one provision on one day: pinned into an exchange, and held against the law at hand later."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from amparo.engine.explain import label_of
from amparo.exchange.errors import ExchangeError
from amparo.exchange.objects import Pin
from amparo.exchange.texts import LANGUAGES, Labels
from amparo.law import COUNTRIES, book
from amparo.law.translations import translated
from amparo.report.explained import content_text
from amparo.report.values import cites_text, evidence_text, place_text, value_text
from amparo.report.words import word
from amparo.rules.kinds import read_date
from amparo.rules.nodes import Rule
from amparo.rules.parameters import REPEALED, Parameter

if TYPE_CHECKING:
    from collections.abc import Callable

    from amparo.exchange.texts import Text
    from amparo.rules.book import LawBook
    from amparo.rules.evidence import Evidence
    from amparo.rules.parameters import Dated


@dataclass(frozen=True)
class Stated:
    """A provision on a day in three languages; empty where a rule's summary is not translated."""

    label: Labels
    value: Labels
    cites: Labels
    evidence: Labels
    doubtful: bool


def law_of(country: str, known_on: str | None = None) -> LawBook:
    """A country's law as held here, or as known on a day. Raises ExchangeError for a country not held."""
    if country not in COUNTRIES:
        raise ExchangeError("no_country", country=country, known=", ".join(COUNTRIES))
    held = book(country)
    return held if known_on is None else held.as_known_on(read_date(known_on))


def pinned(
    country: str, provision: str, on: str, *, place: str = "", known_on: str | None = None, quote: Text | None = None
) -> Pin:
    """A provision as the law at hand holds it. Raises ExchangeError, NameNotFound."""
    held = law_of(country, known_on)
    key = held.find(provision)
    if place and place not in held.places.names:
        raise ExchangeError("no_place", place=place, country=country)
    said = stated(held, key, on, place)
    return Pin(
        kind="provision",
        country=country,
        provision=key,
        place=place,
        on=on,
        known_on=known_on,
        law=book(country).hash,
        content=held.fingerprint_of(key),
        label=said.label,
        value=said.value,
        cites=said.cites,
        evidence=said.evidence,
        doubtful=said.doubtful,
        quote=quote,
    )


def stated(held: LawBook, key: str, on: str, place: str) -> Stated:
    """What the book says of a provision on a day, at a place."""
    node, day = held.nodes[key], read_date(on)
    label = label_of(node)
    labels = Labels(en=label.en, pt=label.pt, zh=label.zh)
    if isinstance(node, Parameter):
        chain = held.places.chain(held.places.names.index(place)) if place else ("",)
        return _value(held, node, node.dated_at(day, chain), labels, place)
    if isinstance(node, Rule):
        number = node.active(day)
        if number >= 0:
            version = node.versions[number]
            summary = _every(lambda lang: _translated(version.summary, lang))
            return _said(labels, summary, lambda lang: cites_text(version.cites, lang), version.evidence)
        return _said(labels, _every(lambda lang: word("exchange.not_in_force", lang)), lambda lang: "", None)
    return _said(labels, Labels(en="", pt="", zh=""), lambda lang: "", None)


def _translated(sentence: str, lang: str) -> str:
    """A sentence of the law in a language; nothing where no translation is held, so that the English stands for it."""
    found = translated(sentence, lang)
    return found.text if found.lang == lang else ""


def _value(held: LawBook, node: Parameter, entry: Dated | None, labels: Labels, place: str) -> Stated:
    cites = () if entry is None or entry.cite is None else (entry.cite,)
    found = _every(lambda lang: _dated(held, node, entry, lang))
    if place:
        where = held.places.names.index(place)
        found = _every(
            lambda lang: f"{place_text(held, where, lang)}{word('exchange.colon', lang)}{getattr(found, lang)}"
        )
    return _said(labels, found, lambda lang: cites_text(cites, lang), None if entry is None else entry.evidence)


def _dated(held: LawBook, node: Parameter, entry: Dated | None, lang: str) -> str:
    if entry is None or entry.value is None:
        return word("value.unknown", lang)
    if entry.value is REPEALED:
        return word("value.repealed", lang)
    if isinstance(entry.value, int):
        return value_text(held, node.kind, entry.value, lang)
    return content_text(node, entry.value, held, lang)


def _every(said: Callable[[str], str]) -> Labels:
    return Labels(**{lang: said(lang) for lang in LANGUAGES})


def _said(label: Labels, value: Labels, cites: Callable[[str], str], evidence: Evidence | None) -> Stated:
    known = _every(lambda lang: evidence_text(evidence, lang) if evidence is not None else "")
    return Stated(label, value, _every(cites), known, evidence is not None and evidence.doubtful)


def said_by(pin: Pin) -> Stated:
    """What a pin holds."""
    return Stated(pin.label, pin.value, pin.cites, pin.evidence, pin.doubtful)


def present(pin: Pin) -> tuple[Stated, bool] | None:
    """What the law at hand says of a pinned provision, and whether that is the same; none where it holds no such one.

    The same: the provision's hash, and the words that the pin shows. Translations of a rule's summary may be improved.
    """
    if pin.country not in COUNTRIES:
        return None
    held: Any = law_of(pin.country, pin.known_on)
    if pin.provision not in held.nodes or (pin.place and pin.place not in held.places.names):
        return None
    now = stated(held, pin.provision, pin.on, pin.place)
    spoken = ("en",) if isinstance(held.nodes[pin.provision], Rule) else LANGUAGES
    shown = all(getattr(pin.value, lang) == getattr(now.value, lang) for lang in spoken)
    names = (pin.label.en, pin.cites.en, pin.doubtful) == (now.label.en, now.cites.en, now.doubtful)
    return now, shown and names and held.fingerprint_of(pin.provision) == pin.content


__all__ = ["Stated", "law_of", "pinned", "present", "said_by", "stated"]
