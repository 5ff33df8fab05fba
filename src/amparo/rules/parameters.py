"""Dated, evidenced, place-keyed parameters, as written in YAML beside the rules."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from amparo.rules.bounds import LAW, Unknown, UnknownSteps, UnknownTariff
from amparo.rules.errors import LawError, nearest
from amparo.rules.evidence import (
    Citation,
    Evidence,
    Instrument,
    Label,
    read_citation,
    read_evidence,
    read_label,
    read_words,
)
from amparo.rules.helpers import DOWN, HALF_UP, TARIFF_FORMS, UP, Steps, Table, Tariff
from amparo.rules.kinds import KINDS, PARAMETER_RANGES, Category, Kind, category_kind, read_date, read_value
from amparo.rules.messages import Listed, Message, what_of

if TYPE_CHECKING:
    from collections.abc import Mapping

STATES: Final = ("announced", "enacted", "in force", "pilot", "postponed", "lapsed", "repealed")
APPLYING: Final = frozenset({"enacted", "in force", "pilot"})
PERIODS: Final = ("month", "day", "hour", "year", "quarter", "order", "once", "person")
_KEYS: Final = {"kind", "base", "per", "label", "by", "values", "key", "of", "over", "range", "note", "switch"}
_ENTRY_KEYS: Final = {"from", "until", "value", "frozen", "cite", "evidence", "known", "state", "note", "place"}
_ROUNDINGS: Final = {"half_up": int(HALF_UP), "up": int(UP), "down": int(DOWN)}

Stored = int | Table | Steps | Tariff


class Repealed:
    """The parameter has no meaning from this day on."""

    def __repr__(self) -> str:
        return "repealed"


REPEALED: Final = Repealed()


@dataclass(frozen=True, slots=True)
class Dated:
    """One dated value with its citation, evidence, the day it became known, and its legal state.

    value None is law not known; start is the first day it holds.
    """

    start: int
    value: Stored | Repealed | None
    cite: Citation | None
    evidence: Evidence | None
    known: int
    state: str
    frozen: bool = False
    known_stated: bool = True
    note: str = ""


@dataclass(frozen=True, slots=True)
class Parameter:
    """A named legal value through time; places holds the values of each place, '' those of the whole country."""

    name: str
    topic: str
    kind: Kind
    content: Kind
    keys: tuple[Kind, ...]
    base: Label
    per: str
    label: Label
    by_place: bool
    low: int
    high: int
    series: Mapping[str, tuple[Dated, ...]]
    switch: bool = False
    note: str = ""

    @property
    def full_name(self) -> str:
        return f"{self.topic}.{self.name}"

    def dated_at(self, day: int, places: tuple[str, ...] = ("",)) -> Dated | None:
        """The entry in force on a day, looked for in each place in turn (own place first, then what contains it)."""
        for place in places:
            entries = self.series.get(place, ())
            position = bisect_right(entries, day, key=lambda entry: entry.start) - 1
            if position >= 0:
                return entries[position]
        return None

    def at(self, day: int, places: tuple[str, ...] = ("",)) -> Stored | Unknown | UnknownTariff | UnknownSteps:
        """The value in force on a day; an unknown value where the law's facts stop."""
        dated = self.dated_at(day, places)
        if dated is None or dated.value is None or isinstance(dated.value, Repealed):
            return self.unknown()
        return dated.value

    def unknown(self, why: int = LAW) -> Unknown | UnknownTariff | UnknownSteps | Table:
        """What is read where the law gives no value."""
        match self.kind.name:
            case "tariff":
                return UnknownTariff(why)
            case "table":
                return Table({}, self.low, self.high, why)
            case "steps":
                return UnknownSteps(self.low, self.high, why)
        return Unknown(self.low, self.high, why)

    def only_known_on(self, day: int) -> Parameter:
        """The parameter as somebody on that day knew it."""
        series = {place: tuple(e for e in entries if e.known <= day) for place, entries in self.series.items()}
        return replace(self, series=series)


@dataclass(frozen=True, slots=True)
class Reading:
    """What is needed to read a topic's YAML."""

    topic: str
    file: str
    instruments: Mapping[str, Instrument]
    categories: Mapping[str, type[Category]]
    places: Any

    def kind(self, word: str, where: str) -> Kind:
        if word in KINDS:
            return KINDS[word]
        if word in self.categories:
            return category_kind(self.categories[word])
        known = [*KINDS, *self.categories]
        raise LawError(f"{where}: kind '{word}' is not known.{nearest(word, known)}")


def _where(reading: Reading, name: str) -> str:
    return Message("where.parameter", "{file}, parameter {name}", file=reading.file, name=name)


def check_keys(data: Mapping[str, Any], allowed: set[str], where: str) -> None:
    """A misplaced or misspelt key is an error, never ignored."""
    if not isinstance(data, dict):
        raise LawError(
            Message("law.no_mapping", "{where}: expected a mapping, found {data!r}.", where=where, data=data)
        )
    for key in data:
        if key not in allowed:
            raise LawError(
                Message(
                    "law.unknown_key",
                    "{where}: '{key}' is not a key here.{hint}",
                    where=where,
                    key=key,
                    hint=nearest(str(key), allowed),
                )
            )


def read_parameter(name: str, data: Mapping[str, Any], reading: Reading) -> Parameter:
    """A parameter with its own values; place files add theirs with `with_place`."""
    where = _where(reading, name)
    check_keys(data, _KEYS, where)
    kind = reading.kind(str(data.get("kind")), where)
    content = reading.kind(str(data["of"]), where) if "of" in data else kind
    keys = data.get("key", data.get("over", ()))
    keys = keys if isinstance(keys, list | tuple) else (keys,)
    per = str(data.get("per") or "")
    if per and per not in PERIODS:
        raise LawError(f"{where}: per '{per}' is not one of {', '.join(PERIODS)}.")
    if data.get("by") not in (None, "place"):
        raise LawError(f"{where}: by '{data['by']}' is not known; a parameter is kept by: place, or not at all.")
    needs = {"table": ("key", "of"), "steps": ("over", "of")}.get(kind.name, ())
    for need in needs:
        if need not in data:
            raise LawError(f"{where}: a {kind.name} needs '{need}'.")
    low, high = _range(data, content, reading, where)
    parameter = Parameter(
        name=name,
        topic=reading.topic,
        kind=kind,
        content=content,
        keys=tuple(reading.kind(str(key), where) for key in keys),
        base=read_words(data.get("base"), where),
        per=per,
        label=read_label(data.get("label"), where),
        by_place=data.get("by") == "place",
        low=low,
        high=high,
        series={},
        switch=bool(data.get("switch")),
        note=str(data.get("note") or ""),
    )
    return with_entries(parameter, "", data.get("values") or [], reading)


def _range(data: Mapping[str, Any], kind: Kind, reading: Reading, where: str) -> tuple[int, int]:
    if "range" in data:
        low, high = (read_value(kind, end, reading.places) for end in data["range"])
        return low, high
    if kind.name == "tariff":
        return 0, 10**9
    return PARAMETER_RANGES.get(kind.name, (kind.low, kind.high))


def with_entries(parameter: Parameter, place: str, entries: Any, reading: Reading) -> Parameter:
    """The parameter with more dated values for a place ('' is the whole country)."""
    where = _where(reading, parameter.full_name)
    if not isinstance(entries, list):
        raise LawError(f"{where}: values is a list of dated entries.")
    series: dict[str, list[Dated]] = {key: list(dated) for key, dated in parameter.series.items()}
    previous: dict[str, Dated] = {}
    for data in entries:
        at = str(data.get("place") or place) if isinstance(data, dict) else place
        if at and not parameter.by_place:
            raise LawError(f"{where}: a value for '{at}', but the parameter is not kept by place (by: place).")
        if at and at not in reading.places.names:
            raise LawError(f"{where}: '{at}' is not a place.{nearest(at, reading.places.names)}")
        dated, until = _entry(parameter, data, reading, previous.get(at))
        if dated.state not in APPLYING:
            continue
        mine = series.setdefault(at, [])
        mine.append(dated)
        previous[at] = dated
        if until is not None:
            mine.append(replace(dated, start=until, value=None, cite=None, evidence=None, note="not known from here"))
    return replace(parameter, series={key: _ordered(dated, where) for key, dated in series.items()})


def _ordered(entries: list[Dated], where: str) -> tuple[Dated, ...]:
    """By first day; an 'until' gap is closed by an entry that starts that day; two values on one day are an error."""
    by_start: dict[int, Dated] = {}
    for entry in sorted(entries, key=lambda item: item.start):
        held = by_start.get(entry.start)
        if held is not None and held.value is not None and entry.value is not None:
            raise LawError(f"{where}: two values from the same day. Cure: keep one.")
        if held is None or entry.cite is not None or held.value is None:
            by_start[entry.start] = entry if held is None or entry.value is not None or held.value is None else held
    return tuple(by_start.values())


def _entry(parameter: Parameter, data: Any, reading: Reading, previous: Dated | None) -> tuple[Dated, int | None]:
    where = _where(reading, parameter.full_name)
    check_keys(data, _ENTRY_KEYS, where)
    try:
        start = read_date(data["from"])
        until = read_date(data["until"]) if "until" in data else None
        known = read_date(data["known"]) if "known" in data else start
    except KeyError:
        raise LawError(f"{where}: an entry without 'from'.") from None
    except ValueError as error:
        raise LawError(Message("at.sentence", "{where}: {what}.", where=where, what=what_of(error))) from None
    state = str(data.get("state", "in force"))
    if state not in STATES:
        raise LawError(f"{where}: state '{state}' is not one of {', '.join(STATES)}.")
    frozen = bool(data.get("frozen"))
    if until is not None and until <= start:
        raise LawError(f"{where}: the entry from {data['from']} ends on the day it begins, or before.")
    if frozen and (previous is None or previous.start >= start or previous.value in (None, REPEALED)):
        raise LawError(f"{where}: frozen from {data['from']}, but no value stands before it.")
    if frozen and "value" in data:
        raise LawError(f"{where}: frozen from {data['from']} and given a value. Cure: one of the two.")
    value = previous.value if frozen and previous else _stored(parameter, data, reading, where)
    cite = read_citation(str(data["cite"]), reading.instruments, where) if data.get("cite") else None
    evidence = read_evidence(str(data["evidence"]), where) if data.get("evidence") else None
    dated = Dated(start, value, cite, evidence, known, state, frozen, "known" in data, str(data.get("note") or ""))
    return dated, until


def _stored(parameter: Parameter, data: Mapping[str, Any], reading: Reading, where: str) -> Stored | Repealed | None:
    if "value" not in data:
        raise LawError(
            f"{where}: the entry from {data['from']} has no value (write 'value: unknown' where the law is not known)."
        )
    value = data["value"]
    if value is None or value == "none":
        return REPEALED
    if value == "unknown":
        return None
    try:
        match parameter.kind.name:
            case "table":
                return Table(dict(_cells(parameter, value, reading, parameter.keys)), parameter.low, parameter.high)
            case "steps":
                over = parameter.keys[0]
                pairs = [(read_value(over, t), read_value(parameter.content, v)) for t, v in value]
                if [t for t, _ in pairs] != sorted({t for t, _ in pairs}):
                    raise ValueError(Message("law.thresholds", "thresholds must ascend"))
                return Steps(tuple(t for t, _ in pairs), tuple(v for _, v in pairs))
            case "tariff":
                return _read_tariff(value)
        stored = read_value(parameter.kind, value, reading.places)
        if parameter.kind.name in PARAMETER_RANGES and not min(parameter.low, 0) <= stored:
            raise ValueError(Message("law.below_range", "{value} is below the range of the parameter", value=value))
        return stored
    except (ValueError, TypeError) as error:
        since = Message("where.since", "{where}, from {day}", where=where, day=data["from"])
        raise LawError(Message("at.sentence", "{where}: {what}.", where=since, what=what_of(error))) from None


def _cells(
    parameter: Parameter, value: Any, reading: Reading, keys: tuple[Kind, ...]
) -> list[tuple[tuple[int, ...], int | None]]:
    if not isinstance(value, dict):
        raise ValueError(Message("law.table", "a table is a mapping from key to value"))
    cells: list[tuple[tuple[int, ...], int | None]] = []
    for word, content in value.items():
        key = read_value(keys[0], word, reading.places)
        if len(keys) > 1:
            cells += [((key, *rest), cell) for rest, cell in _cells(parameter, content, reading, keys[1:])]
            continue
        if isinstance(content, dict) and not {"value"} <= set(content) <= {"value", "cite", "evidence", "note"}:
            raise ValueError(
                Message(
                    "law.cell", "the cell of {word} is a value, or {{value: ..., cite: ..., evidence: ...}}", word=word
                )
            )
        raw = content["value"] if isinstance(content, dict) else content
        cells.append(((key,), None if raw in (None, "unknown") else read_value(parameter.content, raw, reading.places)))
    return cells


def _read_tariff(data: Any) -> Tariff:
    if not isinstance(data, dict):
        raise ValueError(Message("law.tariff", "a tariff is {{form: ..., ...}}"))
    parts = ("form", "rate", "amount", "round", "to")
    for key in data:
        if key not in parts:
            raise ValueError(
                Message(
                    "law.tariff_part", "'{key}' is no part of a tariff.{hint}", key=key, hint=nearest(str(key), parts)
                )
            )
    if data.get("round", "half_up") not in _ROUNDINGS:
        raise ValueError(
            Message(
                "law.rounding", "round '{round}' is not one of {known}", round=data["round"], known=Listed(_ROUNDINGS)
            )
        )
    form = TARIFF_FORMS.get(str(data.get("form")))
    if form is None:
        raise ValueError(
            Message(
                "law.tariff_form",
                "form '{form}' is not one of {known}",
                form=data.get("form"),
                known=Listed(TARIFF_FORMS),
            )
        )
    needs = {"percent": ("rate",), "flat": ("amount",), "percent_plus_flat": ("rate", "amount"), "not_open": ()}[
        str(data["form"])
    ]
    for key in needs:
        if key not in data:
            raise ValueError(Message("law.tariff_needs", "a {form} tariff needs {key}", form=data["form"], key=key))
    rate = read_value(KINDS["rate"], data.get("rate", 0))
    amount = read_value(KINDS["money"], data.get("amount", 0))
    return Tariff(
        form,
        rate,
        amount,
        _ROUNDINGS[str(data.get("round", "half_up"))],
        read_value(KINDS["money"], data.get("to", "0.01")),
    )
