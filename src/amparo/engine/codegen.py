"""Printing a segment of the law as the source of one kernel, plain or on bounds.

The plain kernel computes workers of whom everything is known and marks the others in `bad`; the kernel on bounds
computes those, with three columns (low, high, why) for each value. The plain one goes column by column over a block of
workers (codegen_columns.py), the other worker by worker and row by row (codegen_rows.py). Which version of a rule is in
force, and every parameter, is data (see lawdata.py).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from amparo.engine.schedule import Recurrence, Stage
from amparo.rules.levels import MONTH, QUARTER, WORKER, YEAR
from amparo.rules.nodes import Builtin, Fact, Rule
from amparo.rules.parameters import Parameter

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from amparo.engine.schedule import Segment
    from amparo.rules.book import LawBook

EPOCH_OF: Final = "epoch_of(D.DAYS, D.EPOCHS, D.EPOCH_OF, D.MONTH_OF, "
CALENDAR_FIRST: Final = 1900 * 12
CALENDAR_LAST: Final = 2100 * 12 - 1


def calendar_nodes(book: LawBook, wanted: Iterable[str]) -> frozenset[str]:
    """Rules that read nothing but the calendar and the law: the same for everyone."""
    found: dict[str, bool] = {}

    def same_for_all(key: str) -> bool:
        if key not in found:
            found[key] = False
            found[key] = _reads_calendar(book, key, same_for_all)
        return found[key]

    return frozenset(key for key in wanted if same_for_all(key))


def _reads_calendar(book: LawBook, key: str, same_for_all: Callable[[str], bool]) -> bool:
    node = book.nodes[key]
    if isinstance(node, Parameter):
        return not node.by_place
    if isinstance(node, Builtin):
        return node.name in ("month", "year", "quarter_month", "days_of_law")
    if not isinstance(node, Rule) or node.level not in (MONTH, QUARTER, YEAR):
        return False
    sources = {source for names in book.inputs[key] for source in names.values()}
    return node.law_at.name not in ("today", "spell_start") and all(same_for_all(source) for source in sources)


@dataclass
class Needs:
    """What the segment's kernel asks for, in the order in which it is handed over."""

    rules: list[str] = field(default_factory=list)
    scalars: list[str] = field(default_factory=list)
    placed: list[str] = field(default_factory=list)
    tables: list[str] = field(default_factory=list)
    steps: list[str] = field(default_factory=list)
    tariffs: list[str] = field(default_factory=list)
    by_day: list[str] = field(default_factory=list)
    facts: list[str] = field(default_factory=list)
    reads: list[str] = field(default_factory=list)
    writes: list[str] = field(default_factory=list)
    ranges: list[str] = field(default_factory=list)
    calendar: list[str] = field(default_factory=list)
    values: list[str] = field(default_factory=list)

    def number(self, what: str, key: str) -> int:
        names: list[str] = getattr(self, what)
        if key not in names:
            names.append(key)
        return names.index(key)


@dataclass(frozen=True)
class Printed:
    """The source of a segment's two kernels and what they need."""

    plain: str
    bounds: str
    needs: Needs
    scratch: dict[str, tuple[int, str]]


def exported(book: LawBook, all_segments: tuple[Segment, ...], outputs: frozenset[str]) -> dict[int, list[str]]:
    """For each segment, the nodes whose columns leave it: outputs, and what later segments read."""
    home = {key: segment.number for segment in all_segments for key in segment.nodes}
    leaving: dict[int, set[str]] = {segment.number: set() for segment in all_segments}
    for key, number in home.items():
        if key in outputs:
            leaving[number].add(key)
        for source in book.dependencies(key):
            if source in home and home[source] != number:
                leaving[home[source]].add(source)
    return {number: sorted(keys) for number, keys in leaving.items()}


def print_segment(book: LawBook, segment: Segment, leaving: list[str], calendar: frozenset[str]) -> Printed:
    """The source of the segment's kernels; calendar: nodes that are the same for everyone, read as data by period."""
    needs = Needs(writes=list(leaving))
    from amparo.engine.codegen_bounds import BoundsPrinter
    from amparo.engine.codegen_columns import ColumnPrinter

    plain, bounds = ColumnPrinter(book, segment, needs, calendar), BoundsPrinter(book, segment, needs, calendar)
    return Printed(plain.source(), bounds.source(), needs, bounds.scratch_sizes())


def items_of(segment: Segment) -> list[tuple[str, ...]]:
    """What a segment's plain kernel can be asked for by itself: each column, and each recurrence."""
    return [nodes for part in segment.work for nodes in _items(part)]


def _items(part: Stage | Recurrence) -> list[tuple[str, ...]]:
    return [part.nodes] if isinstance(part, Recurrence) else [(key,) for key in part.nodes]


def day_of(rule: Rule, month: str = "mv", year: str = "yv") -> str:
    """The epoch of the anchor's day, as an expression on plain values."""
    match rule.law_at.name:
        case "month_worked":
            return f"D.EPM[{month} - D.BASE]"
        case "month_end":
            return f"D.EPE[{month} - D.BASE]"
        case "quarter_start":
            return "D.EPM[qv - D.BASE]"
        case "quarter_end":
            return "D.EPE[qv + 2 - D.BASE]"
        case "year_start":
            return f"D.EPM[{year} * 12 - D.BASE]"
        case "year_end":
            return f"D.EPE[{year} * 12 + 11 - D.BASE]"
        case "next_year_start":
            return f"D.EPM[{year} * 12 + 12 - D.BASE]"
        case "spell_start":
            return f"{EPOCH_OF}L.s_first[rs])"
        case "today":
            return "D.EPE[last - D.BASE]"
    raise AssertionError(rule.law_at.name)


def steady_groups(book: LawBook, stage: Stage, calendar: frozenset[str]) -> list[tuple[list[str], list[str]]]:
    """Rules of a monthly stage that change only with the law in force (or with facts told by month): by anchor.

    Each group comes with those of its facts that may be told by month or only once.
    """
    if stage.level != MONTH:
        return []
    groups: dict[tuple[str, bool], tuple[list[str], list[str]]] = {}
    home: dict[str, tuple[str, bool]] = {}
    for key in stage.nodes:
        node = book.nodes[key]
        if not isinstance(node, Rule) or key in calendar or node.law_at.name in ("each_day", "spell_start"):
            continue
        sources = {source for names in book.inputs[key] for source in names.values()}
        within = {home[source] for source in sources if source in home}
        dated = sorted(source for source in sources if _is_dated(book, source))
        if node.law_at.name == "at_day":
            anchors = {home[day][0] for day in (book.inputs[key][0]["law_at="],) if day in home} or {""}
        else:
            anchors = {node.law_at.name}
        anchors |= {anchor for anchor, _ in within}
        if (
            len(anchors) > 1
            or "" in anchors
            or not all(_is_steady(book, s) or s in home or s in dated for s in sources)
        ):
            continue
        home[key] = (anchors.pop(), bool(dated) or any(by_fact for _, by_fact in within))
        keys, facts = groups.setdefault(home[key], ([], []))
        keys.append(key)
        facts += dated
    return [groups[name] for name in sorted(groups)]


def _is_steady(book: LawBook, key: str) -> bool:
    """Whether an input is the same in all of a worker's months."""
    node = book.nodes[key]
    return isinstance(node, Parameter) or (not isinstance(node, Builtin) and node.level == WORKER)


def _is_dated(book: LawBook, key: str) -> bool:
    node = book.nodes[key]
    return isinstance(node, Fact) and node.level in (MONTH, QUARTER, YEAR)
