"""`amparo population`: synthetic populations from published margins, and users' own data as populations."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from amparo.cli.codes import UsageProblem
from amparo.cli.common import AsFormat, Format, Lang, Language, one_of, out_json, out_sections, say
from amparo.cli.run import month_option, progress_shown
from amparo.population.countries import margins_of, populated
from amparo.report.words import word

if TYPE_CHECKING:
    from amparo.report.results import Section

_group = typer.Typer(
    no_args_is_help=True, help="Populations: synthetic ones from published margins, and users' own data."
)


def add(app: typer.Typer) -> None:
    """Put the verbs on the command line."""
    app.add_typer(_group, name="population")


@_group.command()
def build(
    country: Annotated[str, typer.Argument(metavar="CC", help=f"{one_of(populated())}.")],
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="Where the records folder goes.")],
    n: Annotated[int, typer.Option("--n", help="How many persons.")] = 100_000,
    seed: Annotated[int, typer.Option("--seed", help="The same seed gives the same bytes.")] = 1,
    first: Annotated[str | None, typer.Option("--from", metavar="MONTH", help="First month of engagements.")] = None,
    last: Annotated[str | None, typer.Option("--to", metavar="MONTH", help="Last month.")] = None,
    jobs: Annotated[int | None, typer.Option("--jobs", help="How many processes; default all cores.")] = None,
    lang: Lang = Language.en,
    format: AsFormat = Format.text,
) -> None:
    """Write a synthetic population as a records folder, with the fit to every margin and its source."""
    from amparo.population.building import build as make
    from amparo.report.populations import fit_section, population_head

    year = margins_of(country).usual_year
    begin, end = month_option(first or f"{year - 1}-01"), month_option(last or f"{year}-12")
    assert begin is not None and end is not None
    with progress_shown(lang.value) as tell:
        found = make(country, out, n=n, seed=seed, first=begin, last=end, jobs=jobs, progress=tell)
    _show(format, found.document, population_head(found.document, lang.value), fit_section(found.document, lang.value))
    say(word("population.written", lang.value, folder=found.folder))


@_group.command("read")
def read(
    data: Annotated[Path, typer.Option("--data", metavar="FILE", help="Persons: .parquet, .csv or .csv.gz.")],
    mapping: Annotated[
        Path, typer.Option("--map", metavar="FILE.yaml", help="What its columns say: docs/microdata.md.")
    ],
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="Where the population goes.")],
    lang: Lang = Language.en,
    format: AsFormat = Format.text,
) -> None:
    """Read a file of persons (a survey, an extract) into a population, by a mapping file."""
    from amparo import api
    from amparo.population.microdata.checking import country_of
    from amparo.population.microdata.reading import read_microdata
    from amparo.report.microdata import microdata_head, microdata_sections

    book = api.law(country_of(mapping), None)
    with progress_shown(lang.value) as tell:
        found = read_microdata(mapping, data, book, out, progress=tell)
    if format == Format.json:
        out_json(found.document)
    else:
        head = microdata_head(found.document, lang.value)
        out_sections(head, microdata_sections(found.document, book, lang.value))
    say(word("microdata.written", lang.value, folder=found.folder))


@_group.command()
def validate(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A folder made by `amparo population build`.")],
    lang: Lang = Language.en,
    format: AsFormat = Format.text,
) -> None:
    """Run the law on a population and hold it against published figures that it was not made from."""
    import json

    from amparo.population.validation import validate as held_against
    from amparo.report.microdata import microdata_of
    from amparo.report.populations import population_head, reasons_section, validation_section

    if microdata_of(folder) is not None:
        raise UsageProblem(word("microdata.not_built", lang.value, folder=folder.name))
    with progress_shown(lang.value) as tell:
        found = held_against(folder, progress=tell)
    document = json.loads((folder / "population.json").read_text(encoding="utf-8"))
    data = {"class": "synthetic", "figures": [held.to_json() for held in found]}
    _show(
        format,
        data,
        population_head(document, lang.value),
        validation_section(found, lang.value),
        reasons_section(found, lang.value),
    )


def _show(format: Format, data: object, head: list[str], *sections: Section) -> None:
    if format == Format.json:
        out_json(data)
    else:
        out_sections(head, sections)
