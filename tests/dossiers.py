"""Random dossiers for tests: a few years, several payers and spells, values on thresholds and beside."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Hashable, Mapping
from dataclasses import replace
from typing import Any

from amparo.engine import Dossier
from amparo.rules.book import LawBook
from amparo.rules.bounds import FACT, Unknown
from amparo.rules.kinds import day_of
from amparo.rules.nodes import Fact

Told = dict[str, dict[Hashable, Any]]


def some_dossier(law: LawBook, dice: random.Random, months: int = 30) -> Dossier:
    """Everything told, of a worker of whom nothing came before or after."""
    first = dice.randrange(2018 * 12, 2024 * 12)
    last = first + dice.randint(1, months) - 1
    bare = Dossier(
        "w", first, last, some_contracts(dice, first, last), {"a": "g", "b": "g"}, some_spells(dice, first, last)
    )
    facts: Told = {
        fact.full_name: {name: some_value(fact, dice) for name in bare.layout.ids[fact.level]}
        for fact in law.of_type(Fact)
    }
    return replace(bare, facts=facts, nothing_before=True, nothing_after=True)


def some_contracts(dice: random.Random, first: int, last: int) -> tuple[tuple[str, int], ...]:
    found = []
    for payer in "abcde"[: dice.randint(0, 5)]:
        for month in range(first, last + 1):
            found += [(payer, month)] * dice.choice([0, 1, 1, 1, 2])
    dice.shuffle(found)
    return tuple(found)


def some_spells(dice: random.Random, first: int, last: int) -> tuple[tuple[int, int], ...]:
    start = day_of(dt.date(first // 12, first % 12 + 1, 1))
    days = (last - first + 1) * 28
    found = []
    for _ in range(dice.randint(0, 3)):
        begin = start + dice.randrange(days)
        found.append((begin, begin + dice.randint(0, 120)))
    return tuple(found)


def some_value(fact: Fact, dice: random.Random) -> int:
    if fact.typical and dice.random() < 0.4:
        return min(max(dice.choice(fact.typical) + dice.choice([-1, 0, 1]), fact.low), fact.high)
    if fact.kind.name == "date":
        return dice.randint(max(fact.low, 8000), min(fact.high, 21000))
    size = min(fact.high, fact.low + 10 ** dice.randint(0, 7))
    return dice.randint(fact.low, size)


def hidden(law: LawBook, dossier: Dossier, dice: random.Random, share: float) -> Dossier:
    """The same worker, some of whose facts nobody knows (within the fact's range)."""
    facts: dict[str, Mapping[Hashable, Any]] = {}
    for fact in law.of_type(Fact):
        told = dossier.facts[fact.full_name]
        assert isinstance(told, Mapping)
        unknown = Unknown(fact.low, fact.high, FACT)
        facts[fact.full_name] = {
            name: unknown if fact.low < fact.high and dice.random() < share else value for name, value in told.items()
        }
    return replace(dossier, facts=facts)
