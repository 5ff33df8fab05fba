"""The command line in a process of its own says what it says inside the tests' process."""

from __future__ import annotations

from typing import Any

import pytest


@pytest.mark.parametrize(
    ("words", "environment"),
    [
        (("--help",), {}),
        (("worker", "CASE", "--lang", "zh"), {}),
        (("worker", "CASE", "--format", "json"), {"AMPARO_LANG": "pt"}),
        (("worker", "nowhere.yaml"), {"AMPARO_LANG": "zh"}),
        (("eval", "PT:contracting_entity_rate", "--set", "income_from_payer=1"), {}),
        (("law", "show", "PT:minimum_wage"), {}),
        (("no-such-verb",), {}),
        (("schema", "case", "--country", "CN"), {}),
    ],
)
def test_both_say_the_same(
    words: tuple[str, ...], environment: dict[str, str], amparo: Any, amparo_apart: Any, case: Any
) -> None:
    asked = [case("portugal") if word == "CASE" else word for word in words]
    here, apart = amparo(*asked, **environment), amparo_apart(*asked, **environment)
    assert (here.code, here.out, here.err) == (apart.code, apart.out, apart.err)
    assert here.out or here.err
