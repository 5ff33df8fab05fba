"""Workers of Verania: one employer, the same pay every month."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa

from amparo.population.course import chosen
from amparo.population.margins import Margins
from amparo.population.raking import Persons
from amparo.population.tables import dates, money, month_days, named, of_names, same, write_part


def candidates(rng: np.random.Generator, n: int, margins: Margins) -> Persons:
    """Persons by the margins."""
    return {margin.id: chosen(rng, dict(margin.cells), n) for margin in margins.margins}


def turnover(persons: Persons, margins: Margins, first: int, last: int) -> np.ndarray:
    """Nobody comes and nobody goes."""
    return np.ones(len(persons["group"]))


def write(
    rng: np.random.Generator,
    persons: Persons,
    start: int,
    margins: Margins,
    first: int,
    last: int,
    home: Path,
    part: int,
) -> dict[str, int]:
    """One part of the records; rows by table."""
    n, months = len(persons["group"]), np.arange(first, last + 1)
    names, size = named("w", start + np.arange(n)), n * len(months)
    tables = {
        "workers": {
            "worker": names,
            "first_month": month_days(np.full(n, first)),
            "last_month": month_days(np.full(n, last)),
            "birth_date": dates(np.full(n, 9000)),
            "residence_place": same("northland", n),
        },
        "payers": {"payer": pa.array(["ferries"]), "payer_kind": same("employer", 1)},
        "engagements": {
            "worker": of_names(names, np.repeat(np.arange(n), len(months))),
            "payer": same("ferries", size),
            "month": month_days(np.tile(months, n)),
            "activity": same("other", size),
            "form": same("employment", size),
            "work_place": same("northland", size),
            "gross_pay": money(np.full(size, 120000)),
        },
    }
    return {table: write_part(home, table, part, columns) for table, columns in tables.items()}
