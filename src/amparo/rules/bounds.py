"""Values that may be unknown, and what a rule says of them.

An unknown value is an interval with a reason. Truth is the interval 0..1, so that and / or / not are Kleene's logic.
A rule with an unknown condition takes both ways and covers both results. Everything here is exact integer arithmetic;
the compiled run follows the same definitions.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from amparo.rules import helpers
from amparo.rules.helpers import Steps, Table, Tariff
from amparo.rules.kinds import RATE_SCALE, Money
from amparo.rules.language import If, Input, Let, Literal, Local, Operation

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from amparo.rules.language import Body, Expression

FACT: Final = 1
LAW: Final = 2
HISTORY: Final = 4
REASONS: Final = {FACT: "fact not told", LAW: "law not known", HISTORY: "history before the records not told"}


class Unknown(NamedTuple):
    """An unknown value: it lies between low and high; why is a set of FACT, LAW and HISTORY."""

    low: int
    high: int
    why: int


Value = int | Unknown
Interval = tuple[int, int]
TARIFF_LIMIT: Final = 10**9


@dataclass(frozen=True, slots=True)
class UnknownTariff:
    """A tariff that the law's facts do not give."""

    why: int


@dataclass(frozen=True, slots=True)
class UnknownSteps:
    """Steps that the law's facts do not give: any value of the range."""

    low: int
    high: int
    why: int


@dataclass(frozen=True, slots=True)
class AnyTariff:
    """Some one of these tariffs, or one that the law's facts do not give."""

    tariffs: tuple[Tariff, ...]


def low(value: Value) -> int:
    return value.low if isinstance(value, Unknown) else value


def high(value: Value) -> int:
    return value.high if isinstance(value, Unknown) else value


def why(value: Value) -> int:
    return value.why if isinstance(value, Unknown) else 0


def between(lowest: int, highest: int, reasons: int) -> Value:
    """A plain value where both bounds meet, else an unknown one."""
    return lowest if lowest == highest else Unknown(lowest, highest, reasons)


def _corners(function: Callable[..., int], *intervals: Interval) -> Interval:
    points: list[tuple[int, ...]] = [()]
    for lowest, highest in intervals:
        ends = (lowest,) if lowest == highest else (lowest, highest)
        points = [(*point, end) for point in points for end in ends]
    results = [function(*point) for point in points]
    return min(results), max(results)


def _positive(interval: Interval) -> Interval:
    return max(interval[0], 1), max(interval[1], 1)


def _truth(surely: bool, surely_not: bool) -> Interval:
    return (1, 1) if surely else (0, 0) if surely_not else (0, 1)


def _lookup(table: Table, *keys: Interval) -> tuple[Interval, bool]:
    size = 1
    for lowest, highest in keys:
        size *= highest - lowest + 1
    if size > len(table.cells):
        return (table.low, table.high), True
    points: list[tuple[int, ...]] = [()]
    for lowest, highest in keys:
        points = [(*point, key) for point in points for key in range(lowest, highest + 1)]
    cells = [table.cells.get(point) for point in points]
    known = [cell for cell in cells if cell is not None]
    if len(known) < len(cells):
        return (table.low, table.high), True
    return (min(known), max(known)), False


def _steps(values: tuple[int, ...], steps: Steps, at: Interval) -> Interval:
    reached = values[steps.position(at[0]) : steps.position(at[1]) + 1]
    return min(reached), max(reached)


def _tariff(tariff: Tariff | UnknownTariff | AnyTariff, base: Interval) -> Interval:
    if isinstance(tariff, UnknownTariff):
        return 0, TARIFF_LIMIT
    if isinstance(tariff, AnyTariff):
        amounts = [_tariff(one, base) for one in tariff.tariffs]
        return min([0, *(a[0] for a in amounts)]), max([TARIFF_LIMIT, *(a[1] for a in amounts)])
    return _corners(lambda point: int(helpers.tariff_amount(tariff, Money(point))), base)


@dataclass
class Interpretation:
    """One run of a rule's body on intervals: the ends reached, the conditions met, and whether a cell was missing."""

    inputs: Mapping[str, object]
    leaves: list[int]
    conditions: list[tuple[str, int, int, int]]
    law_missing: bool = False

    def body(self, body: Body, scope: dict[str, Interval]) -> Interval:
        while isinstance(body, Let):
            scope = {**scope, body.name: self.expression(body.value, scope)}
            body = body.body
        if isinstance(body, If):
            lowest, highest = self.expression(body.condition, scope)
            self.conditions.append((body.text, body.line, lowest, highest))
            if lowest == 1:
                return self.body(body.then, scope)
            if highest == 0:
                return self.body(body.otherwise, scope)
            first = self.body(body.then, scope)
            second = self.body(body.otherwise, scope)
            return min(first[0], second[0]), max(first[1], second[1])
        self.leaves.append(body.leaf)
        return self.expression(body.value, scope)

    def expression(self, node: Expression, scope: dict[str, Interval]) -> Interval:
        if isinstance(node, Literal):
            return node.value, node.value
        if isinstance(node, Local):
            return scope[node.name]
        if isinstance(node, Input):
            value = self.inputs[node.name]
            return (value.low, value.high) if isinstance(value, Unknown) else (value, value)  # type: ignore[return-value]
        return self.operation(node, scope)

    def operation(self, node: Operation, scope: dict[str, Interval]) -> Interval:
        name = node.name
        if name in ("lookup", "bracket", "threshold", "tariff_amount", "tariff_open"):
            return self.on_parameter(node, scope)
        if name == "if":
            return self.choice(node, scope)
        operands = [self.expression(operand, scope) for operand in node.operands]
        if name in _SIMPLE:
            return _SIMPLE[name](operands)
        return _rounded(node, operands)

    def choice(self, node: Operation, scope: dict[str, Interval]) -> Interval:
        lowest, highest = self.expression(node.operands[0], scope)
        if lowest == 1:
            return self.expression(node.operands[1], scope)
        if highest == 0:
            return self.expression(node.operands[2], scope)
        first, second = (self.expression(operand, scope) for operand in node.operands[1:])
        return min(first[0], second[0]), max(first[1], second[1])

    def on_parameter(self, node: Operation, scope: dict[str, Interval]) -> Interval:
        first = node.operands[0]
        assert isinstance(first, Input)
        parameter = self.inputs[first.name]
        rest = [self.expression(operand, scope) for operand in node.operands[1:]]
        if node.name == "tariff_open":
            if isinstance(parameter, UnknownTariff | AnyTariff):
                return 0, 1
            assert isinstance(parameter, Tariff)
            return (1, 1) if helpers.tariff_open(parameter) else (0, 0)
        if node.name == "tariff_amount":
            assert isinstance(parameter, Tariff | UnknownTariff | AnyTariff)
            return _tariff(parameter, rest[0])
        if node.name == "lookup":
            assert isinstance(parameter, Table)
            found, missing = _lookup(parameter, *rest)
            self.law_missing |= missing
            return found
        if isinstance(parameter, UnknownSteps):
            return parameter.low, parameter.high
        assert isinstance(parameter, Steps)
        return _steps(parameter.values if node.name == "bracket" else parameter.thresholds, parameter, rest[0])


def _compare(name: str, a: Interval, b: Interval) -> Interval:
    match name:
        case "lt":
            return _truth(a[1] < b[0], a[0] >= b[1])
        case "le":
            return _truth(a[1] <= b[0], a[0] > b[1])
        case "gt":
            return _truth(a[0] > b[1], a[1] <= b[0])
        case "ge":
            return _truth(a[0] >= b[1], a[1] < b[0])
        case "eq":
            return _truth(a == b and a[0] == a[1], a[1] < b[0] or b[1] < a[0])
    lowest, highest = _compare("eq", a, b)
    return 1 - highest, 1 - lowest


def _product(o: list[Interval]) -> Interval:
    return _corners(lambda x, y: x * y, *o)


def _share(o: list[Interval], strictly: bool) -> Interval:
    part = (o[0][0] * RATE_SCALE, o[0][1] * RATE_SCALE)
    return _compare("gt" if strictly else "ge", part, _product(o[1:]))


def _calendar(function: Callable[..., int]) -> Callable[[list[Interval]], Interval]:
    return lambda o: _corners(lambda *points: int(function(*points)), *o)


_SIMPLE: Final[dict[str, Callable[[list[Interval]], Interval]]] = {
    "add": lambda o: (o[0][0] + o[1][0], o[0][1] + o[1][1]),
    "sub": lambda o: (o[0][0] - o[1][1], o[0][1] - o[1][0]),
    "mul": _product,
    "neg": lambda o: (-o[0][1], -o[0][0]),
    "not": lambda o: (1 - o[0][1], 1 - o[0][0]),
    "and": lambda o: (min(i[0] for i in o), min(i[1] for i in o)),
    "or": lambda o: (max(i[0] for i in o), max(i[1] for i in o)),
    "min": lambda o: (min(i[0] for i in o), min(i[1] for i in o)),
    "max": lambda o: (max(i[0] for i in o), max(i[1] for i in o)),
    "count_true": lambda o: (sum(i[0] for i in o), sum(i[1] for i in o)),
    "lt": lambda o: _compare("lt", *o),
    "le": lambda o: _compare("le", *o),
    "gt": lambda o: _compare("gt", *o),
    "ge": lambda o: _compare("ge", *o),
    "eq": lambda o: _compare("eq", *o),
    "ne": lambda o: _compare("ne", *o),
    "exceeds": lambda o: _share(o, strictly=True),
    "reaches": lambda o: _share(o, strictly=False),
    "month_of": _calendar(helpers.month_of),
    "first_day": _calendar(helpers.first_day),
    "last_day": _calendar(helpers.last_day),
    "year_of": _calendar(helpers.year_of),
    "month_number": lambda o: (o[0][0] % 12 + 1,) * 2 if o[0][0] == o[0][1] else (1, 12),
    "add_months": lambda o: (o[0][0] + o[1][0], o[0][1] + o[1][1]),
    "add_days": lambda o: (o[0][0] + o[1][0], o[0][1] + o[1][1]),
    "months_between": lambda o: (o[1][0] - o[0][1], o[1][1] - o[0][0]),
    "days_between": lambda o: (o[1][0] - o[0][1], o[1][1] - o[0][0]),
    "full_years_between": _calendar(helpers.full_years_between),
}


def _rounded(node: Operation, o: list[Interval]) -> Interval:
    rounding = node.option("round")
    match node.name:
        case "percent_of" | "times":
            return _corners(lambda a, r: helpers.divide(a * r, RATE_SCALE, rounding), *o)
        case "percents_of":
            products = [_product([amount, rate]) for amount, rate in zip(o[::2], o[1::2], strict=True)]
            scale = RATE_SCALE * node.option("over")
            return helpers.divide(sum(p[0] for p in products), scale, rounding), helpers.divide(
                sum(p[1] for p in products), scale, rounding
            )
        case "mul_div":
            return _corners(lambda a, b, c: helpers.divide(a * b, c, rounding), o[0], o[1], _positive(o[2]))
        case "share_of":
            return _corners(lambda a, c: helpers.divide(a * RATE_SCALE, c, rounding), o[0], _positive(o[1]))
        case "round_to":
            unit = node.option("unit")
            return _corners(lambda a: helpers.divide(a, unit, rounding) * unit, o[0])
    raise AssertionError(node.name)


def interpret(body: Body, inputs: Mapping[str, object]) -> tuple[Interval, Interpretation]:
    """Run a rule's body on intervals; inputs are values, tables, steps and tariffs."""
    run = Interpretation(inputs, [], [])
    return run.body(body, {}), run


def why_unknown(body: Body, inputs: Mapping[str, object]) -> int:
    """Why a body's result is unknown: the reasons of what was read on the ways taken and is not settled there."""
    return _Reasons(Interpretation(inputs, [], [])).body(body, {}, {})


@dataclass(frozen=True)
class _Reasons:
    """Follows a run once more for its reasons; what comes to a single value has none."""

    run: Interpretation

    def body(self, body: Body, scope: dict[str, Interval], reasons: dict[str, int]) -> int:
        while isinstance(body, Let):
            found = self.expression(body.value, scope, reasons)
            scope = {**scope, body.name: self.run.expression(body.value, scope)}
            reasons = {**reasons, body.name: found}
            body = body.body
        if isinstance(body, If):
            lowest, highest = self.run.expression(body.condition, scope)
            found = self.expression(body.condition, scope, reasons)
            if highest == 1:
                found |= self.body(body.then, scope, reasons)
            if lowest == 0:
                found |= self.body(body.otherwise, scope, reasons)
            return found
        return self.expression(body.value, scope, reasons)

    def expression(self, node: Expression, scope: dict[str, Interval], reasons: dict[str, int]) -> int:
        if isinstance(node, Input):
            return int(getattr(self.run.inputs[node.name], "why", 0))
        if isinstance(node, Literal):
            return 0
        lowest, highest = self.run.expression(node, scope)
        if lowest == highest:
            return 0
        if isinstance(node, Local):
            return reasons[node.name]
        operands = node.operands
        if node.name == "if":
            lowest, highest = self.run.expression(operands[0], scope)
            operands = operands[:1] + operands[1:2] * highest + operands[2:] * (1 - lowest)
        elif node.name == "lookup":
            return self._lookup(node, scope, reasons)
        found = 0
        for operand in operands:
            found |= self.expression(operand, scope, reasons)
        return found

    def _lookup(self, node: Operation, scope: dict[str, Interval], reasons: dict[str, int]) -> int:
        table, keys = self.run.inputs[node.operands[0].name], node.operands[1:]  # type: ignore[union-attr]
        assert isinstance(table, Table)
        _, missing = _lookup(table, *(self.run.expression(key, scope) for key in keys))
        found = table.why if missing else 0
        for key in keys:
            found |= self.expression(key, scope, reasons)
        return found
