"""`amparo mechanism`: the mechanisms that can be put onto another law, and what each needs."""

from __future__ import annotations

from typing import Annotated

import typer

from amparo.cli.common import AsFormat, Format, Lang, Language, out, out_json, out_sections

_group = typer.Typer(no_args_is_help=True, help="Mechanisms: sets of provisions that can be moved.")


def add(app: typer.Typer) -> None:
    """Put the verbs on the command line."""
    app.add_typer(_group, name="mechanism")


@_group.command(name="list")
def list_all(lang: Lang = Language.en, format: AsFormat = Format.text) -> None:
    """All mechanisms: id, origin, name, and onto which laws they go."""
    from amparo.analysis.mechanisms import mechanisms
    from amparo.report.mechanisms import mechanism_json, mechanism_lines

    found = mechanisms().values()
    if format == Format.json:
        out_json([mechanism_json(one) for one in found])
    else:
        out("\n".join(mechanism_lines(found, lang.value)))


@_group.command()
def show(
    name: Annotated[str, typer.Argument(metavar="MECHANISM", help="Its id.")],
    lang: Lang = Language.en,
    format: AsFormat = Format.text,
) -> None:
    """One mechanism: who pays, who collects, what it buys, what it needs, its values, and what cannot be moved."""
    from amparo.analysis.mechanisms import find_mechanism
    from amparo.report.mechanisms import mechanism_head, mechanism_json, mechanism_sections

    found = find_mechanism(name)
    if format == Format.json:
        out_json(mechanism_json(found))
    else:
        sections = [section for section in mechanism_sections(found, lang.value) if section.rows]
        out_sections(mechanism_head(found, lang.value), sections)
