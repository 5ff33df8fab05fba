"""Persons told by their record of registered pay and by what befell them, for the tests of benefits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from amparo.engine import Dossier, run_dossier
from amparo.law import book
from amparo.rules.kinds import month_text, read_value

from .conftest import Told

Spell = tuple[str, str, Mapping[str, str]]  # first day, last day, facts of the spell


def month_number(text: str) -> int:
    """'2025-03' as the engine counts months."""
    return int(text[:4]) * 12 + int(text[5:7]) - 1


def months(first: str, last: str, value: str) -> dict[str, str]:
    """The same value in each month from first to last."""
    return {month_text(month): value for month in range(month_number(first), month_number(last) + 1)}


def recorded(
    first: str,
    last: str,
    *,
    employee: Mapping[str, str] | None = None,
    self_employed: Mapping[str, str] | None = None,
    days: str | Mapping[str, str] = "30",
    spells: Iterable[Spell] = (),
    nothing_before: bool = True,
    **facts: str | Mapping[str, str],
) -> Told:
    """A person whose months all stand on record: pay as employee, base as self-employed, and spells."""
    every = months(first, last, "0")
    told: dict[str, str | Mapping[str, str]] = {
        "month_on_record": months(first, last, "yes"),
        "recorded_employee_pay": every | dict(employee or {}),
        "recorded_self_employed_base": every | dict(self_employed or {}),
        "recorded_employee_days": days,
        **facts,
    }
    happened = tuple(spells)
    law = book("PT")
    read: dict[str, Any] = {}
    for name, text in told.items():
        key = law.find(name)
        kind = law.nodes[key].kind
        read[key] = _by_month(kind, text) if isinstance(text, Mapping) else read_value(kind, text)
    for name in sorted({name for _, _, of_spell in happened for name in of_spell}):
        key = law.find(name)
        kind = law.nodes[key].kind
        read[key] = {i: read_value(kind, of[name]) for i, (_, _, of) in enumerate(happened) if name in of}
    days_of_spells = tuple((_day(first_day), _day(last_day)) for first_day, last_day, _ in happened)
    return Told(
        run_dossier(
            law,
            Dossier(
                "w",
                month_number(first),
                month_number(last),
                spells=days_of_spells,
                facts=read,
                nothing_before=nothing_before,
                nothing_after=True,
            ),
        )
    )


def _by_month(kind: Any, texts: Mapping[str, str]) -> dict[int, Any]:
    return {month_number(month): read_value(kind, text) for month, text in texts.items()}


def _day(text: str) -> int:
    return (date.fromisoformat(text) - date(1970, 1, 1)).days
