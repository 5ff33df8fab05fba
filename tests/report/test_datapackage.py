"""The data package: what the published specification asks of one holds, and its tables are what they say they are."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import zipfile
from pathlib import Path
from typing import Any

import jsonschema
import pyarrow.parquet as pq
import pytest

from amparo.records.errors import ExportRefused
from amparo.report.datapackage import package_files, package_zip, write_package
from amparo.report.datatables import DataTable, Field, Metadata, Source, column, money, said
from amparo.rules.evidence import Label

LABEL = Label("A thing", "Uma coisa", "某项")

# Data Package 2.0 (datapackage.org, profiles/2.0) and 1.0: what a descriptor, a resource and a table schema must have,
# and the types of what they may have.
_TEXT = {"type": "string", "minLength": 1}
_FIELD_TYPES = ("string", "number", "integer", "boolean", "date", "datetime", "time", "year", "yearmonth", "any")
PROFILE: dict[str, Any] = {
    "type": "object",
    "required": ["resources"],
    "properties": {
        "$schema": {"type": "string", "pattern": r"^https://datapackage\.org/profiles/2\.0/datapackage\.json$"},
        "name": {"type": "string", "pattern": r"^([-a-z0-9._/])+$"},
        "title": _TEXT,
        "description": _TEXT,
        "version": _TEXT,
        "keywords": {"type": "array", "minItems": 1, "items": _TEXT},
        "licenses": {
            "type": "array",
            "minItems": 1,
            "items": {"type": "object", "anyOf": [{"required": ["name"]}, {"required": ["path"]}]},
        },
        "sources": {
            "type": "array",
            "items": {"type": "object", "required": ["title"], "properties": {"title": _TEXT}},
        },
        "contributors": {
            "type": "array",
            "minItems": 1,
            "items": {"type": "object", "minProperties": 1, "properties": {"roles": {"type": "array", "items": _TEXT}}},
        },
        "resources": {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "required": ["name", "path"],
                "properties": {
                    "name": {"type": "string", "pattern": r"^([-a-z0-9._/])+$"},
                    "path": {"type": "string", "pattern": r"^(?!/|\.)(?!.*\.\./).+$"},
                    "type": {"const": "table"},
                    "title": _TEXT,
                    "bytes": {"type": "integer", "minimum": 0},
                    "hash": {"type": "string", "pattern": r"^([^:]+:[a-fA-F0-9]+|[a-fA-F0-9]{32})$"},
                    "schema": {
                        "type": "object",
                        "required": ["fields"],
                        "properties": {
                            "missingValues": {"type": "array", "items": {"type": "string"}},
                            "fields": {
                                "type": "array",
                                "minItems": 1,
                                "items": {
                                    "type": "object",
                                    "required": ["name"],
                                    "properties": {
                                        "name": _TEXT,
                                        "type": {"enum": list(_FIELD_TYPES)},
                                        "title": _TEXT,
                                        "description": _TEXT,
                                        "categories": {
                                            "type": "array",
                                            "items": {"type": "object", "required": ["value"]},
                                        },
                                    },
                                },
                            },
                        },
                    },
                },
            },
        },
    },
}


def table() -> DataTable:
    fields = (
        column("branch", "string", codes={"sickness": said("branch.sickness")}),
        Field("amount", "money", LABEL, LABEL, "EUR", Label("gross pay", "remuneração bruta", "总收入")),
        Field("share", "number", LABEL, LABEL, "share"),
        Field("workers", "integer", LABEL, LABEL, "workers"),
        Field("since", "date", LABEL, LABEL),
    )
    rows = (("sickness", money(12345), 0.5, 3, "2025-01-01"), ("sickness", None, None, 0, None))
    return DataTable("costs_by_payer", LABEL, LABEL, fields, rows)


def metadata(class_: str = "synthetic") -> Metadata:
    source = Source("CRC: Code", "https://example.org/crc", "official")
    return Metadata("amparo-brief-pt-2023", LABEL, LABEL, class_, {"PT": "f00"}, "amparo report", (source,), (LABEL,))


def test_the_descriptor_holds_what_the_specification_asks() -> None:
    document = json.loads(package_files([table()], metadata())["datapackage.json"])
    jsonschema.validate(document, PROFILE)
    told = document["amparo"]
    assert (told["class"], told["law"], told["command"]) == ("synthetic", {"PT": "f00"}, "amparo report")
    assert document["titles"] == {"en": "A thing", "pt": "Uma coisa", "zh": "某项"}
    amount = document["resources"][0]["schema"]["fields"][1]
    assert (amount["type"], amount["unit"], amount["bases"]["zh"]) == ("number", "EUR", "总收入")
    assert document["sources"][0]["path"] == "https://example.org/crc"


def test_every_file_is_listed_with_its_size_and_hash() -> None:
    files = package_files([table()], metadata())
    document = json.loads(files["datapackage.json"])
    listed = {one["path"]: one for one in document["resources"]}
    assert set(listed) == set(files) - {"datapackage.json", "README.md"}
    for path, one in listed.items():
        assert one["bytes"] == len(files[path])
        assert one["hash"] == f"sha256:{hashlib.sha256(files[path]).hexdigest()}"


_READ = {
    "string": str,
    "number": float,
    "integer": int,
    "date": lambda text: re.fullmatch(r"\d{4}-\d\d-\d\d", text)[0],  # type: ignore[index]
}


def test_every_cell_is_of_the_type_that_its_column_declares() -> None:
    files = package_files([table()], metadata())
    for one in json.loads(files["datapackage.json"])["resources"]:
        if one["format"] != "csv":
            continue
        rows = list(csv.reader(io.StringIO(files[one["path"]].decode(one["encoding"]))))
        fields = one["schema"]["fields"]
        assert rows[0] == [field["name"] for field in fields]
        for row in rows[1:]:
            for cell, field in zip(row, fields, strict=True):
                if cell not in one["schema"]["missingValues"]:
                    _READ[field["type"]](cell)


def test_csv_and_parquet_hold_the_same_rows() -> None:
    files = package_files([table()], metadata())
    held = pq.read_table(io.BytesIO(files["costs_by_payer.parquet"])).to_pylist()
    rows = list(csv.DictReader(io.StringIO(files["costs_by_payer.csv"].decode())))
    assert [["" if v is None else str(v) for v in row.values()] for row in held] == [list(row.values()) for row in rows]


def test_the_readme_says_it_in_three_languages() -> None:
    readme = package_files([table()], metadata())["README.md"].decode()
    for text in ("# A thing", "# Uma coisa", "# 某项", "synthetic", "sintético", "合成", "costs_by_payer.csv"):
        assert text in readme
    assert readme.count("https://example.org/crc") == 1


def test_the_folder_and_the_zip_hold_the_same_and_nothing_of_before(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "old.csv").write_text("a\n")
    write_package(tmp_path, [table()], metadata())
    with zipfile.ZipFile(tmp_path / "data.zip") as archive:
        held = {name: archive.read(name) for name in archive.namelist()}
    assert held == {file.name: file.read_bytes() for file in (tmp_path / "data").iterdir()}
    assert (tmp_path / "data.zip").read_bytes() == package_zip([table()], metadata())


def test_restricted_data_make_no_package() -> None:
    with pytest.raises(ExportRefused):
        package_files([table()], metadata("restricted"))
