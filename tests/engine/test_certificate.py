"""A smaller certificate for each country, as part of every test run."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from amparo.engine.certify import (
    NODES_AT_ONCE,
    Certificate,
    Dice,
    _themes,
    certify,
    compare,
    outputs_of,
    unreached,
)
from amparo.engine.kernel import Kernel
from amparo.law import book
from amparo.rules.book import Amendment, set_value
from amparo.rules.levels import GROUP_MONTH, PAYER, TIE_MONTH, TIE_YEAR
from amparo.rules.nodes import Fact, Rule
from amparo.rules.parameters import Parameter


@pytest.mark.parametrize(("country", "months"), [("FICTIONAL", 6000), ("PT", 4000), ("CN", 4000)])
def test_both_ways_of_running_agree(country: str, months: int) -> None:
    certificate = certify(country, book, worker_months=months, jobs=2)
    assert certificate.worker_months >= months
    assert certificate.values > 10 * months
    assert certificate.unknown > 0
    assert certificate.nodes == set(outputs_of(book(country)))
    assert certificate.differences == 0, certificate.examples
    assert certificate.share_reached >= 0.95, unreached(book(country), certificate)


def test_a_large_certificate_takes_all_topics_in_turn() -> None:
    law = book("FICTIONAL")
    choose = _themes(law, random.Random(1))
    drawn = [choose() for _ in range(40)]
    assert {key for keys in drawn for key in keys} == set(outputs_of(law))
    assert all(len(keys) == len(set(keys)) >= min(NODES_AT_ONCE, len(outputs_of(law))) for keys in drawn)


def test_a_changed_rule_shows_as_a_difference() -> None:
    """The certificate can fail: the kernel of one law against the reference of another."""
    law = book("PT")
    amended = law.amend(Amendment("one cent more", (set_value("least_contribution", "20.01", since="2019-01-01"),)))
    kernel = Kernel(law, outputs_of(law)).ready()
    dice = Dice(law, 3)
    found = compare(amended, kernel, list(dice.dossiers(600)), lambda n: False)
    assert found.differences > 0
    assert any("self_employed" in example for example in found.examples)


def test_amended_values_and_known_on_need_no_new_kernel() -> None:
    law = book("PT")
    names = outputs_of(law)
    printed = [part.sources for part in Kernel(law, names).parts]
    amended = law.amend(Amendment("higher floor", (set_value("least_contribution", "25.00", since="2025-01-01"),)))
    assert [part.sources for part in Kernel(amended, names).parts] == printed
    dossiers = list(Dice(law, 4).dossiers(400))
    assert compare(amended, Kernel(amended, names).ready(), dossiers, lambda n: False).differences == 0


def test_law_as_known_on_a_day_agrees_too() -> None:
    law = book("CN")
    earlier = law.as_known_on(
        next(iter(sorted({e.known for p in law.of_type(Parameter) for s in p.series.values() for e in s})[-20:]))
    )
    dossiers = list(Dice(law, 6).dossiers(300))
    found: Certificate = compare(earlier, Kernel(earlier, outputs_of(earlier)).ready(), dossiers, lambda n: False)
    assert found.differences == 0, found.examples


def test_every_rule_is_in_some_segment() -> None:
    law = book("FICTIONAL")
    kernel = Kernel(law, outputs_of(law))
    assert kernel.calendar is not None
    ruled = {name for part in (*kernel.parts, *kernel.calendar.parts) for name in part.needs.rules}
    assert ruled == {rule.full_name for rule in law.of_type(Rule)}


def test_two_dossiers_may_tell_different_things_of_one_payer() -> None:
    """A past bug: in a batch, the last dossier's word on a payer held for all."""
    law = book("CN")
    payer_facts = [fact for fact in law.of_type(Fact) if fact.level == PAYER]
    dice = Dice(law, 11)
    dossiers = []
    for number in range(12):
        drawn = dice.dossier(f"w{number}")
        names = {payer: f"p{n}" for n, payer in enumerate(sorted({payer for payer, _ in drawn.contracts}))}
        facts = dict(drawn.facts)
        for fact in payer_facts:
            told = facts.get(fact.full_name)
            if isinstance(told, dict):
                facts[fact.full_name] = {names[payer]: value for payer, value in told.items()}
        ties = {key: told for key, told in facts.items() if law.nodes[key].level in (TIE_MONTH, GROUP_MONTH, TIE_YEAR)}
        facts = {key: told for key, told in facts.items() if key not in ties or isinstance(told, int)}
        contracts = tuple((names[payer], month) for payer, month in drawn.contracts)
        dossiers.append(replace(drawn, contracts=contracts, groups={}, facts=facts))
    found = compare(law, Kernel(law, outputs_of(law)).ready(), dossiers, lambda n: False)
    assert found.differences == 0, found.examples
