"""What is wrong with a page in front of the visitor: words, rules of axe, room, paper, stillness, colours, weight."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from axe_playwright_python.base import AXE_SCRIPT

from web.site import TAGS
from web.vocabulary import strange

if TYPE_CHECKING:
    from playwright.sync_api import Page

_ASKED: Final = Path(__file__).with_name("audit.js").read_text(encoding="utf-8")
RULES: Final = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
UNFOLDED: Final = 8
# CSS pixels of an A4 sheet between the margins of 15 mm.
PAPER: Final = 680
# Bytes as they come over the wire: the page itself, and the page with its style, script and font on a first visit.
HEAVIEST_PAGE: Final = 400_000
HEAVIEST_VISIT: Final = 2_500_000
_MANY: Final = 8
# Where no element can stand that names a language.
_UNMARKED: Final = ("title", "option", "text", "data-h", "aria-label", "alt", "placeholder", "aria-description")


def ask(page: Page, what: str, given: Any = None) -> Any:
    """One function of audit.js."""
    return page.evaluate(f"given => {_ASKED}.{what}(given)", given)


def words(page: Page, lang: str) -> list[str]:
    """Texts of the page's language that hold words of another."""
    found = []
    for tag, where, text in ask(page, "texts"):
        if tag == TAGS[lang] and (odd := strange(text, lang, marked=where not in _UNMARKED)):
            found.append(f"<{where}> {text[:120]} ({', '.join(dict.fromkeys(odd))[:60]})")
    return list(dict.fromkeys(found))[:_MANY]


def axe(page: Page) -> dict[str, Any]:
    """What axe finds: {"violations": {rule: [elements]}, "incomplete": {rule: number of elements}, "passes": rules}."""
    page.evaluate(AXE_SCRIPT)
    found = page.evaluate(
        "tags => axe.run(document, {runOnly: tags, resultTypes: ['violations', 'incomplete']})", list(RULES)
    )
    return {
        "violations": {
            rule["id"]: [f"{node['html'][:140]} {node['failureSummary'][:160]}" for node in rule["nodes"][:3]]
            for rule in found["violations"]
        },
        "incomplete": {rule["id"]: len(rule["nodes"]) for rule in found["incomplete"]},
        "passes": sorted(rule["id"] for rule in found["passes"]),
        "engine": found["testEngine"]["version"],
    }


def room(page: Page) -> dict[str, list[str]]:
    """Whether the page holds at every width and size that WCAG 2.2 names: 1.4.4, 1.4.10, 1.4.12."""
    found: dict[str, list[str]] = {}

    def measured(how: str) -> None:
        if wrong := [*ask(page, "wide"), *ask(page, "cut")]:
            found[how] = wrong

    for how, width, height in (("as it is", 1280, 900), ("200 % zoom", 640, 450), ("320 px", 320, 640)):
        page.set_viewport_size({"width": width, "height": height})
        measured(how)
        if width != 640:
            ask(page, "spacious", True)
            measured(f"{how}, text spaced")
            ask(page, "spacious", False)
    page.set_viewport_size({"width": 1280, "height": 900})
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    measured("text at 200 %")
    page.evaluate("document.documentElement.style.fontSize = ''")
    return found


def paper(page: Page) -> list[str]:
    """On paper: nothing is cut off, and the day and the address stand below."""
    page.set_viewport_size({"width": PAPER, "height": 960})
    page.emulate_media(media="print")
    wrong = [*ask(page, "wide"), *ask(page, "cut")]
    if not page.locator(".printed").first.is_visible():
        wrong.append("no line that says what was printed, and when")
    if page.locator("header.bar, form:visible button").first.is_visible():
        wrong.append("the menu or a button is printed")
    page.emulate_media(media="screen")
    page.set_viewport_size({"width": 1280, "height": 900})
    return wrong


def calm(page: Page) -> list[str]:
    """Nothing moves for who asked for stillness."""
    page.emulate_media(reduced_motion="reduce")
    wrong: list[str] = ask(page, "moving")
    page.emulate_media(reduced_motion=None)
    return wrong


def own_colours(page: Page) -> list[str]:
    """With the reader's own colours (forced-colors) what can be pressed still shows as such."""
    page.emulate_media(forced_colors="active")
    wrong: list[str] = ask(page, "edgeless")
    page.emulate_media(forced_colors=None)
    return wrong


def weight(page: Page) -> list[str]:
    """What is heavier than a visitor far away should wait for."""
    found = ask(page, "weight")
    limits = {"page": HEAVIEST_PAGE, "all": HEAVIEST_VISIT}
    return [f"{what}: {found[what]} bytes, at most {most}" for what, most in limits.items() if found[what] > most]
