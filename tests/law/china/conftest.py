"""What the tests of Chinese law share: one rule on given values, and a platform worker's dossier."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from amparo.engine import Dossier, Reference, evaluate_rule, run_dossier
from amparo.law import book
from amparo.rules.kinds import read_value


@pytest.fixture
def value() -> Callable[..., Any]:
    """value(rule, on, place=..., input=...): the stored value (money in fen), or an Unknown."""

    def evaluate(rule: str, on: str, place: str | None = None, **given: str) -> Any:
        return evaluate_rule(book("CN"), rule, given, on=on, place=place).value

    return evaluate


@pytest.fixture
def worker() -> Callable[..., Reference]:
    """worker(first, last, payers=(...), **facts): the law run on these months, with work for each payer in each.

    A fact is told once for all rows, or as {(payer, month) or payer or contract position: text}; months as '2025-04'.
    """

    def run(
        first: str, last: str, payers: tuple[str, ...] = ("platform",), nothing_before: bool = True, **facts: Any
    ) -> Reference:
        law = book("CN")
        start, end = _month(first), _month(last)
        contracts = tuple((payer, month) for month in range(start, end + 1) for payer in payers)
        told: dict[str, Any] = {}
        for name, text in facts.items():
            key = law.find(name)
            kind = law.nodes[key].kind
            if isinstance(text, dict):
                told[key] = {_row(row, contracts): read_value(kind, one, law.places) for row, one in text.items()}
            else:
                told[key] = read_value(kind, text, law.places)
        return run_dossier(
            law,
            Dossier(
                "w", start, end, contracts=contracts, facts=told, nothing_before=nothing_before, nothing_after=True
            ),
        )

    return run


def _month(text: str) -> int:
    return int(text[:4]) * 12 + int(text[5:7]) - 1


def _row(row: Any, contracts: tuple[tuple[str, int], ...]) -> Any:
    """A month, a payer, or the position of (payer, month) among the contracts."""
    if isinstance(row, tuple):
        return contracts.index((row[0], _month(row[1])))
    return _month(row) if row[:1].isdigit() else row
