"""Two freight drivers whose contributions per order a hand can add up."""

from __future__ import annotations

from pathlib import Path

from records_folder import write

from amparo.law import book
from amparo.records.run import checked_records

PER_ORDER = "occupational_injury.freight_order_contribution"


def couriers(folder: Path) -> Path:
    """Checked records of two drivers in Beijing: 100 and 250 orders in August 2025, 50 of the first in September."""
    work = {"payer": "p", "activity": "freight", "form": "services", "work_place": "beijing", "gross_pay": "4000.00"}
    rows = [("a", "2025-08", 100), ("b", "2025-08", 250), ("a", "2025-09", 50)]
    floating = {"floating_of_order_contribution": "1"}
    months = {"first_month": "2025-08", "last_month": "2025-09", "nothing_before": "yes"}
    records = write(
        folder / "in",
        workers=[{"worker": w, **months} for w in ("a", "b")],
        payers=[{"payer": "p", "payer_kind": "platform", "platform": "huolala"}],
        engagements=[{**work, **floating, "worker": w, "month": m, "orders": n} for w, m, n in rows],
    )
    return checked_records(book("CN"), folder / "out", records=records, data_class="synthetic").folder
