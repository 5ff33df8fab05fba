"""The closed language of law: a rule's source is read into a small tree, and anything else is refused.

The tree is what the bounded run interprets, what the kernel is printed from and what an explanation is read from:
a body is a Let, an If or a Return; an expression is a literal, an input, a local, or an operation on expressions.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from amparo.rules import helpers, kinds
from amparo.rules.errors import LanguageError
from amparo.rules.kinds import KINDS, NO_RATE, NOTHING, WHOLE, Category, Kind, category_kind, kind_of_annotation

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

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
    definition: ast.FunctionDef | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class _Helper:
    operands: tuple[str, ...]
    keywords: tuple[str, ...]
    result: str
    rounding: bool = False


@dataclass(frozen=True, slots=True)
class Contents:
    """What a table or steps parameter holds: the kind of its cells and the kinds of its keys."""

    of: str
    keys: tuple[str, ...]


# operand words: money, rate, ... | number (anything counted or money or rate) | whole (anything counted) | key
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
    ast.NamedExpr: "assign it on a line of its own",
}
_CURES_OF_CONSTANTS: Final[dict[type, str]] = {
    float: "put it in the YAML as a rate or an amount",
    str: "law has no text values: use a Category",
    bytes: "law has no text values: use a Category",
    type(None): "say 'unknown' in the YAML, or before= in the rule",
    complex: "use whole numbers",
    type(...): "write the body of the rule",
}
_PARAMETER_KINDS: Final = {"table": "lookup", "steps": "bracket or threshold", "tariff": "tariff_amount or tariff_open"}
_WORDS: Final = frozenset(
    {*_HELPERS, *_CONSTANTS, "min", "max", "count_true", "HALF_UP", "UP", "DOWN", "True", "False", "None"}
)
LARGEST_LITERAL: Final = 10**12


@dataclass
class _Reader:
    """Reads one function; keeps where it is for the refusal."""

    where: str
    names: Mapping[str, Any]
    inputs: dict[str, Kind]
    result: Kind
    contents: Mapping[str, Contents]
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
                return self.end(head, value, scope)
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                return self.let(head, name, value, rest, scope)
            case ast.AnnAssign(target=ast.Name(id=name), annotation=annotation, value=value) if value is not None:
                return self.let(head, name, value, rest, scope, annotation)
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

    def end(self, head: ast.stmt, value: ast.expr, scope: dict[str, str]) -> Return:
        expression, kind = self.expression(value, scope)
        self.fits(head, kind, self.result)
        self.leaves += 1
        if self.leaves > MAX_LEAVES:
            raise self.refuse(head, f"more than {MAX_LEAVES} ends", "split the rule in two")
        return Return(expression, self.leaves - 1, head.lineno)

    def let(
        self,
        head: ast.stmt,
        name: str,
        value: ast.expr,
        rest: list[ast.stmt],
        scope: dict[str, str],
        annotation: ast.expr | None = None,
    ) -> Body:
        if name in scope or name in self.inputs:
            raise self.refuse(head, f"'{name}' is assigned twice", "give the new value its own name")
        if name in _WORDS:
            raise self.refuse(head, f"'{name}' is a word of the language", "give the value another name")
        expression, kind = self.expression(value, scope)
        if annotation is not None:
            wanted = kind_of_annotation(self.names.get(ast.unparse(annotation)))
            if wanted is None:
                raise self.refuse(head, f"'{ast.unparse(annotation)}' is no kind of the law", "leave it out")
            self.fits(head, kind, wanted)
            kind = wanted.name
        return Let(name, expression, self.body(rest, {**scope, name: kind}, head))

    def no_dead_lines(self, statements: list[ast.stmt]) -> None:
        """Lines after a return in the same block would never be read."""
        for position, statement in enumerate(statements):
            if isinstance(statement, ast.Return) and position + 1 < len(statements):
                after = statements[position + 1]
                raise self.refuse(after, "this line stands after a return", "remove it or move it up")
            if isinstance(statement, ast.If):
                self.no_dead_lines(statement.body)
                self.no_dead_lines(statement.orelse)

    def fits(self, node: ast.AST, kind: str, wanted: Kind) -> None:
        if kind in (wanted.name, "any") or (kind in _WHOLE and wanted.whole_number):
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
                if number > LARGEST_LITERAL:
                    raise self.refuse(node, f"{number} is too large", "put legal values in the YAML")
                return Literal(number, "int"), "int"
            case ast.Constant(value=constant):
                cure = _CURES_OF_CONSTANTS.get(type(constant), "use the helpers of amparo.rules")
                raise self.refuse(node, f"'{ast.unparse(node)}' is outside the language of law", cure)
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
            kind_name = self.inputs[name].name
            if kind_name in _PARAMETER_KINDS:
                raise self.refuse(
                    node, f"'{name}' is a {kind_name}, not a value", f"read it with {_PARAMETER_KINDS[kind_name]}"
                )
            return Input(name), kind_name
        if name in _CONSTANTS:
            self.genuine(node, name)
            value, kind = _CONSTANTS[name]
            return Literal(value, kind), kind
        raise self.refuse(
            node, f"'{name}' is neither an input nor a local", "name it among the arguments, or put it in the YAML"
        )

    def genuine(self, node: ast.AST, name: str) -> None:
        """A helper or constant must be the one of amparo.rules, not something else of the same name."""
        known = {"min": min, "max": max}.get(name, getattr(helpers, name, None) or getattr(kinds, name, None))
        held = self.names.get(name, known if name in ("min", "max") else None)
        if held is not known:
            raise self.refuse(node, f"'{name}' is not the one of amparo.rules", f"import {name} from amparo.rules")

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
            self.genuine(node, name)
            return self.many(node, name, scope)
        helper = _HELPERS.get(name)
        if helper is None:
            raise self.refuse(node, f"'{name}' may not be called in a rule", "use the helpers of amparo.rules")
        self.genuine(node, name)
        options, given = self.keywords(node, name, helper)
        arguments = [*node.args, *(given[keyword] for keyword in helper.keywords if keyword in given)]
        wanted = self.wanted(node, name, helper, given)
        read = [self.operand(argument, want, name, scope) for argument, want in zip(arguments, wanted, strict=True)]
        result = self.result_kind(node, name, helper, read)
        return Operation(name, tuple(e for e, _ in read), tuple(options)), result

    def keywords(self, node: ast.Call, name: str, helper: _Helper) -> tuple[list[tuple[str, int]], dict[str, ast.expr]]:
        """The options (rounding, unit, over) and the operands given by name."""
        options: dict[str, int] = {}
        given: dict[str, ast.expr] = {}
        whole = {"round_to": "unit", "percents_of": "over"}.get(name)
        for keyword in node.keywords:
            match keyword.value:
                case ast.Name(id=word) if keyword.arg == "round" and helper.rounding and word in _ROUNDINGS:
                    options["round"] = _ROUNDINGS[word]
                case ast.Constant(value=int() as number) if keyword.arg == whole and type(number) is int and number > 0:
                    options[str(whole)] = number
                case value if keyword.arg in helper.keywords:
                    given[str(keyword.arg)] = value
                case value:
                    what = f"{name} does not take {keyword.arg}={ast.unparse(value)}"
                    raise self.refuse(node, what, "see docs/writing-law.md")
        if name == "round_to" and set(options) != {"unit", "round"}:
            raise self.refuse(node, "round_to without unit= and round=", "name the unit and the rounding")
        if helper.rounding:
            options.setdefault("round", _ROUNDINGS["HALF_UP"])
        if name == "percents_of":
            options.setdefault("over", 1)
        return list(options.items()), given

    def wanted(self, node: ast.Call, name: str, helper: _Helper, given: Mapping[str, ast.expr]) -> list[str]:
        """What each operand must be, in order."""
        count = len(node.args)
        fits = (
            count == len(helper.operands)
            or (name == "lookup" and count == 3)
            or (name == "percents_of" and count in (2, 4, 6, 8))
        )
        if len(given) < len(helper.keywords) or not fits:
            named = f" and {', '.join(f'{keyword}=' for keyword in helper.keywords)}" if helper.keywords else ""
            what = f"{name} takes {', '.join(helper.operands)}{named}"
            raise self.refuse(node, what, "see docs/writing-law.md")
        more = (
            helper.operands * (count // 2 - 1) if name == "percents_of" else ("key",) * (count - len(helper.operands))
        )
        return [*helper.operands, *more, *("number" if k == "of" else "rate" for k in helper.keywords)]

    def operand(self, node: ast.expr, want: str, name: str, scope: dict[str, str]) -> tuple[Expression, str]:
        if want in _PARAMETER_KINDS:
            if isinstance(node, ast.Name) and node.id in self.inputs and self.inputs[node.id].name == want:
                return Input(node.id), want
            raise self.refuse(node, f"{name} reads a {want}, by its name", f"name an argument of kind {want.title()}")
        read, kind = self.expression(node, scope)
        if want == "key":
            if kind in {"money", "rate"}:
                raise self.refuse(node, f"a {kind} is no key of a table", "use a Category or a whole number")
        else:
            self.need(node, kind, {"number": _NUMBER, "whole": _WHOLE}.get(want, {want}), name)
        return read, kind

    def result_kind(self, node: ast.Call, name: str, helper: _Helper, read: list[tuple[Expression, str]]) -> str:
        kinds_ = [kind for _, kind in read]
        match name:
            case "exceeds" | "reaches" | "share_of":
                self.common(node, kinds_[0], kinds_[1])
            case "mul_div":
                self.common(node, kinds_[1], kinds_[2])
                return kinds_[0]
            case "lookup" | "bracket" | "threshold":
                return self.cell_kind(node, name, read)
        return helper.result

    def cell_kind(self, node: ast.Call, name: str, read: list[tuple[Expression, str]]) -> str:
        """The kind that comes out, where it is known which parameter stands behind the name."""
        first = read[0][0]
        assert isinstance(first, Input)
        contents = self.contents.get(first.name)
        if contents is None:
            return "any"
        keys = [kind for _, kind in read[1:]]
        if len(keys) != len(contents.keys):
            what = f"'{first.name}' has {len(contents.keys)} keys ({', '.join(contents.keys)})"
            raise self.refuse(node, what, "give every key")
        for given, key in zip(keys, contents.keys, strict=True):
            if given != key and given != "any" and not {given, key} <= _WHOLE:
                raise self.refuse(node, f"'{first.name}' is read by {key}, not by a {given}", "check the key")
        return contents.keys[0] if name == "threshold" else contents.of

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


def read_rule(
    function: Callable[..., Any],
    definition: ast.FunctionDef,
    where: str,
    source: str,
    contents: Mapping[str, Contents] | None = None,
) -> Source:
    """Read a rule's definition; raises LanguageError naming line and cure."""
    at = f"{where}, line {definition.lineno}"
    annotations = _annotations(function)
    inputs = dict(_inputs(definition.args, annotations, at))
    result = kind_of_annotation(annotations.get("return"))
    if result is None or result.name in _PARAMETER_KINDS:
        raise LanguageError(f"{at}: the result has no kind of the law. Cure: annotate it.")
    if not ast.get_docstring(definition):
        raise LanguageError(f"{at}: no docstring. Cure: say in one sentence what the law says.")
    reader = _Reader(where, function.__globals__, inputs, result, contents or {})
    reader.no_dead_lines(definition.body)
    body = reader.body(definition.body, {}, definition)
    return Source(tuple(inputs.items()), result, body, reader.leaves, source, definition)


def _inputs(arguments: ast.arguments, annotations: Mapping[str, Any], at: str) -> Iterator[tuple[str, Kind]]:
    if arguments.vararg or arguments.kwarg or arguments.defaults or arguments.kwonlyargs or arguments.posonlyargs:
        raise LanguageError(f"{at}: arguments are plain names without defaults. Cure: put values in the YAML.")
    for argument in arguments.args:
        kind = kind_of_annotation(annotations.get(argument.arg))
        if kind is None:
            raise LanguageError(
                f"{at}: '{argument.arg}' has no kind of the law. Cure: annotate it with Money, Rate, Truth, ..."
            )
        if argument.arg in _WORDS:
            raise LanguageError(f"{at}: '{argument.arg}' is a word of the language. Cure: give it another name.")
        yield argument.arg, kind


def _annotations(function: Callable[..., Any]) -> dict[str, Any]:
    found = dict(function.__annotations__)
    for name, annotation in found.items():
        if isinstance(annotation, str):
            found[name] = function.__globals__.get(annotation)
    return found


__all__ = [
    "KINDS",
    "Body",
    "Contents",
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
