"""By keyboard alone: every stop can be seen and left, the content is one key away, a journey needs nothing else."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from amparo.report.words import word
from web.audit import ask
from web.chromium import Visitor
from web.site import LANGUAGES, Place, places

# A list of hundreds of links is hundreds of the same stop.
MOST_STOPS = 90
# One example of each page.
CHOSEN = list({place.at.split("?")[0]: place for place in places()}.values())


@pytest.mark.parametrize("place", CHOSEN, ids=lambda place: place.at)
def test_every_stop_of_a_page_is_seen_and_left(
    visit: Callable[..., Visitor], kind_of: Callable[[Place, str], str], place: Place
) -> None:
    lang = LANGUAGES[len(place.at) % 3]
    if kind_of(place, lang) != "page":
        return
    visitor = visit()
    place.visit(visitor, lang)
    page = visitor.page
    wrong, left = [], 0
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        found = ask(page, "stop")
        if found is None:
            break  # past the last stop: out of the page, where the browser's own keys are
        if "out of sight" in str(found[1]):  # what comes late into the page may move it for a moment
            page.wait_for_timeout(600)
            found = [found[0], ask(page, "stop")[1]]
        assert not found[0], f"the focus is held at {page.locator(':focus').inner_text()}"
        left += 1
        wrong += found[1]
    assert wrong == [] and left > 5


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_first_stop_leads_past_the_menu(visit: Callable[..., Visitor], lang: str) -> None:
    visitor = visit()
    visitor.go(f"/{lang}/worker")
    page = visitor.page
    page.keyboard.press("Tab")
    assert page.locator(":focus").inner_text() == word("web.skip", lang)
    assert page.locator(":focus").is_visible()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null"), "the next stop is in the content"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_whole_journey_by_keyboard_alone(visit: Callable[..., Visitor], lang: str) -> None:
    """From the first page to the short form, to its result, to a claim: Tab, arrows, letters, Enter."""
    visitor = visit()
    visitor.go(f"/{lang}/")
    page = visitor.page

    def to(css: str) -> None:
        """Tab until this has the focus."""
        for _ in range(200):
            page.keyboard.press("Tab")
            if page.evaluate("css => document.activeElement.matches(css)", css):
                return
        raise AssertionError(f"{css} cannot be reached with Tab")

    to(f'.menu a[href="/{lang}/worker"]')
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{lang}/worker")
    to("#name")
    page.keyboard.type("Ana")
    for field, text in (("birth_date", "1990-05-02"), ("from", "2025-01"), ("to", "2025-06"), ("payer1", "Blue")):
        to(f"#{field}")
        page.keyboard.type(text)
    to("#payer_kind1")
    page.keyboard.press("ArrowDown")
    to("#gross_pay1")
    page.keyboard.type("900")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{lang}/worker/new")
    assert "Ana" in page.locator("h1").inner_text()
    to("summary")
    folded = page.evaluate("document.activeElement.parentElement.open")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.parentElement.open") != folded
    to(f'form[action="/{lang}/worker/claim"] button')
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{lang}/worker/claim")
    assert page.locator("#claimed-title").is_visible()
