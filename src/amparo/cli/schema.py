"""`amparo schema case|result|records`: JSON Schema of what goes in and comes out."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from amparo.cli.common import out_json


class What(StrEnum):
    """What is described."""

    case = "case"
    result = "result"
    records = "records"


def add(app: typer.Typer) -> None:
    """Put the verb on the command line."""
    app.command()(schema)


def schema(
    what: Annotated[What, typer.Argument(help="case: a worker's case file. result: amparo worker. records: tables.")],
    country: Annotated[str, typer.Option("--country", metavar="CC", help="PT, CN or fictional.")] = "PT",
) -> None:
    """The JSON Schema of case files, of results, or of records (the first and last depend on the country)."""
    if what == What.result:
        from amparo.report.result_schema import result_schema

        out_json(result_schema())
        return
    from amparo.law import book
    from amparo.records.schemas import case_json_schema, records_json_schema

    held = book(country)
    out_json(case_json_schema(held) if what == What.case else records_json_schema(held))
