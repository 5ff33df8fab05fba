"""The law of a segment as arrays: which version holds in which epoch, and every parameter's value by epoch and place.

An epoch is a stretch of days in which no value and no wording of the book changes. Amending the book, looking at it as
known on a day, or adding a place changes these arrays only; the compiled kernels stay.
"""

from __future__ import annotations

from collections import namedtuple
from functools import cache
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from amparo.engine.codegen_expressions import sometimes_unknown
from amparo.engine.primitives import NA
from amparo.engine.reference import plan_of
from amparo.rules.declarations import OPEN_END
from amparo.rules.helpers import Steps, Table, Tariff, first_day, last_day
from amparo.rules.kinds import Month
from amparo.rules.nodes import Rule
from amparo.rules.parameters import Dated, Parameter

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from amparo.engine.codegen import Needs
    from amparo.rules.book import LawBook

BASE: Final = 1850 * 12
MONTHS: Final = 301 * 12
_BEGINNING: Final = -(10**6)

LawData = namedtuple(
    "LawData",
    "BASE NOWHERE EPOCHS DAYS EPM EPE V VB ALIKE OUT P PL PH PP PPL PPH TAB TOFF TDIM STH SVA SOFF SLEN TF RNG "
    "BD_OFF BD_EPOCH BD_DAYS MONTH_OF FIRST_DAY EPOCH_OF",
)


@cache
def _calendar() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The first day of each month, the month of each day, and the first days in short: one for all books."""
    days = np.array([int(first_day(Month(m))) for m in range(BASE, BASE + MONTHS + 1)], dtype=np.int64)
    return days, np.repeat(np.arange(BASE, BASE + MONTHS), np.diff(days)).astype(np.int32), days.astype(np.int32)


class Epochs:
    """The days on which anything in a book changes, and the epoch of each month's first and last day."""

    def __init__(self, book: LawBook) -> None:
        days = {_BEGINNING}
        for rule in book.of_type(Rule):
            for version in rule.versions:
                days |= {version.since, version.until}
        for parameter in book.of_type(Parameter):
            for entries in parameter.series.values():
                days |= {entry.start for entry in entries}
        days.discard(OPEN_END)
        self.days = np.array(sorted(days), dtype=np.int64)
        self.first_days, self.month_of_day, self.first_day_of_month = _calendar()
        starts = np.searchsorted(self.days, self.first_days, side="right") - 1
        ends = np.searchsorted(self.days, self.first_days[1:] - 1, side="right") - 1
        self.of_month_start = starts[:-1].astype(np.int64)
        self.of_month_end = ends.astype(np.int64)


def law_data(book: LawBook, needs: Needs, epochs: Epochs) -> Any:
    """The arrays a segment's kernels read."""
    places = len(book.places.names)
    chains = [("",) if p >= places else book.places_of[p] for p in range(places + 1)]
    plain, bounds, out = _versions(book, needs, epochs)
    scalars = [_scalar(book.nodes[key], epochs, ("",)) for key in needs.scalars]
    placed = [[_scalar(book.nodes[key], epochs, chain) for key in needs.placed] for chain in chains]
    unknown = [[_unknown(book.nodes[key], epochs) for key in needs.placed]]
    p, pl, ph = (_columns([row[n] for row in scalars], len(epochs.days)) for n in range(3))
    tab, toff, tdim = _tables(book, needs, epochs, chains)
    sth, sva, soff, slen = _steps(book, needs, epochs, chains)
    bd_off, bd_epoch, bd_days = _by_day(book, needs, epochs)
    tariffs = _tariffs(book, needs, epochs, chains)
    by_place = [_by_place(placed + unknown, n, (places + 2, len(epochs.days))) for n in range(3)]
    first_alike = _first_alike((plain, bounds, p, pl, ph), (*by_place, toff, soff, slen, tariffs))
    return LawData(
        BASE=BASE,
        NOWHERE=places,
        EPOCHS=len(epochs.days),
        DAYS=epochs.days,
        EPM=first_alike[epochs.of_month_start],
        EPE=first_alike[epochs.of_month_end],
        V=plain,
        VB=bounds,
        ALIKE=_alike_by_rule(book, needs, plain, p, (by_place[0], toff, soff, slen, tariffs)),
        OUT=out,
        P=p,
        PL=pl,
        PH=ph,
        PP=by_place[0],
        PPL=by_place[1],
        PPH=by_place[2],
        TAB=tab,
        TOFF=toff,
        TDIM=tdim,
        STH=sth,
        SVA=sva,
        SOFF=soff,
        SLEN=slen,
        TF=tariffs,
        RNG=_ranges(book, needs),
        BD_OFF=bd_off,
        BD_EPOCH=bd_epoch,
        BD_DAYS=bd_days,
        MONTH_OF=epochs.month_of_day,
        EPOCH_OF=epochs.of_month_start,
        FIRST_DAY=epochs.first_day_of_month,
    )


def _first_alike(by_epoch: Iterable[np.ndarray], by_place: Iterable[np.ndarray]) -> np.ndarray:
    """For each epoch the first of the unbroken run of epochs in which a segment's law is the same."""
    found = [a.reshape(len(a), -1) for a in by_epoch] + [np.moveaxis(a, 1, 0).reshape(a.shape[1], -1) for a in by_place]
    count = len(found[0])
    changed = np.zeros(count, bool)
    for rows in found:
        if len(rows) == count:
            changed[1:] |= (rows[1:] != rows[:-1]).any(axis=1)
    return np.maximum.accumulate(np.where(changed, np.arange(count), 0)).astype(np.int64)


def _alike_by_rule(
    book: LawBook, needs: Needs, versions: np.ndarray, scalars: np.ndarray, by_place: Sequence[np.ndarray]
) -> np.ndarray:
    """The same for each rule by itself: epochs in which its version and what it reads of the law are the same."""
    found = np.zeros((len(versions), max(len(needs.rules), 1)), np.int64)
    for k, key in enumerate(needs.rules):
        read = {source for names in book.inputs[key] for source in names.values()}
        columns = [
            [n for n, parameter in enumerate(names) if parameter in read]
            for names in (needs.scalars, needs.placed, needs.tables, needs.steps, needs.steps, needs.tariffs)
        ]
        found[:, k] = _first_alike(
            (versions[:, [k]], scalars[:, columns[0]]),
            [values[:, :, at] for values, at in zip(by_place, columns[1:], strict=True)],
        )
    return found


def _by_place(rows: list[list[Any]], part: int, shape: tuple[int, int]) -> np.ndarray:
    """One part (value, low or high) of the place-keyed numbers: place x epoch x parameter."""
    if not rows[0]:
        return np.zeros((*shape, 0), np.int64)
    held = np.array([[parts[part] for parts in row] for row in rows], dtype=np.int64)
    return np.ascontiguousarray(held.transpose(0, 2, 1))


def _columns(rows: list[np.ndarray], epochs: int) -> np.ndarray:
    return np.ascontiguousarray(np.stack(rows, axis=1)) if rows else np.zeros((epochs, 0), np.int64)


def _versions(book: LawBook, needs: Needs, epochs: Epochs) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    plain = np.full((len(epochs.days), len(needs.rules)), -3, np.int8)
    bounds = plain.copy()
    out = np.zeros((len(needs.rules), 2), np.int64)
    for k, key in enumerate(needs.rules):
        rule = book.nodes[key]
        assert isinstance(rule, Rule)
        out[k] = rule.before or 0, rule.after or 0
        for e, day in enumerate(epochs.days.tolist()):
            number = rule.active(day)
            if number < 0:
                bounds[e, k] = plain[e, k] = number if (rule.before, rule.after)[-number - 1] is not None else -3
            else:
                bounds[e, k] = number
                plain[e, k] = number if _begun(book, key, number, day) else -3
    return plain, bounds, out


def _begun(book: LawBook, key: str, number: int, day: int) -> bool:
    """Whether every parameter that the plain kernel reads unchecked has a value on the day."""
    for source in book.inputs[key][number].values():
        node = book.nodes[source]
        if not isinstance(node, Parameter) or node.by_place or node.kind.name in ("table", "steps", "tariff"):
            continue
        if not sometimes_unknown(book, node) and not isinstance(node.at(day), int):
            return False
    return True


def _series(parameter: Parameter, epochs: Epochs, chain: tuple[str, ...]) -> list[Dated | None]:
    """The entry in force in each epoch."""
    found: list[Dated | None] = [None] * len(epochs.days)
    for place in reversed(chain):
        entries = parameter.series.get(place, ())
        if entries:
            at = np.searchsorted([entry.start for entry in entries], epochs.days, side="right") - 1
            for e, position in enumerate(at.tolist()):
                if position >= 0:
                    found[e] = entries[position]
    return found


def _scalar(parameter: Any, epochs: Epochs, chain: tuple[str, ...]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    values = [dated.value if dated is not None else None for dated in _series(parameter, epochs, chain)]
    plain = np.array([int(v) if isinstance(v, int) else int(NA) for v in values], dtype=np.int64)
    low = np.where(plain == NA, parameter.low, plain)
    high = np.where(plain == NA, parameter.high, plain)
    return plain, low, high


def _unknown(parameter: Any, epochs: Epochs) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    count = len(epochs.days)
    return np.full(count, int(NA)), np.full(count, parameter.low), np.full(count, parameter.high)


def _tables(
    book: LawBook, needs: Needs, epochs: Epochs, chains: list[tuple[str, ...]]
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    flat: list[np.ndarray] = []
    length = 0
    offsets = np.full((len(chains) + 1, len(epochs.days), len(needs.tables)), -1, np.int64)
    dims = np.zeros((len(needs.tables), 4), np.int64)
    for k, key in enumerate(needs.tables):
        parameter = book.nodes[key]
        assert isinstance(parameter, Parameter)
        keys = [
            cell for s in parameter.series.values() for e in s if isinstance(e.value, Table) for cell in e.value.cells
        ]
        firsts = [cell[0] for cell in keys] or [0]
        seconds = [cell[1] if len(cell) > 1 else 0 for cell in keys] or [0]
        dims[k] = min(firsts), max(firsts) - min(firsts) + 1, min(seconds), max(seconds) - min(seconds) + 1
        placed: dict[int, int] = {}
        for p, chain in enumerate(chains):
            for e, dated in enumerate(_series(parameter, epochs, chain)):
                if dated is None or not isinstance(dated.value, Table):
                    continue
                if id(dated.value) not in placed:
                    cells = np.full((dims[k][1], dims[k][3]), int(NA), np.int64)
                    for cell, value in dated.value.cells.items():
                        if value is not None:
                            cells[cell[0] - dims[k][0], (cell[1] if len(cell) > 1 else 0) - dims[k][2]] = value
                    placed[id(dated.value)] = length
                    flat.append(cells.ravel())
                    length += cells.size
                offsets[p, e, k] = placed[id(dated.value)]
    return (np.concatenate(flat) if flat else np.zeros(1, np.int64)), offsets, dims


def _steps(book: LawBook, needs: Needs, epochs: Epochs, chains: list[tuple[str, ...]]) -> tuple[np.ndarray, ...]:
    thresholds: list[int] = []
    values: list[int] = []
    offsets = np.full((len(chains) + 1, len(epochs.days), len(needs.steps)), -1, np.int64)
    lengths = np.zeros_like(offsets)
    for k, key in enumerate(needs.steps):
        parameter = book.nodes[key]
        assert isinstance(parameter, Parameter)
        for p, chain in enumerate(chains):
            for e, dated in enumerate(_series(parameter, epochs, chain)):
                if dated is not None and isinstance(dated.value, Steps):
                    offsets[p, e, k], lengths[p, e, k] = len(thresholds), len(dated.value.thresholds)
                    if e and offsets[p, e - 1, k] >= 0 and _series_same(parameter, epochs, chain, e):
                        offsets[p, e, k] = offsets[p, e - 1, k]
                        continue
                    thresholds += dated.value.thresholds
                    values += dated.value.values
    return np.array(thresholds or [0], np.int64), np.array(values or [0], np.int64), offsets, lengths


def _series_same(parameter: Parameter, epochs: Epochs, chain: tuple[str, ...], e: int) -> bool:
    days = epochs.days
    return parameter.dated_at(int(days[e]), chain) is parameter.dated_at(int(days[e - 1]), chain)


def _tariffs(book: LawBook, needs: Needs, epochs: Epochs, chains: list[tuple[str, ...]]) -> np.ndarray:
    found = np.zeros((len(chains) + 1, len(epochs.days), len(needs.tariffs), 5), np.int64)
    found[..., 0] = int(NA)
    found[..., 4] = 1
    for k, key in enumerate(needs.tariffs):
        parameter = book.nodes[key]
        assert isinstance(parameter, Parameter)
        for p, chain in enumerate(chains):
            for e, dated in enumerate(_series(parameter, epochs, chain)):
                if dated is not None and isinstance(dated.value, Tariff):
                    t = dated.value
                    found[p, e, k] = t.form, t.rate, t.amount, t.rounding, t.unit
    return found


def _ranges(book: LawBook, needs: Needs) -> np.ndarray:
    ranges = plan_of(book).ranges
    found = np.zeros((max(len(needs.ranges), 1), 2), np.int64)
    for k, key in enumerate(needs.ranges):
        node = book.nodes[key]
        found[k] = (node.low, node.high) if isinstance(node, Parameter) else ranges.of(key)
    return found


def _by_day(book: LawBook, needs: Needs, epochs: Epochs) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """For each by-day rule, place and month: the stretches of unchanged law, as epoch and number of days."""
    places = len(book.places.names)
    offsets = np.zeros((max(len(needs.by_day), 1), places + 1, MONTHS + 1), np.int64)
    epoch: list[np.ndarray] = []
    days: list[np.ndarray] = []
    length = 0
    for k, key in enumerate(needs.by_day):
        rule = book.nodes[key]
        assert isinstance(rule, Rule)
        keyed = any("place=" in names for names in book.inputs[key])
        for p in range(places + 1):
            if p < places and not keyed:
                continue
            starts = _stretch_starts(book, rule, epochs, p if p < places else -1)
            ends = np.append(starts[1:], epochs.first_days[-1])
            offsets[k, p] = length + np.searchsorted(starts, epochs.first_days, side="left")
            epoch.append(np.searchsorted(epochs.days, starts, side="right") - 1)
            days.append(ends - starts)
            length += len(starts)
    return (
        offsets,
        (np.concatenate(epoch) if epoch else np.zeros(1, np.int64)),
        (np.concatenate(days) if days else np.zeros(1, np.int64)),
    )


def _stretch_starts(book: LawBook, rule: Rule, epochs: Epochs, place: int) -> np.ndarray:
    plan = plan_of(book)

    def law_on(day: int) -> tuple[Any, ...]:
        number = rule.active(day)
        if number < 0:
            return (number,)
        names = book.inputs[rule.full_name][number].values()
        return (number, *(plan.parameter(key, day, place) for key in names if isinstance(book.nodes[key], Parameter)))

    months = epochs.first_days[:-1]
    inside = [
        d for d in plan.changes[rule.full_name] if months[0] < d < epochs.first_days[-1] and law_on(d) != law_on(d - 1)
    ]
    return np.unique(np.concatenate([months, np.array(inside, dtype=np.int64)]))


__all__ = ["Epochs", "LawData", "last_day", "law_data"]
