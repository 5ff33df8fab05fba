"""US persons with wages and self-employment income, as a test of scale and of accumulation under Portuguese law.

The amounts are dollars of an American survey read as euros: they exercise the rules, and say nothing about Portugal.
Run as `python -m benchmarks.us_persons PERSONS.parquet OUT`.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

import amparo
from amparo.engine.outcome import as_arrow
from amparo.rules.kinds import KINDS

FIRST, MONTHS = 2024 * 12, 15


def months() -> list[str]:
    return [f"{month // 12}-{month % 12 + 1:02d}" for month in range(FIRST, FIRST + MONTHS)]


def tables(persons: pa.Table, out: Path) -> int:
    """Workers, payers and engagements of those who have wages or own-account income; how many workers."""
    wage = persons["wage"].to_numpy()
    own = persons["self_employment"].to_numpy()
    held = (wage > 0) | (own > 0)
    wage, own, age = wage[held], own[held], persons["age"].to_numpy()[held]
    count = len(wage)
    ids = np.arange(count)
    birth = pa.array([f"{2024 - max(int(a), 16)}-01-01" for a in age])
    yes = pa.array(["yes"] * count)
    workers = {"worker": ids, "birth_date": birth, "nothing_before": yes, "nothing_after": yes}
    pq.write_table(pa.table({**workers, "activity_start": pa.array(["2015-01-01"] * count)}), out / "workers.parquet")
    names = [f"employer{n}" for n in range(1000)] + [f"client{n}" for n in range(1000)]
    kinds = ["employer"] * 1000 + ["client"] * 1000
    pq.write_table(pa.table({"payer": names, "payer_kind": kinds}), out / "payers.parquet")
    parts = [_engagements(ids[wage > 0], wage[wage > 0], "employer", "employment")]
    parts.append(_engagements(ids[own > 0], own[own > 0], "client", "services"))
    pq.write_table(pa.concat_tables(parts), out / "engagements.parquet")
    return count


def _engagements(ids: np.ndarray, yearly: np.ndarray, payer: str, form: str) -> pa.Table:
    """A twelfth of the yearly amount, to the cent, in each month."""
    cents = np.asarray(np.round(yearly), np.int64) * 100 // 12
    rows = len(ids) * MONTHS
    return pa.table(
        {
            "worker": np.repeat(ids, MONTHS),
            "payer": [f"{payer}{n % 1000}" for n in np.repeat(ids, MONTHS)],
            "month": months() * len(ids),
            "activity": ["other"] * rows,
            "form": [form] * rows,
            "gross_pay": as_arrow(KINDS["money"], np.repeat(cents, MONTHS), None),
        }
    )


def main() -> None:
    source, out = Path(sys.argv[1]), Path(sys.argv[2])
    records = out / "records"
    records.mkdir(parents=True, exist_ok=True)
    count = tables(pq.read_table(source), records)
    begin = time.perf_counter()
    found = amparo.run(
        "PT", out / "run", records=records, data_class="public-use", first=months()[0], last=months()[-1]
    )
    print(f"{count} workers, {time.perf_counter() - begin:.1f} s; rows set aside: {found.prepared.counts.quarantined}")
    print(
        json.dumps(
            {
                name: total
                for name, total in found.document["totals"].items()
                if total["unknown"] or total.get("cases") or total.get("low") not in ("0.00", 0, None)
            },
            indent=1,
        )
    )


if __name__ == "__main__":
    main()
