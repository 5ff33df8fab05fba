"""Printing the kernel on bounds: each value is low, high and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from amparo.engine.codegen import EPOCH_OF
from amparo.engine.codegen_expressions import CALENDAR_TABLES
from amparo.engine.codegen_rows import ROW, START, Printer
from amparo.rules.bounds import FACT, HISTORY, LAW
from amparo.rules.language import If, Input, Let, Literal, Local
from amparo.rules.levels import SPELL, Level
from amparo.rules.nodes import Builtin, Fact, LinkNode, Rule
from amparo.rules.parameters import Parameter

if TYPE_CHECKING:
    from collections.abc import Mapping

    from amparo.rules.declarations import Link
    from amparo.rules.language import Body, Expression, Operation


class Bound(NamedTuple):
    """The three expressions of a value."""

    low: str
    high: str
    why: str


_ONES: Final = {
    "mul": "b_mul",
    "lt": "b_lt",
    "le": "b_le",
    "eq": "b_eq",
    "ne": "b_ne",
    "exceeds": "b_exceeds",
    "reaches": "b_reaches",
    "month_number": "b_month_number",
    "full_years_between": "b_full_years",
}
_ROUNDED: Final = {"percent_of": "b_percent", "times": "b_percent", "mul_div": "b_mul_div", "share_of": "b_share_of"}


# rows of periods, and where those of the worker begin and end
_PERIOD_ROWS: Final = {"rm": ("m0", "m1"), "rq": ("q0", "q1"), "ry": ("y0", "y1")}


class BoundsPrinter(Printer):
    """Values are intervals with reasons; every worker can be computed."""

    kind = "bounds"
    parts = ("l", "h", "w")

    def get(self, key: str, level: Level) -> Bound:
        node = self.book.nodes[key]
        if key in self.here:
            return Bound(*(f"{self.here[key]}{part}" for part in self.parts))
        row = ROW[node.level]  # type: ignore[union-attr]
        if isinstance(node, Builtin):
            found = self.builtin(node, ROW[level])
            return Bound(found, found, "0")
        return self.at(key, row)

    def at(self, key: str, row: str) -> Bound:
        if self.level_now == SPELL and row in _PERIOD_ROWS:
            return self.in_period(key, row)
        return self.on_row(key, row)

    def in_period(self, key: str, row: str) -> Bound:
        """What a spell reads of the period in which it begins: unknown where that lies outside the records."""
        found = Bound(self.fresh("pl"), self.fresh("ph"), self.fresh("pw"))
        begin, end = _PERIOD_ROWS[row]
        k = self.needs.number("ranges", key)
        self.emit(f"if {row} >= {begin} and {row} < {end}:")
        self.depth += 1
        held = self.on_row(key, row)
        self.emit(*(f"{name} = {value}" for name, value in zip(found, held, strict=True)))
        self.depth -= 1
        self.emit(
            "else:",
            f"    {found.low} = D.RNG[{k}, 0]",
            f"    {found.high} = D.RNG[{k}, 1]",
            f"    {found.why} = {HISTORY} if {found.low} != {found.high} else 0",
        )
        return found

    def on_row(self, key: str, row: str) -> Bound:
        node = self.book.nodes[key]
        if isinstance(node, Fact):
            index = self.fact_index(node, row)
            k = self.needs.number("facts", key)
            low, high = self.fresh("fl"), self.fresh("fh")
            self.emit(f"{low} = (FL[{k}][{index}])", f"{high} = (FH[{k}][{index}])")
            return Bound(low, high, f"({FACT} if {low} != {high} else 0)")
        if isinstance(node, Builtin):
            found = self.builtin(node, row)
            return Bound(found, found, "0")
        return Bound(*(self.place_of(key, row, part) for part in self.parts))

    def store(self, key: str) -> None:
        if key in self.needs.writes or key in self.scratch:
            row = ROW[self.level(key)]
            for part in self.parts:
                self.emit(f"{self.own_place(key, row, part)} = {self.names[key]}{part}")

    def set(self, target: str, low: str, high: str, why: str) -> None:
        self.emit(f"{target}l = ({low})", f"{target}h = ({high})", f"{target}w = ({why})")

    def untold(self, key: str, target: str, why: str) -> None:
        """The whole range of the node, for this reason; a plain value where the range is one point."""
        k = self.needs.number("ranges", key)
        self.set(target, f"D.RNG[{k}, 0]", f"D.RNG[{k}, 1]", why)
        self.settle(target)

    def settle(self, target: str) -> None:
        self.emit(f"if {target}l == {target}h:", f"    {target}w = 0")

    def hold_to_range(self, key: str) -> None:
        t, r, k = self.names[key], self.needs.number("ranges", key), self.needs.number("rules", key)
        self.emit(
            f"if {t}l == {t}h:",
            f"    if {t}l < D.RNG[{r}, 0] or {t}l > D.RNG[{r}, 1]:",
            f"        err[0] = {-k - 1}",
            "else:",
        )
        self.emit(
            f"    {t}l = min(max({t}l, D.RNG[{r}, 0]), D.RNG[{r}, 1])",
            f"    {t}h = max(min({t}h, D.RNG[{r}, 1]), D.RNG[{r}, 0])",
        )
        self.settle(t)

    # rules
    def rule(self, key: str, node: Rule) -> None:
        target = self.names[key]
        if node.law_at.name == "each_day":
            self.by_day(key, node, target)
        elif node.law_at.name == "at_day":
            day = self.get(self.book.inputs[key][0]["law_at="], node.level)
            self.emit(f"if {day.low} != {day.high}:")
            self.depth += 1
            self.untold(key, target, day.why)
            self.depth -= 1
            epoch = self.fresh("e")
            self.emit("else:", f"    {epoch} = {EPOCH_OF}{day.low})")
            self.depth += 1
            self.versions(key, node, epoch)
            self.depth -= 1
        else:
            self.versions(key, node, self.epoch(node))

    def by_day(self, key: str, node: Rule, target: str) -> None:
        k = self.needs.number("by_day", key)
        named = next((names["place="] for names in self.book.inputs[key] if "place=" in names), None)
        place = "D.NOWHERE"
        if named is not None:
            found = self.get(named, node.level)
            place = self.fresh("pl")
            self.emit(f"{place} = {found.low} if {found.low} == {found.high} else D.NOWHERE")
        sums = [self.fresh("sum") for _ in range(3)]
        self.emit(*(f"{name} = 0" for name in sums))
        self.emit(f"for z_ in range(D.BD_OFF[{k}, {place}, mv - D.BASE], D.BD_OFF[{k}, {place}, mv - D.BASE + 1]):")
        self.depth += 1
        self.emit("ez = D.BD_EPOCH[z_]", "days_of_law = D.BD_DAYS[z_]")
        self.versions(key, node, "ez")
        self.emit(f"{sums[0]} += {target}l", f"{sums[1]} += {target}h", f"{sums[2]} |= {target}w")
        self.depth -= 1
        self.set(target, *sums)
        self.settle(target)

    def versions(self, key: str, node: Rule, epoch: str) -> None:
        target, k, v = self.names[key], self.needs.number("rules", key), self.fresh("ver")
        self.emit(f"{v} = D.VB[{epoch}, {k}]")
        for number, version in enumerate(node.versions):
            self.emit(f"{'if' if number == 0 else 'elif'} {v} == {number}:")
            self.depth += 1
            self.emit(f"{target}l = 4611686018427387904", f"{target}h = -4611686018427387904", f"{target}w = 0")
            self.body(version.source.body, target, self.inputs(key, node, number, epoch))
            self.settle(target)
            self.depth -= 1
        for outside, column in ((-1, 0), (-2, 1)):
            self.emit(f"elif {v} == {outside}:")
            self.depth += 1
            self.set(target, f"D.OUT[{k}, {column}]", f"D.OUT[{k}, {column}]", "0")
            self.depth -= 1
        self.emit("else:")
        self.depth += 1
        self.untold(key, target, str(LAW))
        self.depth -= 1

    def inputs(self, key: str, node: Rule, number: int, epoch: str) -> dict[str, Bound]:
        names = self.book.inputs[key][number]
        found: dict[str, Bound] = {}
        place, place_why = "D.NOWHERE", "0"
        keyed = [
            names[n] for n, _ in node.versions[number].source.inputs if isinstance(self.book.nodes[names[n]], Parameter)
        ]
        if any(self.book.nodes[k].by_place for k in keyed):  # type: ignore[union-attr]
            at = self.get(names["place="], node.level)
            place = self.fresh("pl")
            self.emit(f"{place} = {at.low} if {at.low} == {at.high} else D.NOWHERE + 1")
            place_why = at.why
        for name, kind in node.versions[number].source.inputs:
            source = self.book.nodes[names[name]]
            if isinstance(source, Parameter):
                at_place, why = (place, place_why) if source.by_place else ("D.NOWHERE", "0")
                found[name] = self.parameter(source, kind.name, epoch, at_place, why)
            else:
                value = self.get(names[name], node.level)
                parts = [self.fresh("i") if "[" in text or "if" in text else text for text in value]
                self.emit(*(f"{part} = {text}" for part, text in zip(parts, value, strict=True) if part != text))
                found[name] = Bound(*parts)
        return found

    def parameter(self, node: Parameter, kind: str, epoch: str, place: str, place_why: str) -> Bound:
        """A scalar's bounds; for a table, steps or tariff its number, place, and range number|reason if unknown."""
        key = node.full_name
        if kind in ("table", "steps", "tariff"):
            reason = str(LAW) if place == "D.NOWHERE" else f"({place_why} if {place} == D.NOWHERE + 1 else {LAW})"
            what = {"table": "tables", "steps": "steps", "tariff": "tariffs"}[kind]
            return Bound(
                f"{self.needs.number(what, key)}", f"{place}, {epoch}", f"{self.needs.number('ranges', key)}|{reason}"
            )
        low, high, why = self.fresh("pl"), self.fresh("ph"), self.fresh("pw")
        if node.by_place:
            k = self.needs.number("placed", key)
            self.emit(f"{low} = D.PPL[{place}, {epoch}, {k}]", f"{high} = D.PPH[{place}, {epoch}, {k}]")
            reason = f"({place_why} if {place} == D.NOWHERE + 1 else D.PPW[{place}, {epoch}, {k}])"
        else:
            k = self.needs.number("scalars", key)
            self.emit(f"{low} = D.PL[{epoch}, {k}]", f"{high} = D.PH[{epoch}, {k}]")
            reason = f"D.PW[{epoch}, {k}]"
        self.emit(f"{why} = {reason} if {low} != {high} else 0")
        return Bound(low, high, why)

    def body(self, body: Body, target: str, scope: Mapping[str, Bound]) -> None:
        while isinstance(body, Let):
            scope = {**scope, f"={body.name}": self.number(body.value, scope, target)}
            body = body.body
        if isinstance(body, If):
            condition = self.number(body.condition, scope, target)
            if condition.why != "0":
                self.emit(f"{target}w |= {condition.why}")
            self.emit(f"if {condition.high} == 1:")
            self.depth += 1
            self.body(body.then, target, scope)
            self.depth -= 1
            self.emit(f"if {condition.low} == 0:")
            self.depth += 1
            self.body(body.otherwise, target, scope)
            self.depth -= 1
            return
        value = self.number(body.value, scope, target)
        self.emit(f"{target}l = min({target}l, ({value.low}))", f"{target}h = max({target}h, ({value.high}))")
        if value.why != "0":
            self.emit(f"{target}w |= {value.why}")

    def number(self, node: Expression, scope: Mapping[str, Bound], target: str) -> Bound:
        if isinstance(node, Literal):
            return Bound(f"{node.value}", f"{node.value}", "0")
        if isinstance(node, Input):
            return scope[node.name]
        if isinstance(node, Local):
            return scope[f"={node.name}"]
        return self.operation(node, scope, target)

    def temporaries(self, expression: str, *reasons: str) -> Bound:
        """Low and high of a two-valued expression; its reasons are those of its parts, unless it is settled."""
        low, high = self.fresh("t"), self.fresh("t")
        self.emit(f"{low}, {high} = {expression}")
        found = " | ".join(dict.fromkeys(reason for reason in reasons if reason != "0"))
        if not found:
            return Bound(low, high, "0")
        why = self.fresh("y")
        self.emit(f"{why} = ({found}) if {low} != {high} else 0")
        return Bound(low, high, why)

    def operation(self, node: Operation, scope: Mapping[str, Bound], target: str) -> Bound:
        name = node.name
        if name == "if":
            return self.choice(node, scope, target)
        if name in ("lookup", "bracket", "threshold", "tariff_amount", "tariff_open"):
            return self.on_parameter(node, scope, target)
        o = [self.number(operand, scope, target) for operand in node.operands]
        why = [x.why for x in o]
        flat = ", ".join(f"({x.low}), ({x.high})" for x in o)
        if name in _ONES:
            return self.temporaries(f"{_ONES[name]}({CALENDAR_TABLES.get(name, '')}{flat})", *why)
        if name in ("gt", "ge"):
            swapped = ", ".join(f"({x.low}), ({x.high})" for x in reversed(o))
            return self.temporaries(f"{'b_lt' if name == 'gt' else 'b_le'}({swapped})", *why)
        if name in _ROUNDED:
            return self.temporaries(f"{_ROUNDED[name]}({flat}, {node.option('round')})", *why)
        match name:
            case "add" | "add_months" | "add_days":
                return self.temporaries(f"{o[0].low} + {o[1].low}, {o[0].high} + {o[1].high}", *why)
            case "sub":
                return self.temporaries(f"{o[0].low} - {o[1].high}, {o[0].high} - {o[1].low}", *why)
            case "months_between" | "days_between":
                return self.temporaries(f"{o[1].low} - {o[0].high}, {o[1].high} - {o[0].low}", *why)
            case "neg":
                return self.temporaries(f"-{o[0].high}, -{o[0].low}", *why)
            case "not":
                return self.temporaries(f"1 - {o[0].high}, 1 - {o[0].low}", *why)
            case "count_true":
                return self.temporaries(f"{' + '.join(x.low for x in o)}, {' + '.join(x.high for x in o)}", *why)
            case "and" | "min":
                return self.temporaries(
                    f"{_nest('min', [x.low for x in o])}, {_nest('min', [x.high for x in o])}", *why
                )
            case "or" | "max":
                return self.temporaries(
                    f"{_nest('max', [x.low for x in o])}, {_nest('max', [x.high for x in o])}", *why
                )
            case "percents_of":
                return self.percents_of(node, o)
            case "round_to":
                return self.temporaries(f"b_round_to({flat}, {node.option('unit')}, {node.option('round')})", *why)
        tables = CALENDAR_TABLES.get(name, "")
        return self.temporaries(f"{name}({tables}{o[0].low}), {name}({tables}{o[0].high})", *why)

    def percents_of(self, node: Operation, o: list[Bound]) -> Bound:
        products = []
        for amount, rate in zip(o[::2], o[1::2], strict=True):
            products.append(self.temporaries(f"b_mul({amount.low}, {amount.high}, {rate.low}, {rate.high})"))
        scale, mode = f"SCALE * {node.option('over')}", node.option("round")
        low, high = " + ".join(p.low for p in products), " + ".join(p.high for p in products)
        return self.temporaries(f"divide({low}, {scale}, {mode}), divide({high}, {scale}, {mode})", *(x.why for x in o))

    def choice(self, node: Operation, scope: Mapping[str, Bound], target: str) -> Bound:
        condition = self.number(node.operands[0], scope, target)
        low, high, why = self.fresh("t"), self.fresh("t"), self.fresh("y")
        self.emit(f"{low} = 4611686018427387904", f"{high} = -4611686018427387904", f"{why} = {condition.why}")
        for test, operand in (
            (f"{condition.high} == 1", node.operands[1]),
            (f"{condition.low} == 0", node.operands[2]),
        ):
            self.emit(f"if {test}:")
            self.depth += 1
            value = self.number(operand, scope, target)
            self.emit(f"{low} = min({low}, ({value.low}))", f"{high} = max({high}, ({value.high}))")
            if value.why != "0":
                self.emit(f"{why} |= {value.why}")
            self.depth -= 1
        self.emit(f"if {low} == {high}:", f"    {why} = 0")
        return Bound(low, high, why)

    def on_parameter(self, node: Operation, scope: Mapping[str, Bound], target: str) -> Bound:
        first = node.operands[0]
        assert isinstance(first, Input)
        k, at, kept = scope[first.name]
        r, _, reason = kept.partition("|")
        rest = [self.number(operand, scope, target) for operand in node.operands[1:]]
        bounds, why = f"D.RNG[{r}, 0], D.RNG[{r}, 1]", [x.why for x in rest]
        match node.name:
            case "lookup":
                return self.looked_up(k, at, reason, bounds, rest)
            case "bracket" | "threshold":
                values, off = "D.SVA" if node.name == "bracket" else "D.STH", f"D.SOFF[{at}, {k}]"
                call = f"b_step(D.STH, {values}, {off}, D.SLEN[{at}, {k}], {rest[0].low}, {rest[0].high}, {bounds})"
                return self.temporaries(call, f"({reason} if {off} < 0 else 0)", *why)
            case "tariff_amount":
                parts = ", ".join(f"D.TF[{at}, {k}, {n}]" for n in range(5))
                missing = f"({reason} if D.TF[{at}, {k}, 0] == NA else 0)"
                return self.temporaries(f"b_tariff({parts}, {rest[0].low}, {rest[0].high})", missing, *why)
        return self.temporaries(f"b_open(D.TF[{at}, {k}, 0])", reason)

    def looked_up(self, k: str, at: str, reason: str, bounds: str, keys: list[Bound]) -> Bound:
        low, high, why = self.fresh("t"), self.fresh("t"), self.fresh("y")
        first, second = keys[0], keys[1] if len(keys) > 1 else Bound("0", "0", "0")
        box = f"{first.low}, {first.high}, {second.low}, {second.high}"
        self.emit(f"{low}, {high}, {why} = b_cell(D.TAB, D.TOFF[{at}, {k}], D.TDIM[{k}], {box}, {bounds})")
        found = " | ".join(dict.fromkeys(key.why for key in keys if key.why != "0")) or "0"
        self.emit(f"{why} = (({reason} if {why} != 0 else 0) | {found}) if {low} != {high} else 0")
        return Bound(low, high, why)

    # links
    def link(self, key: str, node: LinkNode) -> None:
        target, link = self.names[key], node.link
        initial = 0 if link.initial is None else link.initial
        match link.how:
            case "up":
                self.up(key, node, target, initial)
            case "in_force":
                source = self.book.inputs[key][0]["source"]
                level = self.level(source)
                row = self.fresh("row")
                self.emit(f"{row} = {ROW[level]} - {link.lag}")
                self.copy(key, target, source, row, f"{row} >= {START[level]}", "True", initial)
            case "previous":
                row, before = self.earlier_row(node, link.n)
                self.copy(key, target, self.book.inputs[key][0]["source"], row, f"{row} >= 0", before, initial)
            case "window":
                self.window(key, node, target)
            case "best":
                self.best(key, node, target)
            case "days_in":
                self.days_in(key, node, target)

    def copy(self, key: str, target: str, source: str, row: str, found: str, before: str, initial: int) -> None:
        """The source's value on a row; before the records what holds then, or untold."""
        self.emit(f"if {found}:")
        self.depth += 1
        self.set(target, *self.at(source, row))
        self.depth -= 1
        self.emit(f"elif {before} and not nb_:")
        self.depth += 1
        self.untold(key, target, str(HISTORY))
        self.depth -= 1
        self.emit("else:")
        self.depth += 1
        self.set(target, str(initial), str(initial), "0")
        self.depth -= 1

    def begin_fold(self, how: str, target: str) -> None:
        start = "1" if how == "all" else "0"
        self.set(target, start, start, "0")
        if how == "smallest":
            self.emit(
                f"{target}any = False",
                f"{target}sure = False",
                f"{target}ml = 4611686018427387904",
                f"{target}mh = -4611686018427387904",
                f"{target}sh = 4611686018427387904",
            )

    def folded(self, how: str, target: str, source: str, where: str | None) -> None:
        depth = self.depth
        if where is not None:
            f = self.at(where, "z")
            sure = self.fresh("sure")
            self.emit(f"{sure} = {f.low} == 1", f"if {f.high} == 1:")
            self.depth += 1
            self.emit(f"{target}w |= {f.why}")
        else:
            sure = "True"
        v = self.at(source, "z")
        self.emit(f"{target}w |= {v.why}")
        low = f"({v.low} if {sure} else min(0, ({v.low})))" if where else f"({v.low})"
        high = f"({v.high} if {sure} else max(0, ({v.high})))" if where else f"({v.high})"
        match how:
            case "total" | "count":
                self.emit(f"{target}l += {low}", f"{target}h += {high}")
            case "any" | "largest":
                self.emit(f"{target}l = max({target}l, {low})", f"{target}h = max({target}h, {high})")
            case "all":
                self.emit(
                    f"{target}l = min({target}l, ({v.low}))", f"{target}h = min({target}h, ({v.high}) if {sure} else 1)"
                )
            case "smallest":
                self.emit(
                    f"{target}any = True",
                    f"{target}ml = min({target}ml, ({v.low}))",
                    f"{target}mh = max({target}mh, ({v.high}))",
                )
                self.emit(f"if {sure}:", f"    {target}sure = True", f"    {target}sh = min({target}sh, ({v.high}))")
        self.depth = depth

    def end_fold(self, how: str, target: str) -> None:
        if how == "smallest":
            self.emit(
                f"if {target}any:",
                f"    if {target}sure:",
                f"        {target}l = {target}ml",
                f"        {target}h = {target}sh",
            )
            self.emit("    else:", f"        {target}l = min(0, {target}ml)", f"        {target}h = max(0, {target}mh)")
        self.settle(target)

    def unsettled(self, fold: str, target: str) -> str:
        return {"any": f" and {target}l == 0", "all": f" and {target}h == 1"}.get(fold, "")

    def outside(self, pb: str, pe: str) -> str:
        return f"(({pb} < first and not nb_) or ({pe} > last and not na_))"

    def up(self, key: str, node: LinkNode, target: str, initial: int) -> None:
        self.ups([key])

    def ups(self, keys: list[str]) -> None:
        """Up links over the same rows, in one loop."""
        nodes = {key: self.book.nodes[key] for key in keys}
        leader = nodes[keys[0]]
        assert isinstance(leader, LinkNode)
        begin, end, match_, pb, pe = self.source_rows(self.up_rows(keys[0])[0], leader)
        for key in keys:
            self.begin_fold(nodes[key].link.fold, self.names[key])  # type: ignore[union-attr]
        self.emit(f"for z in range({begin}, {end}):")
        depth = self.depth
        self.depth += 1
        if match_:
            self.emit(f"if {match_}:")
            self.depth += 1
        for key in keys:
            names = self.book.inputs[key][0]
            self.folded(nodes[key].link.fold, self.names[key], names["source"], names.get("where"))  # type: ignore[union-attr]
        self.depth = depth
        for key in keys:
            self.up_outside(key, nodes[key], pb, pe)  # type: ignore[arg-type]

    def up_outside(self, key: str, node: LinkNode, pb: str, pe: str) -> None:
        """The fold's value, and what lies outside the records."""
        link, target = node.link, self.names[key]
        initial = 0 if link.initial is None else link.initial
        self.end_fold(link.fold, target)
        conditions = []
        if link.lag:
            conditions.append((f"{pe} < first and nb_", str(initial)))
            conditions.append((f"{pe} < first", ""))
        if not link.told and pb:
            conditions.append((f"{self.outside(pb, pe)}{self.unsettled(link.fold, target)}", ""))
        for n, (condition, value) in enumerate(conditions):
            self.emit(f"{'elif' if n else 'if'} {condition}:")
            self.depth += 1
            if value:
                self.set(target, value, value, "0")
            else:
                self.untold(key, target, str(HISTORY))
            self.depth -= 1

    def from_calendar(self, key: str) -> None:
        self.set(self.names[key], *self.at(key, ROW[self.level(key)]))

    def window(self, key: str, node: LinkNode, target: str) -> None:
        link, source = node.link, self.book.inputs[key][0]["source"]
        self.begin_fold(link.fold, target)
        self.emit(f"for z in range(max(rm - {link.back}, m0), min(rm - {link.until} + 1, m1)):")
        self.depth += 1
        self.folded(link.fold, target, source, None)
        self.depth -= 1
        self.end_fold(link.fold, target)
        self.emit(f"if {self.outside(f'mv - {link.back}', f'mv - {link.until}')}{self.unsettled(link.fold, target)}:")
        self.depth += 1
        self.untold(key, target, str(HISTORY))
        self.depth -= 1
        if link.fold == "all":  # a month in which nothing was is no month in which it held
            self.emit(f"elif mv - {link.back} < first or mv - {link.until} > last:")
            self.depth += 1
            self.set(target, "0", "0", "0")
            self.depth -= 1

    def best(self, key: str, node: LinkNode, target: str) -> None:
        link, names = node.link, self.book.inputs[key][0]
        if "where" in names:
            self.best_of_chosen(key, link, names, target)
            return
        source, count = names["source"], self.fresh("cnt")
        self.emit(f"{count} = 0", f"{target}w = 0", f"for z in range(max(ry - {link.back - 1}, y0), ry + 1):")
        self.depth += 1
        value = self.at(source, "z")
        self.emit(
            f"buf[{count}] = {value.low}", f"buf2[{count}] = {value.high}", f"{count} += 1", f"{target}w |= {value.why}"
        )
        self.depth -= 1
        self.emit(f"{target}l = best_sum(buf, {count}, {link.n})", f"{target}h = best_sum(buf2, {count}, {link.n})")
        self.settle(target)
        self.emit(f"if (yv - {link.back - 1}) * 12 < first and not nb_:")
        self.depth += 1
        self.untold(key, target, str(HISTORY))
        self.depth -= 1

    def best_of_chosen(self, key: str, link: Link, names: Mapping[str, str], target: str) -> None:
        """A year in which the filter may hold takes a place in the lower bound, none in the upper."""
        least, most, sure = self.fresh("cnt"), self.fresh("cnt"), self.fresh("cnt")
        self.emit(f"{least} = 0", f"{most} = 0", f"{sure} = 0", f"{target}w = 0")
        self.emit("for back in range(0, ry - y0 + 1):")
        self.depth += 1
        self.emit("z = ry - back")
        chosen = self.at(names["where"], "z")
        self.emit(f"if {chosen.high} != 0:")
        self.depth += 1
        value = self.at(names["source"], "z")
        self.emit(
            f"if {least} < {link.back}:",
            f"    buf[{least}] = {value.low} if {chosen.low} == 1 else min(0, {value.low})",
            f"    {least} += 1",
            f"buf2[{most}] = {value.high} if {chosen.low} == 1 else max(0, {value.high})",
            f"{most} += 1",
            f"{target}w |= {value.why} | {chosen.why}",
            f"if {chosen.low} == 1:",
            f"    {sure} += 1",
            f"    if {sure} == {link.back}:",
            "        break",
        )
        self.depth -= 2
        self.emit(f"{target}l = best_sum(buf, {least}, {link.n})", f"{target}h = best_sum(buf2, {most}, {link.n})")
        self.settle(target)
        self.emit(f"if {sure} < {link.back} and not nb_:")
        self.depth += 1
        self.untold(key, target, str(HISTORY))
        self.depth -= 1

    def days_in(self, key: str, node: LinkNode, target: str) -> None:
        names, link = self.book.inputs[key][0], node.link
        before = self.get(names["before"], node.level)
        self.emit(f"if {before.low} != {before.high}:")
        self.depth += 1
        self.untold(key, target, before.why)
        self.depth -= 1
        self.emit("else:")
        self.depth += 1
        day, start, days = self.fresh("day"), self.fresh("start"), self.fresh("days")
        self.emit(f"{day} = ({before.low})", f"{start} = months_earlier(D.MONTH_OF, D.FIRST_DAY, {day}, {link.months})")
        self.set(target, "0", "0", "0")
        self.emit("for z in range(s0, s1):")
        self.depth += 1
        depth = self.depth
        if node.level == SPELL:
            self.emit("if z != rs:")
            self.depth += 1
        self.emit(f"{days} = max(0, min(L.s_last[z], {day} - 1) - max(L.s_first[z], {start}) + 1)")
        if "where" in names:
            f = self.at(names["where"], "z")
            self.emit(
                f"if {f.high} == 1:",
                f"    {target}h += {days}",
                f"    {target}w |= {f.why}",
                f"if {f.low} == 1:",
                f"    {target}l += {days}",
            )
        else:
            self.emit(f"{target}l += {days}", f"{target}h += {days}")
        self.depth = depth - 1
        self.settle(target)
        self.emit(f"if {self.outside(f'month_of(D.MONTH_OF, {start})', f'month_of(D.MONTH_OF, {day} - 1)')}:")
        self.depth += 1
        self.untold(key, target, str(HISTORY))
        self.depth -= 2


def _nest(name: str, operands: list[str]) -> str:
    found = operands[0]
    for other in operands[1:]:
        found = f"{name}({found}, {other})"
    return found
