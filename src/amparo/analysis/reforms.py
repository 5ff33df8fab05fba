"""Reforms as files: values from a day on, provisions kept as they were, rules in other words; read, checked, stacked.

A reform is a YAML file with a name, a reason and a source in which every change is one line. What changes nothing, fits
nothing, clashes with another change or touches a value that the law has frozen is an error that says what to do.
"""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from amparo.rules import Amendment, keep_as, new_wording, set_value
from amparo.rules.amend import Change
from amparo.rules.declarations import OPEN_END, RuleVersion
from amparo.rules.errors import AmendmentError, nearest
from amparo.rules.evidence import Label, read_label
from amparo.rules.kinds import date_of
from amparo.rules.messages import Listed, Message, what_of
from amparo.rules.nodes import Rule
from amparo.rules.parameters import Parameter, check_keys
from amparo.rules.topics import read_yaml

if TYPE_CHECKING:
    from amparo.rules.book import LawBook

READY_MADE: Final = Path(__file__).parent / "ready_made"
_KEYS: Final = {"country", "name", "why", "source", "changes"}
_KINDS: Final[dict[str, set[str]]] = {
    "set": {"set", "from", "until", "value", "place", "lifts_freeze"},
    "keep": {"keep", "as_on", "from", "until"},
    "reword": {"reword", "by"},
}


class FrozenByLaw(AmendmentError):
    """A value that the law has frozen on the day of a change: since when, and by which article."""

    def __init__(self, message: str, since: str, cite: str) -> None:
        super().__init__(message)
        self.since, self.cite = since, cite


class ReformsClash(AmendmentError):
    """Two reforms that change one provision on the same days."""

    def __init__(self, one: str, other: str, node: str) -> None:
        super().__init__(
            Message(
                "reform.clash",
                "{one} and {other} both change {node} on the same days. "
                "Cure: leave one of them out, or end one with until.",
                one=one,
                other=other,
                node=node,
            )
        )
        self.reforms, self.node = (one, other), node


@dataclass(frozen=True)
class Reform:
    """A reform as read: what it is called, why, whence, for which country, and its changes."""

    id: str
    country: str
    name: Label
    why: Label
    source: str
    amendment: Amendment
    freezes_lifted: frozenset[str]


@dataclass(frozen=True, slots=True)
class Changed:
    """One period of one provision in which the reform differs: what held, what holds."""

    node: str
    place: str
    first: int
    last: int | None
    old: str
    new: str
    citations: tuple[str, ...]


def ready_made(country: str | None = None) -> dict[str, Path]:
    """The reforms that come with Amparo, by id."""
    files = sorted(READY_MADE.glob("*/*.yaml"))
    return {file.stem: file for file in files if country is None or file.parent.name == country.lower()}


def find_reform(name: str | Path) -> Path:
    """The file of a reform: a path, or the id of a ready-made one. Raises AmendmentError with the nearest id."""
    path = Path(name)
    if path.suffix in (".yaml", ".yml") and path.exists():
        return path
    known = ready_made()
    if str(name) in known:
        return known[str(name)]
    raise AmendmentError(
        Message(
            "reform.unknown",
            "'{name}' is neither a file nor a ready-made reform.{hint}",
            name=name,
            hint=nearest(str(name), known),
        )
    )


def read_reform(name: str | Path) -> Reform:
    """Read a reform. Raises AmendmentError or LawError naming the line that is wrong and the cure."""
    file = find_reform(name)
    data = read_yaml(file)
    where = file.name
    check_keys(data, _KEYS, where)
    for need in ("country", "name", "source", "changes"):
        if not data.get(need):
            raise AmendmentError(
                Message("reform.lacks", "{where}: no {need}. Cure: write {need}: ...", where=where, need=need)
            )
    changes, lifted = [], set()
    for number, line in enumerate(data["changes"], 1):
        change = _change(line, file, Message("where.change", "{file}, change {number}", file=where, number=number))
        changes.append(change)
        if isinstance(line, dict) and line.get("lifts_freeze"):
            lifted.add(change.target)
    return Reform(
        file.stem,
        str(data["country"]).upper(),
        read_label(data["name"], where),
        read_label(data.get("why"), where),
        str(data["source"]),
        Amendment(file.stem, tuple(changes), str(data["source"])),
        frozenset(lifted),
    )


def _change(line: Any, file: Path, where: str) -> Change:
    kinds = [kind for kind in _KINDS if isinstance(line, dict) and kind in line]
    if len(kinds) != 1:
        raise AmendmentError(
            Message(
                "reform.kinds",
                "{where}: a change is one of {kinds}. Cure: - {{set: name, from: ..., value: ...}}",
                where=where,
                kinds=Listed(_KINDS),
            )
        )
    kind = kinds[0]
    check_keys(line, _KINDS[kind], where)
    try:
        match kind:
            case "set":
                until = str(line["until"]) if "until" in line else None
                return set_value(
                    line["set"], line["value"], since=str(line["from"]), until=until, place=str(line.get("place") or "")
                )
            case "keep":
                until = str(line["until"]) if "until" in line else None
                return keep_as(line["keep"], as_on=str(line["as_on"]), since=str(line["from"]), until=until)
        return new_wording(line["reword"], _wording(str(line["by"]), file, where))
    except KeyError as error:
        raise AmendmentError(
            Message(
                "reform.change_lacks",
                "{where}: no {what}. Cure: {kinds} are what it may say.",
                where=where,
                what=what_of(error),
                kinds=Listed(sorted(_KINDS[kind])),
            )
        ) from None
    except ValueError as error:
        raise AmendmentError(_at(where, error)) from None


def _at(where: str, error: ValueError) -> str:
    return Message("at.sentence", "{where}: {what}.", where=where, what=what_of(error))


def _wording(said: str, file: Path, where: str) -> RuleVersion:
    """A rule in a Python file beside the reform: FILE.py:function."""
    script, _, function = said.partition(":")
    path = file.parent / script
    if not path.exists():
        raise AmendmentError(
            Message(
                "reform.no_script",
                "{where}: '{script}' is not beside {file}.",
                where=where,
                script=script,
                file=file.name,
            )
        )
    name = f"amparo_reform_{path.stem}_{sha256(path.read_bytes()).hexdigest()[:12]}"
    if name not in sys.modules:
        spec = importlib.util.spec_from_file_location(name, path)
        assert spec is not None and spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        sys.modules[name] = module
        spec.loader.exec_module(module)
    found = getattr(sys.modules[name], function, None)
    if not isinstance(found, RuleVersion):
        raise AmendmentError(
            Message(
                "reform.no_function",
                "{where}: {script} has no rule '{function}'. Cure: by: FILE.py:function with @rule.",
                where=where,
                script=script,
                function=function,
            )
        )
    return found


# --- applying ---------------------------------------------------------------------------------------------------------


def reformed(book: LawBook, reforms: Iterable[Reform]) -> LawBook:
    """The law with the reforms in it, in any order. Raises AmendmentError where two of them clash, or one misfits."""
    stacked = tuple(reforms)
    for reform in stacked:
        if reform.country != book.country.code:
            raise AmendmentError(
                Message(
                    "reform.other_country",
                    "{id} is a reform of {country}, not of {law}.",
                    id=reform.id,
                    country=reform.country,
                    law=book.country.code,
                )
            )
    _check_stack(book, stacked)
    for reform in stacked:
        _check_frozen(book, reform)
        book = book.amend(reform.amendment)
    return book


def _check_stack(book: LawBook, reforms: tuple[Reform, ...]) -> None:
    seen: dict[tuple[str, str], list[tuple[int, int, str]]] = {}
    for reform in reforms:
        for change in reform.amendment.changes:
            span = (change.start, change.until or OPEN_END, reform.id)
            key = (book.find(change.target), change.place)
            for start, end, other in seen.get(key, ()):
                if other != reform.id and start < span[1] and span[0] < end:
                    raise ReformsClash(reform.id, other, key[0])
            seen.setdefault(key, []).append(span)


def _check_frozen(book: LawBook, reform: Reform) -> None:
    for change in reform.amendment.changes:
        if change.target not in reform.freezes_lifted:
            check_frozen(book, change, reform.id)


def check_frozen(book: LawBook, change: Change, where: str = "reform") -> None:
    """Whether a change touches a value that the law has frozen on its first day. Raises FrozenByLaw."""
    node = book.nodes[book.find(change.target)]
    if not isinstance(node, Parameter) or change.wording is not None:
        return
    held = node.dated_at(change.start, (change.place, "") if change.place else ("",))
    if held is None or not held.frozen:
        return
    day, cite = date_of(change.start).isoformat(), str(held.cite or "")
    told = {"where": where, "node": node.full_name, "day": day}
    plain = Message(
        "reform.frozen",
        "{where}: {node} is frozen by law on {day}. Cure: lifts_freeze: yes, if the reform means to lift it.",
        **told,
    )
    cited = Message(
        "reform.frozen_cited",
        "{where}: {node} is frozen by law on {day} ({cite}). Cure: lifts_freeze: yes, if the reform means to lift it.",
        cite=cite,
        **told,
    )
    raise FrozenByLaw(cited if cite else plain, day, cite)


def changed_nodes(before: LawBook, after: LawBook) -> tuple[str, ...]:
    """The provisions that differ between two books, by full name."""
    return tuple(key for key, node in after.nodes.items() if before.nodes.get(key) is not node)


def affected(book: LawBook, changed: Iterable[str], outputs: Iterable[str]) -> tuple[str, ...]:
    """Those of the outputs that rest on a changed provision, directly or through others."""
    touched = set(changed)
    known: dict[str, bool] = {}

    def rests(key: str) -> bool:
        work, order = [key], []
        while (
            work
        ):  # depth first without recursion: chains of provisions are long, and some run in circles through time
            at = work.pop()
            if at in known:
                continue
            known[at] = at in touched
            order.append(at)
            work += [one for one in book.dependencies(at) if one not in known]
        changed_now = True
        while changed_now:
            changed_now = False
            for at in order:
                if not known[at] and any(known.get(one, False) for one in book.dependencies(at)):
                    known[at] = changed_now = True
        return known[key]

    return tuple(key for key in outputs if rests(key))


def changed_provisions(before: LawBook, after: LawBook) -> tuple[Changed, ...]:
    """Every changed provision with what it said and says, for every period in which the two differ."""
    found: list[Changed] = []
    for key in changed_nodes(before, after):
        old, new = before.nodes.get(key), after.nodes[key]  # what a mechanism adds has nothing before it
        if isinstance(old, Parameter) and isinstance(new, Parameter):
            for place in sorted({*old.series, *new.series}):
                found += _value_periods(before, old, new, place)
        elif isinstance(old, Rule) and isinstance(new, Rule):
            found += _rule_periods(old, new)
    return tuple(found)


def _value_periods(book: LawBook, old: Parameter, new: Parameter, place: str) -> list[Changed]:
    from amparo.rules.kinds import show_value

    days = sorted({entry.start for node in (old, new) for entry in node.series.get(place, ())})

    def shown(node: Parameter, day: int) -> str:
        entry = node.dated_at(day, (place,))
        if entry is None or entry.value is None:
            return ""
        if isinstance(entry.value, int):
            return show_value(node.content, entry.value, book.places)
        return str(entry.value)

    def cited(node: Parameter, day: int) -> tuple[str, ...]:
        entry = node.dated_at(day, (place,))
        return () if entry is None or entry.cite is None else (str(entry.cite),)

    periods = [(day, shown(old, day), shown(new, day), cited(old, day)) for day in days]
    return _joined(old.full_name, place, periods)


def _rule_periods(old: Rule, new: Rule) -> list[Changed]:
    days = sorted(
        {day for node in (old, new) for v in node.versions for day in (v.since, v.until) if day < OPEN_END - 1}
    )

    def said(rule: Rule, day: int) -> tuple[str, tuple[str, ...]]:
        number = rule.active(day)
        if number < 0:
            return "", ()
        version = rule.versions[number]
        return version.summary, tuple(str(cite) for cite in version.cites)

    periods = [(day, said(old, day)[0], said(new, day)[0], said(old, day)[1] or said(new, day)[1]) for day in days]
    return _joined(old.full_name, "", periods)


def _joined(node: str, place: str, periods: list[tuple[int, str, str, tuple[str, ...]]]) -> list[Changed]:
    """Periods of equal old and new taken together, and only those that differ."""
    found: list[Changed] = []
    for number, (day, old, new, cites) in enumerate(periods):
        last = periods[number + 1][0] - 1 if number + 1 < len(periods) else None
        if old == new:
            continue
        if found and found[-1].last == day - 1 and (found[-1].old, found[-1].new) == (old, new):
            found[-1] = Changed(node, place, found[-1].first, last, old, new, found[-1].citations)
        else:
            found.append(Changed(node, place, day, last, old, new, cites))
    return found


__all__ = [
    "Changed",
    "FrozenByLaw",
    "Reform",
    "ReformsClash",
    "affected",
    "changed_nodes",
    "changed_provisions",
    "check_frozen",
    "find_reform",
    "read_reform",
    "ready_made",
    "reformed",
]
