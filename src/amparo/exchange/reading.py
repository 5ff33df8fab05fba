"""Texts as a reader of one language sees them: the best translation there is, or the original, and which it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from amparo.exchange.entries import Entry
from amparo.exchange.exchange import Exchange
from amparo.exchange.objects import Translation, text_of
from amparo.exchange.texts import LANGUAGES

Status = Literal["original", "human", "machine", "reviewed", "missing", "earlier"]


@dataclass(frozen=True, slots=True)
class Said:
    """One text as shown: in which language, and whether it is the original, a translation, or one of an older wording.

    missing: there is no translation, and the original is shown.
    """

    text: str
    language: str
    status: Status
    translator: str = ""


def said(held: Exchange, entry: Entry, language: str) -> Said | None:
    """The text of an entry for a reader; none where it holds none."""
    original = text_of(entry.body)
    if original is None:
        return None
    if original.language == language:
        return Said(original.text, language, "original")
    found = held.translations(entry, language)
    if found:
        return _translated(found[0])
    return Said(original.text, original.language, "missing")


def _translated(entry: Entry) -> Said:
    body = entry.body
    assert isinstance(body, Translation)
    return Said(body.text.text, body.text.language, body.how, body.translator)


def every(held: Exchange, entry: Entry) -> tuple[Said, ...]:
    """The original and each translation there is, in every language; a translation of an older wording is called so."""
    original = text_of(entry.body)
    if original is None:
        return ()
    found = [Said(original.text, original.language, "original")]
    for language in LANGUAGES:
        current = held.translations(entry, language)
        found += [_translated(one) for one in current]
        if not current and language != original.language:
            earlier = [_translated(one) for one in held.earlier_translations(entry, language)[:1]]
            found += [Said(one.text, one.language, "earlier", one.translator) for one in earlier]
    return tuple(found)


def lacking(held: Exchange, entry: Entry) -> tuple[str, ...]:
    """The languages into which an entry's text has not been translated."""
    original = text_of(entry.body)
    if original is None:
        return ()
    return tuple(
        language for language in LANGUAGES if language != original.language and not held.translations(entry, language)
    )


__all__ = ["Said", "every", "lacking", "said"]
