"""The published figures of China, measured on a population's records and on a run of its law over them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from amparo.population.tables import numbers

if TYPE_CHECKING:
    from pathlib import Path

_PROTECTED: Final = "occupational_injury.injury_protection_applies"
_EARLY: Final = ("beijing", "shanghai", "jiangsu", "nanjing", "guangdong", "guangzhou", "shenzhen", "hainan", "haikou")
_EARLY_WEST: Final = ("chongqing", "sichuan", "chengdu")
OUTPUTS: Final = (_PROTECTED,)


def measured(results: Path, home: Path, weight: float) -> dict[str, float | None]:
    """Riders of a middle month over those of its year; persons protected by June 2025 in the first provinces."""
    work = f"read_parquet('{home}/engagements/*.parquet')"
    riders = "activity IN ('food_delivery', 'instant_delivery')"
    monthly = numbers(
        f"SELECT count(DISTINCT worker) FROM {work} WHERE {riders}"
        f" AND month = (SELECT quantile_disc(month, 0.5) FROM {work})"
    )[0]
    yearly = numbers(
        f"SELECT count(DISTINCT worker) FROM {work} WHERE {riders}"
        f" AND year(month) = (SELECT year(quantile_disc(month, 0.5)) FROM {work})"
    )[0]
    places = ", ".join(f"'{place}'" for place in (*_EARLY, *_EARLY_WEST))
    contract = f"read_parquet('{results}/contract/*.parquet')"
    early = f"SELECT DISTINCT worker FROM {work} WHERE work_place IN ({places})"
    insured = numbers(
        f'SELECT count(DISTINCT worker) FROM {contract} WHERE "{_PROTECTED}"'
        f" AND month <= '2025-06' AND worker IN ({early})"
    )[0]
    return {"riders_monthly_over_annual": monthly / yearly if yearly else None, "pilot_insured": insured * weight}


__all__ = ["OUTPUTS", "measured"]
