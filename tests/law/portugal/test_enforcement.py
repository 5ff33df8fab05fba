"""Portugal: fines for disguised employment, deadlines of the inspection, undeclared work."""

from __future__ import annotations

from typing import Any

import pytest

from amparo.engine import evaluate_rule
from amparo.law import book
from amparo.rules.bounds import Unknown
from amparo.rules.kinds import date_of

COMPANY = {"has_workers": "yes", "first_year_of_activity": "no", "turnover_declared": "yes"}


def value(rule: str, on: str = "2024-06-15", **given: str) -> Any:
    return evaluate_rule(book("PT"), rule, given, on=on).value


@pytest.mark.parametrize(
    ("turnover", "negligence", "intent"),
    [
        ("0", (20, 40), (45, 95)),
        ("499999.99", (20, 40), (45, 95)),
        ("500000", (32, 80), (85, 190)),
        ("2499999.99", (32, 80), (85, 190)),
        ("2500000", (42, 120), (120, 280)),
        ("4999999.99", (42, 120), (120, 280)),
        ("5000000", (55, 140), (145, 400)),
        ("9999999.99", (55, 140), (145, 400)),
        ("10000000", (90, 300), (300, 600)),
    ],
)
def test_fines_by_turnover(turnover: str, negligence: tuple[int, int], intent: tuple[int, int]) -> None:
    for fault, limits in (("negligence", negligence), ("intent", intent)):
        told = COMPANY | {"turnover_of_previous_year": turnover, "offence_fault": fault}
        assert (value("least_fine", **told), value("greatest_fine", **told)) == tuple(units * 10200 for units in limits)


def test_the_greatest_fine_is_61200_euros() -> None:
    told = COMPANY | {"turnover_of_previous_year": "10000000", "offence_fault": "intent"}
    assert value("greatest_fine", **told) == 6_120_000  # "up to 60 thousand" (sic-2025)
    assert value("greatest_fine", repeat_offence="yes", **told) == 8_160_000
    assert value("greatest_single_fine", workers_affected="1", **told) == 6_120_000
    assert value("greatest_single_fine", workers_affected="2", **told) == 12_240_000


def test_first_year_undeclared_turnover_and_no_workers() -> None:
    fault = {"offence_fault": "negligence"}
    assert value("least_fine", **fault, has_workers="yes", first_year_of_activity="yes") == 20 * 10200
    undeclared = {"has_workers": "yes", "first_year_of_activity": "no", "turnover_declared": "no"}
    assert value("least_fine", **fault, **undeclared) == 90 * 10200
    assert value("greatest_fine", **fault, has_workers="no") == 25 * 10200


def test_unknown_turnover_gives_bounds() -> None:
    found = value("least_fine", **COMPANY, offence_fault="negligence")
    assert isinstance(found, Unknown)
    assert (found.low, found.high) == (20 * 10200, 90 * 10200)


@pytest.mark.parametrize(
    ("form", "presumed", "harm", "offence"),
    [
        ("services", "yes", "yes", 1),
        ("services", "yes", "no", 0),
        ("services", "no", "yes", 0),
        ("employment", "yes", "yes", 0),
    ],
)
def test_disguised_employment(form: str, presumed: str, harm: str, offence: int) -> None:
    told = {"form": form, "employment_presumed": presumed, "may_harm_worker_or_state": harm}
    assert value("disguised_employment_offence", **told) == offence


def test_regularising_does_not_undo_the_offence() -> None:
    told = {"form": "services", "employment_established": "yes", "may_harm_worker_or_state": "yes"}
    assert value("disguised_employment_offence", **told) == 1


@pytest.mark.parametrize(("on", "barred"), [("2023-04-30", 0), ("2023-05-01", 1)])
def test_exclusion_from_tenders_since_may_2023(on: str, barred: int) -> None:
    told = {"disguised_employment_offence": "yes", "repeat_offence": "yes"}
    assert value("public_tenders_may_be_barred", on, **told) == barred
    assert value("public_support_may_be_lost", on, **told) == 1


def test_deadlines_of_the_inspection() -> None:
    told = {"inspection_notice_date": "2024-06-03"}
    assert date_of(value("last_day_to_regularise", **told)).isoformat() == "2024-06-13"
    assert date_of(value("last_day_to_report_to_prosecutor", **told)).isoformat() == "2024-06-18"
    assert date_of(value("last_day_to_bring_action", **told)).isoformat() == "2024-07-08"


@pytest.mark.parametrize(
    ("start", "on", "offence"),
    [
        ("2023-11-20", "2024-05-31", 0),
        ("2023-11-20", "2024-06-01", 1),
        ("2022-01-01", "2023-04-30", 0),
    ],
)
def test_undeclared_work_after_six_months(start: str, on: str, offence: int) -> None:
    told = {"form": "employment", "admission_reported": "no", "relation_start_date": start}
    assert value("undeclared_work_offence", on, **told) == offence
    assert value("undeclared_work_offence", on, **told | {"admission_reported": "yes"}) == 0


def test_the_unit_of_account_keeps_its_doubt() -> None:
    law = book("PT")
    assert law.nodes["enforcement.unit_of_account"].dated_at(19_000).evidence.doubtful


def test_least_fine_on_repeat_and_of_those_without_workers() -> None:
    told = COMPANY | {"turnover_of_previous_year": "0", "offence_fault": "negligence"}
    assert value("least_fine", repeat_offence="yes", **told) == 272_000  # 20 UC and a third
    assert value("least_fine", has_workers="no", offence_fault="negligence") == 10 * 10200
    assert value("least_fine", has_workers="no", offence_fault="intent") == 25 * 10200
    assert value("greatest_fine", has_workers="no", offence_fault="intent") == 50 * 10200


@pytest.mark.parametrize(("offence", "repeat"), [("yes", "no"), ("no", "yes"), ("no", "no")])
def test_accessory_sanctions_need_a_repeated_offence(offence: str, repeat: str) -> None:
    told = {"disguised_employment_offence": offence, "repeat_offence": repeat}
    assert value("public_support_may_be_lost", **told) == 0
    assert value("public_tenders_may_be_barred", **told) == 0


def test_deadlines_before_the_law_of_2023_are_from_memory() -> None:
    told = {"inspection_notice_date": "2022-06-03"}
    assert date_of(value("last_day_to_report_to_prosecutor", "2022-06-03", **told)).isoformat() == "2022-06-18"
    days = book("PT").nodes["enforcement.regularisation_days"]
    kinds = {date_of(entry.start).isoformat(): entry.evidence.kind for entry in days.series[""]}
    assert kinds == {"2018-01-01": "memory", "2023-05-01": "official"}


def test_undeclared_work_is_an_offence_from_may_2023() -> None:
    told = {"form": "employment", "admission_reported": "no", "relation_start_date": "2022-01-01"}
    assert value("undeclared_work_offence", "2023-05-01", **told) == 1
