"""Narrow places of the law: where all that one node does to the results passes through another.

Whether a platform sets the pay is one index of several: whatever it changes, it changes by way of the presumption.
Where an answer leaves the presumption as it was, it leaves every result as it was, and none need be worked out again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from collections.abc import Set as AbstractSet

    from amparo.rules.book import LawBook


def passages(book: LawBook, readers: Mapping[str, tuple[str, ...]], ends: AbstractSet[str]) -> dict[str, str]:
    """For each node that the ends rest on, the last node that every way from it to them leads through, if there is one.

    A node is a set of bits: those that all ways from it lead through. The sets shrink until they stay as they are, so
    that rules which depend on themselves through time need no order.
    """
    above = _above(book, ends)
    place = {key: number for number, key in enumerate(above)}
    every = (1 << len(above)) - 1
    through = {key: 1 << place[key] if key in ends else every for key in above}
    changed = True
    while changed:
        changed = False
        for key in above:
            if key in ends:
                continue
            held = every
            for reader in readers.get(key, ()):
                held &= through.get(reader, every)
            held |= 1 << place[key]
            changed |= held != through[key]
            through[key] = held
    # of two nodes that all ways lead through, the later one has fewer such nodes before it
    return {
        key: min(_bits(others, above), key=lambda other: through[other].bit_count())
        for key, held in through.items()
        if (others := held & ~(1 << place[key]))
    }


def _above(book: LawBook, ends: AbstractSet[str]) -> list[str]:
    """The ends and all that they rest on, the ends first."""
    found: dict[str, None] = {}
    stack = sorted(ends)
    while stack:
        key = stack.pop()
        if key not in found:
            found[key] = None
            stack += sorted(book.dependencies(key)) if key in book.inputs else ()
    return list(found)


def _bits(held: int, names: list[str]) -> list[str]:
    found = []
    while held:
        lowest = held & -held
        found.append(names[lowest.bit_length() - 1])
        held ^= lowest
    return found


__all__ = ["passages"]
