"""The mapping of an order log: which column says what, what counts, in which currency. See docs/order-logs.md."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal

import duckdb
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from amparo.records import map_refusals as wrong
from amparo.records.cells import CURRENCIES
from amparo.records.documents import Unreadable, read_document
from amparo.records.errors import Finding, MapError
from amparo.records.facts import FactIndex
from amparo.records.fields import field_problem
from amparo.rules.errors import near
from amparo.rules.kinds import KINDS, read_date, read_value
from amparo.rules.levels import CONTRACT
from amparo.rules.messages import Listed, Message, sentence_of, what_of

if TYPE_CHECKING:
    from amparo.rules.book import LawBook

Treatment = Literal["order", "paid_only", "left_out"]
SECONDS: Final = {"seconds": 1, "minutes": 60, "hours": 3600}


def _truth(value: Any) -> bool:
    return bool(read_value(KINDS["truth"], value))


def _listed(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


Yes = Annotated[bool, BeforeValidator(_truth)]
Words = Annotated[tuple[str, ...], BeforeValidator(_listed)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class Columns(_Strict):
    """Names of the log's columns."""

    start: str
    pay: str
    end: str | None = None
    duration: str | None = None
    order: str | None = None
    worker: str | None = None
    payer: str | None = None
    status: str | None = None
    tip: str | None = None
    fee: str | None = None
    activity: str | None = None
    place: str | None = None
    form: str | None = None
    currency: str | None = None
    distance: str | None = None


class Tips(_Strict):
    """Whether the pay column holds the tips, and whether tips count as income."""

    in_pay: Yes
    counted: Yes


class Conversion(_Strict):
    """A declared conversion into the currency of the law."""

    rate: Decimal = Field(gt=0, lt=1_000_000)
    source: str = Field(min_length=3)
    date: str
    round: Literal["half_up", "up", "down"] = "half_up"


class OrderMap(_Strict):
    """How to read an order log."""

    country: str
    time_zone: str
    currency: str
    columns: Columns
    format: Literal["amparo-orders/1"] = "amparo-orders/1"
    note: str = ""
    time_format: str | None = None
    month_of: Literal["start", "end"] = "start"
    duration_unit: Literal["seconds", "minutes", "hours"] = "seconds"
    statuses: dict[str, Treatment] = {}
    activities: dict[str, str] = {}
    places: dict[str, str] = {}
    forms: dict[str, str] = {}
    payers: dict[str, str] = {}
    tips: Tips | None = None
    empty_is_zero: Words = ()
    conversion: Conversion | None = None
    round: Literal["half_up", "up", "down"] = "half_up"
    income: Words = ("gross_pay",)
    constants: dict[str, str] = {}
    facts: dict[str, Any] = {}
    nothing_before: Yes = False
    nothing_after: Yes = False

    @property
    def written(self) -> dict[str, str]:
        """Column of the log by what it says."""
        return {role: column for role, column in self.columns.model_dump().items() if column is not None}


_CONSTANTS: Final = ("worker", "payer", "group", "payer_kind", "activity", "place", "form")
_MONEY: Final = ("pay", "tip", "fee")


def read_map(file: str | Path, book: LawBook) -> OrderMap:
    """The mapping in a YAML or JSON file, held against the law. Raises MapError with all that is wrong."""
    path = Path(file)
    try:
        data = read_document(path)
    except Unreadable as error:
        raise MapError([error.finding], path.name) from None
    return map_from(data, book, path.name)


def map_from(data: Any, book: LawBook, source: str = "mapping") -> OrderMap:
    """The mapping in a mapping (from YAML, JSON or Python)."""
    if not isinstance(data, Mapping):
        cure = Message("mapping.begin_cure", "begin with 'country: PT'; see docs/order-logs.md.")
        raise MapError(
            [Finding("", data, Message("document.no_mapping", "a mapping of keys is expected."), cure)], source
        )
    try:
        found = OrderMap.model_validate(data)
    except ValidationError as error:
        raise MapError([_finding(each) for each in error.errors()], source) from None
    findings = list(_check(found, book))
    if findings:
        raise MapError(findings, source)
    return found


def time_zones() -> list[str]:
    """The names of time zones that the database knows: it is what reads the times."""
    with duckdb.connect(":memory:") as connection:
        return sorted(str(row[0]) for row in connection.execute("SELECT name FROM pg_timezone_names()").fetchall())


def _finding(error: Any) -> Finding:
    """What pydantic says, in Amparo's words."""
    path = ".".join(str(part) for part in error["loc"])
    if error["type"] == "extra_forbidden":
        known = [*Columns.model_fields] if path.startswith("columns.") else [*OrderMap.model_fields]
        hint = near(path.rpartition(".")[2], known)
        return Finding(
            path,
            None,
            Message("mapping.unknown_key", "this is not a key here."),
            hint or Message("mapping.known_cure", "known here: {known}.", known=Listed(known)),
        )
    if error["type"] == "missing":
        return Finding(path, None, *wrong.MISSING)
    return Finding(
        path, error.get("input"), field_problem(error), Message("mapping.orders_docs", "see docs/order-logs.md.")
    )


def _check(found: OrderMap, book: LawBook) -> Any:
    """What pydantic cannot know: the law's names, the time zone, the currency."""
    index = FactIndex(book)
    if found.country.upper() != book.country.code.upper():
        yield Finding(
            "country",
            found.country,
            Message("mapping.other_law", "the law given is of {law}.", law=book.country.code),
            Message("mapping.same_country_cure", "take the same country."),
        )
    zones = time_zones()
    if found.time_zone not in zones:
        hint = near(found.time_zone, zones)
        yield Finding(
            "time_zone",
            found.time_zone,
            Message("mapping.time_zone", "no such time zone."),
            hint or Message("mapping.time_zone_cure", "write it as Europe/Lisbon."),
        )
    if found.currency != book.currency:
        if found.currency not in CURRENCIES:
            yield Finding("currency", found.currency, *wrong.CURRENCY)
        if found.conversion is None:
            sentence = Message(
                "mapping.no_conversion",
                "the law of {law} is in {currency} and no conversion is declared.",
                law=book.country.code,
                currency=book.currency,
            )
            yield Finding(
                "conversion", None, sentence, Message("mapping.conversion_cure", "declare rate, source and date.")
            )
    elif found.conversion is not None:
        yield Finding("conversion", None, *wrong.OWN_CURRENCY)
    if found.conversion is not None:
        try:
            read_date(found.conversion.date)
        except ValueError as error:
            yield Finding(
                "conversion.date",
                found.conversion.date,
                sentence_of(error),
                Message("cure.day", "write it as 2025-03-10."),
            )
    yield from _check_columns(found)
    yield from _check_words(found, index)


def _check_columns(found: OrderMap) -> Any:
    columns = found.columns
    if columns.status is not None and not found.statuses:
        yield Finding("statuses", None, *wrong.STATUSES)
    if columns.status is None and found.statuses:
        yield Finding("columns.status", None, *wrong.NO_STATUS_COLUMN)
    if columns.tip is not None and found.tips is None:
        yield Finding("tips", None, *wrong.TIPS)
    for role in ("worker", "payer"):
        if getattr(columns, role) is None and role not in found.constants:
            yield Finding(
                f"columns.{role}",
                None,
                Message("mapping.no_role", "nothing says who the {role} is.", role=role),
                Message("mapping.role_cure", "name a column, or constants.{role}.", role=role),
            )
    for role in found.empty_is_zero:
        if role not in ("tip", "fee"):
            yield Finding("empty_is_zero", role, *wrong.EMPTY_ZERO)


def _check_words(found: OrderMap, index: FactIndex) -> Any:
    for key in found.constants:
        if key not in _CONSTANTS:
            cure = near(key, _CONSTANTS) or Message(
                "mapping.constants_cure", "one of {known}; other facts: under facts.", known=Listed(_CONSTANTS)
            )
            yield Finding(f"constants.{key}", None, Message("mapping.unknown_key", "this is not a key here."), cure)
    facts = {"activity": "activity", "place": "work_place", "form": "form", "payer_kind": "payer_kind"}
    listed = {"activity": found.activities, "place": found.places, "form": found.forms}
    for role, name in facts.items():
        words = [(f"constants.{role}", found.constants[role])] if role in found.constants else []
        words += [(f"{role}: {key}", value) for key, value in listed.get(role, {}).items()]
        for path, word in words:
            yield from _check_value(index, name, word, path)
    for name in found.income:
        try:
            if index.find(name, (CONTRACT,)).kind.name != "money":
                yield Finding("income", name, *wrong.NOT_AMOUNT)
        except ValueError as error:
            yield Finding(
                "income", name, what_of(error), Message("mapping.amount_cure", "name a money fact of the engagement.")
            )
    for name, value in found.facts.items():
        yield from _check_value(index, name, value, f"facts.{name}")


def _check_value(index: FactIndex, name: str, value: Any, path: str) -> Any:
    try:
        fact = index.find(name, tuple({fact.level for fact in index.all}))
        index.read(fact, value)
    except (ValueError, InvalidOperation) as error:
        yield Finding(
            path,
            value,
            sentence_of(error),
            Message("mapping.facts_cure", "see the facts of {code}.", code=index.book.country.code),
        )


__all__ = ["SECONDS", "Conversion", "OrderMap", "map_from", "read_map", "time_zones"]
