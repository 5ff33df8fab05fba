"""`amparo reform`: what a reform changes on a population or on records; difference first."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from amparo.cli.codes import UsageProblem
from amparo.cli.common import AsFormat, Format, Lang, Language, out, out_json, out_sections, say
from amparo.cli.run import month_option, pair_option, progress_shown
from amparo.report.words import word


def reform(
    reforms: Annotated[
        list[str] | None, typer.Argument(metavar="REFORM...", help="Files, or ids of ready-made reforms; they stack.")
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
            help="An assumption: compliance, take-up, litigation, exit or pass-through (default: none).",
        ),
    ] = None,
    join: Annotated[
        list[str] | None, typer.Option("--join", metavar="FACT", help="For take-up: what says who has joined.")
    ] = None,
    provisions: Annotated[bool, typer.Option("--provisions", help="Only the table of changed provisions.")] = False,
    lang: Lang = Language.en,
    format: AsFormat = Format.text,
) -> None:
    """Baseline against reform: by payer and year, who gains and loses, who is covered, and every changed provision."""
    from amparo import api
    from amparo.analysis.reforms import changed_provisions, read_reform, ready_made, reformed
    from amparo.report import reformed as shown

    if not reforms:
        out("\n".join(f"{name}\t{read_reform(name).name.text(lang.value)}" for name in ready_made()))
        return
    read = [read_reform(name) for name in reforms]
    before = api.law(read[0].country, None)
    after = reformed(before, read)
    if provisions or records is None:
        changed = changed_provisions(before, after)
        if format == Format.json:
            out_json(shown.provisions_json(changed))
        else:
            out_sections(shown.reform_head(read, lang.value), [shown.provisions_section(before, changed, lang.value)])
        return
    if out_dir is None:
        raise UsageProblem(word("reform.needs_out", lang.value))
    from amparo.analysis.behaviour import Response, behaviour_of
    from amparo.analysis.effects import effect
    from amparo.records.outputs import may_export
    from amparo.records.run import checked_records
    from amparo.report.microdata import assumed_sections, data_lines, microdata_of, told_json

    pairs = [pair_option(text, lang.value) for text in behaviour or ()]
    seen = Response(behaviour_of(pairs, after, join or ())) if pairs or join else None
    (weight, known_class), source = shown.population_of(records), microdata_of(records)
    class_ = data_class or known_class or "restricted"
    may_export(class_)
    with progress_shown(lang.value) as tell:
        checked = checked_records(
            before,
            out_dir,
            records=records,
            data_class=class_,
            assumptions=dict(pair_option(text, lang.value) for text in assume or ()),
            progress=tell,
        )
        found = effect(
            checked.folder,
            before,
            after,
            first=month_option(first),
            last=month_option(last),
            progress=lambda share: tell("law", share),
            watch=seen,
        )
    document = {**shown.effect_json(found, read, weight, seen), **told_json(source)}
    (out_dir / "reform.json").write_text(json.dumps(document, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    if format == Format.json:
        out_json(document)
    else:
        head = shown.effect_head(found, read, weight, lang.value, None if seen is None else seen.behaviour)
        sections = shown.effect_sections(found, before, weight, lang.value, seen)
        head += data_lines(source, lang.value)
        out_sections(head, [*sections, *assumed_sections(source, before, lang.value)])
    say(word("reform.written", lang.value, folder=out_dir))
