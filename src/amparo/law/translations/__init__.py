"""What the law's English sentences say in Portuguese and Chinese: summaries of rules, notes of values.

A rule says its law in one English sentence, and a dated value may carry a note. Their translations stand here, a file
for each topic of a country or of the mechanisms: `English sentence: {pt: ..., zh: ...}`. The sentence itself is the
key, so that a translation of one that has since changed is not shown, and is found missing. A translation is
`unreviewed` until a jurist has put `reviewed: [pt, zh]` to it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from amparo.rules.errors import LawError
from amparo.rules.nodes import Rule
from amparo.rules.parameters import Parameter
from amparo.rules.topics import read_yaml

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

LANGUAGES: Final = ("pt", "zh")
ORIGINAL, REVIEWED, UNREVIEWED, MISSING = "original", "reviewed", "unreviewed", "missing"


@dataclass(frozen=True, slots=True)
class Translated:
    """A sentence as it can be said: its text, the language that the text is in, and the standing of the translation.

    state: original (English was asked), reviewed, unreviewed, or missing (then the text is the English one).
    """

    text: str
    lang: str
    state: str


def translated(sentence: str, lang: str) -> Translated:
    """A sentence of the law in a language; in English, and marked so, where no translation is held."""
    if lang == "en" or not sentence:
        return Translated(sentence, lang, ORIGINAL)
    held = _catalogue().get(sentence)
    if held is None or lang not in held:
        return Translated(sentence, "en", MISSING)
    return Translated(held[lang], lang, REVIEWED if lang in held.get("reviewed", ()) else UNREVIEWED)


def sentences(provisions: Iterable[object]) -> Iterator[tuple[str, str]]:
    """Every sentence of rules and values that wants a translation, with the provision that says it."""
    for node in provisions:
        match node:
            case Rule():
                said = [version.summary for version in node.versions]
            case Parameter():
                said = [dated.note for series in node.series.values() for dated in series]
            case _:
                continue
        yield from ((node.full_name, sentence) for sentence in dict.fromkeys(said) if sentence)


def untranslated(provisions: Iterable[object]) -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    """What is lacking: provision, sentence, languages."""
    found = []
    for name, sentence in sentences(provisions):
        lacking = tuple(lang for lang in LANGUAGES if translated(sentence, lang).state == MISSING)
        if lacking:
            found.append((name, sentence, lacking))
    return tuple(found)


def files() -> tuple[Path, ...]:
    """The files of translations, by name."""
    return tuple(sorted(Path(__file__).parent.glob("*/*.yaml")))


@cache
def _catalogue() -> Mapping[str, Mapping[str, Any]]:
    held: dict[str, Mapping[str, Any]] = {}
    for file in files():
        for sentence, entry in read_yaml(file).items():
            if held.setdefault(sentence, entry) != entry:
                raise LawError(f"{file.name}: translated otherwise in another file: {sentence}")
    return held


__all__ = [
    "LANGUAGES",
    "MISSING",
    "ORIGINAL",
    "REVIEWED",
    "UNREVIEWED",
    "Translated",
    "files",
    "sentences",
    "translated",
    "untranslated",
]
