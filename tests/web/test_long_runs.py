"""A run on 100,000 workers in a real browser: told as it goes on, ended at once when nobody wants it."""

from __future__ import annotations

import re
import time
from collections.abc import Callable

import pytest

from amparo.report.words import word
from web.chromium import Visitor
from web.site import LANGUAGES


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_long_run_tells_how_far_it_is_and_ends_when_it_is_cancelled(
    visit: Callable[..., Visitor], worked_out: None, lang: str
) -> None:
    """The share shown never falls; the page after the button says that the run has ended, and offers it again."""
    page = visit().page
    base = visit().base
    page.goto(f"{base}/{lang}/population")
    page.get_by_label(word("web.run.size", lang), exact=True).select_option("100000")
    page.locator("#seed").fill(str(90 + LANGUAGES.index(lang)))
    page.get_by_role("button", name=word("web.population.run", lang), exact=True).click()
    status = page.locator("#run [role=status]")
    status.get_by_text(word("web.run.step.population", lang)).wait_for()
    shares, end = [0], time.monotonic() + 30
    while len(set(shares)) < 3 and time.monotonic() < end:
        time.sleep(0.5)
        shares += [int(told) for told in re.findall(r"(\d+)\W?%", status.inner_text())]
    assert shares == sorted(shares) and 0 < shares[-1] < 100
    began = time.monotonic()
    page.get_by_role("button", name=word("web.run.cancel", lang), exact=True).click()
    page.get_by_text(word("web.run.cancelled", lang)).wait_for()
    assert time.monotonic() - began < 20, "not at the end of the step, which takes minutes"
    assert page.locator("progress").count() == 0
