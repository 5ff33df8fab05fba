"""The law on one worker: what he is, what covers him, what is owed; with reasons, what is open and what is doubtful."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from amparo.analysis.course import ByReference
from amparo.analysis.outlook import Table, table
from amparo.api.asked import OutsideRecords, case_of, day_told, law
from amparo.api.found import BranchFound, CoverageFound, Found, IdentityFound, PostingFound, Total, strongest
from amparo.api.open_facts import Open, open_facts
from amparo.engine.dossier import month_holding
from amparo.engine.explain import (
    Doubt,
    Explainer,
    doubts,
    label_of,
    reason_ids,
    row_of,
    smallest_changes,
    unknowns,
    version_provision,
)
from amparo.engine.reference import Reference
from amparo.report.words import word
from amparo.rules.book import result_key
from amparo.rules.bounds import Unknown, high, low, why
from amparo.rules.declarations import Branch, CoverageStatement, Identity, Posting, Status
from amparo.rules.errors import NameNotFound
from amparo.rules.kinds import month_text
from amparo.rules.messages import Message
from amparo.rules.nodes import Fact, LinkNode, Rule

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from amparo.engine.explain import At, Missing, Move, Provision, Row, Why
    from amparo.records.case import Case
    from amparo.rules.book import LawBook
    from amparo.rules.bounds import Value
    from amparo.rules.evidence import Label
    from amparo.rules.levels import Anchor, Level


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
            strongest(month, branch.name.lower(), tuple(by.get((month, branch.name.lower()), ())))
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
        return open_facts(self.explainer, self._waiting())

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
        return {name: (item.node, item.row.number) for name, item in self._every()}

    @property
    def months(self) -> range:
        """The months shown."""
        if self.on is None:
            return range(self.first, self.last + 1)
        month = month_holding(self.on)
        return range(month, month + 1)

    def in_month(self, day: str) -> WorkerResult:
        """The same run, only the month of a day shown. Raises OutsideRecords for a day the case does not tell."""
        told, dossier = day_told(day, self.lang), self.run.dossier
        if not dossier.first <= month_holding(told) <= dossier.last:
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

    def _every(self) -> Iterator[tuple[str, Found]]:
        """Every result shown, with its id and row number."""
        every: Iterable[Found] = (*self.statuses, *self.coverage, *self.postings)
        return ((f"{item.id}[{item.row.number}]", item) for item in every)

    def _waiting(self) -> dict[str, At]:
        """The results that some fact would decide."""
        return {
            name: (item.node, item.row.number)
            for name, item in self._every()
            if not item.known and item.reasons != ("law",)
        }

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
