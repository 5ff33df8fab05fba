"""Tables as a Frictionless data package: a folder and a zip of CSV, Parquet, datapackage.json and README.md.

The descriptor follows Data Package 2.0 (https://datapackage.org) and is valid under 1.0 too; what the standard has no
name for (three languages, unit, base, class of the data, law book, command) stands beside in properties of its own,
which it allows. The same tables and metadata give the same bytes. Restricted data give none: ExportRefused.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from amparo.records.outputs import may_export
from amparo.report.datatables import LICENCE_PATH
from amparo.report.downloads import about_lines, both, csv_bytes, field_described, json_bytes, parquet_bytes, zipped
from amparo.report.words import LANGUAGES, word

if TYPE_CHECKING:
    from amparo.report.datatables import DataTable, Metadata

PROFILE: Final = "https://datapackage.org/profiles/2.0/datapackage.json"
DESCRIPTOR: Final = "datapackage.json"
FOLDER: Final = "data"


def package_files(tables: Sequence[DataTable], metadata: Metadata) -> dict[str, bytes]:
    """Every file of the package by its path. Raises ExportRefused for restricted data."""
    may_export(metadata.class_)
    held = {f"{table.name}.csv": csv_bytes(table) for table in tables}
    held |= {f"{table.name}.parquet": parquet_bytes(table, metadata, "en") for table in tables}
    return {
        DESCRIPTOR: json_bytes(descriptor(tables, metadata, held)),
        "README.md": readme(tables, metadata).encode(),
        **held,
    }


def package_zip(tables: Sequence[DataTable], metadata: Metadata) -> bytes:
    """The package as one archive."""
    return zipped(package_files(tables, metadata))


def write_package(home: Path, tables: Sequence[DataTable], metadata: Metadata) -> None:
    """The package in the folder data/ of home and beside it as data.zip; what an earlier run left is replaced."""
    files = package_files(tables, metadata)
    folder = home / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.iterdir():
        if old.is_file() and old.name not in files:
            old.unlink()
    for name, content in files.items():
        _whole(folder / name, content)
    _whole(home / f"{FOLDER}.zip", zipped(files))


def _whole(path: Path, content: bytes) -> None:
    """A file written whole or not at all."""
    temporary = path.with_name(f".{path.name}.part")
    temporary.write_bytes(content)
    os.replace(temporary, path)


def descriptor(tables: Sequence[DataTable], metadata: Metadata, files: Mapping[str, bytes]) -> dict[str, Any]:
    """datapackage.json: what the package is, and every file of it with its columns."""
    return {
        "$schema": PROFILE,
        "profile": "data-package",
        "name": metadata.name,
        **both("title", metadata.title, "en"),
        **both("description", metadata.description, "en"),
        "version": metadata.version,
        "contributors": [{"title": "Amparo", "roles": ["creator"]}],
        "licenses": [{"name": metadata.licence, "path": LICENCE_PATH, "title": "Apache License 2.0"}],
        "keywords": ["social security", "platform work", *sorted(metadata.laws)],
        "sources": [
            {"title": one.title, **({"path": one.path} if one.path else {}), **_marked(one.evidence)}
            for one in metadata.sources
        ],
        "amparo": {
            "class": metadata.class_,
            "synthetic": metadata.class_ == "synthetic",
            "version": metadata.version,
            "law": dict(metadata.laws),
            "command": metadata.command,
            "notes": {lang: [note.text(lang) for note in metadata.notes] for lang in LANGUAGES},
        },
        "resources": [resource for table in tables for resource in (_csv(table, files), _parquet(table, files))],
    }


def _marked(evidence: str) -> dict[str, str]:
    return {"evidence": evidence} if evidence else {}


def _csv(table: DataTable, files: Mapping[str, bytes]) -> dict[str, Any]:
    return {
        "name": table.name.replace("_", "-"),
        "type": "table",
        "profile": "tabular-data-resource",
        **_file(f"{table.name}.csv", files),
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        **both("title", table.title, "en"),
        **both("description", table.description, "en"),
        "schema": _schema(table),
    }


def _parquet(table: DataTable, files: Mapping[str, bytes]) -> dict[str, Any]:
    return {
        "name": f"{table.name.replace('_', '-')}-parquet",
        "profile": "data-resource",
        **_file(f"{table.name}.parquet", files),
        "format": "parquet",
        "mediatype": "application/vnd.apache.parquet",
        **both("title", table.title, "en"),
    }


def _file(name: str, files: Mapping[str, bytes]) -> dict[str, Any]:
    content = files[name]
    return {"path": name, "bytes": len(content), "hash": f"sha256:{hashlib.sha256(content).hexdigest()}"}


def _schema(table: DataTable) -> dict[str, Any]:
    return {"fields": [field_described(one, "en") for one in table.fields], "missingValues": [""]}


def readme(tables: Sequence[DataTable], metadata: Metadata) -> str:
    """What the package is, in the three languages one after the other."""
    return "\n".join(_readme(tables, metadata, lang) for lang in LANGUAGES)


def _readme(tables: Sequence[DataTable], metadata: Metadata, lang: str) -> str:
    colon = word("mark.colon", lang)
    sources = word("data.about.source", lang)
    about = [f"- {name}{colon}{text}" for name, text in about_lines(metadata, lang) if name != sources]
    files = [f"- `{table.name}.csv`, `{table.name}.parquet`{colon}{table.title.text(lang)}" for table in tables]
    cited = [
        f"- {' · '.join(part for part in (one.title, one.path, one.evidence) if part)}" for one in metadata.sources
    ]
    parts = [
        [f"# {metadata.title.text(lang)}", ""],
        [*about, ""],
        [f"## {word('data.readme.files', lang)}", "", word("data.readme.csv", lang), "", *files, ""],
        [f"## {sources}", "", *cited, ""] if cited and lang == "en" else [],
    ]
    return "\n".join(line for part in parts for line in part)


__all__ = ["package_files", "package_zip", "readme", "write_package"]
