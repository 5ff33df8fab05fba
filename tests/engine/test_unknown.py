"""What is not known never turns into something false: bounds hold what the full records say."""

from __future__ import annotations

import random
from collections.abc import Hashable
from dataclasses import replace
from typing import Any

import pytest
from dossiers import hidden, some_dossier

from amparo.engine import Dossier, Reference, run_dossier
from amparo.law import book
from amparo.rules.bounds import Unknown, high, low
from amparo.rules.levels import CONTRACT, PAYER, SPELL, WORKER, Level
from amparo.rules.nodes import LinkNode, Rule

VERANIA = book("fictional")
NODES = [node for node in VERANIA.nodes.values() if isinstance(node, Rule | LinkNode)]
SEEDS = range(24)


@pytest.mark.parametrize("seed", SEEDS)
def test_with_facts_hidden_the_bounds_hold_the_value(seed: int) -> None:
    dice = random.Random(seed)
    whole = some_dossier(VERANIA, dice)
    part = hidden(VERANIA, whole, dice, dice.choice([0.02, 0.1, 0.5, 1.0]))
    told, untold = run_dossier(VERANIA, whole), run_dossier(VERANIA, part)
    for node in NODES:
        for row, (value, bounds) in enumerate(
            zip(told.column(node.full_name), untold.column(node.full_name), strict=True)
        ):
            assert low(bounds) <= low(value) <= high(value) <= high(bounds), (node.full_name, row, value, bounds)


@pytest.mark.parametrize("seed", SEEDS)
def test_with_months_cut_off_the_bounds_hold_the_value(seed: int) -> None:
    """Records that begin later and end earlier, and do not say that nothing lies outside them."""
    dice = random.Random(1000 + seed)
    whole = some_dossier(VERANIA, dice)
    first = dice.randint(whole.first, whole.last)
    last = dice.randint(first, whole.last)
    part, kept = cut(whole, first, last)
    told, untold = run_dossier(VERANIA, whole), run_dossier(VERANIA, part)
    for node in NODES:
        if node.level == WORKER:
            continue
        for row, bounds in enumerate(untold.column(node.full_name)):
            value = told.value(node.full_name, whole_row(told, untold, node.level, row, kept))
            assert low(bounds) <= low(value) <= high(value) <= high(bounds), (node.full_name, row, value, bounds)


def cut(whole: Dossier, first: int, last: int) -> tuple[Dossier, dict[Level, list[int]]]:
    """The dossier of some of the months; and which contracts and spells of the whole are left in it."""
    contracts = [i for i, (_, month) in enumerate(whole.contracts) if first <= month <= last]
    months = whole.layout.months[SPELL]
    rows = {position: row for row, position in enumerate(whole.layout.ids[SPELL])}
    spells = [i for i in range(len(whole.spells)) if first <= months[rows[i]][0] <= last]
    kept = {CONTRACT: contracts, SPELL: spells}
    part = replace(
        whole,
        first=first,
        last=last,
        contracts=tuple(whole.contracts[i] for i in contracts),
        spells=tuple(whole.spells[i] for i in spells),
        nothing_before=False,
        nothing_after=False,
    )
    facts: dict[str, Any] = {}
    for name, told in whole.facts.items():
        level = VERANIA.nodes[name].level  # type: ignore[union-attr]
        assert not isinstance(told, int | Unknown)
        facts[name] = {new: told[old] for new, old in enumerate(kept[level])} if level in kept else told
    return replace(part, facts=facts), kept


def whole_row(told: Reference, untold: Reference, level: Level, row: int, kept: dict[Level, list[int]]) -> int:
    name: Hashable = untold.layout.ids[level][row]
    if level in kept:
        assert isinstance(name, int)
        name = kept[level][name]
    return told.layout.row_of[level][name]


@pytest.mark.parametrize("seed", SEEDS)
def test_order_of_rows_and_names_of_payers_do_not_matter(seed: int) -> None:
    dice = random.Random(2000 + seed)
    whole = some_dossier(VERANIA, dice)
    order = list(range(len(whole.contracts)))
    dice.shuffle(order)
    names = dict(zip("abcde", dice.sample(["q", "z", "m", "b", "x"], 5), strict=True))
    moved = renamed(whole, order, names)
    one, other = run_dossier(VERANIA, whole), run_dossier(VERANIA, moved)
    for node in NODES:
        if node.level.name in ("WORKER", "YEAR", "QUARTER", "MONTH", "SPELL"):
            assert one.column(node.full_name) == other.column(node.full_name), node.full_name
        else:
            assert sorted(map(repr, one.column(node.full_name))) == sorted(map(repr, other.column(node.full_name)))


def renamed(whole: Dossier, order: list[int], names: dict[str, str]) -> Dossier:
    groups = {names[payer]: "another group" for payer in whole.groups}

    def row(level: Level, name: Any) -> Any:
        match level:
            case Level.CONTRACT:
                return order.index(name)
            case Level.PAYER:
                return names[name]
            case Level.TIE_MONTH:
                return names[name[0]], name[1]
            case Level.TIE_YEAR | Level.GROUP_MONTH:
                return ("another group" if name[0] == "g" else names[name[0]]), name[1]
        return name

    facts: dict[str, Any] = {}
    for key, told in whole.facts.items():
        assert not isinstance(told, int | Unknown)
        level = VERANIA.nodes[key].level  # type: ignore[union-attr]
        facts[key] = {row(level, name): value for name, value in told.items()}
    contracts = tuple((names[whole.contracts[i][0]], whole.contracts[i][1]) for i in order)
    return replace(whole, contracts=contracts, groups=groups, facts=facts)


def test_the_levels_of_the_test_are_those_of_the_law() -> None:
    assert {node.level for node in NODES} == set(Level) - {PAYER}
