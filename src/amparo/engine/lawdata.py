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
from amparo.engine.plan import plan_of
from amparo.engine.primitives import NA
from amparo.rules.bounds import LAW
from amparo.rules.declarations import OPEN_END
from amparo.rules.helpers import Steps, Table, Tariff, first_day, last_day
from amparo.rules.kinds import Month
from amparo.rules.nodes import Rule
from amparo.rules.parameters import Dated, Parameter

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from amparo.engine.codegen import Needs
    from amparo.rules.book import LawBook

    Column = tuple[np.ndarray, np.ndarray, np.ndarray]
    Columns = Mapping[str, Sequence[Column]]

BASE: Final = 1850 * 12
MONTHS: Final = 301 * 12
_BEGINNING: Final = -(10**6)
VARIED: Final = 8
"""Why a value is open while a parameter is taken to lie anywhere between its least and its greatest value."""

LawData = namedtuple(
    "LawData",
    "BASE NOWHERE EPOCHS DAYS EPM EPE V VB ALIKE OUT P PL PH PW PP PPL PPH PPW TAB TOFF TDIM STH SVA SOFF SLEN TF RNG "
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
    chains = chains_of(book)
    plain, bounds, out = _versions(book, needs, epochs)
    p, pl, ph = _stacked([column_of(book.nodes[key], epochs, chains) for key in needs.scalars], (len(epochs.days),))
    tab, toff, tdim = _tables(book, needs, epochs, chains)
    sth, sva, soff, slen = _steps(book, needs, epochs, chains)
    bd_off, bd_epoch, bd_days = _by_day(book, needs, epochs)
    tariffs = _tariffs(book, needs, epochs, chains)
    by_place = _stacked(
        [column_of(book.nodes[key], epochs, chains) for key in needs.placed], (places + 2, len(epochs.days))
    )
    data = LawData(
        BASE=BASE,
        NOWHERE=places,
        EPOCHS=len(epochs.days),
        DAYS=epochs.days,
        EPM=epochs.of_month_start,
        EPE=epochs.of_month_end,
        V=plain,
        VB=bounds,
        ALIKE=np.zeros((0, 0), np.int64),
        OUT=out,
        P=p,
        PL=pl,
        PH=ph,
        PW=np.full(p.shape, LAW, np.int8),
        PP=by_place[0],
        PPL=by_place[1],
        PPH=by_place[2],
        PPW=np.full(by_place[0].shape, LAW, np.int8),
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
    return _marked_alike(book, needs, epochs, data, data)


def _marked_alike(book: LawBook, needs: Needs, epochs: Epochs, data: Any, compared: Any) -> Any:
    """The arrays with the epochs in which the law is the same, which is seen from `compared`."""
    dated = (compared.TOFF, compared.SOFF, compared.SLEN, compared.TF)
    placed = (compared.PP, compared.PPL, compared.PPH)
    alike = _first_alike((compared.V, compared.VB, compared.P, compared.PL, compared.PH), (*placed, *dated))
    return data._replace(
        EPM=alike[epochs.of_month_start],
        EPE=alike[epochs.of_month_end],
        ALIKE=_alike_by_rule(book, needs, compared.V, compared.P, (compared.PP, *dated)),
    )


def alike_in_all(book: LawBook, needs: Needs, epochs: Epochs, data: Any, columns: Columns) -> Any:
    """The arrays with those epochs taken as alike that are so under all the values that some parameters are given."""
    compared = data._replace(P=data.P.copy(), PP=data.PP.copy())
    for key, every in columns.items():
        values = np.stack([column[0] for column in every])
        changed = np.zeros(values.shape[1:], np.int64)
        changed[..., 1:] = (values[..., 1:] != values[..., :-1]).any(axis=0)
        write_column(compared, needs, key, (np.cumsum(changed, axis=-1),))
    return _marked_alike(book, needs, epochs, data, compared)


def write_column(data: Any, needs: Needs, key: str, column: Sequence[np.ndarray]) -> None:
    """Put a parameter's value (and its ends, where they are given) into the arrays that hold it, in place."""
    for names, fields in ((needs.scalars, ("P", "PL", "PH")), (needs.placed, ("PP", "PPL", "PPH"))):
        if key in names:
            for field, values in zip(fields, column, strict=False):
                getattr(data, field)[..., names.index(key)] = values


def between(data: Any, needs: Needs, columns: Columns) -> Any:
    """The arrays of a law in which some parameters lie anywhere between their least and greatest value."""
    fields = ("PL", "PH", "PW", "PPL", "PPH", "PPW")
    found = data._replace(**{field: getattr(data, field).copy() for field in fields})
    for names, low, high, why in ((needs.scalars, "PL", "PH", "PW"), (needs.placed, "PPL", "PPH", "PPW")):
        for key in columns.keys() & set(names):
            at = names.index(key)
            lows, highs = (np.stack([column[n] for column in columns[key]]) for n in (1, 2))
            getattr(found, low)[..., at] = lows.min(axis=0)
            getattr(found, high)[..., at] = highs.max(axis=0)
            moved = (lows != lows[0]).any(axis=0) | (highs != highs[0]).any(axis=0)
            getattr(found, why)[..., at][moved] = LAW | VARIED
    return found


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


def _stacked(columns: Sequence[Column], shape: tuple[int, ...]) -> tuple[np.ndarray, ...]:
    """Values, lower and upper ends of some parameters, the parameter last."""
    if not columns:
        return tuple(np.zeros((*shape, 0), np.int64) for _ in range(3))
    return tuple(np.ascontiguousarray(np.stack(part, axis=-1)) for part in zip(*columns, strict=True))


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


def chains_of(book: LawBook) -> list[tuple[str, ...]]:
    """For each place, and for nowhere, the places whose values count there, the nearest first."""
    places = len(book.places.names)
    return [("",) if p >= places else book.places_of[p] for p in range(places + 1)]


def column_of(parameter: Any, epochs: Epochs, chains: Sequence[tuple[str, ...]]) -> Column:
    """A parameter's value (NA where it is not known), and its lower and upper end, by epoch (and before it by place).

    Of a parameter by place the last row stands for a place that is not known.
    """
    if not parameter.by_place:
        return _ends(parameter, _values(parameter, epochs, ("",)))
    held: dict[tuple[str, ...], np.ndarray] = {}
    rows = []
    for chain in chains:
        own = tuple(place for place in chain if place in parameter.series)
        if own not in held:
            held[own] = _values(parameter, epochs, own)
        rows.append(held[own])
    return _ends(parameter, np.stack([*rows, np.full(len(epochs.days), int(NA))]))


def _values(parameter: Any, epochs: Epochs, chain: Sequence[str]) -> np.ndarray:
    found = np.full(len(epochs.days), int(NA), np.int64)
    for place in reversed(chain):
        entries = parameter.series.get(place, ())
        if entries:
            at = np.searchsorted([entry.start for entry in entries], epochs.days, side="right") - 1
            values = [int(entry.value) if isinstance(entry.value, int) else int(NA) for entry in entries]
            found = np.where(at >= 0, np.array(values, np.int64)[np.maximum(at, 0)], found)
    return found


def _ends(parameter: Any, values: np.ndarray) -> Column:
    missing = values == NA
    return values, np.where(missing, parameter.low, values), np.where(missing, parameter.high, values)


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
