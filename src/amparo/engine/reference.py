"""The reference run: the law as plain Python on one dossier. What it says is what the law means here.

Values are pulled on demand and kept, so that what was used can be explained afterwards. Where everything a rule needs
is known, the rule's own function is called; where something is not, its body is read on bounds (rules/bounds.py).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from amparo.engine.computers import BUSY, computer, month_ends
from amparo.engine.links import LinkValues
from amparo.engine.plan import plan_of
from amparo.rules.bounds import (
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
from amparo.rules.errors import LawError, LawNotKnown
from amparo.rules.helpers import first_day, last_day
from amparo.rules.kinds import Month
from amparo.rules.levels import WORKER, Level
from amparo.rules.nodes import Builtin, LinkNode, Rule
from amparo.rules.parameters import Parameter

if TYPE_CHECKING:
    from collections.abc import Mapping
    from collections.abc import Set as AbstractSet

    from amparo.engine.computers import Computer
    from amparo.engine.dossier import Dossier
    from amparo.rules.book import LawBook
    from amparo.rules.bounds import Value

_UNKNOWNS: Final = (Unknown, UnknownTariff, UnknownSteps)


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
        self.links: dict[str, LinkValues] = {}
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
            held = self.links[key] = LinkValues(self, key, node)
        return held.value(row)

    def reads(self, key: str, row: int) -> list[tuple[str, int]]:
        """The nodes and rows that a link reads on a row, in order."""
        node = self.book.nodes[key]
        assert isinstance(node, LinkNode)
        self.value(key, row)
        noted = _Noted(self)
        LinkValues(noted, key, node).value(row)
        return noted.reads_


class _Noted(Reference):
    """The same run, noting what is read of it."""

    def __init__(self, run: Reference) -> None:
        self.__dict__.update(run.__dict__)
        self.reads_: list[tuple[str, int]] = []

    def value(self, key: str, row: int) -> Value:
        self.reads_.append((key, row))
        return super().value(key, row)


def run_dossier(book: LawBook, dossier: Dossier) -> Reference:
    """The law of the book on one dossier; read values with `.column(name)` or `.value(key, row)`."""
    return Reference(book, dossier)


__all__ = ["Reference", "run_dossier"]
