"""`amparo certify`: both ways of running the law agree, on random workers."""

from __future__ import annotations

from typing import Annotated

import typer

from amparo.cli.codes import DIFFERS
from amparo.cli.common import HELD, AsFormat, Format, Lang, Language, out_json, out_sections, say
from amparo.report.words import word

LEAST_SHARE = 0.95


def add(app: typer.Typer) -> None:
    """Put the verb on the command line."""
    app.command()(certify)


def certify(
    country: Annotated[str, typer.Option("--country", metavar="CC", help=HELD)],
    worker_months: Annotated[int, typer.Option("--worker-months", min=1, help="How much to compare.")] = 200_000,
    seed: Annotated[int, typer.Option("--seed", help="Another seed gives other workers.")] = 1,
    jobs: Annotated[int | None, typer.Option("--jobs", min=1, help="Processes; all cores if not said.")] = None,
    lang: Lang = Language.en,
    format: AsFormat = Format.text,
) -> None:
    """Compare both ways of running on random workers. Exit code 4 on a difference, or under 95 % of the branches."""
    from amparo.engine import certify as engine
    from amparo.law import book
    from amparo.report.certificate import certificate_json, certificate_section

    held = book(country)
    found = engine.certify(country, book, worker_months=worker_months, jobs=jobs, seed=seed)
    missed = engine.unreached(held, found)
    if format == Format.json:
        out_json(certificate_json(found, missed, seed, lang.value))
    else:
        out_sections([], [certificate_section(found, missed, lang.value)])
    if found.differences:
        say(word("certificate.differ", lang.value))
        for example in found.examples:
            say(f"  {example}")
    if found.share_reached < LEAST_SHARE:
        say(word("certificate.too_few", lang.value))
    if found.differences or found.share_reached < LEAST_SHARE:
        raise typer.Exit(DIFFERS)
