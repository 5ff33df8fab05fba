"""The words of the interface in three languages, a file for each subject: "subject.word: {en, pt, zh}".

Braces hold what is put in, the same names in every language; punctuation belongs inside the sentence.
The words of the law are not here: they stand beside the law. So do the names that a country alone needs (its topics,
schemes, benefits, the cells of its population): words.yaml in its package.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import yaml

from amparo.law import COUNTRIES

if TYPE_CHECKING:
    from collections.abc import Mapping

LANGUAGES: Final = ("en", "pt", "zh")
_LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@cache
def words() -> Mapping[str, Mapping[str, str]]:
    """Every word by key and language, as written in all files. A key in two files is an error."""
    held: dict[str, Mapping[str, str]] = {}
    for file in files():
        found = yaml.load(file.read_text(encoding="utf-8"), Loader=_LOADER)
        if twice := sorted(held.keys() & found.keys()):
            raise ValueError(f"{file.name}: words that another file has too: {', '.join(twice)}")
        held |= found
    return held


def files() -> list[Path]:
    """The files of words, by name; then words.yaml of each country's package that has words of its own."""
    own = [country.folder() / "words.yaml" for country in COUNTRIES.values()]
    return [*sorted(Path(__file__).parent.glob("*.yaml")), *(file for file in own if file.is_file())]


def word(key: str, lang: str, **values: Any) -> str:
    """A word or sentence in a language, with values put in; a key that is not there is a mistake of the caller's."""
    held = words().get(key)
    if held is None:
        raise KeyError(f"no word '{key}' in report/words/")
    text = held[lang]
    return text.format(**values) if values else text


def has_word(key: str) -> bool:
    """Whether a key is there: for ids that a country may add (schemes)."""
    return key in words()


def scheme_name(scheme: str, lang: str) -> str:
    """A scheme's name; its id where no name is written yet."""
    return word(f"scheme.{scheme}", lang) if has_word(f"scheme.{scheme}") else scheme


__all__ = ["LANGUAGES", "files", "has_word", "scheme_name", "word", "words"]
