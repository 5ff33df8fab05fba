"""A policy brief from Python: everything it says, worked out on one checked copy of the records."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from amparo.analysis.adequacy import standard_of
from amparo.analysis.cascade import cascade
from amparo.analysis.grafted_population import on_population
from amparo.analysis.grafts import grafts
from amparo.analysis.grids import ONE_AT_A_TIME, Grid, read_grid
from amparo.analysis.indicators import indicators
from amparo.analysis.mechanisms import find_mechanism
from amparo.analysis.stacks import cascades_of, effect_of, parts_of, read_stack, stacks
from amparo.analysis.sweeps import Sweep, sweep
from amparo.law import book as book_of
from amparo.records.errors import RecordsError
from amparo.records.outputs import may_export
from amparo.records.run import checked_records, doubtful
from amparo.report.brief import Brief, Swept
from amparo.report.brief_chapters import STATUS
from amparo.report.reformed import population_of
from amparo.report.stacked import Tried
from amparo.rules.book import LawBook
from amparo.rules.kinds import read_date
from amparo.rules.messages import Message


def make_brief(
    country: str,
    records: Path | str,
    out: Path | str,
    *,
    year: int,
    reforms: Sequence[str] = (),
    mechanisms: Sequence[str] = (),
    grids: Sequence[Path | str] = (),
    by: Sequence[str] = (),
    data_class: str | None = None,
    first: int | None = None,
    last: int | None = None,
    assumptions: Mapping[str, Any] | None = None,
    standard: str = "C102",
    progress: Callable[[str, float], None] | None = None,
    command: str = "",
) -> Brief:
    """The brief of one year: cascade, indicators, each reform against the law, each mechanism of another law put onto
    this one, each grid of values tried, and what all of it rests on. Cover is told apart by status in any case.

    reforms: a reform each, or several and mechanisms in one law, joined by `+`.
    Raises RecordsError, AmendmentError, and ExportRefused for restricted records.
    """
    book, home, tell = book_of(country), Path(out), progress or (lambda step, share: None)
    weight, known_class = population_of(Path(records))
    class_ = data_class or known_class or "restricted"
    may_export(class_)
    checked = checked_records(
        book, home, records=records, data_class=class_, assumptions=assumptions, progress=progress
    )
    measure = standard_of(standard, read_date(f"{year}-01-01"))
    chain = cascade(
        checked.folder,
        book,
        measure,
        by=list(dict.fromkeys([STATUS, *by])),
        first=first,
        last=last,
        progress=lambda share: tell("cascade", share),
    )
    if not chain.steps:
        raise RecordsError(
            Message(
                "records.not_of_year",
                "The records hold no month of {year}, so there is nothing to describe. Cure: name a year they hold, or "
                "build the population for it (amparo population build --from {year}-01 --to {year}-12).",
                year=f"{year}",
            )
        )
    figures = indicators(
        checked.folder, book, year, by=by, weight=weight, progress=lambda share: tell("indicators", share)
    )
    effects = []
    for said in reforms:
        added, read = read_stack(parts_of(said))
        found_stacks = stacks(book, added, read)
        folder = checked.folder
        if added:
            folder = checked_records(
                found_stacks[0].ground,
                home / "+".join(one.id for one in added),
                records=records,
                data_class=class_,
                assumptions=assumptions,
                progress=progress,
            ).folder
        for stack in found_stacks:
            found = effect_of(folder, stack, first=first, last=last, progress=lambda share: tell("reform", share))
            cascades = cascades_of(
                folder, stack, measure, chain, first=first, last=last, progress=lambda share: tell("cascade", share)
            )
            effects.append(Tried(stack, found, None, cascades))
    grafted = []
    for name in mechanisms:
        found_grafts = grafts(find_mechanism(name), book)
        ready = checked_records(
            found_grafts[0].after,
            home / name,
            records=records,
            data_class=class_,
            assumptions=assumptions,
            progress=progress,
        )
        grafted.append(
            on_population(
                ready.folder, found_grafts, first=first, last=last, progress=lambda share: tell("graft", share)
            )
        )
    swept = [_swept(checked.folder, book, grid, first, last, tell) for grid in grids]
    file = Path(records) / "population.json"
    population = json.loads(file.read_text(encoding="utf-8")) if file.exists() else None
    nodes = sorted({loss.node for loss in chain.losses if loss.node in book.nodes})
    rested = (key for one in effects for key in one.effect.outputs if key in book.nodes)
    rests = doubtful(book, [*nodes, *rested])
    return Brief(
        book,
        chain,
        figures,
        tuple(effects),
        tuple(grafted),
        weight,
        population,
        tuple(rests),
        command,
        tuple(swept),
        tuple((str(fact), str(value)) for fact, value in (assumptions or {}).items()),
    )


def _swept(
    folder: Path,
    book: LawBook,
    file: Path | str,
    first: int | None,
    last: int | None,
    tell: Callable[[str, float], None],
) -> Swept:
    """A grid as it is written, and its parameters one at a time: the frontier of the one, the tornado of the other."""
    grid = read_grid(file, book)

    def run(one: Grid) -> Sweep:
        return sweep(folder, book, one, first=first, last=last, progress=lambda share: tell("sweep", share))

    whole = run(grid)
    return Swept(whole, whole if grid.how == ONE_AT_A_TIME else run(replace(grid, how=ONE_AT_A_TIME)))


__all__ = ["make_brief"]
