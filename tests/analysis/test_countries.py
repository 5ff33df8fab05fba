"""Benefits, cures and claims of Portugal and China on the case files of the command line."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from amparo.analysis.claims import ClaimError
from amparo.analysis.course import ByReference
from amparo.analysis.outlook import Outlook, outlook
from amparo.analysis.terms import CONTINGENCIES, terms_of
from amparo.claiming import BenefitsResult, benefits, claim
from amparo.engine import Reference
from amparo.rules.bounds import Unknown
from amparo.rules.nodes import Fact

CASES = Path(__file__).parents[1] / "cli" / "cases"


@pytest.fixture(scope="module", params=["portugal", "china"])
def result(request: pytest.FixtureRequest) -> BenefitsResult:
    return benefits(CASES / f"{request.param}.yaml")


def lacking(found: Outlook, result: BenefitsResult, node: str, value: int | None, row: Any) -> str:
    """The state of the condition that failed first, with one fact told otherwise."""
    book, dossier = result.table.book, result.table.dossier
    fact = book.nodes[node]
    assert isinstance(fact, Fact) and found.failing is not None
    told: Any = dossier.facts.get(node)
    if row is None:
        told = value
    else:
        name = dossier.layout.ids[fact.level][row.number]
        names = dossier.layout.ids[fact.level]
        told = {**(dict.fromkeys(names, told) if isinstance(told, int | Unknown) else told or {}), name: value}
    changed = replace(dossier, facts={**dossier.facts, node: told})
    now = outlook(ByReference(Reference(book, changed)), found.terms, found.month)
    return next(checked.state for checked in now.conditions if checked.node == found.failing.node)


def test_each_cure_turns_the_condition_it_is_told_for(result: BenefitsResult) -> None:
    cured = 0
    for found in result.table.outlooks:
        move = result.cures.get(f"{found.terms.id}.{found.terms.scheme}")
        if move is None:
            continue
        assert lacking(found, result, move.node, move.before, move.row) == "no"
        assert lacking(found, result, move.node, move.after, move.row) == "yes"
        cured += 1
    assert cured


def test_every_claim_that_the_law_knows_is_answered(result: BenefitsResult) -> None:
    """Whoever is surely not entitled is paid nothing; a contingency without a benefit is refused by name."""
    case = CASES / ("portugal.yaml" if result.of.country == "PT" else "china.yaml")
    known = {terms.contingency.name.lower() for terms in terms_of(result.table.book)}
    for contingency in CONTINGENCIES:
        if contingency not in known:
            with pytest.raises(ClaimError, match=contingency):
                claim(case, contingency, "2025-06-10")
            continue
        made = claim(case, contingency, "2025-06-10", days=20)
        assert made.claim.benefits
        for claimed in made.claim.benefits:
            assert claimed.terms.contingency.name.lower() == contingency
            if claimed.entitled == 0:
                assert claimed.paid == 0
        for lang in ("en", "pt", "zh"):
            assert made.to_text(lang)


def test_each_condition_and_the_qualification_agree(result: BenefitsResult) -> None:
    """Qualified is the conjunction of the conditions: none may surely fail where it holds, one does where it fails."""
    for found in result.table.outlooks:
        states = {checked.state for checked in found.conditions}
        if found.state == "yes":
            assert states == {"yes"}, found.terms.id
        if found.state == "no":
            assert "no" in states, found.terms.id
        if states == {"yes"}:
            assert found.state == "yes", found.terms.id


def test_what_an_open_condition_waits_for_is_named(result: BenefitsResult) -> None:
    """Facts that nobody told, of a condition that is undecided; none where it is decided."""
    for found in result.table.outlooks:
        untold = result.untold(found)
        if found.failing is None or found.failing.state != "undecided":
            assert untold == ()
        for key in untold:
            assert isinstance(result.table.book.nodes[key], Fact)
    assert any(result.untold(found) for found in result.table.outlooks)
