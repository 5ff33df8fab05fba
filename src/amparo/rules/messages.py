"""What Amparo says to people, as data: the id of a message and what is put into it.

A message is English text for whoever reads it in Python. The faces write it in the reader's language from the words of
the report floor (`refused.` and the id), with the same details; no floor below knows those words.
"""

from __future__ import annotations

from contextvars import ContextVar
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

WRITTEN: Final[ContextVar[Callable[[str], str]]] = ContextVar("WRITTEN", default=str)
"""How the files that a run leaves for people say their messages: in English, unless a face has set its language."""


class Message(str):
    """A text in English that knows which message it is. Details may be messages, lists of names, numbers and text.

    placed: whether it begins with where it stands ("{where}: ..."); a page that shows it there leaves that out.
    """

    id: str
    english: str
    details: Mapping[str, Any]
    placed: bool

    def __new__(cls, id: str, english: str, /, **details: Any) -> Message:
        message = super().__new__(cls, english.format(**details))
        message.id, message.english, message.details, message.placed = id, english, details, True
        return message

    def __reduce__(self) -> tuple[Any, ...]:
        return _again, (self.id, self.english, dict(self.details), self.placed)


class Names(tuple[str, ...]):
    """Names in a row, with commas between them in English."""

    between = ", "

    def __str__(self) -> str:
        return self.between.join(map(str, self))


class Listed(Names):
    """Names, each of which is meant."""


class Either(Names):
    """Names of which one is meant."""

    between = " or "


_PLACE = "{where}: "


def bare(text: str) -> str:
    """A message without the place that it begins with, however deep: for a face that shows it at its place."""
    if not isinstance(text, Message) or not text.english.startswith(_PLACE):
        return text
    rest = text.english.removeprefix(_PLACE)
    if rest == "{what}":
        return bare(text.details["what"])
    return _again(text.id, text.english, dict(text.details), False)


def _again(id: str, english: str, details: dict[str, Any], placed: bool) -> Message:
    shown = english if placed else english.removeprefix(_PLACE)
    message = Message(id, shown, **details)
    message.english, message.placed = english, placed
    return message


def what_of(error: BaseException) -> str:
    """What an error says: its message, where it carries one."""
    first = error.args[0] if error.args else ""
    return first if isinstance(first, Message) else str(error)


def sentence_of(error: BaseException | str) -> str:
    """What an error says, ended as a sentence is."""
    words = what_of(error) if isinstance(error, BaseException) else error
    bare_words = words.rstrip()
    if bare_words.endswith((".", "?", "!")):
        return words
    return Message("sentence", "{what}.", what=words if isinstance(words, Message) else bare_words)


def listed(names: Iterable[Any], most: int | None = None) -> str:
    """Names with commas between them; beyond the most, only so many and an ellipsis."""
    every = tuple(map(str, names))
    if most is None or len(every) <= most:
        return Message("names", "{names}", names=Listed(every))
    return Message("names_and_more", "{names} ...", names=Listed(every[:most]))


__all__ = ["WRITTEN", "Either", "Listed", "Message", "bare", "listed", "sentence_of", "what_of"]
