"""`amparo worker`: the law on one worker."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from amparo.cli.common import AsFormat, Format, Lang, Language, On, out, out_json, out_sections
from amparo.report.words import word

if TYPE_CHECKING:
    from amparo.api import WorkerResult


def add(app: typer.Typer) -> None:
    """Put the verb on the command line."""
    app.command()(worker)


def worker(
    case: Annotated[str, typer.Argument(metavar="CASE", help="A case file (YAML or JSON).")],
    on: On = None,
    known_on: Annotated[
        str | None, typer.Option("--known-on", metavar="DATE", help="The law as known on a day.")
    ] = None,
    lang: Lang = Language.en,
    format: AsFormat = Format.text,
    why: Annotated[
        str | None,
        typer.Option("--why", metavar="NODE", help="Only why NODE is what it is; NODE[3] for its fourth row."),
    ] = None,
    row: Annotated[int | None, typer.Option("--row", help="With --why: the row, counted from 0.")] = None,
) -> None:
    """The law on one worker: status, coverage, contributions, what is unknown and would decide, doubts."""
    from amparo import api

    result = api.worker(case, on=on, known_on=known_on, lang=lang.value)
    _may_leave(result, format)
    if why is not None:
        _why(result, why, row, format)
    elif format == Format.json:
        out_json(result.to_json())
    else:
        from amparo.report.results import sections, worker_facts, worker_title

        out_sections([worker_title(result), *worker_facts(result)], sections(result))


def _may_leave(result: WorkerResult, format: Format) -> None:
    """Restricted data are shown on a terminal; nothing made from them goes into a file or another program."""
    if result.class_ == "restricted" and (format == Format.json or not sys.stdout.isatty()):
        from amparo.records.errors import ExportRefused

        raise ExportRefused(word("error.restricted", result.lang))


def _why(result: WorkerResult, name: str, row: int | None, format: Format) -> None:
    from amparo.report.results import why_of, why_of_text

    found: dict[str, Any] | str
    if format == Format.json:
        found = why_of(result, name, row)
        out_json(found)
    else:
        out(why_of_text(result, name, row))
