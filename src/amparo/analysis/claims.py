"""A claim: what a worker would be given if a contingency befell them on a day, as that day knows the record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from amparo.analysis.course import ByReference, repeated
from amparo.analysis.outlook import Outlook, outlook
from amparo.analysis.terms import Terms, terms_of
from amparo.engine.dossier import month_holding
from amparo.engine.explain import varied
from amparo.engine.reference import Reference
from amparo.rules.bounds import Unknown
from amparo.rules.declarations import Contingency
from amparo.rules.errors import AmparoError, nearest
from amparo.rules.kinds import month_text
from amparo.rules.levels import SPELL, WORKER
from amparo.rules.messages import Listed, Message
from amparo.rules.nodes import Fact

if TYPE_CHECKING:
    from collections.abc import Hashable

    from amparo.engine.dossier import Dossier
    from amparo.records.case import Case
    from amparo.rules.book import LawBook
    from amparo.rules.bounds import Value

DAYS_ASSUMED: Final = 30
CONTINGENCY: Final = "common.contingency"


class ClaimError(AmparoError):
    """A claim that cannot be made: no such contingency, a day before the record, a fact that is none of the spell."""


@dataclass(frozen=True, slots=True)
class Assumption:
    """What a claim takes as given: a fact of the spell ('' for its length in days), its value, and why.

    why: law (assumed by a standard claim), length (the length was not told), repeated (the months after the record
    repeat its last month; value is the number of months).
    """

    fact: str
    value: int
    why: str


@dataclass(frozen=True)
class Claimed:
    """One benefit for the claim: its terms in the month of the day, and what the spell is entitled to and paid.

    run: the run in which the assumptions hold, for why-trees; paid is None where the law here states no payment.
    """

    outlook: Outlook
    entitled: Value | None
    paid: Value | None
    assumptions: tuple[Assumption, ...]
    run: Reference = field(repr=False, compare=False)

    @property
    def terms(self) -> Terms:
        return self.outlook.terms


@dataclass(frozen=True)
class Claim:
    """A contingency on a day: every benefit for it, and on what the answer rests.

    spell: the row of the spell; told: whether the case itself told that spell; history: how many rows the case's
    history has; left_out: those of them that were posted after the day and so do not count; repeated: months after the
    record that repeat its last one.
    """

    contingency: Contingency
    day: int
    last_day: int
    spell: int
    told: bool
    history: int
    left_out: int
    repeated: int
    assumptions: tuple[Assumption, ...]
    benefits: tuple[Claimed, ...]

    @property
    def month(self) -> int:
        return month_holding(self.day)


def contingency_of(name: str) -> Contingency:
    """The contingency of a name such as sickness; raises ClaimError naming those there are."""
    known = {member.name.lower(): member for member in Contingency}
    found = known.get(name.strip().lower().replace("-", "_").replace(" ", "_"))
    if found is None:
        raise ClaimError(
            Message(
                "claim.unknown",
                "'{name}' is no contingency. Known: {known}.{hint}",
                name=name,
                known=Listed(known),
                hint=nearest(name, list(known)),
            )
        )
    return Contingency(found)


def claim(
    case: Case,
    contingency: Contingency,
    day: int,
    days: int | None = None,
    told: Mapping[str, int] | None = None,
) -> Claim:
    """The claim of a worker for a contingency that begins on a day and lasts so many days.

    told: facts of the spell (or of the worker) by full name, as stored. A spell of the case that begins on that day for
    that contingency is the one claimed for. Rows of the history posted after the day do not count. Where the day lies
    after the months told, its month and those between repeat the last one. Raises ClaimError.
    """
    known, left_out = case.as_known_on(day)
    book, dossier = known.book, known.dossier
    month = month_holding(day)
    if month < dossier.first:
        raise ClaimError(
            Message(
                "claim.too_early",
                "the day of the claim lies before the months told, which begin with {first}. Cure: tell the "
                "months before, or claim for a later day.",
                first=month_text(dossier.first),
            )
        )
    terms = [terms for terms in terms_of(book) if terms.contingency == contingency]
    if not terms:
        said = sorted({found.contingency.name.lower() for found in terms_of(book)})
        raise ClaimError(
            Message(
                "claim.no_benefit",
                "the law held states no benefit for {name}, only for {known}.",
                name=contingency.name.lower(),
                known=Listed(said),
            )
        )
    ahead = max(month - dossier.last, 0)
    longer = repeated(book, dossier, ahead)
    with_spell, spell, own = _with_spell(book, longer, contingency, day, days, dict(told or {}))
    run = Reference(book, with_spell)
    row = run.layout.ids[SPELL].index(spell)
    shared = _shared_assumptions(with_spell, row, run, own, days, ahead)
    length = run.layout.spell_days[row]
    course = ByReference(run)
    claimed = tuple(_claimed(course, found, month, row) for found in terms)
    return Claim(contingency, day, length[1], row, own, len(case.history), left_out, ahead, shared, claimed)


def _claimed(course: ByReference, terms: Terms, month: int, row: int) -> Claimed:
    """One benefit: what a standard claim assumes is assumed where the spell does not tell it."""
    run = course.run
    open_ = [(key, value) for key, value in terms.assumed if isinstance(run.value(key, row), Unknown)]
    held = varied(run, {key: {row: value} for key, value in open_}) if open_ else run
    if open_:
        held.given |= {(key, row): value for key, value in open_}
    return Claimed(
        outlook=outlook(course, terms, month),
        entitled=held.value(terms.entitled, row) if terms.entitled else None,
        paid=held.value(terms.paid, row) if terms.paid else None,
        assumptions=tuple(Assumption(key, value, "law") for key, value in open_),
        run=held,
    )


def _shared_assumptions(
    dossier: Dossier, row: int, run: Reference, own: bool, days: int | None, ahead: int
) -> tuple[Assumption, ...]:
    found = []
    if days is None and not own:
        first, last = run.layout.spell_days[row]
        found.append(Assumption("", last - first + 1, "length"))
    if ahead:
        found.append(Assumption("", ahead, "repeated"))
    return tuple(found)


def _with_spell(
    book: LawBook, dossier: Dossier, contingency: Contingency, day: int, days: int | None, told: dict[str, int]
) -> tuple[Dossier, int, bool]:
    """The dossier with the spell of the claim, its position among the spells, and whether the case told it."""
    found = _own_spell(dossier, contingency, day)
    spells = list(dossier.spells)
    if found is None:
        number, own = len(spells), False
        spells.append((day, day + (DAYS_ASSUMED if days is None else days) - 1))
    else:
        number, own = found, True
        if days is not None:
            spells[number] = (day, day + days - 1)
    facts = dict(dossier.facts)
    for key, value in {**told, CONTINGENCY: int(contingency)}.items():
        node = book.nodes.get(key)
        if not isinstance(node, Fact) or node.level not in (SPELL, WORKER):
            raise ClaimError(
                Message(
                    "claim.no_fact",
                    "'{key}' is no fact of the spell or of the worker. Cure: tell it in the case file.",
                    key=key,
                )
            )
        facts[key] = value if node.level == WORKER else _on_row(facts.get(key), number, value, len(spells), own)
    for fact in book.of_type(Fact):
        held = facts.get(fact.full_name)
        if fact.level == SPELL and not own and isinstance(held, int | Unknown) and fact.full_name not in told:
            # told once for all spells: it was told of those of the case, not of this one
            facts[fact.full_name] = dict.fromkeys(range(number), held)
    return replace(dossier, spells=tuple(spells), facts=facts), number, own


def _own_spell(dossier: Dossier, contingency: Contingency, day: int) -> int | None:
    """The position of a spell of the case that begins that day for that contingency (or for none that is told)."""
    told = dossier.facts.get(CONTINGENCY)
    for number, (first, _) in enumerate(dossier.spells):
        said = told.get(number) if isinstance(told, Mapping) else told
        if first == day and (said is None or isinstance(said, Unknown) or said == int(contingency)):
            return number
    return None


def _on_row(
    held: Value | Mapping[Hashable, Value] | None, number: int, value: int, count: int, own: bool
) -> Mapping[Hashable, Value]:
    """A fact of spells with one row told; a value told once stays with the other spells."""
    if isinstance(held, Mapping):
        return {**held, number: value}
    rows: dict[Hashable, Value] = {} if held is None else dict.fromkeys(range(count if own else count - 1), held)
    return {**rows, number: value}


__all__ = ["Assumption", "Claim", "ClaimError", "Claimed", "claim", "contingency_of"]
