"""What is known of a whole population, in figures that name nobody: the small input of a test of conformity.

A YAML or JSON file `aggregates.yaml` (or `.json`), alone or in the folder of a run:

    format: amparo-aggregates/1
    country: PT
    month: 2025-06                  # to which the figures refer
    class: synthetic                # hypothetical, synthetic, public-use or restricted
    source: where the figures come from
    persons: {employees: 4000000, active: 5200000, residents: 10700000}
    average_earnings: 1502.43       # a month, of all employees protected
    labourer_wage: 870.00           # a month, of an ordinary adult male labourer
    branches:                       # persons protected
      sickness: {employees: 3900000, active: 4300000, qualified: 3700000, adequate: 3500000}
      medical_care: {residents: 10700000}

In its place, the `cascade.json` that `amparo cascade --by status` leaves: protected are then those who contribute.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from amparo.records.documents import Unreadable, read_document
from amparo.records.schemas import CLASSES
from amparo.rules.declarations import Branch
from amparo.rules.errors import AmparoError, nearest
from amparo.rules.kinds import KINDS, month_text, read_value
from amparo.rules.messages import Listed, Message, what_of

if TYPE_CHECKING:
    from collections.abc import Mapping

FORMAT: Final = "amparo-aggregates/1"
WHOLES: Final = ("employees", "active", "residents")
# Of the active persons: how many fulfil the conditions of a benefit, and of how many it would be adequate.
OF_ACTIVE: Final = ("qualified", "adequate")
_KEYS: Final = (
    *("format", "country", "month", "class", "source"),
    *("persons", "average_earnings", "labourer_wage", "branches"),
)
SCALE: Final = 1_000_000


class AggregatesError(AmparoError):
    """A file of aggregates that is not there or not readable: says where, what and how to cure it."""


@dataclass(frozen=True)
class Aggregates:
    """Persons in all and persons protected by branch; earnings in smallest units a month. None: not told."""

    country: str
    class_: str
    source: str
    month: int | None = None
    persons: Mapping[str, int] = field(default_factory=dict)
    protected: Mapping[tuple[Branch, str], int] = field(default_factory=dict)
    average_earnings: int | None = None
    labourer_wage: int | None = None

    def share(self, branch: Branch, counted: str, whole: str) -> int | None:
        """Persons protected among `counted` as a share of `whole`, in millionths, rounded down; None if not told."""
        part, every = self.protected.get((branch, counted)), self.persons.get(whole)
        return None if part is None or not every else part * SCALE // every


def read_aggregates(path: str | Path, month: int | None = None) -> Aggregates:
    """The aggregates in a file or in a folder that holds one; of a cascade, those of the month, or of its last.

    Raises AggregatesError.
    """
    file = Path(path)
    if file.is_dir():
        names = ("aggregates.yaml", "aggregates.yml", "aggregates.json", "cascade.json")
        held = [file / name for name in names]
        file = next((each for each in held if each.exists()), held[0])
    if not file.is_file():
        raise AggregatesError(
            Message(
                "aggregates.no_file",
                "{file}: no such file. Cure: write aggregates.yaml there; see docs/standards.md.",
                file=file,
            )
        )
    try:
        data = read_document(file)
    except Unreadable as error:
        raise AggregatesError(
            Message(
                "aggregates.unread",
                "{file}: {what} Cure: {cure}",
                file=file.name,
                what=what_of(error),
                cure=error.finding.cure,
            )
        ) from None
    if isinstance(data, dict) and data.get("format") == CASCADE:
        return aggregates_of_cascade(data, month)
    return aggregates_from(data, file.name)


# Statuses in social security that make an employee, as the countries' law books name them.
_EMPLOYEES: Final = frozenset({"employee", "employees", "domestic_worker", "employed", "part_time_employee"})
_NOT_ACTIVE: Final = frozenset({"no_work", "not_told"})
_STATES: Final = ("yes", "no", "undecided", "law_not_known", "no_measure")
CASCADE: Final = "amparo-cascade/1"


def aggregates_of_cascade(data: Mapping[str, Any], month: int | None = None) -> Aggregates:
    """The aggregates in a cascade told apart by status, in a month (default its last).

    Protected are those who contribute. A branch in which this is undecided for somebody is left untold.
    """
    told = [row for row in data.get("steps", ()) if row.get("by") == "status"]
    rows = [row for row in told if row.get("step") == "contributing"]
    if not rows:
        raise AggregatesError(
            Message(
                "aggregates.no_status", "cascade.json: not told apart by status. Cure: amparo cascade ... --by status."
            )
        )
    months = {row["month"] for row in rows}
    wanted = max(months) if month is None or month_text(month) not in months else month_text(month)
    persons: dict[str, int] = {}
    protected: dict[tuple[Branch, str], int] = {}
    for name in dict.fromkeys(row["branch"] for row in rows):
        held = [row for row in rows if row["branch"] == name and row["month"] == wanted]
        for counted, groups in (
            ("employees", [row for row in held if row["group"] in _EMPLOYEES]),
            ("active", [row for row in held if row["group"] not in _NOT_ACTIVE]),
        ):
            persons[counted] = sum(int(row[state]) for row in groups for state in _STATES)
            if not any(int(row[state]) for row in groups for state in _STATES[2:]):
                protected[_branch(name, "cascade.json"), counted] = sum(int(row["yes"]) for row in groups)
        for step in OF_ACTIVE:
            later = [r for r in told if (r["branch"], r["month"], r["step"]) == (name, wanted, step)]
            active = [row for row in later if row["group"] not in _NOT_ACTIVE]
            if active and not any(int(row[state]) for row in active for state in _STATES[2:]):
                protected[_branch(name, "cascade.json"), step] = sum(int(row["yes"]) for row in active)
    return Aggregates(
        country=str(data["law"]["country"]).upper(),
        class_=str(data["class"]),
        source=f"cascade.json, {wanted}",
        month=read_value(KINDS["month"], wanted),
        persons=persons,
        protected=protected,
    )


def aggregates_from(data: Any, where: str = "aggregates") -> Aggregates:
    """The aggregates in a mapping of the same shape."""
    if not isinstance(data, dict):
        raise AggregatesError(
            Message(
                "aggregates.mapping_begin",
                "{where}: a mapping of keys is expected. Cure: begin with 'format: {format}'.",
                where=where,
                format=FORMAT,
            )
        )
    for key in data:
        if key not in _KEYS:
            raise AggregatesError(
                Message(
                    "law.unknown_key",
                    "{where}: '{key}' is not a key here.{hint}",
                    where=where,
                    key=key,
                    hint=nearest(str(key), _KEYS),
                )
            )
    if data.get("format") != FORMAT:
        raise AggregatesError(
            Message(
                "aggregates.format",
                "{where}: the format is {data!r}. Cure: write 'format: {format}'.",
                where=where,
                data=data.get("format"),
                format=FORMAT,
            )
        )
    if data.get("class") not in CLASSES:
        raise AggregatesError(
            Message(
                "aggregates.class",
                "{where}: class {data!r} is not one of {classes}.",
                where=where,
                data=data.get("class"),
                classes=Listed(CLASSES),
            )
        )
    persons = {key: _count(value, f"{where}, persons.{key}") for key, value in _part(data, "persons", where).items()}
    for key in persons:
        if key not in WHOLES:
            raise AggregatesError(
                Message(
                    "aggregates.persons",
                    "{where}, persons: '{key}' is not one of {wholes}.",
                    where=where,
                    key=key,
                    wholes=Listed(WHOLES),
                )
            )
    protected = {
        (branch, counted): _count(value, f"{where}, branches.{name}.{counted}")
        for name, by in _part(data, "branches", where).items()
        for branch in [_branch(name, where)]
        for counted, value in by.items()
    }
    for (branch, counted), number in protected.items():
        if counted not in (*WHOLES, *OF_ACTIVE):
            known = Listed((*WHOLES, *OF_ACTIVE))
            raise AggregatesError(
                Message(
                    "aggregates.counted",
                    "{where}, {name}: '{counted}' is not one of {known}.",
                    where=where,
                    name=branch.name.lower(),
                    counted=counted,
                    known=known,
                )
            )
        if number > persons.get("active" if counted in OF_ACTIVE else counted, number):
            raise AggregatesError(
                Message(
                    "aggregates.more",
                    "{where}, {name}: more {counted} protected than there are.",
                    where=where,
                    name=branch.name.lower(),
                    counted=counted,
                )
            )
    return Aggregates(
        country=str(data.get("country", "")).upper(),
        class_=str(data["class"]),
        source=str(data.get("source", "")),
        month=read_value(KINDS["month"], data["month"]) if "month" in data else None,
        persons=persons,
        protected=protected,
        average_earnings=_money(data, "average_earnings", where),
        labourer_wage=_money(data, "labourer_wage", where),
    )


def _part(data: Mapping[str, Any], key: str, where: str) -> Mapping[str, Any]:
    part = data.get(key) or {}
    if not isinstance(part, dict):
        raise AggregatesError(
            Message("aggregates.mapping", "{where}, {key}: a mapping is expected.", where=where, key=key)
        )
    return part


def _count(value: Any, where: str) -> int:
    text = "" if isinstance(value, bool) else str(value).strip().replace("_", "")
    if not text.isascii() or not text.isdigit():
        raise AggregatesError(
            Message(
                "aggregates.number",
                "{where}: {value!r} is not a number of persons. Cure: a whole number, not negative.",
                where=where,
                value=value,
            )
        )
    return int(text)


def _branch(name: str, where: str) -> Branch:
    known = [branch.name.lower() for branch in Branch]
    if str(name) not in known:
        raise AggregatesError(
            Message(
                "aggregates.branch",
                "{where}: '{name}' is not a branch.{hint}",
                where=where,
                name=name,
                hint=nearest(str(name), known),
            )
        )
    return Branch[str(name).upper()]


def _money(data: Mapping[str, Any], key: str, where: str) -> int | None:
    if key not in data:
        return None
    try:
        return read_value(KINDS["money"], data[key])
    except ValueError as error:
        raise AggregatesError(
            Message("at.key", "{where}, {key}: {what}.", where=where, key=key, what=what_of(error))
        ) from None


__all__ = [
    "FORMAT",
    "Aggregates",
    "AggregatesError",
    "aggregates_from",
    "aggregates_of_cascade",
    "read_aggregates",
]
