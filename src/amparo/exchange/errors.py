"""What the exchange refuses, in the language of whoever is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from amparo.records.errors import ExportRefused
from amparo.report.words import word
from amparo.rules.errors import AmparoError

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
            name: value.text(lang) if isinstance(value, ExchangeError | Fields) else value
            for name, value in self.values.items()
        }
        return word(self.key, lang, **said)


class Restricted(ExchangeError, ExportRefused):
    """Data of class restricted, or a result made from them, should go into an exchange."""


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
            told.append(word(key, lang, field=field, what=what))
        return word("mark.semicolon", lang).join(told)


__all__ = ["ExchangeError", "Fields", "Restricted"]
