"""Claims and tables of benefits from Python: `amparo.claim(...)` and `amparo.benefits(...)`."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from amparo.analysis import claims
from amparo.analysis.outlook import Outlook, Table, cure, row_seen, table
from amparo.api import OutsideRecords, case_of, day_told, law, worker
from amparo.engine.explain import Explainer, missing_facts
from amparo.records.facts import FactIndex
from amparo.report.words import word
from amparo.rules.levels import SPELL, WORKER
from amparo.rules.messages import Message, what_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from amparo.api import WorkerResult
    from amparo.engine.explain import Move, Reason, Why
    from amparo.records.case import Case
    from amparo.rules.book import LawBook


@dataclass(frozen=True)
class BenefitsResult:
    """Every benefit of a worker in one month, when it will be qualified for, and what would cure what is lacking."""

    of: WorkerResult = field(repr=False)
    table: Table

    @property
    def lang(self) -> str:
        return self.of.lang

    @cached_property
    def cures(self) -> Mapping[str, Move | None]:
        """By benefit and scheme, the smallest move of one fact told that cures the condition that fails first."""
        known: dict[str, Move | None] = {}
        for found in self.table.outlooks:
            if found.state == "no" and found.failing is not None and found.failing.node not in known:
                moved = cure(self.table.book, self.table.dossier, found, self.of.explainer)
                known[found.failing.node] = moved
        return {
            benefit_key(found): known[found.failing.node]
            for found in self.table.outlooks
            if found.state == "no" and found.failing is not None
        }

    def untold(self, found: Outlook) -> tuple[str, ...]:
        """The facts not told for which the condition waits that fails first."""
        if found.failing is None or found.failing.state != "undecided":
            return ()
        return tuple(missing_facts(self.of.explainer, [row_seen(self.of.run, found.failing.node, found.month)]))

    def reason(self, found: Outlook, node: str) -> Reason:
        """Why a node of a benefit is what it is in the month, without what it rests on."""
        return self.of.explainer.reason(*row_seen(self.of.run, node, found.month))

    def why(self, found: Outlook, node: str) -> Why:
        """The why-tree of a node of a benefit in the month."""
        return self.of.explainer.why(*row_seen(self.of.run, node, found.month))

    def to_json(self) -> dict[str, Any]:
        """The table as plain data (`amparo schema benefits` describes it)."""
        from amparo.report.claims import benefits_json

        return benefits_json(self)

    def to_text(self, lang: str | None = None) -> str:
        """The table as plain text."""
        from amparo.report.claims import benefits_text

        return benefits_text(self if lang is None else replace(self, of=replace(self.of, lang=lang)))

    def _repr_html_(self) -> str:
        from amparo.report.claims import benefits_html

        return benefits_html(self)


def benefit_key(found: Outlook) -> str:
    """The stable id of a benefit of a scheme."""
    return f"{found.terms.id}.{found.terms.scheme}"


@dataclass(frozen=True)
class ClaimResult:
    """What a contingency on a day would be given: every benefit for it, with reasons and assumptions."""

    country: str
    name: str
    class_: str
    known_on: int | None
    lang: str
    book: LawBook = field(repr=False)
    claim: claims.Claim

    @cached_property
    def explainers(self) -> tuple[Explainer, ...]:
        """One for each benefit, as each has assumptions of its own."""
        return tuple(Explainer(claimed.run) for claimed in self.claim.benefits)

    def why(self, number: int, node: str) -> Why:
        """Why a node of the benefit of that number is what it is, in the month of the claim or on its spell."""
        claimed = self.claim.benefits[number]
        return self.explainers[number].why(*self._at(claimed, node))

    def reason(self, number: int, node: str) -> Reason:
        """The same without what it rests on."""
        return self.explainers[number].reason(*self._at(self.claim.benefits[number], node))

    def _at(self, claimed: claims.Claimed, node: str) -> tuple[str, int]:
        if self.book.nodes[node].level is SPELL:  # type: ignore[union-attr]
            return node, self.claim.spell
        return row_seen(claimed.run, node, self.claim.month)

    def to_json(self) -> dict[str, Any]:
        """The claim as plain data (`amparo schema claim` describes it)."""
        from amparo.report.claims import claim_json

        return claim_json(self)

    def to_text(self, lang: str | None = None) -> str:
        """The claim as plain text."""
        from amparo.report.claims import claim_text

        return claim_text(self if lang is None else replace(self, lang=lang))

    def _repr_html_(self) -> str:
        from amparo.report.claims import claim_html

        return claim_html(self)


def benefits(
    case: str | Path | Mapping[str, Any] | Case, on: str | None = None, known_on: str | None = None, lang: str = "en"
) -> BenefitsResult:
    """Every benefit in the month of a day (the last month told where none is given), as if its contingency began then.

    Raises CaseError, and OutsideRecords for a day the case does not tell.
    """
    found = worker(case, on=on, known_on=known_on, lang=lang)
    return BenefitsResult(found, table(found.book, found.run.dossier, found.months[-1]))


def claim(
    case: str | Path | Mapping[str, Any] | Case,
    contingency: str,
    on: str,
    days: int | None = None,
    told: Mapping[str, Any] | None = None,
    known_on: str | None = None,
    lang: str = "en",
) -> ClaimResult:
    """What a worker would be given for a contingency (`sickness`, `birth` ...) that begins on a day.

    days: how long it lasts. told: facts of the spell as a case file writes them, {"hospital_from_first_day": "yes"}.
    Raises CaseError, OutsideRecords and ClaimError.
    """
    day = day_told(on, lang)
    read = case_of(case, lang)
    if known_on is not None:
        day_told(known_on, lang)
        read = replace(read, book=law(read.country, known_on))
    if days is not None and days < 1:
        raise OutsideRecords(word("claim.no_days", lang))
    found = claims.claim(read, claims.contingency_of(contingency), day, days, _stored(read, told or {}))
    known = None if known_on is None else day_told(known_on, lang)
    return ClaimResult(read.country, read.dossier.worker, read.class_, known, lang, read.book, found)


def _stored(case: Case, told: Mapping[str, Any]) -> dict[str, int]:
    """Facts of the spell or the worker by full name, as stored. Raises OutsideRecords."""
    index = FactIndex(case.book)
    found: dict[str, int] = {}
    for name, value in told.items():
        try:
            fact = index.find(name, (SPELL, WORKER))
            found[fact.full_name] = index.read(fact, value)
        except (ValueError, TypeError) as error:
            told_as = Message("at.value", "{name}={value}: {what}", name=name, value=value, what=what_of(error))
            raise OutsideRecords(told_as) from None
    return found


__all__ = ["BenefitsResult", "ClaimResult", "benefit_key", "benefits", "claim"]
