"""A whole run: records or an order log in, checked, the law on every worker, results and run.json out."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from amparo.engine.stream import RunResult, run_canonical
from amparo.records.errors import RecordsError
from amparo.records.orders import OrderLog, read_orders
from amparo.records.outputs import may_export, write_run
from amparo.records.quarantine import Counts, TableCount
from amparo.records.tables import Prepared, prepare
from amparo.records.weighed import Weights, weighed_totals, weights_of
from amparo.rules.kinds import KINDS, month_text, show_value
from amparo.rules.messages import Message
from amparo.rules.nodes import LinkNode, Rule

if TYPE_CHECKING:
    from amparo.rules.book import LawBook

VERSION: Final = "amparo-run/1"


@dataclass(frozen=True)
class Run:
    """What a run gave: its folder, what became of the rows that came in, and the totals."""

    folder: Path
    prepared: Prepared
    result: RunResult
    document: Mapping[str, Any]

    def _repr_html_(self) -> str:
        totals = self.document["totals"].items()
        cells = [(name, t["rows"], t.get("low", ""), t.get("high", ""), t["unknown"]) for name, t in totals]
        rows = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in cells)
        head = "<tr><th>result</th><th>rows</th><th>low</th><th>high</th><th>unknown</th></tr>"
        return (
            f"<table><caption>{self.document['class']} data, {self.document['country']}</caption>{head}{rows}</table>"
        )


def run_records(
    book: LawBook,
    out: Path | str,
    *,
    records: Path | str | None = None,
    orders: Path | str | None = None,
    mapping: Path | str | None = None,
    data_class: str = "restricted",
    first: int | None = None,
    last: int | None = None,
    assumptions: Mapping[str, Any] | None = None,
    outputs: Sequence[str] | None = None,
    threads: int | None = None,
    progress: Callable[[str, float], None] | None = None,
    command: Sequence[str] = (),
    **more: Any,
) -> Run:
    """Run the law on a records folder, or on a platform's order log with its mapping.

    Leaves in `out`: checked/ (the records in canonical form, quarantine), results/ by level and postings, run.json. The
    same call again goes on where it stopped and ends with the same bytes. data_class: hypothetical, synthetic,
    public-use or restricted; nothing made from restricted records leaves yet (ExportRefused). Raises RecordsError.
    """
    home = Path(out)
    if (records is None) == (orders is None):
        raise RecordsError(Message("records.either", "Give either a records folder or an order log."))
    home.mkdir(parents=True, exist_ok=True)
    tell = progress or (lambda step, share: None)
    log: OrderLog | None = None
    source, tables = (Path(records), None) if records is not None else (Path(str(orders)), home / "tables")
    options = {
        "class": data_class,
        "first": first,
        "last": last,
        "assumptions": dict(assumptions or {}),
        "more": {name: str(more[name]) for name in sorted(more)},
    }
    key = _fingerprint(book, [source, *([Path(mapping)] if mapping is not None else [])], options)
    if orders is not None:
        if mapping is None:
            raise RecordsError(
                Message("records.no_map", "An order log needs a mapping file (--map): which column is what.")
            )
        log = read_orders(
            source, Path(mapping), book, home / "tables", resume=_same(home / "checked", key), progress=tell
        )
        tables = log.folder
    prepared = _prepared(tables or source, book, home, key, data_class, first, last, assumptions, tell, more)
    may_export(data_class)

    def shown(done: int, everyone: int) -> None:
        tell("law", done / max(everyone, 1))

    result = run_canonical(
        prepared.folder, book, outputs=outputs, out=home / "results", threads=threads, progress=shown
    )
    document = {
        **_document(book, prepared, result, source, key, options, log, command),
        "weighted": weighted_json(book, weights_of(prepared.folder), result.outputs, [home / "results"]),
    }
    write_run(home, document)
    return Run(home, prepared, result, document)


def checked_records(
    book: LawBook,
    out: Path | str,
    *,
    records: Path | str,
    data_class: str = "restricted",
    first: int | None = None,
    last: int | None = None,
    assumptions: Mapping[str, Any] | None = None,
    progress: Callable[[str, float], None] | None = None,
) -> Prepared:
    """A records folder checked into `out`/checked, or taken over from there if nothing has changed since."""
    home = Path(out)
    home.mkdir(parents=True, exist_ok=True)
    options = {"class": data_class, "first": first, "last": last, "assumptions": dict(assumptions or {})}
    key = _fingerprint(book, [Path(records)], options)
    tell = progress or (lambda step, share: None)
    return _prepared(Path(records), book, home, key, data_class, first, last, assumptions, tell, {})


def _prepared(
    source: Path,
    book: LawBook,
    home: Path,
    key: str,
    data_class: str,
    first: int | None,
    last: int | None,
    assumptions: Mapping[str, Any] | None,
    tell: Callable[[str, float], None],
    more: Mapping[str, Any],
) -> Prepared:
    """The checked records; those of an earlier start of the same run are checked again but not made again."""
    checked = home / "checked"
    if _same(checked, key):
        earlier = json.loads((home / "checked.json").read_text(encoding="utf-8"))
        held = prepare(checked, book, checked, class_=data_class)
        return Prepared(
            held.folder,
            _counts(earlier["counts"]),
            _path(home, earlier["quarantine"]),
            held.meta,
            tuple(earlier["warnings"]),
        )
    shutil.rmtree(checked, ignore_errors=True)
    made = prepare(
        source, book, checked, class_=data_class, first=first, last=last, assumptions=assumptions, progress=tell, **more
    )
    if made.folder == checked:
        quarantine = made.quarantine.relative_to(home).as_posix() if made.quarantine is not None else None
        _write_json(
            home / "checked.json",
            {
                "key": key,
                "counts": _counts_json(made.counts),
                "quarantine": quarantine,
                "warnings": list(made.warnings),
            },
        )
        (checked / "run-key").write_text(key, encoding="utf-8")
    return made


def _same(checked: Path, key: str) -> bool:
    file = checked / "run-key"
    return file.exists() and file.read_text(encoding="utf-8") == key


def _path(home: Path, name: str | None) -> Path | None:
    return None if name is None else home / name


def _fingerprint(book: LawBook, sources: Sequence[Path], options: Mapping[str, Any]) -> str:
    files: list[tuple[str, int, int]] = []
    for source in sources:
        for file in sorted(source.rglob("*")) if source.is_dir() else [source]:
            if file.is_file():
                status = file.stat()
                files.append((file.name, status.st_size, status.st_mtime_ns))
    return sha256(repr((book.hash, files, sorted(options.items()))).encode()).hexdigest()


def _document(
    book: LawBook,
    prepared: Prepared,
    result: RunResult,
    source: Path,
    key: str,
    options: Mapping[str, Any],
    log: OrderLog | None,
    command: Sequence[str],
) -> dict[str, Any]:
    return {
        "format": VERSION,
        "amparo": version("amparo"),
        "country": book.country.code,
        "currency": book.currency,
        "law": book.hash,
        "amendments": list(book.amendments),
        "known_on": None if book.known_on is None else show_value(KINDS["date"], book.known_on),
        "class": options["class"],
        "input": {"name": source.name, "key": key},
        "window": [None if options[end] is None else month_text(options[end]) for end in ("first", "last")],
        "assumptions": {name: str(value) for name, value in options["assumptions"].items()},
        "conversion": None if log is None or log.conversion is None else dict(log.conversion),
        "orders": None if log is None else {**_table_json(log.counts), "treated_as": dict(log.treatments)},
        "command": list(command),
        "records": _counts_json(prepared.counts),
        "warnings": [*(log.warnings if log is not None else ()), *prepared.warnings],
        "workers": result.workers,
        "doubtful_provisions": doubtful(book, result.outputs),
        "totals": {name: _total(book, name, result) for name in result.outputs},
    }


def weighted_json(
    book: LawBook, weights: Weights | None, outputs: Sequence[str], homes: Sequence[Path]
) -> dict[str, Any] | None:
    """The totals of written results with each row counted for the persons whom its worker stands for."""
    if weights is None:
        return None
    return {"one_stands_for": weights.each, "totals": weighed_totals(book, weights, outputs, homes)}


def _total(book: LawBook, name: str, result: RunResult) -> dict[str, Any]:
    node, total = book.nodes[name], result.totals[name]
    found: dict[str, Any] = {
        "rows": total.rows,
        "unknown": total.unknown,
        "unknown_by_reason": {"fact": total.fact, "law": total.law, "history": total.history},
    }
    if total.cases:
        return {**found, "cases": total.cases}
    if node.kind.name in ("date", "month", "place"):
        return found
    return {
        **found,
        "low": show_value(node.kind, total.low) if node.kind.name == "money" else total.low,
        "high": show_value(node.kind, total.high) if node.kind.name == "money" else total.high,
    }


def doubtful(book: LawBook, outputs: Sequence[str]) -> list[dict[str, str]]:
    """The provisions of doubtful evidence on which some result may rest."""
    from amparo.rules.parameters import Parameter

    seen: set[str] = set()
    waiting = list(outputs)
    found = []
    while waiting:
        key = waiting.pop()
        if key in seen:
            continue
        seen.add(key)
        node = book.nodes[key]
        marks: set[str] = set()
        if isinstance(node, Rule):
            marks = {v.evidence.mark for v in node.versions if v.evidence.doubtful}
        elif isinstance(node, Parameter):
            marks = {
                e.evidence.mark
                for s in node.series.values()
                for e in s
                if e.evidence is not None and e.evidence.doubtful
            }
        if marks:
            found.append({"provision": key, "evidence": "; ".join(sorted(marks))})
        if isinstance(node, Rule | LinkNode):
            waiting += book.dependencies(key)
    return sorted(found, key=lambda item: item["provision"])


def _counts_json(counts: Counts) -> dict[str, Any]:
    whole = {"rows_in": counts.rows_in, "accepted": counts.accepted, "quarantined": counts.quarantined}
    return {**whole, "tables": {name: _table_json(table) for name, table in counts.tables.items()}}


def _table_json(table: TableCount) -> dict[str, Any]:
    return {
        "rows_in": table.rows_in,
        "accepted": table.accepted,
        "quarantined": table.quarantined,
        "reasons": dict(table.reasons),
        "unknown_columns": list(table.unknown_columns),
    }


def _counts(data: Mapping[str, Any]) -> Counts:
    return Counts(
        {
            name: TableCount(t["rows_in"], t["accepted"], t["quarantined"], t["reasons"], tuple(t["unknown_columns"]))
            for name, t in data["tables"].items()
        }
    )


def _write_json(file: Path, content: Mapping[str, Any]) -> None:
    temporary = file.with_suffix(".tmp")
    temporary.write_text(json.dumps(content, indent=2, ensure_ascii=False, sort_keys=False) + "\n", encoding="utf-8")
    os.replace(temporary, file)
