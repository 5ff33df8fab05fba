"""What an inspectorate should look at first, from records alone: the law's own signals, gathered and ranked.

A signal is a truth that the law states on records as they are told (`signal(...)` in a topic). It warns; it decides
nothing. Findings join the months in a row of one worker and payer. What is undecided because facts are not told is
listed only where something speaks for it, and counted otherwise. Names of workers and payers stand in the tables only.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Final

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from amparo.records.outputs import may_export, write_table
from amparo.records.run import run_records
from amparo.records.weighed import Weights, weights_of
from amparo.rules.book import LawBook, result_key
from amparo.rules.declarations import Signal
from amparo.rules.errors import AmparoError
from amparo.rules.levels import CONTRACT, GROUP_MONTH, MONTH, TIE_MONTH, TIE_YEAR, Level
from amparo.rules.messages import Message
from amparo.rules.nodes import Rule

VERSION: Final = 1
_PAYER: Final[dict[Level, str]] = {
    CONTRACT: "payer",
    TIE_MONTH: "payer",
    GROUP_MONTH: "payer_group",
    TIE_YEAR: "payer_group",
    MONTH: "NULL",
}


@dataclass(frozen=True, slots=True)
class SignalFound:
    """How often one signal came up: findings listed, workers, and rows that stay open for want of facts."""

    id: str
    node: str
    findings: int
    undecided: int
    workers: int
    open_rows: int
    at_stake_low: int
    at_stake_high: int
    weighted: Weighted | None = None


@dataclass(frozen=True, slots=True)
class Weighted:
    """The same where the records weigh persons: workers and amounts for the persons whom the workers stand for."""

    workers: int
    at_stake_low: int
    at_stake_high: int


@dataclass(frozen=True)
class Screening:
    """A finished screening: its folder, the counts by signal, and the run beneath it."""

    folder: Path
    signals: tuple[SignalFound, ...]
    document: Mapping[str, Any]

    @property
    def findings(self) -> pa.Table:
        """Every finding, the weightiest first: one row per signal, worker, payer and run of months."""
        return pq.read_table(self.folder / "findings.parquet")

    @property
    def payers(self) -> pa.Table:
        """By payer and signal: workers, findings, months, and what is at stake."""
        return pq.read_table(self.folder / "payers.parquet")


def screen(
    book: LawBook,
    out: Path | str,
    *,
    records: Path | str,
    data_class: str = "restricted",
    lang: str = "en",
    first: int | None = None,
    last: int | None = None,
    assumptions: Mapping[str, Any] | None = None,
    threads: int | None = None,
    progress: Callable[[str, float], None] | None = None,
    command: Sequence[str] = (),
) -> Screening:
    """Run the law's signals on a records folder and rank what they find.

    Leaves in `out`: findings.parquet and .csv, payers.parquet and .csv, screen.json, and the run beneath. Interrupted,
    the same call goes on where it stopped. Raises ExportRefused for restricted records and AmparoError when the
    country's law states no signals.
    """
    may_export(data_class)
    signals = [(topic, found) for topic, found in book.results(Signal)]
    if not signals:
        raise AmparoError(
            Message("law.no_signals", "The law of {law} states no signals for an inspectorate.", law=book.country.code)
        )
    plans = [_plan(book, topic, found) for topic, found in signals]
    home = Path(out)
    run = run_records(
        book,
        home,
        records=records,
        data_class=data_class,
        first=first,
        last=last,
        assumptions=assumptions,
        outputs=sorted({key for plan in plans for key in plan.nodes}),
        threads=threads,
        progress=progress,
        command=command,
    )
    weights = weights_of(run.prepared.folder)
    gathered = _gather(book, plans, home, lang, data_class, weights)
    document = {
        "format": VERSION,
        "country": book.country.code,
        "law": book.hash,
        "class": data_class,
        "workers": run.document["workers"],
        "records": run.document["records"],
        "command": list(command),
        "one_stands_for": None if weights is None else weights.each,
        "signals": [_signal_json(book, plan, found) for plan, found in zip(plans, gathered, strict=True)],
    }
    (home / "screen.json").write_text(json.dumps(document, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    return Screening(home, tuple(gathered), document)


# --- what to compute for a signal -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Plan:
    """A signal with full names, its level, and where its articles stand."""

    signal: Signal
    node: str
    shown: tuple[str, ...]
    strength: str
    at_stake: str
    refuted_by: tuple[str, ...]
    level: Level
    articles: str

    @property
    def nodes(self) -> tuple[str, ...]:
        return tuple(key for key in (self.node, *self.shown, self.strength, self.at_stake) if key)


def _plan(book: LawBook, topic: str, signal: Signal) -> _Plan:
    def full(name: str) -> str:
        return result_key(book, topic, name) if name else ""

    rule = book.nodes[full(signal.node)]
    assert isinstance(rule, Rule)
    cites = dict.fromkeys(str(cite) for version in rule.versions for cite in version.cites)
    return _Plan(
        signal,
        full(signal.node),
        tuple(full(name) for name in signal.shown),
        full(signal.strength),
        full(signal.at_stake),
        tuple(full(name) for name in signal.refuted_by),
        rule.level,
        "; ".join(cites),
    )


# --- gathering --------------------------------------------------------------------------------------------------------

_FINDINGS: Final = """
CREATE TABLE found AS
SELECT signal, worker, payer, min(period) AS first, max(period) AS last, count(*) AS periods,
       bool_or(sure) AS sure, max(strength) AS strength,
       sum(CASE WHEN sure THEN stake_low ELSE 0 END) AS at_stake_low, sum(stake_high) AS at_stake_high,
       arg_max(evidence, period) AS evidence
FROM (SELECT *, place - row_number() OVER (PARTITION BY signal, worker, payer ORDER BY place) AS island FROM hits)
GROUP BY signal, worker, payer, island
"""
# sure before open; then by how much speaks for it, by the sum at stake, by length; the ids only settle equal cases
_ORDER: Final = "sure DESC, strength DESC, at_stake_high DESC, periods DESC, signal, worker, payer, first"


def _gather(
    book: LawBook, plans: Sequence[_Plan], home: Path, lang: str, data_class: str, weights: Weights | None
) -> list[SignalFound]:
    base = duckdb.connect()
    try:
        base.execute(
            "CREATE TABLE hits (signal VARCHAR, worker VARCHAR, payer VARCHAR, period VARCHAR, place BIGINT,"
            " sure BOOLEAN, strength BIGINT, stake_low DECIMAL(18, 2), stake_high DECIMAL(18, 2), evidence VARCHAR)"
        )
        open_rows = [_hits(base, plan, home) for plan in plans]
        base.execute(_FINDINGS)
        if weights is not None:
            base.register("weights", weights.persons)
        _write(base, book, plans, home, lang, data_class, weights is not None)
        counted = [_counted(base, plan, rows) for plan, rows in zip(plans, open_rows, strict=True)]
        return counted if weights is None else [replace(found, weighted=_weighted(base, found)) for found in counted]
    finally:
        base.close()


def _hits(base: duckdb.DuckDBPyConnection, plan: _Plan, home: Path) -> int:
    """Put the rows that a signal points at into `hits`; how many more rows stay open."""
    files = str(home / "results" / plan.level.name.lower() / "*.parquet")
    yearly = plan.level == TIE_YEAR
    period = "CAST(year AS VARCHAR)" if yearly else "month"
    place = "year" if yearly else "CAST(month[1:4] AS BIGINT) * 12 + CAST(month[6:7] AS BIGINT)"
    strength = f'"{plan.strength}:low"' if plan.strength else "0"
    low, high = (f'"{plan.at_stake}:{end}"' if plan.at_stake else "0" for end in ("low", "high"))
    shown = ", ".join(f"'{key}': {_span(key)}" for key in plan.shown)
    evidence = f"CAST(to_json({{{shown}}}) AS VARCHAR)" if shown else "'{}'"
    speaks = f'("{plan.node}:low" OR {strength} > 0)'
    payer = _PAYER[plan.level]
    base.execute(
        f'INSERT INTO hits SELECT ?, worker, {payer}, {period}, any_value({place}), bool_or("{plan.node}:low"),'
        f" max({strength}), sum({low}), sum({high}), any_value({evidence})"
        f' FROM read_parquet(?) WHERE "{plan.node}:high" AND {speaks} GROUP BY worker, {payer}, {period}',
        [plan.signal.id, files],
    )
    found = base.execute(
        f'SELECT count(*) FROM read_parquet(?) WHERE "{plan.node}:high" AND NOT {speaks}', [files]
    ).fetchone()
    return int(found[0]) if found else 0


def _span(key: str) -> str:
    """A value as text: as it is where known, else from .. to."""
    low, high = (f'CAST("{key}:{end}" AS VARCHAR)' for end in ("low", "high"))
    return f"CASE WHEN {low} = {high} THEN {low} ELSE concat({low}, ' .. ', {high}) END"


def _write(
    base: duckdb.DuckDBPyConnection,
    book: LawBook,
    plans: Sequence[_Plan],
    home: Path,
    lang: str,
    data_class: str,
    weighted: bool,
) -> None:
    stamps = {"country": book.country.code, "law": book.hash}
    base.execute("CREATE TABLE words (signal VARCHAR, what VARCHAR, articles VARCHAR, refuted_by VARCHAR)")
    for plan in plans:
        refuted = "; ".join(_label(book, key, lang) for key in plan.refuted_by)
        base.execute(
            "INSERT INTO words VALUES (?, ?, ?, ?)",
            [plan.signal.id, _label(book, plan.node, lang), plan.articles, refuted],
        )
    # persons whom the worker, or all workers of a payer, stand for
    own = ", round(weight, 4) AS worker_stands_for" if weighted else ""
    beside = " LEFT JOIN weights USING (worker)" if weighted else ""
    together = ", round(sum(weight / times), 4) AS workers_stand_for" if weighted else ""
    once = "(SELECT *, count(*) OVER (PARTITION BY payer, signal, worker) AS times FROM found)"
    findings = (
        f"SELECT row_number() OVER (ORDER BY {_ORDER}) AS rank, signal, what, worker, payer, first, last, periods,"
        " CASE WHEN sure THEN 'yes' ELSE 'undecided' END AS state, strength, at_stake_low, at_stake_high, evidence,"
        f" articles, refuted_by{own} FROM found JOIN words USING (signal){beside} ORDER BY rank"
    )
    payers = (
        "SELECT payer, signal, any_value(what) AS what, count(DISTINCT worker) AS workers, count(*) AS findings,"
        " sum(periods)::BIGINT AS periods, count(*) FILTER (NOT sure) AS undecided, sum(at_stake_low) AS at_stake_low,"
        f" sum(at_stake_high) AS at_stake_high{together} FROM {once} AS found JOIN words USING (signal){beside}"
        " WHERE payer IS NOT NULL GROUP BY payer, signal"
        " ORDER BY workers - undecided DESC, workers DESC, at_stake_high DESC, payer, signal"
    )
    for name, query in (("findings", findings), ("payers", payers)):
        for form in ("parquet", "csv"):
            rows = base.sql(query).to_arrow_reader()
            write_table(home / f"{name}.{form}", rows, class_=data_class, schema=rows.schema, stamps=stamps)


def _counted(base: duckdb.DuckDBPyConnection, plan: _Plan, open_rows: int) -> SignalFound:
    row = base.execute(
        "SELECT count(*), count(*) FILTER (NOT sure), count(DISTINCT worker), coalesce(sum(at_stake_low), 0) * 100,"
        " coalesce(sum(at_stake_high), 0) * 100 FROM found WHERE signal = ?",
        [plan.signal.id],
    ).fetchone()
    assert row is not None
    findings, undecided, workers, low, high = (int(value) for value in row)
    return SignalFound(plan.signal.id, plan.node, findings, undecided, workers, open_rows, low, high)


def _weighted(base: duckdb.DuckDBPyConnection, found: SignalFound) -> Weighted:
    row = base.execute(
        "SELECT coalesce(sum(weight), 0), coalesce(sum(weight * low), 0) * 100, coalesce(sum(weight * high), 0) * 100"
        " FROM (SELECT worker, CAST(sum(at_stake_low) AS DOUBLE) AS low, CAST(sum(at_stake_high) AS DOUBLE) AS high"
        " FROM found WHERE signal = ? GROUP BY worker) JOIN weights USING (worker)",
        [found.id],
    ).fetchone()
    assert row is not None
    return Weighted(*(round(value) for value in row))


def _label(book: LawBook, key: str, lang: str) -> str:
    return book.nodes[key].label.text(lang)  # type: ignore[union-attr]


def _signal_json(book: LawBook, plan: _Plan, found: SignalFound) -> dict[str, Any]:
    label = book.nodes[plan.node].label  # type: ignore[union-attr]
    return {
        "id": plan.signal.id,
        "node": plan.node,
        "label": {"en": label.en, "pt": label.pt, "zh": label.zh},
        "articles": plan.articles,
        "refuted_by": list(plan.refuted_by),
        "findings": found.findings,
        "undecided": found.undecided,
        "workers": found.workers,
        "open_rows": found.open_rows,
        "at_stake": [found.at_stake_low, found.at_stake_high],
        "weighted": None if found.weighted is None else asdict(found.weighted),
    }


__all__ = ["Screening", "SignalFound", "screen"]
