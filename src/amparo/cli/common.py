"""What the verbs share: options, and how data and words are put out."""

from __future__ import annotations

import json
import os
import sys
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from amparo.law import COUNTRIES, REAL
from amparo.report.results import Section, section_text

if TYPE_CHECKING:
    from collections.abc import Iterable


class Language(StrEnum):
    """The languages of the interface."""

    en = "en"
    pt = "pt"
    zh = "zh"


class Format(StrEnum):
    """How data is written."""

    text = "text"
    json = "json"


def one_of(codes: Iterable[str]) -> str:
    """Codes as a line of help says them: PT, CN or FICTIONAL."""
    *others, last = codes
    return f"{', '.join(others)} or {last}" if others else last


HELD: Final = f"{one_of(COUNTRIES)}."
SHOWN: Final = f"{one_of(REAL)}."
Lang = Annotated[Language, typer.Option("--lang", envvar="AMPARO_LANG", help="Language of labels and words.")]
AsFormat = Annotated[Format, typer.Option("--format", help="How the data is written.")]
On = Annotated[str | None, typer.Option("--on", metavar="DATE", help="A day, as 2025-03-10.")]
CountryOption = Annotated[str | None, typer.Option("--country", metavar="CC", help=HELD)]


def out(text: str) -> None:
    """Data, to stdout."""
    sys.stdout.write(text if text.endswith("\n") else text + "\n")


def out_json(data: Any) -> None:
    """Data as JSON, to stdout."""
    out(json.dumps(data, ensure_ascii=False, indent=2))


def say(text: str) -> None:
    """Words, to stderr."""
    print(text, file=sys.stderr)


def out_sections(head: Iterable[str], sections: Iterable[Section]) -> None:
    """Titled tables: drawn on a terminal, plain columns otherwise."""
    if not sys.stdout.isatty() or os.environ.get("TERM") == "dumb":
        title = "\n".join(head)
        out("\n\n".join([*([title] if title else []), *(section_text(section) for section in sections)]))
        return
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(highlight=False)
    for number, line in enumerate(head):
        console.print(Text(line, style="bold" if number == 0 else ""))
    for section in sections:
        console.print()
        console.print(Text(section.title, style="bold"))
        if section.rows:
            table = Table(*section.heads, box=SIMPLE_HEAD, pad_edge=False)
            for row in section.rows:
                table.add_row(*[Text(cell) for cell in row])
            console.print(table)
        if section.note:
            console.print(Text(section.note))
