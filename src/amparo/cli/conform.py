"""`amparo conform`: a country's law held against international standards."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from amparo.cli.common import HELD, AsFormat, Format, Lang, Language, out_json, out_sections
from amparo.cli.run import pair_option
from amparo.report.words import word

_File = Path | None


def conform(
    country: Annotated[str, typer.Option("--country", metavar="CC", help=HELD)],
    on: Annotated[str | None, typer.Option("--on", metavar="DATE", help="A day, as 2025-03-10; default today.")] = None,
    standard: Annotated[
        str | None,
        typer.Option(
            "--standard", metavar="NAME", help="C102, C121, C128, C130, C168, C183, C193, R202, EU2019, SDG131."
        ),
    ] = None,
    place: Annotated[str, typer.Option("--place", metavar="PLACE", help="Where the standard persons live.")] = "",
    population: Annotated[
        _File, typer.Option("--population", metavar="DIR", help="A folder with aggregates.yaml, or that file.")
    ] = None,
    labour: Annotated[_File, typer.Option("--labour", metavar="CSV", help="Labour series by status.")] = None,
    sdg: Annotated[_File, typer.Option("--sdg", metavar="CSV", help="Published series of indicator 1.3.1.")] = None,
    skilled_wage: Annotated[
        str | None, typer.Option("--skilled-wage", metavar="AMOUNT", help="A month's wage, art. 65(6) of C102.")
    ] = None,
    labourer_wage: Annotated[
        str | None, typer.Option("--labourer-wage", metavar="AMOUNT", help="A month's wage, art. 66(4) of C102.")
    ] = None,
    assume: Annotated[
        list[str] | None,
        typer.Option("--assume", metavar="FACT=VALUE", help="A fact of the standard persons, recorded as assumed."),
    ] = None,
    known_on: Annotated[
        str | None, typer.Option("--known-on", metavar="DATE", help="The law as known on a day.")
    ] = None,
    lang: Lang = Language.en,
    format: AsFormat = Format.text,
) -> None:
    """Pass, fail or undetermined for each requirement of the standards, with both numbers and what is missing."""
    from amparo import comparing
    from amparo.report import conformity as words

    found = comparing.conform(
        country,
        on=on,
        standard=standard,
        place=place,
        population=population,
        labour=labour,
        sdg=sdg,
        skilled_wage=skilled_wage,
        labourer_wage=labourer_wage,
        assumed=dict(pair_option(text, lang.value) for text in assume or ()),
        known_on=known_on,
        lang=lang.value,
    )
    _may_leave(found.class_, format, lang.value)
    if format == Format.json:
        out_json(words.conformity_json(found, lang.value))
    else:
        out_sections(words.conformity_head(found, lang.value), words.conformity_sections(found, lang.value))


def _may_leave(class_: str, format: Format, lang: str) -> None:
    """Figures made from restricted data are shown on a terminal only."""
    if class_ == "restricted" and (format == Format.json or not sys.stdout.isatty()):
        from amparo.records.errors import ExportRefused

        raise ExportRefused(word("error.restricted", lang))


__all__ = ["conform"]
