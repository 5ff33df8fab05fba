"""The one figure of Verania, measured on a run of its law."""

from __future__ import annotations

from pathlib import Path

from amparo.population.tables import numbers

OUTPUTS = ("status.insurance_status",)


def measured(results: Path, home: Path, weight: float) -> dict[str, float | None]:
    """Who is insured in June."""
    month = f"read_parquet('{results}/month/*.parquet')"
    insured = "\"status.insurance_status\" IS NOT NULL AND month = '2025-06'"
    return {"insured": numbers(f"SELECT count(*) FROM {month} WHERE {insured}")[0] * weight}
