"""`amparo law list|show|history`: what the law holds, what it says, and since when."""

from __future__ import annotations

from typing import Annotated

import typer

from amparo.cli.common import AsFormat, CountryOption, Format, Lang, Language, out, out_json, out_sections

law = typer.Typer(name="law", no_args_is_help=True, help="The law as held: list, show, history.", rich_markup_mode=None)
Name = Annotated[str, typer.Argument(metavar="NAME", help="PT:topic.name, topic.name, or a name that stands once.")]


def add(app: typer.Typer) -> None:
    """Put the verbs on the command line."""
    app.add_typer(law, name="law")


@law.command("list")
def list_(
    country: CountryOption = None,
    topic: Annotated[str | None, typer.Option("--topic", help="Only this topic.")] = None,
    kind: Annotated[str | None, typer.Option("--kind", help="Only rule, parameter, fact, link or place.")] = None,
    lang: Lang = Language.en,
    format: AsFormat = Format.text,
) -> None:
    """All that a country's law holds: rules, parameters, facts, links, places."""
    from amparo.report import lawbook

    entries = lawbook.entries(country, topic, kind, lang.value)
    if format == Format.json:
        out_json({"format": "amparo-law-list/1", "language": lang.value, "entries": entries})
    else:
        out_sections([], lawbook.entry_sections(entries, lang.value))


@law.command()
def show(name: Name, country: CountryOption = None, lang: Lang = Language.en, format: AsFormat = Format.text) -> None:
    """One rule, parameter, fact or link: what it says, cites, reads and is read by."""
    from amparo.report import lawbook

    entry = lawbook.entry(name, country, lang.value)
    if format == Format.json:
        out_json({"format": "amparo-law-entry/1", "language": lang.value, **entry})
    else:
        out(lawbook.entry_text(entry, lang.value))


@law.command()
def history(
    name: Name, country: CountryOption = None, lang: Lang = Language.en, format: AsFormat = Format.text
) -> None:
    """The dated versions of a rule, or the dated values of a parameter."""
    from amparo.report import lawbook

    entry = lawbook.entry(name, country, lang.value)
    if format == Format.json:
        kept = {key: entry[key] for key in ("id", "country", "label", "kind")}
        out_json({"format": "amparo-law-history/1", "language": lang.value, **kept, "history": entry["history"]})
    else:
        out_sections([entry["title"]], [lawbook.history_section(entry, lang.value)])
