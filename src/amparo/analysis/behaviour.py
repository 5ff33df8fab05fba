"""Behaviour as named assumptions beside a reform, never in the law: each has the default 'none', and all are shown.

The law runs as it is on both sides. What people are assumed to do weighs the results of workers afterwards, in whole
sums and exact fractions, so that any assumption can be changed, and its break-even found, without another run:

- compliance: the share that is really paid of what a reform makes somebody owe more. A cut is always taken.
- take_up: the share of those who may join a scheme, and have not on record, who join; under both laws alike.
  What they would owe is worked out by the law itself with the named facts told as joined, in months of sure access.
- litigation: the share of the workers whose labour status (as by a presumption of employment) a reform changes for whom
  that is really asserted; the others stay as before the reform.
- exit: the share of the workers who cost more than before (contributions of all payers together) who leave: nothing is
  paid or received for them any more.
- pass_through: the share of a change of the payer's contributions that is taken from the worker's pay (or added to it);
- price: the share of it that clients pay in the price (or get back); what clients then buy is not followed.
  The contributions that rest on pay are not worked out again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from fractions import Fraction
from threading import Lock
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from amparo.analysis.effects import BENEFIT, GAIN, LOSS, SAME, _amounts, _inside
from amparo.analysis.weighting import counted
from amparo.engine.batch import NEVER, Column, stored_type
from amparo.engine.cut import reached_by
from amparo.engine.kernel import Kernel
from amparo.engine.outcome import months_of, workers_of
from amparo.engine.result import Result
from amparo.rules.book import result_key
from amparo.rules.declarations import Coverage, CoverageStatement, Posting, Status
from amparo.rules.errors import AmparoError, nearest
from amparo.rules.levels import MONTH, TIE_YEAR, YEAR
from amparo.rules.messages import Listed, Message
from amparo.rules.nodes import Fact, Rule

if TYPE_CHECKING:
    from amparo.analysis.effects import Amount, Pair
    from amparo.engine.batch import Batch
    from amparo.rules.book import LawBook

LABOUR_STATUS: Final = "LabourStatus"  # the category in which every country says who is presumed an employee
NAMES: Final = ("compliance", "take_up", "litigation", "exit", "pass_through", "price")


class BehaviourError(AmparoError):
    """An assumption that cannot be made: says which and how to cure it."""


@dataclass(frozen=True, slots=True)
class Behaviour:
    """Named assumptions as shares from 0 to 1; None: not assumed (the law is taken to work as written).

    joins: facts that say that somebody has joined (yes or no), for take_up.
    """

    compliance: Fraction | None = None
    take_up: Fraction | None = None
    litigation: Fraction | None = None
    exit: Fraction | None = None
    pass_through: Fraction | None = None
    price: Fraction | None = None
    joins: tuple[str, ...] = ()

    @property
    def none(self) -> bool:
        return all(getattr(self, name) is None for name in NAMES)

    def share(self, name: str) -> Fraction:
        """The share that stands for an assumption; where none is made, the one that changes nothing."""
        said: Fraction | None = getattr(self, name)
        neutral = Fraction(int(name in ("compliance", "litigation")))
        return neutral if said is None else said

    def to_json(self) -> dict[str, Any]:
        told = {name: getattr(self, name) for name in NAMES}
        found: dict[str, Any] = {name: "none" if share is None else str(share) for name, share in told.items()}
        return {**found, "joins": list(self.joins)}


def behaviour_of(told: Iterable[tuple[str, str]], book: LawBook, joins: Sequence[str] = ()) -> Behaviour:
    """Assumptions from pairs of name and share ('exit', '5%'). Raises BehaviourError."""
    found: dict[str, Fraction] = {}
    for name, said in told:
        key = name.replace("-", "_")
        if key not in NAMES:
            raise BehaviourError(
                Message(
                    "behaviour.unknown",
                    "'{name}' is no assumption of behaviour.{hint}",
                    name=name,
                    hint=nearest(key, NAMES),
                )
            )
        if key in found:
            raise BehaviourError(Message("behaviour.twice", "{name} is assumed twice. Cure: say it once.", name=name))
        found[key] = _share(name, said)
    if sum(found.get(name, Fraction(0)) for name in ("pass_through", "price")) > 1:
        raise BehaviourError(
            Message(
                "behaviour.passed_on", "pass-through and price: more than all would be passed on. Cure: 100% at most."
            )
        )
    facts = tuple(_joining(name, book) for name in joins)
    if ("take_up" in found) != bool(facts):
        raise BehaviourError(
            Message(
                "behaviour.take_up",
                "take-up needs the facts that say who has joined, and they need a share. Cure: --behaviour "
                "take-up=30% --join FACT.",
            )
        )
    return Behaviour(joins=facts, **found)


def _share(name: str, said: str) -> Fraction:
    text = said.strip()
    try:
        share = Fraction(text.removesuffix("%")) / (100 if text.endswith("%") else 1)
    except (ValueError, ZeroDivisionError):
        share = Fraction(-1)
    if not 0 <= share <= 1:
        raise BehaviourError(
            Message("behaviour.share", "{name}={said}: not a share. Cure: from 0% to 100%.", name=name, said=said)
        )
    return share


def _joining(name: str, book: LawBook) -> str:
    key = book.find(name)
    node = book.nodes[key]
    if not isinstance(node, Fact) or node.kind.name != "truth":
        raise BehaviourError(
            Message(
                "behaviour.not_truth",
                "'{key}' is not a fact that says yes or no. Cure: name the fact of having joined.",
                key=key,
            )
        )
    return key


# --- what is added up while both laws run -----------------------------------------------------------------------------

# by posting: whether the worker's status changes, whether the worker costs more, whether this posting rises; then the
# sums before, after, before if joined, after if joined (lower ends, smallest unit)
_CELLS: Final = (2, 2, 2, 4)


@dataclass
class Response:
    """The sums from which any assumption can be worked out; it looks on while `effect` runs (effects.Watch)."""

    behaviour: Behaviour
    amounts: list[Amount] = field(default_factory=list)
    cells: dict[str, np.ndarray] = field(default_factory=dict)
    people: dict[str, float] = field(default_factory=lambda: dict.fromkeys((GAIN, LOSS, SAME), 0.0))
    status_changed: float = 0
    costing_more: float = 0
    _lock: Lock = field(default_factory=Lock)
    _status: tuple[str, ...] = ()
    _joined: tuple[Kernel, Kernel] | None = None
    _access: Mapping[str, str] = field(default_factory=dict)
    _voluntary: list[Amount] = field(default_factory=list)

    def wanted(self, book: LawBook, outputs: Sequence[str]) -> Sequence[str]:
        """The statuses that can differ; for take-up the postings of who joins, and who has access to their schemes."""
        every = [result_key(book, topic, one.node) for topic, one in book.results(Status)]
        labour = [key for key in dict.fromkeys(every) if book.nodes[key].kind.name == LABOUR_STATUS]
        self._status = tuple(key for key in labour if key in outputs)
        self._access = _access(book, self.behaviour.joins)
        self._voluntary = [amount for amount in _amounts(book) if amount.node in self._access]
        return [*self._status, *self._access, *dict.fromkeys(self._access.values())]

    def see(self, pair: Pair, batch: Batch, old: Mapping[str, Result], new: Mapping[str, Result]) -> None:
        """Sort the workers of a batch and add up their postings."""
        size, own = len(batch), pair.weighting.of_batch(batch)
        posted = {amount.node for amount in pair.amounts}
        amounts = [*pair.amounts, *(amount for amount in self._voluntary if amount.node not in posted)]
        changed = self._status_changes(pair, batch, old, new)
        told = {amount.node: _by_worker(pair, batch, amount, old, new) for amount in amounts}
        joined = told
        if self.behaviour.joins:
            with_them = _told_joined(batch, pair.after, self.behaviour.joins)
            results = tuple(kernel.run(with_them) for kernel in self._joined_kernels(pair))
            pairs = tuple(
                {**law, **{node: _admitted(law, other, node, key) for node, key in self._access.items()}}
                for law, other in zip((old, new), results, strict=True)
            )
            joined = {amount.node: _by_worker(pair, batch, amount, *pairs) for amount in amounts}
        charge, payers, purse = (np.zeros(size, np.int64) for _ in range(3))
        for amount in amounts:
            before, after = told[amount.node]
            charge += after - before if amount.payer_role != BENEFIT else 0
            payers += after - before if amount.payer_role == "payer" else 0
            purse += amount.sign * (after - before)
        more = charge > 0
        cells = {}
        for amount in amounts:
            before, after = told[amount.node]
            place = (changed * 4 + more * 2 + (after > before)).astype(np.int64)
            sums = np.zeros((8, 4), np.int64)
            for n, values in enumerate((*told[amount.node], *joined[amount.node])):
                weighed = values if own is None else np.rint(values * own).astype(np.int64)
                np.add.at(sums[:, n], place, weighed)
            cells[amount.node] = sums.reshape(_CELLS)
        share = self.behaviour.share("pass_through")
        kept = purse * share.denominator - payers * share.numerator
        with self._lock:
            self.amounts = amounts
            for node, held in cells.items():
                self.cells[node] = self.cells[node] + held if node in self.cells else held
            for side, who in ((GAIN, kept > 0), (LOSS, kept < 0), (SAME, kept == 0)):
                self.people[side] += counted(who, own)
            self.status_changed += counted(changed, own)
            self.costing_more += counted(more, own)

    def _status_changes(
        self, pair: Pair, batch: Batch, old: Mapping[str, Result], new: Mapping[str, Result]
    ) -> np.ndarray:
        found = np.zeros(len(batch), bool)
        for key in self._status:
            level = pair.after.nodes[key].level  # type: ignore[union-attr]
            inside = _inside(months_of(level, batch), pair.first, pair.last, level in (YEAR, TIE_YEAR))
            differs = (old[key].low != new[key].low) | (_high(old[key]) != _high(new[key]))
            found[workers_of(level, batch)[differs & inside]] = True
        return found

    def _joined_kernels(self, pair: Pair) -> tuple[Kernel, Kernel]:
        with self._lock:
            if self._joined is None:
                names = list(self._access)
                self._joined = Kernel(pair.before, names).ready(), Kernel(pair.after, names).ready()
            return self._joined


def _by_worker(
    pair: Pair, batch: Batch, amount: Amount, old: Mapping[str, Result], new: Mapping[str, Result]
) -> tuple[np.ndarray, np.ndarray]:
    """Each worker's sum of a posting over the months that count, before and after (lower ends)."""
    level = pair.after.nodes[amount.node].level  # type: ignore[union-attr]
    inside = _inside(months_of(level, batch), pair.first, pair.last, level in (YEAR, TIE_YEAR))
    worker = workers_of(level, batch)[inside]
    found = []
    for results in (old, new):
        sums = np.zeros(len(batch), np.int64)
        np.add.at(sums, worker, results[amount.node].low[inside].astype(np.int64))
        found.append(sums)
    return found[0], found[1]


def _high(result: Result) -> np.ndarray:
    return result.low if result.high is None else result.high


def _access(book: LawBook, joins: Sequence[str]) -> dict[str, str]:
    """Monthly postings that rest on having joined, each with the rule that says who is covered by their scheme."""
    reached = reached_by(book, joins) if joins else set()
    covers = {
        (one.branch, one.scheme): result_key(book, topic, one.node) for topic, one in book.results(CoverageStatement)
    }
    found = {}
    for topic, one in book.results(Posting):
        key, cover = result_key(book, topic, one.node), covers.get((one.branch, one.scheme))
        nodes = (book.nodes[key], None if cover is None else book.nodes[cover])
        if key in reached and cover is not None and all(isinstance(n, Rule) and n.level == MONTH for n in nodes):
            found[key] = cover
    if joins and not found:
        names = Listed(joins)
        raise BehaviourError(
            Message(
                "behaviour.no_contribution",
                "No monthly contribution of a voluntary scheme rests on {names}. Cure: another fact.",
                names=names,
            )
        )
    return found


def _admitted(told: Mapping[str, Result], joined: Mapping[str, Result], node: str, cover: str) -> Result:
    """What is owed by month if whoever surely has access joins; others owe what they do."""
    open_ = told[cover].low >= Coverage.VOLUNTARY.value
    return Result(np.where(open_, joined[node].low, told[node].low))


def _told_joined(batch: Batch, book: LawBook, joins: Iterable[str]) -> Batch:
    """The batch as if everybody said to have joined: the law still decides who may."""
    told = {key: Column(np.ones(1, stored_type(book.nodes[key])), None, NEVER) for key in joins}  # type: ignore[arg-type]
    return replace(batch, facts={**batch.facts, **told})


# --- what assumptions make of it --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class AdjustedLine:
    """One posting over the months that count: before, after by the law alone, and both under the assumptions."""

    node: str
    payer_role: str
    before: int
    after: int
    assumed_before: int
    assumed_after: int


@dataclass(frozen=True)
class Adjusted:
    """A reform's sums under assumptions (lower ends, smallest unit, unweighted).

    pay: what pay gains or loses; prices: what clients pay more (less, where negative).
    """

    behaviour: Behaviour
    lines: tuple[AdjustedLine, ...]
    pay: int
    prices: int
    people: Mapping[str, int]
    status_changed: int
    costing_more: int


def adjusted(seen: Response, behaviour: Behaviour | None = None) -> Adjusted:
    """The sums under the assumptions under which both laws ran, or under others (joins and people stay those)."""
    assumed = seen.behaviour if behaviour is None else behaviour
    lines = []
    for amount in seen.amounts:
        cells = seen.cells[amount.node]
        before, after = _assumed(amount, cells, assumed)
        told = (int(cells[..., 0].sum()), int(cells[..., 1].sum()))
        lines.append(AdjustedLine(amount.node, amount.payer_role, *told, _whole(before), _whole(after)))
    people = {side: round(count) for side, count in seen.people.items()}
    counts = round(seen.status_changed), round(seen.costing_more)
    pay, prices = _pay(seen, assumed), assumed.share("price") * _of_payers(seen, assumed)
    return Adjusted(assumed, tuple(lines), _whole(pay), _whole(prices), people, *counts)


def _assumed(amount: Amount, cells: np.ndarray, assumed: Behaviour) -> tuple[Fraction, Fraction]:
    take_up, exits = assumed.share("take_up"), assumed.share("exit")
    first = second = Fraction(0)
    for status in (0, 1):
        real = assumed.share("litigation") if status else Fraction(1)
        for more in (0, 1):
            leave = exits if more else Fraction(0)
            for rises in (0, 1):
                told = [int(value) for value in cells[status, more, rises]]
                before = told[0] + take_up * (told[2] - told[0])
                after = told[1] + take_up * (told[3] - told[1])
                paid = assumed.share("compliance") if rises and amount.payer_role != BENEFIT else Fraction(1)
                first += before
                second += (1 - real) * before + real * (1 - leave) * (before + paid * (after - before))
    return first, second


def _pay(seen: Response, assumed: Behaviour) -> Fraction:
    """What workers' pay gains (loses, where negative) as payers pass on what their contributions change by."""
    return -assumed.share("pass_through") * _of_payers(seen, assumed)


def _of_payers(seen: Response, assumed: Behaviour) -> Fraction:
    """By how much the payers' contributions change."""
    change = Fraction(0)
    for amount in seen.amounts:
        if amount.payer_role == "payer":
            before, after = _assumed(amount, seen.cells[amount.node], assumed)
            change += after - before
    return change


def burden_change(seen: Response, assumed: Behaviour) -> Fraction:
    """What remains with the payers of the change of their contributions, after pay and prices."""
    kept = 1 - assumed.share("pass_through") - assumed.share("price")
    return kept * _of_payers(seen, assumed)


def contributions_change(seen: Response, assumed: Behaviour) -> Fraction:
    """By how much all contributions together change, exactly."""
    found = Fraction(0)
    for amount in seen.amounts:
        if amount.payer_role != BENEFIT:
            before, after = _assumed(amount, seen.cells[amount.node], assumed)
            found += after - before
    return found


def purse_change(seen: Response, assumed: Behaviour) -> Fraction:
    """By how much workers' purses change together: benefits, less their own contributions, and pay passed on."""
    found = _pay(seen, assumed)
    for amount in seen.amounts:
        before, after = _assumed(amount, seen.cells[amount.node], assumed)
        found += amount.sign * (after - before)
    return found


@dataclass(frozen=True, slots=True)
class BreakEven:
    """The share of one assumption at which an outcome's change vanishes, the others as assumed; None: at none."""

    outcome: str
    assumption: str
    at: Fraction | None
    at_none: int


CONTRIBUTIONS, PURSE, BURDEN = "contributions", "purse", "burden"


def break_even(seen: Response) -> tuple[BreakEven, ...]:
    """Where the change of contributions, of workers' purses, of what payers bear would vanish, by assumption.

    Each outcome is a straight line in each assumption by itself, so that two points give the answer exactly.
    """
    found = []
    for outcome, measure in ((CONTRIBUTIONS, contributions_change), (PURSE, purse_change), (BURDEN, burden_change)):
        for name in NAMES:
            if name == "take_up" and not seen.behaviour.joins:
                continue
            ends = [measure(seen, with_share(seen.behaviour, name, Fraction(end))) for end in (0, 1)]
            found.append(
                BreakEven(outcome, name, _zero(*ends), _whole(measure(seen, with_share(seen.behaviour, name))))
            )
    return tuple(found)


def with_share(behaviour: Behaviour, name: str, share: Fraction | None = None) -> Behaviour:
    """The assumptions with one of them at another share, or not made."""
    held: dict[str, Any] = {one.name: getattr(behaviour, one.name) for one in fields(behaviour)}
    return Behaviour(**{**held, name: share})


def _zero(low: Fraction, high: Fraction) -> Fraction | None:
    """Where a line from low (at 0) to high (at 1) is zero; None where it is not, or is zero all along."""
    if low == high:
        return None
    at = low / (low - high)
    return at if 0 <= at <= 1 else None


def _whole(value: Fraction) -> int:
    """To the nearest whole unit, halves up."""
    return int((2 * value + 1) // 2)


def response_json(seen: Response) -> dict[str, Any]:
    """Assumptions, the sums under them, and break-evens, as data."""
    found = adjusted(seen)
    return {
        "assumed": seen.behaviour.to_json(),
        "workers_whose_status_changes": found.status_changed,
        "workers_who_cost_more": found.costing_more,
        "pay_passed_on": found.pay,
        "prices_passed_on": found.prices,
        "people_after_pass_through": dict(found.people),
        "amounts": [
            {
                "node": line.node,
                "payer": line.payer_role,
                "before": line.before,
                "after": line.after,
                "before_assumed": line.assumed_before,
                "after_assumed": line.assumed_after,
            }
            for line in found.lines
        ],
        "break_even": [
            {
                "outcome": one.outcome,
                "assumption": one.assumption,
                "vanishes_at": None if one.at is None else float(one.at),
                "change_without_this_assumption": one.at_none,
            }
            for one in break_even(seen)
        ],
    }


__all__ = [
    "NAMES",
    "Adjusted",
    "AdjustedLine",
    "Behaviour",
    "BehaviourError",
    "BreakEven",
    "Response",
    "adjusted",
    "behaviour_of",
    "break_even",
    "contributions_change",
    "purse_change",
    "response_json",
    "with_share",
]
