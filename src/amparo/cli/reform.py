"""`amparo reform`: what reforms, and mechanisms of other laws with them, change on a population; difference first."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from amparo.cli.codes import UsageProblem
from amparo.cli.common import AsFormat, Format, Lang, Language, out, out_json, out_sections, say
from amparo.cli.run import month_option, pair_option, progress_shown
from amparo.report.words import word


def reform(
    reforms: Annotated[
        list[str] | None, typer.Argument(metavar="REFORM...", help="Files, or ids of ready-made reforms; they stack.")
    ] = None,
    mechanisms: Annotated[
        list[str] | None,
        typer.Option("--graft", metavar="MECHANISM", help="A mechanism of another law, put in first; repeatable."),
    ] = None,
    convert: Annotated[
        list[str] | None,
        typer.Option("--convert", metavar="RULE", help="For --graft: average-wage, minimum-wage or ppp; at least two."),
    ] = None,
    existing: Annotated[
        str | None,
        typer.Option("--existing", metavar="keep|displace", help="For --graft: schemes whose place it can take."),
    ] = None,
    onto: Annotated[
        str | None, typer.Option("--onto", metavar="CC", help="For --graft without a reform: the law that receives it.")
    ] = None,
    records: Annotated[
        Path | None, typer.Option("--population", "--records", metavar="DIR", help="A population or a records folder.")
    ] = None,
    out_dir: Annotated[
        Path | None, typer.Option("--out", metavar="DIR", help="Where checked records and reform.json go.")
    ] = None,
    data_class: Annotated[
        str | None, typer.Option("--class", help="Class of the data; a population brings its own.")
    ] = None,
    first: Annotated[str | None, typer.Option("--from", metavar="MONTH", help="First month that counts.")] = None,
    last: Annotated[str | None, typer.Option("--to", metavar="MONTH", help="Last month that counts.")] = None,
    assume: Annotated[
        list[str] | None, typer.Option("--assume", metavar="FACT=VALUE", help="A recorded assumption.")
    ] = None,
    behaviour: Annotated[
        list[str] | None,
        typer.Option(
            "--behaviour",
            metavar="NAME=SHARE",
            help="An assumption: compliance, take-up, litigation, exit, pass-through or price (default: none).",
        ),
    ] = None,
    join: Annotated[
        list[str] | None, typer.Option("--join", metavar="FACT", help="For take-up: what says who has joined.")
    ] = None,
    cascade: Annotated[
        bool, typer.Option("--cascade", help="Also every step of the coverage cascade that changes, branch by branch.")
    ] = False,
    provisions: Annotated[bool, typer.Option("--provisions", help="Only the table of changed provisions.")] = False,
    lang: Lang = Language.en,
    format: AsFormat = Format.text,
) -> None:
    """Baseline against reform: by payer and year, who gains and loses, who is covered, and every changed provision."""
    from amparo.analysis.mechanisms import find_mechanism
    from amparo.analysis.reforms import read_reform, ready_made
    from amparo.analysis.stacks import stacks
    from amparo.law import book
    from amparo.report import reformed as shown
    from amparo.report import stacked

    if not reforms and not mechanisms:
        out("\n".join(f"{name}\t{read_reform(name).name.text(lang.value)}" for name in ready_made()))
        return
    read = [read_reform(name) for name in reforms or ()]
    if not read and onto is None:
        raise UsageProblem(word("reform.needs_onto", lang.value))
    law = book(onto or read[0].country)
    found = stacks(law, [find_mechanism(name) for name in mechanisms or ()], read, convert or (), existing=existing)
    if provisions or records is None:
        if format == Format.json:
            out_json(stacked.provisions_json(found))
        else:
            out_sections(shown.reform_head(found[0].parts, lang.value), stacked.law_sections(found, lang.value))
        return
    if out_dir is None:
        raise UsageProblem(word("reform.needs_out", lang.value))
    from amparo.analysis.adequacy import standard_of
    from amparo.analysis.behaviour import Response, behaviour_of
    from amparo.analysis.stacks import cascades_of, effect_of
    from amparo.analysis.sweeping import STANDARD, STANDARD_DAY
    from amparo.records.outputs import may_export
    from amparo.records.run import checked_records
    from amparo.report.microdata import assumed_sections, data_lines, microdata_of, told_json
    from amparo.rules.kinds import read_date

    pairs = [pair_option(text, lang.value) for text in behaviour or ()]
    asked = bool(pairs or join)
    seen = [Response(behaviour_of(pairs, one.after, join or ())) if asked else None for one in found]
    (weight, known_class), source = shown.population_of(records), microdata_of(records)
    class_ = data_class or known_class or "restricted"
    may_export(class_)
    assumed = dict(pair_option(text, lang.value) for text in assume or ())
    measure = standard_of(STANDARD, read_date(STANDARD_DAY))
    with progress_shown(lang.value) as tell:
        checked = checked_records(
            found[0].ground, out_dir, records=records, data_class=class_, assumptions=assumed, progress=tell
        )
        months: dict[str, Any] = {"first": month_option(first), "last": month_option(last)}
        tried = [
            stacked.Tried(
                one,
                effect_of(checked.folder, one, **months, watch=watch, progress=lambda share: tell("law", share)),
                watch,
                cascades_of(checked.folder, one, measure, **months) if cascade else None,
            )
            for one, watch in zip(found, seen, strict=True)
        ]
    document = {**stacked.tried_json(tried, weight), **told_json(source)}
    (out_dir / "reform.json").write_text(json.dumps(document, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    if format == Format.json:
        out_json(document)
    else:
        head = [*stacked.tried_head(tried, weight, lang.value), *data_lines(source, lang.value)]
        sections = stacked.tried_sections(tried, weight, lang.value)
        out_sections(head, [*sections, *assumed_sections(source, law, lang.value)])
    say(word("reform.written", lang.value, folder=out_dir))
