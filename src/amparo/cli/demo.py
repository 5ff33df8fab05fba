"""`amparo demo`: the bundled synthetic workers of both countries, on the terminal and as one page."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer
from rich import box
from rich.console import Console
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from amparo.cli.common import Lang, Language, say
from amparo.report.results import country_name, country_names
from amparo.report.words import word

if TYPE_CHECKING:
    from collections.abc import Sequence

    from amparo.report.agreement import Agreement
    from amparo.report.page import In

STYLES: Final = {
    "mandatory": "bold blue",
    "voluntary": "yellow",
    "none": "dim",
    "undecided": "bold magenta",
    "law_not_known": "bold red",
    "no_statement": "dim",
}
MOST_LINES: Final = 6
PERSONS: Final = 2_000


def add(app: typer.Typer) -> None:
    """Put the verb on the command line."""
    app.command()(demo)


def demo(
    lang: Lang = Language.en,
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="Where the page is written.")] = Path("demo.html"),
    briefs: Annotated[
        bool, typer.Option(help="A policy brief of a synthetic population of each country, a graft in each.")
    ] = True,
) -> None:
    """Both countries: a synthetic set of workers here and on an HTML page; a policy brief of a population of each."""
    agree = run_demo(lang.value, out)
    if briefs:
        run_briefs(lang.value, out.parent)
    if not agree:
        raise typer.Exit(4)


def run_demo(lang: str, out: Path) -> bool:
    """Print the summary and write the page; whether both ways of running agree."""
    from amparo.demo import demo_cases
    from amparo.report.demonstration import show
    from amparo.report.page import In, demo_page

    shown = [show(case) for case in demo_cases()]
    workers = [In(each, lang) for each in shown]
    console = Console(highlight=False, soft_wrap=False)
    countries = list(dict.fromkeys(each.shown.case.country for each in workers))
    _head(console, lang, country_names(countries, lang), len(workers))
    for country in countries:
        _country(console, [each for each in workers if each.shown.case.country == country], lang)
    agreements = _agreements()
    _agreement(console, agreements, lang)
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(demo_page(shown, agreements, lang), encoding="utf-8")
    console.print(Text(word("demo.written", lang, path=str(out)), style="bold"))
    for line in (example for agreement in agreements for example in agreement.examples[:5]):
        say(line)
    return all(agreement.differences == 0 for agreement in agreements)


def run_briefs(lang: str, home: Path) -> None:
    """Build a small synthetic population of each country shown and write its brief in every language."""
    from amparo.briefing import make_brief
    from amparo.cli.run import progress_shown
    from amparo.demo import demonstrations
    from amparo.population.building import build
    from amparo.population.countries import margins_of, populated
    from amparo.report.brief import write_brief, write_data

    for country, part in demonstrations().items():
        if country not in populated() or not part.graft:
            continue
        year, mechanism = margins_of(country).usual_year, part.graft
        people, folder = home / f"demo-{country}" / "population", home / f"demo-{country}"
        first, last = (year - 1) * 12, year * 12 + 11
        with progress_shown(lang) as tell:
            build(country, people, n=PERSONS, seed=1, first=first, last=last, progress=tell)
            made = make_brief(
                country,
                people,
                folder,
                year=year,
                mechanisms=[mechanism],
                by=["sex"],
                first=year * 12,
                last=last,
                progress=tell,
                command=f"amparo report --country {country} --population {people} --year {year} "
                f"--graft {mechanism} --out {folder}",
            )
        for each in Language:
            write_brief(made, folder, each.value)
        write_data(made, folder)
        say(word("brief.written", lang, folder=folder))


def _agreements() -> list[Agreement]:
    from amparo.demo import demo_cases
    from amparo.law import book
    from amparo.report.agreement import agreement

    cases = demo_cases()
    countries = dict.fromkeys(case.country for case in cases)
    return [agreement(book(c), [case.read().dossier for case in cases if case.country == c]) for c in countries]


# --- the terminal ------------------------------------------------------------------------------------------------


def _head(console: Console, lang: str, countries: str, count: int) -> None:
    title = Text(word("demo.title", lang), style="bold")
    lead = word("demo.lead", lang, countries=countries, workers=count)
    warning = f"{word('demo.synthetic', lang)} {word('demo.not_advice', lang)}"
    console.print(Panel(Text(f"{lead}\n\n{warning}"), title=title, border_style="red", box=box.ASCII2))
    legend = Text()
    from amparo.report.page import SIGNS

    for state, sign in SIGNS.items():
        legend.append(f" {sign} ", STYLES[state])
        legend.append(word(f"coverage.{state}", lang) + "   ")
    console.print(legend)


def _country(console: Console, workers: Sequence[In], lang: str) -> None:
    from amparo.report.page import SIGNS
    from amparo.rules.declarations import Branch

    country = country_name(workers[0].shown.case.country, lang)
    console.print()
    console.rule(Text(country, style="bold"))
    table = Table(
        title=word("demo.matrix", lang, country=country), title_justify="left", box=box.ASCII2, show_lines=False
    )
    table.add_column(word("demo.worker", lang), no_wrap=True)
    names = [branch.name.lower() for branch in Branch]
    for number, _ in enumerate(names, 1):
        table.add_column(str(number), justify="center")
    for each in workers:
        cells = [Text(SIGNS[state] + ("◐" if beside else ""), STYLES[state]) for state, beside in each.cells()]
        table.add_row(f"{each.shown.case.id} {each.month}", *cells)
    console.print(table)
    console.print(Text("; ".join(f"{n} {word(f'branch.{name}', lang)}" for n, name in enumerate(names, 1)), "dim"))
    for each in workers:
        _worker(console, each)


def _worker(console: Console, each: In) -> None:
    case, lang = each.shown.case, each.lang
    console.print()
    console.print(Text(f"{case.id}  {case.title.text(lang)}", style="bold underline"))
    console.print(Text(case.story.text(lang)))
    table = Table(box=box.SIMPLE, show_header=False, pad_edge=False, expand=False)
    table.add_column(ratio=2, overflow="fold")
    table.add_column(ratio=3, overflow="fold")
    for line in each.statuses()[: _most_statuses(each)]:
        values = [f"{when}: {value}" if len(line["v"]) > 1 else value for when, value, _ in line["v"]]
        name = f"{line['label']}{_of(line['payer'], lang)}"
        table.add_row(Text(name), Text("\n".join(values), "" if all(v[2] for v in line["v"]) else "magenta"))
    console.print(table)
    _charges(console, each)
    _benefits(console, each)
    unknown = [item["label"] + _of(item["rows"], lang) for item in each.unknowns() if item["effects"]]
    unknown = unknown or [item["label"] + _of(item["rows"], lang) for item in each.unknowns()]
    _listed(console, word("worker.unknowns", lang), unknown, lang, "magenta")
    _listed(console, word("demo.law_gaps", lang), each.law_gaps(), lang, "red")
    doubts = [f"{item['label']} [{item['provision']['cites']}]" for item in each.doubts()]
    _listed(console, word("worker.doubts", lang), doubts, lang, "yellow", 3)


def _most_statuses(each: In) -> int:
    """The first status of the law book (labour status), then social security's, on all payers: both are told apart."""
    names = dict.fromkeys(line["label"] for line in each.statuses())
    kept = set(list(names)[:3])
    return sum(1 for line in each.statuses() if line["label"] in kept)


def _charges(console: Console, each: In) -> None:
    lang = each.lang
    charges = each.charges()
    if not charges:
        console.print(Text(word("worker.nothing_owed", lang)))
        return
    table = Table(box=box.ASCII2, title_justify="left")
    for name in ("head.payer", "head.cause", "head.period"):
        table.add_column(word(name, lang), overflow="fold")
    table.add_column(word("head.amount", lang), justify="right", overflow="fold")
    for charge in charges:
        for position, row in enumerate(charge["rows"]):
            amount = f"{row['amount']} {row['per']}".strip()
            first = (charge["payer"], f"{charge['label']} · {charge['branch']}") if position == 0 else ("", "")
            table.add_row(*first, row["period"], Text(amount, "" if row["known"] else "magenta"))
    table.add_section()
    for payer, amount in each.sums():
        table.add_row(payer, word("worker.totals", lang), each.window, Text(amount, "bold"))
    console.print(table)


def _benefits(console: Console, each: In) -> None:
    """What would be due, for how much; and of what would not, how many fail at which condition first."""
    lang = each.lang
    colon, stop = word("mark.colon", lang), word("mark.semicolon", lang)
    due, failing = [], Counter[str]()
    for benefit in each.benefits():
        name = f"{benefit['name']}{_of(benefit['scheme'], lang)}"
        articles = "; ".join(provision["cites"] for provision in benefit["provisions"])
        lacking = f"{benefit['lacking']} [{articles}]" if articles else benefit["lacking"]
        if benefit["state"] == "no":
            failing[lacking] += 1
        elif benefit["state"] == "yes":
            due.append(f"✓ {name}{colon}{benefit['amount']}")
        else:
            due.append(f"{benefit['sign']} {name}{colon}{benefit['word']}{stop}{lacking}")
    _listed(console, word("benefits.title", lang, month=each.month), due, lang, "blue", 2 * MOST_LINES)
    fails = [f"{lacking}{colon}{count}" for lacking, count in failing.most_common()]
    _listed(console, f"{word('demo.not_qualified', lang)}{colon}{failing.total()}", fails, lang, "dim")


def _of(name: str, lang: str) -> str:
    if not name:
        return ""
    return f"（{name}）" if lang == "zh" else f" ({name})"


def _listed(console: Console, title: str, items: Sequence[str], lang: str, style: str, most: int = MOST_LINES) -> None:
    if not items:
        return
    console.print(Text(title, style=f"bold {style}"))
    for item in items[:most]:
        console.print(Text(f"  - {item}"))
    if len(items) > most:
        console.print(Text(f"    {word('worker.more', lang, count=len(items) - most)}", "dim"))


def _agreement(console: Console, agreements: Sequence[Agreement], lang: str) -> None:
    agree = all(agreement.differences == 0 for agreement in agreements)
    console.print()
    console.rule(
        Text(word("demo.agreement" if agree else "demo.agreement_not", lang), "bold green" if agree else "bold red")
    )
    for a in agreements:
        country = country_name(a.country, lang)
        said = word(
            "demo.agreement_said",
            lang,
            country=country,
            values=a.values,
            months=a.worker_months,
            differences=a.differences,
        )
        console.print(Text(said))


__all__ = ["add", "demo", "run_demo"]
