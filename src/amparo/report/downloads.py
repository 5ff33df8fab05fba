"""Tables as files to take away: CSV, XLSX, JSON, Parquet, each with what is told about the data inside it.

    tables_to("xlsx", tables, metadata, "pt") -> bytes
    media_of("xlsx", tables) -> Media("application/vnd...sheet", "xlsx")

CSV comes as a zip with metadata.json beside the tables; JSON as one object whose head is the metadata; XLSX with a
sheet that says what it is; Parquet with the metadata under the key "amparo" of each file, several tables as a zip. The
same tables and metadata give the same bytes. Restricted data give none: ExportRefused.
"""

from __future__ import annotations

import csv
import io
import json
import zipfile
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final, assert_never

import pyarrow as pa
import pyarrow.parquet as pq

from amparo.records.outputs import may_export
from amparo.report.words import LANGUAGES, word
from amparo.rules.errors import AmparoError
from amparo.rules.messages import Listed, Message

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from amparo.report.datatables import Cell, DataTable, Field, Metadata, Type
    from amparo.rules.evidence import Label

FORMATS: Final = ("csv", "xlsx", "json", "parquet")
FORMAT: Final = "amparo-tables/1"
_ZIP_DAY: Final = (1980, 1, 1, 0, 0, 0)
_RISKY: Final = ("=", "+", "-", "@", "\t", "\r")
_SHEET_NAME: Final = 31
_WIDEST, _NARROWEST = 48, 10


class NoSuchFormat(AmparoError):
    """A kind of file that tables are not written to."""


@dataclass(frozen=True, slots=True)
class Media:
    """What a file is called to a browser, and the ending of its name."""

    type: str
    ending: str


def media_of(format: str, tables: Sequence[DataTable]) -> Media:
    """The media type and ending of what tables_to writes. Raises NoSuchFormat."""
    match format:
        case "csv":
            return Media("application/zip", "csv.zip")
        case "xlsx":
            return Media("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx")
        case "json":
            return Media("application/json", "json")
        case "parquet" if len(tables) == 1:
            return Media("application/vnd.apache.parquet", "parquet")
        case "parquet":
            return Media("application/zip", "parquet.zip")
    raise NoSuchFormat(
        Message(
            "file.no_format",
            "'{format}' is no format of tables. Cure: one of {formats}.",
            format=format,
            formats=Listed(FORMATS),
        )
    )


def tables_to(format: str, tables: Sequence[DataTable], metadata: Metadata, lang: str) -> bytes:
    """The tables as one file. Heads and the sheet 'About' are in the language; the names of columns never change.

    Raises NoSuchFormat, and ExportRefused for restricted data.
    """
    may_export(metadata.class_)
    match format:
        case "csv":
            return zipped(
                {
                    **{f"{table.name}.csv": csv_bytes(table) for table in tables},
                    "metadata.json": json_bytes(described(tables, metadata, lang)),
                }
            )
        case "xlsx":
            return _xlsx(tables, metadata, lang)
        case "json":
            return json_bytes({**described(tables, metadata, lang), "tables": {t.name: records(t) for t in tables}})
        case "parquet" if len(tables) == 1:
            return parquet_bytes(tables[0], metadata, lang)
        case "parquet":
            return zipped({f"{table.name}.parquet": parquet_bytes(table, metadata, lang) for table in tables})
    raise NoSuchFormat(
        Message(
            "file.no_format",
            "'{format}' is no format of tables. Cure: one of {formats}.",
            format=format,
            formats=Listed(FORMATS),
        )
    )


# --- what is told about the tables ------------------------------------------------------------------------------------


def described(tables: Sequence[DataTable], metadata: Metadata, lang: str) -> dict[str, Any]:
    """The metadata as plain data: title and description in the language, and in all three beside."""
    return {
        "format": FORMAT,
        "name": metadata.name,
        **both("title", metadata.title, lang),
        **both("description", metadata.description, lang),
        "language": lang,
        "class": metadata.class_,
        "synthetic": metadata.class_ == "synthetic",
        "amparo": metadata.version,
        "law": dict(metadata.laws),
        "command": metadata.command,
        "licence": metadata.licence,
        "notes": [note.text(lang) for note in metadata.notes],
        "sources": [
            {key: value for key, value in (("title", s.title), ("path", s.path), ("evidence", s.evidence)) if value}
            for s in metadata.sources
        ],
        "schemas": {
            table.name: {
                **both("title", table.title, lang),
                **both("description", table.description, lang),
                "fields": [field_described(one, lang) for one in table.fields],
            }
            for table in tables
        },
    }


def field_described(one: Field, lang: str) -> dict[str, Any]:
    """A column as a field of a Frictionless Table Schema, with unit, base and three languages beside."""
    found: dict[str, Any] = {"name": one.name, "type": "number" if one.type == "money" else one.type}
    found |= both("title", one.title, lang) | both("description", one.description, lang)
    if one.unit:
        found["unit"] = one.unit
    if one.base.en:
        found |= both("base", one.base, lang)
    if one.codes:
        found["categories"] = [{"value": code, **both("label", name, lang)} for code, name in one.codes.items()]
    return found


def both(name: str, label: Label, lang: str) -> dict[str, Any]:
    """A text in the language under its name, and in every language under its plural."""
    return {name: label.text(lang), f"{name}s": {each: label.text(each) for each in LANGUAGES}}


# --- plain text -------------------------------------------------------------------------------------------------------


def csv_bytes(table: DataTable) -> bytes:
    """One table as CSV in UTF-8: names of columns, decimal points, nothing for what is not there.

    Text that a spreadsheet would run as a formula is disarmed by an apostrophe.
    """
    held = io.StringIO(newline="")
    writer = csv.writer(held, lineterminator="\n")
    writer.writerow([one.name for one in table.fields])
    writer.writerows([_csv_cell(cell) for cell in row] for row in table.rows)
    return held.getvalue().encode()


def _csv_cell(cell: Cell) -> str:
    match cell:
        case None:
            return ""
        case bool():
            return "true" if cell else "false"
        case str():
            return f"'{cell}" if cell.startswith(_RISKY) else cell
        case Decimal():
            return f"{cell:f}"
        case int() | float():
            return repr(cell)
    assert_never(cell)


def json_bytes(document: Any) -> bytes:
    """JSON for people and programs: two spaces, letters as they are."""
    return (json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False) + "\n").encode()


def records(table: DataTable) -> list[dict[str, Any]]:
    """The rows by names of columns. An amount is a number with at most two places, which JSON text keeps exactly."""
    names = [one.name for one in table.fields]
    return [dict(zip(names, map(_json_cell, row), strict=True)) for row in table.rows]


def _json_cell(cell: Cell) -> Any:
    return float(cell) if isinstance(cell, Decimal) else cell


# --- Parquet ----------------------------------------------------------------------------------------------------------


def parquet_bytes(table: DataTable, metadata: Metadata, lang: str) -> bytes:
    """One table as Parquet; the file's key "amparo" holds the metadata, each column its own title and unit."""
    told = json.dumps(described([table], metadata, lang), ensure_ascii=False)
    schema = pa.schema([_arrow_field(one, lang) for one in table.fields], {"amparo": told})
    columns = [pa.array([row[at] for row in table.rows], type=schema.field(at).type) for at in range(len(table.fields))]
    held = io.BytesIO()
    pq.write_table(pa.Table.from_arrays(columns, schema=schema), held, compression="zstd")
    return held.getvalue()


def _arrow_field(one: Field, lang: str) -> pa.Field:
    told = {"title": one.title.text(lang), "unit": one.unit, "base": one.base.text(lang)}
    return pa.field(one.name, _arrow_type(one.type), metadata={key: text for key, text in told.items() if text})


def _arrow_type(type: Type) -> pa.DataType:
    match type:
        case "string" | "date" | "yearmonth":
            return pa.string()
        case "integer":
            return pa.int64()
        case "number":
            return pa.float64()
        case "money":
            return pa.decimal128(24, 2)
        case "boolean":
            return pa.bool_()
    assert_never(type)


# --- workbook ---------------------------------------------------------------------------------------------------------


def _xlsx(tables: Sequence[DataTable], metadata: Metadata, lang: str) -> bytes:
    import xlsxwriter

    held = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(held, options) as book:
        title = metadata.title.text(lang)
        book.set_properties({"title": title, "created": datetime(1980, 1, 1), "comments": _class_line(metadata, lang)})
        styles = Styles.of(book)
        about_sheet(book, styles, tables, metadata, lang)
        used = {word("data.about", lang).lower()}
        for table in tables:
            data_sheet(book.add_worksheet(sheet_name(table.title.text(lang), used)), styles, table, metadata, lang)
    return held.getvalue()


@dataclass(frozen=True, slots=True)
class Styles:
    """The formats of a workbook."""

    head: Any
    text: Any
    money: Any
    share: Any
    whole: Any
    warning: Any

    @classmethod
    def of(cls, book: Any) -> Styles:
        """The formats, made in a workbook."""
        top = {"valign": "top"}
        return cls(
            head=book.add_format({**top, "bold": True, "text_wrap": True, "bg_color": "#EDEDED", "bottom": 1}),
            text=book.add_format({**top, "text_wrap": True}),
            money=book.add_format({**top, "num_format": "#,##0.00"}),
            share=book.add_format({**top, "num_format": "0.0%"}),
            whole=book.add_format({**top, "num_format": "#,##0"}),
            warning=book.add_format({**top, "bold": True, "font_color": "#762900"}),
        )


def about_sheet(book: Any, styles: Styles, tables: Sequence[DataTable], metadata: Metadata, lang: str) -> None:
    """A sheet that says what the workbook is: class of the data, law, version, command, sources, every column."""
    sheet = book.add_worksheet(word("data.about", lang))
    sheet.set_column(0, 0, 30)
    sheet.set_column(1, 1, 34)
    sheet.set_column(2, 2, 70)
    sheet.set_column(3, 4, 20)
    lines = [("", metadata.title.text(lang)), *about_lines(metadata, lang)]
    row = 0
    for row, (name, text) in enumerate(lines):
        sheet.write_string(row, 0, name, styles.head if name else styles.text)
        sheet.write_string(row, 1, text, styles.warning if row == 1 else styles.text)
    row += 2
    for at, name in enumerate(("table", "column", "description", "unit", "base")):
        sheet.write_string(row, at, word(f"data.head.{name}", lang), styles.head)
    for table in tables:
        for one in table.fields:
            row += 1
            told = (table.title, one.title, one.description)
            texts = [*(label.text(lang) for label in told), one.unit, one.base.text(lang)]
            for at, text in enumerate(texts):
                sheet.write_string(row, at, text, styles.text)


def about_lines(metadata: Metadata, lang: str) -> list[tuple[str, str]]:
    """What is told of the data, as pairs of a name and a text in the language; the class first."""
    laws = word("mark.semicolon", lang).join(f"{country} {hash_}" for country, hash_ in metadata.laws.items())
    named = (
        ("class", word(f"class.{metadata.class_}", lang)),
        ("description", metadata.description.text(lang)),
        ("law", laws),
        ("amparo", metadata.version),
        ("command", metadata.command),
        ("licence", metadata.licence),
    )
    lines = [(word(f"data.about.{name}", lang), text) for name, text in named if text]
    lines += [(word("data.about.note", lang), note.text(lang)) for note in metadata.notes]
    for source in metadata.sources:
        told = (source.title, source.path, source.evidence)
        lines.append((word("data.about.source", lang), " · ".join(text for text in told if text)))
    return lines


def _class_line(metadata: Metadata, lang: str) -> str:
    return word("run.class", lang, data=word(f"class.{metadata.class_}", lang))


def data_sheet(sheet: Any, styles: Styles, table: DataTable, metadata: Metadata, lang: str) -> None:
    """One table: a line with title and class of the data, heads in the language, numbers as numbers."""
    sheet.write_string(0, 0, f"{table.title.text(lang)} · {_class_line(metadata, lang)}", styles.warning)
    for at, one in enumerate(table.fields):
        head = one.title.text(lang) + (f" ({one.unit})" if one.type == "money" else "")
        sheet.write_string(1, at, head, styles.head)
        shown = [len(str(row[at])) for row in table.rows if row[at] is not None]
        sheet.set_column(at, at, min(max([_NARROWEST, len(head), *shown]), _WIDEST))
    for number, row in enumerate(table.rows, 2):
        for at, (one, cell) in enumerate(zip(table.fields, row, strict=True)):
            _write_cell(sheet, number, at, cell, one, styles, lang)
    sheet.freeze_panes(2, 1)
    if table.rows:
        sheet.autofilter(1, 0, len(table.rows) + 1, len(table.fields) - 1)


def _write_cell(sheet: Any, row: int, at: int, cell: Cell, one: Field, styles: Styles, lang: str) -> None:
    match cell:
        case None:
            return
        case bool():
            sheet.write_boolean(row, at, cell)
        case str():
            sheet.write_string(row, at, one.codes[cell].text(lang) if cell in one.codes else cell, styles.text)
        case Decimal():
            sheet.write_number(row, at, float(cell), styles.money)
        case int() | float():
            style = styles.share if one.unit == "share" else styles.whole if isinstance(cell, int) else None
            sheet.write_number(row, at, cell, style)


def sheet_name(text: str, used: set[str]) -> str:
    """A name that a workbook takes: short, without the signs it forbids, and not there yet."""
    plain = "".join(" " if sign in "[]:*?/\\'" else sign for sign in text).strip()[:_SHEET_NAME] or "-"
    name, number = plain, 2
    while name.lower() in used:
        tail = f" {number}"
        name, number = plain[: _SHEET_NAME - len(tail)] + tail, number + 1
    used.add(name.lower())
    return name


def zipped(files: Mapping[str, bytes]) -> bytes:
    """Files in one archive, in their order and without a time: the same bytes for the same files."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, _ZIP_DAY)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content)
    return held.getvalue()


__all__ = ["FORMATS", "Media", "NoSuchFormat", "csv_bytes", "described", "media_of", "parquet_bytes", "tables_to"]
