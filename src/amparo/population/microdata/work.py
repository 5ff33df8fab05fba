"""The jobs of each person, month by month: who has one, in which months, for how much."""

from __future__ import annotations

from decimal import ROUND_DOWN, ROUND_HALF_UP, ROUND_UP, Decimal
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from amparo.population.microdata.columns import Cells, Persons, decimal_of
from amparo.rules.messages import Message

if TYPE_CHECKING:
    from amparo.population.microdata.mapping import Conversion, Job, Mapping
    from amparo.population.microdata.setting_aside import SetAside

YEAR: Final = 12
LARGEST: Final = 10**9  # of a month, in the smallest unit: what the law's facts can hold
_ROUND: Final = {"half_up": ROUND_HALF_UP, "up": ROUND_UP, "down": ROUND_DOWN}
_WEEKS_OF_YEAR: Final = 52


class Work(NamedTuple):
    """One kind of job over all rows: in which months of the year it is worked (rows x 12), and its cents there.

    told is False where the pay of a job is unknown; minutes is None where no hours are mapped, -1 where not told.
    """

    worked: np.ndarray
    cents: np.ndarray
    told: np.ndarray
    minutes: np.ndarray | None


def work_of(found: Mapping, name: str, persons: Persons, rows: np.ndarray, window: np.ndarray, aside: SetAside) -> Work:
    """The job of the rows given. window: in which months of the year each row speaks (rows x 12)."""
    job = found.jobs[name]
    pay, told = _amounts(persons[job.pay.column], job, found.conversion, rows, aside)
    has = told & (pay > 0)
    if job.when is not None:
        codes = set(job.when.is_)
        has = rows & np.array([cell in codes for cell in persons[job.when.column]])
    else:
        _untold(persons[job.pay.column], job.pay.column, rows, aside)
    worked = _months(job, persons, has, window, aside)
    number = worked.sum(axis=1)
    for row in np.flatnonzero(has & (number == 0)).tolist():
        aside.add(row, "pay_without_months", job.pay.column, persons[job.pay.column][row])
    cents = spread(pay, worked) if job.pay.year is not None else pay[:, None] * worked
    for row in np.flatnonzero((cents > LARGEST).any(axis=1)).tolist():
        bounds = Message("bounds.at_most_a_month", "at most {most} a month", most=LARGEST // 100)
        aside.add(row, "out_of_range", job.pay.column, persons[job.pay.column][row], bounds)
    return Work(worked, cents, told, _minutes(job, persons, has, aside))


def spread(amounts: np.ndarray, worked: np.ndarray) -> np.ndarray:
    """Whole amounts over the months worked, equally; cents that remain fall one each to the first months."""
    number = np.maximum(worked.sum(axis=1), 1)
    each, rest = amounts // number, amounts % number
    place = np.cumsum(worked, axis=1) - 1
    return np.where(worked, each[:, None] + (place < rest[:, None]), 0)


def _amounts(
    cells: Cells, job: Job, conversion: Conversion | None, rows: np.ndarray, aside: SetAside
) -> tuple[np.ndarray, np.ndarray]:
    """Amounts in cents of the law's currency, converted and rounded once; which are told."""
    cents, told = np.zeros(len(cells), np.int64), np.zeros(len(cells), bool)
    rate, way = (Decimal(1), "half_up") if conversion is None else (conversion.rate, conversion.round)
    for row in np.flatnonzero(rows).tolist():
        cell = cells[row]
        if cell is None:
            continue
        amount = decimal_of(cell)
        if amount is None:
            aside.add(row, "not_a_number", job.pay.column, cell)
        elif amount < 0 and job.pay.below_zero == "set_aside":
            aside.add(row, "negative_amount", job.pay.column, cell, "zero or more")
        elif abs(amount * rate) >= LARGEST:
            aside.add(row, "out_of_range", job.pay.column, cell, f"less than {LARGEST}")
        else:
            cents[row] = int((max(amount, Decimal(0)) * rate * 100).to_integral_value(_ROUND[way]))
            told[row] = True
    return cents, told


def _untold(cells: Cells, column: str, rows: np.ndarray, aside: SetAside) -> None:
    """Without `when`, only a pay that is told says whether there is a job."""
    for row in np.flatnonzero(rows).tolist():
        if cells[row] is None:
            aside.add(row, "missing_value", column, None)


def _months(job: Job, persons: Persons, has: np.ndarray, window: np.ndarray, aside: SetAside) -> np.ndarray:
    """Months worked by those who have the job, within the months that their rows speak of."""
    if job.months.every:
        return has[:, None] & window
    if job.months.status:
        codes = set(job.months.worked)
        columns = [[cell in codes for cell in persons[column]] for column in job.months.status]
        return np.asarray(has[:, None] & np.array(columns).T & window)
    number = np.zeros(len(persons), np.int64)
    for column in job.months.number:
        number += _whole(persons[column], column, has, YEAR, _MONTHS, aside)
    place = np.cumsum(window, axis=1) - 1
    if job.months.placed == "last":
        place = window.sum(axis=1)[:, None] - 1 - place
    return np.asarray(has[:, None] & window & (place < np.minimum(number, YEAR)[:, None]))


_MONTHS: Final = Message("bounds.months", "a number of months from 0 to 12")


def _upto(most: int) -> str:
    return Message("bounds.upto", "1 to {most}", most=most)


def _whole(cells: Cells, column: str, rows: np.ndarray, most: int, bounds: str, aside: SetAside) -> np.ndarray:
    """Whole numbers of some rows, 0 for others."""
    found = np.zeros(len(cells), np.int64)
    for row in np.flatnonzero(rows).tolist():
        cell = cells[row]
        number = None if cell is None else decimal_of(cell)
        if cell is None:
            aside.add(row, "missing_value", column, None)
        elif number is None:
            aside.add(row, "not_a_number", column, cell)
        elif number != int(number) or not 0 <= number <= most:
            aside.add(row, "out_of_range", column, cell, bounds)
        else:
            found[row] = int(number)
    return found


def _minutes(job: Job, persons: Persons, has: np.ndarray, aside: SetAside) -> np.ndarray | None:
    """Minutes of a month, from the hours of a usual week; -1 where these are not told."""
    if job.hours is None:
        return None
    cells = persons[job.hours.week]
    found = np.full(len(cells), -1, np.int64)
    for row in np.flatnonzero(has).tolist():
        cell = cells[row]
        if cell is None:
            continue
        hours = decimal_of(cell)
        if hours is None:
            aside.add(row, "not_a_number", job.hours.week, cell)
        elif not 0 <= hours <= 168:
            aside.add(row, "out_of_range", job.hours.week, cell, "hours of a week, from 0 to 168")
        else:
            found[row] = int((hours * 60 * _WEEKS_OF_YEAR / YEAR).to_integral_value(ROUND_HALF_UP))
    return found


def windows(found: Mapping, persons: Persons, rows: np.ndarray, aside: SetAside) -> tuple[np.ndarray, set[str]]:
    """In which months of the year each row speaks (rows x 12); codes of the period that have no entry."""
    everywhere = np.ones((len(persons), YEAR), bool)
    if found.period is None:
        return everywhere, set()
    cells = persons[found.period.column]
    codes = found.period.values
    if codes and (lost := {cell for cell, read in zip(cells, rows, strict=True) if read and cell} - codes.keys()):
        return everywhere, {str(code) for code in lost}
    told = [codes.get(cell, cell) if cell is not None else None for cell in cells]
    length = found.period.length
    number = _whole(told, found.period.column, rows, YEAR // length, _upto(YEAR // length), aside)
    for row in np.flatnonzero(rows & (number == 0)).tolist():
        aside.add(row, "out_of_range", found.period.column, cells[row], _upto(YEAR // length))
    return np.arange(YEAR)[None, :] // length == (number - 1)[:, None], set()


__all__ = ["YEAR", "Work", "spread", "windows", "work_of"]
