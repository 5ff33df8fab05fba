"""The rows and headings of the MISSOC tables, read from missoc.yaml."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from amparo.rules.errors import LawError, NameNotFound, nearest
from amparo.rules.evidence import read_label
from amparo.rules.messages import Listed, Message
from amparo.rules.topics import read_yaml

if TYPE_CHECKING:
    from collections.abc import Mapping

    from amparo.rules.evidence import Label

SHOWS: Final = frozenset(
    {
        "basis",
        "principles",
        "beneficiaries",
        "voluntary",
        "conditions",
        "qualifying",
        "means_test",
        "waiting",
        "determining",
        "reference",
        "rates",
        "amounts",
        "minimum",
        "maximum",
        "family",
        "duration",
        "computed",
        "contributions_of_worker",
        "contributions_of_payer",
        "contributions_of_state",
        "not_held",
    }
)


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row of a table: its heading, and what its cells are generated from."""

    id: str
    shows: str
    label: Label


@dataclass(frozen=True, slots=True)
class MissocTable:
    """One of the twelve tables; branch is the word by which it is asked for."""

    number: str
    branch: str
    label: Label
    rows: tuple[TableRow, ...]


@cache
def missoc_tables() -> Mapping[str, MissocTable]:
    """The tables by number; the common head stands first in each."""
    data = _data()
    head = tuple(_row(row, "head") for row in data["head"])
    return {
        number: MissocTable(
            number,
            said["branch"],
            read_label(said["label"], f"missoc.yaml, table {number}"),
            (*head, *(_row(row, number) for row in said["rows"])),
        )
        for number, said in data["tables"].items()
    }


@cache
def group_labels() -> Mapping[str, Label]:
    """The headings of the columns: ways of working."""
    return {name: read_label(said, f"missoc.yaml, group {name}") for name, said in _data()["groups"].items()}


def table_of(branch: str) -> MissocTable:
    """A table by branch ('unemployment') or number ('X'). Raises NameNotFound with the nearest names."""
    tables = missoc_tables()
    if branch.upper() in tables:
        return tables[branch.upper()]
    names = {table.branch: table for table in tables.values()} | {"occupational_disease": tables["VIII"]}
    if branch not in names:
        raise NameNotFound(
            Message(
                "missoc.table",
                "'{branch}' is not a table.{hint} Tables: {names}.",
                branch=branch,
                hint=nearest(branch, names),
                names=Listed(names),
            )
        )
    return names[branch]


@cache
def _data() -> dict[str, Any]:
    return read_yaml(Path(__file__).with_name("missoc.yaml"))


def _row(said: Mapping[str, Any], where: str) -> TableRow:
    if said["shows"] not in SHOWS:
        raise LawError(f"missoc.yaml, {where}: '{said['shows']}' is nothing that a cell can show.")
    return TableRow(str(said["id"]), str(said["shows"]), read_label(said["label"], f"missoc.yaml, {where}"))


__all__ = ["MissocTable", "TableRow", "group_labels", "missoc_tables", "table_of"]
