"""The coverage cascade of a records folder from Python: `amparo.cascade(...)`."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from amparo.analysis.adequacy import standard_of, with_rates
from amparo.analysis.cascade import Cascade
from amparo.analysis.cascade import cascade as cascade_of
from amparo.analysis.monthly import benefits_by_month
from amparo.records.errors import RecordsError
from amparo.records.outputs import may_export, write_table
from amparo.records.tables import prepare
from amparo.report.cascade import cascade_json, cascade_tables
from amparo.report.microdata import microdata_of, told_json
from amparo.rules.declarations import Branch
from amparo.rules.errors import nearest
from amparo.rules.kinds import KINDS, read_date, show_value
from amparo.rules.messages import Listed, Message

if TYPE_CHECKING:
    from amparo.records.run import Run
    from amparo.rules.book import LawBook


def cascade(
    book: LawBook,
    records: str | Path,
    out: str | Path,
    *,
    data_class: str = "restricted",
    by: Sequence[str] = (),
    branches: Sequence[str] = (),
    first: int | None = None,
    last: int | None = None,
    standard: str = "C102",
    standard_day: str = "2025-01-01",
    rates: Mapping[str, str] | None = None,
    assumptions: Mapping[str, Any] | None = None,
    threads: int | None = None,
    progress: Callable[[str, float], None] | None = None,
    lang: str = "en",
    **more: Any,
) -> Cascade:
    """The coverage cascade of a records folder (or of records already checked, in canonical form).

    Leaves in `out`: cascade, losses and uncovered as .parquet and .csv, cascade.json, and checked/ where the records
    had to be checked first. by: status, activity, platforms, sex, age, income. standard: the Convention whose rates are
    adequate; rates: others by branch. Every file carries the class of the data. Raises RecordsError, NoSuchGroup,
    NoSuchStandard, and ExportRefused for restricted records.
    """
    may_export(data_class)
    home = Path(out)
    home.mkdir(parents=True, exist_ok=True)
    wanted = [_branch(name) for name in branches]
    measure = with_rates(standard_of(standard, read_date(standard_day)), rates or {})
    prepared = prepare(
        records, book, home / "checked", class_=data_class, assumptions=assumptions, progress=progress, **more
    )
    found = cascade_of(
        prepared.folder,
        book,
        measure,
        by=by,
        branches=wanted,
        first=first,
        last=last,
        threads=threads,
        progress=None if progress is None else lambda share: progress("law", share),
    )
    stamps = {"amparo.country": found.country, "amparo.law": found.law, "amparo.standard": measure.name}
    for name, table in cascade_tables(found, book).items():
        for ending in ("parquet", "csv"):
            write_table(home / f"{name}.{ending}", table, class_=data_class, stamps=stamps)
    told = told_json(microdata_of(records))
    said = {
        **cascade_json(found, book, lang),
        **told,
        "assumptions": {k: str(v) for k, v in (assumptions or {}).items()},
    }
    _write(home / "cascade.json", {**said, "records": {"quarantined": prepared.counts.quarantined}})
    return found


def benefits_of(
    run: Run, book: LawBook, threads: int | None = None, progress: Callable[[str, float], None] | None = None
) -> list[dict[str, Any]]:
    """Every benefit of a run's workers, month by month, to results/benefits/; each benefit's totals, as plain data.

    Leaves results/benefits.json beside them. Raises ExportRefused for restricted records.
    """
    class_ = str(run.document["class"])
    may_export(class_)
    shown = None if progress is None else lambda share: progress("benefits", share)
    home = run.folder / "results"
    totals = [
        {
            "id": total.id,
            "branch": total.branch,
            "scheme": total.scheme,
            **total.states,
            "per": total.per,
            "known_amounts": total.known_amounts,
            "amounts": show_value(KINDS["money"], total.amounts),
        }
        for total in benefits_by_month(run.prepared.folder, book, home, threads=threads, progress=shown)
    ]
    _write(home / "benefits.json", {"class": class_, "law": book.hash, "benefits": totals})
    return totals


def _branch(name: str) -> Branch:
    known = {branch.name.lower(): branch for branch in Branch}
    if name.lower() not in known:
        raise RecordsError(
            Message(
                "branch.unknown",
                "'{name}' is no branch. Known: {known}.{hint}",
                name=name,
                known=Listed(known),
                hint=nearest(name, list(known)),
            )
        )
    return known[name.lower()]


def _write(path: Path, content: Mapping[str, Any]) -> None:
    temporary = path.with_name(f".{path.name}.part")
    temporary.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    os.replace(temporary, path)


__all__ = ["benefits_of", "cascade"]
