"""`amparo sweep`: many values of the law on one population; cost, cover, frontier, the cheapest that is enough."""

from __future__ import annotations

import csv
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from amparo.cli.codes import UsageProblem
from amparo.cli.common import AsFormat, Format, Lang, Language, out_json, out_sections, say
from amparo.cli.run import month_option, pair_option, progress_shown
from amparo.report.words import word
from amparo.rules.messages import Message


class Counted(StrEnum):
    """What counts as covered."""

    mandatory = "mandatory"
    any = "any"
    registered = "registered"
    contributing = "contributing"
    qualified = "qualified"
    adequate = "adequate"


def sweep(
    grid: Annotated[Path, typer.Argument(metavar="GRID.yaml", help="Which values are varied: docs/sweeps.md.")],
    records: Annotated[
        Path, typer.Option("--population", "--records", metavar="DIR", help="A population or a records folder.")
    ],
    out_dir: Annotated[Path, typer.Option("--out", metavar="DIR", help="Where checked records and results go.")],
    data_class: Annotated[
        str | None, typer.Option("--class", help="Class of the data; a population brings its own.")
    ] = None,
    first: Annotated[str | None, typer.Option("--from", metavar="MONTH", help="First month that counts.")] = None,
    last: Annotated[str | None, typer.Option("--to", metavar="MONTH", help="Last month that counts.")] = None,
    payer: Annotated[
        str, typer.Option("--payer", help="Whose cost the frontier looks at: all, payer, worker, state or benefit.")
    ] = "all",
    counted: Annotated[
        Counted, typer.Option("--counted", help="Covered: in law (mandatory, any), or in effect (the others).")
    ] = Counted.mandatory,
    reach: Annotated[
        list[str] | None,
        typer.Option("--reach", metavar="BRANCH=SHARE", help="The cheapest variant that covers at least this share."),
    ] = None,
    assume: Annotated[
        list[str] | None, typer.Option("--assume", metavar="FACT=VALUE", help="A recorded assumption.")
    ] = None,
    threads: Annotated[int | None, typer.Option("--threads", help="How many cores; default all.")] = None,
    lang: Lang = Language.en,
    format: AsFormat = Format.text,
) -> None:
    """Every variant of a grid on the same workers. The same command again goes on where it stopped."""
    from amparo import api
    from amparo.analysis.chains import STEPS
    from amparo.analysis.grids import read_grid
    from amparo.analysis.sweeps import points, sweep_json, values_of, write_sweep
    from amparo.analysis.sweeps import sweep as run_sweep
    from amparo.records.outputs import may_export
    from amparo.records.run import checked_records
    from amparo.report import reformed, swept
    from amparo.report.microdata import assumed_sections, data_lines, microdata_of, told_json

    read = read_grid(grid)
    book = api.law(read.country, None)
    wanted = dict(share_option(text) for text in reach or ())
    (weight, known_class), source = reformed.population_of(records), microdata_of(records)
    class_ = data_class or known_class or "restricted"
    may_export(class_)
    with progress_shown(lang.value) as tell:
        checked = checked_records(
            book,
            out_dir,
            records=records,
            data_class=class_,
            assumptions=dict(pair_option(text, lang.value) for text in assume or ()),
            progress=tell,
        )
        found = run_sweep(
            checked.folder,
            book,
            read,
            out=out_dir / "sweep",
            first=month_option(first),
            last=month_option(last),
            threads=threads,
            progress=lambda share: tell("law", share),
        )
    for branch in wanted:
        points(found, branch, payer, counted.value)
    write_sweep(out_dir, found, weight, told_json(source))
    with (out_dir / "variants.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        roles = [f"{role}.{end}" for role in found.payers for end in ("low", "high")]
        shares = [f"{branch}.{end}" for branch in found.branches for end in ("low", "high")]
        steps = [f"{branch}.{step}.{end}" for branch in found.base.steps for step in STEPS for end in ("low", "high")]
        sides = [f"workers.{side}" for side in found.base.people]
        writer.writerow(["variant", *(axis.target for axis in read.axes), *roles, *shares, *steps, *sides])
        for number, outcome in enumerate((found.base, *found.outcomes)):
            values = [""] * len(read.axes) if number == 0 else values_of(read, found.variants[number - 1])
            costs = [end for role in found.payers for end in outcome.costs[role]]
            covers = [f"{end:.6f}" for branch in found.branches for end in outcome.share(branch, counted.value)]
            stood = [
                f"{end:.6f}" for branch in found.base.steps for step in STEPS for end in outcome.stood(branch, step)
            ]
            people = [count for count, _ in outcome.people.values()]
            writer.writerow([number, *values, *costs, *covers, *stood, *people])
    if format == Format.json:
        out_json({**sweep_json(found, weight), **told_json(source)})
    else:
        sections = swept.sweep_sections(
            found, book, weight, lang.value, payer=payer, counted=counted.value, wanted=wanted
        )
        head = [*swept.sweep_head(found, weight, lang.value), *data_lines(source, lang.value)]
        out_sections(head, [*sections, *assumed_sections(source, book, lang.value)])
    if found.resumed:
        say(word("sweep.resumed", lang.value, units=found.resumed))
    say(word("sweep.written", lang.value, folder=out_dir))


def share_option(text: str) -> tuple[str, float]:
    """BRANCH=90% or BRANCH=0.9. Raises UsageProblem."""
    name, _, said = text.partition("=")
    try:
        share = float(said.strip().removesuffix("%")) / (100 if said.strip().endswith("%") else 1)
    except ValueError:
        share = -1.0
    if not name.strip() or not 0 < share <= 1:
        raise UsageProblem(
            Message("command.no_share", "'{text}' is no share of a branch. Cure: write unemployment=90%.", text=text)
        )
    return name.strip(), share
