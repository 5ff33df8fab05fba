"""What the tests of Portuguese law share: one rule on given values, and a worker's dossier told in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pytest

from amparo.engine import Dossier, Reference, evaluate_rule, run_dossier
from amparo.law import book
from amparo.rules.bounds import Unknown
from amparo.rules.kinds import Kind, month_text, read_value, show_value

Work = tuple[str, str, str, str]  # payer, month, form, gross pay


def shown(kind: Kind, value: Any) -> str:
    """A value as a person writes it; '?' where it is unknown."""
    return "?" if isinstance(value, Unknown) else show_value(kind, value)


@pytest.fixture
def value() -> Callable[..., str]:
    """value(rule, on, input=...): what one rule says on a day, as a person writes it."""

    def evaluate(rule: str, on: str, **given: str) -> str:
        evaluation = evaluate_rule(book("PT"), rule, given, on=on)
        return shown(book("PT").nodes[evaluation.key].kind, evaluation.value)

    return evaluate


@dataclass(frozen=True)
class Told:
    """The law run on a dossier; told['rule'] gives its value on each row, by month, year or payer and year."""

    run: Reference

    def __getitem__(self, name: str) -> dict[str, str]:
        node = self.run.book.node(name)
        rows = self.run.layout.ids[node.level]  # type: ignore[union-attr]
        return {_row(row): shown(node.kind, found) for row, found in zip(rows, self.run.column(name), strict=True)}


def _row(row: Any) -> str:
    if isinstance(row, tuple):
        return " ".join(_row(part) for part in row)
    return month_text(row) if isinstance(row, int) and row > 9999 else str(row)


@pytest.fixture
def worker() -> Callable[..., Told]:
    """worker(first, last, work, groups=..., fact=...): facts for all rows, or by {month, year or position: text}."""

    def run(
        first: str, last: str, work: Iterable[Work] = (), *, groups: Mapping[str, str] | None = None, **facts: Any
    ) -> Told:
        law, rows = book("PT"), list(work)
        told: dict[str, Any] = {}
        forms = {"form": {i: form for i, (_, _, form, _) in enumerate(rows)}}
        pays = {"gross_pay": {i: pay for i, (_, _, _, pay) in enumerate(rows)}}
        bounds = {key: facts.pop(key, False) for key in ("nothing_before", "nothing_after")}
        for name, text in {**forms, **pays, **facts}.items():
            key = law.find(name)
            kind = law.nodes[key].kind  # type: ignore[union-attr]
            by_row = isinstance(text, dict)
            told[key] = {_month(r): read_value(kind, t) for r, t in text.items()} if by_row else read_value(kind, text)
        contracts = tuple((payer, _month(month)) for payer, month, _, _ in rows)
        return Told(
            run_dossier(law, Dossier("w", _month(first), _month(last), contracts, groups or {}, (), told, **bounds))
        )

    return run


def _month(text: Any) -> Any:
    is_month = isinstance(text, str) and text[:4].isdigit()
    return int(text[:4]) * 12 + int(text[5:7]) - 1 if is_month else text


def every_month(first: str, last: str, payer: str, form: str, pay: str) -> list[Work]:
    """The same engagement in each month from first to last."""
    return [(payer, month_text(month), form, pay) for month in range(_month(first), _month(last) + 1)]
