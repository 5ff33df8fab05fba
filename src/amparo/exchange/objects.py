"""What an exchange file may hold, kind by kind. Nothing of class restricted has a form here."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Final, Literal

from pydantic import AfterValidator, Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from amparo.exchange.hashing import digest_of
from amparo.exchange.texts import Frozen, Labels, Language, Line, Plain, Said, Text
from amparo.rules.kinds import KINDS as VALUE_KINDS
from amparo.rules.kinds import read_date, read_value

Hash = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Identity = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,12}-[0-9a-f]{16}$")]
Delegate = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2,8}$")]
Name = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_][A-Za-z0-9_.\-]{0,149}$")]
CountryCode = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2,9}$")]
DataClass = Literal["hypothetical", "synthetic", "public-use"]
"""Results made from restricted records stay where they are: there is no way to write that class down here."""
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_MONTH: Final = re.compile(r"\d{4}-\d{2}", re.ASCII)
MOST_MINUTES: Final = 24 * 60
LONGEST_CASE: Final = 100_000
LONGEST_REFORM: Final = 60_000


def _day(text: str) -> str:
    try:
        if _DAY.fullmatch(text):
            read_date(text)
            return text
    except ValueError:
        pass
    raise PydanticCustomError("day", "not a day")


def _month(text: str) -> str:
    try:
        if _MONTH.fullmatch(text):
            read_value(VALUE_KINDS["month"], text)
            return text
    except ValueError:
        pass
    raise PydanticCustomError("month", "not a month")


Day = Annotated[str, AfterValidator(_day)]
Month = Annotated[str, AfterValidator(_month)]


class Delegation(Frozen):
    """One side of the exchange: a short code, and what it is called, in one language or several."""

    code: Delegate
    name: Annotated[tuple[Text, ...], Field(min_length=1, max_length=3)]

    def called(self, language: str) -> Text:
        """Its name for a reader: the first one where there is none in the reader's language."""
        return next((text for text in self.name if text.language == language), self.name[0])


class Meeting(Frozen):
    """What the exchange is called, who takes part, on which days."""

    kind: Literal["exchange"]
    title: Text
    delegations: Annotated[tuple[Delegation, ...], Field(min_length=1, max_length=8)]
    first: Day | None = None
    last: Day | None = None
    example: bool = False
    """Made up to show the form of an exchange: nobody said any of it."""


class AgendaItem(Frozen):
    """A point of the agenda."""

    kind: Literal["agenda"]
    order: Annotated[int, Field(ge=1, le=999)]
    minutes: Annotated[int, Field(ge=0, le=MOST_MINUTES)] = 0
    title: Text
    about: Annotated[tuple[Identity, ...], Field(max_length=50)] = ()


class Pin(Frozen):
    """A provision as one law book held it on one day, so that both sides know what they look at.

    law: hash of the book; content: of the provision alone. quote: words of the official text, typed by a delegation.
    """

    kind: Literal["provision"]
    country: CountryCode
    provision: Name
    place: Annotated[str, StringConstraints(pattern=r"^[a-z0-9_]{0,60}$")] = ""
    on: Day
    known_on: Day | None = None
    law: Hash
    content: Hash
    label: Labels
    value: Labels
    cites: Labels
    evidence: Labels
    doubtful: bool
    quote: Text | None = None


class Worker(Frozen):
    """One worker as a case file tells of them, without anything that points to a person."""

    kind: Literal["case"]
    title: Text
    country: CountryCode
    data_class: DataClass
    law: Hash
    case: Annotated[Plain, Field(max_length=LONGEST_CASE)]


class ReformText(Frozen):
    """A reform file, word for word."""

    id: Name
    text: Annotated[Plain, Field(min_length=1, max_length=LONGEST_REFORM)]


class Built(Frozen):
    """A synthetic population that anybody can build again: equal country, number, seed and months give equal bytes."""

    country: CountryCode
    data_class: Literal["synthetic"]
    persons: Annotated[int, Field(ge=1, le=100_000_000)]
    seed: Annotated[int, Field(ge=0, le=2**31 - 1)]
    first: Month
    last: Month


class Amount(Frozen):
    """One posting in one year, unweighted, in the smallest unit: two ends before, two after; error of the change."""

    node: Name
    payer: Name
    year: Annotated[int, Field(ge=1900, le=2200)]
    before: tuple[int, int]
    after: tuple[int, int]
    error: int


class People(Frozen):
    """How many workers of the population gain, lose, stay or cannot be told, and by how much together."""

    side: Literal["gain", "loss", "same", "undecided"]
    workers: int
    amount: int


class Cover(Frozen):
    """Worker-months of one branch in one state of cover, before and after."""

    branch: Name
    state: Name
    before: int
    after: int


class Tables(Frozen):
    """What one run gave, in whole numbers; each worker stands for `weight` persons."""

    workers: int
    weight: Annotated[str, StringConstraints(pattern=r"^\d{1,12}(\.\d{1,12})?$")]
    amounts: Annotated[tuple[Amount, ...], Field(max_length=2000)]
    people: Annotated[tuple[People, ...], Field(max_length=4)]
    cover: Annotated[tuple[Cover, ...], Field(max_length=200)]

    @property
    def whole(self) -> str:
        """The hash of the tables; sampling errors are no part of it."""
        return digest_of(self.model_dump(mode="json", exclude={"digest": True, "amounts": {"__all__": {"error"}}}))


class Result(Tables):
    """The tables of one run with their hash."""

    digest: Hash

    @model_validator(mode="after")
    def _as_hashed(self) -> Result:
        if self.digest != self.whole:
            raise PydanticCustomError("digest", "not the hash of the tables")
        return self


class Scenario(Frozen):
    """A stack of reforms on a country's law, tried on a population that anybody can build again.

    law, after: hashes of the book without and with the reforms. first, last: the months that count.
    """

    kind: Literal["scenario"]
    title: Text
    country: CountryCode
    law: Hash
    after: Hash
    reforms: Annotated[tuple[ReformText, ...], Field(min_length=1, max_length=12)]
    population: Built | None = None
    first: Month | None = None
    last: Month | None = None
    result: Result | None = None


class Converted(Frozen):
    """The law that a graft makes by one rule for turning money."""

    by: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z \-]{0,40}$")]
    law: Hash


class GraftOf(Frozen):
    """A mechanism of one country put onto another's law, by one or several equivalences."""

    kind: Literal["graft"]
    title: Text
    mechanism: Name
    onto: CountryCode
    as_on: Day
    law: Hash
    books: Annotated[tuple[Converted, ...], Field(min_length=1, max_length=8)]


class Cell(Frozen):
    """A cell of a scenario's tables."""

    table: Literal["amounts", "people", "cover"]
    row: Annotated[int, Field(ge=1, le=2000)]
    column: Literal["before", "after", "workers"]


class Anchor(Frozen):
    """What something is said of: an object, in one version of it; a quoted passage or a cell of it."""

    object: Identity
    version: Hash
    quote: Annotated[Said, Field(max_length=2000)] = ""
    cell: Cell | None = None


class Comment(Frozen):
    """What a delegation says, in the writer's language; of something, or of something that was said."""

    kind: Literal["comment"]
    text: Text
    on: Anchor | None = None


class Translation(Frozen):
    """A text of another object in another language: by a person, by a machine, or by a machine and then reviewed.

    of: the object and the version whose text it renders. It stands beside the original and never takes its place.
    """

    kind: Literal["translation"]
    of: Anchor
    text: Text
    how: Literal["human", "machine", "reviewed"]
    translator: Line = ""


class Outcome(Frozen):
    """What came of it: agreed, noted, or to follow up (by whom, until when)."""

    kind: Literal["outcome"]
    state: Literal["agreed", "noted", "follow_up"]
    text: Text
    owner: Line = ""
    due: Day | None = None
    about: Annotated[tuple[Identity, ...], Field(max_length=50)] = ()


class Closing(Frozen):
    """The record as it was made: of which shared entries, by which law books, and the hash of its text by language."""

    kind: Literal["closing"]
    state: Hash
    books: Mapping[CountryCode, Hash]
    documents: Mapping[Language, Hash]


class Withdrawn(Frozen):
    """Takes an object back. What it said stays in the file."""

    kind: Literal["withdrawn"]
    reason: Text | None = None


Body = Annotated[
    Meeting | AgendaItem | Pin | Worker | Scenario | GraftOf | Comment | Translation | Outcome | Closing | Withdrawn,
    Field(discriminator="kind"),
]
KINDS: Final = (
    "exchange",
    "agenda",
    "provision",
    "case",
    "scenario",
    "graft",
    "comment",
    "translation",
    "outcome",
    "closing",
)


def text_of(body: Body) -> Text | None:
    """The text of an object that a translation may render; none where it holds no writing of a person."""
    match body:
        case Meeting() | AgendaItem() | Worker() | Scenario() | GraftOf():
            return body.title
        case Comment() | Outcome():
            return body.text
        case Pin():
            return body.quote
        case Withdrawn():
            return body.reason
        case Translation() | Closing():
            return None


def said_of(body: Body) -> tuple[str, ...]:
    """The objects that an object speaks of."""
    match body:
        case AgendaItem() | Outcome():
            return body.about
        case Comment(on=Anchor() as on):
            return (on.object,)
        case Translation():
            return (body.of.object,)
    return ()
