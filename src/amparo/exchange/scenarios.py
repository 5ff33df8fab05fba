"""Scenarios and grafts that anybody can make again: reform files word for word, a population by its seed, hashes."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Final

from amparo.analysis.effects import effect
from amparo.analysis.grafts import grafts
from amparo.analysis.mechanisms import find_mechanism
from amparo.analysis.reforms import read_reform, ready_made, reformed
from amparo.exchange.errors import ExchangeError
from amparo.exchange.objects import (
    Amount,
    Built,
    Converted,
    Cover,
    GraftOf,
    People,
    ReformText,
    Result,
    Scenario,
    Tables,
)
from amparo.exchange.stated import law_of
from amparo.population.building import build
from amparo.records.documents import Unreadable, parse
from amparo.records.run import checked_records
from amparo.rules.kinds import KINDS, date_of, read_date, read_value
from amparo.rules.messages import what_of

if TYPE_CHECKING:
    from amparo.analysis.effects import Effect
    from amparo.exchange.texts import Text
    from amparo.rules.book import LawBook

MOST_PERSONS: Final = 200_000
"""Persons of a population that a scenario is run on here; larger ones: amparo reform."""


def reform_text(name: str, read: Callable[[str], str] | None = None) -> ReformText:
    """The file of a ready-made reform, or of another where files may be read. Raises ExchangeError."""
    known = ready_made()
    if name in known:
        return ReformText(id=name, text=known[name].read_text(encoding="utf-8"))
    if read is None:
        raise ExchangeError("no_reform", name=name[:60], known=", ".join(known))
    return ReformText(id=Path(name).stem, text=read(name))


def reformed_law(country: str, reforms: Iterable[ReformText]) -> LawBook:
    """The law at hand with the reforms in it. Raises ExchangeError for one that brings code; AmendmentError."""
    held = law_of(country)
    with tempfile.TemporaryDirectory(prefix="amparo-exchange-") as folder:
        return reformed(held, [read_reform(_file(one, Path(folder))) for one in reforms])


def _file(reform: ReformText, folder: Path) -> Path:
    """The reform as a file. Rules in other words are code: taken from what comes with Amparo, or not at all."""
    known = ready_made()
    if reform.id in known and known[reform.id].read_text(encoding="utf-8") == reform.text:
        return known[reform.id]
    try:
        data = parse(reform.text)
    except Unreadable as error:
        raise ExchangeError("reform_unreadable", name=reform.id, what=what_of(error)) from None
    changes = data.get("changes") if isinstance(data, dict) else None
    if any("reword" in line for line in changes or () if isinstance(line, dict)):
        raise ExchangeError("reform_code", name=reform.id)
    file = folder / f"{reform.id}.yaml"
    file.write_text(reform.text, encoding="utf-8")
    return file


def scenario(
    title: Text,
    country: str,
    reforms: tuple[ReformText, ...],
    population: Built | None = None,
    months: tuple[str, str] | None = None,
) -> Scenario:
    """A scenario not yet run. Raises what reformed_law does."""
    first, last = months or (None, None)
    return Scenario(
        kind="scenario",
        title=title,
        country=country,
        law=law_of(country).hash,
        after=reformed_law(country, reforms).hash,
        reforms=reforms,
        population=population,
        first=first,
        last=last,
    )


def with_result(found: Scenario, tell: Callable[[str, float], None] | None = None) -> Scenario:
    """The scenario with its tables, run on the population that it names, by the law at hand."""
    return found.model_copy(update={"result": run(found, tell)})


def run(found: Scenario, tell: Callable[[str, float], None] | None = None) -> Result:
    """The tables of a scenario, worked out here. Raises ExchangeError for no population, or too large a one."""
    population = found.population
    if population is None:
        raise ExchangeError("no_population")
    if population.persons > MOST_PERSONS:
        raise ExchangeError("large_population", persons=population.persons, most=MOST_PERSONS)
    before, after = law_of(found.country), reformed_law(found.country, found.reforms)
    say = tell or (lambda step, share: None)
    with tempfile.TemporaryDirectory(prefix="amparo-exchange-") as folder:
        home = Path(folder)
        built = build(
            population.country,
            home / "population",
            n=population.persons,
            seed=population.seed,
            first=_month(population.first),
            last=_month(population.last),
            jobs=1,
            progress=say,
        )
        checked = checked_records(before, home, records=built.folder, data_class=population.data_class, progress=say)
        first = None if found.first is None else _month(found.first)
        last = None if found.last is None else _month(found.last)
        done = effect(checked.folder, before, after, first=first, last=last, progress=lambda share: say("law", share))
    return result_of(done, built.weight)


def _month(text: str) -> int:
    return int(read_value(KINDS["month"], text))


def result_of(done: Effect, weight: float) -> Result:
    """The tables of an effect: whole numbers, rows in the order of their names."""
    amounts = sorted(
        (
            Amount(
                node=line.node,
                payer=line.payer_role,
                year=line.year,
                before=(line.before_low, line.before_high),
                after=(line.after_low, line.after_high),
                error=round(line.error),
            )
            for line in done.amounts
            if (line.before_low, line.before_high) != (line.after_low, line.after_high)
        ),
        key=lambda row: (row.node, row.payer, row.year),
    )
    people = sorted(
        (People(side=line.side, workers=line.workers, amount=line.amount) for line in done.people),  # type: ignore[arg-type]
        key=lambda row: row.side,
    )
    cover = sorted(
        (
            Cover(branch=line.branch, state=line.state, before=line.before, after=line.after)
            for line in done.cover
            if line.before != line.after
        ),
        key=lambda row: (row.branch, row.state),
    )
    tables = Tables(
        workers=done.workers,
        weight=f"{weight:.6f}",
        amounts=tuple(amounts),
        people=tuple(people),
        cover=tuple(cover),
    )
    return Result(**dict(tables), digest=tables.whole)


def command_of(found: Scenario) -> tuple[str, ...]:
    """The commands that make a scenario's tables again, reforms that come with Amparo by name."""
    names = " ".join(one.id if one.id in ready_made() else f"{one.id}.yaml" for one in found.reforms)
    population = found.population
    if population is None:
        return (f"amparo reform {names} --provisions",)
    build_it = (
        f"amparo population build {population.country} --n {population.persons} --seed {population.seed} "
        f"--from {population.first} --to {population.last} --out population"
    )
    months = "".join(f" --{end} {month}" for end, month in (("from", found.first), ("to", found.last)) if month)
    return build_it, f"amparo reform {names} --population population --out result{months}"


def graft_of(
    title: Text, mechanism: str, onto: str, conversions: tuple[str, ...] = (), as_on: str | None = None
) -> GraftOf:
    """A mechanism put onto the law at hand. Raises MechanismError, ExchangeError."""
    found, host = find_mechanism(mechanism), law_of(onto)
    day = found.as_on if as_on is None else read_date(as_on)
    made = grafts(found, host, conversions, as_on=day)
    return GraftOf(
        kind="graft",
        title=title,
        mechanism=mechanism,
        onto=onto,
        as_on=date_of(day).isoformat(),
        law=host.hash,
        books=tuple(Converted(by=one.conversion, law=one.after.hash) for one in made),
    )


def grafted_again(graft: GraftOf) -> tuple[Converted, ...]:
    """The same graft made with the law at hand. Raises MechanismError."""
    conversions = tuple(one.by for one in graft.books if one.by != "no money")
    return graft_of(graft.title, graft.mechanism, graft.onto, conversions, graft.as_on).books


def graft_command(graft: GraftOf) -> str:
    """The command that makes a graft again."""
    conversions = "".join(f" --convert {one.by}" for one in graft.books if one.by != "no money")
    return f"amparo graft {graft.mechanism} --onto {graft.onto} --as-on {graft.as_on}{conversions}"


__all__ = [
    "MOST_PERSONS",
    "command_of",
    "graft_command",
    "graft_of",
    "grafted_again",
    "reform_text",
    "reformed_law",
    "result_of",
    "run",
    "scenario",
    "with_result",
]
