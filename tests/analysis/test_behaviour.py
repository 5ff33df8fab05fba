"""Behaviour: what assumptions make of a reform, by hand; without any, the law alone."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from couriers import PER_ORDER, couriers
from hypothesis import given
from hypothesis import strategies as st
from records_folder import write

from amparo.analysis.behaviour import (
    NAMES,
    Behaviour,
    BehaviourError,
    Response,
    adjusted,
    behaviour_of,
    break_even,
    burden_change,
    contributions_change,
    purse_change,
    with_share,
)
from amparo.analysis.effects import BENEFIT, Amount, effect
from amparo.analysis.reforms import read_reform, reformed
from amparo.law import book
from amparo.records.run import checked_records
from amparo.rules import Amendment, set_value

HALF, TENTH = Fraction(1, 2), Fraction(1, 10)


def ran(folder: Path, behaviour: Behaviour) -> Response:
    """From September 50 orders of one of two drivers cost 0.36 yuan each, not 0.18: 18.00 in place of 9.00."""
    before = book("CN")
    after = before.amend(Amendment("trial", (set_value(PER_ORDER, "0.36", since="2025-09-01"),)))
    seen = Response(behaviour)
    effect(couriers(folder), before, after, threads=1, watch=seen)
    return seen


@pytest.mark.parametrize(
    ("behaviour", "after"),
    [
        (Behaviour(), 8100),
        (Behaviour(compliance=HALF), 7650),  # 72.00 + half of 9.00
        (Behaviour(exit=TENTH), 7740),  # the first driver owes 18.00 + 18.00; a tenth of that, 3.60, is gone
        (Behaviour(compliance=HALF, exit=TENTH), 7335),  # 45.00 + 0.9 x (18.00 + 9.00 + 4.50)
        (Behaviour(litigation=Fraction(0)), 8100),  # nobody's status changes
    ],
)
def test_orders_at_twice_the_amount_by_hand(tmp_path: Path, behaviour: Behaviour, after: int) -> None:
    (line,) = (line for line in adjusted(ran(tmp_path, behaviour)).lines if line.payer_role == "payer")
    assert (line.before, line.after, line.assumed_before, line.assumed_after) == (7200, 8100, 7200, after)


def test_pass_through_is_taken_from_pay_and_turns_a_worker_into_a_loser(tmp_path: Path) -> None:
    """40 % of 9.00 yuan is 3.60; the law alone leaves both drivers as they were."""
    alone = adjusted(ran(tmp_path / "alone", Behaviour()))
    passed = adjusted(ran(tmp_path / "passed", Behaviour(pass_through=Fraction(2, 5))))
    assert (alone.pay, dict(alone.people)) == (0, {"gain": 0, "loss": 0, "same": 2})
    assert (passed.pay, dict(passed.people)) == (-360, {"gain": 0, "loss": 1, "same": 1})
    assert (passed.costing_more, passed.status_changed) == (1, 0)


def test_what_goes_into_prices_is_the_clients_and_no_workers(tmp_path: Path) -> None:
    """40 % of 9.00 yuan is taken from pay, 50 % goes into prices: clients pay 4.50, the payer bears 0.90."""
    seen = ran(tmp_path, Behaviour(pass_through=Fraction(2, 5), price=Fraction(1, 2)))
    found = adjusted(seen)
    assert (found.pay, found.prices, burden_change(seen, seen.behaviour)) == (-360, 450, 90)
    at = {(one.outcome, one.assumption): one.at for one in break_even(seen)}
    assert (at["burden", "price"], at["burden", "pass_through"]) == (Fraction(3, 5), HALF)
    assert at["purse", "price"] is None


def test_the_effect_vanishes_if_a_quarter_leaves(tmp_path: Path) -> None:
    """Each who leaves takes 36.00 along; 9.00 more are owed: 9 / 36 = 25 %."""
    found = {(one.outcome, one.assumption): one for one in break_even(ran(tmp_path, Behaviour()))}
    assert found["contributions", "exit"].at == Fraction(1, 4)
    assert found["contributions", "compliance"].at == 0
    assert found["contributions", "litigation"].at is None
    assert found["contributions", "exit"].at_none == 900
    assert ("contributions", "take_up") not in found


def by_hand(behaviour: Behaviour) -> Response:
    """One employer's posting: a worker whose status changes goes from 0 to 300; another, as before, from 100 to 150."""
    amount = Amount("t.paid", "payer", "s", "all", 0)
    cells = np.zeros((2, 2, 2, 4), np.int64)
    cells[1, 1, 1] = (0, 300, 0, 300)
    cells[0, 1, 1] = (100, 150, 100, 150)
    return Response(behaviour, [amount], {amount.node: cells})


def test_only_what_is_asserted_changes_status() -> None:
    """A third of 300 is 100; the other worker's 50 stands: 100 + 100 + 50 = 250."""
    assert adjusted(by_hand(Behaviour(litigation=Fraction(1, 3)))).lines[0].assumed_after == 250
    assert adjusted(by_hand(Behaviour(litigation=Fraction(0)))).lines[0].assumed_after == 150


def test_who_leaves_is_a_share_of_those_who_are_reached() -> None:
    """A third asserted, half of those leave: 1/3 x 1/2 x 300 = 50; of the other worker half: 75. Together 125."""
    assert adjusted(by_hand(Behaviour(litigation=Fraction(1, 3), exit=HALF))).lines[0].assumed_after == 125


def test_benefits_are_paid_whatever_the_payers_do() -> None:
    """Compliance does not weigh what is paid out; the purse gains 500."""
    amount = Amount("t.benefit", BENEFIT, "s", "all", 1)
    cells = np.zeros((2, 2, 2, 4), np.int64)
    cells[0, 0, 1] = (0, 500, 0, 500)
    seen = Response(Behaviour(compliance=Fraction(0)), [amount], {amount.node: cells})
    assert purse_change(seen, seen.behaviour) == 500
    assert contributions_change(seen, seen.behaviour) == 0


def freelancers(folder: Path) -> Path:
    """Two in Shanghai from Henan without a residence registration, base 10,000; one of them has joined at home."""
    told = {"first_month": "2025-08", "last_month": "2025-09", "nothing_before": "yes", "birth_date": "1990-01-01"}
    place = {"hukou_place": "henan", "residence_place": "shanghai", "participation_place": "shanghai"}
    more = {
        **told,
        **place,
        "residence_registered": "no",
        "admitted_without_hukou": "no",
        "chosen_pension_base": "10000",
    }
    features = {
        **{"worker_chooses_time_and_workload": "yes", "payer_controls_work_process": "no", "worker_sets_price": "yes"},
        **{"worker_bound_by_rules_and_algorithms": "no", "work_is_continuous": "no", "worker_decides_tasks": "yes"},
        "work_is_part_of_business": "no",
    }
    records = write(
        folder / "in",
        workers=[{**more, "worker": w, "joins_flexible_pension": j} for w, j in (("a", "no"), ("b", "yes"))],
        payers=[{"payer": "p", "payer_kind": "client"}],
        engagements=[
            {
                **{"worker": w, "payer": "p", "month": m, "activity": "online", "form": "services"},
                **{"work_place": "shanghai", "gross_pay": "4000.00", **features},
            }
            for w in ("a", "b")
            for m in ("2025-08", "2025-09")
        ],
    )
    return checked_records(book("CN"), folder / "out", records=records, data_class="synthetic").folder


def test_take_up_of_access_newly_opened_by_hand(tmp_path: Path) -> None:
    """20 % of 10,000 for two months are 4,000.00: of one who has joined, and 30 % of it of one who now may."""
    before = book("CN")
    after = reformed(before, [read_reform("cn-no-hukou-condition")])
    seen = Response(behaviour_of([("take-up", "30%")], after, ["joins_flexible_pension"]))
    effect(freelancers(tmp_path), before, after, threads=1, watch=seen)
    (line,) = (line for line in adjusted(seen).lines if line.node.endswith(".flexible_pension_contribution"))
    assert (line.before, line.after) == (400_000, 400_000)
    assert (line.assumed_before, line.assumed_after) == (400_000, 520_000)
    assert with_share(seen.behaviour, "take_up", HALF).share("take_up") == HALF
    half = adjusted(seen, with_share(seen.behaviour, "take_up", HALF)).lines
    assert [one.assumed_after for one in half if one.node == line.node] == [600_000]


SHARES = st.fractions(0, 1, max_denominator=40)
CELLS = st.lists(st.integers(0, 10_000), min_size=32, max_size=32)


@given(CELLS, st.tuples(*(SHARES for _ in NAMES)), st.sampled_from(NAMES))
def test_at_the_break_even_nothing_is_left(values: list[int], shares: tuple[Fraction, ...], name: str) -> None:
    behaviour = Behaviour(**dict(zip(NAMES, shares, strict=True)), joins=("t.joins",))  # type: ignore[arg-type]
    amount = Amount("t.paid", "payer", "s", "all", 0)
    seen = Response(behaviour, [amount], {amount.node: np.array(values, np.int64).reshape(2, 2, 2, 4)})
    measures = {"contributions": contributions_change, "purse": purse_change, "burden": burden_change}
    for one in break_even(seen):
        if one.assumption == name and one.at is not None:
            assert measures[one.outcome](seen, with_share(behaviour, name, one.at)) == 0


@given(CELLS)
def test_no_assumption_leaves_the_law_alone(values: list[int]) -> None:
    amount = Amount("t.paid", "payer", "s", "all", 0)
    seen = Response(Behaviour(), [amount], {amount.node: np.array(values, np.int64).reshape(2, 2, 2, 4)})
    (line,) = adjusted(seen).lines
    assert (line.before, line.after) == (line.assumed_before, line.assumed_after)
    assert adjusted(seen).pay == 0


@pytest.mark.parametrize(
    ("told", "joins", "says"),
    [
        ([("exitt", "5%")], (), "Did you mean exit"),
        ([("exit", "105%")], (), "not a share"),
        ([("exit", "some")], (), "not a share"),
        ([("pass-through", "60%"), ("price", "41%")], (), "more than all"),
        ([("exit", "5%"), ("exit", "6%")], (), "twice"),
        ([("take-up", "5%")], (), "--join FACT"),
        ([], ("joins_flexible_pension",), "--join FACT"),
        ([("take-up", "5%")], ("birth_date",), "yes or no"),
    ],
)
def test_an_assumption_that_cannot_be_made_is_refused(
    told: list[tuple[str, str]], joins: tuple[str, ...], says: str
) -> None:
    with pytest.raises(BehaviourError, match=says):
        behaviour_of(told, book("CN"), joins)


def test_every_assumption_is_told_even_where_it_is_none() -> None:
    said = behaviour_of([("pass-through", "0.4"), ("exit", "5%")], book("CN")).to_json()
    assert said == {
        **{"compliance": "none", "take_up": "none", "litigation": "none", "exit": "1/20", "pass_through": "2/5"},
        "price": "none",
        "joins": [],
    }
