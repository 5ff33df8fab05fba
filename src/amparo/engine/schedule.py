"""From the graph to an order of work: what must be computed for some outputs, in which loops, in which segments.

A Stage is one loop over the rows of one level, computing several nodes one after the other. A Recurrence is a set of
nodes that depend on one another through time; it is worked through period by period. Segments are runs of stages of
bounded size: each becomes one compiled kernel.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from amparo.engine.cycles import components
from amparo.rules.errors import LawError
from amparo.rules.levels import CONTRACT, GROUP_MONTH, MONTH, QUARTER, SPELL, TIE_MONTH, TIE_YEAR, WORKER, YEAR, Level
from amparo.rules.nodes import LinkNode, Rule

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from amparo.rules.book import LawBook

SEGMENT_SIZE: Final = 22
FAMILY: Final[dict[Level, int]] = {
    WORKER: 0,
    YEAR: 1,
    TIE_YEAR: 1,
    QUARTER: 2,
    MONTH: 3,
    GROUP_MONTH: 3,
    TIE_MONTH: 3,
    CONTRACT: 3,
    SPELL: 4,
}
_LOOP_ORDER: Final = (WORKER, YEAR, QUARTER, MONTH, TIE_YEAR, GROUP_MONTH, TIE_MONTH, CONTRACT, SPELL)


@dataclass(frozen=True)
class Stage:
    """One loop over the rows of a level."""

    level: Level
    nodes: tuple[str, ...]


@dataclass(frozen=True)
class Recurrence:
    """Nodes that read one another's earlier periods, with the blocks in which each period is worked through.

    A block is a node (computed for every row of its level in the period) or a nested Recurrence of finer periods.
    """

    family: int
    blocks: tuple[str | Recurrence, ...]

    @property
    def nodes(self) -> tuple[str, ...]:
        return tuple(name for block in self.blocks for name in ((block,) if isinstance(block, str) else block.nodes))


@dataclass(frozen=True)
class Segment:
    """Work that is compiled together."""

    number: int
    work: tuple[Stage | Recurrence, ...]

    @property
    def nodes(self) -> tuple[str, ...]:
        return tuple(name for part in self.work for name in part.nodes)


def needed(book: LawBook, outputs: Iterable[str], given: Collection[str] = ()) -> set[str]:
    """The rules and links that the outputs depend on, themselves included; what is given needs nothing itself."""
    asked = set(outputs)
    found: set[str] = set()
    open_ = list(asked)
    while open_:
        key = open_.pop()
        if key not in found and key in book.inputs and (key in asked or key not in given):
            found.add(key)
            open_ += [] if key in given else book.dependencies(key)
    return found


def lagged(book: LawBook, key: str) -> set[str]:
    """Those inputs of a node that are read from an earlier period only."""
    node = book.nodes[key]
    if not isinstance(node, LinkNode):
        return set()
    link, names = node.link, book.inputs[key][0]
    earlier = (
        (link.how in ("up", "in_force") and link.lag > 0)
        or (link.how == "previous" and link.n > 0)
        or (link.how == "window" and link.until > 0 and node.level == MONTH)
    )
    filters = {names["where"]} if "where" in names and link.how == "up" else set()
    return {names["source"]} | filters if earlier else set()


def segments(book: LawBook, outputs: Iterable[str], given: Collection[str] = ()) -> tuple[Segment, ...]:
    """The whole work for the outputs, cut into segments; what is given is known without work."""
    wanted = needed(book, outputs, given)
    groups = components({key: sorted(d for d in book.dependencies(key) if d in wanted) for key in wanted})
    work = _stages(book, groups)
    found: list[Segment] = []
    current: list[Stage | Recurrence] = []
    size = 0
    for part in work:
        for piece in _pieces(part):
            if current and size + len(piece.nodes) > SEGMENT_SIZE:
                found.append(Segment(len(found), tuple(current)))
                current, size = [], 0
            current.append(piece)
            size += len(piece.nodes)
    if current:
        found.append(Segment(len(found), tuple(current)))
    return tuple(found)


def _pieces(part: Stage | Recurrence) -> list[Stage | Recurrence]:
    if isinstance(part, Recurrence) or len(part.nodes) <= SEGMENT_SIZE:
        return [part]
    cuts = range(0, len(part.nodes), SEGMENT_SIZE)
    return [Stage(part.level, part.nodes[cut : cut + SEGMENT_SIZE]) for cut in cuts]


def _stages(book: LawBook, groups: list[tuple[str, ...]]) -> list[Stage | Recurrence]:
    """List scheduling: again and again the level with most ready nodes, so that loops grow long."""
    owner = {key: number for number, group in enumerate(groups) for key in group}
    waits = {
        n: {owner[d] for key in g for d in book.dependencies(key) if d in owner} - {n} for n, g in enumerate(groups)
    }
    done: set[int] = set()
    found: list[Stage | Recurrence] = []
    pending = set(range(len(groups)))
    while pending:
        ready = sorted(n for n in pending if waits[n] <= done)
        loops = [n for n in ready if len(groups[n]) > 1 or _reads_itself(book, groups[n][0])]
        single = [n for n in ready if n not in loops]
        if not single:
            number = loops[0]
            found.append(recurrence(book, groups[number]))
            done.add(number)
            pending.discard(number)
            continue
        level = max(
            _LOOP_ORDER, key=lambda lv: (sum(_level(book, groups[n][0]) == lv for n in single), -_LOOP_ORDER.index(lv))
        )
        nodes: list[str] = []
        while True:
            now = sorted(n for n in pending if waits[n] <= done and n in _singles(book, groups, level, n))
            now = [n for n in now if not _reads_all_rows(book, groups[n][0], nodes)]
            if not now:
                break
            for number in now:
                nodes.append(groups[number][0])
                done.add(number)
                pending.discard(number)
        found.append(Stage(level, tuple(nodes)))
    return found


def _singles(book: LawBook, groups: list[tuple[str, ...]], level: Level, number: int) -> tuple[int, ...]:
    group = groups[number]
    fits = len(group) == 1 and not _reads_itself(book, group[0]) and _level(book, group[0]) == level
    return (number,) if fits else ()


def _reads_all_rows(book: LawBook, key: str, stage: Collection[str]) -> bool:
    """Whether a node reads later rows too of what the stage works out row by row: it has to wait for the next stage."""
    node = book.nodes[key]
    return isinstance(node, LinkNode) and node.link.how == "days_in" and bool(book.dependencies(key) & set(stage))


def _reads_itself(book: LawBook, key: str) -> bool:
    return key in book.dependencies(key)


def _level(book: LawBook, key: str) -> Level:
    node = book.nodes[key]
    assert isinstance(node, Rule | LinkNode)
    return node.level


def recurrence(book: LawBook, group: tuple[str, ...]) -> Recurrence:
    """How a group that depends on itself is worked through; raises LawError when it cannot be."""
    inside = set(group)
    same_time = {key: (book.dependencies(key) & inside) - lagged(book, key) for key in group}
    if any(_level(book, key) in (WORKER, SPELL) for key in group):
        raise LawError(
            f"{', '.join(group)}: these depend on themselves through spells or the whole working life. "
            "Cure: read earlier periods only."
        )
    return _blocks(book, group, same_time)


def _blocks(book: LawBook, group: tuple[str, ...], same_time: Mapping[str, set[str]]) -> Recurrence:
    coarsest = min(FAMILY[_level(book, key)] for key in group)
    done: set[str] = set()
    pending = list(group)
    blocks: list[str | Recurrence] = []
    inside = set(group)
    while pending:
        coarse = [k for k in pending if FAMILY[_level(book, k)] == coarsest and (same_time[k] & inside) <= done]
        if coarse:
            blocks.append(coarse[0])
            done.add(coarse[0])
            pending.remove(coarse[0])
            continue
        finer = _ready_finer(book, pending, done, same_time, coarsest, inside)
        if not finer:
            raise LawError(
                f"{', '.join(sorted(pending))}: these depend on one another within one period. "
                "Cure: read an earlier period with previous or in_force."
            )
        blocks.append(_blocks(book, tuple(finer), same_time))
        done.update(finer)
        pending = [k for k in pending if k not in done]
        _check_order(book, finer, pending, coarsest)
    return Recurrence(coarsest, tuple(blocks))


def _ready_finer(
    book: LawBook,
    pending: list[str],
    done: set[str],
    same_time: Mapping[str, set[str]],
    coarsest: int,
    inside: set[str],
) -> list[str]:
    """All finer nodes that wait for nothing but each other and what is done."""
    candidates = {k for k in pending if FAMILY[_level(book, k)] > coarsest}
    changed = True
    while changed:
        blocked = {k for k in candidates if not ((same_time[k] & inside) - done) <= candidates}
        changed = bool(blocked)
        candidates -= blocked
    return sorted(candidates)


def _check_order(book: LawBook, finer: list[str], later: list[str], coarsest: int) -> None:
    """A finer node must not read, by its own lag, a finer node that waits for the whole coarser period."""
    for key in finer:
        node = book.nodes[key]
        own = isinstance(node, LinkNode) and node.link.how in ("previous", "window")
        late = [other for other in lagged(book, key) & set(later) if own and FAMILY[_level(book, other)] > coarsest]
        if late:
            raise LawError(
                f"{key} reads {late[0]}, which waits for the end of the longer period. "
                "Cure: read that period's own value with in_force."
            )
