"""`amparo eval`: one rule for given inputs, with its trace."""

from __future__ import annotations

from typing import Annotated

import typer

from amparo.cli.codes import NEEDED, UsageProblem
from amparo.cli.common import AsFormat, CountryOption, Format, Lang, Language, On, out, out_json, say
from amparo.report.words import word


def add(app: typer.Typer) -> None:
    """Put the verb on the command line."""
    app.command("eval")(evaluate)


def evaluate(
    rule: Annotated[
        str, typer.Argument(metavar="RULE", help="PT:topic.name, topic.name, or a name that stands in one place.")
    ],
    set_: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="NAME=VALUE", help="An input; once for each."),
    ] = None,
    on: On = None,
    place: Annotated[str | None, typer.Option("--place", help="A place of the country's list.")] = None,
    country: CountryOption = None,
    lang: Lang = Language.en,
    format: AsFormat = Format.text,
) -> None:
    """One rule for given inputs, on a day's law. Exit code 6 when the value is not known."""
    from amparo import api

    given = dict(_pair(text, lang.value) for text in set_ or ())
    result = api.evaluate(rule, given, country=country, on=on, place=place, lang=lang.value)
    if format == Format.json:
        out_json(result.to_json())
    else:
        out(result.to_text())
    if not result.known:
        say(word("error.needed", lang.value, facts="; ".join(result.untold()) or result.reasons()))
        raise typer.Exit(NEEDED)


def _pair(text: str, lang: str) -> tuple[str, str]:
    name, sign, value = text.partition("=")
    if not sign or not name.strip():
        raise UsageProblem(word("error.no_set", lang, text=text))
    return name.strip(), value.strip()
