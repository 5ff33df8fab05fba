"""Who said what of what: comments with their replies, in the order of the agenda."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from amparo.exchange import reading
from amparo.exchange.objects import AgendaItem, Comment, Pin
from amparo.exchange.reading import Said

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from amparo.exchange.exchange import Exchange, Standing

DEEPEST = 5
"""Replies further down are shown at this depth."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """A comment in its place: how many it answers above it."""

    comment: Standing
    depth: int


@dataclass(frozen=True, slots=True)
class Matter:
    """A point of the agenda (none: what belongs to no point) with what was said of it and of what it names."""

    item: Standing | None
    spoken: tuple[Spoken, ...]


def agenda(held: Exchange) -> list[Standing]:
    """The points of the agenda in their order."""

    def place(one: Standing) -> tuple[int, str]:
        body = one.head.body
        assert isinstance(body, AgendaItem)
        return body.order, one.object

    return sorted(held.of("agenda"), key=place)


def matters(held: Exchange) -> tuple[Matter, ...]:
    """Every comment once: below the first point of the agenda that it, or what it is said of, belongs to."""
    replies = _replies(held)
    roots = [one for one in held.of("comment") if _root(held, one)]
    left = dict.fromkeys(roots)
    found = []
    for item in agenda(held):
        body = item.head.body
        assert isinstance(body, AgendaItem)
        own = [one for one in left if _said_of(one) in (item.object, *body.about)]
        for one in own:
            del left[one]
        found.append(Matter(item, tuple(said for one in own for said in _below(one, replies, 0))))
    rest = tuple(said for one in left for said in _below(one, replies, 0))
    return (*found, Matter(None, rest)) if rest else tuple(found)


def _said_of(comment: Standing) -> str:
    body = comment.head.body
    return body.on.object if isinstance(body, Comment) and body.on else ""


def _root(held: Exchange, comment: Standing) -> bool:
    """Whether it answers no comment that stands; one that answers itself in a circle is a root too."""
    seen, at = {comment.object}, _said_of(comment)
    first = at
    while at.startswith("comment-") and at in held.standing and not held.standing[at].withdrawn:
        if at in seen:
            return comment.object == min(seen)
        seen.add(at)
        at = _said_of(held.standing[at])
    return not (first.startswith("comment-") and first in held.standing and not held.standing[first].withdrawn)


def _replies(held: Exchange) -> Mapping[str, list[Standing]]:
    found: dict[str, list[Standing]] = {}
    for one in held.of("comment"):
        found.setdefault(_said_of(one), []).append(one)
    return found


def _below(comment: Standing, replies: Mapping[str, list[Standing]], depth: int) -> Iterator[Spoken]:
    """A comment and its replies, without recursion: a file may hold thousands in a row, or a circle."""
    seen: set[str] = set()
    work = [(comment, depth)]
    while work:
        at, deep = work.pop()
        if at.object in seen:
            continue
        seen.add(at.object)
        yield Spoken(at, min(deep, DEEPEST))
        work += [(one, deep + 1) for one in reversed(replies.get(at.object, []))]


def name_of(held: Exchange, object_: str, lang: str) -> Said | None:
    """What an object is called: a provision by its label, all else by its text; none where it is not in this copy."""
    standing = held.standing.get(object_)
    if standing is None:
        return None
    body = standing.head.body
    if isinstance(body, Pin):
        text, language = body.label.words(lang)
        return Said(text, language, "original")
    return reading.said(held, standing.head, lang)


__all__ = ["Matter", "Spoken", "agenda", "matters", "name_of"]
