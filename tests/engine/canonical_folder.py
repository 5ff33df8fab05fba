"""Dossiers written as a canonical folder, for tests of the streaming run."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from amparo.engine.batch import stored_type
from amparo.engine.dossier import Dossier
from amparo.rules.book import LawBook
from amparo.rules.bounds import Unknown
from amparo.rules.levels import CONTRACT, GROUP_MONTH, MONTH, PAYER, QUARTER, SPELL, TIE_MONTH, TIE_YEAR, WORKER, YEAR
from amparo.rules.nodes import Fact


def write_canonical(folder: Path, book: LawBook, dossiers: Sequence[Dossier], workers_per_group: int = 7) -> None:
    """Each dossier's facts in the table of their level; partly known amounts become simply unknown."""
    folder.mkdir(parents=True, exist_ok=True)
    payers = sorted({payer for d in dossiers for payer, _ in d.contracts})
    number = {payer: n for n, payer in enumerate(payers)}
    owner = {payer: d for d in dossiers for payer, _ in d.contracts}
    groups = {g: n for n, g in enumerate(sorted({owner[p].group(p) for p in payers}))}
    of_level = {
        level: [f for f in book.of_type(Fact) if f.level == level] for level in (WORKER, PAYER, CONTRACT, SPELL)
    }

    def write(name: str, columns: dict[str, Any], facts: Sequence[Fact], told: dict[str, list[Any]], size: int) -> None:
        table = {key: pa.array(values) for key, values in columns.items()}
        for fact in facts:
            values = [None if isinstance(v, Unknown) else v for v in told[fact.full_name]]
            table[fact.full_name] = pa.array(values, pa.from_numpy_dtype(np.dtype(stored_type(fact))))
        pq.write_table(pa.table(table), folder / f"{name}.parquet", row_group_size=max(size, 1))

    def told_on(facts: Sequence[Fact], rows: Sequence[tuple[int, Any]]) -> dict[str, list[Any]]:
        return {f.full_name: [value_of(dossiers[w], f, name) for w, name in rows] for f in facts}

    write(
        "workers",
        {
            "worker": np.arange(len(dossiers)),
            "id": [d.worker for d in dossiers],
            "first": np.array([d.first for d in dossiers], np.int32),
            "last": np.array([d.last for d in dossiers], np.int32),
            "flags": np.array([d.nothing_before + 2 * d.nothing_after for d in dossiers], np.int8),
        },
        of_level[WORKER],
        told_on(of_level[WORKER], [(w, ()) for w in range(len(dossiers))]),
        workers_per_group,
    )
    told = {f.full_name: [value_of(owner[p], f, p) for p in payers] for f in of_level[PAYER]}
    names = {
        "payer": np.arange(len(payers), dtype=np.int32),
        "id": payers,
        "group": np.array([groups[owner[p].group(p)] for p in payers], np.int32),
    }
    write("payers", names, of_level[PAYER], told, len(payers))
    rows = [(w, i) for w, d in enumerate(dossiers) for i in d.layout.ids[CONTRACT]]
    keys = {
        "worker": np.array([w for w, _ in rows], np.int64),
        "payer": np.array([number[dossiers[w].contracts[i][0]] for w, i in rows], np.int32),
        "month": np.array([dossiers[w].contracts[i][1] for w, i in rows], np.int32),
    }
    write("engagements", keys, of_level[CONTRACT], told_on(of_level[CONTRACT], rows), workers_per_group * 20)
    rows = [(w, i) for w, d in enumerate(dossiers) for i in d.layout.ids[SPELL]]
    keys = {
        "worker": np.array([w for w, _ in rows], np.int64),
        "first_day": np.array([dossiers[w].spells[i][0] for w, i in rows], np.int32),
        "last_day": np.array([dossiers[w].spells[i][1] for w, i in rows], np.int32),
    }
    write("spells", keys, of_level[SPELL], told_on(of_level[SPELL], rows), 50)
    for table, level, column in (("months", MONTH, "month"), ("quarters", QUARTER, "quarter"), ("years", YEAR, "year")):
        facts = [f for f in book.of_type(Fact) if f.level == level]
        rows = [(w, name) for w, d in enumerate(dossiers) for name in d.layout.ids[level]]
        keys = {
            "worker": np.array([w for w, _ in rows], np.int64),
            column: np.array([name for _, name in rows], np.int32),
        }
        write(table, keys, facts, told_on(facts, rows), 100)
    _write_ties(book, dossiers, number, write)
    meta = {"format": "amparo-canonical/1", "country": book.country.code, "book": book.hash, "class": "synthetic"}
    (folder / "meta.json").write_text(json.dumps(meta), encoding="utf-8")


def _write_ties(book: LawBook, dossiers: Sequence[Dossier], number: dict[str, int], write: Any) -> None:
    rows = [
        (w, name)
        for w, d in enumerate(dossiers)
        for name in sorted(d.layout.ids[TIE_MONTH], key=lambda n: (n[1], n[0]))
    ]
    facts = [f for f in book.of_type(Fact) if f.level in (TIE_MONTH, GROUP_MONTH)]
    told = {
        f.full_name: [
            value_of(dossiers[w], f, name if f.level == TIE_MONTH else (dossiers[w].group(name[0]), name[1]))
            for w, name in rows
        ]
        for f in facts
    }
    keys = {
        "worker": np.array([w for w, _ in rows], np.int64),
        "payer": np.array([number[name[0]] for _, name in rows], np.int32),
        "month": np.array([name[1] for _, name in rows], np.int32),
    }
    write("ties", keys, facts, told, 60)
    facts = [f for f in book.of_type(Fact) if f.level == TIE_YEAR]
    rows = [
        (w, (payer, year))
        for w, d in enumerate(dossiers)
        for group, year in d.layout.ids[TIE_YEAR]
        for payer in [min(p for p, m in d.contracts if d.group(p) == group and m // 12 == year)]
    ]
    told = {f.full_name: [value_of(dossiers[w], f, (dossiers[w].group(p), y)) for w, (p, y) in rows] for f in facts}
    keys = {
        "worker": np.array([w for w, _ in rows], np.int64),
        "payer": np.array([number[p] for _, (p, _) in rows], np.int32),
        "year": np.array([y for _, (_, y) in rows], np.int32),
    }
    write("tie_years", keys, facts, told, 60)


def value_of(dossier: Dossier, fact: Fact, name: Any) -> Any:
    """What the dossier tells of the fact on a row: in the canonical form, what absence says is written out."""
    told = dossier.facts.get(fact.full_name)
    told = told if told is None or isinstance(told, int | Unknown) else told.get(name)
    return fact.absent if told is None else told


def without_partial_knowledge(dossier: Dossier, book: LawBook) -> Dossier:
    """The dossier with every partly known value simply not told, as tables tell it."""
    facts: dict[str, Any] = {}
    for key, told in dossier.facts.items():
        if isinstance(told, Unknown):
            continue
        facts[key] = (
            told if isinstance(told, int) else {name: v for name, v in told.items() if not isinstance(v, Unknown)}
        )
    return Dossier(**{**{f: getattr(dossier, f) for f in dossier.__dataclass_fields__}, "facts": facts})
