"""The command line: no law and no arithmetic in it.

One module per group of verbs: it has `add(app)`, or one function of its own name that is the command.
Data goes to stdout, words to stderr. Exit codes: cli/codes.py.
"""

from __future__ import annotations

import os
import sys
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Annotated, Final

import typer

import amparo
from amparo.cli.codes import code_of, interface_language, message_of
from amparo.rules.messages import WRITTEN

if TYPE_CHECKING:
    from collections.abc import Sequence

VERBS: Final = {
    "worker": "worker",
    "example": "example",
    "eval": "evaluate",
    "run": "run",
    "screen": "screen",
    "population": "population",
    "indicators": "indicators",
    "report": "report",
    "reform": "reform",
    "mechanism": "mechanism",
    "graft": "graft",
    "sweep": "sweep",
    "conform": "conform",
    "compare": "compare",
    "cascade": "cascade",
    "demo": "demo",
    "exchange": "exchange",
    "serve": "serve",
    "law": "law",
    "schema": "schema",
    "certify": "certify",
    "check-law": "checklaw",
}

app = typer.Typer(
    name="amparo", no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None
)


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


def _add(name: str) -> None:
    if find_spec(f"amparo.cli.{name}") is None:
        return
    module = import_module(f"amparo.cli.{name}")
    if hasattr(module, "add"):
        module.add(app)
    else:
        app.command(name)(getattr(module, name))


def add_verbs(words: Sequence[str]) -> None:
    """Put the verb that is asked for on the command line, or all of them where it is not clear which."""
    asked = words[0] if words else ""
    for name in [VERBS[asked]] if asked in VERBS else VERBS.values():
        _add(name)


def in_own_language(text: str) -> str:
    """What a file that the command leaves says, in the language of the command."""
    from amparo.report.refusals import in_language

    return in_language(text, interface_language())


def main() -> None:
    """Run a command; every refusal is one message and an exit code, never a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    WRITTEN.set(in_own_language)
    try:
        add_verbs(sys.argv[1:])
        code = app(standalone_mode=False)
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 0
    except BaseException as error:
        if os.environ.get("AMPARO_DEBUG") and not isinstance(error, SystemExit):
            raise
        code = code_of(error)
        message = message_of(error)
        if message:
            print(message, file=sys.stderr)
    sys.exit(code if isinstance(code, int) else 0)
