"""The command line: no law and no arithmetic in it."""

from typing import Annotated

import typer

import amparo

app = typer.Typer(name="amparo", no_args_is_help=True, add_completion=False)


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(amparo.__version__)
        raise typer.Exit


@app.callback()
def _amparo(
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Print the version and stop.")
    ] = False,
) -> None:
    """Social-security law, run on one worker or on millions of records."""


def main() -> None:
    app()
