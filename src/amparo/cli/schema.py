"""`amparo schema case|result|benefits|claim|records|exchange`: JSON Schema of what goes in and comes out."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from amparo.cli.common import HELD, out_json
from amparo.law import COUNTRIES


class What(StrEnum):
    """What is described."""

    case = "case"
    result = "result"
    benefits = "benefits"
    claim = "claim"
    records = "records"
    exchange = "exchange"


def add(app: typer.Typer) -> None:
    """Put the verb on the command line."""
    app.command()(schema)


def schema(
    what: Annotated[
        What,
        typer.Argument(
            help="case: a case file. result, benefits, claim: amparo worker. records: tables. exchange: its file."
        ),
    ],
    country: Annotated[str, typer.Option("--country", metavar="CC", help=HELD)] = next(iter(COUNTRIES)),
) -> None:
    """The JSON Schema of case files, results, records or exchange files (cases and records depend on the country)."""
    if what == What.exchange:
        from amparo.exchange.files import schema as exchange_schema

        out_json(exchange_schema())
        return
    if what in (What.result, What.benefits, What.claim):
        from amparo.report.result_schema import benefits_schema, claim_schema, result_schema

        out_json({What.result: result_schema, What.benefits: benefits_schema, What.claim: claim_schema}[what]())
        return
    from amparo.law import book
    from amparo.records.schemas import case_json_schema, records_json_schema

    held = book(country)
    out_json(case_json_schema(held) if what == What.case else records_json_schema(held))
