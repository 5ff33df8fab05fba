"""A grid of legal values tried on a population: cost and cover of every variant, the frontier, the tornado."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import yaml

from amparo.analysis.grids import HOW, SAMPLED, Grid, base_of, checked, read_grid
from amparo.analysis.sweeps import Sweep, sweep
from amparo.law import book as book_of
from amparo.report.charts.sensitivity import indices_of_cost, indices_of_cover
from amparo.report.charts.variants import frontier_chart, tornado_of_cost, tornado_of_cover
from amparo.report.scenario_tables import indices_table, variants_table
from amparo.report.swept import sweep_head, sweep_sections, without_bars
from amparo.report.words import LANGUAGES, word
from amparo.rules.errors import AmparoError
from amparo.rules.kinds import month_text, read_date
from amparo.rules.messages import bare, what_of
from amparo.rules.parameters import Parameter
from amparo.scenarios.course import course
from amparo.scenarios.drafts import Fault, as_value
from amparo.scenarios.heads import head_lines
from amparo.scenarios.samples import Held, Sample, Tell, held
from amparo.scenarios.samples import checked as checked_sample
from amparo.scenarios.stored import table_json
from amparo.scenarios.views import Figure, View, chapter, charted, view_json

if TYPE_CHECKING:
    from amparo.report.datatables import DataTable
    from amparo.report.results import Section
    from amparo.rules.book import LawBook

MOST_AXES: Final = 4
MOST_VALUES: Final = 25
MOST_VARIANTS: Final = 400
PAYERS: Final = ("all", "payer", "worker", "state", "benefit")
DRAWS: Final = (16, 32, 64)
COUNTED: Final = ("mandatory", "any")


@dataclass(frozen=True, slots=True)
class AxisLine:
    """One parameter with the values to try, as written: with commas between, or 'low .. high / steps'."""

    target: str
    start: str
    values: str
    until: str = ""
    place: str = ""


@dataclass(frozen=True)
class Asked:
    """A grid on a population. reach: the least share of worker-months to be covered, by branch ('90%').

    draws: size of the sample of a drawn grid, a power of two; its seed is the population's.
    """

    sample: Sample
    axes: tuple[AxisLine, ...]
    name: str = ""
    how: str = HOW[0]
    draws: int = DRAWS[1]
    reforms: tuple[str, ...] = ()
    branches: tuple[str, ...] = ()
    payer: str = PAYERS[0]
    counted: str = COUNTED[0]
    reach: Mapping[str, str] = field(default_factory=dict)


def grid_text(asked: Asked) -> str:
    """The grid as a file for `amparo sweep`."""
    document: dict[str, Any] = {
        "country": asked.sample.country,
        "name": {lang: asked.name or word("scenario.grid", lang) for lang in LANGUAGES},
        "source": "workbench",
        "how": asked.how,
        **({"sample": {"size": asked.draws, "seed": asked.sample.seed}} if asked.how == SAMPLED else {}),
        **({"reforms": list(asked.reforms)} if asked.reforms else {}),
        **({"branches": list(asked.branches)} if asked.branches else {}),
        "vary": [_axis_plain(line, asked.how) for line in asked.axes],
    }
    return yaml.safe_dump(document, allow_unicode=True, sort_keys=False, width=10_000)


def _axis_plain(line: AxisLine, how: str) -> dict[str, Any]:
    found: dict[str, Any] = {"set": line.target, "from": line.start}
    if line.until:
        found["until"] = line.until
    if line.place:
        found["place"] = line.place
    span = line.values.split("..")
    if len(span) == 2:
        high, _, steps = span[1].partition("/")
        if how == SAMPLED:
            return {**found, "between": {"low": span[0].strip(), "high": high.strip()}}
        number = int(steps) if steps.strip().isdigit() else 5
        return {**found, "between": {"low": span[0].strip(), "high": high.strip(), "steps": number}}
    if line.values.lstrip().startswith("["):
        return {**found, "values": as_value(line.values)}
    return {**found, "values": [part.strip() for part in line.values.split(",") if part.strip()]}


def read_asked(asked: Asked, folder: Path) -> Grid:
    """The grid as read; it is kept in the folder. Raises AmendmentError and LawError."""
    file = folder / "grid.yaml"
    file.write_text(grid_text(asked), encoding="utf-8")
    return read_grid(file)


def faults(asked: Asked, folder: Path) -> tuple[Fault, ...]:
    """All that is wrong with a grid, axis by axis; none where it can be run."""
    book = book_of(asked.sample.country)
    found = [] if asked.axes else [Fault(-1, "", "web.sweep.no_axes")]
    found += [fault for number, line in enumerate(asked.axes) if (fault := _fault(number, line, asked, book, folder))]
    if found:
        return tuple(found)
    try:
        grid = read_asked(asked, folder)
        number = len(grid.variants())
        if number > MOST_VARIANTS:
            return (Fault(-1, "", "web.sweep.too_many", names=(str(number), str(MOST_VARIANTS))),)
        checked(base_of(book, grid), grid)
    except AmparoError as error:
        return (Fault(-1, "", "web.sweep.refused", _told(error)),)
    return ()


def _fault(number: int, line: AxisLine, asked: Asked, book: LawBook, folder: Path) -> Fault | None:
    if not isinstance(book.nodes.get(line.target), Parameter):
        return Fault(number, "target", "web.build.unknown", names=(line.target,))
    for name, text in (("start", line.start), ("until", line.until)):
        try:
            read_date(text) if text or name == "start" else None
        except ValueError:
            return Fault(number, name, "web.build.no_day" if text else "web.build.day_needed", names=(text,))
    if line.place and line.place not in book.places.names:
        return Fault(number, "place", "web.build.no_place", names=(line.place,))
    if not line.values.strip():
        return Fault(number, "values", "web.sweep.no_values")
    sampled = asked.how == SAMPLED
    if sampled and len(line.values.split("..")) != 2:
        return Fault(number, "values", "web.sweep.needs_range")
    alone = Asked(asked.sample, (line,), asked.name, asked.how if sampled else HOW[0])
    try:
        grid = read_asked(alone, folder)
        if len(grid.axes[0].values) > MOST_VALUES and not sampled:
            return Fault(number, "values", "web.sweep.too_many_values", names=(str(MOST_VALUES),))
        checked(book, grid)
    except AmparoError as error:
        return Fault(number, "values", "web.build.no_value", _told(error))
    return None


def _told(error: AmparoError) -> str:
    """The message without the places in files, which a page does not have."""
    return bare(what_of(error))


def run(asked: Asked, folder: Path, home: Path, tell: Tell) -> Mapping[str, Any]:
    """The sweep in three languages. folder: where the grid and its finished parts are kept."""
    book, sample = book_of(asked.sample.country), asked.sample
    grid = read_asked(asked, folder)
    if len(grid.variants()) > MOST_VARIANTS:
        raise ValueError(word("web.sweep.too_many", "en"))
    tell = course(("population", "records", "law"), tell)
    made = held(sample, home, tell)
    records = checked_sample(sample, made, book, tell)
    found = sweep(
        records,
        book,
        grid,
        out=folder / "sweep",
        first=sample.begins,
        last=sample.last,
        progress=lambda share: tell("law", share),
    )
    return {
        "kind": "sweep",
        "class": "synthetic",
        "laws": {sample.country: book.hash},
        "grid": grid_text(asked),
        "tables": [table_json(table) for table in _tables(asked, book, found, made.weight)],
        "views": {lang: view_json(_view(asked, made, book, found, lang)) for lang in LANGUAGES},
    }


def _tables(asked: Asked, book: LawBook, found: Sweep, weight: float) -> Iterator[DataTable]:
    yield variants_table(found, book, weight, asked.counted)
    if found.grid.how == SAMPLED:
        yield indices_table(found, book, asked.counted)


def _view(asked: Asked, made: Held, book: LawBook, found: Sweep, lang: str) -> View:
    payer = asked.payer if asked.payer in found.payers else PAYERS[0]
    wanted = {
        branch: float(share.rstrip("%")) / 100 for branch, share in asked.reach.items() if branch in found.branches
    }
    sections = sweep_sections(found, book, made.weight, lang, payer=payer, counted=asked.counted, wanted=wanted)
    by: dict[str, list[Figure]] = {}
    for one in sections:
        by.setdefault(one.id.partition(".")[0], []).append(_figure(one, asked, found, book, made.weight, payer, lang))
    order = ("cheapest", "frontier", "tornado", "indices", "variants")
    chapters = [chapter(key, word(f"scenario.chapter.{key}", lang), by[key]) for key in order if key in by]
    told = [*head_lines(asked.sample, made, book, lang), word("reform.no_behaviour", lang)]
    lines = list(dict.fromkeys([*told, *sweep_head(found, made.weight, lang)[-2:]]))
    title = word("scenario.sweep", lang, name=asked.name or word("scenario.grid", lang))
    return View(title, tuple(lines), (), tuple(chapters), _commands(asked, lang))


def _figure(
    section: Section, asked: Asked, found: Sweep, book: LawBook, weight: float, payer: str, lang: str
) -> Figure:
    """The table, with the frontier or the tornado drawn."""
    kind, _, what = section.id.partition(".")
    match kind, what:
        case "frontier", branch:
            chart = frontier_chart(found, branch, weight, book.currency, lang, payer=payer, counted=asked.counted)
        case "tornado", "cost":
            chart = tornado_of_cost(found, book, weight, book.currency, lang, payer=payer)
        case "tornado", branch:
            chart = tornado_of_cover(found, book, branch, lang, counted=asked.counted)
        case "indices", "cost":
            chart = indices_of_cost(found, book, lang, payer=payer)
        case "indices", branch:
            chart = indices_of_cover(found, book, branch, lang, counted=asked.counted)
        case _:
            return Figure(section)
    return charted(without_bars(section) if kind == "indices" else section, chart)


def _commands(asked: Asked, lang: str) -> tuple[str, ...]:
    sample = asked.sample
    reach = "".join(f" --reach {branch}={share}" for branch, share in asked.reach.items())
    months = f"--from {month_text(sample.begins)} --to {month_text(sample.last)}"
    return (
        sample.command(),
        f"amparo sweep grid.yaml --population population --out sweep {months} --payer {asked.payer}"
        f" --counted {asked.counted}{reach} --lang {lang}",
    )


__all__ = ["COUNTED", "DRAWS", "MOST_AXES", "PAYERS", "Asked", "AxisLine", "faults", "grid_text", "run"]
