"""Printing a segment of the law as the source of one kernel, plain or on bounds.

The plain kernel computes workers of whom everything is known and marks the others in `bad`; the kernel on bounds
computes those, with three columns (low, high, why) for each value. Both loop over workers and, per worker, over the
stages of the segment. Which version of a rule is in force, and every parameter, is data (see lawdata.py).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from amparo.engine.reference import plan_of
from amparo.engine.schedule import FAMILY, Recurrence, Segment, Stage
from amparo.rules.language import If, Input, Let, Literal, Local, Operation
from amparo.rules.levels import (
    CONTRACT,
    GROUP_MONTH,
    MONTH,
    PAYER,
    QUARTER,
    SPELL,
    TIE_MONTH,
    TIE_YEAR,
    WORKER,
    YEAR,
    Level,
)
from amparo.rules.nodes import Builtin, Fact, LinkNode, Rule
from amparo.rules.parameters import Parameter

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from amparo.rules.book import LawBook
    from amparo.rules.language import Body, Expression

ROW: Final[dict[Level, str]] = {
    WORKER: "w",
    YEAR: "ry",
    QUARTER: "rq",
    MONTH: "rm",
    TIE_YEAR: "rty",
    GROUP_MONTH: "rg",
    TIE_MONTH: "rt",
    CONTRACT: "rc",
    SPELL: "rs",
    PAYER: "rp",
}
START: Final[dict[Level, str]] = {
    WORKER: "w",
    YEAR: "y0",
    QUARTER: "q0",
    MONTH: "m0",
    TIE_YEAR: "ty0",
    GROUP_MONTH: "g0",
    TIE_MONTH: "t0",
    CONTRACT: "c0",
    SPELL: "s0",
}
_ENTRY: Final[dict[Level, tuple[str, ...]]] = {
    WORKER: (),
    YEAR: ("yv = fy + (ry - y0)",),
    QUARTER: ("qv = (fq + (rq - q0)) * 3", "ry = y0 + qv // 12 - fy", "yv = qv // 12"),
    MONTH: ("mv = first + (rm - m0)", "yv = mv // 12", "ry = y0 + yv - fy", "rq = q0 + mv // 3 - fq"),
    TIE_YEAR: ("ry = L.ty_y[rty]", "yv = fy + (ry - y0)"),
}
_MONTHLY_ENTRY: Final[dict[Level, tuple[str, ...]]] = {
    GROUP_MONTH: ("rm = L.g_m[rg]", "rty = L.g_ty[rg]"),
    TIE_MONTH: ("rm = L.t_m[rt]", "rg = L.t_g[rt]", "rty = L.t_ty[rt]", "rp = L.t_payer[rt]"),
    CONTRACT: ("rm = L.c_m[rc]", "rt = L.c_t[rc]", "rg = L.c_g[rc]", "rty = L.c_ty[rc]", "rp = L.c_payer[rc]"),
    SPELL: ("rm = L.s_m[rs]",),
}
_OFFSETS: Final[dict[Level, str]] = {
    YEAR: "y",
    QUARTER: "q",
    MONTH: "m",
    TIE_YEAR: "ty",
    GROUP_MONTH: "g",
    TIE_MONTH: "t",
    CONTRACT: "c",
    SPELL: "s",
}


def entry(level: Level) -> tuple[str, ...]:
    """The lines that find, from a row, the rows it lies in."""
    if level in _MONTHLY_ENTRY:
        return (*_MONTHLY_ENTRY[level], *_ENTRY[MONTH])
    return _ENTRY[level]


EPOCH_OF: Final = "epoch_of(D.DAYS, D.EPOCHS, D.EPOCH_OF, D.MONTH_OF, "
CALENDAR_TABLES: Final = {
    "month_of": "D.MONTH_OF, ",
    "first_day": "D.FIRST_DAY, ",
    "last_day": "D.FIRST_DAY, ",
    "full_years_between": "D.MONTH_OF, D.FIRST_DAY, ",
}
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

    plain, bounds = PlainPrinter(book, segment, needs, calendar), BoundsPrinter(book, segment, needs, calendar)
    texts = plain.source(), bounds.source()
    return Printed(*texts, needs, plain.scratch_sizes() | bounds.scratch_sizes())


class Printer:
    """What both kernels share: loops, rows, storage."""

    kind = "plain"
    parts: tuple[str, ...] = ("",)

    def __init__(self, book: LawBook, segment: Segment, needs: Needs, calendar: frozenset[str]) -> None:
        self.book, self.segment, self.needs, self.calendar = book, segment, needs, calendar
        self.lines: list[str] = []
        self.depth = 1
        self.here: dict[str, str] = {}
        self.epochs: dict[str, str] = {}
        self.count = 0
        self.names = {key: f"v{number}" for number, key in enumerate(segment.nodes)}
        self.stage_of = {key: n for n, part in enumerate(segment.work) for key in part.nodes}
        self.recurrent = {key for part in segment.work if isinstance(part, Recurrence) for key in part.nodes}
        self.scratch = self._scratch()

    def _scratch(self) -> dict[str, tuple[Level, int]]:
        """Nodes kept for other loops of the segment: their level and their place there."""
        kept: dict[str, tuple[Level, int]] = {}
        used: dict[Level, int] = {}
        for key in self.segment.nodes:
            readers = [n for n in self.segment.nodes if key in self.book.dependencies(n)]
            elsewhere = any(
                self.stage_of[n] != self.stage_of[key] or isinstance(self.book.nodes[n], LinkNode) for n in readers
            )
            if key not in self.needs.writes and key not in self.calendar and (elsewhere or key in self.recurrent):
                level = self.level(key)
                kept[key] = (level, used.get(level, 0))
                used[level] = used.get(level, 0) + 1
        return kept

    def level(self, key: str) -> Level:
        node = self.book.nodes[key]
        assert not isinstance(node, Parameter)
        return node.level

    def scratch_sizes(self) -> dict[str, tuple[int, str]]:
        """The scratch arrays of the kernel: how many rows each has, and of which level its columns are."""
        levels = sorted({level for level, _ in self.scratch.values()})
        sizes = {level: sum(1 for other, _ in self.scratch.values() if other == level) for level in levels}
        return {
            f"S{level.value}{part}": (sizes[level], _OFFSETS.get(level, "")) for level in levels for part in self.parts
        }

    def emit(self, *lines: str) -> None:
        self.lines += ["    " * self.depth + line for line in lines]

    def fresh(self, stem: str = "t") -> str:
        self.count += 1
        return f"{stem}{self.count}"

    # the frame
    def source(self) -> str:
        self.depth = 2
        for part in self.segment.work:
            if isinstance(part, Stage):
                self.stage(part)
            else:
                self.recurrence(part, None)
        body = self.lines
        self.lines, self.depth = [], 1
        self.frame()
        end = ["        bad[w] = spoilt[0]"] if self.kind == "plain" else []
        return "\n".join([*self.lines, *body, *end, ""])

    def frame(self) -> None:
        self.lines.append(f"def {self.kind}(N):")
        if self.kind == "plain":
            self.emit("spoilt = [0]")
        self.emit("for w in range(K.begin, N):")
        self.depth = 2
        if self.kind == "plain":
            self.emit("if bad[w] != 0:", "    continue", "spoilt[0] = 0")
        self.emit(
            "first = L.first[w]",
            "last = L.last[w]",
            "nb_ = (L.flags[w] & 1) != 0",
            "na_ = (L.flags[w] & 2) != 0",
            "fy = first // 12",
            "fq = first // 3",
        )
        for stem in _OFFSETS.values():
            self.emit(f"{stem}0 = L.off_{stem}[w]", f"{stem}1 = L.off_{stem}[w + 1]")

    def loop(self, level: Level, begin: str, end: str) -> None:
        self.emit(f"for {ROW[level]} in range({begin}, {end}):")
        self.depth += 1
        self.emit(*entry(level))

    def stage(self, stage: Stage) -> None:
        self.here, self.epochs = {}, {}
        depth = self.depth
        slow = self.slow(stage)
        if stage.level == WORKER:
            self.emit("yv = last // 12")
        else:
            stem = _OFFSETS[stage.level]
            self.emit(*(f"held{number} = -1" for number in range(len(slow))))
            self.loop(stage.level, f"{stem}0", f"{stem}1")
        for number, (keys, facts) in enumerate(slow):
            self.seldom(f"held{number}", keys, facts)
        links = [key for key in stage.nodes if self.is_up(key)]
        for rows in dict.fromkeys(self.up_rows(key) for key in links):
            self.ups([key for key in links if self.up_rows(key) == rows])
        done = {*links, *(key for keys, _ in slow for key in keys)}
        for key in stage.nodes:
            if key not in done:
                self.node(key)
            self.store(key)
            self.here[key] = self.names[key]
        self.depth = depth

    def is_up(self, key: str) -> bool:
        node = self.book.nodes[key]
        return isinstance(node, LinkNode) and node.link.how == "up"

    def up_rows(self, key: str) -> tuple[Level, int]:
        """What an up link goes through: links over the same rows share one loop."""
        node = self.book.nodes[key]
        assert isinstance(node, LinkNode)
        return self.level(self.book.inputs[key][0]["source"]), node.link.lag

    def slow(self, stage: Stage) -> list[tuple[list[str], list[str]]]:
        """Rules of a monthly stage that change only with the law in force (or with facts told by month): by anchor.

        Each group comes with those of its facts that may be told by month or only once.
        """
        if stage.level != MONTH:
            return []
        groups: dict[tuple[str, bool], tuple[list[str], list[str]]] = {}
        home: dict[str, tuple[str, bool]] = {}
        for key in stage.nodes:
            node = self.book.nodes[key]
            if not isinstance(node, Rule) or key in self.calendar or node.law_at.name in ("each_day", "spell_start"):
                continue
            sources = {source for names in self.book.inputs[key] for source in names.values()}
            within = {home[source] for source in sources if source in home}
            dated = [source for source in sources if self.is_dated(source)]
            if node.law_at.name == "at_day":
                anchors = {home[day][0] for day in (self.book.inputs[key][0]["law_at="],) if day in home} or {""}
            else:
                anchors = {node.law_at.name}
            anchors |= {anchor for anchor, _ in within}
            if (
                len(anchors) > 1
                or "" in anchors
                or not all(self.is_steady(s) or s in home or s in dated for s in sources)
            ):
                continue
            home[key] = (anchors.pop(), bool(dated) or any(by_fact for _, by_fact in within))
            keys, facts = groups.setdefault(home[key], ([], []))
            keys.append(key)
            facts += dated
        return [groups[name] for name in sorted(groups)]

    def is_steady(self, key: str) -> bool:
        """Whether an input is the same in all of a worker's months."""
        node = self.book.nodes[key]
        return isinstance(node, Parameter) or (not isinstance(node, Builtin) and node.level == WORKER)

    def is_dated(self, key: str) -> bool:
        node = self.book.nodes[key]
        return isinstance(node, Fact) and node.level in (MONTH, QUARTER, YEAR)

    def seldom(self, held: str, keys: list[str], facts: list[str]) -> None:
        """Rules worked out only when the law in force has changed since the row before, or a fact may have."""
        first = self.book.nodes[keys[0]]
        assert isinstance(first, Rule)
        epoch = self.epoch(first)
        told = " | ".join(f"FR[{self.needs.number('facts', key)}]" for key in dict.fromkeys(facts))
        self.emit(f"if {epoch} != {held}{f' or ({told}) != 0' if told else ''}:")
        self.depth += 1
        self.emit(f"{held} = {epoch}")
        for key in keys:
            self.node(key)
            self.here[key] = self.names[key]
        self.depth -= 1

    def recurrence(self, part: Recurrence, inside: tuple[str, str] | None) -> None:
        """Period by period; inside: the month rows of the enclosing period."""
        depth = self.depth
        begin, end = inside or ("m0", "m1")
        mine: tuple[str, str] = ("", "")
        if part.family == 3:
            self.loop(MONTH, begin, end)
        else:
            level = YEAR if part.family == 1 else QUARTER
            row, length = (ROW[level], 12 if level == YEAR else 3)
            if inside is None:
                self.loop(level, f"{_OFFSETS[level]}0", f"{_OFFSETS[level]}1")
            else:
                self.emit(f"if {begin} >= {end}:", "    continue")
                self.loop(
                    level, f"q0 + (first + {begin} - m0) // 3 - fq", f"q0 + (first + {end} - 1 - m0) // 3 - fq + 1"
                )
            lo, hi = self.fresh("ma"), self.fresh("mb")
            start = "yv * 12" if level == YEAR else "qv"
            self.emit(
                f"{lo} = min(max(m0 + {start} - first, m0), m1)",
                f"{hi} = min(max(m0 + {start} + {length} - first, m0), m1)",
            )
            mine = (lo, hi)
            assert row
        for block in part.blocks:
            self.here, self.epochs = {}, {}
            if isinstance(block, Recurrence):
                self.recurrence(block, mine)
            else:
                self.block(block, part.family)
        self.depth = depth

    def block(self, key: str, family: int) -> None:
        """One node on every row of its level in the period at hand."""
        level, depth = self.level(key), self.depth
        assert FAMILY[level] == family
        outer, stem = (MONTH, "m") if family == 3 else (YEAR, "y") if family == 1 else (QUARTER, "q")
        if level != outer:
            row = ROW[outer]
            offsets = f"L.{stem}_{_OFFSETS[level]}off"
            self.loop(level, f"{offsets}[{row}]", f"{offsets}[{row} + 1]")
        self.node(key)
        self.store(key)
        self.depth = depth

    # values
    def place_of(self, key: str, row: str, part: str) -> str:
        """Where a stored value of this or another segment lies."""
        if key in self.calendar:
            return f"C{part}[{self.needs.number('calendar', key)}][{self.period_of(key, row)}]"
        return self.own_place(key, row, part)

    def own_place(self, key: str, row: str, part: str) -> str:
        """Where a value that is worked out row by row is kept."""
        if key in self.needs.writes:
            return f"O{part}[{self.needs.writes.index(key)}][{row}]"
        if key in self.scratch:
            level, position = self.scratch[key]
            return f"S{level.value}{part}[{position}, {row} - {START[level]}]"
        if key not in self.names:
            return f"X{part}[{self.needs.number('reads', key)}][{row}]"
        raise AssertionError(f"{key} is not stored")

    def period_of(self, key: str, row: str) -> str:
        """The number of a row's period among those of the calendar."""
        level = self.level(key)
        first, length = {MONTH: ("first", 1), QUARTER: ("fq", 3), YEAR: ("fy", 12)}[level]
        return f"({row} - {START[level]}) + {first} - {CALENDAR_FIRST // length}"

    def fact_index(self, fact: Fact, row: str) -> str:
        """Where the fact of a row lies: its column has one value, one per worker or one per row (masks FW and FR)."""
        k = self.needs.number("facts", fact.full_name)
        if fact.level == WORKER:
            return f"w & FW[{k}]"
        if fact.level == PAYER:
            return f"{row} & FR[{k}]"
        return f"({row} & FR[{k}]) + (w & FW[{k}])"

    def builtin(self, node: Builtin, row: str) -> str:
        if node.name == "month":
            return "mv"
        if node.name == "year":
            return "yv"
        if node.name == "quarter_month":
            return "qv"
        if node.name == "days_of_law":
            return "days_of_law"
        return f"L.{'s_first' if node.name == 'spell_first_day' else 's_last'}[{row}]"

    def node(self, key: str) -> None:
        node = self.book.nodes[key]
        if key in self.calendar:
            self.from_calendar(key)
        elif isinstance(node, Rule):
            self.rule(key, node)
            if plan_of(self.book).ranges.asserted(key):
                self.hold_to_range(key)
        else:
            assert isinstance(node, LinkNode)
            self.link(key, node)

    def from_calendar(self, key: str) -> None:
        raise NotImplementedError

    def ups(self, keys: list[str]) -> None:
        raise NotImplementedError

    def rule(self, key: str, node: Rule) -> None:
        raise NotImplementedError

    def link(self, key: str, node: LinkNode) -> None:
        raise NotImplementedError

    def store(self, key: str) -> None:
        raise NotImplementedError

    def hold_to_range(self, key: str) -> None:
        raise NotImplementedError

    # the day of law
    def day(self, rule: Rule) -> str:
        """The epoch of the anchor's day, as an expression on plain values."""
        match rule.law_at.name:
            case "month_worked":
                return "D.EPM[mv - D.BASE]"
            case "month_end":
                return "D.EPE[mv - D.BASE]"
            case "quarter_start":
                return "D.EPM[qv - D.BASE]"
            case "quarter_end":
                return "D.EPE[qv + 2 - D.BASE]"
            case "year_start":
                return "D.EPM[yv * 12 - D.BASE]"
            case "year_end":
                return "D.EPE[yv * 12 + 11 - D.BASE]"
            case "next_year_start":
                return "D.EPM[yv * 12 + 12 - D.BASE]"
            case "spell_start":
                return f"{EPOCH_OF}L.s_first[rs])"
            case "today":
                return "D.EPE[last - D.BASE]"
        raise AssertionError(rule.law_at.name)

    def epoch(self, rule: Rule) -> str:
        found = self.epochs.get(rule.law_at.name)
        if found is None:
            found = self.fresh("e")
            self.emit(f"{found} = {self.day(rule)}")
            self.epochs[rule.law_at.name] = found
        return found

    # rows for links
    def source_rows(self, source: Level, node: LinkNode) -> tuple[str, str, str, str, str]:
        """begin row, end row, filter (or ''), and the first and last month of the period, for an up link."""
        lag, level = node.link.lag, node.level
        if level == WORKER:
            stem = _OFFSETS[source]
            return f"{stem}0", f"{stem}1", "", "first - 1", "last + 1"
        if level == TIE_MONTH:
            when = "mv" if lag else ""
            return "L.t_coff[rt]", "L.t_coff[rt + 1]", "", when, when
        if level in (MONTH, GROUP_MONTH) and not lag and source != MONTH:
            stem = _OFFSETS[source]
            wanted = f"L.{stem}_g[z] == rg" if level == GROUP_MONTH else ""
            return f"L.m_{stem}off[rm]", f"L.m_{stem}off[rm + 1]", wanted, "", ""
        begin, length = {
            YEAR: ("yv * 12", 12),
            TIE_YEAR: ("yv * 12", 12),
            QUARTER: ("qv", 3),
        }.get(level, ("mv", 1))
        pb, pe = self.fresh("pb"), self.fresh("pe")
        self.emit(f"{pb} = {begin} - {lag * length}", f"{pe} = {pb} + {length - 1}")
        ma, mb = self.fresh("ma"), self.fresh("mb")
        self.emit(f"{ma} = min(max(m0 + {pb} - first, m0), m1)", f"{mb} = min(max(m0 + {pe} + 1 - first, m0), m1)")
        wanted = ""
        if level == TIE_YEAR:
            wanted = self.fresh("row")
            if lag:
                self.emit(f"{wanted} = -1", f"if ry - {lag} >= y0:")
                self.emit(f"    for z in range(L.y_tyoff[ry - {lag}], L.y_tyoff[ry - {lag} + 1]):")
                self.emit("        if L.ty_group[z] == L.ty_group[rty]:", f"            {wanted} = z")
            else:
                self.emit(f"{wanted} = rty")
        if level == GROUP_MONTH:
            wanted = "rg"
        stem = {TIE_YEAR: "ty", GROUP_MONTH: "g"}.get(level, "")
        match_ = f"L.{_OFFSETS[source]}_{stem}[z] == {wanted}" if wanted else ""
        if source == MONTH:
            return ma, mb, match_, pb, pe
        if source == QUARTER:
            return (
                f"(q0 + (first + {ma} - m0) // 3 - fq)",
                f"((q0 + (first + {mb} - 1 - m0) // 3 - fq + 1) if {mb} > {ma} else 0)",
                "",
                pb,
                pe,
            )
        if source == TIE_YEAR:
            return (
                f"L.y_tyoff[ry - {lag}] if ry - {lag} >= y0 else 0",
                f"L.y_tyoff[ry - {lag} + 1] if ry - {lag} >= y0 else 0",
                "",
                pb,
                pe,
            )
        stem = _OFFSETS[source]
        return f"L.m_{stem}off[{ma}]", f"L.m_{stem}off[{mb}]", match_, pb, pe

    def earlier_row(self, node: LinkNode, n: int) -> tuple[str, str]:
        """The row n periods earlier at the node's level (-1: none), and whether that period lies before the records."""
        level, found = node.level, self.fresh("row")
        if level in (YEAR, QUARTER, MONTH):
            start = START[level]
            self.emit(f"{found} = {ROW[level]} - {n} if {ROW[level]} - {n} >= {start} else -1")
            return found, f"({found} < 0)"
        self.emit(f"{found} = -1")
        if level == TIE_YEAR:
            self.emit(f"if ry - {n} >= y0:", f"    for z in range(L.y_tyoff[ry - {n}], L.y_tyoff[ry - {n} + 1]):")
            self.emit("        if L.ty_group[z] == L.ty_group[rty]:", f"            {found} = z")
            return found, f"({found} < 0 and (yv - {n}) * 12 + 11 < first)"
        stem, name = ("t", "t_payer") if level == TIE_MONTH else ("g", "g_group")
        row = ROW[level]
        self.emit(f"if rm - {n} >= m0:", f"    for z in range(L.m_{stem}off[rm - {n}], L.m_{stem}off[rm - {n} + 1]):")
        self.emit(f"        if L.{name}[z] == L.{name}[{row}]:", f"            {found} = z")
        return found, f"({found} < 0 and mv - {n} < first)"


class PlainPrinter(Printer):
    """Values are single integers; what is not known marks the worker as bad."""

    def get(self, key: str, level: Level) -> str:
        node = self.book.nodes[key]
        if key in self.here:
            return self.here[key]
        if isinstance(node, Builtin):
            return self.builtin(node, ROW[level])
        if key in self.calendar:
            value = self.fresh("k")
            self.emit(f"{value} = {self.at(key, ROW[self.level(key)])}")
            return value
        if isinstance(node, Fact):
            return self.at(key, ROW[node.level])
        return self.at(key, ROW[self.level(key)])

    def at(self, key: str, row: str) -> str:
        node = self.book.nodes[key]
        if isinstance(node, Fact):
            index = self.fact_index(node, row)
            return f"F[{self.needs.number('facts', key)}][{index}]"
        if isinstance(node, Builtin):
            if node.level != SPELL:
                raise AssertionError(f"{node.full_name} cannot be read by a link")
            return self.builtin(node, row)
        if key in self.calendar:
            return f"known({self.place_of(key, row, '')}, spoilt, 0)"
        return self.place_of(key, row, "")

    def from_calendar(self, key: str) -> None:
        self.emit(f"{self.names[key]} = {self.at(key, ROW[self.level(key)])}")

    def store(self, key: str) -> None:
        if key in self.needs.writes or key in self.scratch:
            self.emit(f"{self.own_place(key, ROW[self.level(key)], '')} = {self.names[key]}")

    def hold_to_range(self, key: str) -> None:
        target, r, k = self.names[key], self.needs.number("ranges", key), self.needs.number("rules", key)
        self.emit(
            f"if spoilt[0] == 0 and ({target} < D.RNG[{r}, 0] or {target} > D.RNG[{r}, 1]):", f"    err[0] = {-k - 1}"
        )

    # rules
    def rule(self, key: str, node: Rule) -> None:
        target = self.names[key]
        if node.law_at.name == "each_day":
            k = self.needs.number("by_day", key)
            place = self.place(key, node)
            total = self.fresh("sum")
            self.emit(
                f"{total} = 0",
                f"for z_ in range(D.BD_OFF[{k}, {place}, mv - D.BASE], D.BD_OFF[{k}, {place}, mv - D.BASE + 1]):",
            )
            self.depth += 1
            self.emit("ez = D.BD_EPOCH[z_]", "days_of_law = D.BD_DAYS[z_]")
            self.versions(key, node, "ez")
            self.emit(f"{total} += {target}")
            self.depth -= 1
            self.emit(f"{target} = {total}")
            return
        if node.law_at.name == "at_day":
            day = self.book.inputs[key][0]["law_at="]
            if day not in self.epochs:
                self.epochs[day] = self.fresh("e")
                self.emit(f"{self.epochs[day]} = {EPOCH_OF}{self.get(day, node.level)})")
            epoch = self.epochs[day]
        else:
            epoch = self.epoch(node)
        self.versions(key, node, epoch)

    def place(self, key: str, node: Rule) -> str:
        named = next((names["place="] for names in self.book.inputs[key] if "place=" in names), None)
        return "D.NOWHERE" if named is None else self.get(named, node.level)

    def versions(self, key: str, node: Rule, epoch: str) -> None:
        target, k, v = self.names[key], self.needs.number("rules", key), self.fresh("ver")
        self.emit(f"{target} = 0", f"{v} = D.V[{epoch}, {k}]")
        for number, version in enumerate(node.versions):
            self.emit(f"{'if' if number == 0 else 'elif'} {v} == {number}:")
            self.depth += 1
            scope = self.inputs(key, node, number, epoch)
            self.body(version.source.body, target, scope, k)
            self.depth -= 1
        self.emit(
            f"elif {v} == -1:", f"    {target} = D.OUT[{k}, 0]", f"elif {v} == -2:", f"    {target} = D.OUT[{k}, 1]"
        )
        self.emit("else:", "    spoilt[0] = 1")

    def inputs(self, key: str, node: Rule, number: int, epoch: str) -> dict[str, str]:
        names = self.book.inputs[key][number]
        found: dict[str, str] = {}
        for name, kind in node.versions[number].source.inputs:
            source = self.book.nodes[names[name]]
            if isinstance(source, Parameter):
                place = self.get(names["place="], node.level) if source.by_place else "D.NOWHERE"
                found[name] = self.parameter(source, kind.name, epoch, place)
            else:
                found[name] = self.get(names[name], node.level)
                if "[" in found[name]:
                    variable = self.fresh("i")
                    self.emit(f"{variable} = {found[name]}")
                    found[name] = variable
        return found

    def parameter(self, node: Parameter, kind: str, epoch: str, place: str) -> str:
        key = node.full_name
        if kind in ("table", "steps", "tariff"):
            what = {"table": "tables", "steps": "steps", "tariff": "tariffs"}[kind]
            return f"{self.needs.number(what, key)}|{place}, {epoch}"
        variable = self.fresh("p")
        if node.by_place:
            self.emit(f"{variable} = D.PP[{place}, {epoch}, {self.needs.number('placed', key)}]")
            return f"known({variable}, spoilt, 0)"
        self.emit(f"{variable} = D.P[{epoch}, {self.needs.number('scalars', key)}]")
        return f"known({variable}, spoilt, 0)" if sometimes_unknown(self.book, node) else variable

    def body(self, body: Body, target: str, scope: Mapping[str, str], number: int) -> None:
        while isinstance(body, Let):
            variable = self.fresh("l")
            self.emit(f"{variable} = {self.number(body.value, scope, number)}")
            scope = {**scope, f"={body.name}": variable}
            body = body.body
        if isinstance(body, If):
            self.emit(f"if {self.truth(body.condition, scope, number)}:")
            self.depth += 1
            self.body(body.then, target, scope, number)
            self.depth -= 1
            self.emit("else:")
            self.depth += 1
            self.body(body.otherwise, target, scope, number)
            self.depth -= 1
            return
        self.emit(f"{target} = {self.number(body.value, scope, number)}")

    def truth(self, node: Expression, scope: Mapping[str, str], number: int) -> str:
        """An expression as a condition."""
        if isinstance(node, Operation):
            if node.name in _COMPARISONS:
                a, b = (self.number(operand, scope, number) for operand in node.operands)
                return f"({a} {_COMPARISONS[node.name]} {b})"
            if node.name == "and":
                return "(" + " and ".join(self.truth(operand, scope, number) for operand in node.operands) + ")"
            if node.name == "or":
                return "(" + " or ".join(self.truth(operand, scope, number) for operand in node.operands) + ")"
            if node.name == "not":
                return f"(not {self.truth(node.operands[0], scope, number)})"
            if node.name in ("exceeds", "reaches"):
                part, of, share = (self.number(operand, scope, number) for operand in node.operands)
                return f"({part} * SCALE {'>' if node.name == 'exceeds' else '>='} {of} * {share})"
        return f"({self.number(node, scope, number)} != 0)"

    def number(self, node: Expression, scope: Mapping[str, str], number: int) -> str:
        """An expression as an integer."""
        if isinstance(node, Literal):
            return f"{node.value}"
        if isinstance(node, Input):
            return scope[node.name]
        if isinstance(node, Local):
            return scope[f"={node.name}"]
        return self.operation(node, scope, number)

    def operation(self, node: Operation, scope: Mapping[str, str], number: int) -> str:
        name = node.name
        if name in _COMPARISONS or name in ("and", "or", "not", "exceeds", "reaches"):
            return f"(1 if {self.truth(node, scope, number)} else 0)"
        if name == "if":
            condition = self.truth(node.operands[0], scope, number)
            then, otherwise = (self.number(operand, scope, number) for operand in node.operands[1:])
            return f"({then} if {condition} else {otherwise})"
        if name in ("lookup", "bracket", "threshold", "tariff_amount", "tariff_open"):
            return self.on_parameter(node, scope, number)
        o = [self.number(operand, scope, number) for operand in node.operands]
        match name:
            case "add" | "add_months" | "add_days":
                return f"({o[0]} + {o[1]})"
            case "sub":
                return f"({o[0]} - {o[1]})"
            case "mul":
                return f"({o[0]} * {o[1]})"
            case "neg":
                return f"(-{o[0]})"
            case "min" | "max":
                found = o[0]
                for other in o[1:]:
                    found = f"{name}({found}, {other})"
                return found
            case "count_true":
                return "(" + " + ".join(f"({x})" for x in o) + ")"
            case "percent_of" | "times":
                return f"divide({_product(o[0], o[1])}, SCALE, {node.option('round')})"
            case "percents_of":
                products = " + ".join(_product(a, r) for a, r in zip(o[::2], o[1::2], strict=True))
                return f"divide({products}, SCALE * {node.option('over')}, {node.option('round')})"
            case "mul_div":
                return f"divide_checked({o[0]} * {o[1]}, {o[2]}, {node.option('round')}, err, {number})"
            case "share_of":
                return f"divide_checked({o[0]} * SCALE, {o[1]}, {node.option('round')}, err, {number})"
            case "round_to":
                return f"(divide({o[0]}, {node.option('unit')}, {node.option('round')}) * {node.option('unit')})"
            case "months_between" | "days_between":
                return f"({o[1]} - {o[0]})"
        return f"{name}({CALENDAR_TABLES.get(name, '')}{', '.join(o)})"

    def on_parameter(self, node: Operation, scope: Mapping[str, str], number: int) -> str:
        first = node.operands[0]
        assert isinstance(first, Input)
        k, _, at = scope[first.name].partition("|")
        rest = [self.number(operand, scope, number) for operand in node.operands[1:]]
        match node.name:
            case "lookup":
                keys = f"{rest[0]}, {rest[1] if len(rest) > 1 else '0'}"
                return f"known(cell(D.TAB, D.TOFF[{at}, {k}], D.TDIM[{k}], {keys}), spoilt, 0)"
            case "bracket" | "threshold":
                values = "D.SVA" if node.name == "bracket" else "D.STH"
                return f"step_value(D.STH, {values}, D.SOFF[{at}, {k}], D.SLEN[{at}, {k}], {rest[0]}, spoilt, 0)"
            case "tariff_amount":
                parts = ", ".join(f"D.TF[{at}, {k}, {n}]" for n in range(5))
                return f"tariff_checked({parts}, {rest[0]}, spoilt, 0)"
        return f"open_checked(D.TF[{at}, {k}, 0], spoilt, 0)"

    # links
    def link(self, key: str, node: LinkNode) -> None:
        target, link = self.names[key], node.link
        initial = 0 if link.initial is None else link.initial
        match link.how:
            case "up":
                self.up(key, node, target, initial)
            case "in_force":
                self.in_force(key, node, target, initial)
            case "previous":
                source = self.book.inputs[key][0]["source"]
                row, before = self.earlier_row(node, link.n)
                self.emit(f"if {row} >= 0:", f"    {target} = ({self.at(source, row)})")
                self.emit(
                    f"elif {before} and not nb_:",
                    "    spoilt[0] = 1",
                    f"    {target} = 0",
                    "else:",
                    f"    {target} = ({initial})",
                )
            case "window":
                self.window(key, node, target)
            case "best":
                self.best(key, node, target)
            case "days_in":
                self.days_in(key, node, target)

    def folded(self, how: str, target: str, source: str, where: str | None) -> None:
        """Inside the loop over z: add one row to the fold."""
        if where is not None:
            self.emit(f"if {self.at(where, 'z')} != 0:")
            self.depth += 1
        value = self.at(source, "z")
        match how:
            case "total" | "count":
                self.emit(f"{target} += {value}")
            case "any" | "largest":
                self.emit(f"{target} = max({target}, ({value}))")
            case "all":
                self.emit(f"{target} = min({target}, ({value}))")
            case "smallest":
                self.emit(
                    f"{target} = ({value}) if {target}_none else min({target}, ({value}))", f"{target}_none = False"
                )
        if where is not None:
            self.depth -= 1

    def up(self, key: str, node: LinkNode, target: str, initial: int) -> None:
        self.ups([key])

    def ups(self, keys: list[str]) -> None:
        """Up links over the same rows, in one loop."""
        nodes = {key: self.book.nodes[key] for key in keys}
        leader = nodes[keys[0]]
        assert isinstance(leader, LinkNode)
        begin, end, match_, pb, pe = self.source_rows(self.up_rows(keys[0])[0], leader)
        for key in keys:
            fold = nodes[key].link.fold  # type: ignore[union-attr]
            self.emit(f"{self.names[key]} = ({1 if fold == 'all' else 0})")
            if fold == "smallest":
                self.emit(f"{self.names[key]}_none = True")
        self.emit(f"for z in range({begin}, {end}):")
        self.depth += 1
        if match_:
            self.emit(f"if {match_}:")
            self.depth += 1
        for key in keys:
            names = self.book.inputs[key][0]
            self.folded(nodes[key].link.fold, self.names[key], names["source"], names.get("where"))  # type: ignore[union-attr]
        self.depth -= 2 if match_ else 1
        for key in keys:
            self.up_outside(nodes[key], self.names[key], pb, pe)  # type: ignore[arg-type]

    def up_outside(self, node: LinkNode, target: str, pb: str, pe: str) -> None:
        """What lies outside the records: the beginning, or the worker cannot be computed plainly."""
        link = node.link
        if link.lag:
            initial = 0 if link.initial is None else link.initial
            self.emit(
                f"if {pe} < first:",
                "    if nb_:",
                f"        {target} = ({initial})",
                "    else:",
                "        spoilt[0] = 1",
            )
            self.emit(f"elif {self.outside(pb, pe)}{self.unsettled(link.fold, target)}:", "    spoilt[0] = 1")
        elif not link.told and pb:
            self.emit(f"if {self.outside(pb, pe)}{self.unsettled(link.fold, target)}:", "    spoilt[0] = 1")

    def outside(self, pb: str, pe: str) -> str:
        return f"(({pb} < first and not nb_) or ({pe} > last and not na_))"

    def unsettled(self, fold: str, target: str) -> str:
        return {"any": f" and {target} == 0", "all": f" and {target} == 1"}.get(fold, "")

    def in_force(self, key: str, node: LinkNode, target: str, initial: int) -> None:
        source, lag = self.book.inputs[key][0]["source"], node.link.lag
        level = self.level(source)
        row, own = self.fresh("row"), ROW[level]
        self.emit(f"{row} = {own} - {lag}", f"if {row} >= {START[level]}:", f"    {target} = ({self.at(source, row)})")
        self.emit("elif nb_:", f"    {target} = ({initial})", "else:", f"    {target} = 0", "    spoilt[0] = 1")

    def window(self, key: str, node: LinkNode, target: str) -> None:
        link, source = node.link, self.book.inputs[key][0]["source"]
        self.emit(f"{target} = ({1 if link.fold == 'all' else 0})")
        self.emit(f"for z in range(max(rm - {link.back}, m0), min(rm - {link.until} + 1, m1)):")
        self.depth += 1
        self.folded(link.fold, target, source, None)
        self.depth -= 1
        outside = self.outside(f"mv - {link.back}", f"mv - {link.until}")
        self.emit(f"if {outside}{self.unsettled(link.fold, target)}:", "    spoilt[0] = 1")
        if link.fold == "all":  # a month in which nothing was is no month in which it held
            self.emit(f"if mv - {link.back} < first or mv - {link.until} > last:", f"    {target} = 0")

    def best(self, key: str, node: LinkNode, target: str) -> None:
        link, names = node.link, self.book.inputs[key][0]
        source, count = names["source"], self.fresh("cnt")
        if "where" in names:
            self.emit(f"{count} = 0", "for back in range(0, ry - y0 + 1):", "    z = ry - back")
            self.emit(f"    if {self.at(names['where'], 'z')} != 0:")
            self.emit(f"        buf[{count}] = {self.at(source, 'z')}", f"        {count} += 1")
            self.emit(f"        if {count} == {link.back}:", "            break")
            self.emit(f"if {count} < {link.back} and not nb_:", "    spoilt[0] = 1")
            self.emit(f"{target} = best_sum(buf, {count}, {link.n})")
            return
        self.emit(f"{count} = 0", f"for z in range(max(ry - {link.back - 1}, y0), ry + 1):")
        self.emit(f"    buf[{count}] = {self.at(source, 'z')}", f"    {count} += 1")
        self.emit(f"{target} = best_sum(buf, {count}, {link.n})")
        self.emit(f"if (yv - {link.back - 1}) * 12 < first and not nb_:", "    spoilt[0] = 1")

    def days_in(self, key: str, node: LinkNode, target: str) -> None:
        names, link = self.book.inputs[key][0], node.link
        day, start = self.fresh("day"), self.fresh("start")
        self.emit(
            f"{day} = ({self.get(names['before'], node.level)})",
            f"{start} = months_earlier(D.MONTH_OF, D.FIRST_DAY, {day}, {link.months})",
        )
        self.emit(f"{target} = 0", "for z in range(s0, s1):")
        self.depth += 1
        conditions = ["z != rs"] if node.level == SPELL else []
        if "where" in names:
            conditions.append(f"{self.at(names['where'], 'z')} != 0")
        if conditions:
            self.emit(f"if {' and '.join(conditions)}:")
            self.depth += 1
        self.emit(f"{target} += max(0, min(L.s_last[z], {day} - 1) - max(L.s_first[z], {start}) + 1)")
        self.depth -= 2 if conditions else 1
        self.emit(
            f"if {self.outside(f'month_of(D.MONTH_OF, {start})', f'month_of(D.MONTH_OF, {day} - 1)')}:",
            "    spoilt[0] = 1",
        )


def _product(amount: str, rate: str) -> str:
    """amount x rate; nothing of a rate that the law does not give is nothing."""
    return f"({amount} * {rate} if {amount} != 0 else 0)" if "known(" in rate else f"{amount} * {rate}"


def sometimes_unknown(book: LawBook, parameter: Parameter) -> bool:
    """Whether the law's facts fail to give the parameter on some day since the country's law is held.

    Such a parameter is checked where it is used; any other makes its rule unknown before its first day (lawdata.py).
    """
    entries = parameter.series.get("", ())
    return (
        not entries or any(not isinstance(entry.value, int) for entry in entries) or entries[0].start > book.law_since
    )


_COMPARISONS: Final = {"lt": "<", "le": "<=", "gt": ">", "ge": ">=", "eq": "==", "ne": "!="}
