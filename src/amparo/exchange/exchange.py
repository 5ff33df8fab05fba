"""An exchange: a set of entries that only grows. What stands is worked out from it; copies join by taking both sets.

The model is a multi-value register for each object inside a grow-only set: an entry names the versions it replaces;
what no entry replaces stands; two that stand side by side are a conflict, which a new entry replacing both resolves.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from amparo.exchange.entries import Entry
from amparo.exchange.errors import ExchangeError
from amparo.exchange.hashing import digest_of
from amparo.exchange.objects import Meeting, Translation, Withdrawn, said_of, text_of

_RANK: Final = {"machine": 0, "human": 1, "reviewed": 2}


@dataclass(frozen=True)
class Standing:
    """What stands of one object: one entry, or several that do not know of each other."""

    object: str
    heads: tuple[Entry, ...]

    @property
    def kind(self) -> str:
        return self.heads[0].kind

    @property
    def conflict(self) -> bool:
        """Whether more than one entry stands."""
        return len(self.heads) > 1

    @property
    def withdrawn(self) -> bool:
        """Whether all that stands is that it was taken back."""
        return all(isinstance(head.body, Withdrawn) for head in self.heads)

    @property
    def head(self) -> Entry:
        """The one that stands; of several, the last one that is not a withdrawal, to have something to show."""
        said = [head for head in self.heads if not isinstance(head.body, Withdrawn)]
        return (said or list(self.heads))[-1]

    @property
    def private(self) -> bool:
        """Whether nothing of it is shared."""
        return all(head.private for head in self.heads)


@dataclass(frozen=True)
class Exchange:
    """Entries by version. Two exchanges are equal when they hold the same entries."""

    id: str
    entries: Mapping[str, Entry]

    @cached_property
    def ordered(self) -> tuple[Entry, ...]:
        """All entries, in the order that is the same in every copy."""
        return tuple(sorted(self.entries.values(), key=lambda entry: entry.order))

    @cached_property
    def standing(self) -> Mapping[str, Standing]:
        """What stands, by object, in the order in which objects were first spoken of."""
        by_object: dict[str, list[Entry]] = {}
        for entry in self.ordered:
            by_object.setdefault(entry.object, []).append(entry)
        return {key: Standing(key, _heads(entries)) for key, entries in by_object.items()}

    def of(self, kind: str) -> list[Standing]:
        """What stands of a kind, without what was taken back."""
        return [one for one in self.standing.values() if one.kind == kind and not one.withdrawn]

    @property
    def meeting(self) -> Meeting:
        """Title and delegations. Raises ExchangeError in a file that says neither."""
        found = self.standing.get(self.id)
        body = found.head.body if found else None
        if not isinstance(body, Meeting):
            raise ExchangeError("no_meeting")
        return body

    @property
    def conflicts(self) -> list[Standing]:
        """Objects of which more than one entry stands."""
        return [one for one in self.standing.values() if one.conflict]

    def translations(self, entry: Entry, language: str) -> list[Entry]:
        """Translations of an entry's text into a language, the best first: reviewed, by a person, by a machine."""
        found = [one for one in self._translated.get((entry.object, language), []) if self._renders(one, entry)]
        return sorted(found, key=lambda one: (_how(one), *one.order), reverse=True)

    def earlier_translations(self, entry: Entry, language: str) -> list[Entry]:
        """Translations of another wording of the same object, the latest first."""
        found = [one for one in self._translated.get((entry.object, language), []) if not self._renders(one, entry)]
        return sorted(found, key=lambda one: one.order, reverse=True)

    def _renders(self, translation: Entry, entry: Entry) -> bool:
        """Whether a translation is of this entry's wording, be it of an earlier version with the same words."""
        body = translation.body
        assert isinstance(body, Translation)
        source = self.entries.get(body.of.version)
        return body.of.version == entry.version or (
            source is not None and source.object == entry.object and text_of(source.body) == text_of(entry.body)
        )

    @cached_property
    def _translated(self) -> Mapping[tuple[str, str], list[Entry]]:
        found: dict[tuple[str, str], list[Entry]] = {}
        for one in self.of("translation"):
            for head in one.heads:
                if isinstance(head.body, Translation):
                    found.setdefault((head.body.of.object, head.body.text.language), []).append(head)
        return found

    def with_entries(self, more: Iterable[Entry]) -> Exchange:
        """A copy that holds these entries too. Raises ExchangeError for entries of another exchange."""
        held = dict(self.entries)
        for entry in more:
            if entry.exchange != self.id:
                raise ExchangeError("another_exchange", one=self.id, other=entry.exchange)
            held.setdefault(entry.version, entry)
        return Exchange(self.id, held)

    @property
    def to_hand_over(self) -> Exchange:
        """What the other side may see: the same without private entries."""
        return Exchange(self.id, {key: entry for key, entry in self.entries.items() if not entry.private})

    @property
    def kept_back(self) -> list[Entry]:
        """The private entries."""
        return [entry for entry in self.ordered if entry.private]

    @cached_property
    def state(self) -> str:
        """A hash of all that is shared, except records of closing: copies that agree have the same."""
        return digest_of(sorted(key for key, entry in self.to_hand_over.entries.items() if entry.kind != "closing"))

    def not_here(self, entry: Entry) -> list[str]:
        """The objects that an entry speaks of and this copy does not hold."""
        return [key for key in said_of(entry.body) if key not in self.standing]


def _heads(entries: list[Entry]) -> tuple[Entry, ...]:
    """What stands of one object's entries. A private entry takes no place of a shared one: the other side has it."""
    held = {entry.version: entry for entry in entries}
    replaced = {
        version
        for entry in entries
        for version in entry.replaces
        if version in held and not (entry.private and not held[version].private)
    }
    return tuple(entry for entry in entries if entry.version not in replaced)


def _how(entry: Entry) -> int:
    return _RANK[entry.body.how] if isinstance(entry.body, Translation) else -1


def merged(one: Exchange, other: Exchange) -> Exchange:
    """Both copies as one: every entry of either, nothing lost. Raises ExchangeError for copies of two exchanges."""
    if one.id != other.id:
        raise ExchangeError("another_exchange", one=one.id, other=other.id)
    return one.with_entries(other.entries.values())


@dataclass(frozen=True)
class Difference:
    """Two copies of one exchange beside each other. conflicts: what stands twice once they are joined."""

    only_one: tuple[Entry, ...]
    only_other: tuple[Entry, ...]
    both: int
    joined: Exchange

    @property
    def conflicts(self) -> list[Standing]:
        return self.joined.conflicts


def difference(one: Exchange, other: Exchange) -> Difference:
    """What each copy holds that the other does not. Raises ExchangeError for copies of two exchanges."""
    joined = merged(one, other)
    return Difference(
        tuple(entry for entry in one.ordered if entry.version not in other.entries),
        tuple(entry for entry in other.ordered if entry.version not in one.entries),
        len(one.entries.keys() & other.entries.keys()),
        joined,
    )


__all__ = ["Difference", "Exchange", "Standing", "difference", "merged"]
