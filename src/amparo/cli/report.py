"""`amparo report`: a policy brief of a population as page, PDF, DOCX and workbook, and its data with metadata."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from amparo.cli.common import SHOWN, Lang, Language, say
from amparo.cli.run import month_option, pair_option, progress_shown
from amparo.report.words import word


def report(
    country: Annotated[str, typer.Option("--country", metavar="CC", help=SHOWN)],
    records: Annotated[
        Path, typer.Option("--population", "--records", metavar="DIR", help="A population or a records folder.")
    ],
    out_dir: Annotated[Path, typer.Option("--out", metavar="DIR", help="Where the brief goes.")],
    year: Annotated[int, typer.Option("--year", help="The calendar year described.")],
    reforms: Annotated[
        list[str] | None,
        typer.Option(
            "--reform",
            metavar="REFORM",
            help="A file or a ready-made reform; several, and mechanisms, in one law with a plus between; repeatable.",
        ),
    ] = None,
    mechanisms: Annotated[
        list[str] | None,
        typer.Option("--graft", metavar="MECHANISM", help="A mechanism of another law put onto this one; repeatable."),
    ] = None,
    grids: Annotated[
        list[Path] | None,
        typer.Option("--sweep", metavar="GRID.yaml", help="A grid of values tried: frontier and tornado; repeatable."),
    ] = None,
    by: Annotated[
        str, typer.Option("--by", help="Groups, with commas: status,activity,platforms,sex,age,income,place.")
    ] = "sex",
    data_class: Annotated[
        str | None, typer.Option("--class", help="Class of the data; a population brings its own.")
    ] = None,
    assume: Annotated[
        list[str] | None, typer.Option("--assume", metavar="FACT=VALUE", help="A recorded assumption.")
    ] = None,
    langs: Annotated[str, typer.Option("--langs", help="Languages of the brief, with commas.")] = "en,pt,zh",
    lang: Lang = Language.en,
) -> None:
    """Summary, charts and tables of cover, contributions, reforms, doubts: HTML, PDF, DOCX, XLSX, and the data."""
    from amparo.briefing import make_brief
    from amparo.report.brief import write_brief, write_data

    with progress_shown(lang.value) as tell:
        made = make_brief(
            country,
            records,
            out_dir,
            year=year,
            reforms=reforms or (),
            mechanisms=mechanisms or (),
            grids=grids or (),
            by=[part.strip() for part in by.split(",") if part.strip()],
            data_class=data_class,
            first=month_option(f"{year}-01"),
            last=month_option(f"{year}-12"),
            assumptions=dict(pair_option(text, lang.value) for text in assume or ()),
            progress=tell,
            command=" ".join(["amparo", *sys.argv[1:]]),
        )
    for each in [part.strip() for part in langs.split(",") if part.strip()]:
        write_brief(made, out_dir, each)
    write_data(made, out_dir)
    say(word("brief.written", lang.value, folder=out_dir))
