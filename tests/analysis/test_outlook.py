"""Benefits of a worker month by month: Verania by hand, and what must hold of anybody."""

from __future__ import annotations

import os
import random
from dataclasses import replace
from typing import Any

import pytest
from dossiers import hidden, some_dossier

from amparo.analysis.course import ByKernel, ByReference, by_kernel, months_ahead, repeated
from amparo.analysis.outlook import Outlook, cure, first_month, outlook, replacement_rate, table
from amparo.analysis.terms import benefit_outputs, terms_of
from amparo.engine import Dossier, Reference
from amparo.engine.explain import Move
from amparo.law import book
from amparo.records.case import case_from
from amparo.rules.bounds import FACT, Unknown, high, low
from amparo.rules.kinds import KINDS, read_value
from amparo.rules.nodes import Fact

VERANIA = book("fictional")
NO_INDEX = dict.fromkeys(
    ("pay_set_by_payer", "work_directed", "work_controlled", "hours_fixed", "tools_of_payer", "presumption_rebutted"),
    "no",
)


def month(text: str) -> int:
    return read_value(KINDS["month"], text)


def vera(**more: Any) -> Dossier:
    """A courier on an app until June 2022, then in a shop; a child of two; nothing before or after."""
    work = {"orders": 0, "tips": 0, "work_place": "northland"}
    app = {**work, "activity": "food_delivery", "form": "services", "gross_pay": 900, "platform_fee": 100}
    shop = {**work, "activity": "other", "form": "employment", "gross_pay": 1200, "platform_fee": 0}
    case = {
        "country": "FICTIONAL",
        "from": "2021-01",
        "to": "2022-12",
        "nothing_before": "yes",
        "nothing_after": "yes",
        "worker": {
            "birth_date": "1990-05-02",
            "sex": "female",
            "number_of_children": 2,
            "residence_place": "northland",
            "activity_start": "2019-01",
        },
        "payers": {
            "app": {"kind": "platform", "ties": NO_INDEX, "engagements": [{**app, "until": "2022-06"}]},
            "shop": {"kind": "employer", "ties": NO_INDEX, "engagements": [{**shop, "from": "2022-07"}]},
        },
        **more,
    }
    return case_from(case).dossier


def of(dossier: Dossier, at: str) -> dict[str, Outlook]:
    return {found.terms.id: found for found in table(VERANIA, dossier, month(at), ahead=False).outlooks}


# --- by hand --------------------------------------------------------------------------------------------------------


def test_the_sickness_allowance_of_a_month() -> None:
    """Bases of 560.00 (70 % of 3 x 800.00, a third), wages of 1,200.00: months 8 to 3 back are April to September 2022.

    3 x 560 + 3 x 1,200 = 5,280.00; / 180 = 29.33; 55 % of it 16.13.
    """
    found = of(vera(), "2022-12")["sickness_allowance"]
    assert (found.state, found.reference, found.amount) == ("yes", 2933, 1613)
    assert found.replacement == 549949  # 16.13 / 29.33
    assert (found.waiting, found.duration) == (10, 365)


def test_since_when_is_the_first_month_of_the_unbroken_run() -> None:
    """The least base of January 2021, 33.3333 % of 420.50, passes 120.00: six insured months lie before July."""
    found = of(vera(), "2022-12")["sickness_allowance"]
    assert (found.since, found.since_told) == (month("2021-07"), True)


def test_a_run_that_reaches_back_to_the_first_month_told_may_have_begun_before() -> None:
    told = of(vera(), "2022-12")["birth_grant"]
    untold = of(replace(vera(), nothing_before=False), "2022-12")["birth_grant"]
    assert (told.since, told.since_told) == (month("2021-01"), True)
    assert (untold.since, untold.since_told) == (month("2021-01"), False)


def test_from_when_on_if_the_last_month_repeats() -> None:
    """Sixty-one on 2 May 2051 (the pension age of women since 2025); credits suffice long before."""
    every = {found.terms.id: ahead for found, ahead in table(VERANIA, vera(), month("2022-12")).rows()}
    assert (every["old_age_pension"].state, every["old_age_pension"].month) == ("later", month("2051-05"))
    assert every["sickness_allowance"].state == "now"


def test_not_within_the_months_looked_at() -> None:
    """Forty years after December 2022 somebody born in May 1993 is 69: the winter allowance begins at 70."""
    worker = vera()
    young = replace(worker, facts={**worker.facts, "common.birth_date": read_value(KINDS["date"], "1993-05-02")})
    every = {found.terms.id: ahead for found, ahead in table(VERANIA, young, month("2022-12")).rows()}
    assert (every["winter_allowance"].state, every["winter_allowance"].until) == ("never", month("2062-12"))


def test_the_condition_that_fails_first_and_its_cure() -> None:
    """The winter allowance asks 70 years on the first of the month: born on 1 December 1952 at the latest."""
    found = of(vera(), "2022-12")["winter_allowance"]
    assert found.failing is not None and found.failing.node == "benefits.old_enough_for_winter"
    move = cure(VERANIA, vera(), found)
    assert move is not None
    assert (move.node, move.after) == ("common.birth_date", read_value(KINDS["date"], "1952-12-01"))


@pytest.mark.parametrize(
    ("amount", "reference", "rate"),
    [
        (4500, 10000, 450000),
        (0, 10000, 0),
        (1, 3, 333333),
        (100, 0, None),
        (Unknown(40, 50, FACT), 100, (400000, 500000)),
        (100, Unknown(100, 200, FACT), (500000, 1000000)),
    ],
)
def test_replacement_rates(amount: Any, reference: Any, rate: Any) -> None:
    found = replacement_rate(amount, reference)
    assert found == rate if not isinstance(rate, tuple) else (low(found), high(found)) == rate  # type: ignore[arg-type]


@pytest.mark.parametrize("turn", [1, 2, 3, 7, 8, 9, 255, 479, 480])
def test_the_first_month_is_found_by_doubling_and_halving(turn: int) -> None:
    assert first_month(lambda at: at >= 1000 + turn, 1000, 1480) == 1000 + turn
    assert first_month(lambda at: at > 1480, 1000, 1480) is None


# --- what must hold of anybody ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(12))
def test_both_ways_of_running_say_the_same_of_every_month(seed: int) -> None:
    dice = random.Random(seed)
    dossier = some_dossier(VERANIA, dice)
    if seed % 2:
        dossier = hidden(VERANIA, dossier, dice, 0.1)
    slow, fast = ByReference(Reference(VERANIA, dossier)), by_kernel(VERANIA, dossier)
    assert isinstance(fast, ByKernel)
    for key in {key for terms in terms_of(VERANIA) for key in terms.monthly}:
        for at in range(dossier.first, dossier.last + 1):
            one, other = slow.value(key, at), fast.value(key, at)
            assert (low(one), high(one)) == (low(other), high(other)), (key, at)


@pytest.mark.parametrize("seed", range(12))
def test_months_repeat_the_last_one(seed: int) -> None:
    dossier = some_dossier(VERANIA, random.Random(seed))
    longer = repeated(VERANIA, dossier, 14)
    last = [payer for payer, at in dossier.contracts if at == dossier.last]
    for at in range(dossier.last + 1, dossier.last + 15):
        assert [payer for payer, when in longer.contracts if when == at] == last
    run = Reference(VERANIA, longer)
    for fact in VERANIA.of_type(Fact):
        if fact.level.name in ("MONTH", "CONTRACT", "TIE_MONTH"):
            rows = {row: at for row, (at, _) in enumerate(run.layout.months[fact.level])}
            values = {}
            for row, at in rows.items():
                values.setdefault(at, []).append(run.value(fact.full_name, row))
            ahead = [values.get(at) for at in range(dossier.last, dossier.last + 15)]
            assert all(found == ahead[0] for found in ahead), fact.full_name


def test_a_dossier_never_outgrows_what_one_may_hold() -> None:
    dossier = replace(vera(), first=month("1970-01"))
    assert months_ahead(dossier) == 720 - 636
    assert repeated(VERANIA, dossier, 480).last == dossier.first + 719


@pytest.mark.parametrize("seed", range(16))
def test_since_and_from_are_first_months(seed: int) -> None:
    dossier = some_dossier(VERANIA, random.Random(seed))
    found = table(VERANIA, dossier, dossier.last)
    longer = ByReference(Reference(VERANIA, repeated(VERANIA, dossier, months_ahead(dossier))))
    run = ByReference(Reference(VERANIA, dossier))
    for now, ahead in found.rows():
        key = now.terms.qualified
        if now.since is not None:
            assert all(run.value(key, at) == 1 for at in range(now.since, dossier.last + 1))
            assert now.since == dossier.first or run.value(key, now.since - 1) != 1
        assert ahead is not None
        if ahead.state == "later":
            assert ahead.month is not None and longer.value(key, ahead.month) == 1
            assert longer.value(key, ahead.month - 1) != 1


def moved(dossier: Dossier, move: Move) -> Dossier:
    """The dossier with one declared fact told otherwise."""
    fact = VERANIA.nodes[move.node]
    assert isinstance(fact, Fact)
    told = dossier.facts.get(move.node, {})
    if move.row is None:
        return replace(dossier, facts={**dossier.facts, move.node: move.after})
    name = dossier.layout.ids[fact.level][move.row.number]
    return replace(dossier, facts={**dossier.facts, move.node: {**told, name: move.after}})  # type: ignore[dict-item]


# AMPARO_CASES=1000 tries as many random workers
CASES = int(os.environ.get("AMPARO_CASES", "40"))


@pytest.mark.parametrize("seed", range(CASES))
def test_the_change_told_turns_the_condition_and_one_step_less_does_not(seed: int) -> None:
    dossier = some_dossier(VERANIA, random.Random(seed))
    for found in table(VERANIA, dossier, dossier.last, ahead=False).outlooks:
        move = cure(VERANIA, dossier, found)
        if move is None:
            continue
        assert found.failing is not None

        def state(changed: Dossier, node: str = found.failing.node, terms: Any = found.terms) -> str:
            now = outlook(ByReference(Reference(VERANIA, changed)), terms, dossier.last)
            return next(checked.state for checked in now.conditions if checked.node == node)

        assert state(dossier) == "no"
        assert state(moved(dossier, move)) == "yes"
        if move.kind.category is None and move.kind.name not in ("truth", "place"):
            step = 1 if move.after > move.before else -1
            assert state(moved(dossier, replace(move, after=move.after - step))) == "no"


def test_some_of_these_changes_are_found() -> None:
    """So that the test above cannot pass on nothing."""
    moves = 0
    for seed in range(10):
        dossier = some_dossier(VERANIA, random.Random(seed))
        every = table(VERANIA, dossier, dossier.last, ahead=False).outlooks
        moves += sum(cure(VERANIA, dossier, found) is not None for found in every)
    assert moves >= 10


def test_every_output_of_the_table_is_worked_out_by_the_law() -> None:
    assert "contributions.number_of_children" not in benefit_outputs(VERANIA)
    assert set(benefit_outputs(VERANIA)) >= {terms.qualified for terms in terms_of(VERANIA)}
