"""`amparo run`: the law on a records folder or on a platform's order log."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from amparo.cli.codes import UsageProblem
from amparo.cli.common import HELD, AsFormat, Format, Lang, Language, out_json, out_sections, say
from amparo.report.refusals import in_language
from amparo.report.words import word
from amparo.rules.messages import what_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from amparo.records.run import Run
    from amparo.report.results import Section

_Many = list[str] | None


class Cluster(StrEnum):
    """Engines that spread a run over several machines."""

    spark = "spark"


class SetAside(StrEnum):
    """What becomes of rows that cannot be told to say one thing."""

    quarantine = "quarantine"
    keep = "keep"


def add(app: typer.Typer) -> None:
    """Put the verb on the command line."""
    app.command("run")(run)


def run(
    country: Annotated[str, typer.Option("--country", metavar="CC", help=HELD)],
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="Where results, quarantine and run.json go.")],
    records: Annotated[Path | None, typer.Option("--records", metavar="DIR", help="A folder of tables.")] = None,
    orders: Annotated[Path | None, typer.Option("--orders", metavar="FILE", help="A platform's order log.")] = None,
    mapping: Annotated[Path | None, typer.Option("--map", metavar="FILE", help="What the log's columns are.")] = None,
    data_class: Annotated[
        str, typer.Option("--class", help="hypothetical, synthetic, public-use or restricted.")
    ] = "restricted",
    first: Annotated[str | None, typer.Option("--from", metavar="MONTH", help="First month, as 2025-01.")] = None,
    last: Annotated[str | None, typer.Option("--to", metavar="MONTH", help="Last month.")] = None,
    assume: Annotated[
        _Many, typer.Option("--assume", metavar="FACT=VALUE", help="A recorded assumption for what is unknown.")
    ] = None,
    only: Annotated[_Many, typer.Option("--only", metavar="NODE", help="Compute these results only.")] = None,
    known_on: Annotated[str | None, typer.Option("--known-on", metavar="DATE", help="The law as known then.")] = None,
    threads: Annotated[int | None, typer.Option("--threads", help="How many cores; default all.")] = None,
    incomplete: Annotated[
        SetAside, typer.Option("--incomplete", help="Workers who lost a row: set aside whole, or computed on the rest.")
    ] = SetAside.quarantine,
    repeated: Annotated[
        SetAside, typer.Option("--repeated", help="Rows that say the same engagement twice: set aside, or all counted.")
    ] = SetAside.quarantine,
    benefits: Annotated[
        bool, typer.Option("--benefits", help="Also every benefit, month by month, as if its contingency began then.")
    ] = False,
    cluster: Annotated[
        Cluster | None, typer.Option("--cluster", help="Spread the run over a cluster; see docs/cluster.md.")
    ] = None,
    master: Annotated[
        str | None, typer.Option("--master", metavar="URL", help="The cluster; default as Spark is set up.")
    ] = None,
    parts: Annotated[
        int | None, typer.Option("--parts", help="Into how many parts a cluster cuts the workers.")
    ] = None,
    lang: Lang = Language.en,
    format: AsFormat = Format.text,
) -> None:
    """The law on every worker of the records. The same command again goes on where it stopped."""
    from amparo import api, cascading
    from amparo.records.run import run_records

    book = api.law(country, known_on)
    if cluster is None and (master is not None or parts is not None):
        raise UsageProblem(word("run.no_cluster", lang.value))
    if cluster is not None and (records is None or orders is not None or mapping is not None or benefits or threads):
        raise UsageProblem(word("run.cluster_records", lang.value))
    if cluster is None:
        start: Callable[..., Run] = run_records
        where: dict[str, Any] = {"orders": orders, "mapping": mapping, "threads": threads}
    else:
        from amparo.records.cluster import run_on_spark

        start, where = run_on_spark, {"master": master, "parts": parts}
    with progress_shown(lang.value) as tell:
        found = start(
            book,
            out,
            records=records,
            data_class=data_class,
            first=month_option(first),
            last=month_option(last),
            assumptions=dict(pair_option(text, lang.value) for text in assume or ()),
            outputs=only,
            progress=tell,
            command=["amparo", *sys.argv[1:]],
            incomplete=incomplete.value,
            repeated=repeated.value,
            **where,
        )
        totals = cascading.benefits_of(found, book, threads, tell) if benefits else None
    if format == Format.json:
        out_json(found.document if totals is None else {**found.document, "benefits": totals})
    else:
        _show(found, lang.value, totals)
    for warning in found.prepared.warnings:
        say(in_language(warning, lang.value))
    say(word("run.written", lang.value, folder=found.folder))


def month_option(text: str | None) -> int | None:
    """The month of an option. Raises UsageProblem."""
    from amparo.rules.kinds import KINDS, read_value

    if text is None:
        return None
    try:
        return read_value(KINDS["month"], text)
    except ValueError as error:
        raise UsageProblem(what_of(error)) from None


def pair_option(text: str, lang: str) -> tuple[str, str]:
    """NAME=VALUE, or NAME alone for yes. Raises UsageProblem."""
    name, sign, value = text.partition("=")
    if not sign:
        name, value = text, "yes"
    if not name.strip():
        raise UsageProblem(word("error.no_set", lang, text=text))
    return name.strip(), value.strip()


class progress_shown:
    """A progress bar on stderr where there is a terminal, silence otherwise."""

    def __init__(self, lang: str) -> None:
        self.lang = lang
        self.bar: Any = None
        self.tasks: dict[str, Any] = {}

    def __enter__(self) -> Callable[[str, float], None]:
        if sys.stderr.isatty():
            from rich.console import Console
            from rich.progress import Progress

            self.bar = Progress(console=Console(stderr=True))
            self.bar.__enter__()
        return self.tell

    def __exit__(self, *error: Any) -> None:
        if self.bar is not None:
            self.bar.__exit__(*error)

    def tell(self, step: str, share: float) -> None:
        if self.bar is None:
            return
        if step not in self.tasks:
            self.tasks[step] = self.bar.add_task(step, total=1.0)
        self.bar.update(self.tasks[step], completed=share)


def _show(found: Run, lang: str, benefits: list[dict[str, Any]] | None = None) -> None:
    from amparo.report.microdata import weighed_lines
    from amparo.report.results import Section, country_name

    document = found.document
    head = [
        word("run.title", lang, country=country_name(document["country"], lang), workers=document["workers"]),
        word("run.class", lang, data=word(f"class.{document['class']}", lang)),
        *weighed_lines(None if document["weighted"] is None else document["weighted"]["one_stands_for"], lang),
    ]
    rows = Section("records", word("run.records", lang), _heads("records", lang), tuple(_rows_in(found)), "")
    heads = _heads("totals", lang) if document["weighted"] is None else _heads("weighed", lang)
    totals = Section("totals", word("run.totals", lang), heads, tuple(_totals(found, lang)), "")
    out_sections(head, [rows, totals, *([_benefits(benefits, lang)] if benefits is not None else [])])


def _benefits(benefits: list[dict[str, Any]], lang: str) -> Section:
    """Each benefit over all worker-months."""
    from amparo.report.results import Section

    rows = tuple(tuple(str(cell) for cell in benefit.values()) for benefit in benefits)
    return Section("benefits", word("run.benefits", lang), _heads("benefits", lang), rows, "")


def _heads(table: str, lang: str) -> tuple[str, ...]:
    return tuple(word("run.heads." + table, lang).split("|"))


def _rows_in(found: Run) -> Iterator[tuple[str, ...]]:
    for name, table in found.document["records"]["tables"].items():
        reasons = ", ".join(f"{reason} {count}" for reason, count in sorted(table["reasons"].items()))
        yield name, str(table["rows_in"]), str(table["accepted"]), str(table["quarantined"]), reasons


def _totals(found: Run, lang: str) -> Iterator[tuple[str, ...]]:
    from amparo.law import book

    law, weighted = book(found.document["country"]), found.document["weighted"]
    for name, total in found.document["totals"].items():
        named = name, law.nodes[name].label.text(lang)  # type: ignore[union-attr]
        own = str(total["rows"]), _sum(total), str(total["unknown"])
        if weighted is None:
            yield *named, *own
        else:
            one = weighted["totals"].get(name, {})
            yield *named, *own, str(one.get("rows", "")), _sum(one), str(one.get("unknown", ""))


def _sum(total: Mapping[str, Any]) -> str:
    """The cases of a result, or its sum, from the lower to the upper end."""
    if "cases" in total:
        return ", ".join(f"{case} {count}" for case, count in total["cases"].items() if count)
    if "low" not in total:
        return ""
    low, high = total["low"], total["high"]
    return str(low) if low == high else f"{low} – {high}"
