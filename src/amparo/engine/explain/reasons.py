"""What an explanation is made of: records of stored integers and no language; report/ puts them into words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from amparo.rules.bounds import FACT, HISTORY, LAW
from amparo.rules.declarations import OPEN_END
from amparo.rules.evidence import NO_WORDS, Citation, Evidence, Label

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from amparo.rules.kinds import Kind
    from amparo.rules.levels import Level
    from amparo.rules.nodes import Rule
    from amparo.rules.parameters import Dated, Parameter

At = tuple[str, int]
_WORDS: Final = {FACT: "fact", LAW: "law", HISTORY: "history"}


def reason_ids(reasons: int) -> tuple[str, ...]:
    """The stable words of a set of reasons why something is not known."""
    return tuple(word for bit, word in _WORDS.items() if reasons & bit)


def reason_id(key: str, row: int) -> str:
    """By which a node on a row is known among the reasons."""
    return f"{key}[{row}]"


@dataclass(frozen=True, slots=True)
class Row:
    """Which row of a level: its months, and its payer, group, position or days where it has them."""

    level: Level
    number: int
    first_month: int
    last_month: int
    payer: str = ""
    group: str = ""
    engagement: int = -1
    first_day: int | None = None
    last_day: int | None = None


@dataclass(frozen=True, slots=True)
class Term:
    """An expression as it stood: what is done, on what, and what came out.

    op: literal, input, local, or an operation of the language; node: which node an input is.
    """

    op: str
    low: int
    high: int
    kind: str = ""
    node: str = ""
    name: str = ""
    parts: tuple[Term, ...] = ()
    options: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition on the way: as written, how it came out (yes, no, open), and the comparisons that decided it."""

    text: str
    line: int
    outcome: str
    decisive: tuple[tuple[Term, str], ...]


@dataclass(frozen=True, slots=True)
class Provision:
    """A rule's dated version or a parameter's dated value: what it cites and how well it is known."""

    node: str
    since: int
    until: int | None
    cites: tuple[Citation, ...]
    evidence: Evidence | None
    summary: str = ""
    note: str = ""

    @property
    def doubtful(self) -> bool:
        return self.evidence is not None and self.evidence.doubtful


@dataclass(frozen=True, slots=True)
class Source:
    """Where a part came from: the name by which it is read and the id of its reason."""

    name: str
    id: str


@dataclass(frozen=True, slots=True)
class Reading:
    """One reading of a rule: the day whose law was taken, the provision, what decided, the ends reached, the inputs."""

    day: int
    until: int | None
    provision: Provision
    conditions: tuple[Condition, ...]
    ends: tuple[Term, ...]
    inputs: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Dating:
    """What a parameter says on a day: its entry, base, period, place, state, and the day it became known."""

    provision: Provision | None
    base: Label
    per: str
    place: str
    frozen: bool
    known: int | None
    state: str
    repealed: bool
    content: Any = None


@dataclass(frozen=True, slots=True)
class Reason:
    """One node on one row.

    role: rule, link, fact, parameter, calendar. told: told, absent, not_told, given ('' for anything worked out).
    """

    id: str
    node: str
    role: str
    row: Row | None
    kind: Kind
    low: int
    high: int
    reasons: tuple[str, ...]
    label: Label
    anchor: str = ""
    told: str = ""
    because: Label = NO_WORDS
    readings: tuple[Reading, ...] = ()
    dating: Dating | None = None
    fold: str = ""
    numbers: tuple[tuple[str, int], ...] = ()
    inputs: tuple[Source, ...] = ()

    @property
    def known(self) -> bool:
        return self.low == self.high

    def sources(self) -> tuple[Source, ...]:
        """All it was read from, in order, each once."""
        found = dict.fromkeys([*(s for reading in self.readings for s in reading.inputs), *self.inputs])
        return tuple(found)


@dataclass(frozen=True)
class Why:
    """The why-tree of a value; a part that several things rest on stands in it once."""

    root: str
    reasons: Mapping[str, Reason]

    def walk(self) -> Iterator[tuple[int, str, Reason, bool]]:
        """(depth, name read by, reason, whether it was shown before), top down; what was shown is not opened again."""
        seen: set[str] = set()
        stack: list[tuple[int, str, str]] = [(0, "", self.root)]
        while stack:
            depth, name, key = stack.pop()
            again = key in seen
            seen.add(key)
            yield depth, name, self.reasons[key], again
            if not again:
                stack += [(depth + 1, source.name, source.id) for source in reversed(self.reasons[key].sources())]

    def provisions(self) -> Iterator[Provision]:
        """Every provision in the tree, each once."""
        seen: set[tuple[str, int]] = set()
        for reason in self.reasons.values():
            for provision in provisions_of(reason):
                if (provision.node, provision.since) not in seen:
                    seen.add((provision.node, provision.since))
                    yield provision


def provisions_of(reason: Reason) -> tuple[Provision, ...]:
    """The provisions that a reason itself states."""
    if reason.dating is not None:
        return () if reason.dating.provision is None else (reason.dating.provision,)
    return tuple(reading.provision for reading in reason.readings)


def version_provision(rule: Rule, number: int) -> Provision:
    """A dated version of a rule, as a provision."""
    version = rule.versions[number]
    until = None if version.until == OPEN_END else version.until
    return Provision(rule.full_name, version.since, until, version.cites, version.evidence, version.summary)


def dated_provision(parameter: Parameter, dated: Dated) -> Provision:
    """A dated value of a parameter, as a provision."""
    cites = () if dated.cite is None else (dated.cite,)
    return Provision(parameter.full_name, dated.start, None, cites, dated.evidence, "", dated.note)
