"""What a row and a node are called: a row's own description, a node's label."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from amparo.engine.explain.reasons import Row
from amparo.rules.evidence import Label
from amparo.rules.levels import Level
from amparo.rules.nodes import Builtin

if TYPE_CHECKING:
    from amparo.engine.reference import Reference
    from amparo.rules.nodes import Node


def row_of(run: Reference, level: Level, number: int) -> Row:
    """The row's own description."""
    layout, name = run.layout, run.layout.ids[level][number]
    first, last = layout.months[level][number]
    match level:
        case Level.CONTRACT:
            payer = run.dossier.contracts[name][0]
            return Row(level, number, first, last, payer, run.dossier.group(payer), name)
        case Level.TIE_MONTH:
            return Row(level, number, first, last, name[0], run.dossier.group(name[0]))
        case Level.TIE_YEAR | Level.GROUP_MONTH:
            return Row(level, number, first, last, "", name[0])
        case Level.PAYER:
            return Row(level, number, first, last, name, run.dossier.group(name))
        case Level.SPELL:
            begin, end = layout.spell_days[number]
            return Row(level, number, first, last, first_day=begin, last_day=end)
    return Row(level, number, first, last)


_CALENDAR: Final = {
    "month": Label("month", "mês", "月份"),
    "year": Label("year", "ano", "年度"),
    "quarter_month": Label("first month of the quarter", "primeiro mês do trimestre", "季度首月"),
    "spell_first_day": Label("first day of the spell", "primeiro dia do período", "期间首日"),
    "spell_last_day": Label("last day of the spell", "último dia do período", "期间末日"),
    "days_of_law": Label("days of the month under this law", "dias do mês sob esta lei", "当月适用该规定的天数"),
}


def label_of(node: Node) -> Label:
    """The node's label; its name in words where it has none in a language."""
    if isinstance(node, Builtin):
        return _CALENDAR[node.name]
    plain = node.name.replace("_", " ")
    label = node.label
    return Label(label.en or plain, label.pt or label.en or plain, label.zh or label.en or plain)
