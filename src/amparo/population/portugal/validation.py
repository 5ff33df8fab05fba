"""The published figures of Portugal, measured on a run of its law over a population."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from amparo.population.tables import numbers

if TYPE_CHECKING:
    from pathlib import Path

_CONTRIBUTION: Final = "self_employed_contribution.self_employed_contribution"
_ENTITY: Final = "contracting_entity.contracting_entity_contribution"
OUTPUTS: Final = (_CONTRIBUTION, _ENTITY)


def measured(results: Path, home: Path, weight: float) -> dict[str, float | None]:
    """Who contributed in December 2022 and how much; contracting entities in the last year of the run."""
    month = f"read_parquet('{results}/month/*.parquet')"
    tie_year = f"read_parquet('{results}/tie_year/*.parquet')"
    people, mean = numbers(
        f'SELECT count(*), avg("{_CONTRIBUTION}") FROM {month} WHERE month = \'2022-12\' AND "{_CONTRIBUTION}" > 0'
    )
    last = int(numbers(f"SELECT max(year) FROM {tie_year}")[0])
    workers, charge = numbers(
        f'SELECT count(DISTINCT worker), sum("{_ENTITY}") FROM {tie_year} WHERE year = {last} AND "{_ENTITY}" > 0'
    )
    return {
        "contributing_in_month": people * weight if people else None,
        "mean_contribution": mean,
        "contracting_entity_workers": workers * weight,
        "contracting_entity_charge": None if charge is None else charge * weight,
    }


__all__ = ["OUTPUTS", "measured"]
