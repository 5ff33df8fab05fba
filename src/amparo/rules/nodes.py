"""The nodes of a country's law: facts, parameters, rules, links, and what the calendar gives."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from amparo.rules.kinds import KINDS, Kind
from amparo.rules.levels import MONTHLY, QUARTER, SPELL, TIE_YEAR, YEAR, Anchor, Level
from amparo.rules.parameters import Parameter

if TYPE_CHECKING:
    from collections.abc import Callable

    from amparo.rules.declarations import Link
    from amparo.rules.evidence import Citation, Evidence, Label
    from amparo.rules.language import Source


@dataclass(frozen=True, slots=True)
class Fact:
    """What a dossier may tell. absent is what the absence of a record says, where it says anything (None: unknown)."""

    name: str
    topic: str
    level: Level
    kind: Kind
    low: int
    high: int
    label: Label
    absent: int | None
    because: Label
    typical: tuple[int, ...]

    @property
    def full_name(self) -> str:
        return f"{self.topic}.{self.name}"


@dataclass(frozen=True, slots=True)
class Version:
    """One dated version of a rule, read."""

    since: int
    until: int
    source: Source
    function: Callable[..., int]
    cites: tuple[Citation, ...]
    evidence: Evidence
    place: str
    summary: str
    line: int


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule with all its dated versions; before and after say what holds outside them (None: law not known)."""

    name: str
    topic: str
    level: Level
    law_at: Anchor
    kind: Kind
    versions: tuple[Version, ...]
    before: int | None
    after: int | None
    declared_range: tuple[int, int] | None
    label: Label

    @property
    def full_name(self) -> str:
        return f"{self.topic}.{self.name}"

    def active(self, day: int) -> int:
        """The number of the version in force on a day; -1 before all, -2 after all."""
        for position, version in enumerate(self.versions):
            if version.since <= day < version.until:
                return position
        return -1 if not self.versions or day < self.versions[0].since else -2


@dataclass(frozen=True, slots=True)
class LinkNode:
    """A declared link, resolved: its level and kind."""

    name: str
    topic: str
    level: Level
    kind: Kind
    link: Link
    label: Label

    @property
    def full_name(self) -> str:
        return f"{self.topic}.{self.name}"


@dataclass(frozen=True, slots=True)
class Builtin:
    """What the calendar gives every row."""

    name: str
    level: Level
    kind: Kind
    topic: str = ""

    @property
    def full_name(self) -> str:
        return f"{self.name}@{self.level.name.lower()}"


Node = Fact | Parameter | Rule | LinkNode | Builtin

_CALENDAR: Final[dict[str, tuple[str, tuple[Level, ...]]]] = {
    "month": ("month", MONTHLY),
    "year": ("count", (YEAR, QUARTER, TIE_YEAR, *MONTHLY)),
    "quarter_month": ("month", (QUARTER,)),
    "spell_first_day": ("date", (SPELL,)),
    "spell_last_day": ("date", (SPELL,)),
    "days_of_law": ("days", MONTHLY),
}
BUILTINS: Final[dict[tuple[str, Level], Builtin]] = {
    (name, level): Builtin(name, level, KINDS[kind]) for name, (kind, levels) in _CALENDAR.items() for level in levels
}
BUILTIN_NAMES: Final = frozenset(_CALENDAR)
