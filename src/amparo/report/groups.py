"""Groups of workers by name: closed lists and places in the words of the law, bands as they are."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from amparo.analysis.groups import status_key
from amparo.report.values import place_text
from amparo.report.words import has_word, word
from amparo.rules.declarations import Activity, Sex

if TYPE_CHECKING:
    from collections.abc import Mapping

    from amparo.rules.book import LawBook
    from amparo.rules.evidence import Label


def group_name(book: LawBook, by: str, group: str, lang: str) -> str:
    """What a group is called: a word of the interface, a member of a closed list, a place, or a band."""
    if has_word(f"group.{group}"):
        return word(f"group.{group}", lang)
    if by == "place" and group in book.places.names:
        return place_text(book, book.places.names.index(group), lang)
    label = _members(book.country.code, by).get(group.upper()) if by in ("status", "activity", "sex") else None
    return label.text(lang) if label is not None else group


@cache
def _members(country: str, by: str) -> Mapping[str, Label]:
    """The members of the closed list by which workers are told apart, by name."""
    from amparo.law import book as book_of

    book = book_of(country)
    name = {"activity": Activity.__name__, "sex": Sex.__name__}.get(by) or book.nodes[status_key(book)].kind.name
    found: dict[str, Label] = {}
    for topic in book.topics.values():
        found |= topic.categories.get(name, {})
    return found


__all__ = ["group_name"]
