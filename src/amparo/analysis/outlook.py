"""A worker's benefits in a month: would they qualify, since when, from when on, for how much, and what is lacking.

Everything here is "if the contingency began in this month". A claim for a day is in claims.py.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from amparo.analysis.course import ByReference, by_kernel, course_of, is_ready, months_ahead, repeated
from amparo.analysis.terms import Terms, terms_of
from amparo.engine.explain import Explainer, smallest_cure
from amparo.engine.reference import Reference
from amparo.rules.bounds import LAW, Unknown, high, low, why
from amparo.rules.helpers import HALF_UP, mul_div
from amparo.rules.levels import MONTH

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from amparo.analysis.course import Course
    from amparo.engine.dossier import Dossier
    from amparo.engine.explain import At, Move
    from amparo.rules.book import LawBook
    from amparo.rules.bounds import Value

WHOLE: Final = 1_000_000
STATES: Final = ("yes", "no", "undecided", "law_not_known")


def state_of(value: Value) -> str:
    """yes, no, undecided (a fact or the time before is not told) or law_not_known, of a truth."""
    if not isinstance(value, Unknown):
        return "yes" if value else "no"
    return "law_not_known" if value.why == LAW else "undecided"


@dataclass(frozen=True, slots=True)
class Checked:
    """One condition of a benefit, in the order in which a ministry checks them."""

    node: str
    value: Value

    @property
    def state(self) -> str:
        return state_of(self.value)


@dataclass(frozen=True, slots=True)
class Outlook:
    """A benefit in a month, as if its contingency began then.

    amount, reference: money per `terms.per`; waiting: days; duration: days or months; None where the benefit has none.
    since: the first month of the unbroken run of qualified months that holds this month; since_told: whether the month
    before that is told (else they may have qualified for longer).
    """

    terms: Terms
    month: int
    qualified: Value
    conditions: tuple[Checked, ...]
    amount: Value
    reference: Value | None
    waiting: Value | None
    duration: Value | None
    since: int | None
    since_told: bool

    @property
    def state(self) -> str:
        return state_of(self.qualified)

    @property
    def failing(self) -> Checked | None:
        """The condition that fails first; where none surely fails, the first that is not known."""
        lacking = [checked for checked in self.conditions if checked.state == "no"]
        open_ = [checked for checked in self.conditions if checked.state != "yes"]
        return next(iter(lacking or open_), None)

    @property
    def replacement(self) -> Value | None:
        """Amount over reference in millionths; None without reference earnings."""
        return None if self.reference is None else replacement_rate(self.amount, self.reference)


def replacement_rate(amount: Value, reference: Value) -> Value | None:
    """Amount / reference in millionths, rounded half up; None where there is nothing to replace."""
    if high(reference) <= 0:
        return None
    lowest = _share(low(amount), high(reference))
    if low(reference) <= 0:
        return Unknown(lowest, MOST_RATE, why(amount) | why(reference))
    highest = _share(high(amount), low(reference))
    return lowest if lowest == highest else Unknown(lowest, highest, why(amount) | why(reference))


MOST_RATE: Final = 1_000_000 * WHOLE


def _share(amount: int, reference: int) -> int:
    return min(int(mul_div(amount, WHOLE, reference, round=HALF_UP)), MOST_RATE)


@dataclass(frozen=True, slots=True)
class Prospect:
    """When a benefit will be qualified for if the last month told repeats.

    state: now; later (month says when); never (not within the months looked at, until `until`); undecided.
    """

    state: str
    month: int | None
    until: int


@dataclass(frozen=True)
class Table:
    """Every benefit of a worker in one month; prospects are empty where they were not asked for."""

    book: LawBook
    dossier: Dossier
    month: int
    outlooks: tuple[Outlook, ...]
    prospects: tuple[Prospect, ...]

    def rows(self) -> Iterable[tuple[Outlook, Prospect | None]]:
        """Each benefit with when it will be qualified for."""
        return zip(self.outlooks, self.prospects or (None,) * len(self.outlooks), strict=True)


def table(book: LawBook, dossier: Dossier, month: int, *, course: Course | None = None, ahead: bool = True) -> Table:
    """The table of benefits in a month; ahead: also when each will be qualified for if the last month repeats.

    course: where the dossier's months were worked out already.
    """
    course = course or course_of(book, dossier)
    outlooks = tuple(outlook(course, terms, month) for terms in terms_of(book))
    return Table(book, dossier, month, outlooks, _prospects(book, dossier, month, outlooks) if ahead else ())


def outlook(course: Course, terms: Terms, month: int) -> Outlook:
    """One benefit in a month."""

    def read(key: str) -> Value | None:
        return course.value(key, month) if key else None

    since = since_when(course, terms, month)
    told = since is None or since > course.dossier.first or course.dossier.nothing_before
    return Outlook(
        terms=terms,
        month=month,
        qualified=course.value(terms.qualified, month),
        conditions=tuple(Checked(key, course.value(key, month)) for key in terms.conditions),
        amount=course.value(terms.amount, month),
        reference=read(terms.reference),
        waiting=read(terms.waiting),
        duration=read(terms.duration),
        since=since,
        since_told=told,
    )


def since_when(course: Course, terms: Terms, month: int) -> int | None:
    """The first month of the unbroken run of surely qualified months that holds this one; None if it is not one."""
    found = None
    for earlier in range(month, course.dossier.first - 1, -1):
        if low(course.value(terms.qualified, earlier)) != 1:
            break
        found = earlier
    return found


# --- from when on ---------------------------------------------------------------------------------------------------


def _prospects(book: LawBook, dossier: Dossier, month: int, outlooks: tuple[Outlook, ...]) -> tuple[Prospect, ...]:
    """By doubling and halving the months looked ahead, on the dossier whose last month repeats."""
    if all(found.state == "yes" for found in outlooks):
        return tuple(Prospect("now", found.month, month) for found in outlooks)
    ahead = _Ahead(book, dossier, month)
    return tuple(ahead.prospect(found) for found in outlooks)


class _Ahead:
    """Months to come, if the last one told repeats."""

    def __init__(self, book: LawBook, dossier: Dossier, month: int) -> None:
        self.month, self.last = month, dossier.last + months_ahead(dossier)
        longer = repeated(book, dossier, self.last - dossier.last)
        self.course = by_kernel(book, longer) if is_ready(book) else ByReference(Reference(book, longer))

    def prospect(self, now: Outlook) -> Prospect:
        if now.state == "yes":
            return Prospect("now", now.month, self.last)
        key = now.terms.qualified

        def surely(month: int) -> bool:
            return low(self.course.value(key, month)) == 1

        found = first_month(surely, self.month, self.last)
        if found is not None:
            return Prospect("later", found, self.last)
        open_ = first_month(lambda month: high(self.course.value(key, month)) == 1, self.month, self.last)
        return Prospect("never" if open_ is None else "undecided", open_, self.last)


def first_month(holds: Callable[[int], bool], month: int, last: int) -> int | None:
    """The first month after `month` in which it holds, found by doubling the step and halving the stretch.

    It holds in the month found and not in the one before; None where no month tried holds, the last one among them.
    """
    still, step = month, 1
    while still < last:
        reached = min(month + step, last)
        if holds(reached):
            while reached - still > 1:
                middle = (still + reached) // 2
                still, reached = (still, middle) if holds(middle) else (middle, reached)
            return reached
        still, step = reached, step * 2
    return None


# --- what would cure it ---------------------------------------------------------------------------------------------


def cure(book: LawBook, dossier: Dossier, found: Outlook, explainer: Explainer | None = None) -> Move | None:
    """The smallest move of one fact told that makes the condition hold which fails first; None where none does.

    explainer: of the dossier's reference run, where there is one already.
    """
    failing = found.failing
    if failing is None or failing.state != "no":
        return None
    held = explainer or Explainer(Reference(book, dossier))
    return smallest_cure(held, row_seen(held.run, failing.node, found.month))


def row_seen(run: Reference, key: str, month: int) -> At:
    """The row of a node that a month sees."""
    level = run.book.nodes[key].level  # type: ignore[union-attr]
    row = month - run.dossier.first
    return key, row if level is MONTH else run.containers[MONTH * 16 + level][row]


__all__ = [
    "STATES",
    "Checked",
    "Outlook",
    "Prospect",
    "Table",
    "cure",
    "first_month",
    "outlook",
    "replacement_rate",
    "row_seen",
    "since_when",
    "state_of",
    "table",
]
