"""Worker + payers + state + residual = total, on every row of random dossiers."""

from __future__ import annotations

import pytest

from amparo.engine.certify import Dice
from amparo.engine.reference import Reference
from amparo.law import book
from amparo.rules.book import result_key
from amparo.rules.bounds import Unknown
from amparo.rules.declarations import Identity
from amparo.rules.levels import contains


@pytest.mark.parametrize("country", ["FICTIONAL", "PT", "CN"])
def test_every_identity_holds_on_every_row(country: str) -> None:
    law = book(country)
    dice = Dice(law, 21)
    identities = [(topic, identity) for topic, identity in law.results(Identity)]
    assert identities
    held = dict.fromkeys((identity.total for _, identity in identities), 0)
    for dossier in dice.dossiers(1500):
        run = Reference(law, dossier)
        for topic, identity in identities:
            total = result_key(law, topic, identity.total)
            level = law.nodes[total].level
            names = [*identity.parts, *([identity.residual] if identity.residual else [])]
            parts = [result_key(law, topic, name) for name in names]
            assert all(contains(law.nodes[part].level, level) for part in parts), identity
            for row in range(len(run.layout.ids[level])):
                values = [run.value(total, row), *(run.read(part, level, row) for part in parts)]
                if any(isinstance(value, Unknown) for value in values):
                    continue
                assert values[0] == sum(values[1:]), f"{total} on {run.layout.ids[level][row]} of {dossier.worker}"
                held[identity.total] += values[0] != 0
    never = [name for name, count in held.items() if count == 0]
    assert len(never) < len(held) / 2, f"no row with an amount for {never}"
