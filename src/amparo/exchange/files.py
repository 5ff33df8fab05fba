"""The exchange file: JSON in UTF-8 with a format version. All it holds is checked before anything is made of it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

from pydantic import ValidationError
from pydantic.json_schema import models_json_schema

from amparo.exchange.entries import Entry
from amparo.exchange.errors import ExchangeError, Fields, Named
from amparo.exchange.exchange import Exchange
from amparo.exchange.objects import Worker
from amparo.exchange.persons import check_worker
from amparo.records.errors import shown, why_of

FORMAT: Final = "amparo-exchange/1"
LARGEST: Final = 2_000_000
"""Bytes of a file: some hundreds of pages of text. Populations and tables of results of millions do not belong here."""
MOST_ENTRIES: Final = 5_000
MOST_OF: Final = {"provision": 500, "case": 300, "scenario": 100, "graft": 30}
"""Entries of the kinds that are held against the law whenever a file is shown: some seconds at the most."""
ENDING: Final = ".exchange.json"


def read_file(path: Path | str) -> Exchange:
    """The exchange in a file. Raises ExchangeError."""
    file = Path(path)
    try:
        if file.stat().st_size > LARGEST:
            raise ExchangeError("too_large", size=file.stat().st_size, most=LARGEST)
        return read(file.read_bytes())
    except OSError as error:
        raise ExchangeError("no_file", file=file.name, what=why_of(error)) from None


def read(data: bytes) -> Exchange:
    """The exchange in the bytes of a file. Raises ExchangeError naming the entry and what is wrong with it."""
    if len(data) > LARGEST:
        raise ExchangeError("too_large", size=len(data), most=LARGEST)
    document = _document(data)
    format_ = document.get("format")
    if format_ != FORMAT:
        raise ExchangeError("format", found="–" if format_ is None else shown(format_), known=FORMAT)
    if set(document) != {"format", "exchange", "entries"} or not isinstance(document["entries"], list):
        raise ExchangeError("not_an_exchange")
    rows = document["entries"]
    if len(rows) > MOST_ENTRIES:
        raise ExchangeError("too_many", entries=len(rows), most=MOST_ENTRIES)
    entries = [_entry(row, number) for number, row in enumerate(rows, 1)]
    _count(entries)
    found = Exchange(str(document["exchange"]), {}).with_entries(entries)
    _ = found.meeting  # a file that does not say what it is of is refused here
    return found


def _count(entries: Iterable[Entry]) -> None:
    """Refuses more of a kind than can be held against the law while somebody waits."""
    counted: Counter[str] = Counter(entry.body.kind for entry in entries)
    for kind, most in MOST_OF.items():
        if counted[kind] > most:
            raise ExchangeError("too_many_of", kind=Named("kind", kind), entries=counted[kind], most=most)


def _document(data: bytes) -> dict[str, Any]:
    try:
        found = json.loads(
            data.decode("utf-8-sig"), object_pairs_hook=_once, parse_float=_no_float, parse_constant=_no_float
        )
    except UnicodeDecodeError as error:
        raise ExchangeError("not_utf8", byte=error.start + 1) from None
    except json.JSONDecodeError as error:
        raise ExchangeError("not_json", line=error.lineno, column=error.colno) from None
    except RecursionError:
        raise ExchangeError("too_deep") from None
    except ValueError:  # a whole number of thousands of digits
        raise ExchangeError("not_an_exchange") from None
    if not isinstance(found, dict):
        raise ExchangeError("not_an_exchange")
    return found


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        twice = next(key for key, _ in pairs if [name for name, _ in pairs].count(key) > 1)
        raise ExchangeError("key_twice", name=shown(twice))
    return found


def _no_float(text: str) -> Any:
    raise ExchangeError("no_float", number=shown(text))


def _entry(row: Any, number: int) -> Entry:
    """One entry, its version worked out anew. Raises ExchangeError where it is not what the file says it is."""
    if not isinstance(row, dict) or not isinstance(row.get("version"), str):
        raise ExchangeError("no_version", number=number)
    said = {key: value for key, value in row.items() if key != "version"}
    try:
        entry = Entry.model_validate_json(json.dumps(said))
    except ValidationError as error:
        raise ExchangeError("entry", number=number, what=Fields(error)) from None
    except (RecursionError, ValueError):
        raise ExchangeError("too_deep") from None
    if isinstance(entry.body, Worker):
        check_worker(entry.body.case, entry.body.data_class)
    if entry.version != row["version"]:
        raise ExchangeError(
            "tampered", number=number, object=entry.object, found=entry.version[:12], said=shown(row["version"][:12])
        )
    return entry


def written(exchange: Exchange) -> bytes:
    """The bytes of the file: entries in their order, so that equal copies are equal files."""
    rows = [{"version": entry.version, **entry.content} for entry in exchange.ordered]
    document = {"format": FORMAT, "exchange": exchange.id, "entries": rows}
    data = (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()
    if len(data) > LARGEST:
        raise ExchangeError("too_large", size=len(data), most=LARGEST)
    if len(rows) > MOST_ENTRIES:
        raise ExchangeError("too_many", entries=len(rows), most=MOST_ENTRIES)
    _count(exchange.ordered)
    return data


def write_file(exchange: Exchange, path: Path | str) -> None:
    """Write the file whole or not at all."""
    target = Path(path)
    temporary = target.with_name(f".{target.name}.part")
    temporary.write_bytes(written(exchange))
    temporary.replace(target)


def schema() -> dict[str, Any]:
    """The JSON Schema of an exchange file. What it cannot say: a version is the hash of the entry without it."""
    _, found = models_json_schema([(Entry, "validation")], ref_template="#/$defs/{model}")
    definitions = found["$defs"]
    entry = definitions["Entry"]
    entry["properties"] = {"version": {"type": "string", "pattern": "^[0-9a-f]{64}$"}, **entry["properties"]}
    entry["required"] = ["version", *entry["required"]]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Amparo exchange file",
        "type": "object",
        "properties": {
            "format": {"const": FORMAT},
            "exchange": {"type": "string", "pattern": "^exchange-[0-9a-f]{16}$"},
            "entries": {"type": "array", "maxItems": MOST_ENTRIES, "items": {"$ref": "#/$defs/Entry"}},
        },
        "required": ["format", "exchange", "entries"],
        "additionalProperties": False,
        "$defs": definitions,
    }


__all__ = ["ENDING", "FORMAT", "LARGEST", "MOST_ENTRIES", "read", "read_file", "schema", "write_file", "written"]
