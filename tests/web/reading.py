"""A page as a reader and a browser take it: visible words, what it loads, where it leads."""

from __future__ import annotations

import re
from html.parser import HTMLParser

_EMPTY = {"meta", "link", "input", "br", "hr", "img", "path", "rect"}
_UNSEEN = {"title", "style", "script"}


class Page(HTMLParser):
    """The parts of a page that the tests ask about."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[tuple[str, dict[str, str | None]]] = []
        self.unbalanced: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[tuple[str, str]] = []  # (language, text)
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        held = dict(attrs)
        self.tags.append((tag, held))
        if tag not in _EMPTY:
            self.open.append((tag, held))

    def handle_endtag(self, tag: str) -> None:
        if tag in _EMPTY:
            return
        if not self.open or self.open[-1][0] != tag:
            self.unbalanced.append(f"</{tag}> in {[name for name, _ in self.open[-4:]]}")
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if not data.strip() or any(tag in _UNSEEN for tag, _ in self.open):
            return
        language = next((held["lang"] for _, held in reversed(self.open) if held.get("lang")), "")
        tag = next((name for name, _ in reversed(self.open) if name in ("code", "textarea")), "")
        self.words.append((tag or language or "", " ".join(data.split())))

    # --- what is asked

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [held for name, held in self.tags if name == tag]

    def said(self, *languages: str) -> str:
        """The visible words in these languages."""
        return "\n".join(text for language, text in self.words if language in languages)

    @property
    def seen(self) -> str:
        return "\n".join(text for _, text in self.words)

    def loaded(self) -> list[str]:
        """Every address that a browser fetches, or sends to, by itself or by a form."""
        found: list[str] = []
        for tag, held in self.tags:
            names = {"link": ["href"], "form": ["action"], "button": ["formaction"], "input": ["formaction"]}
            for name in [*names.get(tag, []), "src", "srcset", "poster", "data"]:
                if held.get(name):
                    found.append(str(held[name]))
        return found

    def strange_scripts(self) -> list[dict[str, str | None]]:
        """Scripts that are not files of the package."""
        return [held for held in self.all("script") if not str(held.get("src")).startswith("/static/")]

    def ids(self) -> list[str]:
        return [str(held["id"]) for _, held in self.tags if held.get("id")]


def hidden_fields(text: str, form: str) -> dict[str, str]:
    """What a form of that id sends by itself."""
    from html import unescape

    inside = text.split(f'id="{form}"', 1)[1].split("</form>", 1)[0]
    pairs = re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)">', inside)
    return {unescape(name): unescape(value) for name, value in pairs}
