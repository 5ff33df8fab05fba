"""An entry: one thing said of one object at one time. Its version is the hash of all it holds: no editing it."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import Annotated, Any, Final

from pydantic import Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from amparo.exchange.hashing import digest_of
from amparo.exchange.objects import KINDS, Body, Delegate, Hash, Identity
from amparo.exchange.texts import Frozen, Text

Moment = Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{6}Z$")]
Nonce = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")]
MOST_REPLACED: Final = 100


class Writer(Frozen):
    """Who writes: a delegation, and in what capacity (an office or a function; a name is not asked for)."""

    delegation: Delegate
    capacity: Text | None = None


class Entry(Frozen):
    """One thing said. replaces: the versions of the same object that it takes the place of.

    private: for the writer's own delegation; left out of the file that is handed over. nonce: random, so that the
    version of a private entry, which a later shared one may name, tells nothing of what it said.
    """

    exchange: Identity
    object: Identity
    replaces: Annotated[tuple[Hash, ...], Field(max_length=MOST_REPLACED)] = ()
    time: Moment
    writer: Writer
    private: bool = False
    nonce: Nonce
    body: Body

    @model_validator(mode="after")
    def _of_its_kind(self) -> Entry:
        """An object's id begins with its kind, so that two entries of one object can never be of two kinds."""
        kind = self.object.partition("-")[0]
        if kind not in KINDS or (self.body.kind not in (kind, "withdrawn")):
            raise PydanticCustomError("object_of_kind", "not of its kind: {what}", {"what": self.object})
        if self.object.startswith("exchange-") and (self.object != self.exchange or self.body.kind == "withdrawn"):
            raise PydanticCustomError("object_of_kind", "not of its kind: {what}", {"what": self.object})
        return self

    @property
    def kind(self) -> str:
        """The kind of the object, also where the entry withdraws it."""
        return self.object.partition("-")[0]

    @cached_property
    def content(self) -> dict[str, Any]:
        """All it holds as plain data; what is not said is left out, so that a field added later changes no hash."""
        return self.model_dump(mode="json", exclude_defaults=True)

    @cached_property
    def version(self) -> str:
        """The hash of its content."""
        return digest_of(self.content)

    @property
    def minute(self) -> str:
        """When it was written, to the minute."""
        return f"{self.time[:10]} {self.time[11:16]} UTC"

    @property
    def order(self) -> tuple[str, str]:
        """By time as the writers' clocks said, then by version: the same everywhere. What stands does not need it."""
        return self.time, self.version


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


@dataclass(frozen=True)
class Desk:
    """Where entries are written: by whom, for whom, with which clock and which source of chance."""

    writer: Writer
    private: bool = False
    clock: Callable[[], str] = _now
    chance: Callable[[int], str] = secrets.token_hex

    def identity(self, kind: str) -> str:
        """A new object's id; it says nothing of what the object holds."""
        return f"{kind}-{self.chance(8)}"

    def entry(self, exchange: str, object_: str, body: Body, replaces: Iterable[str] = ()) -> Entry:
        """A new entry."""
        return Entry(
            exchange=exchange,
            object=object_,
            replaces=tuple(sorted(replaces)),
            time=self.clock(),
            writer=self.writer,
            private=self.private,
            nonce=self.chance(16),
            body=body,
        )


__all__ = ["Desk", "Entry", "Writer"]
