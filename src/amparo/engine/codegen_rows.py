"""Printing a kernel that goes worker by worker and row by row: loops, rows, storage, the rows that links go through."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from amparo.engine.codegen import CALENDAR_FIRST, day_of, steady_groups
from amparo.engine.plan import plan_of
from amparo.engine.schedule import FAMILY, Recurrence, Segment, Stage
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
    from amparo.engine.codegen import Needs
    from amparo.rules.book import LawBook

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
    SPELL: ("rm = m0 + month_of(D.MONTH_OF, L.s_first[rs]) - first",),  # may lie outside the records' months
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


_WITHIN: Final = "month_of(D.MONTH_OF, L.s_first[z]) <= last"  # spells may begin after the records' months


class Printer:
    """Loops, rows and storage; what a value is, and how rules and links are printed, is for those who build on it."""

    kind = ""
    parts: tuple[str, ...] = ()

    def __init__(self, book: LawBook, segment: Segment, needs: Needs, calendar: frozenset[str]) -> None:
        self.book, self.segment, self.needs, self.calendar = book, segment, needs, calendar
        self.lines: list[str] = []
        self.depth = 1
        self.here: dict[str, str] = {}
        self.epochs: dict[str, str] = {}
        self.level_now = WORKER
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
        return "\n".join([*self.lines, *body, ""])

    def frame(self) -> None:
        self.lines.append(f"def {self.kind}(N):")
        self.emit("for w in range(K.begin, N):")
        self.depth = 2
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
        self.level_now = stage.level
        depth = self.depth
        slow = steady_groups(self.book, stage, self.calendar)
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
        self.level_now = self.level(key)
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
    def epoch(self, rule: Rule) -> str:
        found = self.epochs.get(rule.law_at.name)
        if found is None:
            found = self.fresh("e")
            self.emit(f"{found} = {day_of(rule)}")
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
            if source == SPELL:
                return "L.m_soff[rm]", "min(L.m_soff[rm + 1], s1)", _WITHIN, "", ""
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
        if source == SPELL:  # of the period, also before or after the records' months
            begun = "month_of(D.MONTH_OF, L.s_first[z])"
            return "s0", "s1", f"{begun} >= {pb} and {begun} <= {pe}", pb, pe
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
