"""Citations, the instruments they point to, and how well each thing is known."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from amparo.rules.errors import LawError
from amparo.rules.messages import Message

if TYPE_CHECKING:
    from collections.abc import Mapping

LANGUAGES: Final = ("en", "pt", "zh")
_HAN: Final = re.compile(r"[\u4e00-\u9fff]")


@dataclass(frozen=True, slots=True)
class Label:
    """The same words in English, Portuguese and Chinese."""

    en: str
    pt: str
    zh: str

    def text(self, language: str) -> str:
        return str(getattr(self, language))

    def words(self, language: str) -> str:
        """The text in the language, or the English where it is not yet translated."""
        return self.text(language) or self.en

    def faults(self) -> list[str]:
        """What is missing: a language, or Chinese that is not written in Chinese."""
        found = [f"no {language} label" for language in LANGUAGES if not self.text(language).strip()]
        if self.zh.strip() and not _HAN.search(self.zh):
            found.append("the zh label is not in Chinese")
        return found


def read_label(data: object, where: str) -> Label:
    """A label from YAML; missing languages stay empty for the lint to name."""
    if data is None:
        return Label("", "", "")
    if not isinstance(data, dict) or set(data) - set(LANGUAGES):
        raise LawError(
            Message(
                "law.label", "{where}: a label is {{en: ..., pt: ..., zh: ...}}, not {data!r}", where=where, data=data
            )
        )
    return Label(*(str(data.get(language) or "") for language in LANGUAGES))


NO_WORDS: Final = Label("", "", "")


def read_words(data: object, where: str) -> Label:
    """Words from YAML in three languages; a bare text is the English alone, and the lint asks for the others."""
    if data is None or data == "":
        return NO_WORDS
    return Label(data, "", "") if isinstance(data, str) else read_label(data, where)


@dataclass(frozen=True, slots=True)
class Instrument:
    """A law, decree, regulation, judgment or notice that can be cited."""

    key: str
    short: str
    title: Label
    url: str
    language: str

    def __call__(self, article: str) -> Citation:
        return Citation(self, article)


@dataclass(frozen=True, slots=True)
class Citation:
    """An article of an instrument."""

    instrument: Instrument
    article: str

    def __str__(self) -> str:
        return f"{self.instrument.short} {self.article}".strip()


def read_citation(text: str, instruments: Mapping[str, Instrument], where: str) -> Citation:
    """'CRC 168(7)' with CRC among the instruments."""
    key, _, article = text.strip().partition(" ")
    if key not in instruments:
        raise LawError(
            f"{where}: '{key}' in the citation '{text}' is not an instrument. Cure: add it to instruments.yaml."
        )
    return Citation(instruments[key], article)


_KINDS: Final = {
    "L": "official",
    "S": "professional",
    "S-": "weak",
    "K": "memory",
    "C": "inferred",
    "D": "inferred",
    "I": "interpretive",
}
_SURE: Final = {"official", "professional", "press"}


@dataclass(frozen=True, slots=True)
class Evidence:
    """How a provision is known (official, professional, press, weak, memory, inferred, interpretive), and its mark."""

    kind: str
    mark: str
    doubtful: bool


def read_evidence(mark: str, where: str) -> Evidence:
    """Evidence from a mark such as 'L:crc', 'S:coe press', 'S-:T1', 'K ?', 'D', 'I:trl'."""
    words = str(mark).replace("?", " ? ").split()
    if not words or words[0].partition(":")[0] not in _KINDS:
        raise LawError(f"{where}: evidence '{mark}' does not begin with one of {', '.join(_KINDS)}.")
    kind = _KINDS[words[0].partition(":")[0]]
    for word in words[1:]:
        if word in {"official", "professional", "press"} and kind == "professional":
            kind = word
    doubtful = "?" in words or kind not in _SURE
    return Evidence(kind, str(mark).strip(), doubtful)
