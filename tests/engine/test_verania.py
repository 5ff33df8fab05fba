"""Verania, the made-up country: what its law says of some workers, worked out by hand; and that it uses everything."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from dossiers import some_dossier

from amparo.engine import Dossier, Reference, evaluate_rule, run_dossier
from amparo.law import book
from amparo.rules import Amendment, Form, PayerKind, set_value
from amparo.rules.bounds import LAW, Unknown, high, low
from amparo.rules.declarations import Benefit, CoverageStatement, Identity, Participation, Posting, Status
from amparo.rules.helpers import TARIFF_FORMS, Tariff
from amparo.rules.kinds import KINDS, day_of, month_text, show_value
from amparo.rules.language import _HELPERS, Body, Expression, If, Input, Let, Literal, Operation
from amparo.rules.levels import PAYER, Level
from amparo.rules.nodes import BUILTIN_NAMES, Builtin, Fact, LinkNode, Rule
from amparo.rules.parameters import Parameter

VERANIA = book("fictional")
INDICES = ("pay_set_by_payer", "work_directed", "work_controlled", "hours_fixed", "tools_of_payer")


def month(text: str) -> int:
    year, number = text.split("-")
    return int(year) * 12 + int(number) - 1


def day(text: str) -> int:
    return day_of(dt.date.fromisoformat(text))


def money(value: Any) -> str:
    return "?" if isinstance(value, Unknown) else show_value(KINDS["money"], value)


def worker(
    first: str,
    last: str,
    work: Mapping[str, Any],
    law: Any = VERANIA,
    groups: Mapping[str, str] | None = None,
    **told: Any,
) -> Reference:
    """A worker with the same work every month: {payer: (form, pay)} or {payer: (form, {month: pay})}; pay in units.

    Nothing came before or after; no index of employment is met unless it is told.
    """
    begin, end = month(first), month(last)
    months = range(begin, end + 1)
    rows = [(payer, m) for payer in work for m in months if _pay(work[payer][1], m) is not None]
    facts: dict[str, Any] = {f"status.{index}": 0 for index in INDICES}
    facts |= {
        "common.gross_pay": {n: _pay(work[payer][1], m) for n, (payer, m) in enumerate(rows)},
        "common.form": {n: work[payer][0].value for n, (payer, _) in enumerate(rows)},
        "common.tips": 0,
        "common.platform_fee": 0,
        "common.orders": 0,
        "common.minutes_engaged": 0,
        "common.payer_kind": PayerKind.PLATFORM.value,
        "contributions.activity_start": month("2010-01"),
    }
    spells = told.pop("spells", ())
    facts |= {VERANIA.find(name): value for name, value in told.items()}
    dossier = Dossier(
        "w", begin, end, tuple(rows), groups or {}, spells, facts, nothing_before=True, nothing_after=True
    )
    return run_dossier(law, dossier)


def _pay(pay: Any, at: int) -> int | None:
    if isinstance(pay, Mapping):
        return None if month_text(at) not in pay else round(pay[month_text(at)] * 100)
    return round(pay * 100)


def column(run: Reference, name: str) -> list[str]:
    return [money(value) for value in run.column(name)]


def at(run: Reference, name: str, row: Any) -> Any:
    node = VERANIA.node(name)
    assert not isinstance(node, Parameter)
    return run.column(name)[run.layout.row_of[node.level][row]]


# --- status ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("on", "met", "kind", "status"),
    [
        ("2021-05", 3, PayerKind.PLATFORM, "self_employed"),
        ("2021-05", 3, PayerKind.CLIENT, "presumed_employee"),
        ("2021-05", 2, PayerKind.CLIENT, "self_employed"),
        ("2021-06", 2, PayerKind.PLATFORM, "presumed_employee"),
        ("2021-06", 1, PayerKind.PLATFORM, "self_employed"),
    ],
)
def test_the_presumption_before_and_after_the_platform_act(on: str, met: int, kind: PayerKind, status: str) -> None:
    told = dict.fromkeys(INDICES[:met], 1)
    run = worker(on, on, {"a": (Form.SERVICES, 900)}, payer_kind=kind.value, **told)
    node = VERANIA.node("labour_status")
    assert [show_value(node.kind, value) for value in run.column("labour_status")] == [status]  # type: ignore[union-attr]


def test_enough_indices_are_enough_though_others_are_unknown() -> None:
    unknown = {name: Unknown(0, 1, 1) for name in INDICES[2:]}
    told = {INDICES[0]: 1, INDICES[1]: 1}
    assert worker("2021-06", "2021-06", {"a": (Form.SERVICES, 9)}, **told, **unknown).column("presumed_employee") == [1]
    (before,) = worker("2021-05", "2021-05", {"a": (Form.SERVICES, 9)}, payer_kind=3, **told, **unknown).column(
        "presumed_employee"
    )
    assert isinstance(before, Unknown)


# --- one ceiling over all payers ---------------------------------------------------------------------------------


def test_one_ceiling_over_three_payers_split_back_to_each() -> None:
    """431.00 x 5.5 = 2,370.50 of 3,000.00; 15.35 % of it, 363.87, falls on the payers as 3 : 2 : 1."""
    work = {"a": (Form.EMPLOYMENT, 1500), "b": (Form.EMPLOYMENT, 1000), "c": (Form.EMPLOYMENT, 500)}
    run = worker("2022-05", "2022-05", work)
    assert column(run, "insured_wages") == ["2370.50"]
    assert column(run, "contribution_of_payer") == ["181.93", "121.29", "60.64"]
    assert column(run, "payers_together") == ["363.86"]
    assert column(run, "contribution_of_worker") == ["207.41"]
    assert column(run, "contribution_of_state") == ["17.77"]
    assert column(run, "wage_contribution") == ["589.07"]
    assert column(run, "rounding_residual") == ["0.03"]
    together = worker("2022-05", "2022-05", {"a": (Form.EMPLOYMENT, 3000)})
    assert column(together, "wage_contribution") == ["589.07"]


def test_a_month_with_a_job_and_a_platform() -> None:
    run = worker("2022-05", "2022-05", {"a": (Form.EMPLOYMENT, 1000), "p": (Form.SERVICES, 700)})
    assert column(run, "wages") == ["1000.00"]
    assert column(run, "services_of_month") == ["700.00"]
    assert run.column("insurance_status") == [4]
    # no income in the quarter before: the floor, a third of the index rounded up
    assert column(run, "base_in_force") == ["143.67"]
    assert column(run, "insured_pay") == ["1143.67"]


# --- the quarterly declaration -----------------------------------------------------------------------------------

RIDER = {"p": (Form.SERVICES, {"2018-10": 1200, "2018-11": 900, "2018-12": 600, "2019-01": 50, "2019-04": 50})}


def test_the_base_of_a_quarter_rests_on_the_income_of_the_quarter_before() -> None:
    """2,700.00 x 70 % / 3 = 630.00 for January to March; then 50.00 gives the floor, but not under half of 630.00."""
    run = worker("2018-10", "2019-06", RIDER)
    assert column(run, "quarterly_base") == ["133.34", "630.00", "136.67"]
    assert column(run, "base_in_force") == ["133.34"] * 3 + ["630.00", "0.00", "0.00", "315.00", "0.00", "0.00"]
    # 630.00 x 21.4 % = 134.82; 315.00 x 21.4 % = 67.41: both up to ten cents
    assert at(run, "self_employed_contribution", month("2019-01")) == 13490
    assert at(run, "self_employed_contribution", month("2019-04")) == 6750


def test_a_change_of_base_is_chosen_for_its_quarter() -> None:
    run = worker("2018-10", "2019-03", RIDER, change_chosen={month("2019-01"): 3})
    assert column(run, "quarterly_base") == ["133.34", "787.50"]


def test_the_first_twelve_months_are_exempt() -> None:
    run = worker("2018-10", "2019-01", RIDER, activity_start=month("2018-01"))
    assert column(run, "base_in_force") == ["0.00", "0.00", "0.00", "630.00"]


def test_the_surcharge_is_repealed() -> None:
    """4,000.00 a month: base 2,460.00 (the ceiling); 1 % of what exceeds 820.00, until the end of 2020."""
    run = worker("2020-01", "2021-03", {"p": (Form.SERVICES, 5000)})
    assert at(run, "solidarity_surcharge", month("2020-12")) == 1640
    assert at(run, "solidarity_surcharge", month("2021-01")) == 0


# --- the yearly charge -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("from_group", "elsewhere", "rate", "charge"),
    [
        (8000.30, 1999.70, "10%", "800.03"),
        (8000.00, 2000.00, "7%", "560.00"),
        (5000.00, 5000.00, "7%", "350.00"),
        (4999.99, 5000.01, "0%", "0.00"),
        (2399.98, 0.01, "0%", "0.00"),
    ],
)
def test_a_group_is_one_payer_in_the_charge_on_the_year(
    from_group: float, elsewhere: float, rate: str, charge: str
) -> None:
    half = round(from_group / 2, 2)
    work = {
        "a": (Form.SERVICES, {"2019-02": half}),
        "b": (Form.SERVICES, {"2019-09": round(from_group - half, 2)}),
        "c": (Form.SERVICES, {"2019-05": elsewhere}),
    }
    run = worker("2019-01", "2019-12", work, groups={"a": "g", "b": "g"})
    assert show_value(KINDS["rate"], at(run, "dependence_rate", ("g", 2019))) == rate
    assert money(at(run, "dependence_charge", ("g", 2019))) == charge


def test_the_ceiling_of_the_charge_is_that_of_the_year_after() -> None:
    run = worker("2021-01", "2021-12", {"a": (Form.SERVICES, 6000)})
    assert column(run, "dependence_charge") == ["7200.00"]
    assert column(worker("2020-01", "2020-12", {"a": (Form.SERVICES, 6000)}), "dependence_charge") == ["6000.00"]


# --- the review --------------------------------------------------------------------------------------------------


def test_the_review_comes_years_later_with_the_law_of_its_day() -> None:
    """Base 504.00 each month; assessed 12,000.00 x 70 % / 12 = 700.00; 21.4 % of the 196.00 that were missing."""
    run = worker("2018-10", "2019-12", {"p": (Form.SERVICES, 720)}, assessed_income={2018: 0, 2019: 1200000})
    assert money(at(run, "base_of_year", 2019)) == "6048.00"
    assert money(at(run, "review_difference", month("2019-01"))) == "41.94"
    assert at(run, "review_day", month("2019-01")) == day("2021-03-31")
    # a base too high is given back: 133.34 in 2018, rightfully nothing
    assert money(at(run, "review_difference", month("2018-12"))) == "-28.53"


# --- a change in mid-month ---------------------------------------------------------------------------------------


def test_the_care_contribution_by_day() -> None:
    """March 2020: 16 days of 31 at 1.5 %. July 2022: 10 days at 1.5 % (4.84) and 21 at 1.8 % (12.19)."""
    run = worker("2020-02", "2022-08", {"a": (Form.EMPLOYMENT, 1000)})
    said = {
        m: money(at(run, "care_contribution", month(m)))
        for m in ("2020-02", "2020-03", "2020-04", "2022-07", "2022-08")
    }
    assert said == {"2020-02": "0.00", "2020-03": "7.74", "2020-04": "15.00", "2022-07": "17.03", "2022-08": "18.00"}


def test_the_care_rate_of_2026_is_not_known() -> None:
    (value,) = worker("2026-01", "2026-01", {"a": (Form.EMPLOYMENT, 1000)}).column("care_contribution")
    assert isinstance(value, Unknown)
    assert value.why == LAW


# --- places ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("place", "on", "pay", "fee"),
    [
        ("northland", "2020-06-01", "1000.00", "12.50"),
        ("millbrook", "2020-06-01", "1000.00", "12.50"),
        ("harbourton", "2020-06-01", "1000.00", "12.50"),
        ("harbourton", "2020-07-01", "1000.00", "18.40"),
        ("northland", "2024-01-01", "1001.00", "13.60"),
        ("southland", "2020-06-01", "1001.00", "12.00"),
        ("farisle", "2020-06-01", "1000.00", "0.00"),
    ],
)
def test_what_each_place_charges(place: str, on: str, pay: str, fee: str) -> None:
    given = {"gross_pay": pay, "is_wage_work": "yes"}
    assert money(evaluate_rule(VERANIA, "accident_fee", given, on=on, place=place).value) == fee


def test_a_place_of_which_nothing_is_known() -> None:
    given = {"gross_pay": "1000.00", "is_wage_work": "yes"}
    value = evaluate_rule(VERANIA, "accident_fee", given, on="2020-06-01", place="outpost").value
    assert isinstance(value, Unknown)
    assert value.why == LAW


@pytest.mark.parametrize(
    ("activity", "form", "on", "weight"),
    [
        ("food_delivery", "services", "2019-01-01", "180%"),
        ("food_delivery", "services", "2020-01-01", "189%"),
        ("food_delivery", "services", "2023-06-01", "171%"),
        ("freight", "sole_trader", "2019-01-01", "?"),
        ("domestic", "employment", "2019-01-01", "?"),
    ],
)
def test_weights_by_activity_and_form(activity: str, form: str, on: str, weight: str) -> None:
    value = evaluate_rule(VERANIA, "risk_weight", {"activity": activity, "form": form}, on=on).value
    assert ("?" if isinstance(value, Unknown) else show_value(KINDS["rate"], value)) == weight


# --- sickness ----------------------------------------------------------------------------------------------------


def test_two_sicknesses_the_second_serves_the_waiting_days_left() -> None:
    """Five of ten waiting days were served in October; 40 - 5 days at 60 % of 6,000.00 / 180."""
    spells = ((day("2021-10-04"), day("2021-10-08")), (day("2021-11-15"), day("2021-12-24")))
    told = {"contingency": 1, "hospital_from_first_day": 0, "claim_day": {0: day("2021-10-10"), 1: day("2021-12-28")}}
    run = worker("2021-01", "2021-12", {"a": (Form.EMPLOYMENT, 1000)}, spells=spells, **told)
    assert run.column("months_insured_of_12") == [9, 10]
    assert run.column("waiting_days_left") == [10, 5]
    assert run.column("days_paid") == [0, 35]
    assert column(run, "pay_first_6_of_8") == ["6000.00", "6000.00"]
    assert column(run, "daily_reference_pay") == ["33.33", "33.33"]
    assert column(run, "allowance") == ["0.00", "700.00"]
    assert run.column("payment_day") == [day("2021-10-25"), day("2022-01-12")]


def test_a_claim_is_late_by_the_law_of_its_own_day() -> None:
    """Six months were allowed until 2022, three since."""
    spells = ((day("2022-08-10"), day("2022-08-20")),)
    for claimed, late in (("2022-12-31", 0), ("2023-01-01", 1)):
        told = {"contingency": 1, "hospital_from_first_day": 0, "claim_day": {0: day(claimed)}}
        run = worker("2021-12", "2022-12", {"a": (Form.EMPLOYMENT, 1000)}, spells=spells, **told)
        assert run.column("claimed_late") == [late]
        # eleven days, ten of them waiting days: one day at 55 % of 33.33
        assert column(run, "allowance") == ["18.33"]
        assert column(run, "late_claim_reduction") == [("0.00", "-2.29")[late]]


# --- old age -----------------------------------------------------------------------------------------------------


def test_forty_years_of_work() -> None:
    run = worker("2018-01", "2057-12", {"a": (Form.EMPLOYMENT, 500)}, birth_date=day("1990-06-15"), sex=2)
    assert run.column("months_credited")[-1] == 480
    assert money(at(run, "best_ten", 2027)) == "61380.00"  # 2 x 6,300 + 4 x 6,195 + 4 x 6,000
    assert money(at(run, "reference_earnings", 2027)) == "438.43"
    assert money(at(run, "yearly_pension", 2027)) == "288.00"  # 60 % of the index, more than 20 % of 438.43
    assert money(at(run, "yearly_pension", 2057)) == "342.86"  # 80 % of 428.57
    assert at(run, "pension_age_reached", month("2051-05")) == 0
    assert at(run, "pension_age_reached", month("2051-06")) == 1
    assert column(run, "pension_in_sight") == ["342.86"]
    assert money(at(run, "account_at_year_end", 2018)) == "480.00"
    assert money(at(run, "account_at_year_end", 2019)) == "996.53"  # 480.00 + 7.61 % of it + 480.00
    # the account passed 5,000.00 in some year: additions stop in the year after
    full = next(year for year in range(2018, 2058) if at(run, "account_at_year_end", year) >= 500000)
    assert at(run, "account_addition", month(f"{full}-12")) == 4000
    assert at(run, "account_addition", month(f"{full + 1}-01")) == 0


# --- what was known, and reforms ---------------------------------------------------------------------------------


def test_the_index_of_2021_was_published_in_february() -> None:
    work = {"a": (Form.EMPLOYMENT, 9000)}
    assert column(worker("2021-01", "2021-01", work), "insured_wages") == ["2102.50"]
    then = VERANIA.as_known_on(day("2021-02-09"))
    assert column(worker("2021-01", "2021-01", work, then), "insured_wages") == ["2050.00"]


def test_a_reform_changes_what_it_says_and_nothing_else() -> None:
    reform = Amendment("lower rate", (set_value("self_employed_rate", "10%", since="2019-04-01"),))
    amended = VERANIA.amend(reform)
    before, after = worker("2018-10", "2019-06", RIDER), worker("2018-10", "2019-06", RIDER, amended)
    assert at(after, "self_employed_contribution", month("2019-01")) == 13490
    assert at(after, "self_employed_contribution", month("2019-04")) == 3150
    assert before.column("base_in_force") == after.column("base_in_force")


# --- what must hold of everybody ---------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(30))
def test_the_parts_and_the_residual_make_the_total(seed: int) -> None:
    run = run_dossier(VERANIA, some_dossier(VERANIA, random.Random(seed)))
    for _, identity in VERANIA.results(Identity):
        parts = [run.column(name) for name in (*identity.parts, *([identity.residual] if identity.residual else []))]
        for total, *values in zip(run.column(identity.total), *parts, strict=True):
            assert low(total) == high(total) == sum(low(value) for value in values)
    for residual, payers in zip(run.column("rounding_residual"), _payers_by_month(run), strict=True):
        assert abs(low(residual)) <= 3 + payers


def _payers_by_month(run: Reference) -> list[int]:
    return [len(rows) for rows in run.layout.rows_in(Level.TIE_MONTH, Level.MONTH)]


@pytest.mark.parametrize("seed", range(10))
def test_an_engagement_split_in_two_changes_no_contribution(seed: int) -> None:
    dice = random.Random(seed)
    pays = {m: dice.choice([0, 1, 333.33, 999.99, 2200, 4000]) for m in ("2019-01", "2019-02", "2019-04")}
    halves = {m: round(pay / 2, 2) for m, pay in pays.items()}
    rests = {m: round(pay - halves[m], 2) for m, pay in pays.items()}
    for form in (Form.EMPLOYMENT, Form.SERVICES):
        whole = worker("2019-01", "2019-06", {"a": (form, pays)})
        split = worker("2019-01", "2019-06", {"a": (form, halves), "b": (form, rests)}, groups={"a": "g", "b": "g"})
        for name in ("wage_contribution", "self_employed_contribution", "care_contribution", "insured_pay"):
            assert whole.column(name) == split.column(name)
        assert whole.column("dependence_charge") == split.column("dependence_charge")


# --- it uses everything ------------------------------------------------------------------------------------------


def operations(body: Body) -> Iterator[Expression]:
    match body:
        case Let(value=value, body=rest):
            yield from parts(value)
            yield from operations(rest)
        case If(condition=condition, then=then, otherwise=otherwise):
            yield from parts(condition)
            yield from operations(then)
            yield from operations(otherwise)
        case _:
            yield from parts(body.value)


def parts(node: Expression) -> Iterator[Expression]:
    yield node
    if isinstance(node, Operation):
        for operand in node.operands:
            yield from parts(operand)


RULES = VERANIA.of_type(Rule)
LINKS = [node.link for node in VERANIA.of_type(LinkNode)]
EVERYTHING = [part for rule in RULES for version in rule.versions for part in operations(version.source.body)]


def test_it_uses_every_operation_and_helper() -> None:
    used = {part.name for part in EVERYTHING if isinstance(part, Operation)}
    arithmetic = {
        "add",
        "sub",
        "mul",
        "neg",
        "lt",
        "le",
        "gt",
        "ge",
        "eq",
        "ne",
        "and",
        "or",
        "not",
        "min",
        "max",
        "if",
    }
    assert used == arithmetic | set(_HELPERS) | {"count_true"}
    assert any(isinstance(part, Literal) for part in EVERYTHING)
    assert any(isinstance(part, Input) for part in EVERYTHING)
    assert {len(part.operands) for part in EVERYTHING if isinstance(part, Operation) and part.name == "lookup"} == {
        2,
        3,
    }


@pytest.mark.parametrize("helper", ["percent_of", "mul_div"])
def test_it_uses_every_rounding(helper: str) -> None:
    used = {part.option("round") for part in EVERYTHING if isinstance(part, Operation) and part.name == helper}
    assert {1, 3} <= used
    assert helper != "percent_of" or used == {1, 2, 3}


def test_it_uses_every_link_and_fold() -> None:
    assert {link.how for link in LINKS} == {"up", "in_force", "previous", "window", "best", "days_in"}
    folds = {"total", "count", "any", "all", "largest", "smallest"}
    assert {link.fold for link in LINKS if link.how == "up"} == folds
    assert {link.fold for link in LINKS if link.how == "window"} >= {"total", "count", "any", "all"}
    assert {link.fold for link in LINKS if link.how == "up" and link.where} == folds
    assert any(link.told for link in LINKS)
    assert any(link.where for link in LINKS if link.how == "days_in")


def test_it_uses_links_at_every_level_that_allows_them() -> None:
    def levels(how: str, lagged: bool = False) -> set[str]:
        nodes = VERANIA.of_type(LinkNode)
        return {n.level.name for n in nodes if n.link.how == how and (n.link.lag > 0 or not lagged)}

    assert levels("up") == {"WORKER", "YEAR", "QUARTER", "MONTH", "TIE_YEAR", "GROUP_MONTH", "TIE_MONTH"}
    assert levels("up", lagged=True) == {"YEAR", "QUARTER", "MONTH", "TIE_YEAR"}
    assert levels("in_force") == {"MONTH", "QUARTER"}
    assert levels("previous") == {"MONTH", "QUARTER", "YEAR", "TIE_MONTH", "GROUP_MONTH", "TIE_YEAR"}
    assert levels("window") == {"MONTH", "SPELL"}
    assert levels("days_in") == {"MONTH", "YEAR", "WORKER", "SPELL"}


def test_it_uses_every_level_and_anchor() -> None:
    assert {rule.level for rule in RULES} == set(Level) - {PAYER}
    assert {fact.level for fact in VERANIA.of_type(Fact)} == set(Level)
    anchors = {"month_worked", "month_end", "quarter_start", "quarter_end", "year_start", "year_end"}
    assert {rule.law_at.name for rule in RULES} == anchors | {
        "next_year_start",
        "spell_start",
        "today",
        "each_day",
        "at_day",
    }


def test_it_uses_every_kind_of_value_and_word_of_the_calendar() -> None:
    single = {"money", "rate", "truth", "count", "days", "months", "minutes", "month", "date", "place"}
    assert {rule.kind.name for rule in RULES} >= single
    assert {fact.kind.name for fact in VERANIA.of_type(Fact)} >= single - {"months"}
    parameters = {p.kind.name for p in VERANIA.of_type(Parameter)}
    assert parameters >= single | {"table", "steps", "tariff"}
    read = {key for names in VERANIA.inputs.values() for version in names for key in version.values()}
    words = {node.name for key in read if isinstance(node := VERANIA.nodes[key], Builtin)}
    assert words == BUILTIN_NAMES


def test_it_uses_every_form_of_tariff_and_way_of_dating() -> None:
    entries = [e for p in VERANIA.of_type(Parameter) for series in p.series.values() for e in series]
    assert {e.value.form for e in entries if isinstance(e.value, Tariff)} == set(TARIFF_FORMS.values())
    assert any(e.frozen for e in entries)
    assert any(e.value is None for e in entries)
    assert any(repr(e.value) == "repealed" for e in entries)
    assert any(e.known > e.start for e in entries)
    assert {e.state for e in entries} >= {"in force", "enacted", "pilot"}
    assert any(len(rule.versions) > 1 for rule in RULES)
    assert any(rule.before is not None for rule in RULES)
    assert any(rule.after is not None for rule in RULES)
    assert VERANIA.country.bindings


def test_it_uses_every_result() -> None:
    found = {type(result) for _, result in VERANIA.results(object)}
    assert found == {Status, CoverageStatement, Posting, Identity, Participation, Benefit}
    assert {posting.payer for _, posting in VERANIA.results(Posting)} == {"worker", "payer", "state"}


def test_it_uses_every_sort_of_benefit() -> None:
    benefits = [result for _, result in VERANIA.results(Benefit)]
    assert {benefit.per for benefit in benefits} == {"day", "month", "year", "once"}
    for part in ("reference", "waiting", "duration", "entitled", "assumed", "c102"):
        assert {bool(getattr(benefit, part)) for benefit in benefits} == {True, False}
    durations = {VERANIA.node(benefit.duration).kind.name for benefit in benefits if benefit.duration}  # type: ignore[union-attr]
    assert durations == {"days", "months"}
