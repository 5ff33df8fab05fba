"""What a country's law gives a standard person, measured by running it: rates, periods, coverage, who bears the cost.

Each measure is one value (known or between bounds) with the names of what is not known. Nothing here judges.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

from amparo.analysis.standard_persons import GROUPS, RESIDENTS, Person, Persons, Told, dossier_of
from amparo.analysis.terms import coverages_of, memberships_of, terms_of
from amparo.engine.explain import Explainer, label_of, missing_facts
from amparo.engine.reference import Reference
from amparo.rules.book import result_key
from amparo.rules.bounds import FACT, LAW, Unknown, high, low, why
from amparo.rules.declarations import Branch, Coverage, CoverageStatement, Posting
from amparo.rules.levels import CONTRACT, MONTH, TIE_MONTH

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from amparo.analysis.terms import Terms
    from amparo.rules.book import LawBook
    from amparo.rules.bounds import Value
    from amparo.rules.evidence import Label

# Months of record tried for the shortest one that qualifies, before halving.
CAREERS: Final = (0, 1, 3, 6, 12, 24, 36, 60, 120, 180, 240, 360, 480)
AGES: Final = (50 * 12, 75 * 12)
DAYS_OF_YEAR: Final = 365
NOT_SOCIAL_SECURITY_OF_71: Final = frozenset({Branch.EMPLOYMENT_INJURY, Branch.OCCUPATIONAL_DISEASE, Branch.FAMILY})


@dataclass(frozen=True, slots=True)
class Measure:
    """A value and, where it is not known, the facts and provisions that are missing (by full name and label)."""

    value: Value
    missing: tuple[tuple[str, Label], ...] = ()

    @property
    def known(self) -> bool:
        return not isinstance(self.value, Unknown)


@dataclass(frozen=True)
class Measured:
    """A standard person under a country's law on a month: values are read from one run."""

    run: Reference
    row: int

    def value(self, key: str) -> Value:
        """A MONTH value, or one that the month sees."""
        return self.run.read(key, MONTH, self.row)

    def of(self, key: str) -> Measure:
        """The value with what is missing for it, which takes long to find where it is not known."""
        value = self.value(key)
        return Measure(value, self._missing(key) if isinstance(value, Unknown) else ())

    def _missing(self, key: str) -> tuple[tuple[str, Label], ...]:
        book = self.run.book
        explainer = Explainer(self.run)
        level_row = self.row
        facts = missing_facts(explainer, [(key, level_row)]) if _at_month(book, key) else {}
        found = {name: label_of(book.nodes[name]) for name in facts if name}
        if _at_month(book, key):
            reasons = explainer.why(key, level_row).reasons.values()
            found |= {r.node: r.label for r in reasons if r.role == "parameter" and _not_held(r)}
        return tuple(found.items())


def _at_month(book: LawBook, key: str) -> bool:
    return getattr(book.nodes[key], "level", None) == MONTH


def _not_held(reason: Any) -> bool:
    """A parameter that the law held gives no value for."""
    return reason.dating is None or (reason.dating.content is None and "law" in reason.reasons)


_HELD: OrderedDict[tuple[int, str, Told], tuple[LawBook, Measured]] = OrderedDict()
_MOST_HELD: Final = 64


def measured(book: LawBook, person: Person, told: Told) -> Measured:
    """Run the law on a standard person, as of the month asked about; the last runs are kept, to be asked again."""
    key = (id(book), person.id, told)
    held = _HELD.get(key)
    if held is not None and held[0] is book:
        _HELD.move_to_end(key)
        return held[1]
    dossier = dossier_of(book, person, told)
    run = Measured(Reference(book, dossier), told.month - dossier.first)
    _HELD[key] = (book, run)
    if len(_HELD) > _MOST_HELD:
        _HELD.popitem(last=False)
    return run


# --- coverage -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Covered:
    """How the law covers one standard person: by branch and scheme, as Coverage values or bounds of them.

    registered: whether the person is registered in a scheme for a branch, where the law says who is.
    """

    person: Person
    by: Mapping[tuple[Branch, str], Measure]
    registered: Mapping[tuple[Branch, str], Value] = field(default_factory=dict)

    def scheme(self, branch: Branch, scheme: str) -> Value:
        """Coverage of a branch by a scheme; none where the scheme says nothing of the branch."""
        held = self.by.get((branch, scheme))
        return int(Coverage.NONE) if held is None else held.value

    def strongest(self, branch: Branch) -> Measure | None:
        """The strongest coverage of a branch over all schemes; None where the law held says nothing of the branch."""
        every = [measure for (held, _), measure in self.by.items() if held == branch]
        if not every:
            return None
        lowest, highest = max(low(m.value) for m in every), max(high(m.value) for m in every)
        open_ = [m for m in every if high(m.value) > lowest]
        missing = tuple(dict.fromkeys(name for m in open_ for name in m.missing))
        reasons = 0
        for m in open_:
            reasons |= why(m.value)
        return Measure(lowest if lowest == highest else Unknown(lowest, highest, reasons), missing)

    def may_have(self, terms: Terms) -> bool:
        """Whether the law may give this person the benefit's scheme.

        By the coverage that the scheme states for the branch; else by who is registered in it; a scheme that states
        neither (one pension for several regimes) goes with anybody covered for the branch.
        """
        key = (terms.branch, terms.scheme)
        if key in self.by:
            return high(self.by[key].value) > Coverage.NONE
        if key in self.registered:
            return high(self.registered[key]) == 1
        strongest = self.strongest(terms.branch)
        return strongest is None or high(strongest.value) > Coverage.NONE

    def schemes(self, branch: Branch) -> tuple[str, ...]:
        """The schemes that may cover this person for a branch, in the order of the law book."""
        return tuple(s for (held, s), m in self.by.items() if held == branch and high(m.value) > Coverage.NONE)


def covered(book: LawBook, person: Person, told: Told) -> Covered:
    """The coverage in law of a standard person."""
    run = measured(book, person, told)
    return Covered(
        person,
        {(by.branch, by.scheme): run.of(by.node) for by in coverages_of(book)},
        {(m.branch, m.scheme): run.run.read(m.registered, MONTH, run.row) for m in memberships_of(book)},
    )


def covered_groups(book: LawBook, persons: Persons, told: Told) -> tuple[Covered, ...]:
    """Coverage of each standard person: by ways of working, then residents without work, then the others."""
    order = (*GROUPS, RESIDENTS)
    people = sorted(persons.by_id.values(), key=lambda p: order.index(p.group) if p.group in order else len(order))
    return tuple(covered(book, person, told) for person in people)


# --- benefits -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class RateAt:
    """Benefit, earnings and family allowances on one time basis, at one wage."""

    wage: int
    benefit: Value
    earnings: Value
    allowance: Value = 0


def rate_at(book: LawBook, terms: Terms, person: Person, told: Told) -> RateAt:
    """The benefit of a person at a wage, the earnings it replaces, and family allowances on the same time basis.

    Earnings are the reference earnings of the law; those of an employee lie within what the wage comes to on the basis,
    so that a ceiling or a floor on the earnings that count is not taken for the earnings themselves. 0 for benefits not
    based on earnings.
    """
    run = measured(book, person, told)
    amount, allowance = run.value(terms.amount), _on_basis(family_allowance(book, run), terms.per)
    if not terms.reference:
        return RateAt(told.wage, amount, 0, allowance)
    reference = run.value(terms.reference)
    earnings = _within(reference, *_wage_on(told.wage, terms.per)) if person.group == "employees" else reference
    return RateAt(told.wage, amount, earnings, allowance)


def family_allowance(book: LawBook, run: Measured) -> Value:
    """Monthly family benefits that the law gives the person, by Part VII; nothing where none is held."""
    held = [
        run.value(terms.amount)
        for terms in terms_of(book)
        if terms.c102 == "VII" and terms.per == "month" and low(run.value(terms.qualified)) == 1
    ]
    reasons = 0
    for value in held:
        reasons |= why(value)
    return _bounds(sum(low(value) for value in held), sum(high(value) for value in held))


def _on_basis(monthly: Value, per: str) -> Value:
    """A monthly sum on the time basis of a benefit, each end rounded so that it claims no more than is known."""
    times, over = {"day": (12, DAYS_OF_YEAR), "year": (12, 1)}.get(per, (1, 1))
    return _bounds(low(monthly) * times // over, -(-high(monthly) * times // over))


def _wage_on(wage: int, per: str) -> tuple[int, int]:
    """What a monthly wage comes to on a time basis, by any of the usual ways of counting days and payments."""
    match per:
        case "day":
            return wage * 12 // DAYS_OF_YEAR, -(-wage // 30)
        case "year":
            return wage * 12, wage * 14
    return wage, wage


def _within(value: Value, lowest: int, highest: int) -> Value:
    return _bounds(min(max(low(value), lowest), highest), min(max(high(value), lowest), highest))


def missing_at(book: LawBook, terms: Terms, person: Person, told: Told) -> tuple[tuple[str, Label], ...]:
    """What is not known of the amount or of the earnings it replaces, at a wage."""
    run = measured(book, person, told)
    found = [run.of(key).missing for key in (terms.amount, terms.reference) if key]
    return tuple(dict.fromkeys(name for names in found for name in names))


def waiting_days(run: Measured, terms: Terms) -> Measure:
    """The waiting days of law; none where the benefit states none."""
    return run.of(terms.waiting) if terms.waiting else Measure(0)


def benefit_days(book: LawBook, run: Measured, terms: Terms) -> Measure | None:
    """The longest duration in days (months as twelfths of 365 days); None where the benefit has no limit in time."""
    if not terms.duration:
        return None
    found = run.of(terms.duration)
    if book.nodes[terms.duration].kind.name != "months":
        return found
    ends = [end * DAYS_OF_YEAR // 12 for end in (low(found.value), high(found.value))]
    value: Value = ends[0] if ends[0] == ends[1] else Unknown(ends[0], ends[1], why(found.value))
    return replace(found, value=value)


def shortest_record(book: LawBook, terms: Terms, person: Person, told: Told, most: int = CAREERS[-1]) -> Measure:
    """The least number of months of work before the month of the contingency with which the person qualifies.

    Unknown where no record up to `most` months surely qualifies, with what is missing at the longest one tried.
    """
    tried = [career for career in CAREERS if career <= most]

    def qualified(career: int) -> Value:
        return measured(book, person, replace(told, career=career)).value(terms.qualified)

    reached = first_true(lambda career: low(qualified(career)) == 1, tried)
    if reached is not None:
        return Measure(reached)
    last = measured(book, person, replace(told, career=tried[-1])).of(terms.qualified)
    may = first_true(lambda career: high(qualified(career)) == 1, tried)
    reason = why(last.value) or FACT
    return Measure(Unknown(tried[-1] + 1 if may is None else may, 1500, reason), last.missing)


def first_true(holds: Callable[[int], bool], tried: Sequence[int]) -> int | None:
    """The least whole number that holds, between the first one tried that holds and the one tried before it."""
    still = -1
    for value in tried:
        if holds(value):
            reached = value
            while reached - still > 1:
                middle = (still + reached) // 2
                still, reached = (still, middle) if holds(middle) else (middle, reached)
            return reached
        still = value
    return None


def pension_age(book: LawBook, terms: Terms, person: Person, told: Told) -> Measure:
    """The least age in completed months at which the person, with the record given, qualifies."""

    def qualified(age: int) -> bool:
        return low(measured(book, person, replace(told, age_months=age)).value(terms.qualified)) == 1

    if not qualified(AGES[1]):
        last = measured(book, person, replace(told, age_months=AGES[1])).of(terms.qualified)
        return Measure(Unknown(AGES[0], 1500, why(last.value) or FACT), last.missing)
    below, reached = AGES[0] - 1, AGES[1]
    while reached - below > 1:
        middle = (below + reached) // 2
        below, reached = (below, middle) if qualified(middle) else (middle, reached)
    return Measure(reached)


# --- who bears the cost ---------------------------------------------------------------------------------------------


def contributions(book: LawBook, person: Person, told: Told) -> tuple[Measure, Measure]:
    """(borne by the worker, by all) in the month, for the branches that art. 71(2) of Convention No. 102 counts.

    Left out: employment injury, occupational disease and family where they stand apart, and charges of funds that
    protect no branch. Charges for all branches of a scheme together count whole.
    """
    run = measured(book, person, told)
    protecting = {said.scheme for _, said in book.results(CoverageStatement)}
    sums = {"worker": [0, 0], "payer": [0, 0], "state": [0, 0]}
    missing: dict[str, Label] = {}
    for topic, posting in book.results(Posting):
        if posting.scheme not in protecting or posting.branch in NOT_SOCIAL_SECURITY_OF_71:
            continue
        key = result_key(book, topic, posting.node)
        node = book.nodes[key]
        for row in _rows_of_month(run, node.level):  # type: ignore[union-attr]
            value = run.run.value(key, row)
            held = sums[posting.payer]
            held[0] += low(value)
            held[1] += high(value)
            if isinstance(value, Unknown):
                missing[key] = label_of(node)
    names = tuple(missing.items())
    all_ = [sum(held[end] for held in sums.values()) for end in (0, 1)]
    return Measure(_bounds(*sums["worker"]), names), Measure(_bounds(*all_), names)


def _rows_of_month(run: Measured, level: Any) -> Iterable[int]:
    if level not in (MONTH, TIE_MONTH, CONTRACT):
        return ()
    month = run.run.dossier.first + run.row
    months = run.run.layout.months[level]
    return [row for row, (begin, end) in enumerate(months) if begin <= month <= end]


def _bounds(lowest: int, highest: int) -> Value:
    return lowest if lowest == highest else Unknown(lowest, highest, FACT | LAW)


__all__ = [
    "Covered",
    "Measure",
    "Measured",
    "RateAt",
    "benefit_days",
    "contributions",
    "covered",
    "covered_groups",
    "family_allowance",
    "first_true",
    "measured",
    "missing_at",
    "pension_age",
    "rate_at",
    "shortest_record",
    "waiting_days",
]
