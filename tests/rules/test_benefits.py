"""What a declared benefit may say of itself."""

from __future__ import annotations

from typing import Any

import pytest

from amparo.rules import Branch, Contingency, benefit, signal
from amparo.rules.errors import LawError

SAID: dict[str, Any] = {
    "branch": Branch.OLD_AGE,
    "scheme": "general",
    "contingency": Contingency.OLD_AGE,
    "qualified": "q",
    "conditions": ("q",),
    "amount": "a",
    "per": "month",
    "c102": "V",
    "missoc": "VI",
    "esspros": "old_age",
}


def test_a_benefit_names_its_nodes_once() -> None:
    found = benefit("pension", **SAID, reference="r", duration="d")
    assert found.nodes == ("q", "q", "a", "r", "d")


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"missoc": "VII"}, "'VII' does not hold old_age. Cure: VI or XI"),
        ({"c102": "IX"}, "'IX' does not hold old_age. Cure: V"),
        ({"missoc": "XIII"}, "'XIII' is not one of"),
        ({"per": "week"}, "'week' is not one of day, month, year, once"),
        ({"conditions": ()}, "states its conditions"),
        ({"entitled": "e"}, "'entitled' without 'paid'"),
    ],
)
def test_what_does_not_fit_is_refused(change: dict[str, Any], says: str) -> None:
    with pytest.raises(LawError, match=says):
        benefit("pension", **{**SAID, **change})


def test_a_signal_names_what_refutes_it() -> None:
    with pytest.raises(LawError, match="names what would refute it"):
        signal("s", node="n", refuted_by=())
