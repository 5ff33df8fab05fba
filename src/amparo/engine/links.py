"""The value of a link on a row: up to what contains it, down, across time, over spells."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from amparo.engine.dossier import month_holding, quarter_start_month
from amparo.rules.bounds import HISTORY, Unknown, between, high, low, why
from amparo.rules.helpers import months_earlier
from amparo.rules.levels import GROUP_MONTH, MONTH, SPELL, TIE_MONTH, TIE_YEAR, WORKER, YEAR, Level
from amparo.rules.parameters import Parameter

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from amparo.engine.reference import Reference
    from amparo.rules.bounds import Value
    from amparo.rules.nodes import LinkNode


class LinkValues:
    """The values of one link in a run."""

    def __init__(self, run: Reference, key: str, node: LinkNode) -> None:
        self.run, self.key, self.node, self.link = run, key, node, node.link
        self.names = run.book.inputs[key][0]
        self.dossier, self.layout = run.dossier, run.layout
        ways = {
            "up": self.up,
            "in_force": self.in_force,
            "previous": self.previous,
            "window": self.window,
            "best": self.best,
            "days_in": self.days_in,
        }
        self.way = ways[self.link.how]

    def value(self, row: int) -> Value:
        return self.way(row)

    def untold(self) -> Value:
        return between(*self.run.plan.ranges.of(self.key), HISTORY)

    def early(self) -> Value:
        """What holds before the records, when nothing came before."""
        if not self.dossier.nothing_before:
            return self.untold()
        return 0 if self.link.initial is None else self.link.initial

    def outside(self, begin: int, end: int) -> bool:
        """Whether months that the records do not cover, and do not say to be empty, lie in the period."""
        before = begin < self.dossier.first and not self.dossier.nothing_before
        return before or (end > self.dossier.last and not self.dossier.nothing_after)

    def up(self, row: int) -> Value:
        begin, end = self.layout.months[self.node.level][row]
        if self.node.level == WORKER:
            begin, end = self.dossier.first - 1, self.dossier.last + 1
        shift = self.link.lag * (end - begin + 1)
        begin, end = begin - shift, end - shift
        if self.link.lag and end < self.dossier.first:
            return self.early()
        rows = self._rows(row)
        source = self.names["source"]
        values = [self.run.value(source, inner) for inner in rows]
        filters = [self.run.value(self.names["where"], inner) for inner in rows] if "where" in self.names else None
        folded = fold(self.link.fold, values, filters)
        if not self.link.told and self.outside(begin, end) and not _settled(self.link.fold, folded):
            return self.untold()
        return folded

    def _rows(self, row: int) -> list[int]:
        source = self.run.book.nodes[self.names["source"]]
        assert not isinstance(source, Parameter)
        if self.link.lag == 0:
            return self.layout.rows_in(source.level, self.node.level)[row]
        wanted = self._earlier(row, self.link.lag)
        return [] if wanted is None else self.layout.rows_in(source.level, self.node.level)[wanted]

    def _earlier(self, row: int, n: int) -> int | None:
        """The row of the same thing n periods earlier, or None."""
        level = self.node.level
        name = self.layout.ids[level][row]
        wanted: Hashable
        match level:
            case Level.MONTH | Level.YEAR:
                wanted = name - n
            case Level.QUARTER:
                wanted = name - 3 * n
            case _:
                wanted = (name[0], name[1] - n)
        return self.layout.row_of[level].get(wanted)

    def in_force(self, row: int) -> Value:
        source = self.run.book.nodes[self.names["source"]]
        assert not isinstance(source, Parameter)
        begin = self.layout.months[self.node.level][row][0]
        period = begin // 12 - self.link.lag if source.level == YEAR else quarter_start_month(begin) - 3 * self.link.lag
        found = self.layout.row_of[source.level].get(period)
        return self.early() if found is None else self.run.value(self.names["source"], found)

    def previous(self, row: int) -> Value:
        found = self._earlier(row, self.link.n)
        if found is not None:
            return self.run.value(self.names["source"], found)
        if self.node.level in (TIE_MONTH, GROUP_MONTH, TIE_YEAR):
            begin = self.layout.months[self.node.level][row][0] - self.link.n * (
                12 if self.node.level == TIE_YEAR else 1
            )
            if begin + (11 if self.node.level == TIE_YEAR else 0) >= self.dossier.first:
                return 0 if self.link.initial is None else self.link.initial
        return self.early()

    def window(self, row: int) -> Value:
        month = self.layout.months[self.node.level][row][0]
        begin, end = month - self.link.back, month - self.link.until
        index = self.layout.row_of[MONTH]
        values = [self.run.value(self.names["source"], index[m]) for m in range(begin, end + 1) if m in index]
        folded = fold(self.link.fold, values, None)
        if self.outside(begin, end) and not _settled(self.link.fold, folded):
            return self.untold()
        missing = begin < self.dossier.first or end > self.dossier.last
        return 0 if missing and self.link.fold == "all" else folded

    def best(self, row: int) -> Value:
        if "where" in self.names:
            return self.best_of_chosen(row)
        year = self.layout.ids[YEAR][row]
        assert isinstance(year, int)
        if (year - self.link.back + 1) * 12 < self.dossier.first and not self.dossier.nothing_before:
            return self.untold()
        index = self.layout.row_of[YEAR]
        values = [
            self.run.value(self.names["source"], index[y])
            for y in range(year - self.link.back + 1, year + 1)
            if y in index
        ]
        lows = sorted((low(v) for v in values), reverse=True)[: self.link.n]
        highs = sorted((high(v) for v in values), reverse=True)[: self.link.n]
        return between(sum(lows), sum(highs), _why(values))

    def best_of_chosen(self, row: int) -> Value:
        """Of the last years where the filter holds; one where it may hold takes a place at worst and none at best."""
        lows: list[int] = []
        highs: list[int] = []
        sure, reasons = 0, 0
        for earlier in range(row, -1, -1):
            chosen = self.run.value(self.names["where"], earlier)
            if high(chosen) == 0:
                continue
            value = self.run.value(self.names["source"], earlier)
            holds = low(chosen) == 1
            lows.append(low(value) if holds else min(0, low(value)))
            highs.append(high(value) if holds else max(0, high(value)))
            reasons |= why(value) | why(chosen)
            sure += holds
            if sure == self.link.back:
                break
        if sure < self.link.back and not self.dossier.nothing_before:
            return self.untold()
        least = sorted(lows[: self.link.back], reverse=True)[: self.link.n]
        most = sorted(highs, reverse=True)[: self.link.n]
        return between(sum(least), sum(most), reasons)

    def days_in(self, row: int) -> Value:
        before = self.run.read(self.names["before"], self.node.level, row)
        if isinstance(before, Unknown):
            return between(*self.run.plan.ranges.of(self.key), before.why)
        start = months_earlier(before, self.link.months)
        if self.outside(month_holding(start), month_holding(before - 1)):
            return self.untold()
        values: list[Value] = []
        filters: list[Value] = []
        own = row if self.node.level == SPELL else -1
        for spell, (first, last) in enumerate(self.layout.spell_days):
            if spell != own:
                values.append(max(0, min(last, before - 1) - max(first, start) + 1))
                filters.append(self.run.value(self.names["where"], spell) if "where" in self.names else 1)
        return fold("total", values, filters)


def _why(values: list[Value]) -> int:
    reasons = 0
    for value in values:
        reasons |= why(value)
    return reasons


def _settled(how: str, value: Value) -> bool:
    """Whether more rows could not change the fold."""
    return (how == "any" and value == 1) or (how == "all" and value == 0)


def fold(how: str, values: list[Value], filters: list[Value] | None) -> Value:
    """Fold the values whose filter holds; bounds where that is unknown. None of them: 0, no; yes for all."""
    if Unknown not in {value.__class__ for value in (values if filters is None else (*values, *filters))}:
        return _fold_known(how, values if filters is None else [v for v, f in zip(values, filters, strict=True) if f])
    keep = filters if filters is not None else [1] * len(values)
    pairs = [(v, f) for v, f in zip(values, keep, strict=True) if high(f) == 1]
    reasons = _why([v for v, _ in pairs]) | _why([f for _, f in pairs])
    lows = [low(v) if low(f) == 1 else min(0, low(v)) for v, f in pairs]
    highs = [high(v) if low(f) == 1 else max(0, high(v)) for v, f in pairs]
    match how:
        case "total" | "count":
            return between(sum(lows), sum(highs), reasons)
        case "any":
            return between(max(lows, default=0), max(highs, default=0), reasons)
        case "all":
            sure = [low(v) if low(f) == 1 else min(1, low(v)) for v, f in pairs]
            most = [high(v) if low(f) == 1 else 1 for v, f in pairs]
            return between(min(sure, default=1), min(most, default=1), reasons)
        case "largest":
            return between(max([0, *lows]), max([0, *highs]), reasons)
        case "smallest":
            return _smallest(pairs, reasons)
    raise AssertionError(how)


def _fold_known(how: str, values: Sequence[Any]) -> int:
    match how:
        case "total" | "count":
            return sum(values)
        case "any":
            return int(max(values, default=0))
        case "all":
            return int(min(values, default=1))
        case "largest":
            return max(0, *values) if values else 0
        case "smallest":
            return int(min(values, default=0))
    raise AssertionError(how)


def _smallest(pairs: list[tuple[Value, Value]], reasons: int) -> Value:
    surely = [v for v, f in pairs if low(f) == 1]
    if not pairs:
        return 0
    lowest = min(low(v) for v, _ in pairs)
    if surely:
        return between(lowest, min(high(v) for v in surely), reasons)
    return between(min(0, lowest), max(0, *(high(v) for v, _ in pairs)), reasons)


__all__ = ["LinkValues"]
