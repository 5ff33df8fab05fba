"""Makes the data of the accessibility statement from what the tests of every page wrote: `make accessibility`."""

from __future__ import annotations

import datetime as dt
import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any, Final

import amparo
from amparo.web.accessibility import RESULTS
from web.site import LANGUAGES, places

ROOT: Final = Path(__file__).parents[2]
WRITTEN: Final = ROOT / "build" / "accessibility"
MADE: Final = ROOT / "build" / "accessibility.json"


def statement(found: list[dict[str, Any]], date: str) -> dict[str, Any]:
    """What was found on all pages, by route. Raises ValueError where a page was not opened in every language."""
    here = {place.at for place in places()}
    found = [one for one in found if one["at"] in here]
    opened = Counter(one["at"] for one in found)
    lacking = [place.at for place in places() if opened[place.at] != len(LANGUAGES)]
    if lacking:
        raise ValueError(f"not opened in every language: {', '.join(lacking)}. Cure: make accessibility, whole.")
    pages = [one for one in found if one["kind"] == "page"]
    return {
        "format": "amparo-accessibility/1",
        "date": date,
        "version": amparo.__version__,
        "browser": " and ".join(sorted({f"Chromium {one['browser']}" for one in pages})),
        "axe": " and ".join(sorted({one["axe"] for one in pages})),
        "rules": sorted({rule for one in pages for rule in one["rules"]}),
        "languages": list(LANGUAGES),
        "pages": [_page(route, pages) for route in dict.fromkeys(one["route"] for one in pages)],
        "opened": sorted(opened),
    }


def _page(route: str, pages: list[dict[str, Any]]) -> dict[str, Any]:
    """One route: how many examples, faults by kind, and elements that a person must look at."""
    held = [one for one in pages if one["route"] == route]
    faults: Counter[str] = Counter()
    undecided: Counter[str] = Counter()
    for one in held:
        faults.update({what: len(wrong) for what, wrong in one["faults"].items()})
        undecided.update(one["incomplete"])
    return {
        "route": route,
        "examples": len({one["at"] for one in held}),
        "faults": dict(sorted(faults.items())),
        "incomplete": dict(sorted(undecided.items())),
    }


def main() -> None:
    """Reads build/accessibility/, writes build/accessibility.json and the package's copy."""
    found = [json.loads(file.read_text(encoding="utf-8")) for file in sorted(WRITTEN.glob("*.json"))]
    try:
        made = statement(found, dt.date.today().isoformat())
    except ValueError as error:
        sys.exit(str(error))
    text = json.dumps(made, ensure_ascii=False, indent=1) + "\n"
    for file in (MADE, RESULTS):
        file.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
