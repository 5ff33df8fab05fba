"""How far shares of a cascade may be off: against each person's months counted alone and formulas written out."""

from __future__ import annotations

from dataclasses import replace
from math import sqrt
from typing import Any

import numpy as np
import pytest
from analysis.test_cascade import C102, VERANIA, some

from amparo.analysis.cascade import Cascade, Counting, gathered
from amparo.analysis.chains import STEPS
from amparo.analysis.shares import Share, shares
from amparo.analysis.weighting import EVERYBODY_ALIKE, Weighting
from amparo.engine.batch import batch_of
from amparo.records.design import Design
from amparo.rules import Branch

PEOPLE = some(11, count=8, share=0.1)
BY = ("sex", "status")


def found_with(weighting: Weighting, cut: int = len(PEOPLE)) -> Cascade:
    """The cascade of the persons, in one batch or in two."""
    counting = Counting(VERANIA, C102, BY, weighting=weighting)
    whole = None
    for low, high in ((0, cut), (cut, len(PEOPLE))):
        if low < high:
            batch = replace(batch_of(VERANIA, PEOPLE[low:high]), numbers=np.arange(low, high))
            part = counting.count(batch)
            if whole is None:
                whole = part
            else:
                whole.add(part)
    assert whole is not None
    return gathered(counting, whole, "hypothetical")


def alone() -> dict[Any, np.ndarray]:
    """By branch, step, grouping and group: each person's months there and in all, one person a row."""
    counting = Counting(VERANIA, C102, BY)
    found: dict[Any, np.ndarray] = {}
    for row, dossier in enumerate(PEOPLE):
        one = gathered(counting, counting.count(batch_of(VERANIA, [dossier])), "hypothetical")
        for step in one.steps:
            key = step.branch, step.step, step.by, step.group
            held = found.setdefault(key, np.zeros((len(PEOPLE), 2)))
            held[row] += step.yes, step.rows
    return found


ALONE = alone()


def between(held: dict[Any, Share]) -> list[Any]:
    """What is neither nobody nor everybody, so that there is an error."""
    keys = [key for key, one in held.items() if 0 < one.certain < 1 and one.persons > 2]
    assert len(keys) > 20
    return keys


def test_persons_drawn_one_by_one_have_the_error_of_squared_residuals() -> None:
    held = shares(found_with(EVERYBODY_ALIKE))
    for key in between(dict(held)):
        at, all_ = ALONE[key].T
        share = at.sum() / all_.sum()
        assert held[key].certain == pytest.approx(share)
        assert held[key].error == pytest.approx(sqrt(float(((at - share * all_) ** 2).sum())) / all_.sum())
        assert held[key].persons == (all_ > 0).sum()


def test_it_is_the_error_of_many_poisson_draws() -> None:
    """Ratios of draws are near their linear part where persons are many: each person thirty times over."""
    draws = np.random.default_rng(2).poisson(30.0, (20_000, len(PEOPLE)))
    held = shares(found_with(EVERYBODY_ALIKE))
    for key in between(dict(held))[:20]:
        at, all_ = ALONE[key].T
        drawn = float(np.nanstd((draws @ at) / (draws @ all_)))
        assert held[key].error / sqrt(30) == pytest.approx(drawn, rel=0.05)


def weighed(replicates: int | None) -> Weighting:
    rng = np.random.default_rng(4)
    weights = rng.uniform(0.4, 1.9, len(PEOPLE))
    held = None if replicates is None else rng.uniform(0.5, 1.5, (len(PEOPLE), replicates)).astype(np.float32)
    others = None if held is None else held * weights[:, None].astype(np.float32)
    return Weighting(Design(weights, others, np.full(replicates or 0, 0.25), {"clusters": 5}), 0)


def test_weights_weigh_the_residuals() -> None:
    weighting = weighed(None)
    assert weighting.design is not None
    own = weighting.design.weights
    held = found_with(weighting).drawn
    for branch, step, by, group in between(dict(shares(found_with(EVERYBODY_ALIKE)))):
        at, all_ = ALONE[branch, step, by, group].T
        share = (own @ at) / (own @ all_)
        error = held[branch, by, group].errors[STEPS.index(step)]
        assert error == pytest.approx(sqrt(float((own**2) @ ((at - share * all_) ** 2))) / (own @ all_))


def test_replicate_weights_give_their_own_error_whatever_the_batches() -> None:
    weighting = weighed(6)
    assert weighting.design is not None
    design = weighting.design
    whole, parts = (found_with(weighting, cut).drawn for cut in (len(PEOPLE), 3))
    for branch, step, by, group in between(dict(shares(found_with(EVERYBODY_ALIKE)))):
        at, all_ = ALONE[branch, step, by, group].T
        share = (design.weights @ at) / (design.weights @ all_)
        others = (at @ design.replicates) / (all_ @ design.replicates)
        expected = sqrt(float(design.coefficients @ (others - share) ** 2))
        for found in (whole, parts):
            assert found[branch, by, group].errors[STEPS.index(step)] == pytest.approx(expected, rel=1e-5)


def test_months_of_one_person_are_one_draw_and_never_more_than_their_number() -> None:
    """The size behind an interval lies between what the residuals say and the number of months."""
    held = found_with(EVERYBODY_ALIKE)
    months = {key: one.months for key, one in shares(held).items()}
    for (branch, by, group), drawn in held.drawn.items():
        for step, size in zip(STEPS, drawn.sizes, strict=True):
            assert 0 < size <= months[branch, step, by, group] * (1 + 1e-9)


def test_where_nobody_stands_the_persons_or_their_clusters_bound_the_interval() -> None:
    own = shares(found_with(EVERYBODY_ALIKE))
    nobody = next(one for one in own.values() if one.certain == 0 and one.measured and one.by == "all")
    assert nobody.error == 0 and 0 < nobody.high < 1
    clustered = shares(found_with(weighed(6)))[nobody.branch, nobody.step, "all", "all"]
    assert clustered.high == pytest.approx(3.8416 / (5 + 3.8416))
    assert nobody.high < clustered.high


def test_branches_of_which_the_law_is_silent_have_their_cells_too() -> None:
    held = found_with(EVERYBODY_ALIKE)
    assert {branch for branch, *_ in held.drawn} == {step.branch for step in held.steps} == set(Branch)
