"""`amparo worker`: the law on one worker, the benefits within reach, and claims."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from amparo.cli import claim as claims
from amparo.cli.codes import UsageProblem
from amparo.cli.common import Format, Lang, Language, On, out, out_json, out_sections
from amparo.rules.messages import Message

if TYPE_CHECKING:
    from amparo.api import WorkerResult


class AnswerFormat(StrEnum):
    """How an answer is written."""

    text = "text"
    json = "json"
    html = "html"


def add(app: typer.Typer) -> None:
    """Put the verb on the command line."""
    app.command()(worker)


def worker(
    case: Annotated[str, typer.Argument(metavar="CASE", help="A case file (YAML or JSON).")],
    on: On = None,
    known_on: Annotated[
        str | None, typer.Option("--known-on", metavar="DATE", help="The law as known on a day.")
    ] = None,
    lang: Lang = Language.en,
    format: Annotated[AnswerFormat, typer.Option("--format", help="How the answer is written.")] = AnswerFormat.text,
    why: Annotated[
        str | None,
        typer.Option("--why", metavar="NODE", help="Only why NODE is what it is; NODE[3] for its fourth row."),
    ] = None,
    row: Annotated[int | None, typer.Option("--row", help="With --why: the row, counted from 0.")] = None,
    benefits: Annotated[
        bool, typer.Option("--benefits", help="Only the benefits: would they qualify, since or from when, how much.")
    ] = False,
    claim: Annotated[
        str | None,
        typer.Option("--claim", metavar="CONTINGENCY", help="What a sickness, birth ... beginning on --on would give."),
    ] = None,
    days: Annotated[int | None, typer.Option("--days", help="With --claim: how many days it lasts.")] = None,
    set_: Annotated[
        list[str] | None, typer.Option("--set", metavar="FACT=VALUE", help="With --claim: a fact of the spell.")
    ] = None,
) -> None:
    """The law on one worker: status, coverage, contributions, benefits, what is unknown and would decide, doubts."""
    from amparo import api

    if claim is not None:
        claims.show(case, claim, on, days, set_ or (), known_on, lang.value, format.value, why)
        return
    if days is not None or set_:
        raise UsageProblem(
            Message(
                "command.no_claim",
                "--days and --set belong to a claim. Cure: add --claim sickness (or another contingency).",
            )
        )
    if benefits:
        claims.show_benefits(case, on, known_on, lang.value, format.value)
        return
    result = api.worker(case, on=on, known_on=known_on, lang=lang.value)
    claims.may_leave(result.class_, format.value, lang.value)
    if why is not None:
        _why(result, why, row, Format.json if format == AnswerFormat.json else Format.text)
    elif format == AnswerFormat.json:
        out_json(result.to_json())
    elif format == AnswerFormat.html:
        from amparo.report.claims import page

        out(page(result.name, result._repr_html_(), lang.value))
    else:
        from amparo.report.results import sections, worker_facts, worker_title

        out_sections([worker_title(result), *worker_facts(result)], sections(result))


def _why(result: WorkerResult, name: str, row: int | None, format: Format) -> None:
    from amparo.report.results import why_of, why_of_text

    found: dict[str, Any] | str
    if format == Format.json:
        found = why_of(result, name, row)
        out_json(found)
    else:
        out(why_of_text(result, name, row))
