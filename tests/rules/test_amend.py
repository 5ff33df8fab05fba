"""Reforms: another book, the old one untouched; and what does not fit is refused."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
import tiny

from amparo.law import book
from amparo.law.fictional.instruments import CODE
from amparo.rules import (
    MONTH,
    UP,
    Amendment,
    Money,
    Months,
    Rate,
    Truth,
    keep_as,
    month_end,
    month_worked,
    new_wording,
    percent_of,
    round_to,
    rule,
    set_value,
)
from amparo.rules.bounds import Unknown
from amparo.rules.errors import AmendmentError, LawError, NameNotFound
from amparo.rules.kinds import day_of
from amparo.rules.parameters import Parameter

VERANIA = book("fictional")
PLACES = f"""
places:
  - {{place: north, code: 1, label: {tiny.LABEL}}}
  - {{place: town, code: 2, parent: north, label: {tiny.LABEL}}}
"""
LOCAL = """
parameters:
  p:
    kind: money
    by: place
    values:
      - {from: 2018-01-01, value: 1, cite: ACT 1}
      - {from: 2018-01-01, value: 2, cite: ACT 1, place: north}
      - {from: 2020-01-01, value: 3, cite: ACT 1, place: north}
      - {from: 2022-01-01, value: 4, cite: ACT 1, place: town}
"""


def on(text: str) -> int:
    return day_of(dt.date.fromisoformat(text))


def value(law: Any, name: str, day: str, *places: str) -> Any:
    parameter = law.node(name)
    assert isinstance(parameter, Parameter)
    return parameter.at(on(day), (*places, ""))


def test_a_value_from_a_day_on() -> None:
    reform = Amendment("higher rate", (set_value("worker_rate", "9.5%", since="2023-07-01"),))
    amended = VERANIA.amend(reform)
    assert value(amended, "worker_rate", "2023-06-30") == 87500
    assert value(amended, "worker_rate", "2023-07-01") == 95000
    assert value(amended, "worker_rate", "2040-01-01") == 95000
    assert value(VERANIA, "worker_rate", "2023-07-01") == 87500
    assert amended.amendments == ("higher rate",)
    assert amended.hash != VERANIA.hash
    entry = amended.node("worker_rate").dated_at(on("2023-07-01"))  # type: ignore[union-attr]
    assert entry is not None
    assert entry.note == "amended by higher rate"


def test_a_value_from_a_day_until_a_day_and_then_the_law_again() -> None:
    amended = VERANIA.amend(
        Amendment("trial", (set_value("social_index", "600", since="2021-06-01", until="2023-06-01"),))
    )
    said = [value(amended, "social_index", day) for day in ("2021-05-31", "2021-06-01", "2022-12-31", "2023-05-31")]
    assert said == [42050, 60000, 60000, 60000]
    assert value(amended, "social_index", "2023-06-01") == 44525
    assert value(amended, "social_index", "2024-01-01") == 46000


def test_a_trial_before_there_was_any_value_ends_in_law_not_known() -> None:
    amended = VERANIA.amend(Amendment("early", (set_value("care_rate", "1%", since="2019-01-01", until="2019-07-01"),)))
    assert value(amended, "care_rate", "2019-03-01") == 10000
    assert isinstance(value(amended, "care_rate", "2019-07-01"), Unknown)
    assert value(amended, "care_rate", "2020-03-16") == 15000


def test_a_trial_in_one_place_ends_in_what_holds_around_it(tmp_path: Path) -> None:
    law = tiny.topic(tmp_path, "", LOCAL, places=PLACES)
    amended = law.amend(Amendment("town", (set_value("p", 9, since="2019-01-01", until="2019-06-01", place="town"),)))
    chain = ("town", "north")
    said = [
        value(amended, "p", day, *chain)
        for day in ("2018-06-01", "2019-01-01", "2019-06-01", "2020-06-01", "2022-06-01")
    ]
    assert said == [200, 900, 200, 300, 400]


def test_a_reform_of_tables_and_truths() -> None:
    table = {"MALE": 67, "FEMALE": 67}
    amended = VERANIA.amend(Amendment("67", (set_value("pension_ages", table, since="2026-01-01"),)))
    assert value(amended, "pension_ages", "2026-06-01").cells == {(1,): 67, (2,): 67}
    amended = VERANIA.amend(Amendment("free", (set_value("fund_is_voluntary", True, since="2026-01-01"),)))
    assert value(amended, "fund_is_voluntary", "2026-06-01") == 1


def test_reforms_follow_one_another() -> None:
    first = VERANIA.amend(Amendment("a", (set_value("worker_rate", "9%", since="2023-01-01"),)))
    second = first.amend(Amendment("b", (set_value("worker_rate", "10%", since="2024-01-01"),)))
    assert [value(second, "worker_rate", day) for day in ("2022-06-01", "2023-06-01", "2024-06-01")] == [
        87500,
        90000,
        100000,
    ]
    assert second.amendments == ("a", "b")


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (set_value("worker_rate", "8.75%", since="2020-01-01"), "the reform changes nothing"),
        (set_value("worker_rate", "8.75%", since="2020-01-01", until="2021-01-01"), "the reform changes nothing"),
        (set_value("worker_rate", "9%", since="2020-01-01", until="2020-01-01"), "would end on the day it begins"),
        (set_value("worker_rate", "9%", since="2020-01-01", place="northland"), "is not kept by place"),
        (set_value("local.benefit_minimum", 90, since="2020-01-01", place="northand"), "Did you mean northland"),
        (set_value("worker_rate", "much", since="2020-01-01"), "not a rate"),
        (set_value("wages", 5, since="2020-01-01"), "neither a parameter nor a rule given new wording"),
        (set_value("insured_wages", 5, since="2020-01-01"), "neither a parameter nor a rule given new wording"),
        (
            set_value("local.benefit_minimum", 90, since="2018-01-01", until="2019-01-01", place="northland"),
            "changes nothing",
        ),
    ],
)
def test_reforms_that_fit_nothing_are_refused(change: Any, says: str) -> None:
    with pytest.raises(AmendmentError, match=says):
        VERANIA.amend(Amendment("slip", (change,)))


def test_a_reform_of_something_that_is_not_there() -> None:
    with pytest.raises(NameNotFound, match="Did you mean worker_rate"):
        VERANIA.amend(Amendment("slip", (set_value("worker_rat", 1, since="2020-01-01"),)))


def test_an_empty_reform_and_two_changes_of_one_day_are_refused() -> None:
    with pytest.raises(AmendmentError, match="no changes"):
        VERANIA.amend(Amendment("empty", ()))
    first = set_value("worker_rate", "9%", since="2020-01-01")
    with pytest.raises(AmendmentError, match="hold on one day"):
        VERANIA.amend(Amendment("twice", (first, set_value("worker_rate", "10%", since="2021-01-01"))))
    closed = set_value("worker_rate", "9%", since="2020-01-01", until="2021-01-01")
    after = set_value("worker_rate", "10%", since="2021-01-01")
    for changes in ((closed, after), (after, closed)):
        amended = VERANIA.amend(Amendment("in turn", changes))
        assert [value(amended, "worker_rate", day) for day in ("2020-12-31", "2021-01-01")] == [90000, 100000]


def test_a_value_is_back_to_back_with_what_it_replaces() -> None:
    """A change that begins where the law changes takes that day, and leaves the days before alone."""
    amended = VERANIA.amend(Amendment("x", (set_value("payer_rate", "20%", since="2022-01-01"),)))
    assert value(amended, "payer_rate", "2021-12-31") == 151000
    assert value(amended, "payer_rate", "2022-01-01") == 200000


# --- new wording -------------------------------------------------------------------------------------------------


@rule(level=MONTH, law_at=month_end, cites=CODE("35(1)"), evidence="I:reform", since="2023-03-01")
def rounded_to_a_unit(base_in_force: Money, self_employed_rate: Rate) -> Money:
    """The monthly contribution of the self-employed, rounded up to the unit."""
    return round_to(percent_of(base_in_force, self_employed_rate), unit=100, round=UP)


@rule(level=MONTH, law_at=month_end, cites=CODE("35(1)"), evidence="I:reform", since="2023-03-01", until="2024-03-01")
def for_a_year(base_in_force: Money, worker_rate: Rate) -> Money:
    """For one year the self-employed pay the worker's rate."""
    return percent_of(base_in_force, worker_rate)


@rule(level=MONTH, law_at=month_end, cites=CODE("35(1)"), evidence="I:reform", since="2023-03-01")
def the_same_again(base_in_force: Money, self_employed_rate: Rate) -> Money:
    """Other words about it, but the same law."""
    return round_to(percent_of(base_in_force, self_employed_rate), unit=10, round=UP)


@rule(level=MONTH, law_at=month_worked, cites=CODE("35(1)"), evidence="I:reform", since="2023-03-01")
def at_another_day(base_in_force: Money, self_employed_rate: Rate) -> Money:
    """The law of another day."""
    return percent_of(base_in_force, self_employed_rate)


@rule(level=MONTH, law_at=month_end, cites=CODE("35(1)"), evidence="I:reform", since="2023-03-01")
def of_another_kind(any_services: Truth) -> Truth:
    """Something else."""
    return any_services


@rule(level=MONTH, law_at=month_end, cites=CODE("35(1)"), evidence="I:reform", since="2023-03-01")
def reads_what_is_not_there(base_in_farce: Money) -> Money:
    """A slip of the pen."""
    return base_in_farce


@rule(level=MONTH, law_at=month_end, cites=CODE("35(1)"), evidence="I:reform", since="2023-03-01")
def reads_itself(self_employed_contribution: Money) -> Money:
    """A circle."""
    return self_employed_contribution


def reworded(wording: Any) -> Any:
    return VERANIA.amend(Amendment("reform", (new_wording("self_employed_contribution", wording),)))


def test_a_new_wording_takes_over_from_its_first_day() -> None:
    amended = reworded(rounded_to_a_unit)
    held = amended.rule("self_employed_contribution")
    assert [v.since for v in held.versions] == [on("2018-01-01"), on("2023-03-01")]
    assert [v.until for v in held.versions[:1]] == [on("2023-03-01")]
    assert held.versions[1].summary.endswith("rounded up to the unit.")
    assert amended.hash != VERANIA.hash
    assert len(VERANIA.rule("self_employed_contribution").versions) == 1


def test_a_wording_for_a_time_gives_way_to_the_law_again() -> None:
    held = reworded(for_a_year).rule("self_employed_contribution")
    spans = [(v.since, v.until) for v in held.versions]
    assert spans[0] == (on("2018-01-01"), on("2023-03-01"))
    assert spans[1] == (on("2023-03-01"), on("2024-03-01"))
    assert spans[2][0] == on("2024-03-01")
    assert held.versions[2].source == held.versions[0].source
    assert reworded(for_a_year).inputs["contributions.self_employed_contribution"][1] == {
        "base_in_force": "contributions.base_in_force",
        "worker_rate": "contributions.worker_rate",
    }


@pytest.mark.parametrize(
    ("wording", "error", "says"),
    [
        (the_same_again, AmendmentError, "the reform changes nothing"),
        (at_another_day, AmendmentError, "differs in level, anchor or kind"),
        (of_another_kind, AmendmentError, "differs in level, anchor or kind"),
        (reads_what_is_not_there, NameNotFound, "Did you mean base_in_force"),
        (reads_itself, LawError, "depend on one another within one period"),
    ],
)
def test_wordings_that_do_not_fit_are_refused(wording: Any, error: type[Exception], says: str) -> None:
    with pytest.raises(error, match=says):
        reworded(wording)


@rule(
    level=MONTH,
    law_at=month_worked,
    cites=CODE("81(1)"),
    evidence="I:reform",
    since="2023-01-01",
    until="2030-01-01",
    after=5,
    range=(-3, 900),
)
def credits_for_some_years(credited_before: Months) -> Months:
    """Every month counts, for some years."""
    return min(credited_before + 1, 720)


def test_a_wording_may_say_what_holds_after_it_and_widen_the_range() -> None:
    amended = VERANIA.amend(Amendment("credits", (new_wording("months_credited", credits_for_some_years),)))
    held = amended.rule("months_credited")
    assert (held.before, held.after, held.declared_range) == (None, 5, (-3, 900))
    assert [v.until for v in held.versions][:2] == [on("2023-01-01"), on("2030-01-01")]


@rule(level=MONTH, law_at=month_end, cites=CODE("35(1)"), evidence="I:reform", since="2023-03-01")
def divides(base_in_force: Money) -> Money:
    """Outside the language."""
    return base_in_force / 2  # type: ignore[return-value]


def test_a_fault_in_a_wording_is_named_with_the_line_of_its_file() -> None:
    lines = Path(__file__).read_text(encoding="utf-8").splitlines()
    line = next(n for n, text in enumerate(lines, 1) if "return base_in_force / 2" in text)
    with pytest.raises(LawError, match=f"divides, line {line}: .*mul_div or share_of"):
        reworded(divides)


def test_a_change_in_the_middle_of_the_span_is_no_standstill() -> None:
    """The index rose within the span: to hold one value through it is a change, even if it begins with the same."""
    change = set_value("social_index", "445.25", since="2023-06-01", until="2024-06-01")
    amended = VERANIA.amend(Amendment("frozen", (change,)))
    said = [value(amended, "social_index", day) for day in ("2023-12-31", "2024-01-01", "2024-05-31", "2024-06-01")]
    assert said == [44525, 44525, 44525, 46000]
    with pytest.raises(AmendmentError, match="changes nothing"):
        VERANIA.amend(Amendment("same", (set_value("social_index", "445.25", since="2023-01-01", until="2024-01-01"),)))


def test_a_parameter_takes_no_wording() -> None:
    with pytest.raises(AmendmentError, match="give it a value, not a wording"):
        VERANIA.amend(Amendment("slip", (new_wording("worker_rate", rounded_to_a_unit),)))


# --- the law of a day kept on --------------------------------------------------------------------------------------


def kept(target: str, **days: Any) -> Any:
    return VERANIA.amend(Amendment("as it was", (keep_as(target, **days),)))


def test_a_parameter_kept_as_it_was_until_a_day() -> None:
    """Waiting days: 3 from 2018, 10 from 6 September 2021."""
    for_good = kept("waiting_days", as_on="2021-09-05", since="2021-09-06")
    for_a_time = kept("waiting_days", as_on="2021-09-05", since="2021-09-06", until="2022-01-01")
    assert [value(for_good, "waiting_days", day) for day in ("2021-09-05", "2021-09-06", "2025-01-01")] == [3, 3, 3]
    assert [value(for_a_time, "waiting_days", day) for day in ("2021-12-31", "2022-01-01")] == [3, 10]


def test_places_that_had_no_value_then_have_none_now(tmp_path: Path) -> None:
    law = tiny.topic(tmp_path, "", LOCAL, places=PLACES)
    amended = law.amend(Amendment("as it was", (keep_as("p", as_on="2021-06-01", since="2022-01-01"),)))
    assert value(amended, "p", "2023-01-01", "town", "north", "") == 300
    assert value(law, "p", "2023-01-01", "town", "north", "") == 400


def test_a_rule_that_did_not_exist_stays_out() -> None:
    """The late-claim reduction exists since 2019; before, there was nothing."""
    amended = kept("late_claim_reduction", as_on="2018-12-31", since="2019-01-01")
    rule = amended.rule("late_claim_reduction")
    assert {rule.active(on(day)) for day in ("2018-06-01", "2019-01-01", "2026-06-01")} == {-1}
    from_2021 = kept("late_claim_reduction", as_on="2018-12-31", since="2021-01-01").rule("late_claim_reduction")
    assert (from_2021.active(on("2020-12-31")), from_2021.active(on("2021-01-01"))) == (0, -2)
    assert from_2021.after == from_2021.before == 0


def test_a_repealed_rule_goes_on() -> None:
    """The solidarity surcharge was repealed from 2021."""
    rule = kept("solidarity_surcharge", as_on="2020-12-31", since="2021-01-01").rule("solidarity_surcharge")
    assert [rule.active(on(day)) for day in ("2020-12-31", "2021-01-01", "2026-01-01")] == [0, 1, 1]
    assert rule.versions[0].source.text == rule.versions[1].source.text


@pytest.mark.parametrize(
    ("target", "days", "says"),
    [
        ("waiting_days", {"as_on": "2020-01-01", "since": "2020-06-01", "until": "2021-01-01"}, "changes nothing"),
        ("waiting_days", {"as_on": "2017-01-01", "since": "2020-06-01"}, "has no value on 2017-01-01"),
        ("quarterly_base", {"as_on": "2019-01-01", "since": "2020-06-01"}, "changes nothing"),
        (
            "late_claim_reduction",
            {"as_on": "2018-01-01", "since": "2020-06-01", "until": "2021-01-01"},
            "did not exist on 2018-01-01",
        ),
    ],
)
def test_what_cannot_be_kept_is_refused(target: str, days: dict[str, str], says: str) -> None:
    with pytest.raises(AmendmentError, match=says):
        kept(target, **days)
