"""A worker with a record and a claim, for tests of Chinese benefits."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from amparo.engine import Dossier, Reference, run_dossier
from amparo.law import book
from amparo.rules.bounds import Unknown
from amparo.rules.kinds import day_of, month_text, read_value, show_value
from amparo.rules.parameters import Parameter

Span = tuple[str, str]


def month(text: str) -> int:
    return int(text[:4]) * 12 + int(text[5:7]) - 1


def day(text: str) -> int:
    return day_of(dt.date.fromisoformat(text))


@dataclass(frozen=True)
class Claim:
    """claim['rule'] is the value in the spell under test, the last one told; claim.at('rule', '2025-03') of a month."""

    run: Reference
    spell: int

    def __getitem__(self, name: str) -> str:
        return self._shown(name, self.spell)

    def at(self, name: str, when: str) -> str:
        node = self.run.book.node(name)
        assert not isinstance(node, Parameter)
        return self._shown(name, [month_text(m) for m in self.run.layout.ids[node.level]].index(when))

    def _shown(self, name: str, row: int) -> str:
        node = self.run.book.node(name)
        assert not isinstance(node, Parameter)
        value = self.run.value(node.full_name, row)
        return "?" if isinstance(value, Unknown) else show_value(node.kind, value, self.run.book.places)


def dossier(
    months: Span,
    spells: Sequence[Span] = (),
    *,
    work: Mapping[str, Span] | None = None,
    nothing_before: bool = True,
    **facts: Any,
) -> Dossier:
    """Months from first to last, spells, work for payers in spans of months; facts for all rows, or by row.

    A row is a month ('2025-04'), a payer, a spell (its number) or (payer, month).
    """
    law = book("CN")
    contracts = tuple(
        (payer, m) for payer, (first, last) in (work or {}).items() for m in range(month(first), month(last) + 1)
    )
    told: dict[str, Any] = {}
    for name, text in facts.items():
        node = law.node(name)
        assert not isinstance(node, Parameter)
        if isinstance(text, Mapping):
            told[node.full_name] = {
                _row(row, contracts): read_value(node.kind, one, law.places) for row, one in text.items()
            }
        else:
            told[node.full_name] = read_value(node.kind, text, law.places)
    return Dossier(
        "w",
        month(months[0]),
        month(months[1]),
        contracts=contracts,
        spells=tuple((day(first), day(last)) for first, last in spells),
        facts=told,
        nothing_before=nothing_before,
        nothing_after=True,
    )


def _row(row: Any, contracts: tuple[tuple[str, int], ...]) -> Any:
    if isinstance(row, tuple):
        return contracts.index((row[0], month(row[1])))
    return month(row) if isinstance(row, str) and row[:4].isdigit() else row


def claimed(months: Span, spells: Sequence[Span] = (), **told: Any) -> Claim:
    """The law run on such a dossier."""
    return Claim(run_dossier(book("CN"), dossier(months, spells, **told)), len(spells) - 1)


def months_of(first: str, last: str, text: str) -> dict[str, str]:
    """One value for each month from first to last."""
    return {month_text(m): text for m in range(month(first), month(last) + 1)}


# a woman of 35 and a man of 35, both long before any retirement age, who live and are registered in Beijing
WOMAN = {"birth_date": "1990-03-15", "sex": "female", "woman_on_55_track": "yes"}
MAN = {"birth_date": "1990-03-15", "sex": "male"}


def lives_in(place: str) -> dict[str, str]:
    return {"residence_place": place, "hukou_place": place, "participation_place": place}


def employed(place: str, pay: str) -> dict[str, str]:
    """Facts of an ordinary full-time employment in one place."""
    return lives_in(place) | {
        "work_place": place,
        "employer_registration_place": place,
        "form": "employment",
        "payer_kind": "employer",
        "activity": "other",
        "gross_pay": pay,
        "assigned_industry_class": "2",
    }
