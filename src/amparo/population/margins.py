"""The published numbers that shape a population: shares, quantities, and what it is held against afterwards."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from amparo.rules.errors import AmparoError
from amparo.rules.evidence import Evidence, Label, read_evidence, read_label
from amparo.rules.topics import read_yaml

if TYPE_CHECKING:
    from collections.abc import Mapping

ROLES: Final = ("fit", "validate", "assumption")
_TOLERANCE: Final = 5e-5


class MarginsError(AmparoError):
    """A file of margins that cannot be used: where, what, and the cure."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a number comes from, of when it is, and how well it is known."""

    text: str
    date: str
    evidence: Evidence
    note: str = ""


@dataclass(frozen=True, slots=True)
class Margin:
    """Shares of the categories of one variable, of all persons or within one category of another variable."""

    id: str
    of: str
    within: tuple[str, str] | None
    cells: Mapping[str, float]
    role: str
    label: Label
    source: Source


@dataclass(frozen=True, slots=True)
class Quantity:
    """One number with its unit. why: for what reasons a population may not meet it."""

    id: str
    value: float
    unit: str
    role: str
    label: Label
    source: Source
    why: Label | None = None


@dataclass(frozen=True, slots=True)
class Margins:
    """All that is published, or assumed, of one population.

    years: those it can be built for; usual_year: the one that its numbers, and the figures to hold against, are of.
    """

    country: str
    label: Label
    years: tuple[int, ...]
    usual_year: int
    total: Quantity
    margins: tuple[Margin, ...]
    quantities: Mapping[str, Quantity]
    validate: Mapping[str, Quantity]

    def share(self, margin: str, cell: str) -> float:
        """The share of one cell of a margin, by the margin's id."""
        return next(one for one in self.margins if one.id == margin).cells[cell]

    def value(self, quantity: str) -> float:
        return self.quantities[quantity].value


def read_margins(file: Path) -> Margins:
    """Read and check a file of margins. Raises MarginsError naming the entry."""
    data = read_yaml(file)
    where = f"{file.parent.name}/{file.name}"
    total = dict(data["total"])
    label = read_label(data.get("label"), where)
    years, usual_year = _years(data.get("years"), where)
    return Margins(
        str(data["country"]),
        label,
        years,
        usual_year,
        _quantity("total", {"label": data["label"], "unit": "persons at a time", "role": "fit", **total}, where),
        tuple(_margin(name, entry, where) for name, entry in data["margins"].items()),
        {name: _quantity(name, entry, where) for name, entry in (data.get("quantities") or {}).items()},
        _held_against(data, where),
    )


def _held_against(data: Mapping[str, Any], where: str) -> dict[str, Quantity]:
    """What a built population is measured by: fitted quantities that only finished records show, and held-out ones."""
    fitted = {name: entry for name, entry in (data.get("quantities") or {}).items() if entry.get("measured")}
    held = {name: {"role": "validate", **entry} for name, entry in (data.get("validate") or {}).items()}
    return {name: _quantity(name, entry, where) for name, entry in (fitted | held).items()}


def _years(entry: Any, where: str) -> tuple[tuple[int, ...], int]:
    """The years from first to last, and the usual one among them."""
    told = entry if isinstance(entry, dict) else {}
    first, last, usual = (told.get(key) for key in ("first", "last", "usual"))
    if not (isinstance(first, int) and isinstance(last, int) and isinstance(usual, int) and first <= usual <= last):
        raise MarginsError(f"{where}: no years. Cure: years: {{first: 2023, last: 2026, usual: 2024}}.")
    return tuple(range(first, last + 1)), usual


def _margin(name: str, entry: Mapping[str, Any], where: str) -> Margin:
    here = f"{where}, {name}"
    cells = {str(cell): float(share) for cell, share in entry["cells"].items()}
    if abs(sum(cells.values()) - 1) > _TOLERANCE:
        raise MarginsError(f"{here}: the cells add to {sum(cells.values()):.5f}. Cure: shares of a margin add to 1.")
    if any(share < 0 for share in cells.values()):
        raise MarginsError(f"{here}: a share is negative. Cure: give shares from 0 to 1.")
    within = next(iter(entry["within"].items())) if "within" in entry else None
    if within is not None and "of" not in entry:
        raise MarginsError(f"{here}: 'within' without 'of'. Cure: say of which variable these are shares.")
    return Margin(
        name,
        str(entry.get("of", name)),
        None if within is None else (str(within[0]), str(within[1])),
        cells,
        _role(entry, here),
        read_label(entry.get("label"), here),
        _source(entry, here),
    )


def _quantity(name: str, entry: Mapping[str, Any], where: str) -> Quantity:
    here = f"{where}, {name}"
    label = read_label(entry.get("label"), here)
    why = read_label(entry["why"], f"{here}, why") if "why" in entry else None
    return Quantity(
        name, float(entry["value"]), str(entry["unit"]), _role(entry, here), label, _source(entry, here), why
    )


def _role(entry: Mapping[str, Any], where: str) -> str:
    if entry.get("role") not in ROLES:
        raise MarginsError(f"{where}: role '{entry.get('role')}' is not one of {', '.join(ROLES)}.")
    return str(entry["role"])


def _source(entry: Mapping[str, Any], where: str) -> Source:
    for need in ("source", "evidence", "date"):
        if not entry.get(need):
            raise MarginsError(f"{where}: no {need}. Cure: every number says where it comes from.")
    evidence = read_evidence(str(entry["evidence"]).replace(": ", ":"), where)
    return Source(str(entry["source"]), str(entry["date"]), evidence, str(entry.get("note") or ""))


__all__ = ["Margin", "Margins", "MarginsError", "Quantity", "Source", "read_margins"]
