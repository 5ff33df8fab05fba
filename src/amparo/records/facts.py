"""The facts of a law book as the records see them: which table tells which, and how a value is stored."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final

from amparo.rules.errors import nearest
from amparo.rules.kinds import read_value, show_value
from amparo.rules.levels import (
    CONTRACT,
    GROUP_MONTH,
    MONTH,
    PAYER,
    QUARTER,
    SPELL,
    TIE_MONTH,
    TIE_YEAR,
    WORKER,
    YEAR,
    Level,
)
from amparo.rules.messages import Either, Listed, Message
from amparo.rules.nodes import Fact

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from amparo.rules.book import LawBook
    from amparo.rules.kinds import Kind

# the table in which a fact of each level is told
TABLE_OF: Final[dict[Level, str]] = {
    WORKER: "workers",
    PAYER: "payers",
    CONTRACT: "engagements",
    TIE_MONTH: "ties",
    GROUP_MONTH: "ties",
    TIE_YEAR: "tie_years",
    MONTH: "months",
    QUARTER: "quarters",
    YEAR: "years",
    SPELL: "spells",
}
# told in the table `workers`, a fact of these levels holds for every period
ONCE: Final = (WORKER, MONTH, QUARTER, YEAR)
# `kind` is short for the one fact of the level that has one of these names
_KIND_NAMES: Final = ("kind", "payer_kind", "contingency")


def is_unknown(value: Any) -> bool:
    """Nothing there, or the word unknown."""
    return value is None or (isinstance(value, str) and value.strip().lower() in {"", "unknown"})


def storage_bits(kind: Kind) -> int:
    """How many bits the canonical form gives to a stored value of the kind."""
    if kind.category is not None or kind.name == "truth":
        return 8
    return {"place": 16, "money": 64, "rate": 64}.get(kind.name, 32)


@dataclass(frozen=True)
class FactIndex:
    """The facts of a book, by level and by name."""

    book: LawBook

    @cached_property
    def all(self) -> tuple[Fact, ...]:
        return tuple(node for node in self.book.nodes.values() if isinstance(node, Fact))

    def at(self, levels: Iterable[Level]) -> list[Fact]:
        """The facts of the levels, in the book's order."""
        wanted = set(levels)
        return [fact for fact in self.all if fact.level in wanted]

    def names(self, levels: Iterable[Level]) -> dict[str, Fact]:
        """By every name that may be written for it: short where only one fact of the levels has it, and topic.name."""
        facts = self.at(levels)
        times = Counter(fact.name for fact in facts)
        found = {fact.name: fact for fact in facts if times[fact.name] == 1}
        found |= {fact.full_name: fact for fact in facts}
        kinds = [name for name in _KIND_NAMES if name in found]
        if "kind" not in found and len(kinds) == 1:
            found["kind"] = found[kinds[0]]
        return found

    def find(self, name: str, levels: Iterable[Level]) -> Fact:
        """The fact of that name at one of the levels; raises ValueError saying what stands at other levels, or near."""
        levels = tuple(levels)
        known = self.names(levels)
        if name in known:
            return known[name]
        several = [fact.full_name for fact in self.at(levels) if fact.name == name]
        if several:
            raise ValueError(
                Message(
                    "fact.several",
                    "'{name}' stands in several topics; write {names}.",
                    name=name,
                    names=Either(several),
                )
            )
        elsewhere = [fact for fact in self.all if name in (fact.name, fact.full_name)]
        if elsewhere:
            levels_ = sorted({fact.level.name.lower() for fact in elsewhere})
            where = Listed(Message(f"level.{level}", level) for level in levels_)
            raise ValueError(
                Message(
                    "fact.other_level",
                    "'{name}' is a fact of level {level}; it is not told here.",
                    name=name,
                    level=where,
                )
            )
        short = sorted({fact.name for fact in self.at(levels)})
        raise ValueError(
            Message(
                "fact.unknown",
                "'{name}' is no fact of {law}.{hint}",
                name=name,
                law=self.book.country.code,
                hint=nearest(name, [*known, *short]),
            )
        )

    def short_name(self, fact: Fact) -> str:
        """The name by which the fact's column is written: short where that is enough within its table."""
        return fact.name if self._times[fact.name, TABLE_OF[fact.level]] == 1 else fact.full_name

    @cached_property
    def _times(self) -> Counter[tuple[str, str]]:
        return Counter((fact.name, TABLE_OF[fact.level]) for fact in self.all)

    def member_label(self, kind: Kind, member: str) -> dict[str, str]:
        """The name of a category's member in the three languages ({} where the law gives none)."""
        for topic in self.book.topics.values():
            label = topic.categories.get(kind.name, {}).get(member)
            if label is not None:
                return {"en": label.en, "pt": label.pt, "zh": label.zh}
        return {}

    def show(self, fact: Fact, value: int) -> str:
        return show_value(fact.kind, value, self.book.places)

    def bounds(self, fact: Fact) -> str:
        """What values a fact may take, in words."""
        if fact.kind.category is not None:
            names = Listed(name.lower() for name in fact.kind.category.__members__)
            return Message("bounds.one_of", "one of {names}", names=names)
        if fact.kind.name == "truth":
            return Message("bounds.truth", "yes or no")
        if fact.kind.name == "place":
            return Message("bounds.place", "the name of a place")
        low, high = self.show(fact, fact.low), self.show(fact, fact.high)
        return Message("bounds.between", "between {low} and {high}", low=low, high=high)

    def read(self, fact: Fact, value: Any) -> int:
        """The stored integer of a value that somebody wrote; raises ValueError."""
        if isinstance(value, list | dict | tuple | set):
            raise ValueError(Message("fact.single", "a single value is expected here"))
        stored = read_value(fact.kind, value, self.book.places)
        if not fact.low <= stored <= fact.high:
            raise ValueError(
                Message("fact.out_of_bounds", "{value!r} is not {bounds}", value=value, bounds=self.bounds(fact))
            )
        return stored

    @cached_property
    def fingerprint(self) -> str:
        """What the canonical form depends on: names, levels, kinds, ranges, numbers of categories, list of places."""
        digest = hashlib.sha256()
        for fact in sorted(self.all, key=lambda fact: fact.full_name):
            members = {} if fact.kind.category is None else {m.name: int(m) for m in fact.kind.category}
            line = (
                f"{fact.full_name} {fact.level.name} {fact.kind.name} {fact.low} {fact.high} {fact.absent} {members}\n"
            )
            digest.update(line.encode())
        digest.update(repr((self.book.country.code, self.book.currency, self.book.places.names)).encode())
        return digest.hexdigest()
