"""No text of a chart runs into another or over the edge: measured in a real browser, in three languages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import pytest

from web.chromium import Visitor
from web.site import LANGUAGES, RUNS

# Values of many places and times not known; many values close together; the charts of runs.
DATED: Final = ("/law/CN/employees.unemployment_rate_worker", "/law/PT/reference_amounts.ias")
RUN: Final = tuple(f"{path}?{query}" for path, query in RUNS.items())
OVERLAPS: Final = """() => [...document.querySelectorAll(".chart svg")].flatMap(svg => {
    const edge = svg.getBoundingClientRect();
    const texts = [...svg.querySelectorAll("text")].filter(
        e => e.textContent.trim() && getComputedStyle(e).opacity !== "0");
    const boxes = texts.map(e => [e.textContent, e.getBoundingClientRect()]);
    const cut = boxes.filter(([, r]) => r.left < edge.left - 1 || r.right > edge.right + 1).map(([text]) => text);
    const run = boxes.flatMap(([text, a], n) => boxes.slice(n + 1).filter(([, b]) =>
        Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1 &&
        Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 0.3 * a.height
    ).map(([other]) => `${text} | ${other}`));
    return [...cut, ...run];
})"""


def overlaps(visitor: Visitor, address: str) -> tuple[int, list[str]]:
    """How many charts stand at an address, and the texts in them that overlap."""
    visitor.go(address)
    visitor.settle()
    return visitor.page.locator(".chart svg").count(), visitor.page.evaluate(OVERLAPS)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("at", DATED)
def test_values_over_time_stand_apart(visit: Callable[..., Visitor], at: str, lang: str) -> None:
    assert overlaps(visit(), f"/{lang}{at}") == (1, [])


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("at", RUN)
def test_figures_of_runs_stand_apart(visit: Callable[..., Visitor], worked_out: None, at: str, lang: str) -> None:
    _, wrong = overlaps(visit(), f"/{lang}{at}")  # a run that changes nothing has no chart
    assert wrong == []
