"""`amparo compare`: countries side by side, in the tables of MISSOC, generated from their law."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from amparo.cli.codes import UsageProblem
from amparo.cli.common import Lang, Language, out, out_json, say
from amparo.law import REAL
from amparo.report.words import word


class Written(StrEnum):
    """How the table is written."""

    text = "text"
    html = "html"
    xlsx = "xlsx"
    json = "json"


def compare(
    countries: Annotated[list[str], typer.Argument(metavar="CC...", help=f"Countries, as {' '.join(REAL)}.")],
    branch: Annotated[
        str,
        typer.Option(
            "--branch",
            help="A branch, or financing, minimum_resources, long_term_care; or a number, I to XII.",
        ),
    ],
    on: Annotated[str | None, typer.Option("--on", metavar="DATE", help="A day, as 2025-03-10; default today.")] = None,
    place: Annotated[
        list[str] | None, typer.Option("--place", metavar="CC=PLACE", help="Where a country's persons live.")
    ] = None,
    flip: Annotated[bool, typer.Option("--flip", help="Countries as rows.")] = False,
    file: Annotated[Path | None, typer.Option("--out", metavar="FILE", help="Write into this file.")] = None,
    known_on: Annotated[
        str | None, typer.Option("--known-on", metavar="DATE", help="The law as known on a day.")
    ] = None,
    lang: Lang = Language.en,
    format: Annotated[Written, typer.Option("--format", help="How the table is written.")] = Written.text,
) -> None:
    """One table for several countries: employees, self-employed, dependent or flexible, and platform workers."""
    from amparo import comparing
    from amparo.report import comparison as words

    places = dict(_pair(text, lang.value) for text in place or ())
    found = comparing.compare(countries, branch, on, places=places, known_on=known_on, lang=lang.value)
    match format:
        case Written.json if file is None:
            out_json(words.comparison_json(found, lang.value))
        case Written.json:
            import json

            text = json.dumps(words.comparison_json(found, lang.value), ensure_ascii=False, indent=2)
            _write(text.encode(), file, lang.value)
        case Written.html:
            _write(words.comparison_html(found, lang.value, flip=flip).encode(), file, lang.value)
        case Written.xlsx:
            if file is None and sys.stdout.isatty():
                raise UsageProblem(word("error.workbook_to_terminal", lang.value))
            _write(words.comparison_xlsx(found, lang.value, flip=flip), file, lang.value)
        case _ if file is not None:
            _write(words.comparison_text(found, lang.value, flip=flip).encode(), file, lang.value)
        case _:
            out(words.comparison_text(found, lang.value, flip=flip))


def _write(data: bytes, file: Path | None, lang: str) -> None:
    if file is None:
        sys.stdout.buffer.write(data)
        return
    file.write_bytes(data)
    say(word("compare.written", lang, file=file))


def _pair(text: str, lang: str) -> tuple[str, str]:
    country, equals, place = text.partition("=")
    if not (country and equals and place):
        raise UsageProblem(word("error.place_of_country", lang, text=text))
    return country.upper(), place


__all__ = ["compare"]
