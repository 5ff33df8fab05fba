"""`amparo screen`: where an inspectorate should look first, from records alone."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from amparo.cli.common import SHOWN, AsFormat, Format, Lang, Language, out_json, out_sections, say
from amparo.cli.run import month_option, pair_option, progress_shown
from amparo.report.words import word

if TYPE_CHECKING:
    from amparo.analysis.screening import Screening

_Many = list[str] | None


def screen(
    country: Annotated[str, typer.Option("--country", metavar="CC", help=SHOWN)],
    records: Annotated[Path, typer.Option("--records", metavar="DIR", help="A folder of tables.")],
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="Where findings, payers and screen.json go.")],
    data_class: Annotated[
        str, typer.Option("--class", help="hypothetical, synthetic, public-use or restricted.")
    ] = "restricted",
    first: Annotated[str | None, typer.Option("--from", metavar="MONTH", help="First month, as 2025-01.")] = None,
    last: Annotated[str | None, typer.Option("--to", metavar="MONTH", help="Last month.")] = None,
    assume: Annotated[
        _Many, typer.Option("--assume", metavar="FACT=VALUE", help="A recorded assumption for what is unknown.")
    ] = None,
    threads: Annotated[int | None, typer.Option("--threads", help="How many cores; default all.")] = None,
    lang: Lang = Language.en,
    format: AsFormat = Format.text,
) -> None:
    """Signals of misclassified work, undeclared contracting entities and missing contributions: never a verdict."""
    from amparo import api
    from amparo.analysis import screening

    with progress_shown(lang.value) as tell:
        found = screening.screen(
            api.law(country, None),
            out,
            records=records,
            data_class=data_class,
            lang=lang.value,
            first=month_option(first),
            last=month_option(last),
            assumptions=dict(pair_option(text, lang.value) for text in assume or ()),
            threads=threads,
            progress=tell,
            command=["amparo", *sys.argv[1:]],
        )
    if format == Format.json:
        out_json(found.document)
    else:
        _show(found, lang.value)
    say(word("screen.written", lang.value, folder=found.folder))


def _show(found: Screening, lang: str) -> None:
    from amparo.report.screened import screened_head, screened_section

    out_sections(screened_head(found, lang), [screened_section(found, lang)])
