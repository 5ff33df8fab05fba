"""A provision that gives way: nothing of it where a truth holds, and what it says everywhere else."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from amparo.rules.declarations import OPEN_END, Benefit, CoverageStatement, Participation, Posting
from amparo.rules.errors import LawError
from amparo.rules.evidence import Label
from amparo.rules.kinds import KINDS, Category, read_date
from amparo.rules.language import If, Input, Literal, Return, Source
from amparo.rules.levels import CONTRACT, MONTH, TIE_MONTH, month_worked
from amparo.rules.nodes import Rule, Version

if TYPE_CHECKING:
    from amparo.rules.declarations import Result
    from amparo.rules.evidence import Citation, Evidence
    from amparo.rules.kinds import Kind
    from amparo.rules.nodes import Fact

_ALWAYS: Final = read_date("1990-01-01")
_SUMMARY: Final = "Nothing where a mechanism takes the place of the scheme; else as the law stands."
_LEVELS: Final = (CONTRACT, TIE_MONTH, MONTH)
_NODES_OF: Final[dict[type, tuple[str, ...]]] = {
    CoverageStatement: ("node",),
    Participation: ("registered", "contributing"),
    Benefit: ("qualified", "conditions", "amount", "reference", "waiting", "duration", "entitled", "paid"),
}


def switched(node: Rule | Fact, name: str, condition: str, cite: Citation, evidence: Evidence, label: Label) -> Rule:
    """A rule of the node's own topic and level: nothing (no, none) where the condition holds, else the node's value.

    Raises LawError for a value that has no nothing, or that is not of a month.
    """
    if node.level not in _LEVELS:
        raise LawError(
            f"{node.full_name}: only what is of a month gives way, not what is of a {node.level.name.lower()}."
        )
    nothing = _nothing(node.kind, node.full_name)
    body = If(
        Input(condition), Return(Literal(nothing, node.kind.name), 0, 1), Return(Input(node.name), 1, 2), condition, 1
    )

    def run(*in_order: Any, **by_name: Any) -> int:
        value, holds = in_order or (by_name[node.name], by_name[condition])
        return nothing if holds else int(value)

    source = Source(
        inputs=((node.name, node.kind), (condition, KINDS["truth"])),
        result=node.kind,
        body=body,
        leaves=2,
        text=f"def {name}({node.name}, {condition}):\n    return {nothing} if {condition} else {node.name}",
    )
    version = Version(_ALWAYS, OPEN_END, source, run, (cite,), evidence, "", _SUMMARY, 1)
    return Rule(name, node.topic, node.level, month_worked, node.kind, (version,), None, None, None, label)


def _nothing(kind: Kind, where: str) -> int:
    if kind.category is not None and "NONE" in kind.category.__members__:
        member: Category = kind.category["NONE"]
        return int(member)
    if kind.name in ("money", "truth", "rate", "count", "days", "months", "minutes"):
        return 0
    raise LawError(f"{where}: a {kind.name} has no value that says nothing. Cure: switch off what reads it.")


def redirected(result: Result, old: str, new: str) -> Result:
    """A declared result that names a provision by its short name, naming another instead.

    Raises LawError for a posting: what is owed keeps its name, so that it can be compared with what was owed.
    """
    if isinstance(result, Posting) and result.node == old:
        raise LawError(f"posting {old}: what is owed cannot be switched off itself. Cure: switch off what it reads.")
    fields: dict[str, Any] = {
        field: tuple(new if name == old else name for name in held) if isinstance(held, tuple) else new
        for field in _NODES_OF.get(type(result), ())
        for held in (getattr(result, field),)
        if old in (held if isinstance(held, tuple) else (held,))
    }
    return replace(result, **fields) if fields else result
