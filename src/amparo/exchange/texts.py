"""Texts that people write: in which language, which signs they may hold, and what looks like a person's identifier."""

from __future__ import annotations

import re
import unicodedata
from typing import Annotated, Final, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from pydantic_core import PydanticCustomError

Language = Literal["en", "pt", "zh"]
LANGUAGES: Final[tuple[Language, ...]] = ("en", "pt", "zh")
LONGEST: Final = 20_000
LONGEST_LINE: Final = 300
# Signs that turn the direction of writing can make a text look other than it is.
_TURNING: Final = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_MAIL: Final = re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)+")
_NUMBER: Final = re.compile(r"(?<![\d.,])\d{9,}[Xx]?(?![\d.,]\d)")
_IBAN: Final = re.compile(r"\b[A-Z]{2}\d{2}(?: ?\d{4}){3,}", re.ASCII)


def identifier_in(text: str) -> str:
    """What in a text looks like a person's identifier: an e-mail address, nine digits or more in a row, an account."""
    for pattern in (_MAIL, _IBAN, _NUMBER):
        found = pattern.search(text)
        if found:
            return found.group()
    return ""


def _plain(text: str) -> str:
    """Refuses control signs, halves of signs, and signs that turn the direction of writing."""
    for sign in text:
        if sign in _TURNING or (unicodedata.category(sign) in ("Cc", "Cs") and sign not in "\n\t"):
            raise PydanticCustomError("signs", "not allowed: {what}", {"what": f"U+{ord(sign):04X}"})
    return text


def _nobody(text: str) -> str:
    found = identifier_in(text)
    if found:
        raise PydanticCustomError("identifier", "looks like an identifier: {what}", {"what": _hidden(found)})
    return text


def _hidden(found: str) -> str:
    """Enough of it to be found again, not enough to be read."""
    return f"{found[:2]}…{found[-1]}"


Said = Annotated[str, AfterValidator(_plain), AfterValidator(_nobody)]
Line = Annotated[Said, Field(max_length=LONGEST_LINE)]
Plain = Annotated[str, AfterValidator(_plain), Field(max_length=LONGEST)]


class Frozen(BaseModel):
    """A part of a document: never changed, nothing beside what is declared."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Text(Frozen):
    """What somebody wrote, in the language in which it was written."""

    language: Language
    text: Annotated[Said, Field(min_length=1, max_length=LONGEST)]


class Labels(Frozen):
    """The law's own words in three languages, as Amparo held them; empty where not held in a language."""

    en: Plain
    pt: Plain
    zh: Plain

    def words(self, language: str) -> tuple[str, str]:
        """(text, the language it is in): the English where there is none in the language asked for."""
        own = str(getattr(self, language))
        return (own, language) if own or not self.en else (self.en, "en")


__all__ = ["LANGUAGES", "Frozen", "Labels", "Language", "Line", "Plain", "Said", "Text", "identifier_in"]
