"""The benefits of a population, month by month: what each worker would be given, streamed to Parquet.

One row for each worker and month; for each benefit its state (yes, no, undecided, law_not_known), the first condition
that does not hold, the amount with its bounds, and the replacement rate.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa

from amparo.analysis.chains import STATES, Truths, Values
from amparo.analysis.rows import Rows
from amparo.analysis.terms import Terms, benefit_outputs, terms_of
from amparo.engine.kernel import Kernel
from amparo.engine.outcome import UnitWriter, as_arrow, months_array
from amparo.engine.tables import Records, meta_of
from amparo.rules.errors import AmparoError
from amparo.rules.kinds import KINDS
from amparo.rules.messages import Message
from amparo.rules.nodes import Fact

if TYPE_CHECKING:
    from amparo.engine.batch import Batch
    from amparo.rules.book import LawBook

WORKERS_AT_ONCE: Final = 4_096
WHOLE: Final = 1_000_000
TABLE: Final = "benefits"


@dataclass(frozen=True, slots=True)
class BenefitTotal:
    """One benefit over all worker-months: how many in each state, and the known amounts of those who qualify."""

    id: str
    branch: str
    scheme: str
    per: str
    states: dict[str, int]
    amounts: int
    known_amounts: int


def benefits_by_month(
    folder: Path | str,
    book: LawBook,
    home: Path | str,
    *,
    threads: int | None = None,
    progress: Callable[[float], None] | None = None,
) -> tuple[BenefitTotal, ...]:
    """Write `home`/benefits/part-*.parquet from checked records in canonical form. Raises AmparoError."""
    folder, home = Path(folder), Path(home)
    meta_of(folder, book.country.code)
    every = terms_of(book)
    if not every:
        raise AmparoError(
            Message("law.no_benefits", "the law held of {law} states no benefits.", law=book.country.code)
        )
    kernel = Kernel(book, benefit_outputs(book)).ready()
    own = [key for terms in every for key in terms.monthly if isinstance(book.nodes[key], Fact)]
    records = Records(folder, book, dict.fromkeys([*kernel.facts, *own]), ids=True)
    units = records.units()

    def unit(number: int) -> Counter[tuple[str, str]]:
        found: Counter[tuple[str, str]] = Counter()
        chunk, writer = records.chunk(*units[number]), UnitWriter(home, number)
        for start, batch in chunk.batches(WORKERS_AT_ONCE):
            rows = Rows(book, batch, kernel.run(batch))
            ids = chunk.workers.column("id").combine_chunks().slice(start, len(batch))
            table, counts = _table(every, rows, batch, ids)
            writer.write({TABLE: table})
            found.update(counts)
        writer.finish()
        return found

    totals: Counter[tuple[str, str]] = Counter()
    with ThreadPoolExecutor(threads or os.cpu_count() or 1) as pool:
        for number, found in enumerate(pool.map(unit, range(len(units)))):
            totals.update(found)
            if progress is not None:
                progress((number + 1) / len(units))
    return tuple(_total(terms, totals) for terms in every)


def column_name(terms: Terms) -> str:
    """The stable name of a benefit's columns."""
    return f"{terms.id}.{terms.scheme}"


def _total(terms: Terms, totals: Counter[tuple[str, str]]) -> BenefitTotal:
    name = column_name(terms)
    states = {state: totals[name, state] for state in STATES[:4]}
    return BenefitTotal(
        terms.id,
        terms.branch.name.lower(),
        terms.scheme,
        terms.per,
        states,
        totals[name, "amounts"],
        totals[name, "known_amounts"],
    )


def _table(
    every: tuple[Terms, ...], rows: Rows, batch: Batch, ids: pa.Array
) -> tuple[pa.Table, Counter[tuple[str, str]]]:
    columns: dict[str, Any] = {"worker": ids.take(pa.array(rows.worker)), "month": months_array(rows.month)}
    counts: Counter[tuple[str, str]] = Counter()
    held: dict[str, Values] = {}

    def read(key: str) -> Values:
        if key not in held:
            held[key] = rows.read(key)
        return held[key]

    for terms in every:
        name = column_name(terms)
        qualified, amount = read(terms.qualified), read(terms.amount)
        states = Truths(qualified.low, qualified.high, qualified.why).states()
        columns[name] = _named(states, STATES[:4])
        columns[f"{name}:fails_first"] = _fails_first(terms, read, rows.count)
        unknown = amount.low != amount.high
        money = KINDS["money"]
        columns[f"{name}:amount"] = as_arrow(money, amount.low.astype(np.int64), unknown)
        columns[f"{name}:amount:low"] = as_arrow(money, amount.low.astype(np.int64), None)
        columns[f"{name}:amount:high"] = as_arrow(money, amount.high.astype(np.int64), None)
        if terms.reference:
            columns[f"{name}:replacement"] = _replacement(amount, read(terms.reference))
        for number, state in enumerate(STATES[:4]):
            counts[name, state] += int(np.count_nonzero(states == number))
        known = (states == 1) & ~unknown
        counts[name, "amounts"] += int(amount.low[known].sum())
        counts[name, "known_amounts"] += int(np.count_nonzero(known))
    return pa.table(columns), counts


def _named(numbers: np.ndarray, names: tuple[str, ...]) -> pa.Array:
    return pa.DictionaryArray.from_arrays(pa.array(numbers.astype(np.int8)), pa.array(names)).cast(pa.string())


def _fails_first(terms: Terms, read: Callable[[str], Values], rows: int) -> pa.Array:
    """The first condition that surely fails; null where none does."""
    found = np.full(rows, -1, np.int16)
    for number, key in enumerate(terms.conditions):
        found = np.where((found < 0) & (read(key).high == 0), number, found)
    index = pa.array(np.maximum(found, 0).astype(np.int16), mask=found < 0)
    return pa.DictionaryArray.from_arrays(index, pa.array(terms.conditions)).cast(pa.string())


def _replacement(amount: Values, reference: Values) -> pa.Array:
    """Amount over reference, rounded half up; null where either is not known or there is nothing to replace."""
    low, base = amount.low.astype(np.int64), reference.low.astype(np.int64)
    known = (amount.low == amount.high) & (reference.low == reference.high) & (base > 0)
    rate = (low * WHOLE * 2 + base) // np.where(known, base * 2, 1)
    return as_arrow(KINDS["rate"], np.where(known, rate, 0), ~known)


__all__ = ["TABLE", "BenefitTotal", "benefits_by_month", "column_name"]
