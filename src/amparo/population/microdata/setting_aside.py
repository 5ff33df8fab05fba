"""Rows of a file of persons that cannot stand: the first thing wrong with each, counted and written down."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa

from amparo.records.quarantine import REASONS
from amparo.records.report import SCHEMA, QuarantineWriter

if TYPE_CHECKING:
    from amparo.population.microdata.columns import Persons

TABLE: Final = "persons"


class SetAside:
    """By row the reason, field and value; a row keeps the first reason found."""

    def __init__(self, persons: Persons) -> None:
        self.persons = persons
        self.found: dict[int, tuple[str, str, str | None, str]] = {}

    def add(self, row: int, reason: str, field: str, value: str | None, bounds: str = "") -> None:
        assert reason in REASONS, reason
        self.found.setdefault(row, (reason, field, value, bounds))

    def good(self) -> np.ndarray:
        """Which rows are not set aside."""
        mask = np.ones(len(self.persons), bool)
        mask[list(self.found)] = False
        return mask

    @property
    def reasons(self) -> dict[str, int]:
        """How many rows by reason; rows with another number of cells than the header too."""
        counted = Counter(reason for reason, *_ in self.found.values())
        counted["malformed_row"] += len(self.persons.malformed)
        return {reason: number for reason, number in sorted(counted.items()) if number}

    def write(self, file: Path, ids: list[str | None]) -> int:
        """The quarantine; how many rows it has."""
        rows = [self._row(row, ids[row], *self.found[row]) for row in sorted(self.found)]
        rows += [self._malformed(row, value) for row, value in self.persons.malformed]
        writer = QuarantineWriter(file)
        writer.write(pa.Table.from_pylist(rows, schema=SCHEMA))
        writer.close()
        return writer.rows

    def _row(
        self, row: int, worker: str | None, reason: str, field: str, value: str | None, bounds: str
    ) -> dict[str, Any]:
        sentence, cure = REASONS[reason].written(field=field, bounds=bounds)
        return {
            "table": TABLE,
            "file": self.persons.file,
            "row": int(self.persons.rows[row]),
            "worker": worker,
            "field": field,
            "value": value,
            "reason": reason,
            "sentence": sentence,
            "cure": cure,
        }

    def _malformed(self, row: int, value: str) -> dict[str, Any]:
        told = REASONS["malformed_row"]
        sentence, cure = told.written()
        more = {"row": row + 1, "value": value, "reason": told.code, "sentence": sentence, "cure": cure}
        return {"table": TABLE, "file": self.persons.file, **more}


__all__ = ["TABLE", "SetAside"]
