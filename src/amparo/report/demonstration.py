"""What the demonstration shows of each worker, gathered once for all languages: results, runs of months, reasons."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import TYPE_CHECKING, Any

from amparo import api
from amparo.analysis.outlook import row_seen
from amparo.engine.explain import doubts, provisions_of, reason_id, row_of
from amparo.report.tree import Trees
from amparo.rules.bounds import high, low
from amparo.rules.helpers import first_day
from amparo.rules.kinds import Month, month_text
from amparo.rules.levels import CONTRACT, WORKER
from amparo.rules.nodes import Fact, Rule

if TYPE_CHECKING:
    from collections.abc import Iterable

    from amparo.analysis.outlook import Outlook
    from amparo.demo import DemoCase
    from amparo.engine.explain import At, Doubt, Provision, Reason, Row
    from amparo.report.tree import Branchlet
    from amparo.rules.book import LawBook
    from amparo.rules.kinds import Kind


@dataclass(frozen=True)
class Stretch:
    """A value that holds from a month to a month."""

    first: int
    last: int
    low: int
    high: int
    reasons: tuple[str, ...] = ()
    state: str = ""
    posted_first: int = 0
    posted_last: int = 0


@dataclass(frozen=True)
class Line:
    """One result for one payer over the months shown, and the provisions that gave it, in their order."""

    found: Any
    payer: str
    stretches: tuple[Stretch, ...]
    provisions: tuple[Provision, ...]


@dataclass(frozen=True)
class ToldFact:
    """A fact as told for one payer (or none), over time."""

    node: Fact
    payer: str
    stretches: tuple[Stretch, ...]


@dataclass(frozen=True)
class ToldEngagement:
    """An engagement as told: its payer, group, months and what is said of it."""

    payer: str
    group: str
    first: int
    last: int
    facts: Mapping[str, tuple[Kind, int, int]]
    pay: tuple[Stretch, ...]


@dataclass(frozen=True)
class BenefitSeen:
    """A benefit as if its contingency began in the month looked at; the condition that fails first and its articles.

    A condition that is a fact, a sum or a count has no article of its own: then that of the whole right stands, or of
    the amount.
    """

    outlook: Outlook
    lacking: Reason | None
    provisions: tuple[Provision, ...]


@dataclass(frozen=True)
class Sum:
    """What one payer owes over the months shown."""

    role: str
    payer: str
    low: int
    high: int
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Shown:
    """One worker of the demonstration with its results over the months shown and in the month looked at closely."""

    case: DemoCase
    whole: api.WorkerResult
    close: api.WorkerResult

    @property
    def book(self) -> LawBook:
        return self.whole.book

    def _in_window(self, row: Row) -> bool:
        return row.first_month <= self.case.last and row.last_month >= self.case.first

    # --- results over the months

    @cached_property
    def statuses(self) -> tuple[Line, ...]:
        """Each status by payer."""
        return self._lines(found for found in self.whole.statuses if self._in_window(found.row))

    @cached_property
    def charges(self) -> tuple[Line, ...]:
        """Each amount owed by payer."""
        return self._lines(found for found in self.whole.postings if self._in_window(found.row))

    def _lines(self, found: Iterable[Any]) -> tuple[Line, ...]:
        by: dict[tuple[str, str], list[Any]] = {}
        for item in found:
            by.setdefault((item.id, _payer_of(item)), []).append(item)
        return tuple(Line(items[0], payer, _stretches(items), _provisions(items)) for (_, payer), items in by.items())

    @cached_property
    def sums(self) -> tuple[Sum, ...]:
        """What each payer owes over the months shown."""
        by: dict[tuple[str, str], list[Any]] = {}
        for found in self.whole.postings:
            if self._in_window(found.row):
                by.setdefault((found.payer_role, found.payer), []).append(found)
        return tuple(_sum(*whose, items) for whose, items in by.items())

    @cached_property
    def branches_over_time(self) -> Mapping[str, tuple[Stretch, ...]]:
        """The strongest cover of each branch, month by month."""
        found: dict[str, list[Any]] = {}
        for item in self.whole.branches:
            if self.case.first <= item.month <= self.case.last:
                found.setdefault(item.branch, []).append(item)
        return {branch: _state_stretches(items) for branch, items in found.items()}

    # --- the month looked at closely

    @cached_property
    def branches(self) -> tuple[api.BranchFound, ...]:
        """Each branch in the month looked at."""
        return self.close.branches

    @cached_property
    def covering(self) -> tuple[api.CoverageFound, ...]:
        """The statements of coverage that say more than nothing."""
        return tuple(found for found in self.close.coverage if found.state != "none")

    @cached_property
    def explained(self) -> tuple[tuple[str, Any, At], ...]:
        """(section, result, where it stands) of each result whose reasons can be asked for, each once."""
        listed = [("status", f) for f in self.close.statuses] + [("posting", f) for f in self.close.postings]
        listed += [("coverage", f) for f in self.covering]
        found: dict[At, tuple[str, Any]] = {}
        for section, item in listed:
            found.setdefault((item.node, item.row.number), (section, item))
        also = [("also", self.close.explainer.reason(*at), at) for at in self._also()]
        return (*((section, item, at) for at, (section, item) in found.items()), *also)

    @cached_property
    def roots(self) -> tuple[tuple[str, Any, Branchlet], ...]:
        """(section, result, tree) of each result whose reasons are shown."""
        trees = Trees(self.close.explainer)
        return tuple((section, item, trees.tree(at)) for section, item, at in self.explained)

    def _also(self) -> Iterable[tuple[str, int]]:
        run = self.close.run
        for name in self.case.also:
            key = self.book.find(name)
            level = self.book.nodes[key].level  # type: ignore[union-attr]
            for number, (first, last) in enumerate(run.layout.months[level]):
                if first <= self.case.focus <= last:
                    yield key, number

    @cached_property
    def also(self) -> tuple[tuple[str, Row, tuple[Stretch, ...]], ...]:
        """Findings beside the results, over the months shown: (node, a row of its, stretches) by payer."""
        run, found = self.whole.run, []
        for name in self.case.also:
            key = self.book.find(name)
            node = self.book.nodes[key]
            by: dict[str, list[tuple[Row, Any]]] = {}
            for number in range(len(run.layout.ids[node.level])):  # type: ignore[union-attr]
                row = row_of(run, node.level, number)  # type: ignore[union-attr]
                if self._in_window(row):
                    by.setdefault(row.payer or row.group, []).append((row, run.value(key, number)))
            found += [(key, rows[0][0], _value_stretches(rows)) for rows in by.values()]
        return tuple(found)

    @cached_property
    def benefits(self) -> tuple[BenefitSeen, ...]:
        """Every benefit of the country of which some law is in force in the month looked at."""
        return tuple(
            self._benefit(outlook)
            for outlook in self.close.benefits.outlooks
            if self._in_force(outlook.terms.qualified)
        )

    def _in_force(self, key: str) -> bool:
        node, day = self.book.nodes[key], first_day(Month(self.close.benefits.month))
        held = node.versions if isinstance(node, Rule) else ()
        return not held or any(v.since <= day < v.until for v in held)

    def _benefit(self, outlook: Outlook) -> BenefitSeen:
        if outlook.failing is None:
            return BenefitSeen(outlook, None, ())
        lacking, *others = (
            self.close.explainer.reason(*row_seen(self.close.run, node, outlook.month))
            for node in (outlook.failing.node, outlook.terms.qualified, outlook.terms.amount)
        )
        stated = next(filter(None, map(provisions_of, (lacking, *others))), ())
        return BenefitSeen(outlook, lacking, tuple(stated))

    @cached_property
    def doubts(self) -> tuple[Doubt, ...]:
        """The doubtful provisions behind what is shown of the month looked at."""
        every = (*self.close.statuses, *self.covering, *self.close.postings)
        return doubts(self.close.explainer, {found.id: (found.node, found.row.number) for found in every})

    @cached_property
    def unknowns(self) -> tuple[api.Open, ...]:
        """The facts that would decide in the month looked at."""
        return self.close.unknowns

    @cached_property
    def law_gaps(self) -> tuple[Any, ...]:
        """The parameters without a value on which the results of the month looked at wait, each once."""
        explainer = self.close.explainer
        every = (*self.close.statuses, *self.covering, *self.close.postings)
        waiting = [(f.node, f.row.number) for f in every if not f.known and "law" in f.reasons]
        found: dict[tuple[str, str], Any] = {}
        seen: set[str] = set()
        stack = [reason_id(*at) for at in waiting]
        while stack:
            identity = stack.pop()
            if identity in seen:
                continue
            seen.add(identity)
            reason = explainer.reason_named(identity)
            if reason.role == "parameter" and "law" in reason.reasons and reason.dating is not None:
                found.setdefault((reason.node, reason.dating.place), reason)
            elif reason.role != "parameter" and not reason.known:
                stack += [source.id for source in reason.sources()]
        return tuple(found.values())

    # --- what is told

    @cached_property
    def engagements(self) -> tuple[ToldEngagement, ...]:
        """Engagements of the months shown, one line for equal facts other than the pay."""
        run, dossier = self.whole.run, self.whole.run.dossier
        said = [key for key in ("common.activity", "common.form", "common.work_place")]
        by: dict[tuple[Any, ...], list[tuple[int, Any]]] = {}
        for number, position in enumerate(run.layout.ids[CONTRACT]):
            payer, month = dossier.contracts[position]
            if self.case.first <= month <= self.case.last:
                held = tuple((low(run.value(key, number)), high(run.value(key, number))) for key in said)
                by.setdefault((payer, held), []).append((month, run.value("common.gross_pay", number)))
        found = []
        for (payer, held), rows in by.items():
            facts = {
                key.partition(".")[2]: (self.book.nodes[key].kind, *ends)
                for key, ends in zip(said, held, strict=True)
                if dossier.facts.get(key) is not None
            }
            months = [month for month, _ in rows]
            group = dossier.groups.get(payer, "")
            found.append(ToldEngagement(payer, group, min(months), max(months), facts, _month_stretches(rows)))
        return tuple(found)

    @cached_property
    def told(self) -> tuple[ToldFact, ...]:
        """All other facts told, by payer and over time."""
        run, dossier, found = self.whole.run, self.whole.run.dossier, []
        done = {"common.activity", "common.form", "common.work_place", "common.gross_pay"}
        for key in dossier.facts:
            node = self.book.nodes[key]
            if key in done or not isinstance(node, Fact):
                continue
            by: dict[str, list[tuple[Row, Any]]] = {}
            for number, name in enumerate(run.layout.ids[node.level]):
                row = row_of(run, node.level, number)
                told = dossier.facts[key]
                given = told.get(name) if isinstance(told, Mapping) else told
                if given is not None and (node.level == WORKER or self._in_window(row)):
                    by.setdefault(row.payer or row.group, []).append((row, given))
            found += [ToldFact(node, payer, _value_stretches(rows)) for payer, rows in by.items()]
        return tuple(found)


def _sum(role: str, payer: str, items: list[Any]) -> Sum:
    """Where the law of one amount is not known, the sum is only known to be at least so much."""
    reasons = {reason for item in items for reason in item.reasons}
    shown = ("law",) if "law" in reasons else tuple(sorted(reasons))
    return Sum(role, payer, sum(item.low for item in items), sum(item.high for item in items), shown)


def _provisions(items: list[Any]) -> tuple[Provision, ...]:
    found = {item.provision.since: item.provision for item in items if item.provision is not None}
    return tuple(found.values())


def _payer_of(item: Any) -> str:
    role = getattr(item, "payer_role", None)
    return str(item.payer) if role is not None else item.row.payer or item.row.group


def _stretches(items: list[Any]) -> tuple[Stretch, ...]:
    """Neighbouring months (or years) of one value, together."""
    found: list[Stretch] = []
    for item in items:
        row = item.row
        posted = (getattr(item, "posted_low", 0), getattr(item, "posted_high", 0))
        last = found[-1] if found else None
        same = last is not None and (last.low, last.high, last.reasons) == (item.low, item.high, item.reasons)
        if last is not None and same and last.last + 1 == row.first_month:
            found[-1] = Stretch(
                last.first, row.last_month, item.low, item.high, item.reasons, "", last.posted_first, posted[0]
            )
        else:
            found.append(
                Stretch(row.first_month, row.last_month, item.low, item.high, item.reasons, "", posted[0], posted[0])
            )
    return tuple(found)


def _state_stretches(items: list[api.BranchFound]) -> tuple[Stretch, ...]:
    found = []
    for state, group in groupby(items, key=lambda item: item.state):
        months = [item.month for item in group]
        found.append(Stretch(months[0], months[-1], 0, 0, (), state))
    return tuple(found)


def _value_stretches(rows: list[tuple[Row, Any]]) -> tuple[Stretch, ...]:
    found = []
    for ends, group in groupby(rows, key=lambda pair: (low(pair[1]), high(pair[1]))):
        listed = [row for row, _ in group]
        found.append(Stretch(listed[0].first_month, listed[-1].last_month, *ends))
    return tuple(found)


def _month_stretches(rows: list[tuple[int, Any]]) -> tuple[Stretch, ...]:
    found = []
    for ends, group in groupby(sorted(rows, key=lambda pair: pair[0]), key=lambda pair: (low(pair[1]), high(pair[1]))):
        months = [month for month, _ in group]
        found.append(Stretch(months[0], months[-1], *ends))
    return tuple(found)


def show(case: DemoCase) -> Shown:
    """Run the law on a case of the demonstration."""
    whole = api.worker(case.read())
    return Shown(case, whole, whole.in_month(f"{month_text(case.focus)}-01"))


__all__ = ["BenefitSeen", "Line", "Shown", "Stretch", "Sum", "ToldEngagement", "ToldFact", "show"]
