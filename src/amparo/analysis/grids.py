"""Grids of parameter values as files: which parameters, from when, which values, and how they are put together.

Every value is a line of the grid, every combination a variant. A value that the law has anyway is a variant like the
others; an unknown name, a frozen value and a clash are errors that say what to do.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from amparo.analysis.reforms import find_reform, read_reform, reformed
from amparo.rules import Amendment, set_value
from amparo.rules.amend import Change, ChangesNothing
from amparo.rules.declarations import Branch
from amparo.rules.errors import AmendmentError, nearest
from amparo.rules.evidence import Label, read_label
from amparo.rules.kinds import KINDS, date_of, read_date, read_value, show_value
from amparo.rules.messages import Listed, Message, what_of
from amparo.rules.parameters import Parameter, check_keys
from amparo.rules.topics import read_yaml

if TYPE_CHECKING:
    from amparo.rules.book import LawBook

CROSSED, ONE_AT_A_TIME, SIDE_BY_SIDE, SAMPLED = "crossed", "one-at-a-time", "side-by-side", "sampled"
HOW: Final = (CROSSED, ONE_AT_A_TIME, SIDE_BY_SIDE, SAMPLED)
IN_LAW, IN_EFFECT = "law", "effect"
COVER: Final = (IN_LAW, IN_EFFECT)
MOST_VARIANTS: Final = 10_000
_KEYS: Final = {"country", "name", "why", "source", "reforms", "vary", "how", "branches", "sample", "cover"}
_SAMPLE: Final = {"size", "seed"}
_AXIS: Final = {"set", "from", "until", "place", "values", "between", "lifts_freeze"}
_BETWEEN: Final = {"low", "high", "steps"}


@dataclass(frozen=True, slots=True)
class Axis:
    """One parameter with the values it is given, as written, from a day (until another)."""

    target: str
    start: int
    until: int | None
    place: str
    values: tuple[Any, ...]
    lifts_freeze: bool = False

    def change(self, value: Any) -> Change:
        """The value as a change of the law."""
        until = None if self.until is None else date_of(self.until).isoformat()
        return set_value(self.target, value, since=date_of(self.start).isoformat(), until=until, place=self.place)


@dataclass(frozen=True, slots=True)
class Variant:
    """One law of the grid: for each axis the position of its value, or -1 where the axis stays as in force."""

    at: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Sample:
    """What was drawn for a grid: for each line of the sample the positions of its values; size and seed of the draw."""

    size: int
    seed: int
    lines: tuple[tuple[int, ...], ...]


@dataclass(frozen=True)
class Grid:
    """A grid as read. cover: in law, or in effect too (registered, contributing, qualified, adequate)."""

    id: str
    country: str
    name: Label
    why: Label
    source: str
    reforms: tuple[str, ...]
    axes: tuple[Axis, ...]
    how: str
    branches: tuple[Branch, ...] | None
    cover: str = IN_LAW
    sample: Sample | None = None

    def variants(self) -> tuple[Variant, ...]:
        """Every variant, in order. Raises AmendmentError where there are too many, or lists of unequal length."""
        sizes = [len(axis.values) for axis in self.axes]
        match self.how:
            case "one-at-a-time":
                found = [
                    Variant(tuple(position if n == axis else -1 for n in range(len(sizes))))
                    for axis, size in enumerate(sizes)
                    for position in range(size)
                ]
            case "side-by-side":
                if len(set(sizes)) > 1:
                    told = Listed(map(str, sizes))
                    raise AmendmentError(
                        Message(
                            "grid.side_by_side",
                            "{where}: lists side by side have one length, not {told}. Cure: even them.",
                            where=self.id,
                            told=told,
                        )
                    )
                found = [Variant((position,) * len(sizes)) for position in range(sizes[0])]
            case "sampled":
                lines = () if self.sample is None else self.sample.lines
                found = [Variant(at) for at in dict.fromkeys(lines)]
            case _:
                number = 1
                for size in sizes:
                    number *= size
                self._check_number(number)
                found = [Variant(at) for at in product(*(range(size) for size in sizes))]
        self._check_number(len(found))
        return tuple(found)

    def _check_number(self, number: int) -> None:
        if number > MOST_VARIANTS:
            raise AmendmentError(
                Message(
                    "grid.too_many",
                    "{where}: {number:,} variants; {most_variants:,} are the most. Cure: fewer values.",
                    where=self.id,
                    number=number,
                    most_variants=MOST_VARIANTS,
                )
            )


def read_grid(file: str | Path, book: LawBook | None = None) -> Grid:
    """Read a grid; with the book of its country, ranges (between) are cut into values too.

    Raises AmendmentError or LawError naming the line and the cure.
    """
    path = Path(file)
    if not path.is_file():
        raise AmendmentError(
            Message("grid.no_file", "'{path}' is no file. Cure: name a grid, see docs/sweeps.md.", path=path)
        )
    data, where = read_yaml(path), path.name
    check_keys(data, _KEYS, where)
    for need in ("country", "name", "source", "vary"):
        if not data.get(need):
            raise AmendmentError(
                Message("reform.lacks", "{where}: no {need}. Cure: write {need}: ...", where=where, need=need)
            )
    how = str(data.get("how") or CROSSED)
    if how not in HOW:
        raise AmendmentError(
            Message(
                "grid.how",
                "{where}: how is one of {known}, not '{how}'.{hint}",
                where=where,
                known=Listed(HOW),
                how=how,
                hint=nearest(how, HOW),
            )
        )
    country = str(data["country"]).upper()
    if book is None:
        from amparo.law import book as book_of

        book = book_of(country)
    lines = [
        (line, Message("where.vary", "{file}, line {number} of vary", file=where, number=n))
        for n, line in enumerate(data["vary"], 1)
    ]
    sample = None
    if how == SAMPLED:
        axes, sample = _sampled(lines, book, data.get("sample"), where)
    else:
        axes = tuple(_axis(line, book, place) for line, place in lines)
    cover = str(data.get("cover") or IN_LAW)
    if cover not in COVER:
        raise AmendmentError(
            Message(
                "grid.cover",
                "{where}: cover is one of {known}, not '{cover}'.{hint}",
                where=where,
                known=Listed(COVER),
                cover=cover,
                hint=nearest(cover, COVER),
            )
        )
    return Grid(
        path.stem,
        country,
        read_label(data["name"], where),
        read_label(data.get("why"), where),
        str(data["source"]),
        tuple(str(_beside(name, path)) for name in data.get("reforms") or ()),
        axes,
        how,
        None if data.get("branches") is None else tuple(_branch(name, where) for name in data["branches"]),
        cover,
        sample,
    )


def _beside(name: str, grid: Path) -> Path | str:
    """A reform named in a grid: a file beside the grid, or the id of a ready-made one."""
    near = grid.parent / str(name)
    return near if near.suffix in (".yaml", ".yml") and near.exists() else name


def _branch(name: Any, where: str) -> Branch:
    known = [branch.name.lower() for branch in Branch]
    if str(name) not in known:
        raise AmendmentError(
            Message(
                "grid.branch",
                "{where}: '{name}' is no branch.{hint}",
                where=where,
                name=name,
                hint=nearest(str(name), known),
            )
        )
    return Branch[str(name).upper()]


def _axis(line: Any, book: LawBook, where: str) -> Axis:
    parameter = _varied(line, book, where)
    if ("values" in line) == ("between" in line):
        raise AmendmentError(
            Message("grid.needs", "{where}: 'from' and either 'values' or 'between' are needed.", where=where)
        )
    values = tuple(line["values"]) if "values" in line else _steps(parameter, line["between"], where)
    if not values:
        raise AmendmentError(Message("grid.no_values", "{where}: no values. Cure: values: [a, b, ...]", where=where))
    return _axis_of(line, parameter, values, where)


def _varied(line: Any, book: LawBook, where: str) -> Parameter:
    """The parameter of a line."""
    if not isinstance(line, dict) or "set" not in line:
        raise AmendmentError(
            Message(
                "grid.line",
                "{where}: a line names a parameter. Cure: - {{set: name, from: ..., values: [...]}}",
                where=where,
            )
        )
    check_keys(line, _AXIS, where)
    if "from" not in line:
        raise AmendmentError(
            Message("grid.needs", "{where}: 'from' and either 'values' or 'between' are needed.", where=where)
        )
    key = book.find(str(line["set"]))
    parameter = book.nodes[key]
    if not isinstance(parameter, Parameter):
        raise AmendmentError(
            Message(
                "grid.not_parameter",
                "{where}: '{key}' is not a parameter. Cure: vary a value of the law.",
                where=where,
                key=key,
            )
        )
    return parameter


def _axis_of(line: Mapping[str, Any], parameter: Parameter, values: tuple[Any, ...], where: str) -> Axis:
    try:
        start = read_date(str(line["from"]))
        until = read_date(str(line["until"])) if "until" in line else None
    except ValueError as error:
        raise AmendmentError(Message("at.sentence", "{where}: {what}.", where=where, what=what_of(error))) from None
    lifts = bool(line.get("lifts_freeze"))
    return Axis(parameter.full_name, start, until, str(line.get("place") or ""), values, lifts)


def _sampled(lines: Sequence[tuple[Any, str]], book: LawBook, said: Any, where: str) -> tuple[tuple[Axis, ...], Sample]:
    """The axes with the values drawn for them, and which of them go together."""
    from amparo.analysis.sensitivity import drawn

    said = said or {}
    check_keys(said, _SAMPLE, Message("where.part", "{where}, {part}", where=where, part="sample"))
    size, seed = said.get("size", 64), said.get("seed", 1)
    if not isinstance(size, int) or isinstance(size, bool) or size < 2 or size & (size - 1):
        raise AmendmentError(
            Message(
                "grid.sample_size",
                "{where}: sample size is a power of two, as 64. Cure: sample: {{size: 64, seed: 1}}",
                where=where,
            )
        )
    number = size * (len(lines) + 2)
    if number > MOST_VARIANTS:
        raise AmendmentError(
            Message(
                "grid.sample_too_large",
                "{where}: {number:,} variants; {most_variants:,} are the most. Cure: a smaller sample size.",
                where=where,
                number=number,
                most_variants=MOST_VARIANTS,
            )
        )
    if not isinstance(seed, int) or isinstance(seed, bool):
        raise AmendmentError(Message("grid.seed", "{where}: the seed of a sample is a whole number.", where=where))
    parameters = [_varied(line, book, place) for line, place in lines]
    ranges = []
    for (line, place), parameter in zip(lines, parameters, strict=True):
        if set(line.get("between") or ()) != {"low", "high"} or "values" in line:
            raise AmendmentError(
                Message(
                    "grid.sampled_line",
                    "{where}: a sampled line says between: {{low: ..., high: ...}} and no steps or values.",
                    where=place,
                )
            )
        ranges.append(_ends(parameter, line["between"], place))
    every = drawn(ranges, size, seed)
    axes, at = [], []
    for n, ((line, place), parameter) in enumerate(zip(lines, parameters, strict=True)):
        values = sorted({row[n] for row in every})
        at.append({value: position for position, value in enumerate(values)})
        written = tuple(_written(parameter.kind.name, value) for value in values)
        axes.append(_axis_of(line, parameter, written, place))
    positions = tuple(tuple(at[n][value] for n, value in enumerate(row)) for row in every)
    return tuple(axes), Sample(size, seed, positions)


def _steps(parameter: Parameter, said: Any, where: str) -> tuple[str, ...]:
    """A range cut into equal steps, both ends in it; a step that is no whole unit is rounded to the nearest."""
    if not isinstance(said, Mapping) or set(said) != _BETWEEN:
        raise AmendmentError(
            Message(
                "grid.between",
                "{where}: between is {{low: ..., high: ..., steps: n}}, for amounts, rates and counts.",
                where=where,
            )
        )
    low, high = _ends(parameter, said, where)
    steps = said["steps"]
    if not isinstance(steps, int) or isinstance(steps, bool) or steps < 2:
        raise AmendmentError(
            Message("grid.steps", "{where}: at least two steps from low to a higher high.", where=where)
        )
    stored = [low + (2 * n * (high - low) + steps - 1) // (2 * (steps - 1)) for n in range(steps)]
    return tuple(_written(parameter.kind.name, value) for value in dict.fromkeys(stored))


def _ends(parameter: Parameter, said: Mapping[str, Any], where: str) -> tuple[int, int]:
    """Both ends of a range as they are stored."""
    kind = parameter.kind
    if kind.name not in ("money", "rate", "count", "days", "months"):
        raise AmendmentError(
            Message(
                "grid.between",
                "{where}: between is {{low: ..., high: ..., steps: n}}, for amounts, rates and counts.",
                where=where,
            )
        )
    try:
        low, high = read_value(kind, said["low"]), read_value(kind, said["high"])
    except ValueError as error:
        raise AmendmentError(Message("at.sentence", "{where}: {what}.", where=where, what=what_of(error))) from None
    if low >= high:
        raise AmendmentError(Message("grid.range", "{where}: a range goes from low to a higher high.", where=where))
    return low, high


def _written(kind: str, stored: int) -> str:
    """A stored value as a reform would write it."""
    if kind == "rate":
        whole, rest = divmod(stored, 10_000)
        return f"{whole}.{rest:04d}".rstrip("0").rstrip(".") + "%"
    return show_value(KINDS[kind], stored)


# --- as laws ----------------------------------------------------------------------------------------------------------


def base_of(book: LawBook, grid: Grid) -> LawBook:
    """The law under the grid: as it stands, or with the reforms that the grid names."""
    return reformed(book, [read_reform(find_reform(name)) for name in grid.reforms])


def checked(base: LawBook, grid: Grid) -> tuple[tuple[bool, ...], ...]:
    """For each axis and value whether it changes the law; every value is tried on the whole book.

    Raises AmendmentError for a frozen value and for what fits nothing.
    """
    found = []
    for axis in grid.axes:
        _check_frozen(base, axis, grid.id)
        changes = []
        for value in axis.values:
            try:
                base.amend(Amendment(grid.id, (axis.change(value),)))
                changes.append(True)
            except ChangesNothing:
                changes.append(False)
        found.append(tuple(changes))
    return tuple(found)


def _check_frozen(base: LawBook, axis: Axis, where: str) -> None:
    parameter = base.nodes[axis.target]
    assert isinstance(parameter, Parameter)
    held = parameter.dated_at(axis.start, (axis.place, "") if axis.place else ("",))
    if held is not None and held.frozen and not axis.lifts_freeze:
        raise AmendmentError(
            Message(
                "grid.frozen",
                "{where}: {target} is frozen by law on {start}. Cure: lifts_freeze: yes.",
                where=where,
                target=axis.target,
                start=date_of(axis.start).isoformat(),
            )
        )


def law_of(book: LawBook, grid: Grid, variant: Variant, changes: Sequence[Sequence[bool]]) -> LawBook:
    """The book (or a part of it) under a variant. Raises AmendmentError where two lines of it clash."""
    lines = tuple(
        axis.change(axis.values[at])
        for axis, at, real in zip(grid.axes, variant.at, changes, strict=True)
        if at >= 0 and real[at]
    )
    return book.amend(Amendment(grid.id, lines)) if lines else replace(book)


__all__ = [
    "CROSSED",
    "HOW",
    "IN_EFFECT",
    "IN_LAW",
    "ONE_AT_A_TIME",
    "SAMPLED",
    "SIDE_BY_SIDE",
    "Axis",
    "Grid",
    "Sample",
    "Variant",
    "base_of",
    "checked",
    "law_of",
    "read_grid",
]
