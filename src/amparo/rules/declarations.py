"""What a topic file declares: rules, links between levels, and results."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING, Any, Final

from amparo.rules.errors import LawError
from amparo.rules.evidence import Citation
from amparo.rules.kinds import Category, read_date
from amparo.rules.levels import Anchor, Level

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


class Branch(IntEnum):
    """The branches of social security, with their stable numbers."""

    SICKNESS = 1
    MEDICAL_CARE = 2
    MATERNITY_PARENTAL = 3
    UNEMPLOYMENT = 4
    OLD_AGE = 5
    INVALIDITY = 6
    SURVIVORS = 7
    EMPLOYMENT_INJURY = 8
    OCCUPATIONAL_DISEASE = 9
    FAMILY = 10


class Coverage(Category):
    """Coverage in law of one branch by one scheme."""

    NONE = 1
    VOLUNTARY = 2
    MANDATORY = 3


class Activity(Category):
    """What the work is."""

    RIDE_HAILING = 1
    FOOD_DELIVERY = 2
    INSTANT_DELIVERY = 3
    FREIGHT = 4
    ONLINE = 5
    DOMESTIC = 6
    OTHER = 7


class PayerKind(Category):
    """What the payer is."""

    PLATFORM = 1
    INTERMEDIARY = 2
    CLIENT = 3
    EMPLOYER = 4
    HOUSEHOLD = 5


class Form(Category):
    """The legal form the parties gave the engagement."""

    EMPLOYMENT = 1
    SERVICES = 2
    SOLE_TRADER = 3
    DOMESTIC = 4


class Sex(Category):
    """As registered."""

    MALE = 1
    FEMALE = 2


class Contingency(Category):
    """What befell the worker: the occasion of a spell or a claim."""

    SICKNESS = 1
    EMPLOYMENT_INJURY = 2
    BIRTH = 3
    UNEMPLOYMENT = 4
    OCCUPATIONAL_DISEASE = 5
    INVALIDITY = 6
    OLD_AGE = 7
    DEATH = 8
    CARE = 9
    NEED = 10


OPEN_END: Final = 2**31 - 1


@dataclass(frozen=True)
class RuleVersion:
    """One dated version of one rule, as decorated; the topic reads its body."""

    function: Callable[..., Any]
    name: str
    level: Level
    law_at: Anchor
    cites: tuple[Citation, ...]
    evidence: str
    since: int
    until: int
    before: int | None
    after: int | None
    place: str | None
    declared_range: tuple[int, int] | None


def rule(
    *,
    level: Level,
    law_at: Anchor,
    cites: Citation | tuple[Citation, ...],
    evidence: str,
    since: str,
    until: str | None = None,
    before: int | None = None,
    after: int | None = None,
    name: str | None = None,
    place: str | None = None,
    range: tuple[int, int] | None = None,
) -> Callable[[Callable[..., Any]], RuleVersion]:
    """Declare a rule of law (see docs/writing-law.md for each argument)."""

    def declare(function: Callable[..., Any]) -> RuleVersion:
        where = f"rule {function.__name__}"
        if level not in law_at.levels:
            raise LawError(f"{where}: the law of '{law_at.name}' has no meaning at level {level.name.lower()}.")
        citations = cites if isinstance(cites, tuple) else (cites,)
        if not citations or not all(isinstance(citation, Citation) for citation in citations):
            raise LawError(f'{where}: cites= takes citations such as CRC("168(7)").')
        return RuleVersion(
            function=function,
            name=name or function.__name__,
            level=level,
            law_at=law_at,
            cites=citations,
            evidence=evidence,
            since=read_date(since),
            until=OPEN_END if until is None else read_date(until),
            before=None if before is None else int(before),
            after=None if after is None else int(after),
            place=place,
            declared_range=range,
        )

    return declare


@dataclass(frozen=True, slots=True)
class Link:
    """A named way in which values move between levels or through time."""

    how: str
    source: str
    at: Level | None = None
    where: str = ""
    lag: int = 0
    n: int = 0
    back: int = 0
    until: int = 0
    initial: int | None = None
    fold: str = "total"
    before: str = ""
    months: int = 0
    told: bool = False


def _up(fold: str) -> Callable[..., Link]:
    def link(
        source: str, *, at: Level, where: str = "", lag: int = 0, initial: int | None = None, told: bool = False
    ) -> Link:
        return Link("up", source, at, where=where, lag=lag, fold=fold, initial=initial, told=told)

    link.__doc__ = (
        f"The {fold} of the rows of a finer level that lie in this row (lag: in the row's period n periods before). "
        "told=True folds what the records tell and claims nothing about months outside them."
    )
    return link


total = _up("total")
count = _up("count")
any_of = _up("any")
all_of = _up("all")
largest = _up("largest")
smallest = _up("smallest")


def in_force(source: str, *, at: Level, lag: int, initial: int | None = None) -> Link:
    """The value of a containing period, `lag` of its periods earlier."""
    return Link("in_force", source, at, lag=lag, initial=None if initial is None else int(initial))


def previous(source: str, *, n: int = 1, initial: int | None = None) -> Link:
    """The value n periods earlier at the same level."""
    return Link("previous", source, n=n, initial=None if initial is None else int(initial))


def window(source: str, *, at: Level, back: int, until: int, how: str = "total") -> Link:
    """Folds a monthly value over months m - back .. m - until, m being the row's month."""
    return Link("window", source, at, back=back, until=until, fold=how)


def best(source: str, *, at: Level, n: int, of_last: int, where: str = "") -> Link:
    """The sum of the best n among the last `of_last` years, the row's own year included.

    where= names a truth of the year: only years in which it holds count among the last, however far back they lie.
    """
    return Link("best", source, at, where=where, n=n, back=of_last)


def days_in(*, before: str, months: int, at: Level, where: str = "") -> Link:
    """Days of the worker's spells that fall in the `months` months before a day, the day itself left out."""
    return Link("days_in", "", at, where=where, before=before, months=months)


@dataclass(frozen=True, slots=True)
class Status:
    """A rule whose value is a status."""

    node: str


@dataclass(frozen=True, slots=True)
class CoverageStatement:
    """A MONTH rule that says how the law covers one branch by one scheme."""

    branch: Branch
    scheme: str
    node: str


@dataclass(frozen=True, slots=True)
class Posting:
    """An amount owed: who owes it, for which branch and scheme, and the day on which it is posted."""

    node: str
    branch: Branch | None
    scheme: str
    payer: str
    posted_on: str | Anchor
    cause: str


@dataclass(frozen=True, slots=True)
class Identity:
    """total = the parts together + the cited residual, on every row."""

    total: str
    parts: tuple[str, ...]
    residual: str = ""


@dataclass(frozen=True, slots=True)
class Participation:
    """Who takes part in a scheme for a branch: MONTH truths for being registered and for contributing (or credited)."""

    branch: Branch
    scheme: str
    registered: str
    contributing: str


@dataclass(frozen=True, slots=True)
class Benefit:
    """A benefit of a scheme: what would be due if the contingency began in the month, and what a spell is paid.

    MONTH nodes: qualified (Truth), conditions (the Truths whose conjunction qualified is, in the order in which a
    ministry would check them), amount (Money, of one `per`, whether qualified or not), reference (Money of the same
    `per`: the earnings the amount replaces; '' for flat or means-tested benefits), waiting (Days), duration (Days or
    Months). '' says that there is none of it: no waiting period, no limit in time.
    SPELL nodes: entitled (Truth), paid (Money, of the whole spell); assumed: facts of the spell taken so for a claim
    that does not tell them. c102, missoc, esspros: where the benefit stands in these classifications.
    """

    id: str
    branch: Branch
    scheme: str
    contingency: Contingency
    qualified: str
    conditions: tuple[str, ...]
    amount: str
    per: str
    reference: str
    waiting: str
    duration: str
    entitled: str
    paid: str
    assumed: tuple[tuple[str, str], ...]
    c102: str
    missoc: str
    esspros: str

    @property
    def nodes(self) -> tuple[str, ...]:
        """Every node that it names."""
        month = (self.qualified, *self.conditions, self.amount, self.reference, self.waiting, self.duration)
        return tuple(name for name in (*month, self.entitled, self.paid) if name)


@dataclass(frozen=True, slots=True)
class Signal:
    """What an inspectorate would look at: a Truth on records as they are told. It warns; it decides nothing.

    node: the Truth. shown: nodes of the same level that a reader needs to judge it. strength: a whole number among
    them by which signals are ranked ('': none). at_stake: Money of the same level ('': none). refuted_by: what, told
    or found, would take the suspicion away (facts or rules).
    """

    id: str
    node: str
    shown: tuple[str, ...]
    strength: str
    at_stake: str
    refuted_by: tuple[str, ...]


Result = Status | CoverageStatement | Posting | Identity | Participation | Benefit | Signal
BENEFIT_PERIODS: Final = ("day", "month", "year", "once")
C102_PARTS: Final = ("", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")
MISSOC_TABLES: Final = ("", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
# where a branch stands in Convention 102, and in MISSOC (death grants stand in III too, means tests in XI)
_PART_OF: Final[dict[Branch, tuple[str, ...]]] = {
    Branch.SICKNESS: ("III",),
    Branch.MEDICAL_CARE: ("II",),
    Branch.MATERNITY_PARENTAL: ("VIII",),
    Branch.UNEMPLOYMENT: ("IV",),
    Branch.OLD_AGE: ("V",),
    Branch.INVALIDITY: ("IX",),
    Branch.SURVIVORS: ("X",),
    Branch.EMPLOYMENT_INJURY: ("VI",),
    Branch.OCCUPATIONAL_DISEASE: ("VI",),
    Branch.FAMILY: ("VII",),
}
_TABLES_OF: Final[dict[Branch, tuple[str, ...]]] = {
    Branch.SICKNESS: ("III",),
    Branch.MEDICAL_CARE: ("II",),
    Branch.MATERNITY_PARENTAL: ("IV", "XI"),
    Branch.UNEMPLOYMENT: ("X", "XI"),
    Branch.OLD_AGE: ("VI", "XI"),
    Branch.INVALIDITY: ("V", "XI"),
    Branch.SURVIVORS: ("VII", "III", "XI"),
    Branch.EMPLOYMENT_INJURY: ("VIII",),
    Branch.OCCUPATIONAL_DISEASE: ("VIII",),
    Branch.FAMILY: ("IX", "XI"),
}
ESSPROS_FUNCTIONS: Final = (
    "",
    "sickness",
    "disability",
    "old_age",
    "survivors",
    "family",
    "unemployment",
    "housing",
    "exclusion",
)
_PAYERS: Final = ("worker", "payer", "state")


def status(node: str) -> Status:
    """A status is a result of its own."""
    return Status(node)


def coverage(branch: Branch, *, scheme: str, by: str) -> CoverageStatement:
    """State coverage in law."""
    return CoverageStatement(branch, scheme, by)


def posting(
    node: str, *, branch: Branch | None = None, scheme: str, payer: str, posted_on: str | Anchor, cause: str
) -> Posting:
    """State an amount owed."""
    if payer not in _PAYERS:
        raise LawError(f"posting {node}: payer is one of {', '.join(_PAYERS)}, not '{payer}'.")
    return Posting(node, branch, scheme, payer, posted_on, cause)


def identity(*, total: str, parts: tuple[str, ...], residual: str = "") -> Identity:
    """State an accounting identity."""
    return Identity(total, tuple(parts), residual)


def participation(branch: Branch, *, scheme: str, registered: str, contributing: str) -> Participation:
    """State who is registered in a scheme and who contributes to it, month by month."""
    return Participation(branch, scheme, registered, contributing)


def benefit(
    id: str,
    *,
    branch: Branch,
    scheme: str,
    contingency: Contingency,
    qualified: str,
    conditions: tuple[str, ...],
    amount: str,
    per: str,
    reference: str = "",
    waiting: str = "",
    duration: str = "",
    entitled: str = "",
    paid: str = "",
    assumed: Mapping[str, str] | None = None,
    c102: str = "",
    missoc: str = "",
    esspros: str = "",
) -> Benefit:
    """State a benefit (see Benefit for the meaning of each argument). Raises LawError for a word that is not one."""
    where = f"benefit {id}"
    for said, among in (
        (per, BENEFIT_PERIODS),
        (c102, C102_PARTS),
        (missoc, MISSOC_TABLES),
        (esspros, ESSPROS_FUNCTIONS),
    ):
        if said not in among:
            raise LawError(f"{where}: '{said}' is not one of {', '.join(word for word in among if word)}.")
    for said, table in ((c102, _PART_OF), (missoc, _TABLES_OF)):
        if said and said not in table[branch]:
            raise LawError(
                f"{where}: '{said}' does not hold {branch.name.lower()}. Cure: {' or '.join(table[branch])}."
            )
    if not conditions:
        raise LawError(f"{where}: a benefit states its conditions.")
    if entitled and not paid:
        raise LawError(f"{where}: 'entitled' without 'paid'.")
    assumptions = tuple((assumed or {}).items())
    return Benefit(
        id=id,
        branch=branch,
        scheme=scheme,
        contingency=contingency,
        qualified=qualified,
        conditions=conditions,
        amount=amount,
        per=per,
        reference=reference,
        waiting=waiting,
        duration=duration,
        entitled=entitled,
        paid=paid,
        assumed=assumptions,
        c102=c102,
        missoc=missoc,
        esspros=esspros,
    )


def signal(
    id: str,
    *,
    node: str,
    shown: tuple[str, ...] = (),
    strength: str = "",
    at_stake: str = "",
    refuted_by: tuple[str, ...],
) -> Signal:
    """State what an inspectorate would look at (see Signal). Raises LawError when nothing could refute it."""
    if not refuted_by:
        raise LawError(f"signal {id}: a signal names what would refute it.")
    return Signal(id, node, shown, strength, at_stake, refuted_by)
