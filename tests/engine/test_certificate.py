"""A smaller certificate for each country, as part of every test run."""

from __future__ import annotations

import pytest

from amparo.engine.certify import Certificate, Dice, certify, compare, outputs_of, unreached
from amparo.engine.kernel import Kernel
from amparo.law import book
from amparo.rules.book import Amendment, set_value
from amparo.rules.nodes import Rule
from amparo.rules.parameters import Parameter


@pytest.mark.parametrize(("country", "months"), [("FICTIONAL", 6000), ("PT", 6000), ("CN", 6000)])
def test_both_ways_of_running_agree(country: str, months: int) -> None:
    certificate = certify(country, book, worker_months=months, jobs=2)
    assert certificate.worker_months >= months
    assert certificate.values > 10 * months
    assert certificate.unknown > 0
    assert certificate.differences == 0, certificate.examples
    assert certificate.share_reached >= 0.95, unreached(book(country), certificate)


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
    earlier = law.as_known_on(next(iter(sorted({e.known for p in law.of_type(Parameter) for s in p.series.values() for e in s})[-20:])))
    dossiers = list(Dice(law, 6).dossiers(300))
    found: Certificate = compare(earlier, Kernel(earlier, outputs_of(earlier)).ready(), dossiers, lambda n: False)
    assert found.differences == 0, found.examples


def test_every_rule_is_in_some_segment() -> None:
    law = book("FICTIONAL")
    kernel = Kernel(law, outputs_of(law))
    ruled = {name for part in kernel.parts for name in part.needs.rules}
    assert ruled == {rule.full_name for rule in law.of_type(Rule)}
