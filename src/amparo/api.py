"""Amparo from Python: one worker, one rule, a file of workers. Results are small typed objects with stable ids."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache, reduce
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from amparo.analysis.course import ByReference
from amparo.analysis.outlook import Table, table
from amparo.engine.evaluation import Evaluation, evaluate_rule
from amparo.engine.explain import (
    At,
    Doubt,
    Explainer,
    Missing,
    Move,
    Provision,
    Row,
    Why,
    answers_of,
    doubts,
    label_of,
    may_reach,
    missing_facts,
    provisions_of,
    reason_ids,
    row_of,
    smallest_changes,
    unknowns,
    varied,
    version_provision,
)
from amparo.engine.reference import Reference
from amparo.law import COUNTRIES
from amparo.law import book as book_of
from amparo.records.case import Case, case_from, read_case
from amparo.report.words import word
from amparo.rules.book import result_key
from amparo.rules.bounds import HISTORY, Unknown, high, low, why
from amparo.rules.declarations import Branch, Coverage, CoverageStatement, Identity, Posting, Status
from amparo.rules.errors import AmparoError, NameNotFound, OutOfRange
from amparo.rules.kinds import KINDS, month_text, read_date, read_value
from amparo.rules.levels import Level
from amparo.rules.messages import Message, what_of
from amparo.rules.nodes import Fact, LinkNode, Rule

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from amparo.records.run import Run
    from amparo.rules.book import LawBook
    from amparo.rules.bounds import Value
    from amparo.rules.evidence import Label
    from amparo.rules.kinds import Kind
    from amparo.rules.levels import Anchor

RESULT_VERSION: Final = 1


class OutsideRecords(AmparoError):
    """A file that is not there, or a day, row or result that the case does not have."""


# --- what comes out ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Found:
    """A value on a row: known where low equals high, else between them, with the reasons why it is not known."""

    id: str
    node: str
    row: Row
    kind: Kind
    low: int
    high: int
    reasons: tuple[str, ...]
    label: Label
    provision: Provision | None

    @property
    def known(self) -> bool:
        return self.low == self.high


@dataclass(frozen=True, slots=True)
class CoverageFound(Found):
    """How the law covers one branch by one scheme in a month: mandatory, voluntary, none, undecided, law_not_known."""

    branch: str
    scheme: str

    @property
    def state(self) -> str:
        return coverage_state(self.low, self.high, self.reasons)


@dataclass(frozen=True, slots=True)
class PostingFound(Found):
    """An amount owed: for which months, branch and scheme, by whom, posted on which day."""

    branch: str
    scheme: str
    cause: str
    payer_role: str
    payer: str
    posted_low: int
    posted_high: int


@dataclass(frozen=True, slots=True)
class BranchFound:
    """One branch in one month over all schemes: the strongest cover, and which schemes give which."""

    month: int
    branch: str
    state: str
    by: tuple[CoverageFound, ...]

    def schemes(self, state: str) -> tuple[CoverageFound, ...]:
        """The schemes that cover in this way; voluntary cover is never counted as mandatory."""
        return tuple(found for found in self.by if found.state == state)


@dataclass(frozen=True, slots=True)
class Total:
    """All that one payer owes in the months shown."""

    payer_role: str
    payer: str
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class IdentityFound:
    """A sum that must agree: on how many rows it holds, is broken, or cannot be decided yet."""

    total: str
    parts: tuple[str, ...]
    residual: str
    label: Label
    held: int
    broken: tuple[Row, ...]
    open: int


@dataclass(frozen=True, slots=True)
class Effect:
    """What one answer makes of one result on one row."""

    answer: int
    result: str
    at: At
    kind: Kind
    low: int
    high: int
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Open:
    """A fact not told, and what each answer changes among the results; node '' is 'nothing before / after'."""

    node: str
    label: Label | None
    kind: Kind | None
    rows: tuple[Row, ...]
    results: tuple[str, ...]
    effects: tuple[Effect, ...]


def coverage_state(lowest: int, highest: int, reasons: tuple[str, ...]) -> str:
    """The word for a coverage value."""
    if lowest == highest:
        return Coverage(lowest).name.lower()
    return "law_not_known" if reasons == ("law",) else "undecided"


@dataclass(frozen=True)
class WorkerResult:
    """The law on one worker. Shows itself in a notebook; `.why(...)` says why."""

    country: str
    name: str
    class_: str
    first: int
    last: int
    on: int | None
    known_on: int | None
    lang: str
    book: LawBook = field(repr=False)
    run: Reference = field(repr=False)

    # --- results

    @cached_property
    def statuses(self) -> tuple[Found, ...]:
        """Each status on each row: labour and social-security status are different results."""
        return tuple(
            Found(**self._found(f"status.{key.rpartition('.')[2]}", key, row))
            for topic, result in self.book.results(Status)
            for key in [result_key(self.book, topic, result.node)]
            for row in self._rows(key)
        )

    @cached_property
    def coverage(self) -> tuple[CoverageFound, ...]:
        """Coverage in law by month, branch and scheme."""
        found = [
            CoverageFound(
                **self._found(f"coverage.{result.branch.name.lower()}.{result.scheme}", key, row),
                branch=result.branch.name.lower(),
                scheme=result.scheme,
            )
            for topic, result in self.book.results(CoverageStatement)
            for key in [result_key(self.book, topic, result.node)]
            for row in self._rows(key)
        ]
        order = {branch.name.lower(): int(branch) for branch in Branch}
        return tuple(sorted(found, key=lambda item: (item.row.first_month, order[item.branch])))

    @cached_property
    def branches(self) -> tuple[BranchFound, ...]:
        """The matrix: each of the ten branches in each month, with the strongest cover over all schemes."""
        by: dict[tuple[int, str], list[CoverageFound]] = {}
        for item in self.coverage:
            by.setdefault((item.row.first_month, item.branch), []).append(item)
        return tuple(
            _strongest(month, branch.name.lower(), tuple(by.get((month, branch.name.lower()), ())))
            for month in self.months
            for branch in Branch
        )

    @cached_property
    def postings(self) -> tuple[PostingFound, ...]:
        """What is owed: everything but what is surely nothing, in the order of the months concerned."""
        found = [
            posting
            for topic, result in self.book.results(Posting)
            for key in [result_key(self.book, topic, result.node)]
            for row in self._rows(key)
            if (posting := self._posting(key, row, topic, result)) is not None
        ]
        return tuple(sorted(found, key=lambda item: (item.row.first_month, item.posted_low, item.id)))

    @cached_property
    def totals(self) -> tuple[Total, ...]:
        """What each payer owes over all postings shown."""
        sums: dict[tuple[str, str], list[int]] = {}
        for posting in self.postings:
            held = sums.setdefault((posting.payer_role, posting.payer), [0, 0])
            held[0] += posting.low
            held[1] += posting.high
        return tuple(Total(role, payer, *ends) for (role, payer), ends in sums.items())

    @cached_property
    def identities(self) -> tuple[IdentityFound, ...]:
        """The sums that the law's own figures must meet."""
        return tuple(self._identity(topic, result) for topic, result in self.book.results(Identity))

    @cached_property
    def unknowns(self) -> tuple[Open, ...]:
        """The facts not told that the unknown results wait for, and what each answer would make of them."""
        waiting = self._waiting()
        if not waiting:
            return ()
        found = [
            self._open(key, rows, waiting) for key, rows in missing_facts(self.explainer, waiting.values()).items()
        ]
        history = [] if self.run.dossier.nothing_before and self.run.dossier.nothing_after else self._history(waiting)
        ordered = sorted(found, key=lambda item: (not item.effects, -len(item.effects), item.node))
        return (*history, *ordered)

    @cached_property
    def doubts(self) -> tuple[Doubt, ...]:
        """Every doubtful provision that these results rest on."""
        return doubts(self.explainer, self.results)

    @cached_property
    def benefits(self) -> Table:
        """Every benefit in the last month shown, as if its contingency began then (more: amparo.benefits)."""
        return table(self.book, self.run.dossier, self.months[-1], course=ByReference(self.run), ahead=False)

    # --- explanations

    @cached_property
    def explainer(self) -> Explainer:
        return Explainer(self.run)

    def why(self, result: str | Found, row: int = 0) -> Why:
        """Why a result, or any node of the law, is what it is on a row. Raises NameNotFound, OutsideRecords."""
        return self.explainer.why(*self._at(result, row))

    def smallest_changes(self, result: str | Found, row: int = 0) -> tuple[Move, ...]:
        """The smallest move of each declared fact that would alter a status, a coverage, or whether a sum is owed."""
        return smallest_changes(self.explainer, self._at(result, row))

    def would_decide(self, result: str | Found, row: int = 0) -> tuple[Missing, ...]:
        """The facts not told that would decide one unknown result."""
        return unknowns(self.explainer, self._at(result, row))

    def place(self, result: str, row: int | None = None) -> At:
        """The full name and row of a result; without a row, its first one in the months shown."""
        key, number = self._at(result, row or 0)
        if row is None and "[" not in result:
            number = next(iter(self._rows(key)), number)
        return key, number

    def value(self, name: str, row: int = 0) -> Value:
        """The stored value of any node on a row."""
        return self.run.value(*self._at(name, row))

    @cached_property
    def results(self) -> Mapping[str, At]:
        """Every result shown, by id and row number, with where it stands."""
        every: Iterable[Found] = (*self.statuses, *self.coverage, *self.postings)
        return {f"{item.id}[{item.row.number}]": (item.node, item.row.number) for item in every}

    @property
    def months(self) -> range:
        """The months shown."""
        if self.on is None:
            return range(self.first, self.last + 1)
        month = _month_of(self.on)
        return range(month, month + 1)

    def in_month(self, day: str) -> WorkerResult:
        """The same run, only the month of a day shown. Raises OutsideRecords for a day the case does not tell."""
        told, dossier = day_told(day, self.lang), self.run.dossier
        if not dossier.first <= _month_of(told) <= dossier.last:
            ends = {"first": month_text(dossier.first), "last": month_text(dossier.last)}
            raise OutsideRecords(word("error.not_in_window", self.lang, day=day, **ends))
        return replace(self, on=told)

    def in_months(self, first: int, last: int) -> WorkerResult:
        """The same run, only these months shown (as counted from the year 0); the law runs on all of them still."""
        return replace(self, first=first, last=last)

    def to_json(self) -> dict[str, Any]:
        """The result as plain data (`amparo schema result` describes it)."""
        from amparo.report.results import worker_json

        return worker_json(self)

    def to_text(self, lang: str | None = None) -> str:
        """The result as plain text."""
        from amparo.report.results import worker_text

        return worker_text(self if lang is None else replace(self, lang=lang))

    def _repr_html_(self) -> str:
        from amparo.report.results import worker_html

        return worker_html(self)

    # --- how results are gathered

    def _rows(self, key: str) -> Iterator[int]:
        """The rows of the months shown; without a choice of months, every row."""
        level, dossier = self.book.nodes[key].level, self.run.dossier  # type: ignore[union-attr]
        every = self.on is None and (self.first, self.last) == (dossier.first, dossier.last)
        first, last = self.months[0], self.months[-1]
        for row, (begin, end) in enumerate(self.run.layout.months[level]):
            if every or (begin <= last and first <= end):
                yield row

    def _found(self, identity: str, key: str, row: int) -> dict[str, Any]:
        node = self.book.nodes[key]
        value = self.run.value(key, row)
        return {
            "id": identity,
            "node": key,
            "row": self._row(node.level, row),  # type: ignore[union-attr]
            "kind": node.kind,
            "low": low(value),
            "high": high(value),
            "reasons": reason_ids(why(value)),
            "label": _labels(self.book)[key],
            "provision": self._provision(key, row),
        }

    def _row(self, level: Level, row: int) -> Row:
        found = self._seen_rows.get((level.value, row))
        if found is None:
            found = self._seen_rows[level.value, row] = row_of(self.run, level, row)
        return found

    @cached_property
    def _seen_rows(self) -> dict[tuple[int, int], Row]:
        return {}

    def _provision(self, key: str, row: int) -> Provision | None:
        """The dated version of the rule that gives the result, without opening what it rests on."""
        node = self.book.nodes[key]
        if not isinstance(node, Rule):
            return None
        day = self.run.law_day(node, row)
        number = -1 if isinstance(day, Unknown) else node.active(day)
        return _version(self.book, key, number) if number >= 0 else None

    def _posting(self, key: str, row: int, topic: str, result: Posting) -> PostingFound | None:
        value = self.run.value(key, row)
        if value == 0:
            return None
        found = self._found(f"posting.{result.scheme}.{key.rpartition('.')[2]}", key, row)
        where: Row = found["row"]
        posted = self._posted(result.posted_on, topic, where)
        return PostingFound(
            **found,
            branch="all" if result.branch is None else result.branch.name.lower(),
            scheme=result.scheme,
            cause=result.cause,
            payer_role=result.payer,
            payer=(where.payer or where.group) if result.payer == "payer" else result.payer,
            posted_low=low(posted),
            posted_high=high(posted),
        )

    def _posted(self, posted_on: str | Anchor, topic: str, row: Row) -> Value:
        if isinstance(posted_on, str):
            return self.run.read(result_key(self.book, topic, posted_on), row.level, row.number)
        if posted_on.name == "at_day":
            return self.run.read(result_key(self.book, topic, posted_on.node), row.level, row.number)
        return self.run.anchor_day(posted_on.name, row.level, row.number)

    def _identity(self, topic: str, result: Identity) -> IdentityFound:
        names = [result.total, *result.parts, *([result.residual] if result.residual else [])]
        keys = [result_key(self.book, topic, name) for name in names]
        held, broken, undecided = 0, [], 0
        for row in self._rows(keys[0]):
            level = self.book.nodes[keys[0]].level  # type: ignore[union-attr]
            total, *parts = [self.run.read(key, level, row) for key in keys]
            if any(isinstance(value, Unknown) for value in (total, *parts)):
                undecided += 1
            elif total == sum(low(part) for part in parts):
                held += 1
            else:
                broken.append(row_of(self.run, level, row))
        residual = keys[-1] if result.residual else ""
        parts_ = tuple(keys[1 : len(result.parts) + 1])
        return IdentityFound(keys[0], parts_, residual, _labels(self.book)[keys[0]], held, tuple(broken), undecided)

    def _waiting(self) -> dict[str, At]:
        every: Iterable[Found] = (*self.statuses, *self.coverage, *self.postings)
        return {
            f"{item.id}[{item.row.number}]": (item.node, item.row.number)
            for item in every
            if not item.known and item.reasons != ("law",)
        }

    def _open(self, key: str, rows: tuple[int, ...], waiting: Mapping[str, At]) -> Open:
        fact = self.book.nodes[key]
        assert isinstance(fact, Fact)
        ends = self._ends
        effects = [
            effect
            for answer in answers_of(self.run, fact)
            for other in [varied(self.run, {key: dict.fromkeys(rows, answer)})]
            if may_reach(self.run, other, key, ends)
            for effect in self._effects(other, answer, waiting)
        ]
        results = tuple(dict.fromkeys(effect.result for effect in effects))
        places = tuple(row_of(self.run, fact.level, row) for row in rows)
        return Open(key, label_of(fact), fact.kind, places, results, tuple(effects))

    @property
    def _ends(self) -> frozenset[str]:
        """The nodes of all results, in whatever months."""
        every = (*self.book.results(Status), *self.book.results(CoverageStatement), *self.book.results(Posting))
        return frozenset(result_key(self.book, topic, result.node) for topic, result in every)

    def _history(self, waiting: Mapping[str, At]) -> list[Open]:
        """What would change if the case said that nothing came before and after."""
        on_history = {name: at for name, at in waiting.items() if why(self.run.value(*at)) & HISTORY}
        if not on_history:
            return []
        closed = replace(self.run.dossier, nothing_before=True, nothing_after=True)
        effects = tuple(self._effects(Reference(self.book, closed), 1, on_history))
        results = tuple(dict.fromkeys(effect.result for effect in effects))
        return [Open("", None, None, (), results, effects)] if effects else []

    def _effects(self, other: Reference, answer: int, waiting: Mapping[str, At]) -> Iterator[Effect]:
        for name, at in waiting.items():
            try:
                before, after = self.run.value(*at), other.value(*at)
            except OutOfRange:  # the law knows no such case
                continue
            if (low(before), high(before)) != (low(after), high(after)):
                result, kind = name.partition("[")[0], self.book.nodes[at[0]].kind
                yield Effect(answer, result, at, kind, low(after), high(after), reason_ids(why(after)))

    def _at(self, result: str | Found, row: int) -> At:
        if isinstance(result, Found):
            return result.node, result.row.number
        name, _, number = result.partition("[")
        row = int(number[:-1]) if number.endswith("]") and number[:-1].isdigit() else row
        held = next((at for key, at in self.results.items() if key.partition("[")[0] == name), None)
        key = held[0] if held is not None else self.book.find(name)
        node = self.book.nodes[key]
        if not isinstance(node, Rule | LinkNode | Fact):
            raise NameNotFound(
                Message(
                    "law.no_row_value",
                    "'{key}' has no value of its own on a row; see `amparo law show {key}`.",
                    key=key,
                )
            )
        last = len(self.run.layout.ids[node.level]) - 1
        if not 0 <= row <= last:
            raise OutsideRecords(word("error.no_row", self.lang, name=key, row=row, last=last))
        return key, row


def _strongest(month: int, branch: str, by: tuple[CoverageFound, ...]) -> BranchFound:
    if not by:
        return BranchFound(month, branch, "no_statement", ())
    lowest, highest = max(item.low for item in by), max(item.high for item in by)
    reasons = {reason for item in by if item.high > lowest for reason in item.reasons}
    state = coverage_state(lowest, highest, ("law",) if reasons == {"law"} else tuple(sorted(reasons)))
    return BranchFound(month, branch, state, by)


def _month_of(day: int) -> int:
    from amparo.rules.helpers import month_of
    from amparo.rules.kinds import Date

    return int(month_of(Date(day)))


def _labels(book: LawBook) -> dict[str, Label]:
    """Labels of all nodes, kept with the book."""
    held: dict[str, Label] | None = book.__dict__.get("_labels")
    if held is None:
        held = book.__dict__["_labels"] = {key: label_of(node) for key, node in book.nodes.items()}
    return held


def _version(book: LawBook, key: str, number: int) -> Provision:
    """A dated version of a rule as a provision, kept with the book."""
    kept: dict[tuple[str, int], Provision] = book.__dict__.setdefault("_versions", {})
    held = kept.get((key, number))
    if held is None:
        rule = book.nodes[key]
        assert isinstance(rule, Rule)
        held = kept[key, number] = version_provision(rule, number)
    return held


# --- entrances -----------------------------------------------------------------------------------------------------


@lru_cache(maxsize=16)
def law(country: str, known_on: str | None = None) -> LawBook:
    """The law book of a country, as known today or on a day; a few are kept, as each day asked for makes another."""
    book = book_of(country)
    return book if known_on is None else book.as_known_on(read_date(known_on))


def worker(
    case: str | Path | Mapping[str, Any] | Case,
    on: str | None = None,
    known_on: str | None = None,
    lang: str = "en",
) -> WorkerResult:
    """The law on one worker: a case file (YAML or JSON), a mapping of the same shape, or a case already read.

    on: only the month of this day is shown. known_on: the law as somebody on that day could know it.
    Raises CaseError listing all that is wrong in the case, OutsideRecords for a day the case does not tell.
    """
    known = None if known_on is None else day_told(known_on, lang)
    read = case_of(case, lang)
    book = read.book if known_on is None else law(read.country, known_on)
    dossier = read.dossier
    run = Reference(book, dossier)
    found = WorkerResult(
        read.country, dossier.worker, read.class_, dossier.first, dossier.last, None, known, lang, book, run
    )
    return found if on is None else found.in_month(on)


def day_told(text: str, lang: str) -> int:
    """A day as written. Raises OutsideRecords where it is none."""
    try:
        return read_date(text)
    except ValueError:
        raise OutsideRecords(word("error.no_date", lang, text=text)) from None


def case_of(case: str | Path | Mapping[str, Any] | Case, lang: str = "en") -> Case:
    """A case file, a mapping of the same shape or a case already read, as a case. Raises CaseError, OutsideRecords."""
    if isinstance(case, str | Path) and not Path(case).is_file():
        raise OutsideRecords(word("error.no_file", lang, path=case))
    if isinstance(case, Case):
        return case
    return case_from(case) if isinstance(case, Mapping) else read_case(case)


def _both(one: str, other: str) -> str:
    return Message("law.both", "{one} {other}", one=one, other=other)


def find_rule(rule: str, country: str | None = None) -> tuple[str, str]:
    """(country, full name) of 'PT:topic.name', 'topic.name' or a name that stands in one place only.

    Raises NameNotFound naming the places where an ambiguous name stands, or the nearest names.
    """
    code, _, name = rule.rpartition(":")
    codes = [c.upper() for c in (code, country) if c]
    searched = codes[:1] if codes else list(COUNTRIES)
    found: list[tuple[str, str]] = []
    errors: list[str] = []
    for each in searched:
        book = book_of(each)
        if name in book.nodes:
            found.append((each, name))
            continue
        keys = [key for key in book.short_names.get(name, ()) if "@" not in key]
        found += [(each, key) for key in keys]
        if not keys:
            try:
                book.find(name)
            except NameNotFound as error:
                errors.append(what_of(error))
    real = [item for item in found if not COUNTRIES[item[0]].fictional] or found
    if len(real) == 1:
        return real[0]
    if real:
        places = ", ".join(f"{each}:{key}" for each, key in real)
        raise NameNotFound(
            Message(
                "law.several_places",
                "'{name}' stands in several places: {places}. Cure: write one of them.",
                name=name,
                places=places,
            )
        )
    raise NameNotFound(reduce(_both, errors))


@dataclass(frozen=True)
class RuleResult:
    """One rule evaluated for given inputs on a day's law."""

    country: str
    lang: str
    evaluation: Evaluation = field(repr=False)

    @property
    def book(self) -> LawBook:
        return self.evaluation.run.book

    @property
    def key(self) -> str:
        return self.evaluation.key

    @property
    def value(self) -> Value:
        """The stored value; an Unknown with its bounds where it is not known."""
        return self.evaluation.value

    @property
    def known(self) -> bool:
        return not isinstance(self.value, Unknown)

    @cached_property
    def explainer(self) -> Explainer:
        return Explainer(self.evaluation.run)

    def why(self) -> Why:
        """Why it is what it is."""
        return self.explainer.why(self.key, self.evaluation.row)

    def untold(self) -> list[str]:
        """The rule's own inputs that are not known, with their labels."""
        why_ = self.why()
        inputs = [(source.name, why_.reasons[source.id]) for source in why_.reasons[why_.root].sources()]
        return [f"{name} ({reason.label.text(self.lang)})" for name, reason in inputs if not reason.known]

    def reasons(self) -> str:
        """Why the value is not known, in words."""
        from amparo.report.values import reasons_text

        return reasons_text(reason_ids(why(self.value)), self.lang)

    def would_decide(self) -> tuple[Missing, ...]:
        """What is not given and would decide."""
        return unknowns(self.explainer, (self.key, self.evaluation.row))

    def to_json(self) -> dict[str, Any]:
        """The result as plain data."""
        from amparo.report.results import rule_json

        return rule_json(self)

    def to_text(self) -> str:
        """The value and its why-tree as text."""
        from amparo.report.results import rule_text

        return rule_text(self)

    def _repr_html_(self) -> str:
        from amparo.report.explained import why_html

        return why_html(self.why(), self.book, self.lang)


def evaluate(
    rule: str,
    given: Mapping[str, Any] | None = None,
    *,
    country: str | None = None,
    on: str | None = None,
    place: str | None = None,
    lang: str = "en",
) -> RuleResult:
    """One rule of a country for given inputs, on a day's law; what is not given is unknown.

    A name given is first one of the rule's own arguments, then a name of the country.
    Raises NameNotFound, and ValueError for a value that does not fit its kind.
    """
    code, key = find_rule(rule, country)
    book = book_of(code)
    own = {name: source for version in book.inputs.get(key, ()) for name, source in version.items()}
    stored = {own.get(name, name): value for name, value in (given or {}).items()}
    return RuleResult(code, lang, evaluate_rule(book, key, stored, on=on, place=place))


def run(
    country: str,
    out: str | Path,
    *,
    records: str | Path | None = None,
    orders: str | Path | None = None,
    mapping: str | Path | None = None,
    data_class: str = "restricted",
    first: str | None = None,
    last: str | None = None,
    known_on: str | None = None,
    **more: Any,
) -> Run:
    """The law on every worker of a records folder, or of a platform's order log with its mapping.

    first and last are months such as "2025-01". What `out` holds afterwards, the classes of data, and further
    options: amparo.records.run.run_records. Raises RecordsError, ExportRefused.
    """
    from amparo.records.run import run_records

    ends = [None if month is None else read_value(KINDS["month"], month) for month in (first, last)]
    return run_records(
        law(country, known_on),
        out,
        records=records,
        orders=orders,
        mapping=mapping,
        data_class=data_class,
        first=ends[0],
        last=ends[1],
        **more,
    )


__all__ = [
    "BranchFound",
    "CoverageFound",
    "Effect",
    "Found",
    "IdentityFound",
    "Level",
    "Open",
    "OutsideRecords",
    "PostingFound",
    "RuleResult",
    "Total",
    "WorkerResult",
    "case_of",
    "coverage_state",
    "day_told",
    "evaluate",
    "find_rule",
    "law",
    "provisions_of",
    "run",
    "worker",
]
