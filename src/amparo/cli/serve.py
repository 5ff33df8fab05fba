"""`amparo serve`: the workbench in a browser."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from amparo.cli.codes import UsageProblem
from amparo.cli.common import Lang, Language, say
from amparo.cli.settings import use_settings
from amparo.report.words import word


def serve(
    host: Annotated[
        str, typer.Option("--host", envvar="AMPARO_HOST", help="The address to listen on; 0.0.0.0 for every one.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", envvar="AMPARO_PORT", min=1, max=65535, help="The port.")] = 8000,
    workers: Annotated[
        int,
        typer.Option(
            "--workers",
            envvar="AMPARO_WORKERS",
            min=1,
            max=64,
            help="Processes that answer side by side.",
            show_default="one for each core",
        ),
    ] = min(os.cpu_count() or 1, 64),
    _config: Annotated[
        Path | None,
        typer.Option(
            "--config",
            envvar="AMPARO_CONFIG",
            metavar="FILE",
            help="A file of settings (docs/serving.md).",
            is_eager=True,  # read first: the other options take what it says
            callback=use_settings,
            expose_value=False,
        ),
    ] = None,
    lang: Lang = Language.en,
) -> None:
    """The workbench in a browser, in three languages. Needs no network; writes nothing about workers to a log."""
    from amparo.web import serving

    try:
        sockets = serving.listening(host, port, workers)
    except OSError as error:
        raise UsageProblem(word("serve.taken", lang.value, host=host, port=port, why=error.strerror)) from None
    say(word("serve.listening", lang.value, host=host, port=port))
    serving.serve(sockets)


__all__ = ["serve"]
