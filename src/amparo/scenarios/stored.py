"""Data tables of a result as plain data and back, exactly: amounts stay decimal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from amparo.report.datatables import DataTable, Field, of_sections
from amparo.rules.evidence import LANGUAGES, Label

if TYPE_CHECKING:
    from amparo.report.results import Section
    from amparo.scenarios.views import View


def in_words(views: Mapping[str, View]) -> Iterator[DataTable]:
    """The tables of a view as texts, for results that hold more words than figures; names and titles in English."""
    for chapter in views["en"].chapters:
        for figure in chapter.figures:
            if figure.section.rows:
                identity = figure.section.id
                yield of_sections({lang: _section(view, identity) for lang, view in views.items()}, "en")


def _section(view: View, identity: str) -> Section:
    found = view.figure(identity)
    assert found is not None
    return found.section


def table_json(table: DataTable) -> dict[str, Any]:
    """A table as plain data."""
    return {
        "name": table.name,
        "title": _words(table.title),
        "description": _words(table.description),
        "fields": [_field_json(one) for one in table.fields],
        "rows": [[str(cell) if isinstance(cell, Decimal) else cell for cell in row] for row in table.rows],
    }


def _words(label: Label) -> dict[str, str]:
    return {lang: label.text(lang) for lang in LANGUAGES}


def _field_json(one: Field) -> dict[str, Any]:
    held = asdict(one)
    return {**held, "codes": {code: _words(label) for code, label in one.codes.items()}}


def table_of(data: Mapping[str, Any]) -> DataTable:
    """A table from plain data."""
    fields = tuple(_field_of(one) for one in data["fields"])
    kinds = [one.type for one in fields]
    rows = tuple(
        tuple(
            Decimal(cell) if kind == "money" and cell is not None else cell
            for cell, kind in zip(row, kinds, strict=True)
        )
        for row in data["rows"]
    )
    return DataTable(data["name"], Label(**data["title"]), Label(**data["description"]), fields, rows)


def _field_of(data: Mapping[str, Any]) -> Field:
    labels = {key: Label(**data[key]) for key in ("title", "description", "base")}
    codes = {code: Label(**words) for code, words in data["codes"].items()}
    return Field(data["name"], data["type"], unit=data["unit"], codes=codes, **labels)


__all__ = ["in_words", "table_json", "table_of"]
