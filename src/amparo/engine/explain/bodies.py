"""A rule's body, read again on the values it had: the conditions on the way, what decided them, the ends reached."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from amparo.engine.explain.reasons import Condition, Term
from amparo.rules.bounds import Interpretation, Unknown, high, low
from amparo.rules.language import If, Input, Let, Literal, Local, Operation

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from amparo.rules.bounds import Interval
    from amparo.rules.language import Body, Expression


class ReadBody:
    """Reads a rule's body again on the values it had, and keeps what decided."""

    def __init__(
        self, inputs: Mapping[str, Any], kinds: Mapping[str, str], names: Mapping[str, str], truth: bool
    ) -> None:
        self.inputs, self.kinds, self.names, self.truth = inputs, kinds, names, truth
        self.run = Interpretation(inputs, [], [])
        self.lets: dict[str, Expression] = {}
        self.conditions: list[Condition] = []
        self.ends: list[Term] = []
        self.used: dict[str, None] = {}

    def read(self, body: Body, scope: Mapping[str, Interval]) -> None:
        while isinstance(body, Let):
            self.lets[body.name] = body.value
            scope = {**scope, body.name: self.run.expression(body.value, dict(scope))}
            body = body.body
        if isinstance(body, If):
            lowest, highest = self.run.expression(body.condition, dict(scope))
            decisive = tuple(self.decisive(body.condition, scope))
            self.conditions.append(Condition(body.text, body.line, _outcome((lowest, highest)), decisive))
            if highest == 1:
                self.read(body.then, scope)
            if lowest == 0:
                self.read(body.otherwise, scope)
            return
        if self.truth and not isinstance(body.value, Literal):
            outcome = _outcome(self.run.expression(body.value, dict(scope)))
            self.conditions.append(Condition("", body.line, outcome, tuple(self.decisive(body.value, scope))))
        else:
            self.ends.append(self.term(body.value, scope))

    def decisive(self, node: Expression, scope: Mapping[str, Interval]) -> Iterator[tuple[Term, str]]:
        """The comparisons that settled a condition, or left it open."""
        if isinstance(node, Local):
            yield from self.decisive(self.lets[node.name], scope)
        elif isinstance(node, Operation) and node.name in ("and", "or"):
            found = self.run.expression(node, dict(scope))
            settled = (0, 0) if node.name == "and" else (1, 1)
            for operand in node.operands:
                value = self.run.expression(operand, dict(scope))
                mixed = found[0] != found[1]
                if (mixed and value[0] != value[1]) or (not mixed and (found != settled or value == settled)):
                    yield from self.decisive(operand, scope)
        elif isinstance(node, Operation) and node.name == "not":
            yield from self.decisive(node.operands[0], scope)
        else:
            yield self.term(node, scope), _outcome(self.run.expression(node, dict(scope)))

    def term(self, node: Expression, scope: Mapping[str, Interval]) -> Term:
        if isinstance(node, Literal):
            return Term("literal", node.value, node.value, node.kind)
        if isinstance(node, Local):
            inner = self.term(self.lets[node.name], scope)
            return Term("local", inner.low, inner.high, inner.kind, name=node.name, parts=(inner,))
        if isinstance(node, Input):
            self.used[node.name] = None
            value = self.inputs[node.name]
            simple = isinstance(value, int | Unknown)
            ends = (low(value), high(value)) if simple else (0, 0)
            return Term("input", *ends, self.kinds[node.name], self.names[node.name], node.name)
        lowest, highest = self.run.expression(node, dict(scope))
        return Term(node.name, lowest, highest, parts=tuple(self.operands(node, scope)), options=node.options)

    def operands(self, node: Operation, scope: Mapping[str, Interval]) -> Iterator[Term]:
        if node.name != "if":
            yield from (self.term(operand, scope) for operand in node.operands)
            return
        lowest, highest = self.run.expression(node.operands[0], dict(scope))
        yield self.term(node.operands[0], scope)
        if highest == 1:
            yield self.term(node.operands[1], scope)
        if lowest == 0:
            yield self.term(node.operands[2], scope)


def _outcome(value: Interval) -> str:
    return "yes" if value[0] == 1 else "no" if value[1] == 0 else "open"
