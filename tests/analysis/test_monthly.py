"""The benefits of many workers month by month say what the table of each worker says."""

from __future__ import annotations

import random
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pytest
from dossiers import hidden, some_dossier

from amparo.analysis.course import ByReference, kernel_of
from amparo.analysis.monthly import _table, column_name
from amparo.analysis.outlook import outlook
from amparo.analysis.rows import Rows
from amparo.analysis.terms import terms_of
from amparo.engine import Reference
from amparo.engine.batch import batch_of
from amparo.law import book
from amparo.rules.bounds import Unknown, high, low
from amparo.rules.kinds import month_text

VERANIA = book("fictional")


def money(amount: int) -> Decimal:
    return Decimal(amount) / 100


@pytest.mark.parametrize("seed", range(6))
def test_a_population_says_what_each_worker_s_table_says(seed: int) -> None:
    dice = random.Random(seed)
    dossiers = [some_dossier(VERANIA, dice, 12) for _ in range(4)]
    dossiers = [hidden(VERANIA, d, dice, 0.06) if n % 2 else d for n, d in enumerate(dossiers)]
    batch = batch_of(VERANIA, dossiers)
    rows = Rows(VERANIA, batch, kernel_of(VERANIA).run(batch))
    table, counts = _table(terms_of(VERANIA), rows, batch, pa.array(["a", "b", "c", "d"]))
    shown = {(row["worker"], row["month"]): row for row in table.to_pylist()}
    assert len(shown) == sum(d.last - d.first + 1 for d in dossiers)
    found: dict[tuple[str, str], int] = {}
    for name, dossier in zip("abcd", dossiers, strict=True):
        course = ByReference(Reference(VERANIA, dossier))
        for month in range(dossier.first, dossier.last + 1):
            row: dict[str, Any] = shown[name, month_text(month)]
            for terms in terms_of(VERANIA):
                wanted, key = outlook(course, terms, month), column_name(terms)
                assert row[key] == wanted.state
                found[key, wanted.state] = found.get((key, wanted.state), 0) + 1
                lacking = [checked.node for checked in wanted.conditions if checked.state == "no"]
                assert row[f"{key}:fails_first"] == (lacking[0] if lacking else None)
                known = not isinstance(wanted.amount, Unknown)
                assert row[f"{key}:amount"] == (money(low(wanted.amount)) if known else None)
                ends = row[f"{key}:amount:low"], row[f"{key}:amount:high"]
                assert ends == (money(low(wanted.amount)), money(high(wanted.amount)))
                rate = wanted.replacement
                if terms.reference and known and not isinstance(wanted.reference, Unknown) and rate is not None:
                    assert row[f"{key}:replacement"] == Decimal(low(rate)) / 1_000_000
                elif terms.reference:
                    assert row[f"{key}:replacement"] is None
    assert {key: count for key, count in counts.items() if count and key[1] in ("yes", "no")} == {
        key: count for key, count in found.items() if key[1] in ("yes", "no")
    }
