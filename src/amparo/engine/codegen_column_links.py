"""Printing links by columns: what moves up, down and through time, for a block of workers with the same months.

Between levels of time a link adds whole runs of values. From rows of contracts and ties upwards each row gives its
value to the one that holds it. Everything else goes row by row.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from amparo.engine.batch import kind_of_value
from amparo.rules.levels import (
    CONTRACT,
    GROUP_MONTH,
    MONTH,
    QUARTER,
    SPELL,
    TIE_MONTH,
    TIE_YEAR,
    WORKER,
    YEAR,
    Level,
)
from amparo.rules.nodes import LinkNode

if TYPE_CHECKING:
    from collections.abc import Callable

    from amparo.engine.codegen_columns import ColumnPrinter

_BEFORE: Final = "(L.flags[w] & 1) == 0"  # it is not said that nothing came before the records
_AFTER: Final = "(L.flags[w] & 2) == 0"
_HELD_BY: Final = {
    (TIE_MONTH, CONTRACT): "t",
    (GROUP_MONTH, CONTRACT): "g",
    (TIE_YEAR, CONTRACT): "ty",
    (GROUP_MONTH, TIE_MONTH): "g",
    (TIE_YEAR, TIE_MONTH): "ty",
    (TIE_YEAR, GROUP_MONTH): "ty",
}


class LinkColumns:
    """The links of one segment's plain kernel."""

    def __init__(self, printer: ColumnPrinter) -> None:
        from amparo.engine import codegen_columns

        self.printer, self.book = printer, printer.book
        self.emit, self.fresh, self.inside = printer.emit, printer.fresh, printer.inside
        self.at, self.each, self.level = printer.at, printer.each, printer.level
        self.ROW, self.STEM = codegen_columns.ROW, codegen_columns.STEM
        self.PERIODS, self.LENGTH = codegen_columns.PERIODS, codegen_columns.LENGTH

    def source(self, key: str) -> str:
        return self.book.inputs[key][0]["source"]

    def name(self, key: str) -> str:
        return self.printer.names[key]

    # where a link goes through columns
    def column(self, key: str, node: LinkNode) -> None:
        """A link on all rows of its level."""
        link, level = node.link, node.level
        if link.how == "up" and self.gives(key, node):
            self.scatter(key, node)
        elif level in self.STEM:
            self.each(key, lambda: self.on_row(key, node))
        else:
            self.printer.periods(level, lambda: self.in_period(key, node))

    def in_period(self, key: str, node: LinkNode) -> None:
        """A link in the period at hand."""
        link, level = node.link, node.level
        if level in self.STEM:
            self.each(key, lambda: self.on_row(key, node))
        elif link.how == "up" and link.fold != "smallest" and self.level(self.source(key)) in self.PERIODS:
            self.up_through_time(key, node)
        elif link.how in ("previous", "in_force"):
            self.earlier(key, node)
        elif link.how == "window":
            self.window(key, node)
        else:
            self.each(key, lambda: self.on_row(key, node))

    def gives(self, key: str, node: LinkNode) -> bool:
        """Whether each row of the source gives its value to one row of the link's level."""
        source, level = self.level(self.source(key)), node.level
        if node.link.fold == "smallest" or source not in self.STEM:
            return False
        if level in self.STEM:
            return node.link.lag == 0 and (level, source) in _HELD_BY
        return source != SPELL or level == WORKER

    # upwards
    def start(self, node: LinkNode) -> int:
        return 1 if node.link.fold == "all" else 0

    def begin(self, key: str, node: LinkNode) -> None:
        """Where a fold starts, for the period at hand."""
        if self.printer.one_worker:
            self.each(key, lambda: self.emit(f"{self.name(key)} = {self.start(node)}"))
        else:
            self.printer.fill(key, str(self.start(node)))

    def into(self, node: LinkNode, place: str, value: str) -> str:
        """A line that adds a row's value to a fold."""
        match node.link.fold:
            case "any" | "largest":
                return f"{place} = max({place}, {value})"
            case "all" | "smallest":
                return f"{place} = min({place}, {value})"
        return f"{place} = {place} + {value}"

    def add(self, key: str, node: LinkNode, place: str, row: str) -> None:
        """Add a row of the source to a fold, if the link's filter lets it through."""
        names = self.book.inputs[key][0]
        line = self.into(node, place, self.at(names["source"], row))
        if "where" in names:
            self.emit(f"if {self.at(names['where'], row)} != 0:", f"    {line}")
        else:
            self.emit(line)

    def scatter(self, key: str, node: LinkNode) -> None:
        level, source = node.level, self.level(self.source(key))
        stem = self.STEM[source]
        count = {WORKER: "B"} | {period: f"{most} * B" for period, most in self.PERIODS.items()}
        rows = count.get(level) or f"n_{self.STEM[level]}"
        n = self.printer.needs.number("values", key)
        self.emit(f"fill_{kind_of_value(self.book, key).name}(V[{n}], 0, {rows}, {self.start(node)})")
        self.inside(f"for z in range(0, n_{stem}):", lambda: self.give(key, node, n, stem))
        if level not in self.STEM:
            self.printer.periods(level, lambda: self.ended(key, node))
        elif level == TIE_YEAR and not node.link.told:
            self.each(key, lambda: self.kept(key, lambda: self.up_outside(key, node)))

    def give(self, key: str, node: LinkNode, n: int, stem: str) -> None:
        level = node.level
        depth = self.printer.depth
        if level in self.STEM:
            held = self.STEM[level]
            place = f"V[{n}][L.{stem}_{held}[z] - {held}0]"
        else:
            self.emit(f"w = L.{stem}_w[z] - w0")
            if level == WORKER:
                place = f"V[{n}][w]"
            else:
                period = self.fresh("to")
                found = f"L.{stem}_i[z]"
                if stem != "ty":
                    found = {MONTH: found, QUARTER: f"QI[{found}]", YEAR: f"YI[{found}]"}[level]
                self.emit(f"{period} = {found} + {node.link.lag}")
                place = f"V[{n}][{period} * B + w]"
                if node.link.lag:
                    self.emit(f"if {period} < {self.PERIODS[level]}:")
                    self.printer.depth += 1
        self.add(key, node, place, "z")
        self.printer.depth = depth

    def ended(self, key: str, node: LinkNode) -> None:
        """After a fold in the period at hand: what lies outside the records."""
        begin, end = self.months_of(node)
        link = node.link
        if not begin or (link.told and not link.lag):
            return
        if node.level == WORKER:
            self.each(key, lambda: self.kept(key, lambda: self.up_outside(key, node)))
            return
        outside = f"if {begin} < first or {end} > last:"
        self.inside(outside, lambda: self.each(key, lambda: self.kept(key, lambda: self.up_outside(key, node))))

    def kept(self, key: str, body: Callable[[], None]) -> None:
        """The value that stands in a node's column, looked at again."""
        self.emit(f"{self.name(key)} = {self.printer.place_of(key, self.ROW[self.level(key)])}")
        body()

    def months_of(self, node: LinkNode) -> tuple[str, str]:
        """First and last month of the period that a link gathers; nothing where it cannot reach beyond the records."""
        level, lag = node.level, node.link.lag
        if level == WORKER:
            return "(first - 1)", "(last + 1)"
        if level in (YEAR, TIE_YEAR):
            return f"(yv * 12 - {lag * 12})", f"(yv * 12 - {lag * 12 - 11})"
        if level == QUARTER:
            return f"(qv - {lag * 3})", f"(qv - {lag * 3 - 2})"
        if not lag and (level == TIE_MONTH or self.level(self.source(node.full_name)) != MONTH):
            return "", ""
        return f"(mv - {lag})", f"(mv - {lag})"

    def up_through_time(self, key: str, node: LinkNode) -> None:
        """From a finer level of time, or to the worker: one run of values after another."""
        self.begin(key, node)
        begin, end = self.source_periods(node, self.level(self.source(key)))

        def add() -> None:
            self.kept(key, lambda: self.add(key, node, self.name(key), "z"))

        self.inside(f"for z in range({begin}, {end}):", lambda: self.each(key, add))
        self.ended(key, node)

    def source_periods(self, node: LinkNode, source: Level) -> tuple[str, str]:
        """The source's periods that an up link gathers."""
        if node.level == WORKER:
            return "0", self.PERIODS[source]
        pb, pe = self.months_of(node)
        if not pb:
            pb = pe = "mv"
        ma, mb = self.fresh("ma"), self.fresh("mb")
        self.emit(f"{ma} = min(max({pb} - first, 0), M)", f"{mb} = min(max({pe} + 1 - first, 0), M)")
        if source == MONTH:
            return ma, mb
        length, start = self.LENGTH[source], {QUARTER: "fq", YEAR: "fy"}[source]
        last = f"((first + {mb} - 1) // {length} - {start} + 1 if {mb} > {ma} else 0)"
        return f"(first + {ma}) // {length} - {start}", last

    def up_outside(self, key: str, node: LinkNode) -> None:
        """What lies outside the records: the beginning, or the worker cannot be computed plainly."""
        link, target = node.link, self.name(key)
        pb, pe = self.months_of(node)
        if not pb:
            return
        outside = self.outside(pb, pe) + self.unsettled(link.fold, target)
        if link.lag:
            initial = 0 if link.initial is None else link.initial
            self.emit(f"if {pe} < first:", f"    if {_BEFORE}:", "        spoilt[0] = 1", "    else:")
            self.emit(f"        {target} = ({initial})", f"elif {outside}:", "    spoilt[0] = 1")
        elif not link.told:
            self.emit(f"if {outside}:", "    spoilt[0] = 1")

    def outside(self, pb: str, pe: str) -> str:
        return f"(({pb} < first and {_BEFORE}) or ({pe} > last and {_AFTER}))"

    def unsettled(self, fold: str, target: str) -> str:
        return {"any": f" and {target} == 0", "all": f" and {target} == 1"}.get(fold, "")

    # through time
    def earlier(self, key: str, node: LinkNode) -> None:
        """previous and in_force of a level of time: the whole run of an earlier period."""
        link, source = node.link, self.source(key)
        row = self.fresh("row")
        steps = link.n if link.how == "previous" else link.lag
        self.emit(f"{row} = {self.ROW[self.level(source)]} - {steps}")
        self.inside(f"if {row} >= 0:", lambda: self.each(key, lambda: self.printer.take(key, self.at(source, row))))
        self.inside("else:", lambda: self.each(key, lambda: self.beginning(key, node)))

    def beginning(self, key: str, node: LinkNode) -> None:
        initial = 0 if node.link.initial is None else node.link.initial
        self.emit(f"{self.name(key)} = {initial}", f"if {_BEFORE}:", "    spoilt[0] = 1")

    def window(self, key: str, node: LinkNode) -> None:
        link, source = node.link, self.source(key)
        self.begin(key, node)

        def month() -> None:
            self.kept(key, lambda: self.emit(self.into(node, self.name(key), self.at(source, "z"))))

        months = f"max(mi - {link.back}, 0), min(mi - {link.until} + 1, M)"
        self.inside(f"for z in range({months}):", lambda: self.each(key, month))
        beyond = f"mv - {link.back} < first or mv - {link.until} > last"
        self.inside(f"if {beyond}:", lambda: self.each(key, lambda: self.kept(key, lambda: self.beyond(key, node))))

    def beyond(self, key: str, node: LinkNode) -> None:
        """A window that reaches beyond the records."""
        link, target = node.link, self.name(key)
        outside = self.outside(f"(mv - {link.back})", f"(mv - {link.until})")
        self.emit(f"if {outside}{self.unsettled(link.fold, target)}:", "    spoilt[0] = 1")
        if link.fold == "all":  # a month in which nothing was is no month in which it held
            self.emit(f"if mv - {link.back} < first or mv - {link.until} > last:", f"    {target} = 0")

    # row by row
    def on_row(self, key: str, node: LinkNode) -> None:
        """A link on one row."""
        match node.link.how:
            case "up":
                self.fold_on_row(key, node)
            case "in_force":
                self.earlier_on_row(key, node, f"{self.ROW[self.level(self.source(key))]} - {node.link.lag}", "")
            case "previous":
                self.earlier_on_row(key, node, *self.earlier_row(node))
            case "window":
                self.window_on_row(key, node)
            case "best":
                self.best(key, node)
            case "days_in":
                self.days_in(key, node)

    def earlier_on_row(self, key: str, node: LinkNode, row: str, before: str) -> None:
        found, target = self.fresh("row"), self.name(key)
        initial = 0 if node.link.initial is None else node.link.initial
        self.emit(f"{found} = {row}", f"{target} = {initial}")
        self.emit(f"if {found} >= 0:", f"    {target} = {self.at(self.source(key), found)}")
        self.emit(f"elif {before + ' and ' if before else ''}{_BEFORE}:", "    spoilt[0] = 1")

    def earlier_row(self, node: LinkNode) -> tuple[str, str]:
        """The row n periods earlier (-1: none), and what makes it lie before the records."""
        level, n, found = node.level, node.link.n, self.fresh("row")
        self.emit(f"{found} = -1")
        if level == TIE_YEAR:
            year = f"w * Y + yi - {n}"
            self.emit(
                f"if yi - {n} >= 0:", f"    for z in range(L.y_tyoff[{year}] - ty0, L.y_tyoff[{year} + 1] - ty0):"
            )
            self.emit("        if L.ty_group[z] == L.ty_group[rty]:", f"            {found} = z")
            return found, f"(yv - {n}) * 12 + 11 < first"
        stem, name = ("t", "t_payer") if level == TIE_MONTH else ("g", "g_group")
        month = f"w * M + mi - {n}"
        begin, end = (f"L.m_{stem}off[{row}] - {stem}0" for row in (month, f"{month} + 1"))
        self.emit(f"if mi - {n} >= 0:", f"    for z in range({begin}, {end}):")
        self.emit(f"        if L.{name}[z] == L.{name}[{self.ROW[level]}]:", f"            {found} = z")
        return found, f"mv - {n} < first"

    def fold_on_row(self, key: str, node: LinkNode) -> None:
        """An up link that goes through its source's rows."""
        link, target = node.link, self.name(key)
        begin, end, match_ = self.source_rows(node, self.level(self.source(key)))
        smallest = link.fold == "smallest"
        self.emit(f"{target} = {self.start(node)}")
        if smallest:
            self.emit(f"{target}_any = 0")
        names = self.book.inputs[key][0]
        conditions = [match_] if match_ else []
        if "where" in names:
            conditions.append(f"{self.at(names['where'], 'z')} != 0")
        value = self.at(names["source"], "z")

        def row() -> None:
            if smallest:
                self.emit(f"{target} = min({target}, {value}) if {target}_any != 0 else {value}", f"{target}_any = 1")
            else:
                self.emit(self.into(node, target, value))

        def rows() -> None:
            if conditions:
                self.inside(f"if {' and '.join(conditions)}:", row)
            else:
                row()

        self.inside(f"for z in range({begin}, {end}):", rows)
        self.up_outside(key, node)

    def source_rows(self, node: LinkNode, source: Level) -> tuple[str, str, str]:
        """Begin and end of the source's rows that a link on a row may gather, and which of them count."""
        level, lag = node.level, node.link.lag
        if source in self.PERIODS:
            return *self.source_periods(node, source), ""
        stem = self.STEM[source]
        if level == WORKER:
            return f"L.off_{stem}[w] - {stem}0", f"L.off_{stem}[w + 1] - {stem}0", ""
        if level == TIE_MONTH:
            return "L.t_coff[rt] - c0", "L.t_coff[rt + 1] - c0", ""
        if source == TIE_YEAR:
            year = f"w * Y + yi - {lag}"
            begin, end = (f"(L.y_tyoff[{row}] - ty0 if yi - {lag} >= 0 else 0)" for row in (year, f"{year} + 1"))
            return begin, end, ""
        wanted = self.wanted_group(node)
        ma, mb = self.source_periods(node, MONTH)
        begin, end = (f"L.m_{stem}off[w * M + {month}] - {stem}0" for month in (ma, mb))
        if source == SPELL:  # spells may begin after the records' months
            return begin, f"min({end}, L.off_s[w + 1] - s0)", "month_of(D.MONTH_OF, L.s_first[z]) <= last"
        return begin, end, wanted.format(stem=stem)

    def wanted_group(self, node: LinkNode) -> str:
        """The test that a source's row belongs to the payer group of the row at hand."""
        level, lag = node.level, node.link.lag
        if level == GROUP_MONTH:
            return "L.{stem}_g[z] - g0 == rg"
        if level != TIE_YEAR:
            return ""
        if not lag:
            return "L.{stem}_ty[z] - ty0 == rty"
        found, year = self.fresh("row"), f"w * Y + yi - {lag}"
        self.emit(f"{found} = -1", f"if yi - {lag} >= 0:")
        self.emit(f"    for z in range(L.y_tyoff[{year}] - ty0, L.y_tyoff[{year} + 1] - ty0):")
        self.emit("        if L.ty_group[z] == L.ty_group[rty]:", f"            {found} = z")
        return f"L.{{stem}}_ty[z] - ty0 == {found}"

    def window_on_row(self, key: str, node: LinkNode) -> None:
        link, target = node.link, self.name(key)
        self.emit(f"{target} = {self.start(node)}")
        self.emit(f"for z in range(max(mi - {link.back}, 0), min(mi - {link.until} + 1, M)):")
        self.emit(f"    {self.into(node, target, self.at(self.source(key), 'z'))}")
        self.beyond(key, node)

    def best(self, key: str, node: LinkNode) -> None:
        link, names, count = node.link, self.book.inputs[key][0], self.fresh("cnt")
        value = self.at(names["source"], "z")
        self.emit(f"{count} = 0")
        if "where" in names:
            self.emit("for back in range(0, yi + 1):", "    z = yi - back")
            self.emit(f"    if {self.at(names['where'], 'z')} != 0:")
            self.emit(f"        buf[{count}] = {value}", f"        {count} += 1")
            self.emit(f"        if {count} == {link.back}:", "            break")
            self.emit(f"if {count} < {link.back} and {_BEFORE}:", "    spoilt[0] = 1")
        else:
            self.emit(f"for z in range(max(yi - {link.back - 1}, 0), yi + 1):")
            self.emit(f"    buf[{count}] = {value}", f"    {count} += 1")
            self.emit(f"if (yv - {link.back - 1}) * 12 < first and {_BEFORE}:", "    spoilt[0] = 1")
        self.emit(f"{self.name(key)} = best_sum(buf, {count}, {link.n})")

    def days_in(self, key: str, node: LinkNode) -> None:
        names, link, target = self.book.inputs[key][0], node.link, self.name(key)
        day, start = self.fresh("day"), self.fresh("start")
        self.emit(f"{day} = {self.printer.get(names['before'])}")
        self.emit(f"{start} = months_earlier(D.MONTH_OF, D.FIRST_DAY, {day}, {link.months})", f"{target} = 0")
        conditions = ["z != rs"] if node.level == SPELL else []
        if "where" in names:
            conditions.append(f"{self.at(names['where'], 'z')} != 0")
        days = f"{target} += max(0, min(L.s_last[z], {day} - 1) - max(L.s_first[z], {start}) + 1)"

        def spell() -> None:
            if conditions:
                self.emit(f"if {' and '.join(conditions)}:", f"    {days}")
            else:
                self.emit(days)

        self.inside("for z in range(L.off_s[w] - s0, L.off_s[w + 1] - s0):", spell)
        months = f"month_of(D.MONTH_OF, {start})", f"month_of(D.MONTH_OF, {day} - 1)"
        self.emit(f"if {self.outside(*months)}:", "    spoilt[0] = 1")
