"""`amparo graft`: a mechanism of one country put onto another's law, and what it would change there."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from amparo.cli.codes import UsageProblem
from amparo.cli.common import SHOWN, AsFormat, Format, Lang, Language, out_json, out_sections, say
from amparo.cli.run import month_option, pair_option, progress_shown
from amparo.report.words import word


def graft(
    mechanism: Annotated[str, typer.Argument(metavar="MECHANISM", help="An id of `amparo mechanism list`.")],
    onto: Annotated[str, typer.Option("--onto", metavar="CC", help=f"The law that receives it: {SHOWN}")],
    convert: Annotated[
        list[str] | None,
        typer.Option("--convert", metavar="RULE", help="average-wage, minimum-wage or ppp; at least two."),
    ] = None,
    existing: Annotated[
        str | None,
        typer.Option(
            "--existing",
            metavar="keep|displace",
            help="Schemes whose place it can take: kept and charged beside, or switched off for whom it catches. "
            "As the catalogue declares, if not said.",
        ),
    ] = None,
    as_on: Annotated[str | None, typer.Option("--as-on", metavar="DATE", help="The mechanism as on a day.")] = None,
    records: Annotated[
        Path | None, typer.Option("--population", "--records", metavar="DIR", help="A population or a records folder.")
    ] = None,
    out_dir: Annotated[
        Path | None, typer.Option("--out", metavar="DIR", help="Where checked records and graft.json go.")
    ] = None,
    data_class: Annotated[
        str | None, typer.Option("--class", help="Class of the data; a population brings its own.")
    ] = None,
    first: Annotated[str | None, typer.Option("--from", metavar="MONTH", help="First month that counts.")] = None,
    last: Annotated[str | None, typer.Option("--to", metavar="MONTH", help="Last month that counts.")] = None,
    assume: Annotated[
        list[str] | None, typer.Option("--assume", metavar="FACT=VALUE", help="A recorded assumption.")
    ] = None,
    lang: Lang = Language.en,
    format: AsFormat = Format.text,
) -> None:
    """The mechanism in the other law: how money was turned, what is covered twice, what stays behind, what it costs."""
    from amparo.analysis.grafts import grafts
    from amparo.analysis.mechanisms import find_mechanism
    from amparo.law import book
    from amparo.report.graft_effect import effect_head, effect_json, effect_sections
    from amparo.report.grafted import graft_head, graft_json, graft_sections
    from amparo.rules.kinds import read_date

    found = grafts(
        find_mechanism(mechanism),
        book(onto),
        tuple(convert or ()),
        as_on=read_date(as_on) if as_on else None,
        existing=existing,
    )
    if records is None:
        if format == Format.json:
            out_json(graft_json(found))
        else:
            out_sections(graft_head(found, lang.value), graft_sections(found, lang.value))
        return
    if out_dir is None:
        raise UsageProblem(word("graft.needs_out", lang.value))
    from amparo.analysis.grafted_population import on_population
    from amparo.records.outputs import may_export
    from amparo.records.run import checked_records
    from amparo.report.microdata import assumed_sections, data_lines, microdata_of, told_json
    from amparo.report.reformed import population_of

    (weight, known_class), source = population_of(records), microdata_of(records)
    class_ = data_class or known_class or "restricted"
    may_export(class_)
    begin, end = month_option(first), month_option(last)
    assumed = dict(pair_option(text, lang.value) for text in assume or ())
    with progress_shown(lang.value) as tell:
        checked = checked_records(
            found[0].after,
            out_dir,
            records=records,
            data_class=class_,
            assumptions=assumed,
            progress=tell,
        )
        done = on_population(checked.folder, found, first=begin, last=end, progress=lambda share: tell("law", share))
    document = {
        **graft_json(found),
        "effect": {
            "class": class_,
            "assumptions": assumed,
            **effect_json(done, weight),
            **told_json(source),
        },
    }
    (out_dir / "graft.json").write_text(json.dumps(document, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    if format == Format.json:
        out_json(document)
    else:
        head = graft_head(found, lang.value)
        head += [*effect_head(class_, done.effects, assumed, weight, lang.value), *data_lines(source, lang.value)]
        sections = [*effect_sections(done, weight, lang.value), *graft_sections(found, lang.value)]
        out_sections(head, [*sections, *assumed_sections(source, found[0].after, lang.value)])
    say(word("graft.written", lang.value, folder=out_dir))
