"""The cascade of one branch, from what the law says and what the records tell: covered, registered, contributing,
qualified, adequate.

Each scheme has its own chain, in which a step holds only where all before it hold. A branch stands at a step where one
of its schemes does. Truths are kept as bounds with the reasons why they are open, so that undecided and law-not-known
stay apart at every step.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from amparo.analysis.terms import CoverageBy, Membership, Terms, coverages_of, memberships_of, terms_of
from amparo.rules.bounds import LAW
from amparo.rules.declarations import Branch, Coverage

if TYPE_CHECKING:
    from amparo.rules.book import LawBook

STEPS: Final = ("covered", "registered", "contributing", "qualified", "adequate")
STATES: Final = ("no", "yes", "undecided", "law_not_known", "no_measure")
NO, YES, UNDECIDED, LAW_NOT_KNOWN, NO_MEASURE = range(5)
WHOLE: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class Truths:
    """A truth on many rows: low and high bounds (0, 1), and why it is open. Where all is known, high is low itself."""

    low: np.ndarray
    high: np.ndarray
    why: np.ndarray

    @property
    def known(self) -> bool:
        return self.high is self.low

    def __and__(self, other: Truths) -> Truths:
        if self.known and other.known:
            both = self.low & other.low
            return Truths(both, both, self.why)
        low, high = self.low & other.low, self.high & other.high
        return Truths(low, high, (self.why | other.why) * (low < high))

    def __or__(self, other: Truths) -> Truths:
        if self.known and other.known:
            either = self.low | other.low
            return Truths(either, either, self.why)
        low, high = self.low | other.low, self.high | other.high
        return Truths(low, high, (self.why | other.why) * (low < high))

    def states(self) -> np.ndarray:
        """no, yes, undecided or law not known, as numbers."""
        if self.known:
            return self.low
        open_ = np.where(self.why == LAW, np.int8(LAW_NOT_KNOWN), np.int8(UNDECIDED))
        return np.where(self.low == self.high, self.low, open_)


def surely(value: bool, rows: int) -> Truths:
    """The same known truth on all rows."""
    known = np.full(rows, value, np.int8)
    return Truths(known, known, np.zeros(rows, np.int8))


def not_held(rows: int) -> Truths:
    """What no provision here says: the law is not known."""
    return Truths(np.zeros(rows, np.int8), np.ones(rows, np.int8), np.full(rows, LAW, np.int8))


@dataclass(frozen=True, slots=True)
class Values:
    """Amounts on many rows, as bounds."""

    low: np.ndarray
    high: np.ndarray
    why: np.ndarray


@dataclass(frozen=True, slots=True)
class Chain:
    """One scheme of one branch: where the law states each step ('' or none where it does not)."""

    branch: Branch
    scheme: str
    coverage: tuple[str, ...]
    registered: tuple[str, ...]
    contributing: tuple[str, ...]
    benefits: tuple[Terms, ...]

    @property
    def nodes(self) -> tuple[str, ...]:
        """All that the chain reads."""
        benefits = [key for t in self.benefits for key in (t.qualified, *t.conditions, t.amount, t.reference) if key]
        return (*self.coverage, *self.registered, *self.contributing, *benefits)


def chains_of(book: LawBook) -> dict[Branch, tuple[Chain, ...]]:
    """Every scheme of every branch that the book speaks of."""
    said: list[CoverageBy | Membership | Terms] = [*coverages_of(book), *memberships_of(book), *terms_of(book)]
    pairs = sorted(dict.fromkeys((item.branch, item.scheme) for item in said), key=lambda pair: int(pair[0]))
    found: dict[Branch, tuple[Chain, ...]] = {branch: () for branch in Branch}
    for branch, scheme in pairs:
        own = [item for item in said if (item.branch, item.scheme) == (branch, scheme)]
        chain = Chain(
            branch,
            scheme,
            tuple(item.node for item in own if isinstance(item, CoverageBy)),
            tuple(item.registered for item in own if isinstance(item, Membership)),
            tuple(item.contributing for item in own if isinstance(item, Membership)),
            tuple(item for item in own if isinstance(item, Terms)),
        )
        found[branch] = (*found[branch], chain)
    return {branch: _joined(chains) for branch, chains in found.items()}


def _joined(chains: tuple[Chain, ...]) -> tuple[Chain, ...]:
    """Benefits that periods in several schemes give together, stated of a scheme that covers nobody by itself.

    They stand in the chain of every scheme of the branch that has no benefit of its own.
    """
    together = [chain for chain in chains if not (chain.coverage or chain.registered or chain.contributing)]
    own = [chain for chain in chains if chain not in together]
    if not together or all(chain.benefits for chain in own):
        return chains
    benefits = tuple(terms for chain in together for terms in chain.benefits)
    return tuple(chain if chain.benefits else replace(chain, benefits=benefits) for chain in own)


def not_stated(chain: Chain) -> tuple[str, ...]:
    """The steps of a chain that no provision held here states: there the law is not known."""
    said = (chain.coverage, chain.registered, chain.contributing, chain.benefits)
    return tuple(step for step, nodes in zip(STEPS, said, strict=False) if not nodes)


Read = Callable[[str], Values]


@dataclass(frozen=True, slots=True)
class Stood:
    """Where one scheme's chain stands: the steps taken together, and what each step said by itself."""

    chain: Chain
    steps: tuple[Truths, ...]
    measured: np.ndarray
    mandatory: Truths


def stand(chain: Chain, read: Read, rows: int, rate: int | None) -> Stood:
    """The chain of one scheme on all rows; rate: the least replacement rate in millionths, None where there is none."""
    cover = [read(key) for key in chain.coverage]
    covered = _any([_at_least(values, Coverage.VOLUNTARY) for values in cover], rows)
    mandatory = _any([_at_least(values, Coverage.MANDATORY) for values in cover], rows)
    registered = _any([_truth(read(key)) for key in chain.registered], rows)
    contributing = _any([_truth(read(key)) for key in chain.contributing], rows)
    each = [_truth(read(terms.qualified)) for terms in chain.benefits]
    qualified = _any(each, rows)
    adequate, measured = _adequate(chain, each, read, rows, rate)
    steps = [covered]
    for step in (registered, contributing, qualified, adequate):
        steps.append(steps[-1] & step)
    return Stood(chain, tuple(steps), measured, mandatory)


def _any(truths: list[Truths], rows: int) -> Truths:
    if not truths:
        return not_held(rows)
    found = truths[0]
    for truth in truths[1:]:
        found = found | truth
    return found


def _truth(values: Values) -> Truths:
    low = values.low.astype(np.int8, copy=False)
    if values.high is values.low:
        return Truths(low, low, values.why.astype(np.int8, copy=False))
    return Truths(values.low.astype(np.int8), values.high.astype(np.int8), values.why.astype(np.int8))


def _at_least(values: Values, cover: Coverage) -> Truths:
    low = (values.low >= cover).view(np.int8)
    if values.high is values.low:
        return Truths(low, low, values.why)
    high = (values.high >= cover).view(np.int8)
    return Truths(low, high, (values.why * (low < high)).astype(np.int8))


def _adequate(
    chain: Chain, qualified: list[Truths], read: Read, rows: int, rate: int | None
) -> tuple[Truths, np.ndarray]:
    """Whether some benefit that is qualified for reaches the rate, and where any can be measured against it."""
    measured = np.zeros(rows, bool)
    found: list[Truths] = []
    for terms, is_qualified in zip(chain.benefits, qualified, strict=True):
        if rate is None or not terms.reference:
            continue
        amount, reference = read(terms.amount), read(terms.reference)
        enough = reaches(amount, reference, rate)
        measured |= (is_qualified.high == 1) & (reference.high > 0)
        found.append(is_qualified & enough)
    if not chain.benefits and rate is not None:
        return not_held(rows), measured
    return (_any(found, rows) if found else surely(False, rows)), measured


def reaches(amount: Values, reference: Values, rate: int) -> Truths:
    """amount >= rate x reference on bounds, cross-multiplied; nothing to replace is not reached."""
    surely_ = _cross(amount.low, reference.high, rate) & (reference.low > 0)
    if amount.high is amount.low and reference.high is reference.low:
        known = surely_.view(np.int8)
        return Truths(known, known, amount.why)
    perhaps = _cross(amount.high, reference.low, rate) & (reference.high > 0)
    low, high = surely_.astype(np.int8), perhaps.astype(np.int8)
    return Truths(low, high, ((amount.why | reference.why) * (low < high)).astype(np.int8))


# amounts of up to 10^18 / 10^6 keep the product within 64 bits; larger ones are compared as fractions of a millionth
_SAFE: Final = 9_000_000_000_000


def _cross(amount: np.ndarray, reference: np.ndarray, rate: int) -> np.ndarray:
    left, right = amount.astype(np.int64, copy=False), reference.astype(np.int64, copy=False)
    if not len(left) or max(int(left.max()), int(right.max())) <= _SAFE:
        return left * WHOLE >= right * rate
    exact = np.minimum(left, _SAFE) * WHOLE >= np.minimum(right, _SAFE) * rate
    return np.where((left > _SAFE) | (right > _SAFE), left / WHOLE >= right / WHOLE * (rate / WHOLE), exact)


__all__ = [
    "LAW_NOT_KNOWN",
    "NO",
    "NO_MEASURE",
    "STATES",
    "STEPS",
    "UNDECIDED",
    "YES",
    "Chain",
    "Read",
    "Stood",
    "Truths",
    "Values",
    "chains_of",
    "not_held",
    "not_stated",
    "reaches",
    "stand",
    "surely",
]
