"""A small set of synthetic workers of Portugal and China. No person, and no figure of any person or firm, is in it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import yaml

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
    file: Path
    first: int
    last: int
    focus: int
    title: Label
    story: Label
    payers: Mapping[str, Label]
    also: tuple[str, ...]

    @property
    def country(self) -> str:
        return self.id.partition("-")[0]

    def read(self) -> Case:
        """The case as a dossier, with the country's law."""
        return read_case(self.file)


@cache
def demo_cases() -> tuple[DemoCase, ...]:
    """All cases of the demonstration, in their order."""
    listed = yaml.safe_load((FOLDER / "cases.yaml").read_text(encoding="utf-8"))
    return tuple(_case(entry) for entry in listed)


def example_exchange() -> Path:
    """The exchange file that comes with Amparo: made up, by examples/exchange/make.sh."""
    return FOLDER / "platform-work.exchange.json"


def _case(entry: Mapping[str, Any]) -> DemoCase:
    where = f"demo/cases.yaml, {entry['id']}"
    return DemoCase(
        id=str(entry["id"]),
        file=FOLDER / str(entry["file"]),
        first=read_value(KINDS["month"], entry["from"]),
        last=read_value(KINDS["month"], entry["to"]),
        focus=read_value(KINDS["month"], entry["focus"]),
        title=read_label(entry["title"], where),
        story=read_label(entry["story"], where),
        payers={str(name): read_label(label, where) for name, label in entry["payers"].items()},
        also=tuple(entry.get("also") or ()),
    )


__all__ = ["FOLDER", "DemoCase", "demo_cases", "example_exchange"]
