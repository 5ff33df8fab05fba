"""Printing the plain kernel of a segment: for a block of workers with the same months, one column after another.

A column holds a node's values for the block. At the levels of time it is laid out by period and, within a period, by
worker, so that one period's law holds for a whole run of values and a loop over workers is one that the processor can
take many at a time. Rows of contracts, ties and spells follow one another as in the records. Workers of whom something
is not known, or for whom the law's facts stop, are marked in `bad` and computed on bounds afterwards; what stands in
their rows means nothing, but is always written, so that no loop reads what was never set.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from amparo.engine.batch import kind_of_value
from amparo.engine.codegen import CALENDAR_FIRST, EPOCH_OF, day_of, steady_groups
from amparo.engine.codegen_expressions import TableDay, Text, sometimes_unknown
from amparo.engine.plan import plan_of
from amparo.engine.primitives import FIRST_DAY, LAST_DAY
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
    from collections.abc import Callable

    from amparo.engine.codegen import Needs
    from amparo.rules.book import LawBook

ROW: Final[dict[Level, str]] = {
    YEAR: "yi",
    QUARTER: "qi",
    MONTH: "mi",
    TIE_YEAR: "rty",
    GROUP_MONTH: "rg",
    TIE_MONTH: "rt",
    CONTRACT: "rc",
    SPELL: "rs",
    PAYER: "rp",
    WORKER: "w",
}
STEM: Final[dict[Level, str]] = {TIE_YEAR: "ty", GROUP_MONTH: "g", TIE_MONTH: "t", CONTRACT: "c", SPELL: "s"}
PERIODS: Final[dict[Level, str]] = {YEAR: "Y", QUARTER: "Q", MONTH: "M"}
LENGTH: Final[dict[Level, int]] = {YEAR: 12, QUARTER: 3, MONTH: 1}
BLOCK: Final = (
    *("B", "M", "Q", "Y", "first", "last", "w0", "m0", "q0", "y0"),
    *(f"{stem}0" for stem in STEM.values()),
    *(f"n_{stem}" for stem in STEM.values()),
    "one",
)
"""What a kernel is told of a block: how many workers, months, quarters and years, its first and last month, where its
rows begin among those of the batch, and how many rows it has at each level."""

_ENTRY: Final[dict[Level, tuple[str, ...]]] = {
    YEAR: ("yv = fy + yi",),
    QUARTER: ("qv = (fq + qi) * 3", "yv = qv // 12", "yi = yv - fy"),
    MONTH: ("mv = first + mi", "yi = YI[mi]", "qi = QI[mi]", "yv = fy + yi"),
    WORKER: ("yv = last // 12",),
    TIE_YEAR: ("w = L.ty_w[rty] - w0", "yi = L.ty_i[rty]", "yv = fy + yi"),
}
_OWN_ROWS: Final[dict[Level, tuple[str, ...]]] = {
    GROUP_MONTH: ("rty = L.g_ty[rg] - ty0",),
    TIE_MONTH: ("rg = L.t_g[rt] - g0", "rty = L.t_ty[rt] - ty0", "rp = L.t_payer[rt]"),
    CONTRACT: ("rt = L.c_t[rc] - t0", "rg = L.c_g[rc] - g0", "rty = L.c_ty[rc] - ty0", "rp = L.c_payer[rc]"),
    SPELL: (),
}
_WORD: Final = re.compile(r"\b[a-z_]+[0-9]?\b")
_HEAVY: Final = (
    "full_years",
    "month_of(",
    "month_in_table",
    "cell(",
    "step_value",
    "divide",
    "PP[",
    "epoch_of",
    "tariff",
    "months_earlier",
)


def entry(level: Level) -> tuple[str, ...]:
    """The lines that find, from a row, its worker, its periods and the rows it lies in."""
    if level not in _OWN_ROWS:
        return _ENTRY[level]
    row, stem = ROW[level], STEM[level]
    return f"w = L.{stem}_w[{row}] - w0", f"mi = L.{stem}_i[{row}]", *_ENTRY[MONTH], *_OWN_ROWS[level]


def entry_for(level: Level, body: list[str]) -> list[str]:
    """Those of the lines of entry that a body needs."""
    words = {word for line in body for word in _WORD.findall(line)}
    found: list[str] = []
    for line in reversed(entry(level)):
        name, _, value = line.partition(" = ")
        if name in words:
            found.insert(0, line)
            words.update(_WORD.findall(value))
    return found


def fact_place(fact: Fact, k: int, row: str) -> str:
    """Where the fact of a row lies. A fact by period may be told once for all of them: FR[k] is then 0, else -1."""
    match fact.level:
        case Level.WORKER:
            return f"F[{k}][w]"
        case Level.PAYER:
            return f"F[{k}][({row}) & FR[{k}]]"
        case Level.YEAR | Level.QUARTER | Level.MONTH:
            return f"F[{k}][((({row}) * B) & FR[{k}]) + w]"
    return f"F[{k}][{row}]"


class ColumnPrinter:
    """The source of one segment's plain kernel."""

    def __init__(self, book: LawBook, segment: Segment, needs: Needs, calendar: frozenset[str]) -> None:
        from amparo.engine.codegen_column_links import LinkColumns

        self.book, self.segment, self.needs, self.calendar = book, segment, needs, calendar
        self.lines: list[str] = []
        self.depth = 1
        self.count = 0
        self.names = {key: f"v{number}" for number, key in enumerate(segment.nodes)}
        self.one_worker = False
        self.again: str | None = None
        self.steady: dict[str, tuple[Rule, list[str]]] = {}
        self.links = LinkColumns(self)

    # lines
    def emit(self, *lines: str) -> None:
        self.lines += ["    " * self.depth + line for line in lines]

    def fresh(self, stem: str = "t") -> str:
        self.count += 1
        return f"{stem}{self.count}"

    def inside(self, opening: str, body: Callable[[], None]) -> None:
        """A body under a line that opens it; none where the body prints nothing."""
        self.emit(opening)
        self.depth += 1
        before = len(self.lines)
        body()
        if len(self.lines) == before:
            self.emit("pass")
        self.depth -= 1

    def source(self) -> str:
        self.emit(*(f"{name} = K[{n}]" for n, name in enumerate(BLOCK)))
        self.emit("fy = first // 12", "fq = first // 3", "spoilt = [0]", "wrong = [0]")
        self.items = 0
        for part in self.segment.work:
            if isinstance(part, Stage):
                self.stage(part)
            else:
                self.item(lambda part=part: self.outermost(part))  # type: ignore[misc]
        return "\n".join(["def plain(N):", *self.lines, ""])

    def item(self, body: Callable[[], None]) -> None:
        """A column, or a recurrence: the certificate asks for one at a time, to see what each marks (items_of)."""
        number, self.items = self.items, self.items + 1
        self.inside(f"if ONLY[0] <= {number} and {number} < ONLY[1]:", body)

    def level(self, key: str) -> Level:
        node = self.book.nodes[key]
        assert not isinstance(node, Parameter)
        return node.level

    # columns
    def stage(self, stage: Stage) -> None:
        self.steady = {}
        for keys, facts in steady_groups(self.book, stage, self.calendar):
            first = self.book.nodes[keys[0]]
            assert isinstance(first, Rule)
            self.steady |= {key: (first, facts) for key in keys}
        for key in stage.nodes:
            self.item(lambda key=key: self.column(key))  # type: ignore[misc]
        self.steady = {}

    def column(self, key: str) -> None:
        node, level = self.book.nodes[key], self.level(key)
        if key in self.calendar:
            self.periods(level, lambda: self.each(key, lambda: self.take(key, self.at(key, ROW[level]))))
        elif isinstance(node, LinkNode):
            self.links.column(key, node)
        elif level in STEM:
            self.rule_on_rows(key, node)  # type: ignore[arg-type]
        elif key in self.steady:
            self.seldom(key, node)  # type: ignore[arg-type]
        else:
            self.periods(level, lambda: self.rule(key, node))  # type: ignore[arg-type]

    def periods(self, level: Level, body: Callable[[], None]) -> None:
        """A body for each period of a level of time."""
        if level == WORKER:
            self.emit(*entry(level))
            body()
            return

        def period() -> None:
            self.emit(*entry(level))
            body()

        self.inside(f"for {ROW[level]} in range(0, {PERIODS[level]}):", period)

    def take(self, key: str, value: str) -> None:
        self.emit(f"{self.names[key]} = {value}")

    def each(self, key: str, body: Callable[[], None]) -> None:
        """A node's rows (those of the period at hand, for a level of time): its value is left in its name, and kept."""
        level, row = self.level(key), ROW[self.level(key)]
        on_rows, loops = level in STEM, level in STEM or not self.one_worker
        held, self.lines = self.lines, []
        self.depth += loops
        body()
        text = "\n".join(self.lines)
        spoils, errs = "spoilt" in text, "wrong[0]" in text or "wrong)" in text
        wrongs = self.fresh("wrongs") if errs else ""
        if errs:
            known = "bad[w] == 0 and spoilt[0] == 0" if spoils else "bad[w] == 0"
            self.emit(f"{wrongs} = {wrongs} | (wrong[0] if {known} else 0)")
        hoped = self.again if spoils and on_rows else None
        if hoped:
            self.emit(f"{hoped} = {hoped} | spoilt[0]")
        elif spoils:
            self.emit("bad[w] = bad[w] | spoilt[0]")
        self.emit(f"{self.place_of(key, row)} = {self.names[key]}")
        found, self.lines = self.lines, held
        fresh = [*(["spoilt[0] = 0"] if spoils else []), *(["wrong[0] = 0"] if errs else [])]
        before = [*(entry_for(level, found) if on_rows else []), *fresh]
        found[:0] = ["    " * self.depth + line for line in before]
        self.depth -= loops
        if errs:
            self.emit(f"{wrongs} = 0")
        if loops:
            free = (
                not self.one_worker
                and (not spoils or not on_rows or hoped)
                and "for z" not in text
                and "while" not in text
            )
            self.emit(f"for {row if on_rows else 'w'} in {'lanes' if free else 'range'}({self.rows_of(level)}):")
        self.lines += found
        if errs:
            k = self.needs.number("rules", key) + 1
            self.emit(f"if {wrongs} != 0:", f"    err[0] = {k} if {wrongs} == 1 else {-k}")

    def rows_of(self, level: Level) -> str:
        if level not in STEM:
            return "0, B"
        if not self.one_worker:
            return f"0, n_{STEM[level]}"
        stem = STEM[level]
        if level == TIE_YEAR:
            return "L.y_tyoff[w * Y + yi] - ty0, L.y_tyoff[w * Y + yi + 1] - ty0"
        return f"L.m_{stem}off[w * M + mi] - {stem}0, L.m_{stem}off[w * M + mi + 1] - {stem}0"

    # recurrences
    def outermost(self, part: Recurrence) -> None:
        """Period by period; worker by worker where contracts or ties take part, whose rows lie by worker."""
        if not any(self.level(key) in STEM for key in part.nodes):
            self.recurrence(part, "0", "M")
            return
        self.one_worker = True
        self.inside("for w in range(0, B):", lambda: self.recurrence(part, "0", "M"))
        self.one_worker = False

    def recurrence(self, part: Recurrence, begin: str, end: str) -> None:
        """The periods that lie in the months from begin to end, counted from the first."""
        level = {1: YEAR, 2: QUARTER, 3: MONTH}[part.family]
        row, length = ROW[level], LENGTH[level]
        lo, hi = (begin, end) if level == MONTH else (self.fresh("ma"), self.fresh("mb"))

        def period() -> None:
            self.emit(*entry(level))
            if level != MONTH:
                start = "yv * 12" if level == YEAR else "qv"
                self.emit(
                    f"{lo} = min(max({start} - first, 0), M)", f"{hi} = min(max({start} + {length} - first, 0), M)"
                )
            for block in part.blocks:
                if isinstance(block, Recurrence):
                    self.recurrence(block, lo, hi)
                    self.emit(*entry(level))
                else:
                    assert FAMILY[self.level(block)] == part.family
                    self.in_period(block)

        bounds = {
            MONTH: f"{begin}, {end}",
            QUARTER: f"(first + {begin}) // 3 - fq, (first + {end} - 1) // 3 - fq + 1",
            YEAR: f"(first + {begin}) // 12 - fy, (first + {end} - 1) // 12 - fy + 1",
        }[level]
        self.inside(f"for {row} in range({bounds}):", period)

    def in_period(self, key: str) -> None:
        """A node of a recurrence in the period at hand."""
        node = self.book.nodes[key]
        if isinstance(node, LinkNode):
            self.links.in_period(key, node)
        elif self.level(key) in STEM:
            self.each(key, lambda: self.on_row(key, node))  # type: ignore[arg-type]
        else:
            self.rule(key, node)  # type: ignore[arg-type]

    # values
    def place_of(self, key: str, row: str) -> str:
        """Where a computed value is kept: its row is a period's or a row's number, counted from the block's first."""
        n, level = self.needs.number("values", key), self.level(key)
        if level == WORKER:
            return f"V[{n}][w]"
        return f"V[{n}][({row}) * B + w]" if level in PERIODS else f"V[{n}][{row}]"

    def at(self, key: str, row: str) -> str:
        """The value of a fact or a node on a row."""
        node = self.book.nodes[key]
        if isinstance(node, Fact):
            return fact_place(node, self.needs.number("facts", key), row)
        if isinstance(node, Builtin):
            return self.builtin(node, row)
        if key in self.calendar:
            level = self.level(key)
            start = {MONTH: "first", QUARTER: "fq", YEAR: "fy"}[level]
            place = f"({row}) + {start} - {CALENDAR_FIRST // LENGTH[level]}"
            return f"known(C[{self.needs.number('calendar', key)}][{place}], spoilt, 0)"
        return self.place_of(key, row)

    def builtin(self, node: Builtin, row: str) -> str:
        if node.name in ("spell_first_day", "spell_last_day"):
            return f"L.{'s_first' if node.name == 'spell_first_day' else 's_last'}[{row}]"
        return {"month": "mv", "year": "yv", "quarter_month": "qv", "days_of_law": "days_of_law"}[node.name]

    def get(self, key: str) -> str:
        """The value that a row at hand reads by its name."""
        found = self.at(key, ROW[self.level(key)])
        if "[" not in found:
            return found
        variable = self.fresh("i")
        self.emit(f"{variable} = {found}")
        return variable

    # rules
    def rule(self, key: str, node: Rule) -> None:
        """A rule of a level of time in the period at hand: one version holds for all of its workers."""
        epoch = self.fresh("e")
        if self.same_day(key, node):
            day = self.fresh("day")
            source = self.book.inputs[key][0]["law_at="]
            self.emit("spoilt[0] = 0", f"{day} = {self.at(source, ROW[self.level(source)])}", "if spoilt[0] != 0:")
            self.emit("    for w in lanes(0, B):", "        bad[w] = 1")
            self.emit(f"{epoch} = {EPOCH_OF}{day})")
        elif node.law_at.name in ("each_day", "at_day", "spell_start"):
            self.each(key, lambda: self.on_row(key, node))
            return
        else:
            self.emit(f"{epoch} = {day_of(node)}")
        self.by_version(key, node, epoch)

    def same_day(self, key: str, node: Rule) -> bool:
        """Whether the day whose law counts is the same for all workers of a period."""
        return (
            node.law_at.name == "at_day"
            and self.book.inputs[key][0]["law_at="] in self.calendar
            and not self.one_worker
        )

    def seldom(self, key: str, node: Rule) -> None:
        """A rule by month whose value changes only with the law, or with facts told by month: repeated otherwise."""
        leader, facts = self.steady[key]
        held, epoch, begin = self.fresh("held"), self.fresh("e"), len(self.lines)
        told = " | ".join(f"FR[{self.needs.number('facts', fact)}]" for fact in dict.fromkeys(facts))
        again = f"{epoch} != {held}{f' or ({told}) != 0' if told else ''}"
        self.emit(f"{held} = -1")

        def month() -> None:
            self.emit(f"{epoch} = {day_of(leader)}")
            self.inside(f"if {again}:", changed)
            n, kind = self.needs.number("values", key), kind_of_value(self.book, key).name
            self.emit("else:", f"    copy_{kind}(V[{n}], mi * B, (mi - 1) * B, B)")

        def changed() -> None:
            self.emit(f"{held} = {epoch}")
            self.rule(key, node)

        self.periods(MONTH, month)
        if not any(word in line for line in self.lines[begin:] for word in _HEAVY):
            del self.lines[begin:]
            self.periods(MONTH, lambda: self.rule(key, node))

    def rule_on_rows(self, key: str, node: Rule) -> None:
        """A rule of contracts, ties or spells: where its law is the same in all months, one version holds for all.

        Rows are marked one by one only in the second loop, which is for law that changes and for what is not known.
        """
        if node.law_at.name in ("each_day", "at_day", "spell_start"):
            self.each(key, lambda: self.on_row(key, node))
            return
        k, begin, end = self.needs.number("rules", key), self.fresh("e"), self.fresh("e")
        self.emit(f"{begin} = {day_of(node, month='first', year='fy')}")
        self.emit(f"{end} = {day_of(node, month='last', year='(last // 12)')}")
        again = self.fresh("again")
        self.emit(f"{again} = 1")

        def alike() -> None:
            self.emit(f"{again} = 0")
            self.again = again
            self.by_version(key, node, begin)
            self.again = None

        self.inside(f"if D.ALIKE[{begin}, {k}] == D.ALIKE[{end}, {k}]:", alike)
        self.inside(f"if {again} != 0:", lambda: self.each(key, lambda: self.on_row(key, node)))

    def by_version(self, key: str, node: Rule, epoch: str) -> None:
        """The version in force in an epoch, on all rows."""
        k, version = self.needs.number("rules", key), self.fresh("ver")
        self.emit(f"{version} = D.V[{epoch}, {k}]")
        word = "if"
        for number in range(len(node.versions)):

            def one(number: int = number) -> None:
                self.each(key, lambda: self.worked_out(key, node, number, epoch))

            self.inside(f"{word} {version} == {number}:", one)
            word = "elif"
        self.inside("else:", lambda: self.without_version(key, version, k))

    def without_version(self, key: str, version: str, k: int) -> None:
        """Outside a rule's time: what the law says holds then, or the law is not known."""
        value = self.fresh("out")
        self.emit(f"{value} = 0", f"if {version} == -1:", f"    {value} = D.OUT[{k}, 0]")
        self.emit(f"elif {version} == -2:", f"    {value} = D.OUT[{k}, 1]")
        if plan_of(self.book).ranges.asserted(key):
            r = self.needs.number("ranges", key)
            self.emit(f"if {version} >= -2 and ({value} < D.RNG[{r}, 0] or {value} > D.RNG[{r}, 1]):")
            self.emit(f"    err[0] = {-k - 1}")
        if self.one_worker:

            def outside() -> None:
                self.take(key, value)
                self.emit(f"if {version} < -2:", "    spoilt[0] = 1")

            self.each(key, outside)
            return
        self.fill(key, value)
        self.emit(f"if {version} < -2:", "    spoil_uint8(bad, B)" if self.again is None else f"    {self.again} = 1")

    def fill(self, key: str, value: str) -> None:
        """One value for all rows (of the period at hand, for a level of time)."""
        n, level, kind = self.needs.number("values", key), self.level(key), kind_of_value(self.book, key).name
        begin = f"{ROW[level]} * B" if level in PERIODS else "0"
        count = f"n_{STEM[level]}" if level in STEM else "B"
        self.emit(f"fill_{kind}(V[{n}], {begin}, {count}, {value})")

    def worked_out(self, key: str, node: Rule, number: int, epoch: str) -> None:
        scope = self.inputs(key, node, number, epoch)
        Text(self.emit, self.fresh).body(node.versions[number].source.body, self.names[key], scope)
        self.hold_to_range(key)

    def hold_to_range(self, key: str) -> None:
        """Values are held to an asserted range; a proved one needs no look."""
        if plan_of(self.book).ranges.asserted(key):
            target, r = self.names[key], self.needs.number("ranges", key)
            self.emit(f"if {target} < D.RNG[{r}, 0] or {target} > D.RNG[{r}, 1]:", "    wrong[0] = 2")

    def on_row(self, key: str, node: Rule) -> None:
        """A rule on one row, each row with its own day of law."""
        target, epoch = self.names[key], self.fresh("e")
        if node.law_at.name == "each_day":
            k, total = self.needs.number("by_day", key), self.fresh("sum")
            named = next((names["place="] for names in self.book.inputs[key] if "place=" in names), None)
            place = "D.NOWHERE" if named is None else self.get(named)
            days = f"D.BD_OFF[{k}, {place}, mv - D.BASE]"
            self.emit(f"{total} = 0")

            def stretch() -> None:
                self.emit(f"{epoch} = D.BD_EPOCH[z_]", "days_of_law = D.BD_DAYS[z_]")
                self.version_of_row(key, node, epoch)
                self.emit(f"{total} += {target}")

            self.inside(f"for z_ in range({days}, {days[:-1]} + 1]):", stretch)
            self.emit(f"{target} = {total}")
            self.hold_to_range(key)
            return
        day = f"{EPOCH_OF}{self.get(self.book.inputs[key][0]['law_at='])})" if node.law_at.name == "at_day" else None
        self.emit(f"{epoch} = {day or day_of(node)}")
        self.version_of_row(key, node, epoch)
        self.hold_to_range(key)

    def version_of_row(self, key: str, node: Rule, epoch: str) -> None:
        target, k, version = self.names[key], self.needs.number("rules", key), self.fresh("ver")
        self.emit(f"{target} = 0", f"{version} = D.V[{epoch}, {k}]")
        word = "if"
        for number, held in enumerate(node.versions):

            def one(number: int = number, held: object = held) -> None:
                scope = self.inputs(key, node, number, epoch)
                Text(self.emit, self.fresh).body(node.versions[number].source.body, target, scope)

            self.inside(f"{word} {version} == {number}:", one)
            word = "elif"
        self.emit(f"elif {version} == -1:", f"    {target} = D.OUT[{k}, 0]")
        self.emit(f"elif {version} == -2:", f"    {target} = D.OUT[{k}, 1]", "else:", "    spoilt[0] = 1")

    def inputs(self, key: str, node: Rule, number: int, epoch: str) -> dict[str, str]:
        """What stands for each argument of a version."""
        names = self.book.inputs[key][number]
        found: dict[str, str] = {}
        for name, kind in node.versions[number].source.inputs:
            source = self.book.nodes[names[name]]
            if isinstance(source, Parameter):
                place = self.get(names["place="]) if source.by_place else "D.NOWHERE"
                found[name] = self.parameter(source, kind.name, epoch, place)
            else:
                value = self.get(names[name])
                found[name] = TableDay(value) if kind.name == "date" and self.in_table(names[name]) else value
        return found

    def in_table(self, key: str) -> bool:
        """Whether a day is always within the table of days."""
        low, high = plan_of(self.book).ranges.of(key)
        return low >= FIRST_DAY and high <= LAST_DAY

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
