"""Cases that point to nobody: which words of a case file a person could be known by, and how they are taken out.

A case file has few places for free words: the worker's name, a note, what payers, their groups and spells are called.
There only labels may stand. All other values pass the case reader, which takes nothing but amounts, dates, yes and no,
and members of closed lists.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from amparo.exchange.errors import ExchangeError, Restricted
from amparo.records.case import Case, case_from
from amparo.records.documents import Unreadable, parse, written
from amparo.records.errors import shown

_WORKER: Final = re.compile(r"(?:worker|case|[A-Z]{2})(?:[-_]\d{1,4}[a-z]?)?", re.ASCII)
_PAYER: Final = re.compile(
    r"(?:payer|group|platform|operator|intermediary|client|employer|household|station|agency|company)"
    r"(?:_(?:\d{1,3}|[a-z]{1,12}))?",
    re.ASCII,
)
_SPELL: Final = re.compile(r"\d{1,4}", re.ASCII)
_KIND: Final = re.compile(r"[a-z_]{1,40}", re.ASCII)
_MOST_TOLD: Final = 5
RESTRICTED: Final = "restricted"


def read_worker(text: str, *, neutral: bool = False) -> tuple[Case, str]:
    """A case, and its file as it may stand in an exchange: without remarks, and with nothing that points to a person.

    neutral: payers, groups and the worker get numbers for names, and the note is left out. Raises ExchangeError,
    CaseError, and Restricted for that class of data.
    """
    data = _data(text)
    if neutral:
        data = without_names(data)
    refuse_persons(data)
    return case_from(data, source=""), written(data)


def check_worker(text: str, data_class: str) -> None:
    """Refuse a case in a file that came from elsewhere: of class restricted, or pointing to a person."""
    data = _data(text)
    if str(data.get("class", "hypothetical")) != data_class:
        raise ExchangeError("case_class", said=shown(data.get("class")), known=data_class)
    refuse_persons(data)


def _data(text: str) -> Mapping[str, Any]:
    try:
        data = parse(text.replace("\r\n", "\n"))
    except Unreadable as error:
        raise ExchangeError("case_unreadable", what=error.finding) from None
    if not isinstance(data, Mapping):
        raise ExchangeError("case_unreadable", what=shown(data))
    if data.get("class") == RESTRICTED:
        raise Restricted("restricted")
    return data


def refuse_persons(data: Mapping[str, Any]) -> None:
    """Raises ExchangeError naming every place where a word stands by which a person could be known."""
    found = list(pointing(data))
    if found:
        places = "; ".join(f"{path} = {shown(value)}" for path, value in found[:_MOST_TOLD])
        raise ExchangeError("persons", places=places)


def pointing(data: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Places of a case file with words that are no plain labels, and the words."""
    yield from _unless(_WORKER, "name", data.get("name"))
    if data.get("note") not in (None, ""):
        yield "note", str(data["note"])
    payers = data.get("payers")
    for name, told in payers.items() if isinstance(payers, Mapping) else ():
        yield from _unless(_PAYER, "payers", name)
        if isinstance(told, Mapping):
            yield from _unless(_PAYER, f"payers.{name}.group", told.get("group"))
    spells = data.get("spells")
    for number, spell in enumerate(spells if isinstance(spells, list) else ()):
        if isinstance(spell, Mapping):
            yield from _unless(_SPELL, f"spells[{number}].spell", spell.get("spell"))
            yield from _unless(_KIND, f"spells[{number}].kind", spell.get("kind"))


def _unless(label: re.Pattern[str], path: str, value: Any) -> Iterator[tuple[str, str]]:
    if value is not None and not label.fullmatch(str(value)):
        yield path, str(value)


def without_names(data: Mapping[str, Any]) -> dict[str, Any]:
    """The case with numbers for names: payer_1, group_1, worker; no note. Facts stay as they are."""
    found = {key: value for key, value in data.items() if key != "note"}
    if "name" in found:
        found["name"] = "worker"
    payers = found.get("payers")
    if isinstance(payers, Mapping):
        groups: dict[str, str] = {}
        found["payers"] = {f"payer_{number}": _grouped(told, groups) for number, told in enumerate(payers.values(), 1)}
    if isinstance(found.get("spells"), list):
        found["spells"] = [
            {key: value for key, value in spell.items() if key != "spell"} if isinstance(spell, Mapping) else spell
            for spell in found["spells"]
        ]
    return found


def _grouped(told: Any, groups: dict[str, str]) -> Any:
    if not isinstance(told, Mapping) or told.get("group") is None:
        return told
    own = groups.setdefault(str(told["group"]), f"group_{len(groups) + 1}")
    return {**told, "group": own}


__all__ = ["check_worker", "pointing", "read_worker", "without_names"]
