"""Which nodes of a graph depend on one another in a circle."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


def components(edges: Mapping[str, Sequence[str]]) -> list[tuple[str, ...]]:
    """Strongly connected groups, each sorted, in an order in which each comes after what it reads (Tarjan).

    edges: what each node reads; all of it has edges of its own.
    """
    position: dict[str, int] = {}
    lowest: dict[str, int] = {}
    held: list[str] = []
    on_stack: set[str] = set()
    found: list[tuple[str, ...]] = []
    for root in sorted(edges):
        if root in position:
            continue
        work = [(root, iter(edges[root]))]
        position[root] = lowest[root] = len(position)
        held.append(root)
        on_stack.add(root)
        while work:
            key, rest = work[-1]
            following = next((n for n in rest if n not in position or n in on_stack), None)
            if following is None:
                work.pop()
                if work:
                    lowest[work[-1][0]] = min(lowest[work[-1][0]], lowest[key])
                if lowest[key] == position[key]:
                    cut = held.index(key)
                    found.append(tuple(sorted(held[cut:])))
                    on_stack.difference_update(held[cut:])
                    del held[cut:]
            elif following in position:
                lowest[key] = min(lowest[key], position[following])
            else:
                position[following] = lowest[following] = len(position)
                held.append(following)
                on_stack.add(following)
                work.append((following, iter(edges[following])))
    return found


__all__ = ["components"]
