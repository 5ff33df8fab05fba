"""`amparo cascade`: who is covered, registered, contributing, qualified, adequately protected; who is lost where."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from amparo.cli.codes import UsageProblem
from amparo.cli.common import HELD, AsFormat, Format, Lang, Language, out_json, out_sections, say
from amparo.cli.run import month_option, pair_option, progress_shown
from amparo.report.words import word
from amparo.rules.messages import Message

_Many = list[str] | None


def add(app: typer.Typer) -> None:
    """Put the verb on the command line."""
    app.command("cascade")(cascade)


def cascade(
    country: Annotated[str, typer.Option("--country", metavar="CC", help=HELD)],
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="Where the tables and cascade.json go.")],
    records: Annotated[
        Path, typer.Option("--records", "--population", metavar="DIR", help="A folder of tables or a population.")
    ],
    data_class: Annotated[
        str | None, typer.Option("--class", help="Class of the data; a population brings its own.")
    ] = None,
    by: Annotated[
        str,
        typer.Option("--by", metavar="LIST", help="status, activity, platforms, sex, age, income, place: with commas."),
    ] = "",
    branch: Annotated[
        str, typer.Option("--branch", metavar="LIST", help="Only these branches, with commas: sickness,old_age.")
    ] = "",
    first: Annotated[str | None, typer.Option("--from", metavar="MONTH", help="First month, as 2025-01.")] = None,
    last: Annotated[str | None, typer.Option("--to", metavar="MONTH", help="Last month.")] = None,
    standard: Annotated[
        str, typer.Option("--standard", help="The Convention whose replacement rates are adequate.")
    ] = "C102",
    rate: Annotated[
        _Many, typer.Option("--rate", metavar="BRANCH=RATE", help="Another rate for a branch: sickness=60%.")
    ] = None,
    assume: Annotated[
        _Many, typer.Option("--assume", metavar="FACT=VALUE", help="A recorded assumption for what is unknown.")
    ] = None,
    known_on: Annotated[str | None, typer.Option("--known-on", metavar="DATE", help="The law as known then.")] = None,
    threads: Annotated[int | None, typer.Option("--threads", help="How many cores; default all.")] = None,
    lang: Lang = Language.en,
    format: AsFormat = Format.text,
) -> None:
    """The coverage cascade of the records, branch by branch, with the provision at which workers are lost."""
    from amparo import api, cascading
    from amparo.records.design import class_held
    from amparo.report.cascade import cascade_head, cascade_json, cascade_sections
    from amparo.report.microdata import assumed_sections, data_lines, microdata_of, told_json

    book = api.law(country, known_on)
    with progress_shown(lang.value) as tell:
        found = cascading.cascade(
            book,
            records,
            out,
            data_class=data_class or class_held(records) or "restricted",
            by=_list(by),
            branches=_list(branch),
            first=month_option(first),
            last=month_option(last),
            standard=standard,
            rates=dict(pair_option(text, lang.value) for text in rate or ()),
            assumptions=dict(pair_option(text, lang.value) for text in assume or ()),
            threads=threads,
            progress=tell,
            lang=lang.value,
        )
    source = microdata_of(records)
    if format == Format.json:
        out_json({**cascade_json(found, book, lang.value), **told_json(source)})
    else:
        sections = [*cascade_sections(found, book, lang.value), *assumed_sections(source, book, lang.value)]
        out_sections([*cascade_head(found, lang.value), *data_lines(source, lang.value)], sections)
    say(word("cascade.written", lang.value, folder=out))


def _list(text: str) -> list[str]:
    parts = [part.strip() for part in text.split(",") if part.strip()]
    if text.strip() and not parts:
        raise UsageProblem(
            Message("command.no_list", "'{text}' is no list: write names with commas between them.", text=text)
        )
    return parts
