"""What the formulas share: exact integer arithmetic, months as numbers, values of another entity's row."""

from __future__ import annotations

import numpy as np

RATE_SCALE = 1_000_000
RECORDS_BEGIN = 2024 * 12 + 9
RECORDS_END = 2025 * 12 + 2


def half_up(numerator: np.ndarray, divisor: int | np.ndarray) -> np.ndarray:
    """numerator / divisor, one half rounded up; nothing is negative here."""
    return (2 * numerator + divisor) // (2 * divisor)


def percent_of(amount, rate) -> np.ndarray:
    """Cents times millionths, rounded to the cent."""
    return half_up(np.multiply(amount, rate, dtype=np.int64), RATE_SCALE)


def share_exceeds(part, whole, share) -> np.ndarray:
    """part > share of whole, cross-multiplied."""
    return np.multiply(part, RATE_SCALE, dtype=np.int64) > np.multiply(whole, share, dtype=np.int64)


def month_number(period) -> int:
    """Months since year 0."""
    return period.start.year * 12 + period.start.month - 1


def month_of(date: np.ndarray) -> np.ndarray:
    """The month number of each date."""
    return date.astype("datetime64[M]").astype(np.int64) + 1970 * 12


def declaration_month(period):
    """The first month of the period's quarter, in which the income of the quarter before is declared."""
    return period.offset(-((period.start.month - 1) % 3), "month")


def months_of_records(first: int, last: int) -> list[str]:
    """Those of the months from first to last that lie in the records, as OpenFisca names them."""
    return [f"{m // 12}-{m % 12 + 1:02d}" for m in range(max(first, RECORDS_BEGIN), min(last, RECORDS_END) + 1)]


def of(population, entity: str, variable: str, period) -> np.ndarray:
    """A variable of another entity, for each row of this one."""
    return population.simulation.populations[entity](variable, period)[population.rows[entity]]


def total_of_ties(worker, variable: str, period) -> np.ndarray:
    """The worker's total over the payers of the month."""
    ties = worker.simulation.populations["tie_month"]
    here = np.flatnonzero(ties("month_of_tie", period) == month_number(period))
    return np.bincount(ties.rows["worker"][here], weights=ties(variable, "2024")[here], minlength=worker.count)


def any_of_ties(worker, variable: str, period) -> np.ndarray:
    """Whether it holds with some payer of the month."""
    return total_of_ties(worker, variable, period) > 0


def by_month_of_tie(tie_month, value_in) -> np.ndarray:
    """For each row the value of its month: value_in takes the month as OpenFisca names it."""
    months = months_of_records(RECORDS_BEGIN, RECORDS_END)
    return np.array([value_in(month) for month in months])[tie_month("month_of_tie", months[0]) - RECORDS_BEGIN]
