"""The law on a file of workers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from amparo.api.asked import law
from amparo.rules.kinds import KINDS, read_value

if TYPE_CHECKING:
    from pathlib import Path

    from amparo.records.run import Run


def run(
    country: str,
    out: str | Path,
    *,
    records: str | Path | None = None,
    orders: str | Path | None = None,
    mapping: str | Path | None = None,
    data_class: str = "restricted",
    first: str | None = None,
    last: str | None = None,
    known_on: str | None = None,
    **more: Any,
) -> Run:
    """The law on every worker of a records folder, or of a platform's order log with its mapping.

    first and last are months such as "2025-01". What `out` holds afterwards, the classes of data, and further
    options: amparo.records.run.run_records. Raises RecordsError, ExportRefused.
    """
    from amparo.records.run import run_records

    ends = [None if month is None else read_value(KINDS["month"], month) for month in (first, last)]
    return run_records(
        law(country, known_on),
        out,
        records=records,
        orders=orders,
        mapping=mapping,
        data_class=data_class,
        first=ends[0],
        last=ends[1],
        **more,
    )
