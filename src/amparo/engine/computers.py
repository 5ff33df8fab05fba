"""How a node's value is worked out on a row, prepared once per law book.

What a rule version needs is always fetched in the same way: which inputs stand on the row itself, which on a row that
contains it, which are parameters of the day. That way is written out as a small function per shape of inputs. It calls
the rule's own function where all is known; everything else goes the long way round, through `Reference.on_day`.
"""

from __future__ import annotations

from bisect import bisect_right
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from amparo.rules.bounds import FACT, Unknown, UnknownSteps, UnknownTariff, between, high, low
from amparo.rules.errors import AmparoError, LawError, LawNotKnown
from amparo.rules.helpers import first_day, last_day
from amparo.rules.kinds import Month
from amparo.rules.messages import Message
from amparo.rules.nodes import Builtin, Fact, LinkNode, Rule
from amparo.rules.parameters import Parameter

if TYPE_CHECKING:
    from collections.abc import Callable

    from amparo.engine.plan import Plan
    from amparo.engine.reference import Reference
    from amparo.rules.bounds import Value

    Computer = Callable[[Reference, int], Value]

BUSY: Final = object()
_UNKNOWNS: Final = (Unknown, UnknownTariff, UnknownSteps)


def computer(plan: Plan, key: str, *, watched: bool = False) -> Computer:
    """The function that works a node out; watched: rules go through `Reference.on_day`, version by version."""
    node = plan.book.nodes[key]
    match node:
        case Rule():
            return _held(plan, key, _watched(node) if watched else _rule(plan, node))
        case LinkNode():
            return lambda run, row: run.link(key, node, row)
        case Fact():
            return _fact(node)
        case Builtin():
            return _builtin(node)
    raise AmparoError(Message("law.no_row", "'{key}' is a parameter: it has a value on a day, not on a row.", key=key))


def _watched(rule: Rule) -> Computer:
    return lambda run, row: run.rule(rule, row)


def _held(plan: Plan, key: str, compute: Computer) -> Computer:
    """Values are held to an asserted range; a proved one needs no look."""
    if not plan.ranges.asserted(key):
        return compute
    lowest, highest = plan.ranges.of(key)

    def held(run: Reference, row: int) -> Value:
        value = compute(run, row)
        if value.__class__ is not Unknown and lowest <= value <= highest:  # type: ignore[operator]
            return value
        return plan.ranges.hold(key, value)

    return held


# --- facts and the calendar ------------------------------------------------------------------------------------------


def _fact(fact: Fact) -> Computer:
    """All rows of a fact are read at once."""
    key, level, lowest, highest = fact.full_name, fact.level, fact.low, fact.high
    default: Value = fact.absent if fact.absent is not None else Unknown(lowest, highest, FACT)

    def compute(run: Reference, row: int) -> Value:
        told = run.dossier.facts.get(key)
        names = run.layout.ids[level]
        if told is None:
            column: list[Value] = [default] * len(names)
        elif isinstance(told, int | Unknown):
            column = [told] * len(names)
        else:
            given = [told.get(name) for name in names]
            column = [default if value is None else value for value in given]
        for value in set(column):
            if not lowest <= low(value) <= high(value) <= highest:
                raise AmparoError(
                    Message(
                        "range.told",
                        "worker {worker}: {key} is told as {value}, outside its range {lowest}..{highest}.",
                        worker=run.dossier.worker,
                        key=key,
                        value=value,
                        lowest=lowest,
                        highest=highest,
                    )
                )
        slots = run.memo[key]
        for place, value in enumerate(column):
            if slots[place] is None:
                slots[place] = value
        return column[row]

    return compute


def _builtin(node: Builtin) -> Computer:
    key, level = node.full_name, node.level

    def compute(run: Reference, row: int) -> Value:
        months = run.layout.months[level]
        match node.name:
            case "month" | "quarter_month":
                column = [first for first, _ in months]
            case "year":
                column = [first // 12 for first, _ in months]
            case "spell_first_day":
                column = [first for first, _ in run.layout.spell_days]
            case _:
                column = [last for _, last in run.layout.spell_days]
        slots = run.memo[key]
        for place, value in enumerate(column):
            if slots[place] is None:
                slots[place] = value
        return column[row]

    return compute


# --- rules ---------------------------------------------------------------------------------------------------------


@cache
def month_ends(month: int) -> tuple[int, int]:
    """First and last day of a month."""
    return int(first_day(Month(month))), int(last_day(Month(month)))


def _rule(plan: Plan, rule: Rule) -> Computer:
    slices = _Slices(plan, rule)
    anchor, level, held = rule.law_at.name, rule.level, slices.held
    if anchor == "each_day":
        return _each_day(plan, rule, slices)
    if anchor == "at_day":
        source = plan.book.inputs[rule.full_name][0]["law_at="]

        def by_node(run: Reference, row: int) -> Value:
            day = run.read(source, level, row)
            if isinstance(day, Unknown):
                return between(*plan.ranges.of(rule.full_name), day.why)
            return (held.get(day) or slices.at(day))(run, row)

        return by_node
    name = f"{anchor} {level.name}"

    def by_anchor(run: Reference, row: int) -> Value:
        days = run.days.get(name)
        if days is None:
            days = run.days[name] = [run.anchor_day(anchor, level, r) for r in range(len(run.layout.ids[level]))]
        day = days[row]
        return (held.get(day) or slices.at(day))(run, row)

    return by_anchor


def _each_day(plan: Plan, rule: Rule, slices: _Slices) -> Computer:
    """A month in which the law may change goes day by day; any other is one stretch."""
    changes, level = plan.changes[rule.full_name], rule.level
    held = slices.held

    def compute(run: Reference, row: int) -> Value:
        begin, end = month_ends(run.layout.months[level][row][0])
        if bisect_right(changes, begin) != bisect_right(changes, end):
            return run.by_day(rule, row)
        return (held.get(begin) or slices.at(begin, end - begin + 1))(run, row)

    return compute


class _Slices:
    """A rule on each day: the version in force with its parameters of that day (and place) at hand."""

    def __init__(self, plan: Plan, rule: Rule) -> None:
        self.plan, self.rule = plan, rule
        self.held: dict[int, Computer] = {}
        self.makers: dict[int, Callable[..., Computer]] = {}

    def at(self, day: int, length: int | None = None) -> Computer:
        found = self.held[day] = self._make(day, length)
        return found

    def _make(self, day: int, length: int | None) -> Computer:
        rule, plan = self.rule, self.plan
        number = rule.active(day)
        if number < 0:
            return lambda run, row: run.on_day(rule, row, day, length)
        names = plan.book.inputs[rule.full_name][number]
        wanted = [names[name] for name, _ in rule.versions[number].source.inputs]
        by_place = any(isinstance(n := plan.book.nodes[key], Parameter) and n.by_place for key in wanted)

        def slow(run: Reference, row: int) -> Value:
            return run.on_day(rule, row, day, length)

        if not by_place:
            return self._bound(number, wanted, day, length, -1, slow)
        places: dict[int, Computer] = {}
        source = names["place="]

        def placed(run: Reference, row: int) -> Value:
            place = run.read(source, rule.level, row)
            if isinstance(place, Unknown):
                return slow(run, row)
            found = places.get(place)
            if found is None:
                found = places[place] = self._bound(number, wanted, day, length, place, slow)
            return found(run, row)

        return placed

    def _bound(
        self, number: int, wanted: list[str], day: int, length: int | None, place: int, slow: Computer
    ) -> Computer:
        nodes = self.plan.book.nodes
        constants: list[Any] = []
        for key in wanted:
            node = nodes[key]
            if isinstance(node, Parameter):
                constants.append(self.plan.parameter(key, day, place if node.by_place else -1))
            elif isinstance(node, Builtin) and node.name == "days_of_law":
                constants.append(length)
        if any(isinstance(value, _UNKNOWNS) for value in constants):
            return slow
        maker = self.makers.get(number)
        if maker is None:
            maker = self.makers[number] = self._maker(number, wanted)
        return maker(slow, *constants)

    def _maker(self, number: int, wanted: list[str]) -> Callable[..., Computer]:
        plan, rule = self.plan, self.rule
        shape: list[str] = []
        keys: list[str] = []
        for key in wanted:
            node = plan.book.nodes[key]
            if isinstance(node, Parameter) or (isinstance(node, Builtin) and node.name == "days_of_law"):
                shape.append("constant")
                continue
            keys.append(key)
            way = "own" if node.level == rule.level else str(int(rule.level) * 16 + int(node.level))
            shape.append(way + ("!" if key in plan.recurrent else ""))
        version = rule.versions[number]

        def divided(run: Reference, error: ZeroDivisionError) -> None:
            raise LawError(
                f"rule {rule.full_name} (line {version.line}), worker {run.dossier.worker}: {error}."
            ) from None

        return _written(tuple(shape))(version.function, divided, BUSY, Unknown, LawNotKnown, *keys)  # type: ignore[no-any-return]


@cache
def _written(shape: tuple[str, ...]) -> Callable[..., Any]:
    """make(function, ...) -> bind(slow, constants...) -> compute(run, row), for one shape of inputs."""
    keys = [f"K{n}" for n, way in enumerate(shape) if way != "constant"]
    constants = [f"a{n}" for n, way in enumerate(shape) if way == "constant"]
    lines = [
        f"def make(function, divided, BUSY, Unknown, LawNotKnown, {', '.join(keys)}):",
        f"    def bind(slow, {', '.join(constants)}):",
        "        def compute(run, row):",
        "            memo = run.memo",
    ]
    rows: dict[str, str] = {}
    for n, way in enumerate(shape):
        if way == "constant":
            continue
        place = "row"
        within = way.rstrip("!")
        if within != "own":
            if within not in rows:
                rows[within] = f"r{within}"
                lines += [
                    f"            r{within} = run.containers[{within}][row]",
                    f"            if r{within} < 0: return slow(run, row)",
                ]
            place = rows[within]
        busy = f" or a{n} is BUSY" if way.endswith("!") else ""
        lines += [
            f"            a{n} = memo[K{n}][{place}]",
            f"            if a{n} is None{busy}: a{n} = run.value(K{n}, {place})",
        ]
    arguments = ", ".join(f"a{n}" for n in range(len(shape)))
    known = " or ".join(f"a{n}.__class__ is Unknown" for n, way in enumerate(shape) if way != "constant")
    if known:
        lines.append(f"            if {known}: return slow(run, row)")
    lines += [
        "            try:",
        f"                return int(function({arguments}))",
        "            except LawNotKnown: return slow(run, row)",
        "            except ZeroDivisionError as error: divided(run, error)",
        "        return compute",
        "    return bind",
    ]
    names: dict[str, Any] = {}
    exec(compile("\n".join(lines), "<computer>", "exec"), names)
    return names["make"]  # type: ignore[no-any-return]


__all__ = ["BUSY", "computer", "month_ends"]
