"""The smallest change stays where the law has an outcome; cases beyond a range are neither cures nor errors."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import tiny

from amparo.engine.dossier import Dossier
from amparo.engine.explain import Explainer, smallest_changes, smallest_cure
from amparo.engine.reference import Reference
from amparo.rules.kinds import date_of, day_of

PYTHON = """
@rule(level=MONTH, law_at=month_worked, **law)
def cover_from(start: Date, wait: Count) -> Month:
    '''Cover begins so many months after the start.'''
    return add_months(month_of(start), wait)

@rule(level=MONTH, law_at=month_worked, **law)
def covered(month: Month, cover_from: Month) -> Truth:
    '''Covered from then on.'''
    return month >= cover_from
"""
YAML = f"""
facts:
  start: {{level: worker, kind: date, label: {tiny.LABEL}}}
parameters:
  wait:
    kind: count
    label: {tiny.LABEL}
    values:
      - {{from: 2018-01-01, value: 24, cite: ACT 1, evidence: "L:act"}}
labels:
  cover_from: {tiny.LABEL}
  covered: {tiny.LABEL}
"""


def _day(text: str) -> int:
    return day_of(dt.date.fromisoformat(text))


def _explained(folder: Path, start: str) -> Any:
    law = tiny.topic(folder, PYTHON, YAML)
    june = 2025 * 12 + 5
    return Explainer(Reference(law, Dossier("w", june, june, facts={"t.start": _day(start)})))


def test_a_search_that_passes_the_end_of_the_calendar_still_finds_the_turn(tmp_path: Path) -> None:
    """24 months from July 2023 end in July 2025; a start after 2147 leads beyond the calendar of the law."""
    (move,) = smallest_changes(_explained(tmp_path, "2010-01-15"), ("t.covered", 0))
    assert date_of(move.after) == dt.date(2023, 7, 1)


def test_where_only_cases_beyond_the_calendar_differ_there_is_no_change(tmp_path: Path) -> None:
    """Not yet covered: an earlier start cures it, and no later one is offered."""
    cure = smallest_cure(_explained(tmp_path, "2024-01-15"), ("t.covered", 0))
    assert cure is not None
    assert date_of(cure.after) == dt.date(2023, 6, 30)
