"""A contingency that happened, for tests: what the rules say of its spell when some values are given."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from amparo.engine import Dossier, Reference
from amparo.law import book
from amparo.rules.book import LawBook
from amparo.rules.bounds import Unknown
from amparo.rules.kinds import day_of, month_text, read_value, show_value
from amparo.rules.levels import MONTH, SPELL, WORKER
from amparo.rules.parameters import Parameter

Days = tuple[str, str]


@dataclass(frozen=True)
class Happened:
    """The run; happened['rule'] is the value in the spell under test, or in the month or year of its first day."""

    run: Reference
    spell: int
    month: str

    def __getitem__(self, name: str) -> str:
        node = self.run.book.node(name)
        assert not isinstance(node, Parameter)
        rows = self.run.layout.ids[node.level]
        if node.level == SPELL:
            return self._shown(name, self.spell)
        if node.level == MONTH:
            return self._shown(name, [month_text(row) for row in rows].index(self.month))
        return self._shown(name, 0 if node.level == WORKER else list(rows).index(int(self.month[:4])))

    def _shown(self, name: str, row: int) -> str:
        node = self.run.book.node(name)
        assert not isinstance(node, Parameter)
        value = self.run.value(node.full_name, row)
        return "?" if isinstance(value, Unknown) else show_value(node.kind, value)


def happened(
    first: str,
    last: str,
    given: Mapping[str, Any],
    *,
    months_before: int = 0,
    earlier: Sequence[Days] = (),
    nothing_before: bool = True,
    law: LawBook | None = None,
) -> Happened:
    """A spell from first to last day; given: facts, links and rules, for all rows or by {month or spell: text}.

    The spells in `earlier` come first: row 0 is the first of them, and the spell under test is the last row.
    """
    law = law or book("PT")
    spells = tuple((_day(start), _day(end)) for start, end in (*earlier, (first, last)))
    opens = min(_month(first) - months_before, *(_month(start) for start, _ in (*earlier, (first, last))))
    dossier = Dossier("w", opens, _month(last), (), {}, spells, {}, nothing_before=nothing_before)
    values: dict[tuple[str, int], Any] = {}
    for name, told in given.items():
        node = law.node(name)
        assert not isinstance(node, Parameter)
        rows = [month_text(r) if isinstance(r, int) and r > 9999 else r for r in dossier.layout.ids[node.level]]
        for row, label in enumerate(rows):
            text = told.get(label, told.get("else")) if isinstance(told, Mapping) else told
            if text is not None:
                values[node.full_name, row] = read_value(node.kind, text, law.places)
    return Happened(Reference(law, dossier, values), len(spells) - 1, first[:7])


def _day(text: str) -> int:
    return day_of(dt.date.fromisoformat(text))


def _month(text: str) -> int:
    return int(text[:4]) * 12 + int(text[5:7]) - 1
