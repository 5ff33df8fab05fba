"""Bounds: on points they are the rule itself; on boxes they hold every point inside. For every rule of Verania."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

import pytest
import tiny

from amparo.engine.ranges import Ranges
from amparo.law import book
from amparo.rules.bounds import (
    FACT,
    HISTORY,
    LAW,
    Unknown,
    UnknownSteps,
    UnknownTariff,
    between,
    high,
    interpret,
    low,
    why,
    why_unknown,
)
from amparo.rules.errors import LawNotKnown
from amparo.rules.helpers import Steps, Table, Tariff, mul_div
from amparo.rules.language import Source
from amparo.rules.nodes import Rule
from amparo.rules.parameters import Parameter

POINTS = 60
BOXES = 25
VERANIA = book("fictional")
RANGES = Ranges(VERANIA)
VERSIONS = [(rule.full_name, number) for rule in VERANIA.of_type(Rule) for number in range(len(rule.versions))]


def near(dice: random.Random, lowest: int, highest: int) -> int:
    """A number of the range: an end, a small one, one of any size, or zero and beside."""
    size = 10 ** dice.randint(0, 12)
    drawn = dice.choice([lowest, highest, 0, 1, -1, lowest + 1, dice.randint(0, size), dice.randint(-size, size)])
    return min(max(drawn, lowest), highest)


def values_of(parameter: Parameter) -> list[Any]:
    held = [entry.value for series in parameter.series.values() for entry in series]
    return [value for value in held if isinstance(value, int | Table | Steps | Tariff)]


def inputs_of(key: str, number: int) -> Iterator[tuple[str, Any]]:
    """Each input's name with its parameter's values, or with its range."""
    rule = VERANIA.nodes[key]
    assert isinstance(rule, Rule)
    names = VERANIA.inputs[key][number]
    for name, _ in rule.versions[number].source.inputs:
        node = VERANIA.nodes[names[name]]
        yield name, values_of(node) if isinstance(node, Parameter) else RANGES.of(names[name])


def some_point(dice: random.Random, key: str, number: int) -> dict[str, Any]:
    return {
        name: near(dice, *held) if isinstance(held, tuple) else dice.choice(held)
        for name, held in inputs_of(key, number)
    }


def plain(key: str, number: int, point: dict[str, Any]) -> int | None:
    """What the rule's own function says; None where it meets a cell that is not there."""
    rule = VERANIA.nodes[key]
    assert isinstance(rule, Rule)
    try:
        return int(rule.versions[number].function(**point))
    except LawNotKnown:
        return None


def bounds(key: str, number: int, inputs: dict[str, Any]) -> tuple[int, int, bool]:
    rule = VERANIA.nodes[key]
    assert isinstance(rule, Rule)
    (lowest, highest), run = interpret(rule.versions[number].source.body, inputs)
    return lowest, highest, run.law_missing


@pytest.mark.parametrize(("key", "number"), VERSIONS)
def test_on_points_the_bounds_are_the_rule(key: str, number: int) -> None:
    dice = random.Random(f"{key} {number}")
    for _ in range(POINTS):
        point = some_point(dice, key, number)
        said = plain(key, number, point)
        lowest, highest, missing = bounds(key, number, point)
        if said is None:
            assert missing, point
        else:
            assert (lowest, highest) == (said, said), point


@pytest.mark.parametrize(("key", "number"), VERSIONS)
def test_on_boxes_the_bounds_hold_every_point_inside(key: str, number: int) -> None:
    dice = random.Random(f"box {key} {number}")
    for _ in range(BOXES):
        corners = [some_point(dice, key, number) for _ in range(2)]
        box = {name: boxed(dice, *(corner[name] for corner in corners)) for name in corners[0]}
        lowest, highest, _ = bounds(key, number, box)
        for point in [*corners, *(inside(dice, box, corners) for _ in range(6))]:
            said = plain(key, number, point)
            assert said is None or lowest <= said <= highest, (box, point, said)


def boxed(dice: random.Random, first: Any, second: Any) -> Any:
    if isinstance(first, Tariff):
        return UnknownTariff(LAW) if first != second else first
    if isinstance(first, Steps):
        ends = [*first.values, *second.values, *first.thresholds, *second.thresholds]
        return UnknownSteps(min(ends), max(ends), LAW) if first != second else first
    if isinstance(first, Table):
        if first == second:
            return first
        return Table({}, min(first.low, second.low), max(first.high, second.high))
    return between(min(first, second), max(first, second), FACT)


def inside(dice: random.Random, box: dict[str, Any], corners: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        name: near(dice, value.low, value.high) if isinstance(value, Unknown) else dice.choice(corners)[name]
        for name, value in box.items()
    }


# --- one thing at a time -----------------------------------------------------------------------------------------


def rule(text: str, **names: Any) -> Source:
    return tiny.read(text, **names)


def said(source: Source, **inputs: Any) -> tuple[int, int]:
    return interpret(source.body, inputs)[0]


MAYBE = Unknown(0, 1, FACT)


def test_two_indices_true_and_four_unknown_reach_a_threshold_of_two() -> None:
    names = "abcdef"
    arguments = ", ".join(f"{name}: Truth" for name in names)
    source = rule(f'def f({arguments}) -> Truth:\n    """Law."""\n    return count_true({", ".join(names)}) >= 2')
    assert said(source, a=1, b=1, **dict.fromkeys("cdef", MAYBE)) == (1, 1)
    assert said(source, a=1, **dict.fromkeys("bcdef", MAYBE)) == (0, 1)
    assert said(source, a=MAYBE, **dict.fromkeys("bcdef", 0)) == (0, 0)


@pytest.mark.parametrize(
    ("expression", "a", "b", "expected"),
    [
        ("a and b", 0, MAYBE, (0, 0)),
        ("a and b", 1, MAYBE, (0, 1)),
        ("a or b", 1, MAYBE, (1, 1)),
        ("a or b", 0, MAYBE, (0, 1)),
        ("not b", 0, MAYBE, (0, 1)),
        ("a == b", 1, MAYBE, (0, 1)),
        ("a != b", 1, 0, (1, 1)),
    ],
)
def test_truth_is_kleenes(expression: str, a: Any, b: Any, expected: tuple[int, int]) -> None:
    source = rule(f'def f(a: Truth, b: Truth) -> Truth:\n    """Law."""\n    return {expression}')
    assert said(source, a=a, b=b) == expected


def test_an_unknown_condition_covers_both_ways_and_a_known_one_only_its_own() -> None:
    source = rule(
        'def f(pay: Money, yes: Truth) -> Money:\n    """Law."""\n    if yes:\n        return pay\n    return NOTHING'
    )
    assert said(source, pay=500, yes=MAYBE) == (0, 500)
    assert said(source, pay=500, yes=1) == (500, 500)
    _, run = interpret(source.body, {"pay": 500, "yes": MAYBE})
    assert run.leaves == [0, 1]
    assert run.conditions == [("yes", 3, 0, 1)]


@pytest.mark.parametrize(
    ("expression", "pay", "rate", "expected"),
    [
        ("percent_of(pay, rate)", Unknown(-150, 150, FACT), 10000, (-2, 2)),
        ("percent_of(pay, rate)", Unknown(-150, 150, FACT), Unknown(10000, 20000, FACT), (-3, 3)),
        ("percent_of(pay, rate, round=UP)", Unknown(1, 2, FACT), 10000, (1, 1)),
        ("pay - pay", Unknown(0, 10, FACT), 0, (-10, 10)),
        ("max(pay, NOTHING)", Unknown(-10, 10, FACT), 0, (0, 10)),
        ("mul_div(pay, 1, 3)", Unknown(1, 5, FACT), 0, (0, 2)),
        ("round_to(pay, unit=10, round=UP)", Unknown(1, 11, FACT), 0, (10, 20)),
    ],
)
def test_amounts_are_intervals(expression: str, pay: Any, rate: Any, expected: tuple[int, int]) -> None:
    source = rule(f'def f(pay: Money, rate: Rate) -> Money:\n    """Law."""\n    return {expression}')
    assert said(source, pay=pay, rate=rate) == expected


def test_an_unknown_key_takes_in_all_its_cells_or_law_is_not_known() -> None:
    source = rule('def f(t: Table, n: Count) -> Money:\n    """Law."""\n    return lookup(t, n)')
    table = Table({(1,): 10, (2,): 30, (3,): 20}, 0, 100)
    assert interpret(source.body, {"t": table, "n": Unknown(1, 2, FACT)})[0] == (10, 30)
    (lowest, highest), run = interpret(source.body, {"t": table, "n": Unknown(1, 4, FACT)})
    assert (lowest, highest, run.law_missing) == (0, 100, True)


def test_values_and_reasons() -> None:
    assert between(3, 3, FACT) == 3
    unknown = between(1, 3, HISTORY)
    assert (low(unknown), high(unknown), why(unknown)) == (1, 3, HISTORY)
    assert (low(7), high(7), why(7)) == (7, 7, 0)


@pytest.mark.parametrize(
    ("expression", "inputs", "reasons"),
    [
        ("pay if yes else base", {"pay": Unknown(0, 9, FACT), "base": Unknown(0, 9, HISTORY), "yes": 1}, FACT),
        ("pay if yes else base", {"pay": Unknown(0, 9, FACT), "base": Unknown(0, 9, HISTORY), "yes": 0}, HISTORY),
        (
            "pay if yes else base",
            {"pay": Unknown(0, 9, LAW), "base": Unknown(0, 9, HISTORY), "yes": MAYBE},
            FACT | LAW | HISTORY,
        ),
        ("max(pay, base)", {"pay": Unknown(0, 9, LAW), "base": 9, "yes": 0}, 0),
        ("max(pay, base)", {"pay": Unknown(0, 9, LAW), "base": 5, "yes": MAYBE}, LAW),
    ],
)
def test_the_reasons_are_those_of_what_is_not_settled(expression: str, inputs: dict[str, Any], reasons: int) -> None:
    source = rule(f'def f(pay: Money, base: Money, yes: Truth) -> Money:\n    """Law."""\n    return {expression}')
    assert why_unknown(source.body, inputs) == reasons
    stepwise = rule(
        f'def f(pay: Money, base: Money, yes: Truth) -> Money:\n    """Law."""\n    x = {expression}\n    return x'
    )
    assert why_unknown(stepwise.body, inputs) == reasons


SMALL = [(lowest, highest) for lowest in range(-2, 3) for highest in range(lowest, 3)]


@pytest.mark.parametrize(
    "expression",
    ["a < b", "a <= b", "a > b", "a >= b", "a == b", "a != b", "not a < b", "a < b and b < 2", "a < b or b == 2"],
)
def test_comparisons_of_small_boxes_are_exact_where_each_side_is_read_once(expression: str) -> None:
    source = rule(f'def f(a: Count, b: Count) -> Truth:\n    """Law."""\n    return {expression}')
    for first in SMALL:
        for second in SMALL:
            found = said(source, a=between(*first, FACT), b=between(*second, FACT))
            every = [
                int(eval(expression, {}, {"a": a, "b": b}))
                for a in range(first[0], first[1] + 1)
                for b in range(second[0], second[1] + 1)
            ]
            assert found[0] <= min(every) <= max(every) <= found[1]
            if expression.count("b") == 1:
                assert found == (min(every), max(every)), (first, second)


@pytest.mark.parametrize("expression", ["a + b", "a - b", "a * b", "min(a, b)", "max(a, b)", "-a", "mul_div(a, b, 3)"])
def test_arithmetic_of_small_boxes_is_exact(expression: str) -> None:
    source = rule(f'def f(a: Count, b: Count) -> Count:\n    """Law."""\n    return {expression}')
    point = {"mul_div": lambda a, b, c: int(mul_div(a, b, c)), "min": min, "max": max}
    for first in SMALL:
        for second in SMALL:
            every = [
                eval(expression, point, {"a": a, "b": b})
                for a in range(first[0], first[1] + 1)
                for b in range(second[0], second[1] + 1)
            ]
            found = said(source, a=between(*first, FACT), b=between(*second, FACT))
            assert found == (min(every), max(every)), (first, second)


def test_a_tariff_that_is_not_known_may_be_open_or_not() -> None:
    source = rule('def f(t: Tariff) -> Truth:\n    """Law."""\n    return tariff_open(t)')
    assert said(source, t=UnknownTariff(LAW)) == (0, 1)
    assert said(source, t=Tariff(4, 0, 0, 1, 1)) == (0, 0)
    assert said(source, t=Tariff(1, 0, 0, 1, 1)) == (1, 1)
    amount = rule('def f(t: Tariff, pay: Money) -> Money:\n    """Law."""\n    return tariff_amount(t, pay)')
    assert said(amount, t=UnknownTariff(LAW), pay=5) == (0, 10**9)
    assert said(amount, t=Tariff(1, 500000, 0, 1, 1), pay=Unknown(4, 8, FACT)) == (2, 4)


def test_an_unknown_value_in_steps_takes_in_every_step_it_may_reach() -> None:
    source = rule('def f(s: Steps, n: Count) -> Days:\n    """Law."""\n    return bracket(s, n)')
    steps = Steps((0, 10, 20), (7, 3, 5))
    assert said(source, s=steps, n=Unknown(0, 9, FACT)) == (7, 7)
    assert said(source, s=steps, n=Unknown(9, 10, FACT)) == (3, 7)
    assert said(source, s=steps, n=Unknown(10, 99, FACT)) == (3, 5)
    assert said(source, s=UnknownSteps(1, 9, LAW), n=3) == (1, 9)
