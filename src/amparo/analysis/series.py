"""Published statistics read from files that are named, never shipped: labour by status, and SDG indicator 1.3.1."""

from __future__ import annotations

import csv
import gzip
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from amparo.law import COUNTRIES
from amparo.rules.errors import AmparoError
from amparo.rules.messages import Listed, Message

if TYPE_CHECKING:
    from collections.abc import Iterator

SELF_EMPLOYED: Final = "self_employed_percent_of_employment"
# Later years of the series are modelled or projected, not observed.
LAST_OBSERVED: Final = 2023
MILLIONTHS_OF_PERCENT: Final = 10_000
WHOLE: Final = 1_000_000


class SeriesError(AmparoError):
    """A file of statistics that is not there, or whose columns are not those expected."""


@dataclass(frozen=True, slots=True)
class LabourShares:
    """Employees and self-employed (contributing family workers among them) as shares of persons in work, millionths."""

    country: str
    year: int
    employees: int
    self_employed: int


@dataclass(frozen=True, slots=True)
class SdgValue:
    """One value of SDG indicator 1.3.1 for both sexes, in millionths; release: the file it was read from."""

    country: str
    series: str
    year: int
    share: int
    release: str


def labour_shares(file: str | Path, country: str, year: int) -> LabourShares | None:
    """The last observed shares up to a year. Columns: indicator, geo, time, value. None where the country has none."""
    geo = COUNTRIES[country].iso3
    last = min(year, LAST_OBSERVED)
    held = {
        int(row["time"]): _millionths(row["value"])
        for row in _rows(file, ("indicator", "geo", "time", "value"))
        if row["indicator"] == SELF_EMPLOYED and row["geo"] == geo and int(row["time"]) <= last
    }
    if not held:
        return None
    found = max(held)
    return LabourShares(country, found, WHOLE - held[found], held[found])


def sdg_values(file: str | Path, country: str) -> tuple[SdgValue, ...]:
    """Values for both sexes (mothers: women), no quantile. Columns: series, geo_area, year, value, sex, quantile."""
    area = COUNTRIES[country].m49
    return tuple(
        SdgValue(country, row["series"].lower(), int(row["year"]), _millionths(row["value"]), Path(file).name)
        for row in _rows(file, ("series", "geo_area", "year", "value"))
        if row["geo_area"] == area and _for_all(row) and not row.get("quantile")
    )


def _for_all(row: dict[str, Any]) -> bool:
    return row.get("sex", "") in ("", "bothsex") or row["series"].lower() == "si_cov_matnl"


def _millionths(percent: str) -> int:
    from decimal import Decimal

    return int(Decimal(percent) * MILLIONTHS_OF_PERCENT)


def _rows(file: str | Path, columns: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    path = Path(file)
    if not path.is_file():
        raise SeriesError(Message("series.no_file", "{path}: no such file. Cure: name the CSV file itself.", path=path))
    opened: Any = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8", newline="") as stream:
        reader = csv.DictReader(stream)
        lacking = [column for column in columns if column not in (reader.fieldnames or ())]
        if lacking:
            raise SeriesError(
                Message(
                    "series.no_column",
                    "{file}: no column '{lacking}'. Columns needed: {columns}.",
                    file=path.name,
                    lacking=lacking[0],
                    columns=Listed(columns),
                )
            )
        yield from reader


__all__ = ["LabourShares", "SdgValue", "SeriesError", "labour_shares", "sdg_values"]
