"""What all of a node's effects pass through: where it stays, every result stays."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from amparo import api
from amparo.demo import demo_cases
from amparo.engine.explain import answers_of, may_reach, missing_facts, varied
from amparo.engine.passages import passages
from amparo.engine.plan import plan_of
from amparo.law import book
from amparo.records.case import case_from
from amparo.rules.bounds import high, low
from amparo.rules.errors import OutOfRange

BARE = {"from": "2025-03", "to": "2025-06", "payers": {"app": {"engagements": [{"activity": "food_delivery"}]}}}
PAID = {"engagements": [{"activity": "food_delivery", "form": "services", "gross_pay": "950"}]}
CASES = {
    "PT bare": {"country": "PT", **BARE},
    "CN bare": {"country": "CN", **BARE},
    "PT services": {"country": "PT", **BARE, "payers": {"app": PAID}},
    "CN services": {"country": "CN", **BARE, "payers": {"app": PAID}},
}


def results(found: api.WorkerResult) -> list[tuple[str, int]]:
    return [(item.node, item.row.number) for item in (*found.statuses, *found.coverage, *found.postings)]


def ends_of(run: Any, at: tuple[str, int]) -> tuple[int, int] | None:
    try:
        value = run.value(*at)
    except OutOfRange:
        return None
    return low(value), high(value)


@pytest.mark.parametrize("name", CASES)
def test_an_answer_that_may_not_reach_the_results_changes_none(name: str) -> None:
    found = api.worker(case_from(CASES[name])).in_month("2025-06-01")
    asked = results(found)
    ends, skipped = frozenset(node for node, _ in asked), 0
    for key, rows in missing_facts(found.explainer, asked).items():
        for answer in answers_of(found.run, found.book.nodes[key]):  # type: ignore[arg-type]
            other = varied(found.run, {key: dict.fromkeys(rows, answer)})
            if may_reach(found.run, other, key, ends):
                continue
            skipped += 1
            fresh = varied(found.run, {key: dict.fromkeys(rows, answer)})
            assert [at for at in asked if ends_of(fresh, at) not in (None, ends_of(found.run, at))] == [], (key, answer)
    assert skipped > 5


@pytest.mark.parametrize("country", ["PT", "CN", "FICTIONAL"])
def test_without_its_passage_a_node_does_not_reach_the_results(country: str) -> None:
    law = book(country)
    readers = plan_of(law).readers
    ends = frozenset(node for case in demo_cases() if case.country == country for node, _ in results(_of(case)))
    ends = ends or frozenset(list(law.inputs)[-20:])
    found = passages(law, readers, ends)
    assert found
    for key, passage in list(found.items())[::7]:
        seen, stack = {passage}, [key]
        while stack:
            here = stack.pop()
            if here not in seen:
                seen.add(here)
                assert here not in ends, (key, passage)
                stack += readers.get(here, ())


def _of(case: Any) -> api.WorkerResult:
    return api.worker(case.read()).in_months(case.focus, case.focus)


def test_months_shown_are_a_part_of_the_whole() -> None:
    case = demo_cases()[0]
    whole = api.worker(case.read())
    part = whole.in_months(case.focus - 3, case.focus)
    shown = {(item.id, item.row) for item in part.statuses}
    assert shown < {(item.id, item.row) for item in whole.statuses}
    assert all(row.first_month <= case.focus and row.last_month >= case.focus - 3 for _, row in shown)
    assert [branch.month for branch in part.branches[::10]] == list(range(case.focus - 3, case.focus + 1))
    assert replace(part, first=whole.first, last=whole.last).statuses == whole.statuses
