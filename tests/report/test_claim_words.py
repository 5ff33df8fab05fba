"""Every benefit, scheme and step that a table of benefits or a cascade shows has its word."""

import pytest

from amparo.analysis.chains import STEPS
from amparo.analysis.groups import GROUPS
from amparo.analysis.outlook import STATES
from amparo.law import COUNTRIES, book
from amparo.report.words import has_word
from amparo.rules.declarations import BENEFIT_PERIODS, Benefit, Participation


@pytest.mark.parametrize("country", sorted(COUNTRIES))
def test_every_benefit_and_its_scheme_has_its_word(country: str) -> None:
    law = book(country)
    benefits = [benefit for _, benefit in law.results(Benefit)]
    schemes = {said.scheme for kind in (Benefit, Participation) for _, said in law.results(kind)}
    assert benefits
    assert [benefit.id for benefit in benefits if not has_word(f"benefit.{benefit.id}")] == []
    assert [scheme for scheme in sorted(schemes) if not has_word(f"scheme.{scheme}")] == []


def test_every_state_step_group_and_period_has_its_word() -> None:
    wanted = [f"benefits.{state}" for state in STATES] + [f"cascade.{step}" for step in STEPS]
    wanted += [f"group.{group}" for group in GROUPS] + [f"per.{per}" for per in BENEFIT_PERIODS]
    assert [key for key in wanted if not has_word(key)] == []
