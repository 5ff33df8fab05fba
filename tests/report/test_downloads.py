"""Tables as files to take away: the values come back as they were, and every file says what it holds."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from decimal import Decimal
from xml.etree import ElementTree

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from amparo.records.errors import ExportRefused
from amparo.report.datatables import DataTable, Field, Metadata, Source, column, money, of_sections, said
from amparo.report.downloads import FORMATS, NoSuchFormat, media_of, tables_to
from amparo.report.results import Section
from amparo.rules.evidence import Label

LABEL = Label("A thing", "Uma coisa", "某项")
BRANCHES = {"sickness": said("branch.sickness"), "old_age": said("branch.old_age")}


def table(name: str = "costs") -> DataTable:
    fields = (
        column("branch", "string", codes=BRANCHES),
        Field("amount", "money", LABEL, LABEL, "EUR"),
        Field("share", "number", LABEL, LABEL, "share", Label("pay", "remuneração", "报酬")),
        Field("workers", "integer", LABEL, LABEL, "workers"),
        Field("known", "boolean", LABEL, LABEL),
    )
    rows = (
        ("sickness", money(12345), 0.25, 7, True),
        ("old_age", money(-1), None, 0, False),
        ("=1+1", None, 1.0, 1, True),
    )
    return DataTable(name, LABEL, LABEL, fields, rows)


def metadata(class_: str = "synthetic") -> Metadata:
    return Metadata(
        "costs",
        LABEL,
        LABEL,
        class_,
        {"PT": "abc"},
        "amparo report --country PT",
        (Source("CRC 168", "https://example.org", "official"),),
        (Label("A note", "Uma nota", "一则备注"),),
    )


@pytest.mark.parametrize("format", FORMATS)
def test_the_same_tables_give_the_same_bytes(format: str) -> None:
    one, other = (tables_to(format, [table(), table("more")], metadata(), "zh") for _ in range(2))
    assert one == other
    assert media_of(format, [table(), table("more")]).ending


def test_csv_holds_the_values_and_what_is_told_of_them() -> None:
    with zipfile.ZipFile(io.BytesIO(tables_to("csv", [table()], metadata(), "pt"))) as archive:
        assert archive.namelist() == ["costs.csv", "metadata.json"]
        rows = list(csv.DictReader(io.StringIO(archive.read("costs.csv").decode())))
        told = json.loads(archive.read("metadata.json"))
    assert rows[0] == {"branch": "sickness", "amount": "123.45", "share": "0.25", "workers": "7", "known": "true"}
    assert rows[1]["amount"] == "-0.01" and rows[1]["share"] == ""
    assert rows[2]["branch"] == "'=1+1"
    assert told["title"] == "Uma coisa" and told["titles"]["zh"] == "某项" and told["law"] == {"PT": "abc"}
    fields = told["schemas"]["costs"]["fields"]
    assert fields[1]["unit"] == "EUR" and fields[2]["bases"]["zh"] == "报酬"
    assert [one["value"] for one in fields[0]["categories"]] == ["sickness", "old_age"]


def test_json_begins_with_what_is_told_and_holds_the_rows() -> None:
    document = json.loads(tables_to("json", [table(), table("more")], metadata(), "en"))
    assert next(iter(document)) == "format" and document["synthetic"] is True
    assert document["tables"]["costs"][0] == {
        "branch": "sickness",
        "amount": 123.45,
        "share": 0.25,
        "workers": 7,
        "known": True,
    }
    assert set(document["tables"]) == {"costs", "more"}


def test_parquet_keeps_amounts_exact_and_carries_its_metadata() -> None:
    read = pq.read_table(io.BytesIO(tables_to("parquet", [table()], metadata(), "en")))
    assert read["amount"].to_pylist() == [Decimal("123.45"), Decimal("-0.01"), None]
    assert read.schema.field("amount").type == pa.decimal128(24, 2)
    assert json.loads(read.schema.metadata[b"amparo"])["command"] == "amparo report --country PT"
    assert read.schema.field("amount").metadata[b"unit"] == b"EUR"
    several = tables_to("parquet", [table(), table("more")], metadata(), "en")
    with zipfile.ZipFile(io.BytesIO(several)) as archive:
        assert archive.namelist() == ["costs.parquet", "more.parquet"]


@pytest.mark.parametrize(("lang", "about", "branch"), [("en", "About", "Sickness"), ("zh", "说明", "疾病")])
def test_a_workbook_says_what_it_is_and_names_its_codes(lang: str, about: str, branch: str) -> None:
    with zipfile.ZipFile(io.BytesIO(tables_to("xlsx", [table()], metadata(), lang))) as book:
        names = [
            sheet.get("name")
            for sheet in ElementTree.fromstring(book.read("xl/workbook.xml")).iter()
            if sheet.get("sheetId")
        ]
        strings = book.read("xl/sharedStrings.xml").decode()
        cells = book.read("xl/worksheets/sheet2.xml").decode()
    assert names[0] == about and len(names) == 2
    assert branch in strings and "sickness" not in strings and "amparo report --country PT" in strings
    assert "=1+1" in strings and "<f>" not in cells and "<v>123.45</v>" in cells


def test_a_section_becomes_a_table_in_the_language() -> None:
    heads = {"en": ("Branch", "Branch", ""), "pt": ("Ramo", "Ramo", ""), "zh": ("险种", "险种", "")}
    sections = {lang: Section("the_list", lang, heads[lang], (("a", "b", lang),)) for lang in heads}
    made = of_sections(sections, "zh")
    assert [one.name for one in made.fields] == ["branch", "branch_2", "column_3"]
    assert made.rows == (("a", "b", "zh"),) and made.fields[0].title.pt == "Ramo"


def test_restricted_data_leave_in_no_format() -> None:
    for format in FORMATS:
        with pytest.raises(ExportRefused):
            tables_to(format, [table()], metadata("restricted"), "en")


def test_a_format_that_is_none_is_named_with_those_that_are() -> None:
    with pytest.raises(NoSuchFormat, match=r"'ods'.*csv, xlsx, json, parquet"):
        tables_to("ods", [table()], metadata(), "en")
