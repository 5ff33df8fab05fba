"""A small set of synthetic workers of each country: demo/<home>/demo.yaml and the case files beside it.

No person, and no figure of any person or firm, is in it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import yaml

from amparo.law import COUNTRIES
from amparo.records.case import Case, read_case
from amparo.rules.evidence import Label, read_label
from amparo.rules.kinds import KINDS, read_value

if TYPE_CHECKING:
    from collections.abc import Mapping

FOLDER: Final = Path(__file__).parent


@dataclass(frozen=True)
class DemoCase:
    """One synthetic worker: where the case file is, which months are shown, and what it is an example of."""

    id: str
    country: str
    file: Path
    first: int
    last: int
    focus: int
    title: Label
    story: Label
    payers: Mapping[str, Label]
    also: tuple[str, ...]

    def read(self) -> Case:
        """The case as a dossier, with the country's law."""
        return read_case(self.file)


@dataclass(frozen=True)
class Demonstration:
    """A country's part: its workers, the mechanism its brief puts onto its law, and how a form of its pay begins."""

    country: str
    cases: tuple[DemoCase, ...]
    graft: str
    pay: str
    place: str


@cache
def demonstrations() -> Mapping[str, Demonstration]:
    """The part of each country that has one, in the order of lists."""
    files = {code: FOLDER / country.home / "demo.yaml" for code, country in COUNTRIES.items()}
    return {code: _part(code, file) for code, file in files.items() if file.is_file()}


@cache
def demo_cases() -> tuple[DemoCase, ...]:
    """All cases of the demonstration, in their order."""
    return tuple(case for part in demonstrations().values() for case in part.cases)


def example_exchange() -> Path:
    """The exchange file that comes with Amparo: made up, by examples/exchange/make.sh."""
    return FOLDER / "platform-work.exchange.json"


def _part(country: str, file: Path) -> Demonstration:
    said = yaml.safe_load(file.read_text(encoding="utf-8"))
    form = said.get("form") or {}
    return Demonstration(
        country,
        tuple(_case(country, entry, file) for entry in said["cases"]),
        str(said.get("graft") or ""),
        str(form.get("pay") or ""),
        str(form.get("place") or ""),
    )


def _case(country: str, entry: Mapping[str, Any], file: Path) -> DemoCase:
    where = f"demo/{file.parent.name}/{file.name}, {entry['id']}"
    return DemoCase(
        id=str(entry["id"]),
        country=country,
        file=file.with_name(str(entry["file"])),
        first=read_value(KINDS["month"], entry["from"]),
        last=read_value(KINDS["month"], entry["to"]),
        focus=read_value(KINDS["month"], entry["focus"]),
        title=read_label(entry["title"], where),
        story=read_label(entry["story"], where),
        payers={str(name): read_label(label, where) for name, label in entry["payers"].items()},
        also=tuple(entry.get("also") or ()),
    )


__all__ = ["FOLDER", "DemoCase", "Demonstration", "demo_cases", "demonstrations", "example_exchange"]
