"""Journeys in a real Chromium: by mouse, by keyboard, on a phone, without JavaScript; nothing comes from elsewhere.

Needs Debian's chromium and chromium-driver; skipped where they are not installed.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
import uvicorn

from web.driver import CHROMEDRIVER, CHROMIUM, Browser, free_port
from web.test_pages import PATHS

pytestmark = pytest.mark.skipif(
    CHROMIUM is None or CHROMEDRIVER is None, reason="no Chromium here: apt-get install chromium chromium-driver"
)
LANGUAGES = ("en", "pt", "zh")
TAB, ENTER = "\ue004", "\ue007"
WHY = {"en": "Why", "pt": "Porquê", "zh": "理由"}


@pytest.fixture(scope="module")
def base(app: Any) -> Iterator[str]:
    """The workbench on a port of this machine."""
    port = free_port()
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=port, log_level="error", access_log=False))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    for _ in range(200):
        if server.started:
            break
        time.sleep(0.05)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(10)


@pytest.fixture
def window() -> Iterator[Any]:
    """window(width, ...): browsers, closed at the end."""
    opened: list[Browser] = []

    def make(width: int = 1280, height: int = 900, javascript: bool = True) -> Browser:
        opened.append(Browser(width, height, javascript))
        return opened[-1]

    yield make
    for browser in opened:
        browser.close()


def arrived(browser: Browser, end: str) -> None:
    """Waits for an address that ends so, with its heading."""
    for _ in range(200):
        if browser.address.split("?")[0].endswith(end) and browser.find("h1"):
            return
        time.sleep(0.05)
    raise AssertionError(f"{browser.address} does not end with {end}")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_worker_from_the_first_page_to_why_and_a_claim(base: str, window: Any, lang: str) -> None:
    browser = window()
    browser.open(f"{base}/{lang}/")
    browser.click(f'.menu a[href="/{lang}/worker"]')
    arrived(browser, f"/{lang}/worker")
    browser.click('button[value="PT-01"]')
    arrived(browser, f"/{lang}/worker/result")
    assert len(browser.find(".matrix .mark")) == 10
    heading = browser.text("h1")
    other = LANGUAGES[(LANGUAGES.index(lang) + 1) % 3]
    browser.click(f'button[formaction="/{other}/worker/result"]')
    arrived(browser, f"/{other}/worker/result")
    assert browser.text("h1") != heading, "the same worker in another language"
    browser.click(f'button[formaction="/{lang}/worker/result"]')
    arrived(browser, f"/{lang}/worker/result")
    assert browser.text("h1") == heading
    browser.run("document.querySelectorAll('details').forEach(d => d.open = true)")
    browser.click('button[name="node"]')
    arrived(browser, f"/{lang}/worker/why")
    assert browser.text("h1").startswith(WHY[lang])
    browser.click('main button[form="case-form"]')
    arrived(browser, f"/{lang}/worker/result")
    browser.click(f'form[action="/{lang}/worker/claim"] button')
    arrived(browser, f"/{lang}/worker/claim")
    assert browser.find("#claimed-title") and browser.find("#conditions-title")
    assert browser.console() == []
    assert {url.split("/")[2] for url in browser.asked_for() if url.startswith("http")} == {base.split("/")[2]}


def test_the_short_form_by_keyboard_alone(base: str, window: Any) -> None:
    browser = window()
    browser.open(f"{base}/pt/worker")
    browser.press(TAB)
    assert browser.run("return document.activeElement.className") == "skip"
    browser.press(ENTER)
    assert browser.run("return document.activeElement.id") == "content"
    browser.run("document.getElementById('name').focus()")
    for text in ("Ana", "1990-05-02"):
        browser.press(text + TAB)
    browser.press(TAB + TAB)  # sex and residence stay unsaid
    for text in ("2025-01", "2025-12", "App"):
        browser.press(text + TAB)
    browser.press(TAB * 3 + "900" + ENTER)
    arrived(browser, "/pt/worker/new")
    assert "Ana" in browser.text("h1")
    assert browser.find("fieldset.choice"), "something is still asked"
    assert browser.console() == []


def test_a_negotiator_compares_and_an_analyst_reads_a_provision(base: str, window: Any) -> None:
    browser = window()
    browser.open(f"{base}/zh/compare?branch=family&on=2026-01-01")
    browser.click('.grid a[href^="/zh/law/"]')
    for _ in range(100):
        if "/zh/law/" in browser.address:
            break
        time.sleep(0.05)
    assert "/zh/law/" in browser.address and browser.find("h1")
    browser.click('.tongues a[hreflang="pt-PT"]')
    for _ in range(100):
        if "/pt/law/" in browser.address:
            break
        time.sleep(0.05)
    assert browser.run("return document.documentElement.lang") == "pt-PT"
    assert browser.console() == []


def test_it_works_without_javascript(base: str, window: Any) -> None:
    browser = window(javascript=False)
    browser.open(f"{base}/en/worker")
    browser.click('button[value="CN-01"]')
    arrived(browser, "/en/worker/result")
    assert len(browser.find(".matrix .mark")) == 10


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_page_is_wider_than_a_small_phone(base: str, window: Any, lang: str) -> None:
    """WCAG 2.2, 1.4.10: 320 px without scrolling sideways."""
    browser = window(width=320, height=640)
    wide = {}

    def measured(name: str) -> None:
        width = browser.run("return document.documentElement.scrollWidth")
        if width > 320:
            wide[name] = width

    for path in PATHS:
        browser.open(f"{base}/{lang}{path}")
        measured(path)
    browser.open(f"{base}/{lang}/worker")
    browser.click('button[value="PT-01"]')
    arrived(browser, "/worker/result")
    browser.run("document.querySelectorAll('details').forEach(d => d.open = true)")
    measured("result")
    assert wide == {}
    assert browser.console() == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_can_be_pressed_is_large_enough(base: str, window: Any, lang: str) -> None:
    """WCAG 2.2, 2.5.8: 24 px, for buttons and fields (links within text are excepted)."""
    browser = window()
    browser.open(f"{base}/{lang}/worker")
    pressed = "button, select, input:not([type=hidden]):not([type=radio]), .bar a, .tabs a"
    small = browser.run(
        f"return [...document.querySelectorAll('{pressed}')]"
        ".filter(e => e.getBoundingClientRect().height < 24).map(e => e.outerHTML)"
    )
    assert small == []


def test_paper_shows_results_and_no_forms(base: str, window: Any) -> None:
    browser = window(width=800)
    browser.open(f"{base}/pt/compare?branch=family&on=2026-01-01")
    browser.media("print")
    seen = "[...document.querySelectorAll('{}')].filter(e => e.getBoundingClientRect().height > 0).length"
    assert browser.run(f"return {seen.format('form, button, .bar, .tabs')}") == 0
    assert browser.run(f"return {seen.format('.grid td')}") > 20
    assert browser.run("return document.documentElement.scrollWidth") <= 800
