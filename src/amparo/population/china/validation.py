"""The published figures of China, measured on a population's records and on a run of its law over them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from amparo.population.tables import numbers

if TYPE_CHECKING:
    from pathlib import Path

_PROTECTED: Final = "occupational_injury.injury_protection_applies"
_FIRST_PROVINCES: Final = (
    *("beijing", "shanghai", "jiangsu", "nanjing", "guangdong", "guangzhou", "shenzhen", "hainan", "haikou"),
    *("chongqing", "sichuan", "chengdu"),
)
_RIDING: Final = "activity IN ('food_delivery', 'instant_delivery')"
_PILOT_BEGAN: Final = "2022-07"
OUTPUTS: Final = (_PROTECTED,)


def measured(results: Path, home: Path, weight: float) -> dict[str, float | None]:
    """Riders by month and year and their pay; persons protected in the pilot since it began, and their orders."""
    work = f"read_parquet('{home}/engagements/*.parquet')"
    protected = (
        f"SELECT DISTINCT worker, month FROM read_parquet('{results}/contract/*.parquet') WHERE \"{_PROTECTED}\""
    )
    told = f"SELECT *, strftime(month, '%Y-%m') AS of_month FROM {work}"
    insured = f"({told}) AS work JOIN ({protected}) AS law ON law.worker = work.worker AND law.month = work.of_month"
    first, last = _months(work)
    return {
        **_riders(work),
        "pilot_insured": _insured(insured, "2025-06", "true", first, last, weight),
        "pilot_riders": _insured(insured, "2025-03", _RIDING, first, last, weight),
        "pilot_meituan_riders": _insured(insured, "2023-12", f"{_RIDING} AND payer = 'meituan'", first, last, weight),
        "hainan_orders": _orders(insured, first, last),
    }


def _months(work: str) -> tuple[int, int]:
    """First and last month of the engagements, as numbers such as 202207."""
    first, last = numbers(
        f"SELECT min(100 * year(month) + month(month)), max(100 * year(month) + month(month)) FROM {work}"
    )
    return int(first), int(last)


def _number(month: str) -> int:
    return int(month.replace("-", ""))


def _riders(work: str) -> dict[str, float | None]:
    """Of the last whole calendar year: Meituan's riders in the mean month over those of the year, and their pay.

    Of all riders the mean pay in months of 22 days or more, at 6 hours or more: to this the population is fitted.
    """
    by_month = f"SELECT year(month) AS year, month, count(DISTINCT worker) AS riders FROM {work}"
    of_meituan = f"WHERE {_RIDING} AND payer = 'meituan'"
    whole = f"SELECT year(month) FROM {work} GROUP BY 1 HAVING count(DISTINCT month) = 12"
    last = numbers(f"SELECT max(year) FROM ({whole}) AS years(year)")[0]
    if last is None:
        return {}
    monthly = numbers(f"SELECT avg(riders) FROM ({by_month} {of_meituan} GROUP BY 1, 2) WHERE year = {last}")[0]
    yearly, pay = numbers(
        f"SELECT count(DISTINCT worker), sum(gross_pay) FROM {work} {of_meituan} AND year(month) = {last}"
    )
    frequent = numbers(
        f"SELECT avg(pay) FROM (SELECT sum(gross_pay) AS pay, max(days_worked) AS days, sum(minutes_engaged) AS minutes"
        f" FROM {work} WHERE {_RIDING} GROUP BY worker, month) WHERE days >= 22 AND minutes >= 360 * days"
    )[0]
    return {
        "pay_of_frequent_riders": frequent,
        "riders_monthly_over_annual": monthly / yearly,
        "pay_of_riders_in_year": pay / yearly,
    }


def _insured(insured: str, until: str, which: str, first: int, last: int, weight: float) -> float | None:
    """Persons protected in the first provinces from the beginning of the pilot on; None where months are missing."""
    if first > _number(_PILOT_BEGAN) or last < _number(until):
        return None
    places = ", ".join(f"'{place}'" for place in _FIRST_PROVINCES)
    found = numbers(
        f"SELECT count(DISTINCT work.worker) FROM {insured}"
        f" WHERE of_month <= '{until}' AND work_place IN ({places}) AND {which}"
    )[0]
    return float(found * weight)


def _orders(insured: str, first: int, last: int) -> float | None:
    """Orders of those protected in Hainan, for each of them, from the beginning of the pilot to the end of 2025."""
    if first > _number(_PILOT_BEGAN) or last < _number("2025-12"):
        return None
    people, orders = numbers(
        f"SELECT count(DISTINCT work.worker), sum(orders) FROM {insured}"
        " WHERE of_month <= '2025-12' AND work_place IN ('hainan', 'haikou') AND orders > 0"
    )
    return orders / people if people else None


__all__ = ["OUTPUTS", "measured"]
