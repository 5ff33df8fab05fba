"""Printing what a rule works out, on plain integers: its expressions, with what the law may fail to give marked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from amparo.rules.language import If, Input, Let, Literal, Local, Operation

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from amparo.rules.book import LawBook
    from amparo.rules.language import Body, Expression
    from amparo.rules.parameters import Parameter

    Scope = Mapping[str, str]

CALENDAR_TABLES: Final = {
    "month_of": "D.MONTH_OF, ",
    "first_day": "D.FIRST_DAY, ",
    "last_day": "D.FIRST_DAY, ",
    "full_years_between": "D.MONTH_OF, D.FIRST_DAY, ",
}
_COMPARISONS: Final = {"lt": "<", "le": "<=", "gt": ">", "ge": ">=", "eq": "==", "ne": "!="}
_ON_PARAMETERS: Final = ("lookup", "bracket", "threshold", "tariff_amount", "tariff_open")


def sometimes_unknown(book: LawBook, parameter: Parameter) -> bool:
    """Whether the law's facts fail to give the parameter on some day since the country's law is held.

    Such a parameter is checked where it is used; any other makes its rule unknown before its first day (lawdata.py).
    """
    entries = parameter.series.get("", ())
    return (
        not entries or any(not isinstance(entry.value, int) for entry in entries) or entries[0].start > book.law_since
    )


class TableDay(str):
    """The name of a day that is within the table of days."""

    __slots__ = ()


class Text:
    """The lines of a body, printed one after another."""

    def __init__(self, emit: Callable[..., None], fresh: Callable[[str], str]) -> None:
        self.emit, self.fresh = emit, fresh

    def body(self, body: Body, target: str, scope: Scope, indent: str = "") -> None:
        """Lines that leave the body's value in target."""
        while isinstance(body, Let):
            variable = self.fresh("l")
            self.emit(f"{indent}{variable} = {number(body.value, scope)}")
            scope = {**scope, f"={body.name}": variable}
            body = body.body
        if isinstance(body, If):
            self.emit(f"{indent}if {truth(body.condition, scope)}:")
            self.body(body.then, target, scope, indent + "    ")
            self.emit(f"{indent}else:")
            self.body(body.otherwise, target, scope, indent + "    ")
            return
        self.emit(f"{indent}{target} = {number(body.value, scope)}")


def truth(node: Expression, scope: Scope) -> str:
    """An expression as a condition."""
    if isinstance(node, Operation):
        if node.name in _COMPARISONS:
            a, b = (number(operand, scope) for operand in node.operands)
            return f"({a} {_COMPARISONS[node.name]} {b})"
        if node.name in ("and", "or"):
            return "(" + f" {node.name} ".join(truth(operand, scope) for operand in node.operands) + ")"
        if node.name == "not":
            return f"(not {truth(node.operands[0], scope)})"
        if node.name in ("exceeds", "reaches"):
            part, of, share = (number(operand, scope) for operand in node.operands)
            return f"({part} * SCALE {'>' if node.name == 'exceeds' else '>='} {of} * {share})"
    return f"({number(node, scope)} != 0)"


def number(node: Expression, scope: Scope) -> str:
    """An expression as an integer."""
    if isinstance(node, Literal):
        return f"{node.value}"
    if isinstance(node, Input):
        return scope[node.name]
    if isinstance(node, Local):
        return scope[f"={node.name}"]
    return _operation(node, scope)


def _operation(node: Operation, scope: Scope) -> str:
    name = node.name
    if name in _COMPARISONS or name in ("and", "or", "not", "exceeds", "reaches"):
        return f"(1 if {truth(node, scope)} else 0)"
    if name == "if":
        then, otherwise = (number(operand, scope) for operand in node.operands[1:])
        return f"({then} if {truth(node.operands[0], scope)} else {otherwise})"
    if name in _ON_PARAMETERS:
        return _on_parameter(node, scope)
    o = [number(operand, scope) for operand in node.operands]
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
            return f"divide_large({_product(o[0], o[1])}, SCALE, {node.option('round')})"
        case "percents_of":
            products = " + ".join(_product(a, r) for a, r in zip(o[::2], o[1::2], strict=True))
            return f"divide_large({products}, SCALE * {node.option('over')}, {node.option('round')})"
        case "mul_div":
            if o[2].isdigit() and int(o[2]) > 0:
                return f"divide({o[0]} * {o[1]}, {o[2]}, {node.option('round')})"
            return f"divide_checked({o[0]} * {o[1]}, {o[2]}, {node.option('round')}, wrong)"
        case "share_of":
            return f"divide_checked({o[0]} * SCALE, {o[1]}, {node.option('round')}, wrong)"
        case "round_to":
            return f"(divide({o[0]}, {node.option('unit')}, {node.option('round')}) * {node.option('unit')})"
        case "months_between" | "days_between":
            return f"({o[1]} - {o[0]})"
        case "month_of" if isinstance(o[0], TableDay):
            return f"month_in_table(D.MONTH_OF, {o[0]})"
        case "first_day" if o[0] == "mv":
            return f"first_day_in_table(D.FIRST_DAY, {o[0]})"
        case "last_day" if o[0] == "mv":
            return f"(first_day_in_table(D.FIRST_DAY, {o[0]} + 1) - 1)"
    return f"{name}({CALENDAR_TABLES.get(name, '')}{', '.join(o)})"


def _on_parameter(node: Operation, scope: Scope) -> str:
    """A table, steps or a tariff: the scope holds its number and where its place and epoch are found."""
    first = node.operands[0]
    assert isinstance(first, Input)
    k, _, at = scope[first.name].partition("|")
    rest = [number(operand, scope) for operand in node.operands[1:]]
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


def _product(amount: str, rate: str) -> str:
    """amount x rate; nothing of a rate that the law does not give is nothing."""
    return f"({amount} * {rate} if {amount} != 0 else 0)" if "known(" in rate else f"{amount} * {rate}"
