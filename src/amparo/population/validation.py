"""A population held against published figures that were not used to build it, good or bad."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import duckdb

from amparo.law import book
from amparo.population.building import FILE, margins_of
from amparo.population.margins import MarginsError
from amparo.records.run import run_records

if TYPE_CHECKING:
    from collections.abc import Callable

    from amparo.population.margins import Quantity

_CONTRIBUTION: Final = "self_employed_contribution.self_employed_contribution"
_ENTITY: Final = "contracting_entity.contracting_entity_contribution"
_PROTECTED: Final = "occupational_injury.injury_protection_applies"
_OUTPUTS: Final = {"PT": (_CONTRIBUTION, _ENTITY), "CN": (_PROTECTED,)}
_EARLY: Final = ("beijing", "shanghai", "jiangsu", "nanjing", "guangdong", "guangzhou", "shenzhen", "hainan", "haikou")
_EARLY_WEST: Final = ("chongqing", "sichuan", "chengdu")


@dataclass(frozen=True, slots=True)
class Held:
    """One published figure beside what the population gives; found is None where its months do not reach."""

    figure: Quantity
    found: float | None

    @property
    def ratio(self) -> float | None:
        return None if self.found is None else self.found / self.figure.value

    def to_json(self) -> dict[str, Any]:
        return {
            "id": self.figure.id,
            "published": self.figure.value,
            "found": self.found,
            "ratio": self.ratio,
            "unit": self.figure.unit,
            "date": self.figure.source.date,
            "source": self.figure.source.text,
            "evidence": self.figure.source.evidence.mark,
        }


def validate(folder: Path | str, *, progress: Callable[[str, float], None] | None = None) -> tuple[Held, ...]:
    """Run the law on a built population and hold it against the published figures of its margins.

    Leaves the run beneath `validation/` and validation.json in the population's folder. Raises MarginsError when the
    folder holds no population.
    """
    home = Path(folder)
    if not (home / FILE).exists():
        raise MarginsError(f"{home.name} holds no population. Cure: build one with `amparo population build`.")
    document = json.loads((home / FILE).read_text(encoding="utf-8"))
    country, weight = document["country"], float(document["weight"])
    run = home.with_name(f"{home.name}.validation")
    run_records(
        book(country),
        run,
        records=home,
        data_class="synthetic",
        outputs=_OUTPUTS[country],
        progress=progress,
    )
    measured = {"PT": _portugal, "CN": _china}[country](run / "results", home, weight)
    found = tuple(Held(figure, measured.get(name)) for name, figure in margins_of(country).validate.items())
    content = {"country": country, "class": "synthetic", "figures": [held.to_json() for held in found]}
    (home / "validation.json").write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    return found


def _portugal(results: Path, home: Path, weight: float) -> dict[str, float | None]:
    month = f"read_parquet('{results}/month/*.parquet')"
    tie_year = f"read_parquet('{results}/tie_year/*.parquet')"
    people, mean = _row(
        f'SELECT count(*), avg("{_CONTRIBUTION}") FROM {month} WHERE month = \'2022-12\' AND "{_CONTRIBUTION}" > 0'
    )
    last = int(_row(f"SELECT max(year) FROM {tie_year}")[0])
    workers, charge = _row(
        f'SELECT count(DISTINCT worker), sum("{_ENTITY}") FROM {tie_year} WHERE year = {last} AND "{_ENTITY}" > 0'
    )
    return {
        "contributing_in_month": people * weight if people else None,
        "mean_contribution": mean,
        "contracting_entity_workers": workers * weight,
        "contracting_entity_charge": None if charge is None else charge * weight,
    }


def _china(results: Path, home: Path, weight: float) -> dict[str, float | None]:
    """Riders of a middle month over those of its year; persons protected by June 2025 in the first provinces."""
    work = f"read_parquet('{home}/engagements/*.parquet')"
    riders = "activity IN ('food_delivery', 'instant_delivery')"
    monthly = _row(
        f"SELECT count(DISTINCT worker) FROM {work} WHERE {riders}"
        f" AND month = (SELECT quantile_disc(month, 0.5) FROM {work})"
    )[0]
    yearly = _row(
        f"SELECT count(DISTINCT worker) FROM {work} WHERE {riders}"
        f" AND year(month) = (SELECT year(quantile_disc(month, 0.5)) FROM {work})"
    )[0]
    places = ", ".join(f"'{place}'" for place in (*_EARLY, *_EARLY_WEST))
    contract = f"read_parquet('{results}/contract/*.parquet')"
    early = f"SELECT DISTINCT worker FROM {work} WHERE work_place IN ({places})"
    insured = _row(
        f'SELECT count(DISTINCT worker) FROM {contract} WHERE "{_PROTECTED}"'
        f" AND month <= '2025-06' AND worker IN ({early})"
    )[0]
    return {"riders_monthly_over_annual": monthly / yearly if yearly else None, "pilot_insured": insured * weight}


def _row(query: str) -> tuple[Any, ...]:
    base = duckdb.connect()
    try:
        found = base.execute(query).fetchone()
        assert found is not None
        return tuple(float(value) if value is not None else None for value in found)
    finally:
        base.close()


__all__ = ["Held", "validate"]
