"""Small files of persons and mappings of them, written in a test."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping, Sequence
from copy import deepcopy
from pathlib import Path
from typing import Any

WHY = {"en": "said so in a test", "pt": "dito num teste", "zh": "测试所定"}

MAPPING: dict[str, Any] = {
    "format": "amparo-microdata/1",
    "country": "PT",
    "data": {
        "label": "Persons of a test",
        "country": "Nowhere",
        "class": "synthetic",
        "source": "a test",
        "licence": "none",
    },
    "year": {"data": 2024, "read_as": 2024},
    "currency": "EUR",
    "person": "id",
    "design": {"weight": "weight"},
    "facts": {"sex": {"column": "sex", "values": {"1": "male", "2": "female"}}},
    "jobs": {
        "employee": {
            "label": "Work as an employee",
            "pay": {"year": "wage", "fills": ["gross_pay", "base_pay"]},
            "months": {"every": True, "because": WHY},
            "facts": {
                "form": {"constant": "employment", "because": WHY},
                "activity": {"constant": "other", "because": WHY},
                "payer_kind": {"constant": "employer", "because": WHY},
            },
        }
    },
}
PEOPLE: list[dict[str, Any]] = [
    {"id": "a", "weight": "1", "sex": "1", "wage": "12000"},
    {"id": "b", "weight": "1", "sex": "2", "wage": "24000"},
    {"id": "c", "weight": "1", "sex": "1", "wage": "18000"},
    {"id": "d", "weight": "1", "sex": "2", "wage": "36000"},
]


def mapping(**parts: Any) -> dict[str, Any]:
    """The mapping with some of its parts replaced; a part with dots goes down: `jobs.employee.months`."""
    found = deepcopy(MAPPING)
    for path, value in parts.items():
        *steps, last = path.split("__")
        part = found
        for step in steps:
            part = part.setdefault(step, {})
        if value is None:
            part.pop(last, None)
        else:
            part[last] = value
    return found


def files(folder: Path, told: Mapping[str, Any], people: Sequence[Mapping[str, Any]]) -> tuple[Path, Path]:
    """A mapping file and a CSV file."""
    folder.mkdir(parents=True, exist_ok=True)
    map_file, data = folder / "map.yaml", folder / "persons.csv"
    # JSON is YAML too, and says the same text twice without references
    map_file.write_text(json.dumps(told, ensure_ascii=False, indent=1), encoding="utf-8")
    with data.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(dict.fromkeys(key for row in people for key in row)))
        writer.writeheader()
        writer.writerows(people)
    return map_file, data
