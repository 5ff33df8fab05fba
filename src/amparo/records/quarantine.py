"""Why a row is set aside: the reasons, each with its sentence and its cure, and the counts that must come out even."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from amparo.records.errors import CountError
from amparo.rules.messages import WRITTEN, Listed, Message


@dataclass(frozen=True, slots=True)
class Reason:
    """A reason code with the sentence and the cure a person reads. {field} and {bounds} are filled in."""

    code: str
    sentence: str
    cure: str

    def written(self, field: str = "", bounds: str = "") -> tuple[str, str]:
        """Sentence and cure, in the language in which files are written; field: '' for the whole row."""
        say = WRITTEN.get()
        told = {"field": Listed((field,)) if field else Message("reason.the_row", "The row"), "bounds": bounds}
        sentence = Message(f"reason.{self.code}", self.sentence, **told)
        return say(sentence), say(Message(f"cure_of.{self.code}", self.cure, **told))


_ROW_REASONS: Final = (
    # a cell
    Reason(
        "malformed_row",
        "The row has another number of cells than the header.",
        "Quote cells that hold a comma or a line break.",
    ),
    Reason("missing_value", "{field} is empty and has to be told.", "Fill it in."),
    Reason(
        "bad_text",
        "{field} is too long, holds control characters, or is no whole number.",
        "Write a short text or a whole number.",
    ),
    Reason(
        "not_a_number",
        "{field} is not a number.",
        "Write digits with a point before decimals, as 1234.56; leave it empty if unknown.",
    ),
    Reason(
        "finer_than_stored",
        "{field} has more decimals than can be kept exactly.",
        "Round it at the source; nothing is rounded here.",
    ),
    Reason("negative_amount", "{field} is below zero.", "Write {bounds}; correct refunds in the month they belong to."),
    Reason("out_of_range", "{field} is out of range.", "Write {bounds}."),
    Reason("not_yes_or_no", "{field} is neither yes nor no.", "Write yes, no, or leave it empty if unknown."),
    Reason("unknown_category", "{field} is not in its closed list.", "Write {bounds}."),
    Reason(
        "unknown_place",
        "{field} is not a place of this country's list.",
        "Write the name of a place of the list, in lower case.",
    ),
    Reason("impossible_month", "{field} is not a month of the calendar.", "Write it as 2025-03."),
    Reason("impossible_date", "{field} is not a day of the calendar.", "Write it as 2025-03-10."),
    Reason("impossible_year", "{field} is not a year.", "Write it as 2025."),
    Reason(
        "not_a_quarter", "{field} is not the first month of a quarter.", "Write 2025-01, 2025-04, 2025-07 or 2025-10."
    ),
    Reason("unknown_currency", "{field} is no currency.", "Write the three letters of ISO 4217."),
    Reason(
        "other_currency",
        "{field} is not the currency of this law.",
        "Convert the amounts to {bounds} at a declared rate.",
    ),
    Reason(
        "unknown_fact",
        "{field} names no fact that can be chosen by date.",
        "Write the name of a fact of a month, quarter or year.",
    ),
    Reason("period_said_twice", "The row must say one of month, from (and until), or year.", "Keep one of them."),
    Reason(
        "fact_of_another_period",
        "{field} is told for a period it does not have.",
        "Tell facts of a year in rows with year, others with month.",
    ),
    Reason("ends_before_it_begins", "The row ends before it begins.", "Exchange or correct the two."),
    Reason("window_too_long", "The worker's months span more than 100 years.", "Write a working life at most."),
    # rows held against each other
    Reason(
        "duplicate_row",
        "The same row stands there already.",
        "Remove the copy; if there are two, number them in the column 'engagement'.",
    ),
    Reason("duplicate_worker", "Another row tells the same worker otherwise.", "Keep one row per worker."),
    Reason("duplicate_payer", "Another row tells the same payer otherwise.", "Keep one row per payer."),
    Reason(
        "duplicate_engagement",
        "Another row tells the same engagement and month with other amounts.",
        "Keep one, add them up, or number them in the column 'engagement'.",
    ),
    Reason("conflicting_values", "Another row tells the same fact of the same period otherwise.", "Keep one of them."),
    Reason("unknown_worker", "The worker is not in the table workers.", "Add the worker, or correct the number."),
    Reason("unknown_payer", "The payer is not in the table payers.", "Add the payer, or correct the number."),
    Reason(
        "outside_window",
        "The period lies outside the worker's first_month to last_month.",
        "Widen the worker's months, or remove the row.",
    ),
    Reason(
        "outside_run",
        "The period lies outside the months of this run.",
        "Run more months, or leave it: the worker is computed, with what came before or after not told.",
    ),
    Reason(
        "too_many_engagements",
        "The worker has more than 100 engagements in a month.",
        "Join engagements of the same payer and kind.",
    ),
    Reason("too_many_rows", "The worker has more rows in this table than any life can need.", "Join them."),
    # rows that were right themselves
    Reason(
        "worker_incomplete",
        "Another row of this worker was set aside, so totals would be wrong.",
        "Correct that row; or run with incomplete workers kept.",
    ),
    Reason("worker_set_aside", "The worker's own row was set aside.", "Correct that row in the table workers."),
    Reason("payer_set_aside", "The payer's row was set aside.", "Correct that row in the table payers."),
    # orders
    Reason(
        "unknown_status",
        "{field} is a status that the mapping does not name.",
        "Say in the mapping what this status counts as.",
    ),
    Reason("unmapped_value", "{field} is a value that the mapping does not name.", "Add it to the mapping."),
    Reason("duplicate_order", "The same order stands there already.", "Remove the copy."),
    Reason("conflicting_order", "Another row has the same order number and says otherwise.", "Keep one of them."),
    # persons
    Reason(
        "pay_without_months",
        "{field} is paid and no month of work is told.",
        "Correct the months, or say in the mapping in which months such work is done.",
    ),
)
REASONS: Final[dict[str, Reason]] = {reason.code: reason for reason in _ROW_REASONS}
NUMBER: Final[dict[str, int]] = {reason.code: number for number, reason in enumerate(_ROW_REASONS, start=1)}
CODE: Final[dict[int, str]] = {number: code for code, number in NUMBER.items()}
FIELD: Final = 1000
# rows that were right themselves and left with another row
CASCADED: Final = ("worker_incomplete", "worker_set_aside")
# reasons after which the worker is still whole
HARMLESS: Final = ("duplicate_row", "outside_run")

FILE_REASONS: Final[dict[str, str]] = {
    "no_such_folder": "there is no such folder",
    "no_table": "the folder holds no table workers",
    "table_twice": "a table is there in two forms",
    "unreadable_file": "the file cannot be read as what its name says",
    "wrong_encoding": "the text is not UTF-8",
    "no_header": "there is no header line",
    "no_columns": "there are no columns",
    "too_many_columns": "there are too many columns",
    "missing_column": "a required column is missing",
    "duplicate_column": "a column stands there twice",
    "wrong_type": "a column is of a type that cannot hold what it should",
    "reserved_column": "a column has a name that reading the file needs itself",
    "no_months": "nothing says which months are told",
    "other_law": "the canonical form was made for other law",
    "damaged_canonical": "a folder in canonical form is not as it was written",
}


def problem(reason: str, column: int = 0) -> int:
    """A reason at a column of its table (0: the whole row), as one number."""
    return column * FIELD + NUMBER[reason]


@dataclass(frozen=True, slots=True)
class TableCount:
    """What became of a table's rows."""

    rows_in: int
    accepted: int
    quarantined: int
    reasons: Mapping[str, int] = field(default_factory=dict)
    unknown_columns: tuple[str, ...] = ()

    def check(self, table: str) -> None:
        """Rows in = accepted + quarantined, and each quarantined row has one reason."""
        if self.rows_in != self.accepted + self.quarantined or self.quarantined != sum(self.reasons.values()):
            raise CountError(
                Message(
                    "records.count",
                    "{table}: {rows_in} rows came in, {accepted} were accepted, {quarantined} set aside, "
                    "{values} with a reason. This is a mistake in Amparo: please report it. Nothing was written.",
                    table=table,
                    rows_in=self.rows_in,
                    accepted=self.accepted,
                    quarantined=self.quarantined,
                    values=sum(self.reasons.values()),
                )
            )


@dataclass(frozen=True, slots=True)
class Counts:
    """What became of all rows, by table."""

    tables: Mapping[str, TableCount]

    @property
    def rows_in(self) -> int:
        return sum(table.rows_in for table in self.tables.values())

    @property
    def accepted(self) -> int:
        return sum(table.accepted for table in self.tables.values())

    @property
    def quarantined(self) -> int:
        return sum(table.quarantined for table in self.tables.values())

    @property
    def reasons(self) -> dict[str, int]:
        """How many rows were set aside for each reason, in all tables together."""
        found: dict[str, int] = {}
        for table in self.tables.values():
            for code, number in table.reasons.items():
                found[code] = found.get(code, 0) + number
        return dict(sorted(found.items()))

    def check(self) -> None:
        for name, table in self.tables.items():
            table.check(name)

    def as_dict(self) -> dict[str, object]:
        """For run.json and meta.json."""
        return {
            "rows_in": self.rows_in,
            "accepted": self.accepted,
            "quarantined": self.quarantined,
            "reasons": self.reasons,
            "tables": {
                name: {
                    "rows_in": table.rows_in,
                    "accepted": table.accepted,
                    "quarantined": table.quarantined,
                    "reasons": dict(sorted(table.reasons.items())),
                    "unknown_columns": list(table.unknown_columns),
                }
                for name, table in self.tables.items()
            },
        }
