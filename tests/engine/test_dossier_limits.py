"""A dossier larger than the proof of sizes allows is refused."""

from __future__ import annotations

import pytest

from amparo.engine.dossier import MAX_CONTRACTS_A_MONTH, MAX_MONTHS, MAX_SPELLS, Dossier
from amparo.rules.errors import AmparoError

MONTH = 2025 * 12


def test_at_the_limits_a_dossier_stands() -> None:
    engagements = tuple((f"p{n}", MONTH) for n in range(MAX_CONTRACTS_A_MONTH))
    Dossier("w", MONTH - MAX_MONTHS + 1, MONTH, engagements, spells=((20_000, 20_001),) * MAX_SPELLS)


@pytest.mark.parametrize(
    ("first", "engagements", "spells", "said"),
    [
        (MONTH - MAX_MONTHS, 0, 0, "1 to 720 months"),
        (MONTH + 1, 0, 0, "1 to 720 months"),
        (MONTH, MAX_CONTRACTS_A_MONTH + 1, 0, "101 engagements in 2025-01"),
        (MONTH, 0, MAX_SPELLS + 1, "401 spells"),
    ],
)
def test_beyond_them_it_is_refused(first: int, engagements: int, spells: int, said: str) -> None:
    contracts = tuple((f"p{n}", MONTH) for n in range(engagements))
    with pytest.raises(AmparoError, match=said):
        Dossier("w", first, MONTH, contracts, spells=((20_000, 20_001),) * spells)
