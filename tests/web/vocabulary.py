"""Words of another language on a page: those that were written in that language and never in the page's own.

What counts as written in a language is read from the package: every {en, pt, zh} of its YAML. So no list of names,
units and terms is kept by hand: a word that somebody put into the Chinese text of a label may stand on a Chinese page.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import yaml

import amparo

if TYPE_CHECKING:
    from collections.abc import Iterator

PACKAGE: Final = Path(amparo.__file__).parent
_LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_TOKEN: Final = re.compile(r"[A-Za-zÀ-ÖØ-öø-ÿ]{2,}")
# What files say, in straight quotation marks ("country: PT"); identifiers, places for values ({amount}), options
# (--out), addresses, sources such as [S:nvalores].
_NO_WORDS: Final = re.compile(
    r"\"[^\"\n]*\"|\[[A-Z]:[^\]]*\]|\b(?:[A-Z]-?:)+[\w-]+|\{[^}]*\}|--[\w-]+|https?://\S+|(?<![A-Za-z0-9])[0-9a-f]{8,}(?![A-Za-z0-9])|\b\w+(?:[_.:/]\w+)+\b|\b\w+-\d+\b"
)
HAN: Final = re.compile(r"[\u3400-\u9fff]")


def written(lang: str) -> frozenset[str]:
    """Every word that stands in the package's texts of a language, in small letters."""
    return _written()[lang]


@cache
def _written() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {"en": set(), "pt": set(), "zh": set()}
    for file in sorted(PACKAGE.rglob("*.yaml")):
        data = yaml.load(file.read_text(encoding="utf-8"), Loader=_LOADER)
        for label in _labels(data):
            for lang, text in label.items():
                found[lang] |= set(tokens(str(text)))
        if file.name == "instruments.yaml":  # a Portuguese law is called by its short name in every language
            short = [str(held["short"]) for held in data.values() if held.get("language") == "pt"]
            names = {name for text in short for name in tokens(text)}
            found = {lang: words | names for lang, words in found.items()}
    return {lang: frozenset(words) for lang, words in found.items()}


def _labels(data: Any) -> Iterator[dict[str, Any]]:
    """Every mapping of the three languages, however deep."""
    if isinstance(data, dict):
        if data.keys() >= {"en", "pt", "zh"}:
            yield {lang: data[lang] for lang in ("en", "pt", "zh")}
        for key, value in data.items():
            if isinstance(value, dict) and value.keys() >= {"pt", "zh"} and "en" not in value:
                yield {"en": key, "pt": value["pt"], "zh": value["zh"]}  # a sentence of the law and its translations
            yield from _labels(value)
    elif isinstance(data, list):
        for value in data:
            yield from _labels(value)


def tokens(text: str) -> list[str]:
    """The words in Latin letters, in small letters; identifiers, sources and words in capitals (IAS, JSON) left out."""
    return [word.lower() for word in _TOKEN.findall(_NO_WORDS.sub(" ", text)) if not word.isupper()]


def strange(text: str, lang: str, *, marked: bool = True) -> list[str]:
    """The words of a text that belong to another language: known there, and never written in this one.

    `marked`: whether Chinese here must stand in an element that says so (a title or an option can hold none).
    """
    foreign = _foreign(lang)
    found = [word for word in tokens(text) if word in foreign]
    return found + (HAN.findall(text) if marked and lang != "zh" else [])


@cache
def _foreign(lang: str) -> frozenset[str]:
    """Every word of the other languages that is never written in this one."""
    others = (words for each, words in _written().items() if each != lang)
    return frozenset().union(*others) - written(lang)
