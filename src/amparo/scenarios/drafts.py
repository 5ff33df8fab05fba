"""A reform as somebody writes it on a page: lines of changes, each with what is wrong with it; to and from a file.

Only values of the law and provisions kept as they were can be written here. New wordings of rules are programs: they
stay with the command line, and a file that holds one is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final

import yaml

from amparo.analysis.reforms import FrozenByLaw, Reform, check_frozen
from amparo.law import REAL
from amparo.rules import Amendment, keep_as, set_value
from amparo.rules.amend import Change, ChangesNothing
from amparo.rules.declarations import OPEN_END
from amparo.rules.errors import AmendmentError, AmparoError
from amparo.rules.evidence import LANGUAGES, Label
from amparo.rules.kinds import read_date
from amparo.rules.messages import bare, what_of
from amparo.rules.nodes import Rule
from amparo.rules.parameters import Parameter

if TYPE_CHECKING:
    from amparo.rules.book import LawBook

SET, KEEP = "set", "keep"
MOST_LINES: Final = 60
LONGEST: Final = {"name": 160, "why": 2_000, "source": 400, "value": 4_000}
_STRUCTURED: Final = ("table", "steps", "tariff")
_FORBIDDEN: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


class NoDraft(AmparoError):
    """A file or an address that holds no reform of a page; `key` is the word that says why."""

    def __init__(self, key: str, **values: Any) -> None:
        super().__init__(f"{key}: {values}")
        self.key, self.values = key, values


@dataclass(frozen=True, slots=True)
class Line:
    """One change as written: a value from a day on (until another), or a provision kept as it was on a day."""

    kind: str
    target: str
    start: str
    until: str = ""
    value: str = ""
    place: str = ""
    as_on: str = ""
    lifts_freeze: bool = False


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong: with a line (by number, -1 for the whole), in which of its fields, said by a word.

    detail: the message of the law itself; '' where the word says it all.
    """

    line: int
    field: str
    key: str
    detail: str = ""
    names: tuple[str, ...] = ()


@dataclass(frozen=True)
class Draft:
    """A reform as written, not checked yet. name and why may be of one language alone."""

    country: str
    name: Label
    why: Label
    source: str
    lines: tuple[Line, ...]

    @property
    def id(self) -> str:
        """A short name for files and messages: words of its name, and signs of its content."""
        return f"{_slug(self.name.en or self.name.pt or self.name.zh)}-{sha256(self.text().encode()).hexdigest()[:10]}"

    def text(self) -> str:
        """The reform as a file for `amparo reform`. Raises NoDraft for a value that cannot be written."""
        document = {
            "country": self.country,
            "name": _words(self.name),
            **({"why": _words(self.why)} if any(_texts(self.why)) else {}),
            "source": self.source,
            "changes": [_plain(line) for line in self.lines],
        }
        return yaml.safe_dump(document, allow_unicode=True, sort_keys=False, width=10_000)


def _texts(label: Label) -> tuple[str, ...]:
    return tuple(label.text(lang) for lang in LANGUAGES)


def _words(label: Label) -> dict[str, str]:
    """In three languages; what is not translated stands as it was written."""
    said = next((text for text in _texts(label) if text), "")
    return {lang: label.text(lang) or said for lang in LANGUAGES}


def _slug(text: str) -> str:
    plain = re.sub(r"[^a-z0-9]+", "-", text.casefold().encode("ascii", "ignore").decode()).strip("-")
    return plain[:40].strip("-") or "reform"


def _plain(line: Line) -> dict[str, Any]:
    ends = {"from": line.start, **({"until": line.until} if line.until else {})}
    if line.kind == KEEP:
        return {"keep": line.target, "as_on": line.as_on, **ends}
    found: dict[str, Any] = {"set": line.target, **ends, "value": as_value(line.value)}
    if line.place:
        found["place"] = line.place
    return {**found, "lifts_freeze": True} if line.lifts_freeze else found


def as_value(text: str) -> Any:
    """A value as written: a list or a table where it is one, else the text as it stands."""
    if not text.lstrip().startswith(("{", "[")):
        return text.strip()
    try:
        return yaml.safe_load(text)
    except yaml.YAMLError:
        return text.strip()


# --- from a file ------------------------------------------------------------------------------------------------------


def read_draft(text: str) -> Draft:
    """A reform file as a draft. Raises NoDraft for what is none, or holds what a page cannot change."""
    try:
        data = yaml.safe_load(text)
    except (yaml.YAMLError, ValueError, RecursionError):
        raise NoDraft("web.build.not_yaml") from None
    if not isinstance(data, Mapping) or not isinstance(data.get("changes"), list):
        raise NoDraft("web.build.no_reform")
    lines = []
    for number, line in enumerate(data["changes"], 1):
        if not isinstance(line, Mapping) or ("set" in line) == ("keep" in line):
            raise NoDraft("web.build.not_here", number=number)
        lines.append(_line(line))
    return draft_of(
        str(data.get("country", "")), _label(data.get("name")), _label(data.get("why")), data.get("source"), lines
    )


def _line(said: Mapping[str, Any]) -> Line:
    def text(key: str) -> str:
        held = said.get(key)
        if held is None:
            return ""
        if isinstance(held, dict | list):
            return yaml.safe_dump(held, allow_unicode=True, default_flow_style=True, width=10_000).strip()
        return ("yes" if held else "no") if isinstance(held, bool) else str(held)

    kind = SET if "set" in said else KEEP
    lifted = said.get("lifts_freeze") is True
    return Line(kind, text(kind), text("from"), text("until"), text("value"), text("place"), text("as_on"), lifted)


def _label(data: Any) -> Label:
    if isinstance(data, str):
        return Label(*(data for _ in LANGUAGES))
    held = data if isinstance(data, Mapping) else {}
    return Label(*(str(held.get(lang) or "") for lang in LANGUAGES))


def draft_of(country: str, name: Label, why: Label, source: Any, lines: Iterable[Line]) -> Draft:
    """A draft within its limits. Raises NoDraft for one of no country here, with too many lines, or too long."""
    code, held = country.strip().upper(), tuple(lines)
    if code not in REAL:
        raise NoDraft("web.build.no_country")
    if len(held) > MOST_LINES:
        raise NoDraft("web.build.too_many", most=MOST_LINES)
    if any(len(line.value) > LONGEST["value"] for line in held):
        raise NoDraft("web.build.too_long", most=LONGEST["value"])
    told = "" if source is None else str(source)
    return Draft(code, _cut(name, "name"), _cut(why, "why"), _clean(told)[: LONGEST["source"]], held)


def _cut(label: Label, field: str) -> Label:
    return Label(*(_clean(text)[: LONGEST[field]] for text in _texts(label)))


def _clean(text: str) -> str:
    return _FORBIDDEN.sub(" ", text).strip()


# --- what is wrong ----------------------------------------------------------------------------------------------------


def faults(draft: Draft, book: LawBook) -> tuple[Fault, ...]:
    """All that is wrong with a draft, line by line; none where it can be run."""
    found = [] if draft.lines else [Fault(-1, "", "web.build.no_changes")]
    found += [Fault(-1, "name", "web.build.no_name")] if not any(_texts(draft.name)) else []
    found += [Fault(-1, "source", "web.build.no_source")] if not draft.source else []
    good: list[tuple[int, Change]] = []
    for number, line in enumerate(draft.lines):
        fault = _fault(number, line, book)
        if fault is None:
            good.append((number, change_of(line)))
        else:
            found.append(fault)
    return (*found, *_clashes(good))


def change_of(line: Line) -> Change:
    """A line as a change of the law. Raises ValueError for a day that is none."""
    until = line.until or None
    if line.kind == KEEP:
        return keep_as(line.target, as_on=line.as_on, since=line.start, until=until)
    return set_value(line.target, as_value(line.value), since=line.start, until=until, place=line.place)


def amendment(draft: Draft) -> Amendment:
    """The draft as a reform of a law book. Raises ValueError for a day that is none."""
    return Amendment(draft.id, tuple(map(change_of, draft.lines)), draft.source)


def reform_of(draft: Draft) -> Reform:
    """The draft as a reform that can be stacked with others. Raises ValueError for a day that is none."""
    lifted = frozenset(line.target for line in draft.lines if line.lifts_freeze)
    name, why = Label(**_words(draft.name)), Label(**_words(draft.why)) if any(_texts(draft.why)) else draft.why
    return Reform(draft.id, draft.country, name, why, draft.source, amendment(draft), lifted)


def _fault(number: int, line: Line, book: LawBook) -> Fault | None:
    node = book.nodes.get(line.target)
    if not isinstance(node, Parameter | Rule) or (line.kind == SET and not isinstance(node, Parameter)):
        return Fault(number, "target", "web.build.unknown", names=(line.target,))
    for field, text in (("start", line.start), ("until", line.until), ("as_on", line.as_on)):
        needed = field == "start" or (field == "as_on" and line.kind == KEEP)
        if (text or needed) and not _is_day(text):
            return Fault(number, field, "web.build.no_day" if text else "web.build.day_needed", names=(text,))
    if line.until and read_date(line.until) <= read_date(line.start):
        return Fault(number, "until", "web.build.ends_before")
    if isinstance(node, Parameter) and line.place:
        if not node.by_place:
            return Fault(number, "place", "web.build.not_by_place")
        if line.place not in book.places.names:
            return Fault(number, "place", "web.build.no_place", names=(line.place,))
    return _refused(number, line, book)


def _is_day(text: str) -> bool:
    try:
        read_date(text)
    except ValueError:
        return False
    return True


def _refused(number: int, line: Line, book: LawBook) -> Fault | None:
    """What the law itself refuses, tried on the whole book."""
    change = change_of(line)
    try:
        if not line.lifts_freeze:
            check_frozen(book, change)
        book.amend(Amendment("line", (change,)))
    except FrozenByLaw as error:
        return Fault(number, "lifts_freeze", "web.build.frozen", names=(error.since, error.cite))
    except ChangesNothing:
        return Fault(number, "value", "web.build.changes_nothing")
    except AmparoError as error:
        if line.kind == KEEP:
            return Fault(number, "as_on", "web.build.cannot_keep", _told(error))
        return Fault(number, "value", "web.build.no_value", _told(error))
    return None


def _told(error: AmparoError) -> str:
    """The message without the places in files, which a page does not have."""
    return bare(what_of(error))


def _clashes(good: list[tuple[int, Change]]) -> list[Fault]:
    """Two lines of one provision (and place) that hold on the same day: said at the later one."""
    found = []
    for position, (number, one) in enumerate(good):
        for _, other in good[:position]:
            same = (one.target, one.place) == (other.target, other.place)
            if same and one.start < (other.until or OPEN_END) and other.start < (one.until or OPEN_END):
                found.append(Fault(number, "start", "web.build.clash"))
                break
    return found


def without(draft: Draft, numbers: Iterable[int]) -> Draft:
    """The draft without some of its lines."""
    left_out = set(numbers)
    return replace(draft, lines=tuple(line for number, line in enumerate(draft.lines) if number not in left_out))


__all__ = [
    "KEEP",
    "SET",
    "AmendmentError",
    "Draft",
    "Fault",
    "Line",
    "NoDraft",
    "amendment",
    "as_value",
    "change_of",
    "draft_of",
    "faults",
    "read_draft",
    "reform_of",
    "without",
]
