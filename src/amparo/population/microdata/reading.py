"""A file of persons read into a population: tables, the design, the quarantine, and what was assumed.

Rows in are persons read, rows that the mapping leaves out, rows without any work, and rows set aside; Amparo counts all
four and stops rather than write anything else.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa

from amparo.population.microdata.assumed import assumptions, conversion_told
from amparo.population.microdata.checking import (
    OF_JOB,
    Read,
    coefficients_fit,
    columns_of,
    missing_columns,
    read_mapping,
    spelled,
    unmapped,
)
from amparo.population.microdata.columns import Cells, Persons, decimal_of, header_of, read_persons
from amparo.population.microdata.facts import told_by, treated
from amparo.population.microdata.mapping import FORMAT, Told
from amparo.population.microdata.sampling import coefficients, numbered, rescaled, strata_of_clusters
from amparo.population.microdata.setting_aside import TABLE, SetAside
from amparo.population.microdata.tables import Jobs, write_tables
from amparo.population.microdata.work import YEAR, windows, work_of
from amparo.records.design import FILE, POPULATION, Design, write_design
from amparo.records.errors import CountError, Finding, RecordsError
from amparo.records.facts import ONCE, FactIndex
from amparo.records.settle import SOURCE_NOTE
from amparo.rules.kinds import month_text
from amparo.rules.messages import Message

if TYPE_CHECKING:
    from amparo.rules.book import LawBook
    from amparo.rules.nodes import Fact

KIND: Final = "microdata"
_QUARANTINE: Final = "quarantine.parquet"


@dataclass(frozen=True)
class Microdata:
    """A population read from persons' data: its folder and what population.json says of it."""

    folder: Path
    document: dict[str, Any]


def read_microdata(
    mapping: Path | str,
    data: Path | str,
    book: LawBook,
    out: Path | str,
    *,
    progress: Callable[[str, float], None] | None = None,
) -> Microdata:
    """Read a file of persons (Parquet, CSV, CSV.gz) by its mapping into a records folder with its design.

    Leaves the tables, design.parquet, quarantine.parquet, source.json, population.json. Raises MapError, FilesRefused.
    """
    home, file, tell = Path(out), Path(data), progress or (lambda step, share: None)
    _check_out(home)
    tell("persons", 0.0)
    read = read_mapping(mapping, book)
    findings = [*missing_columns(read.mapping, header_of(file)), *coefficients_fit(read.mapping)]
    if findings:
        raise read.error(findings)
    persons = read_persons(file, list(columns_of(read.mapping)), read.mapping.unknown)
    tell("persons", 0.5)
    made = _Reading(read, book, persons).run()
    tell("records", 0.5)
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir(parents=True)
    document = made.write(home, sha256(Path(mapping).read_bytes()).hexdigest(), file.name)
    tell("records", 1.0)
    return Microdata(home, document)


def _check_out(home: Path) -> None:
    """The place to write to: empty, or a population. Nothing else is ever replaced."""
    if home.exists() and not (home.is_dir() and (not any(home.iterdir()) or (home / POPULATION).exists())):
        raise RecordsError(
            Message(
                "microdata.out",
                "{name} exists and is no population. Cure: name another folder to write to.",
                name=home.name,
            )
        )


class _Reading:
    """One file on its way to a population."""

    def __init__(self, read: Read, book: LawBook, persons: Persons) -> None:
        self.read, self.map, self.book, self.persons = read, read.mapping, book, persons
        self.index = FactIndex(book)
        self.aside = SetAside(persons)
        self.ids: Cells = _joined([persons[column] for column in self.map.person])
        self.left_out = np.zeros(len(persons), bool)
        self.weights = np.zeros(len(persons))
        self.kept = np.zeros(0, np.int64)
        self.jobs = Jobs({}, {}, {})
        self.facts: dict[str, Cells] = {}

    def run(self) -> _Reading:
        rows = self._rows()
        self._check_ids(rows)
        self.weights = self._weights(rows)
        window, lost = windows(self.map, self.persons, rows, self.aside)
        findings: list[Finding] = []
        if lost and self.map.period is not None:
            findings += unmapped("period.values", lost, self.map.period.values)
        self.jobs = self._jobs(rows, window)
        findings += [*self._facts_of_persons(rows), *self._facts_of_jobs(rows)]
        if findings:
            raise self.read.error(findings)
        works = np.zeros(len(self.persons), bool)
        for name in self.jobs.work:
            works |= self._has(name)
        self.window = window
        self.kept = np.flatnonzero(rows & self.aside.good() & works)
        self.without_work = int((rows & self.aside.good() & ~works).sum())
        if not len(self.kept):
            raise RecordsError(
                Message(
                    "microdata.nobody", "No person is left. Cure: look at rows, jobs and the counts of the quarantine."
                )
            )
        return self

    def _rows(self) -> np.ndarray:
        """Rows that the mapping reads."""
        rows = np.ones(len(self.persons), bool)
        findings: list[Finding] = []
        for number, rule in enumerate(self.map.rows):
            mask, lost = treated(self.persons, rule.column, dict(rule.values), f"rows.{number}.values")
            rows &= mask
            findings += lost
        if findings:
            raise self.read.error(findings)
        self.left_out = ~rows
        return rows

    def _check_ids(self, rows: np.ndarray) -> None:
        field = ", ".join(self.map.person)
        seen: dict[str, int] = {}
        for row in np.flatnonzero(rows).tolist():
            name = self.ids[row]
            if name is None:
                self.aside.add(row, "missing_value", field, None)
            elif name in seen:
                self.aside.add(row, "duplicate_worker", field, name)
                self.aside.add(seen[name], "duplicate_worker", field, name)
            else:
                seen[name] = row

    def _weights(self, rows: np.ndarray) -> np.ndarray:
        """The weight of each row; of rows left out too, where it can be read."""
        told = self.map.design.weight
        if told.constant is not None:
            number = decimal_of(told.constant)
            if number is None or number <= 0:
                raise self.read.error(
                    [
                        Finding(
                            "design.weight.constant",
                            told.constant,
                            Message("microdata.no_weight", "no weight."),
                            Message("microdata.weight_cure", "write 1."),
                        )
                    ]
                )
            return np.full(len(self.persons), float(number))
        assert told.column is not None
        found = np.zeros(len(self.persons))
        for row, cell in enumerate(self.persons[told.column]):
            number = None if cell is None else decimal_of(cell)
            if number is not None and number >= 0:
                found[row] = float(number)
            elif rows[row]:
                reason = "missing_value" if cell is None else "not_a_number" if number is None else "negative_amount"
                self.aside.add(row, reason, told.column, cell, "zero or more")
        return found

    def _has(self, job: str) -> np.ndarray:
        """Which rows have a job."""
        return np.asarray(self.jobs.work[job].worked.any(axis=1))

    def _jobs(self, rows: np.ndarray, window: np.ndarray) -> Jobs:
        found = Jobs({}, {}, {})
        for name, job in self.map.jobs.items():
            found.work[name] = work_of(self.map, name, self.persons, rows, window, self.aside)
            found.payers[name] = None if job.payer is None else self.persons[job.payer]
            if job.payer is not None:
                for row in np.flatnonzero(found.work[name].worked.any(axis=1)).tolist():
                    if self.persons[job.payer][row] is None:
                        self.aside.add(row, "missing_value", job.payer, None)
        return found

    def _facts_of_persons(self, rows: np.ndarray) -> list[Finding]:
        findings: list[Finding] = []
        for name, told in self.map.facts.items():
            fact = self.index.find(name, ONCE)
            self.facts[self.index.short_name(fact)], lost = self._told(told, fact, f"facts.{name}", rows)
            findings += lost
        return findings

    def _facts_of_jobs(self, rows: np.ndarray) -> list[Finding]:
        findings: list[Finding] = []
        for name, job in self.map.jobs.items():
            held = self.jobs.facts[name] = {}
            for key, told in job.facts.items():
                fact = self.index.find(key, OF_JOB)
                path = f"jobs.{name}.facts.{key}"
                held[fact.full_name], lost = self._told(told, fact, path, rows & self._has(name))
                findings += lost
        return findings

    def _told(self, told: Told, fact: Fact, path: str, rows: np.ndarray) -> tuple[Cells, list[Finding]]:
        if told.has_job is not None:
            return ["yes" if has else "no" for has in self._has(told.has_job)], []
        return told_by(told, fact, path, self.persons, rows, self.map.year.read_as, self.index, self.aside)

    # --- the design

    def design(self) -> Design:
        """Weights and replicates of the persons kept, relative to their mean weight."""
        weights, told = self.weights[self.kept], self.map.design
        mean = float(weights.mean())
        if mean <= 0:
            raise RecordsError(
                Message("microdata.weights_zero", "All weights are zero. Cure: look at the column of weights.")
            )
        said: dict[str, Any] = {"mean_weight": mean, "rows": len(self.persons)}
        if told.replicates is not None:
            names = spelled(told.replicates.columns)
            held = np.array([self._replicate(column) for column in names], np.float32).T[self.kept]
            if not told.replicates.combined:
                held = held * weights[:, None].astype(np.float32)
            made = coefficients(told.replicates, len(names))
            fay = None if told.replicates.fay is None else str(told.replicates.fay)
            said |= {"method": told.replicates.method, "replicates": len(names), "fay": fay}
            return Design(weights / mean, held / np.float32(mean), made, said)
        if not told.strata and not told.clusters:
            return Design(weights / mean, None, np.zeros(0), {**said, "method": "poisson"})
        return self._drawn(weights, mean, said)

    def _drawn(self, weights: np.ndarray, mean: float, said: dict[str, Any]) -> Design:
        told, rows = self.map.design, len(self.persons)
        strata = numbered([self.persons[column] for column in told.strata], rows)
        own = [list(range(rows))] if not told.clusters else [self.persons[column] for column in told.clusters]
        clusters = numbered([strata.tolist(), *own], rows)
        of, alone = strata_of_clusters(strata, clusters, told.lone_clusters)
        factors = rescaled(of, told.draws, told.seed)[clusters[self.kept]]
        replicates = factors * (weights / mean)[:, None].astype(np.float32)
        said |= {
            "method": "rao_wu",
            "replicates": told.draws,
            "seed": told.seed,
            "strata": int(strata.max()) + 1,
            "clusters": len(of),
            "strata_with_one_cluster": alone,
            "lone_clusters": told.lone_clusters,
            "by": {"strata": list(told.strata), "clusters": list(told.clusters)},
        }
        return Design(weights / mean, replicates, np.full(told.draws, 1 / told.draws), said)

    def _replicate(self, column: str) -> np.ndarray:
        found = np.zeros(len(self.persons))
        kept = set(self.kept.tolist())
        for row, cell in enumerate(self.persons[column]):
            number = None if cell is None else decimal_of(cell)
            if number is not None:
                found[row] = float(number)
            elif row in kept:
                where = f"row {self.persons.rows[row]} of {self.persons.file}"
                cure = Message("microdata.replicate_cure", "fill the weight in, or leave the row out.")
                raise self.read.error(
                    [
                        Finding(
                            "design.replicates.columns",
                            column,
                            Message("microdata.no_number", "no number in {where}: {cell!r}.", where=where, cell=cell),
                            cure,
                        )
                    ]
                )
        return found

    # --- what is written

    def write(self, home: Path, mapping: str, file: str) -> dict[str, Any]:
        ids = [str(self.ids[row]) for row in self.kept.tolist()]
        design = self.design()
        rows, months = write_tables(home, self.map, self.index, ids, self.kept, self.window, self.facts, self.jobs)
        write_design(home / FILE, pa.array(ids), design)
        counts = self._counts(self.aside.write(home / _QUARANTINE, self.ids))
        document = self._document(design, counts, rows, months, mapping, file)
        note = {key: document[key] for key in ("kind", "data", "conversion", "assumptions", "design")}
        _write(home / SOURCE_NOTE, note)
        _write(home / POPULATION, document)
        return document

    def _counts(self, quarantined: int) -> dict[str, Any]:
        reasons = self.aside.reasons
        rows_in = len(self.persons) + len(self.persons.malformed)
        left = int((self.left_out & self.aside.good()).sum())
        parts = (len(self.kept), left, self.without_work, quarantined)
        if rows_in != sum(parts) or quarantined != sum(reasons.values()):
            raise CountError(
                Message(
                    "microdata.count",
                    "{rows_in} rows came in and {parts} are accounted for: a mistake in Amparo.",
                    rows_in=rows_in,
                    parts=sum(parts),
                )
            )
        keys = ("read", "left_out", "without_work", "quarantined")
        return {"table": TABLE, "rows_in": rows_in, **dict(zip(keys, parts, strict=True)), "reasons": reasons}

    def _document(
        self,
        design: Design,
        counts: dict[str, Any],
        rows: dict[str, int],
        months: tuple[int, int],
        mapping: str,
        file: str,
    ) -> dict[str, Any]:
        data = self.map.data
        return {
            "format": FORMAT,
            "kind": KIND,
            "class": data.class_,
            "country": self.book.country.code,
            "label": data.label.model_dump(),
            "persons": len(self.kept),
            "stands_for": float(self.weights[self.kept].sum()),
            "weight": design.told["mean_weight"],
            "months": [month_text(each) for each in months],
            "rows": rows,
            "counts": counts,
            "data": {
                "country": data.country.model_dump(),
                "year": self.map.year.data,
                "read_as": self.map.year.read_as,
                "source": data.source.model_dump(),
                "licence": data.licence.model_dump(),
                "note": None if data.note is None else data.note.model_dump(),
                "file": file,
                "mapping": mapping,
            },
            "conversion": conversion_told(self.map),
            "assumptions": assumptions(self.map, self.index),
            "design": {**design.told},
            "fit": [],
            "sources": [],
        }


def _joined(columns: list[Cells]) -> Cells:
    """Ids of one column, or of several with a hyphen between."""
    return [
        None if any(part is None for part in parts) else "-".join(map(str, parts))
        for parts in zip(*columns, strict=True)
    ]


def _write(file: Path, content: dict[str, Any]) -> None:
    file.write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


__all__ = ["KIND", "YEAR", "Microdata", "read_microdata"]
