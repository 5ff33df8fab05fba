"""The tables of a records folder made from the engagements of an order log."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from amparo.records.errors import RecordsError
from amparo.records.facts import ONCE
from amparo.rules.kinds import month_text
from amparo.rules.levels import CONTRACT, GROUP_MONTH, PAYER, TIE_MONTH, TIE_YEAR
from amparo.rules.messages import Message

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from amparo.records.facts import FactIndex
    from amparo.records.ordermap import OrderMap

_ROUND: Final = {"half_up": "half_towards_infinity", "up": "towards_infinity", "down": "towards_zero"}
# the fact each sum or word of an engagement fills, where the law has it
FACTS: Final = {
    "activity": "activity",
    "place": "work_place",
    "form": "form",
    "orders": "orders",
    "days": "days_worked",
    "minutes": "minutes_engaged",
    "fee": "platform_fee",
    "tip": "tips",
}


def write_tables(found: OrderMap, index: FactIndex, engagements: pa.Table, folder: Path) -> None:
    """Engagements, workers, payers and, where the mapping tells facts of them, ties. Raises RecordsError."""
    _Tables(found, index, folder).write(engagements)


class _Tables:
    """A mapping, the facts of the law by name, and the folder that is written."""

    def __init__(self, found: OrderMap, index: FactIndex, folder: Path) -> None:
        self.map, self.index, self.folder = found, index, folder

    def _money(self, column: pa.ChunkedArray) -> pa.Array:
        """Exact totals of the log's currency, as amounts of the law's: converted and rounded once."""
        wide = column.cast(pa.decimal256(60, 20))
        conversion = self.map.conversion
        way = self.map.round
        if conversion is not None:
            rate = conversion.rate.quantize(Decimal(1).scaleb(-10)) if conversion.rate else conversion.rate
            if rate != conversion.rate:
                raise RecordsError(
                    Message(
                        "orders.conversion",
                        "The rate of conversion has more than ten decimals. Cure: write ten at most.",
                    )
                )
            wide = pc.multiply(wide.cast(pa.decimal256(48, 20)), pa.scalar(rate, pa.decimal256(18, 10)))
            way = conversion.round
        return pc.round(wide, ndigits=2, round_mode=_ROUND[way]).cast(pa.decimal256(60, 2)).cast(pa.decimal128(18, 2))

    def write(self, engagements: pa.Table) -> None:
        """The tables of a records folder."""
        pay, tip = engagements["pay"], engagements["tip"]
        income = pay
        if self.map.tips is not None and "tip" in self.map.written and self.map.tips.in_pay != self.map.tips.counted:
            exact = pa.decimal256(60, 20)
            both = pc.add if self.map.tips.counted else pc.subtract
            income = both(pay.cast(exact), tip.cast(exact)).cast(exact)
        columns: dict[str, Any] = {
            "worker": engagements["worker"],
            "payer": engagements["payer"],
            "month": pa.array([month_text(month) for month in engagements["month"].to_pylist()], pa.string()),
        }
        sums = {
            "activity": engagements["activity"],
            "place": engagements["place"],
            "form": engagements["form"],
            "orders": engagements["orders"],
            "days": engagements["days"],
        }
        if {"end", "duration"} & self.map.written.keys():
            half = pc.add(pc.fill_null(engagements["engaged_us"], 0), 30_000_000)
            sums["minutes"] = pc.divide(half, pa.scalar(60_000_000, pa.int64()))
        sums |= {role: self._money(engagements[role]) for role in ("fee", "tip") if role in self.map.written}
        known = self.index.names((CONTRACT,))
        for role, values in sums.items():
            if FACTS[role] in known and values.null_count < len(values):
                columns[self.index.short_name(known[FACTS[role]])] = values
        amounts = self._money(income)
        for each in self.map.income:
            columns[self.index.short_name(self.index.find(each, (CONTRACT,)))] = amounts
        size = engagements.num_rows
        for fact, value in self._constants((CONTRACT,)):
            columns[fact] = pa.array([value] * size, pa.string())
        pq.write_table(pa.table(columns), self.folder / "engagements.parquet", compression="zstd")
        self._write_people(engagements)

    def _constants(self, levels: Sequence[Any]) -> list[tuple[str, str]]:
        """Facts told in the mapping for all rows of some levels."""
        known = self.index.names(levels)
        told = {key: value for key, value in self.map.facts.items() if key in known}
        if PAYER in levels and "payer_kind" in self.map.constants and "payer_kind" in known:
            told["payer_kind"] = self.map.constants["payer_kind"]
        return [(self.index.short_name(known[key]), _plain(value)) for key, value in told.items()]

    def _write_people(self, engagements: pa.Table) -> None:
        def table(rows: dict[str, list[str]], levels: Sequence[Any]) -> pa.Table:
            size = len(next(iter(rows.values())))
            constant = {fact: [value] * size for fact, value in self._constants(levels)}
            return pa.table({key: pa.array(values, pa.string()) for key, values in {**rows, **constant}.items()})

        workers = sorted(set(engagements["worker"].to_pylist()))
        flags = {
            flag: ["yes" if getattr(self.map, flag) else "no"] * len(workers)
            for flag in ("nothing_before", "nothing_after")
        }
        pq.write_table(table({"worker": workers, **flags}, ONCE), self.folder / "workers.parquet")
        payers = sorted(set(engagements["payer"].to_pylist()))
        rows = {"payer": payers}
        if "group" in self.map.constants:
            rows["group"] = [self.map.constants["group"]] * len(payers)
        pq.write_table(table(rows, (PAYER,)), self.folder / "payers.parquet")
        ties = sorted(set(zip(*(engagements[key].to_pylist() for key in ("worker", "payer", "month")), strict=True)))
        if self._constants((TIE_MONTH, GROUP_MONTH)):
            columns = {
                "worker": [t[0] for t in ties],
                "payer": [t[1] for t in ties],
                "month": [month_text(t[2]) for t in ties],
            }
            pq.write_table(table(columns, (TIE_MONTH, GROUP_MONTH)), self.folder / "ties.parquet")
        if self._constants((TIE_YEAR,)):
            years = sorted({(worker, payer, str(month // 12)) for worker, payer, month in ties})
            columns = {key: [year[at] for year in years] for at, key in enumerate(("worker", "payer", "year"))}
            pq.write_table(table(columns, (TIE_YEAR,)), self.folder / "tie_years.parquet")


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


__all__ = ["FACTS", "write_tables"]
