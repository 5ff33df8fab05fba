"""How large every value of a law book can become: the proof that no product wraps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from amparo.engine.dossier import MAX_CONTRACTS_A_MONTH, MAX_MONTHS, MAX_SPELLS
from amparo.rules.bounds import LAW, AnyTariff, Interpretation, Unknown, UnknownSteps, between, interpret
from amparo.rules.errors import LawError, OutOfRange
from amparo.rules.helpers import Steps, Table, Tariff
from amparo.rules.kinds import INT64_MAX, RATE_SCALE
from amparo.rules.language import If, Input, Let, Literal, Local, Operation
from amparo.rules.levels import CONTRACT, MONTH, SPELL, TIE_MONTH, TIE_YEAR, WORKER, Level
from amparo.rules.messages import Message
from amparo.rules.nodes import Builtin, Fact, LinkNode, Rule
from amparo.rules.parameters import Parameter

if TYPE_CHECKING:
    from amparo.rules.book import LawBook
    from amparo.rules.bounds import Value
    from amparo.rules.language import Body, Expression

Range = tuple[int, int]


class Ranges:
    """The range of every node, derived on demand from facts and parameters."""

    def __init__(self, book: LawBook) -> None:
        self.book = book
        self.known: dict[str, Range] = {}
        self.open: set[str] = set()
        self.clipped: set[str] = set()

    def of(self, key: str) -> Range:
        """The least and greatest value the node can take."""
        found = self.known.get(key)
        if found is not None:
            return found
        node = self.book.nodes[key]
        if isinstance(node, Rule) and node.declared_range is not None:
            self.known[key] = node.declared_range
            return node.declared_range
        if key in self.open:
            return node.kind.low, node.kind.high
        self.open.add(key)
        low, high = self._derive(key)
        self.open.discard(key)
        if isinstance(node, Rule) and (low < node.kind.low or high > node.kind.high):
            self.clipped.add(key)
            low, high = max(low, node.kind.low), min(high, node.kind.high)
        self.known[key] = low, high
        return low, high

    def asserted(self, key: str) -> bool:
        """Whether the range is claimed (declared, or its kind's) rather than proved: then every run checks it."""
        self.of(key)
        node = self.book.nodes[key]
        return key in self.clipped or (isinstance(node, Rule) and node.declared_range is not None)

    def hold(self, key: str, value: Value) -> Value:
        """A value within an asserted range; raises LawError for one outside it, narrows an unknown one."""
        low, high = self.of(key)
        if isinstance(value, Unknown):
            held = min(max(value.low, low), high), max(min(value.high, high), low)
            return between(*held, value.why)
        if not low <= value <= high:
            raise OutOfRange(
                Message(
                    "range.leaves",
                    "{key}: the value {value} leaves its range {low}..{high}. Cure: check the facts, or declare "
                    "range= in the rule.",
                    key=key,
                    value=value,
                    low=low,
                    high=high,
                )
            )
        return value

    def _derive(self, key: str) -> Range:
        node = self.book.nodes[key]
        match node:
            case Fact():
                return node.low, node.high
            case Parameter():
                return parameter_range(node)
            case Rule():
                results = [self._version(node, number) for number in range(len(node.versions))]
                results += [(value, value) for value in (node.before, node.after) if value is not None]
                return min(r[0] for r in results), max(r[1] for r in results)
            case LinkNode():
                return self._link(key, node)
            case Builtin():
                return (
                    (0, 31)
                    if node.name == "days_of_law"
                    else (1850, 2150)
                    if node.name == "year"
                    else (node.kind.low, node.kind.high)
                )
        raise AssertionError(key)

    def inputs(self, rule: Rule, number: int) -> dict[str, object]:
        """The widest inputs of one version, for the abstract run."""
        names = self.book.inputs[rule.full_name][number]
        found: dict[str, object] = {}
        for name, kind in rule.versions[number].source.inputs:
            source = self.book.nodes[names[name]]
            if kind.name in ("table", "steps", "tariff"):
                assert isinstance(source, Parameter)
                found[name] = widest(source)
            else:
                low, high = self.of(names[name])
                found[name] = low if low == high else Unknown(low, high, 1)
        return found

    def _version(self, rule: Rule, number: int) -> Range:
        return interpret(rule.versions[number].source.body, self.inputs(rule, number))[0]

    def _link(self, key: str, node: LinkNode) -> Range:
        names, link = self.book.inputs[key][0], node.link
        if link.how == "days_in":
            return 0, MAX_SPELLS * 31
        low, high = self.of(names["source"])
        source = self.book.nodes[names["source"]]
        level = source.level if not isinstance(source, Parameter) else WORKER
        if link.how == "up":
            most = _most_rows(level, node.level)
        elif link.how == "window":
            most = link.back - link.until + 1
        elif link.how == "best":
            most = link.n
        else:
            most = 1
        match link.fold if link.how in ("up", "window") else link.how:
            case "count":
                low, high = 0, most
            case "any" | "all":
                low, high = 0, 1
            case "total" | "best":
                low, high = min(0, low * most), max(0, high * most)
            case "largest" | "smallest":
                low, high = min(0, low), max(0, high)
        initial = link.initial or 0
        return min(low, initial), max(high, initial)


def _most_rows(inner: Level, outer: Level) -> int:
    months = {Level.YEAR: 12, Level.TIE_YEAR: 12, Level.QUARTER: 3, Level.WORKER: MAX_MONTHS}.get(outer, 1)
    if inner == SPELL:
        return MAX_SPELLS
    if inner in (CONTRACT, TIE_MONTH, Level.GROUP_MONTH):
        return MAX_CONTRACTS_A_MONTH * months
    if inner == TIE_YEAR:
        return MAX_CONTRACTS_A_MONTH * (12 if outer != WORKER else MAX_MONTHS)
    if inner == MONTH:
        return months
    return {(Level.QUARTER, Level.YEAR): 4, (Level.QUARTER, WORKER): MAX_MONTHS // 3}.get(
        (inner, outer), MAX_MONTHS // 12
    )


def parameter_range(parameter: Parameter) -> Range:
    """Of all stored values and, since law may be unknown, the declared range."""
    low, high = parameter.low, parameter.high
    for entries in parameter.series.values():
        for entry in entries:
            match entry.value:
                case bool() | int() as value:
                    low, high = min(low, int(value)), max(high, int(value))
                case Table(cells=cells):
                    held = [cell for cell in cells.values() if cell is not None]
                    low, high = min([low, *held]), max([high, *held])
                case Steps(thresholds=thresholds, values=values):
                    low, high = min([low, *thresholds, *values]), max([high, *thresholds, *values])
    return low, high


def widest(parameter: Parameter) -> object:
    """A table, steps or tariff that gives everything the parameter can ever give."""
    low, high = parameter_range(parameter)
    match parameter.kind.name:
        case "table":
            return Table({}, low, high)
        case "steps":
            return UnknownSteps(low, high, LAW)
    return AnyTariff(tuple(e.value for s in parameter.series.values() for e in s if isinstance(e.value, Tariff)))


class _Probe:
    """Checks every product inside a body against 63 bits."""

    def __init__(self, where: str, inputs: dict[str, object]) -> None:
        self.where = where
        self.run = Interpretation(inputs, [], [])

    def body(self, body: Body, scope: dict[str, Range]) -> None:
        match body:
            case Let(name=name, value=value, body=rest):
                self.expression(value, scope)
                self.body(rest, {**scope, name: self.run.expression(value, scope)})
            case If(condition=condition, then=then, otherwise=otherwise):
                self.expression(condition, scope)
                self.body(then, scope)
                self.body(otherwise, scope)
            case _:
                self.expression(body.value, scope)

    def expression(self, node: Expression, scope: dict[str, Range]) -> None:
        if isinstance(node, Literal | Local | Input):
            return
        assert isinstance(node, Operation)
        for operand in node.operands:
            self.expression(operand, scope)
        size = self.size(node, scope)
        if size > INT64_MAX:
            raise LawError(
                f"{self.where}: {node.name} may reach {size:.3g}, beyond 63 bits. "
                "Cure: declare a tighter range for its inputs."
            )

    def size(self, node: Operation, scope: dict[str, Range]) -> int:
        if node.name == "tariff_amount":
            return self.tariff_size(node, scope)
        if node.name in ("lookup", "bracket", "threshold", "tariff_open"):
            return 0
        ends = [max(abs(end) for end in self.run.expression(operand, scope)) for operand in node.operands]
        match node.name:
            case "mul" | "mul_div":
                return 2 * ends[0] * ends[1] + (ends[2] if len(ends) > 2 else 0)
            case "percent_of" | "times":
                return 2 * ends[0] * ends[1] + RATE_SCALE
            case "percents_of":
                return 2 * sum(a * r for a, r in zip(ends[::2], ends[1::2], strict=True)) + RATE_SCALE * node.option(
                    "over"
                )
            case "exceeds" | "reaches":
                return max(ends[0] * RATE_SCALE, ends[1] * ends[2])
            case "share_of":
                return 2 * ends[0] * RATE_SCALE + ends[1]
            case "add" | "sub":
                return ends[0] + ends[1]
        return max(ends, default=0)

    def tariff_size(self, node: Operation, scope: dict[str, Range]) -> int:
        first = node.operands[0]
        assert isinstance(first, Input)
        tariffs = self.run.inputs[first.name]
        assert isinstance(tariffs, AnyTariff)
        base = max(abs(end) for end in self.run.expression(node.operands[1], scope))
        sizes = [2 * base * t.rate + RATE_SCALE * t.unit + abs(t.amount) for t in tariffs.tariffs]
        return max(sizes, default=0)


def prove(book: LawBook) -> list[str]:
    """Every way in which some product or sum of the book could wrap; empty when none can."""
    import numpy as np  # the proof alone looks at columns: a worker is run without arrays

    from amparo.engine.batch import kind_of_value

    ranges = Ranges(book)
    faults = []
    for node in [*book.of_type(LinkNode), *book.of_type(Rule)]:
        low, high = ranges.of(node.full_name)
        held = np.iinfo(kind_of_value(book, node.full_name))
        if low < held.min or high > held.max:
            faults.append(
                f"{'rule' if isinstance(node, Rule) else 'link'} {node.full_name}: may reach "
                f"{max(-low, high):.3g}, beyond the {held.bits - 1} bits in which a {node.kind.name} is kept. "
                "Cure: declare a tighter range, or count in a coarser unit."
            )
    for rule in book.of_type(Rule):
        for number, version in enumerate(rule.versions):
            try:
                _Probe(f"rule {rule.full_name} (line {version.line})", ranges.inputs(rule, number)).body(
                    version.source.body, {}
                )
            except LawError as error:
                faults.append(str(error))
    return faults
