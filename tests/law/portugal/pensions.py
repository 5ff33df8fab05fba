"""Whole careers for the tests of pensions, and the statute worked out a second time on exact fractions.

The second calculation shares nothing with the law book: it lists the years, sorts them and adds them up.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from amparo.engine import Dossier, run_dossier
from amparo.law import book
from amparo.rules.kinds import read_value

from .conftest import Told


def month(year: int, number: int) -> int:
    """The month as the engine counts it."""
    return year * 12 + number - 1


@dataclass(frozen=True)
class Career:
    """Monthly pay (cents) and days by year; coefficients by year of pay, in millionths (None: those of the orders)."""

    pay: Mapping[int, int]
    days: Mapping[int, int] = field(default_factory=dict)
    coefficients: Mapping[int, int] | None = None
    price_coefficients: Mapping[int, int] | None = None
    birth: str = "1960-01-15"
    last: tuple[int, int] = (2026, 12)
    facts: Mapping[str, str] = field(default_factory=dict)

    def dossier(self, worker: str = "w", first: tuple[int, int] | None = None) -> Dossier:
        """All months on record, from the first year with pay; nothing was before."""
        years = sorted(self.pay)
        begin = month(*first) if first else month(years[0], 1)
        end = month(*self.last)
        rows = [m for m in range(begin, end + 1) if m // 12 in self.pay]
        told: dict[str, Any] = {
            "month_on_record": {m: 1 for m in range(begin, end + 1)},
            "recorded_employee_pay": {m: self.pay[m // 12] for m in rows},
            "recorded_employee_days": {m: self.days.get(m // 12, 30) for m in rows},
        }
        law = book("PT")
        facts: dict[str, Any] = {_key(name): value for name, value in told.items()}
        for name, text in {"birth_date": self.birth, **self.facts}.items():
            facts[_key(name)] = read_value(law.nodes[_key(name)].kind, text)
        if self.coefficients is not None:
            facts[_key("coefficients_told")] = 1
            facts[_key("told_coefficient")] = dict(self.coefficients)
            facts[_key("told_price_coefficient")] = dict(self.price_coefficients or self.coefficients)
        return Dossier(worker, begin, end, facts=facts, nothing_before=True, nothing_after=True)

    def told(self) -> Told:
        """The law run on the career."""
        return Told(run_dossier(book("PT"), self.dossier()))


def flat(begin: int, end: int, pay: str, **more: Any) -> Career:
    """The same pay in each month of each year, and coefficients of one: pay in the money of the year of start."""
    cents = cents_of(pay)
    years = range(begin, end + 1)
    return Career({y: cents for y in years}, coefficients={y: 1_000_000 for y in years}, **more)


def cents_of(text: str) -> int:
    """'12.34' in cents."""
    return int(Fraction(text) * 100)


def _key(name: str) -> str:
    return book("PT").find(name)


# --- the statute on fractions -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Worked:
    """What the second calculation finds, amounts in cents."""

    years: int
    years_by_2001: int
    reference: int
    best_ten_reference: int
    best_ten: int
    whole_career: int
    statutory: int


def half_up(value: Fraction) -> int:
    """To the cent, half a cent up."""
    return int((2 * value + 1) // 2)


def relevant_years(days: Mapping[int, int]) -> int:
    """Art. 12 and 29: 120 days, or any day before 1994; short years in their order, the excess lost."""
    count, carried = 0, 0
    for year in sorted(days):
        if days[year] >= 120 or (year < 1994 and days[year] > 0):
            count += 1
        else:
            carried += days[year]
            if carried >= 120:
                count, carried = count + 1, 0
    return count


def art_32(reference: int, years: int, ias: int) -> int:
    """Each slice of the reference earnings at its own rate, as the article writes it."""
    n = min(years, 40)
    if n <= 20:
        return half_up(reference * max(Fraction(2 * n, 100), Fraction(30, 100)))
    bounds = [Fraction(11, 10) * ias, Fraction(2 * ias), Fraction(4 * ias), Fraction(8 * ias)]
    rates = [Fraction(230), Fraction(225), Fraction(220), Fraction(210), Fraction(200)]
    total, below = Fraction(0), Fraction(0)
    for bound, rate in zip([*bounds, Fraction(10**15)], rates, strict=True):
        slice_ = max(min(Fraction(reference), bound) - below, Fraction(0))
        total += slice_ * rate / 10000 * n
        below = bound
    return half_up(total)


def work_out(career: Career, start: tuple[int, int], ias: int, minimum: int) -> Worked:
    """The statutory pension of a career with coefficients told, for a pension that starts in the month."""
    assert career.coefficients is not None
    year_of_start, month_of_start = start
    months = {y: 12 for y in career.pay if y < year_of_start}
    if year_of_start in career.pay and month_of_start > 1:
        months[year_of_start] = month_of_start - 1
    pay = {y: career.pay[y] * n for y, n in months.items() if career.pay[y] > 0}
    days = {y: career.days.get(y, 30) * n for y, n in months.items() if career.pay[y] > 0}
    years = relevant_years(days)
    by_2001 = relevant_years({y: d for y, d in days.items() if y <= 2001})

    def revalued(told: Mapping[int, int]) -> dict[int, int]:
        return {y: p if y == year_of_start else half_up(Fraction(p * told[y], 10**6)) for y, p in pay.items()}

    whole = sorted(revalued(career.coefficients).values(), reverse=True)[:40]
    reference = half_up(Fraction(sum(whole), 14 * len(whole))) if whole else 0
    by_year = revalued(career.price_coefficients or career.coefficients)
    window = [by_year[y] for y in sorted(by_year)[-15:]]
    ten = sorted(window, reverse=True)[:10]
    best_ten_reference = half_up(Fraction(sum(ten), 14 * len(ten))) if ten else 0
    p1 = half_up(best_ten_reference * min(max(Fraction(2 * years, 100), Fraction(3, 10)), Fraction(8, 10)))
    p2 = art_32(reference, years, ias)
    return Worked(years, by_2001, reference, best_ten_reference, p1, p2, art_33(p1, p2, years, by_2001, ias, minimum))


def art_33(p1: int, p2: int, years: int, by_2001: int, ias: int, minimum: int) -> int:
    """Arts. 33 and 101: the limit of P1, the weighting, the better pension of art. 32 above the minimum."""
    limit = 12 * ias
    if by_2001 == 0 or (p1 > limit and p2 > limit and p1 > p2):
        return p2
    limited = p1 if p2 > p1 else min(p1, limit)
    weighted = half_up(Fraction(limited * by_2001 + p2 * (years - by_2001), years))
    return p2 if p2 > weighted and p2 > minimum else weighted
