"""What the exchange refuses, in the language of whoever is refused."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from amparo.records.errors import ExportRefused, Finding
from amparo.report.refusals import detail_text
from amparo.report.words import has_word, word
from amparo.rules.errors import AmparoError
from amparo.rules.messages import Message

if TYPE_CHECKING:
    from pydantic import ValidationError

_MOST_TOLD = 5
_KNOWN = frozenset(
    {
        "missing",
        "extra_forbidden",
        "string_too_long",
        "string_too_short",
        "signs",
        "identifier",
        "digest",
        "day",
        "month",
        "union_tag_invalid",
        "string_pattern_mismatch",
        "literal_error",
        "object_of_kind",
    }
)


class ExchangeError(AmparoError):
    """An exchange file, or something that should go into it, is refused: a word of exchange.yaml and its values."""

    def __init__(self, word_key: str, /, **values: Any) -> None:
        self.key = f"exchange.error.{word_key}"
        self.values = values
        super().__init__(self.text("en"))

    def text(self, lang: str) -> str:
        """What is wrong and how to cure it, in a language. Values that are errors themselves speak it too."""
        said = {
            name: value.text(lang) if isinstance(value, ExchangeError | Fields | Named) else _told(value, lang)
            for name, value in self.values.items()
        }
        return word(self.key, lang, **said)


def _told(value: Any, lang: str) -> Any:
    """A message, or what is wrong in a document, in the language; anything else as it is."""
    return detail_text(value, lang) if isinstance(value, Message | Finding | Exception) else value


class Restricted(ExchangeError, ExportRefused):
    """Data of class restricted, or a result made from them, should go into an exchange."""


@dataclass(frozen=True, slots=True)
class Named:
    """A field or a kind of entry by its name in the file, which a reader is told in words where there are any."""

    group: str
    name: str

    def text(self, lang: str) -> str:
        """The word for it; its name where there is none."""
        key = f"exchange.{self.group}.{self.name}"
        return word(key, lang) if has_word(key) else self.name


class Fields:
    """The fields of a document that are not as they must be, one after the other."""

    def __init__(self, error: ValidationError) -> None:
        self.found = [
            (
                ".".join(str(part) for part in one["loc"]) or "–",
                str(one["type"]),
                str((one.get("ctx") or {}).get("what", "")),
            )
            for one in error.errors(include_url=False, include_input=False)[:_MOST_TOLD]
        ]

    def text(self, lang: str) -> str:
        """Each field with what is wrong with it."""
        told = []
        for field, kind, what in self.found:
            key = f"exchange.field.{kind}" if kind in _KNOWN else "exchange.field.other"
            told.append(word(key, lang, field=_called(field, lang), what=what))
        return word("mark.semicolon", lang).join(told)


def _called(path: str, lang: str) -> str:
    """A field by the word for the last part of its path; by the whole path where there is no word."""
    last = next((part for part in reversed(path.split(".")) if not part.isdigit()), path)
    return word(f"exchange.name.{last}", lang) if has_word(f"exchange.name.{last}") else path


__all__ = ["ExchangeError", "Fields", "Named", "Restricted"]
