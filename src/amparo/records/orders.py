"""A platform's order log, read into a folder of tables: orders become engagements, month by month.

Amounts are decimals from the log's own text and are added exactly; a total is rounded once, as the mapping says, and
converted once where the mapping declares a rate. Each order is counted, paid only, left out by the mapping, or set
aside with its reason.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from amparo.records.cells import CURRENCIES, decimal_of, name, text
from amparo.records.errors import CountError, FilesRefused, RecordsError
from amparo.records.facts import FactIndex
from amparo.records.order_tables import FACTS, write_tables
from amparo.records.ordermap import SECONDS, OrderMap, read_map
from amparo.records.quarantine import CODE, FIELD, NUMBER, REASONS, TableCount
from amparo.records.relations import LARGEST_ROW, ROW_BITS, Database, scan_of
from amparo.records.report import QuarantineWriter
from amparo.records.settle import SOURCE_NOTE
from amparo.records.sources import ENDINGS, Refused, SourceFile, open_file, row_numbers
from amparo.rules.kinds import KINDS
from amparo.rules.levels import CONTRACT
from amparo.rules.messages import Listed, Message

if TYPE_CHECKING:
    from amparo.rules.book import LawBook

HOUR: Final = 3_600_000_000
LARGEST_AMOUNT: Final = 10_000_000
_ROLES: Final = (
    "order",
    "worker",
    "payer",
    "start",
    "end",
    "duration",
    "status",
    "pay",
    "tip",
    "fee",
    "activity",
    "place",
    "form",
    "currency",
    "distance",
)
_TREATMENTS: Final = {"order": 1, "paid_only": 2, "left_out": 3}


@dataclass(frozen=True)
class OrderLog:
    """What an order log gave: a folder of tables, what became of the orders, and what was declared about them."""

    folder: Path
    counts: TableCount
    treatments: Mapping[str, int]
    conversion: Mapping[str, Any] | None
    declared: Mapping[str, Any]
    quarantine: Path
    warnings: tuple[str, ...] = field(default_factory=tuple)


def read_orders(
    log: str | Path,
    mapping: str | Path | OrderMap,
    book: LawBook,
    out: str | Path,
    *,
    resume: bool = False,
    progress: Callable[[str, float], None] | None = None,
    memory: str = "1200MB",
    threads: int = 0,
) -> OrderLog:
    """Read an order log (CSV, CSV.gz or Parquet, or a folder of such) into the folder of tables `out`.

    The tables are made for `prepare`. resume: take over the tables that an earlier start has finished. Raises
    FilesRefused, MapError.
    """
    found = mapping if isinstance(mapping, OrderMap) else read_map(mapping, book)
    target, source = Path(out), Path(log)
    if resume and (target / SOURCE_NOTE).is_file():
        return _earlier(target)
    if target.exists() and any(target.iterdir()) and not (target / SOURCE_NOTE).is_file():
        raise RecordsError(
            Message(
                "orders.out",
                "{name} exists and holds no order tables. Cure: name another folder to write to.",
                name=target.name,
            )
        )
    target.parent.mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    try:
        tell = progress or (lambda step, share: None)
        tell("orders", 0.0)
        files = _open(source, found, work)
        database = Database(work, memory, threads or len(os.sched_getaffinity(0)))
        try:
            read = _Reading(found, book, files, work, database).run()
        except duckdb.Error as error:
            first = str(error).splitlines()[0][:300]
            raise RecordsError(
                Message("orders.unread", "The order log could not be read: {first}. Nothing was written.", first=first)
            ) from None
        finally:
            database.close()
        if target.exists():
            shutil.rmtree(target)
        os.replace(work / "tables", target)
        tell("orders", 1.0)
        return OrderLog(target, quarantine=target / "quarantine.parquet", **read)
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _earlier(folder: Path) -> OrderLog:
    declared = json.loads((folder / SOURCE_NOTE).read_text(encoding="utf-8"))
    held = declared["orders"]
    counts = TableCount(held["rows_in"], held["accepted"], held["quarantined"], held["reasons"])
    quarantine = folder / "quarantine.parquet"
    return OrderLog(folder, counts, held["treated_as"], declared["conversion"], declared, quarantine)


def _open(log: Path, found: OrderMap, work: Path) -> list[SourceFile]:
    parts = sorted(p for p in log.rglob("*") if p.name.lower().endswith(ENDINGS)) if log.is_dir() else [log]
    columns = list(dict.fromkeys(found.written.values()))
    files, problems = [], []
    for part in parts:
        shown = part.relative_to(log).as_posix() if log.is_dir() else part.name
        try:
            if not part.name.lower().endswith(ENDINGS):
                cure = Message(
                    "file.ending_cure", "name it with one of the endings {endings}.", endings=Listed(ENDINGS)
                )
                raise Refused("unreadable_file", Message("file.no_ending", "its name does not say what it is."), cure)
            files.append(open_file(part, shown, {column: column for column in columns}, columns, work))
        except Refused as refused:
            problems.append(refused.at(shown))
    if not files and not problems:
        problems.append(
            Refused(
                "no_such_folder",
                Message("file.no_log", "there is no log."),
                Message("file.name_cure", "check the name."),
            ).at(log.name)
        )
    if problems:
        raise FilesRefused(problems)
    return files


class _Reading:
    """One log on its way to tables."""

    def __init__(
        self, found: OrderMap, book: LawBook, files: Sequence[SourceFile], work: Path, database: Database
    ) -> None:
        self.map, self.book, self.files, self.work, self.database = found, book, files, work, database
        self.index = FactIndex(book)
        self.tables = work / "tables"
        self.tables.mkdir()
        self.roles = [role for role in _ROLES if role in found.written]

    def run(self) -> dict[str, Any]:
        typed = self.database.write(self._typed(), self.work / "orders.typed.parquet")
        checked = self.database.write(self._checked(typed), self.work / "orders.checked.parquet")
        engagements = self._engagements(checked)
        counts, treatments = self._count(checked, engagements)
        write_tables(self.map, self.index, engagements, self.tables)
        declared = self._declared(counts, treatments)
        words = json.dumps(declared, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
        (self.tables / SOURCE_NOTE).write_text(words, encoding="utf-8")
        unknown = sorted({column for file in self.files for column in file.unknown})
        return {
            "counts": counts,
            "treatments": treatments,
            "conversion": declared["conversion"],
            "declared": declared,
            "warnings": (Message("orders.columns", "Columns not read: {names}.", names=Listed(unknown)),)
            if unknown
            else (),
        }

    # --- each order

    def _problem(self, reason: str, role: str = "") -> int:
        return FIELD * (_ROLES.index(role) + 1 if role else 0) + NUMBER[reason]

    def _typed(self) -> str:
        """Every row with its values, and the first thing wrong with it."""
        parts = []
        for number, file in enumerate(self.files):
            raw = ", ".join(self._raw(file, role) for role in self.roles)
            found, ref = scan_of([(number, file)])
            parts.append(f"SELECT {ref} AS ref, {raw} FROM {found}")
        rows = " UNION ALL ".join(parts)
        values = {**self._words(), **self._times(), **self._amounts()}
        listed = ", ".join(f"{sql} AS {key}" for key, sql in values.items())
        digest = (
            "md5_number(concat_ws(chr(31), " + ", ".join(f"coalesce(r_{role}, chr(30))" for role in self.roles) + "))"
        )
        rows = f"SELECT *, {listed}, {digest} AS digest FROM ({rows})"
        wrong = " ".join(f"WHEN {test} THEN {number}" for test, number in self._tests())
        return (
            f"SELECT ref, {'r_order' if 'order' in self.roles else 'NULL'} AS number, digest, {', '.join(values)}, "
            f"CAST(CASE {wrong} END AS INTEGER) AS problem FROM ({rows})"
        )

    def _raw(self, file: SourceFile, role: str) -> str:
        column = name(file.columns[self.map.written[role]][0])
        return f"nullif(trim(CAST({column} AS VARCHAR), E' \\t\\r\\n'), '') AS r_{role}"

    def _words(self) -> dict[str, str]:
        """Worker, payer, activity, place, form and what the status counts as."""
        constants = self.map.constants

        def word(role: str, listed: Mapping[str, str]) -> str:
            if role not in self.roles:
                return f"CAST({text(constants[role]) if role in constants else 'NULL'} AS VARCHAR)"
            if not listed:
                return f"r_{role}"
            cases = " ".join(f"WHEN {text(key)} THEN {text(value)}" for key, value in listed.items())
            return f"CASE r_{role} {cases} END"

        counts = "1"
        if "status" in self.roles:
            cases = " ".join(f"WHEN {text(key)} THEN {_TREATMENTS[value]}" for key, value in self.map.statuses.items())
            counts = f"CASE r_status {cases} END"
        return {
            "worker": word("worker", {}),
            "payer": word("payer", self.map.payers),
            "activity": word("activity", self.map.activities),
            "place": word("place", self.map.places),
            "form": word("form", self.map.forms),
            "treatment": f"CAST({counts} AS TINYINT)",
        }

    def _times(self) -> dict[str, str]:
        """Local begin and end, and both in microseconds since 1970."""
        zone = text(self.map.time_zone)

        def local(role: str) -> str:
            if self.map.time_format:
                return f"try_strptime(r_{role}, {text(self.map.time_format)})"
            plain = r"'\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}(:\d{2}(\.\d+)?)?'"
            away = r"'\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}(:\d{2}(\.\d+)?)? ?(Z|[+-]\d{2}(:?\d{2})?)'"
            return (
                f"CASE WHEN regexp_full_match(r_{role}, {plain}) THEN try_cast(r_{role} AS TIMESTAMP) "
                f"WHEN regexp_full_match(r_{role}, {away}) "
                f"THEN timezone({zone}, try_cast(r_{role} AS TIMESTAMPTZ)) END"
            )

        def instant(sql: str) -> str:
            return f"epoch_us(timezone({zone}, {sql}))"

        began = local("start")
        found = {"began": began, "begin_us": instant(began)}
        ended, end = "CAST(NULL AS TIMESTAMP)", "CAST(NULL AS BIGINT)"
        if "end" in self.roles:
            ended = local("end")
            # the hour that clocks repeat in autumn: an order that seems to end before it begins began in its first time
            begin, end = instant(began), instant(ended)
            early, late = f"{begin} - {HOUR}", f"{end} + {HOUR}"
            may_early = f"timezone({zone}, make_timestamptz({early})) = {began}"
            may_late = f"timezone({zone}, make_timestamptz({late})) = {ended}"
            found["begin_us"] = f"CASE WHEN {end} < {begin} AND {may_early} THEN {early} ELSE {begin} END"
            end = f"CASE WHEN {end} < {begin} AND NOT {may_early} AND {may_late} THEN {late} ELSE {end} END"
        elif "duration" in self.roles:
            unit = SECONDS[self.map.duration_unit] * 1_000_000
            length = decimal_of("r_duration")
            span = f"CASE WHEN {length} BETWEEN 0 AND 1000000 THEN CAST({length} * {unit} AS BIGINT) END"
            end = f"{found['begin_us']} + {span}"
            ended = f"({found['began']}) + to_microseconds(({end}) - ({found['begin_us']}))"
        return {**found, "ended": ended, "end_us": end}

    def _amounts(self) -> dict[str, str]:
        found = {}
        for role in ("pay", "tip", "fee"):
            amount = decimal_of(f"r_{role}") if role in self.roles else "NULL"
            if role in self.map.empty_is_zero and role in self.roles:
                amount = f"CASE WHEN r_{role} IS NULL THEN 0 ELSE {amount} END"
            found[role] = f"CAST({amount} AS DECIMAL(38, 20))"
        return found

    def _tests(self) -> list[tuple[str, int]]:
        """What may be wrong with an order, in this order."""
        tests: list[tuple[str, int]] = []
        for role in ("worker", "payer"):
            if role in self.roles:
                tests.append((f"r_{role} IS NULL", self._problem("missing_value", role)))
                if role == "payer" and self.map.payers:
                    tests.append(("payer IS NULL", self._problem("unmapped_value", role)))
                long = f"length({role}) > 200 OR regexp_matches({role}, '[\\x00-\\x1f\\x7f]')"
                tests.append((long, self._problem("bad_text", role)))
        low, high = (f"make_date({KINDS['month'].low // 12}, 1, 1)", f"make_date({KINDS['month'].high // 12}, 1, 1)")
        tests += [
            ("r_start IS NULL", self._problem("missing_value", "start")),
            (
                f"began IS NULL OR NOT isfinite(began) OR began NOT BETWEEN {low} AND {high}",
                self._problem("impossible_date", "start"),
            ),
        ]
        if "end" in self.roles:
            tests += [
                ("r_end IS NULL", self._problem("missing_value", "end")),
                (
                    f"ended IS NULL OR NOT isfinite(ended) OR ended NOT BETWEEN {low} AND {high}",
                    self._problem("impossible_date", "end"),
                ),
                ("end_us < begin_us", self._problem("ends_before_it_begins", "end")),
            ]
        elif "duration" in self.roles:
            tests += [
                ("r_duration IS NULL", self._problem("missing_value", "duration")),
                (f"{decimal_of('r_duration')} < 0", self._problem("negative_amount", "duration")),
                ("end_us IS NULL", self._problem("not_a_number", "duration")),
            ]
        if "status" in self.roles:
            tests.append(("treatment IS NULL", self._problem("unknown_status", "status")))
        if "currency" in self.roles:
            known = ", ".join(text(code) for code in sorted(CURRENCIES | {self.map.currency}))
            tests += [
                ("r_currency IS NULL", self._problem("missing_value", "currency")),
                (f"upper(r_currency) NOT IN ({known})", self._problem("unknown_currency", "currency")),
                (f"upper(r_currency) <> {text(self.map.currency)}", self._problem("other_currency", "currency")),
            ]
        for role in ("pay", "tip", "fee"):
            if role in self.roles:
                tests += [
                    (f"{role} IS NULL AND r_{role} IS NULL", self._problem("missing_value", role)),
                    (f"{role} IS NULL", self._problem("not_a_number", role)),
                    (f"{role} < 0", self._problem("negative_amount", role)),
                    (f"{role} > {LARGEST_AMOUNT}", self._problem("out_of_range", role)),
                ]
        if self.map.tips is not None and self.map.tips.in_pay and "tip" in self.roles:
            tests.append(("tip > pay", self._problem("out_of_range", "tip")))
        return tests + self._word_tests()

    def _word_tests(self) -> list[tuple[str, int]]:
        tests = []
        listed = {"activity": self.map.activities, "place": self.map.places, "form": self.map.forms}
        for role, mapped in listed.items():
            if role not in self.roles:
                continue
            if mapped:
                tests.append((f"{role} IS NULL", self._problem("unmapped_value", role)))
            else:
                fact = self.index.find(FACTS[role], (CONTRACT,))
                words = (
                    [each.lower() for each in fact.kind.category.__members__]
                    if fact.kind.category
                    else self.book.places.names
                )
                known = ", ".join(text(word) for word in words) or "''"
                reason = "unknown_category" if fact.kind.category else "unknown_place"
                tests.append((f"{role} IS NULL OR lower({role}) NOT IN ({known})", self._problem(reason, role)))
        return tests

    def _checked(self, typed: Path) -> str:
        """Orders held against each other: copies, and numbers told in two ways."""
        rows = f"read_parquet({text(str(typed))})"
        copy, clash = self._problem("duplicate_order"), self._problem("conflicting_order", "order")
        again = "row_number() OVER (PARTITION BY digest ORDER BY ref) > 1"
        if "order" not in self.roles:
            found = f"SELECT *, CASE WHEN {again} THEN {copy} END AS repeated FROM {rows} WHERE problem IS NULL"
        else:
            copy = self._problem("duplicate_order", "order")
            other = "count(DISTINCT digest) OVER (PARTITION BY payer, number) > 1 AND number IS NOT NULL"
            why = f"CASE WHEN {other} THEN {clash} WHEN {again} THEN {copy} END"
            found = f"SELECT *, {why} AS repeated FROM {rows} WHERE problem IS NULL"
        wrong = f"SELECT *, CAST(NULL AS INTEGER) AS repeated FROM {rows} WHERE problem IS NOT NULL"
        both = f"{found} UNION ALL {wrong}"
        return f"SELECT * EXCLUDE (repeated, problem), coalesce(problem, repeated) AS problem FROM ({both})"

    # --- engagements

    def _engagements(self, checked: Path) -> pa.Table:
        """Orders added up by worker, payer, activity, place, form and month. Time of overlapping orders counts once."""
        rows = f"SELECT * FROM read_parquet({text(str(checked))}) WHERE problem IS NULL AND treatment <> 3"
        before = (
            "max(CASE WHEN treatment = 1 THEN end_us END) OVER (PARTITION BY worker, payer "
            "ORDER BY begin_us, end_us, ref ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)"
        )
        fresh = (
            "CASE WHEN treatment = 1 THEN greatest(0, end_us - greatest(begin_us, coalesce(before_us, begin_us))) END"
        )
        month = "began" if self.map.month_of == "start" else "ended"
        keys = "worker, payer, activity, place, form, month"
        query = (
            f"SELECT {keys}, count(*) FILTER (treatment = 1) AS orders, "
            f"count(DISTINCT CAST(began AS DATE)) FILTER (treatment = 1) AS days, "
            f"CAST(sum(fresh_us) AS BIGINT) AS engaged_us, sum(pay) AS pay, sum(tip) AS tip, sum(fee) AS fee "
            f"FROM (SELECT *, {fresh} AS fresh_us, CAST(year({month}) * 12 + month({month}) - 1 AS INTEGER) AS month "
            f"FROM (SELECT *, {before} AS before_us FROM ({rows}))) GROUP BY {keys} ORDER BY {keys}"
        )
        return pq.read_table(self.database.write(query, self.work / "engagements.parquet"))

    def _count(self, checked: Path, engagements: pa.Table) -> tuple[TableCount, dict[str, int]]:
        """Every order counted and held against the engagements; the others written to the quarantine."""
        rows = f"read_parquet({text(str(checked))})"
        found = self.database.rows(f"SELECT treatment, count(*) FROM {rows} WHERE problem IS NULL GROUP BY 1")
        treated = {int(str(number)): int(str(times)) for number, times in found}
        treatments = {word: treated.get(number, 0) for word, number in _TREATMENTS.items()}
        wrong = self.database.rows(f"SELECT problem, count(*) FROM {rows} WHERE problem IS NOT NULL GROUP BY 1")
        reasons: dict[str, int] = {}
        for number, times in wrong:
            code = CODE[int(str(number)) % FIELD]
            reasons[code] = reasons.get(code, 0) + int(str(times))
        malformed = sum(file.malformed_rows for file in self.files)
        if malformed:
            reasons["malformed_row"] = malformed
        rows_in = sum(file.rows_in for file in self.files)
        counts = TableCount(rows_in, sum(treatments.values()), sum(reasons.values()), dict(sorted(reasons.items())))
        counts.check("orders")
        counted = pc.sum(engagements["orders"]).as_py() or 0
        query = f"SELECT sum(pay) FROM {rows} WHERE problem IS NULL AND treatment <> 3"
        ((paid,),) = self.database.rows(query)
        added = pc.sum(engagements["pay"].cast(pa.decimal256(60, 20))).as_py() or Decimal(0)
        if counted != treatments["order"] or added != (paid or 0):
            raise CountError(
                Message(
                    "orders.sum",
                    "The engagements do not add up to the orders: a mistake in Amparo. Nothing was written.",
                )
            )
        written = self._quarantine(checked)
        if written != counts.quarantined:
            raise CountError(
                Message(
                    "orders.count",
                    "{quarantined} orders were set aside and {written} written: a mistake in Amparo.",
                    quarantined=counts.quarantined,
                    written=written,
                )
            )
        return counts, treatments

    def _quarantine(self, checked: Path) -> int:
        writer = QuarantineWriter(self.tables / "quarantine.parquet")
        raw = []
        for number, file in enumerate(self.files):
            columns = ", ".join(self._raw(file, role) for role in self.roles)
            found, ref = scan_of([(number, file)])
            raw.append(f"SELECT {ref} AS ref, {columns} FROM {found}")
        cases = " ".join(f"WHEN {_ROLES.index(role) + 1} THEN r_{role}" for role in self.roles)
        worker = "r_worker" if "worker" in self.roles else "CAST(NULL AS VARCHAR)"
        query = (
            f"SELECT b.ref AS ref, b.problem AS why, left({worker}, 200) AS worker, "
            f"left(CASE b.problem // {FIELD} {cases} END, 200) AS value "
            f"FROM (SELECT ref, problem FROM read_parquet({text(str(checked))}) WHERE problem IS NOT NULL) AS b "
            f"JOIN ({' UNION ALL '.join(raw)}) AS r ON r.ref = b.ref ORDER BY b.ref"
        )
        shown = self.database.write(query, self.work / "orders.shown.parquet")
        with pq.ParquetFile(shown) as file:
            for batch in file.iter_batches(batch_size=1 << 16):
                writer.write(self._described(pa.Table.from_batches([batch])))
        for source in self.files:
            writer.write_malformed("orders", source)
        writer.close()
        return writer.rows

    def _described(self, table: pa.Table) -> pa.Table:
        refs, why = table["ref"].to_numpy(), table["why"].to_numpy()
        numbers, positions = refs >> ROW_BITS, refs & LARGEST_ROW
        rows = np.zeros(len(refs), np.int64)
        for number in np.unique(numbers):
            mine = numbers == number
            rows[mine] = row_numbers(self.files[int(number)], positions[mine])
        words = [self._said(int(each)) for each in why]
        field_, reason, sentence, cure = zip(*words, strict=True) if words else ((), (), (), ())
        return pa.table(
            {
                "table": pa.array(["orders"] * len(refs), pa.string()),
                "file": pa.array([self.files[int(number)].shown for number in numbers], pa.string()),
                "row": pa.array(rows),
                "worker": table["worker"],
                "field": pa.array(field_, pa.string()),
                "value": table["value"],
                "reason": pa.array(reason, pa.string()),
                "sentence": pa.array(sentence, pa.string()),
                "cure": pa.array(cure, pa.string()),
                "also": pa.array([""] * len(refs), pa.string()),
            }
        )

    def _said(self, why: int) -> tuple[str, str, str, str]:
        reason = REASONS[CODE[why % FIELD]]
        role = _ROLES[why // FIELD - 1] if why // FIELD else ""
        column = self.map.written.get(role, "")
        mapped = Message("bounds.mapped", "a value of zero or more that the mapping allows")
        bounds = self.map.currency if role == "currency" else mapped
        return column, reason.code, *reason.written(field=column, bounds=bounds)

    # --- what is stamped

    def _declared(self, counts: TableCount, treatments: Mapping[str, int]) -> dict[str, Any]:
        """What is stamped on every result made from the log."""
        conversion = self.map.conversion
        held = json.dumps(self.map.model_dump(mode="json"), sort_keys=True)
        return {
            "format": "amparo-orders/1",
            "source": [file.shown for file in self.files],
            "mapping": sha256(held.encode()).hexdigest(),
            "note": self.map.note,
            "time_zone": self.map.time_zone,
            "tips": None if self.map.tips is None else self.map.tips.model_dump(),
            "income": list(self.map.income),
            "rounding": self.map.round if conversion is None else conversion.round,
            "conversion": None
            if conversion is None
            else {
                "from": self.map.currency,
                "to": self.book.currency,
                "rate": str(conversion.rate),
                "source": conversion.source,
                "date": conversion.date,
                "round": conversion.round,
            },
            "orders": {
                "rows_in": counts.rows_in,
                "accepted": counts.accepted,
                "quarantined": counts.quarantined,
                "reasons": dict(counts.reasons),
                "treated_as": dict(treatments),
            },
        }
