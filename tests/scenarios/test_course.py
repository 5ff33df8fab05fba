"""The share that is told of long work is that of the whole: it begins near 0, never falls, and ends at 1."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from amparo.scenarios.course import PARTS, course

STEPS = ("population", "records", "cascade", "law", "cascade")


def told_of(steps: tuple[str, ...], said: list[tuple[str, float]]) -> list[tuple[str, float]]:
    told: list[tuple[str, float]] = []
    tell = course(steps, lambda step, share: told.append((step, share)))
    for step, share in said:
        tell(step, share)
    return told


def test_a_step_that_comes_twice_has_a_part_of_its_own_each_time() -> None:
    told = told_of(STEPS, [(step, share) for step in STEPS for share in (0.0, 0.5, 1.0)])
    shares = [share for _, share in told]
    assert [step for step, _ in told] == [step for step in STEPS for _ in range(3)]
    assert shares == sorted(shares) and shares[0] == 0 and abs(shares[-1] - 1) < 1e-9
    assert shares[2] == PARTS["population"] / sum(PARTS[step] for step in STEPS)
    assert [round(share * 18) for share in shares[8:13]] == [10, 10, 12, 13, 13], "both cascades"


def test_one_step_several_times_in_a_row_goes_on_where_the_share_begins_again() -> None:
    told = told_of(("records", "law", "law"), [("records", 1.0), *(("law", share) for share in (0.5, 1.0, 0.5, 1.0))])
    shares = [round(share * 9, 3) for _, share in told]
    assert shares == [3.0, 4.5, 6.0, 7.5, 9.0]


def test_what_is_there_already_is_passed_over() -> None:
    (first, *_) = told_of(STEPS, [("cascade", 0.0)])
    before = PARTS["population"] + PARTS["records"]
    assert first == ("cascade", before / sum(PARTS[step] for step in STEPS))


@given(st.lists(st.tuples(st.sampled_from((*PARTS, "other")), st.floats(0, 1)), max_size=40))
def test_whatever_is_told_the_share_never_falls_and_stays_between_0_and_1(said: list[tuple[str, float]]) -> None:
    told = told_of(STEPS, said)
    assert [step for step, _ in told] == [step for step, _ in said]
    shares = [share for _, share in told]
    assert shares == sorted(shares) and all(0 <= share <= 1 + 1e-9 for share in shares)
