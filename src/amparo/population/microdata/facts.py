"""Facts of persons and jobs: from a column, a table of codes, an age, or a constant that is assumed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from amparo.population.microdata.checking import unmapped
from amparo.population.microdata.columns import Cells, Persons, decimal_of
from amparo.population.microdata.mapping import EMPTY
from amparo.records.facts import is_unknown

if TYPE_CHECKING:
    from amparo.population.microdata.mapping import Told
    from amparo.population.microdata.setting_aside import SetAside
    from amparo.records.errors import Finding
    from amparo.records.facts import FactIndex
    from amparo.rules.nodes import Fact

_REASONS: Final = {
    "truth": "not_yes_or_no",
    "place": "unknown_place",
    "date": "impossible_date",
    "month": "impossible_month",
}
UNKNOWN: Final = "unknown"
BIRTHDAY: Final = "07-01"  # an age in completed years: born in the middle of the year
OLDEST: Final = 120


def told_by(
    told: Told, fact: Fact, path: str, persons: Persons, rows: np.ndarray, year: int, index: FactIndex, aside: SetAside
) -> tuple[Cells, list[Finding]]:
    """What a fact is for each row, as text; codes without an entry. Rows that say nonsense go aside.

    Unknown is written as a word: an empty cell would say that something is not there.
    """
    if told.constant is not None:
        return [UNKNOWN if is_unknown(told.constant) else told.constant] * len(persons), []
    if told.completed_years is not None:
        return _birthdays(persons[told.completed_years], told.completed_years, rows, year, aside), []
    assert told.column is not None
    cells = persons[told.column]
    if told.values:
        return _coded(cells, told, path, rows)
    good: dict[str, bool] = {}
    found: Cells = [UNKNOWN] * len(cells)
    for row in np.flatnonzero(rows).tolist():
        cell = cells[row]
        if cell is None:
            continue
        if cell not in good:
            good[cell] = _stands(index, fact, cell)
        if good[cell]:
            found[row] = cell
        else:
            aside.add(row, _reason(fact, cell), told.column, cell, index.bounds(fact))
    return found, []


def _coded(cells: Cells, told: Told, path: str, rows: np.ndarray) -> tuple[Cells, list[Finding]]:
    values = {EMPTY: "unknown", **told.values}
    keys = [EMPTY if cell is None else cell for cell in cells]
    lost = {key for key, read in zip(keys, rows, strict=True) if read} - values.keys()
    if lost:
        return [], unmapped(f"{path}.values", lost, told.values)
    words = {key: UNKNOWN if is_unknown(value) else value for key, value in values.items()}
    return [words.get(key, UNKNOWN) for key in keys], []


def _birthdays(cells: Cells, column: str, rows: np.ndarray, year: int, aside: SetAside) -> Cells:
    found: Cells = [UNKNOWN] * len(cells)
    for row in np.flatnonzero(rows).tolist():
        cell = cells[row]
        if cell is None:
            continue
        age = decimal_of(cell)
        if age is None:
            aside.add(row, "not_a_number", column, cell)
        elif not 0 <= age <= OLDEST:
            aside.add(row, "out_of_range", column, cell, f"completed years, from 0 to {OLDEST}")
        else:
            found[row] = f"{year - int(age)}-{BIRTHDAY}"
    return found


def _stands(index: FactIndex, fact: Fact, cell: str) -> bool:
    try:
        index.read(fact, cell)
    except ValueError:
        return False
    return True


def _reason(fact: Fact, cell: str) -> str:
    if fact.kind.category is not None:
        return "unknown_category"
    if fact.kind.name in _REASONS:
        return _REASONS[fact.kind.name]
    number = decimal_of(cell)
    return "not_a_number" if number is None else "negative_amount" if number < 0 else "out_of_range"


def treated(persons: Persons, column: str, values: dict[str, str], path: str) -> tuple[np.ndarray, list[Finding]]:
    """Which rows a rule reads (the others it leaves out); codes without an entry."""
    keys = [EMPTY if cell is None else cell for cell in persons[column]]
    if lost := set(keys) - values.keys():
        return np.zeros(len(persons), bool), unmapped(path, lost, values)
    return np.array([values[key] == "read" for key in keys], bool), []


__all__ = ["BIRTHDAY", "told_by", "treated"]
