"""A case file: one worker, written by hand in YAML or JSON, read into a dossier. The format: docs/case-file.md."""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from amparo.engine.dossier import MAX_CONTRACTS_A_MONTH, Dossier, quarter_start_month
from amparo.records import case_refusals as wrong
from amparo.records.documents import Unreadable, parse, read_document
from amparo.records.errors import CaseError, Finding, shown
from amparo.records.facts import ONCE, FactIndex, is_unknown
from amparo.records.schemas import CLASSES
from amparo.rules.bounds import FACT, Unknown
from amparo.rules.errors import AmparoError, near
from amparo.rules.kinds import KINDS, month_text, read_date, read_value
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
from amparo.rules.messages import Listed, Message, listed, sentence_of, what_of

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable

    from amparo.rules.book import LawBook
    from amparo.rules.bounds import Value
    from amparo.rules.nodes import Fact

TOP_KEYS: Final = (
    "country",
    "name",
    "class",
    "note",
    "month",
    "months",
    "from",
    "to",
    "nothing_before",
    "nothing_after",
    "worker",
    "payers",
    "choices",
    "spells",
    "history",
)
PERIOD_KEYS: Final = ("month", "months", "from", "until")
MOST_MONTHS: Final = 1200
MOST_ENGAGEMENTS_IN_A_MONTH: Final = MAX_CONTRACTS_A_MONTH
_STRETCH: Final = re.compile(r"\s*(\d{4}(?:-\d{1,2})?)\s*(?:\.\.\s*(\d{4}(?:-\d{1,2})?)\s*)?\Z")


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """What a row of the history tells of a month, and the day on which it was posted (None: always known)."""

    fact: str
    month: int
    value: Value
    posted_on: int | None


@dataclass(frozen=True)
class Case:
    """One worker as told, with the law book that reads the facts, and the class of the data.

    history: rows whose day of posting may be told; the dossier holds what the latest of them say.
    """

    country: str
    class_: str
    dossier: Dossier
    book: LawBook
    history: tuple[HistoryRow, ...] = ()

    def as_known_on(self, day: int) -> tuple[Case, int]:
        """The case with only the rows of the history posted by that day, and how many rows were left out."""
        known = tuple(row for row in self.history if row.posted_on is None or row.posted_on <= day)
        later = len(self.history) - len(known)
        if not later:
            return self, 0
        facts = dict(self.dossier.facts)
        for name in {row.fact for row in self.history}:
            told, own = facts[name], {row.month for row in self.history if row.fact == name}
            assert isinstance(told, Mapping)
            facts[name] = {month: value for month, value in told.items() if month not in own}
        for (name, month), row in _latest(known).items():
            facts[name] = {**facts[name], month: row.value}  # type: ignore[dict-item]
        return replace(self, dossier=replace(self.dossier, facts=facts), history=known), later


def _latest(rows: Iterable[HistoryRow]) -> dict[tuple[str, int], HistoryRow]:
    """For each fact and month the row posted last; a row without a day of posting stands before all others."""
    found: dict[tuple[str, int], HistoryRow] = {}
    for row in rows:
        held = found.get((row.fact, row.month))
        if held is None or (row.posted_on or ALWAYS) >= (held.posted_on or ALWAYS):
            found[row.fact, row.month] = row
    return found


ALWAYS: Final = -(2**31)


def read_case(file: str | Path, book: LawBook | None = None) -> Case:
    """The case in a YAML or JSON file. Raises CaseError listing all that is wrong in it."""
    path = Path(file)
    try:
        data = read_document(path)
    except Unreadable as error:
        raise CaseError([error.finding], path.name) from None
    return case_from(data, book, path.name)


def case_from_text(text: str, book: LawBook | None = None, source: str = "case") -> Case:
    """The case in a YAML or JSON text."""
    try:
        data = parse(text)
    except Unreadable as error:
        raise CaseError([error.finding], source) from None
    return case_from(data, book, source)


def case_from(data: Any, book: LawBook | None = None, source: str = "case") -> Case:
    """The case in a mapping (from YAML, JSON or Python)."""
    if not isinstance(data, Mapping):
        what = Finding("", data, *wrong.NO_MAPPING)
        raise CaseError([what], source)
    held = _book_of(data, book, source)
    reader = _Reader(held)
    case = reader.read(data)
    if reader.findings or case is None:
        raise CaseError(reader.findings, source)
    return case


def _book_of(data: Mapping[str, Any], book: LawBook | None, source: str) -> LawBook:
    from amparo.law import COUNTRIES
    from amparo.law import book as book_of

    def refused(what: str, cure: str) -> CaseError:
        return CaseError([Finding("country", country, what, cure)], source)

    country = data.get("country")
    one_of = Message("cure.one_of", "write one of {known}.", known=Listed(COUNTRIES))
    if country is None and book is not None:
        return book
    if not isinstance(country, str) or not country.strip():
        raise refused(Message("case.no_country", "the country is not said."), one_of)
    if book is None:
        try:
            return book_of(country.strip())
        except AmparoError as error:
            raise refused(what_of(error), one_of) from None
    if book.country.code.upper() != country.strip().upper():
        what = Message(
            "case.other_country",
            "the case is of {country}, the law given is of {law}.",
            country=country,
            law=book.country.code,
        )
        raise refused(what, Message("case.own_law_cure", "take the country's own law."))
    return book


class _Skip(Exception):
    """A finding was noted; what depends on the value is left out."""


class _Reader:
    """Reads a case and gathers everything that is wrong in it."""

    def __init__(self, book: LawBook) -> None:
        self.book = book
        self.index = FactIndex(book)
        self.findings: list[Finding] = []
        self.first, self.last = 0, 0
        self.facts: dict[str, Value | dict[Hashable, Value]] = {}
        self.contracts: list[tuple[str, int]] = []
        self.groups: dict[str, str] = {}
        self.spells: list[tuple[int, int]] = []
        self.flags: set[str] = set()
        self.rows: list[HistoryRow] = []
        self.seen: dict[tuple[str, int, int | None], Value] = {}

    # --- saying what is wrong

    def note(self, path: str, value: Any, sentence: str, cure: str) -> None:
        self.findings.append(Finding(path, value, sentence, cure))

    def stop(self, path: str, value: Any, sentence: str, cure: str) -> _Skip:
        self.note(path, value, sentence, cure)
        return _Skip()

    def keys(self, data: Any, path: str, known: Iterable[str]) -> Mapping[str, Any]:
        """The data as a mapping, its unknown keys noted with the nearest known one."""
        if data is None:
            return {}
        if not isinstance(data, Mapping):
            raise self.stop(path, data, *wrong.NOT_KEYS)
        names = list(known)
        for key in data:
            if key not in names:
                known_here = Message("mapping.known_cure", "known here: {known}.", known=listed(names, 30))
                what = Message("document.unknown_key", "'{key}' is not a key here.", key=shown(key)[1:-1])
                self.note(_join(path, key), None, what, near(str(key), names) or known_here)
        return {key: value for key, value in data.items() if key in names}

    # --- single values

    def fact_value(self, fact: Fact, value: Any, path: str) -> Value:
        if is_unknown(value):
            return Unknown(fact.low, fact.high, FACT)
        try:
            return self.index.read(fact, value)
        except (ValueError, TypeError) as error:
            raise self.stop(
                path,
                value,
                sentence_of(error),
                Message("fact.bounds_cure", "write {bounds}, or unknown.", bounds=self.index.bounds(fact)),
            ) from None

    def month(self, value: Any, path: str) -> int:
        try:
            month = read_value(KINDS["month"], value)
        except ValueError:
            raise self.stop(path, value, *wrong.NOT_MONTH) from None
        if not KINDS["month"].low <= month <= KINDS["month"].high:
            raise self.stop(path, value, *wrong.MONTH_FAR)
        return month

    def day(self, value: Any, path: str) -> int:
        try:
            day = read_date(value)
        except ValueError:
            raise self.stop(path, value, *wrong.NOT_DAY) from None
        if not KINDS["date"].low <= day <= KINDS["date"].high:
            raise self.stop(path, value, *wrong.DAY_FAR)
        return day

    def truth(self, value: Any, path: str) -> bool:
        if is_unknown(value):
            return False
        try:
            return bool(read_value(KINDS["truth"], value))
        except ValueError:
            raise self.stop(path, value, *wrong.NOT_TRUTH) from None

    def stretch(self, value: Any, path: str) -> tuple[int, int]:
        """First and last month of '2025-03', '2025-03..2025-06', '2025' or '2024..2025'."""
        found = _STRETCH.match(str(value))
        if not found:
            raise self.stop(path, value, *wrong.NO_STRETCH)
        begin, end = found[1], found[2] or found[1]
        first = self.month(begin if "-" in begin else f"{begin}-01", path)
        last = self.month(end if "-" in end else f"{end}-12", path)
        if last < first:
            raise self.stop(path, value, *wrong.STRETCH_BACKWARDS)
        return first, last

    # --- the case

    def read(self, data: Mapping[str, Any]) -> Case | None:
        top = self.keys(data, "", TOP_KEYS)
        try:
            self.window(top)
        except _Skip:
            return None
        self.guard(self.worker, top.get("worker"))
        self.guard(self.payers, top.get("payers"))
        self.guard(self.choices, top.get("choices"))
        self.guard(self.all_spells, top.get("spells"))
        self.guard(self.history, top.get("history"))
        self.guard(self.flag, top, "nothing_before")
        self.guard(self.flag, top, "nothing_after")
        class_ = str(top.get("class", "hypothetical"))
        if class_ not in CLASSES:
            self.note(
                "class",
                class_,
                Message("case.class", "no such class of data."),
                Message("cure.one_of", "write one of {known}.", known=Listed(CLASSES)),
            )
        self.too_many()
        if self.findings:
            return None
        dossier = Dossier(
            worker=str(top.get("name") or "worker"),
            first=self.first,
            last=self.last,
            contracts=tuple(self.contracts),
            groups=self.groups,
            spells=tuple(self.spells),
            facts=dict(self.facts),
            nothing_before="nothing_before" in self.flags,
            nothing_after="nothing_after" in self.flags,
        )
        return Case(self.book.country.code, class_, dossier, self.book, tuple(self.rows))

    def guard(self, part: Callable[..., Any], *arguments: Any) -> None:
        """Go on after something wrong, to find what else is."""
        with suppress(_Skip):
            part(*arguments)

    def flag(self, top: Mapping[str, Any], name: str) -> None:
        if self.truth(top.get(name), name):
            self.flags.add(name)

    def window(self, top: Mapping[str, Any]) -> None:
        """The months that are told: month, months, or from and to."""
        said = [key for key in ("month", "months") if key in top] + (
            ["from and to"] if {"from", "to"} & set(top) else []
        )
        if len(said) != 1:
            sentence = (
                Message("case.months_twice", "the months are said twice.")
                if said
                else Message("case.no_months", "it is not said which months are told.")
            )
            raise self.stop(
                " / ".join(said),
                None,
                sentence,
                Message("case.months_cure", "write 'from: 2025-01' and 'to: 2025-12', or 'month: 2025-03'."),
            )
        if said[0] == "from and to":
            if "from" not in top or "to" not in top:
                raise self.stop("from" if "to" in top else "to", None, *wrong.ONE_END)
            self.first, self.last = self.month(top["from"], "from"), self.month(top["to"], "to")
        else:
            months = self.listed(top[said[0]], said[0])
            self.first, self.last = months[0], months[-1]
            if len(months) != self.last - self.first + 1:
                raise self.stop("months", top["months"], *wrong.GAPS)
        if self.last < self.first:
            raise self.stop("to", top.get("to"), *wrong.TO_BEFORE_FROM)
        if self.last - self.first >= MOST_MONTHS:
            raise self.stop("to", top.get("to"), *wrong.HUNDRED_YEARS)

    def listed(self, value: Any, path: str) -> list[int]:
        """Months given one by one or as a stretch, in order, each once."""
        items = value if isinstance(value, list) else [value]
        if not items:
            raise self.stop(path, value, *wrong.EMPTY_MONTHS)
        months: set[int] = set()
        for number, item in enumerate(items):
            first, last = self.stretch(item, f"{path}[{number}]" if isinstance(value, list) else path)
            months |= set(range(first, min(last, first + 12 * 300) + 1))
        return sorted(months)

    def inside(self, month: int, path: str, value: Any) -> None:
        if not self.first <= month <= self.last:
            raise self.stop(
                path,
                value,
                Message(
                    "case.outside",
                    "{month} lies outside the months told ({first} to {last}).",
                    month=month_text(month),
                    first=month_text(self.first),
                    last=month_text(self.last),
                ),
                Message("case.widen", "widen from and to."),
            )

    # --- facts of the worker, the payers, their ties

    def named(self, data: Mapping[str, Any], levels: tuple[Level, ...], skip: Iterable[str] = ()) -> dict[str, Fact]:
        known = self.index.names(levels)
        return {key: known[key] for key in data if key in known and key not in skip}

    def told(self, fact: Fact, row: Hashable, value: Value, path: str, said: Any) -> None:
        """Keep a value of one row; another value for the same row is an error."""
        rows = self.facts.setdefault(fact.full_name, {})
        if not isinstance(rows, dict):
            raise self.stop(path, said, *wrong.TOLD_FOR_ALL)
        if row in rows and rows[row] != value:
            raise self.stop(path, said, *wrong.OTHER_VALUE)
        rows[row] = value

    def one_row(self, fact: Fact, row: Hashable, value: Any, path: str) -> None:
        self.told(fact, row, self.fact_value(fact, value, path), path, value)

    def worker(self, data: Any) -> None:
        facts = self.keys(data, "worker", self.index.names(ONCE))
        for key, fact in self.named(facts, ONCE).items():
            path, value = f"worker.{key}", facts[key]
            if not isinstance(value, Mapping):
                self.guard(self.once, fact, value, path)
            elif fact.level == WORKER:
                self.note(path, value, *wrong.NOT_BY_PERIOD)
            else:
                for said, one in value.items():
                    self.guard(self.by_period, fact, said, one, f"{path}.{said}")

    def once(self, fact: Fact, value: Any, path: str) -> None:
        if fact.full_name in self.facts:
            raise self.stop(path, value, *wrong.BOTH_NAMES)
        self.facts[fact.full_name] = self.fact_value(fact, value, path)

    def by_period(self, fact: Fact, said: Any, value: Any, path: str) -> None:
        first, last = self.stretch(said, path)
        stored = self.fact_value(fact, value, path)
        for row in self.periods(fact, first, last, path, said):
            self.told(fact, row, stored, path, value)

    def periods(self, fact: Fact, first: int, last: int, path: str, said: Any) -> list[int]:
        """The rows of the fact's level between two months written as the key of a value."""
        match fact.level:
            case Level.YEAR | Level.TIE_YEAR:
                if not self.first // 12 <= first // 12 <= last // 12 <= self.last // 12:
                    raise self.stop(path, said, *wrong.YEAR_OUTSIDE)
                if "-" in str(said):
                    raise self.stop(path, said, *wrong.BY_YEAR)
                return list(range(first // 12, last // 12 + 1))
            case Level.QUARTER:
                if first % 3:
                    raise self.stop(path, said, *wrong.QUARTER)
                begin, end = quarter_start_month(self.first), quarter_start_month(self.last)
                if not begin <= first <= quarter_start_month(last) <= end:
                    raise self.stop(path, said, *wrong.QUARTER_OUTSIDE)
                return list(range(first, quarter_start_month(last) + 1, 3))
        self.inside(first, path, said)
        self.inside(last, path, said)
        return list(range(first, last + 1))

    def payers(self, data: Any) -> None:
        if data is None:
            return
        if not isinstance(data, Mapping):
            raise self.stop("payers", data, *wrong.PAYERS)
        for name, told in data.items():
            self.guard(self.payer, str(name), told)

    def payer(self, name: str, data: Any) -> None:
        path = _join("payers", name)
        own = self.index.names((PAYER,))
        keys = self.keys(data, path, ("group", "engagements", "ties", *own))
        if not is_unknown(keys.get("group")):
            self.groups[name] = str(keys["group"])
        for key, fact in self.named(keys, (PAYER,), ("group", "engagements", "ties")).items():
            self.guard(self.one_row, fact, name, keys[key], f"{path}.{key}")
        listed = keys.get("engagements") or []
        for number, item in enumerate(listed if isinstance(listed, list) else [listed]):
            self.guard(self.engagement, name, item, f"{path}.engagements[{number}]")
        self.ties(name, keys.get("ties"), f"{path}.ties")

    def engagement(self, payer: str, data: Any, path: str) -> None:
        keys = self.keys(data, path, (*PERIOD_KEYS, *self.index.names((CONTRACT,))))
        facts = self.named(keys, (CONTRACT,), PERIOD_KEYS)
        by_month: dict[str, dict[int, Any]] = {}
        for key in facts:
            if isinstance(keys[key], Mapping):
                by_month[key] = {}
                for said, value in keys[key].items():
                    first, last = self.stretch(said, f"{path}.{key}.{said}")
                    for month in range(first, last + 1):
                        if month in by_month[key]:
                            self.note(f"{path}.{key}.{said}", value, *wrong.MONTH_TWICE)
                        by_month[key][month] = value
        months = self.engagement_months(keys, by_month, path)
        for month in months:
            self.inside(month, path, None)
        for key, values in by_month.items():
            outside = sorted(set(values) - set(months))
            if outside:
                said = Message(
                    "case.not_of_engagement", "{month} is not a month of this engagement.", month=month_text(outside[0])
                )
                self.note(
                    f"{path}.{key}",
                    month_text(outside[0]),
                    said,
                    Message("case.not_of_engagement_cure", "widen from and until, or leave the month out."),
                )
        begin = len(self.contracts)
        self.contracts.extend((payer, month) for month in months)
        for key, fact in facts.items():
            self.guard(self.amounts, fact, keys[key], by_month.get(key), months, begin, f"{path}.{key}")

    def engagement_months(
        self, keys: Mapping[str, Any], by_month: Mapping[str, dict[int, Any]], path: str
    ) -> list[int]:
        """The months said; else those of the amounts given by month; else all months told."""
        said = [key for key in ("month", "months") if key in keys] + (["from"] if {"from", "until"} & set(keys) else [])
        if len(said) > 1:
            raise self.stop(path, None, *wrong.MONTHS_TWICE)
        if not said:
            given = {month for values in by_month.values() for month in values}
            return sorted(given) if given else list(range(self.first, self.last + 1))
        if said[0] != "from":
            return self.listed(keys[said[0]], f"{path}.{said[0]}")
        first = self.month(keys["from"], f"{path}.from") if "from" in keys else self.first
        last = self.month(keys["until"], f"{path}.until") if "until" in keys else self.last
        if last < first:
            raise self.stop(f"{path}.until", keys.get("until"), *wrong.ENDS_BEFORE)
        self.inside(first, f"{path}.from", keys.get("from"))
        self.inside(last, f"{path}.until", keys.get("until"))
        return list(range(first, last + 1))

    def amounts(
        self, fact: Fact, value: Any, by_month: Mapping[int, Any] | None, months: list[int], begin: int, path: str
    ) -> None:
        stored = self.fact_value(fact, value, path) if by_month is None else None
        read: dict[str, Value] = {}
        for place, month in enumerate(months):
            if by_month is not None:
                said = by_month.get(month)
                key = str(said)
                if key not in read:
                    read[key] = self.fact_value(fact, said, f"{path}.{month_text(month)}")
                stored = read[key]
            assert stored is not None
            self.told(fact, begin + place, stored, path, value)

    def ties(self, payer: str, data: Any, path: str) -> None:
        levels = (TIE_MONTH, GROUP_MONTH, TIE_YEAR)
        try:
            keys = self.keys(data, path, self.index.names(levels))
        except _Skip:
            return
        for key, fact in self.named(keys, levels).items():
            value = keys[key]
            spread = value if isinstance(value, Mapping) else {None: value}
            for said, one in spread.items():
                where = f"{path}.{key}" + ("" if said is None else f".{said}")
                self.guard(self.tie, payer, fact, said, one, where)

    def tie(self, payer: str, fact: Fact, said: Any, value: Any, path: str) -> None:
        stored = self.fact_value(fact, value, path)
        if said is None:
            by_year = fact.level == TIE_YEAR
            rows: Iterable[int] = (
                range(self.first // 12, self.last // 12 + 1) if by_year else range(self.first, self.last + 1)
            )
        else:
            first, last = self.stretch(said, path)
            rows = self.periods(fact, first, last, path, said)
        name = payer if fact.level == TIE_MONTH else self.groups.get(payer, payer)
        for row in rows:
            self.told(fact, (name, row), stored, path, value)

    # --- choices and spells

    def choices(self, data: Any) -> None:
        for number, item in enumerate(self.items(data, "choices")):
            self.guard(self.choice, item, f"choices[{number}]")

    def items(self, data: Any, path: str) -> list[Any]:
        if data is None:
            return []
        if not isinstance(data, list):
            raise self.stop(path, data, *wrong.NO_LIST)
        return data

    def choice(self, data: Any, path: str) -> None:
        keys = self.keys(data, path, ("fact", "from", "until", "value"))
        for key in ("fact", "from", "value"):
            if key not in keys:
                raise self.stop(f"{path}.{key}", None, *wrong.CHOICE_LACKS)
        try:
            fact = self.index.find(str(keys["fact"]), (MONTH, QUARTER, YEAR))
        except ValueError as error:
            raise self.stop(
                f"{path}.fact",
                keys["fact"],
                what_of(error),
                Message("case.choice_fact_cure", "name a fact of a month, quarter or year."),
            ) from None
        first = self.day_or_month(keys["from"], f"{path}.from", end=False)
        until = keys.get("until")
        last = None if is_unknown(until) else self.day_or_month(until, f"{path}.until", end=True)
        if last is not None and last < first:
            raise self.stop(f"{path}.until", until, *wrong.ENDS_BEFORE)
        stored = self.fact_value(fact, keys["value"], f"{path}.value")
        for row in in_force_rows(fact.level, first, last, self.first, self.last):
            self.told(fact, row, stored, path, keys["value"])

    def day_or_month(self, value: Any, path: str, end: bool) -> int:
        """A day; of a month its first, or its last."""
        if re.fullmatch(r"\d{4}-\d{1,2}", str(value).strip()):
            month = self.month(value, path)
            return day_before_month(month + 1) if end else day_before_month(month) + 1
        return self.day(value, path)

    def all_spells(self, data: Any) -> None:
        for number, item in enumerate(self.items(data, "spells")):
            self.guard(self.spell, item, f"spells[{number}]")

    def spell(self, data: Any, path: str) -> None:
        known = self.index.names((SPELL,))
        keys = self.keys(data, path, ("first_day", "last_day", "spell", "kind", *known))
        for key in ("first_day", "last_day"):
            if is_unknown(keys.get(key)):
                raise self.stop(f"{path}.{key}", keys.get(key), *wrong.SPELL_LACKS)
        first, last = self.day(keys["first_day"], f"{path}.first_day"), self.day(keys["last_day"], f"{path}.last_day")
        if last < first:
            raise self.stop(f"{path}.last_day", keys["last_day"], *wrong.SPELL_ENDS_BEFORE)
        row = len(self.spells)
        self.spells.append((first, last))
        for key, fact in self.named(keys, (SPELL,), ("first_day", "last_day", "spell")).items():
            self.guard(self.one_row, fact, row, keys[key], f"{path}.{key}")

    # --- what was posted, and when

    def history(self, data: Any) -> None:
        for number, item in enumerate(self.items(data, "history")):
            self.guard(self.posted, item, f"history[{number}]")
        for (name, month), row in _latest(self.rows).items():
            self.guard(self.told, self.index.find(name, (MONTH,)), month, row.value, f"history ({name})", None)

    def posted(self, data: Any, path: str) -> None:
        """One row: its months, the day it was posted, and facts of the month."""
        known = self.index.names((MONTH,))
        keys = self.keys(data, path, ("month", "months", "posted_on", *known))
        said = [key for key in ("month", "months") if key in keys]
        if len(said) != 1:
            raise self.stop(path, None, *wrong.NO_MONTHS)
        months = self.listed(keys[said[0]], f"{path}.{said[0]}")
        for month in (months[0], months[-1]):
            self.inside(month, f"{path}.{said[0]}", keys[said[0]])
        day = keys.get("posted_on")
        posted_on = None if is_unknown(day) else self.day(day, f"{path}.posted_on")
        for key, fact in self.named(keys, (MONTH,), ("month", "months", "posted_on")).items():
            value = self.fact_value(fact, keys[key], f"{path}.{key}")
            for month in months:
                row = HistoryRow(fact.full_name, month, value, posted_on)
                if self.seen.setdefault((row.fact, month, posted_on), value) != value:
                    said_twice = Message("case.posted_twice", "posted on the same day with another value.")
                    raise self.stop(f"{path}.{key}", keys[key], said_twice, Message("cure.once", "tell it once."))
                self.rows.append(row)

    def too_many(self) -> None:
        months: dict[int, int] = {}
        for _, month in self.contracts:
            months[month] = months.get(month, 0) + 1
        for month, number in months.items():
            if number > MOST_ENGAGEMENTS_IN_A_MONTH:
                said = Message(
                    "case.too_many_engagements",
                    "{month} has {number} engagements; {most} are the most.",
                    month=month_text(month),
                    number=number,
                    most=MOST_ENGAGEMENTS_IN_A_MONTH,
                )
                self.note(
                    "payers",
                    None,
                    said,
                    Message("case.join_engagements", "join engagements of the same payer and kind."),
                )
                return


def day_before_month(month: int) -> int:
    """The last day before a month begins."""
    return read_date(f"{month // 12:04d}-{month % 12 + 1:02d}-01") - 1


def in_force_rows(level: Level, first: int, last: int | None, begin: int, end: int) -> list[int]:
    """The months, quarters or years on whose first day a choice made from day `first` to day `last` is in force."""
    match level:
        case Level.MONTH:
            rows, months = range(begin, end + 1), range(begin, end + 1)
        case Level.QUARTER:
            rows = months = range(quarter_start_month(begin), end + 1, 3)
        case _:
            rows = range(begin // 12, end // 12 + 1)
            months = range(begin // 12 * 12, end + 1, 12)
    found = []
    for row, month in zip(rows, months, strict=True):
        day = day_before_month(month) + 1
        if first <= day and (last is None or day <= last):
            found.append(row)
    return found


def _join(path: str, key: Any) -> str:
    return f"{path}.{key}" if path else str(key)


__all__ = ["Case", "case_from", "case_from_text", "day_before_month", "in_force_rows", "read_case"]
