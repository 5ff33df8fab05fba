"""Many workers at once: their rows at every level, and what is told of them, as arrays."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from amparo.engine.layout import layout_functions
from amparo.rules.bounds import Unknown
from amparo.rules.errors import AmparoError
from amparo.rules.levels import (
    CONTRACT,
    GROUP_MONTH,
    MONTH,
    PAYER,
    QUARTER,
    SPELL,
    TIE_MONTH,
    TIE_YEAR,
    WORKER,
    YEAR,
    Level,
)
from amparo.rules.messages import Message
from amparo.rules.nodes import Fact

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from amparo.engine.dossier import Dossier
    from amparo.rules.book import LawBook

OFFSETS: Final[dict[Level, str]] = {
    YEAR: "off_y",
    QUARTER: "off_q",
    MONTH: "off_m",
    TIE_YEAR: "off_ty",
    GROUP_MONTH: "off_g",
    TIE_MONTH: "off_t",
    CONTRACT: "off_c",
    SPELL: "off_s",
}
NEVER, PER_WORKER, PER_ROW = 0, 1, 2


class Pool:
    """Arrays that are used again and again: taking a name once more ends the life of what was taken under it before."""

    def __init__(self) -> None:
        self.held: dict[str, np.ndarray] = {}
        self.at: dict[str, int] = {}

    def take(self, name: str, size: int, kind: Any) -> np.ndarray:
        """An array of unspecified content."""
        needed = size * np.dtype(kind).itemsize
        found = self.held.get(name)
        if found is None or len(found) < needed:
            found = self.held[name] = np.empty(needed + needed // 4 + 64, np.uint8)
            self.at.pop(name, None)
        return found[:needed].view(kind)

    def address(self, name: str, size: int) -> int:
        """Where an array of so many bytes lies."""
        self.take(name, size, np.uint8)
        found = self.at.get(name)
        if found is None:
            found = self.at[name] = int(self.held[name].__array_interface__["data"][0])
        return found


class NoPool(Pool):
    """Fresh arrays each time, for results that are kept."""

    def take(self, name: str, size: int, kind: Any) -> np.ndarray:
        return np.empty(size, kind)


_STORED: Final[dict[str, Any]] = {"truth": np.int8, "money": np.int64, "rate": np.int64, "place": np.int16}


def stored_type(fact: Fact) -> Any:
    """The array type in which a fact is kept."""
    return np.int8 if fact.kind.category is not None else _STORED.get(fact.kind.name, np.int32)


def kind_of_value(book: LawBook, key: str) -> np.dtype[Any]:
    """The array type in which a computed value is kept."""
    kind = book.nodes[key].kind
    for found in (np.int8, np.int32):
        if np.iinfo(found).min <= kind.low and kind.high <= np.iinfo(found).max:
            return np.dtype(found)
    return np.dtype(np.int64)


@dataclass(frozen=True)
class Column:
    """A fact's values: once (mode 0), per worker (1) or per row of its level (2); null marks what is not told."""

    values: np.ndarray
    null: np.ndarray | None
    mode: int
    low: np.ndarray | None = None
    high: np.ndarray | None = None

    def take(self, rows: np.ndarray, workers: np.ndarray) -> Column:
        at: Any = {NEVER: slice(None), PER_WORKER: workers, PER_ROW: rows}[self.mode]
        pick = [None if a is None else a[at] for a in (self.values, self.null, self.low, self.high)]
        return Column(pick[0], pick[1], self.mode, pick[2], pick[3])  # type: ignore[arg-type]


@dataclass(frozen=True)
class Batch:
    """Workers with their rows; contracts sorted by worker, month and payer; payers shared by all.

    numbers: of the workers, in the records that the batch was cut from; none where it was made by hand.
    """

    first: np.ndarray
    last: np.ndarray
    flags: np.ndarray
    off_c: np.ndarray
    c_month: np.ndarray
    c_payer: np.ndarray
    group: np.ndarray
    off_s: np.ndarray
    s_first: np.ndarray
    s_last: np.ndarray
    facts: dict[str, Column] = field(default_factory=dict)
    layout: Any = None
    aligned: dict[Level, Any] = field(default_factory=dict)
    numbers: np.ndarray = field(default_factory=lambda: np.zeros(0, np.int64))

    def __len__(self) -> int:
        return len(self.first)

    def laid_out(self, pool: Pool | None = None) -> Batch:
        """The batch with its layout worked out."""
        if self.layout is not None:
            return self
        return Batch(**{**self.__dict__, "layout": Layout(self, pool or NoPool())})

    def offsets(self, level: Level) -> np.ndarray:
        return getattr(self.layout, OFFSETS[level])  # type: ignore[no-any-return]

    def rows(self, level: Level) -> int:
        """How many rows of a level there are."""
        if level == WORKER:
            return len(self)
        if level == PAYER:
            return len(self.group)
        return int(self.offsets(level)[-1])

    def take(self, workers: np.ndarray, levels: dict[str, Level]) -> Batch:
        """Some of the workers, with all their rows."""
        rows = {level: rows_of(self.offsets(level), workers) for level in OFFSETS}
        contracts, spells = rows[CONTRACT], rows[SPELL]
        facts = {
            key: column if levels[key] == PAYER else column.take(rows.get(levels[key], workers), workers)
            for key, column in self.facts.items()
        }
        return Batch(
            self.first[workers],
            self.last[workers],
            self.flags[workers],
            _offsets_of(self.off_c, workers),
            self.c_month[contracts],
            self.c_payer[contracts],
            self.group,
            _offsets_of(self.off_s, workers),
            self.s_first[spells],
            self.s_last[spells],
            facts,
            numbers=self.numbers[workers] if len(self.numbers) else self.numbers,
        ).laid_out()


def joined(batches: Sequence[Batch], levels: Mapping[str, Level]) -> Batch:
    """Workers of several batches of the same records as one batch, laid out. levels: of every fact that is told."""
    parts = [batch.laid_out() for batch in batches]
    if len(parts) == 1:
        return parts[0]
    first = parts[0]
    facts = {
        key: column if levels[key] == PAYER else _joined([part.facts[key] for part in parts], parts, levels[key])
        for key, column in first.facts.items()
    }
    return Batch(
        np.concatenate([part.first for part in parts]),
        np.concatenate([part.last for part in parts]),
        np.concatenate([part.flags for part in parts]),
        _offsets_joined([part.off_c for part in parts]),
        np.concatenate([part.c_month for part in parts]),
        np.concatenate([part.c_payer for part in parts]),
        first.group,
        _offsets_joined([part.off_s for part in parts]),
        np.concatenate([part.s_first for part in parts]),
        np.concatenate([part.s_last for part in parts]),
        facts,
        numbers=np.concatenate([part.numbers for part in parts]),
    ).laid_out()


def _joined(columns: Sequence[Column], parts: Sequence[Batch], level: Level) -> Column:
    """One column of several; what is told in different ways is told row for row."""
    first = columns[0]
    if all(column.mode == NEVER and _alike_once(column, first) for column in columns):
        return first
    if len({column.mode for column in columns}) > 1 or first.mode == NEVER:
        columns = [_by_row(column, part, level) for column, part in zip(columns, parts, strict=True)]
    values = np.concatenate([column.values for column in columns])
    null = None
    if any(column.null is not None for column in columns):
        null = np.concatenate([np.zeros(len(c.values), bool) if c.null is None else c.null for c in columns])
    if all(column.low is None for column in columns):
        return Column(values, null, columns[0].mode)
    low = np.concatenate([column.values if column.low is None else column.low for column in columns])
    high = np.concatenate([column.values if column.high is None else column.high for column in columns])
    return Column(values, null, columns[0].mode, low, high)


def _alike_once(one: Column, other: Column) -> bool:
    return one.values[0] == other.values[0] and (one.null is None) == (other.null is None)


def _by_row(column: Column, part: Batch, level: Level) -> Column:
    """A column told once, or by worker, on the rows of its level."""
    worker = np.arange(len(part)) if level == WORKER else np.repeat(np.arange(len(part)), np.diff(part.offsets(level)))
    mode = PER_WORKER if level == WORKER else PER_ROW
    if column.mode in (PER_ROW, mode):
        return column
    at = np.zeros(len(worker), np.int64) if column.mode == NEVER else worker
    told = (column.values, column.null, column.low, column.high)
    values, null, low, high = (None if a is None else a[at] for a in told)
    return Column(values, null, mode, low, high)  # type: ignore[arg-type]


def _offsets_joined(every: Sequence[np.ndarray]) -> np.ndarray:
    return np.concatenate(([0], np.cumsum(np.concatenate([np.diff(offsets) for offsets in every])))).astype(np.int32)


def rows_of(offsets: np.ndarray, workers: np.ndarray) -> np.ndarray:
    counts = offsets[workers + 1] - offsets[workers]
    starts = np.repeat(offsets[workers] - np.concatenate(([0], np.cumsum(counts)[:-1])), counts)
    return starts + np.arange(int(counts.sum()))


def _offsets_of(offsets: np.ndarray, workers: np.ndarray) -> np.ndarray:
    return np.concatenate(([0], np.cumsum(offsets[workers + 1] - offsets[workers]))).astype(np.int32)


class Layout:
    """All rows of all levels, and which lies in which, as 32-bit arrays.

    off_x: where each worker's rows of a level begin. x_w and x_i: the worker of a row, and its month (of a tie-year its
    year) counted from the worker's first. x_y: the row of another level that it lies in. Where the rows of each month
    begin (m_xoff), each row's month among all months (x_m, ty_y) and the most rows of any worker (most_x) are worked
    out when they are first asked for.
    """

    def __init__(self, batch: Batch, pool: Pool) -> None:
        count = len(batch)
        told = {name: getattr(batch, name) for name in _TOLD}
        self.arrays = {name: np.ascontiguousarray(values, np.int32) for name, values in told.items()}
        for stem in ("y", "q", "m", "ty", "g", "t"):
            self.arrays[f"off_{stem}"] = pool.take(f"off_{stem}", count + 1, np.int32)
        contracts, spells = int(self.arrays["off_c"][-1]) + 1, int(self.arrays["off_s"][-1])
        for name in _OF_ROWS:
            self.arrays[name] = pool.take(name, contracts, np.int32)
        for name in ("s_w", "s_i"):
            self.arrays[name] = pool.take(name, spells, np.int32)
        wrong = np.zeros(1, np.int32)
        run = layout_functions()
        run("rows", count, {**self.arrays, "wrong": wrong})
        run("spells", count, self.arrays)
        if wrong[0]:
            raise AmparoError(
                Message(
                    "records.contract",
                    "worker {worker} of this batch has a contract outside the records' months, or unsorted contracts. "
                    "Cure: let `amparo run --records` check the records.",
                    worker=int(wrong[0]) - 1,
                )
            )
        rows = {stem: int(self.arrays[f"off_{stem}"][-1]) for stem in ("ty", "g", "t")}
        for name in _OF_ROWS:
            stem = name.partition("_")[0]
            if stem in rows:
                self.arrays[name] = self.arrays[name][: rows[stem] + (name == "t_coff")]
            else:
                self.arrays[name] = self.arrays[name][: contracts - 1]

    def __getattr__(self, name: str) -> Any:
        arrays = self.__dict__["arrays"]
        if name not in arrays:
            if name in _BY_PERIOD:
                self._by_period()
            elif name.startswith("most_"):
                arrays[name] = max(int(np.max(np.diff(arrays[f"off_{name[5:]}"]), initial=1)), 1)
            elif name in _IN_PERIOD:
                stem, _, level = name.partition("_")
                arrays[name] = arrays[f"off_{level}"][arrays[f"{stem}_w"]] + arrays[f"{stem}_i"]
            else:
                raise AttributeError(name)
        return arrays[name]

    def _by_period(self) -> None:
        for name in _BY_PERIOD:
            self.arrays[name] = np.empty(int(self.arrays[f"off_{name[0]}"][-1]) + 1, np.int32)
        layout_functions()("months", len(self.arrays["first"]), self.arrays)


_TOLD: Final = ("first", "last", "flags", "off_c", "off_s", "c_month", "c_payer", "group", "s_first", "s_last")
_OF_ROWS: Final = (
    *("ty_group", "ty_w", "ty_i"),
    *("g_group", "g_ty", "g_w", "g_i"),
    *("t_payer", "t_g", "t_ty", "t_coff", "t_w", "t_i"),
    *("c_t", "c_g", "c_ty", "c_w", "c_i"),
)
_BY_PERIOD: Final = ("m_coff", "m_toff", "m_goff", "m_soff", "y_tyoff")
_IN_PERIOD: Final = ("ty_y", "g_m", "t_m", "c_m", "s_m")


# --- from dossiers -----------------------------------------------------------------------------------------------


def payers_of(dossiers: Sequence[Dossier]) -> list[tuple[int, str]]:
    """The payers of a batch made of dossiers, by number: each dossier's own, in the order of their names."""
    return [(n, payer) for n, d in enumerate(dossiers) for payer in sorted({payer for payer, _ in d.contracts})]


def batch_of(book: LawBook, dossiers: Sequence[Dossier], needed: Iterable[str] | None = None) -> Batch:
    """Dossiers as one batch; a payer that stands in two dossiers is two payers, as each dossier tells its own of it.

    needed: the facts to lay out, where not all of them are asked for.
    """
    payers = payers_of(dossiers)
    number = {name: position for position, name in enumerate(payers)}
    owners = [(n, dossiers[n].group(payer)) for n, payer in payers] or [(0, "")]
    groups = {name: position for position, name in enumerate(sorted(set(owners)))}
    contracts = [[(n, *d.contracts[i]) for i in d.layout.ids[CONTRACT]] for n, d in enumerate(dossiers)]
    spells = [[d.spells[i] for i in d.layout.ids[SPELL]] for d in dossiers]
    batch = Batch(
        np.array([d.first for d in dossiers], np.int32),
        np.array([d.last for d in dossiers], np.int32),
        np.array([d.nothing_before + 2 * d.nothing_after for d in dossiers], np.int32),
        np.concatenate(([0], np.cumsum([len(c) for c in contracts]))).astype(np.int32),
        np.array([month for rows in contracts for _, _, month in rows], np.int32),
        np.array([number[n, payer] for rows in contracts for n, payer, _ in rows], np.int32),
        np.array([groups[name] for name in owners], np.int32),
        np.concatenate(([0], np.cumsum([len(s) for s in spells]))).astype(np.int32),
        np.array([first for rows in spells for first, _ in rows], np.int32),
        np.array([last for rows in spells for _, last in rows], np.int32),
    ).laid_out()
    wanted = None if needed is None else set(needed)
    facts = {
        fact.full_name: _fact_column(fact, dossiers, payers, batch)
        for fact in book.of_type(Fact)
        if wanted is None or fact.full_name in wanted
    }
    return Batch(**{**batch.__dict__, "facts": facts})


def row_ids(level: Level, dossier: Dossier, number: int, batch: Batch, payers: Sequence[tuple[int, str]]) -> list[Any]:
    """The names of a dossier's rows in the batch's own order."""
    if level not in (TIE_YEAR, GROUP_MONTH, TIE_MONTH):
        return list(dossier.layout.ids[level])
    layout, off = batch.layout, batch.offsets(level)
    rows = range(int(off[number]), int(off[number + 1]))
    m0, y0 = int(layout.off_m[number]), int(layout.off_y[number])
    own = {int(p) for p in batch.c_payer[batch.off_c[number] : batch.off_c[number + 1]]}
    group_of = {int(batch.group[p]): dossier.group(payers[p][1]) for p in own}
    match level:
        case Level.TIE_MONTH:
            return [(payers[layout.t_payer[r]][1], dossier.first + int(layout.t_m[r]) - m0) for r in rows]
        case Level.GROUP_MONTH:
            return [(group_of[int(layout.g_group[r])], dossier.first + int(layout.g_m[r]) - m0) for r in rows]
    return [(group_of[int(layout.ty_group[r])], dossier.first // 12 + int(layout.ty_y[r]) - y0) for r in rows]


def _fact_column(fact: Fact, dossiers: Sequence[Dossier], payers: Sequence[tuple[int, str]], batch: Batch) -> Column:
    alike = _alike(fact, dossiers)
    if alike is not None:
        return alike
    told: list[Any] = []
    if fact.level == PAYER:
        told = [_told(dossiers[n].facts.get(fact.full_name), payer) for n, payer in payers] or [None]
    else:
        for number, dossier in enumerate(dossiers):
            value = dossier.facts.get(fact.full_name)
            told += [_told(value, name) for name in row_ids(fact.level, dossier, number, batch, payers)]
    null = np.array([v is None or isinstance(v, Unknown) for v in told], bool) if told else np.zeros(0, bool)
    if fact.absent is not None:
        told = [fact.absent if v is None else v for v in told]
        null = np.array([isinstance(v, Unknown) for v in told], bool)
    low = np.array([fact.low if v is None else v.low if isinstance(v, Unknown) else v for v in told], np.int64)
    high = np.array([fact.high if v is None else v.high if isinstance(v, Unknown) else v for v in told], np.int64)
    mode = PER_ROW if fact.level not in (WORKER,) else PER_WORKER
    return Column(low.astype(stored_type(fact)), null if null.any() else None, mode, low, high)


def _alike(fact: Fact, dossiers: Sequence[Dossier]) -> Column | None:
    """The column of a fact of which every dossier tells the same single value, or none tells anything."""
    first = dossiers[0].facts.get(fact.full_name) if dossiers else None
    if not (first is None or isinstance(first, int)):
        return None
    for dossier in dossiers:
        told = dossier.facts.get(fact.full_name)
        if told is not first and not (isinstance(told, int) and told == first):
            return None
    value = fact.absent if first is None else first
    known = np.array([fact.low if value is None else value], stored_type(fact))
    return Column(known, np.ones(1, bool) if value is None else None, NEVER)


def _told(value: Any, name: Any) -> Any:
    return value if value is None or isinstance(value, int | Unknown) else value.get(name)
