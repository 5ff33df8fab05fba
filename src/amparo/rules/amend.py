"""Reforms: a parameter's value from a day on (until another), a rule's new wording, or the law of a day kept on."""

from __future__ import annotations

import ast
import inspect
import textwrap
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from amparo.rules.declarations import OPEN_END, RuleVersion
from amparo.rules.errors import AmendmentError, LawError, nearest
from amparo.rules.kinds import date_of, read_date
from amparo.rules.messages import Message, what_of
from amparo.rules.parameters import Dated, Parameter, Reading, with_entries
from amparo.rules.topics import read_version

if TYPE_CHECKING:
    from collections.abc import Callable

    from amparo.rules.nodes import Rule, Version


class ChangesNothing(AmendmentError):
    """A parameter would be given the value that it has anyway."""


@dataclass(frozen=True, slots=True)
class Change:
    """One line of an amendment, from a day (until a day): a parameter's value, a rule's new wording, or, with as_on,
    what the provision said on that day, kept on.
    """

    target: str
    start: int
    until: int | None = None
    value: Any = None
    place: str = ""
    wording: Callable[..., Any] | RuleVersion | None = None
    as_on: int | None = None


@dataclass(frozen=True)
class Amendment:
    """A named reform of a law book."""

    name: str
    changes: tuple[Change, ...]
    source: str = ""


def set_value(target: str, value: Any, *, since: str, until: str | None = None, place: str = "") -> Change:
    """From a day on (until another) the parameter has this value."""
    return Change(target, read_date(since), read_date(until) if until else None, value, place)


def keep_as(target: str, *, as_on: str, since: str, until: str | None = None) -> Change:
    """From a day on (until another) the provision stays as it was on the day as_on, or out if it was not there."""
    return Change(target, read_date(since), read_date(until) if until else None, as_on=read_date(as_on))


def new_wording(target: str, wording: RuleVersion) -> Change:
    """From the wording's own first day on (until its last), the rule reads as this one."""
    return Change(target, wording.since, None, wording=wording)


def check_clashes(amendment: Amendment) -> None:
    """Two changes of one thing that hold on one day. Raises AmendmentError."""
    if not amendment.changes:
        raise AmendmentError(Message("reform.no_changes", "{where}: no changes.", where=amendment.name))
    for position, change in enumerate(amendment.changes):
        if change.until is not None and change.until <= change.start:
            raise AmendmentError(
                Message(
                    "reform.ends_before",
                    "{where}: '{node}' would end on the day it begins, or before.",
                    where=amendment.name,
                    node=change.target,
                )
            )
        for other in amendment.changes[position + 1 :]:
            same = (change.target, change.place) == (other.target, other.place)
            if same and change.start < (other.until or OPEN_END) and other.start < (change.until or OPEN_END):
                raise AmendmentError(
                    Message(
                        "reform.two_changes",
                        "{where}: two changes of '{node}' hold on one day. Cure: until=.",
                        where=amendment.name,
                        node=change.target,
                    )
                )


# --- values ------------------------------------------------------------------------------------------------------


def set_parameter(parameter: Parameter, change: Change, reading: Reading, name: str) -> Parameter:
    """The parameter with the change in it; what held before and holds after stays."""
    if change.wording is not None:
        raise AmendmentError(
            Message(
                "reform.value_not_wording",
                "{where}: '{node}' is a parameter: give it a value, not a wording.",
                where=name,
                node=change.target,
            )
        )
    if change.place and not parameter.by_place:
        raise AmendmentError(
            Message("reform.not_by_place", "{where}: '{node}' is not kept by place.", where=name, node=change.target)
        )
    if change.place and change.place not in reading.places.names:
        raise AmendmentError(
            Message(
                "reform.no_place",
                "{where}: '{place}' is not a place.{hint}",
                where=name,
                place=change.place,
                hint=nearest(change.place, reading.places.names),
            )
        )
    chain = reading.places.chain(reading.places.names.index(change.place)) if change.place else ("",)
    fresh = _fresh(parameter, change, reading, name)
    held = parameter.series.get(change.place, ())
    end = OPEN_END if change.until is None else change.until
    inside = _timeline(parameter, change.start, end, chain)
    if all(entry is not None and entry.value == fresh.value for _, entry in inside):
        raise ChangesNothing(
            Message(
                "reform.nothing_by_value",
                "{where}: '{node}' already has this value from {day}: the reform changes nothing.",
                where=name,
                node=change.target,
                day=_iso(change.start),
            )
        )
    kept = [entry for entry in held if entry.start < change.start or entry.start >= end]
    after = [] if change.until is None else _after(parameter, end, chain, kept)
    entries = tuple(sorted([*kept, fresh, *after], key=lambda entry: entry.start))
    return replace(parameter, series={**parameter.series, change.place: entries})


def keep_parameter(parameter: Parameter, change: Change, name: str) -> Parameter:
    """The parameter with the values of a day kept on, in every place; AmendmentError when nothing changes."""
    assert change.as_on is not None
    if all(parameter.series[place][0].start > change.as_on for place in parameter.series):
        raise AmendmentError(
            Message(
                "reform.no_value_then",
                "{where}: '{node}' has no value on {day}. Cure: keep the rules that read it as of then.",
                where=name,
                node=change.target,
                day=_iso(change.as_on),
            )
        )
    end = OPEN_END if change.until is None else change.until
    series = {
        place: _kept_series(parameter, place, change.start, end, change.as_on, name) for place in parameter.series
    }
    fresh = replace(parameter, series={place: entries for place, entries in series.items() if entries})
    if all(_values(parameter, place) == _values(fresh, place) for place in parameter.series):
        raise AmendmentError(
            Message(
                "reform.nothing_by_keeping",
                "{where}: '{node}' stays as on {day} anyway: the reform changes nothing.",
                where=name,
                node=change.target,
                day=_iso(change.as_on),
            )
        )
    return fresh


def _kept_series(parameter: Parameter, place: str, start: int, end: int, as_on: int, name: str) -> tuple[Dated, ...]:
    held = parameter.series[place]
    then = next((entry for entry in reversed(held) if entry.start <= as_on), None)
    kept = [entry for entry in held if entry.start < start or entry.start >= end]
    if then is not None:
        kept.append(replace(then, start=start, known=min(then.known, start), note=f"amended by {name}"))
    resumed = next((entry for entry in reversed(held) if entry.start < end), None)
    if end != OPEN_END and resumed is not None and all(entry.start != end for entry in held):
        kept.append(replace(resumed, start=end))
    return tuple(sorted(kept, key=lambda entry: entry.start))


def _values(parameter: Parameter, place: str) -> list[tuple[int, Any]]:
    """What holds from each day on which the value of a place changes."""
    found: list[tuple[int, Any]] = []
    for entry in parameter.series.get(place, ()):
        if not found or found[-1][1] != entry.value:
            found.append((entry.start, entry.value))
    return found


def _fresh(parameter: Parameter, change: Change, reading: Reading, name: str) -> Dated:
    words: dict[str, Any] = {"from": _iso(change.start), "value": change.value, "state": "in force"}
    try:
        entries = with_entries(replace(parameter, series={}), change.place, [words], reading).series[change.place]
    except LawError as error:
        raise AmendmentError(Message("at.error", "{where}: {what}", where=name, what=what_of(error))) from None
    return replace(entries[0], note=f"amended by {name}")


def _timeline(parameter: Parameter, start: int, end: int, chain: tuple[str, ...]) -> list[tuple[int, Dated | None]]:
    """What holds on the first day and from each day of change on, until the end."""
    changes = {entry.start for place in chain for entry in parameter.series.get(place, ()) if start < entry.start < end}
    return [(day, parameter.dated_at(day, chain)) for day in (start, *sorted(changes))]


def _after(parameter: Parameter, end: int, chain: tuple[str, ...], kept: list[Dated]) -> list[Dated]:
    """What holds again once the change has ended, until the place's own values go on."""
    own = next((entry.start for entry in kept if entry.start >= end), OPEN_END)
    if own == end:
        return []
    found = _timeline(parameter, end, own, chain)
    return [replace(entry, start=day) if entry else _not_known(day) for day, entry in found]


def _not_known(day: int) -> Dated:
    return Dated(day, None, None, None, day, "in force", note="not known from here")


# --- wordings ----------------------------------------------------------------------------------------------------


def reword(rule: Rule, declared: RuleVersion, name: str) -> Rule:
    """The rule with the new wording in force from its first day until its last; other versions give way."""
    version = _read(declared, name)
    same = (declared.level, declared.law_at, version.source.result) == (rule.level, rule.law_at, rule.kind)
    if not same:
        raise AmendmentError(
            Message(
                "reform.wording_differs",
                "{where}: the new wording of {rule} differs in level, anchor or kind.",
                where=name,
                rule=rule.full_name,
            )
        )
    if any(_covers(held, version) for held in rule.versions):
        raise AmendmentError(
            Message(
                "reform.nothing_by_wording",
                "{where}: {rule} already reads like this from {day}: the reform changes nothing.",
                where=name,
                rule=rule.full_name,
                day=_iso(version.since),
            )
        )
    earlier = [replace(v, until=min(v.until, version.since)) for v in rule.versions if v.since < version.since]
    later = [replace(v, since=max(v.since, version.until)) for v in rule.versions if v.until > version.until]
    before = rule.before if declared.before is None else declared.before
    after = rule.after if declared.after is None else declared.after
    ranges = [r for r in (rule.declared_range, declared.declared_range) if r]
    return replace(
        rule,
        versions=(*earlier, version, *later),
        before=before,
        after=after,
        declared_range=(min(r[0] for r in ranges), max(r[1] for r in ranges)) if ranges else None,
    )


# a provision that does not apply is put off to a day beyond the calendar of the law: its text stays, its time does not
_BEYOND: Final = OPEN_END - 1


def keep_rule(rule: Rule, change: Change, name: str) -> Rule:
    """The rule with the version of a day kept on; where there was none that day, what holds before the first does."""
    assert change.as_on is not None
    end = OPEN_END if change.until is None else change.until
    then = rule.active(change.as_on)
    active = {rule.active(day) for day in _days_of_change(rule, change.start, end)}
    if active == {then} or (then < 0 and all(number < 0 for number in active)):
        raise AmendmentError(
            Message(
                "reform.nothing_by_keeping_rule",
                "{where}: {rule} stays as on {day} anyway: the reform changes nothing.",
                where=name,
                rule=rule.full_name,
                day=_iso(change.as_on),
            )
        )
    if then >= 0:
        earlier = [replace(v, until=min(v.until, change.start)) for v in rule.versions if v.since < change.start]
        later = [replace(v, since=max(v.since, end)) for v in rule.versions if v.until > end]
        return replace(rule, versions=(*earlier, replace(rule.versions[then], since=change.start, until=end), *later))
    if rule.before is None or end != OPEN_END:
        raise AmendmentError(
            Message(
                "reform.did_not_exist",
                "{where}: {rule} did not exist on {day} and does not say what held then. Cure: keep the rules "
                "that read it instead, or leave 'until' out.",
                where=name,
                rule=rule.full_name,
                day=_iso(change.as_on),
            )
        )
    cut = [replace(v, until=min(v.until, change.start)) for v in rule.versions if v.since < change.start]
    out = [replace(rule.versions[0], since=_BEYOND, until=OPEN_END)] if not cut else []
    return replace(rule, versions=(*cut, *out), after=rule.before)


def _days_of_change(rule: Rule, start: int, end: int) -> list[int]:
    days = {start, *(day for v in rule.versions for day in (v.since, v.until) if start < day < end)}
    return sorted(days)


def _read(declared: RuleVersion, name: str) -> Version:
    try:
        source = textwrap.dedent(inspect.getsource(declared.function))
    except OSError:
        raise AmendmentError(
            Message(
                "reform.no_source",
                "{where}: the wording '{__name__}' has no source to read. Cure: write it in a file.",
                where=name,
                __name__=declared.function.__name__,
            )
        ) from None
    definition = next(node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.FunctionDef))
    ast.increment_lineno(definition, declared.function.__code__.co_firstlineno - 1)
    return read_version(declared, definition, name)


def _covers(held: Version, fresh: Version) -> bool:
    same = (_wording(held), held.place) == (_wording(fresh), fresh.place)
    return same and held.since <= fresh.since and fresh.until <= held.until


def _wording(version: Version) -> str:
    """The arguments and the body, without name and docstring."""
    definition = version.source.definition
    assert definition is not None
    return "\n".join(ast.dump(part) for part in (definition.args, *definition.body[1:]))


def _iso(day: int) -> str:
    return date_of(day).isoformat()
