"""The published figures of Portugal, measured on a run of its law over a population."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from amparo.population.tables import numbers

if TYPE_CHECKING:
    from pathlib import Path

_CONTRIBUTION: Final = "self_employed_contribution.self_employed_contribution"
_BASE: Final = "self_employed_base.contribution_base"
_ACCUMULATES: Final = "self_employed_exemption.accumulates_with_employment"
_ENTITY: Final = "contracting_entity.contracting_entity_contribution"
OUTPUTS: Final = (_CONTRIBUTION, _BASE, _ACCUMULATES, _ENTITY)


def measured(results: Path, home: Path, weight: float) -> dict[str, float | None]:
    """Who contributed when and how much, beside a job too; contracting entities on the income of 2022."""
    month = f"read_parquet('{results}/month/*.parquet')"
    paid = f'FROM {month} WHERE "{_CONTRIBUTION}" > 0'
    people, mean = numbers(f"SELECT count(*), avg(\"{_CONTRIBUTION}\") {paid} AND month = '2022-12'")
    november = numbers(f"SELECT count(*) {paid} AND month = '2022-11'")[0]
    months, year = numbers(f"SELECT count(DISTINCT month), count(DISTINCT worker) {paid} AND month LIKE '2022-%'")
    beside = numbers(f"SELECT count(*) {paid} AND month = '2023-01' AND \"{_ACCUMULATES}\"")[0]
    base = numbers(f"SELECT avg(\"{_BASE}\") {paid} AND month LIKE '2023-%'")[0]
    workers, charge = numbers(
        f"SELECT count(DISTINCT worker), sum(\"{_ENTITY}\") FROM read_parquet('{results}/tie_year/*.parquet')"
        f' WHERE year = 2022 AND "{_ENTITY}" > 0'
    )
    whole_year = year if months == 12 else None
    return {
        "registered_base": base,
        "contributing_in_month": _people(people, weight),
        "contributing_in_november": _people(november, weight),
        "contributing_in_year": _people(whole_year, weight),
        "month_over_year": november / whole_year if whole_year else None,
        "mean_contribution": mean,
        "accumulating_who_owe": _people(beside, weight),
        "contracting_entity_workers": _people(workers if whole_year else None, weight),
        "contracting_entity_charge": _people(charge if whole_year else None, weight),
    }


def _people(found: float | None, weight: float) -> float | None:
    """For how many the persons found stand; None where the months built hold none."""
    return found * weight if found else None


__all__ = ["OUTPUTS", "measured"]
