"""The reference run: the law as plain Python on one dossier. What it says is what the law means here.

Values are pulled on demand and kept, so that what was used can be explained afterwards. Where everything a rule needs
is known, the rule's own function is called; where something is not, its body is read on bounds (rules/bounds.py).
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from amparo.engine.computers import BUSY, computer, month_ends
from amparo.engine.dossier import Dossier, quarter_start_month
from amparo.engine.passages import passages
from amparo.engine.ranges import Ranges
from amparo.rules.bounds import (
    FACT,
    HISTORY,
    LAW,
    Unknown,
    UnknownSteps,
    UnknownTariff,
    between,
    high,
    interpret,
    low,
    why,
    why_unknown,
)
from amparo.rules.errors import AmparoError, LawError, LawNotKnown
from amparo.rules.helpers import first_day, last_day, month_of, months_earlier
from amparo.rules.kinds import KINDS, Date, Month, day_of, read_date, read_value, show_value
from amparo.rules.levels import CONTRACT, GROUP_MONTH, MONTH, PAYER, SPELL, TIE_MONTH, TIE_YEAR, WORKER, YEAR, Level
from amparo.rules.messages import Message
from amparo.rules.nodes import Builtin, Fact, LinkNode, Rule
from amparo.rules.parameters import Parameter

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from amparo.engine.computers import Computer
    from amparo.rules.book import LawBook
    from amparo.rules.bounds import Interpretation, Value

_UNKNOWNS: Final = (Unknown, UnknownTariff, UnknownSteps)


class Plan:
    """What is worked out once per law book and serves every dossier."""

    def __init__(self, book: LawBook) -> None:
        self.book = book
        self.ranges = Ranges(book)
        self.parameters: dict[tuple[str, int, int], Any] = {}
        self.recurrent = _recurrent(book)
        self._downstream: dict[frozenset[str], frozenset[str]] = {}
        self._passages: dict[frozenset[str], Mapping[str, str]] = {}
        self.computers: dict[str, Computer] = {}
        self.watched: dict[str, Computer] = {}
        self.changes = {
            rule.full_name: _change_days(book, rule) for rule in book.of_type(Rule) if rule.law_at.name == "each_day"
        }

    def parameter(self, key: str, day: int, place: int) -> Any:
        """A parameter's value on a day, by place where it is kept by place (place -1: nowhere in particular)."""
        found = self.parameters.get((key, day, place))
        if found is None:
            parameter = self.book.nodes[key]
            assert isinstance(parameter, Parameter)
            chain = self.book.places_of[place] if place >= 0 else ("",)
            found = self.parameters[key, day, place] = parameter.at(day, chain)
        return found

    @cached_property
    def readers(self) -> Mapping[str, tuple[str, ...]]:
        """Who reads a node directly."""
        found: dict[str, list[str]] = {}
        for key in self.book.inputs:
            for source in self.book.dependencies(key):
                found.setdefault(source, []).append(key)
        return {source: tuple(keys) for source, keys in found.items()}

    def downstream(self, keys: Iterable[str]) -> frozenset[str]:
        """These nodes and all that depends on them."""
        wanted = frozenset(keys)
        held = self._downstream.get(wanted)
        if held is None:
            found: set[str] = set()
            stack = list(wanted)
            while stack:
                key = stack.pop()
                if key not in found:
                    found.add(key)
                    stack += self.readers.get(key, ())
            held = self._downstream[wanted] = frozenset(found)
        return held

    def passages(self, ends: frozenset[str]) -> Mapping[str, str]:
        """For each node, the last one that all it does to the ends passes through (engine/passages.py)."""
        held = self._passages.get(ends)
        if held is None:
            held = self._passages[ends] = passages(self.book, self.readers, ends)
        return held


def _change_days(book: LawBook, rule: Rule) -> tuple[int, ...]:
    days = {day for version in rule.versions for day in (version.since, version.until)}
    for names in book.inputs[rule.full_name]:
        for key in names.values():
            node = book.nodes[key]
            if isinstance(node, Parameter):
                days |= {entry.start for entries in node.series.values() for entry in entries}
    return tuple(sorted(days))


def _recurrent(book: LawBook) -> frozenset[str]:
    """Rules and links that depend on themselves through time."""
    order: dict[str, int] = {}
    lowest: dict[str, int] = {}
    stack: list[str] = []
    found: set[str] = set()
    edges = {key: sorted(book.dependencies(key)) for key in book.inputs}

    def visit(root: str) -> None:
        work = [(root, iter(edges.get(root, ())))]
        order[root] = lowest[root] = len(order)
        stack.append(root)
        while work:
            key, rest = work[-1]
            for following in rest:
                if following not in order:
                    order[following] = lowest[following] = len(order)
                    stack.append(following)
                    work.append((following, iter(edges.get(following, ()))))
                    break
                if following in stack:
                    lowest[key] = min(lowest[key], order[following])
            else:
                work.pop()
                if work:
                    lowest[work[-1][0]] = min(lowest[work[-1][0]], lowest[key])
                if lowest[key] == order[key]:
                    group = []
                    while True:
                        group.append(stack.pop())
                        if group[-1] == key:
                            break
                    if len(group) > 1 or key in edges.get(key, ()):
                        found.update(group)

    for key in edges:
        if key not in order:
            visit(key)
    return frozenset(found)


def plan_of(book: LawBook) -> Plan:
    """The plan of a book, made once and kept with it."""
    held: Plan | None = book.__dict__.get("_plan")
    if held is None:
        held = book.__dict__["_plan"] = Plan(book)
    return held


@dataclass(frozen=True)
class Step:
    """One rule read on one row: the version, the day of law, the inputs by name, and the body's run on bounds."""

    rule: Rule
    version: int
    day: int
    inputs: Mapping[str, Any]
    sources: Mapping[str, tuple[str, int]]
    run: Interpretation | None


class _Memo(dict[str, list[Any]]):
    """What is held of each node, row by row; None where it was not worked out yet."""

    def __init__(self, run: Reference) -> None:
        self.nodes, self.ids = run.book.nodes, run.layout.ids

    def __missing__(self, key: str) -> list[Any]:
        node = self.nodes[key]
        level = WORKER if isinstance(node, Parameter) else node.level
        slots = self[key] = [None] * len(self.ids[level])
        return slots


class _Containers(dict[int, list[int]]):
    """For each row of a level the row of another level that contains it, under inner * 16 + outer."""

    def __init__(self, run: Reference) -> None:
        self.within = run.layout.within

    def __missing__(self, code: int) -> list[int]:
        found = self[code] = self.within[Level(code // 16), Level(code % 16)]
        return found


class Reference:
    """The law of a book, run on one dossier; values by node and row, on demand."""

    def __init__(self, book: LawBook, dossier: Dossier, given: Mapping[tuple[str, int], Value] | None = None) -> None:
        self.book = book
        self.dossier = dossier
        self.plan = plan_of(book)
        self.layout = dossier.layout
        self.memo = _Memo(self)
        self.days: dict[str, list[int]] = {}
        self.containers = _Containers(self)
        self.links: dict[str, _Links] = {}
        # what bodies gave on bounds, with the inputs, which keep their identity while they are held here
        self.bounded: dict[tuple[Any, ...], tuple[Value, tuple[Any, ...]]] = {}
        self.computers = self.plan.computers
        self.given = dict(given or {})
        for (key, row), value in self.given.items():
            self.memo[key][row] = value

    def column(self, name: str) -> list[Value]:
        """The node's value on every row of its level, in canonical order."""
        key = self.book.find(name)
        return [self.value(key, row) for row in range(len(self.memo[key]))]

    def value(self, key: str, row: int) -> Value:
        """The node's value on a row of its own level."""
        slots = self.memo[key]
        found = slots[row]
        if found is not None:
            if found is BUSY:
                raise LawError(
                    f"{key} depends on itself within one period. "
                    "Cure: read an earlier period with previous or in_force."
                )
            return found  # type: ignore[no-any-return]
        compute = self.computers.get(key) or self._computer(key)
        if key not in self.plan.recurrent:
            value = slots[row] = compute(self, row)
            return value
        if row and slots[row - 1] is None:
            for earlier in range(row):
                self.value(key, earlier)
        slots[row] = BUSY
        try:
            value = compute(self, row)
        except BaseException:
            slots[row] = None
            raise
        slots[row] = value
        return value

    def _computer(self, key: str) -> Computer:
        watched = self.computers is self.plan.watched
        found = self.computers[key] = computer(self.plan, key, watched=watched)
        return found

    def sharing(self, run: Reference, touched: AbstractSet[str]) -> Reference:
        """This run with all that another run of the same dossier knows, but for the nodes that are touched."""
        self.given = dict(run.given)
        # what hangs on the law and on the calendar of the dossier alone, whatever is told
        self.bounded, self.days, self.containers = run.bounded, run.days, run.containers
        for key, slots in run.memo.items():
            if key not in touched:
                self.memo[key] = slots
        for (key, row), value in self.given.items():
            self.memo[key][row] = value
        return self

    def read(self, key: str, level: Level, row: int) -> Value:
        """A node's value as a row of `level` sees it: its own, or its container's."""
        node = self.book.nodes[key]
        assert not isinstance(node, Parameter)
        container = row if node.level is level else self.containers[level * 16 + node.level][row]
        if container < 0:
            bounds = self.plan.ranges.of(key)
            return between(*bounds, HISTORY)
        return self.value(key, container)

    def law_day(self, rule: Rule, row: int) -> Value:
        """The day whose law the rule takes on a row."""
        if rule.law_at.name == "at_day":
            return self.read(self.book.inputs[rule.full_name][0]["law_at="], rule.level, row)
        return self.anchor_day(rule.law_at.name, rule.level, row)

    def anchor_day(self, anchor: str, level: Level, row: int) -> int:
        """The day that an anchor other than a named date stands for on a row."""
        begin, end = self.layout.months[level][row]
        match anchor:
            case "month_end" | "quarter_end" | "year_end" | "today":
                return month_ends(end)[1]
            case "next_year_start":
                return month_ends(begin + 12)[0]
            case "spell_start":
                return self.layout.spell_days[row][0]
        return month_ends(begin)[0]

    def rule(self, rule: Rule, row: int) -> Value:
        """A rule on a row, the long way."""
        if rule.law_at.name == "each_day":
            return self.by_day(rule, row)
        day = self.law_day(rule, row)
        if isinstance(day, Unknown):
            return between(*self.plan.ranges.of(rule.full_name), day.why)
        return self.on_day(rule, row, day, None)

    def by_day(self, rule: Rule, row: int) -> Value:
        """A rule whose law may change inside the month: once per stretch of unchanged law, the results added."""
        month = Month(self.layout.months[rule.level][row][0])
        lowest, highest, reasons = 0, 0, 0
        for start, end in self.stretches(rule, row, int(first_day(month)), int(last_day(month))):
            part = self.on_day(rule, row, start, end - start + 1)
            lowest, highest, reasons = lowest + low(part), highest + high(part), reasons | why(part)
        return between(lowest, highest, reasons)

    def stretches(self, rule: Rule, row: int, begin: int, end: int) -> list[tuple[int, int]]:
        """Stretches of the month in which the rule's own law does not change."""
        starts = [begin]
        for day in self.plan.changes[rule.full_name]:
            if begin < day <= end and self._law_on(rule, row, day) != self._law_on(rule, row, day - 1):
                starts.append(day)
        return [(start, following - 1) for start, following in zip(starts, [*starts[1:], end + 1], strict=True)]

    def _law_on(self, rule: Rule, row: int, day: int) -> tuple[Any, ...]:
        number = rule.active(day)
        if number < 0:
            return (number,)
        names = self.book.inputs[rule.full_name][number]
        place = self._place(names, rule.level, row)
        known = -1 if isinstance(place, Unknown) else place
        values = [
            self.plan.parameter(key, day, known)
            for key in names.values()
            if isinstance(self.book.nodes[key], Parameter)
        ]
        return (number, *values)

    def _place(self, names: Mapping[str, str], level: Level, row: int) -> Value:
        return self.read(names["place="], level, row) if "place=" in names else -1

    def on_day(self, rule: Rule, row: int, day: int, days_of_law: int | None) -> Value:
        """A rule under the law of one day."""
        number = rule.active(day)
        if number < 0:
            outside = rule.before if number == -1 else rule.after
            return between(*self.plan.ranges.of(rule.full_name), LAW) if outside is None else outside
        return self.apply(rule, number, self.inputs(rule, number, row, day, days_of_law))

    def apply(self, rule: Rule, number: int, inputs: dict[str, Any]) -> Value:
        """A version of a rule on its inputs: its own function where all is known, its body on bounds where not."""
        version = rule.versions[number]
        if not any(isinstance(value, _UNKNOWNS) for value in inputs.values()):
            try:
                return int(version.function(**inputs))
            except LawNotKnown:
                pass
            except ZeroDivisionError as error:
                raise LawError(
                    f"rule {rule.full_name} (line {version.line}), worker {self.dossier.worker}: {error}."
                ) from None
        alike = (rule.full_name, number, *(v if isinstance(v, int | Unknown) else id(v) for v in inputs.values()))
        found = self.bounded.get(alike)
        if found is None:
            body = version.source.body
            lowest, highest = interpret(body, inputs)[0]
            value = lowest if lowest == highest else Unknown(lowest, highest, why_unknown(body, inputs))
            found = self.bounded[alike] = (value, tuple(inputs.values()))
        return found[0]

    def inputs(self, rule: Rule, number: int, row: int, day: int, days_of_law: int | None) -> dict[str, Any]:
        """What a version of a rule is handed on a row, by argument name."""
        names = self.book.inputs[rule.full_name][number]
        nodes = self.book.nodes
        inputs: dict[str, Any] = {}
        place: Value | None = None
        for name, _ in rule.versions[number].source.inputs:
            key = names[name]
            node = nodes[key]
            if isinstance(node, Parameter):
                if node.by_place and place is None:
                    place = self._place(names, rule.level, row)
                if node.by_place and isinstance(place, Unknown):
                    inputs[name] = node.unknown(place.why)
                else:
                    inputs[name] = self.plan.parameter(key, day, place if node.by_place else -1)  # type: ignore[arg-type]
            elif isinstance(node, Builtin) and node.name == "days_of_law":
                inputs[name] = days_of_law
            else:
                inputs[name] = self.read(key, rule.level, row)
        return inputs

    def link(self, key: str, node: LinkNode, row: int) -> Value:
        """A link on a row."""
        held = self.links.get(key)
        if held is None:
            held = self.links[key] = _Links(self, key, node)
        return held.value(row)

    def reads(self, key: str, row: int) -> list[tuple[str, int]]:
        """The nodes and rows that a link reads on a row, in order."""
        node = self.book.nodes[key]
        assert isinstance(node, LinkNode)
        self.value(key, row)
        noted = _Noted(self)
        _Links(noted, key, node).value(row)
        return noted.reads_

    def step(self, name: str, row: int) -> Step | None:
        """How a rule came to its value on a row; None for anything but a rule in force."""
        key = self.book.find(name)
        rule = self.book.nodes[key]
        if not isinstance(rule, Rule):
            return None
        day = self.law_day(rule, row)
        if isinstance(day, Unknown) or rule.active(day) < 0:
            return None
        number = rule.active(day)
        length = None
        if rule.law_at.name == "each_day":
            begin, end = self.stretches(rule, row, day, int(last_day(Month(self.layout.months[rule.level][row][0]))))[0]
            length = end - begin + 1
        inputs = self.inputs(rule, number, row, day, length)
        _, run = interpret(rule.versions[number].source.body, inputs)
        sources: dict[str, tuple[str, int]] = {}
        for label, key_ in self.book.inputs[rule.full_name][number].items():
            node = self.book.nodes[key_]
            if isinstance(node, Parameter):
                sources[label] = (key_, -1)
            else:
                container = row if node.level == rule.level else self.layout.within[rule.level, node.level][row]
                sources[label] = (key_, container)
        return Step(rule, number, day, inputs, sources, run)


class _Noted(Reference):
    """The same run, noting what is read of it."""

    def __init__(self, run: Reference) -> None:
        self.__dict__.update(run.__dict__)
        self.reads_: list[tuple[str, int]] = []

    def value(self, key: str, row: int) -> Value:
        self.reads_.append((key, row))
        return super().value(key, row)


class _Links:
    """The value of a link on a row."""

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
        if self.outside(_month(start), _month(before - 1)):
            return self.untold()
        values: list[Value] = []
        filters: list[Value] = []
        own = row if self.node.level == SPELL else -1
        for spell, (first, last) in enumerate(self.layout.spell_days):
            if spell != own:
                values.append(max(0, min(last, before - 1) - max(first, start) + 1))
                filters.append(self.run.value(self.names["where"], spell) if "where" in self.names else 1)
        return fold("total", values, filters)


def _month(day: int) -> int:
    return int(month_of(Date(day)))


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


def run_dossier(book: LawBook, dossier: Dossier) -> Reference:
    """The law of the book on one dossier; read values with `.column(name)` or `.value(key, row)`."""
    return Reference(book, dossier)


_OF_PAYERS: Final = (CONTRACT, GROUP_MONTH, TIE_MONTH, TIE_YEAR, PAYER)


def _bare_dossier(book: LawBook, keys: list[str], month: int, day: int) -> Dossier:
    """A dossier of one month, with an engagement and a spell only where something is asked or told of one."""
    levels = {node.level for node in (book.nodes[key] for key in keys) if not isinstance(node, Parameter)}
    contracts = (("payer", month),) if levels & set(_OF_PAYERS) else ()
    return Dossier("eval", month, month, contracts, spells=((day, day),) if SPELL in levels else ())


def _of_untold_rows(book: LawBook, dossier: Dossier) -> dict[tuple[str, int], Value]:
    """Links over engagements or spells of which nothing is told: unknown, where an empty table would say none."""
    untold: dict[tuple[str, int], Value] = {}
    for node in book.of_type(LinkNode):
        source = book.nodes[book.inputs[node.full_name][0].get("source", node.full_name)]
        assert not isinstance(source, Parameter)
        levels = _OF_PAYERS if not dossier.contracts else ()
        spells = node.link.how == "days_in" or source.level == SPELL
        rows = node.link.how == "up" and source.level in levels and not node.link.told
        if rows or (spells and not dossier.spells):
            bounds = plan_of(book).ranges.of(node.full_name)
            untold |= {
                (node.full_name, row): between(*bounds, FACT) for row in range(len(dossier.layout.ids[node.level]))
            }
    return untold


@dataclass(frozen=True)
class Evaluation:
    """The value of one rule for given inputs, and the run it can be explained from."""

    key: str
    value: Value
    run: Reference
    row: int


def evaluate_rule(
    book: LawBook, name: str, given: Mapping[str, Any], *, on: str | None = None, place: str | None = None
) -> Evaluation:
    """Evaluate one rule or link for one row, on a day, with some inputs (facts, rules, links) given as a person writes.

    Inputs not given are worked out from what they need in turn, and are unknown where nothing is given. `place` is told
    for every place that is not given, and holds for those that rules work out where they stay open.
    Raises NameNotFound for a name the country does not have and ValueError for a value that does not fit its kind.
    """
    key = book.find(name)
    node = book.nodes[key]
    if isinstance(node, Parameter):
        raise AmparoError(
            Message("law.parameter_show", "'{key}' is a parameter: use `amparo law show {key}`.", key=key)
        )
    day = read_date(on) if on is not None else day_of(dt.date.today())
    month = _month(day)
    stored = {book.find(word): value for word, value in given.items()}
    dossier = _bare_dossier(book, [key, *stored], month, day)
    if place is not None:
        for place_key in [k for k, n in book.nodes.items() if isinstance(n, Fact) and n.kind.name == "place"]:
            stored.setdefault(place_key, place)
    values: dict[tuple[str, int], Value] = {}
    for word, value in stored.items():
        target = book.nodes[word]
        if isinstance(target, Parameter):
            raise AmparoError(
                Message("law.parameter_amend", "'{word}' is a parameter: amend the law to change it.", word=word)
            )
        if target.kind.name in ("table", "steps", "tariff"):
            raise AmparoError(Message("law.not_given", "'{word}' cannot be given.", word=word))
        try:
            told = (
                Unknown(*plan_of(book).ranges.of(word), FACT)
                if value == "unknown"
                else read_value(target.kind, value, book.places)
            )
        except ValueError as error:
            raise ValueError(f"{word}: {error}") from None
        lowest, highest = (target.low, target.high) if isinstance(target, Fact) else (target.kind.low, target.kind.high)
        if isinstance(told, int) and not lowest <= told <= highest:
            ends = " to ".join(show_value(target.kind, end, book.places) for end in (lowest, highest))
            raise ValueError(
                Message(
                    "law.outside_range",
                    "{word}: {value} is outside its range, {ends}",
                    word=word,
                    value=value,
                    ends=ends,
                )
            )
        for row in range(len(dossier.layout.ids[target.level])):
            values[word, row] = told
    run = Reference(book, dossier, {**_of_untold_rows(book, dossier), **values})
    if place is not None:
        told = read_value(KINDS["place"], place, book.places)
        run = Reference(book, dossier, {**run.given, **_open_places(run, key, told)})
    return Evaluation(key, run.value(key, 0), run, 0)


def _open_places(run: Reference, key: str, place: Value) -> dict[tuple[str, int], Value]:
    """The places that rules work out and that stay open: the one the caller asks about."""
    rules = [k for k, n in run.book.nodes.items() if isinstance(n, Rule) and n.kind.name == "place" and k != key]
    rows = [(k, row) for k in rules for row in range(len(run.memo[k]))]
    return {at: place for at in rows if isinstance(run.value(*at), Unknown)}


__all__ = ["Evaluation", "Plan", "Reference", "Step", "evaluate_rule", "fold", "plan_of", "run_dossier"]
