"""The closed language of law: a rule's source is read into a small tree, and anything else is refused.

The tree is what the bounded run interprets, what the kernel is printed from and what an explanation is read from:
a body is a Let, an If or a Return; an expression is a literal, an input, a local, or an operation on expressions.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from amparo.rules import helpers
from amparo.rules.errors import LanguageError
from amparo.rules.kinds import KINDS, NO_RATE, NOTHING, WHOLE, Category, Kind, category_kind, kind_of_annotation

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

MAX_LEAVES: Final = 64


@dataclass(frozen=True, slots=True)
class Literal:
    value: int
    kind: str


@dataclass(frozen=True, slots=True)
class Input:
    name: str


@dataclass(frozen=True, slots=True)
class Local:
    name: str


@dataclass(frozen=True, slots=True)
class Operation:
    """add sub mul neg lt le gt ge eq ne and or not min max if, or a helper's name; options: rounding and such."""

    name: str
    operands: tuple[Expression, ...]
    options: tuple[tuple[str, int], ...] = ()

    def option(self, name: str) -> int:
        return dict(self.options)[name]


Expression = Literal | Input | Local | Operation


@dataclass(frozen=True, slots=True)
class Return:
    value: Expression
    leaf: int
    line: int


@dataclass(frozen=True, slots=True)
class Let:
    name: str
    value: Expression
    body: Body


@dataclass(frozen=True, slots=True)
class If:
    condition: Expression
    then: Body
    otherwise: Body
    text: str
    line: int


Body = Return | Let | If


@dataclass(frozen=True, slots=True)
class Source:
    """A rule read: its inputs with their kinds, the kind of its result, its body and how many ends it has."""

    inputs: tuple[tuple[str, Kind], ...]
    result: Kind
    body: Body
    leaves: int
    text: str


@dataclass(frozen=True, slots=True)
class _Helper:
    operands: tuple[str, ...]
    keywords: tuple[str, ...]
    result: str
    rounding: bool = False


# operand words: money, rate, ... | number (anything counted or money or rate) | same (kind of the first operand) | key
_HELPERS: Final[dict[str, _Helper]] = {
    "percent_of": _Helper(("money", "rate"), (), "money", rounding=True),
    "percents_of": _Helper(("money", "rate"), (), "money", rounding=True),
    "mul_div": _Helper(("number", "number", "number"), (), "first", rounding=True),
    "round_to": _Helper(("money",), (), "money", rounding=True),
    "exceeds": _Helper(("number",), ("of", "share"), "truth"),
    "reaches": _Helper(("number",), ("of", "share"), "truth"),
    "times": _Helper(("rate", "rate"), (), "rate", rounding=True),
    "share_of": _Helper(("number",), ("of",), "rate", rounding=True),
    "lookup": _Helper(("table", "key"), (), "any"),
    "bracket": _Helper(("steps", "number"), (), "any"),
    "threshold": _Helper(("steps", "number"), (), "any"),
    "tariff_amount": _Helper(("tariff", "money"), (), "money"),
    "tariff_open": _Helper(("tariff",), (), "truth"),
    "month_of": _Helper(("date",), (), "month"),
    "first_day": _Helper(("month",), (), "date"),
    "last_day": _Helper(("month",), (), "date"),
    "year_of": _Helper(("month",), (), "count"),
    "month_number": _Helper(("month",), (), "count"),
    "add_months": _Helper(("month", "whole"), (), "month"),
    "add_days": _Helper(("date", "whole"), (), "date"),
    "months_between": _Helper(("month", "month"), (), "months"),
    "days_between": _Helper(("date", "date"), (), "days"),
    "full_years_between": _Helper(("date", "date"), (), "count"),
}
_CONSTANTS: Final[dict[str, tuple[int, str]]] = {
    "NOTHING": (int(NOTHING), "money"),
    "NO_RATE": (int(NO_RATE), "rate"),
    "WHOLE": (int(WHOLE), "rate"),
    "NO": (0, "truth"),
    "YES": (1, "truth"),
}
_ROUNDINGS: Final = {"HALF_UP": int(helpers.HALF_UP), "UP": int(helpers.UP), "DOWN": int(helpers.DOWN)}
_COMPARE: Final[dict[type, str]] = {
    ast.Lt: "lt",
    ast.LtE: "le",
    ast.Gt: "gt",
    ast.GtE: "ge",
    ast.Eq: "eq",
    ast.NotEq: "ne",
}
_ARITHMETIC: Final[dict[type, str]] = {ast.Add: "add", ast.Sub: "sub", ast.Mult: "mul"}
_WHOLE: Final = {"count", "days", "months", "minutes", "int"}
_NUMBER: Final = _WHOLE | {"money", "rate"}
_CURES: Final[dict[type, str]] = {
    ast.Div: "use mul_div or share_of",
    ast.FloorDiv: "use mul_div with round=DOWN",
    ast.Mod: "use the calendar helpers or a table",
    ast.Pow: "write the product out",
    ast.For: "use a link (total, count, window, best)",
    ast.While: "use a link (total, count, window, best)",
    ast.Subscript: "use lookup or bracket on a parameter",
    ast.JoinedStr: "law has no text values: use a Category",
    ast.AugAssign: "give the new value its own name",
}


@dataclass
class _Reader:
    """Reads one function; keeps where it is for the refusal."""

    where: str
    names: Mapping[str, Any]
    inputs: dict[str, Kind]
    result: Kind
    source: str
    leaves: int = field(default=0)

    def refuse(self, node: ast.AST, what: str, cure: str) -> LanguageError:
        line = getattr(node, "lineno", 0)
        return LanguageError(f"{self.where}, line {line}: {what}. Cure: {cure}.")

    # statements
    def body(self, statements: list[ast.stmt], scope: dict[str, str], last: ast.AST) -> Body:
        if not statements:
            raise self.refuse(last, "this path ends without a return", "return a value on every path")
        head, rest = statements[0], statements[1:]
        match head:
            case ast.Expr(value=ast.Constant(value=str())):
                return self.body(rest, scope, head)
            case ast.Return(value=value) if value is not None:
                expression, kind = self.expression(value, scope)
                self.fits(head, kind, self.result)
                self.leaves += 1
                if self.leaves > MAX_LEAVES:
                    raise self.refuse(head, f"more than {MAX_LEAVES} ends", "split the rule in two")
                return Return(self.widen(expression), self.leaves - 1, head.lineno)
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                return self.let(head, name, value, rest, scope)
            case ast.AnnAssign(target=ast.Name(id=name), value=value) if value is not None:
                return self.let(head, name, value, rest, scope)
            case ast.If(test=test, body=then, orelse=otherwise):
                condition, kind = self.expression(test, scope)
                if kind != "truth":
                    raise self.refuse(head, f"the condition is a {kind}", "compare it with something")
                text = ast.unparse(test)
                return If(
                    condition,
                    self.body([*then, *rest], dict(scope), head),
                    self.body([*otherwise, *rest], dict(scope), head),
                    text,
                    head.lineno,
                )
        cure = _CURES.get(type(head), "keep to if, assignment and return")
        raise self.refuse(head, f"'{ast.unparse(head).splitlines()[0]}' is outside the language of law", cure)

    def let(self, head: ast.stmt, name: str, value: ast.expr, rest: list[ast.stmt], scope: dict[str, str]) -> Body:
        if name in scope or name in self.inputs:
            raise self.refuse(head, f"'{name}' is assigned twice", "give the new value its own name")
        expression, kind = self.expression(value, scope)
        return Let(name, expression, self.body(rest, {**scope, name: kind}, head))

    def widen(self, expression: Expression) -> Expression:
        return expression

    def fits(self, node: ast.AST, kind: str, wanted: Kind) -> None:
        if kind in (wanted.name, "any") or (kind == "int" and wanted.whole_number):
            return
        if kind in _WHOLE and wanted.whole_number:
            return
        raise self.refuse(
            node, f"returns a {kind} where a {wanted.name} is promised", "return the kind in the annotation"
        )

    # expressions
    def expression(self, node: ast.expr, scope: dict[str, str]) -> tuple[Expression, str]:
        match node:
            case ast.Constant(value=bool() as truth):
                return Literal(int(truth), "truth"), "truth"
            case ast.Constant(value=int() as number):
                return Literal(number, "int"), "int"
            case ast.Name(id=name):
                return self.name(node, name, scope)
            case ast.Attribute(value=ast.Name(id=owner), attr=member):
                return self.member(node, owner, member)
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                inner, kind = self.expression(operand, scope)
                self.need(operand, kind, {"truth"}, "not")
                return Operation("not", (inner,)), "truth"
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                inner, kind = self.expression(operand, scope)
                self.need(operand, kind, _NUMBER, "minus")
                return Operation("neg", (inner,)), kind
            case ast.BinOp(left=left, op=operator, right=right) if type(operator) in _ARITHMETIC:
                return self.arithmetic(node, _ARITHMETIC[type(operator)], left, right, scope)
            case ast.BoolOp(op=operator, values=values):
                read = [self.expression(value, scope) for value in values]
                for value, (_, kind) in zip(values, read, strict=True):
                    self.need(value, kind, {"truth"}, "and/or")
                return Operation("and" if isinstance(operator, ast.And) else "or", tuple(e for e, _ in read)), "truth"
            case ast.Compare():
                return self.comparison(node, scope)
            case ast.IfExp(test=test, body=then, orelse=otherwise):
                condition, condition_kind = self.expression(test, scope)
                self.need(test, condition_kind, {"truth"}, "a condition")
                first, first_kind = self.expression(then, scope)
                second, second_kind = self.expression(otherwise, scope)
                kind = self.common(node, first_kind, second_kind)
                return Operation("if", (condition, first, second)), kind
            case ast.Call():
                return self.call(node, scope)
        cure = _CURES.get(type(getattr(node, "op", node)), "use the helpers of amparo.rules")
        raise self.refuse(node, f"'{ast.unparse(node)}' is outside the language of law", cure)

    def name(self, node: ast.AST, name: str, scope: dict[str, str]) -> tuple[Expression, str]:
        if name in scope:
            return Local(name), scope[name]
        if name in self.inputs:
            return Input(name), self.inputs[name].name
        if name in _CONSTANTS:
            value, kind = _CONSTANTS[name]
            return Literal(value, kind), kind
        raise self.refuse(
            node, f"'{name}' is neither an input nor a local", "name it among the arguments, or put it in the YAML"
        )

    def member(self, node: ast.AST, owner: str, member: str) -> tuple[Expression, str]:
        category = self.names.get(owner)
        if not (isinstance(category, type) and issubclass(category, Category)):
            raise self.refuse(node, f"'{owner}.{member}' is no member of a Category", "compare with a Category member")
        if member not in category.__members__:
            raise self.refuse(node, f"{owner} has no member {member}", f"one of {', '.join(category.__members__)}")
        return Literal(category[member].value, owner), owner

    def need(self, node: ast.AST, kind: str, wanted: set[str], what: str) -> None:
        if kind not in wanted and kind != "any":
            raise self.refuse(
                node, f"{what} takes {' or '.join(sorted(wanted))}, not a {kind}", "check the kinds of the inputs"
            )

    def common(self, node: ast.AST, first: str, second: str) -> str:
        if first == second or second == "any":
            return first
        if first == "any":
            return second
        if first in _WHOLE and second in _WHOLE:
            return second if first == "int" else first
        raise self.refuse(node, f"a {first} and a {second} stand together", "bring both to one kind")

    def arithmetic(
        self, node: ast.BinOp, operator: str, left: ast.expr, right: ast.expr, scope: dict[str, str]
    ) -> tuple[Expression, str]:
        first, first_kind = self.expression(left, scope)
        second, second_kind = self.expression(right, scope)
        if operator == "mul":
            kinds = {first_kind, second_kind}
            if not kinds & (_WHOLE | {"any"}):
                raise self.refuse(node, f"{first_kind} times {second_kind}", "use percent_of, times or mul_div")
            kind = second_kind if first_kind in _WHOLE and second_kind not in _WHOLE else first_kind
            kind = second_kind if first_kind == "int" else kind
            self.need(node, kind, _NUMBER, "a product")
        else:
            kind = self.common(node, first_kind, second_kind)
            self.need(node, kind, _NUMBER, "a sum")
        return Operation(operator, (first, second)), kind

    def comparison(self, node: ast.Compare, scope: dict[str, str]) -> tuple[Expression, str]:
        read = [self.expression(part, scope) for part in (node.left, *node.comparators)]
        parts: list[Expression] = []
        for position, operator in enumerate(node.ops):
            if type(operator) not in _COMPARE:
                raise self.refuse(node, f"'{ast.unparse(node)}'", "use < <= > >= == !=")
            (first, first_kind), (second, second_kind) = read[position], read[position + 1]
            zero = Literal(0, "int") in (first, second) and {first_kind, second_kind} & {"money", "rate"}
            if not zero:
                kind = self.common(node, first_kind, second_kind)
                ordered = kind in _NUMBER | {"month", "date", "any"}
                if not ordered and type(operator) not in (ast.Eq, ast.NotEq):
                    raise self.refuse(node, f"a {kind} has no order", "use == or !=")
            parts.append(Operation(_COMPARE[type(operator)], (first, second)))
        return (parts[0] if len(parts) == 1 else Operation("and", tuple(parts))), "truth"

    def call(self, node: ast.Call, scope: dict[str, str]) -> tuple[Expression, str]:
        name = node.func.id if isinstance(node.func, ast.Name) else ast.unparse(node.func)
        if name in ("min", "max", "count_true"):
            return self.many(node, name, scope)
        helper = _HELPERS.get(name)
        if helper is None:
            raise self.refuse(node, f"'{name}' may not be called in a rule", "use the helpers of amparo.rules")
        options: list[tuple[str, int]] = []
        given: dict[str, ast.expr] = {}
        for keyword in node.keywords:
            if (
                keyword.arg == "round"
                and helper.rounding
                and isinstance(keyword.value, ast.Name)
                and keyword.value.id in _ROUNDINGS
            ):
                options.append(("round", _ROUNDINGS[keyword.value.id]))
            elif keyword.arg == {"round_to": "unit", "percents_of": "over"}.get(name) and isinstance(
                keyword.value, ast.Constant
            ):
                options.append((str(keyword.arg), int(keyword.value.value)))
            elif keyword.arg in helper.keywords:
                given[keyword.arg] = keyword.value
            else:
                raise self.refuse(
                    node, f"{name} does not take {keyword.arg}={ast.unparse(keyword.value)}", "see docs/writing-law.md"
                )
        if helper.rounding and not any(key == "round" for key, _ in options):
            if name == "round_to":
                raise self.refuse(node, "round_to without round=", "name the rounding")
            options.append(("round", _ROUNDINGS["HALF_UP"]))
        missing = [keyword for keyword in helper.keywords if keyword not in given]
        count = len(node.args)
        fits = (
            count == len(helper.operands)
            or (name == "lookup" and count == 3)
            or (name == "percents_of" and count in (2, 4, 6, 8))
        )
        if name == "percents_of" and not any(key == "over" for key, _ in options):
            options.append(("over", 1))
        if missing or not fits:
            raise self.refuse(
                node,
                f"{name} takes {len(helper.operands)} values and {', '.join(helper.keywords) or 'no names'}",
                "see docs/writing-law.md",
            )
        arguments = [*node.args, *(given[keyword] for keyword in helper.keywords)]
        more = (
            helper.operands * (count // 2 - 1) if name == "percents_of" else ("key",) * (count - len(helper.operands))
        )
        wanted = [*helper.operands, *more, *("number" if k == "of" else "rate" for k in helper.keywords)]
        read = [self.expression(argument, scope) for argument in arguments]
        for argument, (_, kind), want in zip(arguments, read, wanted, strict=True):
            self.operand(argument, kind, want, name)
        result = read[0][1] if helper.result == "first" else helper.result
        return Operation(name, tuple(e for e, _ in read), tuple(options)), result

    def operand(self, node: ast.AST, kind: str, want: str, name: str) -> None:
        if want == "key":
            if kind in {"money", "rate", "table", "steps", "tariff"}:
                raise self.refuse(node, f"a {kind} is no key of a table", "use a Category or a whole number")
            return
        allowed = {"number": _NUMBER, "whole": _WHOLE}.get(want, {want})
        self.need(node, kind, allowed, name)

    def many(self, node: ast.Call, name: str, scope: dict[str, str]) -> tuple[Expression, str]:
        if node.keywords or len(node.args) < (1 if name == "count_true" else 2):
            raise self.refuse(node, f"{name} takes two or more values", "write them out")
        read = [self.expression(argument, scope) for argument in node.args]
        kind = read[0][1]
        for argument, (_, other) in zip(node.args, read, strict=True):
            if name == "count_true":
                self.need(argument, other, {"truth"}, name)
            else:
                kind = self.common(argument, kind, other)
        result = "count" if name == "count_true" else kind
        if name != "count_true":
            self.need(node, kind, _NUMBER | {"date", "month"}, name)
        return Operation(name, tuple(e for e, _ in read)), result


def read_rule(function: Callable[..., Any], definition: ast.FunctionDef, where: str, source: str) -> Source:
    """Read a rule's definition; raises LanguageError naming line and cure."""
    annotations = _annotations(function)
    inputs: dict[str, Kind] = {}
    arguments = definition.args
    if arguments.vararg or arguments.kwarg or arguments.defaults or arguments.kwonlyargs:
        raise LanguageError(
            f"{where}, line {definition.lineno}: arguments are plain names without defaults. "
            "Cure: put values in the YAML."
        )
    for argument in arguments.args:
        kind = kind_of_annotation(annotations.get(argument.arg))
        if kind is None:
            raise LanguageError(
                f"{where}, line {definition.lineno}: '{argument.arg}' has no kind of the law. "
                "Cure: annotate it with Money, Rate, Truth, ..."
            )
        inputs[argument.arg] = kind
    result = kind_of_annotation(annotations.get("return"))
    if result is None or result.name in {"table", "steps", "tariff"}:
        raise LanguageError(f"{where}, line {definition.lineno}: the result has no kind of the law. Cure: annotate it.")
    if not ast.get_docstring(definition):
        raise LanguageError(
            f"{where}, line {definition.lineno}: no docstring. Cure: say in one sentence what the law says."
        )
    reader = _Reader(where, function.__globals__, inputs, result, source)
    body = reader.body(definition.body, {}, definition)
    return Source(tuple(inputs.items()), result, body, reader.leaves, source)


def _annotations(function: Callable[..., Any]) -> dict[str, Any]:
    found = dict(function.__annotations__)
    for name, annotation in found.items():
        if isinstance(annotation, str):
            found[name] = function.__globals__.get(annotation)
    return found


__all__ = [
    "KINDS",
    "Body",
    "Expression",
    "If",
    "Input",
    "Let",
    "Literal",
    "Local",
    "Operation",
    "Return",
    "Source",
    "category_kind",
    "read_rule",
]
