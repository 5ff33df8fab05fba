"""What a run of one worker says: values on rows, covers, postings, totals, identities; with stable ids."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from amparo.rules.declarations import Coverage

if TYPE_CHECKING:
    from amparo.engine.explain import Provision, Row
    from amparo.rules.evidence import Label
    from amparo.rules.kinds import Kind


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


def coverage_state(lowest: int, highest: int, reasons: tuple[str, ...]) -> str:
    """The word for a coverage value."""
    if lowest == highest:
        return Coverage(lowest).name.lower()
    return "law_not_known" if reasons == ("law",) else "undecided"


def strongest(month: int, branch: str, by: tuple[CoverageFound, ...]) -> BranchFound:
    """A branch over all schemes that say something of it."""
    if not by:
        return BranchFound(month, branch, "no_statement", ())
    lowest, highest = max(item.low for item in by), max(item.high for item in by)
    reasons = {reason for item in by if item.high > lowest for reason in item.reasons}
    state = coverage_state(lowest, highest, ("law",) if reasons == {"law"} else tuple(sorted(reasons)))
    return BranchFound(month, branch, state, by)
