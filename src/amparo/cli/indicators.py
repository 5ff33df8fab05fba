"""`amparo indicators`: what a population earns, owes and keeps, with standard errors."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from amparo.cli.common import SHOWN, AsFormat, Format, Lang, Language, out_json, out_sections, say
from amparo.cli.run import pair_option, progress_shown
from amparo.report.words import word


def indicators(
    country: Annotated[str, typer.Option("--country", metavar="CC", help=SHOWN)],
    records: Annotated[
        Path, typer.Option("--population", "--records", metavar="DIR", help="A population or a records folder.")
    ],
    out_dir: Annotated[Path, typer.Option("--out", metavar="DIR", help="Where records and indicators.json go.")],
    year: Annotated[int, typer.Option("--year", help="The calendar year.")],
    by: Annotated[
        str, typer.Option("--by", help="Groups, with commas: status,activity,platforms,sex,age,income,place.")
    ] = "",
    data_class: Annotated[
        str | None, typer.Option("--class", help="Class of the data; a population brings its own.")
    ] = None,
    assume: Annotated[
        list[str] | None, typer.Option("--assume", metavar="FACT=VALUE", help="A recorded assumption.")
    ] = None,
    lang: Lang = Language.en,
    format: AsFormat = Format.text,
) -> None:
    """Pay, contributions by who bears them, effective rates, cost per order and hour, inequality; by group."""
    from amparo import api
    from amparo.analysis import indicators as analysis
    from amparo.records.outputs import may_export
    from amparo.records.run import checked_records
    from amparo.report import indicated
    from amparo.report.microdata import assumed_sections, data_lines, microdata_of, told_json
    from amparo.report.reformed import population_of

    book = api.law(country, None)
    (weight, known_class), source = population_of(records), microdata_of(records)
    class_ = data_class or known_class or "restricted"
    may_export(class_)
    with progress_shown(lang.value) as tell:
        checked = checked_records(
            book,
            out_dir,
            records=records,
            data_class=class_,
            assumptions=dict(pair_option(text, lang.value) for text in assume or ()),
            progress=tell,
        )
        found = analysis.indicators(
            checked.folder,
            book,
            year,
            by=[part.strip() for part in by.split(",") if part.strip()],
            weight=weight,
            progress=lambda share: tell("law", share),
        )
    data = {**indicated.indicators_json(found, book), **told_json(source)}
    (out_dir / "indicators.json").write_text(json.dumps(data, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    if format == Format.json:
        out_json(data)
    else:
        head = [*indicated.indicators_head(found, book, lang.value), *data_lines(source, lang.value)]
        sections = indicated.indicators_sections(found, book, lang.value)
        out_sections(head, [*sections, *assumed_sections(source, book, lang.value)])
    say(word("indicators.written", lang.value, folder=out_dir))
