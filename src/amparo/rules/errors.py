"""The error tree.

AmparoError
├── LawError              the law as written cannot be loaded: names file, line and cure
│   ├── LanguageError     a rule leaves the closed language
│   ├── NameNotFound      a name is unknown or ambiguous
│   ├── AmendmentError    a reform that does not fit the law it amends
│   └── OutOfRange        a value that leaves the range which its rule or its kind has
└── LawNotKnown           the facts of the law stop here: no value for this day, place or case
"""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from amparo.rules.messages import Either, Message

if TYPE_CHECKING:
    from collections.abc import Iterable


class AmparoError(Exception):
    """Anything Amparo itself refuses, in words for the person who can cure it; its text is a message, in English."""


class LawError(AmparoError):
    """The law as written cannot be loaded."""


class OutOfRange(LawError):
    """A value that no dossier may lead to: it leaves the range that its rule declares, or that its kind has."""


class LanguageError(LawError):
    """A rule leaves the closed language."""


class NameNotFound(LawError):
    """A name is unknown in its topic and country, or means two things."""


class AmendmentError(LawError):
    """A reform changes nothing, clashes, or names something the law does not have."""


class LawNotKnown(AmparoError):
    """The law's own facts stop here: no value for this day, place or case."""


def nearest(name: str, known: Iterable[str]) -> str:
    """' Did you mean x or y?' or nothing."""
    close = _close(name, known)
    return Message("nearest", " Did you mean {names}?", names=close) if close else ""


def near(name: str, known: Iterable[str]) -> str:
    """'Did you mean x or y?' as a cure of its own, or nothing."""
    close = _close(name, known)
    return Message("near", "Did you mean {names}?", names=close) if close else ""


def _close(name: str, known: Iterable[str]) -> Either:
    return Either(get_close_matches(name, list(known), n=2, cutoff=0.6))
