"""A past bug: spells that begin before or after the months told were given the values of the first month told."""

from __future__ import annotations

import datetime as dt

import pytest

from amparo.engine.certify import compare, outputs_of
from amparo.engine.dossier import Dossier
from amparo.engine.kernel import Kernel
from amparo.engine.reference import Reference
from amparo.law import book
from amparo.rules.bounds import HISTORY, Unknown
from amparo.rules.kinds import day_of

JULY = 2024 * 12 + 6


def _spell(first: str, days: int) -> tuple[int, int]:
    begin = day_of(dt.date.fromisoformat(first))
    return begin, begin + days - 1


def _worker(*spells: tuple[int, int], nothing_before: bool = True) -> Dossier:
    return Dossier("w", JULY, JULY + 17, spells=tuple(sorted(spells)), nothing_before=nothing_before)


CASES = {
    "before the year": (_spell("2022-11-05", 40),),
    "before, in the same year": (_spell("2024-02-10", 12),),
    "before, in the same quarter and year": (_spell("2024-06-30", 3), _spell("2024-07-01", 3)),
    "after": (_spell("2026-03-01", 30),),
    "before and within": (_spell("2023-12-20", 30), _spell("2024-09-01", 5), _spell("2025-11-30", 9)),
}


@pytest.mark.parametrize("country", ["FICTIONAL", "PT"])
@pytest.mark.parametrize("nothing_before", [True, False])
def test_both_ways_of_running_agree_on_spells_outside(country: str, nothing_before: bool) -> None:
    law = book(country)
    workers = [_worker(*spells, nothing_before=nothing_before) for spells in CASES.values()]
    found = compare(law, Kernel(law, outputs_of(law)).ready(), workers, lambda n: False)
    assert found.differences == 0, found.examples


def test_what_such_a_spell_reads_of_its_month_is_not_known() -> None:
    """The months before are not told: what was earned then is no zero."""
    run = Reference(book("FICTIONAL"), _worker(_spell("2022-11-05", 40), nothing_before=False))
    value = run.value("sickness.daily_reference_pay", 0)
    assert isinstance(value, Unknown) and value.why & HISTORY
