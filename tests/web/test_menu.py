"""The menu on a phone: one row, opened without a script; on a wide screen every entry is in sight."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from amparo.report.words import word
from amparo.web.shell import MENU
from web.chromium import Visitor
from web.site import LANGUAGES

ONE_ROW = 60  # pixels: two rows are 90


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("width", [320, 360, 390, 768])
def test_on_a_phone_the_menu_is_one_row_and_opens_without_script(
    visit: Callable[..., Visitor], width: int, lang: str
) -> None:
    visitor = visit(viewport={"width": width, "height": 700}, java_script_enabled=False)
    visitor.go(f"/{lang}/worker")
    page = visitor.page
    bar = page.locator(".bar").bounding_box()
    assert bar is not None and bar["height"] < ONE_ROW
    entries = page.get_by_role("navigation", name=word("web.menu", lang)).get_by_role("link")
    assert entries.count() == 0
    page.get_by_text(word("web.menu_fold", lang), exact=True).click()
    assert entries.count() == len(MENU)
    last = entries.last.bounding_box()
    assert last is not None and last["x"] + last["width"] <= width
    entries.first.click()
    page.wait_for_url(f"**/{lang}/{MENU[0]}")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_on_a_wide_screen_every_entry_is_in_sight(visit: Callable[..., Visitor], lang: str) -> None:
    visitor = visit()
    visitor.go(f"/{lang}/")
    links = visitor.page.get_by_role("navigation", name=word("web.menu", lang)).get_by_role("link")
    assert links.count() == len(MENU)
